//! Scenarios: requests to the control API that are carried out at the start, or after some machine time.

#[cfg(feature = "program")]
mod yaml;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde_json::Value;

use super::order::Object;
use crate::api::error::ApiError;
use crate::fake::VerdaFake;
use crate::remote;
use crate::steps::Step;

/// A step as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    /// Method and path, as in `POST /_fake/faults`.
    request: String,
    #[serde(default)]
    body: Option<Value>,
    /// Seconds of machine time before it is carried out.
    #[serde(default)]
    after: f64,
}

/// A list of requests to the control API, at the start or after some machine time.
///
/// It is read from a JSON array, with the feature `program` also from YAML. Each step has a `request`, and may have a `body` and
/// an `after` in seconds of machine time. A step that comes due is carried out before the next request to the fake, and within
/// [`VerdaFake::advance`] at its instant.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use verda_fake::{Scenario, VerdaFake};
///
/// let fake = VerdaFake::default();
/// let scenario: Scenario = r#"[
///     { "request": "PUT /_fake/capacity", "body": { "type": "1V100.6V", "location": "FIN-01", "machines": 2 } },
///     { "after": 3600, "request": "PUT /_fake/balance", "body": { "amount": 0 } }
/// ]"#
/// .parse()?;
/// fake.run_scenario(scenario)?;
/// fake.advance(std::time::Duration::from_secs(3600));
/// assert_eq!(fake.balance(), 0.0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Scenario {
    steps: Vec<(Place, Step)>,
}

/// Where a step is written.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// From one on.
    number: usize,
    line: Option<usize>,
}

impl Place {
    fn error(self, what: impl fmt::Display) -> InvalidScenario {
        let line = self.line.map(|line| format!(" (line {line})")).unwrap_or_default();
        InvalidScenario(format!("step {}{line}: {what}", self.number))
    }
}

fn method_and_path(step: &Step) -> Option<(Method, &str)> {
    let (method, path) = step.request.split_once(' ')?;
    Some((method.parse().ok()?, path.trim()))
}

fn body(step: &Step) -> String {
    step.body.as_ref().map(Value::to_string).unwrap_or_default()
}

fn check(step: &Step) -> Result<(), ApiError> {
    match method_and_path(step) {
        Some((method, path)) => {
            remote::check(&method, path.split('?').next().unwrap_or_default(), body(step).as_bytes())
        }
        None => Err(ApiError::invalid("`request` must be a method and a path, as in `POST /_fake/faults`")),
    }
}

fn run(step: &Step, fake: &VerdaFake) -> Result<(), ApiError> {
    let Some((method, path)) = method_and_path(step) else { return Ok(()) };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    fake.steer(&method, path, query, body(step).as_bytes()).map(|_| ())
}

impl Scenario {
    pub(crate) fn of(given: Vec<Given>) -> Result<Self, InvalidScenario> {
        Self::at_lines(given.into_iter().map(|step| (None, Ok(step))))
    }

    fn at_lines(
        given: impl Iterator<Item = (Option<usize>, Result<Given, serde_json::Error>)>,
    ) -> Result<Self, InvalidScenario> {
        let mut steps = Vec::new();
        for (index, (line, given)) in given.enumerate() {
            let place = Place { number: index + 1, line };
            let given = given.map_err(|error| place.error(error))?;
            let at = Duration::try_from_secs_f64(given.after);
            let at =
                at.map_err(|_| place.error(format!("`after` must be a number from 0 on, and not {}", given.after)))?;
            let step = Step { at, number: place.number, request: given.request, body: given.body };
            check(&step).map_err(|error| place.error(error.text()))?;
            steps.push((place, step));
        }
        Ok(Self { steps })
    }
}

impl FromStr for Scenario {
    type Err = InvalidScenario;

    fn from_str(text: &str) -> Result<Self, InvalidScenario> {
        #[cfg(feature = "program")]
        let values = yaml::list(text).map_err(InvalidScenario)?;
        #[cfg(not(feature = "program"))]
        let values = serde_json::from_str::<Vec<Value>>(text)
            .map_err(|error| InvalidScenario(error.to_string()))?
            .into_iter()
            .map(|value| (None, value));
        let read = |value| serde_json::from_value(value).map(|Object(given)| given);
        Self::at_lines(values.into_iter().map(|(line, value)| (line, read(value))))
    }
}

impl VerdaFake {
    /// Carries out the steps of a scenario that are due at once, in their order, and keeps the others for their instants.
    ///
    /// A later step that is refused is a problem that [`verify`](Self::verify) reports.
    ///
    /// # Errors
    ///
    /// [`InvalidScenario`] for the first step that is refused. Those before it were carried out, and no later one is kept.
    pub fn run_scenario(&self, scenario: Scenario) -> Result<(), InvalidScenario> {
        let (now, later): (Vec<_>, Vec<_>) = scenario.steps.into_iter().partition(|(_, step)| step.at.is_zero());
        for (place, step) in now {
            run(&step, self).map_err(|error| place.error(error.text()))?;
        }
        let (mut state, now) = self.state_now();
        state.steps.add(later.into_iter().map(|(_, step)| Step { at: now.saturating_add(step.at), ..step }));
        Ok(())
    }

    /// Carries out the steps that have come due.
    pub(crate) fn run_due_steps(&self) {
        loop {
            let (mut state, now) = self.state_now();
            let Some(step) = state.steps.take_due(now) else { return };
            drop(state);
            if let Err(error) = run(&step, self) {
                let Step { number, request, .. } = step;
                let line = format!("step {number} of the scenario, `{request}`: {}", error.text());
                self.state().steps.fail(line);
            }
        }
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
        let mut end = self.now().saturating_add(time);
        let mut restarts = self.clock().restarts();
        loop {
            // Not in the head of the loop, which would keep the state locked.
            let due = self.state().steps.next_due();
            let Some(due) = due.filter(|due| *due <= end) else { break };
            self.clock().advance_to(due);
            self.run_due_steps();
            // A step can put another project into the place of this one, with a clock of its own: only the rest is left for it.
            if self.clock().restarts() != restarts {
                restarts = self.clock().restarts();
                end = self.now().saturating_add(end.saturating_sub(due));
            }
        }
        self.clock().advance_to(end);
    }
}

/// The text is not a scenario, or a step of it was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidScenario(String);

impl fmt::Display for InvalidScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidScenario {}
