//! Groups that are kept at a number of machines.

use std::time::Duration;

use http::{HeaderValue, StatusCode};
use verda_api_ext::types::{
    CreateScript, CreateVolume, DeployInstance, DeployInstanceOsVolume, DeployInstanceVolume, InstanceId, VolumeKind,
};
use verda_api_ext::{Client, DeleteVolumes, ErrorKind, Launch, LaunchError};
use verda_fake::{Effect, Fate, Injection};

use crate::launch::{TYPE, billed, fake};
use crate::{DEPLOY, client, order};

fn keep(client: &Client, count: usize) -> Launch {
    client.group("worker").keep(count).instance_types([TYPE]).image("ubuntu-24.04").locations(["FIN-01"])
}

#[tokio::test(start_paused = true)]
async fn what_failed_or_was_evicted_is_replaced_and_a_complete_group_costs_two_requests() {
    let fake = fake();
    let client = client(&fake);
    assert_eq!(client.group("worker").name(), "worker");
    let first = keep(&client, 3).await.unwrap();
    fake.clear_requests();
    keep(&client, 3).await.unwrap().machines.iter().for_each(|machine| assert!(machine.adopted));
    assert_eq!(fake.requests().len(), 2);
    fake.set_instance_status(first.machines[0].id.as_str(), "discontinued").unwrap();
    fake.set_instance_status(first.machines[1].id.as_str(), "error").unwrap();
    let second = keep(&client, 3).await.unwrap();
    assert_eq!(second.machines.iter().filter(|machine| machine.adopted).count(), 1);
    assert_eq!(billed(&fake), ["worker-1", "worker-2", "worker-3"]);
}

#[tokio::test(start_paused = true)]
async fn what_is_too_much_is_terminated_the_highest_slots_first_and_other_machines_stay() {
    let fake = fake();
    let client = client(&fake);
    for hostname in ["worker", "worker-a", "worker-1-1", "other-1"] {
        client.deploy_instance(order(hostname)).await.unwrap();
    }
    keep(&client, 4).await.unwrap().machines.iter().for_each(|machine| assert!(!machine.adopted));
    let kept = keep(&client, 2).await.unwrap();
    assert_eq!((kept.machines.len(), kept.terminated.len()), (2, 2));
    let others = ["other-1", "worker", "worker-1", "worker-1-1", "worker-2", "worker-a"];
    assert_eq!(billed(&fake), others);
    // What is to be ordered need not be told where nothing is.
    assert_eq!(client.group("worker").keep(2).await.unwrap().machines.len(), 2);
    let error = client.group("worker").keep(3).await.unwrap_err();
    assert_eq!((error.kind(), billed(&fake).len()), (ErrorKind::InvalidRequest, 6), "{error}");
    let none = client.group("worker").keep(0).await.unwrap();
    assert_eq!((none.machines.len(), none.terminated.len(), billed(&fake).len()), (0, 2, 4));
    // The OS volumes of those that were terminated are in the trash.
    assert_eq!(client.list_volumes_in_trash().await.unwrap().len(), 4);
}

/// The list is older than the deletion: a machine that works must not go in place of the one that went.
#[tokio::test(start_paused = true)]
async fn a_machine_whose_deletion_was_accepted_counts_no_more_whatever_a_list_shows() {
    let fake = fake();
    let client = client(&fake);
    let first = keep(&client, 2).await.unwrap();
    let old = serde_json::to_vec(&fake.instances()).unwrap();
    client.delete_instances(&first.machines[0].id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
    let content_type = HeaderValue::from_static("application/json");
    let late = Effect::Respond { status: StatusCode::OK, content_type, body: old.into() };
    fake.inject(Injection::new(late).on("GET /v1/instances")).unwrap();
    let kept = keep(&client, 1).await.unwrap();
    assert_eq!(kept.machines.iter().map(|machine| &machine.id).collect::<Vec<_>>(), [&first.machines[1].id]);
    assert_eq!(billed(&fake), ["worker-2"]);
}

/// It may be of the group, and an order would make it one too many.
#[tokio::test(start_paused = true)]
async fn nothing_is_ordered_while_a_machine_does_not_tell_its_hostname() {
    for hostname in ["null", r#""""#, r#"" ""#] {
        let fake = fake();
        let list = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: format!(r#"[{{"id":"a","status":"running","hostname":{hostname}}}]"#).into(),
        };
        fake.inject(Injection::new(list).on("GET /v1/instances").always()).unwrap();
        let error = keep(&client(&fake), 1).await.unwrap_err();
        assert!(error.to_string().contains("may be of the group `worker`"), "{hostname}: {error}");
        assert!(fake.requests_to(DEPLOY).is_empty(), "{hostname}");
    }
}

/// It would be one too many, and be terminated for that.
#[tokio::test(start_paused = true)]
async fn a_machine_that_is_in_a_list_twice_is_one_machine() {
    let fake = fake();
    let client = client(&fake);
    let first = keep(&client, 2).await.unwrap();
    let says = |list: Vec<serde_json::Value>| {
        let list = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: serde_json::to_vec(&list).unwrap().into(),
        };
        fake.inject(Injection::new(list).on("GET /v1/instances").always()).unwrap();
    };
    let listed = fake.instances();
    says(listed.iter().chain(&listed).cloned().collect());
    assert_eq!(client.group("worker").count().await.unwrap(), 2);
    let second = keep(&client, 2).await.unwrap();
    assert_eq!((second.machines.len(), second.terminated.len(), billed(&fake).len()), (2, 0, 2));
    assert_eq!(second.machines[1].id, first.machines[1].id);
    // Where both say something else, neither is evidence.
    fake.clear_injections();
    let mut twice = listed.clone();
    twice.extend(listed);
    twice[0]["status"] = "discontinued".into();
    says(twice);
    let error = keep(&client, 2).await.unwrap_err();
    assert!(error.to_string().contains("more than one status"), "{error}");
    assert_eq!(billed(&fake).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_name_that_makes_no_hostname_has_no_machines_to_count() {
    let fake = fake();
    for name in ["Train", "", "train-", "train.example"] {
        let error = client(&fake).group(name).count().await.unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{name}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn machines_count_in_whatever_slots_they_have() {
    let fake = fake();
    let client = client(&fake);
    for hostname in ["worker-7", "worker-3", "worker-7"] {
        client.deploy_instance(order(hostname)).await.unwrap();
    }
    assert_eq!(client.group("worker").count().await.unwrap(), 3);
    let kept = keep(&client, 4).await.unwrap();
    let slots: Vec<u64> = kept.machines.iter().map(|machine| machine.slot).collect();
    assert_eq!(slots, [1, 3, 7, 7]);
    // In one slot the newest goes first.
    let newest = kept.machines.iter().filter(|it| it.slot == 7).max_by_key(|it| it.created_at).unwrap().id.clone();
    assert_eq!(keep(&client, 3).await.unwrap().terminated, [newest]);
}

#[tokio::test(start_paused = true)]
async fn machines_that_cannot_be_had_are_no_error_and_the_next_round_tries_again() {
    let fake = fake();
    let client = client(&fake);
    fake.set_capacity(TYPE, "FIN-01", 1).unwrap();
    let launch = keep(&client, 3);
    let first = launch.clone().await.unwrap();
    assert_eq!((first.machines.len(), first.failed.len()), (1, 2));
    assert!(first.failed.iter().all(|slot| slot.is_capacity()));
    // One refusal for all of them.
    assert_eq!(fake.requests_to(DEPLOY).len(), 2);
    fake.set_capacity(TYPE, "FIN-01", 10).unwrap();
    assert_eq!(launch.count(5).await.unwrap().machines.len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_round_that_is_dropped_keeps_its_machines_and_the_next_one_adopts_them() {
    let fake = fake();
    let client = client(&fake);
    let round = tokio::time::timeout(Duration::from_secs(20), keep(&client, 3).into_future());
    round.await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(billed(&fake).len(), 3);
    let next = keep(&client, 3).await.unwrap();
    assert!(next.machines.len() == 3 && next.machines.iter().all(|machine| machine.adopted));
    assert!(client.scripts().all().await.unwrap().is_empty());
}

/// It would have more machines than it should, and pay for them.
#[tokio::test(start_paused = true)]
async fn nothing_is_ordered_in_place_of_a_machine_that_is_not_known_to_be_gone() {
    let fake = fake();
    let client = client(&fake);
    let first = keep(&client, 2).await.unwrap();
    fake.set_instance_status(first.machines[0].id.as_str(), "error").unwrap();
    let refused = Effect::Status(StatusCode::INTERNAL_SERVER_ERROR);
    fake.inject(Injection::new(refused).on("PUT /v1/instances").always()).unwrap();
    let second = keep(&client, 2).timeout(Duration::from_secs(300)).await.unwrap();
    assert_eq!((second.machines.len(), second.failed.len(), second.left.len()), (1, 1, 1));
    assert_eq!((second.failed[0].id.as_ref(), billed(&fake).len()), (Some(&first.machines[0].id), 2));
    fake.clear_injections();
    assert_eq!(keep(&client, 2).await.unwrap().machines.len(), 2);
}

/// A volume that was given as the image, or ordered along with a machine, is the caller's.
#[tokio::test(start_paused = true)]
async fn an_os_volume_that_was_given_as_the_image_is_never_deleted() {
    let fake = fake();
    let client = client(&fake);
    let id = client.deploy_instance(order("template")).await.unwrap().into_inner();
    let template = client.wait_for_instance(&id).await.unwrap();
    client.terminate_instances(&id, verda_api_ext::DeleteVolumes::None).await.unwrap().all_ok().unwrap();
    let volume = template.os_volume_id.unwrap();
    let launch = keep(&client, 1).image(volume.to_string());
    let ready = client.wait_for_volume(&volume).await;
    assert!(ready.is_ok());
    assert_eq!(launch.clone().await.unwrap().machines.len(), 1);
    assert_eq!(client.group("worker").keep(0).await.unwrap().terminated.len(), 1);
    // A launch that is undone.
    client.wait_for_volume(&volume).await.unwrap();
    fake.next_instance_fate(Fate::InstallationFailed);
    launch.at_least(1).await.unwrap_err();
    let volumes: Vec<_> = client.list_volumes().await.unwrap().into_inner().into_iter().map(|it| it.id).collect();
    assert_eq!((volumes, billed(&fake).len()), (vec![volume], 0));
}

#[tokio::test(start_paused = true)]
async fn each_order_can_be_changed_but_for_what_the_launch_decides() {
    let fake = fake();
    let client = client(&fake);
    let change = |order: &mut DeployInstance| {
        order.os_volume = Some(DeployInstanceOsVolume::new(format!("{}-os", order.hostname), 70));
        order.hostname = "elsewhere".to_owned();
    };
    let launched = keep(&client, 2).order(change).await.unwrap();
    assert_eq!(billed(&fake), ["worker-1", "worker-2"]);
    let mut names: Vec<_> =
        client.list_volumes().await.unwrap().iter().filter_map(|volume| volume.name.clone()).collect();
    names.sort();
    assert_eq!(names, ["worker-1-os", "worker-2-os"]);
    let ids: Vec<InstanceId> = client.group("worker").list().await.unwrap().into_iter().map(|it| it.id).collect();
    assert_eq!(ids, launched.machines.iter().map(|machine| machine.id.clone()).collect::<Vec<_>>());
}

/// They may hold data, and cost.
#[tokio::test(start_paused = true)]
async fn volumes_that_were_ordered_with_a_machine_are_named_when_it_is_terminated() {
    let fake = fake();
    let client = client(&fake);
    let given = CreateVolume::builder().name("given").size(100_u64).type_(VolumeKind::Nvme).location_code("FIN-01");
    let given = client.create_volume(given).await.unwrap().into_inner();
    client.wait_for_volume(&given).await.unwrap();
    fake.next_instance_fate(Fate::InstallationFailed);
    let volumes = given.clone();
    let launch = keep(&client, 1).at_least(1).order(move |order| {
        order.volumes = Some(vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)]);
        order.existing_volumes = Some(vec![volumes.clone()]);
    });
    let error = launch.await.unwrap_err();
    let left = &error.cause::<LaunchError>().unwrap().volumes_left;
    let data =
        client.list_volumes().await.unwrap().into_inner().into_iter().find(|it| it.name.as_deref() == Some("data"));
    assert_eq!(left, &[data.unwrap().id]);
    assert!(error.to_string().contains(left[0].as_str()), "{error}");
}

/// Those of each machine that is too many go on costing.
#[tokio::test(start_paused = true)]
async fn volumes_of_machines_of_an_earlier_round_are_named_when_they_are_terminated() {
    let fake = fake();
    let client = client(&fake);
    let data = || vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)];
    let kept = keep(&client, 3).order(move |order| order.volumes = Some(data())).await.unwrap();
    fake.set_instance_status(kept.machines[0].id.as_str(), "error").unwrap();
    let fewer = client.group("worker").keep(1).await.unwrap();
    let left: Vec<_> = client.list_volumes().await.unwrap().into_inner();
    let left: Vec<_> = left.into_iter().filter(|it| it.instance_id.is_none()).map(|volume| volume.id).collect();
    assert_eq!((fewer.terminated.len(), left.len()), (2, 2));
    assert!(fewer.volumes_left.len() == 2 && left.iter().all(|id| fewer.volumes_left.contains(id)), "{fewer:?}");
    // One request tells, and none where there are no such volumes. Where machines are ordered, one looks for others.
    fake.clear_requests();
    let none = client.group("worker").keep(0).await.unwrap();
    assert_eq!((none.volumes_left.len(), fake.requests_to("GET /v1/volumes").len()), (1, 1));
    let _ = keep(&client, 1).await.unwrap();
    assert_eq!(fake.requests_to("GET /v1/volumes").len(), 2);
    let none = client.group("worker").keep(0).await.unwrap();
    assert_eq!((none.volumes_left.len(), fake.requests_to("GET /v1/volumes").len()), (0, 2));
}

/// What deletes the last machine of a group may have been killed in the middle of it.
#[tokio::test(start_paused = true)]
async fn a_deletion_that_never_ends_is_seen_through_and_the_volumes_that_it_leaves_are_named() {
    let fake = fake();
    let client = client(&fake);
    fake.next_instance_fate(Fate::DeletionStuck);
    let kept = keep(&client, 1).await.unwrap();
    client.delete_instances(&kept.machines[0].id, verda_api_ext::DeleteVolumes::None).await.unwrap().all_ok().unwrap();
    let none = client.group("worker").keep(0).await.unwrap();
    assert_eq!((none.terminated.len(), none.left.len(), billed(&fake).len()), (1, 0, 0));
    let left: Vec<_> = client.list_volumes().await.unwrap().into_inner().into_iter().map(|volume| volume.id).collect();
    assert_eq!((none.volumes_left, left.len()), (left.clone(), 1));
}

/// It may hold secrets, and perhaps no other launch of the group follows.
#[tokio::test(start_paused = true)]
async fn the_script_of_a_launch_that_was_cut_off_is_named_where_it_cannot_be_deleted() {
    let fake = fake();
    let client = client(&fake);
    let script = CreateScript::builder().name("verda-api-ext launch of worker #0123456789abcdef").script("TOKEN=…");
    let script = client.create_script(script).await.unwrap().into_inner();
    let refused = Injection::new(Effect::Status(StatusCode::INTERNAL_SERVER_ERROR));
    fake.inject(refused.on("DELETE /v1/scripts/{scriptId}").always()).unwrap();
    assert_eq!(client.group("worker").keep(0).await.unwrap().scripts_left, [script]);
    fake.clear_injections();
    assert!(client.group("worker").keep(0).await.unwrap().scripts_left.is_empty());
}

/// A list of volumes may be old, or have one that cannot be decoded: neither says that a volume is gone or in use.
#[tokio::test(start_paused = true)]
async fn a_volume_that_an_odd_list_does_not_show_as_free_is_named_all_the_same() {
    for is_old in [true, false] {
        let fake = fake();
        let client = client(&fake);
        let volume = |name| CreateVolume::builder().name(name).size(100_u64).type_("NVMe").location_code("FIN-01");
        let data = client.create_volume(volume("data")).await.unwrap().into_inner();
        let other = client.create_volume(volume("other")).await.unwrap().into_inner();
        client.wait_for_volumes([&data, &other]).await.unwrap();
        let id = client.deploy_instance(order("train-1").existing_volumes([data.clone()])).await.unwrap().into_inner();
        client.wait_for_instance(&id).await.unwrap();
        let mut volumes = fake.volumes();
        volumes.retain(|volume| volume["id"] == other.as_str() || (is_old && volume["id"] == data.as_str()));
        if !is_old {
            volumes.push("no volume".into());
        }
        let odd = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: serde_json::Value::from(volumes).to_string().into(),
        };
        fake.inject(Injection::new(odd).on("GET /v1/volumes")).unwrap();
        let launched = client.group("train").keep(0).await.unwrap();
        assert_eq!((launched.terminated, launched.volumes_left), (vec![id], vec![data]), "{is_old}");
    }
}

/// It tells neither its image nor its volumes, and cannot be deleted yet.
#[tokio::test(start_paused = true)]
async fn the_volumes_of_a_machine_that_was_ordered_a_moment_ago_are_deleted_or_named() {
    for given in [None, Some("ubuntu-24.04")] {
        let fake = fake();
        let client = client(&fake);
        let data = vec![DeployInstanceVolume::new("data", 50, VolumeKind::Nvme)];
        let id = client.deploy_instance(order("train-1").volumes(data)).await.unwrap().into_inner();
        assert_eq!(fake.instances()[0]["status"], "ordered");
        let mut none = client.group("train").keep(0);
        if let Some(image) = given {
            none = none.image(image);
        }
        let none = none.await.unwrap();
        let left: Vec<_> = client.list_volumes().await.unwrap().into_inner().into_iter().map(|it| it.id).collect();
        assert_eq!((none.terminated, none.volumes_left.len()), (vec![id], 1), "{given:?}");
        // The OS volume is in the trash.
        assert_eq!(none.volumes_left, left, "{given:?}");
        assert!(none.volumes_unknown.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_never_told_its_volumes_is_named() {
    let fake = fake();
    let client = client(&fake);
    let id = client.deploy_instance(order("train-1")).await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    let untold = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: serde_json::json!([{"id": id, "hostname": "train-1", "status": "running"}]).to_string().into(),
    };
    fake.inject(Injection::new(untold).on("GET /v1/instances").times(1)).unwrap();
    let none = client.group("train").keep(0).await.unwrap();
    assert_eq!((none.terminated, none.volumes_unknown), (vec![id.clone()], vec![id]));
    assert_eq!(client.list_volumes().await.unwrap().len(), 1);
}

/// Each round would make a record and order nothing.
#[tokio::test(start_paused = true)]
async fn a_round_whose_time_is_too_short_to_order_is_refused() {
    let fake = fake();
    let error = keep(&client(&fake), 1).timeout(Duration::from_secs(1)).await.unwrap_err();
    assert!(error.to_string().contains("two lists have to agree first"), "{error}");
    assert_eq!((fake.requests_to(DEPLOY).len(), fake.requests_to("POST /v1/scripts").len()), (0, 0));
}
