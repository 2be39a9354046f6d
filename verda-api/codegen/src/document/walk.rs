//! The places of a document outside its schemas.
//!
//! Only this walk knows the structure of a document. It returns pointers, not references, so that a step can change the
//! document at the found places.

use serde_json::Value;

use crate::document::keywords::Members;
use crate::ledger::{METHODS, Refusal, join};

/// The kind of a place in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
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

/// A place in a document, and its kind.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) pointer: String,
    pub(crate) kind: Kind,
    /// Whether the value is a `$ref`. Never true for schemas, where `$ref` is a keyword.
    pub(crate) reference: bool,
    /// Whether the place is part of a callback.
    pub(crate) in_callback: bool,
}

/// The sections of `components` except `pathItems`, and the kinds of their members.
pub(crate) const SECTIONS: [(&str, Kind); 9] = [
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

/// All sites of the document, outer ones before inner ones, and all values with a wrong shape.
pub(crate) fn sites(document: &Value) -> (Vec<Site>, Vec<Refusal>) {
    let mut walk = Walk { sites: Vec::new(), refusals: Vec::new(), in_callback: false };
    if let Some(paths) = given(document.as_object(), "paths") {
        for (path, item) in walk.members(paths, "/paths").filter(|(path, _)| !is_extension(path)) {
            let at = join("/paths", path);
            if !path.starts_with('/') {
                walk.refuse(&at, "a path must start with a slash; add it");
            }
            walk.visit(item, at, Kind::PathItem);
        }
    }
    if let Some(components) = given(document.as_object(), "components") {
        let components = walk.object(components, "/components");
        for (section, kind) in SECTIONS {
            walk.map(components, "/components", section, kind);
        }
    }
    (walk.sites, walk.refusals)
}

/// The same for a value of a kind at a pointer, to which only a reference leads.
pub(crate) fn sites_in(document: &Value, pointer: &str, kind: Kind) -> (Vec<Site>, Vec<Refusal>) {
    let mut walk = Walk { sites: Vec::new(), refusals: Vec::new(), in_callback: false };
    if let Some(value) = document.pointer(pointer) {
        walk.visit(value, pointer.to_owned(), kind);
    }
    (walk.sites, walk.refusals)
}

/// A member with a value; a YAML key without a value has no effect.
fn given<'a>(members: Option<&'a Members>, key: &str) -> Option<&'a Value> {
    members?.get(key).filter(|value| !value.is_null())
}

/// Whether the key is an extension, which no version gives a meaning.
pub(crate) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

struct Walk {
    sites: Vec<Site>,
    refusals: Vec<Refusal>,
    in_callback: bool,
}

impl Walk {
    fn refuse(&mut self, at: &str, message: &str) {
        // Callbacks are not generated.
        if !self.in_callback {
            self.refusals.push(Refusal::new(at, message));
        }
    }

    fn object<'a>(&mut self, value: &'a Value, at: &str) -> Option<&'a Members> {
        if !value.is_object() {
            self.refuse(at, "not an object; write an object here");
        }
        value.as_object()
    }

    fn members<'a>(&mut self, value: &'a Value, at: &str) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        self.object(value, at).into_iter().flatten()
    }

    fn visit(&mut self, value: &Value, at: String, kind: Kind) {
        let reference =
            !matches!(kind, Kind::Schema | Kind::Operation | Kind::MediaType) && value.get("$ref").is_some();
        self.sites.push(Site { pointer: at.clone(), kind, reference, in_callback: self.in_callback });
        if kind == Kind::Schema {
            return;
        }
        let this = self.object(value, &at);
        if reference && kind != Kind::PathItem {
            return;
        }
        match kind {
            Kind::PathItem => {
                self.list(this, &at, "parameters", Kind::Parameter);
                let operations = this.into_iter().flatten().filter(|(key, _)| METHODS.contains(&key.as_str()));
                for (method, operation) in operations {
                    self.visit(operation, join(&at, method), Kind::Operation);
                }
            }
            Kind::Operation => {
                self.list(this, &at, "parameters", Kind::Parameter);
                self.one(this, &at, "requestBody", Kind::RequestBody);
                self.map(this, &at, "responses", Kind::Response);
                self.map(this, &at, "callbacks", Kind::Callback);
            }
            Kind::Callback => {
                let outer = std::mem::replace(&mut self.in_callback, true);
                for (expression, item) in this.into_iter().flatten().filter(|(key, _)| !is_extension(key)) {
                    self.visit(item, join(&at, expression), Kind::PathItem);
                }
                self.in_callback = outer;
            }
            Kind::Parameter | Kind::Header => {
                self.one(this, &at, "schema", Kind::Schema);
                self.map(this, &at, "content", Kind::MediaType);
                self.examples(this, &at);
            }
            Kind::RequestBody => self.map(this, &at, "content", Kind::MediaType),
            Kind::Response => {
                self.map(this, &at, "headers", Kind::Header);
                self.map(this, &at, "content", Kind::MediaType);
                self.map(this, &at, "links", Kind::Link);
            }
            Kind::MediaType => {
                self.one(this, &at, "schema", Kind::Schema);
                self.examples(this, &at);
                if let Some(encodings) = given(this, "encoding") {
                    let at = join(&at, "encoding");
                    for (property, encoding) in self.members(encodings, &at) {
                        let at = join(&at, property);
                        let encoding = self.object(encoding, &at);
                        self.map(encoding, &at, "headers", Kind::Header);
                    }
                }
            }
            Kind::Example | Kind::Link | Kind::Schema | Kind::SecurityScheme => {}
        }
    }

    /// `examples` is a map here, and a list by mistake for the keyword of schemas.
    fn examples(&mut self, this: Option<&Members>, at: &str) {
        if !this.and_then(|this| this.get("examples")).is_some_and(Value::is_array) {
            self.map(this, at, "examples", Kind::Example);
        }
    }

    fn one(&mut self, this: Option<&Members>, at: &str, key: &str, kind: Kind) {
        if let Some(value) = given(this, key) {
            self.visit(value, join(at, key), kind);
        }
    }

    fn map(&mut self, this: Option<&Members>, at: &str, key: &str, kind: Kind) {
        let Some(value) = given(this, key) else { return };
        let at = join(at, key);
        // Only codes are keys of `responses`; in the other maps a name may start with `x-`.
        let extensible = key == "responses" && at != "/components/responses";
        for (name, entry) in self.members(value, &at) {
            if !(extensible && is_extension(name)) {
                self.visit(entry, join(&at, name), kind);
            }
        }
    }

    fn list(&mut self, this: Option<&Members>, at: &str, key: &str, kind: Kind) {
        let Some(value) = given(this, key) else { return };
        let at = join(at, key);
        if !value.is_array() {
            self.refuse(&at, "not a list; write a list here");
        }
        for (index, entry) in value.as_array().into_iter().flatten().enumerate() {
            self.visit(entry, format!("{at}/{index}"), kind);
        }
    }
}
