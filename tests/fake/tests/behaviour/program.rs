//! The program, in a separate process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verda-fake");

/// A program that runs until the end of the test.
pub(crate) struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program on a free port and gives its address.
pub(crate) fn start(arguments: &[&str]) -> (Running, String) {
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

/// A file in a folder of its own, which is removed at the end of the test.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("verda-fake-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(name);
        std::fs::write(&file, text).unwrap();
        Self(file)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

#[test]
fn a_scenario_is_carried_out_at_the_start_and_later() {
    let yaml = "\
# The first requests fail, and the money ends after an hour.
- request: POST /_fake/faults
  body: { operation: GET /v1/volume-types, effect: 'status:503' }
- after: 3600
  request: PUT /_fake/balance
  body:
    amount: 0
";
    let json = r#"[{"request": "POST /_fake/faults", "body": {"operation": "GET /v1/volume-types", "effect": "status:503"}},
        {"after": 3600, "request": "PUT /_fake/balance", "body": {"amount": 0}}]"#;
    for (name, text) in [("scenario.yaml", yaml), ("scenario.json", json)] {
        let file = File::new(name, text);
        let (_program, address) = start(&["--scenario", file.path()]);
        assert!(send(&address, "GET", "/v1/volume-types", "").starts_with("HTTP/1.1 503"), "{name}");
        assert!(send(&address, "GET", "/_fake/balance", "").contains("1000.0"), "{name}");
        send(&address, "POST", "/_fake/clock/advance", r#"{"seconds":3600}"#);
        assert!(send(&address, "GET", "/_fake/balance", "").contains(r#""amount":0.0"#), "{name}");
    }
}

#[test]
fn an_invalid_scenario_is_reported_with_its_line_and_step() {
    for (text, what) in [
        (
            "- request: GET /_fake/clock\n- request: PUT /_fake/balance\n  body: {amuont: 3}\n",
            "step 2 (line 2): The body cannot be read: unknown field `amuont`",
        ),
        (
            "- request: GET /_fake/clock\n- request: GET /_fake/clok\n",
            "step 2 (line 2): The fake has no `GET /_fake/clok`",
        ),
        ("- reqest: GET /_fake/clock\n", "step 1 (line 1): unknown field `reqest`"),
        (
            "- request: GET /_fake/clock\n\n- {request: GET /_fake/clock, after: -1}\n",
            "step 2 (line 3): `after` must be a number from 0 on",
        ),
        (
            "- request: POST /_fake/instances/nowhere/preempt\n",
            "step 1 (line 1): No instance has the id or the hostname `nowhere`",
        ),
        ("- request: GET /_fake/clock\n  - bad\n", "line 2: neither JSON nor YAML"),
        ("- request: &a GET /_fake/clock\n", "line 1: anchors, aliases and tags are not read"),
        ("request: GET /_fake/clock\n", "a scenario is a list of steps"),
    ] {
        let file = File::new("wrong.yaml", text);
        let first = first_error(&["--scenario", file.path()]);
        assert!(first.contains(&format!("wrong.yaml: {what}")), "{first}");
    }
}

#[test]
fn options_that_cannot_be_followed_are_refused() {
    for (option, value) in [("--speed", "0"), ("--speed", "nan"), ("--speed=-1", ""), ("--balance", "inf")] {
        let arguments = [option, value];
        let first = first_error(if value.is_empty() { &arguments[..1] } else { &arguments });
        assert!(first.starts_with("error: invalid value"), "{option} {value}: {first}");
    }
    let (_program, address) = start(&["--balance", "-5"]);
    assert!(send(&address, "GET", "/_fake/balance", "").contains("-5.0"));
    let output = Command::new(PROGRAM).args(["--listen", &address]).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.starts_with(&format!("error: cannot listen on {address}: ")) && error.lines().count() == 1,
        "{error}"
    );
}

/// The first line on stderr. A program that starts writes one, too.
fn first_error(arguments: &[&str]) -> String {
    let mut command = Command::new(PROGRAM);
    command.args(["--listen", "127.0.0.1:0"]).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = Running(command.spawn().unwrap());
    let mut line = String::new();
    BufReader::new(child.0.stderr.take().unwrap()).read_line(&mut line).unwrap();
    line
}

/// The example for other languages. It needs a shell and curl.
#[test]
#[cfg(unix)]
fn the_example_in_shell_works() {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: curl is not available");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/shell/test.sh");
    let output = Command::new("sh").arg(script).env("VERDA_FAKE", PROGRAM).output().unwrap();
    let (told, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success() && told == "the machine was evicted\n", "{told}{error}");
}
