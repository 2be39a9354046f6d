//! What is one under two names. That two members have one shape is no evidence: `payer` and `payee` have. Either their names
//! are forms of one another, or they are described in the same words, which describe no other member.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::super::words::are_opposite;
use super::super::words::forms::{self, Owners};
use super::unique_pairs;
use crate::document::Node;

/// Words that say nothing of what a member means.
const EMPTY: &str = "a an the of this is string text integer number boolean object array value id identifier field property \
                     parameter list optional required name type description todo";

/// What members are described by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    description: Option<String>,
    example: Option<String>,
}

impl Said {
    /// What is said at a place itself: a schema that is referred to is described for all of its uses.
    pub(crate) fn of(nodes: &[Node<'_>]) -> Self {
        let first = |of: fn(&Node<'_>) -> Option<String>| nodes.iter().find_map(of);
        Self { description: first(description), example: first(example) }
    }
}

fn description(node: &Node<'_>) -> Option<String> {
    let text = node.text("description").or_else(|| node.text("summary"))?;
    let words = text.to_snake_case();
    let is_telling = words.split('_').any(|word| !word.is_empty() && EMPTY.split(' ').all(|empty| empty != word));
    is_telling.then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An example that a second member hardly has: a text of some length. Dates, ids and numbers are alike everywhere.
fn example(node: &Node<'_>) -> Option<String> {
    const SHORTEST: usize = 6;
    let schema = node.value.get("schema").unwrap_or(node.value);
    let first = |value: &Value| value.get("examples").and_then(Value::as_array).and_then(|all| all.first()).cloned();
    let example =
        [node.value, schema].into_iter().find_map(|value| value.get("example").cloned().or_else(|| first(value)));
    let text = example?.as_str()?.to_owned();
    let is_own = schema.get("format").is_none() && text.chars().filter(char::is_ascii_alphabetic).count() >= SHORTEST;
    (is_own && schema.get("enum").is_none()).then_some(text)
}

/// What all members of one document say, counted.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    descriptions: BTreeMap<String, usize>,
    examples: BTreeMap<String, usize>,
}

impl Texts {
    pub(crate) fn of(all: impl Iterator<Item = Said>) -> Self {
        let mut texts = Self::default();
        for Said { description, example } in all {
            description.into_iter().for_each(|text| *texts.descriptions.entry(text).or_default() += 1);
            example.into_iter().for_each(|text| *texts.examples.entry(text).or_default() += 1);
        }
        texts
    }

    fn own_description(&self, said: Said) -> Option<String> {
        said.description.filter(|text| self.descriptions.get(text) == Some(&1))
    }

    /// An example counts where no description says more.
    fn own_example(&self, said: Said) -> Option<String> {
        let example = said.example.filter(|text| self.examples.get(text) == Some(&1));
        example.filter(|_| said.description.is_none())
    }
}

/// A member that may have another name in the other document.
pub(crate) struct Member<'a, K> {
    pub(crate) name: &'a str,
    /// What has to be equal, such as the shape.
    pub(crate) kind: K,
    pub(crate) said: Said,
}

/// Takes out the pairs of one kind that are evidently one under two names.
pub(crate) fn take_renamed<'a, T, K: Ord>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    owners: &Owners,
    texts: [&Texts; 2],
    members: (impl Fn(&T) -> Member<'a, K>, impl Fn(&T) -> Member<'a, K>),
) -> Vec<(T, T)> {
    let mut pairs = Vec::new();
    let names = |old: &T, new: &T| (members.0(old).name, members.1(new).name);
    let mut keep =
        |found: Vec<(T, T)>, before: &mut Vec<T>, after: &mut Vec<T>, is_one: &dyn Fn(&str, &str) -> bool| {
            for (old, new) in found {
                let (name, other) = names(&old, &new);
                if is_one(name, other) {
                    pairs.push((old, new));
                } else {
                    before.push(old);
                    after.push(new);
                }
            }
        };
    let form = |member: Member<'a, K>| Some((forms::key(member.name, owners)?, member.kind));
    let found = unique_pairs(before, after, (|item: &T| form(members.0(item)), |item: &T| form(members.1(item))));
    keep(found, before, after, &|old, new| forms::are_forms(old, new, owners));
    let [olds, news] = texts;
    let told = |texts: &Texts, member: Member<'a, K>| Some((texts.own_description(member.said)?, member.kind));
    let by_description = (|item: &T| told(olds, members.0(item)), |item: &T| told(news, members.1(item)));
    let found = unique_pairs(before, after, by_description);
    keep(found, before, after, &|old, new| !are_opposite(old, new));
    let shown = |texts: &Texts, member: Member<'a, K>| Some((texts.own_example(member.said)?, member.kind));
    let by_example = (|item: &T| shown(olds, members.0(item)), |item: &T| shown(news, members.1(item)));
    let found = unique_pairs(before, after, by_example);
    keep(found, before, after, &|old, new| !are_opposite(old, new));
    pairs
}

/// Whether two things are described in the same words, which describe no other of either document.
pub(crate) fn are_described_alike(old: &Node<'_>, new: &Node<'_>, [olds, news]: [&Texts; 2]) -> bool {
    let old = olds.own_description(Said::of(std::slice::from_ref(old)));
    old.is_some() && old == news.own_description(Said::of(std::slice::from_ref(new)))
}
