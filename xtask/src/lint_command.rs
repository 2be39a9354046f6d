//! `cargo xtask lint`: what is wrong in a document.

use std::path::{Path, PathBuf};

use verda_api_codegen::overlay::apply;
use xtask::lint::{Format, lint, render};

use crate::{diff_command, regen, say};

#[derive(clap::Args)]
pub(crate) struct LintArguments {
    /// The document: a file, a URL, or a file in a git revision (`HEAD~1:openapi.json`); without it the bundled one
    spec: Option<String>,
    /// Corrections that are applied first, an OpenAPI Overlay, as with `generate`
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs the task. An error is a text whose last line says how to go on.
pub(crate) fn run(root: &Path, arguments: &LintArguments) -> Result<(), String> {
    let (mut document, source) = match &arguments.spec {
        Some(place) => (diff_command::read(root, place)?, place.as_str()),
        None => (diff_command::read(root, &root.join(regen::DOCUMENT).to_string_lossy())?, regen::DOCUMENT),
    };
    if let Some(overlay) = &arguments.overlay {
        let shown = overlay.display();
        let text = std::fs::read_to_string(overlay)
            .map_err(|error| format!("{shown} cannot be read: {error}\ncheck the path"))?;
        apply(&mut document, &text).map_err(|problems| {
            let lines: Vec<String> = problems.iter().map(|problem| format!("{shown}: {problem}")).collect();
            format!("{}\ncorrect the overlay", lines.join("\n"))
        })?;
    }
    say(render(&lint(&document), source, arguments.format));
    Ok(())
}
