//! A report in the forms in which it is read.

mod github;
mod html;
mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

use verda_api_codegen::ledger::unescape;

use super::finding::{Finding, Verdict};
use super::report::Report;

/// A form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For programs; the fields are stable.
    Json,
    /// For the body of a pull request.
    Markdown,
    /// Workflow commands of GitHub Actions, one a line.
    Github,
    /// A page that needs nothing else.
    Html,
}

/// What was compared, as people call it.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The old document.
    pub old: &'a str,
    /// The new document.
    pub new: &'a str,
}

/// Writes a report.
pub fn render(report: &Report, sources: Sources<'_>, format: Format) -> String {
    match format {
        Format::Text => text::render(report, sources),
        Format::Json => json::render(report, sources),
        Format::Markdown => markdown::render(report, sources),
        Format::Github => github::render(report, sources),
        Format::Html => html::render(report, sources),
    }
}

/// `1 finding`, `2 findings`
fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// The counts of a report, in one line for each view.
struct Headline {
    findings: String,
    wire: String,
    rust: String,
    step: String,
}

impl Headline {
    fn of(report: &Report) -> Self {
        let counts = |of: &dyn Fn(Verdict) -> usize| {
            let all = [Verdict::Breaking, Verdict::Compatible, Verdict::None];
            all.map(|verdict| format!("{} {}", of(verdict), verdict.word())).join(", ")
        };
        let breaking = report.breaking();
        let findings = match report.findings.len() {
            0 => "no differences".to_owned(),
            all => format!("{}, {breaking} of them breaking", counted(all, "difference")),
        };
        Self {
            findings,
            wire: counts(&|verdict| report.on_the_wire(verdict)),
            rust: counts(&|verdict| report.in_rust(verdict)),
            step: report.step().word().to_owned(),
        }
    }
}

/// The line about what only people read; `None` where nothing of it changed.
fn annotations(report: &Report) -> Option<String> {
    if report.annotations.is_empty() {
        return None;
    }
    let parts: Vec<String> = report.annotations.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    Some(format!("annotations changed, not shown: {}", parts.join(", ")))
}

/// Findings about one operation, or about one thing that several operations share.
struct Group<'a> {
    title: String,
    /// The operations that reach it, where the title does not name it.
    reached: Vec<&'a str>,
    findings: Vec<&'a Finding>,
}

/// The findings of one severity, by operation; the largest groups of breaking changes are not hidden behind small ones
/// because the order of groups is that of their titles.
fn groups<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(u8, String, Vec<&str>), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let operations: Vec<&str> = finding.operations.iter().map(String::as_str).collect();
        let parts: Vec<String> = finding.place.split('/').skip(1).map(unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let key = match (parts.as_slice(), operations.as_slice()) {
            (["paths", ..], [only]) => (0, (*only).to_owned(), Vec::new()),
            (["components", "schemas", name, ..], _) => (1, format!("schema {name}"), operations),
            (["components", _, name, ..], _) => (2, (*name).to_owned(), operations),
            (["paths", path, ..], _) => (0, (*path).to_owned(), operations),
            ([first, ..], _) => (3, (*first).to_owned(), operations),
            ([], _) => (3, "document".to_owned(), operations),
        };
        groups.entry(key).or_default().push(finding);
    }
    let groups = groups.into_iter();
    groups.map(|((_, title, reached), findings)| Group { title, reached, findings }).collect()
}

/// The findings by severity, the worst first, each with its heading.
fn sections(report: &Report) -> Vec<(&'static str, Vec<Group<'_>>)> {
    let of = |verdict: Verdict| groups(report.findings.iter().filter(move |finding| finding.worst() == verdict));
    let all = [
        ("Breaking", of(Verdict::Breaking)),
        ("Compatible", of(Verdict::Compatible)),
        ("Without effect", of(Verdict::None)),
    ];
    all.into_iter().filter(|(_, groups)| !groups.is_empty()).collect()
}

/// The operations that reach something, in a line: all of a few, the first of many.
fn reached(operations: &[&str]) -> String {
    const SHOWN: usize = 4;
    match operations.len() {
        0 => "no operation reaches it".to_owned(),
        all if all > SHOWN + 1 => {
            format!("reached by {all} operations: {}, and {} more", operations[..SHOWN].join(", "), all - SHOWN)
        }
        _ => format!("reached by {}", operations.join(", ")),
    }
}
