//! Checks after each generation: names are unique, all types of the model exist, all used types are defined. A violation is an
//! error with the places in the document, so that broken code is never returned.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{File, ImplItem, Item, ItemMod, Path, Type};

use crate::Error;
use crate::ledger::Refusal;
use crate::model::{TypeDef, Types};

/// Names that a type must not have, because the code around the type uses them.
const OTHERS: [&str; 5] = ["builder", "defaults", "error", "members", "missing"];

pub(super) fn check(file: &File, types: &Types) -> Result<(), Error> {
    let mut proof = Proof { types, wrong: Vec::new() };
    let mut scope = BTreeMap::new();
    for item in &file.items {
        proof.name(&mut scope, item, "the crate");
        if let Item::Mod(module) = item {
            proof.module(module, &module.ident.to_string());
        }
    }
    let module = file.items.iter().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => Some(module),
        _ => None,
    });
    if let Some(module) = module {
        proof.model(module);
        proof.references(file, module);
    }
    if proof.wrong.is_empty() { Ok(()) } else { Err(Error::Refused(proof.wrong)) }
}

struct Proof<'a> {
    types: &'a Types,
    /// The violations, with their places in the document.
    wrong: Vec<Refusal>,
}

impl Proof<'_> {
    fn wrong(&mut self, name: &str, message: String) {
        let refusal = Refusal::new(self.types.origins.get(name).cloned().unwrap_or_default(), message);
        if !self.wrong.contains(&refusal) {
            self.wrong.push(refusal);
        }
    }

    fn name(&mut self, scope: &mut BTreeMap<String, ()>, item: &Item, place: &str) {
        let Some(name) = name_of(item) else { return };
        if scope.insert(name.clone(), ()).is_some() {
            self.wrong(&name, format!("`{name}` is defined twice in {place}; rename one of them"));
        }
        let mut fields = BTreeSet::new();
        for field in members_of(item) {
            if !fields.insert(field.clone()) {
                self.wrong(&name, format!("`{name}` has two members `{field}`; rename one of them"));
            }
        }
    }

    fn module(&mut self, module: &ItemMod, place: &str) {
        let mut scope = BTreeMap::new();
        let mut functions: BTreeSet<(String, String)> = BTreeSet::new();
        for item in module.content.iter().flat_map(|(_, items)| items) {
            self.name(&mut scope, item, &format!("`{place}`"));
            match item {
                Item::Mod(inner) => self.module(inner, &format!("{place}::{}", inner.ident)),
                Item::Impl(block) if block.trait_.is_none() => {
                    let owner = super::syntax::target(block);
                    for item in &block.items {
                        let ImplItem::Fn(function) = item else { continue };
                        let name = function.sig.ident.to_string();
                        if !functions.insert((owner.clone(), name.clone())) {
                            self.wrong(&owner, format!("`{place}::{owner}` has two functions `{name}`"));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Checks that every type of the model exists with all its members.
    fn model(&mut self, module: &ItemMod) {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in module.content.iter().flat_map(|(_, items)| items) {
            let Some(name) = name_of(item) else { continue };
            found.insert(name, members_of(item).collect());
        }
        for (name, def) in &self.types.defs {
            let Some(members) = found.get(name) else {
                self.wrong(name, format!("the type `{name}` was not generated; rename it in names.toml"));
                continue;
            };
            let wanted: Vec<&String> = match def {
                TypeDef::Struct(structure) => structure.fields.iter().map(|field| &field.ident).collect(),
                TypeDef::Enum(open) => open.variants.iter().map(|(variant, _)| variant).collect(),
                TypeDef::Union(union) => union.variants().into_iter().map(|variant| &variant.name).collect(),
                TypeDef::Id | TypeDef::Json => Vec::new(),
            };
            for missing in wanted.into_iter().filter(|wanted| !members.contains(*wanted)) {
                self.wrong(name, format!("the type `{name}` was generated without `{missing}`"));
            }
            if OTHERS.contains(&name.as_str()) || crate::shape::PRELUDE.contains(&name.as_str()) {
                self.wrong(name, format!("`{name}` is a name of the Rust prelude; rename the type in names.toml"));
            }
        }
    }

    /// Checks that every used type is defined.
    fn references(&mut self, file: &File, module: &ItemMod) {
        let defined: BTreeSet<String> =
            module.content.iter().flat_map(|(_, items)| items).filter_map(name_of).collect();
        let mut used = Used::default();
        used.visit_file(file);
        for item in module.content.iter().flat_map(|(_, items)| items) {
            match item {
                Item::Struct(structure) => used.alone(structure.fields.iter().map(|field| &field.ty)),
                Item::Enum(enumeration) => {
                    used.alone(enumeration.variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.ty));
                }
                _ => {}
            }
        }
        for name in used.0.difference(&defined) {
            self.wrong(name, format!("the type `{name}` is used but not defined"));
        }
    }
}

/// The names after `types::`, and single names in fields of the module of types.
#[derive(Default)]
struct Used(BTreeSet<String>);

impl Used {
    fn alone<'a>(&mut self, types: impl Iterator<Item = &'a Type>) {
        struct Alone<'b>(&'b mut BTreeSet<String>);
        impl Visit<'_> for Alone<'_> {
            fn visit_path(&mut self, path: &Path) {
                if let Some(name) = path.get_ident().map(ToString::to_string)
                    && name.starts_with(char::is_uppercase)
                    && name != "String"
                {
                    self.0.insert(name);
                }
                visit::visit_path(self, path);
            }
        }
        for ty in types {
            Alone(&mut self.0).visit_type(ty);
        }
    }
}

impl Visit<'_> for Used {
    fn visit_path(&mut self, path: &Path) {
        let mut segments = path.segments.iter();
        if segments.any(|segment| segment.ident == "types")
            && let Some(next) = segments.next()
            && next.ident.to_string().starts_with(char::is_uppercase)
        {
            self.0.insert(next.ident.to_string());
        }
        visit::visit_path(self, path);
    }
}

/// The named fields of a struct, or the variants of an enum.
fn members_of(item: &Item) -> impl Iterator<Item = String> {
    let (fields, variants) = match item {
        Item::Struct(item) => (Some(&item.fields), None),
        Item::Enum(item) => (None, Some(&item.variants)),
        _ => (None, None),
    };
    let fields = fields.into_iter().flatten().filter_map(|field| field.ident.as_ref());
    fields.chain(variants.into_iter().flatten().map(|variant| &variant.ident)).map(ToString::to_string)
}

/// The name that an item takes among the types of its module.
fn name_of(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Mod(item) => Some(item.ident.to_string()),
        _ => None,
    }
}
