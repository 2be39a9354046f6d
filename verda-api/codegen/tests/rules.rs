//! What names.toml does not list gets the types and names of what it lists, by rule.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use verda_api_codegen::{Generated, Inputs, generate};

/// A document in YAML: its paths, and its named schemas.
fn generated(paths: &str, schemas: &str, names: &str) -> Generated {
    let document = format!(
        "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\nsecurity: [{{ a: [] }}]\npaths:\n{paths}\ncomponents:\n  \
         securitySchemes: {{ a: {{ type: http, scheme: bearer }} }}\n  schemas:\n{schemas}\n"
    );
    let inputs = Inputs { document: &document, overlay: "overlay: 1.0.0", names };
    generate(&inputs).unwrap_or_else(|error| panic!("{error}\n{document}"))
}

/// A response with this schema, in flow style.
fn ok(schema: &str) -> String {
    format!("responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }} }}")
}

fn reference(name: &str) -> String {
    format!("{{ $ref: '#/components/schemas/{name}' }}")
}

fn list(name: &str) -> String {
    format!("{{ type: array, items: {} }}", reference(name))
}

/// The type of a field, without its path and `Option`.
fn field(generated: &Generated, owner: &str, name: &str) -> String {
    let types = &generated.files["types.rs"];
    let structure =
        types.split(&format!("pub struct {owner} {{")).nth(1).unwrap_or_else(|| panic!("no {owner}: {types}"));
    let structure = structure.split("\n}").next().unwrap();
    let line = structure.split(&format!("pub {name}:")).nth(1).unwrap_or_else(|| panic!("no {name}: {structure}"));
    let ty: String = line.split(",\n").next().unwrap().split_whitespace().collect();
    let ty = [
        "::std::option::",
        "::std::vec::",
        "::std::string::",
        "::chrono::",
        "::rust_decimal::",
        "crate::types::",
        "crate::",
    ]
    .iter()
    .fold(ty, |ty, path| ty.replace(path, ""));
    let ty = ty.trim_end_matches(',');
    ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty).to_owned()
}

fn ids(generated: &Generated) -> Vec<String> {
    let source = &generated.files["ids.rs"];
    let names = source.split("pub struct ").skip(1).filter_map(|rest| rest.split('(').next());
    names.map(str::to_owned).collect()
}

const TEXT: &str = "{ type: string }";

/// A resource with an id in its path, its lists, and what refers to it.
#[test]
fn the_ids_of_a_resource_are_one_type_wherever_they_stand() {
    let paths = format!(
        "  /v1/ssh-keys:\n    get: {{ {} }}\n    post: {{ {} }}\n\
         \x20 /v1/ssh-keys/{{key_id}}:\n    get: {{ {} }}\n\
         \x20 /v1/pools/{{pool}}/nodes/{{id}}:\n    delete: {{ responses: {{ '204': {{ description: ok }} }} }}\n\
         \x20 /v1/events:\n    get: {{ parameters: [{{ name: sshKeyId, in: query, schema: {TEXT} }}], {} }}\n",
        ok(&format!("{{ type: object, properties: {{ items: {} }} }}", list("KeyDto"))),
        ok("{ type: string, format: uuid }"),
        ok(&reference("KeyDto")),
        ok(&list("Event")),
    );
    let schemas = format!(
        "    KeyDto: {{ type: object, required: [id], properties: {{ id: {TEXT}, owner_id: {TEXT} }} }}\n    \
         Event: {{ type: object, required: [id], properties: {{ id: {TEXT}, key_id: {TEXT}, ssh_key_ids: {{ type: array, items: {TEXT} }}, \
         source_ssh_key_id: {TEXT}, node_id: {TEXT}, trace_id: {TEXT}, key_ids: {TEXT}, kind_id: {{ type: string, enum: [a] }}, \
         nodeId: {{ type: string, format: uri }}, sshKeyId: {{ type: integer }} }} }}"
    );
    let generated = generated(&paths, &schemas, "");
    assert_eq!(ids(&generated), ["NodeId", "SshKeyId"]);
    for (owner, name, ty) in [
        ("Key", "id", "SshKeyId"),
        ("Event", "key_id", "SshKeyId"),
        ("Event", "ssh_key_ids", "Vec<SshKeyId>"),
        ("Event", "source_ssh_key_id", "SshKeyId"),
        ("Event", "node_id", "NodeId"),
        // No path shows what these are, or that they are ids.
        ("Key", "owner_id", "String"),
        ("Event", "id", "String"),
        ("Event", "trace_id", "String"),
        ("Event", "key_ids", "String"),
        ("Event", "node_id2", "String"),
        ("Event", "ssh_key_id", "i64"),
        ("Event", "kind_id", "EventKindId"),
    ] {
        assert_eq!(field(&generated, owner, name), ty, "{owner}.{name}");
    }
    let source = generated.source();
    // The create responds with an id, and the filter takes one.
    assert!(source.contains("ResponseValue<crate::types::SshKeyId>"), "{source}");
    assert!(
        source.contains("ssh_key_id: Option<crate::types::SshKeyId>")
            || source.contains("Option<crate::types::SshKeyId>")
    );
    assert!(
        generated.named_by_rule.iter().any(|line| line.starts_with("id SshKeyId: ")),
        "{:?}",
        generated.named_by_rule
    );
}

#[test]
fn a_type_that_is_named_like_an_id_and_is_none_keeps_its_name() {
    let paths = format!(
        "  /v1/things/{{thing_id}}:\n    get: {{ {} }}\n  /v1/parts/{{part_id}}:\n    get: {{ {} }}\n",
        ok(&reference("Thing")),
        ok(&reference("Part"))
    );
    let schemas = format!(
        "    Thing: {{ type: object, required: [id], properties: {{ id: {} }} }}\n    ThingId: {{ type: object, properties: {{ a: {TEXT} }} }}\n    \
         Part: {{ type: object, properties: {{ id: {}, color: {TEXT} }} }}\n    PartId: {{ type: string, format: uuid }}",
        reference("ThingId"),
        reference("PartId")
    );
    let generated = generated(&paths, &schemas, "");
    assert_eq!(ids(&generated), ["PartId"]);
    assert_eq!(
        (field(&generated, "Thing", "id"), field(&generated, "Part", "id")),
        ("ThingId".into(), "PartId".into())
    );
}
