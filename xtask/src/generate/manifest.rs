//! The manifest of a generated crate: a name that cargo takes, and the crates that its code needs.

use std::fmt::Write as _;
use std::path::Path;

/// The crates that generated code, the runtime and the HTTP client can need, as they are called in code.
const CRATES: [&str; 14] = [
    "bytes",
    "chrono",
    "http",
    "http_body",
    "percent_encoding",
    "reqwest",
    "rust_decimal",
    "rustls",
    "rustls_platform_verifier",
    "schemars",
    "serde",
    "serde_json",
    "tokio",
    "uuid",
];

/// Names of crates of the compiler, and words that cargo or a file system keeps for itself.
const RESERVED: [&str; 19] = [
    "alloc",
    "aux",
    "build",
    "con",
    "core",
    "deps",
    "examples",
    "gen",
    "incremental",
    "nul",
    "prn",
    "proc-macro",
    "self",
    "std",
    "super",
    "test",
    "crate",
    "try",
    "union",
];

/// A name that cargo takes: lower-case letters, digits and hyphens, beginning with a letter, and no word of Rust.
pub(super) fn package_name(wish: &str) -> String {
    let lower = wish.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    let is_keyword = syn::parse_str::<syn::Ident>(&name).is_err() && !name.contains('-');
    let is_taken = RESERVED.contains(&name.as_str()) || CRATES.contains(&name.replace('-', "_").as_str());
    match name.chars().next() {
        None => "api-client".to_owned(),
        Some(first) if !first.is_ascii_alphabetic() => format!("api-{name}"),
        Some(_) if is_keyword || is_taken => format!("{name}-client"),
        Some(_) => name,
    }
}

/// The manifest, with the versions that this repository uses, of the crates that occur in the code.
pub(super) fn manifest(root: &Path, package: &str, code: &[&str]) -> Result<String, String> {
    let path = root.join("Cargo.toml");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}\nrun it in the repository", path.display()))?;
    let workspace: toml::Table =
        toml::from_str(&text).map_err(|error| format!("{}: {error}\nrun `git checkout Cargo.toml`", path.display()))?;
    let workspace = workspace.get("workspace");
    let package_field = |field: &str, default: &str| {
        let value = workspace.and_then(|workspace| workspace.get("package")?.get(field)?.as_str());
        value.unwrap_or(default).to_owned()
    };
    let mut manifest = format!(
        "[package]\nname = \"{package}\"\nversion = \"0.1.0\"\ndescription = \"Client of an HTTP API, generated from its OpenAPI \
         document\"\nedition = \"{}\"\nrust-version = \"{}\"\n\n[features]\ndefault = [\"rustls\"]\nrustls = [\"dep:rustls\", \
         \"dep:rustls-platform-verifier\", \"reqwest/rustls-no-provider\"] # https, with ring and the certificates of the \
         operating system\nschemars = [\"dep:schemars\"] # `JsonSchema` on every type\n\n[dependencies]\n",
        package_field("edition", "2024"),
        package_field("rust-version", "1.88"),
    );
    for name in CRATES.iter().filter(|name| code.iter().any(|text| uses(text, name))) {
        let package = name.replace('_', "-");
        let known = workspace.and_then(|workspace| {
            let known = workspace.get("dependencies")?;
            known
                .get(package.as_str())
                .map(|found| (package.as_str(), found))
                .or_else(|| Some((*name, known.get(*name)?)))
        });
        let (package, mut value) = match (known, *name) {
            (Some((package, found)), _) => (package, table(found)),
            (None, "uuid") => ("uuid", table(&toml::Value::String("1".to_owned()))),
            (None, name) => {
                return Err(format!("Cargo.toml does not have {name}, which generated code needs\nadd it there"));
            }
        };
        let features: &[&str] = match *name {
            "rustls" => &["ring"],
            "schemars" => &["chrono04", "rust_decimal1"],
            "tokio" => &["time"],
            "uuid" => &["serde"],
            _ => &[],
        };
        if !features.is_empty() {
            let list = value.entry("features").or_insert_with(|| toml::Value::Array(Vec::new()));
            if let Some(list) = list.as_array_mut() {
                list.extend(features.iter().map(|feature| toml::Value::from(*feature)));
            }
        }
        if matches!(*name, "rustls" | "rustls_platform_verifier" | "schemars") {
            value.insert("optional".to_owned(), true.into());
        }
        let _ = writeln!(manifest, "{package} = {}", inline(&toml::Value::Table(value)));
    }
    manifest.push_str("\n# A workspace of its own, wherever it is put.\n[workspace]\n");
    Ok(manifest)
}

/// Whether the code has a path that begins with the crate.
fn uses(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(start, _)| {
        let before = code.get(..start).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })
}

fn table(dependency: &toml::Value) -> toml::Table {
    match dependency {
        toml::Value::Table(table) => table.clone(),
        version => toml::Table::from_iter([("version".to_owned(), version.clone())]),
    }
}

/// A value on one line, as it stands behind a dependency's name.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => match (table.len(), table.get("version")) {
            (1, Some(version)) => inline(version),
            _ => {
                let (version, others): (Vec<_>, Vec<_>) = table.iter().partition(|(key, _)| *key == "version");
                let members = version.into_iter().chain(others);
                let members: Vec<String> = members.map(|(key, value)| format!("{key} = {}", inline(value))).collect();
                format!("{{ {} }}", members.join(", "))
            }
        },
        toml::Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        toml::Value::Boolean(value) => value.to_string(),
        // Nothing else stands in a dependency but texts.
        other => format!("{:?}", other.as_str().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn any_title_gives_a_name_that_cargo_takes() {
        for (wish, name) in [
            ("Shop API", "shop-api"),
            ("  ", "api-client"),
            ("", "api-client"),
            ("3D API!", "api-3d-api"),
            ("Ünïcode", "n-code"),
            ("日本", "api-client"),
            ("async", "async-client"),
            ("Self", "self-client"),
            ("std", "std-client"),
            ("test", "test-client"),
            ("serde", "serde-client"),
            ("Percent Encoding", "percent-encoding-client"),
            ("a__b", "a-b"),
            ("_", "api-client"),
            ("con", "con-client"),
        ] {
            assert_eq!(package_name(wish), name, "{wish}");
        }
    }
}
