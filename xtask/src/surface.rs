//! The public surface of generated code: what a service can name, one line for each thing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use quote::ToTokens;
use serde::Serialize;
use syn::{Expr, FieldValue, Fields, FnArg, ImplItem, Item, Member, Type, Visibility};
use verda_api_codegen::names::nameless;

use crate::diff::Step;

/// Lines of a change that are shown; the rest is counted.
const SHOWN: usize = 60;

/// How the surface changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What is gone.
    pub removed: Vec<String>,
    /// What is new.
    pub added: Vec<String>,
    /// What is there with another type: as it was, and as it is.
    pub changed: Vec<(String, String)>,
}

impl Change {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && self.changed.is_empty()
    }

    /// The version step that the change asks for. Structs and enums are `#[non_exhaustive]`, so that what is new breaks no code.
    pub fn step(&self) -> Step {
        match self {
            _ if self.is_empty() => Step::None,
            Self { removed, changed, .. } if removed.is_empty() && changed.is_empty() => Step::Minor,
            _ => Step::Major,
        }
    }

    /// How much changed, and what that asks of the version.
    pub fn counted(&self) -> String {
        let (removed, changed, added) = (self.removed.len(), self.changed.len(), self.added.len());
        format!("{removed} gone, {changed} changed, {added} new; version step: {}", self.step().word())
    }

    /// What is gone, then what is new: the first lines, and how many more there are.
    pub fn lines(&self) -> Vec<String> {
        let removed = self.removed.iter().map(|line| format!("- {line}"));
        let changed = self.changed.iter().flat_map(|(old, new)| [format!("- {old}"), format!("+ {new}")]);
        let added = self.added.iter().map(|line| format!("+ {line}"));
        let mut lines: Vec<String> = removed.chain(changed).chain(added).collect();
        if lines.len() > SHOWN {
            let more = lines.len() - SHOWN;
            lines.truncate(SHOWN);
            lines.push(format!("… and {more} more"));
        }
        lines
    }

    /// All of it as a section of a report on a terminal; empty where nothing changed.
    pub fn text(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let lines: String = self.lines().iter().map(|line| format!("  {line}\n")).collect();
        format!("Rust surface: {}\n{lines}", self.counted())
    }

    /// The same as a section of a page in Markdown.
    pub fn markdown(&self) -> String {
        let lines =
            if self.is_empty() { String::new() } else { format!("\n```diff\n{}\n```\n", self.lines().join("\n")) };
        format!("\n## Rust surface\n\n{}.\n{lines}", self.counted())
    }
}

/// The change between two generated clients, each as its files by name.
///
/// # Errors
///
/// If one of them is no Rust.
pub fn between(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> Result<Change, syn::Error> {
    let modules = |files: &BTreeMap<String, String>| {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.trim_end_matches(".rs"), text.as_str())).collect();
        whole(&files)
    };
    compare(&modules(old), &modules(new))
}

/// Compares the surfaces of two sources.
///
/// # Errors
///
/// If one of them is no Rust.
pub fn compare(old: &str, new: &str) -> Result<Change, syn::Error> {
    let (old, new) = (surface(old)?, surface(new)?);
    let without =
        |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> { one.difference(other).cloned().collect() };
    let (mut removed, added) = (without(&old, &new), without(&new, &old));
    let mut by_name: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
    for (index, line) in added.iter().enumerate() {
        by_name.entry(named(line)).or_default().push_back(index);
    }
    let (mut changed, mut taken) = (Vec::new(), BTreeSet::new());
    removed.retain(|old| {
        let Some(now) = by_name.get_mut(named(old)).and_then(VecDeque::pop_front) else { return true };
        changed.push((old.clone(), added[now].clone()));
        taken.insert(now);
        false
    });
    let added = added.iter().enumerate().filter(|(index, _)| !taken.contains(index)).map(|(_, line)| line.clone());
    Ok(Change { removed, added: added.collect(), changed })
}

/// A line without its types.
fn named(line: &str) -> &str {
    let end = line.find('(').or_else(|| line.find(": "));
    &line[..end.unwrap_or(line.len())]
}

/// The files of generated code as one source, by the paths by which a service names what is in them.
pub fn whole(files: &[(&str, &str)]) -> String {
    let inside = |path: &str, text: &str| format!("pub mod {path} {{\n{text}\n}}\n");
    let files = files.iter().map(|(name, text)| match *name {
        "types" | "enums" | "ids" => inside("types", text),
        "builders" => inside("builder", text),
        "operations" => inside("operations", text),
        _ => (*text).to_owned(),
    });
    files.collect()
}

/// Everything that is public: types, fields with their types, variants, and methods with their arguments.
///
/// # Errors
///
/// If it is no Rust.
pub fn surface(source: &str) -> Result<BTreeSet<String>, syn::Error> {
    let mut found = BTreeSet::new();
    items(&syn::parse_file(source)?.items, "", &mut found);
    Ok(found)
}

fn items(items: &[Item], path: &str, found: &mut BTreeSet<String>) {
    for item in items {
        match item {
            Item::Mod(module) if is_public(&module.vis) => {
                if let Some((_, inner)) = &module.content {
                    self::items(inner, &format!("{path}{}::", module.ident), found);
                }
            }
            Item::Struct(item) if is_public(&item.vis) => {
                let name = format!("{path}{}", item.ident);
                found.insert(format!("struct {name}"));
                fields(&item.fields, &name, found);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let name = format!("{path}{}", item.ident);
                found.insert(format!("enum {name}"));
                for variant in &item.variants {
                    let inner: Vec<String> = variant.fields.iter().map(|field| shown(&field.ty)).collect();
                    let inner = if inner.is_empty() { String::new() } else { format!("({})", inner.join(", ")) };
                    found.insert(format!("variant {name}::{}{inner}", variant.ident));
                }
            }
            Item::Const(item) if is_public(&item.vis) => {
                found.insert(format!("const {path}{}: {}", item.ident, shown(&item.ty)));
            }
            Item::Static(item) if is_public(&item.vis) => {
                let sent = sent(&item.expr).map(|sent| format!(" = {sent}")).unwrap_or_default();
                found.insert(format!("static {path}{}: {}{sent}", item.ident, shown(&item.ty)));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                if let Type::Path(of) = &*item.self_ty
                    && let Some(last) = of.path.segments.last()
                {
                    methods(&item.items, &format!("{path}{}", last.ident), found);
                }
            }
            _ => {}
        }
    }
}

/// What an operation sends: a name that stands for another request is another operation.
fn sent(operation: &Expr) -> Option<String> {
    let Expr::Struct(operation) = operation else { return None };
    let field = |wanted: &str| {
        let is = |field: &&FieldValue| matches!(&field.member, Member::Named(name) if name == wanted);
        operation.fields.iter().find(is).map(|field| shown(&field.expr))
    };
    // The names of variables are in the methods.
    Some(format!("{} {}", field("method")?.trim_start_matches("Method::"), nameless(&field("path")?)))
}

fn fields(fields: &Fields, name: &str, found: &mut BTreeSet<String>) {
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
        let field_name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
        found.insert(format!("field {name}.{field_name}: {}", shown(&field.ty)));
    }
}

fn methods(items: &[ImplItem], name: &str, found: &mut BTreeSet<String>) {
    for item in items {
        let ImplItem::Fn(method) = item else { continue };
        if !is_public(&method.vis) {
            continue;
        }
        let arguments = method.sig.inputs.iter().filter_map(|argument| match argument {
            FnArg::Typed(argument) => Some(format!("{}: {}", shown(&argument.pat), shown(&argument.ty))),
            FnArg::Receiver(_) => None,
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        // The types behind `V` stand in the bounds.
        let bounds = method.sig.generics.where_clause.as_ref().map(|clause| format!(" {}", shown(clause)));
        let output = match &method.sig.output {
            syn::ReturnType::Default => String::new(),
            syn::ReturnType::Type(_, output) => format!(" -> {}", shown(&**output)),
        };
        found.insert(format!("fn {name}::{}({arguments}){output}{}", method.sig.ident, bounds.unwrap_or_default()));
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens as people write them: without the paths that everybody knows.
fn shown(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (long, short) in [
        (":: std :: option :: Option", "Option"),
        (":: std :: string :: String", "String"),
        (":: std :: vec :: Vec", "Vec"),
        (":: rust_decimal :: Decimal", "Decimal"),
        (":: chrono :: DateTime < :: chrono :: Utc >", "DateTime<Utc>"),
        ("crate :: types :: ", ""),
        ("super :: types :: ", ""),
        ("types :: ", ""),
        ("crate :: ", ""),
        ("super :: ", ""),
        (":: std :: convert :: ", ""),
        (":: std :: fmt :: ", ""),
    ] {
        text = text.replace(long, short);
    }
    for (spaced, tight) in
        [(" < ", "<"), (" >", ">"), (" :: ", "::"), ("< ", "<"), ("& ", "&"), (" ,", ","), (" :", ":")]
    {
        text = text.replace(spaced, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "pub mod types { pub struct A { pub id: ::std::string::String, hidden: u8 } pub enum E { One, Two(String) } \
                       impl A { pub fn builder() -> builder::A { builder::A } fn private() {} } struct B; }";

    #[test]
    fn the_surface_is_what_can_be_named() {
        let lines: Vec<String> = surface(OLD).unwrap().into_iter().collect();
        assert_eq!(
            lines,
            [
                "enum types::E",
                "field types::A.id: String",
                "fn types::A::builder() -> builder::A",
                "struct types::A",
                "variant types::E::One",
                "variant types::E::Two(String)",
            ]
        );
    }

    #[test]
    fn the_file_of_an_item_is_no_part_of_its_path() {
        let old = [("types", "pub struct A; pub enum E { One }"), ("client", "pub struct Client;")];
        let new = [
            ("types", "pub use super::enums::*; pub struct A;"),
            ("enums", "pub enum E { One }"),
            ("mod", "pub struct Client;"),
        ];
        assert!(compare(&whole(&old), &whole(&new)).unwrap().is_empty());
    }

    #[test]
    fn a_changed_type_is_told_as_one_change() {
        assert_eq!(compare(OLD, OLD).unwrap().step(), Step::None);
        let more = OLD.replace("One, ", "One, Three, ").replace("hidden", "pub shown");
        assert_eq!(compare(OLD, &more).unwrap().step(), Step::Minor);
        let new =
            OLD.replace("pub id: ::std::string::String", "pub id: ::std::option::Option<u64>").replace("One, ", "");
        let change = compare(OLD, &new).unwrap();
        assert_eq!((change.removed.as_slice(), change.added.len()), (&["variant types::E::One".to_owned()][..], 0));
        let id = ("field types::A.id: String".to_owned(), "field types::A.id: Option<u64>".to_owned());
        assert_eq!((change.changed.as_slice(), change.step()), (&[id][..], Step::Major));
        assert!(compare(OLD, "pub fn {").is_err());
    }

    #[test]
    fn methods_that_all_change_are_told_in_time() {
        let methods = |ty: &str| -> String { (0..20_000).map(|n| format!("pub fn m{n}(a: {ty}) {{}}")).collect() };
        let source = |ty: &str| format!("pub struct A; impl A {{ {} }}", methods(ty));
        let (old, new) = (source("u8"), source("u16"));
        let began = std::time::Instant::now();
        let change = compare(&old, &new).unwrap();
        assert_eq!((change.removed.len(), change.added.len(), change.changed.len()), (0, 0, 20_000));
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }
}
