//! What a project spends, from its lists.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::Hash;
use std::time::Duration;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use verda_api::ResponseValue;
use verda_api::types::{
    Balance, Cluster, ClusterId, ContainerDeployment, ContainerDeploymentName, Currency, Instance, InstanceId,
    JobDeploymentName, JobDeploymentSummary, Volume, VolumeId,
};

use super::{Cost, HOURS_PER_MONTH};
use crate::client::Client;
use crate::error::Error;
use crate::inventory::{Inventory, unknown};
use crate::pages::checked;

/// What the project spends: what costs, one by one, and sums of it. See [`Client::spending`] and [`Inventory::spending`],
/// which have examples.
///
/// A sum of which a part is not known says so: [`Cost::is_partial`], and [`missing`](Self::missing) has the reasons.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spending {
    /// What costs: each instance and cluster with its volumes, each volume that is attached to none of them, and each
    /// deployment. A volume that is attached to several is in the first of them alone.
    pub items: Vec<CostItem>,
    /// What is left of the project's money, where the API told it, in the currency of the sums.
    pub balance: Option<Decimal>,
    currency: Option<Currency>,
    /// What the lists do not tell.
    unknown: Vec<(Part, String)>,
}

/// Something that costs. See [`Spending::items`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CostItem {
    /// What it is.
    pub of: CostOf,
    /// Its hostname, or the name of a volume or deployment, where the API told it.
    pub name: Option<String>,
    /// What it costs without its volumes.
    pub own: Cost,
    /// The volumes that are attached to it.
    pub volumes: Vec<Self>,
    /// Whether it may have volumes that are not known.
    has_more: bool,
}

/// What a [`CostItem`] is, with its id. `Display` has both.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CostOf {
    /// An instance.
    Instance(InstanceId),
    /// A cluster.
    Cluster(ClusterId),
    /// A volume.
    Volume(VolumeId),
    /// A container deployment. Its replicas cost, and the API does not tell how much.
    ContainerDeployment(ContainerDeploymentName),
    /// A job deployment. Its runs cost, and the API does not tell how much.
    JobDeployment(JobDeploymentName),
}

const NO_PRICE: &str = "the API tells no price of it in the currency of the others";

/// A part of the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Instances,
    Clusters,
    Volumes,
    Serverless,
    /// The balance; it belongs to no sum.
    Balance,
}

/// A list, or why it is not known.
type Listed<'a, T> = Result<&'a ResponseValue<Vec<T>>, &'a Error>;

/// The lists of what costs.
struct Lists<'a> {
    instances: Listed<'a, Instance>,
    clusters: Listed<'a, Cluster>,
    volumes: Listed<'a, Volume>,
    container_deployments: Listed<'a, ContainerDeployment>,
    job_deployments: Listed<'a, JobDeploymentSummary>,
}

impl Spending {
    /// The instances alone, those that are shut down included.
    pub fn instances(&self) -> Cost {
        self.sum(Part::Instances, |item| matches!(item.of, CostOf::Instance(_)).then_some(&item.own))
    }

    /// The clusters alone.
    pub fn clusters(&self) -> Cost {
        self.sum(Part::Clusters, |item| matches!(item.of, CostOf::Cluster(_)).then_some(&item.own))
    }

    /// All volumes: those of machines, and those that are attached to nothing.
    pub fn volumes(&self) -> Cost {
        let attached = self.items.iter().flat_map(|item| &item.volumes).map(|volume| &volume.own);
        let others = self.sum(Part::Volumes, |item| matches!(item.of, CostOf::Volume(_)).then_some(&item.own));
        attached.fold(others, |sum, cost| sum.plus(cost))
    }

    /// All of it.
    pub fn total(&self) -> Cost {
        let nothing = Cost { currency: self.currency.clone(), is_partial: self.lacks_resources(), ..Cost::default() };
        self.items.iter().fold(nothing, |sum, item| sum.plus(&item.total()))
    }

    /// What the sums do not contain, one line each: lists that failed, elements that cannot be decoded, resources whose
    /// price the API does not tell. Empty if the sums are complete and the balance is in their currency.
    pub fn missing(&self) -> Vec<String> {
        let items = self.items.iter().flat_map(|item| [item].into_iter().chain(&item.volumes));
        let unpriced = items.filter(|item| item.own.is_partial).map(|item| match (item.of.part(), &item.name) {
            (Part::Serverless, _) => format!("{}: the API does not tell what its replicas cost by the hour", item.of),
            (_, Some(name)) => format!("{} (`{name}`): {NO_PRICE}", item.of),
            (_, None) => format!("{}: {NO_PRICE}", item.of),
        });
        self.unknown.iter().map(|(_, line)| line.clone()).chain(unpriced).collect()
    }

    /// How long the balance lasts if nothing changes; zero if nothing is left. `None` if nothing costs, the balance is not
    /// known, or [the sum](Self::total) is partial: then there is [`runway_at_most`](Self::runway_at_most).
    pub fn runway(&self) -> Option<Duration> {
        self.runway_at_most().filter(|_| !self.total().is_partial)
    }

    /// How long the balance lasts at most: by what is known to cost. What is [missing](Self::missing) makes it shorter.
    /// `None` if nothing is known to cost, or the balance is not known.
    pub fn runway_at_most(&self) -> Option<Duration> {
        let per_hour = self.total().per_hour;
        let balance = self.balance?.max(Decimal::ZERO);
        if per_hour <= Decimal::ZERO {
            return None;
        }
        let seconds = balance.checked_div(per_hour)?.checked_mul(Decimal::from(3600))?;
        Some(Duration::from_secs(seconds.to_u64().unwrap_or(u64::MAX)))
    }

    /// The same with the balance, for a spending of lists that the caller has. A balance in another currency than the prices
    /// is left out, with a line in [`missing`](Self::missing).
    #[must_use]
    pub fn with_balance(mut self, balance: &Balance) -> Self {
        match (&self.currency, told(&balance.currency)) {
            (Some(prices), Some(other)) if prices != other => {
                let line = format!("the balance is in {other}, and prices are in {prices}: the balance is left out");
                self.unknown.push((Part::Balance, line));
            }
            (_, currency) => {
                self.currency = self.currency.or_else(|| currency.cloned());
                self.balance = balance.amount;
            }
        }
        self
    }

    /// What has a name that begins like this: machines by their hostnames, with their volumes. It has no balance, which is
    /// that of the project.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Self {
        let mut part = Self { items: Vec::new(), balance: None, ..self.clone() };
        for item in &self.items {
            match &item.name {
                Some(name) if name.starts_with(prefix) => part.items.push(item.clone()),
                Some(_) => (),
                None => {
                    let line = format!("{} has no name, and may be one of `{prefix}`", item.of);
                    part.unknown.push((item.of.part(), line));
                }
            }
        }
        part
    }

    /// The costs of groups: of machines whose names differ by a number at the end alone, as `train-1` and `train-2` of
    /// `train`, with their volumes. What has no such number is a group of its own; what has no name is in the group without
    /// a name.
    pub fn by_group(&self) -> BTreeMap<String, Cost> {
        let mut groups = BTreeMap::new();
        for item in &self.items {
            let group = item.name.as_deref().map(group_of).unwrap_or_default();
            let sum: &mut Cost = groups.entry(group.to_owned()).or_default();
            *sum = sum.plus(&item.total());
            // A machine that is not known may be one of this group.
            sum.is_partial |= self.lacks_resources();
            sum.currency = self.currency.clone();
        }
        groups
    }

    fn sum<'a>(&'a self, part: Part, own: impl Fn(&'a CostItem) -> Option<&'a Cost>) -> Cost {
        let is_partial = self.unknown.iter().any(|(unknown, _)| *unknown == part);
        let nothing = Cost { currency: self.currency.clone(), is_partial, ..Cost::default() };
        self.items.iter().filter_map(own).fold(nothing, |sum, cost| sum.plus(cost))
    }

    fn lacks_resources(&self) -> bool {
        self.unknown.iter().any(|(part, _)| *part != Part::Balance)
    }

    fn of_lists(lists: &Lists<'_>) -> Self {
        let mut unknown_of = Vec::new();
        let mut note = |part, lines: Vec<String>| unknown_of.extend(lines.into_iter().map(|line| (part, line)));
        note(Part::Instances, unknown("list_instances", lists.instances));
        note(Part::Clusters, unknown("list_clusters", lists.clusters));
        note(Part::Volumes, unknown("list_volumes", lists.volumes));
        note(Part::Serverless, unknown("list_container_deployments", lists.container_deployments));
        note(Part::Serverless, unknown("list_job_deployments", lists.job_deployments));
        // A list may have one twice, which is two only for those who add them.
        let (instances, twice) = once(lists.instances, |one| &one.id, |one| &one.status);
        note(Part::Instances, twice);
        let (clusters, twice) = once(lists.clusters, |one| &one.id, |one| &one.status);
        note(Part::Clusters, twice);
        let (volumes, twice) = once(lists.volumes, |one| &one.id, |one| &one.status);
        note(Part::Volumes, twice);
        let has_more = unknown_of.iter().any(|(part, _)| *part == Part::Volumes);
        let volumes: Vec<&Volume> = volumes.into_iter().filter(|volume| volume.status.is_billed()).collect();
        // Volumes alone tell the currency.
        let currency = volumes.iter().find_map(|volume| told(&volume.currency)).cloned();
        let cost = |per_hour: Option<Decimal>| {
            // Nothing pays for being used.
            let per_hour = per_hour.filter(|price| *price >= Decimal::ZERO);
            let is_partial = per_hour.is_none();
            Cost { per_hour: per_hour.unwrap_or_default(), currency: currency.clone(), is_partial }
        };

        let mut items = Vec::new();
        let mut by_machine: HashMap<&InstanceId, usize> = HashMap::new();
        let mut by_volume: HashMap<&VolumeId, usize> = HashMap::new();
        for instance in instances.into_iter().filter(|instance| instance.status.is_billed()) {
            by_machine.insert(&instance.id, items.len());
            for id in instance.os_volume_id.iter().chain(instance.volume_ids.iter().flatten()) {
                by_volume.entry(id).or_insert(items.len());
            }
            let of = CostOf::Instance(instance.id.clone());
            let own = cost(instance.price_per_hour);
            items.push(CostItem { of, name: instance.hostname.clone(), own, volumes: Vec::new(), has_more });
        }
        for cluster in clusters.into_iter().filter(|cluster| cluster.status.is_billed()) {
            for id in cluster.shared_volumes.iter().flatten().filter_map(|volume| volume.id.as_ref()) {
                by_volume.entry(id).or_insert(items.len());
            }
            let of = CostOf::Cluster(cluster.id.clone());
            let own = cost(cluster.price_per_hour);
            items.push(CostItem { of, name: cluster.hostname.clone(), own, volumes: Vec::new(), has_more });
        }
        for volume in volumes {
            let attached = volume.instances.iter().flatten().filter_map(|instance| instance.id.as_ref());
            let mut machines = volume.instance_id.iter().chain(attached).filter_map(|id| by_machine.get(id));
            let machine = machines.next().or_else(|| by_volume.get(&volume.id)).copied();
            let price = price_of(volume).filter(|_| is_same(&volume.currency, &currency));
            let of = CostOf::Volume(volume.id.clone());
            let item =
                CostItem { of, name: volume.name.clone(), own: cost(price), volumes: Vec::new(), has_more: false };
            match machine.and_then(|index| items.get_mut(index)) {
                Some(machine) => machine.volumes.push(item),
                None => items.push(item),
            }
        }
        let containers = all(lists.container_deployments)
            .map(|deployment| (CostOf::ContainerDeployment(deployment.name.clone()), deployment.name.to_string()));
        let jobs = all(lists.job_deployments)
            .map(|deployment| (CostOf::JobDeployment(deployment.name.clone()), deployment.name.to_string()));
        for (of, name) in containers.chain(jobs) {
            items.push(CostItem { of, name: Some(name), own: cost(None), volumes: Vec::new(), has_more: false });
        }
        Self { items, balance: None, currency, unknown: unknown_of }
    }
}

impl CostItem {
    /// All of it: with its volumes.
    pub fn total(&self) -> Cost {
        let own = Cost { is_partial: self.own.is_partial || self.has_more, ..self.own.clone() };
        self.volumes.iter().fold(own, |sum, volume| sum.plus(&volume.own))
    }
}

impl CostOf {
    fn part(&self) -> Part {
        match self {
            Self::Instance(_) => Part::Instances,
            Self::Cluster(_) => Part::Clusters,
            Self::Volume(_) => Part::Volumes,
            Self::ContainerDeployment(_) | Self::JobDeployment(_) => Part::Serverless,
        }
    }
}

impl fmt::Display for CostOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instance(id) => write!(f, "instance {id}"),
            Self::Cluster(id) => write!(f, "cluster {id}"),
            Self::Volume(id) => write!(f, "volume {id}"),
            Self::ContainerDeployment(name) => write!(f, "container deployment `{name}`"),
            Self::JobDeployment(name) => write!(f, "job deployment `{name}`"),
        }
    }
}

impl Inventory {
    /// What the project spends, from these lists: nothing is sent. Its balance is not known before
    /// [`with_balance`](Spending::with_balance). See [`Client::spending`] for what costs.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # for hostname in ["train-1", "train-2", "web"] {
    /// #     let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// #     client.deploy_instance(order.hostname(hostname).location_code("FIN-01")).await?;
    /// # }
    /// let spending = client.inventory().await.spending();
    /// for item in &spending.items {
    ///     println!("{} {:?}: {} with {} volumes", item.of, item.name, item.total(), item.volumes.len());
    /// }
    /// for (group, cost) in spending.by_group() {
    ///     println!("{group}: {cost}");
    /// }
    /// assert_eq!(spending.with_prefix("train-").items.len(), 2);
    /// # assert_eq!(spending.by_group().into_keys().collect::<Vec<_>>(), ["train", "web"]);
    /// # });
    /// ```
    pub fn spending(&self) -> Spending {
        Spending::of_lists(&Lists {
            instances: self.instances.as_ref(),
            clusters: self.clusters.as_ref(),
            volumes: self.volumes.as_ref(),
            container_deployments: self.container_deployments.as_ref(),
            job_deployments: self.job_deployments.as_ref(),
        })
    }
}

impl Client {
    /// What the project spends now, and how long its balance lasts: six calls at once. Safe to repeat. For lists that are at
    /// hand there is [`Inventory::spending`].
    ///
    /// Machines cost from their order on until they are deleted, also when they are shut down; only `no_capacity`,
    /// `discontinued` and `deleted` cost nothing. Volumes cost until they are in the trash. Container and job
    /// deployments cost by their replicas; the API tells neither a price of them by the hour nor, in its lists, how many
    /// there are, so that each makes the sum partial. All prices are taken to be in one currency, that of the volumes and
    /// the balance, as the API has them.
    ///
    /// A list that fails makes the sums that need it partial, and the others are there all the same.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// # let order = verda_api_ext::types::DeployInstance::builder().instance_type("CPU.4V.16G").image("ubuntu-24.04");
    /// # let order = order.hostname("node-1").location_code("FIN-01");
    /// assert_eq!(client.spending().await?.runway(), None, "nothing costs");
    ///
    /// client.deploy_instance(order).await?;
    /// let spending = client.spending().await?;
    /// println!("{}", spending.total());
    /// for line in spending.missing() {
    ///     eprintln!("not in it: {line}");
    /// }
    /// // What is missing only shortens it.
    /// if spending.runway_at_most().is_some_and(|left| left.as_secs() < 24 * 3600) {
    ///     println!("the money is gone within a day");
    /// }
    /// # assert!(spending.runway().is_some());
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// That of listing the instances, if none of the lists is known.
    pub async fn spending(&self) -> Result<Spending, Error> {
        let raw = self.raw();
        let (instances, clusters, volumes, containers, (jobs, balance)) = futures_util::future::join5(
            raw.list_instances().send(),
            raw.list_clusters().send(),
            raw.list_volumes().send(),
            raw.list_container_deployments().send(),
            futures_util::future::join(raw.list_job_deployments().send(), raw.get_balance().send()),
        )
        .await;
        let instances = checked("list_instances", instances);
        let clusters = checked("list_clusters", clusters);
        let volumes = checked("list_volumes", volumes);
        let containers = checked("list_container_deployments", containers);
        let jobs = checked("list_job_deployments", jobs);
        let mut spending = Spending::of_lists(&Lists {
            instances: instances.as_ref(),
            clusters: clusters.as_ref(),
            volumes: volumes.as_ref(),
            container_deployments: containers.as_ref(),
            job_deployments: jobs.as_ref(),
        });
        if let (Err(error), true) =
            (instances, clusters.is_err() && volumes.is_err() && containers.is_err() && jobs.is_err())
        {
            return Err(error);
        }
        match balance {
            Ok(balance) => spending = spending.with_balance(&balance),
            Err(error) => spending.unknown.push((Part::Balance, error.to_string())),
        }
        Ok(spending)
    }
}

/// The elements of a list, each once, and a line for those that it has with more than one status.
fn once<'a, T, Id: Eq + Hash + fmt::Display + 'a, S: PartialEq + 'a>(
    list: Listed<'a, T>,
    id: impl Fn(&'a T) -> &'a Id,
    status: impl Fn(&'a T) -> &'a S,
) -> (Vec<&'a T>, Vec<String>) {
    let mut known: HashMap<&Id, &S> = HashMap::new();
    let (mut elements, mut lines) = (Vec::new(), Vec::new());
    for element in all(list) {
        match known.insert(id(element), status(element)) {
            None => elements.push(element),
            Some(other) if other != status(element) => {
                lines.push(format!("{} is listed with more than one status", id(element)));
            }
            Some(_) => {}
        }
    }
    (elements, lines)
}

/// The elements of a list that are known.
fn all<'a, T>(list: Listed<'a, T>) -> impl Iterator<Item = &'a T> {
    list.into_iter().flat_map(|list| list.iter())
}

/// What a volume costs in an hour. The price by the month is the exact one; the one by the hour is rounded. Nothing is free while
/// the other tells a price.
pub(crate) fn price_of(volume: &Volume) -> Option<Decimal> {
    let monthly = volume.monthly_price.map(|price| price / Decimal::from(HOURS_PER_MONTH));
    monthly.filter(|price| !price.is_zero()).or(volume.base_hourly_cost).or(monthly)
}

/// Whether a price is in the currency of the others, as far as both are known.
pub(crate) fn is_same(currency: &Option<Currency>, of_all: &Option<Currency>) -> bool {
    told(currency).is_none_or(|currency| Some(currency) == of_all.as_ref())
}

/// A currency; an empty text is none.
pub(crate) fn told(currency: &Option<Currency>) -> Option<&Currency> {
    currency.as_ref().filter(|currency| !currency.as_str().trim().is_empty())
}

/// The name without a number at its end, and without a domain.
fn group_of(name: &str) -> &str {
    let first = name.split('.').next().unwrap_or(name);
    let without = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
    match without.strip_suffix('-') {
        Some(group) if without.len() < first.len() && !group.is_empty() => group,
        _ => name,
    }
}
