//! Rate limits in real time: nothing spins, on one thread or on many.

use std::sync::Mutex;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::hostile_limits::{client_of, fitting, response};

fn current_thread() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// What the processor does while calls wait.
#[test]
fn a_client_that_waits_computes_nothing() {
    current_thread().block_on(async {
        let (client, _) = client_of(|number, operation, path| async move {
            let left = 400_usize.saturating_sub(10 * number);
            fitting(operation, &path, &[("ratelimit", &format!(r#""project";r={left};t=1"#))])
        });
        for _ in 0..3 {
            client.list_locations().send().await.unwrap();
        }
        sleep(Duration::from_millis(1500)).await;
        let call = client.with(|o| o.timeout(Duration::from_secs(3)));
        let computed = cpu_time::ThreadTime::now();
        call.list_locations().send().await.unwrap();
        assert!(computed.elapsed() < Duration::from_millis(200), "{:?}", computed.elapsed());
    });
}

/// The server hangs, and other clients use most of the limit.
#[test]
fn a_client_computes_nothing_while_the_server_hangs() {
    current_thread().block_on(async {
        let (client, seen) = client_of(|number, operation, path| async move {
            if number >= 8 {
                std::future::pending::<()>().await;
            }
            let state = format!(r#""project";r={};t=1"#, 500_usize.saturating_sub(50 * number));
            fitting(operation, &path, &[("ratelimit-policy", r#""project";q=500;w=1"#), ("ratelimit", &state)])
        });
        for _ in 0..8 {
            client.list_locations().send().await.unwrap();
        }
        sleep(Duration::from_millis(1200)).await;
        let call = client.with(|o| o.timeout(Duration::from_secs(3)).max_attempts(1));
        let computed = cpu_time::ThreadTime::now();
        let calls = (0..60).map(|number| call.get_instance(format!("{number}")).send());
        let outcomes = futures_util::future::join_all(calls).await;
        assert!(outcomes.iter().all(Result::is_err) && seen.load(Relaxed) > 8);
        assert!(computed.elapsed() < Duration::from_millis(500), "{:?}", computed.elapsed());
    });
}

/// On many threads: calls that are dropped, kept and made at once, under a limit.
#[test]
fn many_threads_drop_keep_and_make_calls() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(8).enable_all().build().unwrap();
    let window = Mutex::new((std::time::Instant::now(), 0_usize));
    let (client, _) = client_of(move |_, operation, path| {
        let now = std::time::Instant::now();
        let mut window = window.lock().unwrap();
        if now >= window.0 + Duration::from_secs(1) {
            *window = (now, 0);
        }
        window.1 += 1;
        let (left, is_over) = (500_usize.saturating_sub(window.1), window.1 > 500);
        async move {
            sleep(Duration::from_millis(1)).await;
            let state = format!(r#""project";r={left};t=1"#);
            let fields = [("ratelimit-policy", r#""project";q=500;w=1"#), ("ratelimit", &state)];
            if is_over { response(429, &fields, "") } else { fitting(operation, &path, &fields) }
        }
    });
    runtime.block_on(async {
        let tasks = (0..64_u64).map(|seed| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut random = fastrand::Rng::with_seed(seed);
                let mut kept = Vec::new();
                for round in 0..30 {
                    let call = client.get_instance(format!("{}", random.u8(..))).send();
                    match random.u8(..4) {
                        0 => drop(timeout(Duration::from_millis(random.u64(..3)), call).await),
                        1 if round < 25 => {
                            let mut call = Box::pin(call);
                            let _ = timeout(Duration::from_millis(1), call.as_mut()).await.is_ok();
                            kept.push(call);
                        }
                        2 => drop(client.list_images().send().await.unwrap()),
                        _ => drop(call.await.unwrap()),
                    }
                }
            })
        });
        let all = futures_util::future::join_all(tasks);
        let ended = timeout(Duration::from_secs(30), all).await.unwrap();
        ended.into_iter().for_each(|ended| ended.unwrap());
        assert!(client.rate_limits().iter().all(|limit| limit.in_flight == 0), "{:?}", client.rate_limits());
    });
}
