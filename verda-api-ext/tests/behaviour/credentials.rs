//! Where credentials come from.

use std::path::Path;

use verda_api_ext::{BuildError, Client, ProfileError};
use verda_fake::VerdaFake;

/// A client whose environment is these variables; `VERDA_HOME` is a folder of the test.
fn build(home: &Path, variables: &[(&str, &str)]) -> Result<(VerdaFake, Client), BuildError> {
    let mut known = vec![("VERDA_HOME".to_owned(), home.display().to_string())];
    known.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let variable =
        move |name: &str| known.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let fake = VerdaFake::builder().credentials("right", "secret").build();
    let client = Client::builder().environment(variable).transport(fake.transport()).build()?;
    Ok((fake, client))
}

/// The client id that a client signs in with.
async fn signs_in_as(home: &Path, variables: &[(&str, &str)]) -> String {
    let (fake, client) = build(home, variables).unwrap();
    let _ = client.get_balance().send().await;
    let asked = fake.requests()[0].json().unwrap();
    format!("{}:{}", asked["client_id"].as_str().unwrap(), asked["client_secret"].as_str().unwrap())
}

fn file(text: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("credentials"), text).unwrap();
    home
}

const FILE: &str = "[default]\nverda_client_id = file\nverda_client_secret = a\n\
                    [other]\nverda_client_id = other\nverda_client_secret = b\nverda_base_url = https://o.example/v1\n";

#[tokio::test(start_paused = true)]
async fn variables_go_before_the_file_and_the_new_names_before_the_old() {
    let home = file(FILE);
    let new = [("VERDA_CLIENT_ID", "new"), ("VERDA_CLIENT_SECRET", "1")];
    let old = [("DATACRUNCH_CLIENT_ID", "old"), ("DATACRUNCH_CLIENT_SECRET", "2")];
    assert_eq!(signs_in_as(home.path(), &[new, old].concat()).await, "new:1");
    assert_eq!(signs_in_as(home.path(), &old).await, "old:2");
    assert_eq!(signs_in_as(home.path(), &[]).await, "file:a");
    assert_eq!(signs_in_as(home.path(), &[("VERDA_PROFILE", "other")]).await, "other:b");
    // Halves of two pairs make no whole.
    let mixed = build(home.path(), &[new[0], old[1]]).unwrap_err();
    assert!(matches!(mixed, BuildError::HalfCredentials { found: "VERDA_CLIENT_ID", .. }), "{mixed}");
    let blank = build(home.path(), &[("VERDA_CLIENT_ID", "a"), ("VERDA_CLIENT_SECRET", " ")]).unwrap_err();
    assert!(blank.to_string().contains("VERDA_CLIENT_SECRET is not"), "{blank}");
}

#[tokio::test(start_paused = true)]
async fn a_profile_that_is_asked_for_goes_before_the_variables_and_what_is_given_before_all() {
    let home = file(FILE);
    let path = home.path().join("credentials").display().to_string();
    let variable = move |name: &str| match name {
        "VERDA_CLIENT_ID" | "VERDA_CLIENT_SECRET" => Some("variable".to_owned()),
        "VERDA_SHARED_CREDENTIALS_FILE" => Some(path.clone()),
        _ => None,
    };
    let fake = VerdaFake::builder().build();
    let builder = || Client::builder().environment(variable.clone()).transport(fake.transport());
    let signed_in = |client: Client| {
        let fake = fake.clone();
        async move {
            fake.clear_requests();
            client.get_balance().send().await.unwrap();
            fake.requests()[0].json().unwrap()["client_id"].as_str().unwrap().to_owned()
        }
    };
    let profile = builder().profile("other").build().unwrap();
    assert_eq!(profile.base_url(), "https://o.example");
    assert_eq!(signed_in(profile).await, "other");
    assert_eq!(signed_in(builder().build().unwrap()).await, "variable");
    let given = builder().profile("other").credentials("given", "x").build().unwrap();
    assert_eq!(signed_in(given).await, "given");
    let unknown = builder().profile("missing").build().unwrap_err();
    assert!(unknown.to_string().contains("no profile `missing`") && unknown.to_string().contains("default, other"));
}

#[tokio::test(start_paused = true)]
async fn an_error_lists_the_places_that_were_looked_at() {
    let home = tempfile::tempdir().unwrap();
    let (fake, client) = build(home.path(), &[]).unwrap();
    let error = client.get_balance().send().await.unwrap_err().to_string();
    let path = home.path().join("credentials").display().to_string();
    assert!(error.contains("the environment") && error.contains(&path) && error.contains("`default`"), "{error}");
    assert!(fake.requests().is_empty());
    assert_eq!(error.lines().count(), 1);
}

#[test]
fn a_file_that_cannot_be_used_is_an_error_that_names_it() {
    let home = tempfile::tempdir().unwrap();
    let missing = build(home.path(), &[("VERDA_PROFILE", "other")]).unwrap_err();
    assert!(matches!(missing, BuildError::Profile(ProfileError::Unreadable { .. })), "{missing}");
    // A folder in place of the file.
    std::fs::create_dir(home.path().join("credentials")).unwrap();
    let folder = build(home.path(), &[]).unwrap_err();
    assert!(folder.to_string().contains("cannot be read"), "{folder}");
    let half = build(file("[default]\nverda_client_secret = hunter2\n").path(), &[]).unwrap_err();
    assert!(!format!("{half} {half:?}").contains("hunter2") && half.to_string().contains("lacks verda_client_id"));
    // A file that holds other profiles only is no error: none was asked for.
    assert!(build(file("[staging]\n").path(), &[]).is_ok());
}

#[test]
fn the_base_url_comes_from_the_builder_the_environment_or_the_profile() {
    let home = file("[default]\nverda_base_url = https://file.example/v1\n");
    let url = |variables: &[(&str, &str)]| build(home.path(), variables).unwrap().1.base_url().to_owned();
    assert_eq!(url(&[]), "https://file.example");
    assert_eq!(url(&[("DATACRUNCH_BASE_URL", "https://old.example")]), "https://old.example");
    let both = [("DATACRUNCH_BASE_URL", "https://old.example"), ("VERDA_BASE_URL", "https://new.example/v1/")];
    assert_eq!(url(&both), "https://new.example");
}

#[test]
fn credentials_go_over_https_or_stay_on_this_machine() {
    let build = |url: &str| Client::builder().base_url(url).build().map(|client| client.base_url().to_owned());
    for url in ["http://127.0.0.1:8080/v1", "http://localhost:8080", "http://[::1]:8080", "https://api.example.com/v1"]
    {
        assert!(build(url).is_ok(), "{url}");
    }
    for url in ["http://api.example.com", "ftp://example.com", "api.example.com", "https://a.example?x=1", ""] {
        assert!(matches!(build(url), Err(BuildError::BaseUrl { .. })), "{url}");
    }
    let leak = build("https://user:hunter2@example.com").unwrap_err();
    assert!(!format!("{leak} {leak:?}").contains("hunter2"), "{leak:?}");
    assert!(Client::builder().base_url("http://api.example.com").allow_insecure_http().build().is_ok());
}

#[test]
fn names_below_localhost_are_not_this_machine() {
    for url in ["http://api.localhost:8080", "http://localhost.example", "http://a.b.localhost", "http://128.0.0.1"] {
        let refused = Client::builder().base_url(url).build();
        assert!(matches!(refused, Err(BuildError::BaseUrl { .. })), "{url}");
    }
}

#[test]
fn empty_credentials_make_no_client() {
    let builder = Client::builder;
    for (builder, part) in [
        (builder().access_token(""), "access token"),
        (builder().access_token(" \t\n"), "access token"),
        (builder().credentials("id", "\n"), "client secret"),
        (builder().credentials(" ", "secret"), "client id"),
    ] {
        let error = builder.build().unwrap_err();
        assert!(matches!(error, BuildError::EmptyCredentials(empty) if empty == part), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    // What is given last counts.
    assert!(builder().access_token("").credentials("id", "secret").build().is_ok());
}
