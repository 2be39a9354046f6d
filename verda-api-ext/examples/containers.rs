//! A container deployment with a secret, registry credentials and scaling, from its creation until it is healthy, and away
//! again.
//!
//! ```sh
//! cargo run -p verda-api-ext --example containers
//! ```

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use verda_api_ext::types::{ContainerDeploymentName, CreateContainerDeployment, CreateSecret};
use verda_api_ext::{Client, Error, RegistryCredentials};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (client, _fake) = common::client([])?;
    // Names of this run alone: the end deletes nothing that another one made.
    let run = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let (token, images) = (format!("llm-token-{run}"), format!("images-{run}"));
    client.create_secret(CreateSecret::builder().name(&*token).value("hf_…")).await?;
    let registry = RegistryCredentials::github(&*images, "me", "ghp_…");
    client.create_container_registry_credentials(registry).await?;
    let name = ContainerDeploymentName::from(format!("llm-{run}"));
    let deployed = deploy(&client, &name, &token, &images).await;

    // Whatever happened, nothing is left that costs.
    client.terminate_container_deployments(&name).every(Duration::from_secs(1)).await?.all_ok()?;
    client.delete_registry_credentials(&*images).await?.all_ok()?;
    client.delete_secrets(&*token).await?.all_ok()?;
    println!("{name} and its secrets are deleted");
    deployed
}

async fn deploy(
    client: &Client,
    name: &ContainerDeploymentName,
    token: &str,
    images: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    // Large requests can be written as JSON: what they lack or misspell is told before anything is sent.
    let deployment: CreateContainerDeployment = serde_json::from_value(serde_json::json!({
        "name": name,
        "is_spot": false,
        "compute": { "name": "H100", "size": 1 },
        "container_registry_settings": { "is_private": true, "credentials": { "name": images } },
        "containers": [{
            "image": "ghcr.io/me/llm:1.0",
            "exposed_port": 8000,
            "env": [{ "name": "HF_TOKEN", "value_or_reference_to_secret": token, "type": "secret" }]
        }],
        "scaling": {
            "min_replica_count": 1,
            "max_replica_count": 4,
            "scale_up_policy": { "delay_seconds": 30 },
            "scale_down_policy": { "delay_seconds": 300 },
            "queue_message_ttl_seconds": 600,
            "concurrent_requests_per_replica": 2,
            "scaling_triggers": { "queue_load": { "threshold": 1 } }
        }
    }))?;
    client.create_container_deployment(deployment).await?;
    watch(client, name).await?;
    let scaling = client.get_container_deployment_scaling(name).await?;
    println!("between {:?} and {:?} replicas", scaling.min_replica_count, scaling.max_replica_count);
    let replicas = client.list_container_deployment_replicas(name).await?;
    println!("{} replica(s) now", replicas.list.len());
    Ok(())
}

async fn watch(client: &Client, name: &ContainerDeploymentName) -> Result<(), Error> {
    let mut changes = client.wait_for_container_deployment(name).every(Duration::from_secs(1)).changes();
    while let Some(change) = changes.next().await {
        let change = change?;
        println!("{:>4} s  {}", change.elapsed.as_secs(), change.status.as_deref().unwrap_or("not there yet"));
    }
    Ok(())
}
