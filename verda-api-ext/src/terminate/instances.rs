//! Instances that are to be gone.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::{Instant, timeout};
use verda_api::BoxFuture;
use verda_api::types::{Instance, InstanceAction, InstanceId, PerformInstanceActions, Volume, VolumeId, VolumeStatus};

use super::{Asked, Deletion, Reply, Round, Terminate, no_success};
use crate::actions::{Attached, DeleteVolumes, LISTED, Users, distinct, failed, is_starting, users_of};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::ids::IntoIds;
use crate::launch::SETTLED_WITHIN;
use crate::outcomes::ActionFailure;
use crate::wait::{PERSISTENT, Watched as _, is_outage};

const METHOD: &str = "terminate_instances";

impl Client {
    /// Deletes instances, whatever their status, and waits until they are gone: see [`Terminate`], which says what an
    /// outcome proves. [`delete_instances`](Self::delete_instances) sends the deletion; this one sees it through.
    ///
    /// `volumes` says which volumes go with them; the others are detached and go on costing. It never becomes more:
    ///
    /// - With [`DeleteVolumes::All`] the volumes are meant that a machine has before its first deletion. A machine that is being
    ///   provisioned has none to list yet: it is deleted when that is over.
    /// - A repetition names only those of its volumes that are still attached to it, and to no machine that stays, by lists that
    ///   were asked for ten seconds before at most: where they take longer, nothing is deleted yet.
    /// - Where the list of volumes says for more than a minute that a machine has one which the machine does not tell, that one
    ///   stays.
    /// - A machine that is gone already tells no volumes any more, and one that is being deleted keeps to what that deletion
    ///   said. Of one that neither a list nor its id shows, only the OS volume goes, if it exists at all. What they leave goes
    ///   on costing: see [`list_volumes`](verda_api::Client::list_volumes).
    ///
    /// The outcomes are about the machines, and say nothing of the volumes.
    ///
    /// Where usual deletions remove nothing, or are refused for ten minutes, the API's action `delete_stuck` is used. What it
    /// does with volumes is not documented: it is used only where all volumes that the machine has are to go as well, and
    /// nothing permanently.
    ///
    /// Takes one id or many. Costs one list of instances per poll, of which there is one every 5 seconds, and a request for all
    /// deletions that are due, each with two lists more for `All`. Safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// # client.deploy_instance(order).await?;
    /// use verda_api_ext::DeleteVolumes;
    ///
    /// let machines = client.list_instances().await?;
    /// let ids = machines.iter().filter(|machine| machine.hostname.as_deref() == Some("node-1")).map(|machine| &machine.id);
    /// client.terminate_instances(ids, DeleteVolumes::AllPermanently).await?.all_ok()?;
    /// // Nothing costs any more.
    /// assert_eq!(client.spending().await?.runway(), None);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where an id is empty or has white space around it:
    /// nothing is sent then. All else is in the outcomes.
    pub fn terminate_instances<Count>(
        &self,
        ids: impl IntoIds<InstanceId, Count>,
        volumes: DeleteVolumes,
    ) -> Terminate<Instance> {
        let deletion = InstanceDeletion {
            volumes,
            attached: HashMap::new(),
            current: HashMap::new(),
            round: None,
            accepted: HashSet::new(),
            users: Users::new(),
            untold: HashMap::new(),
        };
        Terminate::new(self, METHOD, ids.into_ids(), deletion)
    }
}

/// Deletes instances with the volumes that the caller said.
struct InstanceDeletion {
    volumes: DeleteVolumes,
    /// All volumes of a machine, as they were before its first deletion.
    attached: HashMap<InstanceId, Vec<VolumeId>>,
    /// Those that it has in this round, and when they were asked for: halves of a round need no list of their own.
    current: HashMap<InstanceId, (Instant, Vec<VolumeId>)>,
    /// The end of that round.
    round: Option<Instant>,
    /// Those of which a deletion was accepted.
    accepted: HashSet<InstanceId>,
    /// What uses the volumes, by the last list.
    users: Users,
    /// How often in a row, and since when, lists did not tell enough of the volumes of a machine, or were refused (true). One list
    /// may be late.
    untold: HashMap<(InstanceId, bool), (u32, Instant)>,
}

impl Deletion<Instance> for InstanceDeletion {
    fn may_ask(&self, status: Option<&str>, is_absent: bool) -> bool {
        !self.means_all() || status.map_or(is_absent, |status| !is_starting(&status.into()))
    }

    fn check(&self) -> Result<(), Error> {
        self.volumes.check(METHOD)
    }

    #[inline]
    fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, Instance>) -> BoxFuture<'a, Asked<Instance>> {
        Box::pin(self.delete(client, round))
    }
}

impl InstanceDeletion {
    fn means_all(&self) -> bool {
        matches!(self.volumes, DeleteVolumes::All | DeleteVolumes::AllPermanently)
    }

    async fn delete(&mut self, client: &Client, round: Round<'_, Instance>) -> Asked<Instance> {
        let mut replies = if self.means_all() { self.learn_volumes(client, &round).await } else { HashMap::new() };
        let (mut asked, not_told): (Vec<&InstanceId>, Vec<_>) = round
            .ids
            .iter()
            .filter(|id| !replies.contains_key(*id))
            .partition(|id| !self.means_all() || self.attached.contains_key(*id));
        let mut named = self.named(&round, &asked);
        let listed_at = asked.iter().filter_map(|id| self.current.get(*id)).map(|(listed_at, _)| *listed_at).min();
        if asked.is_empty() {
            // Neither a list nor their ids show them. If they are there all the same, their OS volumes are among all volumes.
            (asked, named) = (not_told, None);
        }
        let permanently = matches!(self.volumes, DeleteVolumes::AllPermanently | DeleteVolumes::ThesePermanently(_))
            && named.as_ref().is_some_and(|named| !named.is_empty());
        let may_be_forced = |id: &&InstanceId| !permanently && (round.is_stuck)(id);
        let listed = match asked.iter().any(may_be_forced) {
            true => client.with_timeout(round.time_left().min(LISTED) / 2).volumes_with_users().await.ok(),
            false => None,
        };
        let is_stuck = |id: &&&InstanceId| {
            let takes_all = |listed: &Vec<Volume>| {
                takes_all_volumes(round.watch.resource(id), listed, named.as_deref(), self.means_all())
            };
            may_be_forced(id) && listed.as_ref().is_some_and(takes_all)
        };
        let (stuck, usual): (Vec<_>, Vec<_>) = asked.iter().partition(is_stuck);
        for (action, ids) in [(InstanceAction::Delete, usual), (InstanceAction::DeleteStuck, stuck)] {
            let ids: Vec<InstanceId> = ids.into_iter().cloned().collect();
            if ids.is_empty() {
                continue;
            }
            let mut request = PerformInstanceActions::new(action.clone(), ids.clone());
            request.volume_ids = named.clone();
            request.delete_permanently = permanently.then_some(true);
            // Volumes that were listed long ago may be another machine's: the next round lists them again.
            let time = if self.means_all() { round.time_left().min(LISTED) } else { round.time_left() };
            let client = listed_at.map_or_else(|| client.clone(), |at| client.wanted_while_listed(at));
            match client.with_timeout(time).perform_instance_action(request).await {
                Ok(of_each) => {
                    self.accepted.extend(of_each.succeeded().cloned());
                    let acted_before = of_each.acted_before;
                    replies.extend(of_each.into_iter().map(|(id, outcome)| (id, Reply::Said(outcome, acted_before))));
                }
                Err(error) if action == InstanceAction::DeleteStuck => {
                    replies.extend(ids.into_iter().map(|id| (id, no_success(failed(&error)))));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(replies.into_iter().collect())
    }

    /// The volumes of machines before a deletion: a repetition is about those that the first one was about, as far as they are
    /// still attached. Gives the machines that do not tell theirs.
    async fn learn_volumes(&mut self, client: &Client, round: &Round<'_, Instance>) -> HashMap<InstanceId, Reply> {
        if self.round.replace(round.end) != Some(round.end) {
            self.current.clear();
        }
        self.current.retain(|_, (listed_at, _)| listed_at.elapsed() < LISTED);
        let ids: Vec<InstanceId> = round.ids.iter().filter(|id| !self.current.contains_key(*id)).cloned().collect();
        let asked = Instant::now();
        // The other half is for the deletion.
        let time = (round.time_left() / 2).min(LISTED);
        let client = client.with_timeout(time);
        let late = |_| Err(Error::new(ErrorKind::Timeout, "no list of volumes in time").of(METHOD));
        let found = match timeout(time, client.volumes_of(&ids, round.all)).await.unwrap_or_else(late) {
            Ok((found, users)) => {
                self.untold.retain(|(_, is_refused), _| !is_refused);
                self.users.extend(users);
                found
            }
            // A refusal of the list is none of the deletion, unless it persists.
            Err(error) => {
                let is_refused = error.kind() == ErrorKind::Api && !is_outage(&error);
                if !is_refused {
                    self.untold.clear();
                }
                let mut unknown = HashMap::new();
                for id in ids {
                    let may_end = is_refused && !self.attached.contains_key(&id);
                    let is_final = may_end && self.never_tells((id.clone(), true), PERSISTENT.1);
                    let reply = if is_final { Reply::Never } else { Reply::NotSent };
                    unknown.insert(id, reply(failed(&error)));
                }
                return unknown;
            }
        };
        let mut unknown = HashMap::new();
        for (id, volumes) in ids.into_iter().zip(found) {
            let status = round.watch.status(&id);
            let disputed = volumes.as_ref().ok().and_then(|found| found.as_ref()?.disputed.as_ref());
            if let Some(error) = disputed {
                // An accepted deletion has named its volumes: the repetition names none.
                if self.accepted.contains(&id) {
                    continue;
                }
                // Where lists disagree for long, what the machine tells goes, and the other one stays.
                if !self.never_tells((id.clone(), false), SETTLED_WITHIN) {
                    unknown.insert(id, Reply::NotSent(failed(error)));
                    continue;
                }
            }
            let is_disputed = disputed.is_some();
            match volumes {
                // It does not exist, unless it is too new.
                Ok(None) if status.is_none() && !client.created().was_lately(Instance::GET, id.as_ref()) => {}
                Ok(Some(Attached { status: found, .. })) if found.is_gone() => {}
                Ok(Some(Attached { volumes, .. })) if status.is_some() => {
                    if !is_disputed {
                        self.untold.remove(&(id.clone(), false));
                    }
                    self.attached.entry(id.clone()).or_insert_with(|| volumes.clone());
                    self.current.insert(id, (asked, volumes));
                }
                // It appears just now, and may get more of them; or it is there by one response, and not by another.
                Ok(_) => drop(unknown.insert(id, Reply::NotSent(not_yet()))),
                Err(error) => {
                    // The API told, and not enough; or its list lacks a volume, which may be in the trash by now.
                    let is_told = error.kind() == ErrorKind::UnexpectedResponse && error.status().is_none();
                    let is_not_listed = error.kind() == ErrorKind::NotSent;
                    // An accepted deletion has named its volumes: the repetition names none.
                    if (is_told || is_not_listed) && self.accepted.contains(&id) {
                        continue;
                    }
                    let is_first = !self.attached.contains_key(&id);
                    let is_settled = status.is_some_and(|status| !is_starting(&status.into()));
                    let is_final =
                        is_told && is_first && is_settled && self.never_tells((id.clone(), false), SETTLED_WITHIN);
                    let reply = if is_final { Reply::Never } else { Reply::NotSent };
                    unknown.insert(id, reply(failed(&error)));
                }
            }
        }
        unknown
    }

    /// Notes that lists do not tell enough of the volumes of a machine, and gives whether that persists for this time.
    fn never_tells(&mut self, of: (InstanceId, bool), time: Duration) -> bool {
        let (times, since) = self.untold.entry(of).or_insert((0, Instant::now()));
        *times += 1;
        *times >= PERSISTENT.0 && since.elapsed() >= time
    }

    /// The volumes that a request about these machines names; `None` for their OS volumes. Those of machines that it is not
    /// about, and those that an earlier deletion has taken, are not named: the API would refuse all of it.
    fn named(&self, round: &Round<'_, Instance>, ids: &[&InstanceId]) -> Option<Vec<VolumeId>> {
        let ours: HashSet<&InstanceId> = ids.iter().copied().collect();
        let volumes_of = |id: &InstanceId| {
            let machine = round.watch.resource(id)?;
            Some(machine.volume_ids.as_ref()?.iter().chain(&machine.os_volume_id))
        };
        let others: Vec<&InstanceId> = round.all.iter().filter(|id| !ours.contains(id)).collect();
        // A machine whose deletion was not accepted yet may stay, and keeps what it shares with one that goes.
        let may_stay: HashSet<&InstanceId> = others.iter().copied().filter(|id| !self.accepted.contains(*id)).collect();
        let mut kept: HashSet<&VolumeId> = may_stay.iter().filter_map(|id| volumes_of(id)).flatten().collect();
        let is_used = |users: &[InstanceId]| users.iter().any(|user| may_stay.contains(user));
        kept.extend(self.users.iter().filter(|(_, users)| is_used(users)).map(|(volume, _)| volume));
        let named: Vec<VolumeId> = match &self.volumes {
            DeleteVolumes::Os => return None,
            DeleteVolumes::None => return Some(Vec::new()),
            DeleteVolumes::These(volumes) | DeleteVolumes::ThesePermanently(volumes) => {
                distinct(volumes.iter().cloned())
            }
            DeleteVolumes::All | DeleteVolumes::AllPermanently => {
                let still_attached = ids.iter().flat_map(|id| {
                    let current = self.current.get(*id).map(|(_, volumes)| volumes.as_slice()).unwrap_or_default();
                    self.attached.get(*id).into_iter().flatten().filter(|volume| current.contains(volume))
                });
                let still_attached = still_attached.filter(|volume| !kept.contains(volume));
                return Some(distinct(still_attached.cloned()));
            }
        };
        let elsewhere: HashSet<&VolumeId> = others.into_iter().filter_map(volumes_of).flatten().collect();
        let here: Option<Vec<_>> = ids.iter().map(|id| volumes_of(id)).collect();
        let here: Option<HashSet<&VolumeId>> = here.map(|volumes| volumes.into_iter().flatten().collect());
        let is_named = |volume: &VolumeId| match &here {
            _ if kept.contains(volume) => false,
            Some(here) if here.contains(volume) => true,
            Some(_) => self.accepted.is_empty() && !elsewhere.contains(volume),
            None => !elsewhere.contains(volume),
        };
        Some(named.into_iter().filter(is_named).collect())
    }
}

fn not_yet() -> ActionFailure {
    let message = "its volumes are not told yet".to_owned();
    ActionFailure { status: None, code: None, message, not_found: false, unknown: false }
}

/// Whether all volumes of a machine go with it, by what it tells and by a list of volumes. What `delete_stuck` does with a volume
/// that is to stay is not documented. A machine that starts may have an OS volume that nothing tells yet.
fn takes_all_volumes(
    machine: Option<&Instance>,
    listed: &[Volume],
    named: Option<&[VolumeId]>,
    means_all: bool,
) -> bool {
    let Some(machine) = machine else { return false };
    let is_os_volume = |id: &VolumeId| {
        machine.os_volume_id.as_ref() == Some(id)
            || listed.iter().any(|volume| volume.id == *id && volume.is_os_volume == Some(true))
    };
    let goes = |id: &VolumeId| named.map_or_else(|| is_os_volume(id), |named| named.contains(id));
    // One of which the list does not say what uses it may be this machine's.
    let may_be_its = |volume: &&Volume| {
        let is_untold = volume.instances.is_none()
            && volume.status != VolumeStatus::Detached
            && volume.instance_id.as_ref().is_none_or(|id| *id == machine.id);
        is_untold || users_of(volume).any(|user| *user == machine.id)
    };
    let attached = listed.iter().filter(may_be_its);
    let told = machine.volume_ids.iter().flatten().chain(&machine.os_volume_id);
    let is_starting = is_starting(&machine.status);
    let may_keep_one = named.is_some() && !means_all && machine.os_volume_id.is_none() && is_starting;
    // One that is there for long tells its volumes.
    let may_keep_one = may_keep_one || (machine.volume_ids.is_none() && !is_starting);
    told.chain(attached.map(|volume| &volume.id)).all(goes) && !may_keep_one
}
