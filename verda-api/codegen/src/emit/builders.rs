//! Builders of types for requests alone: who reads a response builds none, and they are a third of all generated code.

use syn::{File, ImplItem, Item, ItemMod};

use super::usage::{Usage, target};

/// Takes away the builders of types that no request can hold.
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

fn is_builder(item: &ImplItem) -> bool {
    matches!(item, ImplItem::Fn(function) if function.sig.ident == "builder")
}
