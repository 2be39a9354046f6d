//! A list of which each page holds the cursor of the next one.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use http::StatusCode;
use serde_json::{Value, json};
use verda_api_ext::raw::Method;
use verda_api_ext::{BoxFuture, Client, CursorPage, CursorPages, ErrorKind, Operation, Transport, TransportError};

#[derive(Debug, serde::Deserialize)]
struct Event {
    id: u64,
}

#[derive(serde::Deserialize)]
struct Meta {
    next_cursor: Option<String>,
}

#[derive(serde::Deserialize)]
struct Events {
    events: Option<Vec<Event>>,
    meta: Option<Meta>,
}

impl CursorPage for Events {
    type Item = Event;
    const ITEMS: &'static str = "events";
    const NEXT: &'static str = "meta.next_cursor";

    fn into_page(self) -> (Option<Vec<Event>>, Option<String>) {
        (self.events, self.meta.and_then(|meta| meta.next_cursor))
    }
}

/// A server that responds by the cursor of a request, which is empty for the first page.
struct Server {
    page: fn(&str) -> Value,
    queries: Arc<Mutex<Vec<String>>>,
}

impl Transport for Server {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let cursor = request.url().query_pairs().find(|(name, _)| name == "cursor");
        let body = (self.page)(&cursor.map(|(_, value)| value.into_owned()).unwrap_or_default());
        self.queries.lock().unwrap().push(request.url().query().unwrap_or_default().to_owned());
        let mut response = http::Response::new(Bytes::from(body.to_string()));
        if body == "outage" {
            *response.status_mut() = StatusCode::BAD_REQUEST;
        }
        Box::pin(async { Ok(response) })
    }
}

/// The list of such a server, and the queries that it has met.
fn events(page: fn(&str) -> Value) -> (CursorPages<Event>, Arc<Mutex<Vec<String>>>) {
    let queries = Arc::new(Mutex::new(Vec::new()));
    let server = Server { page, queries: queries.clone() };
    let client = Client::builder().access_token("t").transport(server).build().unwrap();
    let events = client.cursor_pages("list_events", |client, cursor, size| {
        Box::pin(async move {
            let request = client.request(Method::GET, "/v1/events").query("limit", &size.to_string());
            match cursor {
                Some(cursor) => request.query("cursor", &cursor).send::<Events>().await,
                None => request.send::<Events>().await,
            }
        })
    });
    (events, queries)
}

fn page(ids: &[u64], next: Value) -> Value {
    let events: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    json!({"events": events, "meta": {"next_cursor": next}})
}

fn three_pages(cursor: &str) -> Value {
    match cursor {
        "" => page(&[1, 2], json!("b")),
        // Without elements, and not the last.
        "b" => page(&[], json!("c")),
        _ => page(&[3], Value::Null),
    }
}

fn ids(events: &[Event]) -> Vec<u64> {
    events.iter().map(|event| event.id).collect()
}

#[tokio::test(start_paused = true)]
async fn a_list_ends_with_the_page_without_a_cursor() {
    let (list, queries) = events(three_pages);
    assert_eq!(ids(&list.page_size(2).all().await.unwrap()), [1, 2, 3]);
    assert_eq!(*queries.lock().unwrap(), ["limit=2", "limit=2&cursor=b", "limit=2&cursor=c"]);
    let items: Vec<Event> = events(three_pages).0.items().try_collect().await.unwrap();
    assert_eq!(ids(&items), [1, 2, 3]);
    // Null, empty, absent, and an object that is absent.
    for last in [
        |_: &str| page(&[1], Value::Null),
        |_: &str| page(&[1], json!("")),
        |_: &str| json!({"events": [{"id": 1}], "meta": {}}),
        |_: &str| json!({"events": [{"id": 1}]}),
    ] {
        assert_eq!(ids(&events(last).0.all().await.unwrap()), [1]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_taken_up_again_at_a_cursor_and_asks_for_no_more_than_it_needs() {
    let (list, queries) = events(three_pages);
    let mut pages = std::pin::pin!(list.pages());
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.number, ids(&first.items), first.next.as_deref()), (1, vec![1, 2], Some("b")));
    assert_eq!(queries.lock().unwrap().len(), 1);
    let rest: Vec<_> = events(three_pages).0.starting_at(first.next.unwrap()).pages().try_collect().await.unwrap();
    let rest: Vec<_> = rest.iter().map(|page| (ids(&page.items), page.next.clone())).collect();
    assert_eq!(rest, [(vec![], Some("c".to_owned())), (vec![3], None)]);
}

#[tokio::test(start_paused = true)]
async fn a_cursor_that_comes_again_is_an_error_and_no_endless_list() {
    for (again, requests) in [
        // The server takes no notice of the cursor; the cursors go round; the pages are empty for ever.
        ((|_| page(&[1], json!("b"))) as fn(&str) -> Value, 2),
        (|cursor| page(&[1], json!(if cursor == "b" { "c" } else { "b" })), 3),
        (|cursor| page(&[], json!(format!("{cursor}x"))), 1001),
    ] {
        let (list, queries) = events(again);
        let error = list.all().await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::UnexpectedResponse, "{error}");
        assert!(error.to_string().contains("list_events"), "{error}");
        assert_eq!(queries.lock().unwrap().len(), requests, "{error}");
        assert!(events(again).0.items().try_collect::<Vec<_>>().await.is_err());
    }
    // Also where the reading began.
    let error =
        events(|_| page(&[1], json!("b"))).0.starting_at("b").pages().try_collect::<Vec<_>>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedResponse);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_never_passes_for_the_end_of_a_list() {
    for (odd, said) in [
        // No list, null for one, and something else.
        ((|_| json!({"meta": {}})) as fn(&str) -> Value, "no list `events`"),
        (|_| json!({"events": null}), "no list `events`"),
        (|_| json!({"events": {"id": 1}, "meta": {}}), ""),
        (|_| json!({}), "no list `events`"),
        // A cursor that is no text, and an object around it that is none.
        (|_| page(&[1], json!({"after": 1})), "meta.next_cursor"),
        (|_| json!({"events": [], "meta": 7}), "meta.next_cursor"),
        (|_| json!("outage"), ""),
    ] {
        let error = events(odd).0.all().await.map(|events| ids(&events)).unwrap_err();
        assert!(error.to_string().contains(said), "{said}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn elements_that_are_left_out_are_told() {
    let with_odd = |cursor: &str| match cursor {
        "" => json!({"events": [{"id": 1}, {"id": "x"}], "meta": {"next_cursor": "b"}}),
        _ => page(&[2], Value::Null),
    };
    let all = events(with_odd).0.all().await.unwrap();
    assert_eq!(ids(&all), [1, 2]);
    assert!(!all.skipped().is_empty() && all.skipped().iter().all(|skipped| skipped.path == "events[1]"));
    let pages: Vec<_> = events(with_odd).0.pages().try_collect().await.unwrap();
    assert_eq!(pages.iter().map(|page| page.skipped.is_empty()).collect::<Vec<_>>(), [false, true]);
}
