//! Documents that are one document many times, to see how work grows.

use serde_json::{Map, Value};

/// The document `times` times: each copy has paths and schemas of its own.
pub(crate) fn repeated(document: &Value, times: usize) -> Value {
    let mut whole = document.clone();
    for (section, prefix) in [("/paths", "/copy"), ("/components/schemas", "Copy")] {
        let originals = document.pointer(section).and_then(Value::as_object).cloned().unwrap_or_default();
        let mut members = Map::new();
        for copy in 0..times {
            for (name, value) in &originals {
                members.insert(format!("{prefix}{copy}{name}"), renamed(value, copy));
            }
        }
        if let Some(place) = whole.pointer_mut(section) {
            *place = Value::Object(members);
        }
    }
    whole
}

fn renamed(value: &Value, copy: usize) -> Value {
    const SCHEMAS: &str = "#/components/schemas/";
    match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), renamed(value, copy))).collect(),
        Value::Array(values) => values.iter().map(|value| renamed(value, copy)).collect(),
        Value::String(text) => match text.strip_prefix(SCHEMAS) {
            Some(name) => format!("{SCHEMAS}Copy{copy}{name}").into(),
            None => value.clone(),
        },
        value => value.clone(),
    }
}
