//! A crate for any document: what is generated also compiles, and what cannot be is refused with a place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name).display().to_string()
}

fn generate(spec: &str, out: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--spec", spec, "--out"]).arg(out).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs cargo in a crate, with the versions of this repository. All crates share one target folder.
fn cargo(folder: &Path, arguments: &[&str]) {
    std::fs::copy(top().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut command = Command::new(env!("CARGO"));
    command.args(&arguments[..1]).arg("--offline").args(&arguments[1..]).current_dir(folder);
    command
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"))
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
}

/// Compiles a crate.
fn check(folder: &Path) {
    cargo(folder, &["check", "--all-targets"]);
}

#[test]
fn documents_with_every_construct_give_crates_that_compile() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["constructs.yaml", "shop.yaml"] {
        let out = folder.path().join(name.trim_end_matches(".yaml"));
        let output = generate(&document(name), &out);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        check(&out);
        // Again, into what is there: the same bytes.
        let before = std::fs::read_to_string(out.join("src/generated/types.rs")).unwrap();
        assert_eq!(generate(&document(name), &out).status.code(), Some(0));
        assert_eq!(std::fs::read_to_string(out.join("src/generated/types.rs")).unwrap(), before);
        let all: String = [
            "Cargo.toml",
            "src/lib.rs",
            "src/client.rs",
            "src/generated/mod.rs",
            "src/generated/types.rs",
            "src/runtime/transport.rs",
        ]
        .map(|file| std::fs::read_to_string(out.join(file)).unwrap())
        .concat();
        // But for the generator, in a comment, nothing in it is of this API.
        let all = all.to_lowercase().replace("verda-api-codegen", "");
        assert!(!all.contains("verda"));
    }
}

#[test]
fn a_generated_crate_stands_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("shop");
    assert_eq!(generate(&document("shop.yaml"), &out).status.code(), Some(0));
    // Its own tests and the example of its documentation; https is set up by one of them.
    cargo(&out, &["test"]);
    cargo(&out, &["doc", "--no-deps"]);
    cargo(&out, &["check", "--no-default-features", "--features", "schemars"]);
    // The manifest has the crates that the code needs and no other.
    cargo(&out, &["rustc", "--lib", "--profile", "check", "--", "-D", "unused-crate-dependencies"]);
    for (file, words) in [("README.md", "shop::http_client()"), ("src/lib.rs", "client.list_orders().await")] {
        let text = std::fs::read_to_string(out.join(file)).unwrap();
        assert!(text.contains(words), "{file}: {text}");
    }
    for entry in ["src/runtime/error.rs", "src/runtime/transport.rs", "src/client.rs"] {
        let text = std::fs::read_to_string(out.join(entry)).unwrap();
        assert!(!text.contains("```"), "{entry} has an example of another API");
    }
}

#[test]
fn the_examples_of_the_document_are_decoded_by_the_crate() {
    const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: T, version: "1" }
paths:
  /things/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
              examples: { good: { value: { id: a, size: 1 } }, vast: { value: { id: a, size: LARGE } }, wrong: { value: { id: 1 } } }
components:
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: string }, size: { type: integer, examples: [7] }, at: { $ref: "#/components/schemas/At" } } }
    At: { type: object, properties: { day: { type: string, format: date, example: 2026-01-01 } } }
"##;
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec.yaml");
    let run = |large: &str| {
        std::fs::write(&spec, DOCUMENT.replace("LARGE", large)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(["generate", "--check", "--spec"]).arg(&spec).arg("--out").arg(folder.path().join("things"));
        command.env("CARGO_NET_OFFLINE", "true");
        command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated"));
        let output = command.output().unwrap();
        (output.status.code(), text(&output.stdout) + &text(&output.stderr))
    };
    let (status, told) = run("2");
    assert_eq!(status, Some(0), "{told}");
    // `good`, `vast`, and those that are put together of the examples of properties; `wrong` contradicts its schema.
    assert!(told.contains("3 examples decoded, 0 not\n1 examples contradict"), "{told}");
    // An integer by JSON Schema, and none of Rust.
    let (status, told) = run("10000000000000000000000000");
    assert_eq!(status, Some(4), "{told}");
    let pointer = "/paths/~1things~1{id}/get/responses/200/content/application~1json/examples/vast/value";
    assert!(told.lines().any(|line| line.contains("(at ") && line.contains(pointer)), "{told}");
}

/// With `--strict` every one of them is named, and without it the rest is generated.
#[test]
fn what_cannot_be_generated_is_left_out_or_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let operation = |members: &str| format!("{{ {members}, responses: {{ '204': {{ description: ok }} }} }}");
    let upload = operation("requestBody: { content: { multipart/form-data: { schema: { type: object } } } }");
    let cookie = operation("parameters: [{ name: a, in: cookie, required: true, schema: { type: string } }]");
    let option = operation("parameters: [{ name: a, in: cookie, schema: { type: string } }]");
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n  \
         /a: {{ post: {upload} }}\n  /b: {{ put: {upload} }}\n  /c: {{ get: {cookie} }}\n  /d: {{ get: {option} }}\n"
    );
    let spec = folder.path().join("spec.yaml").display().to_string();
    std::fs::write(&spec, document).unwrap();
    let out = folder.path().join("out");
    let mut strict = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let refused = strict.args(["generate", "--strict", "--spec", &spec, "--out"]).arg(&out).output().unwrap();
    assert_eq!(refused.status.code(), Some(100));
    assert!(!out.exists(), "nothing is written");
    let left_out = generate(&spec, &out);
    assert_eq!(left_out.status.code(), Some(0), "{}", text(&left_out.stderr));
    for (output, said) in [(&refused, text(&refused.stderr)), (&left_out, text(&left_out.stdout))] {
        for pointer in
            ["/paths/~1a/post/requestBody/content", "/paths/~1b/put/requestBody/content", "/paths/~1c/get/parameters/0"]
        {
            assert!(said.contains(&format!("(at {pointer})")), "{pointer}: {said}");
        }
        assert!(said.contains("(at /paths/~1d/get/parameters/0)"), "{said}");
        assert_eq!(said.matches("the operation is left out").count(), 3, "{:?}: {said}", output.status);
    }
}

#[test]
fn what_is_no_document_is_refused_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let spec = folder.path().join("spec.yaml");
    let document = "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths:\n  /a:\n    post:\n      \
        parameters: [{ name: a, in: query, schema: { $ref: 'other.yaml#/A' } }]\n      \
        responses: { '200': { description: ok } }\n";
    std::fs::write(&spec, document).unwrap();
    let output = generate(&spec.display().to_string(), &folder.path().join("out"));
    let error = text(&output.stderr);
    assert_eq!(output.status.code(), Some(100), "{error}");
    assert!(error.contains("/paths/~1a/post"), "{error}");
    assert!(!folder.path().join("out").exists(), "nothing is written");
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let output = generate(&document("shop.yaml"), folder.path());
    assert_eq!(output.status.code(), Some(100));
    assert!(text(&output.stderr).contains("is not empty"), "{}", text(&output.stderr));
    let missing = generate("no-such-file.yaml", &folder.path().join("out"));
    assert!(text(&missing.stderr).contains("no-such-file.yaml cannot be read"), "{}", text(&missing.stderr));
}

/// Edits that might happen, some of them absurd: what is generated compiles, and what cannot be is refused in words.
#[test]
fn random_edits_give_crates_that_compile_or_refusals_that_name_a_place() {
    let folder = tempfile::tempdir().unwrap();
    let (mut generated, mut refused) = (0, 0);
    for seed in 0..10 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut document = edits::vendors();
        for _ in 0..random.usize(1..4) {
            edits::random(&mut document, &mut random);
        }
        let spec = folder.path().join(format!("{seed}.json"));
        std::fs::write(&spec, document.to_string()).unwrap();
        let out = folder.path().join(format!("crate-{seed}"));
        let output = generate(&spec.display().to_string(), &out);
        let error = text(&output.stderr);
        match output.status.code() {
            Some(0) => {
                generated += 1;
                // Each takes seconds: a sample is compiled.
                if generated <= 2 {
                    check(&out);
                }
            }
            Some(100) => {
                // By a pointer, or by the operation or schema at fault.
                let has_place = error.contains("(at /") || error.contains("no code can be generated for `");
                assert!(has_place && !error.contains("panicked"), "{seed}: {error}");
                refused += 1;
            }
            other => panic!("{seed}: {other:?}: {error}"),
        }
    }
    assert!(generated >= 2, "{generated} generated, {refused} refused");
}

/// What a vendor may add, ten at a time: each document gives a crate, and those that are asked for are compiled.
#[test]
#[ignore = "a minute for each: `ADDITIONS=3 cargo test -p xtask --test generate additions -- --ignored`"]
fn random_additions_give_crates_that_compile() {
    let folder = tempfile::tempdir().unwrap();
    let cases = std::env::var("ADDITIONS").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2);
    for seed in 0..cases {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut document = edits::vendors();
        let added: Vec<String> = (0..10).map(|_| edits::additions::add(&mut document, &mut random)).collect();
        let spec = folder.path().join(format!("{seed}.json"));
        std::fs::write(&spec, document.to_string()).unwrap();
        let out = folder.path().join(format!("crate-{seed}"));
        let output = generate(&spec.display().to_string(), &out);
        assert_eq!(output.status.code(), Some(0), "seed {seed}: {added:#?}\n{}", text(&output.stderr));
        check(&out);
    }
}
