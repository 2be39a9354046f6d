//! What is written by hand of the client: how it is made, and how its generated methods send.

use std::fmt;

use reqwest::{Request, Url};
use serde::de::DeserializeOwned;

use crate::generated::Client;
use crate::runtime::{Error, Inner, Operation, Response, ResponseValue, Transport, normalise};

impl Client {
    /// A client that sends through a transport.
    ///
    /// `base_url` is scheme and host, with a path in front of the operations' own where there is one:
    /// [`crate::BASE_URL`]. Nothing is sent.
    pub fn new(base_url: &str, transport: impl Transport) -> Self {
        let base_url = base_url.trim_end_matches('/');
        Self { baseurl: base_url.to_owned(), inner: Inner::new(base_url, transport) }
    }

    /// The URL that the paths of operations are appended to.
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Sends a request that no generated method makes, as an operation of the caller's own, and decodes the response.
    ///
    /// The transport learns from the operation whether the request may be repeated; its `response` says what form the body of
    /// a success has.
    ///
    /// # Errors
    ///
    /// As of any call.
    pub async fn send<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<ResponseValue<T>, Error> {
        ResponseValue::from_response(self.exec(request, operation).await?)
    }

    /// The URL of a path below the base URL; `Err` says what is wrong with the base URL.
    pub(crate) fn url(&self, path: &str) -> Result<Url, String> {
        self.inner.url(path)
    }

    /// Sends a request and sorts the response: a success with a normalised body, or an error.
    ///
    /// No `async fn`: the future does not hold the request, which went to the transport.
    pub(crate) fn exec(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error>> + Send + '_ {
        let answer = self.inner.transport().execute(request, operation);
        async move {
            match answer.await {
                Ok(response) => normalise(operation, response),
                Err(source) => Err(Error::Transport { operation, source }),
            }
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.baseurl).finish_non_exhaustive()
    }
}
