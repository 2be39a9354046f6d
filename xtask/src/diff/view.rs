//! A schema in one spelling: references and compositions of one followed, null in one form, `allOf` merged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::uses::{DEEPEST, MARKS, is_annotation, is_null, only_alternative};
use crate::document::{Document, Node};

/// What an object may have beside its properties.
#[derive(Clone, Debug)]
pub(crate) enum Additional<'a> {
    Any,
    Never,
    Schema(Node<'a>),
}

/// Alternatives.
#[derive(Clone, Debug)]
pub(crate) struct Union<'a> {
    pub(crate) keyword: &'static str,
    pub(crate) branches: Vec<Node<'a>>,
}

/// A limit of a number, a length or a count.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    /// At least, or more than.
    Lower(f64, bool),
    /// At most, or less than.
    Upper(f64, bool),
    /// One that can only be there, or not, or be another.
    Other(Value),
}

/// A schema in one spelling. Null and the other marks are on the [`Use`].
#[derive(Clone, Debug)]
pub(crate) struct View<'a> {
    /// The types; empty for any.
    pub(crate) types: BTreeSet<&'a str>,
    pub(crate) format: Option<&'a str>,
    /// The values of an enum, without null, sorted by how they are written.
    pub(crate) values: Option<BTreeMap<String, &'a Value>>,
    /// More than one schema where several parts of an `allOf` speak of one property.
    pub(crate) properties: BTreeMap<&'a str, Vec<Node<'a>>>,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) items: Vec<Node<'a>>,
    pub(crate) additional: Additional<'a>,
    pub(crate) unions: Vec<Union<'a>>,
    pub(crate) constraints: BTreeMap<&'static str, Constraint>,
    pub(crate) discriminator: Option<&'a Value>,
    /// What no rule knows: keyword and value.
    pub(crate) others: BTreeMap<String, Value>,
}

/// The schemas that all hold: the schema, what it refers to, and the parts of its `allOf`.
fn layers<'a>(document: &Document<'a>, node: &Node<'a>, depth: usize, out: &mut Vec<Node<'a>>) {
    if depth > DEEPEST || out.iter().any(|known| known.pointer == node.pointer) {
        return;
    }
    out.push(node.clone());
    if let Some(target) = node.text("$ref").and_then(|reference| document.target(reference)) {
        layers(document, &target, depth + 1, out);
    }
    for (index, part) in node.value.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        layers(document, &node.element(part, "allOf", index, &index.to_string()), depth + 1, out);
    }
    for keyword in ["oneOf", "anyOf"] {
        if let Some(only) = only_alternative(node, keyword) {
            layers(document, &only, depth + 1, out);
        }
    }
}

impl<'a> View<'a> {
    pub(crate) fn of(document: &Document<'a>, node: &Node<'a>) -> Self {
        let mut view = Self {
            types: BTreeSet::new(),
            format: None,
            values: None,
            properties: BTreeMap::new(),
            required: BTreeSet::new(),
            items: Vec::new(),
            additional: Additional::Any,
            unions: Vec::new(),
            constraints: BTreeMap::new(),
            discriminator: None,
            others: BTreeMap::new(),
        };
        let mut all = Vec::new();
        layers(document, node, 0, &mut all);
        for layer in &all {
            match layer.value {
                Value::Object(schema) => {
                    for (keyword, value) in schema {
                        view.keyword(layer, keyword, value);
                    }
                }
                Value::Bool(false) => {
                    view.others.insert("false".to_owned(), json!(true));
                }
                _ => {}
            }
        }
        view.settle();
        view
    }

    fn keyword(&mut self, layer: &Node<'a>, keyword: &str, value: &'a Value) {
        match (keyword, value) {
            ("$ref" | "allOf", _) => {}
            ("discriminator", value) => self.discriminator = Some(value),
            ("type", value) => self.typed(value),
            ("format", Value::String(format)) => self.format = self.format.or(Some(format)),
            ("contentEncoding", value) if value == "base64" => self.format = self.format.or(Some("byte")),
            ("contentMediaType", value) if value == "application/octet-stream" => {
                self.format = self.format.or(Some("binary"));
            }
            ("enum", Value::Array(values)) => self.enumerated(values.iter()),
            ("const", value) => self.enumerated(std::iter::once(value)),
            ("properties", Value::Object(properties)) => {
                let here = layer.member(value, keyword);
                for (name, schema) in properties {
                    let nodes = self.properties.entry(name).or_default();
                    if nodes.iter().all(|node| node.value != schema) {
                        nodes.push(here.member(schema, name));
                    }
                }
            }
            ("required", Value::Array(names)) => self.required.extend(names.iter().filter_map(Value::as_str)),
            ("items", schema @ (Value::Object(_) | Value::Bool(_))) => {
                let is_new = self.items.iter().all(|node| node.value != schema);
                self.items.extend(is_new.then(|| layer.member(schema, keyword)));
            }
            ("additionalProperties", Value::Bool(false)) => self.additional = Additional::Never,
            ("additionalProperties", Value::Object(schema)) if !schema.is_empty() => {
                self.additional = Additional::Schema(layer.member(value, keyword));
            }
            ("additionalProperties", _) => {}
            ("oneOf", Value::Array(branches)) => self.alternatives(layer, "oneOf", branches),
            ("anyOf", Value::Array(branches)) => self.alternatives(layer, "anyOf", branches),
            (keyword, _) if is_annotation(keyword) || MARKS.contains(&keyword) => {}
            (keyword, value) => {
                if !self.constraint(layer.value, keyword, value) {
                    self.others.insert(keyword.to_owned(), value.clone());
                }
            }
        }
    }

    fn typed(&mut self, value: &'a Value) {
        let mut types: BTreeSet<&str> = match value {
            Value::String(name) => BTreeSet::from([name.as_str()]),
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
            _ => return,
        };
        if types.len() > 1 {
            types.remove("null");
        }
        if types.contains("number") {
            types.remove("integer");
        }
        if self.types.is_empty() {
            self.types = types;
        } else {
            let both: BTreeSet<&str> = self.types.intersection(&types).copied().collect();
            // Of a number and an integer the integer is left.
            self.types = if both.is_empty() { types } else { both };
        }
    }

    fn enumerated(&mut self, values: impl Iterator<Item = &'a Value>) {
        let values: BTreeMap<String, &Value> =
            values.filter(|value| !value.is_null()).map(|value| (value.to_string(), value)).collect();
        match &mut self.values {
            Some(known) => known.retain(|text, _| values.contains_key(text)),
            none => *none = Some(values).filter(|values| !values.is_empty()),
        }
    }

    fn alternatives(&mut self, layer: &Node<'a>, keyword: &'static str, branches: &'a [Value]) {
        let branches: Vec<_> = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch)).collect();
        if branches.len() < 2 {
            return; // One is a layer of its own.
        }
        let only_typed = |branch: &Value| {
            branch.as_object().is_some_and(|schema| {
                let mut keys = schema.keys().filter(|key| !is_annotation(key));
                keys.next().is_some_and(|key| key == "type") && keys.next().is_none()
            })
        };
        if branches.iter().all(|(_, branch)| only_typed(branch)) {
            self.types.extend(branches.iter().filter_map(|(_, branch)| branch.get("type")?.as_str()));
            return;
        }
        let labels = labels(&branches);
        let nodes = branches.iter().zip(labels);
        let branches = nodes.map(|((index, branch), label)| layer.element(branch, keyword, *index, &label)).collect();
        self.unions.push(Union { keyword, branches });
    }

    /// Takes a keyword that limits values; answers whether it was one.
    fn constraint(&mut self, schema: &Value, keyword: &str, value: &Value) -> bool {
        let limit = value.as_f64();
        let is_exclusive = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(true));
        let (name, constraint) = match (keyword, limit) {
            ("minimum", Some(limit)) => ("minimum", Constraint::Lower(limit, is_exclusive("exclusiveMinimum"))),
            ("exclusiveMinimum", Some(limit)) => ("minimum", Constraint::Lower(limit, true)),
            ("maximum", Some(limit)) => ("maximum", Constraint::Upper(limit, is_exclusive("exclusiveMaximum"))),
            ("exclusiveMaximum", Some(limit)) => ("maximum", Constraint::Upper(limit, true)),
            ("exclusiveMinimum" | "exclusiveMaximum", None) => return true,
            ("minLength", Some(limit)) => ("minLength", Constraint::Lower(limit, false)),
            ("maxLength", Some(limit)) => ("maxLength", Constraint::Upper(limit, false)),
            ("minItems", Some(limit)) => ("minItems", Constraint::Lower(limit, false)),
            ("maxItems", Some(limit)) => ("maxItems", Constraint::Upper(limit, false)),
            ("minProperties", Some(limit)) => ("minProperties", Constraint::Lower(limit, false)),
            ("maxProperties", Some(limit)) => ("maxProperties", Constraint::Upper(limit, false)),
            ("pattern", _) => ("pattern", Constraint::Other(value.clone())),
            ("multipleOf", _) => ("multipleOf", Constraint::Other(value.clone())),
            ("uniqueItems", _) => ("uniqueItems", Constraint::Other(value.clone())),
            _ => return false,
        };
        let says_nothing = match &constraint {
            Constraint::Lower(limit, _) => name != "minimum" && *limit <= 0.0,
            Constraint::Other(value) => value == false,
            Constraint::Upper(..) => false,
        };
        if !says_nothing {
            let tighter = match (self.constraints.get(name), &constraint) {
                (Some(known), new) => tightness(known, new) == Some(true),
                (None, _) => true,
            };
            if tighter {
                self.constraints.insert(name, constraint);
            }
        }
        true
    }

    /// Adds the types that go without saying.
    fn settle(&mut self) {
        if self.types.len() >= 6 || (self.types.len() == 5 && !self.types.contains("integer")) {
            self.types.clear();
        }
        if !self.types.is_empty() {
            return;
        }
        if !self.properties.is_empty() || matches!(self.additional, Additional::Schema(_)) {
            self.types.insert("object");
        } else if !self.items.is_empty() {
            self.types.insert("array");
        } else if let Some(values) = &self.values {
            self.types = values.values().map(|value| type_of(value)).collect();
            if self.types.contains("number") {
                self.types.remove("integer");
            }
        }
    }
}

/// Whether the second constraint is tighter than the first; `None` where that cannot be said.
pub(crate) fn tightness(old: &Constraint, new: &Constraint) -> Option<bool> {
    match (old, new) {
        (Constraint::Lower(a, a_open), Constraint::Lower(b, b_open)) => {
            Some(if a == b { *b_open && !a_open } else { b > a })
        }
        (Constraint::Upper(a, a_open), Constraint::Upper(b, b_open)) => {
            Some(if a == b { *b_open && !a_open } else { b < a })
        }
        _ => None,
    }
}

pub(crate) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// What the branches of a union are called in places: by the schema, by the type, or by their place where two of them
/// are alike.
fn labels(branches: &[(usize, &Value)]) -> Vec<String> {
    let label = |branch: &Value| {
        let reference = branch.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
        let name = reference.or_else(|| branch.get("type")?.as_str());
        name.map(str::to_owned)
    };
    let all: Vec<Option<String>> = branches.iter().map(|(_, branch)| label(branch)).collect();
    let is_unique = |label: &Option<String>| all.iter().filter(|other| *other == label).count() == 1;
    let named = all.iter().zip(branches);
    named
        .map(|(label, (index, _))| match label {
            Some(name) if is_unique(label) => name.clone(),
            _ => index.to_string(),
        })
        .collect()
}
