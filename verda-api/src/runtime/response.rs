//! Successful responses.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Extensions, StatusCode};
use serde::de::DeserializeOwned;

use super::decode::{Skipped, Undecodable, decode};
use super::error::Error;
use super::operation::Operation;

/// A success whose body has the operation's form and is not decoded yet.
pub(crate) struct Response {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) extensions: Extensions,
    /// The received body, unchanged.
    pub(crate) raw: Bytes,
    /// The body to decode.
    pub(crate) body: Bytes,
}

/// The value of a successful response, with status and headers. Derefs to the value.
///
/// ```
/// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
/// # struct Canned(&'static str);
/// # impl Transport for Canned {
/// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
/// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
/// #         let response = http::Response::builder().header("x-request-id", "r-1");
/// #         let response = response.body(Bytes::from_static(self.0.as_bytes()));
/// #         Box::pin(async move { Ok(response.unwrap()) })
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
/// # let client = Client::new(verda_api::BASE_URL, Canned(r#"{"amount":12.5,"currency":"usd"}"#));
/// let balance = client.get_balance().await?;
/// println!("{:?} left", balance.amount);
/// assert_eq!(balance.status(), 200);
/// assert_eq!(balance.headers()["x-request-id"], "r-1");
/// // Keep a part of the value with the headers, or only the value.
/// let amount = balance.map(|balance| balance.amount);
/// let amount = amount.into_inner();
/// # assert!(amount.is_some());
/// # Ok::<(), verda_api::Error>(())
/// # })?;
/// # Ok::<(), verda_api::Error>(())
/// ```
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
    skipped: Vec<Skipped>,
}

impl<T> ResponseValue<T> {
    pub(crate) fn new(value: T, response: Response, skipped: Vec<Skipped>) -> Self {
        let Response { status, headers, extensions, raw, .. } = response;
        Self { value, status, headers, extensions, body: raw, skipped }
    }

    /// Returns the value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Values that the layers of the transport attached to the response, such as a report of the call or the addresses of the
    /// connection.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The body, unchanged, for members that this version does not know. It may contain secrets.
    ///
    /// ```
    /// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
    /// # struct Respond(&'static str);
    /// # impl Transport for Respond {
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
    /// # let client = Client::new(verda_api::BASE_URL, Respond(r#"{"amount":12.5,"currency":"usd","credit_line":100}"#));
    /// let balance = client.get_balance().send().await?;
    /// let json: serde_json::Value = serde_json::from_slice(balance.body())?;
    /// assert_eq!(json["credit_line"], 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The parts of the response that could not be decoded: elements that are missing in the value, and members that are
    /// `None` or missing in the value. Each part has its path and its JSON. Usually there are none.
    ///
    /// A list with skipped elements is no evidence that something does not exist.
    ///
    /// ```
    /// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
    /// # struct Respond(&'static str);
    /// # impl Transport for Respond {
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
    /// # let body = r#"[{"id":"a","status":"running","price_per_hour":"N/A"},{"hostname":"node-2"}]"#;
    /// # let client = Client::new(verda_api::BASE_URL, Respond(body));
    /// let instances = client.list_instances().send().await?;
    /// assert_eq!(instances.len(), 1);
    /// let skipped: Vec<_> = instances.skipped().iter().map(|skipped| skipped.path.as_str()).collect();
    /// assert_eq!(skipped, ["[0].price_per_hour", "[1]"]);
    /// assert_eq!(instances.skipped()[1].json["hostname"], "node-2");
    /// # Ok::<(), verda_api::Error>(())
    /// # })?;
    /// # Ok::<(), verda_api::Error>(())
    /// ```
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Replaces the skipped parts, for a value from several responses.
    #[must_use]
    pub fn with_skipped(mut self, skipped: Vec<Skipped>) -> Self {
        self.skipped = skipped;
        self
    }

    /// Another value with the same status, headers, body and skipped parts.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> ResponseValue<U> {
        let Self { value, status, headers, extensions, body, skipped } = self;
        ResponseValue { value: change(value), status, headers, extensions, body, skipped }
    }
}

impl<T: DeserializeOwned> ResponseValue<T> {
    pub(crate) fn from_response(response: Response) -> Result<Self, Error> {
        match decode(&response.body) {
            Ok((value, skipped)) => Ok(Self::new(value, response, skipped)),
            Err(undecodable) => Err(Error::undecodable(response, undecodable)),
        }
    }
}

impl ResponseValue<()> {
    pub(crate) fn empty(response: Response) -> Self {
        Self::new((), response, Vec::new())
    }
}

impl ResponseValue<String> {
    #[allow(dead_code, reason = "for documents with responses of text")]
    pub(crate) fn text(response: Response) -> Result<Self, Error> {
        match String::from_utf8(response.body.to_vec()) {
            Ok(text) => Ok(Self::new(text, response, Vec::new())),
            Err(_) => {
                let reason = "the body is not UTF-8".to_owned();
                Err(Error::undecodable(response, Undecodable { path: ".".to_owned(), reason }))
            }
        }
    }
}

impl ResponseValue<Bytes> {
    #[allow(dead_code, reason = "for documents with responses that are not JSON")]
    pub(crate) fn raw(response: Response) -> Self {
        Self::new(response.body.clone(), response, Vec::new())
    }
}

impl<T: PartialEq> PartialEq for ResponseValue<T> {
    /// Compares value, status and headers. Equal values may have different bodies.
    fn eq(&self, other: &Self) -> bool {
        (&self.value, self.status, &self.headers) == (&other.value, other.status, &other.headers)
    }
}

/// The elements of a list, as in `for instance in client.list_instances().await?`.
impl<T: IntoIterator> IntoIterator for ResponseValue<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;

    fn into_iter(self) -> T::IntoIter {
        self.value.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a ResponseValue<T>
where
    &'a T: IntoIterator,
{
    type Item = <&'a T as IntoIterator>::Item;
    type IntoIter = <&'a T as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_iter()
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    /// Omits headers and body, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status)
            .field("value", &self.value)
            .field("skipped", &self.skipped)
            .finish_non_exhaustive()
    }
}
