//! For the body of a pull request.

use std::fmt::Write as _;

use super::{Headline, Sources, annotations, counted, reached, sections, unresolved};
use crate::diff::report::Report;

/// Writing to a string cannot fail.
pub(super) fn render(report: &Report, sources: Sources<'_>) -> String {
    let mut out = String::new();
    let headline = Headline::of(report);
    let _ = writeln!(out, "## {}\n", headline.findings);
    let _ = writeln!(out, "{} → {}\n", code(sources.old), code(sources.new));
    if !report.findings.is_empty() || !report.accepted.is_empty() {
        let _ = writeln!(out, "| | |\n|---|---|");
        for (name, text) in headline.rows() {
            let text = if name == "semver" { format!("**{text}**") } else { text.to_owned() };
            let _ = writeln!(out, "| {name} | {text} |");
        }
    }
    for section in sections(report) {
        let _ = writeln!(out, "\n### {}", section.title);
        for group in section.groups {
            let _ = writeln!(out, "\n#### {}\n", escape(&group.title));
            if !group.reached.is_empty() || group.title.starts_with("schema ") {
                let _ = writeln!(out, "{}\n", escape(&reached(&group.reached)));
            }
            let _ = writeln!(out, "| change | rule | wire | Rust | fingerprint |\n|---|---|---|---|---|");
            for finding in group.findings {
                let _ = writeln!(
                    out,
                    "| {} | `{}` | {} | {} | `{}` |",
                    escape(&finding.message),
                    finding.rule,
                    finding.wire.word(),
                    finding.rust.word(),
                    finding.fingerprint
                );
            }
        }
    }
    if !report.accepted.is_empty() {
        let _ = writeln!(out, "\n### {} accepted\n", counted(report.accepted.len(), "finding"));
        for (finding, reason) in &report.accepted {
            let _ = writeln!(out, "- {}: {} ({})", code(&finding.place), escape(&finding.message), escape(reason));
        }
    }
    if !report.stale.is_empty() {
        let _ = writeln!(out, "\n### Accepted, and not found\n");
        for entry in &report.stale {
            let _ = writeln!(out, "- {}: delete the entry ({})", code(&entry.fingerprint), escape(&entry.reason));
        }
    }
    if let Some((title, lines)) = unresolved(report) {
        let _ = writeln!(out, "\n### {}\n", escape(&title));
        lines.iter().for_each(|line| {
            let _ = writeln!(out, "- {}", escape(line));
        });
    }
    if let Some(line) = annotations(report) {
        let _ = writeln!(out, "\n{line}");
    }
    out
}

/// Text that is shown as it is, but for code between backticks.
fn escape(text: &str) -> String {
    let mut out = String::new();
    let balanced = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if balanced => {
                in_code = !in_code;
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            // A bar ends a cell of a table, even in code.
            '|' => out.push_str("\\|"),
            c if in_code => out.push(c),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A mention would call people.
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace(['\n', '\r'], " "))
}
