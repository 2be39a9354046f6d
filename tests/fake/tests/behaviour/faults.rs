use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderValue, Method, StatusCode};
use serde_json::json;
use verda_fake::{Effect, Fault, Injection, UnknownOperation};

use crate::project::{Project, order};

const DEPLOY: &str = "POST /v1/instances";

#[tokio::test(start_paused = true)]
async fn a_fault_hits_its_operation_as_often_as_it_says() {
    let project = Project::new().await;
    let fault = Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE))
        .on("GET /v1/balance")
        .after(1)
        .times(2)
        .header(RETRY_AFTER, HeaderValue::from_static("7"));
    project.fake.inject(fault).unwrap();
    let mut seen = Vec::new();
    for _ in 0..5 {
        assert_eq!(project.get("/v1/locations").await.status, 200);
        let response = project.get("/v1/balance").await;
        seen.push((response.status.as_u16(), response.header("retry-after").to_owned()));
    }
    let fine = (200, String::new());
    let failed = (503, "7".to_owned());
    assert_eq!(seen, [fine.clone(), failed.clone(), failed, fine.clone(), fine]);
}

#[tokio::test(start_paused = true)]
async fn faults_can_be_cleared_and_must_name_an_operation() {
    let project = Project::new().await;
    project.fake.inject(Injection::new(Effect::Hang).always()).unwrap();
    project.fake.clear_injections();
    assert_eq!(project.get("/v1/balance").await.status, 200);
    let unknown = project.fake.inject(Injection::new(Effect::Hang).on("GET /v1/instance"));
    assert_eq!(unknown, Err(UnknownOperation("GET /v1/instance".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn an_error_after_the_fact_has_created_the_instance() {
    let project = Project::new().await;
    let effect = Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR);
    project.fake.inject(Injection::new(effect).on(DEPLOY)).unwrap();
    let (status, code, _) = project.post("/v1/instances", order(json!({}))).await.error();
    assert_eq!((status, code.as_str()), (500, "server_error"));
    assert_eq!(project.fake.instances().len(), 1);

    project.fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on(DEPLOY)).unwrap();
    assert_eq!(project.post("/v1/instances", order(json!({}))).await.status, 401);
    assert_eq!(project.fake.instances().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn bodies_need_not_be_json() {
    let project = Project::new().await;
    project.fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY))).unwrap();
    let html = project.get("/v1/balance").await;
    assert_eq!((html.status.as_u16(), html.header("content-type")), (502, "text/html; charset=utf-8"));
    assert!(html.text().starts_with("<html>"));
    project.fake.inject(Injection::new(Effect::Opaque(StatusCode::TOO_MANY_REQUESTS))).unwrap();
    let opaque = project.get("/v1/balance").await;
    assert_eq!((opaque.status.as_u16(), opaque.body.len()), (429, 11));
}

#[tokio::test(start_paused = true)]
async fn connections_break_before_or_after_or_within() {
    let project = Project::new().await;
    for (effect, created) in [(Effect::ResetBefore, 0), (Effect::ResetAfter, 1), (Effect::Truncated, 2)] {
        project.fake.inject(Injection::new(effect.clone()).on(DEPLOY)).unwrap();
        let fault = project.try_send(Method::POST, "/v1/instances", Some(order(json!({})))).await.unwrap_err();
        assert_eq!(project.fake.instances().len(), created);
        match (effect, fault) {
            (Effect::ResetBefore, Fault::ResetBefore) | (Effect::ResetAfter, Fault::ResetAfter) => {}
            (Effect::Truncated, Fault::Truncated(response)) => {
                assert_eq!(response.headers()["content-length"], "36");
                assert_eq!(response.body().len(), 18);
            }
            (effect, fault) => panic!("{effect:?} gave {fault:?}"),
        }
    }
    let statuses: Vec<_> = project.fake.requests_to(DEPLOY).iter().map(|request| request.status).collect();
    assert_eq!(statuses, [None, None, Some(StatusCode::ACCEPTED)]);
}

#[tokio::test(start_paused = true)]
async fn responses_are_slow_or_never_sent() {
    let project = Project::new().await;
    let started = tokio::time::Instant::now();
    project.fake.inject(Injection::new(Effect::Slow(Duration::from_secs(30)))).unwrap();
    assert_eq!(project.get("/v1/balance").await.status, 200);
    assert_eq!(started.elapsed(), Duration::from_secs(30));

    project.fake.inject(Injection::new(Effect::Hang)).unwrap();
    let hung = tokio::time::timeout(Duration::from_secs(3600), project.get("/v1/balance")).await;
    assert!(hung.is_err());
}
