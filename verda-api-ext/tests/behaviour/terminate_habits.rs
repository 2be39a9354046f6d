//! Deletions that are seen through, against the habits of the running API: deletions that are stuck, lists that are late,
//! proxies that give up, and all of it at once.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use verda_api_ext::types::{CreateJobDeployment, CreateSshKey, DeployCluster, DeployClusterSharedVolume, InstanceId};
use verda_api_ext::{Client, DeleteVolumes};
use verda_fake::{Effect, Fate, Gone, Injection, VerdaFake};

use crate::{client, order};

const DELETE: &str = "PUT /v1/instances";
const JOB: &str = "DELETE /v1/job-deployments/{jobName}";

fn deletions(fake: &VerdaFake) -> Vec<Value> {
    fake.requests_to(DELETE).iter().map(|request| request.json().unwrap()).collect()
}

async fn deploy(client: &Client, hostname: &str) -> InstanceId {
    client.deploy_instance(order(hostname)).await.unwrap().into_inner()
}

#[tokio::test(start_paused = true)]
async fn a_deletion_that_is_accepted_and_does_nothing_is_repeated() {
    for fate in [Fate::DeletionStuck, Fate::DeletionIgnored] {
        let volumes = [DeleteVolumes::None, DeleteVolumes::Os, DeleteVolumes::All, DeleteVolumes::AllPermanently];
        for (volumes, left) in volumes.into_iter().zip([1, 0, 0, 0]) {
            let fake = VerdaFake::builder().build();
            let client = client(&fake);
            fake.next_instance_fate(fate);
            let ids = [deploy(&client, "one").await, deploy(&client, "two").await];
            client.wait_for_instances(&ids).await.unwrap();
            let began = Instant::now();
            let outcomes = client.terminate_instances(&ids, volumes.clone()).await.unwrap();
            outcomes.all_ok().unwrap();
            assert!((120..140).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
            assert_eq!(client.list_volumes().await.unwrap().len(), 2 * left, "{fate:?} {volumes:?}");
            // The repetition is about the one that is stuck, and names no volume of the other.
            let [both, again] = &deletions(&fake)[..] else { panic!("{:?}", deletions(&fake)) };
            assert_eq!((&both["id"], &again["id"]), (&json!(ids), &json!(ids[0])));
            let count = |body: &Value| body.get("volume_ids").map(|ids| ids.as_array().unwrap().len());
            let expected = match &volumes {
                DeleteVolumes::Os => (None, None),
                DeleteVolumes::None => (Some(0), Some(0)),
                _ => (Some(2), Some(1)),
            };
            assert_eq!((count(both), count(again)), expected, "{volumes:?}");
        }
    }
}

/// It was attached after the first deletion was sent: the caller did not mean it.
#[tokio::test(start_paused = true)]
async fn a_volume_that_a_machine_gets_later_is_never_deleted() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    fake.next_instance_fate(Fate::DeletionIgnored);
    let id = deploy(&client, "one").await;
    client.wait_for_instance(&id).await.unwrap();
    let volume = verda_api_ext::types::CreateVolume::builder().name("later").size(100_u64).type_("NVMe");
    let later = client.create_volume(volume.location_code("FIN-01")).await.unwrap().into_inner();
    client.wait_for_volume(&later).await.unwrap();
    let termination = client.terminate_instances(&id, DeleteVolumes::AllPermanently);
    let attach = async {
        sleep(Duration::from_secs(10)).await;
        client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
        client.wait_for_instance(&id).until_offline().await.unwrap();
        client.attach_volumes(&later, &id).await.unwrap().all_ok().unwrap();
    };
    let (outcomes, ()) = tokio::join!(termination, attach);
    outcomes.unwrap().all_ok().unwrap();
    let left = client.list_volumes().await.unwrap().into_inner();
    assert_eq!(left.iter().map(|volume| &volume.id).collect::<Vec<_>>(), [&later]);
}

/// It was detached after the first deletion was sent: a repetition does not name it any more.
#[tokio::test(start_paused = true)]
async fn a_volume_that_is_detached_meanwhile_is_not_named_again() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let volume = verda_api_ext::types::CreateVolume::builder().name("data").size(100_u64).type_("NVMe");
    let data = client.create_volume(volume.location_code("FIN-01")).await.unwrap().into_inner();
    client.wait_for_volume(&data).await.unwrap();
    fake.next_instance_fate(Fate::DeletionIgnored);
    let order = order("one").existing_volumes([data.clone()]);
    let id = client.deploy_instance(order).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    let termination = client.terminate_instances(&id, DeleteVolumes::AllPermanently);
    let detach = async {
        sleep(Duration::from_secs(10)).await;
        client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
        client.wait_for_instance(&id).until_offline().await.unwrap();
        client.detach_volumes(&data).await.unwrap().all_ok().unwrap();
    };
    let (outcomes, ()) = tokio::join!(termination, detach);
    outcomes.unwrap().all_ok().unwrap();
    let deletions: Vec<_> = deletions(&fake).into_iter().filter(|body| body["action"] == "delete").collect();
    let names = |body: &Value| body["volume_ids"].as_array().unwrap().contains(&json!(data));
    assert_eq!(deletions.iter().map(names).collect::<Vec<_>>(), [true, false]);
    assert_eq!(client.list_volumes().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_was_ordered_a_moment_ago_and_is_not_listed_is_deleted() {
    let fake = VerdaFake::builder().listed_after(Duration::from_secs(90)).build();
    let client = client(&fake);
    let mut ids = Vec::new();
    for number in 0..15 {
        ids.push(deploy(&client, &format!("node-{number}")).await);
    }
    client.terminate_instances(&ids, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert!(fake.instances().iter().all(|machine| machine["status"] == "discontinued"));
}

/// A machine that neither the list nor a request by its id shows yet: it is not taken for gone.
#[tokio::test(start_paused = true)]
async fn a_machine_that_no_poll_shows_yet_is_deleted_before_it_counts_as_gone() {
    for others in [0, 1] {
        let fake = VerdaFake::builder().listed_after(Duration::from_secs(90)).build();
        let client = client(&fake);
        let id = deploy(&client, "one").await;
        sleep(Duration::from_secs(61)).await;
        let hidden = Injection::new(Effect::Status(StatusCode::NOT_FOUND)).on("GET /v1/instances/{instance_id}");
        fake.inject(hidden.times(2)).unwrap();
        let ids = [id.to_string(), "5b1e0000-0000-4000-8000-00000000dead".to_owned()];
        client.terminate_instances(&ids[..=others], DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
        sleep(Duration::from_secs(10)).await;
        assert_eq!(fake.instances()[0]["status"], "discontinued", "{others}");
    }
}

/// A bad id that the API does not say to be absent: polls of it fail for ever.
#[tokio::test(start_paused = true)]
async fn an_id_that_cannot_be_asked_for_takes_no_other_with_it() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(300)).build();
    let client = client(&fake);
    let id = deploy(&client, "one").await;
    let refused = json!({"code": "invalid_request", "message": "instance_id must be a UUID"});
    let refused = Effect::Respond {
        status: StatusCode::BAD_REQUEST,
        content_type: http::header::HeaderValue::from_static("application/json"),
        body: refused.to_string().into(),
    };
    fake.inject(Injection::new(refused.clone()).on("GET /v1/instances/{instance_id}").always()).unwrap();
    fake.inject(Injection::new(refused).on(DELETE).times(2)).unwrap();
    let outcomes = client.terminate_instances(["bad", id.as_str()], DeleteVolumes::Os).await.unwrap();
    let failed: Vec<_> = outcomes.failed().map(|(id, why)| (id.to_string(), why.to_string())).collect();
    assert_eq!(failed, [("bad".to_owned(), "instance_id must be a UUID (invalid_request)".to_owned())]);
    assert_eq!(fake.instances()[0]["status"], "discontinued");
}

/// What was said of such a machine before its deletion proves nothing of what came of that.
#[tokio::test(start_paused = true)]
async fn a_machine_that_appears_after_its_deletion_was_forgotten_is_not_taken_for_gone() {
    let fake = VerdaFake::builder().listed_after(Duration::from_secs(900)).build();
    let client = client(&fake);
    fake.next_instance_fate(Fate::DeletionIgnored);
    let id = deploy(&client, "one").await;
    sleep(Duration::from_secs(61)).await;
    let hidden = Injection::new(Effect::Status(StatusCode::NOT_FOUND)).on("GET /v1/instances/{instance_id}");
    fake.inject(hidden.times(2)).unwrap();
    let down = Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE)).on("GET /v1/instances");
    fake.inject(down.after(1).times(8)).unwrap();
    let ids = [id.as_str(), "5b1e0000-0000-4000-8000-00000000dead"];
    client.terminate_instances(ids, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    assert_eq!(fake.instances()[0]["status"], "discontinued");
}

#[tokio::test(start_paused = true)]
async fn clusters_are_waited_out_and_deleted_again_as_machines_are() {
    let fake = VerdaFake::builder().balance(1e6).listed_after(Duration::from_secs(20)).build();
    let client = client(&fake);
    let key = CreateSshKey::builder().name("k").key("ssh-ed25519 A");
    let key = client.create_ssh_key(key).await.unwrap().into_inner();
    fake.next_cluster_fate(Fate::DeletionStuck);
    let volume = DeployClusterSharedVolume::new("home", 1000);
    let order = DeployCluster::builder().cluster_type("16H200").hostname("train").location_code("FIN-01");
    let order = order.image("ubuntu-24.04-cuda-12.8-cluster").shared_volume(volume).ssh_key_ids(key).description("");
    let id = client.deploy_cluster(order).await.unwrap().into_inner().id;
    let began = Instant::now();
    let outcomes = client.terminate_clusters([id.as_str(), "5b1e0000-0000-4000-8000-00000000dead"]).await.unwrap();
    outcomes.all_ok().unwrap();
    assert_eq!(outcomes.already().count(), 1);
    assert!((180..200).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert_eq!(fake.clusters()[0]["status"], "discontinued");
}

async fn deploy_job(client: &Client, name: &str) {
    let body = json!({
        "name": name, "compute": {"name": "H100", "size": 1}, "container_registry_settings": {"is_private": false},
        "containers": [{"image": "registry.example.com/train:1", "exposed_port": 80}],
        "scaling": {"max_replica_count": 1, "queue_message_ttl_seconds": 60, "deadline_seconds": 600},
    });
    let order: CreateJobDeployment = serde_json::from_value(body).unwrap();
    client.create_job_deployment(order).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_deployment_is_gone_whatever_a_proxy_says() {
    let faults = [
        Effect::Html(StatusCode::GATEWAY_TIMEOUT),
        Effect::ResetAfter,
        Effect::HandledThenStatus(StatusCode::GATEWAY_TIMEOUT),
        Effect::Hang,
    ];
    for fault in faults {
        for times in [0, 1, 6] {
            let fake = VerdaFake::builder().gateway_timeout(Duration::from_secs(1)).build();
            let client = client(&fake);
            for name in ["one", "two"] {
                deploy_job(&client, name).await;
            }
            fake.inject(Injection::new(fault.clone()).on(JOB).times(times)).unwrap();
            let outcomes = client.terminate_job_deployments(["one", "two", "never"]).await.unwrap();
            assert!(outcomes.all_ok().is_ok(), "{fault:?} {times}: {outcomes:?}");
            assert_eq!(outcomes.len(), 3);
            assert!(client.list_job_deployments().await.unwrap().is_empty());
        }
    }
}

/// Faults of all kinds on every path, chosen by a seed. A success is true, and no machine and no volume is left.
///
/// `TERMINATIONS=3000` tries more of them.
#[tokio::test(start_paused = true)]
async fn nothing_is_left_behind_whatever_fails() {
    let seeds = std::env::var("TERMINATIONS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(100);
    for seed in 0..seeds {
        let mut rng = fastrand::Rng::with_seed(seed);
        let fake = VerdaFake::builder().seed(seed).gone(Gone::Mixed).balance(1e6);
        let fake = fake.listed_after(Duration::from_secs(rng.u64(0..60))).without_rate_limits().build();
        let client = client(&fake);
        let volumes = [DeleteVolumes::Os, DeleteVolumes::All, DeleteVolumes::AllPermanently][rng.usize(0..3)].clone();
        // Stuck ones are not deleted by the action that could delete volumes permanently.
        let stuck = if volumes == DeleteVolumes::AllPermanently { Fate::Runs } else { Fate::Stuck };
        let mut ids = Vec::new();
        for number in 0..rng.usize(1..7) {
            let fates = [Fate::Runs, Fate::DeletionStuck, Fate::DeletionIgnored, Fate::Error, stuck];
            fake.next_instance_fate(fates[rng.usize(0..fates.len())]);
            ids.push(deploy(&client, &format!("node-{number}")).await.to_string());
        }
        ids.push("5b1e0000-0000-4000-8000-00000000dead".to_owned());
        rng.shuffle(&mut ids);
        sleep(Duration::from_secs(rng.u64(0..90))).await;
        let effects = [
            Effect::Status(StatusCode::CONFLICT),
            Effect::Html(StatusCode::NOT_FOUND),
            Effect::Status(StatusCode::INTERNAL_SERVER_ERROR),
            Effect::Status(StatusCode::SERVICE_UNAVAILABLE),
            Effect::Html(StatusCode::BAD_GATEWAY),
            Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR),
            Effect::ResetBefore,
            Effect::ResetAfter,
            Effect::Truncated,
        ];
        for _ in 0..rng.usize(0..12) {
            let operations = [DELETE, DELETE, "GET /v1/instances", "GET /v1/instances/{instance_id}"];
            let operation = operations[rng.usize(0..operations.len())];
            // Polls that are refused for long end it: the first two are refusals.
            let first = if operation == DELETE { 0 } else { 2 };
            let fault = Injection::new(effects[rng.usize(first..effects.len())].clone());
            let fault = fault.on(operation).after(rng.u32(0..8)).times(rng.u32(1..6));
            fake.inject(fault).unwrap();
        }
        let outcomes = client.terminate_instances(&ids, volumes.clone()).await.unwrap();
        let status = |id: &str| {
            let machines = fake.instances();
            let machine = machines.iter().find(|machine| machine["id"] == id)?;
            Some(machine["status"].as_str().unwrap().to_owned())
        };
        for (id, outcome) in outcomes.iter() {
            let status = status(id.as_str());
            let is_gone = status.as_deref().is_none_or(|status| status == "discontinued");
            assert!(outcome.is_err() || is_gone, "{seed}: {id} is {status:?}, and {outcome:?}");
        }
        let failed: Vec<String> = outcomes.failed().map(|(id, why)| format!("{id}: {why}")).collect();
        assert!(failed.is_empty(), "{seed} {volumes:?}: {failed:?}");
        let left: Vec<_> = client.list_volumes().await.unwrap().iter().map(|volume| volume.id.clone()).collect();
        assert!(left.is_empty(), "{seed} {volumes:?}: {left:?}");
    }
}
