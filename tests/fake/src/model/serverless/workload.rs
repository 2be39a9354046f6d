//! Common parts of container deployments and jobs: life cycle and queue.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::ids::Ids;
use crate::model::lifecycle::Lifecycle;
use crate::model::rules::Rules;
use crate::model::serverless::compute::Compute;
use crate::model::serverless::container::{Container, Registry};
use crate::model::serverless::status;

/// A container deployment or a job; `K` holds the parts that only one of them has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Workload<K> {
    pub(crate) name: String,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
    pub(crate) compute: Compute,
    pub(crate) registry: Registry,
    pub(crate) containers: Vec<Container>,
    pub(crate) life: Lifecycle,
    /// When it is gone, once it is being deleted.
    pub(crate) gone_at: Option<Duration>,
    pub(crate) queue: Queue,
    pub(crate) kind: K,
}

/// Durations of changes, in machine time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Pace {
    /// From the start of a container to its being ready, its image included.
    pub(crate) startup: Duration,
    /// Pausing, resuming, restarting and deleting.
    pub(crate) action: Duration,
}

impl Pace {
    pub(crate) fn of(rules: &Rules) -> Self {
        Self { startup: rules.deployment_time, action: rules.action_time }
    }
}

/// The differences between a container deployment and a job.
pub(crate) trait Kind: Sized {
    /// As errors call it.
    const WHAT: &'static str;
    /// The status without further requests.
    const SETTLED: &'static str;
    /// The status of one that is neither paused nor changing, without a decision of a test.
    fn settled_status(workload: &Workload<Self>) -> &'static str;
    /// The life from an instant at which it is resumed.
    fn starting(now: Duration, pace: Pace) -> Lifecycle;
    /// How long messages wait in the queue.
    fn message_lifetime(&self) -> Duration;
    /// Fits the replicas to the queue and the settings, from an instant on.
    fn rescale(workload: &mut Workload<Self>, at: Duration, onset: Onset, ids: &mut Ids, pace: Pace);
}

/// When a new number of replicas takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onset {
    /// Now: something starts or stops.
    AtOnce,
    /// After the delays of the scaling.
    Delayed,
}

/// The messages that wait to be handled. Nothing handles them: a test decides how many there are.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Queue {
    messages: u64,
    dropped_at: Duration,
}

impl Queue {
    pub(crate) fn len(&self) -> u64 {
        self.messages
    }

    fn set(&mut self, messages: u64, dropped_at: Duration) {
        *self = Self { messages, dropped_at };
    }

    /// Empties a queue with expired messages, and returns since when it is empty.
    pub(crate) fn expire(&mut self, now: Duration) -> Option<Duration> {
        let is_due = self.messages > 0 && self.dropped_at <= now;
        is_due.then(|| std::mem::take(self).dropped_at)
    }
}

impl<K: Kind> Workload<K> {
    pub(crate) fn is_paused(&self) -> bool {
        self.life.final_status() == status::PAUSED
    }

    pub(crate) fn is_terminating(&self) -> bool {
        self.gone_at.is_some()
    }

    /// What it runs on, in words.
    pub(crate) fn compute_text(&self) -> String {
        self.compute.text()
    }

    /// The image of the container that the endpoint leads to.
    pub(crate) fn image(&self) -> &str {
        self.containers.first().map_or("", |container| container.image.as_str())
    }

    /// Puts this many messages into the queue in place of those that are there.
    pub(crate) fn set_queue(&mut self, messages: u64, now: Duration) {
        self.queue.set(messages, now.saturating_add(self.kind.message_lifetime()));
    }
}
