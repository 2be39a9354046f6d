//! Helpers for walking schemas.

use serde_json::{Map, Value};

pub(crate) use crate::references::SCHEMAS;

/// The extension that keeps the example of a schema until examples are written.
pub(crate) const EXAMPLE: &str = "x-example";

/// The component that a schema refers to: `{"$ref": …}`, or an `allOf` of that alone.
pub(crate) fn reference(schema: &Value) -> Option<&str> {
    let target = match schema.get("$ref") {
        Some(target) => target,
        None => match schema.get("allOf")?.as_array()?.as_slice() {
            [only] => only.get("$ref")?,
            _ => return None,
        },
    };
    target.as_str()?.strip_prefix(SCHEMAS)
}

/// Every direct subschema.
pub(crate) fn children(schema: &Value) -> impl Iterator<Item = &Value> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let single = ["items", "additionalProperties", "not"].into_iter().filter_map(|key| schema.get(key));
    let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    properties.chain(single).chain(lists)
}

/// Calls `visit` with the name of every component that a schema mentions, directly.
pub(crate) fn each_reference(schema: &Value, visit: &mut dyn FnMut(&str)) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("$ref", Value::String(target)) => {
                        if let Some(name) = target.strip_prefix(SCHEMAS) {
                            visit(name);
                        }
                    }
                    // A property may be named like a keyword.
                    ("properties", Value::Object(properties)) => {
                        properties.values().for_each(|property| each_reference(property, visit));
                    }
                    ("example" | "default" | "enum" | "examples", _) => {}
                    _ => each_reference(value, visit),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_reference(value, visit)),
        _ => {}
    }
}

/// Renames the components that a schema mentions.
pub(crate) fn rename_references(schema: &mut Value, rename: &dyn Fn(&str) -> Option<String>) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match (key.as_str(), &mut *value) {
                    ("$ref", Value::String(target)) => {
                        if let Some(name) = target.strip_prefix(SCHEMAS).and_then(rename) {
                            *target = format!("{SCHEMAS}{name}");
                        }
                    }
                    ("properties", Value::Object(properties)) => {
                        properties.values_mut().for_each(|property| rename_references(property, rename));
                    }
                    ("discriminator", Value::Object(discriminator)) => {
                        for mapping in discriminator.values_mut().filter_map(Value::as_object_mut) {
                            for target in mapping.values_mut() {
                                let name = target.as_str().and_then(|name| name.strip_prefix(SCHEMAS)).and_then(rename);
                                if let Some(name) = name {
                                    *target = Value::String(format!("{SCHEMAS}{name}"));
                                }
                            }
                        }
                    }
                    ("example" | "default" | "enum" | "examples", _) => {}
                    _ => rename_references(value, rename),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename_references(value, rename)),
        _ => {}
    }
}

/// The names of the required properties.
pub(crate) fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The values of a string enum without null; `None` if the schema is no string enum.
pub(crate) fn string_enum(schema: &Value) -> Option<Vec<String>> {
    let values = schema.get("enum")?.as_array()?.iter().filter(|value| !value.is_null());
    let strings: Option<Vec<String>> = values.map(|value| value.as_str().map(str::to_owned)).collect();
    strings.filter(|strings| !strings.is_empty())
}

/// A schema without annotations for readers.
pub(crate) fn without_annotations(schema: &Value) -> Value {
    match schema {
        Value::Object(object) => {
            let mut out = Map::new();
            for (key, value) in object {
                match key.as_str() {
                    "description" | "title" | "example" | "examples" | "deprecated" | "externalDocs" | "default" => {}
                    "properties" => {
                        let mut properties: Vec<_> = value
                            .as_object()
                            .into_iter()
                            .flatten()
                            .map(|(k, v)| (k.clone(), without_annotations(v)))
                            .collect();
                        properties.sort_by(|a, b| a.0.cmp(&b.0));
                        out.insert(key.clone(), Value::Object(properties.into_iter().collect()));
                    }
                    "required" => {
                        let mut names: Vec<Value> = value.as_array().cloned().unwrap_or_default();
                        names.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
                        out.insert(key.clone(), Value::Array(names));
                    }
                    // An `allOf` of one reference equals the reference.
                    "allOf" if reference(schema).is_some() => {
                        let target = reference(schema).unwrap_or_default();
                        out.insert("$ref".to_owned(), Value::String(format!("{SCHEMAS}{target}")));
                    }
                    _ => {
                        out.insert(key.clone(), without_annotations(value));
                    }
                }
            }
            out.sort_keys();
            Value::Object(out)
        }
        Value::Array(values) => Value::Array(values.iter().map(without_annotations).collect()),
        other => other.clone(),
    }
}
