//! What only people read: counted, and not told one by one.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::document::nameless;

/// Names that hold annotations, and what they are counted as.
fn kind(key: &str) -> Option<&'static str> {
    Some(match key {
        "description" => "descriptions",
        "summary" => "summaries",
        "title" => "titles",
        "example" | "examples" => "examples",
        "tags" => "tags",
        "externalDocs" => "links",
        "info" => "info",
        "bearerFormat" => "hints",
        key if key.starts_with("x-") => "extensions",
        _ => return None,
    })
}

/// Maps whose keys are names and no keywords.
const NAMED: [&str; 14] = [
    "properties",
    "patternProperties",
    "paths",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "content",
    "callbacks",
    "webhooks",
    "variables",
    "mapping",
];

/// How many annotations changed at places that are in both documents, by kind.
pub(crate) fn count(old: &Value, new: &Value) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    walk(old, new, false, &mut counts);
    counts
}

fn walk(old: &Value, new: &Value, is_named: bool, counts: &mut BTreeMap<&'static str, usize>) {
    match (old, new) {
        (Value::Object(before), Value::Object(after)) => {
            let other: BTreeMap<String, (&String, &Value)> =
                after.iter().map(|(key, value)| (nameless(key), (key, value))).collect();
            for (key, value) in before {
                let found = after.get(key).or_else(|| other.get(&nameless(key)).map(|(_, value)| *value));
                match (kind(key).filter(|_| !is_named), found) {
                    (Some(kind), found) if found != Some(value) => *counts.entry(kind).or_default() += 1,
                    (None, Some(found)) => walk(value, found, !is_named && NAMED.contains(&key.as_str()), counts),
                    _ => {}
                }
            }
            for key in after.keys().filter(|key| !is_named && !before.contains_key(*key)) {
                if let Some(kind) = kind(key) {
                    *counts.entry(kind).or_default() += 1;
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for (index, value) in before.iter().enumerate() {
                let found = match identity(value) {
                    Some(identity) => after.iter().find(|other| identity_is(other, &identity)),
                    None => after.get(index),
                };
                if let Some(found) = found {
                    walk(value, found, false, counts);
                }
            }
        }
        _ => {}
    }
}

/// What identifies an element of an array, whatever the order.
fn identity(value: &Value) -> Option<(&'static str, String)> {
    ["$ref", "name", "url", "type"].into_iter().find_map(|key| Some((key, value.get(key)?.as_str()?.to_owned())))
}

fn identity_is(value: &Value, (key, text): &(&'static str, String)) -> bool {
    value.get(*key).and_then(Value::as_str) == Some(text)
}
