//! Short outages in which lists are empty, ids do not respond, or a response is about something else.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};
use tokio::time::Instant;
use verda_api_ext::{Client, DeleteVolumes};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::ensure::deployment;
use crate::terminate_odd::{DELETE, LIST, machine, scripted, sent_to};

fn absent() -> Option<(u16, Value)> {
    Some((404, json!({"code": "not_found", "message": "Not found"})))
}

fn down() -> Option<(u16, Value)> {
    Some((503, json!({"code": "server_error", "message": "Down"})))
}

/// Machines `m0` and so on, all of which run but those that are gone.
fn running(count: usize, gone: usize) -> Value {
    (gone..count).map(|number| machine(&format!("m{number}"), "running", &[])).collect()
}

/// Two polls without any machine: their own ids say that they run, or do not respond. Later half of them go.
#[tokio::test(start_paused = true)]
async fn machines_that_lists_leave_out_for_a_moment_are_not_told_as_evicted() {
    for (count, responds) in [(3, false), (30, true), (100, true), (30, false)] {
        let (client, _) = scripted(move |sent| {
            let at = sent.at.as_millis();
            let is_wrong = (40_000..41_500).contains(&at);
            let gone = if at > 300_000 { count / 2 } else { 0 };
            match sent.line.strip_prefix("GET /v1/instances") {
                Some("") if is_wrong => Some((200, json!([]))),
                Some("") => Some((200, running(count, gone))),
                Some(_) if is_wrong && !responds => down(),
                Some(id) => match id[2..].parse::<usize>().unwrap() {
                    number if number < gone => absent(),
                    number => Some((200, machine(&format!("m{number}"), "running", &[]))),
                },
                None => Some((200, json!([]))),
            }
        });
        let ids: Vec<String> = (0..count).map(|number| format!("m{number}")).collect();
        let mut evictions = client.evictions().of(&ids);
        let began = Instant::now();
        let mut told = Vec::new();
        while let Ok(Some(eviction)) = tokio::time::timeout(Duration::from_secs(600), evictions.next()).await {
            assert!(began.elapsed() > Duration::from_secs(300), "{count} {responds}");
            told.push(eviction.unwrap().id);
        }
        assert_eq!(told.len(), count / 2, "{count} {responds}");
    }
}

/// Lists are empty, and ids do not respond, for as long as the backend is down; later the machines are gone.
#[tokio::test(start_paused = true)]
async fn what_lists_leave_out_in_an_outage_is_not_gone() {
    for count in [2, 12] {
        for waits in [true, false] {
            let (client, _) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_millis()) {
                (DELETE, _) => Some((202, Value::Null)),
                (LIST, 4_000..8_500 | 60_000..) => Some((200, json!([]))),
                (LIST, _) => Some((200, running(count, 0))),
                (_, 4_000..8_500) => down(),
                (_, 60_000..) => absent(),
                (line, _) => Some((200, machine(line.rsplit('/').next().unwrap(), "running", &[]))),
            });
            let ids: Vec<String> = (0..count).map(|number| format!("m{number}")).collect();
            let began = Instant::now();
            if waits {
                client.wait_for_instances(&ids).until_deleted().await.unwrap();
            } else {
                client.terminate_instances(&ids, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
            }
            assert!(began.elapsed() >= Duration::from_secs(60), "{count} {waits}: {:?}", began.elapsed());
        }
    }
}

/// The outage that lost the response to the order goes on when the machine is looked for.
#[tokio::test(start_paused = true)]
async fn a_machine_is_looked_for_beyond_an_outage() {
    for outage in [5, 40, 90] {
        let (client, requests) = scripted(move |sent| {
            let mut found = machine("a", "running", &[]);
            found["hostname"] = json!("node-1");
            if sent.at.as_secs() < outage { down() } else { Some((200, json!([found]))) }
        });
        let found = client.find_deployed("node-1", SystemTime::now()).await;
        match outage {
            90 => assert!(found.unwrap_err().to_string().contains("`node-1` is not known")),
            _ => assert_eq!(found.unwrap().len(), 1),
        }
        assert!(sent_to(&requests, LIST).len() < 60);
    }
    let (client, requests) = scripted(|_| Some((200, json!([]))));
    client.find_deployed(" ", SystemTime::now()).await.unwrap_err();
    assert_eq!(requests.lock().unwrap().len(), 0);
}

/// A list may have one twice.
#[tokio::test(start_paused = true)]
async fn a_machine_that_a_list_has_twice_costs_once() {
    let listed = |statuses: &'static [&'static str]| {
        scripted(move |sent| {
            let costs = |status: &&str| {
                let mut shown = machine("a", status, &[]);
                shown["price_per_hour"] = json!(2.0);
                shown
            };
            match sent.line.as_str() {
                LIST => Some((200, statuses.iter().map(costs).collect())),
                "GET /v1/balance" => Some((200, json!({"amount": 100.0, "currency": "usd"}))),
                _ => Some((200, json!([]))),
            }
        })
        .0
    };
    let spending = listed(&["running", "running"]).spending().await.unwrap();
    assert_eq!((spending.total().to_string().contains("2.0"), spending.missing().len()), (true, 0), "{spending:?}");
    let spending = listed(&["running", "discontinued"]).spending().await.unwrap();
    assert!(spending.missing()[0].contains("more than one status"), "{:?}", spending.missing());
}

/// A program that repeats it would make the change twice.
#[tokio::test(start_paused = true)]
async fn an_edit_says_where_the_change_may_have_been_made() {
    let is_made = AtomicBool::new(false);
    let (client, _) = scripted(move |sent| match sent.line.as_str() {
        "PATCH /v1/job-deployments/nightly" => {
            is_made.store(true, Relaxed);
            Some((200, json!({"name": "nightly"})))
        }
        _ if !is_made.load(Relaxed) => {
            Some((200, json!({"deadline_seconds": 60, "max_replica_count": 1, "queue_message_ttl_seconds": 60})))
        }
        _ => Some((403, json!({"code": "forbidden", "message": "No"}))),
    });
    let edit = client.edit_job_deployment_scaling("nightly", |scaling| scaling.deadline_seconds = Some(7200));
    let error = edit.await.unwrap_err();
    assert!(error.may_have_happened(), "{error}");
    let (client, _) = scripted(|sent| match sent.line.starts_with("PATCH") {
        true => Some((504, json!("<html>"))),
        false => Some((200, json!({"min_replica_count": 1, "max_replica_count": 2}))),
    });
    let edit = client.edit_container_deployment_scaling("llm", |scaling| scaling.max_replica_count = Some(3));
    let error = edit.await.unwrap_err();
    let line = error.to_string();
    assert!(
        line.contains("read it with `get_container_deployment_scaling`") && !line.contains("safe to retry"),
        "{line}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_response_about_another_deployment_is_none() {
    let other = json!({"name": "other", "containers": [], "created_at": "2026-01-01T00:00:00Z"});
    let (client, requests) = scripted(move |_| Some((200, other.clone())));
    let ensured = client.ensure_container_deployment(deployment()).await.map(|_| ());
    let edited = client.edit_container_deployment("llm", |_| {}).await.map(|_| ());
    for outcome in [ensured, edited] {
        assert!(outcome.unwrap_err().to_string().contains("about `other`"));
    }
    assert!(requests.lock().unwrap().iter().all(|sent| sent.line.starts_with("GET")));
}

/// Ten of those that a list leaves out are asked for: one that tells says nothing of those that were not asked for.
#[tokio::test(start_paused = true)]
async fn one_machine_that_is_gone_proves_no_list_while_the_others_do_not_respond() {
    let (client, _) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_millis()) {
        (LIST, 4_000..60_000) => Some((200, json!([]))),
        (LIST, at) => Some((200, running(20, if at < 60_000 { 0 } else { 20 }))),
        (_, 60_000..) => absent(),
        (line, _) if line.ends_with("/m0") || line.ends_with("/m1") => absent(),
        _ => down(),
    });
    let ids: Vec<String> = (0..20).map(|number| format!("m{number}")).collect();
    let began = Instant::now();
    client.wait_for_instances(&ids).until_deleted().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(60), "{:?}", began.elapsed());
}

/// A proxy's page, for some time.
#[tokio::test(start_paused = true)]
async fn a_machine_is_looked_for_beyond_refusals_that_pass() {
    for status in [403, 200] {
        let (client, _) = scripted(move |sent| {
            let mut found = machine("a", "running", &[]);
            found["hostname"] = json!("node-1");
            if sent.at.as_secs() < 20 { Some((status, json!("Please sign in"))) } else { Some((200, json!([found]))) }
        });
        assert_eq!(client.find_deployed("node-1", SystemTime::now()).await.unwrap().len(), 1);
    }
    let (client, _) = scripted(|_| None);
    let client = client.with(|options| options.timeout(Duration::from_secs(5)));
    let line = client.find_deployed("node-1", SystemTime::now()).await.unwrap_err().to_string();
    assert!(line.contains("look again before you order another one") && !line.contains("retry"), "{line}");
}

/// Only a list proves that nothing was ordered, however long something else is there in its place.
#[tokio::test(start_paused = true)]
async fn what_is_no_list_of_machines_is_not_taken_for_an_empty_one() {
    for (status, body, is_proof) in [
        (200, "", false),
        (200, "{}", false),
        (200, "null", false),
        (200, "<html>Sign in</html>", false),
        (404, "<html>Not found</html>", false),
        (204, "", false),
        (200, r#"[{"status":"running"}]"#, false),
        (200, r#"[{"id":"a","status":"running","hostname":null}]"#, false),
        (200, r#"[{"id":"a","status":"running","hostname":["node-1"]}]"#, false),
        (200, "[null]", false),
        (200, "[]", true),
    ] {
        let fake = VerdaFake::builder().build();
        let list = Effect::Respond {
            status: StatusCode::from_u16(status).unwrap(),
            content_type: HeaderValue::from_static(if body.starts_with('<') {
                "text/html"
            } else {
                "application/json"
            }),
            body: Bytes::from_static(body.as_bytes()),
        };
        fake.inject(Injection::new(list).on("GET /v1/instances").always()).unwrap();
        let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
        let found = client.build().unwrap().find_deployed("node-1", SystemTime::now()).await;
        assert_eq!(found.is_ok_and(|found| found.is_empty()), is_proof, "{status} {body}");
    }
}

/// The change may have been made to the other one.
#[tokio::test(start_paused = true)]
async fn a_response_to_a_change_about_another_deployment_proves_nothing() {
    let shown = |name: &str| json!({"name": name, "containers": [], "is_spot": false});
    let (client, _) = scripted(move |sent| match sent.line.as_str() {
        line if line.starts_with("GET") => Some((200, shown("llm"))),
        _ => Some((200, json!({"name": "other", "containers": [], "is_spot": true}))),
    });
    let edited = client.edit_container_deployment("llm", |change| change.is_spot = Some(true)).await.map(|_| ());
    let (client, _) = scripted(move |sent| match sent.line.as_str() {
        line if line.starts_with("GET") => absent(),
        _ => Some((201, shown("other"))),
    });
    let ensured = client.ensure_container_deployment(deployment()).await.map(|_| ());
    for outcome in [edited, ensured] {
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains("about `other`"), "{error}");
        assert_eq!(error.kind(), verda_api_ext::ErrorKind::OutcomeUnknown, "{error}");
    }
}

/// A key that may list machines and not read one: lists tell then.
#[tokio::test(start_paused = true)]
async fn evictions_are_told_to_a_key_that_reads_lists_alone() {
    let (client, _) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (LIST, 0..30) => Some((200, running(3, 0))),
        (LIST, _) => Some((200, running(3, 1))),
        ("GET /v1/volumes", _) => Some((200, json!([]))),
        _ => Some((403, json!({"code": "forbidden_action", "message": "The key lacks a scope"}))),
    });
    let mut evictions = client.evictions().of(["m0", "m1", "m2", "gone"]);
    let mut told = Vec::new();
    for _ in 0..2 {
        let next = tokio::time::timeout(Duration::from_secs(120), evictions.next()).await.unwrap().unwrap().unwrap();
        told.push(next.id.to_string());
    }
    assert_eq!(told, ["gone", "m0"]);
}

/// A gateway responds in place of the API for half a minute, with whatever status.
#[tokio::test(start_paused = true)]
async fn a_page_ends_no_termination_and_no_launch() {
    for status in [StatusCode::OK, StatusCode::FORBIDDEN, StatusCode::NOT_FOUND] {
        let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(60)).build();
        let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
        let client = client.build().unwrap();
        let gateway = async {
            tokio::time::sleep(Duration::from_secs(15)).await;
            let page = Effect::Respond {
                status,
                content_type: HeaderValue::from_static("text/html"),
                body: Bytes::from_static(b"<html>Back soon</html>"),
            };
            fake.inject(Injection::new(page.clone()).on("GET /v1/instances").always()).unwrap();
            fake.inject(Injection::new(page).on("GET /v1/instances/{instance_id}").always()).unwrap();
            tokio::time::sleep(Duration::from_secs(27)).await;
            fake.clear_injections();
        };
        let launch =
            client.launch("train", 3).instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04");
        let (launched, ()) = tokio::join!(launch.into_future(), gateway);
        assert_eq!(launched.unwrap().machines.len(), 3, "{status}");
        assert_eq!(fake.requests_to("POST /v1/instances").len(), 3);
    }
}

/// Two lists are empty for a while, and another one knows better: nothing is ordered twice by a new process.
#[tokio::test(start_paused = true)]
async fn volumes_tell_of_machines_that_lists_of_machines_leave_out() {
    let fake = VerdaFake::builder().balance(1e6).build();
    let client = |fake: &VerdaFake| {
        let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
        client.build().unwrap()
    };
    let launch = |client: &Client| {
        client.launch("train", 20).instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04")
    };
    let _ = launch(&client(&fake)).await.unwrap();
    let empty = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::from_static(b"[]"),
    };
    fake.inject(Injection::new(empty).on("GET /v1/instances").always()).unwrap();
    for ids_respond in [true, false] {
        if !ids_respond {
            let down = Effect::Status(StatusCode::SERVICE_UNAVAILABLE);
            fake.inject(Injection::new(down).on("GET /v1/instances/{instance_id}").always()).unwrap();
        }
        let launched = launch(&client(&fake)).timeout(Duration::from_secs(90)).await;
        assert_eq!(launched.is_ok(), ids_respond, "{launched:?}");
        assert_eq!(fake.requests_to("POST /v1/instances").len(), 20);
    }
}

/// The list of volumes is a witness that may know more. It holds up nothing.
#[tokio::test(start_paused = true)]
async fn a_list_of_volumes_that_hangs_holds_up_no_launch_and_has_none_order_twice() {
    for (hanging, requests) in [(Effect::Hang, 100), (Effect::Slow(Duration::from_secs(90)), 100)] {
        let fake = VerdaFake::builder().build();
        fake.inject(Injection::new(hanging).on("GET /v1/volumes").times(requests)).unwrap();
        let launch = |client: Client| {
            client.launch("train", 2).instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04")
        };
        let process = || {
            let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
            launch(client.build().unwrap())
        };
        let later = async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            process().await
        };
        let began = Instant::now();
        let first = async {
            let launched = process().await;
            (launched, began.elapsed())
        };
        let ((first, took), second) = tokio::join!(first, later);
        assert_eq!((first.unwrap().machines.len(), second.unwrap().machines.len()), (2, 2));
        assert_eq!(fake.requests_to("POST /v1/instances").len(), 2);
        assert!(took < Duration::from_secs(70), "{took:?}");
    }
}

/// A key that may list machines and not read one.
#[tokio::test(start_paused = true)]
async fn a_launch_works_with_a_key_that_reads_lists_alone() {
    for count in [1, 2, 3] {
        let fake = VerdaFake::builder().build();
        let refused = Effect::Respond {
            status: StatusCode::FORBIDDEN,
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(br#"{"code": "forbidden_action", "message": "The key lacks a scope"}"#),
        };
        fake.inject(Injection::new(refused).on("GET /v1/instances/{instance_id}").always()).unwrap();
        let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
        let launch = client.build().unwrap().launch("train", count).instance_types(["CPU.4V.16G"]);
        let launched = launch.locations(["FIN-01"]).image("ubuntu-24.04").await.unwrap();
        assert_eq!((launched.machines.len(), fake.requests_to("POST /v1/instances").len()), (count, count));
    }
}

/// A shared volume may name a machine that is gone for long.
#[tokio::test(start_paused = true)]
async fn a_hint_that_the_key_may_not_follow_holds_up_no_launch() {
    let fake = VerdaFake::builder().build();
    let gone = r#"[{"id": "5b1e0000-0000-4000-8000-00000000beef", "type": "NVMe_Shared", "status": "attached",
        "instances": [{"id": "5b1e0000-0000-4000-8000-00000000dead", "hostname": "train-1"}]}]"#;
    let json = |status, body: &str| Effect::Respond {
        status,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::copy_from_slice(body.as_bytes()),
    };
    let refused = json(StatusCode::FORBIDDEN, r#"{"code": "forbidden_action", "message": "The key lacks a scope"}"#);
    fake.inject(Injection::new(refused).on("GET /v1/instances/{instance_id}").always()).unwrap();
    fake.inject(Injection::new(json(StatusCode::OK, gone)).on("GET /v1/volumes").always()).unwrap();
    let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
    let client = client.build().unwrap();
    let launch =
        || client.launch("train", 2).instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04");
    // Lists may be wrong for a moment.
    assert!(
        launch().timeout(Duration::from_secs(30)).await.is_err() && fake.requests_to("POST /v1/instances").is_empty()
    );
    assert_eq!(launch().await.unwrap().machines.len(), 2);
}

/// Lists are empty for ten seconds, and single machines refused: those of the group are not ordered again.
#[tokio::test(start_paused = true)]
async fn a_launch_whose_key_loses_its_rights_for_a_moment_orders_nothing_again() {
    for scales in [true, false] {
        let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(5)).build();
        let client = || Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
        let launch = |client: &Client| match scales {
            true => client.group("train").keep(2),
            false => client.launch("train", 2),
        };
        let order = |launch: verda_api_ext::Launch| {
            launch.instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04").into_future()
        };
        assert!(order(launch(&client().build().unwrap())).await.is_ok());
        // This one adopts them, and has read none by its id.
        let adopter = client().build().unwrap();
        assert!(order(launch(&adopter)).await.is_ok());
        tokio::time::sleep(Duration::from_secs(100)).await;
        let json = |status, body: &'static [u8]| Effect::Respond {
            status,
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(body),
        };
        let refused = json(StatusCode::FORBIDDEN, br#"{"code": "forbidden_action", "message": "Insufficient scope"}"#);
        fake.inject(Injection::new(refused).on("GET /v1/instances/{instance_id}").always()).unwrap();
        fake.inject(Injection::new(json(StatusCode::OK, b"[]")).on("GET /v1/instances").always()).unwrap();
        let rights = async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            fake.clear_injections();
        };
        let (launched, ()) = tokio::join!(order(launch(&adopter)), rights);
        assert_eq!(launched.unwrap().machines.len(), 2);
        assert_eq!(fake.requests_to("POST /v1/instances").len(), 2, "{scales}");
    }
}

/// Lists are empty then, and nothing can be read: nothing is gone by that, for a minute, or where machines could be read before.
#[tokio::test(start_paused = true)]
async fn a_key_that_loses_its_rights_for_a_moment_has_nothing_gone() {
    let ids = ["m0", "m1"].map(verda_api_ext::types::InstanceId::from);
    for (until, reads_before) in [(55, false), (55, true), (400, true)] {
        let (client, _) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_secs()) {
            ("PUT /v1/instances", _) => Some((202, Value::Null)),
            (LIST, at) if (10..until).contains(&at) => Some((200, json!([]))),
            (LIST, _) => Some((200, running(2, 0))),
            ("GET /v1/volumes", _) => Some((200, json!([]))),
            (line, at) if at >= 10 && at < until || !reads_before => {
                let _ = line;
                Some((403, json!({"code": "forbidden_action", "message": "The key lacks a scope"})))
            }
            (line, _) => Some((200, machine(line.rsplit('/').next().unwrap(), "running", &[]))),
        });
        if reads_before {
            client.get_instance(&ids[0]).await.unwrap();
        }
        let limit = Duration::from_secs(120);
        let gone = async { client.wait_for_instances(&ids[..]).timeout(limit).until_deleted().await };
        let terminated = async { client.terminate_instances(&ids[..], DeleteVolumes::Os).timeout(limit).await };
        let evicted = async {
            let mut evictions = client.evictions().of(ids.clone());
            tokio::time::timeout(limit, async { evictions.next().await.unwrap().map(|eviction| eviction.id) }).await
        };
        let (gone, terminated, evicted) = tokio::join!(gone, terminated, evicted);
        assert!(gone.is_err(), "{until} {reads_before}");
        assert!(terminated.is_ok_and(|outcomes| outcomes.succeeded().count() == 0), "{until} {reads_before}");
        assert!(evicted.is_err() || evicted.is_ok_and(|told| told.is_err()), "{until} {reads_before}");
    }
}

/// Another process waits for so long and no longer for what the first one orders, which waits for it then.
#[tokio::test(start_paused = true)]
async fn a_launch_whose_lists_took_long_waits_for_another_one_that_is_under_way() {
    for slow_lists in [1, 2] {
        let fake = VerdaFake::builder().balance(1e6).listed_after(Duration::from_secs(58)).build();
        let slow = Effect::Slow(Duration::from_secs(42));
        fake.inject(Injection::new(slow).on("GET /v1/instances").after(1).times(slow_lists)).unwrap();
        let launch = |after: u64| {
            let client = Client::builder().credentials("id", "secret").jitter_seed(7).transport(fake.transport());
            let launch = client.build().unwrap().launch("train", 2).instance_types(["CPU.4V.16G"]);
            async move {
                tokio::time::sleep(Duration::from_secs(after)).await;
                launch.locations(["FIN-01"]).image("ubuntu-24.04").await
            }
        };
        // The other one begins while the first list is late, or the second.
        let (first, second) = tokio::join!(launch(0), launch(if slow_lists == 1 { 5 } else { 45 }));
        assert_eq!(fake.requests_to("POST /v1/instances").len(), 2, "{first:?} {second:?}");
        assert_eq!((first.unwrap().machines.len(), second.unwrap().machines.len()), (2, 2));
    }
}

/// Lists work, and do not show it yet.
#[tokio::test(start_paused = true)]
async fn a_key_that_reads_lists_alone_terminates_a_machine_that_they_show_later() {
    let (client, _) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (LIST, 20..40) => Some((200, json!([machine("a", "provisioning", &[])]))),
        (LIST, 40..90) => Some((200, json!([machine("a", "running", &[])]))),
        (LIST, _) => Some((200, json!([]))),
        (DELETE, 0..40) => {
            Some((403, json!({"code": "forbidden_action", "message": "Can't discontinue a provisioning instance"})))
        }
        (DELETE, _) => Some((202, Value::Null)),
        _ => Some((403, json!({"code": "forbidden_action", "message": "The key lacks a scope"}))),
    });
    client.terminate_instances("a", DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
}
