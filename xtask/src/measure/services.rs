//! The programs that are compared: the same work on our client, on reqwest and serde, on the client that progenitor generates
//! by itself, and on the vendor's SDK for Python.

use std::path::Path;

use openapiv3::OpenAPI;
use progenitor::Generator;
use serde_json::Value;
use verda_api_codegen::document;
use verda_api_codegen::ledger::Ledger;
use verda_api_codegen::lower::lower;

use crate::corrected;
use crate::outside::Outside;

/// What one client needs to do the same as the others, in Rust.
struct Service {
    /// The name of its crate.
    name: &'static str,
    /// What the crate needs besides tokio.
    dependencies: String,
    /// Items of both programs.
    items: &'static str,
    /// What comes first in `main`.
    first: &'static str,
    /// The client, from `base` and `token`.
    client: &'static str,
    /// A list of instances, from `client`.
    instances: &'static str,
    /// A list of volumes.
    volumes: &'static str,
}

/// The service whose build is measured.
const SERVICE: &str = r#"ITEMS
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    FIRST
    let (base, token) = ("https://api.verda.com", std::env::var("TOKEN")?);
    let client = CLIENT;
    for instance in INSTANCES.iter() {
        println!("{} {}", instance.id, instance.status);
    }
    Ok(())
}
"#;

/// The program whose calls are measured. Arguments: what is listed, from where, how often. Prints its peak of memory.
const CALLS: &str = r#"#![allow(dead_code)]
ITEMS
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    FIRST
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, base, calls] = &arguments[..] else { return Err("three arguments".into()) };
    let token = "token".to_owned();
    let client = CLIENT;
    for _ in 0..calls.parse()? {
        let found = if what == "instances" { INSTANCES.len() } else { VOLUMES.len() };
        assert_ne!(found, 0);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default());
    Ok(())
}
"#;

const BARE_ITEMS: &str = r#"
#[derive(serde::Deserialize)]
struct Instance {
    id: String,
    status: String,
}

struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    async fn list<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<Vec<T>> {
        let request = self.http.get(format!("{}{path}", self.base)).bearer_auth(&self.token);
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}
"#;

const BARE_DEPENDENCIES: &str = r#"reqwest = { version = "0.13", default-features = false, features = ["rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
"#;

/// Ours brings the provider of its TLS.
const PROVIDER: &str = "let _ = rustls::crypto::ring::default_provider().install_default();";

/// What the code needs that progenitor generates.
const GENERATED_DEPENDENCIES: &str = r#"chrono = { version = "0.4", default-features = false, features = ["serde"] }
uuid = { version = "1", features = ["serde"] }
"#;

const GENERATED_ITEMS: &str = r#"
#[path = "../src/verda.rs"]
#[allow(warnings)]
mod verda;

fn connect(base: &str, token: &str) -> Result<verda::Client> {
    let mut authorization = reqwest::header::HeaderValue::try_from(format!("Bearer {token}"))?;
    authorization.set_sensitive(true);
    let headers = [(reqwest::header::AUTHORIZATION, authorization)].into_iter().collect();
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    Ok(verda::Client::new_with_client(base, http))
}
"#;

/// The vendor's SDK, with the same arguments.
pub(super) const PYTHON: &str = r#"import sys
import warnings

from verda import VerdaClient

warnings.simplefilter("ignore", DeprecationWarning)
what, base, calls = sys.argv[1:]
client = VerdaClient("any", "any", base_url=base + "/v1")
for _ in range(int(calls)):
    assert client.instances.get() if what == "instances" else client.volumes.get()
try:
    print(next(line[6:] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
except OSError:
    pass
"#;

/// The services in the order of the columns.
pub(super) struct Services {
    pub(super) bare: Outside,
    pub(super) ours: Outside,
    pub(super) generated: Outside,
    pub(super) by_macro: Outside,
}

/// The requirement of a dependency in the top `Cargo.toml`.
fn pinned(root: &Path, package: &str) -> Result<String, String> {
    let path = root.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let manifest: toml::Table = manifest.parse().map_err(|error| format!("{}: {error}", path.display()))?;
    let version = manifest["workspace"]["dependencies"][package]["version"].as_str();
    Ok(version.unwrap_or_default().to_owned())
}

impl Services {
    /// Writes all of them.
    pub(super) fn write(root: &Path) -> Result<Self, String> {
        let document = for_progenitor(root)?;
        let tokens = Generator::default().generate_tokens(&document).map_err(|error| format!("progenitor: {error}"))?;
        let source = syn::parse2(tokens).map_err(|error| format!("what progenitor generates is no Rust: {error}"))?;
        let module = ("src/verda.rs", prettyplease::unparse(&source));
        let by_macro = "progenitor::generate_api!(spec = \"openapi.json\");\n".to_owned();
        let document = serde_json::to_string(&document).map_err(|error| error.to_string())?;
        let version = pinned(root, "progenitor")?;
        let progenitor = |name: &'static str, package: &str| Service {
            name,
            dependencies: format!("{package} = \"{version}\"\n{GENERATED_DEPENDENCIES}{BARE_DEPENDENCIES}"),
            items: GENERATED_ITEMS,
            first: PROVIDER,
            client: "connect(base, &token)?",
            instances: "client.instances_controller_get_instances(None, None).await?.into_inner()",
            volumes: "client.volumes_controller_get_volumes(None).await?.into_inner()",
        };
        let bare = Service {
            name: "bare",
            dependencies: BARE_DEPENDENCIES.to_owned(),
            items: BARE_ITEMS,
            first: PROVIDER,
            client: "Client { http: reqwest::Client::new(), base: base.to_string(), token }",
            instances: "client.list::<Instance>(\"/v1/instances\").await?",
            volumes: "client.list::<serde::de::IgnoredAny>(\"/v1/volumes\").await?",
        };
        let ours = Service {
            name: "ours",
            dependencies: format!("verda-api-ext = {{ path = '{}' }}\n", root.join("verda-api-ext").display()),
            items: "",
            first: "",
            client: "verda_api_ext::Client::builder().base_url(base).access_token(token).build()?",
            instances: "client.list_instances().send().await?",
            volumes: "client.list_volumes().send().await?",
        };
        Ok(Self {
            bare: bare.write(root, &[])?,
            ours: ours.write(root, &[])?,
            generated: progenitor("generated", "progenitor-client").write(root, &[module])?,
            by_macro: progenitor("by-macro", "progenitor")
                .write(root, &[("src/verda.rs", by_macro), ("openapi.json", document)])?,
        })
    }

    /// Downloads what is in no lock file of ours.
    pub(super) fn fetch(&self) -> Result<(), String> {
        [&self.generated, &self.by_macro].into_iter().try_for_each(Outside::fetch)
    }
}

impl Service {
    /// Writes the crate: the service, and as an example the program that makes calls.
    fn write(&self, root: &Path, files: &[(&str, String)]) -> Result<Outside, String> {
        let dependencies = format!(
            "[dependencies]\n{}tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
            self.dependencies
        );
        let parts = [
            ("ITEMS", self.items),
            ("FIRST", self.first),
            ("CLIENT", self.client),
            ("INSTANCES", self.instances),
            ("VOLUMES", self.volumes),
        ];
        let filled =
            |program: &str| parts.iter().fold(program.to_owned(), |program, (part, text)| program.replace(part, text));
        let mut all = vec![("src/main.rs", filled(SERVICE)), ("examples/calls.rs", filled(CALLS))];
        all.extend_from_slice(files);
        Outside::write(root, self.name, &dependencies, &all)
    }
}

/// The bundled document as progenitor takes it: corrected, in OpenAPI 3.0, and with the first success alone of each operation,
/// since it refuses several.
fn for_progenitor(root: &Path) -> Result<OpenAPI, String> {
    let mut document = document::parse(&corrected::corrected(root)?).map_err(|error| error.to_string())?;
    lower(&mut document, &mut Ledger::default())
        .map_err(|refusals| format!("{} places cannot be converted", refusals.len()))?;
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for operation in paths.flat_map(|(_, path)| path.as_object_mut().into_iter().flatten().map(|(_, node)| node)) {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { continue };
        let first = responses.keys().filter(|status| status.starts_with('2')).min().cloned();
        responses.retain(|status, _| Some(status) == first.as_ref());
    }
    serde_json::from_value(document).map_err(|error| error.to_string())
}
