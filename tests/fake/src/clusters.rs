//! Clusters and their representation in the API. Orders and actions are in separate modules.

pub(crate) mod actions;
pub(crate) mod orders;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::Call;
use crate::catalogue::cluster_types::ClusterType;
use crate::error::ApiError;
use crate::lifecycle::Lifecycle;
use crate::machine::{self, Machine, status};
use crate::reply::Reply;
use crate::snapshot::stored;
use crate::state::State;
use crate::volumes;

/// Worker nodes with a jump host before them and a file system that all of them mount.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cluster {
    pub(crate) machine: Machine,
    #[serde(with = "stored::catalogued")]
    kind: &'static ClusterType,
    nodes: Vec<Node>,
    mounts: Vec<Mount>,
}

/// A worker node.
#[derive(Debug, Serialize, Deserialize)]
struct Node {
    id: String,
    hostname: String,
    public_ip: String,
    private_ip: String,
    /// Whether it runs, while the cluster does.
    life: Lifecycle,
}

/// A shared volume and the place where the nodes see it.
#[derive(Debug, Serialize, Deserialize)]
struct Mount {
    volume_id: String,
    point: String,
}

/// A cluster as the API shows it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    machine: machine::Shown<'a>,
    cluster_type: &'a str,
    worker_nodes: Vec<ShownNode<'a>>,
    shared_volumes: Vec<ShownVolume<'a>>,
}

#[derive(Serialize)]
struct ShownNode<'a> {
    id: &'a str,
    hostname: &'a str,
    public_ip: &'a str,
    private_ip: &'a str,
    status: &'a str,
}

#[derive(Serialize)]
struct ShownVolume<'a> {
    id: &'a str,
    name: &'a str,
    mount_point: &'a str,
    size_in_gigabytes: u64,
}

impl<'a> Shown<'a> {
    fn new(cluster: &'a Cluster, state: &'a State, now: Duration) -> Self {
        // The nodes are known once the cluster is installed.
        let nodes = cluster.nodes.iter().filter(|_| cluster.machine.is_installed(now));
        let mounts = cluster.mounts.iter().filter_map(|mount| Some((mount, state.volumes.get(&mount.volume_id)?)));
        Self {
            machine: machine::Shown::new(&cluster.machine, cluster.kind.hardware(), now),
            cluster_type: cluster.kind.name,
            worker_nodes: nodes
                .map(|node| ShownNode {
                    id: &node.id,
                    hostname: &node.hostname,
                    public_ip: &node.public_ip,
                    private_ip: &node.private_ip,
                    status: match cluster.machine.status(now) {
                        status::RUNNING => node.life.status(now),
                        other => other,
                    },
                })
                .collect(),
            shared_volumes: mounts
                .map(|(mount, volume)| ShownVolume {
                    id: &mount.volume_id,
                    name: &volume.name,
                    mount_point: &mount.point,
                    size_in_gigabytes: volume.size_gb,
                })
                .collect(),
        }
    }
}

/// A cluster as the API shows it at an instant.
pub(crate) fn to_value(cluster: &Cluster, state: &State, now: Duration) -> Value {
    serde_json::to_value(Shown::new(cluster, state, now)).unwrap_or_default()
}

fn not_found() -> ApiError {
    ApiError::not_found("Cluster not found")
}

/// `GET /v1/clusters`: all that are not discontinued.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (state, now) = (&*call.state, call.now);
    let is_shown = |machine: &Machine| machine.is_listed(now) && machine.status(now) != status::DISCONTINUED;
    let clusters = state.clusters.iter().filter(|cluster| is_shown(&cluster.machine));
    Reply::list(clusters.map(|cluster| Shown::new(cluster, state, now)))
}

/// `GET /v1/clusters/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let cluster = call.state.clusters.get(call.parameter(0)).ok_or_else(not_found)?;
    Reply::ok(&Shown::new(cluster, call.state, call.now))
}

/// Sets the status of a cluster, if the cluster exists. A cluster that is gone has no volumes.
pub(crate) fn put_into(state: &mut State, id: &str, status: &'static str, now: Duration) -> Option<()> {
    let cluster = state.clusters.get_mut(id)?;
    cluster.machine.put_into(&mut state.ledger, status, now);
    if machine::is_gone(status) {
        release_volumes(state, id, now);
    }
    Some(())
}

/// Detaches the shared volumes of a cluster, until an instant in machine time. The volumes still cost money.
fn release_volumes(state: &mut State, id: &str, done: Duration) {
    let Some(cluster) = state.clusters.get_mut(id) else { return };
    for mount in std::mem::take(&mut cluster.mounts) {
        volumes::detach(state, &mount.volume_id, id, done);
    }
}
