//! The document's examples, and a server that responds with them.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde_json::{Map, Value, json};
use verda_api::{BoxFuture, Method, Operation, Transport, TransportError};
use verda_api_codegen::says_time;

use crate::calls::TIMES;
use crate::document::{find, json as json_of, operation, parameters, resolve, success};

/// The id of any resource.
const UUID: &str = "5b1e0000-0000-4000-8000-000000000001";

/// Any time.
pub(crate) const TIME: &str = "2026-01-02T03:04:05.678Z";

/// How deep examples go: a schema may contain itself.
pub(crate) const DEEPEST: usize = 12;

/// The example of a schema: its own, or one made of those of its parts.
pub fn of_schema(schema: &'static Value) -> Value {
    example_of(schema, 0)
}

fn example_of(schema: &'static Value, depth: usize) -> Value {
    let schema = resolve(schema);
    let is_too_deep = depth > DEEPEST;
    if let Some(example) = schema.get("example").or_else(|| schema.get("const")) {
        return example.clone();
    }
    if let Some(example) = schema.get("examples").and_then(Value::as_array).and_then(|examples| examples.first()) {
        return example.clone();
    }
    if let Some(branches) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for branch in branches {
            match example_of(branch, depth + 1) {
                Value::Object(members) => all.extend(members),
                other => return other,
            }
        }
        return Value::Object(all);
    }
    if let Some(branch) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()?.first()) {
        return if is_too_deep { Value::Null } else { example_of(branch, depth + 1) };
    }
    if let Some(first) = schema.get("enum").and_then(Value::as_array).and_then(|values| values.first()) {
        return first.clone();
    }
    match kind(schema) {
        Some("array") if is_too_deep => json!([]),
        Some("array") => json!([schema.get("items").map(|items| example_of(items, depth + 1)).unwrap_or_default()]),
        Some("string") => json!(match schema.get("format").and_then(Value::as_str).unwrap_or_default() {
            "date-time" => TIME,
            "date" => "2026-01-02",
            "uuid" => UUID,
            "decimal" => "7.5",
            _ => "text",
        }),
        Some("integer" | "number") => schema.get("minimum").cloned().unwrap_or(json!(1)),
        Some("boolean") => json!(true),
        _ => {
            let properties = schema.get("properties").and_then(Value::as_object).filter(|_| !is_too_deep);
            let example = |(name, property): (&String, &'static Value)| {
                let is_time = says_time(name, resolve(property)) && property.get("example").is_none();
                (name.clone(), if is_time { json!(TIME) } else { example_of(property, depth + 1) })
            };
            properties.into_iter().flatten().map(example).collect()
        }
    }
}

/// The example of a body in JSON.
fn media(body: &'static Value) -> Option<Value> {
    let media = json_of(body)?;
    let first = || media.get("examples")?.as_object()?.values().next()?.get("value");
    let example = media.get("example").or_else(first).cloned();
    example.or_else(|| media.get("schema").map(of_schema))
}

/// The response with a valid id: a POST responds with a UUID, also if the document only declares a text.
pub fn with_id(called: &Operation, mut response: Value) -> Value {
    if called.method == Method::POST
        && let Some(id) = response.get_mut("id").filter(|id| id.is_string())
    {
        *id = json!(UUID);
    }
    response
}

/// The request body of an operation in the document.
fn request_body(called: &Operation) -> Option<&'static Value> {
    operation(called).get("requestBody").map(resolve)
}

/// The schema of an operation's request body, where it is JSON.
pub fn request_schema(called: &Operation) -> Option<&'static Value> {
    json_of(request_body(called)?)?.get("schema")
}

/// The example of a request body for the builder of an operation, in JSON or as a form.
pub(crate) fn body_example(called: &Operation) -> Option<Value> {
    let body = request_body(called)?;
    let form = || body.get("content")?.get("application/x-www-form-urlencoded")?.get("schema").map(of_schema);
    media(body).or_else(form)
}

/// The example of an operation's request body, where it is JSON.
pub fn request_example(id: &str) -> Option<Value> {
    media(request_body(find(id))?)
}

/// The example of a parameter. For any text, the example would break a path or a query without encoding.
pub fn argument_example(called: &Operation, place: &str, name: &str) -> Option<Value> {
    let is_it = |parameter: &&Value| {
        let said = |member: &str| parameter.get(member).and_then(Value::as_str).unwrap_or_default();
        // Names of headers are case-insensitive.
        said("in") == place && (said("name") == name || (place == "header" && said("name").eq_ignore_ascii_case(name)))
    };
    let parameter = parameters(called).into_iter().find(is_it)?;
    let schema = parameter.get("schema").or_else(|| json_of(parameter)?.get("schema"));
    let text = match place {
        _ if TIMES.contains(&(called.id, name)) => TIME.to_owned(),
        "header" => format!("{name}: a/b"),
        _ => format!("{name}: a/b%2F?&=#\u{fc}"),
    };
    Some(schema.map_or_else(|| json!(text), |schema| argument_of(schema, &text)))
}

fn argument_of(schema: &'static Value, text: &str) -> Value {
    let schema = resolve(schema);
    if let Some(branch) = ["allOf", "oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()?.first()) {
        return argument_of(branch, text);
    }
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    match (kind(schema).unwrap_or("string"), format) {
        ("boolean", _) => json!(true),
        ("integer", _) => json!(7),
        ("number", _) => json!(7.5),
        ("array", _) => json!([schema.get("items").map_or_else(|| json!(text), |items| argument_of(items, text))]),
        ("object", _) => of_schema(schema),
        (_, "date-time" | "date" | "decimal") => of_schema(schema),
        _ => json!(text),
    }
}

/// The type of a schema apart from null, the first where there are several.
pub(crate) fn kind(schema: &Value) -> Option<&str> {
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        other => other.and_then(Value::as_str),
    }
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The HTTP method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body; null where there was none.
    pub body: Value,
    /// The names of the headers.
    pub headers: Vec<String>,
}

/// Responds to every operation with the document's example of its first success, in the shapes of the running API.
#[derive(Clone, Default)]
pub struct ExampleServer {
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl ExampleServer {
    /// Takes the requests so far.
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
        let response = example_response(called);
        Box::pin(async move { Ok(response) })
    }
}

/// The example of an operation's first success, in the shapes of the running API.
pub fn example_response(called: &Operation) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::new());
    if let Some((status, described)) = success(called) {
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        *response.body_mut() = match media(described).map(|example| with_id(called, example)) {
            // A bare id is not quoted.
            Some(Value::String(text)) => Bytes::from(text),
            Some(example) => Bytes::from(example.to_string()),
            None if json_of(described).is_none() && described.get("content").is_some() => Bytes::from_static(b"text"),
            None => Bytes::new(),
        };
    }
    response
}

/// Whether two values are equal; a list of one may be sent as its element.
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
