//! A server and two clients to compare: ours, and bare reqwest.

#![allow(dead_code, reason = "each user takes what it needs")]

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Runtime};
use verda_api_ext::Client;
use verda_fake::{Effect, Injection, VerdaFake};

/// What the API tells of its limits; there is room enough.
const LIMITS: [(&str, &str); 2] = [
    ("ratelimit-policy", r#""project";q=500000;w=60, "endpoint";q=60000;w=60"#),
    ("ratelimit", r#""project";r=486000;t=37, "endpoint";r=48000;t=37"#),
];

pub(crate) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

const INSTANCE: &str = r#"{"id":"5b1e0000-0000-4000-8000-000000000001","ip":"198.18.0.1","status":"running",
        "created_at":"2026-04-01T06:49:28.829Z","cpu":{"description":"4 CPU","number_of_cores":4},
        "gpu":{"description":"","number_of_gpus":0},"memory":{"description":"16GB RAM","size_in_gigabytes":16},
        "hostname":"node-1","description":"","location":"FIN-01","price_per_hour":0.0355,"is_spot":false,
        "instance_type":"CPU.4V.16G","ssh_key_ids":["0c110000-0000-4000-8000-000000000002"]}"#;

/// A list of as many instances, as the API writes it.
pub(crate) fn list_of(instances: usize) -> String {
    format!("[{}]", vec![INSTANCE; instances].join(","))
}

/// A fake on a thread of its own, so that what it allocates is not counted, with as many instances in its list.
pub(crate) fn serve(fake: VerdaFake, instances: usize, limited: bool) -> SocketAddr {
    inject(&fake, instances, limited);
    listen(fake)
}

/// What makes of a benchmark the server of another one.
const SERVE_SLOWLY: &str = "--serve-slowly";

/// A server that responds to each request after 200 ms with an empty list. It is a process of its own, since a burst of 10,000
/// calls needs as many sockets on each side as one process may have.
pub(crate) struct SlowServer {
    pub(crate) base: String,
    process: Child,
}

impl SlowServer {
    pub(crate) fn start(limited: bool) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([SERVE_SLOWLY, if limited { "limited" } else { "unlimited" }]).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { base: format!("http://{}", address.trim()), process }
    }
}

impl Drop for SlowServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether this process is a server, which it is then until it is killed.
pub(crate) fn is_server() -> bool {
    let arguments: Vec<String> = std::env::args().collect();
    let is_server = arguments.get(1).is_some_and(|argument| argument == SERVE_SLOWLY);
    if is_server {
        let limits = LIMITS.iter().filter(|_| arguments.get(2).is_some_and(|argument| argument == "limited"));
        let limits: String = limits.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let response =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{limits}content-length: 2\r\n\r\n[]");
        runtime().block_on(serve_slowly(&response));
    }
    is_server
}

async fn serve_slowly(response: &str) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(4096).unwrap();
    println!("{}", listener.local_addr().unwrap());
    loop {
        let (mut connection, _) = listener.accept().await.unwrap();
        let response = response.to_owned();
        tokio::spawn(async move {
            let mut request = [0; 4096];
            // One read is one request: they have no bodies.
            while matches!(connection.read(&mut request).await, Ok(1..)) {
                tokio::time::sleep(Duration::from_millis(200)).await;
                if connection.write_all(response.as_bytes()).await.is_err() {
                    break;
                }
            }
        });
    }
}

fn with_limits(injection: Injection, limited: bool) -> Injection {
    let limits = LIMITS.iter().filter(|_| limited);
    limits.fold(injection, |injection, (name, value)| {
        injection.header(HeaderName::from_static(name), HeaderValue::from_static(value))
    })
}

fn inject(fake: &VerdaFake, instances: usize, limited: bool) {
    let list = list_of(instances);
    let json = HeaderValue::from_static("application/json");
    let response = |body: &str| Effect::Respond {
        status: StatusCode::OK,
        content_type: json.clone(),
        body: Bytes::copy_from_slice(body.as_bytes()),
    };
    let id = "5b1e0000-0000-4000-8000-000000000001";
    for (operation, body) in [
        ("GET /v1/instances", list.as_str()),
        ("GET /v1/instances/{instance_id}", INSTANCE),
        ("POST /v1/instances", id),
    ] {
        let injection = Injection::new(response(body)).on(operation).always();
        fake.inject(with_limits(injection, limited)).unwrap();
    }
}

fn listen(fake: VerdaFake) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let runtime = runtime();
        runtime.block_on(async { fake.serve(TcpListener::from_std(listener).unwrap()).await })
    });
    address
}

/// Bare reqwest, as in a client that was written in an afternoon.
pub(crate) struct Bare {
    pub(crate) http: reqwest::Client,
    pub(crate) base: String,
}

impl Bare {
    pub(crate) async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> T {
        let request =
            self.http.get(format!("{}{path}", self.base)).header("user-agent", "bare/1.0").bearer_auth("token");
        let body = request.send().await.unwrap().error_for_status().unwrap().bytes().await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }
}

pub(crate) fn clients(instances: usize, limited: bool) -> (Client, Bare) {
    let fake = VerdaFake::builder().without_rate_limits().build();
    let base = format!("http://{}", serve(fake, instances, limited));
    let ours = Client::builder().base_url(&base).access_token("token").build().unwrap();
    // Bare reqwest wants a provider for the whole process; ours brings its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    (ours, Bare { http, base })
}
