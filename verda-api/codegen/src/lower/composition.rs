//! `allOf`, `oneOf`, `anyOf` and `not`.

use serde_json::{Value, json};

use super::context::Context;
use super::nullable::{Null, is_null};
use super::schema;
use crate::document::keywords::{Members, constrains};
use crate::ledger::join;

/// Lowers the compositions of a schema. Null among the alternatives goes into `null`.
pub(super) fn lower(schema: &mut Members, null: &mut Null, at: &str, cx: &mut Context<'_>) {
    all_of(schema, at, cx);
    for keyword in ["oneOf", "anyOf"] {
        alternatives(schema, keyword, null, at, cx);
    }
    let Some(negated) = schema.get("not").cloned() else {
        return;
    };
    let inner = join(at, "not");
    if negated == Value::Bool(false) {
        schema.shift_remove("not");
        cx.notes.exact(&inner, "keyword-without-effect", "The keyword excludes nothing.");
    } else {
        // What is denied restricts what is said.
        cx.is_typed = true;
        schema.insert("not".to_owned(), schema::lower(cx, negated, &inner));
    }
}

/// Keywords that say the type of a schema's values. Others apply to values of one type, and allow all values of other types.
const TELLING: [&str; 4] = ["type", "enum", "const", "$ref"];

/// Whether a schema says the type of its values, by itself or in a part of its `allOf`: its other parts only restrict it. Its
/// alternatives do not say it for one another. Where only the properties or the items tell it, the loss is told for the schema
/// itself, and not again for its parts.
pub(super) fn says_type(schema: &Members) -> bool {
    let assumed = ["properties", "additionalProperties", "items"];
    TELLING.iter().chain(&assumed).any(|keyword| schema.contains_key(*keyword))
        || parts(schema, "allOf").any(tells_type)
}

/// Whether what a schema is made of says its type: a part of its `allOf`, or each of its alternatives.
pub(super) fn is_composed_of_types(schema: &Members) -> bool {
    let is_each = |keyword: &str| parts(schema, keyword).next().is_some() && parts(schema, keyword).all(tells_type);
    parts(schema, "allOf").any(tells_type) || is_each("oneOf") || is_each("anyOf")
}

/// The same of a part, whose alternatives count.
fn tells_type(part: &Members) -> bool {
    TELLING.iter().any(|keyword| part.contains_key(*keyword))
        || ["allOf", "oneOf", "anyOf"].into_iter().any(|keyword| parts(part, keyword).any(tells_type))
}

fn parts<'a>(schema: &'a Members, keyword: &str) -> impl Iterator<Item = &'a Members> {
    schema.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn branches(schema: &mut Members, keyword: &str, at: &str, cx: &mut Context<'_>) -> Option<Vec<Value>> {
    match schema.get_mut(keyword).and_then(Value::as_array_mut).map(std::mem::take) {
        Some(branches) if branches.is_empty() => {
            schema.shift_remove(keyword);
            cx.notes.exact(&join(at, keyword), "keyword-without-effect", format!("An empty {keyword} has no effect."));
            None
        }
        branches => branches,
    }
}

fn all_of(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(branches) = branches(schema, "allOf", at, cx) else {
        return;
    };
    let mut kept = Vec::with_capacity(branches.len());
    for (index, branch) in branches.into_iter().enumerate() {
        let at = format!("{at}/allOf/{index}");
        if branch == Value::Bool(true) {
            cx.notes.exact(&at, "schema-true", "The schema true adds nothing to the others.");
        } else {
            kept.push(schema::lower(cx, branch, &at));
        }
    }
    if kept.is_empty() {
        schema.shift_remove("allOf");
    } else {
        schema.insert("allOf".to_owned(), kept.into());
    }
}

fn alternatives(schema: &mut Members, keyword: &str, null: &mut Null, at: &str, cx: &mut Context<'_>) {
    let Some(branches) = branches(schema, keyword, at, cx) else {
        return;
    };
    let mut nulls = 0;
    let mut kept = Vec::with_capacity(branches.len());
    for (index, branch) in branches.into_iter().enumerate() {
        let at = format!("{at}/{keyword}/{index}");
        if branch == Value::Bool(false) {
            let message = "The schema false is no alternative, because no value matches it.";
            cx.notes.exact(&at, "schema-false", message);
            continue;
        }
        if branch.as_object().is_some_and(is_null) {
            nulls += 1;
            null.listed(&at, cx);
            continue;
        }
        // A branch may also be only null.
        let branch = schema::lower(cx, branch, &at);
        if branch.as_object().is_some_and(is_null) {
            nulls += 1;
            null.listed(&at, cx);
        } else {
            kept.push(branch);
        }
    }
    match (nulls, kept.len()) {
        (0, 0) => {
            schema.shift_remove(keyword);
            schema.insert("not".to_owned(), json!({}));
        }
        (_, 0) => *null = Null::Only,
        // The tag that a discriminator names is one of its own alternative, too.
        (1.., 1) if !schema.contains_key("discriminator") => {
            schema.shift_remove(keyword);
            kept.into_iter().for_each(|branch| joined(schema, branch, null));
        }
        _ => {
            schema.insert(keyword.to_owned(), kept.into());
        }
    }
}

/// Separates two sets of alternatives, because the generator panics on both in one schema.
pub(super) fn separate_alternatives(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    if !schema.contains_key("oneOf") {
        return;
    }
    if let Some(any) = schema.shift_remove("anyOf") {
        in_all_of(schema, json!({"anyOf": any}));
        cx.notes.exact(
            &join(at, "anyOf"),
            "alternatives-apart",
            "Both oneOf and anyOf apply: one of them is now in an allOf.",
        );
    }
}

/// Adds a schema to the `allOf`.
pub(super) fn in_all_of(schema: &mut Members, another: Value) {
    match schema.get_mut("allOf").and_then(Value::as_array_mut) {
        Some(all) => all.push(another),
        None => {
            schema.insert("allOf".to_owned(), json!([another]));
        }
    }
}

/// Merges the only remaining alternative into the enclosing schema.
fn joined(schema: &mut Members, branch: Value, null: &mut Null) {
    let Value::Object(mut branch) = branch else {
        return;
    };
    let alone = !constrains(schema);
    if alone && !branch.contains_key("$ref") && !branch.keys().any(|key| schema.contains_key(key)) {
        if branch.shift_remove("nullable").is_some() && *null != Null::Only {
            *null = Null::Allowed;
        }
        schema.extend(branch);
        return;
    }
    in_all_of(schema, branch.into());
}
