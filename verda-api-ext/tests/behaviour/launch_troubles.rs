//! Launches in trouble: what they leave, what they say of it, and how long they take.

use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use http::{HeaderValue, StatusCode};
use tokio::time::{Instant, sleep, timeout};
use verda_api_ext::types::{CreateScript, DeployInstanceVolume, InstanceId, VolumeKind};
use verda_api_ext::{Client, ErrorKind, Launch, LaunchError};
use verda_fake::{Effect, Fate, Injection, VerdaFake};

use crate::launch::{LIST, TYPE, billed, fake, train};
use crate::{DEPLOY, client, order};

const MINUTE: Duration = Duration::from_secs(60);
const SCRIPT: &str = "#!/bin/sh\nexport TOKEN=hunter2-secret-value";

fn slow_fake(listed_after: u64, provisioned_after: u64) -> VerdaFake {
    let builder = VerdaFake::builder().start_time(SystemTime::now().into()).balance(1e6);
    let builder = builder.listed_after(Duration::from_secs(listed_after));
    builder.provisioning_time(Duration::from_secs(provisioned_after)).build()
}

async fn scripts(client: &Client) -> usize {
    client.scripts().all().await.unwrap().len()
}

/// They are of other clients: a group that is kept at none would destroy them.
#[tokio::test(start_paused = true)]
async fn machines_whose_hostnames_look_alike_are_not_of_the_group() {
    let fake = fake();
    let client = client(&fake);
    let others = ["TRAIN-1", "train", "train-01", "train-1-old", "train-1.prod.example.com", "train-2-1", "trainer-1"];
    for hostname in others {
        client.deploy_instance(order(hostname)).await.unwrap();
    }
    let launched = train(&client, 2).await.unwrap();
    assert!(launched.machines.iter().all(|machine| !machine.adopted));
    assert_eq!(client.group("train").keep(0).await.unwrap().terminated.len(), 2);
    assert_eq!(billed(&fake), others);
}

/// A launch of fewer machines finds all of its own, and not what an earlier one has ordered: its record must stay until then.
#[tokio::test(start_paused = true)]
async fn a_smaller_launch_after_one_that_was_cut_off_hides_no_machine_from_a_larger_one() {
    let fake = slow_fake(55, 60);
    let client = client(&fake);
    let _ = train(&client, 2).await.unwrap();
    sleep(2 * MINUTE).await;
    // What a process leaves that ended after its order.
    client
        .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script(SCRIPT))
        .await
        .unwrap();
    client.deploy_instance(order("train-3")).await.unwrap();
    assert_eq!(train(&client, 2).await.unwrap().machines.len(), 2);
    assert_eq!(train(&client, 3).await.unwrap().machines.len(), 3);
    assert_eq!(billed(&fake), ["train-1", "train-2", "train-3"]);
    assert_eq!(scripts(&client).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_launch_that_is_dropped_long_after_it_has_succeeded_leaves_nothing() {
    let fake = fake();
    let client = client(&fake);
    let mut stalled = train(&client, 3).into_future();
    assert!(stalled.as_mut().now_or_never().is_none());
    sleep(10 * MINUTE).await;
    assert_eq!(billed(&fake).len(), 3);
    drop(stalled);
    sleep(10 * MINUTE).await;
    assert!(billed(&fake).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_launch_that_is_dropped_late_leaves_the_machines_that_another_one_has_adopted() {
    let fake = fake();
    let client = client(&fake);
    let mut stalled = train(&client, 3).into_future();
    assert!(stalled.as_mut().now_or_never().is_none());
    assert_eq!(train(&client, 2).await.unwrap().machines.len(), 2);
    drop(stalled);
    sleep(20 * MINUTE).await;
    assert_eq!(billed(&fake), ["train-1", "train-2"]);
}

/// What an undone launch has adopted is held by no other one.
#[tokio::test(start_paused = true)]
async fn machines_of_a_dropped_launch_go_although_one_that_failed_has_adopted_them() {
    let fake = fake();
    let client = client(&fake);
    let mut stalled = train(&client, 1).into_future();
    assert!(stalled.as_mut().now_or_never().is_none());
    sleep(10 * MINUTE).await;
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(DEPLOY).always()).unwrap();
    train(&client, 3).at_least(3).await.unwrap_err();
    assert_eq!(billed(&fake), ["train-1"]);
    drop(stalled);
    sleep(20 * MINUTE).await;
    assert!(billed(&fake).is_empty());
}

/// Nothing else says why the others wait.
#[tokio::test(start_paused = true)]
async fn machines_that_are_refused_to_start_together_are_told_at_once() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 2).await.unwrap();
    let ids: Vec<_> = first.machines.iter().map(|machine| machine.id.clone()).collect();
    client.shutdown_instances(&ids).await.unwrap().all_ok().unwrap();
    client.wait_for_instances(&ids).until_offline().await.unwrap();
    let body = r#"{"code":"insufficient_funds","message":"Insufficient funds"}"#.into();
    let content_type = http::HeaderValue::from_static("application/json");
    let refusal = Effect::Respond { status: StatusCode::PAYMENT_REQUIRED, content_type, body };
    fake.inject(Injection::new(refusal).on("PUT /v1/instances").always()).unwrap();
    let began = Instant::now();
    let second = train(&client, 2).at_least(0).await.unwrap();
    assert!(began.elapsed() < 2 * MINUTE, "{:?}", began.elapsed());
    let told: Vec<String> = second.failed.iter().map(|slot| slot.error.to_string()).collect();
    assert!(told.len() == 2 && told.iter().all(|line| line.contains("Insufficient funds")), "{told:?}");
}

/// One list that hangs is waited for once, not once for each machine.
#[tokio::test(start_paused = true)]
async fn lists_that_hang_take_as_long_for_many_machines_as_for_one() {
    let fake = fake();
    let unknown = Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(unknown).on(DEPLOY).always()).unwrap();
    fake.inject(Injection::new(Effect::Hang).on(LIST).after(2).always()).unwrap();
    let began = Instant::now();
    let error = train(&client(&fake), 40).timeout(10 * MINUTE).await.unwrap_err();
    assert!(began.elapsed() < 10 * MINUTE, "{:?}", began.elapsed());
    let unknown = error.cause::<LaunchError>().unwrap().failed.iter().filter(|slot| slot.is_unknown()).count();
    assert_eq!((unknown, billed(&fake).len()), (40, 40));
}

/// A machine that is only ordered tells neither its image nor its volumes.
#[tokio::test(start_paused = true)]
async fn what_was_made_with_machines_that_are_only_ordered_is_deleted_or_named() {
    let image = client(&fake()).list_images().await.unwrap().into_inner();
    let image = image.into_iter().find(|image| image.image_type == "ubuntu-24.04").unwrap().id;
    for seconds in [3, 20, 40] {
        let fake = slow_fake(0, 120);
        let client = client(&fake);
        let launch = train(&client, 2).image(image.to_string()).into_future();
        timeout(Duration::from_secs(seconds), launch).await.unwrap_err();
        sleep(20 * MINUTE).await;
        assert_eq!((billed(&fake).len(), client.list_volumes().await.unwrap().len()), (0, 0), "{seconds}");

        let data = || vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)];
        let launch = train(&client, 1).order(move |order| order.volumes = Some(data()));
        let error = launch.timeout(Duration::from_secs(seconds)).await.unwrap_err();
        let cause = error.cause::<LaunchError>().unwrap();
        let volumes: Vec<_> = client.list_volumes().await.unwrap().into_inner().into_iter().map(|it| it.id).collect();
        assert_eq!((volumes.len(), &cause.volumes_left), (1, &volumes), "{seconds}: {error}");
        assert!(cause.volumes_unknown.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn where_lists_fail_the_error_says_which_machines_had_volumes() {
    let fake = slow_fake(0, 120);
    let data = || vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)];
    let broken = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(broken).on(LIST).after(2).always()).unwrap();
    let launch = train(&client(&fake), 1).order(move |order| order.volumes = Some(data()));
    let error = launch.timeout(MINUTE).await.unwrap_err();
    let id = InstanceId::from(fake.instances()[0]["id"].as_str().unwrap());
    assert_eq!(error.cause::<LaunchError>().unwrap().volumes_unknown, [id]);
    assert!(error.to_string().contains("may be left: check with `list_volumes`"), "{error}");
}

/// An image that is an id may be the OS volume of another machine: what is not told is not deleted.
#[tokio::test(start_paused = true)]
async fn where_lists_fail_the_error_says_which_os_volumes_may_be_left() {
    let image = client(&fake()).list_images().await.unwrap().into_inner();
    let image = image.into_iter().find(|image| image.image_type == "ubuntu-24.04").unwrap().id;
    let fake = slow_fake(0, 120);
    let broken = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(broken).on(LIST).after(2).always()).unwrap();
    let error = train(&client(&fake), 1).image(image.to_string()).timeout(MINUTE).await.unwrap_err();
    let id = InstanceId::from(fake.instances()[0]["id"].as_str().unwrap());
    let cause = error.cause::<LaunchError>().unwrap();
    assert_eq!((&cause.volumes_unknown, &cause.terminated), (&vec![id.clone()], &vec![id]));
    assert_eq!(client(&fake).list_volumes().await.unwrap().len(), 1);
    assert!(error.to_string().contains("may be left: check with `list_volumes`"), "{error}");
}

/// A machine for which there was no capacity has none.
#[tokio::test(start_paused = true)]
async fn a_machine_without_capacity_leaves_no_volumes_to_look_for() {
    let image = client(&fake()).list_images().await.unwrap().into_inner();
    let image = image.into_iter().find(|image| image.image_type == "ubuntu-24.04").unwrap().id;
    let fake = fake();
    fake.next_instance_fate(Fate::NoCapacity);
    let launch = train(&client(&fake), 1).image(image.to_string()).locations(["FIN-01", "FIN-02"]);
    let launched = launch.await.unwrap();
    assert_eq!((launched.terminated.len(), launched.volumes_unknown.len()), (1, 0));
}

/// A record may have to be waited for longer than a launch has time: each launch would find it, and none would do anything.
#[tokio::test(start_paused = true)]
async fn launches_with_little_time_wait_for_a_record_together() {
    let fake = slow_fake(0, 400);
    let client = client(&fake);
    let keep =
        |count| client.group("train").keep(count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"]);
    let round = |count| keep(count).script(SCRIPT).timeout(MINUTE / 3);
    let first = round(2).await.unwrap();
    assert_eq!((first.failed.len(), first.scripts_left.len()), (2, 1), "the machines may need it");
    let mut began = Instant::now();
    while round(3).await.is_err() {
        assert!(began.elapsed() < 2 * MINUTE && billed(&fake).len() == 2);
    }
    assert_eq!(billed(&fake).len(), 3);
    sleep(10 * MINUTE).await;
    began = Instant::now();
    while !round(0).await.is_ok_and(|round| round.left.is_empty()) {
        assert!(began.elapsed() < 2 * MINUTE);
    }
    assert_eq!((billed(&fake).len(), scripts(&client).await), (0, 0));
    // What another process has left, and what it ordered shows up late.
    let fake = slow_fake(55, 60);
    let client = self::client(&fake);
    client
        .create_script(CreateScript::builder().name("verda-api-ext launch of train #1").script(SCRIPT))
        .await
        .unwrap();
    client.deploy_instance(order("train-1")).await.unwrap();
    let mut rounds = 0;
    let launched = loop {
        rounds += 1;
        match train(&client, 2).at_least(0).timeout(MINUTE / 2).await {
            Ok(launched) => break launched,
            Err(error) => assert!(error.to_string().contains("nothing was ordered") && rounds < 6, "{error}"),
        }
    };
    assert!(rounds > 3 && launched.machines.iter().any(|machine| machine.slot == 1), "{rounds}");
    assert_eq!(billed(&fake), ["train-1", "train-2"]);
}

/// Lists may come from several places, of which one is behind the others.
#[tokio::test(start_paused = true)]
async fn lists_that_are_older_than_those_before_hide_no_machine_that_was_ordered_a_moment_ago() {
    let fake = slow_fake(0, 5);
    let client = client(&fake);
    let keep =
        |count| client.group("train").keep(count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"]);
    let are_old = |times: u32| {
        let old = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: "[]".into(),
        };
        fake.inject(Injection::new(old).on(LIST).times(times)).unwrap();
    };
    assert_eq!(train(&client, 2).await.unwrap().machines.len(), 2);
    for _ in 0..2 {
        are_old(2);
        assert_eq!(train(&client, 2).await.unwrap().machines.len(), 2);
        are_old(3);
        assert_eq!(keep(2).await.unwrap().machines.len(), 2);
    }
    assert_eq!((fake.requests_to(DEPLOY).len(), billed(&fake).len()), (2, 2));
    // What is gone is replaced all the same.
    assert_eq!(keep(0).await.unwrap().terminated.len(), 2);
    assert_eq!(train(&client, 1).await.unwrap().machines.len(), 1);
    fake.set_instance_status(fake.instances()[2]["id"].as_str().unwrap(), "discontinued").unwrap();
    assert_eq!((keep(1).await.unwrap().machines.len(), billed(&fake).len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_launch_takes_no_longer_than_it_may_and_a_record_that_is_no_script_does_not_stay() {
    let fake = slow_fake(0, 400);
    let client = client(&fake);
    for (group, script) in [("a", None), ("b", Some(SCRIPT))] {
        let launch = client.launch(group, 2).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"]);
        let launch = script.into_iter().fold(launch, Launch::script).at_least(0).timeout(MINUTE / 4);
        let began = Instant::now();
        let launched = launch.await.unwrap();
        assert!(began.elapsed() < MINUTE / 3, "{:?}", began.elapsed());
        assert_eq!((launched.failed.len(), launched.scripts_left.len()), (2, usize::from(script.is_some())));
    }
}

/// An error that says that a machine of before is of this launch sends its reader to look for another one.
#[tokio::test(start_paused = true)]
async fn an_error_tells_machines_of_this_launch_from_those_of_before() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 3).await.unwrap();
    for machine in &first.machines[..2] {
        fake.set_instance_status(machine.id.as_str(), "error").unwrap();
    }
    fake.set_capacity(TYPE, "FIN-01", 2).unwrap();
    let error = train(&client, 3).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("; the machine that this launch made was terminated; 2 machines of before"), "{text}");
    assert_eq!((error.cause::<LaunchError>().unwrap().terminated.len(), billed(&fake).len()), (3, 1));
}

/// It may wait for a rate limit for minutes, and cost money that no caller asks for any more.
#[tokio::test(start_paused = true)]
async fn an_order_that_waits_is_not_sent_once_the_launch_was_dropped_or_its_time_is_up() {
    let limited = || {
        let limited = Injection::new(Effect::Status(StatusCode::TOO_MANY_REQUESTS)).on(DEPLOY);
        limited.header(http::header::RETRY_AFTER, HeaderValue::from_static("60"))
    };
    for keeps in [false, true] {
        let fake = fake();
        let client = client(&fake);
        let launch = || if keeps { train(&client, 3).keep_when_dropped() } else { train(&client, 3) };
        fake.inject(limited()).unwrap();
        timeout(MINUTE / 6, launch().into_future()).await.unwrap_err();
        sleep(5 * MINUTE).await;
        assert_eq!((fake.requests_to(DEPLOY).len(), billed(&fake).len(), scripts(&client).await), (1, 0, 0));
        fake.inject(limited()).unwrap();
        let error = launch().timeout(MINUTE / 2).await.unwrap_err();
        let failed = &error.cause::<LaunchError>().unwrap().failed;
        assert!(failed.iter().all(|slot| slot.to_string().contains("the time for the launch was up")), "{error}");
        assert_eq!((fake.requests_to(DEPLOY).len(), fake.instances().len()), (2, 0));
        assert_eq!(launch().await.unwrap().machines.len(), 3);
    }
}

/// One that never goes would leave the group without all others, in each round.
#[tokio::test(start_paused = true)]
async fn a_machine_that_does_not_go_does_not_keep_others_from_being_ordered() {
    let fake = fake();
    let client = client(&fake);
    let keep =
        |count| client.group("train").keep(count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"]);
    let first = keep(3).await.unwrap();
    fake.set_instance_status(first.machines[0].id.as_str(), "error").unwrap();
    fake.set_instance_status(first.machines[2].id.as_str(), "discontinued").unwrap();
    let broken = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(broken).on("PUT /v1/instances").always()).unwrap();
    for minutes in [8, 30] {
        let second = keep(3).timeout(minutes * MINUTE).await.unwrap();
        let slots: Vec<u64> = second.machines.iter().map(|machine| machine.slot).collect();
        assert_eq!((slots, second.left.len(), billed(&fake).len()), (vec![2, 3], 1, 3));
    }
    // Where it is dropped, no time is spent on the machine.
    timeout(MINUTE, keep(3).into_future()).await.unwrap_err();
    let began = Instant::now();
    let _ = train(&client, 2).at_least(0).timeout(MINUTE).await.unwrap();
    assert!(began.elapsed() < 2 * MINUTE, "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_start_that_hangs_does_not_keep_others_from_being_ordered() {
    let fake = fake();
    let client = client(&fake);
    let first = train(&client, 1).await.unwrap();
    client.shutdown_instances(&first.machines[0].id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&first.machines[0].id).until_offline().await.unwrap();
    fake.inject(Injection::new(Effect::Hang).on("PUT /v1/instances").always()).unwrap();
    let second = train(&client, 3).at_least(2).timeout(2 * MINUTE).await.unwrap();
    assert_eq!((second.machines.len(), second.failed.len()), (2, 1));
}

/// An order that gets no response is looked for, and given up after three.
#[tokio::test(start_paused = true)]
async fn an_order_that_never_arrives_is_sent_three_times_and_no_more() {
    let fake = fake();
    let client = client(&fake);
    fake.inject(Injection::new(Effect::ResetBefore).on(DEPLOY).always()).unwrap();
    let began = Instant::now();
    let error = train(&client, 1).timeout(15 * MINUTE).await.unwrap_err();
    let failed = &error.cause::<LaunchError>().unwrap().failed;
    assert_eq!((failed.len(), fake.requests_to(DEPLOY).len()), (1, 3), "{error}");
    // A list may lag behind for a minute.
    assert!(began.elapsed() >= 3 * MINUTE, "{:?}", began.elapsed());
}

/// The client may have no limit at all.
#[tokio::test(start_paused = true)]
async fn a_launch_ends_whatever_request_hangs() {
    for (operation, after) in [
        (LIST, 0),
        (LIST, 1),
        (LIST, 2),
        ("GET /v1/scripts", 0),
        ("POST /v1/scripts", 0),
        ("DELETE /v1/scripts/{scriptId}", 0),
        ("GET /v1/instance-availability", 0),
        (DEPLOY, 1),
    ] {
        let fake = fake();
        let client = client(&fake).with(|options| options.timeout(None).attempt_timeout(None));
        fake.inject(Injection::new(Effect::Hang).on(operation).after(after).always()).unwrap();
        let launch = client.launch("train", 2).instance_types([TYPE]).image("ubuntu-24.04").timeout(5 * MINUTE);
        let outcome = timeout(35 * MINUTE, launch.into_future()).await;
        assert!(outcome.is_ok(), "{operation} {after}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_of_an_order_that_panics_leaves_nothing() {
    let fake = fake();
    let client = client(&fake);
    let launch =
        train(&client, 3).order(|order| assert!(!order.hostname.ends_with('3'), "a mistake of the application"));
    let error = launch.await.unwrap_err();
    assert!(error.to_string().contains("the change of the order panicked"), "{error}");
    assert_eq!((billed(&fake).len(), scripts(&client).await), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_repeats_a_part_of_the_script_is_not_shown() {
    let hidden = [
        ("invalid_request", "bad: hunter2-sec..."),
        ("invalid_request", "HUNTER2-SECRET-VALUE"),
        ("invalid_request", "not a \\\"hunter2"),
        ("invalid_request", "no such name: pass"),
        ("hunter2-secret", "zzz"),
        ("PASS", "zzz"),
    ];
    let whole = ("invalid_request", "syntax error near `hunter2-secret-value`");
    let shown = [("invalid_request", "a bad one, for sh"), ("invalid_request", "use env"), whole];
    for (number, (code, message)) in hidden.into_iter().chain(shown).enumerate() {
        let fake = fake();
        let echo = Effect::Respond {
            status: StatusCode::BAD_REQUEST,
            content_type: HeaderValue::from_static("application/json"),
            body: format!(r#"{{"code":"{code}","message":"{message}"}}"#).into(),
        };
        fake.inject(Injection::new(echo).on("POST /v1/scripts")).unwrap();
        let script = format!("{SCRIPT} pass env # invalid_request");
        let error = train(&client(&fake), 1).script(script).await.unwrap_err();
        let text = format!("{error} {error:?}").to_lowercase();
        assert!(text.contains("400") && !text.contains("hunter2") && !text.contains("pass"), "{error}");
        let message = message.replace("hunter2-secret-value", "***");
        assert_eq!(text.contains(&message), number >= hidden.len(), "{error}");
        let kind = if number < hidden.len() { ErrorKind::NotSent } else { ErrorKind::Api };
        assert!(error.kind() == kind && !error.may_have_happened(), "{error}");
    }
}

/// A refusal may be about one order alone.
#[tokio::test(start_paused = true)]
async fn an_order_that_is_refused_for_itself_keeps_no_other_from_being_sent() {
    for (status, code, message, machines) in [
        (StatusCode::CONFLICT, "conflict", "No", 2),
        (StatusCode::FORBIDDEN, "x", "Instance limit exceeded", 2),
        (StatusCode::FORBIDDEN, "x", "No", 0),
        (StatusCode::UNPROCESSABLE_ENTITY, "x", "No", 0),
    ] {
        let fake = fake();
        let content_type = HeaderValue::from_static("application/json");
        let body = format!(r#"{{"code":"{code}","message":"{message}"}}"#).into();
        fake.inject(Injection::new(Effect::Respond { status, content_type, body }).on(DEPLOY)).unwrap();
        let launched = train(&client(&fake), 3).at_least(0).await.unwrap();
        assert_eq!((launched.machines.len(), launched.failed.len()), (machines, 3 - machines), "{status} {message}");
    }
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_machines_are_the_most() {
    let fake = fake();
    for (count, wrong) in [(10_000, "`instance_types` is missing"), (10_001, "machines are more than")] {
        let error = client(&fake).launch("train", count).await.unwrap_err();
        assert!(error.to_string().contains(wrong) && fake.requests().is_empty(), "{error}");
    }
}

/// A script may hold secrets: it is deleted where nothing was ordered, or named.
#[tokio::test(start_paused = true)]
async fn a_script_is_not_left_unsaid_where_nothing_was_ordered() {
    let broken = || Injection::new(Effect::Status(StatusCode::INTERNAL_SERVER_ERROR));
    // Its list fails.
    let fake = fake();
    let client = client(&fake);
    fake.inject(broken().on("GET /v1/scripts").always()).unwrap();
    train(&client, 1).script(SCRIPT).await.unwrap_err();
    fake.clear_injections();
    assert_eq!(scripts(&client).await, 0);
    // Its deletion fails as well, or that of a script whose creation has no known outcome.
    fake.inject(broken().on("GET /v1/scripts").always()).unwrap();
    fake.inject(broken().on("DELETE /v1/scripts/{scriptId}").always()).unwrap();
    let error = train(&client, 1).script(SCRIPT).await.unwrap_err();
    fake.inject(Injection::new(Effect::ResetAfter).on("POST /v1/scripts")).unwrap();
    let unknown = train(&client, 1).script(SCRIPT).await.unwrap_err();
    fake.clear_injections();
    let left = client.scripts().all().await.unwrap().into_inner();
    assert_eq!(left.len(), 2);
    let is_named = |text: String| {
        left.iter().any(|it| text.contains(it.id.as_str()) || text.contains(it.name.as_deref().unwrap()))
    };
    assert!(is_named(error.to_string()), "{error}");
    assert!(is_named(unknown.to_string()) && !unknown.to_string().contains("hunter2"), "{unknown}");
    // One that a machine may need is named by the error too.
    fake.next_instance_fate(Fate::Stuck);
    fake.inject(broken().on("PUT /v1/instances").always()).unwrap();
    let error = train(&client, 1).script(SCRIPT).timeout(3 * MINUTE).await.unwrap_err();
    let script = error.cause::<LaunchError>().unwrap().scripts_left[0].clone();
    assert!(error.to_string().contains(script.as_str()), "{error}");
}
