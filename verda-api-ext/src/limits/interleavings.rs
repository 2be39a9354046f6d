//! Every order in which callers, the server and the clock can act on the limits, up to a number of steps. Whatever threads do
//! is such an order, since everything is under one lock. `INTERLEAVINGS=5` takes more steps than the usual number.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use http::HeaderValue;
use verda_api::BodyShape;

use super::*;

static READ: Operation = Operation::custom("read", Method::GET, "/v1/read", true, BodyShape::Any);
static ORDER: Operation = Operation::custom("order", Method::POST, "/v1/order", false, BodyShape::Any);
static LIST: Operation = Operation::custom("list", Method::GET, "/v1/list", true, BodyShape::Any);
static CALLED: [&Operation; 3] = [&READ, &ORDER, &LIST];

const QUOTA: u64 = 2;
const WINDOW: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug)]
enum Step {
    /// The caller polls its call, whether it was woken or not.
    Poll(usize),
    /// The caller drops its call, before or after it was sent.
    Drop(usize),
    /// The server responds.
    Respond(usize),
    Advance(Duration),
}

const STEPS: [Step; 12] = [
    Step::Poll(0),
    Step::Poll(1),
    Step::Poll(2),
    Step::Drop(0),
    Step::Drop(1),
    Step::Drop(2),
    Step::Respond(0),
    Step::Respond(1),
    Step::Respond(2),
    // Longer than a lease, than the time that a stuck request is waited for, and than a window.
    Step::Advance(Duration::from_millis(30)),
    Step::Advance(Duration::from_secs(6)),
    Step::Advance(Duration::from_secs(11)),
];

/// Remembers that it was woken.
struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

type Admission<'a> = Pin<Box<dyn Future<Output = Result<Permit<'a>, Late>> + 'a>>;

enum Call<'a> {
    Waiting(Admission<'a>, Arc<Flag>),
    Sent(Permit<'a>, Instant),
    Ended,
}

struct World<'a> {
    limits: &'a Limits,
    calls: Vec<Call<'a>>,
    /// What the server counted in its window, and when that ends.
    window: (Instant, u64),
    /// The calls whose requests had no response for so long that another one may be sent to find out, or never will have one.
    unknown: [bool; CALLED.len()],
    steps: &'a [Step],
}

fn request(caller: usize) -> Request<'static> {
    let operation = CALLED[caller];
    Request { operation, method: &operation.method, path: operation.path }
}

impl<'a> World<'a> {
    fn new(limits: &'a Limits, steps: &'a [Step]) -> Self {
        let window = (Instant::now() + WINDOW, QUOTA - 1);
        let mut world = Self { limits, calls: Vec::new(), window, unknown: [false; CALLED.len()], steps };
        // Two operations have announced the policy, and one more request has room.
        for caller in [0, 2] {
            world.observe(Permit::default(), caller);
        }
        let calls = (0..CALLED.len()).map(|caller| {
            let admission: Admission<'a> = Box::pin(limits.admit(request(caller), None, None, Duration::MAX));
            Call::Waiting(admission, Arc::new(Flag(AtomicBool::new(true))))
        });
        world.calls = calls.collect();
        world
    }

    fn observe(&self, permit: Permit<'a>, caller: usize) {
        let left = self.window.0.saturating_duration_since(Instant::now()).as_secs_f64().ceil().max(1.0);
        let mut headers = HeaderMap::new();
        headers.insert("ratelimit-policy", HeaderValue::from_static(r#""project";q=2;w=10"#));
        let state = format!(r#""project";r={};t={left}"#, QUOTA.saturating_sub(self.window.1));
        headers.insert("ratelimit", HeaderValue::from_str(&state).unwrap());
        self.limits.observe(permit, request(caller), StatusCode::OK, &headers);
    }

    /// Takes a step; `false` where there is no such step now.
    async fn take(&mut self, step: Step) -> bool {
        match step {
            Step::Poll(caller) => self.poll(caller),
            Step::Drop(caller) => {
                let dropped = std::mem::replace(&mut self.calls[caller], Call::Ended);
                self.unknown[caller] |= matches!(dropped, Call::Sent(..));
                !matches!(dropped, Call::Ended)
            }
            Step::Respond(caller) => self.respond(caller),
            Step::Advance(time) => {
                tokio::time::advance(time).await;
                true
            }
        }
    }

    fn poll(&mut self, caller: usize) -> bool {
        let Call::Waiting(admission, flag) = &mut self.calls[caller] else { return false };
        flag.0.store(false, Ordering::Relaxed);
        let waker = Waker::from(flag.clone());
        if let Poll::Ready(admitted) = admission.as_mut().poll(&mut Context::from_waker(&waker)) {
            let mut permit = admitted.unwrap();
            permit.send();
            let now = Instant::now();
            if now >= self.window.0 {
                self.window = (now + WINDOW, 0);
            }
            self.window.1 += 1;
            for (unknown, call) in self.unknown.iter_mut().zip(&self.calls) {
                *unknown |= matches!(call, Call::Sent(_, at) if now >= *at + Duration::from_secs(5));
            }
            let probes = self.unknown.iter().filter(|unknown| **unknown).count() as u64;
            assert!(self.window.1 <= QUOTA + probes, "more was sent than is allowed: {:?}", self.steps);
            self.calls[caller] = Call::Sent(permit, now);
        }
        true
    }

    fn respond(&mut self, caller: usize) -> bool {
        if !matches!(self.calls[caller], Call::Sent(..)) {
            return false;
        }
        if let Call::Sent(permit, _) = std::mem::replace(&mut self.calls[caller], Call::Ended) {
            self.observe(permit, caller);
        }
        true
    }

    /// Each grant has woken its call: no other timer does it in its place.
    fn check_wakes(&self) {
        let woken =
            self.calls.iter().filter(|call| matches!(call, Call::Waiting(_, flag) if flag.0.load(Ordering::Relaxed)));
        let grants = lock(&self.limits.state).queue.grants();
        assert!(grants <= woken.count(), "a grant has woken no call: {:?}", self.steps);
    }

    /// Polls only calls that were woken, as a runtime does: all of them end, and nothing is left behind.
    async fn end(&mut self) {
        let latest = Instant::now() + 4 * WINDOW;
        while !self.calls.iter().all(|call| matches!(call, Call::Ended)) {
            assert!(Instant::now() < latest, "a call was not woken: {:?}", self.steps);
            self.check_wakes();
            for caller in 0..self.calls.len() {
                self.respond(caller);
                if matches!(&self.calls[caller], Call::Waiting(_, flag) if flag.0.load(Ordering::Relaxed)) {
                    self.poll(caller);
                }
            }
            tokio::time::advance(Duration::from_millis(250)).await;
        }
        let state = lock(&self.limits.state);
        assert!(state.queue.is_empty(), "{:?}", state.queue);
        assert!(state.machine.show(Instant::now()).iter().all(|limit| limit.in_flight == 0), "{:?}", state.machine);
    }
}

/// Runs these steps on new limits; `None` where the last one is not possible.
async fn run(steps: &[Step]) -> Option<()> {
    let limits = Limits::new();
    let mut world = World::new(&limits, steps);
    for step in steps {
        if !world.take(*step).await {
            return None;
        }
    }
    world.end().await;
    Some(())
}

#[tokio::test(start_paused = true)]
async fn no_order_loses_a_call_or_sends_too_much() {
    let depth = std::env::var("INTERLEAVINGS").ok().and_then(|depth| depth.parse().ok()).unwrap_or(4);
    let mut possible = vec![Vec::new()];
    let mut orders = 0;
    for _ in 0..depth {
        let mut longer = Vec::new();
        for steps in possible {
            for step in STEPS {
                let mut steps: Vec<Step> = Vec::clone(&steps);
                steps.push(step);
                if tokio::task::unconstrained(run(&steps)).await.is_some() {
                    orders += 1;
                    longer.push(steps);
                }
            }
        }
        possible = longer;
    }
    assert!(orders > 4_000, "{orders}");
}
