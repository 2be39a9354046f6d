//! The program, in a separate process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verda-fake");

/// A program that runs until the end of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program on a free port and gives its address.
fn start(arguments: &[&str]) -> (Running, String) {
    let mut command = Command::new(PROGRAM);
    command.args(["--listen", "127.0.0.1:0"]).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = Running(command.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("http://").unwrap().strip_suffix("/v1").unwrap().to_owned();
    (child, address)
}

fn send(address: &str, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: fake\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn faults_of_the_command_line_hit() {
    let faults = ["--fault", "GET /v1/volume-types=status:503:2", "--fault", "*=html:502"];
    let (_program, address) = start(&faults);
    let statuses: Vec<String> =
        (0..4).map(|_| send(&address, "GET", "/v1/volume-types", "")[9..12].to_owned()).collect();
    assert_eq!(statuses, ["503", "503", "502", "200"]);
}

#[test]
fn strict_is_an_option() {
    let (_program, address) = start(&["--strict"]);
    let response = send(&address, "POST", "/v1/oauth2/token", "{\"grant_type\":\"client_credentials\"}");
    assert!(
        response.ends_with(r#""message":"client_id should not be empty; client_secret should not be empty"}"#),
        "{response}"
    );
    assert!(send(&address, "GET", "/", "").contains("Strict."));
}

#[test]
fn an_invalid_fault_is_reported_in_one_line_with_the_syntax() {
    let output =
        Command::new(PROGRAM).args(["--listen", "127.0.0.1:0", "--fault", "GET /v1/nowhere=hang"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    let first = error.lines().next().unwrap();
    assert!(first.contains("unknown operation `GET /v1/nowhere`"), "{error}");
    assert!(first.contains("write OPERATION=EFFECT[:TIMES], as in `GET /v1/instances=status:503:2`"), "{error}");
}

#[test]
fn a_document_can_be_given() {
    let folder = std::env::temp_dir().join(format!("verda-fake-document-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("document.json");
    let document = r#"{"paths": {"/v1/regions": {"get": {"security": [], "responses": {"200":
        {"content": {"application/json": {"example": ["north"]}}}}}}}}"#;
    std::fs::write(&file, document).unwrap();
    let (_program, address) = start(&["--document", file.to_str().unwrap()]);
    assert!(send(&address, "GET", "/v1/regions", "").ends_with(r#"["north"]"#));
    std::fs::write(&file, "{").unwrap();
    let output = Command::new(PROGRAM).args(["--listen", "127.0.0.1:0", "--document"]).arg(&file).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("document.json: this is no OpenAPI document in JSON"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}
