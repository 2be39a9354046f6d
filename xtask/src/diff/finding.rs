//! What a comparison finds.

use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a change means to those it reaches. Ordered: the later, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No user notices.
    None,
    /// What worked still works, and there is something new.
    Compatible,
    /// What worked may work no longer.
    Breaking,
}

impl Verdict {
    /// The word for it in reports.
    pub fn word(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Which way a schema travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the API.
    Request,
    /// From the API to the client.
    Response,
}

/// One change, with all operations that it reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The stable id of the rule, in kebab case. Rules about schemas begin with the direction if there is only one.
    pub rule: String,
    /// A hash of rule and places: the same wherever the lines stand and whatever else changed.
    pub fingerprint: String,
    /// What it means to a client that is in the field, generated from the old document.
    pub wire: Verdict,
    /// What it means to code that uses the generated crate.
    pub rust: Verdict,
    /// What changed, in a sentence.
    pub message: String,
    /// Where it changed: a JSON pointer in which parameters go by place and name, and path variables have no names.
    pub place: String,
    /// Every place of which this is said, where there are several; `place` is the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// The JSON pointer (RFC 6901) into the old document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The JSON pointer (RFC 6901) into the new document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// Which ways the changed schema travels; empty for what is no schema.
    pub directions: Vec<Direction>,
    /// The operations that reach it (`GET /v1/things`), by their new paths.
    pub operations: Vec<String>,
}

impl Finding {
    /// The worse of the two verdicts.
    pub fn worst(&self) -> Verdict {
        self.wire.max(self.rust)
    }
}

/// Sixteen hexadecimal digits that identify a rule at a place.
pub(crate) fn fingerprint(rule: &str, place: &str) -> String {
    let digest = Sha256::new().chain_update(rule).chain_update([0]).chain_update(place).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The version step that a comparison asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing changed.
    None,
    /// Nothing that code could notice.
    Patch,
    /// Something was added.
    Minor,
    /// Code that uses the crate has to change.
    Major,
}

impl Step {
    /// The word for it in reports.
    pub fn word(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}
