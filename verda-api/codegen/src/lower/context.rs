//! The shared state of the lowering: the original document, and the notes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::document::version::Version;
use crate::ledger::{Ledger, Refusal, ancestors};
use crate::references::{Resolver, Unresolved};

/// The state of one lowering.
pub(super) struct Context<'a> {
    /// The original document, in which references are looked up.
    pub(super) source: &'a Value,
    pub(super) version: Version,
    pub(super) resolver: Resolver<'a>,
    /// The notes so far.
    pub(super) notes: Notes,
    /// The refusals so far.
    pub(super) refusals: Vec<Refusal>,
    /// Names in `components.schemas` of schemas from other places, by their pointer.
    pub(super) hoisted: BTreeMap<String, String>,
    /// Hoisted schemas that are still to be lowered: pointer and name.
    pub(super) queue: VecDeque<(String, String)>,
    /// Whether the schema that is being lowered restricts another one, which says its type.
    pub(super) is_typed: bool,
    /// Every used name in `components.schemas`, in the generator's normal form.
    pub(super) taken: BTreeSet<String>,
}

impl<'a> Context<'a> {
    /// A context for the given document.
    pub(super) fn new(source: &'a Value, version: Version, resolver: Resolver<'a>) -> Self {
        let names = source.pointer("/components/schemas").and_then(Value::as_object);
        Self {
            source,
            version,
            resolver,
            notes: Notes::default(),
            refusals: Vec::new(),
            hoisted: BTreeMap::new(),
            queue: VecDeque::new(),
            is_typed: false,
            taken: names.into_iter().flat_map(|map| map.keys()).map(|name| reduced(name)).collect(),
        }
    }

    /// Refuses a reference that cannot be followed; `keyword` is its keyword.
    pub(super) fn refuse(&mut self, unresolved: &Unresolved, keyword: &str) {
        self.refusals.push(unresolved.refusal(keyword));
    }
}

/// A name without what case conversion drops: `PetOwner` and `pet_owner` become one Rust type.
pub(super) fn reduced(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The notes of one lowering. A copied construct is noted once, at its original place.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) ledger: Ledger,
    /// The original place of each copy, by the place of the copy.
    moved: BTreeMap<String, String>,
}

impl Notes {
    /// Notes a change that keeps the meaning.
    pub(super) fn exact(&mut self, at: &str, rule: &'static str, message: impl Into<String>) {
        self.ledger.exact(self.origin(at), rule, message);
    }

    /// Notes a change that loses some of the meaning.
    pub(super) fn lossy(&mut self, at: &str, rule: &'static str, message: impl Into<String>) {
        self.ledger.lossy(self.origin(at), rule, message);
    }

    /// Records that the value at `to` was copied from `from`.
    pub(super) fn moved(&mut self, from: &str, to: &str) {
        self.moved.insert(to.to_owned(), self.origin(from));
    }

    /// The place in the original document of the construct at `at`.
    pub(super) fn origin(&self, at: &str) -> String {
        // The reference for which something was copied is not part of the copy.
        let copied = ancestors(at).find_map(|to| {
            let rest = at.strip_prefix(to).filter(|rest| *rest != "/$ref")?;
            self.moved.get(to).map(|from| format!("{from}{rest}"))
        });
        copied.unwrap_or_else(|| at.to_owned())
    }
}
