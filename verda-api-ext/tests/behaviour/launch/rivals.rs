//! Processes by chance that launch one group at about the same time, with lists of their own age and orders that wait.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use http::{Method, StatusCode, header};
use serde_json::Value;
use tokio::time::{Instant, sleep};
use verda_api_ext::{BoxFuture, Client, Operation, Transport, TransportError};
use verda_fake::{InProcess, VerdaFake};

use super::{billed, train};
use crate::SECRET;

/// The way of one process to the API.
struct Way {
    transport: InProcess,
    began: (Instant, DateTime<Utc>),
    /// Its lists of machines are as old.
    lag: Duration,
    /// For each of its orders, for how many seconds it has to wait first.
    waits: Mutex<VecDeque<Option<u64>>>,
}

impl Transport for Way {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            // As long as a request takes.
            sleep(Duration::from_millis(200)).await;
            let is_of_machines = operation.path == "/v1/instances";
            if is_of_machines
                && operation.method == Method::POST
                && let Some(seconds) = self.waits.lock().unwrap().pop_front().flatten()
            {
                let busy = Bytes::from_static(br#"{"code": "rate_limit_exceeded", "message": "Too many requests"}"#);
                let response = http::Response::builder().status(StatusCode::TOO_MANY_REQUESTS);
                let response = response.header(header::RETRY_AFTER, seconds);
                return Ok(response.header(header::CONTENT_TYPE, "application/json").body(busy).unwrap());
            }
            let response = self.transport.execute(request, operation).await?;
            if !is_of_machines || operation.method != Method::GET {
                return Ok(response);
            }
            let (mut parts, body) = response.into_parts();
            let then = self.began.1 + self.began.0.elapsed() - self.lag;
            let mut machines: Vec<Value> = serde_json::from_slice(&body).unwrap();
            machines
                .retain(|machine| machine["created_at"].as_str().unwrap().parse::<DateTime<Utc>>().unwrap() <= then);
            parts.headers.remove(header::CONTENT_LENGTH);
            Ok(http::Response::from_parts(parts, Value::Array(machines).to_string().into()))
        })
    }
}

/// `RIVALS=2000` for more.
#[tokio::test(start_paused = true)]
async fn no_slot_is_ordered_twice_by_processes_whose_orders_wait() {
    let (mut launches, mut failed) = (0, 0);
    for seed in 0..std::env::var("RIVALS").map_or(60, |seeds| seeds.parse().unwrap()) {
        let mut random = fastrand::Rng::with_seed(seed);
        let start = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap().to_utc();
        let provisioning = Duration::from_secs(random.u64(5..45));
        let fake = VerdaFake::builder().start_time(start).balance(1e6).provisioning_time(provisioning).build();
        let began = (Instant::now(), start);
        let count = random.usize(2..4);
        let processes = (0..random.usize(2..4)).map(|_| {
            let waits = (0..3).map(|_| (random.u8(..10) < 4).then(|| random.u64(3..118))).collect();
            let lag = Duration::from_secs(random.u64(..=60));
            let way = Way { transport: fake.transport(), began, lag, waits: Mutex::new(waits) };
            let client = Client::builder().credentials("id", SECRET).jitter_seed(seed).transport(way).build().unwrap();
            let begins = Duration::from_millis(random.u64(..120_000));
            async move {
                sleep(begins).await;
                train(&client, count).keep_when_dropped().await
            }
        });
        let outcomes = join_all(processes).await;
        let machines = billed(&fake);
        let mut names = machines.clone();
        names.dedup();
        assert_eq!(machines, names, "seed {seed}: {outcomes:?}");
        launches += outcomes.len();
        failed += outcomes.iter().filter(|outcome| outcome.is_err()).count();
    }
    // Few of them give up.
    assert!(failed * 30 < launches, "{failed} of {launches}");
}
