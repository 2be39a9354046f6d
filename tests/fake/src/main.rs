//! A fake of the Verda Cloud API on a socket.

use std::error::Error;
use std::fmt::Display;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use tokio::net::TcpListener;
use verda_fake::{Gone, Injection, Recorded, Scenario, VerdaFake};

/// Requests that the journal keeps: a program runs for long.
const JOURNAL_CAPACITY: usize = 1000;

/// A stateful fake of the Verda Cloud API, to test clients and services against.
#[derive(Debug, Parser)]
#[command(name = "verda-fake", version)]
struct Arguments {
    /// Address to listen on; port 0 takes a free one. Every client that reaches it can steer the fake through /_fake/.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// The client id that is accepted; without it, all are.
    #[arg(long, value_name = "ID", requires = "client_secret")]
    client_id: Option<String>,

    /// The secret of the client id.
    #[arg(long, value_name = "SECRET", requires = "client_id")]
    client_secret: Option<String>,

    /// The seed of all ids and tokens.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,

    /// The speed of machine time relative to real time.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = speed)]
    speed: f64,

    /// Seconds from the order of a machine to its being up, before the speed.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    provisioning_time: u64,

    /// Seconds until a new instance or cluster appears in the list, before the speed.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    listed_after: u64,

    /// Seconds for which a machine runs without an address, before the speed.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    address_after: u64,

    /// Seconds after which a proxy responds with 504 to a request that is held back; without it, never.
    #[arg(long, value_name = "SECONDS")]
    gateway_timeout: Option<u64>,

    /// How calls on instances that are gone are refused: documented, not-found, invalid-id, forbidden or mixed.
    #[arg(long, value_name = "HOW", default_value = "documented")]
    gone: Gone,

    /// Have a catalogue with nulls and without some members, as the running API has been seen.
    #[arg(long)]
    hostile_catalogue: bool,

    /// Refuse to make and to resize HDD volumes, as the running API does.
    #[arg(long)]
    hdd_retired: bool,

    /// Let deletes of SSH keys and scripts that are not there succeed.
    #[arg(long)]
    lenient_deletes: bool,

    /// Life of an access token in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    token_lifetime: u64,

    /// The project's money, in US dollars.
    #[arg(long, value_name = "DOLLARS", default_value_t = 1000.0, value_parser = finite, allow_negative_numbers = true)]
    balance: f64,

    /// The maximum number of startup scripts.
    #[arg(long, value_name = "SCRIPTS", default_value_t = 100)]
    script_quota: usize,

    /// Allow any number of requests.
    #[arg(long)]
    no_rate_limits: bool,

    /// Follow the corrected document exactly, also where the running API does not.
    #[arg(long)]
    strict: bool,

    /// A document in JSON that replaces the bundled one; operations without a handler are served from it.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,

    /// A fault to inject, as in `GET /v1/instances=status:503:2`; can be given again.
    ///
    /// OPERATION is a method and a path template, or * for any. EFFECT is status:CODE, scope, html:CODE, opaque:CODE,
    /// handled:CODE (handled, but the response is an error), slow:SECONDS, hang, reset-before, reset-after, truncated or
    /// respond:CODE:CONTENT_TYPE:BODY. TIMES is the number of requests to be hit, or always; 1 without it.
    #[arg(long = "fault", value_name = "OPERATION=EFFECT[:TIMES]")]
    faults: Vec<Injection>,

    /// A file in JSON or YAML with requests to the control API that are carried out at the start, or after some machine time.
    ///
    /// It is a list of steps such as {"request": "POST /_fake/fates", "body": {"of": "instance", "fate": "error"}}, each of
    /// which can have an `after` in seconds. GET /_fake/openapi.json describes the requests.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
}

/// The builder takes 1 in place of a speed that is none, and 0 in place of money that is none; a user is told.
fn speed(text: &str) -> Result<f64, String> {
    finite(text).ok().filter(|speed| *speed > 0.0).ok_or_else(|| "a speed is a number above zero".to_owned())
}

fn finite(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| "this is no number".to_owned())
}

fn build(arguments: Arguments) -> Result<VerdaFake, Box<dyn Error + Send + Sync>> {
    let start: DateTime<Utc> = SystemTime::now().into();
    let mut builder = VerdaFake::builder()
        .start_time(start)
        .seed(arguments.seed)
        .speed(arguments.speed)
        .provisioning_time(Duration::from_secs(arguments.provisioning_time))
        .listed_after(Duration::from_secs(arguments.listed_after))
        .address_after(Duration::from_secs(arguments.address_after))
        .gone(arguments.gone)
        .token_lifetime(Duration::from_secs(arguments.token_lifetime))
        .balance(arguments.balance)
        .script_quota(arguments.script_quota)
        .journal_capacity(JOURNAL_CAPACITY)
        .on_request(move |request| eprintln!("{}", log_line(request)));
    if let (Some(id), Some(secret)) = (arguments.client_id, arguments.client_secret) {
        builder = builder.credentials(id, secret);
    }
    if arguments.no_rate_limits {
        builder = builder.without_rate_limits();
    }
    if let Some(seconds) = arguments.gateway_timeout {
        builder = builder.gateway_timeout(Duration::from_secs(seconds));
    }
    if arguments.lenient_deletes {
        builder = builder.lenient_deletes();
    }
    if arguments.hostile_catalogue {
        builder = builder.hostile_catalogue();
    }
    if arguments.hdd_retired {
        builder = builder.hdd_retired();
    }
    if arguments.strict {
        builder = builder.strict();
    }
    if let Some(file) = arguments.document {
        let failed = |error: &dyn Display| format!("{}: {error}", file.display());
        let text = std::fs::read_to_string(&file).map_err(|error| failed(&error))?;
        builder = builder.document(&text).map_err(|error| failed(&error))?;
    }
    let fake = builder.build();
    for fault in arguments.faults {
        let how = "write OPERATION=EFFECT[:TIMES], as in `GET /v1/instances=status:503:2`";
        fake.inject(fault).map_err(|error| format!("{error}; {how}"))?;
    }
    if let Some(file) = arguments.scenario {
        let failed = |error: &dyn Display| format!("{}: {error}", file.display());
        let text = std::fs::read_to_string(&file).map_err(|error| failed(&error))?;
        let scenario: Scenario = text.parse().map_err(|error| failed(&error))?;
        fake.run_scenario(scenario).map_err(|error| failed(&error))?;
    }
    Ok(fake)
}

/// A log line for a request: time, operation and status. Headers and bodies are omitted, because they hold secrets.
fn log_line(request: &Recorded) -> String {
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let status = match request.status {
        Some(status) => status.as_u16().to_string(),
        None => "no response".to_owned(),
    };
    let seconds = request.at.as_secs_f64();
    format!("{seconds:9.3}s  {} {}{query}  {status}", request.method, request.path)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let listener = match TcpListener::bind(arguments.listen).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("error: cannot listen on {}: {error}; give another address with --listen", arguments.listen);
            std::process::exit(1);
        }
    };
    let address = listener.local_addr()?;
    let fake = match build(arguments) {
        Ok(fake) => fake,
        Err(error) => Arguments::command().error(ErrorKind::ValueValidation, error).exit(),
    };
    println!("http://{address}/v1");
    eprintln!("state: http://{address}/, control: http://{address}/_fake/openapi.json");
    if !address.ip().is_loopback() {
        eprintln!("warning: every client that reaches {address} can control the fake under /_fake/");
    }
    match fake.serve(listener).await {}
}
