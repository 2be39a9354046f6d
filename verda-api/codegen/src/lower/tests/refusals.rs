//! Refused documents, and the places of their refusals.

use serde_json::{Value, json};

use super::super::lower;
use super::{document, lowered, notes, refusals, refused, with_schema};
use crate::ledger::Ledger;

fn check(document: Value, pointer: &str, words: &str) {
    check_all(document, &[(pointer, words)]);
}

fn check_all(document: Value, expected: &[(&str, &str)]) {
    let refusals = refusals(document.clone());
    let pointers: Vec<&str> = refusals.iter().map(|refusal| refusal.pointer.as_str()).collect();
    assert_eq!(pointers, expected.iter().map(|(pointer, _)| *pointer).collect::<Vec<_>>(), "from {document}");
    for (refusal, (_, words)) in refusals.iter().zip(expected) {
        assert!(refusal.message.contains(words), "{refusal} from {document}");
    }
}

#[test]
fn all_problems_are_reported_at_once() {
    let operation = |rest: Value| {
        let mut operation = json!({"responses": {"200": {"description": "D"}}});
        operation.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        operation
    };
    // Targets that only a reference leads to are checked as well.
    let mut outside = document("3.1.0", json!({"paths": {"/a": {"$ref": "#/components/pathItems/I"}}}));
    outside["components"] = json!({"pathItems": {"I": {"get": "x", "put": operation(json!({"summary": 1}))}}});
    check_all(
        outside,
        &[("/components/pathItems/I/get", "object"), ("/components/pathItems/I/put/summary", "a string")],
    );
    let wrong = document(
        "3.1.0",
        json!({
            "paths": {
                "/a": {"get": operation(json!({"parameters": [{"$ref": "shared.yaml#/P"}, {"name": "x"}]}))},
                "/b": {"$ref": "paths/b.yaml"},
                "c": {"get": operation(json!({"requestBody": [], "deprecated": "no"}))},
            },
            "components": {
                "responses": {"R": {"$ref": "#/components/responses/S"}},
                "schemas": {
                    "A": {"properties": {"a": {"$ref": "#gone"}, "b": {"type": "text"}}, "required": "a"},
                    "B": {"allOf": [{"$ref": "#/components/schemas/B"}]},
                    "C": {"$dynamicRef": "other#x"},
                },
            },
        }),
    );
    check_all(
        wrong,
        &[
            ("/paths/c", "slash"),
            ("/paths/c/get/requestBody", "object"),
            ("/paths/~1a/get/parameters/0/$ref", "shared.yaml#/P points to another document; bundle"),
            ("/paths/~1a/get/parameters/1", "\"in\""),
            ("/paths/~1b/$ref", "paths/b.yaml points to another document"),
            ("/paths/c/get/deprecated", "true or false"),
            ("/components/responses/R/$ref", "has no target"),
            ("/components/schemas/A/required", "names of properties"),
            ("/components/schemas/A/properties/a/$ref", "#gone has no target"),
            ("/components/schemas/A/properties/b/type", "one of string"),
            ("/components/schemas/C/$dynamicRef", "points to another document"),
            ("/components/schemas/B/allOf/0", "circular reference"),
        ],
    );
}

#[test]
fn what_is_no_document_of_a_known_version() {
    check(json!([]), "", "JSON object");
    check(json!({"swagger": "2.0"}), "/swagger", "convert");
    check(json!({"info": {}}), "/openapi", "missing");
    check(json!({"openapi": 3.1}), "/openapi", "in quotes");
    for version in ["3.2.0", "2.0", "3.10.0", "4.0.0", ""] {
        check(json!({"openapi": version}), "/openapi", "not supported");
    }
}

#[test]
fn shapes_that_no_place_asks_for() {
    let rest = |rest: Value| document("3.1.0", rest);
    let paths = |item: Value| rest(json!({"paths": {"/a": item}}));
    check(rest(json!({"paths": []})), "/paths", "object");
    check(rest(json!({"info": 1})), "/info", "object");
    check(rest(json!({"components": 1})), "/components", "object");
    check(rest(json!({"components": {"schemas": []}})), "/components/schemas", "object");
    check(rest(json!({"paths": {"a": {}}})), "/paths/a", "slash");
    check(paths(json!(1)), "/paths/~1a", "object");
    check(paths(json!({"parameters": {}})), "/paths/~1a/parameters", "list");
    check(paths(json!({"get": []})), "/paths/~1a/get", "object");
    check(paths(json!({"get": {"responses": {"200": 1}}})), "/paths/~1a/get/responses/200", "object");
    let refusal = refused(paths(json!({"get": {"requestBody": {"content": {"a/b": {"schema": 1}}}}})));
    assert_eq!(refusal.pointer, "/paths/~1a/get/requestBody/content/a~1b/schema");
    assert_eq!(refusal.operation.as_deref(), Some("GET /a"));
}

#[test]
fn schemas_that_are_none() {
    for (schema, pointer, words) in [
        (json!(1), "", "a schema must be an object"),
        (json!([]), "", "a schema must be an object"),
        (json!({"properties": []}), "/properties", "an object"),
        (json!({"properties": {"a": "string"}}), "/properties/a", "a schema must be an object"),
        (json!({"required": true}), "/required", "names of properties"),
        (json!({"required": ["a", 1]}), "/required", "names of properties"),
        (json!({"enum": "a"}), "/enum", "list of values"),
        (json!({"allOf": {}}), "/allOf", "list of schemas"),
        (json!({"oneOf": [1]}), "/oneOf/0", "a schema must be an object"),
        (json!({"type": "text"}), "/type", "one of string"),
        (json!({"type": ["string", 1]}), "/type", "one of string"),
        (json!({"minimum": "1"}), "/minimum", "a number"),
        (json!({"exclusiveMinimum": "1"}), "/exclusiveMinimum", "a number"),
        (json!({"maxLength": -1}), "/maxLength", "a whole number"),
        (json!({"maxLength": 1.5}), "/maxLength", "a whole number"),
        (json!({"pattern": 1}), "/pattern", "a string"),
        (json!({"nullable": "yes"}), "/nullable", "true or false"),
        (json!({"$ref": 1}), "/$ref", "a reference must be a string"),
        (json!({"items": {"items": 1}}), "/items/items", "a schema must be an object"),
    ] {
        check(with_schema(schema), &format!("/components/schemas/T{pointer}"), words);
    }
    let in_3_0 = |schema: Value| document("3.0.3", json!({"components": {"schemas": {"T": schema}}}));
    check(in_3_0(json!(true)), "/components/schemas/T", "a schema must be an object");
    check(in_3_0(json!({"type": ["string", "null"]})), "/components/schemas/T/type", "one of string");
    check(in_3_0(json!({"exclusiveMinimum": 1})), "/components/schemas/T/exclusiveMinimum", "true or false");
    check(in_3_0(json!({"items": [{}]})), "/components/schemas/T/items", "a schema");
}

#[test]
fn references_that_lead_nowhere() {
    for reference in ["#/components/schemas/Missing", "#/paths/~1a", "#", "#anchor", "#/components/schemas/%ZZ"] {
        check(with_schema(json!({"$ref": reference})), "/components/schemas/T/$ref", reference);
    }
    for reference in ["other.yaml", "./other.json#/components/schemas/A", "https://example.com/a.json#/B"] {
        check(with_schema(json!({"items": {"$ref": reference}})), "/components/schemas/T/items/$ref", "bundle");
        let rest = json!({"components": {"schemas": {"T": {"$ref": reference}}}});
        check(document("3.0.3", rest), "/components/schemas/T/$ref", "bundle");
    }
    for version in ["3.0.3", "3.1.0"] {
        let paths = |item: Value| document(version, json!({"paths": {"/a": item}}));
        check(paths(json!({"$ref": "a.yaml"})), "/paths/~1a/$ref", "bundle");
        check(paths(json!({"$ref": "#/paths/~1b"})), "/paths/~1a/$ref", "has no target");
        check(paths(json!({"$ref": 1})), "/paths/~1a/$ref", "a string");
        check(
            paths(json!({"get": {"parameters": [{"$ref": "#/components/parameters/P"}]}})),
            "/paths/~1a/get/parameters/0/$ref",
            "has no target",
        );
    }
    let twice = json!({"components": {"schemas": {
        "A": {"$anchor": "x"},
        "B": {"$anchor": "x"},
        "C": {"$ref": "#x"},
    }}});
    check(document("3.1.0", twice), "/components/schemas/C/$ref", "is ambiguous");
    // The target of a reference is checked at any place.
    let mut outside = with_schema(json!({"$ref": "#/x-schemas/A"}));
    outside["x-schemas"] = json!({"A": {"properties": {"a": {"type": "text"}}}});
    check(outside, "/x-schemas/A/properties/a/type", "one of string");
    // Only 3.1 has definitions inside of schemas.
    let pasted = json!({"components": {"schemas": {"T": {
        "items": {"$ref": "#/definitions/A"},
        "definitions": {"A": {}},
    }}}});
    check(document("3.0.3", pasted), "/components/schemas/T/items/$ref", "has no target");
}

#[test]
fn references_in_a_circle() {
    for version in ["3.0.3", "3.1.0"] {
        let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let schemas = |schemas: Value| document(version, json!({"components": {"schemas": schemas}}));
        check(schemas(json!({"A": to("A")})), "/components/schemas/A", "circular reference");
        check(
            schemas(json!({"X": {}, "A": to("B"), "B": to("C"), "C": to("B")})),
            "/components/schemas/C",
            "circular reference",
        );
        check(
            schemas(json!({"A": {"allOf": [{"type": "object"}, to("B")]}, "B": to("A")})),
            "/components/schemas/B",
            "circular reference",
        );
        let responses = json!({"components": {"responses": {
            "A": {"$ref": "#/components/responses/B"},
            "B": {"$ref": "#/components/responses/A"},
        }}});
        check_all(
            document(version, responses),
            &[("/components/responses/A/$ref", "is circular"), ("/components/responses/B/$ref", "is circular")],
        );
        let items = json!({"paths": {"/a": {"$ref": "#/paths/~1b"}, "/b": {"$ref": "#/paths/~1a"}}});
        check_all(document(version, items), &[("/paths/~1a/$ref", "is circular"), ("/paths/~1b/$ref", "is circular")]);
    }
}

#[test]
fn what_is_there_twice() {
    for version in ["3.0.3", "3.1.0"] {
        let operation = json!({"operationId": "x", "responses": {"200": {"description": "D"}}});
        let paths = json!({"paths": {"/a": {"get": operation}, "/b/{c}": {"put": operation}}});
        let (lowered, ledger) = lowered(document(version, paths));
        assert_eq!(lowered["paths"]["/a"]["get"]["operationId"], "x");
        assert_eq!(lowered["paths"]["/b/{c}"]["put"].get("operationId"), None);
        assert_eq!(notes(&ledger, ""), ["LOSSY operation-id-repeated /paths/~1b~1{c}/put/operationId"]);

        let parameters = |second: Value| {
            let list = json!([{"$ref": "#/components/parameters/P"}, second]);
            document(
                version,
                json!({
                    "paths": {"/a": {"get": {"parameters": list, "responses": {"200": {"description": "D"}}}}},
                    "components": {"parameters": {"P": {"name": "Id", "in": "header", "schema": {"type": "string"}}}},
                }),
            )
        };
        let parameter = |name: &str, place: &str| json!({"name": name, "in": place, "schema": {"type": "string"}});
        check(parameters(parameter("id", "header")), "/paths/~1a/get/parameters/1", "duplicate");
        check(parameters(json!({"name": "id"})), "/paths/~1a/get/parameters/1", "\"in\"");
        let mut fine = parameters(parameter("Id", "query"));
        lower(&mut fine, &mut Ledger::default()).unwrap();
    }
}

#[test]
fn what_nests_too_deeply() {
    let nested = |levels: usize, keyword: &str| (0..levels).fold(json!({}), |inner, _| json!({keyword: inner}));
    for keyword in ["not", "items", "additionalProperties"] {
        let mut deep = with_schema(nested(250, keyword));
        lower(&mut deep, &mut Ledger::default()).unwrap();
        let refusal = refused(with_schema(nested(300, keyword)));
        assert!(refusal.pointer.starts_with(&format!("/components/schemas/T/{keyword}/{keyword}")));
        assert!(refusal.message.contains("256 levels"));
    }
}
