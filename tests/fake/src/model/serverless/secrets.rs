//! Secrets and registry credentials. Their values are not kept, because no operation returns them.

use serde::{Deserialize, Serialize};

/// A secret of either kind; both share their names.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Secret {
    pub(crate) name: String,
    pub(crate) created_at: String,
    /// The names of the files of a file secret; `None` for one with a single value.
    pub(crate) files: Option<Vec<String>>,
}

impl Secret {
    /// Whether it holds files, and can be mounted.
    pub(crate) fn is_fileset(&self) -> bool {
        self.files.is_some()
    }
}

/// Credentials of a container registry.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Credentials {
    pub(crate) name: String,
    pub(crate) created_at: String,
}
