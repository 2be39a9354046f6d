//! Secrets from files, and registry credentials with the members of their kind.

use serde_json::json;
use verda_api::SecretString;
use verda_api_ext::{ErrorKind, RegistryCredentials};
use verda_fake::VerdaFake;

use crate::client;

const FILES: &str = "POST /v1/file-secrets";
const REGISTRIES: &str = "POST /v1/container-registry-credentials";

#[tokio::test(start_paused = true)]
async fn files_are_read_and_sent_in_base64() {
    let folder = tempfile::tempdir().unwrap();
    let (text, bytes) = (folder.path().join("a.txt"), folder.path().join("b.bin"));
    std::fs::write(&text, "hello").unwrap();
    std::fs::write(&bytes, [0, 255, 254]).unwrap();
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.create_file_secret_from_paths("app", [&text, &bytes]).await.unwrap();
    let expected = json!({"name": "app", "files": [
        {"file_name": "a.txt", "base64_content": "aGVsbG8="}, {"file_name": "b.bin", "base64_content": "AP/+"}]});
    assert_eq!(fake.requests_to(FILES)[0].json().unwrap(), expected);
    assert_eq!(client.list_file_secrets().send().await.unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_files_is_told_and_nothing_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.txt");
    std::fs::write(&file, "hello").unwrap();
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let missing = client.create_file_secret_from_paths("app", [folder.path().join("none")]).await.unwrap_err();
    assert!(missing.to_string().contains("none cannot be read"), "{missing}");
    let twice = client.create_file_secret_from_paths("app", [&file, &file]).await.unwrap_err();
    assert!(twice.to_string().contains("two files are named `a.txt`"), "{twice}");
    let nothing: [&str; 0] = [];
    let empty = client.create_file_secret_from_paths("app", nothing).await.unwrap_err();
    assert_eq!(empty.kind(), ErrorKind::InvalidRequest);
    assert!(fake.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn each_kind_of_registry_has_its_members_and_no_others() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let docker_config = r#"{"auths":{"registry.example":{"auth":"bWU6c2VjcmV0"}}}"#;
    let service_account = r#"{"type":"service_account","project_id":"p","private_key":"k","client_email":"a@b.c"}"#;
    for (credentials, sent) in [
        (
            RegistryCredentials::docker_hub("a", "me", "canary"),
            json!({"name": "a", "type": "dockerhub", "username": "me", "access_token": "canary"}),
        ),
        (
            RegistryCredentials::github("b", "me", "canary"),
            json!({"name": "b", "type": "ghcr", "username": "me", "access_token": "canary"}),
        ),
        (
            RegistryCredentials::google("c", service_account),
            json!({"name": "c", "type": "gcr", "service_account_key": service_account}),
        ),
        (
            RegistryCredentials::amazon("d", "id", "canary", "eu-north-1", "1.dkr.ecr.eu-north-1.amazonaws.com"),
            json!({"name": "d", "type": "aws-ecr", "access_key_id": "id", "secret_access_key": "canary",
                "region": "eu-north-1", "ecr_repo": "1.dkr.ecr.eu-north-1.amazonaws.com"}),
        ),
        (
            RegistryCredentials::scaleway("e", "rg.fr-par.scw.cloud", "canary"),
            json!({"name": "e", "type": "scaleway", "scaleway_domain": "rg.fr-par.scw.cloud", "scaleway_uuid": "canary"}),
        ),
        (
            RegistryCredentials::custom("f", docker_config),
            json!({"name": "f", "type": "custom", "docker_config_json": docker_config}),
        ),
        (RegistryCredentials::verda("g"), json!({"name": "g", "type": "verda"})),
    ] {
        assert!(!format!("{credentials:?}").contains("canary"), "{credentials:?}");
        fake.clear_requests();
        let response = client.create_container_registry_credentials(credentials).send().await;
        assert_eq!(fake.requests_to(REGISTRIES)[0].json().unwrap(), sent);
        response.unwrap();
    }
    assert_eq!(client.list_container_registry_credentials().send().await.unwrap().len(), 7);
    let secret = SecretString::from("canary");
    assert_eq!((format!("{secret:?}").as_str(), secret.expose()), ("SecretString(…)", "canary"));
}
