//! `cargo xtask probe`: what the running API has and the document does not.
//!
//! The program that asks is one of the tests' package. It sends through the generated client, and xtask has to build where
//! that does not, since it is what renews it.

use std::path::Path;
use std::process::Command;

use xtask::probe::Arguments;

use crate::{FAILURE, LOOK};

const PROGRAM: [&str; 7] = ["run", "--quiet", "--package", "verda-tests", "--bin", "verda-probe", "--manifest-path"];

/// Builds and runs the program, and gives its status. What it shows, and why it failed, it says itself.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> Result<u8, String> {
    let mut command = Command::new("cargo");
    // It stays in the folder of the caller, who may have named a file.
    command.args(PROGRAM).arg(root.join("Cargo.toml")).arg("--").args(arguments.written());
    let status = command.status().map_err(|error| format!("cargo cannot be run: {error}"))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) if [0, LOOK, FAILURE].contains(&code) => Ok(code),
        _ => Err(format!("the program verda-probe did not run to its end: {status}\nit needs a client that compiles")),
    }
}
