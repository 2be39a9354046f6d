//! A process of a program, which may be killed.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::Notify;
use verda_api_ext::{BoxFuture, Bytes, Client, Operation, Transport, TransportError};
use verda_fake::InProcess;

use crate::world::World;

/// When a process is killed.
#[derive(Clone, Copy, Debug)]
enum Death {
    BeforeRequest(usize),
    AfterRequest(usize),
    At(Duration),
}

/// The way of one process to the API. Once it is killed, nothing is sent any more: that is all that the API sees of it.
#[derive(Clone)]
pub(crate) struct Process(Arc<Inner>);

struct Inner {
    transport: InProcess,
    world: Arc<World>,
    requests: AtomicUsize,
    death: Option<Death>,
    /// Whether a request about machines that is on its way at that instant arrives.
    arrives: bool,
    is_dead: AtomicBool,
    /// Wakes in the order in which they came: a `watch` does so in any order.
    dies: Notify,
}

impl Process {
    pub(crate) fn new(world: &Arc<World>, is_killed: bool) -> Self {
        let death = is_killed.then(|| match world.below(3) {
            0 => Death::BeforeRequest(world.below(60) as usize),
            1 => Death::AfterRequest(world.below(60) as usize),
            _ => Death::At(Duration::from_millis(world.below(300_000))),
        });
        let inner = Inner {
            transport: world.fake.transport(),
            world: world.clone(),
            requests: AtomicUsize::new(0),
            death,
            arrives: world.below(2) == 0,
            is_dead: AtomicBool::new(false),
            dies: Notify::new(),
        };
        Self(Arc::new(inner))
    }

    pub(crate) fn client(&self) -> Client {
        let builder = Client::builder().credentials("id", "secret").jitter_seed(self.0.world.below(1000));
        builder.transport(self.clone()).build().unwrap()
    }

    /// What comes of a program, unless its process is killed before.
    pub(crate) async fn run<F: Future>(&self, program: F) -> Option<F::Output> {
        let death = async {
            if let Some(Death::At(time)) = self.0.death {
                tokio::time::sleep(time).await;
                self.die();
            }
            self.dies().await;
        };
        let outcome = match select(pin!(program), pin!(death)).await {
            Either::Left((outcome, _)) => Some(outcome),
            Either::Right(_) => None,
        };
        // Its client and its tasks end with it, also where it succeeds.
        self.die();
        self.0.world.note_killed(outcome.is_none());
        outcome
    }

    fn is_dead(&self) -> bool {
        self.0.is_dead.load(SeqCst)
    }

    fn die(&self) {
        self.0.is_dead.store(true, SeqCst);
        self.0.dies.notify_waiters();
    }

    async fn dies(&self) {
        let dies = self.0.dies.notified();
        if !self.is_dead() {
            dies.await;
        }
    }
}

impl Transport for Process {
    fn execute<'a>(
        &'a self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let inner = &*self.0;
            let number = inner.requests.fetch_add(1, SeqCst);
            if matches!(inner.death, Some(Death::BeforeRequest(last)) if last == number) {
                self.die();
            }
            if self.is_dead() {
                return pending().await;
            }
            inner.world.before(operation.id);
            let sent = inner.transport.execute(request, operation);
            let arrives = inner.arrives && matches!(operation.id, "deploy_instance" | "perform_instance_actions");
            let response = match arrives {
                true => sent.await,
                false => match select(sent, pin!(self.dies())).await {
                    Either::Left((response, _)) => response,
                    Either::Right(_) => return pending().await,
                },
            };
            inner.world.after(operation.id);
            if matches!(inner.death, Some(Death::AfterRequest(last)) if last == number) {
                self.die();
            }
            if self.is_dead() { pending().await } else { response }
        })
    }
}
