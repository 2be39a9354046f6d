//! `cargo xtask generate`: a crate of its own for any OpenAPI document.

use std::fmt::Write as _;
use std::path::Path;

use verda_api_codegen::{Inputs, generate};

use crate::{GenerateArguments, report, source};

/// An overlay and a list of names that change nothing.
const NO_OVERLAY: &str = "overlay: 1.0.0\ninfo: { title: none, version: '1' }\nactions: []\n";
const NO_NAMES: &str = "";

/// What generated code stands on; it knows no API.
const RUNTIME: &str = "verda-api/src/runtime";
const CLIENT: &str = "verda-api/src/client.rs";
/// The crate that the runtime is written in, as its documentation calls it.
const OUR_CRATE: &str = "verda_api";

/// The crates that the runtime and generated code need.
const DEPENDENCIES: [&str; 9] = [
    "bytes",
    "chrono",
    "http",
    "percent-encoding",
    "reqwest",
    "rust_decimal",
    "serde",
    "serde_json",
    "serde_path_to_error",
];

/// Writes the crate. An error is a text whose last line says how to go on; then nothing was written.
pub(crate) fn run(root: &Path, arguments: &GenerateArguments) -> Result<(), String> {
    let out = &arguments.out;
    if out.read_dir().is_ok_and(|mut entries| entries.next().is_some()) && !out.join("src/generated/mod.rs").exists() {
        return Err(format!("{} is not empty and holds no generated crate\nname a new folder", out.display()));
    }
    let spec = &arguments.spec;
    let document = source::read(spec).map_err(|error| format!("{error}\ngive a file or a URL"))?;
    let read = |path: &Option<std::path::PathBuf>, default: &str| match path {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| format!("{} cannot be read: {error}\ncheck the path", path.display())),
        None => Ok(default.to_owned()),
    };
    let (overlay, names) = (read(&arguments.overlay, NO_OVERLAY)?, read(&arguments.names, NO_NAMES)?);
    let generated = generate(&Inputs { document: &document, overlay: &overlay, names: &names })
        .map_err(|error| format!("{spec}: {error}\ncorrect it with an action in an overlay: --overlay FILE"))?;
    if arguments.strict {
        report::refuse_left_out(&generated).map_err(|left_out| {
            format!("{left_out}\ncorrect them in an overlay, or leave them out: without --strict")
        })?;
    }
    let package = match &arguments.name {
        Some(name) => package_name(name),
        None => package_name(out.file_name().and_then(|name| name.to_str()).unwrap_or_default()),
    };
    let summary = report::summary(&generated);
    let mut files = vec![
        ("Cargo.toml".to_owned(), manifest(root, &package)?),
        ("openapi.json".to_owned(), generated.document),
        ("src/lib.rs".to_owned(), library(&package, generated.operations.len())),
    ];
    files.extend(generated.files.into_iter().map(|(name, text)| (format!("src/generated/{name}"), text)));
    files.extend(runtime(root, &package.replace('-', "_"))?);
    for (name, text) in files {
        write(&out.join(&name), &text).map_err(|error| format!("{name} cannot be written: {error}\ncheck --out"))?;
    }
    print!("{summary}");
    println!("written: {}", out.display());
    Ok(())
}

/// A name that cargo takes: lower-case letters, digits and hyphens, beginning with a letter.
fn package_name(wish: &str) -> String {
    let mut name: String =
        wish.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    let name = name.trim_matches('-');
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name.to_owned(),
        Some(_) => format!("api-{name}"),
        None => "api-client".to_owned(),
    }
}

/// The manifest, with the versions that this repository uses.
fn manifest(root: &Path, package: &str) -> Result<String, String> {
    let path = root.join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}\nrun it in the repository", path.display()))?;
    let workspace: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{}: {error}\nrun `git checkout Cargo.toml`", path.display()))?;
    let known = workspace.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let dependency = |name: &str| known.and_then(|known| known.get(name)).map(inline).unwrap_or("\"*\"".to_owned());
    let mut manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"1.88\"\n\n\
         [features]\nschemars = [\"dep:schemars\"] # `JsonSchema` on every type\n\n[dependencies]\n"
    );
    for name in DEPENDENCIES {
        let _ = writeln!(manifest, "{name} = {}", dependency(name));
    }
    let _ = writeln!(
        manifest,
        "schemars = {{ version = \"1\", default-features = false, features = [\"derive\", \"std\", \"chrono04\", \"rust_decimal1\"], optional = true }}\n\n\
         # A workspace of its own, wherever it is put.\n[workspace]"
    );
    Ok(manifest)
}

/// A value on one line, as it stands behind a dependency's name.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let members: Vec<String> = table.iter().map(|(key, value)| format!("{key} = {}", inline(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        toml::Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        toml::Value::Boolean(value) => value.to_string(),
        // Nothing else stands in a dependency but texts.
        other => format!("{:?}", other.as_str().unwrap_or_default()),
    }
}

fn library(package: &str, operations: usize) -> String {
    format!(
        "//! A client of an HTTP API with {operations} operations, generated from its OpenAPI document.\n\
         //!\n\
         //! `{}::Client` has a method for each of them; `builder` holds what they give, `types` the bodies.\n\n\
         #[allow(dead_code)]\nmod client;\n\
         #[allow(missing_docs, unreachable_pub, dead_code, unused_imports, rustdoc::all, clippy::all)]\nmod generated;\n\
         // Not every document needs all of it.\n#[allow(dead_code, unused_imports, unused_macros)]\nmod runtime;\n\n\
         pub use self::generated::{{BASE_URL, Client, OPERATIONS, builder, operations, types}};\n\
         pub use self::runtime::{{\n    ApiMessage, BodyShape, BoxFuture, Bytes, CallReport, Error, ErrorKind, Evidence, HttpTransport, ItemResult,\n    \
         Method, OneOrMany, Operation, ResponseValue, SecretString, Skipped, Transport, TransportError, TransportErrorKind,\n    \
         Unproven, one_line,\n}};\n",
        package.replace('-', "_")
    )
}

/// The runtime's files, with the new crate's name in their examples.
fn runtime(root: &Path, krate: &str) -> Result<Vec<(String, String)>, String> {
    let source = root.join("verda-api/src");
    let mut paths = vec![root.join(CLIENT), root.join(format!("{RUNTIME}.rs"))];
    let mut folders = vec![root.join(RUNTIME)];
    while let Some(folder) = folders.pop() {
        let entries = folder
            .read_dir()
            .map_err(|error| format!("{RUNTIME} cannot be read: {error}\nrun it in the repository"))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}\nrun it in the repository", path.display()))?;
        let name = path.strip_prefix(&source).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push((format!("src/{name}"), text.replace(OUR_CRATE, krate)));
    }
    Ok(files)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
