//! What becomes of machines that are ordered.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::lifecycle::Lifecycle;
use crate::model::machine::status;
use crate::model::rules::Provisioning;

/// The fate of an ordered machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fate {
    /// `ordered`, then `provisioning`, then `running`.
    #[default]
    Runs,
    /// `ordered`, then `no_capacity`: the order was accepted, but there was no capacity for it. From then on, it costs
    /// nothing.
    NoCapacity,
    /// `ordered`, then `provisioning`, then `installation_failed`.
    InstallationFailed,
    /// `ordered`, then `provisioning`, then `error`.
    Error,
    /// `ordered`, then `provisioning` for ever; only `delete_stuck` removes it.
    Stuck,
    /// As [`Runs`](Self::Runs), but without an address: `ip` is null for good, as for a machine that is not reachable from the
    /// internet.
    NoAddress,
    /// As [`Runs`](Self::Runs), but the first deletion is accepted and never ends: the machine is `deleting`, keeps its volumes
    /// and costs money until it is deleted a second time.
    DeletionStuck,
    /// As [`Runs`](Self::Runs), but the first deletion is accepted and forgotten: the machine is unchanged until it is deleted
    /// a second time.
    DeletionIgnored,
}

impl Fate {
    /// The life of a machine that is ordered now.
    pub(crate) fn life(self, now: Duration, provisioning: Provisioning) -> Lifecycle {
        let ordered = Lifecycle::new(status::ORDERED);
        let installing = now.saturating_add(provisioning.ordered);
        let end = match self {
            Self::Runs | Self::NoAddress | Self::DeletionStuck | Self::DeletionIgnored => status::RUNNING,
            Self::InstallationFailed => status::INSTALLATION_FAILED,
            Self::Error => status::ERROR,
            Self::NoCapacity => return ordered.then(installing, status::NO_CAPACITY),
            Self::Stuck => return ordered.then(installing, status::PROVISIONING),
        };
        ordered.then(installing, status::PROVISIONING).then(provisioning.running_from(now), end)
    }
}
