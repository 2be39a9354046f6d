//! One line of a text outside of code blocks.

/// Escapes tags and links without a target, turns bare URLs into links, and leaves code spans unchanged.
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

/// The length of a code span with its ticks, or of the ticks alone if they are not closed.
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

/// Keeps `<https://…>`, turns `<br>` into a space, and escapes all other tags.
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

/// Keeps links to the web, reduces other links to their text, and escapes single brackets.
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
