//! Places: how names.toml points at properties, parameters and bodies by their Rust names.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;

/// Where a schema stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    owner: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// A named type itself.
    Type,
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
    pub(crate) fn named(name: &str) -> Self {
        Self { owner: name.to_owned(), kind: Kind::Type }
    }

    pub(crate) fn parameter(operation: &str, name: &str) -> Self {
        Self { owner: operation.to_owned(), kind: Kind::Parameter(name.to_owned()) }
    }

    pub(crate) fn response(operation: &str) -> Self {
        Self { owner: operation.to_owned(), kind: Kind::Response }
    }

    pub(crate) fn request(operation: &str) -> Self {
        Self { owner: operation.to_owned(), kind: Kind::Request }
    }

    /// The place of a property of an object that stands here.
    pub(crate) fn property(&self, name: &str) -> Self {
        Self { owner: self.type_name(), kind: Kind::Property(name.to_owned()) }
    }

    /// The name that a type made for this place gets by rule.
    pub(crate) fn type_name(&self) -> String {
        let owner = self.owner.to_pascal_case();
        match &self.kind {
            // A name that was given is taken as it is.
            Kind::Type => self.owner.clone(),
            Kind::Property(name) => format!("{}{}", self.owner, name.to_pascal_case()),
            Kind::Parameter(name) => format!("{owner}{}", name.to_pascal_case()),
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

    /// The ways in which names.toml can write this place, the most exact first.
    fn spellings(&self) -> Vec<String> {
        match &self.kind {
            Kind::Type => vec![self.owner.clone()],
            Kind::Property(name) => vec![format!("{}.{name}", self.owner), format!("*.{name}")],
            Kind::Parameter(name) => vec![format!("{}({name})", self.owner), format!("*({name})")],
            Kind::Response => vec![format!("{} ->", self.owner)],
            Kind::Request => vec![format!("{} <-", self.owner)],
        }
    }
}

/// A table of names.toml that maps a Rust name to places, read backwards; it remembers what was asked for.
#[derive(Debug)]
pub(crate) struct PlaceTable {
    names: BTreeMap<String, String>,
    used: BTreeSet<String>,
}

impl PlaceTable {
    pub(crate) fn new<'a>(table: impl IntoIterator<Item = (&'a String, &'a Vec<String>)>) -> Self {
        let names = table
            .into_iter()
            .flat_map(|(name, places)| places.iter().map(move |place| (place.trim().to_owned(), name.clone())))
            .collect();
        Self { names, used: BTreeSet::new() }
    }

    /// The name that is listed for a place.
    pub(crate) fn find(&mut self, place: &Place) -> Option<String> {
        let spelling = place.spellings().into_iter().find(|spelling| self.names.contains_key(spelling))?;
        let name = self.names.get(&spelling).cloned();
        self.used.insert(spelling);
        name
    }

    /// The places that nothing stands at.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &String> {
        self.names.keys().filter(|place| !self.used.contains(*place))
    }
}
