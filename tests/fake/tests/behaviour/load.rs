//! A large project under load, over the socket. By hand, because it measures time:
//!
//! `cargo test --release -p verda-fake --test behaviour load -- --ignored --nocapture`

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::start;
use crate::project::order;

const INSTANCES: usize = 5000;
const CONNECTIONS: usize = 8;
const REQUESTS_A_SECOND: u32 = 1000;
const LASTS: Duration = Duration::from_secs(5);

/// A connection that stays open, with its token.
struct Connection {
    stream: BufReader<TcpStream>,
    token: String,
}

impl Connection {
    fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let mut connection = Self { stream: BufReader::new(stream), token: String::new() };
        let login = json!({ "grant_type": "client_credentials", "client_id": "id", "client_secret": "secret" });
        let token: Value = serde_json::from_slice(&connection.send("POST", "/v1/oauth2/token", &login)).unwrap();
        connection.token = token["access_token"].as_str().unwrap().to_owned();
        connection
    }

    /// The body of the response to a request that works.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Vec<u8> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: fake\r\nuser-agent: load\r\ncontent-type: application/json\r\n\
             authorization: Bearer {}\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut length, mut line) = (0, String::new());
        self.stream.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 2"), "{method} {path}: {line}");
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if let Some(text) = line.strip_prefix("content-length: ") {
                length = text.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        body
    }
}

#[test]
#[ignore = "it measures time"]
fn a_large_project_takes_a_thousand_requests_a_second() {
    let (_program, address) = start(&["--no-rate-limits", "--balance", "1e9"]);
    let mut connection = Connection::open(&address);
    let data = |name: &str| json!({ "name": name, "size": 50, "type": "NVMe" });
    let order = order(json!({ "volumes": [data("a"), data("b"), data("c")] }));
    let started = Instant::now();
    let ids: Vec<String> =
        (0..INSTANCES).map(|_| String::from_utf8(connection.send("POST", "/v1/instances", &order)).unwrap()).collect();
    println!("{INSTANCES} orders: {:.2?}", started.elapsed());
    for path in ["/v1/instances", "/v1/volumes", "/_fake/snapshot"] {
        let started = Instant::now();
        let length = connection.send("GET", path, &Value::Null).len();
        println!("{path}: {:.1?}, {} kB", started.elapsed(), length / 1000);
    }

    let next = |ids: &[String], number: usize| -> (&str, String, Value) {
        let id = &ids[number * 7919 % ids.len()];
        match number % 20 {
            0 => (
                "POST",
                "/v1/volumes".to_owned(),
                json!({ "type": "NVMe", "name": "v", "size": 50, "location_code": "FIN-01" }),
            ),
            1 => ("GET", "/v1/instance-availability".to_owned(), Value::Null),
            _ => ("GET", format!("/v1/instances/{id}"), Value::Null),
        }
    };
    let run = |pause: Duration| -> (usize, Vec<Duration>) {
        let started = Instant::now();
        let took: Vec<Duration> = std::thread::scope(|scope| {
            let work = |offset: usize| {
                let (ids, address, next) = (&ids, &address, &next);
                move || {
                    let mut connection = Connection::open(address);
                    let mut took = Vec::new();
                    let (mut number, mut due) = (offset, Instant::now());
                    while started.elapsed() < LASTS {
                        let (method, path, body) = next(ids, number);
                        let sent = Instant::now();
                        connection.send(method, &path, &body);
                        took.push(sent.elapsed());
                        number += CONNECTIONS;
                        due += pause;
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    }
                    took
                }
            };
            let threads: Vec<_> = (0..CONNECTIONS).map(|offset| scope.spawn(work(offset))).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        let mut sorted = took;
        sorted.sort();
        (sorted.len() / started.elapsed().as_secs().max(1) as usize, sorted)
    };
    for (name, pause) in [
        ("paced", Duration::from_secs(1) * CONNECTIONS as u32 / REQUESTS_A_SECOND),
        ("as many as there can be", Duration::ZERO),
    ] {
        let (a_second, took) = run(pause);
        let part = |percent: usize| took[took.len() * percent / 100];
        println!("{name}: {a_second} a second; half within {:.2?}, 99 % within {:.2?}", part(50), part(99));
        assert!(a_second * 10 >= REQUESTS_A_SECOND as usize * 9, "{a_second} requests a second");
    }
}
