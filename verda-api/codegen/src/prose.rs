//! Converts texts of a document into rustdoc that is not compiled and causes no warning, and names into words.

mod inline;
mod words;

pub(crate) use self::words::{capitalised, of_name, of_property, words};

/// Converts text from a document into a form that rustdoc shows and never compiles: fences get a language, and lines are not
/// indented like code. The function is idempotent.
pub(crate) fn harmless(text: &str) -> String {
    let mut out = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        let trimmed = line.trim_start();
        if is_fence(trimmed) {
            out.push(if fenced { "```" } else { "```text" }.to_owned());
            fenced = !fenced;
        } else if fenced {
            out.push(line.trim_end().to_owned());
        } else {
            let indent = (line.len() - trimmed.len()).min(3);
            let (marker, rest) = container(trimmed);
            out.push(format!("{:indent$}{marker}{}", "", inline::harmless(rest)).trim_end().to_owned());
            // A fence may begin inside a list or a quotation.
            if is_fence(rest) {
                out.pop();
                out.push("```text".to_owned());
                fenced = true;
            }
        }
    }
    if fenced {
        out.push("```".to_owned());
    }
    out.join("\n").trim().to_owned()
}

fn is_fence(line: &str) -> bool {
    line.starts_with("```") || line.starts_with("~~~")
}

/// The markers of lists and quotations at the start of a line, and the text after them. More than one space between them would
/// make the text code.
fn container(line: &str) -> (String, &str) {
    let (mut markers, mut rest) = (String::new(), line);
    loop {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marker = match rest.as_bytes() {
            [b'>', ..] => 1,
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 1,
            _ if digits > 0 && matches!(rest.as_bytes().get(digits..), Some([b'.' | b')', b' ' | b'\t', ..])) => {
                digits + 1
            }
            _ => return (markers, rest),
        };
        let (found, behind) = rest.split_at(marker);
        markers.push_str(found);
        markers.push(' ');
        rest = behind.trim_start();
    }
}

/// The first paragraph, on one line.
pub(crate) fn first_paragraph(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    if lines.iter().any(|line| is_fence(line) || !container(line).0.is_empty()) {
        return lines.join("\n");
    }
    lines.join(" ")
}

/// The first paragraph on one line, without a list that follows in it.
pub(crate) fn lead(text: &str) -> String {
    let is_prose = |line: &&str| !line.is_empty() && !is_fence(line) && container(line).0.is_empty();
    let lines: Vec<&str> = text.lines().map(str::trim).take_while(is_prose).collect();
    let lead = lines.join(" ");
    match lead.strip_suffix(':') {
        Some(before) => format!("{before}."),
        None => lead,
    }
}

/// Adds a full stop to a text, if it does not end like a sentence.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    match text.chars().next_back() {
        Some(last) if last.is_alphanumeric() || ")`\"'".contains(last) => format!("{text}."),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_code_or_causes_a_warning() {
        for (text, wanted) in [
            ("One<br/>two <b>bold</b>", "One two \\<b>bold\\</b>"),
            (
                "See [x] and [docs](https://a.example/b) and [here](#there)",
                "See \\[x\\] and [docs](https://a.example/b) and here",
            ),
            (
                "At https://a.example/b?c=d, or <https://a.example>.",
                "At <https://a.example/b?c=d>, or <https://a.example>.",
            ),
            ("`a[0] <b> https://c.example` stays", "`a[0] <b> https://c.example` stays"),
            ("text\n\n    let code = 1;", "text\n\n   let code = 1;"),
            ("-      let code = 1;\n> \t    more();", "- let code = 1;\n> more();"),
            ("```rust\nlet [x] = 1;", "```text\nlet [x] = 1;\n```"),
            ("- ```rust\n  panic!();\n  ```", "```text\n  panic!();\n```"),
            ("~~~\na\n~~~\nb", "```text\na\n```\nb"),
            ("1 < 2, a `tick, c++ and x | y", "1 \\< 2, a `tick, c++ and x | y"),
        ] {
            assert_eq!(harmless(text), wanted);
            assert_eq!(harmless(wanted), wanted, "a second time");
        }
    }
}
