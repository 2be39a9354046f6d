//! Common parts of container deployments and jobs: life cycle, queue and operations.

use std::collections::HashSet;
use std::time::Duration;

use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::compute::Compute;
use super::container::Container;
use super::registry::Registry;
use super::{Pace, Serverless};
use crate::call::Call;
use crate::error::ApiError;
use crate::fields::Fields;
use crate::ids::Ids;
use crate::json::drop_nulls;
use crate::lifecycle::Lifecycle;
use crate::reply::Reply;
use crate::table::Table;

/// The statuses that both kinds have, by their names in the API.
pub(super) mod status {
    pub(in super::super) const PAUSED: &str = "paused";
    pub(in super::super) const TERMINATING: &str = "terminating";
}

/// Where the containers of deployments and jobs are reached.
const ENDPOINTS: &str = "https://containers.datacrunch.io";

/// How long a deletion is waited for unless the call says otherwise, and at most, in milliseconds.
const DELETION_WAIT_MS: u64 = 60_000;
const LONGEST_DELETION_WAIT_MS: u64 = 300_000;

/// A container deployment or a job; `K` holds the parts that only one of them has.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Workload<K> {
    pub(crate) name: String,
    pub(super) created_at: String,
    pub(super) created_by: String,
    pub(super) compute: Compute,
    pub(super) registry: Registry,
    pub(super) containers: Vec<Container>,
    pub(super) life: Lifecycle,
    /// When it is gone, once it is being deleted.
    pub(super) gone_at: Option<Duration>,
    pub(super) queue: Queue,
    pub(super) kind: K,
}

/// The differences between a container deployment and a job.
pub(crate) trait Kind: Sized {
    /// As errors call it.
    const WHAT: &'static str;
    /// The status without further requests.
    const SETTLED: &'static str;
    fn table(serverless: &Serverless) -> &Table<Workload<Self>>;
    fn table_mut(serverless: &mut Serverless) -> &mut Table<Workload<Self>>;
    /// The status that a test has decided for this name.
    fn decided<'a>(serverless: &'a Serverless, name: &str) -> Option<&'a str>;
    /// The status of one that is neither paused nor changing, without a decision of a test.
    fn settled_status(workload: &Workload<Self>) -> &'static str;
    /// The life from an instant at which it is resumed.
    fn starting(now: Duration, pace: Pace) -> Lifecycle;
    /// How long messages wait in the queue.
    fn message_lifetime(&self) -> Duration;
    /// Fits the replicas to the queue and the settings, from an instant on.
    fn rescale(workload: &mut Workload<Self>, at: Duration, onset: Onset, ids: &mut Ids, pace: Pace);
}

/// When a new number of replicas takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onset {
    /// Now: something starts or stops.
    AtOnce,
    /// After the delays of the scaling.
    Delayed,
}

/// The messages that wait to be handled. Nothing handles them: a test decides how many there are.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Queue {
    messages: u64,
    dropped_at: Duration,
}

impl Queue {
    pub(super) fn len(&self) -> u64 {
        self.messages
    }

    fn set(&mut self, messages: u64, dropped_at: Duration) {
        *self = Self { messages, dropped_at };
    }

    /// Empties a queue with expired messages, and returns since when it is empty.
    pub(super) fn expire(&mut self, now: Duration) -> Option<Duration> {
        let is_due = self.messages > 0 && self.dropped_at <= now;
        is_due.then(|| std::mem::take(self).dropped_at)
    }
}

impl<K: Kind> Workload<K> {
    pub(super) fn is_paused(&self) -> bool {
        self.life.final_status() == status::PAUSED
    }

    pub(super) fn is_terminating(&self) -> bool {
        self.gone_at.is_some()
    }

    pub(super) fn endpoint(&self) -> String {
        format!("{ENDPOINTS}/{}", self.name)
    }

    /// What it runs on, in words.
    pub(crate) fn compute_text(&self) -> String {
        self.compute.text()
    }

    /// The image of the container that the endpoint leads to.
    pub(crate) fn image(&self) -> &str {
        self.containers.first().map_or("", |container| container.image.as_str())
    }

    /// Puts this many messages into the queue in place of those that are there.
    fn set_queue(&mut self, messages: u64, now: Duration) {
        self.queue.set(messages, now.saturating_add(self.kind.message_lifetime()));
    }

    /// The containers as a PATCH has them: each named one with the changed members in place of its own.
    pub(super) fn merge_containers(&self, changes: &Value, call: &Call<'_>) -> Result<Value, ApiError> {
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
            let Some(current) = self.containers.iter().find(|container| container.name == name) else {
                let what = if name.is_empty() { "should not be empty" } else { "must name a container" };
                problems.push(format!("containers.{index}.name {what}"));
                continue;
            };
            if !seen.insert(name) {
                problems.push(format!("containers.{index}.name must not occur twice"));
            }
            let mut container = current.to_value(call.clock, call.now);
            for (name, member) in change {
                container[name] = member.clone();
            }
            drop_nulls(&mut container);
            merged.push(container);
        }
        if problems.is_empty() { Ok(merged.into()) } else { Err(ApiError::invalid(problems)) }
    }
}

/// The workload of this name. The caller must have applied the passed time before.
pub(super) fn find<'a, K: Kind>(serverless: &'a Serverless, name: &str) -> Result<&'a Workload<K>, ApiError> {
    K::table(serverless).get(name).ok_or_else(|| ApiError::not_found(format!("{} not found", K::WHAT)))
}

/// Changes the workload of this name, unless it is being deleted.
pub(super) fn change<K: Kind, T>(
    serverless: &mut Serverless,
    name: &str,
    change: impl FnOnce(&mut Workload<K>, Pace) -> T,
) -> Result<T, ApiError> {
    find_changeable::<K>(serverless, name)?;
    let pace = serverless.pace;
    match K::table_mut(serverless).get_mut(name) {
        Some(workload) => Ok(change(workload, pace)),
        None => Err(ApiError::not_found(format!("{} not found", K::WHAT))),
    }
}

/// The workload of this name, unless it is being deleted.
pub(super) fn find_changeable<'a, K: Kind>(
    serverless: &'a Serverless,
    name: &str,
) -> Result<&'a Workload<K>, ApiError> {
    let workload = find::<K>(serverless, name)?;
    if workload.is_terminating() {
        return Err(ApiError::forbidden(format!("{} is being deleted", K::WHAT)));
    }
    Ok(workload)
}

/// Fits the replicas of the workload of this name to its settings.
pub(super) fn rescale<K: Kind>(serverless: &mut Serverless, name: &str, now: Duration, onset: Onset) {
    let pace = serverless.pace;
    // Split the borrow: the table and the ids are fields of the same struct.
    let mut ids = std::mem::replace(&mut serverless.replica_ids, Ids::new(0));
    if let Some(workload) = K::table_mut(serverless).get_mut(name) {
        K::rescale(workload, now, onset, &mut ids, pace);
    }
    serverless.replica_ids = ids;
}

/// The status that the API shows at an instant.
pub(crate) fn shown_status<'a, K: Kind>(serverless: &'a Serverless, workload: &Workload<K>, now: Duration) -> &'a str {
    let status = workload.life.status(now);
    if status != K::SETTLED {
        return status;
    }
    K::decided(serverless, &workload.name).unwrap_or_else(|| K::settled_status(workload))
}

/// Puts messages into the queue of the workload of this name, if there is one that takes any.
pub(crate) fn fill_queue<K: Kind>(
    serverless: &mut Serverless,
    name: &str,
    messages: u64,
    now: Duration,
) -> Result<(), ApiError> {
    serverless.settle(now);
    change::<K, _>(serverless, name, |workload, _| workload.set_queue(messages, now))?;
    rescale::<K>(serverless, name, now, Onset::Delayed);
    Ok(())
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
    fields.nested_list("containers", |container| Container::read(container, uses_cache_by_default))
}

/// A 409 where a workload of this name is there already.
pub(super) fn require_free_name<K: Kind>(serverless: &Serverless, name: &str) -> Result<(), ApiError> {
    if K::table(serverless).contains(name) {
        return Err(ApiError::conflict(format!("{} with the name '{name}' exists already", K::WHAT)));
    }
    Ok(())
}

/// Puts containers into the place of those of the same name.
pub(super) fn replace_containers(containers: &mut [Container], changed: Vec<Container>) {
    for new in changed {
        if let Some(old) = containers.iter_mut().find(|old| old.name == new.name) {
            *old = new;
        }
    }
}

/// `GET …/{name}/status`
pub(crate) fn status<K: Kind>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    call.state.serverless.settle(call.now);
    let serverless = &call.state.serverless;
    let workload = find::<K>(serverless, call.parameter(0))?;
    Reply::ok(&json!({ "status": shown_status(serverless, workload, call.now) }))
}

/// `POST …/{name}/pause`
pub(crate) fn pause<K: Kind>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    switch::<K>(call, true)
}

/// `POST …/{name}/resume`
pub(crate) fn resume<K: Kind>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    switch::<K>(call, false)
}

fn switch<K: Kind>(call: &mut Call<'_>, pause: bool) -> Result<Reply, ApiError> {
    let (now, name) = (call.now, call.parameter(0).to_owned());
    let serverless = &mut call.state.serverless;
    serverless.settle(now);
    let is_changed = change::<K, _>(serverless, &name, |workload, pace| {
        if workload.is_paused() == pause {
            return false;
        }
        workload.life = if pause { Lifecycle::new(status::PAUSED) } else { K::starting(now, pace) };
        true
    })?;
    if !is_changed {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    rescale::<K>(serverless, &name, now, Onset::AtOnce);
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `POST …/{name}/purge-queue`
pub(crate) fn purge_queue<K: Kind>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let name = call.parameter(0).to_owned();
    fill_queue::<K>(&mut call.state.serverless, &name, 0, call.now)?;
    Ok(Reply::empty(StatusCode::CREATED))
}

/// `DELETE …/{name}`: responds once the workload is gone, or after the timeout in the query.
pub(crate) fn delete<K: Kind>(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let timeout = deletion_timeout(call)?;
    let (now, name) = (call.now, call.parameter(0).to_owned());
    let serverless = &mut call.state.serverless;
    serverless.settle(now);
    find::<K>(serverless, &name)?;
    let gone = now.saturating_add(serverless.pace.action);
    let mut gone_at = gone;
    if let Some(workload) = K::table_mut(serverless).get_mut(&name) {
        // A second deletion waits for the first.
        gone_at = *workload.gone_at.get_or_insert(gone);
        workload.life = Lifecycle::new(status::TERMINATING);
    }
    rescale::<K>(serverless, &name, now, Onset::AtOnce);
    let needed = call.clock.real_time_of(gone_at.saturating_sub(now));
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
