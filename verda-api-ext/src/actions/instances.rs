//! Actions on instances.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use verda_api::types;
use verda_api::types::{InstanceAction, InstanceId, VolumeId};

use super::{Attached, Goal, check_ids, distinct, failed, is_starting, of_each};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::ids::IntoIds;
use crate::outcomes::{ActionFailure, ActionSuccess, Outcomes};

pub(super) const OPERATION: &str = "perform_instance_actions";

/// So long after a list of volumes was asked for a request may name them: when the response arrived proves nothing. The last
/// attempt is sent by then.
pub(crate) const LISTED: Duration = Duration::from_secs(10);

/// Which volumes are deleted together with an instance. All others are detached, and go on costing.
///
/// The API takes a list that is left out for something else than an empty list; here each has a name, so that no OS
/// volume is deleted by accident.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
/// # let order = order.hostname("node-1").location_code("FIN-01");
/// # let id = client.deploy_instance(order).await?.into_inner();
/// # client.wait_for_instance(&id).await?;
/// use verda_api_ext::DeleteVolumes;
///
/// // The machine goes; its OS volume stays, to boot another machine from it.
/// client.delete_instances(&id, DeleteVolumes::None).await?.all_ok()?;
/// client.wait_for_instance(&id).until_deleted().await?;
/// assert_eq!(client.list_volumes().await?.len(), 1);
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeleteVolumes {
    /// None: the OS volumes stay, too, and go on costing.
    None,
    /// The OS volume of each instance, into the trash.
    Os,
    /// All volumes that are attached to the instances, into the trash. Costs a list of instances and one of volumes before the
    /// request. Nothing is deleted where something else uses one of the volumes by these lists, or where one is a shared file
    /// system: clusters and deployments may mount it as well. Name such volumes with [`These`](Self::These).
    All,
    /// All volumes that are attached to the instances, as with [`All`](Self::All), permanently: **what is on them is lost**.
    AllPermanently,
    /// Exactly these, into the trash. An empty list is the same as [`None`](Self::None).
    These(Vec<VolumeId>),
    /// Exactly these, permanently: **what is on them is lost**. An empty list is the same as [`None`](Self::None).
    ThesePermanently(Vec<VolumeId>),
}

impl DeleteVolumes {
    /// What the API might take in another way than it was meant is not sent.
    pub(crate) fn check(&self, method: &'static str) -> Result<(), Error> {
        match self {
            Self::These(ids) | Self::ThesePermanently(ids) => check_ids(method, ids),
            Self::None | Self::Os | Self::All | Self::AllPermanently => Ok(()),
        }
    }
}

fn deletion(ids: Vec<InstanceId>, volumes: Option<Vec<VolumeId>>, permanently: bool) -> types::PerformInstanceActions {
    let names_some = volumes.as_ref().is_some_and(|volumes| !volumes.is_empty());
    let mut request = types::PerformInstanceActions::new(InstanceAction::Delete, ids);
    request.volume_ids = volumes;
    request.delete_permanently = (permanently && names_some).then_some(true);
    request
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
                pub async fn $method<Count>(
                    &self,
                    ids: impl IntoIds<InstanceId, Count>,
                ) -> Result<Outcomes<InstanceId>, Error> {
                    let request = types::PerformInstanceActions::new(InstanceAction::$action, distinct(ids.into_ids()));
                    self.perform_told_action(request).await
                }
            )*
        }
    };
}

instance_actions! {
    /// Starts instances that are offline.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// # client.wait_for_instance(&id).await?;
    /// # client.shutdown_instances(&id).await?.all_ok()?;
    /// # client.wait_for_instance(&id).until_offline().await?;
    /// client.start_instances(&id).await?.all_ok()?;
    /// let instance = client.wait_for_instance(&id).until_running().await?;
    /// # assert_eq!(instance.id, id);
    /// # });
    /// ```
    start_instances, Start;
    /// Boots instances that are offline, as [`start_instances`](Self::start_instances) does: an older name of the
    /// API's.
    boot_instances, Boot;
    /// Shuts instances down as their operating system sees fit. They go on costing: only deleting them ends that.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let mut ids = Vec::new();
    /// # for name in ["node-1", "node-2"] {
    /// #     let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").hostname(name);
    /// #     let order = order.image("ubuntu-24.04").location_code("FIN-01");
    /// #     ids.push(client.deploy_instance(order).await?.into_inner());
    /// # }
    /// # client.wait_for_instances(&ids).await?;
    /// # let running = ids;
    /// # let ids = [running, vec!["missing".into()]].concat();
    /// let outcomes = client.shutdown_instances(&ids).await?;
    /// for (id, failure) in outcomes.failed() {
    ///     eprintln!("{id}: {failure}");
    /// }
    /// let accepted: Vec<_> = outcomes.succeeded().cloned().collect();
    /// client.wait_for_instances(&accepted).until_offline().await?;
    /// # assert_eq!(accepted.len(), 2);
    /// # });
    /// ```
    shutdown_instances, Shutdown;
    /// Switches instances off at once, whatever they are doing: what was not written to a volume is lost. They go on
    /// costing.
    force_shutdown_instances, ForceShutdown;
    /// Hibernates instances that were shut down: their volumes are detached and kept, and the instances are deleted.
    hibernate_instances, Hibernate;
    /// Restores instances that were hibernated.
    restore_instances, Restore;
    /// Deploys instances that were created and are not running yet. For a new one see `deploy_instance`.
    deploy_created_instances, Deploy;
    /// Transfers instances.
    transfer_instances, Transfer;
    /// Configures instances as spot instances.
    configure_spot_instances, ConfigureSpot;
    /// Ends the rent of instances, as [`delete_instances`](Self::delete_instances) with [`DeleteVolumes::Os`] does: an
    /// older name of the API's. **Their OS volumes are deleted.**
    discontinue_instances, Discontinue;
    /// Deletes instances that are stuck in an earlier deletion; [`terminate_instances`](Self::terminate_instances) does so by
    /// itself. What it does with volumes is not documented: **count on all of them being deleted.**
    delete_stuck_instances, DeleteStuck;
}

impl Client {
    /// Sends the deletion of instances. [`terminate_instances`](Self::terminate_instances) sees it through: it waits out what
    /// cannot be deleted yet, and waits until they are gone.
    ///
    /// `volumes` says which volumes go with them; the others are detached and go on costing, and so do those of a machine that
    /// is gone already. Volumes in the trash can be restored, and count against the quota. An instance that does not exist any
    /// more is a success, see [`Outcomes::already`]; one that this client created within the last minute and the API does not
    /// find is a failure, since it may appear. An instance that is being provisioned cannot be deleted yet: see
    /// [`is_provisioning`](crate::ActionFailure::is_provisioning).
    ///
    /// One request, however many ids; without any id nothing is sent. With [`DeleteVolumes::All`] two lists more, one for each
    /// instance whose volumes the list does not tell, and another deletion for those that are not found, if any. Safe to repeat,
    /// and repeated where the outcome is not known.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).await?.into_inner();
    /// # client.wait_for_instance(&id).await?;
    /// use verda_api_ext::DeleteVolumes;
    ///
    /// // The API accepts it, and the machine goes on costing until it is gone.
    /// client.delete_instances(&id, DeleteVolumes::Os).await?.all_ok()?;
    /// client.wait_for_instance(&id).until_deleted().await?;
    /// # assert!(client.list_volumes().await?.is_empty());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API says nothing of each instance; [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where they
    /// may be gone. With [`DeleteVolumes::All`] also where the API does not say which volumes they have, or that nothing else uses
    /// them: then nothing is deleted. And where the deletion could not be sent within ten seconds of the list of their
    /// volumes ([`ErrorKind::NotSent`](crate::ErrorKind::NotSent), unless an attempt before may have been processed): repeat it.
    pub async fn delete_instances<Count>(
        &self,
        ids: impl IntoIds<InstanceId, Count>,
        volumes: DeleteVolumes,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let ids = distinct(ids.into_ids());
        check_ids(OPERATION, &ids)?;
        volumes.check(OPERATION)?;
        let (volume_ids, permanently) = match volumes {
            DeleteVolumes::Os => (None, false),
            DeleteVolumes::None => (Some(Vec::new()), false),
            DeleteVolumes::All => return self.delete_with_all_volumes(ids, false).await,
            DeleteVolumes::AllPermanently => return self.delete_with_all_volumes(ids, true).await,
            DeleteVolumes::These(ids) => (Some(ids), false),
            DeleteVolumes::ThesePermanently(ids) => (Some(ids), true),
        };
        self.perform_told_action(deletion(ids, volume_ids, permanently)).await
    }

    async fn delete_with_all_volumes(
        &self,
        ids: Vec<InstanceId>,
        permanently: bool,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let client = self.wanted_while_listed(Instant::now());
        let (found, users) = self.volumes_of(&ids, &ids).await?;
        let (mut told, mut volumes) = (Vec::new(), Vec::new());
        let (mut not_found, mut gone) = (Vec::new(), Vec::new());
        for (id, found) in ids.iter().zip(found) {
            match found? {
                // Its volumes went, or stayed, when it did.
                Some(found) if found.status.is_gone() => gone.push(id.clone()),
                Some(found) if !found.tells_os_volume && is_starting(&found.status) => {
                    return Err(volumes_not_told(id, found.status.as_ref()));
                }
                Some(Attached { disputed: Some(error), .. }) => return Err(error),
                None if self.created().was_lately(OPERATION, id.as_ref()) => {
                    return Err(volumes_not_told(id, "created a moment ago and not found yet"));
                }
                Some(found) => {
                    told.push(id.clone());
                    volumes.extend(found.volumes);
                }
                None => not_found.push(id.clone()),
            }
        }
        // One that is not found for a moment may stay, and keeps what it shares with one that goes.
        let stays = |volume: &VolumeId| users.get(volume).into_iter().flatten().find(|user| not_found.contains(user));
        if let Some((volume, user)) = volumes.iter().find_map(|volume| Some((volume, stays(volume)?))) {
            let message = format!(
                "the volume {volume} is attached to {user} as well, which was not found; this deletion was not sent: repeat it \
                 later, or name the volumes with `DeleteVolumes::These`"
            );
            return Err(Error::new(ErrorKind::NotSent, message).of(OPERATION));
        }
        let nothing_told = told.is_empty();
        let of_told = client.perform_instance_action(deletion(told, Some(distinct(volumes)), permanently)).await?;
        // Neither the list nor their ids show the others. If they are there all the same, their OS volumes are among all volumes.
        let of_others = match client.perform_instance_action(deletion(not_found.clone(), None, false)).await {
            Err(error) if nothing_told && gone.is_empty() => return Err(error),
            Err(error) => {
                let failed = not_found.into_iter().map(|id| (id, Err(failed(&error))));
                Outcomes::new(OPERATION, failed.collect())
            }
            Ok(outcomes) => outcomes,
        };
        let acted_before = of_told.acted_before || of_others.acted_before;
        let [of_told, of_others] = [of_told, of_others].map(|outcomes| outcomes.doubting(self.created()));
        let gone = gone.into_iter().map(|id| (id, Ok(ActionSuccess::Already)));
        let mut all: HashMap<InstanceId, _> = of_told.into_iter().chain(of_others).chain(gone).collect();
        let all = ids.into_iter().filter_map(|id| all.remove_entry(&id)).collect();
        Ok(Outcomes::new(OPERATION, all).after_an_attempt(acted_before))
    }

    /// This client, which sends nothing any more once what was listed then is old: volumes may be another machine's by now.
    pub(crate) fn wanted_while_listed(&self, listed_at: Instant) -> Self {
        self.with(|mut options| {
            options.is_wanted = Some(Arc::new(move || listed_at.elapsed() < LISTED));
            options
        })
    }

    async fn perform_told_action(&self, request: types::PerformInstanceActions) -> Result<Outcomes<InstanceId>, Error> {
        let removes = goal(&request.action) == Goal::Gone;
        let outcomes = self.perform_instance_action(request).await?;
        Ok(if removes { outcomes.doubting(self.created()) } else { outcomes })
    }

    /// An action, with what the API tells of each instance, also of those that it may not find yet.
    pub(crate) async fn perform_instance_action(
        &self,
        request: types::PerformInstanceActions,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let ids = request.id.clone().into_vec();
        if ids.is_empty() {
            return Ok(Outcomes::none(OPERATION));
        }
        let goal = goal(&request.action);
        check_ids(OPERATION, &ids)?;
        let removes = goal == Goal::Gone || request.action == InstanceAction::Hibernate;
        // Before it is sent: it may be carried out before its response is read.
        if removes {
            self.deletions().remember(&ids);
        }
        let action = request.action.to_string();
        let response = self.raw().perform_instance_actions(request).send().await;
        let outcomes = of_each(OPERATION, (goal, &action), &ids, response);
        match &outcomes {
            _ if !removes => {}
            Ok(outcomes) => {
                // What was gone before is not gone by this request.
                let is_ours = |outcome: Result<ActionSuccess, &ActionFailure>| match outcome {
                    Ok(success) => success == ActionSuccess::Done || outcomes.acted_before,
                    Err(failure) => failure.is_unknown(),
                };
                let (ours, others): (Vec<_>, Vec<_>) = outcomes.iter().partition(|(_, outcome)| is_ours(*outcome));
                self.deletions().forget(others.into_iter().map(|(id, _)| id));
                // What hibernates can be restored.
                let accepted = ours.into_iter().filter(|(_, outcome)| outcome.is_ok() && goal == Goal::Gone);
                self.deletions().accept(accepted.map(|(id, _)| id));
            }
            Err(error) if !error.may_have_happened() => self.deletions().forget(&ids),
            Err(_) => {}
        }
        outcomes
    }
}

fn volumes_not_told(id: &InstanceId, state: &str) -> Error {
    let message = format!(
        "{id} is {state}, and may have volumes that it does not tell yet; this deletion was not sent: repeat it later, or use \
         `terminate_instances`"
    );
    Error::new(ErrorKind::NotSent, message).of(OPERATION)
}

/// The state that an action is for.
fn goal(action: &InstanceAction) -> Goal {
    match action {
        InstanceAction::Delete | InstanceAction::Discontinue | InstanceAction::DeleteStuck => Goal::Gone,
        InstanceAction::Shutdown | InstanceAction::ForceShutdown => Goal::Off,
        InstanceAction::Start | InstanceAction::Boot => Goal::On,
        _ => Goal::Other,
    }
}
