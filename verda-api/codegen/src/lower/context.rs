//! What every step of the lowering shares: the document as it came in, and the notes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::document::version::Version;
use crate::ledger::{Ledger, Refusal, ancestors};
use crate::references::{Resolver, Unresolved};

/// The state of one lowering.
pub(super) struct Context<'a> {
    /// The document as it came in: where references are looked up.
    pub(super) source: &'a Value,
    pub(super) version: Version,
    pub(super) resolver: Resolver<'a>,
    /// What was noted so far.
    pub(super) notes: Notes,
    /// What no working client can be made of.
    pub(super) refusals: Vec<Refusal>,
    /// Names in `components.schemas` of schemas that stood elsewhere, by their pointer.
    pub(super) hoisted: BTreeMap<String, String>,
    /// Hoisted schemas that are still to be lowered: pointer and name.
    pub(super) queue: VecDeque<(String, String)>,
    /// Every name in use in `components.schemas`, reduced to what a generator keeps of it.
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
            taken: names.into_iter().flat_map(|map| map.keys()).map(|name| reduced(name)).collect(),
        }
    }

    /// Refuses a reference that cannot be followed; `keyword` is the one that holds it.
    pub(super) fn refuse(&mut self, unresolved: &Unresolved, keyword: &str) {
        self.refusals.push(unresolved.refusal(keyword));
    }
}

/// A name without what case conversion drops: `PetOwner` and `pet_owner` become one Rust type.
pub(super) fn reduced(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The notes of one lowering. A construct that was copied is noted once, where it stood.
#[derive(Default)]
pub(super) struct Notes {
    ledger: Ledger,
    /// Where what was copied stood before, by where it stands now.
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

    /// Remembers that what now stands at `to` was copied from `from`.
    pub(super) fn moved(&mut self, from: &str, to: &str) {
        self.moved.insert(to.to_owned(), self.origin(from));
    }

    /// Where the construct that now stands at `at` stood in the document as it came in.
    pub(super) fn origin(&self, at: &str) -> String {
        // The reference for which something was copied is not part of the copy.
        let copied = ancestors(at).find_map(|to| {
            let rest = at.strip_prefix(to).filter(|rest| *rest != "/$ref")?;
            self.moved.get(to).map(|from| format!("{from}{rest}"))
        });
        copied.unwrap_or_else(|| at.to_owned())
    }

    /// The notes as the caller keeps them.
    pub(super) fn into_ledger(self) -> Ledger {
        self.ledger
    }
}
