//! Every helper, against a project whose server misbehaves.

mod calls;

use std::fmt::{Debug, Display};
use std::time::Duration;

use fastrand::Rng;
use verda_api_ext::{Client, Error, Outcomes};
use verda_tests::hostile::{Misbehaviour, State, Tells, misbehaviours};

use crate::cells::{Cell, Outcome, Run, fits_logs, seed};
use crate::world::{When, World};

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

    /// What an action says of each resource is true.
    fn item_by_item<Id: Debug + Display + PartialEq>(
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
        self.told(outcomes.all_ok())?.ok();
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

    /// Whether an outcome may be told. Where the server tells the truth it has to be one of success.
    fn told<T>(&self, outcome: Result<T, Error>) -> Result<Result<T, Error>, String> {
        let is_true = self.misbehaviour.tells == Tells::Truth && self.misbehaviour.state == State::Right;
        match told(outcome)? {
            Err(error) if is_true => Err(format!("fails, and the server told the truth: {error}")),
            outcome => Ok(outcome),
        }
    }

    /// Whether all of an action is done.
    fn all_ok<Id: Display>(&self, outcome: Result<Outcomes<Id>, Error>) -> Result<bool, String> {
        Ok(self.told(outcome.and_then(|outcomes| outcomes.all_ok()))?.is_ok())
    }
}
