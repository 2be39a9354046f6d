//! `cargo xtask regen` as a maintainer meets it: exit status, what it says, what it writes.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::{Value, json};
use tempfile::TempDir;

const DOCUMENT: &str = "openapi.json";
const GENERATED: [&str; 7] = [
    "verda-api/src/generated/builders.rs",
    "verda-api/src/generated/client.rs",
    "verda-api/src/generated/enums.rs",
    "verda-api/src/generated/ids.rs",
    "verda-api/src/generated/mod.rs",
    "verda-api/src/generated/operations.rs",
    "verda-api/src/generated/types.rs",
];
const OVERLAY: &str = "verda-api/spec/overlay.yaml";
const NAMES: &str = "verda-api/spec/names.toml";
const MANIFEST: &str = "Cargo.toml";

/// What `regen` writes.
fn written() -> impl Iterator<Item = &'static str> {
    std::iter::once(DOCUMENT).chain(GENERATED)
}

/// What `regen` reads and writes, of a document of the vendor's as it was once: a later one changes none of these tests.
struct Copy(TempDir);

/// The client of that document.
fn client() -> &'static BTreeMap<String, String> {
    static CLIENT: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    CLIENT.get_or_init(|| {
        let [document, overlay, names] =
            ["openapi.json", "overlay.yaml", "names.toml"].map(|name| fs::read_to_string(edits::frozen(name)).unwrap());
        let inputs = verda_api_codegen::Inputs { document: &document, overlay: &overlay, names: &names };
        verda_api_codegen::generate(&inputs).unwrap().files
    })
}

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(copy.path("verda-api/spec")).unwrap();
        fs::create_dir_all(copy.path("verda-api/src/generated")).unwrap();
        for (name, file) in [(DOCUMENT, "openapi.json"), (OVERLAY, "overlay.yaml"), (NAMES, "names.toml")] {
            fs::copy(edits::frozen(file), copy.path(name)).unwrap();
        }
        for (name, text) in client() {
            copy.write(&format!("verda-api/src/generated/{name}"), text);
        }
        copy.write(MANIFEST, "[workspace.package]\nversion = \"0.1.0+api.2026-03-30\" # of the document\n");
        copy.write("Cargo.lock", "[[package]]\nname = \"verda-api\"\nversion = \"0.1.0+api.2026-03-30\"\n");
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn document(&self) -> Value {
        serde_json::from_str(&self.read(DOCUMENT)).unwrap()
    }

    fn regen(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("--root").arg(self.0.path()).arg("regen").args(arguments);
        Outcome(command.output().unwrap())
    }

    /// Runs `regen --spec` on a document that was changed.
    fn with_document(&self, change: impl FnOnce(&mut Value)) -> Outcome {
        let mut document = self.document();
        change(&mut document);
        self.with_spec("new.json", &document.to_string())
    }

    fn with_spec(&self, name: &str, text: &str) -> Outcome {
        self.write(name, text);
        self.regen(&["--spec", self.path(name).to_str().unwrap()])
    }

    /// Not `assert_eq`: it would print both files.
    #[track_caller]
    fn unchanged_since(&self, before: &[String]) {
        for (name, (old, new)) in written().zip(before.iter().zip(self.contents())) {
            assert!(*old == new, "{name} is not what it was");
        }
    }

    /// All of the client.
    fn source(&self) -> String {
        GENERATED.map(|name| self.read(name)).concat()
    }

    fn contents(&self) -> Vec<String> {
        written().map(|name| self.read(name)).collect()
    }
}

struct Outcome(Output);

impl Outcome {
    fn status(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    #[track_caller]
    fn expect(&self, status: i32) -> &Self {
        assert_eq!(self.status(), status, "{}{}", self.out(), self.err());
        self
    }

    /// A failure: 100, a message that holds all of these, and a command that mends it in the last line.
    #[track_caller]
    fn fails_with(&self, parts: &[&str]) {
        self.expect(100);
        let message = self.err();
        for part in parts {
            assert!(message.contains(part), "`{part}` is not in: {message}");
        }
        assert!(message.trim_end().lines().last().unwrap().contains("cargo xtask regen"), "{message}");
        assert!(!message.contains("panicked"), "{message}");
    }
}

/// And names.toml says nothing that the rules say.
#[test]
fn the_checked_in_client_is_that_of_the_bundled_document() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("--root").arg(edits::top()).args(["regen", "--check"]);
    Outcome(command.output().unwrap()).expect(0);
}

#[test]
fn the_page_on_drift_shows_the_report_of_the_next_document() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("--root").arg(edits::top()).args(["drift", "--check"]);
    Outcome(command.output().unwrap()).expect(0);
}

#[test]
fn a_fresh_checkout_is_fresh() {
    let copy = Copy::new();
    let before = copy.contents();
    let out = copy.regen(&["--check"]).expect(0).out();
    assert!(!out.contains("entries of names.toml"), "{out}");
    copy.regen(&[]).expect(0);
    copy.unchanged_since(&before);
}

#[test]
fn one_byte_makes_it_stale_and_regen_mends_it() {
    for name in written() {
        let copy = Copy::new();
        let fresh = copy.contents();
        copy.write(name, &format!("{}\n", copy.read(name)));
        let stale = copy.contents();
        let outcome = copy.regen(&["--check", "-v"]);
        outcome.expect(4);
        assert!(outcome.out().contains("cargo xtask regen"), "{}", outcome.out());
        assert!(outcome.out().contains(&format!("--- a/{name}")) && outcome.out().contains("@@"), "{}", outcome.out());
        copy.unchanged_since(&stale);
        copy.regen(&[]).expect(0);
        copy.unchanged_since(&fresh);
    }
}

#[test]
fn line_ends_that_an_editor_writes_change_nothing() {
    let copy = Copy::new();
    for name in ["verda-api/spec/overlay.yaml", "verda-api/spec/names.toml"] {
        copy.write(name, &copy.read(name).replace('\n', "\r\n"));
    }
    copy.regen(&["--check"]).expect(0);
}

#[test]
fn a_dry_run_writes_nothing() {
    let copy = Copy::new();
    copy.write(GENERATED[0], "// old\n");
    let before = copy.contents();
    let outcome = copy.regen(&["--dry-run"]);
    outcome.expect(0);
    assert!(outcome.out().contains("nothing was written"), "{}", outcome.out());
    copy.unchanged_since(&before);
}

#[test]
fn the_order_of_paths_and_components_changes_no_byte() {
    let copy = Copy::new();
    let before = copy.contents();
    let outcome = copy.with_document(|document| {
        for pointer in ["/paths", "/components/schemas"] {
            let map = document.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
            *map = std::mem::take(map).into_iter().rev().collect();
        }
    });
    outcome.expect(0);
    copy.unchanged_since(&before);
}

#[test]
fn yaml_and_urls_are_taken_as_well() {
    let copy = Copy::new();
    let before = copy.contents();
    // JSON in flow style is YAML, too, once it does not begin with a brace.
    copy.with_spec("new.yaml", &format!("# a comment\n{}", copy.read(DOCUMENT))).expect(0);
    copy.unchanged_since(&before);

    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1/openapi.json", listener.local_addr().unwrap());
    let body = copy.read(DOCUMENT);
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = stream.read(&mut request).unwrap();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    copy.regen(&["--spec", &url]).expect(0);
    assert!(server.join().unwrap().starts_with("GET /v1/openapi.json "));
    copy.unchanged_since(&before);
}

#[test]
fn renamed_operation_ids_change_nothing_in_the_client() {
    let copy = Copy::new();
    let before = copy.source();
    let outcome = copy.with_document(|document| {
        for (path, item) in document["paths"].as_object_mut().unwrap() {
            for (method, operation) in item.as_object_mut().unwrap() {
                operation["operationId"] = json!(format!("renamed {method} {path}"));
            }
        }
    });
    outcome.expect(0);
    // Without the header: it tells of the document.
    let code = |text: &str| text.lines().filter(|line| !line.starts_with("// ")).map(str::to_owned).collect::<Vec<_>>();
    assert!(code(&before) == code(&copy.source()));
}

#[test]
fn a_new_document_never_blocks() {
    let copy = Copy::new();
    let outcome = copy.with_document(|document| {
        let parameter = |name: &str, place: &str| json!({"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}});
        let operation = |parameters: Value, schema: Value| {
            json!({"parameters": parameters, "responses": {"200": {"description": "ok", "content": {"application/json": schema}}}})
        };
        // Two aliases, one of them of a path variable.
        document["paths"]["/v1/instances"]["get"]["parameters"].as_array_mut().unwrap().push(parameter("compute_id", "query"));
        document["paths"]["/v1/computes/{computeId}"] = json!({"get": operation(
            json!([parameter("computeId", "path"), parameter("compute_id", "query"), parameter("isSpot", "query"), parameter("is_spot", "query")]),
            // Content without a schema.
            json!({"example": {"a": 1}}),
        )});
        // 3.1 alone can say these, and none of them is known to names.toml.
        document["components"]["schemas"]["GadgetResponseDto"] = json!({"type": "object", "required": ["kind"], "properties": {
            "kind": {"const": "gadget"},
            "note": {"type": ["string", "null"]},
            "level": {"type": "integer", "exclusiveMinimum": 3},
            "either": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "part": {"oneOf": [{"$ref": "#/components/schemas/Location"}, {"$ref": "#/components/schemas/BalanceResponseDto"}]},
            "mode": {"type": "string", "enum": ["fast", "slow", ".", ""]},
        }});
        document["paths"]["/v1/gadgets"] =
            json!({"get": operation(json!([]), json!({"schema": {"type": "array", "items": {"$ref": "#/components/schemas/GadgetResponseDto"}}}))});
    });
    outcome.expect(0);
    let out = outcome.out();
    for said in [
        "GET /v1/gadgets → list_gadgets",
        "GET /v1/computes/{computeId} → get_compute",
        "GadgetResponseDto → Gadget",
        "alias-left-out: the parameter `isSpot`",
        "89 operations",
    ] {
        assert!(out.contains(said), "`{said}` is not in: {out}");
    }
    let generated = copy.source();
    for code in [
        "pub fn list_gadgets(",
        "pub struct Gadget {",
        "pub enum GadgetMode {",
        "pub enum GadgetPart {",
        "compute_id_in_path",
    ] {
        assert!(generated.contains(code), "`{code}` is not in the client");
    }
    copy.regen(&["--check"]).expect(0);
}

#[test]
fn what_is_no_document_is_refused() {
    let copy = Copy::new();
    let before = copy.contents();
    copy.with_spec("new.json", "{\"openapi\": ").fails_with(&["new.json", "not valid JSON"]);
    copy.with_spec("new.txt", "a: b: c: [").fails_with(&["new.txt", "nor valid YAML"]);
    copy.with_spec("new.txt", "just a sentence").fails_with(&["new.txt", "object"]);
    copy.with_spec("new.json", r#"{"swagger": "2.0", "info": {"title": "t", "version": "1"}, "paths": {}}"#)
        .fails_with(&["new.json", "2.0"]);
    copy.regen(&["--spec", "no/such/file.json"]).fails_with(&["no/such/file.json", "cannot be read"]);
    copy.regen(&["--spec", "http://127.0.0.1:9/openapi.json"]).fails_with(&["127.0.0.1:9", "cannot be fetched"]);
    copy.unchanged_since(&before);
    copy.write(DOCUMENT, "{");
    copy.regen(&["--check"]).fails_with(&["openapi.json", "git checkout openapi.json"]);
}

#[test]
fn what_no_client_can_be_made_of_is_refused() {
    let copy = Copy::new();
    let before = copy.contents();
    let schema = |document: &mut Value, schema: Value| {
        document["components"]["schemas"]["Location"]["properties"]["code"] = schema
    };
    copy.with_document(|document| schema(document, json!({"$ref": "#/components/schemas/NoSuch"})))
        .fails_with(&["NoSuch", "/components/schemas/Location/properties/code"]);
    copy.with_document(|document| schema(document, json!({"$ref": "other.yaml#/Thing"})))
        .fails_with(&["other.yaml", "/components/schemas/Location/properties/code"]);
    // All at once.
    copy.with_document(|document| {
        schema(document, json!({"type": "text"}));
        document["paths"]["/v1/balance"]["get"]["deprecated"] = json!("no");
    })
    .fails_with(&["/components/schemas/Location/properties/code/type", "/paths/~1v1~1balance/get/deprecated"]);
    copy.unchanged_since(&before);
}

/// Of the bundled document nothing is left out.
#[test]
fn strict_refuses_what_is_left_out() {
    let copy = Copy::new();
    let before = copy.contents();
    copy.regen(&["--strict", "--check"]).expect(0);
    let mut document = copy.document();
    let upload = json!({"content": {"multipart/form-data": {"schema": {"type": "object"}}}});
    for path in ["/v1/scripts", "/v1/volumes"] {
        document["paths"][path]["post"]["requestBody"] = upload.clone();
    }
    copy.write("new.json", &document.to_string());
    let new = copy.path("new.json").display().to_string();
    copy.regen(&["--strict", "--spec", &new]).fails_with(&[
        "/paths/~1v1~1scripts/post/requestBody/content",
        "/paths/~1v1~1volumes/post/requestBody/content",
    ]);
    copy.unchanged_since(&before);
    let outcome = copy.regen(&["--dry-run", "--spec", &new]);
    let out = outcome.expect(0).out();
    assert_eq!(out.matches("operation-left-out: ").count(), 2, "{out}");
    assert!(out.contains("85 operations"), "{out}");
}

#[test]
fn corrections_that_upstream_made_are_taken_out_and_those_that_it_contradicts_are_told() {
    let schema = |document: &mut Value, name: &str, property: &str, value: Value| {
        document["components"]["schemas"][name]["properties"][property] = value;
    };
    // Upstream makes what the overlay corrects.
    let copy = Copy::new();
    let before = copy.read(OVERLAY);
    let outcome =
        copy.with_document(|document| schema(document, "GetKeysResponseDto", "key", json!({"type": "string"})));
    outcome.expect(0);
    let made = "1 corrections made upstream; taken out of overlay.yaml:\n  $.components.schemas.GetKeysResponseDto.properties.key.format";
    assert!(outcome.out().contains(made), "{}", outcome.out());
    let after = copy.read(OVERLAY);
    let gone: Vec<&str> = before.lines().filter(|line| !after.lines().any(|other| other == *line)).collect();
    assert_eq!(gone.len(), 3, "{gone:?}");
    copy.regen(&["--check"]).expect(0);

    // Upstream has a shape of its own, and another part is gone.
    let copy = Copy::new();
    let outcome = copy.with_document(|document| {
        schema(document, "InstanceType", "gpu", json!({"$ref": "#/components/schemas/Os"}));
        document["components"]["schemas"]["GetKeysResponseDto"]["properties"] = json!({"id": {"type": "string"}});
    });
    outcome.expect(5);
    let told = ["corrections that the document contradicts; look at each", "/InstanceType/properties/gpu"];
    assert!(told.iter().all(|part| outcome.out().contains(part)), "{}", outcome.out());
    copy.regen(&["--check"]).expect(0);

    copy.write(NAMES, "[operations\n");
    copy.regen(&[]).fails_with(&["names.toml"]);
}

#[test]
fn the_report_begins_with_what_breaks_and_ends_with_what_it_is_in_rust() {
    let copy = Copy::new();
    let report = copy.path("report.md");
    let mut document = copy.document();
    document["paths"].as_object_mut().unwrap().remove("/v1/images/cluster").unwrap();
    let nothing = json!({"get": {"responses": {"200": {"description": "ok"}}}});
    document["paths"]["/v1/regions"] = nothing;
    copy.write("new.json", &document.to_string());
    let spec = copy.path("new.json");
    let outcome = copy.regen(&["--dry-run", "--spec", spec.to_str().unwrap(), "--markdown", report.to_str().unwrap()]);
    assert_eq!(outcome.0.status.code(), Some(0));
    let text = String::from_utf8(outcome.0.stdout.clone()).unwrap();
    let markdown = copy.read("report.md");
    let in_order = |text: &str, parts: &[&str]| {
        let mut from = 0;
        for part in parts {
            let found = text[from..].find(part).unwrap_or_else(|| panic!("{part} is not behind {from} in {text}"));
            from += found + part.len();
        }
    };
    let operation = ["major", "GET /v1/images/cluster", "operation-removed", "GET /v1/regions", "operation-added"];
    let generated = ["corrections applied", "losses", "chosen by rule", "GET /v1/regions", "GET /v1/images/cluster"];
    let surface = ["- fn Client::list_cluster_images", "+ fn Client::get_regions"];
    in_order(&text, &[&operation[..], &generated[..], &["Rust surface"][..], &surface[..]].concat());
    in_order(
        &markdown,
        &[&operation[..], &["## Generated"][..], &generated[..], &["## Rust surface"][..], &surface[..]].concat(),
    );
    // The same document: nothing to tell but what was generated.
    let same = copy.regen(&["--dry-run", "--markdown", report.to_str().unwrap()]);
    assert_eq!(same.0.status.code(), Some(0));
    let markdown = copy.read("report.md");
    assert!(
        markdown.starts_with("The document is the same.")
            && markdown.contains("0 gone, 0 changed, 0 new; version step: none"),
        "{markdown}"
    );
}

/// A document that mends some of its defects and adds operations, members and values: one command, and no code breaks.
#[test]
fn a_next_document_is_one_command() {
    let copy = Copy::new();
    let (document, changes) = xtask::next::document(&copy.document()).unwrap();
    let all = verda_api_codegen::document::parse(include_str!("next_document.yaml")).unwrap();
    assert_eq!(changes, all["actions"].as_array().unwrap().len());
    let outcome = copy.with_spec("new.json", &document.to_string());
    outcome.expect(0);
    let out = outcome.out();
    for said in [
        "semver: minor",
        "115 operations",
        "corrections made upstream; taken out of overlay.yaml",
        "corrections made upstream in part; the rest is kept",
        "POST /v1/container-deployments/{deployment_name}/log/download → download_container_deployment_log",
        "Rust surface: 0 gone, 0 changed",
        // What the rules chose for what is new.
        "POST /v1/groups/{group_id}/templates/{template_id}/deployments → deploy_group_template",
        "GET /v1/public/prices → list_prices",
        "pages of list_audit_log: `items`, with `next_cursor` for `cursor`",
        "id NetworkId: DeployInstance.network_id, Instance.network_id, Network.id, delete_network(network_id)",
        "id TagId: DeployInstance.tag_ids, Tag.id, delete_tag(tag_id)",
        "id InstanceId: put_instance_tags(instance_id)",
        "enum TagColor: CreateTag.color, Tag.color",
        "`NobodyUsesThisDto`",
    ] {
        assert!(out.contains(said), "`{said}` is not in: {out}");
    }
    // Nothing of what was there before is told again.
    assert!(!out.contains("→ list_volumes") && out.contains("choices by rule as before"), "{out}");
    let source = copy.source();
    for code in [
        "impl crate::runtime::CursorPage for AuditPage",
        "pub price_per_hour: ::std::option::Option<::rust_decimal::Decimal>",
    ] {
        assert!(source.contains(code), "`{code}` is not in the client");
    }
    for noise in ["Public", "Dto", "Params", "x_trace_id", "user_agent", "NobodyUsesThis"] {
        let is_code = |line: &str| !line.trim_start().starts_with("//");
        assert!(!source.lines().any(|line| is_code(line) && line.contains(noise)), "`{noise}` is left over");
    }
    for file in [MANIFEST, "Cargo.lock"] {
        assert!(copy.read(file).contains("version = \"0.1.0+api.2027-03-30\""), "{}", copy.read(file));
    }
    copy.regen(&["--check"]).expect(0);
    // The same document again changes nothing.
    copy.with_spec("new.json", &document.to_string()).expect(0);
}

/// Whatever a document adds: no step fails, no line of the surface breaks, and what was written is fresh.
#[test]
fn random_additions_are_one_command_and_break_nothing() {
    let cases = std::env::var("ADDITIONS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(6);
    for seed in 0..cases {
        let copy = Copy::new();
        let mut document = copy.document();
        let mut random = fastrand::Rng::with_seed(seed);
        let added: Vec<String> = (0..10).map(|_| edits::additions::add(&mut document, &mut random)).collect();
        let outcome = copy.with_spec("new.json", &document.to_string());
        let shown = || format!("seed {seed}: {added:#?}\n{}{}", outcome.out(), outcome.err());
        assert!([0, 5].contains(&outcome.status()), "{}", shown());
        assert!(!outcome.out().contains("semver: major"), "{}", shown());
        let surface = outcome.out().lines().find(|line| line.starts_with("Rust surface: ")).map(str::to_owned);
        assert!(surface.is_none_or(|line| line.starts_with("Rust surface: 0 gone, 0 changed")), "{}", shown());
        for name in GENERATED {
            syn::parse_file(&copy.read(name)).unwrap_or_else(|error| panic!("{name}: {error}\n{}", shown()));
        }
        copy.regen(&["--check"]).expect(0);
    }
}
