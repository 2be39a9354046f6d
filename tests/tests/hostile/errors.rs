//! Errors: one line each, bounded, and without secrets, for any response.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering::Relaxed};
use std::time::Duration;

use verda_api_ext::Error;
use verda_api_ext::types::InstanceId;

use crate::order;
use verda_tests::hostile::{Server, html, json};

/// The maximum length of a message.
const LONGEST: usize = 5000;

fn is_one_line(text: &str, why: &str) {
    assert!(!text.contains(char::is_control), "{why}: {text:?}");
    assert!(!text.contains(['\u{2028}', '\u{202e}', '\u{200b}']), "{why}: {text:?}");
    assert!(text.len() < LONGEST, "{why}: {} bytes", text.len());
    assert!(!text.contains("canary"), "{why}: {text}");
}

/// The forms of an error in a log, from `main`, and in a chain of causes.
fn is_fit_for_logs(error: &Error, why: &str) {
    let line = error.to_string();
    let main = format!("Error: {error:?}");
    assert!(main.starts_with(&format!("Error: {line}")), "{why}: {main}");
    let mut cause = std::error::Error::source(error);
    let (alternate, pretty) = (format!("{error:#}"), format!("{error:#?}"));
    for text in [&line, &main, &alternate, &pretty] {
        is_one_line(text, why);
    }
    while let Some(error) = cause {
        is_one_line(&error.to_string(), why);
        cause = error.source();
    }
}

#[tokio::test]
async fn errors_are_one_line_and_bounded() {
    const TEXT: &str = r"odd\nERROR root: \u001b[31mthe disk is on fire\u2028\u202e\u0000\r";
    let long = "a".repeat(200_000);
    let many = format!("[{}]", vec!["\"no\\n\""; 10_000].join(","));
    let bodies = [
        format!(r#"{{"code":"{TEXT}","message":"m"}}"#),
        format!(r#"{{"code":"x","message":"{TEXT}"}}"#),
        format!(r#"{{"code":"x","message":["{TEXT}","{TEXT}"]}}"#),
        format!(r#"{{"code":"x","message":"{long}"}}"#),
        format!(r#"{{"code":"{long}","message":"m"}}"#),
        format!(r#"{{"code":"x","message":{many}}}"#),
        format!(r#"{{"statusCode":400,"message":{{"{TEXT}":"{TEXT}"}}}}"#),
        format!(r#"{{"error":"{TEXT}","error_description":"{TEXT}"}}"#),
        "first\nsecond\u{1b}[31m".to_owned(),
        long.clone(),
        format!("<html>{long}</html>"),
        format!(r#"[{{"id":"a","{TEXT}":1,"status":7}}]"#),
        format!(r#"{{"{TEXT}":1}}"#),
        "\u{0}\u{1}".to_owned(),
    ];
    for body in bodies {
        let shown: String = body.chars().take(60).collect();
        let status = Arc::new(AtomicU16::new(0));
        let server = Server::start({
            let status = status.clone();
            move |_| {
                json(status.load(Relaxed), body.as_str())
                    .with("x-request-id", &format!("r\t{}", "r".repeat(8000)))
                    .with("set-cookie", "session=canary")
                    .with("retry-after", "9999999")
            }
        })
        .await;
        let client = server.client_without_retries();
        // 429 is last, because it blocks further calls of the client.
        for code in [200, 207, 400, 401, 503, 429] {
            status.store(code, Relaxed);
            let why = format!("{code} {shown}");
            if let Err(error) = client.list_instances().send().await {
                is_fit_for_logs(&error, &why);
            }
            if code == 429 {
                break;
            }
            let error = client.deploy_instance(order("a")).send().await.unwrap_err();
            is_fit_for_logs(&error, &why);
            let actions = client.shutdown_instances(&InstanceId::from("a")).await;
            if let Err(error) = actions.and_then(|outcomes| outcomes.all_ok()) {
                is_fit_for_logs(&error, &why);
            }
        }
    }
}

const FORGED: &str = r#""odd\nERROR root: \u001b[31mthe disk is on fire\u2028\u202e""#;

#[tokio::test]
async fn errors_of_waits_are_one_line() {
    let server = Server::always(json(200, format!(r#"{{"id":"a","status":{FORGED}}}"#))).await;
    for id in ["a", "a\nERROR root: forged"] {
        let error = server.client().wait_for_instance(id).timeout(Duration::ZERO).await.unwrap_err();
        is_fit_for_logs(&error, "a status");
    }
}

#[tokio::test]
async fn failures_of_actions_are_one_line() {
    let id = InstanceId::from("a");
    let failed = format!(
        r#"[{{"instanceId":"a","action":"shutdown","status":"error","error":{FORGED},"code":{FORGED},"statusCode":403}}]"#
    );
    for reply in [json(403, format!(r#"{{"code":{FORGED},"message":{FORGED}}}"#)), json(207, failed)] {
        let server = Server::always(reply).await;
        let outcomes = server.client().shutdown_instances(&id).await.unwrap();
        is_fit_for_logs(&outcomes.all_ok().unwrap_err(), "outcomes");
        for (_, failure) in outcomes.failed() {
            is_one_line(&failure.to_string(), "failure");
        }
    }
}

#[tokio::test]
async fn a_failed_sign_in_shows_no_secret() {
    let replies = [
        json(200, r#"{"access_token":["canary"],"expires_in":3600}"#),
        json(200, r#"{"token":"canary"}"#),
        html(200, "<html>canary</html>"),
        html(502, "<html>canary</html>"),
    ];
    let shown = replies.map(async |reply| {
        let server = Server::always(reply.clone()).await;
        let error = server.client_that_signs_in().list_images().send().await.unwrap_err();
        is_fit_for_logs(&error, &format!("{reply:?}"));
        assert!(!error.to_string().contains("report"), "{error}");
    });
    futures_util::future::join_all(shown).await;
}

/// A 401, and then the token endpoint is unavailable: the request was sent.
#[tokio::test]
async fn what_was_sent_is_not_denied() {
    let server = Server::start(|seen| match (seen.path.as_str(), seen.number) {
        ("/v1/oauth2/token", 0) => json(200, r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#),
        ("/v1/oauth2/token", _) => json(400, "{}"),
        _ => json(401, "{}"),
    })
    .await;
    let error = server.client_that_signs_in().list_instances().send().await.unwrap_err();
    let sent = server.seen().iter().filter(|seen| seen.path == "/v1/instances").count();
    assert!(sent > 0 && !error.to_string().contains("nothing was sent"), "sent {sent} time(s): {error}");
    // The endpoint has not refused the credentials.
    assert!(!error.is_unauthorized() && !error.to_string().contains("check the credentials"), "{error}");
}
