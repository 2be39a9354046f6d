//! Fits the corrections to a changed document. A new document may contain the result of an action already, or in part, or may
//! contradict the action.

use serde_json::{Map, Value, json};
use serde_json_path::JsonPath;

use crate::canonical;
use crate::ledger::METHODS;

use super::{ABSENT, Action, Kept, Overlay, Problem, Trouble, holds, text};

/// Members for readers only: upstream's own text replaces our addition.
const ANNOTATIONS: [&str; 6] = ["description", "title", "summary", "example", "examples", "externalDocs"];
/// Members that affect decoding: if upstream has another value here, our correction could make responses fail.
const SHAPE: [&str; 10] =
    ["type", "format", "$ref", "items", "oneOf", "anyOf", "allOf", "properties", "additionalProperties", "const"];

/// The outcome of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The document still has the defect.
    Needed,
    /// The document now contains the correction: the action is removed.
    MadeUpstream,
    /// The document contains a part of the correction: the action is reduced to the rest.
    PartlyMade,
    /// The document contradicts the correction. Safe parts stay, unsafe ones are removed; a maintainer should check.
    Contradicted,
}

/// An action whose outcome is not [`Outcome::Needed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adaptation {
    /// The number of the action in the old overlay, from 1.
    pub number: usize,
    /// Its JSONPath.
    pub target: String,
    /// Its reason.
    pub reason: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The values in the document that differ from the expected ones, each with its JSON pointer.
    pub findings: Vec<String>,
}

/// An overlay that fits a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adapted {
    /// The text of the old overlay, without actions that are no longer needed.
    pub overlay: String,
    /// What changed, in the order of the actions.
    pub adaptations: Vec<Adaptation>,
}

/// Fits an overlay to another document.
///
/// # Errors
///
/// If the overlay is invalid. An overlay that does not fit is no error.
pub fn adapt(mut document: Value, overlay: &str) -> Result<Adapted, Vec<Problem>> {
    let parsed = Overlay::parse(overlay)?;
    canonical::sort(&mut document);
    let mut adaptations = Vec::new();
    let mut edits = Vec::new();
    for (index, action) in parsed.actions.iter().enumerate() {
        let invalid = |message| vec![action.problem(index + 1, Trouble::Invalid, message)];
        let path = action.path().map_err(invalid)?;
        let fitted = fit(action, &path, &document);
        for kept in &fitted.kept {
            kept.apply(&mut document);
        }
        if fitted.outcome != Outcome::Needed {
            adaptations.push(Adaptation {
                number: index + 1,
                target: action.target.clone(),
                reason: action.reason.clone().unwrap_or_default(),
                outcome: fitted.outcome,
                findings: fitted.findings,
            });
        }
        edits.push(if fitted.is_unchanged { None } else { Some(fitted.kept) });
    }
    let text = text::rewrite(overlay, &edits)
        .map_err(|message| vec![Problem { number: 0, target: String::new(), trouble: Trouble::Invalid, message }])?;
    Ok(Adapted { overlay: text, adaptations })
}

struct Fitted {
    outcome: Outcome,
    kept: Vec<Kept>,
    /// Whether the action stays unchanged.
    is_unchanged: bool,
    findings: Vec<String>,
}

fn fit(action: &Action, path: &JsonPath, document: &Value) -> Fitted {
    let mut kept = Vec::new();
    let mut findings = Vec::new();
    let mut outcomes = Vec::new();
    let mut is_unchanged = true;
    let has_filter = action.target.contains('?');
    let located = path.query_located(document).dedup();
    let may_select_several = has_filter || action.target.contains('*') || action.target.contains("..");
    let is_single = located.len() == 1 && !may_select_several;
    for located in located.iter() {
        let (pointer, node) = (located.location().to_json_pointer(), located.node());
        let target = located.location().to_string();
        let Some(update) = &action.update else {
            match action.expect.as_ref().map_or(Ok(()), |expected| holds(expected, node)) {
                Ok(()) => {
                    kept.push(Kept { pointer, target, expect: action.expect.clone(), update: None });
                    outcomes.push(Outcome::Needed);
                }
                // The one place that was meant has another value: whether that is right is not known.
                Err(found) if is_single => {
                    findings.push(format!("{pointer}: {found}; the correction is dropped"));
                    outcomes.push(Outcome::Contradicted);
                }
                // Of several, a node without the defect stays unchanged.
                Err(_) => outcomes.push(Outcome::MadeUpstream),
            }
            continue;
        };
        let mut fitting = Fitting::default();
        let rest = fitting.node(&pointer, Some(node), update, action.expect.as_ref());
        if let (Some(rest), Some(expected)) = (&rest, &action.expect)
            && fitting.contradictions == 0
            && rest == update
            && let Err(found) = holds(expected, node)
        {
            fitting.contradictions += 1;
            fitting.findings.push(format!("{pointer}: {found}; the correction stays"));
        }
        let outcome = fitting.outcome(rest.is_some());
        outcomes.push(outcome);
        findings.extend(fitting.findings);
        if let Some(rest) = rest.filter(|_| outcome != Outcome::MadeUpstream) {
            is_unchanged &= outcome == Outcome::Needed && rest == *update;
            let expect = if outcome == Outcome::Needed { action.expect.clone() } else { defect(Some(node), &rest) };
            kept.push(Kept { pointer, target, expect, update: Some(rest) });
        } else {
            is_unchanged &= outcome == Outcome::MadeUpstream;
        }
    }
    // From the back, so that a removal does not move elements that are still to be removed.
    if action.update.is_none() {
        kept.reverse();
    }
    let outcome = if located.is_empty() {
        // Without the operation or component, nothing is known of the defect in it.
        let selects_defects = (action.update.is_none() || has_filter) && !is_owner_gone(&action.target, document);
        if !selects_defects {
            findings.push(format!("the target {} matches nothing; the correction is dropped", action.target));
        }
        if selects_defects { Outcome::MadeUpstream } else { Outcome::Contradicted }
    } else if outcomes.iter().all(|outcome| *outcome == Outcome::MadeUpstream) {
        Outcome::MadeUpstream
    } else {
        let others = outcomes.iter().copied().filter(|outcome| *outcome != Outcome::MadeUpstream);
        others.max().unwrap_or(Outcome::Needed)
    };
    Fitted { outcome, is_unchanged: is_unchanged && !kept.is_empty(), kept, findings }
}

/// Whether the operation or component that contains a target is not in the document.
fn is_owner_gone(target: &str, document: &Value) -> bool {
    let (names, is_all) = leading_names(target);
    let owner = match names[..] {
        ["paths", _, method, ..] if METHODS.contains(&method) => 3,
        ["paths", _, ..] => 2,
        ["components", _, _, ..] => 3,
        _ => return false,
    };
    let is_within = names.len() > owner || !is_all;
    is_within && names.iter().take(owner).try_fold(document, |node, name| node.get(*name)).is_none()
}

/// The names with which a `JSONPath` begins, and whether it has nothing else. A name with an escape ends them.
fn leading_names(target: &str) -> (Vec<&str>, bool) {
    let mut names = Vec::new();
    let mut rest = target.strip_prefix('$').unwrap_or(target);
    loop {
        let quoted = ['\'', '"'].into_iter().find_map(|quote| {
            let (name, rest) = rest.strip_prefix('[')?.strip_prefix(quote)?.split_once(quote)?;
            Some((name, rest.strip_prefix(']')?))
        });
        let plain = || {
            let rest = rest.strip_prefix('.')?;
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            Some(rest.split_at(end)).filter(|(name, _)| !name.is_empty() && *name != "*")
        };
        match quoted.filter(|(name, _)| !name.contains('\\')).or_else(plain) {
            Some((name, after)) => {
                names.push(name);
                rest = after;
            }
            None => return (names, rest.is_empty()),
        }
    }
}

/// The document's values of the members of an update: the defect, which the action expects from now on.
fn defect(node: Option<&Value>, update: &Value) -> Option<Value> {
    match (node, update) {
        (Some(Value::Object(node)), Value::Object(update)) => {
            let members: Map<String, Value> = update
                .iter()
                .filter_map(|(key, value)| match node.get(key) {
                    None => Some((key.clone(), json!(ABSENT))),
                    present => defect(present, value).map(|expected| (key.clone(), expected)),
                })
                .collect();
            Some(Value::Object(members)).filter(|expected| expected.as_object().is_some_and(|it| !it.is_empty()))
        }
        (Some(Value::Array(_)), _) => None,
        (node, _) => node.cloned(),
    }
}

/// Compares an update with a node, member by member.
#[derive(Default)]
struct Fitting {
    made: usize,
    /// Without annotations that no guard is about.
    needed: usize,
    contradictions: usize,
    findings: Vec<String>,
}

impl Fitting {
    fn outcome(&self, has_rest: bool) -> Outcome {
        match self {
            Self { contradictions: 1.., .. } => Outcome::Contradicted,
            _ if !has_rest => Outcome::MadeUpstream,
            // Upstream has fixed the defect with another text, or without one.
            Self { made: 1.., needed: 0, .. } => Outcome::MadeUpstream,
            Self { made: 1.., .. } => Outcome::PartlyMade,
            _ => Outcome::Needed,
        }
    }

    fn contradicted(&mut self, pointer: &str, found: Option<&Value>, wanted: &Value, stays: bool) {
        self.contradictions += 1;
        let found = found.map_or_else(|| "nothing".to_owned(), super::brief);
        let fate = if stays { "the correction stays" } else { "the correction is dropped" };
        self.findings
            .push(format!("{pointer} has {found} in place of what {} corrected; {fate}", super::brief(wanted)));
    }

    /// The part of an update that a node still needs.
    fn node(&mut self, pointer: &str, node: Option<&Value>, update: &Value, expect: Option<&Value>) -> Option<Value> {
        let Value::Object(wanted) = update else { return self.value(pointer, node, update, expect) };
        let Some(present) = node else {
            if expect.is_some_and(Value::is_object) {
                self.contradicted(pointer, None, update, false);
                return None;
            }
            self.needed += 1;
            return Some(update.clone());
        };
        let Value::Object(present) = present else { return self.value(pointer, node, update, expect) };
        let guard = expect.and_then(Value::as_object);
        if let Some(key) = other_shape(present, wanted, expect) {
            self.contradicted(&format!("{pointer}/{key}"), present.get(&key), update, false);
            return None;
        }
        let mut rest = Map::new();
        for (key, value) in wanted {
            let child = crate::ledger::join(pointer, key);
            let expected = guard.and_then(|guard| guard.get(key));
            let is_annotation = ANNOTATIONS.contains(&key.as_str()) && !value.is_object();
            if is_annotation {
                if let Some(value) = self.annotation(present.get(key), value, expected) {
                    rest.insert(key.clone(), value);
                }
            } else if let Some(value) = self.node(&child, present.get(key), value, expected) {
                rest.insert(key.clone(), value);
            }
        }
        Some(Value::Object(rest)).filter(|rest| rest.as_object().is_some_and(|rest| !rest.is_empty()))
    }

    fn annotation(&mut self, found: Option<&Value>, wanted: &Value, expected: Option<&Value>) -> Option<Value> {
        let is_defect = match (found, expected) {
            (None, _) => true,
            (Some(_), None) => found != Some(wanted),
            (Some(found), Some(expected)) => holds(expected, found).is_ok(),
        };
        if !is_defect {
            self.made += 1;
            return None;
        }
        self.needed += usize::from(expected.is_some());
        Some(wanted.clone())
    }

    fn value(
        &mut self,
        pointer: &str,
        found: Option<&Value>,
        wanted: &Value,
        expected: Option<&Value>,
    ) -> Option<Value> {
        match (found, wanted) {
            (None, _) => {
                self.needed += 1;
                Some(wanted.clone())
            }
            (Some(found), wanted) if found == wanted => {
                self.made += 1;
                None
            }
            (Some(Value::Array(found)), wanted) => {
                let values = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted.clone()]);
                let (made, missing): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| found.contains(value));
                self.made += usize::from(!made.is_empty());
                self.needed += usize::from(!missing.is_empty());
                Some(Value::Array(missing)).filter(|missing| missing.as_array().is_some_and(|it| !it.is_empty()))
            }
            (Some(found), wanted) => {
                let was_defect = expected.is_none_or(|expected| holds(expected, found).is_ok());
                if was_defect || refines(pointer.rsplit('/').next().unwrap_or_default(), found, wanted) {
                    self.needed += 1;
                } else {
                    self.contradicted(pointer, Some(found), wanted, true);
                }
                Some(wanted.clone())
            }
        }
    }
}

/// A member that gives a node a third shape, neither that of the defect nor that of the correction.
fn other_shape(present: &Map<String, Value>, wanted: &Map<String, Value>, expect: Option<&Value>) -> Option<String> {
    // Without a guard, the action replaces any value.
    let expect = expect?;
    let is_new = expect.as_str() == Some(ABSENT);
    let is_schema = wanted.keys().any(|key| SHAPE.contains(&key.as_str()));
    let other = SHAPE.iter().find(|key| {
        let (found, ours, expected) = (present.get(**key), wanted.get(**key), expect.get(**key));
        match (found, ours, expected) {
            (None, _, Some(expected)) => expected.as_str() != Some(ABSENT),
            (Some(found), Some(ours), _) if is_container(found) && is_container(ours) => false,
            (Some(found), Some(ours), Some(expected)) => holds(expected, found).is_err() && !refines(key, found, ours),
            (Some(found), Some(ours), None) => is_new && !refines(key, found, ours),
            (Some(found), None, Some(expected)) => holds(expected, found).is_err() && !is_nullable(expected, found),
            // A reference and a type in one node describe two schemas.
            (Some(_), None, None) => {
                let is_reference = **key == "$ref";
                is_new && is_schema && (is_reference || (**key == "type" && wanted.contains_key("$ref")))
            }
            (None, _, _) => false,
        }
    });
    other.map(|key| (*key).to_owned())
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Whether what was found is the expected type, and may be null.
fn is_nullable(expected: &Value, found: &Value) -> bool {
    let null = Value::from("null");
    found.as_array().is_some_and(|types| types.contains(&null) && types.iter().all(|ty| ty == expected || *ty == null))
}

/// Whether our value says the same as what was found, only more exactly or more tolerantly.
fn refines(key: &str, found: &Value, ours: &Value) -> bool {
    if found == ours {
        return true;
    }
    let set = |value: &Value| -> Vec<Value> { value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]) };
    key == "type" && {
        let (found, ours) = (set(found), set(ours));
        let has = |list: &[Value], kind: &Value| {
            list.contains(kind) || (kind == "number" && list.iter().any(|kind| kind == "integer"))
        };
        found.iter().all(|kind| has(&ours, kind)) || ours.iter().all(|kind| found.contains(kind))
    }
}
