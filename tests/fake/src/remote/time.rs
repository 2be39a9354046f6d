//! The clock, and what a scenario does later.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::{Order, Outcome, invalid};
use crate::VerdaFake;
use crate::reply::Reply;
use crate::scenario::{Given, Scenario};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    seconds: f64,
}

/// `GET /_fake/clock`
pub(super) fn clock(order: &Order<'_>) -> Outcome {
    let clock = &order.fake.inner.clock;
    let times = clock.times();
    Reply::ok(&json!({
        "machine_seconds": times.machine.as_secs_f64(),
        "real_seconds": times.real.as_secs_f64(),
        "timestamp": clock.timestamp(times.machine),
        "speed": order.fake.config().speed,
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
    let scenario = Scenario::of(order.body::<Vec<Given>>()?).map_err(invalid)?;
    order.fake.run_scenario(scenario).map_err(invalid)?;
    steps(order)
}

/// `GET /_fake/scenario`
pub(super) fn steps(order: &Order<'_>) -> Outcome {
    let state = order.fake.state();
    let coming = state.steps.coming().map(|(at, request)| json!({ "at": at, "request": request }));
    Reply::ok(&json!({ "coming": coming.collect::<Vec<_>>(), "failed": state.steps.failed() }))
}

impl VerdaFake {
    /// Machine time since the start of the fake.
    pub fn now(&self) -> Duration {
        self.inner.clock.machine()
    }

    /// Moves machine time forward without waiting: machines go on in their life cycles and cost money. Real time, on which
    /// tokens and rate limits run, stays. In a paused runtime, `tokio::time::advance` moves both.
    ///
    /// Steps of a scenario that come due are carried out at their instants.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use std::time::Duration;
    ///
    /// let fake = verda_fake::VerdaFake::default();
    /// fake.advance(Duration::from_secs(24 * 3600));
    /// assert!(fake.now() >= Duration::from_secs(24 * 3600));
    /// # }
    /// ```
    pub fn advance(&self, time: Duration) {
        let end = self.now().saturating_add(time);
        loop {
            // Not in the head of the loop, which would keep the state locked.
            let due = self.state().steps.next_due();
            let Some(due) = due.filter(|due| *due <= end) else { break };
            self.inner.clock.advance_to(due);
            self.run_due_steps();
        }
        self.inner.clock.advance_to(end);
    }
}
