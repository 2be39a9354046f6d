//! What can be rented now, where, and for how much.

mod gpu;
mod images;
mod offer;

use std::collections::BTreeMap;

use futures_util::future::try_join4;
use rust_decimal::Decimal;
use verda_api::types::{Currency, InstanceType};
use verda_api::{ResponseValue, Skipped};

use self::gpu::WantedGpu;
pub use self::offer::Offer;
use crate::client::Client;
use crate::error::{Error, unexpected};
use crate::pages::whole;

/// A search for instance types. See [`Client::find_instance_types`]. It orders nothing.
///
/// Each search is two requests, made at once: the types and what is free of them. A search for spot instances and others is
/// three, and one for the id of an image is one more.
///
/// Everything that is asked for must be met; a search that asks for nothing finds all types that are free somewhere.
/// Texts are compared without regard to case, and an empty text asks for nothing. A type of which the API does not tell what
/// is asked for, such as its price or its memory, does not meet it.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// // What can hold 120 GB on its GPUs, may be taken away at any time, and costs no more than 6 dollars an hour?
/// let search = client.find_instance_types().gpu_memory_at_least(120).spot().max_price_per_hour(6);
/// for offer in search.list().await? {
///     println!("{offer}, {:?} for each GPU", offer.price_per_gpu());
///     # assert!(offer.spot && offer.gpu_memory() >= Some(120) && offer.price_per_hour <= Some(6.into()));
/// }
/// # });
/// ```
#[derive(Clone, Debug)]
#[must_use = "a search is made with `list` or `cheapest`"]
pub struct FindInstanceTypes {
    client: Client,
    gpu: WantedGpu,
    gpus: Option<u64>,
    gpus_at_least: u64,
    gpu_memory: u64,
    memory_per_gpu: u64,
    cpus: u64,
    image: String,
    locations: Vec<String>,
    contracts: Contracts,
    free_only: bool,
    currency: Option<Currency>,
    max_price: Option<Decimal>,
    order: Order,
}

/// How instances are rented.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Contracts {
    OnDemand,
    Spot,
    Both,
}

/// What offers are sorted by.
#[derive(Clone, Copy, Debug)]
enum Order {
    Price,
    PricePerGpu,
    PricePerGigabyte,
}

impl Order {
    fn price(self, offer: &Offer) -> Option<Decimal> {
        match self {
            Self::Price => offer.price_per_hour,
            Self::PricePerGpu => offer.price_per_gpu(),
            Self::PricePerGigabyte => offer.price_per_gpu_gigabyte(),
        }
    }
}

/// The locations in which types are free, by the name of the type.
type Free = BTreeMap<String, Vec<String>>;

impl Client {
    /// Searches the catalogue, joined with what is free now and with prices. Nothing is sent before
    /// [`list`](FindInstanceTypes::list) or [`cheapest`](FindInstanceTypes::cheapest). Safe to repeat.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// if let Some(offer) = client.find_instance_types().gpu("H100").gpus(1).location("FIN-01").cheapest().await? {
    ///     println!("{offer}");
    ///     # assert_eq!(offer.instance_type, "1H100.80S.30V");
    /// }
    /// # });
    /// ```
    pub fn find_instance_types(&self) -> FindInstanceTypes {
        FindInstanceTypes {
            client: self.clone(),
            gpu: WantedGpu::default(),
            gpus: None,
            gpus_at_least: 0,
            gpu_memory: 0,
            memory_per_gpu: 0,
            cpus: 0,
            image: String::new(),
            locations: Vec::new(),
            contracts: Contracts::OnDemand,
            free_only: true,
            currency: None,
            max_price: None,
            order: Order::Price,
        }
    }
}

impl FindInstanceTypes {
    /// With this GPU: whole words of its model, of its name or of the type's name. `B200` does not find a GB200, and `L40` no
    /// L40S. Spaces and hyphens do not count: `RTX PRO 6000` and `RTXPRO6000` are the same. A size of memory may be added, as in
    /// `A100 80GB`.
    pub fn gpu(mut self, model: impl AsRef<str>) -> Self {
        self.gpu = WantedGpu::read(model.as_ref());
        self
    }

    /// With exactly so many GPUs.
    pub fn gpus(mut self, gpus: u64) -> Self {
        self.gpus = Some(gpus);
        self
    }

    /// With so many GPUs or more. 0, which is the default, asks for nothing.
    pub fn gpus_at_least(mut self, gpus: u64) -> Self {
        self.gpus_at_least = gpus;
        self
    }

    /// Without GPUs: the same as `gpus(0)`.
    pub fn without_gpu(self) -> Self {
        self.gpus(0)
    }

    /// With so many gigabytes of GPU memory or more, over all its GPUs.
    pub fn gpu_memory_at_least(mut self, gigabytes: u64) -> Self {
        self.gpu_memory = gigabytes;
        self
    }

    /// With so many gigabytes of memory or more on each of its GPUs.
    pub fn memory_per_gpu_at_least(mut self, gigabytes: u64) -> Self {
        self.memory_per_gpu = gigabytes;
        self
    }

    /// With so many CPU cores or more.
    pub fn cpus_at_least(mut self, cores: u64) -> Self {
        self.cpus = cores;
        self
    }

    /// That supports this image, by its type, such as `ubuntu-24.04-cuda-12.8-open`, or by its id, which costs one request more.
    /// A type of image that no instance supports is no error, and finds nothing: see
    /// [`Client::find_image`].
    pub fn supports_image(mut self, image: impl Into<String>) -> Self {
        self.image = image.into();
        self
    }

    /// Free in this location, by its code, such as `FIN-01`. Called again: in that one or in this one.
    pub fn location(self, code: impl Into<String>) -> Self {
        self.locations([code])
    }

    /// Free in one of these locations, by their codes; those before count as well. The first is preferred:
    /// [`Offer::locations`] has them in this order.
    pub fn locations(mut self, codes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.locations.extend(codes.into_iter().map(Into::into).filter(|code| !code.is_empty()));
        self
    }

    /// As spot instances, with their prices and what is free of them. [`Offer::order`] says so itself; an order by hand needs
    /// `is_spot(true)`. Without this: ordinary instances.
    pub fn spot(mut self) -> Self {
        self.contracts = Contracts::Spot;
        self
    }

    /// As spot instances and as ordinary ones: an [`Offer`] for each. One request more.
    pub fn spot_and_on_demand(mut self) -> Self {
        self.contracts = Contracts::Both;
        self
    }

    /// Also those that are free nowhere now, or in none of the locations asked for.
    pub fn include_unavailable(mut self) -> Self {
        self.free_only = false;
        self
    }

    /// Prices in this currency, such as `eur`. Default: the API's own, US dollars.
    pub fn currency(mut self, currency: impl Into<Currency>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// For this price in an hour or less, in the currency of the search: what the API prices in another one does not meet it.
    /// Without [`currency`](Self::currency) the number alone is compared.
    pub fn max_price_per_hour(mut self, price: impl Into<Decimal>) -> Self {
        self.max_price = Some(price.into());
        self
    }

    /// Sorted by the price of one GPU: [`Offer::price_per_gpu`]. Default: by the price of the whole machine.
    pub fn by_price_per_gpu(mut self) -> Self {
        self.order = Order::PricePerGpu;
        self
    }

    /// Sorted by the price of one gigabyte of GPU memory: [`Offer::price_per_gpu_gigabyte`].
    pub fn by_price_per_gpu_gigabyte(mut self) -> Self {
        self.order = Order::PricePerGigabyte;
        self
    }

    /// What was found, the cheapest first; what has no price comes last. Equal prices are in the order of the machines'
    /// prices, then of their names, ordinary instances before spot instances.
    ///
    /// A type that is in the catalogue and not in the list of what is free is not free.
    ///
    /// # Errors
    ///
    /// Those of the calls. [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) if nothing was found in lists
    /// of which a part could not be decoded. Those of [`find_image`](Client::find_image) for the id of an image.
    pub async fn list(self) -> Result<Vec<Offer>, Error> {
        let (types, on_demand, spot, image) =
            try_join4(self.types(), self.free(Contracts::OnDemand), self.free(Contracts::Spot), self.image_type())
                .await?;
        let (types, mut odd) = types;
        let mut offers = Vec::new();
        for (free, spot) in [(on_demand, false), (spot, true)] {
            let Some((free, odd_places)) = free else { continue };
            odd = odd.or(odd_places);
            let supported = types.iter().filter(|details| supports(details, image.as_deref().unwrap_or_default()));
            let all = supported.map(|details| self.offer(details.clone(), &free, spot));
            offers.extend(all.filter(|offer| self.accepts(offer)));
        }
        if let (Some(odd), true) = (odd, offers.is_empty()) {
            return Err(odd);
        }
        offers.sort_by_cached_key(|offer| {
            let (price, whole) = (self.order.price(offer), offer.price_per_hour);
            (price.is_none(), price, whole.is_none(), whole, offer.instance_type.clone(), offer.spot)
        });
        Ok(offers)
    }

    /// The first of the [`list`](Self::list); `None` if nothing with a price was found. What is free now may be gone a moment
    /// later: an order can still fail with [`is_capacity`](Error::is_capacity).
    ///
    /// # Errors
    ///
    /// Those of [`list`](Self::list).
    pub async fn cheapest(self) -> Result<Option<Offer>, Error> {
        let order = self.order;
        Ok(self.list().await?.into_iter().next().filter(|offer| order.price(offer).is_some()))
    }

    async fn types(&self) -> Result<(Vec<InstanceType>, Option<Error>), Error> {
        let mut types = self.client.raw().list_instance_types();
        if let Some(currency) = &self.currency {
            types = types.currency(currency.to_string());
        }
        decodable("list_instance_types", types.send().await?)
    }

    /// What is free under this contract, if it was asked for.
    async fn free(&self, contract: Contracts) -> Result<Option<(Free, Option<Error>)>, Error> {
        if ![contract, Contracts::Both].contains(&self.contracts) {
            return Ok(None);
        }
        let mut free = self.client.raw().list_instance_availability();
        if contract == Contracts::Spot {
            free = free.is_spot(true);
        }
        const LIST: &str = "list_instance_availability";
        // A part of a place is what is free there.
        let (places, mut odd) = readable(LIST, free.send().await?, |_| true)?;
        let mut locations = Free::new();
        for place in places {
            if place.location_code.trim().is_empty() {
                odd.get_or_insert_with(|| unexpected(LIST, "a location has no code, and nothing else was found"));
                continue;
            }
            for name in place.availabilities {
                locations.entry(name).or_default().push(place.location_code.clone());
            }
        }
        locations.values_mut().for_each(|codes| {
            codes.sort();
            codes.dedup();
        });
        Ok(Some((locations, odd)))
    }

    /// The type of the image that was asked for.
    async fn image_type(&self) -> Result<Option<String>, Error> {
        if self.image.is_empty() {
            return Ok(None);
        }
        if !is_id(&self.image) {
            return Ok(Some(self.image.clone()));
        }
        Ok(Some(self.client.find_image(&self.image).await?.image_type))
    }

    fn offer(&self, details: InstanceType, free: &Free, spot: bool) -> Offer {
        let free = free.get(&details.instance_type).map(Vec::as_slice).unwrap_or_default();
        let mut locations = free.to_vec();
        if !self.locations.is_empty() {
            let place = |code: &String| self.locations.iter().position(|wanted| wanted.eq_ignore_ascii_case(code));
            locations.retain(|code| place(code).is_some());
            locations.sort_by_key(place);
        }
        let price = if spot { details.spot_price } else { details.price_per_hour };
        Offer {
            instance_type: details.instance_type.clone(),
            locations,
            // What costs nothing has no price that was told.
            price_per_hour: price.filter(|price| *price > Decimal::ZERO),
            currency: details.currency.clone(),
            spot,
            gpus: details.gpu.as_ref().and_then(|gpu| gpu.number_of_gpus).unwrap_or_default(),
            details,
        }
    }

    fn accepts(&self, offer: &Offer) -> bool {
        let details = &offer.details;
        let known_gpus = details.gpu.as_ref().and_then(|gpu| gpu.number_of_gpus);
        let gpu_memory = offer.gpu_memory().unwrap_or_default();
        let cpus = details.cpu.as_ref().and_then(|cpu| cpu.number_of_cores).unwrap_or_default();
        let memory_per_gpu = gpu_memory.checked_div(offer.gpus).unwrap_or_default();
        self.gpu.is_of(details)
            && self.gpus.is_none_or(|gpus| known_gpus == Some(gpus))
            && offer.gpus >= self.gpus_at_least
            && gpu_memory >= self.gpu_memory
            && memory_per_gpu >= self.memory_per_gpu
            && cpus >= self.cpus
            && (!offer.locations.is_empty() || !self.free_only)
            && self.max_price.is_none_or(|most| {
                let is_other = |wanted: &Currency| offer.currency.as_ref().is_some_and(|currency| currency != wanted);
                let is_in_another = self.currency.as_ref().is_some_and(is_other);
                !is_in_another && offer.price_per_hour.is_some_and(|price| price <= most)
            })
    }
}

/// A list, and the error that it is if what was asked for is not in it: the first element that cannot be decoded.
fn decodable<T>(operation: &'static str, response: ResponseValue<Vec<T>>) -> Result<(Vec<T>, Option<Error>), Error> {
    readable(operation, response, Skipped::is_element)
}

/// The same with the first part that counts and cannot be decoded.
fn readable<T>(
    operation: &'static str,
    response: ResponseValue<Vec<T>>,
    counts: fn(&Skipped) -> bool,
) -> Result<(Vec<T>, Option<Error>), Error> {
    let odd = response.skipped().iter().find(|odd| counts(odd)).map(|odd| {
        unexpected(operation, format!("the element at `{}` cannot be decoded, and nothing else was found", odd.path))
    });
    Ok((whole(operation, response)?, odd))
}

/// Whether a type supports the image. An empty one asks for nothing.
fn supports(details: &InstanceType, image: &str) -> bool {
    let supported = details.supported_os.as_deref().unwrap_or_default();
    image.is_empty() || supported.iter().any(|kind| kind.eq_ignore_ascii_case(image))
}

/// Whether a text is a UUID, which types of images are not.
fn is_id(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|digit| digit.is_ascii_hexdigit()))
}
