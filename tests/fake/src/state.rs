//! Everything that requests change.

use crate::auth::Tokens;
use crate::builder::Config;
use crate::error::ApiError;
use crate::faults::Injections;
use crate::ids::Ids;
use crate::instances::Instance;
use crate::limits::Limiter;
use crate::scripts::Script;
use crate::serverless::Serverless;
use crate::ssh_keys::SshKey;
use crate::table::Table;
use crate::volumes::Volume;

/// The project that the fake serves: there is one.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) ids: Ids,
    /// The user to whom everything belongs.
    pub(crate) user_id: String,
    pub(crate) tokens: Tokens,
    pub(crate) limiter: Limiter,
    pub(crate) injections: Injections,
    /// Money left, in US dollars.
    pub(crate) balance: f64,
    pub(crate) instances: Table<Instance>,
    pub(crate) volumes: Table<Volume>,
    pub(crate) ssh_keys: Table<SshKey>,
    pub(crate) scripts: Table<Script>,
    pub(crate) serverless: Serverless,
}

impl State {
    pub(crate) fn new(config: &Config) -> Self {
        let mut ids = Ids::new(config.seed);
        Self {
            user_id: ids.uuid(),
            ids,
            tokens: Tokens::new(config.seed),
            limiter: Limiter::default(),
            injections: Injections::default(),
            balance: config.balance,
            instances: Table::default(),
            volumes: Table::default(),
            ssh_keys: Table::default(),
            scripts: Table::default(),
            serverless: Serverless::new(config),
        }
    }

    /// A 402 unless the money is enough for an hour at this price, in US dollars.
    pub(crate) fn require_funds(&self, price_per_hour: f64) -> Result<(), ApiError> {
        if self.balance > 0.0 && self.balance >= price_per_hour { Ok(()) } else { Err(ApiError::insufficient_funds()) }
    }
}
