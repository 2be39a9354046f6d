//! Turns an OpenAPI 3.0 or 3.1 document into the source of a typed Rust client.
//!
//! The steps, each a module: [`document`] reads the document, [`canonical`] writes it in canonical form, [`overlay`] corrects
//! it, [`lower`] converts 3.1 into 3.0, `shape` chooses readable names and types, and `emit` generates the code with progenitor
//! and improves it. No step does I/O, and no step knows a vendor.
//!
//! ```
//! let document = r#"{"openapi": "3.1.0", "info": {"title": "Things", "version": "1"}, "paths": {
//!     "/things": {"get": {"operationId": "x", "responses": {"200": {"description": "ok"}}}}}}"#;
//! let inputs = verda_api_codegen::Inputs { document, overlay: "overlay: 1.0.0", names: "" };
//! let generated = verda_api_codegen::generate(&inputs)?;
//! assert_eq!(generated.operations[0].id, "get_things");
//! # Ok::<(), verda_api_codegen::Error>(())
//! ```

pub mod canonical;
pub mod document;
mod emit;
pub mod headers;
pub mod ledger;
pub mod lower;
pub mod media;
mod model;
pub mod names;
pub mod overlay;
mod prose;
pub mod references;
pub mod servers;
mod shape;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use crate::ledger::{Entry, Fidelity, Ledger, Refusal};
use crate::names::Names;

/// The inputs of a generation.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The OpenAPI document, in JSON or YAML.
    pub document: &'a str,
    /// The corrections, an OpenAPI Overlay in YAML or JSON.
    pub overlay: &'a str,
    /// The Rust names, in TOML.
    pub names: &'a str,
}

/// A generated client, with the documents and the log of its generation.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The document in its canonical form, not corrected.
    pub document: String,
    /// The corrected document in its canonical form, which describes the real API.
    pub corrected: String,
    /// The source of the client, formatted: the files of one module, by their names, with `mod.rs` at its top.
    pub files: BTreeMap<String, String>,
    /// Every operation, sorted by name.
    pub operations: Vec<Operation>,
    /// The overlay's actions, all of them applied.
    pub applied: Vec<overlay::Applied>,
    /// The changes by lowering and shaping.
    pub ledger: Ledger,
    /// The choices by rule, for places that `names.toml` does not list.
    pub named_by_rule: Vec<ByRule>,
    /// Every text that `names.toml` does not list, by its place there, and the type of id that it is by rule.
    pub texts: BTreeMap<String, Option<String>>,
    /// Entries of `names.toml` that speak of nothing in the document.
    pub unused_names: Vec<String>,
    /// Entries of `names.toml` that equal the choice of the rule.
    pub unneeded_names: Vec<String>,
}

impl Generated {
    /// All files of the client, concatenated.
    pub fn source(&self) -> String {
        self.files.values().map(String::as_str).collect()
    }
}

/// The choice of a rule for one place of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByRule {
    /// The kind of the choice.
    pub kind: Chosen,
    /// The place: `GET /things`, the name of a schema, or a place as `names.toml` writes it.
    pub place: String,
    /// The chosen name; for pages, the description of the cursor.
    pub name: String,
}

/// The kinds of choices by rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// The name of an operation.
    Operation,
    /// The name of a schema's type.
    Type,
    /// That a text is an id, and its type.
    Id,
    /// The type of some values.
    Enum,
    /// That a list has pages with cursors.
    Pages,
}

/// One operation of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The name of the method.
    pub id: String,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template, as in the document.
    pub path: String,
    /// The server in place of the base URL: a URL of another origin, or a path on the base URL's origin.
    pub server: Option<String>,
    /// The first tag; empty without tags.
    pub tag: String,
    /// Whether sending the request twice has the same effect as sending it once.
    pub idempotent: bool,
    /// Values of `action` in the request body with which the request may be sent twice.
    pub absolute_actions: Vec<String>,
    /// Whether the operation can destroy a resource.
    pub destructive: bool,
    /// Whether its responses are pages of a list.
    pub paged: bool,
    /// The cursor of paging by cursors.
    pub cursor: Option<Cursor>,
    /// Whether the operation works without credentials.
    pub public: bool,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// Whether the name was chosen by rule.
    pub named_by_rule: bool,
    /// The form of a successful body.
    pub response: BodyShape,
    /// What the document says of a successful body beyond its form.
    pub success: SuccessBody,
    /// Statuses of a success without a body.
    pub no_body: Vec<u16>,
    /// The names of members of the request's body that hold secrets, sorted.
    pub secrets: Vec<String>,
    /// Milliseconds by which the server may delay the response, if a query parameter `timeout` sets them.
    pub holds: Option<u64>,
    /// Whether an empty list in place of the object means that the resource does not exist.
    pub empty_list_is_absent: bool,
    /// Whether a response may be one object in place of a list of one, and `{}` in place of an empty list.
    pub object_for_list: bool,
}

/// The members for paging by cursors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The query parameter for the cursor.
    pub parameter: String,
    /// The member of a page with the cursor of the next page, such as `next_cursor` or `meta.next_cursor`.
    pub next: String,
    /// The member of a page with its elements.
    pub items: String,
}

/// The form of a successful body, as far as the runtime needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyShape {
    /// No body.
    Empty,
    /// `true` or `false`.
    Bool,
    /// One string.
    Text,
    /// The UUID of a resource.
    Id,
    /// A list of strings.
    TextList,
    /// A list of UUIDs.
    IdList,
    /// A list of anything else.
    List,
    /// A list with a result for each resource.
    Results,
    /// An object.
    Object,
    /// Any JSON.
    Any,
    /// Bytes that are not JSON.
    Raw,
}

/// What the document says of the body of a success, beyond its form. It goes before what name and form of a value suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessBody {
    /// The form of the `id` by which a POST names what it made.
    pub id: CreatedId,
    /// Members that are named like those of an error and that the document describes, each with the letters of its JSON types;
    /// none for any.
    pub described: Vec<(String, String)>,
    /// The JSON types of members of any other name, where the document describes such.
    pub others: Option<String>,
    /// Whether a value that says nothing is a success: `{}`, a list of nothing but null, an empty list of ids or results, or the
    /// nil UUID.
    pub blank: bool,
    /// Whether null is a success.
    pub null: bool,
    /// The documented statuses of a success with this body.
    pub statuses: Vec<u16>,
}

/// The form of the `id` of an object that a POST made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreatedId {
    /// A UUID.
    Uuid,
    /// Any text that is not empty.
    Text,
    /// A number.
    Number,
    /// The document does not say, or the id may be null.
    Any,
}

/// Why no client could be generated. `Display` is one line for each thing that is wrong.
#[derive(Clone, Debug)]
pub enum Error {
    /// The document cannot be read.
    Document(document::NotADocument),
    /// The overlay does not fit the document.
    Overlay(Vec<overlay::Problem>),
    /// `names.toml` cannot be read.
    Names(String),
    /// Parts of the document that no client can support.
    Refused(Vec<Refusal>),
    /// The generator failed.
    Generator {
        /// The affected operation or schema, if it is known.
        culprit: Option<String>,
        /// The message of the generator.
        message: String,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(error) => f.write_str(&error.of("the document")),
            Self::Overlay(problems) => lines(f, problems),
            Self::Names(error) => write!(f, "names.toml: {error}"),
            Self::Refused(refusals) => lines(f, refusals),
            Self::Generator { culprit: Some(culprit), message } => {
                write!(f, "no code can be generated for {culprit}: {message}; correct it in the overlay")
            }
            Self::Generator { culprit: None, message } => write!(f, "no code can be generated: {message}"),
        }
    }
}

fn lines(f: &mut fmt::Formatter<'_>, items: &[impl fmt::Display]) -> fmt::Result {
    let lines: Vec<String> = items.iter().map(ToString::to_string).collect();
    f.write_str(&lines.join("\n"))
}

impl std::error::Error for Error {}

/// Generates a client.
///
/// The same inputs produce the same bytes on every machine. The order of paths and of components does not matter.
pub fn generate(inputs: &Inputs<'_>) -> Result<Generated, Error> {
    let mut document = document::parse(inputs.document).map_err(Error::Document)?;
    lower::recognise(&document).map_err(|refusal| Error::Refused(vec![refusal]))?;
    let names = Names::parse(inputs.names).map_err(Error::Names)?;
    let canonical_text = canonical::canonical(&document);
    canonical::sort(&mut document);
    let applied = overlay::apply(&mut document, inputs.overlay).map_err(Error::Overlay)?;
    let corrected = canonical::canonical(&document);
    let mut ledger = Ledger::default();
    let shaped = shaped(document, &names, &mut ledger)?;
    let files = emit::emit(&shaped, &emit::Hashes::of(&canonical_text, inputs))?;
    Ok(Generated {
        document: canonical_text,
        corrected,
        files,
        operations: shaped.operations,
        applied,
        ledger,
        named_by_rule: shaped.by_rule,
        texts: shaped.texts,
        unused_names: shaped.unused_names,
        unneeded_names: shaped.unneeded_names,
    })
}

/// The steps between a corrected document and its source.
fn shaped(mut document: Value, names: &Names, ledger: &mut Ledger) -> Result<shape::Shaped, Error> {
    lower::lower(&mut document, ledger).map_err(Error::Refused)?;
    canonical::sort(&mut document);
    on_large_stack(|| shape::shape(document, names, ledger).map_err(Error::Refused))
}

/// The names of a client: the listed ones of `names.toml`, and those that the rules choose for all other operations and named
/// schemas. For a document without a possible client, only the listed ones.
pub fn names_of(document: &Value, names: &Names) -> Names {
    let mut document = document.clone();
    canonical::sort(&mut document);
    let mut ledger = Ledger::default();
    let mut all = names.clone();
    if lower::lower(&mut document, &mut ledger).is_ok() {
        canonical::sort(&mut document);
        let chosen = on_large_stack(|| shape::names(document, names, &mut ledger).map_err(Error::Refused));
        all.add(&chosen.unwrap_or_default());
    }
    all
}

/// Whether a text is a time in the client although the document gives it no format: name, description or example say so.
pub fn says_time(name: &str, schema: &Value) -> bool {
    let is_text = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
        kind => kind.and_then(Value::as_str) == Some("string"),
    };
    is_text && schema.as_object().is_some_and(|schema| shape::says_time(name, schema))
}

fn on_large_stack<T: Send>(run: impl FnOnce() -> Result<T, Error> + Send) -> Result<T, Error> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let failed = |message: String| Error::Generator { culprit: None, message };
        let thread = thread.map_err(|error| failed(format!("no thread can be started: {error}")))?;
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The stack size for reading schemas: chains of references may be thousands long, and each step takes some kilobytes.
const STACK: usize = 512 << 20;

/// The forecast of [`generate`] for a published document: without corrections, and with names by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The reasons why no client can be generated; empty if one can.
    pub refusals: Vec<Refusal>,
    /// The losses of the client, up to the first refusing step.
    pub losses: Vec<Entry>,
}

/// Runs all steps of [`generate`] on a parsed document, and returns refusals and losses.
pub fn forecast(document: &Value) -> Forecast {
    let mut document = document.clone();
    canonical::sort(&mut document);
    let mut ledger = Ledger::default();
    let generated = shaped(document, &Names::default(), &mut ledger).and_then(|shaped| {
        let nothing = Inputs { document: "", overlay: "", names: "" };
        emit::emit(&shaped, &emit::Hashes::of("", &nothing)).map(drop)
    });
    let refusals = match generated {
        Ok(()) => Vec::new(),
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => vec![Refusal::new("", error.to_string())],
    };
    let losses = ledger.entries().iter().filter(|entry| entry.fidelity == Fidelity::Lossy).cloned().collect();
    Forecast { refusals, losses }
}
