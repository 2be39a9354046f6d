//! Finds objects that are taken for one another: the runtime compares only the names and the JSON types of their members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::branches::{Branch, leaves};
use crate::model::{Kind, Member, Rest, Shape};
use crate::shape::hints;
use crate::shape::schema::without_annotations;
use crate::shape::types::{Reader, integer};

/// The maximum number of schemas that are compared for one union. Beyond it the union counts as one that nothing tells apart.
const STEPS: usize = 20_000;

/// Pairs of branches of which one takes the values of the other and does not keep them; each branch with one other at most.
pub(super) fn confused(reader: &Reader<'_>, branches: &[Branch], shapes: &[Shape]) -> Vec<(usize, usize)> {
    let mut compared = Compared { reader, steps: STEPS, pairs: BTreeSet::new() };
    let all: Vec<One<'_>> = branches.iter().zip(shapes).enumerate().map(|(index, of)| One::new(index, of)).collect();
    let mut pairs = Vec::new();
    for (index, one) in all.iter().enumerate() {
        let clash = all.iter().take(index).find(|other| !compared.is_kept(one, other) || !compared.is_kept(other, one));
        pairs.extend(clash.map(|other| (other.index, index)));
    }
    pairs
}

/// A branch with its members by name.
struct One<'a> {
    index: usize,
    branch: &'a Branch,
    members: BTreeMap<&'a str, &'a Member>,
    /// The schemas of the members as texts: most are compared with those of all other branches.
    texts: BTreeMap<&'a str, String>,
    rest: &'a Rest,
}

impl<'a> One<'a> {
    fn new(index: usize, (branch, shape): (&'a Branch, &'a Shape)) -> Self {
        let members = shape.members.iter().map(|member| (member.name.as_str(), member)).collect();
        let text = |(name, schema): (&'a String, &'a Value)| (name.as_str(), without_annotations(schema).to_string());
        Self { index, branch, members, texts: branch.properties().map(text).collect(), rest: &shape.rest }
    }

    fn keeps_others(&self) -> bool {
        matches!(self.rest, Rest::Of(_))
    }

    fn schema(&self, name: &str) -> Option<&'a Value> {
        self.branch.whole.get("properties")?.get(name)
    }

    /// Whether the runtime takes no value of this branch for one of the other, by names and JSON types alone. `null` may be in
    /// place of any optional member.
    fn is_told_from(&self, other: &Self) -> bool {
        let is_missing = |(name, theirs): (&&str, &&Member)| match (self.members.get(name), self.rest) {
            (Some(ours), _) => differ(&ours.kinds, &theirs.kinds) || has_other_values(ours, theirs),
            (None, Rest::Of(kinds)) => differ(kinds, &theirs.kinds),
            (None, Rest::Ignored | Rest::Nothing) => true,
        };
        let is_strange = |(name, ours): (&&str, &&Member)| match (other.members.get(name), other.rest) {
            (Some(theirs), _) => {
                let is_kind = differ(&ours.kinds, &theirs.kinds) || has_other_values(ours, theirs);
                is_kind && (theirs.required || !ours.kinds.contains(&Kind::Null))
            }
            (None, Rest::Of(kinds)) => !self.keeps_others() || differ(kinds, &ours.kinds),
            (None, Rest::Ignored | Rest::Nothing) => true,
        };
        // Of two that fit, the runtime takes the one with fewer members, and the first of two.
        let goes_first = !self.keeps_others() && (self.members.len(), self.index) < (other.members.len(), other.index);
        goes_first
            || other.members.iter().filter(|(_, member)| member.required).any(is_missing)
            || self.members.iter().filter(|(_, member)| member.required).any(is_strange)
    }
}

fn differ(one: &[Kind], other: &[Kind]) -> bool {
    let is_same =
        |a: Kind, b: Kind| a == b || matches!((a, b), (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer));
    !one.is_empty() && !other.is_empty() && !one.iter().any(|a| other.iter().any(|b| is_same(*a, *b)))
}

pub(super) fn has_other_values(one: &Member, other: &Member) -> bool {
    !one.values.is_empty() && !other.values.is_empty() && !one.values.iter().any(|value| other.values.contains(value))
}

/// Compares schemas for the values that a type of one keeps of the other. Schemas may contain themselves, so each pair is
/// compared once.
struct Compared<'a, 'r> {
    reader: &'a Reader<'r>,
    steps: usize,
    pairs: BTreeSet<Pair>,
}

/// The schemas that are compared, the name of the member, and whether the runtime compares their JSON types first.
type Pair = (String, String, String, bool);

impl Compared<'_, '_> {
    /// Whether each value of a branch is decoded as this branch, or is the same as the other one.
    fn is_kept(&mut self, one: &One<'_>, other: &One<'_>) -> bool {
        if one.is_told_from(other) {
            return true;
        }
        self.pairs.clear();
        let (ours, theirs) = (rest(&one.branch.whole), rest(&other.branch.whole));
        let names: BTreeSet<&str> = one.members.keys().chain(other.members.keys()).copied().collect();
        let is_equal = |name: &&str| one.texts.get(name).is_some_and(|text| other.texts.get(name) == Some(text));
        names.into_iter().filter(|name| !is_equal(name)).all(|name| {
            match (other.schema(name).or(theirs.as_ref()), one.schema(name).or(ours.as_ref())) {
                (Some(wide), Some(narrow)) => self.holds(wide, narrow, name, true),
                // The runtime counts members that would be lost.
                _ => true,
            }
        }) && match (&theirs, &ours) {
            (Some(wide), Some(narrow)) => self.holds(wide, narrow, "", true),
            _ => true,
        }
    }

    /// Whether the type of one schema keeps every value of another. `is_direct`: the runtime compares the JSON types first.
    fn holds(&mut self, wide: &Value, narrow: &Value, name: &str, is_direct: bool) -> bool {
        let (ours, theirs) = (without_annotations(narrow), without_annotations(wide));
        if ours == theirs || !self.pairs.insert((theirs.to_string(), ours.to_string(), name.to_owned(), is_direct)) {
            return true;
        }
        let Some(steps) = self.steps.checked_sub(1) else { return false };
        self.steps = steps;
        let Some(wides) = leaves(self.reader, wide).filter(|all| all.iter().all(|leaf| leaf.kind().is_some())) else {
            return true;
        };
        let Some(narrows) = leaves(self.reader, narrow) else { return false };
        let components = &self.reader.components;
        if !is_direct && components.is_nullable(narrow) && !components.is_nullable(wide) {
            return false;
        }
        narrows.iter().all(|narrow| {
            let Some(kind) = narrow.kind() else { return false };
            let is_alike = |leaf: &&Branch| leaf.kind().is_some_and(|known| !differ(&[known], &[kind]));
            let alike: Vec<&Branch> = wides.iter().filter(is_alike).collect();
            let is_equal = |leaf: &&Branch| match (&leaf.target, &narrow.target) {
                (Some(one), Some(other)) => one == other,
                _ => without_annotations(&leaf.schema) == without_annotations(&narrow.schema),
            };
            match alike.as_slice() {
                [] => is_direct,
                several if several.iter().any(is_equal) => true,
                [only] => self.leaf_holds(only, narrow, kind, name, is_direct),
                _ => matches!(kind, Kind::Bool),
            }
        })
    }

    fn leaf_holds(&mut self, wide: &Branch, narrow: &Branch, kind: Kind, name: &str, is_direct: bool) -> bool {
        let (theirs, ours) = (&wide.whole, &narrow.whole);
        match kind {
            Kind::Null | Kind::Bool => true,
            Kind::Integer if wide.kind() == Some(Kind::Number) => true,
            Kind::Integer => match (integer(theirs), integer(ours)) {
                (wide, narrow) if wide == narrow => true,
                ("int64", narrow) => narrow != "uint64",
                ("uint64", narrow) => narrow.starts_with('u'),
                _ => false,
            },
            Kind::Number => is_direct || wide.kind() == Some(Kind::Number),
            Kind::Text => match form(theirs, name) {
                "" => true,
                form_of => form_of == form(ours, name),
            },
            Kind::List => {
                let any = json!({});
                let items = |whole: &Map<String, Value>| whole.get("items").cloned().unwrap_or_else(|| any.clone());
                self.holds(&items(theirs), &items(ours), "", false)
            }
            Kind::Object => self.object_holds(wide, narrow),
        }
    }

    fn object_holds(&mut self, wide: &Branch, narrow: &Branch) -> bool {
        let described =
            |branch: &Branch, name: &str| branch.whole.get("properties").and_then(|all| all.get(name)).cloned();
        let (theirs, ours) = (rest(&wide.whole), rest(&narrow.whole));
        if wide.properties().any(|(name, _)| wide.requires(name) && !narrow.requires(name)) {
            return false;
        }
        let names: BTreeSet<&String> = wide.properties().chain(narrow.properties()).map(|(name, _)| name).collect();
        let is_rest_held = match (&theirs, &ours) {
            (Some(wide), Some(narrow)) => self.holds(wide, narrow, "", false),
            (None, Some(_)) => false,
            (_, None) => true,
        };
        is_rest_held
            && names.into_iter().all(|name| {
                let wide = described(wide, name).or_else(|| theirs.clone());
                let narrow = described(narrow, name).or_else(|| ours.clone());
                match (wide, narrow) {
                    (_, None) => true,
                    (None, Some(_)) => false,
                    (Some(wide), Some(narrow)) => self.holds(&wide, &narrow, name, false),
                }
            })
    }
}

/// The schema of members of any other name that a type keeps.
fn rest(whole: &Map<String, Value>) -> Option<Value> {
    match whole.get("additionalProperties") {
        Some(Value::Bool(false)) => None,
        Some(schema @ Value::Object(_)) => Some(schema.clone()),
        Some(_) => Some(json!({})),
        None => whole.get("properties").is_none().then(|| json!({})),
    }
}

/// The form of a text that its type demands; empty for any text.
fn form<'a>(whole: &'a Map<String, Value>, name: &str) -> &'a str {
    let format = whole.get("format").and_then(Value::as_str).unwrap_or_default();
    match format {
        _ if whole.contains_key("enum") => "",
        "date-time" | "date" | "decimal" => format,
        _ if hints::says_time(name, whole) => "date-time",
        _ => "",
    }
}
