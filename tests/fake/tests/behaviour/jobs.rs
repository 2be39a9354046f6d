use serde_json::{Value, json};

use crate::project::{Project, seconds, with};

const PATH: &str = "/v1/job-deployments";

fn job() -> Value {
    json!({
        "name": "train",
        "containers": [{ "image": "registry.example.com/train:1.0", "exposed_port": 80,
            "volume_mounts": [{ "type": "scratch", "mount_path": "/data" }] }],
        "compute": { "name": "H100", "size": 2 },
        "scaling": { "max_replica_count": 3, "queue_message_ttl_seconds": 300, "deadline_seconds": 3600 },
    })
}

async fn status(project: &Project) -> String {
    project.read(&format!("{PATH}/train/status")).await["status"].as_str().unwrap().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_job_is_shown_in_the_shapes_of_the_api() {
    let project = Project::new().await;
    let created = project.post(PATH, job()).await;
    assert_eq!(created.status, 201, "{}", created.text());
    let shown = created.json();
    let user = shown["created_by_user_id"].clone();
    assert_eq!(user.as_str().unwrap().len(), 36);
    let short = json!({ "name": "train", "created_at": "2026-01-01T00:00:00.000Z", "created_by_user_id": user,
        "compute": { "name": "H100", "size": 2 } });
    assert_eq!(project.read(PATH).await, json!([short]));
    let mut expected = short.clone();
    expected["endpoint_base_url"] = json!("https://containers.datacrunch.io/train");
    expected["container_registry_settings"] = json!({ "is_private": false, "credentials": null });
    expected["containers"] = json!([{
        "name": "train-0",
        "image": { "image": "registry.example.com/train:1.0" },
        "exposed_port": 80,
        "should_use_cached_image": false,
        "entrypoint_overrides": { "enabled": false, "entrypoint": null, "cmd": null },
        "env": [],
        "volume_mounts": [{ "type": "scratch", "mount_path": "/data" }],
    }]);
    assert_eq!(shown, expected);
    assert_eq!(project.read(&format!("{PATH}/train")).await, expected);
    assert_eq!(project.fake.jobs(), [expected]);
    assert_eq!(project.read(&format!("{PATH}/train/scaling")).await, job()["scaling"]);
    for below in ["", "/scaling", "/status"] {
        assert_eq!(project.get(&format!("{PATH}/other{below}")).await.error().0, 404);
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_runs_while_it_has_messages() {
    let project = Project::new().await;
    project.post(PATH, job()).await;
    assert_eq!(status(&project).await, "ready");
    project.fake.fill_job_queue("train", 5).unwrap();
    assert_eq!(status(&project).await, "running");
    assert_eq!(project.post(&format!("{PATH}/train/purge-queue"), json!({})).await.status, 201);
    assert_eq!(status(&project).await, "ready");
    project.fake.fill_job_queue("train", 5).unwrap();
    seconds(299).await;
    assert_eq!(status(&project).await, "running");
    seconds(1).await;
    assert_eq!(status(&project).await, "ready");

    for (call, code, then) in [("pause", 201, "paused"), ("pause", 204, "paused"), ("resume", 201, "ready")] {
        assert_eq!(project.post(&format!("{PATH}/train/{call}"), json!({})).await.status.as_u16(), code);
        assert_eq!(status(&project).await, then);
    }
    project.fake.decide_job_status("train", "dreaming");
    assert_eq!(status(&project).await, "dreaming");
    assert_eq!(project.delete(&format!("{PATH}/train?timeout=0"), None).await.status, 202);
    assert_eq!(status(&project).await, "terminating");
    assert!(project.fake.fill_job_queue("train", 1).is_err());
    assert_eq!(project.delete(&format!("{PATH}/train"), None).await.status, 200);
    assert_eq!(project.read(PATH).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_wrong_creates_nothing() {
    let project = Project::new().await;
    for (pointer, member, message) in [
        ("/scaling/deadline_seconds", json!(599), "scaling.deadline_seconds must not be less than 600"),
        ("/scaling/deadline_seconds", json!(604_801), "scaling.deadline_seconds must not be greater than 604800"),
        ("/scaling", json!("leave out"), "scaling should not be empty"),
        ("/containers", json!("leave out"), "containers should not be empty"),
        ("/containers/0/image", json!("a:latest"), "containers.0.image must have a tag other than latest"),
        (
            "/containers/0/volume_mounts/0",
            json!({ "type": "scratch", "mount_path": "/s", "size_in_mb": 64 }),
            "containers.0.volume_mounts.0.volume_id should not be null",
        ),
        // The document's name for it is not the API's.
        (
            "/containers/0/volume_mounts/0",
            json!({ "type": "shared", "mount_path": "/s", "volumeId": "v" }),
            "containers.0.volume_mounts.0.volume_id should not be null",
        ),
        (
            "/container_registry_settings",
            json!({ "credentials": { "name": "c" } }),
            "Registry credentials 'c' not found",
        ),
    ] {
        let (code, _, problems) = project.post(PATH, with(job(), pointer, member)).await.error();
        assert_eq!((code, &problems[0]), (400, &json!(message)), "{pointer}");
    }
    assert_eq!(project.read(PATH).await, json!([]));
    assert_eq!(project.post(PATH, job()).await.status, 201);
    assert_eq!(project.post(PATH, job()).await.error().0, 409);
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_what_it_names_and_nothing_else() {
    let project = Project::new().await;
    project.post(PATH, job()).await;
    let path = format!("{PATH}/train");
    let mut expected = project.read(&path).await;
    let change = json!({
        "compute": { "name": "L40S", "size": 1 },
        "containers": [{ "name": "train-0", "exposed_port": 81 }],
        "scaling": { "deadline_seconds": 600 },
    });
    let response = project.patch(&path, change).await;
    expected["compute"] = json!({ "name": "L40S", "size": 1 });
    expected["containers"][0]["exposed_port"] = json!(81);
    assert_eq!((response.status.as_u16(), response.json()), (200, expected.clone()));
    let scaling = json!({ "max_replica_count": 3, "queue_message_ttl_seconds": 300, "deadline_seconds": 600 });
    assert_eq!(project.read(&format!("{path}/scaling")).await, scaling);

    for change in [
        json!({ "containers": [{ "exposed_port": 1 }] }),
        json!({ "containers": [{ "name": "train-0", "exposed_port": 0 }] }),
        json!({ "compute": { "name": "H100", "size": 1 }, "scaling": { "deadline_seconds": 1 } }),
        json!({ "compute": { "name": "H100", "size": 3 } }),
        json!({ "compute": { "name": "H100", "size": 1 }, "scaling": 7 }),
    ] {
        assert_eq!(project.patch(&path, change.clone()).await.error().0, 400, "{change}");
    }
    assert_eq!(project.read(&path).await, expected);
}
