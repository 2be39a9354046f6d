//! Changes to deployments: what is there is read, changed, and only the difference is sent.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use verda_api::ResponseValue;
use verda_api::types::{
    ContainerDeployment, ContainerDeploymentName, ContainerScaling, JobDeployment, JobDeploymentName, JobScaling,
    UpdateContainerDeployment, UpdateContainerScaling, UpdateJobDeployment, UpdateJobScaling,
};

use crate::client::Client;
use crate::error::{Error, ErrorKind, invalid_request, partly_failed, unexpected};

const CONTAINERS: &str = "containers";
/// Places of responses that a request does not have: when an image was fetched, and whether a job's registry is private, which
/// its credentials say.
const IN_RESPONSES_ALONE: [&str; 2] = ["image.last_updated_at", "container_registry_settings.is_private"];

/// From here on not every whole number is exact as a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What is there after an edit. See [`Client::edit_container_deployment`], which has an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edited<T> {
    /// The value as the API shows it now.
    pub value: T,
    /// Whether a request was sent to change it: not if the edit changed nothing.
    pub changed: bool,
    /// The places that were sent and that the API shows with another value, such as `containers[main].image`: it has another
    /// spelling for it, did not accept it, or another client changed it at the same time. Usually there are none.
    pub differs: Vec<String>,
}

impl Client {
    /// Changes a container deployment: reads it, lets `change` change it, and sends the members that differ, of each
    /// container those that differ alone. An edit that changes nothing sends nothing, and restarts nothing. Two requests.
    ///
    /// What the edit leaves alone is not sent, so nothing is lost, also if this version does not know it. A member such as
    /// `env` is sent whole. The API has no way to notice that another client changed the same member in the moment between
    /// the two requests, or in the pauses between attempts: the later one counts. Changes of other members stay. Safe to
    /// repeat, as long as `change` sets values and does not count them up.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # use verda_api_ext::types::CreateContainerDeployment;
    /// # let order: CreateContainerDeployment = serde_json::from_value(serde_json::json!({
    /// #     "name": "llm", "container_registry_settings": { "is_private": false }, "compute": { "name": "L40S", "size": 1 },
    /// #     "containers": [{ "image": "vllm/vllm-openai:0.8", "exposed_port": 8000 }],
    /// #     "scaling": { "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 300,
    /// #         "concurrent_requests_per_replica": 1, "scale_down_policy": { "delay_seconds": 60 },
    /// #         "scale_up_policy": { "delay_seconds": 0 }, "scaling_triggers": { "queue_load": { "threshold": 1 } } },
    /// # })).unwrap();
    /// # client.create_container_deployment(order).await?;
    /// let edited = client
    ///     .edit_container_deployment("llm", |deployment| {
    ///         for container in deployment.containers.iter_mut().flatten() {
    ///             container.image = Some("vllm/vllm-openai:0.9".to_owned());
    ///         }
    ///     })
    ///     .await?;
    /// assert!(edited.changed && edited.differs.is_empty());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls; [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) where the change may have been made: an
    /// edit that is called again may make it a second time. [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and
    /// nothing is changed, if the
    /// edit takes a member or a container away or adds a container, which the API has no request for, or if a member that
    /// would be sent whole has a part that this version does not know, or the response is no JSON that tells.
    /// [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed) if the change was made, and the response shows something else
    /// than before where nothing was sent: another client changed it at the same time.
    /// [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse), and nothing is changed, if the edit changes nothing
    /// and did not see all: a container that cannot be decoded, or an element of its lists.
    pub async fn edit_container_deployment(
        &self,
        name: impl Into<ContainerDeploymentName>,
        change: impl FnOnce(&mut UpdateContainerDeployment),
    ) -> Result<Edited<ContainerDeployment>, Error> {
        const PATCH: &str = "update_container_deployment";
        let name = name.into();
        let current = self.raw().get_container_deployment(&name).await?;
        is_of(PATCH, &name, &current.name)?;
        let before = UpdateContainerDeployment::from(ContainerDeployment::clone(&current));
        let Some(edit) = Edit::new(PATCH, before, current.body(), change)? else {
            return Edited::unchanged(PATCH, current);
        };
        let sent = self.raw().update_container_deployment(&name, edit.body.clone()).await;
        let of_it =
            |now: ResponseValue<ContainerDeployment>| is_of_changed(PATCH, &name, &now.name).map(|()| now.into_inner());
        let now = sent.and_then(of_it);
        let now = now.map_err(|error| perhaps_made(error, "edit_container_deployment", "get_container_deployment"))?;
        Ok(Edited { differs: edit.check(PATCH, now.clone().into())?, value: now, changed: true })
    }

    /// Changes when a container deployment scales, as
    /// [`edit_container_deployment`](Self::edit_container_deployment) changes the deployment. `scaling_triggers` is sent
    /// whole. Two requests.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # use verda_api_ext::types::CreateContainerDeployment;
    /// # let order: CreateContainerDeployment = serde_json::from_value(serde_json::json!({
    /// #     "name": "llm", "container_registry_settings": { "is_private": false }, "compute": { "name": "L40S", "size": 1 },
    /// #     "containers": [{ "image": "vllm/vllm-openai:0.8", "exposed_port": 8000 }],
    /// #     "scaling": { "min_replica_count": 1, "max_replica_count": 2, "queue_message_ttl_seconds": 300,
    /// #         "concurrent_requests_per_replica": 1, "scale_down_policy": { "delay_seconds": 60 },
    /// #         "scale_up_policy": { "delay_seconds": 0 }, "scaling_triggers": { "queue_load": { "threshold": 1 } } },
    /// # })).unwrap();
    /// # client.create_container_deployment(order).await?;
    /// let edited =
    ///     client.edit_container_deployment_scaling("llm", |scaling| scaling.max_replica_count = Some(8)).await?;
    /// assert_eq!(edited.value.max_replica_count, Some(8));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`edit_container_deployment`](Self::edit_container_deployment).
    pub async fn edit_container_deployment_scaling(
        &self,
        name: impl Into<ContainerDeploymentName>,
        change: impl FnOnce(&mut UpdateContainerScaling),
    ) -> Result<Edited<ContainerScaling>, Error> {
        const PATCH: &str = "update_container_deployment_scaling";
        let name = name.into();
        let current = self.raw().get_container_deployment_scaling(&name).await?;
        let before = UpdateContainerScaling::from(ContainerScaling::clone(&current));
        let Some(edit) = Edit::new(PATCH, before, current.body(), change)? else {
            return Edited::unchanged(PATCH, current);
        };
        let sent = self.raw().update_container_deployment_scaling(&name, edit.body.clone()).await;
        let now = sent.map_err(|error| {
            perhaps_made(error, "edit_container_deployment_scaling", "get_container_deployment_scaling")
        });
        let now = now?.into_inner();
        Ok(Edited { differs: edit.check(PATCH, now.clone().into())?, value: now, changed: true })
    }

    /// Changes a job deployment, as [`edit_container_deployment`](Self::edit_container_deployment) changes a container
    /// deployment. Its `scaling` is `None` at first, since the API shows it in another place: see
    /// [`edit_job_deployment_scaling`](Self::edit_job_deployment_scaling). Two requests.
    ///
    /// ```
    /// # async fn run(client: verda_api_ext::Client) -> Result<(), verda_api_ext::Error> {
    /// let edited = client
    ///     .edit_job_deployment("nightly", |job| {
    ///         for container in job.containers.iter_mut().flatten() {
    ///             container.image = Some("registry.example.com/batch:1.3".to_owned());
    ///         }
    ///     })
    ///     .await?;
    /// # let _ = edited;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`edit_container_deployment`](Self::edit_container_deployment).
    pub async fn edit_job_deployment(
        &self,
        name: impl Into<JobDeploymentName>,
        change: impl FnOnce(&mut UpdateJobDeployment),
    ) -> Result<Edited<JobDeployment>, Error> {
        const PATCH: &str = "update_job_deployment";
        let name = name.into();
        let current = self.raw().get_job_deployment(&name).await?;
        is_of(PATCH, &name, &current.name)?;
        let before = UpdateJobDeployment::from(JobDeployment::clone(&current));
        let Some(edit) = Edit::new(PATCH, before, current.body(), change)? else {
            return Edited::unchanged(PATCH, current);
        };
        let sent = self.raw().update_job_deployment(&name, edit.body.clone()).await;
        let of_it =
            |now: ResponseValue<JobDeployment>| is_of_changed(PATCH, &name, &now.name).map(|()| now.into_inner());
        let now = sent.and_then(of_it);
        let now = now.map_err(|error| perhaps_made(error, "edit_job_deployment", "get_job_deployment"))?;
        Ok(Edited { differs: edit.check(PATCH, now.clone().into())?, value: now, changed: true })
    }

    /// Changes how a job deployment scales and how long its jobs may run, as
    /// [`edit_container_deployment`](Self::edit_container_deployment) changes a container deployment. Three requests, since
    /// the response to the change does not show it.
    ///
    /// ```
    /// # async fn run(client: verda_api_ext::Client) -> Result<(), verda_api_ext::Error> {
    /// client.edit_job_deployment_scaling("nightly", |scaling| scaling.deadline_seconds = Some(7200)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`edit_container_deployment`](Self::edit_container_deployment). [`ErrorKind::PartlyFailed`] where the change was made,
    /// and could not be read back.
    pub async fn edit_job_deployment_scaling(
        &self,
        name: impl Into<JobDeploymentName>,
        change: impl FnOnce(&mut UpdateJobScaling),
    ) -> Result<Edited<JobScaling>, Error> {
        const PATCH: &str = "update_job_deployment";
        let name = name.into();
        const GET: &str = "get_job_deployment_scaling";
        let current = self.raw().get_job_deployment_scaling(&name).await?;
        let before = UpdateJobScaling::from(JobScaling::clone(&current));
        let Some(edit) = Edit::new(PATCH, before, current.body(), change)? else {
            return Edited::unchanged(PATCH, current);
        };
        let body = UpdateJobDeployment::builder().scaling(edit.body.clone());
        let sent = self.raw().update_job_deployment(&name, body).await;
        sent.map_err(|error| perhaps_made(error, "edit_job_deployment_scaling", GET))?;
        let now = self.raw().get_job_deployment_scaling(&name).await.map_err(|error| {
            let message = format!(
                "the change was made, and could not be read back: read it with `{GET}`, and do not repeat it: {error:#}"
            );
            Error::new(ErrorKind::PartlyFailed, message).of(PATCH).that_may_have_happened(true).caused_by(error)
        })?;
        let now = now.into_inner();
        Ok(Edited { differs: edit.check(PATCH, now.clone().into())?, value: now, changed: true })
    }
}

/// A value without what says nothing: null, empty lists and objects, and what is off.
fn meant(value: Option<&Value>) -> Option<Value> {
    match value? {
        Value::Null => None,
        Value::Array(elements) if elements.is_empty() => None,
        Value::Object(members) if members.get("enabled") == Some(&Value::Bool(false)) => None,
        Value::Object(members) => {
            let members = members.iter().filter_map(|(name, value)| Some((name.clone(), meant(Some(value))?)));
            Some(Value::Object(members.collect::<Members>())).filter(|value| *value != Value::Object(Members::new()))
        }
        value => Some(value.clone()),
    }
}

/// An edit begins with what there is: what may have been changed is read before it is changed again.
fn perhaps_made(error: Error, method: &'static str, get: &str) -> Error {
    if !error.may_have_happened() {
        return error;
    }
    // Whatever the kind: an edit that is called again may make the change a second time.
    let message = format!("it may have been changed: read it with `{get}` before you edit it again: {error:#}");
    Error::new(ErrorKind::OutcomeUnknown, message).of(method).that_may_have_happened(true).caused_by(error)
}

/// The response is about the one that was asked for.
pub(crate) fn is_of<Name: PartialEq + fmt::Display>(
    operation: &'static str,
    wanted: &Name,
    found: &Name,
) -> Result<(), Error> {
    about_another(wanted, found).map_or(Ok(()), |message| Err(unexpected(operation, message)))
}

/// The same of the response to a change, which may have been made.
pub(crate) fn is_of_changed<Name: PartialEq + fmt::Display>(
    operation: &'static str,
    wanted: &Name,
    found: &Name,
) -> Result<(), Error> {
    let Some(message) = about_another(wanted, found) else { return Ok(()) };
    Err(Error::new(ErrorKind::OutcomeUnknown, message).of(operation).that_may_have_happened(true))
}

fn about_another<Name: PartialEq + fmt::Display>(wanted: &Name, found: &Name) -> Option<String> {
    let found_text = || verda_api::one_line(&found.to_string(), 80);
    (wanted != found).then(|| format!("`{wanted}` was asked for, and the response is about `{}`", found_text()))
}

impl<T> Edited<T> {
    /// The edit found nothing to change, in all that there is.
    fn unchanged(operation: &'static str, current: ResponseValue<T>) -> Result<Self, Error> {
        match current.skipped().iter().find(|skipped| skipped.path.ends_with(']') || skipped.json.is_array()) {
            Some(odd) => {
                let message =
                    format!("nothing was changed: `{}` cannot be decoded, and the edit did not see it", odd.path);
                Err(unexpected(operation, message))
            }
            None => Ok(Self { value: current.into_inner(), changed: false, differs: Vec::new() }),
        }
    }
}

type Members = Map<String, Value>;

/// A change that is to be sent.
struct Edit<U> {
    /// All of it, as it is to be.
    wanted: Members,
    /// What differs.
    difference: Members,
    /// The same, as the request has it.
    body: U,
}

impl<U: Clone + Serialize + DeserializeOwned> Edit<U> {
    /// `None` if nothing changes. `raw` is the body in which the API showed what there was before.
    fn new(operation: &'static str, before: U, raw: &[u8], change: impl FnOnce(&mut U)) -> Result<Option<Self>, Error> {
        let invalid = |message: String| invalid_request(operation, message);
        let mut after = before.clone();
        change(&mut after);
        let (was, wanted) = (members(&before), members(&after));
        let difference = difference(&was, &wanted, "").map_err(invalid)?;
        if difference.is_empty() {
            return Ok(None);
        }
        // What is nearly JSON can be decoded, and shows nothing here.
        let raw: Members = serde_json::from_slice(raw).unwrap_or_default();
        if let Some(message) = forgotten(&difference, &was, &raw, "") {
            return Err(invalid(message));
        }
        // An empty text counts as absent where a response is read.
        let body = serde_json::from_value(Value::Object(difference.clone())).ok();
        let body = body.filter(|body| members(body) == difference);
        let body = body.ok_or_else(|| invalid("the change has a value that cannot be sent".to_owned()))?;
        Ok(Some(Self { wanted, difference, body }))
    }

    /// The places that were sent, and are not as they were sent.
    fn check(&self, operation: &'static str, now: U) -> Result<Vec<String>, Error> {
        let now = members(&now);
        let (mut differs, mut left_alone) = (Vec::new(), None);
        for (path, wanted, now, is_sent) in self.places(&now) {
            if meant(wanted) == meant(now) {
                continue;
            }
            if is_sent {
                differs.push(path);
            } else if wanted.is_some() {
                // What was not shown before is no change.
                left_alone.get_or_insert(path);
            }
        }
        let Some(path) = left_alone else { return Ok(differs) };
        let done = match differs.as_slice() {
            [] => "the change was made".to_owned(),
            differs => format!("the change was sent, `{}` is not as it was sent", differs.join("`, `")),
        };
        let message = format!(
            "{done}, and `{path}`, which it leaves alone, is not as it was a moment before: another client may have changed it; \
             read it, and do not repeat the edit before"
        );
        Err(partly_failed(operation, message))
    }

    /// Each place with what it should be, what it is, and whether it was sent. What the response leaves out at the top is
    /// not known, and not among them.
    fn places<'a>(&'a self, now: &'a Members) -> Vec<(String, Option<&'a Value>, Option<&'a Value>, bool)> {
        let mut places = Vec::new();
        for (name, now) in now {
            let (wanted, sent) = (self.wanted.get(name), self.difference.get(name));
            if name != CONTAINERS {
                places.push((name.clone(), wanted, Some(now), sent.is_some()));
                continue;
            }
            for wanted in elements(wanted) {
                let (now, sent) = (named(Some(now), wanted), named(sent, wanted));
                for (member, value) in wanted {
                    let path = place(name, wanted, member);
                    let is_sent = sent.is_some_and(|sent| sent.contains_key(member));
                    places.push((path, Some(value), now.and_then(|now| now.get(member)), is_sent));
                }
            }
        }
        places
    }
}

fn members(value: &impl Serialize) -> Members {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members,
        _ => Members::new(),
    }
}

/// The members of `wanted` that are not in `was`; of containers those of each, with its name.
fn difference(was: &Members, wanted: &Members, path: &str) -> Result<Members, String> {
    if let Some(name) = was.keys().find(|name| !wanted.contains_key(*name)) {
        return Err(format!("`{path}{name}` cannot be taken away: set it to an empty value, or leave it as it is"));
    }
    let mut difference = Members::new();
    for (name, value) in wanted.iter().filter(|(name, value)| was.get(*name) != Some(value)) {
        if name != CONTAINERS {
            difference.insert(name.clone(), value.clone());
            continue;
        }
        let before = was.get(name);
        let mut changed = Vec::new();
        for container in elements(Some(value)) {
            let Some(before) = named(before, container) else {
                return Err("a container cannot be added or renamed".to_owned());
            };
            let mut members = self::difference(before, container, &place(CONTAINERS, container, ""))?;
            if !members.is_empty() {
                members.extend(container.get_key_value("name").map(|(key, name)| (key.clone(), name.clone())));
                changed.push(Value::Object(members));
            }
        }
        let is_there =
            |before: &Members| elements(Some(value)).filter(|new| name_of(new) == name_of(before)).count() == 1;
        if !elements(before).all(is_there) {
            return Err("a container cannot be taken away, and occurs once".to_owned());
        }
        if !changed.is_empty() {
            difference.insert(name.clone(), changed.into());
        }
    }
    Ok(difference)
}

/// What is sent whole and would lose something: a place that the API showed and the types do not have, or one of which the
/// response cannot be compared with the types.
fn forgotten(sent: &Members, was: &Members, raw: &Members, path: &str) -> Option<String> {
    let unknown = |path: String| format!("`{path}` is not known to this version, and the change would lose it");
    sent.iter().find_map(|(name, value)| {
        let at = format!("{path}{name}");
        match (was.get(name), raw.get(name)) {
            (Some(typed), shown) if name == CONTAINERS => elements(Some(value)).find_map(|container| {
                let (typed, shown) = (named(Some(typed), container)?, named(shown, container));
                let nothing = Members::new();
                forgotten(container, typed, shown.unwrap_or(&nothing), &place(name, container, ""))
            }),
            (Some(typed), Some(shown)) => lost(typed, shown, &at).map(unknown),
            // One that could not be decoded.
            (None, Some(shown @ Value::Object(_))) => lost(&Value::Object(Members::new()), shown, &at).map(unknown),
            (None, Some(shown)) => (!is_blank(shown)).then(|| unknown(at)),
            (Some(Value::Object(_) | Value::Array(_)), None) => Some(format!(
                "the response has `{at}` in a form that cannot be compared, and the change might lose some of it"
            )),
            (_, None) => None,
        }
    })
}

/// A place in a value of the API that the types do not have.
fn lost(typed: &Value, shown: &Value, path: &str) -> Option<String> {
    match (typed, shown) {
        (Value::Object(typed), Value::Object(shown)) => {
            shown.iter().filter(|(_, value)| !is_blank(value)).find_map(|(name, value)| match typed.get(name) {
                Some(typed) => lost(typed, value, &format!("{path}.{name}")),
                None => Some(format!("{path}.{name}"))
                    .filter(|path| !IN_RESPONSES_ALONE.iter().any(|place| is_at_end(path, place))),
            })
        }
        (Value::Array(typed), Value::Array(shown)) if typed.len() == shown.len() => {
            let pairs = typed.iter().zip(shown).enumerate();
            pairs.into_iter().find_map(|(index, (typed, shown))| lost(typed, shown, &format!("{path}[{index}]")))
        }
        (Value::Array(_), Value::Array(_)) => Some(path.to_owned()),
        // Larger numbers are read with their first digits alone.
        (_, Value::Number(number)) => (!number.is_u64() && !number.is_i64())
            .then(|| number.as_f64())
            .flatten()
            .filter(|number| number.abs() >= EXACT)
            .map(|_| path.to_owned()),
        _ => None,
    }
}

fn is_at_end(path: &str, place: &str) -> bool {
    path.strip_suffix(place).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// The containers of a list.
fn elements(list: Option<&Value>) -> impl Iterator<Item = &Members> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

fn name_of(container: &Members) -> &str {
    container.get("name").and_then(Value::as_str).unwrap_or_default()
}

/// The one in a list that has the name of this one.
fn named<'a>(list: Option<&'a Value>, container: &Members) -> Option<&'a Members> {
    elements(list).find(|other| name_of(other) == name_of(container))
}

fn place(list: &str, container: &Members, member: &str) -> String {
    format!("{list}[{}].{member}", name_of(container))
}
