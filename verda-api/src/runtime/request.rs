//! Building requests, without a connection or a client at hand.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use serde::Serialize;
use serde_json::Value;

use super::error::Error;

/// Everything but RFC 3986's unreserved characters is encoded: a `/` in an id must not become another path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One segment of a path. An empty one would make the path of another operation: `DELETE /things/` is not
/// `DELETE /things/{id}`; so would `.` and `..`, which URL parsers take as steps, encoded or not.
pub(crate) fn encode_path(operation: &'static str, segment: &str) -> Result<String, Error> {
    match segment {
        "" | "." | ".." => Err(Error::invalid_request(
            operation,
            format!("`{segment}` cannot stand in a path: give the whole id or name"),
        )),
        segment => Ok(utf8_percent_encode(segment, SEGMENT).to_string()),
    }
}

/// A request that is being built by generated code; the first thing that is wrong with it is kept for the end.
pub(crate) struct RequestBuilder {
    request: Result<Request, String>,
}

impl RequestBuilder {
    pub(crate) fn new(method: Method, url: Result<Url, String>) -> Self {
        Self { request: url.map(|url| Request::new(method, url)) }
    }

    #[allow(dead_code, reason = "for documents whose operations take bytes")]
    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Ok(request) = &mut self.request {
            request.headers_mut().insert(name, value);
        }
        self
    }

    #[allow(dead_code, reason = "for documents whose operations have header parameters")]
    pub(crate) fn headers(mut self, headers: HeaderMap) -> Self {
        if let Ok(request) = &mut self.request {
            request.headers_mut().extend(headers);
        }
        self
    }

    pub(crate) fn query<T: Serialize>(mut self, parameter: &QueryParam<'_, T>) -> Self {
        if let Ok(request) = &mut self.request {
            match serde_json::to_value(parameter.value) {
                Ok(value) => append(request.url_mut(), parameter.name, &value),
                Err(error) => self.request = Err(format!("`{}` cannot be sent: {error}", parameter.name)),
            }
        }
        self
    }

    pub(crate) fn json<T: Serialize>(mut self, body: &T) -> Self {
        if let Ok(request) = &mut self.request {
            match serde_json::to_vec(body) {
                Ok(bytes) => {
                    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                    *request.body_mut() = Some(Body::from(bytes));
                }
                Err(error) => self.request = Err(format!("the body cannot be sent: {error}")),
            }
        }
        self
    }

    #[allow(dead_code, reason = "for documents whose operations take bytes")]
    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        if let Ok(request) = &mut self.request {
            *request.body_mut() = Some(body.into());
        }
        self
    }

    #[allow(dead_code, reason = "for documents whose operations take forms")]
    pub(crate) fn form_urlencoded<T: Serialize>(mut self, body: &T) -> Result<Self, Error> {
        let fields = serde_json::to_value(body);
        if let (Ok(request), Ok(fields), Ok(mut form)) = (&mut self.request, fields, Url::parse("form:///")) {
            append(&mut form, "body", &fields);
            let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert(CONTENT_TYPE, content_type);
            *request.body_mut() = Some(Body::from(form.query().unwrap_or_default().to_owned()));
        }
        Ok(self)
    }

    pub(crate) fn build(self, operation: &'static str) -> Result<Request, Error> {
        let mut request = self.request.map_err(|message| Error::invalid_request(operation, message))?;
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        Ok(request)
    }
}

/// A query parameter: absent if it is `None`, repeated for each element of a list.
pub(crate) struct QueryParam<'a, T> {
    name: &'a str,
    value: &'a T,
}

impl<'a, T> QueryParam<'a, T> {
    pub(crate) fn new(name: &'a str, value: &'a T) -> Self {
        Self { name, value }
    }
}

fn append(url: &mut Url, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::Array(values) => values.iter().for_each(|value| append(url, name, value)),
        Value::Object(members) => members.iter().for_each(|(name, value)| append(url, name, value)),
        Value::String(text) => {
            url.query_pairs_mut().append_pair(name, text);
        }
        Value::Bool(_) | Value::Number(_) => {
            url.query_pairs_mut().append_pair(name, &value.to_string());
        }
    }
}
