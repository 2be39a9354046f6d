//! Money: resources cost by the hour of machine time. The balance is computed when it is read.
//!
//! All sums are whole numbers, so that a thousand small steps give the same as a large one.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::refusal::Refusal;
use crate::model::stored;

/// Hours of a month: a year has 365 days and twelve equal months.
const HOURS_PER_MONTH: i128 = 730;
const NANOSECONDS_PER_HOUR: i128 = 3_600_000_000_000;
const MICRODOLLARS_PER_CENT: i128 = 10_000;

/// A price per hour, exact for prices per hour and per month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rate {
    /// Microdollars for each 730 hours.
    #[serde(with = "stored::exact")]
    microdollars_per_month: i128,
}

impl Rate {
    /// US dollars an hour, to the microdollar.
    pub(crate) fn per_hour(dollars: f64) -> Self {
        Self { microdollars_per_month: microdollars(dollars).saturating_mul(HOURS_PER_MONTH) }
    }

    /// So many times a price in US dollars a month, to the microdollar.
    pub(crate) fn per_month(dollars: f64, times: u64) -> Self {
        Self { microdollars_per_month: microdollars(dollars).saturating_mul(i128::from(times)) }
    }

    #[must_use]
    pub(crate) fn plus(self, other: Self) -> Self {
        Self { microdollars_per_month: self.microdollars_per_month.saturating_add(other.microdollars_per_month) }
    }
}

/// The nearest whole number of microdollars, saturating; zero for a value that is no number.
fn microdollars(dollars: f64) -> i128 {
    (dollars * 1_000_000.0).round() as i128
}

/// The costs of one resource, and their end.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Meter {
    rate: Rate,
    /// In machine time; `None` while no end is set.
    until: Option<Duration>,
}

/// The project's money.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ledger {
    /// Microdollars at the start of the fake.
    #[serde(with = "stored::exact")]
    start: i128,
    /// What was spent until `settled`: microdollars for each 730 hours, times nanoseconds.
    #[serde(with = "stored::exact")]
    spent: i128,
    settled: Duration,
    /// The total costs per time at `settled`.
    #[serde(with = "stored::exact")]
    rate: i128,
    /// How the rate changes after `settled`.
    #[serde(with = "stored::changes")]
    coming: BTreeMap<Duration, i128>,
}

impl Ledger {
    /// A ledger with so many US dollars.
    pub(crate) fn new(dollars: f64) -> Self {
        Self { start: microdollars(dollars), spent: 0, settled: Duration::ZERO, rate: 0, coming: BTreeMap::new() }
    }

    /// Sets the balance of this instant.
    pub(crate) fn set_balance(&mut self, dollars: f64, now: Duration) {
        self.settle(now);
        self.start = microdollars(dollars);
        self.spent = 0;
    }

    /// The balance in US dollars, rounded to the cent. Running machines may reduce it below zero.
    pub(crate) fn balance(&mut self, now: Duration) -> f64 {
        let cents = self.microdollars(now).saturating_add(MICRODOLLARS_PER_CENT / 2).div_euclid(MICRODOLLARS_PER_CENT);
        cents as f64 / 100.0
    }

    /// Refuses what the money is not enough for, for an hour at this rate.
    pub(crate) fn require_funds(&mut self, rate: Rate, now: Duration) -> Result<(), Refusal> {
        let hourly = self.microdollars(now).saturating_mul(HOURS_PER_MONTH);
        if hourly >= rate.microdollars_per_month { Ok(()) } else { Err(Refusal::NotEnoughMoney) }
    }

    /// Starts the costs of a resource.
    pub(crate) fn start(&mut self, rate: Rate, now: Duration) -> Meter {
        self.settle(now);
        self.rate = self.rate.saturating_add(rate.microdollars_per_month);
        Meter { rate, until: None }
    }

    /// Ends the costs of a resource at an instant, which is now or later. The last call holds, but ended costs stay ended.
    pub(crate) fn stop(&mut self, meter: &mut Meter, at: Duration, now: Duration) {
        if meter.until.is_some_and(|until| until <= now) {
            return;
        }
        self.keep(meter, now);
        let at = at.max(now);
        self.change(at, -meter.rate.microdollars_per_month);
        meter.until = Some(at);
    }

    /// Continues the costs of a resource, and cancels a planned end.
    pub(crate) fn keep(&mut self, meter: &mut Meter, now: Duration) {
        self.settle(now);
        if let Some(until) = meter.until.take() {
            self.change(until.max(now), meter.rate.microdollars_per_month);
        }
    }

    /// Changes the price of a resource from now on.
    pub(crate) fn reprice(&mut self, meter: &mut Meter, rate: Rate, now: Duration) {
        self.stop(meter, now, now);
        *meter = self.start(rate, now);
    }

    fn change(&mut self, at: Duration, by: i128) {
        if at <= self.settled {
            self.rate = self.rate.saturating_add(by);
        } else {
            let change = self.coming.entry(at).or_default();
            *change = change.saturating_add(by);
        }
    }

    /// Adds up what was spent until now.
    fn settle(&mut self, now: Duration) {
        while let Some(entry) = self.coming.first_entry()
            && *entry.key() <= now
        {
            let (at, change) = entry.remove_entry();
            self.spend_until(at);
            self.rate = self.rate.saturating_add(change);
        }
        self.spend_until(now);
    }

    fn spend_until(&mut self, instant: Duration) {
        let passed = i128::try_from(instant.saturating_sub(self.settled).as_nanos()).unwrap_or(i128::MAX);
        self.spent = self.spent.saturating_add(self.rate.saturating_mul(passed));
        self.settled = self.settled.max(instant);
    }

    fn microdollars(&mut self, now: Duration) -> i128 {
        self.settle(now);
        self.start.saturating_sub(self.spent.div_euclid(HOURS_PER_MONTH * NANOSECONDS_PER_HOUR))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn frequent_reads_give_the_same_balance_as_one() {
        let balance = |reads: u32| {
            let mut ledger = Ledger::new(100.0);
            ledger.start(Rate::per_hour(0.0355), Duration::ZERO);
            ledger.start(Rate::per_month(0.2, 50), Duration::ZERO);
            for read in 1..=reads {
                ledger.balance(HOUR * 730 * read / reads);
            }
            ledger.balance(HOUR * 730)
        };
        // 730 hours at 0.0355, and a month at 10.
        assert_eq!(balance(1), 64.09);
        assert_eq!(balance(9_973), 64.09);
    }

    #[test]
    fn an_end_can_be_set_moved_and_taken_back() {
        let mut ledger = Ledger::new(10.0);
        let mut meter = ledger.start(Rate::per_hour(1.0), Duration::ZERO);
        ledger.stop(&mut meter, HOUR * 5, Duration::ZERO);
        ledger.stop(&mut meter, HOUR * 2, HOUR);
        assert_eq!(ledger.balance(HOUR * 4), 8.0);
        ledger.stop(&mut meter, HOUR * 9, HOUR * 4);
        assert_eq!(ledger.balance(HOUR * 6), 8.0);
        ledger.keep(&mut meter, HOUR * 6);
        assert_eq!(ledger.balance(HOUR * 7), 7.0);
        ledger.reprice(&mut meter, Rate::per_hour(0.5), HOUR * 7);
        assert_eq!(ledger.balance(HOUR * 9), 6.0);
    }

    #[test]
    fn numbers_at_the_edge_do_no_harm() {
        assert!(Ledger::new(f64::MAX).require_funds(Rate::per_month(f64::MAX, u64::MAX), Duration::MAX).is_ok());
        let mut ledger = Ledger::new(1e9);
        let mut meter = ledger.start(Rate::per_month(f64::MAX, u64::MAX), Duration::ZERO);
        ledger.start(Rate::per_hour(1.0), HOUR);
        ledger.stop(&mut meter, Duration::MAX, HOUR);
        ledger.balance(Duration::MAX);
        assert!(ledger.require_funds(Rate::per_hour(1.0), Duration::MAX).is_err());
    }
}
