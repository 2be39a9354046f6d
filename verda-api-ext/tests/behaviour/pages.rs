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
        client.create_script(script).send().await.unwrap();
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
    let response = Effect::Respond {
        status: StatusCode::OK,
        content_type: json,
        body: Bytes::from(Value::from(items).to_string()),
    };
    let mut injection = Injection::new(response).on(SCRIPTS);
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
        client.create_script(script).send().await.unwrap();
    }
    fake.clear_requests();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn everything_is_read_with_as_few_requests_as_can_be() {
    // A full first page may not be all; several pages are followed by the first one again.
    for (count, size, requests) in [(0, 100, 1), (9, 10, 1), (10, 10, 2), (25, 10, 4), (250, 100, 4), (3, 0, 4)] {
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
    // A caller that stops early requests no more.
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
    (0..8).for_each(|_| page(&fake, &["a", "b"], Some(100)));
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
    assert!(error.to_string().contains("items of one page came again on the next"), "{error}");
    // A stream has given the first page by then.
    let pages = client.scripts().page_size(2).pages();
    futures_util::pin_mut!(pages);
    assert_eq!(pages.try_next().await.unwrap().unwrap().items.len(), 2);
    let error = pages.try_next().await.unwrap_err();
    assert!(error.to_string().contains("page 2 repeats what was on the pages before it"), "{error}");
    fake.clear_injections();
    (0..3).for_each(|_| {
        page(&fake, &["a", "b"], Some(5));
        page(&fake, &[], Some(5));
    });
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert!(error.to_string().contains("it ended before its total"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_list_that_changes_while_it_is_read_is_read_again() {
    let fake = VerdaFake::builder().build();
    let client = crate::client(&fake);
    page(&fake, &["a", "b"], Some(4));
    page(&fake, &["d"], Some(3));
    page(&fake, &["a", "b"], Some(3));
    page(&fake, &["c"], Some(3));
    page(&fake, &["a", "b"], Some(3)); // the first page again
    let scripts = client.scripts().page_size(2).all().await.unwrap();
    let ids: Vec<_> = scripts.iter().map(|script| script.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    (0..3).for_each(|_| {
        page(&fake, &["a", "b"], Some(4));
        page(&fake, &["c"], Some(3));
    });
    let error = client.scripts().page_size(2).all().await.unwrap_err();
    assert!(error.to_string().contains("the list changed"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn without_a_total_only_an_empty_page_is_the_end() {
    let fake = VerdaFake::builder().build();
    page(&fake, &["a"], None); // shorter than asked for, in the middle
    page(&fake, &["b", "c"], None);
    page(&fake, &["d"], None);
    page(&fake, &[], None);
    page(&fake, &["a"], None); // the first page again
    let scripts = crate::client(&fake).scripts().page_size(2).all().await.unwrap();
    assert_eq!((scripts.len(), fake.requests_to(SCRIPTS).len()), (4, 5));
}

/// 25 scripts, ten a page whatever is asked for, and a total that is wrong: of the page alone, or 0.
#[tokio::test(start_paused = true)]
async fn a_total_that_is_less_than_what_was_read_is_no_end() {
    let names: Vec<String> = (0..25).map(|number| format!("s{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for total in [|page: &[&str]| page.len(), |_: &[&str]| 0] {
        let fake = VerdaFake::builder().build();
        for items in names.chunks(10).chain([&[][..], &names[..10]]) {
            page(&fake, items, Some(total(items)));
        }
        assert_eq!(crate::client(&fake).scripts().all().await.unwrap().len(), 25);
    }
}

/// One is deleted and one created while the pages are read: the total stays the same.
#[tokio::test(start_paused = true)]
async fn a_list_that_moved_by_as_many_as_it_lost_is_read_again() {
    let fake = VerdaFake::builder().build();
    page(&fake, &["a", "b"], Some(3));
    page(&fake, &["c"], Some(3));
    page(&fake, &["new", "a"], Some(3));
    for _ in 0..2 {
        page(&fake, &["new", "a"], Some(3));
        page(&fake, &["c"], Some(3));
    }
    let scripts = crate::client(&fake).scripts().page_size(2).all().await.unwrap();
    assert_eq!(scripts.iter().map(|script| script.id.as_str()).collect::<Vec<_>>(), ["new", "a", "c"]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_decoded_is_told_and_counts() {
    let fake = VerdaFake::builder().build();
    let body = Bytes::from_static(br#"[{"id":"a","name":"a","script":"x"},{"name":"without an id"}]"#);
    let json = HeaderValue::from_static("application/json");
    let response = Effect::Respond { status: StatusCode::OK, content_type: json, body };
    let size = (HeaderName::from_static("x-page-size"), HeaderValue::from(100));
    let total = (HeaderName::from_static("x-total-count"), HeaderValue::from(2));
    fake.inject(Injection::new(response).on(SCRIPTS).header(size.0, size.1).header(total.0, total.1)).unwrap();
    let scripts = crate::client(&fake).scripts().all().await.unwrap();
    assert_eq!((scripts.len(), scripts.skipped().len(), scripts.skipped()[0].path.as_str()), (1, 1, "[1]"));
}
