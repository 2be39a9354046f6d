//! SSH keys and startup scripts.

use serde::{Deserialize, Serialize};

/// A public key.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SshKey {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) created_at: String,
    pub(crate) created_by: String,
}

/// A startup script.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Script {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) script: String,
    pub(crate) created_at: String,
}
