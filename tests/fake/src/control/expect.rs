//! Expectations: requests that a test expects, checked at its end.

use std::collections::BTreeMap;
use std::fmt;

use http::StatusCode;
use serde_json::Value;

use crate::api::expected::Wanted;
use crate::api::faults::UnknownOperation;
use crate::api::router;
use crate::fake::VerdaFake;

/// The expected requests of one operation: by default, at least one. [`VerdaFake::verify`] checks it.
#[derive(Debug)]
pub struct Expectation<'a> {
    fake: &'a VerdaFake,
    index: usize,
}

impl Expectation<'_> {
    /// Expects exactly this many requests.
    pub fn times(self, requests: usize) -> Self {
        self.change(|wanted| wanted.times = requests..=requests)
    }

    /// Expects at least this many requests.
    pub fn at_least(self, requests: usize) -> Self {
        self.change(|wanted| wanted.times = requests..=usize::MAX)
    }

    /// Expects at most this many requests.
    pub fn at_most(self, requests: usize) -> Self {
        self.change(|wanted| wanted.times = 0..=requests)
    }

    /// Counts only requests whose response has this status.
    pub fn with_status(self, status: StatusCode) -> Self {
        self.change(|wanted| wanted.status = Some(status))
    }

    /// Counts only requests whose body is a JSON object with these members. Nested objects may have more members, too.
    pub fn containing(self, members: Value) -> Self {
        self.change(|wanted| wanted.body = Some(members))
    }

    fn change(self, change: impl FnOnce(&mut Wanted)) -> Self {
        if let Some(wanted) = self.fake.expectations().get_mut(self.index) {
            change(wanted);
        }
        self
    }
}

/// Expectations that were not met, and injections and fates that were not used.
#[derive(Clone, PartialEq, Eq)]
pub struct Unmet {
    problems: Vec<String>,
    /// Every request since the first expectation, by operation, with its number.
    seen: BTreeMap<String, usize>,
}

impl Unmet {
    /// One line for each problem.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))?;
        let seen: Vec<String> =
            self.seen.iter().map(|(operation, requests)| format!("{requests} `{operation}`")).collect();
        match seen.as_slice() {
            [] => f.write_str("; no request was received"),
            seen => write!(f, "; received: {}", seen.join(", ")),
        }
    }
}

/// The same as `Display`: an `unwrap` in a test shows it.
impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Unmet {}

impl VerdaFake {
    /// Expects requests of an operation, named by method and path template, from now on: at least one, unless the
    /// [`Expectation`] says otherwise. Rejected requests count as well. Responses do not change.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use bytes::Bytes;
    /// # use verda_fake::VerdaFake;
    /// let fake = VerdaFake::default();
    /// fake.expect("GET /v1/volume-types").times(1);
    /// fake.expect("POST /v1/instances").times(0);
    ///
    /// // The code under test runs here.
    /// let request = http::Request::get("/v1/volume-types").body(Bytes::new())?;
    /// fake.handle(request).await?;
    ///
    /// fake.verify()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn expect(&self, operation: &str) -> Expectation<'_> {
        let since = self.journal().next_number();
        let wanted = Wanted { operation: operation.to_owned(), times: 1..=usize::MAX, status: None, body: None, since };
        let mut expectations = self.expectations();
        expectations.push(wanted);
        Expectation { fake: self, index: expectations.len() - 1 }
    }

    /// Checks that all expectations are met, and that no injection and no fate still waits for its request, except
    /// injections that hit always. The expectations are removed; the injections and fates are not.
    ///
    /// Counts the requests that the journal still has, and says so where the number is unknown for that reason: see
    /// [`Builder::journal_capacity`](crate::Builder::journal_capacity) and [`clear_requests`](Self::clear_requests).
    ///
    /// # Errors
    ///
    /// [`Unmet`] with all problems.
    pub fn verify(&self) -> Result<(), Unmet> {
        let expectations = std::mem::take(&mut *self.expectations());
        let mut problems = Vec::new();
        let mut seen = BTreeMap::new();
        let first = expectations.iter().map(|wanted| wanted.since).min();
        {
            let journal = self.journal();
            for wanted in &expectations {
                let count = journal.iter_since(wanted.since).filter(|request| wanted.counts(request)).count();
                let discarded = journal.discarded_since(wanted.since);
                if !router::is_known(&self.config().document, &wanted.operation) {
                    problems.push(UnknownOperation(wanted.operation.clone()).to_string());
                } else if discarded > 0 && count <= *wanted.times.end() && !wanted.is_met_by_more_than(count) {
                    // What is not in the journal any more may have been one of them.
                    problems.push(format!(
                        "expected {wanted}, got {count} or more: {discarded} requests since then are not in the journal any \
                         more; raise its capacity"
                    ));
                } else if !wanted.times.contains(&count) {
                    problems.push(format!("expected {wanted}, got {count}"));
                }
            }
            for request in journal.iter_since(first.unwrap_or_default()) {
                let name =
                    request.operation.map_or_else(|| format!("{} {}", request.method, request.path), str::to_owned);
                *seen.entry(name).or_insert(0) += 1;
            }
        }
        let state = self.state();
        problems.extend(state.injections.left().map(|injection| format!("unused: {injection}")));
        for (fates, noun) in [(&state.project.instance_fates, "instance"), (&state.project.cluster_fates, "cluster")] {
            problems.extend(fates.iter().map(|fate| format!("unused: the fate {fate:?} for the next {noun}")));
        }
        problems.extend(state.steps.failed().iter().cloned());
        if problems.is_empty() { Ok(()) } else { Err(Unmet { problems, seen }) }
    }
}
