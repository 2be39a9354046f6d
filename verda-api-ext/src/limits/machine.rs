//! What is known of the limits, and whether a request may be sent: a state machine. Time and events come in, decisions
//! go out; it has no clock, no lock and nothing to wait for, so that tests drive it through years in a second.
//!
//! Three rules keep it alive, whatever a server sends. A window that has ended lets its quota through where that is known,
//! and one probe at a time otherwise. No window is longer than its policy says. A policy that is not announced any more
//! is forgotten.

mod paths;
mod policy;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tests;
mod window;

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use http::{Method, StatusCode};
use tokio::time::Instant;
use verda_api::Operation;

use self::paths::{Assumed, Paths};
use self::policy::Policy;
use self::window::{Told, Window};
use super::RateLimit;
use super::fields::Announced;

/// The policy that counts by method and path.
const PER_PATH: &str = "endpoint";
/// The longest that a response holds requests back whose policy does not tell the length of its window, and the longest
/// `Retry-After` that counts here. It is the default of [`CallOptions::max_retry_after`](crate::CallOptions::max_retry_after).
const LONGEST_HOLD: Duration = Duration::from_secs(120);
/// Policies that are kept: an API has two or three.
const POLICIES_KEPT: usize = 16;
/// Operations that are told apart. The API has half as many.
const OPERATIONS_KEPT: usize = 256;
/// Requests that may be in flight in the beginning: fewer than the smallest limit that the vendor documents, and so many
/// that one of them has a response soon.
const AT_FIRST: u64 = 56;
/// The time without a response after which that is no limit any more. It grows with time and not with responses, so that a
/// slow server does not hold back a first burst.
const FIRST_RESPONSE: Duration = Duration::from_millis(51);
/// Requests that may be in flight before that where the server is likely to be slow: fewer than the vendor's limit for a
/// project.
const AT_SLOW_SERVER: u64 = 450;
/// Requests that may be in flight without any response: a larger first burst would mostly be refused where there are limits.
const WITHOUT_RESPONSE: u64 = 1000;
/// The time after which a server is so slow that this says nothing of its limits.
const NO_RESPONSE: Duration = Duration::from_millis(500);
/// A sign-in that took this long says that the server is likely to be slow, and a shorter one that it is not: responses of
/// one server differ by some factor.
const SLOW_SIGN_IN: Duration = Duration::from_millis(200);
/// The time for a first response from a server that is not slow.
const FIRST_RESPONSE_IS_NEAR: Duration = Duration::from_millis(80);
/// The time without a response after which a server is likely to be slow, unless a sign-in was fast: less than a tenth of a
/// slow server's response time.
const LIKELY_SLOW: Duration = Duration::from_millis(17);
/// The part of what is left that may be in flight in that time.
const SHARE_IN_THE_BEGINNING: u64 = 16;
/// The time until responses show whether other clients begin as well, where limits are announced.
const FIRST_RESPONSES: Duration = Duration::from_millis(300);

/// Whether a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Go,
    /// Not before this instant, which has not passed.
    At(Instant),
    /// When another request has ended, or at this instant.
    OnRelease(Instant),
}

impl Decision {
    /// Both have to allow it.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Go, decision) | (decision, Self::Go) => decision,
            (Self::At(one), Self::At(two)) => Self::At(one.max(two)),
            (Self::At(instant), _) | (_, Self::At(instant)) => Self::At(instant),
            (Self::OnRelease(one), Self::OnRelease(two)) => Self::OnRelease(one.max(two)),
        }
    }
}

/// Where a request counts: the index of its operation, and a hash of its method and path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) operation: usize,
    pub(super) path: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Knowledge {
    /// No response has come yet.
    Nothing,
    /// Responses come without the fields.
    Unlimited,
    /// Responses come with the fields.
    Limited,
}

/// An operation that was called.
#[derive(Debug)]
struct Called {
    operation: &'static Operation,
    in_flight: u64,
    per_path: PerPath,
}

/// What the responses of an operation tell of the policy that counts by path.
#[derive(Clone, Copy, Debug)]
enum PerPath {
    Unknown,
    None,
    Quota(u64, Option<Duration>),
}

/// What a response tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Response<'a> {
    pub(super) status: StatusCode,
    pub(super) announced: &'a [Announced<'a>],
    pub(super) retry_after: Option<Duration>,
}

#[derive(Debug)]
pub(super) struct Machine {
    knowledge: Knowledge,
    in_flight: u64,
    /// When the first of the requests that are in flight left for the server.
    first_sent: Option<Instant>,
    /// How long the response to the sign-in took, where there was one.
    sign_in_took: Option<Duration>,
    /// When it is known whether other clients began together with this one.
    settled_at: Option<Instant>,
    operations: Vec<Called>,
    policies: Vec<Policy>,
    paths: Paths,
    hasher: RandomState,
}

impl Machine {
    pub(super) fn new() -> Self {
        Self {
            knowledge: Knowledge::Nothing,
            in_flight: 0,
            first_sent: None,
            sign_in_took: None,
            settled_at: None,
            operations: Vec::new(),
            policies: Vec::new(),
            paths: Paths::new(),
            hasher: RandomState::new(),
        }
    }

    pub(super) fn knowledge(&self) -> Knowledge {
        self.knowledge
    }

    pub(super) fn place(&mut self, operation: &'static Operation, method: &Method, path: &str) -> Place {
        let path = self.hasher.hash_one((method, path));
        let known = self.operations.iter().position(|called| std::ptr::eq(called.operation, operation));
        let operation = known.unwrap_or_else(|| {
            if self.operations.len() < OPERATIONS_KEPT {
                self.operations.push(Called { operation, in_flight: 0, per_path: PerPath::Unknown });
            }
            // Those beyond that count together.
            self.operations.len() - 1
        });
        Place { operation, path }
    }

    /// Counts a request in if it may be sent now.
    pub(super) fn admit(&mut self, now: Instant, place: Place) -> Decision {
        let decision = self.decide(now, place);
        if decision == Decision::Go {
            self.enter(now, place);
        }
        decision
    }

    /// Whether one more request may be sent.
    pub(super) fn decide(&mut self, now: Instant, place: Place) -> Decision {
        self.room_of_operation(now, place.operation).and(self.room_of_path(now, place))
    }

    /// Whether the policies allow it that do not count by path.
    pub(super) fn room_of_operation(&mut self, now: Instant, operation: usize) -> Decision {
        match self.knowledge {
            Knowledge::Unlimited => return Decision::Go,
            Knowledge::Nothing => return self.room_before_the_first_response(now),
            Knowledge::Limited => {}
        }
        self.policies.retain(|policy| !policy.window.is_forgotten(now));
        let left =
            self.policies.iter().filter(|policy| policy.counts(operation)).map(|it| it.window.room_left(now)).min();
        // Where far more is left than others can take meanwhile, they do not matter.
        let is_plenty = left.is_some_and(|left| self.in_flight < left / SHARE_IN_THE_BEGINNING);
        let beginning = match self.settled_at {
            Some(settled_at) if !is_plenty => self.room_in_the_beginning(settled_at, now),
            _ => Decision::Go,
        };
        let counting = self.policies.iter_mut().filter(|policy| policy.counts(operation));
        counting.fold(beginning, |decision, policy| {
            let in_flight = policy.in_flight(&self.operations);
            let of_operation = self.operations.get(operation).map_or(0, |called| called.in_flight);
            decision.and(policy.room((operation, of_operation), in_flight, now))
        })
    }

    /// Whether the policy allows it that counts by path.
    pub(super) fn room_of_path(&mut self, now: Instant, place: Place) -> Decision {
        match self.knowledge {
            Knowledge::Limited => self.paths.room(place.path, || assumed(&self.operations, place.operation), now),
            _ => Decision::Go,
        }
    }

    fn room_before_the_first_response(&self, now: Instant) -> Decision {
        let first_sent = self.first_sent.unwrap_or(now);
        let is_near = self.sign_in_took.is_some_and(|took| took < SLOW_SIGN_IN);
        if is_near && now < first_sent + FIRST_RESPONSE_IS_NEAR {
            return self.room_in_the_beginning(first_sent + FIRST_RESPONSE_IS_NEAR, now);
        }
        let steps = [(AT_FIRST, LIKELY_SLOW), (AT_SLOW_SERVER, FIRST_RESPONSE), (WITHOUT_RESPONSE, NO_RESPONSE)];
        let step = steps.into_iter().find(|(_, until)| now < first_sent + *until);
        step.map_or(Decision::Go, |(most, until)| self.room_until(most, first_sent + until, now))
    }

    fn room_in_the_beginning(&self, opens_at: Instant, now: Instant) -> Decision {
        self.room_until(AT_FIRST, opens_at, now)
    }

    /// So many in flight, until an instant.
    fn room_until(&self, most: u64, opens_at: Instant, now: Instant) -> Decision {
        if self.in_flight < most || opens_at <= now { Decision::Go } else { Decision::OnRelease(opens_at) }
    }

    /// Counts a request in.
    pub(super) fn enter(&mut self, now: Instant, place: Place) {
        self.in_flight += 1;
        if let Some(called) = self.operations.get_mut(place.operation) {
            called.in_flight += 1;
        }
        for policy in self.policies.iter_mut().filter(|policy| policy.counts(place.operation)) {
            policy.window.entered(now);
        }
        let is_limited = self.knowledge == Knowledge::Limited;
        let assumed = || assumed(&self.operations, place.operation).filter(|_| is_limited);
        self.paths.enter(place.path, assumed, now);
    }

    /// The client has signed in, and the response took this long.
    pub(super) fn signed_in(&mut self, took: Duration) {
        self.sign_in_took = Some(took);
    }

    /// A request that was counted in leaves for the server: it may have waited for a token until now.
    pub(super) fn sent(&mut self, now: Instant) {
        self.first_sent.get_or_insert(now);
    }

    /// A request that was counted in at `sent` has ended. `lost` if it was sent and no response came.
    pub(super) fn released(&mut self, now: Instant, place: Place, sent: Instant, lost: bool) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.in_flight == 0 {
            self.first_sent = None;
        }
        if let Some(called) = self.operations.get_mut(place.operation) {
            called.in_flight = called.in_flight.saturating_sub(1);
        }
        for policy in self.policies.iter_mut().filter(|policy| policy.counts(place.operation)) {
            policy.window.released(sent, lost, now);
        }
        self.paths.leave(place.path, sent, lost, now);
    }

    /// Takes in a response to a request that was counted in at `sent`. `name` is its method and path.
    pub(super) fn observed(
        &mut self,
        now: Instant,
        place: Place,
        sent: Instant,
        response: Response<'_>,
        name: impl FnOnce() -> String,
    ) {
        let Response { status, announced, retry_after } = response;
        let is_refused = status == StatusCode::TOO_MANY_REQUESTS;
        // To wait for no time is no limit.
        let retry_after = retry_after.filter(|wait| is_refused && !wait.is_zero());
        if self.knowledge == Knowledge::Nothing {
            self.settled_at = self.first_sent.map(|first_sent| first_sent + FIRST_RESPONSES);
        }
        match self.knowledge {
            _ if !announced.is_empty() || retry_after.is_some() => self.knowledge = Knowledge::Limited,
            // A proxy's response says nothing of the API's limits.
            Knowledge::Nothing if status.is_success() => self.knowledge = Knowledge::Unlimited,
            _ => {}
        }
        if self.knowledge != Knowledge::Limited {
            return;
        }
        let told = |announced: &Announced<'_>| Told {
            remaining: announced.remaining,
            resets_in: announced.resets_in,
            quota: announced.quota,
            length: announced.window,
            is_refused,
            retry_after,
        };
        for announced in announced.iter().filter(|announced| announced.policy != PER_PATH) {
            self.observe_policy(now, place.operation, sent, &announced.policy, &told(announced));
        }
        let per_path = announced.iter().find(|announced| announced.policy == PER_PATH);
        if let Some(announced) = per_path {
            self.paths.observe(place.path, &told(announced), sent, now, name);
            if let Some(quota) = announced.quota {
                self.set_per_path(place.operation, PerPath::Quota(quota, announced.window));
            }
        }
        if !announced.is_empty() || status.is_success() {
            let is_announced = |policy: &Policy| announced.iter().any(|announced| *announced.policy == *policy.name);
            let in_flight = self.operations.get(place.operation).map_or(0, |called| called.in_flight);
            for policy in self.policies.iter_mut().filter(|policy| !is_announced(policy)) {
                policy.not_announced_by(place.operation, in_flight, now);
            }
            self.policies.retain(Policy::is_announced);
            if per_path.is_none() {
                self.paths.not_announced(place.path, now);
                self.set_per_path(place.operation, PerPath::None);
            }
        }
        if !is_refused {
            self.paths.accept(place.path);
        } else if let Some(wait) = retry_after.filter(|_| announced.iter().all(|announced| announced.remaining > 0)) {
            // It blames no policy: only the path that was refused is held back.
            let told = Told { remaining: 0, resets_in: wait, quota: None, length: None, is_refused, retry_after };
            self.paths.refuse(place.path, &told, sent, now);
        }
    }

    fn observe_policy(&mut self, now: Instant, operation: usize, sent: Instant, name: &str, told: &Told) {
        self.policies.retain(|policy| !policy.window.is_forgotten(now));
        if let Some(policy) = self.policies.iter_mut().find(|policy| &*policy.name == name) {
            policy.observe(told, sent, now);
            policy.announced_by(operation);
            return;
        }
        if self.policies.len() >= POLICIES_KEPT {
            let first = self.policies.iter().enumerate().min_by_key(|(_, policy)| policy.window.resets_at);
            if let Some((index, _)) = first {
                self.policies.remove(index);
            }
        }
        let mut policy = Policy::new(name, Window::told(told, sent, now));
        policy.announced_by(operation);
        self.policies.push(policy);
    }

    fn set_per_path(&mut self, operation: usize, per_path: PerPath) {
        if let Some(called) = self.operations.get_mut(operation) {
            called.per_path = per_path;
        }
    }

    /// What responses have told of, for showing: policies of many paths first, then by method and path.
    pub(super) fn show(&self, now: Instant) -> Vec<RateLimit> {
        let show = |policy: &str, endpoint: Option<String>, window: &Window, in_flight: u64| RateLimit {
            policy: policy.to_owned(),
            endpoint,
            quota: window.quota,
            remaining: window.shown(now),
            resets_in: if window.has_ended(now) { Duration::ZERO } else { window.resets_at.duration_since(now) },
            in_flight,
        };
        let policies = self.policies.iter().filter(|policy| !policy.window.is_forgotten(now)).map(|policy| {
            let only = policy.counted().next().filter(|_| !policy.counts_all());
            let only = only.and_then(|operation| self.operations.get(operation)).map(|called| called.operation);
            let endpoint = only.map(|operation| format!("{} {}", operation.method, operation.path));
            show(&policy.name, endpoint, &policy.window, policy.in_flight(&self.operations))
        });
        let mut paths: Vec<_> = self.paths.iter().filter(|path| !path.name.is_empty()).collect();
        paths.sort_by(|one, two| one.name.cmp(&two.name));
        let paths = paths.into_iter().filter_map(|path| {
            let window = path.window.as_ref().filter(|window| !window.is_forgotten(now))?;
            Some(show(PER_PATH, Some(path.name.to_string()), window, path.in_flight))
        });
        policies.chain(paths).collect()
    }
}

/// The quota of a path that was not called yet: that of its operation's other paths, or the smallest of any operation.
fn assumed(operations: &[Called], operation: usize) -> Assumed {
    match operations.get(operation)?.per_path {
        PerPath::Quota(quota, length) => Some((quota, length)),
        PerPath::None => None,
        PerPath::Unknown => {
            let quotas = operations.iter().filter_map(|called| match called.per_path {
                PerPath::Quota(quota, length) => Some((quota, length)),
                _ => None,
            });
            quotas.min_by_key(|(quota, _)| *quota)
        }
    }
}
