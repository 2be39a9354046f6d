//! What only people read: counted, and not told one by one.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use verda_api_codegen::names::nameless;

use super::matching::equal_pairs;
use super::side::{Side, address};
use super::values::{NAMED, canonical};
use crate::document::Node;

/// Names that hold annotations, and what they are counted as.
fn kind(key: &str) -> Option<&'static str> {
    Some(match key {
        "description" => "descriptions",
        "summary" => "summaries",
        "title" => "titles",
        "example" | "examples" => "examples",
        "tags" => "tags",
        "externalDocs" => "links",
        "info" => "info",
        "bearerFormat" => "hints",
        key if key.starts_with("x-") => "extensions",
        _ => return None,
    })
}

/// Keywords whose lists have no order.
const UNORDERED: [&str; 8] = ["tags", "required", "enum", "type", "allOf", "anyOf", "oneOf", "parameters"];

/// How many annotations changed at places that are in both documents, by kind.
pub(crate) fn count<'a>(old: &Side<'a>, new: &Side<'a>) -> BTreeMap<&'static str, usize> {
    let mut count = Count { old, new, prints: HashMap::new(), counts: BTreeMap::new() };
    let (before, after) = (old.top(), new.top());
    count.print(old, &before, 0);
    count.print(new, &after, 0);
    count.walk(&before, &after, false);
    count.counts
}

struct Count<'s, 'a> {
    old: &'s Side<'a>,
    new: &'s Side<'a>,
    /// A number for each value that equal ones share, by address.
    prints: HashMap<usize, u64>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'a> Count<'_, 'a> {
    /// What is referred to counts as written out; far within, and where it contains itself, the reference counts.
    fn print(&mut self, side: &Side<'a>, node: &Node<'a>, depth: usize) -> u64 {
        const DEEPEST: usize = 200;
        let address = address(node);
        if let Some(known) = self.prints.get(&address) {
            return *known;
        }
        side.step();
        let print = match node.value {
            Value::Object(members) => {
                let is_reference = members.len() == 1 && members.contains_key("$ref") && depth < DEEPEST;
                self.prints.insert(address, hash(&node.text("$ref")));
                match side.document.follow(node).filter(|_| is_reference) {
                    Some(target) => self.print(side, &target, depth + 1),
                    None => self.members(side, node, depth),
                }
            }
            Value::Array(values) => {
                let mut prints = Vec::with_capacity(values.len());
                for (index, value) in values.iter().enumerate() {
                    prints.push(self.element(side, value, || node.member(value, &index.to_string()), depth));
                }
                hash(&prints)
            }
            scalar => hash(&canonical(scalar)),
        };
        self.prints.insert(address, print);
        print
    }

    fn element(&mut self, side: &Side<'a>, value: &'a Value, node: impl Fn() -> Node<'a>, depth: usize) -> u64 {
        match value {
            Value::Object(_) | Value::Array(_) => self.print(side, &node(), depth + 1),
            scalar => {
                let print = hash(&canonical(scalar));
                self.prints.insert(std::ptr::from_ref(scalar).addr(), print);
                print
            }
        }
    }

    fn members(&mut self, side: &Side<'a>, node: &Node<'a>, depth: usize) -> u64 {
        let mut prints: Vec<(&str, u64)> = Vec::new();
        // In an order that does not depend on the document: what contains itself looks different from each end.
        let mut members: Vec<_> = node.value.as_object().into_iter().flatten().collect();
        members.sort_unstable_by_key(|(key, _)| *key);
        for (key, value) in members {
            let mut print = self.element(side, value, || node.member(value, key), depth);
            if let (Value::Array(values), true) = (value, UNORDERED.contains(&key.as_str())) {
                let mut all: Vec<Option<u64>> = values.iter().map(|value| self.known(value)).collect();
                all.sort_unstable();
                print = hash(&all);
                self.prints.insert(std::ptr::from_ref(value).addr(), print);
            }
            prints.push((key, print));
        }
        hash(&prints)
    }

    fn known(&self, value: &Value) -> Option<u64> {
        self.prints.get(&std::ptr::from_ref(value).addr()).copied()
    }

    fn is_same(&self, old: &Value, new: &Value) -> bool {
        self.known(old) == self.known(new)
    }

    fn walk(&mut self, old: &Node<'a>, new: &Node<'a>, is_named: bool) {
        self.old.step();
        if self.is_same(old.value, new.value) {
            return;
        }
        match (old.value, new.value) {
            (Value::Object(before), Value::Object(after))
                if !is_named && before.contains_key("$ref") != after.contains_key("$ref") =>
            {
                self.inlined(old, new);
            }
            (Value::Object(before), Value::Object(after)) => {
                let other: HashMap<String, &Value> = after.iter().map(|(key, value)| (nameless(key), value)).collect();
                for (key, value) in before {
                    let found = after.get(key).or_else(|| other.get(&nameless(key)).copied());
                    match (kind(key).filter(|_| !is_named), found) {
                        (Some(kind), found)
                            if !found.is_some_and(|found| {
                                self.says_same(&old.member(value, key), &new.member(found, key), 0)
                            }) =>
                        {
                            *self.counts.entry(kind).or_default() += 1;
                        }
                        (None, Some(found)) => {
                            let holds_names = !is_named && NAMED.contains(&key.as_str());
                            self.walk(&old.member(value, key), &new.member(found, key), holds_names);
                        }
                        _ => {}
                    }
                }
                for key in after.keys().filter(|key| !is_named && !before.contains_key(*key)) {
                    if let Some(kind) = kind(key) {
                        *self.counts.entry(kind).or_default() += 1;
                    }
                }
            }
            (Value::Array(before), Value::Array(after)) => {
                let elements = |list: &Node<'a>, values: &'a [Value]| -> Vec<Node<'a>> {
                    values.iter().enumerate().map(|(index, value)| list.member(value, &index.to_string())).collect()
                };
                let (mut before, mut after) = (elements(old, before), elements(new, after));
                let print = |node: &Node<'a>| self.known(node.value);
                equal_pairs(&mut before, &mut after, (print, print));
                let reference = |node: &Node<'a>| node.text("$ref");
                let mut pairs = equal_pairs(&mut before, &mut after, (reference, reference));
                let (one, other) = (self.old, self.new);
                let named =
                    (|node: &_| identity(one.resolved(node).value), |node: &_| identity(other.resolved(node).value));
                pairs.extend(equal_pairs(&mut before, &mut after, named));
                pairs.extend(before.into_iter().zip(after));
                for (old, new) in pairs {
                    self.walk(&old, &new, false);
                }
            }
            _ => {}
        }
    }

    /// Whether two annotations say the same, with what they refer to.
    fn says_same(&self, old: &Node<'a>, new: &Node<'a>, depth: usize) -> bool {
        const DEEPEST: usize = 32;
        let is_one = self.is_same(old.value, new.value)
            || old.text("$ref").is_some_and(|reference| new.text("$ref") == Some(reference));
        if is_one || depth > DEEPEST {
            return is_one;
        }
        let (old, new) = (self.old.resolved(old), self.new.resolved(new));
        match (old.value, new.value) {
            (Value::Object(before), Value::Object(after)) => {
                before.len() == after.len()
                    && old.members().all(|(key, member)| {
                        new.child(key).is_some_and(|other| self.says_same(&member, &other, depth + 1))
                    })
            }
            (Value::Array(before), Value::Array(after)) => {
                let mut elements = before.iter().zip(after).enumerate();
                before.len() == after.len()
                    && elements.all(|(index, (value, other))| {
                        let [old, new] = [old.member(value, &index.to_string()), new.member(other, &index.to_string())];
                        self.says_same(&old, &new, depth + 1)
                    })
            }
            (value, other) => self.is_same(value, other),
        }
    }

    /// Compares what is written out in one document with what the other one refers to.
    fn inlined(&mut self, old: &Node<'a>, new: &Node<'a>) {
        let (target, other) = (self.old.resolved(old), self.new.resolved(new));
        let is_alone = |node: &Node<'a>| node.value.as_object().is_some_and(|members| members.len() == 1);
        let is_written = |node: &Node<'a>| node.value.get("$ref").is_none();
        if is_written(&target) && is_written(&other) && (is_alone(old) || is_alone(new)) {
            self.walk(&target, &other, false);
        }
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// What identifies an element of an array, whatever the order: a name, or else what kinds of things it says.
fn identity(value: &Value) -> Option<(&str, String)> {
    let named = ["name", "url", "type"].into_iter().find_map(|key| Some((key, value.get(key)?.as_str()?.to_owned())));
    named.or_else(|| {
        let mut keys: Vec<&str> =
            value.as_object()?.keys().map(String::as_str).filter(|key| kind(key).is_none()).collect();
        keys.sort_unstable();
        Some(("", keys.join(" ")))
    })
}
