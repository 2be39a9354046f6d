//! Request and response bodies: one media type, one success, no error types (errors are decoded by hand-written code,
//! the same for all operations).

use serde_json::{Map, Value, json};

use super::operations::Context;
use super::schema;
use crate::BodyShape;
use crate::ledger::{Ledger, Refusal, join};

const JSON: &str = "application/json";
const RAW: &str = "application/octet-stream";

/// Leaves one request body and one response, and says what the response is.
pub(crate) fn shape(operation: &mut Value, context: &Context<'_>, ledger: &mut Ledger) -> Result<BodyShape, Refusal> {
    if let Some(body) = operation.get("requestBody") {
        let body = context.resolve(body);
        let pointer = join(context.pointer, "requestBody");
        match request(&body, &pointer, ledger)? {
            Some(body) => operation["requestBody"] = body,
            None => {
                if let Some(operation) = operation.as_object_mut() {
                    operation.remove("requestBody");
                }
            }
        }
    }
    let responses = operation.get("responses").and_then(Value::as_object).cloned().unwrap_or_default();
    let pointer = join(context.pointer, "responses");
    let success = success(&responses, context, &pointer, ledger)?;
    let (kind, response) = match success {
        Success::Empty => (BodyShape::Empty, json!({"description": "Success, without content."})),
        Success::Raw => (
            BodyShape::Raw,
            json!({"description": "Success.", "content": {RAW: {"schema": {"type": "string", "format": "binary"}}}}),
        ),
        Success::Json(schema) => {
            (kind(&schema, context), json!({"description": "Success.", "content": {JSON: {"schema": schema}}}))
        }
    };
    operation["responses"] = json!({"2XX": response});
    Ok(kind)
}

fn request(body: &Value, pointer: &str, ledger: &mut Ledger) -> Result<Option<Value>, Refusal> {
    let Some(content) = body.get("content").and_then(Value::as_object).filter(|content| !content.is_empty()) else {
        return Ok(None);
    };
    let order = |media: &str| match essence(media).as_str() {
        media if is_json(media) => Some(0),
        "application/x-www-form-urlencoded" => Some(1),
        "text/plain" => Some(2),
        RAW => Some(3),
        _ => None,
    };
    let best =
        content.iter().filter_map(|(media, value)| Some((order(media)?, media, value))).min_by_key(|(rank, ..)| *rank);
    let Some((rank, media, value)) = best else {
        let found: Vec<_> = content.keys().map(String::as_str).collect();
        return Err(Refusal::new(
            join(pointer, "content"),
            format!("no request body in `{}` can be generated: add a JSON body in the overlay", found.join("`, `")),
        ));
    };
    if content.len() > 1 {
        ledger.lossy(join(pointer, "content"), "other-media-types", format!("only `{media}` is sent"));
    }
    let schema = value.get("schema").cloned();
    let (media, schema) = match rank {
        0 => (JSON, schema.unwrap_or_else(|| json!({}))),
        1 => ("application/x-www-form-urlencoded", schema.unwrap_or_else(|| json!({}))),
        2 => ("text/plain", json!({"type": "string"})),
        _ => (RAW, json!({"type": "string", "format": "binary"})),
    };
    let mut out = json!({"required": true, "content": {media: {"schema": schema}}});
    if let Some(description) = body.get("description") {
        out["description"] = description.clone();
    }
    Ok(Some(out))
}

enum Success {
    Empty,
    Raw,
    Json(Value),
}

/// The one body of all success responses. A response without content counts as the empty form of the others.
fn success(
    responses: &Map<String, Value>,
    context: &Context<'_>,
    pointer: &str,
    ledger: &mut Ledger,
) -> Result<Success, Refusal> {
    let mut codes: Vec<&String> =
        responses.keys().filter(|code| code.starts_with('2') || code.eq_ignore_ascii_case("2XX")).collect();
    if codes.is_empty() {
        codes.extend(responses.keys().filter(|code| *code == "default"));
    }
    codes.sort();
    let mut found: Option<(String, Value)> = None;
    let mut raw = false;
    for code in codes {
        let response = context.resolve(&responses[code]);
        let Some(content) = response.get("content").and_then(Value::as_object).filter(|content| !content.is_empty())
        else {
            continue;
        };
        let place = join(&join(pointer, code), "content");
        let Some((media, value)) = content.iter().find(|(media, _)| is_json(&essence(media))) else {
            raw = true;
            continue;
        };
        let schema = match value.get("schema") {
            Some(schema) => schema.clone(),
            None => {
                ledger.exact(join(&place, media), "content-without-schema", "the body is any JSON value");
                json!({})
            }
        };
        match &found {
            None => found = Some((code.clone(), schema)),
            Some((_, first)) if schema::without_annotations(first) == schema::without_annotations(&schema) => {}
            Some((first_code, _)) => ledger.lossy(
                place,
                "other-success-type",
                format!("the body is decoded as that of {first_code}: one operation has one success type"),
            ),
        }
    }
    Ok(match found {
        Some((_, schema)) => Success::Json(schema),
        None if raw => Success::Raw,
        None => Success::Empty,
    })
}

fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(essence: &str) -> bool {
    essence == JSON || essence == "*/*" || essence == "application/*" || essence.ends_with("+json")
}

/// What a body of this schema looks like, as far as the classification of responses has to know.
fn kind(schema: &Value, context: &Context<'_>) -> BodyShape {
    let mut schema = context.resolve(schema);
    if let Some(target) = schema::reference(&schema) {
        schema = context.resolve(&json!({"$ref": format!("{}{target}", schema::SCHEMAS)}));
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("boolean") => BodyShape::Bool,
        Some("string") if is_uuid(&schema) => BodyShape::Id,
        Some("string") => BodyShape::Text,
        Some("array") => {
            let mut items = schema.get("items").map(|items| context.resolve(items)).unwrap_or_default();
            if let Some(target) = schema::reference(&items) {
                items = context.resolve(&json!({"$ref": format!("{}{target}", schema::SCHEMAS)}));
            }
            match items.get("type").and_then(Value::as_str) {
                Some("string") if is_uuid(&items) => BodyShape::IdList,
                Some("string") => BodyShape::TextList,
                _ if is_result(&items) => BodyShape::Results,
                _ => BodyShape::List,
            }
        }
        Some("object") => BodyShape::Object,
        _ if schema.get("properties").is_some() => BodyShape::Object,
        _ => {
            let branches = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema.get(*key)?.as_array());
            let all_objects = branches.is_some_and(|branches| {
                !branches.is_empty() && branches.iter().all(|branch| kind(branch, context) == BodyShape::Object)
            });
            if all_objects { BodyShape::Object } else { BodyShape::Any }
        }
    }
}

/// An element that says of one resource what became of an action.
fn is_result(schema: &Value) -> bool {
    let has = |name: &str| schema.get("properties").and_then(|properties| properties.get(name)).is_some();
    has("action") && has("status")
}

fn is_uuid(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("uuid")
}
