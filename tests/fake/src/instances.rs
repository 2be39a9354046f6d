//! Instances: what they are and how the API shows them. Orders are in `deploy`, actions in `instance_actions`.

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::call::Call;
use crate::catalogue::instance_types::{Hardware, InstanceType};
use crate::error::ApiError;
use crate::lifecycle::Lifecycle;
use crate::reply::Reply;

/// The statuses that an instance can have, by their names in the API.
pub(crate) mod status {
    pub(crate) const ORDERED: &str = "ordered";
    pub(crate) const PROVISIONING: &str = "provisioning";
    pub(crate) const RUNNING: &str = "running";
    pub(crate) const OFFLINE: &str = "offline";
    pub(crate) const DELETING: &str = "deleting";
    pub(crate) const HIBERNATING: &str = "hibernating";
    pub(crate) const DISCONTINUED: &str = "discontinued";
}

/// What the query parameter `status` takes.
const STATUS_FILTERS: [&str; 14] = [
    status::RUNNING,
    status::PROVISIONING,
    status::OFFLINE,
    status::DISCONTINUED,
    "unknown",
    status::ORDERED,
    "notfound",
    "new",
    "error",
    status::DELETING,
    "validating",
    "no_capacity",
    "installation_failed",
    status::HIBERNATING,
];

/// A machine that was ordered.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) id: String,
    pub(crate) life: Lifecycle,
    pub(crate) hostname: String,
    pub(crate) description: String,
    pub(crate) kind: &'static InstanceType,
    pub(crate) location: &'static str,
    /// Image type, or the id of the volume that it was started from.
    pub(crate) image: String,
    pub(crate) os_name: &'static str,
    pub(crate) is_spot: bool,
    pub(crate) contract: &'static str,
    /// US dollars for the whole machine.
    pub(crate) price_per_hour: f64,
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) startup_script_id: Option<String>,
    pub(crate) os_volume_id: String,
    /// Every attached volume, the one of the operating system included.
    pub(crate) volume_ids: Vec<String>,
    /// The address that it has once it runs.
    pub(crate) ip: String,
    pub(crate) jupyter_token: Option<String>,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
}

impl Instance {
    pub(crate) fn status(&self, now: Duration) -> &'static str {
        self.life.status(now)
    }

    /// The address, while the machine is installed.
    pub(crate) fn ip(&self, now: Duration) -> Option<&str> {
        matches!(self.status(now), status::RUNNING | status::OFFLINE | status::DELETING).then_some(self.ip.as_str())
    }

    /// Whether it is on its way out, or gone.
    pub(crate) fn is_leaving(&self, now: Duration) -> bool {
        matches!(self.status(now), status::DELETING | status::HIBERNATING | status::DISCONTINUED)
    }
}

/// An instance as the API shows it.
#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    ip: Option<&'a str>,
    status: &'a str,
    created_at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_user_id: Option<&'a str>,
    #[serde(flatten)]
    hardware: Hardware,
    hostname: &'a str,
    description: &'a str,
    location: &'a str,
    price_per_hour: f64,
    is_spot: bool,
    instance_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_name: Option<&'a str>,
    startup_script_id: Option<&'a str>,
    ssh_key_ids: &'a [String],
    os_volume_id: Option<&'a str>,
    jupyter_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pricing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_ids: Option<&'a [String]>,
}

impl<'a> Shown<'a> {
    fn new(instance: &'a Instance, now: Duration) -> Self {
        let status = instance.status(now);
        // While an instance is only ordered, the API knows neither its image nor its volumes.
        let is_made = status != status::ORDERED;
        Self {
            id: &instance.id,
            ip: instance.ip(now),
            status,
            created_at: &instance.created_at,
            created_by_user_id: is_made.then_some(&instance.created_by),
            hardware: instance.kind.hardware(),
            hostname: &instance.hostname,
            description: &instance.description,
            location: instance.location,
            price_per_hour: instance.price_per_hour,
            is_spot: instance.is_spot,
            instance_type: instance.kind.name,
            image: is_made.then_some(&instance.image),
            os_name: is_made.then_some(instance.os_name),
            startup_script_id: instance.startup_script_id.as_deref().filter(|_| is_made),
            ssh_key_ids: &instance.ssh_key_ids,
            os_volume_id: is_made.then_some(&instance.os_volume_id),
            jupyter_token: instance.jupyter_token.as_deref().filter(|_| is_made),
            contract: is_made.then_some(instance.contract),
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
    let wanted = call.query(&["status"]);
    if wanted.is_some_and(|wanted| !STATUS_FILTERS.contains(&wanted)) {
        let message = format!("status must be one of the following values: {}", STATUS_FILTERS.join(", "));
        return Err(ApiError::invalid(vec![message]));
    }
    let is_wanted = |instance: &Instance| match (wanted, instance.status(now)) {
        (Some(wanted), status) => wanted == status,
        (None, status) => status != status::DISCONTINUED,
    };
    if let Some(id) = call.query(&["computeId", "compute_id"]) {
        let one = call.state.instances.get(id).filter(|instance| wanted.is_none() || is_wanted(instance));
        return Reply::ok(&one.map(|instance| Shown::new(instance, now)).into_iter().collect::<Vec<_>>());
    }
    let shown: Vec<Shown<'_>> = call
        .state
        .instances
        .iter()
        .filter(|instance| is_wanted(instance))
        .map(|instance| Shown::new(instance, now))
        .collect();
    Reply::ok(&shown)
}

/// `GET /v1/instances/{instance_id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let instance =
        call.state.instances.get(call.parameter(0)).ok_or_else(|| ApiError::not_found("Instance not found"))?;
    Reply::ok(&Shown::new(instance, call.now))
}
