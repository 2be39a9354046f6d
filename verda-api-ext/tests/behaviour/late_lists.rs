//! Lists that were asked for before a machine appeared in them, and whose responses arrive after it did: they prove nothing.

use std::time::{Duration, SystemTime};

use tokio::time::{Instant, sleep, sleep_until};
use verda_api_ext::raw::Bytes;
use verda_api_ext::types::{CreateScript, CreateVolume};
use verda_api_ext::{BoxFuture, Client, DeleteVolumes, ErrorKind, Operation, Transport, TransportError};
use verda_fake::{Effect, InProcess, Injection, VerdaFake};

use crate::launch::{billed, train};
use crate::{DEPLOY, SECRET, order};

const SECOND: Duration = Duration::from_secs(1);

/// A machine is listed after 55 seconds.
fn fake() -> VerdaFake {
    let builder = VerdaFake::builder().start_time(SystemTime::now().into()).balance(1e6);
    builder.listed_after(55 * SECOND).build()
}

/// Holds back the responses to lists that were asked for between two instants, until the later one.
struct LateLists {
    fake: InProcess,
    from: Instant,
    to: Instant,
}

impl Transport for LateLists {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let asked = Instant::now();
            let response = self.fake.execute(request, operation).await;
            if operation.id == "list_instances" && (self.from..self.to).contains(&asked) {
                sleep_until(self.to).await;
            }
            response
        })
    }
}

fn client(fake: &VerdaFake, from: u32, to: u32) -> Client {
    let now = Instant::now();
    let late = LateLists { fake: fake.transport(), from: now + from * SECOND, to: now + to * SECOND };
    Client::builder().credentials("id", SECRET).jitter_seed(7).transport(late).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_order_that_was_lost_is_not_repeated_after_a_late_list_without_its_machine() {
    let fake = fake();
    fake.inject(Injection::new(Effect::ResetAfter).on(DEPLOY)).unwrap();
    let launched = train(&client(&fake, 35, 75), 1).await.unwrap();
    assert_eq!(launched.machines.len(), 1);
    assert_eq!((billed(&fake), fake.requests_to(DEPLOY).len()), (vec!["train-1".to_owned()], 1));
}

#[tokio::test(start_paused = true)]
async fn a_launch_after_one_that_was_cut_off_is_not_ended_by_a_late_list() {
    let fake = fake();
    let client = client(&fake, 45, 90);
    client
        .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script("#!/bin/sh"))
        .await
        .unwrap();
    // The record of the launch that was cut off is the older one.
    sleep(SECOND).await;
    client.deploy_instance(order("train-1")).await.unwrap();
    let launched = train(&client, 1).await.unwrap();
    assert_eq!((launched.machines.len(), launched.machines[0].adopted), (1, true));
    assert_eq!(billed(&fake), ["train-1"]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_order_is_found_after_a_late_list_without_it() {
    let fake = fake();
    let client = client(&fake, 40, 65);
    fake.inject(Injection::new(Effect::ResetAfter).on(DEPLOY)).unwrap();
    let before = SystemTime::now();
    client.deploy_instance(order("node")).await.unwrap_err();
    assert_eq!(client.find_deployed("node", before).await.unwrap().len(), 1);
}

/// While the list of its volumes is on its way, one of them becomes another machine's.
#[tokio::test(start_paused = true)]
async fn a_deletion_with_all_volumes_names_none_by_a_list_that_took_long() {
    let fake = VerdaFake::builder().build();
    let fast = crate::client(&fake);
    let volume = CreateVolume::builder().name("data").size(100_u64).type_("NVMe").location_code("FIN-01");
    let data = fast.create_volume(volume).await.unwrap().into_inner();
    fast.wait_for_volume(&data).await.unwrap();
    let id = fast.deploy_instance(order("one").existing_volumes([data.clone()])).await.unwrap().into_inner();
    let other = fast.deploy_instance(order("two")).await.unwrap().into_inner();
    fast.wait_for_instances([&id, &other]).await.unwrap();
    fast.shutdown_instances([&id, &other]).await.unwrap().all_ok().unwrap();
    fast.wait_for_instances([&id, &other]).until_offline().await.unwrap();
    let slow = client(&fake, 0, 25);
    let termination = slow.terminate_instances(&id, DeleteVolumes::AllPermanently);
    let moves = async {
        sleep(3 * SECOND).await;
        fast.detach_volumes(&data).await.unwrap().all_ok().unwrap();
        sleep(4 * SECOND).await;
        fast.attach_volumes(&data, &other).await.unwrap().all_ok().unwrap();
    };
    let (outcomes, ()) = tokio::join!(termination, moves);
    outcomes.unwrap().all_ok().unwrap();
    let deletions: Vec<serde_json::Value> =
        fake.requests_to("PUT /v1/instances").iter().filter_map(verda_fake::Recorded::json).collect();
    let deletions: Vec<_> = deletions.iter().filter(|body| body["action"] == "delete").collect();
    assert!(!deletions.is_empty());
    for deletion in deletions {
        assert!(!deletion["volume_ids"].as_array().unwrap().contains(&serde_json::json!(data)), "{deletion}");
    }
}

/// The same of a deletion that is only sent.
#[tokio::test(start_paused = true)]
async fn a_deletion_with_all_volumes_is_not_sent_after_a_list_that_took_long() {
    let fake = VerdaFake::builder().build();
    let fast = crate::client(&fake);
    let id = fast.deploy_instance(order("one")).await.unwrap().into_inner();
    fast.wait_for_instance(&id).await.unwrap();
    for volumes in [DeleteVolumes::All, DeleteVolumes::AllPermanently] {
        let error = client(&fake, 0, 25).delete_instances(&id, volumes).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::NotSent, false), "{error}");
    }
    assert!(fake.requests_to("PUT /v1/instances").is_empty());
    client(&fake, 0, 25).delete_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_launch_that_waits_for_a_record_ends_in_time_where_a_list_hangs() {
    let fake = fake();
    let client = crate::client(&fake);
    client
        .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script("#!/bin/sh"))
        .await
        .unwrap();
    fake.inject(Injection::new(Effect::Hang).on("GET /v1/instances").after(3).always()).unwrap();
    let began = Instant::now();
    train(&client, 1).timeout(30 * SECOND).await.unwrap_err();
    assert!(began.elapsed() < 31 * SECOND, "{:?}", began.elapsed());
    assert_eq!(client.scripts().all().await.unwrap().len(), 1);
}
