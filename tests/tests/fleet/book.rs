//! What a program was told. It outlives its processes, as a database does.

use std::collections::{BTreeMap, BTreeSet};

use verda_api_ext::types::Instance;
use verda_api_ext::{ActionSuccess, Error, LaunchError, Launched, Outcomes};

/// What was told last of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It is there.
    There,
    /// It is gone, or in the trash.
    Gone,
    /// An error that leaves it open, or a call that was not seen to its end.
    Unknown,
}

/// A volume, with what was said of its members.
#[derive(Clone, Debug)]
pub(crate) struct Volume {
    pub(crate) told: Told,
    pub(crate) name: Option<String>,
    pub(crate) size: Option<u64>,
    /// Whether it was ever to be deleted.
    pub(crate) may_be_destroyed: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Book {
    /// Machines by their ids.
    pub(crate) machines: BTreeMap<String, Told>,
    /// Hostnames of which it knows that there may be machines: it meant to order them, or was told to look.
    pub(crate) hostnames: BTreeSet<String>,
    /// Hostnames and names of volumes of which it was told that nothing was made.
    pub(crate) never: BTreeSet<String>,
    /// Clusters by their ids.
    pub(crate) clusters: BTreeMap<String, Told>,
    /// Hostnames of which it knows that there may be clusters.
    pub(crate) cluster_hostnames: BTreeSet<String>,
    /// Volumes by their ids.
    pub(crate) volumes: BTreeMap<String, Volume>,
    /// Names of volumes that there may be.
    pub(crate) volume_names: BTreeSet<String>,
    /// Hostnames of machines whose OS volumes it let go with them.
    pub(crate) ended: BTreeSet<String>,
    /// Deployments by their names; keys, scripts and secrets by their kind and id.
    pub(crate) named: BTreeMap<String, Told>,
    /// The images that deployments were told to have, by their names.
    pub(crate) images: BTreeMap<String, String>,
    /// Whether a process of it was killed.
    pub(crate) was_killed: bool,
    /// Whether a launch was dropped, so that no one was told what came of it.
    pub(crate) has_dropped: bool,
}

impl Book {
    pub(crate) fn machine(&mut self, id: &impl ToString, told: Told) {
        self.machines.insert(id.to_string(), told);
    }

    /// Volumes are known by the machines that name them.
    pub(crate) fn saw(&mut self, instance: &Instance) {
        for id in instance.volume_ids.iter().flatten().chain(&instance.os_volume_id) {
            self.left(id);
        }
    }

    /// A volume that is there, and costs, by what was told.
    pub(crate) fn left(&mut self, id: &impl ToString) {
        let volume = Volume { told: Told::Unknown, name: None, size: None, may_be_destroyed: false };
        self.volumes.entry(id.to_string()).or_insert(volume);
    }

    pub(crate) fn volume(&mut self, id: &impl ToString, name: &str, size: u64) {
        let volume =
            Volume { told: Told::There, name: Some(name.to_owned()), size: Some(size), may_be_destroyed: false };
        self.volumes.insert(id.to_string(), volume);
    }

    /// All machines of a group are in question while it is changed.
    pub(crate) fn doubt(&mut self, ids: impl IntoIterator<Item = String>) {
        for id in ids {
            let told = self.machines.entry(id).or_insert(Told::Unknown);
            if *told == Told::There {
                *told = Told::Unknown;
            }
        }
    }

    /// What a launch tells; with an error, of what it has made.
    pub(crate) fn launched(&mut self, outcome: &Result<Launched, Error>) {
        let (failed, left, terminated, volumes) = match outcome {
            Ok(launched) => {
                for machine in &launched.machines {
                    self.machine(&machine.id, Told::There);
                    self.saw(&machine.instance);
                }
                let Launched { failed, left, terminated, volumes_left, .. } = launched;
                (failed, left, terminated, volumes_left)
            }
            Err(error) => match error.cause::<LaunchError>() {
                Some(LaunchError { failed, left, terminated, volumes_left, .. }) => {
                    (failed, left, terminated, volumes_left)
                }
                None => return,
            },
        };
        failed.iter().filter_map(|slot| slot.id.as_ref()).for_each(|id| self.machine(id, Told::Unknown));
        left.iter().for_each(|left| self.machine(&left.id, Told::Unknown));
        terminated.iter().for_each(|id| self.machine(id, Told::Gone));
        self.hostnames.extend(failed.iter().filter(|slot| slot.is_unknown()).map(|slot| slot.hostname.clone()));
        volumes.iter().for_each(|id| self.left(id));
    }

    /// What came of the termination of machines.
    pub(crate) fn terminated<Id: ToString>(&mut self, outcomes: &Outcomes<Id>) {
        for (id, outcome) in outcomes.iter() {
            let told = match outcome {
                Ok(ActionSuccess::Done | ActionSuccess::Already) => Told::Gone,
                _ => Told::Unknown,
            };
            self.machine(id, told);
        }
    }

    /// What came of the deletion of volumes.
    pub(crate) fn deleted<Id: ToString>(&mut self, outcomes: &Outcomes<Id>) {
        for (id, outcome) in outcomes.iter() {
            if let Some(volume) = self.volumes.get_mut(&id.to_string()) {
                volume.told = if outcome.is_ok() { Told::Gone } else { Told::Unknown };
            }
        }
    }

    /// The machines that may be there.
    pub(crate) fn machines_left(&self) -> Vec<String> {
        self.machines.iter().filter(|(_, told)| **told != Told::Gone).map(|(id, _)| id.clone()).collect()
    }
}
