//! The project that a fleet works in: the fake, what it has done in truth, and the first that was wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::Instant;
use verda_api_ext::types::ClusterId;
use verda_api_ext::{Bytes, Operation, TransportError};
use verda_fake::VerdaFake;

use crate::account::{Account, costs};
use crate::faults::{Fault, Habits};

pub(crate) const TYPES: [&str; 2] = ["CPU.4V.16G", "CPU.8V.32G"];
/// The type of all clusters.
pub(crate) const CLUSTERS: &str = "16H200";
pub(crate) const LOCATIONS: [&str; 3] = ["FIN-01", "FIN-02", "FIN-03"];
pub(crate) const LOCATION: &str = "FIN-01";

pub(crate) struct World {
    pub(crate) fake: VerdaFake,
    pub(crate) seed: u64,
    pub(crate) faults: Vec<Fault>,
    pub(crate) habits: Habits,
    pub(crate) account_changed: Notify,
    start: Instant,
    /// Whether each request is written down, for a seed that is replayed.
    is_told: bool,
    is_calm: AtomicBool,
    random: Mutex<fastrand::Rng>,
    account: Mutex<Account>,
    truth: Mutex<Truth>,
}

/// What happened in truth.
#[derive(Default)]
pub(crate) struct Truth {
    /// The machines that were made: their hostnames, and the processes that ordered them.
    pub(crate) machines: BTreeMap<String, Made>,
    /// How many machines of a group there may be.
    pub(crate) most: BTreeMap<String, Most>,
    /// Machines that were evicted.
    pub(crate) evicted: BTreeSet<String>,
    /// Bodies and paths of requests that arrived after their client had given them up.
    pub(crate) late: Vec<String>,
    /// Requests of each client.
    pub(crate) requests: BTreeMap<usize, usize>,
    /// How many requests the fake has refused for their rate.
    pub(crate) refused: usize,
    /// By how much the clock has jumped.
    jumped: Duration,
    /// A hash of all that was sent and received.
    trace: u64,
    /// The first that should not have been.
    wrong: Option<String>,
}

/// How many machines of a group there may be, and since when.
pub(crate) struct Most {
    machines: usize,
    since: Duration,
    /// Whether an order of an earlier launch, which was dropped or whose process was killed, may arrive after that.
    may_trail: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) hostname: String,
    pub(crate) process: u64,
}

/// A machine as the fake shows it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) hostname: String,
    pub(crate) status: String,
    pub(crate) is_spot: bool,
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Whether a hostname is the one of a machine of a group.
pub(crate) fn is_of(hostname: &str, group: &str) -> bool {
    hostname.rsplit_once('-').is_some_and(|(prefix, _)| prefix == group)
}

impl World {
    pub(crate) fn new(seed: u64, is_told: bool) -> Arc<Self> {
        let mut random = fastrand::Rng::with_seed(seed);
        let faults = Fault::of_fleet(seed, &mut random);
        let habits = Habits::new(&faults, &mut random);
        let fake = habits.fake(seed, &faults, &mut random);
        let world = Self {
            fake,
            seed,
            faults,
            habits,
            account_changed: Notify::new(),
            start: Instant::now(),
            is_told,
            is_calm: AtomicBool::new(false),
            random: Mutex::new(random),
            account: Mutex::default(),
            truth: Mutex::default(),
        };
        world.truth().trace = 0xcbf2_9ce4_8422_2325;
        Arc::new(world)
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// A generator of its own for each part of the fleet, so that none depends on the order in which the others ask.
    pub(crate) fn fork(&self) -> fastrand::Rng {
        self.random.lock().unwrap().fork()
    }

    pub(crate) fn truth(&self) -> MutexGuard<'_, Truth> {
        self.truth.lock().unwrap()
    }

    pub(crate) fn account(&self) -> MutexGuard<'_, Account> {
        self.account.lock().unwrap()
    }

    /// Virtual time since the start, as clients count it.
    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// The date that the API's clock shows.
    pub(crate) fn date(&self) -> DateTime<Utc> {
        self.habits.date + self.now() + self.truth().jumped
    }

    pub(crate) fn note_jump(&self, time: Duration) {
        self.truth().jumped += time;
    }

    pub(crate) fn is_faulty(&self) -> bool {
        !self.is_calm.load(SeqCst)
    }

    /// Ends all faults, and gives capacity back.
    pub(crate) fn calm(&self) {
        self.is_calm.store(true, SeqCst);
        for kind in TYPES {
            for location in LOCATIONS {
                self.fake.set_capacity(kind, location, 500).unwrap();
            }
        }
    }

    /// Notes what should not be. The first counts.
    pub(crate) fn wrong(&self, what: impl Into<String>) {
        let what = what.into();
        self.log(|| format!("WRONG: {what}"));
        self.truth().wrong.get_or_insert(what);
    }

    pub(crate) fn log(&self, line: impl FnOnce() -> String) {
        if self.is_told {
            println!("{:>9.3} {}", self.now().as_secs_f64(), line());
        }
    }

    /// Adds to the trace, which has to be the same in each run of a seed.
    pub(crate) fn trace(&self, parts: &[u64]) {
        let now = self.now().as_millis() as u64;
        let trace = &mut self.truth().trace;
        for part in parts.iter().chain([&now]) {
            *trace = (*trace ^ part).wrapping_mul(0x0100_0000_01b3).rotate_left(5);
        }
    }

    /// What was wrong, and the hash of the trace.
    pub(crate) fn verdict(&self) -> (Option<String>, u64) {
        let truth = self.truth();
        let verdict = truth.wrong.as_ref().map(|wrong| {
            let (seed, faults) = (self.seed, &self.faults);
            format!("{wrong}\nfaults: {faults:?}\nreplay: FLEET={seed} cargo test -p verda-tests --test fleet seeds")
        });
        (verdict, truth.trace)
    }

    /// From now on there may be so many machines of a group.
    pub(crate) fn allow(&self, group: &str, machines: usize, may_trail: bool) {
        let machines = machines.max(self.billed_of(group).len());
        let most = Most { machines, since: self.now(), may_trail };
        self.truth().most.insert(group.to_owned(), most);
    }

    /// The fake has handled a request.
    pub(crate) fn observe(
        &self,
        (process, client): (u64, usize),
        (operation, sent): (&'static Operation, Duration),
        body: Option<&Bytes>,
        response: &Result<http::Response<Bytes>, TransportError>,
    ) {
        *self.truth().requests.entry(client).or_default() += 1;
        let Ok(response) = response else { return };
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            self.truth().refused += 1;
        }
        let pays = matches!(
            operation.id,
            "deploy_instance"
                | "perform_instance_actions"
                | "deploy_cluster"
                | "perform_cluster_actions"
                | "create_volume"
                | "perform_volume_actions"
                | "delete_volume"
        );
        if !pays || !response.status().is_success() {
            return;
        }
        self.settle_request();
        if operation.id == "deploy_instance" {
            let order: Value = serde_json::from_slice(body.map_or(&[][..], |body| body)).unwrap_or_default();
            let hostname = text(&order["hostname"]);
            let id = String::from_utf8_lossy(response.body()).trim_matches(['"', '\n', ' ']).to_owned();
            self.truth().machines.insert(id, Made { hostname: hostname.clone(), process });
            self.check_slots(&hostname, sent);
        }
    }

    /// No slot has two machines, and no group more than it may have. Only an order can make it too many.
    fn check_slots(&self, hostname: &str, sent: Duration) {
        let billed = self.billed();
        let twice: Vec<&Shown> = billed.iter().filter(|machine| machine.hostname == *hostname).collect();
        if twice.len() > 1 {
            self.wrong(format!("two machines have the hostname {hostname}: {twice:?}"));
        }
        let (group, most) = {
            let most = &mut self.truth().most;
            let Some((group, most)) = most.iter_mut().find(|(group, _)| is_of(hostname, group)) else { return };
            most.machines += usize::from(most.may_trail && sent < most.since);
            (group.clone(), most.machines)
        };
        let there: Vec<&Shown> = billed.iter().filter(|machine| is_of(&machine.hostname, &group)).collect();
        if there.len() > most {
            self.wrong(format!("more than {most} machines of the group {group}: {there:?}"));
        }
    }

    pub(crate) fn machines(&self) -> Vec<Shown> {
        let shown = |instance: &Value| Shown {
            id: text(&instance["id"]),
            hostname: text(&instance["hostname"]),
            status: text(&instance["status"]),
            is_spot: instance["is_spot"] == true,
        };
        self.fake.instances().iter().map(shown).collect()
    }

    /// A cluster as the fake shows it.
    pub(crate) fn cluster(&self, id: &ClusterId) -> Option<Value> {
        self.fake.clusters().into_iter().find(|cluster| cluster["id"] == id.as_str())
    }

    /// The machines that cost.
    pub(crate) fn billed(&self) -> Vec<Shown> {
        self.machines().into_iter().filter(|machine| costs(&machine.status)).collect()
    }

    pub(crate) fn billed_of(&self, group: &str) -> Vec<Shown> {
        self.billed().into_iter().filter(|machine| is_of(&machine.hostname, group)).collect()
    }

    /// Whether a request with this text in it arrived after its client had given it up.
    pub(crate) fn was_late(&self, text: &str) -> bool {
        self.truth().late.iter().any(|late| late.contains(text))
    }

    /// What a GET shows. Not through a client, and not in the trace.
    pub(crate) async fn get(&self, path: &str) -> Value {
        let login = json!({ "grant_type": "client_credentials", "client_id": "id", "client_secret": "secret" });
        let request = http::Request::post("/v1/oauth2/token").header("content-type", "application/json");
        let token = self.fake.handle(request.body(login.to_string().into()).unwrap()).await.unwrap();
        let token: Value = serde_json::from_slice(token.body()).unwrap();
        let request = http::Request::get(path)
            .header("user-agent", "fleet")
            .header("authorization", format!("Bearer {}", text(&token["access_token"])));
        let response = self.fake.handle(request.body(Bytes::new()).unwrap()).await.unwrap();
        serde_json::from_slice(response.body()).unwrap_or_default()
    }
}
