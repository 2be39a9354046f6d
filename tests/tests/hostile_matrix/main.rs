//! A matrix: every operation and every helper meets every misbehaviour of a server, over sockets and in real time.
//!
//! A cell is one call. It must not say *done* where the server did not, nor *not done* where the server acted; it must not make
//! anything twice, show a secret, send one to another origin, take longer than its time, or panic. `cargo test` runs a sample,
//! in which every misbehaviour meets a create, a read, a delete, an action and a list. `HOSTILE=all` runs all cells, another value
//! those cells whose names contain it, and `HOSTILE_SEED` draws another sample.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cells;
mod guards;
mod helpers;
mod operations;
mod process;
mod world;

use std::sync::{PoisonError, RwLock};
use std::time::Instant;

use cells::{Cell, Run, run};
use process::Gauge;

/// Held by those who use much memory, and alone by who measures it.
static QUIET: RwLock<()> = RwLock::new(());

/// Runs cells, so many at once in each thread, and fails with all that was wrong.
fn run_all(what: &str, cells: Vec<Cell>, at_once: usize) {
    let _others = QUIET.read().unwrap_or_else(PoisonError::into_inner);
    let (began, number, gauge) = (Instant::now(), cells.len(), Gauge::of_process());
    // A cell that is named belongs to one of the tests.
    assert!(number > 0 || matches!(Run::wanted(), Run::Named(_)), "no cells");
    let wrong = run(cells, at_once);
    let (time, cpu) = (began.elapsed().as_secs_f64(), gauge.cpu().as_secs_f64());
    println!("{what}: {number} cells in {time:.1} s, {cpu:.1} s of them computing; {} are wrong", wrong.len());
    assert!(wrong.is_empty(), "{} of {number} cells:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_operation_survives_every_misbehaviour() {
    run_all("operations", operations::cells(), 60);
}

#[test]
fn every_operation_survives_every_misbehaviour_of_the_token_endpoint() {
    run_all("tokens", operations::cells_of_tokens(), 100);
}

#[test]
fn every_helper_survives_every_misbehaviour() {
    run_all("helpers", helpers::cells(), 150);
}
