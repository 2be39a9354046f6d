//! The record of a launch: a startup script that is there as long as a machine may have been ordered that no list shows yet.

use std::sync::Arc;

use tokio::time::{Instant, sleep};
use verda_api::types::{CreateScript, Script, ScriptId};

use super::METHOD;
use super::settle::SLACK;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::wait::SHORTEST;

/// How often a record is created whose creation has no known outcome.
const ATTEMPTS: usize = 3;

/// The records of one group.
#[derive(Clone, Debug)]
pub(super) struct Records {
    /// How the names of all records of the group begin.
    prefix: String,
    /// The name of the record of this launch.
    name: String,
    /// The text of a record that is no script of machines.
    comment: String,
}

impl Records {
    pub(super) fn of(group: &str) -> Self {
        let prefix = format!("verda-api-ext launch of {} #", group.to_ascii_lowercase());
        let name = format!("{prefix}{:016x}", fastrand::u64(..));
        let comment = format!("# A launch of the group {group} is under way, or was cut off.\n");
        Self { prefix, name, comment }
    }

    /// The name of the record of this launch.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The text of a record where machines run no script.
    pub(super) fn comment(&self) -> &str {
        &self.comment
    }

    /// Whether machines may run a record when they start.
    pub(super) fn is_script(&self, record: &Script) -> bool {
        record.script.as_ref().is_none_or(|text| text.expose().trim_end() != self.comment.trim_end())
    }

    /// All records of the group: one request, or more where there are more than a hundred scripts with such names.
    pub(super) async fn list(&self, client: &Client) -> Result<Vec<Script>, Error> {
        let name: Arc<str> = self.prefix.trim_end_matches('#').trim_end().into();
        let pages = client.pages(
            "list_scripts",
            |script: &Script| script.id.to_string(),
            move |client, page, size| {
                let name = name.clone();
                Box::pin(async move {
                    client.raw().list_scripts().name(name.to_string()).page(page).page_size(size).send().await
                })
            },
        );
        let is_record =
            |script: &Script| script.name.as_ref().is_some_and(|name| name.starts_with(self.prefix.as_str()));
        let all = pages.all().await?;
        if all.skipped().iter().any(verda_api::Skipped::is_element) {
            let message = "a startup script cannot be decoded, and may be the record of another launch";
            return Err(crate::error::unexpected("list_scripts", message));
        }
        Ok(all.into_inner().into_iter().filter(is_record).collect())
    }

    /// The same, once they show a record that was just created: a list without it is older, and may lack those of others. After
    /// some seconds the list as it is.
    async fn list_with(&self, client: &Client, id: &ScriptId) -> Result<Vec<Script>, Error> {
        let until = Instant::now() + SLACK;
        loop {
            let records = self.list(client).await?;
            if records.iter().any(|record| record.id == *id) || Instant::now() >= until {
                return Ok(records);
            }
            sleep(SHORTEST).await;
        }
    }

    /// Whether a record is the one of this launch.
    pub(super) fn is_own(&self, record: &Script) -> bool {
        record.name.as_deref() == Some(self.name.as_str())
    }

    /// Creates the record, and gives all records of the group, this one among them where a list shows it. Two requests.
    ///
    /// # Errors
    ///
    /// Those of the requests, with what is left of the record.
    pub(super) async fn create(
        &self,
        client: &Client,
        text: &str,
        deadline: Instant,
    ) -> Result<(ScriptId, Vec<Script>), Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            match client.raw().create_script(CreateScript::builder().name(self.name.as_str()).script(text)).send().await
            {
                Ok(id) => {
                    let id = id.into_inner();
                    return match self.list_with(client, &id).await {
                        Ok(records) => Ok((id, records)),
                        Err(error) => {
                            let is_secret = text.trim_end() != self.comment.trim_end();
                            let error = if is_secret { without_text(error, text) } else { error };
                            Err(without_record(client, &[id], error).await)
                        }
                    };
                }
                Err(error) if error.may_have_happened() => {
                    let error = without_text(error, text);
                    let Ok(records) = self.list(client).await else { return Err(self.perhaps_left(error)) };
                    if let Some(own) = records.iter().find(|record| self.is_own(record)) {
                        return Ok((own.id.clone(), records));
                    }
                    if attempts >= ATTEMPTS || Instant::now() >= deadline {
                        return Err(self.perhaps_left(error));
                    }
                }
                Err(error) => return Err(without_text(error, text)),
            }
        }
    }

    fn perhaps_left(&self, error: Error) -> Error {
        let name = &self.name;
        let message =
            format!("{error:#}; nothing was ordered: launch again; a startup script named `{name}` may be left");
        Error::new(error.kind(), message).of(METHOD).that_may_have_happened(true).caused_by(error)
    }
}

/// Deletes the record of a launch that has ordered nothing. The error says so where it stays: it may hold secrets.
pub(super) async fn without_record(client: &Client, own: &[ScriptId], error: Error) -> Error {
    let left: Vec<&str> = match client.delete_scripts_by_id(own).await {
        Ok(outcomes) if outcomes.failed().next().is_none() => return error,
        _ => own.iter().map(ScriptId::as_str).collect(),
    };
    let left = left.join(", ");
    let message =
        format!("{error:#}; nothing was ordered; the startup script of the launch may be left, delete it: {left}");
    Error::new(error.kind(), message).of(METHOD).caused_by(error)
}

/// A refusal may repeat what it refuses, and a script may hold secrets.
fn without_text(error: Error, text: &str) -> Error {
    let is_usual = |code: &&str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let code = error.code().filter(|code| !is_usual(code));
    let is_shown = error.messages().iter().map(String::as_str).chain(code).any(|shown| repeats(shown, text));
    match is_shown {
        false => error,
        true => {
            let status = error.status().map(|status| format!(" with {status}")).unwrap_or_default();
            let kind = if error.kind() == ErrorKind::OutcomeUnknown { error.kind() } else { ErrorKind::NotSent };
            let operation = error.operation().unwrap_or("create_script");
            let refused = if operation == "create_script" { "refused the startup script" } else { "responded" };
            let message = format!("the API {refused}{status}; its message may repeat the script");
            Error::new(kind, message).of(operation).that_may_have_happened(error.may_have_happened())
        }
    }
}

/// Whether a message may repeat a part of a script: a word of it, or some letters in a row, in whatever case.
fn repeats(message: &str, text: &str) -> bool {
    const WORD: usize = 4;
    const LETTERS: usize = 6;
    let text = text.to_lowercase();
    message.to_lowercase().split_whitespace().any(|word| {
        let word: Vec<char> = word.trim_matches(|letter: char| !letter.is_alphanumeric()).chars().collect();
        let is_in_text = |part: &[char]| text.contains(&String::from_iter(part));
        (word.len() >= WORD && is_in_text(&word)) || word.windows(LETTERS).any(is_in_text)
    })
}

/// How many launches go first: those that recorded themselves earlier, or may have. Of two with the same time both wait, and
/// the one with the larger id for longer, so that it sees what the other one has ordered.
pub(super) fn elders(others: &[&Script], own: &ScriptId, records: &[Script]) -> (Vec<ScriptId>, u32) {
    let created = records.iter().find(|record| record.id == *own).and_then(|record| record.created_at);
    let mut elders = Vec::new();
    let mut turns = 0;
    for other in others {
        let is_tie = other.created_at == created;
        if !matches!((other.created_at, created), (Some(theirs), Some(ours)) if theirs > ours) {
            turns += if is_tie && other.id.as_str() < own.as_str() { 2 } else { 1 };
            elders.push(other.id.clone());
        }
    }
    (elders, turns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_launch_waits_for_those_that_recorded_themselves_before_or_may_have() {
        let script = |id: &str, created: Option<&str>| -> Script {
            serde_json::from_value(serde_json::json!({"id": id, "name": "n", "script": "s", "created_at": created}))
                .unwrap()
        };
        let [early, middle, late] = [1, 2, 3].map(|second| format!("2026-01-01T00:00:0{second}Z"));
        let middle = Some(middle.as_str());
        for (theirs, ours, elder, turns) in [
            (Some(&*early), middle, true, 1),
            (Some(&*late), middle, false, 0),
            (None, middle, true, 1),
            (Some(&*early), None, true, 1),
            (middle, middle, true, 1),
            (None, None, true, 1),
        ] {
            for count in [1, 2] {
                let others: Vec<Script> = (0..count).map(|_| script("m", theirs)).collect();
                let found = elders(&others.iter().collect::<Vec<_>>(), &"a".into(), &[script("a", ours)]);
                assert_eq!(
                    (found.0.len(), found.1),
                    (usize::from(elder) * count, turns * count as u32),
                    "{theirs:?} {ours:?}"
                );
            }
        }
        // Of two with the same time the one with the larger id waits for longer.
        let [one, two] = ["a", "b"].map(|id| script(id, middle));
        assert_eq!(elders(&[&one], &"b".into(), &[one.clone(), two.clone()]).1, 2);
        assert_eq!(elders(&[&two], &"a".into(), &[one.clone(), two.clone()]).1, 1);
    }
}
