//! Volumes: how they are made, attached, detached and deleted, and their actions.

use std::time::Duration;

use super::Project;
use crate::model::catalogue;
use crate::model::catalogue::volume_types::{self, VolumeType};
use crate::model::change::Change;
use crate::model::lifecycle::Lifecycle;
use crate::model::moment::Moment;
use crate::model::money::Rate;
use crate::model::refusal::Refusal;
use crate::model::volume::{Deletion, NewVolume, Volume, first_digits, status};

/// An order with valid members, which may name what does not exist.
pub(crate) struct VolumeOrder {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) size_gb: u64,
    pub(crate) location: String,
    pub(crate) instance_ids: Vec<String>,
}

/// What can be done with a volume.
pub(crate) enum VolumeAction {
    Attach {
        instance_ids: Vec<String>,
    },
    /// From these instances; from all, where there are none.
    Detach {
        instance_ids: Vec<String>,
    },
    Delete {
        permanently: bool,
    },
    Rename {
        name: String,
    },
    Resize {
        size_gb: u64,
    },
    Restore,
    Clone {
        name: Option<String>,
        kind: Option<&'static VolumeType>,
        location: Option<&'static str>,
    },
    Cancel,
    /// An action of the vendor, which no volume of a project accepts.
    Internal(&'static str),
}

fn not_found() -> Refusal {
    Refusal::not_found("Volume")
}

impl Project {
    /// Orders a volume, and gives its id.
    pub(crate) fn order_volume(&mut self, moment: Moment<'_>, order: VolumeOrder) -> Result<String, Refusal> {
        let VolumeOrder { name, kind, size_gb, location, instance_ids } = order;
        let kind = volume_types::require(kind)?;
        moment.rules.require_sold(kind)?;
        let location = catalogue::require_location(&location)?;
        self.require_attachable(kind, location, &instance_ids, moment.now)?;
        self.require_storage_quota(moment, size_gb)?;
        self.ledger.require_funds(kind.rate(size_gb), moment.now)?;

        let ready = if instance_ids.is_empty() { status::DETACHED } else { status::ATTACHED };
        let life = Lifecycle::new(status::ORDERED).then(moment.done(), ready);
        let id = self.make_volume(moment, NewVolume::new(Some(name), kind, size_gb, location, life));
        for instance_id in &instance_ids {
            self.attach(&id, instance_id, moment.done());
        }
        Ok(id)
    }

    /// Deletes a volume: into the trash, or for good.
    pub(crate) fn remove_volume(&mut self, moment: Moment<'_>, id: &str, permanently: bool) -> Result<Change, Refusal> {
        let volume = self.volumes.get(id).ok_or_else(not_found)?;
        self.require_deletable(volume, moment.now)?;
        if !volume.can_be_deleted(permanently, moment.now) {
            return Ok(Change::Unneeded);
        }
        self.delete_volume(moment, id, permanently);
        Ok(Change::Made)
    }

    /// Carries out an action on volumes: on all of them or, where one does not take it, on none. Gives the ids of clones.
    pub(crate) fn act_on_volumes(
        &mut self,
        moment: Moment<'_>,
        ids: &[String],
        action: &VolumeAction,
    ) -> Result<Vec<String>, Refusal> {
        let (mut more_gb, mut more_rate) = (0_u64, None);
        for id in ids {
            let volume = self.volumes.get(id).ok_or_else(not_found)?;
            self.require_taken(action, volume, moment)?;
            let (size_gb, rate) = growth(action, volume);
            more_gb = more_gb.saturating_add(size_gb);
            more_rate = rate.map(|rate| rate.plus(more_rate.unwrap_or_default())).or(more_rate);
        }
        if more_gb > 0 {
            self.require_storage_quota(moment, more_gb)?;
        }
        if let Some(rate) = more_rate {
            self.ledger.require_funds(rate, moment.now)?;
        }
        Ok(ids.iter().filter_map(|id| self.apply(moment, action, id)).collect())
    }

    /// Refuses an action that the volume does not take now.
    fn require_taken(&self, action: &VolumeAction, volume: &Volume, moment: Moment<'_>) -> Result<(), Refusal> {
        let now = moment.now;
        let current = volume.status(now);
        let refused = |verb| Refusal::of_volume(verb, current);
        let active = |verb| match (&volume.deletion, current) {
            (None, status::CANCELING | status::CANCELED) | (Some(_), _) => Err(refused(verb)),
            (None, _) => Ok(()),
        };
        match action {
            VolumeAction::Attach { instance_ids } => {
                active("attach")?;
                self.require_attachable(volume.kind, volume.location, instance_ids, now)?;
                if !volume.is_free(now) || instance_ids.iter().any(|id| volume.instance_ids.contains(id)) {
                    return Err(refused("attach"));
                }
                Ok(())
            }
            VolumeAction::Detach { instance_ids } => {
                active("detach")?;
                if volume.cluster_id.is_some() {
                    return Err(Refusal::OfCluster { verb: "detach" });
                }
                if volume.instance_ids.is_empty() {
                    return Err(refused("detach"));
                }
                if volume.os.is_some() {
                    return Err(Refusal::DetachesSystem);
                }
                if !instance_ids.iter().all(|id| volume.instance_ids.contains(id)) {
                    return Err(Refusal::NotAttached);
                }
                let from = if instance_ids.is_empty() { &volume.instance_ids } else { instance_ids };
                self.require_shut_down(from, now)
            }
            VolumeAction::Delete { .. } => self.require_deletable(volume, now),
            VolumeAction::Rename { .. } => active("rename"),
            VolumeAction::Resize { size_gb } => {
                active("resize")?;
                moment.rules.require_sold(volume.kind)?;
                if *size_gb < volume.size_gb {
                    return Err(Refusal::SmallerThan(volume.size_gb));
                }
                self.require_shut_down(&volume.instance_ids, now)
            }
            VolumeAction::Restore if volume.is_in_trash(now) => Ok(()),
            VolumeAction::Restore if volume.deletion.is_some() => {
                Err(Refusal::of_volume("restore", "permanently deleted"))
            }
            VolumeAction::Restore => Err(refused("restore")),
            VolumeAction::Clone { .. } if current == status::CLONING => Err(refused("clone")),
            VolumeAction::Clone { .. } => active("clone"),
            VolumeAction::Cancel if current == status::CLONING => Ok(()),
            VolumeAction::Cancel => Err(refused("cancel")),
            VolumeAction::Internal(verb) => Err(refused(verb)),
        }
    }

    /// Refuses to attach a volume of some type and location to these instances.
    fn require_attachable(
        &self,
        kind: &VolumeType,
        location: &str,
        instance_ids: &[String],
        now: Duration,
    ) -> Result<(), Refusal> {
        if instance_ids.len() > 1 && !kind.is_shared {
            return Err(Refusal::NotShared);
        }
        for id in instance_ids {
            let instance = self.instances.get(id).filter(|instance| !instance.machine.is_being_removed(now));
            let instance = instance.ok_or_else(|| Refusal::not_found("Instance"))?;
            if instance.machine.location != location {
                return Err(Refusal::Elsewhere("instance"));
            }
        }
        self.require_shut_down(instance_ids, now)
    }

    fn require_shut_down(&self, instance_ids: &[String], now: Duration) -> Result<(), Refusal> {
        let is_off = |id: &String| self.instances.get(id).is_none_or(|instance| instance.machine.is_shut_down(now));
        if instance_ids.iter().all(is_off) { Ok(()) } else { Err(Refusal::NotShutDown) }
    }

    /// Refuses to delete what a machine uses.
    fn require_deletable(&self, volume: &Volume, now: Duration) -> Result<(), Refusal> {
        if volume.cluster_id.is_some() {
            return Err(Refusal::OfCluster { verb: "delete" });
        }
        if volume.os.is_some() && volume.is_attached() {
            return Err(Refusal::DeletesSystem);
        }
        self.require_shut_down(&volume.instance_ids, now)
    }

    /// Carries out a checked action. A clone has a new id.
    fn apply(&mut self, moment: Moment<'_>, action: &VolumeAction, id: &str) -> Option<String> {
        let (now, done) = (moment.now, moment.done());
        let volume = self.volumes.get_mut(id)?;
        match action {
            VolumeAction::Attach { instance_ids } => {
                for instance_id in instance_ids {
                    self.attach(id, instance_id, done);
                }
            }
            VolumeAction::Detach { instance_ids } => {
                let all = volume.instance_ids.clone();
                for instance_id in if instance_ids.is_empty() { &all } else { instance_ids } {
                    self.detach(id, instance_id, done);
                }
            }
            VolumeAction::Delete { permanently } => {
                if volume.can_be_deleted(*permanently, now) {
                    self.delete_volume(moment, id, *permanently);
                }
            }
            VolumeAction::Rename { name } => volume.name.clone_from(name),
            VolumeAction::Resize { size_gb } => {
                volume.size_gb = *size_gb;
                self.ledger.reprice(&mut volume.meter, volume.kind.rate(*size_gb), now);
            }
            VolumeAction::Restore => {
                volume.deletion = None;
                volume.life = Lifecycle::new(status::RESTORING).then(done, status::DETACHED);
                self.ledger.keep(&mut volume.meter, now);
            }
            VolumeAction::Clone { name, kind, location } => {
                let new = NewVolume::new(
                    Some(name.clone().unwrap_or_else(|| format!("{}-clone", volume.name))),
                    kind.unwrap_or(volume.kind),
                    volume.size_gb,
                    location.unwrap_or(volume.location),
                    Lifecycle::new(status::CLONING).then(done, status::DETACHED),
                );
                let new = new.with_system(volume.os, &volume.ssh_key_ids);
                return Some(self.make_volume(moment, new));
            }
            VolumeAction::Cancel => {
                volume.life = Lifecycle::new(status::CANCELING).then(done, status::CANCELED);
                self.ledger.stop(&mut volume.meter, done, now);
            }
            VolumeAction::Internal(_) => {}
        }
        None
    }

    /// Makes a volume, starts its costs, and gives its id.
    pub(super) fn make_volume(&mut self, moment: Moment<'_>, new: NewVolume) -> String {
        let id = self.ids.uuid();
        let volume = Volume {
            id: id.clone(),
            life: new.life,
            meter: self.ledger.start(new.kind.rate(new.size_gb), moment.now),
            name: new.name.unwrap_or_else(|| format!("OS-NVMe-{}", first_digits(&id))),
            kind: new.kind,
            size_gb: new.size_gb,
            location: new.location,
            os: new.os,
            ssh_key_ids: new.ssh_key_ids,
            instance_ids: Vec::new(),
            cluster_id: None,
            at_preemption: new.at_preemption,
            created_at: moment.timestamp(),
            deletion: None,
        };
        self.volumes.insert(&id, volume);
        id
    }

    /// Joins a volume and an instance, until an instant in machine time.
    pub(super) fn attach(&mut self, volume_id: &str, instance_id: &str, done: Duration) {
        if let Some(volume) = self.volumes.get_mut(volume_id) {
            volume.instance_ids.push(instance_id.to_owned());
            if volume.life.final_status() != status::ATTACHED {
                volume.life = Lifecycle::new(status::ATTACHING).then(done, status::ATTACHED);
            }
        }
        if let Some(instance) = self.instances.get_mut(instance_id) {
            instance.volume_ids.push(volume_id.to_owned());
        }
    }

    /// Mounts a file system on the nodes of a cluster, until an instant in machine time.
    pub(super) fn mount(&mut self, volume_id: &str, cluster_id: &str, done: Duration) {
        if let Some(volume) = self.volumes.get_mut(volume_id) {
            volume.cluster_id = Some(cluster_id.to_owned());
            if volume.life.final_status() != status::ATTACHED {
                volume.life = Lifecycle::new(status::ATTACHING).then(done, status::ATTACHED);
            }
        }
    }

    /// Takes a volume off one instance or cluster, until an instant in machine time. A shared file system stays attached to
    /// its others.
    pub(super) fn detach(&mut self, volume_id: &str, machine_id: &str, done: Duration) {
        if let Some(instance) = self.instances.get_mut(machine_id) {
            instance.volume_ids.retain(|id| id != volume_id);
        }
        if let Some(volume) = self.volumes.get_mut(volume_id) {
            volume.instance_ids.retain(|id| id != machine_id);
            volume.cluster_id.take_if(|id| id == machine_id);
            if !volume.is_attached() {
                volume.life = Lifecycle::new(status::DETACHING).then(done, status::DETACHED);
            }
        }
    }

    /// Takes a volume off all instances and deletes it: into the trash, or for good.
    pub(super) fn delete_volume(&mut self, moment: Moment<'_>, volume_id: &str, permanently: bool) {
        let Some(volume) = self.volumes.get_mut(volume_id) else { return };
        let instance_ids = std::mem::take(&mut volume.instance_ids);
        volume.life = Lifecycle::new(status::DELETED);
        volume.deletion = Some(Deletion { at: moment.now, timestamp: moment.timestamp(), permanently });
        self.ledger.stop(&mut volume.meter, moment.now, moment.now);
        for id in instance_ids {
            if let Some(instance) = self.instances.get_mut(&id) {
                instance.volume_ids.retain(|id| id != volume_id);
            }
        }
    }
}

/// How much more space and money a volume takes after an action; no price where the action costs nothing.
fn growth(action: &VolumeAction, volume: &Volume) -> (u64, Option<Rate>) {
    match action {
        VolumeAction::Resize { size_gb } => {
            let more_gb = size_gb.saturating_sub(volume.size_gb);
            (more_gb, (more_gb > 0).then(|| volume.kind.rate(more_gb)))
        }
        // The trash counts against the quota already.
        VolumeAction::Restore => (0, Some(volume.kind.rate(volume.size_gb))),
        VolumeAction::Clone { kind, .. } => (volume.size_gb, Some(kind.unwrap_or(volume.kind).rate(volume.size_gb))),
        _ => (0, None),
    }
}
