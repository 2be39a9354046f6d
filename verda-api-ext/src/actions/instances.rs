//! Actions on instances.

use verda_api::types::{ActionResultStatus, InstanceAction, InstanceActionResult, InstanceId, VolumeId};
use verda_api::{OneOrMany, types};

use super::same_for_all;
use crate::client::Client;
use crate::error::Error;
use crate::outcomes::{ActionFailure, Outcomes};

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
                /// accepted it: to see it through, wait with [`wait_for_instances`](Self::wait_for_instances). Not safe
                /// to repeat when it is not known whether it was carried out.
                ///
                /// # Errors
                ///
                /// Where the API gave no answer for each instance; what it says of an instance is in the outcome.
                /// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where it may have been carried out:
                /// look at the instances' status.
                pub async fn $method(
                    &self,
                    ids: impl Into<OneOrMany<InstanceId>>,
                ) -> Result<Outcomes<InstanceId>, Error> {
                    self.perform_instance_action(types::PerformInstanceActions {
                        action: InstanceAction::$action,
                        id: ids.into(),
                        volume_ids: None,
                        delete_permanently: None,
                    })
                    .await
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
    /// [`DeleteVolumes::These`]. An instance that is being provisioned cannot be deleted yet: its outcome is
    /// `forbidden_action`.
    ///
    /// One request, however many ids; without any id nothing is sent. It destroys, and is not sent again when it is not
    /// known whether it was carried out.
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
    /// if outcomes.failed().any(|(_, failure)| failure.code.as_deref() == Some("forbidden_action")) {
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
    /// volumes to delete. Otherwise where the API gave no answer for each instance;
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
            return Err(Error::invalid_request(OPERATION, message));
        }
        self.perform_instance_action(types::PerformInstanceActions {
            action: InstanceAction::Delete,
            id: ids.into(),
            volume_ids,
            delete_permanently: permanently.then_some(true),
        })
        .await
    }

    async fn perform_instance_action(
        &self,
        request: types::PerformInstanceActions,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let ids = request.id.clone().into_vec();
        if ids.is_empty() {
            return Ok(Outcomes::all(OPERATION, ids));
        }
        match self.raw().perform_instance_actions().body(request).send().await {
            Ok(results) if results.is_empty() => Ok(Outcomes::all(OPERATION, ids)),
            Ok(results) => Ok(each(ids, &results)),
            Err(error) => same_for_all(OPERATION, ids, Err(error.into())),
        }
    }
}

/// What the list says of each id that was given.
fn each(ids: Vec<InstanceId>, results: &[InstanceActionResult]) -> Outcomes<InstanceId> {
    let outcome_of = |id: &InstanceId| match results.iter().find(|result| result.instance_id == *id) {
        Some(result) if result.status == ActionResultStatus::Success => Ok(()),
        Some(result) => {
            let status = result.status_code.and_then(|status| u16::try_from(status).ok());
            Err(ActionFailure {
                status: status.and_then(|status| http::StatusCode::from_u16(status).ok()),
                code: None,
                message: result.error.clone().unwrap_or_else(|| format!("its status is `{}`", result.status)),
            })
        }
        // What is not named was perhaps done: it must not pass for a success.
        None => Err(ActionFailure {
            status: None,
            code: None,
            message: "the API's answer does not name it: look at its status".to_owned(),
        }),
    };
    let outcomes = ids.into_iter().map(|id| (outcome_of(&id), id)).map(|(outcome, id)| (id, outcome)).collect();
    Outcomes::new(OPERATION, outcomes)
}
