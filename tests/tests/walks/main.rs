//! Programs that rent machines, walked through all faults in virtual time: one that runs jobs on machines of its own, one that
//! makes clusters of machines, one that keeps a group at a size, and one that keeps resources as a file describes them. Their
//! order of calls is that of programs in production; each is written with the helpers of `verda_api_ext`.
//!
//! Each seed is one walk: the habits of the API, faults of requests, and processes that are killed at a random request or
//! instant and started again. What must hold is read from the fake's own JSON: see `World`.
//!
//! `WALKS=10000` for more seeds, `FIRST_WALK=60` for others, `WALK=17` for one of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod autoscaler;
mod clusters;
mod faults;
mod jobs;
mod known;
mod process;
mod resources;
mod world;

use std::sync::Arc;
use std::time::Duration;

use verda_api_ext::{Client, Error};

use crate::faults::Fault;
use crate::known::Known;
use crate::process::Process;
use crate::world::World;

const MINUTE: Duration = Duration::from_secs(60);
/// So many seeds of each program, unless the environment says otherwise.
const WALKS: u64 = 60;
/// After so many runs the faults end.
const FAULTY_RUNS: usize = 4;
/// A program that does not get there in so many runs, most of them without faults, never does.
const RUNS: usize = 14;
/// Each run ends within this time, whatever happens.
const RUN: Duration = Duration::from_secs(8 * 3600);

/// A program. What its fields hold outlives its process, as a database does.
trait Program: Sized {
    const NAME: &'static str;

    fn new(world: &Arc<World>) -> Self;

    /// Makes what the program is for.
    async fn work(&mut self, client: &Client) -> Result<(), Error>;

    /// Ends all of it, but for what is to stay.
    async fn tear_down(&mut self, client: &Client) -> Result<(), Error>;

    /// What it knows after `work`.
    fn known(&self) -> Known;

    /// Whether it saw its work through, and can tell what is there.
    fn knows_all(&self) -> bool {
        true
    }

    /// What it may leave after `tear_down`.
    fn stays(&self) -> Known {
        Known::default()
    }
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Work,
    TearDown,
}

/// Runs a phase of a program, in one process after the other, until it succeeds.
async fn run<P: Program>(program: &mut P, phase: Phase, world: &Arc<World>) {
    let mut last = String::new();
    for number in 0..RUNS {
        let is_faulty = number < FAULTY_RUNS && world.is_faulty();
        if is_faulty {
            world.inject();
        } else {
            world.calm();
        }
        let process = Process::new(world, is_faulty && world.has(Fault::Crash) && number + 1 < FAULTY_RUNS);
        let client = process.client();
        let step = async {
            match phase {
                Phase::Work => program.work(&client).await,
                Phase::TearDown => program.tear_down(&client).await,
            }
        };
        let outcome = tokio::time::timeout(RUN, process.run(step)).await;
        world.check();
        match outcome {
            Err(_) => world.fail(&format!("{phase:?} does not end: {last}")),
            Ok(Some(Ok(()))) => return,
            Ok(Some(Err(error))) => {
                world.log(&format!("{phase:?} {number}: {error}"));
                last = error.to_string();
                tokio::time::sleep(Duration::from_secs(world.below(30))).await;
            }
            Ok(None) => {
                world.log(&format!("{phase:?} {number}: killed"));
                "killed".clone_into(&mut last);
                tokio::time::sleep(Duration::from_millis(world.below(20_000))).await;
                if world.below(4) == 0 && matches!(phase, Phase::Work) {
                    // It is stopped in the middle of its work.
                    return;
                }
            }
        }
    }
    world.fail(&format!("{phase:?} never succeeds: {last}"));
}

async fn walk<P: Program>(seed: u64) {
    let world = World::new(P::NAME, seed);
    let mut program = P::new(&world);
    let faults = tokio::spawn(faults::happen(world.clone()));
    let observer = Process::new(&world, false).client();
    run(&mut program, Phase::Work, &world).await;
    if !world.was_killed_last() && program.knows_all() {
        world.calm();
        let mut known = program.known();
        if world.may_forget() {
            known.volume_names.extend(["job-", "sky-", "auto-", "web-"].map(str::to_owned));
        }
        world.check_all_known(&known, &observer).await;
        world.resume();
    }
    run(&mut program, Phase::TearDown, &world).await;
    world.check_only(&program.stays(), &observer).await;
    // What is gone is no error, and nothing is made of it.
    world.resume();
    run(&mut program, Phase::TearDown, &world).await;
    faults.abort();
    world.calm();
    world.check_only(&program.stays(), &observer).await;
}

fn walks<P: Program>() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("WALK") {
        Some(seed) => seed..seed + 1,
        None => {
            let first = number("FIRST_WALK").unwrap_or(0);
            first..first + number("WALKS").unwrap_or(WALKS)
        }
    };
    let failed: Vec<u64> = seeds.filter(|seed| std::panic::catch_unwind(|| walk_alone::<P>(*seed)).is_err()).collect();
    assert!(failed.is_empty(), "{} of {}: the seeds are {failed:?}", failed.len(), P::NAME);
}

/// A walk in a runtime of its own. What still runs in it ends with it.
fn walk_alone<P: Program>(seed: u64) {
    fastrand::seed(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(walk::<P>(seed));
}

#[test]
fn jobs_on_machines_of_their_own() {
    walks::<jobs::Jobs>();
}

#[test]
fn clusters_of_machines() {
    walks::<clusters::Clusters>();
}

#[test]
fn a_group_that_is_kept_at_a_size() {
    walks::<autoscaler::Autoscaler>();
}

#[test]
fn resources_as_a_file_describes_them() {
    walks::<resources::Resources>();
}
