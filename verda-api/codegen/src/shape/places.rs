//! Places: how names.toml points at properties, parameters and bodies by their Rust names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use heck::ToSnakeCase;

use super::naming::pascal;
use super::operation_names::singular;
use crate::ledger::join;

/// Where a schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    owner: String,
    kind: Kind,
    /// Where in the document, as a JSON pointer.
    pub(crate) pointer: String,
    /// The type whose property stands here.
    holder: Option<String>,
    /// What an object here is, of a list or a map.
    part: String,
}

/// What a place of the elements of a list ends with.
const ITEM: &str = "Item";

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A named type itself.
    Type,
    /// One of several alternatives, by the name of what is made for it.
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

    /// The place of a property of the type `holder`, which is made of an object that stands here.
    pub(crate) fn property(&self, holder: &str, name: &str) -> Self {
        let pointer = join(&join(&self.pointer, "properties"), name);
        let kind = Kind::Property(name.to_owned());
        Self { holder: Some(holder.to_owned()), ..Self::new(&self.type_name(), kind, pointer) }
    }

    /// The place of the elements of a list, or of the values of a map, that stands here.
    pub(crate) fn part(&self, keyword: &str) -> Self {
        let part = if keyword == "items" { ITEM } else { "Value" };
        let (pointer, part) = (join(&self.pointer, keyword), format!("{}{part}", self.part));
        Self { pointer, part, ..self.clone() }
    }

    /// The place of one of the alternatives that stand here, with the name of a type that is made for it.
    pub(crate) fn alternative(&self, name: &str) -> Self {
        Self::new(name, Kind::Alternative, self.pointer.clone())
    }

    /// The name of an enum or a union that is made for this place. One of the elements of a list is in the singular.
    pub(crate) fn made_name(&self) -> String {
        let owner = pascal(&self.owner);
        match &self.kind {
            Kind::Type => self.object_name(),
            Kind::Property(name) if self.is_list() => format!("{}{}", self.owner, one_of(name)),
            Kind::Parameter(name) if self.is_list() => format!("{owner}{}", one_of(name)),
            _ => self.type_name(),
        }
    }

    /// Whether a schema with a name stands here, and no part of it.
    pub(crate) fn is_named(&self) -> bool {
        self.kind == Kind::Type && self.part.is_empty()
    }

    /// The name of a struct that is made for this place.
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

    /// The name that a type made for this place gets by rule.
    pub(crate) fn type_name(&self) -> String {
        let owner = pascal(&self.owner);
        match &self.kind {
            // A name that was given is taken as it is.
            Kind::Type | Kind::Alternative => self.owner.clone(),
            Kind::Property(name) => format!("{}{}", self.owner, pascal(name)),
            Kind::Parameter(name) => format!("{owner}{}", pascal(name)),
            Kind::Response => format!("{owner}Response"),
            Kind::Request => format!("{owner}Body"),
        }
    }

    /// The name of the property or parameter that stands here.
    pub(crate) fn member(&self) -> Option<&str> {
        match &self.kind {
            Kind::Property(name) | Kind::Parameter(name) => Some(name),
            _ => None,
        }
    }

    /// The operation whose parameter stands here.
    pub(crate) fn operation(&self) -> Option<&str> {
        matches!(self.kind, Kind::Parameter(_)).then_some(self.owner.as_str())
    }

    /// The operation whose response stands here, or the elements of it.
    pub(crate) fn response_of(&self) -> Option<&str> {
        (self.kind == Kind::Response && self.is_single_or_list()).then_some(self.owner.as_str())
    }

    /// The type whose property stands here.
    pub(crate) fn owner_type(&self) -> Option<&str> {
        matches!(self.kind, Kind::Property(_)).then_some(self.owner.as_str())
    }

    /// Whether the elements of a list stand here.
    pub(crate) fn is_list(&self) -> bool {
        self.part == ITEM
    }

    /// Whether a value or the elements of one list stand here, and no deeper part.
    pub(crate) fn is_single_or_list(&self) -> bool {
        self.part.is_empty() || self.is_list()
    }

    /// The ways in which names.toml can write this place, the most exact first.
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
    /// The most exact way in which names.toml can write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spellings().first().map_or("", String::as_str))
    }
}

/// The name of a list in the singular, in Pascal case.
fn one_of(list: &str) -> String {
    pascal(&singular(&list.to_snake_case()))
}

/// A table of names.toml that maps a Rust name to places, read backwards; it remembers what was asked for.
#[derive(Debug)]
pub(crate) struct PlaceTable {
    names: BTreeMap<String, String>,
    used: BTreeSet<String>,
    /// Those of which no rule gives the same.
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

    /// The same, for a look at the document before it is read.
    pub(crate) fn peek(&self, place: &Place) -> Option<String> {
        self.names.get(&self.spelling(place)?).cloned()
    }

    fn spelling(&self, place: &Place) -> Option<String> {
        place.spellings().into_iter().find(|spelling| self.names.contains_key(spelling))
    }

    /// Keeps that the entry for a place says something that no rule says.
    pub(crate) fn needs(&mut self, place: &Place) {
        self.needed.extend(self.spelling(place));
    }

    /// The entries that say what a rule says as well, each with its name.
    pub(crate) fn unneeded(&self) -> impl Iterator<Item = (&String, &String)> {
        self.names.iter().filter(|(place, _)| self.used.contains(*place) && !self.needed.contains(*place))
    }

    /// The names that have places.
    pub(crate) fn types(&self) -> impl Iterator<Item = &String> {
        self.names.values()
    }

    /// The places that nothing stands at.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.names.keys().filter(|place| !self.used.contains(*place))
    }
}
