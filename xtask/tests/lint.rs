//! Documents are checked: a small one for each rule, and the repository's with its known defects.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod edits;

use std::process::Command;

use edits::vendors;
use serde_json::{Value, json};
use xtask::lint::{Format, Rule, lint, render};

/// A document without problems: one operation, one schema.
fn sound() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "security": [{"key": []}],
        "paths": {"/things/{id}": {"get": {
            "operationId": "getThing",
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "ok", "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Thing"},
                "example": {"id": "a", "size": 1, "made": "2026-01-01T00:00:00Z", "note": null}
            }}}}
        }}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "schemas": {"Thing": {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string", "example": "a"},
                "size": {"type": "integer", "format": "int64", "minimum": 0, "default": 1},
                "made": {"type": "string", "format": "date-time"},
                "note": {"type": ["string", "null"]},
                "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
            }}}
        }
    })
}

fn found(document: &Value) -> Vec<(String, String)> {
    lint(document).into_iter().map(|problem| (problem.rule.id(), problem.pointer)).collect()
}

#[test]
fn a_sound_document_has_no_problems() {
    assert_eq!(found(&sound()), []);
    assert_eq!(render(&[], "a.json", Format::Text), "a.json: nothing is wrong\n");
}

#[test]
fn each_rule_finds_what_it_is_about() {
    let thing = "/components/schemas/Thing";
    let get = "/paths/~1things~1{id}/get";
    // What is set where, and what is found where.
    let rows: Vec<(String, Value, Rule, String)> = vec![
        (
            format!("{thing}/properties/other"),
            json!({"$ref": "#/components/schemas/None"}),
            Rule::Refused,
            format!("{thing}/properties/other/$ref"),
        ),
        (
            format!("{thing}/properties/other"),
            json!({"$ref": "other.yaml#/Thing"}),
            Rule::Refused,
            format!("{thing}/properties/other/$ref"),
        ),
        (
            format!("{thing}/properties/other"),
            json!({"type": "string", "$defs": {"A": {"$ref": "other.yaml#/Thing"}}}),
            Rule::DanglingReference,
            format!("{thing}/properties/other/$defs/A"),
        ),
        (
            format!("{thing}/properties/other"),
            json!({"type": "string", "if": {"minLength": 1}}),
            Rule::Lost,
            format!("{thing}/properties/other/if"),
        ),
        (
            format!("{thing}/properties/other"),
            json!({"type": "string", "enum": ["on", false]}),
            Rule::EnumContradictsType,
            format!("{thing}/properties/other/enum"),
        ),
        (
            "/paths/~1more".into(),
            json!({"get": {"operationId": "getThing", "responses": {}}}),
            Rule::DuplicateOperationId,
            get.into(),
        ),
        (
            "/paths/~1more".into(),
            json!({"get": {"responses": {}}}),
            Rule::MissingOperationId,
            "/paths/~1more/get".into(),
        ),
        (
            "/paths/~1more~1{x}".into(),
            json!({"get": {"operationId": "x", "responses": {}}}),
            Rule::PathVariables,
            "/paths/~1more~1{x}/get".into(),
        ),
        (format!("{get}/parameters/0/name"), json!("other"), Rule::PathVariables, get.into()),
        (format!("{get}/security"), json!([{"token": []}]), Rule::UnknownSecurityScheme, format!("{get}/security")),
        (
            format!("{thing}/properties/Made"),
            json!({"type": "string"}),
            Rule::CollidingNames,
            format!("{thing}/properties"),
        ),
        (
            format!("{thing}/properties/mode"),
            json!({"type": "string", "enum": ["a-b", "a_b"]}),
            Rule::CollidingNames,
            format!("{thing}/properties/mode/enum"),
        ),
        (
            "/components/schemas/thing".into(),
            json!({"type": "object", "properties": {"x": {"$ref": "#/components/schemas/Thing"}}}),
            Rule::CollidingNames,
            "/components/schemas".into(),
        ),
        (
            format!("{get}/parameters"),
            json!([
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "pageSize", "in": "query", "schema": {"type": "string"}},
                {"name": "page_size", "in": "query", "schema": {"type": "string"}}
            ]),
            Rule::CollidingNames,
            get.into(),
        ),
        (
            format!("{thing}/properties/id/example"),
            json!(7),
            Rule::ExampleContradictsSchema,
            format!("{thing}/properties/id/example"),
        ),
        (
            format!("{thing}/properties/id/examples"),
            json!(["b", []]),
            Rule::ExampleContradictsSchema,
            format!("{thing}/properties/id/examples/1"),
        ),
        (
            format!("{get}/responses/200/content/application~1json/example"),
            json!({"size": 1}),
            Rule::ExampleContradictsSchema,
            format!("{get}/responses/200/content/application~1json/example"),
        ),
        (
            format!("{get}/responses/200/content/application~1json/examples"),
            json!({"one": {"value": {"id": "a", "size": -1}}}),
            Rule::ExampleContradictsSchema,
            format!("{get}/responses/200/content/application~1json/examples/one/value"),
        ),
        (
            format!("{get}/parameters/0/example"),
            json!(7),
            Rule::ExampleContradictsSchema,
            format!("{get}/parameters/0/example"),
        ),
        (
            format!("{thing}/properties/size/default"),
            json!("1"),
            Rule::DefaultContradictsSchema,
            format!("{thing}/properties/size/default"),
        ),
        (
            format!("{thing}/properties/made/example"),
            json!("yesterday"),
            Rule::SuspiciousFormat,
            format!("{thing}/properties/made/example"),
        ),
        (
            format!("{get}/responses/200/content/application~1json"),
            json!({"example": {}}),
            Rule::ContentWithoutSchema,
            format!("{get}/responses/200/content/application~1json"),
        ),
        (format!("{get}/description"), json!("A public endpoint."), Rule::PublicOperationWithSecurity, get.into()),
        (
            "/components/securitySchemes/o".into(),
            json!({"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://api.example.com/things/{id}", "scopes": {}}}}),
            Rule::PublicOperationWithSecurity,
            get.into(),
        ),
        (format!("{thing}/required"), json!(["id", "gone"]), Rule::RequiredWithoutProperty, thing.into()),
        (
            format!("{thing}/properties/more"),
            json!({"type": "object"}),
            Rule::ObjectWithoutAnything,
            format!("{thing}/properties/more"),
        ),
        (
            format!("{thing}/properties/parts"),
            json!({"type": "array"}),
            Rule::ArrayWithoutItems,
            format!("{thing}/properties/parts"),
        ),
        (
            format!("{thing}/properties/size"),
            json!({"type": "number", "examples": [1, 2]}),
            Rule::NumberWithIntegerExamples,
            format!("{thing}/properties/size"),
        ),
        (
            format!("{thing}/properties/note"),
            json!({"type": "string", "nullable": true}),
            Rule::NullableIn31,
            format!("{thing}/properties/note"),
        ),
        (
            "/components/responses".into(),
            json!({"Gone": {"description": "gone", "content": {"application/json": {"schema": {"type": "string"}, "example": 1}}}}),
            Rule::ExampleContradictsSchema,
            "/components/responses/Gone/content/application~1json/example".into(),
        ),
        (
            "/components/schemas/Other".into(),
            json!({"type": "string"}),
            Rule::UnreachableSchema,
            "/components/schemas/Other".into(),
        ),
    ];
    for (pointer, value, rule, place) in rows {
        let mut document = sound();
        let step = json!({"set": pointer, "to": value});
        edits::apply(&mut document, &[step.as_object().unwrap().clone()]).unwrap();
        let all = found(&document);
        assert!(all.contains(&(rule.id(), place.clone())), "{rule:?} at {place}: {all:?}");
        // One defect is one problem; some contradict an example as well, make a schema unreachable, or stop the generator.
        let others: Vec<_> = all.iter().filter(|(id, _)| *id != rule.id()).collect();
        let expected = ["example-contradicts-schema", "lost", "refused", "unreachable-schema"];
        assert!(others.iter().all(|(id, _)| expected.contains(&id.as_str())), "{rule:?}: {others:?}");
    }
}

#[test]
fn what_is_no_defect_is_not_told() {
    for (pointer, value) in [
        ("$Thing/properties/ratio", json!({"type": "number", "example": 0.5})),
        ("$Thing/properties/map", json!({"type": "object", "additionalProperties": {"type": "string"}})),
        (
            "$Thing/properties/exclusive",
            json!({"type": "integer", "format": "int64", "exclusiveMinimum": 0, "example": 1}),
        ),
        ("$Thing/properties/example", json!({"type": "string"})),
        ("$Thing/properties/$ref", json!({"type": "string"})),
        (
            "$Thing/properties/parts",
            json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}),
        ),
        (
            "$Thing/properties/parts",
            json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        (
            "$Thing/properties/parts",
            json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object", "required": ["a"]}]}),
        ),
        ("$Thing/properties/parts", json!({"allOf": [{"$ref": "#/components/schemas/Thing"}, {"required": ["note"]}]})),
        (
            "$Thing/properties/parts",
            json!({"type": "object", "additionalProperties": {"type": "string"}, "required": ["a"]}),
        ),
        ("$Thing/properties/word", json!({"type": ["string", "null"], "enum": ["a", null]})),
        ("GET /things/{id}#/security", json!([])),
    ] {
        let mut document = sound();
        let step = json!({"set": pointer, "to": value});
        edits::apply(&mut document, &[step.as_object().unwrap().clone()]).unwrap();
        assert_eq!(found(&document), [], "{pointer}");
    }
}

/// What responses alone have is required of responses alone, in each part and wherever it is said.
#[test]
fn an_example_lacks_what_its_direction_does_not_have() {
    let id = json!({"allOf": [{"$ref": "#/components/schemas/Id"}]});
    let parts = json!([
        {"type": "object", "properties": {"id": id, "secret": {"type": "string", "writeOnly": true}}},
        {"required": ["id", "secret", "name"]}
    ]);
    let content = |example: Value| {
        let schema = json!({"type": "array", "items": {"$ref": "#/components/schemas/Sent"}});
        json!({"content": {"application/json": {"schema": schema, "example": [example]}}})
    };
    let contradicts = |request: Value, response: Value| {
        let mut document = sound();
        document["components"]["schemas"]["Id"] = json!({"type": "string", "readOnly": true});
        document["components"]["schemas"]["Sent"] = json!({"allOf": parts});
        document["components"]["requestBodies"] = json!({"Sent": content(request)});
        document["components"]["responses"] = json!({"Sent": content(response)});
        let found = found(&document).into_iter().filter(|(rule, _)| rule == "example-contradicts-schema");
        found.map(|(_, pointer)| pointer.split('/').nth(2).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (sent, received) = (json!({"secret": "s", "name": "n"}), json!({"id": "i", "name": "n"}));
    assert_eq!(contradicts(sent.clone(), received.clone()), Vec::<String>::new());
    assert_eq!(contradicts(received, sent), ["requestBodies", "responses"]);
    assert_eq!(contradicts(json!({"secret": "s"}), json!({"id": "i"})), ["requestBodies", "responses"]);
}

/// `default` is a keyword of a schema, and a response.
#[test]
fn a_schema_is_reached_by_whatever_the_name_of_its_only_use() {
    let problem = || json!({"$ref": "#/components/schemas/Problem"});
    for (pointer, value) in [
        (
            "GET /things/{id}#/responses/default",
            json!({"description": "no", "content": {"application/json": {"schema": problem()}}}),
        ),
        ("$Thing/properties/default", problem()),
        ("$Thing/properties/enum", json!({"type": "array", "items": problem()})),
        (
            "$Thing/properties/tagged",
            json!({"type": "object", "discriminator": {"propertyName": "k", "mapping": {"p": "Problem"}}}),
        ),
    ] {
        let mut document = sound();
        document["components"]["schemas"]["Problem"] =
            json!({"type": "object", "properties": {"code": {"type": "string"}}});
        let unreached =
            |document: &Value| found(document).iter().filter(|(rule, _)| *rule == "unreachable-schema").count();
        assert_eq!(unreached(&document), 1);
        let step = json!({"set": pointer, "to": value});
        edits::apply(&mut document, &[step.as_object().unwrap().clone()]).unwrap();
        assert_eq!(unreached(&document), 0, "{pointer}");
    }
}

#[test]
fn nullable_and_exclusive_limits_of_3_0_are_understood() {
    let mut document = sound();
    document["openapi"] = json!("3.0.3");
    document["components"]["schemas"]["Thing"]["properties"]["note"] =
        json!({"type": "string", "nullable": true, "example": null});
    document["components"]["schemas"]["Thing"]["properties"]["size"] =
        json!({"type": "integer", "format": "int64", "minimum": 0, "exclusiveMinimum": true, "example": 0});
    let thing = "/components/schemas/Thing/properties";
    assert_eq!(found(&document), [("example-contradicts-schema".to_owned(), format!("{thing}/size/example"))]);
}

#[test]
fn the_defects_of_the_document_of_the_vendor_are_found() {
    let all = found(&vendors());
    let count = |id: &str| all.iter().filter(|(rule, _)| *rule == id).count();
    for (rule, pointer) in [
        ("suspicious-format", "/components/schemas/GetKeysResponseDto/properties/key/example"),
        ("example-contradicts-schema", "/components/schemas/DeleteKeysPublicDto/properties/keys/example"),
        ("example-contradicts-schema", "/components/schemas/DeleteScriptsDto/properties/scripts/example"),
        ("example-contradicts-schema", "/components/schemas/GetVolumePublicResponseDto/properties/instances/example"),
        (
            "example-contradicts-schema",
            "/components/schemas/GetVolumeInTrashPublicResponseDto/properties/instances/example",
        ),
        (
            "example-contradicts-schema",
            "/components/schemas/GetClusterResponsePublicApiDto/properties/worker_nodes/example",
        ),
        (
            "example-contradicts-schema",
            "/components/schemas/GetClusterResponsePublicApiDto/properties/shared_volumes/example",
        ),
        ("example-contradicts-schema", "/components/schemas/ClusterType/properties/node_details/example"),
        ("example-contradicts-schema", "/components/schemas/OsVolumeDto/properties/size/example"),
        (
            "example-contradicts-schema",
            "/paths/~1v1~1images~1cluster/get/responses/200/content/application~1json/example",
        ),
        ("default-contradicts-schema", "/paths/~1v1~1scripts/get/parameters/0/schema/default"),
        ("default-contradicts-schema", "/paths/~1v1~1scripts/get/parameters/1/schema/default"),
        ("colliding-names", "/paths/~1v1~1instance-availability/get"),
        ("content-without-schema", "/paths/~1v1~1instances/post/responses/202/content/application~1json"),
        ("unreachable-schema", "/components/schemas/ValidateBalanceDto"),
        ("number-with-integer-examples", "/components/schemas/GetVolumePublicResponseDto/properties/size"),
    ] {
        assert!(all.contains(&(rule.to_owned(), pointer.to_owned())), "{rule} at {pointer}");
    }
    assert_eq!(count("object-without-anything"), 27);
    assert_eq!(count("nullable-in-3-1"), 9);
    assert_eq!(count("content-without-schema"), 5);
    assert_eq!(count("dangling-reference"), 0);
}

#[test]
fn the_list_does_not_depend_on_order_and_edits_do_not_panic() {
    let document = vendors();
    let mut reversed = document.clone();
    for pointer in ["/paths", "/components/schemas"] {
        let step = json!({"reverse": pointer});
        edits::apply(&mut reversed, &[step.as_object().unwrap().clone()]).unwrap();
    }
    assert_eq!(lint(&document), lint(&reversed));
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..6 {
        let mut edited = document.clone();
        for _ in 0..8 {
            for _ in 0..4 {
                edits::random(&mut edited, &mut random);
            }
            let problems = lint(&edited);
            assert!(problems.is_sorted());
            render(&problems, "a.json", Format::Text);
        }
    }
}

#[test]
fn the_program_lists_problems_as_text_and_as_json() {
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.arg("--root").arg(edits::top()).arg("lint").args(arguments).output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let problems = lint(&vendors()).len();
    let file = edits::frozen("openapi.json").display().to_string();
    let (status, text, _) = run(&[&file]);
    assert_eq!(status, 0);
    assert!(text.starts_with(&format!("{file}: {problems} problems\n")), "{text}");
    // Without a file it is the bundled document.
    assert!(run(&[]).1.starts_with("openapi.json: "));
    let (status, text, _) = run(&[&file, "--format", "json"]);
    assert_eq!(status, 0);
    let whole: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(whole["format"], 1);
    assert_eq!(whole["problems"].as_array().unwrap().len(), problems);
    assert_eq!(whole["problems"][0]["rule"], "colliding-names");
    assert_eq!(whole["counts"]["nullable-in-3-1"], 9);
    // What an overlay corrects is no problem any more.
    let overlay = edits::frozen("overlay.yaml").display().to_string();
    let (status, text, _) = run(&[&file, "--overlay", &overlay, "--format", "json"]);
    let corrected: Value = serde_json::from_str(&text).unwrap();
    assert!(status == 0 && corrected["problems"].as_array().unwrap().len() < problems, "{text}");
    let (status, _, error) = run(&["--overlay", &file]);
    assert!(status == 100 && error.ends_with("correct the overlay\n"), "{error}");
    let (status, _, error) = run(&["no-such.json"]);
    assert_eq!(status, 100);
    assert!(error.contains("cannot be read"), "{error}");
}
