//! Test control from another process: `POST /control/{method}` calls a method of [`VerdaFake`]. It is no part of the API.

use bytes::Bytes;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::control::Fate;
use crate::error::ApiError;
use crate::faults::Injection;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::{ControlError, UnknownDeployment, VerdaFake};

const PREFIX: &str = "/control/";

/// The fates by their names.
const FATES: [(&str, Fate); 8] = [
    ("runs", Fate::Runs),
    ("no_capacity", Fate::NoCapacity),
    ("installation_failed", Fate::InstallationFailed),
    ("error", Fate::Error),
    ("stuck", Fate::Stuck),
    ("no_address", Fate::NoAddress),
    ("deletion_stuck", Fate::DeletionStuck),
    ("deletion_ignored", Fate::DeletionIgnored),
];

/// The methods that can be called, for messages.
const METHODS: &str = "next_instance_fate, next_cluster_fate, set_instance_status, set_cluster_status, preempt_instance, \
                       set_capacity, set_balance, decide_deployment_status, decide_job_status, fill_deployment_queue, \
                       fill_job_queue, inject, clear_injections, revoke_access_tokens or revoke_refresh_tokens";

impl From<ControlError> for ApiError {
    fn from(error: ControlError) -> Self {
        Self::invalid(error.to_string())
    }
}

impl From<UnknownDeployment> for ApiError {
    fn from(error: UnknownDeployment) -> Self {
        Self::invalid(error.to_string())
    }
}

impl VerdaFake {
    /// The response to a call of a method, if the request is one.
    pub(crate) fn remote_control(&self, method: &Method, path: &str, body: &Bytes) -> Option<Reply> {
        let name = path.strip_prefix(PREFIX).filter(|_| *method == Method::POST)?;
        let done = self.call_remotely(name, body).map(|()| Reply::value(StatusCode::OK, &json!({})));
        Some(done.unwrap_or_else(ApiError::into_reply))
    }

    fn call_remotely(&self, name: &str, body: &Bytes) -> Result<(), ApiError> {
        let members = read(body)?;
        let mut fields = Fields::new(&members);
        match name {
            "next_instance_fate" | "next_cluster_fate" => {
                let names = FATES.map(|(name, _)| name);
                let wanted = fields.required_choice("fate", &names);
                fields.finish()?;
                let fate = FATES.iter().find(|(name, _)| *name == wanted).map_or(Fate::Runs, |(_, fate)| *fate);
                if name == "next_instance_fate" { self.next_instance_fate(fate) } else { self.next_cluster_fate(fate) }
            }
            "set_instance_status" | "set_cluster_status" => {
                let (id, status) = (fields.required_text("id"), fields.required_text("status"));
                fields.finish()?;
                if name == "set_instance_status" {
                    self.set_instance_status(&id, &status)?;
                } else {
                    self.set_cluster_status(&id, &status)?;
                }
            }
            "preempt_instance" => {
                let id = fields.required_text("id");
                fields.finish()?;
                self.preempt_instance(&id)?;
            }
            "set_capacity" => {
                let (kind, location) = (fields.required_text("type"), fields.required_text("location"));
                let machines = fields.required_number("machines", 0);
                fields.finish()?;
                self.set_capacity(&kind, &location, usize::try_from(machines).unwrap_or(usize::MAX))?;
            }
            "set_balance" => {
                let dollars = members.get("dollars").and_then(Value::as_f64);
                self.set_balance(dollars.ok_or_else(|| ApiError::invalid(vec!["dollars must be a number"]))?);
            }
            "decide_deployment_status" | "decide_job_status" => {
                let (workload, status) = (fields.required_text("name"), fields.required_text("status"));
                fields.finish()?;
                if name == "decide_job_status" {
                    self.decide_job_status(&workload, &status);
                } else {
                    self.decide_deployment_status(&workload, &status);
                }
            }
            "fill_deployment_queue" | "fill_job_queue" => {
                let (workload, messages) = (fields.required_text("name"), fields.required_number("messages", 0));
                fields.finish()?;
                if name == "fill_job_queue" {
                    self.fill_job_queue(&workload, messages)?;
                } else {
                    self.fill_deployment_queue(&workload, messages)?;
                }
            }
            "inject" => {
                let fault = fields.required_text("fault");
                fields.finish()?;
                let injection: Injection = fault.parse().map_err(|error| ApiError::invalid(format!("{error}")))?;
                self.inject(injection).map_err(|error| ApiError::invalid(error.to_string()))?;
            }
            "clear_injections" => self.clear_injections(),
            "revoke_access_tokens" => self.revoke_access_tokens(),
            "revoke_refresh_tokens" => self.revoke_refresh_tokens(),
            _ => return Err(ApiError::not_found(format!("no method is named `{name}`; call {METHODS}"))),
        }
        Ok(())
    }
}

/// The members of the body; none for an empty one.
fn read(body: &Bytes) -> Result<Map<String, Value>, ApiError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(ApiError::invalid("Request body must be a JSON object")),
    }
}
