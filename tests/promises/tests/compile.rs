//! What does not compile, and what the compiler says of it.
//!
//! The messages are those of the compiler named here; others say the same in other words. Of them the codes of the errors are
//! compared, as with this one where `PROMISES=codes` is set.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const COMPILER: &str = "rustc 1.95.";

#[test]
fn what_would_fail_when_it_runs_does_not_compile() {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    if version.starts_with(COMPILER) && std::env::var_os("PROMISES").is_none() {
        trybuild::TestCases::new().compile_fail("cases/*.rs");
        return;
    }
    println!("the messages were written down with {COMPILER}*, and this is {version}: the codes are compared");
    let (expected, found) = (codes_written_down(), codes_of_the_compiler());
    assert!(!expected.is_empty() && expected.values().all(|codes| !codes.is_empty()), "{expected:?}");
    assert_eq!(found, expected);
}

/// The codes of errors by the name of the case, sorted. That of a lint is empty.
type Codes = BTreeMap<String, Vec<String>>;

fn cases() -> Vec<String> {
    let files = std::fs::read_dir("cases").unwrap().map(|entry| entry.unwrap().path());
    let cases = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

fn codes_written_down() -> Codes {
    let code = |line: &str| match line.strip_prefix("error[") {
        Some(rest) => rest.split(']').next().map(str::to_owned),
        None => line.starts_with("error:").then(String::new),
    };
    let codes = |case: String| {
        let text = std::fs::read_to_string(format!("cases/{case}.stderr")).unwrap();
        let mut codes: Vec<String> = text.lines().filter_map(code).collect();
        codes.sort();
        (case, codes)
    };
    cases().into_iter().map(codes).collect()
}

/// Checks a package of its own, with each case as a program.
fn codes_of_the_compiler() -> Codes {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases");
    std::fs::create_dir_all(&folder).unwrap();
    let client = root.join("verda-api-ext");
    let mut manifest = format!(
        "[package]\nname = \"cases\"\nedition = \"2024\"\n[workspace]\n[dependencies]\nverda-api-ext = {{ path = {client:?} }}\n"
    );
    for case in cases() {
        let path = here.join("cases").join(format!("{case}.rs"));
        write!(manifest, "[[bin]]\nname = {case:?}\npath = {path:?}\n").unwrap();
    }
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut check = Command::new(env!("CARGO"));
    check.args(["check", "--offline", "--keep-going", "--message-format=json"]).current_dir(&folder);
    let output = check.env("CARGO_TARGET_DIR", folder.join("target")).output().unwrap();
    let mut codes = Codes::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let message = &line["message"];
        // The last message of a program counts its errors, and has no place.
        if message["level"] != "error" || message["spans"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        let code = message["code"]["code"].as_str().filter(|code| code.starts_with('E')).unwrap_or_default();
        codes.entry(line["target"]["name"].as_str().unwrap().to_owned()).or_default().push(code.to_owned());
    }
    codes.values_mut().for_each(|codes| codes.sort());
    assert!(!codes.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    codes
}
