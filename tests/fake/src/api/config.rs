//! The settings of a fake.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api::document::Document;
use crate::api::habits::Habits;
use crate::api::limits::RateLimits;
use crate::model::rules::Rules;

/// 2026-01-01T00:00:00Z, in seconds since 1970.
const NEW_YEAR_2026: i64 = 1_767_225_600;

/// The settings of a fake. Times are real time, those in the rules machine time.
#[derive(Clone)]
pub(crate) struct Config {
    /// The accepted credentials; if empty, all are accepted.
    pub(crate) credentials: Vec<(String, String)>,
    pub(crate) seed: u64,
    pub(crate) start_time: DateTime<Utc>,
    pub(crate) balance: f64,
    pub(crate) rules: Rules,
    pub(crate) token_lifetime: Duration,
    pub(crate) refresh_token_lifetime: Duration,
    pub(crate) strict: bool,
    pub(crate) document: Arc<Document>,
    pub(crate) rate_limits: Option<RateLimits>,
    pub(crate) journal_capacity: usize,
    pub(crate) habits: Habits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            credentials: Vec::new(),
            seed: 0,
            start_time: DateTime::from_timestamp(NEW_YEAR_2026, 0).unwrap_or_default(),
            balance: 1000.0,
            rules: Rules::default(),
            token_lifetime: Duration::from_secs(3600),
            refresh_token_lifetime: Duration::from_secs(24 * 3600),
            strict: false,
            document: Document::bundled(),
            rate_limits: Some(RateLimits::default()),
            journal_capacity: 100_000,
            habits: Habits::default(),
        }
    }
}

impl Config {
    pub(crate) fn accepts_credentials(&self, id: &str, secret: &str) -> bool {
        self.credentials.is_empty()
            || self.credentials.iter().any(|known| (known.0.as_str(), known.1.as_str()) == (id, secret))
    }
}
