//! The lowering of an OpenAPI 3.1 document to 3.0.3, the version that the generator takes.
//!
//! Every construct that 3.0 does not have is rewritten with the same meaning (noted as exact), rewritten with less meaning
//! (noted as lossy), or refused. A 3.0 document takes the same steps: it may use keywords of 3.1, and constructs that the
//! generator does not accept.
//!
//! The steps change a copy, and look up references in the original document. So a refusal does not change the caller's
//! document, and no reference depends on the order of the steps.

mod check;
mod composition;
mod containers;
mod context;
mod document;
mod hoist;
mod inline;
mod nullable;
mod scalars;
mod schema;
mod types;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::document::version::version;
use crate::ledger::{Ledger, Refusal, join};
use crate::references::Resolver;
use context::Context;

pub use self::containers::matches_every_name;

/// The maximum nesting of JSON. It bounds every recursion of the lowering.
const MAX_DEPTH: usize = 256;

/// The version that a lowered document carries.
const LOWERED_VERSION: &str = "3.0.3";

/// Lowers an OpenAPI document to 3.0.3, as the generator requires, and notes the changes in the ledger.
///
/// A document that already is 3.0 keeps its version.
///
/// # Errors
///
/// All places that prevent a working client; the document is then unchanged.
pub fn lower(document: &mut Value, ledger: &mut Ledger) -> Result<(), Vec<Refusal>> {
    let one = |refusal| vec![refusal];
    let version = version(document).map_err(one)?;
    bounded(document).map_err(one)?;
    let resolver = Resolver::new(document);
    let refusals = check::document(document, version, &resolver);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut lowered = document.clone();
    let mut context = Context::new(document, version, resolver);
    inline::path_items(&mut lowered, &mut context);
    inline::references(&mut lowered, &mut context);
    inline::nothing(&mut lowered, &mut context);
    document::rewrite(&mut lowered, &mut context);
    document::sites(&mut lowered, &mut context);
    hoist::add_hoisted(&mut lowered, &mut context);
    document::finish(&mut lowered, &mut context);
    let Context { notes, refusals, .. } = context;
    if !refusals.is_empty() {
        return Err(refusals);
    }
    ledger.append(notes.ledger);
    *document = lowered;
    Ok(())
}

/// Checks that the document has a supported version, before it is corrected.
///
/// # Errors
///
/// A [`Refusal`] if it is not OpenAPI 3.0 or 3.1.
pub fn recognise(document: &Value) -> Result<(), Refusal> {
    version(document).map(|_| ())
}

/// Refuses a document that is nested too deeply, without recursion, so that later steps may recurse.
fn bounded(document: &Value) -> Result<(), Refusal> {
    let mut open = vec![(document, String::new(), 0_usize)];
    while let Some((value, at, depth)) = open.pop() {
        if depth > MAX_DEPTH {
            return Err(Refusal::new(
                at,
                format!(
                    "the document has more than {MAX_DEPTH} levels of nesting; move inner parts to named components"
                ),
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
