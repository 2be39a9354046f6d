//! Scaling settings, as the API reads and shows them.

use serde_json::{Map, Value, json};

use crate::api::fields::Fields;
use crate::api::json::drop_null_members;
use crate::model::serverless::scaling::{JobScaling, Scaling, Trigger};

const TRIGGERS: &str = "scaling_triggers";

/// The most replicas that a deployment may have.
const MAX_REPLICAS: u64 = 1000;

pub(super) fn read(fields: &mut Fields<'_>) -> Scaling {
    let delay = |policy: &mut Fields<'_>| policy.required_number("delay_seconds", 0);
    let mut queue_load = None;
    let (mut cpu, mut gpu) = (None, None);
    fields.required_nested(TRIGGERS, |triggers| {
        queue_load = triggers.required_nested("queue_load", |load| load.optional_amount("threshold")).flatten();
        cpu = triggers.nested("cpu_utilization", read_trigger);
        gpu = triggers.nested("gpu_utilization", read_trigger);
    });
    let scaling = Scaling {
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
pub(super) fn members(scaling: &Scaling) -> Map<String, Value> {
    let mut triggers = Map::new();
    triggers.insert("queue_load".to_owned(), json!({ "threshold": number(scaling.queue_load) }));
    for (name, trigger) in [("cpu_utilization", &scaling.cpu), ("gpu_utilization", &scaling.gpu)] {
        if let Some(trigger) = trigger {
            triggers.insert(name.to_owned(), trigger_to_value(trigger));
        }
    }
    let members = [
        ("min_replica_count", scaling.min_replicas.into()),
        ("max_replica_count", scaling.max_replicas.into()),
        ("scale_down_policy", json!({ "delay_seconds": scaling.scale_down_delay })),
        ("scale_up_policy", json!({ "delay_seconds": scaling.scale_up_delay })),
        ("queue_message_ttl_seconds", scaling.message_lifetime.into()),
        ("concurrent_requests_per_replica", scaling.concurrent_requests.into()),
        (TRIGGERS, triggers.into()),
    ];
    members.into_iter().map(|(name, member)| (name.to_owned(), member)).collect()
}

/// The scaling with the members of a change in place of its own; triggers are merged one by one.
pub(super) fn changed(scaling: &Scaling, change: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = members(scaling);
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

fn read_trigger(fields: &mut Fields<'_>) -> Trigger {
    let enabled = fields.required_flag("enabled");
    let threshold = fields.optional_amount("threshold");
    if threshold.is_some_and(|percent| percent > 100.0) {
        fields.problem("threshold", "must not be greater than 100");
    }
    if enabled && fields.value("threshold").is_none() {
        fields.problem("threshold", "should not be empty");
    }
    Trigger { enabled, threshold }
}

/// One that is off has no threshold.
fn trigger_to_value(trigger: &Trigger) -> Value {
    if trigger.enabled {
        json!({ "enabled": true, "threshold": number(trigger.threshold) })
    } else {
        json!({ "enabled": false })
    }
}

/// A number as the API writes it: a whole one without a fraction, which clients read into an integer.
fn number(value: Option<f64>) -> Value {
    match value {
        Some(value) if value.fract() == 0.0 && value < u32::MAX.into() => json!(value as u64),
        other => json!(other),
    }
}

pub(super) fn read_for_job(fields: &mut Fields<'_>) -> JobScaling {
    JobScaling {
        max_replicas: fields.required_number_in("max_replica_count", 1..=MAX_REPLICAS),
        message_lifetime: fields.required_number("queue_message_ttl_seconds", 0),
        deadline: fields.required_number_in("deadline_seconds", 600..=604_800),
    }
}

pub(super) fn members_of_job(scaling: &JobScaling) -> Map<String, Value> {
    let members = [
        ("max_replica_count", scaling.max_replicas),
        ("queue_message_ttl_seconds", scaling.message_lifetime),
        ("deadline_seconds", scaling.deadline),
    ];
    members.into_iter().map(|(name, member)| (name.to_owned(), member.into())).collect()
}
