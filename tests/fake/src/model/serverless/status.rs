//! The statuses of deployments and jobs, by their names in the API.

pub(crate) const PAUSED: &str = "paused";
pub(crate) const TERMINATING: &str = "terminating";

// Of container deployments alone.
pub(crate) const INITIALIZING: &str = "initializing";
pub(crate) const IMAGE_PULLING: &str = "image_pulling";
pub(crate) const HEALTHY: &str = "healthy";
pub(crate) const DEGRADED: &str = "degraded";
pub(crate) const UNHEALTHY: &str = "unhealthy";
pub(crate) const UPDATING: &str = "updating";

// Of jobs alone.
pub(crate) const READY: &str = "ready";
pub(crate) const RUNNING: &str = "running";
