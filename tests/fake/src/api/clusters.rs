//! Clusters as the API shows them. Orders and actions are in separate modules.

pub(crate) mod actions;
pub(crate) mod orders;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use crate::api::call::Call;
use crate::api::catalogue::cluster_types::hardware;
use crate::api::error::ApiError;
use crate::api::machines;
use crate::api::reply::Reply;
use crate::model::cluster::Cluster;
use crate::model::machine::{Machine, status};
use crate::model::project::Project;

/// A cluster as the API shows it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    machine: machines::Shown<'a>,
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
    fn new(cluster: &'a Cluster, project: &'a Project, now: Duration) -> Self {
        // The nodes are known once the cluster is installed.
        let nodes = cluster.nodes.iter().filter(|_| cluster.machine.is_installed(now));
        let mounts = cluster.mounts.iter().filter_map(|mount| Some((mount, project.volumes.get(&mount.volume_id)?)));
        Self {
            machine: machines::Shown::new(&cluster.machine, hardware(cluster.kind), now),
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
pub(crate) fn to_value(cluster: &Cluster, project: &Project, now: Duration) -> Value {
    serde_json::to_value(Shown::new(cluster, project, now)).unwrap_or_default()
}

/// `GET /v1/clusters`: all that are not discontinued.
pub(crate) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (project, now) = (&*call.project, call.moment.now);
    let is_shown = |machine: &Machine| machine.is_listed(now) && machine.status(now) != status::DISCONTINUED;
    let clusters = project.clusters.iter().filter(|cluster| is_shown(&cluster.machine));
    Reply::list(clusters.map(|cluster| Shown::new(cluster, project, now)))
}

/// `GET /v1/clusters/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let cluster = call.project.clusters.get(call.parameter(0));
    let cluster = cluster.ok_or_else(|| ApiError::not_found("Cluster not found"))?;
    Reply::ok(&Shown::new(cluster, call.project, call.moment.now))
}
