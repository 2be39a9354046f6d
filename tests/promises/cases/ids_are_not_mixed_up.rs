//! The id of one resource is not taken for that of another.

use verda_api_ext::{Client, DeleteVolumes, types};

fn calls(client: &Client, volume: &types::VolumeId) {
    let _ = client.get_instance(volume);
    let _ = client.delete_instances(volume, DeleteVolumes::None);
}

fn main() {}
