//! Actions: only the API's result for a resource counts, and a success without results is unknown.

use verda_api_ext::types::{ClusterId, ClusterNodeId, InstanceId, VolumeId};
use verda_api_ext::{CloneVolumes, DeleteVolumes, Error, ErrorKind, Outcomes};

use crate::{LOGIN, ids};
use verda_tests::hostile::{Server, html, json};

/// Whether no outcome of an action counts as a success.
fn nothing_done<Id: std::fmt::Debug>(outcome: Result<Outcomes<Id>, Error>) -> bool {
    match outcome {
        Ok(outcomes) => {
            outcomes.failed().count() == outcomes.len() && outcomes.failed().all(|(_, why)| why.is_unknown())
        }
        Err(error) => error.kind() == ErrorKind::OutcomeUnknown && error.may_have_happened(),
    }
}

#[tokio::test]
async fn a_207_that_names_no_resource_is_unknown() {
    for body in ["[]", "{}", "null", "", "[{}]", "[null]", r#"["a","b"]"#, r#"[{"id":"a"},{"id":"b"}]"#] {
        let server = Server::always(json(207, body)).await;
        let client = server.client();
        let instances = client.delete_instances(ids::<InstanceId>(&["a", "b"]), DeleteVolumes::Os).await;
        assert!(nothing_done(instances), "instances: {body:?}");
        let volumes = client.delete_volumes(ids::<VolumeId>(&["a", "b"])).await;
        assert!(nothing_done(volumes), "volumes: {body:?}");
        let clusters = client.discontinue_clusters(ids::<ClusterId>(&["a", "b"])).await;
        assert!(nothing_done(clusters), "clusters: {body:?}");
    }
}

/// A body of `a` that failed and of `b` that succeeded.
fn mixed(id: &str, action: &str) -> String {
    format!(
        r#"[{{"{id}":"a","action":"{action}","status":"error","error":"Volume is attached","statusCode":400}},
            {{"{id}":"b","action":"{action}","status":"success"}}]"#
    )
}

fn one_failed<Id: AsRef<str>>(outcomes: Outcomes<Id>) {
    let failed: Vec<_> = outcomes.failed().map(|(id, why)| (id.as_ref().to_owned(), why.message.clone())).collect();
    assert_eq!(failed, [("a".to_owned(), "Volume is attached".to_owned())]);
    assert_eq!(outcomes.succeeded().map(AsRef::as_ref).collect::<Vec<_>>(), ["b"]);
}

#[tokio::test]
async fn failures_in_a_207_are_failures_of_their_resources() {
    for status in [200, 202, 207] {
        let client = Server::always(json(status, mixed("instanceId", "delete"))).await.client();
        let both = ids::<InstanceId>(&["a", "b"]);
        one_failed(client.delete_instances(&both, DeleteVolumes::Os).await.unwrap());
        // A form of other operations: read, or unknown.
        let client = Server::always(json(status, mixed("id", "delete"))).await.client();
        match client.delete_instances(&both, DeleteVolumes::Os).await {
            Ok(outcomes) => one_failed(outcomes),
            Err(error) => assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}"),
        }
        for id in ["id", "volumeId", "volume_id"] {
            let client = Server::always(json(status, mixed(id, "delete"))).await.client();
            one_failed(client.delete_volumes(ids::<VolumeId>(&["a", "b"])).await.unwrap());
        }
        for id in ["id", "clusterId"] {
            let client = Server::always(json(status, mixed(id, "discontinue"))).await.client();
            one_failed(client.discontinue_clusters(ids::<ClusterId>(&["a", "b"])).await.unwrap());
        }
    }
    // A third that the response does not name.
    let client = Server::always(json(207, mixed("id", "delete"))).await.client();
    let three = ids::<VolumeId>(&["a", "b", "c"]);
    let outcomes = client.delete_volumes(three).await.unwrap();
    let unknown: Vec<_> = outcomes.failed().filter(|(_, why)| why.is_unknown()).map(|(id, _)| id.as_ref()).collect();
    assert_eq!(unknown, ["c"]);
}

#[tokio::test]
async fn a_single_cluster_that_failed_in_a_207_goes_on_costing() {
    let body = r#"[{"id":"a","action":"discontinue","status":"error","error":"forbidden","statusCode":403}]"#;
    let client = Server::always(json(207, body)).await.client();
    let outcomes = client.discontinue_clusters(&ClusterId::from("a")).await.unwrap();
    assert_eq!(outcomes.failed().count(), 1);
}

macro_rules! outcomes {
    ($client:ident; $($call:ident($($argument:expr),*);)*) => {
        [$((stringify!($call), $client.$call($($argument),*).await.map(|_| ()))),*]
    };
}

#[tokio::test]
async fn a_login_page_with_200_is_no_success_of_any_action() {
    let (instances, volumes) = (ids::<InstanceId>(&["a", "b"]), ids::<VolumeId>(&["a", "b"]));
    let (instance, volume, cluster) = (InstanceId::from("a"), VolumeId::from("a"), ClusterId::from("a"));
    let nodes = ids::<ClusterNodeId>(&["n"]);
    let server = Server::always(html(200, LOGIN)).await;
    let client = server.client();
    let all = outcomes! { client;
        start_instances(&instances);
        boot_instances(&instances);
        shutdown_instances(&instances);
        force_shutdown_instances(&instances);
        hibernate_instances(&instances);
        restore_instances(&instances);
        deploy_created_instances(&instances);
        transfer_instances(&instances);
        configure_spot_instances(&instances);
        discontinue_instances(&instances);
        delete_stuck_instances(&instances);
        delete_instances(&instances, DeleteVolumes::None);
        delete_instances(&instance, DeleteVolumes::Os);
        detach_volumes(&volumes);
        restore_volumes(&volumes);
        cancel_volume_clones(&volumes);
        export_volumes(&volumes);
        transfer_volumes(&volumes);
        create_ordered_volumes(&volumes);
        attach_volumes(&volumes, &instance);
        delete_volumes_permanently(&volumes);
        rename_volume(&volume, "b");
        resize_volume(&volume, 100);
        clone_volumes(&volumes, CloneVolumes::new());
        discontinue_clusters(&cluster);
    };
    let of_nodes = [
        client.boot_cluster_nodes(&cluster, &nodes).await,
        client.shutdown_cluster_nodes(&cluster, &nodes).await,
        client.force_shutdown_cluster_nodes(&cluster, &nodes).await,
    ];
    for outcomes in of_nodes {
        let outcomes = outcomes.unwrap();
        let failed: Vec<_> = outcomes.failed().collect();
        assert!(matches!(failed.as_slice(), [(_, failure)] if failure.is_unknown()), "{failed:?}");
    }
    for (action, outcome) in all {
        let error = outcome.expect_err(action);
        assert!(error.kind() == ErrorKind::OutcomeUnknown && error.may_have_happened(), "{action}: {error:?}");
        assert!(error.to_string().contains("check with `"), "{action}: {error}");
    }
    // A creating action was sent once.
    let sent = |action: &str| {
        let text = format!("\"action\":\"{action}\"");
        server.seen().iter().filter(|seen| seen.body.contains(&text)).count()
    };
    for action in ["clone", "create", "export", "transfer", "deploy", "configure_spot"] {
        // Instances and volumes can both be transferred.
        assert_eq!(sent(action), if action == "transfer" { 2 } else { 1 }, "{action}");
    }
    assert_eq!(sent("shutdown"), 8, "instances and a node, four attempts each");
}

const ALREADY_GONE: [(u16, &str); 3] = [
    (403, r#"{"code":"forbidden_action","message":"Can't discontinue a discontinued instance"}"#),
    (400, r#"{"code":"invalid_request","message":"Invalid instance id"}"#),
    (404, r#"{"code":"not_found","message":"Instance not found"}"#),
];

#[tokio::test]
async fn deleting_what_is_gone_is_a_success() {
    let id = InstanceId::from("a");
    for (status, body) in ALREADY_GONE {
        let server = Server::always(json(status, body)).await;
        let client = server.client();
        let outcomes = client.delete_instances(&id, DeleteVolumes::Os).await.unwrap();
        outcomes.all_ok().unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_eq!((outcomes.already().count(), server.count()), (1, 1), "{status}");
        client.discontinue_instances(&id).await.unwrap().all_ok().unwrap();
    }
    for (status, text) in ALREADY_GONE.map(|(status, body)| (status, body.split('"').nth(7).unwrap())) {
        let body = format!(
            r#"[{{"instanceId":"a","action":"delete","status":"error","error":"{text}","statusCode":{status}}},
                {{"instanceId":"b","action":"delete","status":"success"}}]"#
        );
        let client = Server::always(json(207, body)).await.client();
        let both = ids::<InstanceId>(&["a", "b"]);
        let outcomes = client.delete_instances(both, DeleteVolumes::Os).await.unwrap();
        outcomes.all_ok().unwrap_or_else(|error| panic!("{status} in a 207: {error}"));
        assert_eq!(outcomes.already().map(AsRef::as_ref).collect::<Vec<_>>(), ["a"]);
    }
}

#[tokio::test]
async fn a_wait_for_deletion_believes_what_is_gone() {
    let waits = [ALREADY_GONE[1], ALREADY_GONE[2]].map(|(status, body)| async move {
        let client = Server::always(json(status, body)).await.client();
        let wait = client.wait_for_instance("a").timeout(std::time::Duration::from_secs(5));
        wait.until_deleted().await.unwrap_or_else(|error| panic!("{status}: {error}"));
    });
    futures_util::future::join_all(waits).await;
}

#[tokio::test]
async fn deleting_what_is_being_provisioned_fails_and_says_so() {
    let text = "Can't discontinue a provisioning instance";
    let refused = json(403, format!(r#"{{"code":"forbidden_action","message":"{text}"}}"#));
    let result =
        format!(r#"[{{"instanceId":"a","action":"delete","status":"error","error":"{text}","statusCode":403}}]"#);
    for reply in [refused, json(207, result)] {
        let client = Server::always(reply).await.client();
        let outcomes = client.delete_instances(&InstanceId::from("a"), DeleteVolumes::Os).await.unwrap();
        let failures: Vec<_> = outcomes.failed().collect();
        assert!(
            matches!(failures.as_slice(), [(_, why)] if why.is_provisioning() && !why.is_unknown()),
            "{outcomes:?}"
        );
        assert_eq!(outcomes.all_ok().unwrap_err().kind(), ErrorKind::PartlyFailed);
    }
}

#[tokio::test]
async fn shutting_down_what_is_off_is_a_success() {
    let both = ids::<InstanceId>(&["a", "b"]);
    let client = Server::always(json(204, "")).await.client();
    let outcomes = client.shutdown_instances(&both).await.unwrap();
    outcomes.all_ok().unwrap();
    assert_eq!(outcomes.already().count(), 2);
    // Older deployments of the API confirm with an empty 202.
    let client = Server::always(json(202, "")).await.client();
    let outcomes = client.shutdown_instances(&both).await.unwrap();
    outcomes.all_ok().unwrap();
    assert_eq!(outcomes.already().count(), 0);
}
