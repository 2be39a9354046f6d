//! The pass over the generated code: our runtime in place of progenitor's, types that refuse nothing that an API may
//! send, builders that take what a user has, messages that say what to do.

use std::collections::{BTreeMap, BTreeSet};

use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Expr, ExprLit, ExprMethodCall, Fields, File, GenericArgument, ImplItem, Item, ItemImpl, ItemMod, Lit,
    Pat, PathArguments, Stmt, Token, Type, parse_quote,
};

use super::{builders, docs, fields, internal, literals, types};
use crate::Error;
use crate::shape::Shaped;

/// Improves a generated client in place.
pub(crate) fn improve(file: &mut File, shaped: &Shaped) -> Result<(), Error> {
    let deprecated: BTreeSet<&str> = shaped
        .operations
        .iter()
        .filter(|operation| operation.deprecated)
        .map(|operation| operation.id.as_str())
        .collect();
    let positions: BTreeMap<&str, usize> =
        shaped.operations.iter().enumerate().map(|(index, operation)| (operation.id.as_str(), index)).collect();
    let mut items = vec![parse_quote! {
        #[allow(unused_imports)]
        use crate::runtime::{BodyShape, Bytes, Error, Method, Operation, QueryParam, RequestBuilder, ResponseValue, encode_path};
    }];
    for mut item in std::mem::take(&mut file.items) {
        match &mut item {
            Item::Use(_) => continue,
            Item::Mod(module) if module.ident == "prelude" => continue,
            Item::Mod(module) if module.ident == "types" => types_module(module, shaped)?,
            Item::Mod(module) if module.ident == "builder" => builder_module(module, &positions)?,
            Item::Const(_) => continue,
            Item::Impl(block) if block.trait_.is_some() || is_constructors(block) => continue,
            Item::Impl(block) => operations(block, &deprecated),
            Item::Struct(client) if client.ident == "Client" => {
                client.attrs.retain(|attr| !attr.path().is_ident("doc") && !attr.path().is_ident("derive"));
                client.attrs.insert(
                    0,
                    parse_quote! {
                        #[doc = " A client with a method for every operation.\n\n Clones are cheap and share what is below: connections, tokens, limits."]
                    },
                );
                client.attrs.push(parse_quote! { #[derive(Clone)] });
                if let Fields::Named(fields) = &mut client.fields {
                    fields.named = std::mem::take(&mut fields.named)
                        .into_iter()
                        .filter(|field| field.ident.as_ref().is_none_or(|name| name != "client"))
                        .collect();
                }
            }
            _ => {}
        }
        items.push(item);
    }
    file.items = items;
    builders::prune(file);
    builders::compile_where_used(file);
    docs::document(file, shaped);
    Reword.visit_file_mut(file);
    Ok(())
}

fn is_constructors(block: &ItemImpl) -> bool {
    block.items.iter().any(|item| matches!(item, ImplItem::Fn(function) if function.sig.ident == "new_with_client"))
}

/// The methods of the client: deprecated ones say so.
fn operations(block: &mut ItemImpl, deprecated: &BTreeSet<&str>) {
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        if deprecated.contains(function.sig.ident.to_string().as_str()) {
            function.attrs.push(parse_quote! { #[deprecated = "the API's document marks it as deprecated"] });
        }
    }
}

fn types_module(module: &mut ItemMod, shaped: &Shaped) -> Result<(), Error> {
    let Some((_, items)) = &mut module.content else { return Ok(()) };
    for item in items.iter_mut() {
        match item {
            Item::Struct(structure) => {
                public_type(&mut structure.attrs);
                tolerant_fields(&mut structure.fields);
                if let Some(model) = shaped.types.structure(&structure.ident.to_string()) {
                    fields::named_and_boxed(&mut structure.fields, model);
                }
            }
            Item::Enum(enumeration) => public_type(&mut enumeration.attrs),
            Item::Mod(builder) if builder.ident == "builder" => {
                let functions = builder.content.iter_mut().flat_map(|(_, items)| items).filter_map(|item| match item {
                    Item::Impl(block) if block.trait_.is_none() => Some(&mut block.items),
                    _ => None,
                });
                for function in functions.flatten() {
                    if let ImplItem::Fn(function) = function {
                        optional_setter(function);
                    }
                }
                fields::in_builders(builder, &shaped.types);
            }
            _ => {}
        }
    }
    let written: File = syn::parse2(types::written(&shaped.types)).map_err(|error| internal(&error))?;
    items.extend(written.items);
    Ok(())
}

/// Derives for all types, and no documentation that only repeats the name.
fn public_type(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !docs::text_of(attr).is_some_and(|text| text.starts_with('`') && text.ends_with('`')));
    attrs.push(parse_quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))] });
}

/// APIs write `""` for a price or a time that is not there.
fn tolerant_fields(fields: &mut Fields) {
    for field in fields {
        let Some(inner) = option_of(&field.ty) else { continue };
        let name = inner.to_token_stream().to_string().replace(' ', "");
        if ["::rust_decimal::Decimal", "::chrono::DateTime<::chrono::Utc>", "::chrono::NaiveDate"]
            .contains(&name.as_str())
        {
            field.attrs.push(parse_quote! { #[serde(default, deserialize_with = "crate::runtime::empty_as_none")] });
        }
    }
}

/// `T` of `Option<T>`.
pub(super) fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// A setter of an optional field takes what converts into the value, not what converts into the `Option`.
fn optional_setter(function: &mut syn::ImplItemFn) {
    let mut inner = None;
    if let Some(clause) = &mut function.sig.generics.where_clause {
        for predicate in &mut clause.predicates {
            let syn::WherePredicate::Type(predicate) = predicate else { continue };
            for bound in &mut predicate.bounds {
                let syn::TypeParamBound::Trait(bound) = bound else { continue };
                let Some(last) = bound.path.segments.last_mut() else { continue };
                let PathArguments::AngleBracketed(arguments) = &mut last.arguments else { continue };
                if let Some(GenericArgument::Type(target)) = arguments.args.first_mut()
                    && let Some(wanted) = option_of(target).cloned()
                {
                    *target = wanted.clone();
                    inner = Some(wanted);
                }
            }
        }
    }
    if inner.is_some() {
        AddSome.visit_block_mut(&mut function.block);
    }
}

/// `value.try_into()` becomes `value.try_into().map(Some)`.
struct AddSome;

impl VisitMut for AddSome {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if matches!(expr, Expr::MethodCall(call) if call.method == "try_into") {
            *expr = parse_quote! { #expr.map(::std::option::Option::Some) };
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }
}

fn builder_module(module: &mut ItemMod, positions: &BTreeMap<&str, usize>) -> Result<(), Error> {
    let Some((_, items)) = &mut module.content else { return Ok(()) };
    items.retain(|item| !matches!(item, Item::Use(_)));
    items.insert(
        0,
        parse_quote! {
            #[allow(unused_imports)]
            use super::{Bytes, Error, Method, QueryParam, RequestBuilder, ResponseValue, encode_path, types};
        },
    );
    for item in items.iter_mut() {
        match item {
            // Their `Debug` would print bodies.
            Item::Struct(structure) => structure.attrs.retain(|attr| !attr.path().is_ident("derive")),
            Item::Impl(block) => {
                let mut find = FindOperation(None);
                find.visit_item_impl_mut(block);
                let Some(id) = find.0 else { continue };
                let position = positions.get(id.as_str()).copied().unwrap_or_default();
                Send { id: &id, position }.visit_item_impl_mut(block);
            }
            _ => {}
        }
    }
    Ok(())
}

/// The operation that a builder sends: the literal in `OperationInfo { operation_id: "…" }`.
struct FindOperation(Option<String>);

impl VisitMut for FindOperation {
    fn visit_expr_struct_mut(&mut self, expr: &mut syn::ExprStruct) {
        if expr.path.is_ident("OperationInfo")
            && let Some(Expr::Lit(literal)) = expr.fields.first().map(|field| &field.expr)
            && let Lit::Str(id) = &literal.lit
        {
            self.0 = Some(id.value());
        }
        visit_mut::visit_expr_struct_mut(self, expr);
    }
}

/// The body of a builder's `send`.
struct Send<'a> {
    id: &'a str,
    position: usize,
}

impl Send<'_> {
    /// What of the body stays, and how.
    fn statement(&self, statement: Stmt, has_headers: bool) -> Option<Stmt> {
        let text = statement.to_token_stream().to_string();
        let dropped = text.contains("\"api-version\"")
            || text.contains(". pre (& mut")
            || text.contains(". post (& ")
            || (!has_headers && text.starts_with("let mut header_map"));
        if dropped {
            return None;
        }
        if let Stmt::Expr(Expr::Match(decision), None) = &statement {
            let kind = decision.arms.first().map(|arm| arm.body.to_token_stream().to_string()).unwrap_or_default();
            let expr: Expr = if kind.contains("from_response") {
                parse_quote! { ResponseValue::from_response(response) }
            } else if kind.contains("stream") {
                parse_quote! { Ok(ResponseValue::raw(response)) }
            } else {
                parse_quote! { Ok(ResponseValue::empty(response)) }
            };
            return Some(Stmt::Expr(expr, None));
        }
        if text.contains(". baseurl") {
            return Some(from_parsed_base(statement));
        }
        if text.starts_with("let info") {
            let position = self.position;
            return Some(parse_quote! { let operation = &super::OPERATIONS[#position]; });
        }
        // In two statements, of which the second unwraps. The variables have other names where a parameter has theirs.
        if text.contains("& info") {
            let call = execution(&statement)?;
            let (client, request) = (&call.receiver, call.args.first());
            return Some(parse_quote! { let response = #client.exec(#request, operation).await?; });
        }
        if text.starts_with("let response") || text.starts_with("let _response") {
            return None;
        }
        if text.contains("allow (unused_mut)") {
            return Some(without_mut(statement));
        }
        Some(statement)
    }
}

impl VisitMut for Send<'_> {
    fn visit_impl_item_fn_mut(&mut self, function: &mut syn::ImplItemFn) {
        if function.sig.ident == "send" {
            function.sig.output = without_error_type(&function.sig.output);
            let appends =
                function.block.stmts.iter().map(|statement| statement.to_token_stream().to_string()).any(|text| {
                    text.contains("header_map") && text.contains("append") && !text.contains("\"api-version\"")
                });
            function.block.stmts = std::mem::take(&mut function.block.stmts)
                .into_iter()
                .filter_map(|statement| self.statement(statement, appends))
                .collect();
            if !appends {
                DropHeaders.visit_block_mut(&mut function.block);
            }
        }
        visit_mut::visit_impl_item_fn_mut(self, function);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let id = self.id;
        if let Expr::MethodCall(call) = expr {
            // A request is built without a connection at hand.
            if matches!(call.receiver.as_ref(), Expr::Field(field) if matches!(&field.member, syn::Member::Named(name) if name == "client"))
            {
                let method = quote::format_ident!("{}", call.method.to_string().to_uppercase());
                let url = &call.args;
                *expr = parse_quote! { RequestBuilder::new(Method::#method, #url) };
                return;
            }
            if call.method == "build" && call.args.is_empty() {
                call.args.push(parse_quote! { #id });
            }
            if call.method == "header"
                && call.args.first().is_some_and(|name| name.to_token_stream().to_string().contains("ACCEPT"))
            {
                *expr = (*call.receiver).clone();
                self.visit_expr_mut(expr);
                return;
            }
        }
        // The value of a header parameter.
        if let Expr::Try(attempt) = expr
            && matches!(attempt.expr.as_ref(), Expr::MethodCall(call) if call.method == "try_into")
        {
            let inner = &attempt.expr;
            *expr = parse_quote! {
                #inner.map_err(|_| Error::invalid_request(#id, "a header cannot hold this value: use visible ASCII"))?
            };
            return;
        }
        if let Expr::Path(path) = expr
            && path.to_token_stream().to_string() == "Error :: InvalidRequest"
        {
            *expr = parse_quote! { |message| Error::invalid_request(#id, message) };
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    /// `encode_path(…)` inside `format!` refuses what cannot stand in a path.
    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        let mut encodes = false;
        let id = self.id;
        invocation.tokens = std::mem::take(&mut invocation.tokens)
            .into_iter()
            .flat_map(|token| {
                let was = std::mem::replace(&mut encodes, token.to_string() == "encode_path");
                match token {
                    proc_macro2::TokenTree::Group(group) if was => {
                        let inner = group.stream();
                        quote! { (#id, #inner)? }
                    }
                    token => quote! { #token },
                }
            })
            .collect();
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.is_ident("ByteStream") {
            *path = parse_quote! { Bytes };
        }
        if path.segments.first().is_some_and(|segment| segment.ident == "progenitor_client") {
            path.segments = path.segments.iter().skip(1).cloned().collect();
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// `let url = format!("{}/things/{}", client.baseurl, …);` as `let url = client.url(&format!("/things/{}", …));`: to parse the
/// base URL in each call would cost more than all the rest of making a request.
fn from_parsed_base(statement: Stmt) -> Stmt {
    if let Stmt::Local(local) = &statement
        && let Some(init) = &local.init
        && let Expr::Macro(format) = init.expr.as_ref()
        && let Ok(arguments) = format.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        && let Some(Expr::Lit(ExprLit { lit: Lit::Str(template), .. })) = arguments.first()
        && let Some(Expr::Field(base)) = arguments.get(1)
    {
        let (name, client) = (&local.pat, &base.base);
        let template = template.value();
        let path = template.trim_start_matches("{}");
        let variables = arguments.iter().skip(2);
        return if arguments.len() > 2 {
            parse_quote! { let #name = #client.url(&format!(#path, #(#variables),*)); }
        } else {
            parse_quote! { let #name = #client.url(#path); }
        };
    }
    statement
}

/// No hook is left that would change the request.
fn without_mut(mut statement: Stmt) -> Stmt {
    if let Stmt::Local(local) = &mut statement {
        local.attrs.clear();
        if let Pat::Ident(name) = &mut local.pat {
            name.mutability = None;
        }
    }
    statement
}

/// The call of `exec` in `let result = client.exec(request, &info).await;`.
fn execution(statement: &Stmt) -> Option<&ExprMethodCall> {
    let Stmt::Local(local) = statement else { return None };
    let Expr::Await(waiting) = local.init.as_ref()?.expr.as_ref() else { return None };
    match waiting.base.as_ref() {
        Expr::MethodCall(call) if call.method == "exec" => Some(call),
        _ => None,
    }
}

/// `.headers(header_map)` goes where no header is left to send.
struct DropHeaders;

impl VisitMut for DropHeaders {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "headers"
            && call.args.first().is_some_and(|arg| arg.to_token_stream().to_string() == "header_map")
        {
            *expr = (*call.receiver).clone();
        }
    }
}

/// `Result<ResponseValue<T>, Error<E>>` without the `E`: all errors are of one type.
fn without_error_type(output: &syn::ReturnType) -> syn::ReturnType {
    let mut output = output.clone();
    if let syn::ReturnType::Type(_, ty) = &mut output
        && let Type::Path(path) = ty.as_mut()
        && let Some(last) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(arguments) = &mut last.arguments
        && let Some(GenericArgument::Type(error)) = arguments.args.last_mut()
    {
        *error = parse_quote! { Error };
    }
    output
}

/// Messages in our words.
struct Reword;

impl VisitMut for Reword {
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        if let Some(new) = literals::reword(&literal.value()) {
            *literal = syn::LitStr::new(&new, literal.span());
        }
    }

    fn visit_macro_mut(&mut self, invocation: &mut syn::Macro) {
        let reworded: proc_macro2::TokenStream = invocation
            .tokens
            .clone()
            .into_iter()
            .map(|token| match syn::parse2::<syn::LitStr>(token.clone().into()) {
                Ok(literal) => match literals::reword(&literal.value()) {
                    Some(new) => syn::LitStr::new(&new, literal.span()).to_token_stream(),
                    None => quote! { #token },
                },
                Err(_) => quote! { #token },
            })
            .collect();
        invocation.tokens = reworded;
    }
}
