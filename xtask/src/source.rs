//! Where a document comes from.

use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// More than any document; what is longer is no document.
const LARGEST: u64 = 64 * 1024 * 1024;

/// The text of a file, or of what a URL gives.
pub(crate) fn read(place: &str) -> Result<String, String> {
    if place.starts_with("http://") || place.starts_with("https://") {
        fetch(place).map_err(|error| format!("{place} cannot be fetched: {error}"))
    } else {
        std::fs::read_to_string(place).map_err(|error| format!("{place} cannot be read: {error}"))
    }
}

/// The same, and a file in a git revision: `HEAD~1:openapi.json`.
pub(crate) fn read_or_show(root: &Path, place: &str) -> Result<String, String> {
    // A file wins, and so does what can only be one: `C:\document.json`.
    match place.split_once(':') {
        Some((revision, path))
            if revision.len() > 1 && !path.starts_with(['/', '\\']) && !Path::new(place).exists() =>
        {
            show(root, place)
        }
        _ => read(place),
    }
}

fn show(root: &Path, object: &str) -> Result<String, String> {
    let failed = |why: &str| format!("{object} cannot be read from git: {why}");
    // After `--end-of-options`, nothing is taken for an option.
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["show", "--no-textconv", "--end-of-options", object]);
    let output = git.output().map_err(|error| failed(&error.to_string()))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it has no such object")));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("it is no text"))
}

fn fetch(url: &str) -> Result<String, String> {
    let agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().new_agent();
    let mut response = agent.get(url).call().map_err(|error| error.to_string())?;
    let mut text = String::new();
    let mut body = response.body_mut().with_config().limit(LARGEST).reader();
    body.read_to_string(&mut text).map_err(|error| error.to_string())?;
    Ok(text)
}
