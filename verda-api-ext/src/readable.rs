//! Which single resources a key may read.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Method, StatusCode};
use verda_api::Operation;

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::wait::is_outage;

/// A key may lose its rights for a moment, and lists are empty then: so long lists alone say nothing.
pub(crate) const REFUSED_FOR: Duration = Duration::from_secs(60);

/// The operations with which a client has read single resources.
#[derive(Default)]
pub(crate) struct Readable(Mutex<HashSet<&'static str>>);

impl Readable {
    fn lock(&self) -> MutexGuard<'_, HashSet<&'static str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an operation that succeeded, if it reads a single resource.
    pub(crate) fn note(&self, operation: &'static Operation) {
        if operation.method == Method::GET && operation.path.ends_with('}') {
            self.lock().insert(operation.id);
        }
    }
}

impl Client {
    /// Whether a resource cannot be read by its id, so that it is for the lists whether it is there. Where a key that has read
    /// one before lacks the right to, something is wrong, maybe with the lists as well.
    pub(crate) fn may_not_read(&self, operation: &str, error: &Error) -> bool {
        let is_refusal = error.kind() == ErrorKind::Api && !error.is_not_found() && !is_outage(error);
        is_refusal && !(lacks_rights(error) && self.readable().lock().contains(operation))
    }
}

/// Whether the key is what was refused, and not the request.
pub(crate) fn lacks_rights(error: &Error) -> bool {
    error.status().is_some_and(|status| [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&status))
}
