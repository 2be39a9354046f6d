//! Rate limits of servers that are slow, far away, or count in another way than they say.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::{Instant, sleep};
use verda_api_ext::raw::{Bytes, Method};
use verda_api_ext::{BoxFuture, Client, DeleteVolumes, Operation, Transport, TransportError};

/// A server with one limit for all requests, in fixed windows.
struct Server {
    /// What it says of its limit, and where it says nothing of the policy.
    quota: u64,
    window: Duration,
    is_described: bool,
    /// Whether the seconds until a reset are rounded down.
    rounds_down: bool,
    /// The time for one way, and the time for which an order is held.
    distance: Duration,
    holds_orders: Duration,
    began: Instant,
    counts: Mutex<Vec<Count>>,
}

/// The requests of one window.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    accepted: u64,
    refused: u64,
}

impl Server {
    fn new(quota: u64, seconds: u64) -> Self {
        Self {
            quota,
            window: Duration::from_secs(seconds),
            is_described: true,
            rounds_down: false,
            distance: Duration::from_millis(50),
            holds_orders: Duration::ZERO,
            began: Instant::now(),
            counts: Mutex::default(),
        }
    }

    /// Counts a request: whether it is refused, what is left, and the seconds until there is more.
    fn count(&self) -> (bool, u64, u64) {
        let mut counts = self.counts.lock().unwrap();
        let since = self.began.elapsed();
        let number = since.as_millis() / self.window.as_millis();
        let number = usize::try_from(number).unwrap();
        let known = counts.len();
        counts.resize(known.max(number + 1), Count::default());
        let count = &mut counts[number];
        let is_refused = count.accepted == self.quota;
        *if is_refused { &mut count.refused } else { &mut count.accepted } += 1;
        let left = self.window * u32::try_from(number + 1).unwrap() - since;
        let seconds = if self.rounds_down { left.as_secs() } else { left.as_secs_f64().ceil() as u64 };
        (is_refused, self.quota - count.accepted, seconds)
    }

    fn counts(&self) -> Vec<Count> {
        self.counts.lock().unwrap().clone()
    }
}

struct Wire(Arc<Server>);

impl Transport for Wire {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let server = &self.0;
            sleep(server.distance).await;
            if request.url().path().ends_with("slow") {
                sleep(Duration::from_secs(20)).await;
                return Ok(http::Response::new(Bytes::from_static(b"[]")));
            }
            let (is_refused, left, seconds) = server.count();
            if operation.id == "deploy_instance" {
                sleep(server.holds_orders).await;
            }
            sleep(server.distance).await;
            let limit = format!("\"project\";r={left};t={seconds}");
            let mut response = http::Response::builder().header("ratelimit", limit);
            if is_refused {
                response = response.header("retry-after", seconds);
            }
            if server.is_described {
                let policy = format!("\"project\";q={};w={}", server.quota, server.window.as_secs());
                response = response.header("ratelimit-policy", policy);
            }
            let (status, body) = match operation.id {
                _ if is_refused => (429, ""),
                "deploy_instance" => (202, "5b1e0000-0000-4000-8000-000000000001"),
                _ if *request.method() == Method::GET => (200, "[]"),
                _ => (202, ""),
            };
            Ok(response.status(status).body(Bytes::from_static(body.as_bytes())).unwrap())
        })
    }
}

fn client(server: &Arc<Server>, seed: u64) -> Client {
    let builder = Client::builder().access_token("token").jitter_seed(seed).transport(Wire(server.clone()));
    builder.options(|options| options.timeout(Duration::from_secs(7200))).build().unwrap()
}

/// Orders that the server holds for minutes do not hold back what ends costs.
#[tokio::test(start_paused = true)]
async fn slow_orders_hold_a_delete_back_for_seconds() {
    for (quota, seconds, is_described, orders) in [
        (10, 1, false, 1),
        (10, 1, true, 10),
        (60, 1, true, 60),
        (10, 3, true, 10),
        (10, 6, true, 10),
        (500, 3, false, 1),
    ] {
        let mut server = Server::new(quota, seconds);
        (server.is_described, server.holds_orders) = (is_described, Duration::from_secs(200));
        let server = Arc::new(server);
        let client = client(&server, 1);
        client.list_images().await.unwrap();
        for _ in 0..orders {
            let client = client.clone();
            tokio::spawn(async move { client.deploy_instance(crate::order("one")).await.unwrap() });
        }
        sleep(Duration::from_secs(2)).await;
        let began = Instant::now();
        client.delete_instances("a", DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
        let took = began.elapsed();
        assert!(took < Duration::from_secs(12), "{quota}/{seconds}, {orders} orders: {took:?}");
    }
}

/// What all of them sent before the first response is refused; after it they share, and none of them fails.
#[tokio::test(start_paused = true)]
async fn clients_far_away_meet_refusals_once_and_finish_in_the_least_time() {
    for clients in [1_u64, 2, 3, 8] {
        let server = Arc::new(Server::new(500, 60));
        let calls = (0..clients).map(|number| {
            let client = client(&server, number);
            async move {
                crate::many(&client, 3000 / clients as usize, async |client| client.list_volumes().await.map(drop))
                    .await
            }
        });
        futures_util::future::join_all(calls).await;
        let counts = server.counts();
        let (first, later) = counts.split_first().unwrap();
        let refused: u64 = later.iter().map(|count| count.refused).sum();
        assert!(refused * 100 < 3 * 3000, "{clients} clients: {counts:?}");
        // As many as may be in flight before the first response, less the quota.
        assert!(first.refused <= 1000 * clients, "{clients} clients: {counts:?}");
        assert!(counts.len() <= 8, "{clients} clients: {counts:?}");
    }
}

/// A window is not over when a server says so that rounds down. That is noticed once.
#[tokio::test(start_paused = true)]
async fn a_reset_that_is_rounded_down_costs_few_refusals() {
    for (quota, seconds) in [(500, 60), (50, 30)] {
        let mut server = Server::new(quota, seconds);
        server.rounds_down = true;
        server.began = Instant::now() - Duration::from_millis(300);
        let server = Arc::new(server);
        let client = client(&server, 3);
        client.list_images().await.unwrap();
        crate::many(&client, quota as usize * 5, async |client| client.list_volumes().await.map(drop)).await;
        let counts = server.counts();
        let refused: u64 = counts.iter().map(|count| count.refused).sum();
        assert!(refused <= quota / 8, "{quota}/{seconds}: {counts:?}");
        assert!(counts.len() <= 8, "{quota}/{seconds}: {counts:?}");
    }
}

/// What is sent without a token is counted apart, and waits as well.
#[tokio::test(start_paused = true)]
async fn public_operations_keep_their_limits() {
    let server = Arc::new(Server::new(60, 10));
    let client = client(&server, 5);
    client.list_instance_types().await.unwrap();
    crate::many(&client, 280, async |client| client.list_instance_types().await.map(drop)).await;
    let refused: u64 = server.counts().iter().map(|count| count.refused).sum();
    assert_eq!(refused, 0, "{:?}", server.counts());
}

/// A quota of a day that two operations have used up stops no delete: that may not count there.
#[tokio::test(start_paused = true)]
async fn a_daily_quota_of_two_operations_stops_no_delete() {
    let server = Arc::new(Server::new(2, 86_400));
    let client = client(&server, 7).with(|options| options.timeout(Duration::from_secs(30)));
    client.list_images().await.unwrap();
    client.list_volumes().await.unwrap();
    let began = Instant::now();
    let outcome = client.with(|options| options.max_attempts(1)).delete_instances("a", DeleteVolumes::Os).await;
    // The server refuses it here, and no other layer does.
    assert!(outcome.unwrap_err().status().is_some_and(|status| status == 429));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
}

/// Calls that were in flight for long, and turn out not to count, leave no room for more than the quota.
#[tokio::test(start_paused = true)]
async fn what_turns_out_not_to_count_leaves_no_room_for_more() {
    let server = Arc::new(Server::new(100, 60));
    let client = client(&server, 9);
    client.list_images().await.unwrap();
    // Slow calls of an operation whose responses announce no policy.
    let slow = crate::many(&client, 40, async |client| {
        client.request(Method::GET, "/v1/slow").send::<Vec<u8>>().await.map(drop)
    });
    let reads = async {
        sleep(Duration::from_secs(8)).await;
        crate::many(&client, 350, async |client| client.list_volumes().await.map(drop)).await;
    };
    tokio::join!(slow, reads);
    let refused: u64 = server.counts().iter().map(|count| count.refused).sum();
    assert!(refused <= 100 / 8, "{:?}", server.counts());
}
