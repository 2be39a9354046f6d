//! The crates as they are published: packed, unpacked, and used from outside of the workspace, with the code of the README.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{careful, cargo, command, output, package_metadata, succeed};
use crate::outside::{Outside, blocks, target};

/// What is published, each after what it depends on.
const PUBLISHED: [&str; 4] = ["verda-api-codegen", "verda-api", "verda-api-ext", "verda-fake"];

/// What the README's tour is called from.
const TOUR: &str = r#"
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let order = verda_api_ext::types::DeployInstance::builder()
        .instance_type("CPU.4V.16G")
        .image("ubuntu-24.04")
        .hostname("node-2")
        .location_code("FIN-01");
    let id = client.deploy_instance(order).send().await?.into_inner();
    tour(&client, &[id]).await?;
    Ok(())
}
"#;

/// The generator at work in a packed crate.
const RAW: &str = r#"fn main() {
    println!("{} operations", verda_api::OPERATIONS.len());
}
"#;

/// Packs, unpacks, builds and runs.
pub(super) fn run(root: &Path) -> Result<(), String> {
    let mut arguments = vec!["package", "--quiet", "--no-verify", "--allow-dirty", "--offline"];
    arguments.extend(PUBLISHED.iter().flat_map(|name| ["-p", name]));
    cargo(root, &arguments)?;
    let packages = PUBLISHED.iter().map(|name| unpack(root, name)).collect::<Result<Vec<_>, _>>()?;
    let patches: String = std::iter::zip(PUBLISHED, &packages)
        .map(|(name, path)| format!("{name} = {{ path = '{}' }}\n", path.display()))
        .collect();
    let depends = |on: &str| format!("[dependencies]\n{on}\n\n[patch.crates-io]\n{patches}");
    // What stands behind a plus is no part of a requirement.
    let version = env!("CARGO_PKG_VERSION").split('+').next().unwrap_or_default();
    let target = target(root);

    let raw = depends(&format!("verda-api = \"{version}\""));
    let raw = Outside::write(root, "raw", &raw, &[("src/main.rs", RAW.to_owned())])?;
    run_for(&mut careful(raw.cargo(&["run", "-q"], &target)), " operations")?;

    let readme = root.join("README.md");
    let readme = std::fs::read_to_string(&readme).map_err(|error| format!("{}: {error}", readme.display()))?;
    let code = blocks(&readme, "rust");
    let [service, settings, tour] = code.as_slice() else {
        return Err(format!(
            "the README has {} blocks of Rust code, and three are known\nrun the new one, too",
            code.len()
        ));
    };
    let manifests = blocks(&readme, "toml");
    let dependencies = manifests.iter().find_map(|block| block.strip_prefix("[dependencies]\n"));
    let dependencies = dependencies.ok_or("the README does not say what a service depends on")?;
    let files = [
        ("src/main.rs", service.clone()),
        ("src/bin/settings.rs", settings.clone()),
        ("src/bin/tour.rs", format!("{tour}{TOUR}")),
    ];
    let service = Outside::write(root, "service", &depends(dependencies), &files)?;
    let [_, api, _, fake] = packages.as_slice() else { return Err("a package is missing".to_owned()) };
    let fake = Fake::start(&install(root, fake, api)?)?;
    for (program, expected) in [("service", " is "), ("settings", ""), ("tour", "for Some(")] {
        let mut run = careful(service.cargo(&["run", "-q", "--bin", program], &target));
        run.env("VERDA_BASE_URL", &fake.url).env("VERDA_CLIENT_ID", "id").env("VERDA_CLIENT_SECRET", "secret");
        run_for(&mut run, expected)?;
    }
    Ok(())
}

/// Where a packed crate is after it was unpacked.
fn unpack(root: &Path, name: &str) -> Result<PathBuf, String> {
    let metadata = package_metadata(root, name)?;
    let whole = format!("{name}-{}", metadata["version"].as_str().unwrap_or_default());
    let (packed, folder) = (target(root).join(format!("package/{whole}.crate")), target(root).join("packed"));
    let unpacked = folder.join(&whole);
    let failed = |error: std::io::Error| format!("{} cannot be unpacked: {error}", packed.display());
    if unpacked.exists() {
        std::fs::remove_dir_all(&unpacked).map_err(failed)?;
    }
    let file = std::fs::File::open(&packed).map_err(failed)?;
    tar::Archive::new(flate2::read::GzDecoder::new(file)).unpack(&folder).map_err(failed)?;
    Ok(unpacked)
}

/// Installs the packed fake as a user does; gives the program.
fn install(root: &Path, fake: &Path, api: &Path) -> Result<PathBuf, String> {
    let folder = target(root).join("installed");
    let patch = format!("patch.crates-io.verda-api.path='{}'", api.display());
    let mut install = command(fake, "cargo");
    install.args(["install", "--quiet", "--debug", "--force", "--offline", "--config", &patch, "--path"]).arg(fake);
    install.arg("--root").arg(&folder).env("CARGO_TARGET_DIR", target(root));
    succeed(&mut install, "cargo install verda-fake")?;
    Ok(folder.join("bin").join(format!("verda-fake{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs a program that has to print something.
fn run_for(run: &mut Command, expected: &str) -> Result<(), String> {
    let shown = format!("{run:?}");
    let printed = output(run, &shown)?;
    let (text, error) = (String::from_utf8_lossy(&printed.stdout), String::from_utf8_lossy(&printed.stderr));
    print!("{text}");
    if printed.status.success() && text.contains(expected) {
        return Ok(());
    }
    Err(format!("{shown} did not print `{expected}`: {}\n{error}\nmend the README or the packed files", printed.status))
}

/// `verda-fake` as a program, until it is dropped.
struct Fake {
    child: Child,
    url: String,
}

impl Fake {
    fn start(program: &Path) -> Result<Self, String> {
        let mut run = careful(Command::new(program));
        run.args(["--listen", "127.0.0.1:0", "--speed", "600"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let failed = |error: std::io::Error| format!("{} cannot be run: {error}", program.display());
        let mut child = run.spawn().map_err(failed)?;
        let mut url = String::new();
        if let Some(printed) = child.stdout.take() {
            BufReader::new(printed).read_line(&mut url).map_err(failed)?;
        }
        Ok(Self { child, url: url.trim().to_owned() })
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
