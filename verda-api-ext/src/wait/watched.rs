//! Resources that can be waited for: how they are polled, and which of their statuses are final.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::json;
use verda_api::types::{
    Cluster, ClusterId, ContainerDeploymentName, ContainerDeploymentState, Instance, InstanceId, JobDeploymentName,
    JobDeploymentState, VolumeDetails, VolumeId, VolumeStatus,
};
use verda_api::{BoxFuture, ResponseValue};

use super::poller::{Listing, Poller, Pollers, listing};
use crate::client::Client;
use crate::error::Error;

/// A resource whose status changes by itself: an instance, a volume, a cluster, a container or a job deployment. It is
/// implemented for these, and cannot be for anything else.
///
/// ```
/// use verda_api_ext::{Changes, Error, Watched};
///
/// /// Prints what changes, of any resource that can be waited for.
/// async fn show<T: Watched>(mut changes: Changes<T>) -> Result<(), Error> {
///     while let Some(change) = changes.next().await {
///         let change = change?;
///         println!("{:>4} s  {}: {:?}", change.elapsed.as_secs(), change.id, change.status);
///     }
///     Ok(())
/// }
/// # let _ = show::<verda_api_ext::types::Instance>;
/// ```
pub trait Watched: Clone + Send + Sync + Sized + sealed::Sealed + 'static {
    /// What it is called by.
    type Id: AsRef<str> + Clone + Eq + Hash + fmt::Display + Send + Sync + 'static;

    /// What errors call it.
    #[doc(hidden)]
    const NAME: &'static str;

    /// The operation that reads it.
    #[doc(hidden)]
    const GET: &'static str;

    /// Its id.
    #[doc(hidden)]
    fn id(&self) -> Option<&Self::Id>;

    /// Its status, as the API writes it.
    #[doc(hidden)]
    fn status(&self) -> &str;

    /// Whether its status is a failure that it does not leave by itself.
    #[doc(hidden)]
    fn has_failed(&self) -> bool;

    /// Whether its status says that it is deleted.
    #[doc(hidden)]
    fn is_gone(&self) -> bool {
        false
    }

    /// Whether its status says that the API does not find it: no more than a response that says so.
    #[doc(hidden)]
    fn is_lost(&self) -> bool {
        false
    }

    /// The resource of this id.
    #[doc(hidden)]
    fn get(client: &Client, id: &Self::Id) -> impl Future<Output = Result<Self, Error>> + Send;

    /// What lists all resources of this kind, for all waits; `None` where no list has their statuses.
    #[doc(hidden)]
    fn poller(pollers: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)>;
}

/// Resources that a list has.
pub(crate) trait Listed: Watched {
    /// The name of the operation that lists them.
    const LIST: &'static str;

    /// All of them.
    fn list(client: Client) -> BoxFuture<'static, Result<ResponseValue<Vec<Self>>, Error>>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Instance {}
    impl Sealed for super::VolumeDetails {}
    impl Sealed for super::Cluster {}
    impl Sealed for super::ContainerDeploymentState {}
    impl Sealed for super::JobDeploymentState {}
}

impl Watched for Instance {
    type Id = InstanceId;
    const NAME: &'static str = "instance";
    const GET: &'static str = "get_instance";

    fn id(&self) -> Option<&InstanceId> {
        Some(&self.id)
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        self.status.has_failed() || self.status.is_gone()
    }

    fn is_gone(&self) -> bool {
        self.status.is_gone()
    }

    fn is_lost(&self) -> bool {
        self.status.is_not_found()
    }

    async fn get(client: &Client, id: &InstanceId) -> Result<Self, Error> {
        Ok(client.raw().get_instance(id).send().await?.into_inner())
    }

    fn poller(pollers: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)> {
        Some((&pollers.instances, listing()))
    }
}

impl Listed for Instance {
    const LIST: &'static str = "list_instances";

    #[inline]
    fn list(client: Client) -> BoxFuture<'static, Result<ResponseValue<Vec<Self>>, Error>> {
        Box::pin(async move { client.raw().list_instances().send().await })
    }
}

impl Watched for Cluster {
    type Id = ClusterId;
    const NAME: &'static str = "cluster";
    const GET: &'static str = "get_cluster";

    fn id(&self) -> Option<&ClusterId> {
        Some(&self.id)
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        self.status.has_failed() || self.status.is_gone()
    }

    fn is_gone(&self) -> bool {
        self.status.is_gone()
    }

    fn is_lost(&self) -> bool {
        self.status.is_not_found()
    }

    async fn get(client: &Client, id: &ClusterId) -> Result<Self, Error> {
        Ok(client.raw().get_cluster(id).send().await?.into_inner())
    }

    fn poller(pollers: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)> {
        Some((&pollers.clusters, listing()))
    }
}

impl Listed for Cluster {
    const LIST: &'static str = "list_clusters";

    #[inline]
    fn list(client: Client) -> BoxFuture<'static, Result<ResponseValue<Vec<Self>>, Error>> {
        Box::pin(async move { client.raw().list_clusters().send().await })
    }
}

/// The status of a volume, in the trash or not.
pub(super) fn volume_status(volume: &VolumeDetails) -> &VolumeStatus {
    static UNKNOWN: VolumeStatus = VolumeStatus::Unknown(String::new());
    match volume {
        VolumeDetails::Trashed(volume) => &volume.status,
        VolumeDetails::Active(volume) => &volume.status,
        _ => &UNKNOWN,
    }
}

impl Watched for VolumeDetails {
    type Id = VolumeId;
    const NAME: &'static str = "volume";
    const GET: &'static str = "get_volume";

    fn id(&self) -> Option<&VolumeId> {
        match self {
            VolumeDetails::Trashed(volume) => Some(&volume.id),
            VolumeDetails::Active(volume) => Some(&volume.id),
            _ => None,
        }
    }

    fn status(&self) -> &str {
        volume_status(self).as_str()
    }

    fn has_failed(&self) -> bool {
        volume_status(self).is_gone() || matches!(self, VolumeDetails::Trashed(_))
    }

    fn is_gone(&self) -> bool {
        matches!(self, VolumeDetails::Trashed(_)) || *volume_status(self) == VolumeStatus::Deleted
    }

    async fn get(client: &Client, id: &VolumeId) -> Result<Self, Error> {
        Ok(client.raw().get_volume(id).send().await?.into_inner())
    }

    fn poller(pollers: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)> {
        Some((&pollers.volumes, listing()))
    }
}

impl Listed for VolumeDetails {
    const LIST: &'static str = "list_volumes";

    /// Without those in the trash.
    #[inline]
    fn list(client: Client) -> BoxFuture<'static, Result<ResponseValue<Vec<Self>>, Error>> {
        Box::pin(async move {
            let volumes = client.raw().list_volumes().send().await?;
            Ok(volumes.map(|volumes| volumes.into_iter().map(VolumeDetails::Active).collect()))
        })
    }
}

/// A deployment whose status the API does not find: it is there where it shows itself, and its status is not known.
fn without_status<State: DeserializeOwned, T>(
    no_status: Error,
    deployment: Result<ResponseValue<T>, Error>,
) -> Result<State, Error> {
    match deployment {
        Ok(_) => serde_json::from_value(json!({"status": "not found"})).map_err(|_| no_status),
        Err(error) if error.is_not_found() => Err(no_status),
        Err(error) => Err(error),
    }
}

/// No status of a deployment is final: it becomes healthy when its image is pulled, its replicas start or its quota grows.
impl Watched for ContainerDeploymentState {
    type Id = ContainerDeploymentName;
    const NAME: &'static str = "container deployment";
    const GET: &'static str = "get_container_deployment";

    fn id(&self) -> Option<&ContainerDeploymentName> {
        None
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        false
    }

    async fn get(client: &Client, name: &ContainerDeploymentName) -> Result<Self, Error> {
        match client.raw().get_container_deployment_status(name).send().await {
            Ok(state) => Ok(state.into_inner()),
            Err(error) if error.is_not_found() => {
                without_status(error, client.raw().get_container_deployment(name).send().await)
            }
            Err(error) => Err(error),
        }
    }

    fn poller(_: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)> {
        None
    }
}

impl Watched for JobDeploymentState {
    type Id = JobDeploymentName;
    const NAME: &'static str = "job deployment";
    const GET: &'static str = "get_job_deployment";

    fn id(&self) -> Option<&JobDeploymentName> {
        None
    }

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        false
    }

    async fn get(client: &Client, name: &JobDeploymentName) -> Result<Self, Error> {
        match client.raw().get_job_deployment_status(name).send().await {
            Ok(state) => Ok(state.into_inner()),
            Err(error) if error.is_not_found() => {
                without_status(error, client.raw().get_job_deployment(name).send().await)
            }
            Err(error) => Err(error),
        }
    }

    fn poller(_: &Pollers) -> Option<(&Arc<Poller<Self>>, Listing<Self>)> {
        None
    }
}
