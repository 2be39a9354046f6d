//! The API of the project: its operations in the shapes of the running API, with tokens, limits, faults and a journal.
//!
//! A handler reads a request, asks `model` for the change, and writes the response. A handler checks everything first and changes
//! the project last, so that a refusal leaves nothing half-made.

pub(crate) mod account;
pub(crate) mod auth;
pub(crate) mod call;
pub(crate) mod catalogue;
pub(crate) mod clusters;
pub(crate) mod config;
pub(crate) mod document;
pub(crate) mod error;
pub(crate) mod expected;
pub(crate) mod faults;
pub(crate) mod fields;
pub(crate) mod habits;
pub(crate) mod instances;
pub(crate) mod journal;
pub(crate) mod json;
pub(crate) mod limits;
mod machines;
pub(crate) mod paths;
mod refusals;
pub(crate) mod reply;
pub(crate) mod router;
mod routes;
mod scripts;
pub(crate) mod serverless;
mod ssh_keys;
pub(crate) mod strict;
pub(crate) mod tokens;
pub(crate) mod volumes;
