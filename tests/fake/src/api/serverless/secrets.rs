//! Secrets and file secrets. Their values are checked and not stored, because no operation returns them.

use std::collections::HashSet;

use http::StatusCode;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::serverless::secrets::Secret;

fn to_value(secret: &Secret) -> Value {
    let kind = if secret.is_fileset() { "file-secret" } else { "generic" };
    json!({ "name": secret.name, "created_at": secret.created_at, "secret_type": kind })
}

fn to_fileset_value(secret: &Secret) -> Option<Value> {
    let files = secret.files.as_ref()?;
    let mut value = to_value(secret);
    value["file_names"] = json!(files);
    Some(value)
}

/// `GET /v1/secrets`: those with files as well.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(&call.project.serverless.secrets.iter().map(to_value).collect::<Vec<_>>())
}

/// `GET /v1/file-secrets`
pub(crate) fn list_filesets(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(&call.project.serverless.secrets.iter().filter_map(to_fileset_value).collect::<Vec<_>>())
}

/// `POST /v1/secrets`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    fields.required_text("value");
    fields.finish()?;
    insert(call, name, None)
}

/// `POST /v1/file-secrets`
pub(crate) fn create_fileset(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body_without_nulls()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    let files = fields.nested_list("files", |file| {
        let content = file.required_text("base64_content");
        if !is_base64(&content) {
            file.problem("base64_content", "must be base64 encoded");
        }
        file.required_text("file_name")
    });
    if fields.value("files").is_none_or(|files| files.as_array().is_some_and(Vec::is_empty)) {
        fields.problem("files", "should not be empty");
    }
    let mut seen = HashSet::new();
    if !files.iter().all(|file| seen.insert(file)) {
        fields.problem("files", "must not have the same file_name twice");
    }
    fields.finish()?;
    insert(call, name, Some(files))
}

fn insert(call: &mut Call<'_>, name: String, files: Option<Vec<String>>) -> Result<Reply, ApiError> {
    if call.project.serverless.secrets.contains(&name) {
        return Err(ApiError::conflict(format!("Secret with the name '{name}' exists already")));
    }
    let secret = Secret { name: name.clone(), created_at: call.moment.timestamp(), files };
    call.project.serverless.secrets.insert(&name, secret);
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `DELETE /v1/secrets/{secret_name}`: of either kind.
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    delete_where(call, |_| true)
}

/// `DELETE /v1/file-secrets/{secret_name}`
pub(crate) fn delete_fileset(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    delete_where(call, Secret::is_fileset)
}

fn delete_where(call: &mut Call<'_>, is_meant: impl Fn(&Secret) -> bool) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    let is_forced = call.query_flag(&["force"]);
    call.project.serverless.delete_secret(&name, is_meant, is_forced, call.moment.now)?;
    Ok(Reply::empty(StatusCode::OK))
}

/// Whether a text is base64 with its padding, in the standard alphabet.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - digits.len() <= 2
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_has_its_alphabet_and_its_padding() {
        assert!(["", "dGVzdA==", "dGVzdCE=", "+/+/"].iter().all(|text| is_base64(text)));
        assert!(!["dGVzdA", "dGVz!A==", "A===", "====", "dGV=dA=="].iter().any(|text| is_base64(text)));
    }
}
