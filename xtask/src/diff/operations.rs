//! Operations: matched by method and path, whatever the variables of the path are called; moved ones by what they are.

use super::finding::Verdict;
use super::graph::{Graph, Root};
use super::matching::renames::{Said, Texts, are_described_alike};
use super::matching::{equal_pairs, unique_pairs};
use super::rules::both;
use super::service::whole_path;
use super::shape::{is_telling, shape};
use super::side::Side;
use super::words::are_opposite;
use super::words::forms::are_forms_of_paths;
use super::{bodies, hooks, parameters, rules};
use crate::document::{Node, Operation, operations};

/// Compares the operations of both documents. Returns those that are in both.
pub(crate) fn compare<'a>(graph: &mut Graph<'_, 'a>) -> Vec<(Operation<'a>, Operation<'a>)> {
    let (mut before, mut after) = (operations(graph.old), operations(graph.new));
    // The same path first: a document may hold two that differ in the names of their variables alone.
    let label = |operation: &Operation<'a>| Some(operation.label());
    let mut pairs = equal_pairs(&mut before, &mut after, (label, label));
    let key = |operation: &Operation<'a>| Some(operation.key());
    pairs.extend(equal_pairs(&mut before, &mut after, (key, key)));
    // A part of all paths may stand at the server now.
    let whole = |side: &Side<'a>, operation: &Operation<'a>| Some((whole_path(side, operation)?, operation.method));
    let (a, b) = (graph.old, graph.new);
    let rewritten = unique_pairs(&mut before, &mut after, (|one: &_| whole(a, one), |one: &_| whole(b, one)));
    for (old, new) in &rewritten {
        let message = format!("{} is {} now; with that of the server the path is the same", old.label(), new.label());
        let change = rules::OPERATION_MOVED.change(&old.node.place, message).wire(both(Verdict::None));
        graph.note(&Root::of(&new.label()), change.at(Some(&old.node.pointer), Some(&new.node.pointer)));
    }
    pairs.extend(rewritten);
    let moved = moved(graph, &mut before, &mut after);
    for (old, new) in &moved {
        let message = format!("{} is {} now", old.label(), new.label());
        let change = rules::OPERATION_MOVED.change(&old.node.place, message);
        graph.note(&Root::of(&new.label()), change.at(Some(&old.node.pointer), Some(&new.node.pointer)));
    }
    pairs.extend(moved);
    for old in &before {
        let change = rules::OPERATION_REMOVED.change(&old.node.place, "the operation is gone");
        graph.note(&Root::of(&old.label()), change.at(Some(&old.node.pointer), None));
    }
    for new in &after {
        let change = rules::OPERATION_ADDED.change(&new.node.place, "the operation is new");
        graph.note(&Root::of(&new.label()), change.at(None, Some(&new.node.pointer)));
    }
    pairs.sort_by(|(_, a), (_, b)| (&a.path, a.method).cmp(&(&b.path, b.method)));
    for (old, new) in &pairs {
        pair(graph, old, new);
    }
    pairs
}

/// Takes out the operations that are one at two paths: by their ids, or by what they take and give.
fn moved<'a>(
    graph: &Graph<'_, 'a>,
    before: &mut Vec<Operation<'a>>,
    after: &mut Vec<Operation<'a>>,
) -> Vec<(Operation<'a>, Operation<'a>)> {
    if before.is_empty() || after.is_empty() {
        return Vec::new();
    }
    let id = |operation: &Operation<'a>| operation.node.text("operationId");
    let mut pairs = unique_pairs(before, after, (id, id));
    let alike = unique_pairs(
        before,
        after,
        (|operation: &_| outline(graph.old, operation), |operation: &_| outline(graph.new, operation)),
    );
    if alike.is_empty() {
        return pairs;
    }
    let texts = |side: &Side<'a>| {
        Texts::of(operations(side).iter().map(|operation| Said::of(std::slice::from_ref(&operation.node))))
    };
    let (olds, news) = (texts(graph.old), texts(graph.new));
    for (old, new) in alike {
        let is_evident =
            are_forms_of_paths(&old.path, &new.path) || are_described_alike(&old.node, &new.node, [&olds, &news]);
        if is_evident && !are_opposite(&old.path, &new.path) {
            pairs.push((old, new));
        } else {
            before.push(old);
            after.push(new);
        }
    }
    pairs
}

/// Something that an operation takes or gives: where it stands, its name, and its shape.
type Part = (String, String, Option<u64>);

/// What an operation takes and gives; `None` where that is too little to know it by.
fn outline<'a>(side: &Side<'a>, operation: &Operation<'a>) -> Option<(&'static str, Vec<Part>)> {
    let mut parts = Vec::new();
    let mut says_much = false;
    let mut part = |kind: &str, name: &str, schema: Option<Node<'a>>| {
        says_much |= schema.as_ref().is_some_and(|schema| is_telling(side, schema));
        parts.push((kind.to_owned(), name.to_owned(), schema.map(|schema| shape(side, &schema))));
    };
    for parameter in parameters::of(side, operation) {
        let name = if parameter.location == "path" { String::new() } else { parameter.key() };
        part(parameter.location, &name, parameter.schema());
    }
    let body = operation.node.child("requestBody").map(|body| side.resolved(&body));
    let responses = operation.node.child("responses");
    let responses = responses.iter().flat_map(Node::entries);
    let bodies = body.into_iter().map(|body| ("request", body));
    for (name, node) in bodies.chain(responses.map(|(code, node)| (code, side.resolved(&node)))) {
        let content = node.child("content");
        for (media, media_type) in content.iter().flat_map(|content| content.members().collect::<Vec<_>>()) {
            part(name, media, media_type.child("schema"));
        }
    }
    parts.sort();
    says_much.then_some((operation.method, parts))
}

/// Compares an operation with itself.
fn pair<'a>(graph: &mut Graph<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let root = Root::of(&new.label());
    let mut note = |rule: &'static rules::Rule, message: String| {
        let change = rule.change(&old.node.place, message);
        graph.note(&root, change.at(Some(&old.node.pointer), Some(&new.node.pointer)));
    };
    let (before, after) = (old.node.text("operationId"), new.node.text("operationId"));
    if before != after {
        let word = |id: Option<&str>| id.map_or("none".to_owned(), |id| format!("`{id}`"));
        note(&rules::OPERATION_ID_CHANGED, format!("the operationId is {} now (it was {})", word(after), word(before)));
    }
    match (old.node.is_true("deprecated"), new.node.is_true("deprecated")) {
        (false, true) => note(&rules::OPERATION_DEPRECATED, "the operation is deprecated now".to_owned()),
        (true, false) => note(&rules::OPERATION_UNDEPRECATED, "the operation is no longer deprecated".to_owned()),
        _ => {}
    }
    let rules = [&rules::CALLBACK_ADDED, &rules::CALLBACK_REMOVED, &rules::CALLBACK_CHANGED];
    let callbacks = [old.node.child("callbacks"), new.node.child("callbacks")];
    hooks::compare(graph, Some(&new.label()), &callbacks, rules, "callback");
    parameters::compare(graph, &root, old, new);
    bodies::request(graph, &root, old, new);
    bodies::response(graph, &root, old, new);
}
