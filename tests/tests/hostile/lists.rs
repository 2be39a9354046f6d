//! Paged lists: elements are never missing without an error.

use std::collections::BTreeSet;

use serde_json::{Value, json as value};
use verda_api_ext::ErrorKind;

use verda_tests::hostile::{Reply, Seen, Server, json};

fn page_of(seen: &Seen) -> usize {
    let page = seen.query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap_or("1");
    page.parse().unwrap()
}

fn body(ids: &[usize]) -> String {
    let scripts: Vec<Value> =
        ids.iter().map(|id| value!({"id": format!("s{id}"), "name": "n", "script": "x"})).collect();
    Value::from(scripts).to_string()
}

/// A page has ten of these, for any requested size.
fn page(seen: &Seen, all: &[usize]) -> Reply {
    json(200, body(all.chunks(10).nth(page_of(seen) - 1).unwrap_or_default()))
}

fn with_total(reply: Reply, seen: &Seen, total: usize) -> Reply {
    reply.with("x-page", &page_of(seen).to_string()).with("x-page-size", "10").with("x-total-count", &total.to_string())
}

async fn all_of(server: &Server) -> BTreeSet<String> {
    let all = server.client().scripts().all().await.unwrap();
    let found: BTreeSet<String> = all.iter().map(|script| script.id.to_string()).collect();
    assert_eq!(found.len(), all.len(), "none comes twice");
    found
}

#[tokio::test]
async fn a_server_that_caps_pages_gives_all() {
    let all: Vec<usize> = (0..25).collect();
    let known = all.clone();
    let without_headers = Server::start(move |seen| page(seen, &known)).await;
    assert_eq!(all_of(&without_headers).await.len(), 25);
    let known = all.clone();
    let with_headers = Server::start(move |seen| with_total(page(seen, &known), seen, known.len())).await;
    assert_eq!(all_of(&with_headers).await.len(), 25);
    // The total of only the page, or no total.
    for total in [0, 10] {
        let known = all.clone();
        let server = Server::start(move |seen| page(seen, &known).with("x-total-count", &total.to_string())).await;
        match server.client().scripts().all().await {
            Ok(found) => assert_eq!(found.len(), 25, "total {total}"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "total {total}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_short_page_in_the_middle_is_not_the_last() {
    let pages: [&[usize]; 4] =
        [&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], &[10, 11], &[12, 13, 14, 15, 16, 17, 18, 19, 20, 21], &[22]];
    let server =
        Server::start(move |seen| json(200, body(pages.get(page_of(seen) - 1).copied().unwrap_or_default()))).await;
    assert_eq!(all_of(&server).await.len(), 23);
}

/// Lists are sorted newest first: a new script moves all others.
#[tokio::test]
async fn a_list_that_moves_while_it_is_read_is_read_again() {
    for with_headers in [true, false] {
        for at in 1..4 {
            let server = Server::start(move |seen| {
                let mut all: Vec<usize> = (0..25).collect();
                if seen.number >= at {
                    all.insert(0, 99);
                }
                let reply = page(seen, &all);
                if with_headers { with_total(reply, seen, all.len()) } else { reply }
            })
            .await;
            let found = all_of(&server).await;
            assert!((0..25).all(|id| found.contains(&format!("s{id}"))), "headers {with_headers}, at {at}: {found:?}");
            if at < 3 {
                assert!(
                    found.contains("s99"),
                    "headers {with_headers}, at {at}: created before the last page was read"
                );
            }
        }
    }
}

/// One script is deleted and one created during the read: the total stays.
#[tokio::test]
async fn a_list_that_moves_under_the_same_total_misses_none() {
    for deleted in [0, 5, 12, 24] {
        let server = Server::start(move |seen| {
            let mut all: Vec<usize> = (0..25).collect();
            if seen.number >= 1 {
                all.retain(|id| *id != deleted);
                all.insert(0, 99);
            }
            with_total(page(seen, &all), seen, all.len())
        })
        .await;
        let found = all_of(&server).await;
        let missing: Vec<usize> = (0..25).filter(|id| *id != deleted && !found.contains(&format!("s{id}"))).collect();
        assert!(missing.is_empty(), "{deleted} was deleted, and {missing:?} are missing");
    }
}

#[tokio::test]
async fn a_list_that_is_cut_short_is_never_the_whole() {
    let repeats = |seen: &Seen| with_total(json(200, body(&[0, 1])), seen, 25);
    let error = Server::start(repeats).await.client().scripts().all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    // A list of the API that may be paged in future.
    let paged = Server::always(json(200, "[]").with("x-total-count", "12")).await;
    let both = ["a", "b"].map(verda_api_ext::types::InstanceId::from);
    let wait =
        paged.client().wait_for_instances(&both[..]).every(crate::EVERY).timeout(std::time::Duration::from_secs(2));
    wait.until_deleted().await.unwrap_err();
}
