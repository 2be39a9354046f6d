//! Schemas that say less than they could.

use serde_json::{Map, Value};

use super::sites::Sites;
use super::{Problem, Rule};
use crate::document::{Document, Node};

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let is_31 = document.top().text("openapi").is_some_and(|version| version.starts_with("3.1"));
    for node in &sites.schemas {
        let Some(schema) = node.value.as_object() else { continue };
        let mut note = |rule, message: String| problems.push(Problem::new(rule, &node.pointer, message));
        match schema.get("type").and_then(Value::as_str) {
            Some("object") if is_bare(schema) => note(Rule::ObjectWithoutAnything, bare_object(node)),
            Some("array") if !schema.contains_key("items") && !schema.contains_key("prefixItems") => {
                note(Rule::ArrayWithoutItems, "the elements of this array are not described: add `items`".to_owned());
            }
            Some("number") if all_integers(schema) => {
                note(
                    Rule::NumberWithIntegerExamples,
                    "every example of this number is an integer: say `type: integer`, unless fractions occur"
                        .to_owned(),
                );
            }
            _ => {}
        }
        if is_31 && schema.contains_key("nullable") {
            note(Rule::NullableIn31, "3.1 has no `nullable`: add `null` to the types".to_owned());
        }
        if !["allOf", "anyOf", "oneOf", "$ref", "patternProperties"].iter().any(|keyword| schema.contains_key(*keyword))
        {
            let properties = schema.get("properties").and_then(Value::as_object);
            let required = schema.get("required").and_then(Value::as_array);
            for name in required.into_iter().flatten().filter_map(Value::as_str) {
                if properties.is_none_or(|properties| !properties.contains_key(name)) {
                    note(
                        Rule::RequiredWithoutProperty,
                        format!("`{name}` is required and not described: add the property or correct its name"),
                    );
                }
            }
        }
    }
}

/// Whether nothing but annotations stands beside the type.
fn is_bare(schema: &Map<String, Value>) -> bool {
    let says =
        ["properties", "additionalProperties", "patternProperties", "allOf", "anyOf", "oneOf", "$ref", "enum", "const"];
    let is_empty = |value: &Value| value.as_object().is_some_and(Map::is_empty) || *value == Value::Bool(true);
    says.iter().all(|keyword| schema.get(*keyword).is_none_or(is_empty))
}

/// What to do, by what the example shows.
fn bare_object(node: &Node<'_>) -> String {
    let example = node.value.get("example").and_then(Value::as_object).filter(|example| !example.is_empty());
    match example {
        Some(example) => {
            let properties: Vec<String> =
                example.iter().map(|(name, value)| format!("{name}: {}", crate::diff::type_of(value))).collect();
            format!(
                "an object of which nothing is known: describe the properties of its example ({})",
                properties.join(", ")
            )
        }
        None => {
            "an object of which nothing is known: describe its properties, or say `additionalProperties`".to_owned()
        }
    }
}

fn all_integers(schema: &Map<String, Value>) -> bool {
    let list = schema.get("examples").and_then(Value::as_array);
    let mut all = schema.get("example").into_iter().chain(list.into_iter().flatten()).peekable();
    all.peek().is_some() && all.all(|value| value.is_i64() || value.is_u64())
}
