//! Machines of a group that this client knows and that lists do not show: they are asked for by their ids.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use verda_api::one_line;
use verda_api::types::{Instance, InstanceId};

use super::Left;
use super::members::{Member, Members};
use super::plan::Plan;
use super::survey::NotOrdered;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::groups::Past;
use crate::readable::lacks_rights;
use crate::wait::Watched as _;

/// How many are asked for at once.
const AT_ONCE: usize = 8;

/// What the API said of machines that were asked for by their ids.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Machines of the group that are there.
    pub(super) found: Vec<Member>,
    /// Machines that may be of the group, and why that is not known.
    pub(super) unknown: Vec<(InstanceId, String)>,
    /// Those of them that the key may not read by their ids.
    pub(super) refused: HashSet<InstanceId>,
    /// Those of them that have another hostname for good: of a hint, the group's is an old one.
    renamed: HashSet<InstanceId>,
    /// Whether one of these is shown with another hostname: the next one would be, too.
    pub(super) changes_hostnames: bool,
    /// Machines that are gone.
    pub(super) gone: Vec<InstanceId>,
}

impl Asked {
    /// Asks for each of these machines: one request each.
    pub(super) async fn of(client: &Client, group: &str, ids: Vec<InstanceId>, time: Duration) -> Self {
        let until = Instant::now() + time;
        let permits = Semaphore::new(AT_ONCE);
        let one = async |id: InstanceId| {
            let asked = async {
                let _permit = permits.acquire().await;
                client.raw().get_instance(&id).send().await
            };
            // What to do must not be cut off.
            let not_asked =
                |error: &str| Err(format!("no list shows it, and it could not be asked for: {}", one_line(error, 100)));
            let (mut is_renamed, mut is_starting, mut is_refused) = (false, false, false);
            let found = match timeout_at(until, asked).await {
                // What its id and lists say alike.
                Ok(Ok(found)) if found.id == id && found.status.is_not_found() => Ok(None),
                Ok(Ok(found)) if found.id == id => {
                    let (hostname, is_there) = (found.hostname.clone(), !found.status.is_gone());
                    is_starting = found.status.is_transient();
                    let member = Member::of(client, group, found.into_inner());
                    is_renamed = is_there && matches!(member, Ok(None));
                    if is_renamed { Err(renamed(hostname.as_deref().unwrap_or_default())) } else { member }
                }
                Ok(Ok(_)) => not_asked("get_instance: the response is about another instance"),
                Ok(Err(error)) if error.is_not_found() => Ok(None),
                Ok(Err(error)) => {
                    is_refused = lacks_rights(&error) && client.may_not_read(Instance::GET, &error);
                    not_asked(&error.to_string())
                }
                Err(_) => not_asked("get_instance: no response in time"),
            };
            (id, found, (is_renamed, is_starting), is_refused)
        };
        let mut all = Self::default();
        for (id, found, (is_renamed, is_starting), is_refused) in join_all(ids.into_iter().map(one)).await {
            all.changes_hostnames |= is_renamed;
            all.refused.extend(is_refused.then(|| id.clone()));
            all.renamed.extend((is_renamed && !is_starting).then(|| id.clone()));
            match found {
                Ok(Some(member)) => all.found.push(member),
                Ok(None) => all.gone.push(id),
                Err(error) => all.unknown.push((id, error)),
            }
        }
        all
    }

    /// Leaves out hints that were wrong.
    pub(super) fn leave_out(&mut self, hints: &[InstanceId]) {
        self.unknown.retain(|(id, _)| !(hints.contains(id) && self.renamed.contains(id)));
    }

    /// Lists say that machines are gone which the key may not read.
    pub(super) fn leave_to_lists(&mut self) {
        self.unknown.retain(|(id, _)| !self.refused.contains(id));
        self.gone.extend(self.refused.drain());
    }

    /// The ids of those that are there or may be.
    pub(super) fn ids(&self) -> HashSet<InstanceId> {
        self.found.iter().map(Member::id).chain(self.unknown.iter().map(|(id, _)| id)).cloned().collect()
    }

    /// Leaves out slots in which machines may be. Gives those slots, and the machines that would be too many.
    ///
    /// The slot of such a machine is not known. Where slots matter, and where the API changes hostnames, none is filled; where
    /// their number matters, each machine takes the place of one.
    pub(super) fn block(self, plan: &mut Plan, counts: bool) -> (Vec<NotOrdered>, Vec<Left>) {
        let mut not_ordered = Vec::new();
        let mut left = Vec::new();
        let why = |id: &InstanceId, why: &str| format!("{id} may be there: {why}");
        let Some((first, of_first)) = self.unknown.first() else { return (not_ordered, left) };
        let not_sent = |why: String| {
            let why = format!("not ordered, since {why}; launch it again");
            Arc::new(Error::new(ErrorKind::NotSent, why).of("deploy_instance"))
        };
        let others = not_sent(why(first, of_first));
        for (id, reason) in self.unknown {
            let why = why(&id, &reason);
            match plan.missing.pop() {
                Some(slot) => not_ordered.push(NotOrdered { slot, id: Some(id), error: not_sent(why) }),
                None if counts => left.push(Left { id, reason: why }),
                None => {}
            }
        }
        if !counts || self.changes_hostnames {
            let slots = std::mem::take(&mut plan.missing).into_iter();
            not_ordered.extend(slots.map(|slot| NotOrdered { slot, id: None, error: others.clone() }));
        }
        (not_ordered, left)
    }
}

/// What is wrong with a machine that was of the group when it was ordered or adopted. Another one in its place would be too many.
fn renamed(hostname: &str) -> String {
    let hostname = one_line(hostname, 100);
    format!("it was of the group, and the API shows the hostname `{hostname}`; terminate it where it is not wanted")
}

impl Past {
    /// The machines that launches of this client have ordered or adopted, and that a list does not show; and those that it shows
    /// as not found.
    pub(super) fn unlisted(&self, members: &Members) -> Vec<InstanceId> {
        let ordered = self.quiet.iter().flat_map(|quiet| &quiet.ordered);
        let (lost, there): (Vec<&Member>, Vec<&Member>) = members.members.iter().partition(|member| member.is_lost());
        let there: HashSet<&InstanceId> = there.into_iter().map(Member::id).collect();
        let is_unlisted = |id: &&InstanceId| !members.shown.contains(*id) && !there.contains(*id);
        let known: HashSet<&InstanceId> = ordered.chain(self.adopted.keys()).filter(is_unlisted).collect();
        let known: HashSet<&InstanceId> = known.into_iter().chain(lost.into_iter().map(Member::id)).collect();
        let mut unlisted: Vec<InstanceId> = known.into_iter().cloned().collect();
        unlisted.sort();
        unlisted
    }

    /// Forgets machines that are gone: what is remembered must not grow with each machine that is replaced.
    pub(super) fn forget(&mut self, gone: &[InstanceId], members: &Members) {
        let there: HashSet<&InstanceId> = members.members.iter().map(Member::id).collect();
        let is_gone = |id: &InstanceId| gone.contains(id) || (members.shown.contains(id) && !there.contains(id));
        if let Some(quiet) = &mut self.quiet {
            quiet.ordered.retain(|id| !is_gone(id));
        }
        self.adopted.retain(|id, _| !is_gone(id));
    }
}
