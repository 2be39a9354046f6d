//! What is said of a schema where it is used: whether null is allowed, defaults, deprecation, who may write it.

use super::finding::Verdict;
use super::graph::Position;
use super::rules::{self, Change, both, by};
use super::uses::{Mark, Use};
use super::values::canonical;
use crate::document::SCHEMAS;

/// What is said differently on the way to a schema.
pub(crate) fn marks(old: &Use<'_>, new: &Use<'_>, position: Position) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut flag = |mark: &'static str, set: &'static rules::Rule, unset: &'static rules::Rule, words: [&str; 2]| {
        let (before, after) = (old.marks.get(mark), new.marks.get(mark));
        let (rule, said, word) = match (before, after) {
            (None, Some(after)) => (set, after, words[0]),
            (Some(before), None) => (unset, before, words[1]),
            _ => return,
        };
        let change = rule.change(&said.place, format!("{} {word}", called(&said.place)));
        changes.push((mark, change.at(Some(&old.site.pointer), Some(&new.site.pointer))));
    };
    flag(
        "nullable",
        &rules::BECAME_NULLABLE,
        &rules::BECAME_NOT_NULLABLE,
        ["may be null now", "may not be null any more"],
    );
    flag("deprecated", &rules::DEPRECATED, &rules::UNDEPRECATED, ["is deprecated now", "is no longer deprecated"]);
    let access = &rules::ACCESS_CHANGED;
    flag("readOnly", access, access, ["is read-only now", "is no longer read-only"]);
    flag("writeOnly", access, access, ["is write-only now", "is no longer write-only"]);
    let mut changes: Vec<Change> = changes
        .into_iter()
        .map(|(mark, change)| match mark {
            "nullable" => nullability(change, position),
            // What goes from requests, or from responses; what comes there is one member more.
            "readOnly" if new.is(mark) => change.wire(by(Verdict::Breaking, Verdict::None)),
            // A client that never sent the property sends none now.
            "readOnly" if matches!(position, Position::Property { required: true, .. }) => {
                change.wire(by(Verdict::Breaking, Verdict::None))
            }
            "readOnly" => change.wire(by(Verdict::Compatible, Verdict::None)),
            "writeOnly" if new.is(mark) => change.wire(by(Verdict::None, Verdict::Breaking)),
            "writeOnly" => change.wire(by(Verdict::None, Verdict::Compatible)),
            _ => change,
        })
        .collect();
    let text = |mark: &Mark<'_>| mark.value.to_string();
    let is_both = |mark: &str| old.is(mark) && new.is(mark);
    let default = match (old.marks.get("default"), new.marks.get("default")) {
        (None, Some(after)) => Some((&rules::DEFAULT_ADDED, after, format!("has the default {} now", text(after)))),
        (Some(before), None) => {
            Some((&rules::DEFAULT_REMOVED, before, format!("has no default any more (it was {})", text(before))))
        }
        (Some(before), Some(after)) if canonical(before.value) != canonical(after.value) => {
            let words = format!("has the default {} now (it was {})", text(after), text(before));
            Some((&rules::DEFAULT_CHANGED, before, words))
        }
        _ => None,
    };
    if let Some((rule, mark, words)) = default {
        let change = rule.change(&mark.place, format!("{} {words}", called(&mark.place)));
        changes.push(change.at(Some(&old.site.pointer), Some(&new.site.pointer)));
    }
    changes.into_iter().map(|change| masked(change, is_both)).collect()
}

/// What is never in a request, or never in a response, changes nothing there.
pub(crate) fn masked(mut change: Change, is: impl Fn(&str) -> bool) -> Change {
    for (mark, is_request) in [("readOnly", true), ("writeOnly", false)] {
        if is(mark) {
            for effect in [&mut change.wire, &mut change.rust] {
                *(if is_request { &mut effect.request } else { &mut effect.response }) = Verdict::None;
            }
        }
    }
    change
}

/// An `Option` takes null. Another type does not, and neither does a body whose schema has no null.
fn nullability(change: Change, position: Position) -> Change {
    let is_new = change.rule.id == rules::BECAME_NULLABLE.id;
    let of_component = change.place.strip_prefix(SCHEMAS).is_some_and(|rest| !rest.contains('/'));
    let (response, rust) = match position {
        Position::Property { required, identity } => {
            let request = if required && !of_component { Verdict::Breaking } else { Verdict::None };
            let response = if identity { Verdict::Breaking } else { Verdict::None };
            (identity, by(request, response))
        }
        Position::Inside => (true, both(Verdict::Breaking)),
        Position::Body => (true, both(Verdict::None)),
        Position::Top | Position::Branch => (false, both(Verdict::None)),
    };
    let wire = match (is_new, response) {
        (true, true) => by(Verdict::Compatible, Verdict::Breaking),
        (true, false) => both(Verdict::Compatible),
        (false, _) => by(Verdict::Breaking, Verdict::Compatible),
    };
    change.wire(wire).rust(rust)
}

/// What people call the thing at a place.
pub(crate) fn called(place: &str) -> String {
    let parts: Vec<String> = place.split('/').skip(1).map(verda_api_codegen::ledger::unescape).collect();
    named(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn named(parts: &[&str]) -> String {
    let after_colon = |name: &str| name.split_once(':').map_or(name, |(_, name)| name).to_owned();
    match parts {
        [.., "properties", name] => format!("the property `{name}`"),
        [.., "properties", name, "items"] => format!("an element of `{name}`"),
        [.., "properties", name, "additionalProperties"] => format!("a value of `{name}`"),
        ["components", "schemas", name] => format!("the schema `{name}`"),
        // An alternative goes by what it is an alternative of.
        [owner @ .., "anyOf" | "oneOf" | "allOf", _] if !owner.is_empty() => named(owner),
        [owner @ .., "anyOf" | "oneOf" | "allOf", _, "items"] if !owner.is_empty() => {
            format!("an element of {}", named(owner))
        }
        ["paths", _, _, "parameters", name, "schema", ..] => format!("the parameter `{}`", after_colon(name)),
        ["components", "parameters", name, ..] => format!("the parameter `{name}`"),
        ["components", "headers", name, ..] => format!("the header `{name}`"),
        ["paths", _, _, "requestBody", .., "items"] => "an element of the request body".to_owned(),
        ["paths", _, _, "requestBody", ..] => "the request body".to_owned(),
        ["paths", _, _, "responses", status, .., "items"] => format!("an element of the {status} response"),
        ["paths", _, _, "responses", status, "headers", name, ..] => {
            format!("the header `{name}` of the {status} response")
        }
        ["paths", _, _, "responses", status, ..] => format!("the body of the {status} response"),
        [owner @ .., "items"] if !owner.is_empty() => format!("an element of {}", named(owner)),
        [owner @ .., "additionalProperties"] if !owner.is_empty() => format!("a value of {}", named(owner)),
        ["components", "responses" | "requestBodies", name, ..] => format!("the body `{name}`"),
        [.., last] => format!("`{last}`"),
        [] => "the document".to_owned(),
    }
}
