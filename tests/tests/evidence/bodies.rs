//! The bodies and statuses that every operation meets.

use bytes::Bytes;
use verda_api::Operation;

use self::Absence::{Always, Never, With};
use super::example;

/// Errors of the API that mean that a resource does not exist.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Absence {
    Never,
    Always,
    With(u16),
}

/// The kinds of bodies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Is {
    NoBody,
    Page,
    /// A text, or truncated JSON.
    Text,
    /// A truncated object that ends with a brace.
    CutLikeWhole,
    /// An error with the API's own code.
    Own(Absence),
    NoCapacity,
    /// A framework's error with this `statusCode`.
    Framework(u16, Absence),
    /// An error in OAuth's form: the token endpoint's own, and no other's.
    OAuth(Absence),
    /// An error of an intermediary.
    Failure,
    ListOfFailure,
    EmptyObject,
    ListOfEmptyObject,
    /// Null, or an empty text.
    Null,
    EmptyList,
    ListOfNull,
    True,
    False,
    /// A number, or a text that is no id.
    Scalar,
    BareId,
    QuotedId,
    IdInObject,
    IdInList,
    NoIdInObject,
    AllSucceeded,
    NotAllSucceeded,
    /// A result without an outcome.
    ResultWithoutStatus,
    /// The document's example; `false` if there is none.
    Example(bool),
}

/// Bodies that are sent with every status.
const COMMON: &[(&str, Is)] = &[
    ("", Is::NoBody),
    ("<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>\r\n", Is::Page),
    ("Accepted", Is::Text),
    ("5b1e0000-0000-4000-8000-000000000001\n", Is::BareId),
    ("{}", Is::EmptyObject),
    (r#"{"code":"invalid_request","message":["size must not be less than 50","name should not be empty"]}"#, OWN),
    (r#"{"code":"not_found","message":"Not found"}"#, Is::Own(Always)),
    (r#"{"code":"service_unavailable","message":"Not enough resources to deploy"}"#, Is::NoCapacity),
    (r#"{"statusCode":404,"message":"Cannot GET /v1/x","error":"Not Found"}"#, Is::Framework(404, Never)),
    (r#"{"message":"no Route matched with those values"}"#, Is::Failure),
];

/// Bodies that are sent with the statuses of successes and some others.
const OTHERS: &[(&str, Is)] = &[
    (" \r\n\t ", Is::NoBody),
    ("<!DOCTYPE html><html><body><form action=\"/login\">Sign in</form></body></html>", Is::Page),
    ("\u{feff}<!DOCTYPE html><html></html>", Is::Page),
    (" \n\t<html><h1>502 Bad Gateway</h1></html>", Is::Page),
    ("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", Is::Page),
    ("OK\n", Is::Text),
    ("no healthy upstream", Is::Text),
    ("Instance not found", Is::Text),
    ("5b1e0000-0000-40", Is::Text),
    ("a \u{1b}[31mred\u{7}\u{202e} text\r\nof two lines", Is::Text),
    (r#"{"id":"5b1e0000-0000-4000-8000-0000"#, Is::Text),
    (r#"{"code":"not_found","message":"Inst"#, Is::Text),
    (r#"[{"id":"5b1e0000-0000-4000-8000-000000000001"},{"id":"#, Is::Text),
    (r#"["5b1e0000-0000-4000-8000-000000000001""#, Is::Text),
    (r#""5b1e0000-0000-4000-8000-0000000000"#, Is::Text),
    (r#"{"id":"5b1e0000-0000-4000-8000-000000000001","name":"a","status":"running","gpu":{}"#, Is::CutLikeWhole),
    (r#"{"code":"server_error","message":"a \u001b[31mred\u0007\u202e text\r\nof two lines"}"#, OWN),
    (r#"{"code":"invalid_request","message":"Invalid instance id"}"#, Is::Own(With(400))),
    (r#"{"code":"invalid_request","message":"Instance not found"}"#, Is::Own(With(404))),
    (r#"{"statusCode":404,"message":"Instance not found","error":"Not Found"}"#, Is::Framework(404, With(404))),
    // A gateway's, such as that of Azure: it names no resource of the API.
    (r#"{"statusCode":404,"message":"Resource not found"}"#, Is::Framework(404, Never)),
    (r#"{"statusCode":500,"message":"Internal server error"}"#, Is::Framework(500, Never)),
    (r#"{"error":"invalid_grant","error_description":"The refresh token has expired"}"#, Is::OAuth(Never)),
    (r#"{"error":"not_found"}"#, Is::OAuth(Always)),
    (r#"{"error":{"message":"Instance not found"}}"#, Is::Failure),
    (r#"{"message":"no Route matched with those values","request_id":"5c1f"}"#, Is::Failure),
    (r#"{"success":false}"#, Is::Failure),
    (r#"{"code":404,"message":"Instance not found"}"#, Is::Failure),
    (r#"{"type":"about:blank","title":"Bad Gateway","status":502}"#, Is::Failure),
    (r#"[{"code":"not_found","message":"Instance not found"}]"#, Is::ListOfFailure),
    ("[{}]", Is::ListOfEmptyObject),
    ("null", Is::Null),
    ("[]", Is::EmptyList),
    ("[null]", Is::ListOfNull),
    (r#""""#, Is::Null),
    (r#""Accepted""#, Is::Scalar),
    ("true", Is::True),
    ("false", Is::False),
    ("0", Is::Scalar),
    (r#""5b1e0000-0000-4000-8000-000000000001""#, Is::QuotedId),
    (r#"{"id":"5b1e0000-0000-4000-8000-000000000001"}"#, Is::IdInObject),
    (r#"["5b1e0000-0000-4000-8000-000000000001"]"#, Is::IdInList),
    (r#"{"id":""}"#, Is::NoIdInObject),
];

const OWN: Is = Is::Own(Never);

const SUCCESSES: [u16; 9] = [200, 201, 202, 203, 204, 205, 206, 207, 208];
const SOME_OTHERS: [u16; 6] = [302, 400, 401, 404, 429, 503];
const FAILURES: [u16; 31] = [
    100, 102, 103, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 499, 500, 501,
    502, 503, 504, 520, 522, 530, 600, 999,
];

/// Every response to an operation: status, body, and what the body is.
pub(crate) fn responses(operation: &Operation) -> Vec<(u16, Bytes, Is)> {
    let bytes = |list: &[(&'static str, Is)]| list.iter().map(|(body, is)| (Bytes::from(*body), *is)).collect();
    let (common, mut others): (Vec<_>, Vec<_>) = (bytes(COMMON), bytes(OTHERS));
    let first = r#"{"instanceId":"a","action":"delete","status":"success"}"#;
    for (second, is) in [
        (r#""status":"SUCCESS""#, Is::AllSucceeded),
        (r#""status":"error","error":"Instance not found","statusCode":404"#, Is::NotAllSucceeded),
        (r#""status":"queued""#, Is::NotAllSucceeded),
        (r#""note":"no status""#, Is::ResultWithoutStatus),
    ] {
        others.push((format!(r#"[{first},{{"instanceId":"b","action":"delete",{second}}}]"#).into(), is));
    }
    let long = serde_json::json!({"code": "c".repeat(300), "message": vec!["x\n".repeat(400); 20]});
    others.push((long.to_string().into(), OWN));
    let (_, example) = example(operation);
    others.push((example.clone(), Is::Example(!example.is_empty())));

    let mut responses = Vec::new();
    for (statuses, bodies) in
        [(&SUCCESSES[..], &common), (&FAILURES, &common), (&SUCCESSES, &others), (&SOME_OTHERS, &others)]
    {
        for status in statuses {
            responses.extend(bodies.iter().map(|(body, is)| (*status, body.clone(), *is)));
        }
    }
    responses
}
