//! What the process uses while a server misbehaves: no time while it hangs, and no memory that stays.

use std::sync::PoisonError;
use std::time::Duration;

use futures_util::future::join_all;
use verda_api_ext::Client;
use verda_tests::hostile::{Misbehaviour, Server, json, misbehaviours};

use crate::QUIET;
use crate::process::{Gauge, megabytes};

/// Calls that hang at once.
const HANGING: usize = 12;
/// How long they do.
const TIME: Duration = Duration::from_secs(1);

/// Calls to which a server responds in this way, one after the other.
const REPEATED: usize = 12;

/// The most that stays, in megabytes.
const LEFT: u64 = 60;

async fn client_of(misbehaviour: &Misbehaviour) -> (Server, Client) {
    let named = misbehaviour.clone();
    let truth = json(200, "[]");
    let server = Server::misbehaving(
        misbehaviour,
        |_| true,
        move |here, seen| {
            let reply = named.respond(&truth, here, here, seen.number);
            Box::pin(async move { reply })
        },
    );
    let server = server.await;
    let builder = Client::builder().base_url(server.url()).access_token("canary-token").body_limit(1 << 20);
    let client = builder.options(|o| o.timeout(TIME).attempt_timeout(TIME).max_attempts(1)).build().unwrap();
    (server, client)
}

#[test]
fn a_call_that_hangs_computes_nothing() {
    // The server itself is busy with a head or a body that never ends.
    let all = misbehaviours().into_iter().filter(|one| one.hangs && one.name != "endless-head");
    // Each in a thread of its own, whose time is measured.
    let threads: Vec<_> =
        all.map(|one| (one.name.clone(), std::thread::spawn(move || computed_while_hanging(&one)))).collect();
    assert!(threads.len() >= 10, "{threads:?}");
    let cpus: Vec<_> = threads.into_iter().map(|(name, thread)| (name, thread.join().unwrap())).collect();
    println!("{HANGING} calls each computed for {cpus:?}");
    let spinning: Vec<_> = cpus.iter().filter(|(_, cpu)| *cpu > TIME / 2).collect();
    assert!(spinning.is_empty(), "{spinning:?}");
}

/// What this thread computes while calls hang.
fn computed_while_hanging(misbehaviour: &Misbehaviour) -> Duration {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (server, client) = client_of(misbehaviour).await;
        let gauge = Gauge::of_thread();
        join_all((0..HANGING).map(|_| client.list_images().send().into_future())).await;
        server.stop();
        gauge.cpu()
    })
}

#[test]
fn what_a_server_sends_does_not_stay() {
    let Some(_) = megabytes() else { return };
    // The memory is that of the process.
    let _alone = QUIET.write().unwrap_or_else(PoisonError::into_inner);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let heavy: Vec<Misbehaviour> = misbehaviours()
        .into_iter()
        .filter(|one| {
            !one.hangs
                && ["gzip-bomb", "endless", "mega", "deep", "thousand"].iter().any(|word| one.name.contains(word))
        })
        .collect();
    assert!(heavy.len() >= 10, "{heavy:?}");
    let mut after = Vec::new();
    // The first round shows what the process needs at once; the second one has to do with it.
    for _ in 0..2 {
        for misbehaviour in &heavy {
            runtime.block_on(async {
                let (server, client) = client_of(misbehaviour).await;
                for _ in 0..REPEATED {
                    let _ = client.list_images().send().await;
                }
                server.stop();
            });
        }
        after.push(megabytes().unwrap_or_default());
    }
    println!("{} calls: {after:?} MB", 2 * REPEATED * heavy.len());
    assert!(after[1] <= after[0] + LEFT, "{after:?} MB");
}
