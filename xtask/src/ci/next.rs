//! The vendor's next document, in a copy of the repository: one command brings it in, and everything that depends on the
//! document still compiles and passes, without another edit.

use std::collections::BTreeSet;
use std::path::Path;

use super::{command, copy_of, files_of, output, succeed};
use crate::LOOK;
use crate::outside::target;
use crate::regen::{DOCUMENT, GENERATED, NAMES, OVERLAY, VERSIONED, bundled};

/// What has tests that depend on the document.
const TESTED: [&str; 4] = ["verda-api", "verda-api-ext", "verda-tests", "verda-fake"];

/// Random inputs of which the step `tests` has run all that CI runs: a few are enough to see whether a document breaks them.
const FEW: [(&str, &str); 6] = [
    ("FLEETS", "10"),
    ("WALKS", "10"),
    ("LAUNCH_SEEDS", "30"),
    ("TERMINATIONS", "20"),
    ("LIMITER_SEEDS", "100"),
    ("MUTATED_RESPONSES", "2000"),
];

pub(super) fn run(root: &Path) -> Result<(), String> {
    let copy = copy_of(root, "next")?;
    let old = bundled(root, DOCUMENT)?;
    let old = verda_api_codegen::document::parse(&old).map_err(|error| error.of(DOCUMENT))?;
    let (next, changes) = xtask::next::document(&old)?;
    let spec = target(root).join("next.json");
    std::fs::write(&spec, next.to_string()).map_err(|error| format!("{}: {error}", spec.display()))?;
    println!("{changes} changes");
    regenerate(root, &copy, &spec)?;
    check_files(root, &copy)?;
    // Another version than that of the repository lets the two share the dependencies in one target folder, and nothing else.
    let date = xtask::version::date(&next).unwrap_or_default();
    for name in VERSIONED {
        let (ours, theirs) = (bundled(root, name)?, bundled(&copy, name)?);
        if ours == theirs || xtask::version::dated(&theirs, date) != theirs {
            return Err(format!("the version in {name} is not that of the next document, {date}"));
        }
    }
    let cargo = |arguments: &[&str]| {
        let mut cargo = command(&copy, "cargo");
        cargo.args(arguments).arg("--offline").env("CARGO_TARGET_DIR", target(root)).envs(FEW);
        succeed(&mut cargo, &format!("cargo {}, with the next document,", arguments.join(" ")))
    };
    // The tests compile all but the benchmarks; the generator and these tasks do not depend on what is generated.
    let packages: Vec<&str> = TESTED.iter().flat_map(|name| ["-p", *name]).collect();
    cargo(&[&["test", "--benches", "--no-run"], &packages[..]].concat())?;
    cargo(&[&["test"], &packages[..]].concat())
}

/// The one command, and what it has to say of a document that breaks nothing.
fn regenerate(root: &Path, copy: &Path, spec: &Path) -> Result<(), String> {
    let mut cargo = command(copy, "cargo");
    cargo.args(["xtask", "regen", "--spec"]).arg(spec);
    cargo.env("CARGO_NET_OFFLINE", "true").env("CARGO_TARGET_DIR", target(root));
    let printed = output(&mut cargo, "cargo xtask regen --spec next.json")?;
    let (text, error) = (String::from_utf8_lossy(&printed.stdout), String::from_utf8_lossy(&printed.stderr));
    if ![Some(0), Some(LOOK.into())].contains(&printed.status.code()) {
        return Err(format!("`cargo xtask regen --spec next.json` failed: {}\n{text}{error}", printed.status));
    }
    for said in ["semver: minor", "Rust surface: 0 gone, 0 changed", "version step: minor"] {
        if !text.contains(said) {
            return Err(format!("`cargo xtask regen --spec next.json` does not say `{said}`:\n{text}"));
        }
    }
    Ok(())
}

/// Nothing differs but what the command writes.
fn check_files(root: &Path, copy: &Path) -> Result<(), String> {
    let read = |folder: &Path, file: &str| std::fs::read(folder.join(file)).ok();
    // A link is a file in the copy; what it leads to is compared by itself.
    let changed = |file: &String| !root.join(file).is_symlink() && read(root, file) != read(copy, file);
    let changed: BTreeSet<String> = files_of(root)?.into_iter().filter(changed).collect();
    let written = [DOCUMENT, OVERLAY, NAMES, VERSIONED[0], VERSIONED[1]];
    let is_written = |file: &str| written.contains(&file) || file.starts_with(GENERATED);
    println!("changed: {}", changed.iter().map(String::as_str).collect::<Vec<_>>().join(", "));
    match changed.iter().find(|file| !is_written(file)) {
        Some(other) => Err(format!("the next document changes {other}\nregen may write {written:?} and {GENERATED}")),
        None => Ok(()),
    }
}
