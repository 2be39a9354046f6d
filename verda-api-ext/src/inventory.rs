//! All that a project has, list by list.

use futures_util::future::{join3, join4};
use verda_api::ResponseValue;
use verda_api::types::{
    Cluster, ContainerDeployment, FileSecret, Instance, InstanceStatus, JobDeploymentSummary, RegistryCredentials,
    Script, Secret, SshKey, TrashedVolume, Volume,
};

use crate::client::Client;
use crate::error::Error;
use crate::pages::checked;

/// A list, or why it is not known.
type Listed<T> = Result<ResponseValue<Vec<T>>, Error>;

/// The resources of a project. See [`Client::inventory`], which has an example.
#[derive(Debug)]
#[non_exhaustive]
pub struct Inventory {
    /// The instances, with those that no longer run as long as the API lists them.
    pub instances: Listed<Instance>,
    /// The clusters.
    pub clusters: Listed<Cluster>,
    /// The volumes, without those in the trash.
    pub volumes: Listed<Volume>,
    /// The volumes in the trash. They cost nothing, and count against the quota.
    pub trash: Listed<TrashedVolume>,
    /// The container deployments.
    pub container_deployments: Listed<ContainerDeployment>,
    /// The job deployments.
    pub job_deployments: Listed<JobDeploymentSummary>,
    /// The startup scripts, from all pages.
    pub scripts: Listed<Script>,
    /// The SSH keys.
    pub ssh_keys: Listed<SshKey>,
    /// The secrets, without their values.
    pub secrets: Listed<Secret>,
    /// The file secrets, without their contents.
    pub file_secrets: Listed<FileSecret>,
    /// The credentials of container registries, without their secrets.
    pub registry_credentials: Listed<RegistryCredentials>,
}

impl Inventory {
    /// What is missing, one line each: lists that failed, and elements that cannot be decoded. Empty if the inventory is
    /// complete.
    pub fn missing(&self) -> Vec<String> {
        [
            unknown("list_instances", self.instances.as_ref()),
            unknown("list_clusters", self.clusters.as_ref()),
            unknown("list_volumes", self.volumes.as_ref()),
            unknown("list_volumes_in_trash", self.trash.as_ref()),
            unknown("list_container_deployments", self.container_deployments.as_ref()),
            unknown("list_job_deployments", self.job_deployments.as_ref()),
            unknown("list_scripts", self.scripts.as_ref()),
            unknown("list_ssh_keys", self.ssh_keys.as_ref()),
            unknown("list_secrets", self.secrets.as_ref()),
            unknown("list_file_secrets", self.file_secrets.as_ref()),
            unknown("list_container_registry_credentials", self.registry_credentials.as_ref()),
        ]
        .concat()
    }
}

/// Picks instances from a list, for helpers that take several: those of an [`Inventory`], or of `list_instances`. Methods of
/// every iterator over them.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # for hostname in ["prod-1", "test-1"] {
/// #     let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
/// #     let id = client.deploy_instance(order.hostname(hostname).location_code("FIN-01")).await?.into_inner();
/// #     client.wait_for_instance(&id).await?;
/// # }
/// use verda_api_ext::SelectInstances as _;
///
/// let instances = client.inventory().await.instances?;
/// let idle = instances.iter().running().without_prefix("prod-").map(|instance| &instance.id);
/// client.shutdown_instances(idle).await?.all_ok()?;
/// # assert_eq!(client.list_instances().await?.iter().running().next().unwrap().hostname.as_deref(), Some("prod-1"));
/// # });
/// ```
pub trait SelectInstances<'a>: Iterator<Item = &'a Instance> + Sized {
    /// Those that are running.
    fn running(self) -> impl Iterator<Item = &'a Instance> {
        self.filter(|instance| instance.status == InstanceStatus::Running)
    }

    /// Those that cost, such as machines that are shut down: [`InstanceStatus::is_billed`].
    fn billed(self) -> impl Iterator<Item = &'a Instance> {
        self.filter(|instance| instance.status.is_billed())
    }

    /// Those whose hostname begins like this.
    fn with_prefix(self, prefix: &str) -> impl Iterator<Item = &'a Instance> {
        self.filter(move |instance| instance.hostname.as_deref().is_some_and(|name| name.starts_with(prefix)))
    }

    /// Those whose hostname begins in another way. A machine whose hostname the API does not tell may begin like this, and is
    /// not among them.
    fn without_prefix(self, prefix: &str) -> impl Iterator<Item = &'a Instance> {
        self.filter(move |instance| instance.hostname.as_deref().is_some_and(|name| !name.starts_with(prefix)))
    }
}

impl<'a, I: Iterator<Item = &'a Instance>> SelectInstances<'a> for I {}

/// What a list does not tell, one line each: that it failed, or elements that cannot be decoded.
pub(crate) fn unknown<T>(method: &str, list: Result<&ResponseValue<Vec<T>>, &Error>) -> Vec<String> {
    match list {
        Ok(list) => {
            let elements = list.skipped().iter().filter(|skipped| skipped.is_element());
            elements.map(|odd| format!("{method}: {} cannot be decoded: {}", odd.path, odd.reason)).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

impl Client {
    /// Lists all resources of the project: eleven lists at once, and, where there are several pages of scripts, one
    /// request more for each further one and one to see whether they moved.
    /// A list that fails is an error in its place, and the others are there all the same. Safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let inventory = client.inventory().await;
    /// for line in inventory.missing() {
    ///     eprintln!("not complete: {line}");
    /// }
    /// for volume in inventory.volumes.iter().flatten() {
    ///     println!("{} {:?}", volume.id, volume.name);
    /// }
    /// // Where the list has to be known:
    /// println!("{} machines", inventory.instances?.len());
    /// # });
    /// ```
    pub async fn inventory(&self) -> Inventory {
        let raw = self.raw();
        let machines = join4(
            raw.list_instances().send(),
            raw.list_clusters().send(),
            raw.list_volumes().send(),
            raw.list_volumes_in_trash().send(),
        );
        let serverless = join4(
            raw.list_container_deployments().send(),
            raw.list_job_deployments().send(),
            raw.list_container_registry_credentials().send(),
            raw.list_secrets().send(),
        );
        let others = join3(raw.list_file_secrets().send(), self.scripts().all(), raw.list_ssh_keys().send());
        let (machines, serverless, others) = join3(machines, serverless, others).await;
        let (instances, clusters, volumes, trash) = machines;
        let (container_deployments, job_deployments, registry_credentials, secrets) = serverless;
        let (file_secrets, scripts, ssh_keys) = others;
        Inventory {
            instances: checked("list_instances", instances),
            clusters: checked("list_clusters", clusters),
            volumes: checked("list_volumes", volumes),
            trash: checked("list_volumes_in_trash", trash),
            container_deployments: checked("list_container_deployments", container_deployments),
            job_deployments: checked("list_job_deployments", job_deployments),
            scripts,
            ssh_keys: checked("list_ssh_keys", ssh_keys),
            secrets: checked("list_secrets", secrets),
            file_secrets: checked("list_file_secrets", file_secrets),
            registry_credentials: checked("list_container_registry_credentials", registry_credentials),
        }
    }
}
