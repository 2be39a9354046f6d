//! Misbehaviours of headers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::bodies::PAGE;
use super::misbehaviours::{Misbehaviour, Tells};
use super::reply::{Wire, html};

/// Waits that a server asks for.
const RETRY_AFTER: [(&str, &str); 12] = [
    ("zero", "0"),
    ("negative", "-5"),
    ("half-a-second", "0.05"),
    ("a-year", "31536000"),
    ("forever", "99999999999999999999"),
    ("past", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("future", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ("text", "soon"),
    ("empty", ""),
    ("list", "1, 2"),
    ("not-a-number", "NaN"),
    ("infinite", "inf"),
];

/// Limits that a server announces; `{epoch}` is now.
const LIMITS: [(&str, &str, &str); 12] = [
    ("of-a-day", r#""p";q=10;w=86400"#, r#""p";r=0;t=86400"#),
    ("of-an-epoch", r#""p";q=10;w=60"#, r#""p";r=0;t={epoch}"#),
    ("of-milliseconds", r#""p";q=10;w=60"#, r#""p";r=0;t={epoch}000"#),
    ("of-zero", r#""p";q=0;w=60"#, r#""p";r=0;t=60"#),
    ("of-no-time", r#""p";q=10;w=0"#, r#""p";r=0;t=0"#),
    ("without-policy", "", r#""p";r=0;t=60"#),
    ("without-rest", r#""p";q=10;w=60"#, ""),
    ("of-changing-names", r#""p{number}";q=1;w=60"#, r#""p{number}";r=0;t=60"#),
    ("negative", r#""p";q=-1;w=-1"#, r#""p";r=-1;t=-1"#),
    ("enormous", r#""p";q=99999999999999999999;w=60"#, r#""p";r=99999999999999999999;t=60"#),
    ("in-fragments", r#""p;q=;w"#, r#""p";r"#),
    ("project", r#""project";q=1;w=60, "endpoint";q=1;w=60"#, r#""project";r=0;t=60, "endpoint";r=0;t=60"#),
];

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// The truth with one header more.
fn with(name: &str, tells: Tells, header: &'static str, value: impl Into<String>) -> Misbehaviour {
    let value = value.into();
    Misbehaviour::new(format!("header-{name}"), tells, move |setting| {
        setting.truth.clone().with(header, &value.replace("{elsewhere}", setting.elsewhere))
    })
}

pub(super) fn all() -> Vec<Misbehaviour> {
    use Tells::{Nothing, Perhaps, Refusal, Truth};
    let mut all = Vec::new();
    for (name, value) in RETRY_AFTER {
        for (status, tells) in [(429, Refusal), (503, Nothing)] {
            let reply = html(status, "slow down").with("retry-after", value);
            all.push(Misbehaviour::reply(format!("retry-after-{name}-{status}"), tells, reply));
        }
        all.push(with(&format!("retry-after-{name}"), Truth, "retry-after", value));
    }
    for (name, policy, rest) in LIMITS {
        let limits = move |number: usize| {
            let epoch = now().as_secs().to_string();
            let filled = move |text: &str| text.replace("{epoch}", &epoch).replace("{number}", &number.to_string());
            [("ratelimit-policy", filled(policy)), ("ratelimit", filled(rest))]
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
        };
        all.push(Misbehaviour::new(format!("limits-{name}"), Perhaps, move |setting| {
            let limits = limits(setting.number);
            limits.fold(setting.truth.clone(), |reply, (name, value)| reply.with(name, &value))
        }));
        all.push(Misbehaviour::new(format!("limits-{name}-429"), Refusal, move |setting| {
            limits(setting.number).fold(html(429, "overloaded!"), |reply, (name, value)| reply.with(name, &value))
        }));
    }
    let two_retry_afters = html(429, "").with("retry-after", "0").with("retry-after", "31536000");
    let basic = html(401, "").with("www-authenticate", "Basic realm=\"x\", Negotiate");
    let proxy = html(407, PAGE).with("proxy-authenticate", "Basic realm=\"proxy\"");
    all.extend([
        Misbehaviour::reply("retry-after-twice", Refusal, two_retry_afters),
        Misbehaviour::reply("basic-authentication", Refusal, basic),
        Misbehaviour::reply("proxy-authentication", Nothing, proxy),
        with("location", Perhaps, "location", "{elsewhere}/location"),
        with("content-location", Truth, "content-location", "{elsewhere}/content-location"),
        with("refresh", Truth, "refresh", "0; url={elsewhere}/refresh"),
        with("alt-svc", Truth, "alt-svc", "h2=\"{elsewhere}\"; ma=86400, h3=\":443\""),
        with("set-cookie", Truth, "set-cookie", "session=canary-cookie; path=/"),
        with("link", Truth, "link", "<{elsewhere}/next>; rel=\"next\""),
        with("upgrade", Perhaps, "upgrade", "h2c, websocket"),
        with("connection-of-all", Perhaps, "connection", "close, upgrade, content-length"),
        with("not-ascii", Truth, "x-odd", "h\u{e9}llo \u{1f980}"),
        with("with-nul", Perhaps, "x-odd", "a\0b"),
        with("folded", Perhaps, "x-odd", "a\r\n b"),
        with("without-name", Perhaps, "", "a"),
        with("name-with-space", Perhaps, "x odd", "a"),
        with("without-colon", Perhaps, "x-odd", "a\r\nodd"),
        with("megabyte", Perhaps, "x-odd", "a".repeat(1 << 20)),
        with("ten-kilobytes", Truth, "x-odd", "a".repeat(10 << 10)),
        with("total-count", Perhaps, "x-total-count", "99999999999999999999"),
        Misbehaviour::new("header-thousands", Perhaps, |setting| {
            (0..5000).fold(setting.truth.clone(), |reply, number| reply.with(&format!("x-{number}"), "a"))
        }),
        Misbehaviour::new("header-repeated", Perhaps, |setting| {
            (0..90).fold(setting.truth.clone(), |reply, _| reply.with("x-request-id", "a"))
        }),
        Misbehaviour::new("header-connection-close-and-open", Truth, |setting| {
            setting.truth.clone().with("connection", "close").on(Wire::Whole)
        }),
    ]);
    all
}
