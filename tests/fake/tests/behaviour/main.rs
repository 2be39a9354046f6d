//! What the fake does, seen through its one entry.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod faults;
mod hostile;
mod instance_actions;
mod instances;
mod keys_and_scripts;
mod limits;
mod project;
mod size;
mod socket;
mod tokens;
mod volumes;
