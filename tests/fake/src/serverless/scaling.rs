//! Scaling settings: the number of replicas of a deployment, and its triggers.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::fields::Fields;
use crate::json::drop_null_members;
use crate::snapshot::stored;

const TRIGGERS: &str = "scaling_triggers";

/// The scaling of a container deployment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Scaling {
    min_replicas: u64,
    max_replicas: u64,
    scale_down_delay: u64,
    scale_up_delay: u64,
    message_lifetime: u64,
    concurrent_requests: u64,
    /// Messages in the queue for one replica.
    #[serde(with = "stored::optional_exact")]
    queue_load: Option<f64>,
    cpu: Option<Trigger>,
    gpu: Option<Trigger>,
}

/// Scales by how busy a processor is.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Trigger {
    enabled: bool,
    /// In percent.
    #[serde(with = "stored::optional_exact")]
    threshold: Option<f64>,
}

/// The most replicas that a deployment may have.
const MAX_REPLICAS: u64 = 1000;

impl Scaling {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        let delay = |policy: &mut Fields<'_>| policy.required_number("delay_seconds", 0);
        let mut queue_load = None;
        let (mut cpu, mut gpu) = (None, None);
        fields.required_nested(TRIGGERS, |triggers| {
            queue_load = triggers.required_nested("queue_load", |load| load.optional_amount("threshold")).flatten();
            cpu = triggers.nested("cpu_utilization", Trigger::read);
            gpu = triggers.nested("gpu_utilization", Trigger::read);
        });
        let scaling = Self {
            min_replicas: fields.required_number_in("min_replica_count", 0..=MAX_REPLICAS),
            max_replicas: fields.required_number_in("max_replica_count", 1..=MAX_REPLICAS),
            scale_down_delay: fields.required_nested("scale_down_policy", delay).unwrap_or_default(),
            scale_up_delay: fields.required_nested("scale_up_policy", delay).unwrap_or_default(),
            message_lifetime: fields.required_number("queue_message_ttl_seconds", 0),
            concurrent_requests: fields.required_number("concurrent_requests_per_replica", 1),
            queue_load,
            cpu,
            gpu,
        };
        if scaling.min_replicas > scaling.max_replicas {
            fields.problem("min_replica_count", "must not be greater than max_replica_count");
        }
        scaling
    }

    /// The scaling as the API shows it.
    pub(super) fn members(&self) -> Map<String, Value> {
        let mut triggers = Map::new();
        triggers.insert("queue_load".to_owned(), json!({ "threshold": number(self.queue_load) }));
        for (name, trigger) in [("cpu_utilization", &self.cpu), ("gpu_utilization", &self.gpu)] {
            if let Some(trigger) = trigger {
                triggers.insert(name.to_owned(), trigger.to_value());
            }
        }
        let members = [
            ("min_replica_count", self.min_replicas.into()),
            ("max_replica_count", self.max_replicas.into()),
            ("scale_down_policy", json!({ "delay_seconds": self.scale_down_delay })),
            ("scale_up_policy", json!({ "delay_seconds": self.scale_up_delay })),
            ("queue_message_ttl_seconds", self.message_lifetime.into()),
            ("concurrent_requests_per_replica", self.concurrent_requests.into()),
            (TRIGGERS, triggers.into()),
        ];
        members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
    }

    /// The scaling with the members of a change in place of its own; triggers are merged one by one.
    pub(super) fn changed(&self, change: &Map<String, Value>) -> Map<String, Value> {
        let mut merged = self.members();
        for (name, member) in change {
            match (merged.get_mut(name), member) {
                (Some(Value::Object(triggers)), Value::Object(changed)) if name == TRIGGERS => {
                    triggers.extend(changed.clone());
                }
                _ => {
                    merged.insert(name.clone(), member.clone());
                }
            }
        }
        drop_null_members(&mut merged);
        merged
    }

    /// The number of replicas for so many messages in the queue.
    pub(super) fn replicas_for(&self, messages: u64) -> usize {
        let wanted = (messages as f64 / self.queue_load.unwrap_or(1.0)).ceil();
        // A float becomes the nearest number that there is; the bounds are small.
        (wanted as u64).clamp(self.min_replicas, self.max_replicas) as usize
    }

    pub(super) fn delays(&self) -> Delays {
        let seconds = Duration::from_secs;
        Delays { up: seconds(self.scale_up_delay), down: seconds(self.scale_down_delay) }
    }

    pub(super) fn message_lifetime(&self) -> Duration {
        Duration::from_secs(self.message_lifetime)
    }
}

/// How long a deployment waits before it changes the number of its replicas.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Delays {
    pub(super) up: Duration,
    pub(super) down: Duration,
}

impl Trigger {
    fn read(fields: &mut Fields<'_>) -> Self {
        let enabled = fields.required_flag("enabled");
        let threshold = fields.optional_amount("threshold");
        if threshold.is_some_and(|percent| percent > 100.0) {
            fields.problem("threshold", "must not be greater than 100");
        }
        if enabled && fields.value("threshold").is_none() {
            fields.problem("threshold", "should not be empty");
        }
        Self { enabled, threshold }
    }

    /// One that is off has no threshold.
    fn to_value(&self) -> Value {
        if self.enabled {
            json!({ "enabled": true, "threshold": number(self.threshold) })
        } else {
            json!({ "enabled": false })
        }
    }
}

/// A number as the API writes it: a whole one without a fraction, which clients read into an integer.
fn number(value: Option<f64>) -> Value {
    match value {
        Some(value) if value.fract() == 0.0 && value < u32::MAX.into() => json!(value as u64),
        other => json!(other),
    }
}

/// The scaling of a job.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JobScaling {
    max_replicas: u64,
    message_lifetime: u64,
    deadline: u64,
}

impl JobScaling {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            max_replicas: fields.required_number_in("max_replica_count", 1..=MAX_REPLICAS),
            message_lifetime: fields.required_number("queue_message_ttl_seconds", 0),
            deadline: fields.required_number_in("deadline_seconds", 600..=604_800),
        }
    }

    pub(super) fn members(&self) -> Map<String, Value> {
        let members = [
            ("max_replica_count", self.max_replicas),
            ("queue_message_ttl_seconds", self.message_lifetime),
            ("deadline_seconds", self.deadline),
        ];
        members.into_iter().map(|(name, member)| (name.to_owned(), member.into())).collect()
    }

    pub(super) fn message_lifetime(&self) -> Duration {
        Duration::from_secs(self.message_lifetime)
    }
}
