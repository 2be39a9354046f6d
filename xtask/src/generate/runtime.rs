//! The runtime that is copied into a generated crate, without the tests and examples that speak of this API.

use std::path::Path;

/// What generated code stands on; it knows no API.
const RUNTIME: &str = "verda-api/src/runtime";
const CLIENT: &str = "verda-api/src/client.rs";
/// The root of the crate that the runtime is written in.
const LIBRARY: &str = "verda-api/src/lib.rs";
/// The crate that the runtime is written in, as its documentation calls it.
const OUR_CRATE: &str = "verda_api";

/// The runtime's files, by their path in the crate.
pub(super) fn files(root: &Path, krate: &str) -> Result<Vec<(String, String)>, String> {
    let source = root.join("verda-api/src");
    let mut paths = vec![root.join(CLIENT), root.join(format!("{RUNTIME}.rs"))];
    let mut folders = vec![root.join(RUNTIME)];
    while let Some(folder) = folders.pop() {
        let entries = folder
            .read_dir()
            .map_err(|error| format!("{RUNTIME} cannot be read: {error}\nrun it in the repository"))?;
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = read(&path)?;
        let name = path.strip_prefix(&source).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push((format!("src/{name}"), without_tests(&without_examples(&text)).replace(OUR_CRATE, krate)));
    }
    Ok(files)
}

/// The `pub use` statements of the crate that the runtime is written in: what a generated crate exports as well.
pub(super) fn exports(root: &Path) -> Result<String, String> {
    let text = read(&root.join(LIBRARY))?;
    let start = text.find("pub use self::").unwrap_or(text.len());
    Ok(text.get(start..).unwrap_or_default().to_owned())
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("{} cannot be read: {error}\nrun it in the repository", path.display()))
}

/// The text without the code in its documentation, and without the empty line before it.
fn without_examples(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let comment = line.trim_start();
        let comment = comment.strip_prefix("///").or_else(|| comment.strip_prefix("//!"));
        let is_fence = comment.is_some_and(|comment| comment.trim_start().starts_with("```"));
        if is_fence && !inside && kept.last().is_some_and(|line| matches!(line.trim(), "///" | "//!")) {
            kept.pop();
        }
        if !is_fence && !inside {
            kept.push(line);
        }
        inside ^= is_fence;
    }
    kept.join("\n") + "\n"
}

/// The text without its module of tests, which stands at its end.
fn without_tests(text: &str) -> String {
    let end = text.find("\n#[cfg(test)]\nmod tests {").unwrap_or(text.len());
    text.get(..end).unwrap_or_default().to_owned()
}
