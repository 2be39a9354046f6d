//! A document and the places in it.

use std::collections::HashMap;

use serde_json::Value;
use verda_api_codegen::ledger::{METHODS, join, unescape};
use verda_api_codegen::names::nameless;
use verda_api_codegen::references::{Resolver, schema_of_file};

/// Where the named schemas stand.
pub(crate) const SCHEMAS: &str = "/components/schemas/";

/// A document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Document<'a> {
    pub(crate) root: &'a Value,
    pub(crate) resolver: &'a Resolver<'a>,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    /// The JSON pointer.
    pub(crate) pointer: String,
    /// The pointer in a form that does not depend on order or on the names of path variables.
    pub(crate) place: String,
}

impl<'a> Node<'a> {
    /// A member of an object.
    pub(crate) fn child(&self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| self.member(value, key))
    }

    /// A member whose value is at hand.
    pub(crate) fn member(&self, value: &'a Value, key: &str) -> Self {
        Self { value, pointer: join(&self.pointer, key), place: join(&self.place, key) }
    }

    /// An element of the array `key`, which goes by a label in the place.
    pub(crate) fn element(&self, value: &'a Value, key: &str, index: usize, label: &str) -> Self {
        Self {
            value,
            pointer: format!("{}/{index}", join(&self.pointer, key)),
            place: join(&join(&self.place, key), label),
        }
    }

    /// The members of an object, with their keys.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'a str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), self.member(value, key)))
    }

    /// The members that are no extensions.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> {
        self.members().filter(|(key, _)| !key.starts_with("x-"))
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }

    pub(crate) fn is_true(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    /// The name of the schema that stands here, if it is a named one.
    pub(crate) fn component(&self) -> Option<String> {
        let name = self.pointer.strip_prefix(SCHEMAS)?;
        (!name.contains('/')).then(|| unescape(name))
    }
}

impl<'a> Document<'a> {
    pub(crate) fn new(resolver: &'a Resolver<'a>) -> Self {
        Self { root: resolver.document(), resolver }
    }

    pub(crate) fn top(&self) -> Node<'a> {
        Node { value: self.root, pointer: String::new(), place: String::new() }
    }

    /// What a reference of the document itself points at, one step; `None` for what is not in this document.
    pub(crate) fn target(&self, reference: &str) -> Option<Node<'a>> {
        self.at(self.resolver.resolve(reference, "").ok()?)
    }

    /// What a reference that stands in `node` points at, one step.
    pub(crate) fn follow(&self, node: &Node<'a>) -> Option<Node<'a>> {
        match (node.text("$ref"), node.text("$dynamicRef")) {
            (Some(reference), _) => self.at(self.resolver.resolve(reference, &node.pointer).ok()?),
            (None, Some(reference)) => self.at(self.resolver.resolve_dynamic(reference, &node.pointer).ok()??),
            (None, None) => None,
        }
    }

    /// Whether a reference that stands in `node` leads nowhere, or out of the document. One that may mean several schemas does not.
    pub(crate) fn is_dangling(&self, node: &Node<'a>) -> bool {
        match (node.text("$ref"), node.text("$dynamicRef")) {
            (Some(_), _) => self.follow(node).is_none(),
            (None, Some(reference)) => self.resolver.resolve_dynamic(reference, &node.pointer).is_err(),
            (None, None) => false,
        }
    }

    fn at(&self, pointer: String) -> Option<Node<'a>> {
        let value = self.root.pointer(&pointer)?;
        Some(Node { value, place: place_of(&pointer), pointer })
    }

    /// Follows a Reference Object to what it stands for.
    pub(crate) fn resolved(&self, node: &Node<'a>) -> Node<'a> {
        let mut node = node.clone();
        let mut seen = std::collections::HashSet::new();
        while let Some(target) = self.follow(&node).filter(|target| seen.insert(target.pointer.clone())) {
            node = target;
        }
        node
    }

    /// The named schemas that extend others by `allOf`, by the pointers of those.
    pub(crate) fn extending(&self) -> HashMap<String, Vec<Node<'a>>> {
        let mut extending: HashMap<String, Vec<Node<'a>>> = HashMap::new();
        for (_, schema) in self.schemas() {
            let mut parts = vec![schema.clone()];
            while let Some(part) = parts.pop() {
                let inner = part.value.get("allOf").and_then(Value::as_array);
                for (index, value) in inner.into_iter().flatten().enumerate() {
                    let inner = part.element(value, "allOf", index, &index.to_string());
                    match self.follow(&inner) {
                        // The base may have other names, by references.
                        Some(base) => {
                            extending.entry(self.resolved(&base).pointer).or_default().push(schema.clone());
                        }
                        None => parts.push(inner),
                    }
                }
            }
        }
        extending
    }

    /// The named schemas that the discriminator of a schema without alternatives maps, whether they extend the schema or not.
    pub(crate) fn mapped(&self, schema: &Value) -> Vec<Node<'a>> {
        let (mut parts, mut mapped) = (vec![schema], Vec::new());
        while let Some(part) = parts.pop() {
            if ["oneOf", "anyOf"].iter().any(|keyword| part.get(*keyword).is_some()) {
                return Vec::new();
            }
            let named = |name: &str| self.schema(name).or_else(|| self.schema(schema_of_file(name)?));
            let all = mapping(part.get("discriminator")).filter_map(|(_, name)| Some(self.resolved(&named(&name)?)));
            mapped.extend(all);
            parts.extend(part.get("allOf").and_then(Value::as_array).into_iter().flatten());
        }
        mapped
    }

    /// The named schemas, by name.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> {
        let schemas = self.top().child("components").and_then(|components| components.child("schemas"));
        let value = schemas.as_ref().map(|schemas| schemas.value).and_then(Value::as_object);
        value.into_iter().flatten().map(|(name, value)| {
            let pointer = join(SCHEMAS.trim_end_matches('/'), name);
            (name.as_str(), Node { value, place: pointer.clone(), pointer })
        })
    }

    pub(crate) fn schema(&self, name: &str) -> Option<Node<'a>> {
        let value = self.root.get("components")?.get("schemas")?.get(name)?;
        let pointer = join(SCHEMAS.trim_end_matches('/'), name);
        Some(Node { value, place: pointer.clone(), pointer })
    }
}

/// The values of a discriminator's mapping, each with the name of its schema.
pub(crate) fn mapping(discriminator: Option<&Value>) -> impl Iterator<Item = (&String, String)> {
    let mapping = discriminator.and_then(|found| found.get("mapping")?.as_object());
    // A mapping has references, or bare names. Some documents write a reference in place of its text.
    mapping.into_iter().flatten().filter_map(|(value, target)| {
        let target = target.as_str().or_else(|| target.get("$ref")?.as_str())?;
        let name = target.strip_prefix('#').and_then(|target| target.strip_prefix(SCHEMAS));
        Some((value, name.map_or_else(|| target.to_owned(), unescape)))
    })
}

/// The names of the variables of a path template, in order.
pub(crate) fn variables(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// The place of a pointer of a reference.
fn place_of(pointer: &str) -> String {
    match pointer.strip_prefix("/paths/") {
        Some(rest) => {
            let (path, rest) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            format!("/paths/{}{rest}", nameless(path))
        }
        None => pointer.to_owned(),
    }
}

/// An operation, and what it inherits from its path.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) node: Node<'a>,
    pub(crate) item: Node<'a>,
}

impl Operation<'_> {
    /// `GET /v1/things/{id}`
    pub(crate) fn label(&self) -> String {
        format!("{} {}", self.method.to_ascii_uppercase(), self.path)
    }

    /// The label that does not depend on the names of path variables.
    pub(crate) fn key(&self) -> (String, &'static str) {
        (nameless(&self.path), self.method)
    }
}

/// Every operation, in the order of path and method.
pub(crate) fn operations<'a>(document: &Document<'a>) -> Vec<Operation<'a>> {
    let mut found = Vec::new();
    let Some(paths) = document.top().child("paths") else { return found };
    for (path, item) in paths.entries() {
        let here = Node { place: join("/paths", &nameless(path)), ..item };
        let target = document.resolved(&here);
        let items = if target.pointer == here.pointer { vec![here] } else { vec![here, target] };
        for method in METHODS {
            // What stands next to a reference goes before what it points at.
            let own = items.iter().find_map(|item| Some((item, item.child(method)?)));
            if let Some((item, node)) = own.filter(|(_, node)| node.value.is_object()) {
                found.push(Operation { method, path: path.to_owned(), node, item: item.clone() });
            }
        }
    }
    found.sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
    found
}
