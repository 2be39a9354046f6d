//! Rate limits: fixed windows per project and per method and path, announced in headers on every counted response.

use std::collections::HashMap;
use std::time::Duration;

use http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};

use crate::api::error::ApiError;
use crate::api::reply::Reply;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");
/// Up to this number of endpoint windows, ended ones are kept.
const WINDOWS_KEPT: usize = 1024;

/// The allowed requests per minute. The default is the vendor's documented limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimits {
    /// Requests a minute for the whole project.
    pub project: u32,
    /// Requests a minute for one method and path, ids in the path included.
    pub endpoint: u32,
    /// Requests a minute for `GET /v1/instances`, and as many for `GET /v1/volumes`.
    pub listing: u32,
}

impl RateLimits {
    /// Length of a window.
    pub const WINDOW: Duration = Duration::from_secs(60);

    fn of_endpoint(self, method: &Method, path: &str) -> u32 {
        match (method, path) {
            (&Method::GET, "/v1/instances" | "/v1/volumes") => self.listing,
            _ => self.endpoint,
        }
    }
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { project: 500, endpoint: 60, listing: 120 }
    }
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Window {
    ends: Duration,
    used: u32,
}

impl Window {
    /// The current window: this one, or a new one after its end.
    fn at(self, now: Duration) -> Self {
        if now < self.ends { self } else { Self::starting(now) }
    }

    fn starting(now: Duration) -> Self {
        Self { ends: now.saturating_add(RateLimits::WINDOW), used: 0 }
    }

    /// Whole seconds until the window ends, at least one.
    fn seconds_left(self, now: Duration) -> u64 {
        let left = self.ends.saturating_sub(now);
        (left.as_secs() + u64::from(left.subsec_nanos() > 0)).max(1)
    }
}

/// The windows that are open.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Limiter {
    project: Option<Window>,
    /// At this number of endpoint windows, ended ones are discarded. Twice as many as were left, so that not every request
    /// reads all of them.
    discarded_at: usize,
    #[serde(with = "windows")]
    endpoints: HashMap<(Method, String), Window>,
}

/// The verdict of the limits on one request.
#[derive(Debug)]
pub(crate) struct Verdict {
    policy: String,
    state: String,
    /// Seconds until requests are allowed again, if this one is refused.
    retry_after: Option<u64>,
}

/// The use of a limit.
#[derive(Debug)]
pub(crate) struct Usage {
    /// The project, or the method and the path.
    pub(crate) name: String,
    pub(crate) used: u32,
    pub(crate) limit: u32,
    pub(crate) seconds_left: u64,
}

impl Limiter {
    /// The windows that are open: the project's, and those of endpoints in the order of their names.
    pub(crate) fn open_windows(&self, limits: RateLimits, now: Duration) -> Vec<Usage> {
        let usage = |name: String, window: &Window, limit: u32| {
            let is_open = now < window.ends;
            is_open.then(|| Usage { name, used: window.used, limit, seconds_left: window.seconds_left(now) })
        };
        let mut endpoints: Vec<Usage> = self
            .endpoints
            .iter()
            .filter_map(|((method, path), window)| {
                usage(format!("{method} {path}"), window, limits.of_endpoint(method, path))
            })
            .collect();
        endpoints.sort_by(|left, right| left.name.cmp(&right.name));
        let project = self.project.iter().filter_map(|window| usage("the project".to_owned(), window, limits.project));
        project.chain(endpoints).collect()
    }

    /// Counts a request, unless it exceeds a limit.
    pub(crate) fn count(&mut self, limits: RateLimits, method: &Method, path: &str, now: Duration) -> Verdict {
        let endpoint_limit = limits.of_endpoint(method, path);
        if self.endpoints.len() >= self.discarded_at.max(WINDOWS_KEPT) {
            self.endpoints.retain(|_, window| now < window.ends);
            self.discarded_at = self.endpoints.len().saturating_mul(2);
        }
        let mut project = self.project.unwrap_or(Window::starting(now)).at(now);
        let slot = self.endpoints.entry((method.clone(), path.to_owned())).or_insert(Window::starting(now));
        let mut endpoint = slot.at(now);

        let over = [(project, limits.project), (endpoint, endpoint_limit)]
            .into_iter()
            .filter(|(window, limit)| window.used >= *limit)
            .map(|(window, _)| window.seconds_left(now))
            .max();
        if over.is_none() {
            project.used += 1;
            endpoint.used += 1;
        }
        self.project = Some(project);
        *slot = endpoint;

        let seconds = RateLimits::WINDOW.as_secs();
        let left = |window: Window, limit: u32| {
            format!("r={};t={}", limit.saturating_sub(window.used), window.seconds_left(now))
        };
        Verdict {
            policy: format!(
                "\"project\";q={};w={seconds}, \"endpoint\";q={endpoint_limit};w={seconds}",
                limits.project
            ),
            state: format!(
                "\"project\";{}, \"endpoint\";{}",
                left(project, limits.project),
                left(endpoint, endpoint_limit)
            ),
            retry_after: over,
        }
    }
}

impl Verdict {
    /// The refusal, if the request exceeds a limit.
    pub(crate) fn refusal(&self) -> Option<Reply> {
        self.retry_after.map(|seconds| {
            ApiError::of_status(StatusCode::TOO_MANY_REQUESTS)
                .into_reply()
                .with_header(RETRY_AFTER, HeaderValue::from(seconds))
        })
    }

    /// Writes the headers that announce the limits.
    pub(crate) fn announce(&self, reply: Reply) -> Reply {
        [(POLICY, &self.policy), (STATE, &self.state)].into_iter().fold(reply, |reply, (name, text)| {
            match HeaderValue::from_str(text) {
                Ok(value) => reply.with_header(name, value),
                Err(_) => reply,
            }
        })
    }
}

/// How the windows are stored: by method and path.
mod windows {
    use std::collections::HashMap;

    use http::Method;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Window;

    type Windows = HashMap<(Method, String), Window>;

    pub(super) fn serialize<S: Serializer>(windows: &Windows, serializer: S) -> Result<S::Ok, S::Error> {
        // In order, so that equal states have equal snapshots.
        let mut all: Vec<_> = windows.iter().map(|((method, path), window)| (method.as_str(), path, window)).collect();
        all.sort_by_key(|(method, path, _)| (*method, *path));
        serializer.collect_seq(all)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Windows, D::Error> {
        let windows = Vec::<(String, String, Window)>::deserialize(deserializer)?.into_iter();
        let keyed = |(method, path, window): (String, String, Window)| match method.parse() {
            Ok(method) => Ok(((method, path), window)),
            Err(_) => Err(D::Error::custom(format!("`{method}` is no method"))),
        };
        windows.map(keyed).collect()
    }
}
