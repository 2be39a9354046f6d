//! Alternatives: `oneOf` and `anyOf`, with their branches in any order.

use std::collections::{BTreeMap, BTreeSet};

use verda_api_codegen::ledger::join;

use super::covers::{covers, excludes};
use super::finding::Verdict::{self, Breaking, Compatible};
use super::graph::Graph;
use super::marks::called;
use super::matching::{equal_pairs, take, unique_pairs};
use super::rules::{self, Effect, both, by};
use super::schemas::{Both, types_of};
use super::shape::{is_same, shape, whole_shape};
use super::side::Side;
use super::tags::{self, tag_of, texts};
use super::values::canonical;
use super::view::{Additional, Union, View};
use crate::document::Node;

/// The most pairs of branches that are looked at for likeness.
const MOST_LOOKS: usize = 10_000;

/// Compares the alternatives of two schemas; returns whether there is any sense in comparing more.
pub(crate) fn compare<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) -> bool {
    let (before, after) = (&sides.before.unions, &sides.after.unions);
    match (before.as_slice(), after.as_slice()) {
        ([], []) => return true,
        ([], [union, ..]) => return became(graph, sides, union, true),
        ([union, ..], []) => return became(graph, sides, union, false),
        _ => {}
    }
    let (mut olds, mut news) = (before.iter().collect::<Vec<_>>(), after.iter().collect::<Vec<_>>());
    let text = |side: &Side<'a>, union: &Union<'a>| {
        let mut shapes: Vec<u64> = union.branches.iter().map(|branch| shape(side, branch)).collect();
        shapes.sort_unstable();
        Some((union.keyword, shapes))
    };
    let (a, b) = (graph.old, graph.new);
    // What is said twice is said once.
    for (side, unions) in [(a, &mut olds), (b, &mut news)] {
        let mut seen = BTreeSet::new();
        unions.retain(|union| seen.insert(text(side, union)));
    }
    let mut pairs = equal_pairs(&mut olds, &mut news, (|union: &_| text(a, union), |union: &_| text(b, union)));
    pairs.extend(equal_pairs(
        &mut olds,
        &mut news,
        (|union: &&Union<'_>| Some(union.keyword), |union: &&Union<'_>| Some(union.keyword)),
    ));
    let left = olds.len() != news.len();
    pairs.extend(olds.into_iter().zip(news));
    if left {
        let change = sides.change(&rules::COMPOSITION_CHANGED, "is composed of other alternatives");
        graph.push(sides.pair, change.wire(coverage(graph, sides)));
    }
    for (old, new) in pairs {
        branches(graph, sides, (old, new));
    }
    true
}

/// What it means that one schema takes the place of another: what is covered breaks nothing.
fn coverage<'a>(graph: &Graph<'_, 'a>, sides: &Both<'_, 'a>) -> Effect {
    let (old, new) = ((graph.old, sides.old), (graph.new, sides.new));
    let verdict = |is_covered| if is_covered { Compatible } else { Breaking };
    by(verdict(covers(old, new)), verdict(covers(new, old)))
}

/// One schema became one of several, or the other way round.
fn became<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>, union: &Union<'a>, is_new: bool) -> bool {
    let of_union = if is_new { graph.new } else { graph.old };
    let (around, other) = if is_new { (sides.before, sides.after) } else { (sides.after, sides.before) };
    let effect = coverage(graph, sides);
    // An object may get alternatives next to its properties.
    if around.types == other.types && around.properties.len() == other.properties.len() && !around.types.is_empty() {
        let change = sides.change(&rules::COMPOSITION_CHANGED, "is composed of other alternatives");
        let only_requires = union.branches.iter().all(|branch| only_requires(of_union, branch));
        let change = match only_requires {
            // A client that reads asks for no property, and one that sends what one of them requires may go on.
            true if is_new => change.wire(by(effect.request, Compatible)).rust(both(Verdict::None)),
            true => change.wire(both(Compatible)).rust(both(Verdict::None)),
            false => change.wire(effect),
        };
        graph.push(sides.pair, change);
        return true;
    }
    let names: Vec<String> = union.branches.iter().map(|branch| describe(of_union, branch)).collect();
    let names = names.join(", ");
    let change = if is_new {
        sides.change(&rules::BECAME_UNION, &format!("is one of {names} now (it was {})", types_of(around)))
    } else {
        sides.change(&rules::NO_LONGER_UNION, &format!("is {} now (it was one of {names})", types_of(around)))
    };
    graph.push(sides.pair, change.wire(effect));
    false
}

/// Whether a schema only names properties that are required.
fn only_requires<'a>(side: &Side<'a>, node: &Node<'a>) -> bool {
    let view = side.meaning(node);
    let says_nothing_else = view.properties.is_empty()
        && view.values.is_none()
        && view.items.is_empty()
        && view.unions.is_empty()
        && view.constraints.is_empty()
        && view.others.is_empty()
        && view.rest.is_empty()
        && matches!(view.additional, Additional::Any)
        && !view.is_open;
    says_nothing_else && view.types.iter().all(|kind| *kind == "object")
}

fn branches<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>, (old, new): (&Union<'a>, &Union<'a>)) {
    let (a, b) = (graph.old, graph.new);
    let known = Known::of((a, sides), old);
    if old.keyword != new.keyword {
        let words = format!("is `{}` now (it was `{}`)", new.keyword, old.keyword);
        let change = sides.change(&rules::UNION_KIND_CHANGED, &words);
        let request = if new.keyword == "anyOf" || is_exclusive(b, new) { Compatible } else { Breaking };
        // A value of several alternatives becomes one of them, which drops what the others have.
        let keeps =
            new.keyword == "oneOf" || is_exclusive(b, new) || new.branches.iter().all(|one| known.keeps((b, one)));
        let response = if keeps { Compatible } else { Breaking };
        graph.push(sides.pair, change.wire(by(request, response)));
    }
    let (mut before, mut after) = (old.branches.clone(), new.branches.clone());
    let pairs = matched((a, &mut before), (b, &mut after));
    tags::compare(graph, sides, (old, new), &pairs);
    tags::constants_moved(graph, sides, (old, new), &pairs);
    let [some, others] = [a.view(sides.old), b.view(sides.new)];
    let is_equal = some.types == others.types
        && some.required == others.required
        && some.properties.keys().eq(others.properties.keys());
    let next_to = (!is_equal && !some.unions.is_empty()).then(|| [sides.old.clone(), sides.new.clone()]);
    for (old, new) in pairs {
        graph.branch(sides.pair, &old, &new, next_to.clone());
    }
    let owner = called(&sides.old.place);
    let may_ask = (before.len() + after.len()).saturating_mul(old.branches.len() + new.branches.len()) <= MOST_LOOKS;
    // What is left of the schema takes no value by whose tag it knows nothing.
    let may_be_left = may_ask && tag_of(sides.after).is_none();
    for node in before {
        let message = format!("{owner}: the alternative {} is gone", describe(a, &node));
        let change = rules::UNION_BRANCH_REMOVED.change(&node.place, message);
        let request = if may_be_left && covers((a, &node), (b, sides.new)) { Compatible } else { Breaking };
        let change = change.wire(by(request, Compatible));
        graph.push(sides.pair, change.at(Some(&node.pointer), Some(&sides.new.pointer)));
    }
    for node in after {
        let place = join(&sides.old.place, &format!("+{}", label(b, &node)));
        let message = format!("{owner}: there is a new alternative {}", describe(b, &node));
        let change = rules::UNION_BRANCH_ADDED.change(place, message);
        let change = if is_one(sides, old) { change.rust(both(Breaking)) } else { change };
        let is_known = known.keeps((b, &node)) || may_ask && covers((b, &node), (a, sides.old));
        let change = change.wire(by(Compatible, if is_known { Compatible } else { Breaking }));
        graph.push(sides.pair, change.at(Some(&sides.old.pointer), Some(&node.pointer)));
    }
}

/// Whether a union has one alternative alone, which is its type in Rust.
fn is_one<'a>(sides: &Both<'_, 'a>, union: &Union<'a>) -> bool {
    union.branches.len() == 1 && !tags::is_base(sides.before)
}

/// Compares the schemas that a reference to one with a tag may mean.
pub(super) fn family<'a>(graph: &mut Graph<'_, 'a>, sides: &Both<'_, 'a>) {
    let of = |side: &Side<'a>, view, base| Union { keyword: "oneOf", branches: tags::family(side, view, base) };
    let (old, new) = (of(graph.old, sides.before, sides.old), of(graph.new, sides.after, sides.new));
    if tags::is_base(sides.before) && tags::is_base(sides.after) {
        branches(graph, sides, (&old, &new));
    }
}

/// The alternatives of a union, as the generated type tells them apart.
enum Known<'a> {
    /// Objects that are one with the members of all, or have a discriminator: it keeps any other object.
    Objects,
    /// Objects with the values of each member that tells them apart: it keeps one of other values.
    Tagged(BTreeMap<&'a str, BTreeSet<String>>),
    /// Values of these JSON types: it keeps those of another one.
    Kinds(BTreeSet<&'a str>),
}

impl<'a> Known<'a> {
    fn of((side, sides): (&Side<'a>, &Both<'_, 'a>), union: &Union<'a>) -> Self {
        let branches = &union.branches;
        if is_one(sides, union) || !branches.iter().all(|branch| types(side, branch) == "object") {
            return Self::Kinds(kinds(side, branches).unwrap_or_default());
        }
        if union.keyword == "anyOf" || sides.before.discriminator.is_some() {
            return Self::Objects;
        }
        let values = |name: &str| {
            let mut seen = BTreeSet::new();
            let mut all = branches.iter().map(|branch| texts(side, branch, name));
            all.all(|values| values.is_some_and(|values| values.into_iter().all(|value| seen.insert(value))))
                .then_some(seen)
        };
        let names = branches.first().map(|branch| side.meaning(branch).properties.keys().copied().collect::<Vec<_>>());
        Self::Tagged(names.into_iter().flatten().filter_map(|name| Some((name, values(name)?))).collect())
    }

    /// Whether a value of a new alternative is kept: another union takes it for what it knows, and drops members.
    fn keeps(&self, (side, branch): (&Side<'a>, &Node<'a>)) -> bool {
        match self {
            Self::Objects => true,
            Self::Tagged(tags) => tags.iter().any(|(name, known)| {
                texts(side, branch, name).is_some_and(|values| values.iter().all(|value| !known.contains(value)))
            }),
            Self::Kinds(known) => {
                let types = &side.meaning(branch).types;
                !known.is_empty() && !types.is_empty() && types.iter().all(|kind| !known.contains(kind_of(kind)))
            }
        }
    }
}

/// The JSON type by which a generated union tells a type apart.
fn kind_of(name: &str) -> &str {
    if name == "integer" { "number" } else { name }
}

/// The JSON types of alternatives of which the generator makes a union by JSON types.
fn kinds<'a>(side: &Side<'a>, branches: &[Node<'a>]) -> Option<BTreeSet<&'a str>> {
    let mut kinds = BTreeSet::new();
    for branch in branches {
        let view = side.meaning(branch);
        let [kind] = view.types.iter().copied().collect::<Vec<_>>()[..] else { return None };
        kinds.insert(kind_of(kind));
    }
    // A value or a list of such values is no union.
    let is_one_or_many = branches.len() == 2
        && branches
            .iter()
            .zip(branches.iter().rev())
            .any(|(one, many)| side.meaning(many).items.iter().any(|items| is_same((side, items), (side, one))));
    (kinds.len() > 1 && !is_one_or_many).then_some(kinds)
}

/// Whether the union that the generator makes of several types keeps values of other ones.
pub(super) fn keeps_types<'a>(side: &Side<'a>, view: &View<'a>, others: impl Iterator<Item = &'a str>) -> bool {
    let kinds: BTreeSet<&str> = view.types.iter().map(|name| kind_of(name)).collect();
    let is_element = |items: &Node<'a>| side.meaning(items).types.iter().all(|kind| kinds.contains(kind_of(kind)));
    let is_one_or_many = kinds.len() == 2 && view.items.iter().any(is_element);
    let mut others = others.peekable();
    kinds.len() > 1 && !is_one_or_many && others.peek().is_some() && others.all(|kind| !kinds.contains(kind_of(kind)))
}

/// Takes out the branches that are one: by name, by shape, by tag, by type, then by how much they are alike.
fn matched<'a>(
    (a, before): (&Side<'a>, &mut Vec<Node<'a>>),
    (b, after): (&Side<'a>, &mut Vec<Node<'a>>),
) -> Vec<(Node<'a>, Node<'a>)> {
    let name = |side: &Side<'a>, node: &Node<'a>| side.used(node).component.clone();
    let whole = |side: &Side<'a>, node: &Node<'a>| Some((name(side, node), whole_shape(side, node)));
    let mut pairs = equal_pairs(before, after, (|node: &_| whole(a, node), |node: &_| whole(b, node)));
    pairs.extend(equal_pairs(before, after, (|node: &_| name(a, node), |node: &_| name(b, node))));
    pairs.extend(equal_pairs(before, after, (|node: &_| Some(shape(a, node)), |node: &_| Some(shape(b, node)))));
    pairs.extend(unique_pairs(before, after, (|node: &_| tag(a, node), |node: &_| tag(b, node))));
    // Of several inline branches of one type none can be told from the others by type; of one, it is the same branch.
    let kind = |side: &Side<'a>, node: &Node<'a>| name(side, node).is_none().then(|| types(side, node));
    pairs.extend(unique_pairs(before, after, (|node: &_| kind(a, node), |node: &_| kind(b, node))));
    if before.len().saturating_mul(after.len()) <= MOST_LOOKS {
        let alike = alike((a, before), (b, after));
        pairs.extend(take(before, after, alike));
    }
    pairs
}

/// The inline branches that share at least half of their properties, the most alike first.
fn alike<'a>((a, before): (&Side<'a>, &[Node<'a>]), (b, after): (&Side<'a>, &[Node<'a>])) -> Vec<(usize, usize)> {
    let features = |side: &Side<'a>, nodes: &[Node<'a>]| -> Vec<Option<BTreeSet<&'a str>>> {
        let of = |node: &Node<'a>| {
            let used = side.used(node);
            used.component.is_none().then(|| side.view(&used.node).properties.keys().copied().collect())
        };
        nodes.iter().map(of).collect()
    };
    let (olds, news) = (features(a, before), features(b, after));
    let mut ranked = Vec::new();
    for (old, some) in olds.iter().enumerate() {
        for (new, others) in news.iter().enumerate() {
            a.step();
            let (Some(some), Some(others)) = (some, others) else { continue };
            let (common, all) = (some.intersection(others).count(), some.len().max(others.len()));
            if common * 2 >= all && common > 0 {
                ranked.push((std::cmp::Reverse(common * 1_000 / all), old, new));
            }
        }
    }
    ranked.sort_unstable();
    let (mut taken, mut found) = (BTreeSet::new(), Vec::new());
    for (_, old, new) in ranked {
        if !taken.contains(&(0, old)) && !taken.contains(&(1, new)) {
            taken.extend([(0, old), (1, new)]);
            found.push((old, new));
        }
    }
    found
}

/// Whether no value is of two branches.
fn is_exclusive<'a>(side: &Side<'a>, union: &Union<'a>) -> bool {
    const MOST: usize = 40;
    let branches = &union.branches;
    branches.len() <= MOST
        && branches
            .iter()
            .enumerate()
            .all(|(index, one)| branches.iter().skip(index + 1).all(|other| excludes((side, one), (side, other))))
}

/// The properties of a branch that have one value each.
fn tag<'a>(side: &Side<'a>, node: &Node<'a>) -> Option<Vec<(String, String)>> {
    let view = side.meaning(node);
    let constants = view.properties.iter().filter_map(|(name, nodes)| {
        let view = side.meaning(nodes.first()?);
        let mut values = view.values.as_ref()?.values();
        let (only, None) = (values.next()?, values.next()) else { return None };
        Some(((*name).to_owned(), canonical(only)))
    });
    Some(constants.collect()).filter(|all: &Vec<_>| !all.is_empty())
}

fn types<'a>(side: &Side<'a>, node: &Node<'a>) -> String {
    types_of(&side.meaning(node))
}

/// What tells a branch from the others in places.
fn label<'a>(side: &Side<'a>, node: &Node<'a>) -> String {
    let used = side.used(node);
    let view = side.view(&used.node);
    let properties = || view.properties.keys().copied().collect::<Vec<_>>().join(",");
    used.component.clone().unwrap_or_else(|| format!("{}{{{}}}", types_of(&view), properties()))
}

fn describe<'a>(side: &Side<'a>, node: &Node<'a>) -> String {
    let used = side.used(node);
    let tag = || tag(side, node).and_then(|tags| Some(tags.first()?.clone()));
    match (used.component.clone(), tag()) {
        (Some(name), _) => format!("`{name}`"),
        (None, Some((name, value))) => format!("{} with `{name}` {value}", types(side, node)),
        (None, None) => types(side, node),
    }
}
