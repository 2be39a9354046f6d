//! Actions on clusters and on their nodes.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::{Cluster, not_found, release_volumes};
use crate::call::Call;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::machine::{self, status};
use crate::reply::Reply;
use crate::state::State;

const ACTIONS: [&str; 1] = ["discontinue"];
const NODE_ACTIONS: [&str; 3] = ["boot", "shutdown", "force_shutdown"];

/// `PUT /v1/clusters`: discontinues clusters, all of them or, where one cannot be, none.
pub(crate) fn perform(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let ids = read_ids(&body)?;
    for id in &ids {
        let cluster = call.state.clusters.get(id).ok_or_else(not_found)?;
        if cluster.machine.is_starting(call.now) {
            return Err(machine::refused("discontinue", cluster.machine.status(call.now), "cluster"));
        }
    }
    let (now, done) = (call.now, call.done());
    for id in &ids {
        discontinue(call.state, id, now, done);
    }
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

/// The clusters that a body names: in an array of actions, as the document has it, or as the official Python SDK sends
/// them, one action with one id or many.
fn read_ids(body: &Map<String, Value>) -> Result<Vec<String>, ApiError> {
    let mut fields = Fields::new(body);
    let ids = if body.contains_key("id") {
        fields.required_choice("action", &ACTIONS);
        fields.one_or_many("id")
    } else {
        fields.required_nested_list("actions", |action| {
            action.required_choice("action", &ACTIONS);
            action.required_text("id")
        })
    };
    fields.finish()?;
    Ok(ids)
}

fn discontinue(state: &mut State, id: &str, now: Duration, done: Duration) {
    let Some(cluster) = state.clusters.get_mut(id) else { return };
    if !cluster.machine.is_being_removed(now) && !cluster.machine.delays_deletion() {
        cluster.machine.leave(&mut state.ledger, status::DELETING, now, done);
        release_volumes(state, id, done);
    }
}

/// `POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions`
pub(crate) fn perform_on_node(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let action = fields.required_choice("action", &NODE_ACTIONS);
    fields.finish()?;
    let (now, done) = (call.now, call.done());
    let (cluster_id, node_id) = (call.parameter(0).to_owned(), call.parameter(1).to_owned());
    let Cluster { machine, nodes, .. } = call.state.clusters.get_mut(&cluster_id).ok_or_else(not_found)?;
    let node = nodes.iter_mut().find(|node| node.id == node_id);
    let node = node.ok_or_else(|| ApiError::not_found("Cluster node not found"))?;
    let (verb, wanted, other) = match action {
        "boot" => ("boot", status::RUNNING, status::OFFLINE),
        _ => ("shutdown", status::OFFLINE, status::RUNNING),
    };
    if machine.status(now) != status::RUNNING {
        return Err(machine::refused(verb, machine.status(now), "cluster node"));
    }
    node.life.switch(wanted, other, now, done);
    Ok(Reply::empty(StatusCode::ACCEPTED))
}
