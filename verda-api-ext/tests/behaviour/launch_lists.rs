//! Launches and what lists tell: of machines that are only ordered, of records, and of orders without a known outcome.

use std::time::{Duration, SystemTime};

use http::{HeaderValue, StatusCode};
use tokio::time::{Instant, sleep};
use verda_api_ext::types::{CreateScript, DeployInstanceVolume, VolumeKind};
use verda_api_ext::{Error, LaunchError};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::launch::{LIST, LOCATIONS, TYPE, billed, fake, train};
use crate::{DEPLOY, client, order};

const FREE: &str = "GET /v1/instance-availability";
const MINUTE: Duration = Duration::from_secs(60);
const ID: &str = "5b1e0000-0000-4000-8000-000000000001";
const VOLUMES: [&str; 2] = ["5b1e0000-0000-4000-8000-0000000000a1", "5b1e0000-0000-4000-8000-0000000000a2"];
const IMAGE: &str = "5b1e0000-0000-4000-8000-0000000000b1";

fn slow_fake(listed_after: u64, provisioned_after: u64) -> VerdaFake {
    let builder = VerdaFake::builder().start_time(SystemTime::now().into()).balance(1e6);
    let builder = builder.listed_after(Duration::from_secs(listed_after));
    builder.provisioning_time(Duration::from_secs(provisioned_after)).build()
}

fn broken() -> Injection {
    Injection::new(Effect::Status(StatusCode::INTERNAL_SERVER_ERROR))
}

fn responds(status: StatusCode, body: String) -> Injection {
    let content_type = HeaderValue::from_static("application/json");
    Injection::new(Effect::Respond { status, content_type, body: body.into() })
}

fn cause(error: &Error) -> &LaunchError {
    error.cause().unwrap()
}

/// A launch of one machine that never gets an address, and is shown like this.
async fn undone(shown: serde_json::Value, image: &str, with_data: bool) -> (Duration, usize, Vec<String>) {
    let fake = fake();
    let mut machine = serde_json::json!({
        "id": ID, "hostname": "train-1", "instance_type": "CPU.4V.16G", "location": "FIN-01", "ip": null,
        "status": "running", "image": image, "os_volume_id": VOLUMES[0], "volume_ids": VOLUMES,
        "created_at": "2026-01-01T00:00:00Z", "price_per_hour": 1, "is_spot": false, "startup_script_id": null,
        "ssh_key_ids": [], "description": "", "jupyter_token": null, "contract": "PAY_AS_YOU_GO", "pricing": "FIXED_PRICE",
        "cpu": {"description": "4 CPU", "number_of_cores": 4}, "gpu": {"description": "", "number_of_gpus": 0},
        "memory": {"description": "16GB", "size_in_gigabytes": 16},
        "gpu_memory": {"description": "", "size_in_gigabytes": 0}, "storage": {"description": ""}
    });
    for (key, value) in shown.as_object().unwrap() {
        machine[key] = value.clone();
    }
    fake.inject(responds(StatusCode::ACCEPTED, format!("\"{ID}\"")).on(DEPLOY)).unwrap();
    fake.inject(responds(StatusCode::OK, format!("[{machine}]")).on(LIST).after(2).always()).unwrap();
    fake.inject(broken().on("GET /v1/instances/{instance_id}").always()).unwrap();
    let data = move || with_data.then(|| vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)]);
    let launch = train(&client(&fake), 1).image(image).order(move |order| order.volumes = data());
    let began = Instant::now();
    let error = launch.timeout(MINUTE).await.unwrap_err();
    let cause = cause(&error);
    assert!(error.may_have_happened(), "{error}");
    let left = cause.volumes_left.iter().map(ToString::to_string).collect();
    (began.elapsed(), cause.volumes_unknown.len(), left)
}

#[tokio::test(start_paused = true)]
async fn what_a_machine_does_not_tell_is_not_taken_for_nothing() {
    use serde_json::json;
    let data = VOLUMES[1].to_owned();
    let ordered = |shown: serde_json::Value| {
        let mut all = json!({"status": "ordered"});
        all.as_object_mut().unwrap().extend(shown.as_object().unwrap().clone());
        all
    };
    // Volumes that were ordered with it are named, once all is told; it is waited for.
    for (shown, unknown, left) in [
        (json!({}), 0, vec![data.clone()]),
        (json!({"image": null}), 0, vec![data.clone()]),
        (ordered(json!({})), 0, vec![data]),
        (ordered(json!({"image": null})), 1, vec![]),
        (ordered(json!({"os_volume_id": null})), 1, vec![]),
        (ordered(json!({"volume_ids": null})), 1, vec![]),
        (json!({"status": "discontinued"}), 1, vec![]),
    ] {
        let (took, not_told, volumes) = undone(shown.clone(), "ubuntu-24.04", true).await;
        assert_eq!((not_told, volumes), (unknown, left), "{shown}");
        // Fifteen minutes for the termination, of which half may pass before it is asked for.
        let waits = unknown > 0 && shown["status"] == "ordered";
        assert!(took < MINUTE * if waits { 25 } else { 17 }, "{shown}: {took:?}");
    }
    // An image that is an id may be the volume of another machine.
    let without = |volumes: serde_json::Value| json!({"image": null, "os_volume_id": null, "volume_ids": volumes});
    for (image, shown, unknown) in [
        (IMAGE, json!({}), 0),
        (IMAGE, without(json!([])), 0),
        (IMAGE, without(json!([VOLUMES[1]])), 1),
        (IMAGE, without(json!(null)), 1),
        (IMAGE, json!({"image": null, "os_volume_id": null, "volume_ids": null, "status": "no_capacity"}), 0),
        ("cafe-2026", without(json!(null)), 0),
        ("ubuntu-24.04-of-thirty-six-characters"[..36].trim(), without(json!(null)), 0),
        ("ubuntu-24.04", ordered(without(json!(null))), 0),
    ] {
        let (took, not_told, _) = undone(shown.clone(), image, false).await;
        assert_eq!(not_told, unknown, "{shown} {image}");
        assert!(took < 17 * MINUTE, "{shown}: {took:?}");
    }
}

/// What another process has left is waited for where machines may run it.
#[tokio::test(start_paused = true)]
async fn a_record_stays_for_machines_that_may_run_it_and_a_comment_does_not() {
    let comment = "# A launch of the group train is under way, or was cut off.\n";
    for (text, count, stays) in
        [(comment, 1, false), (comment, 2, false), ("#!/bin/sh", 1, true), ("#!/bin/sh", 2, true)]
    {
        let fake = slow_fake(0, 4000);
        let client = client(&fake);
        client
            .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script(text))
            .await
            .unwrap();
        client.deploy_instance(order("train-1")).await.unwrap();
        let launched = train(&client, count).at_least(0).timeout(3 * MINUTE).await.unwrap();
        assert_eq!((launched.failed.len(), !launched.scripts_left.is_empty()), (count, stays), "{text} {count}");
        assert!(fake.requests_to(LIST).len() < 100);
        let created = fake.requests_to("POST /v1/scripts");
        assert!(created[1..].iter().all(|request| request.json().unwrap()["script"] == comment));
    }
}

#[tokio::test(start_paused = true)]
async fn a_launch_ends_when_a_list_shows_its_machines() {
    for count in [1, 2] {
        let fake = slow_fake(55, 5);
        let began = Instant::now();
        let launched = train(&client(&fake), count).await.unwrap();
        let took = began.elapsed();
        assert!(launched.scripts_left.is_empty() && took > Duration::from_secs(50) && took < 2 * MINUTE, "{took:?}");
    }
}

/// One that goes already has the same hostname.
#[tokio::test(start_paused = true)]
async fn a_machine_of_before_is_not_taken_for_one_whose_order_has_no_known_outcome() {
    for effect in [Effect::Status(StatusCode::BAD_GATEWAY), Effect::HandledThenStatus(StatusCode::BAD_GATEWAY)] {
        let fake = fake();
        let client = client(&fake);
        let before = train(&client, 1).await.unwrap().machines.remove(0).id.clone();
        fake.set_instance_status(before.as_str(), "deleting").unwrap();
        fake.inject(Injection::new(effect.clone()).on(DEPLOY)).unwrap();
        let machine = train(&client, 1).await.unwrap().machines.remove(0);
        assert!(machine.id != before && !machine.adopted, "{effect:?}");
        assert_eq!(fake.instances().len(), 2, "{effect:?}");
    }
}

/// What cannot be decoded may be the machine.
#[tokio::test(start_paused = true)]
async fn an_order_without_a_known_outcome_stays_unknown_where_lists_have_an_odd_element() {
    let fake = fake();
    fake.inject(broken().on(DEPLOY).always()).unwrap();
    let odd = serde_json::json!([{"hostname": "train-1"}]).to_string();
    fake.inject(responds(StatusCode::OK, odd).on(LIST).after(2).always()).unwrap();
    let error = train(&client(&fake), 1).await.unwrap_err();
    assert!(cause(&error).failed[0].is_unknown() && error.may_have_happened(), "{error}");
}

/// The client sends no order again by itself: it looks for the machine, in few requests.
#[tokio::test(start_paused = true)]
async fn orders_and_records_without_a_known_outcome_cost_few_requests() {
    let fake = fake();
    fake.inject(broken().on("POST /v1/scripts").always()).unwrap();
    let error = train(&client(&fake), 1).await.unwrap_err();
    assert_eq!((fake.requests_to("POST /v1/scripts").len(), error.may_have_happened()), (3, true), "{error}");
    // A record that was deleted again is not spoken of.
    fake.clear_injections();
    fake.inject(broken().on("GET /v1/scripts").always()).unwrap();
    let error = train(&client(&fake), 1).await.unwrap_err();
    assert!(!error.to_string().contains("may be left") && !error.may_have_happened(), "{error}");
    fake.clear_injections();
    fake.clear_requests();
    fake.inject(broken().on(DEPLOY).always()).unwrap();
    let error = train(&client(&fake), 1).await.unwrap_err();
    let (orders, lists) = (fake.requests_to(DEPLOY).len(), fake.requests_to(LIST).len());
    assert!(!error.may_have_happened() && orders > 0 && lists <= 16 * orders, "{orders} {lists} {error}");
    // A refusal that meets all orders meets the first one alone.
    fake.clear_injections();
    fake.clear_requests();
    fake.inject(Injection::new(Effect::Status(StatusCode::UNAUTHORIZED)).on(DEPLOY).always()).unwrap();
    for (count, more) in [(3, false), (4, true)] {
        fake.clear_requests();
        let error = train(&client(&fake), count).await.unwrap_err();
        assert_eq!((cause(&error).failed.len(), error.may_have_happened()), (count, false), "{error}");
        assert!(fake.requests_to(DEPLOY).len() <= 2);
        let text = error.to_string();
        assert_eq!((text.contains("; and 1 more"), text.contains(" more")), (more, more), "{text}");
        assert!(!text.contains("with the hostnames"), "{text}");
    }
}

/// One whose order has no known outcome is looked for again in the end, and is named where it stays.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_found_in_the_end_is_terminated_or_named() {
    for stays in [false, true] {
        let fake = fake();
        fake.inject(Injection::new(Effect::HandledThenStatus(StatusCode::BAD_GATEWAY)).on(DEPLOY)).unwrap();
        fake.inject(broken().on(LIST).after(2).always()).unwrap();
        let client = client(&fake);
        let recovers = async {
            sleep(3 * MINUTE / 2).await;
            fake.clear_injections();
            if stays {
                fake.inject(broken().on("PUT /v1/instances").always()).unwrap();
            }
        };
        let (error, ()) = tokio::join!(train(&client, 1).into_future(), recovers);
        let error = error.unwrap_err();
        let slot = &cause(&error).failed[0];
        assert_eq!(
            (slot.is_unknown(), slot.id.is_some(), billed(&fake).len()),
            (false, stays, usize::from(stays)),
            "{error}"
        );
        assert_eq!(error.may_have_happened(), stays, "{error}");
        // The next launch finds it.
        fake.clear_injections();
        assert_eq!(train(&client, 1).await.unwrap().machines.len(), 1);
        assert_eq!(billed(&fake), ["train-1"]);
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_order_goes_alone_and_eight_at_a_time_after_it() {
    let fake = fake();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(10))).on(DEPLOY).always()).unwrap();
    let client = client(&fake);
    let seen = async {
        let mut seen = Vec::new();
        for _ in 0..3 {
            sleep(Duration::from_secs(9)).await;
            seen.push(fake.requests_to(DEPLOY).len());
        }
        seen
    };
    let (launched, seen) = tokio::join!(train(&client, 20).into_future(), seen);
    assert_eq!((launched.unwrap().machines.len(), seen), (20, vec![1, 9, 17]));
}

/// It may be free a moment later: the API is asked twice more.
#[tokio::test(start_paused = true)]
async fn where_nothing_is_free_it_asks_again_twice() {
    let fake = fake();
    LOCATIONS.iter().for_each(|location| fake.set_capacity(TYPE, location, 0).unwrap());
    let launch = || client(&fake).launch("train", 1).instance_types([TYPE]).image("ubuntu-24.04");
    launch().await.unwrap_err();
    assert_eq!((fake.requests_to(FREE).len(), fake.requests_to(DEPLOY).len()), (3, 0));
    let later = async {
        sleep(Duration::from_secs(7)).await;
        fake.set_capacity(TYPE, LOCATIONS[1], 1).unwrap();
    };
    assert_eq!(tokio::join!(launch().into_future(), later).0.unwrap().machines.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_name_of_a_group_leaves_room_for_a_number_in_a_hostname() {
    for (length, is_refused) in [(56, false), (57, true)] {
        let launch = client(&fake()).launch("a".repeat(length), 0).await;
        assert_eq!(launch.is_err(), is_refused, "{launch:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_launch_may_take_as_long_as_it_likes() {
    let fake = slow_fake(0, 7200);
    assert_eq!(train(&client(&fake), 1).timeout(Duration::MAX).await.unwrap().machines.len(), 1);
}

/// The OS volume that a named image was copied to goes with its machine, also where nothing is told.
#[tokio::test(start_paused = true)]
async fn an_image_with_a_name_leaves_no_os_volume() {
    let fake = slow_fake(0, 120);
    fake.inject(broken().on(LIST).after(2).always()).unwrap();
    train(&client(&fake), 1).timeout(MINUTE).await.unwrap_err();
    assert_eq!((billed(&fake).len(), client(&fake).list_volumes().await.unwrap().len()), (0, 0));
}

#[test]
fn what_is_shown_of_a_launch_has_no_script() {
    let shown = format!("{:?}", train(&client(&fake()), 7).script("export TOKEN=hunter2"));
    assert!(shown.contains("train") && shown.contains("ubuntu-24.04") && !shown.contains("hunter2"), "{shown}");
}

/// A list of records that lacks the one that was just created may lack those of others, whose orders no list shows yet.
#[tokio::test(start_paused = true)]
async fn a_list_of_records_that_is_old_hides_no_order() {
    for times in [1, 100] {
        let fake = slow_fake(60, 5);
        let other = client(&fake);
        let text = "# A launch of the group train is under way, or was cut off.\n";
        let record = CreateScript::builder().name("verda-api-ext launch of train #1").script(text);
        other.create_script(record).await.unwrap();
        other.deploy_instance(order("train-1")).await.unwrap();
        let old = responds(StatusCode::OK, "[]".to_owned()).on("GET /v1/scripts").times(times);
        fake.inject(old).unwrap();
        let launched = train(&client(&fake), 1).await.unwrap();
        assert_eq!((launched.machines[0].adopted, fake.requests_to(DEPLOY).len()), (true, 1), "{times}");
    }
}

/// It was ordered a moment ago, and neither lists nor its id nor its deletion find it yet.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_not_found_right_after_its_order_is_deleted_when_it_is() {
    let fake = slow_fake(40, 5);
    let client = client(&fake);
    let not_found =
        || responds(StatusCode::NOT_FOUND, r#"{"code": "not_found", "message": "Instance not found"}"#.into());
    fake.inject(not_found().on("PUT /v1/instances").times(1)).unwrap();
    fake.inject(not_found().on("GET /v1/instances/{instance_id}").times(4)).unwrap();
    let dropped = tokio::time::timeout(Duration::from_secs(4), train(&client, 1).into_future()).await;
    assert!(dropped.is_err());
    tokio::time::sleep(Duration::from_secs(300)).await;
    assert_eq!((fake.requests_to(DEPLOY).len(), billed(&fake).len()), (1, 0));
}
