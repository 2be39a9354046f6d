//! What came back.

use std::fmt;
use std::ops::{Deref, DerefMut};

use bytes::Bytes;
use http::header::HeaderMap;
use http::{Extensions, StatusCode};
use serde::de::DeserializeOwned;

use super::error::{DecodeError, Error};
use super::operation::Operation;

/// A success whose body is normalised and not yet decoded.
pub(crate) struct Response {
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) extensions: Extensions,
    pub(crate) body: Bytes,
}

/// The value of a successful response, with its status and headers. It derefs to the value.
///
/// ```
/// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
/// # struct Answer(&'static str);
/// # impl Transport for Answer {
/// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
/// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
/// #         let answer = http::Response::builder().header("x-request-id", "r-1");
/// #         let answer = answer.body(Bytes::from_static(self.0.as_bytes()));
/// #         Box::pin(async move { Ok(answer.unwrap()) })
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
/// # let client = Client::new(verda_api::BASE_URL, Answer(r#"{"amount":12.5,"currency":"usd"}"#));
/// let balance = client.get_balance().send().await?;
/// println!("{:?} left", balance.amount);
/// assert_eq!(balance.status(), 200);
/// assert_eq!(balance.headers()["x-request-id"], "r-1");
/// // To keep a part of it with its headers, and to let go of them.
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
}

impl<T> ResponseValue<T> {
    fn new(value: T, response: Response) -> Self {
        Self { value, status: response.status, headers: response.headers, extensions: response.extensions }
    }

    /// The value alone.
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

    /// What the layers of the transport attached to the response: a report of the call, or the addresses of the
    /// connection.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Another value with the same status and headers.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> ResponseValue<U> {
        ResponseValue {
            value: change(self.value),
            status: self.status,
            headers: self.headers,
            extensions: self.extensions,
        }
    }
}

impl<T: DeserializeOwned> ResponseValue<T> {
    pub(crate) fn from_response(response: Response) -> Result<Self, Error> {
        match serde_json::from_slice(&response.body) {
            Ok(value) => Ok(Self::new(value, response)),
            // Only now is it worth to find out where: the body is decoded again, with its path.
            Err(error) => Err(DecodeError::new::<T>(response, &error).into()),
        }
    }
}

impl ResponseValue<()> {
    pub(crate) fn empty(response: Response) -> Self {
        Self::new((), response)
    }
}

impl ResponseValue<Bytes> {
    #[allow(dead_code, reason = "for documents with responses that are not JSON")]
    pub(crate) fn raw(response: Response) -> Self {
        Self::new(response.body.clone(), response)
    }
}

impl<T: PartialEq> PartialEq for ResponseValue<T> {
    /// Without the extensions: they are not part of what came back.
    fn eq(&self, other: &Self) -> bool {
        (&self.value, self.status, &self.headers) == (&other.value, other.status, &other.headers)
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
    /// Without the headers: they may hold what should not be seen.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
