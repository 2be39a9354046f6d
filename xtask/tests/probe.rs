//! What the probe makes of responses, on small documents.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use serde_json::{Value, json};
use verda_api_codegen::references::Resolver;
use verda_api_codegen::{Generated, Inputs, generate};
use xtask::probe::{Format, Kind, Probe, Report, Response, draft, render};

fn generated(document: &Value) -> Generated {
    let text = document.to_string();
    generate(&Inputs { document: &text, overlay: "overlay: 1.0.0", names: "" }).unwrap_or_else(|why| panic!("{why}"))
}

/// Responds to each path with a body; any other path is a 404.
fn probe(document: &Value, bodies: &[(&str, Value)]) -> Report {
    let generated = generated(document);
    let document: Value = serde_json::from_str(&generated.corrected).unwrap();
    let resolver = Resolver::new(&document);
    let mut probe = Probe::new(&resolver, &generated.operations);
    for turn in 0..probe.operations() {
        for path in probe.paths(turn) {
            let body = bodies.iter().find(|(known, _)| *known == path).map(|(_, body)| body.to_string());
            let status = if body.is_some() { 200 } else { 404 };
            let content_type = Some("application/json; charset=utf-8".to_owned());
            let body = body.unwrap_or_default().into_bytes();
            probe.responded(turn, &path, &Response { status, content_type, body, ..Response::default() });
        }
    }
    probe.report()
}

/// A document with one operation that responds with this schema.
fn one(schema: Value) -> Value {
    json!({
        "openapi": "3.1.0", "info": { "title": "Things", "version": "1" },
        "paths": { "/thing": { "get": { "responses": { "200": {
            "description": "ok", "content": { "application/json": { "schema": schema } } } } } } },
    })
}

/// Kind, place and detail of what is odd about a body.
fn odd(schema: Value, body: Value) -> Vec<(Kind, String, String)> {
    let report = probe(&one(schema), &[("/thing", body)]);
    let findings = report.operations.into_iter().flat_map(|seen| seen.findings);
    findings.map(|finding| (finding.kind, finding.place, finding.detail)).collect()
}

fn found(kind: Kind, place: &str, detail: &str) -> (Kind, String, String) {
    (kind, place.to_owned(), detail.to_owned())
}

#[test]
fn what_a_schema_allows_is_not_odd() {
    let text = || json!({ "type": "string" });
    let cat = json!({ "type": "object", "required": ["meows"], "properties": { "meows": { "type": "boolean" } } });
    let dog = json!({ "type": "object", "required": ["barks"], "properties": { "barks": { "type": "boolean" } } });
    let rows = [
        (json!({ "type": ["string", "null"] }), json!(null)),
        (json!({ "anyOf": [text(), { "type": "null" }] }), json!(null)),
        (json!({ "type": "number" }), json!(3)),
        (json!({ "type": "integer" }), json!(3.0)),
        (json!({}), json!({ "any": [1] })),
        (json!({ "type": "object", "additionalProperties": true, "properties": { "a": text() } }), json!({ "b": 1 })),
        (json!({ "type": "object", "additionalProperties": text() }), json!({ "b": "c" })),
        (
            json!({ "type": "object", "properties": { "a": text() }, "patternProperties": { "^x": text() } }),
            json!({ "x": "" }),
        ),
        (json!({ "oneOf": [cat, dog] }), json!({ "barks": true })),
        (json!({ "anyOf": [cat, dog] }), json!({ "barks": true, "meows": true })),
        (json!({ "allOf": [cat, dog] }), json!({ "barks": true, "meows": true })),
        (
            json!({ "type": "object", "properties": { "a": text() }, "oneOf": [cat, dog] }),
            json!({ "a": "", "meows": true }),
        ),
    ];
    for (schema, body) in rows {
        assert_eq!(odd(schema.clone(), body.clone()), [], "{body} for {schema}");
    }
}

#[test]
fn what_a_schema_does_not_say_is_found_at_its_place() {
    let thing = json!({ "type": "object", "required": ["id", "kind"], "properties": {
        "id": { "type": "string" }, "kind": { "type": "string", "enum": ["a", "b"] },
        "parts": { "type": "object", "additionalProperties": { "type": "array", "items": { "type": "integer" } } },
        "free": { "type": "object" } } });
    let list = json!({ "type": "array", "items": thing });
    let body = json!([
        { "id": "x", "kind": "a" },
        { "id": null, "kind": "c-3", "tags": ["t"] },
        { "kind": "Secret", "tags": null, "parts": { "secret": [1, "secret"] }, "free": { "secret": 1 } },
    ]);
    assert_eq!(
        odd(list, body),
        [
            found(Kind::WrongType, "[].parts.{}[]", "string in place of integer"),
            found(Kind::UnknownValue, "[].kind", "a value that is not shown, c-3"),
            found(Kind::UnknownMember, "[].free.{}", "a name that is not shown: integer"),
            found(Kind::UnknownMember, "[].tags", "array of string or null"),
            found(Kind::Missing, "[].id", "required"),
            found(Kind::Null, "[].id", "in place of string"),
        ]
    );
}

#[test]
fn the_nearest_alternative_says_what_is_odd() {
    let one_of = |name: &str, kind: &str| {
        json!({ "type": "object", "required": ["kind", name],
            "properties": { "kind": { "type": "string", "enum": [kind] }, name: { "type": "integer" } } })
    };
    let union = json!({ "oneOf": [one_of("barks", "dog"), one_of("meows", "cat")] });
    assert_eq!(
        odd(union, json!({ "kind": "cat", "meows": 1, "tail": "long" })),
        [found(Kind::UnknownMember, "tail", "string")]
    );
}

#[test]
fn names_that_may_be_data_are_not_shown() {
    let schema = json!({ "type": "object", "properties": { "owner": { "type": "string" } } });
    let body = json!({
        "owner": "anna", "anna": 1, "5b1e0000-0000-4000-8000-000000000001": 1, "a1b2c3d4e5f6": 1, "node-1": 1,
        "a name": 1, "colour": 1,
    });
    assert_eq!(
        odd(schema, body),
        [
            found(Kind::UnknownMember, "colour", "integer"),
            found(Kind::UnknownMember, "{}", "a name that is not shown: integer"),
        ]
    );
    // An id that is written like a value of an enum.
    let schema = json!({ "type": "string", "enum": ["on", "off"] });
    let hidden = [found(Kind::UnknownValue, "", "a value that is not shown")];
    assert_eq!(odd(schema, json!("b1e00000-0000-4000-8000-000000000001")), hidden);
}

#[test]
fn ids_come_from_lists_by_rule() {
    let object = |names: &[&str]| {
        let properties = names.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" })));
        json!({ "type": "object", "properties": properties.collect::<serde_json::Map<_, _>>() })
    };
    let gives = |schema: Value, parameters: Value| {
        json!({ "get": { "parameters": parameters, "responses": { "200": {
            "description": "ok", "content": { "application/json": { "schema": schema } } } } } })
    };
    let path = |names: &[&str]| {
        let all = names
            .iter()
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
        all.collect::<Value>()
    };
    let list = |schema: &Value| json!({ "type": "array", "items": schema });
    let thing = object(&["id", "kind_name"]);
    let (part, kind) = (object(&["name"]), object(&["kind_name"]));
    let required = json!([
        { "name": "unit", "in": "query", "required": true, "schema": { "type": "string", "enum": ["eur", "usd"] } },
        { "name": "kindName", "in": "query", "required": true, "schema": { "type": "string" } },
    ]);
    let nowhere = json!([{ "name": "since", "in": "query", "required": true, "schema": { "type": "string" } }]);
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Things", "version": "1" },
        "paths": {
            "/things": gives(json!({ "type": "object", "properties": { "data": list(&thing) } }), json!([])),
            "/things/{thingId}": gives(thing.clone(), path(&["thingId"])),
            "/things/{thingId}/parts": gives(list(&part), path(&["thingId"])),
            "/things/{thingId}/parts/{part_name}": gives(part.clone(), path(&["thingId", "part_name"])),
            "/kinds": gives(list(&kind), json!([])),
            "/free/{kind_name}": gives(json!({ "type": "boolean" }), path(&["kind_name"])),
            "/empty": gives(list(&thing), json!([])),
            "/empty/{id}": gives(thing.clone(), path(&["id"])),
            "/prices": gives(object(&["price"]), required),
            "/history": gives(object(&["price"]), nowhere),
            "/users/{user}": gives(object(&["name"]), path(&["user"])),
        },
    });
    let report = probe(
        &document,
        &[
            ("/things", json!({ "data": [{ "id": "a b/c", "kind_name": "of a thing" }] })),
            ("/things/a%20b%2Fc", json!({ "id": "a b/c" })),
            ("/things/a%20b%2Fc/parts", json!([{ "name": ".." }, { "name": "wheel" }])),
            ("/things/a%20b%2Fc/parts/wheel", json!({ "name": "wheel" })),
            ("/kinds", json!([{ "kind_name": "large" }])),
            ("/free/large", json!(true)),
            ("/empty", json!([])),
            ("/prices?unit=eur&kindName=large", json!({ "price": "1" })),
        ],
    );
    let odd: Vec<_> = report.operations.iter().filter(|seen| !seen.findings.is_empty()).collect();
    assert!(odd.is_empty(), "{odd:?}");
    let not_seen: Vec<_> = report.not_seen.iter().map(|entry| (&*entry.operation, &*entry.reason)).collect();
    assert_eq!(
        not_seen,
        [
            ("GET /empty/{id}", "GET /empty has no item"),
            ("GET /history", "nothing gives the query parameter `since`"),
            ("GET /users/{user}", "nothing gives the path parameter `user`"),
        ]
    );
    let empty: Vec<_> = report.operations.iter().filter(|seen| seen.is_empty).map(|seen| &*seen.operation).collect();
    assert_eq!(empty, ["GET /empty"]);
    let text = render(&report, Format::Text);
    assert!(text.contains("Empty lists, so nothing is known of their elements\n  GET /empty\n"), "{text}");
    assert!(text.ends_with("0 findings in 0 of 8 operations; 3 operations not seen\n"), "{text}");
}

#[test]
fn an_item_of_a_list_below_is_asked_for_as_well() {
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let gives = |schema: Value, parameters: Value| {
        json!({ "get": { "parameters": parameters, "responses": { "200": {
            "description": "ok", "content": { "application/json": { "schema": schema } } } } } })
    };
    let list = |name: &str| json!({ "type": "array", "items": schema(name) });
    let object = |name: &str| json!({ "type": "object", "required": [name], "properties": { "id": { "type": "string" }, name: { "type": "string" } } });
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Things", "version": "1" },
        "paths": {
            "/things": gives(list("Thing"), json!([])),
            "/things/trash": gives(list("Waste"), json!([])),
            "/things/kinds": gives(list("Kind"), json!([])),
            "/things/{id}": gives(json!({ "oneOf": [schema("Thing"), schema("Waste")] }), id),
        },
        "components": { "schemas": { "Thing": object("made_at"), "Waste": object("deleted_at"), "Kind": object("of") } },
    });
    let bodies = [
        ("/things", json!([{ "id": "a", "made_at": "" }])),
        ("/things/trash", json!([{ "id": "b", "deleted_at": "" }])),
        ("/things/kinds", json!([{ "id": "c", "of": "" }])),
        ("/things/a", json!({ "id": "a", "made_at": "" })),
        ("/things/b", json!({ "id": "b", "deleted_at": "", "weight": 1 })),
    ];
    let report = probe(&document, &bodies);
    let item = report.operations.iter().find(|seen| seen.operation == "GET /things/{id}").unwrap();
    assert_eq!(item.statuses, [200, 200]);
    let findings: Vec<_> = item.findings.iter().map(|finding| (finding.kind, &*finding.place)).collect();
    assert_eq!(findings, [(Kind::UnknownMember, "weight")]);
}

#[test]
fn drafts_correct_what_was_found() {
    let schema = json!({ "type": "object", "properties": {
        "size": { "type": "string" }, "state": { "type": "string", "enum": ["on", "off"] }, "free": { "type": "string" },
        "part": { "type": "string" } } });
    let document = one(json!({ "type": "array", "items": schema }));
    let odd = json!({ "size": 1.5, "state": "idle", "free": null, "part": 1, "labels": [{ "key": "a", "count": 1 }, { "key": null }] });
    let bodies = [("/thing", json!([odd, { "size": 2, "part": "a", "labels": [] }]))];
    let report = probe(&document, &bodies);
    let mut corrected: Value = serde_json::from_str(&generated(&document).corrected).unwrap();
    let overlay = draft(&report, &corrected).unwrap();
    verda_api_codegen::overlay::apply(&mut corrected, &overlay).unwrap_or_else(|why| panic!("{why:?}\n{overlay}"));
    // What is left is the null, which types take.
    let report = probe(&corrected, &bodies);
    let left: Vec<_> = report.operations[0].findings.iter().map(|finding| (finding.kind, &*finding.place)).collect();
    assert_eq!(left, [(Kind::Null, "[].free")], "{overlay}");
    assert!(!overlay.contains("count"), "names inside of what is not documented may be data: {overlay}");
    let properties =
        corrected.pointer("/paths/~1thing/get/responses/200/content/application~1json/schema/items/properties");
    let properties = properties.unwrap();
    assert_eq!(properties["size"], json!({ "type": "number" }));
    assert_eq!(properties["part"], json!({ "type": ["string", "integer"] }));
    assert!(draft(&probe(&document, &[("/thing", json!([]))]), &corrected).is_none());
}
