//! Many documents in one crate: each is generated into a module of its own, so that the runtime is compiled once.

pub(crate) mod alternatives;
pub(crate) mod findings;
pub(crate) mod objects;
pub(crate) mod random;
mod random_operations;
pub(crate) mod successes;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use verda_api_codegen::{Inputs, generate};

/// A document, and values that its type `Thing` takes and gives back.
pub(crate) struct Cell {
    pub(crate) name: String,
    pub(crate) document: String,
    /// Each with the value that is written again, where it is another one.
    pub(crate) values: Vec<(Value, Option<Value>)>,
    /// What more is to be true, in statements; `t` is the module of types.
    pub(crate) checks: String,
}

/// A check that a value is nowhere an alternative that the document does not describe. A text that an enum does not list is one
/// where the document allows any.
fn is_known(value: &Value) -> String {
    format!(
        "is(r####\"{value}\"####, format!(\"{{:?}}\", serde_json::from_str::<t::Thing>(r####\"{value}\"####))\
         .replace(\"Unknown(\\\"\", \"\").contains(\"Unknown(\").to_string(), \"false\");\n"
    )
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Generates all cells, compiles them, and runs what they say of values. Returns those that were refused.
pub(crate) fn run(folder: &str, cells: &[Cell]) -> Vec<(String, String)> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = std::fs::remove_dir_all(&out);
    let src = out.join("src");
    copy(&top().join("verda-api/src/runtime"), &src.join("runtime"));
    std::fs::copy(top().join("verda-api/src/runtime.rs"), src.join("runtime.rs")).unwrap();
    let client = std::fs::read_to_string(top().join("verda-api/src/client.rs")).unwrap();
    let mut main = String::from(HEAD);
    let (mut modules, mut tests, mut refused) = (String::new(), String::new(), Vec::new());
    for (index, Cell { name, document, values, checks }) in cells.iter().enumerate() {
        let inputs = Inputs { document, overlay: "overlay: 1.0.0", names: "" };
        let generated = match generate(&inputs) {
            Ok(generated) => generated,
            Err(error) => {
                refused.push((name.clone(), error.to_string()));
                continue;
            }
        };
        // What stands at the top of a crate stands in a module here.
        let folder = src.join(format!("c{index}"));
        std::fs::create_dir_all(&folder).unwrap();
        for (name, source) in generated.files {
            let source = with_types_in(&source, &format!("crate::c{index}::types::"));
            std::fs::write(folder.join(name), source).unwrap();
        }
        let client = client.replace("crate::generated", &format!("crate::c{index}"));
        std::fs::write(src.join(format!("client{index}.rs")), client).unwrap();
        if modules.is_empty() {
            let _ = writeln!(modules, "pub use c{index} as generated;");
        }
        let _ = writeln!(modules, "#[allow(warnings)] pub mod c{index}; // {name}");
        let _ = writeln!(modules, "#[allow(warnings)] mod client{index};");
        let _ = writeln!(tests, "    {{ #[allow(unused_imports)] use c{index}::types as t;");
        for (value, again) in values {
            let (value, again) = (value.to_string(), again.as_ref().unwrap_or(value).to_string());
            let _ = writeln!(tests, "      same::<t::Thing>({name:?}, r####\"{value}\"####, r####\"{again}\"####);");
        }
        let _ = writeln!(tests, "      {checks} }}");
    }
    main += &modules;
    let _ = write!(main, "\nfn main() {{\n    let run = || {{\n{tests}\n    }};\n{TAIL}");
    std::fs::write(src.join("main.rs"), main).unwrap();
    std::fs::write(out.join("Cargo.toml"), manifest()).unwrap();
    std::fs::copy(top().join("Cargo.lock"), out.join("Cargo.lock")).unwrap();
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--offline", "--quiet"]).current_dir(&out);
    command.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated")).env_remove("RUSTFLAGS");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    refused
}

/// Puts another path in place of `crate::types::`, whose tokens stand apart within a macro.
fn with_types_in(source: &str, path: &str) -> String {
    let mut pieces = source.split("crate");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |source, piece| {
        let rest = ["::", "types", "::"].iter().try_fold(piece, |rest, token| rest.trim_start().strip_prefix(token));
        source + &rest.map_or_else(|| format!("crate{piece}"), |rest| format!("{path}{rest}"))
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let new = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &new);
        } else {
            std::fs::copy(&path, &new).unwrap();
        }
    }
}

/// The manifest, with the versions that this repository uses.
fn manifest() -> String {
    let ours = std::fs::read_to_string(top().join("Cargo.toml")).unwrap();
    let names = [
        "bytes",
        "chrono",
        "http",
        "http-body",
        "percent-encoding",
        "reqwest",
        "rust_decimal",
        "serde",
        "serde_json",
        "tokio",
    ];
    let is_needed = |line: &&str| names.iter().any(|name| line.starts_with(&format!("{name} = ")));
    let dependencies: Vec<&str> = ours.lines().filter(is_needed).collect();
    format!(
        "[package]\nname = \"cells\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[features]\nschemars = []\n\n\
         [profile.dev]\ndebug = false\n\n[dependencies]\n{}\n\n[workspace]\n",
        dependencies.join("\n")
    )
}

/// Numbers are compared as numbers. All is decoded on the stack that a thread of tokio has.
const HEAD: &str = r#"#![allow(dead_code, unused_imports, unused_macros, text_direction_codepoint_in_literal)]
mod runtime;
pub use runtime::*;
static FAILED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
fn fail(name: &str, text: String) {
    eprintln!("{name}: {text}");
    FAILED.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
}
fn equal(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value::*;
    match (a, b) {
        (Number(a), Number(b)) => a.as_f64() == b.as_f64(),
        (Array(a), Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        // A member that is null and one that is not there are one for most APIs.
        (Object(a), Object(b)) => a.keys().chain(b.keys()).all(|k| equal(a.get(k).unwrap_or(&Null), b.get(k).unwrap_or(&Null))),
        (a, b) => a == b,
    }
}
fn same<T: serde::de::DeserializeOwned + serde::Serialize>(name: &str, value: &str, again: &str) {
    match serde_json::from_str::<T>(value) {
        Err(error) => fail(name, format!("{value}: {error}")),
        Ok(decoded) => {
            let written = serde_json::to_value(&decoded).unwrap();
            let wanted: serde_json::Value = serde_json::from_str(again).unwrap();
            if !equal(&written, &wanted) {
                fail(name, format!("{value} is written as {written}"));
            }
        }
    }
}
/// The same for a request, in which null and absent are two.
fn sent<T: serde::de::DeserializeOwned + serde::Serialize>(name: &str, value: &str) {
    match serde_json::from_str::<T>(value) {
        Err(error) => fail(name, format!("{value}: {error}")),
        Ok(decoded) => {
            let written = serde_json::to_value(&decoded).unwrap();
            if written != serde_json::from_str::<serde_json::Value>(value).unwrap() {
                fail(name, format!("{value} is sent as {written}"));
            }
        }
    }
}
fn is(name: &str, found: String, wanted: &str) {
    if found != wanted {
        fail(name, format!("{found} is not {wanted}"));
    }
}
"#;

const TAIL: &str = r#"    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap();
    thread.join().unwrap();
    let failed = FAILED.load(std::sync::atomic::Ordering::SeqCst);
    assert_eq!(failed, 0, "so many values were not decoded, or not written again");
}
"#;
