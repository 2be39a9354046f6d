//! A batch on a container deployment: deploys it, waits until it is healthy, scales it up and down. In the end it deletes the
//! deployment and its secret, whatever failed before.
//!
//! ```sh
//! cargo run -p verda-api-ext --example container_batch
//! ```

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::StatusCode;
use verda_api_ext::types::{
    ComputeResource, CreateContainer, CreateContainerDeployment, CreateContainerScaling, CreateSecret,
    EnvironmentVariable, QueueLoadScalingTrigger, RegistrySettings, ScalingPolicy, ScalingTriggers,
};
use verda_api_ext::{Client, Error, ErrorKind};
use verda_fake::Effect;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, _fake) = common::client([
        ("POST /v1/container-deployments", Effect::ResetAfter), // deployed, and the response is lost
        ("PATCH /v1/container-deployments/{deployment_name}/scaling", Effect::Status(StatusCode::TOO_MANY_REQUESTS)),
        ("GET /v1/container-deployments/{deployment_name}/replicas", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)),
        ("DELETE /v1/container-deployments/{deployment_name}", Effect::Status(StatusCode::FORBIDDEN)),
    ])?;
    // A name of this run alone: the end deletes nothing that another run made.
    let name = format!("batch-{}", SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis());
    let late = |_| Err(Error::new(ErrorKind::Timeout, "the batch took more than an hour"));
    let worked = tokio::time::timeout(3600 * SECOND, work(&client, &name)).await.unwrap_or_else(late);
    for attempt in 1..=5 {
        let Err(error) = delete(&client, &name).await else { return worked };
        eprintln!("deletion, attempt {attempt}: {error}");
        tokio::time::sleep(SECOND).await;
    }
    worked.and_then(|()| Err(Error::new(ErrorKind::PartlyFailed, format!("{name} is left, and goes on costing"))))
}

async fn work(client: &Client, name: &str) -> Result<(), Error> {
    let secret = format!("{name}-token");
    client.ensure_secret(CreateSecret::builder().name(&*secret).value("hf_…")).await?;
    let mut container = CreateContainer::new(8000, "ghcr.io/me/batch:1.0");
    container.env = Some(vec![
        EnvironmentVariable::builder()
            .name("HF_TOKEN")
            .type_("secret")
            .value_or_reference_to_secret(secret)
            .try_into()?,
    ]);
    let scaling = CreateContainerScaling::builder().min_replica_count(1).max_replica_count(1);
    let scaling = scaling.scale_up_policy(ScalingPolicy::new(30)).scale_down_policy(ScalingPolicy::new(300));
    let scaling = scaling.queue_message_ttl_seconds(600).concurrent_requests_per_replica(1);
    let deployment = CreateContainerDeployment::builder()
        .name(name)
        .compute(ComputeResource::new("H100", 1))
        .container_registry_settings(RegistrySettings::new(false))
        .containers([container])
        .scaling(scaling.scaling_triggers(ScalingTriggers::new(QueueLoadScalingTrigger::default())));
    // Where the response was lost, it is looked for.
    client.ensure_container_deployment(deployment).await?;
    client.wait_for_container_deployment(name).every(SECOND).await?;
    let deployment = client.get_container_deployment(name).await?;
    println!("healthy: send requests to {}", deployment.endpoint_base_url.as_deref().unwrap_or("?"));
    for replicas in [3, 0] {
        let edited = client.edit_container_deployment_scaling(name, |scaling| {
            scaling.min_replica_count = Some(replicas);
            scaling.max_replica_count = Some(replicas.max(1));
        });
        edited.await?;
        while client.list_container_deployment_replicas(name).await?.list.len() as u64 != replicas {
            tokio::time::sleep(SECOND).await;
        }
        println!("scaled to {replicas} replicas");
    }
    Ok(())
}

/// Safe to repeat: what does not exist any more is a success.
async fn delete(client: &Client, name: &str) -> Result<(), Error> {
    client.terminate_container_deployments(name).every(SECOND).await?.all_ok()?;
    client.delete_secrets(format!("{name}-token")).await?.all_ok()
}
