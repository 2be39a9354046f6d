//! Many calls with random faults: resources are created at most once, and results are true.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use http::StatusCode;
use verda_api::TransportErrorKind::{Connect, Interrupted, Timeout};
use verda_api_ext::{Client, Error, types};
use verda_fake::VerdaFake;
use verda_tests::{Fault, FaultyTransport};

const CALLS: usize = 10_000;
const AT_ONCE: usize = 100;
const HTML: &str = "<html><body>bad gateway</body></html>";
const JSON: &str = r#"{"code":"server_error","message":"?"}"#;

/// Half of the requests meet a fault.
fn random_fault(random: &mut fastrand::Rng) -> Fault {
    let after = |code: u16, body| Fault::ResponseReplaced(StatusCode::from_u16(code).unwrap(), body);
    let before = |code: u16, body| Fault::Intercepted(StatusCode::from_u16(code).unwrap(), body);
    match random.u8(0..32) {
        0 => Fault::RequestLost(Connect),
        1 => Fault::RequestLost(Timeout),
        2 => Fault::RequestLost(Interrupted),
        3 => Fault::ResponseLost(Timeout),
        4 => Fault::ResponseLost(Interrupted),
        5 => before(401, ""),
        6 => before(429, "overloaded!"),
        7 => before(500, JSON),
        8 => after(500, JSON),
        9 => before(502, HTML),
        10 => after(502, HTML),
        11 => before(503, HTML),
        12 => after(503, ""),
        13 => before(503, r#"{"code":"service_unavailable","message":"Not enough resources"}"#),
        14 => after(504, HTML),
        15 => after(408, ""),
        _ => Fault::None,
    }
}

/// The result of a call, as the client reports it.
enum Reported {
    Done(String),
    NotDone,
    Unknown,
}

fn reported<T: ToString>(outcome: Result<T, Error>) -> Reported {
    match outcome {
        Ok(id) => Reported::Done(id.to_string()),
        Err(error) if error.may_have_happened() => Reported::Unknown,
        Err(_) => Reported::NotDone,
    }
}

async fn create(client: &Client, call: usize) -> Result<String, Error> {
    let name = format!("call-{call}");
    match call % 4 {
        0 => {
            let order = types::DeployInstance::builder()
                .instance_type("CPU.4V.16G")
                .image("ubuntu-24.04")
                .hostname(name)
                .description("")
                .location_code("FIN-01");
            Ok(client.deploy_instance(order).send().await?.to_string())
        }
        1 => {
            let volume = types::CreateVolume::builder().name(name).size(50_u64).type_("NVMe").location_code("FIN-01");
            Ok(client.create_volume(volume).send().await?.to_string())
        }
        2 => {
            let key = types::CreateSshKey::builder().name(name).key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE storm");
            Ok(client.create_ssh_key(key).send().await?.to_string())
        }
        _ => {
            let script = types::CreateScript::builder().name(name).script("#!/bin/sh");
            Ok(client.create_script(script).send().await?.to_string())
        }
    }
}

/// The ids of all resources by name, listed without faults; a resource that was created twice has two ids.
async fn created(client: &Client) -> HashMap<String, Vec<String>> {
    let mut created: HashMap<String, Vec<String>> = HashMap::new();
    let mut add = |name: Option<String>, id: String| {
        let name = name.filter(|name| name.starts_with("call-"));
        created.entry(name.unwrap_or_default()).or_default().push(id);
    };
    for instance in client.list_instances().send().await.unwrap().into_inner() {
        add(instance.hostname, instance.id.to_string());
    }
    for volume in client.list_volumes().send().await.unwrap().into_inner() {
        // The OS volumes of the machines have names of their own.
        add(volume.name, volume.id.to_string());
    }
    for key in client.list_ssh_keys().send().await.unwrap().into_inner() {
        add(key.name, key.id.to_string());
    }
    for page in 1_u64.. {
        let scripts = client.list_scripts().page(page).page_size(100_u64).send().await.unwrap().into_inner();
        if scripts.is_empty() {
            break;
        }
        scripts.into_iter().for_each(|script| add(script.name, script.id.to_string()));
    }
    created
}

#[tokio::test(start_paused = true)]
async fn ten_thousand_calls_with_faults_create_nothing_twice_and_report_true_results() {
    let fake = VerdaFake::builder().without_rate_limits().balance(1e12).script_quota(CALLS).build();
    let random = Mutex::new(fastrand::Rng::with_seed(4711));
    let storm =
        FaultyTransport::new(fake.transport(), move |operation| match random_fault(&mut random.lock().unwrap()) {
            // A 401 of the token endpoint means wrong credentials, which rightly fails all calls.
            Fault::Intercepted(StatusCode::UNAUTHORIZED, _) if operation.public => Fault::None,
            fault => fault,
        });
    let builder = Client::builder().credentials("id", "secret").transport(storm).jitter_seed(3).retry_budget(1_000_000);
    let client = builder.options(|o| o.timeout(Duration::from_secs(600)).max_attempts(8)).build().unwrap();

    let (mut done, mut not_done, mut unknown) = (HashMap::new(), 0, 0);
    let mut calls = Vec::new();
    for first in (0..CALLS).step_by(AT_ONCE) {
        let batch = (first..first + AT_ONCE).map(|call| {
            let client = &client;
            async move { (call, reported(create(client, call).await)) }
        });
        calls.extend(futures_util::future::join_all(batch).await);
    }
    let reliable = Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap();
    let created = created(&reliable).await;
    for (call, reported) in calls {
        let found = created.get(&format!("call-{call}")).map_or(&[][..], Vec::as_slice);
        match reported {
            Reported::Done(id) => {
                assert_eq!(found, std::slice::from_ref(&id), "call {call} succeeded");
                done.insert(call, id);
            }
            Reported::NotDone => {
                assert!(found.is_empty(), "call {call} failed, but its resource exists: {found:?}");
                not_done += 1;
            }
            Reported::Unknown => {
                assert!(found.len() <= 1, "call {call} created its resource twice: {found:?}");
                unknown += 1;
            }
        }
    }
    // Enough calls had each result.
    assert!(done.len() > 5000 && not_done > 300 && unknown > 2000, "{} {not_done} {unknown}", done.len());

    // Deletes may be retried: a script whose delete succeeded is absent, and one whose delete failed still exists.
    let scripts: Vec<_> = done.iter().filter(|(call, _)| **call % 4 == 3).map(|(_, id)| id.clone()).collect();
    let deletes = scripts.iter().map(|id| {
        let client = &client;
        async move {
            let outcome = client.delete_script(types::ScriptId::from(id.as_str())).send().await;
            (id, reported(outcome.map(|_| "")))
        }
    });
    let deleted = futures_util::future::join_all(deletes).await;
    let left: Vec<String> = self::created(&reliable).await.into_values().flatten().collect();
    let mut gone = 0;
    for (id, reported) in deleted {
        match reported {
            Reported::Done(_) => {
                assert!(!left.contains(id), "{id} was deleted, but exists");
                gone += 1;
            }
            Reported::NotDone => assert!(left.contains(id), "{id} was not deleted, but is absent"),
            Reported::Unknown => {}
        }
    }
    assert!(gone > scripts.len() / 4, "{gone} of {}", scripts.len());
}
