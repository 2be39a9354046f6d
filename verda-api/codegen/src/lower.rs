//! The lowering of an OpenAPI 3.1 document to 3.0.3, the version that the generator takes.
//!
//! Every construct that 3.0 cannot hold is rewritten with the same meaning (noted as exact), written
//! down with less meaning (noted as lossy), or refused. A 3.0 document takes the same steps: it may use words of 3.1,
//! and what the generator does not take is rewritten in it as well.
//!
//! The steps work on a copy and look references up in the document as it came in, so a refusal leaves
//! the caller's document alone and no reference depends on the order of the steps.

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

/// The deepest nesting of JSON that is read. It bounds every recursion of the lowering.
const MAX_DEPTH: usize = 256;

/// The version that a lowered document carries.
const LOWERED_VERSION: &str = "3.0.3";

/// Lowers an OpenAPI document to 3.0.3, as the generator takes it, and notes in the ledger what that changed.
///
/// A document that already is 3.0 keeps its version.
///
/// # Errors
///
/// Every place of which no working client could be generated; the document is then unchanged.
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
    inline::leave_out(&mut lowered, &mut context);
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
    ledger.append(notes.into_ledger());
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
