//! Findings that a maintainer has looked at: a file of fingerprints, each with a reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::finding::Finding;

/// An entry of an accept file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The fingerprint of the finding.
    pub fingerprint: String,
    /// Why it is no trouble.
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Accepted>,
}

/// Reads an accept file, in TOML (`[[accept]]`) or in YAML or JSON (a list under `accept`).
///
/// # Errors
///
/// What is wrong with it, in a sentence.
pub fn parse(text: &str, is_toml: bool) -> Result<Vec<Accepted>, String> {
    let file: File = if is_toml {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?
    } else {
        let value = verda_api_codegen::document::parse(text).map_err(|error| error.to_string())?;
        serde_json::from_value(value).map_err(|error| error.to_string())?
    };
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, entry) in file.accept.iter().enumerate() {
        if entry.reason.trim().is_empty() {
            return Err(format!("entry {} ({}) has no reason", index + 1, entry.fingerprint));
        }
        if let Some(first) = seen.insert(&entry.fingerprint, index) {
            return Err(format!("entries {} and {} have the same fingerprint", first + 1, index + 1));
        }
    }
    Ok(file.accept)
}

/// Takes the accepted findings out; returns them and with the entries that fit none.
pub(crate) fn apply(findings: &mut Vec<Finding>, entries: &[Accepted]) -> (Vec<(Finding, String)>, Vec<Accepted>) {
    let mut accepted = Vec::new();
    let mut stale = Vec::new();
    for entry in entries {
        match findings.iter().position(|finding| finding.fingerprint == entry.fingerprint) {
            Some(index) => accepted.push((findings.remove(index), entry.reason.clone())),
            None => stale.push(entry.clone()),
        }
    }
    (accepted, stale)
}
