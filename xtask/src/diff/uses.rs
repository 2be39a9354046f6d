//! The use of a schema: references, compositions of one and alternatives of one and null followed, and what is said on
//! the way.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::side::{Side, address};
use super::values::{is_every_type, names};
use crate::document::Node;

/// Keywords that say nothing about values.
pub(crate) const ANNOTATIONS: [&str; 15] = [
    "title",
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "$comment",
    "$id",
    "$anchor",
    "$schema",
    "$defs",
    "definitions",
    "tags",
    "contentSchema",
];

/// Keywords that are compared where a schema is used, and not where it stands.
pub(crate) const MARKS: [&str; 5] = ["nullable", "deprecated", "readOnly", "writeOnly", "default"];

pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// A statement that is made at the place of use or at the schema itself.
#[derive(Clone, Debug)]
pub(crate) struct Mark<'a> {
    pub(crate) value: &'a Value,
    pub(crate) place: String,
}

/// A schema as it is used: what it stands for, and what its references add.
#[derive(Clone, Debug)]
pub(crate) struct Use<'a> {
    /// Where it is used.
    pub(crate) site: Node<'a>,
    /// What it stands for.
    pub(crate) node: Node<'a>,
    /// The first of each mark on the way.
    pub(crate) marks: BTreeMap<&'static str, Mark<'a>>,
    /// The first named schema on the way.
    pub(crate) component: Option<String>,
}

/// What a reference leads to in the end.
#[derive(Debug)]
pub(crate) struct Tail<'a> {
    node: Node<'a>,
    marks: BTreeMap<&'static str, Mark<'a>>,
    component: Option<String>,
}

impl<'a> Use<'a> {
    /// Follows references, `allOf` of one, and alternatives of one and null, however many there are.
    pub(crate) fn of(side: &Side<'a>, site: &Node<'a>) -> Self {
        // Each with whether a reference led to it: that much is remembered, so that each link of a chain is followed once.
        let mut way = vec![(site.clone(), false)];
        let mut seen = HashSet::from([address(site)]);
        let mut known = None;
        while let Some((here, _)) = way.last() {
            side.step();
            let is_reference = here.value.get("$ref").is_some();
            let Some(next) = next(side, here).filter(|next| seen.insert(address(next))) else { break };
            known = side.tails.borrow().get(&address(&next)).filter(|_| is_reference).cloned();
            if known.is_some() {
                break;
            }
            way.push((next, is_reference));
        }
        let end = way.last().map_or(site, |(node, _)| node).clone();
        let end = || Rc::new(Tail { node: end, marks: BTreeMap::new(), component: None });
        let mut tail = known.unwrap_or_else(end);
        for (node, is_target) in way.into_iter().rev() {
            let mut marks = marks(side, &node);
            for (keyword, mark) in &tail.marks {
                marks.entry(keyword).or_insert_with(|| mark.clone());
            }
            let component = node.component().or_else(|| tail.component.clone());
            tail = Rc::new(Tail { node: tail.node.clone(), marks, component });
            if is_target {
                side.tails.borrow_mut().insert(address(&node), Rc::clone(&tail));
            }
        }
        let Tail { node, marks, component } = &*tail;
        Self { site: site.clone(), node: node.clone(), marks: marks.clone(), component: component.clone() }
    }

    pub(crate) fn is(&self, mark: &str) -> bool {
        self.marks.contains_key(mark)
    }
}

/// What a schema says where it is used.
fn marks<'a>(side: &Side<'a>, node: &Node<'a>) -> BTreeMap<&'static str, Mark<'a>> {
    let Some(schema) = node.value.as_object() else { return BTreeMap::new() };
    let written = MARKS.into_iter().filter_map(|keyword| {
        let value = schema.get(keyword)?;
        (keyword == "default" || value == true).then_some((keyword, value))
    });
    let marks = null_in(side, node, 0).map(|value| ("nullable", value)).into_iter().chain(written);
    let place = |value| Mark { value, place: node.place.clone() };
    let mut marks: BTreeMap<_, _> = marks.map(|(keyword, value)| (keyword, place(value))).collect();
    // `allOf: [{$ref: …}, {readOnly: true}]`: what stands next to the reference is said of the whole.
    for part in parts(schema).filter(|part| !has_meaning(part)) {
        for keyword in MARKS {
            if let Some(value) = part.get(keyword).filter(|value| keyword == "default" || **value == true) {
                marks.entry(keyword).or_insert_with(|| place(value));
            }
        }
    }
    marks
}

fn parts(schema: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    schema.get("allOf").and_then(Value::as_array).into_iter().flatten()
}

/// Whether a schema says anything about values.
fn has_meaning(schema: &Value) -> bool {
    schema
        .as_object()
        .is_none_or(|schema| schema.keys().any(|key| !is_annotation(key) && !MARKS.contains(&key.as_str())))
}

fn next<'a>(side: &Side<'a>, node: &Node<'a>) -> Option<Node<'a>> {
    let schema = node.value.as_object()?;
    let mut meaning = schema.keys().filter(|key| !is_annotation(key) && !MARKS.contains(&key.as_str()));
    let (keyword, None) = (meaning.next()?, meaning.next()) else { return None };
    match keyword.as_str() {
        "$ref" | "$dynamicRef" => side.follow(node),
        "allOf" => {
            let mut parts = parts(schema).enumerate().filter(|(_, part)| has_meaning(part));
            let ((index, only), None) = (parts.next()?, parts.next()) else { return None };
            Some(node.element(only, "allOf", index, "0"))
        }
        keyword @ ("oneOf" | "anyOf") => only_alternative(node, keyword),
        _ => None,
    }
}

/// The only alternative next to null. One that a discriminator names has a tag of its own, and is no other name of the schema.
pub(crate) fn only_alternative<'a>(node: &Node<'a>, keyword: &str) -> Option<Node<'a>> {
    if node.value.get("discriminator").is_some() {
        return None;
    }
    let branches = node.value.get(keyword)?.as_array()?;
    let mut others = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch));
    let ((index, only), None) = (others.next()?, others.next()) else { return None };
    Some(node.element(only, keyword, index, "only"))
}

/// Where a schema says that null is allowed, next to `nullable`.
fn null_in<'a>(side: &Side<'a>, node: &Node<'a>, depth: usize) -> Option<&'a Value> {
    let own = |schema: &'a Map<String, Value>| {
        let lists_null = |value: &&Value| {
            value.as_array().is_some_and(|list| list.iter().any(|item| item.is_null() || item == "null"))
        };
        // All types are any value, which may be null without saying so.
        let types = schema.get("type").filter(|types| lists_null(types) && !is_every_type(&names(types)));
        let listed = types.or_else(|| schema.get("enum").filter(lists_null));
        listed.or_else(|| schema.get("const").filter(|value| value.is_null()))
    };
    let schema = node.value.as_object()?;
    let listed = |keyword: &'static str| -> Option<(&'a Value, Vec<Node<'a>>)> {
        let list = schema.get(keyword)?;
        let said = list.as_array()?.iter().enumerate().filter(|(_, schema)| keyword != "allOf" || has_meaning(schema));
        Some((list, said.map(|(index, schema)| node.element(schema, keyword, index, "")).collect()))
    };
    own(schema)
        .or_else(|| {
            ["oneOf", "anyOf"].into_iter().find_map(|keyword| {
                let (list, branches) = listed(keyword)?;
                branches.iter().any(|branch| is_nullable(side, branch, depth + 1)).then_some(list)
            })
        })
        .or_else(|| {
            // What all parts allow is allowed.
            let (list, parts) = listed("allOf")?;
            (parts.len() > 1 && parts.iter().all(|part| is_nullable(side, part, depth + 1))).then_some(list)
        })
}

/// Whether a schema allows null, by itself or by what it refers to and is composed of.
fn is_nullable<'a>(side: &Side<'a>, node: &Node<'a>, depth: usize) -> bool {
    const DEEPEST: usize = 64;
    let known = side.nullable.borrow().get(&address(node)).copied();
    if let Some(known) = known.or((depth > DEEPEST).then_some(false)) {
        return known;
    }
    // A schema that leads back to itself allows no null by that.
    side.nullable.borrow_mut().insert(address(node), false);
    side.step();
    let only = |node: &Node<'a>| next(side, node).is_some_and(|next| is_nullable(side, &next, depth + 1));
    let is_nullable =
        is_null(node.value) || node.is_true("nullable") || null_in(side, node, depth).is_some() || only(node);
    side.nullable.borrow_mut().insert(address(node), is_nullable);
    is_nullable
}

/// Whether a schema allows nothing but null.
pub(crate) fn is_null(schema: &Value) -> bool {
    let names_null = |value: &Value| value.is_null() || value == "null";
    let only_null = |value: &Value| match value {
        Value::Array(list) => !list.is_empty() && list.iter().all(names_null),
        value => names_null(value),
    };
    schema.get("type").is_some_and(only_null)
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").and_then(Value::as_array).is_some_and(|v| !v.is_empty() && v.iter().all(Value::is_null))
}
