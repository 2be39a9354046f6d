//! Paging by cursors.

/// The members for paging by cursors. A response contains the cursor of the next page, which is sent in the next request. On
/// the last page, the cursor is null, empty or absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The query parameter for the cursor, such as `cursor`.
    pub parameter: &'static str,
    /// The member of a page with the cursor of the next page, such as `next_cursor` or `meta.next_cursor`.
    pub next: &'static str,
    /// The member of a page with its elements, such as `items`.
    pub items: &'static str,
}

/// A response that is one page of a list, with the cursor of the next page. Implemented for the responses of operations with a
/// [`Cursor`]; your own types can implement the trait as well.
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

    /// The member with the elements. See [`Cursor::items`].
    const ITEMS: &'static str;

    /// The member with the cursor of the next page. See [`Cursor::next`].
    const NEXT: &'static str;

    /// Splits the page into its elements and the cursor of the next page. Without a list, the response is no page.
    fn into_page(self) -> (Option<Vec<Self::Item>>, Option<String>);
}
