//! Changes to deployments: only the difference is sent, and nothing is lost.

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderValue;
use serde_json::{Value, json};
use verda_api_ext::types::{CreateContainerDeployment, CreateJobDeployment, CreateSecret, Healthcheck};
use verda_api_ext::{Client, ErrorKind};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::client;

const GET: &str = "GET /v1/container-deployments/{deployment_name}";
const PATCH: &str = "PATCH /v1/container-deployments/{deployment_name}";
const PATCH_SCALING: &str = "PATCH /v1/container-deployments/{deployment_name}/scaling";
const PATCH_JOB: &str = "PATCH /v1/job-deployments/{jobName}";
const PATHS: [&str; 3] = [PATCH, PATCH_SCALING, PATCH_JOB];

fn says(fake: &VerdaFake, operation: &str, body: &Value) {
    let json = HeaderValue::from_static("application/json");
    let response = Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from(body.to_string()) };
    fake.inject(Injection::new(response).on(operation)).unwrap();
}

fn container(image: &str) -> Value {
    json!({
        "image": image,
        "exposed_port": 8000,
        "healthcheck": { "enabled": true, "port": 8000, "path": "/health" },
        "env": [
            { "name": "TOKEN", "value_or_reference_to_secret": "hf", "type": "secret" },
            { "name": "MODE", "value_or_reference_to_secret": "canary-4711", "type": "plain" },
        ],
        "volume_mounts": [{ "type": "scratch", "mount_path": "/data" }],
    })
}

/// A deployment with two containers, and a job with one.
async fn deployed(fake: &VerdaFake) -> Client {
    let client = client(fake);
    client.create_secret(CreateSecret::builder().name("hf").value("hidden")).await.unwrap();
    let deployment: CreateContainerDeployment = serde_json::from_value(json!({
        "name": "llm",
        "container_registry_settings": { "is_private": false },
        "compute": { "name": "L40S", "size": 1 },
        "containers": [container("vllm/vllm-openai:0.8"), container("envoy/envoy:1.30")],
        "scaling": {
            "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 300,
            "concurrent_requests_per_replica": 1,
            "scale_down_policy": { "delay_seconds": 60 }, "scale_up_policy": { "delay_seconds": 0 },
            "scaling_triggers": { "queue_load": { "threshold": 1 }, "gpu_utilization": { "enabled": false } },
        },
    }))
    .unwrap();
    client.create_container_deployment(deployment).await.unwrap();
    let job: CreateJobDeployment = serde_json::from_value(json!({
        "name": "nightly",
        "compute": { "name": "L40S", "size": 1 },
        "containers": [container("batch/batch:1.2")],
        "scaling": { "max_replica_count": 1, "queue_message_ttl_seconds": 300, "deadline_seconds": 3600 },
    }))
    .unwrap();
    client.create_job_deployment(job).await.unwrap();
    fake.clear_requests();
    client
}

fn sent(fake: &VerdaFake) -> Vec<Value> {
    PATHS.iter().flat_map(|path| fake.requests_to(path)).map(|request| request.json().unwrap()).collect()
}

async fn shown(client: &Client, path: &str) -> Value {
    let mut value = client.request(http::Method::GET, path).send::<Value>().await.unwrap().into_inner();
    // Set when the image is fetched.
    for container in value["containers"].as_array_mut().into_iter().flatten() {
        container["image"].as_object_mut().unwrap().remove("last_updated_at");
    }
    value
}

#[tokio::test(start_paused = true)]
async fn only_the_difference_is_sent_and_all_else_stays() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let mut before = shown(&client, "/v1/container-deployments/llm").await;
    let edited = client
        .edit_container_deployment("llm", |deployment| {
            deployment.containers.as_mut().unwrap()[1].image = Some("envoy/envoy:1.31".to_owned());
        })
        .await
        .unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{edited:?}");
    assert_eq!(sent(&fake), [json!({"containers": [{"name": "llm-1", "image": "envoy/envoy:1.31"}]})]);
    assert!(!format!("{edited:?}").contains("canary"), "{edited:?}");
    before["containers"][1]["image"]["image"] = json!("envoy/envoy:1.31");
    assert_eq!(shown(&client, "/v1/container-deployments/llm").await, before);

    // Members that are off, with null in the response: nothing null is sent.
    fake.clear_requests();
    let edited = client
        .edit_container_deployment("llm", |deployment| {
            deployment.compute.as_mut().unwrap().size = 2;
            let container = &mut deployment.containers.as_mut().unwrap()[0];
            container.entrypoint_overrides.as_mut().unwrap().cmd = Some(vec!["serve".to_owned()]);
            container.env.as_mut().unwrap().pop();
        })
        .await
        .unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{edited:?}");
    let expected = json!({
        "compute": { "name": "L40S", "size": 2 },
        "containers": [{
            "name": "llm-0",
            "entrypoint_overrides": { "enabled": false, "cmd": ["serve"] },
            "env": [{ "name": "TOKEN", "value_or_reference_to_secret": "hf", "type": "secret" }],
        }],
    });
    assert_eq!(sent(&fake), [expected]);
}

#[tokio::test(start_paused = true)]
async fn scaling_and_jobs_are_edited_in_the_same_way() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let edited = client
        .edit_container_deployment_scaling("llm", |scaling| {
            scaling.max_replica_count = Some(8);
            let triggers = scaling.scaling_triggers.as_mut().unwrap();
            triggers.queue_load.as_mut().unwrap().threshold = Some(2.5);
        })
        .await
        .unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{edited:?}");
    assert_eq!(edited.value.max_replica_count, Some(8));
    let triggers = json!({ "queue_load": { "threshold": 2.5 }, "gpu_utilization": { "enabled": false } });
    assert_eq!(sent(&fake), [json!({ "max_replica_count": 8, "scaling_triggers": triggers })]);

    fake.clear_requests();
    let mut before = shown(&client, "/v1/job-deployments/nightly").await;
    let edited = client
        .edit_job_deployment("nightly", |job| {
            job.containers.as_mut().unwrap()[0].image = Some("batch/batch:1.3".to_owned());
        })
        .await
        .unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{edited:?}");
    assert_eq!(sent(&fake), [json!({"containers": [{"name": "nightly-0", "image": "batch/batch:1.3"}]})]);
    before["containers"][0]["image"]["image"] = json!("batch/batch:1.3");
    assert_eq!(shown(&client, "/v1/job-deployments/nightly").await, before);

    fake.clear_requests();
    let edited =
        client.edit_job_deployment_scaling("nightly", |scaling| scaling.deadline_seconds = Some(7200)).await.unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{edited:?}");
    assert_eq!((edited.value.deadline_seconds, edited.value.max_replica_count), (Some(7200), Some(1)));
    assert_eq!(sent(&fake), [json!({ "scaling": { "deadline_seconds": 7200 } })]);
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_changes_nothing_sends_nothing() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let same = client
        .edit_container_deployment("llm", |deployment| {
            deployment.containers.as_mut().unwrap()[0].image = Some("vllm/vllm-openai:0.8".to_owned());
        })
        .await
        .unwrap();
    assert!(!same.changed && same.value.containers.unwrap().len() == 2);
    assert!(!client.edit_container_deployment_scaling("llm", |_| ()).await.unwrap().changed);
    assert!(!client.edit_job_deployment("nightly", |_| ()).await.unwrap().changed);
    assert!(!client.edit_job_deployment_scaling("nightly", |_| ()).await.unwrap().changed);
    assert!(sent(&fake).is_empty());
    let error = client.edit_container_deployment("missing", |_| ()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn what_a_patch_cannot_say_is_refused_before_it_is_sent() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    type Change = fn(&mut verda_api_ext::types::UpdateContainerDeployment);
    let changes: [(Change, &str); 5] = [
        (|deployment| deployment.compute = None, "`compute` cannot be taken away"),
        (|deployment| deployment.containers.as_mut().unwrap()[1].env = None, "`containers[llm-1].env` cannot be taken"),
        (|deployment| drop(deployment.containers.as_mut().unwrap().pop()), "a container cannot be taken away"),
        (
            |deployment| {
                let containers = deployment.containers.as_mut().unwrap();
                containers.push(containers[0].clone());
            },
            "occurs once",
        ),
        (|deployment| deployment.containers.as_mut().unwrap()[0].name = "x".into(), "cannot be added or renamed"),
    ];
    for (change, expected) in changes {
        let error = client.edit_container_deployment("llm", change).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    }
    let error = client
        .edit_container_deployment_scaling("llm", |scaling| {
            let triggers = scaling.scaling_triggers.as_mut().unwrap();
            triggers.queue_load.as_mut().unwrap().threshold = Some(f64::NAN);
        })
        .await
        .unwrap_err();
    assert!(error.to_string().contains("a value that cannot be sent"), "{error}");
    assert!(sent(&fake).is_empty());
    // An empty text is a value.
    let empty = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
        deployment.containers.as_mut().unwrap()[0].healthcheck.as_mut().unwrap().path = Some(String::new());
    };
    let _ = client.edit_container_deployment("llm", empty).await;
    assert_eq!(sent(&fake)[0]["containers"][0]["healthcheck"]["path"], "");
}

#[tokio::test(start_paused = true)]
async fn what_this_version_does_not_know_is_never_lost() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let mut shown = shown(&client, "/v1/container-deployments/llm").await;
    shown["containers"][0]["healthcheck"]["interval"] = json!(30);
    shown["containers"][0]["env"][0]["description"] = json!("canary");
    shown["containers"][1]["healthcheck"]["port"] = json!({ "canary": 1 });
    shown["containers"][0]["gpu_share"] = json!(0.5);
    // In what is not sent it does no harm.
    says(&fake, GET, &shown);
    says(&fake, PATCH, &shown);
    let change = |container: usize, path: &'static str| {
        let client = client.clone();
        async move {
            client
                .edit_container_deployment("llm", move |deployment| {
                    let container = &mut deployment.containers.as_mut().unwrap()[container];
                    match path {
                        "env" => drop(container.env.as_mut().unwrap().pop()),
                        "port" => container.exposed_port = Some(9000),
                        _ => container.healthcheck = Some(Healthcheck::new(true)),
                    }
                })
                .await
        }
    };
    assert_eq!(change(0, "port").await.unwrap().differs, ["containers[llm-0].exposed_port"]);
    fake.clear_requests();
    for (container, path, expected) in [
        (0, "healthcheck", "`containers[llm-0].healthcheck.interval` is not known"),
        (0, "env", "`containers[llm-0].env[0].description` is not known"),
        (1, "healthcheck", "`containers[llm-1].healthcheck.port` is not known"),
    ] {
        says(&fake, GET, &shown);
        let error = change(container, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.to_string().contains(expected) && !format!("{error:?}").contains("canary"), "{error}");
        assert!(sent(&fake).is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_compared_is_not_sent_whole() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let mut shown = shown(&client, "/v1/container-deployments/llm").await;
    shown["containers"][0]["healthcheck"]["interval"] = json!(30);
    let with_number = {
        let mut shown = shown.clone();
        shown["containers"][0]["name"] = json!(7);
        shown
    };
    let text = shown.to_string();
    for body in [
        format!("\u{feff}{text}"),
        text.replace("canary-4711", "canary\u{1}"),
        text.replace(":30", ":NaN"),
        format!("[{text}]"),
        with_number.to_string(),
    ] {
        let json = HeaderValue::from_static("application/json");
        let response = Effect::Respond { status: StatusCode::OK, content_type: json, body: Bytes::from(body.clone()) };
        fake.inject(Injection::new(response).on(GET).times(2)).unwrap();
        fake.clear_requests();
        let path = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
            deployment.containers.as_mut().unwrap()[0].healthcheck.as_mut().unwrap().path = Some("/new".to_owned());
        };
        let error = client.edit_container_deployment("llm", path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{body}: {error}");
        assert!(error.to_string().contains("healthcheck` in a form that cannot be compared"), "{error}");
        assert!(sent(&fake).is_empty() && !format!("{error:?}").contains("canary"), "{error:?}");
        // What is no object and no list is known whole.
        says(&fake, PATCH, &json!({ "name": "llm" }));
        let port = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
            deployment.containers.as_mut().unwrap()[0].exposed_port = Some(9000);
        };
        assert!(client.edit_container_deployment("llm", port).await.unwrap().changed, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn members_of_responses_alone_are_known_by_their_places() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    // A job whose registry is public is given credentials.
    let settings = json!({ "credentials": { "name": "hub" } });
    let mut job = shown(&client, "/v1/job-deployments/nightly").await;
    assert_eq!(job["container_registry_settings"]["is_private"], false);
    let given = settings.clone();
    let edit = |job: &mut verda_api_ext::types::UpdateJobDeployment| {
        job.container_registry_settings = Some(serde_json::from_value(given).unwrap());
    };
    job["container_registry_settings"] = settings.clone();
    says(&fake, PATCH_JOB, &job);
    client.edit_job_deployment("nightly", edit).await.unwrap();
    assert_eq!(sent(&fake), [json!({ "container_registry_settings": settings })]);
    // Members of the same name elsewhere are not known.
    for name in ["is_private", "last_updated_at"] {
        let mut shown = shown(&client, "/v1/container-deployments/llm").await;
        shown["containers"][0]["healthcheck"][name] = json!(true);
        says(&fake, GET, &shown);
        let path = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
            deployment.containers.as_mut().unwrap()[0].healthcheck.as_mut().unwrap().path = Some("/new".to_owned());
        };
        let error = client.edit_container_deployment("llm", path).await.unwrap_err();
        assert!(error.to_string().contains(&format!("healthcheck.{name}` is not known")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_of_another_client_is_kept_and_told() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let stale = shown(&client, "/v1/container-deployments/llm").await;
    let image = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
        deployment.containers.as_mut().unwrap()[0].image = Some("vllm/vllm-openai:0.9".to_owned());
    };
    client.edit_container_deployment("llm", image).await.unwrap();
    // This one has read before that.
    says(&fake, GET, &stale);
    let port = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
        deployment.containers.as_mut().unwrap()[0].exposed_port = Some(9000);
    };
    let error = client.edit_container_deployment("llm", port).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PartlyFailed, "{error}");
    assert!(error.may_have_happened() && error.to_string().contains("`containers[llm-0].image`"), "{error}");
    assert!(error.to_string().ends_with("do not repeat the edit before"), "{error}");
    let now = shown(&client, "/v1/container-deployments/llm").await;
    assert_eq!(now["containers"][0]["image"]["image"], "vllm/vllm-openai:0.9");
    assert_eq!(now["containers"][0]["exposed_port"], 9000);
    // One that was not taken is not called made.
    says(&fake, PATCH, &{
        let mut other = now.clone();
        other["containers"][0]["image"]["image"] = "vllm/vllm-openai:1.0".into();
        other
    });
    let health = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
        deployment.containers.as_mut().unwrap()[0].exposed_port = Some(9001);
    };
    let error = client.edit_container_deployment("llm", health).await.unwrap_err().to_string();
    assert!(error.contains("`containers[llm-0].exposed_port` is not as it was sent"), "{error}");
    assert!(
        !error.contains("was made") && error.contains("`containers[llm-0].image`, which it leaves alone"),
        "{error}"
    );
    // The same again: all is well.
    assert!(!client.edit_container_deployment("llm", port).await.unwrap().changed);

    // A response that shows less than all is no proof of a loss.
    says(&fake, PATCH, &json!({ "name": "llm" }));
    assert!(
        client.edit_container_deployment("llm", |deployment| deployment.is_spot = Some(true)).await.unwrap().changed
    );
}

/// What a first response leaves out, and what is off in one and not there in the other, is no change of another client.
#[tokio::test(start_paused = true)]
async fn what_a_response_tells_in_another_form_is_no_change() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let mut before = shown(&client, "/v1/container-deployments/llm").await;
    let mut after = before.clone();
    before.as_object_mut().unwrap().remove("is_spot");
    before["containers"][0]["entrypoint_overrides"] = json!({"enabled": false});
    after["containers"][0]["entrypoint_overrides"] = json!({"enabled": false, "entrypoint": [], "cmd": null});
    after["containers"][0]["exposed_port"] = json!(9000);
    after["is_spot"] = json!(false);
    says(&fake, GET, &before);
    says(&fake, PATCH, &after);
    let port = |deployment: &mut verda_api_ext::types::UpdateContainerDeployment| {
        deployment.containers.as_mut().unwrap()[0].exposed_port = Some(9000);
    };
    let edited = client.edit_container_deployment("llm", port).await.unwrap();
    assert!(edited.changed && edited.differs.is_empty(), "{:?}", edited.differs);
}

/// An edit that goes through all containers and does not see one must not pass for one that changes nothing.
#[tokio::test(start_paused = true)]
async fn an_edit_that_does_not_see_a_part_says_so() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let shown = shown(&client, "/v1/container-deployments/llm").await;
    for (place, odd) in [("/containers/0/name", json!(null)), ("/containers/0/env/0", json!(7))] {
        let mut shown = shown.clone();
        *shown.pointer_mut(place).unwrap() = odd;
        says(&fake, GET, &shown);
        let error = client
            .edit_container_deployment("llm", |deployment| {
                let containers = deployment.containers.iter_mut().flatten();
                let first = containers.filter(|container| container.name.as_ref().ends_with("-0"));
                let tokens = first.flat_map(|container| container.env.iter_mut().flatten());
                for token in tokens.filter(|variable| variable.name == "TOKEN") {
                    token.value_or_reference_to_secret = "other".into();
                }
            })
            .await
            .unwrap_err();
        let text = "update_container_deployment: nothing was changed: `containers[0]";
        assert!(error.to_string().starts_with(text), "{place}: {error}");
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::UnexpectedResponse, false));
        assert!(sent(&fake).is_empty());
    }
}

/// A number of so many digits is read without the last ones.
#[tokio::test(start_paused = true)]
async fn a_number_that_cannot_be_read_exactly_is_not_sent_back() {
    let fake = VerdaFake::builder().build();
    let client = deployed(&fake).await;
    let shown = shown(&client, "/v1/container-deployments/llm").await.to_string();
    let body = shown.replacen("\"canary-4711\"", "12345678901234567890123", 1);
    let content_type = HeaderValue::from_static("application/json");
    let response = Effect::Respond { status: StatusCode::OK, content_type, body: Bytes::from(body) };
    fake.inject(Injection::new(response).on(GET)).unwrap();
    let error = client
        .edit_container_deployment("llm", |deployment| {
            let containers = deployment.containers.iter_mut().flatten();
            for variable in containers.flat_map(|container| container.env.iter_mut().flatten()) {
                variable.name.push('2');
            }
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("`containers[llm-0].env"), "{error}");
    assert!(sent(&fake).is_empty());
}
