//! The keywords of schemas: which of them contain schemas, and which of them 3.0 has.
//!
//! Only values reached through these tables are read as schemas. Examples, defaults, enum values and
//! extensions are data, and a *property named* like a keyword is a name.

use serde_json::{Map, Value};

use super::version::Version;
use crate::ledger::join;

/// The members of an object.
pub(crate) type Members = Map<String, Value>;

/// Keywords of both versions that describe a value and do not constrain it.
const ANNOTATIONS: [&str; 9] =
    ["title", "description", "default", "deprecated", "readOnly", "writeOnly", "example", "externalDocs", "xml"];

/// Keywords of 3.0 that constrain a value.
const CONSTRAINTS: [&str; 27] = [
    "type",
    "format",
    "enum",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "items",
    "maxProperties",
    "minProperties",
    "required",
    "properties",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "discriminator",
    "nullable",
    "$ref",
];

/// The keywords that combine schemas about the same value.
pub(crate) const COMPOSITIONS: [&str; 4] = ["allOf", "oneOf", "anyOf", "not"];

/// The types that 3.0 knows.
pub(crate) const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

const ONE_SCHEMA_V30: [&str; 3] = ["items", "additionalProperties", "not"];
const ONE_SCHEMA_V31: [&str; 8] =
    ["contains", "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema", "if", "then", "else"];
const LISTS_V30: [&str; 3] = ["allOf", "oneOf", "anyOf"];
const LISTS_V31: [&str; 2] = ["prefixItems", "items"];
const MAPS_V30: [&str; 1] = ["properties"];
const MAPS_V31: [&str; 4] = ["patternProperties", "dependentSchemas", "$defs", "definitions"];

/// Whether the keyword describes a value and does not constrain it.
pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// Whether 3.0 knows the keyword.
pub(crate) fn is_known(keyword: &str) -> bool {
    is_annotation(keyword) || CONSTRAINTS.contains(&keyword)
}

/// Whether the keyword's value is data, in which null is an ordinary value.
pub(crate) fn is_data(keyword: &str) -> bool {
    matches!(keyword, "default" | "example" | "const") || keyword.starts_with("x-")
}

/// Whether anything in the schema constrains a value.
pub(crate) fn constrains(schema: &Members) -> bool {
    schema.keys().any(|keyword| !is_annotation(keyword))
}

/// Splits a schema into describing and constraining keywords.
pub(crate) fn split_annotations(schema: Members) -> (Members, Members) {
    schema.into_iter().partition(|(keyword, _)| is_annotation(keyword))
}

/// The keywords of the version that hold a map of schemas.
pub(crate) fn maps(version: Version) -> impl Iterator<Item = &'static str> {
    of(version, &MAPS_V30, &MAPS_V31)
}

/// The keywords of the version that hold a list of schemas.
pub(crate) fn lists(version: Version) -> impl Iterator<Item = &'static str> {
    of(version, &LISTS_V30, &LISTS_V31)
}

/// The keywords of the version that hold one schema.
pub(crate) fn singles(version: Version) -> impl Iterator<Item = &'static str> {
    of(version, &ONE_SCHEMA_V30, &ONE_SCHEMA_V31)
}

fn of(
    version: Version,
    both: &'static [&'static str],
    newer: &'static [&'static str],
) -> impl Iterator<Item = &'static str> {
    let newer = if version == Version::V31 { newer } else { &[] };
    both.iter().chain(newer).copied()
}

/// The schemas directly inside a schema, with their pointers.
pub(crate) fn children<'a>(schema: &'a Members, at: &str, version: Version) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    for keyword in maps(version) {
        for (name, child) in schema.get(keyword).and_then(Value::as_object).into_iter().flatten() {
            found.push((join(&join(at, keyword), name), child));
        }
    }
    for keyword in lists(version) {
        let list = schema.get(keyword).and_then(Value::as_array);
        for (index, child) in list.into_iter().flatten().enumerate() {
            found.push((format!("{at}/{keyword}/{index}"), child));
        }
    }
    for keyword in singles(version) {
        if let Some(child) = schema.get(keyword).filter(|child| !child.is_array()) {
            found.push((join(at, keyword), child));
        }
    }
    found
}
