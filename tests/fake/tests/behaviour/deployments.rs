use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::{Project, seconds, with};

pub(crate) const PATH: &str = "/v1/container-deployments";

/// The order of a container deployment with all possible members.
pub(crate) fn deployment(name: &str) -> Value {
    json!({
        "name": name,
        "container_registry_settings": { "is_private": false },
        "containers": [{
            "image": "registry.example.com/team/llm:1.0",
            "exposed_port": 8080,
            "healthcheck": { "enabled": true, "port": 8081, "path": "/health" },
            "entrypoint_overrides": { "enabled": true, "entrypoint": ["python3"], "cmd": [] },
            "env": [{ "name": "A", "value_or_reference_to_secret": "a", "type": "plain" }],
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
            "scaling_triggers": {
                "queue_load": { "threshold": 2 },
                "cpu_utilization": { "enabled": true, "threshold": 80.5 },
                "gpu_utilization": { "enabled": false, "threshold": 70 },
            },
        },
        "is_spot": true,
    })
}

pub(crate) async fn status(project: &Project, name: &str) -> String {
    project.read(&format!("{PATH}/{name}/status")).await["status"].as_str().unwrap().to_owned()
}

/// A deployment that is healthy.
pub(crate) async fn healthy(project: &Project, order: Value) {
    let response = project.post(PATH, order.clone()).await;
    assert_eq!(response.status, 201, "{}", response.text());
    seconds(30).await;
    assert_eq!(status(project, order["name"].as_str().unwrap()).await, "healthy");
}

#[tokio::test(start_paused = true)]
async fn a_deployment_is_shown_in_the_shapes_of_the_api() {
    let project = Project::new().await;
    let mut order = deployment("llm");
    order["containers"][0]["entrypoint_overrides"] = json!({ "enabled": false });
    let created = project.post(PATH, order).await;
    assert_eq!(created.status, 201);
    let expected = json!({
        "name": "llm",
        "endpoint_base_url": "https://containers.datacrunch.io/llm",
        "created_at": "2026-01-01T00:00:00.000Z",
        "is_spot": true,
        "compute": { "name": "H100", "size": 1 },
        "container_registry_settings": { "is_private": false, "credentials": null },
        "containers": [{
            "name": "llm-0",
            "image": { "image": "registry.example.com/team/llm:1.0" },
            "exposed_port": 8080,
            "should_use_cached_image": true,
            "healthcheck": { "enabled": true, "port": 8081, "path": "/health" },
            "entrypoint_overrides": { "enabled": false, "entrypoint": null, "cmd": null },
            "env": [{ "name": "A", "value_or_reference_to_secret": "a", "type": "plain" }],
            "volume_mounts": [
                { "type": "scratch", "mount_path": "/data" },
                { "type": "memory", "mount_path": "/dev/shm", "size_in_mb": 64 },
            ],
        }],
    });
    assert_eq!(created.json(), expected);
    assert_eq!(project.read(PATH).await, json!([expected]));
    // After the image was pulled, its time is known.
    seconds(30).await;
    let shown = project.read(&format!("{PATH}/llm")).await;
    assert_eq!(shown["containers"][0]["image"]["last_updated_at"], "2026-01-01T00:00:15.000Z");
    assert_eq!(project.fake.deployments(), [shown]);
    assert_eq!(project.get(&format!("{PATH}/other")).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn a_deployment_lives_by_the_clock() {
    let project = Project::new().await;
    project.post(PATH, deployment("llm")).await;
    let mut seen = vec![status(&project, "llm").await];
    for time in [7, 1, 21, 1] {
        seconds(time).await;
        seen.push(status(&project, "llm").await);
    }
    assert_eq!(seen, ["initializing", "initializing", "image_pulling", "image_pulling", "healthy"]);

    assert_eq!(project.post(&format!("{PATH}/llm/restart"), json!({})).await.status, 201);
    assert_eq!(status(&project, "llm").await, "updating");
    seconds(5).await;
    assert_eq!(status(&project, "llm").await, "healthy");

    for (call, code, then) in [("pause", 201, "paused"), ("pause", 204, "paused"), ("resume", 201, "initializing")] {
        let response = project.post(&format!("{PATH}/llm/{call}"), json!({})).await;
        assert_eq!((response.status.as_u16(), response.text()), (code, ""));
        assert_eq!(status(&project, "llm").await, then);
    }
    assert_eq!(project.post(&format!("{PATH}/llm/resume"), json!({})).await.status, 204);
    seconds(5).await;
    assert_eq!(status(&project, "llm").await, "healthy");
    for call in ["restart", "pause", "resume", "purge-queue"] {
        assert_eq!(project.post(&format!("{PATH}/other/{call}"), json!({})).await.error().0, 404, "{call}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deletion_is_waited_for_as_long_as_the_call_says() {
    let project = Project::new().await;
    for (query, code, waited, then) in [
        ("", 200, 5, None),
        ("?timeout=0", 202, 0, Some("terminating")),
        ("?timeout=3000", 202, 3, Some("terminating")),
    ] {
        project.post(PATH, deployment("llm")).await;
        let started = tokio::time::Instant::now();
        let response = project.delete(&format!("{PATH}/llm{query}"), None).await;
        assert_eq!((response.status.as_u16(), response.text()), (code, ""), "{query}");
        assert_eq!(started.elapsed().as_secs(), waited, "{query}");
        let shown = project.get(&format!("{PATH}/llm/status")).await;
        match then {
            Some(then) => assert_eq!(shown.json()["status"], then),
            None => assert_eq!(shown.status, 404),
        }
        if then.is_some() {
            // No action is possible any more, and the name is taken until the deletion is complete.
            assert_eq!(project.patch(&format!("{PATH}/llm"), json!({})).await.error().0, 403);
            assert_eq!(project.post(&format!("{PATH}/llm/pause"), json!({})).await.error().0, 403);
            assert_eq!(project.post(PATH, deployment("llm")).await.error().0, 409);
        }
        seconds(5).await;
        assert_eq!(project.read(PATH).await, json!([]));
    }
    // A second deletion waits for the end of the first.
    project.post(PATH, deployment("llm")).await;
    project.delete(&format!("{PATH}/llm?timeout=0"), None).await;
    seconds(3).await;
    let started = tokio::time::Instant::now();
    assert_eq!(project.delete(&format!("{PATH}/llm"), None).await.status, 200);
    assert_eq!(started.elapsed().as_secs(), 2);

    for query in ["-1", "300001", "soon", "1.5"] {
        assert_eq!(project.delete(&format!("{PATH}/llm?timeout={query}"), None).await.error().0, 400, "{query}");
    }
    assert_eq!(project.delete(&format!("{PATH}/llm"), None).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_takes_real_time_by_the_speed() {
    let project = Project::on(VerdaFake::builder().speed(10.0).build()).await;
    project.post(PATH, deployment("llm")).await;
    let started = tokio::time::Instant::now();
    assert_eq!(project.delete(&format!("{PATH}/llm"), None).await.status, 200);
    assert_eq!(started.elapsed().as_millis(), 500);
    assert_eq!(project.read(PATH).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn an_order_that_is_wrong_creates_nothing_and_names_every_problem() {
    let project = Project::new().await;
    let container = "/containers/0";
    for (pointer, member, message) in [
        ("/name", json!("Big Name"), "name must have lower-case letters, digits and hyphens only, at most 63"),
        ("/name", json!("leave out"), "name should not be empty"),
        ("/containers", json!([]), "containers should not be empty"),
        ("/containers/0", json!(7), "containers.0 must be an object"),
        ("/containers/0/image", json!("repo/llm:latest"), "containers.0.image must have a tag other than latest"),
        ("/containers/0/image", json!(""), "containers.0.image should not be empty"),
        ("/containers/0/exposed_port", json!(0), "containers.0.exposed_port must not be less than 1"),
        ("/containers/0/exposed_port", json!(65536), "containers.0.exposed_port must not be greater than 65535"),
        (
            "/containers/0/exposed_port",
            json!("80"),
            "containers.0.exposed_port must be a number conforming to the specified constraints",
        ),
        (
            "/containers/0/healthcheck/port",
            json!(70000),
            "containers.0.healthcheck.port must not be greater than 65535",
        ),
        (
            "/containers/0/healthcheck/enabled",
            json!("leave out"),
            "containers.0.healthcheck.enabled should not be empty",
        ),
        (
            "/containers/0/env/0/type",
            json!("open"),
            "containers.0.env.0.type must be one of the following values: plain, secret",
        ),
        (
            "/containers/0/volume_mounts/0/mount_path",
            json!("data"),
            "containers.0.volume_mounts.0.mount_path must be an absolute path",
        ),
        (
            "/containers/0/volume_mounts/0/type",
            json!("shared"),
            "containers.0.volume_mounts.0.volume_id should not be null",
        ),
        (
            "/containers/0/volume_mounts/0",
            json!({ "type": "scratch", "mount_path": "/s", "size_in_mb": 64 }),
            "containers.0.volume_mounts.0.volume_id should not be null",
        ),
        (
            "/containers/0/volume_mounts/1/size_in_mb",
            json!(65),
            "containers.0.volume_mounts.1.size_in_mb must be one of the following values: 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768",
        ),
        ("/scaling/max_replica_count", json!(0), "scaling.max_replica_count must not be less than 1"),
        (
            "/scaling/min_replica_count",
            json!(5),
            "scaling.min_replica_count must not be greater than max_replica_count",
        ),
        (
            "/scaling/scaling_triggers/cpu_utilization",
            json!({ "enabled": true }),
            "scaling.scaling_triggers.cpu_utilization.threshold should not be empty",
        ),
        ("/scaling/scale_up_policy", json!("leave out"), "scaling.scale_up_policy should not be empty"),
        (
            "/container_registry_settings",
            json!({ "is_private": true }),
            "container_registry_settings.credentials should not be empty",
        ),
        ("/is_spot", json!("yes"), "is_spot must be a boolean value"),
    ] {
        let response = project.post(PATH, with(deployment("llm"), pointer, member)).await;
        let (code, name, problems) = response.error();
        assert_eq!((code, name.as_str()), (400, "invalid_request"), "{pointer}");
        assert!(problems.as_array().unwrap().contains(&json!(message)), "{pointer}: {problems}");
    }
    let variable = json!({ "name": "A", "value_or_reference_to_secret": "", "type": "plain" });
    let twice = json!([variable, variable]);
    assert_eq!(project.post(PATH, with(deployment("llm"), &format!("{container}/env"), twice)).await.error().0, 400);
    let missing = with(deployment("llm"), "/containers/0/env/0/type", json!("secret"));
    let missing = with(
        missing,
        "/containers/0/volume_mounts/0",
        json!({ "type": "shared", "mount_path": "/s", "volume_id": "v" }),
    );
    let missing =
        with(missing, "/container_registry_settings", json!({ "is_private": true, "credentials": { "name": "c" } }));
    let problems = json!(["Registry credentials 'c' not found", "Secret 'a' not found", "Shared volume 'v' not found"]);
    assert_eq!(project.post(PATH, missing).await.error().2, problems);
    assert_eq!(project.read(PATH).await, json!([]));
}

#[tokio::test(start_paused = true)]
async fn compute_is_there_or_sold_out_or_unknown_or_too_dear() {
    let project = Project::new().await;
    let on = |name: &str, size: u64| with(deployment("llm"), "/compute", json!({ "name": name, "size": size }));
    assert_eq!(project.post(PATH, on("H100", 3)).await.error().0, 400);
    let (code, name, _) = project.post(PATH, on("B200", 8)).await.error();
    assert_eq!((code, name.as_str()), (503, "service_unavailable"));
    // Enough for an hour of a spot machine, and not for one of another.
    let poor = Project::on(VerdaFake::builder().balance(2.0).build()).await;
    assert_eq!(poor.post(PATH, with(deployment("a"), "/is_spot", json!(false))).await.error().0, 402);
    assert_eq!(poor.post(PATH, deployment("b")).await.status, 201);
    assert_eq!(poor.read(PATH).await.as_array().unwrap().len(), 1);
    assert_eq!(project.read(PATH).await, json!([]));

    let resources = project.read("/v1/serverless-compute-resources").await;
    assert!(resources.as_array().unwrap().contains(&json!({ "name": "H100", "size": 1, "is_available": true })));
    assert!(resources.as_array().unwrap().contains(&json!({ "name": "B200", "size": 8, "is_available": false })));
    let types = project.read("/v1/container-types").await;
    assert_eq!((&types[0]["instance_type"], &types[0]["serverless_price"]), (&json!("1L40S.20V"), &json!("1.16")));
    assert_eq!(project.read("/v1/container-types?currency=eur").await[0]["currency"], "eur");
    assert_eq!(project.get("/v1/container-types?currency=gbp").await.error().0, 400);
}

#[tokio::test(start_paused = true)]
async fn a_name_is_taken_once() {
    let project = Project::new().await;
    project.post(PATH, deployment("llm")).await;
    let (code, name, message) = project.post(PATH, deployment("llm")).await.error();
    assert_eq!((code, name.as_str()), (409, "conflict"));
    assert_eq!(message, "Deployment with the name 'llm' exists already");
    assert_eq!(project.read(PATH).await.as_array().unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_update_changes_what_it_names_and_nothing_else() {
    let project = Project::new().await;
    let mut order = deployment("llm");
    order["containers"].as_array_mut().unwrap().push(json!({ "image": "sidecar:2", "exposed_port": 9000 }));
    healthy(&project, order).await;
    let path = format!("{PATH}/llm");
    let mut expected = project.read(&path).await;

    let change = json!({
        "is_spot": false,
        "compute": { "name": "L40S", "size": 2 },
        "containers": [{ "name": "llm-0", "image": "registry.example.com/team/llm:2.0",
            "autoupdate": { "enabled": true, "mode": "semantic", "tag_filter": "^2" } }],
    });
    let response = project.patch(&path, change).await;
    assert_eq!(response.status, 200);
    expected["is_spot"] = json!(false);
    expected["compute"] = json!({ "name": "L40S", "size": 2 });
    expected["containers"][0]["image"] = json!({ "image": "registry.example.com/team/llm:2.0" });
    expected["containers"][0]["autoupdate"] = json!({ "enabled": true, "mode": "semantic", "tag_filter": "^2" });
    assert_eq!(response.json(), expected);
    assert_eq!(status(&project, "llm").await, "updating");
    seconds(30).await;
    assert_eq!(status(&project, "llm").await, "healthy");

    assert_eq!(project.patch(&path, json!({ "is_spot": true })).await.json()["is_spot"], true);

    // A response can be sent back unchanged, including nulls and image objects.
    let shown = project.read(&path).await;
    assert_eq!(project.patch(&path, shown).await.status, 200);
    // As the vendor's own example of scaling does it.
    let scaling = json!({ "min_replica_count": 2, "scaling_triggers": null });
    assert_eq!(project.patch(&path, json!({ "scaling": scaling })).await.status, 200);
    assert_eq!(project.read(&format!("{path}/scaling")).await["min_replica_count"], 2);
}

#[tokio::test(start_paused = true)]
async fn an_update_that_is_wrong_changes_nothing() {
    let project = Project::new().await;
    healthy(&project, deployment("llm")).await;
    let path = format!("{PATH}/llm");
    let before = (project.read(&path).await, project.read(&format!("{path}/scaling")).await);
    for (change, message) in [
        (json!({ "containers": [{ "image": "a:1" }] }), "containers.0.name should not be empty"),
        (json!({ "containers": [{ "name": "x", "image": "a:1" }] }), "containers.0.name must name a container"),
        (json!({ "containers": {} }), "containers must be an array"),
        (
            json!({ "containers": [{ "name": "llm-0", "exposed_port": 1 }, { "name": "llm-0", "image": "a:1" }] }),
            "containers.1.name must not occur twice",
        ),
        (
            json!({ "containers": [{ "name": "llm-0", "image": "a:latest" }] }),
            "containers.0.image must have a tag other than latest",
        ),
        (json!({ "is_spot": false, "compute": { "name": "H100" } }), "compute.size should not be empty"),
        (
            json!({ "is_spot": false, "scaling": { "max_replica_count": 0 } }),
            "scaling.max_replica_count must not be less than 1",
        ),
        (
            json!({ "is_spot": false, "containers": [{ "name": "llm-0", "env": [{ "name": "S", "value_or_reference_to_secret": "s", "type": "secret" }] }] }),
            "Secret 's' not found",
        ),
    ] {
        let (code, _, problems) = project.patch(&path, change.clone()).await.error();
        assert_eq!((code, &problems[0]), (400, &json!(message)), "{change}");
    }
    assert_eq!(project.patch(&path, json!({ "compute": { "name": "B200", "size": 8 } })).await.error().0, 503);
    assert_eq!((project.read(&path).await, project.read(&format!("{path}/scaling")).await), before);
    assert_eq!(status(&project, "llm").await, "healthy");
    assert_eq!(project.patch(&format!("{PATH}/other"), json!({})).await.error().0, 404);
}

#[tokio::test(start_paused = true)]
async fn a_test_decides_how_a_deployment_ends() {
    let project = Project::new().await;
    project.fake.decide_deployment_status("llm", "unhealthy");
    project.post(PATH, deployment("llm")).await;
    assert_eq!(status(&project, "llm").await, "initializing");
    seconds(30).await;
    assert_eq!(status(&project, "llm").await, "unhealthy");
    assert_eq!(project.read(&format!("{PATH}/llm/replicas")).await["list"][0]["status"], "error");
    project.fake.decide_deployment_status("llm", "levitating");
    assert_eq!(status(&project, "llm").await, "levitating");
    project.post(&format!("{PATH}/llm/pause"), json!({})).await;
    assert_eq!(status(&project, "llm").await, "paused");
    project.post(&format!("{PATH}/llm/resume"), json!({})).await;
    project.fake.decide_deployment_status("llm", "healthy");
    seconds(5).await;
    assert_eq!(status(&project, "llm").await, "healthy");
}

#[tokio::test(start_paused = true)]
async fn a_null_means_the_same_as_nothing() {
    // The official Python SDK sends all of these.
    let project = Project::new().await;
    let mut order = deployment("llm");
    for member in ["endpoint_base_url", "created_at", "_inference_client"] {
        order[member] = Value::Null;
    }
    order["compute"]["is_available"] = Value::Null;
    order["container_registry_settings"]["credentials"] = Value::Null;
    for member in ["name", "healthcheck", "entrypoint_overrides", "env", "volume_mounts"] {
        order["containers"][0][member] = Value::Null;
    }
    assert_eq!(project.post(PATH, order).await.status, 201);
    assert_eq!(project.read(PATH).await[0]["containers"][0]["volume_mounts"], json!([]));
}
