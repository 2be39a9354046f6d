//! The hand-written part of the client: its constructor, and how its generated methods send requests.

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
    /// `base_url` is scheme, host and an optional path prefix of all operations, such as [`crate::BASE_URL`]. The constructor
    /// sends no request. With an invalid base URL, every call fails with [`ErrorKind::InvalidRequest`].
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

    /// The prefix of the URLs of all operations, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Sends a request that no generated method builds, and decodes the response's body. The operation is one of the API's or
    /// the caller's own.
    ///
    /// The operation tells the transport whether the request may be repeated, and `response` of the operation is the form of
    /// a successful body.
    ///
    /// ```
    /// # use verda_api::{BodyShape, BoxFuture, Bytes, Client, Method, Operation, Transport, TransportError};
    /// # struct Canned(&'static str);
    /// # impl Transport for Canned {
    /// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
    /// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
    /// #         Box::pin(async move { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })
    /// #     }
    /// # }
    /// # fn block_on<F: Future>(future: F) -> F::Output {
    /// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// #     match std::pin::pin!(future).poll(&mut context) {
    /// #         std::task::Poll::Ready(output) => output,
    /// #         std::task::Poll::Pending => unreachable!("the response is ready at once"),
    /// #     }
    /// # }
    /// # block_on(async {
    /// # let client = Client::new(verda_api::BASE_URL, Canned(r#"["a","b"]"#));
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
    /// The errors of every call: see [`Error`].
    pub async fn send<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<ResponseValue<T>, Error> {
        let response = self.exec(request, operation).await?;
        match decode(&response.raw) {
            Ok((value, skipped)) => Ok(ResponseValue::new(value, response, skipped)),
            // The body is an id without quotes, a list of one element, or empty.
            Err(_) if response.body.is_empty() || size_of::<T>() == 0 => {
                ResponseValue::from_response(Response { body: Bytes::from_static(b"null"), ..response })
            }
            Err(_) => ResponseValue::from_response(response),
        }
    }

    /// Creates the request of an operation, below the base URL or below the operation's own server.
    pub(crate) fn request(&self, operation: &'static Operation) -> RequestBuilder {
        RequestBuilder::new(operation, self.inner.base(operation.server))
    }

    /// Sends a request and classifies the response: a success with a body in the operation's form, or an error.
    ///
    /// Not an `async fn`, so that the future does not hold the request, which the transport owns.
    pub(crate) fn exec(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> impl Future<Output = Result<Response, Error>> + Send + '_ {
        let response = self.inner.transport().execute(request, operation);
        async move {
            match response.await {
                Ok(response) => evident(operation, response),
                Err(error) => Err(Error::of_transport(operation, error)),
            }
        }
    }
}

/// A response that proves success; all other responses are errors.
fn evident(operation: &'static Operation, response: http::Response<Bytes>) -> Result<Response, Error> {
    let (head, raw) = response.into_parts();
    let (status, headers, extensions) = (head.status, head.headers, head.extensions);
    match classify(operation, status, &headers, &raw) {
        Evidence::Done(body) => Ok(Response { operation, status, headers, extensions, raw, body }),
        evidence => Err(Error::of_response(operation, (status, headers, extensions, raw), evidence)),
    }
}

/// A URL for a log, without parts that may contain a user name, a password or a key.
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
