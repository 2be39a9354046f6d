//! Resolves references according to OpenAPI 3.0, 3.1 and JSON Schema 2020-12: JSON pointers into any part of the document, and
//! in 3.1 also `$id`, `$anchor` and `$dynamicAnchor`.
//!
//! All steps use this [`Resolver`], so that they agree on all references.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_uri::{Iri, IriRef};
use serde_json::Value;

use crate::document::keywords::children;
use crate::document::version::{Version, version};
use crate::document::walk::{Kind, sites, sites_in};
use crate::ledger::{Refusal, ancestors, join};

/// The prefix of references to components.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

/// The address of the document itself. The reserved host keeps other documents from having the same address.
const DOCUMENT: &str = "https://document.invalid/";

/// Finds the targets of the references of one document.
#[derive(Clone, Debug)]
pub struct Resolver<'a> {
    document: &'a Value,
    version: Version,
    /// The address of each schema that has an `$id`, by its pointer.
    addresses: BTreeMap<String, String>,
    /// The pointer of the schema with each address.
    resources: BTreeMap<String, String>,
    /// The pointers of the schemas with each anchor: by the pointer of the innermost schema around them that has an
    /// `$id`, and by name.
    anchors: BTreeMap<(String, String), BTreeSet<String>>,
    /// The pointers of all schemas with each `$dynamicAnchor`.
    dynamic: BTreeMap<String, BTreeSet<String>>,
}

/// A reference that cannot be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// The pointer of the object with the reference.
    pub pointer: String,
    /// The reference, verbatim.
    pub reference: String,
    /// The problem.
    pub fault: Fault,
}

/// A problem of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The target is in another document.
    Elsewhere,
    /// There is no target.
    Dangling,
    /// Several schemas have the anchor.
    Ambiguous,
    /// The percent-encoding is invalid.
    Encoding,
    /// The reference is circular.
    Circular,
}

impl fmt::Display for Unresolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reference = &self.reference;
        match self.fault {
            Fault::Elsewhere => {
                write!(f, "{reference} points to another document; bundle the documents into one file first")
            }
            Fault::Dangling => write!(f, "{reference} has no target; add the target or correct the reference"),
            Fault::Ambiguous => write!(f, "{reference} is ambiguous; use a JSON pointer"),
            Fault::Encoding => write!(f, "{reference} is not valid percent-encoding; correct it"),
            Fault::Circular => {
                write!(f, "{reference} is circular; write the value in place of one of the references")
            }
        }
    }
}

impl std::error::Error for Unresolved {}

impl Unresolved {
    /// The refusal of a document that holds the reference; `keyword` is `$ref` or `$dynamicRef`.
    pub fn refusal(&self, keyword: &str) -> Refusal {
        Refusal::new(join(&self.pointer, keyword), self.to_string())
    }
}

impl<'a> Resolver<'a> {
    /// Collects the names of all schemas of the document. A document of 3.0 has none.
    pub fn new(document: &'a Value) -> Self {
        let version = version(document).unwrap_or(Version::V31);
        let mut resolver = Self {
            document,
            version,
            addresses: BTreeMap::new(),
            resources: BTreeMap::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
        };
        if version == Version::V31 {
            let (mut sites, _) = sites(document);
            let items = document.pointer("/components/pathItems").and_then(Value::as_object);
            for name in items.into_iter().flat_map(serde_json::Map::keys) {
                sites.extend(sites_in(document, &join("/components/pathItems", name), Kind::PathItem).0);
            }
            for site in sites.iter().filter(|site| site.kind == Kind::Schema) {
                if let Some(schema) = document.pointer(&site.pointer) {
                    resolver.names(schema, &site.pointer, "", DOCUMENT);
                }
            }
        }
        resolver
    }

    /// The document whose references are resolved.
    pub fn document(&self) -> &'a Value {
        self.document
    }

    fn names(&mut self, schema: &Value, at: &str, resource: &str, base: &str) {
        let Some(members) = schema.as_object() else { return };
        let text = |keyword| members.get(keyword).and_then(Value::as_str);
        let (mut resource, mut base) = (resource.to_owned(), base.to_owned());
        // Older versions of JSON Schema write an anchor as an `$id`.
        let id = text("$id").map(|id| id.trim_end_matches('#')).filter(|id| !id.is_empty());
        let old_anchor = id.and_then(|id| id.strip_prefix('#'));
        if let Some(id) = id.filter(|_| old_anchor.is_none()) {
            base = absolute(id, &base);
            at.clone_into(&mut resource);
            self.addresses.insert(at.to_owned(), base.clone());
            self.resources.entry(base.clone()).or_insert_with(|| at.to_owned());
        }
        for name in [text("$anchor"), text("$dynamicAnchor"), old_anchor].into_iter().flatten() {
            self.anchors.entry((resource.clone(), name.to_owned())).or_default().insert(at.to_owned());
        }
        if let Some(name) = text("$dynamicAnchor") {
            self.dynamic.entry(name.to_owned()).or_default().insert(at.to_owned());
        }
        for (pointer, child) in children(members, at, self.version) {
            self.names(child, &pointer, &resource, &base);
        }
    }

    /// The pointer of the direct target of a `$ref`; `at` is the pointer of the object with the reference.
    ///
    /// # Errors
    ///
    /// A reference to another document, to nothing, or to several schemas.
    pub fn resolve(&self, reference: &str, at: &str) -> Result<String, Unresolved> {
        self.find(reference, at).map_err(|fault| Unresolved {
            pointer: at.to_owned(),
            reference: reference.to_owned(),
            fault,
        })
    }

    /// The pointer of the target of a `$dynamicRef`; `None` if the target depends on the referrers.
    ///
    /// # Errors
    ///
    /// Those of [`Resolver::resolve`].
    pub fn resolve_dynamic(&self, reference: &str, at: &str) -> Result<Option<String>, Unresolved> {
        let anchor = reference.rsplit_once('#').map_or("", |(_, anchor)| anchor);
        let schemas = self.dynamic.get(anchor).map_or(0, BTreeSet::len);
        match self.resolve(reference, at) {
            Ok(found) => {
                let is_dynamic = self.dynamic.get(anchor).is_some_and(|schemas| schemas.contains(&found));
                Ok(Some(found).filter(|_| !is_dynamic || schemas == 1))
            }
            Err(unresolved) if unresolved.fault == Fault::Ambiguous && schemas > 1 => Ok(None),
            Err(unresolved) => Err(unresolved),
        }
    }

    /// `at`, or the end of the chain of references that starts there.
    ///
    /// # Errors
    ///
    /// Those of [`Resolver::resolve`], and a circular chain.
    pub fn follow(&self, at: &str) -> Result<String, Unresolved> {
        let mut seen = BTreeSet::new();
        let mut at = at.to_owned();
        while let Some(reference) = self.document.pointer(&at).and_then(|value| value.get("$ref")?.as_str()) {
            if !seen.insert(at.clone()) {
                let fault = Fault::Circular;
                return Err(Unresolved { pointer: at, reference: reference.to_owned(), fault });
            }
            at = self.resolve(reference, &at)?;
        }
        Ok(at)
    }

    fn find(&self, reference: &str, at: &str) -> Result<String, Fault> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let enclosing = ancestors(at).find_map(|outer| self.addresses.get_key_value(outer));
        let resource = if address.is_empty() {
            enclosing.map_or("", |(pointer, _)| pointer)
        } else {
            let base = enclosing.map_or(DOCUMENT, |(_, address)| address);
            let address = absolute(address, base);
            if address == DOCUMENT { "" } else { self.resources.get(&address).ok_or(Fault::Elsewhere)? }
        };
        let fragment = percent_decoded(fragment).ok_or(Fault::Encoding)?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.pointer(resource, &fragment, at).ok_or(Fault::Dangling);
        }
        let mut found = self.anchors.get(&(resource.to_owned(), fragment)).into_iter().flatten();
        match (found.next(), found.next()) {
            (Some(pointer), None) => Ok(pointer.clone()),
            (Some(_), Some(_)) => Err(Fault::Ambiguous),
            (None, _) => Err(Fault::Dangling),
        }
    }

    fn pointer(&self, resource: &str, fragment: &str, at: &str) -> Option<String> {
        let wanted = format!("{resource}{fragment}");
        if !wanted.is_empty() && self.document.pointer(&wanted).is_some() {
            return Some(wanted);
        }
        // Pasted JSON Schemas refer to their own definitions as if they were the document.
        let is_pasted = resource.is_empty()
            && self.version == Version::V31
            && (fragment.starts_with("/$defs/") || fragment.starts_with("/definitions/"));
        let mut candidates = ancestors(at).filter(|_| is_pasted).map(|outer| format!("{outer}{fragment}"));
        candidates.find(|wanted| self.document.pointer(wanted).is_some())
    }
}

/// The absolute address of a schema or of a reference, resolved against that of the enclosing schema.
fn absolute(address: &str, base: &str) -> String {
    let resolved = IriRef::parse(address)
        .ok()
        .and_then(|address| Some(address.resolve_against(&Iri::parse(base).ok()?).ok()?.normalize().into_string()));
    resolved.unwrap_or_else(|| address.to_owned())
}

pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

/// The name of the schema that a file with one holds, as such files are called.
pub fn schema_of_file(reference: &str) -> Option<&str> {
    let file = reference.split('#').next()?.rsplit(['/', '\\']).next()?;
    [".yaml", ".yml", ".json"].iter().find_map(|ending| file.strip_suffix(ending))
}
