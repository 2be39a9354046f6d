//! A training job from deploy to delete: the machine is ordered, waited for with a progress bar, and deleted when its work has
//! ended or failed, so that it does not go on costing.
//!
//! ```sh
//! cargo run -p verda-api-ext --example training_job
//! ```

mod common;

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use verda_api_ext::types::{CreateSshKey, DeployInstance, InstanceId};
use verda_api_ext::{Client, DeleteVolumes, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, _fake) = common::client([])?;
    let key = CreateSshKey::builder().name("training").key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE training");
    let key = client.create_ssh_key(key).await?.into_inner();
    let order = DeployInstance::builder()
        .instance_type("1V100.6V")
        .image("ubuntu-24.04-cuda-12.8-open")
        .hostname("training-1")
        .description("a training job")
        .location_code("FIN-01")
        .ssh_key_ids(&key);
    // From here on a machine costs money: its id is known before anything else can fail. Where the error is `OutcomeUnknown`,
    // the machine may exist: the example `spot_fallback` looks for it.
    let id = client.deploy_instance(order).await?.into_inner();
    let trained = train(&client, &id).await;
    let deleted = terminate(&client, &id).await;
    let key = client.delete_ssh_key(&key).await.map(drop);
    // A machine that goes on costing is told before anything else.
    deleted.and(trained).and(key)
}

/// Waits for the machine, and has it do its work.
async fn train(client: &Client, id: &InstanceId) -> Result<(), Error> {
    let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
    bar.enable_steady_tick(Duration::from_millis(100));
    let mut address = None;
    let wait = client.wait_for_instance(id).until_reachable().every(Duration::from_secs(1));
    let mut changes = wait.timeout(Duration::from_secs(900)).changes();
    while let Some(change) = changes.next().await {
        let change = change?;
        let status = change.status.unwrap_or_else(|| "not there yet".to_owned());
        bar.set_message(format!("{id}: {status}"));
        println!("{:>4} s  {status}", change.elapsed.as_secs());
        address = change.resource.and_then(|instance| instance.ip);
    }
    bar.finish_and_clear();
    println!("ssh root@{}   # the training would run here", address.as_deref().unwrap_or("?"));
    Ok(())
}

/// Deletes the machine with its OS volume, whatever its status, and waits until it is gone.
async fn terminate(client: &Client, id: &InstanceId) -> Result<(), Error> {
    client.terminate_instances(id, DeleteVolumes::Os).every(Duration::from_secs(1)).await?.all_ok()?;
    let left = client.list_instances().await?;
    let left = left.iter().filter(|instance| !instance.status.is_gone()).count();
    println!("{id} is deleted; {left} machines are left");
    Ok(())
}
