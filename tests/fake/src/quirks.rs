//! Habits of the running API that its document does not tell of. All are off unless the builder turns them on.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Builder;
use crate::error::ApiError;
use crate::ids::Ids;

/// The habits that a fake has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quirks {
    pub(crate) listed_after: Duration,
    pub(crate) address_after: Duration,
    /// In real time, as the client's own timeouts are.
    pub(crate) gateway_timeout: Option<Duration>,
    pub(crate) gone: Gone,
    /// Whether deletes of absent SSH keys and scripts succeed.
    pub(crate) lenient_deletes: bool,
    /// Whether the catalogue has nulls and lacks members that the document requires.
    pub(crate) hostile_catalogue: bool,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            listed_after: Duration::ZERO,
            address_after: Duration::ZERO,
            gateway_timeout: None,
            gone: Gone::default(),
            lenient_deletes: false,
            hostile_catalogue: false,
        }
    }
}

/// How calls on instances that are gone are refused. All of these responses have been seen.
///
/// An *unknown* instance never existed; a *discontinued* one did, and `GET /v1/instances/{instance_id}` still shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "kebab-case")]
pub enum Gone {
    /// A discontinued instance: 204 for its deletion, as documented, and 403 for other actions. An unknown one: 404.
    #[default]
    Documented,
    /// 404 `not_found`, "Instance not found", for actions on either and for `GET` of an unknown one.
    NotFound,
    /// 400 `invalid_request`, "Invalid instance id", for actions on either and for `GET` of an unknown one.
    InvalidId,
    /// A discontinued instance: 403 `forbidden_action`, "Can't discontinue a discontinued instance". An unknown one: 400
    /// `invalid_request`, "Invalid instance id". Clients in production rely on both.
    Forbidden,
    /// One of the others for every request, chosen by the seed.
    Mixed,
}

impl Gone {
    /// The way for one request.
    pub(crate) fn choose(self, ids: &mut Ids) -> Self {
        const ALL: [Gone; 4] = [Gone::Documented, Gone::NotFound, Gone::InvalidId, Gone::Forbidden];
        match self {
            Self::Mixed => ALL[ids.below(ALL.len())],
            one => one,
        }
    }

    /// The refusal of a call on an unknown instance.
    pub(crate) fn unknown(self) -> ApiError {
        match self {
            Self::InvalidId | Self::Forbidden => ApiError::invalid("Invalid instance id"),
            _ => ApiError::not_found("Instance not found"),
        }
    }
}

/// Reads `documented`, `not-found`, `invalid-id`, `forbidden` or `mixed`.
impl FromStr for Gone {
    type Err = UnknownGone;

    fn from_str(text: &str) -> Result<Self, UnknownGone> {
        match text {
            "documented" => Ok(Self::Documented),
            "not-found" => Ok(Self::NotFound),
            "invalid-id" => Ok(Self::InvalidId),
            "forbidden" => Ok(Self::Forbidden),
            "mixed" => Ok(Self::Mixed),
            other => Err(UnknownGone(other.to_owned())),
        }
    }
}

/// A text that names no [`Gone`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownGone(
    /// The text that was given.
    pub String,
);

impl fmt::Display for UnknownGone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is unknown; give documented, not-found, invalid-id, forbidden or mixed", self.0)
    }
}

impl std::error::Error for UnknownGone {}

/// Habits of the running API; all are off by default.
impl Builder {
    /// The time after its order at which an instance or cluster appears in the list, in machine time. `GET` by its id shows
    /// it at once. Default: 0.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// // For half a minute, a client that lists the instances does not see the one that it has ordered.
    /// let fake = verda_fake::VerdaFake::builder().listed_after(Duration::from_secs(30)).build();
    /// ```
    pub fn listed_after(mut self, time: Duration) -> Self {
        self.config.quirks.listed_after = time;
        self
    }

    /// The time for which a machine is `running` without an address, in machine time: `ip` is null until then.
    /// [`Duration::MAX`] is for ever; [`Fate::NoAddress`](crate::Fate::NoAddress) does that to one machine. Default: 0.
    pub fn address_after(mut self, time: Duration) -> Self {
        self.config.quirks.address_after = time;
        self
    }

    /// The time after which a proxy responds with 504 and an HTML page to a request that the API still holds back, in real
    /// time. The API goes on: a deletion that was begun is carried out. Default: never.
    ///
    /// The API holds back the response to the DELETE of a container deployment or job until it is gone, which takes
    /// [`action_time`](Self::action_time), or until the `timeout` of the query has passed.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// // A deletion takes two minutes; the proxy waits for one.
    /// let fake = verda_fake::VerdaFake::builder()
    ///     .action_time(Duration::from_secs(120))
    ///     .gateway_timeout(Duration::from_secs(60))
    ///     .build();
    /// ```
    pub fn gateway_timeout(mut self, time: Duration) -> Self {
        self.config.quirks.gateway_timeout = Some(time);
        self
    }

    /// How calls on instances that are gone are refused. Default: [`Gone::Documented`].
    pub fn gone(mut self, gone: Gone) -> Self {
        self.config.quirks.gone = gone;
        self
    }

    /// Makes deletes of SSH keys and scripts that are not there succeed with 200; the other ids of such a call are deleted.
    /// Default: 404, and none is deleted.
    pub fn lenient_deletes(mut self) -> Self {
        self.config.quirks.lenient_deletes = true;
        self
    }

    /// Makes the catalogue as hostile as the running API's has been seen: a `spot_price`, `model`, `display_name`, `p2p` or
    /// `serverless_price` that is null, a volume's price under its older name, and speeds, dynamic prices and categories that
    /// are left out. The vendor's own SDK for Python cannot read it. Default: everything that the document requires is there.
    pub fn hostile_catalogue(mut self) -> Self {
        self.config.quirks.hostile_catalogue = true;
        self
    }
}
