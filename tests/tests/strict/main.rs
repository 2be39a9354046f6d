//! The fake in strict mode responds to every operation exactly as the corrected document says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod project;

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json};
use verda_api::OPERATIONS;
use verda_tests::{members, operation, random};

use crate::project::{Project, label};

#[tokio::test(start_paused = true)]
async fn every_operation_responds_as_the_document_says() {
    let mut project = Project::new(true).await;
    project.walk().await;
    let all: BTreeSet<String> = OPERATIONS.iter().copied().map(label).collect();
    assert_eq!(project.succeeded, all);
}

#[tokio::test(start_paused = true)]
async fn a_random_valid_request_gets_a_valid_response() {
    let mut project = Project::new(true).await;
    project.make_machines().await;
    project.make_deployments().await;
    let mut rng = Rng::with_seed(0x57c7);
    let mut statuses = HashMap::<u16, usize>::new();
    for entry in OPERATIONS {
        let Some(schema) = operation(entry).pointer("/requestBody/content/application~1json/schema") else { continue };
        for round in 0..60 {
            let mut body = random(schema, &mut rng, round % 3 == 0);
            name_what_is_there(&mut body, &mut rng);
            let path = project.path(entry);
            let (status, _) = project.send(entry.method.as_str(), &path, Some(&body)).await;
            *statuses.entry(status).or_default() += 1;
            tokio::time::advance(Duration::from_secs(rng.u64(0..20))).await;
        }
    }
    project.read_everything_or_nothing().await;
    assert!(statuses[&200] > 100 && statuses[&201] > 200 && statuses[&400] > 200, "{statuses:?}");
}

#[tokio::test(start_paused = true)]
async fn an_invalid_request_gets_a_valid_response() {
    let wrong = [json!(null), json!(true), json!(-1.5), json!(1e300), json!(""), json!("x"), json!([null]), json!({})];
    let mut project = Project::new(true).await;
    project.make_machines().await;
    project.make_deployments().await;
    let mut rng = Rng::with_seed(0xbad);
    let mut tried = 0;
    for entry in OPERATIONS {
        let Some(schema) = operation(entry).pointer("/requestBody/content/application~1json/schema") else { continue };
        let mut body = random(schema, &mut rng, true);
        name_what_is_there(&mut body, &mut rng);
        let path = project.path(entry);
        for member in members(schema, &body) {
            for wrong in &wrong {
                let mut broken = body.clone();
                *broken.pointer_mut(&member.pointer).unwrap() = wrong.clone();
                project.send(entry.method.as_str(), &path, Some(&broken)).await;
                tried += 1;
            }
        }
    }
    project.read_everything_or_nothing().await;
    assert!(tried > 1000, "only {tried} requests were tried");
}

/// Puts names of existing resources, and valid values, into some places of a random request.
fn name_what_is_there(value: &mut Value, rng: &mut Rng) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| name_what_is_there(item, rng)),
        Value::Object(members) => {
            for (name, member) in members {
                let known = match name.as_str() {
                    _ if rng.u8(0..20) == 0 => None,
                    "compute" => Some(json!({ "name": "H100", "size": 1 })),
                    "image" => Some(json!("example.com/a:2")),
                    "exposed_port" | "port" => Some(json!(8080)),
                    "container_name" => Some(json!("llm-0")),
                    "volume_mounts" => Some(json!([{ "type": "scratch", "mount_path": "/data" }])),
                    "containers" => {
                        name_what_is_there(member, rng);
                        let first = member.as_array().and_then(|containers| containers.first().cloned());
                        Some(json!([first.unwrap_or_else(|| json!({ "image": "a:1", "exposed_port": 1 }))]))
                    }
                    "credentials" => Some(json!({ "name": "hub" })),
                    "min_replica_count" => Some(json!(rng.u8(0..3))),
                    "max_replica_count" => Some(json!(rng.u8(3..9))),
                    "threshold" => Some(json!(rng.u8(1..100))),
                    "base64_content" => Some(json!("YQ==")),
                    "name" if rng.bool() => Some(json!(format!("name-{}", rng.u8(..)))),
                    "name" => Some(json!("llm-0")),
                    "type" if *member == "secret" => Some(json!("plain")),
                    _ => None,
                };
                match known {
                    Some(known) => *member = known,
                    None => name_what_is_there(member, rng),
                }
            }
        }
        _ => {}
    }
}
