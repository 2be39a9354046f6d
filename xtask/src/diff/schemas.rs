//! What two schemas say differently.

use std::collections::BTreeSet;

use heck::ToSnakeCase;
use serde_json::Value;

use super::constraints::{Constraint, goes_without_saying, tightness};
use super::finding::Verdict::{self, Breaking, Compatible};
use super::graph::{Graph, Position};
use super::marks::{called, masked};
use super::matching::renames::{Member, Said, Texts, take_renamed};
use super::matching::unique_pairs;
use super::rules::{self, Change, both, by};
use super::rust::{decodes, scalar};
use super::shape::{says_same, shape};
use super::side::Side;
use super::tags::{self, constants_tell, tag_of};
use super::unions;
use super::uses::Use;
use super::view::{Additional, Other, View};
use super::words::forms::{self, Owners};
use crate::document::Node;

/// Two schemas and where they stand.
pub(crate) struct Both<'v, 'a> {
    pub(crate) pair: usize,
    pub(crate) old: &'v Node<'a>,
    pub(crate) new: &'v Node<'a>,
    pub(crate) before: &'v View<'a>,
    pub(crate) after: &'v View<'a>,
}

impl Both<'_, '_> {
    /// A change of the schema itself.
    pub(crate) fn change(&self, rule: &'static rules::Rule, words: &str) -> Change {
        self.change_at(rule, &self.old.place, format!("{} {words}", called(&self.old.place)))
    }

    pub(crate) fn change_at(&self, rule: &'static rules::Rule, place: &str, message: String) -> Change {
        rule.change(place, message).at(Some(&self.old.pointer), Some(&self.new.pointer))
    }
}

/// Compares two schemas; what they contain is compared later.
pub(crate) fn compare<'a>(
    graph: &mut Graph<'_, 'a>,
    pair: usize,
    (old, olds): (&Node<'a>, &[Node<'a>]),
    (new, news): (&Node<'a>, &[Node<'a>]),
    next_to: Option<&[Node<'a>; 2]>,
) {
    let (mut before, mut after) = (View::of(graph.old, old, olds), View::of(graph.new, new, news));
    if before.unions.is_empty() != after.unions.is_empty() {
        let (flat, other) = (before.flat(graph.old), after.flat(graph.new));
        if flat.unions.is_empty() && other.unions.is_empty() {
            (before, after) = (flat, other);
        }
    } else if !before.unions.is_empty() {
        // What one document says next to the alternatives, the other one may say in each of them.
        let (flat, other) = (before.flat(graph.old), after.flat(graph.new));
        if before.types != after.types {
            (before.types, after.types) = (flat.types, other.types);
        }
        let (had, has) = (&flat.required & &after.required, &other.required & &before.required);
        before.required.extend(had);
        after.required.extend(has);
    }
    if let Some([old, new]) = next_to {
        let own = before.clone();
        before.complete(&after, &graph.old.view(old));
        after.complete(&own, &graph.new.view(new));
    }
    let sides = Both { pair, old, new, before: &before, after: &after };
    if unions::compare(graph, &sides) && types(graph, &sides) {
        format(graph, &sides);
        values(graph, &sides);
        constraints(graph, &sides);
        properties(graph, &sides);
        additional(graph, &sides);
        graph.edges(pair, (&before.items, &after.items), (old, new), "items", Position::Inside);
        graph.edges(pair, (&before.rest, &after.rest), (old, new), "allOf", Position::Top);
        others(graph, &sides);
        unions::family(graph, &sides);
    }
}

/// How the types of a schema are written in messages.
pub(crate) fn types_of(view: &View<'_>) -> String {
    if view.types.is_empty() {
        return "anything".to_owned();
    }
    view.types.iter().copied().collect::<Vec<_>>().join(" or ")
}

/// Whether all values of the first types are of the second.
pub(super) fn within(some: &BTreeSet<&str>, all: &BTreeSet<&str>) -> bool {
    all.is_empty()
        || (!some.is_empty()
            && some.iter().all(|name| all.contains(name) || (*name == "integer" && all.contains("number"))))
}

/// Compares the types; returns whether there is any sense in comparing more.
fn types<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) -> bool {
    let (old, new) = (&sides.before.types, &sides.after.types);
    let is_never = |view: &View<'_>| view.others.contains_key("false");
    let (never, now) = (is_never(sides.before), is_never(sides.after));
    if old == new && never == now {
        return true;
    }
    // Where nothing is allowed, nothing else matters.
    if never || now {
        if never != now {
            let rule = if now { &rules::TYPE_NARROWED } else { &rules::TYPE_WIDENED };
            let word = |never, view| if never { "nothing".to_owned() } else { types_of(view) };
            let words = format!("is {} now (it was {})", word(now, sides.after), word(never, sides.before));
            graph.push(sides.pair, sides.change(rule, &words));
        }
        return false;
    }
    let (rule, goes_on) = match (within(old, new), within(new, old)) {
        (true, false) => (&rules::TYPE_WIDENED, true),
        (false, true) => (&rules::TYPE_NARROWED, true),
        _ => (&rules::TYPE_CHANGED, false),
    };
    let words = format!("is {} now (it was {})", types_of(sides.after), types_of(sides.before));
    let change = sides.change(rule, &words);
    let is_known = unions::keeps_types(graph.old, sides.before, new.difference(old).copied());
    let mut change = change;
    if is_known {
        change.wire.response = Compatible;
        if rule.id == rules::TYPE_WIDENED.id {
            change = change.rust(both(Compatible));
        }
    }
    graph.push(sides.pair, change);
    goes_on && !old.is_empty() && !new.is_empty()
}

fn format(graph: &mut Graph<'_, '_>, sides: &Both<'_, '_>) {
    let (old, new) = (sides.before.format, sides.after.format);
    if old == new {
        return;
    }
    let word = |format: Option<&str>| format.map_or("no format".to_owned(), |format| format!("the format `{format}`"));
    let change = sides.change(&rules::FORMAT_CHANGED, &format!("has {} now (it had {})", word(new), word(old)));
    let numeric = sides.after.types.contains("integer") || sides.after.types.contains("number");
    let effects = match (scalar(sides.before), scalar(sides.after)) {
        (Some(before), Some(after)) => {
            let accepts = new.is_none() || (numeric && decodes(before, after));
            let request = if accepts { Compatible } else { Breaking };
            let response = if decodes(after, before) { Compatible } else { Breaking };
            (by(request, response), if before == after { Verdict::None } else { Breaking })
        }
        // An enum, or what is no scalar: a format says nothing to the generator.
        _ => (by(if new.is_none() { Compatible } else { Breaking }, Compatible), Verdict::None),
    };
    graph.push(sides.pair, change.wire(effects.0).rust(both(effects.1)));
}

fn values(graph: &mut Graph<'_, '_>, sides: &Both<'_, '_>) {
    let place = &sides.old.place;
    let thing = called(place);
    match (&sides.before.values, &sides.after.values) {
        (None, None) => {}
        (None, Some(values)) => {
            let words = format!("allows only {} now", list(values.values().copied()));
            let is_new = values.values().all(|value| value.is_string()) && !graph.surface.is_listed_enum(place);
            let rust = if is_new { Breaking } else { Verdict::None };
            graph.push(sides.pair, sides.change(&rules::BECAME_ENUM, &words).rust(both(rust)));
        }
        (Some(values), None) => {
            let words = "allows any value now (it was an enum)";
            let is_gone = values.values().all(|value| value.is_string()) && !graph.surface.is_listed_enum(place);
            let rust = if is_gone { Breaking } else { Verdict::None };
            graph.push(sides.pair, sides.change(&rules::NO_LONGER_ENUM, words).rust(both(rust)));
        }
        (Some(before), Some(after)) => {
            let added = after.iter().filter(|(text, _)| !before.contains_key(*text));
            let removed = before.iter().filter(|(text, _)| !after.contains_key(*text));
            let changes = added
                .map(|(_, value)| (&rules::ENUM_VALUE_ADDED, value, format!("{thing} has the new value {value}")))
                .chain(removed.map(|(_, value)| {
                    (&rules::ENUM_VALUE_REMOVED, value, format!("{thing} has the value {value} no longer"))
                }));
            for (rule, value, message) in changes.collect::<Vec<_>>() {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let change = sides.change_at(rule, &verda_api_codegen::ledger::join(place, &text), message);
                let in_rust = value.is_string() && graph.surface.enum_changes(place, value);
                graph.push(sides.pair, if in_rust { change } else { change.rust(both(Verdict::None)) });
            }
        }
    }
}

fn list<'v>(values: impl Iterator<Item = &'v Value>) -> String {
    let all: Vec<String> =
        values.map(|value| format!("`{}`", value.as_str().map_or(value.to_string(), str::to_owned))).collect();
    match all.get(..6) {
        Some(first) if all.len() > 7 => format!("{} and {} more", first.join(", "), all.len() - 6),
        _ => all.join(", "),
    }
}

fn constraints(graph: &mut Graph<'_, '_>, sides: &Both<'_, '_>) {
    let (before, after) = (&sides.before.constraints, &sides.after.constraints);
    let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    for name in names {
        let (old, new) = (before.get(name), after.get(name));
        let says_nothing = match (old, new) {
            (None, Some(limit)) => goes_without_saying(sides.before.format, name, limit),
            (Some(limit), None) => goes_without_saying(sides.after.format, name, limit),
            _ => old == new,
        };
        if says_nothing {
            continue;
        }
        let word = |constraint: &Constraint| match constraint {
            Constraint::Lower(limit, false) | Constraint::Upper(limit, false) => format!("{name} {limit}"),
            Constraint::Lower(limit, true) | Constraint::Upper(limit, true) => format!("exclusive {name} {limit}"),
            Constraint::Other(all) => format!("{name} {}", all.iter().cloned().collect::<Vec<_>>().join(" and ")),
        };
        let (rule, words) = match (old, new) {
            (None, Some(new)) => (&rules::CONSTRAINT_TIGHTENED, format!("has {} now", word(new))),
            (Some(old), None) => (&rules::CONSTRAINT_RELAXED, format!("has no {name} any more (it was {})", word(old))),
            (Some(old), Some(new)) => {
                let rule = match tightness(old, new) {
                    Some(true) => &rules::CONSTRAINT_TIGHTENED,
                    Some(false) => &rules::CONSTRAINT_RELAXED,
                    None => &rules::CONSTRAINT_CHANGED,
                };
                (rule, format!("has {} now (it was {})", word(new), word(old)))
            }
            (None, None) => continue,
        };
        let message = format!("{} {words}", called(&sides.old.place));
        let mut change = sides.change_at(rule, &format!("{}/{name}", sides.old.place), message);
        // The sign of an integer is in its type.
        if let (Some(old), Some(new)) = (scalar(sides.before), scalar(sides.after))
            && name == "minimum"
            && old != new
        {
            // The old type holds fewer values than before.
            let is_held = rule.id == rules::CONSTRAINT_TIGHTENED.id || decodes(new, old);
            let response = if is_held { Compatible } else { Breaking };
            change = change.rust(both(Breaking));
            change.wire.response = response;
            // A least value of 0 excludes nothing that an unsigned integer holds.
            if decodes(old, new) && !matches!(after.get(name), Some(Constraint::Lower(limit, _)) if *limit > 0.0) {
                change.wire.request = Compatible;
            }
        }
        graph.push(sides.pair, change);
    }
}

fn properties<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) {
    let owner = sides.old.component();
    let (before, after) = (sides.before, sides.after);
    let mut gone: Vec<&str> =
        before.properties.keys().filter(|name| !after.properties.contains_key(*name)).copied().collect();
    let mut come: Vec<&str> =
        after.properties.keys().filter(|name| !before.properties.contains_key(*name)).copied().collect();
    // What stands in each of the alternatives instead is compared there.
    let is_in_all = |side: &Side<'a>, view: &View<'a>, name: &str| {
        let has = |branch: &Node<'a>| side.meaning(branch).properties.contains_key(name);
        view.unions.iter().any(|union| union.branches.iter().all(has))
    };
    gone.retain(|name| !is_in_all(graph.new, after, name));
    come.retain(|name| !is_in_all(graph.old, before, name));
    let mut common: Vec<(&str, &str)> = before
        .properties
        .keys()
        .filter(|name| after.properties.contains_key(*name))
        .map(|name| (*name, *name))
        .collect();
    for (old, new) in renamed(graph, sides, &mut gone, &mut come) {
        let rust = if old.to_snake_case() == new.to_snake_case() { Verdict::None } else { Breaking };
        if let (Some([node, ..]), Some([other, ..])) = (side(before, old), side(after, new)) {
            let message = format!("the property `{old}` is called `{new}` now");
            let change = rules::PROPERTY_RENAMED.change(&node.place, message);
            graph.push(sides.pair, change.at(Some(&node.pointer), Some(&other.pointer)).rust(both(rust)));
        }
        common.push((old, new));
    }
    for (old, new) in common {
        let required = [before.required.contains(old), after.required.contains(new)];
        let identity = graph.surface.is_identity(owner.as_deref(), old);
        if required[0] != required[1]
            && let Some([node, ..]) = side(before, old)
        {
            let change = requiredness(&node.place, old, required[1], identity);
            let change = change.at(Some(&node.pointer), Some(&sides.new.pointer));
            // What is never in a request may be required there: that speaks of responses.
            let used = match (required[1], side(after, new)) {
                (true, Some([node, ..])) => Use::of(graph.new, node),
                _ => Use::of(graph.old, node),
            };
            graph.push(sides.pair, masked(change, |mark| used.is(mark)));
        }
        let (Some(olds), Some(news)) = (side(before, old), side(after, new)) else { continue };
        let required = required == [true, true];
        let position = Position::Property { required, identity: identity && required };
        graph.edges(sides.pair, (olds, news), (sides.old, sides.new), "properties", position);
    }
    for name in gone {
        let Some([node, ..]) = side(before, name) else { continue };
        let change = rules::PROPERTY_REMOVED.change(&node.place, format!("the property `{name}` is gone"));
        let change = change.at(Some(&node.pointer), Some(&sides.new.pointer));
        let used = Use::of(graph.old, node);
        let rust = change.rust;
        graph.push(sides.pair, masked(change, |mark| used.is(mark)).rust(rust));
    }
    for name in come {
        let Some([node, ..]) = side(after, name) else { continue };
        let (rule, word) = match after.required.contains(name) {
            true => (&rules::REQUIRED_PROPERTY_ADDED, "required"),
            false => (&rules::OPTIONAL_PROPERTY_ADDED, "optional"),
        };
        let change = rule.change(&node.place, format!("there is a new {word} property `{name}`"));
        let change = change.at(Some(&sides.old.pointer), Some(&node.pointer));
        let used = Use::of(graph.new, node);
        let rust = change.rust;
        graph.push(sides.pair, masked(change, |mark| used.is(mark)).rust(rust));
    }
    // Names that are required and described nowhere.
    let is_bare = |name: &&str| !before.properties.contains_key(name) && !after.properties.contains_key(name);
    for name in before.required.symmetric_difference(&after.required).filter(|name| is_bare(name)) {
        let place = format!("{}/required/{name}", sides.old.place);
        let change = requiredness(&place, name, after.required.contains(*name), false);
        let change = change.at(Some(&sides.old.pointer), Some(&sides.new.pointer)).rust(both(Verdict::None));
        graph.push(sides.pair, change);
    }
}

fn side<'v, 'a>(view: &'v View<'a>, name: &str) -> Option<&'v [Node<'a>]> {
    view.properties.get(name).map(Vec::as_slice)
}

fn requiredness(place: &str, name: &str, now: bool, identity: bool) -> Change {
    let thing = format!("the property `{name}`");
    if now {
        let change = rules::PROPERTY_BECAME_REQUIRED.change(place, format!("{thing} is required now"));
        if identity { change.rust(both(Breaking)) } else { change }
    } else {
        let change = rules::PROPERTY_BECAME_OPTIONAL.change(place, format!("{thing} is optional now"));
        if identity { change.wire(by(Compatible, Breaking)).rust(both(Breaking)) } else { change }
    }
}

/// Takes out the properties that are one under two names.
fn renamed<'a>(
    graph: &Graph<'_, 'a>,
    sides: &Both<'_, 'a>,
    gone: &mut Vec<&'a str>,
    come: &mut Vec<&'a str>,
) -> Vec<(&'a str, &'a str)> {
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let snake = |name: &&str| forms::snake(name);
    let mut pairs = unique_pairs(gone, come, (snake, snake));
    let mut owners = Owners::default();
    owners.add_schema(sides.old);
    owners.add_schema(sides.new);
    let texts = |view: &View<'a>| Texts::of(view.properties.values().map(|nodes| Said::of(nodes)));
    let member = |document: &Side<'a>, view: &View<'a>, name: &'a str| {
        let nodes = side(view, name).unwrap_or_default();
        let mut kind: Vec<u64> = nodes.iter().map(|node| shape(document, node)).collect();
        kind.sort_unstable();
        Member { name, kind, said: Said::of(nodes) }
    };
    let (old, new) = (graph.old, graph.new);
    pairs.extend(take_renamed(
        gone,
        come,
        &owners,
        [&texts(sides.before), &texts(sides.after)],
        (|name: &&'a str| member(old, sides.before, name), |name: &&'a str| member(new, sides.after, name)),
    ));
    pairs
}

fn additional<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) {
    let change = |rule, words: &str| sides.change(rule, words);
    let widened = by(Compatible, Breaking);
    let narrowed = by(Breaking, Compatible);
    // A struct has a field for others where the document says that there are some.
    let keeps_others = |view: &View<'a>| {
        !view.properties.is_empty() && (view.is_open || matches!(view.additional, Additional::Schema(_)))
    };
    let drops_others = keeps_others(sides.before) && !keeps_others(sides.after);
    let rust = both(if drops_others { Breaking } else { Verdict::None });
    let change = match (&sides.before.additional, &sides.after.additional) {
        (Additional::Any, Additional::Any) if drops_others => {
            change(&rules::ADDITIONAL_CHANGED, "says nothing of other properties any more")
                .wire(both(Verdict::None))
                .rust(rust)
        }
        (Additional::Any, Additional::Any) | (Additional::Never, Additional::Never) => return,
        (Additional::Schema(old), Additional::Schema(new)) => {
            let owners = (sides.old, sides.new);
            graph.edges(sides.pair, (old, new), owners, "additionalProperties", Position::Inside);
            return;
        }
        (Additional::Never, Additional::Any) => change(&rules::ADDITIONAL_ALLOWED, "may have other properties now"),
        (Additional::Any, Additional::Never) => {
            let change = change(&rules::ADDITIONAL_FORBIDDEN, "may have no other properties any more").rust(rust);
            if sides.before.sends_no_others() { change.wire(both(Compatible)) } else { change }
        }
        (Additional::Schema(_), Additional::Any) => {
            change(&rules::ADDITIONAL_CHANGED, "may have any other properties now").wire(widened)
        }
        (Additional::Never, Additional::Schema(_)) => {
            change(&rules::ADDITIONAL_CHANGED, "may have other properties of one kind now")
                .wire(by(Compatible, Compatible))
        }
        (Additional::Any, Additional::Schema(_)) => {
            change(&rules::ADDITIONAL_CHANGED, "may have other properties of one kind only").wire(narrowed)
        }
        (Additional::Schema(_), Additional::Never) => {
            change(&rules::ADDITIONAL_CHANGED, "may have no other properties any more").wire(narrowed)
        }
    };
    graph.push(sides.pair, change);
}

/// Keywords that no rule knows, and that exclude values; of some, each member is one.
const EXCLUDING: [&str; 10] = [
    "not",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "propertyNames",
    "contains",
    "unevaluatedItems",
    "unevaluatedProperties",
];

fn forbids(others: &[Other<'_>]) -> bool {
    others.iter().all(|other| matches!(other, Other::Schema(node) if node.value == false))
}

fn others<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) {
    let (tag, now) = (tag_of(sides.before), tag_of(sides.after));
    // A schema that has neither alternatives nor others that extend it is the same without its tag.
    let tells = |side: &Side<'a>, view: &View<'a>, node| {
        tag_of(view).is_some() && (!view.unions.is_empty() || !tags::family(side, view, node).is_empty())
    };
    if tag != now
        && (tells(graph.old, sides.before, sides.old) || tells(graph.new, sides.after, sides.new))
        && !constants_tell(graph, sides, tag.or(now))
    {
        graph.push(sides.pair, sides.change(&rules::DISCRIMINATOR_CHANGED, "has another discriminator"));
    }
    let (before, after) = (&sides.before.others, &sides.after.others);
    let (old, new) = (graph.old, graph.new);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let [some, others] = [before.get(name), after.get(name)].map(|all| all.map_or(&[][..], Vec::as_slice));
        let is_equal = says_same((old, some), (new, others));
        if !is_equal {
            let place = format!("{}/{name}", sides.old.place);
            let message = format!("{}: `{name}` changed", called(&sides.old.place));
            let change = sides.change_at(&rules::KEYWORD_CHANGED, &place, message);
            // An exclusion takes no value from a reader, and a client that sends values need not know that it is gone.
            let (comes, goes) = (some.is_empty(), others.is_empty());
            let is_harmless =
                comes && name == "unevaluatedProperties" && forbids(others) && sides.before.sends_no_others();
            let keyword = name.split_once('/').map_or(name.as_str(), |(keyword, _)| keyword);
            let change = match EXCLUDING.contains(&keyword) {
                true if is_harmless => change.wire(both(Compatible)),
                true if comes => change.wire(by(Breaking, Compatible)),
                true if goes => change.wire(by(Compatible, Breaking)),
                _ => change,
            };
            graph.push(sides.pair, change);
        }
    }
}
