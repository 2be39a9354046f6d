//! What a client has created a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use reqwest::Request;
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

/// The part of the request of a create by which some resources are found.
#[derive(Deserialize)]
struct Asked {
    name: String,
}

/// A create that is under way. What it may have made is noted where it ends without a response that says what came of it, and
/// where it is dropped.
pub(crate) struct Making<'a> {
    created: &'a Created,
    request: Option<Bytes>,
}

impl<'a> Making<'a> {
    pub(crate) fn new(created: &'a Created, request: &Request) -> Self {
        let body = request.body().and_then(reqwest::Body::as_bytes);
        Self { created, request: body.map(Bytes::copy_from_slice) }
    }

    /// The response says what was made.
    pub(crate) fn made(mut self, response: &[u8]) {
        self.request = None;
        self.created.note(response);
    }

    /// Nothing was made.
    pub(crate) fn refused(mut self) {
        self.request = None;
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        if let Some(Asked { name }) = self.request.take().and_then(|body| serde_json::from_slice(&body).ok()) {
            self.created.add([name]);
        }
    }
}

impl Created {
    /// Notes what the response to a create names.
    fn note(&self, response: &[u8]) {
        match serde_json::from_slice(response) {
            Ok(Made::Id(id)) => self.add([id]),
            Ok(Made::Resource { id, name }) => self.add(id.into_iter().chain(name)),
            Err(_) => {}
        }
    }

    /// Notes ids and names.
    pub(crate) fn add(&self, names: impl IntoIterator<Item = String>) {
        let now = Instant::now();
        let mut created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.retain(|_, at| now.duration_since(*at) < APPEARS_WITHIN);
        created.extend(names.into_iter().map(|name| (name, now)));
    }

    /// Its deletion found it.
    pub(crate) fn forget(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// Whether it was created so lately that *not found* says little.
    pub(crate) fn was_lately(&self, name: &str) -> bool {
        let created = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        created.get(name).is_some_and(|at| at.elapsed() < APPEARS_WITHIN)
    }
}
