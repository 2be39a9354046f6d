//! What is created unless it is there: once, whatever comes of the create.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use tokio::time::Instant;
use verda_api_ext::ErrorKind;
use verda_api_ext::types::CreateSshKey;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const KEYS: &str = "GET /v1/ssh-keys";
const CREATE_KEY: &str = "POST /v1/ssh-keys";
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m";

fn says(fake: &VerdaFake, operation: &str, body: &'static str) {
    let json = HeaderValue::from_static("application/json");
    let response =
        Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from_static(body.as_bytes()) };
    fake.inject(Injection::new(response).on(operation)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_key_is_found_by_its_content_and_created_once() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let first = client.ensure_ssh_key(CreateSshKey::new(format!("{KEY} me@laptop\n"), "laptop")).await.unwrap();
    assert!(first.created);
    // Another comment and another name: the same key. The builder is taken as well.
    let same = CreateSshKey::builder().name("desk").key(format!("  {KEY}  you@desk"));
    let again = client.ensure_ssh_key(same).await.unwrap();
    assert_eq!((&again.value, again.created), (&first.value, false));
    // Another content under the same name, and another type: other keys.
    for other in ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5n me", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIO5m me"] {
        let other = client.ensure_ssh_key(CreateSshKey::new(other, "laptop")).await.unwrap();
        assert!(other.created && other.value != first.value);
    }
    assert_eq!(fake.requests_to(CREATE_KEY).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_create_with_a_lost_response_is_looked_up_and_never_sent_again() {
    for effect in [Effect::ResetAfter, Effect::Truncated, Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR)]
    {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        fake.inject(Injection::new(effect).on(CREATE_KEY)).unwrap();
        // The list is late as well.
        let late = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(b"[]"),
        };
        fake.inject(Injection::new(late).on(KEYS).times(3)).unwrap();
        let ensured = client.ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap();
        // Another client may have made it.
        assert!(!ensured.created);
        assert_eq!((fake.requests_to(CREATE_KEY).len(), fake.requests_to(KEYS).len()), (1, 4));
        assert_eq!(client.list_ssh_keys().await.unwrap()[0].id, ensured.value);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_found_after_a_lost_response_stays_unknown_within_a_minute() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(CREATE_KEY)).unwrap();
    let start = Instant::now();
    let error = client(&fake).ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert!(error.to_string().contains("check with `list_ssh_keys`"), "{error}");
    assert_eq!(fake.requests_to(CREATE_KEY).len(), 1);
    let took = start.elapsed();
    assert!(took > Duration::from_secs(50) && took < Duration::from_secs(70), "{took:?}");
    // The client's own time counts.
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(CREATE_KEY)).unwrap();
    let start = Instant::now();
    let hasty = client(&fake).with(|options| options.timeout(Duration::from_secs(10)));
    hasty.ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_key_that_cannot_be_read_may_be_the_one() {
    for list in [r#"[{"id":"a"}]"#, r#"[{"id":"a","key":{}}]"#, r#"[7,{"id":"b","key":"ssh-rsa AAAB"}]"#] {
        let fake = VerdaFake::builder().build();
        says(&fake, KEYS, list);
        let error = client(&fake).ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.expect_err(list);
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{list}: {error}");
        assert!(error.to_string().contains("may be the one; no key was created"), "{error}");
        assert!(fake.requests_to(CREATE_KEY).is_empty());
    }
    // One that is another key anyway is in no way.
    let fake = VerdaFake::builder().build();
    says(&fake, KEYS, r#"[{"key":"ssh-rsa AAAA"},{"id":"b","key":"ssh-rsa AAAB"}]"#);
    assert!(client(&fake).ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap().created);
}

#[tokio::test(start_paused = true)]
async fn a_refused_create_or_list_ends_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(KEYS)).unwrap();
    client.ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap_err();
    assert!(fake.requests_to(CREATE_KEY).is_empty());
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(CREATE_KEY)).unwrap();
    let error = client.ensure_ssh_key(CreateSshKey::new(KEY, "k")).await.unwrap_err();
    assert_eq!((error.status(), fake.requests_to(KEYS).len()), (Some(StatusCode::FORBIDDEN), 2));
}

#[tokio::test(start_paused = true)]
async fn a_private_key_is_not_sent_and_not_shown() {
    let fake = VerdaFake::builder().build();
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary4711\n-----END OPENSSH PRIVATE KEY-----\n";
    for text in [
        private,
        "-----BEGIN canary4711",
        "canary4711",
        "",
        "ssh-ed25519 canary-4711",
        "ssh-rsa AAAA\nssh-rsa canary4711",
    ] {
        let error = client(&fake).ensure_ssh_key(CreateSshKey::new(text, "k")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn it_can_be_spawned() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let task = tokio::spawn(async move { client.ensure_ssh_key(CreateSshKey::new(KEY, "k")).await });
    assert!(task.await.unwrap().unwrap().created);
}
