//! Workflow commands of GitHub Actions: an annotation a line.

use std::fmt::Write as _;

use super::{Headline, Sources, unresolved};
use crate::diff::finding::Verdict;
use crate::diff::report::Report;

/// Writing to a string cannot fail.
pub(super) fn render(report: &Report, sources: Sources<'_>) -> String {
    let mut out = String::new();
    for finding in &report.findings {
        let level = match finding.worst() {
            Verdict::Breaking => "error",
            Verdict::Compatible => "warning",
            Verdict::None => "notice",
        };
        let message = format!(
            "{}: {} (wire {}, Rust {}; {}) [{}]",
            finding.place,
            finding.message,
            finding.wire.word(),
            finding.rust.word(),
            finding.operations.join(", "),
            finding.fingerprint
        );
        let _ = writeln!(out, "::{level} file={},title={}::{}", property(sources.new), finding.rule, data(&message));
    }
    if let Some((title, _)) = unresolved(report) {
        let _ = writeln!(out, "::warning file={},title=diff::{}", property(sources.new), data(&title));
    }
    let headline = Headline::of(report);
    let message = format!("{}; semver: {}", headline.findings, headline.step);
    let _ = writeln!(out, "::notice title=diff::{}", data(&message));
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
