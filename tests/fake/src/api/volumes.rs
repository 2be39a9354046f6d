//! Volumes. Actions and the shape are in separate modules.

pub(crate) mod actions;
mod shape;

use std::time::Duration;

use http::StatusCode;
use serde_json::Value;

use self::shape::Shown;
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::catalogue::volume_types;
use crate::model::change::Change;
use crate::model::project::Project;
use crate::model::project::volumes::VolumeOrder;
use crate::model::volume::{MIN_SIZE_GB, Volume, status};

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
    let (project, now) = (&*call.project, call.moment.now);
    let wanted = call.query_choice("status", &STATUS_FILTERS)?;
    let volumes = project.volumes.iter().filter(|volume| match wanted {
        Some(wanted) => wanted == volume.status(now),
        None => volume.deletion.is_none(),
    });
    Reply::list(volumes.map(|volume| Shown::new(volume, project, now)))
}

/// `GET /v1/volumes/trash`
pub(crate) fn trash(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (project, now) = (&*call.project, call.moment.now);
    let volumes = project.volumes.iter().filter(|volume| volume.is_in_trash(now));
    Reply::list(volumes.map(|volume| Shown::new(volume, project, now)))
}

/// A volume as the API shows it at an instant.
pub(crate) fn to_value(volume: &Volume, project: &Project, now: Duration) -> Value {
    serde_json::to_value(Shown::new(volume, project, now)).unwrap_or_default()
}

/// `GET /v1/volumes/{volume_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let volume = call.project.volumes.get(call.parameter(0));
    let volume = volume.ok_or_else(|| ApiError::not_found("Volume not found"))?;
    Reply::ok(&Shown::new(volume, call.project, call.moment.now))
}

/// The instances that a request names in either of its two members, each once.
pub(super) fn read_instances(fields: &mut Fields<'_>) -> Vec<String> {
    let mut ids: Vec<String> = fields.nullable_text("instance_id").into_iter().collect();
    ids.extend(fields.nullable_list("instance_ids").unwrap_or_default());
    ids.sort();
    ids.dedup();
    ids
}

/// `POST /v1/volumes`
pub(crate) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let order = VolumeOrder {
        kind: fields.required_choice("type", &volume_types::NAMES),
        location: fields.required_text("location_code"),
        size_gb: fields.required_number("size", MIN_SIZE_GB),
        name: fields.required_text("name"),
        instance_ids: read_instances(&mut fields),
    };
    fields.finish()?;
    let id = call.project.order_volume(call.moment, order)?;
    Ok(Reply::bare_id(StatusCode::ACCEPTED, &id))
}

/// `DELETE /v1/volumes/{volume_id}`: into the trash, or for good if the body says so.
pub(crate) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let body = call.optional_json_body()?;
    let mut fields = Fields::new(&body);
    let permanently = fields.flag("is_permanent");
    fields.finish()?;
    let id = call.parameter(0).to_owned();
    Ok(Reply::empty(match call.project.remove_volume(call.moment, &id, permanently)? {
        Change::Made => StatusCode::ACCEPTED,
        Change::Unneeded => StatusCode::NO_CONTENT,
    }))
}
