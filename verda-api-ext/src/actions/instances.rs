//! Actions on instances.

use verda_api::types::{InstanceAction, InstanceId, VolumeId};
use verda_api::{OneOrMany, types};

use super::{Goal, distinct, not_empty, of_each};
use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::outcomes::Outcomes;

const OPERATION: &str = "perform_instance_actions";

/// Which volumes are deleted together with an instance. All others are detached, and go on costing.
///
/// The API takes a list that is left out for another thing than an empty list; here each has a name, so that no OS
/// volume is deleted by accident.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
/// # let order = order.hostname("node-1").description("").location_code("FIN-01");
/// # let id = client.deploy_instance().body(order).send().await?.into_inner();
/// # client.wait_for_instance(&id).await?;
/// use verda_api_ext::DeleteVolumes;
///
/// // The machine goes; its OS volume stays, to boot another machine from it.
/// client.delete_instances(&id, DeleteVolumes::None, false).await?.all_ok()?;
/// client.wait_for_instance(&id).until_deleted().await?;
/// assert_eq!(client.list_volumes().send().await?.len(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeleteVolumes {
    /// The OS volume of each instance.
    Os,
    /// None: the OS volumes stay, too.
    None,
    /// Exactly these. An empty list is the same as [`None`](Self::None).
    These(Vec<VolumeId>),
}

macro_rules! instance_actions {
    ($($(#[$documentation:meta])* $method:ident, $action:ident;)*) => {
        impl Client {
            $(
                $(#[$documentation])*
                ///
                /// Takes one id or many, in one request; without any id nothing is sent. Success means that the API
                /// accepted it: to see it through, wait with [`wait_for_instances`](Self::wait_for_instances). An
                /// action that sets a state, such as `shutdown`, is sent again when it is not known whether it was
                /// carried out; `deploy`, `transfer` and `configure_spot` are not.
                ///
                /// # Errors
                ///
                /// Where the API says nothing of each instance; what it says of an instance is in the outcome.
                /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where it may have been carried out:
                /// check the instances' status.
                pub async fn $method(
                    &self,
                    ids: impl Into<OneOrMany<InstanceId>>,
                ) -> Result<Outcomes<InstanceId>, Error> {
                    let request = types::PerformInstanceActions::new(InstanceAction::$action, distinct(ids));
                    self.perform_instance_action(request).await
                }
            )*
        }
    };
}

instance_actions! {
    /// Starts instances that are offline.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").description("").location_code("FIN-01");
    /// # let id = client.deploy_instance().body(order).send().await?.into_inner();
    /// # client.wait_for_instance(&id).await?;
    /// # client.shutdown_instances(&id).await?.all_ok()?;
    /// # client.wait_for_instance(&id).until_offline().await?;
    /// client.start_instances(&id).await?.all_ok()?;
    /// let instance = client.wait_for_instance(&id).until_running().await?;
    /// # assert_eq!(instance.id, id);
    /// # Ok(())
    /// # }
    /// ```
    start_instances, Start;
    /// Boots instances that are offline, as [`start_instances`](Self::start_instances) does: an older name of the
    /// API's.
    boot_instances, Boot;
    /// Shuts instances down as their operating system sees fit. They go on costing: only deleting them ends that.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let mut ids = Vec::new();
    /// # for name in ["node-1", "node-2"] {
    /// #     let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").hostname(name);
    /// #     let order = order.image("ubuntu-24.04").description("").location_code("FIN-01");
    /// #     ids.push(client.deploy_instance().body(order).send().await?.into_inner());
    /// # }
    /// # client.wait_for_instances(&ids).await?;
    /// # let running = ids;
    /// # let ids = [running, vec!["nobody".into()]].concat();
    /// let outcomes = client.shutdown_instances(&ids).await?;
    /// for (id, failure) in outcomes.failed() {
    ///     eprintln!("{id}: {failure}");
    /// }
    /// let accepted: Vec<_> = outcomes.succeeded().cloned().collect();
    /// client.wait_for_instances(&accepted).until_offline().await?;
    /// # assert_eq!(accepted.len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    shutdown_instances, Shutdown;
    /// Switches instances off at once, whatever they are doing: what was not written to a volume is lost. They go on
    /// costing.
    force_shutdown_instances, ForceShutdown;
    /// Hibernates instances that were shut down: their volumes are detached and kept, and the instances are deleted.
    hibernate_instances, Hibernate;
    /// Restores instances that were hibernated.
    restore_instances, Restore;
    /// Deploys instances that were created and are not running yet.
    deploy_instances, Deploy;
    /// Transfers instances.
    transfer_instances, Transfer;
    /// Configures instances as spot instances.
    configure_spot_instances, ConfigureSpot;
    /// Ends the rent of instances, as [`delete_instances`](Self::delete_instances) with [`DeleteVolumes::Os`] does: an
    /// older name of the API's. **Their OS volumes are deleted.**
    discontinue_instances, Discontinue;
    /// Deletes instances that are stuck in an earlier deletion. **Their OS volumes are deleted.**
    delete_stuck_instances, DeleteStuck;
}

impl Client {
    /// Deletes instances, which ends their costs.
    ///
    /// `volumes` says which volumes go with them; the others are detached and go on costing. Deleted volumes go to the
    /// trash, where they can be restored from and count against the quota, unless `permanently` is set, which needs
    /// [`DeleteVolumes::These`]. An instance that does not exist any more is a success, see
    /// [`Outcomes::already`]. An instance that is being provisioned cannot be deleted yet: see
    /// [`is_provisioning`](crate::ActionFailure::is_provisioning).
    ///
    /// One request, however many ids; without any id nothing is sent. Safe to repeat, and repeated where the outcome is not
    /// known.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").description("").location_code("FIN-01");
    /// # let id = client.deploy_instance().body(order).send().await?.into_inner();
    /// # tokio::time::sleep(std::time::Duration::from_secs(20)).await;
    /// use verda_api_ext::DeleteVolumes;
    ///
    /// let outcomes = client.delete_instances(&id, DeleteVolumes::Os, false).await?;
    /// if outcomes.failed().any(|(_, failure)| failure.is_provisioning()) {
    ///     // It is being provisioned: once more when that is over, whether it runs then or has failed.
    ///     client.wait_for_instance(&id).await.ok();
    ///     client.delete_instances(&id, DeleteVolumes::Os, false).await?.all_ok()?;
    /// }
    /// client.wait_for_instance(&id).until_deleted().await?;
    /// # assert!(outcomes.failed().count() == 1 && client.list_volumes().send().await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, where `permanently` has no
    /// volumes to delete. Otherwise where the API says nothing of each instance;
    /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where they may be gone.
    pub async fn delete_instances(
        &self,
        ids: impl Into<OneOrMany<InstanceId>>,
        volumes: DeleteVolumes,
        permanently: bool,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let volume_ids = match volumes {
            DeleteVolumes::Os => None,
            DeleteVolumes::None => Some(Vec::new()),
            DeleteVolumes::These(ids) => Some(ids),
        };
        if permanently && volume_ids.as_ref().is_none_or(Vec::is_empty) {
            let message = "volumes are deleted permanently only if they are named: give DeleteVolumes::These(ids)";
            return Err(invalid_request(OPERATION, message));
        }
        let mut request = types::PerformInstanceActions::new(InstanceAction::Delete, distinct(ids));
        request.volume_ids = volume_ids;
        request.delete_permanently = permanently.then_some(true);
        self.perform_instance_action(request).await
    }

    async fn perform_instance_action(
        &self,
        request: types::PerformInstanceActions,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let ids = request.id.clone().into_vec();
        if ids.is_empty() {
            return Ok(Outcomes::none(OPERATION));
        }
        let goal = match request.action {
            InstanceAction::Delete | InstanceAction::Discontinue | InstanceAction::DeleteStuck => Goal::Gone,
            InstanceAction::Shutdown | InstanceAction::ForceShutdown => Goal::Off,
            InstanceAction::Start | InstanceAction::Boot => Goal::On,
            _ => Goal::Other,
        };
        not_empty(OPERATION, &ids)?;
        let action = request.action.to_string();
        of_each(OPERATION, (goal, &action), &ids, self.raw().perform_instance_actions().body(request).send().await)
    }
}
