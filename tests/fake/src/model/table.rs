//! A table of resources: found by id, listed in the order of their creation.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::model::refusal::Refusal;
use crate::model::stored;

/// Resources of one kind.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Table<T> {
    rows: BTreeMap<u64, T>,
    #[serde(serialize_with = "stored::in_order")]
    by_id: HashMap<String, u64>,
    created: u64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), by_id: HashMap::new(), created: 0 }
    }
}

impl<T> Table<T> {
    /// Adds a resource at the end. An id that is there already gets the new resource in its old place.
    pub(crate) fn insert(&mut self, id: &str, row: T) {
        let number = *self.by_id.entry(id.to_owned()).or_insert_with(|| {
            self.created += 1;
            self.created
        });
        self.rows.insert(number, row);
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(self.by_id.get(id)?)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.rows.get_mut(self.by_id.get(id)?)
    }

    pub(crate) fn contains(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        self.rows.remove(&self.by_id.remove(id)?)
    }

    /// Removes all of them, or none if one is unknown; a lenient removal ignores unknown ids.
    pub(crate) fn remove_all(&mut self, ids: &[String], noun: &str, is_lenient: bool) -> Result<(), Refusal> {
        if !is_lenient && !ids.iter().all(|id| self.contains(id)) {
            return Err(Refusal::not_found(noun));
        }
        for id in ids {
            self.remove(id);
        }
        Ok(())
    }

    /// All resources, the oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values()
    }

    /// All resources, the oldest first, to be changed.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.rows.values_mut()
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_the_order_of_their_creation() {
        let mut table = Table::default();
        for name in ["c", "a", "b"] {
            table.insert(name, name);
        }
        assert_eq!(table.remove("a"), Some("a"));
        table.insert("c", "c2");
        table.insert("a", "a2");
        assert_eq!(table.iter().copied().collect::<Vec<_>>(), ["c2", "b", "a2"]);
        assert_eq!((table.get("b"), table.get("x"), table.len()), (Some(&"b"), None, 3));
    }
}
