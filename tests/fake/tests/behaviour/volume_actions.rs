use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::{Project, Response, seconds};
use crate::volumes::data;

impl Project {
    /// Acts on volumes, with the other members of the body.
    async fn act_on_volume(&self, action: &str, id: impl Into<Value>, members: Value) -> Response {
        let mut body = json!({ "action": action, "id": id.into() });
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.put("/v1/volumes", body).await
    }

    async fn volume(&self, id: &str) -> Value {
        self.show("/v1/volumes", id).await
    }

    /// A volume that is ready, and attached to nothing.
    async fn detached(&self, changes: Value) -> String {
        let id = self.create("/v1/volumes", data(changes)).await;
        seconds(5).await;
        id
    }
}

fn forbidden(message: &str) -> (u16, String, Value) {
    (403, "forbidden_action".to_owned(), json!(message))
}

#[tokio::test(start_paused = true)]
async fn volumes_are_attached_and_detached() {
    let project = Project::new().await;
    let (a, b) = (project.detached(json!({})).await, project.detached(json!({})).await);
    let instance = project.offline(json!({})).await;
    let response = project.act_on_volume("attach", json!([a, b, a]), json!({ "instance_id": instance })).await;
    assert_eq!((response.status.as_u16(), response.body.len()), (202, 0));
    assert_eq!(project.volume(&a).await["status"], "attaching");
    seconds(5).await;
    let volume = project.volume(&b).await;
    assert_eq!((&volume["status"], &volume["instance_id"]), (&json!("attached"), &json!(instance)));
    let owner = project.show("/v1/instances", &instance).await;
    assert_eq!(owner["volume_ids"], json!([owner["os_volume_id"], a, b]));

    assert_eq!(project.act_on_volume("detach", a.as_str(), json!({})).await.status, 202);
    assert_eq!(project.volume(&a).await["status"], "detaching");
    seconds(5).await;
    let volume = project.volume(&a).await;
    assert_eq!((&volume["status"], &volume["instance_id"]), (&json!("detached"), &Value::Null));
    let owner = project.show("/v1/instances", &instance).await;
    assert_eq!(owner["volume_ids"], json!([owner["os_volume_id"], b]));
}

#[tokio::test(start_paused = true)]
async fn an_instance_is_shut_down_before_its_volumes_change() {
    let project = Project::new().await;
    let extra = json!({ "name": "extra", "size": 100, "type": "NVMe" });
    let instance = project.running(json!({ "volumes": [extra] })).await;
    let owner = project.show("/v1/instances", &instance).await;
    let (os, attached) = (owner["os_volume_id"].clone(), owner["volume_ids"][1].clone());
    let free = project.detached(json!({})).await;
    let refused = forbidden("One or more of the specified instances is not shut down");
    for (action, id, members) in [
        ("attach", json!(free), json!({ "instance_id": instance })),
        ("detach", attached.clone(), json!({})),
        ("resize", attached.clone(), json!({ "size": 200 })),
        ("delete", attached.clone(), json!({})),
    ] {
        assert_eq!(project.act_on_volume(action, id, members).await.error(), refused, "{action}");
    }
    project.act("shutdown", instance.as_str()).await;
    // It is still going down.
    assert_eq!(project.act_on_volume("detach", attached.clone(), json!({})).await.error(), refused);
    seconds(5).await;
    let response = project.act_on_volume("detach", os.clone(), json!({})).await;
    assert_eq!(response.error(), forbidden("Can't detach the OS volume of an instance"));
    let response = project.act_on_volume("delete", os, json!({})).await;
    assert_eq!(response.error(), forbidden("Can't delete the attached OS volume of an instance"));
    assert_eq!(project.act_on_volume("delete", attached.clone(), json!({})).await.status, 202);
    let owner = project.show("/v1/instances", &instance).await;
    assert_eq!(owner["volume_ids"], json!([owner["os_volume_id"]]));
    assert_eq!(project.volume(attached.as_str().unwrap()).await["status"], "deleted");
}

#[tokio::test(start_paused = true)]
async fn a_shared_file_system_is_attached_to_several_and_detached_from_one() {
    let project = Project::new().await;
    let (first, second) = (project.offline(json!({})).await, project.offline(json!({})).await);
    let shared = project.detached(json!({ "type": "NVMe_Shared" })).await;
    let block = project.detached(json!({})).await;
    let both = json!({ "instance_ids": [first, second] });
    let (status, _, message) = project.act_on_volume("attach", block.as_str(), both.clone()).await.error();
    assert_eq!((status, message), (400, json!("Only a shared volume can be attached to several instances")));
    assert_eq!(project.act_on_volume("attach", shared.as_str(), both.clone()).await.status, 202);
    assert_eq!(project.act_on_volume("attach", shared.as_str(), both).await.status, 403);
    project.act_on_volume("detach", shared.as_str(), json!({ "instance_id": first })).await;
    seconds(5).await;
    let volume = project.volume(&shared).await;
    assert_eq!(volume["status"], "attached");
    assert_eq!(volume["instances"].as_array().unwrap().len(), 1);
    assert_eq!(volume["instances"][0]["id"], second);
    assert_eq!(project.act_on_volume("detach", shared.as_str(), json!({ "instance_id": first })).await.status, 400);
    project.act_on_volume("detach", shared.as_str(), json!({})).await;
    seconds(5).await;
    assert_eq!(project.volume(&shared).await["status"], "detached");
}

#[tokio::test(start_paused = true)]
async fn volumes_are_renamed_and_grow() {
    let project = Project::new().await;
    let (a, b) = (project.detached(json!({})).await, project.detached(json!({})).await);
    assert_eq!(project.act_on_volume("rename", json!([a, b]), json!({ "name": "both" })).await.status, 202);
    assert_eq!(project.act_on_volume("resize", a.as_str(), json!({ "size": 200 })).await.status, 202);
    let (first, second) = (project.volume(&a).await, project.volume(&b).await);
    assert_eq!((&first["name"], &first["size"], &first["monthly_price"]), (&json!("both"), &json!(200), &json!(40.0)));
    assert_eq!((&second["name"], &second["size"]), (&json!("both"), &json!(100)));

    let smaller = project.act_on_volume("resize", json!([b, a]), json!({ "size": 150 })).await;
    let expected = (400, "invalid_request".to_owned(), json!(["size must not be less than 200"]));
    assert_eq!(smaller.error(), expected);
    // If one volume cannot be changed, none is.
    assert_eq!(project.volume(&b).await["size"], 100);
}

#[tokio::test(start_paused = true)]
async fn a_volume_comes_back_from_the_trash() {
    let project = Project::new().await;
    let id = project.detached(json!({})).await;
    assert_eq!(project.act_on_volume("restore", id.as_str(), json!({})).await.status, 403);
    assert_eq!(project.act_on_volume("delete", id.as_str(), json!({})).await.status, 202);
    assert_eq!(project.act_on_volume("delete", id.as_str(), json!({})).await.status, 202);
    assert_eq!(project.read("/v1/volumes/trash").await[0]["id"], id);
    let renamed = project.act_on_volume("rename", id.as_str(), json!({ "name": "new" })).await;
    assert_eq!(renamed.error(), forbidden("Can't rename a deleted volume"));

    assert_eq!(project.act_on_volume("restore", id.as_str(), json!({})).await.status, 202);
    assert_eq!(project.volume(&id).await["status"], "restoring");
    assert_eq!(project.read("/v1/volumes/trash").await, json!([]));
    seconds(5).await;
    let volume = project.volume(&id).await;
    assert_eq!(volume["status"], "detached");
    assert!(volume.get("deleted_at").is_none());

    assert_eq!(project.act_on_volume("delete", id.as_str(), json!({ "is_permanent": true })).await.status, 202);
    assert_eq!(project.read("/v1/volumes/trash").await, json!([]));
    let deleted = project.volume(&id).await;
    seconds(5).await;
    for members in [json!({}), json!({ "is_permanent": true })] {
        assert_eq!(project.act_on_volume("delete", id.as_str(), members).await.status, 202);
        assert_eq!(project.volume(&id).await, deleted);
    }
    let response = project.act_on_volume("restore", id.as_str(), json!({})).await;
    assert_eq!(response.error(), forbidden("Can't restore a permanently deleted volume"));
}

#[tokio::test(start_paused = true)]
async fn a_clone_responds_with_an_array_of_ids() {
    let project = Project::new().await;
    let (a, b) = (project.detached(json!({})).await, project.detached(json!({ "name": "other" })).await);
    let python = json!({ "name": null, "type": null });
    let response = project.act_on_volume("clone", a.as_str(), python).await;
    assert_eq!(response.status, 202);
    let clone = response.json()[0].as_str().unwrap().to_owned();
    let volume = project.volume(&clone).await;
    assert_eq!(
        (&volume["status"], &volume["name"], &volume["size"]),
        (&json!("cloning"), &json!("data-clone"), &json!(100))
    );
    seconds(5).await;
    assert_eq!(project.volume(&clone).await["status"], "detached");

    let members = json!({ "name": "copy", "type": "HDD", "location_code": "ICE-01" });
    let response = project.act_on_volume("clone", json!([a, b]), members).await;
    let ids = response.json().as_array().unwrap().clone();
    assert_eq!(ids.len(), 2);
    for id in ids {
        let volume = project.volume(id.as_str().unwrap()).await;
        assert_eq!(
            (&volume["name"], &volume["type"], &volume["location"]),
            (&json!("copy"), &json!("HDD"), &json!("ICE-01"))
        );
    }
    assert_eq!(project.act_on_volume("clone", a.as_str(), json!({ "type": "Tape" })).await.status, 400);
    assert_eq!(project.act_on_volume("clone", a.as_str(), json!({ "location_code": "MOON-01" })).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_clone_of_a_system_volume_starts_an_instance() {
    let project = Project::new().await;
    let instance = project.offline(json!({})).await;
    let os = project.show("/v1/instances", &instance).await["os_volume_id"].clone();
    let clone = project.act_on_volume("clone", os, json!({})).await.json()[0].clone();
    let too_early = project.post("/v1/instances", crate::project::order(json!({ "image": clone }))).await;
    assert_eq!(too_early.status, 400);
    seconds(5).await;
    let second = project.running(json!({ "image": clone })).await;
    let attached = project.post("/v1/instances", crate::project::order(json!({ "existing_volumes": [clone] }))).await;
    assert_eq!(attached.error().2, "Volume is attached already, or not ready");
    assert_eq!(project.show("/v1/instances", &second).await["os_volume_id"], clone);
}

#[tokio::test(start_paused = true)]
async fn a_clone_is_cancelled_while_it_is_made() {
    let project = Project::new().await;
    let id = project.detached(json!({})).await;
    let response = project.act_on_volume("cancel", id.as_str(), json!({})).await;
    assert_eq!(response.error(), forbidden("Can't cancel a detached volume"));
    let clone = project.act_on_volume("clone", id.as_str(), json!({})).await.json()[0].as_str().unwrap().to_owned();
    assert_eq!(project.act_on_volume("cancel", clone.as_str(), json!({})).await.status, 202);
    assert_eq!(project.volume(&clone).await["status"], "canceling");
    seconds(5).await;
    assert_eq!(project.volume(&clone).await["status"], "canceled");
    let instance = project.offline(json!({})).await;
    assert_eq!(project.act_on_volume("attach", clone, json!({ "instance_id": instance })).await.status, 403);
}

#[tokio::test(start_paused = true)]
async fn bad_volume_actions_are_refused_and_change_nothing() {
    let project = Project::new().await;
    let id = project.detached(json!({})).await;
    let instance = project.offline(json!({ "location_code": "FIN-03" })).await;
    let before = project.volume(&id).await;
    for (action, ids, members, status) in [
        ("explode", json!(id), json!({}), 400),
        ("attach", json!(id), json!({}), 400),
        ("attach", json!(id), json!({ "instance_id": null, "instance_ids": [] }), 400),
        ("attach", json!(id), json!({ "instance_id": "unknown" }), 404),
        ("attach", json!(id), json!({ "instance_id": instance }), 400),
        ("detach", json!(id), json!({}), 403),
        ("rename", json!(id), json!({ "name": "" }), 400),
        ("rename", json!([id, "unknown"]), json!({ "name": "new" }), 404),
        ("rename", json!([]), json!({ "name": "new" }), 400),
        ("rename", json!([7]), json!({ "name": "new" }), 400),
        ("resize", json!(id), json!({}), 400),
        ("resize", json!(id), json!({ "size": "200" }), 400),
        ("resize", json!(id), json!({ "size": u64::MAX }), 402),
        ("delete", json!(id), json!({ "is_permanent": "yes" }), 400),
        ("delete", json!([id, "unknown"]), json!({}), 404),
        ("clone", json!(id), json!({ "name": 7 }), 400),
        ("create", json!(id), json!({}), 403),
        ("export", json!(id), json!({}), 403),
        ("transfer", json!(id), json!({}), 403),
    ] {
        let (found, _, message) = project.act_on_volume(action, ids, members.clone()).await.error();
        assert_eq!(found, status, "{action} {members}: {message}");
    }
    assert_eq!(project.volume(&id).await, before);
    assert_eq!(project.fake.volumes().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_trash_counts_against_the_quota() {
    let project = Project::on(VerdaFake::builder().without_rate_limits().storage_quota(250).build()).await;
    let exceeded = (400, "invalid_request".to_owned(), json!("Storage limit exceeded"));
    let id = project.detached(json!({ "size": 200 })).await;
    assert_eq!(project.post("/v1/volumes", data(json!({ "size": 51 }))).await.error(), exceeded);
    assert_eq!(project.act_on_volume("clone", id.as_str(), json!({})).await.error(), exceeded);
    assert_eq!(project.act_on_volume("resize", id.as_str(), json!({ "size": 251 })).await.error(), exceeded);
    let os_volume = json!({ "name": "os", "size": 51 });
    let order = crate::project::order(json!({ "os_volume": os_volume }));
    assert_eq!(project.post("/v1/instances", order).await.error(), exceeded);

    project.act_on_volume("delete", id.as_str(), json!({})).await;
    assert_eq!(project.post("/v1/volumes", data(json!({ "size": 51 }))).await.error(), exceeded);
    project.act_on_volume("delete", id.as_str(), json!({ "is_permanent": true })).await;
    let large = project.detached(json!({ "size": 125 })).await;
    let clone = project.act_on_volume("clone", large, json!({})).await.json()[0].clone();
    assert_eq!(project.post("/v1/volumes", data(json!({ "size": 125 }))).await.error(), exceeded);
    // A clone that was cancelled takes no space.
    project.act_on_volume("cancel", clone, json!({})).await;
    seconds(5).await;
    assert_eq!(project.post("/v1/volumes", data(json!({ "size": 125 }))).await.status, 202);
}
