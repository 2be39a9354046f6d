//! The one place that knows how bodies differ from what documents say: a bare id where a string is due, an array of
//! one where an object is, nothing where a list is.

use bytes::Bytes;
use serde_json::Value;

use super::error::{ApiError, Error};
use super::operation::{BodyShape, Operation};
use super::response::Response;

/// Sorts a response into success and error, and gives the body of a success the form that its operation promises.
pub(crate) fn normalise(operation: &'static Operation, response: http::Response<Bytes>) -> Result<Response, Error> {
    if !response.status().is_success() {
        return Err(ApiError::new(operation, response).into());
    }
    let (head, came) = response.into_parts();
    let (status, headers, extensions) = (head.status, head.headers, head.extensions);
    let body = match shaped(operation.response, &came) {
        Shaped::AsItIs => came,
        Shaped::As(body) => body,
        Shaped::Absent => return Err(ApiError::absent(operation, headers, extensions, came).into()),
    };
    Ok(Response { operation, status, headers, extensions, body })
}

#[derive(Debug, PartialEq)]
enum Shaped {
    AsItIs,
    As(Bytes),
    /// The thing that was asked for is not there.
    Absent,
}

impl From<Value> for Shaped {
    fn from(value: Value) -> Self {
        // Serialising a `Value` cannot fail: its keys are strings.
        Self::As(serde_json::to_vec(&value).unwrap_or_default().into())
    }
}

fn shaped(shape: BodyShape, body: &Bytes) -> Shaped {
    if matches!(shape, BodyShape::Empty | BodyShape::Raw) {
        return Shaped::AsItIs;
    }
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    match (shape, text.first()) {
        // The usual bodies are not looked into.
        (BodyShape::List, Some(b'[')) | (BodyShape::Object, Some(b'{')) | (BodyShape::Text, Some(b'"')) => {
            Shaped::As(body.slice_ref(text))
        }
        (BodyShape::List | BodyShape::TextList, None) => Shaped::from(Value::Array(Vec::new())),
        (BodyShape::Any, None) => Shaped::from(Value::Null),
        (BodyShape::Object, None) => Shaped::from(Value::Object(serde_json::Map::new())),
        (_, None) => Shaped::As(Bytes::new()),
        (shape, Some(_)) => match serde_json::from_slice(text) {
            Ok(value) => from_json(shape, value),
            Err(_) => from_bare_text(shape, text),
        },
    }
}

fn from_json(shape: BodyShape, value: Value) -> Shaped {
    match (shape, value) {
        (BodyShape::Text, value) => Shaped::from(id_in(value)),
        (BodyShape::TextList, Value::Array(values)) => {
            Shaped::from(Value::Array(values.into_iter().map(id_in).collect()))
        }
        (BodyShape::TextList | BodyShape::List, Value::Null) => Shaped::from(Value::Array(Vec::new())),
        (BodyShape::TextList | BodyShape::List, Value::Object(object)) if object.is_empty() => {
            Shaped::from(Value::Array(Vec::new()))
        }
        (BodyShape::TextList, value) => Shaped::from(Value::Array(vec![id_in(value)])),
        (BodyShape::List, value @ Value::Object(_)) => Shaped::from(Value::Array(vec![value])),
        (BodyShape::Object, Value::Array(mut values)) => match (values.pop(), values.is_empty()) {
            (Some(only), true) => Shaped::from(only),
            (None, _) => Shaped::Absent,
            (Some(last), false) => {
                values.push(last);
                Shaped::from(Value::Array(values))
            }
        },
        (BodyShape::Bool, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Shaped::from(Value::Bool(true)),
            "false" => Shaped::from(Value::Bool(false)),
            _ => Shaped::from(Value::String(text)),
        },
        (_, value) => Shaped::from(value),
    }
}

/// A text that is no JSON. An id is taken; a page of HTML, or a sentence, is not one.
fn from_bare_text(shape: BodyShape, text: &[u8]) -> Shaped {
    let id = std::str::from_utf8(text)
        .ok()
        .filter(|text| !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '<'));
    match (shape, id) {
        (BodyShape::Text, Some(id)) => Shaped::from(Value::from(id)),
        (BodyShape::TextList, Some(id)) => Shaped::from(Value::from(vec![id])),
        (BodyShape::Bool, Some(id)) if id.eq_ignore_ascii_case("true") => Shaped::from(Value::Bool(true)),
        (BodyShape::Bool, Some(id)) if id.eq_ignore_ascii_case("false") => Shaped::from(Value::Bool(false)),
        (BodyShape::Any, _) => match std::str::from_utf8(text) {
            Ok(text) => Shaped::from(Value::from(text)),
            Err(_) => Shaped::AsItIs,
        },
        _ => Shaped::AsItIs,
    }
}

/// The id in `"…"`, `{"id": "…"}`, `["…"]` or a number.
fn id_in(value: Value) -> Value {
    match value {
        Value::Object(mut object) => match object.remove("id") {
            Some(id) => id_in(id),
            None => Value::Object(object),
        },
        Value::Array(mut values) if values.len() == 1 => values.pop().map(id_in).unwrap_or_default(),
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(shape: BodyShape, body: &'static str) -> String {
        match shaped(shape, &Bytes::from_static(body.as_bytes())) {
            Shaped::AsItIs => body.to_owned(),
            Shaped::As(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Shaped::Absent => "absent".to_owned(),
        }
    }

    #[test]
    fn every_form_of_an_id_is_one_string() {
        for body in [
            "3f0c-1",
            "3f0c-1\n",
            "\"3f0c-1\"",
            " \"3f0c-1\"\r\n",
            "{\"id\":\"3f0c-1\"}",
            "[\"3f0c-1\"]",
            "\u{feff}3f0c-1",
        ] {
            assert_eq!(text(BodyShape::Text, body), "\"3f0c-1\"", "{body:?}");
        }
        assert_eq!(text(BodyShape::Text, "17"), "\"17\"");
        // What is no id stays what it is, and is refused by the decoder.
        for body in ["<html>oops</html>", "not an id", ""] {
            assert_eq!(text(BodyShape::Text, body), body);
        }
    }

    #[test]
    fn every_form_of_a_list_is_a_list() {
        for (shape, body, list) in [
            (BodyShape::List, "", "[]"),
            (BodyShape::List, "null", "[]"),
            (BodyShape::List, "{}", "[]"),
            (BodyShape::List, "{\"a\":1}", "[{\"a\":1}]"),
            (BodyShape::List, " [1]", "[1]"),
            (BodyShape::TextList, "", "[]"),
            (BodyShape::TextList, "abc", "[\"abc\"]"),
            (BodyShape::TextList, "{\"id\":\"abc\"}", "[\"abc\"]"),
            (BodyShape::TextList, "[\"a\",{\"id\":\"b\"}]", "[\"a\",\"b\"]"),
        ] {
            assert_eq!(text(shape, body), list, "{body:?}");
        }
    }

    #[test]
    fn an_array_of_one_is_its_element_and_an_empty_one_is_absent() {
        assert_eq!(text(BodyShape::Object, "[{\"id\":\"a\"}]"), "{\"id\":\"a\"}");
        assert_eq!(text(BodyShape::Object, "[]"), "absent");
        assert_eq!(text(BodyShape::Object, "[1,2]"), "[1,2]");
    }

    #[test]
    fn truth_may_be_written_as_a_string() {
        for body in ["true", "\"true\"", "True", " \"TRUE\" "] {
            assert_eq!(text(BodyShape::Bool, body), "true", "{body:?}");
        }
    }
}
