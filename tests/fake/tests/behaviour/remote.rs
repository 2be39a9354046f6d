//! The control API: what a test in another language does over the socket.

use http::Method;
use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::{Project, Response, seconds};
use crate::socket::{serve, talk};

/// A control request that works.
async fn steer(project: &Project, method: Method, path: &str, body: Option<Value>) -> Value {
    let response = project.send(method, path, body).await;
    assert_eq!(response.status, 200, "{path}: {}", response.text());
    response.json()
}

async fn put(project: &Project, path: &str, body: Value) -> Value {
    steer(project, Method::PUT, path, Some(body)).await
}

async fn post(project: &Project, path: &str, body: Value) -> Value {
    steer(project, Method::POST, path, Some(body)).await
}

async fn refused(project: &Project, method: Method, path: &str, body: Option<Value>) -> (u16, String) {
    let response: Response = project.send(method, path, body).await;
    let (status, _, message) = response.error();
    (status, message.as_str().unwrap().to_owned())
}

#[tokio::test(start_paused = true)]
async fn faults_are_injected_listed_and_cleared() {
    let project = Project::new().await;
    let fault = json!({ "operation": "GET /v1/volumes", "effect": "status:503", "times": 2, "after": 1,
        "headers": { "retry-after": "7" } });
    let waiting = post(&project, "/_fake/faults", fault.clone()).await;
    assert_eq!(waiting, json!([fault]));
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(project.get("/v1/volumes").await.status.as_u16());
    }
    assert_eq!(statuses, [200, 503, 503]);
    assert_eq!(project.read("/_fake/faults").await, json!([]));

    let body = json!({ "instances": [1.5, null] });
    post(&project, "/_fake/faults", json!({ "effect": { "status": 202, "body": body }, "times": "always" })).await;
    let response = project.get("/v1/volumes").await;
    assert_eq!((response.status.as_u16(), response.json()), (202, body));
    steer(&project, Method::DELETE, "/_fake/faults", None).await;
    assert_eq!(project.get("/v1/volumes").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn machines_have_the_fate_and_the_capacity_that_a_test_gives_them() {
    let project = Project::new().await;
    post(&project, "/_fake/fates", json!({ "of": "instance", "fate": "no_capacity" })).await;
    assert_eq!(project.read("/_fake/fates").await, json!({ "instance": ["no_capacity"], "cluster": [] }));
    let first = project.deploy(json!({ "hostname": "first" })).await;
    post(&project, "/_fake/clock/advance", json!({ "seconds": 60 })).await;
    assert_eq!(project.status(&first).await, "no_capacity");

    let capacity = json!({ "type": "CPU.4V.16G", "location": "FIN-01", "machines": 1 });
    assert_eq!(put(&project, "/_fake/capacity", capacity.clone()).await, json!([capacity]));
    let spot = project.deploy(json!({ "hostname": "spot", "is_spot": true, "contract": "SPOT" })).await;
    assert_eq!(project.post("/v1/instances", crate::project::order(json!({}))).await.status, 503);

    // A machine is named by its hostname, too.
    steer(&project, Method::POST, "/_fake/instances/spot/preempt", None).await;
    assert_eq!(project.status(&spot).await, "discontinued");
    let (status, message) = refused(&project, Method::POST, &format!("/_fake/instances/{first}/preempt"), None).await;
    assert_eq!(status, 400, "{message}");
    let (status, message) = refused(&project, Method::POST, "/_fake/instances/nowhere/preempt", None).await;
    assert_eq!((status, message.contains("see GET /_fake/instances")), (404, true), "{message}");
    put(&project, &format!("/_fake/instances/{first}/status"), json!({ "status": "error" })).await;
    assert_eq!(project.status(&first).await, "error");
    assert_eq!(project.read("/_fake/instances").await.as_array().unwrap().len(), 2);

    // A hostname that several have names none of them.
    put(&project, "/_fake/capacity", json!({ "type": "CPU.4V.16G", "location": "FIN-01", "machines": 9 })).await;
    let twins =
        [project.deploy(json!({ "hostname": "twin" })).await, project.deploy(json!({ "hostname": "twin" })).await];
    let (status, message) = refused(&project, Method::POST, "/_fake/instances/twin/preempt", None).await;
    assert_eq!((status, message), (409, format!("Several have the hostname `twin`: give one of {}", twins.join(", "))));
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_machines_is_advanced_without_waiting() {
    let project = Project::on(VerdaFake::builder().without_rate_limits().balance(10.0).build()).await;
    let id = project.deploy(json!({})).await;
    let clock = post(&project, "/_fake/clock/advance", json!({ "seconds": 100 * 3600 })).await;
    assert_eq!(
        clock,
        json!({ "machine_seconds": 360_000.0, "real_seconds": 0.0, "speed": 1.0,
        "timestamp": "2026-01-05T04:00:00.000Z" })
    );
    // The token lives on: it runs on real time.
    assert_eq!(project.status(&id).await, "running");
    assert!(project.read("/_fake/balance").await["amount"].as_f64().unwrap() < 7.0);

    steer(&project, Method::PATCH, "/_fake/settings", Some(json!({ "speed": 60 }))).await;
    seconds(2).await;
    assert_eq!(project.read("/_fake/clock").await["machine_seconds"], 360_120.0);
    let (status, _) = refused(&project, Method::POST, "/_fake/clock/advance", Some(json!({ "seconds": -1 }))).await;
    assert_eq!(status, 400);
}

#[tokio::test(start_paused = true)]
async fn settings_change_while_the_fake_runs() {
    let mut project = Project::on(VerdaFake::builder().credentials("id", "secret").build()).await;
    let settings = project.read("/_fake/settings").await;
    assert_eq!(settings["credentials"], json!([{ "client_id": "id" }]));
    assert_eq!((&settings["instance_quota"], &settings["provisioning_time"]), (&Value::Null, &json!(60.0)));

    let changed = json!({ "instance_quota": 1, "provisioning_time": 10, "address_after": null, "rate_limits": null,
        "token_lifetime": 5, "gone": "invalid-id" });
    let shown = steer(&project, Method::PATCH, "/_fake/settings", Some(changed.clone())).await;
    assert_eq!(shown["gone"], "invalid-id");
    let id = project.deploy(json!({})).await;
    assert_eq!(
        project.post("/v1/instances", crate::project::order(json!({}))).await.error().2,
        "Instances limit exceeded"
    );
    seconds(10).await;
    let instance = project.show("/v1/instances", &id).await;
    assert_eq!((&instance["status"], &instance["ip"]), (&json!("running"), &Value::Null));
    project.sign_in().await;
    seconds(5).await;
    assert_eq!(project.get("/v1/instances").await.status, 401);

    let (status, message) = refused(&project, Method::PATCH, "/_fake/settings", Some(json!({ "sped": 60 }))).await;
    assert_eq!(status, 400);
    assert!(message.contains("unknown field `sped`, expected one of `credentials`, `speed`"), "{message}");
    let (_, message) = refused(&project, Method::PATCH, "/_fake/settings", Some(json!({ "speed": 0 }))).await;
    assert!(message.contains("`speed` must be a number above zero"), "{message}");
    let (_, message) = refused(&project, Method::PATCH, "/_fake/settings", Some(json!({ "strict": null }))).await;
    assert!(message.contains("invalid type: null, expected a boolean"), "{message}");
    for (name, value) in [("storage_quota", json!(-1)), ("gone", json!(5)), ("listed_after", json!("soon\\\" :"))] {
        let body = json!({ "action_time": 1, name: value, "token_lifetime": 5 });
        let (_, message) = refused(&project, Method::PATCH, "/_fake/settings", Some(body)).await;
        assert!(message.contains(&format!("cannot be read: `{name}`: ")), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reset_starts_again_with_the_settings_of_the_start() {
    let mut project = Project::on(VerdaFake::builder().seed(3).balance(50.0).build()).await;
    let first = project.deploy(json!({})).await;
    post(&project, "/_fake/faults", json!({ "effect": "hang" })).await;
    post(&project, "/_fake/clock/advance", json!({ "seconds": 60 })).await;
    steer(&project, Method::PATCH, "/_fake/settings", Some(json!({ "strict": true, "script_quota": 0 }))).await;

    let settings = post(&project, "/_fake/reset", json!({ "settings": { "action_time": 1 } })).await;
    assert_eq!(
        (&settings["strict"], &settings["script_quota"], &settings["action_time"]),
        (&json!(false), &json!(100), &json!(1.0))
    );
    assert_eq!(project.read("/_fake/clock").await["machine_seconds"], 0.0);
    assert_eq!(project.read("/_fake/requests").await, json!([]));
    assert_eq!(project.get("/v1/instances").await.status, 401);
    project.sign_in().await;
    assert_eq!(project.read("/v1/instances").await, json!([]));
    assert_eq!(project.deploy(json!({})).await, first, "the seed is the same");

    post(&project, "/_fake/reset", json!({ "seed": 4, "balance": 20, "start_time": "2027-01-01T00:00:00Z" })).await;
    project.sign_in().await;
    assert_ne!(project.deploy(json!({})).await, first);
    assert_eq!(project.read("/_fake/balance").await["amount"], 20.0);
    assert_eq!(project.read("/_fake/clock").await["timestamp"], "2027-01-01T00:00:00.000Z");
}

#[tokio::test(start_paused = true)]
async fn the_journal_is_read_without_secrets_and_expectations_are_checked() {
    let mut project = Project::new().await;
    post(
        &project,
        "/_fake/expectations",
        json!({ "operation": "POST /v1/sshkeys", "times": 1, "containing": { "name": "a" } }),
    )
    .await;
    project.sign_in().await;
    let key = json!({ "name": "a", "key": "ssh-ed25519 AAAA" });
    assert_eq!(project.post("/v1/sshkeys", key.clone()).await.status, 201);
    let journal = project.read("/_fake/requests?operation=POST%20/v1/sshkeys&limit=1").await;
    assert_eq!((&journal[0]["body"], &journal[0]["status"]), (&key, &json!(201)));
    // A client whose base URL lacks the `/v1`.
    let login = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "real" });
    assert_eq!(project.post("/oauth2/token", login).await.status, 404);
    let whole = project.get("/_fake/requests").await;
    assert_eq!(whole.json().as_array().unwrap().len(), 4);
    for secret in ["access-", "secret\":", "real"] {
        assert!(!whole.text().contains(secret), "{}", whole.text());
    }

    steer(&project, Method::POST, "/_fake/verify", None).await;
    post(&project, "/_fake/expectations", json!({ "operation": "POST /v1/sshkeys" })).await;
    post(&project, "/_fake/fates", json!({ "of": "cluster", "fate": "stuck" })).await;
    let response = project.send(Method::POST, "/_fake/verify", None).await;
    assert_eq!((response.status.as_u16(), response.json()["code"].as_str()), (409, Some("unmet")));
    assert_eq!(response.json()["problems"].as_array().unwrap().len(), 2);
    let (status, _) =
        refused(&project, Method::POST, "/_fake/expectations", Some(json!({ "operation": "GET /v1/x" }))).await;
    assert_eq!(status, 400);
    steer(&project, Method::DELETE, "/_fake/requests", None).await;
    assert_eq!(project.read("/_fake/requests").await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn tokens_money_and_deployments_are_in_the_tests_hands() {
    let mut project = Project::new().await;
    project.create("/v1/container-deployments", crate::deployments::deployment("llm")).await;
    seconds(60).await;
    put(&project, "/_fake/deployments/llm/status", json!({ "status": "unhealthy" })).await;
    put(&project, "/_fake/deployments/llm/queue", json!({ "messages": 3 })).await;
    assert_eq!(project.read("/v1/container-deployments/llm/status").await["status"], "unhealthy");
    assert_eq!(project.read("/_fake/deployments").await[0]["name"], "llm");
    let (status, _) = refused(&project, Method::PUT, "/_fake/jobs/no/queue", Some(json!({ "messages": 3 }))).await;
    assert_eq!(status, 404);

    put(&project, "/_fake/balance", json!({ "amount": 0 })).await;
    assert_eq!(project.post("/v1/instances", crate::project::order(json!({}))).await.status, 402);
    steer(&project, Method::DELETE, "/_fake/tokens/access", None).await;
    steer(&project, Method::DELETE, "/_fake/tokens/refresh", None).await;
    assert_eq!(project.get("/v1/volumes").await.status, 401);
    project.sign_in().await;
    for path in ["/_fake/volumes", "/_fake/clusters", "/_fake/jobs"] {
        assert_eq!(project.read(path).await, json!([]), "{path}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_control_api_is_apart_from_the_api() {
    let project = Project::on(
        VerdaFake::builder().rate_limits(verda_fake::RateLimits { project: 1, endpoint: 1, listing: 1 }).build(),
    )
    .await;
    post(&project, "/_fake/faults", json!({ "effect": "status:500", "times": "always" })).await;
    for _ in 0..5 {
        assert!(project.get("/_fake/clock").await.header("ratelimit").is_empty());
    }
    assert_eq!(project.read("/_fake/openapi.json").await["openapi"], "3.0.3");
    assert_eq!(project.fake.requests().len(), 1, "only the sign-in");

    let balance = project.read("/_fake/balance").await;
    let (status, message) = refused(&project, Method::GET, "/_fake/nowhere", None).await;
    assert_eq!((status, message.as_str()), (404, "The fake has no `GET /_fake/nowhere`: see GET /_fake/openapi.json"));
    let (status, message) = refused(&project, Method::PUT, "/_fake/faults", None).await;
    assert_eq!((status, message.as_str()), (405, "`/_fake/faults` takes GET, POST, DELETE and not PUT"));
    let (status, message) = refused(&project, Method::GET, "/_fake/requests?operatoin=x", None).await;
    assert_eq!(status, 400);
    assert!(message.contains("unknown query parameter `operatoin`"), "{message}");
    let (_, message) = refused(&project, Method::POST, "/_fake/faults", Some(json!({ "effect": "explode" }))).await;
    assert!(message.contains("`explode` is no effect"), "{message}");
    // A server cannot send a body with another length than its own.
    let lie = json!({ "effect": "status:503", "headers": { "Content-Length": "5" } });
    let (_, message) = refused(&project, Method::POST, "/_fake/faults", Some(lie)).await;
    assert!(message.contains("`content-length` is the body's own"), "{message}");
    for (method, path, body) in [
        (Method::POST, "/_fake/reset", json!([])),
        (Method::POST, "/_fake/reset", json!({ "settings": [] })),
        (Method::PATCH, "/_fake/settings", json!([[], 60])),
        (Method::PUT, "/_fake/balance", json!([0])),
        (Method::POST, "/_fake/faults", json!({ "effect": [503] })),
        (Method::POST, "/_fake/scenario", json!([["PUT /_fake/balance", { "amount": 0 }, 60]])),
    ] {
        let (_, message) = refused(&project, method, path, Some(body)).await;
        assert!(message.contains("an object"), "{path}: {message}");
        assert_eq!(message.matches("see GET").count(), 1, "{message}");
    }
    assert_eq!((project.read("/_fake/balance").await, project.fake.requests().len()), (balance, 1), "nothing changed");
    let steps = json!([{ "request": "PUT /_fake/balance", "body": { "amuont": 0 } }]);
    let (_, message) = refused(&project, Method::POST, "/_fake/scenario", Some(steps)).await;
    assert_eq!(message.matches("see GET").count(), 1, "{message}");
    let (_, message) = refused(&project, Method::DELETE, "/_fake/faults", Some(json!({}))).await;
    assert!(message.contains("takes no body"), "{message}");
}

#[tokio::test]
async fn over_a_socket_no_token_is_needed_and_web_pages_are_refused() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    let post = |headers: &str| {
        let body = r#"{"seconds":7200}"#;
        let length = body.len();
        format!(
            "POST /_fake/clock/advance HTTP/1.1\r\nhost: fake\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
        )
    };
    assert!(talk(address, &post("")).await.starts_with("HTTP/1.1 200 OK"));
    assert_eq!(fake.now().as_secs(), 7200);
    assert!(talk(address, &post("origin: http://example.com\r\n")).await.starts_with("HTTP/1.1 403"));
    assert_eq!(fake.now().as_secs(), 7200);
}
