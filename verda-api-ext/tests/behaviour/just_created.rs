//! What was created a moment ago: it may not be found yet, and is not new any more once it was deleted.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;
use verda_api_ext::types::{CreateSecret, VolumeId};
use verda_api_ext::{CloneVolumes, DeleteVolumes};
use verda_fake::VerdaFake;

use crate::terminate_odd::scripted;
use crate::{client, order};

fn absent() -> Option<(u16, Value)> {
    Some((404, json!({"code": "not_found", "message": "Not found"})))
}

/// Within a minute a program waits, deletes, and deletes again to be sure.
#[tokio::test(start_paused = true)]
async fn what_was_deleted_since_is_not_new_any_more() {
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(5)).build();
    let client = client(&fake);
    let began = Instant::now();
    for seen in [true, false] {
        let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
        if seen {
            client.wait_for_instance(&id).await.unwrap();
        }
        client.terminate_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
        client.delete_instances(&id, DeleteVolumes::Os).await.unwrap().all_ok().unwrap();
        client.delete_instances(&id, DeleteVolumes::All).await.unwrap().all_ok().unwrap();
        client.wait_for_instance(&id).until_deleted().await.unwrap();
    }
    client.create_container_deployment(crate::ensure::deployment()).await.unwrap();
    client.delete_container_deployment("llm").await.unwrap();
    client.wait_for_container_deployment("llm").until_deleted().await.unwrap();
    client.delete_container_deployments("llm").await.unwrap().all_ok().unwrap();
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

/// By the operations themselves: by a name with signs that a path escapes, by lists of ids, and by actions.
#[tokio::test(start_paused = true)]
async fn what_a_raw_operation_has_deleted_is_not_new_any_more() {
    use verda_api_ext::types::{CreateSshKey, DeleteSshKeys, InstanceAction, PerformInstanceActions};
    let fake = VerdaFake::builder().provisioning_time(Duration::from_secs(1)).build();
    let client = client(&fake);
    let began = Instant::now();
    client.create_secret(CreateSecret::builder().name("my secret").value("hf_token")).await.unwrap();
    client.delete_secret("my secret").await.unwrap();
    client.delete_secrets("my secret").await.unwrap().all_ok().unwrap();
    let key = CreateSshKey::builder().name("k").key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE one");
    let key = client.create_ssh_key(key).await.unwrap().into_inner();
    client.delete_ssh_keys(DeleteSshKeys::new(vec![key.clone()])).send().await.unwrap();
    client.delete_ssh_keys_by_id(&key).await.unwrap().all_ok().unwrap();
    let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
    tokio::time::sleep(Duration::from_secs(5)).await;
    let delete = PerformInstanceActions::new(InstanceAction::Delete, vec![id.clone()]);
    client.perform_instance_actions(delete).send().await.unwrap();
    client.wait_for_instance(&id).until_deleted().await.unwrap();
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
}

/// A secret that is named like a deployment.
#[tokio::test(start_paused = true)]
async fn what_was_created_says_nothing_of_another_kind() {
    let client = client(&VerdaFake::builder().build());
    client.create_container_deployment(crate::ensure::deployment()).await.unwrap();
    client.delete_secrets("llm").await.unwrap().all_ok().unwrap();
    client.delete_job_deployments("llm").await.unwrap().all_ok().unwrap();
}

/// The response to the create of a secret has no body, and clones are made by an action.
#[tokio::test(start_paused = true)]
async fn what_a_response_does_not_name_and_what_an_action_makes_is_new_as_well() {
    const CLONE: &str = "5b1e0000-0000-4000-8000-000000000002";
    let (client, _) = scripted(|sent| match sent.line.as_str() {
        line if line.starts_with("POST") => Some((201, Value::Null)),
        "PUT /v1/volumes" if sent.body["action"] == "clone" => Some((202, json!([CLONE]))),
        _ => absent(),
    });
    client.create_secret(CreateSecret::builder().name("token").value("hf_token")).await.unwrap();
    assert_eq!(client.delete_secrets("token").await.unwrap().already().count(), 0);
    let clones = client.clone_volumes(VolumeId::from("v"), CloneVolumes::new().name("copy")).await.unwrap();
    assert_eq!(client.delete_volumes(&clones).await.unwrap().already().count(), 0);
}

/// An attempt without a response is no deletion.
#[tokio::test(start_paused = true)]
async fn an_attempt_that_may_have_acted_makes_nothing_gone_that_is_too_new_to_be_found() {
    let deletions = std::sync::atomic::AtomicUsize::new(0);
    let (client, _) = scripted(move |sent| match sent.line.as_str() {
        line if line.starts_with("POST") => Some((202, json!("5b1e0000-0000-4000-8000-000000000001"))),
        line if line.starts_with("PUT") && deletions.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 => {
            Some((502, json!("Bad gateway")))
        }
        _ => absent(),
    });
    let id = client.deploy_instance(order("node-1")).await.unwrap().into_inner();
    let deleted = client.delete_instances(&id, DeleteVolumes::Os).await;
    assert!(deleted.is_err() || deleted.is_ok_and(|outcomes| outcomes.already().count() == 0));
}
