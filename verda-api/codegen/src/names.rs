//! `names.toml`: the Rust names of operations and types, and what the document cannot say about them.

mod keep;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use syn::ext::IdentExt as _;
use syn::parse::Parser as _;

pub use self::keep::{Kept, keep};
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
    /// Enum name to the places (`Type.property`, `operation(parameter)`) of its values.
    pub enums: BTreeMap<String, Vec<String>>,
    /// `Enum.value` to variant name.
    pub enum_variants: BTreeMap<String, String>,
    /// Id type name to the places that hold such an id. `String` to those that hold none, although the rule says so.
    pub ids: BTreeMap<String, Vec<String>>,
    /// Rust type name to the properties that are never absent from a response.
    pub identity: BTreeMap<String, Vec<String>>,
    /// Unions whose branches are distinguished by their members.
    pub unions: BTreeMap<String, UnionNames>,
    /// Sentences for the documentation.
    pub docs: DocsNames,
    /// Where the API must be mistrusted beyond its document.
    pub evidence: EvidenceNames,
    /// The keys of the listed operations, by the same without the names of path variables.
    #[serde(skip)]
    by_path: OnceLock<BTreeMap<String, String>>,
}

/// A path template in which the variables have no names.
pub fn nameless(path: &str) -> String {
    let mut parts = path.split('{');
    let mut nameless = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        nameless.push('{');
        nameless.push_str(part.find('}').and_then(|end| part.get(end..)).unwrap_or(part));
    }
    nameless
}

impl Names {
    /// What is listed for an operation by its `METHOD /path`. The names of path variables may have changed since.
    pub fn operation(&self, key: &str) -> Option<&OperationNames> {
        let same = || {
            // Of several, the first one counts.
            let listed = || self.operations.keys().rev().map(|listed| (nameless(listed), listed.clone())).collect();
            self.operations.get(self.by_path.get_or_init(listed).get(&nameless(key))?)
        };
        self.operations.get(key).or_else(same)
    }

    /// Adds the choices of the rules for operations and schemas.
    pub fn add(&mut self, chosen: &[ByRule]) {
        self.by_path = OnceLock::new();
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

    /// Whether a property that the document requires is never absent from a response: it is listed, or the type is not listed
    /// and the property is its id.
    pub fn is_identity(&self, type_name: &str, property: &str) -> bool {
        match self.identity.get(type_name) {
            Some(listed) => listed.iter().any(|name| name == property),
            None => property == "id",
        }
    }
}

/// Sentences for the documentation of all operations.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocsNames {
    /// The rate limits of an operation; empty for no sentence.
    pub rate_limits: String,
    /// The rate limits of an operation that works without credentials.
    pub rate_limits_public: String,
    /// The name of the crate in examples; empty for no examples.
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
#[derive(Clone, Debug)]
pub enum OperationNames {
    /// The name alone.
    Name(String),
    /// The name, and facts where the rule is wrong.
    Facts(OperationFacts),
}

/// A name, and facts about the operation that are not in the document. Absent facts follow from a rule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperationFacts {
    /// The name of the method.
    pub name: String,
    /// Whether sending the request twice has the same effect as sending it once.
    pub idempotent: Option<bool>,
    /// Whether the operation can destroy a resource.
    pub destructive: Option<bool>,
    /// Whether its responses are pages of a list.
    pub paged: Option<bool>,
    /// Values of `action` in the request body with which the request may be sent twice.
    #[serde(default)]
    pub absolute_actions: Vec<String>,
    /// Statuses of a success without a body.
    pub no_body: Option<Vec<u16>>,
    /// Whether an empty list in place of the object means that the resource does not exist.
    #[serde(default)]
    pub empty_list_is_absent: bool,
    /// Whether a response may be one object in place of a list of one, and `{}` in place of an empty list.
    #[serde(default)]
    pub object_for_list: bool,
}

impl<'de> Deserialize<'de> for OperationNames {
    /// A text or a table; an error names the odd member of a table.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = OperationNames;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name, or a table with the name and facts")
            }

            fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
                Ok(OperationNames::Name(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, facts: A) -> Result<Self::Value, A::Error> {
                OperationFacts::deserialize(MapAccessDeserializer::new(facts)).map(OperationNames::Facts)
            }
        }
        deserializer.deserialize_any(Read)
    }
}

impl OperationNames {
    /// The name of the method.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Facts(facts) => &facts.name,
        }
    }

    /// The facts besides the name.
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
    /// The place: `operation ->` for a response, or `Type.property`.
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
    /// A value belongs to the branch if one of these properties is present and not null; empty for the remaining branch.
    #[serde(default)]
    pub when: Vec<String>,
}

impl Names {
    /// Reads `names.toml`.
    ///
    /// # Errors
    ///
    /// If the text is not TOML of this form, or a name is not one that Rust has.
    pub fn parse(text: &str) -> Result<Self, String> {
        let names: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let odd = names.in_rust().find(|(_, name)| syn::parse_str::<syn::Ident>(name).is_err());
        match odd {
            Some((entry, name)) => Err(format!("{entry}: `{name}` is not a name in Rust; write letters and digits")),
            None => Ok(names),
        }
    }

    /// Every name that becomes one in Rust, with its entry. A name of a method may be a keyword.
    fn in_rust(&self) -> impl Iterator<Item = (String, &str)> {
        let of_keys = [("enums", self.enums.keys()), ("ids", self.ids.keys()), ("identity", self.identity.keys())];
        let keys =
            of_keys.into_iter().flat_map(|(table, keys)| keys.map(move |name| (format!("[{table}]"), name.as_str())));
        let of_values = [("types", self.types.iter()), ("enum_variants", self.enum_variants.iter())];
        let values = of_values
            .into_iter()
            .flat_map(|(table, entries)| entries.map(move |(key, name)| (format!("[{table}] {key}"), name.as_str())));
        let methods = self.operations.iter().map(|(key, one)| (format!("[operations] {key}"), one.name()));
        let methods = methods.filter(|(_, name)| syn::Ident::parse_any.parse_str(name).is_err());
        let unions = self.unions.iter().flat_map(|(union, one)| {
            let variants = one.variants.iter().flat_map(move |(variant, branch)| {
                [variant, &branch.type_name].map(|name| (format!("[unions] {union}.variants.{variant}"), name.as_str()))
            });
            [("[unions]".to_owned(), union.as_str())].into_iter().chain(variants)
        });
        keys.chain(values).chain(methods).chain(unions)
    }
}
