//! Secrets from files, and credentials for the registries that images come from.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use verda_api::SecretString;
use verda_api::types::{
    CreateFileSecret, CreateRegistryCredentials, RegistryCredentialsName, RegistryType, SecretFile, SecretName,
};

use crate::client::Client;
use crate::error::{Error, invalid_request};

const FILE_SECRET: &str = "create_file_secret";

impl Client {
    /// Creates a file secret of these files, which are read here and sent in base64. In a container they are in one
    /// folder, under their names without a path.
    ///
    /// One request. Not safe to repeat when it is not known whether it was carried out: look for its name with
    /// `list_file_secrets`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let fake = verda_fake::VerdaFake::builder().build();
    /// # let client = verda_api_ext::Client::builder().credentials("a", "b").transport(fake.transport()).build()?;
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("config.json");
    /// # std::fs::write(&path, "{}")?;
    /// client.create_file_secret_from_paths("app-config", [&path]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), and nothing is sent, if there are no files, one
    /// cannot be read, or two have the same name. Otherwise those of the call.
    pub async fn create_file_secret_from_paths<P: AsRef<Path>>(
        &self,
        name: impl Into<SecretName>,
        paths: impl IntoIterator<Item = P>,
    ) -> Result<(), Error> {
        let mut files = Vec::new();
        for path in paths {
            let path = path.as_ref();
            // Secrets are small: reading one delays no other task.
            let content =
                std::fs::read(path).map_err(|error| invalid(format!("{} cannot be read: {error}", path.display())))?;
            let Some(file_name) = path.file_name().and_then(|name| name.to_str()) else {
                return Err(invalid(format!("{} has no name that can be sent", path.display())));
            };
            files.push((file_name.to_owned(), content));
        }
        self.create_file_secret_from_bytes(name, files).await
    }

    /// Creates a file secret of these names and contents: for what is made and not read. The contents are what the
    /// files hold; base64 is the client's business.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let config = serde_json::json!({ "model": "llm-7b" }).to_string();
    /// client.create_file_secret_from_bytes("app-config", [("config.json", config)]).await?;
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// See [`create_file_secret_from_paths`](Self::create_file_secret_from_paths).
    pub async fn create_file_secret_from_bytes<N: Into<String>, B: AsRef<[u8]>>(
        &self,
        name: impl Into<SecretName>,
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<(), Error> {
        let mut sent: Vec<SecretFile> = Vec::new();
        for (file_name, content) in files {
            let file_name = file_name.into();
            if sent.iter().any(|file| file.file_name == file_name) {
                return Err(invalid(format!("two files are named `{file_name}`: a secret has one folder")));
            }
            let base64_content = SecretString::from(STANDARD.encode(content.as_ref()));
            sent.push(SecretFile::builder().base64_content(base64_content).file_name(file_name).try_into()?);
        }
        if sent.is_empty() {
            return Err(invalid("there are no files".to_owned()));
        }
        let secret = CreateFileSecret::new(sent, name);
        self.raw().create_file_secret(secret).send().await?;
        Ok(())
    }
}

fn invalid(message: String) -> Error {
    invalid_request(FILE_SECRET, message)
}

/// Credentials of one kind of registry, with the members that this kind has. Made by its constructors, and given to
/// `create_container_registry_credentials` as its body.
///
/// ```
/// # verda_fake::example!(client, fake, {
/// use verda_api_ext::RegistryCredentials;
///
/// let credentials = RegistryCredentials::docker_hub("hub", "me", "dckr_pat_…");
/// // Secrets do not show.
/// assert!(!format!("{credentials:?}").contains("dckr_pat_"));
/// client.create_container_registry_credentials(credentials).await?;
/// # });
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RegistryCredentials(CreateRegistryCredentials);

impl RegistryCredentials {
    /// For Docker Hub: a user and an access token.
    pub fn docker_hub(
        name: impl Into<RegistryCredentialsName>,
        username: impl Into<String>,
        access_token: impl Into<SecretString>,
    ) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::Dockerhub);
        credentials.username = Some(username.into());
        credentials.access_token = Some(access_token.into());
        Self(credentials)
    }

    /// For GitHub's registry: a user and a personal access token.
    pub fn github(
        name: impl Into<RegistryCredentialsName>,
        username: impl Into<String>,
        access_token: impl Into<SecretString>,
    ) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::Ghcr);
        credentials.username = Some(username.into());
        credentials.access_token = Some(access_token.into());
        Self(credentials)
    }

    /// For Google's Artifact Registry: the key of a service account, as the JSON that the console gives.
    ///
    /// ```no_run
    /// # fn run() -> Result<(), std::io::Error> {
    /// use verda_api_ext::RegistryCredentials;
    ///
    /// let credentials = RegistryCredentials::google("images", std::fs::read_to_string("key.json")?);
    /// # let _ = credentials;
    /// # Ok(())
    /// # }
    /// ```
    pub fn google(name: impl Into<RegistryCredentialsName>, service_account_key: impl Into<SecretString>) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::Gcr);
        credentials.service_account_key = Some(service_account_key.into());
        Self(credentials)
    }

    /// For Amazon's Elastic Container Registry: an access key with its secret, the region, and the repository's
    /// address.
    pub fn amazon(
        name: impl Into<RegistryCredentialsName>,
        access_key_id: impl Into<String>,
        secret_access_key: impl Into<SecretString>,
        region: impl Into<String>,
        ecr_repo: impl Into<String>,
    ) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::AwsEcr);
        credentials.access_key_id = Some(access_key_id.into());
        credentials.secret_access_key = Some(secret_access_key.into());
        credentials.region = Some(region.into());
        credentials.ecr_repo = Some(ecr_repo.into());
        Self(credentials)
    }

    /// For Scaleway's registry: its domain in a region, and an API secret key.
    pub fn scaleway(
        name: impl Into<RegistryCredentialsName>,
        domain: impl Into<String>,
        secret_key: impl Into<SecretString>,
    ) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::Scaleway);
        credentials.scaleway_domain = Some(domain.into());
        credentials.scaleway_uuid = Some(secret_key.into());
        Self(credentials)
    }

    /// For any other registry: Docker's `config.json` with its `auths`.
    pub fn custom(name: impl Into<RegistryCredentialsName>, docker_config_json: impl Into<SecretString>) -> Self {
        let mut credentials = CreateRegistryCredentials::new(name, RegistryType::Custom);
        credentials.docker_config_json = Some(docker_config_json.into());
        Self(credentials)
    }

    /// For the vendor's own registry, which needs no more than a name.
    pub fn verda(name: impl Into<RegistryCredentialsName>) -> Self {
        Self(CreateRegistryCredentials::new(name, RegistryType::Verda))
    }
}

impl From<RegistryCredentials> for CreateRegistryCredentials {
    fn from(credentials: RegistryCredentials) -> Self {
        credentials.0
    }
}

impl From<RegistryCredentials> for verda_api::types::builder::CreateRegistryCredentials {
    /// What `create_container_registry_credentials(…)` takes.
    fn from(credentials: RegistryCredentials) -> Self {
        credentials.0.into()
    }
}
