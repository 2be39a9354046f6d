//! Errors: their kinds, what programs ask them, and how they read.

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use verda_api_ext::{Client, Error, ErrorKind, TransportError, TransportErrorKind, types};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{DEPLOY, client, order};

/// The error of an order with this response.
async fn error_of(status: u16, body: &'static str) -> Error {
    let fake = VerdaFake::builder().build();
    let json = HeaderValue::from_static("application/json");
    let body = Bytes::from_static(body.as_bytes());
    let response = Effect::Respond { status: StatusCode::from_u16(status).unwrap(), content_type: json, body };
    let request_id = (HeaderName::from_static("x-request-id"), HeaderValue::from_static("req-1"));
    fake.inject(Injection::new(response).on(DEPLOY).always().header(request_id.0, request_id.1)).unwrap();
    let client = client(&fake).with(|o| o.max_attempts(2));
    let error = client.deploy_instance(order("one")).send().await.unwrap_err();
    assert_eq!(error.to_string().lines().count(), 1, "{error}");
    error
}

#[tokio::test(start_paused = true)]
async fn questions_are_decided_by_status_and_code() {
    let funds = error_of(402, r#"{"code":"insufficient_funds","message":"Not enough funds"}"#).await;
    assert!(funds.is_insufficient_funds() && funds.to_string().contains("add funds"), "{funds}");
    let quota = error_of(400, r#"{"code":"invalid_request","message":"Instance limit exceeded"}"#).await;
    assert!(quota.is_quota() && quota.to_string().contains("the trash counts"), "{quota}");
    let capacity = error_of(503, r#"{"code":"service_unavailable","message":"Not enough resources"}"#).await;
    assert!(capacity.is_capacity() && capacity.kind() == ErrorKind::Api, "{capacity}");
    let scope = error_of(403, r#"{"code":"insufficient_scope","message":"No"}"#).await;
    assert_eq!(
        (scope.kind(), scope.code(), scope.request_id()),
        (ErrorKind::Api, Some("insufficient_scope"), Some("req-1"))
    );
    assert!(!scope.is_quota() && !scope.is_unauthorized() && !scope.may_have_happened());
    for error in [&funds, &quota, &capacity] {
        let questions = [error.is_insufficient_funds(), error.is_quota(), error.is_capacity(), error.is_not_found()];
        assert_eq!(questions.iter().filter(|yes| **yes).count(), 1, "{error}");
        assert_eq!((error.operation(), error.attempts()), (Some("deploy_instance"), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn every_form_of_an_error_body_is_read() {
    let array = error_of(400, r#"{"code":"invalid_request","message":["size is small","name is empty"]}"#).await;
    assert_eq!(array.messages(), ["size is small", "name is empty"]);
    assert!(array.to_string().contains("size is small; name is empty"), "{array}");
    let oauth = error_of(400, r#"{"error":"invalid_scope","error_description":"no such scope"}"#).await;
    assert_eq!((oauth.code(), oauth.messages()), (Some("invalid_scope"), &["no such scope".to_owned()][..]));
    for body in
        ["", "<html><body>Bad Gateway</body></html>", "{}", "[]", "null", "7", "\u{feff}", "{\"message\":{\"a\":1}}"]
    {
        let error = error_of(502, body).await;
        assert_eq!((error.status(), error.code()), (Some(StatusCode::BAD_GATEWAY), None), "{body}");
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}");
        assert!(!error.to_string().contains('<'), "{error}");
    }
    let empty = error_of(401, "").await;
    assert!(empty.is_unauthorized() && empty.to_string().contains("check the credentials"), "{empty}");
    let opaque = error_of(429, "overloaded!").await;
    assert!(opaque.is_rate_limited() && opaque.to_string().contains("overloaded!"), "{opaque}");
}

#[tokio::test(start_paused = true)]
async fn a_503_that_is_no_response_of_the_api_leaves_a_create_open() {
    for body in ["<html>", "", r#"{"code":"server_error","message":"?"}"#] {
        let error = error_of(503, body).await;
        assert!(
            error.kind() == ErrorKind::OutcomeUnknown && error.may_have_happened() && !error.is_capacity(),
            "{body}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_success_that_proves_nothing_may_have_happened() {
    let error = error_of(202, "<html>welcome</html>").await;
    assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::OutcomeUnknown, true));
    assert_eq!((error.status(), error.attempts()), (Some(StatusCode::ACCEPTED), 1));
    assert_eq!(error.body().unwrap().as_ref(), b"<html>welcome</html>");
    assert!(!format!("{error} {error:?}").contains("welcome"), "{error:?}");
    let fake = VerdaFake::builder().build();
    let body = Bytes::from_static(br#"{"id":"a"}"#);
    let json = HeaderValue::from_static("application/json");
    let response = Effect::Respond { status: StatusCode::OK, content_type: json, body };
    fake.inject(Injection::new(response).on("GET /v1/instances/{instance_id}")).unwrap();
    let error = client(&fake).get_instance("a").send().await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::UnexpectedResponse, Some(".")));
    assert!(error.to_string().contains("missing field `status`"), "{error}");
    // A read changes nothing.
    assert!(!error.may_have_happened());
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_before_sending_is_told_and_nothing_is_sent() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let dots = client.get_instance(types::InstanceId::from("..")).send().await.unwrap_err();
    assert_eq!((dots.kind(), dots.operation()), (ErrorKind::InvalidRequest, Some("get_instance")));
    assert!(dots.to_string().contains("`..`") && dots.to_string().contains("nothing was sent"), "{dots}");
    assert!(fake.requests().is_empty());
    let config = Error::from(Client::builder().base_url("ftp://x").build().unwrap_err());
    assert_eq!((config.kind(), config.operation()), (ErrorKind::Configuration, None));
}

/// Breaks the connection of every request.
struct Broken;

impl verda_api_ext::Transport for Broken {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        _: &'static verda_api_ext::Operation,
    ) -> verda_api_ext::BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Interrupted, "reset")) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_raw_client_has_the_same_error_and_counts_no_attempts() {
    let raw = verda_api_ext::raw::Client::new("https://api.example.com", Broken);
    let error = raw.deploy_instance(order("one")).send().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.elapsed()), (ErrorKind::OutcomeUnknown, 0, None));
    assert!(error.cause::<TransportError>().is_some());
    fn is_usable<T: Send + Sync + std::error::Error + 'static>() {}
    is_usable::<Error>();
    assert!(size_of::<Error>() <= size_of::<usize>());
}

/// As a `main` that returns the error prints it.
#[tokio::test(start_paused = true)]
async fn debug_begins_with_the_line_of_display() {
    let error = error_of(402, r#"{"code":"insufficient_funds","message":"Not enough funds"}"#).await;
    assert!(format!("{error:?}").starts_with(&error.to_string()), "{error:?}");
    assert!(error.to_string().starts_with("deploy_instance: the API responded 402 Payment Required"), "{error}");
}
