//! What may be sent once more, and what the call knows of the attempts before: a row for each course of responses.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use tokio::time::Instant;
use verda_api_ext::types::InstanceId;
use verda_api_ext::{BoxFuture, Client, Error, ErrorKind, Operation, Transport, TransportError, TransportErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{TOKEN, client, order};

/// Responds in this order, with a token to each sign-in; `None` is a connection that breaks.
struct Course(Mutex<Vec<Option<(u16, &'static str)>>>, Arc<Mutex<usize>>);

impl Transport for Course {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let mut sent = self.1.lock().unwrap();
        let next = if operation.id == "get_access_token" {
            // Another one each time.
            let token = format!(r#"{{"access_token":"token-{}","expires_in":3600}}"#, *sent);
            Ok(Response::new(Bytes::from(token)))
        } else {
            *sent += 1;
            let mut course = self.0.lock().unwrap();
            let next = if course.is_empty() { Some((200, "")) } else { course.remove(0) };
            match next {
                Some((status, body)) => Ok(Response::builder().status(status).body(Bytes::from(body)).unwrap()),
                None => Err(TransportError::new(TransportErrorKind::Interrupted, "reset")),
            }
        };
        Box::pin(async { next })
    }
}

fn course(responses: &[Option<(u16, &'static str)>]) -> (Client, Arc<Mutex<usize>>) {
    let sent = Arc::new(Mutex::new(0));
    let course = Course(Mutex::new(responses.to_vec()), sent.clone());
    (Client::builder().credentials("id", "secret").jitter_seed(7).transport(course).build().unwrap(), sent)
}

const REFUSED: Option<(u16, &str)> = Some((401, r#"{"code":"unauthorized","message":"m"}"#));
const PAGE: Option<(u16, &str)> = Some((401, "<html>"));
const CONFLICT: Option<(u16, &str)> = Some((409, r#"{"code":"conflict","message":"m"}"#));

/// A page with 401 is a proxy's: it does not say that an order was refused, and a deletion may have been carried out.
#[tokio::test(start_paused = true)]
async fn a_401_is_a_refusal_by_the_apis_own_word_alone() {
    let order_of = async |client: Client| client.deploy_instance(order("one")).send().await.map(drop).unwrap_err();
    let deletion = async |client: Client| client.delete_ssh_key("a").send().await.map(drop).unwrap_err();
    let told = |error: Error, sent: &Mutex<usize>| {
        let kind = error.kind();
        (kind, error.may_have_happened(), *sent.lock().unwrap())
    };
    for (responses, expected) in
        [([REFUSED, CONFLICT], (ErrorKind::Api, false, 2)), ([PAGE, CONFLICT], (ErrorKind::OutcomeUnknown, true, 1))]
    {
        let (client, sent) = course(&responses);
        assert_eq!(told(order_of(client).await, &sent), expected, "{responses:?}");
    }
    for (responses, may_have_happened) in [([REFUSED, CONFLICT], false), ([PAGE, CONFLICT], true)] {
        let (client, sent) = course(&responses);
        assert_eq!(told(deletion(client).await, &sent), (ErrorKind::Api, may_have_happened, 2), "{responses:?}");
    }
}

/// After an attempt without a response, a refusal does not say that the action was not carried out.
#[tokio::test(start_paused = true)]
async fn an_action_that_is_refused_after_an_attempt_without_a_response_is_open() {
    for (responses, is_open) in [(&[None, CONFLICT][..], true), (&[CONFLICT], false)] {
        let (client, _) = course(responses);
        let outcomes = client.shutdown_instances(InstanceId::from("a")).await;
        match outcomes {
            Err(error) => assert!(is_open && error.may_have_happened(), "{error}"),
            Ok(outcomes) => assert!(!is_open && !outcomes.failed().next().unwrap().1.is_unknown(), "{outcomes:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_as_long_as_the_longest_one_is_made_and_costs_no_budget() {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let builder = Client::builder().credentials("id", "x").retry_budget(1).transport(fake.transport());
    let client = builder.build().unwrap().with(|o| o.max_retry_after(Duration::from_secs(20)).max_attempts(4));
    client.get_balance().send().await.unwrap();
    let later = |status| {
        let after = HeaderValue::from_static("20");
        Injection::new(Effect::Status(status)).on("GET /v1/balance").header(RETRY_AFTER, after)
    };
    fake.inject(later(StatusCode::TOO_MANY_REQUESTS).times(3)).unwrap();
    let began = Instant::now();
    client.get_balance().send().await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 60);
    // A failure costs some, whether it says a time or not; and so does a refusal that says none.
    for injection in [
        later(StatusCode::SERVICE_UNAVAILABLE),
        Injection::new(Effect::Opaque(StatusCode::TOO_MANY_REQUESTS)).on("GET /v1/balance"),
    ] {
        (0..5).for_each(|_| fake.inject(injection.clone()).unwrap());
        fake.clear_requests();
        client.get_balance().send().await.unwrap_err();
        assert!(fake.requests_to("GET /v1/balance").len() <= 2);
        fake.clear_injections();
        for _ in 0..5 {
            client.get_balance().send().await.unwrap();
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_sign_in_that_fails_is_repeated_as_often_as_the_call_has_attempts() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE)).on(TOKEN).always()).unwrap();
    let client = client(&fake).with(|o| o.max_attempts(3).timeout(Duration::from_secs(3600)));
    let error = client.get_balance().send().await.unwrap_err();
    assert_eq!((error.kind(), fake.token_requests()), (ErrorKind::Auth, 3), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_header_of_the_options_replaces_no_header_that_says_what_is_sent() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake).with(|o| {
        o.header(CONTENT_TYPE, HeaderValue::from_static("text/plain"))
            .header(AUTHORIZATION, HeaderValue::from_static("Bearer mine"))
    });
    client.deploy_instance(order("one")).send().await.unwrap();
    let request = &fake.requests_to("POST /v1/instances")[0];
    assert_eq!(request.header("content-type"), Some("application/json"));
    // Public operations have no token, and not that of the options either.
    client.list_images().send().await.unwrap();
    let public = client.list_instance_types().send().await;
    public.unwrap();
    let request = &fake.requests_to("GET /v1/instance-types")[0];
    assert_eq!(request.header("authorization"), None, "{request:?}");
}
