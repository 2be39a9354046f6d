//! The users of each type: request bodies, responses and arguments of operations, and other types.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{File, FnArg, ImplItem, ImplItemFn, Item, ItemMod, Pat};

use super::requests::BODY;
use super::syntax::{name_of, target};

/// The number of users of a type that are named; further ones are only counted.
const NAMED: usize = 4;

/// The users of types, by the type.
#[derive(Debug, Default)]
pub(super) struct Usage {
    bodies: BTreeMap<String, BTreeSet<String>>,
    responses: BTreeMap<String, BTreeSet<String>>,
    arguments: BTreeMap<String, BTreeSet<String>>,
    parts: BTreeMap<String, BTreeSet<String>>,
}

impl Usage {
    pub(super) fn of(file: &File) -> Self {
        let mut usage = Self::default();
        let module = |name: &str| {
            file.items.iter().find_map(|item| match item {
                Item::Mod(module) if module.ident == name => Some(module),
                _ => None,
            })
        };
        let Some(types) = module("types") else { return usage };
        let known: BTreeSet<String> = items(types)
            .filter_map(|item| match item {
                Item::Struct(item) => Some(item.ident.to_string()),
                Item::Enum(item) => Some(item.ident.to_string()),
                Item::Type(item) => Some(item.ident.to_string()),
                _ => None,
            })
            .collect();
        for item in items(types) {
            let (owner, fields): (_, Vec<&syn::Field>) = match item {
                Item::Struct(item) => (&item.ident, item.fields.iter().collect()),
                Item::Enum(item) => (&item.ident, item.variants.iter().flat_map(|variant| &variant.fields).collect()),
                _ => continue,
            };
            for field in fields {
                note(&mut usage.parts, &mentioned(field.ty.to_token_stream(), &known), &owner.to_string());
            }
        }
        let mut builders: BTreeMap<String, Vec<&ImplItemFn>> = BTreeMap::new();
        for item in module("builder").into_iter().flat_map(items) {
            let Item::Impl(block) = item else { continue };
            builders.entry(target(block)).or_default().extend(block.items.iter().filter_map(function));
        }
        for function in client(file).flat_map(|block| &block.items).filter_map(function) {
            let operation = function.sig.ident.to_string();
            for input in &function.sig.inputs {
                let FnArg::Typed(argument) = input else { continue };
                let is_body = matches!(argument.pat.as_ref(), Pat::Ident(name) if name.ident == BODY);
                let users = if is_body { &mut usage.bodies } else { &mut usage.arguments };
                note(users, &mentioned(argument.ty.to_token_stream(), &known), &operation);
            }
            for function in builders.get(&builder_of(function)).into_iter().flatten() {
                let (users, tokens) = match function.sig.ident.to_string().as_str() {
                    "new" => continue,
                    "send" => (&mut usage.responses, function.sig.output.to_token_stream()),
                    _ => (&mut usage.arguments, function.sig.to_token_stream()),
                };
                note(users, &mentioned(tokens, &known), &operation);
            }
        }
        usage
    }

    /// The type of the request body of each operation whose body is a generated type.
    pub(super) fn bodies(&self) -> BTreeMap<String, String> {
        self.bodies
            .iter()
            .flat_map(|(name, operations)| operations.iter().map(move |operation| (operation.clone(), name.clone())))
            .collect()
    }

    /// The types that a request can hold.
    pub(super) fn in_requests(&self) -> BTreeSet<&str> {
        let mut parts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, owners) in &self.parts {
            for owner in owners {
                parts.entry(owner).or_default().push(name);
            }
        }
        let mut found: BTreeSet<&str> = self.bodies.keys().chain(self.arguments.keys()).map(String::as_str).collect();
        let mut open: Vec<&str> = found.iter().copied().collect();
        while let Some(owner) = open.pop() {
            let more = parts.get(owner).into_iter().flatten().copied();
            open.extend(more.filter(|name| found.insert(name)));
        }
        found
    }

    /// A paragraph that names the users of a type.
    pub(super) fn sentences(&self, name: &str) -> String {
        let operation = |id: &String| format!("[`{id}`](super::Client::{id})");
        let part = |owner: &String| format!("[`{owner}`]");
        let mut sentences = Vec::new();
        let mut list = |what: &str, users: Option<&BTreeSet<String>>, link: &dyn Fn(&String) -> String| {
            let Some(users) = users.filter(|users| !users.is_empty()) else { return };
            let mut named: Vec<String> = users.iter().take(NAMED).map(link).collect();
            if users.len() > NAMED {
                named.push(format!("{} more", users.len() - NAMED));
            }
            let last = named.pop().unwrap_or_default();
            let names = if named.is_empty() { last } else { format!("{} and {last}", named.join(", ")) };
            sentences.push(format!("{what} {names}."));
        };
        list("Body of", self.bodies.get(name), &operation);
        list("Response of", self.responses.get(name), &operation);
        list("Argument of", self.arguments.get(name), &operation);
        list("Part of", self.parts.get(name), &part);
        sentences.join(" ")
    }
}

fn items(module: &ItemMod) -> impl Iterator<Item = &Item> {
    module.content.iter().flat_map(|(_, items)| items)
}

fn client(file: &File) -> impl Iterator<Item = &syn::ItemImpl> {
    file.items.iter().filter_map(|item| match item {
        Item::Impl(block) => Some(block),
        _ => None,
    })
}

fn function(item: &ImplItem) -> Option<&ImplItemFn> {
    match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    }
}

fn note(users: &mut BTreeMap<String, BTreeSet<String>>, types: &BTreeSet<String>, user: &str) {
    for name in types.iter().filter(|name| *name != user) {
        users.entry(name.clone()).or_default().insert(user.to_owned());
    }
}

/// The known types that occur in tokens.
fn mentioned(tokens: TokenStream, known: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(mentioned(group.stream(), known)),
            TokenTree::Ident(ident) => found.extend(Some(ident.to_string()).filter(|name| known.contains(name))),
            _ => {}
        }
    }
    found
}

/// The builder that a method of the client returns.
pub(super) fn builder_of(function: &ImplItemFn) -> String {
    match &function.sig.output {
        syn::ReturnType::Type(_, ty) => name_of(ty),
        syn::ReturnType::Default => String::new(),
    }
}
