//! The state that requests change, and that a snapshot keeps.

use serde::{Deserialize, Serialize};

use crate::api::config::Config;
use crate::api::faults::Injections;
use crate::api::limits::Limiter;
use crate::api::tokens::Tokens;
use crate::model::ids::Ids;
use crate::model::project::Project;
use crate::model::rules::Rules;
use crate::steps::Steps;

/// The project, and what lies between it and the requests.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct State {
    /// Read by itself from a snapshot: serde would keep all of it in memory twice.
    #[serde(flatten, skip_deserializing, default = "no_project")]
    pub(crate) project: Project,
    /// Separate from the ids of resources: the choices of [`Gone::Mixed`](crate::Gone::Mixed) do not change them.
    pub(crate) choices: Ids,
    pub(crate) tokens: Tokens,
    pub(crate) limiter: Limiter,
    pub(crate) injections: Injections,
    /// What a scenario does later.
    pub(crate) steps: Steps,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            project: Project::new(config.seed, config.balance, &config.rules),
            choices: Ids::new(config.seed.rotate_left(16)),
            tokens: Tokens::new(config.seed),
            limiter: Limiter::default(),
            injections: Injections::default(),
            steps: Steps::default(),
        }
    }
}

fn no_project() -> Project {
    Project::new(0, 0.0, &Rules::default())
}
