//! Strict mode: converts responses of the running API's shapes into those of the corrected document, in one place.
//!
//! Handlers respond in the shapes of the running API. Members that the document requires and the API omits or sets to null
//! get their value if there is one, and otherwise the empty value of their type.

use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::api::error::ApiError;
use crate::api::json::drop_nulls;
use crate::api::reply::Reply;
use crate::model::machine::Machine;
use crate::model::project::Project;

/// Members that every object of a kind has by the document, each with its empty value.
type Defaults = [(&'static str, fn() -> Value)];

const NO_TEXT: fn() -> Value = || json!("");
const NO_PRICE: fn() -> Value = || json!("0");
const NO_NUMBER: fn() -> Value = || json!(0);
const NO_LIST: fn() -> Value = || json!([]);
const NO_OBJECT: fn() -> Value = || json!({});

const INSTANCE: &Defaults = &[("ip", NO_TEXT), ("startup_script_id", NO_TEXT), ("jupyter_token", NO_TEXT)];
const CLUSTER: &Defaults = &[("ip", NO_TEXT)];
const VOLUME: &Defaults = &[
    ("instance_id", NO_TEXT),
    ("instances", NO_LIST),
    ("target", NO_TEXT),
    ("pseudo_path", NO_TEXT),
    ("create_directory_command", NO_TEXT),
    ("mount_command", NO_TEXT),
    ("filesystem_to_fstab_command", NO_TEXT),
    ("long_term", NO_OBJECT),
];
const VOLUME_IN_TRASH: &Defaults = &[("instance_id", NO_TEXT), ("instances", NO_LIST), ("target", NO_TEXT)];
const INSTANCE_TYPE: &Defaults = &[
    ("model", NO_TEXT),
    ("display_name", NO_TEXT),
    ("p2p", NO_TEXT),
    ("spot_price", NO_PRICE),
    ("max_dynamic_price", NO_PRICE),
];
const VOLUME_TYPE: &Defaults = &[
    ("burst_bandwidth", NO_NUMBER),
    ("continuous_bandwidth", NO_NUMBER),
    ("internal_network_speed", NO_NUMBER),
    ("iops", NO_TEXT),
    ("throughput_gbps", NO_NUMBER),
];

/// Converts the API's response into the one that the document describes.
pub(crate) fn conform(operation: &str, mut reply: Reply, project: &Project) -> Reply {
    if !reply.status.is_success() {
        return one_message(reply);
    }
    reply.status = match operation {
        "DELETE /v1/container-deployments/{deployment_name}" | "DELETE /v1/job-deployments/{jobName}" => StatusCode::OK,
        "POST /v1/container-deployments/{deployment_name}/pause"
        | "POST /v1/container-deployments/{deployment_name}/resume"
        | "POST /v1/job-deployments/{jobName}/pause"
        | "POST /v1/job-deployments/{jobName}/resume" => StatusCode::CREATED,
        _ => reply.status,
    };
    if let Some(id) = reply.bare_text() {
        let id = Value::from(id);
        return reply.with_value(&id);
    }
    let Some(mut value) = reply.json_body() else { return reply };
    match operation {
        "GET /v1/ssh-keys/{sshKeyId}" | "GET /v1/sshkeys/{sshKeyId}" | "GET /v1/scripts/{scriptId}" => {
            match value.as_array_mut().and_then(Vec::pop) {
                Some(only) => value = only,
                None => return ApiError::of_status(StatusCode::NOT_FOUND).into_reply(),
            }
        }
        "PATCH /v1/container-deployments/{deployment_name}/environment-variables" => value = json!([value]),
        _ => {}
    }
    drop_nulls(&mut value);
    each_object(&mut value, |object| complete(operation, object, project));
    reply.with_value(&value)
}

/// An error with all of its messages in one text.
fn one_message(reply: Reply) -> Reply {
    let Some(mut value) = reply.json_body() else { return reply };
    if let Some(Value::Array(messages)) = value.get("message") {
        let messages: Vec<&str> = messages.iter().filter_map(Value::as_str).collect();
        value["message"] = messages.join("; ").into();
        return reply.with_value(&value);
    }
    reply
}

/// The object itself, or each object of a list.
fn each_object(value: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => change(object),
        Value::Array(items) => items.iter_mut().filter_map(Value::as_object_mut).for_each(change),
        _ => {}
    }
}

/// Adds members that the document requires and the API omits.
fn complete(operation: &str, object: &mut Map<String, Value>, project: &Project) {
    let defaults = match operation {
        "GET /v1/instances" | "GET /v1/instances/{instance_id}" => {
            complete_instance(object, project);
            INSTANCE
        }
        "GET /v1/clusters" | "GET /v1/clusters/{id}" => {
            complete_cluster(object, project);
            CLUSTER
        }
        "GET /v1/volumes/{volume_id}" if object.contains_key("deleted_at") => VOLUME_IN_TRASH,
        "GET /v1/volumes" | "GET /v1/volumes/{volume_id}" => VOLUME,
        "GET /v1/volumes/trash" => VOLUME_IN_TRASH,
        "GET /v1/instance-types" | "GET /v1/instances/types" => INSTANCE_TYPE,
        "GET /v1/volume-types" => VOLUME_TYPE,
        _ => &[],
    };
    for (name, default) in defaults {
        object.entry(*name).or_insert_with(default);
    }
}

/// What the API does not show of an instance that is only ordered.
fn complete_instance(object: &mut Map<String, Value>, project: &Project) {
    let Some(instance) = project.instances.get(id_of(object)) else { return };
    complete_machine(object, &instance.machine);
    let own = [
        ("os_volume_id", json!(instance.os_volume_id)),
        ("pricing", json!("FIXED_PRICE")),
        ("volume_ids", json!(instance.volume_ids)),
    ];
    for (name, member) in own {
        object.entry(name).or_insert(member);
    }
}

/// What the API does not show of a cluster that is only ordered.
fn complete_cluster(object: &mut Map<String, Value>, project: &Project) {
    if let Some(cluster) = project.clusters.get(id_of(object)) {
        complete_machine(object, &cluster.machine);
    }
}

fn complete_machine(object: &mut Map<String, Value>, machine: &Machine) {
    let order = [
        ("image", Some(machine.image.as_str())),
        ("os_name", Some(machine.os_name)),
        ("contract", Some(machine.contract)),
        ("startup_script_id", machine.startup_script_id.as_deref()),
    ];
    for (name, text) in order {
        if let Some(text) = text {
            object.entry(name).or_insert_with(|| json!(text));
        }
    }
}

fn id_of(object: &Map<String, Value>) -> &str {
    object.get("id").and_then(Value::as_str).unwrap_or_default()
}
