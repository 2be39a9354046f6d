//! Deployments that are to be gone.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt as _};
use tokio::time::Instant;
use verda_api::BoxFuture;
use verda_api::types::{ContainerDeploymentName, ContainerDeploymentState, JobDeploymentName, JobDeploymentState};

use super::{Asked, Deletion, Reply, Round, Terminate, no_success};
use crate::actions::{acted_before, delete_one, failed};
use crate::client::Client;
use crate::edit::is_of;
use crate::error::{Error, ErrorKind};
use crate::ids::IntoIds;
use crate::outcomes::{ActionFailure, ActionSuccess};
use crate::wait::PERSISTENT;

/// How many deletions are sent at once.
const AT_ONCE: usize = 8;
/// A response that takes longer is held by the server. Polls show what came of it, and the others have their turn.
const HELD: Duration = Duration::from_secs(10);

macro_rules! terminates {
    ($($(#[$documentation:meta])* $method:ident, $deletion:ident of $name:ty, $state:ty, $get:ident, $operation:ident;)*) => {$(
        impl Client {
            $(#[$documentation])*
            ///
            /// Takes one name or many. Costs two requests for each deletion, and one per poll for each deployment that is still
            /// there, ten at most. A response that the server holds for more than ten seconds is not waited for. Safe to repeat.
            ///
            /// The API deletes by name, and another program may create one of the same name meanwhile. So a deletion is repeated
            /// only where the deployment was created when the first one was, by its `created_at`; a later one stays, and the one
            /// that was meant is told as gone. One that appears after the API did not find it is not deleted, and told, unless this
            /// client created it a moment ago. Within ten seconds a request without a response may be sent again as it is. A second
            /// call knows nothing of the first: it deletes what has the name by then.
            ///
            /// # Errors
            ///
            /// See [`terminate_instances`](Self::terminate_instances).
            pub fn $method<Count>(&self, names: impl IntoIds<$name, Count>) -> Terminate<$state> {
                Terminate::new(self, stringify!($method), names.into_ids(), $deletion::default())
            }
        }

        #[derive(Default)]
        struct $deletion(HashMap<$name, First>);

        impl Deletion<$state> for $deletion {
            fn advice(&self, method: &str) -> String {
                format!(
                    "look with `{}` when it was created, and call `{method}` again if it is the one that is to go: that deletes \
                     what has the name by then",
                    stringify!($get)
                )
            }

            #[inline]
            fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, $state>) -> BoxFuture<'a, Asked<$state>> {
                Box::pin(async move {
                    // Those that there is no time for have their turn in the next round.
                    let names = stream::iter(round.ids.to_vec()).take_while(|_| ready(!round.time_left().is_zero()));
                    let known = &self.0;
                    let deletions = names.map(|name| async {
                        let raw = || client.with_timeout(round.time_left().min(HELD));
                        let there = raw().raw().$get(&name).send().await.and_then(|there| {
                            is_of(stringify!($get), &name, &there.name).map(|()| there.created_at)
                        });
                        let first = known.get(&name).copied();
                        let is_shown = round.watch.polls_work() && round.watch.status(&name).is_some();
                        if let Some(reply) = First::reply(first, &there, is_shown) {
                            let first = First::after(first, &there, None, false);
                            return (name, first, reply);
                        }
                        // The server would hold the response, and a proxy might not wait for it: polls tell when it is gone.
                        let response = raw().raw().$operation(&name).timeout(0).send().await;
                        let acted_before = acted_before(&response);
                        let said = |success| Reply::Said(Ok(success), acted_before);
                        let reply = delete_one(response).map_or_else(no_success, said);
                        let is_new = client.created().was_lately(stringify!($get), name.as_ref());
                        let first = First::after(first, &there, Some(&reply), is_new);
                        (name, first, reply)
                    });
                    let asked: Vec<_> = deletions.buffer_unordered(AT_ONCE).collect().await;
                    let first = asked.iter().filter_map(|(name, first, _)| Some((name.clone(), (*first)?)));
                    self.0.extend(first);
                    Ok(asked.into_iter().map(|(name, _, reply)| (name, reply)).collect())
                })
            }
        }
    )*};
}

terminates! {
    /// Deletes container deployments, and waits until they are gone: see [`Terminate`], which says what an outcome proves.
    /// [`delete_container_deployments`](Self::delete_container_deployments) sends the deletions, for which the server holds
    /// each response for up to a minute; this one polls, and sees them through.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let outcomes = client.terminate_container_deployments(["llm", "batch"]).await?;
    /// outcomes.all_ok()?;
    /// # assert_eq!(outcomes.already().count(), 2);
    /// # });
    /// ```
    terminate_container_deployments, ContainerDeletion of ContainerDeploymentName, ContainerDeploymentState,
    get_container_deployment, delete_container_deployment;
    /// Deletes job deployments, and waits until they are gone, as
    /// [`terminate_container_deployments`](Self::terminate_container_deployments) does.
    /// [`delete_job_deployments`](Self::delete_job_deployments) sends the deletions; this one sees them through.
    terminate_job_deployments, JobDeletion of JobDeploymentName, JobDeploymentState, get_job_deployment,
    delete_job_deployment;
}

/// What the first deletion of a deployment was about.
#[derive(Clone, Copy, Debug)]
enum First {
    /// The deployment that was created then, where that was told.
    Sent(Option<DateTime<Utc>>),
    /// None: the API did not find it, neither to show it nor to delete it.
    NotThere,
    /// It was not sent yet, since reads fail: how many did, and since when.
    Unread(u32, Instant),
}

/// When a deployment was created, as a read just told it.
type There = Result<Option<DateTime<Utc>>, Error>;

impl First {
    /// What there is to say without a deletion; `None` where one is to be sent. Polls may show one whose reads fail.
    fn reply(first: Option<Self>, there: &There, is_shown: bool) -> Option<Reply> {
        let is_unread = |error: &Error| !error.is_not_found() && !is_there(error);
        match (first, there) {
            // One that is told without its milliseconds is the same.
            (Some(Self::Sent(Some(first))), Ok(Some(created))) if (first - created).abs() < TimeDelta::seconds(1) => {
                None
            }
            (Some(Self::Sent(Some(first))), Ok(Some(created))) if first < *created => Some(Reply::Replaced),
            (Some(Self::Sent(_)), Ok(_)) => Some(Reply::NotSent(not_told())),
            (Some(Self::NotThere), there) if there.as_ref().map_or_else(is_there, |_| true) => {
                Some(Reply::Never(appeared()))
            }
            (Some(Self::Sent(_) | Self::NotThere), Err(error)) if error.is_not_found() => {
                Some(Reply::Said(Ok(ActionSuccess::Already), false))
            }
            (Some(Self::Sent(_) | Self::NotThere), Err(error)) => Some(Reply::NotSent(failed(error))),
            // An outage passes. Where only this read fails, its deletion may work.
            (Some(Self::Unread(times, since)), Err(error)) if is_unread(error) => {
                let is_sent = is_shown && times >= PERSISTENT.0 && since.elapsed() >= PERSISTENT.1;
                (!is_sent).then(|| Reply::NotSent(failed(error)))
            }
            (None, Err(error)) if is_unread(error) => Some(Reply::NotSent(failed(error))),
            _ => None,
        }
    }

    /// What is known after a deletion with this reply, or without one. What this client created a moment ago is not found yet.
    fn after(first: Option<Self>, there: &There, reply: Option<&Reply>, is_new: bool) -> Option<Self> {
        let may_have_acted = match reply {
            Some(Reply::Said(outcome, _)) => outcome.is_ok(),
            Some(Reply::None(failure)) => failure.unknown,
            _ => false,
        };
        match (first, there) {
            (Some(Self::Sent(_) | Self::NotThere), _) => first,
            (_, Ok(Some(created))) => Some(Self::Sent(Some(*created))),
            // What was refused was about none yet: another attempt may be.
            (_, Ok(None)) => may_have_acted.then_some(Self::Sent(None)),
            (_, Err(error)) if is_there(error) => may_have_acted.then_some(Self::Sent(None)),
            (_, Err(error)) if error.is_not_found() => match reply {
                Some(Reply::Said(Ok(ActionSuccess::Already), false)) => (!is_new).then_some(Self::NotThere).or(first),
                // Reads do not show it yet.
                _ => may_have_acted.then_some(Self::Sent(None)).or(first),
            },
            _ if may_have_acted => Some(Self::Sent(None)),
            (Some(Self::Unread(times, since)), Err(_)) => Some(Self::Unread(times.saturating_add(1), since)),
            (None, Err(_)) => Some(Self::Unread(1, Instant::now())),
        }
    }
}

/// Whether a deployment responded, in a form that cannot be decoded.
fn is_there(error: &Error) -> bool {
    error.kind() == ErrorKind::UnexpectedResponse && error.status().is_some_and(|status| status.is_success())
}

fn not_told() -> ActionFailure {
    not_sent(
        "it is not known to be the one that was deleted, by when it was created, and may be another one of its name",
    )
}

fn appeared() -> ActionFailure {
    not_sent(
        "the API did not find it, and shows one of its name now, which was not deleted: call again where it is to go",
    )
}

fn not_sent(message: &str) -> ActionFailure {
    ActionFailure { status: None, code: None, message: message.to_owned(), not_found: false, unknown: false }
}
