//! Calls progenitor, and turns its panics into errors.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::quote;
use serde_json::{Map, Value, json};

use crate::Error;
use crate::shape::Shaped;

/// Generates the client with progenitor.
pub(crate) fn generate(shaped: &Shaped) -> Result<syn::File, Error> {
    let mut natives = shaped.natives.clone();
    let mut document = shaped.document.clone();
    if let Some(document) = document.as_object_mut() {
        document.insert("components".to_owned(), json!({ "schemas": natives.components(&shaped.types) }));
    }
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::runtime::Inner })
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for (name, rust) in natives.names() {
        settings.with_replacement(name, rust, [TypeImpl::Display].into_iter());
    }
    attempt(&settings, &document)
        .map_err(|message| Error::Generator { culprit: culprit(&settings, &document), message })
}

fn attempt(settings: &GenerationSettings, document: &Value) -> Result<syn::File, String> {
    let spec: OpenAPI = serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    let tokens = quietly(|| catch_unwind(AssertUnwindSafe(|| Generator::new(settings).generate_tokens(&spec))))
        .map_err(|panic| panic_message(panic.as_ref()))?
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("the generated code is not Rust: {error}"))
}

thread_local! {
    /// Whether a panic of this thread becomes an error instead of a message of the panic hook.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs a function without the message of a panic. The previous hook still serves all other threads, and this one after `run`
/// has ended.
fn quietly<T>(run: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                hook(info);
            }
        }));
    });
    QUIET.set(true);
    let result = run();
    QUIET.set(false);
    result
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    format!("the generator failed: {}", text.lines().next().unwrap_or_default())
}

/// Finds an operation or a schema that cannot be generated, by bisection.
fn culprit(settings: &GenerationSettings, document: &Value) -> Option<String> {
    let with = |paths: Value, schemas: Value| {
        let info = document.get("info");
        json!({"openapi": "3.0.3", "info": info, "paths": paths, "components": { "schemas": schemas }})
    };
    let schemas = document.pointer("/components/schemas")?;
    let fails = |paths: Value, schemas: Value| attempt(settings, &with(paths, schemas)).is_err();
    if fails(json!({}), schemas.clone()) {
        let all: Vec<(&String, &Value)> = schemas.as_object()?.iter().collect();
        // The other schemas stay as targets of references.
        let part = |part: &[(&String, &Value)]| {
            let mut some: Map<String, Value> =
                all.iter().map(|(name, _)| ((*name).clone(), json!({"type": "string"}))).collect();
            some.extend(part.iter().map(|(name, schema)| ((*name).clone(), (*schema).clone())));
            fails(json!({}), Value::Object(some))
        };
        return by_halves(&all, &part).map(|(name, _)| format!("the schema `{name}`"));
    }
    let mut all: Vec<(&String, &String, &Value)> = Vec::new();
    for (path, item) in document.get("paths")?.as_object()? {
        all.extend(item.as_object()?.iter().map(|(method, operation)| (path, method, operation)));
    }
    let part = |part: &[(&String, &String, &Value)]| {
        let mut paths = json!({});
        for (path, method, operation) in part {
            paths[path.as_str()][method.as_str()] = (*operation).clone();
        }
        fails(paths, schemas.clone())
    };
    by_halves(&all, &part).map(|(path, method, _)| format!("`{} {path}`", method.to_ascii_uppercase()))
}

/// An element that fails alone, if there is one.
fn by_halves<'a, T>(all: &'a [T], fails: &dyn Fn(&[T]) -> bool) -> Option<&'a T> {
    match all {
        [] => None,
        [only] => fails(all).then_some(only),
        all => {
            let (left, right) = all.split_at(all.len() / 2);
            if fails(left) { by_halves(left, fails) } else { by_halves(right, fails) }
        }
    }
}
