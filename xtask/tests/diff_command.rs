//! `cargo xtask diff` as a maintainer meets it: where documents come from, exit status, forms of the report.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::fs;
use std::process::Command;

use edits::{top, vendors};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    /// Two documents: the repository's, and one in which a parameter became required and a property came.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let mut document = vendors();
        folder.write("old.json", &document.to_string());
        document["paths"]["/v1/instances"]["get"]["parameters"][0]["required"] = json!(true);
        document["paths"]["/v1/balance"]["get"]["deprecated"] = json!(true);
        document["components"]["schemas"]["Location"]["properties"]["<b>&|@x"] = json!({"type": "string"});
        folder.write("new.json", &document.to_string());
        folder
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    /// Compares without clients, which take a second each.
    fn diff(&self, arguments: &[&str]) -> (i32, String, String) {
        self.measured(&[arguments, &["--no-rust"]].concat())
    }

    fn measured(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.current_dir(self.0.path()).arg("--root").arg(top()).arg("diff").args(arguments);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    }

    fn json(&self, arguments: &[&str]) -> Value {
        self.measured_json(&[arguments, &["--no-rust"]].concat())
    }

    fn measured_json(&self, arguments: &[&str]) -> Value {
        let (status, out, err) = self.measured(&[arguments, &["--format", "json"]].concat());
        assert_eq!(status, 0, "{err}");
        serde_json::from_str(&out).unwrap()
    }
}

#[test]
fn the_gate_is_what_fail_on_says() {
    let folder = Folder::new();
    for (new, fail_on, status) in
        [("new.json", "never", 0), ("new.json", "breaking", 4), ("new.json", "any", 4), ("old.json", "any", 0)]
    {
        assert_eq!(folder.diff(&["old.json", new, "--fail-on", fail_on]).0, status, "{new} {fail_on}");
    }
    assert_eq!(folder.diff(&["old.json", "new.json"]).0, 0);

    // What cannot be followed any more cannot be compared.
    let mut document = vendors();
    document["components"]["schemas"]["Location"]["properties"]["code"] = json!({"$ref": "other.json#/Code"});
    folder.write("elsewhere.json", &document.to_string());
    let mut described = document.clone();
    described["info"]["description"] = json!("In other words");
    folder.write("described.json", &described.to_string());
    for (old, new, status) in [("old.json", "elsewhere.json", 4), ("elsewhere.json", "described.json", 0)] {
        assert_eq!(folder.diff(&[old, new, "--fail-on", "any"]).0, status, "{old} {new}");
    }
}

/// As `| head` does it.
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder.0.path()).arg("--root").arg(top()).args(["diff", "old.json", "new.json"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(command.stdout(writer).status().unwrap().code(), Some(0));
}

#[test]
fn the_first_lines_say_what_breaks() {
    let (_, out, _) = Folder::new().diff(&["old.json", "new.json"]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[0], "old.json → new.json: 3 differences, 1 of them breaking");
    assert_eq!(lines[1], "  wire:   1 breaking, 1 compatible, 1 none");
    assert_eq!(lines[2], "  Rust:   1 breaking, 2 compatible, 0 none");
    assert_eq!(lines[3], "  semver: major");
    assert_eq!(lines[4], "  breaks: 1 request-parameter-became-required");
    assert_eq!(lines[6], "Breaking on the wire");
    assert_eq!(lines[8], "  GET /v1/instances");
    assert_eq!(lines[9], "    the query parameter `status` is required now");
    assert!(lines[10].contains("request-parameter-became-required · wire breaking, Rust breaking"), "{out}");
    assert_eq!(lines[12], "Compatible");
    assert!(lines[13..].contains(&"  schema Location"), "{out}");
}

#[test]
fn what_was_accepted_does_not_fail() {
    let folder = Folder::new();
    let report = folder.json(&["old.json", "new.json"]);
    let breaking: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["wire"] == "breaking" || finding["rust"] == "breaking")
        .map(|finding| finding["fingerprint"].as_str().unwrap())
        .collect();
    let entries = breaking
        .iter()
        .map(|fingerprint| format!("[[accept]]\nfingerprint = \"{fingerprint}\"\nreason = \"agreed\"\n"));
    let toml = entries.collect::<String>() + "[[accept]]\nfingerprint = \"0000\"\nreason = \"long gone\"\n";
    folder.write("accept.toml", &toml);
    let (status, out, _) = folder.diff(&["old.json", "new.json", "--fail-on", "breaking", "--accept", "accept.toml"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("1 finding accepted") && out.contains("(agreed)"), "{out}");
    assert!(out.contains("1 accept entry without a finding") && out.contains("0000 (long gone)"), "{out}");
    // The crate's version has to change all the same.
    assert!(out.contains("semver: major"), "{out}");

    folder.write("accept.yaml", "accept:\n- { fingerprint: \"0000\", reason: agreed }\n");
    let arguments = ["old.json", "new.json", "--fail-on", "breaking", "--accept", "accept.yaml"];
    assert_eq!(folder.diff(&arguments).0, 4);

    for (text, said) in [
        ("[[accept]]\nfingerprint = \"1\"\nreason = \" \"\n", "has no reason"),
        ("[[accept]]\nfingerprint = \"1\"\n", "reason"),
        ("[[accept]\n", "accept.toml"),
    ] {
        folder.write("accept.toml", text);
        let (status, _, err) = folder.diff(&["old.json", "new.json", "--accept", "accept.toml"]);
        assert_eq!(status, 100);
        assert!(err.contains(said), "{err}");
    }
}

#[test]
fn documents_come_from_files_in_json_and_yaml_from_urls_and_from_git() {
    let folder = Folder::new();
    folder.write("old.yaml", &format!("# a comment\n{}", vendors()));
    assert_eq!(folder.diff(&["old.yaml", "old.json", "--fail-on", "any"]).0, 0);

    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .current_dir(folder.0.path())
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments);
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "old.json"]);
    git(&["commit", "--quiet", "--message", "old"]);
    fs::create_dir_all(folder.0.path().join("verda-api/spec")).unwrap();
    folder.write("verda-api/spec/names.toml", "");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(folder.0.path()).args(["--root", ".", "diff", "HEAD:old.json", "new.json", "--fail-on", "any"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{output:?}");

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/openapi.json", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let body = vendors().to_string();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).unwrap();
    });
    assert_eq!(folder.diff(&["old.json", &url, "--fail-on", "any"]).0, 0);
    server.join().unwrap();
}

#[test]
fn what_is_no_document_is_refused() {
    let folder = Folder::new();
    folder.write("broken.json", "{\"openapi\": ");
    folder.write("swagger.json", r#"{"swagger": "2.0"}"#);
    for (new, said) in [
        ("broken.json", "not valid JSON"),
        ("swagger.json", "2.0"),
        ("missing.json", "cannot be read"),
        ("nosuchrevision:openapi.json", "cannot be read from git"),
        ("--upload-pack=x:openapi.json", "--upload-pack"),
        ("http://127.0.0.1:9/openapi.json", "cannot be fetched"),
    ] {
        let (status, out, err) = folder.diff(&["old.json", new]);
        assert_eq!((status, out.as_str()), (100, ""), "{new}: {err}");
        assert!(err.contains(said) && !err.contains("panicked"), "{new}: {err}");
    }
}

#[test]
fn every_form_escapes_what_documents_say() {
    let folder = Folder::new();
    let form = |name: &str| folder.diff(&["old.json", "new.json", "--format", name]).1;
    let html = form("html");
    assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"), "{html}");
    assert!(html.contains("&lt;b&gt;&amp;|@x") && !html.contains("<b>&"), "{html}");
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"), "{html}");
    let markdown = form("markdown");
    assert!(markdown.contains("`<b>&\\|@x`"), "{markdown}");
    assert!(markdown.contains("| semver | **major** |"), "{markdown}");
    let github = form("github");
    let first = github.lines().next().unwrap();
    assert!(first.starts_with("::error file=new.json,title="), "{github}");
    assert!(
        github
            .lines()
            .all(|line| line.starts_with("::error") || line.starts_with("::warning") || line.starts_with("::notice"))
    );
    assert!(github.contains("title=diff::3 differences, 1 of them breaking; semver: major"), "{github}");
}

#[test]
fn json_is_stable() {
    let report = Folder::new().json(&["old.json", "new.json"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&report),
        [
            "format",
            "old",
            "new",
            "semver",
            "wire",
            "rust",
            "findings",
            "accepted",
            "stale",
            "annotations",
            "unresolved"
        ]
    );
    assert_eq!(report["format"], 1);
    assert_eq!(report["wire"], json!({"breaking": 1, "compatible": 1, "none": 1}));
    assert_eq!(
        report["findings"][0],
        json!({
            "rule": "request-parameter-became-required",
            "fingerprint": "156ad108f7842e42",
            "wire": "breaking",
            "rust": "breaking",
            "message": "the query parameter `status` is required now",
            "place": "/paths/~1v1~1instances/get/parameters/query:status",
            "old": "/paths/~1v1~1instances/get/parameters/0",
            "new": "/paths/~1v1~1instances/get/parameters/0",
            "directions": [],
            "operations": ["GET /v1/instances"],
        })
    );
}

/// A document with one operation, whose response and body are these.
fn small(response: &Value, body: &Value) -> String {
    let content = |schema: &Value| json!({"application/json": {"schema": schema}});
    let operation = json!({
        "requestBody": {"required": true, "content": content(body)},
        "responses": {"200": {"description": "ok", "content": content(response)}},
    });
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/things": {"patch": operation}}})
        .to_string()
}

/// What the documents say alike gives other types, and what they say differently may give the same.
#[test]
fn what_breaks_code_is_measured_on_the_clients_of_both_documents() {
    let folder = Folder(tempfile::tempdir().unwrap());
    let object = |of: Value| json!({"type": "object", "properties": of});
    let text = || object(json!({"a": {"type": "string"}}));
    let branch = |title: &str, kind: &str| {
        let properties = json!({"kind": {"const": kind}, kind: {"type": "string"}});
        json!({"title": title, "type": "object", "required": ["kind"], "properties": properties})
    };
    let union = |keyword: &str, title: &str| json!({keyword: [branch(title, "cat"), branch("Second", "dog")]});
    // Without a tag a value of `anyOf` may be both.
    let part = |name: &str| json!({"type": "object", "required": [name], "properties": {name: {"type": "string"}}});
    let any_of = |keyword: &str| json!({keyword: [part("a"), part("b")]});
    let nullable = object(json!({"a": {"type": ["string", "null"]}}));
    let time = |key: &str, value: &str| object(json!({"made_at": {"type": "string", key: value}}));
    let at = || object(json!({"made_at": {"type": "string"}}));
    let mut requires_another = text();
    requires_another["required"] = json!(["b"]);
    let cases = [
        // An update sends null from now on, or no longer.
        (text(), text(), text(), nullable.clone(), "major"),
        (text(), nullable, text(), text(), "major"),
        (object(json!({"m": {"type": "object"}})), text(), object(json!({"m": text()})), text(), "major"),
        (any_of("anyOf"), text(), any_of("oneOf"), text(), "major"),
        (union("oneOf", "First"), text(), union("oneOf", "Erste"), text(), "major"),
        (at(), text(), time("description", "An ISO 8601 timestamp"), text(), "major"),
        (at(), text(), time("example", "2026-01-01T00:00:00Z"), text(), "major"),
        // A member that is required and described nowhere is an argument of `new`.
        (text(), text(), text(), requires_another, "major"),
        (text(), at(), text(), object(json!({"made_at": {"type": "string"}, "b": {"type": "string"}})), "minor"),
        (text(), text(), text(), object(json!({"a": {"type": "string", "pattern": "^a"}})), "none"),
    ];
    for (index, (old_response, old_body, response, body, step)) in cases.iter().enumerate() {
        folder.write("old.json", &small(old_response, old_body));
        folder.write("new.json", &small(response, body));
        let report = folder.measured_json(&["old.json", "new.json"]);
        assert_eq!(report["semver"], *step, "{index}: {report:#}");
        let is_breaking = *step == "major";
        assert_eq!(report["rust"]["breaking"].as_u64() > Some(0), is_breaking, "{index}: {report:#}");
        let gate = folder.measured(&["old.json", "new.json", "--fail-on", "breaking"]).0 == 4;
        let wire = report["wire"]["breaking"].as_u64() > Some(0);
        assert_eq!(gate, is_breaking || wire, "{index}: {report:#}");
    }
}

/// A finding that only the surface shows can be accepted, and names what breaks.
#[test]
fn a_break_that_no_rule_tells_of_is_a_finding() {
    let folder = Folder(tempfile::tempdir().unwrap());
    let time = |example: &str| json!({"type": "object", "properties": {"at": {"type": "string", "example": example}}});
    let body = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    folder.write("old.json", &small(&time("soon"), &body));
    folder.write("new.json", &small(&time("2026-01-01T00:00:00Z"), &body));
    let report = folder.measured_json(&["old.json", "new.json"]);
    let [finding] = report["findings"].as_array().unwrap().as_slice() else { panic!("{report:#}") };
    assert_eq!(
        (&finding["rule"], &finding["wire"], &finding["rust"]),
        (&json!("surface-changed"), &json!("none"), &json!("breaking"))
    );
    assert!(report["surface"]["changed"][0][1].as_str().unwrap().contains("DateTime<Utc>"), "{report:#}");
    let (_, out, _) = folder.measured(&["old.json", "new.json"]);
    assert!(out.contains("Rust surface: 0 gone, 1 changed, 0 new; version step: major"), "{out}");
    let fingerprint = finding["fingerprint"].as_str().unwrap();
    folder.write("accept.toml", &format!("[[accept]]\nfingerprint = \"{fingerprint}\"\nreason = \"agreed\"\n"));
    let accepted = folder.measured(&["old.json", "new.json", "--fail-on", "breaking", "--accept", "accept.toml"]);
    assert_eq!(accepted.0, 0, "{}", accepted.1);
    // Without clients there is what the rules say.
    let report = folder.measured_json(&["old.json", "new.json", "--no-rust"]);
    assert_eq!((&report["semver"], report.get("surface")), (&json!("none"), None), "{report:#}");
    // Of a document without a client as well.
    folder.write("new.json", &small(&json!({"type": "text"}), &body));
    let report = folder.measured_json(&["old.json", "new.json"]);
    assert_eq!((report["semver"].as_str(), report.get("surface")), (Some("major"), None), "{report:#}");
}
