//! Bodies that the API refuses: found before anything is sent, whatever the way to send them.

use serde_json::{Value, json};
use verda_api_ext::raw::Method;
use verda_api_ext::types::{CreateContainer, CreateContainerDeployment, CreateJobDeployment};
use verda_api_ext::{Client, Error, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const DEPLOYMENTS: &str = "/v1/container-deployments";
const JOBS: &str = "/v1/job-deployments";

fn deployment() -> Value {
    json!({
        "name": "llm",
        "container_registry_settings": { "is_private": false },
        "containers": [{
            "image": "registry.example.com/team/llm:1.0",
            "exposed_port": 8080,
            "healthcheck": { "enabled": true, "port": 8081, "path": "/health" },
            "volume_mounts": [
                { "type": "scratch", "mount_path": "/data" },
                { "type": "memory", "mount_path": "/dev/shm", "size_in_mb": 64 },
            ],
        }],
        "compute": { "name": "H100", "size": 1 },
        "scaling": {
            "min_replica_count": 1,
            "max_replica_count": 4,
            "scale_down_policy": { "delay_seconds": 300 },
            "scale_up_policy": { "delay_seconds": 20 },
            "queue_message_ttl_seconds": 500,
            "concurrent_requests_per_replica": 1,
            "scaling_triggers": { "queue_load": { "threshold": 2 } },
        },
        "is_spot": false,
    })
}

fn job() -> Value {
    json!({
        "name": "train",
        "containers": [{ "image": "registry.example.com/train:1.0", "exposed_port": 80 }],
        "compute": { "name": "H100", "size": 2 },
        "scaling": { "max_replica_count": 3, "queue_message_ttl_seconds": 300, "deadline_seconds": 3600 },
    })
}

/// The body with another value at a JSON pointer; the container's first mount where the pointer is `mount`.
fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    if pointer == "mount" {
        body["containers"][0]["volume_mounts"] = json!([value]);
        return body;
    }
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[member] = value;
    body
}

/// Sends a body by hand; the fake responds with 201 and an object to whatever reaches it.
async fn send(method: Method, path: &str, body: &Value) -> (Result<(), Error>, usize) {
    let fake = VerdaFake::builder().build();
    let created = Effect::Respond {
        status: http::StatusCode::CREATED,
        content_type: http::HeaderValue::from_static("application/json"),
        body: bytes::Bytes::from_static(br#"{"name":"a"}"#),
    };
    // Also what the fake refuses and the API may take.
    for operation in [
        "POST /v1/container-deployments",
        "POST /v1/job-deployments",
        "PATCH /v1/container-deployments/{deployment_name}",
        "PATCH /v1/job-deployments/{jobName}",
    ] {
        fake.inject(Injection::new(created.clone()).on(operation).always()).unwrap();
    }
    let sent = client(&fake).request(method, path).json(body).send::<Value>().await;
    (sent.map(drop), fake.requests().len())
}

#[tokio::test(start_paused = true)]
async fn what_the_api_refuses_is_told_by_its_place_and_nothing_is_sent() {
    let name = "name: must have lower-case letters, digits and hyphens only";
    let mount = |kind: &str, rest: Value| {
        let mut mount = json!({ "type": kind, "mount_path": "/data" });
        mount.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        mount
    };
    let at = "containers[0].volume_mounts[0]";
    let of_both = [
        ("/name", json!("LLM"), name.to_owned()),
        ("/name", json!("my_llm"), name.to_owned()),
        ("/name", json!("-llm"), name.to_owned()),
        ("/name", json!("llm-"), name.to_owned()),
        ("/name", json!(""), name.to_owned()),
        ("/name", json!("n".repeat(64)), "name: has more than 63 letters".to_owned()),
        (
            "/containers/0/image",
            json!("a/b:latest"),
            "containers[0].image: the API refuses the tag `latest`".to_owned(),
        ),
        ("/containers/0/image", json!({ "image": "a:latest" }), "containers[0].image: the API refuses".to_owned()),
        ("/containers/0/exposed_port", json!(0), "containers[0].exposed_port: must be a port".to_owned()),
        ("/containers/0/exposed_port", json!(65536), "containers[0].exposed_port: must be a port".to_owned()),
        ("/containers/0/exposed_port", json!(80.5), "containers[0].exposed_port: must be a port".to_owned()),
        ("/containers/0/healthcheck", json!({ "port": 70000 }), "containers[0].healthcheck.port: must be".to_owned()),
        ("mount", mount("shared", json!({})), format!("{at}.volume_id: is missing")),
        (
            "mount",
            mount("shared", json!({ "volume_id": null, "size_in_mb": 64 })),
            format!("{at}.volume_id: is missing"),
        ),
        ("mount", mount("scratch", json!({ "size_in_mb": 64 })), format!("{at}.size_in_mb: a mount with a size must")),
        ("mount", mount("secret", json!({ "secret_name": "a", "size_in_mb": 64 })), format!("{at}.size_in_mb: ")),
    ];
    for (path, body) in [(DEPLOYMENTS, deployment()), (JOBS, job())] {
        for (pointer, value, expected) in &of_both {
            refused(path, &with(body.clone(), pointer, value.clone()), expected).await;
        }
    }
    for deadline in [json!(0), json!(-1), Value::Null] {
        let body = with(job(), "/scaling/deadline_seconds", deadline);
        refused(JOBS, &body, "scaling.deadline_seconds: must be above 0").await;
    }
    for (kind, missing) in [("secret", "secret_name"), ("memory", "size_in_mb")] {
        let body = with(deployment(), "mount", mount(kind, json!({})));
        refused(DEPLOYMENTS, &body, &format!("{at}.{missing}: is missing")).await;
    }
}

async fn refused(path: &str, body: &Value, expected: &str) {
    let (sent, requests) = send(Method::POST, path, body).await;
    let Err(error) = sent else { panic!("{expected}: {body} was sent") };
    let message = error.to_string();
    assert_eq!((error.kind(), requests), (ErrorKind::InvalidRequest, 0), "{message}");
    assert!(message.contains(expected) && message.ends_with("; nothing was sent"), "{expected}: {message}");
    assert!(!error.may_have_happened() && error.attempts() == 0);
}

#[tokio::test(start_paused = true)]
async fn what_the_api_may_take_is_sent() {
    let mount = |mount: Value| ("mount", mount);
    let of_both = [
        ("/name", json!("1")),
        ("/name", json!("n".repeat(63))),
        ("/name", json!("a--b")),
        // The API says itself what is missing or of another type.
        ("/name", Value::Null),
        ("/containers", json!([])),
        ("/containers", json!("x")),
        // No tag, a digest, and other tags that contain the word.
        ("/containers/0/image", json!("registry.example.com:5000/llm")),
        ("/containers/0/image", json!("llm@sha256:0a")),
        ("/containers/0/image", json!("llm:latest@sha256:0a")),
        ("/containers/0/image", json!("llm:latest-2")),
        ("/containers/0/image", json!("latest")),
        ("/containers/0/image", Value::Null),
        ("/containers/0/exposed_port", json!(1)),
        ("/containers/0/exposed_port", json!(65535)),
        ("/containers/0/exposed_port", json!("8080")),
        ("/containers/0/healthcheck", json!({ "enabled": false, "port": null })),
        ("/containers/0/healthcheck", json!({ "enabled": false, "port": 0 })),
        mount(json!({ "type": "shared", "mount_path": "/data", "volume_id": "a" })),
        mount(json!({ "type": "shared", "mount_path": "/data", "volume_id": "a", "size_in_mb": 64 })),
        mount(json!({ "type": "shared", "mount_path": "/data", "volumeId": "a" })),
        mount(json!({ "type": "scratch", "mount_path": "data", "size_in_mb": null })),
        mount(json!({ "type": "memory", "mount_path": "/elsewhere", "size_in_mb": 96 })),
        mount(json!({ "type": "secret", "mount_path": "/a", "secret_name": "a" })),
        // Kinds that may come.
        mount(json!({ "type": "persistent", "mount_path": "/a", "size_in_mb": 64 })),
    ];
    for (path, body) in [(DEPLOYMENTS, deployment()), (JOBS, job())] {
        for (pointer, value) in &of_both {
            let body = with(body.clone(), pointer, value.clone());
            let (sent, requests) = send(Method::POST, path, &body).await;
            // The token, and the request.
            assert!(sent.is_ok() && requests == 2, "{path} {pointer} {value}: {sent:?}");
        }
    }
    // The document says 600 and more; the vendor's own programs say above 0.
    let hasty = with(job(), "/scaling/deadline_seconds", json!(1));
    let without_members = with(job(), "mount", json!({ "type": "memory", "mount_path": "/dev/shm" }));
    for body in [hasty, without_members, json!([]), json!(7)] {
        assert_eq!(send(Method::POST, JOBS, &body).await.1, 2, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn changes_are_checked_as_far_as_they_go() {
    for path in ["/v1/container-deployments/llm", "/v1/job-deployments/llm"] {
        for (body, expected) in [
            (json!({ "containers": [{ "name": "a", "image": "a:latest" }] }), Some("containers[0].image: ")),
            (json!({ "containers": [{ "name": "a" }, { "image": "a:1" }] }), Some("containers[1].name: is missing")),
            (json!({ "containers": [{ "name": "a" }] }), None),
            (json!({ "name": "Not Changed" }), None),
            (json!({ "scaling": { "max_replica_count": 2 } }), None),
        ] {
            let (sent, requests) = send(Method::PATCH, path, &body).await;
            match expected {
                None => assert!(sent.is_ok() && requests == 2, "{body}: {sent:?}"),
                Some(expected) => {
                    let error = sent.unwrap_err();
                    assert_eq!((error.kind(), requests), (ErrorKind::InvalidRequest, 0), "{error}");
                    assert!(error.to_string().contains(expected), "{error}");
                }
            }
        }
    }
    let (sent, requests) =
        send(Method::PATCH, "/v1/job-deployments/llm", &json!({ "scaling": { "deadline_seconds": 0 } })).await;
    assert!(sent.unwrap_err().to_string().contains("scaling.deadline_seconds: must be above 0") && requests == 0);
}

#[tokio::test(start_paused = true)]
async fn calls_with_types_are_checked_as_well_and_all_problems_are_told_at_once() {
    let fake = VerdaFake::builder().build();
    let client: Client = client(&fake);
    let mut order: CreateContainerDeployment = serde_json::from_value(deployment()).unwrap();
    order.name = "My LLM".into();
    order.containers.push(CreateContainer::new(0, "canary-registry/llm:latest"));
    let error = client.create_container_deployment(order).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidRequest, Some("create_container_deployment")));
    let message = error.to_string();
    for place in ["name: ", "containers[1].image: ", "containers[1].exposed_port: "] {
        assert!(message.contains(place), "{message}");
    }
    assert!(!message.contains("canary") && message.lines().count() == 1, "{message}");
    let mut order: CreateJobDeployment = serde_json::from_value(job()).unwrap();
    order.scaling.deadline_seconds = 0;
    assert_eq!(client.create_job_deployment(order).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(fake.requests().is_empty());
    // What is valid is made.
    let order: CreateContainerDeployment = serde_json::from_value(deployment()).unwrap();
    client.create_container_deployment(order).await.unwrap();
    let order: CreateJobDeployment = serde_json::from_value(job()).unwrap();
    client.create_job_deployment(order).await.unwrap();
}
