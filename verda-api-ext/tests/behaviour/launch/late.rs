//! Orders that are late: other processes wait for what a launch orders, and no longer.

use std::time::Duration;

use http::{HeaderValue, StatusCode, header};
use tokio::time::{Instant, sleep};
use verda_api_ext::Client;
use verda_api_ext::types::CreateScript;
use verda_fake::{Effect, Injection, VerdaFake};

use super::unlisted::{Edited, text};
use super::{LIST, TYPE, billed, fake, scripts, train};
use crate::{DEPLOY, client};

fn busy(operation: &str, seconds: u64) -> Injection {
    let refused = Injection::new(Effect::Status(StatusCode::TOO_MANY_REQUESTS)).on(operation).times(1);
    refused.header(header::RETRY_AFTER, HeaderValue::from(seconds))
}

/// Launches two machines by two processes, the second one some seconds later, and sums up what they have.
async fn two_processes(fake: &VerdaFake, after: u64) {
    let launch = |after: u64| {
        let client = client(fake);
        async move {
            sleep(Duration::from_secs(after)).await;
            train(&client, 2).await
        }
    };
    let (first, second) = tokio::join!(launch(0), launch(after));
    assert_eq!(billed(fake), ["train-1", "train-2"], "{after} {first:?} {second:?}");
    assert_eq!((first.unwrap().machines.len(), second.unwrap().machines.len()), (2, 2));
    assert_eq!(scripts(fake).await, 0);
}

#[tokio::test(start_paused = true)]
async fn an_order_that_waited_for_a_rate_limit_is_not_sent_without_another_look() {
    for (seconds, after) in [(100, 5), (100, 60), (30, 5)] {
        let fake = fake();
        fake.inject(busy(DEPLOY, seconds)).unwrap();
        two_processes(&fake, after).await;
    }
}

/// What is free is asked for again after a refusal, which takes long.
#[tokio::test(start_paused = true)]
async fn an_order_that_waited_for_what_is_free_is_not_sent_without_another_look() {
    let fake = fake();
    fake.inject(
        Injection::new(Effect::Slow(Duration::from_secs(50))).on("GET /v1/instance-availability").after(1).times(1),
    )
    .unwrap();
    fake.inject(Injection::new(Effect::Status(StatusCode::SERVICE_UNAVAILABLE)).on(DEPLOY).times(1)).unwrap();
    let launch = |after: u64| {
        let launch = client(&fake).launch("train", 2).instance_types([TYPE]).image("ubuntu-24.04");
        async move {
            sleep(Duration::from_secs(after)).await;
            launch.await
        }
    };
    let (first, second) = tokio::join!(launch(0), launch(5));
    assert_eq!(billed(&fake), ["train-1", "train-2"], "{first:?} {second:?}");
}

/// A process that was ended leaves its record, also one that began later.
#[tokio::test(start_paused = true)]
async fn a_launch_that_is_late_does_not_wait_for_ever_for_one_that_was_cut_off() {
    let fake = fake();
    fake.inject(Injection::new(Effect::Slow(Duration::from_secs(20))).on(LIST).after(1).times(1)).unwrap();
    let began = Instant::now();
    let cut_off = async {
        sleep(Duration::from_secs(10)).await;
        let record = CreateScript::builder().name("verda-api-ext launch of train #1").script("# cut off");
        client(&fake).create_script(record).await.unwrap();
    };
    let late = client(&fake);
    let (launched, ()) = tokio::join!(train(&late, 2).into_future(), cut_off);
    assert_eq!((launched.unwrap().machines.len(), billed(&fake).len(), scripts(&fake).await), (2, 2, 0));
    assert!(began.elapsed() < Duration::from_secs(320), "{:?}", began.elapsed());
}

/// One that waited for an elder is as new as one that did not: others waited for both.
#[tokio::test(start_paused = true)]
async fn a_launch_that_waited_for_its_turn_waits_for_no_younger_one() {
    let fake = VerdaFake::builder().balance(1e6).provisioning_time(Duration::from_secs(5)).build();
    let record = |name: &str| CreateScript::builder().name(name).script("# cut off");
    client(&fake).create_script(record("verda-api-ext launch of train #1")).await.unwrap();
    sleep(Duration::from_secs(2)).await;
    let began = Instant::now();
    let younger = async {
        sleep(Duration::from_secs(20)).await;
        client(&fake).create_script(record("verda-api-ext launch of train #2")).await.unwrap();
    };
    let elder = client(&fake);
    let launched = async {
        let launched = train(&elder, 2).await.unwrap();
        (launched.machines.len(), began.elapsed())
    };
    let ((count, took), ()) = tokio::join!(launched, younger);
    assert!(count == 2 && took < Duration::from_secs(110), "{count} {took:?}");
}

/// The others are ordered once it runs, after another look: by then another process has machines of the group.
#[tokio::test(start_paused = true)]
async fn orders_that_waited_for_the_hostname_of_the_first_machine_look_again() {
    let fake = VerdaFake::builder().balance(1e6).provisioning_time(Duration::from_secs(50)).build();
    let shown_later = |is_list: bool, instances: &mut Vec<serde_json::Value>| {
        let odd = instances.iter_mut().filter(|instance| !is_list && text(&instance["status"]) != "running");
        odd.for_each(|instance| instance["hostname"] = "ubuntu".into());
    };
    let process = |client: Client, after: u64| async move {
        sleep(Duration::from_secs(after)).await;
        train(&client, 3).await
    };
    let (first, second) =
        tokio::join!(process(Edited::client(&fake, shown_later), 0), process(Edited::client(&fake, shown_later), 5));
    assert_eq!(billed(&fake), ["train-1", "train-2", "train-3"], "{first:?} {second:?}");
    assert_eq!((first.unwrap().machines.len(), second.unwrap().machines.len()), (3, 3));
}

/// One process is ended while its first machine shows its image's hostname. The next one orders nothing where the list of volumes
/// names the machine, and says that there are two otherwise.
#[tokio::test(start_paused = true)]
async fn a_machine_that_shows_its_hostname_late_is_not_ordered_again_or_told() {
    for is_hinted in [true, false] {
        let fake = VerdaFake::builder().balance(1e6).provisioning_time(Duration::from_secs(100)).build();
        let shown_later = |_: bool, instances: &mut Vec<serde_json::Value>| {
            let odd = instances.iter_mut().filter(|instance| text(&instance["status"]) != "running");
            odd.for_each(|instance| instance["hostname"] = "ubuntu".into());
        };
        let process = || Edited::client(&fake, shown_later);
        let first = process();
        let launch = train(&first, 3).keep_when_dropped();
        let ended = tokio::time::timeout(Duration::from_secs(20), launch.into_future()).await;
        assert!(ended.is_err() && fake.requests_to(DEPLOY).len() == 1);
        if is_hinted {
            let error = train(&process(), 3).await.unwrap_err();
            assert!(error.to_string().contains("may be there"), "{error}");
            sleep(Duration::from_secs(100)).await;
        } else {
            let nothing = Effect::Respond {
                status: StatusCode::OK,
                content_type: HeaderValue::from_static("application/json"),
                body: "[]".into(),
            };
            fake.inject(Injection::new(nothing).on("GET /v1/volumes").always()).unwrap();
        }
        let launched = train(&process(), 3).await.unwrap();
        let extra = billed(&fake).len() - launched.machines.len();
        assert_eq!((launched.left.len(), extra), if is_hinted { (0, 0) } else { (1, 1) }, "{launched:?}");
    }
}
