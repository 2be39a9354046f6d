//! The credentials file that the vendor's CLI writes: profiles in an INI file.

use std::path::{Path, PathBuf};

use verda_api::SecretString;

use crate::credentials::Credentials;

/// The profile that is taken if none is named.
pub(crate) const DEFAULT: &str = "default";

const CLIENT_ID: &str = "verda_client_id";
const CLIENT_SECRET: &str = "verda_client_secret";
const TOKEN: &str = "verda_token";
const BASE_URL: &str = "verda_base_url";

/// What a profile holds.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Profile {
    pub(crate) credentials: Option<Credentials>,
    pub(crate) base_url: Option<String>,
}

/// Why a profile cannot be used. Of the file's text nothing is told: it holds secrets.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("credentials");
/// # let file = path.to_string_lossy().into_owned();
/// # let environment = move |name: &str| (name == "VERDA_SHARED_CREDENTIALS_FILE").then(|| file.clone());
/// # std::fs::write(&path, "[default]\nverda_client_secret = hunter2\n")?;
/// use verda_api_ext::{BuildError, Client, ProfileError};
///
/// // The file's profile has a secret, and no id.
/// let error = Client::builder().environment(environment).build().unwrap_err();
/// assert!(!error.to_string().contains("hunter2"));
/// assert!(matches!(error, BuildError::Profile(ProfileError::Half { missing: "verda_client_id", .. })));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The file is there and cannot be read.
    #[error("{path} cannot be read: {why}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The file is no INI file.
    #[error("{path} is not in the INI format: write `[{profile}]`, then lines like `verda_client_id = …`")]
    NotIni {
        /// The file.
        path: PathBuf,
        /// The profile that was looked for.
        profile: String,
    },
    /// The profile that was asked for is not there.
    #[error("there is no profile `{profile}` in {path}; {}", listed(known))]
    Unknown {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// The profiles that are there.
        known: Vec<String>,
    },
    /// The profile has one half of the credentials.
    #[error("profile `{profile}` in {path} has {found} and lacks {missing}")]
    Half {
        /// The file.
        path: PathBuf,
        /// The profile.
        profile: String,
        /// What is there.
        found: &'static str,
        /// What is not.
        missing: &'static str,
    },
}

fn listed(known: &[String]) -> String {
    match known {
        [] => "it has none".to_owned(),
        known => format!("it has {}", known.join(", ")),
    }
}

/// Reads a profile; `None` if there is no such file.
pub(crate) fn load(path: &Path, profile: &str) -> Result<Option<Profile>, ProfileError> {
    match std::fs::read_to_string(path) {
        Ok(text) => read(&text, path, profile).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ProfileError::Unreadable { path: path.to_owned(), why: error.to_string() }),
    }
}

fn read(text: &str, path: &Path, profile: &str) -> Result<Profile, ProfileError> {
    let entries = entries(text.strip_prefix('\u{feff}').unwrap_or(text))
        .ok_or_else(|| ProfileError::NotIni { path: path.to_owned(), profile: profile.to_owned() })?;
    if entries.iter().all(|entry| entry.section != profile) {
        let mut known: Vec<String> = entries.iter().map(|entry| entry.section.to_owned()).collect();
        known.sort();
        known.dedup();
        return Err(ProfileError::Unknown { path: path.to_owned(), profile: profile.to_owned(), known });
    }
    let entry = |key: &str| {
        let last = entries.iter().rfind(|entry| entry.section == profile && entry.key == key);
        last.map(|entry| value(entry.raw)).filter(|value| !value.is_empty())
    };
    let half =
        |found, missing| Err(ProfileError::Half { path: path.to_owned(), profile: profile.to_owned(), found, missing });
    let credentials = match (entry(CLIENT_ID), entry(CLIENT_SECRET), entry(TOKEN)) {
        (Some(id), Some(secret), _) => Some(Credentials::new(id, SecretString::from(secret))),
        (None, None, token) => token.map(|token| Credentials::access_token(SecretString::from(token))),
        (Some(_), None, _) => return half(CLIENT_ID, CLIENT_SECRET),
        (None, Some(_), _) => return half(CLIENT_SECRET, CLIENT_ID),
    };
    Ok(Profile { credentials, base_url: entry(BASE_URL).map(str::to_owned) })
}

/// A line of an INI file that says something; the header of a section is one without a key.
struct Entry<'a> {
    section: &'a str,
    key: &'a str,
    raw: &'a str,
}

/// The entries of an INI file in their order; `None` if it is none. By hand: a crate for it does more than is wanted
/// here with comments and delimiters, which a secret may hold, and takes two seconds of a service's build.
fn entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    let mut section = DEFAULT;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';'])) {
        if let Some(header) = line.strip_prefix('[') {
            section = header.split_once(']')?.0.trim();
            entries.push(Entry { section, key: "", raw: "" });
        } else {
            let (key, raw) = line.split_once('=').unwrap_or((line, ""));
            let key = Some(key.trim_end()).filter(|key| !key.is_empty())?;
            entries.push(Entry { section, key, raw });
        }
    }
    Some(entries)
}

/// A value without its quotes, or without the comment after it.
fn value(raw: &str) -> &str {
    let raw = raw.trim();
    for quote in ["\"\"\"", "\"", "'", "`"] {
        let inside = raw.strip_prefix(quote).and_then(|rest| rest.split_once(quote));
        if let Some((inside, after)) = inside
            && (after.trim().is_empty() || after.trim_start().starts_with(['#', ';']))
        {
            return inside;
        }
    }
    let comment = raw
        .char_indices()
        .zip(raw.chars().skip(1))
        .find_map(|((at, space), mark)| (space.is_whitespace() && matches!(mark, '#' | ';')).then_some(at));
    raw.get(..comment.unwrap_or(raw.len())).unwrap_or(raw).trim_end()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn profile(text: &str, name: &str) -> Result<Profile, ProfileError> {
        read(text, Path::new("credentials"), name)
    }

    fn credentials(id: &str, secret: &str) -> Option<Credentials> {
        Some(Credentials::new(id, secret))
    }

    #[test]
    fn profiles_as_the_vendors_cli_writes_them() {
        let text = "\u{feff}[default]\r\nverda_client_id     = abc\r\nverda_client_secret = s3=c#r;e:t\r\n\r\n# more\r\n\
                    [staging]\r\nverda_client_id = x # a comment\r\nverda_client_secret = `y #z` ; another\r\n\
                    verda_base_url = \"https://staging.example/v1\"\r\nverda_s3_access_key = AKIA\r\n\
                    [robot]\r\nverda_token = eyJ.a.b\r\n[empty]\r\nverda_client_id =\r\n";
        assert_eq!(profile(text, "default").unwrap().credentials, credentials("abc", "s3=c#r;e:t"));
        let staging = profile(text, "staging").unwrap();
        assert_eq!(staging.credentials, credentials("x", "y #z"));
        assert_eq!(staging.base_url.as_deref(), Some("https://staging.example/v1"));
        assert_eq!(profile(text, "robot").unwrap().credentials, Some(Credentials::access_token("eyJ.a.b")));
        assert_eq!(profile(text, "empty").unwrap(), Profile::default());
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secrets() {
        let text = "[one]\nverda_client_secret = hunter2\n[two]\nverda_client_id = a\nverda_client_secret = hunter2\n";
        let errors = [profile(text, "three"), profile(text, "one"), profile("[one]\n= hunter2\n", "one")];
        let errors: Vec<String> = errors.map(|error| error.unwrap_err().to_string()).into();
        assert_eq!(errors[0], "there is no profile `three` in credentials; it has one, two");
        assert_eq!(errors[1], "profile `one` in credentials has verda_client_secret and lacks verda_client_id");
        assert!(errors[2].contains("not in the INI format"), "{}", errors[2]);
        assert!(errors.iter().all(|error| !error.contains("hunter2")), "{errors:?}");
    }

    proptest! {
        #![proptest_config(crate::fuzz::config())]

        #[test]
        fn any_text_is_read_without_a_panic(text: String) {
            let _ = profile(&text, DEFAULT);
        }

        #[test]
        fn near_files_are_read_without_a_panic(
            text in "(\\[default\\]?\n|verda_(client_id|token)? ?[=:]? ?[\"'`#; a\\\\é]{0,6}\n|[ \t#;=\\[\\]]{0,3}\n){0,6}"
        ) {
            let _ = profile(&text, DEFAULT);
        }

        #[test]
        fn a_secret_is_read_as_it_was_written(secret in "[!-~&&[^\"'`]]([ -~&&[^\"'`#;]]{0,20}[!-~&&[^\"'`#;]])?") {
            let text = format!("[default]\nverda_client_id=a\nverda_client_secret = {secret}\n");
            prop_assert_eq!(profile(&text, DEFAULT).unwrap().credentials, credentials("a", &secret));
        }
    }
}
