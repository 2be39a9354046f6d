use serde_json::json;
use verda_fake::{RateLimits, VerdaFake};

use crate::project::{Project, seconds};

#[tokio::test(start_paused = true)]
async fn limits_are_announced_and_kept() {
    let project = Project::on(VerdaFake::default()).await;
    let response = project.get("/v1/balance").await;
    assert_eq!(response.header("ratelimit-policy"), r#""project";q=500;w=60, "endpoint";q=60;w=60"#);
    assert_eq!(response.header("ratelimit"), r#""project";r=499;t=60, "endpoint";r=59;t=60"#);
    seconds(20).await;
    for _ in 0..59 {
        assert_eq!(project.get("/v1/balance").await.status, 200);
    }
    let refused = project.get("/v1/balance").await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "40"));
    assert_eq!(refused.json()["code"], "rate_limit_exceeded");
    assert_eq!(refused.header("ratelimit"), r#""project";r=440;t=40, "endpoint";r=0;t=40"#);

    // Another path has a separate window, and so has the next minute.
    assert_eq!(project.get("/v1/locations").await.status, 200);
    seconds(39).await;
    assert_eq!(project.get("/v1/balance").await.status, 429);
    seconds(1).await;
    assert_eq!(project.get("/v1/balance").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn lists_may_be_read_more_often() {
    let project = Project::on(VerdaFake::default()).await;
    let response = project.get("/v1/instances?status=running").await;
    assert_eq!(response.header("ratelimit-policy"), r#""project";q=500;w=60, "endpoint";q=120;w=60"#);
}

#[tokio::test(start_paused = true)]
async fn the_project_has_a_limit_over_all_paths() {
    let limits = RateLimits { project: 5, endpoint: 3, listing: 3 };
    let project = Project::on(VerdaFake::builder().rate_limits(limits).build()).await;
    for number in 0..5 {
        let path = format!("/v1/ssh-keys/{number}");
        assert_eq!(project.get(&path).await.status, 200);
    }
    assert_eq!(project.get("/v1/ssh-keys/5").await.status, 429);
    // Public operations are not counted.
    assert_eq!(project.get("/v1/volume-types").await.status, 200);
    assert_eq!(project.get("/v1/volume-types").await.header("ratelimit"), "");
}

#[tokio::test(start_paused = true)]
async fn a_refused_request_does_nothing() {
    let limits = RateLimits { project: 1, endpoint: 1, listing: 1 };
    let project = Project::on(VerdaFake::builder().rate_limits(limits).build()).await;
    let body = json!({ "name": "a", "key": "b" });
    assert_eq!(project.post("/v1/ssh-keys", body.clone()).await.status, 201);
    assert_eq!(project.post("/v1/ssh-keys", body).await.status, 429);
    seconds(60).await;
    assert_eq!(project.read("/v1/ssh-keys").await.as_array().unwrap().len(), 1);
}
