//! The error type of all calls: the failure, whether the request was carried out, and what to do next.

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

/// The failure of a call: the method, the failure, whether the request was carried out, and what to do next, in one line.
///
/// [`kind`](Self::kind) classifies errors; predicates ([`is_not_found`](Self::is_not_found),
/// [`may_have_happened`](Self::may_have_happened), …) help to decide what to do next. `Display` and `Debug` show no headers,
/// bodies or secrets, so an error can be logged.
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
    /// The called method.
    method: Option<&'static str>,
    operation: Option<&'static Operation>,
    message: String,
    response: Option<Received>,
    report: Option<CallReport>,
    may_have_happened: bool,
    /// Whether it is proven that the resource does not exist.
    is_absence: bool,
    results: Vec<ItemResult>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The response of an error.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    extensions: Extensions,
    body: Bytes,
    message: ApiMessage,
    /// The place in the body that did not decode.
    path: Option<String>,
}

/// The kinds of an [`Error`].
///
/// | kind | carried out? | what to do |
/// |---|---|---|
/// | [`Api`](Self::Api) | no, unless [`may_have_happened`](Error::may_have_happened) | see the predicates and the message |
/// | [`Auth`](Self::Auth) | no | correct the credentials, or retry later |
/// | [`Connect`](Self::Connect), [`NotSent`](Self::NotSent) | no | check the network, then retry |
/// | [`Timeout`](Self::Timeout), [`Interrupted`](Self::Interrupted) | perhaps; repeating is safe | retry later |
/// | [`OutcomeUnknown`](Self::OutcomeUnknown) | **perhaps** | check before retrying; the message names the call for that |
/// | [`UnexpectedResponse`](Self::UnexpectedResponse) | repeating is safe | retry later; a proxy may have responded |
/// | [`RateLimited`](Self::RateLimited) | no | retry after [`retry_after`](Error::retry_after) |
/// | [`PartlyFailed`](Self::PartlyFailed) | for some | see [`results`](Error::results), or the message |
/// | [`Wait`](Self::Wait) | the wait did not finish | the message names the ids and their last status |
/// | [`Lookup`](Self::Lookup) | nothing was changed | correct the name, or use one of the ids in the message |
/// | [`InvalidRequest`](Self::InvalidRequest), [`Configuration`](Self::Configuration) | no | correct the call |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API responded with an error of its own.
    Api,
    /// There is no access token to send.
    Auth,
    /// No connection could be made, or no connection accepted the request. No request was sent.
    Connect,
    /// No complete response arrived in time, and the request is safe to repeat; or there was no time left to send it.
    Timeout,
    /// The connection broke before the response was complete, and the request is safe to repeat.
    Interrupted,
    /// The outcome is unknown, and the request may have created or destroyed a resource.
    OutcomeUnknown,
    /// The request is incomplete or invalid. No request was sent.
    InvalidRequest,
    /// A rate limit was exceeded.
    RateLimited,
    /// The client cannot be built with these settings.
    Configuration,
    /// The request was carried out for some of several resources.
    PartlyFailed,
    /// A wait ended before its condition was true.
    Wait,
    /// No resource has the name that was looked up, or several have.
    Lookup,
    /// The response proves nothing: the API did not write it, or the operation cannot respond with it.
    UnexpectedResponse,
    /// The request was not sent.
    NotSent,
}

/// A report of a call, successful or not. A client that retries attaches it to every response
/// ([`ResponseValue::extensions`](crate::ResponseValue::extensions)) and to its errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallReport {
    /// The number of attempts, including the replay with another token; 0 if the request was not sent.
    pub attempts: u32,
    /// The time from the call to its end, including sign-in, rate limit waits and pauses.
    pub elapsed: Duration,
    /// Whether the server may have acted on an attempt before the last one. For example, a delete that ends with "not found"
    /// may have deleted the resource itself.
    pub may_have_acted_before: bool,
    /// The wait that the server or the rate limit asked for.
    pub retry_after: Option<Duration>,
}

/// The headers that identify a request to the vendor's support.
const REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("cf-ray"),
];

impl Error {
    /// Creates an error of a kind with a message, for transports and helpers of an application.
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
            is_absence: false,
            results: Vec::new(),
            source: None,
        }))
    }

    /// Sets the method.
    #[must_use]
    pub fn of(mut self, method: &'static str) -> Self {
        self.0.method = Some(method);
        if self.0.operation.is_none() {
            self.0.operation = OPERATIONS.iter().copied().find(|operation| operation.id == method);
        }
        self
    }

    /// Sets the operation.
    pub(crate) fn of_operation(mut self, operation: &'static Operation) -> Self {
        self.0.operation = Some(operation);
        self.of(operation.id)
    }

    /// Sets the cause, which [`cause`](Self::cause) finds. The message does not repeat the cause.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Marks the outcome of the request as unknown.
    #[must_use]
    pub fn that_may_have_happened(mut self, may_have_happened: bool) -> Self {
        self.0.may_have_happened = may_have_happened;
        self
    }

    /// Marks the error as proof that the resource does not exist, such as a complete list without it. See
    /// [`is_not_found`](Self::is_not_found).
    #[must_use]
    pub fn that_proves_absence(mut self, is_absence: bool) -> Self {
        self.0.is_absence = is_absence;
        self
    }

    pub(crate) fn invalid_request(method: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message).of(method)
    }

    /// The error for a response that is no success. The report of the call is in the response's extensions.
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
                // The API itself reported an internal failure, which proves nothing.
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
        this.0.is_absence = is_absence;
        this.0.response = Some(Received { status, headers, extensions, body, message: said, path: None });
        this
    }

    /// The error for a success that does not decode.
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
            path: Some(undecodable.path),
        });
        this
    }

    /// The error for a missing response.
    pub(crate) fn of_transport(operation: &'static Operation, error: TransportError) -> Self {
        let report = error.report;
        let acted_before = report.is_some_and(|report| report.may_have_acted_before);
        let open = !operation.method.is_safe() && (acted_before || error.may_have_reached_server());
        let kind = match (error.reason, error.kind()) {
            _ if open && operation.is_delicate() => ErrorKind::OutcomeUnknown,
            (Some(reason), _) => reason,
            // The last attempt was not sent, but an earlier one was.
            (None, TransportErrorKind::Connect | TransportErrorKind::NotSent) if open => ErrorKind::Interrupted,
            (None, TransportErrorKind::Connect) => ErrorKind::Connect,
            (None, TransportErrorKind::NotSent) => ErrorKind::NotSent,
            (None, TransportErrorKind::Timeout) => ErrorKind::Timeout,
            (None, TransportErrorKind::Interrupted) => ErrorKind::Interrupted,
            (None, TransportErrorKind::BodyTooLarge) => ErrorKind::UnexpectedResponse,
        };
        let message = match error.may_have_reached_server() {
            false if open => format!("an earlier attempt has no known outcome, and for the last one {error}"),
            _ => error.to_string(),
        };
        let mut this = Self::new(kind, message).of_operation(operation).that_may_have_happened(open);
        this.0.report = report;
        this.caused_by(error)
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The called method, such as `list_instances`; `None` for errors outside a call.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.method
    }

    /// The status of the response, if there is one; for a refused sign-in, that of the token endpoint.
    pub fn status(&self) -> Option<StatusCode> {
        self.received().map(|received| received.status)
    }

    /// The API's code, such as `insufficient_funds`, if it sent one.
    pub fn code(&self) -> Option<&str> {
        self.received()?.message.code()
    }

    /// The API's messages: one for each problem, none if the body had none. Each is one line.
    pub fn messages(&self) -> &[String] {
        self.received().map_or(&[], |received| received.message.messages())
    }

    /// The headers of the response, if there is one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|received| &received.headers)
    }

    /// Values that the layers of the transport attached to the response.
    pub fn extensions(&self) -> Option<&Extensions> {
        self.0.response.as_ref().map(|received| &received.extensions)
    }

    /// The body of the response, unchanged. It may contain secrets, such as a token.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|received| &received.body)
    }

    /// The place in the body that could not be decoded, such as `gpu.number_of_gpus`; `.` is the whole body.
    pub fn path(&self) -> Option<&str> {
        self.0.response.as_ref()?.path.as_deref()
    }

    /// The API's result for each resource, if a request for several resources did not succeed for all.
    pub fn results(&self) -> &[ItemResult] {
        &self.0.results
    }

    /// The number of attempts; 0 if the request was not sent, or if no layer counts attempts.
    pub fn attempts(&self) -> u32 {
        self.0.report.map_or(0, |report| report.attempts)
    }

    /// The time from the call to its failure, if a layer measures it.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.report.map(|report| report.elapsed)
    }

    /// The wait before a retry, if the server or a rate limit asked for one.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.report?.retry_after
    }

    /// The id of the request for the vendor's support.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        REQUEST_IDS.iter().find_map(|name| headers.get(name)?.to_str().ok())
    }

    /// The first cause of this type in the chain of causes.
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

    /// The response of the error: its own, or that of the token endpoint.
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
