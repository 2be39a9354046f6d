//! Whether one schema allows everything that another one allows. What cannot be shown is denied.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::constraints::{Constraint, tightness};
use super::schemas::within;
use super::shape::{is_same, says_same};
use super::side::{Side, address};
use super::tags;
use super::values::type_of;
use super::view::{Additional, Union, View};
use crate::document::Node;

/// The most steps that one question takes.
const MOST_STEPS: usize = 4_000;

/// The deepest that schemas are compared within each other.
const DEEPEST: usize = 40;

/// Whether every value of the first schema is one of the second. A client sends properties that its schema does not name
/// only where the schema says that they are allowed.
pub(crate) fn covers<'a>(some: (&Side<'a>, &Node<'a>), all: (&Side<'a>, &Node<'a>)) -> bool {
    let mut question =
        Question { some: some.0, all: all.0, open: HashSet::new(), denied: HashSet::new(), left: MOST_STEPS };
    question.uses(some.1, all.1, 0)
}

/// Whether no value is of both schemas, as far as their types and values tell.
pub(crate) fn excludes<'a>(one: (&Side<'a>, &Node<'a>), other: (&Side<'a>, &Node<'a>)) -> bool {
    let view = |(side, node): (&Side<'a>, &Node<'a>)| side.meaning(node);
    let (a, b) = (view(one), view(other));
    is_apart(&a, &b)
        || a.required.intersection(&b.required).any(|name| {
            let (Some([x, ..]), Some([y, ..])) =
                (a.properties.get(name).map(Vec::as_slice), b.properties.get(name).map(Vec::as_slice))
            else {
                return false;
            };
            is_apart(&view((one.0, x)), &view((other.0, y)))
        })
}

fn is_apart(a: &View<'_>, b: &View<'_>) -> bool {
    if let (Some(some), Some(others)) = (&a.values, &b.values) {
        return some.keys().all(|value| !others.contains_key(value));
    }
    let allows =
        |types: &BTreeSet<&str>, name: &str| types.contains(name) || (name == "integer" && types.contains("number"));
    let has_types = !a.types.is_empty() && !b.types.is_empty();
    has_types
        && !a.types.iter().any(|name| allows(&b.types, name))
        && !b.types.iter().any(|name| allows(&a.types, name))
}

fn is_never(view: &View<'_>) -> bool {
    view.others.contains_key("false")
}

struct Question<'s, 'a> {
    some: &'s Side<'a>,
    all: &'s Side<'a>,
    /// What is being shown already.
    open: HashSet<(usize, usize)>,
    denied: HashSet<(usize, usize)>,
    left: usize,
}

impl<'a> Question<'_, 'a> {
    fn uses(&mut self, some: &Node<'a>, all: &Node<'a>, depth: usize) -> bool {
        let (some, all) = (self.some.used(some), self.all.used(all));
        let (view, other) = (self.some.view(&some.node), self.all.view(&all.node));
        let takes_null =
            all.is("nullable") || (other.types.is_empty() && other.values.is_none() && other.unions.is_empty());
        if some.is("nullable") && !takes_null {
            return false;
        }
        self.some.step();
        self.left = self.left.saturating_sub(1);
        if depth > DEEPEST || self.left == 0 {
            return false;
        }
        let pair = (address(&some.node), address(&all.node));
        if self.denied.contains(&pair) {
            return false;
        }
        if !self.open.insert(pair) {
            return true;
        }
        // One of several is covered where each of them is.
        let each = |question: &mut Self, union: &Union<'a>| {
            let are_covered = union.branches.iter().all(|branch| {
                question.uses(branch, &all.node, depth + 1) && question.next_to(&view, branch, &other, depth)
            });
            let (found, wanted) = (tags::alternatives(question.some, &view), tags::alternatives(question.all, &other));
            let have_tags = !found.is_empty() && !wanted.is_empty();
            are_covered && (!have_tags || question.told((&some.node, &view, &found), (&other, &wanted), depth))
        };
        let is_covered = is_never(&view)
            || view.unions.iter().any(|union| each(self, union))
            || self.views(&some.node, &view, &other, depth)
                && self.family((&some.node, &view), (&all.node, &other), depth);
        self.open.remove(&pair);
        if !is_covered {
            self.denied.insert(pair);
        }
        is_covered
    }

    /// Whether the properties next to alternatives, which are sent with each of them, are covered as well.
    fn next_to(&mut self, some: &View<'a>, branch: &Node<'a>, all: &View<'a>, depth: usize) -> bool {
        let own = self.some.meaning(branch);
        let takes_others = match (&some.additional, &all.additional) {
            (_, Additional::Any) => true,
            (Additional::Schema(found), Additional::Schema(wanted)) => self.any(found, wanted, depth),
            (Additional::Schema(_), Additional::Never) => false,
            _ => !some.is_open,
        };
        if !takes_others {
            return false;
        }
        let mut properties = some.properties.iter().filter(|(name, _)| !own.properties.contains_key(*name));
        properties.all(|(name, found)| match (all.properties.get(name), &all.additional) {
            (Some(wanted), _) | (None, Additional::Schema(wanted)) => self.any(found, wanted, depth),
            (None, Additional::Never) => false,
            // An alternative may have it as well.
            (None, Additional::Any) => all.unions.is_empty(),
        })
    }

    /// Whether each schema that the first one may mean by its tag is one that the second may mean by the same values.
    fn family(
        &mut self,
        (some, view): (&Node<'a>, &View<'a>),
        (all, other): (&Node<'a>, &View<'a>),
        depth: usize,
    ) -> bool {
        let (mut found, mut wanted) = (tags::family(self.some, view, some), tags::family(self.all, other, all));
        if wanted.is_empty() {
            return found.iter().all(|member| self.uses(member, all, depth + 1));
        }
        found.push(some.clone());
        wanted.push(all.clone());
        self.told((some, view, &found), (other, &wanted), depth)
    }

    /// The same of schemas that are listed.
    fn told(
        &mut self,
        (some, view, found): (&Node<'a>, &View<'a>, &[Node<'a>]),
        (other, wanted): (&View<'a>, &[Node<'a>]),
        depth: usize,
    ) -> bool {
        let (mapped, other) = (self.some.mapping(view), self.all.mapping(other));
        let mut by_value: BTreeMap<String, &Node<'a>> = BTreeMap::new();
        for one in wanted.iter().rev() {
            by_value.extend(other.values(self.all, one).into_iter().flatten().map(|value| (value, one)));
        }
        found.iter().all(|member| {
            let Some(values) = mapped.values(self.some, member) else { return false };
            values.iter().all(|value| match by_value.get(value) {
                // Its own members were compared.
                Some(_) if member.pointer == some.pointer => true,
                Some(same) => self.uses(member, same, depth + 1),
                None => false,
            })
        })
    }

    fn views(&mut self, node: &Node<'a>, some: &View<'a>, all: &View<'a>, depth: usize) -> bool {
        self.own(some, all, depth) && all.unions.iter().all(|union| self.union(node, some, union, depth))
    }

    /// Whether one of the alternatives takes it; of `oneOf`, no other one may.
    fn union(&mut self, node: &Node<'a>, some: &View<'a>, union: &Union<'a>, depth: usize) -> bool {
        if let Some(values) = &some.values {
            return values.values().all(|value| {
                let takes = |branch: &&Node<'a>| self.all.meaning(branch).takes(value);
                let count = union.branches.iter().filter(takes).count();
                if union.keyword == "oneOf" { count == 1 } else { count > 0 }
            });
        }
        let Some(chosen) = union.branches.iter().position(|branch| self.uses(node, branch, depth + 1)) else {
            return false;
        };
        let mut others = union.branches.iter().enumerate().filter(|(index, _)| *index != chosen);
        // What stands there as it was is meant by it, whatever the others may take.
        let is_listed = union.branches.iter().any(|branch| is_same((self.all, branch), (self.some, node)));
        union.keyword == "anyOf" || is_listed || others.all(|(_, other)| excludes((self.some, node), (self.all, other)))
    }

    /// Everything but the alternatives.
    fn own(&mut self, some: &View<'a>, all: &View<'a>, depth: usize) -> bool {
        if let Some(values) = &some.values {
            return values.values().all(|value| all.takes(value)) && all.rest.is_empty();
        }
        let others_agree = all.others.iter().all(|(keyword, wanted)| {
            some.others.get(keyword).is_some_and(|found| says_same((self.some, found), (self.all, wanted)))
        });
        within(&some.types, &all.types)
            && all.values.is_none()
            && (all.format.is_none() || all.format == some.format)
            && all.rest.is_empty()
            && others_agree
            && all.constraints.iter().all(|(name, wanted)| {
                some.constraints
                    .get(name)
                    .is_some_and(|found| found == wanted || tightness(wanted, found) == Some(true))
            })
            && all.required.is_subset(&some.required)
            && self.members(some, all, depth)
    }

    fn members(&mut self, some: &View<'a>, all: &View<'a>, depth: usize) -> bool {
        let is_struct = some.sends_no_others();
        for (name, wanted) in &all.properties {
            let found: &[Node<'a>] = match (some.properties.get(name), &some.additional) {
                (Some(found), _) => found,
                (None, Additional::Schema(values)) => values,
                (None, _) if is_struct => continue,
                (None, _) => return false,
            };
            if !self.any(found, wanted, depth) {
                return false;
            }
        }
        let mut unknown = some.properties.iter().filter(|(name, _)| !all.properties.contains_key(*name));
        let agrees = match (&some.additional, &all.additional) {
            (_, Additional::Any) => true,
            (Additional::Schema(_), Additional::Never) => false,
            (_, Additional::Never) => is_struct && unknown.next().is_none(),
            (Additional::Schema(found), Additional::Schema(wanted)) => {
                let (found, wanted) = (found.clone(), wanted.clone());
                unknown.all(|(_, nodes)| self.any(nodes, &wanted, depth)) && self.any(&found, &wanted, depth)
            }
            (_, Additional::Schema(wanted)) => {
                let wanted = wanted.clone();
                is_struct && unknown.all(|(_, nodes)| self.any(nodes, &wanted, depth))
            }
        };
        agrees && (all.items.is_empty() || !some.types.contains("array") || self.any(&some.items, &all.items, depth))
    }

    /// Whether what holds all of the first holds all of the second.
    fn any(&mut self, found: &[Node<'a>], wanted: &[Node<'a>], depth: usize) -> bool {
        wanted.iter().all(|wanted| found.iter().any(|found| self.uses(found, wanted, depth + 1)))
    }
}

impl View<'_> {
    /// Whether a scalar is one of the values; of what is none, this is not asked.
    fn takes(&self, value: &Value) -> bool {
        let kind = type_of(value);
        let number = value.as_f64();
        #[expect(clippy::cast_precision_loss, reason = "a length")]
        let length = value.as_str().map(|text| text.chars().count() as f64);
        let fits = |constraint: &Constraint, size: Option<f64>| match (constraint, size) {
            (Constraint::Lower(limit, open), Some(size)) => size > *limit || (!open && size == *limit),
            (Constraint::Upper(limit, open), Some(size)) => size < *limit || (!open && size == *limit),
            _ => false,
        };
        let is_typed =
            self.types.is_empty() || self.types.contains(kind) || (kind == "integer" && self.types.contains("number"));
        let is_listed = self.values.as_ref().is_none_or(|values| values.contains_key(&super::values::canonical(value)));
        let is_scalar = !value.is_object() && !value.is_array();
        is_typed
            && is_listed
            && (is_scalar || self.values.is_some())
            && self.unions.is_empty()
            && self.others.is_empty()
            && (self.values.is_some() || self.format.is_none() || !value.is_string())
            && self.constraints.iter().all(|(name, constraint)| match *name {
                "minimum" | "maximum" => number.is_none() || fits(constraint, number),
                "minLength" | "maxLength" => length.is_none() || fits(constraint, length),
                "pattern" | "multipleOf" => false,
                _ => true,
            })
    }
}
