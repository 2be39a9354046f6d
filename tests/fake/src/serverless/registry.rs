//! Where a deployment's images come from.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fields::Fields;

/// The registry of a deployment or job.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Registry {
    is_private: bool,
    /// The name of the credentials that open it.
    pub(super) credentials: Option<String>,
}

impl Registry {
    /// The settings of a container deployment, which say whether the registry is private.
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        let is_private = fields.required_flag("is_private");
        if is_private && fields.value("credentials").is_none() {
            fields.problem("credentials", "should not be empty");
        }
        Self { is_private, credentials: read_credentials(fields) }
    }

    /// The settings of a job, whose registry is private if there are credentials.
    pub(super) fn read_for_job(fields: &mut Fields<'_>) -> Self {
        let credentials = read_credentials(fields);
        Self { is_private: credentials.is_some(), credentials }
    }

    pub(super) fn to_value(&self) -> Value {
        let credentials = self.credentials.as_ref().map(|name| json!({ "name": name }));
        json!({ "is_private": self.is_private, "credentials": credentials })
    }
}

fn read_credentials(fields: &mut Fields<'_>) -> Option<String> {
    fields.nested("credentials", |credentials| credentials.required_text("name"))
}
