//! A fetch of a token that many calls may wait for, in a task of its own.

use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{Either, Shared, select};
use tokio::sync::oneshot;
use tokio::task::coop::{Unconstrained, unconstrained};
use tokio::time::{Instant, sleep, timeout};

use super::{AuthError, Token};

/// How often a fetch shows that its runtime is driven.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// A fetch without a heartbeat for this long is stuck: its runtime is blocked, or not driven any more.
const STUCK: Duration = Duration::from_secs(3);

/// How long calls wait for one fetch. After that another fetch begins, and the first one to bring a token serves all calls.
/// The time doubles with each fetch in a row that was given up.
const PATIENCE: Duration = Duration::from_secs(5);

/// What comes of a fetch.
pub(crate) type Outcome = Result<Arc<Token>, AuthError>;

type Sender = Mutex<Option<oneshot::Sender<Outcome>>>;

/// A fetch that is under way.
#[derive(Clone)]
pub(crate) struct Fetch {
    pub(super) number: u64,
    /// Until when it is waited for.
    until: Instant,
    /// Weak: where the task is dropped, those who wait see that.
    sender: Weak<Sender>,
    /// Wakes those who wait in the order in which they came. A task that has used up its share of the runtime would wake all
    /// of them each time that one is polled, for nothing, so the share does not count here.
    outcome: Shared<Unconstrained<oneshot::Receiver<Outcome>>>,
    heartbeat: Arc<Mutex<Instant>>,
}

impl Fetch {
    /// `settle` gets what came of it, also after a panic.
    pub(super) fn spawn(
        number: u64,
        given_up: u32,
        fetch: impl Future<Output = Outcome> + Send + 'static,
        settle: impl FnOnce(&Outcome) + Send + 'static,
    ) -> Self {
        let (sender, outcome) = oneshot::channel();
        let sender: Arc<Sender> = Arc::new(Mutex::new(Some(sender)));
        let weak = Arc::downgrade(&sender);
        let until = Instant::now() + PATIENCE * 2_u32.pow(given_up.min(4));
        let heartbeat = Arc::new(Mutex::new(Instant::now()));
        let beats = heartbeat.clone();
        tokio::spawn(async move {
            let beat = async {
                loop {
                    sleep(HEARTBEAT).await;
                    *lock(&beats) = Instant::now();
                }
            };
            let fetch = AssertUnwindSafe(fetch).catch_unwind();
            let outcome = match select(pin!(fetch), pin!(beat)).await {
                Either::Left((outcome, _)) => outcome,
                Either::Right((never, _)) => never,
            };
            let panicked = |_| Err(AuthError::provider("it or the transport panicked while a token was fetched"));
            let outcome = outcome.unwrap_or_else(panicked);
            settle(&outcome);
            send(&sender, outcome);
        });
        Self { number, until, sender: weak, outcome: unconstrained(outcome).shared(), heartbeat }
    }

    /// Another fetch has brought a token.
    pub(super) fn end(&self, outcome: &Outcome) {
        if let Some(sender) = self.sender.upgrade() {
            send(&sender, outcome.clone());
        }
    }

    /// The number by which [`Auth::abandon`](super::Auth::abandon) knows it.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// What came of it; `None` if it comes to no end, since its runtime was shut down or is not driven, or it takes too long.
    pub(crate) async fn outcome(mut self) -> Option<Outcome> {
        loop {
            match timeout(HEARTBEAT, &mut self.outcome).await {
                Ok(outcome) => return outcome.ok(),
                Err(_) if self.is_stuck() => return None,
                Err(_) => {}
            }
        }
    }

    fn is_stuck(&self) -> bool {
        let last_beat = *lock(&self.heartbeat);
        last_beat.elapsed() > STUCK || Instant::now() >= self.until
    }
}

/// Tells those who wait. The first outcome counts.
fn send(sender: &Sender, outcome: Outcome) {
    let sender = lock(sender).take();
    // Perhaps no call waits for it any more.
    let _ = sender.map(|sender| sender.send(outcome));
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
