//! What a client has created a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use tokio::time::Instant;

use crate::wait::APPEARS_WITHIN;

/// The ids and names of what was created within the last minute: the API may not find it yet.
#[derive(Default)]
pub(crate) struct Created(Mutex<HashMap<String, Instant>>);

/// The part of the response to a create that names what was made.
#[derive(Deserialize)]
#[serde(untagged)]
enum Made {
    Id(String),
    Resource { id: Option<String>, name: Option<String> },
}

impl Created {
    /// Notes what the response to a create names.
    pub(crate) fn note(&self, response: &[u8]) {
        let names = match serde_json::from_slice(response) {
            Ok(Made::Id(id)) => [Some(id), None],
            Ok(Made::Resource { id, name }) => [id, name],
            Err(_) => return,
        };
        let now = Instant::now();
        let mut created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.retain(|_, at| now.duration_since(*at) < APPEARS_WITHIN);
        created.extend(names.into_iter().flatten().map(|name| (name, now)));
    }

    /// Whether it was created so lately that *not found* says little.
    pub(crate) fn was_lately(&self, name: &str) -> bool {
        let created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.get(name).is_some_and(|at| at.elapsed() < APPEARS_WITHIN)
    }
}
