//! References, and names that look like keywords.

use serde_json::{Value, json};

use super::{check, document, lowered, notes, with_schema};

/// Lowers a document with the given components, and returns the resulting schemas and the notes.
fn schemas(components: Value) -> (Value, Vec<String>) {
    let (mut document, ledger) = lowered(document("3.1.0", json!({"components": components})));
    (document["components"]["schemas"].take(), notes(&ledger, "/components/schemas"))
}

#[test]
fn properties_named_like_keywords() {
    let named: Value = [
        "const",
        "type",
        "examples",
        "nullable",
        "$ref",
        "$defs",
        "$id",
        "enum",
        "anyOf",
        "items",
        "default",
        "example",
        "properties",
        "required",
        "x-own",
    ]
    .iter()
    .map(|name| ((*name).to_owned(), json!({"type": "string"})))
    .collect::<serde_json::Map<_, _>>()
    .into();
    let schema = json!({"type": "object", "properties": named, "required": ["const", "$ref"]});
    check(schema.clone(), schema, &[]);

    let inside = json!({"type": "object", "properties": {"properties": {"const": 1}, "default": {"const": 2}}});
    let expected = json!({"type": "object", "properties": {
        "properties": {"enum": [1], "type": "integer"},
        "default": {"enum": [2], "type": "integer"},
    }});
    check(
        inside,
        expected,
        &[
            "exact const /properties/properties/const",
            "exact type-inferred /properties/properties",
            "exact const /properties/default/const",
            "exact type-inferred /properties/default",
        ],
    );
}

#[test]
fn data_is_not_read_as_schemas() {
    let data = json!({"$ref": "#/nowhere", "type": ["string", "null"], "const": null, "nullable": 3});
    let schema = json!({
        "type": "object",
        "default": data,
        "example": data,
        "enum": [data],
        "x-own": data,
    });
    check(schema.clone(), schema, &[]);
}

#[test]
fn keywords_next_to_a_reference() {
    let thing = "#/components/schemas/Thing";
    let siblings = "exact reference-siblings /$ref";
    check(json!({"$ref": thing}), json!({"$ref": thing}), &[]);
    check(
        json!({"$ref": thing, "description": "D", "examples": [1]}),
        json!({"description": "D", "example": 1, "allOf": [{"$ref": thing}]}),
        &["exact examples /examples", siblings],
    );
    check(
        json!({"$ref": thing, "description": "D", "properties": {"a": {}}}),
        json!({
            "description": "D",
            "allOf": [{"$ref": thing}, {"properties": {"a": {}}, "type": "object"}],
        }),
        &["exact type-inferred", siblings],
    );
    check(
        json!({"$ref": thing, "allOf": [{"$ref": "#/components/schemas/Text"}]}),
        json!({"allOf": [{"$ref": thing}, {"$ref": "#/components/schemas/Text"}]}),
        &[siblings],
    );
    check(
        json!({"$ref": thing, "required": ["part"], "allOf": [{"minProperties": 1}]}),
        json!({"allOf": [
            {"$ref": thing},
            {"required": ["part"], "allOf": [{"minProperties": 1, "type": "object"}]},
        ]}),
        &["exact type-inferred /allOf/0", siblings],
    );
    check(json!({"$ref": thing, "type": "object"}), json!({"$ref": thing}), &["exact reference-repeated-type /type"]);
    check(json!({"$ref": thing, "$comment": "C"}), json!({"$ref": thing}), &["exact comment /$comment"]);
    check(
        json!({"$ref": thing, "nullable": true, "title": "T"}),
        json!({"title": "T", "allOf": [{"$ref": thing}], "nullable": true}),
        &["exact nullable-as-meant /nullable", siblings],
    );
}

#[test]
fn definitions_get_names() {
    let (schemas, notes) = schemas(json!({"schemas": {
        "Taken": {"type": "string"},
        "Owner": {
            "type": "object",
            "properties": {
                "a": {"$ref": "#/components/schemas/Owner/$defs/Inner"},
                "b": {"$ref": "#/$defs/Inner"},
                "c": {"$ref": "#/components/schemas/Owner/$defs/taken"},
            },
            "$defs": {
                "Inner": {"type": ["integer", "null"]},
                "taken": {"$ref": "#/components/schemas/Owner/$defs/Unused/items"},
                "Unused": {"type": "array", "items": {"const": 1}},
            },
        },
    }}));
    assert_eq!(
        schemas,
        json!({
            "Taken": {"type": "string"},
            "Owner": {"type": "object", "properties": {
                "a": {"$ref": "#/components/schemas/Inner"},
                "b": {"$ref": "#/components/schemas/Inner"},
                "c": {"$ref": "#/components/schemas/OwnerUnusedItems"},
            }},
            "Inner": {"type": "integer", "nullable": true},
            "OwnerUnusedItems": {"enum": [1], "type": "integer"},
        })
    );
    assert_eq!(
        notes,
        [
            "exact definitions /Owner/$defs",
            "exact reference-hoisted /Owner/properties/a",
            "exact reference-hoisted /Owner/properties/b",
            "exact reference-hoisted /Owner/properties/c",
            "exact type-null /Owner/$defs/Inner/type",
            "exact type-list-of-one /Owner/$defs/Inner/type",
            "exact const /Owner/$defs/Unused/items/const",
            "exact type-inferred /Owner/$defs/Unused/items",
        ]
    );
}

#[test]
fn a_reference_with_siblings_gets_a_name_too() {
    let (schemas, _) = schemas(json!({"schemas": {
        "Far": {"type": "string"},
        "T": {
            "items": {"$ref": "#/components/schemas/T/$defs/Near"},
            "$defs": {"Near": {"$ref": "#/components/schemas/Far", "maxLength": 3}},
        },
    }}));
    assert_eq!(schemas["T"]["items"], json!({"$ref": "#/components/schemas/Near"}));
    let near = json!({"allOf": [{"$ref": "#/components/schemas/Far"}, {"maxLength": 3, "type": "string"}]});
    assert_eq!(schemas["Near"], near);
}

#[test]
fn names_that_are_taken() {
    let (schemas, _) = schemas(json!({"schemas": {
        "inner": {"type": "string"},
        "A": {"items": {"$ref": "#/components/schemas/A/$defs/Inner"}, "$defs": {"Inner": {"type": "integer"}}},
        "B": {"items": {"$ref": "#/components/schemas/B/$defs/Inner"}, "$defs": {"Inner": {"type": "boolean"}}},
        "b_inner": {"type": "string"},
    }}));
    assert_eq!(schemas["A"]["items"], json!({"$ref": "#/components/schemas/AInner"}));
    assert_eq!(schemas["B"]["items"], json!({"$ref": "#/components/schemas/BInner2"}));
    assert_eq!(schemas["BInner2"], json!({"type": "boolean"}));
}

#[test]
fn references_into_other_places() {
    let schema = |reference: &str| json!({"type": "array", "items": {"$ref": reference}});
    let content = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let mut response = content(json!({"properties": {"id": {"const": "x"}}}));
    response["description"] = json!("D");
    let (document, ledger) = lowered(document(
        "3.1.0",
        json!({
            "paths": {"/pets/{id}": {"get": {"operationId": "a", "responses": {"200": response}}}},
            "components": {"schemas": {

                "A": schema("#/paths/~1pets~1%7Bid%7D/get/responses/200/content/application~1json/schema"),
                "B": schema("#/components/schemas/A"),
                "C": schema("#/components/schemas/D/properties/own%65r"),
                "D": {"type": "object", "properties": {"owner": {"type": "string"}}},
            }},
        }),
    ));
    let _ = ledger;
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["A"], schema("#/components/schemas/GetPetsId200"));
    assert_eq!(schemas["GetPetsId200"]["properties"]["id"], json!({"enum": ["x"], "type": "string"}));
    assert_eq!(schemas["B"], schema("#/components/schemas/A"));
    assert_eq!(schemas["C"], schema("#/components/schemas/DOwner"));
    assert_eq!(schemas["DOwner"], json!({"type": "string"}));
}

#[test]
fn anchors_and_ids() {
    let (schemas, notes) = schemas(json!({"schemas": {
        "A": {"$anchor": "here", "type": "string"},
        "B": {
            "$id": "https://example.com/b",
            "type": "object",
            "properties": {"next": {"$ref": "#"}, "own": {"$ref": "#/$defs/own"}},
            "$defs": {"own": {"type": "string", "$anchor": "deep"}},
        },
        "C": {"items": {"$ref": "#here"}},
        "D": {"items": {"$ref": "https://example.com/b"}},
        "E": {"items": {"$ref": "https://example.com/b#deep"}},
        "F": {"$dynamicAnchor": "node", "type": "object", "properties": {"next": {"$dynamicRef": "#node"}}},
    }}));
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schemas["C"]["items"], to("A"));
    assert_eq!(schemas["B"]["properties"], json!({"next": to("B"), "own": to("Own")}));
    assert_eq!(schemas["D"]["items"], to("B"));
    assert_eq!(schemas["E"]["items"], to("Own"));
    assert_eq!(schemas["F"]["properties"]["next"], to("F"));
    assert!(notes.contains(&"exact dynamic-reference /F/properties/next/$dynamicRef".to_owned()));
}

#[test]
fn addresses_are_relative_to_the_enclosing_ones() {
    let (schemas, _) = schemas(json!({"schemas": {
        "A": {"$id": "schemas/a.json", "type": "object", "properties": {
            "b": {"$ref": "b.json"},
            "part": {"$ref": "b.json#/$defs/Part"},
            "self": {"$ref": "#/properties/b"},
        }},
        "B": {"$id": "schemas/b.json", "type": "string", "$defs": {"Part": {"$id": "part", "type": "integer"}}},
        "C": {"items": {"$ref": "schemas/part"}},
        "D": {"items": {"$ref": "HTTPS://example.com/%7Ed"}},
        "E": {"$id": "https://EXAMPLE.com/~d", "type": "boolean"},
        "F": {"items": {"$ref": "urn:f"}},
        "G": {"$id": "urn:f", "type": "number"},
    }}));
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    assert_eq!(schemas["A"]["properties"]["b"], to("B"));
    assert_eq!(schemas["A"]["properties"]["part"], to("Part"));
    assert_eq!(schemas["A"]["properties"]["self"], to("B"));
    assert_eq!(schemas["C"]["items"], to("Part"));
    assert_eq!(schemas["D"]["items"], to("E"));
    assert_eq!(schemas["F"]["items"], to("G"));
}

#[test]
fn an_ambiguous_dynamic_reference_accepts_any_value() {
    let page = |id: &str, rest: Value| {
        let mut page = json!({"$id": id, "$defs": {"item": {"$dynamicAnchor": "item"}}});
        page.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        page
    };
    let items =
        json!({"properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}}, "type": "object"});
    let (schemas, notes) = schemas(json!({"schemas": {
        "Page": page("page", items),
        "Pets": page("pets", json!({"$ref": "page", "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}}})),
        // A plain anchor with the name is not dynamic.
        "Plain": {"$id": "plain", "items": {"$dynamicRef": "#item"}, "$defs": {"a": {"$anchor": "item", "type": "null"}}},
    }}));
    assert_eq!(schemas["Page"]["properties"]["items"], json!({"type": "array", "items": {}}));
    assert!(
        notes.contains(&"LOSSY dynamic-reference /Page/properties/items/items/$dynamicRef".to_owned()),
        "{notes:?}"
    );
    assert!(notes.contains(&"exact dynamic-reference /Plain/items/$dynamicRef".to_owned()), "{notes:?}");
}

#[test]
fn anchors_belong_to_the_schema_with_the_id() {
    let part = |id: &str, text: &str| {
        json!({
            "$id": id,
            "items": {"$ref": "#part"},
            "$defs": {"Part": {"$anchor": "part", "type": text}},
        })
    };
    let (schemas, _) = schemas(json!({"schemas": {
        "A": part("https://example.com/a", "string"),
        "B": part("https://example.com/b", "integer"),
    }}));
    assert_eq!(schemas["A"]["items"], json!({"$ref": "#/components/schemas/Part"}));
    assert_eq!(schemas["B"]["items"], json!({"$ref": "#/components/schemas/BPart"}));
    assert_eq!(schemas["BPart"], json!({"type": "integer"}));
}

#[test]
fn what_is_left_out_may_refer_to_nothing() {
    let broken = json!({"$ref": "#/nowhere"});
    check(
        json!({"type": "object", "$defs": {"A": broken}, "if": broken, "then": {"type": "text"}}),
        json!({"type": "object"}),
        &["exact definitions /$defs", "LOSSY conditional /if", "LOSSY conditional /then"],
    );
}

#[test]
fn two_ways_to_one_schema_are_no_circle() {
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let before = json!({
        "A": {"allOf": [to("B"), to("C")]},
        "B": {"allOf": [to("D")], "description": "B"},
        "C": {"allOf": [to("D")], "description": "C"},
        "D": {"type": "object"},
    });
    let (after, notes) = schemas(json!({"schemas": before}));
    assert_eq!(after, before);
    assert_eq!(notes, [""; 0]);
}

#[test]
fn a_schema_may_hold_itself() {
    let node = json!({"type": "object", "properties": {"next": {"$ref": "#/components/schemas/T"}}});
    check(node.clone(), node, &[]);
    let alias = json!({"allOf": [{"$ref": "#/components/schemas/Thing"}], "description": "D"});
    let (document, _) = lowered(with_schema(alias.clone()));
    assert_eq!(document["components"]["schemas"]["T"], alias);
}
