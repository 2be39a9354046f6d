//! Every schema of a document and every example, wherever they stand.

use serde_json::Value;

use crate::document::{Document, Node, operations};

/// An example, and the schema that it is an example of.
#[derive(Debug)]
pub(super) struct Example<'a> {
    pub(super) node: Node<'a>,
    pub(super) schema: Node<'a>,
    /// The mark of properties that such a value may lack, though they are required.
    pub(super) absent: Option<&'static str>,
}

/// A body of which there is no schema, or of which there is one.
#[derive(Debug)]
pub(super) struct Media<'a> {
    pub(super) node: Node<'a>,
    pub(super) name: &'a str,
}

/// What there is to check.
#[derive(Debug, Default)]
pub(super) struct Sites<'a> {
    pub(super) schemas: Vec<Node<'a>>,
    pub(super) examples: Vec<Example<'a>>,
    pub(super) media: Vec<Media<'a>>,
    /// That of the examples that are being collected.
    absent: Option<&'static str>,
}

/// What responses alone have, and what requests alone have.
const OF_RESPONSES: Option<&str> = Some("readOnly");
const OF_REQUESTS: Option<&str> = Some("writeOnly");

/// Keywords that hold one schema.
const ONE: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
];
/// Keywords that hold several schemas by name.
const NAMED: [&str; 5] = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];
/// Keywords that hold a list of schemas.
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// The schemas directly within a schema.
pub(super) fn children<'a>(schema: &Node<'a>) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    found.extend(ONE.iter().filter_map(|keyword| schema.child(keyword)));
    for map in NAMED.iter().filter_map(|keyword| schema.child(keyword)) {
        found.extend(map.members().map(|(_, child)| child));
    }
    for keyword in LISTS {
        let list = schema.value.get(keyword).and_then(Value::as_array);
        found.extend(list.into_iter().flatten().enumerate().map(|(index, child)| {
            let label = index.to_string();
            schema.element(child, keyword, index, &label)
        }));
    }
    found
}

/// Finds everything.
pub(super) fn collect<'a>(document: &Document<'a>) -> Sites<'a> {
    let mut sites = Sites::default();
    for (_, schema) in document.schemas() {
        sites.schema(&schema);
    }
    for (section, visit, absent) in [
        ("parameters", Sites::parameter as fn(&mut Sites<'a>, &Node<'a>), OF_RESPONSES),
        ("headers", Sites::parameter, OF_REQUESTS),
        ("requestBodies", Sites::content, OF_RESPONSES),
        ("responses", Sites::response, OF_REQUESTS),
    ] {
        sites.absent = absent;
        let section = document.top().child("components").and_then(|components| components.child(section));
        for (_, node) in section.iter().flat_map(Node::members) {
            visit(&mut sites, &node);
        }
    }
    for operation in operations(document) {
        sites.absent = OF_RESPONSES;
        for owner in [&operation.item, &operation.node] {
            let list = owner.value.get("parameters").and_then(Value::as_array);
            for (index, parameter) in list.into_iter().flatten().enumerate() {
                sites.parameter(&owner.element(parameter, "parameters", index, ""));
            }
        }
        if let Some(body) = operation.node.child("requestBody") {
            sites.content(&body);
        }
        sites.absent = OF_REQUESTS;
        for (_, response) in operation.node.child("responses").iter().flat_map(Node::members) {
            sites.response(&response);
        }
    }
    sites
}

impl<'a> Sites<'a> {
    fn schema(&mut self, schema: &Node<'a>) {
        self.own_examples(schema);
        for child in children(schema) {
            self.schema(&child);
        }
        self.schemas.push(schema.clone());
    }

    /// The examples in a schema: one, or a list.
    fn own_examples(&mut self, node: &Node<'a>) {
        if let Some(example) = node.child("example") {
            self.examples.push(Example { node: example, schema: node.clone(), absent: self.absent });
        }
        for (index, example) in node.value.get("examples").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let example = node.element(example, "examples", index, "");
            self.examples.push(Example { node: example, schema: node.clone(), absent: self.absent });
        }
    }

    /// The examples next to a schema: one, or several by name.
    fn examples_next_to(&mut self, node: &Node<'a>) {
        let Some(schema) = node.child("schema") else { return };
        if let Some(example) = node.child("example") {
            self.examples.push(Example { node: example, schema: schema.clone(), absent: self.absent });
        }
        for (_, example) in node.child("examples").iter().flat_map(Node::members) {
            if let Some(node) = example.child("value") {
                self.examples.push(Example { node, schema: schema.clone(), absent: self.absent });
            }
        }
    }

    fn parameter(&mut self, parameter: &Node<'a>) {
        self.examples_next_to(parameter);
        if let Some(schema) = parameter.child("schema") {
            self.schema(&schema);
        }
        self.content(parameter);
    }

    fn response(&mut self, response: &Node<'a>) {
        for (_, header) in response.child("headers").iter().flat_map(Node::members) {
            self.parameter(&header);
        }
        self.content(response);
    }

    fn content(&mut self, owner: &Node<'a>) {
        for (name, media) in owner.child("content").iter().flat_map(Node::members) {
            self.examples_next_to(&media);
            if let Some(schema) = media.child("schema") {
                self.schema(&schema);
            }
            self.media.push(Media { node: media, name });
        }
    }
}
