//! The problems of a document, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;

use super::Problem;

/// A form of the list of problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For programs: `format` (1), `source`, `counts` by rule, and `problems` with `rule`, `pointer` and `message`.
    Json,
}

/// Writes the problems of a document. Writing to a string cannot fail.
pub fn render(problems: &[Problem], source: &str, format: Format) -> String {
    let mut by_rule: BTreeMap<super::Rule, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        by_rule.entry(problem.rule).or_default().push(problem);
    }
    match format {
        Format::Json => {
            let counts: serde_json::Map<_, _> =
                by_rule.iter().map(|(rule, problems)| (rule.id(), json!(problems.len()))).collect();
            let problems: Vec<_> = problems
                .iter()
                .map(|problem| json!({"rule": problem.rule.id(), "pointer": problem.pointer, "message": problem.message}))
                .collect();
            let whole = json!({"format": 1, "source": source, "counts": counts, "problems": problems});
            format!("{whole:#}\n")
        }
        Format::Text => {
            let mut out = String::new();
            let _ = match problems.len() {
                0 => writeln!(out, "{source}: nothing is wrong"),
                1 => writeln!(out, "{source}: 1 problem"),
                all => writeln!(out, "{source}: {all} problems"),
            };
            for (rule, problems) in &by_rule {
                let _ = writeln!(out, "  {:>4} {}", problems.len(), rule.id());
            }
            for (rule, problems) in by_rule {
                let _ = writeln!(out, "\n{}", rule.id());
                for problem in problems {
                    let _ = writeln!(out, "  {}\n    {}", problem.pointer, problem.message);
                }
            }
            out
        }
    }
}
