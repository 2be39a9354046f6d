//! Responses of every operation, mutated: bytes, structure, status and content type. The client never
//! panics, hangs, invents an id, or loses a list.
//!
//! `MUTATED_RESPONSES=1000000 cargo test -p verda-tests --test mutated_responses` tries more of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../strict/project.rs"]
mod project;

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use bytes::Bytes;
use fastrand::Rng;
use serde_json::{Map, Value, json};
use verda_api::{BodyShape, BoxFuture, Client, Error, ErrorKind, OPERATIONS, Operation, Transport, TransportError};
use verda_tests::{Called, call, of_schema, random, success, with_id};

use crate::project::{Project, label};

const MUTATIONS: usize = 20_000;
/// A time limit that no response reaches, even on a busy machine.
const LONGEST: Duration = Duration::from_secs(5);
const UUID: &str = "3f0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11";

/// A response, before and after its mutation.
#[derive(Clone)]
struct Case {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Transport for Case {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let response = http::Response::builder().status(self.status).header("content-type", self.content_type);
        Box::pin(async move { Ok(response.body(Bytes::from(self.body.clone())).unwrap()) })
    }
}

impl Case {
    async fn call(&self, operation: &Operation) -> Result<Called, Error> {
        call(&Client::new("https://api.example.com", self.clone()), operation.id).await
    }

    /// The body as strict JSON.
    fn json(&self) -> Option<Value> {
        serde_json::from_slice(self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body)).ok()
    }

    fn show(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let shown: String = text.chars().take(1500).collect();
        format!("{} {}: {shown:?} ({} bytes)", self.status, self.content_type, self.body.len())
    }
}

/// Shows the case that a panic comes from.
struct Guard<'a>(&'a str, &'a Case);

impl Drop for Guard<'_> {
    #[allow(clippy::print_stderr, reason = "the input of a panic inside of the client")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: {}", self.0, self.1.show());
        }
    }
}

/// The successful responses of the fake to every operation, with its unusual bodies, by method and path.
fn of_the_fake() -> HashMap<String, Vec<Case>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let responses = runtime.block_on(async {
        let mut project = Project::new(false).await;
        project.walk().await;
        project.responses
    });
    let mut cases = HashMap::<String, Vec<Case>>::new();
    for (called, status, body) in responses {
        let cases = cases.entry(called).or_default();
        if !cases.iter().any(|case| case.body == body) && cases.len() < 4 {
            cases.push(Case { status, content_type: "application/json", body: body.into() });
        }
    }
    cases
}

/// The responses of an operation that mutations begin with, next to the fake's own: the document's example, and random
/// ones.
fn originals(entry: &Operation, rng: &mut Rng) -> Vec<Case> {
    let success = success(entry);
    let status = success.map_or(200, |(status, _)| status);
    let schema = success.and_then(|(_, response)| response.pointer("/content/application~1json/schema"));
    let case = |body: String| Case { status, content_type: "application/json", body: body.into_bytes() };
    let mut cases: Vec<Case> = match (entry.response, schema) {
        (BodyShape::Id | BodyShape::IdList, _) => {
            let forms = [json!(UUID), json!({ "id": UUID }), json!([UUID])].map(|form| case(form.to_string()));
            forms.into_iter().chain([case(UUID.to_owned())]).collect()
        }
        (BodyShape::Empty, _) | (_, None) => vec![case(String::new()), case("{}".to_owned())],
        (_, Some(schema)) => {
            let list = |elements: &mut dyn FnMut() -> Value| -> Value {
                (0..2).flat_map(|_| elements().as_array().cloned().unwrap_or_default()).collect()
            };
            let bodies = match entry.response {
                BodyShape::List => [list(&mut || of_schema(schema)), list(&mut || random(schema, rng, true))],
                _ => [of_schema(schema), random(schema, rng, true)],
            };
            bodies.map(|body| case(with_id(entry, body).to_string())).into()
        }
    };
    if entry.id == "deploy_cluster" {
        cases = vec![case(json!({ "id": UUID }).to_string())];
    }
    cases
}

/// A random node of a value.
fn node<'a>(value: &'a mut Value, rng: &mut Rng) -> &'a mut Value {
    let size = match value {
        Value::Array(elements) => elements.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    if size == 0 || rng.u8(0..4) == 0 {
        return value;
    }
    let index = rng.usize(0..size);
    match value {
        Value::Array(elements) => node(&mut elements[index], rng),
        Value::Object(members) => node(members.values_mut().nth(index).unwrap(), rng),
        leaf => leaf,
    }
}

/// A value of another type, or an unusual value of the same type.
fn odd_value(rng: &mut Rng) -> Value {
    let texts =
        ["", " ", "null", "N/A", "Accepted", "\u{0}\u{202e}\n", "4", "4.0", "-1", "0000-00-00T00:00:00Z", "error"];
    match rng.u8(0..12) {
        0 => Value::Null,
        1 => json!(rng.bool()),
        2 => json!(rng.i64(..)),
        3 => json!(rng.u64(..)),
        4 => json!([1e300, -0.0, 0.5, 4.0, 1_775_026_168.0][rng.usize(0..5)]),
        5 => json!([]),
        6 => json!({}),
        7 => json!([null]),
        8 => json!({"code": "not_found", "message": "Instance not found"}),
        9 => json!({"error": "boom"}),
        10 => json!("x".repeat(rng.usize(0..1000))),
        _ => json!(texts[rng.usize(0..texts.len())]),
    }
}

/// Removes, replaces, repeats, cuts, wraps, moves or nests a node.
fn mutate_structure(body: &mut Value, rng: &mut Rng) {
    let other = node(body, rng).clone();
    let node = node(body, rng);
    match (rng.u8(0..9), &mut *node) {
        (0, Value::Array(elements)) if !elements.is_empty() => drop(elements.remove(rng.usize(0..elements.len()))),
        (0, Value::Object(members)) if !members.is_empty() => {
            let name = members.keys().nth(rng.usize(0..members.len())).unwrap().clone();
            members.remove(&name);
        }
        (0 | 1, _) => *node = Value::Null,
        (2 | 3, _) => *node = odd_value(rng),
        (4, Value::Array(elements)) => elements.extend(elements.clone()),
        (4, _) => *node = json!([node.clone(), node.clone()]),
        (5, Value::Array(elements)) => elements.truncate(rng.usize(0..=elements.len())),
        (5, Value::String(text)) => *text = text.chars().take(rng.usize(0..=text.chars().count())).collect(),
        (5, _) => *node = json!(node.to_string()),
        (6, _) if rng.bool() => *node = json!([node.take()]),
        (6, _) => {
            let name = ["data", "id", "result", "error", "message"][rng.usize(0..5)];
            *node = Map::from_iter([(name.to_owned(), node.take())]).into();
        }
        (7, Value::Array(elements)) => rng.shuffle(elements),
        (7, _) => *node = other,
        _ => {
            for _ in 0..rng.usize(1..140) {
                *node = if rng.bool() { json!([node.take()]) } else { json!({"a": node.take()}) };
            }
        }
    }
}

fn mutate_bytes(body: &mut Vec<u8>, rng: &mut Rng) {
    const SNIPPETS: [&[u8]; 16] = [
        b"\xef\xbb\xbf",
        b"\xff",
        b"\\ud83d",
        b"\x00",
        b"\"",
        b",",
        b"null",
        b"NaN",
        b"}",
        b"]",
        b"{\"id\":",
        b"<html>",
        b"-Infinity",
        b"\r\n",
        b"\\u0000",
        b"\"id\":\"\",",
    ];
    let at = rng.usize(0..=body.len());
    match rng.u8(0..8) {
        0 => body.truncate(at),
        1 => drop(body.drain(..at)),
        2 if at < body.len() => body[at] = rng.u8(..),
        3 if at < body.len() => body[at] ^= 1 << rng.u8(0..8),
        4 if at < body.len() => drop(body.remove(at)),
        5 => {
            let again = body[at..(at + rng.usize(0..200)).min(body.len())].to_vec();
            body.splice(at..at, again).for_each(drop);
        }
        6 => {
            let many = [b"[".as_slice(), b"{\"a\":"][rng.usize(0..2)].repeat(rng.usize(0..2000));
            body.splice(at..at, many).for_each(drop);
        }
        _ => body.splice(at..at, SNIPPETS[rng.usize(0..SNIPPETS.len())].iter().copied()).for_each(drop),
    }
}

fn mutate(case: &mut Case, rng: &mut Rng) {
    const STATUSES: [u16; 24] = [
        100, 200, 200, 201, 202, 203, 204, 206, 207, 302, 307, 400, 401, 403, 404, 409, 425, 429, 499, 500, 503, 520,
        600, 999,
    ];
    const TYPES: [&str; 5] = ["text/html", "text/plain", "application/problem+json", "application/octet-stream", ""];
    for _ in 0..rng.usize(1..4) {
        match (rng.u8(0..10), case.json()) {
            (0, _) => case.status = STATUSES[rng.usize(0..STATUSES.len())],
            (1, _) => case.content_type = TYPES[rng.usize(0..TYPES.len())],
            (2..=6, Some(mut body)) => {
                mutate_structure(&mut body, rng);
                case.body = body.to_string().into_bytes();
            }
            _ => mutate_bytes(&mut case.body, rng),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether the body holds this id as a whole, and not as a part of a longer word.
fn holds_whole(body: &[u8], id: &str) -> bool {
    let text = String::from_utf8_lossy(body);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(id).any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + id.len()..].starts_with(is_part))
}

/// The ids of created resources that the client returns.
fn ids_of(entry: &Operation, value: &Value) -> Option<Vec<Value>> {
    match (entry.response, entry.id) {
        (BodyShape::Id, _) => Some(vec![value.clone()]),
        (BodyShape::IdList, _) => value.as_array().cloned(),
        (_, "deploy_cluster") => Some(vec![value["id"].clone()]),
        _ => None,
    }
}

type Wrong = Option<&'static str>;

/// The problem of an error, if any.
fn wrong_error(entry: &Operation, case: &Case, error: &Error) -> Wrong {
    let shown = [error.to_string(), format!("{error:?}"), format!("{error:#}")];
    let text = String::from_utf8_lossy(&case.body).to_ascii_lowercase();
    let is_create = matches!(entry.response, BodyShape::Id) || entry.id == "deploy_cluster";
    if shown.iter().any(|line| line.contains(char::is_control) || line.len() > 5000) {
        return Some("an error is more than one line, or endless");
    }
    let says_so = ["not_found", "not found", "invalid"].iter().any(|words| text.contains(words));
    if error.is_not_found() && !says_so && !(entry.empty_list_is_absent && text.contains("[]")) {
        return Some("not found, and the body does not say so");
    }
    if is_create && (200..400).contains(&case.status) && error.kind() != ErrorKind::OutcomeUnknown {
        return Some("a create with the status of a success is not `OutcomeUnknown`");
    }
    (is_create && (200..400).contains(&case.status) && !error.may_have_happened())
        .then_some("a create that did not happen")
}

/// The problem of a success, if any.
fn wrong_success(entry: &Operation, case: &Case, json: Option<&Value>, called: &Called) -> Wrong {
    if !(200..300).contains(&case.status) || case.status == 206 {
        return Some("a success whose status is none");
    }
    if let Some(ids) = ids_of(entry, &called.value) {
        let in_body = |id: &str| holds_whole(&case.body, id);
        if !ids.iter().all(|id| id.as_str().is_some_and(|id| is_uuid(id) && in_body(id))) {
            return Some("an id that is no whole id of the body");
        }
    }
    if let (BodyShape::List, Value::Array(list), Some(Value::Array(body))) = (entry.response, &called.value, json) {
        let skipped: Vec<_> = called.skipped.iter().filter(|skipped| skipped.is_element()).collect();
        if list.len() + skipped.len() != body.len() {
            return Some("an element is missing, and `skipped` does not explain it");
        }
        let at = |path: &str| body.get(path.trim_matches(['[', ']']).parse::<usize>().ok()?).cloned();
        if skipped.iter().any(|skipped| at(&skipped.path).as_ref() != Some(&skipped.json)) {
            return Some("`skipped` names another element");
        }
        if list.is_empty() && !body.is_empty() {
            return Some("an empty list of a body that is none");
        }
    }
    if entry.response == BodyShape::List && called.value == json!([]) {
        let is_empty = json.is_some_and(|body| *body == json!([]) || (entry.object_for_list && *body == json!({})));
        let no_body = case.body.trim_ascii().is_empty() && entry.no_body.contains(&case.status);
        return (!is_empty && !no_body).then_some("an empty list of a body that is none");
    }
    None
}

/// The problem of a list, if any: each unchanged element must be present.
fn wrong_list(
    entry: &Operation,
    case: &Case,
    json: Option<&Value>,
    original: &[(Value, Value)],
    outcome: &Result<Called, Error>,
) -> Wrong {
    let Some(Value::Array(body)) = json else { return None };
    if entry.response != BodyShape::List || ![200, 201, 202].contains(&case.status) {
        return None;
    }
    let untouched = || original.iter().filter(|(json, _)| body.contains(json));
    match outcome {
        Err(_) => untouched().next().map(|_| "a list is lost, though an element is untouched"),
        Ok(called) => {
            let list = called.value.as_array().map(Vec::as_slice).unwrap_or_default();
            untouched().any(|(_, value)| !list.contains(value)).then_some("an untouched element is missing or changed")
        }
    }
}

/// The results of the mutations of some operations.
#[derive(Default)]
struct Findings {
    done: usize,
    failed: usize,
    /// The number and the shortest case of each problem, by problem and operation.
    wrong: BTreeMap<(&'static str, &'static str), (usize, String)>,
}

impl Findings {
    fn add(&mut self, why: &'static str, id: &'static str, count: usize, story: String) {
        let (all, shortest) = self.wrong.entry((why, id)).or_insert((0, story.clone()));
        *all += count;
        if story.len() < shortest.len() {
            *shortest = story;
        }
    }
}

/// Mutates the responses of an operation.
async fn try_operation(
    seed: u64,
    entry: &'static Operation,
    of_the_fake: &[Case],
    count: usize,
    findings: &mut Findings,
) {
    let mut rng = Rng::with_seed(seed);
    let mut cases = Vec::new();
    for case in of_the_fake.iter().cloned().chain(originals(entry, &mut rng)) {
        let pairs = match (entry.response, case.json(), case.call(entry).await) {
            (BodyShape::List, Some(Value::Array(body)), Ok(called)) => {
                let values = called.value.as_array().cloned().unwrap_or_default();
                assert_eq!(values.len(), body.len(), "{}: {}", entry.id, case.show());
                body.into_iter().zip(values).collect()
            }
            _ => Vec::new(),
        };
        cases.push((case, pairs));
    }
    for _ in 0..count {
        let (original, pairs) = &cases[rng.usize(0..cases.len())];
        let mut case = original.clone();
        mutate(&mut case, &mut rng);
        let guard = Guard(entry.id, &case);
        let began = Instant::now();
        let outcome = case.call(entry).await;
        let slow = (began.elapsed() > LONGEST).then_some("it takes too long");
        drop(guard);
        let json = case.json();
        let wrong = match &outcome {
            Ok(called) => wrong_success(entry, &case, json.as_ref(), called),
            Err(error) => wrong_error(entry, &case, error),
        };
        if let Some(why) = wrong.or_else(|| wrong_list(entry, &case, json.as_ref(), pairs, &outcome)).or(slow) {
            let outcome = outcome.as_ref().map(|called| (&called.value, &called.skipped));
            findings.add(why, entry.id, 1, format!("{}\n    {outcome:?}", case.show()));
        }
        if outcome.is_ok() { findings.done += 1 } else { findings.failed += 1 }
    }
}

#[test]
fn mutated_responses_prove_no_more_than_they_say() {
    let count = std::env::var("MUTATED_RESPONSES").ok().and_then(|count| count.parse().ok()).unwrap_or(MUTATIONS);
    let entries: Vec<(u64, &'static Operation)> = (0..).zip(OPERATIONS.iter().copied()).collect();
    let of_the_fake = of_the_fake();
    assert_eq!(of_the_fake.len(), OPERATIONS.len());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let found: Vec<Findings> = std::thread::scope(|scope| {
        let all = (0..threads).map(|thread| {
            // Neighbouring operations are similar and take similar time.
            let mine: Vec<_> = entries.iter().skip(thread).step_by(threads).collect();
            let of_the_fake = &of_the_fake;
            scope.spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                let mut findings = Findings::default();
                for (seed, entry) in mine {
                    let (fake, count) = (&of_the_fake[&label(entry)], count / OPERATIONS.len() + 1);
                    runtime.block_on(try_operation(*seed, entry, fake, count, &mut findings));
                }
                findings
            })
        });
        let all: Vec<_> = all.collect();
        all.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let mut all = Findings::default();
    for Findings { done, failed, wrong } in found {
        (all.done, all.failed) = (all.done + done, all.failed + failed);
        wrong.into_iter().for_each(|((why, id), (count, story))| all.add(why, id, count, story));
    }
    let problems = all.wrong.iter().map(|((why, id), (count, story))| format!("{count} times: {why}: {id}\n  {story}"));
    let problems: Vec<String> = problems.collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    // Mutations that always succeed or always fail show nothing.
    let (done, failed) = (all.done, all.failed);
    assert!(done > count / 10 && failed > count / 10, "{done} successes, {failed} errors");
}

/// A member that the API changed is odd in each of many elements, wherever their list is.
#[tokio::test]
async fn one_odd_member_in_each_of_many_elements_loses_none() {
    let find = |id: &str| OPERATIONS.iter().find(|operation| operation.id == id).unwrap();
    let many = |element: Value| Value::from(vec![element; 300]);
    let odd = json!({"id": "a", "status": "running", "created_at": "yesterday", "hostname": 7});
    let replicas = json!({"list": many(odd.clone())});
    let cluster = json!({"id": "a", "status": "running", "worker_nodes": many(odd.clone())});
    let cases = [
        ("list_instances", many(odd), "", 300),
        ("list_container_deployment_replicas", replicas, "/list", 300),
        ("get_cluster", cluster.clone(), "/worker_nodes", 300),
        ("list_clusters", json!([cluster]), "/0/worker_nodes", 300),
    ];
    let mut wrong = Vec::new();
    for (id, body, pointer, count) in cases {
        let began = Instant::now();
        let case = Case { status: 200, content_type: "application/json", body: body.to_string().into_bytes() };
        match case.call(find(id)).await {
            Ok(called) => {
                let found = called.value.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
                if found != count {
                    wrong.push(format!("{id}: {found} of {count} at `{pointer}`"));
                }
            }
            Err(error) => wrong.push(format!("{id}: {error:?}")),
        }
        assert!(began.elapsed() < LONGEST, "{id}: {:?}", began.elapsed());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Nothing in this list can be read: it is told, and the rest is read.
    let body = json!({"id": "a", "status": "running", "ssh_key_ids": many(json!({}))}).to_string().into_bytes();
    let began = Instant::now();
    let called = Case { status: 200, content_type: "application/json", body }.call(find("get_instance")).await.unwrap();
    assert!(called.value["id"] == "a" && !called.skipped.is_empty(), "{called:?}");
    assert!(began.elapsed() < LONGEST, "{:?}", began.elapsed());
}
