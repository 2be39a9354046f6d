//! A page that needs nothing else.

use std::fmt::Write as _;

use super::{Headline, Sources, annotations, counted, reached, sections, unresolved};
use crate::diff::report::Report;

const STYLE: &str = "\
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; background: #fff }
h1 { font-size: 1.4rem } h2 { margin-top: 2rem; border-bottom: 1px solid #8886 } h3 { margin-bottom: .2rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #8884 }
code { font: 13px ui-monospace, monospace } .reached, small { color: #666 }
.breaking { color: #b3261e; font-weight: 600 } .compatible { color: #8a6100 } .none { color: #666 }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #16181c } .breaking { color: #ff8a80 } .compatible { color: #ffca60 } .reached, small, .none { color: #aaa } }
";

/// Writing to a string cannot fail.
pub(super) fn render(report: &Report, sources: Sources<'_>) -> String {
    let headline = Headline::of(report);
    let title = escape(&format!("{} → {}", sources.old, sources.new));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n<p><code>{title}</code></p>\n",
        escape(&headline.findings)
    );
    if !report.findings.is_empty() || !report.accepted.is_empty() {
        let _ = writeln!(out, "<table>");
        for (name, text) in headline.rows() {
            let _ = writeln!(out, "<tr><th>{name}</th><td>{}</td></tr>", escape(text));
        }
        let _ = writeln!(out, "</table>");
    }
    for section in sections(report) {
        let _ = writeln!(out, "<h2>{}</h2>", section.title);
        for group in section.groups {
            let _ = writeln!(out, "<h3>{}</h3>", escape(&group.title));
            if !group.reached.is_empty() || group.title.starts_with("schema ") {
                let all = escape(&group.reached.join("\n"));
                let _ = writeln!(out, "<p class=\"reached\" title=\"{all}\">{}</p>", escape(&reached(&group.reached)));
            }
            let _ = writeln!(out, "<table>\n<tr><th>change</th><th>rule</th><th>wire</th><th>Rust</th></tr>");
            for finding in group.findings {
                let [wire, rust] = [finding.wire.word(), finding.rust.word()];
                let _ = writeln!(
                    out,
                    "<tr><td>{}<br><small><code>{}</code></small></td>\
                     <td><code>{}</code><br><small><code>{}</code></small></td>\
                     <td class=\"{wire}\">{wire}</td><td class=\"{rust}\">{rust}</td></tr>",
                    escape(&finding.message),
                    escape(finding.new.as_ref().or(finding.old.as_ref()).unwrap_or(&finding.place)),
                    escape(&finding.rule),
                    finding.fingerprint
                );
            }
            let _ = writeln!(out, "</table>");
        }
    }
    if !report.accepted.is_empty() {
        let _ = writeln!(out, "<h2>{} accepted</h2>\n<ul>", counted(report.accepted.len(), "finding"));
        for (finding, reason) in &report.accepted {
            let [place, message, reason] = [&finding.place, &finding.message, reason].map(|text| escape(text));
            let _ = writeln!(out, "<li><code>{place}</code>: {message} ({reason})</li>");
        }
        let _ = writeln!(out, "</ul>");
    }
    if !report.stale.is_empty() {
        let _ = writeln!(out, "<h2>Accepted, and not found</h2>\n<ul>");
        for entry in &report.stale {
            let _ = writeln!(out, "<li><code>{}</code> ({})</li>", escape(&entry.fingerprint), escape(&entry.reason));
        }
        let _ = writeln!(out, "</ul>");
    }
    if let Some((title, lines)) = unresolved(report) {
        let _ = writeln!(out, "<h2>{}</h2>\n<ul>", escape(&title));
        lines.iter().for_each(|line| {
            let _ = writeln!(out, "<li>{}</li>", escape(line));
        });
        let _ = writeln!(out, "</ul>");
    }
    if let Some(line) = annotations(report) {
        let _ = writeln!(out, "<p>{}</p>", escape(&line));
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// Text that is no markup, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
