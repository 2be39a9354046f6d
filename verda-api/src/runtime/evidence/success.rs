//! Successful statuses: whether the body fits the operation, and its form.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::{ApiMessage, Evidence, Unproven, items, message};
use crate::runtime::decode;
use crate::runtime::operation::{BodyShape, CreatedId, Operation};

pub(super) fn classify(operation: &Operation, status: StatusCode, body: &Bytes) -> Evidence {
    let shape = operation.response;
    if shape == BodyShape::Raw {
        return Evidence::Done(body.clone());
    }
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    // Unless the document has another form for it, a 207 says of each resource what became of it.
    let explains_each = status == StatusCode::MULTI_STATUS && !is_documented(operation, status);
    match (shape, text) {
        (_, []) if explains_each => Unproven::because("a 207 without results"),
        (shape, []) if operation.no_body.contains(&status.as_u16()) => {
            Evidence::Done(Bytes::from_static(empty_value(shape)))
        }
        (_, []) => Unproven::because("an empty body"),
        (_, [b'<', ..]) => Unproven::because("a page"),
        // Usual bodies are not parsed; only their last bytes are checked, which a truncated body would lack.
        (BodyShape::List, [b'[', ..]) if !explains_each && is_whole_list(text) => Evidence::Done(body.slice_ref(text)),
        (BodyShape::Object, [b'{', .., b'}'])
            if !explains_each && operation.method.is_safe() && !may_be_error(text) =>
        {
            Evidence::Done(body.slice_ref(text))
        }
        (shape, text) => match decode::value(text) {
            Ok(Value::Array(elements)) if explains_each => classify_results(shape, &elements),
            _ if explains_each => Unproven::because("a 207 without results"),
            Ok(value) => json(operation, value, body, text),
            Err(_) => bare_text(operation, text),
        },
    }
}

/// Whether a 207 is documented with one body, and not with results.
fn is_documented(operation: &Operation, status: StatusCode) -> bool {
    let names_results = matches!(operation.response, BodyShape::Empty | BodyShape::IdList | BodyShape::Results);
    !names_results && operation.success.statuses.contains(&status.as_u16())
}

/// The value of an empty body of a success.
fn empty_value(shape: BodyShape) -> &'static [u8] {
    match shape {
        BodyShape::List | BodyShape::Results | BodyShape::TextList | BodyShape::IdList => b"[]",
        BodyShape::Object => b"{}",
        BodyShape::Any | BodyShape::Bool | BodyShape::Text | BodyShape::Id => b"null",
        BodyShape::Empty | BodyShape::Raw => b"",
    }
}

/// A list of objects ends with `}]`; a truncated one almost never does.
fn is_whole_list(text: &[u8]) -> bool {
    let Some((b']', rest)) = text.split_last() else { return false };
    match rest.get(1..).unwrap_or_default().trim_ascii_start().first() {
        Some(b'{') => rest.trim_ascii_end().ends_with(b"}"),
        // Perhaps a list with only null elements.
        Some(b'n') => false,
        _ => true,
    }
}

/// Whether an object is as short as an error, or starts like one, and therefore must be parsed.
fn may_be_error(text: &[u8]) -> bool {
    const SHORT: usize = 400;
    const FIRST_MEMBERS: [&[u8]; 10] =
        [b"code", b"message", b"error", b"errors", b"status", b"statusCode", b"success", b"ok", b"timestamp", b"type"];
    if text.len() <= SHORT {
        return true;
    }
    let inside = text.get(1..).unwrap_or_default().trim_ascii_start();
    match inside.strip_prefix(b"\"") {
        Some(name) => {
            FIRST_MEMBERS.iter().any(|first| name.strip_prefix(*first).is_some_and(|rest| rest.first() == Some(&b'"')))
        }
        // `{}` has no members.
        None => true,
    }
}

/// Classifies a list with a result for each resource, in place of the operation's usual response.
fn classify_results(shape: BodyShape, elements: &[Value]) -> Evidence {
    match (items::read(elements), shape) {
        (None, _) => Unproven::because("a 207 without results"),
        (Some(_), BodyShape::Any) => as_json(&Value::Array(elements.to_vec())),
        // The operation's own response is a list of results, including failures.
        (Some(_), BodyShape::Results) if elements.iter().all(tells_status) => as_json(&Value::Array(elements.to_vec())),
        // A created resource is known by its id, which results do not contain.
        (Some(_), BodyShape::Id | BodyShape::Object | BodyShape::Text | BodyShape::Bool) => {
            Unproven::because("results per resource instead of the expected body")
        }
        (Some(results), _) if results.iter().any(|result| result.succeeded != Some(true)) => Evidence::Partly(results),
        (Some(_), BodyShape::Empty | BodyShape::IdList) => Evidence::Done(Bytes::from_static(empty_value(shape))),
        (Some(_), _) => Unproven::because("results per resource instead of the expected body"),
    }
}

fn as_json(value: &Value) -> Evidence {
    // Serialising a `Value` cannot fail: its keys are strings.
    Evidence::Done(serde_json::to_vec(value).unwrap_or_default().into())
}

fn json(operation: &Operation, value: Value, body: &Bytes, text: &[u8]) -> Evidence {
    if let Value::Object(object) = &value
        && message::is_error(operation, object)
    {
        return Unproven::because("an error with the status of a success");
    }
    let allows_blank = operation.success.blank;
    match (operation.response, value) {
        (BodyShape::Any | BodyShape::Raw, value) => as_json(&value),
        (BodyShape::Empty, value) => no_content(operation, &value),
        (BodyShape::Text, Value::Null) if operation.success.null => as_json(&Value::from("")),
        (shape, Value::Null) if operation.success.null => Evidence::Done(Bytes::from_static(empty_value(shape))),
        (BodyShape::Object, Value::Object(object)) if !proves_object(operation, &object) => {
            Unproven::because("an object with an invalid id")
        }
        (BodyShape::Object, Value::Object(object)) if object.is_empty() && !allows_blank => {
            Unproven::because("an empty object")
        }
        (BodyShape::Object, Value::Object(_)) => Evidence::Done(body.slice_ref(text)),
        (BodyShape::Object, Value::Array(elements)) => match elements.as_slice() {
            [] if operation.empty_list_is_absent => Evidence::Refused(ApiMessage::absent()),
            [Value::Object(object)] if object.is_empty() && !allows_blank => Unproven::because("an empty object"),
            [only @ Value::Object(object)]
                if !message::is_error(operation, object) && proves_object(operation, object) =>
            {
                as_json(only)
            }
            _ => Unproven::because("a list in place of an object"),
        },
        (BodyShape::List, Value::Array(elements))
            if !allows_blank && !elements.is_empty() && elements.iter().all(Value::is_null) =>
        {
            Unproven::because("a list of nothing but null")
        }
        (BodyShape::List, Value::Array(_)) => Evidence::Done(body.slice_ref(text)),
        (BodyShape::Results | BodyShape::IdList, Value::Array(elements)) if elements.is_empty() && !allows_blank => {
            Unproven::because("a list that names no result")
        }
        (BodyShape::Results | BodyShape::IdList, Value::Array(elements)) if elements.is_empty() => {
            as_json(&Value::from(elements))
        }
        (BodyShape::Results, Value::Array(elements)) => match items::read(&elements) {
            Some(_) if elements.iter().all(tells_status) => Evidence::Done(body.slice_ref(text)),
            Some(results) => Evidence::Partly(results),
            None => Unproven::because("a list without results"),
        },
        (BodyShape::List, Value::Object(object)) if operation.object_for_list => {
            let elements = if object.is_empty() { Vec::new() } else { vec![Value::Object(object)] };
            as_json(&Value::Array(elements))
        }
        (BodyShape::Text, Value::String(text)) => as_json(&Value::String(text)),
        (BodyShape::Id, value) => match id_in(operation, value) {
            Some(id) => as_json(&id),
            None => Unproven::because("a body without an id"),
        },
        (BodyShape::IdList, Value::Array(elements)) => match items::read(&elements) {
            Some(_) => classify_results(BodyShape::IdList, &elements),
            None => match elements.into_iter().map(|id| id_in(operation, id)).collect::<Option<Vec<Value>>>() {
                Some(ids) => as_json(&Value::Array(ids)),
                None => Unproven::because("a list with an element that is not an id"),
            },
        },
        (BodyShape::IdList, value) => match id_in(operation, value) {
            Some(id) => as_json(&Value::Array(vec![id])),
            None => Unproven::because("a body without an id"),
        },
        (BodyShape::TextList, value @ Value::Array(_)) => as_json(&value),
        (BodyShape::TextList, Value::String(text)) => as_json(&Value::from(vec![text])),
        (BodyShape::Bool, value @ Value::Bool(_)) => as_json(&value),
        (BodyShape::Bool, Value::String(text)) => bool_in(&text),
        _ => Unproven::because("a body of an unexpected form"),
    }
}

/// Classifies a body of an operation without one. Members that a newer API adds are accepted; a failure is not.
fn no_content(operation: &Operation, value: &Value) -> Evidence {
    let done = Evidence::Done(Bytes::new());
    match value {
        _ if operation.method.is_safe() => done,
        Value::Array(elements) => match items::read(elements) {
            Some(_) => classify_results(BodyShape::Empty, elements),
            None => Unproven::because("a list without results"),
        },
        Value::Null | Value::Bool(true) => done,
        Value::Object(object) if message::says_done(object) => done,
        Value::String(text) if text.trim().is_empty() || is_id(operation, text) => done,
        _ => Unproven::because("a body of another form"),
    }
}

/// Classifies a text that is not JSON. An id may lack quotes; a truncated body, a sentence or a word is no id.
fn bare_text(operation: &Operation, text: &[u8]) -> Evidence {
    let cut = matches!(text, [b'{' | b'[' | b'"', ..]);
    let Ok(text) = std::str::from_utf8(text) else { return Unproven::because("a body that is not text") };
    match operation.response {
        _ if cut => Unproven::because("a body that was cut short or is not JSON"),
        BodyShape::Id if is_id(operation, text) => as_json(&Value::from(text)),
        BodyShape::IdList if is_id(operation, text) => as_json(&Value::from(vec![text])),
        BodyShape::Empty if is_id(operation, text) && !operation.method.is_safe() => Evidence::Done(Bytes::new()),
        BodyShape::Text if !text.contains(char::is_whitespace) => as_json(&Value::from(text)),
        BodyShape::Any => as_json(&Value::from(text)),
        BodyShape::Bool => bool_in(text),
        BodyShape::Id | BodyShape::IdList => Unproven::because("a text that is not an id"),
        _ => Unproven::because("a text that is not JSON"),
    }
}

fn bool_in(text: &str) -> Evidence {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" => as_json(&Value::Bool(true)),
        "false" => as_json(&Value::Bool(false)),
        _ => Unproven::because("neither true nor false"),
    }
}

fn tells_status(result: &Value) -> bool {
    result.get("status").is_some_and(Value::is_string)
}

/// Whether an object names what was made in the form of an id, or by something else than an id.
fn proves_object(operation: &Operation, object: &Map<String, Value>) -> bool {
    let Some(id) = object.get("id").filter(|_| operation.method == Method::POST) else { return true };
    match operation.success.id {
        CreatedId::Any => true,
        CreatedId::Uuid => id.as_str().is_some_and(|id| is_id(operation, id)),
        CreatedId::Text => id.as_str().is_some_and(|id| !id.trim().is_empty()),
        // A number may come as a text.
        CreatedId::Number => id.is_number() || id.as_str().is_some_and(|id| id.trim().parse::<f64>().is_ok()),
    }
}

/// The id in `"…"`, `{"id": "…"}` or `["…"]`. With more members it is a resource, or an explanation: perhaps another's.
fn id_in(operation: &Operation, value: Value) -> Option<Value> {
    match value {
        Value::String(text) if is_id(operation, text.trim()) => Some(Value::from(text.trim())),
        Value::Object(mut object) if object.len() == 1 => {
            id_in(operation, object.remove("id").filter(Value::is_string)?)
        }
        Value::Array(mut values) if values.len() == 1 => id_in(operation, values.pop().filter(Value::is_string)?),
        _ => None,
    }
}

/// The form of ids of resources, a UUID: a shorter text was cut, and any other text is none. One of nothing but zeros is none
/// where a blank value is no success.
fn is_id(operation: &Operation, text: &str) -> bool {
    let mut bytes = text.bytes().enumerate();
    let is_nil = || text.bytes().all(|byte| matches!(byte, b'0' | b'-'));
    text.len() == 36
        && (operation.success.blank || !is_nil())
        && bytes.all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

impl ApiMessage {
    /// A success that means that the resource does not exist.
    fn absent() -> Self {
        Self {
            code: Some("not_found".to_owned()),
            messages: vec!["the API responded with an empty list: the resource does not exist".to_owned()],
            is_own: true,
        }
    }
}
