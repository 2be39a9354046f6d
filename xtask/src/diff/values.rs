//! JSON values as JSON Schema compares them: numbers by value, objects in any order.

use std::collections::BTreeSet;

use serde_json::{Number, Value, json};

use super::uses::is_annotation;

/// Keywords whose lists are sets.
const SETS: [&str; 6] = ["required", "enum", "type", "allOf", "anyOf", "oneOf"];

/// Keywords whose members are names, and no keywords: what is called `title` or `tags` there is no annotation.
pub(crate) const NAMED: [&str; 22] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependentRequired",
    "$defs",
    "definitions",
    "mapping",
    "scopes",
    "security",
    "content",
    "encoding",
    "headers",
    "parameters",
    "responses",
    "requestBodies",
    "callbacks",
    "webhooks",
    "links",
    "variables",
    "paths",
    "schemas",
    "securitySchemes",
];

/// Keywords whose values are values of the API.
const DATA: [&str; 3] = ["default", "const", "enum"];

/// What the members of an object are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Members {
    Keywords,
    Names,
    Data,
}

/// The text that equal values share.
pub(crate) fn canonical(value: &Value) -> String {
    ordered(value, Members::Data).to_string()
}

/// The form that schemas and other parts of a document share when they differ in annotations and order alone.
pub(crate) fn bare(value: &Value) -> Value {
    ordered(value, Members::Keywords)
}

/// The same of what stands at a keyword.
pub(crate) fn bare_at(keyword: &str, value: &Value) -> Value {
    below(Members::Keywords, keyword, value)
}

/// The form of a member.
fn below(owner: Members, key: &str, value: &Value) -> Value {
    let members = match owner {
        Members::Data => Members::Data,
        Members::Keywords if DATA.contains(&key) => Members::Data,
        // The parameters of an operation are a list, and not a map by their names.
        Members::Keywords if NAMED.contains(&key) && (value.is_object() || key == "security") => Members::Names,
        Members::Keywords | Members::Names => Members::Keywords,
    };
    let mut value = ordered(value, members);
    let is_set = owner == Members::Keywords && SETS.contains(&key);
    match &mut value {
        Value::Array(list) if is_set => list.sort_by_cached_key(Value::to_string),
        Value::Object(lists) if owner == Members::Keywords && key == "dependentRequired" => {
            lists
                .values_mut()
                .filter_map(Value::as_array_mut)
                .for_each(|list| list.sort_by_cached_key(Value::to_string));
        }
        _ => {}
    }
    value
}

fn ordered(value: &Value, owner: Members) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.iter().filter(|(key, _)| owner != Members::Keywords || !is_annotation(key));
            let mut members: Vec<(String, Value)> =
                kept.map(|(key, value)| (key.clone(), below(owner, key, value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(members.into_iter().collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(|value| ordered(value, owner)).collect()),
        Value::Number(number) => Value::Number(whole(number)),
        value => value.clone(),
    }
}

/// `1.0` as `1`.
fn whole(number: &Number) -> Number {
    let text =
        number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0).map(|float| format!("{float:.0}"));
    let parsed = text.and_then(|text| {
        let text = if text == "-0" { "0" } else { &text };
        text.parse::<i64>().map(Number::from).or_else(|_| text.parse::<u64>().map(Number::from)).ok()
    });
    parsed.unwrap_or_else(|| number.clone())
}

/// The JSON Schema type of a value.
pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Number(number) => type_name(&Value::Number(whole(number))),
        value => type_name(value),
    }
}

pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The types that `type` names.
pub(crate) fn names(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::String(name) => BTreeSet::from([name.as_str()]),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => BTreeSet::new(),
    }
}

/// Whether types, next to null, are all that there are. A number may be an integer.
pub(crate) fn is_every_type(types: &BTreeSet<&str>) -> bool {
    ["string", "number", "boolean", "object", "array"].iter().all(|name| types.contains(name))
}

/// Whether a keyword that no rule knows excludes no value.
pub(crate) fn says_nothing(schema: &Value, keyword: &str, value: &Value) -> bool {
    let is_anything = |value: &Value| value == true || value.as_object().is_some_and(serde_json::Map::is_empty);
    let branch_says_nothing = |keyword: &str| schema.get(keyword).is_none_or(is_anything);
    match keyword {
        // The name of a member is a text anyhow.
        "propertyNames" => is_anything(value) || *value == json!({"type": "string"}),
        "then" | "else" | "unevaluatedItems" | "unevaluatedProperties" => is_anything(value),
        "if" => branch_says_nothing("then") && branch_says_nothing("else"),
        "dependentRequired" => value.as_object().is_some_and(|all| all.values().all(|names| *names == json!([]))),
        "not" => value == false,
        // Both count what `contains` describes.
        "minContains" => value.as_f64() == Some(1.0) || schema.get("contains").is_none(),
        "maxContains" => schema.get("contains").is_none(),
        _ => false,
    }
}
