//! Compressed responses, with the features `gzip` and `brotli`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, HeaderValue};
use verda_api_ext::{Client, types};
use verda_fake::{Effect, Injection, VerdaFake};

const LIST: &str = "GET /v1/instances";

/// `[{"id":"5b1e0000-0000-4000-8000-000000000001","status":"running"}]`, compressed by other tools.
const GZIP: &str = "H4sIAAAAAAACA4uuVspMUbJSMk0yTDUAAl0wYQIiLGBcKDBU0lEqLkksKS0Gqi8qzcvLzEtXqo0FAAeLBxtCAAAA";
const BROTLI: &str = "G0EA+K0K7Lbl2UjuF6ooXsEJmqlhtsTKJgwNTtWkNUsX2Z7S6WsRmJaYMJEDp0TasoPyOwABhMjC1Qb7qVFLbWGHwio=";

/// A fake on a socket, because decompression is a part of the HTTP client, and a client of the fake.
async fn connected() -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().build();
    let url = fake.listen().await.unwrap();
    (fake, Client::builder().base_url(url).access_token("t").options(|o| o.max_attempts(1)).build().unwrap())
}

fn response(body: Vec<u8>, encoding: &'static str) -> Injection {
    let content_type = HeaderValue::from_static("application/json");
    let effect = Effect::Respond { status: StatusCode::OK, content_type, body: body.into() };
    Injection::new(effect).on(LIST).header(CONTENT_ENCODING, HeaderValue::from_static(encoding))
}

#[tokio::test]
async fn compressed_responses_are_requested_and_read() {
    let (fake, client) = connected().await;
    for (encoding, body) in [("gzip", GZIP), ("br", BROTLI)] {
        fake.inject(response(STANDARD.decode(body).unwrap(), encoding)).unwrap();
        let instances = client.list_instances().send().await.unwrap();
        assert_eq!(instances.len(), 1, "{encoding}");
        assert_eq!(instances[0].status, types::InstanceStatus::Running, "{encoding}");
    }
    for request in fake.requests_to(LIST) {
        let accepted = request.header("accept-encoding").unwrap();
        assert!(accepted.contains("gzip") && accepted.contains("br"), "{accepted}");
    }
}

#[tokio::test]
async fn a_truncated_compressed_response_is_an_error() {
    let (fake, client) = connected().await;
    let mut body = STANDARD.decode(GZIP).unwrap();
    body.truncate(40);
    fake.inject(response(body, "gzip")).unwrap();
    let error = client.list_instances().send().await.unwrap_err();
    assert_eq!(error.kind(), verda_api_ext::ErrorKind::Interrupted, "{error}");
    assert!(!error.to_string().contains('\n'));
}

/// A gigabyte of blanks in a megabyte: the limit applies to the decompressed size.
#[tokio::test]
async fn a_body_that_is_small_only_on_the_wire_is_given_up_at_its_limit() {
    // To compress it would take half a minute in a debug build. After a full flush, a part refers to nothing before it.
    let mut megabyte = Vec::with_capacity(1 << 16);
    let mut compress = flate2::Compress::new(flate2::Compression::best(), false);
    compress.compress_vec(&[b' '; 1 << 20], &mut megabyte, flate2::FlushCompress::Full).unwrap();
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];
    let bomb = [&header[..], &megabyte.repeat(1024)].concat();
    assert!(bomb.len() < 2 << 20);
    let (fake, client) = connected().await;
    fake.inject(response(bomb, "gzip")).unwrap();
    let began = std::time::Instant::now();
    let error = client.list_instances().send().await.unwrap_err();
    assert!(error.to_string().contains("more than 67108864 bytes, the limit of this client"), "{error}");
    // Decompressing everything would take seconds in a debug build.
    assert!(began.elapsed() < std::time::Duration::from_secs(20));
}
