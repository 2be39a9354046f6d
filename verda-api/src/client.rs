//! What is written by hand of the client: how it is made, and how its generated methods send.

use std::fmt;

use reqwest::Request;
use serde::de::DeserializeOwned;

use crate::generated::Client;
use crate::runtime::{Error, Inner, Operation, Response, ResponseValue, Transport, normalise};

impl Client {
    /// A client that sends through a transport.
    ///
    /// `base_url` is scheme and host, with a path in front of the operations' own where there is one:
    /// [`crate::BASE_URL`]. Nothing is sent.
    pub fn new(base_url: &str, transport: impl Transport) -> Self {
        Self { baseurl: base_url.trim_end_matches('/').to_owned(), inner: Inner::new(transport) }
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

    /// Sends a request and sorts the response: a success with a normalised body, or an error.
    pub(crate) async fn exec(&self, request: Request, operation: &'static Operation) -> Result<Response, Error> {
        match self.inner.transport().execute(request, operation).await {
            Ok(response) => normalise(operation, response),
            Err(source) => Err(Error::Transport { operation, source }),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.baseurl).finish_non_exhaustive()
    }
}
