//! Actions on instances: one or many ids, and an outcome for each.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use crate::call::Call;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::instances;
use crate::machine::{self, Machine, status};
use crate::quirks::Gone;
use crate::reply::Reply;
use crate::state::State;
use crate::volumes::Volume;

const ACTIONS: [&str; 12] = [
    "boot",
    "start",
    "shutdown",
    "delete",
    "discontinue",
    "hibernate",
    "configure_spot",
    "force_shutdown",
    "delete_stuck",
    "deploy",
    "transfer",
    "restore",
];

/// The volumes that are deleted together with an instance.
///
/// The three cases destroy different volumes, so parsing already distinguishes them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum VolumesToDelete {
    /// `volume_ids` is absent: the volume of the operating system.
    OperatingSystem,
    /// `volume_ids` is present: exactly these volumes, possibly none.
    Exactly { ids: Vec<String>, permanently: bool },
}

/// The body of an action.
struct Order {
    action: &'static str,
    ids: Vec<String>,
    volumes: VolumesToDelete,
    /// How instances that are gone are refused.
    gone: Gone,
}

/// When an action happens.
#[derive(Debug, Clone, Copy)]
struct Times {
    now: Duration,
    /// When it has taken effect.
    done: Duration,
}

/// The outcome of an action for one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Changed,
    /// The instance was in that state already, or on its way there.
    Unchanged,
}

/// `PUT /v1/instances`
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let order = read(call)?;
    let times = Times { now: call.now, done: call.done() };
    require_volumes(call.state, &order)?;
    let mut outcomes: Vec<_> =
        order.ids.iter().map(|id| (id, act(call.state, call.clock, &order, id, times))).collect();
    if outcomes.len() == 1 {
        if let Some((_, Err(error))) = outcomes.pop_if(|(_, outcome)| outcome.is_err()) {
            return Err(error);
        }
        if let [(_, Ok(Outcome::Unchanged))] = outcomes.as_slice() {
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
    }
    let failed = outcomes.iter().any(|(_, outcome)| outcome.is_err());
    let results: Vec<Value> = outcomes.iter().map(|(id, outcome)| result(id, order.action, outcome)).collect();
    Reply::json(if failed { StatusCode::MULTI_STATUS } else { StatusCode::ACCEPTED }, &results)
}

/// `POST /v1/instances/action`: the same, with an empty response.
pub(crate) fn perform_deprecated(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    perform(call)?;
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

fn read(call: &Call<'_>) -> Result<Order, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let action = fields.required_choice("action", &ACTIONS);
    let ids = fields.one_or_many("id");
    let volume_ids = fields.nullable_list("volume_ids");
    let permanently = fields.flag("delete_permanently");
    fields.finish()?;
    let volumes = match volume_ids {
        None => VolumesToDelete::OperatingSystem,
        Some(ids) => VolumesToDelete::Exactly { ids, permanently },
    };
    Ok(Order { action, ids, volumes, gone: call.config.quirks.gone })
}

fn is_deletion(action: &str) -> bool {
    matches!(action, "delete" | "discontinue" | "delete_stuck")
}

/// Refuses a deletion that names an unrelated volume, before any change.
fn require_volumes(state: &State, order: &Order) -> Result<(), ApiError> {
    let VolumesToDelete::Exactly { ids, .. } = &order.volumes else { return Ok(()) };
    if !is_deletion(order.action) {
        return Ok(());
    }
    for id in ids {
        let volume = state.volumes.get(id).ok_or_else(|| ApiError::not_found("Volume not found"))?;
        // An earlier id of the same call may have deleted or detached a volume that is not attached.
        let is_ours = volume.instance_ids.iter().any(|instance| order.ids.contains(instance));
        if !volume.instance_ids.is_empty() && !is_ours {
            return Err(ApiError::invalid("Volume is not attached to the instance"));
        }
    }
    Ok(())
}

fn result(id: &str, action: &str, outcome: &Result<Outcome, ApiError>) -> Value {
    match outcome {
        Ok(_) => json!({ "instanceId": id, "action": action, "status": "success" }),
        Err(error) => json!({
            "instanceId": id,
            "action": action,
            "status": "error",
            "error": error.text(),
            "statusCode": error.status.as_u16(),
        }),
    }
}

fn act(state: &mut State, clock: &Clock, order: &Order, id: &str, times: Times) -> Result<Outcome, ApiError> {
    let Times { now, done } = times;
    let State { instances, ledger, choices, .. } = state;
    let Some(instance) = instances.get_mut(id) else { return Err(order.gone.choose(choices).unknown()) };
    let os_volume_id = instance.os_volume_id.clone();
    let machine = &mut instance.machine;
    let current = machine.status(now);
    if machine::is_gone(current) {
        match order.gone.choose(choices) {
            refusal @ (Gone::NotFound | Gone::InvalidId) => return Err(refusal.unknown()),
            Gone::Forbidden if is_deletion(order.action) => return Err(refused("discontinue", current)),
            _ => {}
        }
    }
    match order.action {
        "start" | "boot" => switch(machine, status::RUNNING, status::OFFLINE, "start", times),
        "shutdown" | "force_shutdown" => switch(machine, status::OFFLINE, status::RUNNING, "shutdown", times),
        action if is_deletion(action) => {
            if machine.is_being_removed(now) {
                return Ok(Outcome::Unchanged);
            }
            if machine.is_starting(now) && action != "delete_stuck" {
                return Err(refused("discontinue", current));
            }
            if action != "delete_stuck" && machine.delays_deletion() {
                return Ok(Outcome::Changed);
            }
            machine.leave(ledger, status::DELETING, now, done);
            instances::release_volumes(state, clock, id, (now, done), |volume| match &order.volumes {
                VolumesToDelete::OperatingSystem => (volume.id == os_volume_id).then_some(false),
                VolumesToDelete::Exactly { ids, permanently } => ids.contains(&volume.id).then_some(*permanently),
            });
            Ok(Outcome::Changed)
        }
        "hibernate" => {
            if current == status::HIBERNATING {
                return Ok(Outcome::Unchanged);
            }
            if !machine.is_shut_down(now) {
                return Err(refused("hibernate", current));
            }
            machine.leave(ledger, status::HIBERNATING, now, done);
            instances::release_volumes(state, clock, id, (now, done), |_: &Volume| None);
            Ok(Outcome::Changed)
        }
        other => Err(refused(other, current)),
    }
}

/// Turns an instance on or off.
fn switch(
    machine: &mut Machine,
    wanted: &'static str,
    other: &'static str,
    verb: &str,
    times: Times,
) -> Result<Outcome, ApiError> {
    match machine.life.switch(wanted, other, times.now, times.done) {
        Some(true) => Ok(Outcome::Changed),
        Some(false) => Ok(Outcome::Unchanged),
        None => Err(refused(verb, machine.status(times.now))),
    }
}

fn refused(verb: &str, current: &str) -> ApiError {
    machine::refused(verb, current, "instance")
}
