//! `cargo xtask corrected`: the document with its corrections, for other tools.

use std::path::Path;

use verda_api_codegen::{Inputs, generate};

use crate::regen::{DOCUMENT, NAMES, OVERLAY, bundled};
use crate::say;

/// Prints the corrected document. An error is a text whose last line says how to go on.
pub(crate) fn run(root: &Path) -> Result<(), String> {
    say(corrected(root)?);
    Ok(())
}

/// The bundled document with its corrections.
pub(crate) fn corrected(root: &Path) -> Result<String, String> {
    let (document, overlay, names) = (bundled(root, DOCUMENT)?, bundled(root, OVERLAY)?, bundled(root, NAMES)?);
    generate(&Inputs { document: &document, overlay: &overlay, names: &names })
        .map(|generated| generated.corrected)
        .map_err(|error| format!("{error}\nrun `cargo xtask regen`: it says what to do"))
}
