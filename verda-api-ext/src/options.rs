//! How calls are made: their time, their attempts, their headers.

use std::fmt;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// How calls are made. Set for a client with [`ClientBuilder::options`](crate::ClientBuilder::options), and for some
/// calls with [`Client::with`](crate::Client::with).
///
/// ```
/// use std::time::Duration;
///
/// use verda_api_ext::Client;
///
/// let client = Client::builder().options(|o| o.timeout(Duration::from_secs(30))).build()?;
/// let patient = client.with(|o| o.timeout(Duration::from_secs(600)).max_attempts(10));
/// # let _ = patient;
/// # Ok::<(), verda_api_ext::BuildError>(())
/// ```
#[derive(Clone)]
#[must_use = "options are given back to `with`"]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) max_attempts: u32,
    pub(crate) backoff: Duration,
    pub(crate) max_backoff: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) headers: HeaderMap,
}

impl Default for CallOptions {
    fn default() -> Self {
        Self {
            timeout: Some(Duration::from_secs(300)),
            attempt_timeout: Some(Duration::from_secs(60)),
            max_attempts: 4,
            backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(120),
            headers: HeaderMap::new(),
        }
    }
}

impl CallOptions {
    /// The time for a whole call: signing in, waiting for rate limits, all attempts and the pauses between them.
    /// Default: 5 minutes; `None` for as long as it takes. A call without any time left fails and sends nothing.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The time for one attempt, from its sending to the end of its answer. What is left of the whole call's time
    /// shortens it. Default: 60 seconds; `None` for as long as it takes.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// How often a call is sent at most. 1 switches retries off; 0 counts as 1. Default: 4.
    ///
    /// The replay with another token after a 401 does not count: it is the same attempt.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The pause before the second attempt is anything up to `first`, and up to twice as much before each one after it,
    /// but never more than `longest`. Default: half a second and 20 seconds.
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = first;
        self.max_backoff = longest;
        self
    }

    /// The longest `Retry-After` that is waited for. A call that is asked to wait longer fails at once, and its error
    /// tells the time. Default: 2 minutes.
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// A header for every request. It does not replace those that the client sets itself: `authorization`,
    /// `user-agent` and `content-type`.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

impl fmt::Debug for CallOptions {
    /// Of the headers only their names: their values may be secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("max_attempts", &self.max_attempts)
            .field("backoff", &self.backoff)
            .field("max_backoff", &self.max_backoff)
            .field("max_retry_after", &self.max_retry_after)
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .finish()
    }
}
