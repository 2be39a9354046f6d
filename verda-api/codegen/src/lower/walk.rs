//! Where things stand in a document outside its schemas.
//!
//! The walk is the one place that knows the shape of a document. It gives pointers, so that a step can
//! change what it finds without the walk standing in its way.

use serde_json::Value;

use super::keywords::Members;
use crate::ledger::{METHODS, Refusal, join};

/// What stands somewhere in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Callback,
    Example,
    Header,
    Link,
    MediaType,
    Operation,
    Parameter,
    PathItem,
    RequestBody,
    Response,
    Schema,
    SecurityScheme,
}

/// A place in a document and what stands there.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) pointer: String,
    pub(super) kind: Kind,
    /// Whether a `$ref` stands in for the thing itself. Never so for schemas, where it is a keyword.
    pub(super) reference: bool,
    /// Whether it is part of a callback: of what the API asks of its users.
    pub(super) in_callback: bool,
}

/// The sections of `components`, apart from `pathItems`, and what they hold.
pub(super) const SECTIONS: [(&str, Kind); 9] = [
    ("schemas", Kind::Schema),
    ("responses", Kind::Response),
    ("parameters", Kind::Parameter),
    ("examples", Kind::Example),
    ("requestBodies", Kind::RequestBody),
    ("headers", Kind::Header),
    ("securitySchemes", Kind::SecurityScheme),
    ("links", Kind::Link),
    ("callbacks", Kind::Callback),
];

/// Every site of the document, each before those inside it.
///
/// # Errors
///
/// A [`Refusal`] of whatever does not have the shape that its place asks for.
pub(super) fn sites(document: &Value) -> Result<Vec<Site>, Refusal> {
    let mut walk = Walk { sites: Vec::new(), in_callback: false };
    if let Some(paths) = document.get("paths") {
        for (path, item) in members(paths, "/paths")?.iter().filter(|(path, _)| !is_extension(path)) {
            let at = join("/paths", path);
            if !path.starts_with('/') {
                return Err(Refusal::new(at, "a path starts with a slash: add it"));
            }
            walk.visit(item, at, Kind::PathItem)?;
        }
    }
    if let Some(components) = document.get("components") {
        let components = members(components, "/components")?;
        for (section, kind) in SECTIONS {
            walk.map(components, "/components", section, kind)?;
        }
    }
    Ok(walk.sites)
}

/// The members of an object.
///
/// # Errors
///
/// A [`Refusal`] of anything else.
pub(super) fn members<'a>(value: &'a Value, at: &str) -> Result<&'a Members, Refusal> {
    value.as_object().ok_or_else(|| Refusal::new(at, "this is not an object, as its place asks for: make it one"))
}

/// Whether the key is an extension, which no version gives a meaning.
pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

struct Walk {
    sites: Vec<Site>,
    in_callback: bool,
}

impl Walk {
    fn visit(&mut self, value: &Value, at: String, kind: Kind) -> Result<(), Refusal> {
        let reference =
            !matches!(kind, Kind::Schema | Kind::Operation | Kind::MediaType) && value.get("$ref").is_some();
        self.sites.push(Site { pointer: at.clone(), kind, reference, in_callback: self.in_callback });
        if kind == Kind::Schema {
            return Ok(());
        }
        let this = members(value, &at)?;
        if reference && kind != Kind::PathItem {
            return Ok(());
        }
        match kind {
            Kind::PathItem => {
                self.list(this, &at, "parameters", Kind::Parameter)?;
                for (method, operation) in this.iter().filter(|(key, _)| METHODS.contains(&key.as_str())) {
                    self.visit(operation, join(&at, method), Kind::Operation)?;
                }
            }
            Kind::Operation => {
                self.list(this, &at, "parameters", Kind::Parameter)?;
                self.one(this, &at, "requestBody", Kind::RequestBody)?;
                self.map(this, &at, "responses", Kind::Response)?;
                self.map(this, &at, "callbacks", Kind::Callback)?;
            }
            Kind::Callback => {
                let outer = std::mem::replace(&mut self.in_callback, true);
                for (expression, item) in this.iter().filter(|(key, _)| !is_extension(key)) {
                    self.visit(item, join(&at, expression), Kind::PathItem)?;
                }
                self.in_callback = outer;
            }
            Kind::Parameter | Kind::Header => {
                self.one(this, &at, "schema", Kind::Schema)?;
                self.map(this, &at, "content", Kind::MediaType)?;
                self.examples(this, &at)?;
            }
            Kind::RequestBody => self.map(this, &at, "content", Kind::MediaType)?,
            Kind::Response => {
                self.map(this, &at, "headers", Kind::Header)?;
                self.map(this, &at, "content", Kind::MediaType)?;
                self.map(this, &at, "links", Kind::Link)?;
            }
            Kind::MediaType => {
                self.one(this, &at, "schema", Kind::Schema)?;
                self.examples(this, &at)?;
                if let Some(encodings) = this.get("encoding") {
                    let at = join(&at, "encoding");
                    for (property, encoding) in members(encodings, &at)? {
                        let at = join(&at, property);
                        self.map(members(encoding, &at)?, &at, "headers", Kind::Header)?;
                    }
                }
            }
            Kind::Example | Kind::Link | Kind::Schema | Kind::SecurityScheme => {}
        }
        Ok(())
    }

    /// `examples` is a map here, and a list by mistake for the keyword of schemas.
    fn examples(&mut self, this: &Members, at: &str) -> Result<(), Refusal> {
        match this.get("examples") {
            Some(Value::Array(_)) => Ok(()),
            _ => self.map(this, at, "examples", Kind::Example),
        }
    }

    fn one(&mut self, this: &Members, at: &str, key: &str, kind: Kind) -> Result<(), Refusal> {
        match this.get(key) {
            Some(value) => self.visit(value, join(at, key), kind),
            None => Ok(()),
        }
    }

    fn map(&mut self, this: &Members, at: &str, key: &str, kind: Kind) -> Result<(), Refusal> {
        let Some(value) = this.get(key) else {
            return Ok(());
        };
        let at = join(at, key);
        // Only codes are keys of `responses`; in the other maps a name may start with `x-`.
        let extensible = key == "responses" && at != "/components/responses";
        for (name, entry) in members(value, &at)? {
            if !(extensible && is_extension(name)) {
                self.visit(entry, join(&at, name), kind)?;
            }
        }
        Ok(())
    }

    fn list(&mut self, this: &Members, at: &str, key: &str, kind: Kind) -> Result<(), Refusal> {
        let Some(value) = this.get(key) else {
            return Ok(());
        };
        let at = join(at, key);
        let Some(entries) = value.as_array() else {
            return Err(Refusal::new(at, "this is not a list, as its place asks for: make it one"));
        };
        for (index, entry) in entries.iter().enumerate() {
            self.visit(entry, format!("{at}/{index}"), kind)?;
        }
        Ok(())
    }
}
