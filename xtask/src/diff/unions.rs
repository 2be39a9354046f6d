//! Alternatives: `oneOf` and `anyOf`, with their branches in any order.

use serde_json::Value;

use super::finding::Verdict::{self, Breaking, Compatible};
use super::graph::{Graph, Position};
use super::parameters::unique_pairs;
use super::rules::{self, both, by};
use super::schemas::{Both, types_of};
use super::shape::shape;
use super::uses::Use;
use super::view::{Union, View};
use crate::document::{Document, Node};

/// Compares the alternatives of two schemas; answers whether there is any sense in comparing more.
pub(crate) fn compare<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) -> bool {
    match (sides.before.unions.as_slice(), sides.after.unions.as_slice()) {
        ([], []) => true,
        ([], [union, ..]) => became(graph, sides, union, true),
        ([union, ..], []) => became(graph, sides, union, false),
        (before, after) => {
            if before.len() != after.len() {
                let change = sides.change(&rules::COMPOSITION_CHANGED, "is composed of other alternatives");
                graph.push(sides.pair, change);
            }
            for (old, new) in before.iter().zip(after) {
                branches(graph, sides, old, new);
            }
            true
        }
    }
}

/// One schema became one of several, or the other way round.
fn became<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>, union: &Union<'a>, is_new: bool) -> bool {
    let (of_one, of_union) = if is_new { (graph.old, graph.new) } else { (graph.new, graph.old) };
    let (one, around) = if is_new { (sides.old, sides.before) } else { (sides.new, sides.after) };
    let other = if is_new { sides.after } else { sides.before };
    // An object may get alternatives beside its properties.
    if around.types == other.types && around.properties.len() == other.properties.len() && !around.types.is_empty() {
        graph.push(sides.pair, sides.change(&rules::COMPOSITION_CHANGED, "is composed of other alternatives"));
        return true;
    }
    let wanted = shape(&of_one, one);
    let same = union.branches.iter().find(|branch| shape(&of_union, branch) == wanted);
    let names: Vec<String> = union.branches.iter().map(|branch| describe(&of_union, branch)).collect();
    let names = names.join(", ");
    let change = if is_new {
        let request = if same.is_some() || around.types.is_empty() && same.is_some() { Compatible } else { Breaking };
        let words = format!("is one of {names} now (it was {})", types_of(around));
        sides.change(&rules::BECAME_UNION, &words).wire(by(request, Breaking))
    } else {
        let response = if same.is_some() { Compatible } else { Breaking };
        let words = format!("is {} now (it was one of {names})", types_of(around));
        sides.change(&rules::NO_LONGER_UNION, &words).wire(by(Breaking, response))
    };
    graph.push(sides.pair, change);
    false
}

fn branches<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>, old: &Union<'a>, new: &Union<'a>) {
    if old.keyword != new.keyword {
        let change =
            sides.change(&rules::UNION_KIND_CHANGED, &format!("is `{}` now (it was `{}`)", new.keyword, old.keyword));
        let request = if new.keyword == "anyOf" { Compatible } else { Breaking };
        graph.push(sides.pair, change.wire(by(request, Compatible)));
    }
    let (mut before, mut after) = (old.branches.clone(), new.branches.clone());
    let (a, b) = (graph.old, graph.new);
    let name = |document: &Document<'a>, node: &Node<'a>| Use::of(document, node).component;
    let mut pairs =
        unique_pairs(&mut before, &mut after, |old, new| name(&a, old).is_some() && name(&a, old) == name(&b, new));
    pairs.extend(unique_pairs(&mut before, &mut after, |old, new| shape(&a, old) == shape(&b, new)));
    pairs.extend(unique_pairs(&mut before, &mut after, |old, new| {
        tag(&a, old).is_some_and(|value| Some(value) == tag(&b, new))
    }));
    // Of several inline branches of one type none can be told from the others; of one, it is the same branch.
    pairs.extend(unique_pairs(&mut before, &mut after, |old, new| {
        name(&a, old).is_none() && name(&b, new).is_none() && types(&a, old) == types(&b, new)
    }));
    // A union of objects keeps what it does not know; any other one fails to decode it.
    let all_objects = old.branches.iter().all(|branch| types(&a, branch) == "object");
    for (old, new) in pairs {
        graph.edge(sides.pair, &old, &new, Position::Branch);
    }
    for node in before {
        let message = format!("the alternative {} is gone", describe(&a, &node));
        let change = rules::UNION_BRANCH_REMOVED.change(&node.place, message);
        graph.push(sides.pair, change.at(Some(&node.pointer), Some(&sides.new.pointer)));
    }
    for node in after {
        let place = format!("{}/+{}", sides.old.place, label(&b, &node));
        let change =
            rules::UNION_BRANCH_ADDED.change(place, format!("there is a new alternative {}", describe(&b, &node)));
        let response = if all_objects { Compatible } else { Breaking };
        let change = change.wire(by(Compatible, response)).rust(both(Verdict::Breaking));
        graph.push(sides.pair, change.at(Some(&sides.old.pointer), Some(&node.pointer)));
    }
}

/// The one value that a required property of a branch has.
fn tag(document: &Document<'_>, node: &Node<'_>) -> Option<(String, String)> {
    let view = View::of(document, &Use::of(document, node).node);
    view.properties.iter().filter(|(name, _)| view.required.contains(*name)).find_map(|(name, nodes)| {
        let values = View::of(document, &Use::of(document, nodes.first()?).node).values?;
        let mut values = values.values();
        match (values.next(), values.next()) {
            (Some(Value::String(only)), None) => Some(((*name).to_owned(), only.clone())),
            _ => None,
        }
    })
}

fn types(document: &Document<'_>, node: &Node<'_>) -> String {
    types_of(&View::of(document, &Use::of(document, node).node))
}

fn label(document: &Document<'_>, node: &Node<'_>) -> String {
    Use::of(document, node).component.unwrap_or_else(|| shape(document, node))
}

fn describe(document: &Document<'_>, node: &Node<'_>) -> String {
    Use::of(document, node).component.map_or_else(|| types(document, node), |name| format!("`{name}`"))
}
