//! Faults of the wire, over a socket and in real time, with pauses too short to notice.

use std::time::Duration;

use http::StatusCode;
use tokio::net::TcpSocket;
use verda_api_ext::{Client, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{DEPLOY, order};

const LIST: &str = "GET /v1/instances";

/// A fake on a socket and a client that has signed in there.
async fn connected() -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().build();
    let url = fake.listen().await.unwrap();
    let client = Client::builder().base_url(url).credentials("id", "secret").options(short).build().unwrap();
    client.list_instances().send().await.unwrap();
    fake.clear_requests();
    (fake, client)
}

fn short(options: verda_api_ext::CallOptions) -> verda_api_ext::CallOptions {
    options.backoff(Duration::from_millis(1), Duration::from_millis(2)).timeout(Duration::from_secs(30))
}

#[tokio::test]
async fn a_machine_is_ordered_over_a_socket() {
    let (fake, client) = connected().await;
    let id = client.deploy_instance(order("node-1")).send().await.unwrap().into_inner();
    let instance = client.get_instance(&id).send().await.unwrap();
    assert_eq!((&instance.id, instance.hostname.as_deref()), (&id, Some("node-1")));
    assert_eq!(fake.token_requests(), 0, "the token of the first call serves the others");
}

#[tokio::test]
async fn a_read_survives_what_breaks_once() {
    for effect in [
        Effect::ResetBefore,
        Effect::ResetAfter,
        Effect::Truncated,
        Effect::Html(StatusCode::BAD_GATEWAY),
        Effect::Opaque(StatusCode::TOO_MANY_REQUESTS),
        Effect::Status(StatusCode::UNAUTHORIZED),
    ] {
        let (fake, client) = connected().await;
        fake.inject(Injection::new(effect.clone()).on(LIST)).unwrap();
        client.list_instances().send().await.unwrap_or_else(|error| panic!("{effect:?}: {error}"));
        assert_eq!(fake.requests_to(LIST).len(), 2, "{effect:?}");
    }
}

#[tokio::test]
async fn a_create_that_breaks_is_not_sent_again() {
    for (effect, machines) in [(Effect::ResetBefore, 0), (Effect::ResetAfter, 1), (Effect::Truncated, 1)] {
        let (fake, client) = connected().await;
        fake.inject(Injection::new(effect.clone()).on(DEPLOY)).unwrap();
        let error = client.deploy_instance(order("one")).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{effect:?}: {error}");
        assert_eq!((fake.requests_to(DEPLOY).len(), fake.instances().len()), (1, machines), "{effect:?}");
    }
}

#[tokio::test]
async fn a_hang_ends_with_the_time_of_the_attempt() {
    let (fake, client) = connected().await;
    fake.inject(Injection::new(Effect::Hang).on(LIST)).unwrap();
    let client = client.with(|o| o.attempt_timeout(Duration::from_secs(1)));
    client.list_instances().send().await.unwrap();
    assert_eq!(fake.requests_to(LIST).len(), 2);
    fake.inject(Injection::new(Effect::Hang).on(DEPLOY)).unwrap();
    let client = client.with(|o| o.timeout(Duration::from_millis(500)));
    let error = client.deploy_instance(order("one")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::OutcomeUnknown, 1));
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_then_told() {
    // A port that is taken, and at which no server listens.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = socket.local_addr().unwrap();
    let client =
        Client::builder().base_url(format!("http://{address}")).access_token("t").options(short).build().unwrap();
    let error = client.deploy_instance(order("one")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.may_have_happened()), (ErrorKind::Connect, 4, false));
    assert!(error.to_string().contains("check the base URL"), "{error}");
    // The same at the token endpoint is a failure to sign in.
    let client = Client::builder().base_url(format!("http://{address}")).credentials("id", "x").options(short);
    let error = client.build().unwrap().get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert!(error.to_string().contains("no connection could be made"), "{error}");
}
