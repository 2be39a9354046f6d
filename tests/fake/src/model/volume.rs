//! Volumes.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::catalogue::images::Image;
use crate::model::catalogue::stored as catalogue_stored;
use crate::model::catalogue::volume_types::VolumeType;
use crate::model::lifecycle::Lifecycle;
use crate::model::money::Meter;
use crate::model::refusal::Refusal;
use crate::model::stored::{self, Known};

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
    pub(crate) life: Lifecycle,
    /// The costs, which end with the deletion.
    pub(crate) meter: Meter,
    pub(crate) name: String,
    #[serde(with = "catalogue_stored::catalogued")]
    pub(crate) kind: &'static VolumeType,
    pub(crate) size_gb: u64,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) location: Known,
    /// The image that was installed on it; `None` for a volume without an operating system.
    #[serde(with = "catalogue_stored::optional_catalogued")]
    pub(crate) os: Option<&'static Image>,
    /// The keys that were installed with the operating system.
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) instance_ids: Vec<String>,
    /// The cluster on whose nodes it is mounted.
    pub(crate) cluster_id: Option<String>,
    pub(crate) at_preemption: AtPreemption,
    pub(crate) created_at: String,
    /// Set once it is deleted.
    pub(crate) deletion: Option<Deletion>,
}

/// When and how a volume was deleted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Deletion {
    /// In machine time.
    pub(crate) at: Duration,
    pub(crate) timestamp: String,
    pub(crate) permanently: bool,
}

impl Deletion {
    /// Whether the volume is gone for good: deleted so, or left in the trash for too long.
    pub(crate) fn is_permanent(&self, now: Duration) -> bool {
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
    pub(crate) fn status(&self, now: Duration) -> &'static str {
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

    pub(crate) fn is_attached(&self) -> bool {
        !self.instance_ids.is_empty() || self.cluster_id.is_some()
    }

    /// Whether it is in the trash, from where it could come back.
    pub(crate) fn is_in_trash(&self, now: Duration) -> bool {
        self.deletion.as_ref().is_some_and(|deletion| !deletion.is_permanent(now))
    }

    /// Whether a deletion of this kind has anything left to do.
    pub(crate) fn can_be_deleted(&self, permanently: bool, now: Duration) -> bool {
        self.deletion.as_ref().is_none_or(|deletion| permanently && !deletion.is_permanent(now))
    }

    /// Whether it counts against the quota.
    pub(crate) fn takes_space(&self, now: Duration) -> bool {
        self.deletion.as_ref().is_none_or(|deletion| !deletion.is_permanent(now))
            && self.status(now) != status::CANCELED
    }

    /// Refuses a machine in another location, which the noun names.
    pub(crate) fn require_location(&self, location: &str, noun: &'static str) -> Result<(), Refusal> {
        if self.location == location { Ok(()) } else { Err(Refusal::Elsewhere(noun)) }
    }
}

/// A volume that is to be made.
pub(crate) struct NewVolume {
    /// `None` for the name that the API gives to the volume of an operating system.
    pub(crate) name: Option<String>,
    pub(crate) kind: &'static VolumeType,
    pub(crate) size_gb: u64,
    pub(crate) location: &'static str,
    pub(crate) life: Lifecycle,
    pub(crate) os: Option<&'static Image>,
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) at_preemption: AtPreemption,
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

/// The first eight characters of an id, for names that are derived from it.
pub(crate) fn first_digits(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

/// The name of a shared file system to its server.
pub(crate) fn pseudo_path(id: &str) -> String {
    format!("volume-{}", first_digits(id))
}

/// Where the nodes of a cluster see a shared file system that was there before.
pub(crate) fn mount_point(id: &str) -> String {
    format!("/mnt/{}", pseudo_path(id))
}
