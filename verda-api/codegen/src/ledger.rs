//! The ledger: the changes of each step, and the reasons of refusals.

use std::collections::BTreeSet;
use std::fmt;

/// The rule of an entry for an operation that was left out.
pub(crate) const OPERATION_LEFT_OUT: &str = "operation-left-out";
/// The rule of an entry for a parameter that was left out.
pub(crate) const PARAMETER_LEFT_OUT: &str = "parameter-left-out";

/// The rule of the one entry for all schemas that no operation uses.
pub const UNREACHED: &str = "unreached-schemas";

/// How much of the document's meaning a change kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fidelity {
    /// The new form says the same as the old one.
    Exact,
    /// The new form says less than the old one.
    Lossy,
}

/// One change of a step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Where in the document, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// A stable, short name of the rule, in kebab case.
    pub rule: &'static str,
    /// Whether the meaning was kept.
    pub fidelity: Fidelity,
    /// The change, in a sentence.
    pub message: String,
}

/// The changes of all steps, in their order. Each change occurs once, although a schema may be read several times.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Entry>,
    seen: BTreeSet<Entry>,
}

impl Ledger {
    /// Notes a change that keeps the meaning.
    pub fn exact(&mut self, pointer: impl Into<String>, rule: &'static str, message: impl Into<String>) {
        self.push(pointer.into(), rule, Fidelity::Exact, message.into());
    }

    /// Notes a change that loses some of the meaning.
    pub fn lossy(&mut self, pointer: impl Into<String>, rule: &'static str, message: impl Into<String>) {
        self.push(pointer.into(), rule, Fidelity::Lossy, message.into());
    }

    fn push(&mut self, pointer: String, rule: &'static str, fidelity: Fidelity, message: String) {
        let entry = Entry { pointer, rule, fidelity, message };
        if self.seen.insert(entry.clone()) {
            self.entries.push(entry);
        }
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The operations and parameters that were left out of the client.
    pub fn left_out(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| [OPERATION_LEFT_OUT, PARAMETER_LEFT_OUT].contains(&entry.rule))
    }

    /// Adds the entries of another ledger.
    pub fn append(&mut self, other: Ledger) {
        self.entries.extend(other.entries.into_iter().filter(|entry| self.seen.insert(entry.clone())));
    }
}

/// A reason to refuse a document: the problem, its place, and its operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where in the document, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The affected operation, such as `GET /v1/things`, if there is one.
    pub operation: Option<String>,
    /// The problem, and how to correct it.
    pub message: String,
}

impl Refusal {
    /// Refuses the value at `pointer`; the operation follows from the pointer.
    pub fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let pointer = pointer.into();
        let operation = operation_of(&pointer);
        Self { pointer, operation, message: message.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.operation {
            Some(operation) => write!(f, "{} (at {}, in {operation})", self.message, self.pointer),
            None => write!(f, "{} (at {})", self.message, self.pointer),
        }
    }
}

impl std::error::Error for Refusal {}

/// `/paths/~1v1~1things/get/…` is in `GET /v1/things`.
fn operation_of(pointer: &str) -> Option<String> {
    let mut parts = pointer.split('/').skip(1);
    if parts.next() != Some("paths") {
        return None;
    }
    let path = unescape(parts.next()?);
    let method = parts.next()?.to_ascii_uppercase();
    METHODS.contains(&method.to_ascii_lowercase().as_str()).then(|| format!("{method} {path}"))
}

/// The keys of a path item that contain operations, in the order in which OpenAPI lists them.
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Appends one reference token to a JSON pointer, escaped.
pub fn join(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// A pointer and its parents, from the inside out, without the document itself.
pub(crate) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |inner| inner.rfind('/').and_then(|end| inner.get(..end)))
        .take_while(|pointer| !pointer.is_empty())
}

/// Undoes the escapes of one reference token.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
