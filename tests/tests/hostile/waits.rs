//! Waits in real time: transient faults do not end a wait, and many waits need few requests.

use std::time::{Duration, Instant};

use serde_json::json as value;
use verda_api_ext::types::{ContainerDeploymentName, JobDeploymentName};

use crate::EVERY;
use verda_tests::hostile::{Server, html, json};

#[tokio::test]
async fn a_status_of_a_deployment_that_passes_ends_no_wait() {
    let cases = ["unhealthy", "quota_reached", "offline", "degraded", "error"].map(|first| async move {
        let server = Server::start(move |seen| {
            let status = if seen.number < 2 { first } else { "healthy" };
            json(200, value!({ "status": status }).to_string())
        })
        .await;
        let name = ContainerDeploymentName::from("llm");
        let state = server.client().wait_for_container_deployment(&name).every(EVERY).await;
        let state = state.unwrap_or_else(|error| panic!("{first}: {error}"));
        assert_eq!((state.status.as_str(), server.count()), ("healthy", 3), "{first}");
    });
    futures_util::future::join_all(cases).await;
}

#[tokio::test]
async fn a_page_in_one_poll_ends_no_wait_of_a_job() {
    let server = Server::start(|seen| match seen.number {
        1 => html(200, crate::LOGIN),
        0 | 2 => json(200, r#"{"status":"initializing"}"#),
        _ => json(200, r#"{"status":"running"}"#),
    })
    .await;
    let name = JobDeploymentName::from("train");
    let state = server.client_without_retries().wait_for_job_deployment(&name).every(EVERY).await.unwrap();
    assert_eq!((state.status.as_str(), server.count()), ("running", 4));
}

#[tokio::test]
async fn a_hundred_waits_of_one_client_cost_one_list_request_per_poll() {
    let all: Vec<String> = (0..100).map(|number| format!("i{number}")).collect();
    let known = all.clone();
    let began = Instant::now();
    let server = Server::start(move |_| {
        let status = if began.elapsed() < Duration::from_millis(2500) { "provisioning" } else { "running" };
        let list: Vec<_> = known.iter().map(|id| value!({"id": id, "status": status})).collect();
        json(200, serde_json::Value::from(list).to_string())
    })
    .await;
    let client = server.client();
    let mut waits = tokio::task::JoinSet::new();
    for id in all {
        let client = client.clone();
        waits.spawn(async move { client.wait_for_instance(id).every(EVERY).await });
    }
    while let Some(outcome) = waits.join_next().await {
        assert_eq!(outcome.unwrap().unwrap().status.as_str(), "running");
    }
    // One at the start and one a second.
    let most = began.elapsed().as_secs() as usize + 2;
    assert!(server.count() <= most, "{} requests in {:?}", server.count(), began.elapsed());
    assert!(
        server.seen().iter().all(|seen| seen.method == "GET" && seen.path == "/v1/instances"),
        "{:?}",
        server.seen()
    );
}
