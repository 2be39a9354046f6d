//! Four machines with a key and a script, wherever they are free; what happens when the program is run again, and in the end
//! all of them are terminated. `cargo run -p verda-api-ext --example launch`

mod common;

use std::time::Duration;

use verda_api_ext::{Error, LaunchError, http::StatusCode};
use verda_fake::Effect;

const GROUP: &str = "train";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, _fake) = common::client([
        ("POST /v1/instances", Effect::Status(StatusCode::SERVICE_UNAVAILABLE)), // the first location is full
        ("POST /v1/instances", Effect::ResetAfter),                              // ordered, and the response is lost
    ])?;
    let launch = client
        .launch(GROUP, 4)
        .instance_types(["8H100.80S.176V", "1V100.6V"])
        .image("ubuntu-24.04-cuda-12.8-open")
        .ssh_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE me@laptop")
        .script("#!/bin/bash\necho HF_TOKEN=secret >> /etc/environment\n")
        .spot_first()
        .timeout(Duration::from_secs(1800));
    // A second run adopts what the first one has made, also after a crash.
    for run in 1..=2 {
        match launch.clone().await {
            Ok(launched) => {
                for machine in &launched.machines {
                    let address = machine.ip.as_deref().unwrap_or("?");
                    let how = if machine.adopted { "was there" } else { "is new" };
                    println!("run {run}: {GROUP}-{} {how}: ssh root@{address}", machine.slot);
                }
            }
            Err(error) => {
                // Nothing that it has made costs any more, or the error says what does.
                if let Some(cause) = error.cause::<LaunchError>() {
                    cause.left.iter().for_each(|left| eprintln!("terminate {} by hand: {}", left.id, left.reason));
                }
                return Err(error);
            }
        }
    }
    let gone = client.group(GROUP).keep(0).await?;
    println!("{} machines are terminated, and {} may be left", gone.terminated.len(), gone.left.len());
    Ok(())
}
