//! What can be rented, where, and for how much; then a machine, deployed and looked at.
//!
//! Without credentials it runs on a fake in this process, and costs nothing. With `VERDA_CLIENT_ID` and
//! `VERDA_CLIENT_SECRET` it makes read-only calls on the real API.
//!
//! ```sh
//! cargo run -p verda-api-ext --example quickstart
//! ```

use std::collections::BTreeMap;
use std::error::Error;

use verda_api_ext::{Client, types};
use verda_fake::VerdaFake;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let is_set = |name: &str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    if is_set("VERDA_CLIENT_ID") || is_set("VERDA_CLIENT_SECRET") {
        println!("Read-only calls on the real API.\n");
        let client = Client::from_env()?;
        list_what_can_be_rented(&client).await?;
        let instances = client.list_instances().await?;
        println!("\n{} instances are yours.", instances.len());
        for instance in instances.iter() {
            show(instance);
        }
    } else {
        println!("No credentials in VERDA_CLIENT_ID and VERDA_CLIENT_SECRET: this runs on a fake, in this process.\n");
        let fake = VerdaFake::builder().build();
        let client = Client::builder().credentials("any id", "any secret").transport(fake.transport()).build()?;
        list_what_can_be_rented(&client).await?;
        deploy(&client).await?;
    }
    Ok(())
}

async fn list_what_can_be_rented(client: &Client) -> Result<(), Box<dyn Error>> {
    let mut locations: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for place in client.list_instance_availability().await?.into_inner() {
        for instance_type in place.availabilities {
            locations.entry(instance_type).or_default().push(place.location_code.clone());
        }
    }
    let mut rows = vec![["TYPE", "GPU", "MEMORY", "PRICE/H", "SPOT/H", "AVAILABLE IN"].map(str::to_owned)];
    for kind in client.list_instance_types().await?.into_inner() {
        let currency = kind.currency.map(|currency| currency.to_string().to_uppercase()).unwrap_or_default();
        let price = |price: Option<_>| price.map_or("-".to_owned(), |price| format!("{price} {currency}"));
        let memory = kind.memory.and_then(|memory| memory.size_in_gigabytes);
        rows.push([
            kind.instance_type.clone(),
            kind.model.unwrap_or("-".to_owned()),
            memory.map_or("-".to_owned(), |gigabytes| format!("{gigabytes} GB")),
            price(kind.price_per_hour),
            price(kind.spot_price),
            locations.get(&kind.instance_type).map_or("-".to_owned(), |codes| codes.join(" ")),
        ]);
    }
    print_aligned(&rows);
    Ok(())
}

async fn deploy(client: &Client) -> Result<(), Box<dyn Error>> {
    let key = types::CreateSshKey::builder().name("laptop").key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE quickstart");
    let key = client.ensure_ssh_key(key).await?.value;
    let order = types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname("quickstart")
        .description("made by the quickstart")
        .location_code("FIN-01")
        .ssh_key_ids(key);
    let id = client.deploy_instance(order).await?.into_inner();
    println!("\nDeployed {id}:");
    show(&*client.get_instance(&id).await?);
    Ok(())
}

fn show(instance: &types::Instance) {
    let text = |value: &Option<String>| value.clone().unwrap_or("-".to_owned());
    println!(
        "  {}  {}  {}  {}  {}",
        instance.id,
        instance.status,
        text(&instance.hostname),
        text(&instance.instance_type),
        text(&instance.location),
    );
}

fn print_aligned<const N: usize>(rows: &[[String; N]]) {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    for row in rows {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        println!("{}", cells.join("  ").trim_end());
    }
}
