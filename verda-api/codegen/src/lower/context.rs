//! What every step of the lowering shares: the document as it came in, and the notes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::Version;
use super::references::Index;
use crate::ledger::{Entry, Fidelity, Ledger, Refusal};

/// The state of one lowering.
pub(super) struct Context<'a> {
    /// The document as it came in: where references are looked up.
    pub(super) source: &'a Value,
    /// The anchors and ids that the document declares.
    pub(super) index: Index,
    /// What was noted so far.
    pub(super) notes: Notes,
    /// Names in `components.schemas` of schemas that stood elsewhere, by their pointer.
    pub(super) hoisted: BTreeMap<String, String>,
    /// Hoisted schemas that are still to be lowered: pointer and name.
    pub(super) queue: VecDeque<(String, String)>,
    /// Every name in use in `components.schemas`, reduced to what a generator keeps of it.
    pub(super) taken: BTreeSet<String>,
}

impl<'a> Context<'a> {
    /// A context for the given document.
    pub(super) fn new(source: &'a Value, version: Version) -> Result<Self, Refusal> {
        let names = source.pointer("/components/schemas").and_then(Value::as_object);
        Ok(Self {
            source,
            index: Index::new(source, version)?,
            notes: Notes::default(),
            hoisted: BTreeMap::new(),
            queue: VecDeque::new(),
            taken: names.into_iter().flat_map(|map| map.keys()).map(|name| reduced(name)).collect(),
        })
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
    seen: BTreeSet<Entry>,
    moved: Vec<(String, String)>,
}

impl Notes {
    /// Notes a change that keeps the meaning.
    pub(super) fn exact(&mut self, at: &str, rule: &'static str, message: impl Into<String>) {
        self.note(at, rule, Fidelity::Exact, message.into());
    }

    /// Notes a change that loses some of the meaning.
    pub(super) fn lossy(&mut self, at: &str, rule: &'static str, message: impl Into<String>) {
        self.note(at, rule, Fidelity::Lossy, message.into());
    }

    fn note(&mut self, at: &str, rule: &'static str, fidelity: Fidelity, message: String) {
        let entry = Entry { pointer: self.origin(at), rule, fidelity, message };
        if self.seen.insert(entry.clone()) {
            let Entry { pointer, rule, fidelity, message } = entry;
            match fidelity {
                Fidelity::Exact => self.ledger.exact(pointer, rule, message),
                Fidelity::Lossy => self.ledger.lossy(pointer, rule, message),
            }
        }
    }

    /// Remembers that what now stands at `to` was copied from `from`.
    pub(super) fn moved(&mut self, from: &str, to: &str) {
        self.moved.push((to.to_owned(), self.origin(from)));
    }

    /// Where the construct that now stands at `at` stood in the document as it came in.
    pub(super) fn origin(&self, at: &str) -> String {
        // The reference for which something was copied is not part of the copy.
        let inside = |to: &str| {
            at.strip_prefix(to).filter(|rest| (rest.is_empty() || rest.starts_with('/')) && *rest != "/$ref")
        };
        self.moved
            .iter()
            .filter_map(|(to, from)| inside(to).map(|rest| (to.len(), format!("{from}{rest}"))))
            .max_by_key(|(length, _)| *length)
            .map_or_else(|| at.to_owned(), |(_, origin)| origin)
    }

    /// The notes as the caller keeps them.
    pub(super) fn into_ledger(self) -> Ledger {
        self.ledger
    }
}
