//! Instances and clusters: their fate, their status and their capacity.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::order::{Order, Outcome, done};
use crate::api::error::ApiError;
use crate::api::reply::Reply;
use crate::control::machines::ControlError;
use crate::model::fate::Fate;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    pub(super) status: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NextFate {
    of: Kind,
    fate: Fate,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Instance,
    Cluster,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Capacity {
    #[serde(rename = "type")]
    kind: String,
    location: String,
    machines: usize,
}

/// A 404 for what is not there, and a 400 for all else.
fn refused(error: &ControlError) -> ApiError {
    match error {
        ControlError::UnknownInstance(id) => {
            ApiError::not_found(format!("No instance has the id or the hostname `{id}`: see GET /_fake/instances"))
        }
        ControlError::UnknownCluster(id) => {
            ApiError::not_found(format!("No cluster has the id or the hostname `{id}`: see GET /_fake/clusters"))
        }
        other => ApiError::invalid(other.to_string()),
    }
}

/// The id of a machine that is named by its id, or by its hostname as long as no other one that is not discontinued has it.
fn resolve(machines: &[Value], name: &str) -> Result<String, ApiError> {
    if machines.iter().any(|machine| machine["id"] == name) {
        return Ok(name.to_owned());
    }
    let is_named = |machine: &&Value| machine["hostname"] == name && machine["status"] != "discontinued";
    let named: Vec<&str> = machines.iter().filter(is_named).filter_map(|machine| machine["id"].as_str()).collect();
    match named.as_slice() {
        [id] => Ok((*id).to_owned()),
        // The call that follows says that there is none.
        [] => Ok(name.to_owned()),
        several => {
            Err(ApiError::conflict(format!("Several have the hostname `{name}`: give one of {}", several.join(", "))))
        }
    }
}

/// `GET /_fake/fates`
pub(super) fn fates(order: &Order<'_>) -> Outcome {
    let state = order.fake.state();
    Reply::ok(&json!({ "instance": state.project.instance_fates, "cluster": state.project.cluster_fates }))
}

/// `POST /_fake/fates`
pub(super) fn add_fate(order: &Order<'_>) -> Outcome {
    let NextFate { of, fate } = order.body()?;
    match of {
        Kind::Instance => order.fake.next_instance_fate(fate),
        Kind::Cluster => order.fake.next_cluster_fate(fate),
    }
    fates(order)
}

/// `DELETE /_fake/fates`
pub(super) fn clear_fates(order: &Order<'_>) -> Outcome {
    let mut state = order.fake.state();
    state.project.instance_fates.clear();
    state.project.cluster_fates.clear();
    done()
}

/// `GET /_fake/capacity`
pub(super) fn capacity(order: &Order<'_>) -> Outcome {
    let state = order.fake.state();
    let entry = |((kind, location), machines): (&(&str, &str), &usize)| Capacity {
        kind: (*kind).to_owned(),
        location: (*location).to_owned(),
        machines: *machines,
    };
    let mut all: Vec<Capacity> = state.project.capacity.iter().map(entry).collect();
    all.sort_by(|left, right| (&left.kind, &left.location).cmp(&(&right.kind, &right.location)));
    Reply::ok(&all)
}

/// `PUT /_fake/capacity`
pub(super) fn set_capacity(order: &Order<'_>) -> Outcome {
    let Capacity { kind, location, machines } = order.body()?;
    order.fake.set_capacity(&kind, &location, machines).map_err(|error| refused(&error))?;
    capacity(order)
}

/// `PUT /_fake/instances/{instance}/status`
pub(super) fn set_instance_status(order: &Order<'_>) -> Outcome {
    let Status { status } = order.body()?;
    let id = resolve(&order.fake.instances(), order.parameter(0))?;
    order.fake.set_instance_status(&id, &status).map_err(|error| refused(&error))?;
    done()
}

/// `POST /_fake/instances/{instance}/preempt`
pub(super) fn preempt(order: &Order<'_>) -> Outcome {
    let id = resolve(&order.fake.instances(), order.parameter(0))?;
    order.fake.preempt_instance(&id).map_err(|error| refused(&error))?;
    done()
}

/// `PUT /_fake/clusters/{cluster}/status`
pub(super) fn set_cluster_status(order: &Order<'_>) -> Outcome {
    let Status { status } = order.body()?;
    let id = resolve(&order.fake.clusters(), order.parameter(0))?;
    order.fake.set_cluster_status(&id, &status).map_err(|error| refused(&error))?;
    done()
}
