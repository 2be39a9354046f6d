//! A stateful fake of the Verda Cloud API, to test clients and services against.
//!
//! The responses have the shapes of the running API, which sometimes differ from its document. The fake keeps state: created
//! resources can be listed, machines go through their life cycle, tokens expire. With [`Builder::strict`] the responses
//! follow the corrected document exactly.
//!
//! - **In-process**: [`VerdaFake::handle`] takes a request and returns the response, without a socket, a background task or
//!   a timer. The clock is tokio's, so in a runtime with paused time an hour takes no real time.
//! - **Over a socket**: [`VerdaFake::serve`], or the program `verda-fake --listen 127.0.0.1:8080`. In addition to the
//!   API, `GET /` shows a page with the current state, `GET /v1/openapi.json` returns the document, and under
//!   `/_fake/` is an API that controls the fake as the handle does; `GET /_fake/openapi.json` describes it.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use bytes::Bytes;
//! use verda_fake::VerdaFake;
//!
//! let fake = VerdaFake::builder().seed(7).build();
//! let request = http::Request::get("/v1/instance-types").body(Bytes::new())?;
//! let response = fake.handle(request).await?;
//! assert_eq!(response.status(), 200);
//! assert_eq!(fake.requests()[0].operation, Some("GET /v1/instance-types"));
//! # Ok(())
//! # }
//! ```
//!
//! # What is served
//!
//! Every operation of the API: tokens, the catalogue, instances and clusters with their life cycles and actions, volumes
//! with theirs, SSH keys, scripts, container and job deployments with scaling, replicas and environment, secrets, registry
//! credentials, and the balance, which falls as long as machines and volumes exist. Deployments cost nothing.
//!
//! An operation without a handler, such as a new one, is served from the document: with its example or an instance of the
//! response's schema, and the header `x-fake-response: document`. [`Builder::document`] replaces the bundled document.
//!
//! # In a test
//!
//! - **State** is read with [`VerdaFake::instances`], [`VerdaFake::clusters`] and [`VerdaFake::volumes`], as
//!   JSON in the API's shapes, and with [`VerdaFake::balance`].
//! - **The fate of machines** is set with [`VerdaFake::next_instance_fate`], [`VerdaFake::set_instance_status`],
//!   [`VerdaFake::preempt_instance`] and [`VerdaFake::set_capacity`], and by the quotas of the [`Builder`].
//! - **The fate of deployments** is set with [`VerdaFake::decide_deployment_status`], and the length of their queues with
//!   [`VerdaFake::fill_deployment_queue`].
//! - **Faults** are injected with an [`Injection`].
//! - **Requests** are in the journal, [`VerdaFake::requests`]. Expected ones are declared with [`VerdaFake::expect`] and checked
//!   with [`VerdaFake::verify`].
//!
//! ```
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//!
//! use bytes::Bytes;
//! use verda_fake::{Fate, VerdaFake};
//!
//! let fake = VerdaFake::builder().balance(100.0).build();
//! fake.next_instance_fate(Fate::NoCapacity);
//! fake.expect("POST /v1/instances").times(1);
//!
//! // A service orders a machine.
//! # let login = r#"{"grant_type":"client_credentials","client_id":"id","client_secret":"secret"}"#;
//! # let json = "application/json";
//! # let request = http::Request::post("/v1/oauth2/token").header("content-type", json).body(Bytes::from(login))?;
//! # let token: serde_json::Value = serde_json::from_slice(fake.handle(request).await?.body())?;
//! # let token = format!("Bearer {}", token["access_token"].as_str().unwrap_or_default());
//! let order = r#"{"instance_type":"CPU.4V.16G","image":"ubuntu-24.04","hostname":"a","location_code":"FIN-01"}"#;
//! let request = http::Request::post("/v1/instances")
//!     .header("authorization", token)
//!     .header("user-agent", "service")
//!     .header("content-type", "application/json")
//!     .body(Bytes::from(order))?;
//! assert_eq!(fake.handle(request).await?.status(), 202);
//!
//! tokio::time::advance(Duration::from_secs(60)).await;
//! assert_eq!(fake.instances()[0]["status"], "no_capacity");
//! fake.verify()?;
//! # Ok(())
//! # }
//! ```

mod api;
mod builder;
mod control;
mod example;
mod fake;
mod handling;
mod model;
mod page;
mod remote;
mod server;
mod state;
mod steps;
mod transport;

pub use crate::api::document::InvalidDocument;
pub use crate::api::faults::notation::InvalidFault;
pub use crate::api::faults::{Effect, Fault, Injection, UnknownOperation};
pub use crate::api::habits::{Gone, UnknownGone};
pub use crate::api::journal::Recorded;
pub use crate::api::limits::RateLimits;
pub use crate::builder::Builder;
pub use crate::control::deployments::UnknownDeployment;
pub use crate::control::expect::{Expectation, Unmet};
pub use crate::control::machines::ControlError;
pub use crate::control::snapshot::InvalidSnapshot;
pub use crate::fake::VerdaFake;
pub use crate::handling::MAX_BODY_BYTES;
pub use crate::model::fate::Fate;
pub use crate::remote::scenario::{InvalidScenario, Scenario};
pub use crate::transport::InProcess;
