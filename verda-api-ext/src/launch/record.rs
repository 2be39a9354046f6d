//! The record of a launch: a startup script that is there as long as a machine may have been ordered that no list shows yet.

use std::sync::Arc;

use verda_api::types::{CreateScript, Script, ScriptId};

use crate::client::Client;
use crate::error::{Error, ErrorKind};

/// How often a record is created whose creation has no known outcome.
const ATTEMPTS: usize = 3;

/// The records of one group.
#[derive(Clone, Debug)]
pub(super) struct Records {
    /// How the names of all records of the group begin.
    prefix: String,
    /// The name of the record of this launch.
    name: String,
}

impl Records {
    pub(super) fn of(group: &str) -> Self {
        let prefix = format!("verda-api-ext launch of {} #", group.to_ascii_lowercase());
        let name = format!("{prefix}{:016x}", fastrand::u64(..));
        Self { prefix, name }
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

    /// Whether a record is the one of this launch.
    pub(super) fn is_own(&self, record: &Script) -> bool {
        record.name.as_deref() == Some(self.name.as_str())
    }

    /// Creates the record, and gives all records of the group, this one among them. Two requests.
    pub(super) async fn create(&self, client: &Client, text: &str) -> Result<(ScriptId, Vec<Script>), Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            match client.raw().create_script(CreateScript::new(self.name.as_str(), text)).send().await {
                Ok(id) => return Ok((id.into_inner(), self.list(client).await?)),
                Err(error) if error.may_have_happened() => {
                    let records = self.list(client).await?;
                    if let Some(own) = records.iter().find(|record| self.is_own(record)) {
                        return Ok((own.id.clone(), records));
                    }
                    if attempts >= ATTEMPTS {
                        return Err(without_text(error, text));
                    }
                }
                Err(error) => return Err(without_text(error, text)),
            }
        }
    }
}

/// A refusal may repeat what it refuses, and a script may hold secrets.
fn without_text(error: Error, text: &str) -> Error {
    const LONG: usize = 4;
    let shown = format!("{error} {:?}", error.messages());
    let is_shown = |line: &str| line.trim().len() >= LONG && shown.contains(line.trim());
    match text.lines().any(is_shown) || text.split_whitespace().any(|word| word.len() >= 2 * LONG && is_shown(word)) {
        false => error,
        true => {
            let status = error.status().map(|status| format!(" with {status}")).unwrap_or_default();
            let kind = if error.kind() == ErrorKind::OutcomeUnknown { error.kind() } else { ErrorKind::NotSent };
            let message = format!("the API refused the startup script{status}; its message repeats the script");
            Error::new(kind, message).of("create_script").that_may_have_happened(error.may_have_happened())
        }
    }
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
