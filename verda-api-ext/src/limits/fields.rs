//! The `RateLimit` and `RateLimit-Policy` fields of the IETF draft: lists of strings with parameters.

use std::time::Duration;

use http::HeaderMap;
use http::header::HeaderName;
use sfv::{BareItem, Item, List, ListEntry, Parser};

const STATE: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What a response says of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announced {
    pub(super) policy: String,
    /// Requests that are left.
    pub(super) remaining: u64,
    /// Time until there are as many as in the beginning.
    pub(super) resets_in: Duration,
    /// Requests in a window.
    pub(super) quota: Option<u64>,
    /// Length of a window.
    pub(super) window: Option<Duration>,
}

/// Every policy whose state is told. What is malformed is ignored, as the draft asks.
pub(super) fn read(headers: &HeaderMap) -> Vec<Announced> {
    let policies: Vec<Item> = items(headers, &POLICY);
    let announced = items(headers, &STATE).into_iter().filter_map(|item| {
        let policy = name(&item)?;
        let described = policies.iter().find(|described| name(described).as_ref() == Some(&policy));
        Some(Announced {
            remaining: whole(&item, "r")?,
            resets_in: Duration::from_secs(whole(&item, "t")?),
            quota: described.and_then(|item| whole(item, "q")),
            window: described.and_then(|item| whole(item, "w")).map(Duration::from_secs),
            policy,
        })
    });
    announced.collect()
}

/// The items of a list that may be spread over several lines.
fn items(headers: &HeaderMap, name: &HeaderName) -> Vec<Item> {
    let mut items = Vec::new();
    for line in headers.get_all(name) {
        let Ok(list) = Parser::new(line.as_bytes()).parse::<List>() else { return Vec::new() };
        items.extend(list.into_iter().filter_map(|entry| match entry {
            ListEntry::Item(item) => Some(item),
            ListEntry::InnerList(_) => None,
        }));
    }
    items
}

/// A policy's name; the draft's older versions wrote it as a token.
fn name(item: &Item) -> Option<String> {
    match &item.bare_item {
        BareItem::String(name) => Some(name.as_str().to_owned()),
        BareItem::Token(name) => Some(name.as_str().to_owned()),
        _ => None,
    }
}

fn whole(item: &Item, parameter: &str) -> Option<u64> {
    match item.params.get(parameter)? {
        BareItem::Integer(number) => u64::try_from(i64::from(*number)).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn headers(policy: &[u8], state: &[u8]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [(POLICY, policy), (STATE, state)] {
            if let Ok(value) = HeaderValue::from_bytes(value) {
                headers.append(name, value);
            }
        }
        headers
    }

    #[test]
    fn the_policies_of_a_response() {
        let found = read(&headers(
            br#""project";q=500;w=60, "endpoint";q=60;w=60"#,
            br#""project";r=486;t=37, "endpoint";r=48;t=37"#,
        ));
        let minute = Some(Duration::from_secs(60));
        let resets_in = Duration::from_secs(37);
        assert_eq!(
            found,
            [
                Announced { policy: "project".into(), remaining: 486, resets_in, quota: Some(500), window: minute },
                Announced { policy: "endpoint".into(), remaining: 48, resets_in, quota: Some(60), window: minute },
            ]
        );
    }

    #[test]
    fn what_is_malformed_is_ignored() {
        let good: &[u8] = br#""a";r=1;t=2"#;
        assert_eq!(read(&headers(b"", good)).len(), 1);
        assert_eq!(read(&headers(b"nonsense;;", good))[0].quota, None);
        let refused: [&[u8]; 7] =
            [b"\"a\";r=1", b"\"a\";r=-1;t=2", b"\"a\";r=x;t=2", b"\"a;r=1;t=2", b"7;r=1;t=2", b"(\"a\");r=1;t=2", b","];
        for state in refused {
            assert_eq!(read(&headers(b"", state)), [], "{}", String::from_utf8_lossy(state));
        }
        // One that is whole beside one that is not: the list is valid, so the whole one counts.
        assert_eq!(read(&headers(b"", br#""a";r=1, "b";r=1;t=2"#)).len(), 1);
    }

    proptest! {
        #![proptest_config(crate::fuzz::config())]

        #[test]
        fn any_bytes_are_read_without_a_panic(policy: Vec<u8>, state: Vec<u8>) {
            read(&headers(&policy, &state));
        }

        #[test]
        fn near_misses_are_read_without_a_panic(text in r#"("?[a-z]{0,3}"?(;[rtqw]?=?-?[0-9]{0,20}){0,3},? ?){0,4}"#) {
            read(&headers(text.as_bytes(), text.as_bytes()));
        }

        #[test]
        fn what_is_well_formed_is_read_exactly(name in "[a-z]{1,9}", r in 0..1_000_000_u64, t in 0..100_000_u64) {
            let found = read(&headers(b"", format!("\"{name}\";r={r};t={t}").as_bytes()));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!((&found[0].policy, found[0].remaining, found[0].resets_in.as_secs()), (&name, r, t));
        }
    }
}
