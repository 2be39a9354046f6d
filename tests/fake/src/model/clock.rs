//! The time of the fake: tokio's clock, so that a paused runtime pauses the fake as well.
//!
//! Two rates exist. *Real* time is what a client's own clock sees: tokens and rate limits run on it, because a client
//! counts those seconds itself. *Machine* time is real time multiplied by the speed: life cycles, timestamps and money
//! run on it, so that a demonstration does not wait minutes for a machine.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

/// The clock of a fake; instants are durations since its start.
#[derive(Debug)]
pub(crate) struct Clock {
    settings: Mutex<Settings>,
}

#[derive(Debug, Clone, Copy)]
struct Settings {
    start: DateTime<Utc>,
    speed: f64,
    /// What the clock showed at `origin`.
    shown: Times,
    origin: Instant,
    /// How often the clock was started again.
    restarts: u64,
}

/// What a clock shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Times {
    /// Time since the start as the client's own clock counts it.
    pub(crate) real: Duration,
    /// Machine time since the start.
    pub(crate) machine: Duration,
}

impl Settings {
    fn times(&self) -> Times {
        let passed = Instant::now().saturating_duration_since(self.origin);
        // The exact path: a float would round nanoseconds away after some weeks.
        let by_machines = match self.speed {
            1.0 => passed,
            speed => Duration::try_from_secs_f64(passed.as_secs_f64() * speed).unwrap_or(Duration::MAX),
        };
        Times { real: self.shown.real.saturating_add(passed), machine: self.shown.machine.saturating_add(by_machines) }
    }
}

impl Clock {
    pub(crate) fn new(start: DateTime<Utc>, speed: f64) -> Self {
        let settings = Settings { start, speed, shown: Times::default(), origin: Instant::now(), restarts: 0 };
        Self { settings: Mutex::new(settings) }
    }

    fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn times(&self) -> Times {
        self.settings().times()
    }

    /// Time since the start as the client's own clock counts it.
    pub(crate) fn real(&self) -> Duration {
        self.times().real
    }

    /// Machine time since the start: real time multiplied by the speed, and what it was advanced by.
    pub(crate) fn machine(&self) -> Duration {
        self.times().machine
    }

    /// Moves machine time forward to an instant; an earlier one changes nothing. Real time stays.
    pub(crate) fn advance_to(&self, machine: Duration) {
        let mut settings = self.settings();
        let times = settings.times();
        settings.origin = Instant::now();
        settings.shown = Times { machine: times.machine.max(machine), ..times };
    }

    /// Changes the speed from now on.
    pub(crate) fn set_speed(&self, speed: f64) {
        let mut settings = self.settings();
        settings.shown = settings.times();
        settings.origin = Instant::now();
        settings.speed = speed;
    }

    /// Starts again, with these times.
    pub(crate) fn restart(&self, start: DateTime<Utc>, speed: f64, shown: Times) {
        let mut settings = self.settings();
        let restarts = settings.restarts + 1;
        *settings = Settings { start, speed, shown, origin: Instant::now(), restarts };
    }

    /// How often the clock was started again: instants from before are of another project.
    pub(crate) fn restarts(&self) -> u64 {
        self.settings().restarts
    }

    /// Converts a duration in machine time into real time.
    pub(crate) fn real_time_of(&self, machine: Duration) -> Duration {
        Duration::try_from_secs_f64(machine.as_secs_f64() / self.settings().speed).unwrap_or(Duration::MAX)
    }

    fn date(&self, machine: Duration) -> DateTime<Utc> {
        TimeDelta::from_std(machine)
            .ok()
            .and_then(|elapsed| self.settings().start.checked_add_signed(elapsed))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The timestamp of an instant in machine time, as in `2026-01-01T00:00:00.000Z`.
    pub(crate) fn timestamp(&self, machine: Duration) -> String {
        self.date(machine).to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The same instant with an offset in place of the `Z`: the API writes both.
    pub(crate) fn timestamp_with_offset(&self, machine: Duration) -> String {
        self.date(machine).to_rfc3339_opts(SecondsFormat::Millis, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_year() -> DateTime<Utc> {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn speed_multiplies_machine_time_only() {
        let clock = Clock::new(new_year(), 60.0);
        tokio::time::advance(Duration::from_secs(2)).await;
        assert_eq!(clock.real(), Duration::from_secs(2));
        assert_eq!(clock.machine(), Duration::from_secs(120));
        assert_eq!(clock.timestamp(clock.machine()), "2026-01-01T00:02:00.000Z");
        assert_eq!(clock.timestamp_with_offset(clock.machine()), "2026-01-01T00:02:00.000+00:00");
    }

    #[tokio::test(start_paused = true)]
    async fn time_that_was_advanced_is_not_multiplied() {
        let clock = Clock::new(new_year(), 60.0);
        clock.advance_to(Duration::from_secs(3600));
        clock.advance_to(Duration::from_secs(60));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(clock.times(), Times { real: Duration::from_secs(1), machine: Duration::from_secs(3660) });
        clock.set_speed(1.0);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(clock.times(), Times { real: Duration::from_secs(2), machine: Duration::from_secs(3661) });
    }

    #[test]
    fn an_instant_past_all_dates_is_the_last_date() {
        let clock = Clock::new(new_year(), 1.0);
        assert!(!clock.timestamp(Duration::MAX).is_empty());
    }
}
