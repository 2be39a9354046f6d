//! `cargo xtask diff`: from two sources to a report.

use std::path::Path;

use clap::ValueEnum;
use serde_json::Value;
use verda_api_codegen::names::{self, Names};
use verda_api_codegen::{Inputs, document, generate, lower, names_of};
use xtask::diff::render::{Format, Sources, render};
use xtask::diff::{Accepted, Report, compare, parse_accepted};
use xtask::surface::{self, Change};

use crate::{say, source};

#[derive(clap::Args)]
pub(crate) struct DiffArguments {
    /// The old document: a file, a URL, or a file in a git revision (`HEAD~1:openapi.json`); JSON or YAML
    old: String,
    /// The new document
    new: String,
    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// What makes the exit status 4: what breaks something or can no longer be compared, any difference, or nothing
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Findings that are no trouble: a TOML or YAML file of fingerprints, each with a reason
    #[arg(long, value_name = "FILE")]
    accept: Option<String>,
    /// Generates no clients: what breaks Rust code is predicted and not measured
    #[arg(long)]
    no_rust: bool,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum FailOn {
    Breaking,
    Any,
    #[default]
    Never,
}

/// Runs the task; returns whether the gate is passed. An error is a text whose last line says how to go on.
pub(crate) fn run(root: &Path, arguments: &DiffArguments) -> Result<bool, String> {
    let (old, new) = (read(root, &arguments.old)?, read(root, &arguments.new)?);
    let listed = source::read(&root.join(crate::regen::NAMES).to_string_lossy())?;
    let names = Names::parse(&listed).map_err(|error| format!("{}: {error}", crate::regen::NAMES))?;
    let names = names_of(&new, &names_of(&old, &names));
    let (mut report, surface) = std::thread::scope(|scope| {
        let surface = scope.spawn(|| if arguments.no_rust { None } else { measured(&old, &new, &listed) });
        (compare(&old, &new, &names), surface.join().ok().flatten())
    });
    if let Some(surface) = surface {
        report = report.measured(surface);
    }
    let report = report.accepting(&accepted(arguments.accept.as_deref())?);
    say(render(&report, Sources { old: &arguments.old, new: &arguments.new }, arguments.format));
    match (&report.surface, arguments.format) {
        (Some(surface), Format::Text) if !surface.is_empty() => say(format_args!("\n{}", surface.text())),
        (Some(surface), Format::Markdown) => say(surface.markdown()),
        _ => {}
    }
    Ok(passes(&report, arguments.fail_on))
}

/// How the surface of the clients of two documents differs; `None` where one of them has no client.
fn measured(old: &Value, new: &Value, names: &str) -> Option<Change> {
    let client = |document: &Value, names: &str| {
        let document = document.to_string();
        generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names }).ok()
    };
    if old == new {
        return Some(Change::default());
    }
    let (before, now) = std::thread::scope(|scope| {
        let before = scope.spawn(|| client(old, names));
        let now = client(new, names);
        (before.join().ok().flatten(), now)
    });
    let (before, mut now) = (before?, now?);
    if let Some(kept) = names::keep(names, &before, &now).ok()? {
        now = client(new, &kept.names)?;
    }
    surface::between(&before.files, &now.files).ok()
}

fn passes(report: &Report, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Breaking => report.breaking() + report.newly_unresolved == 0,
        FailOn::Any => report.findings.len() + report.newly_unresolved == 0,
        FailOn::Never => true,
    }
}

/// A document that is one.
pub(crate) fn read(root: &Path, place: &str) -> Result<Value, String> {
    let text = source::read_or_show(root, place)
        .map_err(|error| format!("{error}\ngive a file, a URL, or REVISION:PATH of a file that git knows"))?;
    let parsed = document::parse(&text).map_err(|error| error.of(place));
    let checked = parsed.and_then(|value| {
        lower::recognise(&value).map_err(|refusal| format!("{place}: {refusal}"))?;
        Ok(value)
    });
    checked.map_err(|error| format!("{error}\ncheck what {place} holds"))
}

fn accepted(file: Option<&str>) -> Result<Vec<Accepted>, String> {
    let Some(file) = file else { return Ok(Vec::new()) };
    let is_toml = Path::new(file).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    let text = source::read(file)?;
    parse_accepted(&text, is_toml).map_err(|error| {
        format!("{file}: {error}\nwrite it as `[[accept]]` with `fingerprint` and `reason` (TOML), or as a list under `accept` (YAML)")
    })
}
