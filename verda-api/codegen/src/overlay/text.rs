//! Changes an overlay's text without touching the rest: order, comments and line breaks stay.

use serde_json::{Map, Value};

use super::Kept;
use crate::document;

/// Values in one line are at most this long.
const LINE: usize = 120;

/// Removes or rewrites actions; `None` leaves an action unchanged.
pub(super) fn rewrite(overlay: &str, edits: &[Option<Vec<Kept>>]) -> Result<String, String> {
    if edits.iter().all(Option::is_none) {
        return Ok(overlay.to_owned());
    }
    if overlay.trim_start().starts_with('{') {
        return rewrite_json(overlay, edits);
    }
    let lines: Vec<&str> = overlay.lines().collect();
    let spans = spans(&lines);
    let is_block = |span: &std::ops::Range<usize>| {
        lines[span.clone()].iter().any(|line| line.trim_start().starts_with("x-reason:"))
    };
    let is_rewritten = |edit: &Option<Vec<Kept>>| edit.as_ref().is_some_and(|kept| !kept.is_empty());
    if spans.len() != edits.len() || spans.iter().zip(edits).any(|(span, edit)| is_rewritten(edit) && !is_block(span)) {
        return Err(
            "the overlay cannot be rewritten, because its actions are not a list of blocks; write each action as a block"
                .to_owned(),
        );
    }
    let mut out: Vec<String> = Vec::new();
    let mut next = 0;
    for (span, edit) in spans.iter().zip(edits) {
        out.extend(lines[next..span.start].iter().map(|line| (*line).to_owned()));
        next = span.end;
        let old = &lines[span.start..span.end];
        match edit {
            None => out.extend(old.iter().map(|line| (*line).to_owned())),
            Some(kept) => {
                for kept in kept {
                    out.extend(block(old, kept));
                }
                // No two blank lines in place of a removed action.
                let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim().is_empty());
                if kept.is_empty() && is_blank(out.last().map(String::as_str)) && is_blank(lines.get(next).copied()) {
                    next = (next + 1).min(lines.len());
                }
            }
        }
    }
    out.extend(lines[next..].iter().map(|line| (*line).to_owned()));
    // A list without a block is `null` in YAML.
    if edits.iter().all(|edit| edit.as_ref().is_some_and(Vec::is_empty))
        && let Some(head) = out.iter_mut().find(|line| is_head(line))
    {
        *head = "actions: []".to_owned();
    }
    let text = out.join("\n") + "\n";
    document::parse(&text).map_err(|error| format!("the overlay cannot be rewritten: {error}"))?;
    Ok(text)
}

fn rewrite_json(overlay: &str, edits: &[Option<Vec<Kept>>]) -> Result<String, String> {
    let mut value = document::parse(overlay).map_err(|error| error.to_string())?;
    let actions = value.get_mut("actions").and_then(Value::as_array_mut).ok_or("the overlay has no list of actions")?;
    let old = std::mem::take(actions);
    for (action, edit) in old.into_iter().zip(edits) {
        match edit {
            None => actions.push(action),
            Some(kept) => actions.extend(kept.iter().map(|kept| json(&action, kept))),
        }
    }
    serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn json(action: &Value, kept: &Kept) -> Value {
    let mut action = action.as_object().cloned().unwrap_or_default();
    action.insert("target".to_owned(), Value::String(kept.target.clone()));
    match &kept.expect {
        Some(expect) => action.insert("x-expect".to_owned(), expect.clone()),
        None => action.shift_remove("x-expect"),
    };
    if let Some(update) = &kept.update {
        action.insert("update".to_owned(), update.clone());
    }
    Value::Object(action)
}

/// Whether the list of actions begins below a line.
fn is_head(line: &str) -> bool {
    line.trim_end() == "actions:"
}

/// The lines of each action: from its dash to its last indented line.
fn spans(lines: &[&str]) -> Vec<std::ops::Range<usize>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(head) = lines.iter().position(|line| is_head(line)) else { return Vec::new() };
    let after = || lines.iter().enumerate().skip(head);
    let Some(dash) = after().find(|(_, line)| line.trim_start().starts_with("- ")).map(|(_, line)| indent(line)) else {
        return Vec::new();
    };
    let mut spans: Vec<std::ops::Range<usize>> = Vec::new();
    for (index, line) in after() {
        if indent(line) == dash && line.trim_start().starts_with("- ") {
            spans.push(index..index + 1);
        } else if indent(line) > dash
            && !line.trim().is_empty()
            && let Some(span) = spans.last_mut()
        {
            span.end = index + 1;
        }
    }
    spans
}

/// An action as a block, with the text of the old description and reason.
fn block(old: &[&str], kept: &Kept) -> Vec<String> {
    let first = old.first().copied().unwrap_or_default();
    let dash = first.len() - first.trim_start().len();
    let (item, member) = (" ".repeat(dash) + "- ", " ".repeat(dash + 2));
    let mut out = vec![format!("{item}target: {}", scalar(&Value::String(kept.target.clone()), true))];
    // Any member may be the one after the dash.
    let first = first.strip_prefix(&item).map(|rest| format!("{member}{rest}")).unwrap_or_default();
    let old: Vec<&str> = [first.as_str()].into_iter().chain(old.iter().skip(1).copied()).collect();
    for kept in ["description:", "x-reason:"] {
        out.extend(member_lines(&old, &member, kept));
    }
    if let Some(expect) = &kept.expect {
        write("x-expect", expect, &member, &mut out);
    }
    match &kept.update {
        Some(update) => write("update", update, &member, &mut out),
        None => out.push(format!("{member}remove: true")),
    }
    out
}

/// The lines of one member of an action.
fn member_lines(old: &[&str], indent: &str, key: &str) -> Vec<String> {
    let is_member = |line: &&str| line.strip_prefix(indent).is_some_and(|rest| !rest.starts_with(' '));
    let Some(start) = old.iter().position(|line| line.strip_prefix(indent).is_some_and(|rest| rest.starts_with(key)))
    else {
        return Vec::new();
    };
    let length = old[start + 1..].iter().take_while(|line| !is_member(line)).count();
    old[start..=start + length].iter().map(|line| (*line).to_owned()).collect()
}

/// A member in one line where it fits, and as a block where it does not.
fn write(key: &str, value: &Value, indent: &str, out: &mut Vec<String>) {
    let line = format!("{indent}{}: {}", scalar(&Value::String(key.to_owned()), true), flow(value));
    match value {
        Value::Object(members) if line.chars().count() > LINE && !members.is_empty() => {
            out.push(format!("{indent}{}:", scalar(&Value::String(key.to_owned()), true)));
            for (key, value) in members {
                write(key, value, &format!("{indent}  "), out);
            }
        }
        _ => out.push(line),
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => format!("{{ {} }}", pairs(members)),
        Value::Array(values) => format!("[{}]", values.iter().map(flow).collect::<Vec<_>>().join(", ")),
        value => scalar(value, false),
    }
}

fn pairs(members: &Map<String, Value>) -> String {
    let pair =
        |(key, value): (&String, &Value)| format!("{}: {}", scalar(&Value::String(key.clone()), false), flow(value));
    members.iter().map(pair).collect::<Vec<_>>().join(", ")
}

/// A scalar, without quotes if it is unambiguous. In a block, characters that end a flow are allowed.
fn scalar(value: &Value, in_block: bool) -> String {
    let Value::String(text) = value else { return value.to_string() };
    let is_word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./$".contains(c))
            && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
                .contains(&text.to_ascii_lowercase().as_str())
    };
    let is_path = in_block && text.starts_with("$[") && !text.contains(": ") && !text.contains(" #");
    if is_word(text) || is_path { text.clone() } else { value.to_string() }
}
