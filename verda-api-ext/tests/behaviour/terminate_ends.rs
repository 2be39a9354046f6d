//! How deletions that are seen through end, and what one machine's has to do with another's.

use std::future::IntoFuture as _;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use verda_api_ext::types::{CreateVolume, InstanceId, VolumeId};
use verda_api_ext::{Client, DeleteVolumes};
use verda_fake::VerdaFake;

use crate::ensure::deployment;
use crate::terminate_odd::{DELETE, LIST, VOLUMES, failures, machine, refused, scripted, sent_to};
use crate::{client, order};

fn absent() -> Option<(u16, Value)> {
    Some((404, json!({"code": "not_found", "message": "Instance not found"})))
}

/// A list without it, its own id, and the deletion itself say so: there is no time for more, and no need.
#[tokio::test(start_paused = true)]
async fn what_neither_polls_nor_its_deletion_find_was_gone_before() {
    for volumes in [DeleteVolumes::Os, DeleteVolumes::All] {
        let (client, requests) =
            scripted(|sent| if sent.line == LIST || sent.line == VOLUMES { Some((200, json!([]))) } else { absent() });
        let outcomes = client.terminate_instances("a", volumes).timeout(Duration::ZERO).await.unwrap();
        assert_eq!((outcomes.already().count(), sent_to(&requests, DELETE).len()), (1, 1), "{outcomes:?}");
    }
    // A deletion that was accepted says that it exists.
    let (client, _) = scripted(|sent| match sent.line.as_str() {
        DELETE => Some((202, Value::Null)),
        LIST => Some((200, json!([]))),
        _ => absent(),
    });
    let outcomes = client.terminate_instances("a", DeleteVolumes::Os).timeout(Duration::ZERO).await.unwrap();
    assert!(failures(&outcomes)[0].contains("not seen, its deletion was accepted;"), "{outcomes:?}");
}

/// Who deleted it is told by what was seen, and by what its deletion said.
#[tokio::test(start_paused = true)]
async fn what_was_gone_before_its_deletion_is_told_so() {
    for (was_seen, resets, is_ours) in
        [(true, false, false), (true, true, true), (false, true, false), (false, false, false)]
    {
        let deletions = std::sync::atomic::AtomicUsize::new(0);
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            DELETE => {
                let number = deletions.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                if resets && number == 0 { Some((502, Value::Null)) } else { absent() }
            }
            _ if was_seen && sent.at < Duration::from_millis(500) => Some((200, machine("a", "running", &["os"]))),
            _ => absent(),
        });
        let outcomes = client.terminate_instances("a", DeleteVolumes::Os).await.unwrap();
        outcomes.all_ok().unwrap();
        let told = (outcomes.already().count(), sent_to(&requests, DELETE).len());
        assert_eq!(told, (usize::from(!is_ours), 1 + usize::from(resets)), "{was_seen} {resets}");
    }
    // What polls said before a deletion was accepted does not count.
    let (client, requests) = scripted(|sent| if sent.line == DELETE { Some((202, Value::Null)) } else { absent() });
    client.terminate_instances("a", DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert_eq!(sent_to(&requests, "GET").len(), 3);
}

/// Where no poll says anything, there is nothing to wait for; where polls show some of them, the others have their time.
#[tokio::test(start_paused = true)]
async fn polls_that_are_refused_end_it_unless_they_show_some() {
    let forbidden = || Some((403, json!({"code": "forbidden", "message": "No"})));
    for shows_some in [false, true] {
        let (client, _) = scripted(move |sent| match sent.line.as_str() {
            DELETE => Some((202, Value::Null)),
            LIST if shows_some => Some((200, json!([machine("a", "running", &["os"]), {"status": "odd"}]))),
            _ => forbidden(),
        });
        let began = Instant::now();
        let termination = client.terminate_instances(["a", "b"], DeleteVolumes::Os);
        let outcomes = termination.timeout(Duration::from_secs(90)).await.unwrap();
        let told = failures(&outcomes);
        assert_eq!(
            told.iter().filter(|why| why.contains("polls fail (")).count(),
            if shows_some { 0 } else { 2 },
            "{told:?}"
        );
        assert_eq!(began.elapsed() < Duration::from_secs(30), !shows_some, "{told:?} {:?}", began.elapsed());
    }
    // A wait for both, of which one cannot be looked at, is no termination.
    let (client, _) = scripted(move |sent| match sent.line.as_str() {
        LIST => Some((200, json!([machine("a", "offline", &["os"]), {"status": "odd"}]))),
        _ => forbidden(),
    });
    let began = Instant::now();
    client.wait_for_instances(["a", "b"]).timeout(Duration::from_secs(300)).await.unwrap_err();
    // For a minute it may be about to appear.
    assert!(began.elapsed() < Duration::from_secs(75), "{:?}", began.elapsed());
}

/// The failure of `delete_stuck` says nothing of a machine that a usual deletion of the same round was accepted for.
#[tokio::test(start_paused = true)]
async fn a_stuck_machine_whose_deletion_fails_takes_no_other_with_it() {
    for failure in [Some((500, json!({}))), refused("No")] {
        let (client, requests) = scripted(move |sent| {
            let of_b = match sent.at.as_secs() {
                0..238 => "provisioning",
                238..400 => "running",
                _ => "discontinued",
            };
            let is_about_b = sent.body["id"] == "b" || sent.body["id"] == json!(["b"]);
            match sent.line.as_str() {
                DELETE if sent.body["action"] == "delete_stuck" => failure.clone(),
                DELETE if is_about_b && of_b == "provisioning" => refused("Can't discontinue a provisioning instance"),
                DELETE if sent.body["id"].as_array().is_some_and(|ids| ids.len() > 1) => refused("One at a time"),
                DELETE => Some((202, Value::Null)),
                _ => Some((200, json!([machine("a", "running", &["os-a"]), machine("b", of_b, &["os-b"])]))),
            }
        });
        let termination = client.terminate_instances(["a", "b"], DeleteVolumes::Os);
        let outcomes = termination.timeout(Duration::from_secs(500)).await.unwrap();
        assert_eq!(outcomes.succeeded().map(ToString::to_string).collect::<Vec<_>>(), ["b"], "{outcomes:?}");
        let usual = |sent: &&crate::terminate_odd::Sent| {
            sent.body["action"] == "delete" && sent.at > Duration::from_secs(230) && sent.at < Duration::from_secs(350)
        };
        assert_eq!(sent_to(&requests, DELETE).iter().filter(usual).count(), 1, "{:?}", sent_to(&requests, DELETE));
    }
}

/// What appears after the poll may get more volumes: it is deleted when a poll has shown it.
#[tokio::test(start_paused = true)]
async fn a_machine_that_appears_after_the_poll_is_deleted_with_the_volumes_that_it_gets() {
    let (client, requests) = scripted(|sent| {
        let volumes: &[&str] = if sent.at < Duration::from_secs(1) { &["os"] } else { &["os", "data"] };
        match (sent.line.as_str(), sent.at.as_secs()) {
            (DELETE, _) => Some((202, Value::Null)),
            (LIST, 0..60) => Some((200, json!([machine("a", "running", volumes)]))),
            (LIST, _) => Some((200, json!([]))),
            (_, 1..60) => Some((200, machine("a", "running", volumes))),
            _ => absent(),
        }
    });
    client.terminate_instances("a", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    let requests = requests.lock().unwrap();
    let deletion = requests.iter().find(|sent| sent.line == DELETE).unwrap();
    assert_eq!(deletion.body["volume_ids"], json!(["os", "data"]), "{requests:?}");
}

/// Where a machine does not tell its volumes, each volume tells its own users.
#[tokio::test(start_paused = true)]
async fn a_volume_is_looked_at_by_its_own_users() {
    for (of_data, of_other, is_known) in [("a", "b", true), ("b", "a", false)] {
        let volume =
            |id: &str, user: &str| json!({"id": id, "status": "attached", "type": "NVMe", "instances": [{"id": user}]});
        let volumes = json!([volume("other", of_other), volume("data", of_data)]);
        let (client, _) = scripted(move |sent| match sent.line.as_str() {
            LIST => Some((200, json!([machine("a", "running", &["data"]), {"id": "b", "status": "running"}]))),
            VOLUMES => Some((200, volumes.clone())),
            _ => Some((202, Value::Null)),
        });
        assert_eq!(client.delete_instances("a", DeleteVolumes::All).await.is_ok(), is_known, "{of_data}");
    }
}

/// A list of instances lacks a new machine. The volumes tell that it uses one.
#[tokio::test(start_paused = true)]
async fn a_volume_of_a_machine_that_is_not_listed_yet_is_not_deleted() {
    let fake = VerdaFake::builder().listed_after(Duration::from_secs(50)).build();
    let client = client(&fake);
    let (first, volumes) = with_volume(&client, "first", "NVMe_Shared").await;
    tokio::time::sleep(Duration::from_secs(60)).await;
    client.deploy_instance(order("second").existing_volumes(volumes.clone())).await.unwrap();
    for volumes in [DeleteVolumes::All, DeleteVolumes::AllPermanently] {
        let error = client.delete_instances(&first, volumes).await.unwrap_err();
        assert!(
            error.to_string().contains("attached to something else as well; this deletion was not sent"),
            "{error}"
        );
    }
    assert!(client.list_volumes().await.unwrap().iter().any(|volume| volume.id == volumes[0]));
    assert!(fake.requests_to(DELETE).is_empty());
}

/// Clusters and deployments may mount a shared file system, and no list of machines shows them.
#[tokio::test(start_paused = true)]
async fn a_shared_file_system_goes_only_by_its_name() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let (id, volumes) = with_volume(&client, "one", "NVMe_Shared").await;
    client.wait_for_instance(&id).await.unwrap();
    let outcomes = client.terminate_instances(&id, DeleteVolumes::AllPermanently).await.unwrap();
    assert!(failures(&outcomes)[0].contains("is of the type NVMe_Shared, which clusters and deployments may mount"));
    assert!(fake.requests_to(DELETE).is_empty());
    client.terminate_instances(&id, DeleteVolumes::These(volumes)).await.unwrap().all_ok().unwrap();
    assert_eq!(client.list_volumes_in_trash().await.unwrap().len(), 1);
}

async fn with_volume(client: &Client, hostname: &str, kind: &str) -> (InstanceId, Vec<VolumeId>) {
    let volume = CreateVolume::builder().name("data").size(50_u64).type_(kind).location_code("FIN-01");
    let volume = client.create_volume(volume).await.unwrap().into_inner();
    client.wait_for_volume(&volume).await.unwrap();
    let order = order(hostname).existing_volumes([volume.clone()]);
    (client.deploy_instance(order).await.unwrap().into_inner(), vec![volume])
}

/// A page of a list may lack a machine that runs, as may a copy of it that is old.
#[tokio::test(start_paused = true)]
async fn a_machine_that_the_list_no_longer_shows_is_not_gone_while_its_own_id_shows_it() {
    let (client, _) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (DELETE, _) => Some((202, Value::Null)),
        (LIST, 0..3) => Some((200, json!(["a", "b"].map(|id| machine(id, "running", &["os"]))))),
        (LIST, _) => Some((200, json!([machine("c", "running", &["os-c"])]))),
        (line, 0..40) => Some((200, machine(line.rsplit('/').next().unwrap(), "running", &["os"]))),
        _ => absent(),
    });
    let began = Instant::now();
    client.terminate_instances(["a", "b"], DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert!(began.elapsed() >= Duration::from_secs(40), "{:?}", began.elapsed());
}

/// Another program creates a deployment of the name that is being deleted.
#[tokio::test(start_paused = true)]
async fn a_deployment_that_was_created_anew_is_not_deleted() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.create_container_deployment(deployment()).await.unwrap();
    let other = client.clone();
    let again = async move {
        loop {
            // In the moment in which it is gone.
            let created = other.create_container_deployment(deployment()).await;
            if created.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let terminate = client.terminate_container_deployments("llm").into_future();
    let (outcomes, ()) = futures_util::future::join(terminate, again).await;
    outcomes.unwrap().all_ok().unwrap();
    assert_eq!(fake.deployments().len(), 1);
}

/// Once its deletion is accepted its volumes are in the trash, and in no list.
#[tokio::test(start_paused = true)]
async fn a_machine_whose_volumes_are_gone_is_deleted_again() {
    let (client, requests) = scripted(|sent| {
        let seconds = sent.at.as_secs();
        let volume = json!({"id": "os", "status": "attached", "type": "NVMe", "instances": [{"id": "a"}]});
        match sent.line.as_str() {
            DELETE => Some((202, Value::Null)),
            VOLUMES if seconds < 5 => Some((200, json!([volume]))),
            VOLUMES => Some((200, json!([{"id": "x", "status": "detached", "type": "NVMe", "instances": []}]))),
            LIST if seconds < 200 => Some((200, json!([machine("a", "running", &["os"])]))),
            LIST => Some((200, json!([]))),
            _ if seconds < 200 => Some((200, machine("a", "running", &["os"]))),
            _ => absent(),
        }
    });
    client.terminate_instances("a", DeleteVolumes::All).await.unwrap().all_ok().unwrap();
    let named: Vec<Value> = sent_to(&requests, DELETE).iter().map(|sent| sent.body["volume_ids"].clone()).collect();
    assert_eq!(named, [json!(["os"]), json!([])]);
}

/// What `delete_stuck` does with volumes is not documented, and the data volume is to stay.
#[tokio::test(start_paused = true)]
async fn a_stuck_machine_with_a_volume_that_is_to_stay_is_not_deleted_by_force() {
    for (volumes, of_machine, is_forced) in [
        (DeleteVolumes::Os, &["os", "data"][..], false),
        (DeleteVolumes::These(vec!["os".into()]), &["os", "data"], false),
        (DeleteVolumes::These(vec!["os".into(), "data".into()]), &["os", "data"], true),
        (DeleteVolumes::Os, &["os"], true),
    ] {
        let listed = machine("a", "deleting", of_machine);
        let (client, requests) = scripted(move |sent| match sent.line.as_str() {
            DELETE => Some((202, Value::Null)),
            LIST => Some((200, json!([listed]))),
            _ => Some((200, listed.clone())),
        });
        let outcomes = client.terminate_instances("a", volumes.clone()).await.unwrap();
        assert!(outcomes.failed().all(|(_, why)| why.is_unknown()), "{outcomes:?}");
        let is_stuck = |sent: &crate::terminate_odd::Sent| sent.body["action"] == "delete_stuck";
        assert_eq!(sent_to(&requests, DELETE).iter().any(is_stuck), is_forced, "{volumes:?} {of_machine:?}");
    }
}

/// A status that says that the API does not find it is as little proof as a response that says so.
#[tokio::test(start_paused = true)]
async fn a_machine_that_the_api_loses_for_a_moment_is_not_gone() {
    let (client, requests) = scripted(|sent| {
        let status = match sent.at.as_secs() {
            0..4 => "provisioning",
            4..30 => "not_found",
            30..90 => "running",
            _ => "discontinued",
        };
        match sent.line.as_str() {
            DELETE if sent.at.as_secs() < 4 => refused("Can't discontinue a provisioning instance"),
            DELETE => Some((202, Value::Null)),
            LIST => Some((200, json!([machine("a", status, &["os"])]))),
            _ => Some((200, machine("a", status, &["os"]))),
        }
    });
    client.terminate_instances("a", DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert!(sent_to(&requests, DELETE).iter().any(|sent| sent.at.as_secs() >= 30));
}

/// One machine goes, and the other one is refused: what both use stays.
#[tokio::test(start_paused = true)]
async fn a_volume_that_a_machine_shares_with_one_that_stays_is_not_deleted() {
    let all = [DeleteVolumes::All, DeleteVolumes::These(vec!["shared".into(), "os-a".into(), "os-b".into()])];
    for volumes in all {
        let gone = std::sync::atomic::AtomicBool::new(false);
        let (client, requests) = scripted(move |sent| {
            let machines = [machine("a", "running", &["os-a", "shared"]), machine("b", "running", &["os-b", "shared"])];
            let is_gone = gone.load(std::sync::atomic::Ordering::Relaxed);
            match sent.line.as_str() {
                DELETE if sent.body["id"].to_string().contains("\"b\"") => refused("The instance is protected"),
                DELETE => {
                    gone.store(true, std::sync::atomic::Ordering::Relaxed);
                    Some((202, Value::Null))
                }
                LIST => Some((200, machines[usize::from(is_gone)..].iter().cloned().collect())),
                "GET /v1/instances/b" => Some((200, machines[1].clone())),
                _ if is_gone => absent(),
                _ => Some((200, machines[0].clone())),
            }
        });
        let outcomes = client.terminate_instances(["a", "b"], volumes.clone()).await.unwrap();
        assert_eq!((outcomes.succeeded().count(), outcomes.failed().count()), (1, 1), "{outcomes:?}");
        let of_a = sent_to(&requests, DELETE).into_iter().rfind(|sent| sent.body["id"] == "a").unwrap();
        assert_eq!(of_a.body["volume_ids"], json!(["os-a"]), "{volumes:?}");
    }
}
