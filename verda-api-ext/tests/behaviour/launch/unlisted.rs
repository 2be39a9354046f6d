//! Launches where lists leave machines out, and where machines go while a launch waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::Value;
use tokio::time::{Instant, sleep};
use verda_api_ext::types::CreateScript;
use verda_api_ext::{BoxFuture, Bytes, Client, ErrorKind, Launch, LaunchError, Operation, Transport, TransportError};
use verda_fake::{Effect, InProcess, Injection, VerdaFake};

use super::{TYPE, billed, fake, scripts, train};
use crate::{DEPLOY, SECRET, client, order};

pub(super) const MINUTE: Duration = Duration::from_secs(60);
/// So long what an earlier launch may have ordered is waited for.
const WAIT: Duration = Duration::from_secs(70);
/// The lists of such a wait, and the one before.
const WAIT_LISTS: usize = 15;
const GET: &str = "GET /v1/instances/{instance_id}";
const COMMENT: &str = "# A launch of the group train is under way, or was cut off.\n";

/// Changes the instances of each response to GET: those of a list (true), or the one that was asked for.
type Edit = Arc<dyn Fn(bool, &mut Vec<Value>) + Send + Sync>;

/// A way to the API that changes what the responses show of instances.
#[derive(Clone)]
pub(super) struct Edited {
    transport: InProcess,
    edit: Edit,
    /// Orders are sent twice, as by a proxy that repeats them.
    doubles_orders: bool,
}

impl Edited {
    pub(super) fn client(fake: &VerdaFake, edit: impl Fn(bool, &mut Vec<Value>) + Send + Sync + 'static) -> Client {
        Self { transport: fake.transport(), edit: Arc::new(edit), doubles_orders: false }.into_client()
    }

    fn into_client(self) -> Client {
        Client::builder().credentials("id", SECRET).jitter_seed(7).transport(self).build().unwrap()
    }
}

impl Transport for Edited {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let is_instances = operation.path.starts_with("/v1/instances");
            if self.doubles_orders && is_instances && operation.method == Method::POST {
                let again = request.try_clone().unwrap();
                self.transport.execute(again, operation).await?;
            }
            let response = self.transport.execute(request, operation).await?;
            if !is_instances || operation.method != Method::GET || !response.status().is_success() {
                return Ok(response);
            }
            let (parts, body) = response.into_parts();
            let is_list = operation.path == "/v1/instances";
            let body: Value = serde_json::from_slice(&body).unwrap();
            let mut instances = if let Value::Array(all) = body { all } else { vec![body] };
            (self.edit)(is_list, &mut instances);
            let body = if is_list { Value::Array(instances) } else { instances.remove(0) };
            let mut response = http::Response::from_parts(parts, Bytes::from(body.to_string()));
            response.headers_mut().remove("content-length");
            Ok(response)
        })
    }
}

pub(super) fn keep(client: &Client, count: usize) -> Launch {
    client.group("train").keep(count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"])
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// It orders what went, as the next launch would.
#[tokio::test(start_paused = true)]
async fn a_machine_that_goes_while_an_earlier_launch_is_waited_for_is_replaced() {
    for keeps in [true, false] {
        let fake = fake();
        let client = client(&fake);
        let id = client.deploy_instance(order("train-1").is_spot(true)).await.unwrap().into_inner();
        client.wait_for_instance(&id).await.unwrap();
        client
            .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script(COMMENT))
            .await
            .unwrap();
        let launch = if keeps { keep(&client, 1) } else { train(&client, 1) };
        let evicts = async {
            sleep(MINUTE / 3).await;
            fake.preempt_instance(id.as_str()).unwrap();
        };
        let began = Instant::now();
        let launched = tokio::join!(launch.into_future(), evicts).0.unwrap();
        assert_eq!((launched.machines.len(), launched.failed.len(), billed(&fake).len()), (1, 0, 1), "{keeps}");
        assert!(!launched.machines[0].adopted && began.elapsed() < 2 * WAIT, "{:?}", began.elapsed());
        assert_eq!(scripts(&fake).await, 0);
    }
}

/// Each list before the last one shows the machine, as often as it is looked for.
#[tokio::test(start_paused = true)]
async fn a_slot_that_is_empty_only_after_the_wait_is_told_with_what_to_do() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 1).await.unwrap();
    sleep(2 * MINUTE).await;
    client
        .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script(COMMENT))
        .await
        .unwrap();
    let lists = Arc::new(AtomicUsize::new(0));
    let (id, number) = (first.machines[0].id.to_string(), lists.clone());
    // The first list of each look shows the machine as running, and all others as evicted.
    let flaps = Edited::client(&fake, move |is_list, instances| {
        let shown = instances.iter_mut().find(|instance| instance["id"] == id.as_str());
        let number = number.fetch_add(usize::from(is_list), SeqCst);
        let is_first = number == 0 || number == WAIT_LISTS;
        if let Some(shown) = shown.filter(|_| !is_first) {
            shown["status"] = "discontinued".into();
        }
    });
    let launched = keep(&flaps, 1).await.unwrap();
    assert_eq!((launched.machines.len(), launched.failed.len()), (0, 1), "{} {launched:?}", lists.load(SeqCst));
    let line = launched.failed[0].to_string();
    assert!(line.starts_with("train-1: ") && line.contains("launch it again"), "{line}");
    assert_eq!(launched.failed[0].error.kind(), ErrorKind::NotSent);
    assert_eq!(fake.requests_to(DEPLOY).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn machines_that_no_list_shows_are_ordered_once_and_count() {
    // No list shows any; the lists have a limit of two; the lists have it only later.
    let (short, long) = (MINUTE / 20, 2 * MINUTE);
    for (listed, full_rounds, pause) in [(0, 0, short), (2, 0, short), (2, 1, short), (2, 1, long), (0, 3, long)] {
        let fake = fake();
        let rounds = Arc::new(AtomicUsize::new(0));
        let number = rounds.clone();
        let client = Edited::client(&fake, move |is_list, instances| {
            if is_list && number.load(SeqCst) >= full_rounds {
                instances.truncate(listed);
            }
        });
        let case = format!("{listed} {full_rounds} {pause:?}");
        for round in 0..5 {
            let kept = keep(&client, 3).await.unwrap();
            assert_eq!((kept.machines.len(), kept.failed.len(), billed(&fake).len()), (3, 0, 3), "{case} {round}");
            // Other processes find the record, and wait; there is one at most.
            assert!(scripts(&fake).await <= 1, "{case} {round}");
            rounds.fetch_add(1, SeqCst);
            sleep(pause).await;
        }
        assert_eq!(fake.requests_to(DEPLOY).len(), 3, "{case}");
        let lists = fake.requests_to(GET).len();
        let fewer = keep(&client, 1).await.unwrap();
        assert_eq!((fewer.machines.len(), fewer.terminated.len(), billed(&fake).len()), (1, 2, 1), "{case}");
        let none = keep(&client, 0).await.unwrap();
        assert_eq!((none.terminated.len(), none.left.len(), billed(&fake).len()), (1, 0, 0), "{case} {lists}");
    }
}

/// It may be there: it would be one too many, and `keep(0)` would leave it unsaid.
#[tokio::test(start_paused = true)]
async fn nothing_is_ordered_where_a_machine_that_is_in_no_list_cannot_be_asked_for() {
    let fake = fake();
    let client = Edited::client(&fake, |is_list, instances| {
        if is_list {
            instances.clear()
        }
    });
    let first = keep(&client, 2).await.unwrap();
    fake.set_instance_status(first.machines[1].id.as_str(), "discontinued").unwrap();
    let broken = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(broken).on(GET).always()).unwrap();
    let rounds = async |launch: Launch| {
        let before = fake.requests_to(DEPLOY).len();
        let outcome = launch.timeout(10 * MINUTE).await;
        (outcome, fake.requests_to(DEPLOY).len() - before)
    };
    let (kept, ordered) = rounds(keep(&client, 2)).await;
    let kept = kept.unwrap();
    assert_eq!((kept.machines.len(), kept.failed.len(), ordered), (0, 2, 0), "{kept:?}");
    for slot in &kept.failed {
        let line = slot.to_string();
        assert!(slot.id.is_some() && line.contains("no list shows it") && line.contains("again"), "{line}");
    }
    let (launched, ordered) = rounds(train(&client, 3)).await;
    let error = launched.unwrap_err();
    assert_eq!((error.cause::<LaunchError>().unwrap().failed.len(), ordered), (3, 0), "{error}");
    let (none, _) = rounds(keep(&client, 0)).await;
    let none = none.unwrap();
    assert_eq!((none.terminated.len(), none.left.len()), (0, 2), "{none:?}");
    assert!(none.left[0].reason.contains("no list shows it"), "{}", none.left[0].reason);
    assert_eq!(scripts(&fake).await, 1);
    // What the API says is not there is forgotten, and replaced.
    fake.clear_injections();
    let kept = keep(&client, 2).await.unwrap();
    assert_eq!((kept.machines.len(), billed(&fake).len()), (2, 2), "{kept:?}");
    fake.clear_requests();
    let asked = |count| assert_eq!(fake.requests_to(GET).len(), count);
    let _ = keep(&client, 2).await.unwrap();
    asked(2 + 2);
}

/// The others must not wait for it until their time is up.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_in_no_list_and_does_not_respond_fails_its_own_slot_alone() {
    let fake = fake();
    let client = Edited::client(&fake, |is_list, instances| {
        if is_list {
            instances.truncate(1);
        }
    });
    let launch = || keep(&client, 3).timeout(2 * MINUTE);
    let kept = launch().count(2).await.unwrap();
    client.shutdown_instances(&kept.machines[0].id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&kept.machines[0].id).until_offline().await.unwrap();
    sleep(2 * WAIT).await;
    fake.inject(Injection::new(Effect::Hang).on(GET).times(2)).unwrap();
    let kept = launch().await.unwrap();
    let slots: Vec<u64> = kept.machines.iter().map(|machine| machine.slot).collect();
    assert_eq!((slots, kept.failed.len(), billed(&fake).len()), (vec![1, 2], 1, 3), "{kept:?}");
}

/// It costs nothing.
#[tokio::test(start_paused = true)]
async fn a_machine_without_capacity_that_cannot_be_deleted_takes_no_slot() {
    let fake = fake();
    let client = client(&fake);
    fake.next_instance_fate(verda_fake::Fate::NoCapacity);
    let body = r#"{"code": "forbidden_action", "message": "Can't discontinue a no_capacity instance"}"#;
    let refused = Effect::Respond {
        status: StatusCode::FORBIDDEN,
        content_type: http::HeaderValue::from_static("application/json"),
        body: bytes::Bytes::from_static(body.as_bytes()),
    };
    fake.inject(Injection::new(refused).on("PUT /v1/instances").always()).unwrap();
    for _ in 0..2 {
        let launched = client.launch("train", 1).instance_types([super::TYPE]).image("ubuntu-24.04").await.unwrap();
        assert_eq!((launched.machines.len(), fake.requests_to(DEPLOY).len()), (1, 2), "{launched:?}");
    }
}

/// It costs, and no one knows of it.
#[tokio::test(start_paused = true)]
async fn a_second_machine_of_an_order_that_arrived_twice_is_told() {
    for timeout in [10 * MINUTE, Duration::from_secs(3)] {
        let fake = fake();
        let edit: Edit = Arc::new(|_, _| {});
        let client = Edited { transport: fake.transport(), edit, doubles_orders: true }.into_client();
        let outcome = train(&client, 1).timeout(timeout).await;
        let left = match &outcome {
            Ok(launched) => &launched.left,
            Err(error) => &error.cause::<LaunchError>().unwrap().left,
        };
        assert_eq!((left.len(), outcome.is_ok()), (1, timeout > MINUTE), "{outcome:?}");
        assert!(left[0].reason.contains("`train-1`"), "{}", left[0].reason);
        assert!(outcome.as_ref().map_or_else(|error| error.may_have_happened(), |it| it.machines[0].id != left[0].id));
        // It is not terminated: another launch may have ordered it.
        assert_eq!(billed(&fake).len(), if outcome.is_ok() { 2 } else { 1 });
    }
}

/// Each round fails, and after the outage lists leave out as many as before.
#[tokio::test(start_paused = true)]
async fn machines_that_no_list_shows_are_remembered_over_an_outage() {
    let fake = fake();
    let client = Edited::client(&fake, |is_list, instances| {
        if is_list {
            instances.clear();
        }
    });
    assert_eq!(keep(&client, 2).await.unwrap().machines.len(), 2);
    let broken = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(broken).on(super::LIST).always()).unwrap();
    let began = Instant::now();
    while began.elapsed() < 65 * MINUTE {
        keep(&client, 2).await.unwrap_err();
        sleep(MINUTE).await;
    }
    fake.clear_injections();
    assert_eq!(keep(&client, 2).await.unwrap().machines.len(), 2);
    assert_eq!(fake.requests_to(DEPLOY).len(), 2);
}

/// A status that passes: one list with it is no proof, and its id says more.
#[tokio::test(start_paused = true)]
async fn a_machine_that_lists_show_as_not_found_is_asked_for_and_not_ordered_again() {
    let fake = fake();
    let client = Edited::client(&fake, |is_list, instances| {
        if is_list {
            instances.iter_mut().for_each(|instance| instance["status"] = "not_found".into());
        }
    });
    for _ in 0..3 {
        assert_eq!(keep(&client, 2).await.unwrap().machines.len(), 2);
    }
    assert_eq!((fake.requests_to(DEPLOY).len(), billed(&fake).len()), (2, 2));
}

/// The list was a moment old: what an eviction leaves goes on costing.
#[tokio::test(start_paused = true)]
async fn the_os_volume_of_a_machine_that_was_evicted_before_its_deletion_is_told() {
    let fake = fake();
    let first = client(&fake);
    let id = first.deploy_instance(order("train-1").is_spot(true)).await.unwrap().into_inner();
    let machine = first.wait_for_instance(&id).await.unwrap();
    let running = fake.instances().remove(0);
    fake.preempt_instance(id.as_str()).unwrap();
    let lists = Arc::new(AtomicUsize::new(0));
    let client = Edited::client(&fake, move |is_list, instances| {
        if is_list && lists.fetch_add(1, SeqCst) == 0 {
            *instances = vec![running.clone()];
        }
    });
    let kept = keep(&client, 0).await.unwrap();
    assert_eq!((kept.terminated, kept.volumes_left), (vec![id], vec![machine.os_volume_id.unwrap()]));
}

/// Another process sees them for the first time: lists say that they are not found, and their ids say that they run.
#[tokio::test(start_paused = true)]
async fn machines_of_another_process_that_lists_show_as_not_found_are_adopted_and_terminated() {
    for keeps in [true, false] {
        let fake = fake();
        let id = client(&fake).deploy_instance(order("train-1")).await.unwrap().into_inner();
        client(&fake).wait_for_instance(&id).await.unwrap();
        sleep(MINUTE).await;
        let lost = || {
            Edited::client(&fake, |is_list, instances| {
                if is_list {
                    instances.iter_mut().for_each(|instance| instance["status"] = "not_found".into());
                }
            })
        };
        assert_eq!(lost().group("train").count().await.unwrap(), 1);
        if keeps {
            let none = keep(&lost(), 0).await.unwrap();
            assert_eq!((none.terminated.len(), billed(&fake).len()), (1, 0), "{none:?}");
        } else {
            assert!(train(&lost(), 1).await.unwrap().machines[0].adopted);
            assert_eq!(billed(&fake).len(), 1);
        }
    }
}

/// The second of two lists does not show it any more, nor does its id.
#[tokio::test(start_paused = true)]
async fn a_machine_that_went_between_two_lists_is_not_told_to_run() {
    let fake = fake();
    let id = client(&fake).deploy_instance(order("train-1").is_spot(true)).await.unwrap().into_inner();
    client(&fake).wait_for_instance(&id).await.unwrap();
    let running = fake.instances().remove(0);
    fake.preempt_instance(id.as_str()).unwrap();
    let lists = Arc::new(AtomicUsize::new(0));
    let client = Edited::client(&fake, move |is_list, instances| {
        if is_list && lists.fetch_add(1, SeqCst) == 0 {
            instances.push(running.clone());
        }
    });
    let kept = keep(&client, 2).await.unwrap();
    assert!(kept.machines.iter().all(|machine| machine.id != id) && kept.failed.len() == 1, "{kept:?}");
}

/// Another process finds an old group through lists that are empty for a second.
#[tokio::test(start_paused = true)]
async fn lists_that_are_empty_for_a_second_order_nothing_and_hide_nothing() {
    for count in [0, 2] {
        let fake = fake();
        assert_eq!(keep(&client(&fake), 2).await.unwrap().machines.len(), 2);
        sleep(10 * MINUTE).await;
        let began = Instant::now();
        let client = Edited::client(&fake, move |is_list, instances| {
            if is_list && began.elapsed() < MINUTE / 60 {
                instances.clear();
            }
        });
        let kept = keep(&client, count).await.unwrap();
        assert_eq!((kept.machines.len(), kept.terminated.len(), billed(&fake).len()), (count, 2 - count, count));
        assert_eq!(fake.requests_to(DEPLOY).len(), 2);
    }
}

/// A server between repeats the response to an order as that to the next one.
struct Repeats(InProcess, std::sync::Mutex<Option<Bytes>>);

impl Transport for Repeats {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut response = self.0.execute(request, operation).await?;
            if operation.method == Method::POST && operation.path == "/v1/instances" {
                let first = self.1.lock().unwrap().get_or_insert_with(|| response.body().clone()).clone();
                *response.body_mut() = first;
            }
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_that_names_the_machine_of_another_order_is_none() {
    let fake = fake();
    let client = Client::builder().credentials("id", SECRET).jitter_seed(7);
    let client = client.transport(Repeats(fake.transport(), std::sync::Mutex::default())).build().unwrap();
    let launched = train(&client, 3).await.unwrap();
    assert_eq!((launched.machines.len(), launched.terminated.len(), billed(&fake).len()), (3, 0, 3), "{launched:?}");
    assert_eq!(fake.requests_to(DEPLOY).len(), 3);
}
