//! What is wrong in an OpenAPI document, in the order of what it breaks: first what no client can be generated from, then
//! what makes a client that fails, then what makes one that is clumsy.

mod examples;
mod names;
mod render;
mod security;
mod shapes;
mod sites;
mod structure;

use heck::ToKebabCase;
use serde_json::Value;

use verda_api_codegen::references::Resolver;

use crate::document::Document;

pub use self::render::{Format, render};

/// A rule of the check. The order is that of what it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// What no client can be generated from.
    Refused,
    /// A reference that points at nothing.
    DanglingReference,
    /// Two operations with one operationId.
    DuplicateOperationId,
    /// A variable of a path without a parameter, or the other way round.
    PathVariables,
    /// An operation that asks for a security scheme that is not there.
    UnknownSecurityScheme,
    /// Two names that become one in Rust.
    CollidingNames,
    /// An example that its schema does not allow.
    ExampleContradictsSchema,
    /// A default that its schema does not allow.
    DefaultContradictsSchema,
    /// Values of an enum that its type does not allow.
    EnumContradictsType,
    /// A format that the examples do not have.
    SuspiciousFormat,
    /// A body of which nothing is known.
    ContentWithoutSchema,
    /// An operation that is called public and asks for credentials.
    PublicOperationWithSecurity,
    /// A required property that is described nowhere.
    RequiredWithoutProperty,
    /// What a generated client leaves out or cannot say.
    Lost,
    /// `type: object` and nothing else.
    ObjectWithoutAnything,
    /// An array of which the elements are not described.
    ArrayWithoutItems,
    /// A number whose examples are integers.
    NumberWithIntegerExamples,
    /// A keyword of OpenAPI 3.0 in a document of 3.1.
    NullableIn31,
    /// An operation without an operationId.
    MissingOperationId,
    /// A named schema that no operation reaches.
    UnreachableSchema,
}

impl Rule {
    /// The stable id, in kebab case.
    pub fn id(self) -> String {
        match self {
            Self::NullableIn31 => "nullable-in-3-1".to_owned(),
            rule => format!("{rule:?}").to_kebab_case(),
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The rule.
    pub rule: Rule,
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Problem {
    fn new(rule: Rule, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { rule, pointer: pointer.into(), message: message.into() }
    }
}

/// Checks a document. The same document gives the same problems in the same order, whatever the order of its keys.
pub fn lint(document: &Value) -> Vec<Problem> {
    let mut problems = forecast(document);
    let resolver = Resolver::new(document);
    let document = Document::new(&resolver);
    let sites = sites::collect(&document);
    structure::check(&document, &sites, &mut problems);
    security::check(&document, &mut problems);
    names::check(&document, &sites, &mut problems);
    examples::check(&document, &sites, &mut problems);
    shapes::check(&document, &sites, &mut problems);
    problems.sort();
    problems.dedup();
    problems
}

/// What the generator would say of the document: no second opinion, but its own.
fn forecast(document: &Value) -> Vec<Problem> {
    let forecast = verda_api_codegen::forecast(document);
    let refused =
        forecast.refusals.into_iter().map(|refusal| Problem::new(Rule::Refused, refusal.pointer, refusal.message));
    let lost = forecast.losses.into_iter().map(|loss| Problem::new(Rule::Lost, loss.pointer, loss.message));
    refused.chain(lost).collect()
}
