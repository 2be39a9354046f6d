//! Types: 3.1 allows several types or none, the generator needs exactly one.

use serde_json::{Value, json};

use super::composition::in_all_of;
use super::context::Context;
use crate::document::keywords::{Members, TYPES};
use crate::ledger::join;

/// Keywords that constrain some types, besides those of [`type_of_keyword`].
const OF_SOME: [&str; 3] = ["required", "format", "enum"];

/// Rewrites the schema with one type, or as alternatives of one type each.
pub(super) fn settle(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    match schema.get("type").cloned() {
        Some(Value::Array(types)) => listed(schema, &types, &join(at, "type"), cx),
        Some(_) => {}
        None => inferred(schema, at, cx),
    }
    if let Some(Value::String(name)) = schema.get("type").cloned() {
        leave_out_others(schema, &name, at, cx);
        values_of(schema, &name, at, cx);
    }
    if schema.get("type").is_some_and(|name| name == "array") && !schema.contains_key("items") {
        schema.insert("items".to_owned(), json!({}));
        cx.notes.exact(at, "missing-items", "3.0 requires the items of an array: they may be anything.");
    }
}

/// Removes constraints on values of other types: the generator panics on some of them.
fn leave_out_others(schema: &mut Members, name: &str, at: &str, cx: &mut Context<'_>) {
    schema.retain(|keyword, _| {
        let keep = match keyword.as_str() {
            "required" => name == "object",
            "format" => matches!(name, "string" | "number" | "integer"),
            other => is_about(other, name),
        };
        if !keep {
            cx.notes.exact(
                &join(at, keyword),
                "keyword-without-effect",
                format!("{keyword} has no meaning for a {name}."),
            );
        }
        keep
    });
}

/// Removes values that the schema's type does not allow, because no value matches them.
fn values_of(schema: &mut Members, name: &str, at: &str, cx: &mut Context<'_>) {
    let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) else {
        return;
    };
    let (kept, others): (Vec<Value>, Vec<Value>) = std::mem::take(values).into_iter().partition(|value| match name {
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => is_of(value, name),
    });
    let is_empty = kept.is_empty();
    *values = kept;
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(Value::to_string).collect();
        let message = format!("{} is no {name} and is left out; correct the type or the enum.", others.join(", "));
        cx.notes.lossy(&join(at, "enum"), "enum-outside-type", message);
    }
    if is_empty {
        schema.shift_remove("enum");
    }
}

fn listed(schema: &mut Members, types: &[Value], at: &str, cx: &mut Context<'_>) {
    let named = |name: &str| types.iter().any(|value| value == name);
    let types: Vec<&str> =
        TYPES.into_iter().filter(|name| named(name) && !(*name == "integer" && named("number"))).collect();
    match types.as_slice() {
        [] => {
            schema.shift_remove("type");
        }
        [one] => {
            schema.insert("type".to_owned(), (*one).into());
            cx.notes.exact(at, "type-list-of-one", format!("The only type of the list is {one}."));
        }
        several => {
            schema.shift_remove("type");
            let constrained =
                schema.keys().any(|key| type_of_keyword(key).is_some() || OF_SOME.contains(&key.as_str()));
            if several.len() == 5 && !constrained {
                cx.notes.exact(at, "type-any", "A schema of every type is one without a type.");
            } else {
                split(schema, several);
                cx.notes.exact(at, "type-list", "Several types are now alternatives of one type each.");
            }
        }
    }
}

fn inferred(schema: &mut Members, at: &str, cx: &mut Context<'_>) {
    let composed = ["allOf", "oneOf", "anyOf"].iter().any(|keyword| schema.contains_key(*keyword));
    let types = match schema.get("enum").and_then(Value::as_array) {
        Some(values) => types_of(values),
        None => types_implied(schema),
    };
    match types.as_slice() {
        // Next to a composition, the number may be an integer, and the text a constant.
        ["string" | "number" | "integer" | "boolean"] if composed => {}
        [one] => {
            let is_said = schema.contains_key("enum");
            schema.insert("type".to_owned(), (*one).into());
            if is_said || cx.is_typed {
                let message = format!("The schema has no type, but only a {one} fits its keywords.");
                cx.notes.exact(at, "type-inferred", message);
            } else {
                let message =
                    format!("The schema has no type and is read as a {one}: values of other types cannot be read.");
                cx.notes.lossy(at, "type-assumed", message);
            }
        }
        [] => {}
        several if schema.contains_key("enum") => {
            split(schema, several);
            cx.notes.exact(&join(at, "enum"), "enum-of-types", "Values of several types are now alternatives.");
        }
        _ if composed => {}
        _ => {
            schema.retain(|keyword, _| {
                let keep = type_of_keyword(keyword).is_none() && keyword != "format";
                if !keep {
                    cx.notes.lossy(
                        &join(at, keyword),
                        "type-unclear",
                        format!("{keyword} and keywords of other types are left out, because the type is missing."),
                    );
                }
                keep
            });
        }
    }
}

/// The types of the values, in the order of [`TYPES`].
fn types_of(values: &[Value]) -> Vec<&'static str> {
    let whole = |value: &Value| value.is_i64() || value.is_u64();
    let numbers: Vec<&Value> = values.iter().filter(|value| value.is_number()).collect();
    let number = if numbers.iter().all(|value| whole(value)) { "integer" } else { "number" };
    TYPES
        .into_iter()
        .filter(|name| match *name {
            "number" | "integer" => *name == number && !numbers.is_empty(),
            other => values.iter().any(|value| is_of(value, other)),
        })
        .collect()
}

fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::String(_) => name == "string",
        Value::Bool(_) => name == "boolean",
        Value::Number(_) => matches!(name, "number" | "integer"),
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
        Value::Null => false,
    }
}

fn types_implied(schema: &Members) -> Vec<&'static str> {
    for (keyword, name) in [("properties", "object"), ("items", "array")] {
        if schema.contains_key(keyword) {
            return vec![name]; // Structural keywords decide the type.
        }
    }
    let mut types: Vec<&'static str> = keywords_of_types(schema).filter_map(type_of_keyword).collect();
    types.sort_unstable();
    types.dedup();
    match (types.as_slice(), format_type(schema)) {
        // A format alone does not exclude values of other types.
        (["number"], Some("integer")) => vec!["integer"],
        _ => types,
    }
}

fn keywords_of_types(schema: &Members) -> impl Iterator<Item = &str> {
    schema.keys().map(String::as_str).filter(|keyword| type_of_keyword(keyword).is_some())
}

/// The type whose values the keyword constrains; the keyword ignores values of other types.
fn type_of_keyword(keyword: &str) -> Option<&'static str> {
    match keyword {
        "properties" | "additionalProperties" | "minProperties" | "maxProperties" => Some("object"),
        "items" | "minItems" | "maxItems" | "uniqueItems" => Some("array"),
        "pattern" | "minLength" | "maxLength" => Some("string"),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Some("number"),
        _ => None,
    }
}

/// Whether the keyword can constrain a value of the type.
fn is_about(keyword: &str, name: &str) -> bool {
    type_of_keyword(keyword).is_none_or(|of| of == name || (of == "number" && name == "integer"))
}

fn format_type(schema: &Members) -> Option<&'static str> {
    match schema.get("format")?.as_str()? {
        "float" | "double" => Some("number"),
        format if format.starts_with("int") || format.starts_with("uint") => Some("integer"),
        _ => Some("string"),
    }
}

/// Writes alternatives of one type each, with the keywords that constrain this type.
fn split(schema: &mut Members, types: &[&str]) {
    let format = format_type(schema);
    let has_format = |name: &str| match format {
        Some("string") => name == "string",
        Some(_) => matches!(name, "number" | "integer"),
        None => false,
    };
    let mut alternatives = Vec::with_capacity(types.len());
    for name in types {
        let mut alternative = Members::new();
        alternative.insert("type".to_owned(), (*name).into());
        for (keyword, value) in &*schema {
            let belongs = match keyword.as_str() {
                "required" => *name == "object",
                "format" => has_format(name),
                "enum" => false,
                other => type_of_keyword(other).is_some() && is_about(other, name),
            };
            if belongs {
                alternative.insert(keyword.clone(), value.clone());
            }
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            let own: Vec<Value> = values.iter().filter(|value| is_of(value, name)).cloned().collect();
            if own.is_empty() {
                continue;
            }
            alternative.insert("enum".to_owned(), own.into());
        }
        if *name == "array" && !alternative.contains_key("items") {
            alternative.insert("items".to_owned(), json!({}));
        }
        alternatives.push(Value::Object(alternative));
    }
    schema.retain(|keyword, _| type_of_keyword(keyword).is_none() && !OF_SOME.contains(&keyword.as_str()));
    if alternatives.is_empty() {
        schema.insert("not".to_owned(), json!({})); // No value of the enum is of these types.
    } else if alternatives.len() == 1
        && let Some(Value::Object(only)) = alternatives.pop()
    {
        schema.extend(only);
    } else if !schema.contains_key("oneOf") {
        schema.insert("oneOf".to_owned(), alternatives.into());
    } else {
        in_all_of(schema, json!({"oneOf": alternatives}));
    }
}
