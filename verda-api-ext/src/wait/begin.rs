//! What waits begin with: the things, and the condition that is meant if none is given.

use verda_api::OneOrMany;
use verda_api::types::{
    Cluster, ClusterId, ContainerDeploymentName, ContainerDeploymentState, ContainerDeploymentStatus, Instance,
    InstanceId, InstanceStatus, JobDeploymentName, JobDeploymentState, JobDeploymentStatus, VolumeDetails, VolumeId,
    VolumeStatus,
};

use super::things::{machine_is_gone, volume_status};
use super::{Condition, Many, Wait};
use crate::client::Client;
use crate::error::Error;

fn instance_is(status: InstanceStatus) -> Condition<Instance> {
    Condition::new(status.to_string(), move |instance: &Instance| instance.status == status)
}

impl Client {
    /// Waits for an instance, until it is running unless said otherwise. See [`Wait`].
    ///
    /// The wait and the deploy are two calls, so that the id is never lost.
    pub fn wait_for_instance(&self, id: &InstanceId) -> Wait<Instance> {
        Wait::new(self, vec![id.clone()], instance_is(InstanceStatus::Running))
    }

    /// Waits for several instances, until all of them are running unless said otherwise. One request per look, however
    /// many they are; none if there are none.
    pub fn wait_for_instances(&self, ids: impl Into<OneOrMany<InstanceId>>) -> Wait<Instance, Many> {
        Wait::new(self, ids.into().into_vec(), instance_is(InstanceStatus::Running))
    }

    /// Waits for a volume, until it is detached or attached unless said otherwise: until nothing is happening to it.
    pub fn wait_for_volume(&self, id: &VolumeId) -> Wait<VolumeDetails> {
        Wait::new(self, vec![id.clone()], volume_is_ready())
    }

    /// Waits for several volumes. One request per look, however many they are.
    pub fn wait_for_volumes(&self, ids: impl Into<OneOrMany<VolumeId>>) -> Wait<VolumeDetails, Many> {
        Wait::new(self, ids.into().into_vec(), volume_is_ready())
    }

    /// Waits for a cluster, until it is running unless said otherwise.
    pub fn wait_for_cluster(&self, id: &ClusterId) -> Wait<Cluster> {
        let running = Condition::new("running", |cluster: &Cluster| cluster.status == InstanceStatus::Running);
        Wait::new(self, vec![id.clone()], running)
    }

    /// Waits for a container deployment, until it is healthy unless said otherwise.
    pub fn wait_for_container_deployment(&self, name: &ContainerDeploymentName) -> Wait<ContainerDeploymentState> {
        let healthy = Condition::new("healthy", |deployment: &ContainerDeploymentState| {
            deployment.status == ContainerDeploymentStatus::Healthy
        });
        Wait::new(self, vec![name.clone()], healthy)
    }

    /// Waits for a job deployment, until it is ready or running unless said otherwise.
    pub fn wait_for_job_deployment(&self, name: &JobDeploymentName) -> Wait<JobDeploymentState> {
        let ready = Condition::new("ready", |job: &JobDeploymentState| {
            matches!(job.status, JobDeploymentStatus::Ready | JobDeploymentStatus::Running)
        });
        Wait::new(self, vec![name.clone()], ready)
    }
}

fn volume_is_ready() -> Condition<VolumeDetails> {
    Condition::new("ready", |volume: &VolumeDetails| {
        matches!(volume, VolumeDetails::Active(_))
            && matches!(
                volume_status(volume),
                VolumeStatus::Attached | VolumeStatus::Detached | VolumeStatus::Created | VolumeStatus::Exported
            )
    })
}

impl<M> Wait<Instance, M> {
    /// Until it is running.
    pub fn until_running(self) -> Self {
        self.until(instance_is(InstanceStatus::Running))
    }

    /// Until it is shut down.
    pub fn until_offline(self) -> Self {
        self.until(instance_is(InstanceStatus::Offline))
    }
}

/// Waits that end when a thing is no more give nothing back.
macro_rules! until_gone {
    ($($thing:ty, $name:literal, $gone:expr;)*) => {$(
        impl<M: Send + 'static> Wait<$thing, M> {
            /// Waits until it is deleted: until it is not found, or its status says so. One that was never there counts
            /// as deleted.
            ///
            /// # Errors
            ///
            /// Those of a [`Wait`]. The states that end another wait do not end this one.
            pub async fn until_deleted(self) -> Result<(), Error> {
                self.until_gone_or($name, $gone).finish().await.map(|_| ())
            }
        }
    )*};
}

until_gone! {
    Instance, "deleted", |instance: &Instance| machine_is_gone(&instance.status);
    Cluster, "deleted", |cluster: &Cluster| machine_is_gone(&cluster.status);
    VolumeDetails, "deleted", |volume: &VolumeDetails| {
        matches!(volume, VolumeDetails::Trashed(_)) || *volume_status(volume) == VolumeStatus::Deleted
    };
    ContainerDeploymentState, "deleted", |_: &ContainerDeploymentState| false;
    JobDeploymentState, "deleted", |_: &JobDeploymentState| false;
}
