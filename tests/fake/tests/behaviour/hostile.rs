//! Invalid input: an error in the API's shape, and no partial change.

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use verda_fake::{MAX_BODY_BYTES, VerdaFake};

use crate::deployments;
use crate::project::{Project, Response, order};

async fn raw(project: &Project, method: &str, path: &str, content_type: &str, body: impl Into<Bytes>) -> Response {
    project.get("/v1/balance").await;
    let token = project.fake.requests().last().unwrap().header("authorization").unwrap().to_owned();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", token)
        .header("user-agent", "hostile")
        .header("content-type", content_type)
        .body(body.into())
        .unwrap();
    let (parts, body) = project.fake.handle(request).await.unwrap().into_parts();
    Response { status: parts.status, headers: parts.headers, body }
}

#[tokio::test(start_paused = true)]
async fn bodies_that_are_no_json_objects_are_refused() {
    let project = Project::new().await;
    let deep = "[".repeat(100_000);
    let bodies = ["", "{", "null", "[]", "7", "\"text\"", "{\"a\":1}x", "\u{0}", "{\"a\":\"\\ud800\"}", deep.as_str()];
    for (method, path) in [
        ("POST", "/v1/oauth2/token"),
        ("POST", "/v1/instances"),
        ("PUT", "/v1/instances"),
        ("POST", "/v1/instances/action"),
        ("POST", "/v1/volumes"),
        ("PUT", "/v1/volumes"),
        ("POST", "/v1/clusters"),
        ("PUT", "/v1/clusters"),
        ("POST", "/v1/clusters/a/nodes/b/actions"),
        ("POST", "/v1/ssh-keys"),
        ("DELETE", "/v1/sshkeys"),
        ("POST", "/v1/scripts"),
        ("DELETE", "/v1/scripts"),
        ("POST", "/v1/container-deployments"),
        ("PATCH", "/v1/container-deployments/a"),
        ("PATCH", "/v1/container-deployments/a/scaling"),
        ("POST", "/v1/container-deployments/a/environment-variables"),
        ("PATCH", "/v1/container-deployments/a/environment-variables"),
        ("DELETE", "/v1/container-deployments/a/environment-variables"),
        ("POST", "/v1/job-deployments"),
        ("PATCH", "/v1/job-deployments/a"),
        ("POST", "/v1/secrets"),
        ("POST", "/v1/file-secrets"),
        ("POST", "/v1/container-registry-credentials"),
    ] {
        for body in bodies {
            let (status, code, _) = raw(&project, method, path, "application/json", body.to_owned()).await.error();
            assert_eq!((status, code.as_str()), (400, "invalid_request"), "{method} {path} {body:.20}");
        }
        assert_eq!(raw(&project, method, path, "application/json", vec![0xFF, 0xFE]).await.error().0, 400);
    }
    assert_eq!((project.fake.instances().len(), project.fake.volumes().len()), (0, 0));
    assert_eq!((project.fake.deployments().len(), project.fake.jobs().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_content_type_must_say_json() {
    let project = Project::new().await;
    let body = order(json!({})).to_string();
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        assert_eq!(raw(&project, "POST", "/v1/instances", content_type, body.clone()).await.error().0, 400);
    }
    let accepted = raw(&project, "POST", "/v1/instances", "Application/JSON; charset=utf-8", body).await;
    assert_eq!(accepted.status, 202);
}

#[tokio::test(start_paused = true)]
async fn a_body_may_not_be_too_long() {
    let project = Project::new().await;
    let script = |length: usize| json!({ "name": "s", "script": "x".repeat(length) }).to_string();
    let overhead = script(0).len();
    let longest = raw(&project, "POST", "/v1/scripts", "application/json", script(MAX_BODY_BYTES - overhead)).await;
    assert_eq!(longest.status, 201);
    let longer = raw(&project, "POST", "/v1/scripts", "application/json", script(MAX_BODY_BYTES - overhead + 1)).await;
    let (status, code, _) = longer.error();
    assert_eq!((status, code.as_str()), (413, "invalid_request"));
}

#[tokio::test(start_paused = true)]
async fn unknown_paths_and_methods_are_not_found() {
    let project = Project::new().await;
    for (method, path) in [
        ("POST", "/"),
        ("POST", "/v1/openapi.json"),
        ("GET", "/v1"),
        ("GET", "/v2/instances"),
        ("PATCH", "/v1/instances"),
        ("OPTIONS", "/v1/instances"),
        ("BREW", "/v1/instances"),
        ("GET", "//v1/instances"),
        ("GET", "/v1/instances//"),
        ("HEAD", "/v2/instances"),
        ("GET", "/v1/instances/a/b"),
    ] {
        let response = raw(&project, method, path, "", "").await;
        if method == "HEAD" {
            assert_eq!((response.status.as_u16(), response.body.len()), (404, 0));
            continue;
        }
        let (status, code, message) = response.error();
        assert_eq!((status, code.as_str()), (404, "not_found"), "{method} {path}");
        assert_eq!(message, format!("Cannot {method} {path}"));
    }
    assert_eq!(raw(&project, "GET", "/v1/instances/%FF%00", "", "").await.error().0, 400);
    assert_eq!(raw(&project, "GET", "/v1/instances/%2e%2e%2f", "", "").await.error().0, 404);
    assert_eq!(raw(&project, "GET", "/v1/instances?status=%FF&&=&%", "", "").await.error().0, 400);
}

#[tokio::test(start_paused = true)]
async fn times_and_speeds_at_the_edge_do_no_harm() {
    for builder in [
        VerdaFake::builder().speed(f64::MAX),
        VerdaFake::builder().speed(f64::NAN),
        VerdaFake::builder().speed(-1.0),
        VerdaFake::builder().provisioning_time(std::time::Duration::MAX),
        VerdaFake::builder().token_lifetime(std::time::Duration::MAX).action_time(std::time::Duration::MAX),
        VerdaFake::builder().start_time(chrono::DateTime::<chrono::Utc>::MAX_UTC),
        VerdaFake::builder().journal_capacity(0),
        VerdaFake::builder().deployment_time(std::time::Duration::MAX).action_time(std::time::Duration::ZERO),
    ] {
        let project = Project::on(builder.build()).await;
        crate::project::seconds(3).await;
        project.deploy(json!({})).await;
        crate::project::seconds(3).await;
        assert_eq!(project.read("/v1/instances").await.as_array().unwrap().len(), 1);
        assert_eq!(project.read("/v1/volumes").await.as_array().unwrap().len(), 1);
        let path = format!("{}/llm", deployments::PATH);
        project.post(deployments::PATH, deployments::deployment("llm")).await;
        let slowest = json!({ "min_replica_count": 2, "queue_message_ttl_seconds": u64::MAX,
            "scale_up_policy": { "delay_seconds": u64::MAX }, "scaling_triggers": { "queue_load": { "threshold": 1e-300 } } });
        assert_eq!(project.patch(&format!("{path}/scaling"), slowest).await.status, 200);
        project.fake.fill_deployment_queue("llm", u64::MAX).unwrap();
        project.read(&format!("{path}/replicas")).await;
        assert!(project.delete(&path, None).await.status.is_success());
        assert_eq!(project.get("/").await.status, 200);
    }
}

#[tokio::test(start_paused = true)]
async fn the_journal_shows_no_secret_and_can_be_emptied() {
    let project = Project::new().await;
    project.get("/v1/ssh-keys/a%20b?x=1").await;
    let requests = project.fake.requests();
    assert_eq!(requests[0].json().unwrap()["client_secret"], "secret");
    let shown = format!("{requests:?} {:?}", project.fake);
    for secret in ["client_secret", "Bearer", "access-"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let last = requests.last().unwrap();
    assert_eq!((last.path.as_str(), last.query.as_str()), ("/v1/ssh-keys/a%20b", "x=1"));
    assert_eq!(last.operation, Some("GET /v1/ssh-keys/{sshKeyId}"));
    assert_eq!(last.status.unwrap(), 200);
    project.fake.clear_requests();
    assert_eq!(project.fake.requests().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_journal_keeps_the_newest_requests() {
    let project = Project::on(VerdaFake::builder().journal_capacity(2).build()).await;
    for path in ["/v1/balance", "/v1/locations", "/v1/images"] {
        project.get(path).await;
    }
    let paths: Vec<_> = project.fake.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/v1/locations", "/v1/images"]);
}

/// Values of wrong types.
fn strange_values() -> Vec<Value> {
    let long = "x".repeat(5000);
    let values = r#"[null, true, false, 0, -1, 2.5, 1e300, 18446744073709551615, "", " ", "x", "é\u0000", [], [null],
        [[]], [""], ["x", "x"], [{}], {}, {"id": 7}, {"name": "n", "size": 18446744073709551615}]"#;
    let mut values = serde_json::from_str::<Vec<Value>>(values).unwrap();
    values.push(json!(long));
    values
}

#[tokio::test(start_paused = true)]
async fn a_strange_member_is_refused_or_taken_and_leaves_nothing_half_made() {
    let project = Project::on(VerdaFake::builder().without_rate_limits().balance(1e9).build()).await;
    let key = project.create("/v1/ssh-keys", json!({ "name": "k", "key": "k" })).await;
    let instance = project.offline(json!({})).await;
    let volume = json!({ "name": "v", "type": "NVMe_Shared", "size": 100, "location_code": "FIN-01" });
    let shared = project.create("/v1/volumes", volume.clone()).await;
    crate::project::seconds(5).await;
    let policy = json!({ "name": "os", "size": 50, "on_spot_discontinue": "move_to_trash" });
    let bodies = [
        (
            "POST",
            "/v1/instances",
            order(json!({
                "ssh_key_ids": key, "startup_script_id": null, "os_volume": policy, "is_spot": true, "coupon": null,
                "volumes": [{ "name": "v", "size": 50, "type": "NVMe" }], "existing_volumes": [], "contract": "SPOT",
            })),
        ),
        ("PUT", "/v1/instances", json!({ "action": "start", "id": instance, "volume_ids": [] })),
        ("POST", "/v1/volumes", volume),
        (
            "PUT",
            "/v1/volumes",
            json!({ "action": "clone", "id": shared, "name": "c", "type": "HDD", "location_code": "ICE-01" }),
        ),
        (
            "PUT",
            "/v1/volumes",
            json!({ "action": "attach", "id": shared, "instance_id": instance, "instance_ids": [] }),
        ),
        ("PUT", "/v1/volumes", json!({ "action": "resize", "id": shared, "size": 100 })),
        ("PUT", "/v1/volumes", json!({ "action": "restore", "id": shared })),
        (
            "POST",
            "/v1/clusters",
            json!({
                "cluster_type": "16H200", "image": "ubuntu-24.04-cuda-12.8-cluster", "hostname": "c",
                "description": "", "location_code": "FIN-02", "ssh_key_ids": key, "startup_script_id": null,
                "contract": "PAY_AS_YOU_GO", "shared_volume": { "name": "home", "size": 100 },
                "existing_volumes": [], "extension_settings": "auto_renew", "auto_rental_extension": false,
            }),
        ),
        ("PUT", "/v1/clusters", json!({ "actions": [{ "action": "discontinue", "id": "x" }] })),
        ("PUT", "/v1/clusters", json!({ "action": "discontinue", "id": "x" })),
    ];
    let count = || (project.fake.instances().len(), project.fake.clusters().len(), project.fake.volumes().len());
    let mut taken = 0;
    for (method, path, body) in bodies {
        for name in body.as_object().unwrap().keys() {
            for value in strange_values() {
                let mut strange = body.clone();
                strange[name] = value;
                let before = count();
                let response = project.send(method.parse().unwrap(), path, Some(strange.clone())).await;
                match response.status.as_u16() {
                    200..300 => taken += 1,
                    400 | 402 | 403 | 404 | 503 => assert_eq!(count(), before, "{method} {path} {strange}"),
                    status => panic!("{method} {path} {strange}: {status}"),
                }
            }
        }
    }
    assert!(taken > 50, "{taken}");
    for path in ["/v1/instances", "/v1/volumes", "/v1/volumes/trash", "/v1/clusters", "/v1/balance"] {
        project.read(path).await;
    }
}
