//! The reply of a handler.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, Response, StatusCode};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::api::error::ApiError;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");
/// The content type that the API puts on a bare id. It says nothing about the body.
const TEXT: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A status, headers and a body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The delay before the reply, in real time.
    pub(crate) delay: Duration,
}

impl Reply {
    /// No body at all, and no content type.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self::with_body(status, Bytes::new())
    }

    fn with_body(status: StatusCode, body: Bytes) -> Self {
        Self { status, headers: HeaderMap::new(), body, delay: Duration::ZERO }
    }

    /// Delays the reply, in real time.
    #[must_use]
    pub(crate) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// A body that is not JSON, or that is not to be parsed as JSON.
    pub(crate) fn raw(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        let mut reply = Self::with_body(status, body.into());
        reply.headers.insert(CONTENT_TYPE, content_type);
        reply
    }

    /// The response to a create: the id as text without quotes.
    pub(crate) fn bare_id(status: StatusCode, id: &str) -> Self {
        Self::raw(status, TEXT, id.to_owned())
    }

    /// The body of a response that is no JSON, such as a bare id.
    pub(crate) fn bare_text(&self) -> Option<&str> {
        let is_text = self.headers.get(CONTENT_TYPE) == Some(&TEXT);
        std::str::from_utf8(&self.body).ok().filter(|text| is_text && !text.is_empty())
    }

    /// The body of a response that is JSON.
    pub(crate) fn json_body(&self) -> Option<Value> {
        let is_json = self.headers.get(CONTENT_TYPE) == Some(&JSON);
        serde_json::from_slice(&self.body).ok().filter(|_| is_json)
    }

    /// The same reply with another body, as JSON.
    #[must_use]
    pub(crate) fn with_value(mut self, value: &Value) -> Self {
        self.headers.insert(CONTENT_TYPE, JSON);
        self.body = value.to_string().into();
        self
    }

    /// An HTML page, as a proxy in front of the API gives it.
    pub(crate) fn html(status: StatusCode) -> Self {
        let title = status.canonical_reason().unwrap_or("Error");
        let page =
            format!("<html>\r\n<head><title>{status}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n");
        Self::html_page(status, page)
    }

    pub(crate) fn html_page(status: StatusCode, page: String) -> Self {
        Self::raw(status, TEXT, page)
    }

    /// A body that is JSON already.
    pub(crate) fn raw_json(status: StatusCode, body: Bytes) -> Self {
        Self::raw(status, JSON, body)
    }

    pub(crate) fn value(status: StatusCode, value: &Value) -> Self {
        Self::raw(status, JSON, value.to_string())
    }

    /// Serialises directly, without a `Value`.
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

impl ApiError {
    pub(crate) fn into_reply(self) -> Reply {
        Reply::value(self.status, &json!({ "code": self.code, "message": self.message }))
    }
}
