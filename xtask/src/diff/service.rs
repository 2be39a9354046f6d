//! What a document says about the API as a whole: servers, webhooks, named schemas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verda_api_codegen::ledger::join;

use super::finding::Verdict;
use super::graph::Graph;
use super::parameters::unique_pairs;
use super::rules::{self, Rule, both};
use super::schemas::bare;
use super::shape::shape;
use crate::document::{Document, Node, Operation};

/// The URLs of servers, with their variables filled in, in order.
fn urls(servers: Option<&Value>) -> Vec<String> {
    let servers = servers.and_then(Value::as_array).into_iter().flatten();
    servers
        .filter_map(|server| {
            let mut url = server.get("url")?.as_str()?.to_owned();
            for (name, variable) in server.get("variables").and_then(Value::as_object).into_iter().flatten() {
                let default = variable.get("default").and_then(Value::as_str).unwrap_or_default();
                url = url.replace(&format!("{{{name}}}"), default);
            }
            Some(url.trim_end_matches('/').to_owned())
        })
        .collect()
}

/// Compares the servers of the document, and those that operations have for themselves.
pub(crate) fn servers<'a>(graph: &mut Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
    let (old, new) = (graph.old.top(), graph.new.top());
    server_list(graph, &BTreeSet::new(), &old, &new);
    for (before, after) in operations {
        let own = |operation: &Operation<'a>, document: &Document<'a>| {
            let owners = [&operation.node, &operation.item];
            owners.into_iter().find(|node| node.value.get("servers").is_some()).cloned().unwrap_or(document.top())
        };
        let (old, new) = (own(before, &graph.old), own(after, &graph.new));
        if !old.pointer.is_empty() || !new.pointer.is_empty() {
            let owner = if old.pointer.is_empty() { &new.place } else { &old.place };
            let old = Node { place: owner.clone(), ..old };
            server_list(graph, &BTreeSet::from([after.label()]), &old, &new);
        }
    }
}

fn server_list(graph: &mut Graph<'_, '_>, operations: &BTreeSet<String>, old: &Node<'_>, new: &Node<'_>) {
    let (before, after) = (urls(old.value.get("servers")), urls(new.value.get("servers")));
    let place = join(&old.place, "servers");
    let at = |change: rules::Change| change.at(Some(&old.pointer), Some(&new.pointer));
    for url in before.iter().filter(|url| !after.contains(url)) {
        let message = format!("the server {url} is gone");
        graph.note_for(operations, &at(rules::SERVER_REMOVED.change(join(&place, url), message)));
    }
    for url in after.iter().filter(|url| !before.contains(url)) {
        let message = format!("the server {url} is new");
        graph.note_for(operations, &at(rules::SERVER_ADDED.change(join(&place, url), message)));
    }
    if let (Some(old), Some(new)) = (before.first(), after.first())
        && old != new
        && after.contains(old)
    {
        let message = format!("the first server is {new} now (it was {old})");
        graph.note_for(operations, &at(rules::DEFAULT_SERVER_CHANGED.change(place, message)));
    }
}

/// Compares webhooks.
pub(crate) fn webhooks(graph: &mut Graph<'_, '_>) {
    let sides = [graph.old.top().child("webhooks"), graph.new.top().child("webhooks")];
    let rules = [&rules::WEBHOOK_ADDED, &rules::WEBHOOK_REMOVED, &rules::WEBHOOK_CHANGED];
    entries(graph, &BTreeSet::new(), &sides, rules, "webhook");
}

/// Compares maps of things that the generated client has no code for: what is there, and whether it changed.
pub(crate) fn entries(
    graph: &mut Graph<'_, '_>,
    operations: &BTreeSet<String>,
    [old, new]: &[Option<Node<'_>>; 2],
    [added, removed, changed]: [&'static Rule; 3],
    thing: &str,
) {
    let all = |node: &Option<Node<'_>>| -> BTreeMap<String, (Value, String, String)> {
        let members: Vec<_> = node.iter().flat_map(Node::members).collect();
        members
            .into_iter()
            .map(|(name, node)| (name.to_owned(), (bare(node.value), node.pointer, node.place)))
            .collect()
    };
    let (before, after) = (all(old), all(new));
    for (name, (value, pointer, place)) in &before {
        let change = match after.get(name) {
            None => removed.change(place, format!("the {thing} `{name}` is gone")).at(Some(pointer), None),
            Some((other, new, _)) if other != value => {
                changed.change(place, format!("the {thing} `{name}` changed")).at(Some(pointer), Some(new))
            }
            Some(_) => continue,
        };
        graph.note_for(operations, &change);
    }
    for (name, (_, pointer, place)) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let change = added.change(place, format!("the {thing} `{name}` is new")).at(None, Some(pointer));
        graph.note_for(operations, &change);
    }
}

/// Compares the named schemas that are in both documents, and says which came, went or were renamed.
pub(crate) fn named_schemas(graph: &mut Graph<'_, '_>) {
    let (old, new) = (graph.old, graph.new);
    for (name, node) in old.schemas() {
        if let Some(other) = new.schema(name) {
            graph.component(&node, &other);
        }
    }
    graph.run();
    let mut gone: Vec<_> = old.schemas().filter(|(name, _)| new.schema(name).is_none()).collect();
    let mut come: Vec<_> = new.schemas().filter(|(name, _)| old.schema(name).is_none()).collect();
    gone.sort_by_key(|(name, _)| *name);
    come.sort_by_key(|(name, _)| *name);
    // By where they are used, then by shape.
    let used: BTreeSet<(String, String)> =
        graph.references.iter().map(|reference| (reference.old.clone(), reference.new.clone())).collect();
    let mut renamed =
        unique_pairs(&mut gone, &mut come, |(old, _), (new, _)| used.contains(&((*old).to_owned(), (*new).to_owned())));
    renamed.extend(unique_pairs(&mut gone, &mut come, |(_, a), (_, b)| shape(&old, a) == shape(&new, b)));
    let names: BTreeMap<&str, &str> = renamed.iter().map(|((old, _), (new, _))| (*old, *new)).collect();
    graph.references_changed(|old, new| names.get(old) == Some(&new));
    for ((name, node), (new_name, new_node)) in &renamed {
        let same_type = graph.surface.type_name(name) == graph.surface.type_name(new_name);
        let rust = if same_type { Verdict::None } else { Verdict::Breaking };
        let change =
            rules::SCHEMA_RENAMED.change(&node.place, format!("the schema `{name}` is called `{new_name}` now"));
        let change = change.at(Some(&node.pointer), Some(&new_node.pointer)).rust(both(rust));
        graph.note_for(&BTreeSet::new(), &change);
    }
    for (name, node) in gone {
        let change = rules::SCHEMA_REMOVED.change(&node.place, format!("the schema `{name}` is gone"));
        graph.note_for(&BTreeSet::new(), &change.at(Some(&node.pointer), None));
    }
    for (name, node) in come {
        let change = rules::SCHEMA_ADDED.change(&node.place, format!("the schema `{name}` is new"));
        graph.note_for(&BTreeSet::new(), &change.at(None, Some(&node.pointer)));
    }
}
