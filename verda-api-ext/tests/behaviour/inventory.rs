//! The inventory: every list, and an error for each one that is not known.

use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use verda_api_ext::SelectInstances as _;
use verda_api_ext::types::{CreateScript, Instance};
use verda_fake::{Effect, Injection, VerdaFake};

use crate::{client, order};

#[tokio::test(start_paused = true)]
async fn a_list_that_fails_is_an_error_in_its_place_and_the_others_are_there() {
    let fake = VerdaFake::builder().build();
    let client = client(&fake);
    client.deploy_instance(order("node-1")).send().await.unwrap();
    for number in 0..12 {
        let script = CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
        client.create_script(script).send().await.unwrap();
    }
    let forbidden = Effect::Status(StatusCode::FORBIDDEN);
    fake.inject(Injection::new(forbidden).on("GET /v1/clusters")).unwrap();
    let one_odd = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::from_static(br#"[{"id":"a","name":"k"},7]"#),
    };
    fake.inject(Injection::new(one_odd).on("GET /v1/ssh-keys")).unwrap();

    let inventory = client.inventory().await;
    let missing = inventory.missing();
    assert_eq!(missing.len(), 2, "{missing:?}");
    assert!(missing[0].starts_with("list_clusters: the API responded 403"), "{missing:?}");
    assert!(missing[1].starts_with("list_ssh_keys: [1] cannot be decoded"), "{missing:?}");
    assert!(inventory.clusters.is_err());
    assert_eq!(inventory.ssh_keys.unwrap().len(), 1);
    assert_eq!(inventory.instances.unwrap().len(), 1);
    assert_eq!(inventory.volumes.iter().flatten().count(), 1);
    // All pages of them.
    assert_eq!(inventory.scripts.unwrap().len(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_says_it_is_cut_is_missing() {
    let fake = VerdaFake::builder().build();
    let cut = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::from_static(b"[]"),
    };
    let total = http::HeaderName::from_static("x-total-count");
    fake.inject(Injection::new(cut).on("GET /v1/volumes").header(total, HeaderValue::from_static("3"))).unwrap();
    let inventory = client(&fake).inventory().await;
    assert_eq!(inventory.missing().len(), 1, "{:?}", inventory.missing());
    assert!(inventory.volumes.is_err());
}

#[tokio::test(start_paused = true)]
async fn machines_are_picked_by_status_and_hostname_and_never_by_a_name_that_is_not_known() {
    let fake = VerdaFake::builder().build();
    let list = Effect::Respond {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static("application/json"),
        body: Bytes::from_static(
            br#"[{"id":"a","status":"running","hostname":"prod-1"},{"id":"b","status":"running","hostname":"test-1"},
            {"id":"c","status":"running"},{"id":"d","status":"offline","hostname":"test-2"},
            {"id":"e","status":"discontinued","hostname":"test-3"}]"#,
        ),
    };
    fake.inject(Injection::new(list).on("GET /v1/instances")).unwrap();
    let client = client(&fake);
    let instances = client.inventory().await.instances.unwrap();
    let all = || instances.iter();
    fn ids<'a>(picked: impl Iterator<Item = &'a Instance>) -> String {
        picked.map(|instance| instance.id.to_string()).collect()
    }
    assert_eq!(ids(all().running()), "abc");
    assert_eq!(ids(all().billed().with_prefix("test-")), "bd");
    assert_eq!(ids(all().without_prefix("prod-")), "bde");
    // In a task, too.
    let task = tokio::spawn(async move {
        let picked = instances.iter().running().without_prefix("prod-");
        client.shutdown_instances(picked.map(|instance| &instance.id)).await
    });
    // The fake has no such machine.
    assert!(task.await.unwrap().unwrap().all_ok().is_err());
    assert_eq!(fake.requests_to("PUT /v1/instances")[0].json().unwrap()["id"], "b");
}
