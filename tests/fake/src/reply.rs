//! What a handler answers with.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::error::ApiError;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// The content type that the API puts on a bare id. It says nothing about the body.
const TEXT: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A status, headers and a body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// No body at all, and no content type.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// A body that is no JSON, or not to be taken for it.
    pub(crate) fn raw(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        let mut reply = Self { status, headers: HeaderMap::new(), body: body.into() };
        reply.headers.insert(CONTENT_TYPE, content_type);
        reply
    }

    /// The answer to a create: the id as text without quotes.
    pub(crate) fn bare_id(status: StatusCode, id: &str) -> Self {
        Self::raw(status, TEXT, id.to_owned())
    }

    /// An HTML page, as a proxy in front of the API gives it.
    pub(crate) fn html(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let page =
            format!("<html>\r\n<head><title>{status}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n");
        Self::raw(status, TEXT, page)
    }

    pub(crate) fn value(status: StatusCode, value: &Value) -> Self {
        Self::raw(status, JSON, value.to_string())
    }

    /// Serialises without a detour over a `Value`.
    pub(crate) fn json(status: StatusCode, value: &impl Serialize) -> Result<Self, ApiError> {
        match serde_json::to_vec(value) {
            Ok(body) => Ok(Self::raw(status, JSON, body)),
            Err(_) => Err(ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }

    /// A JSON body with status 200.
    pub(crate) fn ok(value: &impl Serialize) -> Result<Self, ApiError> {
        Self::json(StatusCode::OK, value)
    }

    /// A JSON array with status 200, written item by item: a long list is never in memory twice.
    pub(crate) fn list<T: Serialize>(items: impl Iterator<Item = T>) -> Result<Self, ApiError> {
        let mut body = Vec::new();
        match serde_json::Serializer::new(&mut body).collect_seq(items) {
            Ok(()) => Ok(Self::raw(StatusCode::OK, JSON, body)),
            Err(_) => Err(ApiError::of_status(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }

    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
