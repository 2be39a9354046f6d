//! One container of a deployment or job: its settings, and how the API shows them. Every form of it that the API shows can be
//! read again, so that a PATCH is a merge and a new reading.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::mounts;
use crate::api::fields::Fields;
use crate::model::clock::Clock;
use crate::model::serverless::container::{Container, EnvVar};

fn read_variable(fields: &mut Fields<'_>) -> EnvVar {
    if fields.value("value_or_reference_to_secret").is_none() {
        fields.problem("value_or_reference_to_secret", "should not be empty");
    }
    EnvVar {
        name: fields.required_text("name"),
        value: fields.optional_text("value_or_reference_to_secret").unwrap_or_default(),
        is_secret: fields.required_choice("type", &["plain", "secret"]) == "secret",
    }
}

fn variable_to_value(variable: &EnvVar) -> Value {
    let kind = if variable.is_secret { "secret" } else { "plain" };
    json!({ "name": variable.name, "value_or_reference_to_secret": variable.value, "type": kind })
}

/// Reads a list of variables, each of which may occur once.
pub(super) fn read_env(fields: &mut Fields<'_>) -> Vec<EnvVar> {
    let env = fields.nested_list("env", read_variable);
    let mut seen = HashSet::new();
    if !env.iter().all(|variable| seen.insert(&variable.name)) {
        fields.problem("env", "must not have the same name twice");
    }
    env
}

/// Reads a container's settings; the caller sets its name and the time of its image.
pub(super) fn read(fields: &mut Fields<'_>, uses_cache_by_default: bool) -> Container {
    let cached = fields.value("should_use_cached_image").is_some();
    let container = Container {
        name: fields.optional_text("name").unwrap_or_default(),
        image: read_image(fields),
        pulled: Duration::ZERO,
        exposed_port: fields.required_number_in("exposed_port", 1..=65535),
        should_use_cached_image: fields.flag("should_use_cached_image") || (uses_cache_by_default && !cached),
        healthcheck: fields.nested("healthcheck", read_healthcheck),
        entrypoint_overrides: fields.nested("entrypoint_overrides", read_entrypoint),
        env: read_env(fields),
        volume_mounts: fields.nested_list("volume_mounts", mounts::read),
        autoupdate: fields.nested("autoupdate", read_autoupdate),
    };
    let mut seen = HashSet::new();
    if !container.volume_mounts.iter().all(|mount| seen.insert(&mount.path)) {
        fields.problem("volume_mounts", "must not have the same mount_path twice");
    }
    container
}

/// The container as the API shows it at an instant.
pub(super) fn to_value(container: &Container, clock: &Clock, now: Duration) -> Value {
    let mut image = json!({ "image": container.image });
    if container.pulled <= now {
        image["last_updated_at"] = clock.timestamp(container.pulled).into();
    }
    let mut value = Map::new();
    let mut put = |name: &str, member: Value| value.insert(name.to_owned(), member);
    put("name", container.name.clone().into());
    put("image", image);
    put("exposed_port", container.exposed_port.into());
    put("should_use_cached_image", container.should_use_cached_image.into());
    if let Some(healthcheck) = &container.healthcheck {
        put("healthcheck", healthcheck.clone());
    }
    let off = || json!({ "enabled": false, "entrypoint": null, "cmd": null });
    put("entrypoint_overrides", container.entrypoint_overrides.clone().unwrap_or_else(off));
    put("env", container.env.iter().map(variable_to_value).collect());
    put("volume_mounts", container.volume_mounts.iter().map(mounts::to_value).collect());
    if let Some(autoupdate) = &container.autoupdate {
        put("autoupdate", autoupdate.clone());
    }
    Value::Object(value)
}

/// The container with its variables, as the calls on those show it.
pub(super) fn env_value(container: &Container) -> Value {
    json!({ "container_name": container.name, "env": container.env.iter().map(variable_to_value).collect::<Vec<_>>() })
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
