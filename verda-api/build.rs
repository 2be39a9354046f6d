//! Generates the client from the bundled document, or, without the feature `codegen`, says when the checked-in source
//! is not that of the bundled document.

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

/// The document lies at the top of the repository, and in the crate when it is packed. A checkout without symbolic
/// links has a file with the path of the document in its place.
fn read(input: &str) -> std::io::Result<String> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(package.join(input))?;
    if text.trim() == format!("../{input}") {
        return std::fs::read_to_string(package.join(text.trim()));
    }
    Ok(text)
}

/// What is compiled is what the bundled document gives now.
#[cfg(feature = "codegen")]
fn generate(texts: &[String]) {
    let [document, overlay, names] = texts else { return };
    let result = verda_api_codegen::generate(&verda_api_codegen::Inputs { document, overlay, names });
    let written = match result {
        Ok(generated) => {
            let out = std::env::var_os("OUT_DIR").unwrap_or_default();
            std::fs::write(Path::new(&out).join("generated.rs"), generated.source).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = written {
        for line in error.lines() {
            println!("cargo::error={line}");
        }
        println!("cargo::error=the client cannot be generated; `cargo xtask regen --dry-run` shows more");
    }
}

/// Compares the hashes in the header of the checked-in source with the inputs beside it.
#[cfg(not(feature = "codegen"))]
fn compare(texts: &[String]) {
    use sha2::{Digest, Sha256};

    println!("cargo::rerun-if-changed=src/generated.rs");
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/generated.rs"));
    let source = source.unwrap_or_default();
    for (input, text) in INPUTS.iter().zip(texts) {
        // A checkout may have changed the line ends.
        let digest = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        if !source.lines().take(8).any(|line| line.contains(&hex)) {
            println!("cargo::warning=src/generated.rs was not generated from this {input}: run `cargo xtask regen`");
        }
    }
}
