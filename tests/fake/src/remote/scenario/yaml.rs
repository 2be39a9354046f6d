//! Reads a list in JSON or YAML, with the line of each of its items. Anchors, aliases and tags are refused.

use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 128;

/// The items, each with its line.
pub(super) fn list(text: &str) -> Result<Vec<(Option<usize>, Value)>, String> {
    let mut composer = Composer::default();
    let options = granit_parser::options! { emit_comments: false };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) =
            next.map_err(|error| at(error.marker().line(), format!("neither JSON nor YAML: {}", error.info())))?;
        let line = span.start.line();
        composer.event(event, line).map_err(|what| at(line, what))?;
    }
    match composer.root {
        Some(Value::Array(items)) => Ok(composer.lines.into_iter().map(Some).zip(items).collect()),
        _ => Err("a scenario is a list of steps, each with a `request`".to_owned()),
    }
}

fn at(line: usize, what: String) -> String {
    format!("line {line}: {what}")
}

enum Open {
    List(Vec<Value>),
    Members(Map<String, Value>, Option<String>),
}

#[derive(Default)]
struct Composer {
    open: Vec<Open>,
    root: Option<Value>,
    /// The line of each item of the outermost list.
    lines: Vec<usize>,
}

impl Composer {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), String> {
        if matches!(&event, Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..))
            && matches!(self.open.as_slice(), [Open::List(_)])
        {
            self.lines.push(line);
        }
        match event {
            Event::Scalar(text, style, 0, None) => match self.open.last_mut() {
                Some(Open::Members(members, key @ None)) => {
                    if members.contains_key(text.as_ref()) {
                        return Err(format!("`{text}` is there twice; remove one"));
                    }
                    *key = Some(text.into_owned());
                    Ok(())
                }
                _ => self.add(if style == ScalarStyle::Plain { plain(&text) } else { text.into_owned().into() }),
            },
            Event::SequenceStart(_, 0, None) => self.start(Open::List(Vec::new())),
            Event::MappingStart(_, 0, None) => self.start(Open::Members(Map::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(items)) => self.add(items.into()),
                Some(Open::Members(members, _)) => self.add(members.into()),
                None => Ok(()),
            },
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                Err("anchors, aliases and tags are not read; write the value".to_owned())
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                Err("a second document starts here; remove it".to_owned())
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, container: Open) -> Result<(), String> {
        if matches!(self.open.last(), Some(Open::Members(_, None))) {
            return Err("a list or a mapping is a key here; write a text as the key".to_owned());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("more than {MAX_DEPTH} levels of nesting"));
        }
        self.open.push(container);
        Ok(())
    }

    fn add(&mut self, value: Value) -> Result<(), String> {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Members(members, key)) => {
                members.insert(key.take().unwrap_or_default(), value);
            }
        }
        Ok(())
    }
}

/// A plain scalar: what JSON has no other form for is text.
fn plain(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_) | Value::Null)) => value,
        _ if text.is_empty() || text == "~" => Value::Null,
        _ => text.into(),
    }
}
