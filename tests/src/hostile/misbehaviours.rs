//! All misbehaviours, by name.

use std::fmt;
use std::sync::Arc;

use super::reply::{Place, Reply, Wire, html};
use super::server::Greeting;
use super::{bodies, headers, statuses};

/// Whether a server that misbehaves carries out the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acts {
    /// It does not: it cannot, or it would lie.
    Never,
    /// It does.
    Always,
    /// It may, and the client cannot know.
    Perhaps,
}

/// What the response tells of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// The truth, in a form that a client has to understand.
    Truth,
    /// The truth, in a form that a client may fail to understand.
    Perhaps,
    /// Nothing, except for operations that can respond so.
    AsMayBe,
    /// Nothing.
    Nothing,
    /// That the request was not carried out.
    Refusal,
    /// That the resource does not exist.
    Absence,
}

/// What a server does with its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What it should.
    Right,
    /// It carries out requests twice.
    ActsTwice,
    /// Its lists show what was, and not what is.
    ListsLate,
}

/// What a reply is made of.
#[derive(Clone, Debug)]
pub(super) struct Setting<'a> {
    /// What a server that behaves would respond.
    pub(super) truth: &'a Reply,
    /// The base URL of this server.
    pub(super) here: &'a str,
    /// The base URL of a server that no request belongs to.
    pub(super) elsewhere: &'a str,
    /// How often the server has misbehaved so far.
    pub(super) number: usize,
}

type Make = dyn Fn(&Setting<'_>) -> Reply + Send + Sync;

/// A way in which a server misbehaves.
#[derive(Clone)]
pub struct Misbehaviour {
    /// The name, by which a failed test can be repeated.
    pub name: String,
    /// Whether it acts.
    pub acts: Acts,
    /// What its reply tells.
    pub tells: Tells,
    /// Whether calls may need all of their time.
    pub hangs: bool,
    /// Whether no connection can be made at all.
    pub is_refusing: bool,
    /// Whether a call that is safe to repeat has to be sent again after it.
    pub is_transient: bool,
    /// What the server does with its state.
    pub state: State,
    pub(super) greeting: Greeting,
    make: Arc<Make>,
}

impl fmt::Debug for Misbehaviour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Misbehaviour {
    pub(super) fn new(
        name: impl Into<String>,
        tells: Tells,
        make: impl Fn(&Setting<'_>) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let acts = match tells {
            Tells::Truth | Tells::Perhaps => Acts::Always,
            Tells::Nothing | Tells::AsMayBe => Acts::Perhaps,
            Tells::Refusal | Tells::Absence => Acts::Never,
        };
        let (name, make) = (name.into(), Arc::new(make));
        let (greeting, state) = (Greeting::Read, State::Right);
        Self { name, acts, tells, hangs: false, is_refusing: false, is_transient: false, greeting, state, make }
    }

    /// The truth, sent in another way.
    fn sent(name: &str, tells: Tells, wire: Wire) -> Self {
        Self::new(name, tells, move |setting| setting.truth.clone().on(wire.clone()))
    }

    /// The same reply always.
    pub(super) fn reply(name: impl Into<String>, tells: Tells, reply: Reply) -> Self {
        Self::new(name, tells, move |_| reply.clone())
    }

    pub(super) fn that_hangs(mut self) -> Self {
        self.hangs = true;
        self
    }

    pub(super) fn that_never_acts(mut self) -> Self {
        self.acts = Acts::Never;
        self
    }

    /// Whether a server that misbehaves so acts at times, and at times does not.
    pub fn variants(&self) -> &'static [bool] {
        match self.acts {
            Acts::Never => &[false],
            Acts::Always => &[true],
            Acts::Perhaps => &[false, true],
        }
    }

    /// Whether it is about connections before a request is read.
    pub fn is_of_connections(&self) -> bool {
        self.is_refusing || self.greeting != Greeting::Read
    }

    /// The reply in place of the truth. `here` is the base URL of the server, `elsewhere` that of another one, and `number` says
    /// how often the server has misbehaved so far.
    pub fn respond(&self, truth: &Reply, here: &str, elsewhere: &str, number: usize) -> Reply {
        (self.make)(&Setting { truth, here, elsewhere, number })
    }
}

/// All misbehaviours. Their names differ.
pub fn misbehaviours() -> Vec<Misbehaviour> {
    let passing = [connections(), statuses::all()].concat().into_iter().map(|mut one| {
        one.is_transient = one.tells == Tells::Nothing && !one.hangs && !one.is_refusing;
        one
    });
    let state = |name: &str, state| {
        let mut this = Misbehaviour::sent(name, Tells::Truth, Wire::Whole);
        this.state = state;
        this
    };
    let states = [state("acts-twice", State::ActsTwice), state("lists-are-late", State::ListsLate)];
    passing.chain(bodies::all()).chain(headers::all()).chain(states).collect()
}

fn connections() -> Vec<Misbehaviour> {
    use Tells::{Nothing, Perhaps, Truth};
    let greeted = |name: &str, greeting| {
        let mut this = Misbehaviour::sent(name, Nothing, Wire::Closed(Place::Start)).that_never_acts();
        this.greeting = greeting;
        this
    };
    let mut refused = greeted("refused", Greeting::Read);
    refused.is_refusing = true;
    let raw = |name: &str, bytes: &[u8]| Misbehaviour::sent(name, Nothing, Wire::Raw(bytes.to_vec()));
    let line = |name: &str, tells, line: &str| Misbehaviour::sent(name, tells, Wire::StatusLine(line.to_owned()));
    let before =
        |name: &str, tells, bytes: &str| Misbehaviour::sent(name, tells, Wire::After(bytes.as_bytes().to_vec()));
    let flood = "HTTP/1.1 102 Processing\r\n\r\n".repeat(2000);
    let mut all = vec![
        refused,
        greeted("reset-before-reading", Greeting::Reset),
        greeted("never-reads", Greeting::Ignore).that_hangs(),
        Misbehaviour::sent("dripped", Perhaps, Wire::Dripped).that_hangs(),
        Misbehaviour::sent("chunks-of-one-byte", Truth, Wire::Chunks),
        Misbehaviour::sent("closed-after-each-response", Truth, Wire::ThenClosed),
        Misbehaviour::sent("http-1.0", Truth, Wire::Old),
        Misbehaviour::sent("bare-line-feeds", Perhaps, Wire::BareLines),
        Misbehaviour::sent("endless-head", Nothing, Wire::EndlessHead).that_hangs(),
        before("continue-first", Truth, "HTTP/1.1 100 Continue\r\n\r\n"),
        before("early-hints-first", Truth, "HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"),
        before("two-thousand-1xx-first", Perhaps, &flood),
        before("empty-lines-first", Perhaps, "\r\n\r\n"),
        // The truth comes after it, and is the response to a repetition on the same connection where that is sent at once.
        before("another-response-first", Perhaps, "HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n"),
        raw("switching-protocols", b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
        raw("only-continue", b"HTTP/1.1 100 Continue\r\n\r\n"),
        raw("banner-of-ssh", b"SSH-2.0-OpenSSH_9.6\r\n"),
        raw("alert-of-tls", b"\x15\x03\x01\x00\x02\x02\x46"),
        raw("preface-of-http-2", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x80\x00\x04\x00\x01\x00\x00\x00\x05\x00\xff\xff\xff"),
        raw("zeros", &[0; 4096]),
        raw("html-without-head", b"<html><body>Bad Request</body></html>"),
        raw("megabyte-of-status-line", &[b'A'; 1 << 20]),
        line("status-line-without-reason", Truth, "HTTP/1.1 200"),
        line("status-line-in-lower-case", Perhaps, "http/1.1 200 ok"),
        line("status-of-two-digits", Nothing, "HTTP/1.1 20 OK"),
        line("status-of-four-digits", Nothing, "HTTP/1.1 2000 OK"),
        line("version-9.9", Perhaps, "HTTP/9.9 200 OK"),
        line("version-2", Perhaps, "HTTP/2 200"),
    ];
    for (name, place) in [("before-response", Place::Start), ("amid-head", Place::Head), ("amid-body", Place::Body)] {
        let sent = |how: &str, wire| Misbehaviour::sent(&format!("{how}-{name}"), Nothing, wire);
        // Half of a body of one byte, or of none, is whole.
        let tells = |this: Misbehaviour| if place == Place::Body { this.telling(Tells::AsMayBe) } else { this };
        all.extend([
            tells(sent("closed", Wire::Closed(place))),
            tells(sent("reset", Wire::Reset(place))),
            tells(sent("half-closed", Wire::HalfClosed(place)).that_hangs()),
            tells(sent("hangs", Wire::Hangs(place)).that_hangs()),
        ]);
    }
    // A proxy that gives the connection up while the request is under way.
    all.push(Misbehaviour::new("keep-alive-closes-under-way", Nothing, |setting| {
        let closing = html(408, "").with("connection", "close").on(Wire::ThenClosed);
        if setting.number % 2 == 0 { Reply::closed() } else { closing }
    }));
    all
}

impl Misbehaviour {
    pub(super) fn telling(mut self, tells: Tells) -> Self {
        self.tells = tells;
        self
    }
}
