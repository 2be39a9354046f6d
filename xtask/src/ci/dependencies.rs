//! Steps about features and dependencies.

use std::collections::BTreeSet;
use std::path::Path;

use super::{FEATURES, GENERATOR, MOST_CRATES, cargo, command, copy_of, output, package_metadata, succeed};
use crate::outside::target;

/// Needs headers that cargo does not bring, and is checked where its step is named.
const NATIVE_TLS: &str = "native-tls";

/// Each crate without features, with each one alone, and with its default.
pub(super) fn features(root: &Path, named: bool) -> Result<(), String> {
    for package in ["verda-api", "verda-api-ext"] {
        let described = package_metadata(root, package)?;
        let features = described["features"].as_object().into_iter().flatten();
        let names = features.map(|(name, _)| name.as_str()).filter(|name| *name != NATIVE_TLS || named);
        for feature in [""].into_iter().chain(names) {
            println!("{package} with {}", if feature.is_empty() { "no feature" } else { feature });
            cargo(root, &["check", "-q", "-p", package, "--no-default-features", "--features", feature])?;
        }
    }
    Ok(())
}

/// A service that depends on the ergonomic crate compiles checked-in source, and few other crates.
pub(super) fn tree(root: &Path) -> Result<(), String> {
    let crates = |features: &[&str]| {
        let arguments = ["tree", "-p", "verda-api-ext", "-e", "normal,build", "--prefix", "none", "--format", "{p}"];
        let printed = output(command(root, "cargo").args(arguments).args(features), "cargo tree")?;
        let text = String::from_utf8_lossy(&printed.stdout).into_owned();
        let crates: BTreeSet<String> = text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect();
        if printed.status.success() && !crates.is_empty() { Ok(crates) } else { Err("`cargo tree` failed".to_owned()) }
    };
    let all = crates(&["--all-features"])?;
    let found: Vec<&String> = all.iter().filter(|line| GENERATOR.iter().any(|name| line.starts_with(name))).collect();
    if !found.is_empty() {
        return Err(format!("verda-api-ext depends on the generator: {found:?}\nit must not: see ARCHITECTURE.md"));
    }
    let default = crates(&[])?.len();
    println!("{default} crates, of {MOST_CRATES}");
    if default > MOST_CRATES {
        return Err(format!(
            "a service compiles {default} crates\ndo without some, or raise MOST_CRATES with a reason"
        ));
    }
    Ok(())
}

/// Resolves our requirements to the oldest versions that they allow, in a copy, and checks what is published.
pub(super) fn minimal_versions(root: &Path, named: bool) -> Result<(), String> {
    let copy = copy_of(root, "minimal-versions")?;
    // The flag is for nightly; the check after it is that of the stable compiler.
    let mut update = command(&copy, "cargo");
    update.args(["update", "-Z", "direct-minimal-versions"]).env("RUSTC_BOOTSTRAP", "1");
    let updated = output(&mut update, "cargo update")?;
    if !updated.status.success() {
        let error = String::from_utf8_lossy(&updated.stderr);
        if !named && !error.contains("failed to select a version") {
            println!("skipped: the registry cannot be asked");
            return Ok(());
        }
        return Err(format!("{error}\nraise the requirement that is too low, in the top Cargo.toml"));
    }
    let check =
        ["check", "-q", "-p", "verda-api-codegen", "-p", "verda-api", "-p", "verda-api-ext", "--features", FEATURES];
    let mut check_copy = command(&copy, "cargo");
    succeed(check_copy.args(check).env("CARGO_TARGET_DIR", target(root)), "cargo check")
}

/// What `deny.toml` asks for, but for advisories: they change with the day, and have a job of their own.
pub(super) fn licences(root: &Path, named: bool) -> Result<(), String> {
    let installed = output(command(root, "cargo").args(["deny", "--version"]), "cargo deny")?.status.success();
    if !installed && !named {
        println!("skipped: `cargo install cargo-deny` for it");
        return Ok(());
    }
    cargo(root, &["deny", "check", "bans", "licenses", "sources"])
}
