//! Signing in where the token endpoint, a provider or a runtime fails.

use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;
use verda_api_ext::{AuthError, BoxError, BoxFuture, Client, Credentials, CredentialsProvider, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::sign_in::fetched;
use crate::{SECRET, TOKEN, client, many};

/// Any failure of the refresh token falls back to the credentials: an error inside the server, a page, silence.
#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_in_any_way_falls_back_to_the_credentials() {
    for effect in [
        Effect::Status(StatusCode::INTERNAL_SERVER_ERROR),
        Effect::Html(StatusCode::OK),
        Effect::Html(StatusCode::NOT_FOUND),
        Effect::Hang,
        Effect::ResetBefore,
    ] {
        let fake = VerdaFake::builder().token_lifetime(Duration::from_secs(600)).build();
        let client = client(&fake);
        client.get_balance().send().await.unwrap();
        tokio::time::advance(Duration::from_secs(700)).await;
        fake.inject(Injection::new(effect.clone()).on(TOKEN)).unwrap();
        client.get_balance().send().await.unwrap();
        assert_eq!(fake.token_requests(), 3, "{effect:?}");
    }
}

/// A token endpoint that fails once fails no call, whatever else each of them meets.
#[tokio::test(start_paused = true)]
async fn one_failure_of_the_token_endpoint_fails_none_of_a_thousand_tasks() {
    for effect in [
        Effect::Html(StatusCode::BAD_GATEWAY),
        Effect::Status(StatusCode::SERVICE_UNAVAILABLE),
        Effect::Status(StatusCode::TOO_MANY_REQUESTS),
        Effect::ResetBefore,
        Effect::Hang,
    ] {
        for attempts in [2, 4] {
            let fake = VerdaFake::builder().without_rate_limits().build();
            let client = client(&fake).with(|o| o.max_attempts(attempts));
            fake.inject(Injection::new(effect.clone()).on(TOKEN)).unwrap();
            fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on("GET /v1/balance").times(20)).unwrap();
            many(&client, 1000, async |client| client.get_balance().send().await.map(|_| ())).await;
            assert_eq!(fake.token_requests(), 2, "{effect:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_of_the_token_endpoint_is_waited_out_or_told() {
    let limited = || {
        let injection = Injection::new(Effect::Opaque(StatusCode::TOO_MANY_REQUESTS)).on(TOKEN);
        injection.header(http::header::RETRY_AFTER, http::HeaderValue::from_static("20"))
    };
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    fake.inject(limited()).unwrap();
    let began = tokio::time::Instant::now();
    client.get_balance().send().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 20);
    fake.revoke_access_tokens();
    fake.inject(limited()).unwrap();
    let error = client.with(|o| o.timeout(Duration::from_secs(5))).get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Auth, Some(Duration::from_secs(20))), "{error}");
    // One request was sent: the one that was refused with 401.
    assert!(error.attempts() == 1 && !error.to_string().contains("nothing was sent"), "{error}");
    let began = tokio::time::Instant::now();
    let error = client.with(|o| o.max_retry_after(Duration::from_secs(2))).get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), began.elapsed()), (ErrorKind::Auth, Duration::ZERO), "{error}");
}

/// An outage is over when it is over, whatever it says of that.
#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_is_unavailable_is_asked_again_soon() {
    let fake = VerdaFake::builder().build();
    let later = http::HeaderValue::from_static("600");
    let outage = Injection::new(Effect::Opaque(StatusCode::SERVICE_UNAVAILABLE)).on(TOKEN);
    fake.inject(outage.header(http::header::RETRY_AFTER, later)).unwrap();
    let began = tokio::time::Instant::now();
    client(&fake).get_balance().send().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
}

/// Fetches that hang are waited for longer each time; a response ends that.
#[tokio::test(start_paused = true)]
async fn fetches_that_hang_are_given_up_later_each_time_until_one_has_a_response() {
    let unavailable = || Effect::Status(StatusCode::SERVICE_UNAVAILABLE);
    for (effects, seconds) in [
        // 5 s, a failure and the pause after it, 5 s.
        (vec![Effect::Hang, unavailable(), Effect::Hang], 11),
        (vec![Effect::Hang, Effect::Hang], 15),
    ] {
        let fake = VerdaFake::builder().build();
        effects.iter().for_each(|effect| fake.inject(Injection::new(effect.clone()).on(TOKEN)).unwrap());
        let began = tokio::time::Instant::now();
        client(&fake).get_balance().send().await.unwrap();
        assert_eq!(began.elapsed().as_secs(), seconds, "{effects:?}");
    }
}

/// One operation that is always refused fetches no token for each call.
#[tokio::test(start_paused = true)]
async fn a_fresh_token_that_is_refused_as_well_is_kept() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let client = client(&fake);
    let refused = Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on("GET /v1/balance");
    fake.inject(refused.always()).unwrap();
    for _ in 0..100 {
        assert!(client.get_balance().send().await.unwrap_err().is_unauthorized());
        client.list_images().send().await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    assert!(fake.token_requests() < 12, "{} tokens in 8 minutes", fake.token_requests());
    // What it refuses says nothing of the others: a token that is revoked is replaced for them at once.
    fake.revoke_access_tokens();
    client.list_images().send().await.unwrap();
}

/// Refusals of the kept token do not prolong the time for which no other one is fetched.
#[tokio::test(start_paused = true)]
async fn a_trouble_of_refusals_is_over_a_minute_after_its_end() {
    for every in [1, 10, 50] {
        let fake = VerdaFake::builder().without_rate_limits().build();
        let client = client(&fake).with(|o| o.max_attempts(2));
        client.get_balance().await.unwrap();
        fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on("GET /v1/balance").always()).unwrap();
        let poll = async |seconds: u64| {
            for _ in 0..seconds / every {
                tokio::time::sleep(Duration::from_secs(every)).await;
                let _ = client.get_balance().await;
            }
        };
        poll(100).await;
        // The tokens of that time stay invalid.
        fake.clear_injections();
        fake.revoke_access_tokens();
        poll(100).await;
        client.get_balance().await.unwrap();
    }
}

/// One operation that is always refused takes the token of no other one.
#[tokio::test(start_paused = true)]
async fn an_operation_that_is_refused_costs_the_others_no_token() {
    for trouble in
        [Effect::Status(StatusCode::SERVICE_UNAVAILABLE), Effect::Hang, Effect::Status(StatusCode::UNAUTHORIZED)]
    {
        let fake = VerdaFake::builder().without_rate_limits().build();
        let client = client(&fake).with(|o| o.max_attempts(2).timeout(Duration::from_secs(20)));
        fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on("GET /v1/balance").always()).unwrap();
        client.list_images().await.unwrap();
        assert!(client.get_balance().await.unwrap_err().is_unauthorized());
        fake.inject(Injection::new(trouble.clone()).on(TOKEN).always()).unwrap();
        for _ in 0..60 {
            tokio::time::sleep(Duration::from_secs(15)).await;
            let (refused, listed) =
                tokio::join!(client.get_balance().into_future(), client.list_images().into_future());
            assert!(refused.is_err());
            listed.unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
        }
    }
}

/// Panics when it is asked for the first time, or the second.
struct Flaky(std::sync::atomic::AtomicU32, u32);

impl CredentialsProvider for Flaky {
    fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
        Box::pin(async {
            let asked = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            assert_ne!(asked, self.1, "the vault responded with nonsense");
            Ok(Credentials::new("id\r\n", format!("{SECRET}\n")))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_panics_poisons_nothing_and_loses_no_order() {
    let fake = VerdaFake::builder().credentials("id", SECRET).token_lifetime(Duration::from_secs(120)).build();
    let with = |panics_at| {
        let provider = Flaky(std::sync::atomic::AtomicU32::new(0), panics_at);
        Client::builder().credentials_provider(provider).transport(fake.transport()).build().unwrap()
    };
    let client = with(0);
    let error = client.get_balance().send().await.unwrap_err();
    assert!(matches!(error.cause::<AuthError>(), Some(AuthError::Provider(_))), "{error:?}");
    tokio::time::sleep(Duration::from_secs(2)).await;
    client.get_balance().send().await.unwrap();
    // Panics alongside an order that has a token. Refresh tokens are refused, so that the provider is asked.
    let client = with(1);
    client.get_balance().send().await.unwrap();
    tokio::time::sleep(Duration::from_secs(90)).await;
    fake.inject(Injection::new(Effect::Status(StatusCode::BAD_REQUEST)).on(TOKEN)).unwrap();
    let order = client.deploy_instance(crate::order("one"));
    order.send().await.unwrap();
    fetched().await;
    client.get_balance().send().await.unwrap();
}

/// A provider that hangs holds calls up for a few seconds; a call that waits begins afresh.
#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_given_up() {
    struct Hangs(std::sync::atomic::AtomicUsize, usize);
    impl CredentialsProvider for Hangs {
        fn credentials(&self) -> BoxFuture<'_, Result<Credentials, BoxError>> {
            Box::pin(async {
                if self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < self.1 {
                    std::future::pending::<()>().await;
                }
                Ok(Credentials::new("id", SECRET))
            })
        }
    }
    for (hangs, longest) in [(1, 7), (2, 18)] {
        let fake = VerdaFake::builder().credentials("id", SECRET).build();
        let provider = Hangs(std::sync::atomic::AtomicUsize::new(0), hangs);
        let client = Client::builder().credentials_provider(provider).transport(fake.transport()).build().unwrap();
        let began = Instant::now();
        let calls = futures_util::future::join_all((0..50).map(|_| client.get_balance().send())).await;
        assert!(calls.iter().all(Result::is_ok));
        assert!(began.elapsed() < Duration::from_secs(longest), "{:?}", began.elapsed());
        assert_eq!(fake.token_requests(), 1);
    }
}

/// An endpoint that takes longer than a fetch is waited for serves all calls with its first response.
#[tokio::test(start_paused = true)]
async fn the_first_of_two_fetches_serves_all_calls() {
    // A second fetch is waited for twice as long as the first one: there is no third one.
    for slow in [8, 12].map(Duration::from_secs) {
        let fake = VerdaFake::builder().without_rate_limits().build();
        let client = client(&fake);
        fake.inject(Injection::new(Effect::Slow(slow)).on(TOKEN).always()).unwrap();
        let began = Instant::now();
        let calls = futures_util::future::join_all((0..50).map(|_| client.list_images().send())).await;
        assert!(calls.iter().all(Result::is_ok));
        assert!(began.elapsed() < slow + Duration::from_millis(500), "{:?}", began.elapsed());
        assert_eq!(fake.token_requests(), 2, "{slow:?}");
    }
}

/// An endpoint that gives the same token again and again is not asked for each refusal.
#[tokio::test(start_paused = true)]
async fn a_token_that_is_given_again_is_not_fetched_for_each_refusal() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let json = http::HeaderValue::from_static("application/json");
    let says = |status, body: &'static str| Effect::Respond {
        status,
        content_type: json.clone(),
        body: verda_api_ext::raw::Bytes::from_static(body.as_bytes()),
    };
    let same = says(StatusCode::OK, r#"{"access_token":"the same one","expires_in":3600}"#);
    fake.inject(Injection::new(same).on(TOKEN).always()).unwrap();
    let refusal = says(StatusCode::UNAUTHORIZED, r#"{"code":"unauthorized_request","message":"No"}"#);
    fake.inject(Injection::new(refusal).on("GET /v1/balance").always()).unwrap();
    let images = says(StatusCode::OK, "[]");
    fake.inject(Injection::new(images).on("GET /v1/images").always()).unwrap();
    let client = client(&fake);
    for _ in 0..50 {
        assert_eq!(client.get_balance().send().await.unwrap_err().status(), Some(StatusCode::UNAUTHORIZED));
        client.list_images().send().await.unwrap();
    }
    assert!(fake.token_requests() <= 3, "{}", fake.token_requests());
}

/// A client whose first token takes three seconds, in real time.
fn slow_sign_in() -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().build();
    let client = Client::builder().credentials("id", SECRET).transport(fake.transport()).build().unwrap();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(3))).on(TOKEN)).unwrap();
    (fake, client)
}

/// The runtime that began a fetch is shut down, or is there and not driven: calls on another one begin afresh.
#[test]
fn a_fetch_outlives_no_runtime() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for shut_down in [true, false] {
        let (_fake, client) = slow_sign_in();
        let first = runtime();
        let hasty = client.with(|o| o.timeout(Duration::from_millis(100)));
        let error = first.block_on(hasty.list_images().send()).unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
        let first = (!shut_down).then_some(first);
        let patient = client.with(|o| o.timeout(Duration::from_secs(8)));
        runtime().block_on(patient.list_images().send()).unwrap();
        drop(first);
    }
}

/// The runtime of a call that signs in is shut down: the call ends, and computes nothing meanwhile.
#[test]
fn a_call_ends_with_its_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (fake, client) = slow_sign_in();
    let (ended, end) = std::sync::mpsc::channel();
    let handle = runtime.handle().clone();
    runtime.spawn_blocking(move || {
        let computed = cpu_time::ThreadTime::now();
        let call = || handle.block_on(client.list_images().send()).is_ok();
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
        ended.send(computed.elapsed()).unwrap();
    });
    std::thread::sleep(Duration::from_millis(200));
    // It is signing in.
    assert!(end.try_recv().is_err() && fake.token_requests() == 1);
    // It waits for the call.
    std::thread::spawn(move || drop(runtime));
    let computed = end.recv_timeout(Duration::from_secs(8)).unwrap();
    assert!(computed < Duration::from_millis(500), "{computed:?}");
}

/// OAuth tells with a 400 what other APIs tell with a 503.
#[tokio::test(start_paused = true)]
async fn a_sign_in_that_is_unavailable_for_a_moment_fails_no_call() {
    for code in ["temporarily_unavailable", "server_error"] {
        let fake = VerdaFake::builder().without_rate_limits().build();
        let client = client(&fake);
        let body = format!(r#"{{"error":"{code}"}}"#).into();
        let content_type = http::HeaderValue::from_static("application/json");
        let unavailable = Effect::Respond { status: StatusCode::BAD_REQUEST, content_type, body };
        fake.inject(Injection::new(unavailable).on(TOKEN)).unwrap();
        let began = Instant::now();
        many(&client, 1000, async |client| client.get_balance().send().await.map(|_| ())).await;
        assert_eq!((began.elapsed(), fake.token_requests()), (Duration::from_secs(1), 2), "{code}");
    }
}

/// Tokens may live shorter than it takes to fetch one. Calls wait for a token without a permit of the rate limits, so that none of
/// them keeps others from being sent.
#[tokio::test(start_paused = true)]
async fn tokens_that_expire_at_once_hold_up_no_burst() {
    for life in [Duration::ZERO, Duration::from_secs(1)] {
        let fake = VerdaFake::builder().without_rate_limits().token_lifetime(life).build();
        let client = client(&fake);
        fake.inject(Injection::new(Effect::Slow(Duration::from_millis(1500))).on(TOKEN).always()).unwrap();
        let calls = (0..500_u32).map(|number| {
            let client = client.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(2) * number).await;
                let began = Instant::now();
                let _ = client.get_balance().send().await;
                began.elapsed()
            }
        });
        let longest = futures_util::future::join_all(calls).await.into_iter().max().unwrap();
        // Each waits for the fetch that is under way, and perhaps for one after it.
        assert!(longest <= Duration::from_millis(3500), "{life:?}: {longest:?}");
    }
}
