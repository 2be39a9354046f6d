//! The compiler warns of a call that is not awaited: nothing is sent.
#![deny(unused_must_use)]

use verda_api_ext::{Client, DeleteVolumes, types};

async fn calls(client: &Client, id: &types::InstanceId) {
    client.get_balance();
    client.wait_for_instance(id).until_running();
    client.delete_instances(id, DeleteVolumes::None).await.unwrap();
}

fn main() {}
