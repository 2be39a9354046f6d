//! The one classification of responses: what a response proves.
//!
//! Everything else (retries, errors, waits, actions, pages) asks it and nothing else. Quirks of bodies belong here.
//! What the document says of a success ([`Operation::success`]) goes before what name and form of a value suggest.

mod items;
mod message;
mod success;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use super::operation::Operation;

pub use self::items::ItemResult;
pub(crate) use self::message::is_absence;
pub use self::message::{ApiMessage, one_line};

/// What a response proves about a request. A client says *done* only for [`Done`](Self::Done), *not done* only for
/// [`Refused`](Self::Refused), and *unknown* for everything else.
///
/// ```
/// use verda_api::{Bytes, Evidence, Method, Operation};
///
/// let deploy = Operation::find(&Method::POST, "/v1/instances").expect("a known operation");
/// let evidence = |status: u16, body: &'static str| {
///     let response = http::Response::builder().status(status).body(Bytes::from_static(body.as_bytes()));
///     Evidence::of(deploy, &response.expect("a valid response"))
/// };
/// // The id of the machine, with or without quotes.
/// assert!(matches!(evidence(202, "5b1e0000-0000-4000-8000-000000000001"), Evidence::Done(_)));
/// // The API's own error.
/// assert!(matches!(evidence(402, r#"{"code":"insufficient_funds","message":"No funds"}"#), Evidence::Refused(_)));
/// // A proxy's page, and a success without an id: a machine may be running.
/// assert!(matches!(evidence(404, "<html>404 Not Found</html>"), Evidence::Unknown(_)));
/// assert!(matches!(evidence(202, "Accepted"), Evidence::Unknown(_)));
/// ```
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Evidence {
    /// The API carried out the request. The body has the operation's form and is not decoded yet.
    Done(Bytes),
    /// The API did not carry out the request, and gives the reason.
    Refused(ApiMessage),
    /// The API reports a result for each resource, and not all of them succeeded.
    Partly(Vec<ItemResult>),
    /// The response proves nothing: the API did not write it, or it contradicts itself, or a required part is missing.
    Unknown(Unproven),
}

/// Why a response proves nothing. See [`Evidence::Unknown`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unproven {
    /// The reason as a phrase, such as `an HTML page` or `an empty body`.
    pub why: &'static str,
    /// The error in the body, if it can be read.
    pub message: Option<ApiMessage>,
}

impl Evidence {
    /// Classifies a response by operation, status and body. The content type is ignored, because the API sends ids as HTML and
    /// errors as text.
    pub fn of(operation: &Operation, response: &Response<Bytes>) -> Self {
        classify(operation, response.status(), response.headers(), response.body())
    }
}

impl fmt::Debug for Evidence {
    /// Omits the body, which may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done(body) => write!(f, "Done({} bytes)", body.len()),
            Self::Refused(message) => f.debug_tuple("Refused").field(message).finish(),
            Self::Partly(results) => f.debug_tuple("Partly").field(results).finish(),
            Self::Unknown(unproven) => f.debug_tuple("Unknown").field(unproven).finish(),
        }
    }
}

impl Unproven {
    pub(crate) fn because(why: &'static str) -> Evidence {
        Evidence::Unknown(Self { why, message: None })
    }
}

pub(crate) fn classify(operation: &Operation, status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Evidence {
    match status.as_u16() {
        // A part is what was asked for where the document says so; otherwise it is never taken for the whole.
        206 if operation.success.statuses.contains(&206) => success::classify(operation, status, body),
        206 => Unproven::because("a partial response"),
        200..=299 if headers.contains_key(http::header::CONTENT_RANGE) => Unproven::because("a partial response"),
        200..=299 => success::classify(operation, status, body),
        100..=199 => Unproven::because("an interim response"),
        300..=399 => Unproven::because("a redirect, which is not followed"),
        status => failure(operation, status, body),
    }
}

/// Classifies a status of 400 or more. It proves a refusal only with the API's own error in its body. Three statuses prove by
/// themselves that the request was not processed.
fn failure(operation: &Operation, status: u16, body: &Bytes) -> Evidence {
    let read = message::read(operation, status, body);
    let unproven = |why| Evidence::Unknown(Unproven { why, message: read.said.clone() });
    let said = || read.said.clone().unwrap_or_default();
    match status {
        // Too Early and Too Many Requests: these statuses mean that nothing was processed, also where a proxy responds with
        // them.
        425 | 429 => Evidence::Refused(said()),
        // Documented without a body.
        401 if read.is_own || !read.is_page => Evidence::Refused(said()),
        // A server's timeout, and a disconnected client: a proxy's view of a pending request.
        408 | 499 => unproven("an abandoned request"),
        400..=498 | 501 if read.is_own => Evidence::Refused(said()),
        // No capacity: a refusal of an order, and not an outage.
        503 if read.is_own && !operation.method.is_safe() && said().code() == Some("service_unavailable") => {
            Evidence::Refused(said())
        }
        500..=599 if read.is_own => unproven("a failure inside the server"),
        600.. => unproven("a status that HTTP does not define"),
        _ => unproven(read.kind),
    }
}
