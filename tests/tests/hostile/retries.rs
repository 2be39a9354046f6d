//! Reads are retried after responses of a proxy or a CDN.

use std::time::{Duration, Instant};

use crate::{LOGIN, PROXY};
use verda_tests::hostile::{Reply, Server, html, json};

#[tokio::test]
async fn a_read_is_sent_again_after_what_passes() {
    let mut odd: Vec<Reply> = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530]
        .into_iter()
        .flat_map(|status| [html(status, ""), html(status, PROXY)])
        .collect();
    odd.extend([
        html(200, LOGIN),
        html(404, PROXY),
        json(200, ""),
        json(200, "{}"),
        json(200, "null"),
        json(206, "[]"),
    ]);
    odd.extend([json(200, "[{\"id\":"), json(204, ""), Reply::closed(), Reply::cut(200, b"[]".to_vec())]);
    let server = Server::in_turn(odd.iter().flat_map(|odd| [odd.clone(), json(200, "[]")]).collect()).await;
    let client = server.client();
    for (index, odd) in odd.iter().enumerate() {
        let images = client.list_images().send().await.unwrap_or_else(|error| panic!("{odd:?}: {error}"));
        assert_eq!((images.len(), server.count()), (0, 2 * (index + 1)), "{odd:?}");
    }
}

#[tokio::test]
async fn a_page_of_an_api_that_is_away_ends_after_four_attempts() {
    let server = Server::always(html(200, LOGIN)).await;
    let error = server.client().list_images().send().await.unwrap_err();
    assert_eq!((error.attempts(), server.count()), (4, 4), "{error}");
    assert!(!error.may_have_happened());
}

#[tokio::test]
async fn an_own_503_of_a_list_is_an_outage_and_no_lack_of_capacity() {
    for message in ["maintenance", "Not enough resources"] {
        let body = format!(r#"{{"code":"service_unavailable","message":"{message}"}}"#);
        let server = Server::always(json(503, body)).await;
        let error = server.client().list_instances().send().await.unwrap_err();
        assert!(!error.is_capacity(), "{error}");
        assert_eq!(server.count(), 4, "{error}");
    }
}

#[tokio::test]
async fn a_refusal_of_the_api_is_not_repeated() {
    for status in [400, 402, 403, 404, 405, 409, 410, 422, 501] {
        let server = Server::always(json(status, r#"{"code":"odd","message":"No"}"#)).await;
        server.client().list_images().send().await.unwrap_err();
        assert_eq!(server.count(), 1, "{status}");
    }
}

/// An error of a gateway with 200, with any first member.
#[tokio::test]
async fn an_error_with_the_status_of_a_success_is_no_value() {
    let bodies = [
        r#"{"code":"internal","message":"boom"}"#,
        r#"{"requestId":"1","code":"internal","message":"boom"}"#,
        r#"{"requestId":"1","error":"boom"}"#,
        r#"{"path":"/v1","statusCode":500}"#,
        r#"{"traceId":"1","success":false}"#,
        r#"{"path":"/v1/balance","status":"error","message":"boom"}"#,
    ];
    let mut taken = Vec::new();
    for body in bodies {
        let client = Server::always(json(200, body)).await.client();
        let scaling = client.get_container_deployment_scaling("a").send().await;
        let replicas = client.list_container_deployment_replicas("a").send().await;
        taken.extend(client.get_balance().send().await.ok().map(|value| format!("{body}: {value:?}")));
        taken.extend(scaling.ok().map(|value| format!("{body}: {value:?}")));
        taken.extend(replicas.ok().map(|value| format!("{body}: {value:?}")));
    }
    assert!(taken.is_empty(), "{taken:#?}");
}

/// A server that asks for no pause still gets one: four attempts within a millisecond would not help.
#[tokio::test]
async fn a_pause_of_zero_is_not_taken_literally() {
    for value in ["0", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let server = Server::always(html(503, "").with("retry-after", value)).await;
        let client = server.client_with_usual_pauses();
        let began = Instant::now();
        client.list_images().send().await.unwrap_err();
        assert!(
            began.elapsed() > Duration::from_millis(50),
            "{value}: {} requests in {:?}",
            server.count(),
            began.elapsed()
        );
    }
}

#[tokio::test]
async fn a_pause_with_a_fraction_is_waited() {
    let slow = || html(429, "").with("retry-after", "1.5");
    let server = Server::start(move |seen| if seen.number == 0 { slow() } else { json(200, "[]") }).await;
    let client = server.client_with_usual_pauses();
    let began = Instant::now();
    client.list_images().send().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(1), "asked for 1.5 s, paused {:?}", began.elapsed());
}
