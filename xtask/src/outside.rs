//! Crates outside of the workspace: what users of the published crates write.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where cargo builds.
pub(crate) fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

/// A crate in a folder of its own, with the lock file of this repository, so that both build the same versions.
pub(crate) struct Outside {
    pub(crate) folder: PathBuf,
}

impl Outside {
    /// Writes a crate: its dependencies as lines of a manifest, its files by path.
    pub(crate) fn write(root: &Path, name: &str, dependencies: &str, files: &[(&str, String)]) -> Result<Self, String> {
        let folder = target(root).join("outside").join(name);
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependencies}\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n\n[profile.dev.package.\"*\"]\ndebug = false\n"
        );
        let lock = std::fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
        let all = [("Cargo.toml", manifest), ("Cargo.lock", lock)];
        for (path, text) in all.iter().chain(files) {
            let path = folder.join(path);
            let written =
                path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        }
        Ok(Self { folder })
    }

    /// Downloads the packages that are not here yet.
    pub(crate) fn fetch(&self) -> Result<(), String> {
        let mut command = Command::new("cargo");
        match command.current_dir(&self.folder).args(["fetch", "-q"]).status() {
            Ok(status) if status.success() => Ok(()),
            failed => Err(format!("`cargo fetch` failed in {}: {failed:?}", self.folder.display())),
        }
    }

    /// cargo in the crate's folder, with what was downloaded already.
    pub(crate) fn cargo(&self, arguments: &[&str], target: &Path) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.folder).args(arguments).arg("--offline");
        command.env("CARGO_TERM_COLOR", "never").env("CARGO_TARGET_DIR", target);
        command
    }
}

/// The fenced blocks of code in this language in a Markdown text, in their order.
pub(crate) fn blocks(markdown: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}");
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in markdown.lines() {
        match &mut block {
            None if line.starts_with(&fence) => block = Some(String::new()),
            None => {}
            Some(text) if line == "```" => {
                blocks.push(std::mem::take(text));
                block = None;
            }
            // Writing to a string cannot fail.
            Some(text) => drop(writeln!(text, "{line}")),
        }
    }
    blocks
}
