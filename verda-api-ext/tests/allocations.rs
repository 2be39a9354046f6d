//! What a call allocates beyond the same call on bare reqwest and serde_json: counted, so that a noisy machine does not matter.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../benches/common/mod.rs"]
mod common;

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use tokio::runtime::Runtime;
use verda_api_ext::{BoxFuture, Client, Operation, Transport, TransportError, types};

use crate::common::{clients, runtime};

/// The most that a client keeps of the resources that it has polled, in bytes.
const KEPT: u64 = 1024 * 1024;

/// The most that the layers between may allocate more, per call.
const ALLOCATIONS: u64 = 12;
/// The most that they may have allocated more at any time, in bytes, besides the response.
const BYTES: u64 = 2 * 1024;

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

#[test]
fn a_call_allocates_little_more_than_bare_reqwest() {
    for (instances, limited) in [(1, false), (1, true), (100, false)] {
        let (ours, bare) = clients(instances, limited);
        let runtime = runtime();
        let list = cost(&runtime, async || drop(ours.list_instances().send().await.unwrap()));
        let bare_list = cost(&runtime, async || drop(bare.get::<Vec<types::Instance>>("/v1/instances").await));
        compare(&format!("a list of {instances}"), &list, &bare_list);
        let id = types::InstanceId::from("5b1e0000-0000-4000-8000-000000000001");
        let get = cost(&runtime, async || drop(ours.get_instance(&id).send().await.unwrap()));
        let path = format!("/v1/instances/{id}");
        let bare_get = cost(&runtime, async || drop(bare.get::<types::Instance>(&path).await));
        compare("one instance", &get, &bare_get);
    }
}

/// A server that announces limits with every response, and has every resource.
struct Announces(&'static [(&'static str, &'static str)]);

impl Transport for Announces {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        _operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let id = request.url().path().rsplit('/').next().unwrap_or_default();
        let headers =
            self.0.iter().fold(http::Response::builder(), |builder, (name, value)| builder.header(*name, *value));
        let response = headers.body(format!(r#"{{"id":"{id}","status":"running"}}"#).into()).unwrap();
        Box::pin(async { Ok(response) })
    }
}

#[test]
fn polling_many_resources_keeps_little() {
    let announced: [&[(&str, &str)]; 3] = [
        &[("ratelimit-policy", r#""project";q=500000;w=60"#), ("ratelimit", r#""project";r=400000;t=60"#)],
        &[("ratelimit-policy", r#""endpoint";q=60;w=60"#), ("ratelimit", r#""endpoint";r=59;t=60"#)],
        &[("ratelimit", r#""project";r=400000;t=60, "endpoint";r=59;t=60, "other";r=500000;t=20"#)],
    ];
    for announced in announced {
        let client = Client::builder().access_token("token").transport(Announces(announced)).build().unwrap();
        let info = measure(|| {
            runtime().block_on(async {
                for number in 0..30_000 {
                    client.get_instance(format!("{number:036}")).send().await.unwrap();
                }
            });
        });
        println!("{} bytes kept of 30,000 resources, {} at most", info.bytes_current, info.bytes_max);
        assert!(info.bytes_max < KEPT, "{} bytes", info.bytes_max);
    }
}
