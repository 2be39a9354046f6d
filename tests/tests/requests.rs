//! Requests equal the user's input: valid by the document, without a null for a `None`, and without a dropped list.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use fastrand::Rng;
use serde_json::{Value, json};
use verda_api::types::{
    Container, ContainerDeployment, DeployInstance, DeployInstanceOsVolume, InstanceAction, InstanceId,
    PerformInstanceActions, UpdateContainerDeployment, UpdateContainerScaling, UpdateJobDeployment, VolumeId,
    VolumeMount,
};
use verda_api::{Client, OPERATIONS};
use verda_tests::{Canned, ExampleServer, call, corrected, random, request_schema, same, with_body};

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

#[tokio::test]
async fn a_random_request_is_sent_as_it_was_written_and_is_valid() {
    let server = ExampleServer::default();
    let client = Client::new("https://api.example.com", server.clone());
    let mut rng = Rng::with_seed(0xb0d7);
    let mut tried = 0;
    for entry in OPERATIONS {
        let Some(schema) = request_schema(entry) else { continue };
        let mut whole = schema.clone();
        whole["components"] = corrected()["components"].clone();
        let validator = jsonschema::validator_for(&whole).unwrap_or_else(|error| panic!("{}: {error}", entry.id));
        for _ in 0..50 {
            let written = random(schema, &mut rng, false);
            with_body(written.clone());
            call(&client, entry.id).await.unwrap_or_else(|error| panic!("{error}\n{written}"));
            let sent = server.take().remove(0).body;
            assert!(!has_null(&sent), "{}: {sent}", entry.id);
            assert!(same(&written, &sent), "{}: wrote {written}, sent {sent}", entry.id);
            // Random values respect types and enums, but no patterns.
            if !validator.is_valid(&written) {
                continue;
            }
            if let Err(error) = validator.validate(&sent) {
                panic!("{}: {error} at {} in {sent}", entry.id, error.instance_path());
            }
            tried += 1;
        }
    }
    assert!(tried > 1000, "only {tried} requests were tried");
}

#[tokio::test]
async fn the_three_meanings_of_volume_ids_are_three_bodies() {
    let server = Canned::new(202, "");
    let delete = |volumes: Option<Vec<VolumeId>>| {
        let mut body = PerformInstanceActions::new(InstanceAction::Delete, InstanceId::from("a1"));
        body.volume_ids = volumes;
        let client = server.client();
        async move { client.perform_instance_actions(body).send().await.unwrap() }
    };
    delete(None).await;
    delete(Some(Vec::new())).await;
    delete(Some(vec!["v1".into(), "v2".into()])).await;
    assert_eq!(
        server.take(),
        [
            json!({"action": "delete", "id": "a1"}),
            json!({"action": "delete", "id": "a1", "volume_ids": []}),
            json!({"action": "delete", "id": "a1", "volume_ids": ["v1", "v2"]}),
        ]
    );
    // The builder also accepts types that convert into the list.
    let client = server.client();
    let builder = || {
        PerformInstanceActions::builder()
            .action(InstanceAction::Delete)
            .id([InstanceId::from("a"), InstanceId::from("b")])
    };
    client.perform_instance_actions(builder()).send().await.unwrap();
    client.perform_instance_actions(builder().volume_ids([])).send().await.unwrap();
    assert_eq!(
        server.take(),
        [
            json!({"action": "delete", "id": ["a", "b"]}),
            json!({"action": "delete", "id": ["a", "b"], "volume_ids": []})
        ]
    );
}

#[tokio::test]
async fn an_empty_path_parameter_is_refused_before_anything_is_sent() {
    let server = Canned::new(200, "");
    for id in ["", ".", ".."] {
        let error = server.client().delete_ssh_key(id).send().await.unwrap_err();
        assert!(error.to_string().contains("nothing was sent"), "{error}");
    }
    assert!(server.take().is_empty());
}

#[tokio::test]
async fn what_is_not_valid_is_named_and_nothing_is_sent() {
    let server = Canned::new(200, "");
    let disk = DeployInstanceOsVolume::builder().name("os").size(-1);
    let order = DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04").hostname("a");
    let order = order.location_code("FIN-01").os_volume(disk);
    let error = server.client().deploy_instance(order).send().await.unwrap_err().to_string();
    assert!(
        error.starts_with("deploy_instance: the value given for `body` is not valid: `DeployInstance`: "),
        "{error}"
    );
    assert!(error.contains("`os_volume`") && error.contains("`DeployInstanceOsVolume`"), "{error}");
    assert!(error.contains("`size`") && error.ends_with("; nothing was sent"), "{error}");
    assert!(server.take().is_empty());
}

#[tokio::test]
async fn a_deployment_that_was_read_is_updated_without_loss() {
    let read = json!({
        "name": "llm", "endpoint_base_url": "https://containers.example.com/llm", "created_at": "2026-01-02T03:04:05.000Z",
        "is_spot": false, "compute": {"name": "H100", "size": 2},
        "container_registry_settings": {"is_private": true, "credentials": {"name": "hub"}},
        "containers": [{
            "name": "llm-0", "image": {"image": "registry.example.com/llm:1.0", "last_updated_at": "2026-01-02T03:04:05.000Z"},
            "exposed_port": 8080, "should_use_cached_image": true,
            "healthcheck": {"enabled": true, "port": 8081, "path": "/health"},
            "entrypoint_overrides": {"enabled": true, "entrypoint": ["python3"], "cmd": []},
            "env": [{"name": "A", "value_or_reference_to_secret": "b", "type": "plain"}],
            "volume_mounts": [
                {"type": "scratch", "mount_path": "/data"},
                {"type": "shared", "mount_path": "/shared", "volume_id": "v1"},
                {"type": "memory", "mount_path": "/dev/shm", "size_in_mb": 64},
                {"type": "secret", "mount_path": "/keys", "secret_name": "s"},
                {"type": "holographic", "mount_path": "/new", "depth": 3}],
            "autoupdate": {"enabled": true, "mode": "semantic", "tag_filter": "^v1"}}]
    });
    let server = Canned::new(200, read.to_string());
    let client = server.client();
    let deployment: ContainerDeployment = client.get_container_deployment("llm").send().await.unwrap().into_inner();
    let mounts = deployment
        .containers
        .iter()
        .flatten()
        .flat_map(|container: &Container| container.volume_mounts.iter().flatten());
    assert!(mounts.filter(|mount| matches!(mount, VolumeMount::Unknown(_))).count() == 1);
    let update = UpdateContainerDeployment::from(deployment);
    server.take();
    client.update_container_deployment("llm", update).send().await.unwrap();
    let mut expected = read.clone();
    for gone in ["name", "endpoint_base_url", "created_at"] {
        expected.as_object_mut().unwrap().remove(gone);
    }
    expected["containers"][0]["image"] = json!("registry.example.com/llm:1.0");
    assert_eq!(server.take(), [expected]);
}

#[tokio::test]
async fn a_job_and_its_scaling_that_were_read_are_updated_without_loss() {
    let read = json!({
        "name": "train", "created_at": "2026-01-02T03:04:05.000Z", "compute": {"name": "H100", "size": 1},
        "container_registry_settings": {"is_private": true, "credentials": {"name": "hub"}},
        "containers": [{"name": "train-0", "image": {"image": "registry.example.com/train:1.0"}, "exposed_port": 80,
            "env": [{"name": "A", "value_or_reference_to_secret": "b", "type": "secret"}],
            "volume_mounts": [{"type": "shared", "mount_path": "/shared", "volume_id": "v1"}]}]
    });
    let server = Canned::new(200, read.to_string());
    let job = server.client().get_job_deployment("train").send().await.unwrap().into_inner();
    server.take();
    let update = UpdateJobDeployment::from(job);
    server.client().update_job_deployment("train", update).send().await.unwrap();
    let mut expected = read.clone();
    expected.as_object_mut().unwrap().retain(|name, _| name != "name" && name != "created_at");
    expected["containers"][0]["image"] = json!("registry.example.com/train:1.0");
    expected["container_registry_settings"].as_object_mut().unwrap().remove("is_private");
    assert_eq!(server.take(), [expected]);

    let scaling = json!({"min_replica_count": 0, "max_replica_count": 3, "queue_message_ttl_seconds": 500,
        "concurrent_requests_per_replica": 1, "scale_up_policy": {"delay_seconds": 0}, "scale_down_policy": {"delay_seconds": 300},
        "scaling_triggers": {"queue_load": {"threshold": 1.0}, "gpu_utilization": {"enabled": true, "threshold": 80.0}}});
    let server = Canned::new(200, scaling.to_string());
    let read = server.client().get_container_deployment_scaling("llm").send().await.unwrap().into_inner();
    server.take();
    let update = UpdateContainerScaling::from(read);
    server.client().update_container_deployment_scaling("llm", update).send().await.unwrap();
    assert_eq!(server.take(), [scaling]);
}
