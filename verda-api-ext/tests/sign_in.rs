//! Signing in, as the fake sees it. In paused time: an hour passes in no time.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::time::Duration;

use http::StatusCode;
use verda_api_ext::{AuthError, BuildError, Client, Error, TransportErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

const SECRET: &str = "canary-secret-4711";

fn client(fake: &VerdaFake) -> Client {
    Client::builder().credentials("id", SECRET).transport(fake.transport()).build().unwrap()
}

/// The cause of a call that was not sent.
#[track_caller]
fn auth_error(error: Error) -> AuthError {
    match error {
        Error::Transport { source, .. } if source.kind() == TransportErrorKind::NotSent => {
            *source.into_source().downcast::<AuthError>().unwrap()
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn many_calls_share_one_token() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.list_instances().send().await.map(|_| ()) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(fake.token_requests(), 1);
    assert_eq!(fake.requests_to("GET /v1/instances").len(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_expires_and_not_earlier() {
    let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(600)).build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    tokio::time::advance(Duration::from_secs(530)).await;
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 1);
    tokio::time::advance(Duration::from_secs(20)).await;
    client.get_balance().send().await.unwrap();
    let grants: Vec<_> = fake
        .requests_to("POST /v1/oauth2/token")
        .iter()
        .map(|request| request.json().unwrap()["grant_type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(grants, ["client_credentials", "refresh_token"]);
    assert!(fake.requests_to("GET /v1/balance").iter().all(|request| request.status == Some(StatusCode::OK)));
}

#[tokio::test(start_paused = true)]
async fn a_dead_refresh_token_falls_back_to_the_credentials() {
    for status in [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED] {
        let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(600)).build();
        let client = client(&fake);
        client.get_balance().send().await.unwrap();
        tokio::time::advance(Duration::from_secs(700)).await;
        fake.inject(Injection::new(Effect::Status(status)).on("POST /v1/oauth2/token")).unwrap();
        client.get_balance().send().await.unwrap();
        assert_eq!(fake.token_requests(), 3, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_token_is_replaced_and_the_call_replayed_once() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    fake.revoke_access_tokens();
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 2);
    // A 401 that stays is an answer, and no loop.
    fake.clear_requests();
    fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on("GET /v1/balance").always()).unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(fake.requests_to("GET /v1/balance").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_the_token_endpoints_own_answer() {
    let fake = VerdaFake::builder().credentials("id", "another").build();
    let error = client(&fake).list_instances().send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("Invalid client id or client secret"), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
    match auth_error(error) {
        AuthError::Token(Error::Api(answer)) => {
            assert_eq!((answer.status(), answer.code()), (StatusCode::UNAUTHORIZED, Some("unauthorized_request")));
        }
        other => panic!("{other:?}"),
    }
    assert!(fake.requests_to("GET /v1/instances").is_empty());
}

#[tokio::test(start_paused = true)]
async fn without_credentials_public_operations_work_and_others_are_not_sent() {
    let fake = VerdaFake::builder().build();
    let client = Client::builder().transport(fake.transport()).build().unwrap();
    assert!(!client.list_instance_types().send().await.unwrap().is_empty());
    assert!(fake.requests()[0].header("authorization").is_none());
    fake.clear_requests();
    let error = client.list_instances().send().await.unwrap_err();
    assert!(error.to_string().contains("VERDA_CLIENT_ID"), "{error}");
    assert!(matches!(auth_error(error), AuthError::NoCredentials));
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_request_says_who_sends_it_and_no_secret_shows() {
    let fake = VerdaFake::builder().build();
    let builder = Client::builder().credentials("id", SECRET).user_agent("my-service/1.2").transport(fake.transport());
    assert!(!format!("{builder:?}").contains(SECRET));
    let client = builder.build().unwrap();
    client.list_instances().send().await.unwrap();
    for request in fake.requests() {
        assert!(request.header("user-agent").unwrap().starts_with("my-service/1.2 verda-api-ext/"));
    }
    assert!(!format!("{client:?}").contains(SECRET));
}

#[test]
fn the_environment_gives_both_halves_or_none() {
    let build = |variables: &'static [(&str, &str)]| {
        let variable =
            move |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Client::builder().environment(variable).build()
    };
    assert!(build(&[]).is_ok());
    assert!(build(&[("VERDA_CLIENT_ID", "a"), ("VERDA_CLIENT_SECRET", "b")]).is_ok());
    let half = build(&[("VERDA_CLIENT_ID", "a"), ("VERDA_CLIENT_SECRET", " ")]).unwrap_err();
    assert!(half.to_string().contains("VERDA_CLIENT_SECRET is not"), "{half}");
    let base = build(&[("VERDA_BASE_URL", "https://verda.example/v1/")]).unwrap();
    assert_eq!(base.base_url(), "https://verda.example");
}

#[test]
fn credentials_go_over_https_or_stay_on_this_machine() {
    let build = |url: &str| Client::builder().base_url(url).build().map(|client| client.base_url().to_owned());
    for url in ["http://127.0.0.1:8080/v1", "http://localhost:8080", "http://[::1]:8080", "https://api.example.com/v1"]
    {
        assert!(build(url).is_ok(), "{url}");
    }
    for url in ["http://api.example.com", "ftp://example.com", "api.example.com", "https://a.example?x=1", ""] {
        assert!(matches!(build(url), Err(BuildError::BaseUrl { .. })), "{url}");
    }
    let leak = build("https://user:hunter2@example.com").unwrap_err();
    assert!(!format!("{leak} {leak:?}").contains("hunter2"), "{leak:?}");
    assert!(Client::builder().base_url("http://api.example.com").allow_insecure_http().build().is_ok());
}
