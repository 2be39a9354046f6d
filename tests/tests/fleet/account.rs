//! The account: what existed for how long, added up without the fake's own ledger.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::select;

use crate::world::{World, text};

const HOURS_PER_MONTH: f64 = 730.0;
/// The fake rounds its balance to the cent.
const CENT: f64 = 0.0051;

/// What was paid so far, and what is paid an hour since then.
#[derive(Debug, Default)]
pub(crate) struct Account {
    paid: f64,
    per_hour: f64,
    since: Duration,
    /// Instants at which a life cycle may change what is paid.
    due: BTreeSet<Duration>,
    /// Machines and clusters that there was no capacity for. They cost nothing any more, also while they are deleted.
    free: BTreeSet<String>,
}

/// Whether a machine with this status costs.
pub(crate) fn costs(status: &str) -> bool {
    !matches!(status, "discontinued" | "no_capacity")
}

impl World {
    /// What all that exists costs an hour, by the prices that each resource tells.
    pub(crate) fn per_hour(&self) -> f64 {
        let machines = [self.fake.instances(), self.fake.clusters()].concat();
        let free = &mut self.account().free;
        free.extend(
            machines.iter().filter(|machine| machine["status"] == "no_capacity").map(|machine| text(&machine["id"])),
        );
        let machines = machines.iter().filter(|machine| costs(&text(&machine["status"])));
        let machines = machines.filter(|machine| !free.contains(&text(&machine["id"])));
        let machines: f64 = machines.filter_map(|machine| machine["price_per_hour"].as_f64()).sum();
        let volumes = self.fake.volumes();
        let volumes = volumes.iter().filter(|volume| volume["deleted_at"].is_null());
        let volumes: f64 = volumes.filter_map(|volume| volume["monthly_price"].as_f64()).sum();
        machines + volumes / HOURS_PER_MONTH
    }

    /// Adds up until now. Called after all that may change what is paid.
    pub(crate) fn settle(&self) {
        let (now, per_hour) = (self.fake.now(), self.per_hour());
        let account = &mut *self.account();
        account.paid += account.per_hour * now.saturating_sub(account.since).as_secs_f64() / 3600.0;
        (account.per_hour, account.since) = (per_hour, now);
        account.due = account.due.split_off(&(now + Duration::from_nanos(1)));
    }

    /// The same after a request, which may also have begun life cycles.
    pub(crate) fn settle_request(&self) {
        self.settle();
        let now = self.fake.now();
        self.account().due.extend(self.habits.changes_after.iter().map(|after| now + *after));
        self.account_changed.notify_one();
    }

    /// The clock of the API jumps ahead, over changes of what is paid.
    pub(crate) fn jump(&self, time: Duration) {
        self.settle();
        let end = self.fake.now() + time;
        loop {
            let next = self.account().due.first().copied().filter(|due| *due < end).unwrap_or(end);
            self.fake.advance(next.saturating_sub(self.fake.now()));
            self.settle();
            if next == end {
                break;
            }
        }
        self.note_jump(time);
        self.account_changed.notify_one();
    }

    /// The balance has to be what is left.
    pub(crate) fn check_account(&self) {
        self.settle();
        let paid = self.account().paid;
        let balance = self.fake.balance();
        if (self.habits.balance - balance - paid).abs() > CENT {
            let spent = self.habits.balance - balance;
            self.wrong(format!("{spent} was paid, and {paid} can be accounted for"));
        }
    }
}

/// Adds up whenever a life cycle may change what is paid.
pub(crate) async fn keep(world: Arc<World>) {
    loop {
        let next = world.account().due.first().copied();
        let pause = next.map_or(Duration::from_secs(24 * 3600), |next| next.saturating_sub(world.fake.now()));
        let changed = std::pin::pin!(world.account_changed.notified());
        select(std::pin::pin!(tokio::time::sleep(pause)), changed).await;
        if world.account().due.first().is_some_and(|due| *due <= world.fake.now()) {
            world.settle();
        }
    }
}
