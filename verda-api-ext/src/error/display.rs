//! Errors as people read them: one line, without secrets.

use std::fmt;

use super::advice::how_to_look;
use super::{Cause, Error, ErrorKind};
use crate::auth::AuthError;
use crate::failure::Seconds;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match &inner.cause {
            // These name the operation themselves.
            Cause::Api(error) => error.fmt(f)?,
            Cause::Decode(error) => return error.fmt(f),
            cause => {
                if let Some(operation) = inner.operation {
                    write!(f, "{operation}: ")?;
                }
                match cause {
                    Cause::Auth(error) => error.fmt(f)?,
                    Cause::Transport(error) => error.fmt(f)?,
                    Cause::Failure(failure) => failure.fmt(f)?,
                    Cause::Message(message) => f.write_str(message)?,
                    Cause::Build(error) => error.fmt(f)?,
                    Cause::Wait(error) => error.fmt(f)?,
                    Cause::Api(_) | Cause::Decode(_) => {}
                }
            }
        }
        self.write_advice(f)?;
        if let Some(report) = inner.report.filter(|report| report.attempts > 0) {
            let plural = if report.attempts == 1 { "" } else { "s" };
            write!(f, " ({} attempt{plural} in {})", report.attempts, Seconds(report.elapsed))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", id.escape_default())?;
        }
        Ok(())
    }
}

impl Error {
    /// What to do next.
    fn write_advice(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        match inner.kind {
            ErrorKind::OutcomeUnknown => {
                let look = how_to_look(inner.operation.unwrap_or_default());
                write!(f, "; it may have happened: {look} before you call again, or it may happen twice")
            }
            ErrorKind::RateLimited => match inner.retry_after {
                Some(wait) => write!(f, "; call again in {}", Seconds(wait)),
                None => f.write_str("; call again later"),
            },
            ErrorKind::Timeout if inner.report.is_some_and(|report| report.attempts == 0) => {
                f.write_str("; nothing was sent: allow it more time")
            }
            ErrorKind::Timeout | ErrorKind::Interrupted => f.write_str("; it is safe to call again"),
            ErrorKind::Connect => f.write_str("; nothing was sent: check the base URL and the network"),
            ErrorKind::Auth => match self.auth() {
                Some(AuthError::Refused(_)) => f.write_str("; nothing was sent: check the credentials"),
                _ => f.write_str("; nothing was sent"),
            },
            ErrorKind::InvalidRequest => f.write_str("; nothing was sent"),
            ErrorKind::Api if self.is_capacity() => f.write_str("; try another type or location"),
            ErrorKind::Api if self.is_insufficient_funds() => f.write_str("; add funds to the project"),
            ErrorKind::Api if self.is_quota() => {
                f.write_str("; delete what is not needed (the trash counts, too), or ask for a higher limit")
            }
            ErrorKind::Api if self.is_unauthorized() => f.write_str("; check the credentials"),
            ErrorKind::Api if inner.may_have_happened => {
                f.write_str("; an earlier attempt may have done it: look before you call again")
            }
            ErrorKind::Api => match inner.retry_after {
                Some(wait) => write!(f, "; call again in {}", Seconds(wait)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    /// Without headers and bodies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &inner.kind).field("operation", &inner.operation);
        match &inner.cause {
            Cause::Api(error) => shown.field("cause", error),
            Cause::Auth(error) => shown.field("cause", error),
            Cause::Transport(error) => shown.field("cause", error),
            Cause::Failure(failure) => shown.field("cause", failure),
            Cause::Decode(error) => shown.field("cause", error),
            Cause::Message(message) => shown.field("cause", message),
            Cause::Build(error) => shown.field("cause", error),
            Cause::Wait(error) => shown.field("cause", error),
        };
        shown.field("report", &inner.report).field("retry_after", &inner.retry_after);
        shown.field("may_have_happened", &inner.may_have_happened).finish()
    }
}
