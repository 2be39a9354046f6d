//! References, operationIds, path variables, bodies, and what nothing reaches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::sites::Sites;
use super::{Problem, Rule};
use crate::diff::parameters;
use crate::document::{Document, Node, operations, variables};
use verda_api_codegen::ledger::join;

pub(super) fn check(document: &Document<'_>, sites: &Sites<'_>, problems: &mut Vec<Problem>) {
    let refused: BTreeSet<String> = problems.iter().map(|problem| problem.pointer.clone()).collect();
    references(document, &refused, &document.top(), false, problems);
    for media in &sites.media {
        let is_json = media.name.contains("json");
        if is_json && media.node.value.get("schema").is_none() {
            let message = format!("`{}` has no schema: say what the body is", media.name);
            problems.push(Problem::new(Rule::ContentWithoutSchema, &media.node.pointer, message));
        }
    }
    operation_ids(document, problems);
    path_variables(document, problems);
    unreachable(document, problems);
}

/// Whether the values of this keyword are data, in which `$ref` is a name like any other.
fn is_data(keyword: &str) -> bool {
    matches!(keyword, "example" | "examples" | "default" | "enum" | "const")
}

/// Whether the members of this keyword's object have names of their own, and are no keywords.
fn names_members(keyword: &str) -> bool {
    let maps = [
        "properties",
        "patternProperties",
        "$defs",
        "definitions",
        "schemas",
        "responses",
        "headers",
        "callbacks",
        "links",
    ];
    maps.contains(&keyword)
}

/// The references that nothing is generated from; the generator refuses those of all others itself.
fn references(
    document: &Document<'_>,
    refused: &BTreeSet<String>,
    node: &Node<'_>,
    is_named: bool,
    problems: &mut Vec<Problem>,
) {
    if let Some(reference) = node.text("$ref").filter(|_| !is_named)
        && !refused.contains(&join(&node.pointer, "$ref"))
        && let Err(unresolved) = document.resolver.resolve(reference, &node.pointer)
    {
        problems.push(Problem::new(Rule::DanglingReference, &node.pointer, unresolved.to_string()));
    }
    match node.value {
        Value::Object(_) => {
            for (key, child) in node.members().filter(|(key, _)| is_named || !is_data(key)) {
                let is_named = !is_named && names_members(key);
                references(document, refused, &child, is_named, problems);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                references(document, refused, &node.member(value, &index.to_string()), false, problems);
            }
        }
        _ => {}
    }
}

fn operation_ids(document: &Document<'_>, problems: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    for operation in operations(document) {
        let Some(id) = operation.node.text("operationId").filter(|id| !id.is_empty()) else {
            let message = format!("{} has no operationId: give it one, it is how tools call it", operation.label());
            problems.push(Problem::new(Rule::MissingOperationId, &operation.node.pointer, message));
            continue;
        };
        if let Some(first) = seen.insert(id, operation.label()) {
            let message = format!("`{id}` is {first} already: give {} another operationId", operation.label());
            problems.push(Problem::new(Rule::DuplicateOperationId, &operation.node.pointer, message));
        }
    }
}

fn path_variables(document: &Document<'_>, problems: &mut Vec<Problem>) {
    for operation in operations(document) {
        let declared: BTreeSet<&str> = parameters::of(document, &operation)
            .into_iter()
            .filter(|parameter| parameter.location == "path")
            .map(|parameter| parameter.name)
            .collect();
        let in_path: BTreeSet<&str> = variables(&operation.path).into_iter().collect();
        for name in in_path.difference(&declared) {
            let message = format!("the variable `{name}` of the path is no parameter: declare it, `in: path`");
            problems.push(Problem::new(Rule::PathVariables, &operation.node.pointer, message));
        }
        for name in declared.difference(&in_path) {
            let message =
                format!("the path parameter `{name}` is not in the path: remove it, or put `{{{name}}}` there");
            problems.push(Problem::new(Rule::PathVariables, &operation.node.pointer, message));
        }
    }
}

/// The schemas that no operation reaches.
fn unreachable(document: &Document<'_>, problems: &mut Vec<Problem>) {
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let paths = ["paths", "webhooks"].into_iter().filter_map(|key| document.top().child(key));
    let mut todo: Vec<(Node<'_>, bool)> = paths.map(|paths| (paths, true)).collect();
    let extending = document.extending();
    while let Some((node, is_named)) = todo.pop() {
        match node.value {
            Value::Object(_) => {
                // One with a tag stands for those that extend it.
                if !is_named && node.value.get("discriminator").is_some_and(Value::is_object) {
                    let children = extending.get(&node.pointer).into_iter().flatten().cloned();
                    let children = children.chain(document.mapped(node.value));
                    todo.extend(
                        children.filter(|child| reached.insert(child.pointer.clone())).map(|child| (child, false)),
                    );
                }
                // Also a schema that only a discriminator names.
                for (key, child) in node.members() {
                    let target = match child.value.as_str() {
                        Some(_) if !is_named && matches!(key, "$ref" | "$dynamicRef") => document.follow(&node),
                        Some(text) if text.starts_with("#/components/") => document.target(text),
                        _ => None,
                    };
                    if let Some(target) = target {
                        if reached.insert(target.pointer.clone()) {
                            todo.push((target, false));
                        }
                    } else if is_named || !is_data(key) {
                        todo.push((child, !is_named && names_members(key)));
                    }
                }
            }
            Value::Array(values) => {
                let elements = values.iter().enumerate();
                todo.extend(elements.map(|(index, value)| (node.member(value, &index.to_string()), false)));
            }
            _ => {}
        }
    }
    for (name, schema) in document.schemas() {
        let inside = format!("{}/", schema.pointer);
        let part = reached.range(inside.clone()..).next();
        if !reached.contains(&schema.pointer) && !part.is_some_and(|pointer| pointer.starts_with(&inside)) {
            let message = format!("no operation reaches the schema `{name}`: use it or remove it");
            problems.push(Problem::new(Rule::UnreachableSchema, schema.pointer, message));
        }
    }
}
