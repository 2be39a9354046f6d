//! The messages of generated builders, rewritten so that they say what to do.

/// A message of the generator in our words; `None` where it stays.
pub(crate) fn reword(text: &str) -> Option<String> {
    if let Some(name) = text.strip_suffix(" was not initialized") {
        return Some(format!("`{name}` is required: call `.{name}(…)` before `.send()`"));
    }
    if let Some(name) = text.strip_prefix("no value supplied for ") {
        return Some(format!("the field `{name}` is required"));
    }
    if let Some(rest) = text.strip_prefix("error converting supplied value for ") {
        let (name, detail) = rest.split_once(": ")?;
        return Some(format!("the value given for `{name}` is not valid: {detail}"));
    }
    if let Some(rest) = text.strip_prefix("conversion to `") {
        let (type_name, rest) = rest.split_once("` for ")?;
        let type_name = short(type_name);
        return Some(match rest.split_once(" failed: ") {
            Some((name, detail)) => format!("the value given for `{name}` is not a valid `{type_name}`: {detail}"),
            None => format!("the value given for `{}` is not a valid `{type_name}`", rest.strip_suffix(" failed")?),
        });
    }
    None
}

/// `:: std :: vec :: Vec < crate :: types :: Id >` is `Vec<Id>`.
fn short(type_name: &str) -> String {
    let dense: String = type_name.chars().filter(|c| !c.is_whitespace()).collect();
    let mut out = String::new();
    for part in dense.split_inclusive(['<', '>', ',']) {
        let (path, end) = match part.char_indices().next_back() {
            Some((index, last)) if "<>,".contains(last) => part.split_at(index),
            _ => (part, ""),
        };
        out.push_str(path.rsplit("::").next().unwrap_or_default());
        out.push_str(end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::reword;

    #[test]
    fn messages_say_what_to_do() {
        for (old, new) in [
            ("id was not initialized", "`id` is required: call `.id(…)` before `.send()`"),
            ("no value supplied for name", "the field `name` is required"),
            (
                "conversion to `:: std :: vec :: Vec < crate :: types :: VolumeId >` for ids failed",
                "the value given for `ids` is not a valid `Vec<VolumeId>`",
            ),
            ("conversion to `Thing` for body failed: {}", "the value given for `body` is not a valid `Thing`: {}"),
            ("error converting supplied value for id: {e}", "the value given for `id` is not valid: {e}"),
        ] {
            assert_eq!(reword(old).as_deref(), Some(new));
        }
        assert_eq!(reword("application/json"), None);
    }
}
