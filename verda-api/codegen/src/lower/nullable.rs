//! Null: a type in 3.1, and the keyword `nullable` in 3.0.
//!
//! The generator turns `nullable: true` into an `Option` in two forms: next to one plain type, and next to one composition
//! (`allOf: [{$ref}]`) without other constraints. Every other schema is wrapped in an `allOf` of one.

use serde_json::{Value, json};

use super::context::Context;
use crate::document::keywords::{COMPOSITIONS, Members, constrains, is_annotation, split_annotations};
use crate::document::version::Version;
use crate::ledger::join;

/// Whether a schema allows null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    /// The schema does not mention null.
    Unsaid,
    /// The schema has types without null.
    Outside,
    /// The schema allows null and other values.
    Allowed,
    /// The schema allows only null.
    Only,
}

impl Null {
    /// Records that null is listed among the alternatives at `at`.
    pub(super) fn listed(&mut self, at: &str, cx: &mut Context<'_>) {
        match self {
            Self::Outside => cx.notes.lossy(
                at,
                "null-outside-type",
                "Null is listed here but does not fit the type: null is allowed.",
            ),
            Self::Unsaid | Self::Allowed => {
                cx.notes.exact(at, "null-alternative", "Null as an alternative is now nullable.");
            }
            Self::Only => {}
        }
        if *self != Self::Only {
            *self = Self::Allowed;
        }
    }
}

/// Whether the schema allows only null, in any notation.
pub(super) fn is_null(schema: &Members) -> bool {
    let only_null = |value: &Value| match value {
        Value::Array(types) => !types.is_empty() && types.iter().all(names_null),
        value => names_null(value),
    };
    schema.get("type").is_some_and(only_null)
        || schema.get("const").is_some_and(Value::is_null)
        || schema
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

fn names_null(name: &Value) -> bool {
    name.is_null() || name.as_str() == Some("null")
}

/// Removes the 3.0 keyword from a schema: 3.1 has no such keyword, and authors mean that of 3.0.
pub(super) fn keyword(schema: &mut Members, at: &str, cx: &mut Context<'_>) -> bool {
    match schema.shift_remove("nullable") {
        Some(Value::Bool(true)) => {
            if cx.version == Version::V31 {
                cx.notes.exact(
                    &join(at, "nullable"),
                    "nullable-as-meant",
                    "3.1 has no nullable: it has the meaning of 3.0.",
                );
            }
            true
        }
        Some(_) => {
            cx.notes.exact(&join(at, "nullable"), "keyword-without-effect", "nullable is false by default.");
            false
        }
        None => false,
    }
}

/// Removes null from the keywords `type`, `enum` and `nullable`.
pub(super) fn taken(schema: &mut Members, at: &str, cx: &mut Context<'_>) -> Null {
    let was_only = is_null(schema);
    let said = keyword(schema, at, cx);
    if was_only {
        if !said {
            cx.notes.exact(at, "null-only", "A schema of only null is now an enum of null.");
        }
        return Null::Only;
    }
    if schema.get("type").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        cx.notes.exact(&join(at, "type"), "keyword-without-effect", "An empty list of types has no effect.");
    }
    let mut null = match types_without_null(schema) {
        Some(true) => {
            cx.notes.exact(&join(at, "type"), "type-null", "Null among the types is now nullable.");
            Null::Allowed
        }
        _ if said => Null::Allowed,
        Some(false) => Null::Outside,
        None => Null::Unsaid,
    };
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
        && values.iter().any(Value::is_null)
    {
        values.retain(|value| !value.is_null());
        null.listed(&join(at, "enum"), cx);
    }
    null
}

/// Removes null from the types, and returns whether it was there; `None` without types.
fn types_without_null(schema: &mut Members) -> Option<bool> {
    let types = match schema.get_mut("type")? {
        Value::Array(types) => types,
        _ => return Some(false),
    };
    let before = types.len();
    types.retain(|name| !names_null(name));
    let had_null = types.len() < before;
    if types.is_empty() {
        schema.shift_remove("type");
        return None;
    }
    Some(had_null)
}

/// The schema with null allowed, in a form that the generator turns into an `Option`.
pub(super) fn applied(mut schema: Members) -> Members {
    if !constrains(&schema) {
        return schema; // Everything is allowed, so null is.
    }
    let compositions = COMPOSITIONS.iter().filter(|keyword| schema.contains_key(**keyword)).count();
    let others = schema
        .keys()
        .filter(|key| !COMPOSITIONS.contains(&key.as_str()) && *key != "discriminator")
        .any(|key| !is_annotation(key));
    let plain = schema.contains_key("type") && compositions == 0;
    let combined = compositions == 1 && !others;
    if !plain && !combined {
        let (mut outer, inner) = split_annotations(schema);
        outer.insert("allOf".to_owned(), json!([inner]));
        schema = outer;
    }
    schema.insert("nullable".to_owned(), true.into());
    schema
}
