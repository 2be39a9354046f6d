//! Responses about another resource, another path, or another layer. They look like the API's, and prove nothing about the
//! request.

use std::future::IntoFuture as _;
use std::time::Duration;

use futures_util::future::join_all;
use verda_api_ext::types::{InstanceId, VolumeId};
use verda_api_ext::{CloneVolumes, DeleteVolumes, ErrorKind};

use crate::{EVERY, UUID, ids, order};
use verda_tests::hostile::{Server, json};

/// Longer than the second poll.
const LONG: Duration = Duration::from_millis(1500);
const OTHER: &str = "9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d12";

/// The volumes of a deletion do not exist: this proves nothing about the machine, which costs money.
#[tokio::test]
async fn a_missing_volume_is_no_deleted_machine() {
    for (status, body) in [
        (404, r#"{"code":"not_found","message":"Volume not found"}"#),
        (404, r#"{"code":"not_found","message":"Invalid path"}"#),
        (400, r#"{"code":"invalid_request","message":"Invalid volume id"}"#),
        (207, r#"[{"instanceId":"a","action":"delete","status":"error","error":"Volume not found","statusCode":404}]"#),
    ] {
        let client = Server::always(json(status, body)).await.client();
        let volumes = DeleteVolumes::These(vec![VolumeId::from("v")]);
        let outcomes = client.delete_instances(&InstanceId::from("a"), volumes).await.unwrap();
        assert!(outcomes.all_ok().is_err() && outcomes.already().count() == 0, "{status} {body}");
    }
}

#[tokio::test]
async fn the_absence_of_something_else_is_no_absence() {
    let cases = [
        (404, r#"{"statusCode":404,"message":"Upstream cluster not found"}"#),
        (404, r#"{"statusCode":404,"message":"Route GET:/v1/instances/x not found","error":"Not Found"}"#),
        (404, r#"{"code":"not_found","message":"no route"}"#),
        (403, r#"{"code":"not_found","message":"project not found"}"#),
        (400, r#"{"code":"invalid_request","message":"Invalid key id"}"#),
    ];
    let cases = cases.map(async |(status, body)| {
        let client = Server::always(json(status, body)).await.client();
        let error = client.get_instance("a").send().await.unwrap_err();
        assert!(!error.is_not_found(), "{error}");
        let wait = client.wait_for_instance("a").every(EVERY).timeout(LONG);
        assert!(wait.until_deleted().await.is_err(), "{body}");
    });
    join_all(cases).await;
}

#[tokio::test]
async fn a_response_about_another_machine_is_none_about_this_one() {
    let cases = ["discontinued", "running"].map(async |status| {
        let body = format!(r#"{{"id":"another","status":"{status}"}}"#);
        let client = Server::always(json(200, body)).await.client();
        let wait = || client.wait_for_instance("a").every(EVERY).timeout(LONG);
        let (deleted, running) = tokio::join!(wait().until_deleted(), wait().into_future());
        assert!(deleted.is_err() && running.is_err(), "{status}");
    });
    let twice =
        r#"[{"id":"a","status":"running"},{"id":"a","status":"discontinued"},{"id":"b","status":"discontinued"}]"#;
    let server = Server::start(move |seen| match seen.path.as_str() {
        "/v1/instances" => json(200, twice),
        _ => json(200, r#"{"id":"a","status":"running"}"#),
    });
    let client = server.await.client();
    let wait = client.wait_for_instances(ids::<InstanceId>(&["a", "b"])).every(EVERY).timeout(LONG).until_deleted();
    let (deleted, _) = tokio::join!(wait, join_all(cases));
    assert!(deleted.is_err());
}

#[tokio::test]
async fn a_success_that_names_one_of_two_is_no_success_of_the_other() {
    let client = Server::always(json(202, format!(r#"["{UUID}"]"#))).await.client();
    let outcomes = client.delete_volumes(ids::<VolumeId>(&[UUID, OTHER])).await.unwrap();
    let unknown: Vec<_> = outcomes.failed().filter(|(_, why)| why.is_unknown()).map(|(id, _)| id.as_str()).collect();
    assert_eq!(unknown, [OTHER]);
}

/// A refusal that contains the phrase, but is about another resource.
#[tokio::test]
async fn a_refusal_is_no_success_because_of_a_word() {
    for message in [
        "Can't delete a volume of a discontinued instance",
        "Can't delete volume: its snapshot was already deleted, the volume is locked",
    ] {
        let body = format!(r#"{{"code":"forbidden_action","message":"{message}"}}"#);
        let client = Server::always(json(403, body)).await.client();
        assert!(client.delete_volumes(VolumeId::from("v")).await.unwrap().all_ok().is_err(), "{message}");
    }
    let body = r#"{"code":"forbidden_action","message":"Quota: 5 instances are already running"}"#;
    let client = Server::always(json(403, body)).await.client();
    assert!(client.start_instances(InstanceId::from("a")).await.unwrap().all_ok().is_err());
}

/// An order takes no id out of a list, an explanation, or a resource that was there before.
#[tokio::test]
async fn an_order_does_not_return_the_id_of_another_resource() {
    for body in [
        format!(r#"[{{"id":"{UUID}","status":"running","hostname":"another"}}]"#),
        format!(r#"{{"id":"{UUID}","message":"upstream timed out"}}"#),
        format!(r#"{{"id":"{UUID}","status":"error"}}"#),
        format!(r#"[[["{UUID}"]]]"#),
        "00000000-0000-0000-0000-000000000000".to_owned(),
    ] {
        let server = Server::always(json(202, body.clone())).await;
        let error = server.client().deploy_instance(order("node-1")).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}: {error}");
    }
}

/// A volume that is no clone must not be deleted as one.
#[tokio::test]
async fn a_clone_has_an_id_of_its_own() {
    for body in [format!(r#"["{UUID}"]"#), format!("\"{UUID}\"")] {
        let client = Server::always(json(202, body)).await.client();
        let error = client.clone_volumes(VolumeId::from(UUID), CloneVolumes::new()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    }
}

/// Failures of gateways and functions with status 200.
#[tokio::test]
async fn a_delete_is_not_done_by_json_that_says_that_it_failed() {
    for body in [
        r#"{"errorMessage":"Task timed out after 30 s","errorType":"Runtime"}"#,
        r#"{"message":"Internal server error","connectionId":"x"}"#,
        r#"{"fault":{"faultstring":"x"}}"#,
        r#"{"detail":"Not authenticated"}"#,
        r#"{"Code":"Throttling","Message":"x"}"#,
        r#"{"code":401,"msg":"token expired"}"#,
        r#"{"success":"false"}"#,
        r#"{"status":"401"}"#,
        r#"{"deleted":false}"#,
        r#"{"redirect":"/login"}"#,
    ] {
        let client = Server::always(json(200, body)).await.client();
        let delete = verda_api_ext::types::DeleteVolume::new();
        let error = client.delete_volume("v", delete).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{body}: {error}");
    }
}

/// An existing volume with the members of volumes in the trash.
#[tokio::test]
async fn a_volume_is_in_the_trash_only_if_it_says_so() {
    for members in [r#""is_permanently_deleted":false"#, r#""deleted_at":"""#, r#""deleted_at":null"#] {
        let body = format!(r#"{{"id":"v","status":"attached",{members}}}"#);
        let client = Server::always(json(200, body)).await.client();
        client.wait_for_volume("v").await.unwrap_or_else(|error| panic!("{members}: {error}"));
    }
}

/// More machines than one poll requests by id, all of them absent.
#[tokio::test]
async fn any_number_of_machines_that_are_gone_is_found_gone() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/v1/instances" => json(200, "[]"),
        _ => json(404, r#"{"code":"not_found","message":"Instance not found"}"#),
    });
    let names: Vec<String> = (0..25).map(|number| format!("i{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wait = server.await.client().wait_for_instances(ids::<InstanceId>(&names)).every(EVERY);
    wait.timeout(Duration::from_secs(10)).until_deleted().await.unwrap();
}

/// A machine without a hostname may be the one that was ordered.
#[tokio::test]
async fn a_machine_that_may_be_the_one_is_not_passed_over() {
    let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_451_606_400); // 2016
    for machine in [r#""hostname":null"#, r#""x":1"#, r#""hostname":["a","b"]"#] {
        let body = format!(r#"[{{"id":"a","status":"running","created_at":"2026-05-01T00:00:00Z",{machine}}}]"#);
        let client = Server::always(json(200, body)).await.client();
        // It may be told in a later list, for a minute.
        let found = tokio::time::timeout(Duration::from_secs(3), client.find_deployed("node-1", long_ago)).await;
        assert!(found.is_err(), "{machine}: {found:?}");
    }
    for hostname in ["Node-1", "node-1.local"] {
        let body = format!(r#"[{{"id":"a","status":"running","hostname":"{hostname}"}}]"#);
        let client = Server::always(json(200, body)).await.client();
        assert_eq!(client.find_deployed("node-1", long_ago).await.unwrap().len(), 1, "{hostname}");
    }
}

/// Error messages of gateways contain the unreadable header, and those of services the body.
#[tokio::test]
async fn secrets_that_a_server_repeats_do_not_show() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/v1/oauth2/token" => json(
            400,
            format!(r#"{{"code":"invalid_request","message":"Cannot parse {}"}}"#, seen.body.replace('"', "'")),
        ),
        _ => json(
            403,
            r#"{"message":"'t0ken-4711' is not a valid key=value pair in Authorization header: 'Bearer t0ken-4711'."}"#,
        ),
    });
    let server = server.await;
    let builder = || server.builder().options(|options| options.max_attempts(1));
    let error = builder().access_token("t0ken-4711").build().unwrap().list_images().send().await.unwrap_err();
    assert!(error.to_string().contains("not a valid key") && !format!("{error} {error:?}").contains("4711"), "{error}");
    let error = builder().credentials("id", "hunter2-4711").build().unwrap().list_images().send().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("4711"), "{error}");
}
