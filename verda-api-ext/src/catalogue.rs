//! What can be rented now, where, and for how much.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use verda_api::types::{Currency, InstanceType};

use crate::client::Client;
use crate::error::Error;
use crate::pages::whole;

/// A search for instance types. See [`Client::find_instance_types`]. Each search is two requests, made at once, and
/// orders nothing.
///
/// Everything that is asked for must be met; a search that asks for nothing finds all types that are free somewhere.
/// Texts are compared without regard to case, and an empty text asks for nothing.
/// ```
/// # verda_fake::example!(client, fake, {
/// // What can hold 120 GB on its GPUs, may be taken away at any time, and costs no more than 6 dollars an hour?
/// let search = client.find_instance_types().gpu_memory_at_least(120).spot().max_price_per_hour(6);
/// let names: Vec<_> = search.list().await?.into_iter().map(|offer| offer.instance_type).collect();
/// assert_eq!(names, ["1B200.30V", "2H100.80S.80V", "8A100.176V"]);
/// # });
/// ```
#[derive(Clone, Debug)]
#[must_use = "a search is made with `list` or `cheapest`"]
pub struct FindInstanceTypes {
    client: Client,
    gpu: String,
    gpus: u64,
    gpu_memory: u64,
    cpus: u64,
    location: String,
    spot: bool,
    free_only: bool,
    currency: Option<Currency>,
    max_price: Option<Decimal>,
}

/// A type of instance, with where it is free and what it costs. Its `Display` is a line to show.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// let offers = client.find_instance_types().gpu("A100").list().await?;
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
    /// The codes of the locations in which it is free now; only the one that was asked for, if one was.
    pub locations: Vec<String>,
    /// What the whole machine costs in an hour, volumes not included: as a spot instance, if that was asked for. `None`
    /// where the API tells no price.
    pub price_per_hour: Option<Decimal>,
    /// The currency of the price.
    pub currency: Option<Currency>,
    /// Whether it is offered as a spot instance, which can be taken away at any time.
    pub spot: bool,
    /// The number of its GPUs; 0 for a machine without any.
    pub gpus: u64,
    /// All that the API tells of the type.
    pub details: InstanceType,
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.instance_type)?;
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

impl Client {
    /// Searches the catalogue, joined with what is free now and with prices. Two calls at once; nothing is sent before
    /// [`list`](FindInstanceTypes::list) or [`cheapest`](FindInstanceTypes::cheapest). Safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// if let Some(offer) = client.find_instance_types().gpu("H100").at_least(1).location("FIN-01").cheapest().await? {
    ///     println!("{offer}");
    ///     # assert_eq!(offer.instance_type, "1H100.80S.30V");
    /// }
    /// # });
    /// ```
    pub fn find_instance_types(&self) -> FindInstanceTypes {
        FindInstanceTypes {
            client: self.clone(),
            gpu: String::new(),
            gpus: 0,
            gpu_memory: 0,
            cpus: 0,
            location: String::new(),
            spot: false,
            free_only: true,
            currency: None,
            max_price: None,
        }
    }
}

impl FindInstanceTypes {
    /// With this GPU: a part of its model, its name or the type's name, such as `H100`.
    pub fn gpu(mut self, model: impl Into<String>) -> Self {
        self.gpu = model.into();
        self
    }

    /// With so many GPUs or more. Without GPUs: 0, which is the default and asks for nothing.
    pub fn at_least(mut self, gpus: u64) -> Self {
        self.gpus = gpus;
        self
    }

    /// With so many gigabytes of GPU memory or more, over all its GPUs.
    pub fn gpu_memory_at_least(mut self, gigabytes: u64) -> Self {
        self.gpu_memory = gigabytes;
        self
    }

    /// With so many CPU cores or more.
    pub fn cpus_at_least(mut self, cores: u64) -> Self {
        self.cpus = cores;
        self
    }

    /// Free in this location, by its code, such as `FIN-01`.
    pub fn location(mut self, code: impl Into<String>) -> Self {
        self.location = code.into();
        self
    }

    /// As spot instances, with their prices and what is free of them. The order of one says so itself, with
    /// `is_spot(true)`. Without this: ordinary instances.
    pub fn spot(mut self) -> Self {
        self.spot = true;
        self
    }

    /// Also those that are free nowhere now.
    pub fn include_unavailable(mut self) -> Self {
        self.free_only = false;
        self
    }

    /// Prices in this currency, such as `eur`. Default: the API's own, US dollars.
    pub fn currency(mut self, currency: impl Into<Currency>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// For this price in an hour or less, in the currency of the search. Types without a price are left out.
    pub fn max_price_per_hour(mut self, price: impl Into<Decimal>) -> Self {
        self.max_price = Some(price.into());
        self
    }

    /// What was found, the cheapest first; types without a price come last, and equal prices in the order of their
    /// names.
    ///
    /// # Errors
    ///
    /// Those of the two calls.
    pub async fn list(self) -> Result<Vec<Offer>, Error> {
        let raw = self.client.raw();
        let mut types = raw.list_instance_types();
        if let Some(currency) = &self.currency {
            types = types.currency(currency.to_string());
        }
        let mut free = raw.list_instance_availability();
        if self.spot {
            free = free.is_spot(true);
        }
        let (types, free) = futures_util::future::try_join(types.send(), free.send()).await?;
        let mut locations: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for place in whole("list_instance_availability", free)? {
            for name in place.availabilities {
                locations.entry(name).or_default().push(place.location_code.clone());
            }
        }
        let types = whole("list_instance_types", types)?;
        let mut offers: Vec<Offer> = types
            .into_iter()
            .map(|kind| {
                let locations = locations.get(&kind.instance_type).cloned().unwrap_or_default();
                self.offer(kind, locations)
            })
            .filter(|offer| self.accepts(offer))
            .collect();
        offers.sort_by(|one, two| {
            let key = |offer: &Offer| (offer.price_per_hour.is_none(), offer.price_per_hour);
            key(one).cmp(&key(two)).then_with(|| one.instance_type.cmp(&two.instance_type))
        });
        Ok(offers)
    }

    /// The cheapest that was found; `None` if nothing with a price was. What is free now may be gone a moment later: an
    /// order can still fail with [`is_capacity`](Error::is_capacity).
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::DeployInstance;
    ///
    /// let Some(offer) = client.find_instance_types().gpu("H100").cheapest().await? else {
    ///     return Ok(()); // none is free
    /// };
    /// let order = DeployInstance::builder().instance_type(&offer.instance_type).location_code(&offer.locations[0]);
    /// let order = order.image("ubuntu-24.04-cuda-12.8-open").hostname("node-1");
    /// let id = client.deploy_instance(order).send().await?.into_inner();
    /// # let _ = id;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the two calls.
    pub async fn cheapest(self) -> Result<Option<Offer>, Error> {
        Ok(self.list().await?.into_iter().next().filter(|offer| offer.price_per_hour.is_some()))
    }

    fn offer(&self, details: InstanceType, mut locations: Vec<String>) -> Offer {
        if !self.location.is_empty() {
            locations.retain(|code| code.eq_ignore_ascii_case(&self.location));
        }
        locations.sort();
        Offer {
            instance_type: details.instance_type.clone(),
            locations,
            price_per_hour: if self.spot { details.spot_price } else { details.price_per_hour },
            currency: details.currency.clone(),
            spot: self.spot,
            gpus: details.gpu.as_ref().and_then(|gpu| gpu.number_of_gpus).unwrap_or_default(),
            details,
        }
    }

    fn accepts(&self, offer: &Offer) -> bool {
        let details = &offer.details;
        let wanted = self.gpu.to_lowercase();
        let is_it = |text: &str| text.to_lowercase().contains(&wanted);
        let names = [&details.model, &details.name, &details.display_name];
        let gpu_memory = details.gpu_memory.as_ref().and_then(|memory| memory.size_in_gigabytes).unwrap_or_default();
        let cpus = details.cpu.as_ref().and_then(|cpu| cpu.number_of_cores).unwrap_or_default();
        (wanted.is_empty() || is_it(&details.instance_type) || names.into_iter().flatten().any(|name| is_it(name)))
            && offer.gpus >= self.gpus
            && gpu_memory >= self.gpu_memory
            && cpus >= self.cpus
            && (!offer.locations.is_empty() || !self.free_only)
            && self.max_price.is_none_or(|most| offer.price_per_hour.is_some_and(|price| price <= most))
    }
}
