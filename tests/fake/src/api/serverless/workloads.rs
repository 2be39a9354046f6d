//! What requests on container deployments and on jobs have in common.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::containers;
use crate::api::call::Call;
use crate::api::error::ApiError;
use crate::api::fields::Fields;
use crate::api::json::drop_nulls;
use crate::api::reply::Reply;
use crate::model::change::Change;
use crate::model::moment::Moment;
use crate::model::serverless::Member;
use crate::model::serverless::container::Container;
use crate::model::serverless::workload::Workload;

/// Where the containers of deployments and jobs are reached.
const ENDPOINTS: &str = "https://containers.datacrunch.io";

/// How long a deletion is waited for unless the call says otherwise, and at most, in milliseconds.
const DELETION_WAIT_MS: u64 = 60_000;
const LONGEST_DELETION_WAIT_MS: u64 = 300_000;

pub(super) fn endpoint<K>(workload: &Workload<K>) -> String {
    format!("{ENDPOINTS}/{}", workload.name)
}

/// The containers as a PATCH has them: each named one with the changed members in place of its own.
pub(super) fn merge_containers<K>(
    workload: &Workload<K>,
    changes: &Value,
    moment: Moment<'_>,
) -> Result<Value, ApiError> {
    let Value::Array(changes) = changes else { return Err(ApiError::invalid(vec!["containers must be an array"])) };
    let mut problems = Vec::new();
    let mut merged = Vec::with_capacity(changes.len());
    let mut seen = HashSet::new();
    for (index, change) in changes.iter().enumerate() {
        let Value::Object(change) = change else {
            problems.push(format!("containers.{index} must be an object"));
            continue;
        };
        let name = change.get("name").and_then(Value::as_str).unwrap_or_default();
        let Some(current) = workload.containers.iter().find(|container| container.name == name) else {
            let what = if name.is_empty() { "should not be empty" } else { "must name a container" };
            problems.push(format!("containers.{index}.name {what}"));
            continue;
        };
        if !seen.insert(name) {
            problems.push(format!("containers.{index}.name must not occur twice"));
        }
        let mut container = containers::to_value(current, moment.clock, moment.now);
        for (name, member) in change {
            container[name] = member.clone();
        }
        drop_nulls(&mut container);
        merged.push(container);
    }
    if problems.is_empty() { Ok(merged.into()) } else { Err(ApiError::invalid(problems)) }
}

/// The name of a new workload, which becomes a part of its address.
pub(super) fn read_name(fields: &mut Fields<'_>) -> String {
    let name = fields.required_text("name");
    let is_plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !name.is_empty()
        && (name.len() > 63 || !name.chars().all(is_plain) || name.starts_with('-') || name.ends_with('-'))
    {
        fields.problem("name", "must have lower-case letters, digits and hyphens only, at most 63");
    }
    name
}

/// Reads the containers of a workload, of which there must be at least one.
pub(super) fn read_containers(fields: &mut Fields<'_>, uses_cache_by_default: bool) -> Vec<Container> {
    if fields.value("containers").is_none_or(|containers| containers.as_array().is_some_and(Vec::is_empty)) {
        fields.problem("containers", "should not be empty");
    }
    fields.nested_list("containers", |container| containers::read(container, uses_cache_by_default))
}

/// `GET …/{name}/status`
pub(crate) fn status<K: Member>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let now = call.moment.now;
    call.project.serverless.settle(now);
    let serverless = &call.project.serverless;
    let workload = serverless.find::<K>(call.parameter(0))?;
    Reply::ok(&json!({ "status": serverless.shown_status(workload, now) }))
}

/// `POST …/{name}/pause`
pub(crate) fn pause<K: Member>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    switch::<K>(call, true)
}

/// `POST …/{name}/resume`
pub(crate) fn resume<K: Member>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    switch::<K>(call, false)
}

fn switch<K: Member>(call: &mut Call<'_>, pause: bool) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    Ok(Reply::empty(match call.project.serverless.pause::<K>(&name, pause, call.moment.now)? {
        Change::Made => StatusCode::CREATED,
        Change::Unneeded => StatusCode::NO_CONTENT,
    }))
}

/// `POST …/{name}/purge-queue`
pub(crate) fn purge_queue<K: Member>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    call.project.serverless.fill_queue::<K>(&name, 0, call.moment.now)?;
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `DELETE …/{name}`: responds once the workload is gone, or after the timeout in the query.
pub(crate) fn delete<K: Member>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let timeout = deletion_timeout(call)?;
    let Moment { now, clock, .. } = call.moment;
    let name = call.parameter(0).to_owned();
    let gone_at = call.project.serverless.delete::<K>(&name, now)?;
    let needed = clock.real_time_of(gone_at.saturating_sub(now));
    let status = if needed <= timeout { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok(Reply::empty(status).after(needed.min(timeout)))
}

fn deletion_timeout(call: &Call<'_>) -> Result<Duration, ApiError> {
    let problem = |what: &str| Err(ApiError::invalid(vec![format!("timeout {what}")]));
    match call.query(&["timeout"]).map(str::parse::<u64>) {
        None => Ok(Duration::from_millis(DELETION_WAIT_MS)),
        Some(Ok(ms)) if ms <= LONGEST_DELETION_WAIT_MS => Ok(Duration::from_millis(ms)),
        Some(Ok(_)) => problem(&format!("must not be greater than {LONGEST_DELETION_WAIT_MS}")),
        Some(Err(_)) => problem("must be an integer number"),
    }
}
