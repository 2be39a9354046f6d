//! Deletes of what the API deletes one by one.

use verda_api::types::{
    ContainerDeploymentName, JobDeploymentName, RegistryCredentialsName, ScriptId, SecretName, SshKeyId,
};

use super::{check_ids, delete_one, distinct};
use crate::client::Client;
use crate::error::Error;
use crate::ids::IntoIds;
use crate::outcomes::Outcomes;

macro_rules! deletes {
    ($($(#[$documentation:meta])* $method:ident($id:ty) by $operation:ident;)*) => {
        impl Client {
            $(
                $(#[$documentation])*
                ///
                /// Takes one or many. Each is a request of its own, one after the other; without any nothing is sent. One
                /// that does not exist any more is a success, see [`Outcomes::already`]; one that this client created within the
                /// last minute and the API does not find is a failure, since it may appear. Safe to repeat, and repeated
                /// where the outcome is not known; of what goes by name, another one may have the name by then.
                ///
                /// # Errors
                ///
                /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where one is empty or has white
                /// space around it: nothing is sent then. A call that fails, for whatever reason, is a failure in its outcome,
                /// and the others are made all the same.
                pub async fn $method<Count>(&self, ids: impl IntoIds<$id, Count>) -> Result<Outcomes<$id>, Error> {
                    const OPERATION: &str = stringify!($operation);
                    let ids = distinct(ids.into_ids());
                    check_ids(OPERATION, &ids)?;
                    let mut outcomes = Vec::with_capacity(ids.len());
                    for id in ids {
                        let outcome = delete_one(self.raw().$operation(&id).await);
                        outcomes.push((id, outcome));
                    }
                    Ok(Outcomes::new(OPERATION, outcomes).doubting(self.created()))
                }
            )*
        }
    };
}

deletes! {
    /// Sends the deletion of container deployments, for which the server holds each response for up to a minute;
    /// [`terminate_container_deployments`](Self::terminate_container_deployments) sees it through.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// client.delete_container_deployments(["llm", "batch"]).await?.all_ok()?;
    /// client.wait_for_container_deployment("llm").until_deleted().await?;
    /// # });
    /// ```
    delete_container_deployments(ContainerDeploymentName) by delete_container_deployment;
    /// Sends the deletion of job deployments; [`terminate_job_deployments`](Self::terminate_job_deployments) sees it through.
    delete_job_deployments(JobDeploymentName) by delete_job_deployment;
    /// Deletes secrets. The API refuses where a deployment uses one.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let outcomes = client.delete_secrets(["model-token", "never-made"]).await?;
    /// for (name, failure) in outcomes.failed() {
    ///     eprintln!("{name}: {failure}");
    /// }
    /// # assert_eq!(outcomes.already().count(), 2);
    /// # });
    /// ```
    delete_secrets(SecretName) by delete_secret;
    /// Deletes file secrets. The API refuses where a deployment uses one.
    delete_file_secrets(SecretName) by delete_file_secret;
    /// Deletes credentials of container registries.
    delete_registry_credentials(RegistryCredentialsName) by delete_container_registry_credentials;
    /// Deletes startup scripts. The raw `delete_scripts` is one request for all, with one response.
    delete_scripts_by_id(ScriptId) by delete_script;
    /// Deletes SSH keys. The raw `delete_ssh_keys` is one request for all, with one response.
    delete_ssh_keys_by_id(SshKeyId) by delete_ssh_key;
}
