//! Builds requests, without a connection or a client.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Request, Url};
use serde::Serialize;
use serde_json::Value;

use super::error::Error;
use super::operation::Operation;

/// Encodes all characters except RFC 3986's unreserved ones: a `/` in an id must not change the path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const JSON: &str = "application/json";

/// The style of a list or an object in a query or a form. A scalar is the same in every style.
#[allow(dead_code, reason = "for documents whose operations have such parameters")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Each element is a separate field, and each member of an object a field with the member's name.
    Each,
    /// One field with the elements, or the names and values of an object's members, joined by commas.
    Comma,
    /// One field with the elements joined by spaces.
    Space,
    /// One field with the elements joined by `|`.
    Pipe,
    /// A field `name[key]` for each member.
    Deep,
    /// One field with the JSON of an object; each element of a list is a separate field.
    Json,
}

/// Implements `IntoFuture` for a request builder, so that it can be awaited without `send`.
macro_rules! into_future {
    ($builder:ident, $value:ty) => {
        impl<'a> ::std::future::IntoFuture for $builder<'a> {
            type Output = Result<ResponseValue<$value>, Error>;
            type IntoFuture = crate::runtime::BoxFuture<'a, Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }
    };
}
pub(crate) use into_future;

/// Builds a request for generated code. The first invalid argument is reported by [`build`](Self::build).
pub(crate) struct RequestBuilder {
    operation: &'static Operation,
    base: Result<Url, String>,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Option<Body>,
    mistake: Option<String>,
}

#[allow(dead_code, reason = "not every document needs all of it")]
impl RequestBuilder {
    /// A request to a path below `base`.
    pub(crate) fn new(operation: &'static Operation, base: Result<Url, String>) -> Self {
        let path = String::with_capacity(operation.path.len() + 32);
        let (query, headers) = (String::new(), HeaderMap::new());
        Self { operation, base, path, query, headers, body: None, mistake: None }
    }

    /// Appends a literal part of the path template.
    pub(crate) fn path(mut self, text: &str) -> Self {
        self.path.push_str(text);
        self
    }

    /// Appends an argument to the path, the elements of a list joined by commas.
    ///
    /// An empty segment is refused, because the result would be the path of another operation: `DELETE /volumes/` is not
    /// `DELETE /volumes/{id}`. The same holds for `.` and `..`, which URL parsers resolve, encoded or not.
    pub(crate) fn segment<T: Serialize>(mut self, value: &Result<T, String>) -> Self {
        let Some(value) = self.json_value("a path variable", value) else { return self };
        let text = simple(&value, |text| utf8_percent_encode(text, SEGMENT).to_string());
        match text.as_str() {
            "" | "." | ".." => self.refuse(format!("`{text}` is not a valid path segment; pass the whole id or name")),
            text => self.path.push_str(text),
        }
        self
    }

    /// Appends the query fields of the path template itself.
    pub(crate) fn fixed_query(mut self, fields: &str) -> Self {
        separate(&mut self.query);
        self.query.push_str(fields);
        self
    }

    /// Appends an argument to the query: no field for `None`, a field for each element of a list.
    pub(crate) fn query<T: Serialize>(self, name: &str, value: &Result<T, String>) -> Self {
        self.styled_query(name, Style::Each, value)
    }

    /// Appends an argument to the query in a style.
    pub(crate) fn styled_query<T: Serialize>(mut self, name: &str, style: Style, value: &Result<T, String>) -> Self {
        if let Some(value) = self.json_value(name, value) {
            self.mistake = self.mistake.or(delimiter_within(name, style, &value));
            append(&mut self.query, name, style, &value);
        }
        self
    }

    /// Adds a header, unless the argument is `None`. The elements of a list are joined by commas.
    pub(crate) fn header<T: Serialize>(mut self, name: &'static str, value: &Result<T, String>) -> Self {
        let Some(value) = self.json_value(name, value).filter(|value| !value.is_null()) else { return self };
        match HeaderValue::from_str(&simple(&value, str::to_owned)) {
            Ok(value) => {
                self.headers.insert(HeaderName::from_static(name), value);
            }
            Err(_) => self.refuse("a header cannot hold this value: use visible ASCII".to_owned()),
        }
        self
    }

    /// Sets the accepted media types, if they are not JSON.
    pub(crate) fn accept(mut self, media: &'static str) -> Self {
        self.headers.insert(ACCEPT, HeaderValue::from_static(media));
        self
    }

    /// Sets a body in JSON.
    pub(crate) fn json<T: Serialize>(self, body: Result<T, String>) -> Self {
        self.json_as(JSON, body)
    }

    /// Sets a body in JSON, under another media type than `application/json`.
    pub(crate) fn json_as<T: Serialize>(mut self, media: &'static str, body: Result<T, String>) -> Self {
        match body.map(|body| serde_json::to_vec(&body)) {
            Ok(Ok(bytes)) => self.set_body(media, bytes),
            Ok(Err(error)) => self.refuse(format!("the body cannot be sent: {error}")),
            Err(mistake) => self.refuse(mistake),
        }
        self
    }

    /// Sets a form as the body. The default style of a field is [`Style::Json`].
    pub(crate) fn form<T: Serialize>(mut self, styles: &[(&str, Style)], body: &Result<T, String>) -> Self {
        let Some(value) = self.json_value("the body", body) else { return self };
        let mut fields = String::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let style = styles.iter().find(|(known, _)| known == name).map_or(Style::Json, |(_, style)| *style);
            self.mistake = self.mistake.or(delimiter_within(name, style, value));
            append(&mut fields, name, style, value);
        }
        self.set_body("application/x-www-form-urlencoded", fields);
        self
    }

    /// Sets a body of text or bytes.
    pub(crate) fn body(mut self, media: &'static str, body: Result<Body, String>) -> Self {
        match body {
            Ok(body) => self.set_body(media, body),
            Err(mistake) => self.refuse(mistake),
        }
        self
    }

    /// Builds the request.
    ///
    /// # Errors
    ///
    /// The first invalid argument, or an invalid base URL.
    pub(crate) fn build(self) -> Result<Request, Error> {
        let invalid = |mistake| Error::invalid_request(self.operation.id, mistake);
        if let Some(mistake) = self.mistake {
            return Err(invalid(mistake));
        }
        let mut url = self.base.map_err(invalid)?;
        match url.path() {
            "/" => url.set_path(&self.path),
            prefix => {
                let whole = [prefix, &self.path].concat();
                url.set_path(&whole);
            }
        }
        match url.query() {
            _ if self.query.is_empty() => {}
            None => url.set_query(Some(&self.query)),
            Some(fixed) => {
                let whole = [fixed, &self.query].join("&");
                url.set_query(Some(&whole));
            }
        }
        let mut request = Request::new(self.operation.method.clone(), url);
        *request.headers_mut() = self.headers;
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static(JSON));
        *request.body_mut() = self.body;
        Ok(request)
    }

    fn set_body(&mut self, media: &'static str, body: impl Into<Body>) {
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        self.body = Some(body.into());
    }

    fn refuse(&mut self, mistake: String) {
        self.mistake.get_or_insert(mistake);
    }

    /// An argument as JSON; `None` if it is invalid.
    fn json_value<T: Serialize>(&mut self, name: &str, value: &Result<T, String>) -> Option<Value> {
        match value.as_ref().map(serde_json::to_value) {
            Ok(Ok(value)) => Some(value),
            Ok(Err(error)) => {
                self.refuse(format!("`{name}` cannot be sent: {error}"));
                None
            }
            Err(mistake) => {
                self.refuse(mistake.clone());
                None
            }
        }
    }
}

/// A value in the style `simple`: the elements of a list joined by commas.
fn simple(value: &Value, encoded: impl Fn(&str) -> String) -> String {
    match value {
        Value::Array(elements) => elements.iter().map(|element| encoded(&text(element))).collect::<Vec<_>>().join(","),
        Value::String(text) => encoded(text),
        value => encoded(&text(value)),
    }
}

/// A scalar as text; anything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// The mistake of an element that holds the delimiter of its list: encoded or not, the server would read two elements. A comma
/// within an element is encoded, and the delimiter is not.
fn delimiter_within(name: &str, style: Style, value: &Value) -> Option<String> {
    let (delimiter, called) = match style {
        Style::Space => (' ', "a space"),
        Style::Pipe => ('|', "a `|`"),
        _ => return None,
    };
    let elements = value.as_array().into_iter().flatten();
    let members = value.as_object().into_iter().flatten();
    let mut texts = elements.map(text).chain(members.flat_map(|(key, value)| [key.clone(), text(value)]));
    texts.any(|text| text.contains(delimiter)).then(|| {
        format!("`{name}` contains an element with {called}, which separates its elements; pass another value")
    })
}

/// Appends the fields of a value in a style.
fn append(out: &mut String, name: &str, style: Style, value: &Value) {
    match (value, style) {
        (Value::Null, _) => {}
        (Value::Array(elements), Style::Each | Style::Json) => {
            elements.iter().for_each(|element| append(out, name, Style::Json, element));
        }
        (Value::Array(_) | Value::Object(_), Style::Comma | Style::Space | Style::Pipe) => {
            let separator = match style {
                Style::Space => "%20",
                Style::Pipe => "%7C",
                _ => ",",
            };
            let encoded = |text: &str| utf8_percent_encode(text, SEGMENT).to_string();
            let elements = value.as_array().into_iter().flatten().map(|element| (None, element));
            // The name of each member goes before its value.
            let members = value.as_object().into_iter().flatten().map(|(key, value)| (Some(key), value));
            let parts: Vec<String> = elements
                .chain(members)
                .filter(|(_, value)| !value.is_null())
                .flat_map(|(key, value)| key.map(|key| encoded(key)).into_iter().chain([encoded(&text(value))]))
                .collect();
            if !parts.is_empty() {
                field(out, name, parts.join(separator));
            }
        }
        (Value::Array(elements), Style::Deep) => {
            for (index, element) in elements.iter().enumerate() {
                append(out, &format!("{name}[{index}]"), style, element);
            }
        }
        (Value::Object(members), Style::Deep) => {
            members.iter().for_each(|(key, value)| append(out, &format!("{name}[{key}]"), style, value));
        }
        (Value::Object(members), Style::Each) => {
            members.iter().for_each(|(key, value)| append(out, key, style, value));
        }
        (Value::String(text), _) => field(out, name, utf8_percent_encode(text, SEGMENT)),
        (value, _) => field(out, name, utf8_percent_encode(&value.to_string(), SEGMENT)),
    }
}

/// Appends `name=value`; the value must be encoded already.
fn field(out: &mut String, name: &str, value: impl std::fmt::Display) {
    separate(out);
    // Writing to a string cannot fail.
    let _ = write!(out, "{}={value}", utf8_percent_encode(name, SEGMENT));
}

fn separate(out: &mut String) {
    if !out.is_empty() {
        out.push('&');
    }
}
