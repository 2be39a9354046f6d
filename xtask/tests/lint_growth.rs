//! Checking takes time that grows with the document, and not with its square.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod edits;
mod grown;

use std::time::Duration;

use cpu_time::ThreadTime;

/// The time that this thread computes for a check of the vendor's document repeated so often.
fn time(times: usize) -> Duration {
    let document = grown::repeated(&edits::vendors(), times);
    let start = ThreadTime::now();
    let problems = xtask::lint::lint(&document);
    assert!(problems.len() > 100 * times);
    start.elapsed()
}

#[test]
fn a_document_of_four_times_the_size_takes_four_times_as_long() {
    let [one, four, sixteen] = [1, 4, 16].map(time);
    println!("{one:?} {four:?} {sixteen:?}");
    // What is linear takes 4 and 16 times as long; what is quadratic in one step that counts takes far more.
    assert!(sixteen < four * 7, "4 times: {four:?}, 16 times: {sixteen:?}");
}
