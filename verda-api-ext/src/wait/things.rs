//! What can be waited for: how it is looked at, and which of its states are the end of hope.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;

use verda_api::types::{
    Cluster, ClusterId, ContainerDeploymentName, ContainerDeploymentState, ContainerDeploymentStatus, Instance,
    InstanceId, InstanceStatus, JobDeploymentName, JobDeploymentState, VolumeDetails, VolumeId, VolumeStatus,
};

use crate::client::Client;
use crate::error::Error;
use crate::pages::whole;

/// A thing whose state changes by itself: an instance, a volume, a cluster, a container or a job deployment. It is
/// implemented for these, and cannot be for anything else.
///
/// ```
/// use verda_api_ext::{Changes, Error, Watched};
///
/// /// Shows how anything that can be waited for is getting on.
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
    type Id: Clone + Eq + Hash + fmt::Display + Send + Sync + 'static;

    /// What errors call it.
    #[doc(hidden)]
    const NAME: &'static str;

    /// Its status, as the API writes it.
    #[doc(hidden)]
    fn status(&self) -> &str;

    /// Whether it does not leave this status by itself, and is not in order.
    #[doc(hidden)]
    fn has_failed(&self) -> bool;

    /// The things of these ids, with as few requests as can be; those that are not there are missing.
    #[doc(hidden)]
    fn look(client: &Client, ids: &[Self::Id]) -> impl Future<Output = Result<HashMap<Self::Id, Self>, Error>> + Send;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Instance {}
    impl Sealed for super::VolumeDetails {}
    impl Sealed for super::Cluster {}
    impl Sealed for super::ContainerDeploymentState {}
    impl Sealed for super::JobDeploymentState {}
}

/// A thing by its id, or nothing for a 404.
fn found<Id: Clone + Eq + Hash, T>(id: &Id, answer: Result<T, verda_api::Error>) -> Result<HashMap<Id, T>, Error> {
    match answer.map_err(Error::from) {
        Ok(thing) => Ok(HashMap::from([(id.clone(), thing)])),
        Err(error) if error.is_not_found() => Ok(HashMap::new()),
        Err(error) => Err(error),
    }
}

/// Statuses of machines in which nothing will happen any more. `notfound` and `unknown` are what the API says of a
/// machine that it has lost.
fn machine_has_failed(status: &InstanceStatus) -> bool {
    matches!(
        status,
        InstanceStatus::Error
            | InstanceStatus::NoCapacity
            | InstanceStatus::InstallationFailed
            | InstanceStatus::Discontinued
            | InstanceStatus::NotFound
            | InstanceStatus::NotFoundUnderscored
            | InstanceStatus::Failed
            | InstanceStatus::Deleted
    )
}

/// Whether a machine with this status is no more.
pub(super) fn machine_is_gone(status: &InstanceStatus) -> bool {
    matches!(
        status,
        InstanceStatus::Discontinued
            | InstanceStatus::NotFound
            | InstanceStatus::NotFoundUnderscored
            | InstanceStatus::Deleted
    )
}

impl Watched for Instance {
    type Id = InstanceId;
    const NAME: &'static str = "instance";

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        machine_has_failed(&self.status)
    }

    async fn look(client: &Client, ids: &[InstanceId]) -> Result<HashMap<InstanceId, Self>, Error> {
        if let [id] = ids {
            return found(id, client.raw().get_instance().instance_id(id).send().await.map(|found| found.into_inner()));
        }
        let all = whole("list_instances", client.raw().list_instances().send().await?)?;
        Ok(all.into_iter().map(|instance| (instance.id.clone(), instance)).collect())
    }
}

impl Watched for Cluster {
    type Id = ClusterId;
    const NAME: &'static str = "cluster";

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        machine_has_failed(&self.status)
    }

    async fn look(client: &Client, ids: &[ClusterId]) -> Result<HashMap<ClusterId, Self>, Error> {
        if let [id] = ids {
            return found(id, client.raw().get_cluster().id(id).send().await.map(|found| found.into_inner()));
        }
        let all = whole("list_clusters", client.raw().list_clusters().send().await?)?;
        Ok(all.into_iter().map(|cluster| (cluster.id.clone(), cluster)).collect())
    }
}

/// The status of a volume, in the trash or not.
pub(super) fn volume_status(volume: &VolumeDetails) -> &VolumeStatus {
    match volume {
        VolumeDetails::Trashed(volume) => &volume.status,
        VolumeDetails::Active(volume) => &volume.status,
    }
}

impl Watched for VolumeDetails {
    type Id = VolumeId;
    const NAME: &'static str = "volume";

    fn status(&self) -> &str {
        volume_status(self).as_str()
    }

    fn has_failed(&self) -> bool {
        matches!(volume_status(self), VolumeStatus::Canceled | VolumeStatus::Deleted)
            || matches!(self, VolumeDetails::Trashed(_))
    }

    async fn look(client: &Client, ids: &[VolumeId]) -> Result<HashMap<VolumeId, Self>, Error> {
        if let [id] = ids {
            return found(id, client.raw().get_volume().volume_id(id).send().await.map(|found| found.into_inner()));
        }
        // The list holds no volume that is in the trash: those count as gone.
        let all = whole("list_volumes", client.raw().list_volumes().send().await?)?;
        Ok(all.into_iter().map(|volume| (volume.id.clone(), VolumeDetails::Active(volume))).collect())
    }
}

impl Watched for ContainerDeploymentState {
    type Id = ContainerDeploymentName;
    const NAME: &'static str = "container deployment";

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        matches!(self.status, ContainerDeploymentStatus::Unhealthy | ContainerDeploymentStatus::QuotaReached)
    }

    async fn look(client: &Client, names: &[Self::Id]) -> Result<HashMap<Self::Id, Self>, Error> {
        let mut all = HashMap::new();
        for name in names {
            let answer = client.raw().get_container_deployment_status().deployment_name(name).send().await;
            all.extend(found(name, answer.map(|found| found.into_inner()))?);
        }
        Ok(all)
    }
}

impl Watched for JobDeploymentState {
    type Id = JobDeploymentName;
    const NAME: &'static str = "job deployment";

    fn status(&self) -> &str {
        self.status.as_str()
    }

    fn has_failed(&self) -> bool {
        false
    }

    async fn look(client: &Client, names: &[Self::Id]) -> Result<HashMap<Self::Id, Self>, Error> {
        let mut all = HashMap::new();
        for name in names {
            let answer = client.raw().get_job_deployment_status().job_name(name).send().await;
            all.extend(found(name, answer.map(|found| found.into_inner()))?);
        }
        Ok(all)
    }
}
