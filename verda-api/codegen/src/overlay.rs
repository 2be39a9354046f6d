//! The corrections of the document, as an OpenAPI Overlay 1.0 with two members of our own: `x-reason` says why an
//! action is there, `x-expect` says what must stand at its target, so that a correction never outlives its defect.

mod adapt;
mod text;

use std::fmt;

use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

pub use self::adapt::{Adaptation, Adapted, Outcome, adapt};
use crate::document;

/// What `x-expect` writes for a member that must not be there.
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
}

/// An action that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The place of the action in the overlay, from 1.
    pub number: usize,
    /// Its JSONPath.
    pub target: String,
    /// Why it is there.
    pub reason: String,
    /// How many nodes it changed.
    pub nodes: usize,
}

/// What is wrong with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It matches nothing or changes nothing: the document was fixed.
    Stale,
    /// Its `x-expect` does not hold: the document changed at this place.
    Conflict,
    /// It is not a valid action.
    Invalid,
}

/// An action that could not be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place of the action in the overlay, from 1; 0 for the overlay itself.
    pub number: usize,
    /// Its JSONPath.
    pub target: String,
    /// The kind of trouble.
    pub trouble: Trouble,
    /// What is wrong and what to do.
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

/// Applies an overlay to a document. On trouble the document is left half changed and every problem is listed.
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
        let path = JsonPath::parse(&self.target).map_err(|error| format!("the target is not a JSONPath: {error}"))?;
        if self.remove == self.update.is_some() {
            return Err("exactly one of `update` and `remove: true` is due".to_owned());
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
        for node in path.query_located(document) {
            match self.expect.as_ref().map_or(Ok(()), |expected| holds(expected, node.node())) {
                Ok(()) => pointers.push(node.location().to_json_pointer()),
                // There the document is as the action wants to have it, or without the defect.
                Err(_) if self.changes_nothing_at(node.node()) => {}
                Err(found) => conflict = conflict.or(Some(found)),
            }
        }
        if let Some(found) = conflict {
            return Err((
                Trouble::Conflict,
                format!("the document changed here: {found}; rewrite the action, or drop it if it is fixed"),
            ));
        }
        if pointers.is_empty() {
            return Err((Trouble::Stale, "the document has no such defect any more; drop the action".to_owned()));
        }
        let changed = match &self.update {
            Some(update) => pointers.iter().filter(|pointer| update_at(document, pointer, update)).count(),
            // From the back, so that the removal of an element does not move one that is still to go.
            None => pointers.iter().rev().filter(|pointer| remove_at(document, pointer)).count(),
        };
        if changed == 0 {
            return Err((Trouble::Stale, "it changes nothing: the document was fixed; drop the action".to_owned()));
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
        Some(Value::Array(array)) => match token.parse::<usize>() {
            Ok(index) if index < array.len() => {
                array.remove(index);
                true
            }
            _ => false,
        },
        _ => false,
    }
}

/// Merges as the Overlay specification says: objects member by member, arrays end to end, anything else replaced.
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
            // A value that is there already is not added twice: it is how a fix upstream shows.
            let new: Vec<_> = update.iter().filter(|value| !node.contains(value)).cloned().collect();
            let changed = !new.is_empty();
            node.extend(new);
            changed
        }
        (Value::Array(node), update) if !node.contains(update) => {
            node.push(update.clone());
            true
        }
        (node, update) if node != update => {
            *node = update.clone();
            true
        }
        _ => false,
    }
}

/// Whether a node is as expected; otherwise what was found.
fn holds(expected: &Value, found: &Value) -> Result<(), String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                match (value.as_str() == Some(ABSENT), found.get(key)) {
                    (true, Some(present)) => return Err(format!("`{key}` is there now: {}", brief(present))),
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
