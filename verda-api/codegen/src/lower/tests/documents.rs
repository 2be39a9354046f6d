//! Constructs outside of schemas.

use serde_json::{Value, json};

use super::{document, lowered, notes};

/// An operation with an own id, and the members of `rest`.
fn operation(rest: Value) -> Value {
    let mut operation = json!({"operationId": "a", "responses": {"200": {"description": "D"}}});
    for (key, value) in rest.as_object().unwrap() {
        operation[key] = value.clone();
    }
    operation
}

fn check(rest: Value, expected: Value, expected_notes: &[&str]) {
    let (lowered, ledger) = lowered(document("3.1.0", rest));
    assert_eq!(lowered, document("3.0.3", expected));
    assert_eq!(notes(&ledger, ""), expected_notes);
}

#[test]
fn a_3_0_document_takes_the_same_steps() {
    for version in ["3.0.0", "3.0.3", "3.0.4"] {
        let (after, ledger) = lowered(document(
            version,
            json!({
                "paths": {"/a": {
                    "parameters": [{"$ref": "#/components/parameters/P", "description": "ignored"}],
                    "get": {"operationId": "x", "responses": {"200": {"$ref": "#/components/responses/R"}}},
                }},
                "components": {
                    "parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "number", "minimum": 1}}},
                    "responses": {"R": {"description": "D", "content": {"application/octet-stream": {}}}},
                    "schemas": {
                        "A": {"type": "number", "minimum": 1, "exclusiveMinimum": true, "nullable": true},
                        "B": {"$ref": "#/components/schemas/A", "nullable": true, "properties": 6},
                        "C": {"properties": {"a": {"type": "array", "format": "ipv4"}}},
                        "D": {"allOf": [{"$ref": "#/components/schemas/C/properties/a"}]},
                        "E": {"const": "x", "if": 7},
                    },
                },
            }),
        ));
        assert_eq!(after["openapi"], version);
        let binary = json!({"type": "string", "format": "binary"});
        let responses = &after["components"]["responses"];
        assert_eq!(responses["R"]["content"]["application/octet-stream"]["schema"], binary);
        assert_eq!(
            after["components"]["schemas"],
            json!({
                "A": {"type": "number", "minimum": 1, "exclusiveMinimum": true, "nullable": true},
                "B": {"$ref": "#/components/schemas/A"},
                "C": {"properties": {"a": {"type": "array", "items": {}}}, "type": "object"},
                "D": {"allOf": [{"$ref": "#/components/schemas/CA"}]},
                "E": {"enum": ["x"], "type": "string"},
                "CA": {"type": "array", "items": {}},
            })
        );
        let lost: Vec<String> = notes(&ledger, "").into_iter().filter(|note| note.starts_with("LOSSY")).collect();
        assert_eq!(lost, ["LOSSY type-assumed /components/schemas/C", "LOSSY conditional /components/schemas/E/if"]);
    }
}

#[test]
fn the_top_of_the_document() {
    let mut before = document(
        "3.1.1",
        json!({
            "info": {
                "title": "T",
                "version": "1",
                "summary": "S",
                "description": "D",
                "license": {"name": "MIT", "identifier": "MIT"},
                "x-own": 1,
            },
            "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
            "webhooks": {"new/pet": {"post": {}}},
            "x-own": {"type": ["string"]},
            "unheard": 1,
        }),
    );
    before.as_object_mut().unwrap().shift_remove("paths");
    let (after, ledger) = lowered(before);
    assert_eq!(
        after,
        json!({
            "openapi": "3.0.3",
            "info": {
                "title": "T",
                "version": "1",
                "description": "S\n\nD",
                "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
                "x-own": 1,
            },
            "x-own": {"type": ["string"]},
            "paths": {},
        })
    );
    assert_eq!(
        notes(&ledger, ""),
        [
            "exact json-schema-dialect /jsonSchemaDialect",
            "LOSSY webhook /webhooks/new~1pet",
            "exact missing-paths /paths",
            "exact info-summary /info/summary",
            "exact license-identifier /info/license/identifier",
            "LOSSY unknown-field /unheard",
        ]
    );
    assert_eq!(
        ledger.entries().last().map(|entry| (entry.rule, entry.pointer.as_str())),
        Some(("version", "/openapi"))
    );

    let info = |license: Value, summary: Value| {
        let mut info = json!({"title": "T", "version": "1"});
        for (key, value) in [("license", license), ("summary", summary)] {
            if !value.is_null() {
                info[key] = value;
            }
        }
        json!({"info": info})
    };
    check(
        info(json!({"name": "N", "identifier": "MIT OR Apache-2.0"}), json!(null)),
        info(json!({"name": "N"}), json!(null)),
        &["LOSSY license-identifier /info/license/identifier"],
    );
    check(
        info(json!({"name": "N", "identifier": "MIT", "url": "https://example.com"}), json!(null)),
        info(json!({"name": "N", "url": "https://example.com"}), json!(null)),
        &["LOSSY license-identifier /info/license/identifier"],
    );
    check(
        info(json!(null), json!("S")),
        json!({"info": {"title": "T", "version": "1", "description": "S"}}),
        &["exact info-summary /info/summary"],
    );
    check(
        json!({"jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"}),
        json!({}),
        &["LOSSY json-schema-dialect /jsonSchemaDialect"],
    );
}

#[test]
fn client_certificates() {
    let schemes = |rest: Value| json!({"components": {"securitySchemes": rest}});
    let bearer = json!({"type": "http", "scheme": "bearer"});
    let mut before = schemes(json!({"cert": {"type": "mutualTLS"}, "bearer": bearer}));
    before["security"] = json!([{"cert": []}, {"bearer": []}, {}]);
    before["paths"] = json!({"/a": {"get": operation(json!({"security": [{"cert": [], "bearer": []}]}))}});
    let mut after = schemes(json!({"bearer": bearer}));
    after["security"] = json!([{"bearer": []}, {}]);
    after["paths"] = json!({"/a": {"get": operation(json!({"security": [{"bearer": []}]}))}});
    check(before, after, &["LOSSY mutual-tls /components/securitySchemes/cert"]);
    // An operation that needs a certificate alone is not one that works without credentials.
    let alone = |rest: Value| {
        let mut document = schemes(rest);
        document["paths"] = json!({"/a": {"get": operation(json!({"security": [{"cert": []}]}))}});
        document
    };
    let before = alone(json!({"cert": {"type": "mutualTLS"}}));
    check(before, alone(json!({})), &["LOSSY mutual-tls /components/securitySchemes/cert"]);
}

#[test]
fn operations() {
    let mut plain = operation(json!({}));
    plain.as_object_mut().unwrap().shift_remove("responses");
    check(
        json!({"paths": {"/a": {"get": plain}}}),
        json!({"paths": {"/a": {"get": operation(json!({"responses": {"default": {"description": ""}}}))}}}),
        &["exact missing-responses /paths/~1a/get"],
    );
    let body = json!({"requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}}});
    for method in ["get", "head", "delete"] {
        let with_body = json!({"paths": {"/a": {method: operation(body.clone())}}});
        let note = format!("exact unusual-request-body /paths/~1a/{method}/requestBody");
        check(with_body.clone(), with_body, &[&note]);
    }
    let with_body = json!({"paths": {"/a": {"put": operation(body)}}});
    check(with_body.clone(), with_body, &[]);
    let nameless = json!({"paths": {"/a": {"get": {"responses": {"200": {"description": "D"}}}}}});
    check(nameless.clone(), nameless, &["exact missing-operation-id /paths/~1a/get"]);
}

#[test]
fn what_is_in_an_operation() {
    let integer = |list: bool| {
        if list { json!({"type": ["integer"]}) } else { json!({"type": "integer"}) }
    };
    let example = json!({"value": {"type": ["string", "null"]}});
    let with = |list: bool, known: bool| {
        let content = json!({"a/b": {"schema": integer(list), "examples": {"e": example}}});
        let mut operation = operation(json!({
            "parameters": [
                {"name": "p", "in": "query", "schema": integer(list), "examples": {"e": example}},
                {"name": "q", "in": "query", "content": content},
            ],
            "requestBody": {"content": {"multipart/form-data": {
                "schema": {"type": "object", "properties": {"p": integer(list)}},
                "encoding": {"p": {"headers": {"H": {"schema": integer(list)}}}},
            }}},
            "responses": {"200": {
                "description": "D",
                "headers": {"H": {"schema": integer(list)}},
                "content": content,
            }, "x-own": {"content": 1}},
        }));
        if !known {
            operation["parameters"][0]["unheard"] = json!(1);
        }
        json!({"paths": {"/a": {"parameters": [], "put": operation}}})
    };
    let here = "/paths/~1a/put";
    let notes: Vec<String> = [
        "LOSSY unknown-field /parameters/0/unheard",
        "exact type-list-of-one /parameters/0/schema/type",
        "exact type-list-of-one /parameters/1/content/a~1b/schema/type",
        "exact type-list-of-one /requestBody/content/multipart~1form-data/schema/properties/p/type",
        "exact type-list-of-one /requestBody/content/multipart~1form-data/encoding/p/headers/H/schema/type",
        "exact type-list-of-one /responses/200/headers/H/schema/type",
        "exact type-list-of-one /responses/200/content/a~1b/schema/type",
    ]
    .iter()
    .map(|note| note.replacen(" /", &format!(" {here}/"), 1))
    .collect();
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    check(with(true, false), with(false, true), &notes);
}

#[test]
fn what_3_0_asks_for() {
    let content = |media_type: &str, schema: Value| {
        let response = json!({"description": "D", "content": {media_type: schema}});
        json!({"components": {"responses": {"R": response}}})
    };
    let bytes = json!({"schema": {"type": "string", "format": "binary"}});
    for (media_type, token) in [("application/octet-stream", "application~1octet-stream"), ("image/png", "image~1png")]
    {
        let note = format!("exact binary-content /components/responses/R/content/{token}");
        check(content(media_type, json!({})), content(media_type, bytes.clone()), &[&note]);
    }
    for (media_type, kept) in [("application/json", json!({})), ("image/png", json!({"schema": {"type": "string"}}))] {
        check(content(media_type, kept.clone()), content(media_type, kept), &[]);
    }
    check(
        content("a/b", json!({"examples": [1, 2]})),
        content("a/b", json!({"example": 1})),
        &["LOSSY examples /components/responses/R/content/a~1b/examples"],
    );
    check(
        json!({"components": {"responses": {"R": {}}, "headers": {"H": {"required": true}}}}),
        json!({"components": {
            "responses": {"R": {"description": ""}},
            "headers": {"H": {"required": true, "schema": {"type": "string"}}},
        }}),
        &["exact missing-description /components/responses/R", "exact missing-schema /components/headers/H"],
    );
}

#[test]
fn references_to_components() {
    let components = json!({
        "parameters": {"P": {"name": "p", "in": "query", "description": "far", "schema": {"type": "string"}}},
        "responses": {"R": {"description": "far"}, "Q": {"$ref": "#/components/responses/R", "description": "mid"}},
    });
    let with = |parameters: Value, response: Value, components: &Value| {
        let operation = operation(json!({"parameters": parameters, "responses": {"200": response}}));
        json!({"paths": {"/a": {"get": operation}}, "components": components})
    };
    let parameter = |description: &str| json!({"name": "p", "in": "query", "description": description, "schema": {"type": "string"}});
    let mut after = components.clone();
    after["responses"]["Q"] = json!({"description": "mid"});
    check(
        with(
            json!([{"$ref": "#/components/parameters/P", "description": "near", "summary": "none"}]),
            json!({"$ref": "#/components/responses/Q"}),
            &components,
        ),
        with(json!([parameter("near")]), json!({"$ref": "#/components/responses/Q"}), &after),
        &[
            "exact reference-sibling-ignored /paths/~1a/get/parameters/0/summary",
            "exact reference-inlined /paths/~1a/get/parameters/0/$ref",
            "exact reference-inlined /components/responses/Q/$ref",
        ],
    );
    // The nearest of several descriptions has precedence.
    let responses = |response: Value| operation(json!({"responses": {"200": response}}));
    let mut b = responses(json!({"$ref": "#/components/responses/R", "description": "mid"}));
    b["operationId"] = json!("b");
    let a = responses(json!({"$ref": "#/paths/~1b/get/responses/200"}));
    let paths = json!({"/a": {"get": a}, "/b": {"get": b}});
    let (after, _) = lowered(document("3.1.0", json!({"paths": paths, "components": components})));
    for path in ["/a", "/b"] {
        assert_eq!(after["paths"][path]["get"]["responses"]["200"], json!({"description": "mid"}));
    }
    // A part of a component is no component.
    let header = json!({"schema": {"type": "string"}});
    let outer = json!({"content": {"a/b": {"encoding": {"p": {"headers": {"Inner": header}}}}}});
    let inner = json!({"$ref": "#/components/headers/Outer/content/a~1b/encoding/p/headers/Inner"});
    check(
        json!({"components": {"headers": {"Outer": outer, "Copy": inner}}}),
        json!({"components": {"headers": {"Outer": outer, "Copy": header}}}),
        &["exact reference-inlined /components/headers/Copy/$ref"],
    );
    // A reference to another place becomes a copy; the copy is lowered, and noted at its original place.
    let other = json!({"/b": {"parameters": [{"name": "p", "in": "query", "schema": {"type": ["string"]}}]}});
    let mut before = with(json!([{"$ref": "#/paths/~1b/parameters/0"}]), json!({"description": "D"}), &json!({}));
    before["paths"]["/b"] = other["/b"].clone();
    let (after, ledger) = lowered(document("3.1.0", before));
    assert_eq!(after["paths"]["/a"]["get"]["parameters"], after["paths"]["/b"]["parameters"]);
    assert_eq!(
        notes(&ledger, ""),
        [
            "exact reference-inlined /paths/~1a/get/parameters/0/$ref",
            "exact type-list-of-one /paths/~1b/parameters/0/schema/type",
        ]
    );
}

#[test]
fn references_to_path_items() {
    let item = |id: Option<&str>| {
        let mut item = json!({"get": {"responses": {"200": {"description": "D"}}}});
        if let Some(id) = id {
            item["get"]["operationId"] = json!(id);
        }
        item
    };
    let inlined = "exact path-item-reference";
    check(
        json!({
            "paths": {"/a": {"$ref": "#/components/pathItems/I", "summary": "S"}, "/b": {"$ref": "#/paths/~1a"}},
            "components": {"pathItems": {"I": {"$ref": "#/components/pathItems/J"}, "J": item(Some("x"))}},
        }),
        json!({
            "paths": {
                "/a": {"get": item(Some("x"))["get"], "summary": "S"},
                "/b": {"get": item(None)["get"], "summary": "S"},
            },
            "components": {},
        }),
        &[
            &format!("{inlined} /paths/~1a/$ref"),
            &format!("{inlined} /paths/~1b/$ref"),
            "LOSSY operation-id-repeated /paths/~1b/$ref",
            "exact component-path-items /components/pathItems",
        ],
    );
    // 3.0 has references between path items as well, and the generator does not follow them.
    let mut before =
        document("3.0.2", json!({"paths": {"/a": {"$ref": "#/paths/~1b", "summary": "near"}, "/b": item(Some("x"))}}));
    before["paths"]["/b"]["summary"] = json!("far");
    let (after, ledger) = lowered(before);
    assert_eq!(after["paths"]["/a"]["summary"], "near");
    assert_eq!(after["paths"]["/a"]["get"], item(None)["get"]);
    assert_eq!(after["paths"]["/b"]["get"], item(Some("x"))["get"]);
    assert_eq!(
        notes(&ledger, ""),
        [
            "LOSSY path-item-conflict /paths/~1a/summary",
            &format!("{inlined} /paths/~1a/$ref"),
            "LOSSY operation-id-repeated /paths/~1a/$ref",
        ]
    );
}

#[test]
fn a_key_without_a_value_has_no_effect() {
    let response = json!({"responses": {"200": {"description": "D"}}});
    let mut empty = operation(response.clone());
    for key in ["parameters", "requestBody", "tags", "summary"] {
        empty[key] = Value::Null;
    }
    empty["responses"]["200"]["content"] = Value::Null;
    check(
        json!({"paths": {"/a": {"post": empty, "parameters": null}}, "servers": null, "components": {"schemas": null}}),
        json!({"paths": {"/a": {"post": operation(response)}}, "components": {}}),
        &[
            "exact member-without-value /paths/~1a/parameters",
            "exact member-without-value /paths/~1a/post/parameters",
            "exact member-without-value /paths/~1a/post/requestBody",
            "exact member-without-value /paths/~1a/post/tags",
            "exact member-without-value /paths/~1a/post/summary",
            "exact member-without-value /paths/~1a/post/responses/200/content",
            "exact member-without-value /servers",
            "exact member-without-value /components/schemas",
        ],
    );
}

#[test]
fn callbacks_and_links_are_left_out_unread() {
    let response = json!({"responses": {"200": {"description": "D"}}});
    let mut wrong = response.clone();
    wrong["callbacks"] = json!({"again": {"$ref": "#/components/callbacks/C"}});
    wrong["requestBody"] = json!([]);
    let mut linked = response.clone();
    linked["responses"]["200"]["links"] = json!({"next": {"operationId": 1}, "gone": {"$ref": "#/components/links/L"}});
    linked["callbacks"] = json!({"c": {"$ref": "#/components/callbacks/C"}, "d": {"$ref": "elsewhere.yaml"}});
    check(
        json!({
            "paths": {"/a": {"post": operation(linked)}},
            "components": {
                "callbacks": {"C": {"{$url}": {"$ref": "#/components/pathItems/I"}}},
                "pathItems": {"I": {"post": wrong}},
            },
        }),
        json!({"paths": {"/a": {"post": operation(response)}}, "components": {}}),
        &[
            "LOSSY callback /paths/~1a/post/callbacks/c",
            "LOSSY callback /paths/~1a/post/callbacks/d",
            "LOSSY link /paths/~1a/post/responses/200/links/next",
            "LOSSY link /paths/~1a/post/responses/200/links/gone",
            "exact component-left-out /components/callbacks",
            "exact component-path-items /components/pathItems",
        ],
    );
}

#[test]
fn links_and_examples_of_an_inlined_response_are_left_out_as_well() {
    let link = |name: &str| json!({"$ref": format!("#/components/links/{name}"), "description": "d"});
    let example = json!({"$ref": "#/components/examples/Gone", "description": "d"});
    let response = json!({"description": "r", "links": {"gone": link("Gone"), "here": link("Here")},
        "content": {"text/csv": {"schema": {"type": "string"}, "examples": {"e": example}}}});
    let inlined = |description: &str| json!({"description": description, "content": {"text/csv": {"schema": {"type": "string"}, "examples": {}}}});
    check(
        json!({
            "paths": {"/a": {"get": operation(json!({"responses": {"200": {"$ref": "#/components/responses/R", "description": "x"}}}))}},
            "components": {"responses": {"R": response}, "links": {"Here": {"operationId": "getA"}}},
        }),
        json!({
            "paths": {"/a": {"get": operation(json!({"responses": {"200": inlined("x")}}))}},
            "components": {"responses": {"R": inlined("r")}},
        }),
        &[
            "LOSSY example-left-out /components/responses/R/content/text~1csv/examples/e",
            "LOSSY link /components/responses/R/links/gone",
            "LOSSY link /components/responses/R/links/here",
            "exact component-left-out /components/links",
            "exact reference-inlined /paths/~1a/get/responses/200/$ref",
        ],
    );
}

/// They tell a reader of the document something, and a client nothing.
#[test]
fn examples_that_are_not_there_are_left_out() {
    let content = |examples: Value| {
        json!({"responses": {"200": {"description": "D", "content": {"text/csv": {
        "schema": {"type": "string"}, "examples": examples}}}}})
    };
    let circle = json!({"$ref": "#/components/examples/Circle"});
    check(
        json!({
            "paths": {"/a": {"get": operation(content(json!({
                "gone": {"$ref": "#/components/examples/Gone"},
                "a/b": {"$ref": "examples.yaml#/a"},
                "here": {"$ref": "#/components/examples/Here"},
            })))}},
            "components": {"examples": {"Here": {"value": "x"}, "Circle": circle}},
        }),
        json!({
            "paths": {"/a": {"get": operation(content(json!({"here": {"$ref": "#/components/examples/Here"}})))}},
            "components": {"examples": {"Here": {"value": "x"}}},
        }),
        &[
            "LOSSY example-left-out /paths/~1a/get/responses/200/content/text~1csv/examples/gone",
            "LOSSY example-left-out /paths/~1a/get/responses/200/content/text~1csv/examples/a~1b",
            "LOSSY example-left-out /components/examples/Circle",
        ],
    );
}
