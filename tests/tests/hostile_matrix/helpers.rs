//! Every helper, against a project whose server misbehaves.

use std::fmt::Debug;
use std::future::{Future, IntoFuture as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use fastrand::Rng;
use verda_api_ext::{Client, CloneVolumes, DeleteVolumes, Error, Outcomes, types};
use verda_tests::hostile::{Misbehaviour, State, Tells, misbehaviours};
use verda_tests::{deployment, job};

use crate::cells::{Cell, Outcome, Run, fits_logs, seed, within};
use crate::world::{When, World, order};

/// All helpers.
const HELPERS: [&str; 34] = [
    "wait_for_instance",
    "wait_for_instance_until_deleted",
    "wait_for_instances_until_deleted",
    "wait_for_volume",
    "wait_for_volume_until_deleted",
    "wait_for_cluster_until_deleted",
    "wait_for_container_deployment",
    "wait_for_job_deployment",
    "terminate_instances",
    "terminate_clusters",
    "terminate_container_deployments",
    "terminate_job_deployments",
    "delete_instances",
    "shutdown_instances",
    "delete_volumes",
    "clone_volumes",
    "discontinue_clusters",
    "deploy_first_available",
    "find_deployed",
    "launch",
    "keep_none",
    "keep_two",
    "pages",
    "ensure_ssh_key",
    "ensure_script",
    "ensure_secret",
    "ensure_container_deployment",
    "ensure_job_deployment",
    "edit_container_deployment",
    "evictions",
    "lookup",
    "inventory",
    "spending_and_catalogue",
    "check",
];

/// Misbehaviours that each helper meets in a sample.
const IN_A_SAMPLE: usize = 6;

/// The helper that meets all misbehaviours in a sample: what says *gone* too early goes on costing.
const MEETS_ALL: &str = "wait_for_instances_until_deleted";

/// The time of a call, and of a wait.
const TIME: Duration = Duration::from_secs(2);
const EVERY: Duration = Duration::from_secs(1);

#[derive(Clone)]
struct Case {
    helper: &'static str,
    misbehaviour: Misbehaviour,
    when: When,
    acts: bool,
    seed: u64,
}

pub(crate) fn cells() -> Vec<Cell> {
    let mut rng = Rng::with_seed(seed());
    let known = misbehaviours();
    let mut all = Vec::new();
    for helper in HELPERS {
        for misbehaviour in &known {
            for when in [When::Always, When::Half, When::Later] {
                if misbehaviour.is_refusing && when != When::Always {
                    continue;
                }
                for acts in misbehaviour.variants().iter().copied() {
                    // What may be the truth is a lie of a server that does not act.
                    if misbehaviour.tells == Tells::AsMayBe && !acts {
                        continue;
                    }
                    let (misbehaviour, seed) = (misbehaviour.clone(), seed());
                    all.push(Case { helper, misbehaviour, when, acts, seed });
                }
            }
        }
    }
    let chosen: Vec<Case> = match Run::wanted() {
        Run::All => all,
        Run::Named(name) => all.into_iter().filter(|case| case.name() == name || case.name().contains(&name)).collect(),
        Run::Sample => {
            let mut sample = Vec::new();
            for helper in HELPERS {
                let of_it: Vec<&Case> = all.iter().filter(|case| case.helper == helper).collect();
                sample.extend((0..IN_A_SAMPLE).filter_map(|_| rng.choice(&of_it).copied().cloned()));
            }
            // It only reads, so that it does not matter whether the server acts.
            let of_all = |case: &&Case| {
                let acts = case.misbehaviour.variants().last() == Some(&case.acts);
                case.helper == MEETS_ALL && case.when == When::Always && acts
            };
            sample.extend(all.iter().filter(of_all).cloned());
            sample
        }
    };
    let mut cells: Vec<Cell> = chosen.into_iter().map(Case::cell).collect();
    rng.shuffle(&mut cells);
    cells
}

/// Fails with what is wrong.
fn must(holds: bool, why: impl FnOnce() -> String) -> Outcome {
    if holds { Ok(()) } else { Err(why()) }
}

/// Whether an outcome may be told, and if it is one of success, what it gave.
fn told<T>(outcome: Result<T, Error>) -> Result<Result<T, Error>, String> {
    if let Err(error) = &outcome {
        fits_logs(error)?;
    }
    Ok(outcome)
}

impl Case {
    fn name(&self) -> String {
        let when = format!("{:?}", self.when).to_lowercase();
        let acts = if self.acts { ", acts" } else { "" };
        format!("{} {} {when}{acts}", self.helper, self.misbehaviour.name)
    }

    fn cell(self) -> Cell {
        Cell::new(self.name(), move |elsewhere| self.clone().run(elsewhere))
    }

    /// Whether the server says what is not true, and cannot be told from one that does.
    fn lies(&self) -> bool {
        matches!(self.misbehaviour.tells, Tells::AsMayBe | Tells::Absence)
    }

    fn loses(&self) -> bool {
        self.lies() || self.misbehaviour.name == "lists-lose-an-element" || self.misbehaviour.state == State::ListsLate
    }

    /// How many there may be of what is made once.
    fn most(&self) -> usize {
        if self.misbehaviour.state == State::ActsTwice { 2 } else { 1 }
    }

    async fn run(self, elsewhere: String) -> Outcome {
        let Self { seed, misbehaviour, when, acts, .. } = self.clone();
        let world = World::new(seed, misbehaviour, when, acts, elsewhere);
        let server = world.server().await;
        let builder = Client::builder().base_url(server.url()).credentials("id", "canary-secret").jitter_seed(seed);
        let builder =
            builder.body_limit(1 << 20).options(|o| o.timeout(TIME).attempt_timeout(TIME / 3).max_attempts(3));
        let builder = builder.options(|o| o.backoff(EVERY / 100, EVERY / 20).max_retry_after(EVERY / 5));
        let client = builder.build().unwrap();
        let outcome = match self.helper.split('_').next().unwrap_or_default() {
            "wait" => self.wait(&client, &world).await,
            "terminate" => self.terminate(&client, &world).await,
            "launch" | "keep" => self.launch(&client, &world).await,
            "ensure" => self.ensure(&client, &world).await,
            "delete" | "shutdown" | "clone" | "discontinue" => self.act(&client, &world).await,
            "deploy" | "find" | "edit" => self.change(&client, &world).await,
            _ => self.look(&client, &world).await,
        };
        server.stop();
        outcome.and_then(|()| world.check())
    }

    async fn wait(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "wait_for_instance" => {
                let id = world.direct().deploy_instance(order("node")).await.unwrap().into_inner();
                let wait = client.wait_for_instance(&id).every(EVERY).timeout(2 * TIME);
                let outcome = told(within(4 * TIME, wait.into_future()).await?)?;
                let status = world.status_of(id.as_str());
                must(outcome.is_err() || status == "running", || format!("says that it runs: {status}"))
            }
            "wait_for_instance_until_deleted" => {
                let id = world.machine("node").await;
                let wait = client.wait_for_instance(&id).every(EVERY).timeout(2 * TIME).until_deleted();
                self.never_gone(within(4 * TIME, wait).await?)
            }
            "wait_for_instances_until_deleted" => {
                let ids = [world.machine("a").await, world.machine("b").await];
                let wait = client.wait_for_instances(&ids).every(EVERY).timeout(2 * TIME).until_deleted();
                self.never_gone(within(4 * TIME, wait).await?)
            }
            "wait_for_volume" => {
                let id = world.volume().await;
                let wait = client.wait_for_volume(&id).every(EVERY).timeout(TIME);
                told(within(3 * TIME, wait.into_future()).await?).map(|_| ())
            }
            "wait_for_volume_until_deleted" => {
                let id = world.volume().await;
                let wait = client.wait_for_volume(&id).every(EVERY).timeout(2 * TIME).until_deleted();
                self.never_gone(within(4 * TIME, wait).await?)
            }
            "wait_for_cluster_until_deleted" => {
                let id = world.cluster().await;
                let wait = client.wait_for_cluster(&id).every(EVERY).timeout(2 * TIME).until_deleted();
                self.never_gone(within(4 * TIME, wait).await?)
            }
            "wait_for_container_deployment" => {
                world.deployment().await;
                let wait = client.wait_for_container_deployment("llm").every(EVERY).timeout(2 * TIME);
                told(within(4 * TIME, wait.into_future()).await?).map(|_| ())
            }
            _ => {
                world.job().await;
                let wait = client.wait_for_job_deployment("nightly").every(EVERY).timeout(2 * TIME);
                told(within(4 * TIME, wait.into_future()).await?).map(|_| ())
            }
        }
    }

    fn never_gone(&self, outcome: Result<(), Error>) -> Outcome {
        let outcome = told(outcome)?;
        // Nothing but the API's own words says so, and two lists.
        let says_so = self.misbehaviour.tells == Tells::Absence;
        must(outcome.is_err() || says_so, || "says that it is gone".to_owned())?;
        match outcome.err().filter(|error| error.is_not_found() && !says_so) {
            Some(error) => Err(format!("says that it does not exist: {error}")),
            None => Ok(()),
        }
    }

    async fn terminate(&self, client: &Client, world: &Arc<World>) -> Outcome {
        // The last poll and the last deletions may take ten seconds each.
        let time = 2 * TIME + Duration::from_secs(20);
        let (done, is_gone) = match self.helper {
            "terminate_instances" => {
                let id = world.machine("node").await;
                let call = client.terminate_instances(&id, DeleteVolumes::Os).every(EVERY).timeout(2 * TIME);
                let done = all_ok(within(time, call.into_future()).await?)?;
                (done, matches!(world.status_of(id.as_str()).as_str(), "gone" | "discontinued" | "deleting"))
            }
            "terminate_clusters" => {
                let id = world.cluster().await;
                let call = client.terminate_clusters(&id).every(EVERY).timeout(2 * TIME);
                let done = all_ok(within(time, call.into_future()).await?)?;
                (done, matches!(world.status_of(id.as_str()).as_str(), "gone" | "discontinued" | "deleting"))
            }
            "terminate_container_deployments" => {
                world.deployment().await;
                let call = client.terminate_container_deployments("llm").every(EVERY).timeout(2 * TIME);
                let done = all_ok(within(time, call.into_future()).await?)?;
                (done, world.direct().list_container_deployments().await.unwrap().is_empty())
            }
            _ => {
                world.job().await;
                let call = client.terminate_job_deployments("nightly").every(EVERY).timeout(2 * TIME);
                let done = all_ok(within(time, call.into_future()).await?)?;
                (done, world.direct().list_job_deployments().await.unwrap().is_empty())
            }
        };
        must(!done || is_gone || self.lies(), || "says that it is gone".to_owned())
    }

    async fn act(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "delete_instances" => {
                let ids = [world.machine("a").await, world.machine("b").await];
                let outcome = told(within(TIME, client.delete_instances(&ids, DeleteVolumes::Os)).await?)?;
                let is_done = |id: &types::InstanceId| world.accepted("PUT /v1/instances", id.as_str());
                self.item_by_item(&ids, outcome, is_done)
            }
            "shutdown_instances" => {
                let ids = [world.machine("a").await, world.machine("b").await];
                let outcome = told(within(TIME, client.shutdown_instances(&ids)).await?)?;
                let is_done = |id: &types::InstanceId| world.accepted("PUT /v1/instances", id.as_str());
                self.item_by_item(&ids, outcome, is_done)
            }
            "delete_volumes" => {
                let ids = [world.volume().await, world.volume().await];
                let outcome = told(within(TIME, client.delete_volumes(&ids)).await?)?;
                let left = world.direct().list_volumes().await.unwrap().into_inner();
                self.item_by_item(&ids, outcome, |id| left.iter().all(|volume| volume.id != *id))
            }
            "clone_volumes" => {
                let id = world.volume().await;
                let outcome = told(within(TIME, client.clone_volumes(&id, CloneVolumes::new())).await?)?;
                let clones = world.fake().volumes().len() - 1;
                self.made_once(clones, outcome)
            }
            _ => {
                let ids = [world.cluster().await];
                let outcome = told(within(TIME, client.discontinue_clusters(&ids)).await?)?;
                self.item_by_item(&ids, outcome, |id| world.accepted("PUT /v1/clusters", id.as_str()))
            }
        }
    }

    /// What an action says of each resource is true.
    fn item_by_item<Id: Debug + PartialEq>(
        &self,
        ids: &[Id],
        outcome: Result<Outcomes<Id>, Error>,
        is_done: impl Fn(&Id) -> bool,
    ) -> Outcome {
        if self.lies() {
            return Ok(());
        }
        let outcomes = match outcome {
            Ok(outcomes) => outcomes,
            Err(error) if error.may_have_happened() => return Ok(()),
            Err(error) => {
                let done = ids.iter().filter(|id| is_done(id)).count();
                return must(done == 0, || format!("says that it was not done, and {done} are: {error}"));
            }
        };
        for (id, result) in outcomes.iter() {
            match result {
                Ok(_) => must(is_done(id), || format!("says that it is done to {id:?}"))?,
                Err(why) if why.is_unknown() => {}
                Err(why) => must(!is_done(id), || format!("says that it was not done to {id:?}: {why}"))?,
            }
        }
        must(outcomes.len() == ids.len(), || format!("leaves some out: {outcomes:?}"))
    }

    /// There is at most one, and what is said of it is true.
    fn made_once<T: Debug>(&self, there: usize, outcome: Result<T, Error>) -> Outcome {
        must(there <= self.most(), || format!("made {there} times: {outcome:?}"))?;
        match outcome {
            Ok(made) => must(there > 0 || self.lies(), || format!("says that it is made: {made:?}")),
            Err(error) if error.may_have_happened() || self.lies() => Ok(()),
            Err(error) => must(there == 0, || format!("says that it was not made: {error}")),
        }
    }

    async fn change(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "deploy_first_available" => {
                let options: Vec<types::DeployInstance> =
                    ["FIN-01", "FIN-02"].map(|code| order("node").location_code(code).try_into().unwrap()).to_vec();
                let outcome = told(within(3 * TIME, client.deploy_first_available(&options)).await?)?;
                self.made_once(world.billed("node").len(), outcome)
            }
            "find_deployed" => {
                let id = world.machine("node").await;
                // For an order of 2016 two lists will do.
                let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_451_606_400);
                let call = client.find_deployed("node", long_ago);
                let outcome = told(within(Duration::from_secs(70), call).await?)?;
                match outcome {
                    Ok(found) => must(found.iter().any(|found| found.id == id) || self.loses(), || {
                        format!("says that it is not there, among {}", found.len())
                    }),
                    Err(_) => Ok(()),
                }
            }
            _ => {
                world.deployment().await;
                let edit = |deployment: &mut types::UpdateContainerDeployment| {
                    for container in deployment.containers.iter_mut().flatten() {
                        container.image = Some("vllm/vllm-openai:0.9".to_owned());
                    }
                };
                let outcome = told(within(2 * TIME, client.edit_container_deployment("llm", edit)).await?)?;
                let now = world.direct().get_container_deployment("llm").await.unwrap();
                let is_changed = format!("{:?}", now.containers).contains(":0.9");
                match outcome {
                    Ok(edited) => must(is_changed || self.lies(), || format!("says that it is changed: {edited:?}")),
                    Err(error) if error.may_have_happened() || self.lies() => Ok(()),
                    Err(error) => must(!is_changed, || format!("says that it is not changed: {error}")),
                }
            }
        }
    }

    async fn launch(&self, client: &Client, world: &Arc<World>) -> Outcome {
        let count = if self.helper == "keep_none" { 0 } else { 2 };
        if self.helper != "launch" {
            world.machine("train-1").await;
        }
        let launch =
            if self.helper == "launch" { client.launch("train", count) } else { client.group("train").keep(count) };
        let launch = launch.instance_types(["CPU.4V.16G"]).locations(["FIN-01"]).image("ubuntu-24.04");
        let launch = launch.ssh_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE me@laptop").timeout(2 * TIME);
        // What it made is ended for minutes, where the server lets it: that is not waited for.
        let outcome = tokio::time::timeout(4 * TIME, launch.into_future()).await;
        let billed = world.billed("train");
        let most = count.max(usize::from(self.helper != "launch")) * self.most();
        must(billed.len() <= most, || format!("{} machines, where there may be {most}", billed.len()))?;
        let Ok(outcome) = outcome else { return Ok(()) };
        match told(outcome)? {
            Ok(launched) if self.lies() => drop(launched),
            Ok(launched) => {
                for machine in &launched.machines {
                    let status = world.status_of(machine.id.as_str());
                    must(status == "running", || format!("says that {} runs: {status}", machine.id))?;
                }
                let is_told = launched.failed.iter().any(|slot| slot.id.is_some() || slot.is_unknown());
                let is_all = launched.failed.is_empty() && launched.left.is_empty();
                let there = billed.len();
                must(!is_all || there == count * self.most() || there == count, || {
                    format!("says that all is well, and {there} of {count} are there")
                })?;
                must(count > 0 || there == 0 || !launched.left.is_empty() || is_told, || {
                    format!("leaves {there}: {launched:?}")
                })?;
            }
            Err(_) => {}
        }
        Ok(())
    }

    async fn ensure(&self, client: &Client, world: &Arc<World>) -> Outcome {
        let time = 4 * TIME;
        let direct = world.direct();
        macro_rules! ensured {
            ($call:expr, $list:ident) => {{
                let outcome = told(within(time, $call).await?)?;
                let there = direct.$list().await.unwrap().len();
                self.made_once(there, outcome)
            }};
        }
        match self.helper {
            "ensure_ssh_key" => {
                let key = types::CreateSshKey::new("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me", "laptop");
                ensured!(client.ensure_ssh_key(key), list_ssh_keys)
            }
            "ensure_script" => {
                let script = types::CreateScript::new("setup", "#!/bin/sh");
                ensured!(client.ensure_script(script), list_scripts)
            }
            "ensure_secret" => ensured!(client.ensure_secret(types::CreateSecret::new("hf", "hidden")), list_secrets),
            "ensure_container_deployment" => {
                ensured!(client.ensure_container_deployment(deployment("llm")), list_container_deployments)
            }
            _ => ensured!(client.ensure_job_deployment(job("nightly")), list_job_deployments),
        }
    }

    async fn look(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "pages" => {
                for number in 0..23 {
                    let script = types::CreateScript::new(format!("s{number}"), "#!/bin/sh");
                    world.direct().create_script(script).await.unwrap();
                }
                match told(within(10 * TIME, client.scripts().all()).await?)? {
                    Ok(all) => must(all.len() == 23 || self.loses(), || format!("{} of 23 scripts are all", all.len())),
                    Err(_) => Ok(()),
                }
            }
            "evictions" => {
                let id = world.machine("node").await;
                let mut evictions = client.evictions().of(&id).every(EVERY);
                let next = within(2 * TIME, first_within(2 * TIME, evictions.next())).await?;
                match next {
                    Some(Some(Ok(eviction))) => must(self.lies(), || format!("says that it is evicted: {eviction:?}")),
                    Some(Some(Err(error))) => fits_logs(&error),
                    Some(None) => must(self.lies(), || "says that it is gone".to_owned()),
                    None => Ok(()),
                }
            }
            "lookup" => {
                let id = world.machine("node").await;
                match told(within(2 * TIME, client.instance_by_hostname("node")).await?)? {
                    Ok(found) => must(found.id == id, || format!("finds {}", found.id)),
                    Err(error) => must(!error.is_not_found() || self.loses(), || format!("does not find it: {error}")),
                }
            }
            "inventory" => {
                world.machine("node").await;
                let there = within(2 * TIME, client.inventory()).await?;
                let is_whole = there.instances.as_ref().is_ok_and(|all| all.len() == 1)
                    && there.volumes.as_ref().is_ok_and(|all| all.len() == 1);
                must(is_whole || self.loses() || !there.missing().is_empty(), || "says that it is whole".to_owned())
            }
            "check" => {
                let report = within(2 * TIME, client.check()).await?;
                must(!report.to_string().contains("canary"), || format!("shows a secret: {report}"))
            }
            _ => {
                world.machine("node").await;
                let sum = within(3 * TIME, client.spending()).await?;
                if let Ok(sum) = told(sum)? {
                    must(
                        sum.total().per_hour > rust_decimal::Decimal::ZERO || sum.total().is_partial || self.loses(),
                        || format!("says that nothing costs: {}", sum.total()),
                    )?;
                }
                let types = client.find_instance_types().gpus_at_least(1);
                told(within(3 * TIME, types.cheapest()).await?).map(|_| ())
            }
        }
    }
}

/// Whether all of an action is done.
fn all_ok<Id: std::fmt::Display>(outcome: Result<Outcomes<Id>, Error>) -> Result<bool, String> {
    match told(outcome)? {
        Ok(outcomes) => match outcomes.all_ok() {
            Ok(()) => Ok(true),
            Err(error) => fits_logs(&error).map(|()| false),
        },
        Err(_) => Ok(false),
    }
}

async fn first_within<T>(time: Duration, next: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, next).await.ok()
}
