//! Clusters of machines, in the order of calls of SkyPilot: all machines or none, found by their hostnames, stopped and started,
//! and all of them terminated where one has failed.

use std::sync::Arc;

use verda_api_ext::types::InstanceId;
use verda_api_ext::{Client, Error};

use crate::Program;
use crate::faults::Fault;
use crate::jobs::{KEY, end, failed, volume_goes_with_machine};
use crate::known::Known;
use crate::world::{TYPES, World};

const GROUP: &str = "sky";

pub(crate) struct Clusters {
    world: Arc<World>,
    nodes: usize,
    is_stopped_between: bool,
    known: Known,
}

impl Clusters {
    async fn up(&mut self, client: &Client) -> Result<(), Error> {
        let before = self.world.billed_of(GROUP);
        self.world.allow(GROUP, self.nodes);
        let launch = client.launch(GROUP, self.nodes).instance_types(TYPES).image("ubuntu-24.04").ssh_key(KEY);
        let outcome = launch.script("#!/bin/sh\nray start").order(volume_goes_with_machine).await;
        self.known = Known::of_launch(&outcome);
        self.world.check_group(GROUP, &before, &self.known);
        let launched = match outcome {
            Ok(launched) => launched,
            Err(error) => {
                // All or none, also of those that were there before.
                end(&self.world, client, GROUP, None).await?;
                return Err(error);
            }
        };
        if launched.machines.len() != self.nodes || launched.machines.iter().any(|machine| machine.ip.is_none()) {
            self.world.fail(&format!("not {} machines: {launched:?}", self.nodes));
        }
        Ok(())
    }

    /// The ids of all nodes; where one of them is missing or has failed, all are terminated.
    async fn nodes(&self, client: &Client) -> Result<Vec<InstanceId>, Error> {
        let nodes = client.group(GROUP).list().await?;
        if nodes.len() == self.nodes {
            return Ok(nodes.into_iter().map(|node| node.id).collect());
        }
        end(&self.world, client, GROUP, None).await?;
        Err(failed(format!("{} nodes of {}", nodes.len(), self.nodes)))
    }
}

impl Program for Clusters {
    const NAME: &'static str = "clusters";

    fn new(world: &Arc<World>) -> Self {
        let nodes = 1 + world.below(4) as usize;
        Self { nodes, is_stopped_between: world.below(2) == 0, known: Known::default(), world: world.clone() }
    }

    async fn work(&mut self, client: &Client) -> Result<(), Error> {
        self.up(client).await?;
        if self.world.is_faulty() && self.world.has(Fault::Fates) && self.world.below(2) == 0 {
            let nodes = self.world.billed_of(GROUP);
            for node in nodes.iter().take(1) {
                self.world.fake.set_instance_status(node, "error").unwrap();
            }
        }
        let nodes = self.nodes(client).await?;
        if self.is_stopped_between {
            client.shutdown_instances(&nodes).await?.all_ok()?;
            client.wait_for_instances(&nodes).until_offline().await?;
            self.world.idle(3600).await;
            self.up(client).await?;
            let started = self.nodes(client).await?;
            if started != nodes {
                self.world.fail(&format!("{nodes:?} were stopped, and {started:?} started"));
            }
        }
        Ok(())
    }

    async fn tear_down(&mut self, client: &Client) -> Result<(), Error> {
        end(&self.world, client, GROUP, None).await
    }

    fn known(&self) -> Known {
        self.known.clone()
    }
}
