//! Misbehaviours of statuses.

use super::bodies::PAGE;
use super::misbehaviours::{Misbehaviour, Tells};
use super::reply::{Reply, html, json};

/// Pages of proxies, gateways and frameworks. None of them is the API's.
const FOREIGN: [(&str, &str); 12] = [
    ("nginx", "<html><body><h1>404 Not Found</h1><hr>nginx</body></html>"),
    ("go", "404 page not found\n"),
    ("kong", r#"{"message":"no Route matched with those values"}"#),
    ("apigee", r#"{"fault":{"faultstring":"Unable to identify proxy for host"}}"#),
    ("azure", r#"{ "statusCode": 404, "message": "Resource not found" }"#),
    ("nest", r#"{"statusCode":404,"message":"Cannot GET /v1/instances/a"}"#),
    ("spring", r#"{"timestamp":"2026-04-01T06:49:28Z","status":404,"error":"Not Found","path":"/v1/instances/a"}"#),
    ("text-as-code", r#"{"code":"404","message":"Route not found"}"#),
    ("nested-error", r#"{"error":{"code":404,"message":"Requested url does not match any rules"}}"#),
    ("number-as-code", r#"{"code":404,"message":"Not Found"}"#),
    ("list", r#"[{"code":"not_found","message":"Instance not found"}]"#),
    ("null", "null"),
];

/// Refusals of the API itself: status, code and text.
const REFUSALS: [(u16, &str, &str); 15] = [
    (400, "invalid_request", "size must not be less than 50"),
    (400, "invalid_request", "Operating system is not valid for this instance type"),
    (400, "invalid_request", "instance limit exceeded"),
    (401, "unauthorized_request", "Invalid token"),
    (402, "insufficient_funds", "Insufficient funds"),
    (403, "forbidden_action", "Can't discontinue a provisioning instance"),
    (403, "insufficient_scope", "The token has not this scope"),
    (405, "method_not_allowed", "No"),
    (409, "conflict", "name already exists"),
    (410, "gone", "This API has moved"),
    (418, "teapot", "No"),
    (422, "invalid_request", "No"),
    (451, "unavailable_for_legal_reasons", "No"),
    (501, "not_implemented", "No"),
    (503, "service_unavailable", "Not enough resources to deploy a 1 GPU instance type"),
];

/// The API's own words for what is not there.
const ABSENCES: [(u16, &str, &str); 2] =
    [(404, "not_found", "Instance not found"), (400, "invalid_request", "Invalid instance id")];

/// Statuses that alone say that nothing was carried out.
fn is_refusal(status: u16) -> bool {
    matches!(status, 425 | 429)
}

fn own(status: u16, code: &str, text: &str) -> Reply {
    json(status, format!(r#"{{"code":"{code}","message":"{text}"}}"#))
}

pub(super) fn all() -> Vec<Misbehaviour> {
    let mut all = Vec::new();
    let successes = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299];
    let redirects = [300, 301, 302, 303, 304, 305, 307, 308];
    let refusals = (400..=418).chain([420, 421, 422, 423, 424, 425, 426, 428, 429, 431, 444, 451, 494, 498, 499]);
    let failures = (500..=511).chain(520..=527).chain([529, 530, 598, 599]);
    let none = [600, 700, 999];
    for status in refusals.chain(failures).chain(none) {
        for (name, reply) in [("empty", html(status, "")), ("page", html(status, PAGE))] {
            let tells = match (status, name) {
                (401, "empty") => Tells::Refusal,
                _ if is_refusal(status) => Tells::Refusal,
                _ => Tells::Nothing,
            };
            all.push(Misbehaviour::reply(format!("status-{status}-{name}"), tells, reply));
        }
    }
    for status in successes {
        let odd = [("empty", html(status, "")), ("page", html(status, PAGE))];
        let odd = odd.map(|(name, reply)| {
            // A 204 ends with its head.
            let tells = if name == "empty" || status == 204 { Tells::AsMayBe } else { Tells::Nothing };
            Misbehaviour::reply(format!("status-{status}-{name}"), tells, reply)
        });
        all.extend(odd);
        let truth = Misbehaviour::new(format!("status-{status}-truth"), Tells::Perhaps, move |setting| {
            let body = if status == 204 { Vec::new() } else { setting.truth.body.clone() };
            Reply { status, body, ..setting.truth.clone() }
        });
        all.push(truth);
    }
    for status in redirects {
        let to = |where_to: &'static str, is_away: bool| {
            Misbehaviour::new(format!("status-{status}-{where_to}"), Tells::Nothing, move |setting| {
                let origin = if is_away { setting.elsewhere } else { setting.here };
                html(status, "").with("location", &format!("{origin}/{where_to}"))
            })
        };
        all.extend([to("same-origin", false), to("other-origin", true)]);
        all.push(Misbehaviour::reply(format!("status-{status}-alone"), Tells::Nothing, html(status, "")));
    }
    for (name, body) in FOREIGN {
        let reply = if body.starts_with('<') { html(404, body) } else { json(404, body) };
        // A framework that repeats the status may be the API's.
        let tells = if matches!(name, "nest" | "azure" | "text-as-code") { Tells::Refusal } else { Tells::Nothing };
        all.push(Misbehaviour::reply(format!("status-404-of-{name}"), tells, reply));
    }
    for (number, (status, code, text)) in REFUSALS.into_iter().enumerate() {
        all.push(Misbehaviour::reply(format!("refusal-{number}-{status}"), Tells::Refusal, own(status, code, text)));
    }
    for (status, code, text) in ABSENCES {
        all.push(Misbehaviour::reply(format!("absence-{status}"), Tells::Absence, own(status, code, text)));
    }
    // Failures in the API's own words say that it failed, and not that nothing happened.
    for status in [500, 502, 504, 520, 530] {
        let reply = own(status, "server_error", "Internal server error");
        all.push(Misbehaviour::reply(format!("failure-{status}"), Tells::Nothing, reply));
    }
    all
}
