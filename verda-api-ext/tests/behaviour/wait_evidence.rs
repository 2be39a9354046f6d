//! What ends a wait, and what does not: statuses of clusters, jobs and volumes, lists that contradict themselves, and a sign-in
//! that is down.

use std::future::IntoFuture as _;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::{Value, json};
use verda_api_ext::types::InstanceId;
use verda_api_ext::{Client, Error, WaitEnd, WaitError};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::terminate_odd::scripted;
use crate::{TOKEN, client};

const GET: &str = "GET /v1/instances/{instance_id}";
const LIST: &str = "GET /v1/instances";
const CLUSTER: &str = "GET /v1/clusters/{id}";
const VOLUME: &str = "GET /v1/volumes/{volume_id}";
const JOB: &str = "GET /v1/job-deployments/{jobName}/status";

/// A fake that responds with these bodies to an operation, one after the other.
fn saying(operation: &str, bodies: &[Value]) -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().build();
    bodies.iter().for_each(|body| say(&fake, operation, body));
    let client = client(&fake);
    (fake, client)
}

fn say(fake: &VerdaFake, operation: &str, body: &Value) {
    let json = HeaderValue::from_static("application/json");
    let effect = Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from(body.to_string()) };
    fake.inject(Injection::new(effect).on(operation)).unwrap();
}

fn cluster(status: &str) -> Value {
    json!({"id": "c", "status": status})
}

fn reason(error: &Error) -> WaitEnd {
    error.cause::<WaitError>().unwrap().reason
}

#[tokio::test(start_paused = true)]
async fn a_cluster_is_waited_for_until_it_runs() {
    let (fake, client) = saying(CLUSTER, &["ordered", "provisioning", "running"].map(cluster));
    assert_eq!(client.wait_for_cluster("c").await.unwrap().status.as_str(), "running");
    assert_eq!(fake.requests_to(CLUSTER).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_cluster_that_has_failed_or_is_gone_ends_the_wait_at_once() {
    for status in ["error", "no_capacity", "installation_failed", "discontinued", "deleted"] {
        let (fake, client) = saying(CLUSTER, &["provisioning", status].map(cluster));
        let error = client.wait_for_cluster("c").await.unwrap_err();
        assert_eq!((reason(&error), fake.requests_to(CLUSTER).len()), (WaitEnd::Failed, 2), "{status}");
        assert!(error.to_string().contains(&format!("cluster c ({status})")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn several_clusters_cost_one_list_request_per_poll() {
    let fake = VerdaFake::builder().build();
    let ids = ["5b1e0000-0000-4000-8000-00000000dead", "5b1e0000-0000-4000-8000-00000000beef"];
    let outcomes = client(&fake).terminate_clusters(ids).await.unwrap();
    assert_eq!(outcomes.already().count(), 2);
    assert!(!fake.requests_to("GET /v1/clusters").is_empty());
}

#[tokio::test(start_paused = true)]
async fn no_status_of_a_job_is_final() {
    let statuses = ["paused", "terminating", "odd", "running"];
    let (fake, client) = saying(JOB, &statuses.map(|status| json!({ "status": status })));
    assert_eq!(client.wait_for_job_deployment("batch").await.unwrap().status.as_str(), "running");
    assert_eq!(fake.requests_to(JOB).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_volume_that_is_told_to_be_deleted_is_gone() {
    let volume = |status| json!({"id": "v", "status": status, "name": "data", "size": 50, "type": "NVMe"});
    let (fake, client) = saying(VOLUME, &["attached", "deleting", "deleted"].map(volume));
    client.wait_for_volume("v").until_deleted().await.unwrap();
    assert_eq!(fake.requests_to(VOLUME).len(), 3);
}

/// A resource that one list shows twice has the status that both say, or none.
#[tokio::test(start_paused = true)]
async fn a_list_that_contradicts_itself_is_no_evidence() {
    let ids = ["a", "b"].map(InstanceId::from);
    let machine = |id: &str, status: &str| json!({"id": id, "status": status});
    let list = |of_a: &[&str]| {
        let of_a = of_a.iter().map(|status| machine("a", status));
        Value::from_iter(of_a.chain([machine("b", "running")]))
    };
    let sequences: [(&[&str], usize); 3] =
        [(&["running", "running"], 1), (&["running", "offline"], 2), (&["error", "running"], 2)];
    for (of_a, polls) in sequences {
        let (fake, client) = saying(LIST, &[list(of_a), list(&["running"])]);
        client.wait_for_instances(&ids[..]).await.unwrap();
        assert_eq!(fake.requests_to(LIST).len(), polls, "{of_a:?}");
    }
}

/// A token endpoint that is down says nothing of the machine, nor of the credentials.
#[tokio::test(start_paused = true)]
async fn a_sign_in_that_is_down_for_ten_minutes_ends_no_wait() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE)).on(TOKEN).always()).unwrap();
    let client = client(&fake);
    let wait = client.wait_for_instance("a").timeout(Duration::from_secs(900)).into_future();
    let repair = async {
        tokio::time::sleep(Duration::from_secs(600)).await;
        fake.clear_injections();
        say(&fake, GET, &json!({"id": "a", "status": "running"}));
    };
    let (waited, ()) = tokio::join!(wait, repair);
    waited.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_response_about_another_machine_is_no_evidence() {
    let (fake, client) =
        saying(GET, &[json!({"id": "b", "status": "running"}), json!({"id": "a", "status": "running"})]);
    assert_eq!(client.wait_for_instance("a").await.unwrap().id.as_str(), "a");
    assert_eq!(fake.requests_to(GET).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_volume_that_is_gone_is_not_waited_for() {
    let of = |id, status| json!({"id": id, "status": status, "name": "data", "size": 50, "type": "NVMe"});
    let (fake, client) = saying(VOLUME, &[of("another", "detached"), of("v", "detached")]);
    client.wait_for_volume("v").await.unwrap();
    assert_eq!(fake.requests_to(VOLUME).len(), 2);
    let volume = |status| of("v", status);
    let (fake, client) = saying(VOLUME, &["creating", "deleted"].map(volume));
    let error = client.wait_for_volume("v").await.unwrap_err();
    assert_eq!((reason(&error), fake.requests_to(VOLUME).len()), (WaitEnd::Failed, 2));
}

/// Where no list shows them, each is asked for by its id, ten of them in a poll: those whose turn has not come are not gone.
#[tokio::test(start_paused = true)]
async fn machines_that_no_list_shows_are_asked_for_in_turns() {
    let ids: Vec<String> = (0..25).map(|number| format!("id-{number}")).collect();
    let (client, _) = scripted(|sent| {
        let id = sent.line.rsplit('/').next().filter(|id| id.starts_with("id-"));
        Some((200, id.map_or(json!([]), |id| json!({"id": id, "status": "provisioning"}))))
    });
    let error = client.wait_for_instances(&ids[..]).timeout(Duration::from_secs(90)).await.unwrap_err();
    let cause = error.cause::<WaitError>().unwrap();
    assert!(cause.reason == WaitEnd::TimedOut && cause.pending.len() == 25, "{error}");
    assert!(cause.pending.iter().all(|(_, status)| status.is_some()), "{cause:?}");
}

#[tokio::test(start_paused = true)]
async fn an_error_names_three_of_those_that_are_missing() {
    for (count, shown) in [(3, ""), (4, " and 1 more")] {
        let ids: Vec<String> = (0..count).map(|number| format!("id-{number}")).collect();
        let machines: Value = ids.iter().map(|id| json!({"id": id, "status": "provisioning"})).collect();
        let (client, _) = scripted(move |_| Some((200, machines.clone())));
        let error = client.wait_for_instances(&ids[..]).timeout(Duration::ZERO).await.unwrap_err();
        assert!(error.to_string().contains(&format!("id-2 (provisioning){shown}: not ")), "{error}");
    }
}

/// Refusals that last for some seconds are no end, however often it polls; those that last longer are, and are told.
#[tokio::test(start_paused = true)]
async fn refusals_of_polls_have_to_last_for_a_while() {
    for (lasts, is_end) in [(8, false), (20, true)] {
        let (client, _) = scripted(move |sent| match sent.at < Duration::from_secs(lasts) {
            true => Some((403, json!({"code": "forbidden", "message": "No"}))),
            false => Some((200, json!({"id": "a", "status": "running"}))),
        });
        let waited = client.wait_for_instance("a").every(Duration::from_secs(1)).await;
        let told = waited.as_ref().err().map(|error| {
            let cause = error.cause::<WaitError>().unwrap();
            (cause.reason, std::error::Error::source(cause).is_some_and(|failure| failure.to_string().contains("403")))
        });
        assert_eq!(told, is_end.then_some((WaitEnd::PollsFailed, true)), "{waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_job_that_does_not_get_there_is_told_with_its_status() {
    let (_, client) = saying(JOB, &[json!({"status": "paused"})]);
    let error = client.wait_for_job_deployment("batch").timeout(Duration::ZERO).await.unwrap_err();
    assert!(error.to_string().contains("batch (paused)"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn machines_that_no_list_shows_are_all_asked_for_within_a_short_wait() {
    let ids = |count: usize| (0..count).map(|number| InstanceId::from(format!("5b1e0000-0000-4000-8000-{number:012}")));
    // The API has deleted all of them, and says so of each: at ten in a poll of each five seconds there would be no time.
    let fake = VerdaFake::builder().build();
    let wait = client(&fake).wait_for_instances(ids(100)).timeout(Duration::from_secs(30));
    wait.until_deleted().await.unwrap();
    assert_eq!(fake.requests_to(GET).len(), 100, "each once");
    assert!(fake.requests_to(LIST).len() <= 10);
    // The only poll is the last one.
    let wait = client(&fake).wait_for_instances(ids(60)).timeout(Duration::ZERO);
    wait.until_deleted().await.unwrap();
}
