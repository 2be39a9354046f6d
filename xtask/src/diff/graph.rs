//! Pairs of schemas that are compared, and which operations reach them.
//!
//! Each pair is compared once, however many operations lead to it and however it contains itself. What was found is told
//! with everything that reaches it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::draft::Draft;
use super::finding::{Direction, Finding};
use super::marks::marks;
use super::matching::equal_pairs;
use super::reach::reach;
use super::rules::{self, Change};
use super::rust::Surface;
use super::schemas;
use super::shape::shape;
use super::side::Side;
use super::tags;
use super::uses::Use;
use crate::document::Node;

/// What stands where no schema does: anything.
static ANYTHING: Value = Value::Bool(true);

/// Where a comparison begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Root {
    /// The operation; `None` for a named schema on its own.
    pub(crate) operation: Option<String>,
    pub(crate) direction: Direction,
    /// Whether the generated crate has a type for it.
    pub(crate) generated: bool,
}

impl Root {
    pub(crate) fn of(operation: &str) -> Self {
        Self { operation: Some(operation.to_owned()), direction: Direction::Request, generated: true }
    }

    pub(crate) fn request(&self, generated: bool) -> Self {
        Self { direction: Direction::Request, generated, ..self.clone() }
    }

    pub(crate) fn response(&self, generated: bool) -> Self {
        Self { direction: Direction::Response, generated, ..self.clone() }
    }
}

/// How a schema is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// What is sent, or the body of a success.
    Body,
    /// A parameter, a header, or the body of an error.
    Top,
    /// A property: whether it is required in both documents, and whether a response never lacks it.
    Property { required: bool, identity: bool },
    /// Elements of an array, values of a map.
    Inside,
    /// A branch of a union, or a named schema on its own.
    Branch,
}

/// Which directions an edge leads in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Ways {
    request: bool,
    response: bool,
}

/// The old and the new schema of a pair, each with others that hold at the same place.
type Sides<'a> = [(Node<'a>, Vec<Node<'a>>); 2];

#[derive(Debug)]
struct Pair<'a> {
    /// `None` for what only leads to others.
    sides: Option<Sides<'a>>,
    /// The schemas of which these are alternatives, where what stands next to the alternatives changed.
    next_to: Option<[Node<'a>; 2]>,
    changes: Vec<Change>,
    edges: BTreeSet<(usize, Ways)>,
}

/// A use that names another schema than before.
#[derive(Debug)]
pub(crate) struct Reference {
    parent: usize,
    pub(crate) old: String,
    pub(crate) new: String,
    change: Change,
}

/// Everything that is compared.
#[derive(Debug)]
pub(crate) struct Graph<'g, 'a> {
    pub(crate) old: &'g Side<'a>,
    pub(crate) new: &'g Side<'a>,
    pub(crate) surface: Surface<'g>,
    pairs: Vec<Pair<'a>>,
    known: HashMap<[String; 2], usize>,
    todo: Vec<usize>,
    roots: Vec<(Root, usize)>,
    pub(crate) references: Vec<Reference>,
    /// Changes that are no schema's, each with the operations that it is about.
    plain: Vec<(Option<String>, Change)>,
}

impl<'g, 'a> Graph<'g, 'a> {
    pub(crate) fn new(old: &'g Side<'a>, new: &'g Side<'a>, surface: Surface<'g>) -> Self {
        let (pairs, todo, roots, references, plain) = Default::default();
        Self { old, new, surface, pairs, known: HashMap::new(), todo, roots, references, plain }
    }

    /// Notes a change of an operation.
    pub(crate) fn note(&mut self, root: &Root, change: Change) {
        self.plain.push((root.operation.clone(), change));
    }

    /// Notes a change that is about several operations, or about none.
    pub(crate) fn note_for(&mut self, operations: &BTreeSet<String>, change: &Change) {
        if operations.is_empty() {
            self.plain.push((None, change.clone()));
        }
        for operation in operations {
            self.plain.push((Some(operation.clone()), change.clone()));
        }
    }

    /// Compares the schemas of a body, a parameter or a header. One that is missing allows anything.
    pub(crate) fn site(
        &mut self,
        (root, position): (Root, Position),
        old: Option<Node<'a>>,
        new: Option<Node<'a>>,
        old_owner: &Node<'a>,
        new_owner: &Node<'a>,
    ) {
        if old.is_none() && new.is_none() {
            return;
        }
        let pair = self.add(None, None);
        self.roots.push((root, pair));
        let old = old.unwrap_or_else(|| anything(old_owner, "schema"));
        let new = new.unwrap_or_else(|| anything(new_owner, "schema"));
        self.edge(pair, &old, &new, position);
    }

    /// Compares a named schema on its own.
    pub(crate) fn component(&mut self, old: &Node<'a>, new: &Node<'a>) {
        let pair = self.add(None, None);
        self.edge(pair, old, new, Position::Branch);
    }

    fn add(&mut self, sides: Option<Sides<'a>>, next_to: Option<[Node<'a>; 2]>) -> usize {
        self.pairs.push(Pair { sides, next_to, changes: Vec::new(), edges: BTreeSet::new() });
        self.pairs.len() - 1
    }

    pub(crate) fn push(&mut self, pair: usize, change: Change) {
        self.pairs[pair].changes.push(change);
    }

    /// Leads from a pair to the schemas that it uses at one place.
    pub(crate) fn edge(&mut self, parent: usize, old: &Node<'a>, new: &Node<'a>, position: Position) {
        self.whole_edge(parent, &[(old.clone(), Vec::new()), (new.clone(), Vec::new())], position, None);
    }

    /// The same for an alternative.
    pub(crate) fn branch(&mut self, parent: usize, old: &Node<'a>, new: &Node<'a>, next_to: Option<[Node<'a>; 2]>) {
        self.whole_edge(parent, &[(old.clone(), Vec::new()), (new.clone(), Vec::new())], Position::Branch, next_to);
    }

    fn whole_edge(&mut self, parent: usize, sides: &Sides<'a>, position: Position, next_to: Option<[Node<'a>; 2]>) {
        let whole = |side: &Side<'a>, (first, others): &(Node<'a>, Vec<Node<'a>>)| {
            let mut used = Use::of(side, first);
            let others: Vec<Use<'a>> = others.iter().map(|node| Use::of(side, node)).collect();
            for (keyword, mark) in others.iter().flat_map(|other| &other.marks) {
                used.marks.entry(keyword).or_insert_with(|| mark.clone());
            }
            (used, others.into_iter().map(|other| other.node).collect::<Vec<_>>())
        };
        let [(mut old, olds), (new, news)] = [whole(self.old, &sides[0]), whole(self.new, &sides[1])];
        for change in marks(&old, &new, position) {
            self.push(parent, change);
        }
        if position != Position::Branch {
            let change = tags::alone((self.old, &old), (self.new, &new));
            self.pairs[parent].changes.extend(change);
        }
        if let (Some(before), Some(after)) = (&old.component, &new.component)
            && before != after
        {
            let message = format!("`{before}` is replaced by `{after}`");
            let change = rules::REFERENCE_CHANGED.change(&old.site.place, message);
            let change = change.at(Some(&old.site.pointer), Some(&new.site.pointer));
            self.references.push(Reference { parent, old: before.clone(), new: after.clone(), change });
        }
        // What is another schema now did not change in the place where the old one stands, but where it is used.
        if !self.is_one_schema(old.component.as_deref(), new.component.as_deref()) {
            old.node.place.clone_from(&old.site.place);
        }
        let keys = |node: &Node<'a>, others: &[Node<'a>]| {
            others.iter().fold(key(node), |all, other| format!("{all}\n{}", key(other)))
        };
        let around = next_to.iter().flatten().map(key).collect::<String>();
        let key = [keys(&old.node, &olds), format!("{}\n\n{around}", keys(&new.node, &news))];
        let pair = match self.known.get(&key) {
            Some(pair) => *pair,
            None => {
                let pair = self.add(Some([(old.node.clone(), olds), (new.node.clone(), news)]), next_to);
                self.known.insert(key, pair);
                self.todo.push(pair);
                pair
            }
        };
        let ways = Ways {
            request: !(old.is("readOnly") && new.is("readOnly")),
            response: !(old.is("writeOnly") && new.is("writeOnly")),
        };
        self.pairs[parent].edges.insert((pair, ways));
    }

    /// Leads to the schemas of one place that all hold, where it may be missing in one of the two.
    pub(crate) fn edges(
        &mut self,
        parent: usize,
        (olds, news): (&[Node<'a>], &[Node<'a>]),
        owners: (&Node<'a>, &Node<'a>),
        key: &str,
        position: Position,
    ) {
        let (mut olds, mut news) = (olds.to_vec(), news.to_vec());
        let mut pairs = Vec::new();
        if olds.len() > 1 || news.len() > 1 {
            let (a, b) = (self.old, self.new);
            // What is said twice is said once.
            for (side, nodes) in [(a, &mut olds), (b, &mut news)] {
                let mut seen = BTreeSet::new();
                nodes.retain(|node| seen.insert(shape(side, node)));
            }
            if olds.len() != news.len() {
                let whole = |nodes: Vec<Node<'a>>, owner| {
                    let mut nodes = nodes.into_iter();
                    (nodes.next().unwrap_or_else(|| anything(owner, key)), nodes.collect())
                };
                self.whole_edge(parent, &[whole(olds, owners.0), whole(news, owners.1)], position, None);
                return;
            }
            pairs =
                equal_pairs(&mut olds, &mut news, (|node: &_| Some(shape(a, node)), |node: &_| Some(shape(b, node))));
        }
        for index in 0..olds.len().max(news.len()) {
            let side = |list: &[Node<'a>], owner| list.get(index).cloned().unwrap_or_else(|| anything(owner, key));
            pairs.push((side(&olds, owners.0), side(&news, owners.1)));
        }
        for (old, new) in pairs {
            self.edge(parent, &old, &new, position);
        }
    }

    /// Whether two named schemas are one: of one name, or renamed.
    fn is_one_schema(&self, old: Option<&str>, new: Option<&str>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => old == new || (self.new.schema(old).is_none() && self.old.schema(new).is_none()),
            (None, None) => true,
            _ => false,
        }
    }

    /// Compares everything that was found so far, and what that leads to.
    pub(crate) fn run(&mut self) {
        while let Some(pair) = self.todo.pop() {
            let Pair { sides, next_to, .. } = &self.pairs[pair];
            if let (Some([old, new]), next_to) = (sides.clone(), next_to.clone()) {
                schemas::compare(self, pair, (&old.0, &old.1), (&new.0, &new.1), next_to.as_ref());
            }
        }
    }

    /// Takes a reference to another schema as a change, if it is one.
    pub(crate) fn references_changed(&mut self, is_renamed: impl Fn(&str, &str) -> bool) {
        for Reference { parent, old, new, change } in std::mem::take(&mut self.references) {
            if !is_renamed(&old, &new) && self.surface.type_name(&old) != self.surface.type_name(&new) {
                self.push(parent, change);
            }
        }
    }

    /// For each pair with changes, the roots that lead to it.
    fn reach(&self) -> BTreeMap<usize, Vec<&Root>> {
        let changed: Vec<usize> = (0..self.pairs.len()).filter(|pair| !self.pairs[*pair].changes.is_empty()).collect();
        let mut names: Vec<&Root> = self.roots.iter().map(|(root, _)| root).collect();
        names.sort_unstable();
        names.dedup();
        let mut found: BTreeMap<usize, Vec<&Root>> = BTreeMap::new();
        for direction in [Direction::Request, Direction::Response] {
            let leads = |ways: &Ways| if direction == Direction::Request { ways.request } else { ways.response };
            let edges = |pair: &Pair<'a>| -> Vec<usize> {
                let mut next: Vec<usize> =
                    pair.edges.iter().filter(|(_, ways)| leads(ways)).map(|(next, _)| *next).collect();
                next.dedup();
                next
            };
            let edges: Vec<Vec<usize>> = self.pairs.iter().map(edges).collect();
            let roots = self.roots.iter().filter(|(root, _)| root.direction == direction);
            let roots: Vec<(usize, usize)> =
                roots.filter_map(|(root, pair)| Some((names.binary_search(&root).ok()?, *pair))).collect();
            let step = |count: usize| self.new.steps(count);
            for (pair, reached) in changed.iter().zip(reach(&edges, &roots, &changed, &step)) {
                found.entry(*pair).or_default().extend(reached.iter().filter_map(|label| names.get(*label).copied()));
            }
        }
        found
    }

    /// Everything that was found, with what it reaches, sorted.
    pub(crate) fn findings(self) -> Vec<Finding> {
        let reach = self.reach();
        let mut found: BTreeMap<(&'static str, String), Draft> = BTreeMap::new();
        for (operation, change) in &self.plain {
            let draft = Draft::of(&mut found, change);
            draft.plain(change, operation.as_ref());
        }
        for (pair, roots) in &reach {
            for change in &self.pairs[*pair].changes {
                self.new.step();
                Draft::of(&mut found, change).reached(change, roots);
            }
        }
        let mut findings: Vec<Finding> = found.into_iter().map(|((_, place), draft)| draft.finding(place)).collect();
        findings.sort_by(|a, b| {
            let rank = |finding: &Finding| (std::cmp::Reverse(finding.worst()), std::cmp::Reverse(finding.wire));
            (rank(a), &a.place, &a.rule).cmp(&(rank(b), &b.place, &b.rule))
        });
        findings
    }
}

/// What identifies a schema in its document.
fn key(node: &Node<'_>) -> String {
    if std::ptr::eq(node.value, &ANYTHING) { format!("{}\n{}", node.pointer, node.place) } else { node.pointer.clone() }
}

fn anything<'a>(owner: &Node<'a>, key: &str) -> Node<'a> {
    Node { value: &ANYTHING, pointer: owner.pointer.clone(), place: format!("{}/{key}", owner.place) }
}
