//! The client.

use std::ops::Deref;

use crate::builder::{BuildError, ClientBuilder};

/// A client that signs in by itself. It derefs to [`verda_api::Client`]: every operation is there.
///
/// Clones are cheap and share connections and token. Nothing is sent before the first call.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use verda_api_ext::Client;
/// use verda_fake::VerdaFake;
///
/// let fake = VerdaFake::builder().build();
/// let client = Client::builder().credentials("id", "secret").transport(fake.transport()).build()?;
/// assert!(client.list_instances().send().await?.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    raw: verda_api::Client,
}

impl Client {
    /// A builder, without credentials.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client as the environment says: `VERDA_CLIENT_ID` and `VERDA_CLIENT_SECRET`, and `VERDA_BASE_URL` for another
    /// server. Without credentials public operations work, and others fail before anything is sent.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if one of the two is set without the other, or the base URL is not acceptable.
    pub fn from_env() -> Result<Self, BuildError> {
        Self::builder().environment(|name| std::env::var(name).ok()).build()
    }

    pub(crate) fn new(raw: verda_api::Client) -> Self {
        Self { raw }
    }
}

impl Deref for Client {
    type Target = verda_api::Client;

    fn deref(&self) -> &verda_api::Client {
        &self.raw
    }
}
