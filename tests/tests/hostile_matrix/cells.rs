//! Cells: their names, which of them run, and how.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::{FutureExt as _, StreamExt as _, stream};
use verda_api_ext::Error;
use verda_tests::hostile::{Reply, Server};

/// What was too late begins with this.
pub(crate) const LATE: &str = "too late";

/// A long run says how far it is after so many cells.
const TELL_EVERY: usize = 5000;

static DONE: AtomicUsize = AtomicUsize::new(0);

/// What a call may take beyond its time on a busy machine.
pub(crate) const GRACE: Duration = Duration::from_secs(10);

/// The longest message of an error.
const LONGEST: usize = 5000;

/// Which cells run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Run {
    Sample,
    All,
    Named(String),
}

impl Run {
    pub(crate) fn wanted() -> Self {
        match std::env::var("HOSTILE") {
            Err(_) => Self::Sample,
            Ok(all) if all == "all" => Self::All,
            Ok(name) => Self::Named(name),
        }
    }
}

pub(crate) fn seed() -> u64 {
    std::env::var("HOSTILE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

pub(crate) type Outcome = Result<(), String>;
type Work = Pin<Box<dyn Future<Output = Outcome>>>;

/// One call that meets one misbehaviour.
pub(crate) struct Cell {
    name: String,
    work: Box<dyn Fn(String) -> Work + Send>,
}

impl Cell {
    /// A cell; its work gets the base URL of a server that no request belongs to.
    pub(crate) fn new<F: Future<Output = Outcome> + 'static>(
        name: String,
        work: impl Fn(String) -> F + Send + 'static,
    ) -> Self {
        Self { name, work: Box::new(move |elsewhere| Box::pin(work(elsewhere))) }
    }
}

impl Cell {
    async fn run(&self, elsewhere: &str) -> Outcome {
        let outcome = AssertUnwindSafe((self.work)(elsewhere.to_owned())).catch_unwind().await;
        outcome.unwrap_or_else(|panic| Err(format!("panicked: {}", said_in(&*panic))))
    }
}

/// Runs cells, so many at once in each thread, and tells what was wrong with each.
pub(crate) fn run(cells: Vec<Cell>, at_once: usize) -> Vec<String> {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    let mut shares: Vec<Vec<(usize, Cell)>> = (0..threads).map(|_| Vec::new()).collect();
    for (number, cell) in cells.into_iter().enumerate() {
        shares[number % threads].push((number, cell));
    }
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for share in shares {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let found = runtime.block_on(run_share(share, at_once));
                wrong.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
            });
        }
    });
    wrong.into_inner().unwrap_or_else(PoisonError::into_inner)
}

async fn run_share(cells: Vec<(usize, Cell)>, at_once: usize) -> Vec<String> {
    let elsewhere = Server::always(Reply::new(200, "")).await;
    let names: Vec<(usize, String)> = cells.iter().map(|(number, cell)| (*number, cell.name.clone())).collect();
    let ran = cells.into_iter().map(|(number, cell)| {
        let url = format!("{}/{number}-", elsewhere.url());
        async move {
            let outcome = cell.run(&url).await;
            let done = DONE.fetch_add(1, SeqCst) + 1;
            if done.is_multiple_of(TELL_EVERY) {
                println!("{done} cells");
            }
            // At once, since a long run may be ended.
            outcome.err().map(|why| (cell, url, why)).inspect(|(cell, _, why)| println!("{}", told(&cell.name, why)))
        }
    });
    let found = stream::iter(ran).buffer_unordered(at_once).filter_map(|found| async { found });
    let found: Vec<(Cell, String, String)> = found.collect().await;
    let mut wrong = Vec::new();
    for (cell, url, why) in found {
        // On a busy machine a call may have no time left. Alone it has.
        let outcome = if why.starts_with(LATE) { cell.run(&url).await } else { Err(why) };
        wrong.extend(outcome.err().map(|why| told(&cell.name, &why)));
    }
    for seen in elsewhere.seen() {
        let owner = names.iter().find(|(number, _)| seen.path.starts_with(&format!("/{number}-")));
        let name = owner.map_or("an unknown cell", |(_, name)| name);
        wrong.push(told(name, &format!("a request went to another origin: {} {}", seen.method, seen.path)));
    }
    wrong
}

fn said_in(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

/// A cell that is wrong, with the command that repeats it.
fn told(name: &str, why: &str) -> String {
    format!("{name}: {why}\n    HOSTILE='{name}' cargo test -p verda-tests --test hostile_matrix")
}

/// The outcome of a call, within its time.
pub(crate) async fn within<T>(time: Duration, call: impl Future<Output = T>) -> Result<T, String> {
    tokio::time::timeout(time + GRACE, call).await.map_err(|_| format!("{LATE}: hangs, and may take {time:?}"))
}

/// Whether an error can be put into a log: one line, of a bounded length, and without a secret.
pub(crate) fn fits_logs(error: &Error) -> Outcome {
    let mut texts = vec![error.to_string(), format!("{error:?}")];
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    for text in texts {
        if text.contains(char::is_control) || text.contains(['\u{2028}', '\u{202e}']) {
            return Err(format!("an error of several lines: {text:?}"));
        }
        if text.len() > LONGEST {
            return Err(format!("an error of {} bytes", text.len()));
        }
        if text.contains("canary") {
            return Err(format!("an error shows a secret: {text}"));
        }
    }
    Ok(())
}
