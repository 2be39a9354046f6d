//! Actions on instances: one or many ids, and an outcome for each.

use http::StatusCode;
use serde_json::{Value, json};

use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::habits::Gone;
use crate::api::reply::Reply;
use crate::model::change::Change;
use crate::model::machine;
use crate::model::project::instances::{InstanceAction, VolumesToDelete};

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

/// The body of an action.
struct Order {
    name: &'static str,
    action: InstanceAction,
    ids: Vec<String>,
    volumes: VolumesToDelete,
}

/// `PUT /v1/instances`
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let order = read(call)?;
    if order.action.is_deletion() {
        call.project.require_volumes_of(&order.ids, &order.volumes)?;
    }
    let mut outcomes: Vec<_> = order.ids.iter().map(|id| (id, act(call, &order, id))).collect();
    if outcomes.len() == 1 {
        if let Some((_, Err(error))) = outcomes.pop_if(|(_, outcome)| outcome.is_err()) {
            return Err(error);
        }
        if let [(_, Ok(Change::Unneeded))] = outcomes.as_slice() {
            return Ok(Reply::empty(StatusCode::NO_CONTENT));
        }
    }
    let failed = outcomes.iter().any(|(_, outcome)| outcome.is_err());
    let results: Vec<Value> = outcomes.iter().map(|(id, outcome)| result(id, order.name, outcome)).collect();
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
    let name = fields.required_choice("action", &ACTIONS);
    let ids = fields.one_or_many("id");
    let volume_ids = fields.nullable_list("volume_ids");
    let permanently = fields.flag("delete_permanently");
    fields.finish()?;
    let action = match name {
        "start" | "boot" => InstanceAction::Start,
        "shutdown" | "force_shutdown" => InstanceAction::Shutdown,
        "delete" | "discontinue" => InstanceAction::Delete,
        "delete_stuck" => InstanceAction::DeleteStuck,
        "hibernate" => InstanceAction::Hibernate,
        other => InstanceAction::Internal(other),
    };
    let volumes = match volume_ids {
        None => VolumesToDelete::OperatingSystem,
        Some(ids) => VolumesToDelete::Exactly { ids, permanently },
    };
    Ok(Order { name, action, ids, volumes })
}

fn result(id: &str, action: &str, outcome: &Result<Change, ApiError>) -> Value {
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

fn act(call: &mut Call<'_>, order: &Order, id: &str) -> Result<Change, ApiError> {
    let gone = call.config.habits.gone;
    match call.project.instances.get(id).map(|instance| instance.machine.status(call.moment.now)) {
        None => return Err(gone.choose(call.choices).unknown()),
        Some(status) if machine::is_gone(status) => match gone.choose(call.choices) {
            refusal @ (Gone::NotFound | Gone::InvalidId) => return Err(refusal.unknown()),
            Gone::Forbidden if order.action.is_deletion() => {
                return Err(machine::refused("discontinue", status, "instance").into());
            }
            _ => {}
        },
        Some(_) => {}
    }
    Ok(call.project.act_on_instance(call.moment, id, order.action, &order.volumes)?)
}
