//! Requests that list, get, create and delete single volumes. Actions on several volumes are in `actions`.

use std::time::Duration;

use http::StatusCode;

use super::shape::Shown;
use super::{MIN_SIZE_GB, NewVolume, Volume, attach, delete_volume, make, status};
use crate::call::Call;
use crate::catalogue;
use crate::catalogue::volume_types::{self, VolumeType};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::lifecycle::Lifecycle;
use crate::reply::Reply;
use crate::state::State;

/// What the query parameter `status` takes.
const STATUS_FILTERS: [&str; 13] = [
    status::ORDERED,
    status::ATTACHED,
    status::ATTACHING,
    status::DETACHED,
    status::DELETED,
    status::CLONING,
    status::DETACHING,
    "deleting",
    status::RESTORING,
    "created",
    "exported",
    status::CANCELED,
    status::CANCELING,
];

/// `GET /v1/volumes`: all that are not deleted, or those with the status that is asked for.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (state, now) = (&*call.state, call.now);
    let wanted = call.query_choice("status", &STATUS_FILTERS)?;
    let volumes = state.volumes.iter().filter(|volume| match wanted {
        Some(wanted) => wanted == volume.status(now),
        None => volume.deletion.is_none(),
    });
    Reply::list(volumes.map(|volume| Shown::new(volume, state, now)))
}

/// `GET /v1/volumes/trash`
pub(crate) fn trash(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (state, now) = (&*call.state, call.now);
    let volumes = state.volumes.iter().filter(|volume| volume.is_in_trash(now));
    Reply::list(volumes.map(|volume| Shown::new(volume, state, now)))
}

pub(super) fn not_found() -> ApiError {
    ApiError::not_found("Volume not found")
}

/// `GET /v1/volumes/{volume_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let state = &*call.state;
    let volume = state.volumes.get(call.parameter(0)).ok_or_else(not_found)?;
    Reply::ok(&Shown::new(volume, state, call.now))
}

/// The instances that a request names in either of its two members, each once.
pub(super) fn read_instances(fields: &mut Fields<'_>) -> Vec<String> {
    let mut ids: Vec<String> = fields.nullable_text("instance_id").into_iter().collect();
    ids.extend(fields.nullable_list("instance_ids").unwrap_or_default());
    ids.sort();
    ids.dedup();
    ids
}

/// Refuses to attach a volume of some type and location to these instances.
pub(super) fn require_attachable(
    state: &State,
    kind: &VolumeType,
    location: &str,
    instance_ids: &[String],
    now: Duration,
) -> Result<(), ApiError> {
    if instance_ids.len() > 1 && !kind.is_shared {
        return Err(ApiError::invalid("Only a shared volume can be attached to several instances"));
    }
    for id in instance_ids {
        let instance = state.instances.get(id).filter(|instance| !instance.machine.is_being_removed(now));
        let instance = instance.ok_or_else(|| ApiError::not_found("Instance not found"))?;
        if instance.machine.location != location {
            return Err(ApiError::invalid("Volume and instance must be in the same location"));
        }
    }
    require_shut_down(state, instance_ids, now)
}

pub(super) fn require_shut_down(state: &State, instance_ids: &[String], now: Duration) -> Result<(), ApiError> {
    let is_off = |id: &String| state.instances.get(id).is_none_or(|instance| instance.machine.is_shut_down(now));
    if instance_ids.iter().all(is_off) {
        Ok(())
    } else {
        Err(ApiError::forbidden("One or more of the specified instances is not shut down"))
    }
}

/// `POST /v1/volumes`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let kind = fields.required_choice("type", &volume_types::NAMES);
    let location = fields.required_text("location_code");
    let size_gb = fields.required_number("size", MIN_SIZE_GB);
    let name = fields.required_text("name");
    let instance_ids = read_instances(&mut fields);
    fields.finish()?;

    let kind = volume_types::require(kind)?;
    let location = catalogue::require_location(&location)?;
    require_attachable(call.state, kind, location, &instance_ids, call.now)?;
    call.state.require_storage_quota(call.config, size_gb, call.now)?;
    call.state.ledger.require_funds(kind.rate(size_gb), call.now)?;

    let ready = if instance_ids.is_empty() { status::DETACHED } else { status::ATTACHED };
    let life = Lifecycle::new(status::ORDERED).then(call.done(), ready);
    let id = make(call, NewVolume::new(Some(name), kind, size_gb, location, life));
    for instance_id in &instance_ids {
        attach(call.state, &id, instance_id, call.done());
    }
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

/// Refuses to delete what a machine uses.
pub(super) fn require_deletable(volume: &Volume, state: &State, now: Duration) -> Result<(), ApiError> {
    if volume.cluster_id.is_some() {
        return Err(ApiError::forbidden("Can't delete a volume of a cluster"));
    }
    if volume.os.is_some() && volume.is_attached() {
        return Err(ApiError::forbidden("Can't delete the attached OS volume of an instance"));
    }
    require_shut_down(state, &volume.instance_ids, now)
}

/// `DELETE /v1/volumes/{volume_id}`: into the trash, or for good if the body says so.
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.optional_json_body()?;
    let mut fields = Fields::new(&body);
    let permanently = fields.flag("is_permanent");
    fields.finish()?;
    let id = call.parameter(0).to_owned();
    let volume = call.state.volumes.get(&id).ok_or_else(not_found)?;
    require_deletable(volume, call.state, call.now)?;
    if !volume.can_be_deleted(permanently, call.now) {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    delete_volume(call.state, call.clock, &id, call.now, permanently);
    Ok(Reply::empty(StatusCode::ACCEPTED))
}
