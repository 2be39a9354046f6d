//! Terminating machines of a launch.

use std::collections::HashSet;
use std::time::Duration;

use verda_api::types::{Instance, InstanceId, VolumeId};

use super::Left;
use super::members::Member;
use super::run::Run;
use crate::actions::DeleteVolumes;
use crate::pages::whole;

impl Run {
    /// Terminates machines, and gives those that are not known to be gone.
    pub(super) async fn terminate(&self, members: &[Member], time: Duration) -> HashSet<InstanceId> {
        let (with, without): (Vec<&Member>, Vec<&Member>) = members
            .iter()
            .partition(|member| !member.is_leaving() && self.may_delete_os_volume(Some(&member.instance)));
        let ids = |members: Vec<&Member>| members.into_iter().map(|member| member.id().clone()).collect::<Vec<_>>();
        let left = self.terminate_ids(ids(with), ids(without), time).await;
        self.note_volumes_of_leaving(members).await;
        left
    }

    /// Notes the volumes of machines whose deletion was under way, and may have been for one without its volumes. Those that are
    /// not known to be deleted are among them.
    async fn note_volumes_of_leaving(&self, members: &[Member]) {
        let leaving = members.iter().filter(|member| member.is_leaving()).map(|member| &member.instance);
        let mut volumes: Vec<VolumeId> = leaving
            .flat_map(|machine| machine.volume_ids.iter().flatten().chain(&machine.os_volume_id))
            .cloned()
            .collect();
        if volumes.is_empty() {
            return;
        }
        if let Ok(listed) = self.client.raw().list_volumes().send().await.and_then(|list| whole("list_volumes", list)) {
            let is_free = |id: &VolumeId| listed.iter().any(|volume| volume.id == *id && volume.instance_id.is_none());
            volumes.retain(is_free);
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
        let (mut with, mut without) = (Vec::new(), Vec::new());
        let orders_volumes = self.known().orders_volumes;
        for id in ids {
            let instance = match orders_volumes || self.is_image_an_id() {
                true => self.client.raw().get_instance(id).send().await.ok(),
                false => None,
            };
            if let Some(instance) = instance.as_deref().filter(|_| orders_volumes) {
                self.note_volumes(instance);
            }
            let may_delete = self.may_delete_os_volume(instance.as_deref());
            if may_delete { with.push(id.clone()) } else { without.push(id.clone()) }
        }
        self.terminate_ids(with, without, time).await
    }

    fn note_volumes(&self, instance: &Instance) {
        let known = &mut *self.known();
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
                let left = |(id, failure): (&InstanceId, &crate::ActionFailure)| Left {
                    id: id.clone(),
                    reason: failure.to_string(),
                };
                outcomes.failed().map(left).collect()
            }
            Err(error) => ids.iter().map(|id| Left { id: id.clone(), reason: error.to_string() }).collect(),
        };
        let left: Vec<InstanceId> = failures.iter().map(|left| left.id.clone()).collect();
        let gone = || ids.iter().filter(|id| !left.contains(id));
        let mut known = self.known();
        for made in known.made.iter_mut().filter(|made| gone().any(|id| *id == made.id)) {
            made.is_gone = true;
        }
        known.terminated.extend(gone().cloned());
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
        let is_os_volume = |image: &str| os_volume.is_some_and(|volume| volume.as_str() == image);
        match (shown, given) {
            (Some(image), _) | (_, Some(image)) if is_os_volume(image) => false,
            (_, Some(image)) if is_os_volume(image) => false,
            (Some(image), _) | (None, Some(image)) => !is_id(image) || os_volume.is_some(),
            (None, None) => false,
        }
    }

    fn is_image_an_id(&self) -> bool {
        self.launch.settings.image.as_deref().is_some_and(is_id)
    }
}

/// Whether an image is an id: of an image, or of an OS volume.
fn is_id(image: &str) -> bool {
    image.len() == 36 && image.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}
