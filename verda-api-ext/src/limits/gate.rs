//! The requests that are counted together wait at one gate, in the order in which they came.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::RateLimit;
use super::fields::{self, Announced, Policies};
use super::window::{Room, Window};

/// Requests that may be in flight while nothing is known of the limits. Each answer allows one more.
const UNKNOWN: u64 = 8;

/// A gate: the policies that count the same requests, and the requests that wait for them.
#[derive(Debug)]
pub(super) struct Gate {
    /// Held by the request that is next.
    turn: tokio::sync::Mutex<()>,
    /// Tells the one that is next that something changed.
    changed: Notify,
    counts: Mutex<Counts>,
    policies: Mutex<Policies>,
}

#[derive(Debug)]
struct Counts {
    in_flight: u64,
    /// How many may be in flight by what was learned so far.
    ramp: u64,
    /// A 429 asked to wait and named no policy.
    blocked_until: Option<Instant>,
    windows: Vec<Window>,
}

/// When to look again.
struct Wait {
    /// When the window ends, if one holds the request back.
    until: Option<Instant>,
    /// Whether an answer may make room before that.
    for_answer: bool,
}

/// There is no room for a request before its deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Late {
    /// Time until there may be room, where that is known.
    pub(crate) retry_after: Option<Duration>,
}

impl Late {
    fn until(instant: Instant) -> Self {
        let wait = instant.saturating_duration_since(Instant::now());
        Self { retry_after: Some(wait).filter(|wait| !wait.is_zero()) }
    }
}

impl Gate {
    pub(super) fn new() -> Arc<Self> {
        let counts = Counts { in_flight: 0, ramp: UNKNOWN, blocked_until: None, windows: Vec::new() };
        Arc::new(Self {
            turn: tokio::sync::Mutex::default(),
            changed: Notify::new(),
            counts: Mutex::new(counts),
            policies: Mutex::default(),
        })
    }

    /// Counts a request in if there is room for it now and nobody waits for some.
    pub(super) fn try_enter(self: &Arc<Self>) -> Option<Entered> {
        let _turn = self.turn.try_lock().ok()?;
        let wait = self.counts().admit(Instant::now());
        wait.is_none().then(|| Entered(self.clone()))
    }

    /// Counts a request in, once there is room for it.
    ///
    /// # Errors
    ///
    /// [`Late`] where there is no room before the deadline.
    pub(super) async fn enter(self: &Arc<Self>, deadline: Option<Instant>) -> Result<Entered, Late> {
        let _turn = match (self.turn.try_lock(), deadline) {
            (Ok(turn), _) => turn,
            (Err(_), None) => self.turn.lock().await,
            (Err(_), Some(deadline)) => match timeout_at(deadline, self.turn.lock()).await {
                Ok(turn) => turn,
                Err(_) => return Err(Late::until(self.counts().reopens())),
            },
        };
        loop {
            let wait = self.counts().admit(Instant::now());
            match (wait, deadline) {
                (None, _) => return Ok(Entered(self.clone())),
                (Some(Wait { until: Some(until), for_answer: false }), Some(deadline)) if until > deadline => {
                    return Err(Late::until(until));
                }
                (Some(Wait { until, .. }), deadline) => {
                    match until.into_iter().chain(deadline).min() {
                        // Whichever it is, the next look tells.
                        Some(instant) => drop(timeout_at(instant, self.changed.notified()).await),
                        None => self.changed.notified().await,
                    }
                    if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                        return Err(until.map_or_else(Late::default, Late::until));
                    }
                }
            }
        }
    }

    /// What an answer tells of all policies.
    pub(super) fn read<'a>(&self, headers: &'a HeaderMap) -> Vec<Announced<'a>> {
        fields::read(headers, &mut self.policies.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes in what an answer told of the policies of this gate, and until when a 429 asked to wait.
    pub(super) fn observe<'a>(&self, announced: impl Iterator<Item = &'a Announced<'a>>, wait: Option<Instant>) {
        let mut counts = self.counts();
        let now = Instant::now();
        counts.ramp = counts.ramp.saturating_add(1);
        for announced in announced {
            // Retry-After wins over what the fields say.
            let exhausted = wait.filter(|_| announced.remaining == 0);
            match counts.windows.iter_mut().find(|window| window.policy == announced.policy) {
                Some(window) => window.observe(announced, exhausted, now),
                None => counts.windows.push(Window::new(announced, exhausted, now)),
            }
        }
    }

    /// Lets nothing through until an instant.
    pub(super) fn block(&self, until: Instant) {
        self.counts().blocked_until = Some(until);
    }

    pub(super) fn is_idle(&self, now: Instant) -> bool {
        let counts = self.counts();
        counts.in_flight == 0 && counts.reopens() <= now
    }

    pub(super) fn show(&self, endpoint: Option<&str>) -> Vec<RateLimit> {
        let counts = self.counts();
        let now = Instant::now();
        let show = |window: &Window| RateLimit {
            policy: window.policy.clone(),
            endpoint: endpoint.map(str::to_owned),
            quota: window.quota,
            // A window that has ended tells nothing of the next one but its quota.
            remaining: if window.resets_at <= now { window.quota.unwrap_or(1) } else { window.remaining },
            resets_in: window.resets_at.saturating_duration_since(now),
            in_flight: counts.in_flight,
        };
        counts.windows.iter().map(show).collect()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    /// Counts a request in if there is room, or says when to look again.
    fn admit(&mut self, now: Instant) -> Option<Wait> {
        if let Some(until) = self.blocked_until.filter(|until| *until > now) {
            return Some(Wait { until: Some(until), for_answer: false });
        }
        self.blocked_until = None;
        let in_flight = self.in_flight;
        let mut wait = None;
        for window in &mut self.windows {
            match window.room(in_flight, now) {
                Room::Free => {}
                Room::AfterReset => return Some(Wait { until: Some(window.resets_at), for_answer: false }),
                Room::AfterAnswer => wait = Some(Wait { until: Some(window.resets_at), for_answer: true }),
            }
        }
        if wait.is_none() && in_flight >= self.ramp {
            wait = Some(Wait { until: None, for_answer: true });
        }
        if wait.is_none() {
            self.in_flight += 1;
        }
        wait
    }

    /// When every window that is exhausted now has ended.
    fn reopens(&self) -> Instant {
        let windows = self.windows.iter().map(|window| window.resets_at);
        windows.chain(self.blocked_until).max().unwrap_or_else(Instant::now)
    }
}

/// A request that was counted in, until it is dropped.
#[derive(Debug)]
pub(super) struct Entered(Arc<Gate>);

impl Entered {
    pub(super) fn gate(&self) -> &Gate {
        &self.0
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let mut counts = self.0.counts();
        counts.in_flight = counts.in_flight.saturating_sub(1);
        drop(counts);
        self.0.changed.notify_one();
    }
}
