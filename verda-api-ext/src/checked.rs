//! What the API refuses in the body of a request, found before anything is sent. Only what it is known to refuse: what may pass
//! is sent, and the API decides.

use std::fmt::Display;

use serde_json::{Map, Value};
use verda_api::Operation;

/// The problems of a body, each with its place, in one line; `None` if none is known.
pub(crate) fn problems(operation: &Operation, body: Option<&[u8]>) -> Option<String> {
    let (is_new, is_job) = match operation.id {
        "create_container_deployment" => (true, false),
        "create_job_deployment" => (true, true),
        "update_container_deployment" => (false, false),
        "update_job_deployment" => (false, true),
        _ => return None,
    };
    let Ok(Value::Object(body)) = serde_json::from_slice(body?) else { return None };
    let mut found = Problems(Vec::new());
    if is_new {
        found.deployment_name(&body);
    }
    if is_job {
        found.deadline(&body, is_new);
    }
    for (place, container) in objects(&body, "", "containers") {
        if !is_new && is_blank(container.get("name")) {
            found.add(format_args!("{place}.name"), "is missing: a change needs the name of the container");
        }
        found.image(&place, container);
        found.port(format_args!("{place}.exposed_port"), container.get("exposed_port"));
        // One that is off may have any port, as responses show it.
        let is_on = |check: &&Value| check.get("enabled") != Some(&Value::Bool(false));
        let healthcheck = container.get("healthcheck").filter(is_on);
        found.port(format_args!("{place}.healthcheck.port"), healthcheck.and_then(|check| check.get("port")));
        for (place, mount) in objects(container, &format!("{place}."), "volume_mounts") {
            found.mount(&place, mount, is_job);
        }
    }
    (!found.0.is_empty()).then(|| found.0.join("; "))
}

/// The problems that were found. None shows a value of the body, which may be a secret.
struct Problems(Vec<String>);

impl Problems {
    fn add(&mut self, place: impl Display, problem: &str) {
        self.0.push(format!("{place}: {problem}"));
    }

    fn deployment_name(&mut self, body: &Map<String, Value>) {
        let Some(Value::String(name)) = body.get("name") else { return };
        let is_end = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        let ends = name.bytes().next().is_some_and(is_end) && name.bytes().next_back().is_some_and(is_end);
        if !ends || !name.bytes().all(|letter| is_end(letter) || letter == b'-') {
            self.add(
                "name",
                "must have lower-case letters, digits and hyphens only, and begin and end with a letter or digit",
            );
        }
        if name.len() > MOST_LETTERS {
            self.add("name", "has more than 63 letters");
        }
    }

    fn deadline(&mut self, body: &Map<String, Value>, is_new: bool) {
        let Some(Value::Object(scaling)) = body.get("scaling") else { return };
        let deadline = scaling.get("deadline_seconds");
        let is_missing = is_new && deadline.is_none_or(Value::is_null);
        if is_missing || deadline.and_then(Value::as_f64).is_some_and(|seconds| seconds <= 0.0) {
            self.add("scaling.deadline_seconds", "must be above 0");
        }
    }

    /// A tag that is left out is not known to be refused, nor is one with a digest.
    fn image(&mut self, place: &str, container: &Map<String, Value>) {
        let image = container.get("image");
        // Responses have an object, which programs send back.
        let image = image.and_then(|image| image.get("image")).or(image).and_then(Value::as_str);
        if image.is_some_and(|image| image.ends_with(":latest")) {
            self.add(format_args!("{place}.image"), "the API refuses the tag `latest`; name a version");
        }
    }

    fn port(&mut self, place: impl Display, port: Option<&Value>) {
        let number = port.and_then(Value::as_f64);
        if number.is_some_and(|number| number.fract() != 0.0 || !(1.0..=65535.0).contains(&number)) {
            self.add(place, "must be a port, from 1 to 65535");
        }
    }

    /// The document requires members by type for containers of deployments; for those of jobs it does not.
    fn mount(&mut self, place: &str, mount: &Map<String, Value>, is_job: bool) {
        let has = |member: &str| !is_blank(mount.get(member));
        // Jobs are documented with another spelling.
        let has_volume = has("volume_id") || has("volumeId");
        let missing = match mount.get("type").and_then(Value::as_str) {
            Some("shared") => (!has_volume).then_some("volume_id"),
            Some("secret") => (!is_job && !has("secret_name")).then_some("secret_name"),
            Some("memory") => (!is_job && !has("size_in_mb")).then_some("size_in_mb"),
            _ => None,
        };
        if let Some(missing) = missing {
            self.add(format_args!("{place}.{missing}"), "is missing, and a mount of this type needs it");
        }
        let has_no_size = matches!(mount.get("type").and_then(Value::as_str), Some("scratch" | "secret"));
        if has_no_size && has("size_in_mb") && !has_volume {
            let problem = "a mount with a size must be of type `memory`, or of type `shared` with a volume";
            self.add(format_args!("{place}.size_in_mb"), problem);
        }
    }
}

/// The most letters of a label, by RFC 1123.
const MOST_LETTERS: usize = 63;

fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value.as_str().is_some_and(str::is_empty))
}

/// The objects in a list, each with its place.
fn objects<'a>(
    parent: &'a Map<String, Value>,
    place: &str,
    member: &str,
) -> impl Iterator<Item = (String, &'a Map<String, Value>)> {
    let list = parent.get(member).and_then(Value::as_array);
    let objects = list.into_iter().flatten().enumerate();
    objects.filter_map(move |(index, value)| Some((format!("{place}{member}[{index}]"), value.as_object()?)))
}
