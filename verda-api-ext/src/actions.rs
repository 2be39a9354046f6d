//! Actions on instances, volumes, clusters and nodes, and deletes of other resources: one id or many, and an outcome for
//! each.
//!
//! Actions that set a state, such as `delete` and `shutdown`, are sent again when it is not known whether they were
//! carried out; those that make something, such as `clone`, are not: see
//! [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). Without any id nothing is sent.

mod attached;
mod clusters;
mod deletes;
mod instances;
mod volumes;

pub(crate) use self::attached::{Attached, Users, is_starting, users_of};
pub use self::instances::DeleteVolumes;
pub(crate) use self::instances::LISTED;
pub use self::volumes::{CloneVolumes, IncompleteClones};

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use http::StatusCode;
use serde_json::Value;
use verda_api::{CallReport, ItemResult, OPERATIONS, ResponseValue};

use crate::error::{Error, ErrorKind, invalid_request};
use crate::outcomes::{ActionFailure, ActionSuccess, Outcomes};

/// Each id once, in the order in which they came.
pub(crate) fn distinct<Id: Clone + Eq + Hash>(ids: impl IntoIterator<Item = Id>) -> Vec<Id> {
    let mut known = HashSet::new();
    ids.into_iter().filter(|id| known.insert(id.clone())).collect()
}

/// The state that an action is for. Where it is reached already, the action has succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    Gone,
    Off,
    On,
    Detached,
    /// None that a refusal could confirm.
    Other,
}

impl Goal {
    /// Whether a refusal says that the state is reached: "Can't discontinue a discontinued instance". The whole text has to
    /// say so: a part of it may speak of another resource.
    fn is_reached(self, failure: &ActionFailure) -> bool {
        let states: &[&str] = match self {
            Self::Gone if failure.is_not_found() => return true,
            Self::Gone => &["discontinued", "deleted"],
            Self::Off => &["offline", "stopped", "shut down", "shutdown"],
            Self::On => &["running", "started"],
            Self::Detached => &["detached"],
            Self::Other => return false,
        };
        let text = failure.message.to_ascii_lowercase();
        let words: Vec<&str> = text.trim_end_matches('.').split_whitespace().collect();
        let state = match words.as_slice() {
            ["can't", _, "a" | "an", state @ .., _] => state.join(" "),
            ["the", _, "is", "already", state @ ..] | [_, "is", "already", state @ ..] | ["already", state @ ..] => {
                state.join(" ")
            }
            _ => return false,
        };
        states.contains(&state.as_str())
    }

    fn outcome(self, failure: ActionFailure) -> Result<ActionSuccess, ActionFailure> {
        if self.is_reached(&failure) { Ok(ActionSuccess::Already) } else { Err(failure) }
    }
}

/// What an error says of the one resource that was named, if it is about the resource and not about the call.
pub(crate) fn refusal(error: &Error) -> Option<ActionFailure> {
    let status = error.status()?;
    let is_about_it = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::SERVICE_UNAVAILABLE
    );
    let is_own = error.code().is_some() || error.is_not_found();
    (is_about_it && is_own).then(|| ActionFailure {
        status: Some(status),
        code: error.code().map(str::to_owned),
        message: match error.messages() {
            [] => status.canonical_reason().unwrap_or("the API gives no reason").to_owned(),
            messages => messages.join("; "),
        },
        not_found: error.is_not_found(),
        unknown: false,
    })
}

/// The outcome for one resource of a call that failed; an error where it is about the call.
fn of_one(goal: Goal, error: Error) -> Result<Result<ActionSuccess, ActionFailure>, Error> {
    match refusal(&error).map(|failure| goal.outcome(failure)) {
        Some(Ok(success)) => Ok(Ok(success)),
        // An earlier attempt may have done something else.
        Some(Err(failure)) if error.kind() == ErrorKind::Api && !error.may_have_happened() => Ok(Err(failure)),
        _ => Err(error),
    }
}

/// The outcome of a call about one resource, which is a failure where the call says nothing of the resource.
fn outcome_of_one<T>(goal: Goal, response: Result<T, Error>) -> Result<ActionSuccess, ActionFailure> {
    match response {
        Ok(_) => Ok(ActionSuccess::Done),
        Err(error) => of_one(goal, error).unwrap_or_else(|error| Err(failed(&error))),
    }
}

/// The outcome of the deletion of one resource.
pub(crate) fn delete_one<T>(response: Result<T, Error>) -> Result<ActionSuccess, ActionFailure> {
    outcome_of_one(Goal::Gone, response)
}

/// The failure of a call that says nothing of the resource.
pub(crate) fn failed(error: &Error) -> ActionFailure {
    ActionFailure {
        status: error.status(),
        code: error.code().map(str::to_owned),
        message: error.to_string(),
        not_found: false,
        unknown: error.may_have_happened(),
    }
}

/// The outcome for each resource of a request about all of them, in whatever way the API tells it.
fn of_each<Id: Clone + Display, T>(
    method: &'static str,
    (goal, action): (Goal, &str),
    ids: &[Id],
    response: Result<ResponseValue<T>, Error>,
) -> Result<Outcomes<Id>, Error> {
    let outcomes = |of: &dyn Fn(&Id) -> Result<ActionSuccess, ActionFailure>| {
        Outcomes::new(method, ids.iter().map(|id| (id.clone(), of(id))).collect())
    };
    let acted_before = acted_before(&response);
    let by_results = |results: &[ItemResult]| {
        let asked = Asked { method, goal, action, acted_before };
        let mut by_id: HashMap<&str, Vec<&ItemResult>> = HashMap::new();
        for result in results {
            by_id.entry(result.id.as_deref().unwrap_or_default()).or_default().push(result);
        }
        outcomes(&|id| asked.outcome(by_id.get(id.to_string().as_str()).map_or(&[], Vec::as_slice)))
    };
    let outcomes_of_each = match response {
        Ok(response) => {
            match (ItemResult::all_in(response.body()), ids_in(response.body())) {
                (Some(results), _) => Ok(by_results(&results)),
                // Only those that it names.
                (None, Some(named)) => Ok(outcomes(&|id| match named.contains(&id.to_string()) {
                    true => Ok(ActionSuccess::Done),
                    false => Err(unknown("does not name it")),
                })),
                // No content: all of them are in that state already.
                (None, None) if response.status() == StatusCode::NO_CONTENT => {
                    Ok(outcomes(&|_| Ok(ActionSuccess::Already)))
                }
                (None, None) => Ok(outcomes(&|_| Ok(ActionSuccess::Done))),
            }
        }
        Err(error) => {
            let is_success = error.status().is_some_and(|status| status.is_success());
            let results = error.body().filter(|_| is_success).and_then(|body| ItemResult::all_in(body));
            match (results, ids) {
                (Some(results), _) => Ok(by_results(&results)),
                (None, [_]) => {
                    let outcome = of_one(goal, error)?;
                    Ok(outcomes(&|_| outcome.clone()))
                }
                _ => Err(error),
            }
        }
    };
    outcomes_of_each.map(|outcomes| outcomes.after_an_attempt(acted_before))
}

/// The ids that a body names: a list of them, or one as a text, a bare word or the `id` of an object. `None` names none.
fn ids_in(body: &[u8]) -> Option<HashSet<String>> {
    let text = String::from_utf8_lossy(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body));
    let id = |value: Value| match value {
        Value::String(id) if !id.trim().is_empty() => Some(id.trim().to_owned()),
        Value::Object(mut object) => object.remove("id")?.as_str().map(str::to_owned),
        _ => None,
    };
    match serde_json::from_str(&text) {
        Ok(Value::Array(elements)) => Some(elements.into_iter().filter_map(id).collect()),
        Ok(value) => id(value).map(|id| HashSet::from([id])),
        Err(_) => Some(text.trim().to_owned()).filter(|id| !id.is_empty()).map(|id| HashSet::from([id])),
    }
}

/// Whether an attempt before the last one may have acted.
pub(crate) fn acted_before<T>(response: &Result<ResponseValue<T>, Error>) -> bool {
    let extensions = response.as_ref().map_or_else(Error::extensions, |response| Some(response.extensions()));
    extensions.and_then(|extensions| extensions.get::<CallReport>()).is_some_and(|report| report.may_have_acted_before)
}

/// The action that results are about.
struct Asked<'a> {
    method: &'static str,
    goal: Goal,
    action: &'a str,
    acted_before: bool,
}

impl Asked<'_> {
    /// What the results of one id say. An id without any may have been acted on: it never passes for a success.
    fn outcome(&self, mine: &[&ItemResult]) -> Result<ActionSuccess, ActionFailure> {
        let operation = OPERATIONS.iter().find(|operation| operation.id == self.method);
        if let Some(failed) = mine.iter().find(|result| result.succeeded == Some(false)) {
            let message = match failed.message.as_str() {
                "" => "the API gives no reason".to_owned(),
                message => message.to_owned(),
            };
            return self.goal.outcome(ActionFailure {
                status: failed.status.and_then(|status| StatusCode::from_u16(status).ok()),
                code: failed.code.clone(),
                message,
                not_found: operation.is_some_and(|operation| failed.is_not_found(operation)),
                // An earlier attempt may have done it.
                unknown: self.acted_before,
            });
        }
        let is_asked = |action: &String| action.eq_ignore_ascii_case(self.action);
        if mine.is_empty() {
            Err(unknown("does not name it"))
        } else if !mine.iter().all(|result| result.action.as_ref().is_none_or(is_asked)) {
            Err(unknown("is about another action"))
        } else if !mine.iter().all(|result| result.succeeded == Some(true)) {
            Err(unknown("does not say whether it was done"))
        } else {
            Ok(ActionSuccess::Done)
        }
    }
}

fn unknown(why: &str) -> ActionFailure {
    ActionFailure {
        status: None,
        code: None,
        message: format!("the response {why}: check its status before retrying"),
        not_found: false,
        unknown: true,
    }
}

/// An empty id would name nothing, or everything. One with white space around it, such as a line of a file, names no resource:
/// the API would say that it does not exist, where the resource that is meant does.
pub(crate) fn check_ids<Id: AsRef<str>>(method: &'static str, ids: &[Id]) -> Result<(), Error> {
    for id in ids.iter().map(AsRef::as_ref) {
        if id.trim().is_empty() {
            return Err(invalid_request(method, "an id is empty"));
        }
        if id.trim() != id {
            return Err(invalid_request(method, format!("the id {id:?} has white space around it")));
        }
    }
    Ok(())
}
