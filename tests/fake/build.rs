//! Puts the bundled document where the fake includes it from.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

const DOCUMENT: &str = "openapi.json";

fn main() -> Result<(), Box<dyn Error>> {
    let text = read(Path::new(DOCUMENT))?;
    // Where there are no links, git makes of one a file with the path to its target.
    let text = if text.trim_start().starts_with('{') { text } else { read(Path::new(text.trim()))? };
    fs::write(Path::new(&env::var("OUT_DIR")?).join(DOCUMENT), text)?;
    Ok(())
}

fn read(path: &Path) -> Result<String, String> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
