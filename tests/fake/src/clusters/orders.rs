//! Orders of clusters.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::{Cluster, Mount, Node};
use crate::call::Call;
use crate::catalogue::cluster_types::{self, ClusterType};
use crate::catalogue::images::{self, Image};
use crate::catalogue::volume_types;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::lifecycle::Lifecycle;
use crate::machine::{self, Machine, PAY_AS_YOU_GO, status};
use crate::money::Rate;
use crate::reply::Reply;
use crate::state::State;
use crate::volumes::{self, MIN_SIZE_GB, NewVolume};

/// Where the nodes see the file system that is made with the cluster.
const HOME: &str = "/home";

/// The body of an order with valid members.
struct Order {
    machine: machine::Order,
    cluster_type: String,
    volume_name: String,
    volume_gb: u64,
    existing_volumes: Vec<String>,
}

/// The catalogue entries and resources that an order names.
struct Plan {
    kind: &'static ClusterType,
    image: &'static Image,
    location: &'static str,
}

/// `POST /v1/clusters`
pub(crate) fn deploy(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.require_user_agent()?;
    let order = read(call)?;
    let now = call.now;
    let plan = plan(call.state, &order, now)?;
    let storage_rate = volume_types::cluster_shared().rate(order.volume_gb);
    call.state.require_storage_quota(call.config, order.volume_gb, now)?;
    call.state.ledger.require_funds(Rate::per_hour(plan.kind.price()).plus(storage_rate), now)?;
    if !call.state.has_capacity(plan.kind.name, plan.kind.locations, plan.location, now) {
        let ClusterType { name, gpus, .. } = plan.kind;
        let message = format!("Not enough resources to deploy a {gpus} GPU cluster type {name} in {}", plan.location);
        return Err(ApiError::unavailable(message));
    }
    let id = build(call, order, &plan);
    Reply::json(StatusCode::ACCEPTED, &json!({ "id": id }))
}

fn read(call: &Call<'_>) -> Result<Order, ApiError> {
    let body = call.json_body()?;
    let mut fields = Fields::new(&body);
    let cluster_type = fields.required_text("cluster_type");
    let machine = machine::Order::read(&mut fields);
    let contract = fields.optional_choice("contract", &[PAY_AS_YOU_GO, "LONG_TERM"]);
    fields.optional_choice("extension_settings", &["auto_renew", "pay_as_you_go", "end_contract"]);
    fields.flag("auto_rental_extension");
    fields.flag("turn_to_pay_as_you_go");
    let volume = fields.required_nested("shared_volume", |volume| {
        (volume.required_text("name"), volume.required_number("size", MIN_SIZE_GB))
    });
    let existing_volumes = fields.nested_list("existing_volumes", |volume| volume.required_text("id"));
    fields.finish()?;
    let (volume_name, volume_gb) = volume.unwrap_or_default();
    if contract.is_some_and(|contract| contract != PAY_AS_YOU_GO) {
        return Err(ApiError::invalid("Only the contract PAY_AS_YOU_GO is supported for clusters"));
    }
    if machine.ssh_key_ids.is_empty() {
        return Err(ApiError::invalid(vec!["ssh_key_ids should not be empty"]));
    }
    Ok(Order { machine, cluster_type, volume_name, volume_gb, existing_volumes })
}

/// Looks up everything that the order names.
fn plan(state: &State, order: &Order, now: Duration) -> Result<Plan, ApiError> {
    let kind = cluster_types::find(&order.cluster_type).ok_or_else(|| ApiError::invalid("Invalid cluster type"))?;
    let location = order.machine.location()?;
    let image = images::find_for_clusters(&order.machine.image).ok_or_else(|| ApiError::invalid("Invalid image"))?;
    order.machine.require_keys_and_script(state)?;
    let mut seen = HashSet::new();
    for id in &order.existing_volumes {
        let volume = state.volumes.get(id).ok_or_else(|| ApiError::invalid("Invalid volume ID"))?;
        volume.require_location(location, "cluster")?;
        if !volume.is_free_for_cluster(now) || !seen.insert(id) {
            return Err(ApiError::invalid("Only a shared volume that no cluster has can be attached to a cluster"));
        }
    }
    Ok(Plan { kind, image, location })
}

/// Creates the cluster, its nodes and its file system. This step cannot fail.
fn build(call: &mut Call<'_>, mut order: Order, plan: &Plan) -> String {
    let running = call.config.provisioning().running_from(call.now);
    let id = call.state.ids.uuid();
    let life = Lifecycle::new(volumes::status::ORDERED).then(running, volumes::status::ATTACHED);
    let kind = volume_types::cluster_shared();
    let home = NewVolume::new(Some(order.volume_name), kind, order.volume_gb, plan.location, life);
    let mut mounts = vec![Mount { volume_id: volumes::make(call, home), point: HOME.to_owned() }];
    mounts.extend(order.existing_volumes.into_iter().map(|volume_id| {
        let point = volumes::mount_point(&volume_id);
        Mount { volume_id, point }
    }));
    for mount in &mounts {
        volumes::mount(call.state, &mount.volume_id, &id, running);
    }

    let nodes = (1..=plan.kind.nodes()).map(|number| node(call.state, number)).collect();
    // The order may have named it by its id.
    order.machine.image = plan.image.image_type.to_owned();
    let terms = machine::Terms {
        kind: plan.kind.name,
        location: plan.location,
        os_name: plan.image.os_name,
        contract: PAY_AS_YOU_GO,
        price_per_hour: plan.kind.price(),
    };
    let fate = call.state.cluster_fates.pop_front().unwrap_or_default();
    let machine = Machine::make(call, id.clone(), order.machine, terms, fate);
    call.state.clusters.insert(&id, Cluster { machine, kind: plan.kind, nodes, mounts });
    id
}

/// A worker node: one of the fake's own addresses from the top end, so that they differ from those of machines.
fn node(state: &mut State, number: u32) -> Node {
    state.nodes_made += 1;
    Node {
        id: state.ids.uuid(),
        hostname: format!("worker-{number}"),
        public_ip: machine::address(usize::MAX - state.nodes_made),
        private_ip: format!("10.0.0.{}", number.saturating_add(1)),
        life: Lifecycle::new(status::RUNNING),
    }
}
