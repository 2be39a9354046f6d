//! Random sequences of requests and time: nothing is half made, money adds up, and a snapshot goes on as the original does.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use http::Method;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};
use verda_fake::{Fate, Gone, VerdaFake};

use crate::deployments::deployment;
use crate::project::{Project, order, with};

/// Life cycles of machines and volumes change at multiples of this, because all times of this project are.
const GRID: u64 = 5;
/// After so long without a request, the life of every resource has come to its end.
const SETTLED: u64 = 60;
const START_BALANCE: f64 = 100_000.0;

/// One step of a sequence. Numbers choose among the resources that are there.
#[derive(Debug, Clone)]
enum Move {
    Wait(u64),
    Fate(Fate),
    Deploy { kind: usize, is_spot: bool, volumes: usize },
    OrderCluster { kind: usize },
    CreateVolume { kind: usize, size: u64, of: Option<usize> },
    Act { action: usize, of: usize, volumes: Option<usize> },
    ActOnVolume { action: usize, of: usize, instance: usize, size: u64 },
    Discontinue(usize),
    Preempt(usize),
    SetStatus { of: usize, status: usize },
    Capacity(usize),
    Key,
    Script,
    CreateDeployment(usize),
    ActOnDeployment { of: usize, action: usize },
    FillQueue { of: usize, messages: u64 },
    Read(usize),
    SignIn,
}

const TYPES: [&str; 4] = ["CPU.4V.16G", "1V100.6V", "8H100.80S.176V", "no such type"];
const CLUSTERS: [&str; 2] = ["16H200", "no such type"];
const VOLUME_TYPES: [&str; 4] = ["NVMe", "HDD", "NVMe_Shared", "no such type"];
const ACTIONS: [&str; 7] = ["boot", "start", "shutdown", "delete", "hibernate", "force_shutdown", "delete_stuck"];
const VOLUME_ACTIONS: [&str; 9] =
    ["attach", "detach", "delete", "rename", "resize", "restore", "clone", "cancel", "delete"];
const STATUSES: [&str; 5] = ["running", "error", "offline", "discontinued", "notfound"];
const FATES: [Fate; 5] =
    [Fate::NoCapacity, Fate::InstallationFailed, Fate::Error, Fate::DeletionStuck, Fate::DeletionIgnored];
const READS: [&str; 7] = [
    "/v1/instances",
    "/v1/volumes",
    "/v1/volumes/trash",
    "/v1/clusters",
    "/v1/container-deployments",
    "/v1/instance-availability",
    "/v1/scripts",
];

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let wait = prop_oneof![Just(5), Just(10), Just(15), Just(60), Just(3600), Just(100 * 3600_u64)];
    let one = prop_oneof![
        4 => wait.prop_map(Move::Wait),
        1 => (0..FATES.len()).prop_map(|index| Move::Fate(FATES[index])),
        4 => (0..TYPES.len(), any::<bool>(), 0..3_usize)
            .prop_map(|(kind, is_spot, volumes)| Move::Deploy { kind, is_spot, volumes }),
        1 => (0..CLUSTERS.len()).prop_map(|kind| Move::OrderCluster { kind }),
        2 => (0..VOLUME_TYPES.len(), 40..300_u64, proptest::option::of(0..8_usize))
            .prop_map(|(kind, size, of)| Move::CreateVolume { kind, size, of }),
        4 => (0..ACTIONS.len(), 0..8_usize, proptest::option::of(0..8_usize))
            .prop_map(|(action, of, volumes)| Move::Act { action, of, volumes }),
        4 => (0..VOLUME_ACTIONS.len(), 0..12_usize, 0..8_usize, 40..400_u64)
            .prop_map(|(action, of, instance, size)| Move::ActOnVolume { action, of, instance, size }),
        1 => (0..4_usize).prop_map(Move::Discontinue),
        1 => (0..8_usize).prop_map(Move::Preempt),
        1 => (0..8_usize, 0..STATUSES.len()).prop_map(|(of, status)| Move::SetStatus { of, status }),
        1 => (0..4_usize).prop_map(Move::Capacity),
        1 => Just(Move::Key),
        1 => Just(Move::Script),
        1 => (0..3_usize).prop_map(Move::CreateDeployment),
        1 => (0..3_usize, 0..4_usize).prop_map(|(of, action)| Move::ActOnDeployment { of, action }),
        1 => (0..3_usize, 0..20_u64).prop_map(|(of, messages)| Move::FillQueue { of, messages }),
        1 => (0..READS.len()).prop_map(Move::Read),
        1 => Just(Move::SignIn),
    ];
    proptest::collection::vec(one, 1..40)
}

/// What a request or a decision of the test led to, whole: status, headers and body.
type Seen = String;

fn id(list: &[Value], index: usize) -> String {
    let id = if list.is_empty() { None } else { list[index % list.len()]["id"].as_str() };
    id.unwrap_or("00000000-0000-4000-8000-000000000000").to_owned()
}

/// Carries out one step other than waiting.
async fn carry_out(project: &mut Project, step: &Move) -> Seen {
    let fake = project.fake.clone();
    let instance = |of: usize| id(&fake.instances(), of);
    let (method, path, body) = match step.clone() {
        Move::Wait(_) => return Seen::new(),
        Move::Fate(fate) => {
            fake.next_instance_fate(fate);
            return Seen::new();
        }
        Move::Preempt(of) => return format!("{:?}", fake.preempt_instance(&instance(of))),
        Move::SetStatus { of, status } => {
            return format!("{:?}", fake.set_instance_status(&instance(of), STATUSES[status]));
        }
        Move::Capacity(machines) => return format!("{:?}", fake.set_capacity("CPU.4V.16G", "FIN-01", machines)),
        Move::FillQueue { of, messages } => {
            return format!("{:?}", fake.fill_deployment_queue(&format!("d{of}"), messages));
        }
        Move::SignIn => {
            project.sign_in().await;
            return Seen::new();
        }
        Move::Deploy { kind, is_spot, volumes } => {
            let volume = json!({ "name": "data", "size": 100, "type": "NVMe" });
            let contract = if is_spot { "SPOT" } else { "PAY_AS_YOU_GO" };
            let order = order(json!({ "instance_type": TYPES[kind], "is_spot": is_spot, "contract": contract,
                "image": if kind == 0 { "ubuntu-24.04" } else { "ubuntu-24.04-cuda-12.8-open" },
                "volumes": vec![volume; volumes] }));
            (Method::POST, "/v1/instances".to_owned(), Some(order))
        }
        Move::OrderCluster { kind } => {
            let keys = project.get("/v1/sshkeys").await.json();
            let order = json!({ "cluster_type": CLUSTERS[kind], "image": "ubuntu-22.04-cuda-12.4-cluster",
                "hostname": "cluster", "location_code": "FIN-02", "ssh_key_ids": [id(keys.as_array().map_or(&[], Vec::as_slice), 0)],
                "shared_volume": { "name": "home", "size": 100 } });
            (Method::POST, "/v1/clusters".to_owned(), Some(order))
        }
        Move::CreateVolume { kind, size, of } => {
            let mut body = json!({ "type": VOLUME_TYPES[kind], "name": "v", "size": size, "location_code": "FIN-01" });
            if let Some(of) = of {
                body["instance_id"] = instance(of).into();
            }
            (Method::POST, "/v1/volumes".to_owned(), Some(body))
        }
        Move::Act { action, of, volumes } => {
            let mut body = json!({ "action": ACTIONS[action], "id": instance(of) });
            if let Some(volume) = volumes {
                body["volume_ids"] = json!([id(&fake.volumes(), volume)]);
            }
            (Method::PUT, "/v1/instances".to_owned(), Some(body))
        }
        Move::ActOnVolume { action, of, instance: to, size } => {
            let body = json!({ "action": VOLUME_ACTIONS[action], "id": id(&fake.volumes(), of), "name": "n",
                "size": size, "instance_id": instance(to), "is_permanent": size % 2 == 0 });
            let body = match VOLUME_ACTIONS[action] {
                "attach" | "detach" => body,
                _ => with(body, "/instance_id", json!("leave out")),
            };
            (Method::PUT, "/v1/volumes".to_owned(), Some(body))
        }
        Move::Discontinue(of) => {
            let body = json!({ "actions": [{ "action": "discontinue", "id": id(&fake.clusters(), of) }] });
            (Method::PUT, "/v1/clusters".to_owned(), Some(body))
        }
        Move::Key => (Method::POST, "/v1/sshkeys".to_owned(), Some(json!({ "name": "k", "key": "ssh-ed25519 AAAA" }))),
        Move::Script => (Method::POST, "/v1/scripts".to_owned(), Some(json!({ "name": "s", "script": "true" }))),
        Move::CreateDeployment(of) => {
            (Method::POST, "/v1/container-deployments".to_owned(), Some(deployment(&format!("d{of}"))))
        }
        Move::ActOnDeployment { of, action } => {
            let path = format!("/v1/container-deployments/d{of}");
            match action {
                0 => (Method::DELETE, format!("{path}?timeout=0"), None),
                1 => (Method::POST, format!("{path}/pause"), None),
                2 => (Method::POST, format!("{path}/resume"), None),
                _ => (Method::GET, format!("{path}/replicas"), None),
            }
        }
        Move::Read(index) => (Method::GET, READS[index].to_owned(), None),
    };
    let before = counts(&fake);
    let response = project.send(method.clone(), &path, body.clone()).await;
    let code = response.status.as_u16();
    assert!(code < 500 || code == 503, "{method} {path} {body:?}: {}", response.text());
    if !response.status.is_success() {
        assert_eq!(counts(&fake), before, "a refused request made or removed something: {method} {path} {body:?}");
    }
    format!("{code} {:?} {}", response.headers, response.text())
}

fn counts(fake: &VerdaFake) -> [usize; 4] {
    [fake.instances().len(), fake.volumes().len(), fake.clusters().len(), fake.deployments().len()]
}

/// US dollars an hour for all that is there now, by what the API shows.
fn hourly_costs(fake: &VerdaFake) -> f64 {
    let price = |member: &str, values: &[Value], free: &[&str]| -> f64 {
        let costs = |value: &&Value| !free.contains(&value["status"].as_str().unwrap());
        values.iter().filter(costs).map(|value| value[member].as_f64().unwrap()).sum()
    };
    let gone = ["no_capacity", "discontinued", "notfound"];
    price("price_per_hour", &fake.instances(), &gone)
        + price("price_per_hour", &fake.clusters(), &gone)
        // A month has 730 hours. What an hour costs is shown rounded.
        + price("monthly_price", &fake.volumes(), &["deleted", "canceled"]) / 730.0
}

/// Lets time pass, and returns what it costs by what the API shows.
async fn wait(project: &Project, seconds: u64) -> f64 {
    let mut cost = 0.0;
    let mut pass = async |seconds: u64| {
        cost += hourly_costs(&project.fake) * seconds as f64 / 3600.0;
        tokio::time::advance(Duration::from_secs(seconds)).await;
    };
    let mut left = seconds;
    while left > 0 && seconds - left < SETTLED {
        pass(GRID).await;
        left -= GRID;
    }
    if left > 0 {
        pass(left).await;
    }
    cost
}

/// Whether resources that refer to each other agree.
fn require_whole(fake: &VerdaFake) {
    let (instances, volumes) = (fake.instances(), fake.volumes());
    let by_id: HashMap<&str, &Value> = volumes.iter().map(|volume| (volume["id"].as_str().unwrap(), volume)).collect();
    for instance in instances.iter().filter(|instance| instance["status"] != "ordered") {
        for volume in instance["volume_ids"].as_array().unwrap() {
            let volume = by_id[volume.as_str().unwrap()];
            let has_it =
                volume["instances"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == instance["id"]));
            assert!(has_it, "{instance} has a volume that does not have it: {volume}");
        }
        assert!(by_id.contains_key(instance["os_volume_id"].as_str().unwrap()), "{instance}");
    }
    for volume in &volumes {
        for one in volume["instances"].as_array().into_iter().flatten() {
            let Some(instance) = instances.iter().find(|instance| instance["id"] == one["id"]) else { continue };
            let ids = instance["volume_ids"].as_array();
            assert!(
                ids.is_none_or(|ids| ids.contains(&volume["id"])),
                "{volume} is attached to one that lacks it: {instance}"
            );
        }
    }
}

fn in_paused_time<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(future)
}

fn fake(seed: u64) -> VerdaFake {
    VerdaFake::builder().seed(seed).without_rate_limits().balance(START_BALANCE).gone(Gone::Mixed).build()
}

/// The same sequences in every run, unless the environment has another seed: `PROPTEST_RNG_SEED=7`.
fn seeded() -> ProptestConfig {
    let default = ProptestConfig::default();
    let rng_seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        given => given,
    };
    ProptestConfig { cases: 200, failure_persistence: None, rng_seed, ..default }
}

proptest! {
    #![proptest_config(seeded())]

    #[test]
    fn nothing_is_half_made_and_money_adds_up(seed in any::<u64>(), moves in moves()) {
        in_paused_time(async {
            let mut project = Project::on(fake(seed)).await;
            let mut paid = 0.0;
            for step in &moves {
                if let Move::Wait(seconds) = step {
                    paid += wait(&project, *seconds).await;
                    project.sign_in().await;
                } else {
                    carry_out(&mut project, step).await;
                }
                require_whole(&project.fake);
            }
            let spent = START_BALANCE - project.fake.balance();
            assert!((spent - paid).abs() < 0.0051 + 1e-9 * paid, "{spent} was spent, and {paid} by prices and times");
        });
    }

    #[test]
    fn a_restored_snapshot_goes_on_as_the_original(
        seed in any::<u64>(),
        before in moves(),
        after in moves(),
    ) {
        in_paused_time(async {
            let mut original = Project::on(VerdaFake::builder().seed(seed).balance(1000.0).gone(Gone::Mixed).build()).await;
            for step in &before {
                pass(step).await;
                carry_out(&mut original, step).await;
            }
            let snapshot = original.fake.snapshot();
            let copy = VerdaFake::builder().seed(1).build();
            copy.restore(&snapshot).unwrap();
            assert_eq!(copy.snapshot(), original.fake.snapshot());
            let mut restored = original.at(copy);
            for step in &after {
                pass(step).await;
                let seen = carry_out(&mut original, step).await;
                assert_eq!(carry_out(&mut restored, step).await, seen, "{step:?}");
            }
            assert_eq!(restored.fake.snapshot(), original.fake.snapshot());
        });
    }
}

async fn pass(step: &Move) {
    if let Move::Wait(seconds) = step {
        tokio::time::advance(Duration::from_secs(*seconds)).await;
    }
}
