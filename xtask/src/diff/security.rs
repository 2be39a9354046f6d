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

/// Compares what operations ask for, and the schemes.
pub(crate) fn compare<'a>(graph: &mut Graph<'_, 'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
    let all = Schemes::of(graph.old, graph.new);
    for (old, new) in operations {
        operation(graph, &all, old, new);
    }
    schemes(graph, &all, operations);
}

/// Compares what an operation asks for.
fn operation<'a>(graph: &mut Graph<'_, 'a>, all: &Schemes<'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (before, after) = (effective(graph.old, old), effective(graph.new, new));
    let (before, after) = (before.as_ref(), after.as_ref());
    let [old_security, new_security] = [before, after].map(|node| node.map(|node| node.value));
    // A client knows a scheme by what it means.
    let had = requirement(old_security, |name| all.called(0, name));
    let has = requirement(new_security, |name| all.called(1, name));
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
    graph.note(&Root::of(&new.label()), change);
}

/// A scheme, and what it means.
struct Scheme<'a> {
    node: Node<'a>,
    meaning: Value,
}

/// The schemes of the old and of the new document, by their names.
struct Schemes<'a> {
    named: [BTreeMap<&'a str, Scheme<'a>>; 2],
    /// What those of each document mean that have another meaning, or none, in the other one.
    alone: [BTreeSet<String>; 2],
}

impl<'a> Schemes<'a> {
    fn of(old: &Side<'a>, new: &Side<'a>) -> Self {
        let named = [old, new].map(|side| {
            let schemes = side.top().child("components").and_then(|components| components.child("securitySchemes"));
            let members: Vec<_> = schemes.iter().flat_map(Node::members).collect();
            let scheme = |node: &Node<'a>| {
                side.step();
                let node = side.resolved(node);
                Scheme { meaning: meaning(node.value), node }
            };
            members.into_iter().map(|(name, node)| (name, scheme(&node))).collect::<BTreeMap<_, _>>()
        });
        let alone = [0, 1].map(|side| {
            let others: &BTreeMap<&str, Scheme<'a>> = &named[1 - side];
            let is_alone = |(name, scheme): &(&&str, &Scheme<'a>)| {
                others.get(*name).is_none_or(|other| other.meaning != scheme.meaning)
            };
            named[side].iter().filter(is_alone).map(|(_, scheme)| scheme.meaning.to_string()).collect()
        });
        Self { named, alone }
    }

    /// Whether a scheme has its meaning under another name in the other document.
    fn moves(&self, side: usize, scheme: &Scheme<'a>) -> bool {
        self.alone[1 - side].contains(&scheme.meaning.to_string())
    }

    /// What a scheme is known by: its meaning, or its name. Two of one meaning, such as those of users and of administrators, are
    /// two.
    fn called(&self, side: usize, name: &str) -> String {
        let Some(own) = self.named[side].get(name) else { return name.to_owned() };
        let other = self.named[1 - side].get(name);
        // One that means something else now is told as such.
        let is_one = other.is_some_and(|other| {
            own.meaning == other.meaning || !self.moves(side, own) && !self.moves(1 - side, other)
        });
        if is_one { name.to_owned() } else { own.meaning.to_string() }
    }
}

/// Compares the schemes, with the operations that use them.
fn schemes<'a>(graph: &mut Graph<'_, 'a>, all: &Schemes<'a>, operations: &[(Operation<'a>, Operation<'a>)]) {
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
    let [before, after] = &all.named;
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        if old.zip(new).is_some_and(|(old, new)| old.meaning == new.meaning) {
            continue;
        }
        // A scheme that is there under another name is neither gone nor new.
        let change = match (old.filter(|old| !all.moves(0, old)), new.filter(|new| !all.moves(1, new))) {
            (Some(Scheme { node: old, .. }), None) => rules::SCHEME_REMOVED
                .change(&old.place, format!("the security scheme `{name}` is gone"))
                .at(Some(&old.pointer), None),
            (None, Some(Scheme { node: new, .. })) => rules::SCHEME_ADDED
                .change(&new.place, format!("the security scheme `{name}` is new"))
                .at(None, Some(&new.pointer)),
            (Some(old), Some(new)) => {
                let is_kept = holds(&new.meaning, &old.meaning);
                let words = if is_kept { "allows more than before" } else { "is another one now" };
                let message = format!("the security scheme `{name}` {words}");
                let change = rules::SCHEME_CHANGED.change(&old.node.place, message);
                let change = if is_kept { change.wire(both(Compatible)) } else { change };
                change.at(Some(&old.node.pointer), Some(&new.node.pointer))
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
