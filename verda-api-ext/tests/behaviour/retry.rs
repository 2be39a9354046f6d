//! Which calls are sent again, when, and what their errors tell.

use std::time::Duration;

use http::header::{DATE, HeaderValue, RETRY_AFTER};
use http::{Method, StatusCode};
use tokio::time::Instant;
use verda_api_ext::ErrorKind;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{DEPLOY, client, order};

const BALANCE: &str = "GET /v1/balance";

fn limited(retry_after: &str) -> Injection {
    let value = HeaderValue::from_str(retry_after).unwrap();
    Injection::new(Effect::Status(StatusCode::TOO_MANY_REQUESTS)).header(RETRY_AFTER, value)
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_is_waited_for_exactly() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    for (retry_after, date, milliseconds) in [
        ("7", None, 7000),
        // The server's clock is years off; only the difference counts.
        ("Sun, 06 Nov 1994 08:49:37 GMT", Some("Sun, 06 Nov 1994 08:49:07 GMT"), 30_000),
        ("1.5", None, 1500),
    ] {
        let mut injection = limited(retry_after).on(BALANCE);
        if let Some(date) = date {
            injection = injection.header(DATE, HeaderValue::from_static(date));
        }
        fake.inject(injection).unwrap();
        let began = Instant::now();
        client.get_balance().send().await.unwrap();
        assert_eq!(began.elapsed(), Duration::from_millis(milliseconds), "{retry_after}");
    }
    // To wait for no time, or until a time that has passed, is no reason to send all attempts at once.
    for retry_after in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        fake.inject(limited(retry_after).on(BALANCE).times(3)).unwrap();
        let began = Instant::now();
        client.get_balance().send().await.unwrap();
        let elapsed = began.elapsed();
        assert!(elapsed > Duration::from_millis(50) && elapsed < Duration::from_secs(4), "{retry_after}: {elapsed:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_that_cannot_be_waited_for_fails_at_once_and_is_told() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    let hasty = client.with(|o| o.timeout(Duration::from_secs(10)));
    for (client, retry_after) in [(&client, 121), (&hasty, 11)] {
        fake.clear_requests();
        fake.inject(limited(&retry_after.to_string()).on(BALANCE)).unwrap();
        let began = Instant::now();
        let error = client.get_balance().send().await.unwrap_err();
        assert_eq!(began.elapsed(), Duration::ZERO);
        assert!(error.is_rate_limited() && error.kind() == ErrorKind::RateLimited);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(retry_after)));
        assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert!(error.to_string().contains(&format!("retry in {retry_after} s")), "{error}");
        assert_eq!(fake.requests_to(BALANCE).len(), 1);
        tokio::time::advance(Duration::from_secs(200)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_beyond_all_clocks_does_no_harm() {
    for fields in ["99999999999999999999999", "18446744073709551615", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let fake = VerdaFake::builder().build();
        let state = HeaderValue::from_static("\"project\";r=0;t=999999999999999");
        fake.inject(limited(fields).on(BALANCE).header(http::HeaderName::from_static("ratelimit"), state)).unwrap();
        let client = client(&fake).with(|o| o.max_retry_after(Duration::MAX).timeout(Duration::from_secs(60)));
        let error = client.get_balance().send().await.unwrap_err();
        assert!(error.is_rate_limited() && error.retry_after() > Some(Duration::from_secs(3600)), "{error}");
        assert!(client.with(|o| o.timeout(Duration::from_secs(1))).get_balance().send().await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_without_a_time_is_retried_with_growing_pauses() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    // As opaque as the one in the vendor's document.
    fake.inject(Injection::new(Effect::Opaque(StatusCode::TOO_MANY_REQUESTS)).on(BALANCE).always()).unwrap();
    let began = Instant::now();
    let error = client.get_balance().send().await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after().is_none(), "{error:?}");
    assert_eq!((error.attempts(), fake.requests_to(BALANCE).len()), (4, 4));
    assert_eq!(error.elapsed(), Some(began.elapsed()));
    assert!(began.elapsed() <= Duration::from_millis(500 + 1000 + 2000), "{:?}", began.elapsed());
    assert!(error.to_string().contains("4 attempts in"), "{error}");
}

/// A server that says that it did not process a request is asked again where that is safe.
#[tokio::test(start_paused = true)]
async fn what_came_too_early_is_sent_again_where_it_may_be_repeated() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let too_early = || Injection::new(Effect::Status(StatusCode::TOO_EARLY));
    fake.inject(too_early().on(BALANCE)).unwrap();
    client.get_balance().send().await.unwrap();
    assert_eq!(fake.requests_to(BALANCE).len(), 2);
    fake.inject(too_early().on(DEPLOY)).unwrap();
    assert_eq!(client.deploy_instance(order("one")).send().await.unwrap_err().status(), Some(StatusCode::TOO_EARLY));
    assert_eq!(fake.requests_to(DEPLOY).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_create_is_sent_again_only_if_it_surely_was_not_done() {
    for (effect, sent) in [
        (Effect::Status(StatusCode::TOO_MANY_REQUESTS), 2),
        (Effect::Status(StatusCode::UNAUTHORIZED), 2),
        (Effect::Status(StatusCode::SERVICE_UNAVAILABLE), 1),
        (Effect::Html(StatusCode::BAD_GATEWAY), 1),
        (Effect::ResetBefore, 1),
        (Effect::ResetAfter, 1),
        (Effect::Truncated, 1),
        (Effect::Hang, 1),
        (Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR), 1),
    ] {
        let fake = VerdaFake::builder().build();
        fake.inject(Injection::new(effect.clone()).on(DEPLOY)).unwrap();
        let outcome = client(&fake).deploy_instance(order("one")).send().await;
        assert_eq!(fake.requests_to(DEPLOY).len(), sent, "{effect:?}");
        let machines = fake.instances().len();
        match outcome {
            Ok(_) => assert_eq!(machines, 1, "{effect:?}"),
            Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
                assert!(error.may_have_happened() && error.to_string().contains("list_instances"), "{error}");
            }
            Err(error) => assert!(machines == 0 && !error.may_have_happened(), "{effect:?}: {error}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_free_machine_is_a_response() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE)).on(DEPLOY)).unwrap();
    let error = client(&fake).deploy_instance(order("one")).send().await.unwrap_err();
    assert!(error.is_capacity() && error.kind() == ErrorKind::Api && !error.may_have_happened(), "{error:?}");
    assert!(error.to_string().contains("try another type or location"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_an_earlier_attempt_may_have_done_says_so() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let script = verda_api_ext::types::CreateScript::builder().name("a").script("#!/bin/sh");
    let id = client.create_script(script).send().await.unwrap().into_inner();
    fake.inject(Injection::new(Effect::ResetAfter).on("DELETE /v1/scripts/{scriptId}")).unwrap();
    let error = client.delete_script(&id).send().await.unwrap_err();
    assert!(error.is_not_found() && error.may_have_happened() && error.attempts() == 2, "{error:?}");
    assert!(
        error.to_string().contains("an earlier attempt may have been processed: check with `get_script`"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_its_own_time_within_that_of_the_call() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    fake.inject(Injection::new(Effect::Hang).on(BALANCE).always()).unwrap();
    let short = |o: verda_api_ext::CallOptions| {
        o.attempt_timeout(Duration::from_secs(4))
            .timeout(Duration::from_secs(10))
            .backoff(Duration::ZERO, Duration::ZERO)
    };
    let began = Instant::now();
    let error = client.with(short).get_balance().send().await.unwrap_err();
    // Four seconds, four seconds, and what was left.
    assert_eq!((began.elapsed(), error.attempts()), (Duration::from_secs(10), 3));
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("it is safe to retry"), "{error}");
    // One attempt of a slow response may take as long as the call.
    let fake = VerdaFake::builder().build();
    let client = crate::client(&fake);
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(90))).on(BALANCE)).unwrap();
    client.with(|o| o.attempt_timeout(None).timeout(None)).get_balance().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_without_time_sends_nothing() {
    let fake = VerdaFake::builder().build();
    let error = client(&fake).with(|o| o.timeout(Duration::ZERO)).get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), fake.requests().len()), (ErrorKind::Timeout, 0, 0));
    assert!(error.to_string().contains("nothing was sent"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_switched_off_and_cost_a_budget() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let builder = verda_api_ext::Client::builder().credentials("id", "x").retry_budget(5).transport(fake.transport());
    let client = builder.build().unwrap();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(BALANCE).always()).unwrap();
    client.with(|o| o.max_attempts(1)).get_balance().send().await.unwrap_err();
    assert_eq!(fake.requests_to(BALANCE).len(), 1);
    // Five retries for all clones together, and then none.
    for _ in 0..10 {
        client.clone().get_balance().send().await.unwrap_err();
    }
    assert_eq!(fake.requests_to(BALANCE).len(), 1 + 10 + 5);
    // Five calls that succeed earn one.
    fake.clear_injections();
    for _ in 0..5 {
        client.get_balance().send().await.unwrap();
    }
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(BALANCE)).unwrap();
    client.get_balance().send().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn headers_of_a_call_are_sent_and_do_not_replace_ours() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake).with(|o| {
        o.header(http::HeaderName::from_static("x-trace"), HeaderValue::from_static("abc"))
            .header(http::header::AUTHORIZATION, HeaderValue::from_static("Bearer mine"))
            .header(http::header::USER_AGENT, HeaderValue::from_static("mine"))
    });
    assert!(!format!("{client:?}").contains("abc"));
    client.get_balance().send().await.unwrap();
    let request = &fake.requests_to(BALANCE)[0];
    assert_eq!((request.method.clone(), request.header("x-trace")), (Method::GET, Some("abc")));
    assert!(request.header("authorization").unwrap().starts_with("Bearer access-"));
    assert!(request.header("user-agent").unwrap().starts_with("verda-api-ext/"));
}

#[tokio::test(start_paused = true)]
async fn a_response_tells_how_its_call_went() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(3))).on(BALANCE)).unwrap();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(BALANCE)).unwrap();
    let client = client(&fake);
    let first = client.get_balance().send().await.unwrap();
    let report = first.extensions().get::<verda_api_ext::CallReport>().unwrap();
    assert_eq!((report.attempts, report.elapsed), (1, Duration::from_secs(3)));
    let second = client.get_balance().send().await.unwrap();
    assert_eq!(second.extensions().get::<verda_api_ext::CallReport>().unwrap().attempts, 2);
}

/// An attempt that is given up loses the outcome: what may not be repeated has the whole time of the call.
#[tokio::test(start_paused = true)]
async fn an_order_of_ninety_seconds_is_no_unknown_outcome() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(90))).on(DEPLOY)).unwrap();
    client.deploy_instance(order("one")).send().await.unwrap();
    assert_eq!(fake.requests_to(DEPLOY).len(), 1);
}

/// The API holds the response of such a delete for as long as it is asked to, or for a minute.
#[tokio::test(start_paused = true)]
async fn a_delete_that_the_server_holds_has_the_time_for_that() {
    const DELETE: &str = "DELETE /v1/container-deployments/{deployment_name}";
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.get_balance().send().await.unwrap();
    for (asked, held) in [(Some(200_000_u64), 210), (None, 80)] {
        fake.clear_requests();
        fake.inject(Injection::new(Effect::Slow(Duration::from_secs(held))).on(DELETE)).unwrap();
        let delete = client.delete_container_deployment("llm");
        let error = match asked {
            Some(milliseconds) => delete.timeout(milliseconds).send().await.unwrap_err(),
            None => delete.send().await.unwrap_err(),
        };
        assert!(error.is_not_found() && error.attempts() == 1, "{asked:?}: {error}");
    }
}
