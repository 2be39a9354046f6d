//! How calls are made: their time, their attempts, their headers.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Whether a call is still wanted.
pub(crate) type IsWanted = Arc<dyn Fn() -> bool + Send + Sync>;

/// How calls are made. Set for a client with [`ClientBuilder::options`](crate::ClientBuilder::options), and for some
/// calls with [`Client::with`](crate::Client::with).
///
/// ```
/// use std::time::Duration;
///
/// use verda_api_ext::Client;
///
/// let client = Client::builder().options(|o| o.timeout(Duration::from_secs(30))).build()?;
/// // What is not changed stays as it is for the client.
/// let patient = client.with(|o| o.timeout(Duration::from_secs(600)).max_attempts(10));
/// # let _ = patient;
/// # Ok::<(), verda_api_ext::BuildError>(())
/// ```
///
/// | option | default |
/// |---|---|
/// | [`timeout`](Self::timeout) | 5 minutes for the whole call |
/// | [`attempt_timeout`](Self::attempt_timeout) | 60 seconds for each attempt |
/// | [`max_attempts`](Self::max_attempts) | 4 |
/// | [`backoff`](Self::backoff) | up to half a second, doubled each time, never more than 20 seconds |
/// | [`max_retry_after`](Self::max_retry_after) | 2 minutes |
/// | [`header`](Self::header) | none |
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
    /// Asked before each attempt, after whatever it waited for: one that is not wanted any more is not sent.
    pub(crate) is_wanted: Option<IsWanted>,
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
            is_wanted: None,
        }
    }
}

/// Headers that frame a message or belong to its connection.
const FRAMING: [HeaderName; 7] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

impl CallOptions {
    /// A header that no option may set, if one does.
    pub(crate) fn framing_header(&self) -> Option<&HeaderName> {
        self.headers.keys().find(|name| FRAMING.contains(name))
    }

    /// The time for a whole call: signing in, waiting for rate limits, all attempts and the pauses between them.
    /// Default: 5 minutes; `None` for as long as it takes. A call without any time left fails and sends nothing.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use std::time::Duration;
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::Hang).on("GET /v1/instances").always())?;
    /// use verda_api_ext::ErrorKind;
    ///
    /// // The API hangs.
    /// let hasty = client.with(|o| o.timeout(Duration::from_secs(5)));
    /// let error = hasty.list_instances().await.unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Timeout);
    /// assert_eq!(error.elapsed(), Some(Duration::from_secs(5)));
    /// // A create that was cut short may have been carried out: its kind is `OutcomeUnknown`.
    /// # Ok(())
    /// # }
    /// ```
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// The time for one attempt of a call that is safe to repeat, from its sending to the end of its response. What is left of
    /// the whole call's time shortens it. Default: 60 seconds; `None` for as long as it takes.
    ///
    /// An order and whatever else is not sent again has the whole time of the call: given up earlier, it would have no known
    /// outcome. A deletion that the API is asked to hold until it is done has the time for that and 30 seconds.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let client = verda_api_ext::Client::builder().build()?;
    /// // Reads that are late are asked again soon.
    /// let impatient = client.with(|o| o.attempt_timeout(Duration::from_secs(5)));
    /// # let _ = impatient;
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// How often a call is sent at most. 1 switches retries off; 0 counts as 1. Default: 4.
    ///
    /// Idempotent calls are sent again after broken connections, time-outs, responses that prove nothing, and the statuses 408,
    /// 425, 429 and 5xx (but the API's own 501); all others only after a 429, or if no connection could be made or took the
    /// request. The replay with another token
    /// after a 401 does not count: it is the same attempt.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let effect = verda_fake::Effect::Html(http::StatusCode::BAD_GATEWAY);
    /// # fake.inject(verda_fake::Injection::new(effect).on("GET /v1/locations").times(2))?;
    /// // A proxy responds with 502, twice.
    /// let once = client.with(|o| o.max_attempts(1));
    /// let error = once.list_locations().await.unwrap_err();
    /// assert_eq!(error.attempts(), 1);
    /// let locations = client.list_locations().await?;
    /// # assert!(!locations.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The pause before the second attempt is anything up to `first`, and up to twice as much before each one after it,
    /// but never more than `longest`. Default: half a second and 20 seconds. Zero and zero: no pause. Where the API
    /// asks with `Retry-After` for a longer pause, that counts.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # let client = verda_api_ext::Client::builder().build()?;
    /// let gentle = client.with(|o| o.backoff(Duration::from_secs(2), Duration::from_secs(60)));
    /// # let _ = gentle;
    /// # Ok::<(), verda_api_ext::BuildError>(())
    /// ```
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.backoff = first;
        self.max_backoff = longest;
        self
    }

    /// The longest that a call waits where the API asks it to: for a `Retry-After`, a rate limit or the token endpoint. One
    /// that would wait longer fails at once, and its error tells the time. Default: 2 minutes.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use std::time::Duration;
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let effect = verda_fake::Effect::Status(http::StatusCode::TOO_MANY_REQUESTS);
    /// # let seconds = http::HeaderValue::from_static("49");
    /// # let injection = verda_fake::Injection::new(effect).on("GET /v1/locations");
    /// # fake.inject(injection.header(http::header::RETRY_AFTER, seconds))?;
    /// // The API responds with 429 and `Retry-After: 49`. An interactive program would rather say so than wait.
    /// let interactive = client.with(|o| o.max_retry_after(Duration::from_secs(5)));
    /// let error = interactive.list_locations().await.unwrap_err();
    /// assert_eq!(error.retry_after(), Some(Duration::from_secs(49)));
    /// # Ok(())
    /// # }
    /// ```
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.max_retry_after = longest;
        self
    }

    /// A header for every request. It does not replace those that the client sets itself: `authorization`,
    /// `user-agent` and `content-type`. A header that was set before with the same name is replaced.
    ///
    /// Headers that frame a message or belong to its connection are the HTTP client's: `connection`, `content-length`, `host`,
    /// `te`, `trailer`, `transfer-encoding` and `upgrade`. With one of them calls fail with
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent.
    ///
    /// The value of a header whose name says that it holds a secret (`x-api-key`, `cookie`, …), or that is marked with
    /// [`set_sensitive`](HeaderValue::set_sensitive), does not show where the server repeats it in an error. Values of fewer
    /// than 8 bytes are not searched for.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use http::{HeaderName, HeaderValue};
    ///
    /// let (name, value) = (HeaderName::from_static("x-request-id"), HeaderValue::from_static("job-4711"));
    /// client.with(|o| o.header(name, value)).get_balance().await?;
    /// # let requests = fake.requests_to("GET /v1/balance");
    /// # assert_eq!(requests[0].header("x-request-id"), Some("job-4711"));
    /// # });
    /// ```
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
