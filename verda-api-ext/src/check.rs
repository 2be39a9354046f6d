//! Whether everything is in order before it is needed.

use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::DATE;
use tokio::time::Instant;
use verda_api::{CallReport, one_line};

use crate::client::Client;
use crate::error::Error;
use crate::failure::Seconds;
use crate::limits::RateLimit;

/// A clock that differs by more than this is reported. The API tells its time in whole seconds.
const SKEW: TimeDelta = TimeDelta::seconds(30);

/// What [`Client::check`] found. It reads as a report, a line for each point.
///
/// ```
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() -> Result<(), verda_api_ext::Error> {
/// # let fake = verda_fake::VerdaFake::builder().credentials("id", "secret").build();
/// # let client = verda_api_ext::Client::builder().credentials("id", "wrong").transport(fake.transport()).build()?;
/// let report = client.check().await;
/// assert!(report.reachable.is_ok());
/// match &report.signed_in {
///     Ok(scope) => println!("signed in, for {scope:?}"),
///     Err(error) if error.is_unauthorized() => println!("wrong credentials"),
///     Err(error) => println!("{error}"),
/// }
/// # assert!(!report.is_ok());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct CheckReport {
    /// The server that was asked.
    pub base_url: String,
    /// How long a public call took, or why it failed.
    pub reachable: Result<Duration, Error>,
    /// How far this machine's clock is ahead of the API's, where the API told its time; negative where it is behind. It
    /// is as exact as a second.
    pub clock_skew: Option<TimeDelta>,
    /// What the token is good for (its scope, where the API told it), or why there is none.
    pub signed_in: Result<Option<String>, Error>,
    /// What is known of the rate limits, after the two calls.
    pub rate_limits: Vec<RateLimit>,
}

impl CheckReport {
    /// Whether calls can be expected to work. A clock that differs does not stop them.
    pub fn is_ok(&self) -> bool {
        self.reachable.is_ok() && self.signed_in.is_ok()
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reachable {
            Ok(latency) => writeln!(f, "reachable     yes: {} responds in {} ms", self.base_url, latency.as_millis())?,
            Err(error) => writeln!(f, "reachable     NO: {error}")?,
        }
        match self.clock_skew {
            Some(skew) if skew.abs() > SKEW => {
                let ahead = if skew > TimeDelta::zero() { "ahead of" } else { "behind" };
                let by = Seconds(skew.abs().to_std().unwrap_or_default());
                writeln!(f, "clock         {by} {ahead} the API's: set it, or logs will not match")?;
            }
            Some(_) => writeln!(f, "clock         as the API's")?,
            None => writeln!(f, "clock         not known: the API did not tell its time")?,
        }
        match &self.signed_in {
            Ok(Some(scope)) => writeln!(f, "signed in     yes, with the scope {}", one_line(scope, 80))?,
            Ok(None) => writeln!(f, "signed in     yes")?,
            Err(error) => writeln!(f, "signed in     NO: {error}")?,
        }
        if self.rate_limits.is_empty() {
            return write!(f, "rate limits   none were told");
        }
        for (index, limit) in self.rate_limits.iter().enumerate() {
            let of = limit.endpoint.as_deref().unwrap_or("all requests");
            let quota = limit.quota.map_or_else(String::new, |quota| format!(" of {quota}"));
            let label = if index == 0 { "rate limits " } else { "\n            " };
            write!(
                f,
                "{label}  {}: {}{quota} left for {}, {of}",
                limit.policy,
                limit.remaining,
                Seconds(limit.resets_in)
            )?;
        }
        Ok(())
    }
}

impl Client {
    /// Whether calls can be expected to work: makes one public call and one that needs a token, and reports on
    /// reachability, clock, credentials and their scope, and rate limits. It changes nothing, and is safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let report = client.check().await;
    /// println!("{report}");
    /// assert!(report.is_ok());
    /// # });
    /// ```
    pub async fn check(&self) -> CheckReport {
        let began = Instant::now();
        let public = self.raw().list_volume_types().send().await;
        let latency = began.elapsed();
        let now = DateTime::<Utc>::from(SystemTime::now());
        let (headers, attempts) = match &public {
            Ok(response) => {
                let report = response.extensions().get::<CallReport>();
                (Some(response.headers()), report.map_or(1, |report| report.attempts))
            }
            Err(error) => (error.headers(), error.attempts()),
        };
        // Half of the time went by after the API wrote its date; how much is not known of several attempts.
        let date = headers.and_then(date).filter(|_| attempts == 1);
        let clock_skew = date.map(|date| now - TimeDelta::from_std(latency / 2).unwrap_or_default() - date);
        let reachable = public.map(|_| latency);
        let signed_in = self.raw().get_balance().send().await;
        CheckReport {
            base_url: self.raw().base_url().to_owned(),
            reachable,
            clock_skew,
            signed_in: signed_in.map(|_| self.scope()),
            rate_limits: self.rate_limits(),
        }
    }
}

fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    let date = httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()?;
    Some(date.into())
}
