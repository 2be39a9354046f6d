//! `names.toml`: the Rust names of operations and types, and what the document cannot say about them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{ByRule, Chosen};

/// The contents of `names.toml`. What it does not list gets a name by rule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Whether operations are named by method and path alone, also where the operationId says more.
    pub operations_by_path: bool,
    /// `METHOD /path` to the name of the method, or to name and flags.
    pub operations: BTreeMap<String, OperationNames>,
    /// Schema name in the document to Rust type name.
    pub types: BTreeMap<String, String>,
    /// Enum name to the places (`Type.property`, `operation(parameter)`) where its values stand.
    pub enums: BTreeMap<String, Vec<String>>,
    /// `Enum.value` to variant name.
    pub enum_variants: BTreeMap<String, String>,
    /// Id type name to the places that hold such an id.
    pub ids: BTreeMap<String, Vec<String>>,
    /// Rust type name to the properties that are never absent from a response.
    pub identity: BTreeMap<String, Vec<String>>,
    /// Unions whose branches are told apart by what is in them.
    pub unions: BTreeMap<String, UnionNames>,
    /// Sentences for the documentation.
    pub docs: DocsNames,
    /// Where the API must be mistrusted beyond its document.
    pub evidence: EvidenceNames,
}

impl Names {
    /// Adds what the rules chose for operations and schemas.
    pub fn add(&mut self, chosen: &[ByRule]) {
        for ByRule { kind, place, name } in chosen {
            match kind {
                Chosen::Operation => {
                    self.operations.entry(place.clone()).or_insert_with(|| OperationNames::Name(name.clone()));
                }
                Chosen::Type => {
                    self.types.entry(place.clone()).or_insert_with(|| name.clone());
                }
                Chosen::Id | Chosen::Enum | Chosen::Pages => {}
            }
        }
    }

    /// Whether a property that the document requires is never absent from a response: it is listed, or the type is not listed and
    /// the property is its id.
    pub fn is_identity(&self, type_name: &str, property: &str) -> bool {
        match self.identity.get(type_name) {
            Some(listed) => listed.iter().any(|name| name == property),
            None => property == "id",
        }
    }
}

/// Sentences about all operations that the document has no place for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocsNames {
    /// Which rate limits an operation counts against; empty to say nothing.
    pub rate_limits: String,
    /// The same of an operation that works without credentials.
    pub rate_limits_public: String,
    /// What the crate is called in the examples; empty for documentation without examples.
    #[serde(rename = "crate")]
    pub krate: String,
}

/// What responses prove less than the document says, because the API is known for it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EvidenceNames {
    /// Whether the `id` of what a POST made is a UUID, unless the document describes it in another form.
    pub created_ids_are_uuids: bool,
    /// Whether a value that says nothing (`{}`, `[]`, `[null]`, null, the nil UUID) proves nothing of what changes something,
    /// also where the document allows it.
    pub blank_proves_nothing: bool,
    /// The members by which each element of a list says what became of a resource; empty where no list does.
    pub result_members: Vec<String>,
}

/// What `names.toml` says of one operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OperationNames {
    /// The name alone.
    Name(String),
    /// The name, and facts where the rule is wrong.
    Facts(OperationFacts),
}

/// A name, and what the document cannot say about the operation. What is left out follows from a rule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationFacts {
    /// The name of the method.
    pub name: String,
    /// Whether sending it twice has the effect of sending it once.
    pub idempotent: Option<bool>,
    /// Whether it can destroy something.
    pub destructive: Option<bool>,
    /// Whether its responses are pages of a list.
    pub paged: Option<bool>,
    /// Values of `action` in its request body with which it may be sent twice.
    #[serde(default)]
    pub absolute_actions: Vec<String>,
    /// Statuses of a success without a body.
    pub no_body: Option<Vec<u16>>,
    /// Whether an empty list in place of the object says that the resource does not exist.
    #[serde(default)]
    pub empty_list_is_absent: bool,
    /// Whether one object may stand for a list of one, and `{}` for an empty list.
    #[serde(default)]
    pub object_for_list: bool,
}

impl OperationNames {
    /// The name of the method.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Facts(facts) => &facts.name,
        }
    }

    /// What is said besides the name.
    pub fn facts(&self) -> Option<&OperationFacts> {
        match self {
            Self::Name(_) => None,
            Self::Facts(facts) => Some(facts),
        }
    }
}

/// A union of object schemas without a tag.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnionNames {
    /// Where it stands: `operation ->` for a response, or `Type.property`.
    pub place: String,
    /// Variant name to its branch, tried in the order of the most telling first.
    pub variants: BTreeMap<String, UnionVariant>,
}

/// One branch of a union.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnionVariant {
    /// The Rust type of the branch.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The branch is meant if one of these properties is there and not null; empty for the branch that is left.
    #[serde(default)]
    pub when: Vec<String>,
}

impl Names {
    /// Reads `names.toml`.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())
    }
}
