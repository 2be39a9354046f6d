//! Ordering machines, and finding those whose order has no known outcome.

use chrono::{DateTime, TimeDelta, Utc};
use verda_api::types::{DeployInstance, Instance, InstanceId};

use crate::client::Client;
use crate::error::Error;
use crate::pages::whole;

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
    /// are ordered.
    ///
    /// A request for each option, one after the other, until one is taken. Not safe to repeat: see
    /// [`find_deployed`](Self::find_deployed).
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// use verda_api_ext::types::DeployInstance;
    ///
    /// let order = |instance_type: &str, location: &str| -> Result<DeployInstance, verda_api_ext::Error> {
    ///     let order = DeployInstance::builder().instance_type(instance_type).location_code(location);
    ///     Ok(order.image("ubuntu-24.04").hostname("node-1").description("").try_into()?)
    /// };
    /// # fake.set_capacity("1H100.80S.30V", "FIN-01", 0).unwrap();
    /// // There is no room for the first.
    /// let options = [order("1H100.80S.30V", "FIN-01")?, order("1H100.80S.30V", "FIN-02")?];
    /// let deployed = client.deploy_first_available(&options).await?;
    /// assert_eq!(deployed.option, 1);
    /// client.wait_for_instance(&deployed.id).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_capacity`](Error::is_capacity) if none of them is free: the API's answer to the last one.
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) without any option. Otherwise those of the order
    /// that failed.
    pub async fn deploy_first_available(&self, options: &[DeployInstance]) -> Result<Deployed, Error> {
        let mut last = Error::invalid_request("deploy_instance", "there are no options to choose from");
        for (option, order) in options.iter().enumerate() {
            match self.raw().deploy_instance().body(order.clone()).send().await.map_err(Error::from) {
                Ok(id) => return Ok(Deployed { id: id.into_inner(), option }),
                Err(error) if error.is_capacity() => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// The instances with this hostname that were made since then: what to look at after an order whose outcome is not
    /// known ([`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown)). Safe to repeat.
    ///
    /// Give every order a hostname of its own, and take the time before it. Five minutes are allowed for clocks that
    /// differ. An order that is still on its way shows up late: look again after a while before you order again.
    /// Machines that did not come to life (`error`, `no_capacity`) are listed, too, as long as the API does.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), verda_api_ext::Error> {
    /// # let now = chrono::DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    /// # let fake = verda_fake::VerdaFake::builder().start_time(now).build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04")
    /// #     .hostname("train-4711").description("").location_code("FIN-01");
    /// # fake.inject(verda_fake::Injection::new(verda_fake::Effect::ResetAfter).on("POST /v1/instances")).unwrap();
    /// use verda_api_ext::{Error, ErrorKind};
    ///
    /// let before = now; // chrono::Utc::now()
    /// let id = match client.deploy_instance().body(order).send().await.map_err(Error::from) {
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
    /// Those of listing the instances.
    pub async fn find_deployed(&self, hostname: &str, since: DateTime<Utc>) -> Result<Vec<Instance>, Error> {
        let since = since.checked_sub_signed(CLOCK_SKEW).unwrap_or(since);
        let instances = whole("list_instances", self.raw().list_instances().send().await?)?;
        let is_it = |instance: &Instance| {
            instance.hostname.as_deref() == Some(hostname) && instance.created_at.is_none_or(|created| created >= since)
        };
        Ok(instances.into_iter().filter(is_it).collect())
    }
}
