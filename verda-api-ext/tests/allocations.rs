//! What a call allocates beyond the same call on bare reqwest and serde_json: counted, so that a noisy machine does not matter.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../benches/common/mod.rs"]
mod common;

use allocation_counter::{AllocationInfo, measure};
use tokio::runtime::Runtime;
use verda_api_ext::types;

use crate::common::{clients, runtime};

/// The most that the layers between may allocate more, per call.
const ALLOCATIONS: u64 = 12;
/// The most that they may have allocated more at any time, in bytes, beside the answer.
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
        let get = cost(&runtime, async || drop(ours.get_instance().instance_id(&id).send().await.unwrap()));
        let path = format!("/v1/instances/{id}");
        let bare_get = cost(&runtime, async || drop(bare.get::<types::Instance>(&path).await));
        compare("one instance", &get, &bare_get);
    }
}
