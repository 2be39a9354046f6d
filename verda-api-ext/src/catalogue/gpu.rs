//! Whether a type has the GPU that a search asks for.

use verda_api::types::InstanceType;

/// A GPU as a search names it.
#[derive(Clone, Debug, Default)]
pub(super) struct WantedGpu {
    /// Its words in one piece, so that `RTX PRO 6000` and `RTXPRO6000` are the same.
    model: String,
    /// The words that are sizes of memory, such as `80gb`. Names have them in other places: `A100 SXM4 80GB`.
    memory: Vec<String>,
}

impl WantedGpu {
    pub(super) fn read(text: &str) -> Self {
        let (memory, model): (Vec<_>, Vec<_>) = words(text).into_iter().partition(|word| is_size(word));
        Self { model: model.concat(), memory }
    }

    pub(super) fn is_of(&self, details: &InstanceType) -> bool {
        if self.model.is_empty() && self.memory.is_empty() {
            return true;
        }
        let names = [&details.model, &details.name, &details.display_name].into_iter().flatten().map(String::as_str);
        let kind = details.instance_type.as_str();
        // `8RTXPRO6000.224V` is eight of `RTXPRO6000`.
        let model = kind.split('.').next().unwrap_or_default().trim_start_matches(|digit: char| digit.is_ascii_digit());
        let has_gpus = details.gpu.as_ref().and_then(|gpu| gpu.number_of_gpus) != Some(0);
        has_gpus
            && (names.chain([model]).any(|text| self.is_in(&words(text)))
                || (self.memory.is_empty() && is_run(&words(kind), &self.model)))
    }

    fn is_in(&self, words: &[String]) -> bool {
        let is_here = |start: usize| is_run(&words[start..], &self.model);
        self.memory.iter().all(|size| words.contains(size)) && (self.model.is_empty() || (0..words.len()).any(is_here))
    }
}

/// Whether the first words are these, all of them whole.
fn is_run(words: &[String], mut joined: &str) -> bool {
    for word in words {
        let Some(rest) = joined.strip_prefix(word.as_str()) else { return false };
        if rest.is_empty() {
            return true;
        }
        joined = rest;
    }
    false
}

/// The words of a text, in lower case; a size of memory such as `80 GB` is one.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(size) if is_number(size) && word.eq_ignore_ascii_case("gb") => size.push_str("gb"),
            _ => words.push(word.to_lowercase()),
        }
    }
    words
}

fn is_size(word: &str) -> bool {
    word.strip_suffix("gb").is_some_and(is_number)
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|digit| digit.is_ascii_digit())
}
