//! The clock, and what a scenario does later.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::order::{Order, Outcome, invalid};
use super::scenario::{Given, Scenario};
use crate::api::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    seconds: f64,
}

/// `GET /_fake/clock`
pub(super) fn clock(order: &Order<'_>) -> Outcome {
    let clock = order.fake.clock();
    let times = clock.times();
    Reply::ok(&json!({
        "machine_seconds": times.machine.as_secs_f64(),
        "real_seconds": times.real.as_secs_f64(),
        "timestamp": clock.timestamp(times.machine),
        "speed": order.fake.config().rules.speed,
    }))
}

/// `POST /_fake/clock/advance`
pub(super) fn advance(order: &Order<'_>) -> Outcome {
    let Advance { seconds } = order.body()?;
    let by = Duration::try_from_secs_f64(seconds);
    order.fake.advance(by.map_err(|_| invalid(format!("`seconds` must be a number from 0 on, and not {seconds}")))?);
    clock(order)
}

/// `POST /_fake/scenario`: what is due now is done before the response.
pub(super) fn add_steps(order: &Order<'_>) -> Outcome {
    let scenario = Scenario::of(order.list::<Given>()?).map_err(invalid)?;
    order.fake.run_scenario(scenario).map_err(invalid)?;
    steps(order)
}

/// `GET /_fake/scenario`
pub(super) fn steps(order: &Order<'_>) -> Outcome {
    let state = order.fake.state();
    let coming = state.steps.coming().map(|(at, request)| json!({ "at": at, "request": request }));
    Reply::ok(&json!({ "coming": coming.collect::<Vec<_>>(), "failed": state.steps.failed() }))
}
