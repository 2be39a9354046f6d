//! Test control over machines: the fate of an order, the status of a machine, the capacity.

use std::fmt;

use crate::fake::VerdaFake;
use crate::model::catalogue::{self, cluster_types, instance_types};
use crate::model::fate::Fate;
use crate::model::machine::status;

/// A test asked the fake for something impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ControlError {
    /// There is no instance with this id.
    UnknownInstance(String),
    /// There is no cluster with this id.
    UnknownCluster(String),
    /// The instance with this id is no spot instance, or is gone already.
    NotPreemptible(String),
    /// The API has no such status.
    UnknownStatus(String),
    /// The catalogue has no such type of instance or cluster.
    UnknownType(String),
    /// The catalogue has no such location.
    UnknownLocation(String),
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownInstance(id) => write!(f, "no instance has the id `{id}`: see `VerdaFake::instances`"),
            Self::UnknownCluster(id) => write!(f, "no cluster has the id `{id}`: see `VerdaFake::clusters`"),
            Self::NotPreemptible(id) => {
                write!(f, "the instance `{id}` cannot be pre-empted: it is no spot instance, or is gone already")
            }
            Self::UnknownStatus(name) => write!(f, "no machine has the status `{name}`: give one of {}", Statuses),
            Self::UnknownType(name) => {
                write!(f, "no type is named `{name}`: see `GET /v1/instance-types` and `GET /v1/cluster-types`")
            }
            Self::UnknownLocation(code) => write!(f, "no location has the code `{code}`: see `GET /v1/locations`"),
        }
    }
}

impl std::error::Error for ControlError {}

/// Writes all statuses.
struct Statuses;

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&status::ALL.join(", "))
    }
}

fn find_status(name: &str) -> Result<&'static str, ControlError> {
    let found = status::ALL.into_iter().find(|known| *known == name);
    found.ok_or_else(|| ControlError::UnknownStatus(name.to_owned()))
}

/// Machines: their fate and their capacity.
impl VerdaFake {
    /// Sets the fate of the next ordered instance. A second call sets that of the instance after it.
    ///
    /// ```
    /// use verda_fake::{Fate, VerdaFake};
    ///
    /// let fake = VerdaFake::builder().build();
    /// // The first order fails, the second and all after it succeed.
    /// fake.next_instance_fate(Fate::NoCapacity);
    /// ```
    pub fn next_instance_fate(&self, fate: Fate) {
        self.state().project.instance_fates.push_back(fate);
    }

    /// Sets the fate of the next ordered cluster. A second call sets that of the cluster after it.
    pub fn next_cluster_fate(&self, fate: Fate) {
        self.state().project.cluster_fates.push_back(fate);
    }

    /// Sets the status of an instance, until another action changes it. With a status of an absent instance, such as
    /// `discontinued`, the instance costs nothing and its volumes are detached. One that is put into `deleting` stays so until it
    /// is deleted again.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), verda_fake::ControlError> {
    /// # use verda_fake::{ControlError, VerdaFake};
    /// # let fake = VerdaFake::builder().build();
    /// for instance in fake.instances() {
    ///     fake.set_instance_status(instance["id"].as_str().unwrap_or_default(), "error")?;
    /// }
    /// let missing = fake.set_instance_status("unknown", "error");
    /// assert_eq!(missing, Err(ControlError::UnknownInstance("unknown".to_owned())));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ControlError`] for an unknown id, or a status that the API does not have.
    pub fn set_instance_status(&self, id: &str, status: &str) -> Result<(), ControlError> {
        let status = find_status(status)?;
        let changed = self.change_now(|state, moment| state.project.put_instance_into(moment, id, status));
        changed.ok_or_else(|| ControlError::UnknownInstance(id.to_owned()))
    }

    /// Sets the status of a cluster, until another action changes it. With a status of an absent cluster, such as
    /// `discontinued`, the cluster costs nothing and its volumes are detached.
    ///
    /// # Errors
    ///
    /// [`ControlError`] for an unknown id, or a status that the API does not have.
    pub fn set_cluster_status(&self, id: &str, status: &str) -> Result<(), ControlError> {
        let status = find_status(status)?;
        let changed = self.change_now(|state, moment| state.project.put_cluster_into(id, status, moment.now));
        changed.ok_or_else(|| ControlError::UnknownCluster(id.to_owned()))
    }

    /// Evicts a spot instance, as the vendor may at any time. The instance is `discontinued` at once, and each of its volumes
    /// is treated according to its `on_spot_discontinue`.
    ///
    /// # Errors
    ///
    /// [`ControlError`] for an unknown id, and for an instance that is no spot instance or is gone.
    pub fn preempt_instance(&self, id: &str) -> Result<(), ControlError> {
        self.change_now(|state, moment| {
            let instance = state.project.instances.get(id);
            let instance = instance.ok_or_else(|| ControlError::UnknownInstance(id.to_owned()))?;
            if !instance.is_spot() || !instance.machine.exists(moment.now) {
                return Err(ControlError::NotPreemptible(id.to_owned()));
            }
            state.project.preempt(moment, id);
            Ok(())
        })
    }

    /// Sets the maximum number of machines of a type in a location, in place of the default. Further orders get
    /// `503 service_unavailable`, and the availability follows.
    ///
    /// ```
    /// # fn main() -> Result<(), verda_fake::ControlError> {
    /// # use verda_fake::VerdaFake;
    /// let fake = VerdaFake::builder().build();
    /// fake.set_capacity("1V100.6V", "FIN-01", 2)?;
    /// fake.set_capacity("16H200", "FIN-02", 0)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ControlError`] for a type or a location that the catalogue does not have.
    pub fn set_capacity(&self, kind: &str, location: &str, machines: usize) -> Result<(), ControlError> {
        let name = instance_types::find(kind)
            .map(|kind| kind.name)
            .or_else(|| cluster_types::find(kind).map(|kind| kind.name))
            .ok_or_else(|| ControlError::UnknownType(kind.to_owned()))?;
        let location =
            catalogue::location(location).ok_or_else(|| ControlError::UnknownLocation(location.to_owned()))?;
        self.state().project.capacity.insert((name, location), machines);
        Ok(())
    }
}

/// Money.
impl VerdaFake {
    /// The project's balance now, in US dollars, to the cent.
    pub fn balance(&self) -> f64 {
        let (mut state, now) = self.state_now();
        state.project.ledger.balance(now)
    }

    /// Sets the project's balance, in US dollars. Existing resources still cost money.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # use verda_fake::VerdaFake;
    /// let fake = VerdaFake::builder().balance(20.0).build();
    /// fake.set_balance(0.0);
    /// assert_eq!(fake.balance(), 0.0); // Every create gets a 402 from here on.
    /// # }
    /// ```
    pub fn set_balance(&self, dollars: f64) {
        let (mut state, now) = self.state_now();
        state.project.ledger.set_balance(dollars, now);
    }
}
