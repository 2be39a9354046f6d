//! What resources cost: before they are ordered, and all together.

use std::fmt;
use std::time::Duration;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use verda_api::ResponseValue;
use verda_api::types::{Currency, DeployInstance, VolumeKind, VolumeType};

use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::pages::whole;

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
        Self { per_hour, currency }
    }

    /// In a month of [`HOURS_PER_MONTH`] hours.
    pub fn per_month(&self) -> Decimal {
        self.per_hour.saturating_mul(Decimal::from(HOURS_PER_MONTH))
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let currency = self.currency.as_ref().map(|currency| format!(" {currency}")).unwrap_or_default();
        // A decimal cuts off what it does not show.
        let (hour, month) = (self.per_hour.round_dp(4), self.per_month().round_dp(2));
        write!(f, "{hour:.4}{currency}/h, {month:.2}{currency}/month")
    }
}

/// What an instance costs with its volumes. See [`Client::estimate`], which has an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// The machine.
    pub machine: Cost,
    /// Its new volumes, with the one for the operating system where its size is given. Volumes that exist already cost
    /// what they cost now, and are not in it.
    pub volumes: Cost,
}

impl Estimate {
    /// All of it: what the order will cost for as long as it is not deleted.
    pub fn total(&self) -> Cost {
        Cost {
            per_hour: self.machine.per_hour.saturating_add(self.volumes.per_hour),
            currency: self.machine.currency.clone(),
        }
    }
}

/// What the project spends. See [`Client::spending`], which has an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spending {
    /// The instances that cost, those that are shut down included.
    pub instances: Cost,
    /// The clusters that cost.
    pub clusters: Cost,
    /// The volumes, those that are attached to nothing included, and those in the trash not.
    pub volumes: Cost,
    /// What is left of the project's money, where the API told it, in the currency of the sums.
    pub balance: Option<Decimal>,
    /// Resources that cost and whose price the API did not tell: the sums do not contain them.
    pub without_price: usize,
}

impl Spending {
    /// All of it: instances, clusters and volumes.
    pub fn total(&self) -> Cost {
        let machines = self.instances.per_hour.saturating_add(self.clusters.per_hour);
        let per_hour = machines.saturating_add(self.volumes.per_hour);
        Cost { per_hour, currency: self.instances.currency.clone() }
    }

    /// How long the balance lasts if nothing changes. `None` if nothing costs, or the balance is not known; zero if
    /// nothing is left.
    pub fn runway(&self) -> Option<Duration> {
        let per_hour = self.total().per_hour;
        let balance = self.balance?.max(Decimal::ZERO);
        if per_hour <= Decimal::ZERO {
            return None;
        }
        let seconds = balance.checked_div(per_hour)?.checked_mul(Decimal::from(3600))?;
        Some(Duration::from_secs(seconds.to_u64().unwrap_or(u64::MAX)))
    }
}

impl Client {
    /// What an order would cost, by the prices of now: the machine (as a spot instance if it is one), its new volumes,
    /// and its OS volume where its size is given. Long-term discounts and coupons are not in it. Safe to repeat:
    /// nothing is ordered.
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
    /// client.deploy_instance(order).send().await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls; [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) for a type of instance or
    /// volume that the catalogue does not have, or has no price for.
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
            return Err(invalid_request(OPERATION, message));
        };
        let volume_types = whole("list_volume_types", volume_types)?;
        let os = order.os_volume.iter().map(|volume| (VolumeKind::from(OS_VOLUME), volume.size));
        let others = order.volumes.iter().flatten().map(|volume| (volume.type_.clone(), volume.size));
        let mut volumes = Decimal::ZERO;
        for (kind, gigabytes) in os.chain(others) {
            let Some(price) = monthly_price_per_gigabyte(&volume_types, &kind) else {
                let message =
                    format!("the catalogue has no price for volumes of the type `{kind}`: see list_volume_types");
                return Err(invalid_request(OPERATION, message));
            };
            let monthly = price.saturating_mul(Decimal::from(gigabytes));
            volumes = volumes.saturating_add(monthly / Decimal::from(HOURS_PER_MONTH));
        }
        let currency = kind.and_then(|kind| kind.currency);
        Ok(Estimate {
            machine: Cost { per_hour, currency: currency.clone() },
            volumes: Cost { per_hour: volumes, currency },
        })
    }

    /// What the project spends now, and how long its balance lasts: four calls at once. Safe to repeat.
    ///
    /// Machines cost from their order on until they are deleted, also when they are shut down; only `no_capacity`,
    /// `discontinued`, `deleted` and `notfound` cost nothing. Volumes cost until they are in the trash. Serverless
    /// containers are not in it: the API does not tell their prices by the hour. All prices are taken to be in one
    /// currency, that of the balance, as the API has them.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// assert_eq!(client.spending().await?.runway(), None, "nothing costs");
    ///
    /// client.deploy_instance(order).send().await?;
    /// let spending = client.spending().await?;
    /// println!("{}", spending.total());
    /// if spending.runway().is_some_and(|left| left.as_secs() < 24 * 3600) {
    ///     println!("the money is gone within a day");
    /// }
    /// # assert!(spending.runway().is_some());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls.
    pub async fn spending(&self) -> Result<Spending, Error> {
        let raw = self.raw();
        let (instances, clusters, volumes, balance) = futures_util::future::try_join4(
            raw.list_instances().send(),
            raw.list_clusters().send(),
            raw.list_volumes().send(),
            raw.get_balance().send(),
        )
        .await?;
        let balance = balance.into_inner();
        let unreadable = elements_skipped(&instances) + elements_skipped(&clusters) + elements_skipped(&volumes);
        let mut sum = Sum { currency: balance.currency.clone(), without_price: unreadable };
        let instances = whole("list_instances", instances)?;
        let clusters = whole("list_clusters", clusters)?;
        let volumes = whole("list_volumes", volumes)?;
        let instances = instances.iter().filter(|instance| instance.status.is_billed());
        let clusters = clusters.iter().filter(|cluster| cluster.status.is_billed());
        let volumes = volumes.iter().filter(|volume| volume.status.is_billed());
        let by_the_month = |price: Decimal| price / Decimal::from(HOURS_PER_MONTH);
        Ok(Spending {
            instances: sum.of(instances.map(|instance| instance.price_per_hour)),
            clusters: sum.of(clusters.map(|cluster| cluster.price_per_hour)),
            // The price by the month is the exact one; the one by the hour is rounded.
            volumes: sum.of(volumes.map(|volume| volume.monthly_price.map(by_the_month).or(volume.base_hourly_cost))),
            balance: balance.amount,
            without_price: sum.without_price,
        })
    }
}

/// Adds up prices by the hour, and counts those that are not known.
struct Sum {
    currency: Option<Currency>,
    without_price: usize,
}

impl Sum {
    fn of(&mut self, prices: impl Iterator<Item = Option<Decimal>>) -> Cost {
        let mut per_hour = Decimal::ZERO;
        for price in prices {
            match price {
                Some(price) => per_hour = per_hour.saturating_add(price),
                None => self.without_price += 1,
            }
        }
        Cost { per_hour, currency: self.currency.clone() }
    }
}

/// How many resources a list has that cannot be decoded: they may cost.
fn elements_skipped<T>(list: &ResponseValue<Vec<T>>) -> usize {
    list.skipped().iter().filter(|skipped| skipped.is_element()).count()
}

fn monthly_price_per_gigabyte(types: &[VolumeType], kind: &VolumeKind) -> Option<Decimal> {
    let price = types.iter().find(|known| known.type_ == *kind)?.price.as_ref()?;
    price.price_per_month_per_gb.or(price.monthly_per_gb)
}
