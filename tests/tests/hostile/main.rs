//! A hostile server on a socket: pages of proxies, empty and truncated bodies, unusual statuses. Each test states what the client
//! must conclude.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod absence;
mod actions;
mod confusion;
mod decoding;
mod errors;
mod lists;
mod orders;
mod retries;
mod waits;

use std::time::Duration;

use verda_api_ext::{Error, WaitEnd, WaitError, types};

/// The response of a proxy while the API is unavailable.
const PROXY: &str = "<html><body><h1>404 Not Found</h1><hr>nginx</body></html>";
const LOGIN: &str = "<!doctype html><html><body><form action=\"/login\">Sign in</form></body></html>";
const UUID: &str = "3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11";

/// The interval of all waits here: the shortest that the client allows.
const EVERY: Duration = Duration::from_secs(1);

fn order(hostname: &str) -> types::builder::DeployInstance {
    types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname(hostname)
        .description("a test")
        .location_code("FIN-01")
}

fn ids<T: for<'a> From<&'a str>>(ids: &[&str]) -> Vec<T> {
    ids.iter().map(|id| T::from(id)).collect()
}

/// Why a wait ended without success.
fn reason(error: &Error) -> WaitEnd {
    error.cause::<WaitError>().unwrap_or_else(|| panic!("not an error of a wait: {error}")).reason
}
