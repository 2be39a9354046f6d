//! Renews the generated client, and says what a new document means for it.

mod ci;
mod corrected;
mod diff_command;
mod drift;
mod files;
mod generate;
mod lint_command;
mod measure;
mod outside;
mod probe_command;
mod regen;
mod report;
mod source;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The exit status of a check that is not passed: the client is not that of its inputs, or documents differ too much.
const STALE: u8 = 4;
/// The exit status of `regen` when it is done and its report needs a review.
const LOOK: u8 = 5;
/// The exit status of every command that fails.
const FAILURE: u8 = 100;

/// The vendor's published document.
const PUBLISHED: &str = "https://api.verda.com/v1/openapi.json";

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own tasks", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
    /// The top folder of the repository
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Renews openapi.json and verda-api/src/generated
    ///
    /// Corrections in overlay.yaml that a new document has made are taken out or rewritten to what is left of them.
    ///
    /// Exit status: 0 done or fresh, 4 stale (with --check), 5 done but look at what it reports, 100 failed; then nothing is
    /// written.
    Regen(RegenArguments),
    /// Says what changed between two documents: on the wire, and for Rust code
    ///
    /// Exit status: 0 done, 4 the gate of --fail-on is not passed, 100 failed.
    Diff(diff_command::DiffArguments),
    /// Says what is wrong in a document, in the order of what it breaks
    ///
    /// Exit status: 0 done, whatever was found; 100 failed.
    Lint(lint_command::LintArguments),
    /// Does all that continuous integration does, in one command
    ///
    /// Exit status: 0 everything passed, 100 something did not.
    Ci {
        /// Only these steps; a tool that one of them needs must be there
        #[arg(value_name = "STEP")]
        steps: Vec<String>,
        /// For `cargo mutants`, where the step is `mutants`: `-- --shard 0/8`, `-- --iterate`, `-- --file 'retry*.rs'`
        #[arg(last = true, value_name = "ARGUMENT")]
        arguments: Vec<String>,
    },
    /// Measures what the client costs, compared with bare reqwest, as docs/performance.md tells it
    ///
    /// Takes some minutes, and a machine that does nothing else. Exit status: 0 done, 100 failed.
    Measure(measure::MeasureArguments),
    /// Writes the report of a next document into docs/drift.md
    ///
    /// Exit status: 0 done or fresh, 4 stale (with --check), 100 failed.
    Drift {
        /// Writes nothing; says whether the page is fresh
        #[arg(long)]
        check: bool,
    },
    /// Asks the running API for all that a GET gives, and says what the document and the generated types do not
    ///
    /// It takes credentials and base URL as the client does: VERDA_CLIENT_ID, VERDA_CLIENT_SECRET, VERDA_BASE_URL, or a
    /// profile of ~/.verda/credentials. Besides the request for a token it sends GETs alone, one after the other, within the
    /// rate limits: lists, and one item of each.
    ///
    /// The report holds names of members and headers, types, and counts. Of values it shows those that an enum of the
    /// document lacks, where they are written like one (`[a-z][a-z0-9_-]{0,39}`, at most four digits), and no others. An
    /// operation that could not be asked for is listed with the reason; nothing is known of it then.
    ///
    /// Exit status: 0 nothing found, 5 needs a review, 100 failed: no token, or no response at all.
    Probe(xtask::probe::Arguments),
    /// Prints the bundled document with its corrections: what the API really says, for other tools
    Corrected,
    /// Writes a crate for any OpenAPI 3.0 or 3.1 document
    ///
    /// It stands on the same generator and runtime, and knows nothing of this API. Exit status: 0 done, 4 examples of the
    /// document were not decoded (with --check), 100 failed.
    Generate(GenerateArguments),
}

#[derive(clap::Args)]
struct RegenArguments {
    /// A new document, as a file or a URL, JSON or YAML; without a value the vendor's published one
    #[arg(long, value_name = "FILE|URL", num_args = 0..=1, default_missing_value = PUBLISHED)]
    spec: Option<String>,
    /// Writes nothing; says whether what is checked in is fresh
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Writes nothing; says what would change
    #[arg(long)]
    dry_run: bool,
    /// Shows the changes as a unified diff
    #[arg(short, long)]
    verbose: bool,
    /// Fails where an operation or a parameter cannot be generated, and names them all
    #[arg(long)]
    strict: bool,
    /// Writes the report as Markdown, for the body of a pull request
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
}

#[derive(clap::Args)]
struct GenerateArguments {
    /// The document, as a file or a URL, JSON or YAML
    #[arg(long, value_name = "FILE|URL")]
    spec: String,
    /// The folder of the crate: a new one, or one that this task has written
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Corrections to the document, an OpenAPI Overlay
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// Names of operations and types, in the form of verda-api/spec/names.toml
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// Fails where an operation or a parameter cannot be generated, and names them all; without it they are left out
    #[arg(long)]
    strict: bool,
    /// Builds the crate in a temporary folder first, and decodes the document's examples in it
    #[arg(long)]
    check: bool,
    /// The crate's name; without it that of the folder
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// Prints the output of a command. A reader may not read to its end, as in `cargo xtask diff … | head`.
fn say(text: impl std::fmt::Display) {
    match write!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("the output cannot be written: {error}\nwrite it somewhere else");
            std::process::exit(FAILURE.into());
        }
        _ => {}
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(FAILURE) } else { ExitCode::SUCCESS };
        }
    };
    // As `cargo run` says it: copies of the repository that share a target folder may share this program as well.
    let folder =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    let root = arguments.root.unwrap_or_else(|| folder.join(".."));
    let status = match &arguments.task {
        Task::Regen(task) => regen::run(&root, task).map(|outcome| match outcome {
            regen::Outcome::Done => 0,
            regen::Outcome::Stale => STALE,
            regen::Outcome::Look => LOOK,
        }),
        Task::Diff(task) => diff_command::run(&root, task).map(|passed| if passed { 0 } else { STALE }),
        Task::Lint(task) => lint_command::run(&root, task).map(|()| 0),
        Task::Ci { steps, arguments } => ci::run(&root, steps, arguments).map(|()| 0),
        Task::Measure(task) => measure::run(&root, task).map(|()| 0),
        Task::Drift { check } => drift::run(&root, *check).map(|fresh| if fresh { 0 } else { STALE }),
        Task::Probe(task) => probe_command::run(&root, task),
        Task::Corrected => corrected::run(&root).map(|()| 0),
        Task::Generate(task) => generate::run(&root, task).map(|passed| if passed { 0 } else { STALE }),
    };
    match status {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(FAILURE)
        }
    }
}
