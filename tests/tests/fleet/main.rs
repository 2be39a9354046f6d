//! A fleet: eight to fifty clients with programs by chance in one project, between them and the API a network that delays,
//! loses, cuts and replaces what they send and receive, a clock that jumps, machines that fail and are evicted, and processes
//! that are killed. In virtual time, and each seed is the same in every run.
//!
//! In the end what exists, what is known and what was paid agree: see `checks`.
//!
//! `FLEET=17` for one seed, told request by request; `FLEETS=100000` and `FIRST_FLEET` for more of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod account;
mod book;
mod checks;
mod clusters;
mod deployments;
mod faults;
mod machines;
mod network;
mod program;
mod resources;
mod world;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::{Duration, Instant};

use verda_api_ext::Client;

use crate::program::{Member, Program};
use crate::world::World;

/// So many seeds, unless the environment says otherwise.
const FLEETS: u64 = 200;
/// Machines that a dropped launch has made are gone within this time.
const QUIET: Duration = Duration::from_secs(45 * 60);
/// A fleet whose faults have ended gets there in this time.
const LONGEST: Duration = Duration::from_secs(3 * 24 * 3600);

/// What came of a fleet.
struct Outcome {
    wrong: Option<String>,
    trace: u64,
    requests: usize,
    refused: usize,
    steps: usize,
}

async fn fleet(seed: u64, is_told: bool) -> Outcome {
    let world = World::new(seed, is_told);
    let clients = world.habits.clients;
    let account = tokio::spawn(account::keep(world.clone()));
    let fates = tokio::spawn(faults::happen(world.clone()));
    let members: Vec<Member> = (0..clients).map(|number| Member::new(&world, number)).collect();
    let all = async {
        let mut members = on_their_own(members, Member::work).await;
        world.calm();
        world.log(|| "the faults end".to_owned());
        if programs(&members).iter().any(|program| program.book.has_dropped) {
            tokio::time::sleep(QUIET).await;
        }
        // What is on its way arrives, deletions that are under way end, and windows of limits as well.
        tokio::time::sleep(Duration::from_secs(130)).await;
        let observer = Client::builder().credentials("id", "secret").jitter_seed(0).transport(world.fake.transport());
        let observer = observer.build().unwrap();
        world.check_agreement(&programs(&members));
        world.check_told(&programs(&members), &observer).await;
        members = on_their_own(members, Member::tear_down).await;
        tokio::time::sleep(Duration::from_secs(60)).await;
        world.check_agreement(&programs(&members));
        world.check_nothing_left().await;
        members
    };
    let steps = match tokio::time::timeout(LONGEST, all).await {
        Ok(members) => {
            let processes = members.iter().map(|member| member.processes).sum();
            world.check_requests(clients, processes);
            programs(&members).iter().map(|program| program.steps_done).sum()
        }
        Err(_) => {
            world.wrong("the fleet does not end");
            0
        }
    };
    account.abort();
    fates.abort();
    let (wrong, trace) = world.verdict();
    let truth = world.truth();
    Outcome { wrong, trace, requests: truth.requests.values().sum(), refused: truth.refused, steps }
}

fn programs(members: &[Member]) -> Vec<&Program> {
    members.iter().flat_map(|member| &member.programs).collect()
}

/// Each member in a task of its own, as far as it gets.
async fn on_their_own<F: Future<Output = Member> + Send + 'static>(
    members: Vec<Member>,
    what: impl Fn(Member) -> F,
) -> Vec<Member> {
    let tasks: Vec<_> = members.into_iter().map(|member| tokio::spawn(what(member))).collect();
    let mut members = Vec::new();
    for task in tasks {
        members.push(task.await.unwrap());
    }
    members
}

/// A fleet in a runtime of its own. What still runs in it ends with it.
fn run(seed: u64, is_told: bool) -> Outcome {
    fastrand::seed(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| runtime.block_on(fleet(seed, is_told))));
    outcome.unwrap_or_else(|_| {
        let wrong = format!("panicked\nreplay: FLEET={seed} cargo test -p verda-tests --test fleet seeds");
        Outcome { wrong: Some(wrong), trace: 0, requests: 0, refused: 0, steps: 0 }
    })
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

#[test]
fn seeds_of_fleets_agree_with_what_they_were_told() {
    if let Some(seed) = number("FLEET") {
        let outcome = run(seed, true);
        println!("{} requests, {} refused, trace {:016x}", outcome.requests, outcome.refused, outcome.trace);
        assert!(outcome.wrong.is_none(), "{}", outcome.wrong.unwrap_or_default());
        return;
    }
    let first = number("FIRST_FLEET").unwrap_or(0);
    let end = first + number("FLEETS").unwrap_or(FLEETS);
    let threads = number("FLEET_THREADS").unwrap_or(2);
    let (next, began) = (Arc::new(AtomicU64::new(first)), Instant::now());
    let work = move || {
        let (mut failed, mut sums) = (Vec::new(), [0_usize; 3]);
        loop {
            let seed = next.fetch_add(1, SeqCst);
            if seed >= end {
                return (failed, sums);
            }
            if (seed - first) % 1000 == 999 {
                println!("{} fleets in {:?}", seed - first + 1, began.elapsed());
            }
            let outcome = run(seed, false);
            for (sum, more) in sums.iter_mut().zip([outcome.requests, outcome.refused, outcome.steps]) {
                *sum += more;
            }
            if let Some(wrong) = outcome.wrong {
                println!("seed {seed}: {wrong}");
                failed.push(seed);
            }
        }
    };
    let threads: Vec<_> = (0..threads).map(|_| std::thread::spawn(work.clone())).collect();
    let (mut failed, mut sums) = (Vec::new(), [0_usize; 3]);
    for thread in threads {
        let (more, some) = thread.join().unwrap();
        failed.extend(more);
        sums.iter_mut().zip(some).for_each(|(sum, more)| *sum += more);
    }
    let [requests, refused, steps] = sums;
    println!(
        "{} fleets in {:?}: {steps} steps, {requests} requests, {refused} of them refused",
        end - first,
        began.elapsed()
    );
    failed.sort_unstable();
    assert!(failed.is_empty(), "{} fleets of {} went wrong: the seeds are {failed:?}", failed.len(), end - first);
}

#[test]
fn each_seed_is_the_same_in_every_run() {
    let first = number("FIRST_FLEET").unwrap_or(1000);
    for seed in first..first + 12 {
        let (one, other) = (run(seed, false), run(seed, false));
        assert!(one.wrong.is_none(), "{}", one.wrong.unwrap_or_default());
        assert_eq!((one.trace, one.requests), (other.trace, other.requests), "seed {seed}");
    }
}
