//! Generates the client from the bundled document. Without the feature `codegen`, warns if the checked-in source is not that
//! of the bundled document.

use std::path::Path;

const INPUTS: [&str; 3] = ["openapi.json", "spec/overlay.yaml", "spec/names.toml"];

fn main() {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    let mut texts = Vec::new();
    for input in INPUTS {
        match read(input) {
            Ok(text) => texts.push(text),
            Err(error) => {
                println!("cargo::error=verda-api/{input} cannot be read: {error}");
                return;
            }
        }
    }
    #[cfg(feature = "codegen")]
    generate(&texts);
    #[cfg(not(feature = "codegen"))]
    compare(&texts);
}

/// The document is at the top of the repository, and in the packed crate. In a checkout without symbolic links, a file with
/// the path of the document replaces the link.
fn read(input: &str) -> std::io::Result<String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(package.join(input))?;
    if text.trim() == format!("../{input}") {
        println!("cargo::rerun-if-changed={}", text.trim());
        return std::fs::read_to_string(package.join(text.trim()));
    }
    Ok(text)
}

/// Generates the source to compile from the bundled document.
#[cfg(feature = "codegen")]
fn generate(texts: &[String]) {
    let [document, overlay, names] = texts else { return };
    let result = verda_api_codegen::generate(&verda_api_codegen::Inputs { document, overlay, names });
    let written = match result {
        Ok(generated) => write(&generated.files).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = written {
        for line in error.lines() {
            println!("cargo::error={line}");
        }
        println!("cargo::error=the client cannot be generated; `cargo xtask regen --dry-run` shows more");
    }
}

/// Writes the files of the module `generated`.
#[cfg(feature = "codegen")]
fn write(files: &std::collections::BTreeMap<String, String>) -> std::io::Result<()> {
    let folder = Path::new(&std::env::var_os("OUT_DIR").unwrap_or_default()).join("generated");
    std::fs::create_dir_all(&folder)?;
    files.iter().try_for_each(|(name, text)| std::fs::write(folder.join(name), text))
}

/// Compares the fingerprint in the header of the checked-in source with that of the inputs.
#[cfg(not(feature = "codegen"))]
fn compare(texts: &[String]) {
    println!("cargo::rerun-if-changed=src/generated/mod.rs");
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated/mod.rs"));
    let fingerprint = format!("fnv1a:{:016x}", fingerprint(texts));
    if !source.unwrap_or_default().lines().take(8).any(|line| line.contains(&fingerprint)) {
        println!("cargo::warning=src/generated was not generated from these {INPUTS:?}: run `cargo xtask regen`");
    }
}

/// FNV-1a of all texts with Unix line ends, because a checkout may have changed them. The same function is in
/// `verda-api-codegen`; a dependency on it would make every service compile seven crates for a warning.
#[cfg(not(feature = "codegen"))]
fn fingerprint(texts: &[String]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes()).filter(|byte| *byte != b'\r');
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
