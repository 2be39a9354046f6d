//! Ordering machines, and finding those whose order has no known outcome.

use std::time::SystemTime;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{Instant, sleep};
use verda_api::types::{DeployInstance, Instance, InstanceId};

use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::lookup::Named;
use crate::wait::{APPEARS_WITHIN, EVERY, SHORTEST, never_passes};

/// How far the clocks of this machine and the API may be apart.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// A machine that was ordered. See [`Client::deploy_first_available`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deployed {
    /// Its id. It costs from now on, whether it is running yet or not.
    pub id: InstanceId,
    /// Which of the options it is: an index into the list that was given, from 0.
    pub option: usize,
}

impl Client {
    /// Orders the first of these machines that is free, and gives its id at once. Options that are not free now are
    /// passed over; anything else that goes wrong ends it, above all an outcome that is not known, so that never two
    /// are ordered. [`launch`](Self::launch) orders several, waits for them, and finds those whose outcome is not known.
    ///
    /// A request for each option, one after the other, until one is taken. Not safe to repeat: see
    /// [`find_deployed`](Self::find_deployed).
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::DeployInstance;
    ///
    /// let order = |instance_type: &str, location: &str| -> Result<DeployInstance, verda_api_ext::Error> {
    ///     let order = DeployInstance::builder().instance_type(instance_type).location_code(location);
    ///     Ok(order.image("ubuntu-24.04").hostname("node-1").try_into()?)
    /// };
    /// # fake.set_capacity("1H100.80S.30V", "FIN-01", 0).unwrap();
    /// // There is no room for the first.
    /// let options = [order("1H100.80S.30V", "FIN-01")?, order("1H100.80S.30V", "FIN-02")?];
    /// let deployed = client.deploy_first_available(&options).await?;
    /// assert_eq!(deployed.option, 1);
    /// client.wait_for_instance(&deployed.id).await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_capacity`](Error::is_capacity) if none of them is free: the API's response to the last one.
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) without any option. Otherwise those of the order
    /// that failed.
    pub async fn deploy_first_available(&self, options: &[DeployInstance]) -> Result<Deployed, Error> {
        let mut last = invalid_request("deploy_instance", "there are no options to choose from");
        for (option, order) in options.iter().enumerate() {
            match self.raw().deploy_instance(order.clone()).send().await {
                Ok(id) => return Ok(Deployed { id: id.into_inner(), option }),
                Err(error) if error.is_capacity() => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// The instances with this hostname that were made since then: what to check after an order whose outcome is not
    /// known ([`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown)). Safe to repeat.
    ///
    /// Give every order a hostname of its own, and take the time before it, as a [`SystemTime`] or a [`DateTime`]. Five
    /// minutes are allowed for clocks that differ. Machines that failed (`error`, `no_capacity`) are among them as long as the
    /// API lists them. A spot machine that was evicted meanwhile is not, and its OS volume may be left: look for
    /// the volume's name.
    ///
    /// The order may still be on its way, and a machine can be missing from the list for a minute after it. So *none* is said
    /// only after two lists agree, of which the last was asked for a minute after this call began: one list request every five
    /// seconds. A machine that is found is returned at once. Where there is less time, drop the future
    /// (`tokio::time::timeout`): that proves nothing.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().start_time(std::time::SystemTime::now().into()).build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04")
    /// #     .hostname("train-4711").location_code("FIN-01");
    /// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::ResetAfter).on("POST /v1/instances")).unwrap();
    /// use std::time::SystemTime;
    ///
    /// use verda_api_ext::ErrorKind;
    ///
    /// let before = SystemTime::now();
    /// let id = match client.deploy_instance(order).await {
    ///     Ok(id) => Some(id.into_inner()),
    ///     Err(error) if error.kind() == ErrorKind::OutcomeUnknown => {
    ///         client.find_deployed("train-4711", before).await?.pop().map(|found| found.id)
    ///     }
    ///     Err(error) => return Err(error),
    /// };
    /// assert!(id.is_some());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of listing the instances, where they go on for the minute.
    /// [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if the list has an instance that cannot be decoded
    /// and may be the one.
    pub async fn find_deployed(&self, hostname: &str, since: impl Into<DateTime<Utc>>) -> Result<Vec<Instance>, Error> {
        let since: DateTime<Utc> = since.into();
        let until = Instant::now() + APPEARS_WITHIN;
        // A clock that was ahead then, and was set since, must not hide the machine.
        let since = since.min(SystemTime::now().into());
        let earliest = since.checked_sub_signed(CLOCK_SKEW).unwrap_or(since);
        if hostname.trim() != hostname || hostname.is_empty() {
            return Err(invalid_request("find_deployed", format!("{hostname:?} is no hostname")));
        }
        let mut polls = 0;
        loop {
            // When the response arrives proves nothing: the last list is asked for after that time.
            let asked = Instant::now();
            match self.list_deployed(hostname, earliest).await {
                Ok(found) if !found.is_empty() || (polls >= 1 && asked >= until) => {
                    // It may be as new as one whose order had a response.
                    let latest = DateTime::<Utc>::from(SystemTime::now()) - CLOCK_SKEW - TimeDelta::minutes(1);
                    let is_new = |instance: &&Instance| {
                        instance
                            .created_at
                            .is_none_or(|created| created > latest || created.timestamp() < FIRST_MACHINE)
                    };
                    let new = found.iter().filter(is_new).map(|instance| instance.id.to_string());
                    self.created().add("get_instance", new);
                    return Ok(found);
                }
                Ok(_) => polls += 1,
                // The outage in which the response to the order was lost may go on, also as pages of what is in between.
                Err(error) if !never_passes(&error) && asked < until => polls = 0,
                Err(error) => {
                    let message = format!(
                        "whether a machine has the hostname `{hostname}` is not known: look again before you order another \
                         one: {error:#}"
                    );
                    return Err(Error::new(error.kind(), message).of("find_deployed").caused_by(error));
                }
            }
            sleep(until.saturating_duration_since(Instant::now()).clamp(SHORTEST, EVERY)).await;
        }
    }

    async fn list_deployed(&self, hostname: &str, earliest: DateTime<Utc>) -> Result<Vec<Instance>, Error> {
        const LIST: &str = "list_instances";
        // A time before all machines is none.
        let is_recent = |instance: &Instance| {
            instance.created_at.is_none_or(|created| created >= earliest || created.timestamp() < FIRST_MACHINE)
        };
        let named = Named::in_list(LIST, self.raw().list_instances().send().await?, hostname, is_recent)?;
        match named.unread {
            Some(unread) if named.found.is_empty() => Err(unread),
            _ => Ok(named.found),
        }
    }
}

/// Before this there were no machines: 2015, in seconds since 1970.
const FIRST_MACHINE: i64 = 1_420_070_400;
