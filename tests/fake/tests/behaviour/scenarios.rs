//! Scenarios in the same process.

use std::time::Duration;

use serde_json::json;
use verda_fake::{Scenario, VerdaFake};

use crate::project::Project;

fn scenario(steps: serde_json::Value) -> Scenario {
    steps.to_string().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn later_steps_come_due_at_their_instants_within_an_advance() {
    let project = Project::on(VerdaFake::builder().balance(100.0).build()).await;
    let steps = json!([
        { "after": 7200, "request": "PUT /_fake/balance", "body": { "amount": 50 } },
        { "after": 3600, "request": "POST /_fake/instances/spot/preempt" },
    ]);
    project.fake.run_scenario(scenario(steps)).unwrap();
    let price = json!({ "hostname": "spot", "is_spot": true, "contract": "SPOT", "os_volume": { "name": "os", "size": 50,
        "on_spot_discontinue": "delete_permanently" } });
    let id = project.deploy(price).await;
    let hour = project.show("/v1/instances", &id).await["price_per_hour"].as_f64().unwrap();
    project.fake.advance(Duration::from_secs(7199));
    assert_eq!(project.status(&id).await, "discontinued");
    // It was evicted after an hour and not when the clock was read.
    let volume = 50.0 * 0.2 / 730.0;
    let spent = 100.0 - project.fake.balance();
    assert!((spent - hour - volume).abs() < 0.011, "{spent} for {hour} and {volume}");
    project.fake.advance(Duration::from_secs(1));
    assert_eq!(project.fake.balance(), 50.0);
    project.fake.verify().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_later_step_that_is_refused_is_told_by_verify() {
    let project = Project::new().await;
    let steps = json!([{ "after": 10, "request": "POST /_fake/instances/nowhere/preempt" }]);
    project.fake.run_scenario(scenario(steps)).unwrap();
    tokio::time::advance(Duration::from_secs(10)).await;
    assert_eq!(project.get("/v1/instances").await.status, 200);
    let told = project.fake.verify().unwrap_err().to_string();
    assert!(
        told.contains("step 1 of the scenario, `POST /_fake/instances/nowhere/preempt`: No instance has"),
        "{told}"
    );
}

#[tokio::test(start_paused = true)]
async fn steps_can_be_given_over_the_socket() {
    let project = Project::new().await;
    let steps = json!([
        { "request": "POST /_fake/fates", "body": { "of": "instance", "fate": "error" } },
        { "after": 60, "request": "DELETE /_fake/tokens/access" },
    ]);
    let response = project.post("/_fake/scenario", steps).await.json();
    assert_eq!(response, json!({ "coming": [{ "at": 60.0, "request": "DELETE /_fake/tokens/access" }], "failed": [] }));
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(project.get("/v1/instances").await.status, 401);
    let refused = project.post("/_fake/scenario", json!([{ "request": "GET /_fake/clock" }, { "request": "x" }])).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("step 2: `request` must be a method and a path"), "{}", refused.text());
}

#[tokio::test(start_paused = true)]
async fn a_project_that_a_step_puts_in_place_pays_for_the_rest_of_an_advance_only() {
    let project = Project::on(VerdaFake::builder().balance(100.0).build()).await;
    project.deploy(json!({})).await;
    let snapshot: serde_json::Value = serde_json::from_str(&project.fake.snapshot()).unwrap();
    project.fake.advance(Duration::from_secs(720 * 3600));
    let steps = json!([{ "after": 3600, "request": "PUT /_fake/snapshot", "body": snapshot }]);
    project.fake.run_scenario(scenario(steps)).unwrap();
    project.fake.advance(Duration::from_secs(2 * 3600));
    assert_eq!(project.fake.now(), Duration::from_secs(3600));
    assert!(project.fake.balance() > 90.0, "{}", project.fake.balance());
}
