//! Puts the bundled document where the fake includes it from.

use std::path::Path;
use std::{env, fs};

const DOCUMENT: &str = "openapi.json";

fn main() {
    let text = read(Path::new(DOCUMENT));
    // Where there are no links, git makes of one a file with the path to its target.
    let text = if text.trim_start().starts_with('{') { text } else { read(Path::new(text.trim())) };
    let folder = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join(DOCUMENT), text).expect("OUT_DIR can be written");
}

fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
