//! Requests that a test expects.

use std::fmt;
use std::ops::RangeInclusive;

use http::StatusCode;
use serde_json::Value;

use crate::api::journal::{EntryNumber, Recorded};

/// The conditions on the requests of one operation.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) operation: String,
    pub(crate) times: RangeInclusive<usize>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) body: Option<Value>,
    /// Only requests from this entry of the journal on count.
    pub(crate) since: EntryNumber,
}

impl Wanted {
    /// Whether so many requests and any number of further ones are as expected.
    pub(crate) fn is_met_by_more_than(&self, requests: usize) -> bool {
        self.times.contains(&requests) && *self.times.end() == usize::MAX
    }

    pub(crate) fn counts(&self, request: &Recorded) -> bool {
        request.operation == Some(self.operation.as_str())
            && self.status.is_none_or(|status| request.status == Some(status))
            && self.body.as_ref().is_none_or(|part| request.json().is_some_and(|body| contains(&body, part)))
    }
}

/// Whether every member of the part is in the whole; values other than objects must be equal.
fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| contains(whole, part)))
        }
        (whole, part) => whole == part,
    }
}

/// Writes the number of times, the operation, and the conditions.
impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = (*self.times.start(), *self.times.end());
        match (least, most) {
            (0, 0) => f.write_str("no ")?,
            (least, usize::MAX) => write!(f, "at least {least} ")?,
            (least, most) if least == most => write!(f, "{least} ")?,
            (least, most) => write!(f, "{least} to {most} ")?,
        }
        write!(f, "`{}`", self.operation)?;
        if let Some(status) = self.status {
            write!(f, " with status {}", status.as_u16())?;
        }
        match &self.body {
            Some(body) => write!(f, " with {body}"),
            None => Ok(()),
        }
    }
}
