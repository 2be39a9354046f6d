//! Rate limits: a request waits where the API's `RateLimit` fields say that nothing is left.
//!
//! Nothing is known until an answer has told it, and there are no numbers of our own: how many requests a window has
//! and when it ends comes from the fields alone.

mod fields;
mod gate;
mod window;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use self::fields::Policies;
use self::gate::{Entered, Gate};
use crate::retry_after;

pub(crate) use self::gate::Late;

/// The policy that counts per method and path; every other one counts all requests of the project together.
const PER_ENDPOINT: &str = "endpoint";
/// Above this number of endpoints, those that are of no use any more are forgotten.
const ENDPOINTS_KEPT: usize = 1024;

/// No answer has come yet.
const UNKNOWN: u8 = 0;
/// Answers come without the fields: nothing is limited, and nothing is counted.
const UNLIMITED: u8 = 1;
/// Answers come with the fields.
const LIMITED: u8 = 2;

/// What is known of one rate limit. See [`Client::rate_limits`](crate::Client::rate_limits), which has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The policy's name, such as `project`.
    pub policy: String,
    /// The method and path that it counts, such as `GET /v1/instances`; `None` if it counts all requests.
    pub endpoint: Option<String>,
    /// Requests in a window, where the API told it: 500 a minute for a project, as the vendor documents it.
    pub quota: Option<u64>,
    /// Requests that are left, as the last answer told. Others who share the project use them up, too.
    pub remaining: u64,
    /// Time until the window ends, and a new one begins with the whole quota.
    pub resets_in: Duration,
    /// Requests of this client that are waiting for their answer.
    pub in_flight: u64,
}

/// The limits of one project, shared by all clones of a client.
#[derive(Debug)]
pub(crate) struct Limits {
    known: AtomicU8,
    project: Arc<Gate>,
    endpoints: Mutex<Endpoints>,
}

#[derive(Debug)]
struct Endpoints {
    gates: HashMap<String, Arc<Gate>>,
    /// The number at which to look for those that are of no use any more.
    crowded: usize,
}

/// A request that may be sent. Dropping it says that it is no longer in flight.
#[derive(Debug, Default)]
pub(crate) struct Permit {
    entered: Option<(Entered, Entered)>,
}

impl Permit {
    /// Whether the request is counted. What is not counted has not waited.
    pub(crate) fn is_counted(&self) -> bool {
        self.entered.is_some()
    }
}

/// Goes through a gate. Only to wait at one takes room of its own: a call that need not is not larger for it.
async fn enter(gate: &Arc<Gate>, deadline: Option<Instant>) -> Result<Entered, Late> {
    match gate.try_enter() {
        Some(entered) => Ok(entered),
        None => Box::pin(gate.enter(deadline)).await,
    }
}

impl Limits {
    pub(crate) fn new() -> Self {
        let endpoints = Endpoints { gates: HashMap::new(), crowded: ENDPOINTS_KEPT };
        Self { known: AtomicU8::new(UNKNOWN), project: Gate::new(), endpoints: Mutex::new(endpoints) }
    }

    /// Waits until one more request may be sent.
    ///
    /// # Errors
    ///
    /// [`Late`] where it may not be sent before the deadline.
    pub(crate) async fn admit(
        &self,
        method: &http::Method,
        path: &str,
        deadline: Option<Instant>,
    ) -> Result<Permit, Late> {
        if self.known.load(Ordering::Relaxed) == UNLIMITED {
            return Ok(Permit::default());
        }
        // The endpoint first: while a request waits for its own, it must not keep others from theirs.
        let endpoint = enter(&self.endpoint(method, path), deadline).await?;
        let project = enter(&self.project, deadline).await?;
        Ok(Permit { entered: Some((endpoint, project)) })
    }

    /// Learns from an answer.
    pub(crate) fn observe(&self, permit: &Permit, status: StatusCode, headers: &HeaderMap) {
        let gates = permit.entered.as_ref();
        let announced = match gates {
            Some((endpoint, _)) => endpoint.gate().read(headers),
            None => fields::read(headers, &mut Policies::default()),
        };
        let wait = match status {
            StatusCode::TOO_MANY_REQUESTS => retry_after::read(headers, SystemTime::now()),
            _ => None,
        };
        // What is too long to be an instant is as good as never.
        let wait = wait.and_then(|wait| Instant::now().checked_add(wait));
        let limited = !announced.is_empty() || wait.is_some();
        match self.known.load(Ordering::Relaxed) {
            UNKNOWN | UNLIMITED if limited => self.known.store(LIMITED, Ordering::Relaxed),
            // What a proxy answers says nothing of the API's limits.
            UNKNOWN if status.is_success() => self.known.store(UNLIMITED, Ordering::Relaxed),
            _ => {}
        }
        let Some((endpoint, project)) = gates else { return };
        let is_of_endpoint = |announced: &&fields::Announced<'_>| announced.policy == PER_ENDPOINT;
        endpoint.gate().observe(announced.iter().filter(is_of_endpoint), wait);
        project.gate().observe(announced.iter().filter(|announced| !is_of_endpoint(announced)), wait);
        // A 429 that blames no policy holds back what was asked for, and nothing else.
        let blamed = announced.iter().any(|announced| announced.remaining == 0);
        if let Some(until) = wait.filter(|_| !blamed) {
            endpoint.gate().block(until);
        }
    }

    /// All that is known, the project's limits first, then by endpoint.
    pub(crate) fn show(&self) -> Vec<RateLimit> {
        let mut shown = self.project.show(None);
        let endpoints = self.endpoints();
        let mut named: Vec<_> = endpoints.gates.iter().collect();
        named.sort_by_key(|(name, _)| *name);
        shown.extend(named.into_iter().flat_map(|(name, gate)| gate.show(Some(name))));
        shown
    }

    fn endpoint(&self, method: &http::Method, path: &str) -> Arc<Gate> {
        let mut endpoints = self.endpoints();
        if endpoints.gates.len() >= endpoints.crowded {
            let now = Instant::now();
            endpoints.gates.retain(|_, gate| Arc::strong_count(gate) > 1 || !gate.is_idle(now));
            endpoints.crowded = ENDPOINTS_KEPT.max(2 * endpoints.gates.len());
        }
        let name = [method.as_str(), " ", path].concat();
        endpoints.gates.entry(name).or_insert_with(Gate::new).clone()
    }

    fn endpoints(&self) -> MutexGuard<'_, Endpoints> {
        self.endpoints.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
