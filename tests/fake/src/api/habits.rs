//! Habits of the running API that its document does not tell of. All are off unless the builder turns them on.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::api::error::ApiError;
use crate::model::ids::Ids;

/// The habits that a fake has.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Habits {
    /// In real time, as the client's own timeouts are.
    pub(crate) gateway_timeout: Option<Duration>,
    pub(crate) gone: Gone,
    /// Whether deletes of absent SSH keys and scripts succeed.
    pub(crate) lenient_deletes: bool,
    /// Whether the catalogue has nulls and lacks members that the document requires.
    pub(crate) hostile_catalogue: bool,
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
