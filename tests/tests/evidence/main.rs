//! What a response proves: every operation, every status, every kind of body.
//!
//! The expected values follow from rules and lists that are written down here, not from the table of operations.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod bodies;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use bytes::Bytes;
use fastrand::Rng;
use serde_json::Value;
use verda_api::{Error, ErrorKind, Evidence, Method, OPERATIONS, Operation};
use verda_tests::{Called, Canned, call, may_be_repeated, members, of_schema, random, resolve, with_id};

use self::bodies::Absence::{Always, Never, With};
use self::bodies::{Is, responses};

/// What a response proves.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Proof {
    Done,
    /// The body is a list or an object of the right form without a required member: `Done` until it is decoded.
    Unreadable,
    Refused,
    Partly,
    Unknown,
}

/// The form of an operation's response, by the document and its corrections.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Nothing,
    Bool,
    Id,
    /// The ids of clones, or no body.
    Clones,
    /// A result per instance, or no body.
    Results,
    List,
    Object,
    /// Any other form, for which the rules do not define decodable successes.
    Other,
}

/// The document's description of an operation's responses.
struct Documented {
    form: Form,
    /// The members that an object, or an element of a list, needs for decoding, by names.toml or by rule.
    identity: Vec<String>,
    /// Statuses of a success with a body that are documented.
    statuses: Vec<u16>,
    /// Whether `{}` is a success: nothing is required.
    may_be_empty: bool,
    /// The JSON type of the `id` of the object.
    id: Option<&'static str>,
    /// Whether members of errors are members of the object.
    describes_errors: bool,
    /// Whether elements of the list look like results.
    elements_tell: bool,
}

fn documented(operation: &Operation) -> &'static Documented {
    static ALL: LazyLock<HashMap<&str, Documented>> = LazyLock::new(|| {
        let said = |entry: &&'static Operation| (entry.id, documented_of(entry));
        OPERATIONS.iter().map(said).collect()
    });
    &ALL[operation.id]
}

fn documented_of(entry: &Operation) -> Documented {
    let schema = success_schema(entry).map(resolve);
    let property = |name: &str| schema.and_then(|schema| schema.get("properties")?.get(name)).map(resolve);
    let items = schema.and_then(|schema| schema.get("items")).map(resolve);
    let branches = schema.and_then(|schema| ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array()));
    let requires_nothing = |schema: &Value| schema["required"].as_array().is_none_or(Vec::is_empty);
    let responses = verda_tests::operation(entry)["responses"].as_object();
    let errors = ["code", "error", "error_description", "message", "statusCode", "success"];
    Documented {
        form: form_of(entry),
        identity: identity_of(entry),
        statuses: responses.into_iter().flatten().filter_map(|(status, _)| status.parse().ok()).collect(),
        may_be_empty: match branches {
            Some(branches) => branches.iter().map(resolve).any(requires_nothing),
            None => schema.is_some_and(requires_nothing),
        },
        id: property("id").and_then(|id| id["type"].as_str()),
        describes_errors: errors.into_iter().any(|name| property(name).is_some())
            || property("status").is_some_and(|status| status["type"] != "string"),
        elements_tell: items.is_some_and(|items| {
            tells_outcome(items) || ["error", "statusCode"].iter().any(|name| items["properties"].get(name).is_some())
        }),
    }
}

fn form(operation: &Operation) -> Form {
    documented(operation).form
}

/// The schema of the documented success; `None` without a body or without a schema.
fn success_schema(operation: &Operation) -> Option<&'static Value> {
    let (_, described) = verda_tests::success(operation)?;
    described.pointer("/content/application~1json/schema")
}

fn form_of(operation: &Operation) -> Form {
    match operation.id {
        "perform_volume_actions" => return Form::Clones,
        "perform_instance_actions" => return Form::Results,
        _ => {}
    }
    let Some(schema) = success_schema(operation).map(resolve) else {
        let content = verda_tests::success(operation).and_then(|(_, said)| said.get("content")?.as_object());
        let is_json = content.is_none_or(|content| content.is_empty() || content.contains_key("application/json"));
        return if is_json { Form::Nothing } else { Form::Other };
    };
    let is_object = |schema: &Value| schema["type"] == "object" && schema.get("properties").is_some();
    let branches = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array());
    if branches.is_some_and(|branches| branches.iter().map(resolve).all(is_object)) {
        return Form::Object;
    }
    let items = schema.get("items").map(resolve);
    match schema["type"].as_str() {
        Some("boolean") => Form::Bool,
        Some("string") if schema["format"] == "uuid" => Form::Id,
        Some("array") if items.is_some_and(|items| !is_read(operation) && tells_outcome(items)) => Form::Other,
        Some("array") if items.is_some_and(|items| items["type"] == "object") => Form::List,
        _ if is_object(schema) => Form::Object,
        _ => Form::Other,
    }
}

/// Whether elements say what became of a resource each.
fn tells_outcome(items: &Value) -> bool {
    ["action", "status"].into_iter().all(|name| items["properties"].get(name).is_some())
}

fn identity_of(operation: &Operation) -> Vec<String> {
    let Some(schema) = success_schema(operation) else { return Vec::new() };
    let value = random(schema, &mut Rng::with_seed(1), true);
    let is_own = |pointer: &str| pointer.trim_start_matches("/0").matches('/').count() == 1;
    let members = members(schema, &value).into_iter().filter(|member| member.is_identity && is_own(&member.pointer));
    members.filter_map(|member| Some(member.pointer.rsplit_once('/')?.1.to_owned())).collect()
}

/// Statuses of a success without a body. Deletes and pauses respond with any of four; a volume action with 202, unless it
/// clones; an instance action with 204 where the state is already there, and with 202 in older deployments.
fn may_have_no_body(form: Form, status: u16) -> bool {
    match form {
        Form::Nothing => [200, 201, 202, 204].contains(&status),
        Form::Clones => status == 202,
        Form::Results => status == 202 || status == 204,
        Form::Bool | Form::Id | Form::List | Form::Object | Form::Other => false,
    }
}

/// A key or script is in a list of one, so an empty list means absence.
const EMPTY_LIST_IS_ABSENT: [&str; 3] = ["get_script", "get_ssh_key", "get_ssh_key_legacy"];
/// `{}` has been seen in place of an empty list.
const OBJECT_FOR_LIST: &str = "update_container_deployment_environment_variables";

/// Operations that create or destroy resources. A repeatable operation leaves the same state, and only a DELETE destroys one.
fn makes_or_destroys(operation: &Operation) -> bool {
    operation.method == Method::DELETE || !may_be_repeated(operation)
}

fn is_read(operation: &Operation) -> bool {
    operation.method == Method::GET
}

/// Whether a body has the form of the API's own errors.
fn is_own(operation: &Operation, status: u16, body: Is) -> bool {
    match body {
        Is::Own(_) | Is::NoCapacity => true,
        Is::Framework(repeated, _) => repeated == status,
        Is::OAuth(_) => operation.id == "get_access_token",
        _ => false,
    }
}

/// `None` if the rules do not define the proof.
fn proof(operation: &Operation, status: u16, body: Is) -> Option<Proof> {
    let said = documented(operation);
    // What is documented otherwise: a part, results in another form, and errors that are no errors.
    let is_success = [206, 207].contains(&status) && said.statuses.contains(&status) && said.form != Form::Results;
    let is_error = matches!(body, Is::Own(_) | Is::NoCapacity | Is::Framework(..) | Is::OAuth(_) | Is::Failure);
    let is_alike = status == 207 && matches!(body, Is::Example(_)) && said.form == Form::List && said.elements_tell;
    if is_success || is_alike || ((200..300).contains(&status) && is_error && said.describes_errors) {
        return None;
    }
    if (200..300).contains(&status) && status != 206 {
        let form = form(operation);
        // An element without identity can be decoded of almost anything.
        let is_open = form == Form::List && documented(operation).identity.is_empty();
        let is_json = !matches!(body, Is::NoBody | Is::Page | Is::Text | Is::EmptyList | Is::Example(_));
        if form == Form::Other || (is_open && is_json) {
            return None;
        }
    }
    Some(match status {
        206 => Proof::Unknown,
        207 => of_each(operation, body),
        200..=299 => success(operation, status, body),
        // These statuses mean that nothing was processed.
        425 | 429 => Proof::Refused,
        // Documented without a body.
        401 if body != Is::Page => Proof::Refused,
        // A proxy's view of a request that may still be processed.
        408 | 499 => Proof::Unknown,
        400..=498 | 501 if is_own(operation, status, body) => Proof::Refused,
        // A refusal of an order; an outage for a read.
        503 if body == Is::NoCapacity && !is_read(operation) => Proof::Refused,
        _ => Proof::Unknown,
    })
}

/// A 207 must contain results. They are the body, or replace an empty body.
fn of_each(operation: &Operation, body: Is) -> Proof {
    match (form(operation), body) {
        (Form::Results, Is::AllSucceeded | Is::NotAllSucceeded | Is::Example(_)) => Proof::Done,
        // The request creates one resource, whose id is not in results.
        (Form::Id | Form::Object | Form::Bool, _) => Proof::Unknown,
        (_, Is::NotAllSucceeded | Is::ResultWithoutStatus) => Proof::Partly,
        (Form::Nothing | Form::Clones, Is::AllSucceeded) => Proof::Done,
        _ => Proof::Unknown,
    }
}

fn success(operation: &Operation, status: u16, body: Is) -> Proof {
    let form = form(operation);
    let decoded_if = |complete: bool| if complete { Proof::Done } else { Proof::Unreadable };
    let identity = &documented(operation).identity;
    let any_object = identity.is_empty();
    let id_suffices = *identity == ["id"];
    let id_is_text = documented(operation).id.is_none_or(|kind| kind == "string");
    // What is known by its `code`: an error can be decoded in its place.
    let elements_have_codes = *identity == ["code"];
    match (form, body) {
        (_, Is::NoBody | Is::Example(false)) if may_have_no_body(form, status) => Proof::Done,
        (_, Is::NoBody | Is::Example(false) | Is::Page | Is::Text) => Proof::Unknown,
        (_, Is::Example(true)) => Proof::Done,
        (_, Is::Own(_) | Is::NoCapacity | Is::Framework(..) | Is::OAuth(_) | Is::Failure) => Proof::Unknown,
        (Form::Bool, Is::True | Is::False) => Proof::Done,
        (Form::Id, Is::BareId | Is::QuotedId | Is::IdInObject | Is::IdInList) => Proof::Done,
        (Form::Clones, Is::BareId | Is::QuotedId | Is::IdInObject | Is::IdInList | Is::AllSucceeded) => Proof::Done,
        (Form::Clones, Is::NotAllSucceeded | Is::ResultWithoutStatus) => Proof::Partly,
        (Form::Results, Is::AllSucceeded | Is::NotAllSucceeded) => Proof::Done,
        // A result without an outcome must not count as a success.
        (Form::Results, Is::ResultWithoutStatus) => Proof::Partly,
        (Form::List, Is::EmptyList) => Proof::Done,
        (Form::List, Is::ListOfFailure) => decoded_if(elements_have_codes),
        (Form::List, Is::IdInList | Is::ListOfNull | Is::ListOfEmptyObject) => Proof::Unreadable,
        (Form::List, Is::AllSucceeded | Is::NotAllSucceeded | Is::ResultWithoutStatus) => Proof::Unreadable,
        (Form::List, Is::EmptyObject) if operation.id == OBJECT_FOR_LIST => Proof::Done,
        (Form::List, Is::IdInObject | Is::NoIdInObject) if operation.id == OBJECT_FOR_LIST => Proof::Unreadable,
        (Form::Object, Is::EmptyList) if EMPTY_LIST_IS_ABSENT.contains(&operation.id) => Proof::Refused,
        (Form::Object, Is::CutLikeWhole) => Proof::Unreadable,
        // A list of one is read as its element, which has to say as much.
        (Form::Object, Is::EmptyObject | Is::ListOfEmptyObject)
            if is_read(operation) && documented(operation).may_be_empty =>
        {
            Proof::Done
        }
        // What was made has an id, of its own type.
        (Form::Object, Is::IdInObject) if operation.method == Method::POST && !id_is_text => Proof::Unknown,
        (Form::Object, Is::IdInObject) => decoded_if(any_object || (id_suffices && id_is_text)),
        // What was made has an id.
        (Form::Object, Is::NoIdInObject) if operation.method == Method::POST => Proof::Unknown,
        (Form::Object, Is::NoIdInObject) => decoded_if(any_object),
        // These reads have no documented schema: any JSON is a success.
        (Form::Nothing, Is::BareId | Is::CutLikeWhole) if is_read(operation) => Proof::Unknown,
        (Form::Nothing, _) if is_read(operation) => Proof::Done,
        // JSON without a failure, or with the name of the resource.
        (Form::Nothing, Is::EmptyObject | Is::Null | Is::True) => Proof::Done,
        (Form::Nothing, Is::BareId | Is::QuotedId | Is::IdInObject | Is::AllSucceeded) => Proof::Done,
        (Form::Nothing, Is::NotAllSucceeded | Is::ResultWithoutStatus) => Proof::Partly,
        _ => Proof::Unknown,
    }
}

fn kind(operation: &Operation, status: u16, body: Is, proof: Proof) -> ErrorKind {
    // The API itself reported an internal failure.
    let is_own_failure = matches!(body, Is::Own(_) | Is::NoCapacity | Is::OAuth(_)) && is_own(operation, status, body);
    match proof {
        Proof::Refused if status == 429 => ErrorKind::RateLimited,
        Proof::Refused => ErrorKind::Api,
        Proof::Partly => ErrorKind::PartlyFailed,
        _ if makes_or_destroys(operation) => ErrorKind::OutcomeUnknown,
        Proof::Unknown if is_own_failure && (500..600).contains(&status) => ErrorKind::Api,
        _ => ErrorKind::UnexpectedResponse,
    }
}

fn is_absence(operation: &Operation, status: u16, body: Is, proof: Proof) -> bool {
    let says = match body {
        Is::Own(absence) | Is::Framework(_, absence) | Is::OAuth(absence) if is_own(operation, status, body) => {
            match absence {
                Never => false,
                // The code means the same as the status.
                Always => matches!(status, 400 | 404 | 410),
                // The text is about an instance: the operation's resource, or another one.
                With(with) => status == with && operation.path.contains("/instances"),
            }
        }
        Is::EmptyList => (200..300).contains(&status),
        _ => false,
    };
    proof == Proof::Refused && says
}

/// Problems of an error's message.
fn ill_formed(error: &Error) -> Option<&'static str> {
    let shown = format!("{error}{error:#}{error:?}");
    let turns = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if shown.chars().any(|c| c.is_control() || turns(c)) {
        return Some("its error is not one line of plain characters");
    }
    (error.to_string().chars().count() >= 2000).then_some("its error is too long")
}

/// Differences from the expected values, by cell.
#[derive(Default)]
struct Differences(BTreeMap<String, (BTreeSet<u16>, BTreeSet<&'static str>)>);

impl Differences {
    fn add(&mut self, operation: &'static Operation, status: u16, body: &str, what: &str) {
        let body: String = body.chars().skip(body.chars().count().saturating_sub(150)).collect();
        let (statuses, operations) = self.0.entry(format!("{body:?}: {what}")).or_default();
        statuses.insert(status);
        operations.insert(operation.id);
    }

    fn assert_none(self) {
        let line = |(what, (statuses, ids))| format!("{what}\n    {statuses:?}\n    {ids:?}");
        let lines: Vec<String> = self.0.into_iter().map(line).collect();
        assert!(lines.is_empty(), "{} kinds of differences:\n{}", lines.len(), lines.join("\n"));
    }
}

async fn respond(operation: &Operation, status: u16, body: &Bytes) -> (Evidence, Result<Called, Error>) {
    let response = http::Response::builder().status(status).body(body.clone()).unwrap();
    let client = Canned::new(status, body.clone()).client();
    (Evidence::of(operation, &response), call(&client, operation.id).await)
}

async fn check(operation: &'static Operation, status: u16, body: &Bytes, is: Is, differences: &mut Differences) {
    let (evidence, called) = respond(operation, status, body).await;
    let mut differs = |what: String| differences.add(operation, status, &String::from_utf8_lossy(body), &what);
    let Some(expected) = proof(operation, status, is) else {
        match called.as_ref().err().and_then(ill_formed) {
            Some(what) => differs(what.to_owned()),
            None if called.is_ok() && !matches!(evidence, Evidence::Done(_)) => differs("Ok and not Done".to_owned()),
            None => {}
        }
        return;
    };
    let agrees = match evidence {
        Evidence::Done(_) => matches!(expected, Proof::Done | Proof::Unreadable),
        Evidence::Unknown(_) => matches!(expected, Proof::Unknown | Proof::Unreadable),
        Evidence::Refused(_) => expected == Proof::Refused,
        Evidence::Partly(_) => expected == Proof::Partly,
        _ => false,
    };
    if !agrees {
        let evidence: String = format!("{evidence:?}").split('(').take(1).collect();
        differs(format!("evidence {evidence}, expected {expected:?}"));
    }
    let error = match called {
        Ok(_) if expected == Proof::Done => return,
        Ok(_) => return differs(format!("the call is Ok, expected {expected:?}")),
        Err(error) if expected == Proof::Done => return differs(format!("the call fails: {:?}", error.kind())),
        Err(error) => error,
    };
    let kind = kind(operation, status, is, expected);
    if error.kind() != kind {
        differs(format!("kind {:?}, expected {kind:?}", error.kind()));
    }
    let open = !is_read(operation) && expected != Proof::Refused;
    if error.may_have_happened() != open {
        differs(format!("may_have_happened is not {open}"));
    }
    let absent = is_absence(operation, status, is, expected);
    if error.is_not_found() != absent {
        differs(format!("is_not_found is not {absent}"));
    }
    if let Some(what) = ill_formed(&error) {
        differs(what.to_owned());
    }
}

/// The documented status and body of an operation's first success.
fn example(of: &Operation) -> (u16, Bytes) {
    let (status, described) = verda_tests::success(of).unwrap();
    let media = described.pointer("/content/application~1json");
    let body = media.map(|media| media.get("example").cloned().unwrap_or_else(|| of_schema(&media["schema"])));
    (status, body.map_or_else(Bytes::new, |body| with_id(of, body).to_string().into()))
}

async fn check_all(operations: impl Fn(&Operation) -> bool) {
    let mut differences = Differences::default();
    for operation in OPERATIONS.iter().filter(|operation| operations(operation)) {
        let (status, body) = example(operation);
        let proof = proof(operation, status, Is::Example(!body.is_empty()));
        assert!(proof.is_none_or(|proof| proof == Proof::Done), "{}: {proof:?}", operation.id);
        let responses = responses(operation);
        assert_eq!(responses.len(), 1135);
        for (status, body, is) in responses {
            check(operation, status, &body, is, &mut differences).await;
        }
    }
    differences.assert_none();
}

#[tokio::test]
async fn every_response_to_a_read_proves_what_the_rules_say() {
    check_all(is_read).await;
}

#[tokio::test]
async fn every_response_to_a_change_proves_what_the_rules_say() {
    check_all(|operation| !is_read(operation)).await;
}

/// Bodies that the API does not send with the success of a change.
const HOSTILE_WORDS: &[&str] =
    &["ok", "success", "NaN", "\0", ")]}'", "{", "[", "\"", "{}{}", "\"error\"", "false", "1", "-1", "[false]"];
const HOSTILE: &[&str] = &[
    "\u{feff} \n<Error><Code>AccessDenied</Code></Error>",
    "\u{1f}\u{8b}\u{8}\0\0",
    "[{\"id\":\"5b1e0000-0000-4000-8000-000000000001\"}",
    "5b1e0000-0000-4000-8000-00000000000",
    "5b1e0000-0000-4000-8000-000000000001-2",
    "5b1e0000-0000-4000-8000-000000000001 is pending",
    r#""5b1e0000-0000-40""#,
    r#"["error"]"#,
    r#"{"data":null,"error":{"message":"quota"}}"#,
    r#"{"status":"error","message":"quota"}"#,
    r#"{"status":503}"#,
    r#"{"id":"5b1e0000-0000-4000-8000-000000000001","error":"quota"}"#,
    r#"{"id":"5b1e0000-0000-4000-8000-000000000001","code":"server_error","message":"?"}"#,
    r#"[{"code":"server_error","message":"?"}]"#,
    r#"[{"error":"quota"}]"#,
];

/// Further bodies that are no response to a create with an id.
const NO_NEW_ID: &[&str] = &[
    r#"["",[]]"#,
    r#"{"id":0}"#,
    r#"{"id":" "}"#,
    r#"{"id":null}"#,
    r#"{"id":"null"}"#,
    r#"{"id":"5b1e0000-0000-40"}"#,
];

#[tokio::test]
async fn nothing_is_done_by_a_body_that_the_api_does_not_send() {
    let mut differences = Differences::default();
    for operation in OPERATIONS.iter().filter(|operation| !is_read(operation)) {
        let form = form(operation);
        if form == Form::Other || (form == Form::List && documented(operation).identity.is_empty()) {
            continue;
        }
        let new_id = form == Form::Id || operation.id == "deploy_cluster";
        let no_ids = if new_id { NO_NEW_ID } else { &[] };
        for body in HOSTILE_WORDS.iter().chain(HOSTILE).chain(no_ids) {
            for status in [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299] {
                let (evidence, called) = respond(operation, status, &Bytes::from(*body)).await;
                // Lists and objects are decoded before they count.
                let decoded = matches!(form, Form::List | Form::Object | Form::Results);
                let expected = kind(operation, status, Is::Text, Proof::Unknown);
                let what = match called {
                    Ok(_) => "the call is Ok".to_owned(),
                    Err(_) if !decoded && matches!(evidence, Evidence::Done(_)) => "Done and not Ok".to_owned(),
                    Err(error) if !error.may_have_happened() => "the error says that nothing happened".to_owned(),
                    Err(error) if ![expected, ErrorKind::PartlyFailed].contains(&error.kind()) => {
                        format!("kind {:?}, expected {expected:?}", error.kind())
                    }
                    Err(_) => continue,
                };
                differences.add(operation, status, body, &what);
            }
        }
    }
    differences.assert_none();
}
