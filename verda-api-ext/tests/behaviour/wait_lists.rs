//! What lists and refusals say of machines that are waited for or terminated, and what they do not say.

use std::time::Duration;

use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;
use verda_api_ext::DeleteVolumes;
use verda_api_ext::types::InstanceId;
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;
use crate::terminate_odd::{machine, refused, scripted, sent_to};

const LIST: &str = "GET /v1/instances";
const GET: &str = "GET /v1/instances/";
const DELETE: &str = "PUT /v1/instances";

fn is_list(line: &str) -> bool {
    line == LIST
}

/// Lists lag behind: in the first minute they are asked alone, and after that each machine that they do not show.
#[tokio::test(start_paused = true)]
async fn a_machine_that_no_list_shows_is_asked_for_after_a_minute() {
    let (client, sent) = scripted(|sent| match is_list(&sent.line) {
        true => Some((200, json!([machine("a", "running", &[])]))),
        false => Some((200, machine("b", "running", &[]))),
    });
    client.wait_for_instances(&["a", "b"].map(InstanceId::from)[..]).await.unwrap();
    let asked = sent_to(&sent, GET);
    assert_eq!(asked.len(), 1);
    assert!(asked[0].at >= Duration::from_secs(60) && asked[0].at < Duration::from_secs(70), "{:?}", asked[0].at);
}

/// It was shown once, by its own id: lists of the next polls, which are for others as well, do not make it gone.
#[tokio::test(start_paused = true)]
async fn a_machine_that_was_shown_is_not_gone_for_lists_that_do_not_show_it_yet() {
    let (client, _) = scripted(|sent| match is_list(&sent.line) {
        true => Some((200, json!([machine("a", "provisioning", &[])]))),
        false if sent.at < Duration::from_secs(40) => Some((200, machine("b", "provisioning", &[]))),
        false => Some((200, machine("b", "running", &[]))),
    });
    let other = client.wait_for_instance("a").timeout(Duration::from_secs(120));
    let other = async {
        sleep(Duration::from_secs(7)).await;
        other.await
    };
    let (waited, other) = tokio::join!(client.wait_for_instance("b").into_future(), other);
    assert_eq!((waited.unwrap().id.as_str(), other.is_err()), ("b", true));
}

#[tokio::test(start_paused = true)]
async fn outages_of_ten_minutes_end_no_wait() {
    for status in [500, 502, 503] {
        let (client, _) = scripted(move |sent| match sent.at < Duration::from_secs(600) {
            true => Some((status, json!({"code": "error", "message": "No"}))),
            false => Some((200, machine("a", "running", &[]))),
        });
        client.wait_for_instance("a").await.unwrap();
    }
}

/// A list says that machines are gone where it is whole: not where it contradicts itself, again and again.
#[tokio::test(start_paused = true)]
async fn lists_that_contradict_themselves_say_nothing() {
    let (client, _) = scripted(|sent| {
        let of_a: &[&str] = match sent.at.as_secs() {
            0..8 => &["provisioning"],
            8..30 => &["running", "error"],
            _ => &["running"],
        };
        let machines = of_a.iter().map(|status| machine("a", status, &[])).chain([machine("b", "running", &[])]);
        Some((200, if is_list(&sent.line) { Value::from_iter(machines) } else { machine("a", "provisioning", &[]) }))
    });
    client.wait_for_instances(&["a", "b"].map(InstanceId::from)[..]).await.unwrap();
}

/// What cannot be decoded was in the list all the same.
#[tokio::test(start_paused = true)]
async fn a_list_with_an_odd_element_is_not_one_page_of_several() {
    let fake = VerdaFake::builder().build();
    let body = json!([machine("a", "running", &[]), machine("b", "running", &[]), "odd"]).to_string().into();
    let content_type = HeaderValue::from_static("application/json");
    let list = Injection::new(Effect::Respond { status: StatusCode::OK, content_type, body }).on(LIST);
    fake.inject(list.header(HeaderName::from_static("x-total-count"), HeaderValue::from_static("3"))).unwrap();
    client(&fake).wait_for_instances(&["a", "b"].map(InstanceId::from)[..]).await.unwrap();
    assert_eq!(fake.requests_to(LIST).len(), 1);
}

/// Another client may have asked for it.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_being_deleted_is_waited_for() {
    let (client, sent) = scripted(|sent| match sent.at < Duration::from_secs(20) {
        _ if sent.line == DELETE => refused("No"),
        true => Some((200, machine("a", "deleting", &[]))),
        false => Some((200, machine("a", "discontinued", &[]))),
    });
    let outcomes = client.terminate_instances("a", DeleteVolumes::Os).await.unwrap();
    assert_eq!((outcomes.already().count(), sent_to(&sent, DELETE).len()), (1, 0), "{outcomes:?}");
}

/// A refusal may be about the deletion that is under way.
#[tokio::test(start_paused = true)]
async fn a_refusal_after_a_deletion_that_was_accepted_is_no_end() {
    let (client, sent) = scripted(|sent| match sent.at < Duration::from_secs(400) {
        _ if sent.line == DELETE && sent.at < Duration::from_secs(30) => Some((202, json!(null))),
        _ if sent.line == DELETE => refused("No"),
        true => Some((200, machine("a", "running", &[]))),
        false => Some((200, machine("a", "discontinued", &[]))),
    });
    let outcomes = client.terminate_instances("a", DeleteVolumes::Os).await.unwrap();
    assert!(outcomes.all_ok().is_ok() && sent_to(&sent, DELETE).len() > 1, "{:?}", sent_to(&sent, DELETE).len());
}

#[tokio::test(start_paused = true)]
async fn clusters_and_volumes_are_judged_by_what_is_said_of_their_own_id() {
    let cluster = |id: &str, status: &str| json!({"id": id, "status": status});
    for (id, status) in [("another", "running"), ("c", "notfound"), ("c", "not_found")] {
        let (client, sent) = scripted(move |sent| match sent.at < Duration::from_secs(1) {
            true => Some((200, cluster(id, status))),
            false => Some((200, cluster("c", "running"))),
        });
        let waited = client.wait_for_cluster("c").await.unwrap();
        assert_eq!((waited.id.as_str(), sent.lock().unwrap().len()), ("c", 2), "{id} {status}");
    }
    let volume = |id: &str| json!({"id": id, "status": "creating", "name": "data", "size": 50, "type": "NVMe"});
    let (client, sent) = scripted(move |sent| match sent.line.as_str() {
        "GET /v1/volumes" => Some((200, json!([volume("v"), volume("w")]))),
        _ => Some((200, volume("v"))),
    });
    let error = client.wait_for_volumes(["v", "w"]).timeout(Duration::ZERO).await.unwrap_err();
    assert!(error.to_string().contains("volume v (creating), w (creating)"), "{error}");
    assert_eq!(sent_to(&sent, "GET /v1/volumes").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_off_already_was_shut_down() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = client.deploy_instance(crate::order("one")).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&id).until_offline().await.unwrap();
    let outcomes = client.shutdown_instances(&id).await.unwrap();
    assert_eq!(outcomes.already().count(), 1, "{outcomes:?}");
}
