//! The containers of deployments and jobs, and what they refer to.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A container. Settings that change nothing here are kept as they were given.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Container {
    pub(crate) name: String,
    pub(crate) image: String,
    /// When the image was last fetched, in machine time.
    pub(crate) pulled: Duration,
    pub(crate) exposed_port: u64,
    pub(crate) should_use_cached_image: bool,
    pub(crate) healthcheck: Option<Value>,
    pub(crate) entrypoint_overrides: Option<Value>,
    pub(crate) env: Vec<EnvVar>,
    pub(crate) volume_mounts: Vec<Mount>,
    pub(crate) autoupdate: Option<Value>,
}

/// An environment variable.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EnvVar {
    pub(crate) name: String,
    /// The value itself, or the name of the secret that has it.
    pub(crate) value: String,
    pub(crate) is_secret: bool,
}

/// One mounted volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mount {
    pub(crate) path: String,
    pub(crate) source: Source,
}

/// What is mounted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Source {
    Scratch,
    /// A shared file system, by its volume id.
    Shared(String),
    /// A file secret, by its name.
    Secret(String),
    /// Memory, in MiB.
    Memory(u64),
}

/// The registry of a deployment or job.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Registry {
    pub(crate) is_private: bool,
    /// The name of the credentials that open it.
    pub(crate) credentials: Option<String>,
}

impl Container {
    /// Whether it gets this secret as a variable or as files.
    pub(crate) fn uses_secret(&self, name: &str) -> bool {
        self.env.iter().any(|variable| variable.is_secret && variable.value == name)
            || self.volume_mounts.iter().any(|mount| matches!(&mount.source, Source::Secret(secret) if secret == name))
    }
}

/// Puts containers into the place of those of the same name.
pub(crate) fn replace(containers: &mut [Container], changed: Vec<Container>) {
    for new in changed {
        if let Some(old) = containers.iter_mut().find(|old| old.name == new.name) {
            *old = new;
        }
    }
}
