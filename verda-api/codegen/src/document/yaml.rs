//! Reads YAML 1.2 with its core schema, as OpenAPI requires, limited to values that JSON can express.
//!
//! The parser returns events without types. This module decides types: a plain `no` or `1_000` is text, `0o17` and `0x1F` are
//! numbers, and a date is text. A construct without an equivalent in JSON is an error with its line. All errors are returned at
//! once.

use std::collections::{BTreeMap, HashMap};

use granit_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};

/// The deepest nesting that is read, aliases followed.
const MAX_DEPTH: usize = 256;
/// The maximum size that aliases may add to a document: bytes of text, plus 16 for each value.
const MAX_ALIASED: usize = 16 * 1024 * 1024;
/// The maximum number of reported errors.
const MAX_ERRORS: usize = 100;

/// Reads a YAML text. Each error is one line, in the order of the text.
pub(super) fn parse(text: &str) -> Result<Value, Vec<String>> {
    let mut composer = Composer::default();
    let options = granit_parser::options! { emit_comments: false };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => composer.event(event, span.start.line()),
            Err(error) => composer.refuse(
                error.marker().line(),
                format!("neither JSON (no `{{` at its start) nor valid YAML: {}", error.info()),
            ),
        }
        if composer.errors.len() >= MAX_ERRORS || composer.stopped {
            break;
        }
    }
    if composer.errors.is_empty() { Ok(composer.root.unwrap_or(Value::Null)) } else { Err(composer.errors) }
}

/// A complete value, with the cost of an alias to it.
#[derive(Clone)]
struct Node {
    value: Value,
    depth: usize,
    weight: usize,
}

impl Node {
    fn scalar(value: Value) -> Self {
        let text = value.as_str().map_or(0, str::len);
        Self { value, depth: 0, weight: 16 + text }
    }
}

/// A sequence or mapping whose end has not been read yet.
struct Open {
    container: Container,
    anchor: usize,
    is_key: bool,
    depth: usize,
    weight: usize,
}

enum Container {
    Sequence(Vec<Value>),
    Mapping {
        members: Map<String, Value>,
        /// The line of each key that is written in this mapping itself.
        lines: BTreeMap<String, usize>,
        /// The key whose value comes next.
        key: Option<Key>,
    },
}

enum Key {
    Name(String),
    Merge,
    /// A refused key, whose value is read and dropped.
    Refused,
}

#[derive(Default)]
struct Composer {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    aliased: usize,
    root: Option<Value>,
    errors: Vec<String>,
    /// Whether the rest of the text cannot be read.
    stopped: bool,
}

impl Composer {
    fn refuse(&mut self, line: usize, what: String) {
        self.errors.push(format!("line {line}: {what}"));
    }

    fn stop(&mut self, line: usize, what: String) {
        self.refuse(line, what);
        self.stopped = true;
    }

    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::DocumentStart(..) if self.root.is_some() => {
                self.stop(line, "a second document starts here; write one document per file".to_owned());
            }
            Event::Scalar(text, style, anchor, tag) => {
                if self.awaits_key() {
                    self.key(&text, style, line);
                    return self.define(anchor, &Node::scalar(text.into_owned().into()));
                }
                let value = scalar(&text, style, tag.as_deref()).unwrap_or_else(|what| {
                    self.refuse(line, what);
                    Value::Null
                });
                let node = Node::scalar(value);
                self.define(anchor, &node);
                self.add(node, line);
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open_container(Container::Sequence(Vec::new()), anchor, (tag.as_deref(), "seq"), line);
            }
            Event::MappingStart(_, anchor, tag) => {
                let container = Container::Mapping { members: Map::new(), lines: BTreeMap::new(), key: None };
                self.open_container(container, anchor, (tag.as_deref(), "map"), line);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open { container, anchor, is_key, depth, weight }) = self.open.pop() else { return };
                let value = match container {
                    Container::Sequence(values) => values.into(),
                    Container::Mapping { members, .. } => members.into(),
                };
                let node = Node { value, depth: depth + 1, weight: weight + 16 };
                self.define(anchor, &node);
                if is_key { self.await_value(Key::Refused) } else { self.add(node, line) }
            }
            Event::Alias(anchor) => self.alias(anchor, line),
            _ => {}
        }
    }

    fn open_container(&mut self, container: Container, anchor: usize, (tag, own): (Option<&Tag>, &str), line: usize) {
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema_tag(own)) {
            self.refuse(line, unknown_tag(tag));
        }
        let is_key = self.awaits_key();
        if is_key {
            self.refuse(line, "a list or a mapping is a key here; write a text as the key".to_owned());
        }
        if self.open.len() >= MAX_DEPTH {
            self.stop(
                line,
                format!(
                    "the document has more than {MAX_DEPTH} levels of nesting; move inner parts to named components"
                ),
            );
        }
        self.open.push(Open { container, anchor, is_key, depth: 0, weight: 0 });
    }

    /// Keeps a value for the aliases to it; 0 is no anchor.
    fn define(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
    }

    fn alias(&mut self, anchor: usize, line: usize) {
        let Some(node) = self.anchors.get(&anchor) else {
            return self.stop(line, "the alias is inside its own anchor; write the value".to_owned());
        };
        self.aliased = self.aliased.saturating_add(node.weight);
        if self.aliased > MAX_ALIASED {
            let limit = MAX_ALIASED / (1024 * 1024);
            return self.stop(
                line,
                format!("aliases add more than {limit} MiB to the document; refer to a component instead"),
            );
        }
        if self.open.len() + node.depth > MAX_DEPTH {
            let what = format!(
                "with its aliases, the document has more than {MAX_DEPTH} levels of nesting; refer to a component instead"
            );
            return self.stop(line, what);
        }
        let node = node.clone();
        if self.awaits_key() {
            match node.value.as_str() {
                Some(text) => self.key(text, ScalarStyle::DoubleQuoted, line),
                None => {
                    self.refuse(line, "the alias is no text; write a text as the key".to_owned());
                    self.await_value(Key::Refused);
                }
            }
        } else {
            self.add(node, line);
        }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { container: Container::Mapping { key: None, .. }, .. }))
    }

    fn await_value(&mut self, next: Key) {
        if let Some(Open { container: Container::Mapping { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(next);
        }
    }

    /// A key is its literal text, without a type: `on`, `404` and `null` are names.
    fn key(&mut self, text: &str, style: ScalarStyle, line: usize) {
        let mut first = None;
        if let Some(Open { container: Container::Mapping { lines, key, .. }, weight, .. }) = self.open.last_mut() {
            *weight += text.len();
            *key = Some(match lines.get(text) {
                Some(earlier) => {
                    first = Some(*earlier);
                    Key::Refused
                }
                None => {
                    lines.insert(text.to_owned(), line);
                    let merges = text == "<<" && style == ScalarStyle::Plain;
                    if merges { Key::Merge } else { Key::Name(text.to_owned()) }
                }
            });
        }
        if let Some(first) = first {
            self.refuse(line, format!("duplicate key `{text}` in this mapping, first at line {first}; remove one"));
        }
    }

    fn add(&mut self, node: Node, line: usize) {
        let Some(Open { container, depth, weight, .. }) = self.open.last_mut() else {
            self.root.get_or_insert(node.value);
            return;
        };
        *depth = (*depth).max(node.depth);
        *weight = weight.saturating_add(node.weight);
        let merged = match container {
            Container::Sequence(values) => {
                values.push(node.value);
                true
            }
            Container::Mapping { members, lines, key } => match key.take() {
                Some(Key::Name(name)) => {
                    members.insert(name, node.value);
                    true
                }
                Some(Key::Merge) => merge(members, lines, node.value),
                Some(Key::Refused) | None => true,
            },
        };
        if !merged {
            let what = "`<<` merges mappings, but its value is no mapping; write a mapping, or the key as \"<<\"";
            self.refuse(line, what.to_owned());
        }
    }
}

/// Adds the keys of a `<<`: keys of the mapping itself have precedence, then those of the first mapping.
fn merge(members: &mut Map<String, Value>, lines: &BTreeMap<String, usize>, value: Value) -> bool {
    match value {
        Value::Object(base) => {
            for (name, value) in base {
                // An earlier key keeps its value; a later key replaces this one at its place.
                if !lines.contains_key(&name) && !members.contains_key(&name) {
                    members.insert(name, value);
                }
            }
            true
        }
        Value::Array(bases) => bases.into_iter().all(|base| base.is_object() && merge(members, lines, base)),
        _ => false,
    }
}

fn unknown_tag(tag: &Tag) -> String {
    format!("JSON has no equivalent of the tag `{}`; remove the tag", tag.original())
}

/// The value of a scalar, or its error.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    let Some(tag) = tag else {
        return if style == ScalarStyle::Plain { plain(text) } else { Ok(text.into()) };
    };
    if tag.original() == "!" {
        return Ok(text.into());
    }
    let value = match tag.core_suffix() {
        Some("str") => return Ok(text.into()),
        Some("float") => plain(text)?,
        Some("int") => Some(plain(text)?).filter(|value| !value.is_f64()).unwrap_or(Value::Null),
        Some("bool" | "null") => plain(text)?,
        _ => return Err(unknown_tag(tag)),
    };
    let fits = match tag.core_suffix() {
        Some("int" | "float") => value.is_number(),
        Some("bool") => value.is_boolean(),
        _ => value.is_null(),
    };
    if fits {
        Ok(value)
    } else {
        Err(format!("`{text}` does not fit the tag `{}`; correct one of them", tag.original()))
    }
}

/// The core schema of YAML 1.2.2, section 10.3.2.
fn plain(text: &str) -> Result<Value, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(true.into()),
        "false" | "False" | "FALSE" => return Ok(false.into()),
        _ => {}
    }
    let not_in_json = || Err(format!("JSON has no number `{text}`; write a finite number, or use quotes"));
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return not_in_json();
    }
    for (prefix, radix) in [("0o", 8), ("0x", 16)] {
        if let Some(digits) = text.strip_prefix(prefix).filter(|digits| !digits.is_empty())
            && digits.chars().all(|digit| digit.is_digit(radix))
        {
            return u64::from_str_radix(digits, radix).map(Value::from).or_else(|_| not_in_json());
        }
    }
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !unsigned.is_empty() && is_digits(unsigned) {
        // A larger number is still a number, as in JSON.
        let whole = if text.starts_with('-') {
            text.parse::<i64>().map(Value::from).ok()
        } else {
            unsigned.parse::<u64>().map(Value::from).ok()
        };
        if let Some(whole) = whole {
            return Ok(whole);
        }
    } else if !is_float(unsigned) {
        return Ok(text.into());
    }
    match text.parse::<f64>().ok().filter(|number| number.is_finite()).and_then(Number::from_f64) {
        Some(number) => Ok(number.into()),
        None => not_in_json(),
    }
}

/// `(\. [0-9]+ | [0-9]+ (\. [0-9]*)?) ([eE] [-+]? [0-9]+)?`, which is what Rust reads but for `inf` and `nan`.
fn is_float(unsigned: &str) -> bool {
    unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') && unsigned.parse::<f64>().is_ok()
}
