//! Pages of a list of which each holds the cursor of the next one.

/// How the pages of a list follow each other: a response holds the cursor of the next page, which is sent in the next request.
/// The last page has none: it is null, empty or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The query parameter that takes a cursor, such as `cursor`.
    pub parameter: &'static str,
    /// The member of a page that holds the cursor of the next one, such as `next_cursor` or `meta.next_cursor`.
    pub next: &'static str,
    /// The member of a page that holds its elements, such as `items`.
    pub items: &'static str,
}

/// A response that is one page of a list, with the cursor of the next page. Generated for the responses of operations with a
/// [`Cursor`]; a type of your own can have it as well.
///
/// ```
/// use verda_api::CursorPage;
///
/// struct Events {
///     events: Vec<String>,
///     next_cursor: Option<String>,
/// }
///
/// impl CursorPage for Events {
///     type Item = String;
///     const ITEMS: &'static str = "events";
///     const NEXT: &'static str = "next_cursor";
///
///     fn into_page(self) -> (Option<Vec<String>>, Option<String>) {
///         (Some(self.events), self.next_cursor)
///     }
/// }
///
/// let page = Events { events: vec!["boot".to_owned()], next_cursor: None };
/// assert_eq!(page.into_page(), (Some(vec!["boot".to_owned()]), None));
/// ```
pub trait CursorPage {
    /// An element of the list.
    type Item;

    /// The member that holds the elements. See [`Cursor::items`].
    const ITEMS: &'static str;

    /// The member that holds the cursor of the next page. See [`Cursor::next`].
    const NEXT: &'static str;

    /// The elements, and the cursor of the next page. Without a list the response is no page.
    fn into_page(self) -> (Option<Vec<Self::Item>>, Option<String>);
}
