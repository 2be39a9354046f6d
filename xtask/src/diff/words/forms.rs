//! Whether two names are forms of one another: in case, separators, number, by an abbreviation, or by a word that says no
//! more than what the name belongs to.

use heck::ToSnakeCase;
use verda_api_codegen::ledger::unescape;

use super::are_opposite;
use crate::document::Node;

/// Words and how they are written out. A word that may stand for two is not in the list, such as `loc`, `temp` and `sec`. A
/// plural is, where the rules would take it for another word.
const SHORT: &str = "\
    addr/address amt/amount arg/argument attr/attribute avg/average catalogue/catalog centre/center cfg/configuration \
    cmd/command cnt/count colour/color conf/configuration config/configuration ctx/context db/database \
    dept/department desc/description dest/destination dir/directory doc/document dst/destination env/environment \
    err/error fmt/format freq/frequency id/identifier idx/index img/image info/information lang/language lat/latitude \
    len/length lib/library licence/license lng/longitude lon/longitude max/maximum mgr/manager min/minimum \
    msg/message num/number obj/object op/operation opt/option org/organization organisation/organization \
    param/parameter passwd/password pkg/package pref/preference prev/previous prop/property pwd/password qty/quantity \
    ref/reference repo/repository req/request resp/response seq/sequence spec/specification src/source std/standard \
    svc/service sys/system tel/telephone tmp/temporary txt/text tz/timezone usr/user val/value var/variable \
    ver/version vol/volume hrs/hour ids/identifier mins/minute secs/second statuses/status";

/// Words that end like a plural and are none, or are another word without the end.
const NO_PLURALS: [&str; 12] =
    ["https", "lens", "news", "pros", "cons", "goods", "odds", "does", "customs", "means", "savings", "arms"];

/// Words in names of types that say how a type is used, and not what it is.
const USES: [&str; 22] = [
    "dto",
    "request",
    "response",
    "input",
    "output",
    "body",
    "payload",
    "parameter",
    "model",
    "schema",
    "object",
    "type",
    "list",
    "collection",
    "data",
    "detail",
    "information",
    "entity",
    "record",
    "public",
    "view",
    "result",
];

/// The words of a name, each written out and in the singular.
pub(super) fn words(name: &str) -> Vec<String> {
    name.to_snake_case().split('_').filter(|word| !word.is_empty()).map(usual).collect()
}

fn usual(word: &str) -> String {
    let pairs = SHORT.split(' ').filter_map(|pair| pair.split_once('/'));
    let whole = |word: &str| pairs.clone().find(|(short, _)| *short == word).map(|(_, whole)| whole.to_owned());
    whole(word).unwrap_or_else(|| {
        let singular = singular(word);
        whole(&singular).unwrap_or(singular)
    })
}

fn singular(word: &str) -> String {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    match word {
        word if word.len() < 4 || NO_PLURALS.contains(&word) => word.to_owned(),
        word if word.len() > 4 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        word if ends(&["sses", "xes", "ches", "shes"]) => word[..word.len() - 2].to_owned(),
        word if word.ends_with('s') && !ends(&["ss", "us", "is"]) => word[..word.len() - 1].to_owned(),
        word => word.to_owned(),
    }
}

/// The snake case of a name, with the signs that heck drops: `StartTime<` and `StartTime>` are two names. `None` for a name
/// of signs alone.
pub(crate) fn snake(name: &str) -> Option<(String, String)> {
    let snake = name.to_snake_case();
    (!snake.is_empty()).then(|| (snake, signs(name)))
}

/// The signs of a name that compare.
fn signs(name: &str) -> String {
    name.chars().filter(|sign| "<>=!~+".contains(*sign)).collect()
}

/// What names belong to: the types that have them, or the operations that take them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Owners(Vec<Vec<String>>);

impl Owners {
    /// The owner of what stands in a schema: the property or the named schema nearest to it, or else the last part of the
    /// path.
    pub(crate) fn add_schema(&mut self, node: &Node<'_>) {
        let parts: Vec<String> = node.pointer.split('/').map(unescape).collect();
        let after = |key: &str| {
            let found = parts.windows(2).rev().find(|pair| pair[0] == key);
            found.map(|pair| pair[1].clone())
        };
        match after("properties").or_else(|| after("schemas")) {
            Some(name) => self.add_name(&name),
            None => after("paths").iter().for_each(|path| self.add_path(path)),
        }
    }

    /// The resource of a path: its last part that is no variable.
    pub(crate) fn add_path(&mut self, path: &str) {
        if let Some(part) = path.split('/').rfind(|part| !part.is_empty() && !part.contains('{')) {
            self.add_name(part);
        }
    }

    pub(crate) fn add_name(&mut self, name: &str) {
        let mut words = words(name);
        while words.last().is_some_and(|last| USES.contains(&last.as_str())) {
            words.pop();
        }
        if !words.is_empty() && !self.0.contains(&words) {
            self.0.push(words);
        }
    }

    /// Whether words are an owner, or the last ones of it: `item` and `order_item`, and not `order`, of `OrderItem`.
    fn has(&self, words: &[String]) -> bool {
        !words.is_empty() && self.0.iter().any(|owner| owner.ends_with(words))
    }

    /// The words of a name without those of an owner, in front or else at the end.
    fn strip<'w>(&self, words: &'w [String]) -> &'w [String] {
        let in_front = (1..words.len()).rev().find(|count| self.has(&words[..*count]));
        let at_end = || (1..words.len()).find(|count| self.has(&words[*count..]));
        match in_front {
            Some(count) => &words[count..],
            None => at_end().map_or(words, |count| &words[..count]),
        }
    }
}

/// What names that may be forms of one another share. Whether they are is asked of [`are_forms`].
pub(crate) fn key(name: &str, owners: &Owners) -> Option<(String, String)> {
    let words = words(name);
    let key = owners.strip(&words).concat();
    (!key.is_empty()).then(|| (key, signs(name)))
}

/// Whether two names are forms of one another, and none of them says the opposite of the other. Of what belongs to a user,
/// `name` and `user_name` are.
pub(crate) fn are_forms(old: &str, new: &str, owners: &Owners) -> bool {
    let (before, after) = (words(old), words(new));
    if before.is_empty() || after.is_empty() || signs(old) != signs(new) {
        return false;
    }
    if before.concat() == after.concat() {
        return true;
    }
    let (short, long) = if before.len() < after.len() { (&before, &after) } else { (&after, &before) };
    let rest = long.strip_prefix(&short[..]).or_else(|| long.strip_suffix(&short[..]));
    rest.is_some_and(|rest| owners.has(rest)) && !are_opposite(old, new)
}

/// Whether two names of types are forms of one another: `User` and `UserDto` are.
pub(crate) fn are_forms_of_types(old: &str, new: &str) -> bool {
    type_key(old).is_some_and(|key| type_key(new) == Some(key))
}

/// What names of types share that are forms of one another.
pub(crate) fn type_key(name: &str) -> Option<String> {
    let mut words = words(name);
    let says_use = |word: &String| ["dto", "model", "schema", "type", "entity", "object"].contains(&word.as_str());
    while words.len() > 1 && words.last().is_some_and(says_use) {
        words.pop();
    }
    (!words.is_empty()).then(|| words.concat())
}

/// Whether two paths are forms of one another: they end alike, and all parts of one are parts of the other, in this order.
pub(crate) fn are_forms_of_paths(old: &str, new: &str) -> bool {
    let (before, after) = (parts(old), parts(new));
    let (short, long) = if before.len() < after.len() { (before, after) } else { (after, before) };
    let mut rest = long.iter();
    !short.is_empty() && short.last() == long.last() && short.iter().all(|part| rest.any(|other| other == part))
}

/// The parts of a path that name resources, without versions and variables.
fn parts(path: &str) -> Vec<String> {
    let is_version = |part: &str| {
        part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
            || part == "api"
    };
    let parts = path.split('/').filter(|part| !part.is_empty() && !part.contains('{') && !is_version(part));
    parts.map(|part| words(part).concat()).filter(|part| !part.is_empty()).collect()
}
