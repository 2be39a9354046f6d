//! Finds what a team forgot: machines, detached volumes, scripts and SSH keys with a prefix that are older than a day. Reports
//! what they cost and what is not known. With `--delete`, and on the fake, it deletes them; volumes go into the trash.
//!
//! ```sh
//! cargo run -p verda-api-ext --example nightly_janitor
//! ```

mod common;
#[path = "common/forgotten.rs"]
mod forgotten;

use std::fmt::Display;
use std::time::SystemTime;

use http::StatusCode;
use verda_api_ext::chrono::{DateTime, TimeDelta, Utc};
use verda_api_ext::types::VolumeStatus;
use verda_api_ext::{Cost, Decimal, DeleteVolumes, Error, Outcomes};
use verda_fake::Effect;

const PREFIX: &str = "dev-";
const DAY: TimeDelta = TimeDelta::days(1);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, fake) = common::client([
        ("GET /v1/clusters", Effect::Status(StatusCode::FORBIDDEN)),
        ("GET /v1/instances", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)),
        ("GET /v1/volumes", Effect::Status(StatusCode::TOO_MANY_REQUESTS)),
        ("DELETE /v1/scripts/{scriptId}", Effect::Status(StatusCode::FORBIDDEN)),
        ("PUT /v1/instances", Effect::ResetAfter),
    ])?;
    let mut newest = DateTime::<Utc>::from(SystemTime::now()) - DAY;
    if let Some(fake) = &fake {
        forgotten::plant(&client, fake, PREFIX).await?;
        newest += DAY * 2; // there nothing is a day old
    }
    let delete = fake.is_some() || std::env::args().any(|argument| argument == "--delete");
    // Where the age is not known, it is left alone.
    let is_old = |name: &Option<String>, made: Option<DateTime<Utc>>| {
        name.as_ref().is_some_and(|name| name.starts_with(PREFIX)) && made.is_some_and(|made| made <= newest)
    };
    let all = client.inventory().await;
    let mut problems = all.missing();
    let mut machines: Vec<_> = all.instances.iter().flatten().filter(|it| it.status.is_billed()).collect();
    machines.retain(|it| is_old(&it.hostname, it.created_at));
    let mut volumes: Vec<_> = all.volumes.iter().flatten().filter(|it| it.status == VolumeStatus::Detached).collect();
    volumes.retain(|it| is_old(&it.name, it.created_at));
    let scripts: Vec<_> = all.scripts.iter().flatten().filter(|it| is_old(&it.name, it.created_at)).collect();
    let keys: Vec<_> = all.ssh_keys.iter().flatten().filter(|it| is_old(&it.name, it.created_at)).collect();

    let mut found: Vec<(&str, &Option<String>, Option<Decimal>)> = Vec::new();
    found.extend(machines.iter().map(|it| ("machine", &it.hostname, it.price_per_hour)));
    found.extend(volumes.iter().map(|it| ("volume", &it.name, it.base_hourly_cost)));
    found.extend(scripts.iter().map(|it| ("script", &it.name, None)));
    found.extend(keys.iter().map(|it| ("SSH key", &it.name, None)));
    for (kind, name, price) in &found {
        let cost = price.map(|price| Cost::new(price, None).to_string());
        println!("{kind:<8} {:<18} {}", name.as_deref().unwrap_or_default(), cost.unwrap_or_default());
    }
    println!("together {}", Cost::new(found.iter().filter_map(|(.., price)| *price).sum(), None));
    if delete {
        let machines = client.terminate_instances(machines.iter().map(|it| &it.id), DeleteVolumes::Os).await;
        let volumes = client.delete_volumes(volumes.iter().map(|it| &it.id)).await;
        let scripts = client.delete_scripts_by_id(scripts.iter().map(|it| &it.id)).await;
        let keys = client.delete_ssh_keys_by_id(keys.iter().map(|it| &it.id)).await;
        let done = [all_ok(machines), all_ok(volumes), all_ok(scripts), all_ok(keys)];
        problems.extend(done.into_iter().filter_map(Result::err).map(|error| error.to_string()));
    }
    problems.iter().for_each(|problem| println!("not known or not done: {problem}"));
    if fake.is_some() { forgotten::check(&client).await } else { Ok(()) }
}

fn all_ok<Id: Display>(outcomes: Result<Outcomes<Id>, Error>) -> Result<(), Error> {
    outcomes?.all_ok()
}
