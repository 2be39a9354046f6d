//! Whether this program had the machine for itself: a figure that was taken while something else ran does not count.

/// How much of one processor others may take on an average. A virtual machine is never wholly quiet.
const ALLOWED: f64 = 0.1;

/// Watches what the processors do for others.
#[derive(Default)]
pub(super) struct Quiet {
    #[cfg(target_os = "linux")]
    began: Option<Seen>,
    disturbed: usize,
}

/// What processes have computed until now, in ticks.
#[cfg(target_os = "linux")]
struct Seen {
    at: std::time::Instant,
    all: u64,
    ours: u64,
}

impl Quiet {
    /// A row is measured from now on.
    pub(super) fn begin_row(&mut self) {
        #[cfg(target_os = "linux")]
        {
            self.began = see();
        }
    }

    /// What is printed behind the row that was measured.
    pub(super) fn mark(&mut self) -> &'static str {
        let disturbed = self.is_disturbed();
        self.mark_if(disturbed)
    }

    /// The same for a row of which it is known whether it was disturbed.
    pub(super) fn mark_if(&mut self, disturbed: bool) -> &'static str {
        self.disturbed += usize::from(disturbed);
        if disturbed { " disturbed" } else { "" }
    }

    /// Whether others took part of the machine since the row began.
    pub(super) fn is_disturbed(&self) -> bool {
        self.others().is_some_and(|others| others > ALLOWED)
    }

    /// An error where rows do not count.
    pub(super) fn end(self) -> Result<(), String> {
        if cfg!(not(target_os = "linux")) {
            println!("\nwhether something else ran is noticed on Linux alone");
        }
        match self.disturbed {
            0 => Ok(()),
            rows => Err(format!(
                "{rows} rows do not count, those with `disturbed` behind them: other programs took more than {ALLOWED} \
                 processors\nmeasure again while nothing else runs"
            )),
        }
    }

    /// Processors that others used meanwhile, on an average.
    #[cfg(target_os = "linux")]
    fn others(&self) -> Option<f64> {
        let (began, now) = (self.began.as_ref()?, see()?);
        let ticks = (now.all - began.all).saturating_sub(now.ours.saturating_sub(began.ours));
        let seconds = now.at.duration_since(began.at).as_secs_f64();
        // Ticks say nothing of less, such as of the line above the rows.
        (seconds > 0.5).then(|| ticks as f64 / procfs::ticks_per_second() as f64 / seconds)
    }

    #[cfg(not(target_os = "linux"))]
    fn others(&self) -> Option<f64> {
        None
    }
}

/// What all processes have computed since the start of the machine, and what those of our process group have: a command
/// that has ended counts with the process that waited for it.
#[cfg(target_os = "linux")]
fn see() -> Option<Seen> {
    use procfs::CurrentSI as _;
    use procfs::process::{Process, all_processes};

    let cpu = procfs::KernelStats::current().ok()?.total;
    let all = cpu.user + cpu.nice + cpu.system + cpu.steal.unwrap_or(0);
    let group = Process::myself().and_then(|process| process.stat()).ok()?.pgrp;
    let stats = all_processes().ok()?.filter_map(|process| process.and_then(|process| process.stat()).ok());
    let ours = stats.filter(|stat| stat.pgrp == group);
    let ours = ours.map(|stat| stat.utime + stat.stime + u64::try_from(stat.cutime + stat.cstime).unwrap_or(0)).sum();
    Some(Seen { at: std::time::Instant::now(), all, ours })
}
