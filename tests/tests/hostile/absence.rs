//! Absence: only the API's own responses prove that a resource is absent, and a wait needs two of them.

use std::future::IntoFuture as _;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json as value;
use verda_api_ext::WaitEnd;
use verda_api_ext::types::InstanceId;

use crate::{EVERY, LOGIN, ids, reason};
use verda_tests::hostile::{Reply, Seen, Server, json};

const SHORT: Duration = Duration::from_millis(1300);

fn both(status: &str) -> Reply {
    json(200, value!([{"id": "a", "status": status}, {"id": "b", "status": status}]).to_string())
}

fn one(status: &str) -> Reply {
    json(200, value!({"id": "a", "status": status}).to_string())
}

/// Two machines; the list request with this number gets a malformed response. Requests by id still find the machines.
fn list_that_is_odd_once(at: usize, odd: Reply) -> impl Fn(&Seen) -> Reply {
    let lists = AtomicUsize::new(0);
    move |seen| {
        if let Some(id) = seen.path.strip_prefix("/v1/instances/") {
            return json(200, value!({"id": id, "status": "running"}).to_string());
        }
        match lists.fetch_add(1, Relaxed) {
            number if number == at => odd.clone(),
            number => both(if number == 0 { "provisioning" } else { "running" }),
        }
    }
}

#[tokio::test]
async fn one_odd_list_ends_no_wait_of_machines_that_run() {
    let mut cases = Vec::new();
    for body in ["", "{}", "null", "[]", LOGIN, "[{\"id\":\"a\"", "[null]", r#"[{"hostname":"x"}]"#] {
        for (at, retries) in [(0, false), (1, false), (1, true)] {
            cases.push(async move {
                let machines = ids::<InstanceId>(&["a", "b"]);
                let client = async || {
                    let server = Server::start(list_that_is_odd_once(at, json(200, body))).await;
                    if retries { server.client() } else { server.client_without_retries() }
                };
                let (deletes, boots) = (client().await, client().await);
                let deleted = deletes.wait_for_instances(&machines).every(EVERY).timeout(SHORT).until_deleted();
                let running = boots.wait_for_instances(&machines).every(EVERY).timeout(Duration::from_secs(8));
                let (deleted, running) = tokio::join!(deleted, running.into_future());
                let error = deleted.expect_err(body);
                assert_eq!(reason(&error), WaitEnd::TimedOut, "{body:?} at {at}: {error}");
                let running = running.unwrap_or_else(|error| panic!("{body:?} at {at}: {error}"));
                assert_eq!(running.len(), 2);
            });
        }
    }
    join_all(cases).await;
}

#[tokio::test]
async fn one_404_of_the_api_itself_ends_no_wait_and_two_do() {
    let own = || json(404, r#"{"code":"not_found","message":"Instance not found"}"#);
    let once = Server::start(move |seen| if seen.number == 1 { own() } else { one("running") }).await;
    let machine = InstanceId::from("a");
    let wait = once.client().wait_for_instance(&machine).every(EVERY).timeout(2 * SHORT).until_deleted();
    let provisioning = Server::start(move |seen| match seen.number {
        0 | 2 => one("provisioning"),
        1 => own(),
        _ => one("running"),
    })
    .await;
    let runs = provisioning.client().wait_for_instance(&machine).every(EVERY).timeout(Duration::from_secs(8));
    let twice = Server::start(move |seen| if seen.number > 0 { own() } else { one("deleting") }).await;
    let deleted = twice.client().wait_for_instance(&machine).every(EVERY).timeout(Duration::from_secs(8));
    let (wait, runs, deleted) = tokio::join!(wait, runs.into_future(), deleted.until_deleted());
    assert_eq!(reason(&wait.unwrap_err()), WaitEnd::TimedOut);
    assert_eq!(runs.unwrap().status.as_str(), "running");
    deleted.unwrap();
}

#[tokio::test]
async fn an_id_that_is_given_twice_counts_once() {
    let server = Server::always(both("running")).await;
    let machines = ids::<InstanceId>(&["a", "b", "a"]);
    let error = server.client().wait_for_instances(&machines).every(EVERY).timeout(SHORT).until_deleted().await;
    assert_eq!(reason(&error.unwrap_err()), WaitEnd::TimedOut);
    let running = server.client().wait_for_instances(&machines).every(EVERY).timeout(SHORT).await.unwrap();
    let running: Vec<_> = running.iter().map(|instance| instance.id.as_ref()).collect();
    assert_eq!(running, ["a", "b"]);
}
