//! What the client costs in comparison with bare reqwest and serde_json, as ratios: both do the same in turn, on the same
//! server, in one run, so that whatever else the machine does happens to both.
//!
//! ```sh
//! cargo bench -p verda-api-ext --bench ratios                       # without spans
//! cargo bench -p verda-api-ext --bench ratios --features tracing    # with spans: without a subscriber, and with one
//! cargo bench -p verda-api-ext --bench ratios -- bursts             # the first calls of new clients alone
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

mod common;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use serde::Deserialize;
use tokio::runtime::Runtime;
use tokio::task::LocalSet;
use verda_api_ext::{Client, types};

use crate::common::{Bare, SlowServer, clients, runtime};

/// Pairs of one comparison; the middle of their ratios is what counts.
const PAIRS: usize = 201;

fn main() {
    if common::is_server() {
        return;
    }
    // `cargo test --benches` only looks whether it runs.
    let pairs = if std::env::args().any(|argument| argument == "--bench") { PAIRS } else { 1 };
    println!("{:44} {:>8} {:>8} {:>8}   {:>10}", "", "ratio", "5%", "95%", "bare");
    let runtime = runtime();
    if std::env::args().any(|argument| argument == "bursts") {
        return first_bursts(&runtime, pairs.min(21));
    }
    for (instances, limited, calls) in [(1, false, 200), (1, true, 200), (100, false, 40), (1000, false, 5)] {
        let (ours, bare) = clients(instances, limited);
        let what = format!("GET a list of {instances}{}, CPU", if limited { " with limits" } else { "" });
        let ours = || repeat(&runtime, calls, async || drop(ours.list_instances().send().await.unwrap()));
        let bare = || repeat(&runtime, calls, async || drop(bare.get::<Vec<types::Instance>>("/v1/instances").await));
        compare(&what, pairs, ours, bare);
    }
    #[cfg(feature = "tracing")]
    traced(&runtime, pairs);
    deploys(&runtime, pairs);
    throughput(&runtime, pairs);
    first_bursts(&runtime, pairs.min(21));
    decoding(pairs);
}

/// With a subscriber that formats the spans and discards them.
#[cfg(feature = "tracing")]
fn traced(runtime: &Runtime, pairs: usize) {
    use tracing_subscriber::fmt::format::FmtSpan;
    use tracing_subscriber::util::SubscriberInitExt as _;

    let (ours, bare) = clients(1, false);
    let ours = || {
        let subscriber = tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE).with_writer(std::io::sink);
        let _guard = subscriber.set_default();
        repeat(runtime, 200, async || drop(ours.list_instances().send().await.unwrap()))
    };
    let bare = || repeat(runtime, 200, async || drop(bare.get::<Vec<types::Instance>>("/v1/instances").await));
    compare("GET a list of 1, spans written, CPU", pairs, ours, bare);
}

/// The CPU time of this thread for so many calls, one after the other.
fn repeat(runtime: &Runtime, calls: usize, call: impl AsyncFn()) -> Duration {
    let began = ThreadTime::now();
    runtime.block_on(async {
        for _ in 0..calls {
            call().await;
        }
    });
    began.elapsed()
}

fn deploys(runtime: &Runtime, pairs: usize) {
    let (ours, bare) = clients(1, false);
    let order = || {
        types::DeployInstance::builder()
            .instance_type("CPU.4V.16G")
            .image("ubuntu-24.04")
            .hostname("node-1")
            .description("")
            .location_code("FIN-01")
    };
    let ours = || {
        repeat(runtime, 100, async || {
            drop(ours.deploy_instance(order()).send().await.unwrap());
        })
    };
    let url = format!("{}/v1/instances", bare.base);
    let bare = || {
        repeat(runtime, 100, async || {
            let order: types::DeployInstance = order().try_into().unwrap();
            let body = serde_json::to_vec(&order).unwrap();
            let request = bare.http.post(&url).header("user-agent", "bare/1.0").bearer_auth("token");
            let response = request.header("content-type", "application/json").body(body).send().await.unwrap();
            let id = response.error_for_status().unwrap().text().await.unwrap();
            drop(types::InstanceId::from(id));
        })
    };
    compare("POST a deploy, CPU", pairs, ours, bare);
}

/// Many tasks at once on one thread, by the clock on the wall. What the most of them pay for is shown, too: ours has a
/// timeout, and bare reqwest has none unless it is given one.
fn throughput(runtime: &Runtime, pairs: usize) {
    let ours = |client: &Arc<Client>, tasks| {
        at_once(runtime, tasks, client, async |client: &Client| {
            drop(client.list_instances().send().await.unwrap());
        })
    };
    let bare = |client: &Arc<Bare>, tasks| {
        at_once(runtime, tasks, client, async |client: &Bare| {
            drop(client.get::<Vec<types::Instance>>("/v1/instances").await);
        })
    };
    for tasks in [1, 16, 256] {
        let (client, patient) = clients(1, false);
        let (client, patient) = (Arc::new(client), Arc::new(patient));
        compare(&format!("{tasks} tasks at once, wall"), pairs, || ours(&client, tasks), || bare(&patient, tasks));
    }
    let (client, patient) = clients(1, false);
    let without = Arc::new(client.with(|options| options.timeout(None).attempt_timeout(None)));
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(60));
    let timed = Arc::new(Bare { http: http.build().unwrap(), base: patient.base.clone() });
    let (client, patient) = (Arc::new(client), Arc::new(patient));
    compare("256 tasks, no timeouts, wall", pairs, || ours(&without, 256), || bare(&patient, 256));
    compare("256 tasks, both with a timeout, wall", pairs, || ours(&client, 256), || bare(&timed, 256));
}

/// The first calls of new clients, all at once, while nothing is known of limits, by the clock on the wall: on a fast server,
/// and on one that responds after 200 ms.
fn first_bursts(runtime: &Runtime, pairs: usize) {
    let (_, fast) = clients(1, false);
    for calls in [100, 256, 1000] {
        first_burst(runtime, &format!("a first burst of {calls}, wall"), &fast.base, calls, pairs);
    }
    for limited in [false, true] {
        let slow = SlowServer::start(limited);
        for calls in [100, 256, 1000, 10_000] {
            let limits = if limited { " with limits" } else { "" };
            // The ports of this machine are enough for a few of the largest.
            let pairs = if calls > 1000 { pairs.min(3) } else { pairs };
            first_burst(runtime, &format!("the same of {calls}, 200 ms{limits}, wall"), &slow.base, calls, pairs);
        }
    }
}

fn first_burst(runtime: &Runtime, what: &str, server: &str, calls: usize, pairs: usize) {
    // The connections of a client that is dropped are closed while the runtime runs.
    let close = || runtime.block_on(async { tokio::time::sleep(Duration::from_millis(100)).await });
    let ours = || {
        let client = Client::builder().base_url(server).access_token("token").build().unwrap();
        let began = Instant::now();
        runtime.block_on(futures_util::future::join_all((0..calls).map(|_| client.list_instances().send())));
        let took = began.elapsed();
        drop(client);
        close();
        took
    };
    let bare = || {
        let bare = Bare { http: reqwest::Client::new(), base: server.to_owned() };
        let began = Instant::now();
        let calls = (0..calls).map(|_| bare.get::<Vec<types::Instance>>("/v1/instances"));
        runtime.block_on(futures_util::future::join_all(calls));
        let took = began.elapsed();
        drop(bare);
        close();
        took
    };
    compare(what, pairs, ours, bare);
}

fn at_once<C: 'static>(
    runtime: &Runtime,
    tasks: usize,
    client: &Arc<C>,
    call: impl AsyncFn(&C) + Clone + 'static,
) -> Duration {
    // Enough for each task that what begins with it does not count.
    let rounds = (1024 / tasks).max(16);
    let local = LocalSet::new();
    let began = Instant::now();
    for _ in 0..tasks {
        let (client, call) = (client.clone(), call.clone());
        local.spawn_local(async move {
            for _ in 0..rounds {
                call(&client).await;
            }
        });
    }
    runtime.block_on(local);
    began.elapsed()
}

/// The same members as [`types::Instance`], with plain derives and closed enums.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded, and not looked at")]
struct Plain {
    contract: Option<PlainStatus>,
    cpu: Option<PlainCpu>,
    created_at: Option<chrono::DateTime<chrono::Utc>>,
    created_by_user_id: Option<String>,
    description: Option<String>,
    gpu: Option<PlainGpu>,
    gpu_memory: Option<PlainMemory>,
    hostname: Option<String>,
    id: String,
    image: Option<String>,
    instance_type: Option<String>,
    ip: Option<String>,
    is_spot: Option<bool>,
    jupyter_token: Option<String>,
    location: Option<String>,
    memory: Option<PlainMemory>,
    os_name: Option<String>,
    os_volume_id: Option<String>,
    price_per_hour: Option<rust_decimal::Decimal>,
    pricing: Option<PlainStatus>,
    ssh_key_ids: Option<Vec<String>>,
    startup_script_id: Option<String>,
    status: PlainStatus,
    storage: Option<PlainStorage>,
    volume_ids: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlainStatus {
    Running,
    Provisioning,
    Offline,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded, and not looked at")]
struct PlainCpu {
    description: Option<String>,
    number_of_cores: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded, and not looked at")]
struct PlainGpu {
    description: Option<String>,
    number_of_gpus: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded, and not looked at")]
struct PlainMemory {
    description: Option<String>,
    size_in_gigabytes: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded, and not looked at")]
struct PlainStorage {
    description: Option<String>,
}

fn decoding(pairs: usize) {
    let body = common::list_of(100);
    let ours = || computing(20, || drop(black_box(serde_json::from_str::<Vec<types::Instance>>(&body).unwrap())));
    let plain = || computing(20, || drop(black_box(serde_json::from_str::<Vec<Plain>>(&body).unwrap())));
    compare("decode a list of 100, against plain derives", pairs, ours, plain);
}

fn computing(times: usize, work: impl Fn()) -> Duration {
    let began = ThreadTime::now();
    (0..times).for_each(|_| work());
    began.elapsed()
}

/// Both in turn, the first of them first every other time.
fn compare(what: &str, pairs: usize, ours: impl Fn() -> Duration, bare: impl Fn() -> Duration) {
    // Connections, caches.
    ours();
    bare();
    let mut ratios = Vec::with_capacity(pairs);
    let mut least = Duration::MAX;
    for pair in 0..pairs {
        let (ours, bare) = if pair % 2 == 0 {
            let ours = ours();
            (ours, bare())
        } else {
            let bare = bare();
            (ours(), bare)
        };
        least = least.min(bare);
        ratios.push(ours.as_secs_f64() / bare.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share) as usize];
    println!("{what:44} {:8.3} {:8.3} {:8.3}   {:>10.1?}", at(0.5), at(0.05), at(0.95), least);
}
