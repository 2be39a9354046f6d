//! Every helper.

use crate::cells::Cell;

pub(crate) fn cells() -> Vec<Cell> {
    Vec::new()
}
