//! Absence: only the API's own responses prove that a resource is absent, and a wait needs two of them.

use std::future::IntoFuture as _;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use futures_util::future::join_all;
use serde_json::json as value;
use verda_api_ext::types::{ClusterId, InstanceId, VolumeId};
use verda_api_ext::{ErrorKind, WaitEnd};

use crate::{EVERY, LOGIN, PROXY, ids, reason};
use verda_tests::hostile::{Reply, Seen, Server, html, json};

const SHORT: Duration = Duration::from_millis(1300);

/// Responses with 404 that are not the API's: of proxies, gateways, frameworks and an API that moved.
fn foreign_404s() -> Vec<Reply> {
    let page = "404 page not found\n";
    let mut replies = vec![html(404, PROXY), html(404, ""), json(404, ""), html(404, page), json(404, "null")];
    replies.extend(
        [
            r#"{"message":"Not Found"}"#,
            r#"{"message":"no Route matched with those values"}"#,
            r#"{"code":404,"message":"Not Found"}"#,
            r#"{"code":"404","message":"Route not found"}"#,
            r#"{"statusCode":404,"message":"Cannot GET /v1/instances/a"}"#,
            // Azure API Management, for a path that it does not know.
            r#"{ "statusCode": 404, "message": "Resource not found" }"#,
            r#"{"timestamp":"2026-04-01T06:49:28Z","status":404,"error":"Not Found","path":"/v1/instances/a"}"#,
            r#"{"error":{"code":404,"message":"Requested url does not match any rules"}}"#,
            r#"{"fault":{"faultstring":"Unable to identify proxy for host"}}"#,
            r#"[{"code":"not_found","message":"Instance not found"}]"#,
        ]
        .map(|body| json(404, body)),
    );
    replies
}

#[tokio::test]
async fn a_404_that_is_not_the_apis_never_says_deleted() {
    let waits = foreign_404s().into_iter().map(|reply| async move {
        let server = Server::always(reply.clone()).await;
        let wait = server.client().wait_for_instance("a").every(EVERY).timeout(SHORT);
        match wait.until_deleted().await {
            Ok(()) => Some(format!("deleted: {reply:?}")),
            Err(error) if reason(&error) == WaitEnd::Gone => Some(format!("gone: {reply:?}")),
            Err(_) => None,
        }
    });
    let wrong: Vec<_> = join_all(waits).await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_404_that_is_not_the_apis_is_not_found_nowhere() {
    let mut wrong = Vec::new();
    let replies = foreign_404s();
    let twice = replies.iter().flat_map(|reply| [reply.clone(), reply.clone()]).collect();
    let client = Server::in_turn(twice).await.client_without_retries();
    for reply in replies {
        let get = client.get_instance("a").send().await.unwrap_err();
        let delete = client.delete_ssh_key("a").send().await.unwrap_err();
        if get.is_not_found() || delete.is_not_found() {
            wrong.push(reply);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn bodies_that_are_no_list_say_nothing_of_any_resource() {
    let cases = ["", "{}", "null", LOGIN, "[", "[{\"id\":\"z\"", "OK"].map(|body| async move {
        let server = Server::always(json(200, body)).await;
        let instances = ids::<InstanceId>(&["a", "b"]);
        let instances = server.client().wait_for_instances(instances).every(EVERY).timeout(SHORT);
        let volumes = server.client().wait_for_volumes(ids::<VolumeId>(&["a", "b"])).every(EVERY).timeout(SHORT);
        let cluster_id = ClusterId::from("a");
        let cluster = server.client().wait_for_cluster(&cluster_id).every(EVERY).timeout(SHORT);
        let all = tokio::join!(instances.until_deleted(), volumes.until_deleted(), cluster.until_deleted());
        for outcome in [all.0, all.1, all.2] {
            let error = outcome.expect_err(body);
            assert!(matches!(reason(&error), WaitEnd::TimedOut | WaitEnd::CannotLook), "{body:?}: {error}");
        }
    });
    join_all(cases).await;
}

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

/// Only a list proves that nothing was ordered.
#[tokio::test]
async fn find_deployed_never_takes_a_body_that_is_no_list_for_an_empty_one() {
    let long_ago = SystemTime::UNIX_EPOCH;
    for reply in [json(200, ""), json(200, "{}"), json(200, "null"), html(200, LOGIN), html(404, PROXY), json(204, "")]
    {
        let server = Server::always(reply.clone()).await;
        let error = server.client().find_deployed("node-1", long_ago).await;
        let error = error.map(|found| panic!("{reply:?}: {} found", found.len())).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{reply:?}: {error}");
    }
    // A page of a longer list, and a list with an element that may be the machine.
    let paged = json(200, "[]").with("x-total-count", "12");
    for reply in [paged, json(200, r#"[{"status":"running"}]"#), json(200, "[null]")] {
        let server = Server::always(reply.clone()).await;
        server.client().find_deployed("node-1", long_ago).await.expect_err(&format!("{reply:?}"));
    }
    // A list of the API itself counts.
    let server = Server::always(json(200, "[]")).await;
    assert!(server.client().find_deployed("node-1", long_ago).await.unwrap().is_empty());
    assert_eq!(server.count(), 2);
}
