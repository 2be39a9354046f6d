//! Random sequences of polls, true and odd ones, in virtual time. A wait says "deleted", "gone" and "running" only of what
//! the API itself said so, and ends in time.
//!
//! `WAIT_SEQUENCES=100000 cargo test -p verda-api-ext --test behaviour wait_sequences` tries more of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use http::Response;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use verda_api_ext::types::InstanceId;
use verda_api_ext::{
    BoxFuture, Client, Error, Operation, Transport, TransportError, TransportErrorKind, WaitEnd, WaitError,
};

const SEQUENCES: u64 = 1500;
/// What a wait may take beyond its timeout: its last poll.
const GRACE: Duration = Duration::from_secs(15);

/// The true life of an instance: from these seconds on it has this status; `None` is absent.
type Life = Vec<(u64, Option<&'static str>)>;

/// What a valid response said of an instance.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Said {
    Absent,
    Lost,
    Is(&'static str),
}

/// A response that does not tell the truth, or nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Odd {
    /// A valid response that says of one instance that it is absent, or lost.
    Missing,
    Lost,
    EmptyList,
    /// Responses that say nothing.
    Respond(u16, &'static str),
    Paged,
    Unreadable,
    Reset,
    Slow,
    Hang,
}

const ODD: [Odd; 22] = [
    Odd::Missing,
    Odd::Missing,
    Odd::Missing,
    Odd::Lost,
    Odd::Lost,
    Odd::EmptyList,
    Odd::EmptyList,
    Odd::Respond(404, "<html>404 Not Found</html>"),
    Odd::Respond(200, "<html>Sign in</html>"),
    Odd::Respond(200, ""),
    Odd::Respond(200, "{}"),
    Odd::Respond(200, "null"),
    Odd::Respond(401, ""),
    Odd::Respond(403, r#"{"code":"forbidden","message":"No"}"#),
    Odd::Respond(425, ""),
    Odd::Respond(502, "<html>502</html>"),
    Odd::Respond(503, r#"{"code":"service_unavailable","message":"maintenance"}"#),
    Odd::Paged,
    Odd::Unreadable,
    Odd::Reset,
    Odd::Slow,
    Odd::Hang,
];

/// What was said in each poll. A poll begins with a valid list, or is a valid response about the only instance.
#[derive(Default)]
struct Log {
    polls: usize,
    /// By instance: the poll, and what was said.
    said: Vec<Vec<(usize, Said)>>,
    /// For a failed test.
    lines: String,
}

struct Api {
    began: Instant,
    lives: Vec<Life>,
    /// The share of odd responses, in percent.
    odd: u32,
    rng: Mutex<Rng>,
    log: Mutex<Log>,
}

fn name(index: usize) -> String {
    format!("i{index}")
}

impl Api {
    fn truth(&self, index: usize) -> Option<&'static str> {
        let now = self.began.elapsed().as_secs();
        self.lives[index].iter().rev().find(|(from, _)| *from <= now).and_then(|(_, status)| *status)
    }

    fn element(&self, index: usize, status: &str) -> Value {
        json!({"id": name(index), "status": status})
    }

    /// The response about all, or about one, and what it says of which.
    fn shown(&self, one: Option<usize>, odd: Option<Odd>) -> (u16, String, Vec<(usize, Said)>) {
        let about: Vec<usize> = one.map_or_else(|| (0..self.lives.len()).collect(), |one| vec![one]);
        let chosen = about[self.rng.lock().unwrap().usize(0..about.len())];
        let says = |index: usize| match (odd, self.truth(index)) {
            (Some(Odd::Missing), Some(_)) if index == chosen => Some(Said::Absent),
            (Some(Odd::EmptyList), _) => Some(Said::Absent),
            (Some(Odd::Lost), _) if index == chosen => Some(Said::Lost),
            // Left out by the client, which must not take this for absence; nor is it for the others.
            (Some(Odd::Unreadable), Some(_)) if index == chosen => None,
            (Some(Odd::Unreadable), None) => None,
            (_, None) => Some(Said::Absent),
            (_, Some(status)) => Some(Said::Is(status)),
        };
        let said: Vec<(usize, Said)> = about.iter().filter_map(|index| Some((*index, says(*index)?))).collect();
        let lost = if chosen == 0 { "notfound" } else { "not_found" };
        let elements: Vec<Value> = said
            .iter()
            .filter_map(|(index, said)| match said {
                Said::Absent => None,
                Said::Lost => Some(self.element(*index, lost)),
                Said::Is(status) => Some(self.element(*index, status)),
            })
            .collect();
        match (one, elements.as_slice()) {
            (Some(_), [element]) => (200, element.to_string(), said),
            (Some(_), _) if odd == Some(Odd::Unreadable) => (200, json!({"hostname": "x"}).to_string(), Vec::new()),
            (Some(_), _) if chosen == 1 => {
                (400, json!({"code": "invalid_request", "message": "Invalid instance id"}).to_string(), said)
            }
            (Some(_), _) => (404, json!({"code": "not_found", "message": "Instance not found"}).to_string(), said),
            (None, elements) => {
                let mut elements = elements.to_vec();
                if odd == Some(Odd::Unreadable) {
                    elements.push(json!({"hostname": "x"}));
                }
                (200, Value::from(elements).to_string(), said)
            }
        }
    }

    async fn respond(&self, operation: &'static Operation, path: String) -> Result<Response<Bytes>, TransportError> {
        let one = path.strip_prefix("/v1/instances/i").map(|index| index.parse().unwrap());
        let (odd, pause) = {
            let mut rng = self.rng.lock().unwrap();
            let odd = (rng.u32(0..100) < self.odd).then(|| ODD[rng.usize(0..ODD.len())]);
            (odd, Duration::from_millis(rng.u64(1..60_000)))
        };
        let at = self.began.elapsed().as_secs_f32();
        let mut total = 0;
        let (status, body, said) = match odd {
            Some(Odd::Respond(status, body)) => (status, body.to_owned(), None),
            Some(Odd::Reset) => {
                self.note(at, operation, odd, "reset");
                return Err(TransportError::new(TransportErrorKind::Interrupted, "reset"));
            }
            Some(Odd::Hang) => {
                self.note(at, operation, odd, "");
                std::future::pending().await
            }
            Some(Odd::Paged) => {
                total = 12;
                let (status, body, said) = self.shown(one, odd);
                // By its id there are no pages.
                (status, body, one.map(|_| said))
            }
            odd => {
                let (status, body, said) = self.shown(one, odd);
                if odd == Some(Odd::Slow) {
                    sleep(pause).await;
                }
                let is_proof = one.is_none() || odd != Some(Odd::Unreadable);
                (status, body, is_proof.then_some(said))
            }
        };
        self.note(at, operation, odd, &body);
        if let Some(said) = said {
            let mut log = self.log.lock().unwrap();
            log.polls += usize::from(one.is_none() || self.lives.len() == 1);
            let poll = log.polls;
            said.into_iter().for_each(|(index, said)| log.said[index].push((poll, said)));
        }
        let response = Response::builder().status(status);
        let response = if total > 0 { response.header("x-total-count", total) } else { response };
        Ok(response.body(Bytes::from(body)).unwrap())
    }

    fn note(&self, at: f32, operation: &Operation, odd: Option<Odd>, body: &str) {
        let now = self.began.elapsed().as_secs_f32();
        let lines = &mut self.log.lock().unwrap().lines;
        let _ = writeln!(lines, "  {at:7.2}–{now:7.2} s {}: {odd:?} {body}", operation.id);
    }
}

struct Server(Arc<Api>);

impl Transport for Server {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.0.respond(operation, request.url().path().to_owned()))
    }
}

fn random_life(rng: &mut Rng, is_delete: bool) -> Life {
    let first = rng.u64(0..40);
    match (is_delete, rng.u8(0..10)) {
        (true, 0..5) => vec![(0, Some("running"))],
        (true, 5..8) => vec![(0, Some("deleting")), (first, None)],
        (true, 8) => vec![(0, Some("running")), (first, Some("discontinued"))],
        (true, _) => vec![(0, None)],
        (false, 0) => vec![(0, Some("ordered")), (first, Some("no_capacity"))],
        (false, 1) => vec![(0, Some("ordered")), (first, None)],
        (false, 2) => vec![(0, None)],
        (false, 3) => vec![(0, None), (first, Some("provisioning")), (first + 10, Some("running"))],
        // One that is restarted while others boot.
        (false, 4) => vec![(0, Some("running")), (first, Some("provisioning")), (first + 10, Some("running"))],
        (false, _) => vec![(0, Some("ordered")), (first / 2, Some("provisioning")), (first, Some("running"))],
    }
}

impl Said {
    fn is_discontinued(self) -> bool {
        matches!(self, Self::Is("discontinued" | "deleted"))
    }

    fn is_absent(self) -> bool {
        matches!(self, Self::Absent | Self::Lost) || self.is_discontinued()
    }
}

/// Whether the last two responses about it said that it is absent. What is discontinued leaves the list.
fn is_proven_absent(said: &[(usize, Said)]) -> bool {
    matches!(said, [.., (_, one), (_, two)] if one.is_absent() && two.is_absent())
}

fn is_gone(said: &[(usize, Said)]) -> bool {
    is_proven_absent(said) || said.last().is_some_and(|(_, said)| said.is_discontinued())
}

/// What is wrong about the end of a wait.
fn wrong(outcome: &Result<(), Error>, is_delete: bool, log: &Log) -> Option<&'static str> {
    let of = |id: &str| log.said[id.strip_prefix('i').unwrap().parse::<usize>().unwrap()].as_slice();
    let wait = match outcome {
        Ok(()) if is_delete => {
            return (!log.said.iter().all(|said| is_gone(said))).then_some("deleted, and the API did not say so twice");
        }
        Ok(()) => {
            let running = |said: &Vec<(usize, Said)>| said.last() == Some(&(log.polls, Said::Is("running")));
            return (!log.said.iter().all(running)).then_some("running, and no poll showed that of all");
        }
        Err(error) => error.cause::<WaitError>().unwrap_or_else(|| panic!("{error}")),
    };
    let all = |test: fn(&[(usize, Said)]) -> bool| wait.pending.iter().all(|(id, _)| test(of(id)));
    let has_failed =
        |said: &[(usize, Said)]| is_gone(said) || matches!(said.last(), Some((_, Said::Is("no_capacity"))));
    match wait.reason {
        WaitEnd::Gone if !all(is_proven_absent) => Some("gone, and the API did not say so twice"),
        WaitEnd::Failed if !all(has_failed) => Some("failed, and the API did not say so"),
        _ if wait.pending.is_empty() => Some("it ended without success, and names nothing"),
        _ => None,
    }
}

/// One sequence: how the wait ended, and what is wrong about that.
async fn sequence(seed: u64) -> (String, Option<(&'static str, String)>) {
    let mut rng = Rng::with_seed(seed);
    let (count, is_delete) = (rng.usize(1..=3), rng.bool());
    let api = Arc::new(Api {
        began: Instant::now(),
        lives: (0..count).map(|_| random_life(&mut rng, is_delete)).collect(),
        odd: [0, 20, 50, 80][rng.usize(0..4)],
        rng: Mutex::new(rng.fork()),
        log: Mutex::new(Log { said: vec![Vec::new(); count], ..Log::default() }),
    });
    let attempts = [1, 4][rng.usize(0..2)];
    let client = Client::builder().access_token("t").jitter_seed(seed).transport(Server(api.clone()));
    let client = client.options(|o| o.max_attempts(attempts)).build().unwrap();
    let ids: Vec<InstanceId> = (0..count).map(|index| name(index).into()).collect();
    let longest = [20, 180][rng.usize(0..2)];
    let (timeout, every) = (Duration::from_secs(rng.u64(0..longest)), Duration::from_secs(rng.u64(1..12)));
    let began = Instant::now();
    let wait = client.wait_for_instances(ids).timeout(timeout).every(every);
    let outcome = if is_delete { wait.until_deleted().await } else { wait.await.map(|_| ()) };
    let elapsed = began.elapsed();
    let log = api.log.lock().unwrap();
    let late = (elapsed > timeout + GRACE).then_some("late");
    let end = match &outcome {
        Ok(()) => "Ok".to_owned(),
        Err(error) => format!("{:?}", error.cause::<WaitError>().map(|wait| wait.reason)),
    };
    let what = if is_delete { "until_deleted" } else { "until_running" };
    let wrong = wrong(&outcome, is_delete, &log).or(late).map(|why| {
        let Log { lines, said, .. } = &*log;
        let lives = &api.lives;
        let story = format!(
            "seed {seed}: {what} of {count}, timeout {timeout:?}, every {every:?}, {attempts} attempt(s): \
             {outcome:?} after {elapsed:?}\n  {lives:?}\n  {said:?}\n{lines}"
        );
        (why, story)
    });
    (format!("{what}: {end}"), wrong)
}

#[tokio::test(start_paused = true)]
async fn a_wait_says_only_what_the_api_said_and_ends_in_time() {
    let sequences = std::env::var("WAIT_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(SEQUENCES);
    let (mut ends, mut wrongs) = (BTreeMap::new(), BTreeMap::new());
    for seed in 0..sequences {
        let (end, wrong) = sequence(seed).await;
        *ends.entry(end).or_insert(0) += 1;
        if let Some((why, story)) = wrong {
            // The shortest story of each kind.
            let (count, shortest) = wrongs.entry(why).or_insert((0, story.clone()));
            *count += 1;
            if story.len() < shortest.len() {
                *shortest = story;
            }
        }
    }
    let told: Vec<String> =
        wrongs.iter().map(|(why, (count, story))| format!("{count} of {sequences}: {why}\n{story}")).collect();
    assert!(told.is_empty(), "{}\n{ends:#?}", told.join("\n"));
    // Otherwise this shows nothing.
    assert!(ends.len() >= 6 && ends["until_deleted: Ok"] > 50 && ends["until_running: Ok"] > 50, "{ends:#?}");
}

/// A poll: the body of the list, and the response about `i1`.
type Scene = (&'static str, u16, &'static str);

/// Polls, one after the other; the last one stays.
struct Scripted(Mutex<(usize, Vec<Scene>)>);

impl Transport for Scripted {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        if request.url().path().ends_with("/i0") {
            return Box::pin(async { Ok(Response::builder().status(503).body(Bytes::new()).unwrap()) });
        }
        let (next, script) = &mut *self.0.lock().unwrap();
        if operation.id == "list_instances" {
            *next += 1;
        }
        let (list, status, body) = script[(*next - 1).min(script.len() - 1)];
        let (status, body) = if operation.id == "list_instances" { (200, list) } else { (status, body) };
        let response = Response::builder().status(status).body(Bytes::from(body));
        Box::pin(async move { Ok(response.unwrap()) })
    }
}

/// The list shows `i0`, and the request for `i1` fails: `i0` was seen all the same.
#[tokio::test(start_paused = true)]
async fn a_list_shows_what_is_there_though_the_rest_of_the_poll_fails() {
    const GONE: &str = r#"{"code":"not_found","message":"Instance not found"}"#;
    let there = r#"[{"id":"i0","status":"running"}]"#;
    let script = vec![
        (r#"[{"id":"i0","status":"running"},{"hostname":"x"}]"#, 404, GONE),
        ("[]", 404, GONE),
        (there, 403, r#"{"code":"forbidden","message":"No"}"#),
        ("[]", 404, GONE),
        (there, 404, GONE),
    ];
    let server = Scripted(Mutex::new((0, script)));
    let client = Client::builder().access_token("t").jitter_seed(7).transport(server).build().unwrap();
    let wait = client.wait_for_instances(["i0", "i1"].map(InstanceId::from)).timeout(Duration::from_secs(120));
    let error = wait.until_deleted().await.expect_err("`i0` was absent in no two polls in a row");
    assert_eq!(error.cause::<WaitError>().unwrap().reason, WaitEnd::TimedOut, "{error}");
}
