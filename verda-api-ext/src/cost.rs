//! What resources cost: before they are ordered, and all together.

mod spending;

use std::fmt;

use rust_decimal::Decimal;
use verda_api::types::{Currency, DeployInstance, VolumeKind, VolumeType};

use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::pages::whole;

pub use self::spending::{CostItem, CostOf, Spending};
pub(crate) use self::spending::{is_same, price_of, told};

/// Hours in a month, as the API counts them: a twelfth of 365 days.
pub const HOURS_PER_MONTH: u32 = 730;

const OPERATION: &str = "estimate";
/// The type of the volume that an instance has for its operating system.
const OS_VOLUME: &str = "NVMe";

/// What something costs. Its `Display` has both, rounded: 4 digits by the hour, 2 by the month.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
/// # let order = order.hostname("node-1").location_code("FIN-01");
/// let machine = client.estimate(&order.try_into()?).await?.machine;
/// assert_eq!(machine.to_string(), "0.0355 usd/h, 25.92 usd/month");
/// // To reckon with, there is a decimal: money is not rounded.
/// assert_eq!(machine.per_month().to_string(), "25.9150");
/// # });
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Cost {
    /// In an hour, exactly, in the currency below.
    pub per_hour: Decimal,
    /// The currency, where the API told it: US dollars as a rule.
    pub currency: Option<Currency>,
    /// Whether this is a part of the cost: the rest is not known. `Display` says *at least* then.
    pub is_partial: bool,
}

impl Cost {
    /// What has this price by the hour, such as the sum of the prices in a list.
    ///
    /// ```
    /// use verda_api_ext::{Cost, Decimal};
    ///
    /// let prices = [Decimal::new(1381, 4), Decimal::new(137, 4)]; // those of a machine and of its volume
    /// let together = Cost::new(prices.iter().sum(), Some("usd".into()));
    /// assert_eq!(together.to_string(), "0.1518 usd/h, 110.81 usd/month");
    /// ```
    pub fn new(per_hour: Decimal, currency: Option<Currency>) -> Self {
        Self { per_hour, currency, is_partial: false }
    }

    /// This one and another. Partial if one of them is, and without the other if that is in another currency.
    ///
    /// ```
    /// use verda_api_ext::{Cost, Decimal};
    ///
    /// let [dollars, euros] = ["usd", "eur"].map(|currency| Cost::new(Decimal::ONE, Some(currency.into())));
    /// assert_eq!(dollars.plus(&dollars).per_hour, Decimal::TWO);
    /// assert!(dollars.plus(&euros).is_partial);
    /// ```
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        if matches!((&self.currency, &other.currency), (Some(own), Some(other)) if own != other) {
            return Self { is_partial: true, ..self.clone() };
        }
        Self {
            per_hour: self.per_hour.saturating_add(other.per_hour),
            currency: self.currency.clone().or_else(|| other.currency.clone()),
            is_partial: self.is_partial || other.is_partial,
        }
    }

    /// In a month of [`HOURS_PER_MONTH`] hours.
    pub fn per_month(&self) -> Decimal {
        self.per_hour.saturating_mul(Decimal::from(HOURS_PER_MONTH))
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = self.currency.as_ref().map(|currency| format!(" {currency}")).unwrap_or_default();
        let with_digits = |price: Decimal, digits| {
            // A precision for `Display` would cut off what it does not show, and panics for prices that have room for no digits.
            let mut price = price.round_dp(digits);
            price.rescale(digits);
            price
        };
        let (hour, month) = (with_digits(self.per_hour, 4), with_digits(self.per_month(), 2));
        let at_least = if self.is_partial { "at least " } else { "" };
        write!(f, "{at_least}{hour}{currency}/h, {month}{currency}/month")
    }
}

/// What an instance costs with its volumes. See [`Client::estimate`], which has an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// The machine.
    pub machine: Cost,
    /// Its new volumes, with the one for the operating system where its size is given; where it is not, this is a part of
    /// the cost. Volumes that exist already cost what they cost now, and are not in it.
    pub volumes: Cost,
}

impl Estimate {
    /// All of it: what the order will cost for as long as it is not deleted. Partial if the size of its OS volume is not given.
    pub fn total(&self) -> Cost {
        self.machine.plus(&self.volumes)
    }
}

impl Client {
    /// What an order would cost, by the prices of now: the machine (as a spot instance if it is one), its new volumes,
    /// and its OS volume where its size is given: without a size the estimate is [partial](Cost::is_partial). Long-term
    /// discounts and coupons are not in it. Safe to repeat: nothing is ordered.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::{DeployInstance, DeployInstanceOsVolume};
    ///
    /// let order: DeployInstance = DeployInstance::builder()
    ///     .instance_type("CPU.4V.16G")
    ///     .image("ubuntu-24.04")
    ///     .hostname("node-1")
    ///     .location_code("FIN-01")
    ///     .os_volume(DeployInstanceOsVolume::builder().name("os").size(50_u64))
    ///     .try_into()?;
    /// let estimate = client.estimate(&order).await?;
    /// assert!(estimate.volumes.per_hour > 0.into());
    /// println!("{}", estimate.total());
    /// // The same value is what is ordered.
    /// client.deploy_instance(order).await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls; [`ErrorKind::Lookup`](crate::ErrorKind::Lookup) for a type of instance or volume that the catalogue
    /// does not have, or has no price for.
    pub async fn estimate(&self, order: &DeployInstance) -> Result<Estimate, Error> {
        let types = self.raw().list_instance_types().send();
        let volume_types = self.raw().list_volume_types().send();
        let (types, volume_types) = futures_util::future::try_join(types, volume_types).await?;
        let types = whole("list_instance_types", types)?;
        let kind = types.into_iter().find(|kind| kind.instance_type == order.instance_type);
        let spot = order.is_spot == Some(true);
        let price = kind.as_ref().and_then(|kind| if spot { kind.spot_price } else { kind.price_per_hour });
        let Some(per_hour) = price else {
            let message = format!("the catalogue has no price for `{}`: see list_instance_types", order.instance_type);
            return Err(Error::new(ErrorKind::Lookup, message).of(OPERATION));
        };
        let volume_types = whole("list_volume_types", volume_types)?;
        let os = order.os_volume.iter().map(|volume| (VolumeKind::from(OS_VOLUME), volume.size));
        let others = order.volumes.iter().flatten().map(|volume| (volume.type_.clone(), volume.size));
        let mut volumes = Decimal::ZERO;
        for (kind, gigabytes) in os.chain(others) {
            let Some(price) = monthly_price_per_gigabyte(&volume_types, &kind) else {
                let message =
                    format!("the catalogue has no price for volumes of the type `{kind}`: see list_volume_types");
                return Err(Error::new(ErrorKind::Lookup, message).of(OPERATION));
            };
            let monthly = price.saturating_mul(Decimal::from(gigabytes));
            volumes = volumes.saturating_add(monthly / Decimal::from(HOURS_PER_MONTH));
        }
        let currency = kind.and_then(|kind| kind.currency);
        // Without a size the API makes an OS volume all the same, of a size of its own.
        let volumes = Cost { per_hour: volumes, currency: currency.clone(), is_partial: order.os_volume.is_none() };
        Ok(Estimate { machine: Cost::new(per_hour, currency), volumes })
    }
}

fn monthly_price_per_gigabyte(types: &[VolumeType], kind: &VolumeKind) -> Option<Decimal> {
    let price = types.iter().find(|known| known.type_ == *kind)?.price.as_ref()?;
    price.price_per_month_per_gb.or(price.monthly_per_gb)
}
