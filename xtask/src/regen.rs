//! `cargo xtask regen`: from the inputs to the checked-in client.

use std::collections::BTreeMap;
use std::path::Path;

use verda_api_codegen::lower::recognise;
use verda_api_codegen::names::{self, Names};
use verda_api_codegen::overlay::{Adapted, Outcome as Correction, adapt, apply};
use verda_api_codegen::{Error, Generated, Inputs, document, generate};
use xtask::diff::render::Sources;
use xtask::diff::{Report, compare};
use xtask::surface::{self, Change};
use xtask::version;

use crate::files::{self, Target};
use crate::report::{self, RegenReport};
use crate::{PUBLISHED, RegenArguments, say, source};

pub(crate) const DOCUMENT: &str = "openapi.json";
pub(crate) const OVERLAY: &str = "verda-api/spec/overlay.yaml";
pub(crate) const NAMES: &str = "verda-api/spec/names.toml";
pub(crate) const GENERATED: &str = "verda-api/src/generated";
/// What holds the version, with the date of the document in it.
pub(crate) const VERSIONED: [&str; 2] = ["Cargo.toml", "Cargo.lock"];

pub(crate) enum Outcome {
    Done,
    Stale,
    /// Done, and a review is needed: the document contradicts a correction.
    Look,
}

/// Runs the task. An error is a text of one or more lines whose last says how to go on.
pub(crate) fn run(root: &Path, arguments: &RegenArguments) -> Result<Outcome, String> {
    let place = arguments.spec.as_deref();
    let document = match place {
        Some(place) => source::read(place).map_err(|error| format!("{error}\n{}", other_source()))?,
        None => bundled(root, DOCUMENT)?,
    };
    let (overlay, mut names) = (bundled(root, OVERLAY)?, bundled(root, NAMES)?);
    let adapted = match place {
        Some(_) => adapted(&document, overlay).map_err(|error| failed(&error, place))?,
        None => Adapted { overlay, adaptations: Vec::new() },
    };
    let overlay = &adapted.overlay;
    let generate_with =
        |names: &str| generate(&Inputs { document: &document, overlay, names }).map_err(|error| failed(&error, place));
    let mut generated = generate_with(&names)?;
    let before = before(root, &generated)?;
    let mut kept = BTreeMap::new();
    if let Some(before) = &before
        && let Some(keep) =
            names::keep(&names, before, &generated).map_err(|error| failed(&Error::Names(error), place))?
    {
        (names, kept) = (keep.names, keep.entries);
        generated = generate_with(&names)?;
    }
    if arguments.strict {
        report::refuse_left_out(&generated).map_err(|left_out| {
            format!("{left_out}\nnothing was written; correct them in {OVERLAY}, or run `cargo xtask regen` without --strict")
        })?;
    }
    let files = generated.files.iter().map(|(name, text)| (format!("{GENERATED}/{name}"), text));
    let mut targets: Vec<Target> = [(DOCUMENT.to_owned(), &generated.document), (OVERLAY.to_owned(), overlay)]
        .into_iter()
        .chain(files)
        .map(|(name, text)| Target::new(root, name, text.clone()))
        .collect();
    let surface = surface_change(&targets[2..]);
    let known = before.map(|before| before.named_by_rule).unwrap_or_default();
    let mut all_names = Names::parse(&names).map_err(|error| format!("{NAMES}: {error}"))?;
    all_names.add(&known);
    all_names.add(&generated.named_by_rule);
    targets.push(Target::new(root, NAMES.to_owned(), names));
    targets.extend(versions(root, &generated.document)?);
    let mut differences = differences(root, &targets[0], &generated.corrected, &all_names)?;
    if let Some(surface) = &surface {
        differences = differences.map(|differences| differences.measured(surface.clone()));
    }
    let report = RegenReport {
        sources: Sources { old: DOCUMENT, new: place.unwrap_or(DOCUMENT) },
        differences,
        generated: &generated,
        known: if arguments.verbose { Vec::new() } else { known },
        adaptations: &adapted.adaptations,
        kept: &kept,
        surface,
    };
    say(report.text());
    say(report::changes(&targets, arguments.verbose));
    if let Some(file) = &arguments.markdown {
        std::fs::write(file, report.markdown())
            .map_err(|error| format!("{} cannot be written: {error}\ncheck --markdown", file.display()))?;
    }
    let is_fresh = targets.iter().all(Target::is_fresh);
    let command = match place {
        Some(place) => format!("cargo xtask regen --spec {place}"),
        None => "cargo xtask regen".to_owned(),
    };
    if arguments.check {
        return Ok(if is_fresh {
            Outcome::Done
        } else {
            say(format_args!("stale: run `{command}`\n"));
            Outcome::Stale
        });
    }
    if !arguments.dry_run {
        // The document is written last: where that is not reached, another run still sees what is new.
        targets.rotate_left(1);
        files::write(&targets).map_err(|error| format!("{error}\nnothing was written; mend it and run `{command}`"))?;
    } else if !is_fresh {
        say(format_args!("nothing was written; to write it, run `{command}`\n"));
    }
    let look = adapted.adaptations.iter().any(|adaptation| adaptation.outcome == Correction::Contradicted);
    Ok(if look { Outcome::Look } else { Outcome::Done })
}

/// The files with the version, with the date of the document.
fn versions(root: &Path, document: &str) -> Result<Vec<Target>, String> {
    let document = document::parse(document).map_err(|error| error.of(DOCUMENT))?;
    let Some(date) = version::date(&document) else { return Ok(Vec::new()) };
    let target = |name: &str| Ok(Target::new(root, name.to_owned(), version::dated(&bundled(root, name)?, date)));
    VERSIONED.into_iter().map(target).collect()
}

/// The overlay without what the new document has mended.
fn adapted(text: &str, overlay: String) -> Result<Adapted, Error> {
    // What is no document is told when it is generated from.
    match document::parse(text) {
        Ok(document) if recognise(&document).is_ok() => adapt(document, &overlay).map_err(Error::Overlay),
        _ => Ok(Adapted { overlay, adaptations: Vec::new() }),
    }
}

/// What the new document changes, if it is another one: of what the client sees, which is the document with its corrections. What
/// was corrected and is mended upstream is no difference.
fn differences(root: &Path, new: &Target, corrected: &str, names: &Names) -> Result<Option<Report>, String> {
    let Some(old) = new.old.as_ref().filter(|_| !new.is_fresh()) else { return Ok(None) };
    let parse = |text: &str| document::parse(text).map_err(|error| error.of(DOCUMENT));
    // An old one that does not parse was edited by hand: there is nothing to compare with.
    let Ok(old) = parse(old) else { return Ok(None) };
    let mut corrected_old = old.clone();
    // An overlay that was edited for the new document does not fit the old one.
    Ok(Some(match apply(&mut corrected_old, &bundled(root, OVERLAY)?) {
        Ok(_) => compare(&corrected_old, &parse(corrected)?, names),
        Err(_) => compare(&old, &parse(&new.new)?, names),
    }))
}

/// The client of the document that is there now; `None` where that was edited by hand and no client can be made of it.
fn before(root: &Path, generated: &Generated) -> Result<Option<Generated>, String> {
    let target = Target::new(root, DOCUMENT.to_owned(), generated.document.clone());
    let Some(document) = target.old.as_ref().filter(|_| !target.is_fresh()) else {
        return Ok(Some(generated.clone()));
    };
    let (overlay, names) = (bundled(root, OVERLAY)?, bundled(root, NAMES)?);
    let with = |overlay: &str| generate(&Inputs { document, overlay, names: &names }).ok();
    // An overlay that was edited for the new document may not fit the old one as it is.
    Ok(with(&overlay).or_else(|| with(&adapted(document, overlay.clone()).ok()?.overlay)))
}

/// What the new source changes for those who use it, if there was one before.
fn surface_change(files: &[Target]) -> Option<Change> {
    if files.iter().all(Target::is_fresh) {
        return Some(Change::default());
    }
    let old: Vec<(&str, &str)> = files.iter().filter_map(|file| Some((file.module(), file.old.as_deref()?))).collect();
    let new: Vec<(&str, &str)> = files.iter().map(|file| (file.module(), file.new.as_str())).collect();
    // An old one that is no Rust was edited by hand: it says nothing of a surface.
    if old.is_empty() { None } else { surface::compare(&surface::whole(&old), &surface::whole(&new)).ok() }
}

pub(crate) fn bundled(root: &Path, name: &str) -> Result<String, String> {
    // An editor may have changed the line ends.
    let text = std::fs::read_to_string(root.join(name)).map(|text| text.replace("\r\n", "\n"));
    text.map_err(|error| {
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
