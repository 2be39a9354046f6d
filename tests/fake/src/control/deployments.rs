//! Test control over deployments and jobs while they run.

use std::fmt;

use serde_json::Value;

use crate::api::serverless::{deployments, jobs};
use crate::fake::VerdaFake;
use crate::model::serverless::Member;
use crate::model::serverless::deployment::Deployed;
use crate::model::serverless::job::Batch;

impl VerdaFake {
    /// Sets the status of a container deployment in place of `healthy`, now and after every start.
    ///
    /// The deployment may be created later, and the status may be unknown to the document. Its replicas follow: those of an
    /// `unhealthy` deployment are in `error`, those of an `image_pulling` one never get their image. The status `healthy`
    /// cancels the decision.
    ///
    /// ```
    /// # use serde_json::json;
    /// # use verda_fake::VerdaFake;
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let fake = VerdaFake::builder().build();
    /// // The image of this deployment can never be pulled.
    /// fake.decide_deployment_status("llm", "image_pulling");
    /// # let send = async |method: &str, path: &str, token: &str, body: serde_json::Value| {
    /// #     let request = http::Request::builder().method(method).uri(path)
    /// #         .header("authorization", format!("Bearer {token}")).header("content-type", "application/json");
    /// #     let response = fake.handle(request.body(body.to_string().into()).unwrap()).await.unwrap();
    /// #     serde_json::from_slice::<serde_json::Value>(response.body()).unwrap()
    /// # };
    /// # let login = json!({ "grant_type": "client_credentials", "client_id": "a", "client_secret": "b" });
    /// # let token = send("POST", "/v1/oauth2/token", "", login).await["access_token"].as_str().unwrap().to_owned();
    /// # send("POST", "/v1/container-deployments", &token, json!({ "name": "llm",
    /// #     "container_registry_settings": { "is_private": false }, "compute": { "name": "H100", "size": 1 },
    /// #     "containers": [{ "image": "example.com/llm:1.0", "exposed_port": 80 }],
    /// #     "scaling": { "min_replica_count": 1, "max_replica_count": 2, "scale_up_policy": { "delay_seconds": 0 },
    /// #         "scale_down_policy": { "delay_seconds": 0 }, "queue_message_ttl_seconds": 60,
    /// #         "concurrent_requests_per_replica": 1, "scaling_triggers": { "queue_load": { "threshold": 1 } } } })).await;
    /// // … the code under test creates the deployment and waits …
    /// tokio::time::advance(std::time::Duration::from_secs(600)).await;
    /// let status = send("GET", "/v1/container-deployments/llm/status", &token, json!({})).await;
    /// assert_eq!(status["status"], "image_pulling");
    /// # Ok(())
    /// # }
    /// ```
    pub fn decide_deployment_status(&self, name: &str, status: &str) {
        self.state().project.serverless.decided_deployments.insert(name.to_owned(), status.to_owned());
    }

    /// Sets the status of a job in place of `ready` and `running`, as
    /// [`decide_deployment_status`](Self::decide_deployment_status) does.
    pub fn decide_job_status(&self, name: &str, status: &str) {
        self.state().project.serverless.decided_jobs.insert(name.to_owned(), status.to_owned());
    }

    /// Sets the number of messages in the queue of a container deployment. The number of replicas follows.
    ///
    /// The messages stay until they are purged, replaced, or dropped after the time in the deployment's scaling.
    ///
    /// # Errors
    ///
    /// [`UnknownDeployment`] if no such name exists, or if it is being deleted.
    pub fn fill_deployment_queue(&self, name: &str, messages: u64) -> Result<(), UnknownDeployment> {
        self.fill_queue::<Deployed>(name, messages)
    }

    /// Sets the number of messages in the queue of a job, which is `running` while the queue is not empty.
    ///
    /// # Errors
    ///
    /// [`UnknownDeployment`] if no such name exists, or if it is being deleted.
    pub fn fill_job_queue(&self, name: &str, messages: u64) -> Result<(), UnknownDeployment> {
        self.fill_queue::<Batch>(name, messages)
    }

    fn fill_queue<K: Member>(&self, name: &str, messages: u64) -> Result<(), UnknownDeployment> {
        let (mut state, now) = self.state_now();
        let filled = state.project.serverless.fill_queue::<K>(name, messages, now);
        filled.map_err(|_| UnknownDeployment(name.to_owned()))
    }

    /// Every container deployment as `GET /v1/container-deployments/{deployment_name}` shows it now, the oldest first.
    pub fn deployments(&self) -> Vec<Value> {
        let (mut state, now) = self.state_now();
        state.project.serverless.settle(now);
        let all = state.project.serverless.deployments.iter();
        all.map(|deployment| deployments::to_value(deployment, self.clock(), now)).collect()
    }

    /// Every job as `GET /v1/job-deployments/{jobName}` shows it now, the oldest first.
    pub fn jobs(&self) -> Vec<Value> {
        let (mut state, now) = self.state_now();
        state.project.serverless.settle(now);
        let all = state.project.serverless.jobs.iter();
        all.map(|job| jobs::to_value(job, self.clock(), now)).collect()
    }
}

/// The container deployment or job does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownDeployment(
    /// The name that was given.
    pub String,
);

impl fmt::Display for UnknownDeployment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no deployment or job is named `{}`: create it before you fill its queue", self.0)
    }
}

impl std::error::Error for UnknownDeployment {}
