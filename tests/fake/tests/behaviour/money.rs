//! Costs of resources by machine time, to the cent.

use std::time::Duration;

use serde_json::json;
use verda_fake::{Fate, VerdaFake};

use crate::project::{Project, order, seconds};
use crate::volumes::data;

const HOUR: u64 = 3600;

/// A project whose tokens outlast the test and whose machines start at once.
async fn project(balance: f64) -> Project {
    let builder = VerdaFake::builder().without_rate_limits().token_lifetime(Duration::MAX);
    Project::on(builder.provisioning_time(Duration::ZERO).action_time(Duration::ZERO).balance(balance).build()).await
}

async fn balance(project: &Project) -> f64 {
    let shown = project.read("/v1/balance").await;
    assert_eq!(shown["currency"], "usd");
    assert_eq!(shown["amount"], project.fake.balance());
    shown["amount"].as_f64().unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_instance_and_its_volume_cost_by_the_hour() {
    let project = project(1000.0).await;
    assert_eq!(balance(&project).await, 1000.0);
    let id = project.deploy(json!({ "instance_type": "1H100.80S.30V" })).await;
    seconds(100 * HOUR).await;
    // 100 hours at 1.99, and of 50 GB at 0.2 a month of 730 hours.
    assert_eq!(balance(&project).await, 799.63);
    // Shut down, it costs the same.
    project.act("shutdown", id.as_str()).await;
    seconds(10 * HOUR).await;
    assert_eq!(balance(&project).await, 779.59);
    // Deleted with its volume, nothing costs any more.
    project.act("delete", id.as_str()).await;
    seconds(1000 * HOUR).await;
    assert_eq!(balance(&project).await, 779.59);
}

#[tokio::test(start_paused = true)]
async fn looking_does_not_change_what_is_paid() {
    let (watched, alone) = (project(1000.0).await, project(1000.0).await);
    for project in [&watched, &alone] {
        project.deploy(json!({})).await;
    }
    for _ in 0..5000 {
        seconds(777).await;
        watched.fake.balance();
    }
    assert_eq!(watched.fake.balance(), alone.fake.balance());
    // 3,885,000 seconds at 0.0355 and a 73rd of a dollar an hour: 53.0935.
    assert_eq!(alone.fake.balance(), 946.91);
}

#[tokio::test(start_paused = true)]
async fn money_runs_with_the_speed() {
    let builder = VerdaFake::builder().speed(3600.0).provisioning_time(Duration::ZERO);
    let project = Project::on(builder.build()).await;
    project.deploy(json!({ "instance_type": "8B200.240V", "location_code": "FIN-03" })).await;
    seconds(10).await;
    assert_eq!(balance(&project).await, 696.66);
}

#[tokio::test(start_paused = true)]
async fn volumes_cost_while_they_exist() {
    let project = project(1000.0).await;
    let id = project.create("/v1/volumes", data(json!({ "size": 3650 }))).await;
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 999.0);
    project.put("/v1/volumes", json!({ "action": "resize", "id": id, "size": 7300 })).await;
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 997.0);
    project.delete(&format!("/v1/volumes/{id}"), None).await;
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 997.0);
    project.put("/v1/volumes", json!({ "action": "restore", "id": id })).await;
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 995.0);
    // The clone is cheaper: it is on another type.
    project.put("/v1/volumes", json!({ "action": "clone", "id": id, "type": "HDD" })).await;
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 992.5);
    // A clone that is cancelled costs nothing.
    let fake = VerdaFake::builder().token_lifetime(Duration::MAX).action_time(Duration::from_secs(2 * HOUR)).build();
    let slow = Project::on(fake).await;
    let id = slow.create("/v1/volumes", data(json!({ "size": 3650 }))).await;
    let clone = slow.put("/v1/volumes", json!({ "action": "clone", "id": id })).await.json()[0].clone();
    seconds(HOUR).await;
    slow.put("/v1/volumes", json!({ "action": "cancel", "id": clone })).await;
    seconds(10 * HOUR).await;
    // The volume for eleven hours, the clone for one and the two that the cancelling took.
    assert_eq!(balance(&slow).await, 986.0);
}

#[tokio::test(start_paused = true)]
async fn spot_instances_and_clusters_cost_what_they_show() {
    let project = project(1000.0).await;
    let spot = project.deploy(json!({ "instance_type": "1H100.80S.30V", "is_spot": true })).await;
    seconds(100 * HOUR).await;
    assert_eq!(balance(&project).await, 899.63);
    project.fake.preempt_instance(&spot).unwrap();
    seconds(100 * HOUR).await;
    // The volume is kept.
    assert_eq!(balance(&project).await, 898.26);

    let key = project.create("/v1/ssh-keys", json!({ "name": "k", "key": "k" })).await;
    let cluster = json!({
        "cluster_type": "16H200",
        "image": "ubuntu-24.04-cuda-12.8-cluster",
        "hostname": "c",
        "description": "",
        "location_code": "FIN-01",
        "ssh_key_ids": key,
        "shared_volume": { "name": "home", "size": 3650 },
    });
    assert_eq!(project.post("/v1/clusters", cluster).await.status, 202);
    project.fake.set_balance(1000.0);
    seconds(10 * HOUR).await;
    // 10 hours at 47.84, at 1 for its volume, and at 0.0137 for the one that was kept.
    assert_eq!(balance(&project).await, 511.46);
    let id = project.fake.clusters()[0]["id"].clone();
    project.put("/v1/clusters", json!({ "actions": [{ "action": "discontinue", "id": id }] })).await;
    seconds(10 * HOUR).await;
    assert_eq!(balance(&project).await, 501.33);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_never_was_costs_nothing() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(4 * HOUR)).token_lifetime(Duration::MAX);
    let project = Project::on(fake.build()).await;
    project.fake.next_instance_fate(Fate::NoCapacity);
    let large = json!({ "instance_type": "8B200.240V", "location_code": "FIN-03" });
    let id = project.deploy(large).await;
    seconds(100 * HOUR).await;
    assert_eq!(project.status(&id).await, "no_capacity");
    // One hour until that was known, and the volume.
    assert_eq!(balance(&project).await, 968.31);
    // A test may set the status to running, and from then on the machine costs.
    project.fake.set_instance_status(&id, "running").unwrap();
    seconds(HOUR).await;
    assert_eq!(balance(&project).await, 937.98);
}

#[tokio::test(start_paused = true)]
async fn without_money_nothing_is_made_and_all_goes_on() {
    let project = project(2.5).await;
    let id = project.deploy(json!({ "instance_type": "1H100.80S.30V" })).await;
    let volume = project.create("/v1/volumes", data(json!({}))).await;
    let trashed = project.create("/v1/volumes", data(json!({}))).await;
    project.delete(&format!("/v1/volumes/{trashed}"), None).await;
    seconds(2 * HOUR).await;
    assert_eq!(project.status(&id).await, "running");
    assert!(balance(&project).await < 0.0);
    let before = (project.fake.instances().len(), project.fake.volumes().len());
    for (method, path, body) in [
        ("POST", "/v1/instances", order(json!({}))),
        ("POST", "/v1/volumes", data(json!({}))),
        ("PUT", "/v1/volumes", json!({ "action": "clone", "id": volume })),
        ("PUT", "/v1/volumes", json!({ "action": "resize", "id": volume, "size": 200 })),
        ("PUT", "/v1/volumes", json!({ "action": "restore", "id": trashed })),
    ] {
        let (status, code, _) = project.send(method.parse().unwrap(), path, Some(body)).await.error();
        assert_eq!((status, code.as_str()), (402, "insufficient_funds"), "{path}");
    }
    assert_eq!((project.fake.instances().len(), project.fake.volumes().len()), before);
    // Free operations still work.
    let rename = json!({ "action": "rename", "id": volume, "name": "new" });
    assert_eq!(project.put("/v1/volumes", rename).await.status, 202);
    assert_eq!(project.act("delete", id.as_str()).await.status, 202);

    project.fake.set_balance(10.0);
    assert_eq!(project.post("/v1/volumes", data(json!({}))).await.status, 202);
}

#[tokio::test(start_paused = true)]
async fn an_order_must_be_paid_for_an_hour() {
    let project = project(1.99).await;
    let (status, _, _) =
        project.post("/v1/instances", order(json!({ "instance_type": "1H100.80S.30V" }))).await.error();
    // An hour costs 1.99 and the volume's share.
    assert_eq!(status, 402);
    project.fake.set_balance(2.01);
    project.deploy(json!({ "instance_type": "1H100.80S.30V" })).await;
}
