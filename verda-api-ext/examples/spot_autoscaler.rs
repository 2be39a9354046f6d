//! Keeps spot machines of the cheapest free GPU type running: replaces evicted ones, deletes the OS volumes that they leave,
//! which go on costing, and in the end deletes everything.
//!
//! ```sh
//! cargo run -p verda-api-ext --example spot_autoscaler
//! ```

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::StatusCode;
use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume, InstanceId, VolumeStatus};
use verda_api_ext::{Client, DeleteVolumes, Error, ErrorKind};
use verda_fake::Effect;

/// Machines and OS volumes have this prefix: they are found after a restart, or when the response to an order was lost.
const PREFIX: &str = "spot-worker-";
const ROUNDS: u32 = 6;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, fake) = common::client([
        ("POST /v1/instances", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)), // no machine is free
        ("POST /v1/instances", Effect::ResetAfter),                              // ordered, and the response is lost
        ("GET /v1/instances", Effect::Status(StatusCode::TOO_MANY_REQUESTS)),
        ("PUT /v1/instances", Effect::Status(StatusCode::FORBIDDEN)), // the first deletion
    ])?;
    for round in 1..=2 * ROUNDS {
        if let (4, Some(fake)) = (round, &fake) {
            fake.preempt_instance(fake.instances()[0]["id"].as_str().unwrap_or_default())?;
        }
        let wanted = if round <= ROUNDS { 2 } else { 0 };
        match keep(&client, wanted).await {
            Ok((0, 0)) if wanted == 0 => return Ok(()),
            Ok((machines, orphans)) => println!("round {round}: {machines} machines, {orphans} left volumes"),
            Err(error) => println!("round {round}: {error}"), // the next round starts from what exists then
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err("some machines or volumes are left, and go on costing".into())
}

/// One round: orders what is missing, then deletes what is left over, so that a failed deletion holds no order back. Gives how
/// many machines and orphaned volumes there were.
async fn keep(client: &Client, wanted: usize) -> Result<(usize, usize), Error> {
    let ours = |name: &Option<String>| name.as_ref().is_some_and(|name| name.starts_with(PREFIX));
    let mut machines = client.list_instances().await?.into_inner();
    machines.retain(|machine| ours(&machine.hostname) && !machine.status.is_gone());
    let (failed, running): (Vec<_>, Vec<_>) = machines.iter().partition(|machine| machine.status.has_failed());
    for _ in running.len()..wanted {
        let Some(id) = order(client).await? else { break };
        client.wait_for_instance(&id).every(Duration::from_secs(1)).await?;
    }
    let surplus = failed.into_iter().chain(running.iter().skip(wanted).copied());
    client.delete_instances(surplus.map(|machine| &machine.id), DeleteVolumes::Os).await?.all_ok()?;
    // Those of evicted machines. One that is ordered with a machine is not detached yet.
    let mut orphans = client.list_volumes().await?.into_inner();
    orphans.retain(|volume| ours(&volume.name) && volume.status == VolumeStatus::Detached);
    client.delete_volumes_permanently(orphans.iter().map(|volume| &volume.id)).await?.all_ok()?;
    Ok((machines.len(), orphans.len()))
}

/// Orders the cheapest machine; `None` where none is free.
async fn order(client: &Client) -> Result<Option<InstanceId>, Error> {
    let Some(offer) = client.find_instance_types().spot().at_least(1).cheapest().await? else { return Ok(None) };
    let before = SystemTime::now();
    let hostname = format!("{PREFIX}{}", before.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
    let order = DeployInstance::builder().instance_type(&offer.instance_type).location_code(&offer.locations[0]);
    let order = order.is_spot(true).image("ubuntu-24.04-cuda-12.8-open").hostname(&hostname);
    let order = order.os_volume(DeployInstanceOsVolume::new(&hostname, 50));
    match client.deploy_instance(order).await {
        Ok(id) => Ok(Some(id.into_inner())),
        Err(error) if error.is_capacity() => Ok(None),
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            Ok(client.find_deployed(&hostname, before).await?.pop().map(|found| found.id))
        }
        Err(error) => Err(error),
    }
}
