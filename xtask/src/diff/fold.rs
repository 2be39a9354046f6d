//! Findings that say the same of the same place of several operations are one.

use std::collections::BTreeMap;

use verda_api_codegen::ledger::METHODS;

use super::finding::{Direction, Finding, Verdict, fingerprint};

/// What findings that are one have in common.
type Common = (String, String, Verdict, Verdict, Vec<Direction>, String);

/// Folds findings, in the order in which the first of each stands.
pub(crate) fn fold(findings: Vec<Finding>) -> Vec<Finding> {
    let mut folded: Vec<Finding> = Vec::with_capacity(findings.len());
    let mut known: BTreeMap<Common, usize> = BTreeMap::new();
    for finding in findings {
        let Some(place) = within_operation(&finding.place) else {
            folded.push(finding);
            continue;
        };
        let Finding { rule, message, wire, rust, directions, .. } = &finding;
        let common = (rule.clone(), message.clone(), *wire, *rust, directions.clone(), place.to_owned());
        match known.get(&common).and_then(|index| folded.get_mut(*index)) {
            Some(first) => {
                if first.places.is_empty() {
                    first.places.push(first.place.clone());
                }
                first.places.push(finding.place);
                first.operations.extend(finding.operations);
            }
            None => {
                known.insert(common, folded.len());
                folded.push(finding);
            }
        }
    }
    for finding in folded.iter_mut().filter(|finding| !finding.places.is_empty()) {
        finding.operations.sort();
        finding.operations.dedup();
        // Of all places: one that comes later has not been looked at.
        finding.fingerprint = fingerprint(&finding.rule, &finding.places.join("\n"));
    }
    folded
}

/// The part of a place that stands in an operation or in its path; `None` for what is neither, or is the operation itself.
fn within_operation(place: &str) -> Option<&str> {
    let (_, rest) = place.strip_prefix("/paths/")?.split_once('/')?;
    match rest.split_once('/') {
        Some((method, rest)) if METHODS.contains(&method) => Some(rest),
        None if METHODS.contains(&rest) => None,
        _ => Some(rest),
    }
}
