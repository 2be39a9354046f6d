//! `cargo xtask measure`: the figures of docs/performance.md, measured again, as ratios of what was done in one run.

mod build;
mod calls;
mod quiet;
mod services;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::outside::target;
use quiet::Quiet;
use services::Services;

#[derive(clap::Args)]
pub(crate) struct MeasureArguments {
    /// Only what a build costs
    #[arg(long)]
    build: bool,
    /// Only what a call costs in comparison with bare reqwest
    #[arg(long, conflicts_with = "build")]
    call: bool,
    /// Only what a call costs in comparison with other clients
    #[arg(long, conflicts_with_all = ["build", "call"])]
    clients: bool,
    /// How often each service is built; the least time counts
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    builds: u32,
}

/// Measures, and prints Markdown. Fails where something else ran meanwhile.
pub(crate) fn run(root: &Path, arguments: &MeasureArguments) -> Result<(), String> {
    let all = !(arguments.build || arguments.call || arguments.clients);
    let mut quiet = Quiet::default();
    if all || arguments.call {
        let ratios = ["bench", "-q", "-p", "verda-api-ext", "--bench", "ratios"];
        rows(root, &ratios, &mut quiet)?;
        println!("\nThe same with the feature `tracing`");
        rows(root, &[&ratios[..], &["--features", "tracing"]].concat(), &mut quiet)?;
        cargo(root, &["test", "-q", "-p", "verda-api-ext", "--test", "allocations", "--", "--nocapture"])?;
    }
    if all || arguments.build || arguments.clients {
        let services = Services::write(root)?;
        services.fetch()?;
        if all || arguments.build {
            build::table(root, &services, arguments.builds, &mut quiet)?;
        }
        if all || arguments.clients {
            calls::table(root, &services, &mut quiet)?;
        }
    }
    quiet.end()
}

/// The folder in which a service is built.
fn folder_of(root: &Path, service: &str) -> PathBuf {
    target(root).join("measure").join(service)
}

/// Runs a benchmark, and prints each row as it comes, with a mark if it does not count.
fn rows(root: &Path, arguments: &[&str], quiet: &mut Quiet) -> Result<(), String> {
    cargo(root, &[arguments, &["--no-run"]].concat())?;
    let shown = arguments.join(" ");
    let failed = |error: std::io::Error| format!("`cargo {shown}` cannot be run: {error}");
    let mut command = Command::new("cargo");
    let mut process = command.current_dir(root).args(arguments).stdout(Stdio::piped()).spawn().map_err(failed)?;
    quiet.begin_row();
    for line in process.stdout.take().into_iter().flat_map(|printed| BufReader::new(printed).lines()) {
        let mark = quiet.mark();
        println!("{}{mark}", line.map_err(failed)?);
        quiet.begin_row();
    }
    let status = process.wait().map_err(failed)?;
    if status.success() { Ok(()) } else { Err(format!("`cargo {shown}` failed: {status}\nmend it first")) }
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<Duration, String> {
    finish(Command::new("cargo").current_dir(root).args(arguments), &arguments.join(" "))
}

/// Runs a command to its end, and tells the time.
fn finish(command: &mut Command, shown: &str) -> Result<Duration, String> {
    let began = Instant::now();
    let status = command.status().map_err(|error| format!("`cargo {shown}` cannot be run: {error}"))?;
    if status.success() { Ok(began.elapsed()) } else { Err(format!("`cargo {shown}` failed: {status}\nmend it first")) }
}

fn touch(file: &Path) -> Result<(), String> {
    let opened = std::fs::File::options().append(true).open(file);
    let touched = opened.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| format!("{}: {error}", file.display()))
}
