//! HTTP clients that follow redirects. They repeat a request where a redirect leads to, and take its headers there: an order is
//! sent twice, or a secret to another host, and the response does not show it.

use reqwest::{Client, redirect};

/// What an error says of such a client.
pub(super) const REFUSED: &str =
    "the HTTP client follows redirects: build it with `.redirect(reqwest::redirect::Policy::none())`";

/// Where `Debug` tells of the policy. The default policy, which follows, is not shown.
const FIELD: &str = "redirect_policy: ";
/// The next field, which may hold any text.
const NEXT: &str = "default_headers: ";

/// Whether a client follows redirects. reqwest has no question for it, and tells of it in `Debug`. A version that tells of it in
/// another way is believed to follow none.
pub(super) fn are_followed(client: &Client) -> bool {
    let none = format!("{:?}", redirect::Policy::none());
    let is_told = policy(&format!("{:?}", Client::builder().redirect(redirect::Policy::none()))).contains(&none);
    is_told && !policy(&format!("{client:?}")).contains(&none)
}

/// The policy in the `Debug` of a client or of its builder; empty where that shows none.
fn policy(shown: &str) -> &str {
    let before = shown.split_once(NEXT).map_or(shown, |(before, _)| before);
    before.split_once(FIELD).map_or("", |(_, policy)| policy)
}
