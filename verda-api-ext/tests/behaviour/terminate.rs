//! Machines and deployments that are to be gone: success is said of what is gone, whatever happens on the way.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use verda_api_ext::types::{CreateVolume, InstanceId};
use verda_api_ext::{ActionFailure, Client, DeleteVolumes, ErrorKind, Outcomes};
use verda_fake::{Effect, Fate, Injection, VerdaFake};

use crate::{client, order};

const DELETE: &str = "PUT /v1/instances";
const LIST: &str = "GET /v1/instances";
const GET: &str = "GET /v1/instances/{instance_id}";
const UNKNOWN: &str = "5b1e0000-0000-4000-8000-00000000dead";

async fn deploy(client: &Client, hostname: &str) -> InstanceId {
    client.deploy_instance(order(hostname)).await.unwrap().into_inner()
}

fn respond(fake: &VerdaFake, operation: &str, status: u16, body: &Value) {
    let json = HeaderValue::from_static("application/json");
    let body = Bytes::from(body.to_string());
    let effect = Effect::Respond { status: StatusCode::from_u16(status).unwrap(), content_type: json, body };
    fake.inject(Injection::new(effect).on(operation)).unwrap();
}

fn failure<Id>(outcomes: &Outcomes<Id>) -> &ActionFailure {
    outcomes.failed().next().unwrap().1
}

/// The bodies of all deletions.
fn deletions(fake: &VerdaFake) -> Vec<Value> {
    fake.requests_to(DELETE).iter().map(|request| request.json().unwrap()).collect()
}

/// Whether a machine is there that costs.
fn costs(fake: &VerdaFake) -> bool {
    let free = ["discontinued", "no_capacity", "deleted", "notfound", "not_found"];
    fake.instances().iter().any(|it| !free.contains(&it["status"].as_str().unwrap()))
}

/// What a request without a known outcome has deleted was deleted by this client.
#[tokio::test(start_paused = true)]
async fn a_deletion_without_a_response_is_one_and_costs_no_more_requests_than_others() {
    for (count, effect) in [
        (1, Effect::HandledThenStatus(StatusCode::BAD_GATEWAY)),
        (1, Effect::ResetAfter),
        (3, Effect::HandledThenStatus(StatusCode::BAD_GATEWAY)),
        (3, Effect::Status(StatusCode::BAD_GATEWAY)),
    ] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(deploy(&client, &format!("m-{number}")).await);
        }
        client.wait_for_instances(&ids[..]).await.unwrap();
        fake.inject(Injection::new(effect.clone()).on(DELETE)).unwrap();
        let outcomes = client.terminate_instances(&ids, DeleteVolumes::Os).await.unwrap();
        assert_eq!((outcomes.already().count(), costs(&fake)), (0, false), "{effect:?}: {outcomes:?}");
        assert!(deletions(&fake).len() <= 2, "{effect:?}: {}", deletions(&fake).len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_in_any_status_is_gone_in_the_end() {
    for status in ["running", "offline", "error", "installation_failed", "no_capacity", "validating", "unknown"] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        let id = deploy(&client, "one").await;
        client.wait_for_instance(&id).await.unwrap();
        fake.set_instance_status(id.as_str(), status).unwrap();
        let began = Instant::now();
        let outcomes = client.terminate_instances(&id, DeleteVolumes::Os).await.unwrap();
        assert!(outcomes.all_ok().is_ok(), "{status}: {outcomes:?}");
        assert_eq!((outcomes.already().count(), costs(&fake)), (0, false), "{status}");
        assert!(began.elapsed() < Duration::from_secs(20), "{status}: {:?}", began.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_being_provisioned_is_deleted_when_that_is_over() {
    for fate in [Fate::Runs, Fate::InstallationFailed, Fate::Error, Fate::NoCapacity] {
        let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(300)).build();
        let client = client(&fake);
        fake.next_instance_fate(fate);
        let (one, two) = (deploy(&client, "one").await, deploy(&client, "two").await);
        fake.clear_requests();
        let began = Instant::now();
        let outcomes = client.terminate_instances([&one, &two], DeleteVolumes::Os).await.unwrap();
        outcomes.all_ok().unwrap();
        assert!(!costs(&fake) && client.list_instances().await.unwrap().is_empty());
        assert!((305..=320).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
        // It is not asked for in each poll.
        assert!(fake.requests_to(DELETE).len() <= 9, "{fate:?}: {}", fake.requests_to(DELETE).len());
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_provisioning_never_ends_of_is_deleted_as_a_stuck_one() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    fake.next_instance_fate(Fate::Stuck);
    let id = deploy(&client, "one").await;
    client.terminate_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert!(!costs(&fake));
    assert_eq!(deletions(&fake).last().unwrap(), &json!({"action": "delete_stuck", "id": id}));
    // What that action does with a volume that is to stay is not known.
    fake.next_instance_fate(Fate::Stuck);
    let id = deploy(&client, "two").await;
    let outcomes = client.terminate_instances(&id, DeleteVolumes::None).await.unwrap();
    let failure = failure(&outcomes);
    assert!(failure.is_unknown() && failure.is_provisioning(), "{failure}");
    let said = "not known to be gone after 1800 s: last seen as `provisioning`, its deletion failed last: Can't discontinue \
                a provisioning instance; it may go on costing: call `terminate_instances` again";
    assert!(failure.to_string().starts_with(said), "{failure}");
    assert!(deletions(&fake)[1..].iter().all(|body| body["id"] != json!(id) || body["action"] == "delete"));
    assert_eq!(outcomes.all_ok().unwrap_err().kind(), ErrorKind::PartlyFailed);
}

/// However the API says it.
#[tokio::test(start_paused = true)]
async fn what_is_gone_already_is_a_success_of_its_own() {
    let said = [
        (404, json!({"code": "not_found", "message": "Instance not found"})),
        (400, json!({"code": "invalid_request", "message": "Invalid instance id"})),
        (403, json!({"code": "forbidden_action", "message": "Can't discontinue a discontinued instance"})),
    ];
    for (status, body) in said {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        respond(&fake, DELETE, status, &body);
        let outcomes = client.terminate_instances(UNKNOWN, DeleteVolumes::Os).await.unwrap();
        assert_eq!((outcomes.already().count(), outcomes.all_ok().is_ok()), (1, true), "{body}");
    }
    // One that was discontinued, and is still told of by its id.
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let gone = deploy(&client, "one").await;
    fake.set_instance_status(gone.as_str(), "discontinued").unwrap();
    let outcomes = client.terminate_instances([gone.as_str(), UNKNOWN], DeleteVolumes::All).await.unwrap();
    assert_eq!((outcomes.already().count(), outcomes.len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn one_bad_id_costs_no_other_its_outcome() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let mut ids = Vec::new();
    for number in 0..10 {
        ids.push(deploy(&client, &format!("node-{number}")).await);
    }
    client.wait_for_instances(&ids).await.unwrap();
    // An API that refuses all of a request for one of its ids.
    let forbidden = json!({"code": "forbidden_action", "message": "The instance is protected"});
    for _ in 0..4 {
        respond(&fake, DELETE, 403, &forbidden);
    }
    fake.clear_requests();
    let asked = ids.iter().map(InstanceId::as_str).chain([UNKNOWN]);
    let outcomes = client.terminate_instances(asked, DeleteVolumes::Os).await.unwrap();
    let failed: Vec<_> = outcomes.failed().map(|(id, failure)| (id, failure.to_string())).collect();
    assert_eq!(failed, [(&ids[0], "The instance is protected (forbidden_action)".to_owned())]);
    assert_eq!((outcomes.already().count(), outcomes.succeeded().count()), (1, 10));
    assert_eq!(client.list_instances().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn faults_of_polls_and_of_deletions_do_not_end_it() {
    let effects = [
        Effect::Status(StatusCode::INTERNAL_SERVER_ERROR),
        Effect::Html(StatusCode::BAD_GATEWAY),
        Effect::Html(StatusCode::FORBIDDEN),
        Effect::Status(StatusCode::TOO_MANY_REQUESTS),
        Effect::ResetBefore,
        Effect::ResetAfter,
        Effect::Truncated,
        Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR),
        Effect::Hang,
    ];
    for effect in effects {
        for operation in [LIST, DELETE] {
            for skipped in 0..3 {
                let fake = VerdaFake::builder().build();
                let client = client(&fake);
                let ids = [deploy(&client, "one").await, deploy(&client, "two").await];
                client.wait_for_instances(&ids).await.unwrap();
                let fault = Injection::new(effect.clone()).on(operation).after(skipped).times(6);
                fake.inject(fault).unwrap();
                let outcomes = client.terminate_instances(&ids, DeleteVolumes::Os).await.unwrap();
                assert!(outcomes.all_ok().is_ok(), "{effect:?} {operation} {skipped}: {outcomes:?}");
                assert!(!costs(&fake), "{effect:?} {operation} {skipped}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn success_is_not_said_without_proof() {
    // A deletion that the API accepts and never carries out, and polls that tell nothing.
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    client.wait_for_instance(&id).await.unwrap();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(GET).always()).unwrap();
    let began = Instant::now();
    let outcomes = client.terminate_instances(&id, DeleteVolumes::Os).timeout(Duration::from_secs(100)).await.unwrap();
    let failure = failure(&outcomes);
    assert!(failure.is_unknown() && failure.to_string().contains("not seen, its deletion was accepted"), "{failure}");
    assert!(began.elapsed() <= Duration::from_secs(110), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn with_no_time_it_is_asked_for_once() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    client.wait_for_instance(&id).await.unwrap();
    let outcomes = client.terminate_instances(&id, DeleteVolumes::Os).timeout(Duration::ZERO).await.unwrap();
    let said = "not known to be gone after 0.0 s: last seen as `running`, its deletion was accepted";
    assert!(failure(&outcomes).to_string().starts_with(said), "{outcomes:?}");
    assert_eq!(fake.requests_to(DELETE).len(), 1);
    // A second call goes on.
    client.terminate_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_anywhere_is_taken_up_by_the_next() {
    for millis in [0, 10, 25, 500, 3000, 5025, 5500, 6030] {
        let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(3)).build();
        let client = client(&fake);
        let ids = [deploy(&client, "one").await, deploy(&client, "two").await];
        let call = async { client.terminate_instances(&ids, DeleteVolumes::All).await };
        let _ = tokio::time::timeout(Duration::from_millis(millis), call).await;
        client.terminate_instances(&ids, DeleteVolumes::All).await.unwrap().all_ok().unwrap();
        assert!(!costs(&fake) && client.list_volumes().await.unwrap().is_empty(), "{millis}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_id_or_none_sends_nothing() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let error = client.terminate_instances(["a", " "], DeleteVolumes::Os).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::InvalidRequest, Some("terminate_instances")));
    assert!(client.terminate_clusters(Vec::<String>::new()).await.unwrap().is_empty());
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_hundred_machines_stay_far_within_the_rate_limit() {
    let fake = VerdaFake::builder().balance(1e9).build();
    let client = client(&fake);
    let mut ids = Vec::new();
    for number in 0..100 {
        ids.push(deploy(&client, &format!("node-{number}")).await);
    }
    fake.clear_requests();
    let began = Instant::now();
    client.terminate_instances(&ids, DeleteVolumes::AllPermanently).await.unwrap().all_ok().unwrap();
    assert!(!costs(&fake) && client.list_volumes().await.unwrap().is_empty());
    let (lists, deletions) = (fake.requests_to(LIST).len(), fake.requests_to(DELETE).len());
    let minutes = began.elapsed().as_secs() as usize / 60 + 1;
    assert!(lists <= 14 * minutes && deletions <= 3, "{lists} lists, {deletions} deletions in {minutes} min");
    // A few of those that are gone are asked for by their ids.
    assert!(fake.requests_to(GET).len() <= 60, "{}", fake.requests_to(GET).len());
}

/// A machine with a volume of data, and a volume that is attached to nothing.
async fn with_volumes(client: &Client) -> (InstanceId, Vec<String>) {
    let mut volumes = Vec::new();
    for name in ["data", "loose"] {
        let volume = CreateVolume::builder().name(name).size(100_u64).type_("NVMe").location_code("FIN-01");
        volumes.push(client.create_volume(volume).await.unwrap().into_inner());
    }
    client.wait_for_volumes(&volumes).await.unwrap();
    let id = client.deploy_instance(order("one").existing_volumes([volumes[0].clone()])).await.unwrap().into_inner();
    (id, volumes.into_iter().map(|volume| volume.to_string()).collect())
}

#[tokio::test(start_paused = true)]
async fn exactly_the_volumes_go_that_were_said() {
    for (volumes, left, in_trash) in [
        (DeleteVolumes::None, 3, 0),
        (DeleteVolumes::Os, 2, 1),
        (DeleteVolumes::All, 1, 2),
        (DeleteVolumes::AllPermanently, 1, 0),
    ] {
        // Also where the machine is not there yet when it is asked for, and where responses are lost.
        for lost in [0, 1, 5] {
            let fake = VerdaFake::builder().build();
            let client = client(&fake);
            let (id, named) = with_volumes(&client).await;
            fake.inject(Injection::new(Effect::ResetAfter).on(DELETE).times(lost)).unwrap();
            client.terminate_instances(&id, volumes.clone()).await.unwrap().all_ok().unwrap();
            let there = client.list_volumes().await.unwrap().into_inner();
            assert_eq!(there.len(), left, "{volumes:?} {lost}");
            assert!(there.iter().any(|volume| volume.id.as_str() == named[1]));
            assert_eq!(client.list_volumes_in_trash().await.unwrap().len(), in_trash, "{volumes:?} {lost}");
        }
    }
}

/// Two machines of which one is being provisioned: each volume goes with its own machine.
#[tokio::test(start_paused = true)]
async fn named_volumes_go_with_their_machines_though_these_go_one_by_one() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let one = deploy(&client, "one").await;
    client.wait_for_instance(&one).await.unwrap();
    let two = deploy(&client, "two").await;
    sleep(Duration::from_secs(20)).await;
    let named: Vec<_> = client.list_volumes().await.unwrap().iter().map(|volume| volume.id.clone()).collect();
    assert_eq!(named.len(), 2);
    let volumes = DeleteVolumes::ThesePermanently(named);
    client.terminate_instances([&one, &two], volumes).await.unwrap().all_ok().unwrap();
    assert!(client.list_volumes().await.unwrap().is_empty());
    assert!(client.list_volumes_in_trash().await.unwrap().is_empty());
    // One that does not exist: the API refuses it, and nothing is deleted.
    let ids = [deploy(&client, "three").await, deploy(&client, "four").await];
    client.wait_for_instances(&ids).await.unwrap();
    let outcomes = client.terminate_instances(&ids, DeleteVolumes::These(vec![UNKNOWN.into()])).await.unwrap();
    let failed: Vec<_> = outcomes.failed().map(|(_, why)| (why.to_string(), why.is_unknown())).collect();
    assert_eq!(failed, vec![("Volume not found (not_found)".to_owned(), false); 2]);
    assert_eq!(client.list_instances().await.unwrap().len(), 2);
}

/// A server that does not respond to deletions for ever holds nothing up beyond the deadline.
#[tokio::test(start_paused = true)]
async fn it_ends_in_time_whatever_hangs() {
    for operation in [DELETE, LIST, GET] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        let ids: Vec<_> = [deploy(&client, "one").await, deploy(&client, "two").await].into();
        client.wait_for_instances(&ids).await.unwrap();
        fake.inject(Injection::new(Effect::Hang).on(operation).always()).unwrap();
        for ids in [&ids[..1], &ids[..]] {
            let began = Instant::now();
            let termination = client.terminate_instances(ids, DeleteVolumes::All).timeout(Duration::from_secs(200));
            let outcomes = termination.await.unwrap();
            assert!(began.elapsed() <= Duration::from_secs(225), "{operation}: {:?}", began.elapsed());
            assert!(outcomes.failed().all(|(_, why)| why.is_unknown()), "{outcomes:?}");
        }
    }
}

/// A line of a file, say: the API does not know it, and the machine that is meant goes on costing.
#[tokio::test(start_paused = true)]
async fn an_id_with_white_space_around_it_is_never_told_to_be_gone() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    fake.clear_requests();
    for wrong in [format!("{id}\n"), format!(" {id}"), format!("{id}\r"), format!("\u{a0}{id}")] {
        let errors = [
            client.terminate_instances(&*wrong, DeleteVolumes::Os).await.unwrap_err(),
            client.delete_instances([&*wrong, id.as_str()], DeleteVolumes::Os).await.unwrap_err(),
            client.terminate_clusters(&*wrong).await.unwrap_err(),
            client.terminate_job_deployments(&*wrong).await.unwrap_err(),
            client.wait_for_instance(&*wrong).until_deleted().await.unwrap_err(),
            client.evictions().of(&*wrong).next().await.unwrap().unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
            assert!(error.to_string().contains("white space around it"), "{error}");
        }
    }
    assert!(fake.requests().is_empty());
}

/// The response to the first attempt is lost, and the second one finds the machine gone, or being deleted.
#[tokio::test(start_paused = true)]
async fn what_an_attempt_without_a_response_deleted_was_not_gone_before() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    client.wait_for_instance(&id).await.unwrap();
    fake.inject(Injection::new(Effect::ResetAfter).on("PUT /v1/instances")).unwrap();
    let ids = [id, InstanceId::from("5b1e0000-0000-4000-8000-00000000dead")];
    let outcomes = client.terminate_instances(&ids, DeleteVolumes::Os).await.unwrap();
    outcomes.all_ok().unwrap();
    assert_eq!(outcomes.already().collect::<Vec<_>>(), [&ids[1]]);
}
