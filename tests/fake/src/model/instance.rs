//! Instances.

use serde::{Deserialize, Serialize};

use crate::model::catalogue::instance_types::InstanceType;
use crate::model::catalogue::stored;
use crate::model::machine::Machine;

/// The contract of an instance that can be evicted.
pub(crate) const SPOT: &str = "SPOT";

/// A machine that was ordered.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Instance {
    pub(crate) machine: Machine,
    #[serde(with = "stored::catalogued")]
    pub(crate) kind: &'static InstanceType,
    pub(crate) os_volume_id: String,
    /// Every attached volume, the one of the operating system included.
    pub(crate) volume_ids: Vec<String>,
    pub(crate) jupyter_token: Option<String>,
}

impl Instance {
    pub(crate) fn is_spot(&self) -> bool {
        self.machine.contract == SPOT
    }
}
