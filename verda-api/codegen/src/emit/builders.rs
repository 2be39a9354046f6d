//! Reduces the compile time of builders: only types in requests have one, and the crates that use builders compile them.

use syn::visit_mut::VisitMut;
use syn::{File, ImplItem, ImplItemFn, Item, ItemMod, parse_quote};

use super::syntax::target;
use super::usage::Usage;

/// Removes the builders of types that are in no request. Readers of responses need none, and these builders are a third of all
/// generated code.
pub(super) fn prune(file: &mut File) {
    let usage = Usage::of(file);
    let needed = usage.in_requests();
    let types = file.items.iter_mut().filter_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    for (_, items) in types {
        items.retain(|item| match item {
            Item::Impl(block) if block.trait_.is_none() && block.items.iter().all(is_builder) => {
                needed.contains(target(block).as_str())
            }
            _ => true,
        });
        for item in items {
            if let Item::Mod(ItemMod { ident, content: Some((_, builders)), .. }) = item
                && ident == "builder"
            {
                builders.retain(|item| match item {
                    Item::Struct(builder) => needed.contains(builder.ident.to_string().as_str()),
                    Item::Impl(block) => needed.contains(target(block).as_str()),
                    _ => true,
                });
            }
        }
    }
}

/// Lets calling crates compile the functions that build requests. A service calls a few operations, and should not wait for the
/// machine code of all.
pub(super) fn compile_where_used(file: &mut File) {
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => types(module),
            Item::Mod(module) if module.ident == "builder" => Inline.visit_item_mod_mut(module),
            Item::Impl(block) => Inline.visit_item_impl_mut(block),
            _ => {}
        }
    }
}

fn types(module: &mut ItemMod) {
    for item in module.content.iter_mut().flat_map(|(_, items)| items) {
        match item {
            Item::Mod(module) if ["builder", "members"].contains(&module.ident.to_string().as_str()) => {
                Inline.visit_item_mod_mut(module);
            }
            Item::Impl(block) if block.items.iter().all(is_builder) => Inline.visit_item_impl_mut(block),
            _ => {}
        }
    }
}

/// Marks functions without type parameters as `#[inline]`, so that unused ones are not compiled.
struct Inline;

impl VisitMut for Inline {
    fn visit_impl_item_fn_mut(&mut self, function: &mut ImplItemFn) {
        if function.sig.generics.params.is_empty() {
            function.attrs.push(parse_quote!(#[inline]));
        }
    }
}

fn is_builder(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "builder")
}
