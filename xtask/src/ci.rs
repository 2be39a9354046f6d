//! `cargo xtask ci`: everything that decides whether a change lands, in one command. It needs cargo and nothing else.

use std::path::Path;
use std::process::Command;

/// What must not be below a service that depends on `verda-api-ext`.
const GENERATOR: [&str; 5] = ["progenitor", "typify", "openapiv3", "prettyplease", "verda-api-codegen"];

/// Variables that would send an example to the real API.
const CREDENTIALS: [&str; 3] = ["VERDA_CLIENT_ID", "VERDA_CLIENT_SECRET", "VERDA_BASE_URL"];

/// A step: its name, and what cargo is called with.
struct Step(&'static str, &'static [&'static str]);

const STEPS: [Step; 7] = [
    Step("format", &["fmt", "--all", "--check"]),
    Step("lints", &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"]),
    Step("tests", &["test", "--workspace"]),
    Step("JSON Schema of the types", &["test", "-p", "verda-api", "--all-features", "--test", "json_schema"]),
    Step("the checked-in client is that of the bundled document", &["xtask", "regen", "--check"]),
    Step("the checked-in client compiles by itself", &["check", "-p", "verda-api-ext"]),
    Step("documentation", &["doc", "--workspace", "--no-deps", "--all-features"]),
];

/// Runs all steps; the first that fails ends it.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    for Step(name, arguments) in STEPS {
        title(name);
        cargo(root, arguments)?;
    }
    title("a service builds no generator");
    no_generator(root)?;
    title("examples");
    for example in examples(root)? {
        cargo(root, &["run", "-q", "-p", "verda-api-ext", "--example", &example])?;
    }
    title("schemathesis against the strict fake, where Python is present");
    schemathesis(root)
}

fn title(name: &str) {
    println!("\n== {name}");
}

fn command(root: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root).env("CARGO_TERM_COLOR", "never");
    for variable in ["RUSTFLAGS", "RUSTDOCFLAGS"] {
        if std::env::var_os(variable).is_none() {
            command.env(variable, "-D warnings");
        }
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

/// Whoever depends on the ergonomic crate compiles checked-in source.
fn no_generator(root: &Path) -> Result<(), String> {
    let tree = ["tree", "-p", "verda-api-ext", "-e", "normal,build", "--all-features", "--prefix", "none"];
    let output =
        command(root, "cargo").args(tree).output().map_err(|error| format!("`cargo tree` cannot be run: {error}"))?;
    let tree = String::from_utf8_lossy(&output.stdout);
    let found: Vec<&str> = tree.lines().filter(|line| GENERATOR.iter().any(|name| line.starts_with(name))).collect();
    if !output.status.success() || tree.is_empty() {
        return Err("`cargo tree` failed".to_owned());
    }
    if found.is_empty() { Ok(()) } else { Err(format!("verda-api-ext depends on the generator: {}", found.join(", "))) }
}

fn examples(root: &Path) -> Result<Vec<String>, String> {
    let folder = root.join("verda-api-ext/examples");
    let entries = folder.read_dir().map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut names: Vec<String> = files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    Ok(names)
}

/// The script says by itself when there is no Python. It is a shell script: elsewhere it is left out.
fn schemathesis(root: &Path) -> Result<(), String> {
    if cfg!(windows) {
        println!("skipped: it is a shell script");
        return Ok(());
    }
    let script = "tests/schemathesis.sh";
    succeed(command(root, "bash").arg(script).env("EXAMPLES", "5"), script)
}
