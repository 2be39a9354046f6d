//! Which volumes go with a machine, by lists that do not tell all, or are a moment old.

use std::time::Duration;

use serde_json::{Value, json};
use verda_api_ext::DeleteVolumes;

use crate::terminate_odd::{DELETE, LIST, VOLUMES, machine, refused, scripted, sent_to};

/// What `delete_stuck` does with a volume that is to stay is not documented, and a machine that starts may not tell it yet.
#[tokio::test(start_paused = true)]
async fn a_stuck_machine_that_tells_no_volume_keeps_the_one_it_may_have() {
    let kept = [DeleteVolumes::None, DeleteVolumes::These(vec!["data".into()])];
    for (volumes, is_stuck) in kept.map(|volumes| (volumes, false)).into_iter().chain([(DeleteVolumes::All, true)]) {
        let (client, requests) = scripted(|sent| match sent.line.as_str() {
            LIST => Some((200, json!([machine("a", "ordered", &[])]))),
            DELETE if sent.body["action"] == "delete_stuck" => Some((202, Value::Null)),
            DELETE => refused("Can't discontinue an ordered instance"),
            _ => Some((200, machine("a", "ordered", &[]))),
        });
        let outcomes = client.terminate_instances("a", volumes.clone()).await.unwrap();
        assert!(outcomes.failed().all(|(_, why)| why.is_unknown()), "{outcomes:?}");
        let stuck = sent_to(&requests, DELETE).iter().filter(|sent| sent.body["action"] == "delete_stuck").count();
        assert_eq!(stuck > 0, is_stuck, "{volumes:?}");
    }
}

/// A list that does not say what uses a volume, or lacks some, does not say that all volumes of a machine are to go.
#[tokio::test(start_paused = true)]
async fn a_stuck_machine_is_not_forced_by_a_list_that_does_not_tell_all() {
    let os = json!({"id": "os", "status": "attached", "is_os_volume": true, "instances": [{"id": "a"}]});
    let data = json!({"id": "data", "status": "attached", "instance_id": null});
    let spare = json!({"id": "spare", "status": "detached", "instances": null});
    for (volumes, tells_volumes, is_forced) in
        [(json!([os, data]), true, false), (json!([os]), false, false), (json!([os, spare]), true, true)]
    {
        let case = format!("{volumes} {tells_volumes}");
        let (client, requests) = scripted(move |sent| {
            let mut shown = machine("a", "error", &["os"]);
            if !tells_volumes {
                shown["volume_ids"] = Value::Null;
            }
            match sent.line.as_str() {
                LIST => Some((200, json!([shown]))),
                DELETE => Some((202, Value::Null)),
                // In a form that the script takes as it is.
                VOLUMES => {
                    let mut volumes = volumes.clone();
                    volumes.as_array_mut().unwrap().iter_mut().for_each(|volume| volume["type"] = json!("NVMe"));
                    Some((200, volumes))
                }
                _ => Some((200, shown)),
            }
        });
        let _ = client.terminate_instances("a", DeleteVolumes::Os).timeout(Duration::from_secs(900)).await.unwrap();
        let forced = sent_to(&requests, DELETE).iter().any(|sent| sent.body["action"] == "delete_stuck");
        assert_eq!(forced, is_forced, "{case}");
    }
}

/// It says nothing of the volumes of the others.
#[tokio::test(start_paused = true)]
async fn an_odd_volume_of_another_machine_stops_no_deletion_of_all_volumes() {
    for odd in [json!("none"), json!(7), json!({})] {
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            LIST => Some((200, json!([machine("a", "running", &["os"])]))),
            VOLUMES => Some((
                200,
                json!([
                    {"id": "odd", "status": "attached", "type": "NVMe", "instances": odd},
                    {"id": "os", "status": "attached", "type": "NVMe", "instances": [{"id": "a"}]},
                ]),
            )),
            _ => Some((202, Value::Null)),
        });
        client.delete_instances("a", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
        assert_eq!(sent_to(&requests, DELETE)[0].body["volume_ids"], json!(["os"]));
    }
}

/// A list of volumes may be a moment older than the machine.
#[tokio::test(start_paused = true)]
async fn one_late_list_of_volumes_ends_no_termination() {
    let (client, _) = scripted(|sent| {
        let users = if sent.at < Duration::from_secs(7) { json!([]) } else { json!([{"id": "a"}]) };
        match (sent.line.as_str(), sent.at.as_secs()) {
            (VOLUMES, _) => {
                Some((200, json!([{"id": "os", "status": "attached", "type": "NVMe", "instances": users}])))
            }
            (DELETE, _) => Some((202, Value::Null)),
            (LIST, 0..20) => Some((200, json!([machine("a", "running", &["os"])]))),
            (LIST, _) => Some((200, json!([]))),
            (_, 0..20) => Some((200, machine("a", "running", &["os"]))),
            _ => Some((404, json!({"code": "not_found", "message": "Instance not found"}))),
        }
    });
    client.terminate_instances("a", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
}

/// The list of instances shows it for some time, with volumes that are in the trash.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_gone_stops_no_deletion_of_all_volumes_of_others() {
    let (client, requests) = scripted(|sent| match sent.line.as_str() {
        LIST => Some((200, json!([machine("a", "running", &["os"]), machine("gone", "discontinued", &["os-gone"])]))),
        VOLUMES => Some((200, json!([{"id": "os", "status": "attached", "type": "NVMe", "instances": [{"id": "a"}]}]))),
        DELETE if sent.body["id"] == "gone" => refused("Can't discontinue a discontinued instance"),
        _ => Some((202, Value::Null)),
    });
    client.delete_instances(["gone", "a"], DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    assert_eq!(sent_to(&requests, DELETE)[0].body["volume_ids"], json!(["os"]));
}

/// Lists may be a minute late: a volume that was detached a moment ago stays.
#[tokio::test(start_paused = true)]
async fn a_list_of_volumes_that_is_late_for_half_a_minute_ends_no_termination() {
    let (client, requests) = scripted(|sent| {
        let users = if sent.at < Duration::from_secs(35) { json!([{"id": "a"}]) } else { json!([]) };
        match (sent.line.as_str(), sent.at.as_secs()) {
            (VOLUMES, _) => Some((
                200,
                json!([
                    {"id": "os", "status": "attached", "type": "NVMe", "instances": [{"id": "a"}]},
                    {"id": "data", "status": "attached", "type": "NVMe", "instances": users},
                ]),
            )),
            (DELETE, _) => Some((202, Value::Null)),
            (LIST, 0..60) => Some((200, json!([machine("a", "running", &["os"])]))),
            (LIST, _) => Some((200, json!([]))),
            (_, 0..60) => Some((200, machine("a", "running", &["os"]))),
            _ => Some((404, json!({"code": "not_found", "message": "Instance not found"}))),
        }
    });
    client.terminate_instances("a", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    assert_eq!(sent_to(&requests, DELETE)[0].body["volume_ids"], json!(["os"]));
}

/// A volume that is being detached for minutes is not named, and holds up no termination for ever.
#[tokio::test(start_paused = true)]
async fn where_lists_disagree_for_long_what_the_machine_tells_goes() {
    let (client, sent) = scripted(|sent| match sent.line.as_str() {
        "GET /v1/volumes" => {
            let of_a = |id: &str| json!({"id": id, "type": "NVMe", "status": "attached", "instances": [{"id": "a"}]});
            Some((200, json!([of_a("os-a"), of_a("data")])))
        }
        line if line.starts_with("PUT") => Some((202, Value::Null)),
        _ if sent.at < Duration::from_secs(120) => Some((200, json!([machine("a", "running", &["os-a"])]))),
        _ => Some((200, json!([machine("a", "discontinued", &[])]))),
    });
    let outcomes = client.terminate_instances("a", DeleteVolumes::All).await.unwrap();
    let deletions = sent_to(&sent, "PUT /v1/instances");
    assert!(outcomes.all_ok().is_ok() && deletions[0].at > Duration::from_secs(60), "{deletions:?}");
    assert!(
        deletions.iter().all(|deletion| deletion.body["volume_ids"].as_array().unwrap().iter().all(|id| id == "os-a"))
    );
}
