//! Where a deployment's images come from.

use serde_json::{Value, json};

use crate::api::fields::Fields;
use crate::model::serverless::container::Registry;

/// The settings of a container deployment, which say whether the registry is private.
pub(super) fn read(fields: &mut Fields<'_>) -> Registry {
    let is_private = fields.required_flag("is_private");
    if is_private && fields.value("credentials").is_none() {
        fields.problem("credentials", "should not be empty");
    }
    Registry { is_private, credentials: read_credentials(fields) }
}

/// The settings of a job, whose registry is private if there are credentials.
pub(super) fn read_for_job(fields: &mut Fields<'_>) -> Registry {
    let credentials = read_credentials(fields);
    Registry { is_private: credentials.is_some(), credentials }
}

pub(super) fn to_value(registry: &Registry) -> Value {
    let credentials = registry.credentials.as_ref().map(|name| json!({ "name": name }));
    json!({ "is_private": registry.is_private, "credentials": credentials })
}

fn read_credentials(fields: &mut Fields<'_>) -> Option<String> {
    fields.nested("credentials", |credentials| credentials.required_text("name"))
}
