//! The documentation of generated code: descriptions, limits and uses, from the document or by rule.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      summary: Get things
      description: "Gives [all] things.<br/>See https://a.example/things.\n\n    let code = 1;\n\n```\nfenced"
      security: []
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 10 } }
        - { name: kind_id, in: query, required: true, description: "Which kind:\n- a\n- b", schema: { type: string } }
      responses: { "200": { content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } } } }
    post:
      summary: Make a thing
      security: [{ key: [] }]
      requestBody: { description: What to make, content: { application/json: { schema: { $ref: "#/components/schemas/NewThing" } } } }
      responses: { "204": { description: done } }
components:
  schemas:
    Thing:
      type: object
      properties:
        size_in_gb: { type: integer, minimum: 0, maximum: 9 }
        created_at: { type: string, format: date-time }
        is_big: { type: boolean }
        colour: { $ref: "#/components/schemas/Colour" }
    NewThing:
      description: A thing that is not there yet
      type: object
      required: [name]
      properties:
        name: { type: string, maxLength: 60, description: "Name\n\nMust be unique.", example: first }
        colour: { $ref: "#/components/schemas/Colour" }
    Colour: { type: string, description: What it looks like, enum: [red] }
"##;

const NAMES: &str = r#"
[docs]
rate_limits = "The request counts against the limit."
rate_limits_public = "No limit is documented."
"#;

fn source() -> String {
    let inputs = verda_api_codegen::Inputs { document: DOCUMENT, overlay: "overlay: 1.0.0", names: NAMES };
    verda_api_codegen::generate(&inputs).unwrap().source()
}

/// The documentation above each line that starts with `item`.
fn docs_of(source: &str, item: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut found = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("///") {
            lines.push(text.trim().to_owned());
        } else if !line.starts_with("#[") {
            if line.starts_with(item) {
                found.push(lines.join("\n"));
            }
            lines.clear();
        }
    }
    found
}

#[test]
fn operations_document_their_behaviour_and_arguments() {
    let source = source();
    assert_eq!(
        docs_of(&source, "pub fn list_things("),
        [
            "Get things.\n\nGives \\[all\\] things. See <https://a.example/things>.\n\nlet code = 1;\n\n```text\nfenced\n```\n\n\
          Sends `GET /things`. Safe to repeat: sending the request twice has the same effect as sending it once.\n\n\
          Public: works without credentials.\n\nNo limit is documented.\n\n# Arguments\n\n\
          - `kind_id`: Which kind.\n- [`.limit(…)`](builder::ListThings::limit), optional: Limit. The API's default: `10`. From 1 to 100.\n\n\
          # Errors\n\n[`send`](builder::ListThings::send) returns an [`Error`](crate::Error)."
        ]
    );
    let create = docs_of(&source, "pub fn create_thing(").concat();
    assert!(create.contains("The request counts against the limit."), "{create}");
    assert!(create.contains("- `body`: [`NewThing`](types::NewThing). What to make."), "{create}");
    assert_eq!(docs_of(&source, "pub fn limit<Form>"), ["Limit. The API's default: `10`. From 1 to 100."]);
    assert!(!source.contains("pub fn new(client"));
}

#[test]
fn fields_and_types_document_their_meaning_and_users() {
    let source = source();
    assert_eq!(docs_of(&source, "pub size_in_gb:"), ["Size in GB. From 0 to 9."]);
    assert_eq!(docs_of(&source, "pub created_at:"), ["When it was created."]);
    assert_eq!(docs_of(&source, "pub is_big:"), ["Whether it is big."]);
    assert_eq!(docs_of(&source, "pub colour:"), ["What it looks like."; 2]);
    let name = "Name. At most 60 characters. For example `first`.";
    assert_eq!(docs_of(&source, "pub name:"), [format!("{name}\n\nMust be unique.")]);
    assert_eq!(
        docs_of(&source, "pub fn name("),
        [format!("{name} Required. Details: [the field](super::NewThing::name).")]
    );
    assert_eq!(
        docs_of(&source, "pub struct NewThing {")[0],
        "A thing that is not there yet.\n\nBody of [`create_thing`](super::Client::create_thing)."
    );
    assert_eq!(docs_of(&source, "pub struct Thing {")[0], "Response of [`list_things`](super::Client::list_things).");
    assert_eq!(
        docs_of(&source, "pub enum Colour"),
        ["What it looks like.\n\nOpen enum: a value that this version does not know is kept unchanged.\n\n\
          Part of [`NewThing`] and [`Thing`]."]
    );
}

/// A crate that runs its documentation tests compiles the examples.
#[test]
fn a_crate_with_a_name_has_examples() {
    let names = "[docs]\ncrate = \"things\"\n";
    let inputs = verda_api_codegen::Inputs { document: DOCUMENT, overlay: "overlay: 1.0.0", names };
    let source = verda_api_codegen::generate(&inputs).unwrap().source();
    let create = docs_of(&source, "pub fn create_thing(").concat();
    assert!(
        create.ends_with(
            "# Examples\n\n```no_run\n# use things::types;\n\
             # async fn run(client: things::Client) -> Result<(), Box<dyn std::error::Error>> {\n\
             client.create_thing(types::NewThing::builder().name(\"first\")).await?;\n\
             # Ok(())\n# }\n```"
        ),
        "{create}"
    );
}

#[test]
fn comments_have_a_space_after_their_slashes() {
    for line in source().lines().map(str::trim).filter(|line| line.starts_with("//") && line.len() > 3) {
        assert!(line.trim_start_matches('/').starts_with(' '), "{line}");
    }
}

#[test]
fn types_used_only_in_responses_have_no_builder() {
    let source = source();
    assert!(source.contains("pub fn builder() -> builder::NewThing<"));
    assert!(source.contains("pub struct Thing {") && !source.contains("builder::Thing"));
}

/// A function without type parameters is compiled by the crate that defines it, unless it is `#[inline]`.
#[test]
fn functions_that_build_requests_are_compiled_by_their_users() {
    let source = source();
    for start in
        ["pub fn create_thing(", "pub fn builder() -> builder::NewThing<", "fn default() -> Self", "pub async fn send("]
    {
        let before = source.split(start).next().unwrap();
        assert!(before.trim_end().ends_with("#[inline]"), "{start}");
    }
}

#[test]
fn a_builder_lists_what_it_requires_whatever_the_descriptions_say() {
    let document = DOCUMENT.replace("required: [name]", "required: [name, size]").replace(
        "        colour: { $ref: \"#/components/schemas/Colour\" }\n    Colour",
        "        size: { type: [integer, 'null'] }\n        note: { type: string, description: Required. For some things. }\n    Colour",
    );
    let inputs = verda_api_codegen::Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" };
    let source = verda_api_codegen::generate(&inputs).unwrap().source();
    let builder = docs_of(&source, "pub struct NewThing<").concat();
    assert!(builder.contains("Required: `name`, `size`."), "{builder}");
    assert!(docs_of(&source, "pub fn size").concat().contains("Required."));
}

/// The versions decide what is generated.
#[test]
fn the_header_names_the_versions_that_the_workspace_pins() {
    let manifest = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let pinned = |name: &str| {
        let version = manifest["workspace"]["dependencies"][name]["version"].as_str().unwrap();
        format!("{name} {}", version.strip_prefix('=').unwrap())
    };
    let inputs = verda_api_codegen::Inputs { document: DOCUMENT, overlay: "overlay: 1.0.0", names: "" };
    let files = verda_api_codegen::generate(&inputs).unwrap().files;
    let header = files["mod.rs"].lines().take(8).collect::<Vec<_>>().join("\n");
    assert!(header.contains(&format!("{}, {}", pinned("progenitor"), pinned("typify"))), "{header}");
    assert!(!files.values().any(|text| text.contains("xtask")));
}
