//! Credentials of container registries. They are checked and not stored, because no operation returns them.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::serverless::secrets::Credentials;

/// The required members of each kind of registry in addition to the name.
const REGISTRIES: [(&str, &[&str]); 7] = [
    ("verda", &[]),
    ("gcr", &["service_account_key"]),
    ("dockerhub", &["username", "access_token"]),
    ("ghcr", &["access_token"]),
    ("aws-ecr", &["access_key_id", "secret_access_key", "region", "ecr_repo"]),
    ("scaleway", &["scaleway_domain", "scaleway_uuid"]),
    ("custom", &["docker_config_json"]),
];

/// Members that are JSON in a text.
const JSON_MEMBERS: [&str; 2] = ["service_account_key", "docker_config_json"];

/// `GET /v1/container-registry-credentials`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let credentials = call.project.serverless.credentials.iter();
    let show = |entry: &Credentials| json!({ "name": entry.name, "created_at": entry.created_at });
    Reply::ok(&credentials.map(show).collect::<Vec<_>>())
}

/// `POST /v1/container-registry-credentials`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    let kind = fields.required_choice("type", &REGISTRIES.map(|(kind, _)| kind));
    let members = REGISTRIES.iter().find(|(known, _)| *known == kind).map_or(&[][..], |(_, members)| members);
    for member in members {
        let value = fields.required_text(member);
        let is_object = serde_json::from_str::<Map<String, Value>>(&value).is_ok();
        if JSON_MEMBERS.contains(member) && !value.is_empty() && !is_object {
            fields.problem(member, "must be a JSON object in a string");
        }
    }
    fields.finish()?;
    if call.project.serverless.credentials.contains(&name) {
        return Err(ApiError::conflict(format!("Registry credentials with the name '{name}' exist already")));
    }
    let created_at = call.moment.timestamp();
    call.project.serverless.credentials.insert(&name, Credentials { name: name.clone(), created_at });
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `DELETE /v1/container-registry-credentials/{credentials_name}`
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    let is_forced = call.query_flag(&["force"]);
    call.project.serverless.delete_credentials(&name, is_forced, call.moment.now)?;
    Ok(Reply::empty(StatusCode::OK))
}
