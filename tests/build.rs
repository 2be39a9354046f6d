//! Writes the table of calls: every operation of the generated client, with all its arguments.
//!
//! The table follows from the request builders: their fields have the types of the arguments, and their `send` contains the place
//! of each argument. So the tests call a new operation as soon as the document has it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Fields, GenericArgument, ImplItem, Item, Lit, PathArguments, Type};
use verda_api_codegen::{Inputs, Operation, generate};

const INPUTS: [&str; 3] = ["../openapi.json", "../verda-api/spec/overlay.yaml", "../verda-api/spec/names.toml"];

fn main() -> Result<(), Box<dyn Error>> {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={input}");
    }
    let [document, overlay, names] = INPUTS.map(std::fs::read_to_string);
    let generated = generate(&Inputs { document: &document?, overlay: &overlay?, names: &names? })?;
    let source = generated.files.get("builders.rs").ok_or("the client has no file of request builders")?;
    let builders = builders(&syn::parse_file(source)?)?;
    let calls = generated.operations.iter().map(|operation| {
        let builder = builders.get(&operation.id.to_uppercase());
        call(operation, builder.ok_or_else(|| format!("{} has no request builder", operation.id))?)
    });
    let calls = calls.collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    let times = generated.operations.iter().filter_map(|operation| {
        let times = builders.get(&operation.id.to_uppercase())?.times();
        let id = &operation.id;
        Some(quote! { #((#id, #times),)* })
    });
    let table = quote! {
        /// Operations with their arguments that are times.
        pub(crate) const TIMES: &[(&str, &str)] = &[#(#times)*];

        /// Calls an operation by its name, with every argument that it takes.
        ///
        /// # Errors
        ///
        /// Those of the call.
        #[allow(deprecated)]
        pub async fn call(client: &Client, id: &str) -> Result<Called, Error> {
            match id {
                #(#calls)*
                other => panic!("the document has no operation {other}"),
            }
        }
    };
    let folder = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    std::fs::write(Path::new(&folder).join("calls.rs"), table.to_string())?;
    Ok(())
}

/// A request builder.
#[derive(Default)]
struct Builder {
    /// The names and types of the arguments, and whether a method takes them. Those that it does not take have setters.
    arguments: Vec<(String, Type, bool)>,
    sent: Sent,
}

/// The arguments that `send` sends, each with its place and its name there.
#[derive(Default)]
struct Sent {
    /// The constant of the operation.
    operation: String,
    arguments: Vec<(String, &'static str, String)>,
    /// The argument of each variable of the path.
    segments: Vec<String>,
    body: Option<SentAs>,
}

/// How a body is sent.
#[derive(Clone, Copy, PartialEq)]
enum SentAs {
    /// As JSON or as a form: of a type of the client.
    Value,
    /// As text or bytes.
    Raw,
}

impl Builder {
    /// The names on the wire of the arguments that are times.
    fn times(&self) -> Vec<&str> {
        let is_time = |argument: &str| {
            let of_it = self.arguments.iter().find(|(name, ..)| name == argument);
            of_it.is_some_and(|(_, ty, _)| quote!(#ty).to_string().contains("DateTime"))
        };
        self.sent.arguments.iter().filter(|(name, ..)| is_time(name)).map(|(_, _, wire)| wire.as_str()).collect()
    }
}

/// The request builders, by the constants of their operations.
fn builders(file: &syn::File) -> Result<BTreeMap<String, Builder>, Box<dyn Error>> {
    let mut fields_of = BTreeMap::new();
    let mut builders = BTreeMap::new();
    for item in &file.items {
        match item {
            Item::Struct(structure) => {
                let Fields::Named(fields) = &structure.fields else { continue };
                let named =
                    fields.named.iter().filter_map(|field| Some((field.ident.as_ref()?.to_string(), &field.ty)));
                let arguments = named.filter_map(|(name, ty)| argument(ty).map(|(ty, required)| (name, ty, required)));
                fields_of.insert(structure.ident.to_string(), arguments.collect());
            }
            Item::Impl(block) => {
                let Type::Path(of) = &*block.self_ty else { continue };
                let name = of.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                for item in &block.items {
                    let ImplItem::Fn(function) = item else { continue };
                    if function.sig.ident != "send" {
                        continue;
                    }
                    let mut sent = Sent::default();
                    sent.visit_block(&function.block);
                    let arguments =
                        fields_of.remove(&name).ok_or("a request builder is not written above its methods")?;
                    builders.insert(sent.operation.clone(), Builder { arguments, sent });
                }
            }
            _ => {}
        }
    }
    Ok(builders)
}

/// The type of an argument, and whether it is required: `T` of a field of the type `Result<T, String>`, or
/// `Result<Option<T>, String>` if it is optional.
fn argument(field: &Type) -> Option<(Type, bool)> {
    let inner = generic(field, "Result")?;
    let optional = generic(inner, "Option");
    let mut ty = optional.unwrap_or(inner).clone();
    Elsewhere.visit_type_mut(&mut ty);
    Some((ty, optional.is_none()))
}

fn generic<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// Writes paths as another crate has to.
struct Elsewhere;

impl VisitMut for Elsewhere {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let first = path.segments.first().map(|segment| segment.ident.to_string());
        let is_ours = path.leading_colon.is_none() && matches!(first.as_deref(), Some("crate" | "types"));
        if !is_ours {
            return;
        }
        let inner = path.segments.iter().filter(|segment| segment.ident != "crate");
        let inner = inner.cloned().collect::<Vec<_>>();
        path.leading_colon = Some(Default::default());
        path.segments = [syn::PathSegment::from(format_ident!("verda_api"))].into_iter().chain(inner).collect();
    }
}

impl<'ast> Visit<'ast> for Sent {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        // From the innermost call outwards, which is the order in which they are written.
        visit::visit_expr_method_call(self, call);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (call.method.to_string().as_str(), arguments.as_slice()) {
            ("request", [operation]) => self.operation = name(operation),
            ("segment", [argument]) => self.segments.push(name(argument)),
            ("query", [wire, argument]) => self.arguments.push((name(argument), "query", text(wire))),
            ("styled_query", [wire, _, argument]) => self.arguments.push((name(argument), "query", text(wire))),
            ("header", [wire, argument]) => self.arguments.push((name(argument), "header", text(wire))),
            ("json" | "json_as" | "form", _) => self.body = Some(SentAs::Value),
            ("body", _) => self.body = Some(SentAs::Raw),
            _ => {}
        }
    }
}

/// The last word of a reference to a path, as in `&operations::LIST_IMAGES`.
fn name(expression: &Expr) -> String {
    match expression {
        Expr::Reference(reference) => name(&reference.expr),
        Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

fn text(expression: &Expr) -> String {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => text.value(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// The arm of an operation.
fn call(operation: &Operation, builder: &Builder) -> Result<TokenStream, Box<dyn Error>> {
    let Operation { id, path, .. } = operation;
    let variables = path.split('{').skip(1).filter_map(|part| part.split('}').next().map(str::to_owned));
    let segments = builder.sent.segments.iter().cloned().zip(variables);
    let segments = segments.map(|(argument, variable)| (argument, "path", variable));
    let sent: BTreeMap<String, (&str, String)> = segments
        .chain(builder.sent.arguments.iter().cloned())
        .map(|(argument, place, wire)| (argument, (place, wire)))
        .collect();
    let (mut required, mut setters) = (Vec::new(), TokenStream::new());
    for (name, ty, is_required) in &builder.arguments {
        let value = match (sent.get(name), builder.sent.body) {
            (Some((place, wire)), _) => quote! { argument::<#ty>(#id, #place, #wire) },
            (None, Some(SentAs::Value)) => quote! { body::<#ty>(#id) },
            (None, Some(SentAs::Raw)) => quote! { "text" },
            (None, None) => return Err(format!("{id}: `{name}` is not sent").into()),
        };
        match is_required {
            true => required.push(value),
            false => {
                let setter = format_ident!("{name}");
                setters.extend(quote! { .#setter(#value) });
            }
        }
    }
    let method = format_ident!("{id}");
    Ok(quote! { #id => client.#method(#(#required),*) #setters .send().await.map(|response| Called::new(&response)), })
}
