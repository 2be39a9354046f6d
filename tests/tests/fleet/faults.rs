//! What goes wrong in a fleet: kinds of faults, the habits of the API, and the fates of machines.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use verda_fake::{Fate, Gone, RateLimits, VerdaFake};

use crate::world::{LOCATIONS, TYPES, World};

/// A kind of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Requests and responses are lost, or connections break.
    Lost,
    /// Responses are late, or never come.
    Slow,
    /// A gateway responds in place of the API: pages, and statuses from 429 to 599, before or after the API acted.
    Gateway,
    /// Bodies are cut, with and without a sign of it.
    Cut,
    /// Tokens are revoked, and the token endpoint fails.
    Tokens,
    /// A client does not reach the API for a while, or only one way.
    Partition,
    /// A new machine is missing from the list.
    ListedLate,
    /// A machine runs before it has an address.
    AddressLate,
    /// Spot machines are evicted.
    Eviction,
    /// What was free a moment ago is not when it is ordered.
    Capacity,
    /// What is gone is a 404, a 400, a 403 or a 204.
    Gone,
    /// Actions take long.
    LongActions,
    /// Machines fail, or their deletions do.
    Fates,
    /// Processes are killed, and begun again.
    Kill,
    /// The API's clock jumps ahead, and `Date` headers are wrong.
    Clock,
    /// The rate limits are those of one project, however many clients there are.
    Rates,
}

impl Fault {
    const ALL: [Self; 16] = [
        Self::Lost,
        Self::Slow,
        Self::Gateway,
        Self::Cut,
        Self::Tokens,
        Self::Partition,
        Self::ListedLate,
        Self::AddressLate,
        Self::Eviction,
        Self::Capacity,
        Self::Gone,
        Self::LongActions,
        Self::Fates,
        Self::Kill,
        Self::Clock,
        Self::Rates,
    ];

    /// One kind alone in every fourth fleet, some together in the others.
    pub(crate) fn of_fleet(seed: u64, random: &mut fastrand::Rng) -> Vec<Self> {
        match seed % 4 {
            0 => vec![Self::ALL[(seed / 4) as usize % Self::ALL.len()]],
            _ => Self::ALL
                .into_iter()
                .filter(|fault| random.u8(..8) < if *fault == Self::Rates { 2 } else { 3 })
                .collect(),
        }
    }
}

/// How the API is in one fleet.
pub(crate) struct Habits {
    pub(crate) clients: usize,
    pub(crate) balance: f64,
    pub(crate) date: DateTime<Utc>,
    /// So long after a request life cycles may change what is paid.
    pub(crate) changes_after: Vec<Duration>,
    action_time: Duration,
    provisioning_time: Duration,
    listed_after: Duration,
}

impl Habits {
    pub(crate) fn new(faults: &[Fault], random: &mut fastrand::Rng) -> Self {
        let has = |fault: Fault| faults.contains(&fault);
        let seconds = Duration::from_secs;
        let action_time = seconds(if has(Fault::LongActions) { random.u64(11..50) } else { 5 });
        let provisioning_time = seconds([8, 20, 60][random.usize(..3)]);
        // With the time for which a request may be late it is less than the minute for which an order is looked for.
        let listed_after = seconds(if has(Fault::ListedLate) { random.u64(1..55) } else { 0 });
        let clients = match random.u8(..100) {
            0..70 => 8,
            70..88 => random.usize(8..14),
            88..97 => random.usize(14..26),
            _ => random.usize(26..51),
        };
        Self {
            clients,
            balance: 1e6,
            // Far ahead of the real date, which some helpers ask for: their result must not depend on it.
            date: DateTime::from_timestamp(4_102_444_800, 0).unwrap(),
            changes_after: vec![action_time, provisioning_time / 4, provisioning_time],
            action_time,
            provisioning_time,
            listed_after,
        }
    }

    pub(crate) fn fake(&self, seed: u64, faults: &[Fault], random: &mut fastrand::Rng) -> VerdaFake {
        let has = |fault: Fault| faults.contains(&fault);
        let mut builder = VerdaFake::builder()
            .seed(seed)
            .start_time(self.date)
            .balance(self.balance)
            .script_quota(10_000)
            .journal_capacity(1)
            .action_time(self.action_time)
            .provisioning_time(self.provisioning_time)
            .listed_after(self.listed_after);
        if has(Fault::AddressLate) {
            builder = builder.address_after(Duration::from_secs(random.u64(1..40)));
        }
        if has(Fault::Gone) {
            let ways = [Gone::NotFound, Gone::InvalidId, Gone::Forbidden, Gone::Mixed];
            builder = builder.gone(ways[random.usize(..ways.len())]).lenient_deletes();
        }
        if has(Fault::LongActions) {
            builder = builder.gateway_timeout(Duration::from_secs(10));
        }
        if has(Fault::Tokens) {
            builder = builder.token_lifetime(Duration::from_secs(random.u64(20..600)));
        }
        if !has(Fault::Rates) {
            let times = self.clients.div_ceil(4) as u32;
            let limits = RateLimits::default();
            builder = builder.rate_limits(RateLimits {
                project: limits.project * times,
                endpoint: limits.endpoint * times,
                listing: limits.listing * times,
            });
        }
        builder.build()
    }
}

impl World {
    /// What becomes of the next machine or cluster that is ordered.
    pub(crate) fn decide_fate(&self, operation: &str, random: &mut fastrand::Rng) {
        if !self.is_faulty() {
            return;
        }
        if self.has(Fault::Fates) && random.u8(..4) == 0 {
            let fates = [
                Fate::NoCapacity,
                Fate::NoCapacity,
                Fate::InstallationFailed,
                Fate::Error,
                Fate::Stuck,
                Fate::DeletionStuck,
                Fate::DeletionIgnored,
            ];
            let fate = fates[random.usize(..fates.len())];
            match operation {
                // Nothing ends one that is stuck: the API refuses it, and has no other action.
                "deploy_cluster" if fate == Fate::Stuck => {}
                "deploy_cluster" => self.fake.next_cluster_fate(fate),
                _ => self.fake.next_instance_fate(fate),
            }
        }
        if self.has(Fault::Capacity) && random.u8(..3) == 0 {
            self.change_capacity(random);
        }
    }

    fn change_capacity(&self, random: &mut fastrand::Rng) {
        for kind in TYPES {
            for location in LOCATIONS {
                let machines = if random.u8(..3) == 0 { random.usize(..3) } else { 50 };
                self.fake.set_capacity(kind, location, machines).unwrap();
            }
        }
    }
}

/// What happens to the project by itself, as long as there are faults.
pub(crate) async fn happen(world: Arc<World>) {
    let mut random = world.fork();
    loop {
        tokio::time::sleep(Duration::from_secs(random.u64(5..120))).await;
        if !world.is_faulty() {
            return;
        }
        if world.has(Fault::Eviction) {
            let spots: Vec<String> = world
                .billed()
                .into_iter()
                .filter(|machine| machine.is_spot && machine.status != "deleting")
                .map(|machine| machine.id)
                .collect();
            if !spots.is_empty() && random.bool() {
                let one = &spots[random.usize(..spots.len())];
                world.log(|| format!("{one} is evicted"));
                world.truth().evicted.insert(one.clone());
                world.fake.preempt_instance(one).unwrap();
                world.settle_request();
            }
        }
        if world.has(Fault::Fates) && random.u8(..16) == 0 {
            let running: Vec<_> = world.billed().into_iter().filter(|machine| machine.status == "running").collect();
            if !running.is_empty() {
                let one = &running[random.usize(..running.len())].id;
                world.log(|| format!("{one} fails"));
                world.fake.set_instance_status(one, "error").unwrap();
            }
        }
        if world.has(Fault::Tokens) && random.u8(..3) == 0 {
            world.fake.revoke_access_tokens();
            if random.bool() {
                world.fake.revoke_refresh_tokens();
            }
        }
        if world.has(Fault::Clock) && random.u8(..6) == 0 {
            let seconds = random.u64(1..1800);
            world.log(|| format!("the clock jumps ahead by {seconds} s"));
            world.jump(Duration::from_secs(seconds));
        }
    }
}
