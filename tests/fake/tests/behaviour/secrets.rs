use serde_json::{Value, json};

use crate::deployments::{self, deployment};
use crate::project::{Project, with};

const SECRETS: &str = "/v1/secrets";
const FILES: &str = "/v1/file-secrets";
const CREDENTIALS: &str = "/v1/container-registry-credentials";

const DATE: &str = "2026-01-01T00:00:00.000Z";

async fn made(project: &Project, path: &str, body: Value) {
    let response = project.post(path, body).await;
    assert_eq!((response.status.as_u16(), response.text()), (201, ""));
}

#[tokio::test(start_paused = true)]
async fn secrets_are_listed_without_their_values() {
    let project = Project::new().await;
    made(&project, SECRETS, json!({ "name": "token", "value": "canary" })).await;
    let files =
        json!([{ "file_name": "a.txt", "base64_content": "Y2FuYXJ5" }, { "file_name": "b", "base64_content": "YQ==" }]);
    made(&project, FILES, json!({ "name": "keys", "files": files })).await;
    let token = json!({ "name": "token", "created_at": DATE, "secret_type": "generic" });
    let keys = json!({ "name": "keys", "created_at": DATE, "secret_type": "file-secret" });
    assert_eq!(project.read(SECRETS).await, json!([token, keys]));
    let keys = with(keys, "/file_names", json!(["a.txt", "b"]));
    assert_eq!(project.read(FILES).await, json!([keys]));

    // Both kinds share their names.
    let again = project.post(SECRETS, json!({ "name": "keys", "value": "v" })).await;
    assert_eq!(again.error(), (409, "conflict".to_owned(), json!("Secret with the name 'keys' exists already")));
    assert_eq!(project.delete(&format!("{FILES}/token"), None).await.error().0, 404);
    for path in [format!("{FILES}/keys"), format!("{SECRETS}/token")] {
        let deleted = project.delete(&path, None).await;
        assert_eq!((deleted.status.as_u16(), deleted.text()), (200, ""));
        assert_eq!(project.delete(&path, None).await.error().0, 404);
    }
    assert_eq!(project.read(SECRETS).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn secrets_that_are_wrong_are_not_made() {
    let project = Project::new().await;
    for (path, body, message) in [
        (SECRETS, json!({ "name": "a" }), "value should not be empty"),
        (SECRETS, json!({ "name": "", "value": "b" }), "name should not be empty"),
        (FILES, json!({ "name": "a" }), "files should not be empty"),
        (FILES, json!({ "name": "a", "files": [] }), "files should not be empty"),
        (FILES, json!({ "name": "a", "files": "x" }), "files must be an array"),
        (
            FILES,
            json!({ "name": "a", "files": [{ "file_name": "f", "base64_content": "not base64" }] }),
            "files.0.base64_content must be base64 encoded",
        ),
        (
            FILES,
            json!({ "name": "a", "files": [{ "file_name": "f", "base64_content": "YQ==" }, { "file_name": "f", "base64_content": "YQ==" }] }),
            "files must not have the same file_name twice",
        ),
    ] {
        assert_eq!(project.post(path, body.clone()).await.error().2, json!([message]), "{body}");
    }
    assert_eq!(project.read(SECRETS).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn each_kind_of_registry_asks_for_its_own() {
    let project = Project::new().await;
    let bodies = [
        json!({ "type": "verda" }),
        json!({ "type": "gcr", "service_account_key": "{\"type\":\"service_account\"}" }),
        json!({ "type": "dockerhub", "username": "u", "access_token": "canary" }),
        json!({ "type": "ghcr", "access_token": "canary" }),
        json!({ "type": "aws-ecr", "access_key_id": "k", "secret_access_key": "canary", "region": "eu-north-1", "ecr_repo": "r" }),
        json!({ "type": "scaleway", "scaleway_domain": "d", "scaleway_uuid": "canary" }),
        json!({ "type": "custom", "docker_config_json": "{\"auths\":{}}" }),
    ];
    for body in &bodies {
        let kind = body["type"].as_str().unwrap();
        for member in body.as_object().unwrap().keys() {
            let lacking = with(with(body.clone(), "/name", json!(kind)), &format!("/{member}"), json!("leave out"));
            let expected = json!([format!("{member} should not be empty")]);
            assert_eq!(project.post(CREDENTIALS, lacking).await.error().2, expected);
        }
        made(&project, CREDENTIALS, with(body.clone(), "/name", json!(kind))).await;
        assert_eq!(project.post(CREDENTIALS, with(body.clone(), "/name", json!(kind))).await.error().0, 409);
    }
    let list = project.get(CREDENTIALS).await;
    assert_eq!(list.json().as_array().unwrap().len(), 7);
    assert_eq!(list.json()[2], json!({ "name": "dockerhub", "created_at": DATE }));
    assert!(!list.text().contains("canary"));
    for (member, value) in [("type", "quay"), ("docker_config_json", "no json")] {
        let body = with(with(bodies[6].clone(), "/name", json!("x")), &format!("/{member}"), json!(value));
        assert_eq!(project.post(CREDENTIALS, body).await.error().0, 400);
    }
    assert_eq!(project.delete(&format!("{CREDENTIALS}/x"), None).await.error().0, 404);
    assert_eq!(project.delete(&format!("{CREDENTIALS}/verda"), None).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn what_a_deployment_uses_is_deleted_only_by_force() {
    let project = Project::new().await;
    made(&project, SECRETS, json!({ "name": "token", "value": "v" })).await;
    made(&project, FILES, json!({ "name": "keys", "files": [{ "file_name": "f", "base64_content": "YQ==" }] })).await;
    made(&project, CREDENTIALS, json!({ "name": "hub", "type": "ghcr", "access_token": "t" })).await;
    let volume = json!({ "type": "NVMe_Shared", "name": "s", "size": 100, "location_code": "FIN-01" });
    let volume = project.create("/v1/volumes", volume).await;
    let mut order = deployment("llm");
    order["container_registry_settings"] = json!({ "is_private": true, "credentials": { "name": "hub" } });
    order["containers"][0]["env"] = json!([{ "name": "T", "value_or_reference_to_secret": "token", "type": "secret" }]);
    order["containers"][0]["volume_mounts"] = json!([
        { "type": "secret", "mount_path": "/keys", "secret_name": "keys" },
        { "type": "shared", "mount_path": "/shared", "volume_id": volume },
    ]);
    // A secret with files is no variable, and one with a value no volume.
    for (pointer, name) in [
        ("/containers/0/env/0/value_or_reference_to_secret", "keys"),
        ("/containers/0/volume_mounts/0/secret_name", "token"),
    ] {
        assert_eq!(project.post(deployments::PATH, with(order.clone(), pointer, json!(name))).await.error().0, 400);
    }
    // Only a shared volume can be mounted.
    let local = json!({ "type": "NVMe", "name": "l", "size": 100, "location_code": "FIN-01" });
    let local = json!(project.create("/v1/volumes", local).await);
    let message = json!([format!("Shared volume '{}' not found", local.as_str().unwrap())]);
    let mounted = with(order.clone(), "/containers/0/volume_mounts/1/volume_id", local);
    assert_eq!(project.post(deployments::PATH, mounted).await.error().2, message);

    let job = json!({ "name": "train", "containers": order["containers"], "compute": order["compute"],
        "scaling": { "max_replica_count": 1, "queue_message_ttl_seconds": 1, "deadline_seconds": 600 } });
    assert_eq!(project.post("/v1/job-deployments", job).await.status, 201);
    let created = project.post(deployments::PATH, order).await;
    assert_eq!(created.status, 201, "{}", created.text());

    for (path, what) in [
        (format!("{SECRETS}/token"), "Secret 'token' is used by llm, train"),
        (format!("{FILES}/keys"), "Secret 'keys' is used by llm, train"),
        (format!("{CREDENTIALS}/hub"), "Registry credentials 'hub' is used by llm"),
    ] {
        let message = format!("{what}; delete those first, or set force to true");
        assert_eq!(project.delete(&path, None).await.error(), (409, "conflict".to_owned(), json!(message)));
        assert_eq!(project.delete(&format!("{path}?force=false"), None).await.status, 409);
        assert_eq!(project.delete(&format!("{path}?force=true"), None).await.status, 200);
    }
    assert_eq!(project.read(SECRETS).await, json!([]));
}
