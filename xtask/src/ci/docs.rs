//! The documentation: that of the crates, the pages, and the words of both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::{FEATURES, cargo, files_of};

/// Words that are not written, each with the folders in which they may be: names of resources in documents of tests, quotations.
const WORDS: &str = include_str!("words.txt");

/// What people read. Documents of other vendors and of tests are not ours.
const READ: [&str; 6] = ["md", "rs", "toml", "yaml", "yml", "sh"];
const NOT_OURS: [&str; 2] = ["xtask/tests/documents/", "xtask/tests/findings/"];

pub(super) fn run(root: &Path, named: bool) -> Result<(), String> {
    cargo(root, &["doc", "--workspace", "--no-deps", "--features", FEATURES])?;
    // Without a name this step follows the tests, which compile and run the examples as well.
    if named {
        cargo(root, &["test", "--workspace", "--doc"])?;
    }
    let mut texts = BTreeMap::new();
    for file in files_of(root)? {
        let is_read = file.rsplit_once('.').is_some_and(|(_, ending)| READ.contains(&ending));
        if is_read && !NOT_OURS.iter().any(|folder| file.starts_with(folder)) {
            let text = std::fs::read_to_string(root.join(&file)).map_err(|error| format!("{file}: {error}"))?;
            texts.insert(file, text);
        }
    }
    let pages = || texts.iter().filter(|(file, _)| file.ends_with(".md"));
    let parsed: BTreeMap<&str, Page> = pages().map(|(file, text)| (file.as_str(), Page::of(text))).collect();
    let mut wrong: Vec<String> = parsed.iter().flat_map(|(file, page)| page.broken(root, file, &parsed)).collect();
    let compiled: BTreeSet<PathBuf> = texts.iter().flat_map(|(file, text)| included(file, text)).collect();
    let untested = parsed.iter().filter(|(file, page)| page.has_code && !compiled.contains(Path::new(file)));
    wrong.extend(untested.map(|(file, _)| {
        format!("{file}: no test compiles its Rust code; include it in tests/src/lib.rs as the README is")
    }));
    wrong.extend(texts.iter().flat_map(|(file, text)| words(file, text)));
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// A page in Markdown.
struct Page {
    links: Vec<String>,
    /// The names under which links lead to its headings.
    headings: BTreeSet<String>,
    /// Whether it has code in Rust.
    has_code: bool,
}

impl Page {
    fn of(text: &str) -> Self {
        let mut page = Self { links: Vec::new(), headings: BTreeSet::new(), has_code: false };
        let mut heading: Option<String> = None;
        for event in Parser::new(text) {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => page.has_code |= info.starts_with("rust"),
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) => page.headings.extend(heading.take().map(|text| anchor(&text))),
                _ => {}
            }
        }
        page
    }

    /// Links to files and headings that are not there.
    fn broken(&self, root: &Path, file: &str, pages: &BTreeMap<&str, Self>) -> Vec<String> {
        let local = self.links.iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:"));
        let is_broken = |link: &&String| {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { PathBuf::from(file) } else { relative(file, path) };
            let has_heading = |page: &Self| heading.is_empty() || page.headings.contains(heading);
            let page = target.to_str().and_then(|target| pages.get(target.replace('\\', "/").as_str()));
            !root.join(&target).exists() || !page.is_none_or(has_heading)
        };
        local.filter(is_broken).map(|link| format!("{file}: the link to {link} leads nowhere")).collect()
    }
}

/// The name that a heading gets where Markdown is shown.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A path that is written in a file, from the top folder.
fn relative(file: &str, path: &str) -> PathBuf {
    let mut target = Path::new(file).parent().map(Path::to_owned).unwrap_or_default();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => drop(target.pop()),
            Component::Normal(part) => target.push(part),
            _ => {}
        }
    }
    target
}

/// The pages that a source file has as its documentation.
fn included(file: &str, text: &str) -> Vec<PathBuf> {
    let parts = text.split("doc = include_str!(\"").skip(1);
    parts.filter_map(|part| Some(relative(file, part.split_once('"')?.0))).collect()
}

/// The places of words that are not written. What stands in backticks is quoted.
fn words(file: &str, text: &str) -> Vec<String> {
    let rules: Vec<(&str, &str)> = WORDS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(':').unwrap_or((line, "")))
        .filter(|(_, allowed)| !allowed.split_whitespace().any(|folder| file.starts_with(folder)))
        .collect();
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let own: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        // `NoBody` is two words.
        let words =
            own.split(|c: char| !c.is_alphabetic()).filter(|word| !word.chars().skip(1).any(char::is_uppercase));
        let plain: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let plain = format!(" {} ", plain.join(" "));
        for (word, _) in &rules {
            if plain.contains(&format!(" {word} ")) {
                found.push(format!("{file}:{}: `{word}`, which CONTRIBUTING.md has another word for", number + 1));
            }
        }
    }
    found
}
