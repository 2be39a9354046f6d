//! Actions: whatever the form of the response, each id has its outcome.

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::{Value, json};
use verda_api_ext::types::{ClusterId, ClusterNodeId, CreateVolume, InstanceId, VolumeId};
use verda_api_ext::{Client, CloneVolumes, DeleteVolumes, Error, ErrorKind, IncompleteClones, Outcomes};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const ACTIONS: &str = "PUT /v1/instances";
const VOLUMES: &str = "PUT /v1/volumes";
const NODE: &str = "POST /v1/clusters/{clusterId}/nodes/{nodeId}/actions";

/// A fake with this response of the operation.
fn responding(operation: &str, status: u16, body: &str) -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().build();
    respond(&fake, operation, status, body);
    let client = client(&fake);
    (fake, client)
}

fn respond(fake: &VerdaFake, operation: &str, status: u16, body: &str) {
    let json = HeaderValue::from_static("application/json");
    let body = Bytes::copy_from_slice(body.as_bytes());
    let effect = Effect::Respond { status: StatusCode::from_u16(status).unwrap(), content_type: json, body };
    fake.inject(Injection::new(effect).on(operation)).unwrap();
}

fn ids<const N: usize>(ids: [&str; N]) -> Vec<InstanceId> {
    ids.map(InstanceId::from).into()
}

fn sent(fake: &VerdaFake, operation: &str) -> Value {
    fake.requests_to(operation)[0].json().unwrap()
}

fn failures<Id: ToString>(outcomes: &Outcomes<Id>) -> Vec<(String, String)> {
    outcomes.failed().map(|(id, failure)| (id.to_string(), failure.to_string())).collect()
}

/// The running API makes no HDD volumes any more: an order of one is refused, and nothing is made.
#[tokio::test(start_paused = true)]
async fn a_volume_of_a_retired_type_is_refused() {
    let fake = VerdaFake::builder().hdd_retired().build();
    let order = |kind| CreateVolume::builder().name("data").size(50_u64).type_(kind).location_code("FIN-01");
    let error = client(&fake).create_volume(order("HDD")).await.unwrap_err();
    assert_eq!((error.status(), error.may_have_happened()), (Some(StatusCode::BAD_REQUEST), false), "{error}");
    assert!(!error.is_capacity() && fake.volumes().is_empty(), "{error}");
    client(&fake).create_volume(order("NVMe")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn every_form_of_a_response_ends_in_outcomes() {
    let partial = r#"[{"instanceId":"a","action":"start","status":"SUCCESS"},
        {"instanceId":"b","action":"start","status":"error","error":"Instance not found","statusCode":404}]"#;
    for (status, body, failed) in [
        (204, "", vec![]),
        (202, "", vec![]),
        (
            202,
            r#"[{"instanceId":"a","action":"start","status":"success"},{"instanceId":"b","action":"start","status":"success"}]"#,
            vec![],
        ),
        (207, partial, vec![("b", "Instance not found (404)")]),
        // An id that the response does not name must not pass for a success.
        (
            202,
            r#"[{"instanceId":"a","action":"start","status":"success"}]"#,
            vec![("b", "the response does not name it: check its status before retrying")],
        ),
        (
            207,
            r#"[{"instanceId":"a","action":"start","status":"odd"},{"instanceId":"b","action":"start","status":"success"}]"#,
            vec![("a", "the response does not say whether it was done: check its status before retrying")],
        ),
    ] {
        let (_, client) = responding(ACTIONS, status, body);
        let outcomes = client.start_instances(ids(["a", "b"])).await.unwrap();
        let failed: Vec<_> = failed.into_iter().map(|(id, why)| (id.to_owned(), why.to_owned())).collect();
        assert_eq!(failures(&outcomes), failed, "{status} {body}");
        assert_eq!((outcomes.len(), outcomes.succeeded().count()), (2, 2 - failed.len()));
        assert_eq!(outcomes.all_ok().is_ok(), failed.is_empty());
        assert_eq!(outcomes.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>(), ["a", "b"]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_about_a_single_id_is_its_outcome_and_one_about_the_call_is_an_error() {
    let forbidden = r#"{"code":"forbidden_action","message":"Can't discontinue a provisioning instance"}"#;
    let (_, client) = responding(ACTIONS, 403, forbidden);
    let outcomes = client.delete_instances(&InstanceId::from("a"), DeleteVolumes::Os).await.unwrap();
    let (_, failure) = outcomes.failed().next().unwrap();
    assert_eq!((failure.status, failure.code.as_deref()), (Some(StatusCode::FORBIDDEN), Some("forbidden_action")));
    let error = outcomes.all_ok().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::PartlyFailed, Some("perform_instance_actions")));
    assert!(error.to_string().contains("a: Can't discontinue a provisioning instance (forbidden_action)"), "{error}");
    // Of several, the response does not say which one it is about.
    let (_, client) = responding(ACTIONS, 403, forbidden);
    let error = client.start_instances(ids(["a", "b"])).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some("forbidden_action")));
    // These are not about the machine at all.
    for status in [402, 500, 502] {
        let (_, client) = responding(ACTIONS, status, r#"{"code":"odd","message":"?"}"#);
        let once = client.with(|o| o.max_attempts(1));
        let error = once.start_instances(&InstanceId::from("a")).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

/// The whole text has to say so of the resource: one that speaks of another resource, or of another status, is a failure.
#[tokio::test(start_paused = true)]
async fn a_refusal_that_says_that_it_is_so_already_is_a_success_of_its_own() {
    for (message, is_already) in [
        ("The instance is already running", true),
        ("Instance is already running.", true),
        ("Already started", true),
        ("Can't start a running instance", true),
        ("The instance is already offline", false),
        ("The instance is running", false),
        ("The cluster of the instance is already running", false),
    ] {
        let (_, client) = responding(ACTIONS, 400, &json!({"code": "invalid_request", "message": message}).to_string());
        let outcomes = client.start_instances("a").await.unwrap();
        assert_eq!(
            (outcomes.already().count(), outcomes.all_ok().is_ok()),
            (is_already.into(), is_already),
            "{message}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_deleted_with_an_instance_is_said_exactly() {
    let these = || vec!["v".into()];
    for (volumes, expected) in [
        (DeleteVolumes::Os, json!({"action": "delete", "id": "a"})),
        (DeleteVolumes::None, json!({"action": "delete", "id": "a", "volume_ids": []})),
        (DeleteVolumes::These(these()), json!({"action": "delete", "id": "a", "volume_ids": ["v"]})),
        (
            DeleteVolumes::ThesePermanently(these()),
            json!({"action": "delete", "id": "a", "volume_ids": ["v"], "delete_permanently": true}),
        ),
        // Permanently, but nothing is named: the API would delete the OS volumes into the trash.
        (DeleteVolumes::ThesePermanently(Vec::new()), json!({"action": "delete", "id": "a", "volume_ids": []})),
    ] {
        let (fake, client) = responding(ACTIONS, 202, "");
        client.delete_instances("a", volumes).await.unwrap().all_ok().unwrap();
        assert_eq!(sent(&fake, ACTIONS), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn all_volumes_of_a_machine_go_with_it_to_the_trash_or_permanently() {
    for (volumes, in_trash) in [(DeleteVolumes::All, 2), (DeleteVolumes::AllPermanently, 0)] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        let data = CreateVolume::builder().name("data").size(100_u64).type_("NVMe").location_code("FIN-01");
        let loose = CreateVolume::builder().name("loose").size(100_u64).type_("NVMe").location_code("FIN-01");
        let (data, loose) = (client.create_volume(data), client.create_volume(loose));
        let (data, loose) = (data.await.unwrap().into_inner(), loose.await.unwrap().into_inner());
        let id = client.deploy_instance(crate::order("one")).await.unwrap().into_inner();
        client.wait_for_volume(&data).await.unwrap();
        client.wait_for_instance(&id).await.unwrap();
        client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
        client.wait_for_instance(&id).until_offline().await.unwrap();
        client.attach_volumes(&data, &id).await.unwrap().all_ok().unwrap();
        // One that is gone has no volumes, and is deleted.
        let gone = "5b1e0000-0000-4000-8000-00000000dead";
        let outcomes = client.delete_instances([id.as_str(), gone], volumes).await.unwrap();
        outcomes.all_ok().unwrap();
        client.wait_for_instance(&id).until_deleted().await.unwrap();
        let left: Vec<_> = client.list_volumes().await.unwrap().into_iter().map(|volume| volume.id).collect();
        assert_eq!(left, [loose]);
        assert_eq!(client.list_volumes_in_trash().await.unwrap().len(), in_trash);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_deleted_where_the_volumes_are_not_known_or_are_shared() {
    let instance = |id: &str, more: Value| {
        let mut instance = json!({"id": id, "status": "running", "hostname": "one"});
        instance.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        instance
    };
    let unknown = instance("a", json!({}));
    let odd = instance("a", json!({"volume_ids": ["v", {"id": 4}]}));
    let one = instance("a", json!({"volume_ids": ["v", "shared"]}));
    let other = instance("b", json!({"volume_ids": ["shared"]}));
    for (list, by_id, said) in [
        (json!([unknown]), &unknown, "does not say which volumes a has"),
        (json!([odd]), &odd, "the response about a cannot be read as a whole"),
        (json!([one, other]), &one, "the volume shared is attached to b as well"),
    ] {
        let (fake, client) = responding(ACTIONS, 202, "");
        respond(&fake, "GET /v1/instances", 200, &list.to_string());
        respond(&fake, "GET /v1/instances/{instance_id}", 200, &by_id.to_string());
        let error = client.delete_instances("a", DeleteVolumes::AllPermanently).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains(said) && text.contains("this deletion was not sent: name the volumes"), "{text}");
        assert!(fake.requests_to(ACTIONS).is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_is_shut_down_and_deleted_and_keeps_its_volume() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let id = client.deploy_instance(crate::order("one")).send().await.unwrap().into_inner();
    client.wait_for_instance(&id).await.unwrap();
    client.shutdown_instances(&id).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&id).until_offline().await.unwrap();
    client.delete_instances([id.clone()], DeleteVolumes::None).await.unwrap().all_ok().unwrap();
    client.wait_for_instance(&id).until_deleted().await.unwrap();
    assert_eq!(client.list_volumes().send().await.unwrap().len(), 1);
    assert!(client.list_volumes_in_trash().send().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn every_instance_action_has_its_name_on_the_wire() {
    let (fake, client) = responding(ACTIONS, 204, "");
    let all = || ids(["a", "b"]);
    macro_rules! actions {
        ($($method:ident $name:literal),*) => {$(
            fake.clear_requests();
            respond(&fake, ACTIONS, 204, "");
            client.$method(all()).await.unwrap().all_ok().unwrap();
            assert_eq!(sent(&fake, ACTIONS), json!({"action": $name, "id": ["a", "b"]}));
            // Without any id nothing is sent.
            fake.clear_requests();
            assert!(client.$method(Vec::<InstanceId>::new()).await.unwrap().is_empty());
            assert!(fake.requests().is_empty());
        )*};
    }
    fake.clear_injections();
    actions! {
        start_instances "start", boot_instances "boot", shutdown_instances "shutdown",
        force_shutdown_instances "force_shutdown", hibernate_instances "hibernate", restore_instances "restore",
        deploy_created_instances "deploy", transfer_instances "transfer", configure_spot_instances "configure_spot",
        discontinue_instances "discontinue", delete_stuck_instances "delete_stuck"
    }
}

#[tokio::test(start_paused = true)]
async fn every_volume_action_has_its_name_and_members_on_the_wire() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let one = VolumeId::from("v");
    macro_rules! expect {
        ($call:expr, $sent:tt) => {{
            respond(&fake, VOLUMES, 202, "");
            fake.clear_requests();
            let outcomes = $call.await.unwrap();
            assert_eq!(sent(&fake, VOLUMES), json!($sent));
            outcomes
        }};
    }
    let _ = expect!(client.detach_volumes(&one), {"action": "detach", "id": "v"});
    let _ = expect!(client.restore_volumes([one.clone(), "w".into()]), {"action": "restore", "id": ["v", "w"]});
    let _ = expect!(client.cancel_volume_clones(&one), {"action": "cancel", "id": "v"});
    let _ = expect!(client.export_volumes(&one), {"action": "export", "id": "v"});
    let _ = expect!(client.transfer_volumes(&one), {"action": "transfer", "id": "v"});
    let _ = expect!(client.create_ordered_volumes(&one), {"action": "create", "id": "v"});
    let _ = expect!(client.delete_volumes(&one), {"action": "delete", "id": "v"});
    let _ = expect!(client.delete_volumes_permanently(&one), {"action": "delete", "id": "v", "is_permanent": true});
    let instance = InstanceId::from("i");
    let _ = expect!(client.attach_volumes(&one, &instance), {"action": "attach", "id": "v", "instance_id": "i"});
    let _ =
        expect!(client.attach_volumes_to_all(&one, [instance]), {"action": "attach", "id": "v", "instance_ids": ["i"]});
    expect!(client.rename_volume(&one, "data"), {"action": "rename", "id": "v", "name": "data"});
    expect!(client.resize_volume(&one, 200), {"action": "resize", "id": "v", "size": 200});

    respond(&fake, VOLUMES, 404, r#"{"code":"not_found","message":"Volume not found"}"#);
    let outcomes = client.detach_volumes(&one).await.unwrap();
    assert!(outcomes.failed().next().unwrap().1.is_not_found());
    respond(&fake, VOLUMES, 404, r#"{"code":"not_found","message":"Volume not found"}"#);
    assert!(client.rename_volume(&one, "data").await.unwrap_err().is_not_found());
    fake.clear_requests();
    let nowhere = client.attach_volumes_to_all(&one, Vec::<InstanceId>::new()).await.unwrap_err();
    assert!(nowhere.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{nowhere}");
}

#[tokio::test(start_paused = true)]
async fn the_ids_of_clones_come_back_and_a_missing_one_is_noticed() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let originals = [VolumeId::from("a"), "b".into()];
    const CLONES: [&str; 2] = ["c0000000-0000-4000-8000-000000000001", "c0000000-0000-4000-8000-000000000002"];
    let both = format!(r#"["{}","{}"]"#, CLONES[0], CLONES[1]);
    let one = format!(r#"["{}"]"#, CLONES[0]);
    for (body, made) in [(both.as_str(), Some(CLONES)), (one.as_str(), None), ("", None), ("[]", None)] {
        respond(&fake, VOLUMES, 202, body);
        fake.clear_requests();
        let like = CloneVolumes::new().name("copy").kind("NVMe_Shared").location_code("FIN-03");
        let outcome = client.clone_volumes(&originals[..], like).await;
        let expected = json!({"action": "clone", "id": ["a", "b"], "name": "copy", "type": "NVMe_Shared", "location_code": "FIN-03"});
        assert_eq!(sent(&fake, VOLUMES), expected);
        match made {
            Some(made) => assert_eq!(outcome.unwrap(), made.map(VolumeId::from)),
            None => {
                let error = outcome.unwrap_err();
                let expected = if body == one { ErrorKind::PartlyFailed } else { ErrorKind::OutcomeUnknown };
                assert!(error.kind() == expected && error.may_have_happened(), "{error}");
                // Which ones failed is not known: to retry for all would clone some twice.
                assert!(error.to_string().contains("check with `list_volumes`"), "{error}");
                let named = error.cause::<IncompleteClones>().map(|clones| clones.to_string());
                assert_eq!(named, (body == one).then(|| format!("the clones are {}", CLONES[0])));
            }
        }
    }
    // A bare id has been seen for one.
    respond(&fake, VOLUMES, 202, CLONES[0]);
    assert_eq!(client.clone_volumes(&originals[0], CloneVolumes::new()).await.unwrap(), [VolumeId::from(CLONES[0])]);
    fake.clear_requests();
    assert!(client.clone_volumes(Vec::<VolumeId>::new(), CloneVolumes::new()).await.unwrap().is_empty());
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_volume_that_is_gone_or_detached_already_is_a_success_of_that_action_alone() {
    for (status, code, message, deleted, detached) in [
        (404, "not_found", "Volume not found", 1, 0),
        (400, "invalid_request", "Volume is already detached", 0, 1),
        (400, "invalid_request", "Volume is already deleted", 1, 0),
    ] {
        let body = json!({"code": code, "message": message}).to_string();
        let (fake, client) = responding(VOLUMES, status, &body);
        respond(&fake, VOLUMES, status, &body);
        let of_delete = client.delete_volumes(VolumeId::from("a")).await.unwrap().already().count();
        let of_detach = client.detach_volumes(VolumeId::from("a")).await.unwrap().already().count();
        assert_eq!((of_delete, of_detach), (deleted, detached), "{message}");
    }
}

/// What a response does not name may not have been deleted, and goes on costing.
#[tokio::test(start_paused = true)]
async fn a_response_that_names_one_of_several_in_whatever_form_is_a_success_of_that_one_alone() {
    const A: &str = "5bb59c01-0f42-4c17-aef1-f3f37740f097";
    const B: &str = "6066f66e-ae50-4e48-bf35-61044733d56b";
    for form in ["A", r#""A""#, r#"{"id":"A"}"#, r#"["A"]"#, "\u{feff}[\"A\"]", r#"[{"id":"A"}]"#] {
        let (_fake, client) = responding(VOLUMES, 202, &form.replace('A', A));
        let outcomes = client.delete_volumes([A, B].map(VolumeId::from)).await.unwrap();
        let succeeded: Vec<String> = outcomes.succeeded().map(ToString::to_string).collect();
        assert_eq!(succeeded, [A], "{form}");
        assert!(outcomes.failed().all(|(_, failure)| failure.is_unknown()), "{form}");
    }
    let (_fake, client) = responding(VOLUMES, 202, "");
    client.delete_volumes([A, B].map(VolumeId::from)).await.unwrap().all_ok().unwrap();
}

#[tokio::test(start_paused = true)]
async fn nodes_are_asked_one_by_one_and_each_has_an_outcome() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let (cluster, nodes) = (ClusterId::from("c"), ["n1", "n2", "n3"].map(ClusterNodeId::from));
    respond(&fake, NODE, 202, "");
    respond(&fake, NODE, 404, r#"{"code":"not_found","message":"Node not found"}"#);
    respond(&fake, NODE, 202, "");
    let outcomes = client.shutdown_cluster_nodes(&cluster, nodes.clone()).await.unwrap();
    assert_eq!(failures(&outcomes), [("n2".to_owned(), "Node not found (not_found)".to_owned())]);
    let paths: Vec<_> = fake.requests_to(NODE).into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["n1", "n2", "n3"].map(|node| format!("/v1/clusters/c/nodes/{node}/actions")));
    assert_eq!(sent(&fake, NODE), json!({"action": "shutdown"}));
    // What is reached already is a success, and another state is none.
    for (started, already) in [("Already started", 1), ("Already stopped", 0)] {
        let body = json!({"code": "invalid_request", "message": started}).to_string();
        respond(&fake, NODE, 400, &body);
        let outcomes = client.boot_cluster_nodes(&cluster, nodes[0].clone()).await.unwrap();
        assert_eq!(outcomes.already().count(), already, "{started}");
    }
    (0..4).for_each(|_| respond(&fake, NODE, 500, ""));
    fake.clear_requests();
    respond(&fake, NODE, 202, "");
    respond(&fake, NODE, 403, r#"{"code":"forbidden","message":"M"}"#);
    let outcomes = client.boot_cluster_nodes(&cluster, nodes).await.unwrap();
    // A boot can be repeated. What a call that failed leaves open is told of its node, and no other outcome is lost.
    let failed: Vec<_> = outcomes.failed().map(|(node, failure)| (node.to_string(), failure.is_unknown())).collect();
    assert_eq!(failed, [("n1".to_owned(), true), ("n3".to_owned(), false)]);
    assert_eq!((outcomes.len(), fake.requests_to(NODE).len()), (3, 6));
    // An id that cannot be sent: nothing is.
    fake.clear_requests();
    let error = client.boot_cluster_nodes(&cluster, ["n1", ""].map(ClusterNodeId::from)).await.unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn clusters_are_discontinued_one_or_many() {
    const CLUSTERS: &str = "PUT /v1/clusters";
    let (fake, client) = responding(CLUSTERS, 202, "");
    client.discontinue_clusters([ClusterId::from("a"), "b".into()]).await.unwrap().all_ok().unwrap();
    let expected = json!({"actions": [{"action": "discontinue", "id": "a"}, {"action": "discontinue", "id": "b"}]});
    assert_eq!(sent(&fake, CLUSTERS), expected);
    fake.clear_requests();
    assert!(
        client.discontinue_clusters(Vec::<ClusterId>::new()).await.unwrap().is_empty() && fake.requests().is_empty()
    );
    for (of_a, told) in [
        ("success", "1 of 2 failed: b: M; the others were done: retry for those that failed"),
        ("error", "2 of 2 failed: a: M; b: M"),
    ] {
        let result = |id, status| json!({"id": id, "action": "discontinue", "status": status, "message": "M"});
        respond(&fake, CLUSTERS, 207, &json!([result("a", of_a), result("b", "error")]).to_string());
        let outcomes = client.discontinue_clusters([ClusterId::from("a"), "b".into()]).await.unwrap();
        let error = outcomes.all_ok().unwrap_err().to_string();
        assert!(error.ends_with(told) && !outcomes.is_empty() && outcomes.len() == 2, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_id_with_slashes_stays_one_segment_and_an_empty_one_is_not_sent() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let (cluster, node) = (ClusterId::from("c/../x"), ClusterNodeId::from("n%2F"));
    let _ = client.boot_cluster_nodes(&cluster, node).await;
    assert_eq!(fake.requests_to(NODE)[0].path, "/v1/clusters/c%2F..%2Fx/nodes/n%252F/actions");
    fake.clear_requests();
    let error = client.boot_cluster_nodes(&ClusterId::from(""), ClusterNodeId::from("n")).await.unwrap_err();
    assert!(error.kind() == ErrorKind::InvalidRequest && fake.requests().is_empty(), "{error}");
    let error: Error = client.wait_for_instance("..").await.unwrap_err();
    assert!(fake.requests().is_empty() && error.to_string().contains("is not a valid path segment"), "{error}");
}
