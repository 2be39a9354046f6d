//! The findings of a comparison, counted and judged as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::accept::{self, Accepted};
use super::finding::{Finding, Step, Verdict, fingerprint};
use super::rules;
use super::side::Side;
use crate::surface::Change;

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
    /// How the generated surface changed, where it was measured.
    pub surface: Option<Change>,
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

    /// Takes what was measured of the generated surface for what the rules predict: where nothing of it breaks, no finding
    /// does, and where something breaks of which no finding tells, that is one.
    #[must_use]
    pub fn measured(mut self, surface: Change) -> Self {
        let worst = match surface.step() {
            Step::None | Step::Patch => Verdict::None,
            Step::Minor => Verdict::Compatible,
            Step::Major => Verdict::Breaking,
        };
        let mut is_told = false;
        for finding in self.findings.iter_mut().filter(|finding| finding.rust == Verdict::Breaking) {
            is_told = true;
            finding.rust = worst;
        }
        if worst == Verdict::Breaking && !is_told {
            self.findings.push(untold(&surface));
        }
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.worst()));
        self.surface = Some(surface);
        self
    }

    /// The version step that the changed Rust surface asks for, accepted findings and all: a reason makes no code compile. It is
    /// measured where there are surfaces, and otherwise told by the rules.
    pub fn step(&self) -> Step {
        if let Some(surface) = &self.surface {
            return surface.step();
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

/// The finding of a surface that breaks, where no other one tells of it.
fn untold(surface: &Change) -> Finding {
    let changed = surface.changed.iter().map(|(old, new)| format!("{old} → {new}"));
    let lines: Vec<String> = surface.removed.iter().cloned().chain(changed).collect();
    let first = lines.first().cloned().unwrap_or_default();
    let message = match lines.len() {
        0 | 1 => format!("the generated code breaks: {first}"),
        all => format!("the generated code breaks: {first}, and {} more", all - 1),
    };
    let change = rules::SURFACE_CHANGED.change("", message);
    Finding {
        rule: change.rule.id.to_owned(),
        fingerprint: fingerprint(change.rule.id, &lines.join("\n")),
        wire: change.wire.request,
        rust: change.rust.request,
        message: change.message,
        place: change.place,
        places: Vec::new(),
        old: None,
        new: None,
        directions: Vec::new(),
        operations: Vec::new(),
    }
}
