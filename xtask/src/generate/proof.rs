//! The proof of `generate --check`: the crate is built, and decodes the examples of its document.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use heck::ToPascalCase as _;
use serde_json::Value;
use verda_api_codegen::ledger::join;
use verda_api_codegen::references::Resolver;
use verda_api_codegen::{Generated, document};
use xtask::lint::{Rule, lint};

/// What the examples are decoded with.
const TEST: &str = include_str!("templates/examples.rs");
/// More in one function would take the compiler long.
const IN_A_FUNCTION: usize = 50;
/// The deepest that an example is put together of parts.
const DEEPEST: usize = 12;

/// What became of the examples.
pub(super) struct Proof {
    /// How many were decoded.
    pub(super) decoded: usize,
    /// The pointers of those that contradict their own schemas, as lint says.
    pub(super) contradicting: BTreeSet<String>,
    /// Those that were not decoded: pointer, and why.
    pub(super) failures: Vec<(String, String)>,
}

/// The test that decodes the examples of the document, and what it holds.
pub(super) fn test(krate: &str, generated: &Generated) -> Result<(String, Proof), String> {
    let corrected = document::parse(&generated.corrected).map_err(|error| error.of("the corrected document"))?;
    let resolver = Resolver::new(&corrected);
    let contradicting = lint(&corrected)
        .into_iter()
        .filter(|problem| matches!(problem.rule, Rule::ExampleContradictsSchema | Rule::SuspiciousFormat));
    let contradicting: BTreeSet<String> = contradicting.map(|problem| problem.pointer).collect();
    let mut finder = Finder { resolver: &resolver, contradicting: &contradicting, left_out: BTreeSet::new() };
    let mut examples = finder.responses(generated, krate);
    examples.extend(finder.schemas(generated, krate));
    let contradicting = finder.left_out;
    let mut code = TEST.replace("KRATE", krate);
    for (number, part) in examples.chunks(IN_A_FUNCTION).enumerate() {
        let _ = write!(code, "\n#[test]\nfn part_{number}() {{\n");
        for example in part {
            let _ = writeln!(code, "    {}", example);
        }
        code.push_str("}\n");
    }
    Ok((code, Proof { decoded: examples.len(), contradicting, failures: Vec::new() }))
}

/// Finds the examples of a document.
struct Finder<'f, 'a> {
    resolver: &'f Resolver<'a>,
    contradicting: &'f BTreeSet<String>,
    /// The examples that contradict their schemas.
    left_out: BTreeSet<String>,
}

impl Finder<'_, '_> {
    /// The examples of the bodies of successes.
    fn responses(&mut self, generated: &Generated, krate: &str) -> Vec<String> {
        let document = self.resolver.document();
        let mut found = Vec::new();
        for operation in &generated.operations {
            let at = join(&join("/paths", &operation.path), &operation.method.to_ascii_lowercase());
            let responses = document.pointer(&join(&at, "responses")).and_then(Value::as_object);
            for (status, _) in responses.into_iter().flatten().filter(|(status, _)| status.starts_with('2')) {
                let number = status.parse::<u16>().unwrap_or(200);
                let Ok(response) = self.resolver.follow(&join(&join(&at, "responses"), status)) else { continue };
                let content = document.pointer(&join(&response, "content")).and_then(Value::as_object);
                for (media, _) in content.into_iter().flatten().filter(|(media, _)| is_json(media)) {
                    for (pointer, example) in self.of_media(&join(&join(&response, "content"), media)) {
                        let code = format!(
                            "response({pointer:?}, {number}, ({:?}, {:?}), {:?}, {krate}::builder::{}::send);",
                            operation.method,
                            operation.path,
                            example.to_string(),
                            operation.id.to_pascal_case(),
                        );
                        found.push(code);
                    }
                }
            }
        }
        found
    }

    /// The examples of named schemas whose type has their name.
    fn schemas(&mut self, generated: &Generated, krate: &str) -> Vec<String> {
        let known = type_names(generated);
        let mut found = Vec::new();
        let schemas = self.resolver.document().pointer("/components/schemas").and_then(Value::as_object);
        for name in schemas.into_iter().flat_map(serde_json::Map::keys) {
            let rust = name.to_pascal_case();
            if known.contains(&rust) {
                for (pointer, example) in self.of_schema(&join("/components/schemas", name)) {
                    let code = format!("value::<{krate}::types::{rust}>({pointer:?}, {:?});", example.to_string());
                    found.push(code);
                }
            }
        }
        found
    }

    /// The value at a pointer, unless it contradicts its schema.
    fn example(&mut self, pointer: String) -> Option<(String, Value)> {
        let value = self.resolver.document().pointer(&pointer)?.clone();
        if self.contradicting.contains(&pointer) {
            self.left_out.insert(pointer);
            return None;
        }
        Some((pointer, value))
    }

    /// The examples next to a schema, and those of the schema itself.
    fn of_media(&mut self, at: &str) -> Vec<(String, Value)> {
        let mut found: Vec<_> = self.example(join(at, "example")).into_iter().collect();
        let named = self.resolver.document().pointer(&join(at, "examples")).and_then(Value::as_object);
        for (name, _) in named.into_iter().flatten() {
            let example = self.resolver.follow(&join(&join(at, "examples"), name)).ok();
            found.extend(example.and_then(|example| self.example(join(&example, "value"))));
        }
        if let Ok(schema) = self.resolver.follow(&join(at, "schema")) {
            found.extend(self.of_schema(&schema));
        }
        found
    }

    /// The examples of a schema; where it has none, one that is put together of those of its parts.
    fn of_schema(&mut self, at: &str) -> Vec<(String, Value)> {
        let mut found: Vec<_> = self.example(join(at, "example")).into_iter().collect();
        let list = self.resolver.document().pointer(&join(at, "examples")).and_then(Value::as_array);
        for index in 0..list.map_or(0, Vec::len) {
            found.extend(self.example(format!("{at}/examples/{index}")));
        }
        if found.is_empty() {
            found.extend(self.composed(at, 0).map(|value| (at.to_owned(), value)));
        }
        found
    }

    fn composed(&mut self, at: &str, depth: usize) -> Option<Value> {
        let at = self.resolver.follow(at).ok().filter(|_| depth < DEEPEST)?;
        let schema = self.resolver.document().pointer(&at)?;
        let own = [join(&at, "example"), format!("{at}/examples/0")];
        if let Some((_, value)) = own.into_iter().find_map(|pointer| self.example(pointer)) {
            return Some(value);
        }
        if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
            return Some(value.clone());
        }
        if ["allOf", "anyOf", "oneOf", "not"].iter().any(|keyword| schema.get(*keyword).is_some()) {
            return None;
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("array") => Some(Value::Array(vec![self.composed(&join(&at, "items"), depth + 1)?])),
            Some("object") => {
                let required = schema.get("required").and_then(Value::as_array);
                let mut members = serde_json::Map::new();
                for name in schema.get("properties")?.as_object()?.keys() {
                    match self.composed(&join(&join(&at, "properties"), name), depth + 1) {
                        Some(value) => drop(members.insert(name.clone(), value)),
                        None if required.is_some_and(|required| required.iter().any(|known| known == name)) => {
                            return None;
                        }
                        None => {}
                    }
                }
                Some(members.into())
            }
            _ => None,
        }
    }
}

fn is_json(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    media == "application/json" || media.ends_with("+json")
}

/// The names of the types that anybody can decode.
fn type_names(generated: &Generated) -> BTreeSet<String> {
    let files = ["types.rs", "enums.rs", "ids.rs"].iter().filter_map(|name| generated.files.get(*name));
    let items = files.filter_map(|source| syn::parse_file(source).ok()).flat_map(|file| file.items);
    let items = items.filter_map(|item| match item {
        syn::Item::Struct(item) => Some(item.ident.to_string()),
        syn::Item::Enum(item) => Some(item.ident.to_string()),
        _ => None,
    });
    items.collect()
}

impl Proof {
    /// Builds the crate and runs the test in it. An error is what the compiler says.
    pub(super) fn run(mut self, root: &Path, folder: &Path) -> Result<Self, String> {
        // The versions of this repository, so that nothing new is fetched for the proof.
        let _ = std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"));
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args([
            "test",
            "--quiet",
            "--no-default-features",
            "--test",
            "examples",
            "--",
            "--nocapture",
            "--test-threads=1",
        ]);
        if std::env::var_os("CARGO_TARGET_DIR").is_none() {
            command.env("CARGO_TARGET_DIR", folder.join("target"));
        }
        let output = command
            .current_dir(folder)
            .output()
            .map_err(|error| format!("cargo cannot be run: {error}\ninstall it, or leave out --check"))?;
        let (out, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !output.status.success() {
            let faults: Vec<&str> = errors.lines().filter(|line| line.starts_with("error")).take(20).collect();
            return Err(format!(
                "the generated crate does not compile: {}\nnothing was written; report it, or leave the schema out in an overlay",
                if faults.is_empty() {
                    errors.lines().last().unwrap_or_default().to_owned()
                } else {
                    faults.join("; ")
                },
            ));
        }
        self.failures = out
            .lines()
            .filter_map(|line| line.split_once("EXAMPLE ")?.1.split_once('\t'))
            .map(|(pointer, why)| (pointer.to_owned(), why.to_owned()))
            .collect();
        self.failures.dedup();
        Ok(self)
    }

    /// What there is to tell: each failure on a line.
    pub(super) fn summary(&self) -> String {
        let mut text =
            format!("{} examples decoded, {} not\n", self.decoded - self.failures.len(), self.failures.len());
        for (pointer, why) in &self.failures {
            let _ = writeln!(text, "  {why} (at {pointer})");
        }
        if !self.contradicting.is_empty() {
            let _ = writeln!(
                text,
                "{} examples contradict their own schemas, as lint tells, and were not decoded",
                self.contradicting.len()
            );
        }
        text
    }
}
