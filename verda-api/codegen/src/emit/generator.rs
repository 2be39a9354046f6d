//! Progenitor, kept from panicking.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, TypeImpl};
use quote::quote;
use schemars_08::schema::{InstanceType, SchemaObject};
use serde_json::{Value, json};

use crate::Error;
use crate::shape::{RUST, Shaped};

/// Generates the client, as progenitor gives it.
pub(crate) fn generate(shaped: &Shaped) -> Result<syn::File, Error> {
    let settings = settings(shaped);
    attempt(&settings, &shaped.document)
        .map_err(|message| Error::Generator { culprit: culprit(&settings, &shaped.document), message })
}

fn settings(shaped: &Shaped) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { crate::runtime::Inner })
        .with_map_type("::std::collections::BTreeMap")
        .with_derive("PartialEq");
    for rust_type in &shaped.rust_types {
        let schema = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some(format!("{RUST}{rust_type}")),
            ..SchemaObject::default()
        };
        settings.with_conversion(schema, rust_type, [TypeImpl::Display].into_iter());
    }
    settings
}

fn attempt(settings: &GenerationSettings, document: &Value) -> Result<syn::File, String> {
    let spec: OpenAPI = serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    let tokens = quietly(|| catch_unwind(AssertUnwindSafe(|| Generator::new(settings).generate_tokens(&spec))))
        .map_err(|panic| panic_message(panic.as_ref()))?
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("the generated code is not Rust: {error}"))
}

thread_local! {
    /// Whether a panic of this thread is told in an error, and not by the panic hook.
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs without the message that a panic prints. The hook that was there stays for every other thread, and for this one as
/// soon as `run` has ended.
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
    format!("the generator gave up: {}", text.lines().next().unwrap_or_default())
}

/// The operation or schema without which the rest can be generated.
fn culprit(settings: &GenerationSettings, document: &Value) -> Option<String> {
    let empty = json!({"openapi": "3.0.3", "info": document.get("info"), "paths": {}, "components": document.get("components")});
    if attempt(settings, &empty).is_err() {
        let schemas = document.pointer("/components/schemas")?.as_object()?;
        return schemas.iter().find_map(|(name, _)| {
            let mut without = empty.clone();
            without["components"]["schemas"][name] = json!({"type": "object"});
            attempt(settings, &without).is_ok().then(|| format!("the schema `{name}`"))
        });
    }
    let paths = document.get("paths")?.as_object()?;
    for (path, item) in paths {
        for (method, operation) in item.as_object()? {
            let mut alone = empty.clone();
            alone["paths"] = json!({ path: { method: operation } });
            if attempt(settings, &alone).is_err() {
                return Some(format!("`{} {path}`", method.to_ascii_uppercase()));
            }
        }
    }
    None
}
