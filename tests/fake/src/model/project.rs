//! The project: its resources, its money and its limits. What is done with them is in the modules below.

pub(crate) mod clusters;
pub(crate) mod deployments;
pub(crate) mod instances;
pub(crate) mod orders;
mod references;
pub(crate) mod volumes;

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::cluster::Cluster;
use crate::model::fate::Fate;
use crate::model::ids::Ids;
use crate::model::instance::Instance;
use crate::model::keys_and_scripts::{Script, SshKey};
use crate::model::machine::{Identity, Machine, Order, Terms};
use crate::model::moment::Moment;
use crate::model::money::Ledger;
use crate::model::refusal::Refusal;
use crate::model::rules::Rules;
use crate::model::serverless::Serverless;
use crate::model::stored;
use crate::model::table::Table;
use crate::model::volume::Volume;

/// The project that the fake serves: there is one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Project {
    pub(crate) ids: Ids,
    /// The user who owns all resources.
    pub(crate) user_id: String,
    pub(crate) ledger: Ledger,
    /// The capacities of types by location that a test has set.
    #[serde(with = "stored::capacity")]
    pub(crate) capacity: HashMap<(&'static str, &'static str), usize>,
    /// The fates of the next instances.
    pub(crate) instance_fates: VecDeque<Fate>,
    /// The fates of the next clusters.
    pub(crate) cluster_fates: VecDeque<Fate>,
    pub(crate) instances: Table<Instance>,
    pub(crate) clusters: Table<Cluster>,
    /// The number of nodes that clusters ever had.
    nodes_made: usize,
    pub(crate) volumes: Table<Volume>,
    pub(crate) ssh_keys: Table<SshKey>,
    pub(crate) scripts: Table<Script>,
    pub(crate) serverless: Serverless,
}

impl Project {
    /// An empty project with so many US dollars. The seed decides all ids.
    pub(crate) fn new(seed: u64, dollars: f64, rules: &Rules) -> Self {
        let mut ids = Ids::new(seed);
        Self {
            user_id: ids.uuid(),
            ids,
            ledger: Ledger::new(dollars),
            capacity: HashMap::new(),
            instance_fates: VecDeque::new(),
            cluster_fates: VecDeque::new(),
            instances: Table::default(),
            clusters: Table::default(),
            nodes_made: 0,
            volumes: Table::default(),
            ssh_keys: Table::default(),
            scripts: Table::default(),
            serverless: Serverless::new(seed.rotate_left(32), rules),
        }
    }

    fn machines(&self) -> impl Iterator<Item = &Machine> {
        let instances = self.instances.iter().map(|instance| &instance.machine);
        instances.chain(self.clusters.iter().map(|cluster| &cluster.machine))
    }

    /// Whether a location has capacity for one more machine of a type.
    pub(crate) fn has_capacity(
        &self,
        kind: &'static str,
        offered: &[&str],
        location: &'static str,
        now: Duration,
    ) -> bool {
        let Some(capacity) = self.capacity.get(&(kind, location)) else { return offered.contains(&location) };
        let is_counted =
            |machine: &&Machine| machine.kind == kind && machine.location == location && machine.exists(now);
        self.machines().filter(is_counted).count() < *capacity
    }

    fn require_instance_quota(&self, moment: Moment<'_>) -> Result<(), Refusal> {
        let Some(quota) = moment.rules.instance_quota else { return Ok(()) };
        let used = self.instances.iter().filter(|instance| instance.machine.exists(moment.now)).count();
        if used < quota { Ok(()) } else { Err(Refusal::Quota("Instances")) }
    }

    /// Whether the quota allows so many gigabytes more. Volumes in the trash count.
    fn require_storage_quota(&self, moment: Moment<'_>, more_gb: u64) -> Result<(), Refusal> {
        let Some(quota) = moment.rules.storage_quota_gb else { return Ok(()) };
        let sizes = self.volumes.iter().filter(|volume| volume.takes_space(moment.now)).map(|volume| volume.size_gb);
        let wanted = sizes.fold(more_gb, u64::saturating_add);
        if wanted <= quota { Ok(()) } else { Err(Refusal::Quota("Storage")) }
    }

    /// Refuses keys and scripts that the project does not have.
    fn require_keys_and_script(&self, order: &Order) -> Result<(), Refusal> {
        if !order.ssh_key_ids.iter().all(|id| self.ssh_keys.contains(id)) {
            return Err(Refusal::Invalid("SSH key ID"));
        }
        if order.startup_script_id.as_ref().is_some_and(|id| !self.scripts.contains(id)) {
            return Err(Refusal::Invalid("startup script ID"));
        }
        Ok(())
    }

    /// Makes an ordered machine, and starts its costs.
    fn make_machine(&mut self, moment: Moment<'_>, id: &str, order: Order, terms: Terms, fate: Fate) -> Machine {
        let number = self.instances.len() + self.clusters.len();
        let identity = Identity { id: id.to_owned(), number, owner: self.user_id.clone() };
        Machine::new(moment, identity, order, terms, fate, &mut self.ledger)
    }

    /// Adds an SSH key, and gives its id.
    pub(crate) fn add_ssh_key(&mut self, moment: Moment<'_>, name: String, key: String) -> String {
        let id = self.ids.uuid();
        let created_by = self.user_id.clone();
        let key = SshKey { id: id.clone(), name, key, created_at: moment.timestamp(), created_by };
        self.ssh_keys.insert(&id, key);
        id
    }

    /// Adds a startup script, and gives its id.
    pub(crate) fn add_script(&mut self, moment: Moment<'_>, name: String, script: String) -> Result<String, Refusal> {
        if self.scripts.len() >= moment.rules.script_quota {
            return Err(Refusal::Quota("Startup scripts"));
        }
        let id = self.ids.uuid();
        self.scripts.insert(&id, Script { id: id.clone(), name, script, created_at: moment.timestamp() });
        Ok(id)
    }
}
