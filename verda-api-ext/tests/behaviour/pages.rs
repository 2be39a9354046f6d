//! A list that comes in pages says so in its headers alone.

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use verda_api_ext::{Client, ErrorKind, ResponseValue, types};
use verda_fake::{Effect, Injection, VerdaFake};

const SCRIPTS: &str = "GET /v1/scripts";

fn total<T>(page: &ResponseValue<T>) -> usize {
    page.headers()["x-total-count"].to_str().unwrap().parse().unwrap()
}

#[tokio::test(start_paused = true)]
async fn scripts_after_the_tenth_are_on_the_next_page() {
    let fake = VerdaFake::builder().build();
    let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build().unwrap();
    for number in 0..12 {
        let script = types::CreateScript::builder().name(format!("script {number}")).script("#!/bin/sh");
        client.create_script().body(script).send().await.unwrap();
    }
    let first = client.list_scripts().send().await.unwrap();
    assert_eq!((first.len(), total(&first)), (10, 12));
    let second = client.list_scripts().page(2_u64).page_size(10_u64).send().await.unwrap();
    assert_eq!((second.len(), total(&second)), (2, 12));
    let all = client.list_scripts().page_size(100_u64).send().await.unwrap();
    assert_eq!(all.len(), 12);
    assert!(verda_api_ext::OPERATIONS.iter().any(|operation| operation.id == "list_scripts" && operation.paged));
}

/// A page as the API would give it, once.
fn page(fake: &VerdaFake, items: &[&str], total: Option<usize>) {
    let items: Vec<Value> = items.iter().map(|id| json!({"id": id, "name": id, "script": ""})).collect();
    let json = HeaderValue::from_static("application/json");
    let answer = Effect::Answer {
        status: StatusCode::OK,
        content_type: json,
        body: Bytes::from(Value::from(items).to_string()),
    };
    let mut injection = Injection::new(answer).on(SCRIPTS);
    if let Some(total) = total {
        injection = injection.header(HeaderName::from_static("x-total-count"), HeaderValue::from(total));
    }
    fake.inject(injection).unwrap();
}

async fn with_scripts(count: usize) -> (VerdaFake, Client) {
    let fake = VerdaFake::builder().script_quota(1000).without_rate_limits().build();
    let client = crate::client(&fake);
    for number in 0..count {
        let script = types::CreateScript::builder().name(format!("script {number}")).script("#!/bin/sh");
        client.create_script().body(script).send().await.unwrap();
    }
    fake.clear_requests();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn everything_is_read_with_as_few_requests_as_can_be() {
    for (count, size, requests) in [(0, 100, 1), (10, 10, 1), (25, 10, 3), (250, 100, 3), (3, 0, 3)] {
        let (fake, client) = with_scripts(count).await;
        let scripts = client.scripts().page_size(size).all().await.unwrap();
        assert_eq!((scripts.len(), fake.requests_to(SCRIPTS).len()), (count, requests), "{count} by {size}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_can_be_taken_up_again() {
    let (fake, client) = with_scripts(25).await;
    let first: Vec<_> = client.scripts().page_size(10).items().try_collect().await.unwrap();
    assert_eq!(first.len(), 25);
    let pages: Vec<_> = client.scripts().page_size(10).starting_at(2).pages().try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|page| (page.number, page.items.len(), page.total)).collect::<Vec<_>>(),
        [(2, 10, Some(25)), (3, 5, Some(25))]
    );
    assert_eq!(pages[0].items[0], first[10]);
    // Beyond the end there is nothing.
    assert!(client.scripts().page_size(10).starting_at(9).pages().try_collect::<Vec<_>>().await.unwrap().is_empty());
    // Whoever stops early asks for no more.
    fake.clear_requests();
    let pages = client.scripts().page_size(10).pages();
    futures_util::pin_mut!(pages);
    pages.try_next().await.unwrap().unwrap();
    assert_eq!(fake.requests_to(SCRIPTS).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_repeats_itself_or_ends_early_is_noticed() {
    let fake = VerdaFake::builder().build();
    let client = crate::client(&fake);
    (0..5).for_each(|_| page(&fake, &["a", "b"], Some(100)));
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert_eq!((error.kind(), fake.requests_to(SCRIPTS).len()), (ErrorKind::UnexpectedResponse, 2));
    assert!(error.to_string().contains("page 2 repeats"), "{error}");
    fake.clear_injections();
    page(&fake, &["a", "b"], Some(5));
    page(&fake, &[], Some(5));
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert!(error.to_string().contains("the list has 5 items, and ended after 2"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_changes_while_it_is_read_is_read_again() {
    let fake = VerdaFake::builder().build();
    let client = crate::client(&fake);
    page(&fake, &["a", "b"], Some(4));
    page(&fake, &["d"], Some(3));
    page(&fake, &["a", "b"], Some(3));
    page(&fake, &["c"], Some(3));
    let ids: Vec<_> =
        client.scripts().page_size(2).all().await.unwrap().into_iter().map(|script| script.id.to_string()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    (0..3).for_each(|_| {
        page(&fake, &["a", "b"], Some(4));
        page(&fake, &["c"], Some(3));
    });
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert!(error.to_string().contains("the list changed"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn without_a_total_a_short_page_is_the_last() {
    let fake = VerdaFake::builder().build();
    page(&fake, &["a", "b"], None);
    page(&fake, &["c"], None);
    let scripts = crate::client(&fake).scripts().page_size(2).all().await.unwrap();
    assert_eq!((scripts.len(), fake.requests_to(SCRIPTS).len()), (3, 2));
}
