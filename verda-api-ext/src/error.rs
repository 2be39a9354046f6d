//! The one error of this crate.

mod advice;
mod display;

use std::sync::Arc;
use std::time::Duration;

use http::header::HeaderName;
use http::{HeaderMap, StatusCode};
use verda_api::{ApiError, DecodeError, Operation, TransportError, TransportErrorKind};

use crate::auth::AuthError;
use crate::builder::BuildError;
use crate::failure::{CallReport, Cause as FailureCause, Failure, Reported};
use crate::wait::WaitError;
use crate::{retry, retry_after};

/// Why something could not be done: what went wrong, where, and what to do, in one line.
///
/// Every error of the raw client, a [`BuildError`] and a [`WaitError`] become one with `?`. [`kind`](Self::kind) sorts
/// them; the questions
/// ([`is_not_found`](Self::is_not_found), [`may_have_happened`](Self::may_have_happened), …) are about what to do next.
///
/// ```
/// use verda_api_ext::{Error, ErrorKind};
///
/// /// What a service does after an order that failed.
/// fn next_step(error: &Error) -> &'static str {
///     match error.kind() {
///         ErrorKind::OutcomeUnknown => "look for the machine before ordering again",
///         ErrorKind::RateLimited => "order again after `error.retry_after()`",
///         _ if error.is_capacity() => "order another type, or elsewhere",
///         _ if error.is_insufficient_funds() => "tell whoever pays",
///         _ => "give up",
///     }
/// }
/// # let _ = next_step;
/// ```
///
/// Its `Display` is one line with what to do at its end. Neither it nor `Debug` shows headers, bodies or secrets, so
/// that it can go into a log.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// use verda_api_ext::Error;
///
/// let error = Error::from(client.get_instance().instance_id("nobody").send().await.unwrap_err());
/// assert!(error.to_string().starts_with("get_instance: the API answered 404 Not Found (not_found): "));
/// assert!(error.is_not_found());
/// // What the API said, in parts.
/// assert_eq!((error.code(), error.status().map(|status| status.as_u16())), (Some("not_found"), Some(404)));
/// assert_eq!((error.operation(), error.attempts()), (Some("get_instance"), 1));
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    report: Option<CallReport>,
    retry_after: Option<Duration>,
    may_have_happened: bool,
    cause: Cause,
}

enum Cause {
    Api(Box<ApiError>),
    Auth(Arc<AuthError>),
    Transport(TransportError),
    Failure(Failure),
    Decode(Box<DecodeError>),
    Message(String),
    Build(BuildError),
    Wait(Box<WaitError>),
}

/// What kind of [`Error`] it is.
///
/// | kind | was it done? | what to do |
/// |---|---|---|
/// | `Api` | no, unless [`may_have_happened`](Error::may_have_happened) | ask the error's questions |
/// | `Auth`, `Configuration`, `InvalidRequest`, `NotSent` | no: nothing was sent | correct it |
/// | `Connect` | no | check the network; call again |
/// | `RateLimited` | no | call again after [`retry_after`](Error::retry_after) |
/// | `Timeout`, `Interrupted` | perhaps | call again: it does no harm |
/// | `OutcomeUnknown` | perhaps | **look before calling again** |
/// | `Decode` | yes | report a bug: the value may be in the [body](DecodeError::body) |
/// | `PartlyFailed` | for some | call again for those that failed |
/// | `Wait` | what was waited for goes on | see [`WaitError`] |
/// | `UnexpectedResponse` | it was a read | call again later, or report a bug |
///
/// Retries are over by then: what an error says is what was left after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API answered with an error.
    Api,
    /// There is no token to call with: no credentials, or they were refused. Nothing was sent.
    Auth,
    /// The connection was never made. The server has not seen the request.
    Connect,
    /// No whole response came in time. It is safe to call again: the operation is idempotent, or nothing was sent.
    Timeout,
    /// The connection broke before a whole response was there. It is safe to call again: the operation is idempotent.
    Interrupted,
    /// The server may have acted, and calling again could do it twice. Look first.
    OutcomeUnknown,
    /// The API answered with a success that cannot be decoded. The server has acted.
    Decode,
    /// The request is not complete or not valid. Nothing was sent.
    InvalidRequest,
    /// The rate limit leaves no room, or the API answered 429.
    RateLimited,
    /// The client cannot be made as it is configured. Nothing was sent.
    Configuration,
    /// An action on several things was not done for some of them. For the others it was.
    PartlyFailed,
    /// A wait ended without what it waited for: see [`Error::wait`].
    Wait,
    /// The API's answers contradict each other, such as pages that repeat themselves.
    UnexpectedResponse,
    /// A transport of the application's own declined to send the request.
    NotSent,
}

/// Headers in which a request's id may be.
const REQUEST_IDS: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("cf-ray"),
];

impl Error {
    /// What kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The name of the operation that was called, such as `deploy_instance`.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the response, where there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.cause {
            Cause::Api(error) => Some(error.status()),
            Cause::Decode(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The API's own code, such as `insufficient_funds`.
    pub fn code(&self) -> Option<&str> {
        self.api().and_then(ApiError::code)
    }

    /// The API's messages; several if several things are wrong.
    pub fn messages(&self) -> &[String] {
        self.api().map_or(&[], ApiError::messages)
    }

    /// The headers of the response, where there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        match &self.0.cause {
            Cause::Api(error) => Some(error.headers()),
            Cause::Decode(error) => Some(error.headers()),
            _ => None,
        }
    }

    /// The API's answer. For refused credentials it is that of the token endpoint.
    pub fn api(&self) -> Option<&ApiError> {
        match (&self.0.cause, self.auth()) {
            (Cause::Api(error), _) => Some(error),
            (_, Some(AuthError::Refused(error))) => Some(error),
            _ => None,
        }
    }

    /// Why there is no token.
    pub fn auth(&self) -> Option<&AuthError> {
        match &self.0.cause {
            Cause::Auth(error) => Some(error),
            _ => None,
        }
    }

    /// What could not be decoded: its place in the body, and the body.
    pub fn decode(&self) -> Option<&DecodeError> {
        match &self.0.cause {
            Cause::Decode(error) => Some(error),
            _ => None,
        }
    }

    /// What was waited for, and why the wait ended.
    pub fn wait(&self) -> Option<&WaitError> {
        match &self.0.cause {
            Cause::Wait(error) => Some(error),
            _ => None,
        }
    }

    /// How often the request was sent; 0 if it was not. Errors that are not of one call, such as those of a wait, have
    /// 0.
    pub fn attempts(&self) -> u32 {
        self.0.report.map_or(0, |report| report.attempts)
    }

    /// The time from the call to its end, where it is known.
    pub fn elapsed(&self) -> Option<Duration> {
        self.0.report.map(|report| report.elapsed)
    }

    /// How long the API asks to wait before the next call, or how long a rate limit leaves no room.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The id that the API or a proxy before it gave the request: what a support team asks for.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        REQUEST_IDS.iter().find_map(|name| headers.get(name)?.to_str().ok())
    }

    /// Whether there is no such thing: a 404, or the API's `not_found`.
    pub fn is_not_found(&self) -> bool {
        matches!(self.0.cause, Cause::Api(_))
            && (self.status() == Some(StatusCode::NOT_FOUND) || self.code() == Some("not_found"))
    }

    /// Whether no such machine is free there now. Another type or location may be. Nothing was ordered, and it is not
    /// tried again by itself: see [`Client::deploy_first_available`](crate::Client::deploy_first_available).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().image("ubuntu-24.04").hostname("node-1");
    /// # let order = order.description("").location_code("FIN-01");
    /// // A type that is sold out.
    /// let answer = client.deploy_instance().body(order.instance_type("1X100.9V")).send().await;
    /// let error = verda_api_ext::Error::from(answer.unwrap_err());
    /// assert!(error.is_capacity() && !error.may_have_happened());
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_capacity(&self) -> bool {
        self.status() == Some(StatusCode::SERVICE_UNAVAILABLE) && self.code() == Some("service_unavailable")
    }

    /// Whether the project has as many of these as it may have. Volumes in the trash count, too.
    pub fn is_quota(&self) -> bool {
        let is_limit = |text: &str| text.to_ascii_lowercase().contains("limit exceeded");
        matches!(self.status(), Some(StatusCode::BAD_REQUEST | StatusCode::FORBIDDEN))
            && (self.messages().iter().any(|message| is_limit(message))
                || self.code().is_some_and(|code| is_limit(&code.replace('_', " "))))
    }

    /// Whether the project's balance does not suffice.
    pub fn is_insufficient_funds(&self) -> bool {
        self.status() == Some(StatusCode::PAYMENT_REQUIRED) || self.code() == Some("insufficient_funds")
    }

    /// Whether the API does not accept the credentials or the token.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED) || matches!(self.auth(), Some(AuthError::Refused(_)))
    }

    /// Whether the rate limit is the reason.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether the server may have changed something although the call failed: a machine may run and cost money, a
    /// volume may be gone. Reads change nothing, so it is never true for them.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use verda_fake::{Effect, Injection};
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").description("").location_code("FIN-01");
    /// # fake.inject(Injection::new(Effect::ResetAfter).on("POST /v1/instances"))?;
    /// use verda_api_ext::{Error, ErrorKind};
    ///
    /// // The answer is lost on its way back.
    /// let error = Error::from(client.deploy_instance().body(order).send().await.unwrap_err());
    /// assert!(error.may_have_happened() && error.kind() == ErrorKind::OutcomeUnknown);
    /// assert!(error.to_string().contains("look for its hostname with list_instances"));
    /// // It was not sent a second time, and the machine is there.
    /// assert_eq!((error.attempts(), client.list_instances().send().await?.len()), (1, 1));
    /// # Ok(())
    /// # }
    /// ```
    pub fn may_have_happened(&self) -> bool {
        self.0.may_have_happened
    }

    fn new(kind: ErrorKind, operation: Option<&'static str>, cause: Cause) -> Self {
        let inner = Inner { kind, operation, report: None, retry_after: None, may_have_happened: false, cause };
        Self(Box::new(inner))
    }

    /// A request that is wrong; nothing was sent.
    pub(crate) fn invalid_request(operation: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, Some(operation), Cause::Message(message.into()))
    }

    pub(crate) fn partly_failed(operation: &'static str, message: String) -> Self {
        let mut this = Self::new(ErrorKind::PartlyFailed, Some(operation), Cause::Message(message));
        this.0.may_have_happened = true;
        this
    }

    pub(crate) fn unexpected(operation: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::UnexpectedResponse, Some(operation), Cause::Message(message.into()))
    }

    fn from_api(error: Box<ApiError>) -> Self {
        let operation = error.operation();
        let report = error.extensions().get::<CallReport>().copied();
        let before = report.is_some_and(|report| report.may_have_acted_before);
        let open = before || retry::answer_leaves_open(operation, error.status(), error.body());
        let kind = match error.status() {
            StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
            _ if open && !operation.idempotent => ErrorKind::OutcomeUnknown,
            _ => ErrorKind::Api,
        };
        let retry_after = retry_after::read(error.headers(), std::time::SystemTime::now());
        let mut this = Self::new(kind, Some(operation.id), Cause::Api(error));
        (this.0.report, this.0.retry_after, this.0.may_have_happened) = (report, retry_after, open);
        this
    }

    fn from_transport(operation: &'static Operation, error: TransportError) -> Self {
        let (kind, whole) = (error.kind(), error);
        let mut open = retry::silence_leaves_open(operation, kind);
        let mut report = None;
        let mut retry_after = None;
        let cause = match whole.downcast::<Reported>() {
            Err(foreign) => Cause::Transport(foreign),
            Ok(reported) => {
                report = Some(reported.report);
                open |= reported.report.may_have_acted_before;
                match reported.failure {
                    Failure { cause: FailureCause::Auth(error), .. } => Cause::Auth(error),
                    Failure { cause: FailureCause::Wire(error), .. } => Cause::Transport(error),
                    failure => {
                        if let FailureCause::Late(late) = &failure.cause {
                            retry_after = late.retry_after;
                        }
                        Cause::Failure(failure)
                    }
                }
            }
        };
        let kind = match (&cause, kind) {
            _ if open && !operation.idempotent => ErrorKind::OutcomeUnknown,
            (Cause::Auth(_), _) => ErrorKind::Auth,
            (Cause::Failure(Failure { cause: FailureCause::Late(_), .. }), _) => ErrorKind::RateLimited,
            (Cause::Failure(_), _) | (_, TransportErrorKind::Timeout) => ErrorKind::Timeout,
            (_, TransportErrorKind::Connect) => ErrorKind::Connect,
            (_, TransportErrorKind::Interrupted) => ErrorKind::Interrupted,
            _ => ErrorKind::NotSent,
        };
        let mut this = Self::new(kind, Some(operation.id), cause);
        (this.0.report, this.0.retry_after, this.0.may_have_happened) = (report, retry_after, open);
        this
    }
}

impl From<verda_api::Error> for Error {
    fn from(error: verda_api::Error) -> Self {
        match error {
            verda_api::Error::InvalidRequest { operation, message } => {
                Self::new(ErrorKind::InvalidRequest, Some(operation), Cause::Message(message))
            }
            verda_api::Error::Transport { operation, source } => Self::from_transport(operation, source),
            verda_api::Error::Api(error) => Self::from_api(error),
            verda_api::Error::Decode(error) => {
                let (operation, report) = (error.operation(), error.extensions().get::<CallReport>().copied());
                let mut this = Self::new(ErrorKind::Decode, Some(operation.id), Cause::Decode(error));
                (this.0.report, this.0.may_have_happened) = (report, !operation.method.is_safe());
                this
            }
            // The raw client may learn to fail in other ways.
            other => Self::new(ErrorKind::Api, Some(other.operation()), Cause::Message(other.to_string())),
        }
    }
}

impl From<verda_api::types::error::ConversionError> for Error {
    /// What a builder lacks, when it is made into what it builds.
    fn from(error: verda_api::types::error::ConversionError) -> Self {
        Self::new(ErrorKind::InvalidRequest, None, Cause::Message(error.to_string()))
    }
}

impl From<WaitError> for Error {
    fn from(error: WaitError) -> Self {
        Self::new(ErrorKind::Wait, None, Cause::Wait(Box::new(error)))
    }
}

impl From<BuildError> for Error {
    fn from(error: BuildError) -> Self {
        Self::new(ErrorKind::Configuration, None, Cause::Build(error))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.cause {
            Cause::Api(error) => Some(error.as_ref()),
            Cause::Auth(error) => Some(error.as_ref()),
            Cause::Transport(error) => Some(error),
            Cause::Decode(error) => Some(error.as_ref()),
            Cause::Build(error) => Some(error),
            Cause::Wait(error) => Some(error.as_ref()),
            Cause::Failure(_) | Cause::Message(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;
    use verda_api::{BoxFuture, Transport};

    use super::*;

    /// Answers everything with this.
    struct Answer(u16, Vec<u8>);

    impl Transport for Answer {
        fn execute<'a>(
            &'a self,
            _: reqwest::Request,
            _: &'static Operation,
        ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
            let mut response = http::Response::new(Bytes::from(self.1.clone()));
            *response.status_mut() = StatusCode::from_u16(self.0).unwrap_or_default();
            Box::pin(async { Ok(response) })
        }
    }

    /// What comes of a create that is answered like this; everything about it is asked and shown.
    fn error(status: u16, body: &[u8]) -> Option<Error> {
        let client = verda_api::Client::new(verda_api::BASE_URL, Answer(status, body.to_vec()));
        let script = verda_api::types::CreateScript::builder().name("a").script("b");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let error: Error = runtime.block_on(client.create_script().body(script).send()).err()?.into();
        let _ = (error.is_not_found(), error.is_capacity(), error.is_quota(), error.is_insufficient_funds());
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        let _ = format!("{error:?}");
        Some(error)
    }

    proptest! {
        #![proptest_config(crate::fuzz::config())]

        #[test]
        fn any_body_of_an_error_is_read_without_a_panic(status in 300..600_u16, body: Vec<u8>) {
            prop_assert!(error(status, &body).is_some());
        }

        #[test]
        fn near_misses_are_read_without_a_panic(
            status in prop::sample::select(vec![400_u16, 401, 402, 429, 500, 503]),
            body in r#"\{?("(code|message|error)": ?("[ -~é]{0,8}|\[?"([a-z]|\\n){0,4}"\]?|null|7|\{\}),?){0,3}\}?"#
        ) {
            prop_assert!(error(status, body.as_bytes()).is_some());
        }
    }
}
