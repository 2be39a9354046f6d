//! Lowers keywords whose values are no schemas: names, numbers, examples and encodings.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::context::Context;
use crate::document::keywords::{Members, is_data};
use crate::document::version::is_own_dialect;
use crate::ledger::join;

/// Removes names of schemas and comments. References by such names are already resolved.
pub(super) fn identity(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    schema.retain(|keyword, value| {
        let at = join(at, keyword);
        match keyword.as_str() {
            "$id" | "$anchor" | "$dynamicAnchor" | "$recursiveAnchor" | "$vocabulary" => {
                let message = format!("{keyword} is left out: references by it are now by name.");
                cx.notes.exact(&at, "schema-identity", message);
            }
            "$defs" | "definitions" => {
                cx.notes.exact(&at, "definitions", "Referenced definitions are now in components.schemas.")
            }
            "$comment" => cx.notes.exact(&at, "comment", "Comments are removed."),
            "$schema" if is_own_dialect(value) => {
                cx.notes.exact(&at, "schema-dialect", "The default dialect is redundant.");
            }
            "$schema" => cx.notes.lossy(
                &at,
                "schema-dialect",
                format!("The schema is read as JSON Schema 2020-12 and not as {value}."),
            ),
            // `type: null` in YAML is meant as the name of a type.
            "type" => return true,
            _ if value.is_null() && !is_data(keyword) => {
                cx.notes.exact(&at, "keyword-without-value", format!("{keyword} has no value and no effect."));
            }
            _ => return true,
        }
        false
    });
}

/// Rewrites keywords that differ in 3.0.
pub(super) fn rewrite(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    constant(schema, at, cx);
    values(schema, at, cx);
    counts(schema, at, cx);
    bound(schema, at, cx, ("minimum", "exclusiveMinimum"), Ordering::Greater);
    bound(schema, at, cx, ("maximum", "exclusiveMaximum"), Ordering::Less);
    examples(schema, at, cx);
    content(schema, at, cx);
}

fn constant(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(constant) = schema.shift_remove("const") else {
        return;
    };
    let at = join(at, "const");
    match schema.get("enum").and_then(Value::as_array) {
        Some(values) if !values.contains(&constant) => {
            cx.notes.lossy(
                &at,
                "const-outside-enum",
                "The constant is not in the enum next to it; the constant is used.",
            );
        }
        _ => cx.notes.exact(&at, "const", "A constant is now an enum of one value."),
    }
    schema.insert("enum".to_owned(), vec![constant].into());
}

fn values(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    let at = join(at, "enum");
    let before = values.len();
    let mut seen: Vec<Value> = Vec::with_capacity(before);
    let mut texts = BTreeSet::new();
    for value in std::mem::take(values) {
        let is_new = match value.is_object() || value.is_array() {
            true => !seen.contains(&value),
            false => texts.insert(value.to_string()),
        };
        if is_new {
            seen.push(value);
        }
    }
    if seen.len() < before {
        cx.notes.exact(&at, "enum-repeats", "Duplicate values of the enum are removed.");
    }
    *values = seen;
    if before == 0 {
        schema.shift_remove("enum");
        cx.notes.lossy(&at, "enum-empty", "An empty enum would allow nothing: it is left out.");
    }
}

/// In JSON Schema, `3.0` is a whole number; the parser of 3.0 rejects it.
fn counts(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    for keyword in ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"] {
        let Some(value) = schema.get_mut(keyword).filter(|value| value.is_f64()) else {
            continue;
        };
        let whole = value.as_f64().and_then(|number| format!("{number:.0}").parse::<u64>().ok());
        if let Some(whole) = whole {
            *value = whole.into();
            cx.notes.exact(&join(at, keyword), "whole-number", "The number is written without a fraction.");
        }
    }
}

/// Rewrites an exclusive bound for 3.0: a bound and a boolean keyword.
fn bound(
    schema: &mut Members,
    at: &str,
    cx: &mut Context<'_>,
    (inclusive, exclusive): (&str, &str),
    tighter: Ordering,
) {
    let at = join(at, exclusive);
    let kept = schema.get(inclusive).and_then(Value::as_number).cloned();
    match schema.get(exclusive).cloned() {
        Some(Value::Number(limit)) => {
            let kept_is_tighter = kept.is_some_and(|kept| compared(&kept, &limit) == tighter);
            if kept_is_tighter {
                schema.shift_remove(exclusive);
            } else {
                schema.insert(inclusive.to_owned(), limit.into());
                schema.insert(exclusive.to_owned(), true.into());
            }
            cx.notes.exact(&at, "exclusive-bound", format!("The tighter of the bounds is now the {inclusive}."));
        }
        Some(Value::Bool(excluded)) if !excluded || kept.is_none() => {
            schema.shift_remove(exclusive);
            cx.notes.exact(&at, "keyword-without-effect", format!("{exclusive} excludes nothing here."));
        }
        Some(Value::Bool(_)) => {
            cx.notes.exact(&at, "exclusive-bound", format!("{exclusive} is written as in 3.0 and keeps that meaning."))
        }
        _ => {}
    }
}

fn compared(left: &Number, right: &Number) -> Ordering {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => left.cmp(&right),
        _ => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
    }
}

/// Keeps the first of several examples, because 3.0 allows one.
pub(super) fn examples(members: &mut Members, at: &str, cx: &mut Context<'_>) {
    let Some(examples) = members.shift_remove("examples") else {
        return;
    };
    let at = join(at, "examples");
    let mut examples = match examples {
        Value::Array(examples) => examples.into_iter(),
        _ => {
            cx.notes.lossy(&at, "examples", "The examples of a schema are a list in 3.1: these are left out.");
            return;
        }
    };
    if let Some(first) = examples.as_slice().first()
        && (!members.contains_key("example") || members.get("example") == Some(first))
    {
        members.insert("example".to_owned(), first.clone());
        examples.next();
    }
    match examples.len() {
        0 => cx.notes.exact(&at, "examples", "The example is now in the field of 3.0."),
        lost => {
            cx.notes.lossy(&at, "examples", format!("3.0 allows one example of a schema: {lost} more are left out."))
        }
    }
}

/// Text with encoded content, which 3.0 expresses with a format.
fn content(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let encoding = schema.shift_remove("contentEncoding");
    let media_type = schema.shift_remove("contentMediaType");
    let mut is_text = encoding.is_some();
    if let Some(encoding) = &encoding {
        let at = join(at, "contentEncoding");
        let known = matches!(encoding.as_str(), Some("base64"));
        if known && (!schema.contains_key("format") || schema.get("format") == Some(&"byte".into())) {
            schema.insert("format".to_owned(), "byte".into());
            cx.notes.exact(&at, "content-encoding", "Base64 is now the format byte.");
        } else {
            cx.notes.lossy(&at, "content-encoding", format!("3.0 cannot express text encoded as {encoding} here."));
        }
    }
    if let Some(media_type) = &media_type {
        let at = join(at, "contentMediaType");
        let name = media_type.as_str().unwrap_or_default();
        let bytes = name == "application/octet-stream";
        let binary = bytes || ["image/", "audio/", "video/"].iter().any(|family| name.starts_with(family));
        let free = !schema.contains_key("format") || schema.get("format") == Some(&"binary".into());
        if encoding.is_none() && binary && free {
            is_text = true;
            schema.insert("format".to_owned(), "binary".into());
            if bytes {
                cx.notes.exact(&at, "content-media-type", "Bytes are now the format binary.");
            } else {
                cx.notes.lossy(&at, "content-media-type", format!("The media type {name} of the bytes is lost."));
            }
        } else {
            cx.notes.lossy(&at, "content-media-type", format!("The media type {name} of the text is lost."));
        }
    }
    if is_text && !schema.contains_key("type") {
        schema.insert("type".to_owned(), "string".into());
    }
}
