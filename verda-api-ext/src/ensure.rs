//! Resources that are created unless they are there.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};
use verda_api::ResponseValue;
use verda_api::types::{
    ContainerDeployment, CreateContainerDeployment, CreateFileSecret, CreateJobDeployment, CreateRegistryCredentials,
    CreateScript, CreateSecret, CreateSshKey, FileSecret, JobDeployment, RegistryCredentialsName, Script, ScriptId,
    SecretName, SecretType, SshKeyId,
};

use crate::client::Client;
use crate::edit::{is_of, is_of_changed};
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
    /// let key = CreateSshKey::builder().key("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO5m me@laptop").name("laptop");
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
        let key: CreateSshKey = argument(CREATE, key)?;
        let text = key.key.clone();
        let Some(content) = content_of(&text) else {
            let message = "the key is not one line with a type and base64, such as `ssh-ed25519 AAAA…`";
            return Err(invalid_request(CREATE, message));
        };
        let find = || async {
            // With options before the type it is the same key.
            let is_it = |found: &str| match content_of(found) {
                Some(found) => found == content,
                None => found.contains(content.1),
            };
            let found = pick(
                "list_ssh_keys",
                self.raw().list_ssh_keys().await?,
                "key",
                |key| key.key.as_deref().filter(|text| !text.trim().is_empty()),
                is_it,
            )?;
            Ok(found.into_iter().next().map(|found| found.id))
        };
        self.ensure(find, async { Ok(self.raw().create_ssh_key(key).await?.into_inner()) }).await
    }

    /// The startup script with this name and content, which is created if there is none: two requests, or one if it is there,
    /// and one more for each hundred scripts; and one more where there are over a hundred.
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::CreateScript;
    ///
    /// let script = client.ensure_script(CreateScript::builder().name("setup").script("#!/bin/sh\napt-get update")).await?;
    /// assert!(script.created);
    /// // Another content is another script.
    /// let error = client.ensure_script(CreateScript::builder().name("setup").script("#!/bin/sh")).await.unwrap_err();
    /// assert!(error.to_string().contains("`setup` is there with another content"));
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`ensure_ssh_key`](Self::ensure_ssh_key), and
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if there is a script with this name and another
    /// content: none is created, and none is overwritten.
    pub async fn ensure_script<B>(&self, script: B) -> Result<Ensured<ScriptId>, Error>
    where
        B: TryInto<CreateScript, Error: fmt::Display>,
    {
        const CREATE: &str = "create_script";
        let script: CreateScript = argument(CREATE, script)?;
        let (name, content) = (script.name.clone(), script.script.expose().trim_end().to_owned());
        let find = || async {
            let scripts = self.scripts().all().await?;
            let found = pick("list_scripts", scripts, "name", |script| script.name.as_deref(), |found| found == name)?;
            let is_same =
                |script: &&Script| script.script.as_ref().is_some_and(|found| found.expose().trim_end() == content);
            match (found.iter().find(is_same), found.first()) {
                (Some(same), _) => Ok(Some(same.id.clone())),
                (None, Some(other)) => match found.iter().find(|script| script.script.is_none()) {
                    Some(unread) => {
                        let message = format!("`{name}` is there, and its content is not told: {}", unread.id);
                        Err(unexpected("list_scripts", message + "; nothing was created"))
                    }
                    None => {
                        let message = format!("`{name}` is there with another content: {}", other.id);
                        Err(invalid_request(CREATE, message))
                    }
                },
                (None, None) => Ok(None),
            }
        };
        self.ensure(find, async { Ok(self.raw().create_script(script).await?.into_inner()) }).await
    }

    /// The secret with this name, which is created if there is none: two requests, or one if it is there. **Its value is not
    /// compared**, since the API shows none: one that is there keeps its value. Of two of these calls at the same time with
    /// different values, either may count.
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::CreateSecret;
    ///
    /// assert!(client.ensure_secret(CreateSecret::builder().name("hf-token").value("hf_…")).await?.created);
    /// assert!(!client.ensure_secret(CreateSecret::builder().name("hf-token").value("hf_…")).await?.created);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`ensure_ssh_key`](Self::ensure_ssh_key), and
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if a file secret has this name.
    pub async fn ensure_secret<B>(&self, secret: B) -> Result<Ensured<SecretName>, Error>
    where
        B: TryInto<CreateSecret, Error: fmt::Display>,
    {
        const CREATE: &str = "create_secret";
        let secret: CreateSecret = argument(CREATE, secret)?;
        let name = secret.name.clone();
        let find = || async {
            let secrets = self.raw().list_secrets().await?;
            let found =
                pick("list_secrets", secrets, "name", |secret| Some(secret.name.as_str()), |found| name == *found)?;
            match found.first() {
                Some(secret) if secret.secret_type == Some(SecretType::FileSecret) => {
                    Err(invalid_request(CREATE, format!("`{name}` is there, and is a file secret")))
                }
                found => Ok(found.map(|secret| secret.name.clone())),
            }
        };
        let create = async {
            self.raw().create_secret(secret).await?;
            Ok(name.clone())
        };
        self.ensure(find, create).await
    }

    /// The file secret with this name and files of these names, which is created if there is none: two requests, or one if it
    /// is there. **The contents of its files are not compared**, since the API shows none: one that is there keeps them.
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::types::{CreateFileSecret, SecretFile};
    ///
    /// // The content is base64.
    /// let file = SecretFile::builder().file_name("config.json").base64_content("e30=").try_into()?;
    /// let secret = CreateFileSecret::new(vec![file], "app-config");
    /// assert!(client.ensure_file_secret(secret).await?.created);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`ensure_ssh_key`](Self::ensure_ssh_key), and
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the file secret with this name has other files.
    pub async fn ensure_file_secret<B>(&self, secret: B) -> Result<Ensured<SecretName>, Error>
    where
        B: TryInto<CreateFileSecret, Error: fmt::Display>,
    {
        const CREATE: &str = "create_file_secret";
        let secret: CreateFileSecret = argument(CREATE, secret)?;
        let name = secret.name.clone();
        let files: BTreeSet<String> = secret.files.iter().map(|file| file.file_name.clone()).collect();
        let find = || async {
            let secrets = self.raw().list_file_secrets().await?;
            let found = pick(
                "list_file_secrets",
                secrets,
                "name",
                |secret| Some(secret.name.as_str()),
                |found| name == *found,
            )?;
            let has_others = |secret: &FileSecret| {
                secret.file_names.as_ref().is_some_and(|found| found.iter().cloned().collect::<BTreeSet<_>>() != files)
            };
            match found.first() {
                Some(secret) if has_others(secret) => {
                    Err(invalid_request(CREATE, format!("`{name}` is there with other files")))
                }
                found => Ok(found.map(|secret| secret.name.clone())),
            }
        };
        let create = async {
            self.raw().create_file_secret(secret).await?;
            Ok(name.clone())
        };
        self.ensure(find, create).await
    }

    /// The registry credentials with this name, which are created if there are none: two requests, or one if they are there.
    /// **Nothing but the name is compared**, since the API shows no more: credentials that are there stay as they are.
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// use verda_api_ext::RegistryCredentials;
    ///
    /// let credentials = RegistryCredentials::docker_hub("hub", "me", "dckr_pat_…");
    /// assert!(client.ensure_registry_credentials(credentials).await?.created);
    /// # });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`ensure_ssh_key`](Self::ensure_ssh_key).
    pub async fn ensure_registry_credentials<B>(
        &self,
        credentials: B,
    ) -> Result<Ensured<RegistryCredentialsName>, Error>
    where
        B: TryInto<CreateRegistryCredentials, Error: fmt::Display>,
    {
        let credentials: CreateRegistryCredentials = argument("create_container_registry_credentials", credentials)?;
        let name = credentials.name.clone();
        let find = || async {
            const LIST: &str = "list_container_registry_credentials";
            let all = self.raw().list_container_registry_credentials().await?;
            let found = pick(LIST, all, "name", |found| Some(found.name.as_str()), |found| name == *found)?;
            Ok(found.into_iter().next().map(|found| found.name))
        };
        let create = async {
            self.raw().create_container_registry_credentials(credentials).await?;
            Ok(name.clone())
        };
        self.ensure(find, create).await
    }

    /// The container deployment with this name, which is created if there is none: two requests, or one if it is there. **Its
    /// settings are not compared**: one that is there stays as it is. To change it, see
    /// [`edit_container_deployment`](Self::edit_container_deployment).
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest. A deployment that is being
    /// deleted is there until it is gone.
    ///
    /// ```
    /// # async fn run(
    /// #     client: verda_api_ext::Client,
    /// #     deployment: verda_api_ext::types::CreateContainerDeployment,
    /// # ) -> Result<(), verda_api_ext::Error> {
    /// let ensured = client.ensure_container_deployment(deployment).await?;
    /// println!("{:?}", ensured.value.endpoint_base_url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the calls. [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) if the response to the create was
    /// lost and the deployment is not there.
    pub async fn ensure_container_deployment<B>(&self, deployment: B) -> Result<Ensured<ContainerDeployment>, Error>
    where
        B: TryInto<CreateContainerDeployment, Error: fmt::Display>,
    {
        let deployment: CreateContainerDeployment = argument("create_container_deployment", deployment)?;
        let name = deployment.name.clone();
        let of_it = |found: &ContainerDeployment| is_of("get_container_deployment", &name, &found.name);
        let find = || async {
            let found = there(self.raw().get_container_deployment(&name).await)?;
            found.iter().try_for_each(of_it).map(|()| found)
        };
        let wanted = &name;
        let create = async move {
            let made = self.raw().create_container_deployment(deployment).await?.into_inner();
            is_of_changed("create_container_deployment", wanted, &made.name).map(|()| made)
        };
        self.ensure(find, create).await
    }

    /// The job deployment with this name, which is created if there is none: two requests, or one if it is there. **Its
    /// settings are not compared**: one that is there stays as it is. To change it, see
    /// [`edit_job_deployment`](Self::edit_job_deployment).
    ///
    /// Safe to repeat, like [`ensure_ssh_key`](Self::ensure_ssh_key), whose docs have the rest.
    ///
    /// ```
    /// # async fn run(
    /// #     client: verda_api_ext::Client,
    /// #     deployment: verda_api_ext::types::CreateJobDeployment,
    /// # ) -> Result<(), verda_api_ext::Error> {
    /// let ensured = client.ensure_job_deployment(deployment).await?;
    /// println!("{}", ensured.created);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// See [`ensure_container_deployment`](Self::ensure_container_deployment).
    pub async fn ensure_job_deployment<B>(&self, deployment: B) -> Result<Ensured<JobDeployment>, Error>
    where
        B: TryInto<CreateJobDeployment, Error: fmt::Display>,
    {
        let deployment: CreateJobDeployment = argument("create_job_deployment", deployment)?;
        let name = deployment.name.clone();
        let of_it = |found: &JobDeployment| is_of("get_job_deployment", &name, &found.name);
        let find = || async {
            let found = there(self.raw().get_job_deployment(&name).await)?;
            found.iter().try_for_each(of_it).map(|()| found)
        };
        let wanted = &name;
        let create = async move {
            let made = self.raw().create_job_deployment(deployment).await?.into_inner();
            is_of_changed("create_job_deployment", wanted, &made.name).map(|()| made)
        };
        self.ensure(find, create).await
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
        let most = APPEARS_WITHIN.min(self.options().timeout.unwrap_or(APPEARS_WITHIN));
        let appears_within = match error.may_have_happened() {
            true => most,
            // It exists, and a list may be a moment late.
            false if error.is_conflict() => EVERY,
            false => return Err(error),
        };
        let until = Instant::now() + appears_within;
        // A list that hangs ends as well; the last one has some time.
        let latest = Instant::now() + most + EVERY;
        loop {
            // A list that fails finds nothing: the error of the create says more.
            if let Ok(Ok(Some(value))) = timeout_at(latest, find()).await {
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

/// What a GET shows; `None` for what is not there.
fn there<T>(response: Result<ResponseValue<T>, Error>) -> Result<Option<T>, Error> {
    match response {
        Ok(found) => Ok(Some(found.into_inner())),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The elements of a list whose `member` is the one that is looked for.
///
/// # Errors
///
/// `UnexpectedResponse` if there is none, and the list has one that cannot be read and may be it.
fn pick<T>(
    list: &'static str,
    response: ResponseValue<Vec<T>>,
    member: &str,
    text_of: impl Fn(&T) -> Option<&str>,
    is_it: impl Fn(&str) -> bool,
) -> Result<Vec<T>, Error> {
    let elements = response.skipped().iter().filter(|skipped| skipped.is_element());
    let odd = elements.filter(|odd| odd.json.get(member).and_then(Value::as_str).is_none_or(&is_it));
    let odd = odd.map(|odd| format!("the element at `{}` cannot be decoded", odd.path)).next();
    let elements = whole(list, response)?;
    let without = elements.iter().position(|element| text_of(element).is_none());
    let odd = odd.or_else(|| without.map(|index| format!("the element at `[{index}]` has no `{member}`")));
    let found: Vec<T> = elements.into_iter().filter(|element| text_of(element).is_some_and(&is_it)).collect();
    match odd {
        Some(odd) if found.is_empty() => {
            Err(unexpected(list, format!("{odd}, and may be the one; nothing was created")))
        }
        _ => Ok(found),
    }
}

/// The type and the base64 of a public key; `None` for what is no public key. Such base64 begins with the length of the name of
/// the type: with `AAAA`.
fn content_of(key: &str) -> Option<(&str, &str)> {
    let mut lines = key.trim().lines();
    let mut words = lines.next().filter(|_| lines.next().is_none())?.split_whitespace();
    let (kind, base64) = (words.next()?, words.next()?.trim_end_matches('='));
    let is_base64 = base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    let is_kind = kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.@".contains(&byte));
    (is_base64 && base64.starts_with("AAAA") && is_kind && !kind.starts_with('-')).then_some((kind, base64))
}
