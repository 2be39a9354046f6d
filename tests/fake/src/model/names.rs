//! Names that live for ever.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A `'static` name, such as a status, or that of an operation, which the journal returns to tests. There are few, so each is
/// leaked once.
pub(crate) fn static_name(name: String) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = names.get(name.as_str()) {
        return kept;
    }
    let kept: &'static str = name.leak();
    names.insert(kept);
    kept
}
