//! Actions on instances.

use verda_api::types::{ActionResultStatus, InstanceAction, InstanceActionResult, InstanceId, VolumeId};
use verda_api::{OneOrMany, types};

use super::same_for_all;
use crate::client::Client;
use crate::error::Error;
use crate::outcomes::{ActionFailure, Outcomes};

const OPERATION: &str = "perform_instance_actions";

/// Which volumes are deleted together with an instance. All others are detached, and go on costing.
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
                /// Takes one id or many. Not safe to repeat when it is not known whether it was carried out.
                ///
                /// # Errors
                ///
                /// Where the API gave no answer for each instance; what it says of an instance is in the outcome.
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
    start_instances, Start;
    /// Boots instances that are offline, as [`start_instances`](Self::start_instances) does: an older name of the API's.
    boot_instances, Boot;
    /// Shuts instances down as their operating system sees fit. They go on costing: only deleting them ends that.
    shutdown_instances, Shutdown;
    /// Switches instances off at once, whatever they are doing. They go on costing.
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
    /// Ends the rent of instances, as [`delete_instances`](Self::delete_instances) with [`DeleteVolumes::Os`] does: an older
    /// name of the API's. **Their OS volumes are deleted.**
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
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
    /// # let id = verda_api_ext::types::InstanceId::from("a");
    /// use verda_api_ext::DeleteVolumes;
    ///
    /// let outcomes = client.delete_instances(&id, DeleteVolumes::Os, false).await?;
    /// # assert_eq!(outcomes.failed().count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, where `permanently` has no
    /// volumes to delete. Otherwise where the API gave no answer for each instance.
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
