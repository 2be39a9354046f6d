//! Writing several files, all or none.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file and what it should hold.
pub(crate) struct Target {
    pub(crate) path: PathBuf,
    /// The path as people write it, from the top of the repository.
    pub(crate) name: String,
    pub(crate) new: String,
    /// What it holds now; `None` where there is no such file.
    pub(crate) old: Option<String>,
}

impl Target {
    pub(crate) fn new(root: &Path, name: String, new: String) -> Self {
        let path = root.join(&name);
        // A checkout may have changed the line ends; that is no change.
        let old = std::fs::read_to_string(&path).ok().map(|text| text.replace("\r\n", "\n"));
        Self { path, name, new, old }
    }

    /// The name of the Rust module that it holds.
    pub(crate) fn module(&self) -> &str {
        self.path.file_stem().and_then(|name| name.to_str()).unwrap_or_default()
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.old.as_ref() == Some(&self.new)
    }
}

/// Writes the files that are not fresh. If one cannot be written, those before it get their old contents back.
pub(crate) fn write(targets: &[Target]) -> Result<(), String> {
    let mut staged = Vec::new();
    for target in targets.iter().filter(|target| !target.is_fresh()) {
        let temporary = stage(target).map_err(|error| format!("{} cannot be written: {error}", target.name))?;
        staged.push((target, temporary));
    }
    let mut written: Vec<&Target> = Vec::new();
    for (target, temporary) in staged {
        if let Err(error) = temporary.persist(&target.path) {
            for target in written {
                restore(target);
            }
            return Err(format!("{} cannot be written: {}", target.name, error.error));
        }
        written.push(target);
    }
    Ok(())
}

/// The new contents next to the file, on the same disk, so that the last step is a rename.
fn stage(target: &Target) -> std::io::Result<NamedTempFile> {
    let folder = target.path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(target.new.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn restore(target: &Target) {
    let result = match &target.old {
        Some(old) => std::fs::write(&target.path, old),
        None => std::fs::remove_file(&target.path),
    };
    if let Err(error) = result {
        eprintln!("{} could not be restored: {error}; run `git checkout {}`", target.name, target.name);
    }
}
