//! What a regen did, for people.

use std::fmt::Write as _;

use similar::TextDiff;
use verda_api_codegen::Generated;
use verda_api_codegen::ledger::Fidelity;

use crate::files::Target;

/// What was generated, and what a maintainer should look at. Writing to a string cannot fail.
pub(crate) fn summary(generated: &Generated) -> String {
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
    section(&mut out, "named by rule; to choose another name, list it in names.toml", &generated.named_by_rule);
    section(&mut out, "entries of names.toml that the document does not have", &generated.unused_names);
    let entries = |fidelity: Fidelity| {
        let entries = generated.ledger.entries().iter().filter(move |entry| entry.fidelity == fidelity);
        entries.map(|entry| format!("{}: {} (at {})", entry.rule, entry.message, entry.pointer)).collect::<Vec<_>>()
    };
    section(&mut out, "losses: what the client cannot say", &entries(Fidelity::Lossy));
    let exact = entries(Fidelity::Exact).len();
    if exact > 0 {
        let _ = writeln!(out, "{exact} rewrites that lose nothing");
    }
    out
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "{} {title}:", lines.len());
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
