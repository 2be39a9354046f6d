//! Actions on instances, volumes, clusters and nodes: one id or many, and an outcome for each.
//!
//! None of them is sent again when it is not known whether it was carried out; see
//! [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). Without any id nothing is sent.

mod clusters;
mod instances;
mod volumes;

pub use self::instances::DeleteVolumes;
pub use self::volumes::{CloneVolumes, clone_volumes};

use http::StatusCode;

use crate::error::{Error, ErrorKind};
use crate::outcomes::{ActionFailure, Outcomes};

/// An error that is about the one thing that was named, and not about the call.
fn about_the_thing(error: &Error) -> Option<ActionFailure> {
    let status = error.status().filter(|_| error.kind() == ErrorKind::Api && !error.may_have_happened())?;
    let is_about_it = matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::SERVICE_UNAVAILABLE
    );
    is_about_it.then(|| ActionFailure {
        status: Some(status),
        code: error.code().map(str::to_owned),
        message: match error.messages() {
            [] => status.canonical_reason().unwrap_or("the API gives no reason").to_owned(),
            messages => messages.join("; "),
        },
    })
}

/// The outcome of an action that has one status for all of its ids.
fn same_for_all<Id>(
    operation: &'static str,
    mut ids: Vec<Id>,
    answer: Result<(), Error>,
) -> Result<Outcomes<Id>, Error> {
    let Err(error) = answer else { return Ok(Outcomes::all(operation, ids)) };
    match (about_the_thing(&error), ids.pop(), ids.is_empty()) {
        (Some(failure), Some(only), true) => Ok(Outcomes::new(operation, vec![(only, Err(failure))])),
        _ => Err(error),
    }
}
