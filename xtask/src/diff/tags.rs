//! Tags: the property whose values tell alternatives apart, by a discriminator or by constants.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use verda_api_codegen::references::schema_of_file;

use super::finding::Verdict::{Breaking, Compatible, None as Nothing};
use super::graph::Graph;
use super::rules::{self, Change, by};
use super::schemas::Both;
use super::side::Side;
use super::uses::Use;
use super::view::{Union, View};
use crate::document::{Node, mapping};

/// The property by which a discriminator tells alternatives apart.
pub(super) fn tag_of<'a>(view: &View<'a>) -> Option<&'a str> {
    view.discriminator?.get("propertyName")?.as_str()
}

/// What a discriminator maps.
#[derive(Debug)]
pub(crate) struct Mapped {
    /// The values of each named schema. One that is only another name of a schema gives it its values.
    by_name: BTreeMap<String, BTreeSet<String>>,
    values: BTreeSet<String>,
}

impl Mapped {
    pub(super) fn of(side: &Side<'_>, discriminator: Option<&Value>) -> Self {
        let (mut by_name, mut values) = (BTreeMap::<_, BTreeSet<String>>::new(), BTreeSet::new());
        for (value, name) in mapping(discriminator) {
            by_name.entry(meant(side, &name)).or_default().insert(value.clone());
            values.insert(value.clone());
        }
        Self { by_name, values }
    }

    /// The values of the tag for a named schema: those of the mapping, or its name.
    pub(super) fn values<'a>(&self, side: &Side<'a>, branch: &Node<'a>) -> Option<BTreeSet<String>> {
        let name = side.used(branch).component.clone().or_else(|| branch.component())?;
        let mapped = self.by_name.get(&meant(side, &name)).cloned();
        // Where no value is mapped, the name is one.
        let named = || if self.values.contains(&name) { BTreeSet::new() } else { BTreeSet::from([name.clone()]) };
        Some(mapped.unwrap_or_else(named))
    }
}

/// The name of a schema behind its other names.
fn meant(side: &Side<'_>, name: &str) -> String {
    let node = side.schema(name).or_else(|| side.schema(schema_of_file(name)?));
    node.and_then(|node| side.resolved(&node).component()).unwrap_or_else(|| name.to_owned())
}

/// Whether a schema has a tag and no alternatives: a value of it is any of its family, as the generator has it.
pub(super) fn is_base(view: &View<'_>) -> bool {
    view.discriminator.is_some() && view.unions.is_empty()
}

/// The named alternatives that a discriminator tells apart.
pub(super) fn alternatives<'a>(side: &Side<'a>, view: &View<'a>) -> Vec<Node<'a>> {
    let unions = view.unions.iter().filter(|_| view.discriminator.is_some());
    unions.flat_map(|union| &union.branches).filter(|branch| side.used(branch).component.is_some()).cloned().collect()
}

/// The schemas other than itself that a reference to a schema may mean.
pub(super) fn family<'a>(side: &Side<'a>, view: &View<'a>, node: &Node<'a>) -> Vec<Node<'a>> {
    if is_base(view) { side.family(node) } else { Vec::new() }
}

/// The values that a member of an object may be, where the schema lists them, each as the JSON that equal values share.
pub(super) fn constants<'a>(side: &Side<'a>, node: &Node<'a>, name: &str) -> Option<Vec<String>> {
    side.step();
    let view = side.meaning(side.meaning(node).properties.get(name)?.first()?);
    Some(view.values.as_ref()?.keys().cloned().collect())
}

/// The same where they are all texts, which the generator takes for a tag.
pub(super) fn texts<'a>(side: &Side<'a>, node: &Node<'a>, name: &str) -> Option<Vec<String>> {
    constants(side, node, name).filter(|values| values.iter().all(|value| value.starts_with('"')))
}

/// Whether constants of a property tell all alternatives of a union apart. Those of one that they share tell nothing.
fn tells_apart<'a>(side: &Side<'a>, union: &Union<'a>, name: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut is_new = |values: Vec<String>| !values.is_empty() && values.into_iter().all(|value| seen.insert(value));
    union.branches.iter().all(|branch| constants(side, branch, name).is_some_and(&mut is_new))
}

/// Whether a discriminator that came or went says nothing that constants of the alternatives do not say.
pub(super) fn constants_tell<'a>(graph: &Graph<'_, 'a>, sides: &Both<'_, 'a>, tag: Option<&str>) -> bool {
    let is_one = sides.before.discriminator.is_some() != sides.after.discriminator.is_some();
    let tells = |side: &Side<'a>, view: &View<'a>| {
        let mut branches = view.unions.iter().flat_map(|union| &union.branches).peekable();
        branches.peek().is_some()
            && branches.all(|branch| tag.is_some_and(|tag| constants(side, branch, tag).is_some()))
    };
    is_one && tells(graph.old, sides.before) && tells(graph.new, sides.after)
}

/// Compares the values of a tag that stand for alternatives which are in both documents. What their constants say is compared
/// there.
pub(super) fn compare<'a>(
    graph: &mut Graph<'_, 'a>,
    sides: &Both<'_, 'a>,
    (old, new): (&Union<'a>, &Union<'a>),
    pairs: &[(Node<'a>, Node<'a>)],
) {
    if pairs.is_empty() {
        return;
    }
    let Some(tag) = tag_of(sides.before).filter(|tag| tag_of(sides.after) == Some(*tag)) else { return };
    let (mut gone, mut come) = (BTreeSet::new(), BTreeSet::new());
    let (before, after) = (graph.old.mapping(sides.before), graph.new.mapping(sides.after));
    if tells_apart(graph.old, old, tag) && tells_apart(graph.new, new, tag) {
        return;
    }
    for (old, new) in pairs {
        let (a, b) = (before.values(graph.old, old), after.values(graph.new, new));
        let (Some(a), Some(b)) = (a, b) else { continue };
        gone.extend(a.difference(&b).cloned());
        come.extend(b.difference(&a).cloned());
    }
    if !gone.is_empty() {
        let words = format!("has `{tag}` {} no longer for the same alternative", listed(&gone));
        graph.push(sides.pair, sides.change(&rules::DISCRIMINATOR_CHANGED, &words));
    } else if !come.is_empty() {
        let words = format!("has `{tag}` {} for an alternative, too", listed(&come));
        graph.push(sides.pair, sides.change(&rules::DISCRIMINATOR_CHANGED, &words).wire(by(Compatible, Compatible)));
    }
}

fn listed(values: &BTreeSet<String>) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// Tells of values that constants give to another alternative than before: an old client takes them for the one that it knows.
pub(super) fn constants_moved<'a>(
    graph: &mut Graph<'_, 'a>,
    sides: &Both<'_, 'a>,
    (old, new): (&Union<'a>, &Union<'a>),
    pairs: &[(Node<'a>, Node<'a>)],
) {
    let (before, after) = (by_value(graph.old, old), by_value(graph.new, new));
    let predecessors: BTreeMap<&str, &str> = pairs.iter().map(|(old, new)| (&*new.pointer, &*old.pointer)).collect();
    let tags = tag_of(sides.before).map_or_else(|| told_apart_by(graph.old, old), |tag| vec![tag]);
    // Without a tag, the generated type looks at the values of all members.
    let all = before.keys().copied().filter(|_| tags.is_empty() && old.keyword == "oneOf");
    for name in tags.iter().copied().chain(all) {
        let (Some(had), Some(has)) = (before.get(name), after.get(name)) else { continue };
        let listing: BTreeSet<&str> = had.values().flatten().copied().collect();
        let is_moved = |(value, now): &(&String, &BTreeSet<&str>)| {
            let known = had.get(*value);
            let is_new = |old: &&&str| listing.contains(**old) && known.is_some_and(|known| !known.contains(**old));
            now.iter().filter_map(|new| predecessors.get(new)).any(|old| is_new(&old))
        };
        let moved = has.iter().filter(is_moved).map(|(value, _)| value.trim_matches('"').to_owned());
        let moved: BTreeSet<String> = moved.collect();
        if !moved.is_empty() {
            let words = format!("has `{name}` {} for another alternative now", listed(&moved));
            graph.push(sides.pair, sides.change(&rules::DISCRIMINATOR_CHANGED, &words));
            return;
        }
    }
}

/// Where alternatives stand, by their properties and the values that these list.
fn by_value<'u, 'a>(side: &Side<'a>, union: &'u Union<'a>) -> BTreeMap<&'a str, BTreeMap<String, BTreeSet<&'u str>>> {
    let mut all: BTreeMap<_, BTreeMap<_, BTreeSet<_>>> = BTreeMap::new();
    for branch in &union.branches {
        for name in side.meaning(branch).properties.keys().copied() {
            for value in constants(side, branch, name).into_iter().flatten() {
                all.entry(name).or_default().entry(value).or_default().insert(&*branch.pointer);
            }
        }
    }
    all
}

/// The properties whose constants tell the alternatives apart best, as the generator chooses them: required ones of one value
/// each first.
fn told_apart_by<'a>(side: &Side<'a>, union: &Union<'a>) -> Vec<&'a str> {
    let Some(first) = union.branches.first() else { return Vec::new() };
    let rank = |name: &str| {
        let (mut seen, mut several, mut optional) = (BTreeSet::new(), 0, false);
        for branch in &union.branches {
            let values = texts(side, branch, name)?;
            several += usize::from(values.len() > 1);
            optional |= !side.meaning(branch).required.contains(name);
            if values.is_empty() || !values.into_iter().all(|value| seen.insert(value)) {
                return None;
            }
        }
        (several == 0 || !optional).then_some(several * 2 + usize::from(optional))
    };
    let view = side.meaning(first);
    let ranked: Vec<_> = view.properties.keys().filter_map(|name| Some((rank(name)?, *name))).collect();
    let best = ranked.iter().map(|(rank, _)| *rank).min();
    ranked.into_iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, name)| name).collect()
}

/// Where a schema of a family is used alone, the caller writes its tag.
pub(super) fn alone<'a>((a, old): (&Side<'a>, &Use<'a>), (b, new): (&Side<'a>, &Use<'a>)) -> Option<Change> {
    let (before, after) = (a.view(&old.node), b.view(&new.node));
    let tag = tag_of(&before).filter(|tag| tag_of(&after) == Some(*tag))?;
    // Of a large family each one would read the mapping of all.
    if before.discriminator == after.discriminator && old.node.component() == new.node.component() {
        return None;
    }
    let is_alone = |side, view: &View<'a>, node| is_base(view) && family(side, view, node).is_empty();
    if !is_alone(a, &before, &old.node) || !is_alone(b, &after, &new.node) {
        return None;
    }
    if constants(a, &old.node, tag).is_some() && constants(b, &new.node, tag).is_some() {
        return None;
    }
    let gone = &a.mapping(&before).values(a, &old.node)? - &b.mapping(&after).values(b, &new.node)?;
    let words = format!("`{}` has `{tag}` {} no longer", old.node.component()?, listed(&gone));
    let change = rules::DISCRIMINATOR_CHANGED.change(&old.node.place, words).wire(by(Breaking, Nothing));
    (!gone.is_empty()).then(|| change.at(Some(&old.site.pointer), Some(&new.site.pointer)))
}
