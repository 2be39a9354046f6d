//! A generated crate on the wire: what it sends is what its document says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

const DOCUMENT: &str = include_str!("document.yaml");
const PROGRAM: &str = include_str!("program.rs");

/// What the servers were sent, in the order in which it arrived.
type Log = Arc<Mutex<Vec<String>>>;

/// A server on loopback that notes every request under a name.
fn serve(name: &'static str, log: &Log) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let log = Arc::clone(log);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            respond(&mut stream.unwrap(), name, &log);
        }
    });
    address
}

fn respond(stream: &mut TcpStream, name: &str, log: &Log) {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    let (head, body) = loop {
        let count = stream.read(&mut piece).unwrap();
        bytes.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let start = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        let length = field(head, "content-length").and_then(|length| length.parse::<usize>().ok()).unwrap_or_default();
        if bytes.len() - start >= length {
            break (head.to_owned(), body.to_owned());
        }
    };
    let request = head.lines().next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let mut line = format!("{name} {request}");
    for header in ["accept", "content-type", "x-beta", "x-since", "x-count"] {
        if let Some(value) = field(&head, header).filter(|value| (header, *value) != ("accept", "application/json")) {
            line += &format!(" {header}: {value}");
        }
    }
    if !body.is_empty() {
        line += &format!(" | {body}");
    }
    log.lock().unwrap().push(line);
    let (status, body): (&str, &[u8]) = match request.as_str() {
        "POST /v1/note" => ("200 OK", br#"["a"]"#),
        "PATCH /v1/profile" => ("200 OK", br#"{"name":null,"age":4}"#),
        "PUT /v1/note" => ("200 OK", b"\x89PNG"),
        "GET /v1/note" => ("200 OK", "ä;b".as_bytes()),
        "HEAD /v1/note" => ("200 OK", b""),
        _ => ("204 No Content", b""),
    };
    let length = if status.starts_with("204") { String::new() } else { format!("content-length: {}\r\n", body.len()) };
    write!(stream, "HTTP/1.1 {status}\r\n{length}connection: close\r\n\r\n").unwrap();
    stream.write_all(body).unwrap();
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_generated_crate_sends_what_its_document_says() {
    let log = Log::default();
    let (base, other) = (serve("base", &log), serve("other", &log));
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (folder.path().join("document.yaml"), folder.path().join("wire"));
    std::fs::write(&spec, DOCUMENT.replace("OTHER", &other.to_string())).unwrap();
    let mut generate = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let report = succeeds(&generate.arg("generate").arg("--spec").arg(&spec).arg("--out").arg(&out).output().unwrap());
    assert!(!report.contains("left-out"), "{report}");

    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    std::fs::copy(top.join("Cargo.lock"), out.join("Cargo.lock")).unwrap();
    std::fs::write(out.join("src/main.rs"), PROGRAM).unwrap();
    let manifest = std::fs::read_to_string(out.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("features = [\"time\"]", "features = [\"time\", \"macros\", \"rt\"]");
    assert!(manifest.contains("\"macros\""), "the program needs what the crate has of tokio, and more: {manifest}");
    std::fs::write(out.join("Cargo.toml"), manifest).unwrap();
    let mut run = Command::new(env!("CARGO"));
    run.args(["run", "-q", "--offline", "--no-default-features", "--"])
        .arg(format!("http://{base}/v1"))
        .current_dir(&out);
    run.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"));
    let printed = succeeds(&run.output().unwrap());

    let arrived = log.lock().unwrap().join("\n");
    assert_eq!(arrived, include_str!("arrived.txt").trim_end(), "\n{arrived}");
    assert_eq!(printed, include_str!("printed.txt"), "\n{printed}");
}
