//! Deployments that are to be gone: by name, and only the ones that were meant.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::terminate_odd::{failures, scripted, sent_to};

const DELETE: &str = "DELETE /v1/container-deployments/llm";

fn absent() -> Option<(u16, Value)> {
    Some((404, json!({"code": "not_found", "message": "Deployment not found"})))
}

fn deployment() -> Option<(u16, Value)> {
    Some((200, json!({"name": "llm", "created_at": "2026-01-01T00:00:00Z"})))
}

/// An outage when the call begins is no deployment that may be another one.
#[tokio::test(start_paused = true)]
async fn a_deployment_is_deleted_after_an_outage() {
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (_, 0..20) => Some((503, json!({"code": "server_error", "message": "Down"}))),
        (DELETE, _) => Some((200, Value::Null)),
        (line, 20..40) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
        (_, 20..40) => deployment(),
        _ => absent(),
    });
    client.terminate_container_deployments("llm").await.unwrap().all_ok().unwrap();
    assert_eq!(sent_to(&requests, DELETE).len(), 1);
}

/// The API finds no status, and shows the deployment: it is there, for as long as it shows itself.
#[tokio::test(start_paused = true)]
async fn a_deployment_without_a_status_is_not_gone() {
    let (client, _) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (DELETE, _) => Some((200, Value::Null)),
        (line, _) if line.ends_with("/status") => absent(),
        (_, 0..60) => deployment(),
        _ => absent(),
    });
    let began = Instant::now();
    client.terminate_container_deployments("llm").await.unwrap().all_ok().unwrap();
    assert!(began.elapsed() >= Duration::from_secs(60), "{:?}", began.elapsed());
}

/// Its status is shown, and itself is refused: its deletion may work, and is sent once, since it is not known which one it was.
#[tokio::test(start_paused = true)]
async fn a_deployment_that_cannot_be_read_is_deleted_once() {
    for is_gone in [true, false] {
        let (client, requests) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_secs()) {
            (DELETE, _) => Some((200, Value::Null)),
            (_, 60..) if is_gone => absent(),
            (line, _) if line.ends_with("/status") => Some((200, json!({"status": "unhealthy"}))),
            _ => Some((500, json!({"code": "server_error", "message": "Broken"}))),
        });
        let outcomes = client.terminate_container_deployments("llm").await.unwrap();
        let deletions = sent_to(&requests, DELETE);
        assert_eq!((outcomes.all_ok().is_ok(), deletions.len()), (is_gone, 1), "{outcomes:?}");
        assert!(deletions[0].at >= Duration::from_secs(10), "an outage may pass");
    }
}

/// Neither it nor its deletion was found: what has its name later is another one.
#[tokio::test(start_paused = true)]
async fn a_deployment_that_appears_after_it_was_not_found_stays() {
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_millis()) {
        (DELETE, _) | (_, 0..500) => absent(),
        (line, _) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
        _ => deployment(),
    });
    let outcomes = client.terminate_container_deployments("llm").await.unwrap();
    assert!(failures(&outcomes)[0].contains("call again where it is to go"), "{outcomes:?}");
    assert_eq!(sent_to(&requests, DELETE).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn deployments_whose_deletions_hang_do_not_hold_up_the_others() {
    let names: Vec<String> =
        [2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 10, 11].into_iter().map(|number| format!("d{number}")).collect();
    let deleted = Mutex::new(Vec::new());
    let (client, _) = scripted(move |sent| {
        let name = sent.line.split('/').nth(3).unwrap_or_default().to_owned();
        let hangs = (2..10).any(|number| name == format!("d{number}"));
        let mut deleted = deleted.lock().unwrap();
        match sent.line.starts_with("DELETE") {
            true if hangs => None,
            true => {
                deleted.push(name);
                Some((200, json!({})))
            }
            false if deleted.contains(&name) => absent(),
            false => Some((200, json!({"status": "healthy"}))),
        }
    });
    let termination = client.terminate_container_deployments(&names).timeout(Duration::from_secs(300));
    let outcomes = termination.await.unwrap();
    let gone: Vec<String> = outcomes.succeeded().map(ToString::to_string).collect();
    assert_eq!(gone, ["d0", "d1", "d10", "d11"], "{outcomes:?}");
}

/// The server deletes each, and holds the response for as long as the caller waits.
#[tokio::test(start_paused = true)]
async fn deployments_are_gone_in_time_though_the_server_holds_every_response() {
    let names: Vec<String> = (0..40).map(|number| format!("d{number}")).collect();
    let deleted = Mutex::new(Vec::new());
    let (client, _) = scripted(move |sent| {
        let name = sent.line.split('/').nth(3).unwrap_or_default().to_owned();
        let mut deleted = deleted.lock().unwrap();
        let is_gone = deleted.contains(&name);
        match sent.line.starts_with("DELETE") {
            false if !is_gone => Some((200, json!({"status": "healthy"}))),
            true if !is_gone => {
                deleted.push(name);
                None
            }
            _ => absent(),
        }
    });
    let termination = client.terminate_container_deployments(&names).timeout(Duration::from_secs(300));
    termination.await.unwrap().all_ok().unwrap();
}

/// This client created it: it is the one that was meant, however late it appears.
#[tokio::test(start_paused = true)]
async fn a_deployment_that_was_created_a_moment_ago_is_deleted_when_it_appears() {
    for is_lost in [false, true] {
        let (client, requests) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_secs()) {
            (line, _) if line.starts_with("POST") && is_lost => Some((502, json!("Bad gateway"))),
            (line, _) if line.starts_with("POST") => Some((201, json!({"name": "llm"}))),
            (_, 0..5 | 30..) => absent(),
            (DELETE, _) => Some((200, Value::Null)),
            (line, _) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
            _ => deployment(),
        });
        let created = client.create_container_deployment(crate::ensure::deployment()).await;
        assert_eq!(created.is_ok(), !is_lost);
        client.terminate_container_deployments("llm").await.unwrap().all_ok().unwrap();
        assert_eq!(sent_to(&requests, DELETE).len(), 2, "one before it is found, and one after");
    }
}

/// A second call deletes what has the name by then.
#[tokio::test(start_paused = true)]
async fn who_calls_again_is_told_to_look_first() {
    let (client, _) = scripted(|sent| match sent.line.as_str() {
        DELETE => Some((200, Value::Null)),
        line if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
        _ => Some((200, json!({"name": "llm"}))),
    });
    let outcomes = client.terminate_container_deployments("llm").timeout(Duration::from_secs(300)).await.unwrap();
    assert!(
        failures(&outcomes)[0].contains("look with `get_container_deployment` when it was created"),
        "{outcomes:?}"
    );
}

/// The first one was refused: nothing was deleted that could be another one.
#[tokio::test(start_paused = true)]
async fn a_deletion_that_was_refused_is_sent_again_where_no_time_of_creation_is_told() {
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (DELETE, 0..20) => Some((409, json!({"code": "conflict", "message": "Busy"}))),
        (DELETE, _) => Some((200, Value::Null)),
        (_, 90..) => absent(),
        (line, _) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
        _ => Some((200, json!({"name": "llm", "created_at": null}))),
    });
    client.terminate_container_deployments("llm").await.unwrap().all_ok().unwrap();
    assert!(sent_to(&requests, DELETE).last().unwrap().at >= Duration::from_secs(20));
}

/// Nor does a time that is told without its milliseconds make another one of it.
#[tokio::test(start_paused = true)]
async fn a_response_about_another_deployment_ends_no_termination() {
    for odd in [
        json!({"name": "other", "created_at": "2026-02-01T00:00:00Z"}),
        json!({"name": "llm", "created_at": "2026-01-01T00:00:00.417Z"}),
    ] {
        let (client, _) = scripted(move |sent| match (sent.line.as_str(), sent.at.as_secs()) {
            (DELETE, 0..200) => Some((503, json!({"code": "server_error", "message": "Down"}))),
            (DELETE, _) => Some((200, Value::Null)),
            (_, 300..) => absent(),
            (line, _) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
            (_, 4..120) => Some((200, odd.clone())),
            _ => deployment(),
        });
        let began = Instant::now();
        client.terminate_container_deployments("llm").await.unwrap().all_ok().unwrap();
        assert!(began.elapsed() >= Duration::from_secs(300), "{:?}", began.elapsed());
    }
}

/// What was sent and may have been carried out is never told as not sent.
#[tokio::test(start_paused = true)]
async fn a_deletion_that_may_have_been_carried_out_is_not_told_as_not_sent() {
    let (client, requests) = scripted(|sent| match (sent.line.as_str(), sent.at.as_secs()) {
        (DELETE, _) => None,
        (line, _) if line.ends_with("/status") => Some((200, json!({"status": "healthy"}))),
        (_, 0..5) => deployment(),
        _ => Some((503, json!({"code": "server_error", "message": "Down"}))),
    });
    let outcomes = client.terminate_container_deployments("llm").timeout(Duration::from_secs(100)).await.unwrap();
    let line = &failures(&outcomes)[0];
    assert!(!sent_to(&requests, DELETE).is_empty());
    assert!(line.contains("may have been carried out") && !line.contains("deletion was not sent"), "{line}");
}
