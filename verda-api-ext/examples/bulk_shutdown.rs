//! Several machines are shut down at once. Some of that can fail, and nothing of it is missed. With `--real` it shuts down the
//! running machines whose hostnames begin with `bulk-shutdown-`, and orders none.
//!
//! ```sh
//! cargo run -p verda-api-ext --example bulk_shutdown
//! ```

mod common;

use std::time::Duration;

use verda_api_ext::types::{DeployInstance, InstanceId};
use verda_api_ext::{Client, Error, SelectInstances};

/// What the hostnames of the machines begin with that may be shut down.
const PREFIX: &str = "bulk-shutdown-";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, fake) = common::client([])?;
    let mut ids: Vec<InstanceId> = match fake {
        Some(_) => order_some(&client).await?,
        // On the real API nothing is ordered.
        None => running(&client).await?,
    };
    // This one was deleted an hour ago.
    ids.push(InstanceId::from("00000000-0000-4000-8000-000000000000"));

    let outcomes = client.shutdown_instances(&ids).await?;
    for (id, outcome) in outcomes.iter() {
        match outcome {
            Ok(_) => println!("{id}  shuts down"),
            Err(failure) => println!("{id}  {failure}"),
        }
    }
    let stopping: Vec<InstanceId> = outcomes.succeeded().cloned().collect();
    client.wait_for_instances(&stopping).until_offline().every(Duration::from_secs(1)).await?;
    println!("{} are offline. They go on costing until they are deleted.", stopping.len());
    // A service that wants all or an error asks for it in one line:
    if let Err(error) = outcomes.all_ok() {
        println!("{error}");
    }
    Ok(())
}

async fn order_some(client: &Client) -> Result<Vec<InstanceId>, Error> {
    let mut ids = Vec::new();
    for number in 1..=3 {
        let order = DeployInstance::builder()
            .instance_type("CPU.4V.16G")
            .image("ubuntu-24.04")
            .hostname(format!("{PREFIX}{number}"))
            .location_code("FIN-01");
        ids.push(client.deploy_instance(order).await?.into_inner());
    }
    client.wait_for_instances(&ids).every(Duration::from_secs(1)).await?;
    Ok(ids)
}

async fn running(client: &Client) -> Result<Vec<InstanceId>, Error> {
    let running = client.list_instances().status("running").await?.into_inner();
    Ok(running.iter().with_prefix(PREFIX).map(|instance| instance.id.clone()).collect())
}
