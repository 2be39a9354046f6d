//! A minimal HTTP/1.1 server on a loopback socket.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use verda_api_ext::{CallOptions, Client, ClientBuilder};

/// A request as the server reads it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// The number of earlier requests.
    pub(crate) number: usize,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: String,
}

/// The reply of the server to a request.
#[derive(Clone)]
pub(crate) enum Reply {
    Whole {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// A body with a longer announced length, and the end of the connection.
    Cut(u16, Vec<u8>),
    /// The end of the connection, without a response.
    Close,
}

pub(crate) fn json(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Whole { status, headers: vec![header("content-type", "application/json")], body: body.into() }
}

pub(crate) fn html(status: u16, body: &str) -> Reply {
    Reply::Whole { status, headers: vec![header("content-type", "text/html")], body: body.into() }
}

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

impl fmt::Debug for Reply {
    /// As a failed test shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole { status, body, .. } => write!(f, "{status} {:?}", String::from_utf8_lossy(body)),
            Self::Cut(status, body) => write!(f, "{status}, cut after {:?}", String::from_utf8_lossy(body)),
            Self::Close => f.write_str("closed"),
        }
    }
}

impl Reply {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Whole { headers, .. } = &mut self {
            headers.push(header(name, value));
        }
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let (status, headers, body, length) = match self {
            Self::Whole { status, headers, body } => (*status, headers.as_slice(), body.as_slice(), body.len()),
            Self::Cut(status, body) => (*status, &[][..], body.as_slice(), body.len() + 10),
            Self::Close => return Vec::new(),
        };
        let mut head = format!("HTTP/1.1 {status} Odd\r\n");
        if status != 204 {
            head.push_str(&format!("content-length: {length}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        [head.as_bytes(), b"\r\n", body].concat()
    }
}

/// A server that responds with a function, and records its requests.
pub(crate) struct Server {
    url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    pub(crate) async fn start(respond: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (respond, requests) = (Arc::new(respond), seen.clone());
        // The task ends with the runtime of the test.
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (respond, requests) = (respond.clone(), requests.clone());
                tokio::spawn(async move { serve(stream, &*respond, &requests).await });
            }
        });
        Self { url, seen }
    }

    /// A server with the same response to all requests.
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::start(move |_| reply.clone()).await
    }

    /// A server with these responses in order, and then the last one always.
    pub(crate) async fn in_turn(replies: Vec<Reply>) -> Self {
        Self::start(move |seen| replies[seen.number.min(replies.len() - 1)].clone()).await
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(&self.url).jitter_seed(7).options(fast)
    }

    /// A client with a token and with short pauses between attempts.
    pub(crate) fn client(&self) -> Client {
        self.builder().access_token("canary-token").build().unwrap()
    }

    /// A client whose calls are one attempt each.
    pub(crate) fn client_without_retries(&self) -> Client {
        self.builder().access_token("canary-token").options(|o| o.max_attempts(1)).build().unwrap()
    }

    /// A client with the pauses that a service has.
    pub(crate) fn client_with_usual_pauses(&self) -> Client {
        Client::builder().base_url(&self.url).jitter_seed(7).access_token("canary-token").build().unwrap()
    }

    /// A client that signs in first.
    pub(crate) fn client_that_signs_in(&self) -> Client {
        self.builder().credentials("id", "canary-secret").build().unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

fn fast(options: CallOptions) -> CallOptions {
    let (first, longest) = (Duration::from_millis(1), Duration::from_millis(5));
    options.backoff(first, longest).timeout(Duration::from_secs(10))
}

/// Responds to the requests of a connection, one after the other.
async fn serve(mut stream: TcpStream, respond: impl Fn(&Seen) -> Reply, requests: &Mutex<Vec<Seen>>) {
    let mut buffer = Vec::new();
    while let Some((head, body)) = request(&mut stream, &mut buffer).await {
        let mut words = head.split(' ');
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let (method, path, query) = (method.to_owned(), path.to_owned(), query.to_owned());
        let seen = {
            let mut requests = requests.lock().unwrap();
            let seen = Seen { number: requests.len(), method, path, query, body };
            requests.push(seen.clone());
            seen
        };
        let reply = respond(&seen);
        let written = stream.write_all(&reply.bytes()).await;
        if written.is_err() || !matches!(reply, Reply::Whole { .. }) {
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
