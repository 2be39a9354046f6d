//! Steps with deployments of containers and of jobs, which are known by their names.

use std::time::Duration;

use serde_json::Value;
use verda_api_ext::types::{UpdateContainerDeployment, UpdateJobDeployment};
use verda_api_ext::{Client, Error};
use verda_tests::{deployment, job};

use crate::book::Told;
use crate::machines::{LAST, MINUTE};
use crate::program::Program;

impl Program {
    pub(crate) fn deployment_name(&self) -> String {
        format!("d{}", self.name)
    }

    pub(crate) fn job_name(&self) -> String {
        format!("j{}", self.name)
    }

    /// What is told of an image after a change to it. While it is changed nothing is known: the process may be killed.
    fn note_image<T>(&mut self, name: &str, (before, image): (Option<String>, String), edited: &Result<T, Error>) {
        let told = match edited {
            Ok(_) => Some(image),
            Err(error) if error.may_have_happened() => None,
            Err(_) => before,
        };
        self.book.images.extend(told.map(|image| (name.to_owned(), image)));
    }

    pub(crate) async fn deploy(&mut self, client: &Client) -> Result<(), Error> {
        let name = self.deployment_name();
        self.book.named.entry(name.clone()).or_insert(Told::Unknown);
        let ensured = client.ensure_container_deployment(deployment(&name));
        self.timed("an ensure", 15, MINUTE, ensured).await?;
        self.book.named.insert(name.clone(), Told::There);
        let image = format!("vllm/vllm-openai:0.{}", self.random.u8(9..99));
        let change = |deployment: &mut UpdateContainerDeployment| {
            for container in deployment.containers.iter_mut().flatten() {
                container.image = Some(image.clone());
            }
        };
        let before = self.book.images.remove(&name);
        let edited = client.edit_container_deployment(&*name, change);
        let edited = self.timed("an edit", 2, Duration::ZERO, edited).await;
        self.note_image(&name, (before, image), &edited);
        edited?;
        let replicas = self.random.u64(2..9);
        let scaled =
            client.edit_container_deployment_scaling(&*name, |scaling| scaling.max_replica_count = Some(replicas));
        let scaled = self.timed("an edit", 2, Duration::ZERO, scaled).await?;
        if scaled.value.max_replica_count != Some(replicas) && !self.world.was_late(&name) {
            self.world.wrong(format!("{name} was told {scaled:?}, and not {replicas} replicas"));
        }
        Ok(())
    }

    pub(crate) async fn deploy_job(&mut self, client: &Client) -> Result<(), Error> {
        let name = self.job_name();
        self.book.named.entry(name.clone()).or_insert(Told::Unknown);
        let ensured = client.ensure_job_deployment(job(&name));
        self.timed("an ensure", 15, MINUTE, ensured).await?;
        self.book.named.insert(name.clone(), Told::There);
        let image = format!("batch/batch:1.{}", self.random.u8(9..99));
        let change = |job: &mut UpdateJobDeployment| {
            for container in job.containers.iter_mut().flatten() {
                container.image = Some(image.clone());
            }
        };
        let before = self.book.images.remove(&name);
        let edited = client.edit_job_deployment(&*name, change);
        let edited = self.timed("an edit", 2, Duration::ZERO, edited).await;
        self.note_image(&name, (before, image), &edited);
        edited?;
        let deadline = self.random.u64(60..7200);
        let scaled = client.edit_job_deployment_scaling(&*name, |scaling| scaling.deadline_seconds = Some(deadline));
        let scaled = self.timed("an edit", 3, Duration::ZERO, scaled).await?;
        if scaled.value.deadline_seconds != Some(deadline) && !self.world.was_late(&name) {
            self.world.wrong(format!("{name} was told {scaled:?}, and not a deadline of {deadline} s"));
        }
        Ok(())
    }

    pub(crate) async fn end_deployments(&mut self, client: &Client) -> Result<(), Error> {
        let (name, job) = (self.deployment_name(), self.job_name());
        if self.begin_end(&name) {
            let terminate = client.terminate_container_deployments(&*name).timeout(10 * MINUTE);
            self.timed("a termination", 0, 10 * MINUTE + LAST, terminate.into_future()).await?.all_ok()?;
            self.ended(&name, &self.world.fake.deployments());
        }
        if self.begin_end(&job) {
            let terminate = client.terminate_job_deployments(&*job).timeout(10 * MINUTE);
            self.timed("a termination", 0, 10 * MINUTE + LAST, terminate.into_future()).await?.all_ok()?;
            self.ended(&job, &self.world.fake.jobs());
        }
        Ok(())
    }

    /// Whether there may be one with this name, which is in doubt from now on.
    fn begin_end(&mut self, name: &str) -> bool {
        self.book.images.remove(name);
        self.book.named.get_mut(name).map(|told| *told = Told::Unknown).is_some()
    }

    fn ended(&mut self, name: &str, shown: &[Value]) {
        if shown.iter().any(|shown| shown["name"] == *name) && !self.world.was_late(name) {
            self.world.wrong(format!("{name} was told that it is gone"));
        }
        self.book.named.insert(name.to_owned(), Told::Gone);
    }
}
