use serde_json::{Value, json};
use verda_fake::{Fate, VerdaFake};

use crate::project::{Project, Response, seconds};
use crate::volumes::data;

impl Project {
    /// The order of a cluster with a key that the project has, with changes.
    pub(crate) async fn cluster_order(&self, changes: Value) -> Value {
        let key = self.create("/v1/ssh-keys", json!({ "name": "k", "key": "ssh-ed25519 AAAA" })).await;
        let mut order = json!({
            "cluster_type": "16H200",
            "image": "ubuntu-24.04-cuda-12.8-cluster",
            "hostname": "cluster-1",
            "description": "",
            "location_code": "FIN-01",
            "ssh_key_ids": [key],
            "startup_script_id": null,
            "contract": "PAY_AS_YOU_GO",
            "shared_volume": { "name": "home", "size": 1000 },
        });
        for (name, value) in changes.as_object().unwrap() {
            order[name] = value.clone();
        }
        order.as_object_mut().unwrap().retain(|_, value| *value != json!("leave out"));
        order
    }

    pub(crate) async fn order_cluster(&self, changes: Value) -> Response {
        let order = self.cluster_order(changes).await;
        self.post("/v1/clusters", order).await
    }

    /// A cluster that was just ordered.
    async fn cluster(&self, changes: Value) -> String {
        let response = self.order_cluster(changes).await;
        assert_eq!(response.status, 202, "{}", response.text());
        response.json()["id"].as_str().unwrap().to_owned()
    }

    async fn running_cluster(&self, changes: Value) -> String {
        let id = self.cluster(changes).await;
        seconds(60).await;
        id
    }

    async fn discontinue(&self, ids: &[&str]) -> Response {
        let actions: Vec<Value> = ids.iter().map(|id| json!({ "action": "discontinue", "id": id })).collect();
        self.put("/v1/clusters", json!({ "actions": actions })).await
    }

    async fn act_on_node(&self, cluster: &str, node: &str, action: &str) -> Response {
        self.post(&format!("/v1/clusters/{cluster}/nodes/{node}/actions"), json!({ "action": action })).await
    }
}

#[tokio::test(start_paused = true)]
async fn a_cluster_comes_up_with_its_nodes() {
    let project = Project::new().await;
    let response = project.order_cluster(json!({})).await;
    // Documented, and real: an object, where other creates respond with a bare id.
    assert_eq!(response.status, 202);
    assert_eq!(response.json().as_object().unwrap().len(), 1);
    let id = response.json()["id"].as_str().unwrap().to_owned();
    for (wait, status) in [(0, "ordered"), (15, "provisioning"), (44, "provisioning")] {
        seconds(wait).await;
        let cluster = project.show("/v1/clusters", &id).await;
        assert_eq!(cluster["status"], status);
        assert_eq!((&cluster["ip"], &cluster["worker_nodes"]), (&Value::Null, &json!([])));
    }
    seconds(1).await;
    let cluster = project.show("/v1/clusters", &id).await;
    assert_eq!(project.read("/v1/clusters").await, json!([cluster]));
    assert_eq!(json!(project.fake.clusters()), json!([cluster]));
    let nodes = cluster["worker_nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 2);
    for (index, node) in nodes.iter().enumerate() {
        assert_eq!(node["hostname"], format!("worker-{}", index + 1));
        assert_eq!(node["status"], "running");
        for name in ["public_ip", "private_ip"] {
            assert!(node[name].as_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok());
        }
        assert_eq!(node.as_object().unwrap().len(), 5);
    }
    assert_ne!(nodes[0]["public_ip"], nodes[1]["public_ip"]);
    let volume = &cluster["shared_volumes"][0];
    assert_eq!(
        cluster["shared_volumes"],
        json!([{ "id": volume["id"], "name": "home", "mount_point": "/home", "size_in_gigabytes": 1000 }])
    );
    let mut rest = cluster.clone();
    for name in ["id", "ip", "created_by_user_id", "worker_nodes", "shared_volumes", "ssh_key_ids"] {
        assert!(!rest.as_object_mut().unwrap().remove(name).unwrap().is_null(), "{name}");
    }
    assert_eq!(
        rest,
        json!({
            "status": "running",
            "created_at": "2026-01-01T00:00:00.000Z",
            "cpu": { "description": "352 CPU", "number_of_cores": 352 },
            "gpu": { "description": "16x H200 SXM5 141GB", "number_of_gpus": 16 },
            "gpu_memory": { "description": "2256GB GPU RAM", "size_in_gigabytes": 2256 },
            "memory": { "description": "2960GB RAM", "size_in_gigabytes": 2960 },
            "hostname": "cluster-1",
            "description": "",
            "location": "FIN-01",
            "price_per_hour": 47.84,
            "cluster_type": "16H200",
            "image": "ubuntu-24.04-cuda-12.8-cluster",
            "os_name": "Ubuntu 24.04",
            "startup_script_id": null,
            "contract": "PAY_AS_YOU_GO",
        })
    );
}

#[tokio::test(start_paused = true)]
async fn the_shared_volumes_of_a_cluster_are_volumes() {
    let project = Project::new().await;
    let before = project.create("/v1/volumes", data(json!({ "type": "NVMe_Shared", "name": "before" }))).await;
    seconds(5).await;
    let id = project.running_cluster(json!({ "existing_volumes": [{ "id": before }] })).await;
    let cluster = project.show("/v1/clusters", &id).await;
    let home = cluster["shared_volumes"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(cluster["shared_volumes"][1]["name"], "before");
    for (volume, kind) in [(&home, "NVMe_Shared_Cluster"), (&before, "NVMe_Shared")] {
        let shown = project.show("/v1/volumes", volume).await;
        assert_eq!((&shown["type"], &shown["status"]), (&json!(kind), &json!("attached")));
        let owner = &shown["instances"][0];
        assert_eq!((&owner["id"], &owner["instance_type"]), (&json!(id), &json!("16H200")));
        for action in ["delete", "detach"] {
            let response = project.put("/v1/volumes", json!({ "action": action, "id": volume })).await;
            assert_eq!(response.error().2, format!("Can't {action} a volume of a cluster"));
        }
    }
    assert_eq!(project.order_cluster(json!({ "existing_volumes": [{ "id": before }] })).await.status, 400);

    // They are detached with the end of the cluster, and stay.
    assert_eq!(project.discontinue(&[&id]).await.status, 202);
    assert_eq!(project.show("/v1/volumes", &home).await["status"], "detaching");
    seconds(5).await;
    for volume in [&home, &before] {
        let shown = project.show("/v1/volumes", volume).await;
        assert_eq!((&shown["status"], &shown["instances"]), (&json!("detached"), &json!([])));
        assert_eq!(project.delete(&format!("/v1/volumes/{volume}"), None).await.status, 202);
    }
}

#[tokio::test(start_paused = true)]
async fn clusters_are_discontinued_all_or_none() {
    let project = Project::on(VerdaFake::builder().without_rate_limits().balance(1e6).build()).await;
    let (a, b) = (project.running_cluster(json!({})).await, project.running_cluster(json!({})).await);
    let young = project.cluster(json!({})).await;
    let response = project.discontinue(&[&a, &young]).await;
    let expected = (403, "forbidden_action".to_owned(), json!("Can't discontinue a provisioning cluster"));
    assert_eq!(response.error(), expected);
    assert_eq!(project.discontinue(&[&a, "unknown"]).await.error().0, 404);
    assert_eq!(project.show("/v1/clusters", &a).await["status"], "running");

    let response = project.discontinue(&[&a]).await;
    assert_eq!((response.status.as_u16(), response.body.len()), (202, 0));
    assert_eq!(project.show("/v1/clusters", &a).await["status"], "deleting");
    assert_eq!(project.discontinue(&[&a]).await.status, 202);
    // The official Python SDK sends one action with many ids.
    let response = project.put("/v1/clusters", json!({ "id": [b], "action": "discontinue" })).await;
    assert_eq!(response.status, 202);
    seconds(5).await;
    let left: Vec<Value> = project.read("/v1/clusters").await.as_array().unwrap().clone();
    assert_eq!(left.iter().map(|cluster| &cluster["id"]).collect::<Vec<_>>(), [&json!(young)]);
    assert_eq!(project.show("/v1/clusters", &b).await["status"], "discontinued");
    assert_eq!(project.discontinue(&[&b]).await.status, 202);
    assert_eq!(project.show("/v1/clusters", &b).await["status"], "discontinued");
    for body in [
        json!({}),
        json!({ "actions": [] }),
        json!({ "actions": {} }),
        json!({ "actions": [{ "id": young }] }),
        json!({ "actions": [{ "action": "discontinue" }] }),
        json!({ "actions": [{ "action": "shutdown", "id": young }] }),
        json!({ "action": "delete", "id": young }),
        json!({ "action": "discontinue", "id": [] }),
    ] {
        assert_eq!(project.put("/v1/clusters", body.clone()).await.status, 400, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_node_is_switched_off_and_on() {
    let project = Project::new().await;
    let id = project.cluster(json!({})).await;
    seconds(60).await;
    let cluster = project.show("/v1/clusters", &id).await;
    let node = cluster["worker_nodes"][0]["id"].as_str().unwrap().to_owned();
    let statuses = async || {
        let cluster = project.show("/v1/clusters", &id).await;
        let nodes = cluster["worker_nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["status"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let response = project.act_on_node(&id, &node, "shutdown").await;
    assert_eq!((response.status.as_u16(), response.body.len()), (202, 0));
    seconds(5).await;
    assert_eq!(statuses().await, ["offline", "running"]);
    assert_eq!(project.act_on_node(&id, &node, "force_shutdown").await.status, 202);
    assert_eq!(project.act_on_node(&id, &node, "boot").await.status, 202);
    seconds(5).await;
    assert_eq!(statuses().await, ["running", "running"]);

    assert_eq!(project.act_on_node(&id, &node, "delete").await.error().0, 400);
    assert_eq!(project.act_on_node(&id, "unknown", "boot").await.error().2, "Cluster node not found");
    assert_eq!(project.act_on_node("unknown", &node, "boot").await.error().2, "Cluster not found");
    project.discontinue(&[&id]).await;
    assert_eq!(statuses().await, ["deleting", "deleting"]);
    let response = project.act_on_node(&id, &node, "shutdown").await;
    assert_eq!(response.error().2, "Can't shutdown a deleting cluster node");
}

#[tokio::test(start_paused = true)]
async fn bad_cluster_orders_are_named_and_leave_nothing() {
    let project = Project::new().await;
    let block = project.create("/v1/volumes", data(json!({}))).await;
    seconds(5).await;
    for (changes, status, message) in [
        (json!({ "cluster_type": "leave out" }), 400, json!(["cluster_type should not be empty"])),
        (json!({ "location_code": "leave out" }), 400, json!(["location_code should not be empty"])),
        (json!({ "shared_volume": "leave out" }), 400, json!(["shared_volume should not be empty"])),
        (json!({ "shared_volume": null }), 400, json!(["shared_volume should not be empty"])),
        (json!({ "shared_volume": 7 }), 400, json!(["shared_volume must be an object"])),
        (
            json!({ "shared_volume": { "size": 1 } }),
            400,
            json!(["shared_volume.name should not be empty", "shared_volume.size must not be less than 50"]),
        ),
        (json!({ "ssh_key_ids": [] }), 400, json!(["ssh_key_ids should not be empty"])),
        (json!({ "ssh_key_ids": ["unknown"] }), 400, json!("Invalid SSH key ID")),
        (json!({ "startup_script_id": "unknown" }), 400, json!("Invalid startup script ID")),
        (json!({ "cluster_type": "1H100.80S.30V" }), 400, json!("Invalid cluster type")),
        (json!({ "image": "ubuntu-24.04" }), 400, json!("Invalid image")),
        (json!({ "location_code": "MOON-01" }), 400, json!("Invalid location code")),
        (json!({ "contract": "LONG_TERM" }), 400, json!("Only the contract PAY_AS_YOU_GO is supported for clusters")),
        (json!({ "existing_volumes": [{}] }), 400, json!(["existing_volumes.0.id should not be empty"])),
        (json!({ "existing_volumes": [{ "id": "unknown" }] }), 400, json!("Invalid volume ID")),
        (
            json!({ "existing_volumes": [{ "id": block }] }),
            400,
            json!("Only a shared volume that no cluster has can be attached to a cluster"),
        ),
        (
            json!({ "location_code": "FIN-03" }),
            503,
            json!("Not enough resources to deploy a 16 GPU cluster type 16H200 in FIN-03"),
        ),
    ] {
        let (found, _, text) = project.order_cluster(changes.clone()).await.error();
        assert_eq!((found, text), (status, message), "{changes}");
    }
    assert_eq!((project.fake.clusters().len(), project.fake.volumes().len()), (0, 1));
    assert_eq!(project.get("/v1/clusters/unknown").await.error().2, "Cluster not found");
}

#[tokio::test(start_paused = true)]
async fn a_cluster_needs_money_and_room_for_its_volume() {
    // An hour costs 47.84, and 1000 GB 0.27.
    for (balance, quota, status) in [(48.0, 1000, 402), (100.0, 999, 400), (48.2, 1000, 202)] {
        let builder = VerdaFake::builder().balance(balance).storage_quota(quota);
        let project = Project::on(builder.build()).await;
        assert_eq!(project.order_cluster(json!({})).await.status, status, "{balance} {quota}");
        assert_eq!(project.fake.clusters().len(), usize::from(status == 202));
    }
    let project = Project::new().await;
    let shared = project.create("/v1/volumes", data(json!({ "type": "NVMe_Shared" }))).await;
    let twice = json!({ "existing_volumes": [{ "id": shared }, { "id": shared }] });
    assert_eq!(project.order_cluster(twice).await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_may_fail_and_a_test_may_say_so() {
    let project = Project::new().await;
    project.fake.next_cluster_fate(Fate::InstallationFailed);
    let id = project.running_cluster(json!({})).await;
    assert_eq!(project.show("/v1/clusters", &id).await["status"], "installation_failed");
    project.fake.set_cluster_status(&id, "running").unwrap();
    assert_eq!(project.show("/v1/clusters", &id).await["status"], "running");
    project.fake.set_cluster_status(&id, "discontinued").unwrap();
    assert_eq!(project.read("/v1/clusters").await, json!([]));
    assert_eq!(project.fake.volumes()[0]["status"], "detached");
    assert!(project.fake.set_cluster_status("unknown", "running").is_err());
    assert!(project.fake.set_cluster_status(&id, "tired").is_err());
}

#[tokio::test(start_paused = true)]
async fn cluster_types_images_and_availability() {
    let project = Project::new().await;
    let types = project.read("/v1/cluster-types").await;
    let kind = types.as_array().unwrap().iter().find(|kind| kind["cluster_type"] == "16H200").unwrap();
    assert_eq!(kind["price_per_hour"], "47.84");
    assert_eq!(kind["node_details"][0], json!({ "GPU VRAM": "1128 GB" }));
    assert_eq!(kind["gpu"]["number_of_gpus"], 16);
    assert!(kind.get("storage").is_none());
    let euros = project.read("/v1/cluster-types?currency=eur").await;
    assert_eq!(euros[0]["currency"], "eur");

    let images = project.read("/v1/images/cluster?instance_type=16H200").await;
    assert_eq!(images, project.read("/v1/images/cluster").await);
    // An image may be named by its id.
    let id = project.cluster(json!({ "image": images[0]["id"] })).await;
    seconds(60).await;
    assert_eq!(project.show("/v1/clusters", &id).await["image"], images[0]["image_type"]);

    let all = project.read("/v1/cluster-availability").await;
    assert_eq!(all.as_array().unwrap().len(), 4);
    let one = project.read("/v1/cluster-availability?location_code=FIN-02").await;
    assert_eq!(one, json!([{ "location_code": "FIN-02", "availabilities": ["16H200", "32H200"] }]));
    for (path, available) in
        [("16H200", "true"), ("16H200?location_code=FIN-03", "false"), ("64B200", "false"), ("32B200", "true")]
    {
        assert_eq!(project.get(&format!("/v1/cluster-availability/{path}")).await.text(), available, "{path}");
    }
    assert_eq!(project.get("/v1/cluster-availability?location_code=MOON-01").await.status, 400);

    project.fake.set_capacity("16H200", "FIN-02", 0).unwrap();
    let one = project.read("/v1/cluster-availability?location_code=FIN-02").await;
    assert_eq!(one[0]["availabilities"], json!(["32H200"]));
}

#[tokio::test(start_paused = true)]
async fn long_term_periods_are_public() {
    let fake = VerdaFake::default();
    let mut lists = Vec::new();
    for path in ["/v1/long-term/periods", "/v1/long-term/periods/instances", "/v1/long-term/periods/clusters"] {
        let request = http::Request::get(path).body(bytes::Bytes::new()).unwrap();
        let response = fake.handle(request).await.unwrap();
        assert_eq!(response.status(), 200);
        lists.push(serde_json::from_slice::<Value>(response.body()).unwrap());
    }
    assert_eq!(lists[0], lists[1]);
    assert_ne!(lists[1], lists[2]);
    assert_eq!(
        lists[1][1],
        json!({
            "code": "3_MONTHS",
            "name": "3 months",
            "is_enabled": true,
            "unit_name": "month",
            "unit_value": 3,
            "discount_percentage": 14,
        })
    );
}
