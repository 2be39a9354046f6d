//! A response, and how it is sent.

use std::fmt;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::sleep;

/// Chunks of one byte: more of them only cost time.
const SINGLE: usize = 20;

/// How far a response gets before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Nothing was sent.
    Start,
    /// Half of the head was sent.
    Head,
    /// The head and half of the body were sent.
    Body,
}

/// How a response is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// As it should be.
    Whole,
    /// Whole, and the connection ends without notice.
    ThenClosed,
    /// After these bytes, such as a `100 Continue`.
    After(Vec<u8>),
    /// These bytes in place of the response, and the end of the connection.
    Raw(Vec<u8>),
    /// The connection ends here.
    Closed(Place),
    /// The connection is reset here.
    Reset(Place),
    /// The server sends no more, and goes on reading.
    HalfClosed(Place),
    /// Nothing more is sent, and the connection stays.
    Hangs(Place),
    /// One byte a second.
    Dripped,
    /// The body never ends; the response's body is repeated.
    Endless,
    /// The head never ends.
    EndlessHead,
    /// HTTP/1.0: the body ends with the connection.
    Old,
    /// With this version and reason in the status line.
    StatusLine(String),
    /// With lines that end without a carriage return.
    BareLines,
    /// In chunks, the first of them of one byte each, with trailers.
    Chunks,
}

/// The reply of a server to a request.
#[derive(Clone)]
pub struct Reply {
    /// The status of the response.
    pub status: u16,
    /// Its headers. Without a `content-length` or `transfer-encoding` it gets a correct length.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Vec<u8>,
    /// How it is sent.
    pub wire: Wire,
}

/// A response of JSON.
pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::new(status, body).with("content-type", "application/json")
}

/// A response of HTML.
pub fn html(status: u16, body: &str) -> Reply {
    Reply::new(status, body).with("content-type", "text/html")
}

impl fmt::Debug for Reply {
    /// As a failed test shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = String::from_utf8_lossy(&self.body).chars().take(200).collect();
        match &self.wire {
            Wire::Whole => write!(f, "{} {start:?}", self.status),
            Wire::Raw(bytes) | Wire::After(bytes) => write!(f, "{} {start:?}, {} bytes", self.status, bytes.len()),
            wire => write!(f, "{} {start:?}, {wire:?}", self.status),
        }
    }
}

impl Reply {
    /// A response without headers.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), wire: Wire::Whole }
    }

    /// The end of the connection in place of a response.
    pub fn closed() -> Self {
        Self::new(200, "").on(Wire::Closed(Place::Start))
    }

    /// A body with a longer announced length, and the end of the connection.
    pub fn cut(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let length = (body.len() + 10).to_string();
        Self::new(status, body).with("content-length", &length).on(Wire::ThenClosed)
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Removes a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self
    }

    /// Sends it in another way.
    #[must_use]
    pub fn on(mut self, wire: Wire) -> Self {
        self.wire = wire;
        self
    }

    fn head(&self) -> Vec<u8> {
        let first = match &self.wire {
            Wire::Old => format!("HTTP/1.0 {} Odd", self.status),
            Wire::StatusLine(line) => line.clone(),
            _ => format!("HTTP/1.1 {} Odd", self.status),
        };
        let mut lines = vec![first];
        let frames = ["content-length", "transfer-encoding"];
        let is_framed = self.headers.iter().any(|(name, _)| frames.contains(&name.as_str()));
        match self.wire {
            Wire::Endless | Wire::Chunks => lines.push("transfer-encoding: chunked".to_owned()),
            Wire::Old => {}
            _ if is_framed || self.status == 204 => {}
            _ => lines.push(format!("content-length: {}", self.body.len())),
        }
        lines.extend(self.headers.iter().map(|(name, value)| format!("{name}: {value}")));
        let end = if self.wire == Wire::BareLines { "\n" } else { "\r\n" };
        (lines.join(end) + end + end).into_bytes()
    }

    /// What is sent up to a place.
    fn until(&self, place: Place) -> Vec<u8> {
        let head = self.head();
        match place {
            Place::Start => Vec::new(),
            Place::Head => head[..head.len() / 2].to_vec(),
            Place::Body => [head.as_slice(), &self.body[..self.body.len() / 2]].concat(),
        }
    }

    /// Sends it. Whether the connection stays open for another request.
    pub(super) async fn send(&self, stream: &mut TcpStream) -> std::io::Result<bool> {
        let whole = || [self.head().as_slice(), self.body.as_slice()].concat();
        match &self.wire {
            Wire::Whole | Wire::BareLines => {
                stream.write_all(&whole()).await?;
                return Ok(true);
            }
            Wire::StatusLine(_) | Wire::ThenClosed | Wire::Old => stream.write_all(&whole()).await?,
            Wire::After(bytes) => {
                stream.write_all(bytes).await?;
                stream.write_all(&whole()).await?;
                return Ok(true);
            }
            Wire::Raw(bytes) => stream.write_all(bytes).await?,
            Wire::Closed(place) => stream.write_all(&self.until(*place)).await?,
            Wire::Reset(place) => {
                stream.write_all(&self.until(*place)).await?;
                // What was sent arrives before the reset.
                sleep(Duration::from_millis(5)).await;
                reset(stream);
            }
            Wire::HalfClosed(place) => {
                stream.write_all(&self.until(*place)).await?;
                stream.shutdown().await?;
                read_on(stream).await;
            }
            Wire::Hangs(place) => {
                stream.write_all(&self.until(*place)).await?;
                read_on(stream).await;
            }
            Wire::Dripped => {
                for byte in whole() {
                    stream.write_all(&[byte]).await?;
                    sleep(Duration::from_secs(1)).await;
                }
            }
            Wire::Endless => {
                stream.write_all(&self.head()).await?;
                let piece = [format!("{:x}\r\n", self.body.len()).as_bytes(), &self.body, b"\r\n"].concat();
                loop {
                    stream.write_all(&piece).await?;
                    tokio::task::yield_now().await;
                }
            }
            Wire::EndlessHead => {
                stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
                for number in 0_u64.. {
                    stream.write_all(format!("x-{number}: 1\r\n").as_bytes()).await?;
                    tokio::task::yield_now().await;
                }
            }
            Wire::Chunks => {
                let (single, rest) = self.body.split_at(self.body.len().min(SINGLE));
                let mut sent = self.head();
                sent.extend(single.iter().flat_map(|byte| [b'1', b'\r', b'\n', *byte, b'\r', b'\n']));
                if !rest.is_empty() {
                    sent.extend([format!("{:x}\r\n", rest.len()).as_bytes(), rest, b"\r\n"].concat());
                }
                stream.write_all(&sent).await?;
                stream.write_all(b"0\r\nx-trailer: 1\r\n\r\n").await?;
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Makes the end of the connection a reset.
#[allow(deprecated, reason = "it would block only with a time to linger")]
pub(super) fn reset(stream: &TcpStream) {
    // A connection that cannot be reset is closed, which is as hostile.
    let _ = stream.set_linger(Some(Duration::ZERO));
}

/// Reads until the client gives up.
async fn read_on(stream: &mut TcpStream) {
    let mut buffer = [0; 1024];
    while stream.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
