//! Life cycles without background tasks: a resource knows when its status will change, and each read compares that with the
//! clock.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::stored::{self, Known};

/// The statuses of one resource over machine time. The first one holds from the start; times never decrease.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Lifecycle {
    #[serde(deserialize_with = "stored::known")]
    current: Known,
    /// Future changes at the time of the last write, in order.
    #[serde(deserialize_with = "stored::known_at")]
    coming: Vec<(Duration, Known)>,
}

impl Lifecycle {
    /// A resource with this status until an action changes it.
    pub(crate) fn new(status: &'static str) -> Self {
        Self { current: status, coming: Vec::new() }
    }

    /// Adds a change at an instant. An instant before the last known change is moved to that of this change.
    #[must_use]
    pub(crate) fn then(mut self, at: Duration, status: &'static str) -> Self {
        let at = self.coming.last().map_or(at, |(last, _)| at.max(*last));
        self.coming.push((at, status));
        self
    }

    /// The status at an instant.
    pub(crate) fn status(&self, now: Duration) -> &'static str {
        self.coming.iter().take_while(|(at, _)| *at <= now).last().map_or(self.current, |(_, status)| status)
    }

    /// The status without further requests.
    pub(crate) fn final_status(&self) -> &'static str {
        self.coming.last().map_or(self.current, |(_, status)| status)
    }

    /// The first change to a matching status.
    pub(crate) fn first_instant(&self, passes: impl Fn(&str) -> bool) -> Option<Duration> {
        self.coming.iter().find(|(_, status)| passes(status)).map(|(at, _)| *at)
    }

    /// Changes to a status until `done`, from that status or the other one. Returns whether anything changes; `None` if the
    /// status is neither.
    pub(crate) fn switch(
        &mut self,
        wanted: &'static str,
        other: &'static str,
        now: Duration,
        done: Duration,
    ) -> Option<bool> {
        let current = self.status(now);
        if current != wanted && current != other {
            return None;
        }
        if self.final_status() == wanted {
            return Some(false);
        }
        *self = self.cut(now).then(done, wanted);
        Some(true)
    }

    /// Keeps past changes, and removes future ones.
    #[must_use]
    fn cut(&self, now: Duration) -> Self {
        Self::new(self.status(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_holds_until_the_next_change() {
        let second = Duration::from_secs;
        let life = Lifecycle::new("ordered").then(second(10), "provisioning").then(second(60), "running");
        let seen: Vec<_> = [0, 9, 10, 59, 60, 600].map(|now| life.status(second(now))).into();
        assert_eq!(seen, ["ordered", "ordered", "provisioning", "provisioning", "running", "running"]);
        assert_eq!(life.final_status(), "running");

        let stopped = life.cut(second(30)).then(second(35), "offline");
        assert_eq!(stopped.status(second(34)), "provisioning");
        assert_eq!(stopped.status(second(900)), "offline");
    }

    #[test]
    fn changes_at_the_same_instant_give_the_last_one() {
        let life = Lifecycle::new("ordered").then(Duration::ZERO, "provisioning").then(Duration::ZERO, "running");
        assert_eq!(life.status(Duration::ZERO), "running");
    }
}
