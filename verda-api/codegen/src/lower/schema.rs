//! Lowers one schema, and defines the order of the keywords.

use serde_json::{Value, json};

use super::context::Context;
use super::nullable::{self, Null};
use super::{composition, containers, hoist, scalars, types};
use crate::document::keywords::{Members, is_known, split_annotations};
use crate::document::version::Version;
use crate::ledger::{Refusal, join};

/// Lowers a schema at any place.
pub(super) fn lower(cx: &mut Context<'_>, schema: Value, at: &str) -> Value {
    match schema {
        Value::Object(members) => Value::Object(object(cx, members, at)),
        Value::Bool(true) => {
            cx.notes.exact(at, "schema-true", "The schema true allows everything, and so does an empty one.");
            json!({})
        }
        Value::Bool(false) => {
            cx.notes.exact(
                at,
                "schema-false",
                "The schema false allows nothing: it is now the negation of an empty schema.",
            );
            json!({"not": {}})
        }
        _ => {
            cx.refusals.push(Refusal::new(at, "a schema must be an object"));
            json!({})
        }
    }
}

fn object(cx: &mut Context<'_>, schema: Members, at: &str) -> Members {
    let is_typed = cx.is_typed;
    let lowered = lowered(cx, schema, at);
    cx.is_typed = is_typed;
    lowered
}

fn lowered(cx: &mut Context<'_>, mut schema: Members, at: &str) -> Members {
    let is_typed = std::mem::take(&mut cx.is_typed);
    scalars::identity(&mut schema, at, cx);
    if let Some(Value::String(text)) = schema.shift_remove("$ref") {
        without_siblings(&mut schema, at, cx);
        return match hoist::target(cx, &text, at) {
            Some(target) => reference(cx, target, schema, at),
            None => schema,
        };
    }
    if let Some(Value::String(text)) = schema.shift_remove("$dynamicRef")
        && let Some(target) = hoist::dynamic_target(cx, &text, at)
    {
        return reference(cx, target, schema, at);
    }
    scalars::rewrite(&mut schema, at, cx);
    hoist::mapping(&mut schema, at, cx);
    let mut null = nullable::taken(&mut schema, at, cx);
    containers::lower(&mut schema, at, cx);
    cx.is_typed = is_typed || composition::says_type(&schema);
    let is_composed_of_types = composition::is_composed_of_types(&schema);
    composition::lower(&mut schema, &mut null, at, cx);
    cx.is_typed = is_typed || is_composed_of_types;
    if null == Null::Only {
        let (mut only, _) = split_annotations(schema);
        only.insert("nullable".to_owned(), true.into());
        only.insert("enum".to_owned(), json!([null]));
        return only;
    }
    leave_out_unknown(&mut schema, at, cx);
    types::settle(&mut schema, at, cx);
    composition::separate_alternatives(&mut schema, at, cx);
    if null == Null::Allowed { nullable::applied(schema) } else { schema }
}

/// 3.0 ignores all keywords next to a reference.
fn without_siblings(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    if cx.version == Version::V31 {
        return;
    }
    for keyword in std::mem::take(schema).keys() {
        let message = format!("{keyword} next to a reference has no meaning in 3.0 and is left out.");
        cx.notes.exact(&join(at, keyword), "reference-sibling-ignored", message);
    }
}

/// A reference with other keywords: in 3.1, both apply.
fn reference(cx: &mut Context<'_>, target: String, mut siblings: Members, at: &str) -> Members {
    let nullable = nullable::keyword(&mut siblings, at, cx);
    cx.is_typed = true;
    let (mut result, mut rest) = split_annotations(object(cx, siblings, at));
    let target_type = target.strip_prefix('#').and_then(|pointer| cx.source.pointer(pointer)?.get("type"));
    if rest.len() == 1 && rest.get("type").is_some_and(|own| Some(own) == target_type) {
        rest.clear();
        cx.notes.exact(
            &join(at, "type"),
            "reference-repeated-type",
            "The type next to the reference is that of its target, and redundant.",
        );
    }
    let reference = json!({"$ref": target});
    if result.is_empty() && rest.is_empty() && !nullable {
        result.insert("$ref".to_owned(), target.into());
        return result;
    }
    if !(result.is_empty() && rest.is_empty()) {
        cx.notes.exact(
            &join(at, "$ref"),
            "reference-siblings",
            "3.0 ignores keywords next to a reference: the reference and the rest are now one allOf.",
        );
    }
    let mut all = vec![reference];
    match rest.shift_remove("allOf") {
        Some(Value::Array(others)) if rest.is_empty() => all.extend(others),
        Some(others) => {
            rest.insert("allOf".to_owned(), others);
            all.push(rest.into());
        }
        None if !rest.is_empty() => all.push(rest.into()),
        None => {}
    }
    result.insert("allOf".to_owned(), all.into());
    if nullable { nullable::applied(result) } else { result }
}

fn leave_out_unknown(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    schema.retain(|keyword, value| {
        if is_known(keyword) {
            return true;
        }
        let at = join(at, keyword);
        // The name of a member is a text anyhow.
        let is_text = keyword == "propertyNames" && value == &json!({"type": "string"});
        let says_nothing = is_text || value == &Value::Bool(true) || value.as_object().is_some_and(Members::is_empty);
        if says_nothing
            && matches!(
                keyword.as_str(),
                "propertyNames" | "unevaluatedItems" | "unevaluatedProperties" | "contentSchema"
            )
        {
            cx.notes.exact(&at, "keyword-without-effect", format!("{keyword} allows everything here."));
            return false;
        }
        let only_names = keyword == "propertyNames" || keyword == "unevaluatedProperties" && value == &Value::Bool(false);
        let is_schema = value.is_object() || value.is_boolean();
        if only_names && is_schema {
            let message = format!("3.0 has no {keyword}: which names members may have is not checked.");
            cx.notes.exact(&at, "unchecked-names", message);
            return false;
        }
        let rule = match keyword.as_str() {
            "contains" | "minContains" | "maxContains" => "contains",
            "if" | "then" | "else" => "conditional",
            "dependentRequired" | "dependentSchemas" | "dependencies" => "dependent",
            "propertyNames" => "property-names",
            "unevaluatedItems" | "additionalItems" => "unevaluated-items",
            "unevaluatedProperties" => "unevaluated-properties",
            "contentSchema" => "content-schema",
            _ => "unknown-keyword",
        };
        cx.notes.lossy(&at, rule, format!("3.0 has no {keyword}: its constraints are not checked, and members that only it describes are left out."));
        false
    });
}
