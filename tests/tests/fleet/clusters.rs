//! Steps with clusters: orders, which are looked for by their hostnames where their outcome is not known, nodes, and their end.

use std::time::Duration;

use verda_api_ext::types::{
    ClusterId, ClusterNodeId, CreateSshKey, DeployCluster, DeployClusterSharedVolume, InstanceStatus,
};
use verda_api_ext::{ActionSuccess, Client, Error};

use crate::account::costs;
use crate::book::Told;
use crate::machines::{LAST, MINUTE};
use crate::program::Program;
use crate::resources::{SHARED, SHARED_KEY};
use crate::world::{CLUSTERS, LOCATION, text};

/// An order can take as long as this to be in a list.
const LOOKS: usize = 14;
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);

impl Program {
    pub(crate) async fn order_cluster(&mut self, client: &Client) -> Result<(), Error> {
        let key = CreateSshKey::builder().key(SHARED_KEY).name(SHARED);
        let key = self.timed("an ensure", 15, MINUTE, client.ensure_ssh_key(key)).await?.value;
        let hostname = self.new_name("u");
        let home = format!("{hostname}-home");
        self.book.cluster_hostnames.insert(hostname.clone());
        self.book.volume_names.insert(home.clone());
        let order = DeployCluster::builder()
            .cluster_type(CLUSTERS)
            .image("ubuntu-24.04-cuda-12.8-cluster")
            .hostname(&*hostname)
            .description("")
            .location_code(LOCATION)
            .shared_volume(DeployClusterSharedVolume::new(&*home, 1000))
            .ssh_key_ids(key);
        let ordered = self.timed("an order", 1, Duration::ZERO, client.deploy_cluster(order).into_future()).await;
        let id = match ordered {
            Ok(made) => made.into_inner().id,
            Err(error) if error.may_have_happened() => self.find_cluster(client, &hostname).await.ok_or(error)?,
            Err(error) => {
                self.book.cluster_hostnames.remove(&hostname);
                self.book.volume_names.remove(&home);
                self.book.never.extend([hostname, home]);
                return Err(error);
            }
        };
        self.book.clusters.insert(id.to_string(), Told::There);
        let time = MINUTE * self.random.u32(1..8);
        let wait = client.wait_for_cluster(&id).timeout(time);
        let cluster = self.timed("a wait", 0, time + LAST, wait.into_future()).await?;
        for id in cluster.shared_volumes.iter().flatten().filter_map(|volume| volume.id.as_ref()) {
            self.book.left(id);
        }
        let (shown, is_late) = (self.world.cluster(&id), self.world.was_late(id.as_str()));
        let is_fine =
            shown.as_ref().is_some_and(|shown| shown["hostname"] == *hostname && costs(&text(&shown["status"])));
        if cluster.status != InstanceStatus::Running || !(is_fine || is_late) {
            self.world.wrong(format!("{} was told that {cluster:?} runs: {shown:?}", self.name));
        }
        if self.random.bool() {
            let nodes = cluster.worker_nodes.into_iter().flatten().filter_map(|node| node.id).take(1).collect();
            self.switch_nodes(client, &id, nodes).await?;
        }
        Ok(())
    }

    async fn find_cluster(&mut self, client: &Client, hostname: &str) -> Option<ClusterId> {
        for _ in 0..LOOKS {
            if let Ok(found) = client.cluster_by_hostname(hostname).await {
                return Some(found.id);
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        None
    }

    /// Shuts nodes down, and boots them again.
    async fn switch_nodes(&mut self, client: &Client, id: &ClusterId, nodes: Vec<ClusterNodeId>) -> Result<(), Error> {
        client.shutdown_cluster_nodes(id, &nodes).await?.all_ok()?;
        tokio::time::sleep(MINUTE).await;
        self.check_nodes(id, &nodes, "offline");
        client.boot_cluster_nodes(id, &nodes).await?.all_ok()?;
        tokio::time::sleep(MINUTE).await;
        self.check_nodes(id, &nodes, "running");
        Ok(())
    }

    /// What was told of nodes is so, as long as their cluster runs.
    fn check_nodes(&self, id: &ClusterId, nodes: &[ClusterNodeId], status: &str) {
        let Some(shown) = self.world.cluster(id).filter(|shown| shown["status"] == "running") else { return };
        let is_other = |node: &&ClusterNodeId| {
            let mut all = shown["worker_nodes"].as_array().into_iter().flatten();
            !all.any(|one| one["id"] == node.as_str() && one["status"] == status) && !self.world.was_late(node.as_str())
        };
        if let Some(node) = nodes.iter().find(is_other) {
            self.world.wrong(format!("{} was told that the node {node} is {status}: {shown}", self.name));
        }
    }

    /// Ends the clusters that it knows by their ids, and those that it finds by their hostnames.
    pub(crate) async fn end_clusters(&mut self, client: &Client) -> Result<(), Error> {
        let left = self.book.clusters.iter().filter(|(_, told)| **told != Told::Gone);
        let mut ids: Vec<ClusterId> = left.map(|(id, _)| ClusterId::from(id.as_str())).collect();
        if !self.book.cluster_hostnames.is_empty() {
            let mine = client.list_clusters().await?.into_inner().into_iter().filter(|cluster| {
                cluster.hostname.as_ref().is_some_and(|hostname| self.book.cluster_hostnames.contains(hostname))
            });
            ids.extend(mine.map(|cluster| cluster.id));
        }
        self.book.clusters.extend(ids.iter().map(|id| (id.to_string(), Told::Unknown)));
        let time = MINUTE * self.random.u32(5..30);
        let terminate = client.terminate_clusters(&ids).timeout(time);
        let outcomes = self.timed("a termination", 0, time + LAST, terminate.into_future()).await?;
        for (id, outcome) in outcomes.iter() {
            if let Ok(ActionSuccess::Done | ActionSuccess::Already) = outcome {
                self.book.clusters.insert(id.to_string(), Told::Gone);
                let shown = self.world.cluster(id).filter(|shown| costs(&text(&shown["status"])));
                if let Some(shown) = shown.filter(|_| !self.world.was_late(id.as_str())) {
                    self.world.wrong(format!("{} was told that {shown} is gone", self.name));
                }
            }
        }
        outcomes.all_ok()
    }
}
