//! Misbehaviours of bodies.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::misbehaviours::{Misbehaviour, Tells};
use super::reply::{Reply, Wire, html};

pub(super) const PAGE: &str = "<!doctype html><html><body><form action=\"/login\">Sign in</form></body></html>";

/// Of 4 MB.
const BOMB: usize = 4 << 20;

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // A vector takes all.
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default()
}

fn bomb(letter: u8) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..BOMB >> 16 {
        let _ = encoder.write_all(&[letter; 1 << 16]);
    }
    encoder.finish().unwrap_or_default()
}

/// The truth with another body.
fn body(name: &str, tells: Tells, bytes: impl Into<Vec<u8>>) -> Misbehaviour {
    let bytes = bytes.into();
    Misbehaviour::new(format!("body-{name}"), tells, move |setting| Reply {
        body: bytes.clone(),
        ..setting.truth.clone()
    })
}

/// The truth with a body that is made of its own.
fn mended(name: &str, tells: Tells, change: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Misbehaviour {
    Misbehaviour::new(format!("body-{name}"), tells, move |setting| Reply {
        body: change(&setting.truth.body),
        ..setting.truth.clone()
    })
}

/// The truth with another header.
fn header(name: &str, tells: Tells, header: &'static str, value: &'static str) -> Misbehaviour {
    Misbehaviour::new(name, tells, move |setting| setting.truth.clone().without(header).with(header, value))
}

/// A list without one of its elements, every other time.
fn with_a_loss(body: &[u8], number: usize) -> Vec<u8> {
    match serde_json::from_slice(body) {
        Ok(Value::Array(mut elements)) if !elements.is_empty() && number.is_multiple_of(2) => {
            elements.remove(number / 2 % elements.len());
            Value::Array(elements).to_string().into_bytes()
        }
        _ => body.to_vec(),
    }
}

/// Each member of the objects twice.
fn doubled(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    match text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(members) if !members.is_empty() => format!("{{{members},{members}}}").into_bytes(),
        _ => body.to_vec(),
    }
}

pub(super) fn all() -> Vec<Misbehaviour> {
    use Tells::{AsMayBe, Nothing, Perhaps, Truth};
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let mut all: Vec<_> = [
        ("empty", ""),
        ("blanks", " \r\n"),
        ("null", "null"),
        ("empty-list", "[]"),
        ("empty-object", "{}"),
        ("list-of-null", "[null]"),
        ("list-of-objects", "[{}]"),
        ("list-in-data", r#"{"data":[]}"#),
        ("true", "true"),
        ("number", "7"),
        ("text", "\"text\""),
        ("empty-text", "\"\""),
        ("nan", "NaN"),
        ("ok", "OK"),
        ("accepted", "Accepted"),
        ("null-id", r#"{"id":null}"#),
        ("id-of-nothing", "00000000-0000-0000-0000-000000000000"),
        ("byte-order-mark", "\u{feff}"),
    ]
    .map(|(name, text)| body(name, AsMayBe, text))
    .to_vec();
    let failures = [
        ("page", PAGE),
        ("code-and-message", r#"{"code":"internal_error","message":"boom"}"#),
        ("message-of-gateway", r#"{"message":"Internal server error"}"#),
        ("error", r#"{"error":"boom"}"#),
        ("no-success", r#"{"success":false}"#),
        ("fault", r#"{"fault":{"faultstring":"x"}}"#),
        ("cut-object", r#"{"id":"#),
        ("cut-list", r#"[{"id":"a""#),
        ("cut-id", "3f0c8a0e-6d0d-4a"),
    ];
    all.extend(failures.map(|(name, text)| body(name, Nothing, text)));
    all.extend([
        // What is known by a code of its own can be read from it.
        body("list-of-failure", AsMayBe, r#"[{"code":"not_found","message":"Instance not found"}]"#),
        body("deep-lists", Nothing, nested("[", "]")),
        body("deep-objects", AsMayBe, nested("{\"a\":", "}").replacen("}", "1}", 1)),
        body("deep-lists-cut", Nothing, "[".repeat(100_000)),
        body("not-utf-8", Nothing, &b"\xff\xfe\x00{\x00"[..]),
        body("latin-1-text", Nothing, &b"Acc\xe8s refus\xe9"[..]),
        body("zeros", Nothing, [0; 5000]),
        body("two-megabytes-of-blanks", Nothing, vec![b' '; 2 << 20]),
        mended("cut-in-half", AsMayBe, |truth| truth[..truth.len() / 2].to_vec()),
        mended("cut-by-a-byte", AsMayBe, |truth| truth[..truth.len().saturating_sub(1)].to_vec()),
        mended("doubled-members", Perhaps, doubled),
        mended("marked-by-byte-order", Truth, |truth| [b"\xef\xbb\xbf", truth].concat()),
        Misbehaviour::new("lists-lose-an-element", Perhaps, |setting| Reply {
            body: with_a_loss(&setting.truth.body, setting.number),
            ..setting.truth.clone()
        }),
        mended("in-blanks", Truth, |truth| [b" \r\n", truth, b"\n\n"].concat()),
        mended("followed-by-a-page", Nothing, |truth| [truth, PAGE.as_bytes()].concat()),
        header("type-html", Truth, "content-type", "text/html; charset=utf-8"),
        header("type-image", Truth, "content-type", "image/png"),
        header("type-utf-16", Truth, "content-type", "application/json; charset=utf-16"),
        header("type-odd", Truth, "content-type", "\"/;;="),
        Misbehaviour::new("type-missing", Truth, |setting| setting.truth.clone().without("content-type")),
        Misbehaviour::new("gzip", Truth, |setting| {
            let body = gzip(&setting.truth.body);
            Reply { body, ..setting.truth.clone() }.with("content-encoding", "gzip")
        }),
        Misbehaviour::new("gzip-without-saying", AsMayBe, |setting| Reply {
            body: gzip(&setting.truth.body),
            ..setting.truth.clone()
        }),
        Misbehaviour::new("gzip-cut", AsMayBe, |setting| {
            let whole = gzip(&setting.truth.body);
            Reply { body: whole[..whole.len() / 2].to_vec(), ..setting.truth.clone() }.with("content-encoding", "gzip")
        }),
        Misbehaviour::new("gzip-of-gzip", Perhaps, |setting| {
            let body = gzip(&gzip(&setting.truth.body));
            Reply { body, ..setting.truth.clone() }.with("content-encoding", "gzip, gzip")
        }),
        header("said-gzip", Perhaps, "content-encoding", "gzip"),
        header("said-brotli", Perhaps, "content-encoding", "br"),
        header("said-zstd", Perhaps, "content-encoding", "zstd"),
        header("said-identity", Truth, "content-encoding", "identity"),
        header("length-too-short", AsMayBe, "content-length", "1").that_hangs(),
        header("length-zero", AsMayBe, "content-length", "0"),
        header("length-odd", Perhaps, "content-length", "abc"),
        header("length-negative", Perhaps, "content-length", "-1"),
        header("length-enormous", Nothing, "content-length", "99999999999999999999"),
        header("length-exabytes", Nothing, "content-length", "9000000000000000000").that_hangs(),
        header("chunked-as-said-only", Nothing, "transfer-encoding", "chunked").that_hangs(),
        Misbehaviour::new("length-too-long-and-closed", Nothing, |setting| {
            Reply::cut(setting.truth.status, setting.truth.body.clone())
        }),
        Misbehaviour::new("length-too-long-and-open", Nothing, |setting| {
            let length = (setting.truth.body.len() + 10).to_string();
            setting.truth.clone().with("content-length", &length)
        })
        .that_hangs(),
        Misbehaviour::new("two-lengths", Perhaps, |setting| {
            let length = setting.truth.body.len();
            let both = [length.to_string(), (length + 1).to_string()];
            both.iter().fold(setting.truth.clone(), |reply, length| reply.with("content-length", length))
        }),
        Misbehaviour::new("endless", Nothing, |setting| {
            Reply::new(setting.truth.status, vec![b' '; 1 << 14]).on(Wire::Endless)
        }),
        Misbehaviour::new("endless-list", Nothing, |setting| {
            Reply::new(setting.truth.status, "[".repeat(1 << 14)).on(Wire::Endless)
        }),
        Misbehaviour::new("endless-page", Nothing, |_| {
            Reply::new(502, "<p>bad gateway</p>".repeat(500)).on(Wire::Endless)
        }),
    ]);
    let bombs = [("gzip-bomb", 200, bomb(b'[')), ("gzip-bomb-of-an-error", 502, bomb(b'<'))];
    all.extend(bombs.map(|(name, status, bytes)| {
        Misbehaviour::reply(name, Nothing, Reply::new(status, bytes).with("content-encoding", "gzip"))
    }));
    all.push(Misbehaviour::reply("page-of-a-login", Nothing, html(200, PAGE)));
    all
}
