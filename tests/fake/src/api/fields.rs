//! Reads the members of a request's body and collects all problems, as the API does.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::api::error::ApiError;

/// The members of one object, and the problems so far.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    object: &'a Map<String, Value>,
    /// The prefix of a member's name in a message: `""` or a path such as `"volumes.0."`.
    prefix: String,
    problems: Vec<String>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(object: &'a Map<String, Value>) -> Self {
        Self { object, prefix: String::new(), problems: Vec::new() }
    }

    /// A 400 with all problems, if there are any.
    pub(crate) fn finish(self) -> Result<(), ApiError> {
        if self.problems.is_empty() { Ok(()) } else { Err(ApiError::invalid(self.problems)) }
    }

    /// Adds a problem with a member.
    pub(crate) fn problem(&mut self, name: &str, what: &str) {
        self.problems.push(format!("{}{name} {what}", self.prefix));
    }

    /// A text that is required and not empty. Returns the empty string for a problem.
    pub(crate) fn required_text(&mut self, name: &str) -> String {
        match self.object.get(name) {
            Some(Value::String(text)) if !text.is_empty() => return text.clone(),
            Some(Value::String(_)) | Some(Value::Null) | None => self.problem(name, "should not be empty"),
            Some(_) => self.problem(name, "must be a string"),
        }
        String::new()
    }

    /// An optional text, which may be empty.
    pub(crate) fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.object.get(name) {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => {
                self.problem(name, "must be a string");
                None
            }
        }
    }

    /// An optional member; `null` means absent.
    pub(crate) fn nullable_text(&mut self, name: &str) -> Option<String> {
        if self.is_null(name) { None } else { self.optional_text(name) }
    }

    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.object.get(name) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.problem(name, "must be a boolean value");
                false
            }
        }
    }

    /// A flag that is required.
    pub(crate) fn required_flag(&mut self, name: &str) -> bool {
        if !self.object.contains_key(name) {
            self.problem(name, "should not be empty");
        }
        self.flag(name)
    }

    /// A member, unchanged.
    pub(crate) fn value(&self, name: &str) -> Option<&'a Value> {
        self.object.get(name)
    }

    /// A whole number within bounds that is required.
    pub(crate) fn required_number_in(&mut self, name: &str, range: RangeInclusive<u64>) -> u64 {
        let number = self.required_number(name, *range.start());
        if number > *range.end() {
            self.problem(name, &format!("must not be greater than {}", range.end()));
        }
        number
    }

    /// An optional number above zero.
    pub(crate) fn optional_amount(&mut self, name: &str) -> Option<f64> {
        let number = self.object.get(name)?.as_f64().filter(|number| *number > 0.0);
        if number.is_none() {
            self.problem(name, "must be a positive number");
        }
        number
    }

    /// A whole number that is required.
    pub(crate) fn required_number(&mut self, name: &str, least: u64) -> u64 {
        match self.object.get(name) {
            Some(Value::Number(number)) => match number.as_u64() {
                Some(number) if number >= least => return number,
                _ if number.as_f64().is_some_and(|number| number < least as f64) => {
                    self.problem(name, &format!("must not be less than {least}"));
                }
                _ => self.problem(name, "must be an integer number"),
            },
            Some(Value::Null) | None => self.problem(name, "should not be empty"),
            Some(_) => self.problem(name, "must be a number conforming to the specified constraints"),
        }
        least
    }

    /// An optional text out of a list.
    pub(crate) fn optional_choice(&mut self, name: &str, choices: &[&'static str]) -> Option<&'static str> {
        let text = self.optional_text(name)?;
        let choice = choices.iter().copied().find(|choice| *choice == text);
        if choice.is_none() {
            self.problem(name, &format!("must be one of the following values: {}", choices.join(", ")));
        }
        choice
    }

    /// An optional text out of a list; `null` means absent.
    pub(crate) fn nullable_choice(&mut self, name: &str, choices: &[&'static str]) -> Option<&'static str> {
        if self.is_null(name) { None } else { self.optional_choice(name, choices) }
    }

    /// A text out of a list that is required. Returns the empty string for a problem.
    pub(crate) fn required_choice(&mut self, name: &str, choices: &[&'static str]) -> &'static str {
        if matches!(self.object.get(name), None | Some(Value::Null)) {
            self.problem(name, "should not be empty");
            return "";
        }
        self.optional_choice(name, choices).unwrap_or_default()
    }

    /// One id or an array of them, where at least one is required. Duplicates count once.
    pub(crate) fn one_or_many(&mut self, name: &str) -> Vec<String> {
        let known = self.problems.len();
        let mut ids = if self.is_null(name) { Vec::new() } else { self.optional_one_or_many(name) };
        if (ids.is_empty() && self.problems.len() == known) || ids.iter().any(String::is_empty) {
            self.problem(name, "should not be empty");
        }
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(id.clone()));
        ids
    }

    /// One id or an array of them, or none.
    pub(crate) fn optional_one_or_many(&mut self, name: &str) -> Vec<String> {
        match self.object.get(name) {
            Some(Value::String(id)) => vec![id.clone()],
            _ => self.optional_list(name).unwrap_or_default(),
        }
    }

    /// An optional array of texts. Absent and empty differ.
    pub(crate) fn optional_list(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.object.get(name)?;
        let list: Option<Vec<String>> =
            value.as_array().and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        if list.is_none() {
            let what = if value.is_array() { "must contain strings only" } else { "must be an array" };
            self.problem(name, what);
        }
        list
    }

    /// An array of texts that is required.
    pub(crate) fn required_list(&mut self, name: &str) -> Vec<String> {
        if !self.object.contains_key(name) {
            self.problem(name, "should not be empty");
        }
        self.optional_list(name).unwrap_or_default()
    }

    /// An optional array of texts; `null` means absent.
    pub(crate) fn nullable_list(&mut self, name: &str) -> Option<Vec<String>> {
        if self.is_null(name) { None } else { self.optional_list(name) }
    }

    fn is_null(&self, name: &str) -> bool {
        matches!(self.object.get(name), Some(Value::Null))
    }

    /// Reads an optional nested object, which may be `null`; its problems are added to these.
    pub(crate) fn nested<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields<'a>) -> T) -> Option<T> {
        match self.object.get(name)? {
            Value::Null => None,
            Value::Object(object) => Some(self.inside(object, format!("{name}."), read)),
            _ => {
                self.problem(name, "must be an object");
                None
            }
        }
    }

    /// Reads a required nested object.
    pub(crate) fn required_nested<T>(&mut self, name: &str, read: impl FnOnce(&mut Fields<'a>) -> T) -> Option<T> {
        if matches!(self.object.get(name), None | Some(Value::Null)) {
            self.problem(name, "should not be empty");
        }
        self.nested(name, read)
    }

    /// Reads a required, non-empty array of nested objects.
    pub(crate) fn required_nested_list<T>(&mut self, name: &str, read: impl FnMut(&mut Fields<'a>) -> T) -> Vec<T> {
        if matches!(self.object.get(name).and_then(Value::as_array), Some(items) if items.is_empty())
            || !self.object.contains_key(name)
        {
            self.problem(name, "should not be empty");
        }
        self.nested_list(name, read)
    }

    /// Reads an array of nested objects; absent means empty.
    pub(crate) fn nested_list<T>(&mut self, name: &str, mut read: impl FnMut(&mut Fields<'a>) -> T) -> Vec<T> {
        let items = match self.object.get(name) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                self.problem(name, "must be an array");
                return Vec::new();
            }
        };
        let mut list = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::Object(object) => list.push(self.inside(object, format!("{name}.{index}."), &mut read)),
                _ => self.problem(&format!("{name}.{index}"), "must be an object"),
            }
        }
        list
    }

    fn inside<T>(
        &mut self,
        object: &'a Map<String, Value>,
        below: String,
        read: impl FnOnce(&mut Fields<'a>) -> T,
    ) -> T {
        let prefix = format!("{}{below}", self.prefix);
        let mut fields = Fields { object, prefix, problems: Vec::new() };
        let value = read(&mut fields);
        self.problems.append(&mut fields.problems);
        value
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn problems(body: Value, read: impl FnOnce(&mut Fields<'_>)) -> Value {
        let mut fields = Fields::new(body.as_object().unwrap());
        read(&mut fields);
        json!(fields.problems)
    }

    #[test]
    fn every_problem_is_named_with_its_path() {
        let body = json!({ "size": 5, "name": "", "kind": 7, "inner": { "size": 2.5 }, "list": [{}, 3] });
        let found = problems(body, |fields| {
            fields.required_number("size", 50);
            fields.required_text("name");
            fields.required_choice("kind", &["a", "b"]);
            fields.nested("inner", |inner| inner.required_number("size", 1));
            fields.nested_list("list", |item| item.required_text("name"));
            fields.one_or_many("list");
        });
        assert_eq!(
            found,
            json!([
                "size must not be less than 50",
                "name should not be empty",
                "kind must be a string",
                "inner.size must be an integer number",
                "list.0.name should not be empty",
                "list.1 must be an object",
                "list must contain strings only",
            ])
        );
    }

    #[test]
    fn null_is_refused_except_where_it_means_absent() {
        let body = json!({ "strict": null, "lenient": null, "flag": null });
        let found = problems(body, |fields| {
            assert_eq!(fields.optional_text("strict"), None);
            assert_eq!(fields.nullable_text("lenient"), None);
            assert!(!fields.flag("flag"));
        });
        assert_eq!(found, json!(["strict must be a string", "flag must be a boolean value"]));
    }

    #[test]
    fn one_id_or_many() {
        for (body, ids) in [(json!({"id": "a"}), vec!["a"]), (json!({"id": ["a", "b"]}), vec!["a", "b"])] {
            assert_eq!(problems(body, |fields| assert_eq!(fields.one_or_many("id"), ids)), json!([]));
        }
        for body in [json!({}), json!({"id": null}), json!({"id": []}), json!({"id": ""}), json!({"id": [""]})] {
            let found = problems(body, |fields| {
                fields.one_or_many("id");
            });
            assert_eq!(found, json!(["id should not be empty"]));
        }
    }
}
