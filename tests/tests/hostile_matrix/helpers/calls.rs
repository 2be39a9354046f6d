//! The calls: each helper once, and what must hold after it.

use std::future::{Future, IntoFuture as _};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use verda_api_ext::{Client, CloneVolumes, DeleteVolumes, types};
use verda_tests::{deployment, job};

use super::{Case, EVERY, TIME, must};
use crate::cells::{Outcome, fits_logs, within};
use crate::world::{World, order};

impl Case {
    pub(super) async fn wait(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "wait_for_instance" => {
                let id = world.direct().deploy_instance(order("node")).await.unwrap().into_inner();
                let wait = client.wait_for_instance(&id).every(EVERY).timeout(2 * TIME);
                let outcome = self.told(within(4 * TIME, wait.into_future()).await?)?;
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
                let outcome = self.told(within(3 * TIME, wait.into_future()).await?)?;
                let status = world.fake().volumes()[0]["status"].clone();
                must(outcome.is_err() || status == "detached", || format!("says that it is ready: {status}"))
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
                let outcome = self.told(within(4 * TIME, wait.into_future()).await?)?;
                let now = world.direct().get_container_deployment_status("llm").await.unwrap();
                let is_healthy = now.status == types::ContainerDeploymentStatus::Healthy;
                must(outcome.is_err() || is_healthy, || format!("says that it is healthy: {now:?}"))
            }
            _ => {
                world.job().await;
                let wait = client.wait_for_job_deployment("nightly").every(EVERY).timeout(2 * TIME);
                let outcome = self.told(within(4 * TIME, wait.into_future()).await?)?;
                let now = world.direct().get_job_deployment_status("nightly").await.unwrap();
                let is_ready =
                    matches!(now.status, types::JobDeploymentStatus::Ready | types::JobDeploymentStatus::Running);
                must(outcome.is_err() || is_ready, || format!("says that it is ready: {now:?}"))
            }
        }
    }

    pub(super) async fn terminate(&self, client: &Client, world: &Arc<World>) -> Outcome {
        // The last poll and the last deletions may take ten seconds each.
        let time = 2 * TIME + Duration::from_secs(20);
        let (done, is_gone) = match self.helper {
            "terminate_instances" => {
                let id = world.machine("node").await;
                let call = client.terminate_instances(&id, DeleteVolumes::Os).every(EVERY).timeout(2 * TIME);
                let done = self.all_ok(within(time, call.into_future()).await?)?;
                (done, matches!(world.status_of(id.as_str()).as_str(), "gone" | "discontinued" | "deleting"))
            }
            "terminate_clusters" => {
                let id = world.cluster().await;
                let call = client.terminate_clusters(&id).every(EVERY).timeout(2 * TIME);
                let done = self.all_ok(within(time, call.into_future()).await?)?;
                (done, matches!(world.status_of(id.as_str()).as_str(), "gone" | "discontinued" | "deleting"))
            }
            "terminate_container_deployments" => {
                world.deployment().await;
                let call = client.terminate_container_deployments("llm").every(EVERY).timeout(2 * TIME);
                let done = self.all_ok(within(time, call.into_future()).await?)?;
                (done, world.direct().list_container_deployments().await.unwrap().is_empty())
            }
            _ => {
                world.job().await;
                let call = client.terminate_job_deployments("nightly").every(EVERY).timeout(2 * TIME);
                let done = self.all_ok(within(time, call.into_future()).await?)?;
                (done, world.direct().list_job_deployments().await.unwrap().is_empty())
            }
        };
        must(!done || is_gone || self.lies(), || "says that it is gone".to_owned())
    }

    pub(super) async fn act(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "delete_instances" => {
                let ids = [world.machine("a").await, world.machine("b").await];
                let outcome = self.told(within(TIME, client.delete_instances(&ids, DeleteVolumes::Os)).await?)?;
                let is_done = |id: &types::InstanceId| world.accepted("PUT /v1/instances", id.as_str());
                self.item_by_item(&ids, outcome, is_done)
            }
            "shutdown_instances" => {
                let ids = [world.machine("a").await, world.machine("b").await];
                let outcome = self.told(within(TIME, client.shutdown_instances(&ids)).await?)?;
                let is_done = |id: &types::InstanceId| world.accepted("PUT /v1/instances", id.as_str());
                self.item_by_item(&ids, outcome, is_done)
            }
            "delete_volumes" => {
                let ids = [world.volume().await, world.volume().await];
                let outcome = self.told(within(TIME, client.delete_volumes(&ids)).await?)?;
                let left = world.direct().list_volumes().await.unwrap().into_inner();
                self.item_by_item(&ids, outcome, |id| left.iter().all(|volume| volume.id != *id))
            }
            "clone_volumes" => {
                let id = world.volume().await;
                let outcome = self.told(within(TIME, client.clone_volumes(&id, CloneVolumes::new())).await?)?;
                let clones = world.fake().volumes().len() - 1;
                self.made_once(clones, outcome)
            }
            _ => {
                let ids = [world.cluster().await];
                let outcome = self.told(within(TIME, client.discontinue_clusters(&ids)).await?)?;
                self.item_by_item(&ids, outcome, |id| world.accepted("PUT /v1/clusters", id.as_str()))
            }
        }
    }

    pub(super) async fn change(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "deploy_first_available" => {
                let options: Vec<types::DeployInstance> =
                    ["FIN-01", "FIN-02"].map(|code| order("node").location_code(code).try_into().unwrap()).to_vec();
                let outcome = self.told(within(3 * TIME, client.deploy_first_available(&options)).await?)?;
                self.made_once(world.billed("node").len(), outcome)
            }
            "find_deployed" => {
                let id = world.machine("node").await;
                let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_451_606_400);
                // It looks for a minute before it says *none*. What it finds it says at once.
                let Ok(outcome) = tokio::time::timeout(3 * TIME, client.find_deployed("node", long_ago)).await else {
                    return Ok(());
                };
                let outcome = self.told(outcome)?;
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
                let outcome = self.told(within(2 * TIME, client.edit_container_deployment("llm", edit)).await?)?;
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

    pub(super) async fn launch(&self, client: &Client, world: &Arc<World>) -> Outcome {
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
        match self.told(outcome)? {
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

    pub(super) async fn ensure(&self, client: &Client, world: &Arc<World>) -> Outcome {
        let time = 4 * TIME;
        let direct = world.direct();
        macro_rules! ensured {
            ($call:expr, $list:ident) => {{
                let outcome = self.told(within(time, $call).await?)?;
                let there = direct.$list().await.unwrap().len();
                self.made_once(there, outcome)
            }};
        }
        match self.helper {
            "ensure_ssh_key" => {
                let key =
                    types::CreateSshKey::builder().key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me").name("laptop");
                ensured!(client.ensure_ssh_key(key), list_ssh_keys)
            }
            "ensure_script" => {
                let script = types::CreateScript::builder().name("setup").script("#!/bin/sh");
                ensured!(client.ensure_script(script), list_scripts)
            }
            "ensure_secret" => {
                ensured!(client.ensure_secret(types::CreateSecret::builder().name("hf").value("hidden")), list_secrets)
            }
            "ensure_container_deployment" => {
                ensured!(client.ensure_container_deployment(deployment("llm")), list_container_deployments)
            }
            _ => ensured!(client.ensure_job_deployment(job("nightly")), list_job_deployments),
        }
    }

    pub(super) async fn look(&self, client: &Client, world: &Arc<World>) -> Outcome {
        match self.helper {
            "pages" => {
                for number in 0..23 {
                    let script = types::CreateScript::builder().name(format!("s{number}")).script("#!/bin/sh");
                    world.direct().create_script(script).await.unwrap();
                }
                match self.told(within(10 * TIME, client.scripts().all()).await?)? {
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
                match self.told(within(2 * TIME, client.instance_by_hostname("node")).await?)? {
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
                if let Ok(sum) = self.told(sum)? {
                    must(
                        sum.total().per_hour > rust_decimal::Decimal::ZERO || sum.total().is_partial || self.loses(),
                        || format!("says that nothing costs: {}", sum.total()),
                    )?;
                }
                let types = client.find_instance_types().gpus_at_least(1);
                self.told(within(3 * TIME, types.cheapest()).await?).map(|_| ())
            }
        }
    }
}

async fn first_within<T>(time: Duration, next: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(time, next).await.ok()
}
