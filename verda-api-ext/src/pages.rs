//! Lists that come in pages.

use std::collections::HashSet;
use std::fmt;

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use http::HeaderMap;
use verda_api::types::Script;
use verda_api::{BoxFuture, ResponseValue};

use crate::client::Client;
use crate::error::Error;

/// The largest page that is asked for unless the caller says otherwise.
const PAGE_SIZE: u64 = 100;
/// How often a list that changes while it is read is begun again.
const RESTARTS: usize = 3;

/// One page of a list. See [`Pages::pages`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its number; the first page is 1.
    pub number: u64,
    /// What is on it; never empty.
    pub items: Vec<T>,
    /// How many there are on all pages, where the API told it.
    pub total: Option<u64>,
}

type Fetch<T> =
    dyn Fn(Client, u64, u64) -> BoxFuture<'static, Result<ResponseValue<Vec<T>>, verda_api::Error>> + Send + Sync;

/// A list that comes in pages: as a stream of [`items`](Self::items) or [`pages`](Self::pages), or [`all`](Self::all)
/// of it. Nothing is sent before it is asked for.
///
/// Made for a list of this API, such as [`Client::scripts`], or with [`Client::pages`] for any operation whose
/// responses carry the headers `X-Page`, `X-Page-Size` and `X-Total-Count` (`Operation::paged`).
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// # for number in 0..12 {
/// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
/// #     client.create_script().body(script).send().await?;
/// # }
/// let scripts = client.scripts().all().await?;
/// assert_eq!(scripts.len(), 12);
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is listed until it is asked for"]
pub struct Pages<T> {
    client: Client,
    operation: &'static str,
    fetch: Box<Fetch<T>>,
    key: fn(&T) -> String,
    first: u64,
    size: u64,
}

impl<T: Send + 'static> Pages<T> {
    /// How many items a page has at most: more of them are fewer requests. Default: 100; 0 counts as 1.
    pub fn page_size(mut self, items: u64) -> Self {
        self.size = items.max(1);
        self
    }

    /// Begins with this page: with the one after the last that was seen, to go on where a stream broke off. Default: 1.
    pub fn starting_at(mut self, page: u64) -> Self {
        self.first = page.max(1);
        self
    }

    /// A stream of pages, one request each. It ends after the last page, or after an error. Safe to repeat; a list that
    /// changes meanwhile may have items twice, or miss some: [`all`](Self::all) does not.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script().body(script).send().await?;
    /// # }
    /// use futures_util::TryStreamExt as _;
    ///
    /// let mut pages = std::pin::pin!(client.scripts().page_size(5).starting_at(2).pages());
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("page {}: {} of {:?}", page.number, page.items.len(), page.total);
    /// }
    /// # assert_eq!(fake.requests_to("GET /v1/scripts").len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls; [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if the server
    /// repeats itself, or ends the list before its total is reached.
    pub fn pages(self) -> impl Stream<Item = Result<Page<T>, Error>> + Send {
        self.read()
    }

    /// A stream of items. The next page is asked for when the items of the one before are used up, so a stream that is
    /// dropped early costs no more requests than it needed.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script().body(script).send().await?;
    /// # }
    /// use futures_util::TryStreamExt as _;
    ///
    /// let names: Vec<_> = client.scripts().page_size(5).items().map_ok(|script| script.name).try_collect().await?;
    /// assert_eq!(names.len(), 12);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages).
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send {
        self.read().map_ok(|page| stream::iter(page.items.into_iter().map(Ok))).try_flatten()
    }

    /// Everything, from the first page to the last, whatever [`starting_at`](Self::starting_at) says. One request a
    /// page; if the list's total changes while it is read, it is read again, three times at most.
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages); and [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if it
    /// does not stop changing. A list that is cut short is never given as the whole.
    pub async fn all(mut self) -> Result<Vec<T>, Error> {
        self.first = 1;
        for _ in 0..RESTARTS {
            let mut totals = HashSet::new();
            let mut items = Vec::new();
            let mut reading = Reading::new(&self);
            while let Some(page) = reading.next(&self).await? {
                totals.insert(page.total);
                items.extend(page.items);
            }
            if totals.len() <= 1 {
                return Ok(items);
            }
        }
        Err(Error::unexpected(self.operation, "the list changed whenever it was read: read it again later"))
    }

    fn read(self) -> BoxStream<'static, Result<Page<T>, Error>> {
        let state = (Reading::new(&self), self);
        stream::try_unfold(state, |(mut reading, pages)| async move {
            let page = reading.next(&pages).await?;
            Ok(page.map(|page| (page, (reading, pages))))
        })
        .boxed()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .field("first", &self.first)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// How far a list has been read.
struct Reading {
    next: Option<u64>,
    keys: HashSet<String>,
    /// Items on the pages before the first that is read.
    before: u64,
}

impl Reading {
    fn new<T>(pages: &Pages<T>) -> Self {
        let before = (pages.first - 1).saturating_mul(pages.size);
        Self { next: Some(pages.first), keys: HashSet::new(), before }
    }

    async fn next<T>(&mut self, pages: &Pages<T>) -> Result<Option<Page<T>>, Error> {
        let Some(number) = self.next else { return Ok(None) };
        let response = (pages.fetch)(pages.client.clone(), number, pages.size).await?;
        let total = number_in(response.headers(), "x-total-count");
        // The server may give smaller pages than it was asked for.
        let size = number_in(response.headers(), "x-page-size").unwrap_or(pages.size).max(1);
        let items = response.into_inner();
        let new = items.iter().filter(|item| self.keys.insert((pages.key)(item))).count();
        if new == 0 && !items.is_empty() {
            let message = format!("page {number} repeats what was on the pages before it");
            return Err(Error::unexpected(pages.operation, message));
        }
        let read = self.before.saturating_add(self.keys.len() as u64);
        let is_last = match total {
            Some(total) if items.is_empty() && read < total && self.before < total => {
                let message = format!("the list has {total} items, and ended after {read}");
                return Err(Error::unexpected(pages.operation, message));
            }
            Some(total) => read >= total || items.is_empty(),
            None => (items.len() as u64) < size,
        };
        self.next = (!is_last).then(|| number + 1);
        if items.is_empty() {
            return Ok(None);
        }
        Ok(Some(Page { number, items, total }))
    }
}

fn number_in(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// A list that should have come in one piece.
///
/// # Errors
///
/// `UnexpectedResponse` if its headers say that there is more of it: what is missing must not pass for what is not
/// there.
pub(crate) fn whole<T>(operation: &'static str, response: ResponseValue<Vec<T>>) -> Result<Vec<T>, Error> {
    match number_in(response.headers(), "x-total-count") {
        Some(total) if total > response.len() as u64 => {
            let message = format!("the list has {total} items, and {} came: it is paged now", response.len());
            Err(Error::unexpected(operation, message))
        }
        _ => Ok(response.into_inner()),
    }
}

impl Client {
    /// The startup scripts: all of them, where the raw `list_scripts` gives ten unless it is asked for more. Safe to
    /// repeat.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script().body(script).send().await?;
    /// # }
    /// assert_eq!(client.list_scripts().send().await?.len(), 10);
    /// assert_eq!(client.scripts().all().await?.len(), 12);
    /// # Ok(())
    /// # }
    /// ```
    pub fn scripts(&self) -> Pages<Script> {
        self.pages(
            "list_scripts",
            |script: &Script| script.id.to_string(),
            |client, page, size| {
                Box::pin(async move { client.raw().list_scripts().page(page).page_size(size).send().await })
            },
        )
    }

    /// Any list that comes in pages: `fetch` gets a client, the number of a page, from 1, and its size, and `key` tells
    /// items apart. `operation` is the name that errors have. Nothing is sent yet.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// use verda_api_ext::types::Script;
    ///
    /// let named = client.pages("list_scripts", |script: &Script| script.id.to_string(), |client, page, size| {
    ///     Box::pin(async move { client.list_scripts().name("setup").page(page).page_size(size).send().await })
    /// });
    /// assert!(named.all().await?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn pages<T: Send + 'static>(
        &self,
        operation: &'static str,
        key: fn(&T) -> String,
        fetch: impl Fn(Client, u64, u64) -> BoxFuture<'static, Result<ResponseValue<Vec<T>>, verda_api::Error>>
        + Send
        + Sync
        + 'static,
    ) -> Pages<T> {
        Pages { client: self.clone(), operation, fetch: Box::new(fetch), key, first: 1, size: PAGE_SIZE }
    }
}
