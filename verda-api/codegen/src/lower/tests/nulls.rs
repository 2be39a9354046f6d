//! Null in all notations.

use serde_json::json;

use super::check;

#[test]
fn null_among_the_types() {
    check(
        json!({"type": ["string", "null"], "minLength": 1}),
        json!({"type": "string", "minLength": 1, "nullable": true}),
        &["exact type-null /type", "exact type-list-of-one /type"],
    );
    check(
        json!({"type": ["null", "string", "integer"], "description": "D"}),
        json!({"description": "D", "oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
        &["exact type-null /type", "exact type-list /type"],
    );
    check(
        json!({"type": ["array", "null"]}),
        json!({"type": "array", "items": {}, "nullable": true}),
        &["exact type-null /type", "exact type-list-of-one /type", "exact missing-items"],
    );
    check(
        json!({"type": ["object", "null"], "allOf": [{"$ref": "#/components/schemas/Thing"}]}),
        json!({
            "allOf": [{"type": "object", "allOf": [{"$ref": "#/components/schemas/Thing"}]}],
            "nullable": true,
        }),
        &["exact type-null /type", "exact type-list-of-one /type"],
    );
}

#[test]
fn null_alone() {
    let only = json!({"description": "D", "nullable": true, "enum": [null]});
    for schema in [
        json!({"description": "D", "type": "null"}),
        json!({"description": "D", "type": ["null"]}),
        json!({"description": "D", "type": null}),
        json!({"description": "D", "enum": [null]}),
        json!({"description": "D", "type": "null", "minLength": 3}),
    ] {
        check(schema, only.clone(), &["exact null-only"]);
    }
    check(json!({"description": "D", "const": null}), only.clone(), &["exact const /const", "exact null-only"]);
    check(
        json!({"description": "D", "anyOf": [{"type": "null"}, {"const": null}]}),
        only,
        &["exact null-alternative /anyOf/0", "exact null-alternative /anyOf/1"],
    );
}

#[test]
fn null_as_an_alternative() {
    let reference = json!({"$ref": "#/components/schemas/Thing"});
    for nothing in [json!({"type": "null"}), json!({"const": null}), json!({"enum": [null]})] {
        for keyword in ["anyOf", "oneOf"] {
            let note = format!("exact null-alternative /{keyword}/1");
            check(
                json!({keyword: [reference, nothing], "title": "T"}),
                json!({"title": "T", "allOf": [reference], "nullable": true}),
                &[&note],
            );
        }
    }
    // The remaining alternative is merged into the enclosing schema, if nothing is lost.
    check(
        json!({"anyOf": [{"type": "null"}, {"type": "string", "format": "uuid"}], "title": "T"}),
        json!({"title": "T", "type": "string", "format": "uuid", "nullable": true}),
        &["exact null-alternative /anyOf/0"],
    );
    check(
        json!({"anyOf": [{"type": "null"}, {"type": "string", "title": "inner"}], "title": "outer"}),
        json!({"title": "outer", "allOf": [{"type": "string", "title": "inner"}], "nullable": true}),
        &["exact null-alternative /anyOf/0"],
    );
    check(
        json!({"anyOf": [{"type": "null"}, {"description": "anything"}]}),
        json!({"description": "anything"}),
        &["exact null-alternative /anyOf/0"],
    );
    check(
        json!({"oneOf": [{"type": "string"}, {"type": "null"}, {"type": ["integer"]}]}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": true}),
        &["exact null-alternative /oneOf/1", "exact type-list-of-one /oneOf/2/type"],
    );
    check(
        json!({"oneOf": [reference, {"anyOf": [{"type": "null"}]}]}),
        json!({"allOf": [reference], "nullable": true}),
        &["exact null-alternative /oneOf/1/anyOf/0", "exact null-alternative /oneOf/1"],
    );
    // Both compositions apply, so the remaining one is in an allOf.
    check(
        json!({"anyOf": [reference, {"type": "null"}], "required": ["part"]}),
        json!({"allOf": [{"required": ["part"], "allOf": [reference]}], "nullable": true}),
        &["exact null-alternative /anyOf/1"],
    );
    // `additionalProperties` only considers the properties of its own schema.
    let closed = json!({"type": "object", "additionalProperties": false});
    check(
        json!({"properties": {"a": {}}, "anyOf": [closed, {"type": "null"}]}),
        json!({
            "allOf": [{"properties": {"a": {}}, "allOf": [closed], "type": "object"}],
            "nullable": true,
        }),
        &["exact null-alternative /anyOf/1", "exact type-inferred"],
    );
    check(
        json!({
            "oneOf": [reference, {"$ref": "#/components/schemas/Text"}, {"type": "null"}],
            "discriminator": {"propertyName": "part"},
        }),
        json!({
            "oneOf": [reference, {"$ref": "#/components/schemas/Text"}],
            "discriminator": {"propertyName": "part"},
            "nullable": true,
        }),
        &["exact null-alternative /oneOf/2"],
    );
}

#[test]
fn null_in_an_enum() {
    check(
        json!({"enum": ["a", null]}),
        json!({"enum": ["a"], "type": "string", "nullable": true}),
        &["exact null-alternative /enum", "exact type-inferred"],
    );
    check(
        json!({"type": ["string", "null"], "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a"], "nullable": true}),
        &["exact type-null /type", "exact null-alternative /enum", "exact type-list-of-one /type"],
    );
    check(
        json!({"type": "string", "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a"], "nullable": true}),
        &["LOSSY null-outside-type /enum"],
    );
    check(
        json!({"enum": ["a", 1, null]}),
        json!({
            "oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}],
            "nullable": true,
        }),
        &["exact null-alternative /enum", "exact enum-of-types /enum"],
    );
    check(
        json!({"type": "object", "oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]}),
        json!({
            "allOf": [{"type": "object", "allOf": [{"$ref": "#/components/schemas/Thing"}]}],
            "nullable": true,
        }),
        &["LOSSY null-outside-type /oneOf/1"],
    );
}

#[test]
fn the_keyword_of_the_older_version() {
    let meant = "exact nullable-as-meant /nullable";
    check(json!({"type": "string", "nullable": true}), json!({"type": "string", "nullable": true}), &[meant]);
    check(
        json!({"allOf": [{"$ref": "#/components/schemas/Thing"}], "nullable": true, "description": "D"}),
        json!({"allOf": [{"$ref": "#/components/schemas/Thing"}], "nullable": true, "description": "D"}),
        &[meant],
    );
    check(
        json!({"$ref": "#/components/schemas/Thing", "nullable": true}),
        json!({"allOf": [{"$ref": "#/components/schemas/Thing"}], "nullable": true}),
        &[meant],
    );
    check(json!({"nullable": true, "title": "T"}), json!({"title": "T"}), &[meant]);
    check(
        json!({"nullable": true, "enum": [1, 2.5]}),
        json!({"type": "number", "enum": [1, 2.5], "nullable": true}),
        &[meant, "exact type-inferred"],
    );
    check(
        json!({"nullable": false, "type": "string"}),
        json!({"type": "string"}),
        &["exact keyword-without-effect /nullable"],
    );
    check(
        json!({"nullable": true, "oneOf": [{"required": ["a"]}], "anyOf": [{"required": ["b"]}]}),
        json!({
            "allOf": [{
                "oneOf": [{"required": ["a"]}],
                "allOf": [{"anyOf": [{"required": ["b"]}]}],
            }],
            "nullable": true,
        }),
        &[meant, "exact alternatives-apart /anyOf"],
    );
}
