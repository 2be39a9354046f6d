//! SSH keys, under both of their paths.

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::call::Call;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::reply::Reply;

/// A public key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SshKey {
    id: String,
    name: String,
    key: String,
    created_at: String,
    created_by: String,
}

impl SshKey {
    fn to_value(&self) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "key": self.key,
            "fingerprint": null,
            "created_at": self.created_at,
            "created_by_user_id": self.created_by,
        })
    }
}

/// `GET /v1/ssh-keys`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::list(call.state.ssh_keys.iter().map(SshKey::to_value))
}

/// `POST /v1/ssh-keys`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_text("name");
    let key = fields.required_text("key");
    fields.finish()?;
    let id = call.state.ids.uuid();
    let created_at = call.clock.timestamp(call.now);
    let created_by = call.state.user_id.clone();
    call.state.ssh_keys.insert(&id, SshKey { id: id.clone(), name, key, created_at, created_by });
    Ok(Reply::bare_id(StatusCode::CREATED, &id))
}

/// `GET /v1/ssh-keys/{sshKeyId}`: an array of one, or of none for an unknown id.
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let key = call.state.ssh_keys.get(call.parameter(0));
    Reply::list(key.map(SshKey::to_value).into_iter())
}

/// `DELETE /v1/ssh-keys/{sshKeyId}`
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.parameter(0).to_owned();
    call.state.ssh_keys.remove_all(&[id], "SSH key", call.config.quirks.lenient_deletes)
}

/// `DELETE /v1/ssh-keys`
pub(crate) fn delete_many(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let ids = call.ids_in_body("keys")?;
    call.state.ssh_keys.remove_all(&ids, "SSH key", call.config.quirks.lenient_deletes)
}
