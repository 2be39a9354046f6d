//! Every operation of the table.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use fastrand::Rng;
use serde_json::{Value, json as value};
use verda_api::{BoxFuture, Method, OPERATIONS, Operation};
use verda_api_ext::{Client, Error, ErrorKind};
use verda_tests::hostile::{Acts, Misbehaviour, Reply, Seen, Server, Tells, json, misbehaviours};
use verda_tests::{Called, call, corrected, example_may_be_repeated, example_response, resolve, success};

use crate::cells::{Cell, LATE, Outcome, Run, fits_logs, seed, within};

const SECRET: &str = "canary-secret";
const TOKEN: &str = "/v1/oauth2/token";
const ATTEMPTS: u32 = 3;

/// A create, a read, a delete, an action and a list: in a sample, they meet every misbehaviour.
const KINDS: [&[&str]; 5] = [
    &[
        "deploy_instance",
        "create_volume",
        "create_script",
        "create_ssh_key",
        "deploy_cluster",
        "create_container_deployment",
    ],
    &["get_instance", "get_balance", "get_volume", "get_container_deployment", "get_script"],
    &["delete_volume", "delete_ssh_key", "delete_script", "delete_container_deployment", "delete_secret"],
    &["perform_instance_actions", "perform_volume_actions", "perform_cluster_actions", "pause_container_deployment"],
    &["list_instances", "list_volumes", "list_scripts", "list_images", "list_clusters"],
];

/// Further cells of a sample.
const MORE: usize = 300;

/// Which requests meet the misbehaviour.
#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    Always,
    /// The first, and then all is well.
    Once,
}

/// Where the misbehaviour is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Api,
    TokenEndpoint,
}

#[derive(Clone)]
struct Case {
    operation: &'static Operation,
    misbehaviour: Misbehaviour,
    place: Place,
    when: When,
    acts: bool,
}

impl Case {
    fn name(&self) -> String {
        let place = if self.place == Place::TokenEndpoint { " at the token endpoint" } else { "" };
        let when = if self.when == When::Once { "once" } else { "always" };
        let acts = if self.acts { ", acts" } else { "" };
        format!("{} {}{place} {when}{acts}", self.operation.id, self.misbehaviour.name)
    }

    fn cell(self) -> Cell {
        Cell::new(self.name(), move |elsewhere| self.clone().run(elsewhere))
    }
}

/// All cells of a place, or a sample of them.
fn cases(place: Place, operations: &[&'static Operation], misbehaviour: &Misbehaviour) -> Vec<Case> {
    let mut all = Vec::new();
    for operation in operations {
        for when in [When::Always, When::Once] {
            // Once no listener is there, it does not come back.
            if misbehaviour.is_refusing && (when == When::Once || place == Place::TokenEndpoint) {
                continue;
            }
            // The token endpoint makes nothing that can be there twice.
            let variants = if place == Place::Api { misbehaviour.variants() } else { &[false] };
            for acts in variants.iter().copied() {
                let misbehaviour = misbehaviour.clone();
                all.push(Case { operation, misbehaviour, place, when, acts });
            }
        }
    }
    all
}

/// Makes the document and its validators, which takes seconds, before any call has its time.
fn prepare() {
    can_respond(OPERATIONS[0], &Reply::new(200, ""));
}

fn chosen(place: Place, per_misbehaviour: impl Fn(&mut Rng) -> Vec<&'static str>, more: usize) -> Vec<Cell> {
    prepare();
    let mut rng = Rng::with_seed(seed());
    let all_operations: Vec<&'static Operation> = OPERATIONS.to_vec();
    // The token operation is what signs in, and is called as an operation elsewhere.
    let usable = |operation: &&'static Operation| place == Place::Api || operation.id != "get_access_token";
    let all_operations: Vec<_> = all_operations.into_iter().filter(usable).collect();
    // A document may rename an operation.
    let unknown: Vec<_> =
        KINDS.iter().copied().flatten().filter(|id| OPERATIONS.iter().all(|one| one.id != **id)).collect();
    assert!(unknown.is_empty(), "KINDS has ids that no operation has: {unknown:?}");
    let known = misbehaviours();
    let mut names = std::collections::BTreeSet::new();
    assert!(known.iter().all(|misbehaviour| names.insert(&misbehaviour.name)), "names of misbehaviours differ");
    let cases_of = |misbehaviour: &Misbehaviour, ids: &[&str]| {
        let operations: Vec<_> = all_operations.iter().copied().filter(|one| ids.contains(&one.id)).collect();
        cases(place, &operations, misbehaviour)
    };
    let every = || known.iter().flat_map(|misbehaviour| cases(place, &all_operations, misbehaviour));
    let chosen: Vec<Case> = match Run::wanted() {
        Run::All => every().collect(),
        Run::Named(name) => every().filter(|case| case.name() == name || case.name().contains(&name)).collect(),
        Run::Sample => {
            let mut sample = Vec::new();
            for misbehaviour in &known {
                for id in per_misbehaviour(&mut rng) {
                    // A server that acts is the more hostile one.
                    let mut cases = cases_of(misbehaviour, &[id]);
                    if cases.iter().any(|case| case.acts) {
                        cases.retain(|case| case.acts);
                    }
                    sample.extend(rng.choice(&cases).cloned());
                }
            }
            let rest: Vec<Case> = every().collect();
            sample.extend((0..more).filter_map(|_| rng.choice(&rest).cloned()));
            sample
        }
    };
    let mut cells: Vec<Cell> = chosen.into_iter().map(Case::cell).collect();
    rng.shuffle(&mut cells);
    cells
}

pub(crate) fn cells() -> Vec<Cell> {
    let kinds = |rng: &mut Rng| KINDS.iter().filter_map(|kind| rng.choice(*kind).copied()).collect();
    chosen(Place::Api, kinds, MORE)
}

pub(crate) fn cells_of_tokens() -> Vec<Cell> {
    let one = |rng: &mut Rng| {
        let kind = rng.choice(KINDS).unwrap_or(KINDS[0]);
        rng.choice(kind).copied().into_iter().collect()
    };
    chosen(Place::TokenEndpoint, one, MORE / 10)
}

/// What the server did and said.
#[derive(Default)]
struct Ledger {
    requests: AtomicUsize,
    acted: AtomicUsize,
    /// Responses from which the truth may be read.
    told: AtomicUsize,
    misbehaved: AtomicUsize,
    tokens: AtomicUsize,
    wrong: Mutex<Option<String>>,
}

impl Ledger {
    fn wrong(&self, why: String) {
        self.wrong.lock().unwrap().get_or_insert(why);
    }
}

fn reply_of(response: &http::Response<bytes::Bytes>) -> Reply {
    let status = response.status().as_u16();
    let reply = Reply::new(status, response.body().to_vec());
    if response.body().is_empty() { reply } else { reply.with("content-type", "application/json") }
}

/// The schema of the success of an operation, as text without what it refers to but its element.
fn corrected_text(operation: &Operation) -> String {
    let schema = success(operation).and_then(|(_, described)| described.pointer("/content/application~1json/schema"));
    let schema = schema.map(resolve);
    let items = schema.and_then(|schema| schema.get("items")).map(resolve);
    items.or(schema).map(ToString::to_string).unwrap_or_default()
}

fn require_nothing(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.remove("required");
            members.values_mut().for_each(require_nothing);
        }
        Value::Array(elements) => elements.iter_mut().for_each(require_nothing),
        _ => {}
    }
}

/// Whether the operation can respond with this body, by the document and its corrections.
fn can_respond(operation: &Operation, reply: &Reply) -> bool {
    static VALIDATORS: LazyLock<HashMap<&'static str, jsonschema::Validator>> = LazyLock::new(|| {
        let validator = |operation: &&'static Operation| {
            let (_, described) = success(operation)?;
            let mut schema = described.pointer("/content/application~1json/schema")?.clone();
            schema["components"] = corrected()["components"].clone();
            // A missing member is no error, except of what was made.
            if operation.method != Method::POST {
                require_nothing(&mut schema);
            }
            Some((operation.id, jsonschema::validator_for(&schema).ok()?))
        };
        OPERATIONS.iter().filter_map(validator).collect()
    });
    let text = if reply.status == 204 { b"" } else { reply.body.as_slice() };
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let body = match serde_json::from_slice::<Value>(text) {
        // Deep in a member of an object that is not described.
        Err(error) if error.to_string().contains("recursion limit") && text.starts_with(b"{") => Some(value!({})),
        body => body.ok(),
    };
    match (VALIDATORS.get(operation.id), body) {
        // Without a described body, all that is no error is as good as none, and of what is read everything.
        (None, Some(Value::Array(elements))) if !operation.method.is_safe() => {
            elements.iter().all(|element| element.get("code").is_none())
        }
        (None, _) => true,
        // A list of one is read as its element.
        (Some(validator), Some(body)) => {
            let only = body.as_array().and_then(|list| (list.len() == 1).then(|| &list[0]));
            let is_failure = only.is_some_and(|only| only.get("code").is_some() && only.get("message").is_some());
            let has_codes = || corrected_text(operation).contains("\"code\"");
            let is_blank = only.unwrap_or(&body).as_object().is_some_and(serde_json::Map::is_empty);
            let may_be_blank = operation.method.is_safe() || operation.object_for_list;
            (!is_failure || has_codes())
                && (!is_blank || may_be_blank)
                && (validator.is_valid(&body) || only.is_some_and(|only| validator.is_valid(only)))
        }
        // Facts of the running API: these respond without a body as well.
        (Some(_), None) => {
            let may_be_empty = matches!(operation.id, "perform_instance_actions" | "perform_volume_actions");
            may_be_empty && text.trim_ascii().is_empty()
        }
    }
}

impl Case {
    /// The longest that a call may take.
    fn time(&self) -> Duration {
        match (self.misbehaviour.hangs, self.place) {
            (false, Place::Api) => Duration::from_secs(60),
            _ => Duration::from_secs(2),
        }
    }

    fn client(&self, url: &str) -> Client {
        let (time, first, longest) = (self.time(), Duration::from_millis(1), Duration::from_millis(5));
        let builder = Client::builder().base_url(url).credentials("id", SECRET).jitter_seed(seed()).body_limit(1 << 20);
        let builder = builder.options(|o| o.timeout(time).attempt_timeout(time / 3).backoff(first, longest));
        let builder = builder.options(|o| o.max_attempts(ATTEMPTS).max_retry_after(Duration::from_millis(200)));
        builder.build().unwrap()
    }

    async fn server(&self, ledger: &Arc<Ledger>, elsewhere: String) -> Server {
        if self.misbehaviour.is_refusing {
            return Server::refusing().await;
        }
        let (case, ledger, truth) = (self.clone(), ledger.clone(), reply_of(&example_response(self.operation)));
        let respond = move |here: &str, seen: Seen| -> BoxFuture<'static, Reply> {
            let reply = case.respond(&ledger, &truth, &seen, here, &elsewhere);
            Box::pin(async move { reply })
        };
        // Connections that are to be reset come after the one of the token, or are those of the token.
        let first = usize::from(self.place == Place::Api && !self.operation.public);
        let only = self.when == When::Once;
        Server::misbehaving(&self.misbehaviour, move |number| number >= first && (!only || number == first), respond)
            .await
    }

    fn respond(&self, ledger: &Ledger, truth: &Reply, seen: &Seen, here: &str, elsewhere: &str) -> Reply {
        let is_token = seen.path == TOKEN && self.operation.id != "get_access_token";
        if !is_token && seen.path != TOKEN && format!("{} {}", seen.head, seen.body).contains(SECRET) {
            ledger.wrong(format!("the secret is in a request to {}", seen.path));
        }
        if seen.header("cookie").is_some() {
            ledger.wrong("a cookie came back".to_owned());
        }
        let misbehave = |truth: &Reply| {
            let number = ledger.misbehaved.fetch_add(1, SeqCst);
            (self.when == When::Always || number == 0)
                .then(|| self.misbehaviour.respond(truth, here, elsewhere, number))
        };
        if is_token {
            let number = ledger.tokens.fetch_add(1, SeqCst);
            let token = value!({
                "access_token": format!("canary-token-{number}"), "token_type": "Bearer", "expires_in": 3600,
                "refresh_token": "canary-refresh", "scope": "cloud-api-v1",
            });
            let truth = json(200, token.to_string());
            return match self.place {
                Place::TokenEndpoint => misbehave(&truth).unwrap_or(truth),
                Place::Api if self.misbehaviour.is_of_connections() => truth.with("connection", "close"),
                Place::Api => truth,
            };
        }
        let method = Method::from_bytes(seen.method.as_bytes()).unwrap_or_default();
        if Operation::find(&method, &seen.path).is_none_or(|found| found.id != self.operation.id) {
            ledger.wrong(format!("an unexpected request: {} {}", seen.method, seen.path));
            return Reply::new(404, "");
        }
        ledger.requests.fetch_add(1, SeqCst);
        let is_signed_in = seen.header("authorization").is_some_and(|value| value.starts_with("Bearer canary-token-"));
        if !self.operation.public && !is_signed_in {
            return json(401, r#"{"code":"unauthorized_request","message":"No token"}"#);
        }
        let odd = (self.place == Place::Api).then(|| misbehave(truth)).flatten();
        let tells = match (&odd, self.misbehaviour.tells) {
            (None, _) | (_, Tells::Truth | Tells::Perhaps) => true,
            (Some(reply), Tells::AsMayBe) => can_respond(self.operation, reply),
            (_, Tells::Nothing | Tells::Refusal | Tells::Absence) => false,
        };
        ledger.acted.fetch_add(usize::from(odd.is_none() || self.acts), SeqCst);
        ledger.told.fetch_add(usize::from(tells), SeqCst);
        odd.unwrap_or_else(|| truth.clone())
    }

    async fn run(self, elsewhere: String) -> Outcome {
        let ledger = Arc::<Ledger>::default();
        let server = self.server(&ledger, elsewhere).await;
        let client = self.client(server.url());
        // What a header says of limits is about the next call.
        let calls = if self.misbehaviour.acts == Acts::Always { 2 } else { 1 };
        let mut outcome = Ok(());
        for number in 0..calls {
            let before = ledger.acted.load(SeqCst);
            let called = within(self.time(), call(&client, self.operation.id)).await;
            let is_done = called.as_ref().is_ok_and(|called| called.is_ok());
            outcome = called.and_then(|called| self.judge(&ledger, number, before, called));
            // What failed may be carried out while the next call is under way.
            if outcome.is_err() || !is_done {
                break;
            }
        }
        server.stop();
        outcome?;
        match ledger.wrong.lock().unwrap().take() {
            Some(why) => Err(why),
            None => Ok(()),
        }
    }

    fn may_be_sent_again(&self) -> bool {
        example_may_be_repeated(self.operation)
    }

    fn judge(&self, ledger: &Ledger, number: usize, before: usize, called: Result<Called, Error>) -> Outcome {
        let (requests, told) = (ledger.requests.load(SeqCst), ledger.told.load(SeqCst));
        let acted = ledger.acted.load(SeqCst) - before;
        let most = (ATTEMPTS as usize + 1) * (number + 1);
        if requests > most {
            return Err(format!("{requests} requests, where there may be {most}"));
        }
        if !self.may_be_sent_again() && acted > 1 {
            return Err(format!("done {acted} times: {called:?}"));
        }
        // A refusal that is true may be followed by another request.
        let refuses = self.misbehaviour.tells == Tells::Refusal && self.place == Place::Api;
        if !self.may_be_sent_again() && !refuses && requests > number + 1 {
            return Err(format!("sent {requests} times: {called:?}"));
        }
        let error = match called {
            Ok(called) if told == 0 => return Err(format!("says that it is done: {} {}", called.status, called.value)),
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        fits_logs(&error)?;
        let is_safe = self.operation.method.is_safe();
        if acted > 0 && !is_safe && !error.may_have_happened() {
            return Err(format!("says that it was not done, after {acted} times: {error}"));
        }
        if requests > 0 && !refuses && error.to_string().contains("nothing was sent") && number == 0 {
            return Err(format!("denies {requests} requests: {error}"));
        }
        let kinds = [ErrorKind::OutcomeUnknown, ErrorKind::UnexpectedResponse];
        if is_safe && (error.may_have_happened() || error.kind() == kinds[0]) {
            return Err(format!("a read may have happened: {error}"));
        }
        let says_absent =
            matches!(self.misbehaviour.tells, Tells::Absence | Tells::AsMayBe) && self.place == Place::Api;
        if error.is_not_found() && !says_absent {
            return Err(format!("says that it does not exist: {error}"));
        }
        // What is told plainly is understood.
        let passes = self.misbehaviour.is_transient && self.when == When::Once && self.may_be_sent_again();
        if self.place == Place::Api && (passes || self.misbehaviour.tells == Tells::Truth) {
            let late = if error.kind() == ErrorKind::Timeout || error.to_string().contains("time") { LATE } else { "" };
            return Err(format!("{late} fails for no reason: {error}"));
        }
        Ok(())
    }
}
