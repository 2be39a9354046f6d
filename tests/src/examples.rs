//! The document's examples, and a server that answers with them.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde_json::{Map, Value, json};
use verda_api::{BoxFuture, Operation, Transport, TransportError};

use crate::document::{operation, resolve};

/// The example of a schema: its own, or one made of those of its parts.
pub fn of_schema(schema: &'static Value) -> Value {
    let schema = resolve(schema);
    if let Some(example) = schema.get("example") {
        return example.clone();
    }
    if let Some(example) = schema.get("examples").and_then(Value::as_array).and_then(|examples| examples.first()) {
        return example.clone();
    }
    if let Some(branches) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for branch in branches {
            match of_schema(branch) {
                Value::Object(members) => all.extend(members),
                other => return other,
            }
        }
        return Value::Object(all);
    }
    if let Some(branch) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()?.first()) {
        return of_schema(branch);
    }
    if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|values| values.first()) {
        return first.clone();
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
        other => other.and_then(Value::as_str),
    };
    match kind {
        Some("array") => json!([schema.get("items").map(of_schema).unwrap_or_default()]),
        Some("string") if schema.get("format") == Some(&json!("date-time")) => json!("2026-01-02T03:04:05.678Z"),
        Some("string") => json!("text"),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(true),
        _ => {
            let properties = schema.get("properties").and_then(Value::as_object);
            properties.into_iter().flatten().map(|(name, property)| (name.clone(), of_schema(property))).collect()
        }
    }
}

fn media(body: &'static Value) -> Option<Value> {
    let media = body.get("content")?.get("application/json")?;
    let example = media.get("example").cloned();
    example.or_else(|| media.get("schema").map(of_schema))
}

/// The example of an operation's request body.
pub fn request_example(id: &str) -> Option<Value> {
    let found = verda_api::OPERATIONS.iter().find(|operation| operation.id == id)?;
    media(operation(found).get("requestBody")?)
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The HTTP method.
    pub method: String,
    /// The path, percent-encoded as it was on the wire.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body; null where there was none.
    pub body: Value,
    /// The names of the headers.
    pub headers: Vec<String>,
}

/// Answers every operation with the document's example of its first success, in the forms that the API really has.
#[derive(Clone, Default)]
pub struct ExampleServer {
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl ExampleServer {
    /// Takes what was seen so far.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for ExampleServer {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        called: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default();
        let seen = Seen {
            method: request.method().to_string(),
            path: request.url().path().to_owned(),
            query: request.url().query_pairs().into_owned().collect(),
            body: serde_json::from_slice(body).unwrap_or_default(),
            headers: request.headers().keys().map(ToString::to_string).collect(),
        };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
        let responses = operation(called).get("responses").and_then(Value::as_object);
        let success = responses.into_iter().flatten().find(|(code, _)| code.starts_with('2'));
        let mut response = http::Response::new(Bytes::new());
        if let Some((code, described)) = success {
            *response.status_mut() = code.parse().unwrap_or_default();
            *response.body_mut() = match media(described) {
                // A bare id is not quoted.
                Some(Value::String(text)) => Bytes::from(text),
                Some(example) => Bytes::from(example.to_string()),
                None => Bytes::new(),
            };
        }
        Box::pin(async move { Ok(response) })
    }
}

/// Equal, but that a list of one may be sent as its element.
pub fn same(written: &Value, sent: &Value) -> bool {
    match (written, sent) {
        (Value::Object(written), Value::Object(sent)) => {
            written.len() == sent.len()
                && written.iter().all(|(name, value)| sent.get(name).is_some_and(|other| same(value, other)))
        }
        (Value::Array(written), Value::Array(sent)) => {
            written.len() == sent.len() && written.iter().zip(sent).all(|(written, sent)| same(written, sent))
        }
        (Value::Array(written), sent) => matches!(written.as_slice(), [only] if same(only, sent)),
        (Value::Number(written), Value::Number(sent)) => written.as_f64() == sent.as_f64(),
        (written, sent) => written == sent,
    }
}
