//! Constructors of waits: the resources, and the condition that is meant if none is given.

use verda_api::types::{
    Cluster, ClusterId, ContainerDeploymentName, ContainerDeploymentState, ContainerDeploymentStatus, Instance,
    InstanceId, InstanceStatus, JobDeploymentName, JobDeploymentState, JobDeploymentStatus, VolumeDetails, VolumeId,
};

use super::watched::volume_status;
use super::{Condition, Wait, Watched};
use crate::actions::check_ids;
use crate::client::Client;
use crate::error::Error;
use crate::ids::{IntoIds, Several};

/// Whether an instance has a status.
pub(crate) fn instance_is(status: InstanceStatus) -> Condition<Instance> {
    Condition::new(status.to_string(), move |instance: &Instance| instance.status == status)
}

/// Whether an instance runs and has an address.
pub(crate) fn is_reachable() -> Condition<Instance> {
    let address = |instance: &Instance| instance.ip.as_ref().is_some_and(|address| !address.is_empty());
    instance_is(InstanceStatus::Running).and(Condition::new("reachable at an address", address))
}

impl Client {
    /// Waits for an instance, until it is running unless said otherwise. See [`Wait`], which has an example: it is
    /// awaited, and changes nothing.
    ///
    /// The wait and the deploy are two calls, so that the id is never lost.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// # fake.set_instance_status(id.as_str(), "installation_failed").unwrap();
    /// use verda_api_ext::{DeleteVolumes, WaitEnd};
    ///
    /// if let Err(error) = client.wait_for_instance(&id).await {
    ///     println!("{error}");
    ///     // It was ordered, and costs, running or not.
    ///     client.terminate_instances(&id, DeleteVolumes::Os).await?.all_ok()?;
    ///     # assert_eq!(error.cause::<verda_api_ext::WaitError>().map(|wait| wait.reason), Some(WaitEnd::Failed));
    /// }
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// An [`Error`] of the kind [`Wait`](crate::ErrorKind::Wait), with a [`WaitError`](crate::WaitError) in it. The
    /// machine may go on costing.
    pub fn wait_for_instance(&self, id: impl Into<InstanceId>) -> Wait<Instance> {
        Wait::new(self, vec![id.into()], instance_is(InstanceStatus::Running))
    }

    /// Waits for several instances, until all of them are running unless said otherwise. One request per poll, however
    /// many they are; none if there are none.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # use verda_api_ext::types::DeployInstance;
    /// let mut ids = Vec::new();
    /// for number in 1..=3 {
    ///     let order = DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    ///     let order = order.hostname(format!("node-{number}")).location_code("FIN-01");
    ///     ids.push(client.deploy_instance(order).await?.into_inner());
    /// }
    /// for instance in client.wait_for_instances(&ids).until_reachable().await? {
    ///     println!("{} has the address {:?}", instance.id, instance.ip);
    /// }
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`wait_for_instance`](Self::wait_for_instance); one that fails ends the wait for all, and is named.
    pub fn wait_for_instances<Count>(&self, ids: impl IntoIds<InstanceId, Count>) -> Wait<Instance, Several> {
        Wait::new(self, ids.into_ids(), instance_is(InstanceStatus::Running))
    }

    /// Waits for a volume, until it is detached or attached unless said otherwise: until nothing is happening to it.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::{CreateVolume, VolumeKind};
    ///
    /// let order = CreateVolume::builder().name("data").size(100_u64).type_(VolumeKind::Nvme).location_code("FIN-01");
    /// let id = client.create_volume(order).await?.into_inner();
    /// client.wait_for_volume(&id).await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`wait_for_instance`](Self::wait_for_instance). A volume in the trash ends it.
    pub fn wait_for_volume(&self, id: impl Into<VolumeId>) -> Wait<VolumeDetails> {
        Wait::new(self, vec![id.into()], volume_is_ready())
    }

    /// Waits for several volumes, as [`wait_for_volume`](Self::wait_for_volume) does. One request per poll, however
    /// many they are.
    ///
    /// # Errors
    ///
    /// See [`wait_for_volume`](Self::wait_for_volume); one that fails ends the wait for all, and is named.
    pub fn wait_for_volumes<Count>(&self, ids: impl IntoIds<VolumeId, Count>) -> Wait<VolumeDetails, Several> {
        Wait::new(self, ids.into_ids(), volume_is_ready())
    }

    /// Waits for a cluster, until it is running unless said otherwise. See [`Wait`].
    ///
    /// # Errors
    ///
    /// See [`wait_for_instance`](Self::wait_for_instance).
    pub fn wait_for_cluster(&self, id: impl Into<ClusterId>) -> Wait<Cluster> {
        Wait::new(self, vec![id.into()], cluster_is_running())
    }

    /// Waits for several clusters, as [`wait_for_cluster`](Self::wait_for_cluster) does. One request per poll, however many
    /// they are.
    ///
    /// # Errors
    ///
    /// See [`wait_for_cluster`](Self::wait_for_cluster); one that fails ends the wait for all, and is named.
    pub fn wait_for_clusters<Count>(&self, ids: impl IntoIds<ClusterId, Count>) -> Wait<Cluster, Several> {
        Wait::new(self, ids.into_ids(), cluster_is_running())
    }

    /// Waits for a container deployment, until it is healthy unless said otherwise. No status ends the wait early:
    /// `unhealthy` and `quota_reached` pass. [`fail_if`](Wait::fail_if) says which one ends it.
    ///
    /// Requests for the containers go to the deployment's `endpoint_base_url`, with any HTTP client and a key for inference
    /// from the console: they are no part of this API, and its token is not valid for them.
    ///
    /// ```no_run
    /// # async fn run(client: verda_api_ext::Client) -> Result<(), verda_api_ext::Error> {
    /// client.wait_for_container_deployment("llm").await?;
    /// let deployment = client.get_container_deployment("llm").await?;
    /// println!("requests go to {:?}", deployment.endpoint_base_url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`wait_for_instance`](Self::wait_for_instance).
    pub fn wait_for_container_deployment(
        &self,
        name: impl Into<ContainerDeploymentName>,
    ) -> Wait<ContainerDeploymentState> {
        let healthy = Condition::new("healthy", |deployment: &ContainerDeploymentState| {
            deployment.status == ContainerDeploymentStatus::Healthy
        });
        Wait::new(self, vec![name.into()], healthy)
    }

    /// Waits for a job deployment, until it is ready or running unless said otherwise. See [`Wait`]; none of its states
    /// ends it early.
    ///
    /// # Errors
    ///
    /// See [`wait_for_instance`](Self::wait_for_instance).
    pub fn wait_for_job_deployment(&self, name: impl Into<JobDeploymentName>) -> Wait<JobDeploymentState> {
        let ready = Condition::new("ready", |job: &JobDeploymentState| {
            matches!(job.status, JobDeploymentStatus::Ready | JobDeploymentStatus::Running)
        });
        Wait::new(self, vec![name.into()], ready)
    }
}

fn volume_is_ready() -> Condition<VolumeDetails> {
    Condition::new("ready", |volume: &VolumeDetails| {
        matches!(volume, VolumeDetails::Active(_)) && volume_status(volume).is_ready()
    })
}

fn cluster_is_running() -> Condition<Cluster> {
    Condition::new("running", |cluster: &Cluster| cluster.status == InstanceStatus::Running)
}

impl<Count> Wait<Instance, Count> {
    /// Until it is running, which is also what is waited for unless said otherwise.
    pub fn until_running(self) -> Self {
        self.until(instance_is(InstanceStatus::Running))
    }

    /// Until it is running and has an address. The API may show `running` first. A machine without a public address never
    /// gets there.
    pub fn until_reachable(self) -> Self {
        self.until(is_reachable())
    }

    /// Until it is shut down. It goes on costing.
    pub fn until_offline(self) -> Self {
        self.until(instance_is(InstanceStatus::Offline))
    }
}

impl<T: Watched, Count: Send + 'static> Wait<T, Count> {
    /// Waits until it is deleted: until it is not found, or its status says so; a volume in the trash is deleted. One that
    /// was never there counts as deleted. It deletes nothing: `terminate_…` does both. It is the end of a wait that is being
    /// built: [`timeout`](Self::timeout) and [`every`](Self::every) go before it.
    ///
    /// # Errors
    ///
    /// Those of a [`Wait`]. The states that end another wait do not end this one. After a delete: it may still be there,
    /// and costs. [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where an id is empty or has white space around
    /// it: that id would never be found.
    pub async fn until_deleted(self) -> Result<(), Error> {
        let ids: Vec<String> = self.ids.iter().map(ToString::to_string).collect();
        check_ids(T::NAME, &ids)?;
        self.until_gone().finish().await.map(drop)
    }
}
