//! Volumes that are mounted into containers.

use serde_json::{Value, json};

use crate::api::fields::Fields;
use crate::model::serverless::container::{Mount, Source};

const TYPES: [&str; 4] = ["scratch", "shared", "secret", "memory"];

/// The sizes that a memory volume can have, in MiB.
const MEMORY_SIZES_MIB: [u64; 10] = [64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

/// The only place where memory can be mounted.
const MEMORY_PATH: &str = "/dev/shm";

pub(super) fn read(fields: &mut Fields<'_>) -> Mount {
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
    // What has a size and is no memory is taken for a shared volume; the API's own words.
    let is_sized = fields.value("size_in_mb").is_some();
    if is_sized && !matches!(kind, "memory" | "shared") && fields.value("volume_id").is_none() {
        fields.problem("volume_id", "should not be null");
    }
    Mount { path, source }
}

pub(super) fn to_value(mount: &Mount) -> Value {
    let path = &mount.path;
    match &mount.source {
        Source::Scratch => json!({ "type": "scratch", "mount_path": path }),
        Source::Shared(id) => json!({ "type": "shared", "mount_path": path, "volume_id": id }),
        Source::Secret(name) => json!({ "type": "secret", "mount_path": path, "secret_name": name }),
        Source::Memory(size) => json!({ "type": "memory", "mount_path": path, "size_in_mb": size }),
    }
}
