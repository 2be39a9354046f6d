//! Scaling settings: the number of replicas of a deployment, and its triggers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::stored;

/// The scaling of a container deployment. Delays are in seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Scaling {
    pub(crate) min_replicas: u64,
    pub(crate) max_replicas: u64,
    pub(crate) scale_down_delay: u64,
    pub(crate) scale_up_delay: u64,
    pub(crate) message_lifetime: u64,
    pub(crate) concurrent_requests: u64,
    /// Messages in the queue for one replica.
    #[serde(with = "stored::optional_exact")]
    pub(crate) queue_load: Option<f64>,
    pub(crate) cpu: Option<Trigger>,
    pub(crate) gpu: Option<Trigger>,
}

/// Scales by how busy a processor is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Trigger {
    pub(crate) enabled: bool,
    /// In percent.
    #[serde(with = "stored::optional_exact")]
    pub(crate) threshold: Option<f64>,
}

impl Scaling {
    /// The number of replicas for so many messages in the queue.
    pub(crate) fn replicas_for(&self, messages: u64) -> usize {
        let wanted = (messages as f64 / self.queue_load.unwrap_or(1.0)).ceil();
        // A float becomes the nearest number that there is; the bounds are small.
        (wanted as u64).clamp(self.min_replicas, self.max_replicas) as usize
    }

    pub(crate) fn delays(&self) -> Delays {
        let seconds = Duration::from_secs;
        Delays { up: seconds(self.scale_up_delay), down: seconds(self.scale_down_delay) }
    }

    pub(crate) fn message_lifetime(&self) -> Duration {
        Duration::from_secs(self.message_lifetime)
    }
}

/// How long a deployment waits before it changes the number of its replicas.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Delays {
    pub(crate) up: Duration,
    pub(crate) down: Duration,
}

/// The scaling of a job. Times are in seconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JobScaling {
    pub(crate) max_replicas: u64,
    pub(crate) message_lifetime: u64,
    pub(crate) deadline: u64,
}

impl JobScaling {
    pub(crate) fn message_lifetime(&self) -> Duration {
        Duration::from_secs(self.message_lifetime)
    }
}
