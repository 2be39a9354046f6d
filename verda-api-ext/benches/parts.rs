//! Parts of a call by themselves, in absolute times: for looking at one while it is changed.
//!
//! ```sh
//! cargo bench -p verda-api-ext --bench parts
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use criterion::{Criterion, criterion_group, criterion_main};
use http::Response;
use tokio::runtime::Builder;
use verda_api_ext::{BoxFuture, Client, Operation, Transport, TransportError, types};
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

/// Responds at once, with fields of rate limits or none.
struct Responds {
    /// Taken in turn.
    policies: &'static [&'static str],
    state: Option<&'static str>,
    sent: AtomicUsize,
}

impl Transport for Responds {
    fn execute<'a>(
        &'a self,
        _request: reqwest::Request,
        _operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let sent = self.sent.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::builder();
        if let Some(state) = self.state {
            let policy = self.policies[sent % self.policies.len()];
            response = response.header("ratelimit-policy", policy).header("ratelimit", state);
        }
        Box::pin(async { Ok(response.body(Bytes::from_static(b"{}")).unwrap()) })
    }
}

/// The same call with and without the fields: what they add is their parsing and the counts; a policy is parsed only where it is
/// not the last one again.
fn rate_limit_fields(criterion: &mut Criterion) {
    const STATE: &str = r#""project";r=486000;t=37, "endpoint";r=48000;t=37"#;
    const POLICY: &str = r#""project";q=500000;w=60, "endpoint";q=60000;w=60"#;
    const ANOTHER: &str = r#""project";q=500001;w=60, "endpoint";q=60000;w=60"#;
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for (name, state, policies) in [
        ("no field", None, [POLICY].as_slice()),
        ("RateLimit, and a known RateLimit-Policy", Some(STATE), &[POLICY]),
        ("RateLimit, and another RateLimit-Policy each time", Some(STATE), &[POLICY, ANOTHER]),
        ("RateLimit that is malformed", Some(r#""project";r=486000;t="#), &[POLICY]),
    ] {
        let responds = Responds { policies, state, sent: AtomicUsize::new(0) };
        let client = Client::builder().access_token("token").transport(responds).build().unwrap();
        criterion.bench_function(&format!("a response at once, {name}"), |bencher| {
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

criterion_group!(parts, without_a_wire, rate_limit_fields, token_under_contention, building);
criterion_main!(parts);
