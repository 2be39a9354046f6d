//! Which outcomes are worth another attempt, and after what pause.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use verda_api::{Evidence, Operation, TransportErrorKind};

use crate::failure::Failure;
use crate::options::CallOptions;

/// What came of one attempt.
pub(crate) type Outcome = Result<Response<Bytes>, Failure>;

/// Whether sending the request again cannot do harm and may help.
///
/// What may not be repeated is sent again only if the server surely did not act: the connection was never made, or the
/// server said so with a 429. (A 401 says so as well; the replay with another token follows at once.)
pub(crate) fn is_worth_another(
    outcome: &Outcome,
    evidence: Option<&Evidence>,
    may_repeat: impl FnOnce() -> bool,
) -> bool {
    match (outcome, evidence) {
        (Ok(response), Some(evidence)) => match (response.status(), evidence) {
            (StatusCode::TOO_MANY_REQUESTS, _) => true,
            // A response that proves nothing is a fault on the server's side.
            (_, Evidence::Unknown(_)) => may_repeat(),
            (StatusCode::TOO_EARLY | StatusCode::SERVICE_UNAVAILABLE, _) => may_repeat(),
            _ => false,
        },
        (Err(failure), _) => match failure.kind() {
            TransportErrorKind::Connect => true,
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted => may_repeat(),
            _ => false,
        },
        _ => false,
    }
}

/// Whether the server may have changed something although the outcome is no success.
pub(crate) fn may_have_acted(operation: &Operation, outcome: &Outcome, evidence: Option<&Evidence>) -> bool {
    let open = match outcome {
        Ok(_) => matches!(evidence, Some(Evidence::Unknown(_) | Evidence::Partly(_))),
        Err(failure) => !matches!(failure.kind(), TransportErrorKind::Connect | TransportErrorKind::NotSent),
    };
    open && !operation.method.is_safe()
}

/// The pause before the attempt after `attempts`: anything between nothing and a bound that doubles ("full jitter").
pub(crate) fn backoff(options: &CallOptions, attempts: u32, jitter: &Jitter) -> Duration {
    let doubled = options.backoff.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
    doubled.min(options.max_backoff).mul_f64(jitter.fraction())
}

/// The randomness of pauses.
#[derive(Debug)]
pub(crate) struct Jitter(Mutex<fastrand::Rng>);

impl Jitter {
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self(Mutex::new(seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)))
    }

    fn fraction(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }
}

/// What a client may spend on retries: when much fails, sending more only makes it worse.
///
/// A retry takes [`Budget::RETRY`] tokens out of a bucket that all clones of a client share. A call that succeeds puts
/// back what its own retries took, or one token if it took none.
#[derive(Debug)]
pub(crate) struct Budget {
    tokens: AtomicU32,
    capacity: u32,
}

impl Budget {
    const RETRY: u32 = 5;

    pub(crate) fn new(retries: u32) -> Self {
        let capacity = retries.saturating_mul(Self::RETRY);
        Self { tokens: AtomicU32::new(capacity), capacity }
    }

    /// Takes the tokens of a retry, if they are there.
    pub(crate) fn take(&self) -> bool {
        self.tokens.fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(Self::RETRY)).is_ok()
    }

    /// A call succeeded after this many retries.
    pub(crate) fn succeeded(&self, retries: u32) {
        let back = if retries == 0 { 1 } else { retries.saturating_mul(Self::RETRY) };
        // A full bucket is only looked at.
        let fill = |tokens: u32| (tokens < self.capacity).then(|| tokens.saturating_add(back).min(self.capacity));
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, fill);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_seeded_bounded_and_spread() {
        let options = CallOptions::default();
        let pauses = |seed| {
            let jitter = Jitter::new(Some(seed));
            (1..=40).map(|attempts| backoff(&options, attempts, &jitter)).collect::<Vec<_>>()
        };
        assert_eq!(pauses(1), pauses(1));
        assert_ne!(pauses(1), pauses(2));
        for (index, pause) in pauses(3).into_iter().enumerate() {
            let bound = (0.5 * 2_f64.powi(index as i32)).min(20.0);
            assert!(pause.as_secs_f64() <= bound, "{index}: {pause:?}");
        }
        assert!(pauses(4).iter().any(|pause| *pause > Duration::from_secs(15)));
    }

    #[test]
    fn a_budget_is_spent_and_earned_back() {
        let budget = Budget::new(2);
        assert!(budget.take() && budget.take() && !budget.take());
        // Five calls that needed no retry earn one.
        (0..4).for_each(|_| budget.succeeded(0));
        assert!(!budget.take());
        budget.succeeded(0);
        assert!(budget.take() && !budget.take());
        budget.succeeded(1);
        assert!(budget.take());
        // It never holds more than its capacity.
        (0..100).for_each(|_| budget.succeeded(1));
        assert!(budget.take() && budget.take() && !budget.take());
    }
}
