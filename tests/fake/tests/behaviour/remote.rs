//! Test control from another process.

use serde_json::json;

use crate::deployments::{PATH as DEPLOYMENTS, deployment};
use crate::project::{Project, seconds};

#[tokio::test(start_paused = true)]
async fn methods_are_called_by_their_names() {
    let project = Project::new().await;
    let call = async |name: &str, body| {
        let response = project.post(&format!("/control/{name}"), body).await;
        assert_eq!((response.status.as_u16(), response.text()), (200, "{}"), "{name}");
    };
    call("next_instance_fate", json!({ "fate": "no_capacity" })).await;
    let failed = project.deploy(json!({})).await;
    let spot = project.running(json!({ "is_spot": true })).await;
    assert_eq!(project.status(&failed).await, "no_capacity");
    call("preempt_instance", json!({ "id": spot })).await;
    assert_eq!(project.status(&spot).await, "discontinued");
    call("set_instance_status", json!({ "id": failed, "status": "error" })).await;
    assert_eq!(project.status(&failed).await, "error");

    call("next_cluster_fate", json!({ "fate": "error" })).await;
    let cluster = project.order_cluster(json!({})).await.json()["id"].as_str().unwrap().to_owned();
    seconds(60).await;
    assert_eq!(project.show("/v1/clusters", &cluster).await["status"], "error");
    call("set_cluster_status", json!({ "id": cluster, "status": "running" })).await;
    assert_eq!(project.show("/v1/clusters", &cluster).await["status"], "running");

    call("set_capacity", json!({ "type": "16H200", "location": "FIN-01", "machines": 0 })).await;
    assert_eq!(project.order_cluster(json!({})).await.status, 503);
    call("decide_deployment_status", json!({ "name": "llm", "status": "unhealthy" })).await;
    project.post(DEPLOYMENTS, deployment("llm")).await;
    seconds(60).await;
    assert_eq!(project.read(&format!("{DEPLOYMENTS}/llm/status")).await["status"], "unhealthy");
    call("fill_deployment_queue", json!({ "name": "llm", "messages": 3 })).await;

    call("inject", json!({ "fault": "GET /v1/balance=status:503:2" })).await;
    assert_eq!(project.get("/v1/balance").await.status, 503);
    call("clear_injections", json!({})).await;
    call("set_balance", json!({ "dollars": 5.5 })).await;
    assert!(project.read("/v1/balance").await["amount"].as_f64().unwrap() < 6.0);
    call("revoke_refresh_tokens", json!({})).await;
    call("revoke_access_tokens", json!({})).await;
    assert_eq!(project.get("/v1/balance").await.status, 401);
    // None of these is in the journal.
    assert!(project.fake.requests().iter().all(|request| !request.path.starts_with("/control")));
}

#[tokio::test(start_paused = true)]
async fn bad_calls_say_what_is_wrong() {
    let project = Project::new().await;
    for (name, body, status, part) in [
        ("explode", json!({}), 404, "call next_instance_fate,"),
        ("next_instance_fate", json!({ "fate": "sad" }), 400, "must be one of the following values: runs, no_capacity"),
        ("preempt_instance", json!({}), 400, "id should not be empty"),
        ("preempt_instance", json!({ "id": "unknown" }), 400, "no instance has the id `unknown`"),
        (
            "set_instance_status",
            json!({ "id": "unknown", "status": "tired" }),
            400,
            "no machine has the status `tired`",
        ),
        ("set_capacity", json!({ "type": "16H200", "location": "MOON-01", "machines": 1 }), 400, "MOON-01"),
        ("set_balance", json!({ "dollars": "much" }), 400, "dollars must be a number"),
        ("fill_job_queue", json!({ "name": "none", "messages": 1 }), 400, "no deployment or job is named `none`"),
        ("inject", json!({ "fault": "GET /v1/nowhere=hang" }), 400, "unknown operation"),
        ("inject", json!({ "fault": "hang" }), 400, "is no fault"),
        ("inject", json!([]), 400, "must be a JSON object"),
    ] {
        let response = project.post(&format!("/control/{name}"), body).await;
        assert_eq!(response.status, status, "{name}: {}", response.text());
        assert!(response.json()["message"].to_string().contains(part), "{}", response.text());
    }
    assert_eq!(project.get("/control/clear_injections").await.status, 404);
}
