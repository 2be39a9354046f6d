use std::slice;
use std::time::Duration;

use serde_json::{Value, json};
use verda_fake::VerdaFake;

use crate::project::{Project, order, seconds};

#[tokio::test(start_paused = true)]
async fn a_deployment_responds_with_a_bare_id() {
    let project = Project::new().await;
    let response = project.post("/v1/instances", order(json!({}))).await;
    assert_eq!(response.status, 202);
    assert_eq!(response.text().len(), 36);
    assert!(!response.text().contains('"'));
    assert!(response.header("content-type").starts_with("text/html"));
    assert_eq!(project.fake.instances()[0]["id"], response.text());
}

#[tokio::test(start_paused = true)]
async fn an_ordered_instance_lacks_what_is_not_known_yet() {
    let project = Project::new().await;
    let key = project.create("/v1/ssh-keys", json!({ "name": "k", "key": "ssh-ed25519 AAAA" })).await;
    let id = project.deploy(json!({ "ssh_key_ids": key })).await;
    assert_eq!(
        project.read(&format!("/v1/instances/{id}")).await,
        json!({
            "id": id,
            "ip": null,
            "status": "ordered",
            "created_at": "2026-01-01T00:00:00.000Z",
            "cpu": { "description": "4 CPU", "number_of_cores": 4 },
            "gpu": { "description": "", "number_of_gpus": 0 },
            "gpu_memory": { "description": "", "size_in_gigabytes": 0 },
            "memory": { "description": "16GB RAM", "size_in_gigabytes": 16 },
            "storage": { "description": "dynamic" },
            "hostname": "node-1",
            "description": "",
            "location": "FIN-01",
            "price_per_hour": 0.0355,
            "is_spot": false,
            "instance_type": "CPU.4V.16G",
            "startup_script_id": null,
            "ssh_key_ids": [key],
            "os_volume_id": null,
            "jupyter_token": null,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn an_instance_comes_up_in_its_time() {
    let project = Project::new().await;
    let script = project.create("/v1/scripts", json!({ "name": "s", "script": "true" })).await;
    let id = project.deploy(json!({ "startup_script_id": script, "os_volume": { "name": "os", "size": 55 } })).await;
    for (wait, status) in [(14, "ordered"), (1, "provisioning"), (44, "provisioning"), (1, "running"), (999, "running")]
    {
        seconds(wait).await;
        assert_eq!(project.status(&id).await, status);
    }
    let instance = project.read(&format!("/v1/instances/{id}")).await;
    assert_eq!(instance["image"], "ubuntu-24.04");
    assert_eq!(instance["os_name"], "Ubuntu 24.04");
    assert_eq!(instance["contract"], "PAY_AS_YOU_GO");
    assert_eq!(instance["pricing"], "FIXED_PRICE");
    assert_eq!(instance["startup_script_id"], script);
    assert_eq!(instance["volume_ids"], json!([instance["os_volume_id"]]));
    assert!(instance["ip"].as_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok());
}

#[tokio::test(start_paused = true)]
async fn speed_and_provisioning_time_are_settings() {
    let fake = VerdaFake::builder().speed(60.0).provisioning_time(Duration::from_secs(600)).build();
    let project = Project::on(fake).await;
    let id = project.deploy(json!({})).await;
    seconds(9).await;
    assert_eq!(project.status(&id).await, "provisioning");
    seconds(1).await;
    assert_eq!(project.status(&id).await, "running");

    // Machine time may run faster than clients can poll: the status that they wait for lasts two seconds of theirs.
    let fast = Project::on(VerdaFake::builder().speed(600.0).build()).await;
    let id = fast.deploy(json!({})).await;
    seconds(1).await;
    assert_eq!(fast.status(&id).await, "provisioning");
    assert_eq!(fast.fake.volumes()[0]["status"], "ordered");
    seconds(2).await;
    assert_eq!(fast.status(&id).await, "running");
    assert_eq!(fast.fake.volumes()[0]["status"], "attached");

    let at_once = Project::on(VerdaFake::builder().provisioning_time(Duration::ZERO).build()).await;
    let id = at_once.deploy(json!({})).await;
    assert_eq!(at_once.status(&id).await, "running");
}

#[tokio::test(start_paused = true)]
async fn instances_are_listed_by_status_and_by_id() {
    let project = Project::new().await;
    let first = project.running(json!({})).await;
    let second = project.deploy(json!({ "hostname": "node-2" })).await;
    let ids = |list: Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(project.read("/v1/instances").await), [first.clone(), second.clone()]);
    assert_eq!(ids(project.read("/v1/instances?status=running").await), slice::from_ref(&first));
    assert_eq!(ids(project.read("/v1/instances?status=ordered").await), slice::from_ref(&second));
    assert_eq!(ids(project.read("/v1/instances?status=error").await), [""; 0]);
    assert_eq!(ids(project.read(&format!("/v1/instances?computeId={second}")).await), slice::from_ref(&second));
    assert_eq!(ids(project.read("/v1/instances?computeId=unknown").await), [""; 0]);
    assert_eq!(project.get("/v1/instances?status=sleepy").await.status, 400);
    let expected = (404, "not_found".to_owned(), json!("Instance not found"));
    assert_eq!(project.get("/v1/instances/unknown").await.error(), expected);

    // Both notations of a date occur.
    let list = project.read("/v1/instances").await;
    assert_eq!(list[0]["created_at"], "2026-01-01T00:00:00.000Z");
    assert_eq!(list[1]["created_at"], "2026-01-01T00:01:00.000+00:00");
}

#[tokio::test(start_paused = true)]
async fn spot_instances_cost_the_spot_price() {
    let project = Project::new().await;
    for changes in [json!({ "is_spot": true }), json!({ "contract": "SPOT" })] {
        let id = project.running(changes).await;
        let instance = project.read(&format!("/v1/instances/{id}")).await;
        assert_eq!(instance["is_spot"], true);
        assert_eq!(instance["contract"], "SPOT");
        assert_eq!(instance["price_per_hour"], 0.0178);
    }
}

#[tokio::test(start_paused = true)]
async fn missing_capacity_is_a_refusal() {
    let project = Project::new().await;
    let response = project.post("/v1/instances", order(json!({ "instance_type": "1X100.9V" }))).await;
    let message = json!("Not enough resources to deploy a 1 GPU instance type 1X100.9V in FIN-01");
    assert_eq!(response.error(), (503, "service_unavailable".to_owned(), message));
    assert_eq!(project.fake.instances().len(), 0);
    assert_eq!(project.fake.volumes().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn without_money_nothing_is_deployed() {
    let project = Project::on(VerdaFake::builder().balance(0.0).build()).await;
    let (status, code, _) = project.post("/v1/instances", order(json!({}))).await.error();
    assert_eq!((status, code.as_str()), (402, "insufficient_funds"));
}

#[tokio::test(start_paused = true)]
async fn members_that_python_sends_as_null_count_as_absent() {
    let project = Project::new().await;
    let nulls =
        json!({ "startup_script_id": null, "os_volume": null, "coupon": null, "volumes": [], "existing_volumes": [] });
    project.deploy(nulls).await;
    for name in
        ["ssh_key_ids", "volumes", "existing_volumes", "is_spot", "contract", "pricing", "description", "hostname"]
    {
        assert_eq!(project.post("/v1/instances", order(json!({ name: null }))).await.status, 400, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn bad_orders_are_named_and_leave_nothing() {
    let project = Project::new().await;
    for (changes, message) in [
        (json!({ "location_code": "leave out" }), json!(["location_code should not be empty"])),
        (json!({ "hostname": "" }), json!(["hostname should not be empty"])),
        (
            json!({ "os_volume": { "size": 5 }, "is_spot": "yes" }),
            json!([
                "os_volume.name should not be empty",
                "os_volume.size must not be less than 50",
                "is_spot must be a boolean value",
            ]),
        ),
        (json!({ "volumes": [{ "name": "v", "size": 50 }] }), json!(["volumes.0.type should not be empty"])),
        (
            json!({ "contract": "FOREVER" }),
            json!(["contract must be one of the following values: LONG_TERM, PAY_AS_YOU_GO, SPOT"]),
        ),
        (json!({ "instance_type": "nothing" }), json!("Invalid instance type")),
        (json!({ "location_code": "MOON-01" }), json!("Invalid location code")),
        (json!({ "image": "windows" }), json!("Invalid image")),
        (
            json!({ "image": "ubuntu-24.04-cuda-12.8-open" }),
            json!("Operating system is not valid for this instance type"),
        ),
        (json!({ "ssh_key_ids": ["unknown"] }), json!("Invalid SSH key ID")),
        (json!({ "startup_script_id": "unknown" }), json!("Invalid startup script ID")),
        (json!({ "existing_volumes": ["unknown"] }), json!("Invalid volume ID")),
    ] {
        let response = project.post("/v1/instances", order(changes.clone())).await;
        assert_eq!(response.error(), (400, "invalid_request".to_owned(), message), "{changes}");
    }
    assert_eq!((project.fake.instances().len(), project.fake.volumes().len()), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn an_image_may_be_named_by_its_id() {
    let project = Project::new().await;
    let images = project.read("/v1/images").await;
    let image = images.as_array().unwrap().iter().find(|image| image["image_type"] == "debian-12").unwrap();
    let id = project.running(json!({ "image": image["id"] })).await;
    let instance = project.show("/v1/instances", &id).await;
    assert_eq!((&instance["image"], &instance["os_name"]), (&json!("debian-12"), &json!("Debian 12")));
    let cluster = project.read("/v1/images/cluster").await[0]["id"].clone();
    let refused = project.post("/v1/instances", order(json!({ "image": cluster }))).await;
    assert_eq!(refused.error(), (400, "invalid_request".to_owned(), json!("Invalid image")));
    // CUDA is too new for the type.
    let new = json!({ "instance_type": "1V100.6V", "image": "ubuntu-24.04-cuda-13.0-open-docker" });
    let refused = project.post("/v1/instances", order(new)).await;
    assert_eq!(refused.error().2, "Operating system is not valid for this instance type");
}

#[tokio::test(start_paused = true)]
async fn a_policy_for_eviction_may_be_null() {
    let project = Project::new().await;
    let volume = json!({ "name": "OS volume", "size": 100, "on_spot_discontinue": null });
    let id = project.running(json!({ "os_volume": volume })).await;
    assert_eq!(project.show("/v1/instances", &id).await["status"], "running");
}

#[tokio::test(start_paused = true)]
async fn the_seed_decides_all_ids_and_tokens_do_not_change_them() {
    let ids = async |seed: u64, sign_ins: usize| {
        let mut project = Project::on(VerdaFake::builder().seed(seed).build()).await;
        for _ in 0..sign_ins {
            project.sign_in().await;
        }
        [project.deploy(json!({})).await, project.deploy(json!({})).await]
    };
    assert_eq!(ids(1, 0).await, ids(1, 3).await);
    assert_ne!(ids(1, 0).await, ids(2, 0).await);
}
