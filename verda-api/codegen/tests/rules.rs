//! Places that names.toml does not list get types and names by rule.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use verda_api_codegen::{ByRule, Chosen, Generated, Inputs, generate};

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

/// A resource with an id in its path, its lists, and schemas that refer to it.
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
        // No path shows that these are ids.
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
    let noted = |place: &str| ByRule { kind: Chosen::Id, place: place.to_owned(), name: "SshKeyId".to_owned() };
    for place in ["Event.ssh_key_ids", "list_events(sshKeyId)", "create_ssh_key ->"] {
        assert!(generated.named_by_rule.contains(&noted(place)), "{place}: {:?}", generated.named_by_rule);
    }
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

#[test]
fn equal_enums_are_one_type_also_with_a_listed_one() {
    let levels = "{ type: string, enum: [low, high] }";
    let paths = format!(
        "  /v1/jobs:\n    get: {{ parameters: [{{ name: action_code, in: query, schema: {{ type: string, enum: [stop, start] }} }}, \
         {{ name: levels, in: query, schema: {{ type: array, items: {levels} }} }}], {} }}\n    \
         post: {{ requestBody: {{ content: {{ application/json: {{ schema: {} }} }} }}, responses: {{ '204': {{ description: ok }} }} }}\n",
        ok(&list("Job")),
        reference("AddJob"),
    );
    let schemas = format!(
        "    AddJob: {{ type: object, properties: {{ level: {levels}, mode: {{ type: string, enum: [low, high] }} }} }}\n    \
         Job: {{ type: object, properties: {{ level: {levels}, action_code: {{ type: string, enum: [start, stop] }}, \
         other: {{ type: object, properties: {{ action_code: {{ type: string, enum: [stop] }} }} }} }} }}"
    );
    let generated = generated(&paths, &schemas, "[enums]\nAction = [\"Job.action_code\"]\n");
    assert_eq!(field(&generated, "Job", "action_code"), "Action");
    assert!(
        generated.files["builders.rs"].contains("Option<crate::types::Action>"),
        "{}",
        generated.files["builders.rs"]
    );
    // The type has the name from the response, and is also that of the list's elements.
    assert_eq!(
        (field(&generated, "Job", "level"), field(&generated, "AddJob", "level")),
        ("JobLevel".into(), "JobLevel".into())
    );
    assert!(
        generated.files["builders.rs"].contains("Vec<crate::types::JobLevel>"),
        "{}",
        generated.files["builders.rs"]
    );
    // Other members and other values have other types.
    assert_eq!(field(&generated, "AddJob", "mode"), "AddJobMode");
    assert!(generated.files["enums.rs"].contains("pub enum JobOtherActionCode"), "{}", generated.files["enums.rs"]);
}

#[test]
fn what_a_list_holds_has_a_name_in_the_singular() {
    let schemas = "    Pool: { type: object, properties: { taints: { type: array, items: { type: object, properties: { a: { type: string } } } }, \
         zones: { type: array, items: { type: string, enum: [a, b] } }, metadata: { type: array, items: { type: object, properties: { a: { type: string } } } } } }";
    let generated = generated(&format!("  /v1/pools:\n    get: {{ {} }}\n", ok(&list("Pool"))), schemas, "");
    for (name, ty) in [("taints", "Vec<PoolTaint>"), ("zones", "Vec<PoolZone>"), ("metadata", "Vec<PoolMetadataItem>")]
    {
        assert_eq!(field(&generated, "Pool", name), ty);
    }
}

#[test]
fn new_operations_and_schemas_take_no_name_away() {
    let names = |paths: &[(&str, &str)]| {
        let paths: String =
            paths.iter().map(|(path, schema)| format!("  {path}:\n    get: {{ {} }}\n", ok(&list(schema)))).collect();
        let schemas = "    Price: { type: object, properties: { a: { type: string } } }\n    \
             GetPriceDto: { type: object, properties: { b: { type: string } } }";
        let generated = generated(&paths, schemas, "");
        let mut ids: Vec<String> = generated.operations.iter().map(|one| format!("{} {}", one.id, one.path)).collect();
        ids.push(field(&generated, "Price", "a"));
        ids
    };
    assert_eq!(names(&[("/v1/public/prices", "Price")]), ["list_prices /v1/public/prices", "String"]);
    assert_eq!(
        names(&[("/v1/public/prices", "GetPriceDto"), ("/v2/prices", "Price")]),
        ["list_prices /v2/prices", "list_public_prices /v1/public/prices", "String"]
    );
}

#[test]
fn schemas_that_no_operation_uses_have_no_types() {
    let paths = format!(
        "  /v1/things:\n    get: {{ {}, parameters: [{{ $ref: '#/components/parameters/Sort' }}] }}\n\
         components:\n  parameters: {{ Sort: {{ name: sort, in: query, schema: {} }} }}\n  responses: {{ Failed: {{ description: no, \
         content: {{ application/json: {{ schema: {} }} }} }} }}",
        ok(&reference("Thing"))
            .replace("responses: {", "responses: { '400': { $ref: '#/components/responses/Failed' },"),
        reference("Sort"),
        reference("Problem"),
    );
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}\n  schemas:\n    \
         Thing: {{ type: object, properties: {{ part: {} }} }}\n    Part: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n    \
         Sort: {{ type: string, enum: [asc] }}\n    Problem: {{ type: object, properties: {{ code: {{ type: string }} }} }}\n    \
         Idle: {{ type: object, properties: {{ other: {} }} }}\n    Other: {{ type: object, properties: {{ example: {{ type: string }} }} }}\n",
        reference("Part"),
        reference("Other"),
    );
    let names = "[types]\nIdle = \"Waiting\"\n[enums]\nKind = [\"Waiting.kind\", \"Gone.kind\"]\n";
    let generated = generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names }).unwrap();
    let source = generated.source();
    for name in ["struct Thing", "struct Part", "enum Sort", "struct Problem"] {
        assert!(source.contains(&format!("pub {name} {{")), "{name}");
    }
    let code = source.lines().filter(|line| !line.trim_start().starts_with("///"));
    let named: Vec<&str> = code.filter(|line| line.contains("Waiting") || line.contains("Other")).collect();
    assert!(named.is_empty(), "{named:?}");
    let noted: Vec<&str> = generated
        .ledger
        .entries()
        .iter()
        .filter(|entry| entry.rule == "unreached-schemas")
        .map(|entry| &*entry.message)
        .collect();
    assert_eq!(noted, ["no operation uses `Idle`, `Other`"]);
    // Their entries in names.toml are for later documents.
    assert_eq!(generated.unused_names, ["[enums] Gone.kind"]);
}

#[test]
fn mistakes_in_names_are_told() {
    let paths = format!("  /things: {{ get: {{ {} }} }}", ok(&reference("Thing")));
    let schemas = "    Thing: { type: object, required: [id], properties: { id: { type: integer }, kind: { type: string, enum: ['a b'] } } }\n    \
        Idle: { type: object, properties: { kind: { type: string } } }";
    let enums = "[enums]\nKind = [\"Thing.kind\"]\nOther = [\"Idle.kind\"]\n[enum_variants]\n\"Kind.a b\" = \"Ab\"\n";
    let unused = |names: &str| generated(&paths, schemas, &format!("[types]\nIdle = \"Idle\"\n{names}")).unused_names;
    // What is of a schema that nothing uses is for later documents.
    let later = format!("{enums}\"Other.x\" = \"X\"\n[identity]\nThing = [\"kind\"]\nIdle = [\"kind\"]\n");
    assert_eq!(unused(&later), [""; 0]);
    let gone = format!(
        "{enums}\"Kind.c\" = \"C\"\n\"Gone.a\" = \"A\"\n[identity]\nThing = [\"id\", \"name\"]\nThin = [\"id\"]\n"
    );
    let expected = ["[identity] Thin.id", "[identity] Thing.name", "[enum_variants] Gone.a", "[enum_variants] Kind.c"];
    assert_eq!(unused(&gone), expected);
    let union = "[unions.Kinds]\nplace = \"Thing.kind\"\n[unions.Kinds.variants]\nFirst = { type = \"Thin\" }\nRest = { type = \"Thing\" }\n";
    assert!(unused(union).contains(&"[unions] Kinds.variants.First: type `Thin`".to_owned()), "{:?}", unused(union));
    let document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths: {}\n";
    for (names, told) in [
        ("[enum_variants]\n\"Kind.a\" = \"NVMe SSD\"", "[enum_variants] Kind.a: `NVMe SSD` is not a name in Rust"),
        ("[types]\nThing = \"A-Thing\"", "[types] Thing: `A-Thing` is not"),
        ("[ids]\n\"Thing Id\" = []", "[ids]: `Thing Id` is not"),
        ("[operations]\n\"GET /a\" = \"get a\"", "[operations] GET /a: `get a` is not"),
        ("[operations]\n\"GET /a\" = { name = \"get_a\", idempotant = true }", "unknown field `idempotant`"),
        ("[operations]\n\"GET /a\" = 1", "a name, or a table"),
    ] {
        let error = generate(&Inputs { document, overlay: "overlay: 1.0.0", names }).unwrap_err().to_string();
        assert!(error.contains(told), "{error}");
    }
    assert!(
        generate(&Inputs { document, overlay: "overlay: 1.0.0", names: "[operations]\n\"GET /a\" = \"loop\"" }).is_ok()
    );
}

#[test]
fn pages_with_cursors_are_known_by_parameter_and_response() {
    let page = |response: &str, parameter: &str| {
        let paths = format!(
            "  /v1/audit-log:\n    get: {{ parameters: [{{ name: {parameter}, in: query, schema: {{ type: string }} }}], {} }}\n",
            ok(&reference("Page"))
        );
        let schemas = format!(
            "    Entry: {{ type: object, properties: {{ a: {TEXT} }} }}\n    Page: {response}\n    \
             Meta: {{ type: object, properties: {{ nextCursor: {{ type: [string, 'null'] }}, total: {{ type: integer }} }} }}"
        );
        generated(&paths, &schemas, "")
    };
    let items = list("Entry");
    let cursor = |generated: &Generated| {
        let operation = &generated.operations[0];
        assert_eq!(operation.paged, operation.cursor.is_some());
        operation.cursor.clone().map(|cursor| [cursor.parameter, cursor.next, cursor.items].join(" "))
    };
    for (response, parameter, expected, read) in [
        (
            format!("{{ type: object, properties: {{ items: {items}, next_cursor: {{ type: [string, 'null'] }} }} }}"),
            "cursor",
            "cursor next_cursor items",
            "(self.items, self.next_cursor)",
        ),
        (
            format!("{{ type: object, properties: {{ entries: {items}, meta: {} }} }}", reference("Meta")),
            "pageToken",
            "pageToken meta.nextCursor entries",
            "(self.entries, self.meta.and_then(|inner| inner.next_cursor))",
        ),
        (
            format!(
                "{{ allOf: [{{ type: object, properties: {{ next_token: {TEXT} }} }}, {{ type: object, properties: {{ tags: {{ type: array, items: {TEXT} }}, data: {items} }} }}] }}"
            ),
            "starting_after",
            "starting_after next_token data",
            "(self.data, self.next_token)",
        ),
    ] {
        let generated = page(&response, parameter);
        assert_eq!(cursor(&generated).as_deref(), Some(expected));
        assert_eq!(generated.operations[0].id, "list_audit_log");
        let types: String = generated.files["types.rs"].split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(types.contains(read), "{read}: {types}");
        assert!(generated.named_by_rule.iter().any(|rule| rule.kind == Chosen::Pages));
    }
    // No cursor, no list, a URL, and no parameter for it.
    for (response, parameter) in [
        (format!("{{ type: object, properties: {{ items: {items}, next: {TEXT} }} }}"), "cursor"),
        (format!("{{ type: object, properties: {{ item: {TEXT}, next_cursor: {TEXT} }} }}"), "cursor"),
        (
            format!(
                "{{ type: object, properties: {{ items: {items}, next_cursor: {{ type: string, format: uri }} }} }}"
            ),
            "cursor",
        ),
        (format!("{{ type: object, properties: {{ items: {items}, next_cursor: {TEXT} }} }}"), "filter"),
    ] {
        assert_eq!(cursor(&page(&response, parameter)), None, "{response} {parameter}");
    }
}

#[test]
fn a_schema_that_is_split_is_called_as_the_operation_that_takes_it() {
    let body =
        |name: &str| format!("requestBody: {{ content: {{ application/json: {{ schema: {} }} }} }}", reference(name));
    let paths = format!(
        "  /v1/networks:\n    post: {{ {}, {} }}\n  /v1/peers:\n    post: {{ {}, {} }}\n    put: {{ {}, {} }}\n",
        body("Network"),
        ok(&reference("Network")),
        body("Peer"),
        ok(&reference("Peer")),
        body("Peer"),
        ok(&reference("Peer")),
    );
    let schemas = format!(
        "    Network: {{ type: object, required: [cidr], properties: {{ cidr: {TEXT} }} }}\n    \
         Peer: {{ type: object, required: [name], properties: {{ name: {TEXT} }} }}"
    );
    let generated = generated(&paths, &schemas, "");
    let source = &generated.files["types.rs"];
    for name in ["Network", "CreateNetwork", "Peer", "PeerRequest"] {
        assert!(source.contains(&format!("pub struct {name} {{")), "{name}: {source}");
    }
    assert!(!source.contains("NetworkRequest"));
}

#[test]
fn what_is_listed_although_the_rule_gives_the_same_is_noted() {
    let paths = format!(
        "  /v1/tags:\n    get: {{ {} }}\n  /v1/tags/{{tag_id}}:\n    get: {{ parameters: [{{ name: tag_id, in: path, required: true, schema: {TEXT} }}], {} }}\n",
        ok(&list("TagDto")),
        ok(&reference("TagDto"))
    );
    let schemas = format!(
        "    TagDto: {{ type: object, required: [id], properties: {{ id: {TEXT}, color: {{ type: string, enum: [red] }}, parent: {TEXT} }} }}"
    );
    let needed = "[operations]\n\"GET /v1/tags/{tag_id}\" = { name = \"get_tag\", empty_list_is_absent = true }\n\
         [types]\n[enums]\nColor = [\"Tag.color\"]\n[ids]\nTagId = [\"Tag.parent\"]\nUserId = []\n";
    let unneeded = "[operations]\n\"GET /v1/tags\" = \"list_tags\"\n\"GET /v1/tags/{tag_id}\" = { name = \"get_tag\", idempotent = true }\n\
         [types]\nTagDto = \"Tag\"\n[ids]\nTagId = [\"Tag.id\", \"*(tag_id)\"]\n[identity]\nTag = [\"id\"]\n";
    let with = |names: &str| generated(&paths, &schemas, names);
    assert_eq!(with(needed).unneeded_names, [""; 0]);
    assert_eq!(
        with(unneeded).unneeded_names,
        [
            "[operations] GET /v1/tags",
            "[operations] GET /v1/tags/{tag_id}",
            "[types] TagDto",
            "[identity] Tag",
            "[ids] TagId: *(tag_id)",
            "[ids] TagId: Tag.id",
        ]
    );
    // Without these entries, the generated code is the same.
    let code =
        |generated: Generated| generated.files.into_iter().filter(|(name, _)| name != "mod.rs").collect::<Vec<_>>();
    assert!(code(with(unneeded)) == code(with("")));
}

/// Without its entry, `AlphaDto` would leave its name to `Alpha`.
#[test]
fn listed_names_are_compared_with_the_rule_together() {
    let schema = |name: &str| format!("    {name}: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n");
    let all = ["AlphaDto", "BetaDto", "GammaDto", "DeltaDto"];
    let listed: String = all.iter().map(|name| format!("{name} = \"{}\"\n", name.trim_end_matches("Dto"))).collect();
    let schemas: String = all.iter().chain(&["Alpha"]).map(|name| schema(name)).collect();
    let paths: String = all
        .iter()
        .chain(&["Alpha"])
        .map(|name| format!("  /{name}:\n    get: {{ {} }}\n", ok(&reference(name))))
        .collect();
    let names = format!("[types]\n{listed}");
    let unneeded = ["[types] BetaDto", "[types] DeltaDto", "[types] GammaDto"];
    assert_eq!(generated(&paths, &schemas, &names).unneeded_names, unneeded);

    // The names of a client, of which each is listed by the time that the next document asks for its own.
    let count = 3_000;
    let schemas: String = (0..count).map(|n| format!("    big_dog_{n}: {{ type: object }}\n")).collect();
    let parts: String = (0..count).map(|n| format!("p{n}: {{ $ref: '#/components/schemas/big_dog_{n}' }}, ")).collect();
    let document = format!(
        "openapi: 3.1.0\npaths: {{ /a: {{ get: {{ {} }} }} }}\ncomponents:\n  schemas:\n{schemas}",
        ok(&format!("{{ type: object, properties: {{ {parts} }} }}"))
    );
    let document = verda_api_codegen::document::parse(&document).unwrap();
    let began = std::time::Instant::now();
    let names = verda_api_codegen::names_of(&document, &Default::default());
    assert_eq!(names.types.len(), count);
    assert_eq!(verda_api_codegen::names_of(&document, &names).types, names.types);
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

#[test]
fn what_a_default_response_alone_refers_to_has_a_type() {
    let only = "responses: { default: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Only' } } } } }";
    let schemas = "    Only: { type: object, properties: { a: { type: string } } }";
    let generated = generated(&format!("  /a:\n    get: {{ {only} }}"), schemas, "");
    assert!(
        generated.files["builders.rs"].contains("ResponseValue<types::Only>"),
        "{}",
        generated.files["builders.rs"]
    );
}

#[test]
fn a_resource_whose_name_begins_with_a_digit_has_no_type_of_ids() {
    let get = ok("{ type: object, required: [id], properties: { id: { type: string } } }");
    let paths = ["/2fa/{id}", "/3d-models/{id}", "/1/{id}", "/codes/{2fa_id}"];
    let paths: String = paths.iter().map(|path| format!("  {path}:\n    get: {{ {get} }}\n")).collect();
    assert_eq!(generated(&paths, "    A: { type: string }", "").operations.len(), 4);
}

#[test]
fn a_verb_behind_a_variable_is_part_of_the_name() {
    let post = "post: { responses: { '204': { description: ok } } }";
    let paths: String =
        ["freeze", "arm"].iter().map(|verb| format!("  '/volumes/{{volume_id}}:{verb}':\n    {post}\n")).collect();
    let generated = generated(&paths, "    A: { type: string }", "");
    let names: Vec<&str> = generated.operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(names, ["post_volume_arm", "post_volume_freeze"]);
}

#[test]
fn members_of_any_name_are_documented() {
    let get = ok(&reference("Thing"));
    let schemas =
        "    Thing: { type: object, properties: { a: { type: string } }, additionalProperties: { type: integer } }";
    let generated = generated(&format!("  /a:\n    get: {{ {get} }}"), schemas, "");
    let types = &generated.files["types.rs"];
    let extra = types.split("pub extra:").next().unwrap();
    assert!(extra.contains("/// Members that the document does not name."), "{types}");
}

/// The names.toml with which `after` keeps the types of `before`.
fn kept(names: &str, before: &Generated, after: &Generated) -> String {
    verda_api_codegen::names::keep(names, before, after).unwrap().map(|kept| kept.names).unwrap_or_default()
}

#[test]
fn a_new_path_makes_no_ids_of_texts_that_were_there() {
    let task = "    Task: { type: object, properties: { id: { type: string }, user_id: { type: string }, \
                run_ids: { type: array, items: { type: string } } } }";
    let paths = format!("  /tasks: {{ get: {{ {} }} }}", ok(&list("Task")));
    let more = "  /users/{user_id}: { delete: { parameters: [{ name: user_id, in: path, required: true, schema: \
                { type: string } }], responses: { '204': { description: gone } } } }\n  /runs/{id}: { delete: { \
                parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '204': { \
                description: gone } } } }";
    let new = task.replace("user_id:", "owner: { type: string }, new_user_id: { type: string }, user_id:");
    let before = generated(&paths, task, "");
    let later = |names: &str| generated(&format!("{paths}\n{more}"), &new, names);
    let names = kept("", &before, &later(""));
    assert_eq!(names, "\n[ids]\nString = [\"Task.run_ids\", \"Task.user_id\"]\n");
    let after = later(&names);
    assert_eq!([field(&after, "Task", "user_id"), field(&after, "Task", "run_ids")], ["String", "Vec<String>"]);
    // What is new gets what the rule says.
    assert_eq!(
        (field(&after, "Task", "new_user_id"), ids(&after)),
        ("UserId".to_owned(), vec!["RunId".to_owned(), "UserId".to_owned()])
    );
    assert!(after.unneeded_names.is_empty() && after.unused_names.is_empty(), "{:?}", after.unneeded_names);
    assert_eq!(kept(&names, &before, &after), "");
    // Without the paths the entry says what the rule says.
    assert_eq!(generated(&paths, task, &names).unused_names, Vec::<String>::new());

    // An id of one resource does not become one of another, nor a text.
    let short = "  /ssh-keys/{key_id}: { delete: { parameters: [{ name: key_id, in: path, required: true, schema: \
                 { type: string } }], responses: { '204': { description: gone } } } }";
    let machine = "    Task: { type: object, properties: { key_id: { type: string } } }";
    let before = generated(&format!("{paths}\n{short}"), machine, "");
    assert_eq!(field(&before, "Task", "key_id"), "SshKeyId");
    let other = short.replace("ssh-keys", "api-keys");
    let after = |names: &str| generated(&format!("{paths}\n{short}\n{other}"), machine, names);
    let names = kept("", &before, &after(""));
    assert_eq!(field(&after(&names), "Task", "key_id"), "SshKeyId");
}

#[test]
fn what_keeps_its_type_is_listed_where_ids_are() {
    let paths = |more: &str| format!("  /tasks: {{ get: {{ {} }} }}\n{more}", ok(&list("Task")));
    let task = "    Task: { type: object, properties: { user_id: { type: string }, run_id: { type: string } } }";
    let delete = "delete: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: \
                  { '204': { description: gone } } }";
    let users = format!("  /users/{{id}}: {{ {delete} }}\n");
    let runs = format!("  /runs/{{id}}: {{ {delete} }}\n");
    let listed = |line: &str| {
        format!("# Ids\n[ids]\nTaskId = []\n# Two lines.\n{line}\n# Others.\n[identity]\nTask = [\"user_id\"]\n")
    };
    let cases = [
        ("", "String = [\"Task.run_id\"]"),
        ("String = [\"Task.user_id\"]", "String = [\"Task.user_id\", \"Task.run_id\"]"),
        ("String = [\n  # A comment\n  \"Task.user_id\",\n]", "String = [\"Task.user_id\", \"Task.run_id\"]"),
    ];
    for (line, expected) in cases {
        let names = listed(line);
        let before = generated(&paths(&users), task, &names);
        let after = generated(&paths(&format!("{users}{runs}")), task, &names);
        let written = kept(&names, &before, &after);
        assert!(written.contains(expected) && written.contains("# Others.\n[identity]\n"), "{written}");
        let again = generated(&paths(&format!("{users}{runs}")), task, &written);
        assert_eq!(field(&again, "Task", "run_id"), "String", "{written}");
    }
}
