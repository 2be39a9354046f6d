//! What the environment says: variables, and the credentials file that they point to.

use std::path::{Path, PathBuf};

use crate::build_error::BuildError;
use crate::credentials::Credentials;
use crate::profile::{self, Profile};

/// Variables for id and secret: ours, and those of the time when the vendor was DataCrunch.
const CREDENTIALS: [(&str, &str); 2] =
    [("VERDA_CLIENT_ID", "VERDA_CLIENT_SECRET"), ("DATACRUNCH_CLIENT_ID", "DATACRUNCH_CLIENT_SECRET")];
/// How errors call the variables.
pub(crate) const ENVIRONMENT: &str = "the environment";
const BASE_URL: [&str; 2] = ["VERDA_BASE_URL", "DATACRUNCH_BASE_URL"];

/// What was found, and where it was looked for.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) credentials: Option<Credentials>,
    pub(crate) base_url: Option<String>,
    pub(crate) looked_at: Vec<String>,
}

/// Variables by name; what is blank counts as not set.
pub(crate) struct Environment<'a> {
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// The user's home directory.
    pub(crate) home: Option<PathBuf>,
}

impl Environment<'_> {
    /// An explicit profile, or the variables, or the profile that the variables name, or the default one.
    pub(crate) fn resolve(&self, explicit: Option<&str>) -> Result<Found, BuildError> {
        let mut found = Found::default();
        if let Some(name) = explicit {
            let profile = self.profile(name, true, &mut found)?;
            found.credentials = profile.credentials;
            found.base_url = profile.base_url.or_else(|| self.base_url());
            return Ok(found);
        }
        found.base_url = self.base_url();
        found.credentials = self.variables(&mut found)?;
        if found.credentials.is_none() {
            let named = self.get("VERDA_PROFILE");
            let profile = self.profile(named.as_deref().unwrap_or(profile::DEFAULT), named.is_some(), &mut found)?;
            found.credentials = profile.credentials;
            found.base_url = found.base_url.or(profile.base_url);
        }
        Ok(found)
    }

    pub(crate) fn base_url(&self) -> Option<String> {
        BASE_URL.into_iter().find_map(|name| self.get(name))
    }

    /// Both halves from the same pair of variables, so that two projects never mix.
    fn variables(&self, found: &mut Found) -> Result<Option<Credentials>, BuildError> {
        found.looked_at.push(ENVIRONMENT.to_owned());
        for (id_name, secret_name) in CREDENTIALS {
            match (self.get(id_name), self.get(secret_name)) {
                (Some(id), Some(secret)) => return Ok(Some(Credentials::new(id, secret))),
                (None, None) => {}
                (Some(_), None) => return Err(BuildError::HalfCredentials { found: id_name, missing: secret_name }),
                (None, Some(_)) => return Err(BuildError::HalfCredentials { found: secret_name, missing: id_name }),
            }
        }
        Ok(None)
    }

    fn profile(&self, name: &str, must_exist: bool, found: &mut Found) -> Result<Profile, BuildError> {
        let Some(path) = self.file() else {
            let why = "there is no home directory".to_owned();
            if must_exist {
                let path = Path::new("~").join(".verda").join("credentials");
                return Err(BuildError::Profile(profile::ProfileError::Unreadable { path, why }));
            }
            found.looked_at.push(format!("a credentials file ({why})"));
            return Ok(Profile::default());
        };
        found.looked_at.push(format!("profile `{name}` of {}", path.display()));
        match profile::load(&path, name) {
            Ok(Some(profile)) => Ok(profile),
            Ok(None) if must_exist => {
                let why = "there is no such file".to_owned();
                Err(BuildError::Profile(profile::ProfileError::Unreadable { path, why }))
            }
            // The default profile was not asked for; a file need not have it.
            Err(profile::ProfileError::Unknown { .. }) if !must_exist => Ok(Profile::default()),
            Ok(None) => Ok(Profile::default()),
            Err(error) => Err(BuildError::Profile(error)),
        }
    }

    fn file(&self) -> Option<PathBuf> {
        let given = self.get("VERDA_SHARED_CREDENTIALS_FILE").map(PathBuf::from);
        let folder = || self.get("VERDA_HOME").map(PathBuf::from).or_else(|| Some(self.home.as_ref()?.join(".verda")));
        given.or_else(|| Some(folder()?.join("credentials")))
    }

    fn get(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.trim().is_empty())
    }
}
