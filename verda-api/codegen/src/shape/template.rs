//! Path templates: literal parts and variables, with an optional query and fragment.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::call::PathPart;

/// A path of the document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) parts: Vec<PathPart>,
    /// Fields of its query without variables.
    pub(crate) fixed_query: String,
    /// Variables in its query, with the name of the field.
    pub(crate) in_query: Vec<(String, String)>,
    /// The fragment after `#`, which is not sent.
    pub(crate) fragment: Option<String>,
}

impl Template {
    /// Reads a path.
    ///
    /// # Errors
    ///
    /// The problem of the path.
    pub(crate) fn parse(path: &str) -> Result<Self, String> {
        let (rest, fragment) = match path.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment.to_owned())),
            None => (path, None),
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut fixed = Vec::new();
        let mut in_query = Vec::new();
        for field in query.split('&').filter(|field| !field.is_empty()) {
            let (name, value) = field.split_once('=').unwrap_or((field, ""));
            match value.strip_prefix('{').and_then(|value| value.strip_suffix('}')) {
                Some(variable) if !variable.contains(['{', '}']) => {
                    in_query.push((variable.to_owned(), name.to_owned()));
                }
                _ if field.contains(['{', '}']) => {
                    return Err(format!("`{field}` in the query of the path is not one variable"));
                }
                _ => fixed.push(field),
            }
        }
        if !path.starts_with('/') {
            return Err("the path does not start with a slash".to_owned());
        }
        if let Some(step) = path.split('/').find(|segment| is_step(segment)) {
            return Err(format!("`{step}` in the path is a relative step, not a segment"));
        }
        Ok(Self { parts: parts(path)?, fixed_query: encoded(&fixed.join("&")), in_query, fragment })
    }

    /// The variables of the path, each once.
    pub(crate) fn variables(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in &self.parts {
            if let PathPart::Variable(name) = part
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }
}

/// Whether URL parsers resolve a segment as `.` or `..`.
fn is_step(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Encodes characters that a URL parser would change or drop. Encoded characters of the document stay.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, UNSAFE).to_string()
}

/// Whether braces hold an expression of a URI template (RFC 6570) that is more than a variable: `{+path}`, `{id*}`, `{?a,b}`.
pub(crate) fn is_expression(variable: &str) -> bool {
    variable.starts_with(['+', '#', '.', '/', ';', '?', '&']) || variable.ends_with('*') || variable.contains(',')
}

fn parts(path: &str) -> Result<Vec<PathPart>, String> {
    let unbalanced = || "the braces of the path do not match".to_owned();
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some((text, behind)) = rest.split_once('{') {
        let (variable, behind) = behind.split_once('}').ok_or_else(unbalanced)?;
        if text.contains('}') || variable.contains(['{', '/']) || variable.is_empty() {
            return Err(unbalanced());
        }
        if !text.is_empty() {
            parts.push(PathPart::Text(encoded(text)));
        }
        parts.push(PathPart::Variable(variable.to_owned()));
        rest = behind;
    }
    if rest.contains('}') {
        return Err(unbalanced());
    }
    if !rest.is_empty() {
        parts.push(PathPart::Text(encoded(rest)));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_have_a_query_and_a_fragment() {
        let text = |text: &str| PathPart::Text(text.to_owned());
        let variable = |name: &str| PathPart::Variable(name.to_owned());
        let template = Template::parse("/a/{id}:cancel?beta=true&x={x}&flag#share").unwrap();
        assert_eq!(template.parts, [text("/a/"), variable("id"), text(":cancel")]);
        assert_eq!(template.fixed_query, "beta=true&flag");
        assert_eq!(template.in_query, [("x".to_owned(), "x".to_owned())]);
        assert_eq!(template.fragment.as_deref(), Some("share"));
        let encoded = Template::parse("/a b\\c\t%20ü/...{id}?q=a b").unwrap();
        assert_eq!(encoded.parts, [text("/a%20b%5Cc%09%20%C3%BC/..."), variable("id")]);
        assert_eq!(encoded.fixed_query, "q=a%20b");
        for wrong in ["a", "/{", "/}", "/{a/b}", "/{}", "/a?x={y}z", "/a{b{c}}", "/a/../b", "/.", "/a/.%2E/{b}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }
}
