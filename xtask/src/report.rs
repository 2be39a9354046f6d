//! What a regen did, for people: on a terminal, and as the body of a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use similar::TextDiff;
use verda_api_codegen::ledger::{Fidelity, UNREACHED};
use verda_api_codegen::overlay::{Adaptation, Outcome};
use verda_api_codegen::{ByRule, Chosen, Generated};
use xtask::diff::Report;
use xtask::diff::render::{Format, Sources, render};
use xtask::surface::Change;

use crate::files::Target;

/// Everything that a regen has to tell, in the order in which a maintainer asks for it: what it means, what changed in the
/// document, what became of our corrections, what got lost, what was named by rule, and what that is in Rust.
pub(crate) struct RegenReport<'a> {
    pub(crate) sources: Sources<'a>,
    /// The differences of the documents; `None` where the document is the same.
    pub(crate) differences: Option<Report>,
    pub(crate) generated: &'a Generated,
    /// What the rules chose for the document before, which is not told again.
    pub(crate) known: Vec<ByRule>,
    /// What became of our corrections.
    pub(crate) adaptations: &'a [Adaptation],
    /// Texts that keep their types by new entries in names.toml: the type, and the places.
    pub(crate) kept: &'a BTreeMap<String, Vec<String>>,
    /// The change of the Rust surface; `None` where there was no source before.
    pub(crate) surface: Option<Change>,
}

impl RegenReport<'_> {
    /// As lines for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        if let Some(differences) = &self.differences {
            let _ = writeln!(out, "{}", render(differences, self.sources, Format::Text));
        }
        out.push_str(&corrections(self.adaptations));
        out.push_str(&summary(self.generated, &self.known));
        out.push_str(&self.kept());
        if let Some(surface) = &self.surface {
            out.push_str(&surface.text());
        }
        out
    }

    /// As the body of a pull request.
    pub(crate) fn markdown(&self) -> String {
        let mut out = match &self.differences {
            Some(differences) => render(differences, self.sources, Format::Markdown),
            None => "The document is the same.\n".to_owned(),
        };
        if !self.adaptations.is_empty() {
            let _ = write!(out, "\n## Corrections\n\n```text\n{}```\n", corrections(self.adaptations));
        }
        let _ = write!(out, "\n## Generated\n\n```text\n{}{}```\n", summary(self.generated, &self.known), self.kept());
        if let Some(surface) = &self.surface {
            out.push_str(&surface.markdown());
        }
        out
    }

    /// What keeps its type although the rule says something else of the new document.
    fn kept(&self) -> String {
        let lines: Vec<String> =
            self.kept.iter().map(|(name, places)| format!("{name}: {}", places.join(", "))).collect();
        let places = self.kept.values().map(Vec::len).sum();
        let mut out = String::new();
        section_of(
            &mut out,
            places,
            "texts that keep their types, which new paths would change; listed in names.toml",
            &lines,
        );
        out
    }
}

/// What became of our corrections: first those that need a review.
fn corrections(adaptations: &[Adaptation]) -> String {
    let mut out = String::new();
    for (outcome, title) in [
        (Outcome::Contradicted, "corrections that the document contradicts; look at each"),
        (Outcome::PartlyMade, "corrections made upstream in part; the rest is kept"),
        (Outcome::MadeUpstream, "corrections made upstream; taken out of overlay.yaml"),
    ] {
        let chosen = adaptations.iter().filter(|adaptation| adaptation.outcome == outcome);
        let lines = chosen.flat_map(|adaptation| {
            let reason = adaptation.reason.split_whitespace().collect::<Vec<_>>().join(" ");
            let findings = adaptation.findings.iter().map(|finding| format!("  {finding}"));
            std::iter::once(format!("{}: {reason}", adaptation.target)).chain(findings)
        });
        let lines: Vec<String> = lines.collect();
        section_of(&mut out, adaptations.iter().filter(|it| it.outcome == outcome).count(), title, &lines);
    }
    out
}

/// What `--strict` refuses: every operation and parameter that is left out, one on a line.
pub(crate) fn refuse_left_out(generated: &Generated) -> Result<(), String> {
    let lines: Vec<String> =
        generated.ledger.left_out().map(|entry| format!("{} (at {})", entry.message, entry.pointer)).collect();
    if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) }
}

/// What was generated, and what a maintainer should look at. Writing to a string cannot fail.
/// `known`: what the rules chose for the document before.
pub(crate) fn summary(generated: &Generated, known: &[ByRule]) -> String {
    let mut out = String::new();
    let count = |chosen: fn(&verda_api_codegen::Operation) -> bool| {
        generated.operations.iter().filter(|operation| chosen(operation)).count()
    };
    let _ = writeln!(
        out,
        "{} operations ({} deprecated, {} public, {} paged); {} corrections applied",
        generated.operations.len(),
        count(|operation| operation.deprecated),
        count(|operation| operation.public),
        count(|operation| operation.paged),
        generated.applied.len(),
    );
    let entries = |fidelity: Fidelity| {
        let entries = generated.ledger.entries().iter().filter(move |entry| entry.fidelity == fidelity);
        entries.map(|entry| format!("{}: {} (at {})", entry.rule, entry.message, entry.pointer)).collect::<Vec<_>>()
    };
    section(&mut out, "losses: what the client cannot say", &entries(Fidelity::Lossy));
    let exact = entries(Fidelity::Exact).len();
    if exact > 0 {
        let _ = writeln!(out, "{exact} rewrites that lose nothing");
    }
    for entry in generated.ledger.entries().iter().filter(|entry| entry.rule == UNREACHED) {
        let _ = writeln!(out, "without types: {}", entry.message);
    }
    let new: Vec<&ByRule> = generated.named_by_rule.iter().filter(|rule| !known.contains(rule)).collect();
    let old = generated.named_by_rule.len() - new.len();
    if old > 0 {
        let _ = writeln!(out, "{old} choices by rule as before; -v shows all");
    }
    section(&mut out, "chosen by rule; to choose another name, list it in names.toml", &chosen(&new));
    section(&mut out, "entries of names.toml that the document does not have", &generated.unused_names);
    let unneeded = "entries of names.toml for which the rule gives the same; take them out";
    section(&mut out, unneeded, &generated.unneeded_names);
    out
}

/// What the rules chose: ids and enums each with all their places.
fn chosen(new: &[&ByRule]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut places: BTreeMap<(Chosen, &str), Vec<&str>> = BTreeMap::new();
    for ByRule { kind, place, name } in new {
        match kind {
            Chosen::Operation | Chosen::Type => lines.push(format!("{place} → {name}")),
            Chosen::Pages => lines.push(format!("pages of {place}: {name}")),
            Chosen::Id | Chosen::Enum => places.entry((*kind, name)).or_default().push(place),
        }
    }
    lines.extend(places.into_iter().map(|((kind, name), places)| {
        let kind = if kind == Chosen::Id { "id" } else { "enum" };
        format!("{kind} {name}: {}", places.join(", "))
    }));
    lines
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    section_of(out, lines.len(), title, lines);
}

/// A section of entries that may have more than one line each.
fn section_of(out: &mut String, entries: usize, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "{entries} {title}:");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}

/// Which files change, and how.
pub(crate) fn changes(targets: &[Target], verbose: bool) -> String {
    let mut out = String::new();
    for target in targets {
        if target.is_fresh() {
            let _ = writeln!(out, "{}: fresh", target.name);
            continue;
        }
        let old = target.old.as_deref().unwrap_or_default();
        let diff = TextDiff::from_lines(old, &target.new);
        let (mut added, mut removed) = (0_usize, 0_usize);
        for change in diff.iter_all_changes() {
            match change.tag() {
                similar::ChangeTag::Insert => added += 1,
                similar::ChangeTag::Delete => removed += 1,
                similar::ChangeTag::Equal => {}
            }
        }
        let _ = writeln!(out, "{}: +{added} -{removed} lines", target.name);
        if verbose {
            let (before, after) = (format!("a/{}", target.name), format!("b/{}", target.name));
            let _ = write!(out, "{}", diff.unified_diff().context_radius(3).header(&before, &after));
        }
    }
    out
}
