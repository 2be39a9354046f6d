//! The builder of a fake.

mod habits;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::api::config::Config;
use crate::api::document::{Document, InvalidDocument};
use crate::api::journal::{Observer, Recorded};
use crate::api::limits::RateLimits;
use crate::fake::VerdaFake;

impl VerdaFake {
    /// The settings, all at their defaults.
    pub fn builder() -> Builder {
        Builder { config: Config::default(), observer: None }
    }
}

impl Default for VerdaFake {
    fn default() -> Self {
        Self::builder().build()
    }
}

/// Builder of a [`VerdaFake`]. Every setting has a default.
#[must_use]
pub struct Builder {
    config: Config,
    observer: Option<Observer>,
}

impl fmt::Debug for Builder {
    /// Omits the settings, because they hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder").finish_non_exhaustive()
    }
}

impl Builder {
    /// Accepts this client id and secret. May be called several times. Without this setting, all credentials are accepted.
    pub fn credentials(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.config.credentials.push((id.into(), secret.into()));
        self
    }

    /// The seed of all ids and tokens. Default: 0.
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = seed;
        self
    }

    /// The date at which the fake starts; timestamps are this plus the machine time since then.
    /// Default: 2026-01-01T00:00:00Z.
    pub fn start_time(mut self, start: DateTime<Utc>) -> Self {
        self.config.start_time = start;
        self
    }

    /// The speed of machine time relative to real time. Machine time drives life cycles, timestamps and money; tokens and rate
    /// limits use real time. Default: 1, also in place of a value that is not a positive finite number.
    pub fn speed(mut self, speed: f64) -> Self {
        self.config.rules.speed = if speed.is_finite() && speed > 0.0 { speed } else { 1.0 };
        self
    }

    /// Life of an access token, in real time. Default: one hour.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.config.token_lifetime = lifetime;
        self
    }

    /// Life of a refresh token, in real time. Default: 24 hours.
    pub fn refresh_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.config.refresh_token_lifetime = lifetime;
        self
    }

    /// Time from the order of a machine to its `running`, in machine time; the first quarter of it is `ordered`.
    /// Default: 60 seconds.
    ///
    /// A [`speed`](Self::speed) does not make `provisioning` shorter than two seconds of real time, so that a client that polls
    /// sees it.
    pub fn provisioning_time(mut self, time: Duration) -> Self {
        self.config.rules.provisioning_time = time;
        self
    }

    /// Time that an action on a machine, volume or deployment takes, in machine time. Default: 5 seconds.
    pub fn action_time(mut self, time: Duration) -> Self {
        self.config.rules.action_time = time;
        self
    }

    /// Time from the creation of a container deployment to its `healthy`, in machine time; an update takes as long.
    /// Default: 30 seconds.
    pub fn deployment_time(mut self, time: Duration) -> Self {
        self.config.rules.deployment_time = time;
        self
    }

    /// Makes responses follow the corrected document exactly, also where the running API does not: ids are JSON strings, a key
    /// or script is an object, members that the document requires are present and not `null`, messages are one text, and a
    /// success has its documented status.
    pub fn strict(mut self) -> Self {
        self.config.strict = true;
        self
    }

    /// Replaces the bundled document by another one, in JSON. An operation without a handler is served from this document, with
    /// the header `x-fake-response: document`, and `GET /v1/openapi.json` returns the document. In strict mode, responses of
    /// handlers get the members that the document requires and the handler lacks.
    ///
    /// # Errors
    ///
    /// [`InvalidDocument`] if the text is not JSON, or has no paths.
    pub fn document(mut self, text: &str) -> Result<Self, InvalidDocument> {
        self.config.document = Arc::new(Document::read(text)?);
        Ok(self)
    }

    /// The rate limits. Default: the documented ones.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.config.rate_limits = Some(limits);
        self
    }

    /// Turns rate limits off: requests are not counted, and no limit is announced.
    pub fn without_rate_limits(mut self) -> Self {
        self.config.rate_limits = None;
        self
    }

    /// The initial balance of the project, in US dollars. Machines and volumes reduce it by machine time. Creates are refused
    /// without a balance for one hour. Default: 1000.
    pub fn balance(mut self, balance: f64) -> Self {
        self.config.balance = if balance.is_finite() { balance } else { 0.0 };
        self
    }

    /// The maximum number of startup scripts. Default: 100.
    pub fn script_quota(mut self, scripts: usize) -> Self {
        self.config.rules.script_quota = scripts;
        self
    }

    /// The maximum number of instances at a time; discontinued ones do not count. Default: no limit.
    pub fn instance_quota(mut self, instances: usize) -> Self {
        self.config.rules.instance_quota = Some(instances);
        self
    }

    /// The maximum total size of the project's volumes, in gigabytes. Volumes in the trash count until they are deleted
    /// permanently. Default: no limit.
    pub fn storage_quota(mut self, gigabytes: u64) -> Self {
        self.config.rules.storage_quota_gb = Some(gigabytes);
        self
    }

    /// The number of newest requests that the journal keeps. Default: 100,000; at least 1.
    pub fn journal_capacity(mut self, requests: usize) -> Self {
        self.config.journal_capacity = requests;
        self
    }

    /// A callback for every request once its response is known, for example to log the request.
    pub fn on_request(mut self, observer: impl Fn(&Recorded) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Builds the fake. Its clock starts now.
    pub fn build(self) -> VerdaFake {
        VerdaFake::new(self.config, self.observer)
    }
}
