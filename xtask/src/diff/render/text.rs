//! For a terminal.

use std::fmt::Write as _;

use super::{Headline, Sources, annotations, counted, reached, sections, unresolved};
use crate::diff::report::Report;

/// Writing to a string cannot fail.
pub(super) fn render(report: &Report, sources: Sources<'_>) -> String {
    let mut out = String::new();
    let headline = Headline::of(report);
    let _ = writeln!(out, "{} → {}: {}", sources.old, sources.new, headline.findings);
    if !report.findings.is_empty() || !report.accepted.is_empty() {
        for (name, text) in headline.rows() {
            let _ = writeln!(out, "  {:<7} {text}", format!("{name}:"));
        }
    }
    for section in sections(report) {
        let _ = writeln!(out, "\n{}", section.title);
        for group in section.groups {
            let _ = writeln!(out, "\n  {}", group.title);
            if !group.reached.is_empty() || group.title.starts_with("schema ") {
                let _ = writeln!(out, "    ({})", reached(&group.reached));
            }
            for finding in group.findings {
                let _ = writeln!(out, "    {}", finding.message);
                let _ = writeln!(
                    out,
                    "      {} · wire {}, Rust {} · {}",
                    finding.rule,
                    finding.wire.word(),
                    finding.rust.word(),
                    finding.fingerprint
                );
            }
        }
    }
    if !report.accepted.is_empty() {
        let _ = writeln!(out, "\n{} accepted", counted(report.accepted.len(), "finding"));
        for (finding, reason) in &report.accepted {
            let _ = writeln!(out, "  {}: {} ({reason})", finding.place, finding.message);
        }
    }
    if !report.stale.is_empty() {
        let count = counted(report.stale.len(), "accept entry").replace("entrys", "entries");
        let _ = writeln!(out, "\n{count} without a finding: delete them");
        for entry in &report.stale {
            let _ = writeln!(out, "  {} ({})", entry.fingerprint, entry.reason);
        }
    }
    if let Some((title, lines)) = unresolved(report) {
        let _ = writeln!(out, "\n{title}");
        lines.iter().for_each(|line| {
            let _ = writeln!(out, "  {line}");
        });
    }
    if let Some(line) = annotations(report) {
        let _ = writeln!(out, "\n{line}");
    }
    out
}
