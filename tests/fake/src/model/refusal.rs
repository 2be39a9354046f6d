//! Why something cannot be done.

use crate::model::catalogue::cluster_types::ClusterType;
use crate::model::catalogue::instance_types::InstanceType;

/// Why something cannot be done. Nothing has changed then.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// There is no such resource.
    NotFound(String),
    /// An order names something that neither the catalogue nor the project has: an image, a key.
    Invalid(&'static str),
    /// A deployment refers to these resources, which are not there.
    Dangling(Vec<String>),
    /// The resource does not take this action in its status.
    InStatus { verb: &'static str, status: &'static str, noun: &'static str },
    /// There is less money than the resources cost in an hour.
    NotEnoughMoney,
    /// The project may have no more of these.
    Quota(&'static str),
    /// The location has no more instances of this type, or never had.
    NoInstance { kind: &'static InstanceType, location: &'static str },
    /// The location has no more clusters of this type, or never had.
    NoCluster { kind: &'static ClusterType, location: &'static str },
    /// There is no more of this compute resource.
    NoCompute { size: u64, name: String },
    /// The image does not run on the type of the instance.
    WrongSystem,
    /// The volume is in another location than the machine, which is an instance or a cluster.
    Elsewhere(&'static str),
    /// The volume is attached, or is not ready to be.
    NotFree,
    /// The volume cannot be mounted by a cluster, or is mounted by one.
    NotFreeForCluster,
    /// The volume can be attached to one instance at most.
    NotShared,
    /// The volume is not attached to the instances that are deleted.
    NotAttached,
    /// An instance with the volume runs.
    NotShutDown,
    /// A volume never becomes smaller than it is, in gigabytes.
    SmallerThan(u64),
    /// The volume belongs to a cluster.
    OfCluster { verb: &'static str },
    /// The operating system of an instance is deleted with it, and not before.
    DeletesSystem,
    /// The operating system of an instance cannot be detached.
    DetachesSystem,
    /// A resource of this kind that is being deleted takes no changes.
    BeingDeleted(&'static str),
    /// There is one already: a resource with its name.
    Exists(String),
    /// Deployments use the resource.
    InUse { what: String, users: Vec<String> },
}

impl Refusal {
    pub(crate) fn not_found(noun: &str) -> Self {
        Self::NotFound(noun.to_owned())
    }

    /// A volume does not take this action in its status.
    pub(crate) fn of_volume(verb: &'static str, status: &'static str) -> Self {
        Self::InStatus { verb, status, noun: "volume" }
    }
}
