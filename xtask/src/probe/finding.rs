//! What a response has that neither the document nor the generated types say.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde::Serialize;

use super::inferred::Inferred;

/// The kinds of findings, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// No response came.
    NoResponse,
    /// A status that the operation does not document, or a failure.
    Status,
    /// A content type that the response does not document.
    ContentType,
    /// A body that is not JSON, is missing, or of which the document says nothing.
    Body,
    /// A part of the body that the generated types cannot decode.
    NotDecoded,
    /// A value of another JSON type.
    WrongType,
    /// A value that the enum lacks.
    UnknownValue,
    /// A member that the object does not document.
    UnknownMember,
    /// A required member that is missing.
    Missing,
    /// A null that the schema does not allow.
    Null,
    /// A header that the document does not name.
    Header,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> String {
        format!("{self:?}").to_snake_case().replace('_', " ")
    }
}

/// One finding. It holds names and types, and no value but those that an enum lacks.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of finding it is.
    pub kind: Kind,
    /// The place in the body, such as `[].gpu.number_of_gpus`; empty for the whole response.
    pub place: String,
    /// What was found there.
    pub detail: String,
    /// How often it was found.
    pub count: usize,
    /// How often it could have been found: the number of objects with such a place.
    pub of: usize,
    #[serde(skip)]
    pub(super) remedy: Option<Remedy>,
}

/// What an overlay would change.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Remedy {
    /// The schema at the pointer gets a property.
    Property { schema: String, name: String, seen: Inferred },
    /// The enum at the pointer gets values.
    Values { schema: String, values: BTreeSet<String> },
    /// The schema at the pointer gets another type; in place of its own where no value has that.
    Type { schema: String, seen: Inferred, replaces: bool },
}

/// The findings of one operation, by kind and place.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    found: BTreeMap<(Kind, String), Found>,
    /// How often each place was there.
    visits: BTreeMap<String, usize>,
}

/// What was found of one kind at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) count: usize,
    /// The place whose visits are all the chances to find it.
    pub(super) within: String,
    /// What was expected, for a wrong type.
    pub(super) expected: String,
    /// What was found, in words.
    pub(super) words: BTreeSet<String>,
    /// The types that were found.
    pub(super) seen: Inferred,
    /// The pointer of the schema, where an overlay can correct it.
    pub(super) schema: Option<String>,
}

impl Tally {
    pub(super) fn visit(&mut self, place: &str) {
        *self.visits.entry(place.to_owned()).or_default() += 1;
    }

    /// Counts a finding, and gives what is known of it.
    pub(super) fn count(&mut self, kind: Kind, place: &str, within: &str) -> &mut Found {
        let found = self.found.entry((kind, place.to_owned())).or_default();
        found.count += 1;
        within.clone_into(&mut found.within);
        found
    }

    /// Counts a finding of the whole response.
    pub(super) fn whole(&mut self, kind: Kind, words: String) {
        self.count(kind, "", "").words.insert(words);
    }

    /// How far a value is from a schema: a wrong type is worth all other findings.
    pub(super) fn distance(&self) -> usize {
        let weight = |kind: &Kind| match kind {
            Kind::WrongType => 1000,
            Kind::UnknownValue => 100,
            Kind::Missing => 10,
            _ => 1,
        };
        self.found.iter().map(|((kind, _), found)| weight(kind) * found.count).sum()
    }

    pub(super) fn append(&mut self, other: Self) {
        for (place, visits) in other.visits {
            *self.visits.entry(place).or_default() += visits;
        }
        for (key, found) in other.found {
            let known = self.found.entry(key).or_default();
            known.count += found.count;
            known.words.extend(found.words);
            known.seen.merge(found.seen);
            known.within = found.within;
            known.expected = found.expected;
            known.schema = found.schema;
        }
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        let Self { found, visits } = self;
        let finding = |((kind, place), found): ((Kind, String), Found)| {
            let Found { count, within, expected, words, seen, schema } = found;
            let listed = words.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            let detail = match kind {
                Kind::WrongType => format!("{} in place of {expected}", seen.words()),
                Kind::Null => format!("in place of {listed}"),
                Kind::UnknownMember if listed.is_empty() => seen.words(),
                Kind::UnknownMember => format!("{listed}: {}", seen.words()),
                _ => listed,
            };
            let name = place.rsplit('.').next().unwrap_or_default().to_owned();
            let of = visits.get(&within).copied().unwrap_or(count).max(count);
            let remedy = schema.and_then(|schema| match kind {
                Kind::UnknownMember => Some(Remedy::Property { schema, name, seen }),
                Kind::UnknownValue => Some(Remedy::Values { schema, values: words }),
                Kind::WrongType => Some(Remedy::Type { schema, seen, replaces: count == of }),
                _ => None,
            });
            Finding { kind, place, detail, count, of, remedy }
        };
        found.into_iter().map(finding).collect()
    }
}
