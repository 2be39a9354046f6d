//! Decisions about types are in the ledger, or in an error with its place.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod schemas;

use schemas::of_schema;
use serde_json::{Value, json};
use verda_api_codegen::ledger::Fidelity;
use verda_api_codegen::{Error, Generated, Inputs, generate};

/// Each schema is on a separate line, and is the response of an operation.
fn generated(schemas: &str, names: &str) -> Result<Generated, Error> {
    let named = schemas.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name);
    let paths: String = named
        .map(|name| {
            format!(
                "  /{name}: {{ get: {{ responses: {{ '200': {{ description: ok, content: {{ application/json: \
                 {{ schema: {{ $ref: '#/components/schemas/{name}' }} }} }} }} }} }} }}\n"
            )
        })
        .collect();
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    );
    generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names })
}

fn noted(generated: &Generated) -> Vec<String> {
    let entries = generated.ledger.entries().iter().filter(|entry| entry.pointer.starts_with("/components"));
    let mut noted: Vec<String> = entries.map(|entry| format!("{} {}", entry.rule, entry.pointer)).collect();
    noted.sort();
    noted
}

#[test]
fn names_that_are_taken_are_noted() {
    let schemas = "    Thing: { type: object, properties: { aB: { type: string }, a_b: { type: string }, \
        part: { type: object, properties: { x: { type: string } } }, kind: { type: string, enum: [a] } } }\n    \
        ThingPart: { type: object, properties: { y: { type: string } } }\n    \
        ThingKind: { type: object, properties: { y: { type: string } } }\n";
    let one = generated(schemas, "").unwrap();
    assert_eq!(
        noted(&one),
        [
            "field-renamed /components/schemas/Thing/properties/aB",
            "type-renamed /components/schemas/Thing/properties/kind",
            "type-renamed /components/schemas/Thing/properties/part",
        ]
    );
    assert_eq!(one.files, generated(schemas, "").unwrap().files);
}

#[test]
fn what_is_kept_as_json_is_noted_with_its_place() {
    let object =
        |format: &str| format!("{{ type: object, properties: {{ a: {{ type: string, format: {format} }} }} }}");
    let schemas = format!(
        "    Thing: {{ type: object, properties: {{ p: {{ oneOf: [{}, {}] }}, q: {{ oneOf: [{{}}, {{ type: string }}] }}, \
         r: {{ $ref: '#/components/schemas/lists' }} }} }}\n    lists: {{ type: array, items: {{ $ref: '#/components/schemas/lists' }} }}\n",
        object("uuid"),
        object("email")
    );
    assert_eq!(
        noted(&generated(&schemas, "").unwrap()),
        [
            "overlapping-union /components/schemas/Thing/properties/p",
            "recursive-alias /components/schemas/lists",
            "union-of-anything /components/schemas/Thing/properties/q",
        ]
    );
}

/// The messages of a rule.
fn messages<'a>(generated: &'a Generated, rule: &'a str) -> Vec<&'a str> {
    let entries = generated.ledger.entries().iter().filter(move |entry| entry.rule == rule);
    entries.map(|entry| entry.message.as_str()).collect()
}

#[test]
fn branches_that_overlap_are_named_and_noted_once() {
    let object = "{ type: object, properties: { a: { type: string } } }";
    // A schema of requests and responses is read twice.
    let schemas = format!(
        "    Thing: {{ type: object, required: [b], properties: {{ b: {{ type: string }}, p: {{ oneOf: [{object}, \
         {{ type: object, properties: {{ a: {{ type: string, format: uuid }} }} }}, {{ $ref: '#/components/schemas/PartDto' }}, {{ type: object, properties: {{ c: {{ type: string }} }} }}] }} }} }}\n    \
         PartDto: {{ type: object, description: d, properties: {{ a: {{ type: string, format: email }} }} }}\n"
    );
    let document = |path: &str| {
        format!("openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\n{path}components:\n  schemas:\n{schemas}")
    };
    let body = "{ application/json: { schema: { $ref: '#/components/schemas/Thing' } } }";
    let document = document(&format!(
        "paths:\n  /things:\n    post:\n      requestBody: {{ content: {body} }}\n      responses: {{ '200': {{ description: ok, content: {body} }} }}\n"
    ));
    let generated = generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" }).unwrap();
    assert_eq!(
        messages(&generated, "overlapping-union"),
        ["`oneOf/0` and `oneOf/1`, `oneOf/0` and `PartDto` have the same properties: the union becomes any JSON"]
    );
}

#[test]
fn an_integer_above_minus_one_is_unsigned() {
    for (limits, ty) in [("minimum: -1, exclusiveMinimum: true", "u64"), ("minimum: -1", "i64")] {
        let schemas = format!("    Thing: {{ type: object, properties: {{ n: {{ type: integer, {limits} }} }} }}\n");
        let source = generated(&schemas, "").unwrap().files.into_values().collect::<String>();
        assert!(source.contains(&format!("pub n: ::std::option::Option<{ty}>")), "{limits}");
    }
}

/// Code may speak of the errors of an operation, although no call decodes them.
#[test]
fn a_type_that_errors_refer_to_stays() {
    let document = r##"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/things": {"get": {"responses": {
        "200": {"description": "ok"}, "404": {"description": "no", "content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/Problem"}}}}}}}},
        "components": {"schemas": {"Problem": {"type": "object", "properties": {"code": {"type": "string"}}},
            "OtherProblem": {"allOf": [{"$ref": "#/components/schemas/Problem"}]}}}}"##;
    let generated = generate(&Inputs { document, overlay: "overlay: 1.0.0", names: "" }).unwrap();
    assert!(generated.files.values().any(|text| text.contains("pub struct Problem {")));
}

#[test]
fn integers_that_no_type_holds_are_noted() {
    let either = |one: &str, other: &str| {
        format!(
            "    Thing: {{ type: object, properties: {{ p: {{ oneOf: [{{ type: integer, {one} }}, {{ type: integer, {other} }}] }} }} }}\n"
        )
    };
    let mixed = generated(&either("format: int32", "format: uint64"), "").unwrap();
    assert_eq!(noted(&mixed), ["mixed-integers /components/schemas/Thing/properties/p"]);
    for (one, other) in [("enum: [-1]", "minimum: 0"), ("format: int32", "format: uint32")] {
        assert_eq!(
            messages(&generated(&either(one, other), "").unwrap(), "mixed-integers"),
            [""; 0],
            "{one} or {other}"
        );
    }
}

#[test]
fn schemas_without_a_noted_loss_keep_their_members() {
    let noted = |schemas: &str| {
        let generated = generated(schemas, "").unwrap();
        let entries = generated.ledger.entries().iter();
        let mut noted: Vec<String> =
            entries.map(|entry| format!("{:?} {} {}", entry.fidelity, entry.rule, entry.pointer)).collect();
        noted.retain(|entry| entry.contains("/components"));
        noted
    };
    for (schemas, wanted) in [
        (
            "    Thing: { type: object, properties: { t: { type: string } }, discriminator: { propertyName: t } }\n    \
             Other: { allOf: [{ $ref: '#/components/schemas/Thing' }, { type: object, properties: { a: { type: string } } }] }\n",
            &["Exact inheritance /components/schemas/Thing"][..],
        ),
        (
            "    Thing: { type: object, required: [t, u], properties: { t: { type: string } } }\n",
            &["Exact required-without-property /components/schemas/Thing"],
        ),
        (
            "    Thing: { allOf: [{ type: object, required: [t] }, { type: object, properties: { t: { type: string } } }] }\n",
            &[],
        ),
        (
            "    Thing: { type: object, required: [u], properties: { t: { type: string } }, additionalProperties: true }\n",
            &[],
        ),
        (
            "    Thing: { anyOf: [{ type: object, properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } }] }\n",
            &["Exact any-of-merged /components/schemas/Thing"],
        ),
        (
            "    Thing: { type: object, properties: { p: { anyOf: [{ $ref: '#/components/schemas/Y' }, { $ref: '#/components/schemas/Z' }] } } }\n    \
             Y: { type: object, properties: { a: { type: string }, next: { anyOf: [{ $ref: '#/components/schemas/Y' }, { $ref: '#/components/schemas/Z' }] } } }\n    \
             Z: { type: object, properties: { b: { type: string } } }\n",
            &["Exact any-of-merged /components/schemas/Thing/properties/p"],
        ),
        (
            "    Thing: { type: object, properties: { p: { oneOf: [{ $ref: '#/components/schemas/Y' }, { type: string }] } } }\n    \
             Y: { type: object, properties: { a: { type: string }, next: { oneOf: [{ $ref: '#/components/schemas/Y' }, { type: string }] } } }\n",
            &[],
        ),
        (
            "    Thing: { anyOf: [{ type: object, properties: { a: { type: string } } }, { type: object }] }\n",
            &["Lossy union-of-anything /components/schemas/Thing"],
        ),
    ] {
        assert_eq!(noted(schemas), wanted, "{schemas}");
    }
}

#[test]
fn missing_types_are_errors_with_their_places() {
    let schemas = "    Thing: { type: object, properties: { x: { type: string } } }\n    \
        Part: { type: object, properties: { y: { type: string } } }\n";
    let Err(Error::Refused(refusals)) = generated(schemas, "[types]\nThing = \"NVMe\"\nPart = \"Result\"") else {
        panic!("two invalid names");
    };
    let has = |pointer: &str, said: &str| {
        assert!(refusals.iter().any(|r| r.pointer == pointer && r.message.contains(said)), "{refusals:?}");
    };
    has("/components/schemas/Thing", "was not generated");
    has("/components/schemas/Part", "of the Rust prelude");
}

#[test]
fn a_member_that_cannot_be_sent_as_null_is_told_and_one_of_an_update_is_sent() {
    let member = |method: &str, nullable: bool| {
        let content =
            |properties: Value| json!({"application/json": {"schema": {"type": "object", "properties": properties}}});
        let note = json!({"note": {"type": "string", "nullable": nullable}, "any": {"nullable": true}});
        let left = json!({"left": {"type": "string", "nullable": true}});
        let body = json!({"required": true, "content": content(note)});
        let responses = json!({"200": {"description": "ok", "content": content(left)}});
        let paths = json!({"/plans": {method: {"requestBody": body, "responses": responses}}});
        let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths}).to_string();
        let generated = generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" });
        let generated = generated.unwrap_or_else(|error| panic!("{error}\n{document}"));
        let told = generated.ledger.entries().iter().filter(|entry| entry.rule == "null-not-sent");
        told.map(|entry| (entry.pointer.clone(), entry.message.contains("`note`"))).collect::<Vec<_>>()
    };
    for method in ["post", "put"] {
        let pointer = format!("/paths/~1plans/{method}/requestBody/content/application~1json/schema/properties/note");
        assert_eq!(member(method, true), [(pointer, true)]);
        assert_eq!(member(method, false), []);
    }
    assert_eq!(member("patch", true), []);
}

/// Schemas that names.toml gives one name are one type as long as they say the same of what they share.
#[test]
fn an_optional_member_of_one_of_several_schemas_parts_no_type() {
    let generated = |response: &str, request: &str| {
        let part = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
        let content = |name: &str| format!("content: {{ application/json: {{ schema: {} }} }}", part(name));
        let document = format!(
            "openapi: 3.1.0\ninfo: {{ title: t, version: '1' }}\npaths:\n  /x:\n    put:\n      requestBody: {{ {} }}\n      \
             responses: {{ '200': {{ description: ok, {} }} }}\ncomponents:\n  schemas:\n    CheckDto: {{ {request} }}\n    \
             CheckInfo: {{ {response} }}\n",
            content("CheckDto"),
            content("CheckInfo"),
        );
        let names = "[types]\nCheckDto = \"Check\"\nCheckInfo = \"Check\"\n";
        generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names }).unwrap()
    };
    let schema = |more: &str| format!("type: object, properties: {{ path: {{ type: string }}{more} }}");
    let rules = |generated: &Generated| {
        let entries = generated.ledger.entries().iter().filter(|entry| entry.fidelity == Fidelity::Lossy);
        entries.map(|entry| entry.rule).collect::<Vec<_>>()
    };
    let cases = [
        ("", "", vec![]),
        (", note: { type: string }", "", vec!["merged-with-more"]),
        ("", ", note: { type: string }", vec!["merged-with-more"]),
        (", note: { type: string }", ", code: { type: string }", vec!["merged-with-more"]),
        (", note: { type: string }", ", note: { type: boolean }", vec!["not-merged"]),
        (", note: { type: string } }, required: [note], x-end: {", "", vec!["not-merged"]),
    ];
    for (response, request, expected) in cases {
        let generated = generated(&schema(response), &schema(request));
        assert_eq!(rules(&generated), expected, "{response} {request}");
        let types = &generated.files["types.rs"];
        assert_eq!(types.contains("pub struct CheckInfo"), expected == ["not-merged"], "{types}");
        let is_kept = |name: &str| types.contains(&format!("pub {name}: "));
        assert!(!response.contains("note") || is_kept("note"), "{types}");
        assert!(!request.contains("code") || is_kept("code"), "{types}");
    }
}

#[test]
fn a_base_and_its_alternatives_with_schemas_of_themselves_are_compared_in_time() {
    let node = |name: &str| {
        let members: String = (0..8).map(|n| format!("m{n}: {{ $ref: '#/components/schemas/{name}' }}, ")).collect();
        format!("    {name}: {{ type: object, properties: {{ {members} x: {{ type: string }} }} }}\n")
    };
    let union = "    Thing: { properties: { a: { $ref: '#/components/schemas/One' } }, \
        oneOf: [{ properties: { a: { $ref: '#/components/schemas/Other' } } }, { properties: { b: { type: string } } }] }\n";
    let began = std::time::Instant::now();
    assert!(generated(&[&node("One"), &node("Other"), union].concat(), "").is_ok());
    assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
}

#[test]
fn a_base_lists_what_extends_it_by_another_name_with_a_description_or_in_another_list() {
    let end = "    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: string } } }] }\n    \
        Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { bark: { type: string } } }] }\n    \
        Kitty: { $ref: '#/components/schemas/Cat' }\n    \
        Felines: { oneOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { mane: { type: string } } }] }\n";
    let dog = "{ $ref: '#/components/schemas/Dog' }";
    for cat in [
        "{ description: c, allOf: [{ $ref: '#/components/schemas/Cat' }] }",
        "{ $ref: '#/components/schemas/Kitty' }",
        "{ $ref: '#/components/schemas/Felines' }",
    ] {
        for members in ["", "type: object, properties: { name: { type: string } }, "] {
            let generated = generated(&format!("    Pet: {{ {members}oneOf: [{cat}, {dog}] }}\n{end}"), "").unwrap();
            assert_eq!(messages(&generated, "inheritance").len(), 1, "{cat}");
            assert_eq!(messages(&generated, "circular-alternatives"), [""; 0], "{cat}");
            assert!(generated.files["types.rs"].contains("pub enum Pet {"), "{cat}");
        }
    }
}

#[test]
fn a_circle_through_alternatives_ends_at_any_value() {
    let part = |name: &str| format!("{{ $ref: '#/components/schemas/{name}' }}");
    let extends = |name: &str| format!("allOf: [{}, {{ type: object, properties: {{ x: {{}} }} }}]", part(name));
    let others = |rule: &str| {
        let branches: String = (0..8).map(|n| format!("{{ {}, title: t{n} }}, ", extends("Pet"))).collect();
        format!("    Pet: {{ type: object, {rule}: [{branches}] }}\n")
    };
    for schemas in [
        // An alternative extends its own union.
        format!("    Pet: {{ oneOf: [{{ {} }}, {{ type: string }}] }}\n", extends("Pet")),
        format!(
            "    Pet: {{ type: object, anyOf: [{}] }}\n    Cat: {{ oneOf: [{{ {} }}] }}\n",
            part("Cat"),
            extends("Pet")
        ),
        others("oneOf"),
        others("anyOf"),
    ] {
        let began = std::time::Instant::now();
        let generated = generated(&schemas, "").unwrap();
        assert!(!messages(&generated, "circular-alternatives").is_empty(), "{schemas}");
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}

#[test]
fn a_chain_of_any_length_keeps_all_members() {
    let schemas: String = (0..80)
        .map(|n| {
            let next = format!("{{ $ref: '#/components/schemas/S{}' }}, ", n + 1);
            let base = if n < 79 { &next } else { "" };
            format!("    S{n}: {{ allOf: [{base}{{ type: object, properties: {{ p{n}: {{ type: string }} }} }}] }}\n")
        })
        .collect();
    let generated = generated(&schemas, "").unwrap();
    let (_, first) = generated.files["types.rs"].split_once("pub struct S0 {").unwrap();
    let (first, _) = first.split_once("\n}").unwrap();
    assert_eq!(first.matches("pub p").count(), 80, "{first}");
}

#[test]
fn what_types_hold_in_part_is_one_loss_for_all_places() {
    let integer = |more: &str| format!("{{ type: integer{more} }}");
    let properties: String = (0..7).map(|n| format!("p{n}: {}, ", integer(""))).collect();
    let thing = |properties: &str| format!("    Thing: {{ type: object, properties: {{ {properties} }} }}\n");
    let many = generated(&thing(&properties), "").unwrap();
    assert_eq!(noted(&many), ["unlimited-integers /components/schemas/Thing/properties/p0"]);
    let message = messages(&many, "unlimited-integers").concat();
    assert!(message.ends_with("/properties/p3, /components/schemas/Thing/properties/p4, 2 more"), "{message}");
    for more in [", format: int64", ", format: int16", ", format: int8", ", minimum: 0, maximum: 9", ", enum: [1]"] {
        assert!(noted(&generated(&thing(&format!("p: {}", integer(more))), "").unwrap()).is_empty(), "{more}");
    }
    let decimals = "price: { type: number }, cost: { type: number }, amount: { type: string, format: decimal }";
    assert_eq!(
        noted(&generated(&thing(decimals), "").unwrap()),
        [
            "decimal-texts /components/schemas/Thing/properties/amount",
            "rounded-decimals /components/schemas/Thing/properties/cost",
        ]
    );
    for (more, rules) in [
        ("", &["times-by-description /components/schemas/Thing/properties/made_at"][..]),
        (", format: date-time", &[]),
        (", example: '2026-03-30T12:00:00Z'", &[]),
    ] {
        let time = format!("made_at: {{ type: string, description: ISO 8601 timestamp{more} }}");
        assert_eq!(noted(&generated(&thing(&time), "").unwrap()), rules, "{more}");
    }
}

#[test]
fn an_id_that_a_rule_finds_is_told_once() {
    let document = "openapi: 3.0.3\ninfo: { title: t, version: '1' }\npaths:\n  /volumes/{volume_id}:\n    get:\n      \
        parameters: [{ name: volume_id, in: path, required: true, schema: { type: string } }]\n      \
        responses: { '200': { description: ok, content: { application/json: { schema: { type: object, \
        properties: { volume_id: { type: string }, volume_ids: { type: array, items: { type: string } } } } } } } }\n";
    let generated = generate(&Inputs { document, overlay: "overlay: 1.0.0", names: "" }).unwrap();
    assert_eq!(
        messages(&generated, "empty-id"),
        ["`VolumeId` is the type of an id: an empty text is none, and is left out or refused"]
    );
}

#[test]
fn null_in_the_body_of_an_update_is_not_an_absent_member() {
    let note = json!({"type": "object", "required": ["must"], "properties": {"must": {"type": "string", "nullable": true},
        "note": {"type": "string", "nullable": true}, "name": {"type": "string"}}});
    let is_kept = |method: &str| {
        let generated = of_schema(method, &note, &json!({}));
        let types = &generated.files["types.rs"];
        assert_eq!(types.contains("fn null_or_value"), method == "patch", "{types}");
        types.matches("deserialize_with = \"null_or_value\"").count()
    };
    assert_eq!([is_kept("patch"), is_kept("put"), is_kept("get")], [1, 0, 0]);
}

#[test]
fn what_others_extend_and_nothing_refers_to_is_no_type() {
    let schemas: String = (0..150)
        .map(|n| {
            let next = format!("{{ $ref: '#/components/schemas/S{}' }}, ", n + 1);
            let base = if n < 149 { &next } else { "" };
            format!("    S{n}: {{ allOf: [{base}{{ type: object, properties: {{ p{n}: {{ type: string }} }} }}] }}\n")
        })
        .collect();
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n  /s: {{ get: {{ responses: {{ '200': {{ description: ok, \
         content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/S0' }} }} }} }} }} }} }}\n\
         components:\n  schemas:\n{schemas}"
    );
    let generated = generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" }).unwrap();
    let types = &generated.files["types.rs"];
    assert_eq!(types.matches("pub struct S").count(), 1, "only the schema of the response is a type");
    assert_eq!(types.matches("pub p").count(), 150);
}

#[test]
fn a_chain_below_a_tag_is_read_in_time() {
    let schemas: String = (0..80)
        .map(|n| format!("    C{}: {{ allOf: [{{ $ref: '#/components/schemas/C{n}' }}, {{ type: object, properties: {{ v{n}: {{ type: string }} }} }}] }}\n", n + 1))
        .collect();
    let base = "    C0: { type: object, required: [k], properties: { k: { type: string } }, discriminator: { propertyName: k } }\n";
    let document = format!(
        "openapi: 3.0.3\ninfo: {{ title: t, version: '1' }}\npaths:\n  /s: {{ get: {{ responses: {{ '200': {{ description: ok, \
         content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/C0' }} }} }} }} }} }} }}\n\
         components:\n  schemas:\n{base}{schemas}"
    );
    let began = std::time::Instant::now();
    let generated = generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" }).unwrap();
    assert!(generated.files["types.rs"].contains("pub enum C0 {"));
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
}

/// `new` takes no two arguments into which one text is converted: they could be swapped unseen.
#[test]
fn an_enum_next_to_a_text_is_taken_as_such_and_two_texts_by_a_builder() {
    let (text, kind) = (json!({"type": "string"}), json!({"type": "string", "enum": ["a", "b"]}));
    let new = |other: &Value, others: &[&str]| {
        let required: Vec<&str> = ["other", "size"].iter().chain(others).copied().collect();
        let size = json!({"type": "integer"});
        let thing =
            json!({"type": "object", "required": required, "properties": {"name": text, "other": other, "size": size}});
        let source =
            of_schema("post", &json!({"$ref": "#/components/schemas/Thing"}), &json!({"Thing": thing})).source();
        let (_, arguments) = source.split_once("pub fn new(")?;
        Some(
            arguments
                .split_once(") -> Self")?
                .0
                .split_whitespace()
                .collect::<String>()
                .trim_end_matches(',')
                .to_owned(),
        )
    };
    let name = "name:impl::std::convert::Into<::std::string::String>,";
    assert_eq!(new(&kind, &["name"]), Some(format!("{name}other:crate::types::ThingOther,size:i64")));
    assert_eq!(new(&kind, &[]), Some("other:impl::std::convert::Into<crate::types::ThingOther>,size:i64".to_owned()));
    assert_eq!(new(&json!({"oneOf": [text, {"type": "boolean"}]}), &["name"]), None);
}
