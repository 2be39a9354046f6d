//! Error messages: one line, without secrets.

use std::fmt;
use std::time::Duration;

use super::advice::reader_of;
use super::{Error, ErrorKind, Received};
use crate::runtime::evidence::one_line;

/// The number of single results that a message names.
const RESULTS: usize = 3;

impl fmt::Display for Error {
    /// One line. `{:#}` omits the advice, for an error inside another one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(method) = inner.method {
            write!(f, "{method}: ")?;
        }
        match &inner.response {
            Some(received) => self.write_response(f, received)?,
            None => f.write_str(&one_line(&inner.message, 2000))?,
        }
        if f.alternate() {
            return Ok(());
        }
        self.write_advice(f)?;
        if let Some(report) = inner.report.filter(|report| report.attempts > 0) {
            let plural = if report.attempts == 1 { "" } else { "s" };
            write!(f, " ({} attempt{plural} in {})", report.attempts, Seconds(report.elapsed))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", one_line(id, 80))?;
        }
        Ok(())
    }
}

impl Error {
    fn write_response(&self, f: &mut fmt::Formatter<'_>, received: &Received) -> fmt::Result {
        let inner = &*self.0;
        write!(f, "the API responded {}", received.status)?;
        if let Some(code) = received.message.code() {
            write!(f, " ({code})")?;
        }
        for (index, message) in received.message.messages().iter().enumerate() {
            write!(f, "{}{message}", if index == 0 { ": " } else { "; " })?;
        }
        match &received.path {
            Some(path) => write!(f, ", and its body cannot be decoded at `{path}`: {}", inner.message)?,
            None if !inner.message.is_empty() && received.message.code().is_none() => {
                write!(f, " with {}", inner.message)?
            }
            None => {}
        }
        let failed = || inner.results.iter().filter(|result| result.succeeded != Some(true));
        for (index, result) in failed().take(RESULTS).enumerate() {
            let (id, message) = (result.id.as_deref().unwrap_or("?"), result.message.as_str());
            let message = if message.is_empty() { "success was not reported" } else { message };
            write!(f, "{}{}: {message}", if index == 0 { ": " } else { "; " }, one_line(id, 80))?;
        }
        match failed().count().saturating_sub(RESULTS) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }

    /// Writes what to do next.
    fn write_advice(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        // One that wraps another error says by itself what to do: the kind is that of a request within it.
        if inner.report.is_none() && inner.source.as_deref().is_some_and(|source| source.is::<Self>()) {
            return Ok(());
        }
        let after = |f: &mut fmt::Formatter<'_>| match self.retry_after() {
            Some(wait) => write!(f, "; retry in {}", Seconds(wait)),
            None => Ok(()),
        };
        match inner.kind {
            ErrorKind::OutcomeUnknown => {
                f.write_str("; the request may have been processed")?;
                match inner.operation.and_then(reader_of) {
                    Some(reader) => write!(f, ": check with `{reader}` before retrying"),
                    None => f.write_str(": check before retrying"),
                }
            }
            ErrorKind::RateLimited if self.retry_after().is_some() => after(f),
            ErrorKind::RateLimited => f.write_str("; retry later"),
            ErrorKind::Timeout if inner.report.is_some_and(|report| report.attempts == 0) => {
                f.write_str("; nothing was sent: increase the timeout")
            }
            ErrorKind::Timeout | ErrorKind::Interrupted => f.write_str("; it is safe to retry"),
            ErrorKind::Connect => f.write_str("; nothing was sent: check the base URL and the network"),
            ErrorKind::Auth => match inner.report.map_or(0, |report| report.attempts) {
                0 if self.is_unauthorized() => f.write_str("; nothing was sent: check the credentials"),
                0 => f.write_str("; nothing was sent"),
                _ if self.is_unauthorized() => f.write_str("; check the credentials"),
                _ => f.write_str("; retry later"),
            },
            ErrorKind::InvalidRequest => f.write_str("; nothing was sent"),
            ErrorKind::UnexpectedResponse if inner.response.is_some() => {
                f.write_str("; check the base URL and proxies, or retry later")
            }
            ErrorKind::PartlyFailed if inner.results.iter().any(|result| result.succeeded.is_none()) => {
                match inner.operation.and_then(reader_of) {
                    Some(reader) => write!(f, "; check with `{reader}` before retrying"),
                    None => f.write_str("; check before retrying"),
                }
            }
            ErrorKind::PartlyFailed if !inner.results.is_empty() => f.write_str("; retry for the failed resources"),
            ErrorKind::Api if self.is_capacity() => f.write_str("; try another type or location"),
            ErrorKind::Api if self.is_insufficient_funds() => f.write_str("; add funds to the project"),
            ErrorKind::Api if self.is_quota() => {
                f.write_str("; delete what is not needed (the trash counts, too), or ask for a higher limit")
            }
            ErrorKind::Api if self.is_unauthorized() => f.write_str("; check the credentials"),
            ErrorKind::Api if inner.may_have_happened => {
                let is_earlier = inner.report.is_some_and(|report| report.may_have_acted_before);
                write!(
                    f,
                    "; {} may have been processed",
                    if is_earlier { "an earlier attempt" } else { "the request" }
                )?;
                if let Some(reader) = inner.operation.and_then(reader_of) {
                    write!(f, ": check with `{reader}`")?;
                }
                if is_earlier { Ok(()) } else { f.write_str("; it is safe to retry") }
            }
            ErrorKind::Api => after(f),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    /// The line of `Display` and the kind, because a `main` that returns the error prints this form. Omits headers and bodies.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({:?})", self.0.kind)
    }
}

/// A readable duration.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_secs_f64() {
            seconds if seconds < 10.0 => write!(f, "{seconds:.1} s"),
            seconds => write!(f, "{seconds:.0} s"),
        }
    }
}
