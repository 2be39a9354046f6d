//! The arguments of the task, which it hands to the program.

use std::ffi::OsString;
use std::path::PathBuf;

/// The program, which has the arguments of the task.
#[derive(clap::Parser)]
#[command(name = "verda-probe", about = "The program of `cargo xtask probe`")]
struct Program {
    #[command(flatten)]
    arguments: Arguments,
}

// Without a documentation comment, which clap would show in place of that of the task.
#[allow(missing_docs)]
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Arguments {
    /// Writes the report as JSON
    #[arg(long)]
    pub json: bool,
    /// Writes draft actions for overlay.yaml, to be read and completed
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,
}

impl Arguments {
    /// The arguments as they are written.
    pub fn written(&self) -> Vec<OsString> {
        let json = self.json.then(|| OsString::from("--json"));
        let overlay = self.overlay.iter().flat_map(|file| [OsString::from("--overlay"), file.into()]);
        json.into_iter().chain(overlay).collect()
    }

    /// Reads the arguments of this program.
    ///
    /// # Errors
    ///
    /// Arguments that it does not have, and a request for help, which is none.
    pub fn read() -> Result<Self, clap::Error> {
        <Program as clap::Parser>::try_parse().map(|program| program.arguments)
    }
}
