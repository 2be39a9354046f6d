//! The document, for the responses of operations without a handler.
//!
//! By default, it is the vendor's published document. The corrected document requires the generator, on which this crate does
//! not depend.

mod instance;

use std::fmt;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, StatusCode};
use serde_json::Value;

use crate::api::reply::Reply;
use crate::model::names::static_name;

/// The bundled document of the vendor.
static BUNDLED: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// Marks a response that was made from the document.
const MARK: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-fake-response"), HeaderValue::from_static("document"));

/// Whether a route asks for an access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Needs a valid access token, and counts against the rate limits.
    Token,
    /// Works without a token, and is not counted.
    Public,
}

/// A document, and the operations in it.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) text: Bytes,
    /// The schema that completes responses in strict mode.
    root: Value,
    operations: Vec<Documented>,
}

/// An operation of the document.
#[derive(Debug)]
pub(crate) struct Documented {
    /// Method and path template, as in `GET /v1/instances/{instance_id}`.
    pub(crate) name: &'static str,
    pub(crate) access: Access,
    status: StatusCode,
    body: Option<(HeaderValue, Bytes)>,
}

impl Document {
    /// The bundled document, which is read once.
    pub(crate) fn bundled() -> Arc<Self> {
        static READ: OnceLock<Arc<Document>> = OnceLock::new();
        READ.get_or_init(|| {
            let operations = Self::read(BUNDLED).map(|document| document.operations).unwrap_or_default();
            // The document requires members that the API does not have, so it completes no response here.
            Arc::new(Self { text: Bytes::from_static(BUNDLED.as_bytes()), root: Value::Null, operations })
        })
        .clone()
    }

    pub(crate) fn read(text: &str) -> Result<Self, InvalidDocument> {
        let document: Value = serde_json::from_str(text).map_err(|error| InvalidDocument(error.to_string()))?;
        let paths = document.get("paths").and_then(Value::as_object);
        let paths = paths.ok_or_else(|| InvalidDocument("it has no paths".to_owned()))?;
        let mut operations = Vec::new();
        for (path, item) in paths {
            for (name, operation) in item.as_object().into_iter().flatten() {
                if let Some(method) = method(name) {
                    let name = static_name(format!("{method} {path}"));
                    operations.push(Documented::read(name, operation, &document));
                }
            }
        }
        Ok(Self { text: Bytes::copy_from_slice(text.as_bytes()), root: document, operations })
    }

    /// Adds to a handler's response the members that the document requires: a newer document may require unknown ones.
    pub(crate) fn complete(&self, operation: &str, reply: Reply) -> Reply {
        let Some((method, path)) = operation.split_once(' ') else { return reply };
        let operation = self.root.get("paths").and_then(|paths| paths.get(path)?.get(method.to_ascii_lowercase()));
        let response = operation.and_then(|operation| operation.get("responses")?.get(reply.status.as_str()));
        let response = response.map(|response| instance::resolve(response, &self.root));
        let schema = response.and_then(|response| response.pointer("/content/application~1json/schema"));
        let (Some(schema), Some(mut value)) = (schema, reply.json_body()) else { return reply };
        if instance::complete(&mut value, schema, &self.root) { reply.with_value(&value) } else { reply }
    }

    pub(crate) fn operations(&self) -> impl Iterator<Item = &Documented> {
        self.operations.iter()
    }
}

impl Documented {
    fn read(name: &'static str, operation: &Value, document: &Value) -> Self {
        let security = operation.get("security").or_else(|| document.get("security")).and_then(Value::as_array);
        let is_public =
            security.is_some_and(|all| all.iter().all(|one| one.as_object().is_some_and(|one| one.is_empty())));
        let responses = operation.get("responses").and_then(Value::as_object);
        let success = || responses?.iter().filter(|(code, _)| code.starts_with('2')).min_by_key(|(code, _)| *code);
        let (status, body) = match success().or_else(|| responses?.get_key_value("default")) {
            Some((code, described)) => {
                (code.parse().unwrap_or(StatusCode::OK), body(instance::resolve(described, document), document))
            }
            None => (StatusCode::OK, None),
        };
        Self { name, access: if is_public { Access::Public } else { Access::Token }, status, body }
    }

    /// A response with the documented status, and with the example as its body, or an instance of the schema.
    pub(crate) fn respond(&self) -> Reply {
        let reply = match &self.body {
            Some((content_type, body)) => Reply::raw(self.status, content_type.clone(), body.clone()),
            None => Reply::empty(self.status),
        };
        reply.with_header(MARK.0, MARK.1)
    }
}

/// The body of a response, preferably JSON.
fn body(response: &Value, document: &Value) -> Option<(HeaderValue, Bytes)> {
    let content = response.get("content")?.as_object()?;
    let is_json = |media: &str| media.contains("json");
    let (media, said) = content.iter().find(|(media, _)| is_json(media)).or_else(|| content.iter().next())?;
    let value = instance::of_media(said, document);
    let text = match value {
        Value::String(text) if !is_json(media) => text,
        value => value.to_string(),
    };
    Some((HeaderValue::from_str(media).ok()?, text.into()))
}

fn method(name: &str) -> Option<Method> {
    let known = ["get", "put", "post", "delete", "options", "head", "patch", "trace"].contains(&name);
    known.then(|| name.to_ascii_uppercase().parse().ok())?
}

/// The given text is not a usable document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDocument(String);

impl fmt::Display for InvalidDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no OpenAPI document in JSON: {}", self.0)
    }
}

impl std::error::Error for InvalidDocument {}
