//! The resources that have a name, and their lookups.

use verda_api::types::{
    Cluster, ContainerDeployment, FileSecret, Instance, JobDeploymentSummary, RegistryCredentials, Script, Secret,
    SshKey, Volume,
};

use super::{HasName, look_up};
use crate::client::Client;
use crate::error::Error;

/// Whether a hostname is this one: letters may come in another case, and either of the two may have a domain that the other is
/// told without.
fn is_same_host(found: &str, wanted: &str) -> bool {
    let [found, wanted] = [found, wanted].map(|name| name.trim().trim_end_matches('.'));
    match (found.split_once('.'), wanted.split_once('.')) {
        (Some(_), Some(_)) | (None, None) => found.eq_ignore_ascii_case(wanted),
        (Some((found, _)), None) => found.eq_ignore_ascii_case(wanted),
        (None, Some((wanted, _))) => found.eq_ignore_ascii_case(wanted),
    }
}

macro_rules! has_hostname {
    ($($type:ty, $resource:literal;)+) => {$(
        impl HasName for $type {
            const RESOURCE: &'static str = $resource;
            const MEMBERS: &'static [&'static str] = &["hostname"];
            const NAME: &'static str = "hostname";

            fn names(&self) -> Vec<&str> {
                self.hostname.as_deref().filter(|hostname| !hostname.trim().is_empty()).into_iter().collect()
            }

            fn reference(&self) -> String {
                self.id.to_string()
            }

            fn is_same(found: &str, wanted: &str) -> bool {
                is_same_host(found, wanted)
            }

            fn is_over(&self) -> bool {
                !self.status.is_billed()
            }
        }
    )+};
}

has_hostname! {
    Instance, "instance";
    Cluster, "cluster";
}

macro_rules! has_name_and_id {
    ($($type:ty, $resource:literal $(, $is_over:expr)?;)+) => {$(
        impl HasName for $type {
            const RESOURCE: &'static str = $resource;

            fn names(&self) -> Vec<&str> {
                self.name.as_deref().into_iter().collect()
            }

            fn reference(&self) -> String {
                self.id.to_string()
            }
            $(
                fn is_over(&self) -> bool {
                    $is_over(self)
                }
            )?
        }
    )+};
}

has_name_and_id! {
    Volume, "volume", |volume: &Self| !volume.status.is_billed();
    Script, "script";
    SshKey, "SSH key";
}

macro_rules! is_its_name {
    ($($type:ty, $resource:literal;)+) => {$(
        impl HasName for $type {
            const RESOURCE: &'static str = $resource;

            fn names(&self) -> Vec<&str> {
                vec![self.name.as_str()]
            }

            fn reference(&self) -> String {
                self.name.to_string()
            }
        }
    )+};
}

is_its_name! {
    ContainerDeployment, "container deployment";
    JobDeploymentSummary, "job deployment";
    Secret, "secret";
    FileSecret, "file secret";
    RegistryCredentials, "set of registry credentials";
}

/// # Lookup by name
///
/// Each of these reads a list of the project: one request, but for scripts. All are safe to repeat. Names are compared letter by
/// letter; hostnames without regard to case, and with or without a domain behind them, as they are asked for and as the API
/// tells them. Of several hostnames the one with the same letters counts.
///
/// What is over, such as an instance that is gone, counts where nothing else can have the name.
///
/// *Not found* is said only of a complete list: [`is_not_found`](Error::is_not_found) is true then. A new instance can be
/// missing from the list for up to a minute after its order: see [`find_deployed`](Client::find_deployed).
///
/// # Errors
///
/// [`ErrorKind::Lookup`](crate::ErrorKind::Lookup) if none has the name, or several have: see
/// [`LookupError`](crate::LookupError). [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if none of those
/// that can be decoded has it and still exists, and others cannot be.
/// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) for an empty name. Those of the call.
impl Client {
    /// The instance with this hostname. Of several, the only one that costs money: one that is gone or found no capacity counts
    /// where no other has the hostname. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # client.deploy_instance(order.hostname("node-1").location_code("FIN-01")).await?;
    /// let instance = client.instance_by_hostname("node-1").await?;
    /// client.shutdown_instances(&instance.id).await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn instance_by_hostname(&self, hostname: &str) -> Result<Instance, Error> {
        look_up("instance_by_hostname", "list_instances", hostname, self.raw().list_instances().send()).await
    }

    /// The cluster with this hostname; of several as with [`instance_by_hostname`](Self::instance_by_hostname). One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let exists = match client.cluster_by_hostname("cluster-1").await {
    ///     Ok(_) => true,
    ///     Err(error) if error.is_not_found() => false,
    ///     Err(error) => return Err(error),
    /// };
    /// # assert!(!exists);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn cluster_by_hostname(&self, hostname: &str) -> Result<Cluster, Error> {
        look_up("cluster_by_hostname", "list_clusters", hostname, self.raw().list_clusters().send()).await
    }

    /// The volume with this name; of several, the only one that is not deleted. The trash is not searched:
    /// [`list_volumes_in_trash`](verda_api::Client::list_volumes_in_trash) lists it. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let data = verda_api_ext::types::CreateVolume::builder().name("data").type_("NVMe").size(50_u64);
    /// # client.create_volume(data.location_code("FIN-01")).await?;
    /// let volume = client.volume_by_name("data").await?;
    /// println!("{} has {:?} GB", volume.id, volume.size);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn volume_by_name(&self, name: &str) -> Result<Volume, Error> {
        look_up("volume_by_name", "list_volumes", name, self.raw().list_volumes().send()).await
    }

    /// The startup script with this name. Scripts come in pages: one request for each hundred of them, and one more where there
    /// are several pages.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let script = verda_api_ext::types::CreateScript::builder().name("setup").script("#!/bin/sh");
    /// # client.create_script(script).await?;
    /// let script = client.script_by_name("setup").await?;
    /// let order = verda_api_ext::types::DeployInstance::builder().startup_script_id(script.id);
    /// # let _ = order;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn script_by_name(&self, name: &str) -> Result<Script, Error> {
        look_up("script_by_name", "list_scripts", name, self.scripts().all()).await
    }

    /// The SSH key with this name. Names of keys are often not unique. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let key = verda_api_ext::types::CreateSshKey::builder().name("me").key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== me");
    /// # client.create_ssh_key(key).await?;
    /// let key = client.ssh_key_by_name("me").await?;
    /// # let _ = key;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn ssh_key_by_name(&self, name: &str) -> Result<SshKey, Error> {
        look_up("ssh_key_by_name", "list_ssh_keys", name, self.raw().list_ssh_keys().send()).await
    }

    /// The container deployment with this name, from the list: where none has it, the error names similar ones, which that of
    /// [`get_container_deployment`](verda_api::Client::get_container_deployment) does not. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let error = client.container_deployment_by_name("llm").await.unwrap_err();
    /// assert_eq!(error.to_string(), "container_deployment_by_name: no container deployment has the name `llm`");
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn container_deployment_by_name(&self, name: &str) -> Result<ContainerDeployment, Error> {
        let list = self.raw().list_container_deployments().send();
        look_up("container_deployment_by_name", "list_container_deployments", name, list).await
    }

    /// The job deployment with this name, as the list has it;
    /// [`get_job_deployment`](verda_api::Client::get_job_deployment) has its containers as well. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let error = client.job_deployment_by_name("batch").await.unwrap_err();
    /// assert!(error.is_not_found());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn job_deployment_by_name(&self, name: &str) -> Result<JobDeploymentSummary, Error> {
        let list = self.raw().list_job_deployments().send();
        look_up("job_deployment_by_name", "list_job_deployments", name, list).await
    }

    /// The secret with this name, without its value. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # client.create_secret(verda_api_ext::types::CreateSecret::builder().name("token").value("x")).await?;
    /// let secret = client.secret_by_name("token").await?;
    /// # let _ = secret;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn secret_by_name(&self, name: &str) -> Result<Secret, Error> {
        look_up("secret_by_name", "list_secrets", name, self.raw().list_secrets().send()).await
    }

    /// The file secret with this name, without its contents. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # client.create_file_secret_from_bytes("tls", [("key.pem", "a")]).await?;
    /// let secret = client.file_secret_by_name("tls").await?;
    /// # let _ = secret;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn file_secret_by_name(&self, name: &str) -> Result<FileSecret, Error> {
        look_up("file_secret_by_name", "list_file_secrets", name, self.raw().list_file_secrets().send()).await
    }

    /// The registry credentials with this name, without their secrets. One request.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let error = client.registry_credentials_by_name("docker").await.unwrap_err();
    /// assert!(error.is_not_found());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [lookup by name](#lookup-by-name).
    pub async fn registry_credentials_by_name(&self, name: &str) -> Result<RegistryCredentials, Error> {
        let list = self.raw().list_container_registry_credentials().send();
        look_up("registry_credentials_by_name", "list_container_registry_credentials", name, list).await
    }
}
