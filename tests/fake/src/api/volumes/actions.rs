//! Actions on volumes: one or many ids. Either all of them change or, where one cannot, none.

use http::StatusCode;

use super::read_instances;
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::reply::Reply;
use crate::model::catalogue;
use crate::model::catalogue::volume_types;
use crate::model::project::volumes::VolumeAction;
use crate::model::volume::MIN_SIZE_GB;

const ACTIONS: [&str; 11] =
    ["attach", "detach", "delete", "rename", "resize", "restore", "clone", "cancel", "create", "export", "transfer"];

/// `PUT /v1/volumes`
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let (ids, action) = read(call)?;
    let clones = call.project.act_on_volumes(call.moment, &ids, &action)?;
    match action {
        VolumeAction::Clone { .. } => Reply::json(StatusCode::ACCEPTED, &clones),
        _ => Ok(Reply::empty(StatusCode::ACCEPTED)),
    }
}

fn read(call: &Call<'_>) -> Result<(Vec<String>, VolumeAction), ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let name = fields.required_choice("action", &ACTIONS);
    let ids = fields.one_or_many("id");
    let (mut kind, mut location) = (None, None);
    let mut action = match name {
        "attach" => {
            let instance_ids = read_instances(&mut fields);
            if instance_ids.is_empty() {
                fields.required_text("instance_id");
            }
            VolumeAction::Attach { instance_ids }
        }
        "detach" => VolumeAction::Detach { instance_ids: read_instances(&mut fields) },
        "delete" => VolumeAction::Delete { permanently: fields.flag("is_permanent") },
        "rename" => VolumeAction::Rename { name: fields.required_text("name") },
        "resize" => VolumeAction::Resize { size_gb: fields.required_number("size", MIN_SIZE_GB) },
        "restore" => VolumeAction::Restore,
        "clone" => {
            kind = fields.nullable_text("type");
            location = fields.nullable_text("location_code");
            VolumeAction::Clone { name: fields.nullable_text("name"), kind: None, location: None }
        }
        "cancel" => VolumeAction::Cancel,
        other => VolumeAction::Internal(other),
    };
    fields.finish()?;
    if let VolumeAction::Clone { kind: found_kind, location: found_location, .. } = &mut action {
        *found_kind = kind.map(|kind| volume_types::require(&kind)).transpose()?;
        *found_location = location.map(|code| catalogue::require_location(&code)).transpose()?;
    }
    Ok((ids, action))
}
