use http::Request;
use serde_json::{Value, json};

use crate::project::{Project, order, seconds};

pub(crate) fn data(changes: Value) -> Value {
    let mut body = json!({ "type": "NVMe", "location_code": "FIN-01", "size": 100, "name": "data" });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[tokio::test(start_paused = true)]
async fn a_volume_is_made_and_shown() {
    let project = Project::new().await;
    let response = project.post("/v1/volumes", data(json!({ "instance_id": null }))).await;
    assert_eq!(response.status, 202);
    let id = response.text();
    let path = format!("/v1/volumes/{id}");
    assert_eq!(project.read(&path).await["status"], "ordered");
    seconds(5).await;
    assert_eq!(
        project.read(&path).await,
        json!({
            "id": id,
            "instance_id": null,
            "instances": [],
            "name": "data",
            "created_at": "2026-01-01T00:00:00.000Z",
            "status": "detached",
            "size": 100,
            "is_os_volume": false,
            "target": null,
            "type": "NVMe",
            "location": "FIN-01",
            "ssh_key_ids": [],
            "pseudo_path": null,
            "create_directory_command": null,
            "mount_command": null,
            "filesystem_to_fstab_command": null,
            "contract": "PAY_AS_YOU_GO",
            "base_hourly_cost": 0.0273972602739726,
            "monthly_price": 20.0,
            "currency": "usd",
            "long_term": null,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn attached_volumes_show_their_instances_as_objects() {
    let project = Project::new().await;
    let instance = project.offline(json!({})).await;
    let id = project.create("/v1/volumes", data(json!({ "instance_id": instance }))).await;
    seconds(5).await;
    let volume = project.read(&format!("/v1/volumes/{id}")).await;
    assert_eq!((&volume["status"], &volume["instance_id"]), (&json!("attached"), &json!(instance)));
    let shown = &volume["instances"][0];
    assert_eq!(shown["hostname"], "node-1");
    assert_eq!(shown["auto_rental_extension"], Value::Null);
    assert_eq!(shown["status"], "offline");
    let owner = project.read(&format!("/v1/instances/{instance}")).await;
    assert_eq!(owner["volume_ids"], json!([owner["os_volume_id"], id]));
    assert_eq!(shown["os_volume_id"], owner["os_volume_id"]);
}

#[tokio::test(start_paused = true)]
async fn a_shared_file_system_serves_several_instances() {
    let project = Project::new().await;
    let (first, second) = (project.offline(json!({})).await, project.offline(json!({})).await);
    let shared = data(json!({ "type": "NVMe_Shared", "instance_ids": [first, second] }));
    let id = project.create("/v1/volumes", shared).await;
    let volume = project.read(&format!("/v1/volumes/{id}")).await;
    assert_eq!(volume["instances"].as_array().unwrap().len(), 2);
    assert_eq!(volume["instance_id"], Value::Null);
    assert!(volume["mount_command"].as_str().unwrap().contains(volume["pseudo_path"].as_str().unwrap()));

    // The deletion of one leaves it attached to the other.
    project.act("delete", first.as_str()).await;
    let volume = project.read(&format!("/v1/volumes/{id}")).await;
    assert_eq!(volume["instances"].as_array().unwrap().len(), 1);
    let block = project.post("/v1/volumes", data(json!({ "instance_ids": [first, second] }))).await;
    assert_eq!(block.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_deleted_volume_is_in_the_trash_for_96_hours() {
    let project = Project::new().await;
    let id = project.create("/v1/volumes", data(json!({}))).await;
    let path = format!("/v1/volumes/{id}");
    let response = project.delete(&path, None).await;
    assert_eq!((response.status.as_u16(), response.body.len()), (202, 0));
    assert_eq!(project.delete(&path, None).await.status, 204);
    assert_eq!(project.read("/v1/volumes").await, json!([]));
    assert_eq!(project.read("/v1/volumes?status=deleted").await.as_array().unwrap().len(), 1);

    let trash = project.read("/v1/volumes/trash").await;
    assert_eq!(trash[0]["deleted_at"], "2026-01-01T00:00:00.000Z");
    assert_eq!(trash[0]["is_permanently_deleted"], false);
    for name in ["instance_id", "instances", "target", "pseudo_path", "long_term"] {
        assert!(trash[0].get(name).is_none(), "{name}");
    }
    seconds(96 * 3600 - 1).await;
    let mut project = project;
    project.sign_in().await;
    assert_eq!(project.read("/v1/volumes/trash").await.as_array().unwrap().len(), 1);
    seconds(1).await;
    assert_eq!(project.read("/v1/volumes/trash").await, json!([]));
    assert_eq!(project.read(&path).await["is_permanently_deleted"], true);
}

#[tokio::test(start_paused = true)]
async fn permanent_deletion_is_asked_for_in_the_body() {
    let project = Project::new().await;
    let trashed = project.create("/v1/volumes", data(json!({}))).await;
    // The query parameter is ignored.
    assert_eq!(project.delete(&format!("/v1/volumes/{trashed}?is_permanent=true"), None).await.status, 202);
    assert_eq!(project.read(&format!("/v1/volumes/{trashed}")).await["is_permanently_deleted"], false);
    let body = json!({ "is_permanent": true });
    assert_eq!(project.delete(&format!("/v1/volumes/{trashed}"), Some(body.clone())).await.status, 202);
    assert_eq!(project.read(&format!("/v1/volumes/{trashed}")).await["is_permanently_deleted"], true);
    assert_eq!(project.delete(&format!("/v1/volumes/{trashed}"), Some(body)).await.status, 204);
}

#[tokio::test(start_paused = true)]
async fn bad_volume_requests_are_refused() {
    let project = Project::new().await;
    let instance = project.running(json!({})).await;
    let bad_size = json!(["size must not be less than 50", "name should not be empty"]);
    let response = project.post("/v1/volumes", data(json!({ "size": 49, "name": "" }))).await;
    assert_eq!(response.error(), (400, "invalid_request".to_owned(), bad_size));
    for (changes, status) in [
        (json!({ "type": "Tape" }), 400),
        (json!({ "type": "NVMe_OS_Cluster" }), 400),
        (json!({ "location_code": "MOON-01" }), 400),
        (json!({ "location_code": null }), 400),
        (json!({ "size": 1e300 }), 400),
        (json!({ "instance_id": "unknown" }), 404),
        (json!({ "instance_id": instance, "location_code": "FIN-03" }), 400),
        // It is not shut down.
        (json!({ "instance_id": instance }), 403),
    ] {
        assert_eq!(project.post("/v1/volumes", data(changes.clone())).await.status, status, "{changes}");
    }
    assert_eq!(project.post("/v1/volumes", data(json!({ "size": u64::MAX }))).await.status, 402);
    assert_eq!(project.fake.volumes().len(), 1);

    let os = project.fake.volumes()[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(project.delete(&format!("/v1/volumes/{os}"), None).await.status, 403);
    assert_eq!(project.delete("/v1/volumes/unknown", None).await.status, 404);
    assert_eq!(project.get("/v1/volumes/unknown").await.status, 404);
    assert_eq!(project.get("/v1/volumes?status=lost").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn creates_need_a_user_agent() {
    let project = Project::new().await;
    let known = project.fake.requests()[0].headers.clone();
    assert!(known.contains_key("user-agent"));
    let token = {
        project.get("/v1/balance").await;
        project.fake.requests().last().unwrap().header("authorization").unwrap().to_owned()
    };
    let request = Request::post("/v1/instances")
        .header("authorization", token)
        .header("content-type", "application/json")
        .body(order(json!({})).to_string().into())
        .unwrap();
    assert_eq!(project.fake.handle(request).await.unwrap().status(), 400);
}
