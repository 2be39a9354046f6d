//! Objects and arrays: the schemas of their members.

use serde_json::{Value, json};

use super::context::Context;
use super::schema;
use crate::document::keywords::{COMPOSITIONS, Members};
use crate::ledger::join;

/// Whether every name matches a pattern of `patternProperties`.
pub fn matches_every_name(pattern: &str) -> bool {
    ["", ".*", "^.*$", "^.*", ".+", "^.+$", "^.+"].contains(&pattern)
}

/// Lowers the members of a schema's objects and arrays.
pub(super) fn lower(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    properties(schema, at, cx);
    if let Some(additional) = schema.get("additionalProperties").filter(|value| !value.is_boolean()).cloned() {
        let lowered = schema::lower(cx, additional, &join(at, "additionalProperties"));
        schema.insert("additionalProperties".to_owned(), lowered);
    }
    unevaluated_properties(schema, at, cx);
    pattern_properties(schema, at, cx);
    items(schema, at, cx)
}

fn properties(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else {
        return;
    };
    let at = join(at, "properties");
    let mut kept = Members::new();
    for (name, property) in std::mem::take(properties) {
        let at = join(&at, &name);
        if property == Value::Bool(false) {
            cx.notes.lossy(
                &at,
                "property-forbidden",
                format!("3.0 cannot forbid the property {name}: it is only omitted."),
            );
        } else {
            kept.insert(name, schema::lower(cx, property, &at));
        }
    }
    *properties = kept;
}

/// If no other keyword evaluates properties, the unevaluated ones are the additional ones.
fn unevaluated_properties(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    if schema.contains_key("additionalProperties") {
        if schema.shift_remove("unevaluatedProperties").is_some() {
            cx.notes.exact(
                &join(at, "unevaluatedProperties"),
                "keyword-without-effect",
                "Next to additionalProperties, no property is unevaluated.",
            );
        }
        return;
    }
    let evaluated_elsewhere = schema.keys().any(|keyword| {
        COMPOSITIONS.contains(&keyword.as_str())
            || matches!(keyword.as_str(), "patternProperties" | "dependentSchemas" | "if")
    });
    if evaluated_elsewhere {
        return; // Left out with the other keywords that 3.0 does not have.
    }
    let Some(unevaluated) = schema.shift_remove("unevaluatedProperties") else {
        return;
    };
    cx.notes.exact(
        &join(at, "unevaluatedProperties"),
        "unevaluated-properties",
        "Only properties evaluates members: the unevaluated ones are now the additional ones.",
    );
    let additional = match unevaluated {
        Value::Bool(allowed) => allowed.into(),
        schema => schema::lower(cx, schema, &join(at, "unevaluatedProperties")),
    };
    schema.insert("additionalProperties".to_owned(), additional);
}

/// 3.0 has no patterns for names: the schema of a pattern becomes that of all unlisted names.
fn pattern_properties(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(Value::Object(patterns)) = schema.shift_remove("patternProperties") else {
        return;
    };
    let at = join(at, "patternProperties");
    if patterns.is_empty() {
        return cx.notes.exact(&at, "keyword-without-effect", "No pattern is given.");
    }
    let is_total = patterns.keys().all(|pattern| matches_every_name(pattern));
    let lowered: Vec<Value> =
        patterns.into_iter().map(|(pattern, value)| schema::lower(cx, value, &join(&at, &pattern))).collect();
    let additional = schema.get("additionalProperties");
    let is_closed = additional == Some(&Value::Bool(false));
    let is_map = additional.is_none() && !schema.contains_key("properties");
    let common = lowered.first().filter(|first| lowered.iter().all(|other| other == *first)).cloned();
    let rest = match common {
        Some(common) if is_total => {
            cx.notes.exact(&at, "pattern-properties", "Every name matches: these are the additional properties.");
            common
        }
        Some(common) if is_closed || is_map => {
            let message = "3.0 has no patterns for names: properties of any name must have the schema of the pattern.";
            cx.notes.lossy(&at, "pattern-properties", message);
            common
        }
        _ => {
            let message =
                "3.0 has no patterns for names: properties that are not listed are kept, and may be anything.";
            cx.notes.lossy(&at, "pattern-properties", message);
            json!({})
        }
    };
    schema.insert("additionalProperties".to_owned(), rest);
}

fn items(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    if let Some(Value::Array(prefix)) = schema.shift_remove("prefixItems") {
        let rest = schema.shift_remove("items");
        return tuple(schema, (prefix, "prefixItems"), (rest, "items"), at, cx);
    }
    match schema.get("items").cloned() {
        // Tuples in older versions of JSON Schema.
        Some(Value::Array(prefix)) => {
            let rest = schema.shift_remove("additionalItems");
            tuple(schema, (prefix, "items"), (rest, "additionalItems"), at, cx)
        }
        Some(Value::Bool(false)) => {
            schema.insert("items".to_owned(), json!({}));
            schema.insert("maxItems".to_owned(), 0.into());
            cx.notes.exact(&join(at, "items"), "items-false", "An array that must be empty has no items.");
        }
        Some(items) => {
            let lowered = schema::lower(cx, items, &join(at, "items"));
            schema.insert("items".to_owned(), lowered);
        }
        None => {}
    }
}

/// An array with a schema for each place. 3.0 has one schema for all places.
fn tuple(
    schema: &mut Members,
    (prefix, keyword): (Vec<Value>, &str),
    (rest, rest_keyword): (Option<Value>, &str),
    at: &str,
    cx: &mut Context<'_>,
) {
    let length = u64::try_from(prefix.len()).unwrap_or(u64::MAX);
    let mut members = Vec::with_capacity(prefix.len());
    for (index, member) in prefix.into_iter().enumerate() {
        members.push(schema::lower(cx, member, &format!("{at}/{keyword}/{index}")));
    }
    let most = schema.get("maxItems").and_then(Value::as_u64);
    let ends = rest == Some(Value::Bool(false));
    if ends && most.is_none_or(|most| most > length) {
        schema.insert("maxItems".to_owned(), length.into());
    }
    let closed = ends || most.is_some_and(|most| most <= length);
    if let Some(rest) = rest.filter(|_| !ends) {
        members.push(schema::lower(cx, rest, &join(at, rest_keyword)));
    } else if !closed && members.is_empty() {
        members.push(json!({}));
    }
    let uniform = members.windows(2).all(|pair| pair.first() == pair.last());
    let open_ended = !closed && u64::try_from(members.len()).unwrap_or(u64::MAX) == length;
    let items = members.into_iter().next().filter(|_| uniform).unwrap_or_else(|| json!({}));
    schema.insert("items".to_owned(), items);
    let at = join(at, keyword);
    if !uniform {
        cx.notes.lossy(&at, "prefix-items", "3.0 has no tuples: the members of this array may be anything.");
    } else if open_ended {
        cx.notes.lossy(&at, "prefix-items", "3.0 has no tuples: every member now has the schema of the first.");
    } else {
        cx.notes.exact(
            &at,
            "prefix-items",
            "All places of the tuple have the same schema, which is now that of the items.",
        );
    }
}
