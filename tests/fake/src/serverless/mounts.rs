//! Volumes that are mounted into containers.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::fields::Fields;

const TYPES: [&str; 4] = ["scratch", "shared", "secret", "memory"];

/// The sizes that a memory volume can have, in MiB.
const MEMORY_SIZES_MIB: [u64; 10] = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

/// The only place where memory can be mounted.
const MEMORY_PATH: &str = "/dev/shm";

/// One mounted volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Mount {
    pub(super) path: String,
    pub(super) source: Source,
}

/// What is mounted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Source {
    Scratch,
    /// A shared file system, by its volume id.
    Shared(String),
    /// A file secret, by its name.
    Secret(String),
    /// Memory, in MiB.
    Memory(u64),
}

impl Mount {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        let kind = fields.required_choice("type", &TYPES);
        let path = fields.required_text("mount_path");
        if !path.is_empty() && !path.starts_with('/') {
            fields.problem("mount_path", "must be an absolute path");
        }
        let source = match kind {
            "shared" => {
                // The API's own words.
                if fields.value("volume_id").is_none() {
                    fields.problem("volume_id", "should not be null");
                }
                Source::Shared(fields.optional_text("volume_id").unwrap_or_default())
            }
            "secret" => Source::Secret(fields.required_text("secret_name")),
            "memory" => {
                let size = fields.required_number("size_in_mb", 0);
                if fields.value("size_in_mb").is_some() && !MEMORY_SIZES_MIB.contains(&size) {
                    let sizes = MEMORY_SIZES_MIB.map(|size| size.to_string()).join(", ");
                    fields.problem("size_in_mb", &format!("must be one of the following values: {sizes}"));
                }
                if !path.is_empty() && path != MEMORY_PATH {
                    fields.problem("mount_path", &format!("must be {MEMORY_PATH}"));
                }
                Source::Memory(size)
            }
            _ => Source::Scratch,
        };
        Self { path, source }
    }

    pub(super) fn to_value(&self) -> Value {
        let path = &self.path;
        match &self.source {
            Source::Scratch => json!({ "type": "scratch", "mount_path": path }),
            Source::Shared(id) => json!({ "type": "shared", "mount_path": path, "volume_id": id }),
            Source::Secret(name) => json!({ "type": "secret", "mount_path": path, "secret_name": name }),
            Source::Memory(size) => json!({ "type": "memory", "mount_path": path, "size_in_mb": size }),
        }
    }
}
