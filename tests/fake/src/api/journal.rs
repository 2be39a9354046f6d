//! The received requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde_json::Value;

/// A received request.
///
/// Its `Debug` form omits headers and body, because they hold secrets.
#[derive(Clone)]
#[non_exhaustive]
pub struct Recorded {
    /// The time of the request, in real time since the start of the fake.
    pub at: Duration,
    /// The method.
    pub method: Method,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still encoded, without the question mark; empty if there was none.
    pub query: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// Method and path template of the operation, as in `GET /v1/instances/{instance_id}`; `None` for an unknown path.
    pub operation: Option<&'static str>,
    /// The status of the response; `None` before the response, and if a fault prevented it.
    pub status: Option<StatusCode>,
}

impl Recorded {
    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// A header as text, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("at", &self.at)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &self.query)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The callback for every request.
pub(crate) type Observer = Arc<dyn Fn(&Recorded) + Send + Sync>;

/// The number of an entry of the journal, valid as long as the entry is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct EntryNumber(u64);

/// The newest requests, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Journal {
    entries: VecDeque<Recorded>,
    /// The number of the first entry that is kept.
    first: u64,
    /// The number after the last entry that was discarded for want of room.
    discarded: u64,
    capacity: usize,
}

impl Journal {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { entries: VecDeque::new(), first: 0, discarded: 0, capacity: capacity.max(1) }
    }

    /// Discards the oldest entries where there are more than so many, and keeps so many from now on.
    pub(crate) fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity.max(1);
        let surplus = self.entries.len().saturating_sub(self.capacity);
        self.discard(surplus);
    }

    fn discard(&mut self, entries: usize) {
        if entries > 0 {
            self.entries.drain(..entries);
            self.first += entries as u64;
            self.discarded = self.first;
        }
    }

    pub(crate) fn push(&mut self, entry: Recorded) -> EntryNumber {
        if self.entries.len() >= self.capacity {
            self.discard(1);
        }
        let number = self.next_number();
        self.entries.push_back(entry);
        number
    }

    /// Sets the status of a response, and returns the entry unless it was discarded meanwhile.
    pub(crate) fn set_status(&mut self, number: EntryNumber, status: Option<StatusCode>) -> Option<&Recorded> {
        let index = usize::try_from(number.0.checked_sub(self.first)?).ok()?;
        let entry = self.entries.get_mut(index)?;
        entry.status = status;
        Some(entry)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Recorded> {
        self.entries.iter()
    }

    /// The newest requests, the newest first.
    pub(crate) fn newest(&self, number: usize) -> impl Iterator<Item = &Recorded> {
        self.entries.iter().rev().take(number)
    }

    /// The number of the entry that comes next.
    pub(crate) fn next_number(&self) -> EntryNumber {
        EntryNumber(self.first + self.entries.len() as u64)
    }

    /// The entries from this number on.
    pub(crate) fn iter_since(&self, number: EntryNumber) -> impl Iterator<Item = &Recorded> {
        let skipped = usize::try_from(number.0.saturating_sub(self.first)).unwrap_or(usize::MAX);
        self.entries.iter().skip(skipped)
    }

    /// How many of the entries from this number on were discarded for want of room. None after the journal was cleared.
    pub(crate) fn discarded_since(&self, number: EntryNumber) -> u64 {
        self.discarded.saturating_sub(number.0)
    }

    pub(crate) fn clear(&mut self) {
        self.discarded = 0;
        self.first += self.entries.len() as u64;
        self.entries.clear();
    }
}
