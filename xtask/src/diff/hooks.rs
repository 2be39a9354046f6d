//! What the API calls: webhooks and callbacks. The API sends their requests, and the client gives the responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verda_api_codegen::ledger::METHODS;

use super::graph::{Graph, Position, Root};
use super::rules::Rule;
use super::side::Side;
use super::values::bare;
use crate::document::Node;

/// Compares maps of path items. Those of an operation are told as its own.
pub(crate) fn compare<'a>(
    graph: &mut Graph<'_, 'a>,
    operation: Option<&str>,
    [old, new]: &[Option<Node<'a>>; 2],
    [added, removed, changed]: [&'static Rule; 3],
    thing: &str,
) {
    let all = |side: &Side<'a>, node: &Option<Node<'a>>| -> BTreeMap<&'a str, Node<'a>> {
        let members: Vec<_> = node.iter().flat_map(Node::entries).collect();
        members.into_iter().map(|(name, node)| (name, side.resolved(&node))).collect()
    };
    let operations = operation.map(str::to_owned).into_iter().collect::<BTreeSet<_>>();
    let (before, after) = (all(graph.old, old), all(graph.new, new));
    for (name, old) in &before {
        let Some(new) = after.get(name) else {
            let change = removed.change(&old.place, format!("the {thing} `{name}` is gone"));
            graph.note_for(&operations, &change.at(Some(&old.pointer), None));
            continue;
        };
        let root = Root::of(operation.unwrap_or(&format!("{thing} {name}")));
        let (some, others) = (requests(graph.old, thing, old), requests(graph.new, thing, new));
        let frames = |requests: &BTreeMap<_, Vec<Part<'a>>>| -> Vec<_> {
            let frame = |part: &Part<'a>| (part.name.clone(), part.frame.clone());
            requests.values().flatten().map(frame).collect()
        };
        if frames(&some) != frames(&others) {
            let change = changed.change(&old.place, format!("the {thing} `{name}` changed"));
            graph.note_for(&operations, &change.at(Some(&old.pointer), Some(&new.pointer)));
        }
        for (key, olds) in some {
            let news = others.get(&key).map(Vec::as_slice).unwrap_or_default();
            for part in olds {
                let Some(other) = news.iter().find(|other| other.name == part.name) else { continue };
                let root = if part.is_sent { root.response(false) } else { root.request(false) };
                graph.site((root, Position::Body), part.schema, other.schema.clone(), &part.node, &other.node);
            }
        }
    }
    for (name, node) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let change = added.change(&node.place, format!("the {thing} `{name}` is new"));
        graph.note_for(&operations, &change.at(None, Some(&node.pointer)));
    }
}

/// A request that the API makes, or a body of it.
#[derive(Clone, Debug)]
struct Part<'a> {
    name: String,
    /// What stands around the schema.
    frame: Value,
    node: Node<'a>,
    schema: Option<Node<'a>>,
    /// Whether the API sends it.
    is_sent: bool,
}

/// The requests of a path item, or of each path of a callback, by what identifies them.
fn requests<'a>(side: &Side<'a>, thing: &str, node: &Node<'a>) -> BTreeMap<String, Vec<Part<'a>>> {
    let items: Vec<(&str, Node<'a>)> =
        if thing == "callback" { node.entries().collect() } else { vec![("", node.clone())] };
    let mut found = BTreeMap::new();
    for (path, item) in items {
        let item = side.resolved(&item);
        let part = |name: &str, node: &Node<'a>, within: &[&str], is_sent| Part {
            name: name.to_owned(),
            frame: frame(node, within),
            node: node.clone(),
            schema: None,
            is_sent,
        };
        found.insert(path.to_owned(), vec![part(path, &item, &METHODS, true)]);
        for method in METHODS {
            let Some(request) = item.child(method) else { continue };
            let name = format!("{path} {method}");
            let within = ["requestBody", "responses", "operationId", "security", "callbacks"];
            let mut parts = vec![part(&name, &request, &within, true)];
            let responses: Vec<_> = request.child("responses").iter().flat_map(Node::entries).collect();
            let bodies = request.child("requestBody").map(|body| ("request", body, true)).into_iter();
            for (name, body, is_sent) in bodies.chain(responses.into_iter().map(|(code, body)| (code, body, false))) {
                let body = side.resolved(&body);
                parts.push(part(name, &body, &["content", "headers"], is_sent));
                for (media, node) in body.child("content").iter().flat_map(Node::members) {
                    let name = format!("{name} {media}");
                    parts.push(Part { name, frame: Value::Null, schema: node.child("schema"), node, is_sent });
                }
            }
            parts.sort_by(|a, b| a.name.cmp(&b.name));
            found.insert(name, parts);
        }
    }
    found
}

fn frame(node: &Node<'_>, without: &[&str]) -> Value {
    let mut frame = bare(node.value);
    if let Some(members) = frame.as_object_mut() {
        members.retain(|key, _| !without.contains(&key.as_str()));
    }
    frame
}
