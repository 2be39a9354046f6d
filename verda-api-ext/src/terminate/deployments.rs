//! Deployments that are to be gone.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::ready;
use futures_util::stream::{self, StreamExt as _};
use verda_api::BoxFuture;
use verda_api::types::{ContainerDeploymentName, ContainerDeploymentState, JobDeploymentName, JobDeploymentState};

use super::{Asked, Deletion, Reply, Round, Terminate, no_success};
use crate::actions::{acted_before, delete_one, failed};
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::ids::IntoIds;
use crate::outcomes::{ActionFailure, ActionSuccess};

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
            /// that was meant is told as gone. Within ten seconds a request without a response may be sent again as it is.
            ///
            /// # Errors
            ///
            /// See [`terminate_instances`](Self::terminate_instances).
            pub fn $method<Count>(&self, names: impl IntoIds<$name, Count>) -> Terminate<$state> {
                Terminate::new(self, stringify!($method), names.into_ids(), $deletion::default())
            }
        }

        /// When each of them was created, at its first deletion. `None` where that was not told.
        #[derive(Default)]
        struct $deletion(HashMap<$name, Option<DateTime<Utc>>>);

        impl Deletion<$state> for $deletion {
            #[inline]
            fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, $state>) -> BoxFuture<'a, Asked<$state>> {
                Box::pin(async move {
                    // Those that there is no time for have their turn in the next round.
                    let names = stream::iter(round.ids.to_vec()).take_while(|_| ready(!round.time_left().is_zero()));
                    let known = &self.0;
                    let deletions = names.map(|name| async {
                        let raw = || client.with_timeout(round.time_left().min(HELD));
                        let there = raw().raw().$get(&name).send().await;
                        let created = there.as_ref().ok().and_then(|there| there.created_at);
                        let reply = match (known.get(&name), &there) {
                            (Some(first), Ok(_)) if first.is_none() || created.is_none() => Some(Reply::None(not_told())),
                            (Some(first), Ok(_)) if *first < created => Some(Reply::Replaced),
                            (Some(first), Ok(_)) if *first != created => Some(Reply::None(not_told())),
                            (Some(_), Err(error)) if error.is_not_found() => {
                                Some(Reply::Said(Ok(ActionSuccess::Already), false))
                            }
                            (None, Err(error)) if is_there(error) => None,
                            (_, Err(error)) if !error.is_not_found() => Some(Reply::None(failed(error))),
                            _ => None,
                        };
                        // One that reads do not show yet has its first deletion when they do.
                        let seen = there.as_ref().map_or_else(is_there, |_| true).then_some(created);
                        if let Some(reply) = reply {
                            return (name, seen, reply);
                        }
                        // The server would hold the response, and a proxy might not wait for it: polls tell when it is gone.
                        let response = raw().raw().$operation(&name).timeout(0).send().await;
                        let acted_before = acted_before(&response);
                        let said = |success| Reply::Said(Ok(success), acted_before);
                        let reply = delete_one(response).map_or_else(no_success, said);
                        (name, seen, reply)
                    });
                    let asked: Vec<_> = deletions.buffer_unordered(AT_ONCE).collect().await;
                    for (name, seen, _) in &asked {
                        if let Some(created) = seen {
                            self.0.entry(name.clone()).or_insert(*created);
                        }
                    }
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

/// Whether a deployment responded, in a form that cannot be decoded.
fn is_there(error: &Error) -> bool {
    error.kind() == ErrorKind::UnexpectedResponse && error.status().is_some_and(|status| status.is_success())
}

fn not_told() -> ActionFailure {
    let message =
        "it may be another one of its name, so its deletion was not sent again: when it was created is not told";
    ActionFailure { status: None, code: None, message: message.to_owned(), not_found: false, unknown: false }
}
