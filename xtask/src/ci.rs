//! `cargo xtask ci`: everything that decides whether a change lands, in one command. It needs cargo and git; what needs another
//! tool, or a registry, is left out where that is not there, and says so.

mod dependencies;
mod docs;
mod mutants;
mod next;
mod packages;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::outside::target;

/// What must not be below a service that depends on `verda-api-ext`.
const GENERATOR: [&str; 5] = ["progenitor", "typify", "openapiv3", "prettyplease", "verda-api-codegen"];

/// The most crates that a service with the default features may compile, its own not counted. One more is a decision.
const MOST_CRATES: usize = 125;

/// Variables that would send an example to the real API.
const CREDENTIALS: [&str; 3] = ["VERDA_CLIENT_ID", "VERDA_CLIENT_SECRET", "VERDA_BASE_URL"];

/// All features but `native-tls`, which needs headers that cargo does not bring.
const FEATURES: &str =
    "verda-api/schemars,verda-api-ext/brotli,verda-api-ext/gzip,verda-api-ext/schemars,verda-api-ext/tracing";

/// One step.
struct Step {
    name: &'static str,
    about: &'static str,
    work: Work,
}

enum Work {
    /// A call of cargo.
    Cargo(&'static [&'static str]),
    /// Anything else. `true` asks for an error where a tool is missing: the step was named.
    Run(fn(&Path, bool) -> Result<(), String>),
}

const STEPS: [Step; 17] = [
    Step { name: "format", about: "all is formatted", work: Work::Cargo(&["fmt", "--all", "--check"]) },
    Step {
        name: "lints",
        about: "clippy has nothing to say",
        work: Work::Cargo(&["clippy", "--workspace", "--all-targets", "--features", FEATURES, "--", "-D", "warnings"]),
    },
    Step { name: "tests", about: "all tests pass", work: Work::Cargo(&["test", "--workspace"]) },
    Step {
        name: "json-schema",
        about: "the types have JSON Schemas",
        work: Work::Cargo(&["test", "-p", "verda-api", "--all-features", "--test", "json_schema"]),
    },
    Step {
        name: "fresh",
        about: "the checked-in client is that of the bundled document",
        work: Work::Cargo(&["xtask", "regen", "--check"]),
    },
    Step {
        name: "docs",
        about: "the documentation is complete, no link is broken, all code in it compiles, and its words are plain",
        work: Work::Run(docs::run),
    },
    Step { name: "features", about: "each feature compiles by itself", work: Work::Run(dependencies::features) },
    Step {
        name: "tree",
        about: "a service builds no generator, and few crates",
        work: Work::Run(|root, _| dependencies::tree(root)),
    },
    Step { name: "examples", about: "every example runs", work: Work::Run(|root, _| examples(root)) },
    Step {
        name: "packages",
        about: "what is published builds elsewhere, and runs the README's code",
        work: Work::Run(|root, _| packages::run(root)),
    },
    Step {
        name: "next",
        about: "the vendor's next document is one command, and all passes",
        work: Work::Run(|root, _| next::run(root)),
    },
    Step {
        name: "minimal-versions",
        about: "the oldest dependencies that the manifests allow will do",
        work: Work::Run(dependencies::minimal_versions),
    },
    Step {
        name: "msrv",
        about: "the oldest compiler that the manifests allow will do",
        work: Work::Run(dependencies::msrv),
    },
    Step {
        name: "licences",
        about: "licences and sources of all dependencies, with cargo-deny",
        work: Work::Run(dependencies::licences),
    },
    Step {
        name: "schemathesis",
        about: "the strict fake keeps to the document, by a third-party tool",
        work: Work::Run(|root, named| script(root, named, "tests/schemathesis.sh", &[("EXAMPLES", "5")])),
    },
    Step {
        name: "peers",
        about: "the vendor's Python SDK and gpuhunt work with the fake",
        work: Work::Run(|root, named| script(root, named, "tests/peers.sh", &[])),
    },
    Step {
        name: "page",
        about: "the fake's page works in a browser, where there is one",
        work: Work::Run(|root, named| script(root, named, "tests/page.sh", &[])),
    },
];

/// Steps that follow one another and run at the same time: each compiles little but one crate after the other, in a folder of its
/// own.
const TOGETHER: [&str; 2] = ["minimal-versions", "msrv"];

/// What runs only where it is named: it changes with the day and not with a commit, or takes long.
const NAMED: [Step; 2] = [
    Step {
        name: "newest-versions",
        about: "the newest dependencies that the manifests allow will do",
        work: Work::Run(|root, _| dependencies::newest_versions(root)),
    },
    Step {
        name: "semver",
        about: "the version says what has changed since the last release, with cargo-semver-checks",
        work: Work::Run(|root, _| dependencies::semver(root)),
    },
];

/// What takes arguments of its own, and hours.
const MUTANTS: &str = "mutants";

/// Runs all steps, or those that are named; the first that fails ends it. The arguments are those of `cargo mutants`.
pub(crate) fn run(root: &Path, names: &[String], arguments: &[String]) -> Result<(), String> {
    if names == [MUTANTS] {
        println!("\n== {MUTANTS}: a test fails where code that protects money and secrets is changed");
        return mutants::run(root, arguments);
    }
    if !arguments.is_empty() {
        return Err(format!("arguments after `--` are for `cargo xtask ci {MUTANTS}` alone"));
    }
    let all = || STEPS.iter().chain(&NAMED);
    if let Some(unknown) = names.iter().find(|name| !all().any(|step| step.name == **name)) {
        let known: Vec<&str> = all().map(|step| step.name).collect();
        return Err(format!(
            "there is no step `{unknown}`\nthe steps are {}, and, by itself, {MUTANTS}",
            known.join(", ")
        ));
    }
    let chosen: Vec<&Step> = match names {
        [] => STEPS.iter().collect(),
        names => all().filter(|step| names.iter().any(|name| name == step.name)).collect(),
    };
    let together = |one: &&Step, other: &&Step| [one, other].iter().all(|step| TOGETHER.contains(&step.name));
    for steps in chosen.chunk_by(together) {
        std::thread::scope(|scope| {
            let run = |step: &Step| step.run(root, !names.is_empty());
            let running: Vec<_> = steps.iter().map(|step| scope.spawn(move || run(step))).collect();
            let outcomes = running.into_iter().map(|step| step.join().unwrap_or_else(|_| Err("panicked".to_owned())));
            // All of them have ended when the first failure is told.
            outcomes.collect::<Vec<_>>().into_iter().collect::<Result<(), _>>()
        })?;
    }
    Ok(())
}

impl Step {
    fn run(&self, root: &Path, is_named: bool) -> Result<(), String> {
        println!("\n== {}: {}", self.name, self.about);
        match self.work {
            Work::Cargo(arguments) => cargo(root, arguments),
            Work::Run(run) => run(root, is_named),
        }
    }
}

/// A program in the top folder, with warnings as errors, more tests at once than processors, and without credentials.
fn command(root: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root);
    careful(command)
}

/// The same for a command that runs elsewhere.
fn careful(mut command: Command) -> Command {
    command.env("CARGO_TERM_COLOR", "never");
    for variable in ["RUSTFLAGS", "RUSTDOCFLAGS"] {
        if std::env::var_os(variable).is_none() {
            command.env(variable, "-D warnings");
        }
    }
    // Many tests wait for a socket or a compiler.
    if let (None, Ok(processors)) = (std::env::var_os("RUST_TEST_THREADS"), std::thread::available_parallelism()) {
        command.env("RUST_TEST_THREADS", (2 * processors.get()).to_string());
    }
    for variable in CREDENTIALS {
        command.env_remove(variable);
    }
    command
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<(), String> {
    succeed(command(root, "cargo").args(arguments), &format!("cargo {}", arguments.join(" ")))
}

fn succeed(command: &mut Command, shown: &str) -> Result<(), String> {
    let status = command.status().map_err(|error| format!("`{shown}` cannot be run: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{shown}` failed: {status}\nmend it, then run `cargo xtask ci` again"))
    }
}

/// What git knows of the repository, by path, and what is new in it.
fn files_of(root: &Path) -> Result<Vec<String>, String> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let listed = printed(command(root, "git").args(arguments), "git ls-files")
        .map_err(|error| format!("{error}\nrun it in a git checkout"))?;
    let files = String::from_utf8_lossy(&listed).into_owned();
    // A file that is deleted and not committed yet is none.
    Ok(files.split_terminator('\0').filter(|file| root.join(file).exists()).map(str::to_owned).collect())
}

/// A copy of the repository under the target folder, in place of an earlier one.
fn copy_of(root: &Path, name: &str) -> Result<PathBuf, String> {
    let copy = target(root).join(name);
    let failed = |error: std::io::Error| format!("{} cannot be written: {error}", copy.display());
    if copy.exists() {
        std::fs::remove_dir_all(&copy).map_err(failed)?;
    }
    for file in files_of(root)? {
        let (from, to) = (root.join(&file), copy.join(&file));
        std::fs::create_dir_all(to.parent().unwrap_or(&copy)).map_err(failed)?;
        match std::fs::read_link(&from) {
            // In the form that git gives a link where there are none.
            Ok(link) => std::fs::write(to, link.to_string_lossy().as_bytes()).map_err(failed)?,
            Err(_) => std::fs::copy(from, to).map(drop).map_err(failed)?,
        }
    }
    Ok(copy)
}

/// What cargo knows of a package of the workspace.
fn package_metadata(root: &Path, name: &str) -> Result<Value, String> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1"];
    let printed = printed(command(root, "cargo").args(arguments), "cargo metadata")?;
    let mut metadata: Value = serde_json::from_slice(&printed).map_err(|error| format!("cargo metadata: {error}"))?;
    let mut packages = metadata["packages"].as_array_mut().into_iter().flatten();
    let found = packages.find(|package| package["name"] == name).map(Value::take);
    found.ok_or_else(|| format!("cargo metadata does not know {name}"))
}

/// What a command prints, and whether it succeeds.
fn output(command: &mut Command, shown: &str) -> Result<Output, String> {
    command.output().map_err(|error| format!("`{shown}` cannot be run: {error}"))
}

/// What a command prints that succeeds: of one that fails, nothing would look like all.
fn printed(command: &mut Command, shown: &str) -> Result<Vec<u8>, String> {
    let output = output(command, shown)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(format!("`{shown}` failed: {}", String::from_utf8_lossy(&output.stderr).trim()))
}

fn examples(root: &Path) -> Result<(), String> {
    let folder = root.join("verda-api-ext/examples");
    let entries = folder.read_dir().map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<String> = files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    // All at once, on all processors.
    cargo(root, &["build", "-q", "-p", "verda-api-ext", "--examples"])?;
    names.iter().try_for_each(|name| cargo(root, &["run", "-q", "-p", "verda-api-ext", "--example", name]))
}

/// The script says by itself when there is no Python, and fails then if its step was named. It is a shell script: elsewhere it is
/// left out.
fn script(root: &Path, named: bool, path: &str, variables: &[(&str, &str)]) -> Result<(), String> {
    if cfg!(windows) && named {
        return Err(format!("{path} is a shell script"));
    }
    if cfg!(windows) {
        println!("skipped: it is a shell script");
        return Ok(());
    }
    let mut script = command(root, "bash");
    script.arg(path).envs(variables.iter().copied()).env("REQUIRED", u8::from(named).to_string());
    succeed(&mut script, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step that checks files would find nothing wrong in none.
    #[test]
    fn a_folder_that_git_does_not_know_is_no_empty_repository() {
        let folder = tempfile::tempdir().unwrap();
        // Above the folder there may be a repository.
        std::fs::write(folder.path().join(".git"), "gitdir: gone\n").unwrap();
        let error = files_of(folder.path()).unwrap_err();
        assert!(error.contains("`git ls-files` failed: ") && error.ends_with("\nrun it in a git checkout"), "{error}");
        assert!(package_metadata(folder.path(), "x").unwrap_err().starts_with("`cargo metadata` failed: "));
    }
}
