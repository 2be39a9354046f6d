//! What a client signs in with.

use verda_api::SecretString;

/// Client credentials of a project (OAuth 2.0), made in the console under Keys. The secret does not show.
#[derive(Clone, Debug, PartialEq)]
pub struct Credentials {
    pub(crate) client_id: String,
    pub(crate) client_secret: SecretString,
}

impl Credentials {
    /// Credentials, taken as they are.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }
}
