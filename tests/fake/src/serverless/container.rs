//! One container of a deployment or job: its settings, and how the API shows them.

use std::collections::HashSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::mounts::Mount;
use crate::clock::Clock;
use crate::fields::Fields;

/// A container. Every form of it that the API shows can be read again, so that a PATCH is a merge and a new reading.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Container {
    pub(super) name: String,
    pub(super) image: String,
    /// When the image was last fetched, in machine time.
    pub(super) pulled: Duration,
    exposed_port: u64,
    should_use_cached_image: bool,
    healthcheck: Option<Value>,
    entrypoint_overrides: Option<Value>,
    pub(super) env: Vec<EnvVar>,
    pub(super) volume_mounts: Vec<Mount>,
    autoupdate: Option<Value>,
}

/// An environment variable.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct EnvVar {
    pub(super) name: String,
    /// The value itself, or the name of the secret that has it.
    pub(super) value: String,
    pub(super) is_secret: bool,
}

impl EnvVar {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        if fields.value("value_or_reference_to_secret").is_none() {
            fields.problem("value_or_reference_to_secret", "should not be empty");
        }
        Self {
            name: fields.required_text("name"),
            value: fields.optional_text("value_or_reference_to_secret").unwrap_or_default(),
            is_secret: fields.required_choice("type", &["plain", "secret"]) == "secret",
        }
    }

    pub(super) fn to_value(&self) -> Value {
        let kind = if self.is_secret { "secret" } else { "plain" };
        json!({ "name": self.name, "value_or_reference_to_secret": self.value, "type": kind })
    }
}

/// Reads a list of variables, each of which may occur once.
pub(super) fn read_env(fields: &mut Fields<'_>) -> Vec<EnvVar> {
    let env = fields.nested_list("env", EnvVar::read);
    let mut seen = HashSet::new();
    if !env.iter().all(|variable| seen.insert(&variable.name)) {
        fields.problem("env", "must not have the same name twice");
    }
    env
}

impl Container {
    /// Reads a container's settings; the caller sets its name and the time of its image.
    pub(super) fn read(fields: &mut Fields<'_>, uses_cache_by_default: bool) -> Self {
        let cached = fields.value("should_use_cached_image").is_some();
        let container = Self {
            name: fields.optional_text("name").unwrap_or_default(),
            image: read_image(fields),
            pulled: Duration::ZERO,
            exposed_port: fields.required_number_in("exposed_port", 1..=65535),
            should_use_cached_image: fields.flag("should_use_cached_image") || (uses_cache_by_default && !cached),
            healthcheck: fields.nested("healthcheck", read_healthcheck),
            entrypoint_overrides: fields.nested("entrypoint_overrides", read_entrypoint),
            env: read_env(fields),
            volume_mounts: fields.nested_list("volume_mounts", Mount::read),
            autoupdate: fields.nested("autoupdate", read_autoupdate),
        };
        let mut seen = HashSet::new();
        if !container.volume_mounts.iter().all(|mount| seen.insert(&mount.path)) {
            fields.problem("volume_mounts", "must not have the same mount_path twice");
        }
        container
    }

    /// The container as the API shows it at an instant.
    pub(super) fn to_value(&self, clock: &Clock, now: Duration) -> Value {
        let mut image = json!({ "image": self.image });
        if self.pulled <= now {
            image["last_updated_at"] = clock.timestamp(self.pulled).into();
        }
        let mut value = Map::new();
        let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
        put("name", self.name.clone().into());
        put("image", image);
        put("exposed_port", self.exposed_port.into());
        put("should_use_cached_image", self.should_use_cached_image.into());
        if let Some(healthcheck) = &self.healthcheck {
            put("healthcheck", healthcheck.clone());
        }
        let off = || json!({ "enabled": false, "entrypoint": null, "cmd": null });
        put("entrypoint_overrides", self.entrypoint_overrides.clone().unwrap_or_else(off));
        put("env", self.env.iter().map(EnvVar::to_value).collect());
        put("volume_mounts", self.volume_mounts.iter().map(Mount::to_value).collect());
        if let Some(autoupdate) = &self.autoupdate {
            put("autoupdate", autoupdate.clone());
        }
        Value::Object(value)
    }

    /// The container with its variables, as the calls on those show it.
    pub(super) fn env_value(&self) -> Value {
        json!({ "container_name": self.name, "env": self.env.iter().map(EnvVar::to_value).collect::<Vec<_>>() })
    }
}

/// A reference as a text, or in the form in which a response has it: clients send that back.
fn read_image(fields: &mut Fields<'_>) -> String {
    let image = match fields.value("image") {
        Some(Value::Object(_)) => fields.nested("image", |image| image.required_text("image")).unwrap_or_default(),
        _ => fields.required_text("image"),
    };
    if image.ends_with(":latest") {
        fields.problem("image", "must have a tag other than latest");
    } else if image.contains(char::is_whitespace) {
        fields.problem("image", "must be a valid image reference");
    }
    image
}

fn read_healthcheck(fields: &mut Fields<'_>) -> Value {
    let mut value = json!({ "enabled": fields.required_flag("enabled") });
    if fields.value("port").is_some() {
        value["port"] = fields.required_number_in("port", 1..=65535).into();
    }
    if let Some(path) = fields.optional_text("path") {
        value["path"] = path.into();
    }
    value
}

fn read_entrypoint(fields: &mut Fields<'_>) -> Value {
    json!({
        "enabled": fields.required_flag("enabled"),
        "entrypoint": fields.optional_list("entrypoint"),
        "cmd": fields.optional_list("cmd"),
    })
}

fn read_autoupdate(fields: &mut Fields<'_>) -> Value {
    let mut value = json!({ "enabled": fields.required_flag("enabled") });
    if let Some(mode) = fields.optional_choice("mode", &["latest", "semantic"]) {
        value["mode"] = mode.into();
    }
    if let Some(filter) = fields.optional_text("tag_filter") {
        value["tag_filter"] = filter.into();
    }
    value
}
