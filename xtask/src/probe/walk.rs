//! Compares a JSON value with its schema: what it has that the schema does not say.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::finding::{Kind, Tally};
use super::shown::{Shown, is_enum_value};
use crate::diff::side::Side;
use crate::diff::uses::Use;
use crate::diff::values::{canonical, type_of};
use crate::diff::view::{Additional, Union, View};
use crate::document::Node;

/// How deep a value is compared: a schema may contain itself.
const DEEPEST: usize = 64;

/// One comparison.
pub(super) struct Walk<'w, 'a> {
    pub(super) side: &'w Side<'a>,
    pub(super) shown: &'w Shown,
    pub(super) tally: Tally,
}

/// Where a value is.
#[derive(Clone)]
struct At {
    place: String,
    /// The place of the object or list that holds the value.
    within: String,
    depth: usize,
}

impl At {
    fn member(&self, name: &str) -> Self {
        let place = if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) };
        Self { place, within: self.place.clone(), depth: self.depth + 1 }
    }

    fn element(&self) -> Self {
        let place = format!("{}[]", self.place);
        Self { within: place.clone(), place, depth: self.depth + 1 }
    }
}

impl<'w, 'a> Walk<'w, 'a> {
    pub(super) fn new(side: &'w Side<'a>, shown: &'w Shown) -> Self {
        Self { side, shown, tally: Tally::default() }
    }

    /// Compares a body, or where `is_element` is set an element of the list that the body is.
    pub(super) fn body(&mut self, value: &Value, schema: &Node<'a>, is_element: bool) {
        let at = At { place: String::new(), within: String::new(), depth: 0 };
        let at = if is_element { at.element() } else { at };
        self.enter(value, std::slice::from_ref(schema), &at);
    }

    /// Compares the value of a place that is there for the first time.
    fn enter(&mut self, value: &Value, schemas: &[Node<'a>], at: &At) {
        self.tally.visit(&at.place);
        self.value(value, schemas, at, &BTreeSet::new());
    }

    /// Compares a value with the schemas that all hold at its place. `outer` has the members that a schema around them names.
    fn value(&mut self, value: &Value, schemas: &[Node<'a>], at: &At, outer: &BTreeSet<&'a str>) {
        let Some((first, others)) = schemas.split_first() else { return };
        if at.depth > DEEPEST {
            return;
        }
        let used = self.side.used(first);
        let view = if others.is_empty() {
            (*self.side.flat(&used.node)).clone()
        } else {
            View::of(self.side, first, others).flat(self.side)
        };
        if value.is_null() {
            let allows = |schema: &Node<'a>| self.side.used(schema).is("nullable");
            if !schemas.iter().any(allows) && says_something(&view) && !view.types.contains("null") {
                self.tally.count(Kind::Null, &at.place, &at.within).words.insert(expected(&view));
            }
            return;
        }
        let is_allowed = |name: &str| view.types.contains(name) || (name == "integer" && view.types.contains("number"));
        if !view.types.is_empty() && !is_allowed(type_of(value)) {
            let pointer = (view.unions.is_empty() && view.values.is_none()).then(|| used.node.pointer.clone());
            let found = self.tally.count(Kind::WrongType, &at.place, &at.within);
            found.expected = expected(&view);
            found.seen.add(value);
            found.schema = pointer.filter(|_| used.node.value.get("type").is_some());
            return;
        }
        if view.values.as_ref().is_some_and(|values| !values.contains_key(&canonical(value))) {
            self.unknown_value(value, &used, at);
        }
        let mut known = outer.clone();
        known.extend(view.properties.keys().copied());
        match value {
            Value::Object(members) => self.members(members, &view, &used, at, &known),
            Value::Array(items) if !view.items.is_empty() => {
                for item in items {
                    self.enter(item, &view.items, &at.element());
                }
            }
            _ => {}
        }
        for union in &view.unions {
            self.alternatives(value, union, at, &known);
        }
    }

    fn unknown_value(&mut self, value: &Value, used: &Use<'a>, at: &At) {
        let found = self.tally.count(Kind::UnknownValue, &at.place, &at.within);
        match value.as_str().filter(|text| is_enum_value(text)) {
            Some(text) => {
                found.words.insert(text.to_owned());
                found.schema = used.node.value.get("enum").is_some().then(|| used.node.pointer.clone());
            }
            None => {
                found.words.insert("a value that is not shown".to_owned());
            }
        }
    }

    fn members(
        &mut self,
        members: &Map<String, Value>,
        view: &View<'a>,
        used: &Use<'a>,
        at: &At,
        known: &BTreeSet<&'a str>,
    ) {
        for name in &view.required {
            let is_written_only = view.properties.get(name).and_then(|nodes| nodes.first());
            let is_written_only = is_written_only.is_some_and(|node| self.side.used(node).is("writeOnly"));
            if !members.contains_key(*name) && !is_written_only {
                self.tally.count(Kind::Missing, &at.member(name).place, &at.place).words.insert("required".to_owned());
            }
        }
        for (name, member) in members {
            match (view.properties.get(name.as_str()), &view.additional) {
                (Some(schemas), _) => self.enter(member, schemas, &at.member(name)),
                (None, Additional::Schema(schemas)) => self.enter(member, schemas, &at.member("{}")),
                // The alternative that the value is says which members it has.
                (None, _) if !view.unions.is_empty() || known.contains(name.as_str()) || has_others(view, used) => {}
                // Any value.
                (None, _) if view.types.is_empty() => {}
                (None, _) => self.unknown_member(name, member, used, at, known),
            }
        }
    }

    fn unknown_member(&mut self, name: &str, member: &Value, used: &Use<'a>, at: &At, known: &BTreeSet<&'a str>) {
        // Of an object of which no member is documented, the names may be data.
        let is_shown = !known.is_empty() && self.shown.is_name(name);
        let place = at.member(if is_shown { name } else { "{}" }).place;
        let found = self.tally.count(Kind::UnknownMember, &place, &at.place);
        found.seen.add(member);
        if is_shown {
            found.schema = Some(used.node.pointer.clone());
        } else {
            found.words.insert("a name that is not shown".to_owned());
        }
    }

    /// Takes the alternative that is nearest to the value.
    fn alternatives(&mut self, value: &Value, union: &Union<'a>, at: &At, known: &BTreeSet<&'a str>) {
        let mut known = known.clone();
        if union.keyword == "anyOf" {
            // A value may be several of them.
            let views: Vec<_> = union.branches.iter().map(|branch| self.side.meaning(branch)).collect();
            known.extend(views.iter().flat_map(|view| view.properties.keys().copied()));
        }
        let tallies = union.branches.iter().map(|branch| {
            let mut walk = Walk::new(self.side, self.shown);
            let at = At { depth: at.depth + 1, ..at.clone() };
            walk.value(value, std::slice::from_ref(branch), &at, &known);
            walk.tally
        });
        if let Some(nearest) = tallies.min_by_key(Tally::distance) {
            self.tally.append(nearest);
        }
    }
}

/// Whether a schema says that an object has more members than it names.
fn has_others(view: &View<'_>, used: &Use<'_>) -> bool {
    let is_open = used.node.value.get("additionalProperties").is_some_and(|value| value != false);
    is_open || view.others.keys().any(|keyword| keyword.starts_with("patternProperties"))
}

fn says_something(view: &View<'_>) -> bool {
    !view.types.is_empty() || view.values.is_some() || !view.unions.is_empty()
}

fn expected(view: &View<'_>) -> String {
    match view.types.iter().copied().collect::<Vec<_>>().as_slice() {
        [] if !view.unions.is_empty() => "one of several schemas".to_owned(),
        [] => "a value".to_owned(),
        types => types.join(" or "),
    }
}
