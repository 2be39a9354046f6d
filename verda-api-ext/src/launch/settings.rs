//! What a launch is told.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use verda_api::SecretString;
use verda_api::types::{DeployInstance, ScriptId, SshKeyId};

/// The time for a launch, unless it says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30 * 60);

/// Changes an order before it is sent.
pub(super) type Change = Arc<dyn Fn(&mut DeployInstance) + Send + Sync>;

/// Which kinds of machines are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Market {
    Ordinary,
    Spot,
    SpotFirst,
}

/// The startup script of the machines.
#[derive(Clone)]
pub(super) enum Script {
    None,
    /// One that exists.
    Id(ScriptId),
    /// One that is created for this launch.
    Text(SecretString),
}

/// What a launch is told. Clones are cheap enough.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) types: Vec<String>,
    pub(super) locations: Vec<String>,
    pub(super) image: Option<String>,
    pub(super) keys: Vec<String>,
    pub(super) key_ids: Vec<SshKeyId>,
    pub(super) script: Script,
    pub(super) market: Market,
    pub(super) changes: Vec<Change>,
    pub(super) needs_address: bool,
    pub(super) timeout: Duration,
    /// How many machines there must be; all of them unless said otherwise.
    pub(super) at_least: Option<usize>,
    /// Whether machines of the group beyond the count are terminated, and whatever slots those have that stay.
    pub(super) scales_down: bool,
    pub(super) stays_when_dropped: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            types: Vec::new(),
            locations: Vec::new(),
            image: None,
            keys: Vec::new(),
            key_ids: Vec::new(),
            script: Script::None,
            market: Market::Ordinary,
            changes: Vec::new(),
            needs_address: true,
            timeout: TIMEOUT,
            at_least: None,
            scales_down: false,
            stays_when_dropped: false,
        }
    }
}

/// Without the script, which may hold secrets.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("instance_types", &self.types)
            .field("locations", &self.locations)
            .field("image", &self.image)
            .field("market", &self.market)
            .field("timeout", &self.timeout)
            .field("at_least", &self.at_least)
            .finish_non_exhaustive()
    }
}
