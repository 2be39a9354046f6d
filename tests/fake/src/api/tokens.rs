//! Access tokens and refresh tokens.

use std::collections::HashMap;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};

use crate::api::error::ApiError;
use crate::model::ids::Ids;
use crate::model::stored;

const REFRESH_TOKENS_KEPT: usize = 10_000;

/// The tokens that were issued. Instants are in real time: a client counts `expires_in` on its own clock.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tokens {
    /// Separate from the ids of resources, so that the number of tokens does not change them.
    ids: Ids,
    #[serde(serialize_with = "stored::in_order")]
    access: HashMap<String, Duration>,
    #[serde(serialize_with = "stored::in_order")]
    refresh: HashMap<String, Duration>,
}

impl Tokens {
    pub(crate) fn new(seed: u64) -> Self {
        Self { ids: Ids::new(!seed), access: HashMap::new(), refresh: HashMap::new() }
    }

    /// Makes every access token invalid, as if all had expired.
    pub(crate) fn revoke_access(&mut self) {
        self.access.clear();
    }

    /// Makes every refresh token unknown.
    pub(crate) fn revoke_refresh(&mut self) {
        self.refresh.clear();
    }

    /// Whether the request carries an access token that is valid now.
    pub(crate) fn check(&self, headers: &HeaderMap, real_now: Duration) -> Result<(), ApiError> {
        let valid = headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .and_then(|(_, token)| self.access.get(token.trim()))
            .is_some_and(|expires| real_now < *expires);
        if valid { Ok(()) } else { Err(ApiError::of_status(StatusCode::UNAUTHORIZED)) }
    }

    pub(crate) fn issue(
        &mut self,
        real_now: Duration,
        access_life: Duration,
        refresh_life: Duration,
    ) -> (String, String) {
        self.access.retain(|_, expires| real_now < *expires);
        // Expired refresh tokens are distinguished from unknown ones, until there are too many to remember.
        if self.refresh.len() >= REFRESH_TOKENS_KEPT {
            self.refresh.retain(|_, expires| real_now < *expires);
        }
        let access = format!("access-{}", self.ids.token());
        let refresh = format!("refresh-{}", self.ids.token());
        self.access.insert(access.clone(), real_now.saturating_add(access_life));
        self.refresh.insert(refresh.clone(), real_now.saturating_add(refresh_life));
        (access, refresh)
    }

    /// A refresh token works once. The API refuses an old one with 400 or with 401; so does the fake.
    pub(crate) fn redeem(&mut self, refresh: &str, real_now: Duration) -> Result<(), ApiError> {
        match self.refresh.remove(refresh) {
            Some(expires) if real_now < expires => Ok(()),
            Some(_) => Err(ApiError::new(StatusCode::BAD_REQUEST, "invalid_grant", "Refresh token has expired")),
            None => Err(ApiError::unauthorized("Invalid refresh token")),
        }
    }
}
