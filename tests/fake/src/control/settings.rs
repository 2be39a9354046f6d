//! The builder's settings as JSON, at any time.

use std::time::Duration;

use crate::api::config::Config;
use crate::api::habits::Gone;
use crate::api::limits::RateLimits;
use crate::fake::VerdaFake;
use crate::model::clock::Times;
use crate::state::State;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

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
    #[serde(deserialize_with = "present")]
    hdd_retired: Option<bool>,
}

/// A member that is there. Null is refused, unless the member can be null: it is not the same as an absent one.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
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
            speed: Some(config.rules.speed),
            token_lifetime: seconds(config.token_lifetime),
            refresh_token_lifetime: seconds(config.refresh_token_lifetime),
            provisioning_time: seconds(config.rules.provisioning_time),
            action_time: seconds(config.rules.action_time),
            deployment_time: seconds(config.rules.deployment_time),
            strict: Some(config.strict),
            rate_limits: Some(config.rate_limits),
            script_quota: Some(config.rules.script_quota),
            instance_quota: Some(config.rules.instance_quota),
            storage_quota: Some(config.rules.storage_quota_gb),
            journal_capacity: Some(config.journal_capacity),
            listed_after: seconds(config.rules.listed_after),
            address_after: seconds(config.rules.address_after),
            gateway_timeout: Some(config.habits.gateway_timeout.map(Seconds)),
            gone: Some(config.habits.gone),
            lenient_deletes: Some(config.habits.lenient_deletes),
            hostile_catalogue: Some(config.habits.hostile_catalogue),
            hdd_retired: Some(config.rules.hdd_retired),
        }
    }

    /// Takes out the secrets of credentials.
    pub(crate) fn hide_secrets(&mut self) {
        for credentials in self.credentials.iter_mut().flatten() {
            credentials.client_secret = None;
        }
    }

    /// What is wrong with the values, which have the right types.
    pub(crate) fn problem(&self) -> Option<&'static str> {
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
        put(&mut config.rules.speed, self.speed);
        put(&mut config.token_lifetime, self.token_lifetime.map(|time| time.0));
        put(&mut config.refresh_token_lifetime, self.refresh_token_lifetime.map(|time| time.0));
        put(&mut config.rules.provisioning_time, self.provisioning_time.map(|time| time.0));
        put(&mut config.rules.action_time, self.action_time.map(|time| time.0));
        put(&mut config.rules.deployment_time, self.deployment_time.map(|time| time.0));
        put(&mut config.strict, self.strict);
        put(&mut config.rate_limits, self.rate_limits);
        put(&mut config.rules.script_quota, self.script_quota);
        put(&mut config.rules.instance_quota, self.instance_quota);
        put(&mut config.rules.storage_quota_gb, self.storage_quota);
        put(&mut config.journal_capacity, self.journal_capacity);
        put(&mut config.rules.listed_after, self.listed_after.map(|time| time.0));
        put(&mut config.rules.address_after, self.address_after.map(|time| time.0));
        put(&mut config.habits.gateway_timeout, self.gateway_timeout.map(|time| time.map(|time| time.0)));
        put(&mut config.habits.gone, self.gone);
        put(&mut config.habits.lenient_deletes, self.lenient_deletes);
        put(&mut config.habits.hostile_catalogue, self.hostile_catalogue);
        put(&mut config.rules.hdd_retired, self.hdd_retired);
    }
}

impl VerdaFake {
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
        let mut config = self.initial().clone();
        config.seed = seed;
        let state = State::new(&config);
        self.replace(config, Times::default(), state);
    }
}
