//! Which operations of a document use a named part of it, however many references lie between.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::reach::reach;
use super::side::Side;
use crate::document::{Node, operations};

/// The operations that lead to each of the parts at these pointers.
pub(crate) fn users<'a>(side: &Side<'a>, pointers: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    if pointers.is_empty() {
        return BTreeMap::new();
    }
    let mut web = Web { side, nodes: HashMap::new(), edges: Vec::new() };
    let operations = operations(side);
    let mut roots = Vec::new();
    for (label, operation) in operations.iter().enumerate() {
        let own = web.node(operation.node.pointer.clone());
        web.scan(own, &operation.node);
        let shared = operation.item.child("parameters");
        shared.iter().for_each(|parameters| web.scan(own, parameters));
        roots.push((label, own));
    }
    for (_, section) in side.top().child("components").iter().flat_map(Node::members) {
        for (_, part) in section.members() {
            let own = web.node(owner(&part.pointer).to_owned());
            web.scan(own, &part);
        }
    }
    let wanted: Vec<usize> = pointers.iter().map(|pointer| web.node(pointer.clone())).collect();
    let found = reach(&web.edges, &roots, &wanted, &|count| side.steps(count));
    let labels = |roots: &[usize]| roots.iter().filter_map(|root| operations.get(*root)).map(|o| o.label()).collect();
    pointers.iter().cloned().zip(found.iter().map(|roots| labels(roots))).collect()
}

/// The parts of a document and what they refer to.
struct Web<'s, 'a> {
    side: &'s Side<'a>,
    nodes: HashMap<String, usize>,
    edges: Vec<Vec<usize>>,
}

impl<'a> Web<'_, 'a> {
    fn node(&mut self, pointer: String) -> usize {
        let next = self.edges.len();
        let node = *self.nodes.entry(pointer).or_insert(next);
        if node == next {
            self.edges.push(Vec::new());
        }
        node
    }

    /// Takes down every reference that stands in a part.
    fn scan(&mut self, own: usize, part: &Node<'a>) {
        let mut open = vec![part.clone()];
        while let Some(here) = open.pop() {
            self.side.step();
            if let Some(target) = self.side.document.follow(&here) {
                let target = self.node(owner(&target.pointer).to_owned());
                self.edges[own].push(target);
            }
            match here.value {
                Value::Object(_) => {
                    open.extend(here.members().filter(|(_, node)| !is_leaf(node.value)).map(|(_, node)| node))
                }
                Value::Array(values) => {
                    let elements = values.iter().enumerate().filter(|(_, value)| !is_leaf(value));
                    open.extend(elements.map(|(index, value)| here.member(value, &index.to_string())));
                }
                _ => {}
            }
        }
    }
}

fn is_leaf(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

/// `/components/schemas/Thing` of what stands there or within; `/paths/~1things/get` alike.
fn owner(pointer: &str) -> &str {
    const TOKENS: usize = 3;
    let end = pointer.match_indices('/').nth(TOKENS).map_or(pointer.len(), |(end, _)| end);
    pointer.get(..end).unwrap_or(pointer)
}
