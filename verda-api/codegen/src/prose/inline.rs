//! One line of a text outside of code blocks.

/// Escapes what would be a tag or a link into nowhere, makes links of bare URLs, and leaves code spans as they are.
pub(super) fn harmless(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '\\' => {
                let escaped = rest.chars().nth(1).map_or(1, |next| 1 + next.len_utf8());
                out.push_str(&rest[..escaped]);
                escaped
            }
            '`' => {
                let length = code_span(rest);
                out.push_str(&rest[..length]);
                length
            }
            '<' => tag(rest, &mut out),
            '[' => link(rest, &mut out),
            ']' => {
                out.push_str("\\]");
                1
            }
            'h' if is_url(rest) && !out.ends_with(char::is_alphanumeric) => {
                let url = &rest[..url_length(rest)];
                out.push_str(&format!("<{url}>"));
                url.len()
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// The length of a code span with its ticks; of the ticks alone where nothing closes them.
fn code_span(rest: &str) -> usize {
    let ticks = rest.len() - rest.trim_start_matches('`').len();
    let mut position = ticks;
    while let Some(found) = rest[position..].find('`') {
        let start = position + found;
        let length = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        if length == ticks {
            return start + length;
        }
        position = start + length;
    }
    ticks
}

fn is_url(rest: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| rest.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)))
}

fn url_length(rest: &str) -> usize {
    let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"'`*\\".contains(c)).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
}

/// `<https://…>` stays, `<br>` is a space, everything else is no tag.
fn tag(rest: &str, out: &mut String) -> usize {
    let end = rest.find('>').map(|end| end + 1);
    let inner = end.map(|end| &rest[1..end - 1]).unwrap_or_default();
    if is_url(inner) && url_length(inner) == inner.len() {
        out.push_str(&rest[..inner.len() + 2]);
        return inner.len() + 2;
    }
    if inner.trim_end_matches(['/', ' ']).eq_ignore_ascii_case("br") {
        if !out.ends_with(' ') {
            out.push(' ');
        }
        return inner.len() + 2;
    }
    out.push_str("\\<");
    1
}

/// A link to the web stays, of another one its text; a bracket alone is escaped.
fn link(rest: &str, out: &mut String) -> usize {
    if let Some((text, behind)) = rest[1..].split_once("](")
        && !text.contains(['[', ']', '`'])
        && let Some((target, _)) = behind.split_once(')')
    {
        if is_url(target) && !target.contains(char::is_whitespace) {
            out.push_str(&format!("[{text}]({target})"));
        } else {
            out.push_str(&harmless(text));
        }
        return text.len() + target.len() + "[]()".len();
    }
    out.push_str("\\[");
    1
}
