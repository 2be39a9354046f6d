//! Schemas that say less than they could.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};
use verda_api_codegen::ledger::join;

use super::sites::Sites;
use super::{Problem, Rule};
use crate::document::{Document, Node};

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let is_31 = document.top().text("openapi").is_some_and(|version| version.starts_with("3.1"));
    let described = Described::of(document, sites);
    for node in &sites.schemas {
        let Some(schema) = node.value.as_object() else { continue };
        let mut note = |rule, message: String| problems.push(Problem::new(rule, &node.pointer, message));
        match schema.get("type").and_then(Value::as_str) {
            Some("object") if is_bare(schema) && !described.has_any(node) => {
                note(Rule::ObjectWithoutAnything, bare_object(node))
            }
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
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !described.has(node, name) {
                note(
                    Rule::RequiredWithoutProperty,
                    format!("`{name}` is required and not described: add the property or correct its name"),
                );
            }
        }
        let values = schema.get("enum").and_then(Value::as_array);
        let types = types_of(schema);
        let outside: Vec<String> = values
            .into_iter()
            .flatten()
            .filter(|value| !types.is_empty() && !types.iter().any(|name| is_of(value, name)))
            .filter(|value| !value.is_null() || schema.get("nullable") != Some(&Value::Bool(true)))
            .map(Value::to_string)
            .collect();
        if !outside.is_empty() {
            let message = format!(
                "{} of the enum is not of the type {}: correct the one or the other",
                outside.join(", "),
                types.join(" or ")
            );
            problems.push(Problem::new(Rule::EnumContradictsType, format!("{}/enum", node.pointer), message));
        }
    }
}

fn types_of(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

/// The properties that are described, wherever a schema that speaks of the same value does so: in another part of an
/// `allOf`, next to a `oneOf`, or behind a reference.
struct Described<'a> {
    /// The group of each schema, by pointer; a group is named by one of its schemas, which has itself.
    groups: HashMap<String, String>,
    /// How many schemas each group has, if more than one.
    sizes: HashMap<String, usize>,
    /// The properties of each group.
    names: HashSet<(String, &'a str)>,
    /// The groups that have any properties.
    filled: HashSet<String>,
    /// Groups in which properties of any name are described, or which refer to what is not there.
    open: HashSet<String>,
}

impl<'a> Described<'a> {
    fn of(document: &Document<'a>, sites: &Sites<'a>) -> Self {
        let mut described = Self {
            groups: HashMap::new(),
            sizes: HashMap::new(),
            names: HashSet::new(),
            filled: HashSet::new(),
            open: HashSet::new(),
        };
        for node in &sites.schemas {
            for (keyword, place) in parts(node.value) {
                described.join(&node.pointer, &format!("{}/{keyword}{place}", node.pointer));
            }
            if let Some(target) = document.follow(node) {
                described.join(&node.pointer, &target.pointer);
            }
        }
        for node in &sites.schemas {
            let group = described.group(&node.pointer);
            let has = |keyword: &str| node.value.get(keyword).is_some_and(|value| value.is_object());
            let is_dangling = ["$ref", "$dynamicRef"].iter().any(|key| node.value.get(*key).is_some());
            if has("patternProperties")
                || has("additionalProperties")
                || (is_dangling && document.follow(node).is_none())
            {
                described.open.insert(group.clone());
            }
            let properties = node.value.get("properties").and_then(Value::as_object);
            if properties.is_some_and(|properties| !properties.is_empty()) {
                described.filled.insert(group.clone());
            }
            described.names.extend(properties.into_iter().flatten().map(|(name, _)| (group.clone(), name.as_str())));
        }
        described
    }

    fn has(&self, node: &Node<'a>, name: &'a str) -> bool {
        let group = self.group(&node.pointer);
        self.open.contains(&group) || self.names.contains(&(group, name))
    }

    fn has_any(&self, node: &Node<'a>) -> bool {
        let group = self.group(&node.pointer);
        self.open.contains(&group) || self.filled.contains(&group)
    }

    fn group(&self, pointer: &str) -> String {
        let mut group = pointer;
        while let Some(next) = self.groups.get(group).filter(|next| *next != group) {
            group = next;
        }
        group.to_owned()
    }

    fn join(&mut self, one: &str, other: &str) {
        let (mut group, mut merged) = (self.group(one), self.group(other));
        if group == merged {
            return;
        }
        // The larger one stays, so that no way to it becomes long.
        let size = |of: &String| self.sizes.get(of).copied().unwrap_or(1);
        let (ours, theirs) = (size(&group), size(&merged));
        if ours < theirs {
            std::mem::swap(&mut group, &mut merged);
        }
        self.sizes.insert(group.clone(), ours + theirs);
        for member in [one.to_owned(), other.to_owned(), merged] {
            self.groups.insert(member, group.clone());
        }
    }
}

/// The schemas within a schema that speak of the same value: keyword, and what comes after it in the pointer.
fn parts(schema: &Value) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let count = schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        found.extend((0..count).map(|index| (keyword, format!("/{index}"))));
    }
    let one = ["not", "if", "then", "else"].into_iter().filter(|keyword| schema.get(*keyword).is_some());
    found.extend(one.map(|keyword| (keyword, String::new())));
    let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
    found.extend(dependent.into_iter().flatten().map(|(name, _)| ("dependentSchemas", join("", name))));
    found
}

/// Whether nothing but annotations stands next to the type.
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
            let properties: Vec<String> = example
                .iter()
                .map(|(name, value)| format!("{name}: {}", crate::diff::values::type_name(value)))
                .collect();
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
