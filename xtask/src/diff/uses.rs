//! The use of a schema: references, compositions of one and alternatives of one and null followed, and what is said on
//! the way.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::document::{Document, Node};

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

/// The deepest that compositions are followed.
pub(crate) const DEEPEST: usize = 32;

pub(crate) fn is_annotation(keyword: &str) -> bool {
    ANNOTATIONS.contains(&keyword) || keyword.starts_with("x-")
}

/// A statement that is made at the place of use or at the schema itself.
#[derive(Clone, Debug)]
pub(crate) struct Mark<'a> {
    pub(crate) value: &'a Value,
    pub(crate) place: String,
}

/// A schema as it is used: what it stands for, and what is said on the way there.
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

impl<'a> Use<'a> {
    /// Follows references, `allOf` of one, and alternatives of one and null.
    pub(crate) fn of(document: &Document<'a>, site: &Node<'a>) -> Self {
        let mut used = Self { site: site.clone(), node: site.clone(), marks: BTreeMap::new(), component: None };
        for _ in 0..DEEPEST {
            used.component = used.component.take().or_else(|| used.node.component());
            used.mark();
            let Some(next) = used.next(document) else { break };
            used.node = next;
        }
        used
    }

    fn mark(&mut self) {
        let Some(schema) = self.node.value.as_object() else { return };
        for keyword in MARKS {
            if let Some(value) = schema.get(keyword)
                && (keyword == "default" || value == true)
            {
                self.add_mark(keyword, value);
            }
        }
        if let Some(null) = null_in(schema) {
            self.add_mark("nullable", null);
        }
    }

    fn add_mark(&mut self, keyword: &'static str, value: &'a Value) {
        let mark = || Mark { value, place: self.node.place.clone() };
        self.marks.entry(keyword).or_insert_with(mark);
    }

    fn next(&self, document: &Document<'a>) -> Option<Node<'a>> {
        let schema = self.node.value.as_object()?;
        let mut meaning = schema.keys().filter(|key| !is_annotation(key) && !MARKS.contains(&key.as_str()));
        let (keyword, None) = (meaning.next()?, meaning.next()) else { return None };
        match keyword.as_str() {
            "$ref" => document.target(self.node.text("$ref")?),
            "allOf" => match self.node.value.get("allOf")?.as_array()?.as_slice() {
                [only] => Some(self.node.element(only, "allOf", 0, "0")),
                _ => None,
            },
            keyword @ ("oneOf" | "anyOf") => only_alternative(&self.node, keyword),
            _ => None,
        }
    }

    pub(crate) fn is(&self, mark: &str) -> bool {
        self.marks.contains_key(mark)
    }
}

/// The only alternative beside null.
pub(crate) fn only_alternative<'a>(node: &Node<'a>, keyword: &str) -> Option<Node<'a>> {
    let branches = node.value.get(keyword)?.as_array()?;
    let mut others = branches.iter().enumerate().filter(|(_, branch)| !is_null(branch));
    let ((index, only), None) = (others.next()?, others.next()) else { return None };
    Some(node.element(only, keyword, index, "only"))
}

/// Where a schema says that null is allowed, beside `nullable`.
fn null_in(schema: &Map<String, Value>) -> Option<&Value> {
    let lists_null =
        |value: &&Value| value.as_array().is_some_and(|list| list.iter().any(|item| item.is_null() || item == "null"));
    let branches_null = |value: &&Value| value.as_array().is_some_and(|branches| branches.iter().any(is_null));
    schema
        .get("type")
        .filter(lists_null)
        .or_else(|| {
            schema.get("enum").filter(|values| values.as_array().is_some_and(|list| list.iter().any(Value::is_null)))
        })
        .or_else(|| ["oneOf", "anyOf"].iter().find_map(|keyword| schema.get(*keyword).filter(branches_null)))
        .or_else(|| schema.get("const").filter(|value| value.is_null()))
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
