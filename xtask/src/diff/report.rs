//! The findings of a comparison, counted and judged as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::accept::{self, Accepted};
use super::finding::{Finding, Step, Verdict};
use super::side::Side;

/// What a comparison found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, the worst first, then by place.
    pub findings: Vec<Finding>,
    /// Findings that were accepted, with the reasons.
    pub accepted: Vec<(Finding, String)>,
    /// Entries of the accept file that fit no finding.
    pub stale: Vec<Accepted>,
    /// How many annotations changed, by kind.
    pub annotations: BTreeMap<&'static str, usize>,
    /// References that lead nowhere, or out of the document: what stands there is compared by its name alone.
    pub unresolved: Vec<String>,
    /// How many of them the old document does not have.
    pub newly_unresolved: usize,
    /// How many steps of work the comparison took: schemas that were read, pairs that were looked at.
    pub work: usize,
    /// The version step of the generated surfaces, where they were compared.
    pub measured: Option<Step>,
}

impl Report {
    pub(crate) fn new(
        findings: Vec<Finding>,
        annotations: BTreeMap<&'static str, usize>,
        sides: [&Side<'_>; 2],
    ) -> Self {
        let unresolved = sides.iter().zip(["old", "new"]).flat_map(|(side, which)| {
            let line = |(pointer, reference): (&String, &String)| {
                format!("`{reference}` (at {pointer}, in the {which} document)")
            };
            side.unresolved.borrow().iter().map(line).collect::<Vec<_>>()
        });
        let [old, new] = sides.map(|side| side.unresolved.borrow());
        let known: BTreeSet<&String> = old.values().collect();
        let newly_unresolved = new.values().filter(|reference| !known.contains(reference)).count();
        let work = sides.iter().map(|side| side.work()).sum();
        Self { findings, annotations, unresolved: unresolved.collect(), newly_unresolved, work, ..Self::default() }
    }

    /// Takes out what was accepted.
    #[must_use]
    pub fn accepting(mut self, entries: &[Accepted]) -> Self {
        (self.accepted, self.stale) = accept::apply(&mut self.findings, entries);
        self
    }

    /// The version step that the changed Rust surface asks for, accepted findings and all: a reason makes no code compile. It is
    /// measured where there are surfaces, and otherwise told by the rules.
    pub fn step(&self) -> Step {
        if let Some(measured) = self.measured {
            return measured;
        }
        let rust = self.findings.iter().chain(self.accepted.iter().map(|(finding, _)| finding)).map(|f| f.rust).max();
        match rust {
            None => Step::None,
            Some(Verdict::None) => Step::Patch,
            Some(Verdict::Compatible) => Step::Minor,
            Some(Verdict::Breaking) => Step::Major,
        }
    }

    /// How many findings have a verdict on the wire.
    pub fn on_the_wire(&self, verdict: Verdict) -> usize {
        self.findings.iter().filter(|finding| finding.wire == verdict).count()
    }

    /// How many findings have a verdict for Rust code.
    pub fn in_rust(&self, verdict: Verdict) -> usize {
        self.findings.iter().filter(|finding| finding.rust == verdict).count()
    }

    /// How many findings break something, on the wire or in code.
    pub fn breaking(&self) -> usize {
        self.findings.iter().filter(|finding| finding.worst() == Verdict::Breaking).count()
    }
}
