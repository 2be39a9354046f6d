use http::StatusCode;
use serde_json::json;
use verda_fake::{Effect, Fate, Injection, VerdaFake};

use crate::project::{Project, order};

const DEPLOY: &str = "POST /v1/instances";

fn problems(project: &Project) -> Vec<String> {
    project.fake.verify().unwrap_err().problems().to_vec()
}

#[tokio::test(start_paused = true)]
async fn what_came_and_what_did_not_is_named() {
    let project = Project::new().await;
    project.fake.expect(DEPLOY).times(2);
    project.fake.expect("GET /v1/balance").times(0);
    project.fake.expect("GET /v1/volumes");
    project.fake.expect("GET /v1/instances").at_least(1);
    project.fake.expect("GET /v1/locations").at_most(1);
    project.deploy(json!({})).await;
    for path in ["/v1/balance", "/v1/instances", "/v1/locations", "/v1/locations", "/v1/nothing"] {
        project.get(path).await;
    }
    let unmet = project.fake.verify().unwrap_err();
    let expected = "expected 2 `POST /v1/instances`, got 1; expected no `GET /v1/balance`, got 1; \
         expected at least 1 `GET /v1/volumes`, got 0; expected 0 to 1 `GET /v1/locations`, got 2; \
         received: 1 `GET /v1/balance`, 1 `GET /v1/instances`, 2 `GET /v1/locations`, 1 `GET /v1/nothing`, \
         1 `POST /v1/instances`";
    assert_eq!(unmet.to_string(), expected);
    assert_eq!(format!("{unmet:?}"), expected);
}

#[tokio::test(start_paused = true)]
async fn expectations_count_from_when_they_are_made_to_when_they_are_checked() {
    let project = Project::new().await;
    project.get("/v1/balance").await;
    project.fake.expect("GET /v1/balance").times(1);
    assert_eq!(problems(&project), ["expected 1 `GET /v1/balance`, got 0"]);
    // The expectation was removed.
    project.fake.verify().unwrap();
    project.fake.expect("GET /v1/balance").times(1);
    project.get("/v1/balance").await;
    project.fake.verify().unwrap();
    // Earlier requests in the journal do not count.
    project.fake.clear_requests();
    project.fake.expect("GET /v1/balance").times(1);
    project.get("/v1/balance").await;
    project.fake.verify().unwrap();
}

#[tokio::test(start_paused = true)]
async fn expectations_match_the_body_and_the_status() {
    let project = Project::new().await;
    project.fake.expect(DEPLOY).times(1).containing(json!({ "hostname": "a", "os_volume": { "size": 60 } }));
    project.fake.expect(DEPLOY).times(1).with_status(StatusCode::BAD_REQUEST);
    project.fake.expect(DEPLOY).times(2);
    project.deploy(json!({ "hostname": "a", "os_volume": { "name": "os", "size": 60 } })).await;
    project.post("/v1/instances", order(json!({ "image": "windows" }))).await;
    project.fake.verify().unwrap();

    // Every member counts.
    project.fake.expect(DEPLOY).times(0).containing(json!({ "hostname": "a", "image": "windows" }));
    project.deploy(json!({ "hostname": "a" })).await;
    project.fake.verify().unwrap();

    project.fake.expect(DEPLOY).times(1).containing(json!({ "hostname": "b" })).with_status(StatusCode::ACCEPTED);
    project.deploy(json!({ "hostname": "c" })).await;
    assert_eq!(
        problems(&project),
        ["expected 1 `POST /v1/instances` with status 202 with {\"hostname\":\"b\"}, got 0"]
    );
}

#[tokio::test(start_paused = true)]
async fn an_unknown_operation_is_a_mistake_of_the_test() {
    let project = Project::new().await;
    project.fake.expect("POST /v1/instance").times(0);
    assert_eq!(
        problems(&project),
        ["unknown operation `POST /v1/instance`; give a method and a path template, as in `GET /v1/instances`"]
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_set_up_and_not_needed_is_named() {
    let project = Project::new().await;
    project.fake.inject(Injection::new(Effect::Hang).on("GET /v1/volumes").after(1).times(2)).unwrap();
    project.fake.inject(Injection::new(Effect::Status(StatusCode::BAD_GATEWAY)).on("GET /v1/images").always()).unwrap();
    project.fake.next_instance_fate(Fate::Stuck);
    project.fake.next_cluster_fate(Fate::Error);
    let expected = [
        "unused: Hang on `GET /v1/volumes`, 2 more times after 1 more requests",
        "unused: the fate Stuck for the next instance",
        "unused: the fate Error for the next cluster",
    ];
    assert_eq!(problems(&project), expected);
    project.deploy(json!({})).await;
    project.fake.clear_injections();
    assert_eq!(problems(&project), expected[2..]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_the_journal_has_lost_is_not_taken_for_none() {
    let project = Project::on(VerdaFake::builder().journal_capacity(5).build()).await;
    project.fake.expect(DEPLOY).times(0);
    project.fake.expect("GET /v1/balance").at_least(2);
    project.deploy(json!({})).await;
    for _ in 0..7 {
        project.get("/v1/balance").await;
    }
    assert_eq!(
        problems(&project),
        [
            "expected no `POST /v1/instances`, got 0 or more: 3 requests since then are not in the journal any more; raise \
             its capacity"
        ]
    );
    project.fake.clear_requests();
    project.fake.expect("GET /v1/balance").times(1);
    project.get("/v1/balance").await;
    project.fake.verify().unwrap();
}
