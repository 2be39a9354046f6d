//! The builder's settings, at any time.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::order::{Object, Order, Outcome, invalid};
use crate::api::document::Document;
use crate::api::reply::Reply;
use crate::control::settings::{Settings, present};
use crate::model::clock::Times;
use crate::state::State;

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
    settings: Object<Settings>,
}

/// `GET /_fake/settings`: without the secrets of credentials.
pub(super) fn get(order: &Order<'_>) -> Outcome {
    let mut settings = Settings::of(&order.fake.config());
    settings.hide_secrets();
    Reply::ok(&settings)
}

/// `PATCH /_fake/settings`
pub(super) fn change(order: &Order<'_>) -> Outcome {
    let settings: Settings = order.body()?;
    settings.problem().map_or(Ok(()), |problem| Err(invalid(problem)))?;
    order.fake.change_config(|config| settings.apply(config));
    get(order)
}

/// `POST /_fake/reset`
pub(super) fn reset(order: &Order<'_>) -> Outcome {
    let new: Reset = order.body()?;
    let Object(settings) = new.settings;
    settings.problem().map_or(Ok(()), |problem| Err(invalid(problem)))?;
    let mut config = order.fake.initial().clone();
    if let Some(document) = new.document {
        let document = Document::read(&Value::Object(document).to_string()).map_err(invalid)?;
        config.document = Arc::new(document);
    }
    config.seed = new.seed.unwrap_or(config.seed);
    config.start_time = new.start_time.unwrap_or(config.start_time);
    config.balance = new.balance.unwrap_or(config.balance);
    settings.apply(&mut config);
    let state = State::new(&config);
    order.fake.replace(config, Times::default(), state);
    get(order)
}
