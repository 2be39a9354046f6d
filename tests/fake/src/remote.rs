//! The control API under `/_fake/`: what a Rust test does with the builder and the handle, for tests in other languages.
//!
//! Its requests need no token, count against no limit, are not in the journal, and no fault hits them. It is described by
//! `remote/openapi.json`; a test compares the two.

mod faults;
mod machines;
mod order;
mod project;
mod requests;
pub(crate) mod scenario;
mod settings;
mod time;

use bytes::Bytes;
use http::header::ORIGIN;
use http::request::Parts;
use http::{Method, StatusCode};
use serde::de::DeserializeOwned;

use self::order::{Order, Outcome, ROOT, list, no_body, read, read_list};
use crate::api::error::ApiError;
use crate::api::faults::json::Noted;
use crate::api::paths;
use crate::api::reply::Reply;
use crate::control::settings::Settings;
use crate::fake::VerdaFake;

/// The description of the control API.
const DOCUMENT: &str = include_str!("remote/openapi.json");

/// The longest body of a control request, in bytes: a snapshot may be long.
pub(crate) const MAX_CONTROL_BODY_BYTES: usize = 1024 * 1024 * 1024;

/// Whether a path belongs to the control API.
pub(crate) fn is_control(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// One operation of the control API.
struct Endpoint {
    /// Method and path template.
    operation: &'static str,
    /// Reads the body only. The same function that the handler reads it with.
    check: fn(&[u8]) -> Result<(), ApiError>,
    handler: fn(&Order<'_>) -> Outcome,
}

/// An operation without a body.
const fn plain(operation: &'static str, handler: fn(&Order<'_>) -> Outcome) -> Endpoint {
    Endpoint { operation, check: no_body, handler }
}

/// An operation with a body of this type.
const fn with<T: DeserializeOwned>(operation: &'static str, handler: fn(&Order<'_>) -> Outcome) -> Endpoint {
    Endpoint { operation, check: |body| read::<T>(body).map(|_| ()), handler }
}

static ENDPOINTS: [Endpoint; 38] = [
    plain("GET /_fake/openapi.json", |_| Ok(Reply::raw_json(StatusCode::OK, Bytes::from_static(DOCUMENT.as_bytes())))),
    plain("GET /_fake/settings", settings::get),
    with::<Settings>("PATCH /_fake/settings", settings::change),
    with::<settings::Reset>("POST /_fake/reset", settings::reset),
    plain("GET /_fake/snapshot", |order| Ok(Reply::raw_json(StatusCode::OK, order.fake.snapshot().into()))),
    Endpoint { operation: "PUT /_fake/snapshot", check: |_| Ok(()), handler: project::restore },
    Endpoint {
        operation: "POST /_fake/scenario",
        check: |body| read_list::<scenario::Given>(body).map(|_| ()),
        handler: time::add_steps,
    },
    plain("GET /_fake/scenario", time::steps),
    plain("GET /_fake/clock", time::clock),
    with::<time::Advance>("POST /_fake/clock/advance", time::advance),
    plain("GET /_fake/faults", faults::list),
    with::<Noted>("POST /_fake/faults", faults::add),
    plain("DELETE /_fake/faults", faults::clear),
    plain("GET /_fake/fates", machines::fates),
    with::<machines::NextFate>("POST /_fake/fates", machines::add_fate),
    plain("DELETE /_fake/fates", machines::clear_fates),
    plain("GET /_fake/capacity", machines::capacity),
    with::<machines::Capacity>("PUT /_fake/capacity", machines::set_capacity),
    plain("GET /_fake/instances", |order| list(order.fake.instances())),
    with::<machines::Status>("PUT /_fake/instances/{instance}/status", machines::set_instance_status),
    plain("POST /_fake/instances/{instance}/preempt", machines::preempt),
    plain("GET /_fake/clusters", |order| list(order.fake.clusters())),
    with::<machines::Status>("PUT /_fake/clusters/{cluster}/status", machines::set_cluster_status),
    plain("GET /_fake/volumes", |order| list(order.fake.volumes())),
    plain("GET /_fake/deployments", |order| list(order.fake.deployments())),
    with::<machines::Status>("PUT /_fake/deployments/{name}/status", project::decide_deployment_status),
    with::<project::Queue>("PUT /_fake/deployments/{name}/queue", project::fill_deployment_queue),
    plain("GET /_fake/jobs", |order| list(order.fake.jobs())),
    with::<machines::Status>("PUT /_fake/jobs/{name}/status", project::decide_job_status),
    with::<project::Queue>("PUT /_fake/jobs/{name}/queue", project::fill_job_queue),
    plain("GET /_fake/balance", project::balance),
    with::<project::Balance>("PUT /_fake/balance", project::set_balance),
    plain("DELETE /_fake/tokens/access", project::revoke_access_tokens),
    plain("DELETE /_fake/tokens/refresh", project::revoke_refresh_tokens),
    plain("GET /_fake/requests", requests::list),
    plain("DELETE /_fake/requests", requests::clear),
    with::<requests::Expected>("POST /_fake/expectations", requests::expect),
    plain("POST /_fake/verify", requests::verify),
];

impl VerdaFake {
    /// The response to a request to the control API.
    pub(crate) fn control(&self, parts: &Parts, body: &Bytes) -> Option<Reply> {
        let path = parts.uri.path();
        if !is_control(path) {
            return None;
        }
        // A page in a browser must not steer a fake on the same machine.
        if parts.headers.contains_key(ORIGIN) {
            return Some(ApiError::forbidden("The control API takes no requests from web pages").into_reply());
        }
        self.run_due_steps();
        let query = parts.uri.query().unwrap_or_default();
        Some(self.steer(&parts.method, path, query, body).unwrap_or_else(ApiError::into_reply))
    }

    /// Carries out a control request.
    pub(crate) fn steer(&self, method: &Method, path: &str, query: &str, body: &[u8]) -> Outcome {
        let (endpoint, path) = find(method, path)?;
        (endpoint.check)(body)?;
        (endpoint.handler)(&Order { fake: self, path, query: paths::query_parameters(query), body })
    }
}

/// Checks that a control request exists and that its body can be read, without carrying it out.
pub(crate) fn check(method: &Method, path: &str, body: &[u8]) -> Result<(), ApiError> {
    let (endpoint, _) = find(method, path)?;
    (endpoint.check)(body)
}

fn find(method: &Method, path: &str) -> Result<(&'static Endpoint, Vec<String>), ApiError> {
    let mut methods = Vec::new();
    for endpoint in &ENDPOINTS {
        let (wanted, template) = endpoint.operation.split_once(' ').unwrap_or_default();
        let Some(parameters) = paths::matches(template, path) else { continue };
        if wanted == method.as_str() {
            let decoded = parameters.iter().map(|raw| paths::decode(raw)).collect::<Result<_, _>>()?;
            return Ok((endpoint, decoded));
        }
        methods.push(wanted);
    }
    Err(match methods.as_slice() {
        [] => ApiError::not_found(format!("The fake has no `{method} {path}`: see GET {ROOT}/openapi.json")),
        some => ApiError::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "invalid_request",
            format!("`{path}` takes {} and not {method}", some.join(", ")),
        ),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    fn document() -> Value {
        serde_json::from_str(DOCUMENT).unwrap()
    }

    fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => document.pointer(&reference[1..]).unwrap(),
            None => value,
        }
    }

    /// Each operation of the document, with the schema of its body.
    fn documented(document: &Value) -> Vec<(String, Option<&Value>)> {
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
                let schema = operation.pointer("/requestBody/content/application~1json/schema");
                operations
                    .push((format!("{} {path}", method.to_uppercase()), schema.map(|one| resolve(document, one))));
            }
        }
        operations
    }

    #[test]
    fn the_document_describes_every_operation_and_no_other() {
        let document = document();
        let described: BTreeSet<String> = documented(&document).into_iter().map(|(name, _)| name).collect();
        let served: BTreeSet<String> = ENDPOINTS.iter().map(|endpoint| endpoint.operation.to_owned()).collect();
        assert_eq!(described, served);
        assert_eq!(served.len(), ENDPOINTS.len());
    }

    /// The members that a body can have, as the refusal of another one lists them.
    fn members(check: fn(&[u8]) -> Result<(), ApiError>, is_list: bool) -> BTreeSet<String> {
        let body = if is_list { r#"[{"no such member":1}]"# } else { r#"{"no such member":1}"# };
        let refusal = check(body.as_bytes()).unwrap_err().text();
        assert!(refusal.contains("unknown field `no such member`"), "{refusal}");
        let (_, known) = refusal.split_once("expected").unwrap();
        known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_document_names_every_member_of_a_body_and_no_other() {
        let document = document();
        for (name, schema) in documented(&document) {
            let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.operation == name).unwrap();
            let Some(schema) = schema else {
                assert!((endpoint.check)(b"{}").is_err(), "{name} takes a body that is not described");
                continue;
            };
            if name == "PUT /_fake/snapshot" {
                continue;
            }
            let is_list = schema["type"] == "array";
            let object = if is_list { resolve(&document, &schema["items"]) } else { schema };
            let described: BTreeSet<String> = object["properties"].as_object().unwrap().keys().cloned().collect();
            assert_eq!(described, members(endpoint.check, is_list), "{name}");
        }
    }

    #[test]
    fn examples_of_the_document_can_be_read() {
        let document = document();
        let mut examples = 0;
        for (name, schema) in documented(&document) {
            let endpoint = ENDPOINTS.iter().find(|endpoint| endpoint.operation == name).unwrap();
            if let Some(example) = schema.and_then(|schema| schema.get("example")) {
                (endpoint.check)(example.to_string().as_bytes())
                    .unwrap_or_else(|error| panic!("{name}: {}", error.text()));
                examples += 1;
            }
        }
        assert!(examples > 10, "{examples}");
    }
}
