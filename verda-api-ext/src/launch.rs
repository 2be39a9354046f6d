//! Launching machines: so many of a group, none of them twice, and none lost.

mod fill;
mod late;
mod launched;
mod members;
mod plan;
mod record;
mod remove;
mod run;
mod settings;
mod settle;
mod survey;
mod unlisted;
mod walk;

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use verda_api::types::{DeployInstance, ScriptId, SshKeyId};
use verda_api::{BoxFuture, SecretString};

pub use self::launched::{FailedSlot, LaunchError, Launched, Left, Machine};
pub(crate) use self::members::{Member, Members, refusal};
pub(crate) use self::settle::SETTLED_WITHIN;

use self::settings::{Market, Script, Settings};
use crate::client::Client;
use crate::error::{Error, ErrorKind, invalid_request};
use crate::trace;

const METHOD: &str = "launch";
/// How many machines there are at most: no project has more.
const MOST: usize = 10_000;

/// A launch: so many machines of a group, made by [`Client::launch`] and [`Group::keep`](crate::Group::keep). It is a future;
/// nothing is sent before it is awaited. A clone of it is another launch of the same.
#[derive(Clone)]
#[must_use = "nothing is ordered until it is awaited"]
pub struct Launch {
    client: Client,
    group: String,
    count: usize,
    settings: Settings,
}

impl Client {
    /// Launches machines: so many of a group, with the hostnames `{group}-1` to `{group}-{count}`, and waits until each runs
    /// and has an address. The name of the group has lower-case letters, digits and hyphens.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let launched = client
    ///     .launch("train", 4)
    ///     .instance_types(["8H100.80S.176V", "8A100.176V"]) // the first that is free, wherever that is
    ///     .image("ubuntu-24.04-cuda-12.8-open")
    ///     .ssh_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE me@laptop")
    ///     .script("#!/bin/bash\necho HF_TOKEN=… >> /etc/environment")
    ///     .spot_first()
    ///     .await?;
    /// for machine in &launched.machines {
    ///     println!("ssh root@{}", machine.ip.as_deref().unwrap_or_default());
    /// }
    /// # assert_eq!(launched.machines.len(), 4);
    /// # });
    /// ```
    ///
    /// **Nothing is ordered twice.** A launch first adopts the machines of the group that are there already: it starts those
    /// that are shut down, replaces those that have failed, and orders what is missing. So after a crash at any point, and
    /// after an error, the same launch again goes on from there. An order without a known outcome is looked for by its
    /// hostname before anything else is ordered in its slot. Before the first order, a *record* is made, a startup script
    /// with the name of the group, and deleted once a list has shown all machines: a launch that finds one waits for 70
    /// seconds until lists show what an earlier one may have ordered. Launches of one client and its clones take turns, and
    /// each waits as long until a list shows what those before it have ordered. Of two processes the later one waits in the
    /// same way, as long as new machines of the earlier one appear. An order that was held up for five seconds, by a rate limit, say,
    /// is sent after another look, which takes machines that the other process has ordered meanwhile, and waits minutes for one
    /// that is under way. Let one process launch a group all the same.
    ///
    /// A machine that a launch of this client has ordered or adopted, and that lists do not show, is asked for by its id while
    /// the client remembers it: for an hour after its last launch of the group. It counts where it is there. Where that cannot
    /// be told, its slot is not filled (a launch fills none then), and [`failed`](Launched::failed) says so. A machine that the
    /// API shows with another hostname than was ordered would not be found by the next launch: it is terminated, and its slot
    /// fails.
    ///
    /// **Where it is dropped**, a task goes on for as long as 25 minutes and terminates what it has made, unless
    /// [`keep_when_dropped`](Launch::keep_when_dropped) says otherwise; the next launch of the group by this client waits for
    /// it. The task ends with its runtime: what it has not come to by then costs, and the next launch of the group finds it. A
    /// launch that has succeeded and is not polled holds up the next one for five seconds; machines that this one adopts are
    /// not terminated any more where the first one is dropped.
    ///
    /// **All of them, or none.** Where fewer than [`at_least`](Launch::at_least) run in the end, those that this launch has
    /// made are terminated, with their OS volumes (into the trash, where they cost nothing and can be restored) unless an OS
    /// volume was given as the image, and the script is deleted. Machines that were there before stay, as do other volumes
    /// (those that were ordered with the machines are named in the error), and an SSH key that was created. A machine whose
    /// installation failed is terminated in any case.
    ///
    /// It costs two lists of instances, one of volumes, one of scripts, one request each for the record, its deletion and an order, and one
    /// for the first machine that was ordered, whose hostname has to be as it was ordered; one list of SSH keys with
    /// [`ssh_key`](Launch::ssh_key), one of what is free (two with [`spot_first`](Launch::spot_first)) without
    /// [`locations`](Launch::locations); and one list of instances every five seconds, however many machines there are. A machine
    /// that lists of instances leave out costs one or two requests more, and another look one list of instances and two of scripts, each
    /// five seconds. Terminations cost a request or two, and one list of volumes where
    /// machines of before had others than their OS volumes. With nothing to order and no record: one list of instances and one of
    /// scripts; of a group that is to have no machine, and shows none, two of instances and one of volumes. Two lists that are to agree are two
    /// seconds apart. Safe to repeat.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where something is missing or the name of the group
    /// makes no hostname; [`ErrorKind::NotSent`](crate::ErrorKind::NotSent) where it could not begin in time, such as after
    /// another launch of the group: nothing was ordered; those of the requests before the first order. Otherwise
    /// [`ErrorKind::PartlyFailed`](crate::ErrorKind::PartlyFailed) with a [`LaunchError`] that says for each machine why, and
    /// what is left.
    pub fn launch(&self, group: impl Into<String>, count: usize) -> Launch {
        Launch { client: self.clone(), group: group.into(), count, settings: Settings::default() }
    }
}

impl Launch {
    pub(crate) fn keeping(client: &Client, group: &str, count: usize) -> Self {
        let settings =
            Settings { scales_down: true, stays_when_dropped: true, at_least: Some(0), ..Settings::default() };
        Self { client: client.clone(), group: group.to_owned(), count, settings }
    }

    /// How many machines: for a clone with another count.
    pub fn count(mut self, machines: usize) -> Self {
        self.count = machines;
        self
    }

    /// The types of machines, the preferred one first: the next one is ordered where there is no capacity for the one before
    /// it, in no location.
    pub fn instance_types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.settings.types = types.into_iter().map(Into::into).collect();
        self
    }

    /// The codes of the locations, the preferred one first. Default: wherever the API says that the type is free; it is
    /// asked again, twice at most, where all of that was refused.
    pub fn locations<T: Into<String>>(mut self, codes: impl IntoIterator<Item = T>) -> Self {
        self.settings.locations = codes.into_iter().map(Into::into).collect();
        self
    }

    /// The image: its name, its id, or the id of an OS volume, which is never deleted.
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.settings.image = Some(image.into());
        self
    }

    /// An SSH key that may log in, as its public key: `ssh-ed25519 AAAA… me@laptop`. It is found among the project's keys by
    /// its content, or created, and stays. May be called several times.
    pub fn ssh_key(mut self, public_key: impl Into<String>) -> Self {
        self.settings.keys.push(public_key.into());
        self
    }

    /// An SSH key of the project that may log in, by its id. May be called several times.
    pub fn ssh_key_id(mut self, id: impl Into<SshKeyId>) -> Self {
        self.settings.key_ids.push(id.into());
        self
    }

    /// A script that each machine runs when it starts for the first time. It is created in the project for this launch, and
    /// deleted once the machines run: it may hold secrets, and is in no error and no `Debug`. Where the process ends before
    /// that, the next launch of the group deletes it.
    pub fn script(mut self, text: impl Into<SecretString>) -> Self {
        self.settings.script = Script::Text(text.into());
        self
    }

    /// A startup script of the project, by its id. It stays.
    pub fn script_id(mut self, id: impl Into<ScriptId>) -> Self {
        self.settings.script = Script::Id(id.into());
        self
    }

    /// Spot machines, which can be evicted at any time. One that is evicted leaves its OS volume, which goes on costing,
    /// unless the order says otherwise: `on_spot_discontinue` of its `os_volume`, set with [`order`](Self::order).
    pub fn spot(mut self) -> Self {
        self.settings.market = Market::Spot;
        self
    }

    /// Spot machines as long as there are some, of any of the types, and ordinary ones then.
    pub fn spot_first(mut self) -> Self {
        self.settings.market = Market::SpotFirst;
        self
    }

    /// Changes each order before it is sent: all that a [`DeployInstance`] has and a launch has no method for. The hostname,
    /// which tells the machines apart, the image, the type, the location and `is_spot` are those of the launch, whatever is
    /// set here.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::DeployInstanceOsVolume;
    ///
    /// let launch = client.launch("worker", 2).instance_types(["CPU.4V.16G"]).image("ubuntu-24.04");
    /// let launched = launch
    ///     .order(|order| {
    ///         order.os_volume = Some(DeployInstanceOsVolume::new(format!("{}-os", order.hostname), 100));
    ///         order.description = Some("nightly".to_owned());
    ///     })
    ///     .await?;
    /// # assert_eq!(launched.machines[1].description.as_deref(), Some("nightly"));
    /// # });
    /// ```
    pub fn order(mut self, change: impl Fn(&mut DeployInstance) + Send + Sync + 'static) -> Self {
        self.settings.changes.push(std::sync::Arc::new(change));
        self
    }

    /// Does not wait for addresses: for machines that cannot be reached from the internet, which never get one.
    pub fn without_address(mut self) -> Self {
        self.settings.needs_address = false;
        self
    }

    /// How long it may take in all, its turn included. Default: 30 minutes. The order that is under way is seen to its end,
    /// which may take five minutes more, and so is the termination of what was made in vain, 25 minutes more. Machines that
    /// have failed have fifteen minutes of it to be gone, or half of it where that is less: what does not go by then stands in
    /// the way of its own slot alone.
    ///
    /// With less than three seconds nothing is ordered: two lists have to agree first. With less than 70 seconds a launch may
    /// not get past the record of an earlier one: nothing is ordered or terminated then. The next launch by this client goes on
    /// with the wait where that one ended, and one of another process begins it anew.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = timeout;
        self
    }

    /// How many machines are enough. Default: all of a [`Client::launch`], none of a [`Group::keep`](crate::Group::keep).
    pub fn at_least(mut self, machines: usize) -> Self {
        self.settings.at_least = Some(machines);
        self
    }

    /// Keeps the machines where the future is dropped: the next launch of the group adopts them. What is under way is not
    /// waited for, and nothing more is ordered.
    pub fn keep_when_dropped(mut self) -> Self {
        self.settings.stays_when_dropped = true;
        self
    }

    fn at_least_machines(&self) -> usize {
        self.settings.at_least.unwrap_or(self.count).min(self.count)
    }

    fn check(&self) -> Result<(), Error> {
        if let Some(why) = refusal(&self.group) {
            return Err(invalid_request(METHOD, format!("`{}` makes no hostname: {why}", self.group)));
        }
        if self.count > MOST {
            return Err(invalid_request(METHOD, format!("{} machines are more than {MOST}", self.count)));
        }
        // A group that has enough machines is told nothing of what to order.
        if self.settings.scales_down || self.count == 0 { Ok(()) } else { self.check_order() }
    }

    /// Whether it is told what to order.
    fn check_order(&self) -> Result<(), Error> {
        let missing = match () {
            () if self.settings.types.is_empty() => "instance_types",
            () if self.settings.image.as_ref().is_none_or(String::is_empty) => "image",
            () => return Ok(()),
        };
        Err(invalid_request(METHOD, format!("`{missing}` is missing: machines would have to be ordered")))
    }

    /// Runs the launch in a task of its own: its caller may drop it at any point, or not poll it, and neither loses an order
    /// that is under way nor holds up another launch.
    async fn run(self) -> Result<Launched, Error> {
        self.check()?;
        let Ok(runtime) = Handle::try_current() else {
            return Err(Error::new(ErrorKind::Configuration, "there is no tokio runtime").of(METHOD));
        };
        let group = self.group.clone();
        let (taken, caller) = oneshot::channel();
        let (deliver, outcome) = oneshot::channel();
        runtime.spawn(trace::in_this_span(run::run(self, run::Caller::new(caller), deliver)));
        let outcome = outcome.await;
        // The task has ended where it waits for nothing more.
        let _ = taken.send(());
        outcome.unwrap_or_else(|_| {
            let message = format!(
                "the launch of `{group}` was cut off, since its runtime was shut down or it panicked; \
                machines may be there: launch it again, which finds them"
            );
            Err(Error::new(ErrorKind::PartlyFailed, message).of(METHOD).that_may_have_happened(true))
        })
    }
}

impl IntoFuture for Launch {
    type Output = Result<Launched, Error>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    // A service that launches nothing compiles nothing of it.
    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Launch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Launch")
            .field("group", &self.group)
            .field("count", &self.count)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
