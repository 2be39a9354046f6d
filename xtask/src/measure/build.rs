//! What building a service costs, on each client.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use super::quiet::Quiet;
use super::services::Services;
use super::{cargo, finish, folder_of, touch};
use crate::outside::Outside;

/// What building one service costs.
struct Cost {
    cold: Duration,
    again: Duration,
    check: Duration,
    crates: usize,
    lines: usize,
    binary: u64,
    /// Whether it counts: nothing else ran.
    quiet: bool,
}

/// Prints the table. Each service is built so often; the least counts.
pub(super) fn table(root: &Path, services: &Services, builds: u32, quiet: &mut Quiet) -> Result<(), String> {
    let columns = [
        ("bare", &services.bare),
        ("generated", &services.generated),
        ("by-macro", &services.by_macro),
        ("ours", &services.ours),
    ];
    let mut costs: Vec<Option<Cost>> = columns.iter().map(|_| None).collect();
    for _ in 0..builds.max(1) {
        for ((name, service), least) in columns.iter().zip(&mut costs) {
            let cost = cost(root, service, name, quiet)?;
            *least = Some(match least.take() {
                Some(least) => least.least(cost),
                None => cost,
            });
        }
    }
    let costs: Vec<Cost> = costs.into_iter().flatten().collect();
    println!(
        "| | bare | progenitor, checked in | its macro | ours | to bare | to progenitor |\n|---|---|---|---|---|---|---|"
    );
    let mut row = |what: &str, of: &dyn Fn(&Cost) -> f64, counted: bool| {
        let figures: Vec<f64> = costs.iter().map(of).collect();
        let all: String = figures.iter().map(|figure| format!(" {figure:.1} |")).collect();
        let ratio = |column: usize| figures.last().map_or(f64::NAN, |ours| ours / figures[column]);
        let mark = quiet.mark_if(!counted && costs.iter().any(|cost| !cost.quiet));
        println!("| {what} |{all} {:.2} | {:.2} |{mark}", ratio(0), ratio(1));
    };
    row("seconds, cold, release", &|cost| cost.cold.as_secs_f64(), false);
    row("seconds, its own code changed, release", &|cost| cost.again.as_secs_f64(), false);
    row("seconds, its own code changed, check", &|cost| cost.check.as_secs_f64(), false);
    row("crates", &|cost| cost.crates as f64, true);
    row("lines of Rust that are compiled, thousands", &|cost| cost.lines as f64 / 1e3, true);
    row("megabytes of the binary", &|cost| cost.binary as f64 / 1e6, true);
    println!(
        "\n`touch verda-api/src/lib.rs`, then `cargo check -p verda-api-ext`: {:.1} s",
        touched(root)?.as_secs_f64()
    );
    Ok(())
}

impl Cost {
    /// The lesser of two, of which those that were not disturbed come first.
    fn least(self, other: Self) -> Self {
        match (self.quiet, other.quiet) {
            (true, false) => self,
            (false, true) => other,
            _ => Self {
                cold: self.cold.min(other.cold),
                again: self.again.min(other.again),
                check: self.check.min(other.check),
                ..self
            },
        }
    }
}

fn cost(root: &Path, service: &Outside, name: &str, quiet: &mut Quiet) -> Result<Cost, String> {
    let folder = folder_of(root, name);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    let timed = |arguments: &[&str]| finish(&mut service.cargo(arguments, &folder), &arguments.join(" "));
    let change = || touch(&service.folder.join("src/main.rs"));
    quiet.begin_row();
    let cold = timed(&["build", "-q", "--release"])?;
    change()?;
    let again = timed(&["build", "-q", "--release"])?;
    timed(&["check", "-q"])?;
    change()?;
    let check = timed(&["check", "-q"])?;
    let quiet = !quiet.is_disturbed();
    let binary = folder.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let binary = std::fs::metadata(binary).map_err(failed)?.len();
    let manifests = compiled(service, &folder)?;
    let lines = manifests.iter().filter_map(|path| path.parent()).map(lines).sum();
    Ok(Cost { cold, again, check, crates: manifests.len(), lines, binary, quiet })
}

fn touched(root: &Path) -> Result<Duration, String> {
    let arguments = ["check", "-q", "-p", "verda-api-ext"];
    cargo(root, &arguments)?;
    touch(&root.join("verda-api/src/lib.rs"))?;
    cargo(root, &arguments)
}

/// The folders of the crates that a build of the service compiles, itself among them: as cargo tells of each artifact.
fn compiled(service: &Outside, folder: &Path) -> Result<BTreeSet<PathBuf>, String> {
    let mut build = service.cargo(&["build", "-q", "--release", "--message-format", "json"], folder);
    let printed = build.stderr(Stdio::inherit()).output().map_err(|error| format!("cargo build: {error}"))?;
    let messages = String::from_utf8_lossy(&printed.stdout);
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let artifacts = messages.filter(|message| message["reason"] == "compiler-artifact");
    Ok(artifacts.filter_map(|artifact| Some(artifact["manifest_path"].as_str()?.into())).collect())
}

/// The lines of all Rust files below a crate's `src`.
fn lines(package: &Path) -> usize {
    fn below(folder: &Path) -> usize {
        let entries = folder.read_dir().into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
        entries
            .map(|path| match path.extension() {
                _ if path.is_dir() => below(&path),
                Some(extension) if extension == "rs" => {
                    std::fs::read_to_string(&path).map_or(0, |text| text.lines().count())
                }
                _ => 0,
            })
            .sum()
    }
    below(&package.join("src"))
}
