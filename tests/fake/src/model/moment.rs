//! The instant at which something is done.

use std::time::Duration;

use crate::model::clock::Clock;
use crate::model::rules::Rules;

/// An instant in machine time, and what decides when something that is done then takes effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) now: Duration,
    pub(crate) clock: &'a Clock,
    pub(crate) rules: &'a Rules,
}

impl Moment<'_> {
    /// When an action that is taken now has its effect.
    pub(crate) fn done(self) -> Duration {
        self.now.saturating_add(self.rules.action_time)
    }

    pub(crate) fn timestamp(self) -> String {
        self.clock.timestamp(self.now)
    }
}
