//! Which type in which location is ordered next.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::Launch;
use super::settings::Market;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::pages::whole;

/// How often the API is asked again what is free, after all that it named was refused.
const REFRESHES: u8 = 2;
/// What was refused a moment ago is still named as free for some time.
const PAUSE: Duration = Duration::from_secs(5);

/// A machine that may be free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) instance_type: String,
    pub(super) location: String,
    pub(super) spot: bool,
}

/// The choices that are left, the preferred one first. One that was refused to one slot is not tried for the others.
#[derive(Debug)]
pub(super) struct Walk {
    choices: Vec<Choice>,
    types: Vec<String>,
    spots: Vec<bool>,
    /// Whether the choices are what the API said is free.
    by_availability: bool,
    refreshes: u8,
    /// The refusal of the choice that was tried last.
    refusal: Arc<Error>,
}

/// Nothing is left to be tried.
#[derive(Debug)]
pub(super) struct NoChoice {
    pub(super) error: Arc<Error>,
    /// Whether that is for a lack of capacity.
    pub(super) capacity: bool,
}

impl Walk {
    /// For a launch that orders nothing.
    pub(super) fn none() -> Self {
        Self::new(Vec::new(), Vec::new(), false)
    }

    fn new(types: Vec<String>, spots: Vec<bool>, by_availability: bool) -> Self {
        let refusal = Error::new(ErrorKind::NotSent, "none of the types is free in any location");
        Self {
            choices: Vec::new(),
            types,
            spots,
            by_availability,
            refreshes: REFRESHES,
            refusal: Arc::new(refusal.of("deploy_instance")),
        }
    }

    /// One request for what is free, two with both kinds of machines; none where the locations are given.
    pub(super) async fn begin(client: &Client, launch: &Launch) -> Result<Self, Error> {
        let settings = &launch.settings;
        let spots = match settings.market {
            Market::Ordinary => vec![false],
            Market::Spot => vec![true],
            Market::SpotFirst => vec![true, false],
        };
        let mut walk = Self::new(settings.types.clone(), spots, settings.locations.is_empty());
        if walk.by_availability {
            walk.refresh(client).await?;
        } else {
            walk.fill(|_, _| settings.locations.clone());
        }
        Ok(walk)
    }

    fn fill(&mut self, locations: impl Fn(bool, &str) -> Vec<String>) {
        let mut choices: Vec<Choice> = Vec::new();
        for spot in self.spots.iter().copied() {
            for instance_type in &self.types {
                for location in locations(spot, instance_type) {
                    let choice = Choice { instance_type: instance_type.clone(), location, spot };
                    if !choices.contains(&choice) {
                        choices.push(choice);
                    }
                }
            }
        }
        self.choices = choices;
    }

    async fn refresh(&mut self, client: &Client) -> Result<(), Error> {
        let mut free = Vec::new();
        for spot in self.spots.iter().copied() {
            let request = client.raw().list_instance_availability();
            let response = if spot { request.is_spot(true) } else { request }.send().await?;
            for place in whole("list_instance_availability", response)? {
                free.extend(place.availabilities.into_iter().map(|name| (spot, name, place.location_code.clone())));
            }
        }
        self.fill(|spot, instance_type| {
            let is_it = |(free_spot, name, _): &&(bool, String, String)| *free_spot == spot && name == instance_type;
            free.iter().filter(is_it).map(|(_, _, location)| location.clone()).collect()
        });
        Ok(())
    }

    /// The choice that is preferred of those that are left.
    ///
    /// # Errors
    ///
    /// The last refusal, where nothing is left.
    pub(super) async fn next(&mut self, client: &Client) -> Result<Choice, NoChoice> {
        while self.choices.is_empty() && self.by_availability && self.refreshes > 0 {
            self.refreshes -= 1;
            sleep(PAUSE).await;
            if let Err(error) = self.refresh(client).await {
                return Err(NoChoice { error: Arc::new(error), capacity: false });
            }
        }
        self.choices.first().cloned().ok_or_else(|| NoChoice { error: self.refusal.clone(), capacity: true })
    }

    /// There is no capacity for this one.
    pub(super) fn refused(&mut self, choice: &Choice, refusal: Arc<Error>) {
        self.choices.retain(|other| other != choice);
        self.refusal = refusal;
    }
}
