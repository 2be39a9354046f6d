//! Instances and their representation in the API. Orders are in `deploy`, actions in `instance_actions`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::catalogue::instance_types::InstanceType;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::machine::{self, Machine, status};
use crate::reply::Reply;
use crate::snapshot::stored;
use crate::state::State;
use crate::volumes::{self, Volume};

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

/// The contract of an instance that can be evicted.
pub(crate) const SPOT: &str = "SPOT";

/// A machine that was ordered.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) machine: Machine,
    #[serde(with = "stored::catalogued")]
    pub(crate) kind: &'static InstanceType,
    pub(crate) os_volume_id: String,
    /// Every attached volume, the one of the operating system included.
    pub(crate) volume_ids: Vec<String>,
    pub(crate) jupyter_token: Option<String>,
}

impl Instance {
    pub(crate) fn is_spot(&self) -> bool {
        self.machine.contract() == SPOT
    }
}

/// An instance as the API shows it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    machine: machine::Shown<'a>,
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
            machine: machine::Shown::new(&instance.machine, instance.kind.hardware(), now),
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
    let now = call.now;
    let wanted = call.query_choice("status", &STATUS_FILTERS)?;
    let is_wanted = |instance: &Instance| match (wanted, instance.machine.status(now)) {
        _ if !instance.machine.is_listed(now) => false,
        (Some(wanted), status) => wanted == status,
        (None, status) => status != status::DISCONTINUED,
    };
    if let Some(id) = call.query(&["computeId", "compute_id"]) {
        let one = call.state.instances.get(id).filter(|instance| instance.machine.is_listed(now));
        let one = one.filter(|instance| wanted.is_none() || is_wanted(instance));
        return Reply::list(one.map(|instance| Shown::new(instance, now)).into_iter());
    }
    let instances = call.state.instances.iter().filter(|instance| is_wanted(instance));
    Reply::list(instances.map(|instance| Shown::new(instance, now)))
}

/// `GET /v1/instances/{instance_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let Some(instance) = call.state.instances.get(call.parameter(0)) else {
        return Err(call.config.quirks.gone.choose(&mut call.state.choices).unknown());
    };
    Reply::ok(&Shown::new(instance, call.now))
}

/// Sets the status of an instance, if the instance exists. An instance that is gone has no volumes.
pub(crate) fn put_into(state: &mut State, clock: &Clock, id: &str, status: &'static str, now: Duration) -> Option<()> {
    let instance = state.instances.get_mut(id)?;
    instance.machine.put_into(&mut state.ledger, status, now);
    if machine::is_gone(status) {
        release_volumes(state, clock, id, (now, now), |_| None);
    }
    Some(())
}

/// Evicts a spot instance, and applies the policy of each volume.
pub(crate) fn preempt(state: &mut State, clock: &Clock, id: &str, now: Duration) {
    if let Some(instance) = state.instances.get_mut(id) {
        instance.machine.put_into(&mut state.ledger, status::DISCONTINUED, now);
    }
    release_volumes(state, clock, id, (now, now), |volume| volume.at_preemption.deletion());
}

/// Detaches every volume of an instance, until `done`, except those that are deleted now. The choice returns for each
/// deleted volume whether its deletion is permanent.
pub(crate) fn release_volumes(
    state: &mut State,
    clock: &Clock,
    id: &str,
    (now, done): (Duration, Duration),
    deletion: impl Fn(&Volume) -> Option<bool>,
) {
    let Some(instance) = state.instances.get(id) else { return };
    for volume_id in instance.volume_ids.clone() {
        match state.volumes.get(&volume_id).and_then(&deletion) {
            Some(permanently) => volumes::delete_volume(state, clock, &volume_id, now, permanently),
            None => volumes::detach(state, &volume_id, id, done),
        }
    }
}
