//! Compares two OpenAPI documents: what changed, and what that means for clients in the field and for Rust code.
//!
//! The documents are compared as they are published, not lowered and not corrected. Order, spelling and annotations are no
//! difference; what is, is told once, with every operation that it reaches.

mod accept;
mod annotations;
mod bodies;
mod constraints;
mod covers;
mod draft;
mod encodings;
mod finding;
mod fold;
mod graph;
mod hooks;
mod marks;
mod matching;
mod operations;
pub(crate) mod parameters;
mod reach;
pub mod render;
mod report;
pub mod rules;
mod rust;
mod schemas;
mod security;
mod service;
mod shape;
pub(crate) mod side;
mod tags;
mod unions;
mod users;
pub(crate) mod uses;
pub(crate) mod values;
pub(crate) mod view;
mod words;

use serde_json::Value;
use verda_api_codegen::names::Names;
use verda_api_codegen::references::Resolver;

pub use self::accept::{Accepted, parse as parse_accepted};
pub use self::finding::{Direction, Finding, Step, Verdict};
pub use self::report::Report;

use self::graph::Graph;
use self::rust::Surface;
use self::side::Side;
use crate::document::Document;

/// Compares two documents. The names are those of the generated crate, see [`verda_api_codegen::names_of`]; what they do not list is
/// judged by rule.
pub fn compare(old: &Value, new: &Value, names: &Names) -> Report {
    let (old, new) = (Resolver::new(old), Resolver::new(new));
    let (old, new) = (Side::new(Document::new(&old)), Side::new(Document::new(&new)));
    let counts = annotations::count(&old, &new);
    let mut graph = Graph::new(&old, &new, Surface::new(names, &old, &new));
    let pairs = operations::compare(&mut graph);
    security::compare(&mut graph, &pairs);
    service::servers(&mut graph, &pairs);
    service::webhooks(&mut graph);
    graph.run();
    service::named_schemas(&mut graph);
    Report::new(fold::fold(graph.findings()), counts, [&old, &new])
}
