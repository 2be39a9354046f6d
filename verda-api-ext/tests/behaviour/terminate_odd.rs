//! Deletions that are seen through, against responses that the fake does not give: the evidence is incomplete, late or odd.

use std::collections::BTreeMap;
use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use verda_api_ext::{BoxFuture, Client, DeleteVolumes, Operation, Outcomes, Transport, TransportError};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{client, order};

pub(crate) const DELETE: &str = "PUT /v1/instances";
pub(crate) const LIST: &str = "GET /v1/instances";
pub(crate) const GET: &str = "GET /v1/instances/{instance_id}";
pub(crate) const VOLUMES: &str = "GET /v1/volumes";

/// A request, with the time since the server began.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) line: String,
    pub(crate) body: Value,
    pub(crate) at: Duration,
}

/// A server that is one function; `None` is a request without a response, and `null` an empty body.
struct Script<F> {
    respond: F,
    sent: Arc<Mutex<Vec<Sent>>>,
    began: Instant,
}

impl<F: Fn(&Sent) -> Option<(u16, Value)> + Send + Sync + 'static> Transport for Script<F> {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<Response<Bytes>, TransportError>> {
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        let body = serde_json::from_slice(body).unwrap_or_default();
        let line = format!("{} {}", request.method(), request.url().path());
        let sent = Sent { line, body, at: self.began.elapsed() };
        self.sent.lock().unwrap().push(sent.clone());
        let mut response = (self.respond)(&sent);
        if sent.line == VOLUMES {
            response = self.volumes(response);
        }
        Box::pin(async move {
            let Some((status, body)) = response else { std::future::pending().await };
            let response = Response::builder().status(status).header("content-type", "application/json");
            let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
            Ok(response.body(body).unwrap())
        })
    }
}

impl<F: Fn(&Sent) -> Option<(u16, Value)>> Script<F> {
    /// The list of volumes: that of the script, or those that its machines have.
    fn volumes(&self, scripted: Option<(u16, Value)>) -> Option<(u16, Value)> {
        let are_volumes = |all: &Vec<Value>| all.iter().all(|one| one["type"].is_string());
        let is_list = |(status, list): &(u16, Value)| *status >= 400 || list.as_array().is_some_and(are_volumes);
        if scripted.as_ref().is_some_and(is_list) {
            return scripted;
        }
        let list = Sent { line: LIST.to_owned(), body: Value::Null, at: self.began.elapsed() };
        let (_, machines) = (self.respond)(&list)?;
        let mut users: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for machine in machines.as_array().into_iter().flatten() {
            for volume in machine["volume_ids"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                users.entry(volume.to_owned()).or_default().push(json!({"id": machine["id"]}));
            }
        }
        let volume = |(id, users)| json!({"id": id, "status": "attached", "type": "NVMe", "instances": users});
        Some((200, users.into_iter().map(volume).collect()))
    }
}

pub(crate) type Requests = Arc<Mutex<Vec<Sent>>>;

pub(crate) fn scripted(respond: impl Fn(&Sent) -> Option<(u16, Value)> + Send + Sync + 'static) -> (Client, Requests) {
    let sent = Requests::default();
    let script = Script { respond, sent: sent.clone(), began: Instant::now() };
    (Client::builder().access_token("token").jitter_seed(7).transport(script).build().unwrap(), sent)
}

pub(crate) fn sent_to(requests: &Requests, line: &str) -> Vec<Sent> {
    requests.lock().unwrap().iter().filter(|sent| sent.line.starts_with(line)).cloned().collect()
}

pub(crate) fn machine(id: &str, status: &str, volumes: &[&str]) -> Value {
    json!({"id": id, "status": status, "os_volume_id": volumes.first(), "volume_ids": volumes})
}

pub(crate) fn refused(message: &str) -> Option<(u16, Value)> {
    Some((403, json!({"code": "forbidden_action", "message": message})))
}

pub(crate) fn failures<Id>(outcomes: &Outcomes<Id>) -> Vec<String> {
    outcomes.failed().map(|(_, why)| why.to_string()).collect()
}

/// A volume that another machine uses is not deleted, however incompletely the API tells of that machine.
#[tokio::test(start_paused = true)]
async fn a_volume_that_another_machine_may_use_is_not_deleted() {
    let others = [
        json!({"id": "b", "status": "running", "os_volume_id": "os-b", "volume_ids": ["os-b", "data"]}),
        json!({"id": "b", "status": "running", "os_volume_id": "os-b", "volume_ids": null}),
        json!({"id": "b", "status": "running", "os_volume_id": "os-b"}),
        json!({"id": "b", "status": "running", "os_volume_id": "os-b", "volume_ids": [{"id": "data"}]}),
        json!({"id": "b", "status": "offline", "os_volume_id": "data", "volume_ids": []}),
        json!({"status": "running", "volume_ids": ["data"]}),
    ];
    for other in others {
        for users in [json!([{"id": "a"}, {"id": "b"}]), json!([{"hostname": "b"}]), json!(null), json!([{"id": "a"}])]
        {
            let (is_told, is_ours) = (other["volume_ids"] == json!(["os-b", "data"]), users == json!([{"id": "a"}]));
            // The volumes' own word is enough where the machine says nothing.
            let is_known = is_ours && !is_told && other["os_volume_id"] != "data";
            let machines = json!([machine("a", "running", &["os-a", "data"]), other]);
            let volume =
                |id: &str, users: &Value| json!({"id": id, "status": "attached", "type": "NVMe", "instances": users});
            let volumes = json!([volume("os-a", &json!([{"id": "a"}])), volume("data", &users)]);
            let (client, requests) = scripted(move |sent| match sent.line.as_str() {
                LIST => Some((200, machines.clone())),
                VOLUMES => Some((200, volumes.clone())),
                DELETE => Some((202, Value::Null)),
                _ if is_known && sent.at >= Duration::from_secs(2) => Some((200, machine("a", "discontinued", &[]))),
                _ => Some((200, machine("a", "running", &["os-a", "data"]))),
            });
            let deleted = client.delete_instances("a", DeleteVolumes::AllPermanently).await;
            let outcomes = client.terminate_instances("a", DeleteVolumes::AllPermanently).await.unwrap();
            assert_eq!(deleted.is_ok(), is_known, "{other} {users}: {deleted:?}");
            assert_eq!(failures(&outcomes).is_empty(), is_known, "{other} {users}: {outcomes:?}");
            assert_eq!(sent_to(&requests, DELETE).len(), 2 * usize::from(is_known), "{other} {users}");
        }
    }
}

/// A volume that the caller names goes with the machine that has it, also where the API takes one machine at a time.
#[tokio::test(start_paused = true)]
async fn a_named_volume_is_named_with_its_own_machine_alone() {
    let (client, requests) = scripted(|sent| {
        let of = |id| match (sent.at < Duration::from_secs(2), id) {
            (true, "a") => machine("a", "running", &["os-a"]),
            (true, _) => machine("b", "running", &["os-b", "data"]),
            (false, id) => machine(id, "discontinued", &[]),
        };
        match sent.line.as_str() {
            LIST => Some((200, json!([of("a"), of("b")]))),
            DELETE if sent.body["id"].as_array().is_some_and(|ids| ids.len() > 1) => refused("One at a time"),
            DELETE => Some((202, Value::Null)),
            line => Some((200, of(if line.ends_with("/a") { "a" } else { "b" }))),
        }
    });
    let outcomes = client.terminate_instances(["a", "b"], DeleteVolumes::These(vec!["data".into()])).await.unwrap();
    assert_eq!(failures(&outcomes), Vec::<String>::new());
    let named = |id: &str| {
        let is_about = |sent: &&Sent| sent.body["id"] == id || sent.body["id"] == json!([id]);
        sent_to(&requests, DELETE).iter().find(is_about).map(|sent| sent.body["volume_ids"].clone())
    };
    assert_eq!((named("a"), named("b")), (Some(json!([])), Some(json!(["data"]))));
}

/// A member of one machine that cannot be decoded does not make each of the others a request of its own.
#[tokio::test(start_paused = true)]
async fn one_odd_machine_in_the_list_does_not_hold_up_the_others() {
    let ids: Vec<String> = (0..150).map(|number| format!("node-{number}")).collect();
    let listed: Vec<Value> = ids.iter().map(|id| machine(id, "running", &[&format!("os-{id}")])).collect();
    let mut odd = machine("odd", "running", &["os-odd"]);
    odd["gpu"] = json!({"description": "", "number_of_gpus": "many"});
    for odd in [odd, json!({"id": "odd", "status": "running", "volume_ids": [5]})] {
        let machines = json!([vec![odd], listed.clone()].concat());
        let volume =
            |id| json!({"id": format!("os-{id}"), "status": "attached", "type": "NVMe", "instances": [{"id": id}]});
        let volumes: Vec<Value> = ids.iter().map(volume).collect();
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            LIST if sent.at > Duration::from_secs(30) => Some((200, json!([]))),
            LIST => Some((200, machines.clone())),
            VOLUMES => Some((200, json!(volumes))),
            DELETE => Some((202, Value::Null)),
            _ => Some((404, json!({"code": "not_found", "message": "Instance not found"}))),
        });
        let outcomes = client.terminate_instances(&ids, DeleteVolumes::All).await.unwrap();
        assert!(failures(&outcomes).is_empty(), "{outcomes:?}");
        let [deletion] = &sent_to(&requests, DELETE)[..] else { panic!("one deletion") };
        assert_eq!(deletion.body["volume_ids"].as_array().unwrap().len(), 150);
        // A few of those that are gone are asked for by their ids.
        assert!(sent_to(&requests, "GET /v1/instances/").len() < 40);
    }
}

/// It was ordered a moment ago: lists and requests by its id say that it does not exist.
#[tokio::test(start_paused = true)]
async fn a_machine_that_no_response_shows_leaves_no_os_volume_behind() {
    for volumes in [DeleteVolumes::All, DeleteVolumes::AllPermanently] {
        for others in [0, 1] {
            let fake = VerdaFake::builder().listed_after(Duration::from_secs(90)).build();
            let client = client(&fake);
            let id = client.deploy_instance(order("one")).await.unwrap().into_inner();
            sleep(Duration::from_secs(61)).await;
            let hidden = Injection::new(Effect::Status(StatusCode::NOT_FOUND)).on(GET);
            fake.inject(hidden.times(3)).unwrap();
            let ids = [id.to_string(), "5b1e0000-0000-4000-8000-00000000dead".to_owned()];
            client.terminate_instances(&ids[..=others], volumes.clone()).await.unwrap().all_ok().unwrap();
            assert!(client.list_volumes().await.unwrap().is_empty(), "{volumes:?} {others}");
        }
    }
}

/// The list that tells the volumes is a request of its own: its failure is none of the deletion.
#[tokio::test(start_paused = true)]
async fn a_refusal_of_the_list_of_volumes_is_no_refusal_of_the_deletion() {
    let effects = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::BAD_REQUEST].map(Effect::Status);
    for effect in effects.into_iter().chain([Effect::InsufficientScope]) {
        for (operation, late) in [(LIST, 0), (GET, 300)] {
            let fake = VerdaFake::builder().listed_after(Duration::from_secs(late)).build();
            let client = client(&fake);
            let id = client.deploy_instance(order("one")).await.unwrap().into_inner();
            sleep(Duration::from_secs(100)).await;
            // The first request by its id is the first poll.
            let refused = Injection::new(effect.clone()).on(operation).after(u32::from(operation == GET)).times(2);
            fake.inject(refused).unwrap();
            let outcomes = client.terminate_instances(&id, DeleteVolumes::All).await.unwrap();
            assert!(outcomes.all_ok().is_ok(), "{effect:?} {operation}: {outcomes:?}");
            assert!(client.list_volumes().await.unwrap().is_empty(), "{effect:?} {operation}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn deletions_that_hang_do_not_exceed_the_deadline() {
    let ids: Vec<String> = (0..40).map(|number| format!("node-{number}")).collect();
    for seconds in [0, 7, 61, 100] {
        let time = Duration::from_secs(seconds);
        // No list tells the volumes, and each machine is asked for them.
        let machines: Vec<_> = ids.iter().map(|id| json!({"id": id, "status": "running"})).collect();
        let (client, _) = scripted(move |sent| (sent.line == LIST).then(|| (200, json!(machines))));
        let began = Instant::now();
        let outcomes = client.terminate_instances(&ids, DeleteVolumes::All).timeout(time).await.unwrap();
        assert!(
            outcomes.failed().all(|(_, why)| why.is_unknown() || seconds == 0) && outcomes.succeeded().count() == 0
        );
        assert!(began.elapsed() <= time + Duration::from_secs(20), "{seconds}: {:?}", began.elapsed());
        let (client, _) =
            scripted(|sent| (!sent.line.starts_with("DELETE")).then(|| (200, json!({"status": "healthy"}))));
        let began = Instant::now();
        let outcomes = client.terminate_container_deployments(&ids).timeout(time).await.unwrap();
        assert_eq!(outcomes.succeeded().count(), 0);
        assert!(began.elapsed() <= time + Duration::from_secs(20), "{seconds}: {:?}", began.elapsed());
    }
}

/// Lists may lag behind, and statuses may be new: what the API refuses for a status is not refused for good.
#[tokio::test(start_paused = true)]
async fn a_refusal_that_speaks_of_a_status_that_passes_is_waited_out() {
    for (polled, said) in [
        ("running", "Can't discontinue a provisioning instance"),
        ("running", "Can't discontinue an ordered instance"),
        ("offline", "Can't discontinue a restoring instance"),
        ("running", "Instance is validating"),
        ("rebooting", "Can't discontinue a rebooting instance"),
        ("stopping", "Can't discontinue an instance with status stopping."),
    ] {
        for has_status in [true, false] {
            let (client, requests) = scripted(move |sent| {
                let status = match sent.at.as_secs() {
                    0..60 => polled,
                    60..100 => "running",
                    _ => "discontinued",
                };
                let mut result = json!({"instanceId": "a", "action": "delete", "status": "error", "error": said});
                if has_status {
                    result["statusCode"] = json!(403);
                }
                match sent.line.as_str() {
                    DELETE if sent.at < Duration::from_secs(60) => Some((207, json!([result]))),
                    DELETE => Some((202, Value::Null)),
                    _ => Some((200, machine("a", status, &["os"]))),
                }
            });
            let outcomes = client.terminate_instances("a", DeleteVolumes::Os).await.unwrap();
            assert!(outcomes.all_ok().is_ok(), "{polled} {said}: {outcomes:?}");
            assert!(sent_to(&requests, DELETE).len() <= 3, "{:?}", sent_to(&requests, DELETE));
        }
    }
    // Any other one is final at once, whether it names a status code or not.
    let result =
        json!({"instanceId": "a", "action": "delete", "status": "error", "error": "The instance is protected"});
    let (client, requests) = scripted(move |sent| match sent.line.as_str() {
        DELETE => Some((207, json!([result]))),
        _ => Some((200, machine("a", "running", &["os"]))),
    });
    let outcomes = client.terminate_instances("a", DeleteVolumes::Os).await.unwrap();
    assert_eq!(failures(&outcomes), ["The instance is protected"]);
    assert_eq!(sent_to(&requests, DELETE).len(), 1);
}

/// Two machines that were ordered a moment ago: old lists and old responses by id show neither, and the API refuses to delete
/// them, since they are being provisioned.
#[tokio::test(start_paused = true)]
async fn a_machine_whose_deletion_is_refused_is_not_told_to_be_gone_by_old_polls() {
    for ids in [&["a"][..], &["a", "b"]] {
        for volumes in [DeleteVolumes::Os, DeleteVolumes::All] {
            // Polls are old for half a minute, all of them or every other one after the first.
            for seen_first in [false, true] {
                let polls = std::sync::atomic::AtomicUsize::new(0);
                let deleted = Arc::new(Mutex::new(None::<Duration>));
                let state = deleted.clone();
                let (client, _) = scripted(move |sent| {
                    let mut deleted = state.lock().unwrap();
                    let is_gone = deleted.is_some_and(|at| sent.at > at + Duration::from_secs(10));
                    let status = match sent.at.as_secs() {
                        _ if is_gone => "discontinued",
                        0..80 => "provisioning",
                        _ => "running",
                    };
                    let number = polls
                        .fetch_add(usize::from(sent.line.starts_with("GET")), std::sync::atomic::Ordering::Relaxed);
                    let is_old = sent.at < Duration::from_secs(30) && !(seen_first && number == 0);
                    let machines = ["a", "b"].map(|id| machine(id, status, &[&format!("os-{id}")]));
                    match sent.line.as_str() {
                        DELETE if sent.at < Duration::from_secs(80) => {
                            let refused = |id: &&str| {
                                let error = "Can't discontinue a provisioning instance";
                                json!({"instanceId": id, "action": "delete", "status": "error", "error": error, "statusCode": 403})
                            };
                            Some((207, ["a", "b"].iter().map(refused).collect()))
                        }
                        DELETE => {
                            deleted.get_or_insert(sent.at);
                            Some((202, Value::Null))
                        }
                        LIST if is_old => Some((200, json!([]))),
                        LIST => Some((200, json!(machines))),
                        line if is_old && line.starts_with("GET /v1/instances/") => {
                            Some((404, json!({"code": "not_found", "message": "Instance not found"})))
                        }
                        line => Some((200, machines[usize::from(line.ends_with("/b"))].clone())),
                    }
                });
                let outcomes = client.terminate_instances(ids, volumes.clone()).await.unwrap();
                assert!(outcomes.all_ok().is_ok(), "{outcomes:?}");
                assert!(deleted.lock().unwrap().is_some(), "{ids:?} {volumes:?} {seen_first}: {outcomes:?}");
            }
        }
    }
}

/// No poll shows it, and no deletion has a response: that ends at the deadline as all else does.
#[tokio::test(start_paused = true)]
async fn a_machine_that_no_response_is_about_ends_at_the_deadline() {
    for ids in [&["a"][..], &["a", "b"]] {
        for deletion in [Some((500, json!({}))), None] {
            let (client, _) = scripted(move |sent| match sent.line.as_str() {
                DELETE => deletion.clone(),
                LIST => Some((200, json!([]))),
                _ => Some((404, json!({"code": "not_found", "message": "Instance not found"}))),
            });
            let termination = client.terminate_instances(ids, DeleteVolumes::Os).timeout(Duration::from_secs(100));
            let outcomes = tokio::time::timeout(Duration::from_secs(120), termination.into_future()).await.unwrap();
            assert_eq!(outcomes.unwrap().len(), ids.len());
        }
    }
}

/// Between two requests its data volume becomes another machine's: the second request does not name it.
#[tokio::test(start_paused = true)]
async fn a_volume_that_became_another_machines_while_the_deletion_was_refused_is_not_deleted() {
    for is_shared in [false, true] {
        let refused_once = Arc::new(Mutex::new(false));
        let was_refused = refused_once.clone();
        let (client, requests) = scripted(move |sent| {
            let moved = *was_refused.lock().unwrap();
            let ours: &[&str] = if moved && !is_shared { &["os"] } else { &["os", "data"] };
            let others: &[&str] = if moved { &["os-2", "data"] } else { &["os-2"] };
            let machines =
                [machine("one", if moved { "offline" } else { "running" }, ours), machine("two", "running", others)];
            let line = sent.line.as_str();
            match line {
                LIST => Some((200, json!(machines))),
                DELETE if moved => Some((202, Value::Null)),
                DELETE => {
                    *was_refused.lock().unwrap() = true;
                    refused("Can't discontinue a provisioning instance")
                }
                _ => Some((200, machines[0].clone())),
            }
        });
        let termination = client.terminate_instances("one", DeleteVolumes::AllPermanently);
        let outcomes = termination.timeout(Duration::from_secs(60)).await.unwrap();
        let named: Vec<Value> =
            sent_to(&requests, DELETE).into_iter().map(|sent| sent.body["volume_ids"].clone()).collect();
        if is_shared {
            assert_eq!(named, [json!(["os", "data"])]);
            assert!(failures(&outcomes)[0].contains("the volume data is attached to two as well"), "{outcomes:?}");
        } else {
            assert_eq!(named, [json!(["os", "data"]), json!(["os"])]);
        }
    }
}

/// While it is being deleted it does not tell its volumes. The first deletion has named them.
#[tokio::test(start_paused = true)]
async fn a_machine_that_tells_no_volumes_after_its_deletion_was_accepted_is_deleted_again() {
    let deletions = Arc::new(Mutex::new(0));
    let (client, requests) = scripted(move |sent| {
        let mut deletions = deletions.lock().unwrap();
        let untold = json!({"id": "one", "status": "deleting", "os_volume_id": null, "volume_ids": null});
        match (sent.line.as_str(), *deletions) {
            (DELETE, _) => {
                *deletions += 1;
                Some((202, Value::Null))
            }
            (LIST, 0) => Some((200, json!([machine("one", "running", &["os"])]))),
            (LIST, 1) => Some((200, json!([untold]))),
            (LIST, _) => Some((200, json!([]))),
            (_, 0) => Some((200, machine("one", "running", &["os"]))),
            (_, 1) => Some((200, untold)),
            _ => Some((404, json!({"code": "not_found", "message": "Instance not found"}))),
        }
    });
    client.terminate_instances("one", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    let bodies: Vec<Value> =
        sent_to(&requests, DELETE).into_iter().map(|sent| sent.body["volume_ids"].clone()).collect();
    assert_eq!(bodies, [json!(["os"]), json!([])]);
}

/// What it names was listed a moment before, also where a limit makes it wait.
#[tokio::test(start_paused = true)]
async fn a_deletion_that_has_to_wait_names_the_volumes_of_its_time() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let volume = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    let data = client.create_volume(volume.location_code("FIN-01")).await.unwrap().into_inner();
    client.wait_for_volume(&data).await.unwrap();
    let id = client.deploy_instance(order("one").existing_volumes([data.clone()])).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&id).until_offline().await.unwrap();
    let later = http::HeaderValue::from_static("45");
    let limit = Injection::new(Effect::Status(StatusCode::TOO_MANY_REQUESTS)).header(http::header::RETRY_AFTER, later);
    fake.inject(limit.on(DELETE)).unwrap();
    let termination = client.terminate_instances(&id, DeleteVolumes::AllPermanently);
    let detach = async {
        sleep(Duration::from_secs(5)).await;
        client.detach_volumes(&data).await.unwrap().all_ok().unwrap();
    };
    let (outcomes, ()) = tokio::join!(termination, detach);
    outcomes.unwrap().all_ok().unwrap();
    let bodies = fake.requests_to(DELETE).into_iter().map(|request| -> Value { request.json().unwrap() });
    let last = bodies.filter(|body| body["action"] == "delete").last().unwrap();
    assert!(!last["volume_ids"].as_array().unwrap().contains(&json!(data)), "{last}");
}
