//! Types, numbers, values and what 3.0 does not have.

use serde_json::{Value, json};

use super::{check, check_all};

#[test]
fn boolean_schemas() {
    check_all(&[
        (json!(true), json!({}), &["exact schema-true"]),
        (json!(false), json!({"not": {}}), &["exact schema-false"]),
        (
            json!({"type": "object", "properties": {"a": true, "b": false}, "additionalProperties": false}),
            json!({"type": "object", "properties": {"a": {}}, "additionalProperties": false}),
            &["exact schema-true /properties/a", "LOSSY property-forbidden /properties/b"],
        ),
        (json!({"type": "array", "items": true}), json!({"type": "array", "items": {}}), &["exact schema-true /items"]),
        (
            json!({"type": "array", "items": false}),
            json!({"type": "array", "items": {}, "maxItems": 0}),
            &["exact items-false /items"],
        ),
        (
            json!({"anyOf": [{"type": "string"}, false], "allOf": [true, {"type": "string"}]}),
            json!({"anyOf": [{"type": "string"}], "allOf": [{"type": "string"}]}),
            &["exact schema-true /allOf/0", "exact schema-false /anyOf/1"],
        ),
        (json!({"oneOf": [false]}), json!({"not": {}}), &["exact schema-false /oneOf/0"]),
        (json!({"type": "string", "not": false}), json!({"type": "string"}), &["exact keyword-without-effect /not"]),
        (json!({"not": true}), json!({"not": {}}), &["exact schema-true /not"]),
        (json!({"allOf": [], "type": "string"}), json!({"type": "string"}), &["exact keyword-without-effect /allOf"]),
    ]);
}

#[test]
fn lists_of_types() {
    check_all(&[
        (json!({"type": ["string"]}), json!({"type": "string"}), &["exact type-list-of-one /type"]),
        (
            json!({"type": ["integer", "number"], "minimum": 1}),
            json!({"type": "number", "minimum": 1}),
            &["exact type-list-of-one /type"],
        ),
        (
            json!({
                "type": ["array", "string", "integer", "object"],
                "title": "T",
                "minLength": 2,
                "minimum": 1,
                "format": "int64",
                "properties": {"a": {"type": ["boolean"]}},
                "required": ["a"],
            }),
            json!({
                "title": "T",
                "oneOf": [
                    {"type": "string", "minLength": 2},
                    {"type": "integer", "minimum": 1, "format": "int64"},
                    {"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]},
                    {"type": "array", "items": {}},
                ],
            }),
            &["exact type-list-of-one /properties/a/type", "exact type-list /type"],
        ),
        (
            json!({"type": ["string", "integer"], "enum": ["a", 1, 2]}),
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1, 2]}]}),
            &["exact type-list /type"],
        ),
        (
            json!({"type": ["string", "integer"], "enum": ["a"]}),
            json!({"type": "string", "enum": ["a"]}),
            &["exact type-list /type"],
        ),
        (json!({"type": ["string", "integer"], "enum": [true]}), json!({"not": {}}), &["exact type-list /type"]),
        (
            json!({"type": ["string", "integer"], "oneOf": [{"minLength": 1}, {"minimum": 0}]}),
            json!({
                "oneOf": [{"type": "string", "minLength": 1}, {"type": "number", "minimum": 0}],
                "allOf": [{"oneOf": [{"type": "string"}, {"type": "integer"}]}],
            }),
            &["exact type-inferred /oneOf/0", "exact type-inferred /oneOf/1", "exact type-list /type"],
        ),
        (
            json!({"type": ["string", "number", "integer", "boolean", "object", "array", "null"], "title": "T"}),
            json!({"title": "T"}),
            &["exact type-null /type", "exact type-any /type"],
        ),
        (
            json!({"type": ["string", "number", "boolean", "object", "array"], "enum": ["a", true]}),
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "boolean", "enum": [true]}]}),
            &["exact type-list /type"],
        ),
    ]);
}

#[test]
fn keywords_about_other_types() {
    let idle = "exact keyword-without-effect";
    check_all(&[
        (
            json!({"type": "boolean", "format": "byte", "minLength": 1, "required": ["a"]}),
            json!({"type": "boolean"}),
            &[&format!("{idle} /format"), &format!("{idle} /minLength"), &format!("{idle} /required")],
        ),
        (
            json!({"type": "integer", "minimum": 1, "format": "int32", "maxItems": 3}),
            json!({"type": "integer", "minimum": 1, "format": "int32"}),
            &[&format!("{idle} /maxItems")],
        ),
    ]);
}

#[test]
fn two_sets_of_alternatives() {
    let (one, any) = (json!([{"minLength": 1, "type": "string"}]), json!([{"pattern": "a", "type": "string"}]));
    let apart = "exact alternatives-apart /anyOf";
    check_all(&[
        (
            json!({"oneOf": one, "anyOf": any, "allOf": [{"type": "string"}]}),
            json!({"oneOf": one, "allOf": [{"type": "string"}, {"anyOf": any}]}),
            &[apart],
        ),
        (
            json!({"type": ["string", "boolean"], "anyOf": any}),
            json!({"oneOf": [{"type": "string"}, {"type": "boolean"}], "allOf": [{"anyOf": any}]}),
            &["exact type-list /type", apart],
        ),
    ]);
}

#[test]
fn missing_types() {
    let inferred: &[&str] = &["exact type-inferred"];
    let assumed: &[&str] = &["LOSSY type-assumed"];
    check_all(&[
        (json!({"properties": {}}), json!({"properties": {}, "type": "object"}), assumed),
        (json!({"items": {}}), json!({"items": {}, "type": "array"}), assumed),
        // A part, or each alternative, says the type.
        (
            json!({"properties": {}, "allOf": [{"type": "object"}]}),
            json!({"properties": {}, "allOf": [{"type": "object"}], "type": "object"}),
            inferred,
        ),
        (
            json!({"allOf": [{"properties": {}}, {"type": "object", "required": ["a"]}]}),
            json!({"allOf": [{"properties": {}, "type": "object"}, {"type": "object", "required": ["a"]}]}),
            &["exact type-inferred /allOf/0"],
        ),
        (
            json!({"properties": {}, "oneOf": [{"type": "object", "required": ["a"]}, {"type": "object"}]}),
            json!({"properties": {}, "oneOf": [{"type": "object", "required": ["a"]}, {"type": "object"}], "type": "object"}),
            inferred,
        ),
        (
            json!({"allOf": [{"properties": {}}, {"required": ["a"]}]}),
            json!({"allOf": [{"properties": {}, "type": "object"}, {"required": ["a"]}]}),
            &["LOSSY type-assumed /allOf/0"],
        ),
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a", "b"], "type": "string"}), inferred),
        (json!({"enum": [true]}), json!({"enum": [true], "type": "boolean"}), inferred),
        (json!({"enum": [1, 2]}), json!({"enum": [1, 2], "type": "integer"}), inferred),
        (json!({"enum": [1, 2.5]}), json!({"enum": [1, 2.5], "type": "number"}), inferred),
        (json!({"format": "uuid"}), json!({"format": "uuid"}), &[]),
        (
            json!({"minimum": 1, "format": "int32"}),
            json!({"minimum": 1, "format": "int32", "type": "integer"}),
            assumed,
        ),
        (json!({"maxLength": 2}), json!({"maxLength": 2, "type": "string"}), assumed),
        (
            json!({"oneOf": [{"type": "string"}, {"maxLength": 2}]}),
            json!({"oneOf": [{"type": "string"}, {"maxLength": 2, "type": "string"}]}),
            &["LOSSY type-assumed /oneOf/1"],
        ),
        (
            json!({"allOf": [{"oneOf": [{"type": "string", "title": "A"}]}, {"maxLength": 2}]}),
            json!({"allOf": [{"oneOf": [{"type": "string", "title": "A"}]}, {"maxLength": 2, "type": "string"}]}),
            &["exact type-inferred /allOf/1"],
        ),
        (
            json!({"allOf": [{"maxLength": 2}]}),
            json!({"allOf": [{"maxLength": 2, "type": "string"}]}),
            &["LOSSY type-assumed /allOf/0"],
        ),
        (
            json!({"type": "string", "allOf": [{"maxLength": 2}]}),
            json!({"type": "string", "allOf": [{"maxLength": 2, "type": "string"}]}),
            &["exact type-inferred /allOf/0"],
        ),
        (
            json!({"uniqueItems": true}),
            json!({"uniqueItems": true, "type": "array", "items": {}}),
            &["LOSSY type-assumed", "exact missing-items"],
        ),
        (
            json!({"minimum": 1, "minLength": 1, "format": "uuid", "title": "T"}),
            json!({"title": "T"}),
            &["LOSSY type-unclear /minimum", "LOSSY type-unclear /minLength", "LOSSY type-unclear /format"],
        ),
        (
            json!({"properties": {"a": {}}, "minLength": 1}),
            json!({"properties": {"a": {}}, "type": "object"}),
            &["LOSSY type-assumed", "exact keyword-without-effect /minLength"],
        ),
        (
            json!({"minimum": 1, "not": {"enum": [3]}}),
            json!({"minimum": 1, "not": {"enum": [3], "type": "integer"}, "type": "number"}),
            &["exact type-inferred /not", "LOSSY type-assumed"],
        ),
        (
            json!({"enum": ["a", 1]}),
            json!({"oneOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}]}),
            &["exact enum-of-types /enum"],
        ),
        // A composition may contain the type, so only unambiguous types are added next to one.
        (
            json!({"minimum": 1, "allOf": [{"type": "integer"}]}),
            json!({"minimum": 1, "allOf": [{"type": "integer"}]}),
            &[],
        ),
        (
            json!({"minimum": 1, "minLength": 1, "allOf": [{"type": "integer"}]}),
            json!({"minimum": 1, "minLength": 1, "allOf": [{"type": "integer"}]}),
            &[],
        ),
        (json!({"required": ["a"]}), json!({"required": ["a"]}), &[]),
        (json!({}), json!({}), &[]),
    ]);
}

#[test]
fn values_that_are_not_of_the_type() {
    check_all(&[
        (
            json!({"type": "string", "enum": ["on", false, 1]}),
            json!({"type": "string", "enum": ["on"]}),
            &["LOSSY enum-outside-type /enum"],
        ),
        (json!({"type": "string", "enum": [1, 2]}), json!({"type": "string"}), &["LOSSY enum-outside-type /enum"]),
        (json!({"type": "integer", "enum": [1, 2.0]}), json!({"type": "integer", "enum": [1, 2.0]}), &[]),
        (
            json!({"type": "boolean", "const": "yes"}),
            json!({"type": "boolean"}),
            &["exact const /const", "LOSSY enum-outside-type /enum"],
        ),
    ]);
}

#[test]
fn constants_and_enums() {
    let constant = "exact const /const";
    let inferred = "exact type-inferred";
    check_all(&[
        (json!({"const": "a"}), json!({"enum": ["a"], "type": "string"}), &[constant, inferred]),
        (json!({"const": false}), json!({"enum": [false], "type": "boolean"}), &[constant, inferred]),
        (json!({"const": 0}), json!({"enum": [0], "type": "integer"}), &[constant, inferred]),
        (json!({"type": "number", "const": 0}), json!({"type": "number", "enum": [0]}), &[constant]),
        (
            json!({"type": "string", "enum": ["a", "b"], "const": "b"}),
            json!({"type": "string", "enum": ["b"]}),
            &[constant],
        ),
        (
            json!({"type": "string", "enum": ["a"], "const": "b"}),
            json!({"type": "string", "enum": ["b"]}),
            &["LOSSY const-outside-enum /const"],
        ),
        (
            json!({"type": "string", "enum": ["a", "b", "a"]}),
            json!({"type": "string", "enum": ["a", "b"]}),
            &["exact enum-repeats /enum"],
        ),
        (json!({"type": "string", "enum": []}), json!({"type": "string"}), &["LOSSY enum-empty /enum"]),
    ]);
}

#[test]
fn bounds_and_counts() {
    let low: &[&str] = &["exact exclusive-bound /exclusiveMinimum"];
    let high: &[&str] = &["exact exclusive-bound /exclusiveMaximum"];
    let idle: &[&str] = &["exact keyword-without-effect /exclusiveMinimum"];
    let low_of = |rest: Value| {
        let mut schema = rest;
        schema["type"] = json!("integer");
        schema
    };
    check_all(&[
        (low_of(json!({"exclusiveMinimum": 0})), low_of(json!({"minimum": 0, "exclusiveMinimum": true})), low),
        (
            low_of(json!({"exclusiveMinimum": 5, "minimum": 3})),
            low_of(json!({"minimum": 5, "exclusiveMinimum": true})),
            low,
        ),
        (
            low_of(json!({"exclusiveMinimum": 3, "minimum": 3})),
            low_of(json!({"minimum": 3, "exclusiveMinimum": true})),
            low,
        ),
        (low_of(json!({"exclusiveMinimum": 3, "minimum": 5})), low_of(json!({"minimum": 5})), low),
        (
            low_of(json!({"exclusiveMaximum": 3, "maximum": 5})),
            low_of(json!({"maximum": 3, "exclusiveMaximum": true})),
            high,
        ),
        (low_of(json!({"exclusiveMaximum": 5.5, "maximum": 3})), low_of(json!({"maximum": 3})), high),
        (
            low_of(json!({"exclusiveMaximum": 9_007_199_254_740_993_i64, "maximum": 9_007_199_254_740_992_i64})),
            low_of(json!({"maximum": 9_007_199_254_740_992_i64})),
            high,
        ),
        (
            low_of(json!({"exclusiveMinimum": true, "minimum": 3})),
            low_of(json!({"minimum": 3, "exclusiveMinimum": true})),
            low,
        ),
        (low_of(json!({"exclusiveMinimum": true})), low_of(json!({})), idle),
        (low_of(json!({"exclusiveMinimum": false, "minimum": 3})), low_of(json!({"minimum": 3})), idle),
        (
            json!({"type": "string", "maxLength": 3.0, "minLength": null}),
            json!({"type": "string", "maxLength": 3}),
            &["exact keyword-without-value /minLength", "exact whole-number /maxLength"],
        ),
    ]);
}

#[test]
fn keywords_that_3_0_does_not_have() {
    for (keyword, value, rule) in [
        ("contains", json!({"type": "string"}), "contains"),
        ("minContains", json!(2), "contains"),
        ("maxContains", json!(2), "contains"),
        ("dependentRequired", json!({"a": ["b"]}), "dependent"),
        ("dependentSchemas", json!({"a": {}}), "dependent"),
        ("if", json!({"required": ["a"]}), "conditional"),
        ("then", json!({"required": ["b"]}), "conditional"),
        ("else", json!({"required": ["c"]}), "conditional"),
        ("madeUp", json!([1]), "unknown-keyword"),
    ] {
        let note = format!("LOSSY {rule} /{keyword}");
        check(json!({"type": "object", keyword: value}), json!({"type": "object"}), &[&note]);
    }
    for (keyword, rule) in [
        ("$id", "schema-identity"),
        ("$anchor", "schema-identity"),
        ("$dynamicAnchor", "schema-identity"),
        ("$comment", "comment"),
    ] {
        let note = format!("exact {rule} /{keyword}");
        check(json!({"type": "object", keyword: "here"}), json!({"type": "object"}), &[&note]);
    }
    check_all(&[
        (
            json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object"}),
            json!({"type": "object"}),
            &["exact schema-dialect /$schema"],
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-04/schema#", "type": "object"}),
            json!({"type": "object"}),
            &["LOSSY schema-dialect /$schema"],
        ),
        (
            json!({"type": "object", "propertyNames": {"pattern": "^a"}}),
            json!({"type": "object"}),
            &["exact unchecked-names /propertyNames"],
        ),
        (
            json!({"type": "object", "propertyNames": true}),
            json!({"type": "object"}),
            &["exact keyword-without-effect /propertyNames"],
        ),
    ]);
}

#[test]
fn what_3_0_has_is_kept() {
    let schema = json!({
        "type": "object",
        "properties": {"a": {"type": "string", "readOnly": true}, "b": {"type": "string", "writeOnly": true}},
        "xml": {"name": "x"},
        "externalDocs": {"url": "https://example.com"},
        "x-own": {"type": ["string", "null"], "const": 1},
        "deprecated": true,
        "default": null,
    });
    check(schema.clone(), schema, &[]);
}
