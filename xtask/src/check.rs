//! `cargo xtask lint`: what is wrong in a document.

use std::path::Path;

use clap::ValueEnum;
use xtask::lint::{Format, lint, render};

use crate::{compare, regen, say};

#[derive(clap::Args)]
pub(crate) struct LintArguments {
    /// The document: a file, a URL, or a file in a git revision (`HEAD~1:openapi.json`); without it the bundled one
    spec: Option<String>,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    format: LintFormat,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum LintFormat {
    #[default]
    Text,
    Json,
}

/// Runs the task. An error is a text whose last line says how to go on.
pub(crate) fn run(root: &Path, arguments: &LintArguments) -> Result<(), String> {
    let (document, source) = match &arguments.spec {
        Some(place) => (compare::read(root, place)?, place.as_str()),
        None => (compare::read(root, &root.join(regen::DOCUMENT).to_string_lossy())?, regen::DOCUMENT),
    };
    let format = match arguments.format {
        LintFormat::Text => Format::Text,
        LintFormat::Json => Format::Json,
    };
    say(render(&lint(&document), source, format));
    Ok(())
}
