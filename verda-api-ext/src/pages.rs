//! Lists that come in pages.

mod cursor;

use std::collections::HashSet;
use std::fmt;

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use http::HeaderMap;
use verda_api::types::Script;
use verda_api::{BoxFuture, ResponseValue, Skipped};

pub use self::cursor::CursorPages;

use crate::client::Client;
use crate::error::{Error, unexpected};

/// The largest page that is asked for unless the caller says otherwise.
const PAGE_SIZE: u64 = 100;
/// How often a list that changes while it is read is read at most.
const MOST_READS: usize = 3;

/// One page of a list. See [`Pages::pages`] and [`CursorPages::pages`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// Its number; the first page is 1. In a list with cursors, the first one that was read is.
    pub number: u64,
    /// The items on it.
    pub items: Vec<T>,
    /// The number of items on all pages, where the API told it.
    pub total: Option<u64>,
    /// The cursor of the next page, in a list with cursors; `None` on its last page, and in lists with numbers.
    pub next: Option<String>,
    /// What of the page could not be decoded. See [`ResponseValue::skipped`].
    pub skipped: Vec<Skipped>,
}

type Fetch<T> = dyn Fn(Client, u64, u64) -> BoxFuture<'static, Result<ResponseValue<Vec<T>>, Error>> + Send + Sync;

/// A list that comes in pages: as a stream of [`items`](Self::items) or [`pages`](Self::pages), or [`all`](Self::all)
/// of it. Nothing is sent before it is asked for.
///
/// Made for a list of this API, such as [`Client::scripts`], or with [`Client::pages`] for any operation whose
/// responses carry the headers `X-Page`, `X-Page-Size` and `X-Total-Count` (`Operation::paged`).
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # for number in 0..12 {
/// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
/// #     client.create_script(script).await?;
/// # }
/// let scripts = client.scripts().all().await?;
/// assert_eq!(scripts.len(), 12);
/// # });
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
    /// changes meanwhile may have items twice, or miss some: [`all`](Self::all) reads it again.
    ///
    /// A page that is shorter than asked for is no end: the list ends when its total is reached, or with an empty page.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script(script).await?;
    /// # }
    /// use futures_util::TryStreamExt as _;
    ///
    /// let mut pages = std::pin::pin!(client.scripts().page_size(5).starting_at(2).pages());
    /// while let Some(page) = pages.try_next().await? {
    ///     println!("page {}: {} of {:?}", page.number, page.items.len(), page.total);
    /// }
    /// # assert_eq!(fake.requests_to("GET /v1/scripts").len(), 2);
    /// # });
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
    /// # verda_fake::example!(client, fake, {
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script(script).await?;
    /// # }
    /// use futures_util::TryStreamExt as _;
    ///
    /// let names: Vec<_> = client.scripts().page_size(5).items().map_ok(|script| script.name).try_collect().await?;
    /// assert_eq!(names.len(), 12);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages).
    pub fn items(self) -> impl Stream<Item = Result<T, Error>> + Send {
        self.read().map_ok(|page| stream::iter(page.items.into_iter().map(Ok))).try_flatten()
    }

    /// Everything, from the first page to the last, whatever [`starting_at`](Self::starting_at) says. One request a
    /// page, and one more for a list of several pages: the first page again, to see whether the list moved. A list that
    /// moved while it was read is read again, three times at most in all.
    ///
    /// The response's status, headers and body are those of the last page;
    /// [`skipped`](ResponseValue::skipped) has what could not be decoded on all of them.
    ///
    /// # Errors
    ///
    /// See [`pages`](Self::pages); and [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if it
    /// does not stop changing. A list that is cut short is never given as the whole.
    pub async fn all(mut self) -> Result<ResponseValue<Vec<T>>, Error> {
        self.first = 1;
        let mut moved = "its total changed";
        for _ in 0..MOST_READS {
            match self.read_once().await? {
                Ok(all) => return Ok(all),
                Err(how) => moved = how,
            }
        }
        let message = format!("the list changed whenever it was read: {moved}; read it again later");
        Err(unexpected(self.operation, message))
    }

    /// The list, or how it changed while it was read.
    async fn read_once(&self) -> Result<Result<ResponseValue<Vec<T>>, &'static str>, Error> {
        let mut reading = Reading::new(self);
        let mut first_page: Option<Vec<String>> = None;
        let mut totals = HashSet::new();
        let (mut items, mut skipped) = (Vec::new(), Vec::new());
        let mut last = None;
        let mut pages = 0;
        while let Some(response) = reading.next(self).await? {
            let page = &reading.page;
            if page.repeated > 0 {
                return Ok(Err("items of one page came again on the next"));
            }
            if reading.is_short {
                return Ok(Err("it ended before its total"));
            }
            totals.extend(page.total);
            let keys = response.iter().map(self.key).collect();
            first_page.get_or_insert(keys);
            pages += usize::from(!response.is_empty());
            skipped.extend(response.skipped().iter().cloned());
            last = Some(response.map(|page| items.extend(page)));
        }
        if totals.len() > 1 && !reading.total_is_wrong {
            return Ok(Err("its total changed"));
        }
        if pages > 1 {
            let again = (self.fetch)(self.client.clone(), 1, self.size).await?;
            let keys: Vec<String> = again.iter().map(self.key).collect();
            if first_page.is_some_and(|first| first != keys) {
                return Ok(Err("its first page changed"));
            }
        }
        match last {
            Some(last) => Ok(Ok(last.map(|()| items).with_skipped(skipped))),
            None => Ok(Err("it has no first page")),
        }
    }

    fn read(self) -> BoxStream<'static, Result<Page<T>, Error>> {
        let state = (Reading::new(&self), self);
        stream::try_unfold(state, |(mut reading, pages)| async move {
            let Some(response) = reading.next(&pages).await? else { return Ok(None) };
            let operation = pages.operation;
            if reading.is_short {
                let read = reading.read;
                return Err(unexpected(operation, format!("the list ended after {read} items, before its total")));
            }
            let (number, total) = (reading.page.number, reading.page.total);
            if reading.page.repeated > 0 && reading.page.repeated == response.len() {
                return Err(unexpected(operation, format!("page {number} repeats what was on the pages before it")));
            }
            let skipped = response.skipped().to_vec();
            let page = Page { number, items: response.into_inner(), total, next: None, skipped };
            Ok((!page.items.is_empty() || !page.skipped.is_empty()).then_some((page, (reading, pages))))
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
    /// Items read so far, with those on the pages before the first that is read.
    read: u64,
    /// Whether it ended before the total that the server tells.
    is_short: bool,
    /// Whether the total is less than what was read: it is that of a page, or of nothing.
    total_is_wrong: bool,
    /// The page that was read last.
    page: Position,
}

/// A page, apart from its items.
#[derive(Default)]
struct Position {
    number: u64,
    total: Option<u64>,
    /// How many of its items were on the pages before it.
    repeated: usize,
}

impl Reading {
    fn new<T>(pages: &Pages<T>) -> Self {
        let before = (pages.first - 1).saturating_mul(pages.size);
        Self {
            next: Some(pages.first),
            keys: HashSet::new(),
            read: before,
            is_short: false,
            total_is_wrong: false,
            page: Position::default(),
        }
    }

    /// The next page; `None` after the last one. The last one may be empty.
    async fn next<T>(&mut self, pages: &Pages<T>) -> Result<Option<ResponseValue<Vec<T>>>, Error> {
        let Some(number) = self.next else { return Ok(None) };
        let response = (pages.fetch)(pages.client.clone(), number, pages.size).await?;
        let total = number_in(response.headers(), "x-total-count");
        let size = number_in(response.headers(), "x-page-size");
        let repeated = response.iter().filter(|item| !self.keys.insert((pages.key)(item))).count();
        let missing = response.skipped().iter().filter(|skipped| skipped.is_element()).count();
        let count = (response.len() + missing) as u64;
        self.read = self.read.saturating_add(count);
        // A page that has room for more, of a size that the server tells, or one that is not the first: its total is that
        // of the list and not of the page.
        let is_of_list = number > 1 || size.is_some_and(|size| count < size);
        let is_last = count == 0 || (is_of_list && total == Some(self.read));
        self.total_is_wrong |= total.is_some_and(|total| total < self.read) && number > pages.first;
        self.is_short = count == 0 && !self.total_is_wrong && total.is_some_and(|total| self.read < total);
        self.page = Position { number, total, repeated };
        self.next = number.checked_add(1).filter(|_| !is_last);
        Ok(Some(response))
    }
}

fn number_in(headers: &HeaderMap, name: &str) -> Option<u64> {
    // Proxies join headers that come twice; of several numbers the largest is on the safe side.
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).filter_map(|number| number.trim().parse().ok()).max()
}

/// A list that should have come in one piece.
///
/// # Errors
///
/// `UnexpectedResponse` if its headers say that there is more of it: what is missing must not pass for what is not
/// there.
pub(crate) fn whole<T>(operation: &'static str, response: ResponseValue<Vec<T>>) -> Result<Vec<T>, Error> {
    checked(operation, Ok(response)).map(ResponseValue::into_inner)
}

/// The same, with the response.
pub(crate) fn checked<T>(
    operation: &'static str,
    response: Result<ResponseValue<Vec<T>>, Error>,
) -> Result<ResponseValue<Vec<T>>, Error> {
    let response = response?;
    let missing = response.skipped().iter().filter(|skipped| skipped.is_element()).count();
    let came = (response.len() + missing) as u64;
    match number_in(response.headers(), "x-total-count") {
        Some(total) if total > came => {
            Err(unexpected(operation, format!("the list has {total} items, and {came} came: it is paged now")))
        }
        _ => Ok(response),
    }
}

impl Client {
    /// The startup scripts: all of them, where the raw `list_scripts` gives ten unless it is asked for more. Safe to
    /// repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # for number in 0..12 {
    /// #     let script = verda_api_ext::types::CreateScript::builder().name(format!("{number}")).script("#!/bin/sh");
    /// #     client.create_script(script).await?;
    /// # }
    /// assert_eq!(client.list_scripts().await?.len(), 10);
    /// assert_eq!(client.scripts().all().await?.len(), 12);
    /// # });
    /// ```
    #[inline]
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
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::Script;
    ///
    /// let named = client.pages("list_scripts", |script: &Script| script.id.to_string(), |client, page, size| {
    ///     Box::pin(async move { client.list_scripts().name("setup").page(page).page_size(size).await })
    /// });
    /// assert!(named.all().await?.is_empty());
    /// # });
    /// ```
    pub fn pages<T: Send + 'static>(
        &self,
        operation: &'static str,
        key: fn(&T) -> String,
        fetch: impl Fn(Client, u64, u64) -> BoxFuture<'static, Result<ResponseValue<Vec<T>>, Error>> + Send + Sync + 'static,
    ) -> Pages<T> {
        Pages { client: self.clone(), operation, fetch: Box::new(fetch), key, first: 1, size: PAGE_SIZE }
    }
}
