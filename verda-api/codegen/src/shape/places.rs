//! Places: the notation of names.toml for properties, parameters and bodies, with Rust names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use heck::ToSnakeCase;

use super::naming::pascal;
use super::operation_names::singular;
use crate::ledger::join;

/// The place of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    owner: String,
    kind: Kind,
    /// The place in the document, as a JSON pointer.
    pub(crate) pointer: String,
    /// The type whose property is at this place.
    holder: Option<String>,
    /// The role of an object at this place, in a list or a map.
    part: String,
}

/// The suffix of a place of a list's elements.
const ITEM: &str = "Item";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A named type itself.
    Type,
    /// One of several alternatives, by the name of its type.
    Alternative,
    /// `Type.property`.
    Property(String),
    /// `operation(parameter)`.
    Parameter(String),
    /// `operation ->`.
    Response,
    /// `operation <-`.
    Request,
}

impl Place {
    fn new(owner: &str, kind: Kind, pointer: String) -> Self {
        Self { owner: owner.to_owned(), kind, pointer, holder: None, part: String::new() }
    }

    pub(crate) fn named(name: &str, pointer: String) -> Self {
        Self::new(name, Kind::Type, pointer)
    }

    pub(crate) fn parameter(operation: &str, name: &str, pointer: String) -> Self {
        Self::new(operation, Kind::Parameter(name.to_owned()), pointer)
    }

    pub(crate) fn response(operation: &str, pointer: String) -> Self {
        Self::new(operation, Kind::Response, pointer)
    }

    pub(crate) fn request(operation: &str, pointer: String) -> Self {
        Self::new(operation, Kind::Request, pointer)
    }

    /// The place of a property of the type `holder`, whose object is at this place.
    pub(crate) fn property(&self, holder: &str, name: &str) -> Self {
        let pointer = join(&join(&self.pointer, "properties"), name);
        let kind = Kind::Property(name.to_owned());
        Self { holder: Some(holder.to_owned()), ..Self::new(&self.type_name(), kind, pointer) }
    }

    /// The place of the elements of a list, or of the values of a map, at this place.
    pub(crate) fn part(&self, keyword: &str) -> Self {
        let part = if keyword == "items" { ITEM } else { "Value" };
        let (pointer, part) = (join(&self.pointer, keyword), format!("{}{part}", self.part));
        Self { pointer, part, ..self.clone() }
    }

    /// The place of one of the alternatives at this place, with the name of its type.
    pub(crate) fn alternative(&self, name: &str) -> Self {
        Self::new(name, Kind::Alternative, self.pointer.clone())
    }

    /// The name of an enum or a union for this place. For the elements of a list, the name is singular.
    pub(crate) fn made_name(&self) -> String {
        let owner = pascal(&self.owner);
        match &self.kind {
            Kind::Type => self.object_name(),
            Kind::Property(name) if self.is_list() => format!("{}{}", self.owner, one_of(name)),
            Kind::Parameter(name) if self.is_list() => format!("{owner}{}", one_of(name)),
            _ => self.type_name(),
        }
    }

    /// Whether this place is a whole named schema.
    pub(crate) fn is_named(&self) -> bool {
        self.kind == Kind::Type && self.part.is_empty()
    }

    /// The name of a struct for this place.
    pub(crate) fn object_name(&self) -> String {
        let whole = match (&self.kind, &self.holder) {
            (Kind::Property(name), Some(holder)) if self.is_list() && one_of(name) != pascal(name) => {
                return format!("{holder}{}", one_of(name));
            }
            (Kind::Property(name), Some(holder)) => format!("{holder}{}", pascal(name)),
            _ => self.type_name(),
        };
        format!("{whole}{}", self.part)
    }

    /// The name by rule of a type for this place.
    pub(crate) fn type_name(&self) -> String {
        let owner = pascal(&self.owner);
        match &self.kind {
            // A listed name is used unchanged.
            Kind::Type | Kind::Alternative => self.owner.clone(),
            Kind::Property(name) => format!("{}{}", self.owner, pascal(name)),
            Kind::Parameter(name) => format!("{owner}{}", pascal(name)),
            Kind::Response => format!("{owner}Response"),
            Kind::Request => format!("{owner}Body"),
        }
    }

    /// The name of the property or parameter at this place.
    pub(crate) fn member(&self) -> Option<&str> {
        match &self.kind {
            Kind::Property(name) | Kind::Parameter(name) => Some(name),
            _ => None,
        }
    }

    /// The operation whose parameter is at this place.
    pub(crate) fn operation(&self) -> Option<&str> {
        matches!(self.kind, Kind::Parameter(_)).then_some(self.owner.as_str())
    }

    /// The operation whose response, or its elements, is at this place.
    pub(crate) fn response_of(&self) -> Option<&str> {
        (self.kind == Kind::Response && self.is_single_or_list()).then_some(self.owner.as_str())
    }

    /// The type whose property is at this place.
    pub(crate) fn owner_type(&self) -> Option<&str> {
        matches!(self.kind, Kind::Property(_)).then_some(self.owner.as_str())
    }

    /// Whether this place is the elements of a list.
    pub(crate) fn is_list(&self) -> bool {
        self.part == ITEM
    }

    /// Whether this place is a value or the elements of one list, and no deeper part.
    pub(crate) fn is_single_or_list(&self) -> bool {
        self.part.is_empty() || self.is_list()
    }

    /// The notations of this place in names.toml, the most exact first.
    fn spellings(&self) -> Vec<String> {
        match &self.kind {
            Kind::Type | Kind::Alternative => vec![self.owner.clone()],
            Kind::Property(name) => vec![format!("{}.{name}", self.owner), format!("*.{name}")],
            Kind::Parameter(name) => vec![format!("{}({name})", self.owner), format!("*({name})")],
            Kind::Response => vec![format!("{} ->", self.owner)],
            Kind::Request => vec![format!("{} <-", self.owner)],
        }
    }
}

impl fmt::Display for Place {
    /// The most exact notation in names.toml.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spellings().first().map_or("", String::as_str))
    }
}

/// The name of a list in the singular, in Pascal case.
fn one_of(list: &str) -> String {
    pascal(&singular(&list.to_snake_case()))
}

/// The inverse of a table of names.toml from Rust names to places; it records which places were looked up.
#[derive(Debug)]
pub(crate) struct PlaceTable {
    names: BTreeMap<String, String>,
    used: BTreeSet<String>,
    /// Places whose entry differs from the choice of the rule.
    needed: BTreeSet<String>,
}

impl PlaceTable {
    pub(crate) fn new<'a>(table: impl IntoIterator<Item = (&'a String, &'a Vec<String>)>) -> Self {
        let names = table
            .into_iter()
            .flat_map(|(name, places)| places.iter().map(move |place| (place.trim().to_owned(), name.clone())))
            .collect();
        Self { names, used: BTreeSet::new(), needed: BTreeSet::new() }
    }

    /// The name that is listed for a place.
    pub(crate) fn find(&mut self, place: &Place) -> Option<String> {
        let spelling = self.spelling(place)?;
        let name = self.names.get(&spelling).cloned();
        self.used.insert(spelling);
        name
    }

    /// The same, without recording the lookup.
    pub(crate) fn peek(&self, place: &Place) -> Option<String> {
        self.names.get(&self.spelling(place)?).cloned()
    }

    fn spelling(&self, place: &Place) -> Option<String> {
        place.spellings().into_iter().find(|spelling| self.names.contains_key(spelling))
    }

    /// Records that the entry for a place differs from the choice of the rule.
    pub(crate) fn needs(&mut self, place: &Place) {
        self.needed.extend(self.spelling(place));
    }

    /// The entries that equal the choice of the rule, each with its name.
    pub(crate) fn unneeded(&self) -> impl Iterator<Item = (&String, &String)> {
        self.names.iter().filter(|(place, _)| self.used.contains(*place) && !self.needed.contains(*place))
    }

    /// The names that have places.
    pub(crate) fn types(&self) -> impl Iterator<Item = &String> {
        self.names.values()
    }

    /// The places that were never looked up.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.names.keys().filter(|place| !self.used.contains(*place))
    }
}
