//! A project behind a server that misbehaves: the fake knows what is true.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use serde_json::Value;
use verda_api_ext::{Client, types};
use verda_fake::VerdaFake;
use verda_tests::hostile::{Misbehaviour, Reply, Seen, Server, State};
use verda_tests::{deployment, job};

pub(crate) const TOKEN: &str = "/v1/oauth2/token";

/// Which requests meet the misbehaviour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    Always,
    /// A request in two, by chance.
    Half,
    /// All after the first few.
    Later,
}

pub(crate) struct World {
    fake: VerdaFake,
    misbehaviour: Misbehaviour,
    when: When,
    acts: bool,
    elsewhere: String,
    rng: Mutex<Rng>,
    requests: AtomicUsize,
    misbehaved: AtomicUsize,
    is_calm: AtomicBool,
    /// The first response to each list.
    first_lists: Mutex<HashMap<String, Reply>>,
    /// The first that should not have been.
    wrong: Mutex<Option<String>>,
}

impl World {
    pub(crate) fn new(seed: u64, misbehaviour: Misbehaviour, when: When, acts: bool, elsewhere: String) -> Arc<Self> {
        let second = Duration::from_secs(1);
        // Later than the clock of this machine, which a client takes for the beginning of what it orders.
        let start = chrono::DateTime::from_timestamp(4_102_444_800, 0).unwrap();
        let builder = VerdaFake::builder().seed(seed).start_time(start).balance(1e9);
        let builder = builder.provisioning_time(second).deployment_time(second).action_time(second / 2);
        Arc::new(Self {
            fake: builder.without_rate_limits().build(),
            misbehaviour,
            when,
            acts,
            elsewhere,
            rng: Mutex::new(Rng::with_seed(seed)),
            requests: AtomicUsize::new(0),
            misbehaved: AtomicUsize::new(0),
            is_calm: AtomicBool::new(false),
            first_lists: Mutex::default(),
            wrong: Mutex::default(),
        })
    }

    /// A client that meets no misbehaviour.
    pub(crate) fn direct(&self) -> Client {
        Client::builder().credentials("id", "canary-secret").transport(self.fake.transport()).build().unwrap()
    }

    pub(crate) fn fake(&self) -> &VerdaFake {
        &self.fake
    }

    /// What should not have been, at any time.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.wrong.lock().unwrap().take().map_or(Ok(()), Err)
    }

    fn wrong(&self, why: String) {
        self.wrong.lock().unwrap().get_or_insert(why);
    }

    pub(crate) async fn server(self: &Arc<Self>) -> Server {
        if self.misbehaviour.is_refusing {
            return Server::refusing().await;
        }
        let (this, that) = (self.clone(), self.clone());
        // The first connection is that of the token.
        let is_met = move |number| number > 0 && that.meets();
        Server::misbehaving(&self.misbehaviour, is_met, move |here, seen| {
            let (this, here) = (this.clone(), here.to_owned());
            Box::pin(async move { this.respond(&here, seen).await })
        })
        .await
    }

    /// Whether the next request or connection meets the misbehaviour.
    fn meets(&self) -> bool {
        !self.is_calm.load(SeqCst)
            && match self.when {
                When::Always => true,
                When::Half => self.rng.lock().unwrap().bool(),
                When::Later => self.requests.load(SeqCst) > 2,
            }
    }

    async fn respond(&self, here: &str, seen: Seen) -> Reply {
        let (is_token, is_read) = (seen.path == TOKEN, seen.method == "GET");
        if !is_token && format!("{} {}", seen.head, seen.body).contains("canary-secret") {
            self.wrong(format!("the secret is in a request to {}", seen.path));
        }
        if seen.header("cookie").is_some() {
            self.wrong("a cookie came back".to_owned());
        }
        if is_token {
            let truth = self.handle(&seen).await;
            // Each request has a connection of its own, which can be reset.
            return if self.misbehaviour.is_of_connections() { truth.with("connection", "close") } else { truth };
        }
        self.requests.fetch_add(1, SeqCst);
        if !self.meets() || self.misbehaviour.is_of_connections() {
            let truth = self.handle(&seen).await;
            return if self.misbehaviour.is_of_connections() { truth.with("connection", "close") } else { truth };
        }
        let number = self.misbehaved.fetch_add(1, SeqCst);
        let truth = match self.misbehaviour.state {
            _ if !self.acts && !is_read => Reply::new(202, "{}"),
            State::ActsTwice if !is_read => {
                self.handle(&seen).await;
                self.handle(&seen).await
            }
            State::ListsLate if is_read => {
                let truth = self.handle(&seen).await;
                self.first_lists.lock().unwrap().entry(format!("{}?{}", seen.path, seen.query)).or_insert(truth).clone()
            }
            _ => self.handle(&seen).await,
        };
        self.misbehaviour.respond(&truth, here, &self.elsewhere, number)
    }

    /// What a server that behaves responds.
    async fn handle(&self, seen: &Seen) -> Reply {
        let separator = if seen.query.is_empty() { "" } else { "?" };
        let mut request = http::Request::builder()
            .method(seen.method.as_str())
            .uri(format!("{}{separator}{}", seen.path, seen.query));
        for (name, value) in seen.head.lines().skip(1).filter_map(|line| line.split_once(':')) {
            request = request.header(name, value.trim());
        }
        let request = request.body(Bytes::from(seen.body.clone())).unwrap();
        let Ok(response) = self.fake.handle(request).await else { return Reply::closed() };
        let mut reply = Reply::new(response.status().as_u16(), response.body().to_vec());
        for (name, value) in response.headers() {
            if name != http::header::CONTENT_LENGTH {
                reply = reply.with(name.as_str(), value.to_str().unwrap_or_default());
            }
        }
        reply
    }

    /// The machines that cost and have this hostname, or belong to this group.
    pub(crate) fn billed(&self, hostname: &str) -> Vec<Value> {
        let of_group =
            |name: &str| name == hostname || name.strip_prefix(hostname).is_some_and(|rest| rest.starts_with('-'));
        let costs =
            |machine: &Value| !matches!(machine["status"].as_str(), Some("discontinued" | "no_capacity" | "deleting"));
        let all = self.fake.instances().into_iter().filter(costs);
        all.filter(|machine| machine["hostname"].as_str().is_some_and(of_group)).collect()
    }

    /// Whether the project accepted a request of this operation that names this id.
    pub(crate) fn accepted(&self, operation: &str, id: &str) -> bool {
        let names_it = |body: &[u8]| String::from_utf8_lossy(body).contains(id);
        let sent = self.fake.requests_to(operation);
        sent.iter().any(|sent| sent.status.is_some_and(|status| status.is_success()) && names_it(&sent.body))
    }

    pub(crate) fn status_of(&self, id: &str) -> String {
        let all = self.fake.instances().into_iter().chain(self.fake.clusters());
        let found = all.into_iter().find(|machine| machine["id"] == id);
        found.map_or_else(|| "gone".to_owned(), |machine| machine["status"].as_str().unwrap_or_default().to_owned())
    }

    /// A machine that runs.
    pub(crate) async fn machine(&self, hostname: &str) -> types::InstanceId {
        let id = self.direct().deploy_instance(order(hostname)).await.unwrap().into_inner();
        self.fake.set_instance_status(id.as_str(), "running").unwrap();
        id
    }

    /// A cluster that runs.
    pub(crate) async fn cluster(&self) -> types::ClusterId {
        let key =
            types::CreateSshKey::builder().key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE a cluster").name("cluster");
        let key = self.direct().create_ssh_key(key).await.unwrap().into_inner();
        let volume = types::DeployClusterSharedVolume::new("home", 1000);
        let order = types::DeployCluster::builder().cluster_type("16H200").hostname("cluster").location_code("FIN-01");
        let order =
            order.image("ubuntu-24.04-cuda-12.8-cluster").shared_volume(volume).ssh_key_ids(key).description("");
        let id = self.direct().deploy_cluster(order).await.unwrap().into_inner().id;
        self.fake.set_cluster_status(id.as_str(), "running").unwrap();
        id
    }

    pub(crate) async fn volume(&self) -> types::VolumeId {
        let volume = types::CreateVolume::builder().name("data").size(50_u64).type_("NVMe").location_code("FIN-01");
        self.direct().create_volume(volume).await.unwrap().into_inner()
    }

    pub(crate) async fn deployment(&self) {
        self.direct().create_container_deployment(deployment("llm")).await.unwrap();
    }

    pub(crate) async fn job(&self) {
        self.direct().create_job_deployment(job("nightly")).await.unwrap();
    }
}

pub(crate) fn order(hostname: &str) -> types::builder::DeployInstance {
    types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname(hostname)
        .description("a test")
        .location_code("FIN-01")
}
