//! A request that lacks a required member is neither built nor sent.

use verda_api_ext::{Client, types};

fn build() {
    let order = types::DeployInstance::builder().instance_type("1H100.80S.30V").hostname("a").location_code("FIN-01");
    let _ = order.build();
}

fn send(client: &Client) {
    let volume = types::CreateVolume::builder().name("data").size(100);
    let _ = client.create_volume(volume);
}

fn main() {}
