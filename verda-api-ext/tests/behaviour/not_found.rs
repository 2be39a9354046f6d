//! What the API does not find for a moment: a status `not_found`, a list that leaves machines out, and what was just created.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use verda_api_ext::types::{CreateScript, Instance};
use verda_api_ext::{DeleteVolumes, ErrorKind, WaitEnd, WaitError};

use crate::order;
use crate::terminate_odd::{DELETE, LIST, VOLUMES, machine, refused, scripted, sent_to};

const ID: &str = "5b1e0000-0000-4000-8000-000000000001";

fn absent() -> Option<(u16, Value)> {
    Some((404, json!({"code": "not_found", "message": "Instance not found"})))
}

fn volume(id: &str, users: &[&str]) -> Value {
    let users: Vec<Value> = users.iter().map(|id| json!({"id": id})).collect();
    json!({"id": id, "status": "attached", "type": "NVMe", "is_os_volume": id.starts_with("os"), "instances": users})
}

/// The disk would be lost for good.
#[tokio::test(start_paused = true)]
async fn a_volume_of_a_machine_that_a_list_shows_as_not_found_is_not_deleted() {
    for permanently in [true, false] {
        let (client, requests) = scripted(|sent| match sent.line.as_str() {
            VOLUMES => Some((200, json!([volume("os-a", &["a"]), volume("data", &["a"])]))),
            DELETE => Some((202, Value::Null)),
            _ => Some((
                200,
                json!([machine("a", "running", &["os-a", "data"]), machine("b", "not_found", &["os-b", "data"])]),
            )),
        });
        let volumes = if permanently { DeleteVolumes::AllPermanently } else { DeleteVolumes::All };
        let error = client.delete_instances("a", volumes).await.unwrap_err();
        assert!(error.to_string().contains("data is attached to b as well"), "{error}");
        assert_eq!(sent_to(&requests, DELETE).len(), 0);
    }
}

/// It costs, by all that is known.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_not_found_for_a_moment_is_neither_free_of_charge_nor_evicted() {
    let (client, _) = scripted(|sent| {
        let is_list = sent.line == LIST;
        let status = if is_list && (10..14).contains(&sent.at.as_secs()) { "not_found" } else { "running" };
        let mut shown = machine("a", status, &["os"]);
        (shown["is_spot"], shown["price_per_hour"], shown["hostname"]) = (json!(true), json!(2.5), json!("train-1"));
        match sent.line.as_str() {
            VOLUMES => None,
            _ if is_list => Some((200, json!([shown]))),
            _ => Some((200, shown)),
        }
    });
    let mut evictions = client.evictions().of("a").every(Duration::from_secs(1));
    let evicted = tokio::time::timeout(Duration::from_secs(60), evictions.next()).await;
    assert!(evicted.is_err(), "{evicted:?}");
    let shown: Instance = serde_json::from_value(machine("a", "not_found", &["os"])).unwrap();
    assert!(shown.status.is_billed() && !shown.status.is_gone());
}

/// One that was ordered a moment ago, and one that lists leave out: its own id says more.
#[tokio::test(start_paused = true)]
async fn a_wait_outlasts_twenty_seconds_in_which_a_new_machine_is_not_found() {
    for count in [1, 2] {
        let (client, _) = scripted(|sent| {
            let status = if sent.at.as_secs() < 20 { "not_found" } else { "running" };
            match sent.line.as_str() {
                LIST => Some((200, json!([machine("a", status, &["os"]), machine("b", status, &["os"])]))),
                line => Some((200, machine(line.rsplit('/').next().unwrap(), status, &["os"]))),
            }
        });
        let began = Instant::now();
        client.wait_for_instances(&["a", "b"][..count]).await.unwrap();
        assert!(began.elapsed() >= Duration::from_secs(20), "{count}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_more_machines_than_a_list_shows_ends_with_few_requests() {
    for (count, listed) in [(12, 0), (60, 0), (111, 100)] {
        for status in ["left out", "not_found"] {
            let (client, requests) = scripted(move |sent| match sent.line.as_str() {
                LIST => {
                    let shown = |number| if number < listed { "running" } else { status };
                    let all = (0..count).map(|number| (number, shown(number)));
                    let all = all.filter(|(_, status)| *status != "left out");
                    Some((200, all.map(|(number, status)| machine(&format!("m{number}"), status, &["os"])).collect()))
                }
                line => Some((200, machine(line.rsplit('/').next().unwrap(), "running", &["os"]))),
            });
            let ids: Vec<String> = (0..count).map(|number| format!("m{number}")).collect();
            client.wait_for_instances(&ids).timeout(Duration::from_secs(300)).await.unwrap();
            let sent = requests.lock().unwrap().len();
            assert!(sent <= 2 * count + 20, "{count} {listed} {status}: {sent} requests");
        }
    }
}

/// Neither lists nor its id nor its deletion find it for half a minute.
#[tokio::test(start_paused = true)]
async fn a_machine_that_was_ordered_a_moment_ago_is_not_told_to_be_gone() {
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        ("POST /v1/instances", _) => Some((202, json!(ID))),
        (LIST, 30..80) => Some((200, json!([machine(ID, "running", &["os"])]))),
        (LIST, _) => Some((200, json!([]))),
        (DELETE, 30..) if sent.body["id"] == ID => Some((202, Value::Null)),
        (_, 30..80) => Some((200, machine(ID, "running", &["os"]))),
        _ => absent(),
    });
    let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
    let outcomes = client.terminate_instances(&id, DeleteVolumes::Os).await.unwrap();
    assert_eq!((outcomes.succeeded().count(), outcomes.already().count()), (1, 0), "{outcomes:?}");
    assert!(sent_to(&requests, DELETE).iter().any(|sent| sent.at.as_secs() >= 30));
    // What another program has created may be gone at once.
    let other = "5b1e0000-0000-4000-8000-000000000002";
    let began = Instant::now();
    assert_eq!(client.terminate_instances(other, DeleteVolumes::Os).await.unwrap().already().count(), 1);
    assert!(began.elapsed() < Duration::from_secs(5));
}

/// An empty list of volumes would keep the OS volume.
#[tokio::test(start_paused = true)]
async fn a_deletion_with_all_volumes_says_nothing_of_volumes_that_are_not_told() {
    let (client, requests) = scripted(|sent| match sent.line.as_str() {
        VOLUMES => Some((200, json!([volume("os-a", &["a"])]))),
        LIST => Some((200, json!([machine("a", "running", &["os-a"])]))),
        DELETE => Some((202, Value::Null)),
        _ => absent(),
    });
    let outcomes = client.delete_instances(["new", "a"], DeleteVolumes::All).await.unwrap();
    assert_eq!(outcomes.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(), ["new", "a"]);
    let sent: Vec<Value> = sent_to(&requests, DELETE).into_iter().map(|sent| sent.body["volume_ids"].clone()).collect();
    assert_eq!(sent, [json!(["os-a"]), Value::Null]);
    let (client, requests) = scripted(|sent| match sent.line.as_str() {
        VOLUMES => Some((200, json!([]))),
        LIST => Some((200, json!([machine("a", "ordered", &[])]))),
        _ => Some((202, Value::Null)),
    });
    let error = client.delete_instances("a", DeleteVolumes::All).await.unwrap_err();
    assert_eq!((error.kind(), sent_to(&requests, DELETE).len()), (ErrorKind::NotSent, 0), "{error}");
}

/// One machine is not deleted, since it does not tell its volumes: what it uses by the list of volumes stays.
#[tokio::test(start_paused = true)]
async fn a_volume_of_a_machine_that_is_not_deleted_stays() {
    let (client, requests) = scripted(|sent| {
        let untold = json!({"id": "b", "status": "running"});
        match sent.line.as_str() {
            VOLUMES => Some((200, json!([volume("os-a", &["a"]), volume("data", &["a", "b"])]))),
            LIST => Some((200, json!([machine("a", "running", &["os-a", "data"]), untold]))),
            DELETE => Some((202, Value::Null)),
            "GET /v1/instances/b" => Some((200, untold)),
            _ => absent(),
        }
    });
    let terminate = client.terminate_instances(["a", "b"], DeleteVolumes::AllPermanently);
    let outcomes = terminate.timeout(Duration::from_secs(60)).await.unwrap();
    assert!(outcomes.failed().any(|(id, _)| id.as_str() == "b"), "{outcomes:?}");
    for sent in sent_to(&requests, DELETE) {
        assert_eq!((&sent.body["id"], &sent.body["volume_ids"]), (&json!("a"), &json!(["os-a"])));
    }
}

/// By the list of volumes, whatever the machine tells.
#[tokio::test(start_paused = true)]
async fn a_forced_deletion_needs_a_list_of_volumes_that_says_that_none_is_to_stay() {
    let odd = json!({"id": "a", "status": "deleting", "os_volume_id": "os", "volume_ids": ["os", {"id": "data"}]});
    let untold = json!({"id": "a", "status": "provisioning"});
    for (shown, volumes, of_list, is_forced) in [
        (untold.clone(), DeleteVolumes::Os, vec![volume("os", &["a"]), volume("data", &["a"])], false),
        (untold, DeleteVolumes::Os, vec![volume("os", &["a"]), volume("data", &["b"])], true),
        (odd, DeleteVolumes::Os, vec![volume("os", &["a"]), volume("data", &["a"])], false),
        (machine("a", "error", &[]), DeleteVolumes::None, vec![volume("os", &["a"])], false),
        (machine("a", "error", &[]), DeleteVolumes::None, vec![volume("os", &["b"])], true),
        // Who uses it is not told.
        (
            machine("a", "deleting", &["os"]),
            DeleteVolumes::Os,
            vec![json!({"id": "os", "type": "NVMe", "instances": 7})],
            false,
        ),
    ] {
        let (listed, case) = (shown.clone(), format!("{shown} {volumes:?}"));
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            VOLUMES => Some((200, json!(of_list))),
            LIST => Some((200, json!([listed]))),
            DELETE if listed["status"] == "provisioning" && sent.body["action"] == "delete" => {
                refused("Can't discontinue a provisioning instance")
            }
            DELETE => Some((202, Value::Null)),
            _ => Some((200, listed.clone())),
        });
        let outcomes = client.terminate_instances("a", volumes).await.unwrap();
        assert!(outcomes.failed().all(|(_, why)| why.is_unknown()), "{outcomes:?}");
        let forced = sent_to(&requests, DELETE).iter().any(|sent| sent.body["action"] == "delete_stuck");
        assert_eq!(forced, is_forced, "{case}");
    }
}

/// The API might take them in another way than they were meant.
#[tokio::test]
async fn an_id_of_a_volume_that_is_blank_is_not_sent() {
    let (client, requests) = scripted(|_| Some((202, Value::Null)));
    for volumes in [DeleteVolumes::These(vec!["".into()]), DeleteVolumes::ThesePermanently(vec![" os\n".into()])] {
        assert_eq!(client.delete_instances("a", volumes.clone()).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
        assert_eq!(client.terminate_instances("a", volumes).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(client.rename_volume("", "name").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(client.rename_volume("v", " ").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(client.resize_volume("", 100).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(client.attach_volumes("v", "").await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(requests.lock().unwrap().len(), 0);
}

/// One that stays has it as well, by the volume's own word.
#[tokio::test(start_paused = true)]
async fn a_volume_that_is_shared_with_a_machine_that_is_not_found_is_not_deleted() {
    let (client, requests) = scripted(|sent| match sent.line.as_str() {
        LIST => Some((200, json!([machine("a", "running", &["os-a", "data"])]))),
        VOLUMES => Some((200, json!([volume("os-a", &["a"]), volume("data", &["a", "b"])]))),
        DELETE => Some((202, Value::Null)),
        _ => absent(),
    });
    let error = client.delete_instances(["a", "b"], DeleteVolumes::AllPermanently).await.unwrap_err();
    assert!(error.to_string().contains("data is attached to b as well, which was not found"), "{error}");
    assert_eq!((error.kind(), sent_to(&requests, DELETE).len()), (ErrorKind::NotSent, 0));
}

/// It may appear, and would cost.
#[tokio::test(start_paused = true)]
async fn what_was_created_a_moment_ago_and_is_not_found_is_not_told_as_gone() {
    let (client, _) = scripted(|sent| match sent.line.as_str() {
        line if line.starts_with("POST") => Some((201, json!(ID))),
        _ => Some((404, json!({"code": "not_found", "message": "Not found"}))),
    });
    client.deploy_instance(order("node-1")).await.unwrap();
    client.create_script(CreateScript::builder().name("s").script("x")).await.unwrap();
    for is_new in [true, false] {
        let machine = client.delete_instances(ID, DeleteVolumes::Os).await.unwrap();
        let script = client.delete_scripts_by_id(ID).await.unwrap();
        assert_eq!((machine.already().count(), script.already().count()), if is_new { (0, 0) } else { (1, 1) });
        if is_new {
            let error = script.all_ok().unwrap_err();
            assert!(error.may_have_happened() && error.to_string().contains("does not find it yet"), "{error}");
        }
        sleep(Duration::from_secs(61)).await;
    }
}

/// What a list says and what its id says at the same time may come of one moment.
#[tokio::test(start_paused = true)]
async fn a_list_that_shows_a_machine_as_not_found_does_not_count_twice() {
    for until_deleted in [true, false] {
        let (client, _) = scripted(move |sent| {
            let is_wrong = (20_000..20_900).contains(&sent.at.as_millis());
            let a = machine("a", if is_wrong { "not_found" } else { "running" }, &[]);
            match sent.line.as_str() {
                LIST => Some((200, json!([a, machine("b", "provisioning", &[])]))),
                line if line.ends_with("/a") => Some((200, a)),
                _ => Some((200, machine("b", "provisioning", &[]))),
            }
        });
        let wait = client.wait_for_instances(["a", "b"]).every(Duration::from_secs(5)).timeout(Duration::from_secs(90));
        let ended = if until_deleted { wait.until_deleted().await } else { wait.await.map(drop) };
        let error = ended.unwrap_err();
        let reason = error.cause::<WaitError>().unwrap();
        assert_eq!(reason.reason, WaitEnd::TimedOut, "{error}");
        assert_eq!(reason.pending.len(), if until_deleted { 2 } else { 1 }, "{error}");
    }
}

/// Its deletion was sent, or it was never there: by lists and ids that do not show it yet.
#[tokio::test(start_paused = true)]
async fn a_wait_for_the_end_of_what_was_just_created_waits_for_it_to_appear() {
    let (client, _) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (line, _) if line.starts_with("POST") => Some((202, json!(ID))),
        (_, 0..10) => absent(),
        (_, 10..100) => Some((200, machine(ID, "running", &[]))),
        _ => absent(),
    });
    let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
    let began = Instant::now();
    client.wait_for_instance(&id).until_deleted().await.unwrap();
    assert!(began.elapsed() >= Duration::from_secs(100), "{:?}", began.elapsed());
}

/// They would go on costing, and the call would say that all went.
#[tokio::test(start_paused = true)]
async fn all_volumes_are_those_that_are_known_by_the_machine_and_by_the_list() {
    let told = json!({"id": "a", "status": "running", "os_volume_id": null, "volume_ids": ["data"]});
    let starts = json!({"id": "a", "status": "provisioning", "os_volume_id": null, "volume_ids": ["data"]});
    for (shown, volumes) in
        [(told, json!([volume("os", &["a"]), volume("data", &["a"])])), (starts, json!([volume("data", &["a"])]))]
    {
        let listed = shown.clone();
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            LIST => Some((200, json!([listed]))),
            VOLUMES => Some((200, volumes.clone())),
            DELETE => Some((202, Value::Null)),
            _ => Some((200, listed.clone())),
        });
        client.delete_instances("a", DeleteVolumes::All).await.unwrap_err();
        let terminate = client.terminate_instances("a", DeleteVolumes::All).timeout(Duration::from_secs(60));
        terminate.await.unwrap().all_ok().unwrap_err();
        assert_eq!(sent_to(&requests, DELETE).len(), 0, "{shown}");
    }
    // Reads do not show the machine yet, and its volumes even less.
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (line, _) if line.starts_with("POST") => Some((202, json!(ID))),
        (VOLUMES, 0..20) => Some((200, json!([]))),
        (VOLUMES, _) => Some((200, json!([volume("os", &[ID]), volume("data", &[ID])]))),
        (LIST, 0..20 | 60..) => Some((200, json!([]))),
        (LIST, _) => Some((200, json!([machine(ID, "running", &["os", "data"])]))),
        (DELETE, _) => Some((202, Value::Null)),
        (_, 0..20 | 60..) => absent(),
        _ => Some((200, machine(ID, "running", &["os", "data"]))),
    });
    let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
    let error = client.delete_instances(&id, DeleteVolumes::All).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotSent, "{error}");
    client.terminate_instances(&id, DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    let deletions = sent_to(&requests, DELETE);
    assert_eq!(deletions[0].body["volume_ids"], json!(["os", "data"]));
}

/// It would take half an hour to say what is known after ten seconds.
#[tokio::test(start_paused = true)]
async fn a_key_that_may_not_read_volumes_is_told_so_soon() {
    let (client, requests) = scripted(|sent| match sent.line.as_str() {
        LIST => Some((200, json!([machine("a", "running", &["os"])]))),
        VOLUMES => Some((403, json!({"code": "insufficient_scope", "message": "The key lacks a scope"}))),
        _ => Some((200, machine("a", "running", &["os"]))),
    });
    let began = Instant::now();
    let outcomes = client.terminate_instances("a", DeleteVolumes::All).await.unwrap();
    let line = outcomes.all_ok().unwrap_err().to_string();
    assert!(line.contains("insufficient_scope"), "{line}");
    assert!(began.elapsed() < Duration::from_secs(60) && requests.lock().unwrap().len() < 60, "{:?}", began.elapsed());
}
