//! Resources by name: what is found, what is not, and what is not known.

use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use verda_api_ext::types::CreateScript;
use verda_api_ext::{Client, Error, ErrorKind, LookupError};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{client, order};

const INSTANCES: &str = "GET /v1/instances";

fn response(body: &Value) -> Effect {
    Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: body.to_string().into(),
    }
}

/// What a lookup gives where the API's list is this one.
async fn lookup_in(operation: &str, list: &Value, lookup: &str, name: &str) -> Result<String, Error> {
    let fake = VerdaFake::builder().build();
    fake.inject(Injection::new(response(list)).on(operation).always()).unwrap();
    let found = find(&client(&fake), lookup, name).await;
    assert!(!fake.requests_to(operation).is_empty());
    found
}

/// Looks a name up, and gives the id of what was found.
async fn find(client: &Client, lookup: &str, name: &str) -> Result<String, Error> {
    Ok(match lookup {
        "instance_by_hostname" => client.instance_by_hostname(name).await?.id.to_string(),
        "cluster_by_hostname" => client.cluster_by_hostname(name).await?.id.to_string(),
        "volume_by_name" => client.volume_by_name(name).await?.id.to_string(),
        "script_by_name" => client.script_by_name(name).await?.id.to_string(),
        "ssh_key_by_name" => client.ssh_key_by_name(name).await?.id.to_string(),
        "secret_by_name" => client.secret_by_name(name).await?.name.to_string(),
        "file_secret_by_name" => client.file_secret_by_name(name).await?.name.to_string(),
        "registry_credentials_by_name" => client.registry_credentials_by_name(name).await?.name.to_string(),
        "container_deployment_by_name" => client.container_deployment_by_name(name).await?.name.to_string(),
        "job_deployment_by_name" => client.job_deployment_by_name(name).await?.name.to_string(),
        other => panic!("{other}"),
    })
}

async fn instance_in(list: Value, hostname: &str) -> Result<String, Error> {
    lookup_in(INSTANCES, &list, "instance_by_hostname", hostname).await
}

fn machine(id: &str, hostname: &str, status: &str) -> Value {
    json!({ "id": id, "hostname": hostname, "status": status })
}

#[tokio::test(start_paused = true)]
async fn every_resource_with_a_name_is_found_by_it_and_what_is_similar_is_named() {
    let with_ids = [
        (INSTANCES, "instance_by_hostname", "hostname"),
        ("GET /v1/clusters", "cluster_by_hostname", "hostname"),
        ("GET /v1/volumes", "volume_by_name", "name"),
        ("GET /v1/scripts", "script_by_name", "name"),
        ("GET /v1/ssh-keys", "ssh_key_by_name", "name"),
        ("GET /v1/secrets", "secret_by_name", "name"),
        ("GET /v1/file-secrets", "file_secret_by_name", "name"),
        ("GET /v1/container-registry-credentials", "registry_credentials_by_name", "name"),
        ("GET /v1/container-deployments", "container_deployment_by_name", "name"),
        ("GET /v1/job-deployments", "job_deployment_by_name", "name"),
    ];
    for (operation, lookup, member) in with_ids {
        let resource = |number: usize| {
            let mut resource = json!({ "id": format!("id-{number}"), "status": "running", "secret_type": "generic" });
            resource[member] = ["elsewhere", "train-2"][number - 1].into();
            resource
        };
        let fake = VerdaFake::builder().build();
        // The scripts are on one page of a hundred.
        let list = Injection::new(response(&json!([resource(1), resource(2)]))).on(operation).always();
        let list = list.header(HeaderName::from_static("x-total-count"), HeaderValue::from_static("2"));
        fake.inject(list.header(HeaderName::from_static("x-page-size"), HeaderValue::from_static("100"))).unwrap();
        let client = client(&fake);
        let found = find(&client, lookup, "train-2").await;
        assert!(["id-2", "train-2"].contains(&found.unwrap().as_str()), "{lookup}");
        assert_eq!(fake.requests_to(operation).len(), 1, "{lookup}");
        let error = find(&client, lookup, "trian-2").await.unwrap_err();
        assert!(error.is_not_found() && !error.may_have_happened(), "{error}");
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Lookup, Some(lookup)));
        let (message, end) = (error.to_string(), format!(" has the {member} `trian-2`; similar: `train-2`"));
        assert!(message.starts_with(&format!("{lookup}: no ")) && message.ends_with(&end), "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_script_is_found_on_any_page() {
    let fake = VerdaFake::builder().script_quota(200).build();
    let client = client(&fake);
    for number in 0..120 {
        let script = CreateScript::builder().name(format!("script-{number:03}")).script("#!/bin/sh");
        client.create_script(script).await.unwrap();
    }
    fake.clear_requests();
    for name in ["script-000", "script-119"] {
        assert_eq!(client.script_by_name(name).await.unwrap().name.as_deref(), Some(name));
    }
    // Two pages each, and the first one again.
    assert_eq!(fake.requests_to("GET /v1/scripts").len(), 6);
    assert!(client.script_by_name("script-120").await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn several_of_a_name_are_told_by_their_ids_and_none_is_chosen() {
    let list = json!([
        machine("a", "node-1", "running"),
        machine("b", "node-1", "offline"),
        machine("c", "node-1", "discontinued")
    ]);
    let error = instance_in(list, "node-1").await.unwrap_err();
    assert!(error.kind() == ErrorKind::Lookup && !error.is_not_found(), "{error:?}");
    let lookup = error.cause::<LookupError>().unwrap();
    assert_eq!((lookup.matches.as_slice(), lookup.similar.len()), (["a", "b"].map(str::to_owned).as_slice(), 0));
    let expected = "the hostname `node-1` is not that of one instance: `a`, `b` have it; use an id";
    assert_eq!(error.to_string(), format!("instance_by_hostname: {expected}"));
    // One that is in the list twice is one.
    let list = json!([machine("a", "node-1", "running"), machine("a", "node-1", "running")]);
    assert_eq!(instance_in(list, "node-1").await.unwrap(), "a");
    // One of them cannot be decoded, and has the name all the same.
    let list = json!([machine("a", "node-1", "running"), { "id": "b", "hostname": "node-1" }]);
    let error = instance_in(list, "node-1").await.unwrap_err();
    assert_eq!(error.cause::<LookupError>().unwrap().matches, ["a", "b"], "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_over_does_not_hide_the_one_that_took_its_hostname() {
    for over in ["discontinued", "no_capacity", "deleted"] {
        let both = json!([machine("old", "node-1", over), machine("new", "node-1", "running")]);
        assert_eq!(instance_in(both, "node-1").await.unwrap(), "new");
        assert_eq!(instance_in(json!([machine("old", "node-1", over)]), "node-1").await.unwrap(), "old");
    }
    // Another spelling of the hostname hides it no more.
    for new in ["NODE-1", "node-1.example.com"] {
        let both = json!([machine("old", "node-1", "discontinued"), machine("new", new, "running")]);
        assert_eq!(instance_in(both, "node-1").await.unwrap(), "new", "{new}");
    }
    // Nor does what cannot be read, and may be the one that runs.
    let both = json!([machine("old", "node-1", "discontinued"), { "id": "new", "status": "running" }]);
    assert_eq!(instance_in(both, "node-1").await.unwrap_err().kind(), ErrorKind::UnexpectedResponse);
    let volumes = json!([
        { "id": "old", "name": "data", "status": "deleted" },
        { "id": "new", "name": "data", "status": "detached" },
    ]);
    assert_eq!(lookup_in("GET /v1/volumes", &volumes, "volume_by_name", "data").await.unwrap(), "new");
    // What failed may cost, and a status that is not known is not over.
    for status in ["error", "new_in_2027"] {
        let both = json!([machine("old", "node-1", status), machine("new", "node-1", "running")]);
        assert_eq!(instance_in(both, "node-1").await.unwrap_err().kind(), ErrorKind::Lookup);
    }
}

#[tokio::test(start_paused = true)]
async fn hostnames_have_any_case_and_a_domain_and_names_are_exact() {
    let list = json!([machine("a", "Node-1.example.com", "running"), machine("b", "node-10", "running")]);
    for hostname in ["node-1", "NODE-1.example.com"] {
        assert_eq!(instance_in(list.clone(), hostname).await.unwrap(), "a");
    }
    assert!(instance_in(list, "node-1.example").await.unwrap_err().is_not_found());
    // The API tells it without the domain that it was ordered with.
    let list = json!([machine("a", "node-1", "running")]);
    for hostname in ["node-1.example.com", "node-1.", "Node-1.Example.com."] {
        assert_eq!(instance_in(list.clone(), hostname).await.unwrap(), "a", "{hostname}");
        let fake = VerdaFake::builder().build();
        fake.inject(Injection::new(response(&list)).on(INSTANCES).always()).unwrap();
        let deployed = client(&fake).find_deployed(hostname, std::time::SystemTime::now()).await.unwrap();
        assert_eq!(deployed.len(), 1, "{hostname}");
    }
    // The same letters go first.
    let list = json!([machine("a", "node-1.example.com", "running"), machine("b", "node-1", "running")]);
    assert_eq!(instance_in(list, "node-1").await.unwrap(), "b");
    let volumes = json!([{ "id": "a", "name": "Data", "status": "attached" }]);
    let error = lookup_in("GET /v1/volumes", &volumes, "volume_by_name", "data").await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().ends_with("similar: `Data`"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn none_is_said_only_where_the_list_proves_it() {
    // What cannot be decoded may be it, unless it has another name.
    for (odd, is_proven) in [
        (json!(7), false),
        (json!({ "id": "b" }), false),
        (json!({ "id": "b", "hostname": "node-1" }), false),
        (json!({ "id": "b", "hostname": "" }), false),
        (json!({ "id": "b", "hostname": "other" }), true),
        (json!({ "id": "b", "status": "running" }), false),
        (json!({ "id": "b", "status": "running", "hostname": null }), false),
        (json!({ "id": "b", "status": "running", "hostname": " " }), false),
    ] {
        let error = instance_in(json!([machine("a", "elsewhere", "running"), odd]), "node-1").await.unwrap_err();
        assert_eq!(error.is_not_found(), is_proven, "{odd}: {error}");
        if !is_proven {
            assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
            assert!(error.to_string().contains("and may be `node-1`"), "{error}");
        }
    }
    // A list that is cut, a failure, a page of a proxy.
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let total = HeaderName::from_static("x-total-count");
    let cut = Injection::new(response(&json!([machine("a", "elsewhere", "running")])));
    let page = Effect::Html(StatusCode::NOT_FOUND);
    for injection in [
        cut.header(total, HeaderValue::from_static("3")),
        Injection::new(page).always(),
        Injection::new(Effect::Status(StatusCode::FORBIDDEN)),
    ] {
        fake.clear_injections();
        fake.inject(injection.on(INSTANCES)).unwrap();
        let error = client.instance_by_hostname("node-1").await.unwrap_err();
        assert!(!error.is_not_found() && error.operation() == Some("list_instances"), "{error}");
    }
    fake.clear_injections();
    assert!(client.instance_by_hostname("node-1").await.unwrap_err().is_not_found());
    client.deploy_instance(order("node-1")).await.unwrap();
    assert!(client.instance_by_hostname("node-1").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn an_empty_name_is_refused_and_nothing_is_sent() {
    let fake = VerdaFake::builder().build();
    let error = client(&fake).volume_by_name("").await.unwrap_err();
    assert_eq!((error.kind(), fake.requests().len()), (ErrorKind::InvalidRequest, 0));
    assert_eq!(error.to_string(), "volume_by_name: the name is empty; nothing was sent");
}

#[tokio::test(start_paused = true)]
async fn names_of_any_length_make_one_line() {
    let long = "x".repeat(100_000);
    let list = json!([machine("a", &long, "running"), machine("b", "a\nb", "running")]);
    for wanted in [long[1..].to_owned(), "a\nc".to_owned()] {
        let error = instance_in(list.clone(), &wanted).await.unwrap_err();
        let message = error.to_string();
        assert!(error.is_not_found() && message.len() < 1000 && message.lines().count() == 1, "{message}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_image_is_found_by_its_type_its_id_or_its_name() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let image = client.find_image("Ubuntu-24.04").await.unwrap();
    assert_eq!(image.image_type, "ubuntu-24.04");
    assert_eq!(client.find_image(image.id.as_str()).await.unwrap(), image);
    assert_eq!(client.find_image("debian 12").await.unwrap().image_type, "debian-12");
    // Several are called so.
    let error = client.find_image("Ubuntu 24.04").await.unwrap_err();
    let matches = &error.cause::<LookupError>().unwrap().matches;
    assert!(matches.contains(&"ubuntu-24.04".to_owned()) && matches.len() > 1, "{error}");
    let error = client.find_image("ubuntu-24.05").await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("`ubuntu-24.04`"), "{error}");
    // One that cannot be decoded may have any id.
    let list = json!([{ "id": "a", "image_type": "ubuntu-24.04" }, { "image_type": "odd", "name": "Odd" }]);
    fake.inject(Injection::new(response(&list)).on("GET /v1/images").always()).unwrap();
    assert_eq!(client.find_image("b").await.unwrap_err().kind(), ErrorKind::UnexpectedResponse);
    assert_eq!(client.find_images("debian").await.unwrap_err().kind(), ErrorKind::UnexpectedResponse);
}

#[tokio::test(start_paused = true)]
async fn images_are_found_by_words_of_all_that_is_told_of_them() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    let all = client.find_images(" ").await.unwrap();
    assert_eq!(all.len(), client.list_images().await.unwrap().len());
    let found = async |words: &str| {
        let images = client.find_images(words).await.unwrap();
        images.into_iter().map(|image| image.image_type).collect::<Vec<_>>()
    };
    let docker = found("Docker CUDA 12.4").await;
    assert!(docker.contains(&"ubuntu-22.04-cuda-12.4-docker".to_owned()), "{docker:?}");
    assert!(docker.iter().all(|kind| kind.contains("docker") && kind.contains("12.4")), "{docker:?}");
    // Whole words.
    assert!(found("cuda 12").await.is_empty() && found("ubunt").await.is_empty());
    assert!(found("abacus").await.is_empty());
}

#[tokio::test]
async fn many_long_names_are_compared_in_no_time() {
    let alike = "x".repeat(240);
    let list: Vec<Value> = (0..3000).map(|n| machine(&n.to_string(), &format!("{alike}{n:06}"), "running")).collect();
    let start = std::time::Instant::now();
    assert!(instance_in(list.into(), &format!("{alike}zzzzzz")).await.unwrap_err().is_not_found());
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
}
