//! Rate limits: calls wait where nothing is left.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use verda_api_ext::raw::Bytes;
use verda_api_ext::{BoxFuture, Client, ErrorKind, Operation, Transport, TransportError, types};
use verda_fake::{RateLimits, VerdaFake};

use crate::client;

/// The fake behind a network: every response takes between 20 and 200 milliseconds, half of them on the way there.
struct Distant {
    fake: verda_fake::InProcess,
    random: std::sync::Mutex<fastrand::Rng>,
}

impl Distant {
    fn new(fake: &VerdaFake, seed: u64) -> Self {
        Self { fake: fake.transport(), random: std::sync::Mutex::new(fastrand::Rng::with_seed(seed)) }
    }

    fn half_way(&self) -> Duration {
        Duration::from_millis(self.random.lock().unwrap().u64(10..100))
    }
}

impl Transport for Distant {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            tokio::time::sleep(self.half_way()).await;
            let response = self.fake.execute(request, operation).await;
            tokio::time::sleep(self.half_way()).await;
            response
        })
    }
}

fn distant(fake: &VerdaFake, seed: u64) -> Client {
    Client::builder().credentials("id", "secret").transport(Distant::new(fake, seed)).build().unwrap()
}

/// Asks for as many machines that are not there, each by its own path, so that only the project's limit counts.
async fn look_for(client: &Client, machines: std::ops::Range<usize>) {
    let client = client.with(|o| o.timeout(Duration::from_secs(3600)));
    let calls = machines.map(|machine| {
        let client = client.clone();
        async move {
            let id = types::InstanceId::from(format!("machine-{machine}"));
            let error = client.get_instance(id).send().await.unwrap_err();
            assert!(error.is_not_found(), "{error}");
        }
    });
    futures_util::future::join_all(calls).await;
}

fn refusals(fake: &VerdaFake) -> usize {
    fake.requests().iter().filter(|request| request.status == Some(StatusCode::TOO_MANY_REQUESTS)).count()
}

#[tokio::test(start_paused = true)]
async fn two_thousand_calls_take_the_least_time_and_meet_no_429() {
    for seed in 0..3 {
        let fake = VerdaFake::builder().build();
        let client = distant(&fake, seed);
        let began = Instant::now();
        look_for(&client, 0..2000).await;
        // 500 at once, and 500 after each minute.
        let least = Duration::from_secs(180);
        assert!(began.elapsed() <= least.mul_f64(1.02), "{:?}", began.elapsed());
        assert_eq!((refusals(&fake), fake.requests_to("GET /v1/instances/{instance_id}").len()), (0, 2000));
    }
}

#[tokio::test(start_paused = true)]
async fn eight_clients_of_one_project_finish_with_few_429s() {
    for seed in [0, 8, 13] {
        let fake = VerdaFake::builder().build();
        let clients: Vec<_> = (0..8).map(|number| distant(&fake, 8 * seed + number)).collect();
        let began = Instant::now();
        let work = clients.iter().enumerate().map(|(index, client)| look_for(client, index * 1000..(index + 1) * 1000));
        futures_util::future::join_all(work).await;
        let sent = fake.requests_to("GET /v1/instances/{instance_id}").len();
        let refused = refusals(&fake);
        assert!(refused * 100 < sent, "{refused} of {sent}");
        // 8,000 calls at 500 a minute take 15 minutes at least.
        assert!(began.elapsed() < Duration::from_secs(17 * 60), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_client_of_few_calls_does_not_wait_for_one_of_many() {
    let fake = VerdaFake::builder().build();
    let (busy, quiet) = (distant(&fake, 1), distant(&fake, 2));
    look_for(&quiet, 0..1).await;
    look_for(&busy, 1..400).await;
    for machine in 400..410 {
        let asked = Instant::now();
        look_for(&quiet, machine..machine + 1).await;
        assert!(asked.elapsed() < Duration::from_millis(200), "{machine}: {:?}", asked.elapsed());
    }
    assert_eq!(refusals(&fake), 0);
}

#[tokio::test(start_paused = true)]
async fn one_endpoint_waits_and_others_do_not() {
    let fake = VerdaFake::builder().build();
    let client = distant(&fake, 1);
    let began = Instant::now();
    let waiting = crate::many(&client, 70, async |client| client.get_balance().send().await.map(|_| ()));
    let other = async {
        tokio::time::sleep(Duration::from_secs(20)).await;
        let asked = Instant::now();
        client.list_images().send().await.unwrap();
        asked.elapsed()
    };
    let ((), other) = tokio::join!(waiting, other);
    assert!(other < Duration::from_millis(200), "{other:?}");
    assert!(began.elapsed() > Duration::from_secs(60) && began.elapsed() < Duration::from_secs(63));
    assert_eq!(refusals(&fake), 0);
}

#[tokio::test(start_paused = true)]
async fn a_wait_past_the_deadline_fails_at_once() {
    let fake = VerdaFake::builder().rate_limits(RateLimits { project: 3, endpoint: 3, listing: 3 }).build();
    let client = client(&fake);
    for _ in 0..3 {
        client.get_balance().send().await.unwrap();
    }
    let began = Instant::now();
    let hasty = client.with(|o| o.timeout(Duration::from_secs(30)));
    let error = hasty.get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed()), (ErrorKind::RateLimited, Duration::ZERO));
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::from_secs(60)), 0));
    assert!(error.to_string().contains("the rate limit leaves no room for 60 s"), "{error}");
    assert_eq!(fake.requests_to("GET /v1/balance").len(), 3);
    client.get_balance().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn what_is_known_can_be_seen() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    assert!(client.rate_limits().is_empty());
    client.get_balance().send().await.unwrap();
    client.list_instances().send().await.unwrap();
    let shown: Vec<_> = client
        .rate_limits()
        .into_iter()
        .map(|limit| (limit.policy, limit.endpoint.unwrap_or_default(), limit.quota, limit.remaining, limit.in_flight))
        .collect();
    assert_eq!(
        shown,
        [
            ("project".to_owned(), String::new(), Some(500), 498, 0),
            ("endpoint".to_owned(), "GET /v1/balance".to_owned(), Some(60), 59, 0),
            ("endpoint".to_owned(), "GET /v1/instances".to_owned(), Some(120), 119, 0),
        ]
    );
    assert!(client.rate_limits().iter().all(|limit| limit.resets_in == Duration::from_secs(60)));
    tokio::time::advance(Duration::from_secs(61)).await;
    assert!(client.rate_limits().iter().all(|limit| Some(limit.remaining) == limit.quota));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_gives_its_place_back() {
    let fake = VerdaFake::builder().rate_limits(RateLimits { project: 500, endpoint: 10, listing: 10 }).build();
    let client = Arc::new(client(&fake));
    client.get_balance().send().await.unwrap();
    fake.inject(verda_fake::Injection::new(verda_fake::Effect::Hang).on("GET /v1/balance").times(9)).unwrap();
    for _ in 0..9 {
        let call = client.get_balance().send();
        assert!(tokio::time::timeout(Duration::from_secs(1), call).await.is_err());
    }
    assert_eq!(client.rate_limits()[0].in_flight, 0);
    assert_eq!(client.rate_limits()[0].remaining, 500 - 10, "they were sent, and may have counted");
    let began = Instant::now();
    client.get_balance().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn where_no_limits_are_told_nothing_waits() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = distant(&fake, 3);
    client.get_balance().send().await.unwrap();
    let began = Instant::now();
    crate::many(&client, 5000, async |client| client.get_balance().send().await.map(|_| ())).await;
    assert!(began.elapsed() <= Duration::from_millis(200), "{:?}", began.elapsed());
    assert!(client.rate_limits().is_empty());
}

#[tokio::test(start_paused = true)]
async fn limits_that_are_told_later_count_from_then_on() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    client.list_locations().send().await.unwrap();
    let json = http::HeaderValue::from_static("application/json");
    let effect =
        verda_fake::Effect::Respond { status: http::StatusCode::OK, content_type: json, body: "[]".as_bytes().into() };
    let limited = verda_fake::Injection::new(effect).on("GET /v1/locations");
    let state = http::HeaderValue::from_static("\"project\";r=0;t=30");
    fake.inject(limited.header(http::HeaderName::from_static("ratelimit"), state)).unwrap();
    client.list_locations().send().await.unwrap();
    let began = Instant::now();
    client.list_locations().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(30));
}
