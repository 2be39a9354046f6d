//! Helpers for walking schemas.

use std::collections::BTreeMap;

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

/// The schema of a name. Aliases are not circular, because the check refuses that.
pub(crate) fn resolved<'a>(aliases: &'a BTreeMap<String, String>, name: &'a str) -> &'a str {
    std::iter::successors(Some(name), |name| aliases.get(*name).map(String::as_str)).last().unwrap_or(name)
}

/// Every direct subschema.
pub(crate) fn children(schema: &Value) -> impl Iterator<Item = &Value> {
    let properties = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let single = ["items", "additionalProperties", "not"].into_iter().filter_map(|key| schema.get(key));
    let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    properties.chain(single).chain(lists)
}

/// Keywords whose members are names: what is called `default` there is a response or a property, and no value.
const NAMED: [&str; 5] = ["properties", "schemas", "responses", "headers", "requestBodies"];

/// Keywords whose values are values of the API.
const DATA: [&str; 5] = ["example", "examples", "default", "enum", "const"];

/// Calls `visit` with every object of a part of the document that is no value of the API, outer ones first.
pub(crate) fn each_object<'a>(value: &'a Value, visit: &mut dyn FnMut(&'a Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            for (key, value) in object {
                match value {
                    Value::Object(named) if NAMED.contains(&key.as_str()) => {
                        named.values().for_each(|value| each_object(value, visit));
                    }
                    _ if DATA.contains(&key.as_str()) => {}
                    value => each_object(value, visit),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each_object(value, visit)),
        _ => {}
    }
}

/// The same with objects that can be changed.
pub(crate) fn each_object_mut(value: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            for (key, value) in object {
                match value {
                    Value::Object(named) if NAMED.contains(&key.as_str()) => {
                        named.values_mut().for_each(|value| each_object_mut(value, visit));
                    }
                    _ if DATA.contains(&key.as_str()) => {}
                    value => each_object_mut(value, visit),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| each_object_mut(value, visit)),
        _ => {}
    }
}

/// Calls `visit` with the name of every component that a schema mentions, directly.
pub(crate) fn each_reference(schema: &Value, visit: &mut dyn FnMut(&str)) {
    each_object(schema, &mut |object| {
        let target = object.get("$ref").and_then(Value::as_str);
        target.and_then(|target| target.strip_prefix(SCHEMAS)).into_iter().for_each(&mut *visit);
    });
}

/// Renames the components that a part of the document mentions.
pub(crate) fn rename_references(value: &mut Value, rename: &dyn Fn(&str) -> Option<String>) {
    let renamed = |target: &mut Value| {
        let name = target.as_str().and_then(|target| target.strip_prefix(SCHEMAS)).and_then(rename);
        if let Some(name) = name {
            *target = Value::String(format!("{SCHEMAS}{name}"));
        }
    };
    each_object_mut(value, &mut |object| {
        object.get_mut("$ref").into_iter().for_each(renamed);
        let discriminator = object.get_mut("discriminator").and_then(Value::as_object_mut);
        let mappings = discriminator.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut);
        mappings.flat_map(Map::values_mut).for_each(renamed);
    });
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
