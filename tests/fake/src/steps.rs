//! What a scenario does later.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request to the control API, which was checked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    /// The instant in machine time; before the scenario runs, the time until then.
    pub(crate) at: Duration,
    /// Its place in the scenario, from one on.
    pub(crate) number: usize,
    pub(crate) request: String,
    pub(crate) body: Option<Value>,
}

/// The steps that wait for their instants, and those that failed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Steps {
    /// In the order of their instants.
    coming: Vec<Step>,
    /// A line for each step that was refused.
    failed: Vec<String>,
}

impl Steps {
    /// Adds steps with their instants. Steps of one instant keep their order.
    pub(crate) fn add(&mut self, steps: impl Iterator<Item = Step>) {
        self.coming.extend(steps);
        self.coming.sort_by_key(|step| step.at);
    }

    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.coming.first().map(|step| step.at)
    }

    pub(crate) fn take_due(&mut self, now: Duration) -> Option<Step> {
        self.next_due().filter(|due| *due <= now).map(|_| self.coming.remove(0))
    }

    pub(crate) fn coming(&self) -> impl Iterator<Item = (f64, &str)> {
        self.coming.iter().map(|step| (step.at.as_secs_f64(), step.request.as_str()))
    }

    pub(crate) fn fail(&mut self, line: String) {
        self.failed.push(line);
    }

    pub(crate) fn failed(&self) -> &[String] {
        &self.failed
    }
}
