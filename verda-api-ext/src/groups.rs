//! Groups of machines, told by their hostnames.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use verda_api::types::{Instance, InstanceId, ScriptId};

use crate::client::Client;
use crate::error::{Error, invalid_request};
use crate::launch::{self, Launch, Members, SETTLED_WITHIN};

/// So long the records that a launch has left are remembered. Each run of a service may have a group of its own, and what is
/// known of those must not grow for ever.
const RECORDS_REMEMBERED: Duration = Duration::from_secs(3600);

/// The machines whose hostnames are the name of the group, a hyphen and a number: `train-1`, `train-2`. See
/// [`Client::group`].
#[derive(Clone, Debug)]
pub struct Group {
    client: Client,
    name: String,
}

impl Client {
    /// The machines whose hostnames are this name, a hyphen and a number, such as those of a [`launch`](Self::launch).
    /// Nothing is sent yet.
    ///
    /// **Every** such machine of the project is of the group, whichever client ordered it: choose a name that nothing else
    /// has. Hostnames with a domain or with upper-case letters, such as `TRAIN-1` and `train-1.example.com`, are of no group.
    ///
    /// ```
    /// # verda_fake::example!(client, fake, {
    /// let group = client.group("worker");
    /// let workers = group.keep(3).instance_types(["1V100.6V"]).image("ubuntu-24.04-cuda-12.8-open");
    /// // Each round replaces what has failed or was evicted.
    /// for _ in 0..3 {
    ///     let launched = workers.clone().await?;
    ///     assert!(launched.machines.len() == 3 && launched.failed.is_empty());
    /// }
    /// assert_eq!(group.count().await?, 3);
    /// group.keep(0).await?;
    /// assert_eq!(group.count().await?, 0);
    /// # });
    /// ```
    pub fn group(&self, name: impl Into<String>) -> Group {
        Group { client: self.clone(), name: name.into() }
    }
}

impl Group {
    /// Its name: the hostnames of its machines without the hyphen and the number.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The machines that run or will, in the order of their slots; those that have failed or are being deleted are not among
    /// them. One request. Safe to repeat. A machine that was ordered a moment ago may be missing.
    ///
    /// # Errors
    ///
    /// Those of listing the instances; [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) where the name makes no
    /// hostname; [`ErrorKind::UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) where the list has a machine of which
    /// it cannot be told whether it is of the group.
    pub async fn list(&self) -> Result<Vec<Instance>, Error> {
        if let Some(why) = launch::refusal(&self.name) {
            return Err(invalid_request("list_instances", format!("`{}` makes no hostname: {why}", self.name)));
        }
        let members = Members::list_whole(&self.client, &self.name).await?.members;
        Ok(members.into_iter().filter(launch::Member::is_living).map(|member| member.instance).collect())
    }

    /// How many machines run or will. See [`list`](Self::list).
    ///
    /// # Errors
    ///
    /// Those of [`list`](Self::list).
    pub async fn count(&self) -> Result<usize, Error> {
        Ok(self.list().await?.len())
    }

    /// Makes the group have so many machines: orders those that are missing, as a [`launch`](Client::launch) does, replaces
    /// those that have failed, and terminates those that are too many. It is a [`Launch`], to be told what to order, and
    /// a future; a clone of it is the next round.
    ///
    /// It differs from a launch in these points:
    ///
    /// - Which slots the machines have does not matter. What is missing is ordered in the lowest free ones.
    /// - Machines that are too many are terminated, those of the highest slots first and in one slot the newest, with the OS
    ///   volumes that were made with them (into the trash). With 0, all of them are. Deletions that are under way are seen
    ///   through. Other volumes stay, and are in [`Launched::volumes_left`](crate::Launched::volumes_left).
    /// - Machines that cannot be had are no error: they are in [`Launched::failed`](crate::Launched::failed), and the next
    ///   round tries again. [`at_least`](Launch::at_least) changes that.
    /// - Where its future is dropped, machines stay as they are, and the next round goes on from there.
    ///
    /// Safe to repeat: that is what it is for. A round of a group that is complete costs two requests, those of the
    /// waits, and one for each machine that lists leave out; see [`Client::launch`] for the others.
    pub fn keep(&self, count: usize) -> Launch {
        Launch::keeping(&self.client, &self.name, count)
    }
}

/// Whose turn it is to launch a group, and what the launches before have seen.
pub(crate) type Turn = tokio::sync::Mutex<Past>;

/// What the launches of a group by this client have seen.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// How many launches have looked at the machines so far.
    pub(crate) launches: u64,
    /// The number of the last launch that each machine was of.
    pub(crate) adopted: HashMap<InstanceId, u64>,
    /// When the last launch looked at the machines, or tried to.
    pub(crate) looked_at: Option<Instant>,
    /// Since when the key may not read machines that lists do not show.
    pub(crate) refused_since: Option<Instant>,
    /// What is known of machines that no list may show yet.
    pub(crate) quiet: Option<Quiet>,
}

/// Since when nothing was ordered in a group, and lists have shown no new machine of it.
#[derive(Debug)]
pub(crate) struct Quiet {
    /// The records that were left: the next launch goes on waiting where the last one ended, or launches with little time would
    /// never come to anything.
    pub(crate) records: HashSet<ScriptId>,
    /// The machines that were ordered: a list that does not show them may be old, also after one that did.
    pub(crate) ordered: HashSet<InstanceId>,
    /// All machines that lists have shown, or that were ordered.
    pub(crate) machines: HashSet<InstanceId>,
    pub(crate) since: Instant,
}

/// Groups that are being launched: one launch of a group at a time.
#[derive(Debug, Default)]
pub(crate) struct Groups(Mutex<HashMap<String, Arc<Turn>>>);

impl Groups {
    /// The lock of a group. It is held by the task of a launch, never by a caller: a caller that is not polled holds up no
    /// other one.
    pub(crate) fn lock_of(&self, group: &str) -> Arc<Turn> {
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = |quiet: &Quiet| {
            quiet.since.elapsed() < if quiet.records.is_empty() { SETTLED_WITHIN } else { RECORDS_REMEMBERED }
        };
        // Lists may leave out machines that this client knows, at any time: they are remembered as long as it looks after them.
        let looks_after = |past: &Past| {
            let has_some =
                !past.adopted.is_empty() || past.quiet.as_ref().is_some_and(|quiet| !quiet.ordered.is_empty());
            has_some && past.looked_at.is_some_and(|at| at.elapsed() < RECORDS_REMEMBERED)
        };
        let knows = |turn: &Arc<Turn>| {
            turn.try_lock().is_ok_and(|past| past.quiet.as_ref().is_some_and(counts) || looks_after(&past))
        };
        groups.retain(|_, turn| Arc::strong_count(turn) > 1 || knows(turn));
        groups.entry(group.to_owned()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_known_of_groups_is_forgotten() {
        let groups = Groups::default();
        let know = async |group: &str, records: &[&str]| {
            let records = records.iter().map(|id| ScriptId::from(*id)).collect();
            let (ordered, machines) = (HashSet::new(), HashSet::new());
            let turn = groups.lock_of(group);
            turn.lock().await.quiet = Some(Quiet { records, ordered, machines, since: Instant::now() });
        };
        know("with-a-record", &["5c1e"]).await;
        know("without", &[]).await;
        let known = || {
            drop(groups.lock_of("another"));
            groups.0.lock().unwrap().len() - 1
        };
        assert_eq!(known(), 2);
        tokio::time::advance(SETTLED_WITHIN).await;
        assert_eq!(known(), 1);
        tokio::time::advance(RECORDS_REMEMBERED).await;
        assert_eq!(known(), 0);
        let turn = groups.lock_of("looked-after");
        *turn.lock().await =
            Past { adopted: HashMap::from([("a".into(), 1)]), looked_at: Some(Instant::now()), ..Past::default() };
        drop(turn);
        tokio::time::advance(SETTLED_WITHIN).await;
        assert_eq!(known(), 1);
        tokio::time::advance(RECORDS_REMEMBERED).await;
        assert_eq!(known(), 0);
    }
}
