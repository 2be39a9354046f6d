//! The behaviour of the fake, through its public interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod clusters;
mod deployments;
mod documented;
mod environment;
mod expectations;
mod fates;
mod faults;
mod hostile;
mod instance_actions;
mod instances;
mod jobs;
mod keys_and_scripts;
mod limits;
#[cfg(feature = "program")]
mod load;
mod money;
mod page;
#[cfg(feature = "program")]
mod program;
mod project;
mod quirks;
mod random;
mod remote;
mod replicas;
mod scenarios;
mod secrets;
mod size;
mod snapshots;
mod socket;
mod strict;
mod structure;
mod tokens;
mod volume_actions;
mod volumes;
