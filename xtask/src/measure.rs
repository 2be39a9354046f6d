//! `cargo xtask measure`: the figures of docs/performance.md, measured again, as ratios of what was done in one run.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::outside::{Outside, target};

/// A service that lists instances, on bare reqwest and serde.
const BARE: &str = r#"use serde::Deserialize;

#[derive(Deserialize)]
struct Instance {
    id: String,
    status: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let token = std::env::var("TOKEN")?;
    let request = reqwest::Client::new().get("https://api.verda.com/v1/instances").bearer_auth(token);
    let body = request.send().await?.error_for_status()?.bytes().await?;
    for instance in serde_json::from_slice::<Vec<Instance>>(&body)? {
        println!("{} {}", instance.id, instance.status);
    }
    Ok(())
}
"#;

/// The same service on ours.
const OURS: &str = r#"#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = verda_api_ext::Client::from_env()?;
    for instance in client.list_instances().send().await?.iter() {
        println!("{} {}", instance.id, instance.status);
    }
    Ok(())
}
"#;

/// The TLS that ours has by default.
const BARE_DEPENDENCIES: &str = r#"[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt"] }
"#;

#[derive(clap::Args)]
pub(crate) struct MeasureArguments {
    /// Only what a build costs
    #[arg(long)]
    build: bool,
    /// Only what a call costs
    #[arg(long, conflicts_with = "build")]
    call: bool,
    /// How often each service is built; the least time counts
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    builds: u32,
}

/// Measures, and prints Markdown.
pub(crate) fn run(root: &Path, arguments: &MeasureArguments) -> Result<(), String> {
    if !arguments.build {
        cargo(root, &["bench", "-q", "-p", "verda-api-ext", "--bench", "ratios"])?;
        println!("\nThe same with the feature `tracing`");
        cargo(root, &["bench", "-q", "-p", "verda-api-ext", "--bench", "ratios", "--features", "tracing"])?;
        cargo(root, &["test", "-q", "-p", "verda-api-ext", "--test", "allocations", "--", "--nocapture"])?;
    }
    if !arguments.call {
        build(root, arguments.builds)?;
    }
    Ok(())
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<(), String> {
    finish(Command::new("cargo").current_dir(root).args(arguments), &arguments.join(" ")).map(drop)
}

/// Runs a command to its end, and tells the time.
fn finish(command: &mut Command, shown: &str) -> Result<Duration, String> {
    let began = Instant::now();
    let status = command.status().map_err(|error| format!("`cargo {shown}` cannot be run: {error}"))?;
    if status.success() { Ok(began.elapsed()) } else { Err(format!("`cargo {shown}` failed: {status}\nmend it first")) }
}

/// What building one service costs.
struct Cost {
    cold: Duration,
    again: Duration,
    check: Duration,
    crates: usize,
    lines: usize,
    binary: u64,
}

fn build(root: &Path, builds: u32) -> Result<(), String> {
    let ours = format!(
        "[dependencies]\nverda-api-ext = {{ path = '{}' }}\ntokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
        root.join("verda-api-ext").display()
    );
    let bare = Outside::write(root, "bare", BARE_DEPENDENCIES, &[("src/main.rs", BARE.to_owned())])?;
    let ours = Outside::write(root, "ours", &ours, &[("src/main.rs", OURS.to_owned())])?;
    let (mut least_bare, mut least_ours) = (cost(root, &bare, "bare")?, cost(root, &ours, "ours")?);
    for _ in 1..builds {
        least_bare = least_bare.least(&cost(root, &bare, "bare")?);
        least_ours = least_ours.least(&cost(root, &ours, "ours")?);
    }
    println!("| | bare | ours | ratio |\n|---|---|---|---|");
    let seconds = |what: &str, of: fn(&Cost) -> Duration| {
        row(what, of(&least_bare).as_secs_f64(), of(&least_ours).as_secs_f64());
    };
    seconds("seconds, cold, release", |cost| cost.cold);
    seconds("seconds, its own code changed, release", |cost| cost.again);
    seconds("seconds, its own code changed, check", |cost| cost.check);
    row("crates", least_bare.crates as f64, least_ours.crates as f64);
    row("lines of Rust that are compiled, thousands", kilo(least_bare.lines as u64), kilo(least_ours.lines as u64));
    row("kilobytes of the binary", kilo(least_bare.binary), kilo(least_ours.binary));
    println!(
        "\n`touch verda-api/src/lib.rs`, then `cargo check -p verda-api-ext`: {:.1} s",
        touched(root)?.as_secs_f64()
    );
    Ok(())
}

fn row(what: &str, bare: f64, ours: f64) {
    println!("| {what} | {bare:.1} | {ours:.1} | {:.2} |", ours / bare);
}

fn kilo(number: u64) -> f64 {
    number as f64 / 1000.0
}

impl Cost {
    fn least(self, other: &Self) -> Self {
        Self {
            cold: self.cold.min(other.cold),
            again: self.again.min(other.again),
            check: self.check.min(other.check),
            ..self
        }
    }
}

fn cost(root: &Path, service: &Outside, name: &str) -> Result<Cost, String> {
    let folder = target(root).join("measure").join(name);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(failed)?;
    }
    let timed = |arguments: &[&str]| finish(&mut service.cargo(arguments, &folder), &arguments.join(" "));
    let change = || touch(&service.folder.join("src/main.rs"));
    let cold = timed(&["build", "-q", "--release"])?;
    change()?;
    let again = timed(&["build", "-q", "--release"])?;
    timed(&["check", "-q"])?;
    change()?;
    let check = timed(&["check", "-q"])?;
    let binary = folder.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let binary = std::fs::metadata(binary).map_err(failed)?.len();
    let manifests = compiled(service, &folder)?;
    let lines = manifests.iter().filter_map(|path| path.parent()).map(lines).sum();
    Ok(Cost { cold, again, check, crates: manifests.len(), lines, binary })
}

fn touch(file: &Path) -> Result<(), String> {
    let opened = std::fs::File::options().append(true).open(file);
    let touched = opened.and_then(|file| file.set_modified(std::time::SystemTime::now()));
    touched.map_err(|error| format!("{}: {error}", file.display()))
}

fn touched(root: &Path) -> Result<Duration, String> {
    let arguments = ["check", "-q", "-p", "verda-api-ext"];
    cargo(root, &arguments)?;
    touch(&root.join("verda-api/src/lib.rs"))?;
    finish(Command::new("cargo").current_dir(root).args(arguments), "check")
}

/// The folders of the crates that a build of the service compiles, itself among them: as cargo tells of each artifact.
fn compiled(service: &Outside, folder: &Path) -> Result<BTreeSet<std::path::PathBuf>, String> {
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
