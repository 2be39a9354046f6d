//! Snapshots of a whole project.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use verda_fake::{Fate, Gone, VerdaFake};

use crate::deployments::deployment;
use crate::project::{Project, order, seconds, with};

/// A project with resources of every kind, faults, fates and a scenario.
async fn full() -> Project {
    let fake = VerdaFake::builder().seed(9).speed(3.0).gone(Gone::Mixed).credentials("id", "secret").build();
    let project = Project::on(fake).await;
    let post = async |path: &str, body: Value| {
        let response = project.post(path, body).await;
        assert!(response.status.is_success(), "{path}: {}", response.text());
    };
    post("/v1/sshkeys", json!({ "name": "key", "key": "ssh-ed25519 AAAA" })).await;
    post("/v1/scripts", json!({ "name": "script", "script": "true" })).await;
    post("/v1/secrets", json!({ "name": "secret", "value": "v" })).await;
    let file = json!({ "file_name": "a", "base64_content": "dGVzdA==" });
    post("/v1/file-secrets", json!({ "name": "files", "files": [file] })).await;
    let credentials = json!({ "name": "registry", "type": "custom", "docker_config_json": "{}" });
    post("/v1/container-registry-credentials", credentials).await;
    let mount = json!({ "type": "secret", "mount_path": "/files", "secret_name": "files" });
    let llm = with(deployment("llm"), "/containers/0/volume_mounts/0", mount);
    post("/v1/container-deployments", with(llm, "/scaling/scaling_triggers/cpu_utilization/threshold", json!(33.3)))
        .await;
    let container = json!({ "image": "example.com/batch:1.0", "exposed_port": 80 });
    let scaling = json!({ "max_replica_count": 2, "queue_message_ttl_seconds": 500, "deadline_seconds": 3600 });
    let compute = json!({ "name": "H100", "size": 1 });
    post(
        "/v1/job-deployments",
        json!({ "name": "batch", "containers": [container], "compute": compute, "scaling": scaling }),
    )
    .await;
    let keys = project.read("/v1/sshkeys").await;
    let cluster = json!({ "cluster_type": "16H200", "image": "ubuntu-22.04-cuda-12.4-cluster", "hostname": "cluster",
        "location_code": "FIN-02", "ssh_key_ids": [keys[0]["id"]], "shared_volume": { "name": "home", "size": 100 } });
    post("/v1/clusters", cluster).await;
    let volume = json!({ "type": "HDD", "name": "trash", "size": 60, "location_code": "FIN-01" });
    let trash = project.create("/v1/volumes", volume).await;
    project.delete(&format!("/v1/volumes/{trash}"), None).await;
    project.deploy(json!({ "hostname": "one" })).await;
    seconds(7).await;
    project.deploy(json!({ "hostname": "two", "is_spot": true, "contract": "SPOT" })).await;

    let fake = &project.fake;
    fake.next_instance_fate(Fate::InstallationFailed);
    fake.next_cluster_fate(Fate::Stuck);
    fake.set_capacity("CPU.4V.16G", "FIN-03", 1).unwrap();
    fake.decide_deployment_status("llm", "unhealthy");
    fake.decide_job_status("batch", "paused");
    fake.fill_deployment_queue("llm", 5).unwrap();
    fake.fill_job_queue("batch", 5).unwrap();
    for fault in ["GET /v1/volumes=slow:1.25", "*=html:502:always", r#"GET /v1/images=respond:200:text/plain:a:b"#] {
        fake.inject(fault.parse().unwrap()).unwrap();
    }
    let steps = r#"[{ "after": 3600, "request": "PUT /_fake/balance", "body": { "amount": 500000 } }]"#;
    fake.run_scenario(steps.parse().unwrap()).unwrap();
    project
}

#[tokio::test(start_paused = true)]
async fn a_snapshot_has_all_that_the_project_is() {
    let project = full().await;
    let snapshot = project.fake.snapshot();
    // Whole numbers and texts alone would not show that a float was rounded.
    assert!(snapshot.contains("33.3"));
    let copy = project.at(VerdaFake::default());
    let restored = copy.send(Method::PUT, "/_fake/snapshot", Some(serde_json::from_str(&snapshot).unwrap())).await;
    assert_eq!(restored.status, 200, "{}", restored.text());
    assert_eq!(copy.fake.snapshot(), snapshot);

    seconds(40).await;
    for one in [&project.fake, &copy.fake] {
        one.advance(Duration::from_secs(3600));
        assert!((499_900.0..=500_000.0).contains(&one.balance()), "the step of the scenario came due");
    }
    project.fake.clear_injections();
    copy.fake.clear_injections();
    for path in [
        "/v1/instances",
        "/v1/volumes",
        "/v1/volumes/trash",
        "/v1/clusters",
        "/v1/balance",
        "/v1/sshkeys",
        "/v1/scripts",
        "/v1/secrets",
        "/v1/file-secrets",
        "/v1/container-registry-credentials",
        "/v1/container-deployments",
        "/v1/container-deployments/llm/scaling",
        "/v1/container-deployments/llm/replicas",
        "/v1/job-deployments/batch",
        "/v1/job-deployments/batch/status",
        "/_fake/fates",
        "/_fake/capacity",
    ] {
        assert_eq!(copy.read(path).await, project.read(path).await, "{path}");
    }
    let failed = |project: &Project| project.fake.instances().last().unwrap()["status"].clone();
    for one in [&project, &copy] {
        one.fake.set_balance(1000.0);
        one.deploy(json!({})).await;
        seconds(40).await;
        assert_eq!(failed(one), "installation_failed");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_snapshot_changes_nothing() {
    let project = full().await;
    let before = project.fake.snapshot();
    let mut wrong: Value = serde_json::from_str(&before).unwrap();
    wrong["state"]["instances"]["rows"]["1"]["kind"] = json!("1NOTHING");
    let mut old: Value = serde_json::from_str(&before).unwrap();
    old["format"] = json!(0);
    let mut backwards: Value = serde_json::from_str(&before).unwrap();
    backwards["settings"]["speed"] = json!(-1);
    for (text, what) in [
        ("{}".to_owned(), "missing field `format`"),
        ("no".to_owned(), "expected"),
        (old.to_string(), "it has the format 0, and this version reads 1"),
        (backwards.to_string(), "`speed` must be a number above zero"),
        (wrong.to_string(), "the catalogue of this fake has no `1NOTHING`"),
    ] {
        let error = project.fake.restore(&text).unwrap_err().to_string();
        assert!(error.contains(what) && error.contains("GET /_fake/snapshot"), "{error}");
    }
    assert_eq!(project.fake.snapshot(), before);
    let refused = project.send(Method::PUT, "/_fake/snapshot", Some(order(json!({})))).await;
    assert_eq!(refused.error().0, 400);
}
