//! Which of two lists belong together: by a key, in time that grows with the lists.

pub(crate) mod renames;

use std::collections::{BTreeMap, BTreeSet};

/// Takes out the pairs that share a key with no other of either list.
pub(crate) fn unique_pairs<T, K: Ord>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    keys: (impl Fn(&T) -> Option<K>, impl Fn(&T) -> Option<K>),
) -> Vec<(T, T)> {
    let pairs = by_key(before, after, keys).into_values();
    let pairs = pairs.filter_map(|[old, new]| match (&old[..], &new[..]) {
        ([old], [new]) => Some((*old, *new)),
        _ => None,
    });
    take(before, after, pairs.collect())
}

/// Takes out the pairs that share a key: of several that do, the first with the first.
pub(crate) fn equal_pairs<T, K: Ord>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    keys: (impl Fn(&T) -> Option<K>, impl Fn(&T) -> Option<K>),
) -> Vec<(T, T)> {
    let pairs = by_key(before, after, keys).into_values();
    let pairs = pairs.flat_map(|[old, new]| old.into_iter().zip(new));
    take(before, after, pairs.collect())
}

/// Takes out the pairs that are candidates for no other item.
pub(crate) fn only_candidates<T>(
    before: &mut Vec<T>,
    after: &mut Vec<T>,
    candidates: &BTreeSet<(usize, usize)>,
) -> Vec<(T, T)> {
    let count = |side: fn(&(usize, usize)) -> usize| {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        candidates.iter().for_each(|pair| *counts.entry(side(pair)).or_default() += 1);
        counts
    };
    let (olds, news) = (count(|pair| pair.0), count(|pair| pair.1));
    let unique = candidates.iter().filter(|(old, new)| olds.get(old) == Some(&1) && news.get(new) == Some(&1));
    take(before, after, unique.copied().collect())
}

/// The indices of both lists, by key.
fn by_key<T, K: Ord>(
    before: &[T],
    after: &[T],
    keys: (impl Fn(&T) -> Option<K>, impl Fn(&T) -> Option<K>),
) -> BTreeMap<K, [Vec<usize>; 2]> {
    let mut found: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
    if before.is_empty() || after.is_empty() {
        return found;
    }
    for (index, item) in before.iter().enumerate() {
        if let Some(key) = keys.0(item) {
            found.entry(key).or_default()[0].push(index);
        }
    }
    for (index, item) in after.iter().enumerate() {
        if let Some(key) = keys.1(item) {
            found.entry(key).or_default()[1].push(index);
        }
    }
    found
}

/// Takes out the pairs at these indices, in the order of the old list.
pub(crate) fn take<T>(before: &mut Vec<T>, after: &mut Vec<T>, mut pairs: Vec<(usize, usize)>) -> Vec<(T, T)> {
    if pairs.is_empty() {
        return Vec::new();
    }
    pairs.sort_unstable();
    let mut olds: Vec<Option<T>> = before.drain(..).map(Some).collect();
    let mut news: Vec<Option<T>> = after.drain(..).map(Some).collect();
    let taken =
        pairs.into_iter().filter_map(|(old, new)| Some((olds.get_mut(old)?.take()?, news.get_mut(new)?.take()?)));
    let taken = taken.collect();
    before.extend(olds.into_iter().flatten());
    after.extend(news.into_iter().flatten());
    taken
}
