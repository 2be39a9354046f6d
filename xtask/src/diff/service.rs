//! What a document says about the API as a whole: servers, webhooks, named schemas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verda_api_codegen::ledger::join;
use verda_api_codegen::names::nameless;
use verda_api_codegen::servers::parts;

use super::finding::Verdict;
use super::graph::Graph;
use super::hooks;
use super::matching::renames::{Said, Texts, are_described_alike};
use super::matching::{only_candidates, unique_pairs};
use super::rules::{self, both};
use super::shape::shape;
use super::side::Side;
use super::users::users;
use super::words::forms::are_forms_of_types;
use super::words::{are_opposite, may_be_opposite};
use crate::document::{Node, Operation};

/// The servers of an object, each as origin and path, and with each value of its variables. An object without servers has one,
/// `/`.
fn urls(owner: &Node<'_>) -> Vec<(String, String)> {
    let servers = owner.value.get("servers").and_then(Value::as_array).into_iter().flatten();
    let servers: Vec<_> =
        servers.flat_map(|server| std::iter::once(parts(server)).chain(with_values(server))).collect();
    if servers.is_empty() { vec![Default::default()] } else { servers }
}

/// A server with each value that one of its variables may have, and the defaults of the others.
fn with_values(server: &Value) -> impl Iterator<Item = (String, String)> {
    let variables = server.get("variables").and_then(Value::as_object).into_iter().flatten();
    let values = variables.flat_map(|(name, variable)| {
        let values = variable.get("enum").and_then(Value::as_array).into_iter().flatten();
        values.map(move |value| (name, value))
    });
    values.map(|(name, value)| {
        let mut server = server.clone();
        server["variables"][name]["default"] = value.clone();
        parts(&server)
    })
}

fn word((origin, path): &(String, String)) -> String {
    Some(format!("{origin}{path}")).filter(|url| !url.is_empty()).unwrap_or_else(|| "/".to_owned())
}

/// The object with servers for one operation alone: the operation or its path item.
fn own_servers<'a, 'o>(operation: &'o Operation<'a>) -> Option<&'o Node<'a>> {
    [&operation.node, &operation.item].into_iter().find(|node| node.value.get("servers").is_some())
}

/// The path of an operation behind the origin of the first server of the document, without names of variables; `None` where it
/// has servers of its own.
pub(crate) fn whole_path<'a>(side: &Side<'a>, operation: &Operation<'a>) -> Option<String> {
    let (_, base) = urls(&side.top()).swap_remove(0);
    own_servers(operation).is_none().then(|| nameless(&format!("{base}{}", operation.path)))
}

/// The beginning of all paths that the servers have now, and that of the servers' paths that all paths have now. Both are empty
/// where a request goes elsewhere.
fn moved<'a>(graph: &Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) -> [String; 2] {
    let [(_, old), (_, new)] = [graph.old, graph.new].map(|side| urls(&side.top()).swap_remove(0));
    let is_one = |(before, after): &(Operation<'a>, Operation<'a>)| {
        whole_path(graph.old, before) == whole_path(graph.new, after)
    };
    let came = |short: &str, long: &str| long.strip_prefix(short).map(str::to_owned).unwrap_or_default();
    let is_moved = !operations.is_empty() && operations.iter().all(is_one);
    if is_moved { [came(&old, &new), came(&new, &old)] } else { Default::default() }
}

/// Compares the servers of the document, and those that operations have for themselves.
pub(crate) fn servers<'a>(graph: &mut Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
    let (old, new) = (graph.old.top(), graph.new.top());
    let moved = moved(graph, operations);
    server_list(graph, &BTreeSet::new(), &old, &new, &moved);
    for (before, after) in operations {
        let own = |operation: &Operation<'a>, side: &Side<'a>| own_servers(operation).cloned().unwrap_or(side.top());
        let (old, new) = (own(before, graph.old), own(after, graph.new));
        if !old.pointer.is_empty() || !new.pointer.is_empty() {
            let owner = if old.pointer.is_empty() { &new.place } else { &old.place };
            let old = Node { place: owner.clone(), ..old };
            server_list(graph, &BTreeSet::from([after.label()]), &old, &new, &Default::default());
        }
    }
}

/// `moved` is added to the paths of the old and of the new servers before they are compared.
fn server_list(
    graph: &mut Graph<'_, '_>,
    operations: &BTreeSet<String>,
    old: &Node<'_>,
    new: &Node<'_>,
    moved: &[String; 2],
) {
    // Each as the document has it, and as it is compared.
    let whole = |node: &Node<'_>, rest: &str| -> Vec<(String, String)> {
        let both =
            |(origin, path): (String, String)| (word(&(origin.clone(), path.clone())), word(&(origin, path + rest)));
        urls(node).into_iter().map(both).collect()
    };
    let (before, after) = (whole(old, &moved[0]), whole(new, &moved[1]));
    let place = join(&old.place, "servers");
    let at = |change: rules::Change| change.at(Some(&old.pointer), Some(&new.pointer));
    let has = |list: &[(String, String)], whole: &String| list.iter().any(|(_, one)| one == whole);
    for (url, _) in before.iter().filter(|(_, whole)| !has(&after, whole)) {
        let message = format!("the server {url} is gone");
        graph.note_for(operations, &at(rules::SERVER_REMOVED.change(join(&place, url), message)));
    }
    for (url, _) in after.iter().filter(|(_, whole)| !has(&before, whole)) {
        let message = format!("the server {url} is new");
        graph.note_for(operations, &at(rules::SERVER_ADDED.change(join(&place, url), message)));
    }
    if let (Some((old, whole_old)), Some((new, whole_new))) = (before.first(), after.first())
        && (whole_old != whole_new || moved.iter().any(|rest| !rest.is_empty()))
        && has(&after, whole_old)
    {
        let message = format!("the first server is {new} now (it was {old})");
        graph.note_for(operations, &at(rules::DEFAULT_SERVER_CHANGED.change(place, message)));
    }
}

/// Compares webhooks.
pub(crate) fn webhooks(graph: &mut Graph<'_, '_>) {
    let sides = [graph.old.top().child("webhooks"), graph.new.top().child("webhooks")];
    let rules = [&rules::WEBHOOK_ADDED, &rules::WEBHOOK_REMOVED, &rules::WEBHOOK_CHANGED];
    hooks::compare(graph, None, &sides, rules, "webhook");
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
    let all = [&gone, &come].map(|list| list.iter().map(|(_, node)| node.pointer.clone()).collect::<Vec<_>>());
    let [used_before, used_after] = [users(old, &all[0]), users(new, &all[1])];
    let renamed = renamed(graph, &mut gone, &mut come);
    let names: BTreeMap<&str, &str> = renamed.iter().map(|((old, _), (new, _))| (*old, *new)).collect();
    graph.references_changed(|old, new| names.get(old) == Some(&new));
    let none = BTreeSet::new();
    for ((name, node), (new_name, new_node)) in &renamed {
        let same_type = graph.surface.type_name(name) == graph.surface.type_name(new_name);
        let rust = if same_type { Verdict::None } else { Verdict::Breaking };
        let change =
            rules::SCHEMA_RENAMED.change(&node.place, format!("the schema `{name}` is called `{new_name}` now"));
        let change = change.at(Some(&node.pointer), Some(&new_node.pointer)).rust(both(rust));
        graph.note_for(used_after.get(&new_node.pointer).unwrap_or(&none), &change);
    }
    for (name, node) in gone {
        let change = rules::SCHEMA_REMOVED.change(&node.place, format!("the schema `{name}` is gone"));
        graph.note_for(used_before.get(&node.pointer).unwrap_or(&none), &change.at(Some(&node.pointer), None));
    }
    for (name, node) in come {
        let change = rules::SCHEMA_ADDED.change(&node.place, format!("the schema `{name}` is new"));
        graph.note_for(used_after.get(&node.pointer).unwrap_or(&none), &change.at(None, Some(&node.pointer)));
    }
}

/// A named schema.
type Named<'a> = (&'a str, Node<'a>);

/// Takes out the schemas that are one under two names: by where they are used, then by shape and name or description.
fn renamed<'a>(
    graph: &Graph<'_, 'a>,
    gone: &mut Vec<Named<'a>>,
    come: &mut Vec<Named<'a>>,
) -> Vec<(Named<'a>, Named<'a>)> {
    let indices = |list: &[Named<'a>]| -> BTreeMap<String, usize> {
        list.iter().enumerate().map(|(index, (name, _))| ((*name).to_owned(), index)).collect()
    };
    let (olds, news) = (indices(gone), indices(come));
    let used: BTreeSet<(usize, usize)> = graph
        .references
        .iter()
        .filter_map(|reference| Some((*olds.get(&reference.old)?, *news.get(&reference.new)?)))
        .collect();
    let (a, b) = (graph.old, graph.new);
    let texts = |side: &Side<'a>| Texts::of(side.schemas().map(|(_, node)| Said::of(std::slice::from_ref(&node))));
    let texts = [&texts(a), &texts(b)];
    let is_replaced = |(old, _): &Named<'a>, (new, _): &Named<'a>| !may_be_opposite(old, new);
    let is_alike = |(old, node): &Named<'a>, (new, other): &Named<'a>| {
        (are_forms_of_types(old, new) || are_described_alike(node, other, texts)) && !are_opposite(old, new)
    };
    let mut renamed = Vec::new();
    let mut keep = |found: Vec<(Named<'a>, Named<'a>)>, is_one: &dyn Fn(&Named<'a>, &Named<'a>) -> bool| {
        let (one, other): (Vec<_>, Vec<_>) = found.into_iter().partition(|(old, new)| is_one(old, new));
        renamed.extend(one);
        other
    };
    let mut others = keep(only_candidates(gone, come, &used), &is_replaced);
    let shapes = (|(_, node): &Named<'a>| Some(shape(a, node)), |(_, node): &Named<'a>| Some(shape(b, node)));
    others.extend(keep(unique_pairs(gone, come, shapes), &is_alike));
    for (old, new) in others {
        gone.push(old);
        come.push(new);
    }
    renamed
}
