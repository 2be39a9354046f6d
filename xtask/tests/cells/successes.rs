//! Responses that a document describes, and such as it does not: what each proves to the client that is generated of it.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Cell;

/// An operation, by its method and its responses, with bodies that are successes and bodies that prove nothing.
struct Row {
    method: &'static str,
    responses: Value,
    done: Vec<(u16, &'static str)>,
    unknown: Vec<(u16, &'static str)>,
}

fn response(status: &str, schema: &Value) -> Value {
    json!({status: {"description": "ok", "content": {"application/json": {"schema": schema}}}})
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

fn row(method: &'static str, schema: &Value, done: &[&'static str], unknown: &[&'static str]) -> Row {
    let all = |bodies: &[&'static str]| bodies.iter().map(|body| (200, *body)).collect();
    Row { method, responses: response("200", schema), done: all(done), unknown: all(unknown) }
}

const NIL: &str = "\"00000000-0000-0000-0000-000000000000\"";
const CUT: &str = "\"2f5c9a7e-6a0b-4c52\"";
const PROBLEM: &str = r#"{"type":"about:blank","title":"Bad Gateway","status":502}"#;

fn rows() -> Vec<Row> {
    let (text, number, flag) = (json!({"type": "string"}), json!({"type": "integer"}), json!({"type": "boolean"}));
    let uuid = json!({"type": "string", "format": "uuid"});
    let list = |items: &Value| json!({"type": "array", "items": items});
    let nullable = |mut schema: Value| {
        schema["nullable"] = json!(true);
        schema
    };
    let build = object(
        &json!({"id": text, "state": text, "errors": {"type": "array", "items": text}, "error_rate": {"type": "number"}}),
        &["id"],
    );
    let note = object(&json!({"message": text, "reason": text}), &["message"]);
    let switch = object(&json!({"success": flag, "deleted": flag}), &[]);
    let unit = object(&json!({"code": number, "description": text}), &[]);
    let state = object(&json!({"status": text}), &["status"]);
    let step = object(&json!({"action": text, "status": text}), &[]);
    let either = json!({"oneOf": [note, object(&json!({"detail": number}), &["detail"])]});
    vec![
        // What was made is known by the id that is described.
        row(
            "post",
            &object(&json!({"id": number}), &["id"]),
            &[r#"{"id":7}"#],
            &[r#"{"id":"seven"}"#, r#"{"id":null}"#],
        ),
        row("post", &object(&json!({"id": text}), &["id"]), &[r#"{"id":"bld_7"}"#], &[r#"{"id":""}"#, r#"{"id":7}"#]),
        row("post", &object(&json!({"id": uuid}), &["id"]), &[], &[r#"{"id":"bld_7"}"#, "{}"]),
        // Members of errors are none where they are described, and with a value of their type.
        row(
            "post",
            &build,
            &[r#"{"id":"b","errors":["no disk"],"error_rate":0.5}"#],
            &[r#"{"id":"b","errors":"no disk"}"#, r#"{"id":"b","error":"no disk"}"#, r#"{"id":"b","message":"no"}"#],
        ),
        row(
            "post",
            &note,
            &[r#"{"message":"hi","reason":"none"}"#],
            &[r#"{"message":["hi"]}"#, r#"{"error":"quota"}"#],
        ),
        row("get", &switch, &[r#"{"success":false,"deleted":false}"#], &[r#"{"success":false,"ok":false}"#]),
        row("get", &unit, &[r#"{"code":404,"description":"A unit"}"#], &[r#"{"code":404,"message":"Nothing here"}"#]),
        row("get", &state, &[r#"{"status":"failed"}"#], &[PROBLEM, r#"{"status":"failed","reason":"quota"}"#]),
        row("post", &either, &[r#"{"message":"hi"}"#, r#"{"detail":3}"#], &[r#"{"detail":"quota"}"#]),
        row(
            "get",
            &json!({"type": "object", "additionalProperties": text}),
            &[r#"{"message":"hi"}"#, "{}"],
            &[r#"{"error":{"message":"quota"}}"#],
        ),
        row("get", &json!({"type": "object"}), &["{}", r#"{"a":1}"#], &[r#"{"message":"quota"}"#]),
        // What says nothing is a value where nothing is required.
        row("post", &object(&json!({"a": text}), &[]), &["{}"], &["[]", "null"]),
        row("post", &object(&json!({"a": text}), &["a"]), &[], &["{}"]),
        row("get", &list(&uuid), &["[]"], &[]),
        row("get", &json!({"type": "array", "items": uuid, "minItems": 1}), &[], &["[]"]),
        row("post", &list(&step), &["[]", r#"[{"action":"a"}]"#, r#"[{"action":"a","status":"failed"}]"#], &[]),
        row("get", &list(&nullable(step.clone())), &["[null]"], &[]),
        row("get", &list(&step), &[], &["[null]"]),
        row("get", &uuid, &[NIL], &[CUT]),
        row("get", &nullable(state.clone()), &["null"], &["{}"]),
        row("get", &nullable(text.clone()), &["null"], &[]),
        row("get", &text, &[], &["null"]),
        // A part, and a 207 that is an object.
        Row {
            method: "get",
            responses: response("206", &list(&state)),
            done: vec![(206, r#"[{"status":"a"}]"#)],
            unknown: vec![],
        },
        // Documented without a body.
        Row {
            method: "post",
            responses: json!({"205": {"description": "reset"}, "206": {"description": "a part"}}),
            done: vec![(204, ""), (205, ""), (206, "")],
            unknown: vec![(203, ""), (207, "")],
        },
        Row {
            method: "post",
            responses: response("207", &object(&json!({"parts": list(&state)}), &[])),
            done: vec![(207, r#"{"parts":[{"status":"a"}]}"#)],
            unknown: vec![(206, r#"{"parts":[]}"#), (207, r#"{"error":"quota"}"#)],
        },
        Row {
            method: "post",
            responses: response("200", &state),
            done: vec![],
            unknown: vec![(206, r#"{"status":"a"}"#), (207, r#"{"status":"a"}"#)],
        },
    ]
}

/// One document with an operation for each row.
pub(crate) fn cell() -> Cell {
    let (mut paths, mut checks) = (json!({}), String::new());
    for (index, Row { method, responses, done, unknown }) in rows().into_iter().enumerate() {
        let path = format!("/row{index}");
        paths[&path] = json!({ method: {"responses": responses} });
        let all = done.into_iter().map(|body| (body, true)).chain(unknown.into_iter().map(|body| (body, false)));
        for ((status, body), is_done) in all {
            let _ = writeln!(
                checks,
                "{{ let operation = c0::OPERATIONS.iter().find(|operation| operation.path == {path:?}).unwrap();
                let response = http::Response::builder().status({status}).body(bytes::Bytes::from_static(br####\"{body}\"####));
                let done = matches!(Evidence::of(operation, &response.unwrap()), Evidence::Done(_));
                is(r####\"{path} {status} {body}\"####, done.to_string(), \"{is_done}\"); }}"
            );
        }
    }
    for (template, path) in [
        ("/jobs/{name}:cancel", "/jobs/a:cancel"),
        ("/jobs/{name}:cancel", "/jobs/a:b:cancel"),
        ("/jobs/{name}", "/jobs/a"),
        ("/jobs/{name}", "/jobs/{name}"),
        ("/jobs/{name}", "/jobs/:cancel"),
        ("/jobs/all", "/jobs/all/"),
        ("/files/v{major}.{minor}", "/files/v1.2"),
        ("", "/files/v1"),
        ("", "/files/1.2"),
        ("", "/jobs"),
    ] {
        if !template.is_empty() {
            paths[template] = json!({"get": {"responses": {"204": {"description": "ok"}}}});
        }
        let _ = writeln!(
            checks,
            "is({path:?}, Operation::find(&Method::GET, {path:?}).map_or(\"\", |found| found.path).to_owned(), {template:?});"
        );
    }
    let document = json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths});
    Cell { name: "successes".to_owned(), document: document.to_string(), values: Vec::new(), checks }
}
