//! The corrections of the document, as an OpenAPI Overlay 1.0 with two members of our own: `x-reason` is the reason
//! of an action, `x-expect` describes the defect at its target, so that a correction never outlives its defect.

mod adapt;
mod text;

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

pub use self::adapt::{Adaptation, Adapted, Outcome, adapt};
use crate::document;

/// The value in `x-expect` of a member that must be absent.
const ABSENT: &str = "<absent>";

#[derive(Debug, Deserialize)]
struct Overlay {
    overlay: String,
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct Action {
    target: String,
    update: Option<Value>,
    #[serde(default)]
    remove: bool,
    #[serde(rename = "x-reason")]
    reason: Option<String>,
    #[serde(rename = "x-expect")]
    expect: Option<Value>,
    /// For readers of the overlay alone.
    #[serde(rename = "description")]
    _description: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, Value>,
}

/// An action that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The number of the action in the overlay, from 1.
    pub number: usize,
    /// Its JSONPath.
    pub target: String,
    /// Its reason.
    pub reason: String,
    /// The number of changed nodes.
    pub nodes: usize,
}

/// The problem of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The action matches or changes no node: the document was fixed.
    Stale,
    /// The `x-expect` does not match: the document changed at this place.
    Conflict,
    /// The action is invalid.
    Invalid,
}

/// An action that could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The number of the action in the overlay, from 1; 0 for the overlay itself.
    pub number: usize,
    /// Its JSONPath.
    pub target: String,
    /// The kind of trouble.
    pub trouble: Trouble,
    /// The problem, and how to correct it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.trouble {
            Trouble::Stale => "stale",
            Trouble::Conflict => "conflict",
            Trouble::Invalid => "invalid",
        };
        match self.number {
            0 => write!(f, "overlay {kind}: {}", self.message),
            number => write!(f, "overlay action {number} is {kind}: {} (target {})", self.message, self.target),
        }
    }
}

/// Applies an overlay to a document. On an error, all problems are listed, and the document is partly changed.
pub fn apply(document: &mut Value, overlay: &str) -> Result<Vec<Applied>, Vec<Problem>> {
    let overlay = Overlay::parse(overlay)?;
    let mut applied = Vec::new();
    let mut problems = Vec::new();
    for (index, action) in overlay.actions.iter().enumerate() {
        match action.apply(document) {
            Ok(nodes) => applied.push(Applied {
                number: index + 1,
                target: action.target.clone(),
                reason: action.reason.clone().unwrap_or_default(),
                nodes,
            }),
            Err((trouble, message)) => problems.push(action.problem(index + 1, trouble, message)),
        }
    }
    if problems.is_empty() { Ok(applied) } else { Err(problems) }
}

impl Overlay {
    fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let one = |message: String| Problem { number: 0, target: String::new(), trouble: Trouble::Invalid, message };
        let invalid = |message| vec![one(message)];
        let parsed = document::parse(text)
            .map_err(|error| error.to_string().lines().map(|line| one(line.to_owned())).collect::<Vec<_>>())?;
        let overlay: Self = serde_json::from_value(parsed).map_err(|error| invalid(error.to_string()))?;
        if !overlay.overlay.starts_with("1.") {
            return Err(invalid(format!("`overlay: {}` is not a version 1 overlay", overlay.overlay)));
        }
        Ok(overlay)
    }
}

impl Action {
    fn problem(&self, number: usize, trouble: Trouble, message: String) -> Problem {
        Problem { number, target: self.target.clone(), trouble, message }
    }

    /// Its target, if it is a valid action.
    fn path(&self) -> Result<JsonPath, String> {
        // A misspelt guard would be none.
        if let Some(member) = self.unknown.keys().next() {
            return Err(format!(
                "`{member}` is not a member of an action: it has target, description, update, remove, x-reason and x-expect"
            ));
        }
        let path = JsonPath::parse(&self.target).map_err(|error| format!("the target is not a JSONPath: {error}"))?;
        if self.remove == self.update.is_some() {
            return Err("exactly one of `update` and `remove: true` is required".to_owned());
        }
        if self.reason.as_deref().unwrap_or_default().trim().is_empty() {
            return Err("`x-reason` is missing".to_owned());
        }
        Ok(path)
    }

    fn apply(&self, document: &mut Value) -> Result<usize, (Trouble, String)> {
        let path = self.path().map_err(|message| (Trouble::Invalid, message))?;
        let mut pointers = Vec::new();
        let mut conflict = None;
        // In the order of their places, each once.
        for node in path.query_located(document).dedup() {
            match self.expect.as_ref().map_or(Ok(()), |expected| holds(expected, node.node())) {
                Ok(()) => pointers.push(node.location().to_json_pointer()),
                // Here the document already has the result of the action, or lacks the defect.
                Err(_) if self.changes_nothing_at(node.node()) => {}
                Err(found) => conflict = conflict.or(Some(found)),
            }
        }
        if let Some(found) = conflict {
            return Err((
                Trouble::Conflict,
                format!("the document changed here: {found}; rewrite the action, or drop it if the defect is fixed"),
            ));
        }
        if pointers.is_empty() {
            return Err((Trouble::Stale, "the document no longer has this defect; drop the action".to_owned()));
        }
        let changed = match &self.update {
            Some(update) => pointers.iter().filter(|pointer| update_at(document, pointer, update)).count(),
            // From the back, so that a removal does not move elements that are still to be removed.
            None => pointers.iter().rev().filter(|pointer| remove_at(document, pointer)).count(),
        };
        if changed == 0 {
            return Err((
                Trouble::Stale,
                "the action changes nothing: the document was fixed; drop the action".to_owned(),
            ));
        }
        Ok(changed)
    }

    fn changes_nothing_at(&self, node: &Value) -> bool {
        self.update.as_ref().is_none_or(|update| !merge(&mut node.clone(), update))
    }
}

fn update_at(document: &mut Value, pointer: &str, update: &Value) -> bool {
    document.pointer_mut(pointer).is_some_and(|node| merge(node, update))
}

fn remove_at(document: &mut Value, pointer: &str) -> bool {
    let Some((parent, token)) = pointer.rsplit_once('/') else { return false };
    let token = crate::ledger::unescape(token);
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => object.shift_remove(&token).is_some(),
        Some(Value::Array(array)) => token.parse().is_ok_and(|index: usize| {
            array.remove(index);
            true
        }),
        _ => false,
    }
}

/// Merges by the Overlay specification: objects member by member, arrays concatenated, other values replaced.
/// An array is appended to an array; any other value appended to an array becomes its last element.
fn merge(node: &mut Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            let mut changed = false;
            for (key, value) in update {
                match node.get_mut(key) {
                    Some(present) => changed |= merge(present, value),
                    None => {
                        node.insert(key.clone(), value.clone());
                        changed = true;
                    }
                }
            }
            changed
        }
        (Value::Array(node), Value::Array(update)) => {
            // A value that is already present is not added again: upstream has fixed the defect.
            let new: Vec<_> = update.iter().filter(|value| !node.contains(value)).cloned().collect();
            let changed = !new.is_empty();
            node.extend(new);
            changed
        }
        (Value::Array(node), update) => {
            let is_new = !node.contains(update);
            node.extend(is_new.then(|| update.clone()));
            is_new
        }
        (node, update) if node != update => {
            *node = update.clone();
            true
        }
        _ => false,
    }
}

/// Checks that a node is as expected; an error describes the found value.
fn holds(expected: &Value, found: &Value) -> Result<(), String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                match (value.as_str() == Some(ABSENT), found.get(key)) {
                    (true, Some(present)) => return Err(format!("`{key}` is present now: {}", brief(present))),
                    (true, None) => {}
                    (false, Some(present)) => holds(value, present).map_err(|why| format!("`{key}`: {why}"))?,
                    (false, None) => return Err(format!("`{key}` is missing, expected {}", brief(value))),
                }
            }
            Ok(())
        }
        (expected, found) if expected == found => Ok(()),
        (expected, found) => Err(format!("expected {}, found {}", brief(expected), brief(found))),
    }
}

fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The remaining part of an action at one node.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    pointer: String,
    target: String,
    expect: Option<Value>,
    /// `None` removes the node.
    update: Option<Value>,
}

impl Kept {
    fn apply(&self, document: &mut Value) {
        match &self.update {
            Some(update) => update_at(document, &self.pointer, update),
            None => remove_at(document, &self.pointer),
        };
    }
}
