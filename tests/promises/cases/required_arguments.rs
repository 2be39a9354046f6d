//! What an operation requires is an argument of its method.

use verda_api_ext::Client;

fn calls(client: &Client) {
    let _ = client.get_instance();
    let _ = client.deploy_instance();
}

fn main() {}
