//! Clusters.

use serde::{Deserialize, Serialize};

use crate::model::catalogue::cluster_types::ClusterType;
use crate::model::catalogue::stored;
use crate::model::lifecycle::Lifecycle;
use crate::model::machine::Machine;

/// Worker nodes with a jump host before them and a file system that all of them mount.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Cluster {
    pub(crate) machine: Machine,
    #[serde(with = "stored::catalogued")]
    pub(crate) kind: &'static ClusterType,
    pub(crate) nodes: Vec<Node>,
    pub(crate) mounts: Vec<Mount>,
}

/// A worker node.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) hostname: String,
    pub(crate) public_ip: String,
    pub(crate) private_ip: String,
    /// Whether it runs, while the cluster does.
    pub(crate) life: Lifecycle,
}

/// A shared volume and the place where the nodes see it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Mount {
    pub(crate) volume_id: String,
    pub(crate) point: String,
}
