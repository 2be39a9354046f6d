//! Parts of a call by themselves, in absolute times: for looking at one while it is changed.
//!
//! ```sh
//! cargo bench -p verda-api-ext --bench parts
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use criterion::{Criterion, criterion_group, criterion_main};
use tokio::runtime::Builder;
use verda_api_ext::{Client, types};
use verda_fake::VerdaFake;

/// Calls into a fake of this process: everything but the wire.
fn without_a_wire(criterion: &mut Criterion) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for (name, fake) in [
        ("nothing is limited", VerdaFake::builder().without_rate_limits().journal_capacity(1).build()),
        (
            "limits are announced",
            VerdaFake::builder()
                .rate_limits(verda_fake::RateLimits { project: u32::MAX, endpoint: u32::MAX, listing: u32::MAX })
                .journal_capacity(1)
                .build(),
        ),
    ] {
        let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap();
        criterion.bench_function(&format!("a call and the fake, {name}"), |bencher| {
            bencher.to_async(&runtime).iter(|| async { client.get_balance().send().await.unwrap() });
        });
    }
}

/// 64 tasks that all need the token.
fn token_under_contention(criterion: &mut Criterion) {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let fake = VerdaFake::builder().without_rate_limits().journal_capacity(1).build();
    let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap();
    criterion.bench_function("64 tasks, 2 threads, one token", |bencher| {
        bencher.to_async(&runtime).iter(|| async {
            let calls = (0..64).map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.get_balance().send().await.map(|_| ()) })
            });
            for call in futures_util::future::join_all(calls).await {
                call.unwrap().unwrap();
            }
        });
    });
}

fn building(criterion: &mut Criterion) {
    let client = Client::builder().access_token("t").transport(VerdaFake::default().transport()).build().unwrap();
    criterion.bench_function("a client with other options", |bencher| {
        bencher.iter(|| client.with(|o| o.max_attempts(1)));
    });
    criterion.bench_function("an order", |bencher| {
        bencher.iter(|| -> types::DeployInstance {
            let order = types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
            order.hostname("node-1").description("").location_code("FIN-01").try_into().unwrap()
        });
    });
}

criterion_group!(parts, without_a_wire, token_under_contention, building);
criterion_main!(parts);
