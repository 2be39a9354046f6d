//! What a team leaves behind in a project.

use std::error::Error;
use std::time::Duration;

use verda_api_ext::Client;
use verda_api_ext::types::{CreateScript, CreateSshKey, DeployInstance, DeployInstanceOsVolume};
use verda_fake::VerdaFake;

/// Two machines, one of which was evicted and has left its OS volume, a script and an SSH key.
pub(crate) async fn plant(client: &Client, fake: &VerdaFake, prefix: &str) -> Result<(), Box<dyn Error>> {
    let name = |rest: &str| format!("{prefix}{rest}");
    for (hostname, spot) in [(name("notebook"), false), (name("sweep"), true)] {
        let order = DeployInstance::builder()
            .instance_type("1V100.6V")
            .image("ubuntu-24.04-cuda-12.8-open")
            .os_volume(DeployInstanceOsVolume::new(format!("{hostname}-os"), 50))
            .location_code("FIN-01")
            .is_spot(spot)
            .hostname(hostname);
        let id = client.deploy_instance(order).await?.into_inner();
        // Both faults for lists of machines are still to come: a machine is asked for by its id.
        while client.get_instance(&id).await?.status.is_transient() {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        if spot {
            fake.preempt_instance(id.as_str())?;
        }
    }
    client.create_script(CreateScript::builder().name(name("setup")).script("#!/bin/sh")).await?;
    let key = CreateSshKey::builder().name(name("laptop")).key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE laptop");
    client.create_ssh_key(key).await?;
    Ok(())
}

/// Nothing that was planted costs any more.
pub(crate) async fn check(client: &Client) -> Result<(), Box<dyn Error>> {
    let total = client.spending().await?.total();
    if total.per_hour.is_zero() && !total.is_partial {
        Ok(())
    } else {
        Err(format!("what is left costs {total}").into())
    }
}
