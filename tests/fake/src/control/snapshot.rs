//! Snapshots: the whole state as JSON, from which any fake goes on as the original does.
//!
//! Serialized are the fake's own types, so a snapshot belongs to the version of the fake that wrote it.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::control::settings::Settings;
use crate::fake::VerdaFake;
use crate::model::clock::Times;
use crate::model::project::Project;
use crate::state::State;

/// The form of this version's snapshots. It changes with the members of any type in the state.
const FORMAT: u32 = 1;

/// A snapshot, to be written.
#[derive(Serialize)]
struct Written<'a> {
    format: u32,
    seed: u64,
    start_time: DateTime<Utc>,
    settings: Settings,
    clock: Times,
    state: &'a State,
}

/// A snapshot that was read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    #[serde(rename = "format")]
    _format: u32,
    seed: u64,
    start_time: DateTime<Utc>,
    settings: Settings,
    clock: Times,
    state: State,
}

/// The project in a snapshot.
#[derive(Deserialize)]
struct Resources {
    state: Project,
}

/// The member that decides whether the others can be read.
#[derive(Deserialize)]
struct Form {
    format: u32,
}

impl VerdaFake {
    /// The whole project as JSON: its resources, money, tokens, settings, faults and fates, and the times of its clock. Not
    /// part of it are the journal and the expectations, which belong to the test, and the document.
    ///
    /// [`restore`](Self::restore) continues from it. It holds the tokens and the accepted credentials.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// use verda_fake::VerdaFake;
    ///
    /// let fake = VerdaFake::builder().balance(20.0).build();
    /// let before = fake.snapshot();
    /// fake.set_balance(0.0);
    /// fake.advance(Duration::from_secs(3600));
    ///
    /// fake.restore(&before)?;
    /// assert_eq!(fake.balance(), 20.0);
    /// assert_eq!(fake.now(), Duration::ZERO);
    /// # Ok(())
    /// # }
    /// ```
    pub fn snapshot(&self) -> String {
        let config = self.config();
        let state = self.state();
        let written = Written {
            format: FORMAT,
            seed: config.seed,
            start_time: config.start_time,
            settings: Settings::of(&config),
            clock: self.clock().times(),
            state: &state,
        };
        // The types have no maps with keys that JSON lacks: a test serializes all of them.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Puts the fake into the state of a snapshot, of this or another fake, which it continues: with the same ids, tokens,
    /// money and times. The document stays. The journal and the expectations are emptied.
    ///
    /// # Errors
    ///
    /// [`InvalidSnapshot`] for a text that is not a snapshot of this version. Nothing changes then.
    pub fn restore(&self, snapshot: &str) -> Result<(), InvalidSnapshot> {
        let invalid = |error: serde_json::Error| InvalidSnapshot(error.to_string());
        let Form { format } = serde_json::from_str(snapshot).map_err(invalid)?;
        if format != FORMAT {
            return Err(InvalidSnapshot(format!("it has the format {format}, and this version reads {FORMAT}")));
        }
        let mut read: Read = serde_json::from_str(snapshot).map_err(invalid)?;
        read.settings.problem().map_or(Ok(()), |problem| Err(InvalidSnapshot(problem.to_owned())))?;
        Resources { state: read.state.project } = serde_json::from_str(snapshot).map_err(invalid)?;
        let mut config = self.initial().clone();
        config.document = self.config().document.clone();
        config.seed = read.seed;
        config.start_time = read.start_time;
        read.settings.apply(&mut config);
        self.replace(config, read.clock, read.state);
        Ok(())
    }
}

/// The text is not a snapshot of this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidSnapshot(String);

impl fmt::Display for InvalidSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "this is no snapshot: {}; give the whole text that `VerdaFake::snapshot` or `GET /_fake/snapshot` returned",
            self.0
        )
    }
}

impl std::error::Error for InvalidSnapshot {}
