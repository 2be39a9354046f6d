//! Rate limits: a request waits where the API's `RateLimit` fields say that nothing is left.
//!
//! Nothing is known until a response has told it, and there are no limits of our own: how many requests a window has and
//! when it ends comes from the fields alone. What is known is in [`machine`], the requests that wait are in [`queue`], and
//! here are the lock around both and the clock.

mod fields;
#[cfg(test)]
mod interleavings;
mod machine;
mod queue;

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode};
use tokio::time::{Instant, sleep_until};
use verda_api::Operation;

use self::fields::Policies;
use self::machine::{Decision, Knowledge, Machine, Place, Response};
use self::queue::{Look, Queue, Ticket};
use crate::retry_after;

/// What is known of one rate limit. See [`Client::rate_limits`](crate::Client::rate_limits), which has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The policy's name, such as `project`.
    pub policy: String,
    /// The method and path that it counts, such as `GET /v1/instances`; `None` if it counts requests of many operations.
    pub endpoint: Option<String>,
    /// Requests in a window, where the API told it: 500 a minute for a project, as the vendor documents it.
    pub quota: Option<u64>,
    /// Requests that are left, as the last response told. Other clients of the project use them up, too.
    pub remaining: u64,
    /// Time until the window ends, and a new one begins with the whole quota.
    pub resets_in: Duration,
    /// Requests of this client that have no response yet.
    pub in_flight: u64,
}

/// There is no room for a request before its deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Late {
    /// Time until there may be room, where that is known.
    pub(crate) retry_after: Option<Duration>,
}

/// The limits of one project, shared by all clones of a client.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Responses come without the fields: nothing waits, and nothing is counted.
    is_unlimited: AtomicBool,
    state: Mutex<State>,
    policies: Mutex<Policies>,
}

#[derive(Debug)]
struct State {
    machine: Machine,
    queue: Queue,
}

/// A request as the limits see it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
}

/// A request that may be sent. Dropping it says that the request has ended without a response.
#[derive(Debug, Default)]
#[must_use = "a permit that is dropped is given back"]
pub(crate) struct Permit<'a> {
    counted: Option<Counted<'a>>,
}

#[derive(Debug)]
struct Counted<'a> {
    limits: &'a Limits,
    place: Place,
    at: Instant,
    /// Whether the request was sent, so that it may count although no response comes.
    is_sent: bool,
    /// Whether no response has come yet.
    is_early: bool,
}

impl Permit<'_> {
    /// Whether the request is counted. What is not counted has not waited.
    pub(crate) fn is_counted(&self) -> bool {
        self.counted.is_some()
    }

    /// The request leaves for the server.
    pub(crate) fn send(&mut self) {
        let Some(counted) = &mut self.counted else { return };
        counted.is_sent = true;
        if counted.is_early {
            counted.limits.change(|machine, _, now, _| machine.sent(now));
        }
    }

    /// The request did not reach the server.
    pub(crate) fn take_back(&mut self) {
        if let Some(counted) = &mut self.counted {
            counted.is_sent = false;
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let Some(Counted { limits, place, at, is_sent, .. }) = self.counted.take() else { return };
        limits.change(|machine, queue, now, wakers| {
            machine.released(now, place, at, is_sent);
            queue.unblock(place.path);
            queue.grant(machine, now, wakers);
        });
    }
}

impl Limits {
    pub(crate) fn new() -> Self {
        let state = State { machine: Machine::new(), queue: Queue::default() };
        Self { is_unlimited: AtomicBool::new(false), state: Mutex::new(state), policies: Mutex::default() }
    }

    /// Waits until one more request may be sent. `sign_in_took` tells how fast the server is.
    ///
    /// # Errors
    ///
    /// [`Late`] where it may not be sent before the deadline, or only after longer than `longest`.
    pub(crate) async fn admit(
        &self,
        request: Request<'_>,
        sign_in_took: Option<Duration>,
        deadline: Option<Instant>,
        longest: Duration,
    ) -> Result<Permit<'_>, Late> {
        if self.is_unlimited.load(Ordering::Relaxed) {
            return Ok(Permit::default());
        }
        let waiting = match self.try_admit(request, sign_in_took) {
            Ok(permit) => return Ok(permit),
            Err(waiting) => waiting,
        };
        // Only a request that waits has room for a timer: others are not larger for it.
        Box::pin(waiting.wait(deadline, longest)).await
    }

    fn try_admit(&self, request: Request<'_>, sign_in_took: Option<Duration>) -> Result<Permit<'_>, Waiting<'_>> {
        let mut state = lock(&self.state);
        let State { machine, queue } = &mut *state;
        let now = Instant::now();
        if let Some(took) = sign_in_took {
            machine.signed_in(took);
        }
        let place = machine.place(request.operation, request.method, request.path);
        if queue.is_empty() && machine.admit(now, place) == Decision::Go {
            return Ok(self.permit(machine, place, now));
        }
        // What ends costs goes first.
        let is_urgent = request.operation.destructive && !request.method.is_safe();
        Err(Waiting { limits: self, ticket: queue.ticket(), place, is_urgent })
    }

    /// Learns from the response to a request, which has ended with it.
    pub(crate) fn observe(
        &self,
        mut permit: Permit<'_>,
        request: Request<'_>,
        status: StatusCode,
        headers: &HeaderMap,
    ) {
        let announced = fields::read(headers, &self.policies);
        let retry_after = match status {
            StatusCode::TOO_MANY_REQUESTS => retry_after::read(headers, SystemTime::now()),
            _ => None,
        };
        // A response without the fields is no news where nothing is limited.
        if announced.is_empty() && retry_after.is_none() && self.is_unlimited.load(Ordering::Relaxed) {
            return;
        }
        let counted = permit.counted.take();
        self.change(|machine, queue, now, wakers| {
            let (place, sent) = match &counted {
                Some(counted) => (counted.place, counted.at),
                None => (machine.place(request.operation, request.method, request.path), now),
            };
            let response = Response { status, announced: &announced, retry_after };
            let name = || [request.method.as_str(), " ", request.path].concat();
            machine.observed(now, place, sent, response, name);
            if counted.is_some() {
                machine.released(now, place, sent, false);
            }
            self.is_unlimited.store(machine.knowledge() == Knowledge::Unlimited, Ordering::Relaxed);
            queue.unblock(place.path);
            queue.grant(machine, now, wakers);
        });
    }

    /// All that is known, policies of many operations first, then by endpoint.
    pub(crate) fn show(&self) -> Vec<RateLimit> {
        lock(&self.state).machine.show(Instant::now())
    }

    fn permit(&self, machine: &Machine, place: Place, at: Instant) -> Permit<'_> {
        let is_early = machine.knowledge() == Knowledge::Nothing;
        Permit { counted: Some(Counted { limits: self, place, at, is_sent: false, is_early }) }
    }

    /// Changes the state, then wakes whom the change concerns: a waker may run any code, so the lock is free by then.
    fn change<T>(&self, change: impl FnOnce(&mut Machine, &mut Queue, Instant, &mut Vec<Waker>) -> T) -> T {
        let mut wakers = Vec::new();
        let (changed, left) = {
            let mut state = lock(&self.state);
            let State { machine, queue } = &mut *state;
            (change(machine, queue, Instant::now(), &mut wakers), queue.take_left())
        };
        wakers.into_iter().for_each(Waker::wake);
        drop(left);
        changed
    }
}

/// A request that waits. Dropping it leaves the queue.
#[derive(Debug)]
struct Waiting<'a> {
    limits: &'a Limits,
    ticket: Ticket,
    place: Place,
    is_urgent: bool,
}

impl<'a> Waiting<'a> {
    async fn wait(self, deadline: Option<Instant>, longest: Duration) -> Result<Permit<'a>, Late> {
        let mut timer = pin!(sleep_until(Instant::now()));
        poll_fn(|context| {
            loop {
                let (now, until, opens_at) = match self.look(context.waker()) {
                    Ok(permit) => return Poll::Ready(Ok(permit)),
                    Err(wait) => wait,
                };
                let retry_after = opens_at.map(|opens_at| opens_at.saturating_duration_since(now));
                if retry_after > Some(longest)
                    || deadline.is_some_and(|deadline| opens_at.unwrap_or(now).max(now) >= deadline)
                {
                    return Poll::Ready(Err(Late { retry_after }));
                }
                timer.as_mut().reset(deadline.map_or(until, |deadline| until.min(deadline)));
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
        })
        .await
    }

    /// The permit, or the time, when to look again, and before when there is no room.
    fn look(&self, waker: &Waker) -> Result<Permit<'a>, (Instant, Instant, Option<Instant>)> {
        let Self { limits, ticket, place, is_urgent } = *self;
        limits.change(|machine, queue, now, wakers| {
            match queue.look(machine, now, (ticket, place, is_urgent), waker, wakers) {
                Look::Granted(place, at) => Ok(limits.permit(machine, place, at)),
                Look::Wait { until, opens_at } => Err((now, until, opens_at)),
            }
        })
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limits.change(|machine, queue, now, wakers| {
            queue.leave(machine, now, (self.ticket, self.place));
            queue.grant(machine, now, wakers);
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
