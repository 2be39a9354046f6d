//! Which outcomes are worth another attempt, and after what pause.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::Value;
use verda_api::{Operation, TransportErrorKind};

use crate::failure::{Cause, Failure};
use crate::options::CallOptions;

/// What came of one attempt.
pub(crate) type Outcome = Result<Response<Bytes>, Failure>;

/// Whether sending the request again cannot do harm and may help.
///
/// What is not idempotent is sent again only if the server surely did not act: the connection was never made, or the
/// server said so with a 429. (A 401 says so, too; the replay with another token follows it at once.)
pub(crate) fn is_worth_another(operation: &Operation, outcome: &Outcome) -> bool {
    match outcome {
        Ok(response) => match response.status() {
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::REQUEST_TIMEOUT
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => operation.idempotent,
            _ => false,
        },
        Err(failure) => match (&failure.cause, failure.kind) {
            (Cause::Auth(error), _) => error.is_transient(),
            (_, TransportErrorKind::Connect) => true,
            (_, TransportErrorKind::Timeout | TransportErrorKind::Interrupted) => operation.idempotent,
            _ => false,
        },
    }
}

/// Whether the server may have changed something although the outcome is no success.
pub(crate) fn may_have_acted(operation: &Operation, outcome: &Outcome) -> bool {
    match outcome {
        Ok(response) => answer_leaves_open(operation, response.status(), response.body()),
        Err(failure) => silence_leaves_open(operation, failure.kind),
    }
}

/// See [`may_have_acted`], where there was no answer.
pub(crate) fn silence_leaves_open(operation: &Operation, kind: TransportErrorKind) -> bool {
    !operation.method.is_safe() && matches!(kind, TransportErrorKind::Timeout | TransportErrorKind::Interrupted)
}

/// See [`may_have_acted`], where there was an answer: a server or a proxy gave up in the middle. A 503 that says
/// `service_unavailable` does not leave it open: no such machine is free.
pub(crate) fn answer_leaves_open(operation: &Operation, status: StatusCode, body: &[u8]) -> bool {
    match status {
        _ if operation.method.is_safe() => false,
        StatusCode::REQUEST_TIMEOUT => true,
        StatusCode::NOT_IMPLEMENTED => false,
        StatusCode::SERVICE_UNAVAILABLE => {
            let body: Option<Value> = serde_json::from_slice(body).ok();
            let code = body.as_ref().and_then(|body| body.get("code")).and_then(Value::as_str);
            code != Some("service_unavailable")
        }
        status => status.is_server_error(),
    }
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
