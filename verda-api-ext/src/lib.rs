//! A client of the [Verda Cloud](https://verda.com) API (formerly DataCrunch) for services: GPU machines, clusters,
//! volumes, serverless containers and jobs.
//!
//! [`Client`] signs in by itself, waits for rate limits, and tries again where that is safe. It has a method for every
//! operation of the API: it derefs to the raw client of [`verda_api`], whose types are here as [`types`]. Helpers do what
//! every service would write itself. This page is a tour.
//!
//! # A client
//!
//! ```no_run
//! # async fn run() -> Result<(), verda_api_ext::Error> {
//! // VERDA_CLIENT_ID and VERDA_CLIENT_SECRET, or a profile of ~/.verda/credentials.
//! let client = verda_api_ext::Client::from_env()?;
//! // Is everything in order? Two calls, and a report to read.
//! println!("{}", client.check().await);
//! # Ok(())
//! # }
//! ```
//!
//! [`Client::builder`] takes credentials from elsewhere: as strings, from a vault, or as a token. Making a client sends
//! nothing; it signs in when a call first needs it. Clones are cheap and share everything, so make one and clone it.
//! Its calls need a tokio runtime with timers.
//!
//! # A call
//!
//! Each operation is a method. It takes what is required; what may be left out is set by name. The request is sent when it is
//! awaited (or with `send`). The response derefs to its value, and a list is gone through;
//! [`into_inner`](ResponseValue::into_inner) gives the value alone, and status and headers are there, too:
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! let types = client.list_instance_types().currency("usd").await?;
//! assert_eq!(types.status(), 200);
//! for instance_type in types {
//!     println!("{}: {:?}", instance_type.instance_type, instance_type.price_per_hour);
//! }
//! let balance = client.get_balance().await?.into_inner();
//! println!("{:?} {:?}", balance.amount, balance.currency);
//! # });
//! ```
//!
//! A list with an odd element keeps the others: [`skipped`](ResponseValue::skipped) has what could not be decoded, and
//! [`body`](ResponseValue::body) the body as the API sent it.
//!
//! Most members of a response are `Option`s: the API leaves out what it does not know yet, such as the address of a
//! machine that was ordered a moment ago. Enums keep values that this version does not know
//! (`InstanceStatus::Unknown`), ids are types of their own that the compiler does not mix up, and money is an exact
//! decimal. Times are those of [`chrono`], which is here without its clock: now is `SystemTime::now().into()`.
//!
//! # A machine: order, wait, delete
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), verda_api_ext::Error> {
//! # let fake = verda_fake::VerdaFake::builder().build();
//! # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
//! use std::time::Duration;
//!
//! use verda_api_ext::{DeleteVolumes, types::{CreateSshKey, DeployInstance}};
//!
//! let key = CreateSshKey::builder().name("laptop").key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me@laptop");
//! let order = DeployInstance::builder()
//!     .instance_type("1V100.6V")
//!     .image("ubuntu-24.04-cuda-12.8-open")
//!     .hostname("train-4711")
//!     .location_code("FIN-01")
//!     .ssh_key_ids(client.ensure_ssh_key(key).await?.value);
//! // It costs from here on, so the id is there at once, and waiting is a call of its own. Where the error is
//! // `OutcomeUnknown`, the machine may exist: `find_deployed` looks for it.
//! let id = client.deploy_instance(order).await?.into_inner();
//! let wait = client.wait_for_instance(&id).until_reachable().timeout(Duration::from_secs(900));
//! let worked = wait.await.map(|instance| println!("ssh root@{}", instance.ip.unwrap_or_default()));
//! // Whatever came of it: what is not deleted goes on costing, also when it is shut down.
//! client.terminate_instances(&id, DeleteVolumes::Os).await?.all_ok()?;
//! worked
//! # }
//! ```
//!
//! [`Wait`] knows the statuses that are final, waits for many machines with one request per poll, and tells what
//! [changes](Wait::changes). A machine cannot be deleted while it is being provisioned:
//! [`terminate_instances`](Client::terminate_instances) waits that out, deletes it, and waits until it is gone.
//! [`delete_instances`](Client::delete_instances) only sends the request.
//! [`deploy_first_available`](Client::deploy_first_available) orders the first of several machines that is free, and gives
//! its id at once.
//!
//! Request bodies have a builder, whose setters can come in any order, and many have a `new` that takes what is required,
//! such as [`DeployInstanceOsVolume::new`](types::DeployInstanceOsVolume::new). A list in a body takes values that are built:
//! from `new`, or `builder()…try_into()?`. Container and job deployments that the API is known to refuse, such as those with an
//! image of the tag `latest`, are not sent: the error names the member.
//!
//! # Several machines, none of them twice
//!
//! [`launch`](Client::launch) orders the machines of a group with a key and a script, wherever they are free, and waits for
//! them. Called again, also after a crash or a lost response, it goes on from what exists.
//! [`group`](Client::group)`.keep(n)` is one round of this, to be called again and again: it orders what is missing, replaces
//! what has failed or was evicted, and terminates what is too much.
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! let launch = client
//!     .launch("train", 4)
//!     .instance_types(["8H100.80S.176V", "1V100.6V"])
//!     .image("ubuntu-24.04-cuda-12.8-open")
//!     .ssh_key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE me@laptop")
//!     .script("#!/bin/bash\napt-get update");
//! for machine in launch.await?.machines {
//!     println!("ssh root@{}", machine.ip.as_deref().unwrap_or_default());
//! }
//! client.group("train").keep(0).await?;
//! # });
//! ```
//!
//! # A container: deploy, call, delete
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! use verda_api_ext::types::{
//!     ComputeResource, CreateContainer, CreateContainerDeployment, CreateContainerScaling, QueueLoadScalingTrigger,
//!     RegistrySettings, ScalingPolicy, ScalingTriggers,
//! };
//!
//! let scaling = CreateContainerScaling::builder()
//!     .min_replica_count(0)
//!     .max_replica_count(2)
//!     .concurrent_requests_per_replica(1)
//!     .queue_message_ttl_seconds(300)
//!     .scale_up_policy(ScalingPolicy::new(30))
//!     .scale_down_policy(ScalingPolicy::new(300))
//!     .scaling_triggers(ScalingTriggers::new(QueueLoadScalingTrigger::default()));
//! let deployment = CreateContainerDeployment::builder()
//!     .name("llm")
//!     .compute(ComputeResource::new("H100", 1))
//!     .container_registry_settings(RegistrySettings::new(false))
//!     .containers([CreateContainer::new(8000, "ghcr.io/me/llm:1.0")])
//!     .scaling(scaling);
//! client.create_container_deployment(deployment).await?;
//! client.wait_for_container_deployment("llm").await?;
//! let deployment = client.get_container_deployment("llm").await?;
//! // Any HTTP client sends them, with a key for inference from the console: the token of this API is another one.
//! println!("requests go to {:?}", deployment.endpoint_base_url);
//! client.terminate_container_deployments("llm").await?.all_ok()?;
//! # });
//! ```
//!
//! [`ensure_container_deployment`](Client::ensure_container_deployment) looks for the deployment first, and again where a response
//! was lost. The example `container_batch` in the repository scales one up and down.
//!
//! # Spot machines and evictions
//!
//! A spot machine is ordered with `is_spot(true)`, and can be evicted at any time without warning. Its status is
//! `discontinued` then, and later it is not listed any more.
//! [`evictions`](Client::evictions) tells of each one, and of what it leaves. **Its OS volume stays and goes on costing**,
//! unless the order says otherwise:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let fake = verda_fake::VerdaFake::builder().build();
//! # let client = verda_api_ext::Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
//! use verda_api_ext::types::{DeployInstanceOsVolume, OnSpotDiscontinue};
//!
//! let Some(offer) = client.find_instance_types().gpus_at_least(1).spot().cheapest().await? else { return Ok(()) };
//! let os_volume = DeployInstanceOsVolume::builder().name("worker-1-os").size(50_u64);
//! // As a spot instance, in the first location where it is free.
//! let order = offer
//!     .order()?
//!     .os_volume(os_volume.on_spot_discontinue(OnSpotDiscontinue::MoveToTrash))
//!     .image("ubuntu-24.04-cuda-12.8-open")
//!     .hostname("worker-1");
//! let id = client.deploy_instance(order).await?.into_inner();
//! client.wait_for_instance(&id).await?;
//! # fake.preempt_instance(id.as_str())?;
//! let mut evictions = client.evictions().of(&id);
//! while let Some(eviction) = evictions.next().await.transpose()? {
//!     println!("{:?} was evicted", eviction.hostname);
//! }
//! assert!(client.list_volumes().await?.is_empty());
//! # assert_eq!(client.list_volumes_in_trash().await?.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! The example `spot_autoscaler` in the repository keeps some of them running.
//!
//! # Errors
//!
//! All errors become an [`Error`] with `?`. It is one line that says what happened and what to do. Programs ask it:
//!
//! ```
//! use verda_api_ext::{Error, ErrorKind};
//!
//! fn what_next(error: &Error) -> &'static str {
//!     match error.kind() {
//!         // An order whose response was lost or proves nothing: does the machine exist? See `find_deployed`.
//!         ErrorKind::OutcomeUnknown => "check before retrying: the message says with which call",
//!         ErrorKind::RateLimited => "call again after error.retry_after()",
//!         // Safe to repeat, and it was repeated already.
//!         ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted => "call again later",
//!         ErrorKind::Auth | ErrorKind::Configuration => "correct the credentials or the settings",
//!         ErrorKind::PartlyFailed => "some of it was done: the message says what to check before retrying",
//!         ErrorKind::Wait => "see error.cause::<WaitError>(): what was waited for may go on costing",
//!         _ if error.is_not_found() => "it does not exist",
//!         _ if error.is_conflict() => "the name is taken, or the state does not fit",
//!         _ if error.is_capacity() => "another type or location",
//!         _ if error.is_quota() => "delete something, or ask for a higher limit",
//!         _ if error.is_insufficient_funds() => "add funds",
//!         _ => "read it: it is in the message",
//!     }
//! }
//! # let _ = what_next;
//! ```
//!
//! [`ErrorKind`] has a table of all kinds. A response counts as a success, or as a refusal, only if it is the API's own:
//! see [`Evidence`].
//!
//! # Retries, limits and time
//!
//! A call is sent up to four times, within five minutes: those that are safe to repeat after broken connections, time-outs,
//! the statuses 408, 425, 429 and 5xx, and responses that are not the API's own, such as a proxy's page; all others only
//! after a 429, or if no connection could be made or took the request. `Retry-After` is honoured. So nothing is ordered
//! twice. Before the project's rate limit is reached, calls wait for their turn; [`Client::rate_limits`] shows how much is
//! left. All of it is [`CallOptions`], for a client or for some calls:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), verda_api_ext::Error> {
//! # let fake = verda_fake::VerdaFake::builder().build();
//! use std::time::Duration;
//!
//! use verda_api_ext::Client;
//!
//! let client = Client::builder()
//!     .credentials("id", "secret")
//!     .user_agent("my-service/1.2")
//!     .options(|o| o.timeout(Duration::from_secs(60)))
//!     # .transport(fake.transport())
//!     .build()?;
//! let hasty = client.with(|o| o.timeout(Duration::from_secs(2)).max_attempts(1));
//! println!("{} machines", hasty.list_instances().await?.len());
//! # Ok(())
//! # }
//! ```
//!
//! # Several calls at once
//!
//! Actions take one id or many, and give [`Outcomes`]: what came of each, however the API responds. Deleting what does not
//! exist is a success of its own, [`already`](Outcomes::already). A list that comes in pages is read whole by [`Pages`].
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
//! # let order = order.hostname("node-1").location_code("FIN-01");
//! # let id = client.deploy_instance(order).await?.into_inner();
//! # client.wait_for_instance(&id).await?;
//! let instances = client.list_instances().await?;
//! let ids: Vec<_> = instances.iter().map(|instance| instance.id.clone()).collect();
//! let outcomes = client.shutdown_instances(&ids).await?;
//! for (id, failure) in outcomes.failed() {
//!     eprintln!("{id}: {failure}");
//! }
//! // All of the scripts; the raw call gives the first ten.
//! let scripts = client.scripts().all().await?;
//! # assert!(scripts.is_empty() && outcomes.all_ok().is_ok());
//! # });
//! ```
//!
//! One resource is found by its name with [`instance_by_hostname`](Client::instance_by_hostname),
//! [`volume_by_name`](Client::volume_by_name) and others like them, an image with [`find_image`](Client::find_image).
//!
//! # What should be there
//!
//! `ensure_…` creates what is not there yet, once, and never overwrites: [SSH keys](Client::ensure_ssh_key), which are found by
//! their content, [scripts](Client::ensure_script), [secrets](Client::ensure_secret),
//! [deployments](Client::ensure_container_deployment) and others. `edit_…` changes a
//! [deployment](Client::edit_container_deployment) or its [scaling](Client::edit_container_deployment_scaling) in a closure,
//! and sends what differs alone.
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! use verda_api_ext::types::CreateSshKey;
//!
//! let key = CreateSshKey::builder().key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me@laptop").name("laptop");
//! let key = client.ensure_ssh_key(key).await?;
//! println!("{} {}", key.value, if key.created { "is new" } else { "was there" });
//! # });
//! ```
//!
//! # Offers and costs
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! // What is free now, the cheapest first.
//! for offer in client.find_instance_types().gpu("H100").location("FIN-01").list().await? {
//!     println!("{offer}"); // 1H100.80S.30V at 1.99 usd/h, free in FIN-01
//! }
//! // What the project costs, and how long its money lasts.
//! let spending = client.spending().await?;
//! println!("{}, for {:?}", spending.total(), spending.runway());
//! # });
//! ```
//!
//! [`Client::estimate`] says what an order would cost, and [`Client::inventory`] lists all that the project has: its
//! [`spending`](Inventory::spending) says what each machine costs with its volumes, and each group of machines.
//!
//! # Requests by hand
//!
//! What the API has and its document does not, [`Client::request`] asks for, with the token, retries, limits and errors
//! of every other call:
//!
//! ```
//! # verda_fake::example!(client, fake, {
//! use verda_api_ext::raw::Method;
//!
//! let locations = client.request(Method::GET, "/v1/locations").send::<serde_json::Value>().await?;
//! assert!(locations.is_array());
//! # });
//! ```
//!
//! # Under test
//!
//! Every client takes a [`Transport`] in place of the wire ([`ClientBuilder::transport`]). The examples here run on
//! `verda-fake`, a whole Verda in memory, which is in this crate's repository.
//!
//! A function that takes an [`Instance`](types::Instance) or another response needs no server under test. These types are
//! `#[non_exhaustive]`, since the API adds members: a test makes one from JSON, in which everything that is an `Option` can be
//! left out.
//!
//! ```
//! use verda_api_ext::types::Instance;
//!
//! fn is_idle(instance: &Instance) -> bool {
//!     instance.status.is_billed() && instance.ip.is_none()
//! }
//!
//! let instance: Instance = serde_json::from_value(serde_json::json!({ "id": "a", "status": "offline" }))?;
//! assert!(is_idle(&instance));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! ## Features
//!
//! | feature | default | for |
//! |---|---|---|
//! | `rustls` | yes | https, with ring and the certificates that the operating system trusts |
//! | `rustls-no-provider` | no | the same with the provider of TLS that the application installs, such as aws-lc-rs |
//! | `native-tls` | no | https with the TLS of the operating system, where `rustls` is off; on Linux it needs OpenSSL's headers |
//! | `gzip`, `brotli` | no | asks for compressed responses, and reads them |
//! | `tracing` | no | a span per call and one per attempt, with OpenTelemetry's names |
//! | `schemars` | no | `JsonSchema` on every type |
//!
//! # Where to look next
//!
//! - [`raw`] is the client below, with all of its operations: [`raw::Client`], [`raw::builder`].
//! - [`types`] are the bodies of requests and responses.
//! - [`OPERATIONS`] says of each operation whether it may be repeated, destroys something, is public or paged.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod actions;
mod auth;
mod base_url;
mod build_error;
mod builder;
mod catalogue;
mod check;
mod checked;
mod client;
mod cost;
mod created;
mod credentials;
mod deploy;
mod edit;
mod ensure;
mod environment;
mod error;
mod evictions;
mod failure;
#[cfg(test)]
mod fuzz;
mod groups;
mod http_client;
mod ids;
mod inventory;
mod launch;
mod limits;
mod lookup;
mod options;
mod outcomes;
mod pages;
mod pipeline;
mod profile;
mod readable;
mod redact;
mod request;
mod retry;
mod retry_after;
mod secrets;
mod terminate;
mod trace;
mod wait;

pub use self::actions::{CloneVolumes, DeleteVolumes, IncompleteClones};
pub use self::auth::AuthError;
pub use self::build_error::BuildError;
pub use self::builder::ClientBuilder;
pub use self::catalogue::{FindInstanceTypes, Offer};
pub use self::check::CheckReport;
pub use self::client::Client;
pub use self::cost::{Cost, CostItem, CostOf, Estimate, HOURS_PER_MONTH, Spending};
pub use self::credentials::{BoxError, Credentials, CredentialsProvider};
pub use self::deploy::Deployed;
pub use self::edit::Edited;
pub use self::ensure::Ensured;
pub use self::error::{Error, ErrorKind};
pub use self::evictions::{Eviction, Evictions};
pub use self::groups::Group;
pub use self::ids::{IntoIds, One, Several};
pub use self::inventory::{Inventory, SelectInstances};
pub use self::launch::{FailedSlot, Launch, LaunchError, Launched, Left, Machine};
pub use self::limits::RateLimit;
pub use self::lookup::LookupError;
pub use self::options::CallOptions;
pub use self::outcomes::{ActionFailure, ActionSuccess, Outcomes};
pub use self::pages::{CursorPages, Page, Pages};
pub use self::profile::ProfileError;
pub use self::request::CustomRequest;
pub use self::secrets::RegistryCredentials;
pub use self::terminate::Terminate;
pub use self::wait::{Change, Changes, Condition, Wait, WaitEnd, WaitError, Watched};
// What stands in public signatures, in the versions that they have there.
pub use rust_decimal::Decimal;
pub use verda_api::{
    self as raw, ApiMessage, BoxFuture, Bytes, CallReport, CursorPage, Evidence, HttpTransport, ItemResult, OPERATIONS,
    OneOrMany, Operation, ResponseValue, SecretString, Skipped, Transport, TransportError, TransportErrorKind, types,
};
pub use {chrono, http, reqwest};
