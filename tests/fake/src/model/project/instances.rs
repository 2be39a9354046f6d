//! What is done with instances: their actions, their eviction and the end of their volumes.

use std::time::Duration;

use super::Project;
use crate::model::change::Change;
use crate::model::machine::{self, Machine, status};
use crate::model::moment::Moment;
use crate::model::refusal::Refusal;
use crate::model::volume::Volume;

/// What can be done with an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InstanceAction {
    Start,
    Shutdown,
    Delete,
    /// A deletion that is carried out whatever the status.
    DeleteStuck,
    Hibernate,
    /// An action of the vendor, which no instance of a project accepts.
    Internal(&'static str),
}

impl InstanceAction {
    pub(crate) fn is_deletion(self) -> bool {
        matches!(self, Self::Delete | Self::DeleteStuck)
    }
}

/// The volumes that are deleted together with an instance.
///
/// The two cases destroy different volumes, so reading a request already distinguishes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum VolumesToDelete {
    /// The volume of the operating system.
    OperatingSystem,
    /// Exactly these volumes, possibly none.
    Exactly { ids: Vec<String>, permanently: bool },
}

impl Project {
    /// Refuses a deletion of instances that names an unrelated volume.
    pub(crate) fn require_volumes_of(&self, instances: &[String], volumes: &VolumesToDelete) -> Result<(), Refusal> {
        let VolumesToDelete::Exactly { ids, .. } = volumes else { return Ok(()) };
        for id in ids {
            let volume = self.volumes.get(id).ok_or_else(|| Refusal::not_found("Volume"))?;
            // An earlier id of the same call may have deleted or detached a volume that is not attached.
            let is_ours = volume.instance_ids.iter().any(|instance| instances.contains(instance));
            if !volume.instance_ids.is_empty() && !is_ours {
                return Err(Refusal::NotAttached);
            }
        }
        Ok(())
    }

    /// Carries out an action on an instance, if there is one.
    pub(crate) fn act_on_instance(
        &mut self,
        moment: Moment<'_>,
        id: &str,
        action: InstanceAction,
        volumes: &VolumesToDelete,
    ) -> Result<Change, Refusal> {
        let (now, done) = (moment.now, moment.done());
        let instance = self.instances.get_mut(id).ok_or_else(|| Refusal::not_found("Instance"))?;
        let os_volume_id = instance.os_volume_id.clone();
        let machine = &mut instance.machine;
        let current = machine.status(now);
        match action {
            InstanceAction::Start => switch(machine, status::RUNNING, status::OFFLINE, "start", moment),
            InstanceAction::Shutdown => switch(machine, status::OFFLINE, status::RUNNING, "shutdown", moment),
            InstanceAction::Delete | InstanceAction::DeleteStuck => {
                if machine.is_being_removed(now) {
                    return Ok(Change::Unneeded);
                }
                if action == InstanceAction::Delete {
                    if machine.is_starting(now) {
                        return Err(refused("discontinue", current));
                    }
                    if machine.delays_deletion() {
                        return Ok(Change::Made);
                    }
                }
                machine.leave(&mut self.ledger, status::DELETING, now, done);
                self.release_volumes(moment, id, done, |volume| match volumes {
                    VolumesToDelete::OperatingSystem => (volume.id == os_volume_id).then_some(false),
                    VolumesToDelete::Exactly { ids, permanently } => ids.contains(&volume.id).then_some(*permanently),
                });
                Ok(Change::Made)
            }
            InstanceAction::Hibernate => {
                if current == status::HIBERNATING {
                    return Ok(Change::Unneeded);
                }
                if !machine.is_shut_down(now) {
                    return Err(refused("hibernate", current));
                }
                machine.leave(&mut self.ledger, status::HIBERNATING, now, done);
                self.release_volumes(moment, id, done, |_| None);
                Ok(Change::Made)
            }
            InstanceAction::Internal(verb) => Err(refused(verb, current)),
        }
    }

    /// Sets the status of an instance, if the instance exists. An instance that is gone has no volumes.
    pub(crate) fn put_instance_into(&mut self, moment: Moment<'_>, id: &str, status: &'static str) -> Option<()> {
        let instance = self.instances.get_mut(id)?;
        instance.machine.put_into(&mut self.ledger, status, moment.now);
        if machine::is_gone(status) {
            self.release_volumes(moment, id, moment.now, |_| None);
        }
        Some(())
    }

    /// Evicts a spot instance, and applies the policy of each volume.
    pub(crate) fn preempt(&mut self, moment: Moment<'_>, id: &str) {
        if let Some(instance) = self.instances.get_mut(id) {
            instance.machine.put_into(&mut self.ledger, status::DISCONTINUED, moment.now);
        }
        self.release_volumes(moment, id, moment.now, |volume| volume.at_preemption.deletion());
    }

    /// Detaches every volume of an instance, until `done`, except those that are deleted now. The choice returns for each
    /// deleted volume whether its deletion is permanent.
    fn release_volumes(
        &mut self,
        moment: Moment<'_>,
        id: &str,
        done: Duration,
        deletion: impl Fn(&Volume) -> Option<bool>,
    ) {
        let Some(instance) = self.instances.get(id) else { return };
        for volume_id in instance.volume_ids.clone() {
            match self.volumes.get(&volume_id).and_then(&deletion) {
                Some(permanently) => self.delete_volume(moment, &volume_id, permanently),
                None => self.detach(&volume_id, id, done),
            }
        }
    }
}

/// Turns an instance on or off.
fn switch(
    machine: &mut Machine,
    wanted: &'static str,
    other: &'static str,
    verb: &'static str,
    moment: Moment<'_>,
) -> Result<Change, Refusal> {
    match machine.life.switch(wanted, other, moment.now, moment.done()) {
        Some(true) => Ok(Change::Made),
        Some(false) => Ok(Change::Unneeded),
        None => Err(refused(verb, machine.status(moment.now))),
    }
}

fn refused(verb: &'static str, current: &'static str) -> Refusal {
    machine::refused(verb, current, "instance")
}
