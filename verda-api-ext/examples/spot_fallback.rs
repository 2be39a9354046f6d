//! A spot instance where there is one, and an ordinary one where there is not; and what to do when it is not known whether
//! the order went through.
//!
//! ```sh
//! cargo run -p verda-api-ext --example spot_fallback
//! ```

mod common;

use std::time::{Duration, SystemTime};

use verda_api_ext::types::{DeployInstance, InstanceId};
use verda_api_ext::{Client, DeleteVolumes, Error, ErrorKind};
use verda_fake::Effect;

const HOSTNAME: &str = "spot-or-not-1";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // On the fake no spot instance is free, and the response to the second order is lost on its way back.
    let (client, _fake) = common::client([
        ("POST /v1/instances", Effect::Status(http::StatusCode::SERVICE_UNAVAILABLE)),
        ("POST /v1/instances", Effect::ResetAfter),
    ])?;
    let options = [option(true)?, option(false)?];
    let before = SystemTime::now();
    let id = match client.deploy_first_available(&options).await {
        Ok(deployed) => {
            println!("ordered option {}: {}", deployed.option, deployed.id);
            deployed.id
        }
        Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
            println!("{error}\n");
            find(&client, before).await?
        }
        Err(error) => return Err(error.into()),
    };
    let running = client.wait_for_instance(&id).every(Duration::from_secs(1)).await;
    if let Ok(instance) = &running {
        let kind = if instance.is_spot == Some(true) { "a spot instance" } else { "an ordinary instance" };
        println!("{id} is {kind}, and {}", instance.status);
    }
    // Whatever came of it: the machine costs until it is deleted.
    client.terminate_instances(&id, DeleteVolumes::Os).every(Duration::from_secs(1)).await?.all_ok()?;
    running?;
    Ok(())
}

fn option(spot: bool) -> Result<DeployInstance, Error> {
    let order = DeployInstance::builder()
        .instance_type("1V100.6V")
        .image("ubuntu-24.04-cuda-12.8-open")
        .hostname(HOSTNAME)
        .location_code("FIN-01")
        .is_spot(spot);
    Ok(order.try_into()?)
}

/// The machine that was ordered with this hostname a moment ago, before it is ordered a second time.
async fn find(client: &Client, before: SystemTime) -> Result<InstanceId, Box<dyn std::error::Error>> {
    let found = client.find_deployed(HOSTNAME, before).await?;
    match found.as_slice() {
        [instance] => {
            println!("It did happen: {} is {}.", instance.id, instance.status);
            Ok(instance.id.clone())
        }
        found => Err(format!("{} machines have this hostname: look at them by hand", found.len()).into()),
    }
}
