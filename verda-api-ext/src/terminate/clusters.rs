//! Clusters that are to be gone.

use verda_api::BoxFuture;
use verda_api::types::{Cluster, ClusterId};

use super::{Asked, Deletion, Reply, Round, Terminate};
use crate::client::Client;
use crate::ids::IntoIds;

impl Client {
    /// Ends the rent of clusters, whatever their status, and waits until they are gone: see [`Terminate`], which says what an
    /// outcome proves. **Their local storage is deleted**; shared volumes are detached and go on costing.
    /// [`discontinue_clusters`](Self::discontinue_clusters) sends the request; this one sees it through.
    ///
    /// Takes one id or many. Costs one list of clusters per poll, and a request for all deletions that are due. Safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let key = verda_api_ext::types::CreateSshKey::builder().name("k").key("ssh-ed25519 A");
    /// # let key = client.create_ssh_key(key).await?.into_inner();
    /// # let volume = verda_api_ext::types::DeployClusterSharedVolume::new("home", 1000);
    /// # let order = verda_api_ext::types::DeployCluster::builder().cluster_type("16H200").hostname("train");
    /// # let order = order.image("ubuntu-24.04-cuda-12.8-cluster").location_code("FIN-01").shared_volume(volume);
    /// # let order = order.ssh_key_ids(key).description("");
    /// # let id = client.deploy_cluster(order).await?.into_inner().id;
    /// // It is being provisioned, and cannot be deleted yet.
    /// client.terminate_clusters(&id).await?.all_ok()?;
    /// assert!(client.list_clusters().await?.is_empty());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`terminate_instances`](Self::terminate_instances).
    pub fn terminate_clusters<Count>(&self, ids: impl IntoIds<ClusterId, Count>) -> Terminate<Cluster> {
        Terminate::new(self, "terminate_clusters", ids.into_ids(), ClusterDeletion)
    }
}

struct ClusterDeletion;

impl Deletion<Cluster> for ClusterDeletion {
    #[inline]
    fn send<'a>(&'a mut self, client: &'a Client, round: Round<'a, Cluster>) -> BoxFuture<'a, Asked<Cluster>> {
        Box::pin(async move {
            let outcomes = client.with_timeout(round.time_left()).send_discontinue(round.ids.to_vec()).await?;
            let acted_before = outcomes.acted_before;
            Ok(outcomes.into_iter().map(|(id, outcome)| (id, Reply::Said(outcome, acted_before))).collect())
        })
    }
}
