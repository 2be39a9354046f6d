//! Deletes of what the API deletes one by one: one or many, an outcome for each, and what is gone is a success.

use http::StatusCode;
use verda_api_ext::types::{CreateScript, CreateSecret, CreateSshKey, ScriptId};
use verda_api_ext::{Error, ErrorKind, RegistryCredentials};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const SCRIPT: &str = "DELETE /v1/scripts/{scriptId}";
const SECRET: &str = "DELETE /v1/secrets/{secret_name}";

#[tokio::test(start_paused = true)]
async fn each_kind_is_deleted_and_what_is_gone_is_a_success() -> Result<(), Error> {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.create_secret(CreateSecret::builder().name("token").value("s")).send().await?;
    client.create_file_secret_from_bytes("files", [("a.txt", "hello")]).await?;
    let registry = RegistryCredentials::verda("images");
    client.create_container_registry_credentials(registry).send().await?;
    let script = CreateScript::builder().name("setup").script("#!/bin/sh");
    let script = client.create_script(script).send().await?.into_inner();
    let key = CreateSshKey::builder().name("k").key("ssh-ed25519 A");
    let key = client.create_ssh_key(key).send().await?.into_inner();
    for gone in [0, 1] {
        let secrets = client.delete_secrets("token").await?;
        assert_eq!((secrets.len(), secrets.already().count()), (1, gone));
        assert_eq!(client.delete_file_secrets(["files"]).await?.already().count(), gone);
        assert_eq!(client.delete_registry_credentials("images").await?.already().count(), gone);
        assert_eq!(client.delete_scripts_by_id(&script).await?.already().count(), gone);
        assert_eq!(client.delete_ssh_keys_by_id([&key]).await?.already().count(), gone);
        assert_eq!(client.delete_job_deployments("never").await?.already().count(), 1);
    }
    assert!(client.inventory().await.missing().is_empty());
    let left = client.inventory().await;
    assert!(left.secrets?.is_empty() && left.scripts?.is_empty() && left.ssh_keys?.is_empty());
    assert!(left.file_secrets?.is_empty() && left.registry_credentials?.is_empty());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn one_that_is_refused_or_fails_stops_no_other() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let mut ids = Vec::<ScriptId>::new();
    for name in ["a", "b", "c", "d"] {
        let script = CreateScript::builder().name(name).script("#!/bin/sh");
        ids.push(client.create_script(script).send().await.unwrap().into_inner());
    }
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(SCRIPT)).unwrap();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(SCRIPT).times(4)).unwrap();
    let outcomes = client.delete_scripts_by_id(&ids).await.unwrap();
    let failed: Vec<_> =
        outcomes.failed().map(|(id, failure)| (id.clone(), failure.status, failure.is_unknown())).collect();
    assert_eq!(
        failed,
        [(ids[0].clone(), Some(StatusCode::FORBIDDEN), false), (ids[1].clone(), Some(StatusCode::BAD_GATEWAY), true),]
    );
    assert!(outcomes.succeeded().eq(&ids[2..]));
    assert_eq!(outcomes.all_ok().unwrap_err().kind(), ErrorKind::PartlyFailed);
    assert_eq!(client.scripts().all().await.unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_lost_on_its_way_back_is_a_success_after_all() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.create_secret(CreateSecret::builder().name("token").value("s")).send().await.unwrap();
    // Within a minute of its create *not found* says little.
    tokio::time::sleep(std::time::Duration::from_secs(61)).await;
    fake.inject(Injection::new(Effect::ResetAfter).on(SECRET)).unwrap();
    client.delete_secrets("token").await.unwrap().all_ok().unwrap();
    assert_eq!(fake.requests_to(SECRET).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_empty_name_or_none_sends_nothing() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let empty = client.delete_secrets(["token", " "]).await.unwrap_err();
    assert_eq!((empty.kind(), empty.operation()), (ErrorKind::InvalidRequest, Some("delete_secret")));
    let nothing: [&str; 0] = [];
    assert!(client.delete_container_deployments(nothing).await.unwrap().is_empty());
    assert!(fake.requests().is_empty());
}
