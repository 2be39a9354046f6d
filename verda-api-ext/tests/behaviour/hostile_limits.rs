//! Rate limits of servers that mean no good, and of callers that do not poll their calls: nothing stops a client for longer
//! than a window.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use tokio::time::{Instant, sleep, timeout};
use verda_api_ext::raw::Bytes;
use verda_api_ext::{BoxFuture, Client, DeleteVolumes, Operation, Transport, TransportError, types};

pub(crate) type Outcome = Result<http::Response<Bytes>, TransportError>;

/// A server that is a closure of the number of the request, the operation and the path.
struct Server<F> {
    respond: F,
    seen: Arc<AtomicUsize>,
}

impl<F, Fut> Transport for Server<F>
where
    F: Fn(usize, &'static Operation, String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Outcome> + Send + 'static,
{
    fn execute<'a>(&'a self, request: reqwest::Request, operation: &'static Operation) -> BoxFuture<'a, Outcome> {
        let number = self.seen.fetch_add(1, Relaxed);
        Box::pin((self.respond)(number, operation, request.url().path().to_owned()))
    }
}

/// A client of such a server, and the number of requests that were sent.
pub(crate) fn client_of<F, Fut>(respond: F) -> (Client, Arc<AtomicUsize>)
where
    F: Fn(usize, &'static Operation, String) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Outcome> + Send + 'static,
{
    let seen = Arc::new(AtomicUsize::new(0));
    let server = Server { respond, seen: seen.clone() };
    (Client::builder().access_token("token").jitter_seed(7).transport(server).build().unwrap(), seen)
}

pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Outcome {
    let builder = headers
        .iter()
        .fold(http::Response::builder().status(status), |builder, (name, value)| builder.header(*name, *value));
    Ok(builder.body(body.into()).unwrap())
}

/// What every request needs: 200 with an empty list, or an object with the id of the path.
pub(crate) fn fitting(operation: &Operation, path: &str, headers: &[(&str, &str)]) -> Outcome {
    match operation.id {
        "get_instance" | "get_volume" => {
            let id = path.rsplit('/').next().unwrap_or_default();
            response(200, headers, format!(r#"{{"id":"{id}","status":"running"}}"#))
        }
        "get_balance" => response(200, headers, r#"{"amount":1,"currency":"usd"}"#),
        "deploy_instance" => response(202, headers, "5b1e0000-0000-4000-8000-000000000001"),
        "perform_instance_actions" => response(202, headers, ""),
        _ => response(200, headers, "[]"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_body_of_a_buffered_loop() {
    const FIELDS: [(&str, &str); 2] = [
        ("ratelimit-policy", r#""project";q=500;w=60, "endpoint";q=60;w=60"#),
        ("ratelimit", r#""project";r=480;t=60, "endpoint";r=59;t=60"#),
    ];
    // Room for one request at a time: one that is in flight, and not polled, is waited for, but not for ever.
    const SCARCE: [(&str, &str); 1] = [("ratelimit", r#""project";r=1;t=60"#)];
    for (fields, longest) in [(FIELDS.as_slice(), 5), (&SCARCE, 120)] {
        let (client, _) = client_of(move |_, operation, path| async move {
            sleep(Duration::from_millis(100)).await;
            fitting(operation, &path, fields)
        });
        let began = Instant::now();
        let mut calls =
            stream::iter(0..20).map(|number| client.get_instance(format!("i-{number}")).send()).buffer_unordered(16);
        while let Some(found) = calls.next().await {
            found.unwrap();
            client.list_volumes().send().await.unwrap();
        }
        assert!(began.elapsed() < Duration::from_secs(longest), "{:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_body_of_a_buffered_loop_on_the_fake() {
    let fake = verda_fake::VerdaFake::builder().build();
    let client = crate::client(&fake).with(|o| o.timeout(None));
    let work = async {
        let mut calls = stream::iter(0..20).map(|n| client.get_volume(format!("{n}")).send()).buffer_unordered(10);
        while let Some(_found) = calls.next().await {
            client.get_balance().send().await.unwrap();
        }
    };
    assert!(timeout(Duration::from_secs(60), work).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_kept_for_later_holds_nothing_back() {
    let (client, _) = client_of(|number, operation, path| async move {
        let state = if number == 0 { r#""project";r=0;t=30"# } else { r#""project";r=499;t=60"# };
        fitting(operation, &path, &[("ratelimit-policy", r#""project";q=500;w=60"#), ("ratelimit", state)])
    });
    client.list_locations().send().await.unwrap();
    let mut kept = std::pin::pin!(client.list_instances().send());
    // It waits for the project's window.
    assert!(timeout(Duration::from_secs(2), kept.as_mut()).await.is_err());
    sleep(Duration::from_secs(40)).await;
    let began = Instant::now();
    client.list_volumes().send().await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(50), "{:?}", began.elapsed());
    kept.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_kept_do_not_use_up_what_is_left() {
    // One request a second: every call that is kept could hold the only place.
    let (client, _) = client_of(|_, operation, path| async move {
        fitting(
            operation,
            &path,
            &[("ratelimit-policy", r#""project";q=1;w=1"#), ("ratelimit", r#""project";r=0;t=1"#)],
        )
    });
    client.list_locations().send().await.unwrap();
    let mut kept: Vec<_> = (0..50).map(|_| Box::pin(client.list_images().send())).collect();
    let mut kept_volumes: Vec<_> = (0..50).map(|_| Box::pin(client.list_volumes().send())).collect();
    for call in &mut kept {
        let _ = timeout(Duration::ZERO, call).await;
    }
    for call in &mut kept_volumes {
        let _ = timeout(Duration::ZERO, call).await;
    }
    let began = Instant::now();
    client.list_instances().send().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_limit_without_a_policy_is_probed_after_its_window() {
    let (client, seen) = client_of(|number, operation, path| async move {
        // Another client takes nine for each of ours.
        let left = 400_usize.saturating_sub(10 * number);
        fitting(operation, &path, &[("ratelimit", &format!(r#""project";r={left};t=30"#))])
    });
    for _ in 0..3 {
        client.list_locations().send().await.unwrap();
    }
    sleep(Duration::from_secs(3600)).await;
    let began = Instant::now();
    for _ in 0..3 {
        client.list_locations().send().await.unwrap();
    }
    assert_eq!((began.elapsed(), seen.load(Relaxed)), (Duration::ZERO, 6));
}

/// A first response, and what becomes of a call a little later.
async fn after(first: Outcome, wait: Duration) -> Duration {
    let first = Mutex::new(Some(first));
    let (client, _) = client_of(move |_, operation, path| {
        let first = first.lock().unwrap().take();
        async move { first.unwrap_or_else(|| fitting(operation, &path, &[])) }
    });
    let client = client.with(|o| o.max_attempts(1).timeout(None));
    let _ = client.list_images().send().await;
    sleep(wait).await;
    let began = Instant::now();
    client.list_images().send().await.unwrap();
    began.elapsed()
}

#[tokio::test(start_paused = true)]
async fn no_header_holds_requests_back_for_longer_than_its_window() {
    let epoch = r#""project";r=0;t=1767225600"#;
    let policy = ("ratelimit-policy", r#""project";q=500;w=60"#);
    let endless = ("ratelimit-policy", r#""project";q=500;w=99999999999"#);
    for (response, longest) in [
        (response(200, &[policy, ("ratelimit", epoch)], "[]"), 60),
        (response(200, &[("ratelimit", epoch)], "[]"), 120),
        (response(200, &[("ratelimit", r#""project";r=0;t=999999999999999"#)], "[]"), 120),
        (response(200, &[endless, ("ratelimit", r#""project";r=0;t=999999999999"#)], "[]"), 120),
        (response(429, &[policy, ("ratelimit", epoch), ("retry-after", "1767225600")], ""), 60),
        (response(429, &[("retry-after", "1767225600")], ""), 120),
        (response(429, &[("retry-after", "Sun, 06 Nov 2044 08:49:37 GMT")], ""), 120),
        (response(429, &[("retry-after", "0")], ""), 0),
    ] {
        let waited = after(response, Duration::ZERO).await;
        assert_eq!(waited, Duration::from_secs(longest));
    }
    let late = response(200, &[policy, ("ratelimit", epoch)], "[]");
    assert_eq!(after(late, Duration::from_secs(61)).await, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_quota_of_nothing_is_ignored() {
    let (client, _) = client_of(|number, operation, path| async move {
        let state = if number == 0 { r#""project";r=0;t=10"# } else { r#""project";r=9;t=10"# };
        fitting(operation, &path, &[("ratelimit-policy", r#""project";q=0;w=0"#), ("ratelimit", state)])
    });
    let began = Instant::now();
    for _ in 0..9 {
        client.list_images().send().await.unwrap();
    }
    assert_eq!(began.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn a_quota_of_orders_stops_neither_deletes_nor_reads() {
    const ORDERS: [(&str, &str); 2] =
        [("ratelimit-policy", r#""orders-a-day";q=10;w=86400"#), ("ratelimit", r#""orders-a-day";r=0;t=40000"#)];
    let (client, _) = client_of(|_, operation, path| async move {
        let fields = if operation.id == "deploy_instance" { ORDERS.as_slice() } else { &[] };
        fitting(operation, &path, fields)
    });
    let began = Instant::now();
    let id = client.deploy_instance(crate::order("a")).send().await.unwrap().into_inner();
    client.delete_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    client.list_instances().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
    // The next order would wait for eleven hours.
    let order = client.deploy_instance(crate::order("b")).send().await.unwrap_err();
    assert_eq!(order.kind(), verda_api_ext::ErrorKind::RateLimited);
    assert_eq!(client.rate_limits()[0].endpoint.as_deref(), Some("POST /v1/instances"));
}

#[tokio::test(start_paused = true)]
async fn a_policy_of_two_operations_counts_every_operation() {
    let (client, _) = client_of(|number, operation, path| async move {
        let left = 3_usize.saturating_sub(number + 1);
        let state = format!(r#""all";r={left};t=60"#);
        fitting(operation, &path, &[("ratelimit-policy", r#""all";q=3;w=60"#), ("ratelimit", &state)])
    });
    client.list_images().send().await.unwrap();
    client.get_instance("a").send().await.unwrap();
    client.get_instance("b").send().await.unwrap();
    let began = Instant::now();
    client.list_volumes().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn names_that_change_with_every_response_hold_nothing_back() {
    let (client, _) = client_of(|number, operation, path| async move {
        fitting(operation, &path, &[("ratelimit", &format!(r#""policy-{number}";r=400;t=1"#))])
    });
    let began = Instant::now();
    for round in 0..200 {
        client.get_instance(format!("{round}")).send().await.unwrap();
        sleep(Duration::from_secs(2)).await;
    }
    assert_eq!(began.elapsed(), Duration::from_secs(400));
    assert!(client.rate_limits().len() <= 16, "{}", client.rate_limits().len());
    // Each of them is over, and one response without it says so.
    let began = Instant::now();
    crate::many(&client, 100, async |client| client.list_images().send().await.map(|_| ())).await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn deletes_overtake_reads() {
    let (client, _) = client_of(|_, operation, path| async move {
        sleep(Duration::from_millis(100)).await;
        fitting(
            operation,
            &path,
            &[("ratelimit-policy", r#""project";q=1;w=1"#), ("ratelimit", r#""project";r=0;t=1"#)],
        )
    });
    client.list_images().send().await.unwrap();
    let began = Instant::now();
    let reads = crate::many(&client, 20, async |client| client.list_instances().send().await.map(|_| ()));
    let delete = async {
        sleep(Duration::from_millis(10)).await;
        let deleted = client.delete_instances(&types::InstanceId::from("a"), DeleteVolumes::Os).await;
        deleted.unwrap().all_ok().unwrap();
        began.elapsed()
    };
    let ((), deleted) = tokio::join!(reads, delete);
    assert!(deleted < Duration::from_secs(3), "{deleted:?}");
}

#[tokio::test(start_paused = true)]
async fn a_first_burst_does_not_wait_for_a_slow_server() {
    const PLENTY: [(&str, &str); 2] =
        [("ratelimit-policy", r#""project";q=50000;w=60"#), ("ratelimit", r#""project";r=40000;t=60"#)];
    for fields in [&[], PLENTY.as_slice()] {
        for calls in [100, 256, 1000, 10_000] {
            for signs_in in [false, true] {
                let seen = Arc::new(AtomicUsize::new(0));
                let respond = move |_, operation: &'static Operation, path: String| async move {
                    sleep(Duration::from_millis(200)).await;
                    match operation.id {
                        "get_access_token" => response(200, &[], r#"{"access_token":"token","expires_in":3600}"#),
                        _ => fitting(operation, &path, fields),
                    }
                };
                let builder = Client::builder().transport(Server { respond, seen });
                let builder =
                    if signs_in { builder.credentials("id", "secret") } else { builder.access_token("token") };
                let (client, began) = (builder.build().unwrap(), Instant::now());
                crate::many(&client, calls, async |client| client.list_images().send().await.map(|_| ())).await;
                let bare = Duration::from_millis(if signs_in { 400 } else { 200 });
                // Alone, more than the limit of a project wait for 51 ms for a response that may tell of it, and more than
                // twice that for the response itself and for those of other clients.
                let longest = match calls {
                    ..=256 => bare.mul_f64(1.1),
                    257..=1000 => bare + Duration::from_millis(54),
                    _ => bare + Duration::from_millis(400),
                };
                assert!(began.elapsed() <= longest, "{calls} calls, signs in: {signs_in}: {:?}", began.elapsed());
            }
        }
    }
}

/// Calls that were sent and are not polled any more hold others back for some seconds, once and not for each of them.
#[tokio::test(start_paused = true)]
async fn calls_in_flight_that_are_not_polled_hold_nothing_back_for_long() {
    const TOLD: [(&str, &str); 2] =
        [("ratelimit-policy", r#""project";q=500;w=60"#), ("ratelimit", r#""project";r=60;t=60"#)];
    let (client, _) = client_of(|_, operation, path| async move {
        sleep(Duration::from_millis(20)).await;
        fitting(operation, &path, &TOLD)
    });
    client.list_images().send().await.unwrap();
    let mut kept: Vec<_> = (0..4).map(|_| Box::pin(client.list_images().send())).collect();
    for call in &mut kept {
        assert!(timeout(Duration::ZERO, call.as_mut()).await.is_err());
    }
    let began = Instant::now();
    for _ in 0..20 {
        client.list_volumes().send().await.unwrap();
    }
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

/// A window that is said to end in hours is not believed for hours.
#[tokio::test(start_paused = true)]
async fn milliseconds_in_place_of_seconds_stop_nothing_for_long() {
    const TOLD: [(&str, &str); 2] =
        [("ratelimit-policy", r#""project";q=500;w=60000"#), ("ratelimit", r#""project";r=0;t=45000"#)];
    let (client, _) =
        client_of(
            |number, operation, path| async move { fitting(operation, &path, if number < 3 { &TOLD } else { &[] }) },
        );
    for _ in 0..3 {
        let _ = client.list_images().send().await;
        let _ = client.list_volumes().send().await;
        sleep(Duration::from_secs(130)).await;
    }
    client.list_images().send().await.unwrap();
    client.list_volumes().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_waiters_wait_and_go() {
    // 1,000 a second, so that it takes ten.
    let window = Mutex::new((Instant::now(), 0_usize));
    let (client, _) = client_of(move |_, operation, path| {
        let now = Instant::now();
        let mut window = window.lock().unwrap();
        if now >= window.0 + Duration::from_secs(1) {
            *window = (now, 0);
        }
        window.1 += 1;
        let (left, status) = (1000_usize.saturating_sub(window.1), window.1 <= 1000);
        async move {
            sleep(Duration::from_millis(5)).await;
            let state = format!(r#""project";r={left};t=1"#);
            let fields = [("ratelimit-policy", r#""project";q=1000;w=1"#), ("ratelimit", &state)];
            if status { fitting(operation, &path, &fields) } else { response(429, &fields, "") }
        }
    });
    let began = Instant::now();
    let computed = cpu_time::ThreadTime::now();
    crate::many(&client, 10_000, async |client| client.list_images().send().await.map(|_| ())).await;
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert!(computed.elapsed() < Duration::from_secs(20), "{:?}", computed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_no_wait_is_not_asked_at_once() {
    for value in ["0", "0.0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let (client, seen) = client_of(move |_, _, _| async move { response(503, &[("retry-after", value)], "") });
        let began = Instant::now();
        client.list_images().send().await.unwrap_err();
        assert!(began.elapsed() >= Duration::from_millis(50), "{value}: {:?}", began.elapsed());
        assert_eq!(seen.load(Relaxed), 4);
    }
    let (client, _) = client_of(|number, operation, path| async move {
        if number == 0 { response(429, &[("retry-after", "30.5")], "") } else { fitting(operation, &path, &[]) }
    });
    let began = Instant::now();
    client.list_images().send().await.unwrap();
    assert_eq!(began.elapsed(), Duration::from_millis(30_500));
}

#[tokio::test(start_paused = true)]
async fn no_call_waits_longer_than_its_options_allow() {
    const EXHAUSTED: [(&str, &str); 2] =
        [("ratelimit-policy", r#""project";q=9;w=60"#), ("ratelimit", r#""project";r=0;t=60"#)];
    for (status, headers) in [(200, EXHAUSTED.as_slice()), (429, &[("retry-after", "90")])] {
        let (client, seen) = client_of(move |_, _, _| async move { response(status, headers, "[]") });
        let client = client.with(|o| o.max_retry_after(Duration::from_secs(2)).timeout(Duration::from_secs(100)));
        let _ = client.list_images().send().await;
        let began = Instant::now();
        let error = client.list_images().send().await.unwrap_err();
        assert!(error.is_rate_limited() && began.elapsed() < Duration::from_millis(100), "{error}");
        assert!(error.retry_after() >= Some(Duration::from_secs(50)) && seen.load(Relaxed) == 1, "{error}");
    }
}

/// More calls than a window has room for, and more refusals than the budget for retries: each waits for its turn.
#[tokio::test(start_paused = true)]
async fn refusals_that_say_when_there_is_room_cost_no_budget() {
    let window = Mutex::new((Instant::now(), 0_usize));
    let (client, _) = client_of(move |_, operation, path| {
        let mut window = window.lock().unwrap();
        if window.0.elapsed() >= Duration::from_secs(5) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        let is_over = window.1 > 60;
        async move {
            sleep(Duration::from_millis(100)).await;
            if is_over { response(429, &[("retry-after", "5")], "") } else { fitting(operation, &path, &[]) }
        }
    });
    let client = client.with(|o| o.max_attempts(9));
    crate::many(&client, 200, async |client| client.list_images().send().await.map(|_| ())).await;
}

/// A program that runs again and again, and begins each time where the one before has used most of the quota.
#[tokio::test(start_paused = true)]
async fn a_client_that_begins_with_little_left_uses_it() {
    let left = AtomicUsize::new(16);
    let (client, _) = client_of(move |_, operation, path| {
        let left = left.fetch_sub(1, Relaxed) - 1;
        let state = format!(r#""project";r={left};t=60"#);
        async move { fitting(operation, &path, &[("ratelimit-policy", r#""project";q=60;w=60"#), ("ratelimit", &state)]) }
    });
    let began = Instant::now();
    for _ in 0..3 {
        client.list_images().send().await.unwrap();
    }
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
}
