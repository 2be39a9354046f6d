//! What the project spends, how long its money lasts, and what one more machine would cost. It reads and changes nothing:
//! with credentials in the environment and `--real` it reports on the real project.
//!
//! ```sh
//! cargo run -p verda-api-ext --example cost_report
//! ```

mod common;

use std::time::Duration;

use verda_api_ext::types::DeployInstance;
use verda_api_ext::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (client, fake) = common::client([])?;
    if fake.is_some() {
        // Something to report on.
        client.deploy_instance(order("node-1")?).await?;
    }
    let spending = client.spending().await?;
    println!("instances   {}", spending.instances());
    println!("clusters    {}", spending.clusters());
    println!("volumes     {}", spending.volumes());
    println!("together    {}", spending.total());
    match (spending.balance, spending.runway(), spending.runway_at_most()) {
        (Some(balance), Some(runway), _) => println!("balance     {balance}, which lasts {}", days(runway)),
        (Some(balance), None, Some(runway)) => println!("balance     {balance}, which lasts {} at most", days(runway)),
        (Some(balance), None, None) => println!("balance     {balance}, and nothing is known to cost"),
        (None, ..) => println!("balance     not known"),
    }
    for line in spending.missing() {
        println!("not in it:  {line}");
    }
    for item in &spending.items {
        println!("{}: {} with {} volumes", item.of, item.total(), item.volumes.len());
    }
    one_more(&client).await
}

async fn one_more(client: &Client) -> Result<(), Error> {
    let estimate = client.estimate(&order("node-2")?).await?;
    println!("\none more machine would cost {}", estimate.total());
    for offer in client.find_instance_types().gpus_at_least(1).list().await?.iter().take(3) {
        println!("with a GPU: {offer}");
    }
    Ok(())
}

fn order(hostname: &str) -> Result<DeployInstance, Error> {
    let order = DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04").hostname(hostname);
    Ok(order.location_code("FIN-01").try_into()?)
}

fn days(time: Duration) -> String {
    let hours = time.as_secs() / 3600;
    format!("{} days and {} hours", hours / 24, hours % 24)
}
