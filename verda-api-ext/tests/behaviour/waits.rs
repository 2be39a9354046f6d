//! Waits, in virtual time.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::json;
use tokio::time::Instant;
use verda_api_ext::types::{
    ContainerDeploymentName, ContainerDeploymentState, ContainerDeploymentStatus, Instance, InstanceId, VolumeId,
};
use verda_api_ext::{Client, Condition, Error, ErrorKind, WaitEnd, WaitError};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{client, order};

const GET: &str = "GET /v1/instances/{instance_id}";
const LIST: &str = "GET /v1/instances";

async fn deploy(client: &Client, hostname: &str) -> InstanceId {
    client.deploy_instance(order(hostname)).send().await.unwrap().into_inner()
}

/// What the API says of instance `a`, once.
fn says(fake: &VerdaFake, operation: &str, status: u16, body: &serde_json::Value) {
    let json = HeaderValue::from_static("application/json");
    let body = Bytes::from(body.to_string());
    let effect = Effect::Respond { status: StatusCode::from_u16(status).unwrap(), content_type: json, body };
    fake.inject(Injection::new(effect).on(operation)).unwrap();
}

fn reason(error: &Error) -> WaitEnd {
    error.cause::<WaitError>().unwrap().reason
}

fn not_found() -> serde_json::Value {
    json!({"code": "not_found", "message": "Instance not found"})
}

#[tokio::test(start_paused = true)]
async fn a_machine_is_waited_for_until_it_runs() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(60)).build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let began = Instant::now();
    let instance = client.wait_for_instance(&id).every(Duration::from_secs(7)).await.unwrap();
    assert_eq!((instance.id, began.elapsed().as_secs()), (id, 63));
    assert_eq!(fake.requests_to(GET).len(), 10);
}

#[tokio::test(start_paused = true)]
async fn an_interval_beyond_all_clocks_leaves_the_poll_at_the_end() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(60)).build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let wait = client.wait_for_instance(&id).every(Duration::MAX).timeout(Duration::from_secs(90));
    assert_eq!(wait.await.unwrap().id, id);
    assert_eq!(fake.requests_to(GET).len(), 2);
}

/// Lists are late: one that only its id shows so far is not gone.
#[tokio::test(start_paused = true)]
async fn what_lists_do_not_show_yet_is_not_taken_for_deleted() {
    let fake = VerdaFake::builder().listed_after(Duration::from_secs(90)).build();
    let client = client(&fake);
    let ids = [deploy(&client, "one").await, deploy(&client, "two").await];
    let wait = client.wait_for_instances(&ids).timeout(Duration::from_secs(30));
    let error = wait.until_deleted().await.unwrap_err();
    assert_eq!(reason(&error), WaitEnd::TimedOut);
    client.wait_for_instances(&ids).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_hundred_machines_cost_one_list_request_per_poll() {
    let fake = VerdaFake::builder().without_rate_limits().balance(1e9).build();
    let client = client(&fake);
    let mut ids = Vec::new();
    for number in 0..100 {
        ids.push(deploy(&client, &format!("node-{number}")).await);
    }
    fake.clear_requests();
    let began = Instant::now();
    let instances = client.wait_for_instances(&ids).every(Duration::from_secs(10)).await.unwrap();
    assert_eq!(instances.iter().map(|instance| &instance.id).collect::<Vec<_>>(), ids.iter().collect::<Vec<_>>());
    assert_eq!(began.elapsed().as_secs(), 60);
    assert_eq!((fake.requests_to(LIST).len(), fake.requests().len()), (7, 7));
    assert!(client.wait_for_instances(Vec::<InstanceId>::new()).await.unwrap().is_empty());
    assert_eq!(fake.requests().len(), 7);
}

/// A hundred tasks, each of which waits for one machine, and which begin within seconds.
#[tokio::test(start_paused = true)]
async fn a_hundred_waits_of_one_client_cost_one_list_request_per_poll() {
    let fake = VerdaFake::builder().without_rate_limits().balance(1e9).build();
    let client = client(&fake);
    let mut ids = Vec::new();
    for number in 0..100 {
        ids.push(deploy(&client, &format!("node-{number}")).await);
    }
    fake.clear_requests();
    let mut tasks = tokio::task::JoinSet::new();
    for (index, id) in ids.into_iter().enumerate() {
        let client = client.clone();
        tasks.spawn(async move {
            tokio::time::sleep(Duration::from_millis(index as u64 % 3)).await;
            client.wait_for_instance(&id).await
        });
    }
    while let Some(instance) = tasks.join_next().await {
        assert_eq!(instance.unwrap().unwrap().status.as_str(), "running");
    }
    // At 0, 5, …, 60 s.
    assert_eq!((fake.requests_to(LIST).len(), fake.requests().len()), (13, 13));
}

/// The wait that joined first is dropped, or not polled any more: the others go on.
#[tokio::test(start_paused = true)]
async fn a_wait_that_is_dropped_takes_no_other_with_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let (one, two) = (deploy(&client, "one").await, deploy(&client, "two").await);
    let mut first = client.wait_for_instance(&one).changes();
    let mut idle = client.wait_for_instance(&one).changes();
    for changes in [&mut first, &mut idle] {
        // Polled once: it has joined, and nothing is sent yet.
        let mut next = std::pin::pin!(changes.next());
        assert!(std::future::poll_fn(|context| std::task::Poll::Ready(next.as_mut().poll(context).is_pending())).await);
    }
    let other = tokio::spawn({
        let client = client.clone();
        async move { client.wait_for_instance(&two).await }
    });
    tokio::task::yield_now().await;
    drop(first);
    assert_eq!(other.await.unwrap().unwrap().status.as_str(), "running");
    drop(idle);
}

#[tokio::test(start_paused = true)]
async fn a_failure_state_ends_it_at_once_and_says_which() {
    for status in
        ["error", "no_capacity", "installation_failed", "discontinued", "notfound", "not_found", "failed", "deleted"]
    {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        says(&fake, GET, 200, &json!({"id": "a", "status": "ordered"}));
        says(&fake, GET, 200, &json!({"id": "a", "status": status}));
        // A machine that the API has lost is looked at once more.
        let is_lost = status.starts_with("not");
        says(&fake, GET, 200, &json!({"id": "a", "status": status}));
        let began = Instant::now();
        let error = client.wait_for_instance("a").await.unwrap_err();
        assert_eq!(began.elapsed().as_secs(), 5 + u64::from(is_lost), "{status}");
        let wait = error.cause::<WaitError>().unwrap();
        let (reason, last) = if is_lost { (WaitEnd::Gone, "ordered") } else { (WaitEnd::Failed, status) };
        assert_eq!((error.kind(), wait.reason), (ErrorKind::Wait, reason));
        assert_eq!(wait.pending, [("a".to_owned(), Some(last.to_owned()))]);
        assert!(error.to_string().contains(&format!("instance a ({last})")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_many_the_one_that_failed_is_named() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let list = json!([{"id": "a", "status": "running"}, {"id": "b", "status": "no_capacity"}, {"id": "c", "status": "ordered"}]);
    says(&fake, LIST, 200, &list);
    let error = client.wait_for_instances(["a", "b", "c"].map(InstanceId::from)).await.unwrap_err();
    assert_eq!(error.cause::<WaitError>().unwrap().pending, [("b".to_owned(), Some("no_capacity".to_owned()))]);
    assert_eq!(fake.requests_to(LIST).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn all_of_many_have_to_be_there_at_the_same_time() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let both = |a: &str, b: &str| json!([{"id": "a", "status": a}, {"id": "b", "status": b}]);
    for (a, b) in [("running", "ordered"), ("offline", "running"), ("running", "running")] {
        says(&fake, LIST, 200, &both(a, b));
    }
    let ids = ["a", "b"].map(InstanceId::from);
    let instances = client.wait_for_instances(&ids[..]).await.unwrap();
    assert!(instances.iter().all(|instance| instance.status.as_str() == "running"), "{instances:?}");
    // One that ran and failed while the other was on its way.
    says(&fake, LIST, 200, &both("running", "ordered"));
    says(&fake, LIST, 200, &both("error", "ordered"));
    let error = client.wait_for_instances(&ids[..]).await.unwrap_err();
    assert_eq!(error.cause::<WaitError>().unwrap().pending, [("a".to_owned(), Some("error".to_owned()))]);
}

#[tokio::test(start_paused = true)]
async fn polls_that_fail_and_short_404s_and_unknown_statuses_are_survived() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake).with(|o| o.max_attempts(1));
    says(&fake, GET, 404, &not_found());
    says(&fake, GET, 404, &not_found());
    says(&fake, GET, 200, &json!({"id": "a", "status": "ordered"}));
    for effect in [
        Effect::ResetBefore,
        Effect::Html(StatusCode::BAD_GATEWAY),
        Effect::Status(StatusCode::INTERNAL_SERVER_ERROR),
        Effect::Opaque(StatusCode::TOO_MANY_REQUESTS),
        Effect::Truncated,
    ] {
        fake.inject(Injection::new(effect).on(GET)).unwrap();
    }
    says(&fake, GET, 200, &json!({"id": "a", "status": "warming_up"}));
    says(&fake, GET, 200, &json!({"id": "a", "status": "running"}));
    let began = Instant::now();
    client.wait_for_instance("a").await.unwrap();
    assert_eq!((fake.requests_to(GET).len(), began.elapsed().as_secs()), (10, 40));
}

#[tokio::test(start_paused = true)]
async fn one_that_never_appears_or_disappears_is_gone() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let began = Instant::now();
    let error = client.wait_for_instance("missing").await.unwrap_err();
    assert_eq!((reason(&error), began.elapsed().as_secs()), (WaitEnd::Gone, 60));
    assert!(error.to_string().contains("missing"), "{error}");
    says(&fake, GET, 200, &json!({"id": "a", "status": "ordered"}));
    let began = Instant::now();
    let error = client.wait_for_instance("a").await.unwrap_err();
    assert_eq!((reason(&error), began.elapsed().as_secs()), (WaitEnd::Gone, 6));
}

#[tokio::test(start_paused = true)]
async fn there_is_a_last_poll_at_the_deadline() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(59)).build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let wait = || client.wait_for_instance(&id).every(Duration::from_secs(50));
    let began = Instant::now();
    let error = wait().timeout(Duration::from_secs(55)).await.unwrap_err();
    assert_eq!((reason(&error), began.elapsed().as_secs()), (WaitEnd::TimedOut, 55));
    let line = error.to_string();
    assert!(
        line.contains(id.as_ref()) && line.contains("not running after 55 s") && line.contains("provisioning"),
        "{line}"
    );
    // Running since 59 s; with one look only it is seen as well.
    tokio::time::advance(Duration::from_secs(4)).await;
    fake.clear_requests();
    wait().timeout(Duration::ZERO).await.unwrap();
    assert_eq!(fake.requests_to(GET).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_poll_that_cannot_succeed_ends_it_with_the_id() {
    let fake = VerdaFake::builder().credentials("id", "another").build();
    let error = client(&fake).wait_for_instance("a").await.unwrap_err();
    let wait = error.cause::<WaitError>().unwrap();
    assert_eq!((wait.reason, wait.pending[0].0.as_str()), (WaitEnd::PollsFailed, "a"));
    assert!(wait.last_failure.as_ref().unwrap().is_unauthorized());
    let line = error.to_string();
    assert!(line.contains("instance a") && line.contains("Invalid client id") && line.lines().count() == 1, "{line}");
}

#[tokio::test(start_paused = true)]
async fn conditions_combine() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let has_ip = Condition::new("reachable", |instance: &Instance| instance.ip.is_some());
    let ordered = Condition::new("ordered", |instance: &Instance| instance.status.as_str() == "ordered");
    let found = client.wait_for_instance(&id).until(ordered.clone().and(has_ip.clone().not())).await.unwrap();
    assert!(found.ip.is_none());
    let found = client.wait_for_instance(&id).until(has_ip.clone().or(ordered.clone().not())).await.unwrap();
    assert_eq!(found.status.as_str(), "provisioning");
    // A failure state that is waited for is no failure.
    says(&fake, GET, 200, &json!({"id": "a", "status": "error"}));
    let failed = Condition::new("failed", |instance: &Instance| instance.status.as_str() == "error");
    client.wait_for_instance("a").until(failed).await.unwrap();
    assert_eq!(has_ip.and(ordered).not().to_string(), "not (reachable and ordered)");
}

#[tokio::test(start_paused = true)]
async fn changes_are_told_as_they_happen() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let ids = [deploy(&client, "one").await, deploy(&client, "two").await];
    let mut changes = client.wait_for_instances(&ids[..]).until_running().changes();
    let mut seen = Vec::new();
    while let Some(change) = changes.next().await {
        let change = change.unwrap();
        assert_eq!(change.done, change.status.as_deref() == Some("running"));
        seen.push((ids.iter().position(|id| *id == change.id).unwrap(), change.status.unwrap()));
    }
    let told = |number: usize| {
        seen.iter().filter(|(of, _)| *of == number).map(|(_, status)| status.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        (told(0), told(1)),
        (vec!["ordered", "provisioning", "running"], vec!["ordered", "provisioning", "running"])
    );
    let all = client.wait_for_instances(&ids[..]).until_running().changes();
    let all: Vec<_> = futures_util::StreamExt::collect(all).await;
    assert_eq!(all.len(), 2, "as a stream");
    // An error is the end.
    let mut changes = client.wait_for_instance("missing").changes();
    assert!(changes.next().await.unwrap().is_err());
    assert!(changes.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn dropping_it_stops_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let wait = client.wait_for_instance(&id).into_future();
    assert!(tokio::time::timeout(Duration::from_secs(12), wait).await.is_err());
    let looks = fake.requests_to(GET).len();
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(fake.requests_to(GET).len(), looks);
    // And one that is never awaited does nothing.
    drop(client.wait_for_instance(&id));
    assert_eq!(fake.requests_to(GET).len(), looks);
}

use std::future::IntoFuture as _;

#[tokio::test(start_paused = true)]
async fn deletion_is_waited_for_through_any_state() {
    let gone = json!({"code": "invalid_request", "message": "Invalid instance id"});
    for (last, seconds) in [
        ((200, json!({"id": "a", "status": "discontinued"})), 10),
        ((404, not_found()), 11),
        // The API's other way to say so.
        ((400, gone), 11),
    ] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        says(&fake, GET, 200, &json!({"id": "a", "status": "deleting"}));
        says(&fake, GET, 200, &json!({"id": "a", "status": "error"}));
        says(&fake, GET, last.0, &last.1);
        let began = Instant::now();
        client.wait_for_instance("a").until_deleted().await.unwrap();
        assert_eq!(began.elapsed().as_secs(), seconds);
    }
    // What does not exist is deleted.
    client(&VerdaFake::builder().build())
        .wait_for_instances(["x", "y"].map(InstanceId::from))
        .until_deleted()
        .await
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn volumes_are_waited_for() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let volume =
        verda_api_ext::types::CreateVolume::builder().name("data").size(50_u64).type_("NVMe").location_code("FIN-01");
    let id = client.create_volume(volume).send().await.unwrap().into_inner();
    client.wait_for_volume(&id).await.unwrap();
    client.wait_for_volumes([id.clone()]).await.unwrap();
    client.delete_volume(&id, verda_api_ext::types::DeleteVolume::new()).send().await.unwrap();
    client.wait_for_volume(&id).until_deleted().await.unwrap();
    let error = client.wait_for_volume(&id).await.unwrap_err();
    assert_eq!(error.cause::<WaitError>().unwrap().reason, WaitEnd::Failed);
    let error =
        client.wait_for_volumes(["x", "y"].map(VolumeId::from)).timeout(Duration::from_secs(90)).await.unwrap_err();
    assert_eq!((reason(&error), error.cause::<WaitError>().unwrap().pending.len()), (WaitEnd::Gone, 2));
}

#[tokio::test(start_paused = true)]
async fn no_status_of_a_deployment_is_final_unless_the_caller_says_so() {
    const STATUS: &str = "GET /v1/container-deployments/{deployment_name}/status";
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let name = ContainerDeploymentName::from("llm");
    for status in ["initializing", "image_pulling", "unhealthy", "degraded", "quota_reached", "healthy"] {
        says(&fake, STATUS, 200, &json!({ "status": status }));
    }
    assert_eq!(client.wait_for_container_deployment(&name).await.unwrap().status.as_str(), "healthy");
    says(&fake, STATUS, 200, &json!({"status": "quota_reached"}));
    let out_of_quota = Condition::new("out of quota", |deployment: &ContainerDeploymentState| {
        deployment.status == ContainerDeploymentStatus::QuotaReached
    });
    let error = client.wait_for_container_deployment(&name).fail_if(out_of_quota).await.unwrap_err();
    assert_eq!(reason(&error), WaitEnd::Failed);
    assert!(error.to_string().contains("container deployment llm (quota_reached)"), "{error}");
}

/// A response to `LIST` that is one page of twelve.
fn paged(fake: &VerdaFake) {
    let json = HeaderValue::from_static("application/json");
    let response = Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from_static(b"[]") };
    let total = (http::HeaderName::from_static("x-total-count"), HeaderValue::from_static("12"));
    fake.inject(Injection::new(response).on(LIST).header(total.0, total.1)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn one_odd_poll_ends_no_wait_and_what_persists_does() {
    let ids = ["a", "b"].map(InstanceId::from);
    let both = json!([{"id": "a", "status": "running"}, {"id": "b", "status": "running"}]);
    let forbidden = json!({"code": "forbidden", "message": "No"});
    for (status, body) in [(401, json!({})), (403, forbidden.clone()), (404, not_found()), (425, json!("<html>"))] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake).with(|o| o.max_attempts(1));
        // A 401 is replayed with another token.
        (0..2).for_each(|_| says(&fake, LIST, status, &body));
        says(&fake, LIST, 200, &both);
        client.wait_for_instances(&ids[..]).await.unwrap_or_else(|error| panic!("{status}: {error}"));
    }
    let fake = VerdaFake::builder().build();
    paged(&fake);
    says(&fake, LIST, 200, &both);
    client(&fake).wait_for_instances(&ids[..]).await.unwrap();
    (0..3).for_each(|_| paged(&fake));
    let error = client(&fake).wait_for_instances(&ids[..]).await.unwrap_err();
    assert_eq!(reason(&error), WaitEnd::PollsFailed);
    assert!(error.to_string().contains("the list has 12 items, and 0 came"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_through_failures_goes_on_until_the_condition_is_true() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "node-1").await;
    client.wait_for_instance(&id).await.unwrap();
    fake.set_instance_status(id.as_str(), "error").unwrap();
    let error = client.wait_for_instance(&id).await.unwrap_err();
    assert_eq!(reason(&error), WaitEnd::Failed);
    let mended = async {
        tokio::time::sleep(Duration::from_secs(60)).await;
        fake.set_instance_status(id.as_str(), "running").unwrap();
    };
    let wait = client.wait_for_instance(&id).through_failures();
    let waited = tokio::join!(wait.into_future(), mended).0.unwrap();
    assert_eq!(waited.status.as_str(), "running");
    fake.set_instance_status(id.as_str(), "error").unwrap();
    let wait = client.wait_for_instance(&id).through_failures().timeout(Duration::from_secs(60));
    assert_eq!(reason(&wait.await.unwrap_err()), WaitEnd::TimedOut);
}

/// `running` may come before the address.
#[tokio::test(start_paused = true)]
async fn a_wait_until_reachable_waits_for_the_address() {
    let fake = VerdaFake::builder().address_after(Duration::from_secs(30)).build();
    let client = client(&fake);
    let id = deploy(&client, "node-1").await;
    assert_eq!(client.wait_for_instance(&id).await.unwrap().ip, None);
    assert!(client.wait_for_instance(&id).until_reachable().await.unwrap().ip.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_several_clusters_costs_one_list_per_poll() {
    let (client, requests) = crate::terminate_odd::scripted(|sent| {
        let status = |running: u64| if sent.at.as_secs() < running { "provisioning" } else { "running" };
        let cluster = |id: &str, running: u64| json!({"id": id, "status": status(running), "worker_nodes": []});
        Some((200, json!([cluster("a", 10), cluster("b", 20)])))
    });
    let clusters = client.wait_for_clusters(["a", "b"]).await.unwrap();
    assert!(clusters.iter().all(|cluster| cluster.status.as_str() == "running"));
    let lines = requests.lock().unwrap();
    assert!(lines.iter().all(|sent| sent.line == "GET /v1/clusters") && lines.len() <= 6, "{lines:?}");
}

/// Some other server's pages, which pass, and a refusal for a moment: neither persists.
#[tokio::test(start_paused = true)]
async fn a_refusal_after_pages_is_a_failure_of_its_own() {
    let (client, _) = crate::terminate_odd::scripted(|sent| match sent.at.as_secs() {
        1..40 => Some((200, serde_json::json!("<html>Please log in</html>"))),
        40..48 => crate::terminate_odd::refused("Insufficient scope"),
        0 => Some((200, serde_json::json!([{"id": "a", "status": "provisioning"}]))),
        _ => Some((200, serde_json::json!([{"id": "a", "status": "running"}]))),
    });
    client.wait_for_instance("a").await.unwrap();
}
