//! Common parts of instances and clusters: orders, life cycle, costs and representation.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::call::Call;
use crate::catalogue;
use crate::catalogue::hardware::Hardware;
use crate::control::Fate;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::lifecycle::Lifecycle;
use crate::money::{Ledger, Meter, Rate};
use crate::snapshot::stored::{self, Known};
use crate::state::State;

/// The statuses that a machine can have, by their names in the API.
pub(crate) mod status {
    pub(crate) const ORDERED: &str = "ordered";
    pub(crate) const PROVISIONING: &str = "provisioning";
    pub(crate) const RUNNING: &str = "running";
    pub(crate) const OFFLINE: &str = "offline";
    pub(crate) const DELETING: &str = "deleting";
    pub(crate) const HIBERNATING: &str = "hibernating";
    pub(crate) const DISCONTINUED: &str = "discontinued";
    pub(crate) const ERROR: &str = "error";
    pub(crate) const NO_CAPACITY: &str = "no_capacity";
    pub(crate) const INSTALLATION_FAILED: &str = "installation_failed";
    pub(crate) const NOTFOUND: &str = "notfound";

    /// Every status from the API's document or from observed responses.
    pub(crate) const ALL: [&str; 22] = [
        ORDERED,
        PROVISIONING,
        RUNNING,
        OFFLINE,
        DELETING,
        HIBERNATING,
        DISCONTINUED,
        ERROR,
        NO_CAPACITY,
        INSTALLATION_FAILED,
        NOTFOUND,
        "unknown",
        "new",
        "validating",
        "pending",
        "not_found",
        "starting_hibernation",
        "restoring",
        "creating",
        "failed",
        "deleted",
        "starting hibernation",
    ];
}

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
    description: String,
    #[serde(deserialize_with = "stored::known")]
    pub(crate) location: Known,
    /// Image type, or the id of the volume that it was started from.
    image: String,
    #[serde(deserialize_with = "stored::known")]
    os_name: Known,
    #[serde(deserialize_with = "stored::known")]
    contract: Known,
    /// US dollars for the whole machine.
    #[serde(with = "stored::exact")]
    price_per_hour: f64,
    ssh_key_ids: Vec<String>,
    startup_script_id: Option<String>,
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
    created_at: String,
    created_by: String,
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
    description: String,
    location_code: String,
    pub(crate) ssh_key_ids: Vec<String>,
    startup_script_id: Option<String>,
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

impl Order {
    pub(crate) fn read(fields: &mut Fields<'_>) -> Self {
        Self {
            image: fields.required_text("image"),
            hostname: fields.required_text("hostname"),
            description: fields.optional_text("description").unwrap_or_default(),
            location_code: fields.required_text("location_code"),
            ssh_key_ids: fields.optional_one_or_many("ssh_key_ids"),
            startup_script_id: fields.nullable_text("startup_script_id"),
        }
    }

    pub(crate) fn location(&self) -> Result<&'static str, ApiError> {
        catalogue::require_location(&self.location_code)
    }

    /// Refuses keys and scripts that the project does not have.
    pub(crate) fn require_keys_and_script(&self, state: &State) -> Result<(), ApiError> {
        if !self.ssh_key_ids.iter().all(|id| state.ssh_keys.contains(id)) {
            return Err(ApiError::invalid("Invalid SSH key ID"));
        }
        if self.startup_script_id.as_ref().is_some_and(|id| !state.scripts.contains(id)) {
            return Err(ApiError::invalid("Invalid startup script ID"));
        }
        Ok(())
    }
}

impl Machine {
    /// Creates the ordered machine, and starts its costs.
    pub(crate) fn make(call: &mut Call<'_>, id: String, order: Order, terms: Terms, fate: Fate) -> Self {
        let now = call.now;
        let life = fate.life(now, call.config.provisioning());
        let ledger = &mut call.state.ledger;
        let mut meter = ledger.start(Rate::per_hour(terms.price_per_hour), now);
        if let Some(end) = life.first_instant(|status| !has_machine(status)) {
            ledger.stop(&mut meter, end, now);
        }
        let address_after = call.config.quirks.address_after;
        let up = life.first_instant(|status| status == status::RUNNING).unwrap_or(now);
        let has_address = fate != Fate::NoAddress && address_after != Duration::MAX;
        // Both notations of an instant occur in the API.
        let number = call.state.instances.len() + call.state.clusters.len();
        let created_at = match number % 2 {
            0 => call.clock.timestamp(now),
            _ => call.clock.timestamp_with_offset(now),
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
            listed_at: now.saturating_add(call.config.quirks.listed_after),
            first_deletion: Deletion::of(fate),
            created_at,
            created_by: call.state.user_id.clone(),
        }
    }

    /// The order of the machine, which may differ from what the API shows now.
    pub(crate) fn ordered_as(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("image", Some(&self.image)),
            ("os_name", Some(self.os_name)),
            ("contract", Some(self.contract)),
            ("startup_script_id", self.startup_script_id.as_deref()),
        ]
    }

    pub(crate) fn contract(&self) -> &'static str {
        self.contract
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
        let ends = self.life.final_status() != status::DELETING;
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

/// A 403: the machine's status does not allow the action.
pub(crate) fn refused(verb: &str, status: &str, noun: &str) -> ApiError {
    // The API treats an ordered machine as a provisioning one.
    let status = if status == status::ORDERED { status::PROVISIONING } else { status };
    ApiError::not_in_status(verb, status, noun)
}

/// An address from the range reserved for network tests (198.18.0.0/15).
pub(crate) fn address(index: usize) -> String {
    let number = index % (1 << 17);
    format!("198.{}.{}.{}", 18 + (number >> 16), (number >> 8) & 0xFF, number & 0xFF)
}

/// The members that instances and clusters share.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    ip: Option<&'a str>,
    status: &'a str,
    created_at: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_by_user_id: Option<&'a str>,
    #[serde(flatten)]
    hardware: Hardware,
    hostname: &'a str,
    description: &'a str,
    location: &'a str,
    price_per_hour: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_name: Option<&'a str>,
    startup_script_id: Option<&'a str>,
    ssh_key_ids: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a str>,
}

impl<'a> Shown<'a> {
    pub(crate) fn new(machine: &'a Machine, hardware: Hardware, now: Duration) -> Self {
        let status = machine.status(now);
        // The API does not know the image of a machine that is only ordered.
        let is_made = status != status::ORDERED;
        Self {
            id: &machine.id,
            ip: machine.ip(now),
            status,
            created_at: &machine.created_at,
            created_by_user_id: is_made.then_some(&machine.created_by),
            hardware,
            hostname: &machine.hostname,
            description: &machine.description,
            location: machine.location,
            price_per_hour: machine.price_per_hour,
            image: is_made.then_some(&machine.image),
            os_name: is_made.then_some(machine.os_name),
            startup_script_id: machine.startup_script_id.as_deref().filter(|_| is_made),
            ssh_key_ids: &machine.ssh_key_ids,
            contract: is_made.then_some(machine.contract),
        }
    }
}
