//! Requests that several tests send.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use verda_api::types::{CreateContainerDeployment, CreateJobDeployment};

/// A deployment that serves a model.
pub fn deployment(name: &str) -> CreateContainerDeployment {
    read(json!({
        "name": name, "container_registry_settings": { "is_private": false },
        "compute": { "name": "L40S", "size": 1 },
        "containers": [{ "image": "vllm/vllm-openai:0.8", "exposed_port": 8000 }],
        "scaling": {
            "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 300,
            "concurrent_requests_per_replica": 1, "scale_down_policy": { "delay_seconds": 60 },
            "scale_up_policy": { "delay_seconds": 0 }, "scaling_triggers": { "queue_load": { "threshold": 1 } },
        },
    }))
}

/// A deployment of jobs.
pub fn job(name: &str) -> CreateJobDeployment {
    read(json!({
        "name": name, "compute": { "name": "L40S", "size": 1 }, "container_registry_settings": { "is_private": false },
        "containers": [{ "image": "batch/batch:1.2", "exposed_port": 8000 }],
        "scaling": { "max_replica_count": 1, "queue_message_ttl_seconds": 300, "deadline_seconds": 3600 },
    }))
}

fn read<T: serde::de::DeserializeOwned>(body: Value) -> T {
    serde_json::from_value(body).unwrap_or_else(|error| panic!("{error}"))
}
