//! Actions on instances, volumes, clusters and nodes: one id or many, and an outcome for each.
//!
//! Actions that set a state, such as `delete` and `shutdown`, are sent again when it is not known whether they were
//! carried out; those that make something, such as `clone`, are not: see
//! [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). Without any id nothing is sent.

mod clusters;
mod instances;
mod volumes;

pub use self::instances::DeleteVolumes;
pub use self::volumes::{CloneVolumes, clone_volumes};

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use http::StatusCode;
use verda_api::{ItemResult, OneOrMany, ResponseValue};

use crate::error::{Error, ErrorKind};
use crate::outcomes::{ActionFailure, ActionSuccess, Outcomes};

/// Each id once, in the order in which they came.
fn distinct<Id: Clone + Eq + Hash>(ids: impl Into<OneOrMany<Id>>) -> OneOrMany<Id> {
    let mut known = HashSet::new();
    ids.into().into_iter().filter(|id| known.insert(id.clone())).collect()
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
    /// Whether a refusal says that the state is reached: "Can't discontinue a discontinued instance".
    fn is_reached(self, failure: &ActionFailure) -> bool {
        let text = failure.message.to_ascii_lowercase();
        let is = |states: &[&str]| {
            states.iter().any(|state| {
                let forms = [format!(" a {state} "), format!(" an {state} "), format!("already {state}")];
                text.starts_with("can't ") && forms[..2].iter().any(|form| text.contains(form))
                    || text.contains(&forms[2])
            })
        };
        match self {
            Self::Gone => failure.is_not_found() || is(&["discontinued", "deleted"]),
            Self::Off => is(&["offline", "stopped", "shut down", "shutdown"]),
            Self::On => is(&["running", "started"]),
            Self::Detached => is(&["detached"]),
            Self::Other => false,
        }
    }

    fn outcome(self, failure: ActionFailure) -> Result<ActionSuccess, ActionFailure> {
        if self.is_reached(&failure) { Ok(ActionSuccess::Already) } else { Err(failure) }
    }
}

/// What an error says of the one resource that was named, if it is about the resource and not about the call.
fn refusal(error: &Error) -> Option<ActionFailure> {
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

/// The outcome for each resource of a request about all of them, in whatever way the API tells it.
fn of_each<Id: Clone + Display, T>(
    method: &'static str,
    goal: Goal,
    ids: &[Id],
    response: Result<ResponseValue<T>, Error>,
) -> Result<Outcomes<Id>, Error> {
    let outcomes = |of: &dyn Fn(&Id) -> Result<ActionSuccess, ActionFailure>| {
        Outcomes::new(method, ids.iter().map(|id| (id.clone(), of(id))).collect())
    };
    match response {
        Ok(response) => match ItemResult::all_in(response.body()) {
            Some(results) => Ok(outcomes(&|id| of_results(goal, &id.to_string(), &results))),
            // No content: all of them are in that state already.
            None if response.status() == StatusCode::NO_CONTENT => Ok(outcomes(&|_| Ok(ActionSuccess::Already))),
            None => Ok(outcomes(&|_| Ok(ActionSuccess::Done))),
        },
        Err(error) if !error.results().is_empty() => {
            Ok(outcomes(&|id| of_results(goal, &id.to_string(), error.results())))
        }
        Err(error) => match ids {
            [_] => {
                let outcome = of_one(goal, error)?;
                Ok(outcomes(&|_| outcome.clone()))
            }
            _ => Err(error),
        },
    }
}

/// What the results say of one id. An id that they do not name may have been acted on: it never passes for a success.
fn of_results(goal: Goal, id: &str, results: &[ItemResult]) -> Result<ActionSuccess, ActionFailure> {
    let mine = || results.iter().filter(|result| result.id.as_deref() == Some(id));
    if let Some(failed) = mine().find(|result| result.succeeded == Some(false)) {
        let message = match failed.message.as_str() {
            "" => "the API gives no reason".to_owned(),
            message => message.to_owned(),
        };
        return goal.outcome(ActionFailure {
            status: failed.status.and_then(|status| StatusCode::from_u16(status).ok()),
            code: failed.code.clone(),
            message,
            not_found: failed.is_not_found(),
            unknown: false,
        });
    }
    if mine().next().is_some() && mine().all(|result| result.succeeded == Some(true)) {
        return Ok(ActionSuccess::Done);
    }
    let why = if mine().next().is_some() { "does not say whether it was done" } else { "does not name it" };
    Err(ActionFailure {
        status: None,
        code: None,
        message: format!("the response {why}: check its status before retrying"),
        not_found: false,
        unknown: true,
    })
}
