//! A request to the control API, as a handler sees it.

use std::fmt::Display;

use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::fake::VerdaFake;

/// The path under which all of it is.
pub(super) const ROOT: &str = "/_fake";

/// One request to the control API.
pub(super) struct Order<'a> {
    pub(super) fake: &'a VerdaFake,
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: &'a [u8],
}

pub(super) type Outcome = Result<Reply, ApiError>;

/// Reads a body. An unknown member is refused by name.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    // A body whose members are all optional may be left out.
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| invalid(format!("The body cannot be read: {error}")))
}

pub(super) fn no_body(body: &[u8]) -> Result<(), ApiError> {
    if body.is_empty() { Ok(()) } else { Err(invalid("This request takes no body")) }
}

/// A 400 that says where to look.
pub(super) fn invalid(what: impl Display) -> ApiError {
    ApiError::invalid(format!("{what}; see GET {ROOT}/openapi.json"))
}

pub(super) fn list(values: Vec<Value>) -> Outcome {
    Reply::ok(&values)
}

/// The response to a change that has nothing to tell.
pub(super) fn done() -> Outcome {
    Ok(Reply::value(StatusCode::OK, &json!({})))
}

impl Order<'_> {
    pub(super) fn parameter(&self, index: usize) -> &str {
        self.path.get(index).map_or("", String::as_str)
    }

    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        read(self.body)
    }

    /// Refuses a query with other parameters than these.
    pub(super) fn require_query(&self, known: &[&str]) -> Result<(), ApiError> {
        match self.query.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(invalid(format!("unknown query parameter `{name}`, expected {}", known.join(", ")))),
            None => Ok(()),
        }
    }

    pub(super) fn query(&self, wanted: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    }
}
