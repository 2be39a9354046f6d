//! Who may call what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::graph::{Graph, Root};
use super::rules;
use super::side::Side;
use super::values::bare;
use crate::document::{Node, Operation};

/// Alternatives, each a set of schemes with their scopes. No alternatives, or an empty one: everybody.
type Requirement = BTreeSet<BTreeMap<String, BTreeSet<String>>>;

fn requirement(security: Option<&Value>) -> Requirement {
    let alternatives = security.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let alternatives: Requirement = alternatives
        .map(|alternative| {
            let scopes = |scopes: &Value| {
                scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
            };
            alternative.iter().map(|(scheme, list)| (scheme.clone(), scopes(list))).collect()
        })
        .collect();
    // Where nothing suffices, nothing else matters.
    if alternatives.contains(&BTreeMap::new()) { Requirement::new() } else { alternatives }
}

/// The security of an operation, its own or that of the document.
fn effective<'a>(side: &Side<'a>, operation: &Operation<'a>) -> (Option<Node<'a>>, Node<'a>) {
    match operation.node.child("security") {
        Some(own) => (Some(own), operation.node.clone()),
        None => (side.top().child("security"), side.top()),
    }
}

/// Compares what an operation asks for.
pub(crate) fn operation<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Operation<'a>, new: &Operation<'a>) {
    let ((before, _), (after, owner)) = (effective(graph.old, old), effective(graph.new, new));
    let (had, has) =
        (requirement(before.as_ref().map(|node| node.value)), requirement(after.as_ref().map(|node| node.value)));
    if had == has {
        return;
    }
    let words = |requirement: &Requirement| {
        let alternative = |schemes: &BTreeMap<String, BTreeSet<String>>| {
            let scheme = |(name, scopes): (&String, &BTreeSet<String>)| match scopes.is_empty() {
                true => format!("`{name}`"),
                false => format!("`{name}` ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
            };
            schemes.iter().map(scheme).collect::<Vec<_>>().join(" with ")
        };
        requirement.iter().map(alternative).collect::<Vec<_>>().join(" or ")
    };
    // Who could call before can still call if one of the alternatives asks for no more than theirs.
    let suffices = |old: &BTreeMap<String, BTreeSet<String>>| {
        has.iter().any(|new| {
            new.iter().all(|(scheme, scopes)| old.get(scheme).is_some_and(|granted| scopes.is_subset(granted)))
        })
    };
    let (rule, message) = match (had.is_empty(), has.is_empty()) {
        (true, _) => (&rules::SECURITY_REQUIRED, format!("{} is needed now (it was public)", words(&has))),
        (_, true) => (&rules::SECURITY_DROPPED, format!("it is public now ({} was needed)", words(&had))),
        _ if had.iter().all(suffices) => {
            (&rules::SECURITY_RELAXED, format!("{} is needed now (it was {})", words(&has), words(&had)))
        }
        _ => (&rules::SECURITY_TIGHTENED, format!("{} is needed now (it was {})", words(&has), words(&had))),
    };
    // What the document says for all is told once, with all that it is about.
    let is_shared = owner.pointer.is_empty() && old.node.child("security").is_none();
    let place = if is_shared { "/security".to_owned() } else { format!("{}/security", old.node.place) };
    let change = rule
        .change(place, message)
        .at(before.as_ref().map(|node| node.pointer.as_str()), after.as_ref().map(|node| node.pointer.as_str()));
    graph.note(root, change);
}

/// Compares the schemes, with the operations that use them.
pub(crate) fn schemes<'a>(graph: &mut Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
    let all = |side: &Side<'a>| -> BTreeMap<&'a str, Node<'a>> {
        let schemes = side.top().child("components").and_then(|components| components.child("securitySchemes"));
        let members: Vec<_> = schemes.iter().flat_map(Node::members).collect();
        members.into_iter().map(|(name, node)| (name, side.resolved(&node))).collect()
    };
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (old, new) in operations {
        for (side, operation) in [(graph.old, old), (graph.new, new)] {
            let (security, _) = effective(side, operation);
            for scheme in requirement(security.map(|node| node.value)).into_iter().flat_map(BTreeMap::into_keys) {
                users.entry(scheme).or_default().insert(new.label());
            }
        }
    }
    let (before, after) = (all(graph.old), all(graph.new));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        let change = match (before.get(name), after.get(name)) {
            (Some(old), None) => rules::SCHEME_REMOVED
                .change(&old.place, format!("the security scheme `{name}` is gone"))
                .at(Some(&old.pointer), None),
            (None, Some(new)) => rules::SCHEME_ADDED
                .change(&new.place, format!("the security scheme `{name}` is new"))
                .at(None, Some(&new.pointer)),
            (Some(old), Some(new)) if meaning(old.value) != meaning(new.value) => rules::SCHEME_CHANGED
                .change(&old.place, format!("the security scheme `{name}` is another one now"))
                .at(Some(&old.pointer), Some(&new.pointer)),
            _ => continue,
        };
        graph.note_for(users.get(name).unwrap_or(&BTreeSet::new()), &change);
    }
}

/// What of a scheme a client acts on.
fn meaning(scheme: &Value) -> Value {
    let mut scheme = bare(scheme);
    if let Some(members) = scheme.as_object_mut() {
        members.remove("bearerFormat");
        if let Some(Value::String(name)) = members.get_mut("scheme") {
            name.make_ascii_lowercase();
        }
    }
    scheme
}
