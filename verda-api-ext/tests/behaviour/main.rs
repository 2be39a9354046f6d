//! What the client does, seen from the application above it and from the server below it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod actions;
mod attempts;
mod catalogue;
mod check;
mod checked;
mod classification;
mod cost;
mod credentials;
mod cursor_pages;
mod deletes;
mod deploy;
mod distant_limits;
mod edit;
mod ensure;
mod error_lines;
mod errors;
mod evictions;
mod groups;
mod guards;
mod hostile_limits;
mod inventory;
mod just_created;
mod late_lists;
mod launch;
mod launch_crashes;
mod launch_lists;
mod launch_troubles;
mod limits;
mod limits_in_real_time;
mod lookup;
mod not_found;
mod outages;
mod pages;
mod repeated_secrets;
mod request;
mod retry;
mod secrets;
mod sent_once;
mod sign_in;
mod sign_in_troubles;
mod terminate;
mod terminate_deployments;
mod terminate_ends;
mod terminate_habits;
mod terminate_odd;
mod terminate_volumes;
#[cfg(feature = "tracing")]
mod traces;
mod wait_evidence;
mod wait_lists;
mod wait_sequences;
mod waits;
mod wire;

use verda_api_ext::Client;
use verda_fake::VerdaFake;

const SECRET: &str = "canary-secret-4711";
const TOKEN: &str = "POST /v1/oauth2/token";
const DEPLOY: &str = "POST /v1/instances";

/// A client of a fake, with pauses that are the same in every run.
fn client(fake: &VerdaFake) -> Client {
    Client::builder().credentials("id", SECRET).jitter_seed(7).transport(fake.transport()).build().unwrap()
}

/// Makes as many calls at once, all of which must succeed.
async fn many<E: std::fmt::Debug>(client: &Client, calls: usize, call: impl AsyncFn(Client) -> Result<(), E>) {
    let calls = (0..calls).map(|_| call(client.clone()));
    for outcome in futures_util::future::join_all(calls).await {
        outcome.unwrap();
    }
}

/// What the API asks for to deploy a machine.
fn order(hostname: &str) -> verda_api_ext::types::builder::DeployInstance {
    verda_api_ext::types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname(hostname)
        .description("a test")
        .location_code("FIN-01")
}
