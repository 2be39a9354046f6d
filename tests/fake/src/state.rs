//! The state that requests change.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::auth::Tokens;
use crate::builder::Config;
use crate::clusters::Cluster;
use crate::control::Fate;
use crate::error::ApiError;
use crate::faults::Injections;
use crate::ids::Ids;
use crate::instances::Instance;
use crate::limits::Limiter;
use crate::machine::Machine;
use crate::money::Ledger;
use crate::scenario::Steps;
use crate::scripts::Script;
use crate::serverless::Serverless;
use crate::snapshot::stored;
use crate::ssh_keys::SshKey;
use crate::table::Table;
use crate::volumes::Volume;

/// The project that the fake serves: there is one.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) ids: Ids,
    /// Separate from the ids of resources: the choices of [`Gone::Mixed`](crate::Gone::Mixed) do not change them.
    pub(crate) choices: Ids,
    /// The user who owns all resources.
    pub(crate) user_id: String,
    pub(crate) tokens: Tokens,
    pub(crate) limiter: Limiter,
    pub(crate) injections: Injections,
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
    pub(crate) nodes_made: usize,
    pub(crate) volumes: Table<Volume>,
    pub(crate) ssh_keys: Table<SshKey>,
    pub(crate) scripts: Table<Script>,
    pub(crate) serverless: Serverless,
    /// What a scenario does later.
    pub(crate) steps: Steps,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        let mut ids = Ids::new(config.seed);
        Self {
            user_id: ids.uuid(),
            ids,
            choices: Ids::new(config.seed.rotate_left(16)),
            tokens: Tokens::new(config.seed),
            limiter: Limiter::default(),
            injections: Injections::default(),
            ledger: Ledger::new(config.balance),
            capacity: HashMap::new(),
            instance_fates: VecDeque::new(),
            cluster_fates: VecDeque::new(),
            instances: Table::default(),
            clusters: Table::default(),
            nodes_made: 0,
            volumes: Table::default(),
            ssh_keys: Table::default(),
            scripts: Table::default(),
            serverless: Serverless::new(config),
            steps: Steps::default(),
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

    /// A 400 where the quota does not allow one more instance.
    pub(crate) fn require_instance_quota(&self, config: &Config, now: Duration) -> Result<(), ApiError> {
        let Some(quota) = config.instance_quota else { return Ok(()) };
        let used = self.instances.iter().filter(|instance| instance.machine.exists(now)).count();
        if used < quota { Ok(()) } else { Err(ApiError::invalid("Instances limit exceeded")) }
    }

    /// A 400 where the quota does not allow so many gigabytes more. Volumes in the trash count.
    pub(crate) fn require_storage_quota(&self, config: &Config, more_gb: u64, now: Duration) -> Result<(), ApiError> {
        let Some(quota) = config.storage_quota_gb else { return Ok(()) };
        let sizes = self.volumes.iter().filter(|volume| volume.takes_space(now)).map(|volume| volume.size_gb);
        let wanted = sizes.fold(more_gb, u64::saturating_add);
        if wanted <= quota { Ok(()) } else { Err(ApiError::invalid("Storage limit exceeded")) }
    }
}
