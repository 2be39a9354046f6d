//! Path templates: texts and variables, and what documents write behind them.

use super::call::PathPart;

/// A path as the document writes it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Template {
    pub(crate) parts: Vec<PathPart>,
    /// Fields of its query without variables.
    pub(crate) fixed_query: String,
    /// Variables in its query, with the name of the field.
    pub(crate) in_query: Vec<(String, String)>,
    /// What stands behind `#`: only documents see it.
    pub(crate) fragment: Option<String>,
}

impl Template {
    /// Reads a path.
    ///
    /// # Errors
    ///
    /// What is wrong with the path.
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
            return Err("the path does not begin with a slash".to_owned());
        }
        Ok(Self { parts: parts(path)?, fixed_query: fixed.join("&"), in_query, fragment })
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
            parts.push(PathPart::Text(text.to_owned()));
        }
        parts.push(PathPart::Variable(variable.to_owned()));
        rest = behind;
    }
    if rest.contains('}') {
        return Err(unbalanced());
    }
    if !rest.is_empty() {
        parts.push(PathPart::Text(rest.to_owned()));
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
        for wrong in ["a", "/{", "/}", "/{a/b}", "/{}", "/a?x={y}z", "/a{b{c}}"] {
            assert!(Template::parse(wrong).is_err(), "{wrong}");
        }
    }
}
