//! From a shaped document to formatted source.

mod builders;
mod constructors;
mod docs;
mod fields;
mod generator;
mod layout;
mod operations;
mod pass;
mod proof;
mod requests;
mod setters;
mod states;
mod syntax;
mod types;
mod unions;
mod usage;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quote::quote;
use sha2::{Digest, Sha256};

use crate::shape::Shaped;
use crate::{Error, Inputs};

/// The hashes of everything that decides what is generated.
pub(crate) struct Hashes {
    document: String,
    overlay: String,
    names: String,
    /// Of all of them, in that order.
    all: u64,
}

impl Hashes {
    pub(crate) fn of(canonical: &str, inputs: &Inputs<'_>) -> Self {
        let Inputs { overlay, names, .. } = inputs;
        let all = fingerprint(&[canonical, overlay, names]);
        Self { document: sha256(canonical), overlay: sha256(overlay), names: sha256(names), all }
    }

    fn header(&self) -> String {
        format!(
            "// What it was generated from:\n\
             // openapi.json sha256:{}\n\
             // overlay.yaml sha256:{}\n\
             // names.toml   sha256:{}\n\
             // all of these fnv1a:{:016x}\n\
             // verda-api-codegen {}, progenitor 0.15.1, typify 0.8.0\n",
            self.document,
            self.overlay,
            self.names,
            self.all,
            env!("CARGO_PKG_VERSION"),
        )
    }
}

/// FNV-1a of texts with Unix line ends, which a build script can compute without a crate for hashes.
fn fingerprint(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes()).filter(|byte| *byte != b'\r');
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The SHA-256 of a text with Unix line ends, in hexadecimal: a checkout may have changed them.
pub(crate) fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.replace("\r\n", "\n").as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Generates, improves and formats the client: the files of its module, by their names.
pub(crate) fn emit(shaped: &Shaped, hashes: &Hashes) -> Result<BTreeMap<String, String>, Error> {
    let mut file = generator::generate(shaped)?;
    pass::improve(&mut file, shaped)?;
    let table = operations::table(&shaped.operations);
    let base_url = &shaped.base_url;
    let table: syn::File = syn::parse2(quote! {
        /// The base URL in the document.
        pub const BASE_URL: &str = #base_url;
        #table
    })
    .map_err(|error| internal(&error))?;
    file.items.extend(table.items);
    proof::check(&file, &shaped.types)?;
    let files = layout::divide(file).into_iter().map(|(name, items)| {
        let code = layout::text(items);
        let more = if name == "mod" { hashes.header() } else { String::new() };
        (format!("{name}.rs"), format!("// Generated from an OpenAPI document; changes are lost.\n{more}\n{code}"))
    });
    Ok(files.collect())
}

/// An internal error: the written code does not parse.
fn internal(error: &syn::Error) -> Error {
    Error::Generator { culprit: None, message: format!("the generated code is not Rust: {error}") }
}
