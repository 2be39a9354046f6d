//! The way of one process to the API: what is delayed, lost, cut and replaced on it, and when the process is killed.

use std::future::pending;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{Either, select};
use http::header::{DATE, HeaderValue, RETRY_AFTER};
use http::{HeaderMap, StatusCode};
use tokio::sync::{Notify, oneshot};
use tokio::time::sleep;
use verda_api_ext::{BoxFuture, Bytes, Operation, Transport, TransportError, TransportErrorKind};
use verda_fake::InProcess;

use crate::faults::Fault;
use crate::world::World;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>cloudflare</h1></body></html>";
/// A request whose client has given it up arrives within this time, or never.
const LATE: u64 = 4_000;

type Response = Result<http::Response<Bytes>, TransportError>;

/// When a process is killed.
#[derive(Clone, Copy, Debug)]
enum Death {
    BeforeRequest(usize),
    AfterRequest(usize),
    At(Duration),
}

/// A time in which a client is cut off from the API.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Partition {
    from: Duration,
    to: Duration,
    cut: Cut,
}

#[derive(Clone, Copy, Debug)]
enum Cut {
    /// No connection is made.
    Refused,
    /// What is sent vanishes.
    Silent,
    /// What is sent arrives, and no response comes back.
    OneWay,
}

impl Partition {
    pub(crate) fn some(world: &World, random: &mut fastrand::Rng) -> Vec<Self> {
        let count = if world.has(Fault::Partition) { random.usize(..4) } else { 0 };
        let one = |_| {
            let from = Duration::from_secs(random.u64(..1200));
            let cut = [Cut::Refused, Cut::Silent, Cut::OneWay][random.usize(..3)];
            Self { from, to: from + Duration::from_secs(random.u64(1..240)), cut }
        };
        (0..count).map(one).collect()
    }
}

/// What a request meets on its way there.
enum There {
    Arrives,
    Lost(TransportErrorKind),
    Hangs,
    /// A gateway responds, and the API sees nothing.
    Replied(Box<http::Response<Bytes>>),
}

/// What its response meets on its way back.
enum Back {
    Arrives,
    Lost(TransportErrorKind),
    Hangs,
    Replaced(Box<http::Response<Bytes>>),
    /// The body ends after this part of it, of 256. Nothing says so.
    Cut(usize),
}

struct Way {
    before: Duration,
    there: There,
    after: Duration,
    back: Back,
    /// Whether it arrives although its client has given it up.
    outlives_client: bool,
}

/// Once its process is killed, nothing is sent any more: that is all that the API sees of it.
#[derive(Clone)]
pub(crate) struct Network(Arc<Inner>);

struct Inner {
    fake: InProcess,
    world: Arc<World>,
    client: usize,
    process: u64,
    partitions: Vec<Partition>,
    random: Mutex<fastrand::Rng>,
    requests: AtomicUsize,
    death: Option<Death>,
    is_dead: AtomicBool,
    /// Wakes in the order in which they came: a `watch` does so in any order.
    dies: Notify,
    /// By how many seconds the `Date` of responses is wrong.
    skew: i64,
}

impl Network {
    pub(crate) fn new(
        world: &Arc<World>,
        (client, process): (usize, u64),
        partitions: &[Partition],
        mut random: fastrand::Rng,
        may_die: bool,
    ) -> Self {
        let death = (may_die && random.u8(..3) > 0).then(|| match random.u8(..3) {
            0 => Death::BeforeRequest(random.usize(..60)),
            1 => Death::AfterRequest(random.usize(..60)),
            _ => Death::At(Duration::from_millis(random.u64(..300_000))),
        });
        let inner = Inner {
            fake: world.fake.transport(),
            world: world.clone(),
            client,
            process,
            partitions: partitions.to_vec(),
            requests: AtomicUsize::new(0),
            death,
            is_dead: AtomicBool::new(false),
            dies: Notify::new(),
            skew: if world.has(Fault::Clock) { random.i64(-7200..7200) } else { 0 },
            random: Mutex::new(random),
        };
        Self(Arc::new(inner))
    }

    /// What comes of a program, unless its process is killed before.
    pub(crate) async fn run<F: Future>(&self, program: F) -> Option<F::Output> {
        let death = async {
            if let Some(Death::At(time)) = self.0.death {
                sleep(time).await;
                self.kill();
            }
            self.dies().await;
        };
        match select(pin!(program), pin!(death)).await {
            Either::Left((outcome, _)) => Some(outcome),
            Either::Right(_) => None,
        }
    }

    pub(crate) fn kill(&self) {
        self.0.is_dead.store(true, SeqCst);
        self.0.dies.notify_waiters();
    }

    async fn dies(&self) {
        let dies = self.0.dies.notified();
        if !self.is_dead() {
            dies.await;
        }
    }

    fn is_dead(&self) -> bool {
        self.0.is_dead.load(SeqCst)
    }

    fn way(&self, operation: &'static Operation) -> Way {
        let inner = &*self.0;
        let (world, random) = (&inner.world, &mut *inner.random.lock().unwrap());
        let millis = |random: &mut fastrand::Rng, most| Duration::from_millis(random.u64(1..most));
        let mut way = Way {
            before: millis(random, 80),
            there: There::Arrives,
            after: millis(random, 80),
            back: Back::Arrives,
            outlives_client: random.bool(),
        };
        if !world.is_faulty() {
            return way;
        }
        let now = world.now();
        if let Some(partition) = inner.partitions.iter().find(|partition| (partition.from..partition.to).contains(&now))
        {
            match partition.cut {
                Cut::Refused => way.there = There::Lost(TransportErrorKind::Connect),
                Cut::Silent => way.there = There::Hangs,
                Cut::OneWay => way.back = Back::Hangs,
            }
            return way;
        }
        let has = |fault: Fault| world.has(fault);
        // What makes or destroys something is hit more often.
        let is_hit = |random: &mut fastrand::Rng| random.u8(..100) < if operation.idempotent { 6 } else { 20 };
        if has(Fault::Slow) && is_hit(random) {
            match random.u8(..8) {
                0 => way.there = There::Hangs,
                1 => way.back = Back::Hangs,
                2..5 => way.before = millis(random, 90_000),
                _ => way.after = millis(random, 90_000),
            }
        }
        if has(Fault::Lost) && is_hit(random) {
            use TransportErrorKind::{Connect, Interrupted, Timeout};
            match random.u8(..6) {
                0 => way.there = There::Lost(Connect),
                1 => way.there = There::Lost(Timeout),
                2 => way.there = There::Lost(Interrupted),
                3 => way.back = Back::Lost(Timeout),
                _ => way.back = Back::Lost(Interrupted),
            }
        }
        if has(Fault::Gateway) && is_hit(random) {
            match random.bool() {
                true => way.there = There::Replied(self.instead(operation, random, true).into()),
                false => way.back = Back::Replaced(self.instead(operation, random, false).into()),
            }
        }
        if has(Fault::Cut) && is_hit(random) {
            way.back = match random.bool() {
                true => Back::Cut(random.usize(..256)),
                false => Back::Lost(TransportErrorKind::Interrupted),
            };
        }
        if has(Fault::Tokens) && operation.id == "get_access_token" && random.u8(..3) == 0 {
            match random.u8(..4) {
                0 => way.there = There::Hangs,
                1 => way.there = There::Replied(self.instead(operation, random, true).into()),
                2 => way.back = Back::Cut(random.usize(..256)),
                _ => way.before = millis(random, 30_000),
            }
        }
        if matches!(way.there, There::Arrives)
            && has(Fault::Tokens)
            && operation.id != "get_access_token"
            && random.u8(..50) == 0
        {
            way.there =
                There::Replied(reply(401, r#"{"code":"unauthorized_request","message":"Unauthorized"}"#).into());
        }
        way
    }

    /// The response of a gateway, before or after the API acted. After it, only such as prove nothing.
    fn instead(&self, operation: &Operation, random: &mut fastrand::Rng, is_before: bool) -> http::Response<Bytes> {
        let error = r#"{"code":"server_error","message":"Something went wrong"}"#;
        let mut response = match random.u8(..if is_before { 12 } else { 8 }) {
            0 => reply(500, error),
            1 => reply(502, PAGE),
            2 => reply(503, PAGE),
            3 => reply(504, PAGE),
            4 => reply([520, 522, 524, 530][random.usize(..4)], PAGE),
            5 => reply(500, ""),
            6 => reply(200, PAGE),
            7 => reply([404, 403, 408, 302][random.usize(..4)], PAGE),
            8 if operation.id == "deploy_instance" => {
                reply(503, r#"{"code":"service_unavailable","message":"Not enough resources"}"#)
            }
            _ => {
                let mut response = reply(429, "overloaded!");
                let most = [3, 30, 300][random.usize(..3)];
                let seconds = random.i64(1..most);
                let value = match random.u8(..3) {
                    0 => None,
                    1 => Some(HeaderValue::from(seconds)),
                    _ => HeaderValue::from_str(&self.date(seconds)).ok(),
                };
                value.map(|value| response.headers_mut().insert(RETRY_AFTER, value));
                response
            }
        };
        self.add_date(response.headers_mut());
        response
    }

    /// The date of the gateway's clock, and so many seconds later.
    fn date(&self, later: i64) -> String {
        let date = self.0.world.date() + chrono::TimeDelta::seconds(self.0.skew + later);
        date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    fn add_date(&self, headers: &mut HeaderMap) {
        if let Ok(date) = HeaderValue::from_str(&self.date(0)) {
            headers.insert(DATE, date);
        }
    }

    /// Takes a request to the fake, however its client goes on, and gives what comes back of it.
    fn carry(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
        way: &Way,
    ) -> oneshot::Receiver<Response> {
        let (mut sender, receiver) = oneshot::channel();
        let (network, before, outlives_client) = (self.clone(), way.before, way.outlives_client);
        let sent = self.0.world.now();
        tokio::spawn(async move {
            let inner = &*network.0;
            let body = request.body().and_then(reqwest::Body::as_bytes).map(Bytes::copy_from_slice);
            if let Either::Right(_) = select(pin!(sleep(before)), pin!(sender.closed())).await {
                if !outlives_client || !inner.world.is_faulty() {
                    return;
                }
                let late = inner.random.lock().unwrap().u64(1..LATE);
                sleep(before.min(Duration::from_millis(late))).await;
                inner.world.log(|| format!("client {}: {} arrives late", inner.client, operation.id));
                if !operation.method.is_safe() {
                    let body = String::from_utf8_lossy(body.as_deref().unwrap_or_default()).into_owned();
                    inner.world.truth().late.push(format!("{} {body}", request.url()));
                }
            }
            if matches!(operation.id, "deploy_instance" | "deploy_cluster") {
                inner.world.decide_fate(operation.id, &mut inner.random.lock().unwrap());
            }
            let response = inner.fake.execute(request, operation).await;
            inner.world.observe((inner.process, inner.client), (operation, sent), body.as_ref(), &response);
            let _ = sender.send(response);
        });
        receiver
    }

    async fn send(&self, request: reqwest::Request, operation: &'static Operation) -> Response {
        let way = self.way(operation);
        match way.there {
            There::Arrives => {}
            There::Lost(kind) => {
                sleep(way.before).await;
                return Err(TransportError::new(kind, "the request was lost"));
            }
            There::Hangs => return pending().await,
            There::Replied(response) => {
                sleep(way.before).await;
                return Ok(*response);
            }
        }
        let received = self.carry(request, operation, &way).await;
        let Ok(response) = received else { return pending().await };
        sleep(way.after).await;
        let mut response = match way.back {
            Back::Arrives => response?,
            Back::Lost(kind) => return Err(TransportError::new(kind, "the response was lost")),
            Back::Hangs => return pending().await,
            Back::Replaced(response) => return Ok(*response),
            Back::Cut(part) => {
                let mut response = response?;
                let end = response.body().len() * part / 256;
                response.body_mut().truncate(end);
                response
            }
        };
        self.add_date(response.headers_mut());
        Ok(response)
    }
}

fn reply(status: u16, body: &'static str) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    response
}

impl Transport for Network {
    fn execute<'a>(&'a self, request: reqwest::Request, operation: &'static Operation) -> BoxFuture<'a, Response> {
        Box::pin(async move {
            let inner = &*self.0;
            let number = inner.requests.fetch_add(1, SeqCst);
            if matches!(inner.death, Some(Death::BeforeRequest(last)) if last == number) {
                self.kill();
            }
            if self.is_dead() {
                return pending().await;
            }
            let name = operation.id.bytes().fold(0, |name: u64, byte| name.wrapping_mul(31) + u64::from(byte));
            inner.world.trace(&[inner.process, name]);
            inner.world.log(|| {
                let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
                let body = if operation.public { "".into() } else { String::from_utf8_lossy(body) };
                format!("client {}: {} {} {body}", inner.client, operation.method, request.url().path())
            });
            // With its process the connection ends, and what is on its way is given up.
            let sent = match select(Box::pin(self.send(request, operation)), pin!(self.dies())).await {
                Either::Left((response, _)) => Some(response),
                Either::Right(_) => None,
            };
            let Some(response) = sent else { return pending().await };
            let (code, shown) = match &response {
                Ok(response) => (u64::from(response.status().as_u16()), response.status().to_string()),
                Err(error) => (error.kind() as u64, error.to_string()),
            };
            inner.world.trace(&[inner.process, name, code]);
            inner.world.log(|| format!("client {}: {} gave {shown}", inner.client, operation.id));
            if matches!(inner.death, Some(Death::AfterRequest(last)) if last == number) {
                self.kill();
            }
            if self.is_dead() { pending().await } else { response }
        })
    }
}
