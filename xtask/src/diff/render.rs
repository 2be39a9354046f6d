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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    #[default]
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
    /// How often which rule found something that breaks; `None` where nothing does.
    breaking: Option<String>,
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
            step: report.step().word(),
            breaking: by_rule(report),
        }
    }

    /// The rows below the first line: name and text.
    fn rows(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let breaking = self.breaking.as_deref().map(|breaking| ("breaks", breaking));
        [("wire", self.wire.as_str()), ("Rust", &self.rust), ("semver", &self.step)].into_iter().chain(breaking)
    }
}

/// How many rules the headline names.
const MOST_FREQUENT: usize = 6;

/// The rules that found something breaking, the most frequent first.
fn by_rule(report: &Report) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.worst() == Verdict::Breaking) {
        *counts.entry(&finding.rule).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let left = counts.split_off(counts.len().min(MOST_FREQUENT));
    let mut parts: Vec<String> = counts.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    if !left.is_empty() {
        parts.push(format!("{} others", left.iter().map(|(_, count)| count).sum::<usize>()));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The line about what only people read; `None` where nothing of it changed.
fn annotations(report: &Report) -> Option<String> {
    if report.annotations.is_empty() {
        return None;
    }
    let parts: Vec<String> = report.annotations.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    Some(format!("annotations changed, not shown: {}", parts.join(", ")))
}

/// The lines about references that could not be followed, the first of many.
fn unresolved(report: &Report) -> Option<(String, Vec<&str>)> {
    const SHOWN: usize = 20;
    let all = &report.unresolved;
    let title = || {
        let verb = if all.len() == 1 { "leads" } else { "lead" };
        format!("{} {verb} nowhere; what stands there is compared by name alone", counted(all.len(), "reference"))
    };
    let mut lines: Vec<&str> = all.iter().map(String::as_str).take(SHOWN).collect();
    lines.extend((all.len() > SHOWN).then_some("and more"));
    (!all.is_empty()).then(|| (title(), lines))
}

/// Findings about one operation, or about one thing that several operations share.
struct Group<'a> {
    title: String,
    /// The operations that reach it, where the title does not name it.
    reached: Vec<&'a str>,
    findings: Vec<&'a Finding>,
}

/// Findings by operation, then those of schemas that operations share.
fn groups<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(u8, String, Vec<&str>), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let operations: Vec<&str> = finding.operations.iter().map(String::as_str).collect();
        let parts: Vec<String> = finding.place.split('/').skip(1).map(unescape).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let key = match (parts.as_slice(), operations.as_slice()) {
            _ if !finding.places.is_empty() => (0, format!("{} places", finding.places.len()), operations),
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

/// Findings of one severity.
struct Section<'a> {
    title: &'static str,
    groups: Vec<Group<'a>>,
}

/// The findings by severity, the worst first: what fails in the field stands before what no longer compiles.
fn sections(report: &Report) -> Vec<Section<'_>> {
    let of = |title, chosen: fn(&Finding) -> bool| {
        let groups = groups(report.findings.iter().filter(|finding| chosen(finding)));
        Section { title, groups }
    };
    let all = [
        of("Breaking on the wire", |finding| finding.wire == Verdict::Breaking),
        of("Breaking for Rust code alone", |finding| {
            finding.wire != Verdict::Breaking && finding.rust == Verdict::Breaking
        }),
        of("Compatible", |finding| finding.worst() == Verdict::Compatible),
        of("Without effect", |finding| finding.worst() == Verdict::None),
    ];
    all.into_iter().filter(|section| !section.groups.is_empty()).collect()
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
