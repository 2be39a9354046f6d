//! What is written by hand of the client: how it is made, and how its generated methods send.

use std::fmt;

use bytes::Bytes;
use reqwest::Request;
use serde::de::DeserializeOwned;

use crate::generated::Client;
use crate::generated::types::error::ConversionError;
use crate::runtime::{
    Error, ErrorKind, Evidence, Inner, Operation, RequestBuilder, Response, ResponseValue, Transport, classify, decode,
};

impl Client {
    /// A client that sends through a transport.
    ///
    /// `base_url` is scheme and host, with a path in front of the operations' own where there is one:
    /// [`crate::BASE_URL`]. Nothing is sent. A base URL that is none shows when something is: as
    /// [`ErrorKind::InvalidRequest`].
    ///
    /// ```
    /// # use verda_api::{Client, HttpTransport};
    /// # fn run(transport: HttpTransport) {
    /// let client = Client::new("https://proxy.example/api/", transport);
    /// assert_eq!(client.base_url(), "https://proxy.example/api");
    /// # }
    /// ```
    pub fn new(base_url: &str, transport: impl Transport) -> Self {
        let base_url = base_url.trim_end_matches('/');
        Self { baseurl: base_url.to_owned(), inner: Inner::new(base_url, transport) }
    }

    /// The URL that the paths of operations are appended to, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Sends a request that no generated method makes, as an operation of the caller's own or of the API's, and decodes the
    /// response's body as the API sent it.
    ///
    /// The transport learns from the operation whether the request may be repeated; its `response` says what form the
    /// body of a success has.
    ///
    /// ```
    /// # use verda_api::{BodyShape, BoxFuture, Bytes, Client, Method, Operation, Transport, TransportError};
    /// # struct Answer(&'static str);
    /// # impl Transport for Answer {
    /// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
    /// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
    /// #         Box::pin(async move { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })
    /// #     }
    /// # }
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     match std::pin::pin!(future).poll(&mut context) {
    /// #         std::task::Poll::Ready(output) => output,
    /// #         std::task::Poll::Pending => unreachable!("the answer is there at once"),
    /// #     }
    /// # }
    /// # block_on(async {
    /// # let client = Client::new(verda_api::BASE_URL, Answer(r#"["a","b"]"#));
    /// static LIST_REGIONS: Operation =
    ///     Operation::custom("list_regions", Method::GET, "/v1/regions", true, BodyShape::TextList);
    /// let url = format!("{}{}", client.base_url(), LIST_REGIONS.path).parse()?;
    /// let regions = client.send::<Vec<String>>(reqwest::Request::new(Method::GET, url), &LIST_REGIONS).await?;
    /// assert_eq!(regions.len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As of any call: see [`Error`].
    pub async fn send<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<ResponseValue<T>, Error> {
        let response = self.exec(request, operation).await?;
        match decode(&response.raw) {
            Ok((value, skipped)) => Ok(ResponseValue::new(value, response, skipped)),
            // An id without quotes, one element in a list of one, or no body.
            Err(_) if response.body.is_empty() || size_of::<T>() == 0 => {
                ResponseValue::from_response(Response { body: Bytes::from_static(b"null"), ..response })
            }
            Err(_) => ResponseValue::from_response(response),
        }
    }

    /// Begins a request of an operation: below the base URL, or below the server that the document names for it.
    pub(crate) fn request(&self, operation: &'static Operation) -> RequestBuilder {
        RequestBuilder::new(operation, self.inner.base(operation.server))
    }

    /// Sends a request and classifies the response: a success with a body in the operation's form, or an error.
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
                Ok(response) => evident(operation, response),
                Err(error) => Err(Error::of_transport(operation, error)),
            }
        }
    }
}

/// A response that proves that the request was carried out; any other one is an error.
fn evident(operation: &'static Operation, response: http::Response<Bytes>) -> Result<Response, Error> {
    let (head, raw) = response.into_parts();
    let (status, headers, extensions) = (head.status, head.headers, head.extensions);
    match classify(operation, status, &headers, &raw) {
        Evidence::Done(body) => Ok(Response { operation, status, headers, extensions, raw, body }),
        evidence => Err(Error::of_response(operation, (status, headers, extensions, raw), evidence)),
    }
}

/// A URL for a log: what may hold a user name, a password or a key is not in it.
fn without_secrets(url: &str) -> &str {
    if url.contains(['@', '?', '#']) { "…" } else { url }
}

impl From<ConversionError> for Error {
    fn from(error: ConversionError) -> Self {
        Self::new(ErrorKind::InvalidRequest, error.to_string())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &without_secrets(&self.baseurl)).finish_non_exhaustive()
    }
}
