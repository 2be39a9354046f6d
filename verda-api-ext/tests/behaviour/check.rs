//! The report on whether calls can be expected to work.

use std::time::SystemTime;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use http::header::{DATE, HeaderValue};
use verda_api_ext::Client;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

#[tokio::test(start_paused = true)]
async fn when_all_is_well_two_calls_say_so() {
    let fake = VerdaFake::builder().build();
    let report = client(&fake).check().await;
    assert!(report.is_ok() && report.rate_limits.len() == 2, "{report:?}");
    let text = report.to_string();
    for part in ["reachable     yes", "signed in     yes", "project: 499 of 500 left", "GET /v1/balance"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // A public call, the token, and one that needs it.
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn each_problem_is_told_apart() {
    let fake = VerdaFake::builder().credentials("id", "another").build();
    let report = client(&fake).check().await;
    assert!(report.reachable.is_ok() && report.signed_in.is_err() && !report.is_ok());
    assert!(report.to_string().contains("signed in     NO: get_balance: the credentials were refused"), "{report}");
    let anonymous = Client::builder().transport(fake.transport()).build().unwrap().check().await;
    assert!(anonymous.to_string().contains("no credentials in the builder"), "{anonymous}");
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on("GET /v1/volume-types").always()).unwrap();
    let down = client(&fake).check().await;
    assert!(down.to_string().contains("reachable     NO: list_volume_types"), "{down}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_differs_is_told() {
    for (ahead, expected) in [(0, "as the API's"), (600, "ahead of the API's"), (-600, "behind the API's")] {
        let fake = VerdaFake::builder().build();
        let date =
            httpdate::fmt_http_date((DateTime::<Utc>::from(SystemTime::now()) - TimeDelta::seconds(ahead)).into());
        let json = HeaderValue::from_static("application/json");
        let response = Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from_static(b"[]") };
        let date = HeaderValue::from_str(&date).unwrap();
        fake.inject(Injection::new(response).on("GET /v1/volume-types").header(DATE, date)).unwrap();
        let report = client(&fake).check().await;
        let skew = report.clock_skew.unwrap().num_seconds();
        assert!((skew - ahead).abs() <= 3, "{skew}");
        assert!(report.to_string().contains(expected), "{report}");
    }
}

/// The date of a response tells nothing of a clock where an attempt before it hung for a while.
#[tokio::test(start_paused = true)]
async fn no_clock_is_judged_by_a_call_that_was_sent_again() {
    let fake = VerdaFake::builder().start_time(SystemTime::now().into()).build();
    fake.inject(Injection::new(Effect::Hang).on("GET /v1/volume-types")).unwrap();
    let report = client(&fake).check().await;
    assert!(report.reachable.is_ok() && report.clock_skew.is_none(), "{report}");
}

/// A token that may do less than all explains the refusals that follow.
#[tokio::test(start_paused = true)]
async fn the_scope_of_the_token_is_told() {
    for (scope, expected) in
        [(r#","scope":"cloud-api-v1""#, "signed in     yes, with the scope cloud-api-v1\n"), ("", "yes\n")]
    {
        let fake = VerdaFake::builder().build();
        let body = format!(r#"{{"access_token":"t","token_type":"Bearer","expires_in":3600{scope}}}"#).into();
        let json = HeaderValue::from_static("application/json");
        let response = Effect::Respond { status: StatusCode::OK, content_type: json.clone(), body };
        fake.inject(Injection::new(response).on("POST /v1/oauth2/token")).unwrap();
        let body = Bytes::from_static(br#"{"amount":1,"currency":"usd"}"#);
        let balance = Effect::Respond { status: StatusCode::OK, content_type: json, body };
        fake.inject(Injection::new(balance).on("GET /v1/balance")).unwrap();
        let report = client(&fake).check().await;
        assert!(report.to_string().contains(expected), "{report}");
    }
}
