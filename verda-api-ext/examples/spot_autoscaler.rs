//! Keeps spot machines running: replaces evicted ones, whose OS volumes go into the trash by themselves, and in the end terminates
//! all of them. `cargo run -p verda-api-ext --example spot_autoscaler`

mod common;

use std::time::Duration;

use verda_api_ext::types::{DeployInstanceOsVolume, OnSpotDiscontinue};
use verda_api_ext::{ErrorKind, http::StatusCode};
use verda_fake::Effect;

/// Machines are of the group by their hostnames: they are found after a restart, or when the response to an order was lost.
const GROUP: &str = "spot-worker";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, fake) = common::client([
        ("POST /v1/instances", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)), // no machine is free
        ("POST /v1/instances", Effect::ResetAfter),                              // ordered, and the response is lost
        ("GET /v1/instances", Effect::Status(StatusCode::TOO_MANY_REQUESTS)),
        ("PUT /v1/instances", Effect::Status(StatusCode::FORBIDDEN)), // the first deletion
    ])?;
    for round in 1..=30 {
        if let (3, Some(fake)) = (round, &fake) {
            fake.preempt_instance(fake.instances()[0]["id"].as_str().unwrap_or_default())?;
        }
        let wanted = if round <= 4 { 2 } else { 0 };
        // The cheapest types first.
        let offers = match client.find_instance_types().spot().gpus_at_least(1).include_unavailable().list().await {
            Ok(offers) => offers,
            Err(_) if wanted == 0 => Vec::new(), // nothing is ordered
            Err(error) => {
                println!("round {round}: {error}");
                continue;
            }
        };
        let keep = client.group(GROUP).keep(wanted).instance_types(offers.into_iter().map(|offer| offer.instance_type));
        let keep = keep.spot().image("ubuntu-24.04-cuda-12.8-open").order(|order| {
            let mut volume = DeployInstanceOsVolume::new(format!("{}-os", order.hostname), 50);
            volume.on_spot_discontinue = Some(OnSpotDiscontinue::MoveToTrash);
            order.os_volume = Some(volume);
        });
        match keep.await {
            Ok(kept) => {
                let new = kept.machines.iter().filter(|machine| !machine.adopted).count();
                let (all, gone, left) = (kept.machines.len(), kept.terminated.len(), kept.left.len());
                println!("round {round}: {all} machines, {new} of them new; {gone} terminated, {left} left");
                kept.failed.iter().for_each(|failed| println!("  {failed}"));
                if wanted == 0 && kept.left.is_empty() {
                    return Ok(());
                }
            }
            Err(error) if error.kind() == ErrorKind::InvalidRequest => return Err(error.into()),
            Err(error) => println!("round {round}: {error}"), // the next round starts from what exists then
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Err("some machines are left, and go on costing".into())
}
