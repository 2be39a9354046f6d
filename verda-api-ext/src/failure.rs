//! What travels with an answer or a failure through the raw client, so that an [`Error`](crate::Error) can tell it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use verda_api::{TransportError, TransportErrorKind};

use crate::auth::AuthError;
use crate::limits::Late;

/// How a call went, whatever came of it. Attached to every response, and so found in
/// [`ResponseValue::extensions`](crate::ResponseValue::extensions). An error tells the same by its methods.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::ResetBefore).on("GET /v1/balance"))?;
/// use verda_api_ext::CallReport;
///
/// // The connection breaks once.
/// let balance = client.get_balance().send().await?;
/// let report = balance.extensions().get::<CallReport>();
/// assert_eq!(report.map(|report| report.attempts), Some(2));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallReport {
    /// How often the request was sent, the replay with another token included; 0 if it was not.
    pub attempts: u32,
    /// The time from the call to its end: signing in, waiting for rate limits, and pauses included.
    pub elapsed: Duration,
    /// Whether the server may have acted on an attempt before the last one. So a delete that ends with "not found" may
    /// well have deleted it itself.
    pub may_have_acted_before: bool,
}

/// Why there is no response.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: TransportErrorKind,
    pub(crate) cause: Cause,
}

#[derive(Debug)]
pub(crate) enum Cause {
    /// There is no token.
    Auth(Arc<AuthError>),
    /// The rate limit leaves no room before the deadline.
    Late(Late),
    /// The call has no time left.
    NoTime,
    /// The transport failed.
    Wire(TransportError),
}

impl Failure {
    pub(crate) fn auth(error: Arc<AuthError>) -> Self {
        Self { kind: TransportErrorKind::NotSent, cause: Cause::Auth(error) }
    }

    pub(crate) fn late(late: Late) -> Self {
        Self { kind: TransportErrorKind::NotSent, cause: Cause::Late(late) }
    }

    pub(crate) fn no_time() -> Self {
        Self { kind: TransportErrorKind::NotSent, cause: Cause::NoTime }
    }

    pub(crate) fn wire(error: TransportError) -> Self {
        Self { kind: error.kind(), cause: Cause::Wire(error) }
    }

    /// What failed, in one word.
    #[cfg(feature = "tracing")]
    pub(crate) fn name(&self) -> &'static str {
        match (&self.cause, self.kind) {
            (Cause::Auth(_), _) => "auth",
            (Cause::Late(_), _) => "rate_limited",
            (Cause::NoTime, _) | (_, TransportErrorKind::Timeout) => "timeout",
            (_, TransportErrorKind::Connect) => "connect",
            (_, TransportErrorKind::Interrupted) => "interrupted",
            _ => "not_sent",
        }
    }

    /// As the raw client passes it on.
    pub(crate) fn reported(self, report: CallReport) -> TransportError {
        TransportError::new(self.kind, Reported { failure: self, report })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            Cause::Auth(error) => error.fmt(f),
            Cause::Late(Late { retry_after: Some(wait) }) => {
                write!(f, "the rate limit leaves no room for {}", Seconds(*wait))
            }
            Cause::Late(Late { retry_after: None }) => f.write_str("the rate limit left no room in time"),
            Cause::NoTime => f.write_str("its time was up"),
            Cause::Wire(error) => write_causes(f, error),
        }
    }
}

/// What is below an error: the kind of failure is told already.
fn write_causes(f: &mut fmt::Formatter<'_>, error: &TransportError) -> fmt::Result {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        cause = error.source();
        write!(f, "{error}{}", if cause.is_some() { ": " } else { "" })?;
    }
    Ok(())
}

/// A failure and how the call went.
#[derive(Debug)]
pub(crate) struct Reported {
    pub(crate) failure: Failure,
    pub(crate) report: CallReport,
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.fmt(f)
    }
}

impl std::error::Error for Reported {}

/// A time as people read it.
pub(crate) struct Seconds(pub(crate) Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs_f64() {
            seconds if seconds < 10.0 => write!(f, "{seconds:.1} s"),
            seconds => write!(f, "{seconds:.0} s"),
        }
    }
}
