//! The client over a real connection, against the fake on a socket.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use tokio::net::TcpListener;
use verda_api_ext::{Client, Error, TransportErrorKind, types};
use verda_fake::{Effect, Injection, VerdaFake};

async fn serve(fake: &VerdaFake) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(fake.clone().serve(listener));
    Client::builder().base_url(url).credentials("id", "secret").build().unwrap()
}

fn order() -> types::builder::DeployInstance {
    types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname("node-1")
        .description("")
        .location_code("FIN-01")
}

#[tokio::test]
async fn a_machine_is_ordered_over_a_socket() {
    let fake = VerdaFake::builder().build();
    let client = serve(&fake).await;
    let id = client.deploy_instance().body(order()).send().await.unwrap().into_inner();
    let instance = client.get_instance().instance_id(&id).send().await.unwrap();
    assert_eq!((&instance.id, &instance.status), (&id, &types::InstanceStatus::Ordered));
    assert_eq!(client.list_instances().send().await.unwrap().len(), 1);
    assert_eq!(fake.token_requests(), 1);
}

#[tokio::test]
async fn a_broken_connection_says_whether_the_server_may_have_acted() {
    let fake = VerdaFake::builder().build();
    let client = serve(&fake).await;
    for effect in [Effect::ResetBefore, Effect::ResetAfter, Effect::Truncated] {
        fake.inject(Injection::new(effect.clone()).on("POST /v1/instances")).unwrap();
        match client.deploy_instance().body(order()).send().await.unwrap_err() {
            Error::Transport { source, .. } => {
                assert_eq!(source.kind(), TransportErrorKind::Interrupted, "{effect:?}");
                assert!(source.may_have_reached_server());
            }
            other => panic!("{effect:?}: {other}"),
        }
    }
    // Nothing was sent again: one order for one call.
    assert_eq!(fake.requests_to("POST /v1/instances").len(), 3);
    assert_eq!(fake.instances().len(), 2);

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let nobody = Client::builder().base_url(url).build().unwrap();
    match nobody.list_instance_types().send().await.unwrap_err() {
        Error::Transport { source, .. } => assert_eq!(source.kind(), TransportErrorKind::Connect),
        other => panic!("{other}"),
    }
}
