//! A type of instance that was found.

use std::fmt;

use rust_decimal::Decimal;
use verda_api::types::missing::{MissingHostname, MissingImage};
use verda_api::types::{Currency, DeployInstance, InstanceType, builder};

use crate::error::{Error, invalid_request};

/// A type of instance, with where it is free and what it costs. Its `Display` is a line to show.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// let offers = client.find_instance_types().gpu("A100").gpus(1).list().await?;
/// assert_eq!(offers[0].to_string(), "1A100.22V at 1.29 usd/h, free in FIN-01, ICE-01");
/// // What the API tells of the type beyond that.
/// let memory = offers[0].details.memory.as_ref().and_then(|memory| memory.size_in_gigabytes);
/// assert_eq!(memory, Some(120));
/// # });
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Offer {
    /// Its name, which an order takes, such as `1H100.80S.30V`.
    pub instance_type: String,
    /// The codes of the locations in which it is free now: all of them, sorted, or those of the locations asked for, in the
    /// order in which they were asked for.
    pub locations: Vec<String>,
    /// What the whole machine costs in an hour, volumes not included: as a spot instance, if it is offered as one. `None`
    /// where the API tells no price.
    pub price_per_hour: Option<Decimal>,
    /// The currency of the price.
    pub currency: Option<Currency>,
    /// Whether it is offered as a spot instance, which can be taken away at any time.
    pub spot: bool,
    /// The number of its GPUs; 0 for a machine without any, and where the API does not tell the number.
    pub gpus: u64,
    /// All that the API tells of the type.
    pub details: InstanceType,
}

impl Offer {
    /// The price of one GPU in an hour: that of the machine, divided and not rounded. `None` without a price or without GPUs.
    pub fn price_per_gpu(&self) -> Option<Decimal> {
        self.price_per_hour?.checked_div(self.gpus.into())
    }

    /// The price of one gigabyte of GPU memory in an hour, not rounded. `None` without a price, or where the API tells of no
    /// GPU memory.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let search = client.find_instance_types().gpu("H100").gpus(2);
    /// let offer = search.cheapest().await?.expect("one is free");
    /// assert_eq!(offer.price_per_gpu().unwrap().to_string(), "1.99");
    /// assert_eq!(offer.price_per_gpu_gigabyte().unwrap().to_string(), "0.024875");
    /// # });
    /// ```
    pub fn price_per_gpu_gigabyte(&self) -> Option<Decimal> {
        self.price_per_hour?.checked_div(self.gpu_memory()?.into())
    }

    /// The gigabytes of GPU memory over all GPUs, where the API tells.
    pub fn gpu_memory(&self) -> Option<u64> {
        self.details.gpu_memory.as_ref()?.size_in_gigabytes
    }

    /// Begins an order of this type in the first of its [`locations`](Self::locations), as a spot instance if it is offered
    /// as one. Nothing is sent.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let Some(offer) = client.find_instance_types().gpu("H100").spot().cheapest().await? else {
    ///     return Ok(()); // none is free
    /// };
    /// let order = offer.order()?.image("ubuntu-24.04-cuda-12.8-open").hostname("node-1");
    /// let id = client.deploy_instance(order).await?.into_inner();
    /// # assert_eq!(client.get_instance(&id).await?.is_spot, Some(true));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if it is free nowhere, which a search finds only
    /// [if asked to](super::FindInstanceTypes::include_unavailable).
    pub fn order(&self) -> Result<builder::DeployInstance<MissingHostname, MissingImage>, Error> {
        let Some(location) = self.locations.first() else {
            return Err(invalid_request("deploy_instance", format!("`{}` is free nowhere", self.instance_type)));
        };
        let order = DeployInstance::builder().instance_type(&self.instance_type).location_code(location);
        Ok(if self.spot { order.is_spot(true) } else { order })
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.instance_type)?;
        if self.spot {
            f.write_str(" as a spot instance")?;
        }
        match (&self.price_per_hour, &self.currency) {
            (Some(price), Some(currency)) => write!(f, " at {price} {currency}/h")?,
            (Some(price), None) => write!(f, " at {price}/h")?,
            (None, _) => {}
        }
        match self.locations.as_slice() {
            [] => f.write_str(", free nowhere"),
            locations => write!(f, ", free in {}", locations.join(", ")),
        }
    }
}
