//! The modules of the fake depend on each other in one direction.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The parts from the bottom to the top: each imports only from those before it.
const LAYERS: [&str; 13] = [
    "model",
    "api",
    "steps",
    "state",
    "fake",
    "builder",
    "control",
    "page",
    "remote",
    "handling",
    "server",
    "transport",
    "example",
];

/// What the model does not know of.
const HTTP: [&str; 9] =
    ["/v1/", "http::", "hyper", "reqwest", "StatusCode", "HeaderMap", "Reply", "ApiError", "crate::api"];

/// The only circle: a scenario has requests to the control API, one of which adds a scenario.
const RECURSION: [&str; 3] = ["remote", "remote::scenario", "remote::time"];

type Sources = BTreeMap<String, String>;

/// Each module by its path, as in `model::clock`, without comments and tests.
fn sources() -> Sources {
    fn read(folder: &Path, prefix: &str, into: &mut Sources) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{prefix}{}", path.file_stem().unwrap().to_str().unwrap());
            if path.is_dir() {
                read(&path, &format!("{name}::"), into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                into.insert(name, lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    let mut found = Sources::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    found.remove("main");
    found.remove("lib");
    found
}

/// The modules that a module imports from.
fn imports(module: &str, code: &str, sources: &Sources) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let parent = module.rsplit_once("::").map_or("", |(parent, _)| parent);
    let expanded = expand(code);
    for (start, base) in [("crate::", ""), ("super::", parent), ("self::", module)] {
        for (at, _) in expanded.match_indices(start) {
            let path =
                expanded[at + start.len()..].split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
            let path = format!("{base}::{}", path.into_iter().next().unwrap_or_default());
            found.extend(deepest(path.trim_start_matches("::"), sources));
        }
    }
    // A module names those below it without a prefix.
    for below in sources.keys().filter(|other| other.rsplit_once("::").is_some_and(|(parent, _)| parent == module)) {
        let name = below.rsplit("::").next().unwrap_or_default();
        let starts =
            |at: usize| !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || "_:".contains(letter));
        if code.match_indices(&format!("{name}::")).any(|(at, _)| starts(at)) {
            found.insert(below.clone());
        }
    }
    found.remove(module);
    found
}

/// The longest part of a path that is a module.
fn deepest(path: &str, sources: &Sources) -> Option<String> {
    let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| &path[..end]).filter(|part| sources.contains_key(*part)).last().map(str::to_owned)
}

/// The code with `a::{b, c}` written as `a::b, a::c`.
fn expand(code: &str) -> String {
    let mut code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    while let Some(open) = code.match_indices("::{").map(|(at, _)| at).last() {
        let start = code[..open]
            .rfind(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter))
            .map_or(0, |at| at + 1);
        let Some(length) = code[open..].find('}') else { break };
        let items = code[open + 3..open + length].split(',').map(str::trim).filter(|item| !item.is_empty());
        let head = &code[start..open];
        let flat = items.map(|item| format!("{head}::{item}")).collect::<Vec<_>>().join(", ");
        code.replace_range(start..=open + length, &flat);
    }
    code
}

fn graph() -> BTreeMap<String, BTreeSet<String>> {
    let sources = sources();
    sources.iter().map(|(module, code)| (module.clone(), imports(module, code, &sources))).collect()
}

fn reaches(graph: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![from];
    while let Some(module) = waiting.pop() {
        waiting.extend(graph[module].iter().filter(|next| found.insert((*next).clone())).map(String::as_str));
    }
    found
}

#[test]
fn the_model_knows_nothing_of_http() {
    for (module, code) in sources().iter().filter(|(module, _)| module.split("::").next() == Some("model")) {
        for word in HTTP {
            assert!(!code.contains(word), "{module} mentions `{word}`: responses are made in `api`");
        }
    }
}

#[test]
fn each_part_imports_only_from_those_below_it() {
    let place = |module: &str| {
        let part = module.split("::").next().unwrap_or_default();
        LAYERS
            .iter()
            .position(|layer| *layer == part)
            .unwrap_or_else(|| panic!("`{part}` is not in the list of layers"))
    };
    for (module, imports) in graph() {
        for import in imports {
            assert!(place(&import) <= place(&module), "`{module}` imports from `{import}`, which is above it");
        }
    }
}

#[test]
fn no_modules_import_from_each_other_in_a_circle() {
    let graph = graph();
    assert!(graph.values().map(BTreeSet::len).sum::<usize>() > 400, "imports were not found: {graph:?}");
    let in_circles: Vec<&String> = graph.keys().filter(|module| reaches(&graph, module).contains(*module)).collect();
    assert_eq!(in_circles, RECURSION);
}
