//! What this process uses.

use std::time::Duration;

/// Ticks of the clock of `/proc` in a second, on every Linux that there is.
const TICKS: u64 = 100;

/// The time that a thread or the process has computed.
pub(crate) struct Gauge {
    path: &'static str,
    before: Duration,
}

impl Gauge {
    pub(crate) fn of_process() -> Self {
        Self::of("/proc/self/stat")
    }

    pub(crate) fn of_thread() -> Self {
        Self::of("/proc/thread-self/stat")
    }

    fn of(path: &'static str) -> Self {
        Self { path, before: computed(path) }
    }

    /// The time computed since the gauge was made; zero where the system does not tell.
    pub(crate) fn cpu(&self) -> Duration {
        computed(self.path).saturating_sub(self.before)
    }
}

fn computed(path: &str) -> Duration {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    // The name of the program is in parentheses, and may contain anything.
    let fields = text.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum::<u64>();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// The memory that the process has, in megabytes; `None` where the system does not tell.
pub(crate) fn megabytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
