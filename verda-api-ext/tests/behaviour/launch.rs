//! Launching machines: what is ordered, adopted, replaced and terminated.

mod hostnames;
mod late;
mod rivals;
mod unlisted;

use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use http::StatusCode;
use verda_api_ext::types::{CreateSshKey, InstanceId};
use verda_api_ext::{Client, ErrorKind, Launch, LaunchError};
use verda_fake::{Effect, Fate, Injection, VerdaFake};

use crate::{DEPLOY, client, order};

pub(crate) const LIST: &str = "GET /v1/instances";
pub(crate) const TYPE: &str = "CPU.4V.16G";
pub(crate) const LOCATIONS: [&str; 4] = ["FIN-01", "FIN-02", "FIN-03", "ICE-01"];

pub(crate) fn fake() -> VerdaFake {
    VerdaFake::builder().start_time(SystemTime::now().into()).balance(1e6).build()
}

pub(crate) fn train(client: &Client, count: usize) -> Launch {
    client.launch("train", count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"])
}

/// The hostnames and statuses of the machines that cost money, in the order of their names.
pub(crate) fn billed(fake: &VerdaFake) -> Vec<String> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let costs = |status: &str| !matches!(status, "discontinued" | "no_capacity");
    let instances = fake.instances().into_iter().filter(|instance| costs(&text(&instance["status"])));
    let mut names: Vec<String> = instances.map(|instance| text(&instance["hostname"])).collect();
    names.sort();
    names
}

fn bodies(fake: &VerdaFake) -> Vec<serde_json::Value> {
    fake.requests_to(DEPLOY).iter().filter_map(|request| request.json()).collect()
}

async fn scripts(fake: &VerdaFake) -> usize {
    client(fake).scripts().all().await.unwrap().len()
}

#[tokio::test(start_paused = true)]
async fn as_many_machines_as_were_asked_for_run_with_addresses_the_key_and_the_script() {
    let fake = fake();
    let client = client(&fake);
    let key = CreateSshKey::builder().key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE one").name("one");
    let known = client.create_ssh_key(key).await.unwrap().into_inner();
    let launch =
        train(&client, 3).ssh_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE another-comment").script("#!/bin/sh\ntrue");
    // Given twice, it is sent once.
    let launched = launch.ssh_key_id(known.clone()).await.unwrap();
    assert_eq!(billed(&fake), ["train-1", "train-2", "train-3"]);
    assert!(launched.machines.iter().all(|machine| machine.ip.is_some() && !machine.adopted));
    assert!(launched.failed.is_empty() && launched.left.is_empty() && launched.scripts_left.is_empty());
    for body in bodies(&fake) {
        assert_eq!(body["ssh_key_ids"], known.as_str());
        assert!(body["startup_script_id"].is_string());
    }
    assert_eq!((scripts(&fake).await, client.list_ssh_keys().await.unwrap().len()), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_second_launch_adopts_and_orders_only_what_is_missing() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 2).await.unwrap();
    fake.clear_requests();
    let second = train(&client, 2).await.unwrap();
    assert!(second.machines.iter().all(|machine| machine.adopted));
    assert_eq!(fake.requests().len(), 2, "a list of machines and one of records");
    let third = train(&client, 4).await.unwrap();
    let adopted: Vec<bool> = third.machines.iter().map(|machine| machine.adopted).collect();
    assert_eq!(adopted, [true, true, false, false]);
    assert_eq!(third.machines[0].id, first.machines[0].id);
    assert_eq!(billed(&fake).len(), 4);
    // Fewer are no reason to terminate any.
    assert_eq!(train(&client, 1).await.unwrap().machines.len(), 1);
    assert_eq!(billed(&fake).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn failed_machines_are_replaced_and_those_that_are_off_are_started() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 3).await.unwrap();
    let ids: Vec<&InstanceId> = first.machines.iter().map(|machine| &machine.id).collect();
    fake.set_instance_status(ids[0].as_str(), "installation_failed").unwrap();
    fake.set_instance_status(ids[1].as_str(), "discontinued").unwrap();
    client.shutdown_instances(ids[2]).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(ids[2]).until_offline().await.unwrap();
    let second = train(&client, 3).await.unwrap();
    let adopted: Vec<bool> = second.machines.iter().map(|machine| machine.adopted).collect();
    assert_eq!(adopted, [false, false, true]);
    assert_eq!(second.terminated, [ids[0].clone()]);
    assert_eq!(billed(&fake), ["train-1", "train-2", "train-3"]);
}

#[tokio::test(start_paused = true)]
async fn types_and_locations_are_walked_on_a_lack_of_capacity() {
    let fake = fake();
    let client = client(&fake);
    fake.set_capacity(TYPE, "FIN-01", 1).unwrap();
    fake.set_capacity(TYPE, "FIN-02", 1).unwrap();
    let launch = train(&client, 4).locations(["FIN-01", "FIN-02"]).instance_types([TYPE, "CPU.8V.32G"]);
    let launched = launch.await.unwrap();
    let mut got: Vec<(String, String)> = launched
        .machines
        .iter()
        .map(|it| (it.instance_type.clone().unwrap_or_default(), it.location.clone().unwrap_or_default()))
        .collect();
    got.sort();
    let expected = [(TYPE, "FIN-01"), (TYPE, "FIN-02"), ("CPU.8V.32G", "FIN-01"), ("CPU.8V.32G", "FIN-01")];
    assert_eq!(got, expected.map(|(kind, location)| (kind.to_owned(), location.to_owned())));
}

#[tokio::test(start_paused = true)]
async fn without_locations_machines_are_ordered_where_they_are_free() {
    let fake = fake();
    let client = client(&fake);
    for location in &LOCATIONS[..3] {
        fake.set_capacity("1V100.6V", location, 0).unwrap();
    }
    for (free, machines) in [(2, 2), (0, 0)] {
        fake.set_capacity("1V100.6V", LOCATIONS[3], free).unwrap();
        fake.clear_requests();
        let launch = client.launch("train", 2).instance_types(["1V100.6V"]).image("ubuntu-24.04-cuda-12.8-open");
        let launched = launch.at_least(0).await.unwrap();
        assert!(launched.machines.iter().all(|it| it.location.as_deref() == Some(LOCATIONS[3])));
        assert!(launched.failed.iter().all(|slot| slot.is_capacity()));
        assert_eq!((launched.machines.len(), fake.requests_to(DEPLOY).len()), (machines, machines));
        let _ = client.group("train").keep(0).await.unwrap();
    }
    assert_eq!(scripts(&fake).await, 0);
}

#[tokio::test(start_paused = true)]
async fn no_capacity_after_the_order_was_accepted_is_a_lack_of_capacity() {
    let fake = fake();
    let client = client(&fake);
    fake.next_instance_fate(Fate::NoCapacity);
    let launched = train(&client, 2).locations(["FIN-01", "FIN-02"]).await.unwrap();
    assert_eq!((launched.machines.len(), launched.terminated.len()), (2, 1));
    let mut locations: Vec<&str> = launched.machines.iter().filter_map(|it| it.location.as_deref()).collect();
    locations.sort_unstable();
    assert_eq!(locations, ["FIN-01", "FIN-02"]);
    assert_eq!(billed(&fake), ["train-1", "train-2"]);
}

#[tokio::test(start_paused = true)]
async fn fewer_than_wanted_are_an_error_that_leaves_nothing() {
    let fake = fake();
    let client = client(&fake);
    client.deploy_instance(order("train-2")).await.unwrap();
    fake.next_instance_fate(Fate::Error);
    let error = train(&client, 3).script("#!/bin/sh\nhunter2-secret").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PartlyFailed);
    let text = error.to_string();
    assert!(text.contains("only 2 of 3 machines of the group `train` ran: train-"), "{text}");
    assert!(!error.may_have_happened() && !text.contains("hunter2"), "{text}");
    let cause = error.cause::<LaunchError>().unwrap();
    assert_eq!((cause.failed.len(), cause.terminated.len(), cause.left.len()), (1, 2, 0));
    // What was there before stays.
    assert_eq!(billed(&fake), ["train-2"]);
    let volumes = client.list_volumes().await.unwrap();
    assert_eq!((volumes.len(), scripts(&fake).await), (1, 0));
}

/// Less time for a request than a launch has for its own.
#[tokio::test(start_paused = true)]
async fn a_client_with_little_time_for_each_request_launches_as_well() {
    let fake = fake();
    let hasty = client(&fake).with(|o| o.timeout(Duration::from_millis(500)));
    assert_eq!(train(&hasty, 2).await.unwrap().machines.len(), 2);
    assert_eq!(billed(&fake).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn some_are_enough_where_the_caller_says_so() {
    let fake = fake();
    fake.next_instance_fate(Fate::InstallationFailed);
    let launched = train(&client(&fake), 3).at_least(2).await.unwrap();
    assert_eq!((launched.machines.len(), launched.failed.len(), launched.terminated.len()), (2, 1, 1));
    let failed = &launched.failed[0];
    assert!(failed.id.is_none() && !failed.is_unknown() && !failed.is_capacity(), "{failed}");
    assert_eq!(billed(&fake).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_not_valid_is_sent_once_however_many_machines_there_are() {
    let fake = fake();
    let error = train(&client(&fake), 20).image("no-such-image").await.unwrap_err();
    assert_eq!((fake.requests_to(DEPLOY).len(), error.cause::<LaunchError>().unwrap().failed.len()), (1, 20));
    assert_eq!(scripts(&fake).await, 0);
    for refusal in [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND] {
        fake.clear_requests();
        fake.clear_injections();
        fake.inject(Injection::new(Effect::Status(refusal)).on(DEPLOY).always()).unwrap();
        train(&client(&fake), 20).await.unwrap_err();
        assert_eq!(fake.requests_to(DEPLOY).len(), 1, "{refusal}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_told_before_anything_is_sent() {
    let fake = fake();
    let client = client(&fake);
    let launches = [
        client.launch("train", 1).image("ubuntu-24.04"),
        client.launch("train", 1).instance_types([TYPE]),
        client.launch("no host", 1).instance_types([TYPE]).image("ubuntu-24.04"),
        train(&client, 10_001),
    ];
    for launch in launches {
        let error = launch.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    }
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_script_is_in_no_debug_and_no_error() {
    let fake = fake();
    let client = client(&fake);
    let launch = train(&client, 1).script("#!/bin/sh\nexport TOKEN=hunter2-secret");
    let shown = format!("{launch:?}");
    assert!(shown.contains("train") && !shown.contains("hunter2"), "{shown}");
    let echo = Effect::Respond {
        status: StatusCode::BAD_REQUEST,
        content_type: http::HeaderValue::from_static("application/json"),
        body: r#"{"code":"invalid_request","message":"not a script: export TOKEN=hunter2-secret"}"#.into(),
    };
    fake.inject(Injection::new(echo).on("POST /v1/scripts")).unwrap();
    let error = launch.await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2") && fake.instances().is_empty(), "{error}");
}

/// It is done by a task: no stalled caller holds up another launch.
#[tokio::test(start_paused = true)]
async fn launches_of_one_group_take_turns() {
    let fake = fake();
    let client = client(&fake);
    let launches = (0..5).map(|_| train(&client, 3).into_future());
    for outcome in futures_util::future::join_all(launches).await {
        assert_eq!(outcome.unwrap().machines.len(), 3);
    }
    assert_eq!(fake.requests_to(DEPLOY).len(), 3);
    let mut stalled = train(&client, 4).into_future();
    assert!(stalled.as_mut().now_or_never().is_none());
    assert_eq!(train(&client, 4).await.unwrap().machines.len(), 4);
    assert_eq!((stalled.await.unwrap().machines.len(), fake.requests_to(DEPLOY).len()), (4, 4));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_machines_come_and_go_within_the_documented_quota() {
    let fake = fake();
    let client = client(&fake);
    let launched = train(&client, 100).await.unwrap();
    assert_eq!((launched.machines.len(), billed(&fake).len()), (100, 100));
    let keep = client.group("train").keep(0).await.unwrap();
    assert_eq!((keep.terminated.len(), billed(&fake).len()), (100, 0));
    let refused =
        fake.requests().iter().filter(|request| request.status == Some(StatusCode::TOO_MANY_REQUESTS)).count();
    assert_eq!((refused, fake.requests_to(DEPLOY).len()), (0, 100));
    assert!(fake.requests().len() < 200, "{}", fake.requests().len());
}

#[tokio::test(start_paused = true)]
async fn a_launch_that_takes_too_long_says_what_is_left() {
    let fake = fake();
    let client = client(&fake);
    fake.next_instance_fate(Fate::Stuck);
    let launch = train(&client, 2).at_least(1).timeout(Duration::from_secs(120));
    let launched = launch.clone().script("#!/bin/sh").await.unwrap();
    assert_eq!((launched.machines.len(), launched.failed.len()), (1, 1));
    assert!(launched.failed[0].id.is_some(), "it goes on costing");
    assert_eq!(launched.scripts_left.len(), 1, "it may need the script");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_off_and_cannot_be_started_is_told_at_once() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 2).await.unwrap();
    client.shutdown_instances(&first.machines[0].id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&first.machines[0].id).until_offline().await.unwrap();
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("PUT /v1/instances")).unwrap();
    let began = tokio::time::Instant::now();
    let second = train(&client, 2).at_least(1).await.unwrap();
    assert!(second.failed[0].to_string().starts_with("train-1: start_instances: "), "{}", second.failed[0]);
    assert!(second.failed[0].id.is_some() && began.elapsed() < Duration::from_secs(5));
    // A failure of those that were there before terminates none of them.
    assert_eq!((train(&client, 3).await.unwrap().machines.len(), billed(&fake).len()), (3, 3));
}

/// It cannot be deleted as usual, and the next launch would take it for one that starts.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_provisioned_for_ever_is_terminated_by_the_launch_that_gives_it_up() {
    let fake = fake();
    fake.next_instance_fate(Fate::Stuck);
    let error = train(&client(&fake), 1).await.unwrap_err();
    let cause = error.cause::<LaunchError>().unwrap();
    assert_eq!((cause.left.len(), cause.terminated.len(), billed(&fake).len()), (0, 1, 0), "{error}");
    assert_eq!(train(&client(&fake), 1).await.unwrap().machines.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_address_is_waited_for_unless_none_is_needed() {
    for needs_one in [true, false] {
        let fake = fake();
        fake.next_instance_fate(Fate::NoAddress);
        let launch = train(&client(&fake), 1).timeout(Duration::from_secs(300));
        let launch = if needs_one { launch } else { launch.without_address() };
        assert_eq!(launch.await.is_ok(), !needs_one);
    }
}
