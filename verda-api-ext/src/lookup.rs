//! Resources by name: one rule for a list, whatever is in it.

mod resources;

use std::collections::HashSet;
use std::fmt;

use serde_json::Value;
use verda_api::{ErrorKind, ResponseValue, Skipped, one_line};

use crate::error::{Error, invalid_request, unexpected};
use crate::pages::whole;

/// What a lookup by name did not find, or found several times. Found with [`Error::cause`](crate::Error::cause) where
/// the kind is [`ErrorKind::Lookup`](crate::ErrorKind::Lookup).
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # let order = || verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04")
/// #     .location_code("FIN-01");
/// # client.deploy_instance(order().hostname("node-1")).await?;
/// # client.deploy_instance(order().hostname("twin")).await?;
/// # client.deploy_instance(order().hostname("twin")).await?;
/// use verda_api_ext::LookupError;
///
/// let error = client.instance_by_hostname("nodee-1").await.unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "instance_by_hostname: no instance has the hostname `nodee-1`; similar: `node-1`"
/// );
/// // A complete list says so.
/// assert!(error.is_not_found());
///
/// let error = client.instance_by_hostname("twin").await.unwrap_err();
/// assert!(!error.is_not_found());
/// let Some(lookup) = error.cause::<LookupError>() else { return Err(error) };
/// for id in &lookup.matches {
///     println!("one of them is {id}");
/// }
/// # assert_eq!(lookup.matches.len(), 2);
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LookupError {
    /// What was looked up, such as `instance`.
    pub resource: &'static str,
    /// The name that was asked for.
    pub name: String,
    /// The ids of all that have the name, two or more; empty if none has it.
    pub matches: Vec<String>,
    /// Names that differ by a few letters, the nearest first, where none has the name: three at most.
    pub similar: Vec<String>,
    /// What the name is, such as `hostname`.
    kind_of_name: &'static str,
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |name: &String| format!("`{}`", one_line(name, SHOWN));
        let join = |names: &[String]| names.iter().map(shown).collect::<Vec<_>>().join(", ");
        let (resource, kind, name) = (self.resource, self.kind_of_name, shown(&self.name));
        match (self.matches.as_slice(), self.similar.as_slice()) {
            ([], []) => write!(f, "no {resource} has the {kind} {name}"),
            ([], similar) => write!(f, "no {resource} has the {kind} {name}; similar: {}", join(similar)),
            (matches, _) => {
                write!(f, "the {kind} {name} is not that of one {resource}: {} have it; use an id", join(matches))
            }
        }
    }
}

impl std::error::Error for LookupError {}

/// The most letters of a name that are shown.
const SHOWN: usize = 80;

/// The most names that are shown as similar.
const SIMILAR: usize = 3;

/// The longest name that is compared with others, in bytes: a comparison takes time as the product of two lengths, and a server
/// can send names of any length.
const LONGEST: usize = 256;

/// A resource that has a name.
pub(crate) trait HasName {
    /// What it is, such as `instance`.
    const RESOURCE: &'static str;
    /// The members of its JSON that are its names.
    const MEMBERS: &'static [&'static str] = &["name"];
    /// What the name is, as errors say it.
    const NAME: &'static str = "name";

    /// The names that it has; none where the API tells none.
    fn names(&self) -> Vec<&str>;

    /// What calls take for it.
    fn reference(&self) -> String;

    /// Whether a name is the one that is wanted.
    fn is_same(found: &str, wanted: &str) -> bool {
        found == wanted
    }

    /// Whether it does not exist any more, and costs nothing: what has the name and exists counts alone.
    fn is_over(&self) -> bool {
        false
    }
}

/// What a list has of a name.
pub(crate) struct Named<T> {
    /// Those that have it.
    pub(crate) found: Vec<T>,
    /// The error that it is if none is found: what could not be read may be it.
    pub(crate) unread: Option<Error>,
    /// What could not be decoded and has the name for sure.
    undecodable: Vec<String>,
    others: Vec<String>,
}

impl<T: HasName> Named<T> {
    /// Looks for a name in a list that should be the whole one, among those of its elements that count.
    ///
    /// # Errors
    ///
    /// If the list is not whole.
    pub(crate) fn in_list(
        list: &'static str,
        response: ResponseValue<Vec<T>>,
        wanted: &str,
        counts: impl Fn(&T) -> bool,
    ) -> Result<Self, Error> {
        let (mut undecodable, mut others) = (Vec::new(), Vec::new());
        let mut unread = None;
        for odd in response.skipped().iter().filter(|skipped| skipped.is_element()) {
            let names = T::MEMBERS.iter().map(|member| odd.json.get(*member).and_then(Value::as_str));
            let names: Vec<Option<&str>> = names.map(|name| name.filter(|name| !name.trim().is_empty())).collect();
            if names.iter().flatten().any(|name| T::is_same(name, wanted)) {
                undecodable.push(reference_of(odd));
            } else if names.iter().all(Option::is_some) {
                others.extend(names.into_iter().flatten().map(str::to_owned));
                continue;
            }
            unread.get_or_insert_with(|| format!("the {} at `{}` cannot be decoded", T::RESOURCE, odd.path));
        }
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for resource in whole(list, response)?.into_iter().filter(counts) {
            let names = resource.names();
            if names.is_empty() {
                unread
                    .get_or_insert_with(|| format!("the {} {} has no {}", T::RESOURCE, resource.reference(), T::NAME));
            } else if names.iter().any(|name| T::is_same(name, wanted)) {
                // A list may have one twice.
                if seen.insert(resource.reference()) {
                    found.push(resource);
                }
            } else {
                others.extend(names.into_iter().map(str::to_owned));
            }
        }
        let unread =
            unread.map(|unread| unexpected(list, format!("{unread}, and may be `{}`", one_line(wanted, SHOWN))));
        Ok(Self { found, unread, undecodable, others })
    }

    /// The one that has the name.
    ///
    /// # Errors
    ///
    /// See [`look_up`].
    fn one(self, method: &'static str, wanted: &str) -> Result<T, Error> {
        let mut found = self.found;
        // What is over goes first, whatever its spelling: it must not hide the one that costs.
        if found.iter().any(|resource| !resource.is_over()) {
            found.retain(|resource| !resource.is_over());
        } else if let Some(unread) = self.unread {
            return Err(unread);
        }
        if found.iter().any(|resource| resource.names().contains(&wanted)) {
            found.retain(|resource| resource.names().contains(&wanted));
        }
        if found.len() == 1 && self.undecodable.is_empty() {
            return found.pop().ok_or_else(|| unexpected(method, "the list is empty"));
        }
        let mut matches: Vec<String> = found.iter().map(T::reference).collect();
        matches.extend(self.undecodable);
        let is_absence = matches.is_empty();
        let similar = if is_absence { similar(wanted, self.others) } else { Vec::new() };
        let error =
            LookupError { resource: T::RESOURCE, name: wanted.to_owned(), matches, similar, kind_of_name: T::NAME };
        let message = error.to_string();
        Err(Error::new(ErrorKind::Lookup, message).of(method).that_proves_absence(is_absence).caused_by(error))
    }
}

/// The resource with this name, from a list that is fetched once the name is known to be one.
///
/// # Errors
///
/// [`ErrorKind::InvalidRequest`] for an empty name, [`ErrorKind::Lookup`] if none or several have it, and
/// [`ErrorKind::UnexpectedResponse`] if none has it of those that could be read, and others could not.
pub(crate) async fn look_up<T: HasName>(
    method: &'static str,
    list: &'static str,
    wanted: &str,
    fetch: impl Future<Output = Result<ResponseValue<Vec<T>>, Error>>,
) -> Result<T, Error> {
    if wanted.is_empty() {
        return Err(invalid_request(method, format!("the {} is empty", T::NAME)));
    }
    Named::in_list(list, fetch.await?, wanted, |_| true)?.one(method, wanted)
}

/// What is told of an element that has the name and cannot be decoded: its id, or its place in the list.
fn reference_of(odd: &Skipped) -> String {
    odd.json.get("id").and_then(Value::as_str).map_or_else(|| odd.path.clone(), str::to_owned)
}

/// The names that differ from the wanted one by a third of its letters and by three at most, the nearest first.
fn similar(wanted: &str, others: Vec<String>) -> Vec<String> {
    let letters = |name: &str| name.to_lowercase().chars().collect::<Vec<char>>();
    let wanted = letters(wanted);
    let most = wanted.len().div_ceil(3).min(3);
    let near = |name: String| {
        if name.len() > LONGEST || wanted.len() > LONGEST {
            return None;
        }
        Some((distance(&letters(&name), &wanted, most)?, name))
    };
    let mut near: Vec<(usize, String)> = others.into_iter().filter_map(near).collect();
    near.sort();
    near.dedup();
    near.into_iter().take(SIMILAR).map(|(_, name)| name).collect()
}

/// How many letters have to be put in, left out or replaced (Levenshtein); `None` if they are more than `most`. The time grows
/// with the length and not with its square: a list may have many long names that differ at their ends alone.
fn distance(one: &[char], two: &[char], most: usize) -> Option<usize> {
    if one.len().abs_diff(two.len()) > most {
        return None;
    }
    let far = most + 1;
    let mut row: Vec<usize> = (0..=two.len()).map(|column| column.min(far)).collect();
    for (index, letter) in one.iter().enumerate() {
        // What is further from the diagonal is too far in any case.
        let first = index.saturating_sub(most);
        let mut diagonal = std::mem::replace(&mut row[first], if first == 0 { far.min(index + 1) } else { far });
        for column in first..two.len().min(index + far) {
            let replaced = diagonal + usize::from(*letter != two[column]);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1).min(far);
        }
    }
    Some(row[two.len()]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_exact_as_far_as_it_counts() {
        let letters = |text: &str| text.chars().collect::<Vec<char>>();
        let plain = |one: &[char], two: &[char]| {
            let mut rows = vec![(0..=two.len()).collect::<Vec<usize>>()];
            for (index, letter) in one.iter().enumerate() {
                let mut row = vec![index + 1];
                for (column, other) in two.iter().enumerate() {
                    let replaced = rows[index][column] + usize::from(letter != other);
                    row.push(replaced.min(rows[index][column + 1] + 1).min(row[column] + 1));
                }
                rows.push(row);
            }
            rows[one.len()][two.len()]
        };
        let mut random = fastrand::Rng::with_seed(7);
        let mut word =
            || (0..random.usize(0..8)).map(|_| random.choice(['a', 'b', 'c']).unwrap_or('a')).collect::<String>();
        for _ in 0..5000 {
            let (one, two) = (word(), word());
            let (one, two) = (letters(&one), letters(&two));
            for most in 0..=3 {
                let expected = Some(plain(&one, &two)).filter(|distance| *distance <= most);
                assert_eq!(distance(&one, &two, most), expected, "{one:?} {two:?} {most}");
            }
        }
    }
}
