//! Random values that a schema of the document allows, and the places of their members.

use std::sync::OnceLock;

use fastrand::Rng;
use serde_json::{Map, Value, json};
use verda_api_codegen::names::Names;
use verda_api_codegen::{names_of, says_time};

use crate::document::{corrected, resolve};
use crate::examples::{DEEPEST, TIME, kind};

/// Characters with and without an escape in JSON.
const LETTERS: &[char] = &['a', 'b', 'X', '0', '9', ' ', '-', '_', '.', '/', '"', '\\', '\u{e4}', '\u{1f980}'];

const SCHEMAS: &str = "#/components/schemas/";

/// A random value of a schema. With `full`, every optional property is present, and no list is empty.
pub fn random(schema: &'static Value, rng: &mut Rng, full: bool) -> Value {
    random_at(schema, rng, full, 0)
}

fn random_at(schema: &'static Value, rng: &mut Rng, full: bool, depth: usize) -> Value {
    let schema = resolve(schema);
    let is_too_deep = depth > DEEPEST;
    let depth = depth + 1;
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    if let Some(branches) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for branch in branches {
            match random_at(branch, rng, full, depth) {
                Value::Object(members) => all.extend(members),
                other => return other,
            }
        }
        return Value::Object(all);
    }
    if let Some(branches) = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()) {
        return rng.choice(branches).map(|branch| random_at(branch, rng, full, depth)).unwrap_or_default();
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return rng.choice(values).cloned().unwrap_or_default();
    }
    match kind(schema).unwrap_or_default() {
        "array" => {
            let length = if is_too_deep {
                0
            } else if full {
                1
            } else {
                rng.usize(0..3)
            };
            let items = schema.get("items");
            (0..length).filter_map(|_| items.map(|items| random_at(items, rng, full, depth))).collect()
        }
        "string" => string(schema, rng),
        "integer" => {
            let least = schema.get("minimum").and_then(Value::as_u64).unwrap_or(0);
            let most = schema.get("maximum").and_then(Value::as_u64).unwrap_or(least + 100_000).max(least);
            json!(rng.u64(least..=most))
        }
        "number" => json!(f64::from(rng.u32(1..1_000_000)) / 1000.0),
        "boolean" => json!(rng.bool()),
        _ => {
            let required: Vec<&str> = schema
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let properties = schema.get("properties").and_then(Value::as_object);
            let chosen: Vec<_> = properties
                .into_iter()
                .flatten()
                .filter(|(name, _)| required.contains(&name.as_str()) || (!is_too_deep && (full || rng.bool())))
                .collect();
            let mut value = |name: &str, property: &'static Value| match says_time(name, resolve(property)) {
                true => json!(TIME),
                false => random_at(property, rng, full, depth),
            };
            chosen.into_iter().map(|(name, property)| (name.clone(), value(name, property))).collect()
        }
    }
}

fn string(schema: &'static Value, rng: &mut Rng) -> Value {
    match schema.get("format").and_then(Value::as_str).unwrap_or_default() {
        "date" => json!("2026-04-01"),
        "date-time" => json!(["2026-04-01T06:49:28.829Z", "2026-04-01T09:49:28.829+03:00"][rng.usize(0..2)]),
        "uuid" => json!(format!("{:08x}-0d1e-4a57-9a3c-{:012x}", rng.u32(..), rng.u64(..1 << 48))),
        "decimal" => json!(format!("{}.{:02}", rng.u8(..), rng.u8(0..100))),
        _ => {
            let length = rng.usize(1..12);
            let text: String = (0..length).filter_map(|_| rng.choice(LETTERS).copied()).collect();
            json!(text)
        }
    }
}

/// A member of an object somewhere in a value.
#[derive(Clone, Debug)]
pub struct Member {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    /// Whether a response never lacks it, by `names.toml` or by rule.
    pub is_identity: bool,
    /// Whether it is one of a list of strings.
    pub is_enum: bool,
}

/// Every member of every object in a value of a schema.
pub fn members(schema: &'static Value, value: &Value) -> Vec<Member> {
    let mut found = Vec::new();
    walk(schema, value, "", "", &mut found);
    found
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let listed = Names::parse(include_str!("../../verda-api/spec/names.toml")).unwrap_or_default();
        names_of(corrected(), &listed)
    })
}

fn walk(schema: &'static Value, value: &Value, pointer: &str, owner: &str, found: &mut Vec<Member>) {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(SCHEMAS));
    let owner = target.map_or(owner, |name| names().types.get(name).map_or(name, String::as_str));
    let schema = resolve(schema);
    for branch in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        walk(branch, value, pointer, owner, found);
    }
    // Of a union, the branch that the value fits: the one whose properties are all of the value's.
    let branches = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    if let Some(branch) = branches.and_then(|branches| branches.iter().find(|branch| fits(resolve(branch), value))) {
        walk(branch, value, pointer, owner, found);
    }
    match value {
        Value::Array(values) => {
            let Some(items) = schema.get("items") else { return };
            for (index, value) in values.iter().enumerate() {
                walk(items, value, &format!("{pointer}/{index}"), owner, found);
            }
        }
        Value::Object(object) => {
            for (name, value) in object {
                let Some(property) = schema.get("properties").and_then(|properties| properties.get(name)) else {
                    continue;
                };
                let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
                let is_enum = value.is_string() && resolve(property).get("enum").is_some();
                let required = schema.get("required").and_then(Value::as_array);
                let is_required = required.is_some_and(|names| names.iter().any(|other| other == name));
                let is_identity = is_required && names().is_identity(owner, name);
                found.push(Member { pointer: pointer.clone(), is_identity, is_enum });
                walk(property, value, &pointer, "", found);
            }
        }
        _ => {}
    }
}

fn fits(schema: &'static Value, value: &Value) -> bool {
    let Some(object) = value.as_object() else {
        return kind(schema) != Some("object") && value.is_array() == (kind(schema) == Some("array"));
    };
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return false };
    object.iter().all(|(name, value)| {
        properties.get(name).is_some_and(|property| {
            let values = resolve(property).get("enum").and_then(Value::as_array);
            values.is_none_or(|values| values.contains(value))
        })
    })
}
