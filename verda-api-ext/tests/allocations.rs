//! What a call allocates beyond the same call on bare reqwest and serde_json: counted, so that a noisy machine does not matter.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::net::SocketAddr;

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use tokio::runtime::{Builder, Runtime};
use verda_api_ext::{Client, types};
use verda_fake::{Effect, Injection, VerdaFake};

/// The most that the layers between may allocate more, per call.
const ALLOCATIONS: u64 = 25;
/// The most that they may have allocated more at any time, in bytes, beside the answer.
const BYTES: u64 = 8 * 1024;

/// What the API tells of its limits; there is room enough.
const LIMITS: [(&str, &str); 2] = [
    ("ratelimit-policy", r#""project";q=500000;w=60, "endpoint";q=60000;w=60"#),
    ("ratelimit", r#""project";r=486000;t=37, "endpoint";r=48000;t=37"#),
];

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A fake on a thread of its own, so that what it allocates is not counted, with as many instances in its list.
fn serve(fake: VerdaFake, instances: usize, limited: bool) -> SocketAddr {
    let instance = r#"{"id":"5b1e0000-0000-4000-8000-000000000001","ip":"198.18.0.1","status":"running",
        "created_at":"2026-04-01T06:49:28.829Z","cpu":{"description":"4 CPU","number_of_cores":4},
        "gpu":{"description":"","number_of_gpus":0},"memory":{"description":"16GB RAM","size_in_gigabytes":16},
        "hostname":"node-1","description":"","location":"FIN-01","price_per_hour":0.0355,"is_spot":false,
        "instance_type":"CPU.4V.16G","ssh_key_ids":["0c110000-0000-4000-8000-000000000002"]}"#;
    let list = format!("[{}]", vec![instance; instances].join(","));
    let json = HeaderValue::from_static("application/json");
    let answer = |body: &str| Effect::Answer {
        status: StatusCode::OK,
        content_type: json.clone(),
        body: Bytes::copy_from_slice(body.as_bytes()),
    };
    for (operation, body) in [("GET /v1/instances", list.as_str()), ("GET /v1/instances/{instance_id}", instance)] {
        let mut injection = Injection::new(answer(body)).on(operation).always();
        if limited {
            for (name, value) in LIMITS {
                injection = injection.header(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
        }
        fake.inject(injection).unwrap();
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = runtime();
        runtime.block_on(async { fake.serve(tokio::net::TcpListener::from_std(listener).unwrap()).await })
    });
    address
}

/// What one of many calls costs, once connection and token are there.
fn cost(runtime: &Runtime, call: impl AsyncFn()) -> AllocationInfo {
    (0..20).for_each(|_| runtime.block_on(call()));
    let mut least = measure(|| runtime.block_on(call()));
    for _ in 0..50 {
        let info = measure(|| runtime.block_on(call()));
        if info.count_total < least.count_total {
            least = info;
        }
    }
    least
}

fn compare(what: &str, ours: &AllocationInfo, bare: &AllocationInfo) {
    let more = ours.count_total.saturating_sub(bare.count_total);
    let bytes = ours.bytes_max.saturating_sub(bare.bytes_max);
    println!("{what}: {} allocations, {} bare, {more} more; {bytes} bytes more", ours.count_total, bare.count_total);
    assert!(more <= ALLOCATIONS, "{what}: {more} allocations more than bare reqwest");
    assert!(bytes <= BYTES, "{what}: {bytes} bytes more than bare reqwest");
}

/// Bare reqwest, as somebody would use it who writes a client in an afternoon.
struct Bare {
    http: reqwest::Client,
    base: String,
}

impl Bare {
    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        let request =
            self.http.get(format!("{}{path}", self.base)).header("user-agent", "bare/1.0").bearer_auth("token");
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

fn clients(instances: usize, limited: bool) -> (Client, Bare) {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let base = format!("http://{}", serve(fake, instances, limited));
    let ours = Client::builder().base_url(&base).access_token("token").build().unwrap();
    // Bare reqwest wants a provider for the whole process; ours brings its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    (ours, Bare { http, base })
}

#[test]
fn a_call_allocates_little_more_than_bare_reqwest() {
    for (instances, limited) in [(1, false), (1, true), (100, false)] {
        let (ours, bare) = clients(instances, limited);
        let runtime = runtime();
        let list = cost(&runtime, async || drop(ours.list_instances().send().await.unwrap()));
        let bare_list = cost(&runtime, async || drop(bare.get::<Vec<types::Instance>>("/v1/instances").await));
        compare(&format!("a list of {instances}"), &list, &bare_list);
        let id = types::InstanceId::from("5b1e0000-0000-4000-8000-000000000001");
        let get = cost(&runtime, async || drop(ours.get_instance().instance_id(&id).send().await.unwrap()));
        let path = format!("/v1/instances/{id}");
        let bare_get = cost(&runtime, async || drop(bare.get::<types::Instance>(&path).await));
        compare("one instance", &get, &bare_get);
    }
}
