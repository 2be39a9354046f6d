use serde_json::{Value, json};

use crate::project::{Project, order, seconds};

fn success(id: &str, action: &str) -> Value {
    json!({ "instanceId": id, "action": action, "status": "success" })
}

#[tokio::test(start_paused = true)]
async fn an_instance_is_shut_down_and_started() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;

    assert_eq!(project.act("start", id.as_str()).await.status, 204);
    let response = project.act("shutdown", id.as_str()).await;
    assert_eq!((response.status.as_u16(), response.json()), (202, json!([success(&id, "shutdown")])));
    assert_eq!(project.status(&id).await, "running");
    assert_eq!(project.act("shutdown", id.as_str()).await.status, 204);
    seconds(5).await;
    assert_eq!(project.status(&id).await, "offline");

    assert_eq!(project.act("boot", json!([id])).await.status, 202);
    seconds(5).await;
    assert_eq!(project.status(&id).await, "running");
}

#[tokio::test(start_paused = true)]
async fn a_deleted_instance_is_discontinued_and_no_longer_listed() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;
    assert_eq!(project.act("delete", id.as_str()).await.status, 202);
    assert_eq!(project.status(&id).await, "deleting");
    assert_eq!(project.read("/v1/instances").await.as_array().unwrap().len(), 1);
    seconds(5).await;
    assert_eq!(project.status(&id).await, "discontinued");
    assert_eq!(project.read("/v1/instances").await, json!([]));
    assert_eq!(project.read("/v1/instances?status=discontinued").await.as_array().unwrap().len(), 1);

    let again = project.act("delete", id.as_str()).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (204, 0));
    let expected = (403, "forbidden_action".to_owned(), json!("Can't start a discontinued instance"));
    assert_eq!(project.act("start", id.as_str()).await.error(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_provisioning_instance_is_not_deleted() {
    let project = Project::new().await;
    let id = project.deploy(json!({})).await;
    let expected = (403, "forbidden_action".to_owned(), json!("Can't discontinue a provisioning instance"));
    for wait in [0, 15, 44] {
        seconds(wait).await;
        assert_eq!(project.act("delete", id.as_str()).await.error(), expected);
    }
    seconds(1).await;
    assert_eq!(project.act("delete", id.as_str()).await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn hibernation_needs_a_shutdown_and_keeps_every_volume() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;
    let expected = (403, "forbidden_action".to_owned(), json!("Can't hibernate a running instance"));
    assert_eq!(project.act("hibernate", id.as_str()).await.error(), expected);
    project.act("shutdown", id.as_str()).await;
    seconds(5).await;
    assert_eq!(project.act("hibernate", id.as_str()).await.status, 202);
    assert_eq!(project.status(&id).await, "hibernating");
    seconds(5).await;
    assert_eq!(project.status(&id).await, "discontinued");
    assert_eq!(project.fake.volumes()[0]["status"], "detached");
}

#[tokio::test(start_paused = true)]
async fn many_ids_have_an_outcome_each() {
    let project = Project::new().await;
    let running = project.running(json!({})).await;
    let ordered = project.deploy(json!({})).await;
    let response = project.act("discontinue", json!([running, ordered, "unknown", running])).await;
    assert_eq!(response.status, 207);
    assert_eq!(
        response.json(),
        json!([
            success(&running, "discontinue"),
            {
                "instanceId": ordered,
                "action": "discontinue",
                "status": "error",
                "error": "Can't discontinue a provisioning instance",
                "statusCode": 403,
            },
            {
                "instanceId": "unknown",
                "action": "discontinue",
                "status": "error",
                "error": "Instance not found",
                "statusCode": 404,
            },
        ])
    );
    seconds(60).await;
    let response = project.act("delete", json!([running, ordered])).await;
    assert_eq!(response.status, 202);
    assert_eq!(response.json(), json!([success(&running, "delete"), success(&ordered, "delete")]));
}

#[tokio::test(start_paused = true)]
async fn bad_actions_are_refused() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;
    let expected = (404, "not_found".to_owned(), json!("Instance not found"));
    assert_eq!(project.act("start", "unknown").await.error(), expected);
    for body in [
        json!({ "action": "explode", "id": id }),
        json!({ "action": "start" }),
        json!({ "action": "start", "id": [] }),
        json!({ "action": "start", "id": [7] }),
        json!({ "id": id }),
        json!({ "action": "delete", "id": id, "volume_ids": "all" }),
        json!({ "action": "delete", "id": id, "delete_permanently": "yes" }),
    ] {
        assert_eq!(project.put("/v1/instances", body.clone()).await.status, 400, "{body}");
    }
    for action in ["transfer", "deploy", "restore", "configure_spot"] {
        let expected = (403, "forbidden_action".to_owned(), json!(format!("Can't {action} a running instance")));
        assert_eq!(project.act(action, id.as_str()).await.error(), expected);
    }
    assert_eq!(project.status(&id).await, "running");
}

#[tokio::test(start_paused = true)]
async fn the_deprecated_form_does_the_same_and_says_nothing() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;
    let response = project.post("/v1/instances/action", json!({ "action": "delete", "id": id })).await;
    assert_eq!((response.status.as_u16(), response.body.len()), (202, 0));
    assert_eq!(project.status(&id).await, "deleting");
}

/// Deploys an instance with two more volumes, deletes it, and gives the statuses of all three once that is done, with
/// the one of the operating system first.
async fn after_deletion(
    volume_ids: impl FnOnce(&[String]) -> Option<Value>,
    permanently: bool,
) -> Vec<(String, Value)> {
    let project = Project::new().await;
    let extra = |name: &str| json!({ "name": name, "size": 100, "type": "NVMe" });
    let id = project.running(json!({ "volumes": [extra("a"), extra("b")] })).await;
    let instance = project.read(&format!("/v1/instances/{id}")).await;
    let volumes: Vec<String> =
        instance["volume_ids"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    assert_eq!(volumes[0], instance["os_volume_id"].as_str().unwrap());

    let mut body = json!({ "action": "delete", "id": [id] });
    if let Some(ids) = volume_ids(&volumes) {
        body["volume_ids"] = ids;
    }
    if permanently {
        body["delete_permanently"] = json!(true);
    }
    assert_eq!(project.put("/v1/instances", body.clone()).await.status, 202);
    seconds(5).await;
    assert_eq!(project.put("/v1/instances", body).await.status, 204);
    assert_eq!(project.read(&format!("/v1/instances/{id}")).await["volume_ids"], json!([]));
    let mut found = Vec::new();
    for id in volumes {
        let volume = project.read(&format!("/v1/volumes/{id}")).await;
        let permanent = volume.get("is_permanently_deleted").cloned().unwrap_or_default();
        found.push((volume["status"].as_str().unwrap().to_owned(), permanent));
    }
    found
}

#[tokio::test(start_paused = true)]
async fn the_three_meanings_of_volume_ids() {
    let kept = || ("detached".to_owned(), Value::Null);
    let trashed = || ("deleted".to_owned(), json!(false));
    let gone = || ("deleted".to_owned(), json!(true));
    // Left out, or null: the operating system's.
    assert_eq!(after_deletion(|_| None, false).await, [trashed(), kept(), kept()]);
    assert_eq!(after_deletion(|_| Some(Value::Null), false).await, [trashed(), kept(), kept()]);
    // Empty: none.
    assert_eq!(after_deletion(|_| Some(json!([])), false).await, [kept(), kept(), kept()]);
    // A list: exactly those.
    assert_eq!(after_deletion(|ids| Some(json!([ids[1]])), false).await, [kept(), trashed(), kept()]);
    assert_eq!(after_deletion(|ids| Some(json!(ids)), true).await, [gone(), gone(), gone()]);
    // The flag counts only with a list.
    assert_eq!(after_deletion(|_| None, true).await, [trashed(), kept(), kept()]);
}

#[tokio::test(start_paused = true)]
async fn volumes_of_others_are_not_deleted() {
    let project = Project::new().await;
    let mine = project.running(json!({})).await;
    let other = project.running(json!({})).await;
    let foreign = project.read(&format!("/v1/instances/{other}")).await["os_volume_id"].clone();
    for (volume, status) in [(foreign, 400), (json!("unknown"), 404)] {
        let body = json!({ "action": "delete", "id": mine, "volume_ids": [volume] });
        assert_eq!(project.put("/v1/instances", body).await.status, status);
    }
    assert_eq!(project.status(&mine).await, "running");
}

#[tokio::test(start_paused = true)]
async fn a_kept_system_volume_starts_another_instance() {
    let project = Project::new().await;
    let first = project.running(json!({})).await;
    let os = project.read(&format!("/v1/instances/{first}")).await["os_volume_id"].clone();
    let while_attached = project.post("/v1/instances", order(json!({ "image": os }))).await;
    assert_eq!(while_attached.error().2, "Invalid image");

    project.put("/v1/instances", json!({ "action": "delete", "id": first, "volume_ids": [] })).await;
    seconds(5).await;
    let elsewhere = project.post("/v1/instances", order(json!({ "image": os, "location_code": "FIN-03" }))).await;
    assert_eq!(elsewhere.status, 400);
    let os_volume = json!({ "name": "other", "size": 50 });
    let both = project.post("/v1/instances", order(json!({ "image": os, "os_volume": os_volume }))).await;
    assert_eq!(both.error().0, 404);
    let second = project.running(json!({ "image": os })).await;
    let instance = project.read(&format!("/v1/instances/{second}")).await;
    assert_eq!((&instance["os_volume_id"], &instance["image"]), (&os, &os));
    assert_eq!(project.fake.volumes().len(), 1);
    assert_eq!(project.fake.volumes()[0]["status"], "attached");
}
