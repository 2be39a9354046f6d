//! An HTTP/1.1 server on a loopback socket.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;
use verda_api::BoxFuture;
use verda_api_ext::{CallOptions, Client, ClientBuilder};

use super::misbehaviours::Misbehaviour;
use super::reply::{Reply, reset};

/// A request as the server reads it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The number of earlier requests.
    pub number: usize,
    /// The HTTP method.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still encoded; empty if there is none.
    pub query: String,
    /// The request line and the headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Seen {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(':'));
        headers.find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// What a server does with a connection before it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Greeting {
    /// It reads requests.
    Read,
    /// It resets the connection, at once or after some bytes of the request.
    Reset,
    /// It never reads.
    Ignore,
}

type Respond = dyn Fn(&str, Seen) -> BoxFuture<'static, Reply> + Send + Sync;
type Greet = dyn Fn(usize) -> Greeting + Send + Sync;

/// A server that responds with a function, and records its requests. It ends with the runtime of the test, or when it is stopped.
pub struct Server {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

#[allow(clippy::expect_used, reason = "without a socket there is nothing to test")]
impl Server {
    /// A server that responds with a function.
    ///
    /// # Panics
    ///
    /// If this machine has no free port.
    pub async fn start(respond: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let respond = move |_: &str, seen: Seen| -> BoxFuture<'static, Reply> {
            let reply = respond(&seen);
            Box::pin(async move { reply })
        };
        Self::listen(Box::new(|_| Greeting::Read), Arc::new(respond)).await
    }

    /// A server that does to each connection what a misbehaviour does before it reads, where `is_met` says so of the number of
    /// the connection. `respond` gets the base URL of the server.
    ///
    /// # Panics
    ///
    /// If this machine has no free port.
    pub async fn misbehaving(
        misbehaviour: &Misbehaviour,
        is_met: impl Fn(usize) -> bool + Send + Sync + 'static,
        respond: impl Fn(&str, Seen) -> BoxFuture<'static, Reply> + Send + Sync + 'static,
    ) -> Self {
        let greeting = misbehaviour.greeting;
        let greet = move |number| if is_met(number) { greeting } else { Greeting::Read };
        Self::listen(Box::new(greet), Arc::new(respond)).await
    }

    async fn listen(greet: Box<Greet>, respond: Arc<Respond>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("the address of a socket"));
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (requests, here) = (seen.clone(), url.clone());
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            let mut number = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let (respond, requests, here) = (respond.clone(), requests.clone(), here.clone());
                let greeting = greet(number);
                number += 1;
                connections.spawn(async move { serve(stream, greeting, &here, &*respond, &requests).await });
                while connections.try_join_next().is_some() {}
            }
        });
        Self { url, seen, task }
    }

    /// An address at which no server is: its port is taken, and refuses connections.
    ///
    /// # Panics
    ///
    /// If this machine has no free port.
    pub async fn refusing() -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port");
        let url = format!("http://{}", socket.local_addr().expect("the address of a socket"));
        let task = tokio::spawn(async move {
            let _taken = socket;
            std::future::pending().await
        });
        Self { url, seen: Arc::default(), task }
    }

    /// A server with the same response to all requests.
    pub async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    /// A server with these responses in order, and then the last one always.
    pub async fn in_turn(replies: Vec<Reply>) -> Self {
        Self::start(move |seen| replies[seen.number.min(replies.len() - 1)].clone()).await
    }

    /// Closes the socket and all connections.
    pub fn stop(&self) {
        self.task.abort();
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The settings of a client with short pauses between attempts.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(&self.url).jitter_seed(7).options(fast)
    }

    /// A client with a token and with short pauses between attempts.
    ///
    /// # Panics
    ///
    /// If the client cannot be built, as those below.
    pub fn client(&self) -> Client {
        self.builder().access_token("canary-token").build().expect("valid settings")
    }

    /// A client whose calls are one attempt each.
    pub fn client_without_retries(&self) -> Client {
        self.client().with(|options| options.max_attempts(1))
    }

    /// A client with the pauses that a service has.
    pub fn client_with_usual_pauses(&self) -> Client {
        let builder = Client::builder().base_url(&self.url).jitter_seed(7).access_token("canary-token");
        builder.build().expect("valid settings")
    }

    /// A client that signs in first.
    pub fn client_that_signs_in(&self) -> Client {
        self.builder().credentials("id", "canary-secret").build().expect("valid settings")
    }

    fn requests(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.requests().clone()
    }

    /// The number of requests so far.
    pub fn count(&self) -> usize {
        self.requests().len()
    }
}

fn fast(options: CallOptions) -> CallOptions {
    let (first, longest) = (Duration::from_millis(1), Duration::from_millis(5));
    options.backoff(first, longest).timeout(Duration::from_secs(10))
}

/// Responds to the requests of a connection, one after the other.
async fn serve(mut stream: TcpStream, greeting: Greeting, here: &str, respond: &Respond, requests: &Mutex<Vec<Seen>>) {
    match greeting {
        Greeting::Read => {}
        Greeting::Reset => return reset(&stream),
        Greeting::Ignore => return tokio::time::sleep(Duration::from_secs(3600)).await,
    }
    let mut buffer = Vec::new();
    while let Some((head, body)) = request(&mut stream, &mut buffer).await {
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
        let seen = {
            let mut requests = requests.lock().unwrap_or_else(PoisonError::into_inner);
            let seen = Seen { number: requests.len(), method, path, query, head, body };
            requests.push(seen.clone());
            seen
        };
        if !respond(here, seen).await.send(&mut stream).await.unwrap_or(false) {
            return;
        }
    }
}

/// The head and the body of the next request; `None` at the end of the connection.
async fn request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<(String, String)> {
    let head_end = loop {
        if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&buffer[..head_end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok()).unwrap_or(0);
    while buffer.len() < head_end + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let rest = buffer.split_off(head_end + length);
    let whole = String::from_utf8_lossy(&std::mem::replace(buffer, rest)).into_owned();
    let (head, body) = whole.split_at(head_end);
    Some((head.to_owned(), body.to_owned()))
}
