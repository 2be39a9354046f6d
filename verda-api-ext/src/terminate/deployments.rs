//! Deployments that are to be gone.

use std::time::Duration;

use futures_util::future::ready;
use futures_util::stream::{self, StreamExt as _};
use verda_api::BoxFuture;
use verda_api::types::{ContainerDeploymentName, ContainerDeploymentState, JobDeploymentName, JobDeploymentState};

use super::{Asked, Deletion, Reply, Round, Terminate, no_success};
use crate::actions::{acted_before, delete_one};
use crate::client::Client;
use crate::ids::IntoIds;

/// How many deletions are sent at once.
const AT_ONCE: usize = 8;
/// A response that takes longer is held by the server. Polls show what came of it, and the others have their turn.
const HELD: Duration = Duration::from_secs(10);

macro_rules! terminates {
    ($($(#[$documentation:meta])* $method:ident, $deletion:ident of $name:ty, $state:ty, by $operation:ident;)*) => {$(
        impl Client {
            $(#[$documentation])*
            ///
            /// Takes one name or many. Costs a request for each deletion, and one per poll for each deployment that is still
            /// there, ten at most. A response that the server holds for more than ten seconds is not waited for. Safe to repeat.
            ///
            /// # Errors
            ///
            /// See [`terminate_instances`](Self::terminate_instances).
            pub fn $method<Count>(&self, names: impl IntoIds<$name, Count>) -> Terminate<$state> {
                Terminate::new(self, stringify!($method), names.into_ids(), $deletion)
            }
        }

        struct $deletion;

        impl Deletion<$state> for $deletion {
            #[inline]
            fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, $state>) -> BoxFuture<'a, Asked<$state>> {
                Box::pin(async move {
                    // The server would hold the response, and a proxy might not wait for it: polls tell when it is gone.
                    // Those that there is no time for have their turn in the next round.
                    let names = stream::iter(round.ids.to_vec()).take_while(|_| ready(!round.time_left().is_zero()));
                    let deletions = names.map(|name| async {
                        let client = client.with_timeout(round.time_left().min(HELD));
                        let response = client.raw().$operation(&name).timeout(0).send().await;
                        let acted_before = acted_before(&response);
                        let said = |success| Reply::Said(Ok(success), acted_before);
                        let reply = delete_one(response).map_or_else(no_success, said);
                        (name, reply)
                    });
                    Ok(deletions.buffer_unordered(AT_ONCE).collect().await)
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
    by delete_container_deployment;
    /// Deletes job deployments, and waits until they are gone, as
    /// [`terminate_container_deployments`](Self::terminate_container_deployments) does.
    /// [`delete_job_deployments`](Self::delete_job_deployments) sends the deletions; this one sees them through.
    terminate_job_deployments, JobDeletion of JobDeploymentName, JobDeploymentState, by delete_job_deployment;
}
