//! SSH keys, under both of their paths.

use http::StatusCode;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::keys_and_scripts::SshKey;

fn to_value(key: &SshKey) -> Value {
    json!({
        "id": key.id,
        "name": key.name,
        "key": key.key,
        "fingerprint": null,
        "created_at": key.created_at,
        "created_by_user_id": key.created_by,
    })
}

/// `GET /v1/ssh-keys`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::list(call.project.ssh_keys.iter().map(to_value))
}

/// `POST /v1/ssh-keys`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    let key = fields.required_text("key");
    fields.finish()?;
    let id = call.project.add_ssh_key(call.moment, name, key);
    Ok(Reply::bare_id(StatusCode::CREATED, &id))
}

/// `GET /v1/ssh-keys/{sshKeyId}`: an array of one, or of none for an unknown id.
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let key = call.project.ssh_keys.get(call.parameter(0));
    Reply::list(key.map(to_value).into_iter())
}

/// `DELETE /v1/ssh-keys/{sshKeyId}`
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.parameter(0).to_owned();
    remove(call, &[id])
}

/// `DELETE /v1/ssh-keys`
pub(crate) fn delete_many(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let ids = call.ids_in_body("keys")?;
    remove(call, &ids)
}

fn remove(call: &mut Call<'_>, ids: &[String]) -> Result<Reply, ApiError> {
    call.project.ssh_keys.remove_all(ids, "SSH key", call.config.habits.lenient_deletes)?;
    Ok(Reply::empty(StatusCode::OK))
}
