//! What is created unless it is there: once, whatever comes of the create.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::json;
use tokio::time::Instant;
use verda_api_ext::types::{
    CreateContainerDeployment, CreateFileSecret, CreateJobDeployment, CreateScript, CreateSecret, CreateSshKey,
    SecretFile,
};
use verda_api_ext::{Client, Ensured, Error, ErrorKind, RegistryCredentials};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const KEYS: &str = "GET /v1/ssh-keys";
const CREATE_KEY: &str = "POST /v1/ssh-keys";
const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m";

fn file(name: &str, base64: &str) -> SecretFile {
    SecretFile::builder().file_name(name).base64_content(base64).try_into().unwrap()
}

fn says(fake: &VerdaFake, operation: &str, body: &'static str) {
    let json = HeaderValue::from_static("application/json");
    let response =
        Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from_static(body.as_bytes()) };
    fake.inject(Injection::new(response).on(operation)).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_key_is_found_by_its_content_and_created_once() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let first =
        client.ensure_ssh_key(CreateSshKey::builder().key(format!("{KEY} me@laptop\n")).name("laptop")).await.unwrap();
    assert!(first.created);
    // Another comment and another name: the same key. The builder is taken as well.
    let same = CreateSshKey::builder().name("desk").key(format!("  {KEY}  you@desk"));
    let again = client.ensure_ssh_key(same).await.unwrap();
    assert_eq!((&again.value, again.created), (&first.value, false));
    // Another content under the same name, and another type: other keys.
    for other in ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5n me", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIO5m me"] {
        let other = client.ensure_ssh_key(CreateSshKey::builder().key(other).name("laptop")).await.unwrap();
        assert!(other.created && other.value != first.value);
    }
    assert_eq!(fake.requests_to(CREATE_KEY).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_create_with_a_lost_response_is_looked_up_and_never_sent_again() {
    for effect in [Effect::ResetAfter, Effect::Truncated, Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR)]
    {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        fake.inject(Injection::new(effect).on(CREATE_KEY)).unwrap();
        // The list is late as well.
        let late = Effect::Respond {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(b"[]"),
        };
        fake.inject(Injection::new(late).on(KEYS).times(3)).unwrap();
        let ensured = client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap();
        // Another client may have made it.
        assert!(!ensured.created);
        assert_eq!((fake.requests_to(CREATE_KEY).len(), fake.requests_to(KEYS).len()), (1, 4));
        assert_eq!(client.list_ssh_keys().await.unwrap()[0].id, ensured.value);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_not_found_after_a_lost_response_stays_unknown_within_a_minute() {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(CREATE_KEY)).unwrap();
    let start = Instant::now();
    let error = client(&fake).ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OutcomeUnknown, "{error}");
    assert!(error.to_string().contains("check with `list_ssh_keys`"), "{error}");
    assert_eq!(fake.requests_to(CREATE_KEY).len(), 1);
    let took = start.elapsed();
    assert!(took > Duration::from_secs(50) && took < Duration::from_secs(70), "{took:?}");
    // The client's own time counts.
    fake.inject(Injection::new(Effect::Html(StatusCode::BAD_GATEWAY)).on(CREATE_KEY)).unwrap();
    let start = Instant::now();
    let hasty = client(&fake).with(|options| options.timeout(Duration::from_secs(10)));
    hasty.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn lists_that_hang_after_a_lost_response_end_within_a_minute_as_well() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    for effect in [Effect::ResetAfter, Effect::Status(StatusCode::CONFLICT)] {
        fake.clear_injections();
        says(&fake, KEYS, "[]");
        fake.inject(Injection::new(effect).on(CREATE_KEY)).unwrap();
        fake.inject(Injection::new(Effect::Hang).on(KEYS).always()).unwrap();
        let start = Instant::now();
        let error = client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap_err();
        assert!(error.is_conflict() || error.kind() == ErrorKind::OutcomeUnknown, "{error}");
        assert!(start.elapsed() < Duration::from_secs(70), "{:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_with_options_is_the_same_key() {
    let fake = VerdaFake::builder().build();
    says(&fake, KEYS, r#"[{"id":"a","key":"restrict ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me"}]"#);
    let there = client(&fake).ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap();
    assert_eq!((there.value.as_str(), there.created), ("a", false));
}

#[tokio::test(start_paused = true)]
async fn a_script_whose_content_is_not_told_may_be_the_one() {
    let fake = VerdaFake::builder().build();
    let script = r#"[{"id":"5b1e0000-0000-4000-8000-000000000001","name":"setup","script":null}]"#;
    let list = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::from_static(script.as_bytes()),
    };
    let [total, size] = ["x-total-count", "x-page-size"].map(http::HeaderName::from_static);
    let list = Injection::new(list).on("GET /v1/scripts").header(total, HeaderValue::from_static("1"));
    fake.inject(list.header(size, HeaderValue::from_static("100"))).unwrap();
    let error = ensure(&client(&fake), "POST /v1/scripts").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
    assert!(error.to_string().contains("its content is not told") && fake.requests_to("POST /v1/scripts").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_key_that_cannot_be_read_may_be_the_one() {
    for list in [
        r#"[{"id":"a"}]"#,
        r#"[{"id":"a","key":" "}]"#,
        r#"[{"id":"a","key":{}}]"#,
        r#"[7,{"id":"b","key":"ssh-rsa AAAB"}]"#,
    ] {
        let fake = VerdaFake::builder().build();
        says(&fake, KEYS, list);
        let error = client(&fake).ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.expect_err(list);
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{list}: {error}");
        assert!(error.to_string().contains("may be the one; nothing was created"), "{error}");
        assert!(fake.requests_to(CREATE_KEY).is_empty());
    }
    // One that is another key anyway is in no way.
    let fake = VerdaFake::builder().build();
    says(&fake, KEYS, r#"[{"key":"ssh-rsa AAAA"},{"id":"b","key":"ssh-rsa AAAB"}]"#);
    assert!(client(&fake).ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap().created);
}

#[tokio::test(start_paused = true)]
async fn a_refused_create_or_list_ends_it() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(KEYS)).unwrap();
    client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap_err();
    assert!(fake.requests_to(CREATE_KEY).is_empty());
    fake.inject(Injection::new(Effect::Status(StatusCode::FORBIDDEN)).on(CREATE_KEY)).unwrap();
    let error = client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.unwrap_err();
    assert_eq!((error.status(), fake.requests_to(KEYS).len()), (Some(StatusCode::FORBIDDEN), 2));
}

#[tokio::test(start_paused = true)]
async fn a_private_key_is_not_sent_and_not_shown() {
    let fake = VerdaFake::builder().build();
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----\ncanary4711\n-----END OPENSSH PRIVATE KEY-----\n";
    for text in [
        private,
        "-----BEGIN canary4711",
        "canary4711",
        "",
        "ssh-ed25519 canary-4711",
        "ssh-rsa AAAA\nssh-rsa canary4711",
        "hello canary4711",
        "\u{feff}ssh-ed25519 AAAAcanary4711",
    ] {
        let error = client(&fake).ensure_ssh_key(CreateSshKey::builder().key(text).name("k")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    assert!(fake.requests().is_empty());
}

pub(crate) fn deployment() -> CreateContainerDeployment {
    let deployment = json!({
        "name": "llm",
        "container_registry_settings": { "is_private": false },
        "compute": { "name": "L40S", "size": 1 },
        "containers": [{ "image": "vllm/vllm-openai:0.8", "exposed_port": 8000 }],
        "scaling": {
            "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 300,
            "concurrent_requests_per_replica": 1,
            "scale_down_policy": { "delay_seconds": 60 }, "scale_up_policy": { "delay_seconds": 0 },
            "scaling_triggers": { "queue_load": { "threshold": 1 } },
        },
    });
    serde_json::from_value(deployment).unwrap()
}

fn job() -> CreateJobDeployment {
    let job = json!({
        "name": "nightly",
        "compute": { "name": "L40S", "size": 1 },
        "containers": [{ "image": "batch/batch:1.2", "exposed_port": 8000 }],
        "scaling": { "max_replica_count": 1, "queue_message_ttl_seconds": 300, "deadline_seconds": 3600 },
    });
    serde_json::from_value(job).unwrap()
}

/// Each kind by its create.
const KINDS: [&str; 7] = [
    CREATE_KEY,
    "POST /v1/scripts",
    "POST /v1/secrets",
    "POST /v1/file-secrets",
    "POST /v1/container-registry-credentials",
    "POST /v1/container-deployments",
    "POST /v1/job-deployments",
];

/// The read that finds what a create makes.
fn read_of(kind: &str) -> String {
    let path = kind.replace("POST", "GET");
    match kind {
        "POST /v1/container-deployments" => path + "/{deployment_name}",
        "POST /v1/job-deployments" => path + "/{jobName}",
        _ => path,
    }
}

/// Ensures a resource of a kind, and says whether it was created.
async fn ensure(client: &Client, kind: &str) -> Result<bool, Error> {
    fn created<T>(ensured: Ensured<T>) -> bool {
        ensured.created
    }
    match kind {
        CREATE_KEY => client.ensure_ssh_key(CreateSshKey::builder().key(KEY).name("k")).await.map(created),
        "POST /v1/scripts" => {
            client.ensure_script(CreateScript::builder().name("setup").script("#!/bin/sh\n")).await.map(created)
        }
        "POST /v1/secrets" => {
            client.ensure_secret(CreateSecret::builder().name("hf").value("canary")).await.map(created)
        }
        "POST /v1/file-secrets" => {
            let files = ["b.json", "a.json"].map(|name| file(name, "e30="));
            client.ensure_file_secret(CreateFileSecret::new(files, "config")).await.map(created)
        }
        "POST /v1/container-registry-credentials" => {
            client.ensure_registry_credentials(RegistryCredentials::github("hub", "me", "canary")).await.map(created)
        }
        "POST /v1/container-deployments" => client.ensure_container_deployment(deployment()).await.map(created),
        _ => client.ensure_job_deployment(job()).await.map(created),
    }
}

#[tokio::test(start_paused = true)]
async fn each_kind_is_created_once_whatever_comes_of_the_create() {
    for kind in KINDS {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        assert!(ensure(&client, kind).await.unwrap(), "{kind}");
        assert!(!ensure(&client, kind).await.unwrap(), "{kind}");
        assert_eq!((fake.requests_to(kind).len(), fake.requests_to(&read_of(kind)).len()), (1, 2), "{kind}");
        for effect in [
            Effect::ResetAfter,
            Effect::HandledThenStatus(StatusCode::INTERNAL_SERVER_ERROR),
            Effect::Html(StatusCode::OK),
        ] {
            let fake = VerdaFake::builder().build();
            let client = crate::client(&fake);
            let is_made = !matches!(effect, Effect::Html(_));
            fake.inject(Injection::new(effect).on(kind)).unwrap();
            let start = Instant::now();
            match ensure(&client, kind).await {
                // Another client may have made it.
                Ok(created) => assert!(is_made && !created, "{kind}"),
                Err(error) => {
                    assert!(!is_made && error.may_have_happened(), "{kind}: {error}");
                    assert!(start.elapsed() > Duration::from_secs(55), "{kind}");
                }
            }
            assert!(start.elapsed() < Duration::from_secs(65), "{kind}");
            assert_eq!(fake.requests_to(kind).len(), 1, "{kind}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_another_client_creates_in_between_is_there_now() {
    for kind in &KINDS[2..] {
        let fake = VerdaFake::builder().build();
        let client = client(&fake);
        ensure(&client, kind).await.unwrap();
        fake.clear_requests();
        // The read was before that.
        let is_list = !kind.contains("deployments");
        let nothing = Effect::Respond {
            status: if is_list { StatusCode::OK } else { StatusCode::NOT_FOUND },
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from_static(if is_list { b"[]" } else { br#"{"code":"not_found","message":"not found"}"# }),
        };
        // And the one after the conflict is late.
        fake.inject(Injection::new(nothing.clone()).on(&read_of(kind)).times(2)).unwrap();
        assert!(!ensure(&client, kind).await.unwrap(), "{kind}");
        assert_eq!(fake.requests_to(kind).len(), 1, "{kind}");
        // What is never found is the conflict that it was.
        fake.inject(Injection::new(nothing).on(&read_of(kind)).always()).unwrap();
        assert!(ensure(&client, kind).await.unwrap_err().is_conflict(), "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_the_name_and_is_another_is_an_error_and_stays() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    for kind in KINDS {
        ensure(&client, kind).await.unwrap();
    }
    fake.clear_requests();
    let script =
        client.ensure_script(CreateScript::builder().name("setup").script("#!/bin/sh\nrm canary")).await.unwrap_err();
    assert!(script.to_string().contains("`setup` is there with another content"), "{script}");
    let secret = client.ensure_secret(CreateSecret::builder().name("config").value("canary")).await.unwrap_err();
    assert!(secret.to_string().contains("`config` is there, and is a file secret"), "{secret}");
    let other = CreateFileSecret::new([file("a.json", "Y2FuYXJ5")], "config");
    let files = client.ensure_file_secret(other).await.unwrap_err();
    assert!(files.to_string().contains("`config` is there with other files"), "{files}");
    for error in [script, secret, files] {
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    // A file secret whose name a secret has: the API says so.
    let taken = CreateFileSecret::new([file("a.json", "e30=")], "hf");
    assert!(client.ensure_file_secret(taken).await.unwrap_err().is_conflict());
    assert_eq!(fake.requests().iter().filter(|request| request.method == http::Method::POST).count(), 1);
    // A deployment with other settings stays as it is.
    let mut other = deployment();
    other.containers[0].image = "vllm/vllm-openai:0.9".to_owned();
    let there = client.ensure_container_deployment(other).await.unwrap();
    let image = there.value.containers.unwrap()[0].image.clone().unwrap().image;
    assert_eq!((there.created, image.as_str()), (false, "vllm/vllm-openai:0.8"));
}

#[tokio::test(start_paused = true)]
async fn a_name_that_cannot_be_read_may_be_the_one_and_all_pages_of_scripts_are_read() {
    for kind in &KINDS[1..5] {
        let fake = VerdaFake::builder().build();
        says(&fake, &read_of(kind), r#"[{"id":"5b1e0000-0000-4000-8000-000000000001","name":"other"},7]"#);
        let error = ensure(&client(&fake), kind).await.unwrap_err();
        assert!(error.to_string().contains("may be the one; nothing was created"), "{kind}: {error}");
        assert!(fake.requests_to(kind).is_empty());
    }
    let fake = VerdaFake::builder().script_quota(200).build();
    let client = client(&fake);
    ensure(&client, "POST /v1/scripts").await.unwrap();
    for number in 0..120 {
        client.create_script(CreateScript::builder().name(format!("{number}")).script("#!/bin/sh")).await.unwrap();
    }
    assert!(!ensure(&client, "POST /v1/scripts").await.unwrap());
}

#[tokio::test(start_paused = true)]
async fn all_of_it_can_be_spawned() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let task = tokio::spawn(async move {
        for kind in KINDS {
            assert!(ensure(&client, kind).await.unwrap());
        }
        client.edit_container_deployment("llm", |deployment| deployment.is_spot = Some(true)).await.unwrap();
        client.edit_job_deployment_scaling("nightly", |scaling| scaling.max_replica_count = Some(2)).await.unwrap();
    });
    task.await.unwrap();
}
