//! A project on the fake, in which every operation is called.

#![allow(dead_code, reason = "three tests use it, each a part")]

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request};
use jsonschema::Validator;
use serde_json::{Value, json};
use verda_api::{OPERATIONS, Operation};
use verda_fake::VerdaFake;
use verda_tests::{corrected, operation, request_example, success};

pub(crate) fn label(entry: &Operation) -> String {
    format!("{} {}", entry.method.as_str(), entry.path)
}

pub(crate) fn validator(schema: &Value) -> Validator {
    let mut whole = schema.clone();
    whole["components"] = corrected()["components"].clone();
    tags_tell(&mut whole);
    // The result of an action on an id that is no UUID contains that id.
    let options = jsonschema::options().should_validate_formats(true).with_format("uuid", |_: &str| true);
    options.build(&whole).unwrap_or_else(|error| panic!("{error}"))
}

/// Where a tag tells alternatives apart, a value may fit several of them: JSON Schema knows no tags.
fn tags_tell(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("discriminator").is_some_and(Value::is_object)
                && let Some(branches) = members.remove("oneOf")
            {
                members.insert("anyOf".to_owned(), branches);
            }
            members.values_mut().for_each(tags_tell);
        }
        Value::Array(values) => values.iter_mut().for_each(tags_tell),
        _ => {}
    }
}

/// Whether the successes of an operation are JSON.
fn gives_json(called: &str) -> bool {
    let entry = OPERATIONS.iter().find(|entry| label(entry) == called);
    let content = entry.and_then(|entry| success(entry)?.1.get("content")?.as_object());
    content.is_none_or(|content| content.keys().any(|media| media.contains("json")))
}

/// A project on a strict fake, and what was asked of it.
pub(crate) struct Project {
    pub(crate) fake: VerdaFake,
    token: String,
    /// By operation and status.
    validators: HashMap<(String, u16), Option<Validator>>,
    error: Validator,
    pub(crate) succeeded: BTreeSet<String>,
    /// Values for the parameters of paths.
    pub(crate) known: HashMap<&'static str, String>,
    /// The successful responses: operation, status and body.
    pub(crate) responses: Vec<(String, u16, Bytes)>,
    is_strict: bool,
}

impl Project {
    /// A project whose responses are those of the document, or of the running API.
    pub(crate) async fn new(is_strict: bool) -> Self {
        let builder = VerdaFake::builder().hostile_catalogue().without_rate_limits().token_lifetime(Duration::MAX);
        // Responses from this document are then valid by the corrections as well.
        let builder = builder.document(&corrected().to_string()).unwrap();
        let builder = if is_strict { builder.strict() } else { builder };
        let mut project = Self {
            fake: builder.build(),
            responses: Vec::new(),
            is_strict,
            token: String::new(),
            validators: HashMap::new(),
            error: validator(&json!({ "$ref": "#/components/schemas/PublicApiErrorResponseDto" })),
            succeeded: BTreeSet::new(),
            known: HashMap::new(),
        };
        let login = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "b" });
        let token = project.done("POST", "/v1/oauth2/token", login).await;
        project.token = token["access_token"].as_str().unwrap().to_owned();
        project
    }

    /// Sends a request, checks the response against the document, and returns its status and body.
    pub(crate) async fn send(&mut self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method.parse::<Method>().unwrap())
            .uri(path)
            .header("user-agent", "strict")
            .header("authorization", format!("Bearer {}", self.token));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let bytes = body.map_or_else(Bytes::new, |body| body.to_string().into());
        let response = self.fake.handle(request.body(bytes).unwrap()).await.unwrap();
        let called = self.fake.requests().pop().unwrap().operation;
        let called = called.unwrap_or_else(|| panic!("{method} {path} is no operation")).to_owned();
        self.fake.clear_requests();
        let status = response.status().as_u16();
        let value: Value = match response.body().as_ref() {
            b"" => Value::Null,
            text if self.is_strict && (status >= 400 || gives_json(&called)) => {
                serde_json::from_slice(text).unwrap_or_else(|error| panic!("{called}: {error}"))
            }
            // An id without quotes.
            text => serde_json::from_slice(text).unwrap_or_else(|_| String::from_utf8_lossy(text).into()),
        };
        if status < 400 {
            self.succeeded.insert(called.clone());
            self.responses.push((called.clone(), status, response.body().clone()));
        }
        if self.is_strict {
            self.check(&called, status, &value);
        }
        (status, value)
    }

    fn check(&mut self, called: &str, status: u16, value: &Value) {
        if status >= 400 {
            assert!(status < 500 || value["code"] == "service_unavailable", "{called}: {status} {value}");
            self.error.validate(value).unwrap_or_else(|error| panic!("{called}: {error} in {value}"));
            return;
        }
        let validator = self.validators.entry((called.to_owned(), status)).or_insert_with(|| {
            let entry = OPERATIONS.iter().find(|entry| label(entry) == called).unwrap();
            let response = &operation(entry)["responses"][status.to_string()];
            assert!(response.is_object(), "{called}: the status {status} is not documented");
            response.pointer("/content/application~1json/schema").map(validator)
        });
        // The empty body of an action is no JSON document.
        let Some(validator) = validator.as_ref().filter(|_| status != 202 || !value.is_null()) else { return };
        if let Err(error) = validator.validate(value) {
            panic!("{called}: {error} at {} in {value}", error.instance_path());
        }
    }

    /// The body of a request that works.
    pub(crate) async fn done(&mut self, method: &str, path: &str, body: Value) -> Value {
        let body = Some(body).filter(|body| !body.is_null());
        let (status, value) = self.send(method, path, body.as_ref()).await;
        assert!((200..300).contains(&status), "{method} {path}: {status} {value}");
        value
    }

    async fn created(&mut self, path: &str, body: Value) -> String {
        self.done("POST", path, body).await.as_str().unwrap_or_default().to_owned()
    }

    /// The path of an operation, with ids of created resources.
    pub(crate) fn path(&self, entry: &Operation) -> String {
        let fill = |part: &str| match part.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => self.known.get(name).cloned().unwrap_or_else(|| "unknown".to_owned()),
            None => part.to_owned(),
        };
        entry.path.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    /// Every GET, for created resources.
    pub(crate) async fn read_everything(&mut self) {
        for entry in OPERATIONS.iter().filter(|entry| entry.method.as_str() == "GET") {
            let path = self.path(entry);
            self.done("GET", &path, Value::Null).await;
        }
    }

    /// Every GET; what does not exist is an error of the fake.
    pub(crate) async fn read_everything_or_nothing(&mut self) {
        for entry in OPERATIONS.iter().filter(|entry| entry.method.as_str() == "GET") {
            let path = self.path(entry);
            self.send("GET", &path, None).await;
        }
    }

    pub(crate) async fn make_machines(&mut self) {
        for (path, name) in [("/v1/ssh-keys", "sshKeyId"), ("/v1/sshkeys", "sshKeyId"), ("/v1/scripts", "scriptId")] {
            let body = json!({ "name": "n", "key": "ssh-ed25519 AAAA", "script": "#!/bin/sh" });
            let id = self.created(path, body).await;
            self.known.insert(name, id);
        }
        let volume = json!({ "type": "NVMe_Shared", "name": "s", "size": 100, "location_code": "FIN-01" });
        let id = self.created("/v1/volumes", volume).await;
        self.known.insert("volume_id", id);
        for instance_type in ["CPU.4V.16G", "1H100.80S.30V"] {
            let key = self.known["sshKeyId"].clone();
            let order = json!({ "instance_type": instance_type, "image": "ubuntu-24.04", "hostname": "node",
                "description": "", "location_code": "FIN-01", "ssh_key_ids": [key],
                "volumes": [{ "name": "data", "size": 50, "type": "NVMe" }] });
            let id = self.created("/v1/instances", order).await;
            self.known.insert("instance_id", id);
        }
        self.known.insert("instance_type", "1H100.80S.30V".to_owned());
        self.known.insert("instanceType", "1H100.80S.30V".to_owned());
    }

    pub(crate) async fn make_deployments(&mut self) {
        self.done("POST", "/v1/secrets", json!({ "name": "token", "value": "v" })).await;
        let files = json!([{ "file_name": "f", "base64_content": "YQ==" }]);
        self.done("POST", "/v1/file-secrets", json!({ "name": "keys", "files": files })).await;
        let credentials = json!({ "name": "hub", "type": "dockerhub", "username": "u", "access_token": "t" });
        self.done("POST", "/v1/container-registry-credentials", credentials).await;
        let container = json!({ "image": "example.com/a:1", "exposed_port": 80,
            "healthcheck": { "enabled": false },
            "env": [{ "name": "T", "value_or_reference_to_secret": "token", "type": "secret" }],
            "volume_mounts": [
                { "type": "secret", "mount_path": "/keys", "secret_name": "keys" },
                { "type": "scratch", "mount_path": "/data" },
                { "type": "memory", "mount_path": "/dev/shm", "size_in_mb": 64 },
                { "type": "shared", "mount_path": "/shared", "volume_id": self.known["volume_id"] },
            ] });
        let compute = json!({ "name": "H100", "size": 1 });
        let scaling = json!({ "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 60,
            "concurrent_requests_per_replica": 1, "scale_up_policy": { "delay_seconds": 0 },
            "scale_down_policy": { "delay_seconds": 0 },
            "scaling_triggers": { "queue_load": {}, "cpu_utilization": { "enabled": false } } });
        let registry = json!({ "is_private": true, "credentials": { "name": "hub" } });
        for (name, registry) in [("llm", registry), ("open", json!({ "is_private": false }))] {
            let order = json!({ "name": name, "container_registry_settings": registry, "containers": [container],
                "compute": compute, "scaling": scaling });
            self.done("POST", "/v1/container-deployments", order).await;
        }
        let scaling = json!({ "max_replica_count": 1, "queue_message_ttl_seconds": 60, "deadline_seconds": 600 });
        let order = json!({ "name": "train", "containers": [container], "compute": compute, "scaling": scaling });
        self.done("POST", "/v1/job-deployments", order).await;
        self.known.insert("deployment_name", "llm".to_owned());
        self.known.insert("jobName", "train".to_owned());
    }

    pub(crate) async fn change_deployments(&mut self) {
        let env = "/v1/container-deployments/llm/environment-variables";
        let variable = json!([{ "name": "A", "value_or_reference_to_secret": "a", "type": "plain" }]);
        for (method, env_body) in [("POST", &variable), ("PATCH", &variable), ("DELETE", &json!(["A"]))] {
            self.done(method, env, json!({ "container_name": "llm-0", "env": env_body })).await;
        }
        let change = json!({ "containers": [{ "name": "llm-0", "exposed_port": 81,
            "autoupdate": { "enabled": true, "mode": "latest" } }] });
        self.done("PATCH", "/v1/container-deployments/llm", change).await;
        let scaling = json!({ "min_replica_count": 2 });
        self.done("PATCH", "/v1/container-deployments/llm/scaling", scaling).await;
        self.done("PATCH", "/v1/job-deployments/train", json!({ "scaling": { "deadline_seconds": 700 } })).await;
        self.done("POST", "/v1/container-deployments/llm/restart", Value::Null).await;
        // Each action twice: one that changes nothing has the same response.
        for call in ["purge-queue", "pause", "pause", "resume", "resume"] {
            self.done("POST", &format!("/v1/container-deployments/llm/{call}"), Value::Null).await;
            self.done("POST", &format!("/v1/job-deployments/train/{call}"), Value::Null).await;
        }
    }

    pub(crate) async fn order_cluster(&mut self) {
        let mut order = request_example("deploy_cluster").unwrap();
        let kinds = self.done("GET", "/v1/cluster-availability", Value::Null).await;
        order["cluster_type"] = kinds[0]["availabilities"][0].clone();
        order["location_code"] = kinds[0]["location_code"].clone();
        self.known.insert("cluster_type", order["cluster_type"].as_str().unwrap().to_owned());
        order["image"] = self.done("GET", "/v1/images/cluster", Value::Null).await[0]["image_type"].clone();
        order["ssh_key_ids"] = json!([self.known["sshKeyId"]]);
        for reference in ["startup_script_id", "existing_volumes"] {
            order.as_object_mut().unwrap().remove(reference);
        }
        let cluster = self.done("POST", "/v1/clusters", order).await;
        let id = cluster["id"].as_str().unwrap_or("unknown").to_owned();
        let path = format!("/v1/clusters/{id}");
        self.done("GET", &path, Value::Null).await;
        tokio::time::advance(Duration::from_secs(600)).await;
        let cluster = self.done("GET", &path, Value::Null).await;
        let node = cluster["worker_nodes"][0]["id"].as_str().unwrap_or("unknown").to_owned();
        self.done("POST", &format!("{path}/nodes/{node}/actions"), json!({ "action": "shutdown" })).await;
        self.done("GET", "/v1/clusters", Value::Null).await;
        let discontinue = json!({ "actions": [{ "action": "discontinue", "id": id }] });
        self.done("PUT", "/v1/clusters", discontinue).await;
        self.known.insert("id", id);
    }

    pub(crate) async fn act_on_machines(&mut self) {
        let id = self.known["instance_id"].clone();
        self.done("PUT", "/v1/instances", json!({ "action": "shutdown", "id": id })).await;
        tokio::time::advance(Duration::from_secs(60)).await;
        self.done("PUT", "/v1/instances", json!({ "action": "shutdown", "id": id })).await;
        let unknown = "5bb59c01-0f42-4c17-aef1-f3f37740f097";
        self.done("PUT", "/v1/instances", json!({ "action": "start", "id": [id, unknown] })).await;
        tokio::time::advance(Duration::from_secs(60)).await;
        self.done("POST", "/v1/instances/action", json!({ "action": "delete", "id": id })).await;
        let clone = json!({ "action": "clone", "id": self.known["volume_id"], "name": "copy" });
        self.done("PUT", "/v1/volumes", clone).await;
    }

    pub(crate) async fn delete_everything(&mut self) {
        for path in [
            "/v1/container-deployments/llm",
            "/v1/container-deployments/open?timeout=0",
            "/v1/job-deployments/train",
            "/v1/secrets/token?force=true",
            "/v1/file-secrets/keys?force=true",
            "/v1/container-registry-credentials/hub",
        ] {
            self.done("DELETE", path, Value::Null).await;
        }
        let volume = format!("/v1/volumes/{}", self.known["volume_id"]);
        self.done("DELETE", &volume, Value::Null).await;
        self.done("GET", &volume, Value::Null).await;
        self.done("GET", "/v1/volumes/trash", Value::Null).await;
        self.done("GET", "/v1/volumes?status=deleted", Value::Null).await;
        self.done("DELETE", &volume, json!({ "is_permanent": true })).await;
        for (path, member) in [("/v1/ssh-keys", "keys"), ("/v1/sshkeys", "keys"), ("/v1/scripts", "scripts")] {
            let body = json!({ "name": "n", "key": "k", "script": "s" });
            let (first, second) = (self.created(path, body.clone()).await, self.created(path, body).await);
            self.done("DELETE", &format!("{path}/{first}"), Value::Null).await;
            self.done("DELETE", path, json!({ member: [second] })).await;
        }
    }

    /// Every operation, some of them at several times.
    pub(crate) async fn walk(&mut self) {
        self.make_machines().await;
        self.order_cluster().await;
        self.make_deployments().await;
        // While all machines are ordered, while they start, and when they run.
        for _ in 0..4 {
            self.read_everything().await;
            tokio::time::advance(Duration::from_secs(20)).await;
        }
        self.change_deployments().await;
        self.act_on_machines().await;
        self.read_everything().await;
        tokio::time::advance(Duration::from_secs(60)).await;
        self.read_everything().await;
        self.delete_everything().await;
        self.call_the_rest().await;
    }

    /// Calls every operation that no step above calls. The fake serves operations without a handler from the document.
    async fn call_the_rest(&mut self) {
        for entry in OPERATIONS {
            if !self.succeeded.contains(&label(entry)) {
                let body = request_example(entry.id).unwrap_or_default();
                let path = self.path(entry);
                self.done(entry.method.as_str(), &path, body).await;
            }
        }
    }
}
