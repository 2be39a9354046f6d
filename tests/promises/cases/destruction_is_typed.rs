//! What becomes of the volumes is said, and not by a bare `bool`.

use verda_api_ext::{Client, types};

fn calls(client: &Client, id: &types::InstanceId) {
    let _ = client.delete_instances(id);
    let _ = client.delete_instances(id, true);
}

fn main() {}
