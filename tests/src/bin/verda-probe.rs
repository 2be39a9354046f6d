//! Asks the running API for all that a GET gives, and says what the document and the generated types do not.
//!
//! `cargo xtask probe` runs it. It is a program of its own, so that xtask builds where the generated client does not.

use std::io::Write as _;
use std::process::ExitCode;

use verda_api_codegen::references::Resolver;
use verda_api_ext::raw::Method;
use verda_api_ext::{AuthError, Bytes, Client, Error, ErrorKind, ResponseValue};
use verda_tests::{Canned, call, corrected, generated};
use xtask::probe::{Arguments, Format, Probe, Report, Response, draft, render};

/// The statuses of this program are those of `cargo xtask`.
const LOOK: u8 = 5;
const FAILURE: u8 = 100;

/// A failing operation is asked for twice: what it is in the end is what is told, and the others wait for their turn.
const ATTEMPTS: u32 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(FAILURE) } else { ExitCode::SUCCESS };
        }
    };
    match run(&arguments) {
        Ok(report) if report.findings() > 0 => ExitCode::from(LOOK),
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(FAILURE)
        }
    }
}

fn run(arguments: &Arguments) -> Result<Report, String> {
    let client = Client::builder().from_env().user_agent("verda-probe").options(|o| o.max_attempts(ATTEMPTS));
    let client = client.build().map_err(|error| format!("probe: {error}\nnothing was sent"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("probe: there is no runtime: {error}\nnothing was sent"))?;
    let document = corrected();
    let resolver = Resolver::new(document);
    let mut probe = Probe::new(&resolver, &generated().operations);
    runtime.block_on(ask(&client, &mut probe))?;
    let report = probe.report();
    let format = if arguments.json { Format::Json } else { Format::Text };
    let _ = write!(std::io::stdout().lock(), "{}", render(&report, format));
    if let Some(file) = &arguments.overlay {
        let shown = file.display();
        match draft(&report, document) {
            Some(text) => {
                // What is there may be the overlay itself.
                let mut new = std::fs::File::create_new(file).map_err(|error| {
                    format!("{shown} cannot be created: {error}\ngive a file that does not exist yet")
                })?;
                new.write_all(text.as_bytes()).map_err(|error| format!("{shown} cannot be written: {error}"))?;
                eprintln!("{shown}: written; read each action before it goes into overlay.yaml");
            }
            None => eprintln!("{shown}: not written; there is nothing to correct"),
        }
    }
    Ok(report)
}

/// Asks for one path after the other. Nothing here sends but this: by GET, and through the client.
async fn ask(client: &Client, probe: &mut Probe<'_>) -> Result<(), String> {
    let mut has_response = false;
    for turn in 0..probe.operations() {
        let Some(operation) = probe.operation(turn) else { continue };
        for path in probe.paths(turn) {
            let sent = client.request(Method::GET, &path).send::<serde_json::Value>().await;
            match sent {
                Ok(value) => {
                    has_response = true;
                    probe.responded(turn, &path, &succeeded(&operation.id, &value).await);
                }
                Err(error) => {
                    if let Some(refused) = error.cause::<AuthError>() {
                        return Err(format!("probe: {}\nno report was made", sign_in(refused)));
                    }
                    match failed(&operation.id, &error).await {
                        Some(response) => {
                            has_response = true;
                            probe.responded(turn, &path, &response);
                        }
                        // Its message may name the path, with an id in it.
                        None => probe.failed(turn, no_response(error.kind())),
                    }
                }
            }
        }
    }
    match has_response {
        true => Ok(()),
        false => Err("probe: no operation has a response; check VERDA_BASE_URL and the network".to_owned()),
    }
}

fn no_response(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Connect => "no connection could be made",
        ErrorKind::Timeout => "none came in time",
        ErrorKind::Interrupted => "the connection broke",
        ErrorKind::RateLimited => "the rate limit leaves no room for it",
        _ => "the request was not sent",
    }
}

/// Why there is no token. What the token endpoint responded with is not shown.
fn sign_in(error: &AuthError) -> String {
    match error {
        AuthError::NoCredentials { .. } => error.to_string(),
        AuthError::Refused(_) => {
            "the credentials were refused; check VERDA_CLIENT_ID and VERDA_CLIENT_SECRET".to_owned()
        }
        _ => "no access token; try again later, and check VERDA_BASE_URL".to_owned(),
    }
}

async fn succeeded(id: &str, value: &ResponseValue<serde_json::Value>) -> Response {
    response(id, value.status().as_u16(), value.headers(), value.body()).await
}

/// The response that an error stands for.
async fn failed(id: &str, error: &Error) -> Option<Response> {
    let headers = error.headers().cloned().unwrap_or_default();
    let body = error.body().cloned().unwrap_or_default();
    Some(response(id, error.status()?.as_u16(), &headers, &body).await)
}

async fn response(id: &str, status: u16, headers: &verda_api_ext::http::HeaderMap, body: &Bytes) -> Response {
    let content_type = headers.get("content-type").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let undecoded = if (200..300).contains(&status) { undecoded(id, status, body).await } else { Vec::new() };
    Response {
        status,
        content_type,
        headers: headers.keys().map(|name| name.as_str().to_owned()).collect(),
        body: body.to_vec(),
        undecoded,
    }
}

/// The places that the generated types cannot decode: the same body, as the response to the generated call.
async fn undecoded(id: &str, status: u16, body: &Bytes) -> Vec<String> {
    match call(&Canned::new(status, body.clone()).client(), id).await {
        Ok(called) => called.skipped.into_iter().map(|skipped| skipped.path).collect(),
        Err(error) => vec![error.path().unwrap_or(".").to_owned()],
    }
}
