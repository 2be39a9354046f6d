//! Request and response bodies: one media type, one success, no error types (errors are decoded by hand-written code,
//! the same for all operations).

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::call::{Body, Response, ResponseKind, Style};
use super::context::Context;
use super::parameters::{Form, Property, form};
use super::{evidence, schema};
use crate::ledger::{Ledger, Refusal, join};
use crate::media::{essence, is_any, is_header_value, is_text, rank_decoded, rank_sent};
use crate::{BodyShape, SuccessBody};

const JSON: &str = "application/json";
const RAW: &str = "application/octet-stream";

/// What an operation sends, and what a success of it gives.
pub(crate) struct Bodies {
    pub(crate) sent: Option<Body>,
    pub(crate) response: Response,
    pub(crate) shape: BodyShape,
    pub(crate) success: SuccessBody,
}

/// Leaves one request body and one response in the form that the generator takes, and says how they are sent and decoded.
///
/// # Errors
///
/// If the body has no supported media type.
pub(crate) fn shape(
    operation: &mut Value,
    method: &str,
    context: &Context<'_>,
    ledger: &mut Ledger,
) -> Result<Bodies, Refusal> {
    let mut sent = None;
    if let Some(body) = operation.get("requestBody") {
        let body = context.resolve(body);
        let pointer = join(context.pointer, "requestBody");
        let shaped = request(&body, context, &pointer, ledger)?;
        if let Some(operation) = operation.as_object_mut() {
            operation.remove("requestBody");
            if let Some((json, body)) = shaped {
                operation.insert("requestBody".to_owned(), json);
                sent = Some(body);
            }
        }
    }
    let responses = operation.get("responses").and_then(Value::as_object).cloned().unwrap_or_default();
    let pointer = join(context.pointer, "responses");
    let is_websocket = operation.get("x-dropshot-websocket").is_some() || responses.contains_key("101");
    if is_websocket {
        return Err(Refusal::new(context.pointer, "websockets are not supported"));
    }
    let (success, statuses) = match method {
        "head" => (Success::Empty, Vec::new()),
        _ => success(&responses, context, &pointer, ledger),
    };
    let typed = |schema: &Value| json!({"description": "Success.", "content": {JSON: {"schema": schema}}});
    let schema = match &success {
        Success::Json(_, schema) => Some(schema.clone()),
        _ => None,
    };
    let (shape, kind, accept, response) = match success {
        Success::Empty => (
            BodyShape::Empty,
            ResponseKind::Empty,
            JSON.to_owned(),
            json!({"description": "Success, without content."}),
        ),
        Success::Bytes(media) => (
            BodyShape::Raw,
            ResponseKind::Bytes,
            media,
            json!({"description": "Success.", "content": {RAW: {"schema": {"type": "string", "format": "binary"}}}}),
        ),
        Success::Text(media) => (BodyShape::Raw, ResponseKind::Text, media, typed(&json!({"type": "string"}))),
        Success::Json(media, schema) => (kind(&schema, method, context), ResponseKind::Json, media, typed(&schema)),
    };
    operation["responses"] = json!({"2XX": response});
    let success = evidence::of(schema.as_ref(), shape, method, statuses, context);
    Ok(Bodies { sent, response: Response { kind, accept }, shape, success })
}

/// The body in the generator's form, and the way to send it.
fn request(
    body: &Value,
    context: &Context<'_>,
    pointer: &str,
    ledger: &mut Ledger,
) -> Result<Option<(Value, Body)>, Refusal> {
    let Some(content) = body.get("content").and_then(Value::as_object).filter(|content| !content.is_empty()) else {
        return Ok(None);
    };
    let pointer = join(pointer, "content");
    // Of equal ones, the choice does not depend on their order in the document.
    let rank = |(media, value): (&String, &Value)| rank_sent(media, is_binary(value, context));
    let ranked = content.iter().filter_map(|member| Some((rank(member)?, member)));
    let best = ranked.min_by_key(|(rank, (media, _))| (*rank, media.to_ascii_lowercase()));
    let Some((rank, (media, value))) = best else {
        let found: Vec<_> = content.keys().map(String::as_str).collect();
        return Err(Refusal::new(&pointer, format!("a body in `{}` is not supported", found.join("`, `"))));
    };
    if content.len() > 1 {
        ledger.lossy(&pointer, "other-media-types", format!("only `{media}` is sent"));
    }
    let at = join(&pointer, media);
    let schema = value.get("schema").cloned().unwrap_or_else(|| json!({}));
    let concrete = |default: &str| if media.contains('*') { default.to_owned() } else { media.clone() };
    if !is_header_value(media) {
        return Err(Refusal::new(&at, "the media type is not a valid value of a header"));
    }
    let (generated, schema, body_as_sent) = match rank {
        0 | 1 => (JSON, schema, Body::Json(concrete(JSON))),
        2 => {
            let members = match form(&schema, context) {
                Form::Object(members) => members,
                Form::Map => Vec::new(),
                _ => return Err(Refusal::new(&at, "a form that is no object is not supported")),
            };
            let styles = encodings(value, &members, context, &join(&at, "encoding"), ledger);
            (JSON, schema, Body::Form(styles))
        }
        3 => ("text/plain", json!({"type": "string"}), Body::Raw(media.clone())),
        _ => (RAW, json!({"type": "string", "format": "binary"}), Body::Raw(concrete(RAW))),
    };
    // A body without required members can be sent empty.
    let says_nothing =
        || matches!(form(&schema, context), Form::Object(members) if members.iter().all(|m| !m.required));
    if body.get("required") != Some(&Value::Bool(true)) && !(rank <= 2 && says_nothing()) {
        ledger.lossy(&at, "optional-body", "an optional body is always sent");
    }
    if rank <= 1 && context.schemas.is_nullable(&schema) {
        ledger.lossy(&at, "body-null", "a body that may be null cannot be sent as null");
    }
    if rank > 2
        && ["properties", "$ref", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| value.pointer(&format!("/schema/{key}")).is_some())
    {
        ledger.lossy(&at, "body-without-type", format!("the body is the text or the bytes of `{media}`, not a type"));
    }
    let mut out = json!({"required": true, "content": {generated: {"schema": schema}}});
    if let Some(description) = body.get("description") {
        out["description"] = description.clone();
    }
    Ok(Some((out, body_as_sent)))
}

/// The fields of a form with another style than the default: a field for each element of a list, JSON for an object.
fn encodings(
    media: &Value,
    members: &[Property],
    context: &Context<'_>,
    pointer: &str,
    ledger: &mut Ledger,
) -> Vec<(String, Style)> {
    let mut styles = Vec::new();
    for (name, encoding) in media.get("encoding").and_then(Value::as_object).into_iter().flatten() {
        let mut lost = |rule, message: String| ledger.lossy(join(pointer, name), rule, message);
        let member = members.iter().find(|member| member.name == *name);
        let form_of = |member: &Property| form(&member.schema, context);
        let explode = encoding.get("explode").and_then(Value::as_bool);
        let style = match encoding.get("style").and_then(Value::as_str) {
            None if explode.is_none() => {
                let content = encoding.get("contentType").and_then(Value::as_str);
                let default = match member.map(form_of) {
                    None => continue,
                    Some(Form::Scalar | Form::List) => "text/plain",
                    Some(_) => JSON,
                };
                if let Some(content) = content.filter(|content| essence(content) != default) {
                    lost("field-content-type", format!("`{name}` is sent as `{default}` and not as `{content}`"));
                }
                continue;
            }
            None | Some("form") if explode == Some(false) => Style::Comma,
            Some("spaceDelimited") if explode != Some(true) => Style::Space,
            Some("pipeDelimited") if explode != Some(true) => Style::Pipe,
            Some("deepObject") => Style::Deep,
            None | Some("form" | "spaceDelimited" | "pipeDelimited") => Style::Each,
            Some(style) => {
                lost(
                    "unknown-encoding",
                    format!("the style `{style}` of `{name}` is unknown: the default style is used"),
                );
                continue;
            }
        };
        let is_plain = |member: &Property| match form_of(member) {
            Form::Scalar => true,
            Form::List => style == Style::Each,
            _ => false,
        };
        let is_defined = match member.map(form_of) {
            Some(Form::Object(members)) => members.iter().all(is_plain),
            Some(Form::Other) => false,
            _ => true,
        };
        if style != Style::Deep && !is_defined {
            lost("unknown-encoding", format!("the style of `{name}` defines no form for what is within it"));
        }
        styles.push((name.clone(), style));
    }
    styles
}

/// Whether the schema of a media type is of bytes.
fn is_binary(value: &Value, context: &Context<'_>) -> bool {
    let schema = value.get("schema").map(|schema| context.resolve(schema)).unwrap_or_default();
    schema.get("format").and_then(Value::as_str) == Some("binary")
}

enum Success {
    Empty,
    /// Text and bytes, with the accepted media types.
    Text(String),
    Bytes(String),
    Json(String, Value),
}

/// A body that is not JSON.
struct Raw {
    place: String,
    media: String,
    /// Whether the document says more of it than that it is a text, or bytes.
    has_type: bool,
}

/// Whether a schema is of an object, a list, or alternatives.
fn is_type(schema: &Value, context: &Context<'_>) -> bool {
    let schema = context.resolve(schema);
    let is_composed = ["properties", "items", "allOf", "oneOf", "anyOf"].iter().any(|key| schema.get(*key).is_some());
    is_composed || ["object", "array"].contains(&schema.get("type").and_then(Value::as_str).unwrap_or_default())
}

/// The one body of all success responses, and the statuses that are documented with it.
fn success(
    responses: &Map<String, Value>,
    context: &Context<'_>,
    pointer: &str,
    ledger: &mut Ledger,
) -> (Success, Vec<u16>) {
    let mut codes: Vec<&String> = responses.keys().filter(|code| code.starts_with('2')).collect();
    if codes.is_empty() {
        if responses.keys().any(|code| code.starts_with('3')) {
            let message = "no success but redirects is documented, and none is followed: a redirect is an error";
            ledger.lossy(pointer, "redirects-alone", message);
        }
        codes.extend(responses.keys().filter(|code| *code == "default"));
    }
    codes.sort();
    let mut found: Option<(String, String, Value)> = None;
    let mut raw: Vec<Raw> = Vec::new();
    // Of JSON, of other media types, and without a body.
    let (mut of_json, mut of_raw, mut of_nothing) = (Vec::new(), Vec::new(), Vec::new());
    for code in codes {
        let status = code.parse::<u16>().ok();
        let response = context.resolve(&responses[code]);
        let Some(content) = response.get("content").and_then(Value::as_object).filter(|content| !content.is_empty())
        else {
            of_nothing.extend(status);
            continue;
        };
        let place = join(&join(pointer, code), "content");
        let rank = |(media, value): (&String, &Value)| rank_decoded(media, is_binary(value, context));
        let ranked = content.iter().filter_map(|member| Some((rank(member)?, member)));
        let json = ranked.min_by_key(|(rank, (media, _))| (*rank, media.to_ascii_lowercase()));
        let Some((_, (media, value))) = json else {
            of_raw.extend(status);
            raw.extend(content.iter().map(|(media, value)| Raw {
                place: join(&place, media),
                media: essence(media),
                has_type: value.get("schema").is_some_and(|schema| is_type(schema, context)),
            }));
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
            None => {
                let accept = if is_any(&essence(media)) { JSON.to_owned() } else { essence(media) };
                found = Some((code.clone(), accept, schema));
                of_json.extend(status);
            }
            Some((_, _, first)) if schema::without_annotations(first) == schema::without_annotations(&schema) => {
                of_json.extend(status);
            }
            Some((first_code, ..)) => ledger.lossy(
                place,
                "other-success-type",
                format!("the body is decoded as that of {first_code}: one operation has one success type"),
            ),
        }
    }
    if let Some((first_code, accept, schema)) = found {
        for Raw { place, media, .. } in raw {
            let message =
                format!("`{media}` is decoded as the JSON of {first_code}: one operation has one success type");
            ledger.lossy(place, "other-success-type", message);
        }
        for status in of_nothing.iter().filter(|status| !context.no_body.contains(*status)) {
            let message = format!(
                "a {status} without a body is an error: the body is that of {first_code}; list the status as `no_body` in names.toml"
            );
            ledger.lossy(join(pointer, &status.to_string()), "other-success-type", message);
        }
        return (Success::Json(accept, schema), of_json);
    }
    if raw.is_empty() {
        return (Success::Empty, of_nothing);
    }
    for Raw { place, media, has_type } in &raw {
        if media == "text/event-stream" {
            ledger.lossy(place, "stream-as-text", "a stream of events is read to its end and given as one text");
        } else if *has_type {
            let message = format!("the response is the text or the bytes of `{media}`, not a type");
            ledger.lossy(place, "response-without-type", message);
        }
    }
    let is_all_text = raw.iter().all(|one| is_text(&one.media));
    let mut accept: Vec<String> = raw.into_iter().map(|one| one.media).filter(|media| is_header_value(media)).collect();
    accept.sort();
    accept.dedup();
    let accept = accept.join(", ");
    (if is_all_text { Success::Text(accept) } else { Success::Bytes(accept) }, of_raw)
}

/// What a body of this schema looks like, as far as the classification of responses has to know.
fn kind(schema: &Value, method: &str, context: &Context<'_>) -> BodyShape {
    kind_of(schema, method, context, &mut BTreeSet::new())
}

/// The same, of schemas that were not looked at: a schema that was is an object, or the whole is none.
fn kind_of(schema: &Value, method: &str, context: &Context<'_>, seen: &mut BTreeSet<String>) -> BodyShape {
    if !seen.insert(schema.to_string()) {
        return BodyShape::Object;
    }
    let mut schema = context.resolve(schema);
    if let Some(target) = schema::reference(&schema) {
        schema = context.resolve(&json!({"$ref": format!("{}{target}", schema::SCHEMAS)}));
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("boolean") => BodyShape::Bool,
        Some("string") if is_uuid(&schema) => BodyShape::Id,
        Some("string") => BodyShape::Text,
        Some("array") => {
            let is_nullable = schema.get("items").is_some_and(|items| context.schemas.is_nullable(items));
            let mut items = schema.get("items").map(|items| context.resolve(items)).unwrap_or_default();
            if let Some(target) = schema::reference(&items) {
                items = context.resolve(&json!({"$ref": format!("{}{target}", schema::SCHEMAS)}));
            }
            match items.get("type").and_then(Value::as_str) {
                Some("string") if is_uuid(&items) && !is_nullable => BodyShape::IdList,
                Some("string") => BodyShape::TextList,
                _ if evidence::changes_something(method) && is_result(&items, context) => BodyShape::Results,
                _ => BodyShape::List,
            }
        }
        Some("object") => BodyShape::Object,
        _ if schema.get("properties").is_some() => BodyShape::Object,
        _ => {
            let branches = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema.get(*key)?.as_array());
            let mut is_object = |branch| kind_of(branch, method, context, seen) == BodyShape::Object;
            let all_objects =
                branches.is_some_and(|branches| !branches.is_empty() && branches.iter().all(&mut is_object));
            if all_objects { BodyShape::Object } else { BodyShape::Any }
        }
    }
}

/// An element that says of one resource what became of an action.
fn is_result(schema: &Value, context: &Context<'_>) -> bool {
    let has = |name: &String| schema.get("properties").and_then(|properties| properties.get(name)).is_some();
    let members = &context.evidence.result_members;
    !members.is_empty() && members.iter().all(has)
}

fn is_uuid(schema: &Value) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("uuid")
}
