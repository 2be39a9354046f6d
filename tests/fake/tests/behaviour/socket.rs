//! The fake over a socket, with hand-written requests.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use verda_fake::{Effect, Injection, MAX_BODY_BYTES, VerdaFake};

pub(crate) async fn serve(fake: &VerdaFake) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(fake.clone().serve(listener));
    address
}

/// Sends a request, and returns all data until the connection is closed.
pub(crate) async fn talk(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = Vec::new();
    let read = stream.read_to_end(&mut response);
    // A broken connection may end with an error after the received part.
    let _ = tokio::time::timeout(Duration::from_secs(10), read).await.unwrap();
    String::from_utf8(response).unwrap()
}

const GET_TYPES: &str = "GET /v1/volume-types HTTP/1.1\r\nhost: fake\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn requests_get_responses_and_are_recorded() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    let response = talk(address, GET_TYPES).await;
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.contains("content-type: application/json; charset=utf-8\r\n"));
    assert!(response.contains("NVMe"));

    let body = r#"{"grant_type":"client_credentials","client_id":"a","client_secret":"b"}"#;
    let request = format!(
        "POST /v1/oauth2/token HTTP/1.1\r\nhost: fake\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    assert!(talk(address, &request).await.contains("access_token"));
    assert_eq!(fake.requests().len(), 2);
    assert_eq!(fake.requests()[1].body, body);
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_a_slash_at_the_end_changes_nothing() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    let head = talk(address, &GET_TYPES.replace("GET", "HEAD")).await;
    let (headers, body) = head.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "");
    let get = talk(address, &GET_TYPES.replace("volume-types", "volume-types/")).await;
    let (get_headers, types) = get.split_once("\r\n\r\n").unwrap();
    assert!(get_headers.starts_with("HTTP/1.1 200 OK") && headers.starts_with("HTTP/1.1 200 OK"), "{headers}");
    assert!(headers.contains(&format!("content-length: {}", types.len())), "{headers}");
    let operations: Vec<_> = fake.requests().iter().map(|request| request.operation).collect();
    assert_eq!(operations, [Some("GET /v1/volume-types"); 2]);
}

#[tokio::test]
async fn connections_are_cut() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    fake.inject(Injection::new(Effect::ResetBefore)).unwrap();
    assert_eq!(talk(address, GET_TYPES).await, "");

    fake.inject(Injection::new(Effect::Truncated)).unwrap();
    let response = talk(address, GET_TYPES).await;
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    let announced: usize =
        head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap().parse().unwrap();
    assert_eq!(body.len(), announced / 2);
    assert!(talk(address, GET_TYPES).await.starts_with("HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn an_oversize_body_is_refused() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    let length = MAX_BODY_BYTES + 1;
    let request =
        format!("POST /v1/scripts HTTP/1.1\r\nhost: fake\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    let response = talk(address, &request).await;
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(response.contains("invalid_request"));
}

#[tokio::test]
async fn nonsense_does_not_end_the_server() {
    let fake = VerdaFake::default();
    let address = serve(&fake).await;
    talk(address, "nonsense\r\n\r\n").await;
    assert!(talk(address, GET_TYPES).await.starts_with("HTTP/1.1 200 OK"));
}
