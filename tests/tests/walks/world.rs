//! The project that a walk happens in, and what must hold of it at any time. All of it is read from the fake's own JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use http::StatusCode;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};
use verda_api_ext::Client;
use verda_fake::VerdaFake;

use crate::MINUTE;
use crate::faults::{self, Fault};
use crate::known::Known;

pub(crate) const TYPES: [&str; 2] = ["CPU.4V.16G", "CPU.8V.32G"];
pub(crate) const LOCATIONS: [&str; 3] = ["FIN-01", "FIN-02", "FIN-03"];

pub(crate) struct World {
    pub(crate) fake: VerdaFake,
    program: &'static str,
    seed: u64,
    faults: Vec<Fault>,
    random: Mutex<fastrand::Rng>,
    /// How many machines of a group may cost at once.
    most: Mutex<BTreeMap<String, usize>>,
    is_calm: AtomicBool,
    was_killed: AtomicBool,
    /// The first that should not have been.
    wrong: Mutex<Option<String>>,
    log: Mutex<Vec<String>>,
}

/// A machine as the fake shows it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) hostname: String,
    status: String,
    is_spot: bool,
    price: f64,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl World {
    pub(crate) fn new(program: &'static str, seed: u64) -> Arc<Self> {
        let mut random = fastrand::Rng::with_seed(seed);
        let faults = Fault::of_walk(seed, &mut random);
        // Later than the clock of this machine, which a client takes for the beginning of what it orders.
        let start = chrono::DateTime::from_timestamp(4_102_444_800, 0).unwrap();
        let builder = VerdaFake::builder().seed(seed).start_time(start).balance(1e6);
        let fake = faults::habits(builder, &faults, &mut random).build();
        Arc::new(Self {
            fake,
            program,
            seed,
            faults,
            random: Mutex::new(random),
            most: Mutex::default(),
            is_calm: AtomicBool::new(false),
            was_killed: AtomicBool::new(false),
            wrong: Mutex::default(),
            log: Mutex::default(),
        })
    }

    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.faults.contains(&fault)
    }

    /// Whether a process that is killed may take with it what it alone was told: of a deletion that never ends and is repeated
    /// by another process, the volumes that are left.
    pub(crate) fn may_forget(&self) -> bool {
        self.has(Fault::Crash) && self.has(Fault::Fates)
    }

    pub(crate) fn random(&self) -> MutexGuard<'_, fastrand::Rng> {
        self.random.lock().unwrap()
    }

    pub(crate) fn below(&self, limit: u64) -> u64 {
        self.random().u64(..limit)
    }

    pub(crate) fn is_faulty(&self) -> bool {
        !self.is_calm.load(SeqCst)
    }

    /// No fault happens until `resume`.
    pub(crate) fn pause(&self) {
        self.is_calm.store(true, SeqCst);
    }

    pub(crate) fn resume(&self) {
        self.is_calm.store(false, SeqCst);
    }

    /// Ends all faults of requests, and gives capacity back.
    pub(crate) fn calm(&self) {
        self.pause();
        self.fake.clear_injections();
        for kind in TYPES {
            for location in LOCATIONS {
                self.fake.set_capacity(kind, location, 50).unwrap();
            }
        }
    }

    pub(crate) fn note_killed(&self, was_killed: bool) {
        self.was_killed.store(was_killed, SeqCst);
    }

    pub(crate) fn was_killed_last(&self) -> bool {
        self.was_killed.load(SeqCst)
    }

    pub(crate) fn log(&self, line: &str) {
        self.log.lock().unwrap().push(line.to_owned());
    }

    pub(crate) fn fail(&self, what: &str) -> ! {
        let Self { program, seed, faults, .. } = self;
        let log = self.log.lock().unwrap().join("\n  ");
        panic!(
            "{what}\nfaults: {faults:?}\n  {log}\nreplay: WALK={seed} cargo test -p verda-tests --test walks {program}"
        );
    }

    /// Fails if something was wrong at any time before.
    pub(crate) fn check(&self) {
        let wrong = self.wrong.lock().unwrap().take();
        if let Some(wrong) = wrong {
            self.fail(&wrong);
        }
    }

    /// From now on there may be so many machines of a group.
    pub(crate) fn allow(&self, group: &str, machines: usize) {
        let there = self.billed().iter().filter(|machine| is_of(&machine.hostname, group)).count();
        self.most.lock().unwrap().insert(group.to_owned(), machines.max(there));
    }

    /// A request is about to be sent.
    pub(crate) fn before(&self, operation: &str) {
        if operation == "deploy_instance" && self.is_faulty() && self.has(Fault::Capacity) {
            self.change_capacity();
        }
    }

    /// A request was handled. Only an order can make it too many machines.
    pub(crate) fn after(&self, operation: &str) {
        if operation != "deploy_instance" {
            return;
        }
        let billed = self.billed();
        let mut hostnames: Vec<&str> = billed.iter().map(|machine| machine.hostname.as_str()).collect();
        hostnames.sort_unstable();
        let twice = hostnames.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]);
        let most = self.most.lock().unwrap();
        let too_many = most.iter().find(|(group, most)| {
            let machines = hostnames.iter().filter(|hostname| is_of(hostname, group)).count();
            machines > **most
        });
        let wrong = match (twice, too_many) {
            (Some(hostname), _) => format!("two machines have the hostname {hostname}: {billed:?}"),
            (_, Some((group, most))) => format!("more than {most} machines of the group {group}: {billed:?}"),
            _ => return,
        };
        self.wrong.lock().unwrap().get_or_insert(wrong);
    }

    pub(crate) fn machines(&self) -> Vec<Shown> {
        let shown = |instance: &Value| Shown {
            id: text(&instance["id"]),
            hostname: text(&instance["hostname"]),
            status: text(&instance["status"]),
            is_spot: instance["is_spot"] == true,
            price: instance["price_per_hour"].as_f64().unwrap_or_default(),
        };
        self.fake.instances().iter().map(shown).chain(self.fake.clusters().iter().map(shown)).collect()
    }

    /// The machines that cost.
    pub(crate) fn billed(&self) -> Vec<Shown> {
        let costs = |machine: &Shown| !matches!(machine.status.as_str(), "discontinued" | "no_capacity");
        self.machines().into_iter().filter(costs).collect()
    }

    pub(crate) fn billed_of(&self, group: &str) -> BTreeSet<String> {
        let of_group = |machine: &Shown| is_of(&machine.hostname, group);
        self.billed().into_iter().filter(of_group).map(|machine| machine.id).collect()
    }

    pub(crate) fn spots(&self) -> Vec<String> {
        let spots = self.billed().into_iter().filter(|machine| machine.is_spot && machine.status != "deleting");
        spots.map(|machine| machine.id).collect()
    }

    /// The volumes that cost.
    fn volumes(&self) -> Vec<Value> {
        self.fake.volumes().into_iter().filter(|volume| volume["deleted_at"].is_null()).collect()
    }

    /// A program was told this of the machines of a group; those that were there before the call are known as well.
    pub(crate) fn check_group(&self, group: &str, before: &BTreeSet<String>, known: &Known) {
        for machine in self.billed().iter().filter(|machine| is_of(&machine.hostname, group)) {
            let is_known = before.contains(&machine.id)
                || known.machines.contains(&machine.id)
                || known.hostnames.contains(&machine.hostname);
            if !is_known {
                self.fail(&format!("no one was told of {machine:?}: {known:?}"));
            }
        }
    }

    /// What costs more than nothing and is not known, and what is known to run.
    fn unknown(&self, known: &Known) -> (Vec<String>, f64) {
        let machines = self.machines();
        let mut unknown = Vec::new();
        let mut per_hour = 0.0;
        for machine in self.billed() {
            per_hour += machine.price;
            if !known.machines.contains(&machine.id) && !known.hostnames.contains(&machine.hostname) {
                unknown.push(format!("{machine:?}"));
            }
        }
        for volume in self.volumes() {
            per_hour += volume["monthly_price"].as_f64().unwrap_or_default() / 730.0;
            let (id, name) = (text(&volume["id"]), text(&volume["name"]));
            let instances = volume["instances"].as_array().cloned().unwrap_or_default();
            // The volume of a machine is known with it.
            let is_attached = instances.iter().any(|instance| {
                let id = text(&instance["id"]);
                let is_there = machines.iter().any(|machine| machine.id == id && machine.status != "discontinued");
                is_there && known.machines.contains(&id)
            });
            let is_named = known.volume_names.iter().any(|prefix| name.starts_with(prefix));
            if !is_attached && !is_named && !known.volumes.contains(&id) {
                unknown.push(format!("the volume {id} {name} {} {instances:?}", volume["status"]));
            }
        }
        for deployment in self.fake.deployments().iter().chain(&self.fake.jobs()) {
            let name = text(&deployment["name"]);
            if !known.deployments.contains(&name) {
                unknown.push(format!("the deployment {name}"));
            }
        }
        (unknown, per_hour)
    }

    /// All that costs is known, the balance falls by what it costs, and the client says the same.
    pub(crate) async fn check_all_known(&self, known: &Known, client: &Client) {
        // Deletions that are under way end.
        tokio::time::sleep(2 * MINUTE).await;
        self.check();
        let (unknown, per_hour) = self.unknown(known);
        if !unknown.is_empty() {
            self.fail(&format!("this costs, and the program does not know it: {unknown:#?}\n{known:#?}"));
        }
        let spending = client.spending().await.unwrap().total();
        let has_deployments = !self.fake.deployments().is_empty() || !self.fake.jobs().is_empty();
        if spending.is_partial != has_deployments || (spending.per_hour.to_f64().unwrap() - per_hour).abs() > 0.001 {
            self.fail(&format!("the client says {spending:?}, and it is {per_hour}"));
        }
        const HOURS: u32 = 50;
        let before = self.fake.balance();
        tokio::time::advance(HOURS * 60 * MINUTE).await;
        let spent = before - self.fake.balance();
        if (spent - per_hour * f64::from(HOURS)).abs() > 0.02 {
            self.fail(&format!("{spent} was spent in {HOURS} hours, and {per_hour} an hour can be accounted for"));
        }
    }

    /// Nothing is there and costs but this, scripts included. No request was refused for its rate.
    pub(crate) async fn check_only(&self, known: &Known, client: &Client) {
        self.pause();
        self.fake.clear_injections();
        self.check_all_known(known, client).await;
        for (path, kind) in [("/v1/scripts", "script"), ("/v1/instances", "machine"), ("/v1/clusters", "cluster")] {
            for shown in self.get(path).await.as_array().unwrap_or(&Vec::new()) {
                let id = text(&shown["id"]);
                if !known.scripts.contains(&id) && !known.machines.contains(&id) {
                    self.fail(&format!("the {kind} {} is left: {}", shown["name"], shown["status"]));
                }
            }
        }
        let requests = self.fake.requests();
        let refused = requests.iter().filter(|request| request.status == Some(StatusCode::TOO_MANY_REQUESTS)).count();
        if refused > 0 {
            self.fail(&format!("{refused} of {} requests exceed a rate limit", requests.len()));
        }
    }

    async fn get(&self, path: &str) -> Value {
        let login = json!({ "grant_type": "client_credentials", "client_id": "id", "client_secret": "secret" });
        let request = http::Request::post("/v1/oauth2/token").header("content-type", "application/json");
        let token = self.fake.handle(request.body(login.to_string().into()).unwrap()).await.unwrap();
        let token: Value = serde_json::from_slice(token.body()).unwrap();
        let request = http::Request::get(path)
            .header("user-agent", "walks")
            .header("authorization", format!("Bearer {}", text(&token["access_token"])));
        let response = self.fake.handle(request.body(verda_api_ext::Bytes::new()).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        serde_json::from_slice(response.body()).unwrap()
    }

    /// A pause of a program.
    pub(crate) async fn idle(&self, seconds: u64) {
        let seconds = self.below(seconds);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
}

/// Whether a hostname is the one of a machine of a group.
fn is_of(hostname: &str, group: &str) -> bool {
    hostname.rsplit_once('-').is_some_and(|(prefix, _)| prefix == group)
}
