//! The `RateLimit` and `RateLimit-Policy` fields of the IETF draft: lists of strings with parameters.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use http::header::{HeaderName, HeaderValue};
use sfv::visitor::{EntryVisitor, Ignored, InnerListVisitor, ItemVisitor, ListVisitor, ParameterVisitor};
use sfv::{BareItemFromInput, GenericBareItem, KeyRef, Parser};

const STATE: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What a response says of one policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Announced<'a> {
    pub(super) policy: Cow<'a, str>,
    /// Requests that are left.
    pub(super) remaining: u64,
    /// Time until there are as many as in the beginning.
    pub(super) resets_in: Duration,
    /// Requests in a window.
    pub(super) quota: Option<u64>,
    /// Length of a window.
    pub(super) window: Option<Duration>,
}

/// The values of `RateLimit-Policy` that were read last. It is one of a few in nearly every response, and to read it again
/// would be half of the work.
#[derive(Debug, Default)]
pub(super) struct Policies(VecDeque<PolicyField>);

/// A value of `RateLimit-Policy`, and what it says.
#[derive(Debug)]
struct PolicyField {
    value: Box<[u8]>,
    policies: Arc<[Policy]>,
}

/// Values of `RateLimit-Policy` that are kept: operations differ in their quotas.
const VALUES_KEPT: usize = 4;

/// Longer names are of no policy.
const LONGEST_NAME: usize = 128;
/// Longer values are read each time and not kept.
const LONGEST_VALUE: usize = 1024;

/// Items of a field that count: an API has two or three policies.
const ITEMS_READ: usize = 32;

#[derive(Debug)]
struct Policy {
    name: String,
    quota: Option<u64>,
    window: Option<Duration>,
}

impl Policies {
    fn of(cache: &Mutex<Self>, headers: &HeaderMap) -> Arc<[Policy]> {
        let mut lines = headers.get_all(&POLICY).iter();
        let only = lines.next().map(HeaderValue::as_bytes).filter(|_| lines.next().is_none());
        let mut cache = cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = cache.0.iter().find(|known| Some(&*known.value) == only) {
            return known.policies.clone();
        }
        let read = |item: Item<'_>| Policy {
            // A quota of nothing, and a window of no time, say nothing.
            quota: item.quota.filter(|quota| *quota > 0),
            window: item.window.filter(|seconds| *seconds > 0).map(Duration::from_secs),
            name: item.name.into_owned(),
        };
        let policies: Arc<[Policy]> = items(headers, &POLICY).into_iter().map(read).collect();
        if let Some(only) = only.filter(|only| only.len() <= LONGEST_VALUE) {
            cache.0.truncate(VALUES_KEPT - 1);
            cache.0.push_front(PolicyField { value: only.into(), policies: policies.clone() });
        }
        policies
    }
}

/// Every policy whose state is told. What is malformed is ignored, as the draft asks.
pub(super) fn read<'a>(headers: &'a HeaderMap, policies: &Mutex<Policies>) -> Vec<Announced<'a>> {
    if !headers.contains_key(&STATE) {
        return Vec::new();
    }
    let policies = Policies::of(policies, headers);
    let announced = items(headers, &STATE).into_iter().filter_map(|item| {
        let described = policies.iter().find(|described| described.name == item.name);
        Some(Announced {
            remaining: item.remaining?,
            resets_in: Duration::from_secs(item.resets_in?),
            quota: described.and_then(|policy| policy.quota),
            window: described.and_then(|policy| policy.window),
            policy: item.name,
        })
    });
    announced.collect()
}

/// One item of either field.
#[derive(Default)]
struct Item<'a> {
    name: Cow<'a, str>,
    remaining: Option<u64>,
    resets_in: Option<u64>,
    quota: Option<u64>,
    window: Option<u64>,
}

/// The items of a list that may be spread over several lines.
fn items<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<Item<'a>> {
    let mut items = Items(Vec::with_capacity(4));
    for line in headers.get_all(name) {
        if Parser::new(line.as_bytes()).parse_list_with_visitor(&mut items).is_err() {
            return Vec::new();
        }
    }
    // An endless field would cost as much time as the square of its length.
    items.0.truncate(ITEMS_READ);
    items.0.retain(|item| item.name.len() <= LONGEST_NAME);
    items.0
}

/// Collects items while a list is parsed: without a copy of what it does not need.
struct Items<'a>(Vec<Item<'a>>);

impl<'a> ListVisitor<'a> for &mut Items<'a> {
    type Out = ();
    type Error = Infallible;

    fn entry(&mut self) -> Result<impl EntryVisitor<'a>, Infallible> {
        Ok(Entry(&mut self.0))
    }

    fn finish(self) -> Result<(), Infallible> {
        Ok(())
    }
}

struct Entry<'b, 'a>(&'b mut Vec<Item<'a>>);

impl<'a> EntryVisitor<'a> for Entry<'_, 'a> {
    type Error = Infallible;

    fn item(self) -> Result<impl ItemVisitor<'a>, Infallible> {
        Ok(self)
    }

    fn inner_list(self) -> Result<impl InnerListVisitor<'a>, Infallible> {
        Ok(Ignored)
    }
}

impl<'a> ItemVisitor<'a> for Entry<'_, 'a> {
    type Out = Option<()>;
    type Error = Infallible;

    fn bare_item(self, item: BareItemFromInput<'a>) -> Result<impl ParameterVisitor<'a, Out = Option<()>>, Infallible> {
        // The draft's older versions wrote the name as a token.
        let name = match item {
            GenericBareItem::String(Cow::Borrowed(name)) => Some(Cow::Borrowed(name.as_str())),
            GenericBareItem::String(Cow::Owned(name)) => Some(Cow::Owned(name.as_str().to_owned())),
            GenericBareItem::Token(name) => Some(Cow::Borrowed(name.as_str())),
            _ => None,
        };
        Ok(name.map(|name| {
            self.0.push(Item { name, ..Item::default() });
            Parameters(self.0)
        }))
    }
}

struct Parameters<'b, 'a>(&'b mut Vec<Item<'a>>);

impl<'a> ParameterVisitor<'a> for Parameters<'_, 'a> {
    type Out = ();
    type Error = Infallible;

    fn parameter(&mut self, key: &'a KeyRef, value: BareItemFromInput<'a>) -> Result<(), Infallible> {
        let GenericBareItem::Integer(number) = value else { return Ok(()) };
        let number = u64::try_from(i64::from(number)).ok();
        let Some(item) = self.0.last_mut() else { return Ok(()) };
        match key.as_str() {
            "r" => item.remaining = number,
            "t" => item.resets_in = number,
            "q" => item.quota = number,
            "w" => item.window = number,
            _ => {}
        }
        Ok(())
    }

    fn finish(self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
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
    fn an_endless_field_is_cut() {
        let many =
            |parameter: &str| (0..5000).map(|number| format!("\"{number}\";{parameter}")).collect::<Vec<_>>().join(",");
        let headers = headers(many("q=9;w=60").as_bytes(), many("r=1;t=60").as_bytes());
        let announced = read(&headers);
        assert_eq!((announced.len(), announced[31].quota), (ITEMS_READ, Some(9)));
    }

    fn read(headers: &HeaderMap) -> Vec<Announced<'_>> {
        super::read(headers, &Mutex::default())
    }

    #[test]
    fn a_description_that_changes_is_read_again() {
        let policies = Mutex::default();
        let quotas = |policy: &[u8]| {
            let headers = headers(policy, br#""a";r=1;t=2"#);
            super::read(&headers, &policies).into_iter().map(|announced| announced.quota).collect::<Vec<_>>()
        };
        assert_eq!(quotas(br#""a";q=60;w=60"#), [Some(60)]);
        assert_eq!(quotas(br#""a";q=60;w=60"#), [Some(60)]);
        assert_eq!(quotas(br#""a";q=50;w=60"#), [Some(50)]);
        assert_eq!(quotas(b"nonsense;;"), [None]);
        assert_eq!(quotas(br#""b";q=50;w=60"#), [None]);
        assert_eq!(quotas(br#""a";q=0;w=0"#), [None]);
        assert_eq!(quotas(br#""a";q=60;w=60"#), [Some(60)]);
    }

    #[test]
    fn the_policies_of_a_response() {
        let headers =
            headers(br#""project";q=500;w=60, "endpoint";q=60;w=60"#, br#""project";r=486;t=37, "endpoint";r=48;t=37"#);
        let found = read(&headers);
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
        assert_eq!(read(&headers(b"nonsense;;", good)).iter().map(|found| found.quota).collect::<Vec<_>>(), [None]);
        let refused: [&[u8]; 7] =
            [b"\"a\";r=1", b"\"a\";r=-1;t=2", b"\"a\";r=x;t=2", b"\"a;r=1;t=2", b"7;r=1;t=2", b"(\"a\");r=1;t=2", b","];
        for state in refused {
            assert_eq!(read(&headers(b"", state)), [], "{}", String::from_utf8_lossy(state));
        }
        // A name with an escape is a name, and so is a token.
        assert_eq!(&*read(&headers(b"a;q=9;w=2", b"a;r=1;t=2"))[0].policy, "a");
        assert_eq!(
            read(&headers(b"", br#""a\"b";r=1;t=2"#)).iter().map(|found| &*found.policy).collect::<Vec<_>>(),
            ["a\"b"]
        );
        // One that is whole and one that is not: the list is valid, so the whole one counts.
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
            let headers = headers(b"", format!("\"{name}\";r={r};t={t}").as_bytes());
            let found = read(&headers);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!((&*found[0].policy, found[0].remaining, found[0].resets_in.as_secs()), (&*name, r, t));
        }
    }
}
