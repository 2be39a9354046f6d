//! The statuses that a machine can have, by their names in the API.

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
