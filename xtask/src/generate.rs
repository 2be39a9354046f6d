//! `cargo xtask generate`: a crate of its own for any OpenAPI document.

mod manifest;
mod proof;
mod runtime;

use std::collections::BTreeSet;
use std::path::Path;

use verda_api_codegen::{Generated, Inputs, Operation, generate};

use self::manifest::{manifest, package_name};

use crate::{GenerateArguments, report, say, source};

/// An overlay and a list of names that change nothing.
const NO_OVERLAY: &str = "overlay: 1.0.0\ninfo: { title: none, version: '1' }\nactions: []\n";
const NO_NAMES: &str = "";
/// The HTTP client of a generated crate.
const HTTP: &str = include_str!("generate/templates/http_client.rs");

/// Writes the crate, and says whether all examples were decoded, if that was asked. An error is a text whose last line
/// says how to go on; then nothing was written, unless a file cannot be written.
pub(crate) fn run(root: &Path, arguments: &GenerateArguments) -> Result<bool, String> {
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
    let summary = report::summary(&generated, &[]);
    let krate = package.replace('-', "_");
    let test = if arguments.check { Some(proof::test(&krate, &generated)?) } else { None };
    let mut files = runtime::files(root, &krate)?;
    files.push(("src/http_client.rs".to_owned(), HTTP.to_owned()));
    let library = library(root, &krate, &generated)?;
    files.extend(generated.files.into_iter().map(|(name, text)| (format!("src/generated/{name}"), text)));
    let code: Vec<&str> = files.iter().map(|(_, text)| text.as_str()).collect();
    let manifest = manifest(root, &package, &code)?;
    files.push(("src/lib.rs".to_owned(), library));
    files.push(("Cargo.toml".to_owned(), manifest));
    files.push(("README.md".to_owned(), readme(&package, &krate, generated.operations.len())));
    files.push(("openapi.json".to_owned(), generated.document));
    let proof = match test {
        Some((test, proof)) => {
            let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}\nset TMPDIR"))?;
            write_all(folder.path(), &files)?;
            write_all(folder.path(), &[("tests/examples.rs".to_owned(), test)])?;
            Some(proof.run(root, folder.path())?)
        }
        None => None,
    };
    write_all(out, &files)?;
    let proven = proof.as_ref().map(proof::Proof::summary).unwrap_or_default();
    say(format_args!("{summary}{proven}written: {}\n", out.display()));
    Ok(proof.is_none_or(|proof| proof.failures.is_empty()))
}

fn write_all(folder: &Path, files: &[(String, String)]) -> Result<(), String> {
    for (name, text) in files {
        let path = folder.join(name);
        path.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| format!("{name} cannot be written: {error}; other files may be\ncheck --out"))?;
    }
    Ok(())
}

/// The root of the crate: what it exports, and a call of the document's own.
fn library(root: &Path, krate: &str, generated: &Generated) -> Result<String, String> {
    let Generated { operations, files, .. } = generated;
    let client = files.get("client.rs").map(String::as_str).unwrap_or_default();
    let of_nothing =
        client.split("pub fn ").filter_map(|rest| rest.split_once('(')).filter(|(_, rest)| rest.starts_with("&self)"));
    let of_nothing: BTreeSet<&str> = of_nothing.map(|(name, _)| name).collect();
    let takes_nothing =
        |operation: &&Operation| operation.method == "GET" && of_nothing.contains(operation.id.as_str());
    let call = operations.iter().find(takes_nothing).map(|operation| {
        format!("//! let response = client.{}().await?;\n//! println!(\"{{}}\", response.status());\n", operation.id)
    });
    Ok(format!(
        "//! A client of an HTTP API with {} operations, generated from its OpenAPI document.\n\
         //!\n\
         //! [`Client`] has a method for each of them; [`builder`] holds what they give, [`types`] the bodies. A [`Transport`]\n\
         //! sends the requests: [`HttpTransport`] over the network, or one that wraps it, as to add a token.\n\
         //!\n\
         //! ```no_run\n\
         //! # async fn run() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {{\n\
         //! use {krate}::{{BASE_URL, Client, HttpTransport, http_client}};\n\
         //!\n\
         //! let client = Client::new(BASE_URL, HttpTransport::new(http_client()?));\n\
         {}\
         //! # let _ = client;\n\
         //! # Ok(())\n\
         //! # }}\n\
         //! ```\n\n\
         mod client;\n\
         #[allow(missing_docs, unreachable_pub, dead_code, unused_imports, rustdoc::all, clippy::all)]\nmod generated;\n\
         mod http_client;\n\
         // Not every document needs all of it.\n#[allow(dead_code, unused_imports, unused_macros)]\nmod runtime;\n\n\
         pub use self::http_client::http_client;\n{}",
        operations.len(),
        call.unwrap_or_default(),
        runtime::exports(root)?,
    ))
}

fn readme(package: &str, krate: &str, operations: usize) -> String {
    format!(
        "# {package}\n\nA Rust client of an HTTP API with {operations} operations, generated from its OpenAPI document, which is \
         `openapi.json` here. `cargo doc --open` lists the operations and types; a client is made so:\n\n\
         ```rust\nlet http = {krate}::http_client()?;\nlet client = {krate}::Client::new({krate}::BASE_URL, \
         {krate}::HttpTransport::new(http));\n```\n\n\
         | feature | default | for |\n|---|---|---|\n\
         | `rustls` | yes | https, with ring and the certificates that the operating system trusts |\n\
         | `schemars` | no | `JsonSchema` on every type |\n"
    )
}
