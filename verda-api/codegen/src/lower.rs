//! The lowering of an OpenAPI 3.1 document to 3.0.3, the version that the generator takes.
//!
//! Every construct that 3.0 cannot hold is rewritten with the same meaning (noted as exact), written
//! down with less meaning (noted as lossy), or refused. A 3.0 document is checked and passed on: only
//! references between path items are resolved in it, because the generator does not.
//!
//! The steps work on a copy and look references up in the document as it came in, so a refusal leaves
//! the caller's document alone and no reference depends on the order of the steps.

mod check;
mod composition;
mod containers;
mod context;
mod document;
mod inline;
mod keywords;
mod nullable;
mod references;
mod scalars;
mod schema;
mod types;
mod walk;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::ledger::{Ledger, Refusal, join};
use context::Context;

/// The deepest nesting of JSON that is read. It bounds every recursion of the lowering.
const MAX_DEPTH: usize = 256;

/// The version that a lowered document carries.
const LOWERED_VERSION: &str = "3.0.3";

/// Which of the two understood versions a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V30,
    V31,
}

/// Lowers an OpenAPI 3.1 document to 3.0.3 and notes in the ledger what that changed.
///
/// A document that already is 3.0 keeps its version and its schemas.
///
/// # Errors
///
/// A [`Refusal`] where no working client could be generated; the document is then unchanged.
pub fn lower(document: &mut Value, ledger: &mut Ledger) -> Result<(), Refusal> {
    let version = version(document)?;
    bounded(document)?;
    check::document(document, version)?;

    let mut lowered = document.clone();
    let mut context = Context::new(document, version)?;
    inline::path_items(&mut lowered, &mut context)?;
    if version == Version::V31 {
        inline::references(&mut lowered, &mut context)?;
        document::rewrite(&mut lowered, &mut context);
        document::sites(&mut lowered, &mut context)?;
        references::add_hoisted(&mut lowered, &mut context)?;
        document::finish(&mut lowered, &mut context);
    }
    ledger.append(context.notes.into_ledger());
    *document = lowered;
    Ok(())
}

/// Says whether this is a document that can be read at all, before anything is corrected in it.
///
/// # Errors
///
/// A [`Refusal`] if it is not OpenAPI 3.0 or 3.1.
pub fn recognise(document: &Value) -> Result<(), Refusal> {
    version(document).map(|_| ())
}

fn version(document: &Value) -> Result<Version, Refusal> {
    let Some(root) = document.as_object() else {
        return Err(Refusal::new("", "an OpenAPI document is a JSON object: give one"));
    };
    if root.contains_key("swagger") {
        return Err(Refusal::new("/swagger", "this is a Swagger 2.0 document: convert it to OpenAPI 3 first"));
    }
    match root.get("openapi") {
        Some(Value::String(text)) if is_version(text, "3.0") => Ok(Version::V30),
        Some(Value::String(text)) if is_version(text, "3.1") => Ok(Version::V31),
        Some(Value::String(text)) => Err(Refusal::new(
            "/openapi",
            format!("OpenAPI {text} is not understood, 3.0 and 3.1 are: publish the document as 3.1"),
        )),
        Some(_) => Err(Refusal::new("/openapi", "the version is not a string: write it in quotes, as in \"3.1.0\"")),
        None => Err(Refusal::new(
            "/openapi",
            "the version of OpenAPI is missing: add \"openapi\": \"3.1.0\" if this is an OpenAPI document",
        )),
    }
}

fn is_version(text: &str, wanted: &str) -> bool {
    text.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Refuses what nests too deeply, without recursion, so that everything after may recurse.
fn bounded(document: &Value) -> Result<(), Refusal> {
    let mut open = vec![(document, String::new(), 0_usize)];
    while let Some((value, at, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            return Err(Refusal::new(
                at,
                format!("the document nests over {MAX_DEPTH} levels deep: give the inner parts names"),
            ));
        }
        match value {
            Value::Object(members) => {
                for (key, member) in members.iter().filter(|(_, member)| is_container(member)) {
                    open.push((member, join(&at, key), depth + 1));
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    if is_container(element) {
                        open.push((element, format!("{at}/{index}"), depth + 1));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_container(value: &Value) -> bool {
    value.is_object() || value.is_array()
}
