//! Volumes: their data, and how they are created, attached, detached and deleted. Requests are in `requests` and `actions`.

pub(crate) mod actions;
pub(crate) mod requests;
mod shape;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::shape::Shown;
use crate::call::Call;
use crate::catalogue::images::Image;
use crate::catalogue::volume_types::VolumeType;
use crate::clock::Clock;
use crate::error::ApiError;
use crate::lifecycle::Lifecycle;
use crate::money::Meter;
use crate::snapshot::stored::{self, Known};
use crate::state::State;

/// The statuses that a volume can have, by their names in the API.
pub(crate) mod status {
    pub(crate) const ORDERED: &str = "ordered";
    pub(crate) const ATTACHING: &str = "attaching";
    pub(crate) const ATTACHED: &str = "attached";
    pub(crate) const DETACHING: &str = "detaching";
    pub(crate) const DETACHED: &str = "detached";
    pub(crate) const CLONING: &str = "cloning";
    pub(crate) const RESTORING: &str = "restoring";
    pub(crate) const CANCELING: &str = "canceling";
    pub(crate) const CANCELED: &str = "canceled";
    pub(crate) const DELETED: &str = "deleted";
}

/// The smallest volume, in gigabytes.
pub(crate) const MIN_SIZE_GB: u64 = 50;

/// How long a deleted volume stays in the trash.
const TRASH_TIME: Duration = Duration::from_secs(96 * 3600);

/// A block volume or a shared file system.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Volume {
    pub(crate) id: String,
    life: Lifecycle,
    /// The costs, which end with the deletion.
    meter: Meter,
    pub(crate) name: String,
    #[serde(with = "stored::catalogued")]
    kind: &'static VolumeType,
    pub(crate) size_gb: u64,
    #[serde(deserialize_with = "stored::known")]
    location: Known,
    /// The image that was installed on it; `None` for a volume without an operating system.
    #[serde(with = "stored::optional_catalogued")]
    pub(crate) os: Option<&'static Image>,
    /// The keys that were installed with the operating system.
    ssh_key_ids: Vec<String>,
    pub(crate) instance_ids: Vec<String>,
    /// The cluster on whose nodes it is mounted.
    cluster_id: Option<String>,
    pub(crate) at_preemption: AtPreemption,
    created_at: String,
    /// Set once it is deleted.
    deletion: Option<Deletion>,
}

/// When and how a volume was deleted.
#[derive(Debug, Serialize, Deserialize)]
struct Deletion {
    /// In machine time.
    at: Duration,
    timestamp: String,
    permanently: bool,
}

impl Deletion {
    /// Whether the volume is gone for good: deleted so, or left in the trash for too long.
    fn is_permanent(&self, now: Duration) -> bool {
        self.permanently || now >= self.at.saturating_add(TRASH_TIME)
    }
}

/// What happens to a volume when its spot instance is taken away.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) enum AtPreemption {
    #[default]
    KeepDetached,
    MoveToTrash,
    DeletePermanently,
}

impl AtPreemption {
    pub(crate) const NAMES: [&str; 3] = ["keep_detached", "move_to_trash", "delete_permanently"];

    pub(crate) fn find(name: &str) -> Option<Self> {
        let policies = [Self::KeepDetached, Self::MoveToTrash, Self::DeletePermanently];
        Self::NAMES.into_iter().zip(policies).find(|(known, _)| *known == name).map(|(_, policy)| policy)
    }

    /// Whether it is deleted, and then whether for good.
    pub(crate) fn deletion(self) -> Option<bool> {
        match self {
            Self::KeepDetached => None,
            Self::MoveToTrash => Some(false),
            Self::DeletePermanently => Some(true),
        }
    }
}

impl Volume {
    fn status(&self, now: Duration) -> &'static str {
        self.life.status(now)
    }

    /// Whether it can be attached to one more machine.
    pub(crate) fn is_free(&self, now: Duration) -> bool {
        self.deletion.is_none()
            && self.cluster_id.is_none()
            && (self.instance_ids.is_empty() || self.kind.is_shared)
            && !matches!(self.status(now), status::CLONING | status::RESTORING | status::CANCELING | status::CANCELED)
    }

    /// Whether it is a file system that can be mounted on the nodes of one more cluster.
    pub(crate) fn is_free_for_cluster(&self, now: Duration) -> bool {
        self.kind.is_shared && self.is_free(now)
    }

    /// Whether it is there and can be mounted by many at once.
    pub(crate) fn is_usable_shared(&self) -> bool {
        self.kind.is_shared && self.deletion.is_none()
    }

    fn is_attached(&self) -> bool {
        !self.instance_ids.is_empty() || self.cluster_id.is_some()
    }

    /// Whether it is in the trash, from where it could come back.
    fn is_in_trash(&self, now: Duration) -> bool {
        self.deletion.as_ref().is_some_and(|deletion| !deletion.is_permanent(now))
    }

    /// Whether a deletion of this kind has anything left to do.
    fn can_be_deleted(&self, permanently: bool, now: Duration) -> bool {
        self.deletion.as_ref().is_none_or(|deletion| permanently && !deletion.is_permanent(now))
    }

    /// Whether it counts against the quota.
    pub(crate) fn takes_space(&self, now: Duration) -> bool {
        self.deletion.as_ref().is_none_or(|deletion| !deletion.is_permanent(now))
            && self.status(now) != status::CANCELED
    }

    pub(crate) fn require_location(&self, location: &str, noun: &str) -> Result<(), ApiError> {
        if self.location == location {
            Ok(())
        } else {
            Err(ApiError::invalid(format!("Volume and {noun} must be in the same location")))
        }
    }
}

/// A volume that is to be made.
pub(crate) struct NewVolume {
    /// `None` for the name that the API gives to the volume of an operating system.
    name: Option<String>,
    kind: &'static VolumeType,
    size_gb: u64,
    location: &'static str,
    life: Lifecycle,
    os: Option<&'static Image>,
    ssh_key_ids: Vec<String>,
    at_preemption: AtPreemption,
}

impl NewVolume {
    /// A volume without an operating system.
    pub(crate) fn new(
        name: Option<String>,
        kind: &'static VolumeType,
        size_gb: u64,
        location: &'static str,
        life: Lifecycle,
    ) -> Self {
        let at_preemption = AtPreemption::default();
        Self { name, kind, size_gb, location, life, os: None, ssh_key_ids: Vec::new(), at_preemption }
    }

    /// With an operating system on it, into which these keys were installed.
    pub(crate) fn with_system(mut self, os: Option<&'static Image>, ssh_key_ids: &[String]) -> Self {
        self.os = os;
        self.ssh_key_ids = ssh_key_ids.to_vec();
        self
    }

    /// With another policy for the time when its spot instance is taken away.
    pub(crate) fn at_preemption(mut self, policy: AtPreemption) -> Self {
        self.at_preemption = policy;
        self
    }
}

/// Makes a volume, starts its costs, and gives its id.
pub(crate) fn make(call: &mut Call<'_>, new: NewVolume) -> String {
    let state = &mut *call.state;
    let id = state.ids.uuid();
    let volume = Volume {
        id: id.clone(),
        life: new.life,
        meter: state.ledger.start(new.kind.rate(new.size_gb), call.now),
        name: new.name.unwrap_or_else(|| format!("OS-NVMe-{}", first_digits(&id))),
        kind: new.kind,
        size_gb: new.size_gb,
        location: new.location,
        os: new.os,
        ssh_key_ids: new.ssh_key_ids,
        instance_ids: Vec::new(),
        cluster_id: None,
        at_preemption: new.at_preemption,
        created_at: call.clock.timestamp(call.now),
        deletion: None,
    };
    state.volumes.insert(&id, volume);
    id
}

/// The first eight characters of an id, for names that are derived from it.
fn first_digits(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

/// The name of a shared file system to its server.
fn pseudo_path(id: &str) -> String {
    format!("volume-{}", first_digits(id))
}

/// Where the nodes of a cluster see a shared file system that was there before.
pub(crate) fn mount_point(id: &str) -> String {
    format!("/mnt/{}", pseudo_path(id))
}

/// A volume as the API shows it at an instant.
pub(crate) fn to_value(volume: &Volume, state: &State, now: Duration) -> Value {
    serde_json::to_value(Shown::new(volume, state, now)).unwrap_or_default()
}

/// Joins a volume and an instance, until an instant in machine time.
pub(crate) fn attach(state: &mut State, volume_id: &str, instance_id: &str, done: Duration) {
    if let Some(volume) = state.volumes.get_mut(volume_id) {
        volume.instance_ids.push(instance_id.to_owned());
        if volume.life.final_status() != status::ATTACHED {
            volume.life = Lifecycle::new(status::ATTACHING).then(done, status::ATTACHED);
        }
    }
    if let Some(instance) = state.instances.get_mut(instance_id) {
        instance.volume_ids.push(volume_id.to_owned());
    }
}

/// Mounts a file system on the nodes of a cluster, until an instant in machine time.
pub(crate) fn mount(state: &mut State, volume_id: &str, cluster_id: &str, done: Duration) {
    if let Some(volume) = state.volumes.get_mut(volume_id) {
        volume.cluster_id = Some(cluster_id.to_owned());
        if volume.life.final_status() != status::ATTACHED {
            volume.life = Lifecycle::new(status::ATTACHING).then(done, status::ATTACHED);
        }
    }
}

/// Takes a volume off one instance or cluster, until an instant in machine time. A shared file system stays attached to
/// its others.
pub(crate) fn detach(state: &mut State, volume_id: &str, machine_id: &str, done: Duration) {
    if let Some(instance) = state.instances.get_mut(machine_id) {
        instance.volume_ids.retain(|id| id != volume_id);
    }
    if let Some(volume) = state.volumes.get_mut(volume_id) {
        volume.instance_ids.retain(|id| id != machine_id);
        volume.cluster_id.take_if(|id| id == machine_id);
        if !volume.is_attached() {
            volume.life = Lifecycle::new(status::DETACHING).then(done, status::DETACHED);
        }
    }
}

/// Takes a volume off all instances and deletes it: into the trash, or for good.
pub(crate) fn delete_volume(state: &mut State, clock: &Clock, volume_id: &str, now: Duration, permanently: bool) {
    let Some(volume) = state.volumes.get_mut(volume_id) else { return };
    let instance_ids = std::mem::take(&mut volume.instance_ids);
    volume.life = Lifecycle::new(status::DELETED);
    volume.deletion = Some(Deletion { at: now, timestamp: clock.timestamp(now), permanently });
    state.ledger.stop(&mut volume.meter, now, now);
    for id in instance_ids {
        if let Some(instance) = state.instances.get_mut(&id) {
            instance.volume_ids.retain(|id| id != volume_id);
        }
    }
}
