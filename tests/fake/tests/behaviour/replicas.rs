use serde_json::{Value, json};
use verda_fake::UnknownDeployment;

use crate::deployments::{PATH, deployment, healthy};
use crate::project::{Project, seconds};

/// The statuses of all replicas.
async fn replicas(project: &Project) -> Vec<String> {
    let list = project.read(&format!("{PATH}/llm/replicas")).await;
    list["list"].as_array().unwrap().iter().map(|replica| replica["status"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn replicas_start_with_their_deployment() {
    let project = Project::new().await;
    project.post(PATH, deployment("llm")).await;
    assert_eq!(replicas(&project).await, ["initializing"]);
    seconds(10).await;
    assert_eq!(replicas(&project).await, ["imagepulling"]);
    seconds(20).await;
    let list = project.read(&format!("{PATH}/llm/replicas")).await;
    let id = list["list"][0]["id"].as_str().unwrap();
    assert_eq!(id.len(), 5);
    let expected = json!({ "list": [{ "id": id, "status": "running", "started_at": "2026-01-01T00:00:00.000Z",
        "image": "registry.example.com/team/llm:1.0", "image_name": "llm", "image_tag": "1.0" }] });
    assert_eq!(list, expected);
    assert_eq!(project.get(&format!("{PATH}/other/replicas")).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn replicas_grow_and_shrink_with_the_scaling_after_its_delays() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let path = format!("{PATH}/llm/scaling");
    let before = project.read(&path).await;
    // A trigger that is off has no threshold.
    assert_eq!(before["scaling_triggers"]["gpu_utilization"], json!({ "enabled": false }));

    let response = project.patch(&path, json!({ "min_replica_count": 3 })).await;
    assert_eq!(response.status, 200);
    let mut expected = before.clone();
    expected["min_replica_count"] = json!(3);
    assert_eq!(response.json(), expected);
    assert_eq!(project.read(&path).await, expected);
    seconds(19).await;
    assert_eq!(replicas(&project).await, ["running"]);
    seconds(1).await;
    assert_eq!(replicas(&project).await, ["running", "initializing", "initializing"]);
    seconds(30).await;
    assert_eq!(replicas(&project).await, ["running"; 3]);

    let down = json!({ "min_replica_count": 1, "scale_down_policy": { "delay_seconds": 60 },
        "scaling_triggers": { "queue_load": { "threshold": 1 } } });
    let shown = project.patch(&path, down).await.json();
    assert_eq!(shown["scaling_triggers"]["queue_load"], json!({ "threshold": 1 }));
    assert_eq!(shown["scaling_triggers"]["cpu_utilization"], json!({ "enabled": true, "threshold": 80.5 }));
    seconds(59).await;
    assert_eq!(replicas(&project).await, ["running"; 3]);
    seconds(1).await;
    assert_eq!(replicas(&project).await, ["running", "terminating", "terminating"]);
    seconds(5).await;
    assert_eq!(replicas(&project).await, ["running"]);
}

#[tokio::test(start_paused = true)]
async fn a_scaling_that_is_wrong_changes_nothing() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let path = format!("{PATH}/llm/scaling");
    let before = project.read(&path).await;
    for change in [
        json!({ "min_replica_count": 5 }),
        json!({ "max_replica_count": "many" }),
        json!({ "min_replica_count": 2, "scale_up_policy": 7 }),
        json!({ "min_replica_count": 2, "scaling_triggers": [] }),
        json!({ "min_replica_count": 2, "scaling_triggers": { "queue_load": { "threshold": -1 } } }),
        json!({ "max_replica_count": 1e300 }),
    ] {
        assert_eq!(project.patch(&path, change.clone()).await.error().0, 400, "{change}");
    }
    assert_eq!(project.read(&path).await, before);
    assert_eq!(project.patch(&format!("{PATH}/other/scaling"), json!({})).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn replicas_follow_the_queue() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    assert_eq!(project.fake.fill_deployment_queue("x", 1), Err(UnknownDeployment("x".to_owned())));
    // Two messages for a replica, four replicas at most.
    for (messages, expected) in [(3, 2), (1000, 4)] {
        project.fake.fill_deployment_queue("llm", messages).unwrap();
        seconds(20).await;
        assert_eq!(replicas(&project).await.len(), expected);
    }
    assert_eq!(project.post(&format!("{PATH}/llm/purge-queue"), json!({})).await.status, 201);
    seconds(305).await;
    assert_eq!(replicas(&project).await.len(), 1);

    // Pending decisions are cancelled: a stop, and a start.
    project.fake.fill_deployment_queue("llm", 4).unwrap();
    seconds(50).await;
    project.fake.fill_deployment_queue("llm", 0).unwrap();
    seconds(299).await;
    project.fake.fill_deployment_queue("llm", 4).unwrap();
    seconds(10).await;
    assert_eq!(replicas(&project).await, ["running"; 2]);
    project.fake.fill_deployment_queue("llm", 0).unwrap();
    seconds(305).await;
    project.fake.fill_deployment_queue("llm", 8).unwrap();
    seconds(19).await;
    project.fake.fill_deployment_queue("llm", 0).unwrap();
    seconds(60).await;
    assert_eq!(replicas(&project).await.len(), 1);

    // Messages that no replica takes are dropped after 500 seconds; the replicas go 300 seconds later.
    project.fake.fill_deployment_queue("llm", 8).unwrap();
    seconds(799).await;
    assert_eq!(replicas(&project).await, ["running"; 4]);
    seconds(6).await;
    assert_eq!(replicas(&project).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_pause_ends_the_replicas_and_a_restart_replaces_them() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let ids = async |project: &Project| -> Vec<Value> {
        let list = project.read(&format!("{PATH}/llm/replicas")).await;
        list["list"].as_array().unwrap().iter().map(|replica| replica["id"].clone()).collect()
    };
    let first = ids(&project).await;
    project.post(&format!("{PATH}/llm/restart"), json!({})).await;
    assert_eq!(replicas(&project).await, ["terminating", "initializing"]);
    seconds(30).await;
    let second = ids(&project).await;
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(first, second);

    project.post(&format!("{PATH}/llm/pause"), json!({})).await;
    assert_eq!(project.post(&format!("{PATH}/llm/restart"), json!({})).await.error().0, 403);
    assert_eq!(replicas(&project).await, ["terminating"]);
    seconds(5).await;
    assert_eq!(replicas(&project).await.len(), 0);
    // A paused deployment has no replicas, for any length of the queue.
    project.fake.fill_deployment_queue("llm", 8).unwrap();
    seconds(60).await;
    assert_eq!(replicas(&project).await.len(), 0);
    project.post(&format!("{PATH}/llm/resume"), json!({})).await;
    assert_eq!(replicas(&project).await, ["initializing"; 4]);
}
