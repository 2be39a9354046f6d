//! What a client has created a moment ago.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::Method;
use percent_encoding::percent_decode_str;
use reqwest::Request;
use serde::Deserialize;
use serde_json::Value;
use tokio::time::Instant;
use verda_api::{OPERATIONS, Operation};

use crate::wait::APPEARS_WITHIN;

/// The ids and names of what was created within the last minute, by collection: the API may not find it yet.
#[derive(Default)]
pub(crate) struct Created(Mutex<HashMap<&'static str, HashMap<String, Instant>>>);

/// The path that creates and deletions of one kind of resources share, of an operation with this path.
fn collection(path: &'static str) -> &'static str {
    match path.split_once("/{").map_or(path, |(collection, _)| collection) {
        // The older path of the same keys.
        "/v1/sshkeys" => "/v1/ssh-keys",
        collection => collection,
    }
}

/// The same, of the operation with this id.
fn collection_of(operation: &str) -> &'static str {
    OPERATIONS.iter().find(|known| known.id == operation).map(|known| collection(known.path)).unwrap_or_default()
}

/// The part of the response to a create that names what was made.
#[derive(Deserialize)]
#[serde(untagged)]
enum Made {
    Id(String),
    Resource { id: Option<String>, name: Option<String> },
}

impl Made {
    fn names(self) -> Vec<String> {
        match self {
            Self::Id(id) => vec![id],
            Self::Resource { id, name } => id.into_iter().chain(name).collect(),
        }
    }
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
    collection: &'static str,
    request: Option<Bytes>,
}

impl<'a> Making<'a> {
    /// `None` of a call that creates nothing.
    pub(crate) fn new(created: &'a Created, operation: &Operation, request: &Request) -> Option<Self> {
        let may_create = operation.method == Method::POST && !operation.public && !operation.path.contains('{');
        let body = || request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
        may_create.then(|| Self { created, collection: collection(operation.path), request: body() })
    }

    /// The response says what was made, or at least that it was.
    pub(crate) fn made(mut self, response: &[u8]) {
        let names = serde_json::from_slice(response).map(Made::names).unwrap_or_default();
        if !names.is_empty() {
            self.request = None;
            self.created.note(self.collection, names);
        }
    }

    /// Nothing was made.
    pub(crate) fn refused(mut self) {
        self.request = None;
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        if let Some(Asked { name }) = self.request.take().and_then(|body| serde_json::from_slice(&body).ok()) {
            self.created.note(self.collection, [name]);
        }
    }
}

impl Created {
    fn lock(&self) -> MutexGuard<'_, HashMap<&'static str, HashMap<String, Instant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, collection: &'static str, names: impl IntoIterator<Item = String>) {
        let now = Instant::now();
        let mut created = self.lock();
        for names in created.values_mut() {
            names.retain(|_, at| now.duration_since(*at) < APPEARS_WITHIN);
        }
        created.entry(collection).or_default().extend(names.into_iter().map(|name| (name, now)));
    }

    /// Notes what was found or made a moment ago, among what this operation is about.
    pub(crate) fn add(&self, operation: &str, names: impl IntoIterator<Item = String>) {
        self.note(collection_of(operation), names);
    }

    /// Its deletion found it. That a read did says little: another one may ask an older copy.
    pub(crate) fn forget(&self, operation: &str, name: &str) {
        if let Some(names) = self.lock().get_mut(collection_of(operation)) {
            names.remove(name);
        }
    }

    /// The same, of what a request has deleted: what its path names, or all that its body does.
    pub(crate) fn deleted(&self, operation: &Operation, request: &Request) {
        let mut created = self.lock();
        let Some(names) = created.get_mut(collection(operation.path)) else { return };
        if operation.method == Method::DELETE && operation.path.ends_with('}') {
            let name = request.url().path().rsplit('/').next().unwrap_or_default();
            names.remove(&*percent_decode_str(name).decode_utf8_lossy());
        } else if !operation.path.contains('{') {
            let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
            let body: Value = serde_json::from_slice(body).unwrap_or_default();
            each_deleted(&body, operation.method == Method::DELETE, &mut |name| {
                names.remove(name);
            });
        }
    }

    /// Whether it was created so lately that *not found* says little, among what this operation is about.
    pub(crate) fn was_lately(&self, operation: &str, name: &str) -> bool {
        let created = self.lock();
        let at = created.get(collection_of(operation)).and_then(|names| names.get(name));
        at.is_some_and(|at| at.elapsed() < APPEARS_WITHIN)
    }
}

/// The texts in the body of a request that deletes. Of one with an action, or with several, those next to one that does.
fn each_deleted(body: &Value, deletes: bool, found: &mut impl FnMut(&str)) {
    match body {
        Value::String(name) if deletes => found(name),
        Value::Array(elements) => elements.iter().for_each(|element| each_deleted(element, deletes, found)),
        Value::Object(members) => {
            let action = members.get("action").and_then(Value::as_str);
            let deletes = action.map_or(deletes, |action| action.starts_with("delete") || action == "discontinue");
            members.values().for_each(|value| each_deleted(value, deletes, found));
        }
        _ => {}
    }
}
