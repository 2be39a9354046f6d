//! Injected faults: their effect, their operation and their number.

pub(crate) mod json;
pub(crate) mod notation;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use serde::{Deserialize, Serialize};

use crate::api::document::Document;
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::api::router;

/// The effect of an injected fault on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing is done, and the response is this status with the API's error body for it.
    Status(StatusCode),
    /// Nothing is done, and the response is the 403 for a token that lacks a scope: `forbidden_action`, "Insufficient scope".
    InsufficientScope,
    /// Nothing is done, and the response is an HTML page with this status, as a proxy writes it.
    Html(StatusCode),
    /// Nothing is done, and the response has this status and a short body that is neither JSON nor HTML.
    Opaque(StatusCode),
    /// Nothing is done, and the response is this one, such as a payload from a log.
    Respond {
        /// Its status.
        status: StatusCode,
        /// Its content type.
        content_type: HeaderValue,
        /// Its body.
        body: Bytes,
    },
    /// The request is handled in full, and the response is this status with the API's error body for it.
    HandledThenStatus(StatusCode),
    /// The request is handled after this time, in real time.
    Slow(Duration),
    /// Nothing is done, and no response is ever sent.
    Hang,
    /// Nothing is done, and the connection is closed without a response.
    ResetBefore,
    /// The request is handled in full, and the connection is closed without a response.
    ResetAfter,
    /// The request is handled in full, and the connection is closed after half of the response's body.
    Truncated,
}

/// An [`Effect`] with the operation and the number of requests that it hits.
///
/// ```
/// # use verda_fake::{Effect, Injection, VerdaFake};
/// # fn main() -> Result<(), verda_fake::UnknownOperation> {
/// let fake = VerdaFake::builder().build();
/// fake.inject(Injection::new(Effect::ResetAfter).on("POST /v1/instances").times(2))?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Injection {
    effect: Effect,
    operation: Option<String>,
    /// The number of requests still to be hit; `None` for all.
    times: Option<u32>,
    /// The number of requests without a fault before the first hit.
    skip: u32,
    headers: HeaderMap,
}

impl Injection {
    /// Hits the next request of any operation.
    pub fn new(effect: Effect) -> Self {
        Self { effect, operation: None, times: Some(1), skip: 0, headers: HeaderMap::new() }
    }

    /// Hits requests of one operation only, named by method and path template, as in `GET /v1/instances/{instance_id}`.
    #[must_use]
    pub fn on(mut self, operation: &str) -> Self {
        self.operation = Some(operation.to_owned());
        self
    }

    /// Hits this many requests.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Hits every request from now on, until the injections are cleared.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Hits no request until this many have passed.
    #[must_use]
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Adds a header, such as `retry-after`, to a response that the effect makes.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn effect(&self) -> &Effect {
        &self.effect
    }

    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The number of requests still to be hit; `None` for all.
    pub(crate) fn times_left(&self) -> Option<u32> {
        self.times
    }

    pub(crate) fn skipped(&self) -> u32 {
        self.skip
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Checks that the API has the injection's operation.
    fn require_operation(&self, document: &Document) -> Result<(), UnknownOperation> {
        match &self.operation {
            Some(name) if !router::is_known(document, name) => Err(UnknownOperation(name.clone())),
            _ => Ok(()),
        }
    }

    /// Counts a request, and returns whether the injection hits it.
    fn hits(&mut self, operation: &str) -> bool {
        if self.operation.as_ref().is_some_and(|wanted| wanted != operation) {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        match &mut self.times {
            None => true,
            Some(0) => false,
            Some(times) => {
                *times -= 1;
                true
            }
        }
    }
}

/// Shows the effect, the operation and the number, without bodies and headers, which may be long.
impl fmt::Display for Injection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.effect {
            Effect::Respond { status, .. } => write!(f, "Respond({})", status.as_u16())?,
            effect => write!(f, "{effect:?}")?,
        }
        match &self.operation {
            Some(operation) => write!(f, " on `{operation}`")?,
            None => f.write_str(" on any operation")?,
        }
        match self.times {
            Some(times) => write!(f, ", {times} more times")?,
            None => f.write_str(", always")?,
        }
        match self.skip {
            0 => Ok(()),
            skip => write!(f, " after {skip} more requests"),
        }
    }
}

/// The effect that hits one request.
#[derive(Debug)]
pub(crate) struct Hit {
    pub(crate) effect: Effect,
    headers: HeaderMap,
}

impl Hit {
    /// Adds the injection's headers to a response that the effect makes.
    pub(crate) fn add_headers(&self, reply: Reply) -> Reply {
        self.headers.iter().fold(reply, |reply, (name, value)| reply.with_header(name.clone(), value.clone()))
    }
}

/// Injections that wait for their requests.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Injections {
    waiting: Vec<Injection>,
}

impl Injections {
    pub(crate) fn add(&mut self, injection: Injection, document: &Document) -> Result<(), UnknownOperation> {
        injection.require_operation(document)?;
        self.waiting.push(injection);
        Ok(())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Injection> {
        self.waiting.iter()
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The injections that still wait for a limited number of requests.
    pub(crate) fn left(&self) -> impl Iterator<Item = &Injection> {
        self.waiting.iter().filter(|injection| injection.times.is_some())
    }

    /// The first injection that hits a request of this operation.
    pub(crate) fn take(&mut self, operation: &str) -> Option<Hit> {
        let hit = self.waiting.iter_mut().find_map(|injection| injection.hits(operation).then(|| injection.clone()));
        self.waiting.retain(|injection| injection.times != Some(0));
        hit.map(|injection| Hit { effect: injection.effect, headers: injection.headers })
    }
}

/// The response of [`Effect::Opaque`], with the length of the vendor's example.
pub(crate) fn opaque(status: StatusCode) -> Reply {
    Reply::raw(status, HeaderValue::from_static("application/json; charset=utf-8"), "overloaded!")
}

/// The response of [`Effect::Status`] and [`Effect::HandledThenStatus`].
pub(crate) fn refused(status: StatusCode) -> Reply {
    ApiError::of_status(status).into_reply()
}

/// The response of [`Effect::InsufficientScope`].
pub(crate) fn insufficient_scope() -> Reply {
    ApiError::forbidden("Insufficient scope").into_reply()
}

/// A broken connection, instead of a whole response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// Closed before the request was handled.
    ResetBefore,
    /// Closed after the request was handled, before the first byte of the response.
    ResetAfter,
    /// Closed within the response's body: the headers announce the full length, and the body holds the first part.
    Truncated(Response<Bytes>),
}

impl Fault {
    /// Cuts a response's body in half and announces its whole length.
    pub(crate) fn cut(response: Response<Bytes>) -> Self {
        let (mut parts, body) = response.into_parts();
        // An empty body cannot be cut, so announce a byte that is never sent.
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len().max(1)));
        Self::Truncated(Response::from_parts(parts, body.slice(..body.len() / 2)))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ResetBefore => "the connection was closed before the request was handled",
            Self::ResetAfter => "the connection was closed after the request was handled",
            Self::Truncated(_) => "the connection was closed within the response's body",
        })
    }
}

impl std::error::Error for Fault {}

/// An operation that the API does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownOperation(
    /// The name that was given.
    pub String,
);

impl fmt::Display for UnknownOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown operation `{}`; give a method and a path template, as in `GET /v1/instances`", self.0)
    }
}

impl std::error::Error for UnknownOperation {}
