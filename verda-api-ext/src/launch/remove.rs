//! Terminating machines of a launch.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
use tokio::time::{Instant, sleep};
use verda_api::Skipped;
use verda_api::types::{Instance, InstanceId, InstanceStatus, Volume, VolumeId};

use super::Left;
use super::members::{Member, Members};
use super::run::Run;
use crate::actions::DeleteVolumes;
use crate::pages::whole;
use crate::wait::{APPEARS_WITHIN, EVERY};

impl Run {
    /// Terminates machines that were there before, and gives those that are not known to be gone. Those that start do not tell
    /// their image and their volumes yet, and cannot be deleted either: they are waited for, for half of the time at most. They
    /// are too many, so that nothing is ordered in their slots.
    pub(super) async fn terminate(&self, members: &[Member], time: Duration) -> HashSet<InstanceId> {
        let is_told = |member: &Member| member.is_leaving() || has_told(&member.instance);
        let (told, untold): (Vec<Member>, Vec<Member>) = members.iter().cloned().partition(is_told);
        let later = async {
            if untold.is_empty() {
                return HashSet::new();
            }
            let ids: Vec<InstanceId> = untold.iter().map(|member| member.id().clone()).collect();
            let mut instances = self.told(&ids, time).await;
            let of_now = untold.into_iter().map(|member| match instances.remove(member.id()) {
                Some(instance) => Member { instance, ..member },
                None => member,
            });
            self.terminate_told(&of_now.collect::<Vec<_>>(), time).await
        };
        let (mut left, left_later) = join(self.terminate_told(&told, time), later).await;
        left.extend(left_later);
        left
    }

    async fn terminate_told(&self, members: &[Member], time: Duration) -> HashSet<InstanceId> {
        let (with, without): (Vec<&Member>, Vec<&Member>) = members
            .iter()
            .partition(|member| !member.is_leaving() && self.may_delete_os_volume(Some(&member.instance)));
        let ids = |members: &[&Member]| members.iter().map(|member| member.id().clone()).collect::<Vec<_>>();
        let left = self.terminate_ids(ids(&with), ids(&without), time).await;
        let gone_before = self.known().gone_before.clone();
        let other_volumes = with.iter().flat_map(|member| {
            let os_volume = member.instance.os_volume_id.as_ref();
            let others = member.instance.volume_ids.iter().flatten().filter(move |id| Some(*id) != os_volume);
            // One that was evicted has left its OS volume.
            others.chain(os_volume.filter(|_| gone_before.contains(member.id())))
        });
        let all_volumes = without
            .iter()
            .flat_map(|member| member.instance.volume_ids.iter().flatten().chain(&member.instance.os_volume_id));
        let gone: HashSet<&InstanceId> = members.iter().map(Member::id).filter(|id| !left.contains(*id)).collect();
        let unknown = members.iter().filter(|member| gone.contains(member.id()) && !member.is_leaving());
        for member in unknown.filter(|member| !tells_volumes(&member.instance)) {
            self.note_volumes(member.id(), None);
        }
        self.note_volumes_left(other_volumes.chain(all_volumes).cloned().collect(), &gone).await;
        left
    }

    /// Notes those of these volumes that machines which were terminated have left. Those that are not known to be deleted are
    /// among them. A deletion that was under way may have been one without volumes. A list may be old, and show them with a
    /// machine that is gone.
    async fn note_volumes_left(&self, mut volumes: Vec<VolumeId>, gone: &HashSet<&InstanceId>) {
        let image = self.launch.settings.image.as_deref();
        volumes.retain(|id| image.is_none_or(|image| !id.as_str().eq_ignore_ascii_case(image)));
        if volumes.is_empty() {
            return;
        }
        let listed = self.client.raw().list_volumes().send().await;
        // What cannot be decoded may be one of them.
        let is_cut = listed.as_ref().is_ok_and(|list| list.skipped().iter().any(Skipped::is_element));
        if let Ok(listed) = listed.and_then(|list| whole("list_volumes", list)) {
            let is_free = |volume: &Volume| volume.instance_id.as_ref().is_none_or(|machine| gone.contains(machine));
            volumes.retain(|id| listed.iter().find(|volume| volume.id == *id).map_or(is_cut, is_free));
        }
        let known = &mut *self.known();
        for id in volumes {
            if !known.given_volumes.contains(&id) && !known.volumes_left.contains(&id) {
                known.volumes_left.push(id);
            }
        }
    }

    /// The same, of machines that this launch has ordered. Notes the volumes that were ordered with them.
    pub(super) async fn terminate_made(&self, ids: &[InstanceId], time: Duration) -> HashSet<InstanceId> {
        let orders_volumes = self.known().orders_volumes;
        let told = match orders_volumes || self.is_image_an_id() {
            true => self.told(ids, time).await,
            false => HashMap::new(),
        };
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for id in ids {
            let instance = told.get(id);
            let may_delete = self.may_delete_os_volume(instance);
            if orders_volumes || !may_delete {
                let is_known = |instance: &&Instance| has_told(instance) && (may_delete || tells_os_volume(instance));
                self.note_volumes(id, instance.filter(is_known));
            }
            if may_delete { with.push(id.clone()) } else { without.push(id.clone()) }
        }
        self.terminate_ids(with, without, time).await
    }

    /// These machines as a list shows them, once they tell their image and their volumes: one that is only ordered does not,
    /// and cannot be deleted either. One list for all of them every five seconds, for half of the time at most.
    async fn told(&self, ids: &[InstanceId], time: Duration) -> HashMap<InstanceId, Instance> {
        let began = Instant::now();
        let mut told = HashMap::new();
        loop {
            let listed = self.members_since(Instant::now()).await;
            if let Ok(members) = &listed {
                let ours = members.members.iter().filter(|member| ids.contains(member.id()));
                told.extend(ours.map(|member| (member.id().clone(), member.instance.clone())));
            }
            let is_old = self.known().last_order.is_none_or(|order| order.elapsed() >= APPEARS_WITHIN);
            // One that was evicted may be in the list, and is no member any more.
            let is_over = |id: &InstanceId| {
                let is_gone = |members: &Arc<Members>| {
                    (is_old || members.ids.contains(id)) && members.members.iter().all(|member| member.id() != id)
                };
                told.get(id).is_some_and(has_told) || listed.as_ref().is_ok_and(is_gone)
            };
            if ids.iter().all(is_over) || began.elapsed() >= time / 2 {
                return told;
            }
            sleep(EVERY).await;
        }
    }

    fn note_volumes(&self, id: &InstanceId, instance: Option<&Instance>) {
        let known = &mut *self.known();
        let Some(instance) = instance else {
            if known.volumes_told.insert(id.clone()) {
                known.volumes_unknown.push(id.clone());
            }
            return;
        };
        known.volumes_told.insert(id.clone());
        known.volumes_unknown.retain(|unknown| unknown != id);
        let ordered = instance.volume_ids.iter().flatten().filter(|id| instance.os_volume_id.as_ref() != Some(*id));
        for id in ordered {
            if !known.given_volumes.contains(id) && !known.volumes_left.contains(id) {
                known.volumes_left.push(id.clone());
            }
        }
    }

    async fn terminate_ids(
        &self,
        with: Vec<InstanceId>,
        without: Vec<InstanceId>,
        time: Duration,
    ) -> HashSet<InstanceId> {
        let both = [(with, DeleteVolumes::Os), (without, DeleteVolumes::None)];
        let both = both.map(|(ids, volumes)| self.terminate_with(ids, volumes, time));
        futures_util::future::join_all(both).await.into_iter().flatten().collect()
    }

    async fn terminate_with(&self, ids: Vec<InstanceId>, volumes: DeleteVolumes, time: Duration) -> Vec<InstanceId> {
        if ids.is_empty() {
            return ids;
        }
        let failures: Vec<Left> = match self.client.terminate_instances(&ids, volumes).timeout(time).await {
            Ok(outcomes) => {
                // What becomes of the OS volume of a machine that was evicted, the API does not say.
                let made: HashSet<InstanceId> = self.known().made.iter().map(|made| made.id.clone()).collect();
                let is_ours = |id: &InstanceId| self.client.deletions().was_accepted_lately(id);
                for id in outcomes.already().filter(|id| !is_ours(id)) {
                    if made.contains(id) {
                        self.note_volumes(id, None);
                    }
                    self.known().gone_before.insert(id.clone());
                }
                let left = |(id, failure): (&InstanceId, &crate::ActionFailure)| Left {
                    id: id.clone(),
                    reason: failure.to_string(),
                };
                outcomes.failed().map(left).collect()
            }
            Err(error) => ids.iter().map(|id| Left { id: id.clone(), reason: error.to_string() }).collect(),
        };
        let left: Vec<InstanceId> = failures.iter().map(|left| left.id.clone()).collect();
        let stays: HashSet<&InstanceId> = left.iter().collect();
        let gone: HashSet<&InstanceId> = ids.iter().filter(|id| !stays.contains(id)).collect();
        let mut known = self.known();
        for made in known.made.iter_mut().filter(|made| gone.contains(&made.id)) {
            made.is_gone = true;
        }
        known.terminated.extend(ids.iter().filter(|id| gone.contains(id)).cloned());
        known.left.retain(|left| !ids.contains(&left.id));
        known.left.extend(failures);
        left
    }

    /// Whether the OS volume of a machine was made with it. One that was given as the image is not deleted, nor is one of
    /// which that cannot be told.
    fn may_delete_os_volume(&self, instance: Option<&Instance>) -> bool {
        let shown = instance.and_then(|instance| instance.image.as_deref());
        let os_volume = instance.and_then(|instance| instance.os_volume_id.as_ref());
        let given = self.launch.settings.image.as_deref();
        let is_os_volume = |image: &str| os_volume.is_some_and(|volume| volume.as_str().eq_ignore_ascii_case(image));
        match (shown, given) {
            // Each of the two is asked where both are there.
            (Some(image), _) | (_, Some(image)) if is_os_volume(image) => false,
            (Some(image), _) | (None, Some(image)) => !is_id(image) || os_volume.is_some(),
            (None, None) => false,
        }
    }

    fn is_image_an_id(&self) -> bool {
        self.launch.settings.image.as_deref().is_some_and(is_id)
    }
}

/// Whether a machine tells its image and its volumes, as far as it will.
fn has_told(instance: &Instance) -> bool {
    let has_volumes = instance.os_volume_id.is_some() && instance.volume_ids.is_some();
    !instance.status.is_transient() || (instance.image.is_some() && has_volumes)
}

/// Whether a machine tells all volumes that it has.
fn tells_volumes(instance: &Instance) -> bool {
    let has_none = instance.status == InstanceStatus::NoCapacity;
    has_none || (has_told(instance) && instance.volume_ids.is_some())
}

/// Whether a machine tells its OS volume, or has none.
fn tells_os_volume(instance: &Instance) -> bool {
    let has_none =
        instance.status == InstanceStatus::NoCapacity || instance.volume_ids.as_ref().is_some_and(Vec::is_empty);
    instance.os_volume_id.is_some() || (!instance.status.is_transient() && has_none)
}

/// Whether an image is an id: of an image, or of an OS volume.
fn is_id(image: &str) -> bool {
    image.len() == 36 && image.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
