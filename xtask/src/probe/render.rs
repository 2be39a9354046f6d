//! The report, for people and for programs.

use std::fmt::Write as _;

use serde_json::json;

use super::{Finding, Report, Seen};

/// A form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For programs: `format` (1), `operations` with `operation`, `statuses`, `is_empty` and `findings` (`kind`, `place`,
    /// `detail`, `count`, `of`), and `not_seen` with `operation` and `reason`.
    Json,
}

/// Writes a report. Writing to a string cannot fail.
pub fn render(report: &Report, format: Format) -> String {
    match format {
        Format::Json => {
            let whole = json!({"format": 1, "operations": report.operations, "not_seen": report.not_seen});
            format!("{whole:#}\n")
        }
        Format::Text => text(report),
    }
}

fn text(report: &Report) -> String {
    let mut out = String::new();
    let odd: Vec<_> = report.operations.iter().filter(|seen| !seen.findings.is_empty()).collect();
    for seen in &odd {
        let _ = writeln!(out, "{}", seen.operation);
        for finding in &seen.findings {
            let _ = writeln!(out, "  {}", line(finding));
        }
        out.push('\n');
    }
    let fine = report.operations.iter().filter(|seen| seen.findings.is_empty());
    let (empty, whole): (Vec<&Seen>, Vec<&Seen>) = fine.partition(|seen| seen.is_empty);
    for (title, all) in [("As documented", &whole), ("Empty lists, so nothing is known of their elements", &empty)] {
        if !all.is_empty() {
            let _ = writeln!(out, "{title}");
            for seen in all {
                let _ = writeln!(out, "  {}", seen.operation);
            }
            out.push('\n');
        }
    }
    if !report.not_seen.is_empty() {
        let _ = writeln!(out, "Not seen, so nothing is known of them");
        for not_seen in &report.not_seen {
            let _ = writeln!(out, "  {}: {}", not_seen.operation, not_seen.reason);
        }
        out.push('\n');
    }
    let _ = writeln!(
        out,
        "{} findings in {} of {} operations; {} operations not seen",
        report.findings(),
        odd.len(),
        report.operations.len(),
        report.not_seen.len()
    );
    out
}

fn line(finding: &Finding) -> String {
    let place = if finding.place.is_empty() { "the response" } else { &finding.place };
    let share = match finding.of {
        1 => String::new(),
        of => format!(" ({} of {of})", finding.count),
    };
    format!("{:<15} {place}: {}{share}", finding.kind.words(), finding.detail)
}
