//! `cargo xtask regen`: from the inputs to the checked-in client.

use std::path::Path;

use verda_api_codegen::{Error, Inputs, generate};

use crate::files::{self, Target};
use crate::{PUBLISHED, RegenArguments, report, source};

pub(crate) const DOCUMENT: &str = "openapi.json";
const OVERLAY: &str = "verda-api/spec/overlay.yaml";
pub(crate) const NAMES: &str = "verda-api/spec/names.toml";
const GENERATED: &str = "verda-api/src/generated.rs";

pub(crate) enum Outcome {
    Done,
    Stale,
}

/// Runs the task. An error is a text of one or more lines whose last says how to go on.
pub(crate) fn run(root: &Path, arguments: &RegenArguments) -> Result<Outcome, String> {
    let place = arguments.spec.as_deref();
    let document = match place {
        Some(place) => source::read(place).map_err(|error| format!("{error}\n{}", other_source()))?,
        None => bundled(root, DOCUMENT)?,
    };
    let (overlay, names) = (bundled(root, OVERLAY)?, bundled(root, NAMES)?);
    let inputs = Inputs { document: &document, overlay: &overlay, names: &names };
    let generated = generate(&inputs).map_err(|error| failed(&error, place))?;
    let targets = [
        Target::new(root, DOCUMENT, generated.document.clone()),
        Target::new(root, GENERATED, generated.source.clone()),
    ];
    print!("{}", report::summary(&generated));
    print!("{}", report::changes(&targets, arguments.verbose));
    let is_fresh = targets.iter().all(Target::is_fresh);
    let command = match place {
        Some(place) => format!("cargo xtask regen --spec {place}"),
        None => "cargo xtask regen".to_owned(),
    };
    if arguments.check {
        return Ok(if is_fresh {
            Outcome::Done
        } else {
            println!("stale: run `{command}`");
            Outcome::Stale
        });
    }
    if !arguments.dry_run {
        files::write(&targets).map_err(|error| format!("{error}\nnothing was written; mend it and run `{command}`"))?;
    } else if !is_fresh {
        println!("nothing was written; to write it, run `{command}`");
    }
    Ok(Outcome::Done)
}

fn bundled(root: &Path, name: &str) -> Result<String, String> {
    std::fs::read_to_string(root.join(name)).map_err(|error| {
        format!("{name} cannot be read: {error}\nnothing was written; run `git checkout {name}` and try again")
    })
}

fn other_source() -> String {
    format!(
        "nothing was written; give a file or another URL: `cargo xtask regen --spec FILE` (the default is {PUBLISHED})"
    )
}

/// What went wrong, and the command that mends it.
fn failed(error: &Error, place: Option<&str>) -> String {
    let (document, again) = match place {
        Some(place) => (place, format!("cargo xtask regen --spec {place}")),
        None => (DOCUMENT, "cargo xtask regen".to_owned()),
    };
    let mend = match error {
        Error::Document(_) if place.is_none() => format!("run `git checkout {DOCUMENT}`, then `{again}`"),
        Error::Document(_) => format!("check what {document} holds, then run `{again}`"),
        Error::Overlay(_) => format!("edit {OVERLAY}, then run `{again}`"),
        Error::Names(_) => format!("edit {NAMES}, then run `{again}`"),
        Error::Refused(_) | Error::Generator { .. } => {
            format!("correct it with an action in {OVERLAY} (or a name in {NAMES}), then run `{again}`")
        }
    };
    format!("{document}: {error}\nnothing was written; {mend}")
}
