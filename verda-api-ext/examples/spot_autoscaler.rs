//! Keeps spot machines of the cheapest free GPU type running: replaces evicted ones, deletes the OS volumes that they leave,
//! which go on costing, and in the end deletes everything. `cargo run -p verda-api-ext --example spot_autoscaler`

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verda_api_ext::types::{DeployInstanceOsVolume, Instance, InstanceStatus as Is, VolumeStatus};
use verda_api_ext::{Client, DeleteVolumes, Error, ErrorKind, http::StatusCode};
use verda_fake::Effect;

/// Machines and OS volumes have this prefix: they are found after a restart, or when the response to an order was lost.
const PREFIX: &str = "spot-worker-";
const SECOND: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, fake) = common::client([
        ("POST /v1/instances", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)), // no machine is free
        ("POST /v1/instances", Effect::ResetAfter),                              // ordered, and the response is lost
        ("GET /v1/instances", Effect::Status(StatusCode::TOO_MANY_REQUESTS)),
        ("PUT /v1/instances", Effect::Status(StatusCode::FORBIDDEN)), // the first deletion
    ])?;
    for round in 1..=60 {
        if let (4, Some(fake)) = (round, &fake) {
            fake.preempt_instance(fake.instances()[0]["id"].as_str().unwrap_or_default())?;
        }
        let wanted = if round <= 6 { 2 } else { 0 };
        match keep(&client, wanted).await {
            Ok((0, 0)) if wanted == 0 => return Ok(()),
            Ok((machines, orphans)) => println!("round {round}: {machines} machines, {orphans} left volumes"),
            Err(error) => println!("round {round}: {error}"), // the next round starts from what exists then
        }
        tokio::time::sleep(SECOND).await;
    }
    Err("some machines or volumes are left, and go on costing".into())
}

type Both<'a> = (Vec<&'a Instance>, Vec<&'a Instance>);

/// One round, with one order at most. Deletes what is left over also where an order fails. Gives how many machines, and volumes without one, there were.
async fn keep(client: &Client, wanted: usize) -> Result<(usize, usize), Error> {
    let ours = |name: &Option<String>| name.as_ref().is_some_and(|name| name.starts_with(PREFIX));
    let (machines, volumes) = (client.list_instances().await?, client.list_volumes().await?);
    if machines.skipped().len() + volumes.skipped().len() > 0 {
        return Err(Error::new(ErrorKind::UnexpectedResponse, "a machine or volume cannot be read"));
    }
    let exist = machines.iter().filter(|machine| ours(&machine.hostname) && !machine.status.is_gone());
    let is_up = |status: &Is| (status.is_passing() && *status != Is::Deleting) || *status == Is::Running;
    let (up, down): Both<'_> = exist.partition(|machine| is_up(&machine.status));
    let ordered = if up.len() < wanted { order(client).await } else { Ok(()) };
    let surplus = down.iter().chain(up.iter().skip(wanted)).map(|machine| &machine.id);
    client.terminate_instances(surplus, DeleteVolumes::Os).every(SECOND).await?.all_ok()?;
    // Those of evicted machines. One that is ordered with a machine is not detached yet.
    let orphans = volumes.iter().filter(|volume| ours(&volume.name) && !volume.status.is_gone());
    let orphans: Vec<_> = orphans.filter(|volume| volume.status != VolumeStatus::Attached).collect();
    let detached = orphans.iter().filter(|volume| volume.status == VolumeStatus::Detached).map(|volume| &volume.id);
    client.delete_volumes_permanently(detached).await?.all_ok()?;
    ordered.map(|()| (up.len() + down.len(), orphans.len()))
}

/// Orders the cheapest machine, if one is free, and waits for it.
async fn order(client: &Client) -> Result<(), Error> {
    let Some(offer) = client.find_instance_types().spot().gpus_at_least(1).cheapest().await? else { return Ok(()) };
    let before = SystemTime::now();
    let hostname = format!("{PREFIX}{}", before.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
    let order = offer.order()?.image("ubuntu-24.04-cuda-12.8-open").hostname(&hostname);
    let id = match client.deploy_instance(order.os_volume(DeployInstanceOsVolume::new(&hostname, 50))).await {
        Err(error) if error.is_capacity() => return Ok(()),
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            client.find_deployed(&hostname, before).await?.pop().map(|found| found.id)
        }
        order => Some(order?.into_inner()),
    };
    let Some(id) = id else { return Ok(()) };
    client.wait_for_instance(&id).every(SECOND).await.map(drop)
}
