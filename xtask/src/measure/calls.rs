//! What calls cost in this client, in the one that progenitor generates by itself, and in the vendor's SDK for Python: programs
//! of their own, on the fake. A list of one machine costs a program its start, so many calls less one are what counts.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use wait4::Wait4 as _;

use super::quiet::Quiet;
use super::services::{PYTHON, Services};
use super::{finish, folder_of};
use crate::outside::target;

/// An instance and a volume, as the API writes them.
const INSTANCE: &str = include_str!("instance.json");
const VOLUME: &str = include_str!("volume.json");

/// Bytes of freed memory that a program keeps.
const KEPT: &str = "1073741824";

/// How often each program runs; the least counts. Python is behind by so much that once is enough.
const RUNS: usize = 5;
const PYTHON_RUNS: usize = 1;

/// The vendor's SDK, as `tests/peers.sh` has it.
const SDK: &str = "verda==1.25.0";

/// Prints the table.
pub(super) fn table(root: &Path, services: &Services, quiet: &mut Quiet) -> Result<(), String> {
    let fake = Fake::start(root)?;
    let program = |name: &str, service: &crate::outside::Outside| {
        let folder = folder_of(root, name);
        let arguments = ["build", "-q", "--release", "--example", "calls"];
        finish(&mut service.cargo(&arguments, &folder), &arguments.join(" "))?;
        let path = folder.join("release/examples").join(format!("calls{}", std::env::consts::EXE_SUFFIX));
        Ok::<_, String>(vec![path.into_os_string()])
    };
    let generated = program("generated", &services.generated)?;
    let ours = program("ours", &services.ours)?;
    let python = python(root)?;
    println!("\n| | progenitor | ours | ratio | Python | ratio |\n|---|---|---|---|---|---|");
    for (row, what, calls) in [
        ("microseconds of CPU for a list of 100 instances", "instances", 3000),
        ("the same for 20,000 volumes", "volumes", 20),
    ] {
        let cpu = |program: &[_], runs: usize, calls: usize| {
            let least = |calls: usize| fake.least(program, what, runs, calls);
            let all = least(calls)?.cpu.saturating_sub(least(1)?.cpu);
            Ok::<_, String>(all.as_secs_f64() * 1e6 / (calls - 1) as f64)
        };
        quiet.begin_row();
        let (generated, ours) = (cpu(&generated, RUNS, calls)?, cpu(&ours, RUNS, calls)?);
        let few = calls.div_ceil(50).max(3);
        let python = python.as_ref().map(|python| cpu(python, PYTHON_RUNS, few)).transpose()?;
        print_row(quiet, row, generated, ours, python);
    }
    let peak = |program: &[_]| Ok::<_, String>(fake.least(program, "volumes", PYTHON_RUNS, 3)?.peak / 1e6);
    quiet.begin_row();
    let (generated, ours) = (peak(&generated)?, peak(&ours)?);
    let python = python.as_ref().map(|python| peak(python)).transpose()?;
    print_row(quiet, "megabytes at most, 20,000 volumes", generated, ours, python);
    Ok(())
}

fn print_row(quiet: &mut Quiet, what: &str, generated: f64, ours: f64, python: Option<f64>) {
    let python =
        python.map_or_else(|| "not there |".to_owned(), |python| format!("{python:.0} | {:.0}", python / ours));
    let mark = quiet.mark();
    println!("| {what} | {generated:.1} | {ours:.1} | {:.2} | {python} |{mark}", ours / generated);
}

/// Python with the vendor's SDK, and the program; nothing where that cannot be installed.
fn python(root: &Path) -> Result<Option<Vec<std::ffi::OsString>>, String> {
    if cfg!(windows) {
        return Ok(None);
    }
    let folder = target(root).join("measure").join("python");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let script = format!("folder=\"$1\"; source tests/python.sh; environment {SDK}; echo \"$venv\"");
    let mut bash = Command::new("bash");
    bash.current_dir(root).args(["-euo", "pipefail", "-c", &script, "bash"]).arg(&folder).stderr(Stdio::inherit());
    let printed = bash.output().map_err(|error| format!("bash: {error}"))?;
    let printed = String::from_utf8_lossy(&printed.stdout);
    let Some(path) = printed.lines().last().map(PathBuf::from).filter(|path| path.is_dir()) else {
        println!("{}", printed.trim());
        return Ok(None);
    };
    let program = folder.join("calls.py");
    std::fs::write(&program, PYTHON).map_err(failed)?;
    Ok(Some(vec![path.join("bin/python").into_os_string(), program.into_os_string()]))
}

/// What a program cost.
struct Cost {
    cpu: Duration,
    /// Bytes of memory.
    peak: f64,
}

/// The fake, in an optimised build, with lists that do not change.
struct Fake {
    base: String,
    process: Child,
}

impl Fake {
    fn start(root: &Path) -> Result<Self, String> {
        let arguments = ["build", "-q", "--release", "-p", "verda-fake"];
        finish(Command::new("cargo").current_dir(root).args(arguments), &arguments.join(" "))?;
        let list = |text: &str, length: usize| {
            let element: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
            Ok::<_, String>(Value::Array(vec![element; length]))
        };
        let step = |operation: &str, body: Value| {
            let fault = json!({"operation": operation, "effect": {"status": 200, "body": body}, "times": "always"});
            json!({"request": "POST /_fake/faults", "body": fault})
        };
        let steps =
            json!([step("GET /v1/instances", list(INSTANCE, 100)?), step("GET /v1/volumes", list(VOLUME, 20_000)?)]);
        let folder = target(root).join("measure");
        let scenario = folder.join("scenario.json");
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&scenario, steps.to_string()))
            .map_err(|error| format!("{}: {error}", scenario.display()))?;
        let mut command = Command::new(target(root).join("release/verda-fake"));
        command.args(["--listen", "127.0.0.1:0", "--no-rate-limits", "--scenario"]).arg(&scenario);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let failed = |error: std::io::Error| format!("the fake cannot be started: {error}");
        let mut process = command.spawn().map_err(failed)?;
        let mut address = String::new();
        if let Some(printed) = process.stdout.take() {
            BufReader::new(printed).read_line(&mut address).map_err(failed)?;
        }
        Ok(Self { base: address.trim().trim_end_matches("/v1").to_owned(), process })
    }

    /// The least of some runs that a program costs for so many calls.
    fn least(&self, program: &[std::ffi::OsString], what: &str, runs: usize, calls: usize) -> Result<Cost, String> {
        let mut least: Option<Cost> = None;
        for _ in 0..runs {
            let cost = self.run(program, what, calls)?;
            least = Some(match least {
                Some(least) => Cost { cpu: least.cpu.min(cost.cpu), peak: least.peak.min(cost.peak) },
                None => cost,
            });
        }
        least.ok_or_else(|| "no program ran".to_owned())
    }

    fn run(&self, program: &[std::ffi::OsString], what: &str, calls: usize) -> Result<Cost, String> {
        let mut command = Command::new(&program[0]);
        command.args(&program[1..]).args([what, &self.base, &calls.to_string()]).stdout(Stdio::piped());
        // Whether glibc returns freed memory after each call, and takes it again, depends on what lies last on the heap: chance.
        command.envs([("MALLOC_TRIM_THRESHOLD_", KEPT), ("MALLOC_MMAP_THRESHOLD_", KEPT)]);
        let failed = |error: std::io::Error| format!("{}: {error}", program[0].display());
        let mut process = command.spawn().map_err(failed)?;
        let ended = process.wait4().map_err(failed)?;
        if !ended.status.success() {
            return Err(format!("{}, {what}: {}", program[0].display(), ended.status));
        }
        // What the system says of an ended process includes the memory of the one that started it.
        let printed =
            process.stdout.take().map(std::io::read_to_string).transpose().map_err(failed)?.unwrap_or_default();
        let kilobytes = printed.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(f64::NAN);
        let used = ended.rusage;
        Ok(Cost { cpu: used.utime + used.stime, peak: kilobytes * 1024.0 })
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
