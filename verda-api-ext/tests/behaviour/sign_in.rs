//! Signing in, as the fake sees it. In paused time: an hour passes in no time.

use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use verda_api_ext::{AuthError, BoxError, BoxFuture, Client, Credentials, CredentialsProvider, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{SECRET, TOKEN, client, many};

/// A refresh of a token that lives is a task of its own: lets it run.
pub(crate) async fn fetched() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

#[tokio::test(start_paused = true)]
async fn many_calls_share_one_token() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    many(&client, 200, async |client| client.list_instances().send().await.map(|_| ())).await;
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
    fetched().await;
    let grants: Vec<_> = fake
        .requests_to("POST /v1/oauth2/token")
        .iter()
        .map(|request| request.json().unwrap()["grant_type"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(grants, ["client_credentials", "refresh_token"]);
    assert!(fake.requests_to("GET /v1/balance").iter().all(|request| request.status == Some(StatusCode::OK)));
}

/// One that lives for less than two minutes is renewed in the second half of its life.
#[tokio::test(start_paused = true)]
async fn a_token_that_lives_for_seconds_is_not_renewed_at_once() {
    let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(40)).build();
    let client = client(&fake);
    for (seconds, fetches) in [(0, 1), (18, 1), (4, 2)] {
        tokio::time::advance(Duration::from_secs(seconds)).await;
        client.get_balance().send().await.unwrap();
        fetched().await;
        assert_eq!(fake.token_requests(), fetches, "{seconds}");
    }
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
    // A 401 that stays is a response, and no loop.
    fake.clear_requests();
    fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on("GET /v1/balance").always()).unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(fake.requests_to("GET /v1/balance").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_the_token_endpoints_own_response() {
    let fake = VerdaFake::builder().credentials("id", "another").build();
    let error = client(&fake).list_instances().send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("Invalid client id or client secret"), "{shown}");
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(error.is_unauthorized());
    let Some(AuthError::Refused(response)) = error.cause::<AuthError>() else { panic!("{error:?}") };
    assert_eq!((response.status(), response.code()), (Some(StatusCode::UNAUTHORIZED), Some("unauthorized_request")));
    assert!(fake.requests_to("GET /v1/instances").is_empty());
}

/// Waiting and asking again would lead to the same refusal.
#[tokio::test(start_paused = true)]
async fn refused_credentials_are_told_at_once_to_the_calls_that_follow() {
    let fake = VerdaFake::builder().credentials("id", "another").build();
    let client = client(&fake);
    client.list_instances().send().await.unwrap_err();
    let began = Instant::now();
    let error = client.list_volumes().send().await.unwrap_err();
    assert!(matches!(error.cause::<AuthError>(), Some(AuthError::Refused(_))), "{error:?}");
    assert_eq!((began.elapsed(), fake.token_requests()), (Duration::ZERO, 1));
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
    assert!(matches!(error.cause::<AuthError>(), Some(AuthError::NoCredentials { .. })), "{error:?}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
    assert!(fake.requests().is_empty());
    // What to do depends on where the client has looked.
    let advice = error.to_string();
    assert!(advice.contains("no credentials in the builder") && advice.contains("with `from_env()`"), "{advice}");
    let client = Client::builder().environment(|_| None).transport(fake.transport()).build().unwrap();
    let advice = client.list_instances().send().await.unwrap_err().to_string();
    assert!(advice.contains("; set VERDA_CLIENT_ID and") && !advice.contains("from_env"), "{advice}");
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

#[tokio::test(start_paused = true)]
async fn ten_thousand_calls_over_an_expiry_fetch_one_token_and_wait_for_nothing_else() {
    let fake = VerdaFake::builder().without_rate_limits().token_lifetime(Duration::from_secs(600)).build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    tokio::time::advance(Duration::from_secs(601)).await;
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(2))).on(TOKEN)).unwrap();
    let began = tokio::time::Instant::now();
    let polls = AtomicUsize::new(0);
    let call = async |client: Client| {
        let mut call = pin!(client.get_balance().send());
        let counted = std::future::poll_fn(|cx| {
            polls.fetch_add(1, SeqCst);
            call.as_mut().poll(cx)
        });
        counted.await.map(|_| ())
    };
    many(&client, 10_000, call).await;
    assert_eq!(fake.token_requests(), 2);
    // All of them waited for that one request, and for no other.
    assert_eq!(began.elapsed(), Duration::from_secs(2));
    // Calls of one task do not wake one another; tokio has each of many in one task polled some forty times.
    let polls = polls.load(SeqCst);
    assert!(polls < 600_000, "{polls}");
}

#[tokio::test(start_paused = true)]
async fn no_call_waits_for_a_refresh_while_the_old_token_lives() {
    let fake = VerdaFake::builder().without_rate_limits().token_lifetime(Duration::from_secs(600)).build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    tokio::time::advance(Duration::from_secs(545)).await;
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(5))).on(TOKEN)).unwrap();
    let began = tokio::time::Instant::now();
    many(&client, 1000, async |client| client.get_balance().send().await.map(|_| ())).await;
    assert_eq!(began.elapsed(), Duration::ZERO);
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(fake.token_requests(), 2);
    client.get_balance().send().await.unwrap();
    tokio::time::advance(Duration::from_secs(300)).await;
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 2);
    assert!(fake.requests_to("GET /v1/balance").iter().all(|request| request.status == Some(StatusCode::OK)));
}

#[tokio::test(start_paused = true)]
async fn a_failed_refresh_of_a_living_token_is_no_error() {
    let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(600)).build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    fake.inject(Injection::new(Effect::Status(StatusCode::INTERNAL_SERVER_ERROR)).on(TOKEN).always()).unwrap();
    tokio::time::advance(Duration::from_secs(545)).await;
    for _ in 0..20 {
        client.get_balance().send().await.unwrap();
        fetched().await;
    }
    // The refresh token, then the credentials; an endpoint that fails is left alone for a moment.
    assert_eq!(fake.token_requests(), 3);
    fake.clear_injections();
    tokio::time::advance(Duration::from_secs(2)).await;
    client.get_balance().send().await.unwrap();
    fetched().await;
    tokio::time::advance(Duration::from_secs(300)).await;
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_gives_up_does_not_cancel_the_fetch_of_the_others() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(4))).on(TOKEN)).unwrap();
    let impatient = client.with(|o| o.timeout(Duration::from_secs(1)));
    let (first, second) = tokio::join!(impatient.get_balance().send(), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        client.get_balance().send().await
    });
    let error = first.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0), "{error}");
    second.unwrap();
    assert_eq!(fake.token_requests(), 1);
    // And one that is dropped in the middle.
    fake.revoke_access_tokens();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(4))).on(TOKEN)).unwrap();
    let dropped = tokio::spawn({
        let client = client.clone();
        async move { client.get_balance().send().await.map(|_| ()) }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    dropped.abort();
    let began = tokio::time::Instant::now();
    client.get_balance().send().await.unwrap();
    assert_eq!((began.elapsed(), fake.token_requests()), (Duration::from_secs(3), 2));
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_down_for_a_minute_is_not_hammered_and_then_used_again() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(TOKEN).always()).unwrap();
    let began = tokio::time::Instant::now();
    let mut failed = 0;
    while began.elapsed() < Duration::from_secs(60) {
        let once = client.with(|o| o.max_attempts(1));
        let error = once.get_balance().send().await.unwrap_err();
        assert!(matches!(error.cause::<AuthError>(), Some(AuthError::Unavailable(_))), "{error:?}");
        assert!(!error.is_unauthorized(), "{error:?}");
        failed += 1;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(failed > 500 && fake.token_requests() <= 15, "{failed} {}", fake.token_requests());
    assert!(fake.requests_to("GET /v1/balance").is_empty());
    // A call with the usual attempts outlasts a short outage.
    fake.clear_requests();
    fake.clear_injections();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(TOKEN)).unwrap();
    tokio::time::sleep(Duration::from_secs(2)).await;
    client.with(|o| o.backoff(Duration::from_secs(8), Duration::from_secs(8))).get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_401_invalidates_only_the_token_that_was_used() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    // One call is on its way with the old token while another one replaces it.
    fake.revoke_access_tokens();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(5))).on("GET /v1/images")).unwrap();
    let (slow, quick) = tokio::join!(client.list_images().send(), client.get_balance().send());
    slow.unwrap();
    quick.unwrap();
    assert_eq!(fake.token_requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_given_token_is_used_until_it_is_refused() {
    let fake = VerdaFake::builder().build();
    let client = Client::builder().access_token("canary-token").transport(fake.transport()).build().unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    assert!(error.is_unauthorized() && error.kind() == ErrorKind::Api, "{error:?}");
    assert!(!format!("{error} {error:?} {client:?}").contains("canary-token"));
    assert_eq!((fake.token_requests(), fake.requests_to("GET /v1/balance").len()), (0, 1));
    assert_eq!(fake.requests()[0].header("authorization"), Some("Bearer canary-token"));
}

struct Vault(std::sync::atomic::AtomicU32);

impl CredentialsProvider for Vault {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        let asked = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Box::pin(async move {
            match asked {
                0 => Err("the vault is sealed".into()),
                _ => Ok(Credentials::new("id", SECRET)),
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_is_asked_when_the_client_signs_in() {
    let fake = VerdaFake::builder().credentials("id", SECRET).build();
    let vault = Vault(std::sync::atomic::AtomicU32::new(0));
    let client = Client::builder().credentials_provider(vault).transport(fake.transport()).build().unwrap();
    let error = client.get_balance().send().await.unwrap_err();
    assert!(error.to_string().contains("the vault is sealed"), "{error}");
    tokio::time::sleep(Duration::from_secs(1)).await;
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.token_requests(), 1);
}
