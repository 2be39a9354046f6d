//! Deployments, jobs, and the resources that they refer to, as the API reads and shows them.

pub(crate) mod compute;
mod containers;
pub(crate) mod deployments;
pub(crate) mod environment;
pub(crate) mod jobs;
mod mounts;
mod registry;
pub(crate) mod registry_credentials;
pub(crate) mod replicas;
mod scaling;
pub(crate) mod secrets;
pub(crate) mod workloads;
