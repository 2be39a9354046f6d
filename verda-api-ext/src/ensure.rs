//! Resources that are created unless they are there.

use std::fmt;

use serde_json::Value;
use tokio::time::{Instant, sleep};
use verda_api::types::{CreateSshKey, SshKeyId};

use crate::client::Client;
use crate::error::{Error, invalid_request, unexpected};
use crate::pages::whole;
use crate::wait::{APPEARS_WITHIN, EVERY};

/// A resource that is there now. See [`Client::ensure_ssh_key`], which has an example.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ensured<T> {
    /// The resource, or its id or name.
    pub value: T,
    /// Whether the API said that this call created it. `false` if it was there before, and also if the response to the
    /// create was lost and the resource was found afterwards: another client may have created it.
    pub created: bool,
}

impl Client {
    /// The SSH key with this content, which is created if there is none: two requests, or one if it is there. Keys are the
    /// same if their type and their base64 are, whatever their names and comments.
    ///
    /// Safe to repeat. The create is sent once: after a lost response the keys are listed, every five seconds for at most a
    /// minute, or until the [timeout](crate::CallOptions::timeout) of the client. Two of these calls at the same time may
    /// create the key twice, since the API allows that.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::CreateSshKey;
    ///
    /// let key = CreateSshKey::new("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me@laptop", "laptop");
    /// let first = client.ensure_ssh_key(key.clone()).await?;
    /// assert!(first.created);
    /// let again = client.ensure_ssh_key(key).await?;
    /// assert_eq!((again.value, again.created), (first.value, false));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls. [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, if the text
    /// is no public key, such as a private one.
    /// [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse), and nothing is created, if the list has a key
    /// that cannot be read and may be the one. [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) if the response
    /// to the create was lost and the key is not listed.
    pub async fn ensure_ssh_key<B>(&self, key: B) -> Result<Ensured<SshKeyId>, Error>
    where
        B: TryInto<CreateSshKey, Error: fmt::Display>,
    {
        const CREATE: &str = "create_ssh_key";
        let key = argument(CREATE, key)?;
        let Some(content) = content_of(&key.key).map(|(kind, base64)| (kind.to_owned(), base64.to_owned())) else {
            let message = "the key is not one line with a type and base64, such as `ssh-ed25519 AAAA…`";
            return Err(invalid_request(CREATE, message));
        };
        let find = || self.find_ssh_key(&content);
        self.ensure(find, async { Ok(self.raw().create_ssh_key(key).await?.into_inner()) }).await
    }

    async fn find_ssh_key(&self, (kind, base64): &(String, String)) -> Result<Option<SshKeyId>, Error> {
        const LIST: &str = "list_ssh_keys";
        let is_it = |key: &str| content_of(key) == Some((kind, base64));
        let response = self.raw().list_ssh_keys().await?;
        let elements = response.skipped().iter().filter(|skipped| skipped.is_element());
        let odd = elements.filter(|odd| odd.json.get("key").and_then(Value::as_str).is_none_or(is_it));
        let mut odd: Vec<String> = odd.map(|odd| format!("the key at `{}` cannot be decoded", odd.path)).collect();
        let keys = whole(LIST, response)?;
        let without = keys.iter().filter(|key| key.key.is_none());
        odd.extend(without.map(|key| format!("the key {} has no content", key.id)));
        let found = keys.into_iter().find(|key| key.key.as_deref().is_some_and(is_it));
        match (found, odd.first()) {
            (Some(found), _) => Ok(Some(found.id)),
            (None, Some(odd)) => Err(unexpected(LIST, format!("{odd}, and may be the one; no key was created"))),
            (None, None) => Ok(None),
        }
    }

    /// Sends `create` once, and only if `find` finds nothing. What the API refuses because it exists, and what it may have
    /// created, is looked for again.
    async fn ensure<T, F>(
        &self,
        find: impl Fn() -> F,
        create: impl Future<Output = Result<T, Error>>,
    ) -> Result<Ensured<T>, Error>
    where
        F: Future<Output = Result<Option<T>, Error>>,
    {
        if let Some(value) = find().await? {
            return Ok(Ensured { value, created: false });
        }
        let error = match create.await {
            Ok(value) => return Ok(Ensured { value, created: true }),
            Err(error) => error,
        };
        let appears_within = match error.may_have_happened() {
            true => APPEARS_WITHIN.min(self.options().timeout.unwrap_or(APPEARS_WITHIN)),
            // It exists, and a list may be a moment late.
            false if error.is_conflict() => EVERY,
            false => return Err(error),
        };
        let until = Instant::now() + appears_within;
        loop {
            // A list that fails finds nothing: the error of the create says more.
            if let Ok(Some(value)) = find().await {
                return Ok(Ensured { value, created: false });
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(error);
            }
            sleep(left.min(EVERY)).await;
        }
    }
}

/// The body of a create, as the raw client takes it.
fn argument<T, B: TryInto<T, Error: fmt::Display>>(operation: &'static str, body: B) -> Result<T, Error> {
    body.try_into()
        .map_err(|error| invalid_request(operation, format!("the value given for `body` is not valid: {error}")))
}

/// The type and the base64 of a public key; `None` for what is no public key.
fn content_of(key: &str) -> Option<(&str, &str)> {
    let mut lines = key.trim().lines();
    let mut words = lines.next().filter(|_| lines.next().is_none())?.split_whitespace();
    let (kind, base64) = (words.next()?, words.next()?.trim_end_matches('='));
    let is_base64 = base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    (!base64.is_empty() && is_base64 && !kind.starts_with('-')).then_some((kind, base64))
}
