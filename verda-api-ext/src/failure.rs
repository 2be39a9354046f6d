//! Why the pipeline has no response, before it becomes a [`TransportError`].

use std::fmt;
use std::time::Duration;

use http::header::HeaderName;
use verda_api::{CallReport, ErrorKind, TransportError, TransportErrorKind};

use crate::auth::AuthError;
use crate::limits::Late;

/// Why there is no response.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no token.
    Auth(AuthError),
    /// The rate limit leaves no room before the deadline.
    Late(Late),
    /// The call has no time left.
    NoTime,
    /// What it was sent for was over before it could be sent.
    NotWanted,
    /// The options set a header that is the HTTP client's own.
    Header(HeaderName),
    /// The API refuses what is in the body.
    Body(String),
    /// The transport failed.
    Wire(TransportError),
}

impl Failure {
    /// What is known of the server's part.
    pub(crate) fn kind(&self) -> TransportErrorKind {
        match self {
            Self::Wire(error) => error.kind(),
            _ => TransportErrorKind::NotSent,
        }
    }

    /// What failed, in one word.
    #[cfg(feature = "tracing")]
    pub(crate) fn name(&self) -> &'static str {
        match (self, self.kind()) {
            (Self::Auth(_), _) => "auth",
            (Self::Late(_), _) => "rate_limited",
            (Self::NoTime, _) | (_, TransportErrorKind::Timeout) => "timeout",
            (_, TransportErrorKind::Connect) => "connect",
            (_, TransportErrorKind::Interrupted) => "interrupted",
            (_, TransportErrorKind::BodyTooLarge) => "body_too_large",
            _ => "not_sent",
        }
    }

    /// As the raw client takes it.
    pub(crate) fn reported(self, mut report: CallReport) -> TransportError {
        let not_sent = TransportErrorKind::NotSent;
        let error = match self {
            Self::Wire(error) => error,
            Self::Auth(error) => {
                if let AuthError::Unavailable(endpoint) = &error {
                    report.retry_after = endpoint.retry_after();
                }
                TransportError::new(not_sent, error).because(ErrorKind::Auth)
            }
            Self::Late(late) => {
                report.retry_after = late.retry_after;
                TransportError::new(not_sent, late).because(ErrorKind::RateLimited)
            }
            Self::NoTime => TransportError::new(not_sent, "no time was left").because(ErrorKind::Timeout),
            Self::NotWanted => {
                TransportError::new(not_sent, "it was no longer wanted when it could be sent; repeat it if it still is")
                    .because(ErrorKind::NotSent)
            }
            Self::Header(name) => {
                let message = format!("the header `{name}` cannot be set by an option: it is the HTTP client's own");
                TransportError::new(not_sent, message).because(ErrorKind::InvalidRequest)
            }
            Self::Body(problems) => TransportError::new(not_sent, problems).because(ErrorKind::InvalidRequest),
        };
        error.reported(report)
    }
}

impl fmt::Display for Late {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.retry_after {
            Some(wait) => write!(f, "the rate limit leaves no room for {}", Seconds(wait)),
            None => f.write_str("the rate limit left no room in time"),
        }
    }
}

impl std::error::Error for Late {}

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
