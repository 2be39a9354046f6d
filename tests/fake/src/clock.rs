//! The time of the fake: tokio's clock, so that a paused runtime pauses the fake as well.
//!
//! Two rates exist. *Real* time is what a client's own clock sees: tokens and rate limits run on it, because a client
//! counts those seconds itself. *Machine* time is real time multiplied by the speed: life cycles, timestamps and money
//! run on it, so that a demonstration does not wait minutes for a machine.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use tokio::time::Instant;

/// The clock of a fake; instants are durations since its start.
#[derive(Debug)]
pub(crate) struct Clock {
    origin: Instant,
    start: DateTime<Utc>,
    speed: f64,
}

impl Clock {
    pub(crate) fn new(start: DateTime<Utc>, speed: f64) -> Self {
        Self { origin: Instant::now(), start, speed }
    }

    /// Time since the start as the client's own clock counts it.
    pub(crate) fn real(&self) -> Duration {
        Instant::now().saturating_duration_since(self.origin)
    }

    /// Machine time since the start: real time multiplied by the speed.
    pub(crate) fn machine(&self) -> Duration {
        let real = self.real();
        // The exact path: a float would round nanoseconds away after some weeks.
        if self.speed == 1.0 {
            return real;
        }
        Duration::try_from_secs_f64(real.as_secs_f64() * self.speed).unwrap_or(Duration::MAX)
    }

    /// Converts a duration in machine time into real time.
    pub(crate) fn real_time_of(&self, machine: Duration) -> Duration {
        Duration::try_from_secs_f64(machine.as_secs_f64() / self.speed).unwrap_or(Duration::MAX)
    }

    fn date(&self, machine: Duration) -> DateTime<Utc> {
        TimeDelta::from_std(machine)
            .ok()
            .and_then(|elapsed| self.start.checked_add_signed(elapsed))
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

    #[test]
    fn an_instant_past_all_dates_is_the_last_date() {
        let clock = Clock::new(new_year(), 1.0);
        assert!(!clock.timestamp(Duration::MAX).is_empty());
    }
}
