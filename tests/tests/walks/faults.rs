//! What goes wrong in a walk.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use verda_fake::{Builder, Effect, Fate, Gone, Injection};

use crate::world::{LOCATIONS, TYPES, World};

/// A kind of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
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
    /// A deletion takes longer than a proxy waits.
    GatewayTimeout,
    /// Responses are lost, cut, or an error although the request was handled.
    Lost,
    /// Responses are late, or never come.
    Slow,
    /// Machines fail, or their deletions do.
    Fates,
    /// The process is killed.
    Crash,
}

impl Fault {
    const ALL: [Self; 10] = [
        Self::ListedLate,
        Self::AddressLate,
        Self::Eviction,
        Self::Capacity,
        Self::Gone,
        Self::GatewayTimeout,
        Self::Lost,
        Self::Slow,
        Self::Fates,
        Self::Crash,
    ];

    /// One kind alone in every fourth walk, and about half of them together in the others.
    pub(crate) fn of_walk(seed: u64, random: &mut fastrand::Rng) -> Vec<Self> {
        match seed % 4 {
            0 => vec![Self::ALL[(seed / 4) as usize % Self::ALL.len()]],
            _ => Self::ALL.into_iter().filter(|_| random.bool()).collect(),
        }
    }
}

/// Turns on the habits of the API.
pub(crate) fn habits(mut builder: Builder, faults: &[Fault], random: &mut fastrand::Rng) -> Builder {
    for fault in faults {
        builder = match fault {
            Fault::ListedLate => builder.listed_after(Duration::from_secs(random.u64(1..56))),
            Fault::AddressLate => builder.address_after(Duration::from_secs(random.u64(1..40))),
            Fault::Gone => {
                let ways = [Gone::NotFound, Gone::InvalidId, Gone::Forbidden, Gone::Mixed];
                builder.gone(ways[random.usize(..ways.len())]).lenient_deletes()
            }
            Fault::GatewayTimeout => {
                builder.gateway_timeout(Duration::from_secs(10)).action_time(Duration::from_secs(random.u64(11..50)))
            }
            _ => builder,
        };
    }
    builder
}

const OPERATIONS: [&str; 31] = [
    "POST /v1/instances",
    "POST /v1/instances",
    "POST /v1/instances",
    "GET /v1/instances",
    "GET /v1/instances",
    "PUT /v1/instances",
    "PUT /v1/instances",
    "GET /v1/instances/{instance_id}",
    "POST /v1/scripts",
    "GET /v1/scripts",
    "DELETE /v1/scripts/{scriptId}",
    "GET /v1/scripts/{scriptId}",
    "POST /v1/ssh-keys",
    "GET /v1/ssh-keys",
    "DELETE /v1/ssh-keys/{sshKeyId}",
    "GET /v1/instance-availability",
    "GET /v1/instance-types",
    "POST /v1/volumes",
    "GET /v1/volumes",
    "PUT /v1/volumes",
    "POST /v1/clusters",
    "GET /v1/clusters",
    "PUT /v1/clusters",
    "POST /v1/job-deployments",
    "DELETE /v1/job-deployments/{jobName}",
    "GET /v1/job-deployments/{jobName}/status",
    "GET /v1/container-deployments/{deployment_name}/status",
    "POST /v1/container-deployments",
    "PATCH /v1/container-deployments/{deployment_name}",
    "DELETE /v1/container-deployments/{deployment_name}",
    "GET /v1/container-deployments/{deployment_name}",
];

impl World {
    /// The faults of requests and of machines that one run of a program meets.
    pub(crate) fn inject(&self) {
        let random = &mut *self.random();
        if self.has(Fault::Lost) {
            let server_error = StatusCode::INTERNAL_SERVER_ERROR;
            let effects = [
                Effect::ResetBefore,
                Effect::ResetAfter,
                Effect::ResetAfter,
                Effect::Truncated,
                Effect::HandledThenStatus(server_error),
                Effect::Status(server_error),
                Effect::Html(StatusCode::BAD_GATEWAY),
                Effect::Status(StatusCode::SERVICE_UNAVAILABLE),
            ];
            for _ in 0..random.usize(1..8) {
                self.inject_one(effects[random.usize(..effects.len())].clone(), random);
            }
        }
        if self.has(Fault::Slow) {
            // What was sent before a process was killed is handled soon.
            let longest = if self.has(Fault::Crash) { 8 } else { 90 };
            for _ in 0..random.usize(1..5) {
                let effect = match random.u8(..4) {
                    0 => Effect::Hang,
                    _ => Effect::Slow(Duration::from_secs(random.u64(1..longest))),
                };
                self.inject_one(effect, random);
            }
        }
        if self.has(Fault::Fates) {
            let fates = [
                Fate::NoCapacity,
                Fate::InstallationFailed,
                Fate::Error,
                Fate::Stuck,
                Fate::DeletionStuck,
                Fate::DeletionIgnored,
            ];
            for _ in 0..random.usize(..3) {
                for _ in 0..random.usize(..2) {
                    self.fake.next_instance_fate(Fate::Runs);
                }
                self.fake.next_instance_fate(fates[random.usize(..fates.len())]);
            }
            if random.u8(..4) == 0 {
                // A cluster that is provisioned for ever is there for ever: the API has no action that deletes it.
                let fates = [Fate::NoCapacity, Fate::InstallationFailed, Fate::Error, Fate::DeletionStuck];
                self.fake.next_cluster_fate(fates[random.usize(..fates.len())]);
            }
        }
    }

    fn inject_one(&self, effect: Effect, random: &mut fastrand::Rng) {
        let injection = Injection::new(effect).times(random.u32(1..5)).after(random.u32(..8));
        self.fake.inject(injection.on(OPERATIONS[random.usize(..OPERATIONS.len())])).unwrap();
    }

    /// Takes away the capacity between the moment at which it was shown and the order, and gives it back.
    pub(crate) fn change_capacity(&self) {
        let random = &mut *self.random();
        for kind in TYPES {
            for location in LOCATIONS {
                let machines = if random.u8(..3) == 0 { random.usize(..3) } else { 20 };
                self.fake.set_capacity(kind, location, machines).unwrap();
            }
        }
    }
}

/// Evictions, as long as the walk lasts.
pub(crate) async fn happen(world: Arc<World>) {
    loop {
        tokio::time::sleep(Duration::from_secs(5 + world.below(300))).await;
        if world.is_faulty() && world.has(Fault::Eviction) {
            let spots: Vec<String> = world.spots();
            if !spots.is_empty() {
                let one = &spots[world.below(spots.len() as u64) as usize];
                world.fake.preempt_instance(one).unwrap();
            }
        }
    }
}
