//! Actions on volumes: one or many ids. Either all of them change or, where one cannot, none.

use std::time::Duration;

use http::StatusCode;

use super::requests::{not_found, read_instances, require_attachable, require_deletable, require_shut_down};
use super::{MIN_SIZE_GB, NewVolume, Volume, attach, delete_volume, detach, make, status};
use crate::call::Call;
use crate::catalogue;
use crate::catalogue::volume_types::{self, VolumeType};
use crate::error::ApiError;
use crate::fields::Fields;
use crate::lifecycle::Lifecycle;
use crate::money::Rate;
use crate::reply::Reply;
use crate::state::State;

const ACTIONS: [&str; 11] =
    ["attach", "detach", "delete", "rename", "resize", "restore", "clone", "cancel", "create", "export", "transfer"];

/// An action with the members of the body that it takes.
enum Action {
    Attach {
        instance_ids: Vec<String>,
    },
    /// From these instances; from all, where there are none.
    Detach {
        instance_ids: Vec<String>,
    },
    Delete {
        permanently: bool,
    },
    Rename {
        name: String,
    },
    Resize {
        size_gb: u64,
    },
    Restore,
    Clone {
        name: Option<String>,
        kind: Option<&'static VolumeType>,
        location: Option<&'static str>,
    },
    Cancel,
    /// An action of the vendor, which no volume of a project accepts.
    Internal(&'static str),
}

/// `PUT /v1/volumes`
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let (ids, action) = read(call)?;
    let (mut more_gb, mut more_rate) = (0_u64, None);
    for id in &ids {
        let volume = call.state.volumes.get(id).ok_or_else(not_found)?;
        require(&action, volume, call.state, call.now)?;
        let (size_gb, rate) = growth(&action, volume);
        more_gb = more_gb.saturating_add(size_gb);
        more_rate = rate.map(|rate| rate.plus(more_rate.unwrap_or_default())).or(more_rate);
    }
    if more_gb > 0 {
        call.state.require_storage_quota(call.config, more_gb, call.now)?;
    }
    if let Some(rate) = more_rate {
        call.state.ledger.require_funds(rate, call.now)?;
    }
    let clones: Vec<String> = ids.iter().filter_map(|id| apply(call, &action, id)).collect();
    match action {
        Action::Clone { .. } => Reply::json(StatusCode::ACCEPTED, &clones),
        _ => Ok(Reply::empty(StatusCode::ACCEPTED)),
    }
}

fn read(call: &Call<'_>) -> Result<(Vec<String>, Action), ApiError> {
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
            Action::Attach { instance_ids }
        }
        "detach" => Action::Detach { instance_ids: read_instances(&mut fields) },
        "delete" => Action::Delete { permanently: fields.flag("is_permanent") },
        "rename" => Action::Rename { name: fields.required_text("name") },
        "resize" => Action::Resize { size_gb: fields.required_number("size", MIN_SIZE_GB) },
        "restore" => Action::Restore,
        "clone" => {
            kind = fields.nullable_text("type");
            location = fields.nullable_text("location_code");
            Action::Clone { name: fields.nullable_text("name"), kind: None, location: None }
        }
        "cancel" => Action::Cancel,
        other => Action::Internal(other),
    };
    fields.finish()?;
    if let Action::Clone { kind: found_kind, location: found_location, .. } = &mut action {
        *found_kind = kind.map(|kind| volume_types::require(&kind)).transpose()?;
        *found_location = location.map(|code| catalogue::require_location(&code)).transpose()?;
    }
    Ok((ids, action))
}

/// Refuses an action that the volume does not take now.
fn require(action: &Action, volume: &Volume, state: &State, now: Duration) -> Result<(), ApiError> {
    let current = volume.status(now);
    let refused = |verb: &str| ApiError::not_in_status(verb, current, "volume");
    let active = |verb: &str| match (&volume.deletion, current) {
        (None, status::CANCELING | status::CANCELED) | (Some(_), _) => Err(refused(verb)),
        (None, _) => Ok(()),
    };
    match action {
        Action::Attach { instance_ids } => {
            active("attach")?;
            require_attachable(state, volume.kind, volume.location, instance_ids, now)?;
            if !volume.is_free(now) || instance_ids.iter().any(|id| volume.instance_ids.contains(id)) {
                return Err(refused("attach"));
            }
            Ok(())
        }
        Action::Detach { instance_ids } => {
            active("detach")?;
            if volume.cluster_id.is_some() {
                return Err(ApiError::forbidden("Can't detach a volume of a cluster"));
            }
            if volume.instance_ids.is_empty() {
                return Err(refused("detach"));
            }
            if volume.os.is_some() {
                return Err(ApiError::forbidden("Can't detach the OS volume of an instance"));
            }
            if !instance_ids.iter().all(|id| volume.instance_ids.contains(id)) {
                return Err(ApiError::invalid("Volume is not attached to the instance"));
            }
            let from = if instance_ids.is_empty() { &volume.instance_ids } else { instance_ids };
            require_shut_down(state, from, now)
        }
        Action::Delete { .. } => require_deletable(volume, state, now),
        Action::Rename { .. } => active("rename"),
        Action::Resize { size_gb } => {
            active("resize")?;
            if *size_gb < volume.size_gb {
                return Err(ApiError::invalid(vec![format!("size must not be less than {}", volume.size_gb)]));
            }
            require_shut_down(state, &volume.instance_ids, now)
        }
        Action::Restore if volume.is_in_trash(now) => Ok(()),
        Action::Restore if volume.deletion.is_some() => {
            Err(ApiError::forbidden("Can't restore a permanently deleted volume"))
        }
        Action::Restore => Err(refused("restore")),
        Action::Clone { .. } if current == status::CLONING => Err(refused("clone")),
        Action::Clone { .. } => active("clone"),
        Action::Cancel if current == status::CLONING => Ok(()),
        Action::Cancel => Err(refused("cancel")),
        Action::Internal(verb) => Err(refused(verb)),
    }
}

/// How much more space and money a volume takes after an action; no price where the action costs nothing.
fn growth(action: &Action, volume: &Volume) -> (u64, Option<Rate>) {
    match action {
        Action::Resize { size_gb } => {
            let more_gb = size_gb.saturating_sub(volume.size_gb);
            (more_gb, (more_gb > 0).then(|| volume.kind.rate(more_gb)))
        }
        // The trash counts against the quota already.
        Action::Restore => (0, Some(volume.kind.rate(volume.size_gb))),
        Action::Clone { kind, .. } => (volume.size_gb, Some(kind.unwrap_or(volume.kind).rate(volume.size_gb))),
        _ => (0, None),
    }
}

/// Carries out a checked action. A clone has a new id.
fn apply(call: &mut Call<'_>, action: &Action, id: &str) -> Option<String> {
    let (now, done) = (call.now, call.done());
    let State { volumes, ledger, .. } = &mut *call.state;
    let volume = volumes.get_mut(id)?;
    match action {
        Action::Attach { instance_ids } => {
            for instance_id in instance_ids {
                attach(call.state, id, instance_id, done);
            }
        }
        Action::Detach { instance_ids } => {
            let all = volume.instance_ids.clone();
            for instance_id in if instance_ids.is_empty() { &all } else { instance_ids } {
                detach(call.state, id, instance_id, done);
            }
        }
        Action::Delete { permanently } => {
            if volume.can_be_deleted(*permanently, now) {
                delete_volume(call.state, call.clock, id, now, *permanently);
            }
        }
        Action::Rename { name } => volume.name.clone_from(name),
        Action::Resize { size_gb } => {
            volume.size_gb = *size_gb;
            ledger.reprice(&mut volume.meter, volume.kind.rate(*size_gb), now);
        }
        Action::Restore => {
            volume.deletion = None;
            volume.life = Lifecycle::new(status::RESTORING).then(done, status::DETACHED);
            ledger.keep(&mut volume.meter, now);
        }
        Action::Clone { name, kind, location } => {
            let new = NewVolume::new(
                Some(name.clone().unwrap_or_else(|| format!("{}-clone", volume.name))),
                kind.unwrap_or(volume.kind),
                volume.size_gb,
                location.unwrap_or(volume.location),
                Lifecycle::new(status::CLONING).then(done, status::DETACHED),
            );
            let new = new.with_system(volume.os, &volume.ssh_key_ids);
            return Some(make(call, new));
        }
        Action::Cancel => {
            volume.life = Lifecycle::new(status::CANCELING).then(done, status::CANCELED);
            ledger.stop(&mut volume.meter, done, now);
        }
        Action::Internal(_) => {}
    }
    None
}
