//! Clusters: their orders, their end, and their nodes.

use std::collections::HashSet;
use std::time::Duration;

use super::Project;
use crate::model::catalogue::cluster_types::{self, ClusterType};
use crate::model::catalogue::images::{self, Image};
use crate::model::catalogue::volume_types;
use crate::model::cluster::{Cluster, Mount, Node};
use crate::model::lifecycle::Lifecycle;
use crate::model::machine::{self, Order, PAY_AS_YOU_GO, Terms, status};
use crate::model::moment::Moment;
use crate::model::money::Rate;
use crate::model::refusal::Refusal;
use crate::model::volume::{self, NewVolume};

/// Where the nodes see the file system that is made with the cluster.
const HOME: &str = "/home";

/// An order with valid members, which may name what does not exist.
pub(crate) struct ClusterOrder {
    pub(crate) machine: Order,
    pub(crate) cluster_type: String,
    pub(crate) volume_name: String,
    pub(crate) volume_gb: u64,
    pub(crate) existing_volumes: Vec<String>,
}

/// The catalogue entries and resources that an order names.
struct Plan {
    kind: &'static ClusterType,
    image: &'static Image,
    location: &'static str,
}

impl Project {
    /// Orders a cluster, and gives its id.
    pub(crate) fn order_cluster(&mut self, moment: Moment<'_>, order: ClusterOrder) -> Result<String, Refusal> {
        let plan = self.plan_cluster(moment, &order)?;
        let storage_rate = volume_types::cluster_shared().rate(order.volume_gb);
        self.require_storage_quota(moment, order.volume_gb)?;
        self.ledger.require_funds(Rate::per_hour(plan.kind.price()).plus(storage_rate), moment.now)?;
        let Plan { kind, location, .. } = plan;
        if !self.has_capacity(kind.name, kind.locations, location, moment.now) {
            return Err(Refusal::NoCluster { kind, location });
        }
        Ok(self.build_cluster(moment, order, &plan))
    }

    /// Looks up everything that the order names.
    fn plan_cluster(&self, moment: Moment<'_>, order: &ClusterOrder) -> Result<Plan, Refusal> {
        let kind = cluster_types::find(&order.cluster_type).ok_or(Refusal::Invalid("cluster type"))?;
        let location = order.machine.location()?;
        let image = images::find_for_clusters(&order.machine.image).ok_or(Refusal::Invalid("image"))?;
        self.require_keys_and_script(&order.machine)?;
        let mut seen = HashSet::new();
        for id in &order.existing_volumes {
            let volume = self.volumes.get(id).ok_or(Refusal::Invalid("volume ID"))?;
            volume.require_location(location, "cluster")?;
            if !volume.is_free_for_cluster(moment.now) || !seen.insert(id) {
                return Err(Refusal::NotFreeForCluster);
            }
        }
        Ok(Plan { kind, image, location })
    }

    /// Creates the cluster, its nodes and its file system. This step cannot fail.
    fn build_cluster(&mut self, moment: Moment<'_>, mut order: ClusterOrder, plan: &Plan) -> String {
        let running = moment.rules.provisioning().running_from(moment.now);
        let id = self.ids.uuid();
        let life = Lifecycle::new(volume::status::ORDERED).then(running, volume::status::ATTACHED);
        let kind = volume_types::cluster_shared();
        let home = NewVolume::new(Some(order.volume_name), kind, order.volume_gb, plan.location, life);
        let mut mounts = vec![Mount { volume_id: self.make_volume(moment, home), point: HOME.to_owned() }];
        mounts.extend(order.existing_volumes.into_iter().map(|volume_id| {
            let point = volume::mount_point(&volume_id);
            Mount { volume_id, point }
        }));
        for mount in &mounts {
            self.mount(&mount.volume_id, &id, running);
        }

        let nodes = (1..=plan.kind.nodes()).map(|number| self.make_node(number)).collect();
        // The order may have named it by its id.
        order.machine.image = plan.image.image_type.to_owned();
        let terms = Terms {
            kind: plan.kind.name,
            location: plan.location,
            os_name: plan.image.os_name,
            contract: PAY_AS_YOU_GO,
            price_per_hour: plan.kind.price(),
        };
        let fate = self.cluster_fates.pop_front().unwrap_or_default();
        let machine = self.make_machine(moment, &id, order.machine, terms, fate);
        self.clusters.insert(&id, Cluster { machine, kind: plan.kind, nodes, mounts });
        id
    }

    /// A worker node: one of the fake's own addresses from the top end, so that they differ from those of machines.
    fn make_node(&mut self, number: u32) -> Node {
        self.nodes_made += 1;
        Node {
            id: self.ids.uuid(),
            hostname: format!("worker-{number}"),
            public_ip: machine::address(usize::MAX - self.nodes_made),
            private_ip: format!("10.0.0.{}", number.saturating_add(1)),
            life: Lifecycle::new(status::RUNNING),
        }
    }

    /// Discontinues clusters: all of them or, where one cannot be, none.
    pub(crate) fn discontinue_clusters(&mut self, moment: Moment<'_>, ids: &[String]) -> Result<(), Refusal> {
        let (now, done) = (moment.now, moment.done());
        for id in ids {
            let cluster = self.clusters.get(id).ok_or_else(|| Refusal::not_found("Cluster"))?;
            if cluster.machine.is_starting(now) {
                return Err(machine::refused("discontinue", cluster.machine.status(now), "cluster"));
            }
        }
        for id in ids {
            let Some(cluster) = self.clusters.get_mut(id) else { continue };
            if !cluster.machine.is_being_removed(now) && !cluster.machine.delays_deletion() {
                cluster.machine.leave(&mut self.ledger, status::DELETING, now, done);
                self.unmount_all(id, done);
            }
        }
        Ok(())
    }

    /// Turns a worker node on or off.
    pub(crate) fn switch_node(
        &mut self,
        moment: Moment<'_>,
        (cluster_id, node_id): (&str, &str),
        on: bool,
    ) -> Result<(), Refusal> {
        let cluster = self.clusters.get_mut(cluster_id).ok_or_else(|| Refusal::not_found("Cluster"))?;
        let Cluster { machine, nodes, .. } = cluster;
        let node = nodes.iter_mut().find(|node| node.id == node_id);
        let node = node.ok_or_else(|| Refusal::not_found("Cluster node"))?;
        let (verb, wanted, other) = match on {
            true => ("boot", status::RUNNING, status::OFFLINE),
            false => ("shutdown", status::OFFLINE, status::RUNNING),
        };
        if machine.status(moment.now) != status::RUNNING {
            return Err(machine::refused(verb, machine.status(moment.now), "cluster node"));
        }
        node.life.switch(wanted, other, moment.now, moment.done());
        Ok(())
    }

    /// Sets the status of a cluster, if the cluster exists. A cluster that is gone has no volumes.
    pub(crate) fn put_cluster_into(&mut self, id: &str, status: &'static str, now: Duration) -> Option<()> {
        let cluster = self.clusters.get_mut(id)?;
        cluster.machine.put_into(&mut self.ledger, status, now);
        if machine::is_gone(status) {
            self.unmount_all(id, now);
        }
        Some(())
    }

    /// Detaches the shared volumes of a cluster, until an instant in machine time. The volumes still cost money.
    fn unmount_all(&mut self, id: &str, done: Duration) {
        let Some(cluster) = self.clusters.get_mut(id) else { return };
        for mount in std::mem::take(&mut cluster.mounts) {
            self.detach(&mount.volume_id, id, done);
        }
    }
}
