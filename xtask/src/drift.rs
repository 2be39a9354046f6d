//! `cargo xtask drift`: the report in `docs/drift.md`, of a next document on one of the vendor's as it was once.

use std::path::Path;
use std::process::{Command, Output};

use verda_api_codegen::{Inputs, document, generate};

use crate::files::{self, Target};
use crate::regen::{DOCUMENT, GENERATED, NAMES, OVERLAY, VERSIONED, bundled};

const PAGE: &str = "docs/drift.md";
/// Where the page has the report.
const BEGIN: &str = "<!-- written by `cargo xtask drift` -->\n";
const END: &str = "<!-- end of the report -->";
/// The document that does not change, with the corrections and names of its day.
const FROZEN: &str = "xtask/tests/documents/verda";

/// Writes the report into the page, or says whether it is there; `false` where the page is stale.
pub(crate) fn run(root: &Path, check: bool) -> Result<bool, String> {
    let page = bundled(root, PAGE)?.replace("\r\n", "\n");
    let parts = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) =
        parts.ok_or_else(|| format!("{PAGE} has no place for the report\nwrite {BEGIN} and {END}"))?;
    let new = format!("{before}{BEGIN}\n```text\n{}```\n\n{END}{after}", first_screen(&report(root)?));
    let target = Target::new(root, PAGE.to_owned(), new);
    let fresh = target.is_fresh();
    match (fresh, check) {
        (true, _) => println!("{PAGE}: fresh"),
        (false, true) => println!("{PAGE} is stale: run `cargo xtask drift`"),
        (false, false) => {
            files::write(&[target])?;
            println!("{PAGE}: written");
        }
    }
    Ok(fresh || !check)
}

/// What a maintainer reads first: all that breaks, and the lines that count what else there is.
fn first_screen(report: &str) -> String {
    let mut lines = report.lines();
    let head = lines.by_ref().take_while(|line| *line != "Compatible").map(str::to_owned).collect::<Vec<_>>();
    let wanted = ["corrections", "Rust surface", "operations ("];
    let rest = lines.filter(|line| !line.starts_with(' ') && wanted.iter().any(|part| line.contains(part)));
    let rest = rest.map(|line| line.trim_end_matches(':').to_owned());
    head.into_iter().chain(rest).map(|line| line + "\n").collect()
}

/// What `regen --spec` says of the next document.
fn report(root: &Path) -> Result<String, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder can be made: {error}"))?;
    let frozen = |name: &str| bundled(root, &format!("{FROZEN}/{name}"));
    let (old, overlay, names) = (frozen("openapi.json")?, frozen("overlay.yaml")?, frozen("names.toml")?);
    let inputs = Inputs { document: &old, overlay: &overlay, names: &names };
    let client = generate(&inputs).map_err(|error| format!("{FROZEN}: {error}"))?.files;
    let parsed = document::parse(&old).map_err(|error| error.of(FROZEN))?;
    let date = xtask::version::date(&parsed).unwrap_or_default();
    let version = format!("[workspace.package]\nversion = \"0.1.0+api.{date}\"\n");
    let mut texts = vec![(DOCUMENT.to_owned(), old), (OVERLAY.to_owned(), overlay), (NAMES.to_owned(), names)];
    texts.extend(VERSIONED.map(|name| (name.to_owned(), version.clone())));
    texts.extend(client.into_iter().map(|(name, text)| (format!("{GENERATED}/{name}"), text)));
    texts.push(("new.json".to_owned(), xtask::next::document(&parsed)?.0.to_string()));
    let targets: Vec<Target> = texts.into_iter().map(|(name, text)| Target::new(folder.path(), name, text)).collect();
    files::write(&targets)?;

    let program = std::env::current_exe().map_err(|error| format!("this program is not to be found: {error}"))?;
    let mut command = Command::new(program);
    command.current_dir(folder.path()).args(["--root", ".", "regen", "--dry-run", "--spec", "new.json"]);
    let printed = command.output().map_err(|error| format!("regen cannot be run: {error}"))?;
    let Output { status, stdout, stderr } = printed;
    let text = String::from_utf8_lossy(&stdout).into_owned();
    if status.success() {
        Ok(text)
    } else {
        Err(format!("regen failed: {status}\n{}", String::from_utf8_lossy(&stderr)))
    }
}
