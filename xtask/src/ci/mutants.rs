//! Mutation tests: cargo-mutants changes one place of what protects money and secrets, and a test has to fail. Which files, and
//! which tests, stands in `.cargo/mutants.toml`. A mutant costs a build and a run of the tests, so this is no default step.

use std::path::{Path, PathBuf};

use super::{command, output};

/// What cargo-mutants exits with where all mutants were caught, some were missed, and some made the tests hang. The latter goes
/// before the former, so the lists tell.
const JUDGED: [i32; 3] = [0, 2, 3];

/// Runs `cargo mutants` with these arguments, such as `--shard 0/8`, and fails where it or a test missed a mutant.
pub(super) fn run(root: &Path, arguments: &[String]) -> Result<(), String> {
    if !output(command(root, "cargo").args(["mutants", "--version"]), "cargo mutants")?.status.success() {
        return Err("`cargo mutants` is not there: `cargo install --locked cargo-mutants`".to_owned());
    }
    let mut mutants = command(root, "cargo");
    mutants.arg("mutants").args(arguments);
    let is_file = |argument: &String| argument == "-f" || argument.starts_with("--file");
    if arguments.iter().any(is_file) {
        mutants.arg("--config").arg(without_files(root)?);
    }
    // Neighbours in a file are often caught by the same test: a share of every file says more than a few files.
    if arguments.iter().any(|argument| argument.starts_with("--shard")) {
        mutants.args(["--sharding", "round-robin"]);
    }
    // A warning is not what has to notice a mutant.
    mutants.env_remove("RUSTFLAGS");
    let status = mutants.status().map_err(|error| format!("`cargo mutants` cannot be run: {error}"))?;
    if !status.code().is_some_and(|code| JUDGED.contains(&code)) {
        return Err(format!("`cargo mutants` failed: {status}"));
    }
    if arguments.iter().any(|argument| argument.starts_with("--list")) {
        return Ok(());
    }
    let list = |name: &str| -> Result<Vec<String>, String> {
        let path = root.join("target/mutants.out").join(name);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(text.lines().map(str::to_owned).collect())
    };
    let (caught, hung, missed) = (list("caught.txt")?, list("timeout.txt")?, list("missed.txt")?);
    println!(
        "{} mutants caught, {} of them by a test that hung; {} missed",
        caught.len() + hung.len(),
        hung.len(),
        missed.len()
    );
    if missed.is_empty() {
        return Ok(());
    }
    Err(format!(
        "no test fails with these:\n{}\nwrite the test, remove the code, or list the mutant in .cargo/mutants.toml with the reason \
         why it changes nothing",
        missed.join("\n")
    ))
}

/// The configuration without its files, since cargo-mutants adds those of `--file` to them, and with all tests: before it changes
/// anything it tests the package of the file alone, in which a test with one of those names may not be.
fn without_files(root: &Path) -> Result<PathBuf, String> {
    let (from, to) = (root.join(".cargo/mutants.toml"), root.join("target/mutants.toml"));
    let text = std::fs::read_to_string(&from).map_err(|error| format!("{}: {error}", from.display()))?;
    let files =
        text.split_once("examine_globs = [").and_then(|(before, rest)| Some((before, rest.split_once("\n]\n")?.1)));
    let (before, after) = files.ok_or_else(|| format!("{} has no `examine_globs`", from.display()))?;
    let all = "additional_cargo_test_args = [\"--tests\"]";
    let lines = [before, after].concat();
    let lines = lines.lines().map(|line| if line.starts_with("additional_cargo_test_args") { all } else { line });
    let text = lines.collect::<Vec<_>>().join("\n");
    std::fs::create_dir_all(root.join("target")).map_err(|error| error.to_string())?;
    std::fs::write(&to, text).map_err(|error| format!("{}: {error}", to.display()))?;
    Ok(to)
}
