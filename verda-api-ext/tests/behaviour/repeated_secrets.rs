//! Secrets that a server repeats in what it responds: none of them shows in an error.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use verda_api_ext::types::InstanceId;
use verda_api_ext::{BoxFuture, CallOptions, Client, DeleteVolumes, Error, Operation, Transport, TransportError};

const SECRET: &str = "s3cr3t/with+and&<odd>=chars==";
const TOKEN: &str = "T0K&EN/s3cr3t+1234567==";
const KEY: &str = "hdr/s3cr3t&0123456789";

/// The spellings of a text in bodies of errors.
fn spelled(secret: &str) -> [String; 7] {
    let all = |text: &str| text.chars().map(|character| format!("\\u{:04x}", u32::from(character))).collect::<String>();
    let url = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let in_json = |text: &str| text.replace('\\', "\\\\").replace('/', "\\\\/").replace('"', "\\\"");
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    [
        format!(r#"{{"code":"x","message":"bad {secret}"}}"#),
        format!(r#"{{"code":"x","message":"bad {}"}}"#, secret.replace('/', "\\/").replace('&', "\\u0026")),
        format!(r#"{{"code":"x","message":"bad {}"}}"#, all(secret)),
        format!(r#"{{"code":"x","message":"bad client_secret={}"}}"#, url(secret)),
        format!(r#"{{"code":"x","message":"{{\"client_secret\":\"{}\"}}"}}"#, in_json(secret)),
        format!("<html>bad {html}</html>"),
        format!("bad {secret}"),
    ]
}

/// Gives a token for every request to the token endpoint, unless it has another response, and one response to all others.
struct Responds {
    token: Option<(u16, String)>,
    others: (u16, Vec<(&'static str, String)>, String),
}

impl Transport for Responds {
    fn execute<'a>(
        &'a self,
        _: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        let token = || (200, format!(r#"{{"access_token":"{TOKEN}","expires_in":3600}}"#));
        let ((status, body), headers) = match operation.id {
            "get_access_token" => (self.token.clone().unwrap_or_else(token), &[][..]),
            _ => ((self.others.0, self.others.2.clone()), &self.others.1[..]),
        };
        let builder = http::Response::builder().status(StatusCode::from_u16(status).unwrap());
        let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, value));
        Box::pin(async move { Ok(builder.body(Bytes::from(body)).unwrap()) })
    }
}

fn client(transport: Responds) -> Client {
    let key = |options: CallOptions| {
        let (name, id) = (HeaderName::from_static("x-gateway-key"), HeaderName::from_static("x-request-id"));
        options
            .max_attempts(1)
            .header(name, HeaderValue::from_static(KEY))
            .header(id, HeaderValue::from_static("job-4711"))
    };
    Client::builder().credentials("id", SECRET).options(key).transport(transport).build().unwrap()
}

/// Everything that an error shows.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {:?} {:?}", error.messages(), error.results());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

#[tokio::test(start_paused = true)]
async fn the_client_secret_in_a_refused_sign_in_does_not_show() {
    for body in spelled(SECRET) {
        for status in [200, 302, 400, 401, 500] {
            let client =
                client(Responds { token: Some((status, body.clone())), others: (200, Vec::new(), String::new()) });
            let shown = shown(&client.get_balance().send().await.unwrap_err());
            assert!(!shown.contains("s3cr3t") && !shown.contains("\\u0073"), "{status} {body}: {shown}");
            assert!(!shown.contains("%73"), "{status} {body}: {shown}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_and_headers_of_the_application_do_not_show() {
    for secret in [TOKEN, KEY] {
        for body in spelled(secret) {
            for status in [200, 207, 302, 400, 403, 500] {
                let client = client(Responds { token: None, others: (status, Vec::new(), body.clone()) });
                let shown = shown(&client.get_balance().send().await.unwrap_err());
                assert!(!shown.contains("s3cr3t") && !shown.contains("\\u0073"), "{status} {body}: {shown}");
                assert!(!shown.contains("%73"), "{status} {body}: {shown}");
            }
        }
        // In what is said of single resources, with a status of success.
        let id = InstanceId::from("5b1e0000-0000-4000-8000-000000000001");
        for status in [200, 202, 207] {
            let body =
                format!(r#"[{{"instanceId":"{id}","action":"delete","status":"error","error":"bad {secret}"}}]"#);
            let client = client(Responds { token: None, others: (status, Vec::new(), body) });
            let outcome = client.delete_instances(id.clone(), DeleteVolumes::Os).await;
            assert!(!format!("{outcome:?}").contains("s3cr3t"), "{status}: {outcome:?}");
        }
    }
}

/// A server repeats the id of a request so that it is found: that one shows, and no secret in its place.
#[tokio::test(start_paused = true)]
async fn the_id_of_a_request_shows_unless_it_is_a_secret() {
    for (id, expected) in [("job-4711", "[request job-4711]"), (TOKEN, "[request ***]"), (KEY, "[request ***]")] {
        let headers = vec![("x-request-id", id.to_owned())];
        let refused = (403, headers, r#"{"code":"x","message":"m"}"#.to_owned());
        let error = client(Responds { token: None, others: refused }).get_balance().send().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
        assert!(!shown(&error).contains("s3cr3t"), "{error}");
        // A success that does not decode is an error as well.
        let odd = (200, vec![("cf-ray", id.to_owned())], "[1]".to_owned());
        let error = client(Responds { token: None, others: odd }).list_instances().send().await.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// Values of secrets and of environment variables, and what signs in to registries.
#[tokio::test(start_paused = true)]
async fn a_secret_in_the_body_of_a_request_does_not_show() {
    use verda_api_ext::types::CreateSecret;
    for body in spelled(SECRET) {
        let client = client(Responds { token: None, others: (400, Vec::new(), body) });
        let secret = CreateSecret::builder().name("hf").value(SECRET);
        let error = client.create_secret(secret).await.unwrap_err();
        let shown = format!("{} {:?}", shown(&error), error.body());
        assert!(shown.contains("***") && !shown.contains("s3cr3t"), "{shown}");
    }
}

/// Startup scripts hold tokens.
#[tokio::test(start_paused = true)]
async fn a_startup_script_in_an_error_does_not_show() {
    use verda_api_ext::types::CreateScript;
    let script = "#!/bin/sh\nexport HF_TOKEN=s3cr3t-of-a-script";
    let body = serde_json::json!({"code": "invalid_request", "message": format!("No script: {script}")}).to_string();
    let client = client(Responds { token: None, others: (400, Vec::new(), body) });
    let order: CreateScript = CreateScript::builder().name("setup").script(script).try_into().unwrap();
    assert!(!format!("{order:?}").contains("s3cr3t"));
    let error = client.create_script(order).await.unwrap_err();
    let shown = format!("{} {:?}", shown(&error), error.body());
    assert!(shown.contains("***") && !shown.contains("s3cr3t"), "{shown}");
}

/// A server may repeat a line of it, or a token in a line; of what signs in to a registry, a member.
#[tokio::test(start_paused = true)]
async fn parts_of_a_secret_in_the_body_of_a_request_do_not_show() {
    use verda_api_ext::types::{CreateScript, CreateSecret};
    let script = "#!/bin/sh\nset -e\nexport HF_TOKEN=hf_s3cr3tOfTheScript\n  curl -H 'X-Key: s3cr3t-of-a-header' x";
    for part in ["export HF_TOKEN=hf_s3cr3tOfTheScript", "hf_s3cr3tOfTheScript", "s3cr3t-of-a-header"] {
        let body =
            serde_json::json!({"code": "invalid_request", "message": format!("`{part}` is no command")}).to_string();
        let client = client(Responds { token: None, others: (400, Vec::new(), body) });
        let error = client.create_script(CreateScript::builder().name("setup").script(script)).await.unwrap_err();
        let shown = format!("{} {:?}", shown(&error), error.body());
        assert!(shown.contains("` is no command") && !shown.contains("s3cr3t"), "{shown}");
        let secret = CreateSecret::builder().name("x").value(script.replace('\n', ","));
        let error = client.create_secret(secret).await.unwrap_err();
        assert!(part.starts_with("export") || !error.to_string().contains("s3cr3t"), "{error}");
    }
}

/// A secret may be a member of an element of a list. What else the request says shows.
#[tokio::test(start_paused = true)]
async fn a_secret_in_a_list_of_files_does_not_show() {
    let content = "czNjcjN0IG9mIGEgZmlsZQ=="; // what the file holds, in base64
    let refused = format!(r#"{{"code":"x","message":"id_rsa of keys-4711 is not a key: {content}"}}"#);
    let client = client(Responds { token: None, others: (400, Vec::new(), refused) });
    let error = client.create_file_secret_from_bytes("keys-4711", [("id_rsa", "s3cr3t of a file")]).await.unwrap_err();
    let shown = format!("{} {:?}", shown(&error), error.body());
    assert!(shown.contains("id_rsa of keys-4711 is not a key: ***") && !shown.contains("czNjcjN0"), "{shown}");
}

/// What a server repeats may be a part of a header's value, or the beginning of a secret where the body is cut.
#[tokio::test(start_paused = true)]
async fn parts_of_the_values_of_headers_do_not_show() {
    let cases = [
        ("cookie", "session=c00kie-s3cr3t; theme=dark", "c00kie-s3cr3t"),
        ("x-api-key", "\"qu0ted-s3cr3t\"", "qu0ted-s3cr3t"),
        ("x-gateway-authorization", "Digest username=\"u\", response=\"d1gest-s3cr3t\"", "d1gest-s3cr3t"),
        ("x-hook-signature", "t=1750000000,v1=5257a869e7ecebeda32a", "5257a869e7ecebeda32a"),
        ("x-proxy-credentials", "team:c0lon-s3cr3t", "c0lon-s3cr3t"),
        ("x-session-id", "s3ss10n-s3cr3t", "s3ss10n-s3cr3t"),
        ("x-authtoken", "4uthtok3n-s3cr3t", "4uthtok3n-s3cr3t"),
        ("x-oauth", "key='0auth-s3cr3t x'", "0auth-s3cr3t"),
        ("x-keys", "{\"a\":\"js0n-s3cr3t\"}", "js0n-s3cr3t"),
        ("x-jwt-assertion", "eyJ0eXAi.eyJpc3Mi.s1gn4ture", "eyJ0eXAi.eyJpc3Mi.s1gn4ture"),
    ];
    for (name, value, secret) in cases {
        let cut = format!("{}{}", " ".repeat(100), &secret[..secret.len() - 2]);
        let within_an_escape = format!("{cut}%2");
        for body in [format!("bad {secret}"), cut, within_an_escape] {
            let transport = Responds { token: None, others: (500, Vec::new(), body) };
            let header = |options: CallOptions| {
                options.max_attempts(1).header(HeaderName::from_static(name), HeaderValue::from_static(value))
            };
            let client =
                Client::builder().credentials("id", SECRET).options(header).transport(transport).build().unwrap();
            let error = client.get_balance().await.unwrap_err();
            let shown = format!("{} {:?}", shown(&error), error.body());
            assert!(shown.contains("***") && !shown.contains(&secret[..secret.len() - 2]), "{name}: {shown}");
        }
    }
    // What is no secret stays, and so does what programs ask.
    let transport = Responds {
        token: None,
        others: (404, Vec::new(), r#"{"code":"not_found","message":"no such instance"}"#.to_owned()),
    };
    let cookie = |options: CallOptions| {
        options
            .max_attempts(1)
            .header(HeaderName::from_static("cookie"), HeaderValue::from_static("theme=instance; a=1"))
    };
    let client = Client::builder().credentials("id", SECRET).options(cookie).transport(transport).build().unwrap();
    let error = client.get_instance("5b1e0000-0000-4000-8000-000000000001").await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("no such instance"), "{error}");
    let others = (500, Vec::new(), r#"{"code":"x","message":"no such platform-team"}"#.to_owned());
    let header = |options: CallOptions| {
        options.max_attempts(1).header(HeaderName::from_static("x-author"), HeaderValue::from_static("platform-team"))
    };
    let builder =
        Client::builder().credentials("id", SECRET).options(header).transport(Responds { token: None, others });
    let error = builder.build().unwrap().get_balance().await.unwrap_err();
    assert!(error.to_string().contains("no such platform-team"), "{error}");
}

/// What was asked for is not touched.
#[tokio::test(start_paused = true)]
async fn a_success_is_given_as_it_is() {
    let body = format!(r#"{{"amount":1,"currency":"{KEY}"}}"#);
    let client = client(Responds { token: None, others: (200, Vec::new(), body) });
    let balance = client.request(http::Method::GET, "/v1/balance").send::<serde_json::Value>().await.unwrap();
    assert_eq!(balance["currency"], KEY);
}

/// No document says of these members that they are secrets: their names do.
#[tokio::test(start_paused = true)]
async fn a_request_that_no_operation_describes_has_secrets_as_well() {
    const SIGNING: &str = "wh-s3cr3t-0123456789";
    for name in ["signing_secret", "apiKey", "PASSWORD", "refresh-token"] {
        let body = serde_json::json!({"message": format!("no such {SIGNING}"), "code": "invalid_request"}).to_string();
        let client = client(Responds { token: None, others: (400, Vec::new(), body) });
        let body = serde_json::json!({"hook": {name: [SIGNING]}, "ssh_key_ids": ["invalid_request"]});
        let error = client.request(http::Method::POST, "/v1/hooks").json(&body).send::<()>().await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(SIGNING), "{name}: {error:?}");
        assert_eq!(error.code(), Some("invalid_request"));
    }
}
