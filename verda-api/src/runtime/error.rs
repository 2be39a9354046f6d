//! The one error: what went wrong, with what, whether it was done, and what to do next.

mod advice;
mod display;
mod questions;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderName;
use http::{Extensions, HeaderMap, StatusCode};

use super::decode::Undecodable;
use super::evidence::{ApiMessage, Evidence, ItemResult};
use super::operation::Operation;
use super::response::Response;
use super::transport::{TransportError, TransportErrorKind};
use crate::generated::OPERATIONS;

/// Why a call gave no value: what went wrong, where, whether it was done, and what to do next, in one line.
///
/// [`kind`](Self::kind) sorts errors; the questions ([`is_not_found`](Self::is_not_found),
/// [`may_have_happened`](Self::may_have_happened), …) are about what to do next. `Display` and `Debug` show no headers,
/// bodies or secrets, so that an error can be logged.
///
/// ```
/// # use verda_api::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
/// # struct Respond(u16, &'static str);
/// # impl Transport for Respond {
/// #     fn execute<'a>(&'a self, _: reqwest::Request, _: &'static Operation)
/// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
/// #         let response = http::Response::builder().status(self.0).body(Bytes::from_static(self.1.as_bytes()));
/// #         Box::pin(async move { Ok(response.unwrap()) })
/// #     }
/// # }
/// # fn block_on<F: Future>(future: F) -> F::Output {
/// #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// #     match std::pin::pin!(future).poll(&mut context) {
/// #         std::task::Poll::Ready(output) => output,
/// #         std::task::Poll::Pending => unreachable!("the response is there at once"),
/// #     }
/// # }
/// # block_on(async {
/// # let body = r#"{"code":"invalid_request","message":["size must not be less than 50","name should not be empty"]}"#;
/// # let client = Client::new(verda_api::BASE_URL, Respond(400, body));
/// use verda_api::ErrorKind;
///
/// let order = verda_api::types::CreateVolume::builder().type_("NVMe").location_code("FIN-01").size(1_u64).name("");
/// let error = client.create_volume(order).send().await.unwrap_err();
/// assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("invalid_request")));
/// assert_eq!(error.messages(), ["size must not be less than 50", "name should not be empty"]);
/// assert!(!error.may_have_happened());
/// # });
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// The method that was called.
    method: Option<&'static str>,
    operation: Option<&'static Operation>,
    message: String,
    response: Option<Received>,
    report: Option<CallReport>,
    may_have_happened: bool,
    results: Vec<ItemResult>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The response that an error is about.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
    message: ApiMessage,
    /// Whether the API said that it does not exist.
    is_absence: bool,
    /// The place that did not decode.
    path: Option<String>,
}

/// The kinds of an [`Error`].
///
/// | kind | was it done? | what to do |
/// |---|---|---|
/// | [`Api`](Self::Api) | no, unless [`may_have_happened`](Error::may_have_happened) | see the questions and the message |
/// | [`Auth`](Self::Auth) | no | correct the credentials, or retry later |
/// | [`Connect`](Self::Connect), [`NotSent`](Self::NotSent) | no | check the network, then retry |
/// | [`Timeout`](Self::Timeout), [`Interrupted`](Self::Interrupted) | perhaps; repeating is safe | retry later |
/// | [`OutcomeUnknown`](Self::OutcomeUnknown) | **perhaps** | check before retrying; the message says with which call |
/// | [`UnexpectedResponse`](Self::UnexpectedResponse) | repeating is safe | retry later; a proxy may be in the way |
/// | [`RateLimited`](Self::RateLimited) | no | retry after [`retry_after`](Error::retry_after) |
/// | [`PartlyFailed`](Self::PartlyFailed) | for some | see [`results`](Error::results), or the message |
/// | [`Wait`](Self::Wait) | it was not awaited to its end | the message names the ids and their last status |
/// | [`InvalidRequest`](Self::InvalidRequest), [`Configuration`](Self::Configuration) | no | correct the call |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API responded with an error of its own.
    Api,
    /// There is no access token to send.
    Auth,
    /// No connection could be made, or none took the request; nothing was sent.
    Connect,
    /// No whole response came in time, to a request that is safe to repeat; or there was no time left to send it.
    Timeout,
    /// The connection broke before a whole response was there, to a request that is safe to repeat.
    Interrupted,
    /// It is not known whether the request was carried out, and it may have made or destroyed something.
    OutcomeUnknown,
    /// The request is not complete or not valid. Nothing was sent.
    InvalidRequest,
    /// A rate limit was met.
    RateLimited,
    /// The client cannot be made with these settings.
    Configuration,
    /// Something was done for some resources and not for others.
    PartlyFailed,
    /// A wait ended before its condition was true.
    Wait,
    /// The response proves nothing: it is not the API's own, or not what the operation can respond with.
    UnexpectedResponse,
    /// The request was not sent.
    NotSent,
}

/// How a call went, whatever came of it. A client that retries attaches it to every response
/// ([`ResponseValue::extensions`](crate::ResponseValue::extensions)) and to its errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallReport {
    /// How often the request was sent, the replay with another token included; 0 if it was not.
    pub attempts: u32,
    /// The time from the call to its end: signing in, waiting for rate limits, and pauses included.
    pub elapsed: Duration,
    /// Whether the server may have acted on an attempt before the last one. So a delete that ends with "not found" may
    /// well have deleted it itself.
    pub may_have_acted_before: bool,
    /// How long the server, or the rate limit, asked to wait.
    pub retry_after: Option<Duration>,
}

/// The headers that identify a request to the vendor's support.
const REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("cf-ray"),
];

impl Error {
    /// An error of this kind, with what happened; for transports and helpers of an application's own.
    ///
    /// ```
    /// use verda_api::{Error, ErrorKind};
    ///
    /// let error = Error::new(ErrorKind::InvalidRequest, "there are no options to choose from").of("deploy_instance");
    /// assert_eq!(error.to_string(), "deploy_instance: there are no options to choose from; nothing was sent");
    /// ```
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            method: None,
            operation: None,
            message: message.into(),
            response: None,
            report: None,
            may_have_happened: false,
            results: Vec::new(),
            source: None,
        }))
    }

    /// The same error, of this method.
    #[must_use]
    pub fn of(mut self, method: &'static str) -> Self {
        self.0.method = Some(method);
        if self.0.operation.is_none() {
            self.0.operation = OPERATIONS.iter().copied().find(|operation| operation.id == method);
        }
        self
    }

    /// The same error, of this operation.
    pub(crate) fn of_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self.of(operation.id)
    }

    /// The same error, with its cause: [`cause`](Self::cause) finds it. The message does not repeat it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same error, where the request may have been carried out or not.
    #[must_use]
    pub fn that_may_have_happened(mut self, may_have_happened: bool) -> Self {
        self.0.may_have_happened = may_have_happened;
        self
    }

    pub(crate) fn invalid_request(method: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message).of(method)
    }

    /// A response that is no success. A report of the call is found in its extensions.
    pub(crate) fn of_response(
        operation: &'static Operation,
        (status, headers, extensions, body): (StatusCode, HeaderMap, Extensions, Bytes),
        evidence: Evidence,
    ) -> Self {
        let report = extensions.get::<CallReport>().copied();
        let acted_before = report.is_some_and(|report| report.may_have_acted_before);
        let delicate = operation.is_delicate();
        let is_absence = match &evidence {
            Evidence::Refused(said) => super::evidence::is_absence(operation, status.as_u16(), said),
            _ => false,
        };
        let (kind, message, said, results, open) = match evidence {
            Evidence::Refused(said) => {
                let kind = match status {
                    StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
                    _ if acted_before && delicate && !operation.idempotent => ErrorKind::OutcomeUnknown,
                    _ => ErrorKind::Api,
                };
                (kind, "", said, Vec::new(), acted_before)
            }
            Evidence::Partly(results) => {
                (ErrorKind::PartlyFailed, "", ApiMessage::default(), results, !operation.method.is_safe())
            }
            Evidence::Unknown(unproven) => {
                // A failure inside the API is its own word, though it proves nothing.
                let is_own = unproven.message.as_ref().is_some_and(|said| said.is_own) && status.is_server_error();
                let kind = match is_own {
                    _ if delicate => ErrorKind::OutcomeUnknown,
                    true => ErrorKind::Api,
                    false => ErrorKind::UnexpectedResponse,
                };
                let open = !operation.method.is_safe();
                (kind, unproven.why, unproven.message.unwrap_or_default(), Vec::new(), open)
            }
            Evidence::Done(_) => (ErrorKind::UnexpectedResponse, "", ApiMessage::default(), Vec::new(), acted_before),
        };
        let mut this = Self::new(kind, message).of_operation(operation).that_may_have_happened(open);
        this.0.report = report;
        this.0.results = results;
        this.0.response = Some(Received { status, headers, extensions, body, message: said, is_absence, path: None });
        this
    }

    /// A success that does not decode.
    pub(crate) fn undecodable(response: Response, undecodable: Undecodable) -> Self {
        let Response { operation, status, headers, extensions, raw, .. } = response;
        let report = extensions.get::<CallReport>().copied();
        let kind = if operation.is_delicate() { ErrorKind::OutcomeUnknown } else { ErrorKind::UnexpectedResponse };
        let open = !operation.method.is_safe();
        let mut this = Self::new(kind, undecodable.reason).of_operation(operation).that_may_have_happened(open);
        this.0.report = report;
        this.0.response = Some(Received {
            status,
            headers,
            extensions,
            body: raw,
            message: ApiMessage::default(),
            is_absence: false,
            path: Some(undecodable.path),
        });
        this
    }

    /// No response.
    pub(crate) fn of_transport(operation: &'static Operation, error: TransportError) -> Self {
        let report = error.report;
        let acted_before = report.is_some_and(|report| report.may_have_acted_before);
        let open = !operation.method.is_safe() && (acted_before || error.may_have_reached_server());
        let kind = match (error.reason, error.kind()) {
            _ if open && operation.is_delicate() => ErrorKind::OutcomeUnknown,
            (Some(reason), _) => reason,
            (None, TransportErrorKind::Connect) => ErrorKind::Connect,
            (None, TransportErrorKind::NotSent) => ErrorKind::NotSent,
            (None, TransportErrorKind::Timeout) => ErrorKind::Timeout,
            (None, TransportErrorKind::Interrupted) => ErrorKind::Interrupted,
            (None, TransportErrorKind::BodyTooLarge | TransportErrorKind::Redirected) => ErrorKind::UnexpectedResponse,
        };
        let mut this = Self::new(kind, error.to_string()).of_operation(operation).that_may_have_happened(open);
        this.0.report = report;
        this.caused_by(error)
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The method that was called, such as `list_instances`; `None` for errors of no call.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.method
    }

    /// The status of the response, where there was one; of a refused sign-in, that of the token endpoint.
    pub fn status(&self) -> Option<StatusCode> {
        self.received().map(|received| received.status)
    }

    /// The API's own code, such as `insufficient_funds`, where it gave one.
    pub fn code(&self) -> Option<&str> {
        self.received()?.message.code()
    }

    /// The API's messages; several if several things are wrong, none if the body had none. Each is one line.
    pub fn messages(&self) -> &[String] {
        self.received().map_or(&[], |received| received.message.messages())
    }

    /// The headers of the response, where there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|received| &received.headers)
    }

    /// What the layers of the transport attached to the response.
    pub fn extensions(&self) -> Option<&Extensions> {
        self.0.response.as_ref().map(|received| &received.extensions)
    }

    /// The body of the response, as it came. It may hold what should not be shown, such as a token.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|received| &received.body)
    }

    /// The place in the body that could not be decoded, such as `gpu.number_of_gpus`; `.` is the whole body.
    pub fn path(&self) -> Option<&str> {
        self.0.response.as_ref()?.path.as_deref()
    }

    /// What the API says of each resource, after a response about several that did not all succeed.
    pub fn results(&self) -> &[ItemResult] {
        &self.0.results
    }

    /// How often the request was sent; 0 if it was not, or if no layer counts.
    pub fn attempts(&self) -> u32 {
        self.0.report.map_or(0, |report| report.attempts)
    }

    /// The time from the call to its failure, where a layer measures it.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.report.map(|report| report.elapsed)
    }

    /// How long to wait before the call is made again, where the server or a rate limit said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.report?.retry_after
    }

    /// The id of the request for the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        REQUEST_IDS.iter().find_map(|name| headers.get(name)?.to_str().ok())
    }

    /// The cause of this type, if there is one in the chain of causes.
    ///
    /// ```
    /// use verda_api::{Error, ErrorKind};
    ///
    /// let error = Error::new(ErrorKind::NotSent, "the vault is sealed").caused_by(std::io::Error::other("sealed"));
    /// assert!(error.cause::<std::io::Error>().is_some());
    /// assert!(error.cause::<std::fmt::Error>().is_none());
    /// ```
    pub fn cause<T: StdError + 'static>(&self) -> Option<&T> {
        let mut source = StdError::source(self);
        while let Some(error) = source {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            source = error.source();
        }
        None
    }

    /// The response that it is about: its own, or that of the token endpoint.
    fn received(&self) -> Option<&Received> {
        match (&self.0.response, self.0.kind) {
            (Some(received), _) => Some(received),
            (None, ErrorKind::Auth) => self.cause::<Self>()?.0.response.as_ref(),
            _ => None,
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.0.source.as_deref()?)
    }
}
