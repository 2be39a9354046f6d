//! The shape of a schema: what it says, without names, order, references and annotations. Equal shapes are how renames
//! are recognised.

use std::fmt::Write as _;

use super::uses::Use;
use super::view::{Additional, Constraint, View};
use crate::document::{Document, Node};

/// The most schemas that one shape looks at: what is larger than that is compared by its outer parts.
const FUEL: usize = 2_000;

/// The shape of a schema, as a text that is equal for equal shapes.
pub(crate) fn shape<'a>(document: &Document<'a>, node: &Node<'a>) -> String {
    let mut writer = Writer { document, out: String::new(), open: Vec::new(), fuel: FUEL };
    writer.schema(node);
    writer.out
}

/// Whether a shape says more than the name of a type.
pub(crate) fn is_telling(shape: &str) -> bool {
    shape.contains(['{', '=', '|'])
}

struct Writer<'d, 'a> {
    document: &'d Document<'a>,
    out: String,
    /// The schemas that are being written, for references back to them.
    open: Vec<String>,
    fuel: usize,
}

impl<'a> Writer<'_, 'a> {
    /// Writing to a string cannot fail.
    fn schema(&mut self, node: &Node<'a>) {
        let used = Use::of(self.document, node);
        if used.is("nullable") {
            self.out.push('?');
        }
        if let Some(depth) = self.open.iter().rev().position(|pointer| *pointer == used.node.pointer) {
            let _ = write!(self.out, "^{depth}");
            return;
        }
        if self.fuel == 0 {
            self.out.push('~');
            return;
        }
        self.fuel -= 1;
        self.open.push(used.node.pointer.clone());
        self.view(&View::of(self.document, &used.node));
        self.open.pop();
    }

    fn view(&mut self, view: &View<'a>) {
        let types: Vec<&str> = view.types.iter().copied().collect();
        let _ = write!(self.out, "{}", types.join("/"));
        if let Some(format) = view.format {
            let _ = write!(self.out, ":{format}");
        }
        if let Some(values) = &view.values {
            let values: Vec<&str> = values.keys().map(String::as_str).collect();
            let _ = write!(self.out, "={}", values.join(","));
        }
        for (name, constraint) in &view.constraints {
            let _ = match constraint {
                Constraint::Lower(limit, open) | Constraint::Upper(limit, open) => {
                    write!(self.out, " {name} {limit} {open}")
                }
                Constraint::Other(value) => write!(self.out, " {name} {value}"),
            };
        }
        if !view.properties.is_empty() || !view.required.is_empty() {
            self.out.push('{');
            for (name, nodes) in &view.properties {
                let _ = write!(self.out, "{name:?}{}", if view.required.contains(name) { "!" } else { ":" });
                nodes.iter().for_each(|node| self.schema(node));
                self.out.push(';');
            }
            for name in view.required.iter().filter(|name| !view.properties.contains_key(*name)) {
                let _ = write!(self.out, "{name:?}!;");
            }
            self.out.push('}');
        }
        match &view.additional {
            Additional::Any => {}
            Additional::Never => self.out.push_str("{only}"),
            Additional::Schema(node) => {
                self.out.push_str("{*:");
                self.schema(node);
                self.out.push('}');
            }
        }
        if !view.items.is_empty() {
            self.out.push('[');
            view.items.iter().for_each(|node| self.schema(node));
            self.out.push(']');
        }
        for union in &view.unions {
            let before = std::mem::take(&mut self.out);
            let mut branches: Vec<String> = union
                .branches
                .iter()
                .map(|branch| {
                    self.schema(branch);
                    std::mem::take(&mut self.out)
                })
                .collect();
            branches.sort();
            self.out = before;
            let _ = write!(self.out, "({})", branches.join("|"));
        }
        for (keyword, value) in &view.others {
            let _ = write!(self.out, " {keyword}={value}");
        }
    }
}
