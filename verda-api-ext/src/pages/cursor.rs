//! Lists in pages of which each holds the cursor of the next one.

use std::collections::HashSet;
use std::fmt;

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use verda_api::{BoxFuture, CursorPage, ResponseValue};

use super::{PAGE_SIZE, Page};
use crate::client::Client;
use crate::error::{Error, unexpected};

/// So many pages without items may follow each other: a filter may give some, and a broken server gives them for ever.
const EMPTY_PAGES: u64 = 1000;

/// The items of a page, and the cursor of the next one.
type Part<T> = ResponseValue<(Vec<T>, Option<String>)>;
type Fetch<T> = dyn Fn(Client, Option<String>, u64) -> BoxFuture<'static, Result<Part<T>, Error>> + Send + Sync;

/// A list in pages of which each holds the cursor of the next one: as a stream of [`items`](Self::items) or
/// [`pages`](Self::pages), or [`all`](Self::all) of it. Nothing is sent before it is asked for.
///
/// Made with [`Client::cursor_pages`], for any operation with a cursor (`Operation::cursor`).
#[must_use = "nothing is listed until it is asked for"]
pub struct CursorPages<T> {
    client: Client,
    operation: &'static str,
    fetch: Box<Fetch<T>>,
    first: Option<String>,
    size: u64,
}

impl<T: Send + 'static> CursorPages<T> {
    /// How many items a page has at most: more of them are fewer requests. Default: 100; 0 counts as 1.
    pub fn page_size(mut self, items: u64) -> Self {
        self.size = items.max(1);
        self
    }

    /// Begins with the page of this cursor: with [`Page::next`] of the last page that was seen, to go on where a stream broke off.
    pub fn starting_at(mut self, cursor: impl Into<String>) -> Self {
        self.first = Some(cursor.into()).filter(|cursor| !cursor.is_empty());
        self
    }

    /// A stream of pages, one request each. It ends after the page without a cursor, or after an error. Safe to repeat.
    ///
    /// # Errors
    ///
    /// Those of the calls; [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if a cursor comes again, a
    /// response has no list, or its cursor cannot be read: what follows it must not pass for what is not there.
    pub fn pages(self) -> impl Stream<Item = Result<Page<T>, Error>> + Send {
        self.read()
    }

    /// A stream of items. The next page is asked for when the items of the one before are used up.
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages).
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send {
        self.read().map_ok(|page| stream::iter(page.items.into_iter().map(Ok))).try_flatten()
    }

    /// Everything, from the first page to the last, whatever [`starting_at`](Self::starting_at) says. One request a page.
    ///
    /// The response's status, headers and body are those of the last page; [`skipped`](ResponseValue::skipped) has what could
    /// not be decoded on all of them.
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages).
    pub async fn all(mut self) -> Result<ResponseValue<Vec<T>>, Error> {
        self.first = None;
        let mut reading = Reading::new(&self);
        let (mut items, mut skipped) = (Vec::new(), Vec::new());
        loop {
            let response = reading.next(&self).await?;
            skipped.extend(response.skipped().iter().cloned());
            let response = response.map(|(page, _)| items.extend(page));
            if reading.is_over {
                return Ok(response.map(|()| items).with_skipped(skipped));
            }
        }
    }

    fn read(self) -> BoxStream<'static, Result<Page<T>, Error>> {
        let state = (Reading::new(&self), self);
        stream::try_unfold(state, |(mut reading, pages)| async move {
            if reading.is_over {
                return Ok(None);
            }
            let response = reading.next(&pages).await?;
            let skipped = response.skipped().to_vec();
            let (items, next) = response.into_inner();
            Ok(Some((Page { number: reading.number, items, total: None, next, skipped }, (reading, pages))))
        })
        .boxed()
    }
}

impl<T> fmt::Debug for CursorPages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CursorPages")
            .field("operation", &self.operation)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// How far a list has been read.
struct Reading {
    /// The cursor of the next page; none for the first one.
    cursor: Option<String>,
    seen: HashSet<String>,
    /// Pages read so far.
    number: u64,
    /// How many of the last ones had no items.
    empty: u64,
    is_over: bool,
}

impl Reading {
    fn new<T>(pages: &CursorPages<T>) -> Self {
        let cursor = pages.first.clone();
        Self { seen: cursor.iter().cloned().collect(), cursor, number: 0, empty: 0, is_over: false }
    }

    async fn next<T>(&mut self, pages: &CursorPages<T>) -> Result<Part<T>, Error> {
        let response = (pages.fetch)(pages.client.clone(), self.cursor.take(), pages.size).await?;
        let (items, next) = &*response;
        self.number += 1;
        self.empty = if items.is_empty() { self.empty + 1 } else { 0 };
        match next {
            None => self.is_over = true,
            Some(next) if !self.seen.insert(next.clone()) => {
                let message =
                    format!("page {} has a cursor that was there before: the list would never end", self.number);
                return Err(unexpected(pages.operation, message));
            }
            Some(_) if self.empty > EMPTY_PAGES => {
                let message = format!("{EMPTY_PAGES} pages without items followed each other");
                return Err(unexpected(pages.operation, message));
            }
            Some(next) => self.cursor = Some(next.clone()),
        }
        Ok(response)
    }
}

/// A response taken apart, if it is a page and its cursor is known.
fn part<P: CursorPage>(operation: &'static str, response: ResponseValue<P>) -> Result<Part<P::Item>, Error> {
    let is_around_cursor = |path: &str| {
        path == P::NEXT || P::NEXT.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')) || path == "."
    };
    if response.skipped().iter().any(|skipped| is_around_cursor(&skipped.path)) {
        let message = format!("`{}` of a page cannot be read, so what follows the page is not known", P::NEXT);
        return Err(unexpected(operation, message));
    }
    let response = response.map(P::into_page);
    if response.0.is_none() {
        return Err(unexpected(operation, format!("a page has no list `{}`", P::ITEMS)));
    }
    Ok(response.map(|(items, next)| (items.unwrap_or_default(), next.filter(|next| !next.is_empty()))))
}

impl Client {
    /// Any list in pages of which each holds the cursor of the next one: `fetch` gets a client, the cursor of a page, which is
    /// `None` for the first one, and the size of the page. `operation` is the name that errors have. Nothing is sent yet.
    ///
    /// The responses of operations with a cursor are [`CursorPage`]s (`Operation::cursor` says which operations these are; the
    /// document of this version has none). With an operation of your own:
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # use verda_api_ext::raw::{Bytes, Method};
    /// # use verda_api_ext::{BoxFuture, Operation, Transport, TransportError};
    /// # struct Respond;
    /// # impl Transport for Respond {
    /// #     fn execute<'a>(&'a self, request: reqwest::Request, _: &'static Operation)
    /// #         -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
    /// #         let body = match request.url().query().unwrap_or_default() {
    /// #             query if query.contains("cursor=b") => r#"{"events":["stop"],"next_cursor":null}"#,
    /// #             _ => r#"{"events":["boot","run"],"next_cursor":"b"}"#,
    /// #         };
    /// #         Box::pin(async move { Ok(http::Response::new(Bytes::from_static(body.as_bytes()))) })
    /// #     }
    /// # }
    /// # let client = verda_api_ext::Client::builder().access_token("t").transport(Respond).build()?;
    /// use verda_api_ext::CursorPage;
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Events {
    ///     events: Option<Vec<String>>,
    ///     next_cursor: Option<String>,
    /// }
    ///
    /// impl CursorPage for Events {
    ///     type Item = String;
    ///     const ITEMS: &'static str = "events";
    ///     const NEXT: &'static str = "next_cursor";
    ///
    ///     fn into_page(self) -> (Option<Vec<String>>, Option<String>) {
    ///         (self.events, self.next_cursor)
    ///     }
    /// }
    ///
    /// let events = client.cursor_pages("list_events", |client, cursor, size| {
    ///     Box::pin(async move {
    ///         let request = client.request(Method::GET, "/v1/events").query("limit", &size.to_string());
    ///         match cursor {
    ///             Some(cursor) => request.query("cursor", &cursor).send::<Events>().await,
    ///             None => request.send::<Events>().await,
    ///         }
    ///     })
    /// });
    /// assert_eq!(*events.all().await?, ["boot", "run", "stop"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn cursor_pages<P: CursorPage + Send + 'static>(
        &self,
        operation: &'static str,
        fetch: impl Fn(Client, Option<String>, u64) -> BoxFuture<'static, Result<ResponseValue<P>, Error>>
        + Send
        + Sync
        + 'static,
    ) -> CursorPages<P::Item>
    where
        P::Item: Send + 'static,
    {
        let fetch = move |client: Client, cursor: Option<String>, size: u64| -> BoxFuture<'static, _> {
            let response = fetch(client, cursor, size);
            Box::pin(async move { part(operation, response.await?) })
        };
        CursorPages { client: self.clone(), operation, fetch: Box::new(fetch), first: None, size: PAGE_SIZE }
    }
}
