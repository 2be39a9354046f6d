//! A group that is kept at a size, as the vendor's autoscaler does: jobs come and go, machines are missing from the list at
//! first, fail, and are evicted.

use std::sync::Arc;
use std::time::Duration;

use verda_api_ext::{Client, Error};

use crate::Program;
use crate::faults::Fault;
use crate::jobs::{KEY, end, end_failed, failed, volume_goes_with_machine};
use crate::known::Known;
use crate::world::{TYPES, World};

const GROUP: &str = "auto";

#[derive(Clone, Copy, PartialEq)]
enum Market {
    Ordinary,
    Spot,
    SpotFirst,
}

pub(crate) struct Autoscaler {
    world: Arc<World>,
    market: Market,
    /// Whether the volumes of evicted machines stay, and this program deletes them.
    deletes_volumes: bool,
    /// The numbers of jobs that are still to come.
    targets: Vec<usize>,
    known: Known,
}

impl Autoscaler {
    async fn keep(&mut self, client: &Client, count: usize) -> Result<(), Error> {
        let before = self.world.billed_of(GROUP);
        self.world.allow(GROUP, count);
        let keep = client.group(GROUP).keep(count).instance_types(TYPES).image("ubuntu-24.04").ssh_key(KEY);
        let keep = match self.market {
            Market::Ordinary => keep,
            Market::Spot => keep.spot(),
            Market::SpotFirst => keep.spot_first(),
        };
        let keep = match self.deletes_volumes {
            true => keep.order(|order| {
                volume_goes_with_machine(order);
                order.os_volume.iter_mut().for_each(|volume| volume.on_spot_discontinue = None);
            }),
            false => keep.order(volume_goes_with_machine),
        };
        let outcome = keep.script("#!/bin/sh\nworker").await;
        let known = Known::of_launch(&outcome);
        self.world.check_group(GROUP, &before, &known);
        end_failed(client, &outcome).await?;
        let launched = outcome?;
        let volumes = &launched.volumes_left;
        client.delete_volumes_permanently(volumes).await?.all_ok()?;
        self.known = known;
        match launched.machines.len() {
            machines if machines == count => Ok(()),
            machines => Err(failed(format!("{machines} of {count}: {:?} {:?}", launched.failed, launched.left))),
        }
    }

    /// Deletes the volumes of machines that are evicted, for as long as it takes to the next change.
    async fn watch(&self, client: &Client) -> Result<(), Error> {
        let mut evictions = client.evictions();
        let seconds = self.world.below(600);
        let deadline = tokio::time::Instant::now() + Duration::from_secs(seconds);
        while let Ok(Some(eviction)) = tokio::time::timeout_at(deadline, evictions.next()).await {
            let Ok(eviction) = eviction else { continue };
            let of_group = eviction.hostname.as_deref().is_some_and(|hostname| hostname.starts_with(GROUP));
            if let Some(volumes) = eviction.volumes.filter(|_| of_group) {
                client.delete_volumes_permanently(volumes.iter().map(|volume| &volume.id)).await?.all_ok()?;
            }
        }
        Ok(())
    }
}

impl Program for Autoscaler {
    const NAME: &'static str = "autoscaler";

    fn new(world: &Arc<World>) -> Self {
        let markets = [Market::Ordinary, Market::Spot, Market::Spot, Market::SpotFirst];
        let mut targets: Vec<usize> = (0..2 + world.below(4)).map(|_| world.below(5) as usize).collect();
        targets.push(1 + world.below(3) as usize);
        Self {
            market: markets[world.below(4) as usize],
            deletes_volumes: world.below(3) == 0,
            targets,
            known: Known::default(),
            world: world.clone(),
        }
    }

    async fn work(&mut self, client: &Client) -> Result<(), Error> {
        while let Some(count) = self.targets.first().copied() {
            let kept = self.keep(client, count).await;
            // What could not be had is tried again with the next number of jobs.
            if self.targets.len() == 1 {
                return kept;
            }
            self.targets.remove(0);
            match self.deletes_volumes && self.world.has(Fault::Eviction) {
                true => self.watch(client).await?,
                false => self.world.idle(600).await,
            }
        }
        Ok(())
    }

    async fn tear_down(&mut self, client: &Client) -> Result<(), Error> {
        end(&self.world, client, GROUP, None).await?;
        if self.deletes_volumes {
            let volumes = client.list_volumes().await?.into_inner();
            let left = volumes.iter().filter(|volume| {
                volume.instance_id.is_none() && volume.name.as_deref().is_some_and(|name| name.starts_with(GROUP))
            });
            client.delete_volumes_permanently(left.map(|volume| &volume.id)).await?.all_ok()?;
        }
        Ok(())
    }

    fn known(&self) -> Known {
        let mut known = self.known.clone();
        if self.deletes_volumes {
            known.volume_names.insert(format!("{GROUP}-"));
        }
        known
    }
}
