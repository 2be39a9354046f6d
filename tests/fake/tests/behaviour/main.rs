//! What the fake does, seen through its one entry.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod clusters;
mod expectations;
mod fates;
mod faults;
mod hostile;
mod instance_actions;
mod instances;
mod keys_and_scripts;
mod limits;
mod money;
mod project;
mod size;
mod socket;
mod tokens;
mod volume_actions;
mod volumes;
