//! Builders of types. The type of a builder tracks which required members are set, so that code for an incomplete request does
//! not compile.
//!
//! The generator's builders become private stores of the members, and our builders wrap them.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToPascalCase;
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{
    Expr, FieldValue, Fields, File, Ident, ImplItem, Item, ItemImpl, ItemStruct, Member as Name, Path, Type,
    parse_quote,
};

use super::setters::{Setter, plain};
use super::syntax::{first_argument, target};

/// The function that returns the built value.
const BUILD: &str = "build";

/// Writes the builders of all types.
pub(super) fn add(file: &mut File) {
    let types = file.items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "types" => module.content.as_mut(),
        _ => None,
    });
    let Some((_, items)) = types else { return };
    let is_builders = |item: &Item| matches!(item, Item::Mod(module) if module.ident == "builder");
    let Some(position) = items.iter().position(is_builders) else { return };
    let Item::Mod(module) = items.remove(position) else { return };
    let mut stores = module.content.map(|(_, items)| items).unwrap_or_default();
    let builders = as_stores(&mut stores);
    for item in items.iter_mut() {
        if let Item::Impl(block) = item
            && let Some(builder) = builders.get(&target(block))
        {
            builder.write_builder_method(block);
        }
    }
    let written = builders.values().flat_map(Builder::items);
    items.push(parse_quote! { pub mod builder { #(#written)* } });
    let missing: BTreeSet<Ident> = builders.values().flat_map(Builder::missing).collect();
    if !missing.is_empty() {
        items.push(parse_quote! {
            #[doc = "Type arguments of builders for required members that are not set."]
            pub mod missing { #(
                #[doc = "The builder lacks this required member."]
                #[derive(Clone, Copy, Debug)]
                pub enum #missing {}
            )* }
        });
    }
    items.push(parse_quote! { mod members { #(#stores)* } });
}

/// Turns the generator's builders into stores without functions, and returns our builders by name, which access the stores.
fn as_stores(stores: &mut Vec<Item>) -> BTreeMap<String, Builder> {
    let mut builders = BTreeMap::new();
    stores.retain(|item| !matches!(item, Item::Impl(block) if block.trait_.is_none()));
    for item in stores {
        match item {
            Item::Struct(structure) => {
                for field in &mut structure.fields {
                    field.vis = parse_quote! { pub(super) };
                }
                builders.extend(Builder::of(structure).map(|builder| (structure.ident.to_string(), builder)));
            }
            Item::Impl(block) if is_default(block) => {
                let mut required = Required(Vec::new());
                required.visit_item_impl_mut(block);
                if let Some(builder) = builders.get_mut(&target(block)) {
                    builder.require(&required.0);
                }
            }
            _ => {}
        }
    }
    builders
}

fn is_default(block: &ItemImpl) -> bool {
    let is_default = |path: &Path| path.segments.last().is_some_and(|last| last.ident == "Default");
    block.trait_.as_ref().is_some_and(|(path, _)| is_default(path))
}

/// The members of a default that are errors: those that must be set. A builder in which they are not set builds nothing, so
/// that no caller sees the error.
struct Required(Vec<Ident>);

impl VisitMut for Required {
    fn visit_field_value_mut(&mut self, field: &mut FieldValue) {
        let Expr::Call(call) = &field.expr else { return };
        let is_error = matches!(call.func.as_ref(), Expr::Path(path) if path.path.is_ident("Err"));
        if let (Name::Named(name), true) = (&field.member, is_error) {
            self.0.push(name.clone());
            field.expr = parse_quote! { Err(::std::string::String::new()) };
        }
    }
}

struct Builder {
    name: Ident,
    members: Vec<Member>,
}

struct Member {
    name: Ident,
    /// The type of the value.
    ty: Type,
    /// The type parameter of the builder that tells whether the member is set, if it must be.
    state: Option<Ident>,
}

impl Member {
    /// The name of the state until the member is set.
    fn missing(&self) -> Ident {
        format_ident!("Missing{}", plain(&self.name).to_pascal_case())
    }
}

impl Builder {
    fn of(structure: &ItemStruct) -> Option<Self> {
        let Fields::Named(fields) = &structure.fields else { return None };
        let members = fields.named.iter().filter_map(|field| {
            let Type::Path(path) = &field.ty else { return None };
            let ty = first_argument(&path.path.segments.last()?.arguments)?.clone();
            Some(Member { name: field.ident.clone()?, ty, state: None })
        });
        Some(Self { name: structure.ident.clone(), members: members.collect() })
    }

    fn require(&mut self, required: &[Ident]) {
        let mut taken = BTreeSet::from(["Self".to_owned(), self.name.to_string()]);
        for member in self.members.iter_mut().filter(|member| required.contains(&member.name)) {
            let mut state = plain(&member.name).to_pascal_case();
            while !taken.insert(state.clone()) {
                state.push_str("Member");
            }
            member.state = Some(format_ident!("{state}"));
        }
    }

    fn missing(&self) -> impl Iterator<Item = Ident> {
        self.members.iter().filter(|member| member.state.is_some()).map(Member::missing)
    }

    /// Rewrites `builder()` of the type itself: it returns a builder with no member set.
    fn write_builder_method(&self, block: &mut ItemImpl) {
        let (name, missing) = (&self.name, self.missing());
        let written = parse_quote! {
            pub fn builder() -> builder::#name<#(missing::#missing),*> {
                members::#name::default().into()
            }
        };
        for item in &mut block.items {
            if matches!(item, ImplItem::Fn(function) if function.sig.ident == "builder") {
                *item = written;
                return;
            }
        }
    }

    fn items(&self) -> [Item; 3] {
        let name = &self.name;
        let states: Vec<&Ident> = self.members.iter().filter_map(|member| member.state.as_ref()).collect();
        let setters = self.members.iter().map(|member| self.setter(member).function());
        // A member with this name has a setter; use a conversion for such a builder.
        let build = self.members.iter().all(|member| member.name != BUILD).then(|| format_ident!("{BUILD}"));
        [
            parse_quote! {
                #[derive(Clone, Debug)]
                pub struct #name<#(#states = crate::runtime::Set),*> {
                    members: super::members::#name,
                    set: ::std::marker::PhantomData<fn() -> (#(#states,)*)>,
                }
            },
            parse_quote! { impl<#(#states),*> #name<#(#states),*> { #(#setters)* } },
            parse_quote! { crate::runtime::builder!(#name [#(#states),*] #build); },
        ]
    }

    /// Writes a setter. The setter of a required member returns a builder of another type.
    fn setter<'a>(&'a self, member: &'a Member) -> Setter<'a> {
        let Member { name, ty, .. } = member;
        let states = self.members.iter().filter_map(|other| match (&other.state, other.name == *name) {
            (Some(_), true) => Some(quote! { crate::runtime::Set }),
            (state, _) => state.as_ref().map(ToTokens::to_token_stream),
        });
        let builder = &self.name;
        let gives = match member.state {
            Some(_) => (quote! { self.members.into() }, quote! { #builder<#(#states),*> }),
            None => (quote! { self }, quote! { Self }),
        };
        Setter { name, ty, place: quote! { self.members.#name }, gives }
    }
}
