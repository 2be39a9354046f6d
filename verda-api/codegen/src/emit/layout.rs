//! The files of the generated code, by topic.

use std::collections::{BTreeMap, BTreeSet};

use syn::{File, Item, ItemMacro, parse_quote};

use super::syntax::target;

/// The items of each file, by its name without the ending. `mod` declares the others.
pub(super) type Layout = BTreeMap<&'static str, Vec<Item>>;

/// Divides generated code among files.
pub(super) fn divide(file: File) -> Layout {
    let mut layout = Layout::new();
    let mut root: Vec<Item> = Vec::new();
    let mut client: Vec<Item> = vec![parse_quote! { #[allow(unused_imports)] use super::{builder, types}; }];
    let mut types = Types::default();
    for item in file.items {
        match item {
            Item::Mod(mut module) => {
                let items = module.content.take().map(|(_, items)| items).unwrap_or_default();
                module.semi = Some(Default::default());
                if module.ident == "types" {
                    types = Types::divide(items);
                } else if module.ident == "builder" {
                    module.attrs.push(parse_quote! { #[path = "builders.rs"] });
                    layout.insert("builders", items);
                } else {
                    layout.insert("operations", items);
                }
                root.push(Item::Mod(module));
            }
            item @ (Item::Struct(_) | Item::Impl(_)) => client.push(item),
            item => root.push(item),
        }
    }
    // The private modules, whose items are public by another path.
    let declarations: [Item; 4] = [
        parse_quote! { mod client; },
        parse_quote! { mod enums; },
        parse_quote! { mod ids; },
        parse_quote! { pub use self::client::Client; },
    ];
    root.extend(declarations);
    layout.insert("client", client);
    layout.insert("types", types.types);
    layout.insert("enums", types.enums);
    layout.insert("ids", types.ids);
    layout.insert("mod", root);
    layout
}

/// The module of types: all types are in `types`, from several files.
#[derive(Default)]
struct Types {
    types: Vec<Item>,
    enums: Vec<Item>,
    ids: Vec<Item>,
}

impl Types {
    fn divide(items: Vec<Item>) -> Self {
        let marked =
            |wanted: &str| -> BTreeSet<String> { items.iter().filter_map(|item| written_by(item, wanted)).collect() };
        let (enums, ids) = (marked("open_enum"), marked("id_type"));
        let mut all = Self {
            types: vec![
                parse_quote! { #[allow(unused_imports)] pub use super::enums::*; },
                parse_quote! { #[allow(unused_imports)] pub use super::ids::*; },
            ],
            // The documentation links to other types.
            enums: vec![parse_quote! { #[allow(unused_imports)] use super::types::*; }],
            ids: vec![parse_quote! { #[allow(unused_imports)] use super::types::*; }],
        };
        for item in items {
            let name = subject(&item);
            match &name {
                Some(name) if enums.contains(name) => all.enums.push(item),
                Some(name) if ids.contains(name) => all.ids.push(item),
                _ => all.types.push(item),
            }
        }
        all
    }
}

/// The type that a macro of the runtime with this name completes.
fn written_by(item: &Item, wanted: &str) -> Option<String> {
    let Item::Macro(ItemMacro { mac, .. }) = item else { return None };
    let is_wanted = mac.path.segments.last().is_some_and(|segment| segment.ident == wanted);
    is_wanted.then(|| mac.tokens.to_string())
}

/// The type that an item defines, or belongs to.
fn subject(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Impl(block) => Some(target(block)),
        Item::Macro(item) => Some(item.mac.tokens.to_string()),
        _ => None,
    }
}

/// A file as text, with an empty line before each definition.
pub(super) fn text(items: Vec<Item>) -> String {
    let mut text = String::new();
    for item in items {
        if !matches!(item, Item::Use(_) | Item::Mod(_) | Item::Macro(_)) {
            text.push('\n');
        }
        let file = File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
        text.push_str(&prettyplease::unparse(&file));
    }
    text
}
