//! Launches that are dropped, or whose process ends, at every request; and launches among random faults. However it goes, the
//! next launch ends with the machines that were asked for, and at no time do more of them cost money.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::{Either, select};
use http::StatusCode;
use tokio::sync::Notify;
use verda_api_ext::types::InstanceId;
use verda_api_ext::{BoxFuture, Bytes, Client, ErrorKind, LaunchError, Launched, Operation, Transport, TransportError};
use verda_fake::{Effect, Fate, InProcess, Injection, VerdaFake};

use crate::launch::{LIST, billed, train};
use crate::{DEPLOY, SECRET};

const MACHINES: usize = 3;
const MINUTE: Duration = Duration::from_secs(60);

/// What happens at one of the requests of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// It ends before the request is sent.
    EndsBefore,
    /// It ends after the API has handled the request.
    EndsAfter,
    /// The launch is dropped before the request is sent.
    DropsBefore,
    /// The launch is dropped after the API has handled the request.
    DropsAfter,
}

impl At {
    fn is_before(self) -> bool {
        matches!(self, Self::EndsBefore | Self::DropsBefore)
    }

    fn ends(self) -> bool {
        matches!(self, Self::EndsBefore | Self::EndsAfter)
    }
}

/// The way of one process to the API. Where a process ends, nothing is sent any more: that is all that the API sees of it.
#[derive(Clone)]
struct Process(Arc<Inner>);

struct Inner {
    transport: InProcess,
    fake: VerdaFake,
    requests: AtomicUsize,
    at: Option<(usize, At)>,
    has_ended: AtomicBool,
    /// Told at the request that matters.
    reached: Notify,
    most_billed: Arc<AtomicUsize>,
}

impl Process {
    fn new(fake: &VerdaFake, most_billed: &Arc<AtomicUsize>, at: Option<(usize, At)>) -> Self {
        Self(Arc::new(Inner {
            transport: fake.transport(),
            fake: fake.clone(),
            requests: AtomicUsize::new(0),
            at,
            has_ended: AtomicBool::new(false),
            reached: Notify::new(),
            most_billed: most_billed.clone(),
        }))
    }

    fn client(&self) -> Client {
        Client::builder().credentials("id", SECRET).jitter_seed(7).transport(self.clone()).build().unwrap()
    }

    async fn reach(&self, number: usize, is_before: bool) {
        let at = self.0.at.filter(|(end, at)| *end == number && at.is_before() == is_before).map(|(_, at)| at);
        if at.is_some() {
            self.0.reached.notify_one();
        }
        if at.is_some_and(At::ends) || self.0.has_ended.load(SeqCst) {
            self.0.has_ended.store(true, SeqCst);
            std::future::pending().await
        }
        // The launch is dropped in the middle of it.
        if at.is_some() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// What comes of a launch, unless the process ends or drops it before.
    async fn unless_reached<F: Future + Unpin>(&self, launch: F) -> Option<F::Output> {
        match select(launch, Box::pin(self.0.reached.notified())).await {
            Either::Left((outcome, _)) => Some(outcome),
            Either::Right(_) => None,
        }
    }
}

impl Transport for Process {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let number = self.0.requests.fetch_add(1, SeqCst);
            self.reach(number, true).await;
            let response = self.0.transport.execute(request, operation).await;
            self.0.most_billed.fetch_max(billed(&self.0.fake).len(), SeqCst);
            self.reach(number, false).await;
            response
        })
    }
}

fn fake(seed: u64, listed_after: Duration) -> VerdaFake {
    let start = std::time::SystemTime::now();
    let builder = VerdaFake::builder().start_time(start.into()).balance(1e6).seed(seed);
    builder.listed_after(listed_after).address_after(Duration::from_secs(20)).build()
}

async fn scripts(client: &Client) -> usize {
    client.scripts().all().await.unwrap().len()
}

fn expected() -> Vec<String> {
    (1..=MACHINES).map(|number| format!("train-{number}")).collect()
}

/// Runs a test in a runtime of its own, in virtual time. What still runs in it ends with it.
fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(test);
}

/// A launch to which something happens at one request: at each of them, with lists that are late and lists that are not. The
/// test gives whether the launch made that request.
fn at_every_request(ats: [At; 2], test: impl AsyncFn(VerdaFake, Process, &str) -> bool) {
    for listed_after in [Duration::ZERO, Duration::from_secs(55)] {
        for at in ats {
            let mut number = 0;
            let mut is_over = false;
            while !is_over {
                run(async {
                    let fake = fake(number as u64, listed_after);
                    let process = Process::new(&fake, &Arc::default(), Some((number, at)));
                    is_over = !test(fake, process, &format!("{at:?} {number} {listed_after:?}")).await;
                });
                number += 1;
                assert!(number < 200);
            }
            assert!(number > 12, "{number} requests are no launch");
        }
    }
}

/// The machines are there that were asked for, no record is, and there never were more machines.
async fn check(fake: &VerdaFake, most_billed: &AtomicUsize, client: &Client, launched: Launched, case: &str) {
    assert_eq!((launched.machines.len(), billed(fake)), (MACHINES, expected()), "{case}");
    assert_eq!((most_billed.load(SeqCst), scripts(client).await), (MACHINES, 0), "{case}");
}

#[test]
fn a_process_that_ends_at_any_request_is_followed_by_one_that_goes_on_from_there() {
    at_every_request([At::EndsBefore, At::EndsAfter], async |fake, first, case| {
        let launch = train(&first.client(), MACHINES).script("#!/bin/sh").into_future();
        let outcome = first.unless_reached(launch).await;
        let second = Process::new(&fake, &first.0.most_billed, None).client();
        let launched = train(&second, MACHINES).script("#!/bin/sh").await.unwrap();
        check(&fake, &first.0.most_billed, &second, launched, case).await;
        outcome.map(Result::unwrap).is_none()
    });
}

#[test]
fn a_launch_that_is_dropped_at_any_request_leaves_nothing() {
    at_every_request([At::DropsBefore, At::DropsAfter], async |fake, process, case| {
        let client = process.client();
        let launch = train(&client, MACHINES).script("#!/bin/sh").into_future();
        let dropped = process.unless_reached(launch).await.is_none();
        if dropped {
            tokio::time::sleep(10 * MINUTE).await;
            assert_eq!((billed(&fake).len(), scripts(&client).await), (0, 0), "{case}");
            assert!(client.list_volumes().await.unwrap().is_empty(), "{case}");
        }
        dropped
    });
}

#[test]
fn a_launch_after_one_that_was_dropped_waits_for_what_is_left_of_it() {
    at_every_request([At::DropsBefore, At::DropsAfter], async |fake, process, case| {
        let client = process.client();
        let dropped = process.unless_reached(train(&client, MACHINES).into_future()).await.is_none();
        let launched = train(&client, MACHINES).await.unwrap();
        check(&fake, &process.0.most_billed, &client, launched, case).await;
        dropped
    });
}

/// A machine may run, and be reachable, before a list shows it.
#[test]
fn a_launch_leaves_no_machine_that_the_next_one_does_not_see() {
    run(async {
        let builder = VerdaFake::builder().start_time(std::time::SystemTime::now().into()).balance(1e6);
        let fake = builder.provisioning_time(Duration::from_secs(8)).listed_after(Duration::from_secs(55)).build();
        let most_billed = Arc::default();
        for _ in 0..3 {
            let client = Process::new(&fake, &most_billed, None).client();
            let launched = train(&client, MACHINES).await.unwrap();
            check(&fake, &most_billed, &client, launched, "").await;
        }
    });
}

/// The younger ones see the records of the others, and wait.
#[test]
fn processes_that_launch_one_group_at_the_same_time_do_not_order_it_twice() {
    for listed_after in [0, 20, 55] {
        // The third of them finds what one that was cut off has left.
        for starts in [[0, 0, 0], [0, 1, 400], [0, 3000, 3001], [0, 30_000, 59_000]] {
            run(async {
                let fake = fake(5, Duration::from_secs(listed_after));
                let most_billed = Arc::default();
                let launches = starts.map(|start| {
                    let (fake, most_billed) = (&fake, &most_billed);
                    async move {
                        tokio::time::sleep(Duration::from_millis(start)).await;
                        train(&Process::new(fake, most_billed, None).client(), MACHINES).await
                    }
                });
                for outcome in futures_util::future::join_all(launches).await {
                    assert_eq!(outcome.unwrap().machines.len(), MACHINES, "{starts:?} {listed_after}");
                }
                assert_eq!(most_billed.load(SeqCst), MACHINES, "{starts:?} {listed_after}");
                assert_eq!(scripts(&crate::client(&fake)).await, 0);
            });
        }
    }
}

/// A fault of some request of a launch.
fn inject(fake: &VerdaFake, random: &mut fastrand::Rng) {
    let operations = [
        DEPLOY,
        DEPLOY,
        LIST,
        LIST,
        "PUT /v1/instances",
        "POST /v1/scripts",
        "GET /v1/scripts",
        "DELETE /v1/scripts/{scriptId}",
        "GET /v1/instances/{instance_id}",
    ];
    let effects = [
        Effect::ResetBefore,
        Effect::ResetAfter,
        Effect::Truncated,
        Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR),
        Effect::Status(StatusCode::SERVICE_UNAVAILABLE),
        Effect::Html(StatusCode::BAD_GATEWAY),
        Effect::Slow(Duration::from_secs(random.u64(1..90))),
        Effect::Status(StatusCode::TOO_MANY_REQUESTS),
        Effect::Hang,
    ];
    let pick = random.usize(..effects.len());
    let injection = Injection::new(effects[pick].clone()).on(operations[random.usize(..operations.len())]);
    fake.inject(injection.times(random.u32(1..7)).after(random.u32(..6))).unwrap();
    let fates = [Fate::NoCapacity, Fate::Error, Fate::InstallationFailed, Fate::DeletionStuck, Fate::DeletionIgnored];
    if random.u8(..4) == 0 {
        fake.next_instance_fate(fates[random.usize(..fates.len())]);
    }
}

/// `LAUNCH_SEEDS=10000` for more, `LAUNCH_SEED=17` for one of them.
#[test]
fn among_random_faults_no_machine_is_ordered_twice_or_lost() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let is_usual = number("LAUNCH_SEED").is_none() && number("LAUNCH_SEEDS").is_none();
    let seeds = match number("LAUNCH_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("LAUNCH_SEEDS").unwrap_or(300),
    };
    let outcomes = Mutex::new([0; 4]);
    for seed in seeds {
        run(async {
            let mut random = fastrand::Rng::with_seed(seed);
            let fake = fake(seed, Duration::from_secs(random.u64(..56)));
            let most_billed = Arc::default();
            for _ in 0..random.usize(1..4) {
                inject(&fake, &mut random);
            }
            let process = Process::new(&fake, &most_billed, None);
            let launch = train(&process.client(), MACHINES).script("#!/bin/sh").timeout(10 * MINUTE).into_future();
            let outcome = match random.u8(..3) {
                0 => {
                    let ats = [At::EndsBefore, At::EndsAfter, At::DropsBefore, At::DropsAfter];
                    let at = (random.usize(..20), ats[random.usize(..ats.len())]);
                    let process = Process::new(&fake, &most_billed, Some(at));
                    process.unless_reached(train(&process.client(), MACHINES).into_future()).await
                }
                1 => {
                    let limit = Box::pin(tokio::time::sleep(Duration::from_secs(random.u64(..300))));
                    match select(launch, limit).await {
                        Either::Left((outcome, _)) => Some(outcome),
                        Either::Right(_) => None,
                    }
                }
                _ => Some(launch.await),
            };
            let kind = match &outcome {
                None => 0,
                Some(Ok(launched)) => {
                    assert_eq!(launched.machines.len(), MACHINES, "seed {seed}");
                    assert_eq!(billed(&fake), expected(), "seed {seed}: {launched:?}");
                    1
                }
                Some(Err(error)) if error.kind() == ErrorKind::PartlyFailed => {
                    // What it does not name is gone.
                    let cause = error.cause::<LaunchError>().unwrap();
                    let unknown = cause.failed.iter().filter(|slot| slot.is_unknown()).count();
                    let named: Vec<&InstanceId> = cause.left.iter().map(|left| &left.id).collect();
                    assert!(billed(&fake).len() <= unknown + named.len(), "seed {seed}: {error}");
                    2
                }
                Some(Err(error)) => {
                    assert!(billed(&fake).is_empty(), "seed {seed}: {error}");
                    3
                }
            };
            outcomes.lock().unwrap()[kind] += 1;
            fake.clear_injections();
            // By the same process, or by another one.
            let client = match outcome.is_some() && random.bool() {
                true => process.client(),
                false => Process::new(&fake, &most_billed, None).client(),
            };
            if outcome.is_none() {
                // What the first one is doing may still be under way.
                tokio::time::sleep(20 * MINUTE).await;
            }
            let second = train(&client, MACHINES).script("#!/bin/sh").await;
            let launched = match second {
                Ok(launched) => launched,
                // A fate that was left of the first launch.
                Err(_) => train(&client, MACHINES).await.unwrap(),
            };
            assert_eq!((launched.machines.len(), billed(&fake)), (MACHINES, expected()), "seed {seed}");
            assert!(most_billed.load(SeqCst) <= MACHINES, "seed {seed}: {} at once", most_billed.load(SeqCst));
            assert_eq!(scripts(&client).await, 0, "seed {seed}");
            let fewer = client.group("train").keep(1).await.unwrap();
            assert_eq!((fewer.machines.len(), billed(&fake).len()), (1, 1), "seed {seed}: {fewer:?}");
        });
    }
    let outcomes = outcomes.into_inner().unwrap();
    println!("dropped or ended, succeeded, failed in part, failed: {outcomes:?}");
    assert!(!is_usual || outcomes.iter().all(|count| *count > 0), "{outcomes:?}");
}
