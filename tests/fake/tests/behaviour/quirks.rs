//! Habits of the running API that a test turns on.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use verda_fake::{Builder, Effect, Fate, Gone, Injection, VerdaFake};

use crate::deployments::{PATH as DEPLOYMENTS, deployment};
use crate::project::{Project, order, seconds};
use crate::volumes::data;

async fn project(set: impl FnOnce(Builder) -> Builder) -> Project {
    Project::on(set(VerdaFake::builder().without_rate_limits()).build()).await
}

fn length(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[tokio::test(start_paused = true)]
async fn a_new_machine_is_missing_from_the_list_for_a_while() {
    let project = project(|builder| builder.listed_after(Duration::from_secs(30))).await;
    let id = project.deploy(json!({})).await;
    let cluster = project.order_cluster(json!({})).await.json()["id"].as_str().unwrap().to_owned();
    for path in ["/v1/instances", "/v1/instances?status=ordered", &format!("/v1/instances?computeId={id}")] {
        assert_eq!(length(&project.read(path).await), 0, "{path}");
    }
    assert_eq!(length(&project.read("/v1/clusters").await), 0);
    assert_eq!(project.status(&id).await, "ordered");
    assert_eq!(project.show("/v1/clusters", &cluster).await["status"], "ordered");
    assert_eq!(project.fake.instances().len(), 1);
    seconds(30).await;
    assert_eq!(length(&project.read("/v1/instances").await), 1);
    assert_eq!(length(&project.read("/v1/clusters").await), 1);
}

#[tokio::test(start_paused = true)]
async fn an_address_comes_later_than_the_machine() {
    let project = project(|builder| builder.address_after(Duration::from_secs(20))).await;
    let id = project.running(json!({})).await;
    let ip = async || project.show("/v1/instances", &id).await["ip"].clone();
    seconds(19).await;
    assert_eq!(ip().await, Value::Null);
    seconds(1).await;
    let address = ip().await;
    assert!(address.is_string(), "{address}");
    // An installed machine keeps it.
    project.act("shutdown", id.as_str()).await;
    seconds(5).await;
    project.act("start", id.as_str()).await;
    seconds(5).await;
    assert_eq!(ip().await, address);
    // A test that starts a machine does not wait for the time at which it would have been up.
    let early = project.deploy(json!({})).await;
    project.fake.set_instance_status(&early, "running").unwrap();
    assert_eq!(project.show("/v1/instances", &early).await["ip"], Value::Null);
    seconds(20).await;
    assert!(project.show("/v1/instances", &early).await["ip"].is_string());
}

#[tokio::test(start_paused = true)]
async fn an_address_may_never_come() {
    let without = project(|builder| builder.address_after(Duration::MAX)).await;
    let one = Project::new().await;
    one.fake.next_instance_fate(Fate::NoAddress);
    one.fake.next_cluster_fate(Fate::NoAddress);
    for project in [&without, &one] {
        let id = project.running(json!({})).await;
        let cluster = project.order_cluster(json!({})).await.json()["id"].as_str().unwrap().to_owned();
        seconds(1_000).await;
        assert_eq!(project.show("/v1/instances", &id).await["ip"], Value::Null);
        let cluster = project.show("/v1/clusters", &cluster).await;
        assert_eq!((&cluster["status"], &cluster["ip"]), (&json!("running"), &Value::Null));
        assert!(length(&cluster["worker_nodes"]) > 0);
    }
    let next = one.running(json!({})).await;
    assert!(one.show("/v1/instances", &next).await["ip"].is_string());
}

#[tokio::test(start_paused = true)]
async fn a_proxy_does_not_wait_for_a_deletion_which_goes_on() {
    let set = |builder: Builder| builder.action_time(Duration::from_secs(120)).gateway_timeout(Duration::from_secs(50));
    let project = project(set).await;
    project.post(DEPLOYMENTS, deployment("llm")).await;
    let path = format!("{DEPLOYMENTS}/llm");
    let started = tokio::time::Instant::now();
    let response = project.delete(&path, None).await;
    assert_eq!((response.status.as_u16(), started.elapsed().as_secs()), (504, 50));
    assert!(response.text().starts_with("<html>"), "{}", response.text());
    assert_eq!(project.read(&format!("{path}/status")).await["status"], "terminating");
    // The API's own wait is shorter than the proxy's.
    assert_eq!(project.delete(&format!("{path}?timeout=20000"), None).await.status, 202);
    assert_eq!(project.delete(&path, None).await.status, 200);
    assert_eq!(started.elapsed().as_secs(), 120);
    assert_eq!(project.delete(&path, None).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn instances_that_are_gone_are_refused_as_the_test_says() {
    let not_found = (404, "not_found".to_owned(), json!("Instance not found"));
    let invalid = (400, "invalid_request".to_owned(), json!("Invalid instance id"));
    let forbidden = (403, "forbidden_action".to_owned(), json!("Can't discontinue a discontinued instance"));
    for (gone, of_unknown, of_discontinued) in [
        (Gone::Documented, &not_found, None),
        (Gone::NotFound, &not_found, Some(&not_found)),
        (Gone::InvalidId, &invalid, Some(&invalid)),
        (Gone::Forbidden, &invalid, Some(&forbidden)),
    ] {
        let project = project(|builder| builder.gone(gone)).await;
        assert_eq!(&project.get("/v1/instances/unknown").await.error(), of_unknown, "{gone:?}");
        assert_eq!(&project.act("delete", "unknown").await.error(), of_unknown, "{gone:?}");
        let id = project.running(json!({})).await;
        assert_eq!(project.act("delete", id.as_str()).await.status, 202);
        assert_eq!(project.act("delete", id.as_str()).await.status, 204, "{gone:?}: it is not gone yet");
        seconds(5).await;
        assert_eq!(project.status(&id).await, "discontinued");
        let again = project.act("delete", id.as_str()).await;
        match of_discontinued {
            Some(expected) => assert_eq!(&again.error(), expected, "{gone:?}"),
            None => assert_eq!(again.status, 204),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_seed_mixes_the_refusals() {
    let statuses = async |seed| {
        let project = project(|builder| builder.gone(Gone::Mixed).seed(seed)).await;
        let id = project.running(json!({})).await;
        project.act("delete", id.as_str()).await;
        seconds(5).await;
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(project.act("delete", id.as_str()).await.status.as_u16());
        }
        statuses
    };
    let seen = statuses(7).await;
    for status in [204, 400, 403, 404] {
        assert!(seen.contains(&status), "{status}: {seen:?}");
    }
    assert_eq!(statuses(7).await, seen);
    assert_ne!(statuses(8).await, seen);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_may_be_accepted_and_never_end() {
    for (fate, status) in [(Fate::DeletionStuck, "deleting"), (Fate::DeletionIgnored, "running")] {
        for second in ["delete", "delete_stuck"] {
            let project = Project::new().await;
            project.fake.next_instance_fate(fate);
            let id = project.running(json!({})).await;
            assert_eq!(project.act("delete", id.as_str()).await.status, 202);
            let balance = project.fake.balance();
            seconds(3_000).await;
            assert_eq!(project.status(&id).await, status, "{fate:?}");
            assert!(project.fake.balance() < balance);
            assert_eq!(project.fake.volumes()[0]["status"], "attached");
            assert_eq!(project.act(second, id.as_str()).await.status, 202);
            seconds(5).await;
            assert_eq!(project.status(&id).await, "discontinued", "{fate:?}");
            assert_eq!(project.fake.volumes()[0]["status"], "deleted");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_cluster_may_be_stuck_as_well() {
    let project = Project::new().await;
    project.fake.next_cluster_fate(Fate::DeletionStuck);
    let id = project.order_cluster(json!({})).await.json()["id"].as_str().unwrap().to_owned();
    let delete = json!({ "actions": [{ "action": "discontinue", "id": id }] });
    seconds(60).await;
    for status in ["deleting", "discontinued"] {
        assert_eq!(project.put("/v1/clusters", delete.clone()).await.status, 202);
        seconds(100).await;
        assert_eq!(project.show("/v1/clusters", &id).await["status"], status);
    }
}

#[tokio::test(start_paused = true)]
async fn deletes_of_absent_keys_and_scripts_may_succeed() {
    let project = project(Builder::lenient_deletes).await;
    let key = project.create("/v1/ssh-keys", json!({ "name": "a", "key": "k" })).await;
    for path in ["/v1/ssh-keys/unknown", "/v1/sshkeys/unknown", "/v1/scripts/unknown"] {
        assert_eq!(project.delete(path, None).await.status, 200, "{path}");
    }
    assert_eq!(project.delete("/v1/ssh-keys", Some(json!({ "keys": ["unknown", key] }))).await.status, 200);
    assert_eq!(length(&project.read("/v1/ssh-keys").await), 0);
    assert_eq!(project.delete("/v1/scripts", Some(json!({ "scripts": ["unknown"] }))).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn hdd_volumes_may_be_retired() {
    let project = Project::new().await;
    let id = project.create("/v1/volumes", data(json!({ "type": "HDD" }))).await;
    seconds(5).await;
    let retire = Some(json!({ "hdd_retired": true }));
    assert_eq!(project.send(Method::PATCH, "/_fake/settings", retire).await.status, 200);
    let refused = (400, "invalid_request".to_owned(), json!("Invalid volume type"));
    for kind in ["HDD", "HDD_Shared"] {
        assert_eq!(project.post("/v1/volumes", data(json!({ "type": kind }))).await.error(), refused, "{kind}");
    }
    let with_volume = order(json!({ "volumes": [{ "name": "a", "size": 50, "type": "HDD" }] }));
    assert_eq!(project.post("/v1/instances", with_volume).await.error(), refused);
    let resize = json!({ "action": "resize", "id": id, "size": 200 });
    assert_eq!(project.put("/v1/volumes", resize).await.error(), refused);
    // The others are made, and what is there can be used.
    let rename = json!({ "action": "rename", "id": id, "name": "b" });
    assert_eq!(project.put("/v1/volumes", rename).await.status, 202);
    assert_eq!(project.post("/v1/volumes", data(json!({}))).await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn a_token_may_lack_a_scope() {
    let project = Project::new().await;
    let expected = (403, "forbidden_action".to_owned(), json!("Insufficient scope"));
    project.fake.inject(Injection::new(Effect::InsufficientScope).on("POST /v1/instances")).unwrap();
    assert_eq!(project.post("/v1/instances", order(json!({}))).await.error(), expected);
    project.fake.inject("GET /v1/balance=scope:2".parse().unwrap()).unwrap();
    assert_eq!(project.get("/v1/balance").await.error(), expected);
    assert_eq!(project.get("/v1/balance").await.error(), expected);
    assert_eq!(project.get("/v1/balance").await.status, 200);
    assert_eq!(project.fake.instances().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_token_request_may_be_a_form() {
    let fake = VerdaFake::builder().credentials("id", "s&c ret").build();
    let ask = async |body: &'static str| {
        let request = http::Request::post("/v1/oauth2/token")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .body(Bytes::from(body))
            .unwrap();
        fake.handle(request).await.unwrap().status().as_u16()
    };
    assert_eq!(ask("grant_type=client_credentials&client_id=id&client_secret=s%26c+ret").await, 200);
    assert_eq!(ask("grant_type=client_credentials&client_id=id&client_secret=other").await, 401);
    assert_eq!(ask("grant_type=client_credentials").await, 400);
    assert_eq!(ask("\u{0}=&&").await, 400);
}
