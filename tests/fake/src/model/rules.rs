//! The rules of a project: how long changes take, and how much it may have.

use std::time::Duration;

use crate::model::catalogue::volume_types::VolumeType;
use crate::model::refusal::Refusal;

/// The real time that `provisioning` lasts at least, however fast machine time runs: clients poll for exactly this status, at
/// first every second or two.
const LEAST_PROVISIONING: Duration = Duration::from_secs(2);

/// The rules, which a test can change at any time. Times are machine time.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    /// Machine time relative to real time.
    pub(crate) speed: f64,
    pub(crate) provisioning_time: Duration,
    pub(crate) action_time: Duration,
    pub(crate) deployment_time: Duration,
    pub(crate) script_quota: usize,
    pub(crate) instance_quota: Option<usize>,
    pub(crate) storage_quota_gb: Option<u64>,
    /// The time after its order at which a machine appears in the list.
    pub(crate) listed_after: Duration,
    /// The time for which a machine runs without an address.
    pub(crate) address_after: Duration,
    /// Whether HDD volumes are neither made nor resized any more.
    pub(crate) hdd_retired: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            speed: 1.0,
            provisioning_time: Duration::from_secs(60),
            action_time: Duration::from_secs(5),
            deployment_time: Duration::from_secs(30),
            script_quota: 100,
            instance_quota: None,
            storage_quota_gb: None,
            listed_after: Duration::ZERO,
            address_after: Duration::ZERO,
            hdd_retired: false,
        }
    }
}

impl Rules {
    /// Refuses to make or resize a volume of a type that is not sold any more.
    pub(crate) fn require_sold(&self, kind: &VolumeType) -> Result<(), Refusal> {
        if self.hdd_retired && kind.is_hdd() { Err(Refusal::Invalid("volume type")) } else { Ok(()) }
    }

    pub(crate) fn provisioning(&self) -> Provisioning {
        let ordered = self.provisioning_time / 4;
        let installing = self.provisioning_time - ordered;
        // A speed shortens it to the least, but makes nothing longer than it is without.
        let least = installing.min(LEAST_PROVISIONING).as_secs_f64() * self.speed;
        let least = Duration::try_from_secs_f64(least).unwrap_or(Duration::MAX);
        Provisioning { ordered, installing: installing.max(least) }
    }
}

/// How long a machine takes to be up, in machine time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Provisioning {
    /// The time in which it is `ordered`.
    pub(crate) ordered: Duration,
    /// The time in which it is `provisioning`.
    installing: Duration,
}

impl Provisioning {
    /// When a machine that is ordered now is up.
    pub(crate) fn running_from(self, now: Duration) -> Duration {
        now.saturating_add(self.ordered).saturating_add(self.installing)
    }
}
