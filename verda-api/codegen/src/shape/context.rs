//! What all parts of an operation are read with.

use serde_json::Value;

use super::whole::Components;
use crate::names::EvidenceNames;
use crate::references::percent_decoded;

/// The place of an operation, and the document for its references.
pub(crate) struct Context<'a> {
    pub(crate) pointer: &'a str,
    pub(crate) components: &'a Value,
    pub(crate) schemas: &'a Components,
    pub(crate) evidence: &'a EvidenceNames,
    /// The statuses of a success without a body, as `names.toml` lists them.
    pub(crate) no_body: &'a [u16],
}

impl Context<'_> {
    /// Follows a reference object, at most a few steps.
    pub(crate) fn resolve(&self, value: &Value) -> Value {
        let mut value = value.clone();
        for _ in 0..16 {
            let Some(target) = value.get("$ref").and_then(Value::as_str) else { break };
            let pointer = target.strip_prefix("#/components").and_then(percent_decoded);
            let Some(found) = pointer.and_then(|pointer| self.components.pointer(&pointer)) else { break };
            value = found.clone();
        }
        value
    }
}
