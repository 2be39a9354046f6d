//! Steps with machines: groups that are launched and kept, machines that are ordered by hand, actions, and their end.

use std::time::Duration;

use futures_util::future::join;
use verda_api_ext::types::{
    DeployInstance, DeployInstanceOsVolume, Instance, InstanceId, InstanceStatus, OnSpotDiscontinue,
};
use verda_api_ext::{Client, DeleteVolumes, Error, Launch, Launched};

use crate::account::costs;
use crate::book::Told;
use crate::program::{Program, failed};
use crate::world::{LOCATION, TYPES};

pub(crate) const MINUTE: Duration = Duration::from_secs(60);
/// What a launch says that it may take beyond its time: an order that is under way, and the end of what was made in vain.
const LAUNCH_ENDS: Duration = Duration::from_secs(30 * 60);
/// The last poll of a wait, and the last deletions.
pub(crate) const LAST: Duration = Duration::from_secs(20);

impl Program {
    /// Orders name their OS volumes, so that none is lost whatever becomes of the machine.
    fn with_volume(&self, launch: Launch) -> Launch {
        let keeps = self.keeps_volumes;
        launch.order(move |order: &mut DeployInstance| {
            let mut volume = DeployInstanceOsVolume::new(format!("{}-os", order.hostname), 50);
            volume.on_spot_discontinue = (!keeps).then_some(OnSpotDiscontinue::DeletePermanently);
            order.os_volume = Some(volume);
        })
    }

    /// A launch of a group, or a round of its upkeep, with settings by chance.
    fn told_launch(&mut self, launch: Launch) -> Launch {
        let key = format!("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{} me@laptop", self.name);
        let random = &mut self.random;
        let mut launch = launch.instance_types(TYPES).image("ubuntu-24.04");
        if random.bool() {
            launch = launch.locations([LOCATION]);
        }
        if random.u8(..3) == 0 {
            launch = launch.ssh_key(key);
        }
        if random.bool() {
            launch = launch.script("#!/bin/sh\nexec worker");
        }
        launch = match random.u8(..4) {
            0 => launch.spot(),
            1 => launch.spot_first(),
            _ => launch,
        };
        self.with_volume(launch)
    }

    fn count(&mut self) -> usize {
        [0, 1, 1, 1, 2, 2, 3, 5][self.random.usize(..8)]
    }

    /// The machines of the group as the program has written them down, and as they are.
    fn begin_launch(&mut self, most: usize) -> Vec<String> {
        self.world.allow(&self.group, most, self.book.has_dropped || self.book.was_killed);
        let before: Vec<String> = self.world.billed_of(&self.group).into_iter().map(|machine| machine.id).collect();
        let of_group: Vec<String> = self.of_group();
        self.book.doubt(of_group);
        before
    }

    fn of_group(&self) -> Vec<String> {
        let truth = self.world.truth();
        let is_of =
            |id: &String| truth.machines.get(id).is_some_and(|made| crate::world::is_of(&made.hostname, &self.group));
        self.book.machines.keys().filter(|id| is_of(id)).cloned().collect()
    }

    /// All that costs and was ordered by this process has to be told.
    fn check_told(&self, before: &[String]) {
        for machine in self.world.billed_of(&self.group) {
            let is_ours = self.world.truth().machines.get(&machine.id).is_some_and(|made| made.process == self.process);
            let is_told =
                self.book.machines.contains_key(&machine.id) || self.book.hostnames.contains(&machine.hostname);
            if is_ours && !before.contains(&machine.id) && !is_told && !self.book.has_dropped {
                self.world.wrong(format!("{} was not told of {machine:?}", self.name));
            }
        }
    }

    /// What was told as gone has to be gone.
    fn check_gone<'a>(&self, ids: impl IntoIterator<Item = &'a InstanceId>) {
        let machines = self.world.machines();
        for id in ids {
            let shown = machines.iter().find(|machine| machine.id == id.as_str());
            if let Some(shown) = shown.filter(|shown| costs(&shown.status) && !self.world.was_late(&shown.hostname)) {
                self.world.wrong(format!("{} was told that {shown:?} is gone", self.name));
            }
        }
    }

    /// What was told as running has to run, unless it was taken meanwhile, or a deletion that was given up arrived.
    fn check_runs(&self, machine: &Instance) {
        let shown = self.world.machines().into_iter().find(|shown| shown.id == machine.id.as_str());
        let is_fine = shown.as_ref().is_some_and(|shown| {
            costs(&shown.status) && machine.hostname.as_deref() == Some(shown.hostname.as_str())
                || self.world.truth().evicted.contains(&shown.id)
                || self.world.was_late(&shown.id)
        });
        if !is_fine || machine.status != InstanceStatus::Running {
            self.world.wrong(format!("{} was told that {machine:?} runs: {shown:?}", self.name));
        }
    }

    fn launched(&mut self, outcome: &Result<Launched, Error>, before: &[String]) {
        self.book.launched(outcome);
        if let Ok(launched) = outcome {
            self.check_gone(&launched.terminated);
            for machine in &launched.machines {
                self.check_runs(&machine.instance);
                if machine.ip.is_none() {
                    self.world.wrong(format!("{} was told that {machine:?} can be reached", self.name));
                }
            }
        }
        self.check_told(before);
    }

    pub(crate) async fn launch(&mut self, client: &Client) -> Result<(), Error> {
        let count = self.count();
        // Machines of other slots stay.
        let before = self.begin_launch(count + self.world.billed_of(&self.group).len());
        let time = MINUTE * self.random.u32(2..12);
        let at_least = self.random.usize(..=count);
        let mut launch = client.launch(&self.group, count);
        if self.random.bool() {
            launch = launch.at_least(at_least);
        }
        let launch = self.told_launch(launch).timeout(time);
        let outcome = self.timed("a launch", 3, time + LAUNCH_ENDS, launch.into_future()).await;
        self.launched(&outcome, &before);
        outcome.map(drop)
    }

    pub(crate) async fn keep(&mut self, client: &Client) -> Result<(), Error> {
        let count = self.count();
        let before = self.begin_launch(count);
        let time = MINUTE * self.random.u32(2..12);
        let launch = self.told_launch(client.group(&self.group).keep(count)).timeout(time);
        let outcome = self.timed("a round", 3, time + LAUNCH_ENDS, launch.into_future()).await;
        self.launched(&outcome, &before);
        let launched = outcome?;
        match launched.machines.len() {
            machines if machines == count => Ok(()),
            machines if machines > count => {
                self.world.wrong(format!("{} has {machines} machines of {count}", self.name));
                Ok(())
            }
            machines => Err(failed(format!("{machines} of {count}: {:?} {:?}", launched.failed, launched.left))),
        }
    }

    /// Two clones of a client launch one group at the same time.
    pub(crate) async fn keep_twice(&mut self, client: &Client) -> Result<(), Error> {
        let (one, other) = (self.count(), self.count());
        let before = self.begin_launch(one.max(other));
        let time = MINUTE * self.random.u32(4..12);
        let keep = self.told_launch(client.group(&self.group).keep(one)).timeout(time);
        let again = self.told_launch(client.clone().group(&self.group).keep(other)).timeout(time);
        let both = join(keep.into_future(), again.into_future());
        let (first, second) = self.timed("two rounds", 6, time + LAUNCH_ENDS, both).await;
        for outcome in [&first, &second] {
            self.book.launched(outcome);
        }
        self.check_told(&before);
        // Which of them was the last is not told.
        let of_group = self.of_group();
        self.book.doubt(of_group);
        for launched in [&first, &second].into_iter().flatten() {
            launched.terminated.iter().for_each(|id| self.book.machine(id, Told::Gone));
        }
        first.and(second).map(drop)
    }

    /// A launch that its caller does not want any more after a while.
    pub(crate) async fn drop_launch(&mut self, client: &Client) -> Result<(), Error> {
        let count = self.count();
        let before = self.begin_launch(count + self.world.billed_of(&self.group).len());
        let launch = self.told_launch(client.launch(&self.group, count)).timeout(MINUTE * 5);
        let launch = if self.random.bool() { launch.keep_when_dropped() } else { launch };
        let patience = Duration::from_millis(self.random.u64(1..120_000));
        self.book.has_dropped = true;
        match tokio::time::timeout(patience, launch.into_future()).await {
            Ok(outcome) => {
                self.launched(&outcome, &before);
                outcome.map(drop)
            }
            Err(_) => Ok(()),
        }
    }

    /// Hears of evictions for a while.
    pub(crate) async fn watch(&mut self, client: &Client) -> Result<(), Error> {
        let mut evictions = client.evictions();
        let end = tokio::time::Instant::now() + Duration::from_secs(self.random.u64(30..400));
        while let Ok(Some(eviction)) = tokio::time::timeout_at(end, evictions.next()).await {
            let Ok(eviction) = eviction else { continue };
            self.check_gone([&eviction.id]);
            let is_own = eviction.hostname.as_deref().is_some_and(|hostname| {
                crate::world::is_of(hostname, &self.group) || self.book.hostnames.contains(hostname)
            });
            if is_own {
                self.book.machine(&eviction.id, Told::Gone);
                eviction.volumes.iter().flatten().for_each(|volume| self.book.left(&volume.id));
            }
        }
        Ok(())
    }

    /// An order by hand: with a hostname of its own, looked for where its outcome is not known, and then waited for.
    pub(crate) async fn order(&mut self, client: &Client) -> Result<(), Error> {
        let hostname = self.new_name("s");
        self.book.hostnames.insert(hostname.clone());
        let mut volume = DeployInstanceOsVolume::new(format!("{hostname}-os"), 50);
        volume.on_spot_discontinue = (!self.keeps_volumes).then_some(OnSpotDiscontinue::DeletePermanently);
        let is_spot = self.random.u8(..3) == 0;
        let order = DeployInstance::builder()
            .instance_type(TYPES[0])
            .image("ubuntu-24.04")
            .hostname(&*hostname)
            .location_code(LOCATION)
            .is_spot(is_spot)
            .os_volume(volume);
        let before = self.world.date();
        let ordered = self.timed("an order", 1, Duration::ZERO, client.deploy_instance(order).into_future()).await;
        let id = match ordered {
            Ok(id) => id.into_inner(),
            Err(error) if error.may_have_happened() => {
                let found = client.find_deployed(&hostname, before);
                let found = self.timed("the search for an order", 14, MINUTE, found).await?;
                if found.len() > 1 {
                    self.world.wrong(format!("{hostname} is there more than once: {found:?}"));
                }
                let Some(found) = found.into_iter().next() else {
                    self.nothing_made(&hostname);
                    // One that was evicted meanwhile is in no list, and may have left its volume.
                    self.book.volume_names.extend(is_spot.then(|| format!("{hostname}-os")));
                    return Err(error);
                };
                found.id
            }
            Err(error) => {
                self.nothing_made(&hostname);
                return Err(error);
            }
        };
        self.book.machine(&id, Told::There);
        let time = MINUTE * self.random.u32(1..8);
        let waited =
            self.timed("a wait", 0, time + LAST, client.wait_for_instance(&id).timeout(time).into_future()).await;
        let machine = waited?;
        self.book.saw(&machine);
        self.check_runs(&machine);
        Ok(())
    }

    /// It was told that an order has made nothing.
    fn nothing_made(&mut self, hostname: &str) {
        self.book.hostnames.remove(hostname);
        self.book.never.insert(hostname.to_owned());
        // One that was evicted before it was looked for is in no list.
        let truth = self.world.truth();
        let mut made = truth.machines.iter().filter(|(_, made)| made.hostname == hostname).map(|(id, _)| id);
        let made = made.find(|id| !truth.evicted.contains(*id)).cloned();
        drop(truth);
        if let Some(id) = made {
            self.world.wrong(format!("{} was told that {hostname} was not made, and it is {id}", self.name));
        }
    }

    /// One of the machines that are there, by what was told.
    pub(crate) fn some_machine(&mut self) -> Option<InstanceId> {
        let there: Vec<&String> =
            self.book.machines.iter().filter(|(_, told)| **told == Told::There).map(|(id, _)| id).collect();
        let place = self.random.usize(..there.len().max(1));
        there.get(place).map(|id| InstanceId::from(id.as_str()))
    }

    pub(crate) async fn action(&mut self, client: &Client) -> Result<(), Error> {
        let Some(id) = self.some_machine() else { return Ok(()) };
        match self.random.u8(..8) {
            0..3 => self.shut_down(client, &id).await,
            3..6 => {
                client.start_instances(&id).await?.all_ok()?;
                let wait = client.wait_for_instance(&id).timeout(3 * MINUTE);
                let machine = self.timed("a wait", 0, 3 * MINUTE + LAST, wait.into_future()).await?;
                self.book.saw(&machine);
                self.check_runs(&machine);
                Ok(())
            }
            6 => {
                // Its volumes stay, and are known by the machine.
                let machine = client.get_instance(&id).await?.into_inner();
                if machine.os_volume_id.is_none() {
                    return Err(failed("its volumes are not known yet"));
                }
                self.book.saw(&machine);
                self.shut_down(client, &id).await?;
                self.book.machine(&id, Told::Unknown);
                client.hibernate_instances(&id).await?.all_ok()
            }
            // The API has it for machines that are hibernated, and refuses it for all others.
            _ => client.restore_instances(&id).await.map(drop),
        }
    }

    pub(crate) async fn shut_down(&mut self, client: &Client, id: &InstanceId) -> Result<(), Error> {
        client.shutdown_instances(id).await?.all_ok()?;
        let wait = client.wait_for_instance(id).until_offline().timeout(3 * MINUTE);
        let machine = self.timed("a wait", 0, 3 * MINUTE + LAST, wait.into_future()).await?;
        if machine.status != InstanceStatus::Offline {
            self.world.wrong(format!("{} was told that {machine:?} is off", self.name));
        }
        Ok(())
    }

    /// Notes that machines go, with their OS volumes or with all.
    fn let_go(&mut self, ids: &[InstanceId], volumes: &DeleteVolumes) {
        for id in ids {
            if let Some(made) = self.world.truth().machines.get(id.as_str())
                && *volumes != DeleteVolumes::None
            {
                self.book.ended.insert(made.hostname.clone());
            }
            self.book.machine(id, Told::Unknown);
        }
        if matches!(volumes, DeleteVolumes::All | DeleteVolumes::AllPermanently) {
            for volume in self.world.fake.volumes() {
                let is_theirs = volume["instances"]
                    .as_array()
                    .is_some_and(|all| all.iter().any(|one| ids.iter().any(|id| one["id"] == id.as_str())));
                if let Some(known) =
                    self.book.volumes.get_mut(volume["id"].as_str().unwrap_or_default()).filter(|_| is_theirs)
                {
                    known.may_be_destroyed = true;
                    known.told = Told::Unknown;
                }
            }
        }
    }

    pub(crate) async fn terminate(&mut self, client: &Client) -> Result<(), Error> {
        let mut ids: Vec<InstanceId> =
            self.book.machines_left().iter().map(|id| InstanceId::from(id.as_str())).collect();
        self.random.shuffle(&mut ids);
        ids.truncate(self.random.usize(1..4));
        let volumes = match self.random.u8(..6) {
            0 => DeleteVolumes::All,
            1 => DeleteVolumes::AllPermanently,
            2 => DeleteVolumes::None,
            _ => DeleteVolumes::Os,
        };
        if volumes == DeleteVolumes::None {
            for id in &ids {
                // What stays has to be known.
                let machine = client.get_instance(id).await?;
                self.book.saw(&machine);
            }
        }
        self.end(client, &ids, volumes, MINUTE * self.random.clone().u32(1..15)).await
    }

    async fn end(
        &mut self,
        client: &Client,
        ids: &[InstanceId],
        volumes: DeleteVolumes,
        time: Duration,
    ) -> Result<(), Error> {
        self.let_go(ids, &volumes);
        let terminate = client.terminate_instances(ids, volumes).timeout(time);
        let outcomes = self.timed("a termination", 0, time + LAST, terminate.into_future()).await?;
        self.check_gone(outcomes.succeeded());
        self.book.terminated(&outcomes);
        outcomes.all_ok()
    }

    pub(crate) async fn end_group(&mut self, client: &Client) -> Result<(), Error> {
        let before = self.begin_launch(0);
        let keep = client.group(&self.group).keep(0);
        let outcome = self.timed("the end of a group", 3, LAUNCH_ENDS * 2, keep.into_future()).await;
        self.launched(&outcome, &before);
        let ended = outcome?;
        if ended.left.is_empty() && ended.failed.is_empty() && ended.scripts_left.is_empty() {
            let there = self.world.billed_of(&self.group);
            if !there.is_empty() {
                self.world.wrong(format!("{} was told that its group has ended: {there:?}", self.name));
            }
            return Ok(());
        }
        Err(failed(format!("left of {}: {:?} {:?} {:?}", self.group, ended.left, ended.failed, ended.scripts_left)))
    }

    /// Ends the machines that it knows by their ids, and those that it would find by their hostnames.
    pub(crate) async fn end_machines(&mut self, client: &Client) -> Result<(), Error> {
        let mut ids: Vec<InstanceId> =
            self.book.machines_left().iter().map(|id| InstanceId::from(id.as_str())).collect();
        if !self.book.hostnames.is_empty() {
            let listed = client.list_instances().await?.into_inner();
            let mine = listed.into_iter().filter(|machine| {
                machine.hostname.as_ref().is_some_and(|hostname| self.book.hostnames.contains(hostname))
            });
            ids.extend(mine.map(|machine| machine.id));
        }
        self.end(client, &ids, DeleteVolumes::Os, 30 * MINUTE).await
    }
}
