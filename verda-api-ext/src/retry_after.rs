//! The `Retry-After` header: seconds, or an HTTP date. Fractions of seconds are no standard, and are sent.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, HeaderName, RETRY_AFTER};

/// How long a response asks to wait. What cannot be read is ignored.
///
/// A date is compared with the response's own `Date`, so that the two clocks need not agree; without one it is compared
/// with `now`.
pub(crate) fn read(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = text(headers, RETRY_AFTER)?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if [whole, fraction].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())) {
        // More digits than fit are still a long time.
        let whole = Duration::from_secs(whole.parse().unwrap_or(u64::MAX));
        let fraction = format!("0.{fraction}").parse().map(Duration::from_secs_f64).unwrap_or_default();
        return Some(whole.saturating_add(fraction));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    let sent = self::text(headers, DATE).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    Some(date.duration_since(sent).unwrap_or_default())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn wait(retry_after: &[u8], date: Option<&[u8]>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(retry_after).ok()?);
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_bytes(date).ok()?);
        }
        // 1994-11-06T08:49:07Z
        read(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_747))
    }

    #[test]
    fn seconds_and_dates() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(wait(b"49", None), seconds(49));
        assert_eq!(wait(b" 0 ", None), seconds(0));
        assert_eq!(wait(b"99999999999999999999999", None), seconds(u64::MAX));
        assert_eq!(wait(b"30.5", None), Some(Duration::from_millis(30_500)));
        assert_eq!(wait(b"0.0", None), seconds(0));
        // The three forms of RFC 9110; the local clock says 08:49:07.
        assert_eq!(wait(b"Sun, 06 Nov 1994 08:49:37 GMT", None), seconds(30));
        assert_eq!(wait(b"Sunday, 06-Nov-94 08:49:37 GMT", None), seconds(30));
        assert_eq!(wait(b"Sun Nov  6 08:49:37 1994", None), seconds(30));
        // A date that has passed asks for no wait.
        assert_eq!(wait(b"Sun, 06 Nov 1994 08:00:00 GMT", None), seconds(0));
        for nonsense in [
            &b""[..],
            b"-1",
            b"+5",
            b"1.",
            b".5",
            b"1.5.0",
            b"1,5",
            b"-1.5",
            b"1e3",
            b"soon",
            b"5 seconds",
            b"Sun, 06 Nov 1994",
            b"\xff",
        ] {
            assert_eq!(wait(nonsense, None), None, "{}", String::from_utf8_lossy(nonsense));
        }
    }

    #[test]
    fn a_date_counts_from_the_servers_clock() {
        let an_hour_ahead = b"Sun, 06 Nov 1994 09:49:07 GMT";
        assert_eq!(wait(b"Sun, 06 Nov 1994 09:49:37 GMT", Some(an_hour_ahead)), Some(Duration::from_secs(30)));
        assert_eq!(wait(b"Sun, 06 Nov 1994 08:49:37 GMT", Some(b"whenever")), Some(Duration::from_secs(30)));
    }

    proptest! {
        #![proptest_config(crate::fuzz::config())]

        #[test]
        fn any_bytes_are_read_without_a_panic(retry_after: Vec<u8>, date: Option<Vec<u8>>) {
            wait(&retry_after, date.as_deref());
        }

        #[test]
        fn near_dates_are_read_without_a_panic(
            text in "(Sun|Mon|Xxx|Sunday),? ?[0-9]{1,3}[- ](Jan|Feb|Foo)[- ][0-9]{1,5} [0-9]{1,3}:[0-9]{2}:[0-9]{2}( GMT)?"
        ) {
            wait(text.as_bytes(), Some(text.as_bytes()));
        }

        #[test]
        fn a_date_is_read_as_it_was_written(now in 0..4_000_000_000_u64, later in 0..1_000_000_u64) {
            let date = |seconds| {
                httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).into_bytes()
            };
            prop_assert_eq!(wait(&date(now + later), Some(&date(now))), Some(Duration::from_secs(later)));
        }
    }
}
