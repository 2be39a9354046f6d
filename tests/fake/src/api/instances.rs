//! Instances as the API shows them. Orders and actions are in separate modules.

pub(crate) mod actions;
pub(crate) mod orders;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::api::call::Call;
use crate::api::catalogue::instance_types::hardware;
use crate::api::error::ApiError;
use crate::api::machines;
use crate::api::reply::Reply;
use crate::model::instance::Instance;
use crate::model::machine::status;

/// What the query parameter `status` takes.
const STATUS_FILTERS: [&str; 14] = [
    status::RUNNING,
    status::PROVISIONING,
    status::OFFLINE,
    status::DISCONTINUED,
    "unknown",
    status::ORDERED,
    status::NOTFOUND,
    "new",
    status::ERROR,
    status::DELETING,
    "validating",
    status::NO_CAPACITY,
    status::INSTALLATION_FAILED,
    status::HIBERNATING,
];

/// An instance as the API shows it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    machine: machines::Shown<'a>,
    is_spot: bool,
    instance_type: &'a str,
    os_volume_id: Option<&'a str>,
    jupyter_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pricing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_ids: Option<&'a [String]>,
}

impl<'a> Shown<'a> {
    fn new(instance: &'a Instance, now: Duration) -> Self {
        // While an instance is only ordered, the API does not know its volumes.
        let is_made = instance.machine.status(now) != status::ORDERED;
        Self {
            machine: machines::Shown::new(&instance.machine, hardware(instance.kind), now),
            is_spot: instance.is_spot(),
            instance_type: instance.kind.name,
            os_volume_id: is_made.then_some(&instance.os_volume_id),
            jupyter_token: instance.jupyter_token.as_deref().filter(|_| is_made),
            pricing: is_made.then_some("FIXED_PRICE"),
            volume_ids: is_made.then_some(&instance.volume_ids),
        }
    }
}

/// An instance as the API shows it at an instant.
pub(crate) fn to_value(instance: &Instance, now: Duration) -> Value {
    serde_json::to_value(Shown::new(instance, now)).unwrap_or_default()
}

/// `GET /v1/instances`: all that are not discontinued, or those with the status that is asked for.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let now = call.moment.now;
    let wanted = call.query_choice("status", &STATUS_FILTERS)?;
    let is_wanted = |instance: &Instance| match (wanted, instance.machine.status(now)) {
        _ if !instance.machine.is_listed(now) => false,
        (Some(wanted), status) => wanted == status,
        (None, status) => status != status::DISCONTINUED,
    };
    if let Some(id) = call.query(&["computeId", "compute_id"]) {
        let one = call.project.instances.get(id).filter(|instance| instance.machine.is_listed(now));
        let one = one.filter(|instance| wanted.is_none() || is_wanted(instance));
        return Reply::list(one.map(|instance| Shown::new(instance, now)).into_iter());
    }
    let instances = call.project.instances.iter().filter(|instance| is_wanted(instance));
    Reply::list(instances.map(|instance| Shown::new(instance, now)))
}

/// `GET /v1/instances/{instance_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let Some(instance) = call.project.instances.get(call.parameter(0)) else {
        return Err(call.config.habits.gone.choose(call.choices).unknown());
    };
    Reply::ok(&Shown::new(instance, call.moment.now))
}
