//! Actions on clusters and their nodes.

use verda_api::types;
use verda_api::types::{ClusterAction, ClusterId, ClusterNodeAction, ClusterNodeId};

use super::{Goal, check_ids, distinct, of_each, outcome_of_one};
use crate::client::Client;
use crate::error::Error;
use crate::ids::IntoIds;
use crate::outcomes::Outcomes;

const CLUSTERS: &str = "perform_cluster_actions";
const NODES: &str = "perform_cluster_node_action";

impl Client {
    /// Sends the end of the rent of clusters; [`terminate_clusters`](Self::terminate_clusters) sees it through. **Their local
    /// storage is deleted**; shared volumes are detached and go on costing.
    ///
    /// One request, however many clusters; without any nothing is sent. A cluster that does not exist any more is a
    /// success, see [`Outcomes::already`]. Safe to repeat, and repeated where the outcome is not known.
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
    /// # client.wait_for_cluster(&id).await?;
    /// client.discontinue_clusters(&id).await?.all_ok()?;
    /// client.wait_for_cluster(&id).until_deleted().await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Where the API refused several clusters at once; what it says of a single one is in the outcome.
    pub async fn discontinue_clusters<Count>(
        &self,
        ids: impl IntoIds<ClusterId, Count>,
    ) -> Result<Outcomes<ClusterId>, Error> {
        let outcomes = self.send_discontinue(ids.into_ids()).await?;
        Ok(outcomes.doubting(self.created()))
    }

    /// The same, as the API tells it, also of clusters that it may not find yet.
    pub(crate) async fn send_discontinue(&self, ids: Vec<ClusterId>) -> Result<Outcomes<ClusterId>, Error> {
        let ids = distinct(ids);
        if ids.is_empty() {
            return Ok(Outcomes::none(CLUSTERS));
        }
        let discontinue = |id: &ClusterId| types::PerformClusterAction::new(ClusterAction::Discontinue, id);
        let request = types::PerformClusterActions::new(ids.iter().map(discontinue).collect::<Vec<_>>());
        check_ids(CLUSTERS, &ids)?;
        of_each(CLUSTERS, (Goal::Gone, "discontinue"), &ids, self.raw().perform_cluster_actions(request).send().await)
    }

    /// Boots nodes of a cluster. Each node is a request of its own, one after the other; each is repeated where the
    /// outcome is not known.
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
    /// # client.wait_for_cluster(&id).await?;
    /// let cluster = client.get_cluster(&id).await?;
    /// let workers: Vec<_> = cluster.worker_nodes.iter().flatten().filter_map(|node| node.id.clone()).collect();
    /// client.shutdown_cluster_nodes(&id, &workers).await?.all_ok()?;
    /// tokio::time::sleep(std::time::Duration::from_secs(120)).await; // until they are down
    /// client.boot_cluster_nodes(&id, workers).await?.all_ok()?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where an id is empty or has white space around it:
    /// nothing is sent then. A call that fails, for whatever reason, is a failure in its outcome, and the others are made all
    /// the same.
    pub async fn boot_cluster_nodes<Count>(
        &self,
        cluster: impl Into<ClusterId>,
        nodes: impl IntoIds<ClusterNodeId, Count>,
    ) -> Result<Outcomes<ClusterNodeId>, Error> {
        self.perform_node_actions(&cluster.into(), nodes.into_ids(), ClusterNodeAction::Boot).await
    }

    /// Shuts nodes of a cluster down as their operating system sees fit. They go on costing. Each node is a request of
    /// its own.
    ///
    /// # Errors
    ///
    /// See [`boot_cluster_nodes`](Self::boot_cluster_nodes).
    pub async fn shutdown_cluster_nodes<Count>(
        &self,
        cluster: impl Into<ClusterId>,
        nodes: impl IntoIds<ClusterNodeId, Count>,
    ) -> Result<Outcomes<ClusterNodeId>, Error> {
        self.perform_node_actions(&cluster.into(), nodes.into_ids(), ClusterNodeAction::Shutdown).await
    }

    /// Switches nodes of a cluster off at once, whatever they are doing. They go on costing. Each node is a request of
    /// its own.
    ///
    /// # Errors
    ///
    /// See [`boot_cluster_nodes`](Self::boot_cluster_nodes).
    pub async fn force_shutdown_cluster_nodes<Count>(
        &self,
        cluster: impl Into<ClusterId>,
        nodes: impl IntoIds<ClusterNodeId, Count>,
    ) -> Result<Outcomes<ClusterNodeId>, Error> {
        self.perform_node_actions(&cluster.into(), nodes.into_ids(), ClusterNodeAction::ForceShutdown).await
    }

    async fn perform_node_actions(
        &self,
        cluster: &ClusterId,
        nodes: Vec<ClusterNodeId>,
        action: ClusterNodeAction,
    ) -> Result<Outcomes<ClusterNodeId>, Error> {
        let nodes = distinct(nodes);
        check_ids(NODES, std::slice::from_ref(cluster))?;
        check_ids(NODES, &nodes)?;
        let mut outcomes = Vec::with_capacity(nodes.len());
        for node in nodes {
            let request = types::PerformClusterNodeAction::new(action.clone());
            let call = self.raw().perform_cluster_node_action(cluster, &node, request);
            let goal = if action == ClusterNodeAction::Boot { Goal::On } else { Goal::Off };
            outcomes.push((node, outcome_of_one(goal, call.send().await)));
        }
        Ok(Outcomes::new(NODES, outcomes))
    }
}
