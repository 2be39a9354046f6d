//! Orders are sent once, whatever the HTTP client does by itself, and those that were never sent are told from those that may have
//! been. Over sockets and in real time.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use verda_api_ext::raw::{Method, Operation};
use verda_api_ext::{Client, ErrorKind};

const ID: &str = "\"5b1e0000-0000-4000-8000-000000000001\"";
const ORDERS: &str = "/v1/instances";

/// The requests that a server has seen, each with its head and content.
type Seen = Arc<Mutex<Vec<String>>>;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// A server on a thread of its own, with connections that stay open. It waits for `pause` before it reads, and responds to the nth
/// request as the function says.
fn serve(pause: Duration, respond: fn(&str, usize) -> String) -> (SocketAddr, Seen) {
    let seen = Seen::default();
    let (address, log) = (std::net::TcpListener::bind("127.0.0.1:0").unwrap(), seen.clone());
    address.set_nonblocking(true).unwrap();
    let listening = address.local_addr().unwrap();
    std::thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::from_std(address).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, log.clone(), pause, respond));
            }
        });
    });
    (listening, seen)
}

async fn connection(mut stream: TcpStream, seen: Seen, pause: Duration, respond: fn(&str, usize) -> String) {
    let mut buffer = Vec::new();
    tokio::time::sleep(pause).await;
    loop {
        let mut piece = vec![0; 1 << 16];
        match stream.read(&mut piece).await {
            Ok(0) | Err(_) => return,
            Ok(length) => buffer.extend_from_slice(&piece[..length]),
        }
        let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&buffer[..end]);
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        if buffer.len() < end + 4 + length {
            continue;
        }
        let text = String::from_utf8_lossy(&std::mem::take(&mut buffer)).into_owned();
        let number = {
            let mut seen = seen.lock().unwrap();
            seen.push(text.clone());
            seen.len()
        };
        if stream.write_all(respond(&text, number).as_bytes()).await.is_err() {
            return;
        }
    }
}

fn response(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

fn orders_are_taken(request: &str, _: usize) -> String {
    if request.starts_with("POST") { response("202 Accepted", "", ID) } else { response("200 OK", "", "{}") }
}

fn http(change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> reqwest::Client {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()));
    let tls = tls.with_safe_default_protocol_versions().unwrap();
    let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    change(builder.tls_backend_preconfigured(tls)).build().unwrap()
}

fn client(address: SocketAddr) -> Client {
    Client::builder().base_url(format!("http://{address}")).access_token("t0ken").build().unwrap()
}

async fn order(client: &Client) -> Result<Value, verda_api_ext::Error> {
    let order = json!({"hostname": "node-1"});
    Ok(client.request(Method::POST, ORDERS).json(&order).send::<Value>().await?.into_inner())
}

fn starting_with(seen: &Seen, start: &str) -> usize {
    seen.lock().unwrap().iter().filter(|request| request.starts_with(start)).count()
}

#[tokio::test]
async fn a_body_has_a_length_and_no_body_has_none() {
    let (address, seen) = serve(Duration::ZERO, orders_are_taken);
    let client = client(address);
    order(&client).await.unwrap();
    client.request(Method::POST, "/v1/unknown").send::<Value>().await.unwrap();
    client.request(Method::DELETE, "/v1/unknown").send::<Value>().await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(
        seen[0].contains("content-length: 21\r\n") && seen[0].ends_with("\r\n\r\n{\"hostname\":\"node-1\"}"),
        "{seen:?}"
    );
    assert!(seen.iter().all(|request| !request.contains("transfer-encoding")), "{seen:?}");
    assert!(seen[1..].iter().all(|request| request.ends_with("\r\n\r\n") && !request.contains("content-length")));
}

#[tokio::test]
async fn an_order_goes_through_a_proxy() {
    let (proxy, seen) = serve(Duration::ZERO, orders_are_taken);
    let through = http(|builder| builder.proxy(reqwest::Proxy::all(format!("http://{proxy}")).unwrap()));
    let builder = Client::builder().base_url("http://api.example").allow_insecure_http().access_token("t0ken");
    order(&builder.http_client(through).build().unwrap()).await.unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen[0].starts_with("POST http://api.example/v1/instances HTTP/1.1\r\n"), "{seen:?}");
    assert!(seen[0].contains("content-length: 21\r\n"), "{seen:?}");
}

/// Makes a connection, and leaves it in the pool: the runtime must be driven until the connection is there again.
async fn pool_a_connection(client: &Client) {
    client.request(Method::GET, "/v1/unknown").send::<Value>().await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// It may have been done: to say that it was not sent would have it sent twice.
#[tokio::test]
async fn an_order_that_was_taken_and_has_no_response_in_time_may_have_happened() {
    let (address, seen) = serve(Duration::ZERO, |request, number| {
        std::thread::sleep(Duration::from_secs(5));
        orders_are_taken(request, number)
    });
    let hasty = client(address).with(|o| o.timeout(Duration::from_secs(2)));
    let error = order(&hasty).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::OutcomeUnknown, true), "{error}");
    assert_eq!(starting_with(&seen, "POST"), 1);
}

/// A connection belongs to the runtime that made it. A service may keep one that it does not drive any more.
#[test]
fn an_order_that_no_connection_takes_is_not_sent_and_is_safe_to_repeat() {
    let (address, seen) = serve(Duration::ZERO, orders_are_taken);
    let client = client(address);
    let (idle, driven) = (runtime(), runtime());
    idle.block_on(pool_a_connection(&client));
    let hasty = client.with(|o| o.timeout(Duration::from_secs(1)));
    let error = driven.block_on(order(&hasty)).unwrap_err();
    assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::Connect, false), "{error}");
    // By its own timer or by that of the HTTP client, whichever is first.
    let text = error.to_string();
    assert!(text.contains("the request was not sent: ") && text.contains("accepted the request"), "{text}");
    // It is not sent later, either.
    idle.block_on(async { tokio::time::sleep(Duration::from_millis(200)).await });
    assert_eq!(starting_with(&seen, "POST"), 0);
}

/// An order whose call is dropped is not sent later, either.
#[test]
fn a_dropped_order_that_no_connection_has_taken_is_not_sent() {
    let (address, seen) = serve(Duration::ZERO, orders_are_taken);
    let client = client(address);
    let (idle, driven) = (runtime(), runtime());
    idle.block_on(pool_a_connection(&client));
    driven.block_on(async { tokio::time::timeout(Duration::from_millis(300), order(&client)).await.unwrap_err() });
    idle.block_on(async { tokio::time::sleep(Duration::from_millis(200)).await });
    assert_eq!(starting_with(&seen, "POST"), 0);
}

/// The same, where the call has time.
#[test]
fn an_order_that_no_connection_takes_is_sent_over_another_one() {
    let (address, seen) = serve(Duration::ZERO, orders_are_taken);
    let client = client(address);
    let (idle, driven) = (runtime(), runtime());
    idle.block_on(pool_a_connection(&client));
    let began = Instant::now();
    let mut request = reqwest::Request::new(Method::POST, format!("http://{address}{ORDERS}").parse().unwrap());
    *request.body_mut() = Some(r#"{"hostname":"node-1"}"#.into());
    // Without a time of its own, it waits for 12 s.
    *request.timeout_mut() = Some(Duration::from_secs(1));
    let operation = Operation::find(&Method::POST, ORDERS).unwrap();
    driven.block_on(client.send::<Value>(request, operation)).unwrap();
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    idle.block_on(async { tokio::time::sleep(Duration::from_millis(200)).await });
    assert_eq!(starting_with(&seen, "POST"), 1);
}

/// What a connection has taken is on its way, however long that takes.
#[tokio::test]
async fn a_slow_upload_is_not_given_up() {
    let (address, seen) = serve(Duration::from_secs(13), orders_are_taken);
    let content = "x".repeat(16 << 20);
    let client = client(address);
    client.request(Method::POST, ORDERS).json(&json!({ "description": content })).send::<Value>().await.unwrap();
    assert_eq!(starting_with(&seen, "POST"), 1);
}
