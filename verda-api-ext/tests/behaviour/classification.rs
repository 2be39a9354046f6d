//! What a response proves, form by form: a row for each, with the words of the proof. `tests/tests/evidence` has the rules for
//! all operations of the API; here are forms that only other operations have.

use bytes::Bytes;
use http::{Method, Response};
use verda_api::{BodyShape, CreatedId, Evidence, Operation};

const ID: &str = "5b1e0000-0000-4000-8000-000000000001";
const ERROR: &str = "unknown: an error with the status of a success";

fn operation(method: Method, response: BodyShape) -> Operation {
    Operation::custom("try", method, "/v1/tries", false, response)
}

/// What a response proves, in one line. `ID` in a body is one.
fn proof(operation: &Operation, status: u16, body: &str) -> String {
    let body = Bytes::from(body.replace("ID", ID));
    let text = match Evidence::of(operation, &Response::builder().status(status).body(body).unwrap()) {
        Evidence::Done(body) => format!("done {}", String::from_utf8_lossy(&body)),
        Evidence::Refused(said) => format!("refused {} {}", said.code().unwrap_or("-"), said.messages().join("; ")),
        Evidence::Partly(results) => {
            let of_each = results.iter().map(|result| format!("{:?} {}", result.succeeded, result.message));
            format!("partly {}", of_each.collect::<Vec<_>>().join(", "))
        }
        Evidence::Unknown(unproven) => format!("unknown: {}", unproven.why),
        other => format!("{other:?}"),
    };
    text.trim().replace(ID, "ID")
}

fn check(operation: &Operation, status: u16, rows: &[(&str, &str)]) {
    let found: Vec<(&str, String)> = rows.iter().map(|(body, _)| (*body, proof(operation, status, body))).collect();
    let expected: Vec<(&str, String)> = rows.iter().map(|(body, proof)| (*body, (*proof).to_owned())).collect();
    assert_eq!(found, expected, "{} {:?} with {status}", operation.method, operation.response);
}

/// The response to a sign-in is a token.
#[test]
fn the_debug_form_of_evidence_shows_no_body() {
    let response = Response::builder().status(200).body(Bytes::from_static(br#"{"access_token":"hunter2"}"#)).unwrap();
    let evidence = Evidence::of(Operation::find(&Method::POST, "/v1/oauth2/token").unwrap(), &response);
    assert_eq!(format!("{evidence:?}"), "Done(26 bytes)");
}

#[test]
fn texts_and_booleans() {
    let text = operation(Method::GET, BodyShape::Text);
    check(
        &text,
        200,
        &[
            ("\"a b\"", "done \"a b\""),
            ("abc", "done \"abc\""),
            ("a b", "unknown: a text that is not JSON"),
            ("null", "unknown: a body of an unexpected form"),
            ("\"cut", "unknown: a body that was cut short or is not JSON"),
            ("<html>", "unknown: a page"),
        ],
    );
    let texts = operation(Method::GET, BodyShape::TextList);
    check(
        &texts,
        200,
        &[
            ("[\"a\"]", "done [\"a\"]"),
            ("\"a\"", "done [\"a\"]"),
            ("5", "unknown: a body of an unexpected form"),
            ("null", "unknown: a body of an unexpected form"),
        ],
    );
    let bool = operation(Method::POST, BodyShape::Bool);
    check(
        &bool,
        200,
        &[
            ("true", "done true"),
            ("\"True\"", "done true"),
            ("\"false\"", "done false"),
            ("FALSE", "done false"),
            ("maybe", "unknown: neither true nor false"),
            ("1", "unknown: a body of an unexpected form"),
        ],
    );
    let any = operation(Method::POST, BodyShape::Any);
    check(
        &any,
        200,
        &[
            ("a b", "done \"a b\""),
            ("[1]", "done [1]"),
            ("", "done null"),
            ("[1", "unknown: a body that was cut short or is not JSON"),
        ],
    );
}

/// Usual bodies are not parsed here: the decoder finds what is wrong within them.
#[test]
fn only_the_ends_of_usual_bodies_are_looked_at() {
    let (list, object) = (operation(Method::GET, BodyShape::List), operation(Method::GET, BodyShape::Object));
    check(
        &list,
        200,
        &[
            ("[{\"a\":}]", "done [{\"a\":}]"),
            (" [ {} ] ", "done [ {} ]"),
            ("[{\"a\":]", "unknown: a body that was cut short or is not JSON"),
        ],
    );
    let long = format!("{{\"a\":,\"b\":\"{}\"}}", "m".repeat(500));
    check(&object, 200, &[(&long, &format!("done {long}"))]);
    let post = operation(Method::POST, BodyShape::Object);
    check(&post, 200, &[(&long, "unknown: a body that was cut short or is not JSON")]);
    check(&post, 203, &[("", "unknown: an empty body")]);
}

#[test]
fn ids_of_what_was_made() {
    let nil = "\"00000000-0000-0000-0000-000000000000\"";
    let mut one = operation(Method::POST, BodyShape::Id);
    check(
        &one,
        202,
        &[
            ("ID", "done \"ID\""),
            ("\" ID \"", "done \"ID\""),
            ("{\"id\":\"ID\"}", "done \"ID\""),
            ("[\"ID\"]", "done \"ID\""),
            ("{\"id\":\"ID\",\"of\":\"another\"}", "unknown: a body without an id"),
            ("{\"id\":[\"ID\"]}", "unknown: a body without an id"),
            ("[\"ID\",\"ID\"]", "unknown: a body without an id"),
            ("[{\"id\":\"ID\"}]", "unknown: a body without an id"),
            ("\"Accepted\"", "unknown: a body without an id"),
            ("Accepted", "unknown: a text that is not an id"),
            ("5b1e0000-0000-4000-8000-00000000000", "unknown: a text that is not an id"),
            ("5b1e000000000-4000-8000-000000000001", "unknown: a text that is not an id"),
            (nil, "unknown: a body without an id"),
        ],
    );
    one.success.blank = true;
    check(&one, 202, &[(nil, &format!("done {nil}"))]);
    let ids = operation(Method::POST, BodyShape::IdList);
    check(
        &ids,
        202,
        &[
            ("[\"ID\",\"ID\"]", "done [\"ID\",\"ID\"]"),
            ("[\"ID\",\"x\"]", "unknown: a list with an element that is not an id"),
            ("ID", "done [\"ID\"]"),
            ("\"ID\"", "done [\"ID\"]"),
            ("{\"id\":\"ID\"}", "done [\"ID\"]"),
            ("\"x\"", "unknown: a body without an id"),
            ("x", "unknown: a text that is not an id"),
            ("[]", "unknown: a list that names no result"),
            ("[{\"id\":\"a\",\"status\":\"success\"}]", "done []"),
            ("[{\"id\":\"a\",\"status\":\"error\"}]", "partly Some(false)"),
        ],
    );
}

#[test]
fn objects_of_what_was_made() {
    let invalid = "unknown: an object with an invalid id";
    let rows: [(CreatedId, [(&str, &str); 5]); 4] = [
        (
            CreatedId::Uuid,
            [("\"ID\"", "done"), ("\"x\"", invalid), ("7", invalid), ("\" \"", invalid), ("null", invalid)],
        ),
        (
            CreatedId::Text,
            [("\"ID\"", "done"), ("\"x\"", "done"), ("7", invalid), ("\" \"", invalid), ("null", invalid)],
        ),
        (
            CreatedId::Number,
            [("\"7\"", "done"), ("\"x\"", invalid), ("7", "done"), ("\" \"", invalid), ("null", invalid)],
        ),
        (CreatedId::Any, [("\"ID\"", "done"), ("\"x\"", "done"), ("7", "done"), ("\" \"", "done"), ("null", "done")]),
    ];
    for (id, rows) in rows {
        let mut made = operation(Method::POST, BodyShape::Object);
        made.success.id = id;
        for (value, expected) in rows {
            let body = format!("{{\"id\":{value}}}");
            let expected = if expected == "done" { format!("done {body}") } else { expected.to_owned() };
            check(&made, 201, &[(&body, &expected)]);
        }
    }
}

#[test]
fn objects_and_lists() {
    let mut object = operation(Method::GET, BodyShape::Object);
    check(
        &object,
        200,
        &[
            ("{\"id\":\"x\"}", "done {\"id\":\"x\"}"),
            ("{}", "unknown: an empty object"),
            ("[{\"a\":1}]", "done {\"a\":1}"),
            ("[{}]", "unknown: an empty object"),
            ("[{\"a\":1},{\"a\":1}]", "unknown: a list in place of an object"),
            ("[{\"error\":\"x\"}]", "unknown: a list in place of an object"),
            ("[]", "unknown: a list in place of an object"),
            ("null", "unknown: a body of an unexpected form"),
        ],
    );
    object.empty_list_is_absent = true;
    object.success.blank = true;
    object.success.null = true;
    check(
        &object,
        200,
        &[
            ("[]", "refused not_found the API responded with an empty list: the resource does not exist"),
            ("{}", "done {}"),
            ("[{}]", "done {}"),
            ("null", "done {}"),
        ],
    );
    let mut list = operation(Method::GET, BodyShape::List);
    check(
        &list,
        200,
        &[
            ("[]", "done []"),
            ("[1]", "done [1]"),
            ("[ null, null ]", "unknown: a list of nothing but null"),
            ("[{\"a\":1}", "unknown: a body that was cut short or is not JSON"),
            ("[{\"a\":[1]", "unknown: a body that was cut short or is not JSON"),
            ("{}", "unknown: a body of an unexpected form"),
            ("null", "unknown: a body of an unexpected form"),
        ],
    );
    list.object_for_list = true;
    list.success.blank = true;
    list.success.null = true;
    check(
        &list,
        200,
        &[("{}", "done []"), ("{\"a\":1}", "done [{\"a\":1}]"), ("[null]", "done [null]"), ("null", "done []")],
    );
    let mut text = operation(Method::GET, BodyShape::Text);
    text.success.null = true;
    check(&text, 200, &[("null", "done \"\"")]);
}

#[test]
fn bodies_of_operations_without_one() {
    let other = "unknown: a body of another form";
    let post = operation(Method::POST, BodyShape::Empty);
    check(
        &post,
        200,
        &[
            ("", "done"),
            ("null", "done"),
            ("true", "done"),
            ("false", other),
            ("\" \"", "done"),
            ("\"ID\"", "done"),
            ("ID", "done"),
            ("\"Accepted\"", other),
            ("Accepted", "unknown: a text that is not JSON"),
            ("{}", "done"),
            ("{\"id\":\"x\"}", "done"),
            ("{\"name\":\"\"}", other),
            ("{\"acknowledged\":true}", "done"),
            ("{\"deleted\":\"yes\"}", other),
            ("{\"status\":\"Accepted\"}", "done"),
            ("{\"status\":\"odd\"}", other),
            ("[]", "unknown: a list without results"),
            ("[{\"id\":\"a\",\"status\":\"success\"}]", "done"),
        ],
    );
    let get = operation(Method::GET, BodyShape::Empty);
    check(&get, 200, &[("5", "done"), ("ID", "unknown: a text that is not JSON")]);
}

#[test]
fn signs_of_an_error_in_a_success() {
    let post = operation(Method::POST, BodyShape::Object);
    for body in [
        r#"{"code":"x","message":"m"}"#,
        r#"{"Code":"x","reason":"m"}"#,
        r#"{"error":"x"}"#,
        r#"{"error_description":"x"}"#,
        r#"{"fault":{}}"#,
        r#"{"statusCode":200}"#,
        r#"{"status":500}"#,
        r#"{"code":"404"}"#,
        r#"{"result":"400"}"#,
        r#"{"status":"Failed","details":"m"}"#,
        r#"{"success":false}"#,
        r#"{"ok":"false"}"#,
        r#"{"acknowledged":false}"#,
        r#"{"msg":"m"}"#,
        r#"{"detail":"m"}"#,
    ] {
        check(&post, 200, &[(body, ERROR)]);
    }
    for body in [
        r#"{"error":null,"a":1}"#,
        r#"{"error":"","a":1}"#,
        r#"{"error":false,"a":1}"#,
        r#"{"code":"x"}"#,
        r#"{"status":200}"#,
        r#"{"status":399}"#,
        r#"{"status":1000}"#,
        r#"{"status":"failed"}"#,
        r#"{"status":"odd","title":"m"}"#,
        r#"{"success":true}"#,
        r#"{"message":""}"#,
    ] {
        check(&post, 200, &[(body, &format!("done {body}"))]);
    }
    // Also in a long body, of which only the first member is looked at before it is parsed.
    let (get, long) = (operation(Method::GET, BodyShape::Object), "m".repeat(500));
    for body in [
        format!(r#"{{"code":"x","message":"{long}"}}"#),
        format!(r#"{{ "error":"x","a":"{long}"}}"#),
        format!(r#"{{"success":false,"a":"{long}"}}"#),
    ] {
        check(&get, 200, &[(&body, ERROR)]);
    }
    // A resource may have failed, and say why.
    for body in [
        r#"{"id":"1","code":"x","message":"m"}"#,
        r#"{"name":"a","status":"failed","reason":"m"}"#,
        r#"{"id":"1","message":"m"}"#,
    ] {
        check(&get, 200, &[(body, &format!("done {body}"))]);
        check(&get, 200, &[(&body.replace("\"id\":\"1\",", "").replace("\"name\":\"a\",", ""), ERROR)]);
    }
}

#[test]
fn results_for_each_resource() {
    let empty = operation(Method::PUT, BodyShape::Empty);
    let none = "unknown: a 207 without results";
    check(
        &empty,
        207,
        &[
            ("", none),
            ("{}", none),
            ("[]", none),
            ("[{\"id\":\"a\"}]", none),
            ("[{\"action\":\"start\"}]", none),
            ("[{\"status\":\"odd\"}]", none),
            (r#"[{"id":"a","status":"success"},{"id":"b","result":"succeeded"}]"#, "done"),
            (
                r#"[{"id":"a","status":"success"},{"id":"b","status":"failure","error":{"message":"M"}}]"#,
                "partly Some(true) , Some(false) M",
            ),
            (r#"[{"statusCode":204},{"status_code":"404","message":"M"}]"#, "partly Some(true) , Some(false) M"),
            (r#"[{"statusCode":400}]"#, "partly Some(false)"),
            (r#"[{"statusCode":300}]"#, "partly None"),
            (r#"[{"action":"start","status":"odd"}]"#, "partly None"),
            (r#"[{"statusCode":200,"status":"odd"}]"#, "partly None"),
            (r#"[{"status":"success","success":false}]"#, "partly Some(false)"),
            (r#"[{"status":"success","error":"E","message":"M"}]"#, "partly Some(false) E"),
            (r#"[{"status":"success","error":false}]"#, "done"),
        ],
    );
    let mut list = operation(Method::PUT, BodyShape::List);
    check(&list, 207, &[(r#"[{"status":"success"}]"#, "unknown: results per resource instead of the expected body")]);
    list.success.statuses = &[207];
    check(&list, 207, &[(r#"[{"status":"success"}]"#, r#"done [{"status":"success"}]"#)]);
    let mut named = operation(Method::PUT, BodyShape::IdList);
    named.success.statuses = &[207];
    check(&named, 207, &[(r#"[{"status":"success"}]"#, "done []"), ("[\"ID\"]", none)]);
    let made = operation(Method::POST, BodyShape::Id);
    check(&made, 207, &[(r#"[{"status":"error"}]"#, "unknown: results per resource instead of the expected body")]);
    let mut results = operation(Method::PUT, BodyShape::Results);
    let told = r#"[{"status":"error"},{"status":"success"}]"#;
    check(&results, 207, &[(told, &format!("done {told}")), (r#"[{"statusCode":404}]"#, "partly Some(false)")]);
    check(
        &results,
        202,
        &[
            (r#"[{"status":"error"}]"#, r#"done [{"status":"error"}]"#),
            (r#"[{"statusCode":404}]"#, "partly Some(false)"),
            ("[{\"a\":1}]", "unknown: a list without results"),
            ("[]", "unknown: a list that names no result"),
        ],
    );
    results.success.blank = true;
    check(&results, 202, &[("[]", "done []")]);
}

#[test]
fn statuses_by_themselves() {
    let own = r#"{"code":"x","message":"m"}"#;
    let mut get = operation(Method::GET, BodyShape::Object);
    for (status, body, expected) in [
        (206, "{\"a\":1}", "unknown: a partial response"),
        (304, "", "unknown: a redirect, which is not followed"),
        (401, "", "refused -"),
        (401, "<html>", "unknown: a page instead of an API error"),
        (408, own, "unknown: an abandoned request"),
        (425, "<html>", "refused -"),
        (429, "", "refused -"),
        (400, own, "refused x m"),
        (400, r#"{"code":"x","message":{"message":"m"}}"#, "refused x m"),
        (400, r#"{"code":"x","message":["m",{"message":"n"}]}"#, "refused x m; n"),
        (400, r#"{"code":"x","message":[],"error":"e f"}"#, "refused x e f"),
        (400, "no", "unknown: text instead of an API error"),
        (400, "[1]", "unknown: a body that is not an API error"),
        (400, "{\"code\":\"400\",\"message\":\"m\"}", "unknown: a body that is not an API error"),
        (404, "{\"statusCode\":404,\"message\":\"m\"}", "refused - m"),
        (404, "{\"statusCode\":404}", "unknown: a body that is not an API error"),
        (404, "{\"statusCode\":500,\"message\":\"m\"}", "unknown: a body that is not an API error"),
        (498, own, "refused x m"),
        (499, own, "unknown: an abandoned request"),
        (500, own, "unknown: a failure inside the server"),
        (500, "<html>", "unknown: a page instead of an API error"),
        (502, "", "unknown: an empty body"),
        (501, own, "refused x m"),
        (503, "{\"code\":\"service_unavailable\",\"message\":\"m\"}", "unknown: a failure inside the server"),
        (600, own, "unknown: a status that HTTP does not define"),
    ] {
        check(&get, status, &[(body, expected)]);
    }
    get.success.statuses = &[206];
    check(&get, 206, &[("{\"a\":1}", "done {\"a\":1}")]);
    let post = operation(Method::POST, BodyShape::Object);
    check(
        &post,
        503,
        &[
            ("{\"code\":\"service_unavailable\",\"message\":\"m\"}", "refused service_unavailable m"),
            (own, "unknown: a failure inside the server"),
        ],
    );
    // OAuth's errors count where a token is asked for, and nowhere else.
    let oauth = "{\"error\":\"invalid_client\"}";
    check(&post, 400, &[(oauth, "unknown: a body that is not an API error")]);
    let mut token = operation(Method::POST, BodyShape::Object);
    token.public = true;
    check(&token, 400, &[(oauth, "refused invalid_client")]);
    let cut = Response::builder()
        .status(200)
        .header("content-range", "bytes 0-1/2")
        .body(Bytes::from_static(b"{\"a\":1}"))
        .unwrap();
    assert!(matches!(Evidence::of(&post, &cut), Evidence::Unknown(_)));
}

/// What the document describes is no sign of an error, with a value of its types.
#[test]
fn a_member_that_the_document_describes_is_no_sign_of_an_error() {
    let mut post = operation(Method::POST, BodyShape::Object);
    post.success.described = &[("message", "s"), ("error", "b")];
    let (text, odd) = (r#"{"message":"m"}"#, r#"{"message":{"a":1}}"#);
    check(&post, 200, &[(text, &format!("done {text}")), (odd, ERROR), (r#"{"msg":"m"}"#, ERROR)]);
    let both = r#"{"error":true,"a":1}"#;
    check(&post, 200, &[(both, &format!("done {both}")), (r#"{"error":"x"}"#, ERROR)]);
    let mut map = operation(Method::POST, BodyShape::Object);
    map.success.others = Some("s");
    check(&map, 200, &[(text, &format!("done {text}")), (odd, ERROR)]);
}

/// A request may be sent twice where each of its actions sets a state.
#[test]
fn what_may_be_repeated_is_said_by_all_actions_of_a_body() {
    let mut actions = operation(Method::PUT, BodyShape::Empty);
    actions.absolute_actions = &["stop", "detach"];
    for (body, may_repeat) in [
        (r#"{"action":"stop"}"#, true),
        (r#"{"action":"clone"}"#, false),
        (r#"{"action":["stop"]}"#, false),
        (r#"{}"#, false),
        (r#"cut"#, false),
        (r#"{"actions":[{"action":"stop"},{"action":"detach"}]}"#, true),
        (r#"{"actions":[{"action":"stop"},{"action":"clone"}]}"#, false),
        (r#"{"actions":[]}"#, false),
        (r#"{"action":"stop","actions":[{"action":"stop"}]}"#, true),
        (r#"{"action":"clone","actions":[{"action":"stop"}]}"#, false),
        (r#"{"action":"stop","actions":[]}"#, false),
    ] {
        assert_eq!(actions.may_repeat(Some(body.as_bytes())), may_repeat, "{body}");
    }
    assert!(!actions.may_repeat(None));
    actions.idempotent = true;
    assert!(actions.may_repeat(None));
    assert!(!operation(Method::PUT, BodyShape::Empty).may_repeat(Some(br#"{"action":"stop"}"#)));
}
