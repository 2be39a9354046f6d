//! Compares the responses of the running API with the document and the generated types.
//!
//! [`Probe`] says which paths to ask for and what is odd about each response. It sends nothing: the program `verda-probe`
//! does. A finding holds names and types of a response and never its values.

mod arguments;
mod draft;
mod finding;
mod headers;
mod inferred;
mod plan;
mod render;
mod response;
mod shown;
mod walk;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use verda_api_codegen::Operation;
use verda_api_codegen::references::Resolver;

use self::finding::Tally;
use self::plan::Observed;
use crate::diff::side::Side;
use crate::document::{Document, Node, operations};

pub use self::arguments::Arguments;
pub use self::draft::draft;
pub use self::finding::{Finding, Kind};
pub use self::render::{Format, render};
pub use self::response::Response;

/// A GET of the document.
struct Described<'a> {
    operation: &'a Operation,
    path: &'a str,
    node: Node<'a>,
    parameters: Vec<Node<'a>>,
    /// The names of the schemas of a successful response.
    schemas: Vec<String>,
}

/// The comparison of an API with its document.
pub struct Probe<'a> {
    side: Side<'a>,
    described: Vec<Described<'a>>,
    /// All text of the document in lower case, for the headers that it names.
    prose: String,
    observed: Vec<Observed>,
    seen: BTreeMap<usize, Responses>,
    not_seen: BTreeMap<usize, String>,
}

/// The responses of one operation.
#[derive(Default)]
struct Responses {
    statuses: Vec<u16>,
    tally: Tally,
    /// Whether each was a list without an element.
    are_empty: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The operations that were asked for.
    pub operations: Vec<Seen>,
    /// The operations that could not be asked for.
    pub not_seen: Vec<NotSeen>,
}

/// An operation that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Seen {
    /// `GET /v1/things/{id}`
    pub operation: String,
    /// The statuses of its responses.
    pub statuses: Vec<u16>,
    /// Whether they are lists without an element: then nothing is known of the elements.
    pub is_empty: bool,
    /// What is odd about them.
    pub findings: Vec<Finding>,
}

/// An operation that could not be asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NotSeen {
    /// `GET /v1/things/{id}`
    pub operation: String,
    /// Why not.
    pub reason: String,
}

impl Report {
    /// The number of findings.
    pub fn findings(&self) -> usize {
        self.operations.iter().map(|seen| seen.findings.len()).sum()
    }
}

impl<'a> Probe<'a> {
    /// A comparison with the corrected document. `generated` has the operations of the generated client.
    pub fn new(resolver: &'a Resolver<'a>, generated: &'a [Operation]) -> Self {
        let side = Side::new(Document::new(resolver));
        let mut described = Vec::new();
        for found in operations(&side.document).into_iter().filter(|found| found.method == "get") {
            let known = generated.iter().find(|known| known.method == "GET" && known.path == found.path);
            let Some(operation) = known else { continue };
            let parameters = [&found.item, &found.node].map(|owner| response::list(&side, owner, "parameters"));
            let schemas = response::success(&side, &found.node).map(|schema| response::names(&side, &schema));
            described.push(Described {
                operation,
                path: &operation.path,
                node: found.node,
                parameters: parameters.concat(),
                schemas: schemas.unwrap_or_default(),
            });
        }
        // Lists come before what is asked for with their ids.
        described.sort_by_key(|described| (described.path.matches('{').count(), described.needs_query()));
        let prose = response::prose(resolver.document());
        let (observed, seen, not_seen) = Default::default();
        Self { side, described, prose, observed, seen, not_seen }
    }

    /// The number of operations; each is asked for in its turn.
    pub fn operations(&self) -> usize {
        self.described.len()
    }

    /// An operation of the generated client, by its turn.
    pub fn operation(&self, turn: usize) -> Option<&'a Operation> {
        self.described.get(turn).map(|described| described.operation)
    }

    /// The paths that are to be asked for in this turn, as they are sent. They hold ids.
    pub fn paths(&mut self, turn: usize) -> Vec<String> {
        let Some(described) = self.described.get(turn) else { return Vec::new() };
        let found = match &described.operation.server {
            Some(_) => Err("it has a server of its own".to_owned()),
            None => plan::paths(&self.side, described, &self.observed),
        };
        found.unwrap_or_else(|reason| {
            self.not_seen.insert(turn, reason);
            Vec::new()
        })
    }

    /// Takes the response to a path of this turn.
    pub fn responded(&mut self, turn: usize, path: &str, response: &Response) {
        let Some(described) = self.described.get(turn) else { return };
        let responses = self.seen.entry(turn).or_default();
        let body = response::compare(&self.side, described, &self.prose, response, &mut responses.tally);
        let elements = body.as_ref().filter(|_| response.is_success()).and_then(plan::elements);
        let is_first = responses.statuses.is_empty();
        responses.are_empty = (is_first || responses.are_empty) && elements.is_some_and(Vec::is_empty);
        responses.statuses.push(response.status);
        if let Some(elements) = elements {
            let schema = response::success(&self.side, &described.node);
            self.observed.push(Observed {
                path: path.split('?').next().unwrap_or_default().to_owned(),
                template: described.path.to_owned(),
                elements: elements.clone(),
                schemas: schema.map(|schema| response::element_names(&self.side, &schema)).unwrap_or_default(),
            });
        }
    }

    /// Takes note that a path of this turn has no response; `why` holds no value.
    pub fn failed(&mut self, turn: usize, why: &str) {
        self.seen.entry(turn).or_default().tally.whole(Kind::NoResponse, why.to_owned());
    }

    /// What was found, in the order of the document.
    pub fn report(&self) -> Report {
        let label = |turn: &usize| self.described.get(*turn).map(|described| format!("GET {}", described.path));
        let operations = self.seen.iter().filter_map(|(turn, responses)| {
            let (operation, statuses) = (label(turn)?, responses.statuses.clone());
            Some(Seen {
                operation,
                statuses,
                is_empty: responses.are_empty,
                findings: responses.tally.clone().findings(),
            })
        });
        let not_seen = self
            .not_seen
            .iter()
            .filter_map(|(turn, reason)| Some(NotSeen { operation: label(turn)?, reason: reason.clone() }));
        let (mut operations, mut not_seen): (Vec<_>, Vec<_>) = (operations.collect(), not_seen.collect());
        operations.sort_by(|a, b| a.operation.cmp(&b.operation));
        not_seen.sort_by(|a, b| a.operation.cmp(&b.operation));
        Report { operations, not_seen }
    }
}

impl Described<'_> {
    fn needs_query(&self) -> bool {
        self.parameters.iter().any(|parameter| parameter.is_true("required") && parameter.text("in") == Some("query"))
    }
}

/// The value of a body, where it is JSON.
fn json(body: &[u8]) -> Option<Value> {
    serde_json::from_slice(body).ok()
}
