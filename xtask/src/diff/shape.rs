//! The shape of a schema: what it says, without names, order, references and annotations. Equal shapes are how renames
//! are recognised.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::constraints::Constraint;
use super::side::{Side, address};
use super::tags::{self, constants, tag_of};
use super::values::canonical;
use super::view::{Additional, Other, View};
use crate::document::Node;

/// What a shape looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Look {
    /// How many schemas within each other it tells apart.
    depth: u8,
    /// Whether it sees defaults, deprecation and who may write.
    marks: bool,
    /// Whether it sees the values of tags, which may be names of schemas.
    tags: bool,
}

const USUAL: Look = Look { depth: 6, marks: false, tags: false };
const WHOLE: Look = Look { depth: 6, marks: true, tags: false };
/// Where it decides what is said of a change.
const DEEP: Look = Look { depth: 48, marks: false, tags: true };

impl Look {
    fn within(self) -> Option<Self> {
        Some(Self { depth: self.depth.checked_sub(1)?, ..self })
    }
}

/// The shape of a schema, as a number that is equal for equal shapes.
pub(crate) fn shape<'a>(side: &Side<'a>, node: &Node<'a>) -> u64 {
    shape_to(side, node, USUAL)
}

/// The same with defaults, deprecation and who may write.
pub(crate) fn whole_shape<'a>(side: &Side<'a>, node: &Node<'a>) -> u64 {
    shape_to(side, node, WHOLE)
}

/// Whether two schemas say the same.
pub(crate) fn is_same<'a>(old: (&Side<'a>, &Node<'a>), new: (&Side<'a>, &Node<'a>)) -> bool {
    shape_to(old.0, old.1, DEEP) == shape_to(new.0, new.1, DEEP)
}

/// Whether all that a keyword says in several places is the same.
pub(crate) fn says_same<'a>(old: (&Side<'a>, &[Other<'a>]), new: (&Side<'a>, &[Other<'a>])) -> bool {
    said(old.0, old.1, Some(DEEP)) == said(new.0, new.1, Some(DEEP))
}

fn said<'a>(side: &Side<'a>, all: &[Other<'a>], look: Option<Look>) -> Vec<u64> {
    let said = |other: &Other<'a>| match (other, look) {
        (Other::Value(text), _) => {
            let mut hasher = DefaultHasher::new();
            text.hash(&mut hasher);
            hasher.finish()
        }
        (Other::Schema(node), Some(look)) => shape_to(side, node, look),
        (Other::Schema(_), None) => 0,
    };
    let mut said: Vec<u64> = all.iter().map(said).collect();
    said.sort_unstable();
    said.dedup();
    said
}

/// Whether a schema says more than the name of a type.
pub(crate) fn is_telling<'a>(side: &Side<'a>, node: &Node<'a>) -> bool {
    const NEAR: usize = 4;
    let mut node = node.clone();
    for _ in 0..NEAR {
        let view = side.meaning(&node);
        if !view.properties.is_empty() || !view.required.is_empty() || view.values.is_some() || !view.unions.is_empty()
        {
            return true;
        }
        let Some(items) = view.items.first() else { return false };
        node = items.clone();
    }
    false
}

fn shape_to<'a>(side: &Side<'a>, node: &Node<'a>, look: Look) -> u64 {
    let used = side.used(node);
    let key = (address(&used.node), look);
    let known = side.shapes.borrow().get(&key).copied();
    let shape = known.unwrap_or_else(|| {
        side.step();
        let mut hasher = DefaultHasher::new();
        let view = side.flat(&used.node);
        write(side, &view, look, &mut hasher);
        tagged(side, &view, &used.node, look).hash(&mut hasher);
        let shape = hasher.finish();
        side.shapes.borrow_mut().insert(key, shape);
        shape
    });
    let mut hasher = DefaultHasher::new();
    for (keyword, mark) in used.marks.iter().filter(|(keyword, _)| look.marks || **keyword == "nullable") {
        (keyword, (look.marks && *keyword == "default").then(|| canonical(mark.value))).hash(&mut hasher);
    }
    shape ^ hasher.finish()
}

fn write<'a>(side: &Side<'a>, view: &View<'a>, look: Look, out: &mut DefaultHasher) {
    // What is within is no difference where the shape ends.
    let inner = |node: &Node<'a>| look.within().map_or(0, |look| shape_to(side, node, look));
    let shapes = |nodes: &[Node<'a>]| {
        let mut shapes: Vec<u64> = nodes.iter().map(inner).collect();
        shapes.sort_unstable();
        shapes
    };
    // What is said twice of one place is said once.
    let within = |nodes: &[Node<'a>], out: &mut DefaultHasher| {
        let mut shapes = shapes(nodes);
        shapes.dedup();
        shapes.hash(out);
    };
    view.types.hash(out);
    view.format.hash(out);
    view.values.as_ref().map(|values| values.keys().collect::<Vec<_>>()).hash(out);
    for (name, constraint) in &view.constraints {
        name.hash(out);
        match constraint {
            Constraint::Lower(limit, open) | Constraint::Upper(limit, open) => (limit.to_bits(), open).hash(out),
            Constraint::Other(all) => all.hash(out),
        }
    }
    view.required.hash(out);
    for (name, nodes) in &view.properties {
        name.hash(out);
        within(nodes, out);
    }
    match &view.additional {
        Additional::Any => 0.hash(out),
        Additional::Never => 1.hash(out),
        Additional::Schema(nodes) => within(nodes, out),
    }
    within(&view.items, out);
    let mut unions: Vec<_> = view.unions.iter().map(|union| (union.keyword, shapes(&union.branches))).collect();
    unions.sort_unstable();
    unions.dedup();
    unions.hash(out);
    for (keyword, all) in &view.others {
        keyword.hash(out);
        said(side, all, look.within()).hash(out);
    }
    within(&view.rest, out);
}

/// What a tag says: the schemas of a family, and the values of each alternative.
fn tagged<'a>(side: &Side<'a>, view: &View<'a>, node: &Node<'a>, look: Look) -> Vec<(u64, Vec<String>)> {
    let Some(inner) = look.within().filter(|_| view.discriminator.is_some()) else { return Vec::new() };
    let family = tags::family(side, view, node);
    let listed = view.unions.iter().flat_map(|union| &union.branches).filter(|_| look.tags);
    // Most schemas with a tag are the last of their family.
    if family.is_empty() && (view.unions.is_empty() || !look.tags) {
        return Vec::new();
    }
    let mapped = side.mapping(view);
    let values = |branch: &Node<'a>| match tag_of(view).filter(|_| look.tags) {
        // What constants say is in the shape of the alternative.
        Some(tag) if constants(side, branch, tag).is_none() => mapped.values(side, branch).unwrap_or_default(),
        _ => BTreeSet::new(),
    };
    let with_values =
        |branch: &Node<'a>| (shape_to(side, branch, inner), values(branch).into_iter().collect::<Vec<_>>());
    let mut all: Vec<_> = family.iter().map(with_values).collect();
    all.extend(listed.map(with_values).filter(|(_, values)| !values.is_empty()));
    all.sort_unstable();
    all
}
