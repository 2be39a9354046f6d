//! Steps about features and dependencies.

use std::collections::BTreeSet;
use std::path::Path;

use super::{FEATURES, GENERATOR, MOST_CRATES, cargo, command, copy_of, output, package_metadata, succeed};
use crate::outside::target;

/// Needs headers that cargo does not bring, and is checked where its step is named.
const NATIVE_TLS: &str = "native-tls";

/// Checks what is published.
const CHECK: [&str; 10] =
    ["check", "-q", "-p", "verda-api-codegen", "-p", "verda-api", "-p", "verda-api-ext", "--features", FEATURES];

/// Each crate without features, and with each one alone; the tests have compiled the default ones.
pub(super) fn features(root: &Path, named: bool) -> Result<(), String> {
    for package in ["verda-api", "verda-api-ext"] {
        let described = package_metadata(root, package)?;
        let features = described["features"].as_object().into_iter().flatten();
        let is_checked = |name: &&str| *name != "default" && (*name != NATIVE_TLS || named);
        let names = features.map(|(name, _)| name.as_str()).filter(is_checked);
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

/// The oldest dependencies that our requirements allow.
pub(super) fn minimal_versions(root: &Path, named: bool) -> Result<(), String> {
    let advice = "raise the requirement that is too low, in the top Cargo.toml";
    versions(root, named, "minimal-versions", &["update", "-Z", "direct-minimal-versions"], advice)
}

/// The dependencies that a service resolves to today.
pub(super) fn newest_versions(root: &Path) -> Result<(), String> {
    versions(root, true, "newest-versions", &["update"], "a requirement in the top Cargo.toml cannot be met any more")
}

/// Resolves our requirements otherwise, in a copy, and checks what is published.
fn versions(root: &Path, named: bool, name: &str, update: &[&str], advice: &str) -> Result<(), String> {
    let copy = copy_of(root, name)?;
    // A flag may be for nightly; the check after it is that of the stable compiler.
    let updated = output(command(&copy, "cargo").args(update).env("RUSTC_BOOTSTRAP", "1"), "cargo update")?;
    if !updated.status.success() {
        let error = String::from_utf8_lossy(&updated.stderr);
        if !named && !error.contains("failed to select a version") {
            println!("skipped: the registry cannot be asked");
            return Ok(());
        }
        return Err(format!("{error}\n{advice}"));
    }
    succeed(command(&copy, "cargo").args(CHECK).env("CARGO_TARGET_DIR", target(root)), "cargo check")
}

/// The oldest compiler that the manifests allow.
pub(super) fn msrv(root: &Path, named: bool) -> Result<(), String> {
    let described = package_metadata(root, "verda-api-ext")?;
    let version = described["rust_version"].as_str().ok_or("verda-api-ext has no rust-version")?;
    let toolchain = format!("+{version}");
    let installed = output(command(root, "cargo").args([&toolchain, "--version"]), "cargo --version");
    if !installed.is_ok_and(|printed| printed.status.success()) && !named {
        println!("skipped: `rustup toolchain install {version} --profile minimal` for it");
        return Ok(());
    }
    let mut check = command(root, "cargo");
    check.arg(&toolchain).args(CHECK).env("CARGO_TARGET_DIR", target(root).join("msrv"));
    succeed(&mut check, &format!("cargo {toolchain} check"))
}

/// The surface of the crate that services use, compared with that of the last release.
pub(super) fn semver(root: &Path) -> Result<(), String> {
    let described = output(command(root, "git").args(["describe", "--tags", "--abbrev=0"]), "git describe")?;
    if !described.status.success() {
        println!("skipped: git finds no tag of a release here");
        return Ok(());
    }
    let tag = String::from_utf8_lossy(&described.stdout).trim().to_owned();
    cargo(root, &["semver-checks", "-p", "verda-api-ext", "--baseline-rev", &tag])
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
