//! Jobs on machines of their own, in the order of calls of dstack: offers, an image by its id, a key by its content, a script, an
//! order, until the machine has an address; later its termination, whatever has become of it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume, InstanceId, OnSpotDiscontinue, Volume, VolumeId};
use verda_api_ext::{Client, DeleteVolumes, Error, ErrorKind, Launch, LaunchError, Launched};

use crate::Program;
use crate::known::Known;
use crate::world::World;

const IMAGE: &str = "ubuntu-24.04";
pub(crate) const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEwalk me@laptop";

pub(crate) struct Jobs {
    world: Arc<World>,
    jobs: Vec<Job>,
    spot: bool,
    /// After so many seconds the user does not want the jobs any more.
    cancelled_after: Option<u64>,
    is_cancelled: bool,
}

#[derive(Clone)]
struct Job {
    name: String,
    id: Option<InstanceId>,
}

/// An error of a program itself.
pub(crate) fn failed(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSent, why)
}

/// Terminates all machines of a group, and deletes the volumes that they leave, but for this one.
pub(crate) async fn end(world: &World, client: &Client, group: &str, kept: Option<&VolumeId>) -> Result<(), Error> {
    let before = world.billed_of(group);
    let outcome = client.group(group).keep(0).await;
    world.check_group(group, &before, &Known::of_launch(&outcome));
    let ended = outcome?;
    let volumes = ended.volumes_left.iter().filter(|id| Some(*id) != kept);
    client.delete_volumes_permanently(volumes).await?.all_ok()?;
    if world.may_forget() {
        // A process that was killed may have known of such volumes.
        let volumes = client.list_volumes().await?.into_inner();
        let is_left =
            |volume: &&Volume| volume.name.as_deref().is_some_and(|name| name.starts_with(&format!("{group}-")));
        let left = volumes.iter().filter(|volume| volume.instance_id.is_none()).filter(is_left);
        client.delete_volumes_permanently(left.map(|volume| &volume.id)).await?.all_ok()?;
    }
    if ended.left.is_empty() && ended.failed.is_empty() && ended.scripts_left.is_empty() {
        return Ok(());
    }
    Err(failed(format!("left of {group}: {:?} {:?} {:?}", ended.left, ended.failed, ended.scripts_left)))
}

/// Terminates the machines that a launch names and that do not run: they were there before it, and may never start.
pub(crate) async fn end_failed(client: &Client, outcome: &Result<Launched, Error>) -> Result<(), Error> {
    let failed = match outcome {
        Ok(launched) => &launched.failed,
        Err(error) => match error.cause::<LaunchError>() {
            Some(cause) => &cause.failed,
            None => return Ok(()),
        },
    };
    let ids = failed.iter().filter_map(|slot| slot.id.as_ref());
    client.terminate_instances(ids, DeleteVolumes::Os).await?.all_ok()
}

/// The OS volume goes with its spot machine.
pub(crate) fn volume_goes_with_machine(order: &mut DeployInstance) {
    let mut volume = DeployInstanceOsVolume::new(format!("{}-os", order.hostname), 50);
    volume.on_spot_discontinue = Some(OnSpotDiscontinue::DeletePermanently);
    order.os_volume = Some(volume);
}

impl Jobs {
    async fn launch(&self, client: &Client, launch: Launch, job: &Job) -> Result<Option<InstanceId>, Error> {
        let before = self.world.billed_of(&job.name);
        self.world.allow(&job.name, 1);
        let outcome = match self.cancelled_after {
            Some(seconds) => {
                let launch = launch.keep_when_dropped().into_future();
                match tokio::time::timeout(Duration::from_secs(seconds), launch).await {
                    Ok(outcome) => outcome,
                    Err(_) => return Ok(None),
                }
            }
            None => launch.await,
        };
        let known = Known::of_launch(&outcome);
        self.world.check_group(&job.name, &before, &known);
        end_failed(client, &outcome).await?;
        let launched = outcome?;
        let machine = &launched.machines[0];
        if machine.ip.is_none() || launched.machines.len() != 1 {
            self.world.fail(&format!("{machine:?} cannot be reached"));
        }
        Ok(Some(machine.id.clone()))
    }
}

impl Program for Jobs {
    const NAME: &'static str = "jobs";

    fn new(world: &Arc<World>) -> Self {
        let jobs = (0..=world.below(3)).map(|number| Job { name: format!("job-{number}"), id: None });
        Self {
            jobs: jobs.collect(),
            spot: world.below(2) == 0,
            cancelled_after: (world.below(4) == 0).then(|| world.below(120)),
            is_cancelled: false,
            world: world.clone(),
        }
    }

    async fn work(&mut self, client: &Client) -> Result<(), Error> {
        let offers = client.find_instance_types().without_gpu().supports_image(IMAGE);
        let offers = if self.spot { offers.spot() } else { offers }.list().await?;
        let types: BTreeSet<String> = offers.into_iter().map(|offer| offer.instance_type).collect();
        if types.is_empty() {
            return Err(failed("nothing is free"));
        }
        let images = client.list_images().await?;
        let image = images.iter().find(|image| image.image_type == IMAGE).map(|image| image.id.clone());
        let image = image.ok_or_else(|| failed("no image"))?;
        let launches = self.jobs.iter().map(|job| {
            let launch = client.launch(&job.name, 1).instance_types(types.iter()).image(image.to_string()).ssh_key(KEY);
            let launch = launch.script(format!("#!/bin/sh\necho {}", job.name));
            let launch = launch.order(volume_goes_with_machine);
            let launch = if self.spot { launch.spot() } else { launch };
            self.launch(client, launch, job)
        });
        let outcomes = join_all(launches).await;
        let mut failure = None;
        for (job, outcome) in self.jobs.iter_mut().zip(outcomes) {
            match outcome {
                Ok(Some(id)) => job.id = Some(id),
                Ok(None) => self.is_cancelled = true,
                Err(error) => failure = Some(error),
            }
        }
        failure.map_or(Ok(()), Err)
    }

    async fn tear_down(&mut self, client: &Client) -> Result<(), Error> {
        let ids: Vec<&InstanceId> = self.jobs.iter().filter_map(|job| job.id.as_ref()).collect();
        client.terminate_instances(ids, DeleteVolumes::Os).await?.all_ok()?;
        // Those of which it knows no id.
        for job in &self.jobs {
            end(&self.world, client, &job.name, None).await?;
        }
        Ok(())
    }

    fn knows_all(&self) -> bool {
        !self.is_cancelled
    }

    fn known(&self) -> Known {
        let machines = self.jobs.iter().filter_map(|job| job.id.as_ref()).map(ToString::to_string).collect();
        Known { machines, ..Known::default() }
    }
}
