//! Test control over machines.

use serde_json::{Value, json};
use verda_fake::{ControlError, Fate, VerdaFake};

use crate::project::{Project, order, seconds};

#[tokio::test(start_paused = true)]
async fn a_fate_is_met_by_the_next_order_alone() {
    let project = Project::new().await;
    for (fate, seen) in [
        (Fate::NoCapacity, ["no_capacity", "no_capacity"]),
        (Fate::InstallationFailed, ["provisioning", "installation_failed"]),
        (Fate::Error, ["provisioning", "error"]),
        (Fate::Stuck, ["provisioning", "provisioning"]),
        (Fate::Runs, ["provisioning", "running"]),
    ] {
        project.fake.next_instance_fate(fate);
        let (met, next) = (project.deploy(json!({})).await, project.deploy(json!({})).await);
        assert_eq!(project.status(&met).await, "ordered");
        seconds(15).await;
        assert_eq!(project.status(&met).await, seen[0], "{fate:?}");
        seconds(45).await;
        assert_eq!(project.status(&met).await, seen[1], "{fate:?}");
        assert_eq!(project.status(&next).await, "running");
    }
}

#[tokio::test(start_paused = true)]
async fn fates_wait_in_a_row_and_bad_orders_use_none_up() {
    let project = Project::new().await;
    project.fake.next_instance_fate(Fate::Error);
    project.fake.next_instance_fate(Fate::NoCapacity);
    assert_eq!(project.post("/v1/instances", order(json!({ "image": "windows" }))).await.status, 400);
    let ids = [project.deploy(json!({})).await, project.deploy(json!({})).await, project.deploy(json!({})).await];
    seconds(60).await;
    let mut statuses = Vec::new();
    for id in ids {
        statuses.push(project.status(&id).await);
    }
    assert_eq!(statuses, ["error", "no_capacity", "running"]);
}

#[tokio::test(start_paused = true)]
async fn what_failed_can_be_deleted_and_what_is_stuck_as_well() {
    let project = Project::new().await;
    for fate in [Fate::NoCapacity, Fate::InstallationFailed, Fate::Error] {
        project.fake.next_instance_fate(fate);
        let id = project.deploy(json!({})).await;
        seconds(60).await;
        assert_eq!(project.act("start", id.as_str()).await.status, 403, "{fate:?}");
        assert_eq!(project.act("delete", id.as_str()).await.status, 202, "{fate:?}");
        seconds(5).await;
        assert_eq!(project.status(&id).await, "discontinued");
    }
    project.fake.next_instance_fate(Fate::Stuck);
    let id = project.deploy(json!({})).await;
    seconds(1_000).await;
    assert_eq!(project.act("delete", id.as_str()).await.status, 403);
    assert_eq!(project.act("delete_stuck", id.as_str()).await.status, 202);
    seconds(5).await;
    assert_eq!(project.status(&id).await, "discontinued");
    assert_eq!(project.fake.volumes().iter().filter(|volume| volume["status"] != "deleted").count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_status_is_set_from_outside() {
    let project = Project::new().await;
    let id = project.running(json!({})).await;
    for status in ["error", "hibernating", "unknown", "offline"] {
        project.fake.set_instance_status(&id, status).unwrap();
        seconds(100).await;
        assert_eq!(project.status(&id).await, status);
    }
    assert_eq!(project.act("start", id.as_str()).await.status, 202);
    project.fake.set_instance_status(&id, "notfound").unwrap();
    assert_eq!(project.show("/v1/instances", &id).await["volume_ids"], json!([]));
    assert_eq!(project.fake.volumes()[0]["status"], "detached");

    let unknown = project.fake.set_instance_status("unknown", "error");
    assert_eq!(unknown, Err(ControlError::UnknownInstance("unknown".to_owned())));
    let unknown = project.fake.set_instance_status(&id, "tired").unwrap_err();
    assert_eq!(unknown, ControlError::UnknownStatus("tired".to_owned()));
    assert!(unknown.to_string().contains("give one of ordered, provisioning, running"), "{unknown}");
}

#[tokio::test(start_paused = true)]
async fn a_spot_instance_is_taken_away() {
    let project = Project::new().await;
    let volume =
        |name: &str, policy: &str| json!({ "name": name, "size": 50, "type": "NVMe", "on_spot_discontinue": policy });
    let id = project
        .running(json!({
            "is_spot": true,
            "os_volume": { "name": "os", "size": 50, "on_spot_discontinue": "move_to_trash" },
            "volumes": [volume("gone", "delete_permanently"), volume("kept", "keep_detached")],
        }))
        .await;
    project.fake.preempt_instance(&id).unwrap();
    assert_eq!(project.status(&id).await, "discontinued");
    let volumes: Vec<(Value, Value, Value)> = project
        .fake
        .volumes()
        .iter()
        .map(|volume| {
            let permanently = volume.get("is_permanently_deleted").cloned().unwrap_or_default();
            (volume["name"].clone(), volume["status"].clone(), permanently)
        })
        .collect();
    assert_eq!(
        volumes,
        [
            (json!("os"), json!("deleted"), json!(false)),
            (json!("gone"), json!("deleted"), json!(true)),
            (json!("kept"), json!("detached"), Value::Null),
        ]
    );
    let again = Err(ControlError::NotPreemptible(id.clone()));
    assert_eq!(project.fake.preempt_instance(&id), again);
    let lasting = project.running(json!({})).await;
    assert_eq!(project.fake.preempt_instance(&lasting), Err(ControlError::NotPreemptible(lasting)));
    assert!(project.fake.preempt_instance("unknown").is_err());
}

#[tokio::test(start_paused = true)]
async fn capacity_is_used_up_and_comes_back() {
    let project = Project::new().await;
    project.fake.set_capacity("1V100.6V", "FIN-01", 2).unwrap();
    let wanted = json!({ "instance_type": "1V100.6V" });
    let path = "/v1/instance-availability/1V100.6V?location_code=FIN-01";
    // Other types and other places do not count.
    project.fake.set_capacity("1V100.6V", "FIN-02", 9).unwrap();
    for other in [json!({}), json!({ "instance_type": "1V100.6V", "location_code": "FIN-02" })] {
        project.deploy(other.clone()).await;
        project.deploy(other).await;
    }
    let first = project.running(wanted.clone()).await;
    assert_eq!(project.get(path).await.text(), "true");
    project.deploy(wanted.clone()).await;
    assert_eq!(project.get(path).await.text(), "false");
    let all = project.read("/v1/instance-availability?location_code=FIN-01").await;
    assert!(!all[0]["availabilities"].as_array().unwrap().contains(&json!("1V100.6V")));

    let message = json!("Not enough resources to deploy a 1 GPU instance type 1V100.6V in FIN-01");
    let response = project.post("/v1/instances", order(wanted.clone())).await;
    assert_eq!(response.error(), (503, "service_unavailable".to_owned(), message));
    assert_eq!(project.fake.volumes().len(), 6);

    project.act("delete", first.as_str()).await;
    assert_eq!(project.post("/v1/instances", order(wanted.clone())).await.status, 503);
    seconds(5).await;
    assert_eq!(project.get(path).await.text(), "true");
    project.deploy(wanted).await;
}

#[tokio::test(start_paused = true)]
async fn capacity_opens_and_closes_a_type_in_a_place() {
    let project = Project::new().await;
    project.fake.set_capacity("1X100.9V", "ICE-01", 1).unwrap();
    project.deploy(json!({ "instance_type": "1X100.9V", "location_code": "ICE-01" })).await;
    project.fake.set_capacity("CPU.4V.16G", "FIN-01", 0).unwrap();
    assert_eq!(project.post("/v1/instances", order(json!({}))).await.status, 503);
    let unknown = project.fake.set_capacity("nothing", "FIN-01", 1);
    assert_eq!(unknown, Err(ControlError::UnknownType("nothing".to_owned())));
    let unknown = project.fake.set_capacity("16H200", "MOON-01", 1);
    assert_eq!(unknown, Err(ControlError::UnknownLocation("MOON-01".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn instances_have_a_quota() {
    let project = Project::on(VerdaFake::builder().without_rate_limits().instance_quota(1).build()).await;
    let id = project.running(json!({})).await;
    let exceeded = (400, "invalid_request".to_owned(), json!("Instances limit exceeded"));
    assert_eq!(project.post("/v1/instances", order(json!({}))).await.error(), exceeded);
    project.act("delete", id.as_str()).await;
    seconds(5).await;
    project.deploy(json!({})).await;
}
