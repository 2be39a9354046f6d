//! Types: what is generated compiles, and decodes every value that its document allows.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod cells;

use serde_json::{Value, json};

use cells::{Cell, run};
use verda_api_codegen::{Error, Inputs, generate};

/// A schema, and values of it.
type Form = (&'static str, Value, Vec<Value>);

/// Forms of JSON Schema, each with values that it takes.
fn forms() -> Vec<Form> {
    let enumeration = |values: &[&str]| json!({"type": "string", "enum": values});
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let tagged = |kind: &str, more: &str| {
        json!({"title": format!("The {kind}"), "type": "object", "required": ["kind", more],
            "properties": {"kind": enumeration(&[kind]), more: {"type": "string"}}})
    };
    vec![
        ("text", json!({"type": "string"}), vec![json!("a")]),
        ("time", json!({"type": "string", "format": "date-time"}), vec![json!("2020-01-01T00:00:00Z")]),
        ("integer", json!({"type": "integer", "minimum": 0}), vec![json!(4)]),
        ("number", json!({"type": "number"}), vec![json!(1.5)]),
        ("boolean", json!({"type": "boolean"}), vec![json!(true)]),
        ("anything", json!({}), vec![json!(1), json!({"a": [null]})]),
        ("enum", enumeration(&["a", "b"]), vec![json!("a"), json!("new")]),
        (
            "enum-names",
            enumeration(&["err", "ok", "Err", "", "+", "self", "unknown", "a b", "a-b"]),
            vec![json!("err"), json!("a-b")],
        ),
        ("enum-integers", json!({"type": "integer", "enum": [1, 2]}), vec![json!(1)]),
        ("enum-mixed", json!({"enum": ["auto", 1, 2, true]}), vec![json!("auto"), json!(1), json!(true)]),
        ("enum-null", json!({"type": "string", "nullable": true, "enum": ["a", null]}), vec![json!("a")]),
        ("object", object(json!({"x": {"type": "string"}})), vec![json!({"x": "1"}), json!({})]),
        (
            "object-required",
            json!({"type": "object", "required": ["x"], "properties": {"x": {"type": "integer", "nullable": true}}}),
            vec![json!({"x": 1})],
        ),
        ("object-free", json!({"type": "object"}), vec![json!({"a": 1})]),
        ("map", json!({"type": "object", "additionalProperties": {"type": "string"}}), vec![json!({"a": "b"})]),
        (
            "map-of-objects",
            json!({"type": "object", "additionalProperties": object(json!({"y": {"type": "string"}}))}),
            vec![json!({"a": {"y": "b"}})],
        ),
        (
            "object-and-rest",
            json!({"type": "object", "properties": {"extra": {"type": "string"}}, "additionalProperties": {"type": "integer"}}),
            vec![json!({"extra": "a", "b": 1})],
        ),
        ("list", json!({"type": "array", "items": {"type": "string"}}), vec![json!(["a"])]),
        (
            "list-of-lists",
            json!({"type": "array", "items": {"type": "array", "items": object(json!({"z": {"type": "string"}}))}}),
            vec![json!([[{"z": "a"}]])],
        ),
        (
            "list-of-null",
            json!({"type": "array", "items": {"type": "string", "nullable": true}}),
            vec![json!(["a", null])],
        ),
        (
            "names-collide",
            object(
                json!({"createdAt": {"type": "string"}, "created_at": {"type": "string"}, "@type": {"type": "string"}, "type": {"type": "string"}, "": {"type": "string"}, "_": {"type": "string"}, "1": {"type": "string"}, "self": {"type": "string"}, "日": {"type": "string"}}),
            ),
            vec![
                json!({"createdAt": "a", "created_at": "b", "@type": "c", "type": "d", "": "e", "_": "f", "1": "g", "self": "h", "日": "i"}),
            ],
        ),
        (
            "one-or-many",
            json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
            vec![json!("a"), json!(["a", "b"])],
        ),
        (
            "one-of-tagged",
            json!({"oneOf": [tagged("card", "number"), tagged("bank", "iban")]}),
            vec![
                json!({"kind": "bank", "iban": "X"}),
                json!({"kind": "card", "number": "1"}),
                json!({"kind": "other", "q": 1}),
            ],
        ),
        (
            "one-of-tagged-optional",
            json!({"oneOf": [object(json!({"state": enumeration(&["on"])})), object(json!({"state": enumeration(&["off"]), "since": {"type": "string"}}))]}),
            vec![json!({"state": "off", "since": "a"}), json!({"state": "on"})],
        ),
        (
            "one-of-with-others",
            json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}, "oneOf": [tagged("card", "number"), tagged("bank", "iban")]}),
            vec![json!({"id": "1", "kind": "bank", "iban": "X"}), json!({"id": "1", "kind": "card", "number": "1"})],
        ),
        (
            "all-of-one-of",
            json!({"allOf": [object(json!({"id": {"type": "string"}})), {"oneOf": [tagged("card", "number"), tagged("bank", "iban")]}]}),
            vec![json!({"id": "1", "kind": "bank", "iban": "X"})],
        ),
        (
            "any-of-objects",
            json!({"anyOf": [object(json!({"a": {"type": "string"}})), object(json!({"b": {"type": "string"}})), object(json!({"a": {"type": "string"}, "c": {"type": "integer"}}))]}),
            vec![json!({"b": "1"}), json!({"a": "1"}), json!({"a": "1", "c": 2})],
        ),
        (
            "any-of-text-and-objects",
            json!({"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Person"}, {"$ref": "#/components/schemas/Gone"}]}),
            vec![json!("u1"), json!({"id": "1", "name": "n"}), json!({"id": "1", "gone": true})],
        ),
        (
            "any-of-texts",
            json!({"anyOf": [{"type": "string", "pattern": "^a"}, {"type": "string", "format": "uuid"}]}),
            vec![json!("a")],
        ),
        (
            "any-of-enum-and-text",
            json!({"anyOf": [enumeration(&["a"]), {"type": "string"}]}),
            vec![json!("a"), json!("z")],
        ),
        (
            "one-of-constants",
            json!({"oneOf": [enumeration(&["basic"]), enumeration(&["pro"])]}),
            vec![json!("basic"), json!("pro")],
        ),
        (
            "one-of-enum-and-integer",
            json!({"oneOf": [enumeration(&["auto"]), {"type": "integer"}]}),
            vec![json!("auto"), json!(3)],
        ),
        (
            "one-of-scalars",
            json!({"oneOf": [{"type": "boolean"}, {"type": "number"}, {"type": "integer"}, {"type": "string"}]}),
            vec![json!(true), json!(1), json!(1.5), json!("a")],
        ),
        (
            "one-of-lists",
            json!({"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "integer"}}]}),
            vec![json!(["a"]), json!([1])],
        ),
        (
            "one-of-text-and-list-of-union",
            json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"oneOf": [tagged("card", "number"), tagged("bank", "iban")]}}]}),
            vec![json!("a"), json!([{"kind": "bank", "iban": "X"}])],
        ),
        (
            "one-of-overlapping",
            json!({"oneOf": [object(json!({"a": {"type": "string"}})), object(json!({"a": {"type": "string", "maxLength": 3}}))]}),
            vec![json!({"a": "1"})],
        ),
        (
            "one-of-kinds-of-members",
            json!({"oneOf": [{"type": "object", "required": ["v"], "properties": {"v": {"type": "string"}}}, {"type": "object", "required": ["v"], "properties": {"v": {"type": "array", "items": {"type": "string"}}}}]}),
            vec![json!({"v": "1"}), json!({"v": ["1"]})],
        ),
        (
            "one-of-with-map",
            json!({"oneOf": [{"type": "object", "required": ["url"], "properties": {"url": {"type": "string"}}}, {"type": "object", "additionalProperties": {"type": "string"}}]}),
            vec![json!({"url": "1"}), json!({"x": "1", "y": "2"})],
        ),
        (
            "one-of-required",
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            vec![json!({"a": "1"}), json!({"b": "1"})],
        ),
        (
            "one-of-nested",
            json!({"oneOf": [{"oneOf": [tagged("card", "number"), tagged("bank", "iban")]}, tagged("cash", "place")]}),
            vec![json!({"kind": "cash", "place": "X"}), json!({"kind": "bank", "iban": "X"})],
        ),
        (
            "one-of-null",
            json!({"oneOf": [{"type": "string", "nullable": true, "enum": [null]}, object(json!({"n": {"type": "string"}}))]}),
            vec![json!({"n": "1"})],
        ),
        (
            "all-of",
            json!({"allOf": [object(json!({"a": {"type": "string"}})), {"$ref": "#/components/schemas/Person"}, {"required": ["a"]}]}),
            vec![json!({"a": "1", "id": "2", "name": "n"})],
        ),
        (
            "all-of-named-and-text",
            json!({"description": "d", "allOf": [{"$ref": "#/components/schemas/Gone"}]}),
            vec![json!({"id": "1", "gone": true})],
        ),
        (
            "recursive",
            json!({"$ref": "#/components/schemas/Node"}),
            vec![json!({"next": {"next": {}}, "more": [{"next": {}}]})],
        ),
        (
            "recursive-union",
            json!({"$ref": "#/components/schemas/Expr"}),
            vec![json!({"not": {"not": {"name": "a"}}}), json!({"all": [{"name": "a"}]})],
        ),
        (
            "recursive-json",
            json!({"$ref": "#/components/schemas/Json"}),
            vec![json!("a"), json!([["a"]]), json!({"a": {"b": 1}})],
        ),
        ("named-enum", json!({"$ref": "#/components/schemas/Colour"}), vec![json!("red")]),
        ("named-text", json!({"$ref": "#/components/schemas/Token"}), vec![json!("red")]),
        (
            "discriminator",
            json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "type", "mapping": {"c": "Cat", "d": "#/components/schemas/Dog"}}}),
            vec![json!({"type": "d", "bark": 1}), json!({"type": "c", "bark": 1})],
        ),
        (
            "discriminator-implicit",
            json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "type"}}),
            vec![json!({"type": "Dog", "bark": 1})],
        ),
        (
            "format-without-scalar",
            json!({"type": "array", "format": "ipv4", "items": {"format": "date-time"}}),
            vec![json!(["a"])],
        ),
        ("binary", json!({"type": "string", "format": "binary"}), vec![json!("a")]),
        (
            "prelude-names",
            json!({"$ref": "#/components/schemas/Result"}),
            vec![json!({"Option": {"String": "a"}, "box": "b"})],
        ),
        ("not", json!({"not": {"type": "string"}}), vec![json!(1)]),
    ]
}

fn components() -> Value {
    json!({
        "Person": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}},
        "Gone": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "gone": {"type": "boolean"}}},
        "Node": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}, "more": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}},
        "Expr": {"oneOf": [
            {"type": "object", "required": ["not"], "properties": {"not": {"$ref": "#/components/schemas/Expr"}}},
            {"type": "object", "required": ["all"], "properties": {"all": {"type": "array", "items": {"$ref": "#/components/schemas/Expr"}}}},
            {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}]},
        "Json": {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "array", "items": {"$ref": "#/components/schemas/Json"}}, {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Json"}}]},
        "Colour": {"type": "string", "enum": ["red"]},
        "Token": {"type": "string", "minLength": 3},
        "Cat": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}, "bark": {"type": "integer"}}},
        "Dog": {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}, "bark": {"type": "integer"}}},
        "Result": {"type": "object", "properties": {"Option": {"$ref": "#/components/schemas/Option"}, "box": {"$ref": "#/components/schemas/Box"}}},
        "Option": {"type": "object", "properties": {"String": {"$ref": "#/components/schemas/String"}}},
        "String": {"type": "string", "enum": ["Some", "None"]},
        "Box": {"type": "string"},
        "ThingP": {"type": "object", "properties": {"taken": {"type": "string"}}},
        "Default": {"type": "object", "properties": {"ToString": {"$ref": "#/components/schemas/From"}}},
        "From": {"oneOf": [{"type": "string"}, {"type": "object", "properties": {"into": {"$ref": "#/components/schemas/Default"}}}]},
    })
}

/// The places of a schema: what `Thing` is, what other named schemas there are, and a value of `Thing` made of one.
fn place(place: &str, schema: &Value, value: &Value) -> Option<(Value, Value, Value)> {
    let thing = |property: Value| json!({"type": "object", "properties": {"p": property}});
    let of = |value: Value| json!({ "p": value });
    Some(match place {
        "property" => (thing(schema.clone()), json!({}), of(value.clone())),
        "required" => {
            (json!({"type": "object", "required": ["p"], "properties": {"p": schema}}), json!({}), of(value.clone()))
        }
        "list" => (thing(json!({"type": "array", "items": schema})), json!({}), of(json!([value]))),
        "map" => {
            (thing(json!({"type": "object", "additionalProperties": schema})), json!({}), of(json!({ "k": value })))
        }
        "part" => (
            json!({"allOf": [{"type": "object", "properties": {"q": {"type": "string"}}}, thing(schema.clone())]}),
            json!({}),
            json!({"q": "q", "p": value}),
        ),
        "named" => {
            (thing(json!({"$ref": "#/components/schemas/Named"})), json!({ "Named": schema }), of(value.clone()))
        }
        "named-list" => (
            thing(json!({"$ref": "#/components/schemas/Named"})),
            json!({ "Named": {"type": "array", "items": schema} }),
            of(json!([value])),
        ),
        "named-map" => (
            thing(json!({"$ref": "#/components/schemas/Named"})),
            json!({ "Named": {"type": "object", "additionalProperties": schema} }),
            of(json!({ "k": value })),
        ),
        "nested" => (
            thing(json!({"type": "array", "items": {"type": "object", "properties": {"p": schema, "p_p": schema}}})),
            json!({}),
            of(json!([{"p": value, "p_p": value}])),
        ),
        "branch" => (
            thing(
                json!({"oneOf": [{"type": "object", "required": ["only"], "properties": {"only": schema}}, {"type": "object", "required": ["other"], "properties": {"other": {"type": "string"}}}]}),
            ),
            json!({}),
            of(json!({ "only": value })),
        ),
        "nullable" => (
            json!({"type": "object", "required": ["p"], "properties": {"p": {"nullable": true, "allOf": [schema]}}}),
            json!({}),
            of(value.clone()),
        ),
        _ => return None,
    })
}

const PLACES: [&str; 11] =
    ["property", "required", "list", "map", "part", "named", "named-list", "named-map", "nested", "branch", "nullable"];

fn cell(place_name: &str, (name, schema, values): &Form) -> Option<Cell> {
    let (thing, named, _) = place(place_name, schema, &Value::Null)?;
    let mut schemas = components();
    for more in [json!({ "Thing": thing }), named] {
        schemas.as_object_mut()?.extend(more.as_object()?.clone());
    }
    let body = |schema: &Value| json!({ "content": { "application/json": { "schema": schema } } });
    let response = |schema: &Value| {
        let mut response = body(schema);
        response["description"] = json!("ok");
        json!({ "200": response })
    };
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": {
            "/things": {
                "get": { "responses": response(&json!({"$ref": "#/components/schemas/Thing"})) },
                "post": { "requestBody": body(&json!({"$ref": "#/components/schemas/Thing"})), "responses": response(schema) },
                "put": { "requestBody": body(schema), "responses": { "204": { "description": "ok" } } },
            },
            "/lists": { "get": { "responses": response(&json!({"type": "array", "items": schema})) } },
        },
        "components": { "schemas": schemas },
    });
    let values = values.iter().filter_map(|value| Some((place(place_name, schema, value)?.2, None))).collect();
    Some(Cell { name: format!("{place_name} {name}"), document: document.to_string(), values, checks: String::new() })
}

/// Every schema in one place and every place with some schemas. `CELLS=list` is all of them in lists, and so on.
#[test]
fn every_form_of_schema_decodes_in_every_place() {
    let wanted = std::env::var("CELLS").ok();
    let forms = forms();
    let chosen: Vec<Cell> = forms
        .iter()
        .enumerate()
        .flat_map(|(row, form)| PLACES.iter().enumerate().map(move |(column, place)| (row, column, place, form)))
        .filter(|(row, column, place, _)| match &wanted {
            Some(wanted) => wanted == *place,
            None => (row * 3) % PLACES.len() == *column,
        })
        .filter_map(|(_, _, place, form)| cell(place, form))
        .collect();
    assert!(!chosen.is_empty(), "CELLS={} is no place", wanted.unwrap_or_default());
    let refused = run("cells-matrix", &chosen);
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_was_decoded_wrongly_once_is_not_again() {
    let refused = run(
        "cells-findings",
        &cells::findings::all().into_iter().chain(cells::alternatives::all()).collect::<Vec<_>>(),
    );
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn objects_keep_all_their_members() {
    let refused = run("cells-objects", &cells::objects::all());
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn what_a_document_describes_is_a_success_and_nothing_else_is() {
    let refused = run("cells-successes", &[cells::successes::cell()]);
    assert!(refused.is_empty(), "{refused:#?}");
}

/// `SEEDS=1000` begins with that seed. The operations around the schemas are random as well: they compile.
#[test]
fn valid_values_of_random_schemas_are_decoded_and_written_again() {
    let first = std::env::var("SEEDS").ok().and_then(|cells| cells.parse().ok()).unwrap_or(0);
    let all: Vec<Cell> = (first..first + 32).map(cells::random::cell).collect();
    assert!(all.iter().map(|cell| cell.values.len()).sum::<usize>() > 100, "there are values");
    let refused = run("cells-random", &all);
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Some more documents, which are not compiled: each gives a client, or the places that none can be made of, and never a
/// failure of the generator. `SEEDS=1000..2000` takes these seeds.
#[test]
fn random_documents_are_generated_or_refused_with_their_places() {
    let wanted = std::env::var("SEEDS").ok();
    let seeds = wanted.as_deref().and_then(|cells| cells.split_once("..")).unwrap_or(("1000", "1060"));
    let (first, last): (u64, u64) = (seeds.0.parse().unwrap(), seeds.1.parse().unwrap());
    let mut refused = 0;
    for seed in first..last {
        let document = cells::random::cell(seed).document;
        match generate(&Inputs { document: &document, overlay: "overlay: 1.0.0", names: "" }) {
            Ok(_) => {}
            Err(Error::Refused(refusals)) if refusals.iter().all(|refusal| refusal.pointer.len() > 1) => refused += 1,
            Err(error) => panic!("seed {seed}: {error}\n{document}"),
        }
    }
    assert!(refused * 10 < last - first, "{refused} are refused");
}
