//! The builder's settings as JSON, at any time.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Order, Outcome, invalid};
use crate::VerdaFake;
use crate::builder::Config;
use crate::clock::Times;
use crate::document::Document;
use crate::limits::RateLimits;
use crate::quirks::Gone;
use crate::reply::Reply;
use crate::state::State;

/// A time in seconds, or null for one that never comes. Each time of the settings can be either.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seconds(Duration);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Duration::MAX => serializer.serialize_none(),
            time => serializer.serialize_f64(time.as_secs_f64()),
        }
    }
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Some(seconds) = Option::<f64>::deserialize(deserializer)? else { return Ok(Self(Duration::MAX)) };
        let time = Duration::try_from_secs_f64(seconds);
        time.map(Self).map_err(|_| D::Error::custom(format!("`{seconds}` is no number of seconds")))
    }
}

/// Credentials that are accepted. The secret is left out where they are shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
}

/// The settings that can change at any time. A member that is absent changes nothing.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    #[serde(deserialize_with = "present")]
    credentials: Option<Vec<Credentials>>,
    #[serde(deserialize_with = "present")]
    speed: Option<f64>,
    #[serde(deserialize_with = "present")]
    token_lifetime: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    refresh_token_lifetime: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    provisioning_time: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    action_time: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    deployment_time: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    strict: Option<bool>,
    #[serde(deserialize_with = "present")]
    rate_limits: Option<Option<RateLimits>>,
    #[serde(deserialize_with = "present")]
    script_quota: Option<usize>,
    #[serde(deserialize_with = "present")]
    instance_quota: Option<Option<usize>>,
    #[serde(deserialize_with = "present")]
    storage_quota: Option<Option<u64>>,
    #[serde(deserialize_with = "present")]
    journal_capacity: Option<usize>,
    #[serde(deserialize_with = "present")]
    listed_after: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    address_after: Option<Seconds>,
    #[serde(deserialize_with = "present")]
    gateway_timeout: Option<Option<Seconds>>,
    #[serde(deserialize_with = "present")]
    gone: Option<Gone>,
    #[serde(deserialize_with = "present")]
    lenient_deletes: Option<bool>,
    #[serde(deserialize_with = "present")]
    hostile_catalogue: Option<bool>,
}

/// A member that is there. Null is refused, unless the member can be null: it is not the same as an absent one.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

impl Settings {
    /// All settings, with their secrets.
    pub(crate) fn of(config: &Config) -> Self {
        let seconds = |time| Some(Seconds(time));
        let credential = |(id, secret): &(String, String)| Credentials {
            client_id: id.clone(),
            client_secret: Some(secret.clone()),
        };
        Self {
            credentials: Some(config.credentials.iter().map(credential).collect()),
            speed: Some(config.speed),
            token_lifetime: seconds(config.token_lifetime),
            refresh_token_lifetime: seconds(config.refresh_token_lifetime),
            provisioning_time: seconds(config.provisioning_time),
            action_time: seconds(config.action_time),
            deployment_time: seconds(config.deployment_time),
            strict: Some(config.strict),
            rate_limits: Some(config.rate_limits),
            script_quota: Some(config.script_quota),
            instance_quota: Some(config.instance_quota),
            storage_quota: Some(config.storage_quota_gb),
            journal_capacity: Some(config.journal_capacity),
            listed_after: seconds(config.quirks.listed_after),
            address_after: seconds(config.quirks.address_after),
            gateway_timeout: Some(config.quirks.gateway_timeout.map(Seconds)),
            gone: Some(config.quirks.gone),
            lenient_deletes: Some(config.quirks.lenient_deletes),
            hostile_catalogue: Some(config.quirks.hostile_catalogue),
        }
    }

    /// What is wrong with the values, which have the right types.
    fn problem(&self) -> Option<&'static str> {
        if self.speed.is_some_and(|speed| !(speed.is_finite() && speed > 0.0)) {
            return Some("`speed` must be a number above zero");
        }
        let lacks_secret = |credentials: &Credentials| credentials.client_secret.is_none();
        if self.credentials.iter().flatten().any(lacks_secret) {
            return Some("`credentials` must have a `client_secret` each");
        }
        None
    }

    /// Changes what is there.
    pub(crate) fn apply(self, config: &mut Config) {
        fn put<T>(place: &mut T, new: Option<T>) {
            if let Some(new) = new {
                *place = new;
            }
        }
        let pair = |one: Credentials| (one.client_id, one.client_secret.unwrap_or_default());
        put(&mut config.credentials, self.credentials.map(|all| all.into_iter().map(pair).collect()));
        put(&mut config.speed, self.speed);
        put(&mut config.token_lifetime, self.token_lifetime.map(|time| time.0));
        put(&mut config.refresh_token_lifetime, self.refresh_token_lifetime.map(|time| time.0));
        put(&mut config.provisioning_time, self.provisioning_time.map(|time| time.0));
        put(&mut config.action_time, self.action_time.map(|time| time.0));
        put(&mut config.deployment_time, self.deployment_time.map(|time| time.0));
        put(&mut config.strict, self.strict);
        put(&mut config.rate_limits, self.rate_limits);
        put(&mut config.script_quota, self.script_quota);
        put(&mut config.instance_quota, self.instance_quota);
        put(&mut config.storage_quota_gb, self.storage_quota);
        put(&mut config.journal_capacity, self.journal_capacity);
        put(&mut config.quirks.listed_after, self.listed_after.map(|time| time.0));
        put(&mut config.quirks.address_after, self.address_after.map(|time| time.0));
        put(&mut config.quirks.gateway_timeout, self.gateway_timeout.map(|time| time.map(|time| time.0)));
        put(&mut config.quirks.gone, self.gone);
        put(&mut config.quirks.lenient_deletes, self.lenient_deletes);
        put(&mut config.quirks.hostile_catalogue, self.hostile_catalogue);
    }
}

/// What a reset can choose anew.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reset {
    #[serde(deserialize_with = "present")]
    seed: Option<u64>,
    #[serde(deserialize_with = "present")]
    start_time: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "present")]
    balance: Option<f64>,
    #[serde(deserialize_with = "present")]
    document: Option<Map<String, Value>>,
    settings: Settings,
}

/// `GET /_fake/settings`: without the secrets of credentials.
pub(super) fn get(order: &Order<'_>) -> Outcome {
    let mut settings = Settings::of(&order.fake.config());
    for credentials in settings.credentials.iter_mut().flatten() {
        credentials.client_secret = None;
    }
    Reply::ok(&settings)
}

/// `PATCH /_fake/settings`
pub(super) fn change(order: &Order<'_>) -> Outcome {
    let settings: Settings = order.body()?;
    settings.problem().map_or(Ok(()), |problem| Err(invalid(problem)))?;
    order.fake.change_settings(settings);
    get(order)
}

/// `POST /_fake/reset`
pub(super) fn reset(order: &Order<'_>) -> Outcome {
    let new: Reset = order.body()?;
    new.settings.problem().map_or(Ok(()), |problem| Err(invalid(problem)))?;
    let mut config = order.fake.inner.initial.clone();
    if let Some(document) = new.document {
        let document = Document::read(&Value::Object(document).to_string()).map_err(invalid)?;
        config.document = Arc::new(document);
    }
    config.seed = new.seed.unwrap_or(config.seed);
    config.start_time = new.start_time.unwrap_or(config.start_time);
    config.balance = new.balance.unwrap_or(config.balance);
    new.settings.apply(&mut config);
    let state = State::new(&config);
    order.fake.replace(config, Times::default(), state);
    get(order)
}

impl VerdaFake {
    fn change_settings(&self, settings: Settings) {
        // Requests wait for the state, so that they see either all of the change or nothing of it.
        let mut state = self.state();
        let mut config = (*self.config()).clone();
        settings.apply(&mut config);
        self.inner.clock.set_speed(config.speed);
        state.serverless.set_pace(&config);
        self.journal().set_capacity(config.journal_capacity);
        self.set_config(config);
    }

    /// Starts again as the builder made the fake, with another seed: without resources, and at the start of its clock. The
    /// journal, the expectations, faults and fates are gone, too.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// use std::time::Duration;
    ///
    /// use verda_fake::VerdaFake;
    ///
    /// let fake = VerdaFake::builder().balance(100.0).build();
    /// fake.set_balance(0.0);
    /// fake.advance(Duration::from_secs(60));
    /// fake.reset(7);
    /// assert_eq!((fake.balance(), fake.now()), (100.0, Duration::ZERO));
    /// # }
    /// ```
    pub fn reset(&self, seed: u64) {
        let mut config = self.inner.initial.clone();
        config.seed = seed;
        let state = State::new(&config);
        self.replace(config, Times::default(), state);
    }

    /// Puts another project into the place of this one.
    pub(crate) fn replace(&self, config: Config, times: Times, new: State) {
        let mut state = self.state();
        *state = new;
        state.serverless.set_pace(&config);
        self.inner.clock.restart(config.start_time, config.speed, times);
        self.journal().clear();
        self.journal().set_capacity(config.journal_capacity);
        self.set_config(config);
        drop(state);
        self.expectations().clear();
    }
}
