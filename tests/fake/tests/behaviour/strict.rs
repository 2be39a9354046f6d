//! Strict mode: responses follow the document exactly.

use serde_json::json;
use verda_fake::VerdaFake;

use crate::deployments::{self, deployment};
use crate::project::{Project, order};

async fn strict() -> Project {
    Project::on(VerdaFake::builder().strict().without_rate_limits().build()).await
}

#[tokio::test(start_paused = true)]
async fn ids_are_json_and_one_is_no_list() {
    let project = strict().await;
    let response = project.post("/v1/ssh-keys", json!({ "name": "a", "key": "b" })).await;
    assert_eq!((response.status.as_u16(), response.header("content-type")), (201, "application/json; charset=utf-8"));
    let id = response.json();
    let path = format!("/v1/ssh-keys/{}", id.as_str().unwrap());
    let key = project.read(&path).await;
    assert_eq!((&key["id"], &key["name"]), (&id, &json!("a")));
    assert!(!key.as_object().unwrap().contains_key("fingerprint"), "{key}");
    assert_eq!(project.get("/v1/ssh-keys/other").await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_null_and_nothing_is_missing() {
    let project = strict().await;
    let id = project.post("/v1/instances", order(json!({}))).await.json();
    let instance = project.read(&format!("/v1/instances/{}", id.as_str().unwrap())).await;
    // Unknown while the instance is ordered, but required by the document.
    assert_eq!((&instance["status"], &instance["ip"]), (&json!("ordered"), &json!("")));
    assert_eq!((&instance["image"], &instance["contract"]), (&json!("ubuntu-24.04"), &json!("PAY_AS_YOU_GO")));
    assert_eq!(instance["volume_ids"], json!([instance["os_volume_id"]]));
    project.post(deployments::PATH, deployment("llm")).await;
    let shown = project.read(&format!("{}/llm", deployments::PATH)).await;
    assert_eq!(shown["container_registry_settings"], json!({ "is_private": false }));
}

#[tokio::test(start_paused = true)]
async fn statuses_and_messages_are_the_documented_ones() {
    let project = strict().await;
    let path = format!("{}/llm", deployments::PATH);
    project.post(deployments::PATH, deployment("llm")).await;
    for _ in 0..2 {
        assert_eq!(project.post(&format!("{path}/pause"), json!({})).await.status, 201);
    }
    let env = json!({ "container_name": "llm-0", "env": [] });
    assert!(project.patch(&format!("{path}/environment-variables"), env).await.json().is_array());
    assert_eq!(project.delete(&format!("{path}?timeout=0"), None).await.status, 200);
    let (code, _, message) = project.post("/v1/secrets", json!({})).await.error();
    assert_eq!((code, message), (400, json!("name should not be empty; value should not be empty")));
}
