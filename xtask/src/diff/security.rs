//! Who may call what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::finding::Verdict::Compatible;
use super::graph::{Graph, Root};
use super::rules::{self, both};
use super::side::Side;
use super::values::bare;
use crate::document::{Node, Operation};

/// Alternatives, each a set of schemes with their scopes. No alternatives, or an empty one: everybody.
type Requirement = BTreeSet<BTreeMap<String, BTreeSet<String>>>;

/// The alternatives that a request needs, with the schemes under the names that `called` gives.
fn requirement(security: Option<&Value>, called: impl Fn(&str) -> String) -> Requirement {
    let alternatives = security.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
    let alternatives: Requirement = alternatives
        .map(|alternative| {
            let scopes = |scopes: &Value| {
                scopes.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
            };
            let mut schemes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (scheme, list) in alternative {
                schemes.entry(called(scheme)).or_default().extend::<BTreeSet<String>>(scopes(list));
            }
            schemes
        })
        .collect();
    // Where nothing suffices, nothing else matters.
    if alternatives.contains(&BTreeMap::new()) { Requirement::new() } else { alternatives }
}

/// The security of an operation, its own or that of the document.
fn effective<'a>(side: &Side<'a>, operation: &Operation<'a>) -> Option<Node<'a>> {
    operation.node.child("security").or_else(|| side.top().child("security"))
}

/// Compares what an operation asks for.
pub(crate) fn operation<'a>(graph: &mut Graph<'_, 'a>, root: &Root, old: &Operation<'a>, new: &Operation<'a>) {
    let (before, after) = (effective(graph.old, old), effective(graph.new, new));
    let (before, after) = (before.as_ref(), after.as_ref());
    let [old_security, new_security] = [before, after].map(|node| node.map(|node| node.value));
    // A client knows a scheme by what it means.
    let [old_schemes, new_schemes] = [schemes_of(graph.old), schemes_of(graph.new)];
    // Two of one meaning, such as those of users and of administrators, are two.
    let called = |schemes: &BTreeMap<&str, Node<'a>>, others: &BTreeMap<&str, Node<'a>>, name: &str| {
        let moves =
            |own: &Node<'a>, other: &Node<'a>| has_meaning(others, schemes, own) || has_meaning(schemes, others, other);
        match (schemes.get(name), others.get(name)) {
            // One that means something else now is told as such.
            (Some(own), Some(other)) if is_kept(schemes, others, name) || !moves(own, other) => name.to_owned(),
            _ => meaning_of(schemes, name),
        }
    };
    let had = requirement(old_security, |name| called(&old_schemes, &new_schemes, name));
    let has = requirement(new_security, |name| called(&new_schemes, &old_schemes, name));
    if had == has {
        return;
    }
    let words = |security| {
        let alternative = |schemes: &BTreeMap<String, BTreeSet<String>>| {
            let scheme = |(name, scopes): (&String, &BTreeSet<String>)| match scopes.is_empty() {
                true => format!("`{name}`"),
                false => format!("`{name}` ({})", scopes.iter().cloned().collect::<Vec<_>>().join(", ")),
            };
            schemes.iter().map(scheme).collect::<Vec<_>>().join(" with ")
        };
        requirement(security, str::to_owned).iter().map(alternative).collect::<Vec<_>>().join(" or ")
    };
    // Who could call before can still call if one of the alternatives asks for no more than theirs.
    let suffices = |old: &BTreeMap<String, BTreeSet<String>>| {
        has.iter().any(|new| {
            new.iter().all(|(scheme, scopes)| old.get(scheme).is_some_and(|granted| scopes.is_subset(granted)))
        })
    };
    let (old_words, new_words) = (words(old_security), words(new_security));
    let (rule, message) = match (had.is_empty(), has.is_empty()) {
        (true, _) => (&rules::SECURITY_REQUIRED, format!("{new_words} is needed now (it was public)")),
        (_, true) => (&rules::SECURITY_DROPPED, format!("it is public now ({old_words} was needed)")),
        _ if had.iter().all(suffices) => {
            (&rules::SECURITY_RELAXED, format!("{new_words} is needed now (it was {old_words})"))
        }
        _ => (&rules::SECURITY_TIGHTENED, format!("{new_words} is needed now (it was {old_words})")),
    };
    // What the document says for all is told once, with all that it is about.
    let is_shared = [old, new].iter().all(|operation| operation.node.child("security").is_none());
    let place = if is_shared { "/security".to_owned() } else { format!("{}/security", old.node.place) };
    let change = rule
        .change(place, message)
        .at(before.map(|node| node.pointer.as_str()), after.map(|node| node.pointer.as_str()));
    graph.note(root, change);
}

/// The schemes of a document, by their names.
fn schemes_of<'a>(side: &Side<'a>) -> BTreeMap<&'a str, Node<'a>> {
    let schemes = side.top().child("components").and_then(|components| components.child("securitySchemes"));
    let members: Vec<_> = schemes.iter().flat_map(Node::members).collect();
    members.into_iter().map(|(name, node)| (name, side.resolved(&node))).collect()
}

/// The meaning of a scheme, as text; the name of a scheme that the document does not define.
fn meaning_of(schemes: &BTreeMap<&str, Node<'_>>, name: &str) -> String {
    schemes.get(name).map_or_else(|| name.to_owned(), |scheme| meaning(scheme.value).to_string())
}

/// Whether a scheme means the same in both documents.
fn is_kept(schemes: &BTreeMap<&str, Node<'_>>, others: &BTreeMap<&str, Node<'_>>, name: &str) -> bool {
    let (own, other) = (schemes.get(name), others.get(name));
    own.zip(other).is_some_and(|(own, other)| meaning(own.value) == meaning(other.value))
}

/// Whether a scheme that has its name and meaning in this document alone means the same as another one.
fn has_meaning(schemes: &BTreeMap<&str, Node<'_>>, others: &BTreeMap<&str, Node<'_>>, other: &Node<'_>) -> bool {
    let mut own = schemes.iter().filter(|(name, _)| !is_kept(schemes, others, name));
    own.any(|(_, scheme)| meaning(scheme.value) == meaning(other.value))
}

/// Compares the schemes, with the operations that use them.
pub(crate) fn schemes<'a>(graph: &mut Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
    let mut users: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (old, new) in operations {
        for (side, operation) in [(graph.old, old), (graph.new, new)] {
            let security = effective(side, operation).and_then(|node| node.value.as_array());
            let alternatives = security.into_iter().flatten().filter_map(Value::as_object);
            for scheme in alternatives.flat_map(|alternative| alternative.keys()) {
                users.entry(scheme.clone()).or_default().insert(new.label());
            }
        }
    }
    let (before, after) = (schemes_of(graph.old), schemes_of(graph.new));
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        // A scheme that is there under another name is neither gone nor new.
        if is_kept(&before, &after, name) {
            continue;
        }
        let lost = before.get(name).filter(|scheme| !has_meaning(&after, &before, scheme));
        let come = after.get(name).filter(|scheme| !has_meaning(&before, &after, scheme));
        let change = match (lost, come) {
            (Some(old), None) => rules::SCHEME_REMOVED
                .change(&old.place, format!("the security scheme `{name}` is gone"))
                .at(Some(&old.pointer), None),
            (None, Some(new)) => rules::SCHEME_ADDED
                .change(&new.place, format!("the security scheme `{name}` is new"))
                .at(None, Some(&new.pointer)),
            (Some(old), Some(new)) => {
                let is_kept = holds(&meaning(new.value), &meaning(old.value));
                let words = if is_kept { "allows more than before" } else { "is another one now" };
                let change = rules::SCHEME_CHANGED.change(&old.place, format!("the security scheme `{name}` {words}"));
                let change = if is_kept { change.wire(both(Compatible)) } else { change };
                change.at(Some(&old.pointer), Some(&new.pointer))
            }
            (None, None) => continue,
        };
        let (none, users) = (BTreeSet::new(), users.get(name));
        // What no operation asks for breaks no call.
        let wire = if users.is_none() { both(change.wire.request.min(Compatible)) } else { change.wire };
        graph.note_for(users.unwrap_or(&none), &change.wire(wire));
    }
}

/// The parts of a scheme that a client acts on. The scopes that are needed stand at the operations.
fn meaning(scheme: &Value) -> Value {
    let mut scheme = bare(scheme);
    if let Some(members) = scheme.as_object_mut() {
        members.remove("bearerFormat");
        let is_header = members.get("in").is_some_and(|place| place == "header");
        let flows = members.get_mut("flows").and_then(Value::as_object_mut).into_iter().flatten();
        flows.filter_map(|(_, flow)| flow.as_object_mut()).for_each(|flow| drop(flow.remove("scopes")));
        // Neither schemes of HTTP nor names of headers have a case.
        for keyword in ["scheme", "name"].into_iter().filter(|keyword| is_header || *keyword == "scheme") {
            if let Some(Value::String(name)) = members.get_mut(keyword) {
                name.make_ascii_lowercase();
            }
        }
    }
    scheme
}

/// Whether all that a scheme says is said, besides more: another flow, or a URL for refreshing.
fn holds(all: &Value, some: &Value) -> bool {
    match (all, some) {
        (Value::Object(all), Value::Object(some)) => {
            some.iter().all(|(key, value)| all.get(key).is_some_and(|other| holds(other, value)))
        }
        (all, some) => all == some,
    }
}
