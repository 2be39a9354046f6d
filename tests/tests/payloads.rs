//! Shapes of the running API that differ from its document, each through the client.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use rust_decimal::Decimal;
use verda_api::types::{
    ActionResultStatus, Contract, Currency, DeleteVolume, InstanceAction, InstanceId, InstanceStatus,
    PerformInstanceActions, PerformVolumeActions, VolumeAction, VolumeDetails, VolumeId, VolumeMount, VolumeStatus,
};
use verda_api::{Client, ErrorKind, OneOrMany};
use verda_fake::{Effect, Injection, VerdaFake};

/// A fake that responds to every request with a payload.
fn fake_with_response(status: u16, content_type: &'static str, body: &'static str) -> VerdaFake {
    let fake = VerdaFake::builder().build();
    let effect = Effect::Respond {
        status: StatusCode::from_u16(status).unwrap(),
        content_type: HeaderValue::from_static(content_type),
        body: Bytes::from_static(body.as_bytes()),
    };
    fake.inject(Injection::new(effect).always()).unwrap();
    fake
}

fn client_of(fake: &VerdaFake) -> Client {
    Client::new("https://api.example.com", fake.transport())
}

fn client(status: u16, body: &'static str) -> Client {
    client_of(&fake_with_response(status, "application/json", body))
}

fn money(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn deploy() -> verda_api::types::builder::DeployInstance {
    verda_api::types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname("node-1")
        .description("")
        .location_code("FIN-01")
}

const ID: &str = "9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11";
const OTHER: &str = "9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d12";

#[tokio::test]
async fn a_create_responds_with_an_id_in_any_form() {
    for body in [
        "9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11",
        "9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11\n",
        "\"9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11\"",
        "{\"id\":\"9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11\"}",
        "[\"9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11\"]\n",
    ] {
        for content_type in ["application/json", "text/html; charset=utf-8", "text/plain"] {
            let client = client_of(&fake_with_response(202, content_type, body));
            let id: InstanceId = client.deploy_instance(deploy()).send().await.unwrap().into_inner();
            assert_eq!(id, ID, "{body:?} as {content_type}");
        }
        let client = client(200, body);
        let key = verda_api::types::CreateSshKey::builder().name("a").key("ssh-ed25519 A");
        assert_eq!(client.create_ssh_key(key).send().await.unwrap().into_inner(), ID);
        let script = verda_api::types::CreateScript::builder().name("a").script("#!/bin/sh");
        assert_eq!(client.create_script(script).send().await.unwrap().into_inner(), ID);
    }
    let cluster = client(202, r#"{"id":"9e0c8a0e-6d0d-4a57-9a3c-6f4f2f0b7d11"}"#);
    let order = verda_api::types::DeployCluster::builder()
        .cluster_type("16H200")
        .image("ubuntu")
        .hostname("c")
        .description("d")
        .location_code("FIN-01")
        .shared_volume(verda_api::types::DeployClusterSharedVolume::new("s", 30_000));
    assert_eq!(cluster.deploy_cluster(order).send().await.unwrap().id, ID);
}

#[tokio::test]
async fn what_is_no_id_is_never_taken_for_one() {
    for body in [
        "",
        "<html><body>OK</body></html>",
        "Your order was received",
        "null",
        "{}",
        "Accepted",
        "OK",
        "\"\"",
        "{\"id\":\"\"}",
        "true",
        "0",
        "3f0c8a0e-6d0d-4a",
        "{\"id\":",
        "error:quota",
        "[]",
    ] {
        let error = client(202, body).deploy_instance(deploy()).send().await.unwrap_err();
        // The machine may exist: the error reports a success, and shows no body.
        assert_eq!((error.kind(), error.may_have_happened()), (ErrorKind::OutcomeUnknown, true), "{body}");
        assert!(error.to_string().contains("check with `list_instances` before retrying"), "{error}");
    }
}

#[tokio::test]
async fn one_key_or_script_comes_in_an_array() {
    const KEY: &str = r#"{"id":"k1","name":"laptop","key":"ssh-ed25519 AAAA","fingerprint":null,"created_at":"2026-03-01T10:00:00.000Z","created_by_user_id":"u1"}"#;
    let wrapped: &'static str = Box::leak(format!("[{KEY}]").into_boxed_str());
    for body in [KEY, wrapped] {
        let key = client(200, body).get_ssh_key("k1").send().await.unwrap().into_inner();
        assert_eq!((key.id.as_str(), key.name.as_deref(), key.fingerprint), ("k1", Some("laptop"), None));
        assert_eq!(key.created_at.unwrap().to_rfc3339(), "2026-03-01T10:00:00+00:00");
    }
    let script = client(200, r##"[{"id":"s1","name":"n","script":"#!/bin/sh","created_at":"2026-03-01T10:00:00Z"}]"##);
    let read = script.get_script("s1").send().await.unwrap().into_inner();
    assert_eq!(read.script.unwrap().expose(), "#!/bin/sh");
    let gone = client(200, "[]").get_ssh_key("k1").send().await.unwrap_err();
    assert!(gone.is_not_found(), "{gone}");
}

#[tokio::test]
async fn an_ordered_instance_has_little() {
    let body = r#"[{"id":"6c1e0000-0000-4000-8000-00000000000a","ip":null,"status":"ordered","created_at":"2026-05-02T07:49:28.829Z",
        "cpu":{"description":"8 CPU","number_of_cores":8},"gpu":{"description":"","number_of_gpus":0},
        "gpu_memory":{"description":"","size_in_gigabytes":0},"memory":{"description":"32GB RAM","size_in_gigabytes":32},
        "storage":{"description":"dynamic"},"hostname":"node-7","description":"","location":"FIN-03","price_per_hour":0.0711,
        "is_spot":false,"instance_type":"CPU.8V.32G","startup_script_id":null,
        "ssh_key_ids":["0c110000-0000-4000-8000-00000000000b"],"os_volume_id":null,"jupyter_token":null}]"#;
    let instances = client(200, body).list_instances().send().await.unwrap();
    let [instance] = instances.as_slice() else { panic!("{instances:?}") };
    assert_eq!(instance.status, InstanceStatus::Ordered);
    assert_eq!((&instance.ip, &instance.image, &instance.os_volume_id), (&None, &None, &None));
    assert_eq!(instance.price_per_hour, money("0.0711"));
    assert_eq!(instance.memory.as_ref().unwrap().size_in_gigabytes, Some(32));
    assert_eq!(instance.cpu.as_ref().unwrap().number_of_cores, Some(8));
    assert_eq!(instance.volume_ids, None);
    assert_eq!(instance.ssh_key_ids.as_ref().unwrap().len(), 1);
}

#[tokio::test]
async fn times_come_with_z_and_with_an_offset() {
    for (time, unix) in [("2026-04-01T06:49:28.829Z", 1_775_026_168), ("2026-04-01T09:49:28+03:00", 1_775_026_168)] {
        let body: &'static str =
            Box::leak(format!(r#"{{"id":"a","status":"running","created_at":"{time}"}}"#).into_boxed_str());
        let instance = client(200, body).get_instance("a").send().await.unwrap();
        assert_eq!(instance.created_at.unwrap().timestamp(), unix);
    }
}

const ACTIVE: &str = r#"{"id":"8a000000-0000-4000-8000-00000000000c","instance_id":null,
    "instances":[{"id":"6c1e0000-0000-4000-8000-00000000000a","auto_rental_extension":null,"ip":null,
      "instance_type":"CPU.8V.32G","status":"offline","os_volume_id":"8a000000-0000-4000-8000-00000000000c","hostname":"node-7"}],
    "name":"data","created_at":"2026-02-03T10:00:00.000Z","status":"attached","size":150,"is_os_volume":false,"target":null,
    "type":"NVMe","location":"FIN-03","ssh_key_ids":[],"pseudo_path":null,"create_directory_command":null,
    "mount_command":null,"filesystem_to_fstab_command":null,"contract":"PAY_AS_YOU_GO","base_hourly_cost":0.0411,
    "monthly_price":30.0,"currency":"usd","long_term":null}"#;

#[tokio::test]
async fn volumes_hold_objects_and_tell_active_from_trashed() {
    let active = client(200, ACTIVE).get_volume("v").send().await.unwrap().into_inner();
    let VolumeDetails::Active(volume) = active else { panic!("{active:?}") };
    assert_eq!(volume.instances.as_ref().unwrap()[0].status, Some(InstanceStatus::Offline));
    assert_eq!(volume.contract, Some(Contract::PayAsYouGo));
    assert_eq!((volume.base_hourly_cost, volume.monthly_price), (money("0.0411"), money("30.0")));
    assert_eq!((volume.size, &volume.long_term), (Some(150), &None));

    // Without instance_id, instances and target; with members that active ones have, too.
    for body in [
        r#"{"id":"v","name":"old","status":"deleted","size":50,"deleted_at":"2026-02-10T11:35:47.633Z","is_permanently_deleted":false}"#,
        r#"{"id":"v","status":"deleted","pseudo_path":null,"mount_command":"mount","is_permanently_deleted":true}"#,
        r#"{"id":"v","status":"deleted","pseudo_path":"p","target":"vda","deleted_at":"2026-02-10T11:35:47.633Z"}"#,
    ] {
        let details = client(200, body).get_volume("v").send().await.unwrap().into_inner();
        let VolumeDetails::Trashed(volume) = details else { panic!("{details:?}") };
        assert_eq!(volume.status, VolumeStatus::Deleted);
    }
    let creating = client(200, r#"[{"id":"v","status":"creating","type":"HDD"}]"#).list_volumes().send().await.unwrap();
    assert_eq!(creating[0].status, VolumeStatus::Creating);
}

#[tokio::test]
async fn prices_are_strings_numbers_null_or_empty() {
    let body = r#"[{"instance_type":"1H100.80S.30V","price_per_hour":"2.19","spot_price":"","dynamic_price":null,"currency":"USD",
        "p2p":null,"model":null,"supported_os":[],"gpu_memory":{"description":"80GB","size_in_gigabytes":80}},
        {"instance_type":"CPU.4V.16G","price_per_hour":0.0355,"currency":"usd"}]"#;
    let types = client(200, body).list_instance_types().send().await.unwrap();
    assert_eq!((types[0].price_per_hour, types[0].spot_price, types[0].dynamic_price), (money("2.19"), None, None));
    assert_eq!((types[0].currency.clone(), types[1].currency.clone()), (Some(Currency::Usd), Some(Currency::Usd)));
    assert_eq!(types[1].price_per_hour, money("0.0355"));

    let body = r#"[{"type":"NVMe","price":{"price_per_month_per_gb":0.2,"cps_per_gb":7.6e-8,"currency":"usd"}},
        {"type":"HDD","price":{"monthly_per_gb":0.05},"iops":"300"}]"#;
    let types = client(200, body).list_volume_types().send().await.unwrap();
    let price = types[0].price.as_ref().unwrap();
    assert_eq!((price.price_per_month_per_gb, price.cps_per_gb), (money("0.2"), money("0.000000076")));
    assert_eq!(types[1].price.as_ref().unwrap().monthly_per_gb, money("0.05"));
}

#[tokio::test]
async fn a_clone_responds_with_ids_and_other_volume_actions_with_no_body() {
    for (body, ids) in [
        (format!(r#"["{ID}","{OTHER}"]"#), vec![ID, OTHER]),
        (ID.to_owned(), vec![ID]),
        (format!(r#""{ID}""#), vec![ID]),
        (format!(r#"{{"id":"{ID}"}}"#), vec![ID]),
        (String::new(), vec![]),
    ] {
        let body: &'static str = Box::leak(body.into_boxed_str());
        let action = PerformVolumeActions::builder().action(VolumeAction::Clone).id(VolumeId::from("v"));
        let clones = client(202, body).perform_volume_actions(action).send().await.unwrap().into_inner();
        assert_eq!(clones, ids.into_iter().map(VolumeId::from).collect::<Vec<_>>(), "{body:?}");
    }
    let mut request = DeleteVolume::new();
    request.is_permanent = Some(true);
    let fake = fake_with_response(204, "application/json", "");
    client_of(&fake).delete_volume("v", request).send().await.unwrap();
    assert_eq!(fake.requests()[0].json(), Some(serde_json::json!({"is_permanent": true})));
}

#[tokio::test]
async fn instance_actions_respond_per_id_or_with_no_body() {
    let action = || {
        let ids = OneOrMany::from_iter(["a1", "b2"].map(InstanceId::from));
        PerformInstanceActions::builder().action(InstanceAction::Delete).id(ids)
    };
    let body = r#"[{"instanceId":"a1","action":"delete","status":"SUCCESS"},
        {"instanceId":"b2","action":"delete","status":"error","error":"Instance not found","statusCode":404}]"#;
    let results = client(207, body).perform_instance_actions(action()).send().await.unwrap();
    assert_eq!(results.status().as_u16(), 207);
    assert_eq!(results[0].status, ActionResultStatus::Success);
    assert_eq!((results[1].status.clone(), results[1].status_code), (ActionResultStatus::Error, Some(404)));
    for status in [202, 204] {
        assert!(client(status, "").perform_instance_actions(action()).send().await.unwrap().is_empty());
    }
    let refusal = r#"{"code":"forbidden_action","message":"Can't discontinue a provisioning instance"}"#;
    let error = client(403, refusal).perform_instance_actions(action()).send().await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(StatusCode::FORBIDDEN), Some("forbidden_action")));
}

#[tokio::test]
async fn environment_variables_come_as_a_list_as_one_or_as_nothing() {
    const ONE: &str =
        r#"{"container_name":"llm-0","env":[{"name":"A","value_or_reference_to_secret":"b","type":"plain"}]}"#;
    let listed: &'static str = Box::leak(format!("[{ONE}]").into_boxed_str());
    for (body, count) in [(listed, 1), (ONE, 1), ("{}", 0), ("[]", 0)] {
        let request = verda_api::types::SetEnvironmentVariables::new("llm-0", []);
        let call = client(200, body);
        let call = call.update_container_deployment_environment_variables("llm", request);
        assert_eq!(call.send().await.unwrap().len(), count, "{body}");
    }
}

#[tokio::test]
async fn availability_is_true_or_the_word() {
    for (body, available) in [("true", true), ("\"true\"", true), ("false", false), ("\"false\"", false)] {
        let response = client(200, body).check_instance_availability("1H100.80S.30V").send().await.unwrap();
        assert_eq!(response.into_inner(), available, "{body}");
    }
    let body = r#"[{"location_code":"FIN-02","availabilities":["1H100.80S.30V"]}]"#;
    let list = client(200, body).list_instance_availability().send().await.unwrap();
    assert_eq!(list[0].availabilities, ["1H100.80S.30V"]);
    assert!(client(200, "[]").list_instance_availability().send().await.unwrap().is_empty());
}

#[tokio::test]
async fn serverless_responses_are_partial() {
    let body = r#"{"name":"llm","container_registry_settings":{"is_private":false,"credentials":null},
        "containers":[{"name":"llm-0","image":{"image":"repo/name:1.2"},"entrypoint_overrides":{"enabled":false,"entrypoint":null,"cmd":null},
          "healthcheck":{"enabled":false},"volume_mounts":[{"type":"holographic","depth":3}]},{"name":"llm-1"}]}"#;
    let deployment = client(200, body).get_container_deployment("llm").send().await.unwrap().into_inner();
    let containers = deployment.containers.unwrap();
    assert_eq!(containers[0].image.as_ref().unwrap().image, "repo/name:1.2");
    assert!(!containers[0].entrypoint_overrides.as_ref().unwrap().enabled);
    assert!(matches!(containers[0].volume_mounts.as_ref().unwrap()[0], VolumeMount::Unknown(_)));
    assert!(!deployment.container_registry_settings.unwrap().is_private);

    let body = r#"{"min_replica_count":0,"scaling_triggers":{"queue_load":{"threshold":2},"cpu_utilization":{"enabled":false,"threshold":null}}}"#;
    let scaling = client(200, body).get_container_deployment_scaling("llm").send().await.unwrap().into_inner();
    let triggers = scaling.scaling_triggers.unwrap();
    assert_eq!((triggers.cpu_utilization.unwrap().threshold, triggers.gpu_utilization), (None, None));

    let replicas = client(200, r#"{"list":[{"id":"r1","status":"imagepulling"}]}"#);
    let replicas = replicas.list_container_deployment_replicas("llm").send().await.unwrap();
    assert_eq!(replicas.list[0].status.as_ref().unwrap().as_str(), "imagepulling");
    for status in [200, 201, 202, 204] {
        client(status, "").pause_container_deployment("llm").send().await.unwrap();
        client(status, "").delete_container_deployment("llm").send().await.unwrap();
    }
}

#[tokio::test]
async fn clusters_hold_objects() {
    let body = r#"[{"id":"c1","status":"running","worker_nodes":[{"id":"1","hostname":"worker-1","public_ip":"192.0.2.4","private_ip":"198.51.100.4","status":"running"}],
        "shared_volumes":[{"id":"9","name":"shared","mount_point":"/home","size_in_gigabytes":100}]}]"#;
    let clusters = client(200, body).list_clusters().send().await.unwrap();
    assert_eq!(clusters[0].worker_nodes.as_ref().unwrap()[0].hostname.as_deref(), Some("worker-1"));
    assert_eq!(clusters[0].shared_volumes.as_ref().unwrap()[0].size_in_gigabytes, Some(100));
    let types =
        client(200, r#"[{"cluster_type":"16B200","node_details":[{"GPU VRAM":"1536 GB"},{"Uplink":"5 Gbit/s"}]}]"#);
    let types = types.list_cluster_types().send().await.unwrap();
    assert_eq!(types[0].node_details.as_ref().unwrap()[0]["GPU VRAM"], "1536 GB");
}

#[tokio::test]
async fn drifted_statuses_are_known_and_new_ones_kept() {
    for (text, status) in [
        ("pending", InstanceStatus::Pending),
        ("starting_hibernation", InstanceStatus::StartingHibernation),
        ("notfound", InstanceStatus::NotFound),
        ("unknown", InstanceStatus::ReportedUnknown),
        ("starting hibernation", InstanceStatus::Unknown("starting hibernation".to_owned())),
    ] {
        let body: &'static str = Box::leak(format!(r#"{{"id":"a","status":"{text}"}}"#).into_boxed_str());
        let instance = client(200, body).get_instance("a").send().await.unwrap().into_inner();
        assert_eq!(instance.status, status);
        assert_eq!(serde_json::to_value(&instance.status).unwrap(), text);
    }
}

#[tokio::test]
async fn errors_are_read_in_every_form() {
    let error = async |status, body| client(status, body).list_instances().send().await.unwrap_err();
    let several = error(
        400,
        r#"{"code":"invalid_request","message":["size must not be less than 50","name should not be empty"]}"#,
    )
    .await;
    assert_eq!(several.messages(), ["size must not be less than 50", "name should not be empty"]);
    assert_eq!(
        several.to_string(),
        "list_instances: the API responded 400 Bad Request (invalid_request): size must not be less than 50; name should not be empty"
    );
    let capacity =
        error(503, r#"{"code":"service_unavailable","message":"Not enough resources to deploy a 1X100.9V in FIN-01"}"#)
            .await;
    assert_eq!(capacity.code(), Some("service_unavailable"));
    for (status, body) in
        [(502, "<html><h1>Bad Gateway</h1></html>"), (429, "overloaded!"), (401, ""), (500, "\u{0}\u{1}")]
    {
        let plain = error(status, body).await;
        assert_eq!((plain.status().unwrap().as_u16(), plain.code()), (status, None));
        assert!(!plain.to_string().contains('<') && plain.to_string().lines().count() == 1, "{plain}");
    }
    let oauth = error(400, r#"{"error":"invalid_grant","error_description":"The refresh token has expired"}"#).await;
    assert_eq!(
        (oauth.code(), oauth.messages()),
        (Some("invalid_grant"), ["The refresh token has expired".to_owned()].as_slice())
    );
}

#[tokio::test]
async fn secrets_show_in_no_debug_output_and_no_error() {
    const CANARY: &str = "canary-4711";
    let token = client(200, r#"{"access_token":"canary-4711","refresh_token":"canary-4711"}"#);
    let secret = verda_api::types::CreateSecret::builder().name("n").value(CANARY);
    let grant = verda_api::types::ClientCredentialsGrant::builder().client_id("id").client_secret(CANARY);
    let grant = verda_api::types::ClientCredentialsGrant::try_from(grant).unwrap();
    let token = token.get_access_token(verda_api::types::TokenRequest::from(grant.clone())).send().await.unwrap();
    assert_eq!(token.access_token.expose(), CANARY);
    let instance = client(200, r#"{"id":"a","status":"running","jupyter_token":"canary-4711"}"#);
    let instance = instance.get_instance("a").send().await.unwrap();
    let broken = client(200, r#"{"access_token":{"a":"canary-4711"}}"#);
    let broken = broken.get_access_token(verda_api::types::TokenRequest::from(grant.clone())).send().await.unwrap_err();
    let wrong = client(200, r#"{"access_token":"canary-4711","expires_in":"canary-4711"}"#);
    let wrong = wrong.get_access_token(verda_api::types::TokenRequest::from(grant.clone())).send().await.unwrap();
    for shown in [
        format!("{grant:?} {token:?} {instance:?}"),
        format!("{broken} {broken:?} {wrong:?}"),
        format!("{:?}", verda_api::types::CreateSecret::builder().name("n").value(CANARY)),
        format!("{:?}", verda_api::types::CreateSecret::try_from(secret).unwrap()),
    ] {
        assert!(!shown.contains(CANARY), "{shown}");
    }
    // An invalid lifetime counts as missing.
    assert_eq!((wrong.expires_in, wrong.skipped()[0].path.as_str()), (None, "expires_in"));
}
