//! The rules: what can change, and what that means unless the place says otherwise.
//!
//! *Wire* speaks of a client that was generated from the old document: it ignores properties that it does not know, keeps
//! unknown values of string enums, takes `null` for what is not an identity property, and checks no constraints. *Rust*
//! speaks of code that uses the generated crate: structs with public fields and builders, enums with an `Unknown`
//! variant, and builders for operations.

use super::finding::Verdict;
use super::finding::Verdict::{Breaking as B, Compatible as C, None as N};

/// A verdict for each direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    pub(crate) request: Verdict,
    pub(crate) response: Verdict,
}

pub(crate) const fn both(verdict: Verdict) -> Effect {
    Effect { request: verdict, response: verdict }
}

pub(crate) const fn by(request: Verdict, response: Verdict) -> Effect {
    Effect { request, response }
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// The id, in kebab case.
    pub id: &'static str,
    /// Whether findings carry the direction before the id.
    pub directed: bool,
    pub(crate) wire: Effect,
    pub(crate) rust: Effect,
}

macro_rules! rules {
    ($($kind:ident $name:ident = $id:literal, $wire:expr, $rust:expr;)*) => {
        $(pub(crate) const $name: Rule = Rule { id: $id, directed: rules!(@ $kind), wire: $wire, rust: $rust };)*
        /// Every rule, in the order of what it is about.
        pub const ALL: &[&Rule] = &[$(&$name),*];
    };
    (@ plain) => { false };
    (@ schema) => { true };
}

rules! {
    // Operations.
    plain OPERATION_REMOVED = "operation-removed", both(B), both(B);
    plain OPERATION_ADDED = "operation-added", both(C), both(C);
    plain OPERATION_MOVED = "operation-moved", both(B), both(B);
    plain OPERATION_ID_CHANGED = "operation-id-changed", both(N), both(N); // Rust names come from method and path.
    plain OPERATION_DEPRECATED = "operation-deprecated", both(N), both(C);
    plain OPERATION_UNDEPRECATED = "operation-undeprecated", both(N), both(C);
    plain SECURITY_REQUIRED = "security-required", both(B), both(N);
    plain SECURITY_DROPPED = "security-dropped", both(C), both(N);
    plain SECURITY_TIGHTENED = "security-tightened", both(B), both(N);
    plain SECURITY_RELAXED = "security-relaxed", both(C), both(N);
    plain SCHEME_REMOVED = "security-scheme-removed", both(B), both(N);
    plain SCHEME_ADDED = "security-scheme-added", both(N), both(N);
    plain SCHEME_CHANGED = "security-scheme-changed", both(B), both(N);
    plain SERVER_REMOVED = "server-removed", both(B), both(C);
    plain SERVER_ADDED = "server-added", both(N), both(N);
    plain DEFAULT_SERVER_CHANGED = "default-server-changed", both(N), both(C);
    plain CALLBACK_ADDED = "callback-added", both(C), both(N);
    plain CALLBACK_REMOVED = "callback-removed", both(B), both(N);
    plain CALLBACK_CHANGED = "callback-changed", both(B), both(N);
    plain WEBHOOK_ADDED = "webhook-added", both(C), both(N);
    plain WEBHOOK_REMOVED = "webhook-removed", both(B), both(N);
    plain WEBHOOK_CHANGED = "webhook-changed", both(B), both(N);
    // Parameters.
    plain PARAMETER_REMOVED = "request-parameter-removed", both(B), both(B);
    plain PARAMETER_REQUIRED_ADDED = "new-required-request-parameter", both(B), both(B);
    plain PARAMETER_OPTIONAL_ADDED = "new-optional-request-parameter", both(C), both(C);
    plain PARAMETER_RENAMED = "request-parameter-renamed", both(B), both(B);
    plain PATH_PARAMETER_RENAMED = "path-parameter-renamed", both(N), both(B); // Not on the wire, but a method's name.
    plain PARAMETER_MOVED = "request-parameter-moved", both(B), both(N);
    plain PARAMETER_BECAME_REQUIRED = "request-parameter-became-required", both(B), both(B);
    plain PARAMETER_BECAME_OPTIONAL = "request-parameter-became-optional", both(C), both(N);
    plain PARAMETER_SERIALIZATION = "request-parameter-serialization-changed", both(B), both(N);
    plain PARAMETER_EMPTY_ALLOWED = "request-parameter-empty-value-allowed", both(C), both(N);
    plain PARAMETER_EMPTY_FORBIDDEN = "request-parameter-empty-value-forbidden", both(B), both(N);
    plain PARAMETER_DEPRECATED = "request-parameter-deprecated", both(N), both(N);
    plain PARAMETER_UNDEPRECATED = "request-parameter-undeprecated", both(N), both(N);
    // Bodies.
    plain BODY_REQUIRED_ADDED = "new-required-request-body", both(B), both(B);
    plain BODY_OPTIONAL_ADDED = "new-optional-request-body", both(C), both(B); // Generated bodies are always required.
    plain BODY_REMOVED = "request-body-removed", both(B), both(B);
    plain BODY_BECAME_REQUIRED = "request-body-became-required", both(B), both(N);
    plain BODY_BECAME_OPTIONAL = "request-body-became-optional", both(C), both(N);
    plain REQUEST_ENCODING = "request-encoding-changed", both(B), both(N);
    plain REQUEST_MEDIA_REMOVED = "request-media-type-removed", both(B), both(N);
    plain REQUEST_MEDIA_ADDED = "request-media-type-added", both(C), both(N);
    plain RESPONSE_MEDIA_REMOVED = "response-media-type-removed", both(B), both(N);
    plain RESPONSE_MEDIA_ADDED = "response-media-type-added", both(C), both(N);
    plain RESPONSE_BODY_REMOVED = "response-body-removed", both(B), both(B);
    plain RESPONSE_BODY_ADDED = "response-body-added", both(C), both(B);
    plain SUCCESS_ADDED = "response-success-status-added", both(C), both(N);
    plain SUCCESS_REMOVED = "response-success-status-removed", both(C), both(N);
    plain ERROR_ADDED = "response-error-status-added", both(C), both(N); // One error type reads them all.
    plain ERROR_REMOVED = "response-error-status-removed", both(C), both(N);
    plain HEADER_ADDED = "response-header-added", both(C), both(N);
    plain HEADER_REMOVED = "response-header-removed", both(B), both(N);
    plain HEADER_BECAME_OPTIONAL = "response-header-became-optional", both(C), both(N);
    plain HEADER_BECAME_REQUIRED = "response-header-became-required", both(C), both(N);
    // Schemas.
    schema PROPERTY_REMOVED = "property-removed", both(B), both(B);
    schema REQUIRED_PROPERTY_ADDED = "required-property-added", by(B, C), by(B, C); // `new` takes what a request requires.
    schema OPTIONAL_PROPERTY_ADDED = "optional-property-added", both(C), both(C);
    schema PROPERTY_RENAMED = "property-renamed", both(B), both(B);
    schema PROPERTY_BECAME_REQUIRED = "property-became-required", by(B, C), by(B, N);
    schema PROPERTY_BECAME_OPTIONAL = "property-became-optional", both(C), by(B, N);
    schema BECAME_NULLABLE = "became-nullable", both(C), both(N);
    schema BECAME_NOT_NULLABLE = "became-not-nullable", by(B, C), both(N);
    schema TYPE_CHANGED = "type-changed", both(B), both(B);
    schema TYPE_WIDENED = "type-widened", by(C, B), both(B);
    schema TYPE_NARROWED = "type-narrowed", by(B, C), both(B);
    schema FORMAT_CHANGED = "format-changed", by(B, C), both(N);
    schema ENUM_VALUE_ADDED = "enum-value-added", both(C), both(C);
    schema ENUM_VALUE_REMOVED = "enum-value-removed", by(B, C), both(B);
    schema BECAME_ENUM = "became-enum", by(B, C), both(B);
    schema NO_LONGER_ENUM = "no-longer-enum", both(C), both(B);
    schema CONSTRAINT_TIGHTENED = "constraint-tightened", by(B, C), both(N);
    schema CONSTRAINT_RELAXED = "constraint-relaxed", both(C), both(N);
    schema CONSTRAINT_CHANGED = "constraint-changed", by(B, C), both(N);
    schema DEFAULT_CHANGED = "default-changed", by(B, N), both(N); // Who leaves it out gets something else.
    schema DEFAULT_ADDED = "default-added", by(C, N), both(N);
    schema DEFAULT_REMOVED = "default-removed", by(C, N), both(N);
    schema ADDITIONAL_ALLOWED = "additional-properties-allowed", both(C), both(N);
    schema ADDITIONAL_FORBIDDEN = "additional-properties-forbidden", by(B, C), both(N);
    schema ADDITIONAL_CHANGED = "additional-properties-changed", both(B), both(B);
    schema UNION_BRANCH_ADDED = "union-branch-added", by(C, B), both(C);
    schema UNION_BRANCH_REMOVED = "union-branch-removed", by(B, C), both(B);
    schema BECAME_UNION = "became-union", by(C, B), both(B);
    schema NO_LONGER_UNION = "no-longer-union", by(B, C), both(B);
    schema UNION_KIND_CHANGED = "union-kind-changed", by(B, C), both(N);
    schema DISCRIMINATOR_CHANGED = "discriminator-changed", both(B), both(N);
    schema COMPOSITION_CHANGED = "composition-changed", both(B), both(B);
    schema ACCESS_CHANGED = "access-changed", by(B, C), both(N);
    schema DEPRECATED = "deprecated", both(N), both(N);
    schema UNDEPRECATED = "undeprecated", both(N), both(N);
    schema KEYWORD_CHANGED = "keyword-changed", both(B), both(B); // No rule knows it: look.
    schema REFERENCE_CHANGED = "reference-changed", both(N), both(B);
    // Named schemas.
    plain SCHEMA_RENAMED = "schema-renamed", both(N), both(B);
    plain SCHEMA_ADDED = "schema-added", both(N), both(C);
    plain SURFACE_CHANGED = "surface-changed", both(N), both(B); // Measured, where no other rule tells of it.
    plain SCHEMA_REMOVED = "schema-removed", both(N), both(B);
}

/// A change, before it is known which operations reach it.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) rule: &'static Rule,
    pub(crate) place: String,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    pub(crate) message: String,
    pub(crate) wire: Effect,
    pub(crate) rust: Effect,
}

impl Rule {
    /// A change by this rule, with its usual verdicts.
    pub(crate) fn change(&'static self, place: impl Into<String>, message: impl Into<String>) -> Change {
        Change {
            rule: self,
            place: place.into(),
            old: None,
            new: None,
            message: message.into(),
            wire: self.wire,
            rust: self.rust,
        }
    }
}

impl Change {
    pub(crate) fn at(mut self, old: Option<&str>, new: Option<&str>) -> Self {
        self.old = old.map(str::to_owned);
        self.new = new.map(str::to_owned);
        self
    }

    pub(crate) fn wire(mut self, wire: Effect) -> Self {
        self.wire = wire;
        self
    }

    pub(crate) fn rust(mut self, rust: Effect) -> Self {
        self.rust = rust;
        self
    }
}
