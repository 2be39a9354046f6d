//! Common parts of instances and clusters: orders, life cycle and costs.

pub(crate) mod status;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::catalogue;
use crate::model::fate::Fate;
use crate::model::lifecycle::Lifecycle;
use crate::model::moment::Moment;
use crate::model::money::{Ledger, Meter, Rate};
use crate::model::refusal::Refusal;
use crate::model::stored::{self, Known};

pub(crate) const PAY_AS_YOU_GO: &str = "PAY_AS_YOU_GO";

/// A machine that was ordered, or a cluster of them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Machine {
    pub(crate) id: String,
    pub(crate) life: Lifecycle,
    /// The running costs.
    meter: Meter,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) kind: Known,
    pub(crate) hostname: String,
    pub(crate) description: String,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) location: Known,
    /// Image type, or the id of the volume that it was started from.
    pub(crate) image: String,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) os_name: Known,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) contract: Known,
    /// US dollars for the whole machine.
    #[serde(with = "stored::exact")]
    pub(crate) price_per_hour: f64,
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) startup_script_id: Option<String>,
    /// The address that it has once it runs.
    ip: String,
    /// When it gets the address, if it ever does.
    address_at: Option<Duration>,
    /// How long a machine is `running` before it gets its address.
    address_after: Duration,
    /// When it appears in the list.
    listed_at: Duration,
    /// What becomes of its first deletion.
    first_deletion: Deletion,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
}

/// What becomes of a deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum Deletion {
    #[default]
    Ends,
    /// The machine is `deleting` for ever.
    Hangs,
    /// Nothing happens.
    IsForgotten,
}

impl Deletion {
    /// What becomes of the first deletion of a machine with this fate.
    fn of(fate: Fate) -> Self {
        match fate {
            Fate::DeletionStuck => Self::Hangs,
            Fate::DeletionIgnored => Self::IsForgotten,
            _ => Self::Ends,
        }
    }
}

/// The valid members that every order has.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) image: String,
    pub(crate) hostname: String,
    pub(crate) description: String,
    pub(crate) location_code: String,
    pub(crate) ssh_key_ids: Vec<String>,
    pub(crate) startup_script_id: Option<String>,
}

/// The catalogue entries and resources that an order names.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) kind: &'static str,
    pub(crate) location: &'static str,
    pub(crate) os_name: &'static str,
    pub(crate) contract: &'static str,
    pub(crate) price_per_hour: f64,
}

/// What the project knows of a new machine.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) id: String,
    /// How many machines there were before.
    pub(crate) number: usize,
    pub(crate) owner: String,
}

impl Order {
    pub(crate) fn location(&self) -> Result<&'static str, Refusal> {
        catalogue::require_location(&self.location_code)
    }
}

impl Machine {
    /// The ordered machine, whose costs start.
    pub(crate) fn new(
        moment: Moment<'_>,
        Identity { id, number, owner }: Identity,
        order: Order,
        terms: Terms,
        fate: Fate,
        ledger: &mut Ledger,
    ) -> Self {
        let Moment { now, clock, rules } = moment;
        let life = fate.life(now, rules.provisioning());
        let mut meter = ledger.start(Rate::per_hour(terms.price_per_hour), now);
        if let Some(end) = life.first_instant(|status| !has_machine(status)) {
            ledger.stop(&mut meter, end, now);
        }
        let address_after = rules.address_after;
        let up = life.first_instant(|status| status == status::RUNNING).unwrap_or(now);
        let has_address = fate != Fate::NoAddress && address_after != Duration::MAX;
        // Both notations of an instant occur in the API.
        let created_at = match number % 2 {
            0 => clock.timestamp(now),
            _ => clock.timestamp_with_offset(now),
        };
        Self {
            id,
            life,
            meter,
            kind: terms.kind,
            hostname: order.hostname,
            description: order.description,
            location: terms.location,
            image: order.image,
            os_name: terms.os_name,
            contract: terms.contract,
            price_per_hour: terms.price_per_hour,
            ssh_key_ids: order.ssh_key_ids,
            startup_script_id: order.startup_script_id,
            ip: address(number),
            address_at: has_address.then(|| up.saturating_add(address_after)),
            address_after,
            listed_at: now.saturating_add(rules.listed_after),
            first_deletion: Deletion::of(fate),
            created_at,
            created_by: owner,
        }
    }

    pub(crate) fn status(&self, now: Duration) -> &'static str {
        self.life.status(now)
    }

    /// Whether the operating system is installed.
    pub(crate) fn is_installed(&self, now: Duration) -> bool {
        matches!(self.status(now), status::RUNNING | status::OFFLINE | status::DELETING)
    }

    /// The address, while the machine is installed.
    pub(crate) fn ip(&self, now: Duration) -> Option<&str> {
        let has_address = self.is_installed(now) && self.address_at.is_some_and(|at| at <= now);
        has_address.then_some(self.ip.as_str())
    }

    /// Whether the list shows it.
    pub(crate) fn is_listed(&self, now: Duration) -> bool {
        self.listed_at <= now
    }

    /// Whether it is only ordered, or being installed.
    pub(crate) fn is_starting(&self, now: Duration) -> bool {
        matches!(self.status(now), status::ORDERED | status::PROVISIONING)
    }

    /// Whether the machine is being removed, or gone.
    pub(crate) fn is_being_removed(&self, now: Duration) -> bool {
        let status = self.status(now);
        // A deletion that never ends is as good as none.
        let ends = self.life.final_status() != status;
        matches!(status, status::DELETING | status::HIBERNATING) && ends || is_gone(status)
    }

    /// Whether it is shut down and stays so.
    pub(crate) fn is_shut_down(&self, now: Duration) -> bool {
        (self.status(now), self.life.final_status()) == (status::OFFLINE, status::OFFLINE)
    }

    /// Whether it takes up capacity and quota.
    pub(crate) fn exists(&self, now: Duration) -> bool {
        has_machine(self.status(now))
    }

    /// Whether a deletion is accepted and never ends. A second one is carried out.
    pub(crate) fn delays_deletion(&mut self) -> bool {
        match std::mem::take(&mut self.first_deletion) {
            Deletion::Ends => return false,
            Deletion::Hangs => self.life = Lifecycle::new(status::DELETING),
            Deletion::IsForgotten => {}
        }
        true
    }

    /// Sets a status until `done`; the machine is gone afterwards.
    pub(crate) fn leave(&mut self, ledger: &mut Ledger, through: &'static str, now: Duration, done: Duration) {
        self.life = Lifecycle::new(through).then(done, status::DISCONTINUED);
        ledger.stop(&mut self.meter, done, now);
    }

    /// Sets the status from now on.
    pub(crate) fn put_into(&mut self, ledger: &mut Ledger, status: &'static str, now: Duration) {
        self.life = Lifecycle::new(status);
        // A machine that a test starts before its time has its address before its time as well.
        if status == status::RUNNING {
            self.address_at = self.address_at.map(|at| at.min(now.saturating_add(self.address_after)));
        }
        if has_machine(status) {
            ledger.keep(&mut self.meter, now);
        } else {
            ledger.stop(&mut self.meter, now, now);
        }
    }
}

/// Whether a resource with this status has a machine, which costs money and occupies capacity.
fn has_machine(status: &str) -> bool {
    status != status::NO_CAPACITY && !is_gone(status)
}

/// Whether a resource with this status is gone for good.
pub(crate) fn is_gone(status: &str) -> bool {
    matches!(status, status::DISCONTINUED | status::NOTFOUND | "not_found" | "deleted")
}

/// The machine's status does not allow the action.
pub(crate) fn refused(verb: &'static str, status: &'static str, noun: &'static str) -> Refusal {
    // An ordered machine counts as a provisioning one.
    let status = if status == status::ORDERED { status::PROVISIONING } else { status };
    Refusal::InStatus { verb, status, noun }
}

/// An address from the range reserved for network tests (198.18.0.0/15).
pub(crate) fn address(index: usize) -> String {
    let number = index % (1 << 17);
    format!("198.{}.{}.{}", 18 + (number >> 16), (number >> 8) & 0xFF, number & 0xFF)
}
