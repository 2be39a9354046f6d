//! A program of a fleet: some steps by chance, taken by one process after the other, and the end of all that it knows.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use verda_api_ext::types::VolumeId;
use verda_api_ext::{Client, Error, ErrorKind};

use crate::book::{Book, Told};
use crate::faults::Fault;
use crate::network::{Network, Partition};
use crate::world::World;

/// A step that fails is taken so often.
const TRIES: usize = 3;
/// What is there when the faults have ended is gone after so many runs.
const RUNS: usize = 6;
/// The time for a call by which deadlines are measured: the client's own, its clock's grain, and the way.
const GRAIN: Duration = Duration::from_secs(2);

/// One step. See the method of the same name.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Launch,
    Keep,
    KeepTwice,
    DropLaunch,
    Watch,
    Order,
    Action,
    Terminate,
    CreateVolume,
    ChangeVolume,
    DeleteVolume,
    Ensure,
    Deploy,
    DeployJob,
    EndDeployments,
    OrderCluster,
    EndClusters,
    Read,
    Idle,
}

/// How a client is made: each has settings of its own.
struct Settings {
    credentials: usize,
    timeout: Duration,
    attempt: Duration,
    attempts: u32,
    retry_budget: u32,
    jitter: u64,
}

pub(crate) struct Program {
    pub(crate) world: Arc<World>,
    pub(crate) name: String,
    pub(crate) group: String,
    pub(crate) random: fastrand::Rng,
    pub(crate) steps: VecDeque<Step>,
    pub(crate) book: Book,
    /// The process that runs it.
    pub(crate) process: u64,
    /// How many resources were named so far.
    pub(crate) named: usize,
    /// Whether its spot machines leave their OS volumes.
    pub(crate) keeps_volumes: bool,
    pub(crate) timeout: Duration,
    tries: usize,
    pub(crate) steps_done: usize,
}

/// A client with its programs.
pub(crate) struct Member {
    world: Arc<World>,
    number: usize,
    settings: Settings,
    partitions: Vec<Partition>,
    random: fastrand::Rng,
    pub(crate) programs: Vec<Program>,
    /// The process that is not killed goes on until all is checked.
    network: Option<Network>,
    pub(crate) processes: usize,
}

impl Member {
    pub(crate) fn new(world: &Arc<World>, number: usize) -> Self {
        let mut random = world.fork();
        let timeout = Duration::from_secs(random.u64(40..300));
        let settings = Settings {
            credentials: random.usize(..world.habits.clients.div_ceil(2)),
            timeout,
            attempt: Duration::from_secs(random.u64(10..90)),
            attempts: random.u32(1..7),
            retry_budget: [20, 100, 1000][random.usize(..3)],
            jitter: random.u64(..),
        };
        let programs = 1 + usize::from(random.u8(..5) == 0);
        let programs =
            (0..programs).map(|place| Program::new(world, format!("c{number}p{place}"), random.fork(), timeout));
        Self {
            programs: programs.collect(),
            partitions: Partition::some(world, &mut random),
            settings,
            random,
            number,
            network: None,
            processes: 0,
            world: world.clone(),
        }
    }

    fn client(&self, network: &Network) -> Client {
        let Settings { credentials, timeout, attempt, attempts, retry_budget, jitter } = self.settings;
        Client::builder()
            .credentials(format!("id-{credentials}"), format!("secret-{credentials}"))
            .user_agent(format!("fleet/{}", self.number))
            .jitter_seed(jitter)
            .retry_budget(retry_budget)
            .options(|o| o.timeout(timeout).attempt_timeout(attempt).max_attempts(attempts))
            .transport(network.clone())
            .build()
            .unwrap()
    }

    fn start(&mut self, may_die: bool) -> (Network, Client) {
        let process = self.random.u64(..);
        self.processes += 1;
        self.programs.iter_mut().for_each(|program| program.process = process);
        let names = (self.number, process);
        let network = Network::new(&self.world, names, &self.partitions, self.random.fork(), may_die);
        let client = self.client(&network);
        (network, client)
    }

    /// Takes all steps of its programs, in one process after the other.
    pub(crate) async fn work(mut self) -> Self {
        for life in 0.. {
            let (network, client) = self.start(self.world.has(Fault::Kill) && life < 3);
            let work = join_all(self.programs.iter_mut().map(|program| program.work(&client)));
            if network.run(work).await.is_some() {
                self.network = Some(network);
                return self;
            }
            self.world.log(|| format!("client {} is killed", self.number));
            self.programs.iter_mut().for_each(|program| program.book.was_killed = true);
            let pause = Duration::from_millis(self.random.u64(1..20_000));
            tokio::time::sleep(pause).await;
        }
        self
    }

    /// Ends all that its programs know of.
    pub(crate) async fn tear_down(mut self) -> Self {
        self.network.take().iter().for_each(Network::kill);
        let mut last = None;
        for _ in 0..RUNS {
            let (network, client) = self.start(false);
            let ended = join_all(self.programs.iter_mut().map(|program| program.tear_down(&client))).await;
            network.kill();
            let failed: Vec<String> = ended.into_iter().filter_map(|ended| Some(ended.err()?.to_string())).collect();
            if failed.is_empty() {
                return self;
            }
            self.world.log(|| format!("client {}: {failed:?}", self.number));
            last = Some(failed);
            // A limit of its rate has passed by then.
            tokio::time::sleep(Duration::from_secs(61)).await;
        }
        self.world.wrong(format!("client {} never ends what it has: {last:?}", self.number));
        self
    }
}

/// An error of a program itself.
pub(crate) fn failed(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSent, why)
}

impl Program {
    fn new(world: &Arc<World>, name: String, mut random: fastrand::Rng, timeout: Duration) -> Self {
        const STEPS: [Step; 27] = [
            Step::Launch,
            Step::Launch,
            Step::Keep,
            Step::Keep,
            Step::KeepTwice,
            Step::DropLaunch,
            Step::Watch,
            Step::Order,
            Step::Order,
            Step::Action,
            Step::Action,
            Step::Terminate,
            Step::CreateVolume,
            Step::CreateVolume,
            Step::ChangeVolume,
            Step::ChangeVolume,
            Step::DeleteVolume,
            Step::Ensure,
            Step::Deploy,
            Step::DeployJob,
            Step::DeployJob,
            Step::EndDeployments,
            Step::OrderCluster,
            Step::OrderCluster,
            Step::EndClusters,
            Step::Read,
            Step::Idle,
        ];
        let count = [1, 1, 1, 2, 2, 3, 4, 8][random.usize(..8)];
        Self {
            group: format!("g{name}"),
            steps: (0..count).map(|_| STEPS[random.usize(..STEPS.len())]).collect(),
            keeps_volumes: random.u8(..3) == 0,
            world: world.clone(),
            book: Book::default(),
            process: 0,
            named: 0,
            timeout,
            tries: 0,
            steps_done: 0,
            name,
            random,
        }
    }

    /// A name that nothing else has.
    pub(crate) fn new_name(&mut self, kind: &str) -> String {
        self.named += 1;
        format!("{kind}{}x{}", self.name, self.named)
    }

    /// What comes of a call, which must not take longer than it says: so many requests, one after the other, and this time.
    pub(crate) async fn timed<F: Future>(&self, what: &str, requests: u32, time: Duration, call: F) -> F::Output {
        let began = tokio::time::Instant::now();
        let bound = requests * (self.timeout + GRAIN) + time;
        let world = &self.world;
        match tokio::time::timeout(bound + Duration::from_secs(24 * 3600), call).await {
            Ok(output) => {
                if began.elapsed() > bound {
                    world.wrong(format!("{what} of {} took {:?}, and not {bound:?}", self.name, began.elapsed()));
                }
                output
            }
            Err(_) => {
                world.wrong(format!("{what} of {} does not end", self.name));
                std::future::pending().await
            }
        }
    }

    async fn work(&mut self, client: &Client) {
        while let Some(step) = self.steps.front().copied() {
            self.world.log(|| format!("{}: {step:?}", self.name));
            let outcome = Box::pin(self.take(step, client)).await;
            if let Err(error) = &outcome {
                self.world.log(|| format!("{}: {step:?}: {error}", self.name));
            }
            self.tries += 1;
            if outcome.is_ok() || self.tries >= TRIES {
                self.steps.pop_front();
                self.tries = 0;
                self.steps_done += 1;
            }
            let pause = Duration::from_millis(self.random.u64(1..10_000));
            tokio::time::sleep(pause).await;
        }
    }

    async fn take(&mut self, step: Step, client: &Client) -> Result<(), Error> {
        match step {
            Step::Launch => self.launch(client).await,
            Step::Keep => self.keep(client).await,
            Step::KeepTwice => self.keep_twice(client).await,
            Step::DropLaunch => self.drop_launch(client).await,
            Step::Watch => self.watch(client).await,
            Step::Order => self.order(client).await,
            Step::Action => self.action(client).await,
            Step::Terminate => self.terminate(client).await,
            Step::CreateVolume => self.create_volume(client).await,
            Step::ChangeVolume => self.change_volume(client).await,
            Step::DeleteVolume => self.delete_volume(client).await,
            Step::Ensure => self.ensure(client).await,
            Step::Deploy => self.deploy(client).await,
            Step::DeployJob => self.deploy_job(client).await,
            Step::EndDeployments => self.end_deployments(client).await,
            Step::OrderCluster => self.order_cluster(client).await,
            Step::EndClusters => self.end_clusters(client).await,
            Step::Read => self.read(client).await,
            Step::Idle => {
                let pause = Duration::from_secs(self.random.u64(1..600));
                tokio::time::sleep(pause).await;
                Ok(())
            }
        }
    }

    /// Ends all that it knows of, by what it was told alone.
    async fn tear_down(&mut self, client: &Client) -> Result<(), Error> {
        self.end_deployments(client).await?;
        self.end_clusters(client).await?;
        self.end_group(client).await?;
        self.end_machines(client).await?;
        self.end_volumes(client).await?;
        self.end_named(client).await
    }

    /// Deletes the volumes that it knows, by their ids, and those with names that it gave, if there are any.
    async fn end_volumes(&mut self, client: &Client) -> Result<(), Error> {
        let listed = client.list_volumes().await?.into_inner();
        let mine = |name: &str| {
            let is_os = name.strip_suffix("-os").is_some_and(|hostname| {
                crate::world::is_of(hostname, &self.group) || self.book.hostnames.contains(hostname)
            });
            is_os || self.book.volume_names.contains(name)
        };
        let named = listed.iter().filter(|volume| volume.name.as_deref().is_some_and(mine));
        let mut ids: Vec<VolumeId> = named.map(|volume| volume.id.clone()).collect();
        let left = self.book.volumes.iter().filter(|(_, volume)| volume.told != Told::Gone);
        ids.extend(left.map(|(id, _)| VolumeId::from(id.as_str())));
        ids.iter().for_each(|id| {
            self.book.left(id);
            self.book.volumes.get_mut(&id.to_string()).unwrap().may_be_destroyed = true;
        });
        let outcomes = client.delete_volumes_permanently(&ids).await?;
        self.book.deleted(&outcomes);
        outcomes.all_ok()
    }
}
