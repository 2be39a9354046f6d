//! The spellings of a secret: plain, and as JSON, URLs and HTML escape its characters, each of them in its own way or none, and
//! one within the other.
//!
//! Text and secret are both unescaped until nothing is left to unescape, and then compared. The place of each byte is kept.

use std::collections::{HashMap, HashSet};

use super::SHORTEST;

/// How often a text is unescaped: as deep as escapes may be within each other.
const LAYERS: usize = 8;

/// The longest escape of a character, such as `&#x0000002F;`.
const LONGEST_ESCAPE: usize = 12;

/// Names of characters in HTML that encoders write.
const ENTITIES: [(&str, char); 36] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("nbsp", '\u{a0}'),
    ("excl", '!'),
    ("num", '#'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("lpar", '('),
    ("rpar", ')'),
    ("ast", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("period", '.'),
    ("sol", '/'),
    ("colon", ':'),
    ("semi", ';'),
    ("equals", '='),
    ("quest", '?'),
    ("commat", '@'),
    ("lsqb", '['),
    ("lbrack", '['),
    ("bsol", '\\'),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("Hat", '^'),
    ("lowbar", '_'),
    ("grave", '`'),
    ("lcub", '{'),
    ("rcub", '}'),
    ("verbar", '|'),
    ("vert", '|'),
];

/// A text that is found in any of its spellings.
pub(super) struct Secret {
    plain: Vec<u8>,
    /// Without anything that looks like an escape.
    unescaped: Vec<u8>,
}

impl Secret {
    pub(super) fn new(plain: &[u8]) -> Self {
        Self { plain: plain.to_vec(), unescaped: Unescaped::of(plain).bytes }
    }

    pub(super) fn is(&self, plain: &[u8]) -> bool {
        self.plain == plain
    }
}

/// Where secrets are in a text: beginnings and ends. A beginning of one at the end of the text counts: the text may be cut. The
/// text is searched once for all of them.
pub(super) fn find(secrets: &[Secret], text: &Text<'_>) -> Vec<(usize, usize)> {
    let plain: Vec<&[u8]> = secrets.iter().map(|secret| secret.plain.as_slice()).collect();
    let end = text.plain.len();
    let mut found: Vec<_> = occurrences(text.plain, &plain);
    found.extend(plain.iter().filter_map(|secret| cut(text.plain, secret)).map(|at| (at, end)));
    if let Some(unescaped) = &text.unescaped {
        let secrets: Vec<&[u8]> = secrets.iter().map(|secret| secret.unescaped.as_slice()).collect();
        let all = occurrences(&unescaped.bytes, &secrets);
        found.extend(all.into_iter().map(|(at, end)| (unescaped.start(at), unescaped.end(end))));
        let cuts = secrets.iter().filter_map(|secret| cut(&unescaped.bytes, secret));
        found.extend(cuts.map(|at| (unescaped.start(at), end)));
    }
    found
}

/// A text that is searched, and the same without escapes, if it has any.
pub(super) struct Text<'a> {
    pub(super) plain: &'a [u8],
    unescaped: Option<Unescaped>,
}

impl<'a> Text<'a> {
    pub(super) fn new(plain: &'a [u8]) -> Self {
        let has_escapes = plain.iter().any(|byte| matches!(byte, b'\\' | b'%' | b'&' | b'+'));
        Self { plain, unescaped: has_escapes.then(|| Unescaped::of(plain)) }
    }
}

/// All places where one of the parts is that are long enough, by their first bytes.
fn occurrences(text: &[u8], parts: &[&[u8]]) -> Vec<(usize, usize)> {
    let mut by_beginning: HashMap<&[u8], Vec<&[u8]>> = HashMap::new();
    for part in parts {
        part.get(..SHORTEST).into_iter().for_each(|beginning| by_beginning.entry(beginning).or_default().push(part));
    }
    let first: HashSet<u8> = by_beginning.keys().filter_map(|beginning| beginning.first().copied()).collect();
    let mut is_first = [false; 256];
    is_first.iter_mut().zip(0..=u8::MAX).for_each(|(is_first, byte)| *is_first = first.contains(&byte));
    let begins = |window: &&[u8]| window.first().is_some_and(|byte| is_first.get(usize::from(*byte)) == Some(&true));
    let mut found = Vec::new();
    for (at, beginning) in text.windows(SHORTEST).enumerate().filter(|(_, window)| begins(window)) {
        for part in by_beginning.get(beginning).into_iter().flatten() {
            if text.get(at..).is_some_and(|rest| rest.starts_with(part)) {
                found.push((at, at + part.len()));
            }
        }
    }
    found
}

/// Where the beginning of a part ends a text, if it is long enough to be one. An escape may be cut as well.
fn cut(text: &[u8], part: &[u8]) -> Option<usize> {
    let begins_escape = |byte: &u8| matches!(byte, b'\\' | b'%' | b'&');
    let last = text.len().saturating_sub(LONGEST_ESCAPE);
    let escape = text.iter().skip(last).position(begins_escape).map(|at| last + at);
    let is_cut = |at: &usize| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.iter().all(|byte| byte.is_ascii_alphanumeric() || b"#{".contains(byte))
    };
    let escape = escape.filter(is_cut);
    [Some(text.len()), escape].into_iter().flatten().find_map(|end| {
        let text = text.get(..end)?;
        let mut lengths = (SHORTEST..part.len()).rev();
        let length = lengths.find(|length| part.get(..*length).is_some_and(|beginning| text.ends_with(beginning)))?;
        Some(end - length)
    })
}

/// A text without escapes.
struct Unescaped {
    bytes: Vec<u8>,
    /// For each byte, where its escape begins in the text as it was; and the end of that text.
    starts: Vec<usize>,
}

impl Unescaped {
    fn of(text: &[u8]) -> Self {
        let mut this = Self { bytes: text.to_vec(), starts: (0..=text.len()).collect() };
        for _ in 0..LAYERS {
            let next = this.unescaped();
            let is_done = next.bytes == this.bytes;
            this = next;
            if is_done {
                break;
            }
        }
        this
    }

    fn start(&self, at: usize) -> usize {
        self.starts.get(at).copied().unwrap_or_default()
    }

    /// The end of the escape of the byte before this one. One escape may stand for several bytes.
    fn end(&self, at: usize) -> usize {
        let last = self.start(at.saturating_sub(1));
        let next = self.starts.get(at..).unwrap_or_default().iter().find(|start| **start > last);
        next.copied().unwrap_or(last)
    }

    /// The same with one layer of escapes less.
    fn unescaped(&self) -> Self {
        let text = self.bytes.as_slice();
        let mut next = Self { bytes: Vec::with_capacity(text.len()), starts: Vec::with_capacity(self.starts.len()) };
        let mut at = 0;
        // Where backslashes begin that stand for nothing: they belong to what follows.
        let mut backslashes = None;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, meaning) = escape(rest);
            let mut buffer = [0; 4];
            let bytes: &[u8] = match meaning {
                Meaning::Nothing => {
                    backslashes.get_or_insert(self.start(at));
                    &[]
                }
                Meaning::Byte(byte) => {
                    buffer = [byte, 0, 0, 0];
                    buffer.get(..1).unwrap_or_default()
                }
                Meaning::Character(character) => character.encode_utf8(&mut buffer).as_bytes(),
            };
            if !bytes.is_empty() {
                let start = backslashes.take().unwrap_or_else(|| self.start(at));
                next.bytes.extend_from_slice(bytes);
                next.starts.extend(bytes.iter().map(|_| start));
            }
            at += length.max(1);
        }
        next.starts.extend(self.starts.last());
        next
    }
}

/// What an escape stands for.
enum Meaning {
    /// Backslashes before a character that needs none.
    Nothing,
    Byte(u8),
    Character(char),
}

/// The length and the meaning of the escape, or of the byte, that a text begins with.
fn escape(text: &[u8]) -> (usize, Meaning) {
    let escape = match text {
        [b'\\', ..] => Some(with_backslash(text)),
        [b'%', rest @ ..] => number(rest, 2, 16).and_then(|code| Some((3, Meaning::Byte(code.try_into().ok()?)))),
        [b'&', rest @ ..] => entity(rest).map(|(length, character)| (length + 1, Meaning::Character(character))),
        // A space in a query. It is one in the secret as well.
        [b'+', ..] => Some((1, Meaning::Byte(b' '))),
        _ => None,
    };
    escape.unwrap_or((1, Meaning::Byte(text.first().copied().unwrap_or_default())))
}

/// As strings in JSON and programs have it, behind any number of backslashes: `\/`, `\n`, `\u0026`, `\u{26}`, `\x26`.
fn with_backslash(text: &[u8]) -> (usize, Meaning) {
    let backslashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = text.get(backslashes..).unwrap_or_default();
    let short = |byte| (backslashes + 1, Meaning::Byte(byte));
    let coded = match rest {
        [b'n', ..] => return short(b'\n'),
        [b'r', ..] => return short(b'\r'),
        [b't', ..] => return short(b'\t'),
        [b'b', ..] => return short(8),
        [b'f', ..] => return short(12),
        [b'u', b'{', digits @ ..] => {
            let length = digits.iter().take_while(|digit| digit.is_ascii_hexdigit()).count();
            let is_closed = digits.get(length) == Some(&b'}');
            let character = number(digits, length, 16).filter(|_| is_closed).and_then(char::from_u32);
            character.map(|character| (length + 3, character))
        }
        [b'u', digits @ ..] => units(digits).map(|(length, character)| (length + 1, character)),
        [b'x', digits @ ..] => number(digits, 2, 16).and_then(char::from_u32).map(|character| (3, character)),
        _ => None,
    };
    match coded {
        Some((length, character)) => (backslashes + length, Meaning::Character(character)),
        None => (backslashes, Meaning::Nothing),
    }
}

/// The character of one unit of UTF-16, or of two.
fn units(digits: &[u8]) -> Option<(usize, char)> {
    let first = number(digits, 4, 16)?;
    if let Some(character) = char::from_u32(first) {
        return Some((4, character));
    }
    let rest = digits.get(4..)?;
    let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
    let second = number(rest.get(backslashes..)?.strip_prefix(b"u")?, 4, 16)?;
    let units = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let character = char::decode_utf16(units).next()?.ok()?;
    Some((4 + backslashes + 5, character))
}

/// As HTML has it, behind the `&`: `lt;`, `#60;`, `#x3c;`.
fn entity(text: &[u8]) -> Option<(usize, char)> {
    let (digits, radix, before) = match text {
        [b'#', b'x' | b'X', digits @ ..] => (digits, 16, 2),
        [b'#', digits @ ..] => (digits, 10, 1),
        _ => {
            let is_it = |name: &str| text.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b";"));
            return ENTITIES.iter().find(|(name, _)| is_it(name)).map(|(name, character)| (name.len() + 1, *character));
        }
    };
    let length = digits.iter().take_while(|digit| char::from(**digit).is_digit(radix)).take(10).count();
    let character = number(digits, length, radix).and_then(char::from_u32)?;
    Some((before + length + usize::from(digits.get(length) == Some(&b';')), character))
}

/// The number of as many digits.
fn number(text: &[u8], digits: usize, radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(..digits)?).ok()?;
    // `from_str_radix` takes a sign.
    let is_number = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cpu_time::ThreadTime;
    use proptest::prelude::*;

    use super::*;

    /// What services do with a text that they put into an error.
    fn encoders() -> [fn(&str) -> String; 9] {
        fn each(text: &str, escape: impl Fn(char) -> Option<String>) -> String {
            text.chars().map(|character| escape(character).unwrap_or(character.into())).collect()
        }
        fn json(text: &str) -> String {
            let json = serde_json::Value::from(text).to_string();
            json[1..json.len() - 1].to_owned()
        }
        [
            str::to_owned,
            json,
            |text| json(text).replace('/', "\\/"),
            |text| json(text).replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003E"),
            |text| text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
            |text| text.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            |text| {
                let escape = |byte: u8| match byte {
                    b' ' => "+".to_owned(),
                    _ if byte.is_ascii_alphanumeric() => char::from(byte).into(),
                    _ => format!("%{byte:02x}"),
                };
                text.bytes().map(escape).collect()
            },
            |text| {
                let name = |character| ENTITIES.iter().find(|(_, meaning)| *meaning == character);
                each(text, |character| Some(format!("&{};", name(character)?.0)))
            },
            |text| {
                let is_plain = char::is_alphanumeric;
                each(text, |character| (!is_plain(character)).then(|| format!("&#{};", u32::from(character))))
            },
        ]
    }

    #[test]
    fn another_text_is_not_found() {
        let secret = Secret::new(b"s3cr3t/with&odd");
        for text in [
            "s3cr3t/with&od.",
            "s3cr3t%2Ewith&odd",
            "s3cr3t\\/with\\u0027odd",
            "s3cr3t/with&lt;odd",
            "S3CR3T/WITH&ODD",
            "",
            "%",
            "\\u",
            "&#",
        ] {
            assert_eq!(find(std::slice::from_ref(&secret), &Text::new(text.as_bytes())), [], "{text}");
        }
    }

    /// A key in a file has lines, and programs write a character by its number in other ways than JSON does.
    #[test]
    fn a_secret_of_several_lines_is_found_however_its_characters_are_written() {
        let secret = Secret::new(b"s3cr3t\n\r\t\x08\x0c&odd");
        for text in [
            r"s3cr3t\n\r\t\b\f&odd",
            r"s3cr3t\\n\\r\\t\\b\\f&odd",
            r"s3cr3t\u{a}\u{d}\u{9}\u{8}\u{0c}\u{26}odd",
            r"s3cr3t\x0a\x0d\x09\x08\x0c\x26odd",
            "s3cr3t%0a%0D%09%08%0c%26odd",
            "s3cr3t&#10;&#13;&#9;&#8;&#12;&#x26;odd",
        ] {
            let found = find(std::slice::from_ref(&secret), &Text::new(format!("bad {text}.").as_bytes()));
            assert!(found.contains(&(4, 4 + text.len())), "{text}: {found:?}");
        }
        // A number that is not closed is none.
        assert_eq!(find(std::slice::from_ref(&secret), &Text::new(br"s3cr3t\u{a\u{d\u{9\u{8\u{c\u{26odd")), []);
    }

    #[test]
    fn a_beginning_is_found_where_the_text_is_cut() {
        let secret = Secret::new(b"s3cr3t/with&odd");
        for (text, at) in [("bad s3cr3t/with&od", 4), ("bad s3cr3t%2Fwi", 4), ("bad s3cr3t/w", 4)] {
            assert!(
                find(std::slice::from_ref(&secret), &Text::new(text.as_bytes())).contains(&(at, text.len())),
                "{text}"
            );
        }
        assert_eq!(find(std::slice::from_ref(&secret), &Text::new(b"bad s3cr3t")), []);
    }

    /// A text of nothing but escapes.
    #[test]
    fn the_time_grows_with_the_text() {
        let secret = Secret::new(b"%&\\s3cr3t%");
        for unit in ["\\", "%", "&", "%25", "&amp;", "amp;", "%5C", "\\u005c", "\\u{", "\\ud83d", "%26amp%3B", "s3cr3t"]
        {
            let time = |length: usize| {
                let text = unit.repeat(length / unit.len());
                let began = ThreadTime::now();
                assert_eq!(find(std::slice::from_ref(&secret), &Text::new(text.as_bytes())), []);
                began.elapsed()
            };
            let (short, long) = (time(16 << 10), time(128 << 10));
            assert!(long < short * 30 + Duration::from_millis(20), "{unit}: {short:?} and {long:?}");
        }
    }

    proptest! {
        #[test]
        fn a_secret_is_found_in_any_three_spellings(
            secret in "[A-Za-z0-9/+=&<>\"'.~_é😀 -]{8,40}",
            spelled in proptest::collection::vec(0..9_usize, 0..4),
            before in "[a-z :]{0,5}",
        ) {
            let text = spelled.iter().fold(secret.clone(), |text, encoder| encoders()[*encoder](&text));
            let padded = format!("{before}{text}}}");
            let place = (before.len(), before.len() + text.len());
            let found = find(&[Secret::new(secret.as_bytes())], &Text::new(padded.as_bytes()));
            prop_assert!(found.contains(&place), "{secret} in {padded}: {found:?}");
        }

        #[test]
        fn no_text_breaks_it(
            secret in proptest::collection::vec(any::<u8>(), 8..20),
            text in "[\\\\\\\\%&#;ux{}0-9a-f25amp]{0,80}",
        ) {
            for (start, end) in find(&[Secret::new(&secret)], &Text::new(text.as_bytes())) {
                assert!(start < end && end <= text.len());
            }
        }
    }
}
