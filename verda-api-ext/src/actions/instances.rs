//! Actions on instances.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::time::Instant;
use verda_api::types::{Instance, InstanceAction, InstanceId, Volume, VolumeId};
use verda_api::{ResponseValue, Skipped, types};

use super::{Goal, check_ids, distinct, of_each};
use crate::client::Client;
use crate::error::{Error, unexpected};
use crate::ids::IntoIds;
use crate::outcomes::{ActionFailure, ActionSuccess, Outcomes};

const OPERATION: &str = "perform_instance_actions";

/// Instances that are asked for by their ids at once.
const ASKED_AT_ONCE: usize = 16;

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
/// # let id = client.deploy_instance(order).send().await?.into_inner();
/// # client.wait_for_instance(&id).await?;
/// use verda_api_ext::DeleteVolumes;
///
/// // The machine goes; its OS volume stays, to boot another machine from it.
/// client.delete_instances(&id, DeleteVolumes::None).await?.all_ok()?;
/// client.wait_for_instance(&id).until_deleted().await?;
/// assert_eq!(client.list_volumes().send().await?.len(), 1);
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeleteVolumes {
    /// None: the OS volumes stay, too, and go on costing.
    None,
    /// The OS volume of each instance, into the trash.
    Os,
    /// All volumes that are attached to the instances, into the trash. Costs a list of instances before the request; nothing
    /// is deleted where another instance uses one of the volumes. Where one does not tell its volumes, it costs a list of volumes.
    All,
    /// All volumes that are attached to the instances, permanently: **what is on them is lost**. Costs a list of instances
    /// before the request; nothing is deleted where another instance uses one of the volumes.
    AllPermanently,
    /// Exactly these, into the trash. An empty list is the same as [`None`](Self::None).
    These(Vec<VolumeId>),
    /// Exactly these, permanently: **what is on them is lost**. An empty list is the same as [`None`](Self::None).
    ThesePermanently(Vec<VolumeId>),
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
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).send().await?.into_inner();
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
    /// #     ids.push(client.deploy_instance(order).send().await?.into_inner());
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
    /// itself. **Their OS volumes are deleted.**
    delete_stuck_instances, DeleteStuck;
}

impl Client {
    /// Sends the deletion of instances. [`terminate_instances`](Self::terminate_instances) sees it through: it waits out what
    /// cannot be deleted yet, and waits until they are gone.
    ///
    /// `volumes` says which volumes go with them; the others are detached and go on costing. Volumes in the trash can be
    /// restored, and count against the quota. An instance that does not exist any more is a success, see
    /// [`Outcomes::already`]. An instance that is being provisioned cannot be deleted yet: see
    /// [`is_provisioning`](crate::ActionFailure::is_provisioning).
    ///
    /// One request, however many ids; without any id nothing is sent. Safe to repeat, and repeated where the outcome is not
    /// known.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # let id = client.deploy_instance(order).send().await?.into_inner();
    /// # client.wait_for_instance(&id).await?;
    /// use verda_api_ext::DeleteVolumes;
    ///
    /// // The API accepts it, and the machine goes on costing until it is gone.
    /// client.delete_instances(&id, DeleteVolumes::Os).await?.all_ok()?;
    /// client.wait_for_instance(&id).until_deleted().await?;
    /// # assert!(client.list_volumes().send().await?.is_empty());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API says nothing of each instance; [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where they
    /// may be gone. With [`DeleteVolumes::All`] also where the API does not say which volumes they have, or where another instance
    /// uses one of them: then nothing is deleted. And where the deletion could not be sent within ten seconds of the list of their
    /// volumes ([`ErrorKind::NotSent`](crate::ErrorKind::NotSent), unless an attempt before may have been processed): repeat it.
    pub async fn delete_instances<Count>(
        &self,
        ids: impl IntoIds<InstanceId, Count>,
        volumes: DeleteVolumes,
    ) -> Result<Outcomes<InstanceId>, Error> {
        let ids = distinct(ids.into_ids());
        check_ids(OPERATION, &ids)?;
        let listed_at = Instant::now();
        let means_all = matches!(volumes, DeleteVolumes::All | DeleteVolumes::AllPermanently);
        let (volume_ids, permanently) = match volumes {
            DeleteVolumes::Os => (None, false),
            DeleteVolumes::None => (Some(Vec::new()), false),
            DeleteVolumes::All => (Some(self.all_volumes_of(&ids).await?), false),
            DeleteVolumes::AllPermanently => (Some(self.all_volumes_of(&ids).await?), true),
            DeleteVolumes::These(ids) => (Some(ids), false),
            DeleteVolumes::ThesePermanently(ids) => (Some(ids), true),
        };
        let names_volumes = volume_ids.as_ref().is_some_and(|ids| !ids.is_empty());
        let mut request = types::PerformInstanceActions::new(InstanceAction::Delete, ids);
        request.volume_ids = volume_ids;
        request.delete_permanently = (permanently && names_volumes).then_some(true);
        match means_all {
            true => self.wanted_while_listed(listed_at).perform_instance_action(request).await,
            false => self.perform_instance_action(request).await,
        }
    }

    /// This client, which sends nothing any more once what was listed then is old: volumes may be another machine's by now.
    pub(crate) fn wanted_while_listed(&self, listed_at: Instant) -> Self {
        self.with(|mut options| {
            options.is_wanted = Some(Arc::new(move || listed_at.elapsed() < LISTED));
            options
        })
    }

    /// The volumes that are attached to each of these instances, of which those in `ours` are to be deleted. One that the list
    /// does not name is asked for by its id: it may be new. `None` is one that does not
    /// exist.
    ///
    /// Of an instance it is an error where the API does not say all of them, and where an instance that is not in `ours` uses one
    /// as well, or may use it: a shared volume is not meant. Where another instance does not tell its volumes, a list of volumes
    /// does.
    ///
    /// # Errors
    ///
    /// Those of the list.
    pub(crate) async fn volumes_of(
        &self,
        ids: &[InstanceId],
        ours: &[InstanceId],
    ) -> Result<Vec<Result<Option<Vec<VolumeId>>, Error>>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let refused = |message: String| {
            let advice = "this deletion was not sent: name the volumes with `DeleteVolumes::These`";
            unexpected(OPERATION, format!("{message}; {advice}"))
        };
        let listed = self.raw().list_instances().await?;
        let ours: HashSet<&InstanceId> = ours.iter().collect();
        let others: Vec<&Instance> =
            listed.iter().filter(|other| !ours.contains(&other.id) && !other.status.is_gone()).collect();
        // A volume that could not be decoded must not pass for one that is not there.
        let (missing, odd) = without_volumes(listed.skipped());
        let listed_at = listed.iter().zip((0..).filter(|place| !missing.contains(place)));
        let known: HashMap<&InstanceId, &Instance> = listed_at
            .filter(|(instance, place)| instance.volume_ids.is_some() && !odd.contains(place))
            .map(|(instance, _)| (&instance.id, instance))
            .collect();
        // All at once: what the list says is old soon.
        let not_listed: Vec<InstanceId> = ids.iter().filter(|id| !known.contains_key(id)).cloned().collect();
        let asked = not_listed.into_iter().map(|id| async move {
            let response = self.raw().get_instance(&id).await;
            (id, response)
        });
        let mut asked: HashMap<InstanceId, _> = stream::iter(asked).buffer_unordered(ASKED_AT_ONCE).collect().await;
        let tells_all = missing.is_empty() && others.iter().all(|other| known.contains_key(&other.id));
        let mut in_use = None;
        let mut volumes = Vec::with_capacity(ids.len());
        for id in ids {
            let instance = match known.get(id) {
                Some(instance) => Ok((*instance).clone()),
                None => match asked.remove(id).unwrap_or_else(|| Err(refused(format!("{id} is named twice")))) {
                    Ok(instance) if !instance.skipped().is_empty() => {
                        Err(refused(format!("the response about {id} cannot be read as a whole")))
                    }
                    Ok(instance) => Ok(instance.into_inner()),
                    Err(error) if error.is_not_found() => {
                        volumes.push(Ok(None));
                        continue;
                    }
                    Err(error) => Err(error),
                },
            };
            let attached = instance.and_then(|instance| {
                let Some(attached) = instance.volume_ids else {
                    return Err(refused(format!("the API does not say which volumes {id} has")));
                };
                let attached = distinct(attached.into_iter().chain(instance.os_volume_id));
                for other in &others {
                    let mut theirs = other.volume_ids.iter().flatten().chain(&other.os_volume_id);
                    if let Some(shared) = theirs.find(|id| attached.contains(id)) {
                        return Err(refused(format!("the volume {shared} is attached to {} as well", other.id)));
                    }
                }
                Ok(attached)
            });
            volumes.push(match attached {
                // Another machine may use them, and does not say so: the volumes themselves do.
                Ok(attached) if !tells_all && !attached.is_empty() => {
                    if in_use.is_none() {
                        in_use = Some(self.raw().list_volumes().await?);
                    }
                    let is_used_by_ours = |id: &VolumeId| is_used_by(id, in_use.as_ref()?, &ours);
                    match attached.iter().find(|id| is_used_by_ours(id) != Some(true)) {
                        Some(id) => Err(refused(format!("the volume {id} may be attached to another instance"))),
                        None => Ok(Some(attached)),
                    }
                }
                attached => attached.map(Some),
            });
        }
        Ok(volumes)
    }

    /// All volumes that are attached to these instances.
    async fn all_volumes_of(&self, ids: &[InstanceId]) -> Result<Vec<VolumeId>, Error> {
        let mut all = Vec::new();
        for volumes in self.volumes_of(ids, ids).await? {
            all.extend(volumes?.into_iter().flatten());
        }
        Ok(distinct(all))
    }

    pub(crate) async fn perform_instance_action(
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

/// The places in a list of elements that could not be decoded, and of those whose volumes could not.
fn without_volumes(skipped: &[Skipped]) -> (HashSet<usize>, HashSet<usize>) {
    let place = |skipped: &Skipped| skipped.path.strip_prefix('[')?.split(']').next()?.parse::<usize>().ok();
    let (missing, members): (Vec<_>, Vec<_>) = skipped.iter().partition(|skipped| skipped.is_element());
    let odd = members.into_iter().filter(|skipped| skipped.path.contains("volume"));
    (missing.into_iter().filter_map(place).collect(), odd.filter_map(place).collect())
}

/// Whether only these instances use a volume; `None` where the list of volumes does not say so.
fn is_used_by(id: &VolumeId, volumes: &ResponseValue<Vec<Volume>>, ours: &HashSet<&InstanceId>) -> Option<bool> {
    let is_whole = !volumes.skipped().iter().any(|skipped| skipped.path.contains("instance"));
    let volume = volumes.iter().find(|volume| volume.id == *id).filter(|_| is_whole)?;
    Some(volume.instances.as_ref()?.iter().all(|instance| instance.id.as_ref().is_some_and(|id| ours.contains(id))))
}
