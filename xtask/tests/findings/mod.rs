//! What a comparison found, in a form that tables can hold.

use xtask::diff::{Report, Verdict};

/// Each finding as its rule and the first letters of its verdicts, on the wire and for Rust, sorted.
pub(crate) fn summary(report: &Report) -> Vec<String> {
    let letter = |verdict: Verdict| verdict.word().chars().next().unwrap().to_ascii_uppercase();
    let mut lines: Vec<String> =
        report.findings.iter().map(|f| format!("{} {} {}", f.rule, letter(f.wire), letter(f.rust))).collect();
    lines.sort();
    lines
}
