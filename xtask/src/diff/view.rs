//! A schema in one spelling: references and compositions of one followed, null in one form, `allOf` merged.

mod alternatives;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};
use verda_api_codegen::lower::matches_every_name;

use super::constraints::{self, Constraint};
use super::side::{Side, address};
use super::uses::{MARKS, is_annotation, is_null, only_alternative};
use super::values::{bare_at, canonical, is_every_type, names, says_nothing, type_of};
use crate::document::Node;

/// The most schemas that are read as one; what an `allOf` has beyond that is compared part by part.
const MOST_LAYERS: usize = 32;

/// What an object may have next to its properties.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional<'a> {
    #[default]
    Any,
    Never,
    Schema(Vec<Node<'a>>),
}

/// Alternatives.
#[derive(Clone, Debug)]
pub(crate) struct Union<'a> {
    pub(crate) keyword: &'static str,
    pub(crate) branches: Vec<Node<'a>>,
}

/// A schema in one spelling. Null and the other marks are on the [`Use`].
#[derive(Clone, Debug, Default)]
pub(crate) struct View<'a> {
    /// The types; empty for any.
    pub(crate) types: BTreeSet<&'a str>,
    /// The types that each part names.
    typed: Vec<BTreeSet<&'a str>>,
    formats: BTreeSet<&'a str>,
    pub(crate) format: Option<&'a str>,
    /// The values of an enum, without null, by the text that equal values share.
    pub(crate) values: Option<BTreeMap<String, &'a Value>>,
    /// More than one schema where several parts of an `allOf` speak of one property.
    pub(crate) properties: BTreeMap<&'a str, Vec<Node<'a>>>,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) items: Vec<Node<'a>>,
    pub(crate) additional: Additional<'a>,
    /// Whether a part says that other properties are allowed. The generated struct sends them then, from its field `extra`;
    /// one of a schema that says nothing sends none.
    pub(crate) is_open: bool,
    pub(crate) unions: Vec<Union<'a>>,
    pub(crate) constraints: BTreeMap<&'static str, Constraint>,
    pub(crate) discriminator: Option<&'a Value>,
    /// What no rule knows: keyword and values.
    pub(crate) others: BTreeMap<String, Vec<Other<'a>>>,
    /// Parts of an `allOf` beyond the most that are read as one.
    pub(crate) rest: Vec<Node<'a>>,
}

/// What a keyword says that no rule knows.
#[derive(Clone, Debug)]
pub(crate) enum Other<'a> {
    Value(String),
    Schema(Node<'a>),
}

/// The schemas that all hold: the schema, what it refers to, and the parts of its `allOf`; then what is left of them.
fn layers<'a>(side: &Side<'a>, node: &Node<'a>, others: &[Node<'a>]) -> (Vec<Node<'a>>, Vec<Node<'a>>) {
    let mut seen = HashSet::new();
    let mut open: Vec<Node<'a>> = others.iter().rev().cloned().chain([node.clone()]).collect();
    let mut layers = Vec::new();
    while let Some(node) = open.pop() {
        if !seen.insert(address(&node)) {
            continue;
        }
        if layers.len() == MOST_LAYERS {
            open.push(node);
            open.reverse();
            return (layers, open);
        }
        side.step();
        let first = open.len();
        open.extend(side.follow(&node));
        for (index, part) in node.value.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
            open.push(node.element(part, "allOf", index, &index.to_string()));
        }
        open.extend(["oneOf", "anyOf"].into_iter().filter_map(|keyword| only_alternative(&node, keyword)));
        open[first..].reverse();
        layers.push(node);
    }
    (layers, Vec::new())
}

impl<'a> View<'a> {
    /// What a schema says, with others that hold at the same place.
    pub(crate) fn of(side: &Side<'a>, node: &Node<'a>, others: &[Node<'a>]) -> Self {
        let mut view = Self::default();
        let (layers, rest) = layers(side, node, others);
        for layer in &layers {
            match layer.value {
                Value::Object(schema) => {
                    if let Some(reference) = schema.get("$ref").filter(|_| side.follow(layer).is_none()) {
                        view.other("$ref", Other::Value(canonical(reference)));
                    }
                    for (keyword, value) in schema {
                        view.keyword(layer, keyword, value);
                    }
                }
                Value::Bool(false) => view.other("false", Other::Value(String::new())),
                _ => {}
            }
        }
        view.rest = rest;
        view.settle();
        view.others_settle(side);
        view
    }

    fn other(&mut self, keyword: &str, other: Other<'a>) {
        self.others.entry(keyword.to_owned()).or_default().push(other);
    }

    fn keyword(&mut self, layer: &Node<'a>, keyword: &str, value: &'a Value) {
        match (keyword, value) {
            ("$ref" | "$dynamicRef" | "allOf", _) => {}
            ("discriminator", value) if self.discriminator.is_none() => self.discriminator = Some(value),
            ("type", value) => self.typed(names(value)),
            ("format", Value::String(format)) => self.formatted(format),
            ("contentEncoding", value) if value == "base64" => self.formatted("byte"),
            ("contentMediaType", value) if value == "application/octet-stream" => self.formatted("binary"),
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
            // Where every name matches a pattern, no property is an additional one.
            ("additionalProperties", _) if total_patterns(layer.value).is_some() => {}
            ("additionalProperties", _) => self.additional(layer.member(value, keyword)),
            ("patternProperties", _) if let Some(patterns) = total_patterns(layer.value) => {
                let here = layer.member(value, keyword);
                patterns.iter().for_each(|(pattern, schema)| self.additional(here.member(schema, pattern)));
            }
            ("oneOf", Value::Array(branches)) => self.alternatives(layer, "oneOf", branches),
            ("anyOf", Value::Array(branches)) => self.alternatives(layer, "anyOf", branches),
            (keyword, _) if is_annotation(keyword) || MARKS.contains(&keyword) => {}
            (keyword, value) => {
                if !constraints::take(&mut self.constraints, layer.value, keyword, value) {
                    self.unknown(layer, keyword, value);
                }
            }
        }
    }

    /// Notes what other properties may be.
    fn additional(&mut self, schema: Node<'a>) {
        match (schema.value, &mut self.additional) {
            (Value::Bool(false), additional) => *additional = Additional::Never,
            (Value::Object(members), _) if members.is_empty() => self.is_open = true,
            (Value::Object(_), Additional::Never) => {}
            (Value::Object(_), Additional::Any) => self.additional = Additional::Schema(vec![schema]),
            (Value::Object(_), Additional::Schema(nodes)) => {
                if nodes.iter().all(|node| node.value != schema.value) {
                    nodes.push(schema);
                }
            }
            _ => self.is_open = true,
        }
    }

    /// Keeps what no rule knows; the schemas in it as what they are, with what they refer to.
    fn unknown(&mut self, layer: &Node<'a>, keyword: &str, value: &'a Value) {
        let here = || layer.member(value, keyword);
        // No property is left to be unevaluated.
        if keyword == "unevaluatedProperties" && layer.value.get("additionalProperties").is_some() {
            return;
        }
        if says_nothing(layer.value, keyword, value) {
            self.is_open |= keyword == "unevaluatedProperties";
            return;
        }
        match (keyword, value) {
            (
                "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties",
                Value::Object(_) | Value::Bool(_),
            ) => self.other(keyword, Other::Schema(here())),
            ("patternProperties" | "dependentSchemas", Value::Object(members)) => {
                for (name, schema) in members {
                    let is_total = keyword == "patternProperties" && matches_every_name(name);
                    let place = if is_total { format!("{keyword}/.*") } else { format!("{keyword}/{name}") };
                    self.other(&place, Other::Schema(here().member(schema, name)));
                }
            }
            ("prefixItems", Value::Array(schemas)) => {
                for (index, schema) in schemas.iter().enumerate() {
                    let node = layer.element(schema, keyword, index, &index.to_string());
                    self.other(&format!("{keyword}/{index}"), Other::Schema(node));
                }
            }
            _ => self.other(keyword, Other::Value(bare_at(keyword, value).to_string())),
        }
    }

    fn formatted(&mut self, format: &'a str) {
        let format = match format {
            "url" => "uri",
            "guid" => "uuid",
            "base64" => "byte",
            "long" => "int64",
            // What a type says already.
            "string" | "integer" | "number" | "boolean" | "object" | "array" => return,
            format => format,
        };
        self.formats.insert(format);
    }

    /// Notes the types that one part allows.
    fn typed(&mut self, mut types: BTreeSet<&'a str>) {
        if types.len() > 1 {
            types.remove("null");
        }
        if types.contains("number") {
            types.remove("integer");
        }
        if !types.is_empty() {
            self.typed.push(types);
        }
    }

    /// The types that everything allows; of what contradicts itself, all that were named.
    fn types(&self) -> BTreeSet<&'a str> {
        let allows = |types: &BTreeSet<&str>, name: &str| {
            types.contains(name) || (name == "integer" && types.contains("number"))
        };
        let all: BTreeSet<&str> = self.typed.iter().flatten().copied().collect();
        let common = all.iter().filter(|name| self.typed.iter().all(|types| allows(types, name)));
        let common: BTreeSet<&str> = common.copied().collect();
        if common.is_empty() { all } else { common }
    }

    fn enumerated(&mut self, values: impl Iterator<Item = &'a Value>) {
        let values: BTreeMap<String, &Value> =
            values.filter(|value| !value.is_null()).map(|value| (canonical(value), value)).collect();
        match &mut self.values {
            _ if values.is_empty() => {} // Nothing but null.
            Some(known) => known.retain(|text, _| values.contains_key(text)),
            none => *none = Some(values),
        }
    }

    fn alternatives(&mut self, layer: &Node<'a>, keyword: &'static str, branches: &'a [Value]) {
        let branches: Vec<_> = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch)).collect();
        if branches.is_empty() || only_alternative(layer, keyword).is_some() {
            return; // One is a layer of its own.
        }
        let says_only = |branch: &Value, keywords: &[&str]| {
            let meaning = branch.as_object().map(|schema| schema.keys().filter(|key| !is_annotation(key)));
            meaning.is_some_and(|mut keys| keys.all(|key| keywords.contains(&key.as_str())))
        };
        if branches.iter().all(|(_, branch)| branch.get("type").is_some() && says_only(branch, &["type"])) {
            self.typed(branches.iter().filter_map(|(_, branch)| branch.get("type")).flat_map(names).collect());
            return;
        }
        // Alternatives that list their values are one list.
        let lists = branches.iter().map(|(_, branch)| {
            let list = branch.get("enum").and_then(Value::as_array).map(|list| list.iter().collect::<Vec<_>>());
            let values = list.or_else(|| Some(vec![branch.get("const")?])).filter(|list| !list.is_empty())?;
            let is_list = says_only(branch, &["type", "enum", "const"])
                && values.iter().all(|value| !value.is_null())
                && (branch.get("enum").is_none() || branch.get("const").is_none());
            is_list.then_some(values)
        });
        if let Some(lists) = lists.collect::<Option<Vec<_>>>() {
            let all: Vec<&Value> = lists.into_iter().flatten().collect();
            let distinct: BTreeSet<String> = all.iter().map(|value| canonical(value)).collect();
            if keyword == "anyOf" || distinct.len() == all.len() {
                if branches.iter().all(|(_, branch)| branch.get("type").is_some()) {
                    self.typed(branches.iter().filter_map(|(_, branch)| branch.get("type")).flat_map(names).collect());
                }
                self.enumerated(all.into_iter());
                return;
            }
        }
        let labels = labels(&branches);
        let nodes = branches.iter().zip(labels);
        let branches = nodes.map(|((index, branch), label)| layer.element(branch, keyword, *index, &label)).collect();
        self.unions.push(Union { keyword, branches });
    }

    /// Leaves out keywords that say nothing. Other properties of which the schema says nothing are any, or none at all.
    fn others_settle(&mut self, side: &Side<'a>) {
        let value = |node: &Node<'a>| side.used(node).node.value;
        // The schema may be behind a reference.
        self.others.retain(|keyword, all| {
            all.retain(|other| match other {
                Other::Schema(node) if keyword != "if" => !says_nothing(&Value::Null, keyword, value(node)),
                _ => true,
            });
            !all.is_empty()
        });
        if !self.others.contains_key("then") && !self.others.contains_key("else") {
            self.others.remove("if");
        }
        let Additional::Schema(nodes) = &mut self.additional else { return };
        if nodes.iter().any(|node| value(node) == false) {
            self.additional = Additional::Never;
            return;
        }
        let says = |schema: &Map<String, Value>| schema.keys().any(|keyword| !is_annotation(keyword));
        nodes.retain(|node| value(node) != true && value(node).as_object().is_none_or(says));
        if nodes.is_empty() {
            self.additional = Additional::Any;
            self.is_open = true;
        }
    }

    /// Whether the generated type sends no property that the schema does not name.
    pub(crate) fn sends_no_others(&self) -> bool {
        match self.additional {
            Additional::Never => true,
            Additional::Any => !self.is_open && !self.properties.is_empty(),
            Additional::Schema(_) => false,
        }
    }

    /// `true` and `false` are all that a boolean can be.
    fn take_both_booleans_for_the_type(&mut self) {
        let lists_both = self
            .values
            .as_ref()
            .is_some_and(|values| values.len() == 2 && values.values().all(|value| value.is_boolean()));
        if lists_both && self.types.iter().all(|name| *name == "boolean") {
            self.values = None;
            self.types.insert("boolean");
        }
    }

    /// More than 0 is at least 1 for an integer, and each is a multiple of 1.
    fn take_limits_as_of_integers(&mut self) {
        if self.types.len() == 1 && self.types.contains("integer") {
            constraints::of_integers(&mut self.constraints, self.format);
        }
    }

    /// Adds the types that go without saying.
    fn settle(&mut self) {
        self.types = self.types();
        let mut formats = std::mem::take(&mut self.formats).into_iter();
        self.format = formats.next();
        formats.for_each(|format| self.other("format", Other::Value(format.to_owned())));
        if is_every_type(&self.types) {
            self.types.clear();
        }
        self.take_both_booleans_for_the_type();
        self.take_limits_as_of_integers();
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

/// The patterns for names of a schema that lists no property, where every name matches each of them.
fn total_patterns(schema: &Value) -> Option<&Map<String, Value>> {
    let patterns = schema.get("patternProperties")?.as_object().filter(|patterns| !patterns.is_empty())?;
    let is_total = schema.get("properties").is_none() && patterns.keys().all(|pattern| matches_every_name(pattern));
    is_total.then_some(patterns)
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
    let mut counts: BTreeMap<&Option<String>, usize> = BTreeMap::new();
    all.iter().for_each(|label| *counts.entry(label).or_default() += 1);
    let named = all.iter().zip(branches);
    named
        .map(|(label, (index, _))| match label {
            Some(name) if counts.get(label) == Some(&1) => name.clone(),
            _ => index.to_string(),
        })
        .collect()
}
