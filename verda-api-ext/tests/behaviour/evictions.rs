//! Evictions of spot machines: each is told once, with what stays and costs, and nothing else is taken for one.

use std::time::Duration;

use http::StatusCode;
use tokio::time::{sleep, timeout};
use verda_api_ext::types::{DeployInstanceOsVolume, InstanceId, InstanceStatus, OnSpotDiscontinue};
use verda_api_ext::{Client, DeleteVolumes, Eviction, Evictions};
use verda_fake::{Effect, Gone, Injection, VerdaFake};

use crate::{client, order};

const LIST: &str = "GET /v1/instances";
const GET: &str = "GET /v1/instances/{instance_id}";

async fn deploy(client: &Client, hostname: &str, spot: bool) -> InstanceId {
    let order = order(hostname).instance_type("1V100.6V").image("ubuntu-24.04-cuda-12.8-open").is_spot(spot);
    let order = order.os_volume(DeployInstanceOsVolume::new(format!("{hostname}-os"), 50));
    let id = client.deploy_instance(order).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    id
}

/// What is told within this time.
async fn told(evictions: &mut Evictions, seconds: u64) -> Vec<Eviction> {
    let mut told = Vec::new();
    let all = async {
        while let Some(eviction) = evictions.next().await {
            told.push(eviction.unwrap());
        }
    };
    let _ = timeout(Duration::from_secs(seconds), all).await;
    told
}

#[tokio::test(start_paused = true)]
async fn each_eviction_is_told_once_with_what_it_leaves() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let ids = [deploy(&client, "one", true).await, deploy(&client, "two", true).await];
    deploy(&client, "other", false).await;
    fake.clear_requests();
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 95).await.is_empty());
    assert_eq!((fake.requests_to(LIST).len(), fake.requests().len()), (10, 10));
    fake.preempt_instance(ids[0].as_str()).unwrap();
    let [eviction] = &told(&mut evictions, 60).await[..] else { panic!("one is told") };
    assert_eq!((&eviction.id, eviction.hostname.as_deref()), (&ids[0], Some("one")));
    assert_eq!(eviction.status, Some(InstanceStatus::Discontinued));
    assert_eq!(eviction.last_seen.as_ref().unwrap().status, InstanceStatus::Running);
    let [volume] = &eviction.volumes.as_ref().unwrap()[..] else { panic!("its OS volume is left") };
    assert_eq!(volume.name.as_deref(), Some("one-os"));
    assert_eq!(eviction.cost().unwrap().per_month().round_dp(9), volume.monthly_price.unwrap());
    assert_eq!(fake.requests_to("GET /v1/volumes").len(), 1);
    // One that is ordered later is seen as well.
    let late = deploy(&client, "late", true).await;
    assert!(told(&mut evictions, 30).await.is_empty());
    fake.preempt_instance(late.as_str()).unwrap();
    fake.preempt_instance(ids[1].as_str()).unwrap();
    assert_eq!(told(&mut evictions, 30).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_volume_that_goes_with_the_machine_is_not_left() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let volume = DeployInstanceOsVolume::builder().name("os").size(50_u64);
    let volume = volume.on_spot_discontinue(OnSpotDiscontinue::MoveToTrash);
    let order = order("one").instance_type("1V100.6V").image("ubuntu-24.04-cuda-12.8-open").is_spot(true);
    let id = client.deploy_instance(order.os_volume(volume)).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    fake.preempt_instance(id.as_str()).unwrap();
    let eviction = &told(&mut evictions, 30).await[0];
    assert_eq!(eviction.volumes.as_deref(), Some(&[][..]));
    assert!(eviction.cost().unwrap().per_hour.is_zero());
}

#[tokio::test(start_paused = true)]
async fn what_this_client_deletes_is_no_eviction() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let ids = [deploy(&client, "one", true).await, deploy(&client, "two", true).await];
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    let (deleted, seen) = tokio::join!(
        client.clone().with(|o| o.max_attempts(2)).terminate_instances(&ids[0], DeleteVolumes::Os),
        told(&mut evictions, 60)
    );
    deleted.unwrap().all_ok().unwrap();
    assert!(seen.is_empty(), "{seen:?}");
    // A deletion that is refused deletes nothing: what comes later is an eviction.
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("PUT /v1/instances")).unwrap();
    client.delete_instances(&ids[1], DeleteVolumes::Os).await.unwrap().all_ok().unwrap_err();
    fake.preempt_instance(ids[1].as_str()).unwrap();
    assert_eq!(told(&mut evictions, 30).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_one_list_does_not_show_is_not_evicted() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let empty = Effect::Respond {
        status: StatusCode::OK,
        content_type: http::header::HeaderValue::from_static("application/json"),
        body: "[]".into(),
    };
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    // Its id shows it; and where that cannot be asked for, the next list does.
    for fails in [0, 4] {
        fake.inject(Injection::new(empty.clone()).on(LIST)).unwrap();
        fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(GET).times(fails)).unwrap();
        let seen = told(&mut evictions, 60).await;
        assert!(seen.is_empty(), "{seen:?}");
    }
    // Lists that are empty for ever are no proof against its own id.
    fake.inject(Injection::new(empty).on(LIST).always()).unwrap();
    assert!(told(&mut evictions, 600).await.is_empty());
    fake.clear_injections();
    fake.preempt_instance(id.as_str()).unwrap();
    assert_eq!(told(&mut evictions, 30).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn polls_that_fail_are_told_when_they_persist_and_do_not_end_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    let once = |times| Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(LIST).times(times);
    fake.inject(once(2)).unwrap();
    assert!(told(&mut evictions, 60).await.is_empty());
    fake.inject(once(20)).unwrap();
    let error = evictions.next().await.unwrap().unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    // It is told once, and what was seen before is not lost.
    fake.preempt_instance(id.as_str()).unwrap();
    let eviction = evictions.next().await.unwrap().unwrap();
    assert_eq!(eviction.volumes.unwrap().len(), 1);
    // Nothing can be sent: that is the end.
    let nothing = Client::builder().transport(fake.transport()).build().unwrap();
    let mut evictions = nothing.evictions();
    assert!(evictions.next().await.unwrap().is_err() && evictions.next().await.is_none());
    let mut evictions = client.evictions().of("");
    assert!(evictions.next().await.unwrap().is_err() && evictions.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn of_given_machines_it_ends_when_all_are_gone() {
    let fake = VerdaFake::builder().listed_after(Duration::from_secs(300)).build();
    let client = client(&fake);
    let ids =
        [deploy(&client, "one", true).await, deploy(&client, "two", true).await, deploy(&client, "x", true).await];
    fake.preempt_instance(ids[0].as_str()).unwrap();
    let mut evictions = client.evictions().of(&ids[..2]).every(Duration::from_secs(20));
    // One that is gone already is told; which volumes it had, nothing tells.
    let first = evictions.next().await.unwrap().unwrap();
    assert_eq!((&first.id, first.hostname.as_deref(), first.volumes), (&ids[0], Some("one"), None));
    // Lists do not show the others yet.
    assert!(told(&mut evictions, 60).await.is_empty());
    fake.preempt_instance(ids[1].as_str()).unwrap();
    let second = evictions.next().await.unwrap().unwrap();
    assert_eq!((second.id, second.volumes.unwrap().len()), (ids[1].clone(), 1));
    assert!(evictions.next().await.is_none());
    // One that never was is told when it can no longer appear.
    let mut evictions = client.evictions().of("5b1e0000-0000-4000-8000-00000000dead");
    assert!(told(&mut evictions, 55).await.is_empty());
    let never = evictions.next().await.unwrap().unwrap();
    assert_eq!((never.status, never.last_seen.is_none(), never.volumes), (None, true, None));
    sleep(Duration::from_secs(1)).await;
    assert!(evictions.next().await.is_none());
}

/// The body of a list, as the fake gives it, with this status in the place of each machine's.
async fn list_with(client: &Client, statuses: &[&str]) -> Effect {
    let machines = serde_json::to_value(client.list_instances().await.unwrap().into_inner()).unwrap();
    let machines = machines.as_array().unwrap();
    let with = |(machine, status): (&serde_json::Value, &&str)| {
        let mut machine = machine.clone();
        machine["status"] = (*status).into();
        machine
    };
    let body = statuses.iter().flat_map(|status| machines.iter().map(move |machine| with((machine, status))));
    let body = serde_json::Value::from_iter(body);
    let content_type = http::header::HeaderValue::from_static("application/json");
    Effect::Respond { status: StatusCode::OK, content_type, body: body.to_string().into() }
}

/// A caller that orders another machine for each eviction would order two.
#[tokio::test(start_paused = true)]
async fn an_eviction_is_not_told_again_where_an_old_list_shows_the_machine() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let old = list_with(&client, &["running"]).await;
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    fake.preempt_instance(id.as_str()).unwrap();
    assert_eq!(told(&mut evictions, 15).await.len(), 1);
    for skipped in [0, 2, 5] {
        fake.inject(Injection::new(old.clone()).on(LIST).after(skipped)).unwrap();
    }
    assert!(told(&mut evictions, 120).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_list_that_contradicts_itself_is_no_evidence_of_an_eviction() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    deploy(&client, "one", true).await;
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    for statuses in [["discontinued", "running"], ["running", "discontinued"], ["notfound", "notfound"]] {
        fake.inject(Injection::new(list_with(&client, &statuses).await).on(LIST)).unwrap();
        let seen = told(&mut evictions, 30).await;
        assert!(seen.is_empty(), "{statuses:?}: {seen:?}");
    }
}

/// A cleanup that comes before the next poll finds the machine gone: it did not delete it.
#[tokio::test(start_paused = true)]
async fn an_eviction_is_told_though_this_client_tries_to_delete_the_machine_later() {
    for gone in [Gone::Documented, Gone::NotFound, Gone::InvalidId, Gone::Forbidden] {
        let fake = VerdaFake::builder().gone(gone).build();
        let client = client(&fake);
        let id = deploy(&client, "one", true).await;
        let mut evictions = client.evictions();
        assert!(told(&mut evictions, 5).await.is_empty());
        fake.preempt_instance(id.as_str()).unwrap();
        let outcomes = client.delete_instances(&id, DeleteVolumes::Os).await.unwrap();
        assert_eq!(outcomes.already().count(), 1);
        assert_eq!(told(&mut evictions, 30).await.len(), 1, "{gone:?}");
        // Where an earlier attempt may have deleted it, it is not told.
        let id = deploy(&client, "two", true).await;
        assert!(told(&mut evictions, 15).await.is_empty());
        fake.inject(Injection::new(Effect::ResetAfter).on("PUT /v1/instances")).unwrap();
        client.delete_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
        let seen = told(&mut evictions, 60).await;
        assert!(seen.is_empty(), "{gone:?}: {seen:?}");
    }
}

/// One of two requests is refused, and its response comes last.
#[tokio::test(start_paused = true)]
async fn a_refused_deletion_does_not_make_an_eviction_of_one_that_was_accepted() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let mut evictions = client.evictions();
    assert!(told(&mut evictions, 5).await.is_empty());
    // The first request waits for its second attempt, which is refused.
    fake.inject(Injection::new(Effect::Status(StatusCode::TOO_MANY_REQUESTS)).on("PUT /v1/instances")).unwrap();
    let first = client.delete_instances(&id, DeleteVolumes::Os);
    let second = async {
        tokio::task::yield_now().await;
        let outcomes = client.delete_instances(&id, DeleteVolumes::Os).await;
        fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on("PUT /v1/instances")).unwrap();
        outcomes
    };
    let (first, second) = tokio::join!(first, second);
    first.unwrap().all_ok().unwrap_err();
    second.unwrap().all_ok().unwrap();
    let seen = told(&mut evictions, 60).await;
    assert!(seen.is_empty(), "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn the_longest_pause_does_not_end_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let mut evictions = client.evictions().every(Duration::MAX);
    assert!(told(&mut evictions, 5).await.is_empty());
    fake.preempt_instance(id.as_str()).unwrap();
    assert_eq!(evictions.next().await.unwrap().unwrap().id, id);
}

/// The request that was to delete it came to nothing, which its response did not tell.
#[tokio::test(start_paused = true)]
async fn an_eviction_is_told_though_a_deletion_of_unknown_outcome_came_before() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = deploy(&client, "one", true).await;
    let mut evictions = client.evictions();
    fake.inject(Injection::new(Effect::Html(StatusCode::GATEWAY_TIMEOUT)).on("PUT /v1/instances").always()).unwrap();
    client.delete_instances(&id, DeleteVolumes::Os).await.unwrap_err();
    assert!(told(&mut evictions, 900).await.is_empty());
    fake.preempt_instance(id.as_str()).unwrap();
    assert_eq!(told(&mut evictions, 30).await.len(), 1);
    // One that is carried out is none, however late.
    let id = deploy(&client, "two", true).await;
    client.delete_instances(&id, DeleteVolumes::Os).await.unwrap_err();
    assert!(told(&mut evictions, 300).await.is_empty());
    fake.preempt_instance(id.as_str()).unwrap();
    assert!(told(&mut evictions, 900).await.is_empty());
}

/// The same prices as in the project's spending.
#[tokio::test(start_paused = true)]
async fn what_an_eviction_leaves_is_not_free_while_one_of_its_prices_is_told() {
    let volume = |id: &str, monthly: serde_json::Value, hourly: serde_json::Value, currency: &str| {
        serde_json::json!({"id": id, "instance_id": null, "instances": [], "status": "detached", "monthly_price": monthly,
            "base_hourly_cost": hourly, "currency": currency})
    };
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    for (other, cost) in
        [("usd", Some("0.0773 usd/h, 56.43 usd/month")), ("", Some("0.0773 usd/h, 56.43 usd/month")), ("eur", None)]
    {
        let id = deploy(&client, "one", true).await;
        let machine = client.get_instance(&id).await.unwrap();
        let mut evictions = client.evictions();
        assert!(told(&mut evictions, 5).await.is_empty());
        fake.preempt_instance(id.as_str()).unwrap();
        let os = machine.os_volume_id.as_ref().unwrap();
        let mut data = volume("data", 36.5.into(), 0.into(), other);
        data["instance_id"] = id.as_str().into();
        let volumes = serde_json::json!([data, volume(os.as_str(), 0.into(), 0.0273.into(), "usd")]);
        let content_type = http::header::HeaderValue::from_static("application/json");
        let body = Effect::Respond { status: StatusCode::OK, content_type, body: volumes.to_string().into() };
        fake.inject(Injection::new(body).on("GET /v1/volumes")).unwrap();
        let told = told(&mut evictions, 30).await;
        assert_eq!(told[0].cost().map(|cost| cost.to_string()).as_deref(), cost, "{other}: {told:?}");
    }
}

/// What was asked for before it went: a deletion of this client's is no eviction, whatever came between; all else is one.
#[tokio::test(start_paused = true)]
async fn a_machine_that_goes_was_evicted_unless_this_client_had_it_deleted() {
    const ACTIONS: &str = "PUT /v1/instances";
    let response = |status, body: &str| {
        let content_type = http::header::HeaderValue::from_static("application/json");
        Effect::Respond { status, content_type, body: body.to_owned().into() }
    };
    let accepted = || response(StatusCode::ACCEPTED, "");
    let of_another = || response(StatusCode::ACCEPTED, r#"[{"instanceId":"b","action":"delete","status":"success"}]"#);
    let forbidden = || response(StatusCode::FORBIDDEN, r#"{"code":"forbidden_action","message":"No"}"#);
    let (soon, late) = (10, 1800);
    // The action, its response, and whether one that is refused follows; how long it stays after that; whether it was evicted.
    for (action, effect, then_start, stays, is_evicted) in [
        ("delete", accepted(), false, late, false),
        ("delete", accepted(), true, soon, false),
        ("delete both", forbidden(), false, soon, true),
        ("delete", of_another(), false, soon, false),
        ("delete", of_another(), false, late, true),
        ("start", accepted(), false, soon, true),
        ("hibernate", accepted(), false, soon, false),
        ("hibernate", accepted(), false, late, true),
    ] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        let id = deploy(&client, "one", true).await;
        let mut evictions = client.evictions();
        assert!(told(&mut evictions, 5).await.is_empty());
        fake.inject(Injection::new(effect.clone()).on(ACTIONS)).unwrap();
        let _ = match action {
            "delete" => client.delete_instances(&id, DeleteVolumes::Os).await,
            "delete both" => client.delete_instances([id.clone(), "b".into()], DeleteVolumes::Os).await,
            "start" => client.start_instances(&id).await,
            _ => client.hibernate_instances(&id).await,
        };
        if then_start {
            fake.inject(Injection::new(forbidden()).on(ACTIONS)).unwrap();
            client.start_instances(&id).await.unwrap().all_ok().unwrap_err();
        }
        assert!(told(&mut evictions, stays).await.is_empty());
        fake.preempt_instance(id.as_str()).unwrap();
        assert_eq!(told(&mut evictions, 60).await.len(), usize::from(is_evicted), "{action} {effect:?} {stays}");
    }
}
